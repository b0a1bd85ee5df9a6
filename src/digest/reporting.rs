//! Over which dates a digest looks, and what it holds that against.
//!
//! The headline is what a question asked on the digest's local date would answer: the last 90 days, today so far
//! included. "Against last week" and "against four weeks ago" are the same window as it was seen on the same weekday,
//! 7 and 28 days before, so a digest and a question never differ, and a digest sent late says what one sent on time
//! would have said.

use jiff::{ToSpan, civil::Date};

use crate::figures::{Window, window::DEFAULT_DAYS};

/// The windows of one digest, equally long, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reporting {
    pub headline: Window,
    pub week_ago: Window,
    pub four_weeks_ago: Window,
}

impl Reporting {
    /// As seen from the local date of the occurrence, which [`Schedule::date`](super::schedule::Schedule::date) says.
    pub fn as_of(date: Date) -> Self {
        let seen = |days: i64| Window::last_days(date.saturating_sub(days.days()), DEFAULT_DAYS);
        Self { headline: seen(0), week_ago: seen(7), four_weeks_ago: seen(28) }
    }
}

/// What is asked for the headline of a digest with these filters.
pub fn headline(filters: &str, window: Window) -> String {
    format!("overlap {}{}", filters.trim(), between(window))
}

/// A window behind a question, by its dates.
pub fn between(window: Window) -> String {
    let day = |date: Date| date.strftime("%Y-%m-%d").to_string();
    format!(" between {} and {}", day(window.from), day(window.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_same_window_now_and_then() {
        let reporting = Reporting::as_of(date(2026, 11, 23)); // a Monday
        let window = |from, to| Window { from, to };
        assert_eq!(reporting.headline, window(date(2026, 8, 25), date(2026, 11, 23)));
        assert_eq!(reporting.week_ago, window(date(2026, 8, 18), date(2026, 11, 16)));
        assert_eq!(reporting.four_weeks_ago, window(date(2026, 7, 28), date(2026, 10, 26)));
    }
}
