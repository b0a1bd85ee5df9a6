//! The period a question looks at: "last 90 days", "this quarter", "in March".
//!
//! Dates are dates of the workspace's zone and both ends are included. `today` is always an argument.
//! Dates beyond the calendar's ends (years −9999 to 9999) are clipped to them.

use super::{Touch, days::day_number};
use jiff::{
    Span as Length, ToSpan,
    civil::{Date, date},
};
use serde::Serialize;

/// The length of the window when a question names none, in days before today.
pub const DEFAULT_DAYS: u32 = 90;

/// From one date to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Window {
    pub from: Date,
    pub to: Date,
}

/// A stretch of the calendar with a beginning of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Day,
    /// From Monday.
    Week,
    Month,
    Quarter,
    Year,
}

impl Window {
    /// "Last N days": the N full days before today, and today so far.
    pub fn last_days(today: Date, n: u32) -> Self {
        Self::back(today, Length::new().try_days(n))
    }

    /// "Last N weeks": from the same weekday N weeks ago to today.
    pub fn last_weeks(today: Date, n: u32) -> Self {
        Self::back(today, Length::new().try_weeks(n))
    }

    /// "Last N months": from the same day N months ago, clipped to that month's end, to today.
    pub fn last_months(today: Date, n: u32) -> Self {
        Self::back(today, Length::new().try_months(n))
    }

    /// "Last N quarters": the last 3N months.
    pub fn last_quarters(today: Date, n: u32) -> Self {
        Self::last_months(today, n.saturating_mul(3))
    }

    /// "This week": from its start to today.
    pub fn this(unit: Unit, today: Date) -> Self {
        Self { from: start(unit, today), to: today }
    }

    /// "Last week" without a number: the whole unit before the running one.
    pub fn previous(unit: Unit, today: Date) -> Self {
        let to = start(unit, today).saturating_sub(1.day());
        Self { from: start(unit, to), to }
    }

    /// "In March": the latest March that has begun, whole, or to today while it runs. `None` if there
    /// is no such month.
    pub fn month(today: Date, month: i8) -> Option<Self> {
        let year = if month <= today.month() { today.year() } else { today.year() - 1 };
        let from = Date::new(year, month, 1).ok()?;
        Some(Self { from, to: from.last_of_month().min(today) })
    }

    /// "Q2 2026": the whole quarter. `None` if there is no such quarter.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        let from = Date::new(year, quarter.checked_mul(3)?.checked_sub(2)?, 1).ok()?;
        Some(Self { from, to: Date::new(year, from.month() + 2, 1).ok()?.last_of_month() })
    }

    /// "2026": the whole year. `None` beyond the calendar.
    pub fn year(year: i16) -> Option<Self> {
        Some(Self { from: Date::new(year, 1, 1).ok()?, to: Date::new(year, 12, 31).ok()? })
    }

    /// "Since D": D to today. A day to come is a window by itself, with nothing in it yet.
    pub fn since(from: Date, today: Date) -> Self {
        Self { from, to: today.max(from) }
    }

    /// "Between A and B": both included, in whichever order they were named.
    pub fn between(a: Date, b: Date) -> Self {
        Self { from: a.min(b), to: a.max(b) }
    }

    /// The window before: as many dates, directly before.
    #[must_use]
    pub fn before(self) -> Self {
        let to = self.from.saturating_sub(1.day());
        Self { from: to.saturating_sub((self.dates() - 1).days()), to }
    }

    /// How many dates the window has; at least one.
    pub fn dates(self) -> i32 {
        (self.to - self.from).get_days() + 1
    }

    pub fn contains(self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    /// A length that jiff refuses is longer than the calendar.
    fn back(today: Date, length: Result<Length, jiff::Error>) -> Self {
        Self { from: length.map_or(Date::MIN, |length| today.saturating_sub(length)), to: today }
    }
}

fn start(unit: Unit, day: Date) -> Date {
    match unit {
        Unit::Day => day,
        Unit::Week => day.saturating_sub(i32::from(day.weekday().to_monday_zero_offset()).days()),
        Unit::Month => day.first_of_month(),
        Unit::Quarter => date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1),
        Unit::Year => day.first_of_year(),
    }
}

/// The points of a trend, oldest first, up to the week of `last`: each week's Monday, and "last 90 days" as seen from
/// that week's Sunday; the running week is seen from today.
pub fn trend_points(today: Date, last: Date, weeks: u32) -> Vec<(Date, Window)> {
    let newest = start(Unit::Week, last.min(today));
    let mondays = (0..weeks).rev().map(|ago| Window::last_weeks(newest, ago).from);
    mondays
        .map(|monday| (monday, Window::last_days(monday.saturating_add(6.days()).min(today), DEFAULT_DAYS)))
        .collect()
}

/// A window as touches are held against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Local days since 1970-01-01, both included.
    pub from_day: u16,
    pub to_day: u16,
    /// Microseconds since 1970-01-01T00:00:00Z. A later touch counts when its time has come.
    pub now: i64,
}

impl Span {
    pub fn new(window: Window, now: i64) -> Self {
        Self { from_day: day_number(window.from), to_day: day_number(window.to), now }
    }

    #[inline]
    pub fn contains(&self, touch: &Touch) -> bool {
        // Bitwise, so that three comparisons are one branch.
        (self.from_day <= touch.day) & (touch.day <= self.to_day) & (touch.at <= self.now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn window(from: (i16, i8, i8), to: (i16, i8, i8)) -> Window {
        Window { from: date(from.0, from.1, from.2), to: date(to.0, to.1, to.2) }
    }

    /// A Friday.
    const TODAY: Date = date(2026, 11, 20);

    #[test]
    fn last_n_units_end_today() {
        // 20 November − 90 days: 20 of November, 31 of October, 30 of September, 9 of August → 22 August.
        assert_eq!(Window::last_days(TODAY, 90), window((2026, 8, 22), (2026, 11, 20)));
        assert_eq!(Window::last_weeks(TODAY, 2), window((2026, 11, 6), (2026, 11, 20)));
        assert_eq!(Window::last_months(TODAY, 3), window((2026, 8, 20), (2026, 11, 20)));
        assert_eq!(Window::last_months(date(2026, 5, 31), 3), window((2026, 2, 28), (2026, 5, 31)));
        assert_eq!(Window::last_quarters(TODAY, 2), window((2026, 5, 20), (2026, 11, 20)));
        assert_eq!(Window::last_days(TODAY, u32::MAX).from, Date::MIN);
        assert_eq!(Window::last_quarters(TODAY, u32::MAX).from, Date::MIN);
    }

    #[test]
    fn calendar_units() {
        let this = |unit| Window::this(unit, TODAY);
        assert_eq!(this(Unit::Day), window((2026, 11, 20), (2026, 11, 20)));
        assert_eq!(this(Unit::Week), window((2026, 11, 16), (2026, 11, 20)));
        assert_eq!(this(Unit::Month), window((2026, 11, 1), (2026, 11, 20)));
        assert_eq!(this(Unit::Quarter), window((2026, 10, 1), (2026, 11, 20)));
        assert_eq!(this(Unit::Year), window((2026, 1, 1), (2026, 11, 20)));
        let previous = |unit| Window::previous(unit, TODAY);
        assert_eq!(previous(Unit::Day), window((2026, 11, 19), (2026, 11, 19)));
        assert_eq!(previous(Unit::Week), window((2026, 11, 9), (2026, 11, 15)));
        assert_eq!(previous(Unit::Month), window((2026, 10, 1), (2026, 10, 31)));
        assert_eq!(previous(Unit::Quarter), window((2026, 7, 1), (2026, 9, 30)));
        assert_eq!(previous(Unit::Year), window((2025, 1, 1), (2025, 12, 31)));
        assert_eq!(Window::previous(Unit::Quarter, date(2026, 2, 3)), window((2025, 10, 1), (2025, 12, 31)));
    }

    #[test]
    fn named_periods() {
        assert_eq!(Window::month(TODAY, 3), Some(window((2026, 3, 1), (2026, 3, 31))));
        assert_eq!(Window::month(TODAY, 11), Some(window((2026, 11, 1), (2026, 11, 20))));
        assert_eq!(Window::month(TODAY, 12), Some(window((2025, 12, 1), (2025, 12, 31))));
        assert_eq!(Window::month(TODAY, 13), None);
        assert_eq!(Window::quarter(2026, 2), Some(window((2026, 4, 1), (2026, 6, 30))));
        assert_eq!((Window::quarter(2026, 0), Window::quarter(2026, 5)), (None, None));
        assert_eq!(Window::year(2024), Some(window((2024, 1, 1), (2024, 12, 31))));
        let (march, june) = (date(2026, 3, 1), date(2026, 6, 1));
        assert_eq!(Window::since(march, TODAY), window((2026, 3, 1), (2026, 11, 20)));
        assert_eq!(Window::since(date(2027, 1, 1), TODAY), window((2027, 1, 1), (2027, 1, 1)));
        assert_eq!(Window::between(june, march), window((2026, 3, 1), (2026, 6, 1)));
    }

    #[test]
    fn the_window_before_has_as_many_dates() {
        // 91 dates: 23 May to 21 August has 9 + 30 + 31 + 21 = 91.
        assert_eq!(Window::last_days(TODAY, 90).before(), window((2026, 5, 23), (2026, 8, 21)));
        assert_eq!(Window::this(Unit::Day, TODAY).before(), Window::previous(Unit::Day, TODAY));
    }

    #[test]
    fn trend_points_are_weeks_seen_from_their_sunday() {
        let points = trend_points(TODAY, TODAY, 12);
        assert_eq!(points.len(), 12);
        assert_eq!(points[11], (date(2026, 11, 16), Window::last_days(TODAY, 90)));
        assert_eq!(points[10], (date(2026, 11, 9), Window::last_days(date(2026, 11, 15), 90)));
        assert_eq!(points[0].0, date(2026, 8, 31));
        let sunday = date(2026, 11, 22);
        assert_eq!(trend_points(sunday, sunday, 1), [(date(2026, 11, 16), Window::last_days(sunday, 90))]);
        // Up to the week of 30 September, a Wednesday: whole weeks, each seen from its Sunday.
        let points = trend_points(TODAY, date(2026, 9, 30), 13);
        assert_eq!(points[0].0, date(2026, 7, 6));
        assert_eq!(points[12], (date(2026, 9, 28), Window::last_days(date(2026, 10, 4), 90)));
        assert_eq!(trend_points(TODAY, date(2027, 3, 1), 12), trend_points(TODAY, TODAY, 12));
    }

    proptest! {
        #[test]
        fn before_is_directly_before_and_as_long(from in 0i32..40_000, dates in 1i32..2_000) {
            let from = date(1970, 1, 1) + from.days();
            let window = Window::between(from, from + (dates - 1).days());
            let before = window.before();
            prop_assert_eq!(before.dates(), window.dates());
            prop_assert_eq!(before.to + 1.day(), window.from);
        }
    }
}
