//! At what time: "09:00", "8.30am", "at nine", "half past 9", "17h", "noon". Hours are those of 24.
//!
//! A bare 1 to 6 is refused: nobody can tell whether "at 5" is early or late.

use jiff::civil::Time;

use super::{Trouble, parts::Before};

const NUMBERS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// A time as it was typed, before it is known which half of the day is meant.
struct Typed {
    hour: i8,
    /// Where they were typed.
    minute: Option<i8>,
    /// Whether it is after noon, if that was typed in the same word.
    late: Option<bool>,
    /// Whether it can be nothing but a time: "9:00", "9am", "17h".
    sure: bool,
}

/// A number up to twelve in words, or any in digits.
pub fn number(word: &str) -> Option<i8> {
    let spelt = NUMBERS.iter().zip(0..).find(|(name, _)| **name == word).map(|(_, number)| number);
    spelt.or_else(|| word.parse().ok()).filter(|number| *number >= 0)
}

/// A time at the beginning of `words`, and how many of them tell it.
pub fn read(words: &[&str], before: Before) -> Result<Option<(usize, Time)>, Trouble> {
    let lead = usize::from(matches!(words.first(), Some(&("at" | "@" | "around" | "by"))));
    let expected = lead == 1 || matches!(before, Before::Pace | Before::Day | Before::Place);
    let words = &words[lead..];
    let [first, ..] = words else { return Ok(None) };
    match *first {
        "noon" | "midday" => return Ok(Some((lead + 1, Time::constant(12, 0, 0, 0)))),
        "midnight" => return Ok(Some((lead + 1, Time::midnight()))),
        _ => {}
    }
    let (length, typed) = match past(words) {
        Some(typed) => (3, typed),
        None => match word(first.trim_start_matches('@')) {
            Ok(Some(typed)) => (1, typed),
            Ok(None) => return Ok(None),
            Err(trouble) => return Err(trouble.after(lead)),
        },
    };
    let (more, late) = half_of_day(&words[length..]);
    if !(expected || typed.sure || late.is_some()) {
        return Ok(None);
    }
    let length = length + more;
    let shown = words[..length].join(" ");
    let time = time(&typed, typed.late.or(late)).map_err(|(what, instead)| {
        Trouble::words(length, format!("“{shown}” {what}"), instead).after(lead)
    })?;
    Ok(Some((lead + length, time)))
}

/// "Half past nine", "quarter to 9".
fn past(words: &[&str]) -> Option<Typed> {
    let [part, side, hour, ..] = words else { return None };
    let hour = number(hour)?;
    let (hour, minute) = match (*part, *side) {
        ("half", "past") => (hour, 30),
        ("quarter", "past") => (hour, 15),
        ("quarter", "to") => (hour.checked_sub(1)?, 45),
        _ => return None,
    };
    Some(Typed { hour, minute: Some(minute), late: None, sure: true })
}

/// "9", "nine", "09:00", "9.30", "9h30", "17h", "0900", "9am", "9:30pm".
fn word(word: &str) -> Result<Option<Typed>, Trouble> {
    if let Some(hour) = NUMBERS.iter().zip(0..).find(|(name, _)| **name == word).map(|(_, hour)| hour) {
        return Ok(Some(Typed { hour, minute: None, late: None, sure: false }));
    }
    let dotless = word.replace("a.m", "am").replace("p.m", "pm");
    let (bare, late) = match (dotless.strip_suffix("am"), dotless.strip_suffix("pm")) {
        (Some(bare), _) => (bare, Some(false)),
        (_, Some(bare)) => (bare, Some(true)),
        _ => (dotless.as_str(), None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute, colon) = match bare.split_once([':', '.', 'h']) {
        Some((hour, minute)) => (hour, minute, !bare.contains('.')),
        None if bare.len() == 4 && bare.is_ascii() => (&bare[..2], &bare[2..], false),
        None => (bare, "", false),
    };
    if !digits(hour) || !(minute.is_empty() || digits(minute)) || bare.ends_with([':', '.']) {
        return Ok(None);
    }
    let sure = colon || late.is_some();
    match (hour.parse(), minute.len(), minute.parse()) {
        (Ok(hour), 0, _) => Ok(Some(Typed { hour, minute: bare.contains('h').then_some(0), late, sure })),
        (Ok(hour), 2, Ok(minute)) => Ok(Some(Typed { hour, minute: Some(minute), late, sure })),
        _ if sure => Err(Trouble::words(1, format!("“{word}” is no time of day."), "09:00")),
        _ => Ok(None),
    }
}

/// What follows a time: "am", "o'clock", "in the evening"; how many words, and whether it is after noon.
fn half_of_day(words: &[&str]) -> (usize, Option<bool>) {
    let clock = usize::from(matches!(words.first(), Some(&("o'clock" | "oclock" | "hours" | "hrs" | "uhr"))));
    match &words[clock..] {
        ["am" | "a.m", ..] => (clock + 1, Some(false)),
        ["pm" | "p.m", ..] => (clock + 1, Some(true)),
        ["in", "the", "morning", ..] => (clock + 3, Some(false)),
        ["in", "the", "afternoon" | "evening", ..] => (clock + 3, Some(true)),
        _ => (clock, None),
    }
}

/// The time, or what is wrong with it and what to type instead.
fn time(typed: &Typed, late: Option<bool>) -> Result<Time, (&'static str, String)> {
    let minute = typed.minute.unwrap_or(0);
    let hour = match (typed.hour, late) {
        (hour @ 1..=6, None) if typed.minute.is_none() => {
            return Err(("can be early or late.", format!("{}:00", hour + 12)));
        }
        (12, Some(late)) => i8::from(late) * 12,
        (hour @ 1..=11, Some(late)) => hour + i8::from(late) * 12,
        (hour @ 13..=23, Some(true)) | (hour, None) => hour,
        _ => -1,
    };
    Time::new(hour, minute, 0, 0).map_err(|_| ("is no time of day.", "09:00".to_owned()))
}
