//! On which day: "mondays", "the first monday", "on the 15th", "the last day of the month", "from 2026-11-24".

use jiff::civil::{Date, Weekday};

use super::{Trouble, parts::Before};
use crate::digest::schedule::{InMonth, weekday_name};

/// A day that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    Weekday(Weekday),
    OfMonth(InMonth),
    From(Date),
}

const WEEKDAYS: &[(Weekday, &[&str])] = &[
    (Weekday::Monday, &["monday", "mon"]),
    (Weekday::Tuesday, &["tuesday", "tue", "tues"]),
    (Weekday::Wednesday, &["wednesday", "wed", "weds"]),
    (Weekday::Thursday, &["thursday", "thu", "thur", "thurs"]),
    (Weekday::Friday, &["friday", "fri"]),
    (Weekday::Saturday, &["saturday", "sat"]),
    (Weekday::Sunday, &["sunday", "sun"]),
];

/// Days of the month in words. "Second" and "third" are left out: they are about weekdays as often.
const ORDINALS: &[(&str, i8)] =
    &[("first", 1), ("tenth", 10), ("fifteenth", 15), ("twentieth", 20), ("last", 31)];

/// "Monday", "mondays", "monday's", "mon".
pub fn weekday(word: &str) -> Option<Weekday> {
    let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix('s')).unwrap_or(word);
    let known = |names: &[&str]| names.contains(&word) || names[0] == bare;
    WEEKDAYS.iter().find(|(_, names)| known(names)).map(|(weekday, _)| *weekday)
}

/// The weekday that somebody may have meant.
pub fn nearest_weekday(word: &str) -> Option<&'static str> {
    WEEKDAYS.iter().map(|(_, names)| names[0]).find(|name| crate::snapshot::misspelt(word, name).is_some())
}

/// A day at the beginning of `words`, and how many of them name it.
pub fn read(words: &[&str], before: Before) -> Result<Option<(usize, Day)>, Trouble> {
    if let Some(nth) = nth_weekday(words, before)? {
        return Ok(Some(nth));
    }
    match words {
        ["last", "day", ..] | ["month", "end", ..] => Ok(Some((2, Day::OfMonth(InMonth::Day(31))))),
        ["end", "of", "the" | "every" | "each", "month", ..] => Ok(Some((4, Day::OfMonth(InMonth::Day(31))))),
        ["from" | "starting" | "beginning" | "since", "on", date, ..] => Ok(from(date, 3)),
        ["from" | "starting" | "beginning", date, ..] => Ok(from(date, 2)),
        ["day", number, ..] if before == Before::Monthly => day_of_month(number, 2),
        [word, ..] => match weekday(word) {
            Some(day) if word.len() > 5 || before != Before::Unread => Ok(Some((1, Day::Weekday(day)))),
            _ if of_month(words, before) => day_of_month(word, 1),
            _ => Ok(None),
        },
        [] => Ok(None),
    }
}

fn from(date: &str, length: usize) -> Option<(usize, Day)> {
    Some((length, Day::From(date.parse().ok()?)))
}

/// "First monday", "last friday"; the others are refused, but only where a month is meant.
fn nth_weekday(words: &[&str], before: Before) -> Result<Option<(usize, Day)>, Trouble> {
    let [nth, name, ..] = words else { return Ok(None) };
    let Some(day) = weekday(name) else { return Ok(None) };
    match *nth {
        "first" | "1st" => Ok(Some((2, Day::OfMonth(InMonth::First(day))))),
        "last" => Ok(Some((2, Day::OfMonth(InMonth::Last(day))))),
        "second" | "2nd" | "third" | "3rd" | "fourth" | "4th" if before != Before::Unread => {
            let what = "In a month the first or the last of a weekday can be had.";
            Err(Trouble::words(2, what, format!("first {}", weekday_name(day).to_lowercase())))
        }
        _ => Ok(None),
    }
}

/// Whether the first word may be a day of the month: after "monthly", or with its ending, or before "of the month".
fn of_month(words: &[&str], before: Before) -> bool {
    let month_follows = matches!(words, [_, "of", "the" | "every" | "each" | "a", "month", ..]);
    let ordinal = words[0].starts_with(|letter: char| letter.is_ascii_digit()) && bare(words[0]) != words[0];
    before == Before::Monthly || month_follows || ordinal && before != Before::Unread
}

fn day_of_month(word: &str, length: usize) -> Result<Option<(usize, Day)>, Trouble> {
    let named = ORDINALS.iter().find(|(name, _)| *name == word).map(|(_, day)| i64::from(*day));
    let Some(day) = named.or_else(|| bare(word).parse().ok()) else { return Ok(None) };
    match i8::try_from(day) {
        Ok(day @ 1..=31) => Ok(Some((length, Day::OfMonth(InMonth::Day(day))))),
        _ => Err(Trouble::words(length, "The days of a month are 1 to 31.", "31")),
    }
}

/// "15th" without its ending.
fn bare(word: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}
