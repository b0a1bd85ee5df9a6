//! Every zone, every cadence, any instant: what must hold of a schedule wherever and whenever it is.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan, civil::date, tz};
use proptest::{prelude::*, sample::Index};

use super::*;

pub fn cadences() -> impl Strategy<Value = Cadence> {
    let weekday = || (0i8..7).prop_map(|nth| Weekday::from_monday_zero_offset(nth).unwrap());
    prop_oneof![
        Just(Cadence::Daily),
        Just(Cadence::Weekdays),
        weekday().prop_map(Cadence::Weekly),
        (0i32..40_000).prop_map(|days| Cadence::EverySecondWeek { from: date(1970, 1, 1) + days.days() }),
        (1i8..=31).prop_map(|day| Cadence::Monthly(InMonth::Day(day))),
        weekday().prop_map(|day| Cadence::Monthly(InMonth::First(day))),
        weekday().prop_map(|day| Cadence::Monthly(InMonth::Last(day))),
    ]
}

/// Any cadence at any minute in any zone that is known.
pub fn schedules() -> impl Strategy<Value = Schedule> {
    (cadences(), 0i8..24, 0i8..60, any::<Index>()).prop_map(|(cadence, hour, minute, nth)| {
        let names: Vec<String> = tz::db().available().map(|name| name.to_string()).collect();
        let zone = TimeZone::get(nth.get::<String>(&names)).unwrap();
        Schedule::new(cadence, Time::constant(hour, minute, 0, 0), zone)
    })
}

/// Any instant from 1880 to 2110; every second one within two days of a change of clocks there, if there is any.
fn instant_in(zone: &TimeZone, second: i64, beside: Option<i64>) -> Timestamp {
    let instant = Timestamp::from_second(second).unwrap();
    let change = zone.preceding(instant).next().map(|change| change.timestamp());
    match (beside, change) {
        (Some(beside), Some(change)) => change.checked_add(beside.seconds()).unwrap_or(instant),
        _ => instant,
    }
}

fn schedules_and_instants() -> impl Strategy<Value = (Schedule, Timestamp)> {
    let beside = proptest::option::of(-172_800i64..172_800);
    (schedules(), -2_840_140_800i64..4_417_977_600, beside).prop_map(|(schedule, second, beside)| {
        let instant = instant_in(&schedule.zone, second, beside);
        (schedule, instant)
    })
}

/// What the cadence says of a date, told without the code under test. A monthly day is told by its neighbours only
/// where every date of the month came.
fn expected(cadence: Cadence, date: Date) -> bool {
    match cadence {
        Cadence::Daily => true,
        Cadence::Weekdays => date.weekday().to_monday_zero_offset() < 5,
        Cadence::Weekly(weekday) => date.weekday() == weekday,
        Cadence::EverySecondWeek { from } => (0..4_000).any(|nth| from + (nth * 14).days() == date),
        Cadence::Monthly(InMonth::Day(day)) => date.day() == day.min(date.days_in_month()),
        Cadence::Monthly(InMonth::First(weekday)) => date.nth_weekday_of_month(1, weekday).ok() == Some(date),
        Cadence::Monthly(InMonth::Last(weekday)) => date.nth_weekday_of_month(-1, weekday).ok() == Some(date),
    }
}

/// The local dates from one instant to another, seen by looking at the wall every half hour.
fn dates_seen(zone: &TimeZone, from: Timestamp, to: Timestamp) -> BTreeSet<Date> {
    let looks = (from.as_second()..to.as_second()).step_by(1_800);
    looks.map(|second| zone.to_datetime(Timestamp::from_second(second).unwrap()).date()).collect()
}

/// Whether every date of the month came.
fn month_is_whole(zone: &TimeZone, date: Date) -> bool {
    let first = date.first_of_month();
    let from = zone.to_timestamp(first.to_datetime(Time::midnight())).unwrap();
    let seen = dates_seen(zone, from, from + (33 * 24).hours());
    first.series(1.day()).take_while(|day| day.month() == first.month()).all(|day| seen.contains(&day))
}

proptest! {
    #[test]
    fn an_occurrence_is_where_the_wall_says((schedule, after) in schedules_and_instants()) {
        let due = schedule.next(after);
        prop_assert!(due > after);
        prop_assert_eq!(schedule.next(due - 1.microsecond()), due);
        let local = schedule.zone.to_datetime(due);
        let set = local.date().to_datetime(schedule.at);
        prop_assert_eq!(schedule.occurrence(due), set);
        let wall = |instant| schedule.zone.to_datetime(instant);
        let leaps = |instant: Timestamp| wall(instant).duration_since(wall(instant - 1.second())).as_secs() > 1;
        let comes = schedule.zone.to_ambiguous_timestamp(set);
        match comes.offset() {
            AmbiguousOffset::Gap { .. } => prop_assert!(leaps(due) || leaps(due + 1.minute()), "{schedule}: {local}"),
            _ => prop_assert_eq!(due, comes.earlier().unwrap()),
        }
        if month_is_whole(&schedule.zone, local.date()) || !matches!(schedule.cadence, Cadence::Monthly(_)) {
            prop_assert!(expected(schedule.cadence, local.date()), "{} on {}", schedule, local);
        }
    }

    #[test]
    fn no_date_is_skipped_and_none_comes_twice((schedule, after) in schedules_and_instants()) {
        let (first, second) = { let first = schedule.next(after); (first, schedule.next(first)) };
        let (from, to) = (schedule.date(first), schedule.date(second));
        prop_assert!(from < to, "{}: {} and {}", schedule, from, to);
        for between in dates_seen(&schedule.zone, first, second) {
            let due = from < between && between < to && expected(schedule.cadence, between);
            prop_assert!(!due, "{} goes from {} to {} without {}", schedule, from, to, between);
        }
    }

    #[test]
    fn what_is_kept_reads_back(schedule in schedules()) {
        prop_assert_eq!(schedule.to_string().parse::<Schedule>(), Ok(schedule));
    }
}
