//! A day, a month, a quarter or a year, as somebody names one.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::{unit, weekday};
use crate::{figures::Window, vocabulary::MONTHS};

/// A stretch that a word or two name: a day, a month, a quarter, a year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub(super) from: Date,
    pub(super) to: Date,
}

/// Reads the latest such stretch that has begun by `today`.
pub(super) fn point(words: &[&str], today: Date) -> Option<(usize, Period)> {
    let day = |length, date: Date| Some((length, Period { from: date, to: date }));
    let skip = usize::from(matches!(words.first(), Some(&("the" | "on" | "early"))));
    let words_after = &words[skip..];
    if skip > 0 && words[0] != "early" {
        return point(words_after, today).map(|(length, period)| (length + skip, period));
    }
    match words {
        ["today" | "now", ..] => return day(1, today),
        ["yesterday", ..] => return day(1, today.yesterday().ok()?),
        _ => {}
    }
    if let Some(found) = quarter_point(words, today) {
        return Some(found);
    }
    if let Some(spoken) = unit(words, today) {
        return Some((spoken.length, Period { from: spoken.window.from, to: spoken.window.to }));
    }
    if let Some(spoken) = weekday(words, today) {
        return day(spoken.length, spoken.window.from);
    }
    let first = words.first()?;
    if let Some(date) = numeric_date(first) {
        return day(1, date);
    }
    if let Some(weekday) = weekday_of(first) {
        let back = today.weekday().since(weekday);
        return day(1, today.checked_sub(i64::from(back).days()).ok()?);
    }
    if let Some(month) = month_of(first) {
        return month_first(words, month, today);
    }
    if let Some(dom) = ordinal_day(first) {
        let of = usize::from(words.get(1) == Some(&"of"));
        if let Some(month) = words.get(1 + of).and_then(|word| month_of(word)) {
            let length = 2 + of;
            if let Some(year) = words.get(length).and_then(|word| year_of(word)) {
                return day(length + 1, date_of(year, month, dom)?);
            }
            return day(length, latest(month, dom, today)?);
        }
    }
    let year = year_of(first)?;
    let window = Window::year(year)?;
    Some((1, Period { from: window.from, to: window.to }))
}

/// "June", "June 2026", "June 1", "June 1st 2026".
fn month_first(words: &[&str], month: i8, today: Date) -> Option<(usize, Period)> {
    let of = usize::from(words.get(1) == Some(&"of"));
    if let Some(year) = words.get(1 + of).and_then(|word| year_of(word)) {
        return Some((2 + of, month_of_year(year, month)?));
    }
    if let Some((year, more)) = spoken_year(&words[(1 + of).min(words.len())..], today) {
        return Some((1 + of + more, month_of_year(year, month)?));
    }
    if let Some(dom) = words.get(1).and_then(|word| ordinal_day(word)) {
        if let Some(year) = words.get(2).and_then(|word| year_of(word)) {
            let date = date_of(year, month, dom)?;
            return Some((3, Period { from: date, to: date }));
        }
        let date = latest(month, dom, today)?;
        return Some((2, Period { from: date, to: date }));
    }
    let window = Window::month(today, month)?;
    let end = window.from.last_of_month();
    Some((1, Period { from: window.from, to: end }))
}

/// "Last year", "this year" behind a month or a quarter.
fn spoken_year(words: &[&str], today: Date) -> Option<(i16, usize)> {
    match words {
        ["last", "year", ..] => Some((today.year() - 1, 2)),
        ["this", "year", ..] => Some((today.year(), 2)),
        _ => None,
    }
}

fn month_of_year(year: i16, month: i8) -> Option<Period> {
    let from = date_of(year, month, 1)?;
    Some(Period { from, to: from.last_of_month() })
}

/// The latest 29 February, 1 June … that is not after `today`.
fn latest(month: i8, day: u32, today: Date) -> Option<Date> {
    (0..8).filter_map(|back| date_of(today.year() - back, month, day)).find(|date| *date <= today)
}

pub(super) fn date_of(year: i16, month: i8, day: u32) -> Option<Date> {
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

/// 2026-07-01, 2026/07/01, 1.7.2026, and 15/07/2026 or 7/15/2026 where only one reading is a date.
fn numeric_date(word: &str) -> Option<Date> {
    match numeric_dates(word)? {
        (Some(date), None) | (None, Some(date)) => Some(date),
        (Some(one), Some(other)) if one == other => Some(one),
        _ => None,
    }
}

/// Both readings of 03/04/2026: the day first, and the month first.
pub fn either(word: &str) -> Option<[Date; 2]> {
    match numeric_dates(word)? {
        (Some(one), Some(other)) if one != other => Some([one, other]),
        _ => None,
    }
}

fn numeric_dates(word: &str) -> Option<(Option<Date>, Option<Date>)> {
    let mark = word.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<u32> = word.split(mark).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    let make =
        |year: u32, month: u32, day: u32| date_of(i16::try_from(year).ok()?, i8::try_from(month).ok()?, day);
    if a >= 1000 {
        return Some((make(a, b, c), None));
    }
    let year = if c < 100 { 2000 + c } else { c };
    if mark == '.' {
        return Some((make(year, b, a), None));
    }
    Some((make(year, b, a), make(year, a, b)))
}

fn ordinal_day(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let day = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
    matches!(ending, "" | "st" | "nd" | "rd" | "th").then_some(day)
}

fn year_of(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (2000..=2100).contains(year))
}

fn month_of(word: &str) -> Option<i8> {
    let found = MONTHS
        .iter()
        .position(|name| word == *name || word == &name[..3] || word == "sept" && *name == "september");
    let near = || {
        (word.len() > 5)
            .then(|| {
                MONTHS
                    .iter()
                    .position(|name| name.len() > 5 && crate::snapshot::misspelt(word, name) == Some(1))
            })
            .flatten()
    };
    found.or_else(near).map(|month| month as i8 + 1)
}

pub(super) fn weekday_of(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

pub(super) fn quarter_point(words: &[&str], today: Date) -> Option<(usize, Period)> {
    let nth = |word: &str| match word {
        "q1" | "1q" => Some(1),
        "q2" | "2q" => Some(2),
        "q3" | "3q" => Some(3),
        "q4" | "4q" => Some(4),
        _ => None,
    };
    let ordinal = |word: &str| match word {
        "first" | "1st" => Some(1),
        "second" | "2nd" => Some(2),
        "third" | "3rd" => Some(3),
        "fourth" | "4th" => Some(4),
        _ => None,
    };
    let (mut length, quarter, mut year) = match words {
        [first, rest @ ..] if year_of(first).is_some() => (2, nth(rest.first()?)?, year_of(first)),
        [first, "quarter", ..] => (2, ordinal(first)?, None),
        [first, ..] => (1, nth(first)?, None),
        [] => return None,
    };
    if year.is_none() {
        let of = usize::from(words.get(length) == Some(&"of"));
        if let Some(said) = words.get(length + of).and_then(|word| year_of(word)) {
            year = Some(said);
            length += of + 1;
        } else if let Some((said, more)) = spoken_year(&words[(length + of).min(words.len())..], today) {
            year = Some(said);
            length += of + more;
        }
    }
    let window = match year {
        Some(year) => Window::quarter(year, quarter)?,
        None => {
            let running = Window::quarter(today.year(), quarter)?;
            if running.from <= today { running } else { Window::quarter(today.year() - 1, quarter)? }
        }
    };
    Some((length, Period { from: window.from, to: window.to }))
}
