//! "/digest weekly monday 09:00 Europe/London for Dana's team": what is typed for a digest, understood or refused.
//!
//! The parts come in any order and any case, and what is left out has a default: weekly, on Monday, at 09:00, in the
//! workspace's zone. What is no part of a schedule is a filter, handed on as typed for the bot's language to read. What
//! can be read in two ways is refused with a question: a digest that comes at the wrong hour is worse than one that
//! has to be asked for twice.

mod cities;
mod clock;
mod commands;
mod days;
mod paces;
mod parts;
mod phrases;
mod places;
mod split;
mod subscription;
#[cfg(test)]
mod tests;

use jiff::{Timestamp, tz::TimeZone};

pub(super) use paces::begins;

use super::{schedule::Schedule, sections::Sections};
use split::Split;

/// What somebody wants of their digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A digest in this channel from now on.
    Subscribe {
        schedule: Schedule,
        /// The rest, as typed: "for Dana's team in fintech". Nobody has checked yet that these are filters.
        filters: String,
        sections: Sections,
        /// "Unless empty": say nothing when there is nothing to say.
        quiet: bool,
    },
    /// The digest once, for everybody here, now.
    Now {
        filters: String,
        sections: Sections,
    },
    /// The digest once, for whoever asks.
    Preview {
        filters: String,
        sections: Sections,
    },
    List,
    /// By the number that the list shows; without one, the only digest of the channel.
    Pause(Option<u32>),
    Resume(Option<u32>),
    Stop(Option<u32>),
    Help,
    NotUnderstood {
        /// A sentence: what is wrong.
        what: String,
        /// What to type instead, without the command's name; understood unless something else is wrong too.
        suggestion: String,
    },
}

/// Reads what was typed after `/digest`. `now` decides in which of two weeks "every second week" begins; `zone` is the
/// workspace's.
pub fn read(text: &str, now: Timestamp, zone: &TimeZone) -> Typed {
    let split = Split::new(text);
    commands::read(&split)
        .unwrap_or_else(|| subscription::read(&split, now, zone))
        .unwrap_or_else(|trouble| trouble.told(&split))
}

/// The parts of a digest that a text chooses, all if it chooses none, and the rest of it: filters.
pub fn chosen(text: &str) -> (Sections, String) {
    let split = Split::new(text);
    let all: Vec<usize> = (0..split.words().len()).collect();
    let (sections, rest) = split.sections(&all);
    (sections, split.typed(&rest))
}

/// What cannot be read, and what could stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Trouble {
    /// A sentence: what is wrong.
    what: String,
    /// Where it stands, in words from where reading began, and how many words it has.
    skip: usize,
    length: usize,
    instead: Instead,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Instead {
    /// Of the words in question.
    Words(String),
    /// Of all that was typed.
    Everything(String),
}

impl Trouble {
    /// The next `length` words should be others.
    fn words(length: usize, what: impl Into<String>, instead: impl Into<String>) -> Self {
        Self { what: what.into(), skip: 0, length, instead: Instead::Words(instead.into()) }
    }

    /// The whole should be put differently.
    fn whole(what: impl Into<String>, instead: impl Into<String>) -> Self {
        Self { what: what.into(), skip: 0, length: 0, instead: Instead::Everything(instead.into()) }
    }

    /// The same, seen from some words before.
    fn after(mut self, words: usize) -> Self {
        self.skip += words;
        self
    }

    fn told(self, split: &Split) -> Typed {
        let suggestion = match self.instead {
            Instead::Everything(text) => text,
            Instead::Words(words) => split.with(self.skip..self.skip + self.length, &words),
        };
        Typed::NotUnderstood { what: self.what, suggestion }
    }
}
