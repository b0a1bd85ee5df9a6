//! Files in and out, as a revenue-operations person has them: in any order, twice, broken, mended, from all sorts of
//! tools.

#[path = "../support/mod.rs"]
mod support;

#[path = "../support/binary.rs"]
mod binary;

mod bad_input;
mod desk;
mod doors;
mod last_word;
mod preview;
mod round_trip;
mod stories;
