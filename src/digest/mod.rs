//! A post in a channel, by the clock: it arrives once, at the right local hour, or somebody is told why not.
//!
//! `schedule` is the calendar alone, `sections` what it may leave out, and `words` what people type after `/digest`; `reporting` joins a due digest to
//! the windows of its figures, `compose` asks the bot for what it says. `standing` keeps who gets one, and `delivery`
//! brings it there.

pub mod compose;
pub mod delivery;
pub mod reporting;
pub mod schedule;
pub mod sections;
pub mod standing;
pub mod words;
