//! "Last quarter", "since June", "between 1 Sept and 15 Oct", "Q2 2026": the words of a window, read as dates.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use crate::figures::{Unit, Window};

/// A window that somebody named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// How many words name it.
    pub length: usize,
    pub window: Window,
    /// The window in the words an answer uses.
    pub label: String,
}

/// Reads a window at the beginning of `words` (folded), as seen from `today`. A window that has not begun is none.
pub fn read(words: &[&str], today: Date) -> Option<Spoken> {
    let readers = [span, rolling, unit, quarter, to_date, ago, weekday];
    readers
        .iter()
        .filter_map(|read| read(words, today))
        .chain(bare_point(words, today))
        .filter(|spoken| spoken.window.from <= today && spoken.window.from <= spoken.window.to)
        // Of equally long ones the first: "this week" is that rather than some days of November 2026.
        .reduce(|best, other| if other.length > best.length { other } else { best })
        .map(|mut spoken| {
            spoken.window.to = spoken.window.to.min(today);
            spoken
        })
}

/// "Since A", "from A onwards", "between A and B", "from A to B", "A – B".
fn span(words: &[&str], today: Date) -> Option<Spoken> {
    let opening = usize::from(matches!(words.first(), Some(&("since" | "from" | "between" | "starting"))));
    let first = words.first().copied().unwrap_or_default();
    if let Some(spoken) = two_points(words, opening, today) {
        return Some(spoken);
    }
    if opening == 0 || first == "between" {
        return None;
    }
    let (length, from) = point(&words[1..], today)?;
    let mut length = length + 1;
    match (words.get(length), words.get(length + 1)) {
        (Some(&("onwards" | "onward" | "on")), _) => length += 1,
        (Some(&("to" | "until" | "till" | "til")), Some(&("now" | "today"))) => length += 2,
        _ => {}
    }
    let window = Window::since(from.from, today);
    Some(Spoken { length, window, label: format!("since {}", long(from.from)) })
}

fn two_points(words: &[&str], opening: usize, today: Date) -> Option<Spoken> {
    let joint = words.iter().take(9).skip(opening + 1).position(|word| {
        matches!(*word, "and" | "to" | "until" | "till" | "til" | "through" | "thru" | "-")
    })? + opening
        + 1;
    if opening == 0 && words[joint] == "and" {
        return None;
    }
    let (after, to) = point(&words[joint + 1..], today)?;
    let start = &words[opening..joint];
    let from = match start {
        // "between 1 and 15 October": the month comes with the second day.
        [day] if number(day).is_some() && to.from == to.to => {
            date_of(to.from.year(), to.from.month(), number(day)?)?
        }
        _ => {
            let (length, from) = point(start, to.to)?;
            (length == start.len()).then_some(from.from)?
        }
    };
    let window = Window::between(from, to.to);
    (from <= to.to).then(|| Spoken {
        length: joint + 1 + after,
        window,
        label: format!("{} to {}", long(from), long(to.to.min(today))),
    })
}

/// "Last 30 days", "past fortnight", "90d", "12 weeks".
fn rolling(words: &[&str], today: Date) -> Option<Spoken> {
    let said =
        matches!(words.first(), Some(&("last" | "past" | "previous" | "trailing" | "preceding" | "recent")));
    let mut at = usize::from(said);
    let past = matches!(words.first(), Some(&("past" | "trailing")));
    let count = match words.get(at) {
        Some(&"couple") => {
            at += 1 + usize::from(words.get(at + 1) == Some(&"of"));
            Some(2)
        }
        Some(word) => match number(word) {
            Some(count) => {
                at += 1;
                Some(count)
            }
            None => None,
        },
        None => None,
    };
    let (count, name) = match (count, words.get(at)) {
        (Some(count), Some(name)) => (count, (*name).to_owned()),
        (None, Some(name)) if *name == "fortnight" && said => (1, "fortnight".to_owned()),
        (None, Some(name)) if past && unit_of(name).is_some() => (1, (*name).to_owned()),
        (None, Some(name)) => {
            let digits = name.bytes().take_while(u8::is_ascii_digit).count();
            (name[..digits].parse().ok()?, name[digits..].to_owned()) // 90d, 12w
        }
        _ => return None,
    };
    let (window, unit) = match name.as_str() {
        "fortnight" | "fortnights" => (Window::last_weeks(today, count * 2), "fortnight"),
        name => match unit_of(name)? {
            Unit::Day => (Window::last_days(today, count), "day"),
            Unit::Week => (Window::last_weeks(today, count), "week"),
            Unit::Month => (Window::last_months(today, count), "month"),
            Unit::Quarter => (Window::last_quarters(today, count), "quarter"),
            Unit::Year => (Window::last_months(today, count.checked_mul(12)?), "year"),
        },
    };
    (count > 0).then(|| Spoken {
        length: at + 1,
        window,
        label: if count == 1 { format!("last {unit}, rolling") } else { format!("last {count} {unit}s") },
    })
}

/// "Today", "yesterday", "this quarter so far", "last month".
fn unit(words: &[&str], today: Date) -> Option<Spoken> {
    let single = |window: Window, label: &str| Some(Spoken { length: 1, window, label: label.to_owned() });
    match words {
        ["today", ..] => return single(Window::between(today, today), "today"),
        ["this", "morning" | "afternoon" | "evening", ..]
        | ["earlier", "today", ..]
        | ["earlier", "on", "today", ..] => {
            let length = if words[1] == "on" { 3 } else { 2 };
            return Some(Spoken { length, window: Window::between(today, today), label: "today".to_owned() });
        }
        ["yesterday", ..] => {
            let yesterday = today.yesterday().ok()?;
            return single(Window::between(yesterday, yesterday), "yesterday");
        }
        _ => {}
    }
    let name = *words.get(1)?;
    let unit = unit_of(name).filter(|unit| *unit != Unit::Day && !name.ends_with('s'))?;
    match words[0] {
        "this" | "current" | "running" => {
            let more = usize::from(words.get(2..4) == Some(&["so", "far"])) * 2;
            Some(Spoken {
                length: 2 + more,
                window: Window::this(unit, today),
                label: format!("this {}", said(unit)),
            })
        }
        "last" | "previous" | "preceding" => Some(Spoken {
            length: 2,
            window: Window::previous(unit, today),
            label: format!("last {}", said(unit)),
        }),
        _ => None,
    }
}

/// "3 days ago", "two weeks ago": that day; "an hour ago": today.
fn ago(words: &[&str], today: Date) -> Option<Spoken> {
    let (name, length) = match words {
        [_, name, "ago", ..] => (*name, 3),
        _ => return None,
    };
    let count = match words[0] {
        "a" | "an" => 1,
        word => number(word)?,
    };
    let day = match unit_of(name) {
        _ if matches!(name, "hour" | "hours" | "minute" | "minutes" | "min" | "mins") => today,
        Some(Unit::Day) => today.checked_sub(i64::from(count).days()).ok()?,
        Some(Unit::Week) => today.checked_sub((i64::from(count) * 7).days()).ok()?,
        _ => return None,
    };
    Some(Spoken { length, window: Window::between(day, day), label: long(day) })
}

/// "Last Friday", "this Monday": the latest that has been; "last" is never today.
fn weekday(words: &[&str], today: Date) -> Option<Spoken> {
    let [said @ ("last" | "past" | "this" | "previous"), name, ..] = words else { return None };
    let mut back = today.weekday().since(weekday_of(name)?);
    if back == 0 && *said != "this" {
        back = 7;
    }
    let day = today.checked_sub(i64::from(back).days()).ok()?;
    Some(Spoken { length: 2, window: Window::between(day, day), label: long(day) })
}

/// "YTD", "quarter to date".
fn to_date(words: &[&str], today: Date) -> Option<Spoken> {
    let (length, unit) = match words {
        ["ytd", ..] => (1, Unit::Year),
        ["qtd", ..] => (1, Unit::Quarter),
        ["mtd", ..] => (1, Unit::Month),
        ["wtd", ..] => (1, Unit::Week),
        [name, "to", "date", ..] => (3, unit_of(name).filter(|unit| *unit != Unit::Day)?),
        _ => return None,
    };
    Some(Spoken { length, window: Window::this(unit, today), label: format!("this {}", said(unit)) })
}

/// "Q2 2026", "2026 Q2", "the third quarter of 2026".
fn quarter(words: &[&str], today: Date) -> Option<Spoken> {
    let (length, period) = quarter_point(words, today)?;
    let quarter = (period.from.month() + 2) / 3;
    Some(Spoken {
        length,
        window: Window { from: period.from, to: period.to },
        label: format!("Q{quarter} {}", period.from.year()),
    })
}

fn quarter_point(words: &[&str], today: Date) -> Option<(usize, Period)> {
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

/// A date, a month or a year standing alone.
fn bare_point(words: &[&str], today: Date) -> Option<Spoken> {
    let (length, period) = point(words, today)?;
    let label = if period.from == period.to {
        long(period.from)
    } else if period.from.month() == period.to.month() {
        period.from.strftime("%B %Y").to_string()
    } else {
        period.from.year().to_string()
    };
    let weekday = weekday_of(words.first()?).is_some();
    (!weekday).then_some(Spoken { length, window: Window { from: period.from, to: period.to }, label })
}

/// A stretch that a word or two name: a day, a month, a quarter, a year.
#[derive(Clone, Copy, Debug)]
struct Period {
    from: Date,
    to: Date,
}

/// Reads the latest such stretch that has begun by `today`.
fn point(words: &[&str], today: Date) -> Option<(usize, Period)> {
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

fn date_of(year: i16, month: i8, day: u32) -> Option<Date> {
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
pub(super) fn either(word: &str) -> Option<[Date; 2]> {
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
    const MONTHS: [(&str, usize); 12] = [
        ("january", 3),
        ("february", 3),
        ("march", 3),
        ("april", 3),
        ("may", 3),
        ("june", 3),
        ("july", 3),
        ("august", 3),
        ("september", 3),
        ("october", 3),
        ("november", 3),
        ("december", 3),
    ];
    let found = MONTHS.iter().position(|(name, short)| {
        word == *name || word == &name[..*short] || word == "sept" && *name == "september"
    });
    let near = || {
        (word.len() > 5)
            .then(|| {
                MONTHS
                    .iter()
                    .position(|(name, _)| name.len() > 5 && crate::snapshot::misspelt(word, name) == Some(1))
            })
            .flatten()
    };
    found.or_else(near).map(|month| month as i8 + 1)
}

fn weekday_of(word: &str) -> Option<Weekday> {
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

fn unit_of(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" | "d" => Unit::Day,
        "week" | "weeks" | "wk" | "wks" | "w" => Unit::Week,
        "month" | "months" | "mo" | "mos" | "mth" | "mths" => Unit::Month,
        "quarter" | "quarters" | "qtr" | "qtrs" => Unit::Quarter,
        "year" | "years" | "yr" | "yrs" => Unit::Year,
        _ => return None,
    })
}

fn said(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Quarter => "quarter",
        Unit::Year => "year",
    }
}

/// A count in figures or in a word, up to 9,999.
pub fn number(word: &str) -> Option<u32> {
    const WORDS: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if let Some(count) = WORDS.iter().position(|name| *name == word) {
        return Some(count as u32);
    }
    match word {
        "fourteen" => Some(14),
        "fifteen" => Some(15),
        "twenty" => Some(20),
        "thirty" => Some(30),
        "sixty" => Some(60),
        "ninety" => Some(90),
        _ => word.parse().ok().filter(|count| *count <= 9_999 && !word.starts_with('+')),
    }
}

/// A date as answers write it: 3 Mar 2026.
pub fn long(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 11, 20); // a Friday

    fn dates(text: &str) -> Option<String> {
        let words: Vec<&str> = text.split(' ').collect();
        read(&words, TODAY)
            .filter(|spoken| spoken.length == words.len())
            .map(|spoken| format!("{}..{}", spoken.window.from, spoken.window.to))
    }

    #[test]
    fn windows_are_read_as_the_fine_print_says() {
        for (text, expected) in [
            ("today", "2026-11-20..2026-11-20"),
            ("yesterday", "2026-11-19..2026-11-19"),
            ("last 90 days", "2026-08-22..2026-11-20"),
            ("90d", "2026-08-22..2026-11-20"),
            ("12 wks", "2026-08-28..2026-11-20"),
            ("past fortnight", "2026-11-06..2026-11-20"),
            ("last six months", "2026-05-20..2026-11-20"),
            ("last quarter", "2026-07-01..2026-09-30"),
            ("last week", "2026-11-09..2026-11-15"),
            ("this week so far", "2026-11-16..2026-11-20"),
            ("ytd", "2026-01-01..2026-11-20"),
            ("march", "2026-03-01..2026-03-31"),
            ("november", "2026-11-01..2026-11-20"),
            ("december", "2025-12-01..2025-12-31"),
            ("march last year", "2025-03-01..2025-03-31"),
            ("q2 2026", "2026-04-01..2026-06-30"),
            ("2026 q2", "2026-04-01..2026-06-30"),
            ("q4", "2026-10-01..2026-11-20"),
            ("third quarter of 2026", "2026-07-01..2026-09-30"),
            ("2025", "2025-01-01..2025-12-31"),
            ("since june", "2026-06-01..2026-11-20"),
            ("since 1st of june", "2026-06-01..2026-11-20"),
            ("since 25 november", "2025-11-25..2026-11-20"),
            ("since monday", "2026-11-16..2026-11-20"),
            ("since last quarter", "2026-07-01..2026-11-20"),
            ("from 1 july onwards", "2026-07-01..2026-11-20"),
            ("between 1 sept and 15 oct", "2026-09-01..2026-10-15"),
            ("between 1 and 15 october", "2026-10-01..2026-10-15"),
            ("between 15 dec 2025 and 15 jan 2026", "2025-12-15..2026-01-15"),
            ("between june and august", "2026-06-01..2026-08-31"),
            ("from 2026-07-01 to 2026-07-31", "2026-07-01..2026-07-31"),
            ("1 july - 31 july", "2026-07-01..2026-07-31"),
            ("between 15 december and 15 january", "2025-12-15..2026-01-15"),
            ("1.7.2026", "2026-07-01..2026-07-01"),
            ("3 days ago", "2026-11-17..2026-11-17"),
            ("two weeks ago", "2026-11-06..2026-11-06"),
            ("an hour ago", "2026-11-20..2026-11-20"),
            ("this morning", "2026-11-20..2026-11-20"),
            ("last friday", "2026-11-13..2026-11-13"),
            ("last monday", "2026-11-16..2026-11-16"),
            ("on monday", "2026-11-16..2026-11-16"),
        ] {
            assert_eq!(dates(text).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["next quarter", "2027", "q1 2027", "03/04/2026", "since tomorrow", "monday", "quarter", "5"]
        {
            assert_eq!(dates(text), None, "{text}");
        }
    }
}
