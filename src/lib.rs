//! Mandorla: whether marketing and sales talk to the same people.
//!
//! A question comes in, a card goes out, and nothing in the middle knows where from or where to. In reading order:
#![forbid(unsafe_code)]

pub mod ask;
pub mod card;

pub mod figures;
pub mod identity;
pub mod vocabulary;

pub mod db;
pub mod intake;
pub mod sample;
pub mod snapshot;

pub mod language;
pub mod questions;

pub mod bot;
pub mod digest;
pub mod export;

pub mod chat;
pub mod picture;

pub mod app;
pub mod cli;
pub mod config;
pub mod metrics;
pub mod seal;
pub mod web;

/// An answer is many small strings, made by one thread and freed by another: the system's allocator takes a quarter of
/// the processor time of a command for them (`cargo bench --bench slack`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
