//! The forms a date is found in. Nothing here knows a time zone, and nothing is guessed: a form that could
//! mean two dates is refused with both of them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use crate::vocabulary::MONTHS;

/// What to write instead.
pub(super) const RIGHT: &str = "write 2024-03-12 or 2024-03-12T09:14:00Z";

/// Which part of `03/04/2024` is the month, as far as a column has told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// Nothing has told.
    #[default]
    Unknown,
    /// As in the United States.
    MonthFirst,
    /// As nearly everywhere else.
    DayFirst,
    /// Both were seen: nothing can be concluded.
    Mixed,
}

impl DateOrder {
    /// Learns from one value of the column.
    pub fn learn(&mut self, value: &str) {
        let Some((first, second)) = value.split_once('/') else {
            return;
        };
        let second = second.split('/').next().unwrap_or_default();
        let seen = match (first.trim().parse::<u8>(), second.trim().parse::<u8>()) {
            (Ok(13..=31), Ok(1..=12)) => Self::DayFirst,
            (Ok(1..=12), Ok(13..=31)) => Self::MonthFirst,
            _ => return,
        };
        *self = if *self == Self::Unknown || *self == seen { seen } else { Self::Mixed };
    }
}

/// What was written: an instant, or a time of some clock on the wall.
pub(super) enum Moment {
    Instant(Timestamp),
    Local(DateTime),
}

/// RFC 3339, with or without time and offset.
pub(super) fn iso(written: &str) -> Option<Moment> {
    let time = written.get(10..)?;
    if time.contains(['Z', 'z', '+', '-']) {
        written.parse().ok().map(Moment::Instant)
    } else if time.contains('[') {
        None
    } else {
        written.parse().ok().map(Moment::Local)
    }
}

/// A date in figures or in words, perhaps with a time behind it.
pub(super) fn people(written: &str, order: DateOrder) -> Result<DateTime, String> {
    let words: Vec<&str> =
        written.split([' ', ',', '\u{A0}', '\u{202F}']).filter(|word| !word.is_empty()).collect();
    let (date, time) = match words.as_slice() {
        [date, time @ ..] if date.contains('/') || date.matches('.').count() == 2 => {
            (in_figures(date, order)?, time)
        }
        [date, time @ ..] if date.contains('-') => {
            (in_words(&date.split('-').collect::<Vec<_>>()).ok_or(RIGHT)?, time)
        }
        [day, month, year, time @ ..] => (in_words(&[day, month, year]).ok_or(RIGHT)?, time),
        _ => return Err(RIGHT.into()),
    };
    let time = if time.is_empty() { Time::midnight() } else { clock(&time.concat()).ok_or(RIGHT)? };
    Ok(date.to_datetime(time))
}

/// `15/03/2024`, `3/15/2024`, `2024/03/15`, and `15.03.2024`, where the day always comes first.
fn in_figures(written: &str, order: DateOrder) -> Result<Date, String> {
    let parts: Option<Vec<i16>> = written.split(['/', '.']).map(|part| part.parse().ok()).collect();
    let Some(&[first, second, third]) = parts.as_deref() else {
        return Err(RIGHT.into());
    };
    let on = |year: i16, month: i16, day: i16| {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Date::new(year, month, day).ok()
    };
    if first > 31 {
        return on(first, second, third).ok_or_else(|| RIGHT.into());
    }
    let (day_first, month_first) = (on(third, second, first), on(third, first, second));
    match (day_first, month_first, order) {
        (Some(date), _, _) if written.contains('.') => Ok(date),
        (Some(date), Some(other), _) if date == other => Ok(date),
        (Some(date), Some(_), DateOrder::DayFirst) | (Some(_), Some(date), DateOrder::MonthFirst) => Ok(date),
        (Some(date), Some(other), _) => Err(format!("it is ambiguous: write {other} or {date}")),
        (Some(date), None, _) | (None, Some(date), _) if !written.contains('.') => Ok(date),
        _ => Err(RIGHT.into()),
    }
}

/// `12 Mar 2024`, `March 12 2024`.
fn in_words(words: &[&str]) -> Option<Date> {
    let &[first, second, year] = words else {
        return None;
    };
    let (day, month) = match (month(first), month(second)) {
        (Some(month), None) => (second, month),
        (None, Some(month)) => (first, month),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month, day.trim_end_matches("th").parse().ok()?).ok()
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let index = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
    i8::try_from(index + 1).ok()
}

/// `14:30`, `14:30:05.123`, `2:30PM`.
fn clock(written: &str) -> Option<Time> {
    let lower = written.to_ascii_lowercase();
    let (figures, half) = if let Some(figures) = lower.strip_suffix("am") {
        (figures, Some(0))
    } else if let Some(figures) = lower.strip_suffix("pm") {
        (figures, Some(12))
    } else {
        (lower.as_str(), None)
    };
    let figures = figures.split_once('.').map_or(figures, |(whole, _)| whole);
    let parts: Vec<i8> = figures.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (hour, minute, second) = match *parts.as_slice() {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let hour = match half {
        None => hour,
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
    };
    Time::new(hour, minute, second, 0).ok()
}
