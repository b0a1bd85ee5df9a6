//! Teams: tokens, what happens there, and what we say, against stand-ins on this machine. The activities are shaped as
//! Microsoft's documents show them; some were sent by its Agents Playground.

mod checkup;
mod doors;
mod house;
mod login;
mod microsoft;
mod presses;
mod recorded;
mod sending;
mod tokens;
mod whole;

#[path = "../support/mod.rs"]
mod support;
