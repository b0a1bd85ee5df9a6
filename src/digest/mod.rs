//! A post in a channel, by the clock: when it is due, what is typed to get it, and over which dates it looks.
//!
//! `schedule` is the calendar alone, and `words` what people type after `/digest`; `reporting` joins a due digest to
//! the windows of its figures.

pub mod reporting;
pub mod schedule;
pub mod words;
