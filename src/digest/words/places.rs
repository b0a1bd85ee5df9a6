//! Where the clock hangs: "Europe/London" in any case, "New York", "Munich", "London time".
//!
//! A place may be a filter too: "in Singapore" is about accounts, "09:00 Singapore" about the clock. So a place without
//! its continent is read as a zone right after a time, before the word "time", or where no country goes by its name.

use jiff::tz::{self, TimeZone};

use super::{
    Trouble,
    cities::{CITIES, COUNTRIES, LETTERS},
    parts::Before,
};
use crate::{identity::fold, snapshot::misspelt};

/// The continents and oceans of zone names; the other names are for machines, or old.
const AREAS: &[&str] = &[
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// Zones without a place that mean the same to everybody.
const PLAIN: &[&str] = &["UTC", "GMT", "CET", "EET", "WET"];

/// A zone at the beginning of `words`, and how many of them name it.
pub fn read(words: &[&str], before: Before) -> Result<Option<(usize, TimeZone)>, Trouble> {
    match words {
        ["time", "zone", rest @ ..] => {
            named(rest).map_err(|trouble| trouble.after(2)).map(|found| longer(found, 2))
        }
        ["timezone" | "time-zone" | "tz" | "zone", rest @ ..] => {
            named(rest).map_err(|trouble| trouble.after(1)).map(|found| longer(found, 1))
        }
        // "in Singapore" is a filter, and "in London" can be none.
        ["in", rest @ ..] => {
            there(rest, Before::Filler).map_err(|trouble| trouble.after(1)).map(|found| longer(found, 1))
        }
        _ => there(words, before),
    }
}

/// A zone after "timezone": whatever stands there must be one.
fn named(words: &[&str]) -> Result<Option<(usize, TimeZone)>, Trouble> {
    let found = there(words, Before::Clock)?;
    let [word, ..] = words else { return Ok(None) };
    found.map_or_else(|| Err(unknown(1, word, "Europe/London")), |found| Ok(Some(found)))
}

fn there(words: &[&str], before: Before) -> Result<Option<(usize, TimeZone)>, Trouble> {
    let [word, ..] = words else { return Ok(None) };
    if let Some(zone) = by_name(word) {
        return Ok(Some((1 + clock_word(&words[1..]), zone)));
    }
    for length in (1..=words.len().min(4)).rev() {
        let time = clock_word(&words[length..]);
        let certain = time > 0 || before == Before::Clock;
        let bare = before != Before::Unread && !is_country(&words[..length]) && closes(words.get(length));
        if (certain || bare)
            && let Some(zone) = by_place(&fold(&words[..length].join(" ")))
        {
            return Ok(Some((length + time, zone)));
        }
    }
    refused(words, before)
}

/// Letters that are no zone, an offset, or a name with a typo.
fn refused(words: &[&str], before: Before) -> Result<Option<(usize, TimeZone)>, Trouble> {
    let word = words[0];
    let time = clock_word(&words[1..]);
    let place = LETTERS.iter().find(|(letters, _)| *letters == word).map(|(_, place)| *place);
    if let Some(place) = place.filter(|_| before == Before::Clock || time > 0) {
        let what = format!("“{word}” is not the same all year, or not for everybody; name a place.");
        return Err(Trouble::words(1 + time, what, place));
    }
    if ["utc", "gmt"]
        .iter()
        .any(|zone| word.strip_prefix(zone).is_some_and(|rest| rest.starts_with(['+', '-'])))
    {
        let what = format!("“{word}” does not say when clocks are changed; name a place.");
        return Err(Trouble::words(1 + time, what, "Europe/Berlin"));
    }
    let meant = word.contains('/') || before == Before::Clock;
    match meant.then(|| nearest(word)).flatten() {
        Some(near) => Err(unknown(1 + time, word, &near)),
        None if word.contains('/') && before == Before::Clock => {
            Err(unknown(1 + time, word, "Europe/London"))
        }
        None => Ok(None),
    }
}

fn unknown(length: usize, typed: &str, near: &str) -> Trouble {
    Trouble::words(length, format!("There is no time zone “{typed}”."), near)
}

fn longer(found: Option<(usize, TimeZone)>, by: usize) -> Option<(usize, TimeZone)> {
    found.map(|(length, zone)| (length + by, zone))
}

/// How many words after a place only say that it is one of a clock.
fn clock_word(words: &[&str]) -> usize {
    match words {
        ["local", "time", ..] | ["time", "zone", ..] => 2,
        ["time" | "timezone", ..] => 1,
        _ => 0,
    }
}

/// Whether a place may end before this word.
fn closes(next: Option<&&str>) -> bool {
    const OPENING: &str =
        "for in at on unless only if by with and from starting every weekly daily monthly weekdays";
    next.is_none_or(|next| {
        next.starts_with(|letter: char| letter.is_ascii_digit())
            || OPENING.split(' ').any(|opening| opening == *next)
            || super::days::weekday(next).is_some()
    })
}

fn is_country(words: &[&str]) -> bool {
    let place = fold(&words.join(" ")).replace(' ', "_");
    COUNTRIES.split_whitespace().any(|country| country == place)
}

/// Every name of a zone that a person would use.
fn names() -> impl Iterator<Item = String> {
    tz::db().available().map(|name| name.to_string()).filter(|name| is_said(name))
}

/// Whether a person would say this name of a zone.
pub fn is_said(name: &str) -> bool {
    PLAIN.contains(&name) || name.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area))
}

fn by_name(word: &str) -> Option<TimeZone> {
    if PLAIN.iter().any(|zone| zone.eq_ignore_ascii_case(word)) {
        return TimeZone::get(word).ok();
    }
    let typed = word.contains('/').then(|| fold(word))?;
    TimeZone::get(&names().find(|name| alike(name, &typed))?).ok()
}

/// A zone by the last part of its name, or by a city that shares it. Of two names for one zone the fuller is taken.
fn by_place(place: &str) -> Option<TimeZone> {
    let city = CITIES.iter().find(|(city, _)| alike(city, place)).map(|(_, zone)| (*zone).to_owned());
    let named = || names().filter(|name| alike(last(name), place)).max_by_key(String::len);
    TimeZone::get(&city.or_else(named)?).ok()
}

/// Whether a name of a zone and folded words have the same letters.
fn alike(name: &str, folded: &str) -> bool {
    let letters = |letter: &char| letter.is_ascii_alphanumeric();
    name.chars().filter(letters).map(|letter| letter.to_ascii_lowercase()).eq(folded.chars().filter(letters))
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The zone that may have been meant: a letter or two off, or behind a wrong continent.
fn nearest(word: &str) -> Option<String> {
    let (whole, city) = (squeezed(word), squeezed(last(word)));
    let off = |name: &String| {
        let behind = || misspelt(&city, &squeezed(last(name))).map(|off| off + 1);
        misspelt(&whole, &squeezed(name)).or_else(behind)
    };
    names().filter_map(|name| Some((off(&name)?, name.len(), name))).min().map(|(_, _, name)| name)
}

/// A name without what its parts are joined by.
fn squeezed(name: &str) -> String {
    fold(name).replace(' ', "")
}
