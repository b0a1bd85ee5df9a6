//! The parts of a schedule, read one after the other in whatever order they come; the words between are left over.

use jiff::{civil::Time, tz::TimeZone};

use super::{
    Trouble, clock,
    days::{self, Day},
    paces::{self, Pace, begins},
    phrases::{FILLERS, JOINING, QUIET, VERBS},
    places,
};

/// What stands directly before the words that are read now: some words mean something only in company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    Nothing,
    /// How often, but for "monthly".
    Pace,
    Monthly,
    Day,
    Clock,
    Place,
    /// Words that belong to a schedule and say nothing.
    Filler,
    /// Words that are no part of a schedule: a filter, most likely.
    Unread,
}

/// One part of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Pace(Pace),
    Day(Day),
    Clock(Time),
    Place(TimeZone),
    Quiet,
    /// "Subscribe": without a pace, the default is meant.
    Verb,
    Filler,
}

/// A part, and which of the words say it.
pub struct Found {
    pub part: Part,
    pub at: usize,
    pub length: usize,
}

/// Every part in the text, and the words that are none.
pub fn read(words: &[&str]) -> Result<(Vec<Found>, Vec<usize>), Trouble> {
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    let (mut at, mut before) = (0, Before::Nothing);
    while at < words.len() {
        match part(&words[at..], before).map_err(|trouble| trouble.after(at))? {
            Some((length, part)) => {
                before = beside(&part);
                found.push(Found { part, at, length });
                at += length;
            }
            None => {
                before = Before::Unread;
                unread.push(at);
                at += 1;
            }
        }
    }
    Ok((found, unread))
}

fn part(words: &[&str], before: Before) -> Result<Option<(usize, Part)>, Trouble> {
    if let Some(length) = longest(words, QUIET) {
        return Ok(Some((length, Part::Quiet)));
    }
    if let Some((length, pace)) = paces::read(words)? {
        return Ok(Some((length, Part::Pace(pace))));
    }
    if let Some((length, time)) = clock::read(words, before)? {
        return Ok(Some((length, Part::Clock(time))));
    }
    if let Some((length, day)) = days::read(words, before)? {
        return Ok(Some((length, Part::Day(day))));
    }
    if let Some((length, zone)) = places::read(words, before)? {
        return Ok(Some((length, Part::Place(zone))));
    }
    if before != Before::Unread {
        if let Some(length) = longest(words, VERBS) {
            return Ok(Some((length, Part::Verb)));
        }
        if let Some(length) = longest(words, FILLERS) {
            return Ok(Some((length, Part::Filler)));
        }
    }
    joined(words, before)
}

/// A part behind a word that only joins it to what comes before.
fn joined(words: &[&str], before: Before) -> Result<Option<(usize, Part)>, Trouble> {
    let Some((first, rest)) = words.split_first() else { return Ok(None) };
    if !JOINING.contains(first) || rest.is_empty() {
        return Ok(None);
    }
    let before = match before {
        Before::Monthly | Before::Unread => before,
        _ => Before::Filler,
    };
    let found = part(rest, before).map_err(|trouble| trouble.after(1))?;
    Ok(found.map(|(length, part)| (length + 1, part)))
}

fn longest(words: &[&str], phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|phrase| begins(words, phrase)).max()
}

fn beside(part: &Part) -> Before {
    match part {
        Part::Pace(Pace::Monthly) => Before::Monthly,
        Part::Pace(_) => Before::Pace,
        Part::Day(_) => Before::Day,
        Part::Clock(_) => Before::Clock,
        Part::Place(_) => Before::Place,
        Part::Quiet | Part::Verb | Part::Filler => Before::Filler,
    }
}
