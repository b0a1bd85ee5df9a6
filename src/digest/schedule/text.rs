//! A schedule as it is kept, "weekly monday 09:00 Europe/London", and as it is said, "every Monday at 09:00
//! (Europe/London)".
//!
//! The kept form is for the database: it reads back to the same schedule, and must go on doing so.

use std::{fmt, str::FromStr};

use jiff::{
    Timestamp,
    civil::{Time, Weekday},
    fmt::temporal::{DateTimeParser, DateTimePrinter},
    tz::TimeZone,
};

use super::{Cadence, InMonth, Schedule};

/// From Monday, as they are said; kept in lower case.
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A text that is not the kept form of a schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a schedule such as `weekly monday 09:00 Europe/London`")]
pub struct NotASchedule(pub String);

/// "Monday".
pub fn weekday_name(weekday: Weekday) -> &'static str {
    WEEKDAYS[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]
}

/// The kept form.
impl fmt::Display for Schedule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = |weekday| weekday_name(weekday).to_lowercase();
        let cadence = match self.cadence {
            Cadence::Daily => "daily".to_owned(),
            Cadence::Weekdays => "weekdays".to_owned(),
            Cadence::Weekly(weekday) => format!("weekly {}", kept(weekday)),
            Cadence::EverySecondWeek { from } => format!("every second week {}", kept(from.weekday())),
            Cadence::Monthly(InMonth::Day(day)) => format!("monthly {day}"),
            Cadence::Monthly(InMonth::First(weekday)) => format!("monthly first {}", kept(weekday)),
            Cadence::Monthly(InMonth::Last(weekday)) => format!("monthly last {}", kept(weekday)),
        };
        write!(out, "{cadence} {} {}", self.clock(), self.place())?;
        match self.cadence {
            Cadence::EverySecondWeek { from } => write!(out, " from {from}"),
            _ => Ok(()),
        }
    }
}

/// Reads the kept form; zones and words in any case.
impl FromStr for Schedule {
    type Err = NotASchedule;

    fn from_str(text: &str) -> Result<Self, NotASchedule> {
        read(text).ok_or_else(|| NotASchedule(text.to_owned()))
    }
}

impl Schedule {
    /// The schedule as people read it: "every Monday at 09:00 (Europe/London)".
    pub fn said(&self) -> String {
        let (clock, place) = (self.clock(), self.place());
        let cadence = match self.cadence {
            Cadence::Daily => "every day".to_owned(),
            Cadence::Weekdays => "Monday to Friday".to_owned(),
            Cadence::Weekly(weekday) => format!("every {}", weekday_name(weekday)),
            Cadence::EverySecondWeek { from } => {
                let weekday = weekday_name(from.weekday());
                return format!("every second week on {weekday} at {clock} ({place}), from {from}");
            }
            Cadence::Monthly(InMonth::Day(31)) => "on the last day of every month".to_owned(),
            Cadence::Monthly(InMonth::Day(day @ 29..)) => {
                format!("on the {} of every month or its last day", ordinal(day))
            }
            Cadence::Monthly(InMonth::Day(day)) => format!("on the {} of every month", ordinal(day)),
            Cadence::Monthly(InMonth::First(weekday)) => {
                format!("on the first {} of every month", weekday_name(weekday))
            }
            Cadence::Monthly(InMonth::Last(weekday)) => {
                format!("on the last {} of every month", weekday_name(weekday))
            }
        };
        format!("{cadence} at {clock} ({place})")
    }

    fn clock(&self) -> String {
        format!("{:02}:{:02}", self.at.hour(), self.at.minute())
    }

    /// The zone's name; jiff's word for a zone that has none, which no name leads to.
    fn place(&self) -> String {
        DateTimePrinter::new().time_zone_to_string(&self.zone).unwrap_or_else(|_| "Etc/Unknown".to_owned())
    }
}

/// "Mon 30 Nov 2026, 09:00 (Europe/London)".
pub fn local(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    format!("{} ({})", at.strftime("%a %-d %b %Y, %H:%M"), zone_name(zone))
}

pub fn zone_name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("the workspace’s zone")
}

/// "1st", "22nd".
fn ordinal(day: i8) -> String {
    let ending = match (day / 10, day % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

fn read(text: &str) -> Option<Schedule> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let (cadence, rest) = match words.as_slice() {
        ["daily", rest @ ..] => (Cadence::Daily, rest),
        ["weekdays", rest @ ..] => (Cadence::Weekdays, rest),
        ["weekly", day, rest @ ..] => (Cadence::Weekly(weekday(day)?), rest),
        ["every", "second", "week", day, rest @ .., "from", from] => {
            let from: jiff::civil::Date = from.parse().ok()?;
            (from.weekday() == weekday(day)?).then_some((Cadence::EverySecondWeek { from }, rest))?
        }
        ["monthly", "first", day, rest @ ..] => (Cadence::Monthly(InMonth::First(weekday(day)?)), rest),
        ["monthly", "last", day, rest @ ..] => (Cadence::Monthly(InMonth::Last(weekday(day)?)), rest),
        ["monthly", day, rest @ ..] => (Cadence::Monthly(InMonth::Day(day_of_month(day)?)), rest),
        _ => return None,
    };
    let [at, zone] = rest else { return None };
    let at: Time = at.parse().ok()?;
    Some(Schedule::new(cadence, at, named(zone)?))
}

fn weekday(name: &str) -> Option<Weekday> {
    let nth = (0..).zip(WEEKDAYS).find(|(_, known)| known.eq_ignore_ascii_case(name))?.0;
    Weekday::from_monday_zero_offset(nth).ok()
}

fn day_of_month(day: &str) -> Option<i8> {
    day.parse().ok().filter(|day| (1..=31).contains(day))
}

/// By its name first: "GMT+0" and "EST5EDT" are names, and would be rules too.
fn named(zone: &str) -> Option<TimeZone> {
    TimeZone::get(zone).or_else(|_| DateTimeParser::new().parse_time_zone(zone)).ok()
}
