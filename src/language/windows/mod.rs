//! "Last quarter", "since June", "between 1 Sept and 15 Oct", "Q2 2026": the words of a window, read as dates.

mod points;

use jiff::{ToSpan, civil::Date};

use crate::figures::{Unit, Window};
pub(super) use points::either;
use points::{Period, date_of, point, quarter_point, weekday_of};

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
    // "October onwards"
    if opening == 0
        && let Some((length, from)) = point(words, today)
        && matches!(words.get(length), Some(&("onwards" | "onward")))
    {
        let window = Window::since(from.from, today);
        return Some(Spoken { length: length + 1, window, label: format!("since {}", long(from.from)) });
    }
    if opening == 0 || first == "between" {
        return None;
    }
    if let ["from", "yesterday", rest @ ..] = words
        && !matches!(rest, ["onwards" | "onward" | "on" | "to" | "until" | "till" | "til", ..])
    {
        return unit(&words[1..], today).map(|day| Spoken { length: 2, ..day }); // "a call from yesterday"
    }
    let start = start_of(&words[1..]);
    let (length, from) = point(&words[1 + start..], today)
        .or_else(|| (start > 0).then(|| running(&words[1 + start..], today)).flatten())?;
    let mut length = length + 1 + start;
    match (words.get(length), words.get(length + 1)) {
        (Some(&("onwards" | "onward" | "on")), _) => length += 1,
        (Some(&("to" | "until" | "till" | "til")), Some(&("now" | "today"))) => length += 2,
        _ => {}
    }
    let window = Window::since(from.from, today);
    Some(Spoken { length, window, label: format!("since {}", long(from.from)) })
}

/// How many words say that the beginning of what follows is meant: "the start of".
fn start_of(words: &[&str]) -> usize {
    let the = usize::from(words.first() == Some(&"the"));
    match words[the..] {
        ["start" | "beginning", "of", ..] => the + 2,
        _ => 0,
    }
}

/// "The year" behind "since the start of": the one that runs.
fn running(words: &[&str], today: Date) -> Option<(usize, Period)> {
    let ["the", name, ..] = words else { return None };
    let window = Window::this(unit_of(name)?, today);
    Some((2, Period { from: window.from, to: window.to }))
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
            ("since the beginning of september", "2026-09-01..2026-11-20"),
            ("since the start of the year", "2026-01-01..2026-11-20"),
            ("from yesterday", "2026-11-19..2026-11-19"),
            ("from yesterday on", "2026-11-19..2026-11-20"),
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
