//! "Every Monday at nine" stays Monday at nine, whatever the clocks do.
//!
//! A schedule is a wall-clock time in a place, never a length of time. So it is asked date by date: does the cadence
//! fall on this date, and at which instant is it that time there? The rules where clocks are changed:
//!
//! - A time that comes twice (clocks put back) is due the first time only.
//! - A time that does not come (clocks put forward) is due at the first instant after the gap. That is not jiff's
//!   "compatible" instant, which lies as far behind the gap as the time lies in it: 01:30 would be posted at 02:30.
//! - If that instant belongs to the next date already (23:30 on a Saturday in Nuuk, where 23:00 is followed by 00:00),
//!   it is due in the last minute before the gap, so that it stays on its weekday and once a day.
//! - A date that a place left out altogether (30 December 2011 in Apia) has no occurrence; a monthly one moves to the
//!   nearest date of that month that did come.
//!
//! So each occurrence lies on its own local date, and no date that it falls on goes without.

mod late;
#[cfg(test)]
pub mod properties;
#[cfg(test)]
mod tests;
mod text;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Time, Weekday},
    tz::{AmbiguousOffset, TimeZone},
};

pub use late::{Lateness, late};
pub use text::{NotASchedule, local, weekday_name, zone_name};

/// On which dates a digest comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cadence {
    Daily,
    /// Monday to Friday.
    Weekdays,
    Weekly(Weekday),
    /// Every 14 days from this date on, which also says the weekday. Not due before it.
    EverySecondWeek {
        from: Date,
    },
    Monthly(InMonth),
}

/// One date of each month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InMonth {
    /// 1 to 31; the last day of a month that is shorter.
    Day(i8),
    First(Weekday),
    Last(Weekday),
}

/// A cadence, a wall-clock time to the minute, and the zone whose wall the clock hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    cadence: Cadence,
    at: Time,
    zone: TimeZone,
}

impl Schedule {
    /// Seconds are cut off, and a day of the month beyond 1 to 31 is brought back to the nearest.
    pub fn new(cadence: Cadence, at: Time, zone: TimeZone) -> Self {
        let cadence = match cadence {
            Cadence::Monthly(InMonth::Day(day)) => Cadence::Monthly(InMonth::Day(day.clamp(1, 31))),
            other => other,
        };
        Self { cadence, at: Time::constant(at.hour(), at.minute(), 0, 0), zone }
    }

    pub fn cadence(&self) -> Cadence {
        self.cadence
    }

    /// The time on the wall, in whole minutes.
    pub fn at(&self) -> Time {
        self.at
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first occurrence strictly after an instant; `Timestamp::MAX` where the calendar ends, in the year 9999.
    pub fn next(&self, after: Timestamp) -> Timestamp {
        let mut date = self.date(after);
        loop {
            if self.falls_on(date)
                && let Some(due) = self.due_on(date)
                && due > after
            {
                return due;
            }
            let Ok(tomorrow) = date.tomorrow() else { return Timestamp::MAX };
            date = tomorrow;
        }
    }

    /// The local date of an instant: the day that an occurrence reports as of.
    pub fn date(&self, instant: Timestamp) -> Date {
        self.zone.to_datetime(instant).date()
    }

    /// What tells one occurrence from another for ever: its local date and the time that was set. The same for every
    /// replica, also where the time fell into a gap or where one replica has not heard yet that a country changed
    /// its clocks.
    pub fn occurrence(&self, due: Timestamp) -> DateTime {
        self.date(due).to_datetime(self.at)
    }

    fn falls_on(&self, date: Date) -> bool {
        match self.cadence {
            Cadence::Daily => true,
            Cadence::Weekdays => !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday),
            Cadence::Weekly(weekday) => date.weekday() == weekday,
            Cadence::EverySecondWeek { from } => date >= from && (date - from).get_days() % 14 == 0,
            Cadence::Monthly(day) => self.is_the_one(date, day),
        }
    }

    /// Whether this is the date of its month: it would do, and none that would do better ever came.
    fn is_the_one(&self, date: Date, wanted: InMonth) -> bool {
        let would_do = match wanted {
            InMonth::Day(day) => date.day() <= day,
            InMonth::First(weekday) | InMonth::Last(weekday) => date.weekday() == weekday,
        };
        let (step, most) = match wanted {
            InMonth::Day(day) => (1.day(), day),
            InMonth::First(_) => (-7.days(), 31),
            InMonth::Last(_) => (7.days(), 31),
        };
        let better = date.series(step).skip(1).take_while(|better| {
            (better.year(), better.month()) == (date.year(), date.month()) && better.day() <= most
        });
        would_do && better.into_iter().all(|better| self.due_on(better).is_none())
    }

    /// The instant at which it is that time on that date. `None` if the date never came, or lies beyond the calendar.
    fn due_on(&self, date: Date) -> Option<Timestamp> {
        let set = self.zone.to_ambiguous_timestamp(date.to_datetime(self.at));
        let gap = matches!(set.offset(), AmbiguousOffset::Gap { .. });
        let instant = set.compatible().ok()?; // the first of two; behind the gap if there is one
        if !gap {
            return Some(instant);
        }
        let change = self.zone.preceding(instant.checked_add(1.nanosecond()).ok()?).next()?.timestamp();
        let minute_before = change.checked_sub(1.minute()).ok()?;
        [change, minute_before].into_iter().find(|&instant| self.date(instant) == date)
    }
}
