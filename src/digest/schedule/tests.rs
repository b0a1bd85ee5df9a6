//! Days on which clocks jumped, worked out by hand.

use jiff::{Timestamp, ToSpan, civil::date};

use super::*;

fn schedule(text: &str) -> Schedule {
    text.parse().unwrap()
}

/// The next occurrences after a local time, in local time with the offset.
fn next(text: &str, after: &str, count: usize) -> Vec<String> {
    let schedule = schedule(text);
    let local: DateTime = after.parse().unwrap();
    let mut at = schedule.zone.to_timestamp(local).unwrap();
    let mut step = || {
        at = schedule.next(at);
        at.to_zoned(schedule.zone.clone()).strftime("%a %F %R %:z").to_string()
    };
    (0..count).map(|_| step()).collect()
}

#[test]
fn the_hour_that_is_left_out_ends_where_the_clock_goes_on() {
    let london = next("weekly sunday 01:30 Europe/London", "2026-03-22T01:30", 2);
    assert_eq!(london, ["Sun 2026-03-29 02:00 +01:00", "Sun 2026-04-05 01:30 +01:00"]);
    let lord_howe = next("daily 02:15 Australia/Lord_Howe", "2026-10-03T02:15", 2);
    assert_eq!(lord_howe, ["Sun 2026-10-04 02:30 +11:00", "Mon 2026-10-05 02:15 +11:00"]);
    let santiago = next("daily 00:00 America/Santiago", "2026-09-05T00:00", 2);
    assert_eq!(santiago, ["Sun 2026-09-06 01:00 -03:00", "Mon 2026-09-07 00:00 -03:00"]);
}

#[test]
fn a_gap_up_to_midnight_does_not_move_it_to_another_day() {
    let nuuk = next("daily 23:30 America/Nuuk", "2026-03-27T12:00", 3);
    let said = ["Fri 2026-03-27 23:30 -02:00", "Sat 2026-03-28 22:59 -02:00", "Sun 2026-03-29 23:30 -01:00"];
    assert_eq!(nuuk, said);
}

#[test]
fn the_hour_that_comes_twice_counts_once() {
    let london = next("weekly sunday 01:30 Europe/London", "2026-10-18T01:30", 2);
    assert_eq!(london, ["Sun 2026-10-25 01:30 +01:00", "Sun 2026-11-01 01:30 +00:00"]);
    let schedule = schedule("daily 01:30 Europe/London");
    let between: Timestamp = "2026-10-25T01:00Z".parse().unwrap();
    let second: Timestamp = "2026-10-25T01:30Z".parse().unwrap();
    assert!(schedule.next(between) > second);
}

#[test]
fn nine_stays_nine_when_the_offset_changes() {
    let new_york = next("weekly monday 09:00 America/New_York", "2026-10-26T08:59", 2);
    assert_eq!(new_york, ["Mon 2026-10-26 09:00 -04:00", "Mon 2026-11-02 09:00 -05:00"]);
    // Clocks stand an hour back for Ramadan, from 15 February to 22 March 2026.
    let casablanca = next("weekly monday 09:00 Africa/Casablanca", "2026-02-09T00:00", 2);
    assert_eq!(casablanca, ["Mon 2026-02-09 09:00 +01:00", "Mon 2026-02-16 09:00 +00:00"]);
    let second =
        next("every second week tuesday 08:30 America/New_York from 2026-10-27", "2026-01-01T00:00", 3);
    let said = ["Tue 2026-10-27 08:30 -04:00", "Tue 2026-11-10 08:30 -05:00", "Tue 2026-11-24 08:30 -05:00"];
    assert_eq!(second, said);
}

#[test]
fn a_date_that_never_came_has_no_occurrence() {
    let daily = next("daily 09:00 Pacific/Apia", "2011-12-29T08:00", 2);
    assert_eq!(daily, ["Thu 2011-12-29 09:00 -10:00", "Sat 2011-12-31 09:00 +14:00"]);
    let friday = next("weekly friday 09:00 Pacific/Apia", "2011-12-23T08:00", 2);
    assert_eq!(friday, ["Fri 2011-12-23 09:00 -10:00", "Fri 2012-01-06 09:00 +14:00"]);
    assert_eq!(next("monthly 30 09:00 Pacific/Apia", "2011-12-01T00:00", 1), ["Thu 2011-12-29 09:00 -10:00"]);
    let last = next("monthly last friday 09:00 Pacific/Apia", "2011-12-01T00:00", 2);
    assert_eq!(last, ["Fri 2011-12-23 09:00 -10:00", "Fri 2012-01-27 09:00 +14:00"]);
}

#[test]
fn months_have_their_ends() {
    let last = next("monthly 31 07:00 Asia/Kolkata", "2028-01-31T07:00", 3);
    let said = ["Tue 2028-02-29 07:00 +05:30", "Fri 2028-03-31 07:00 +05:30", "Sun 2028-04-30 07:00 +05:30"];
    assert_eq!(last, said);
    let first = next("monthly first monday 09:00 UTC", "2026-06-01T08:00", 2);
    assert_eq!(first, ["Mon 2026-06-01 09:00 +00:00", "Mon 2026-07-06 09:00 +00:00"]);
    let last = next("monthly last friday 09:00 UTC", "2026-07-31T09:00", 2);
    assert_eq!(last, ["Fri 2026-08-28 09:00 +00:00", "Fri 2026-09-25 09:00 +00:00"]);
    let weekdays = next("weekdays 08:00 Asia/Kathmandu", "2026-11-19T09:00", 2);
    assert_eq!(weekdays, ["Fri 2026-11-20 08:00 +05:45", "Mon 2026-11-23 08:00 +05:45"]);
}

#[test]
fn an_occurrence_goes_by_the_time_that_was_set() {
    let schedule = schedule("weekly sunday 01:30 Europe/London");
    let due: Timestamp = "2026-03-29T01:00Z".parse().unwrap();
    assert_eq!(schedule.occurrence(due), date(2026, 3, 29).at(1, 30, 0, 0));
}

#[test]
fn the_calendar_ends_without_a_panic() {
    let schedule = schedule("monthly 31 23:59 America/New_York");
    assert_eq!(schedule.next(Timestamp::MAX - 1.hour()), Timestamp::MAX);
    assert!(schedule.next(Timestamp::MIN) > Timestamp::MIN);
}

#[test]
fn a_schedule_says_itself() {
    let said = |text: &str| schedule(text).said();
    assert_eq!(said("weekly monday 09:00 Europe/London"), "every Monday at 09:00 (Europe/London)");
    assert_eq!(said("WEEKDAYS 08:00 europe/london"), "Monday to Friday at 08:00 (Europe/London)");
    assert_eq!(said("monthly 22 07:00 UTC"), "on the 22nd of every month at 07:00 (UTC)");
    assert_eq!(said("monthly 30 07:00 UTC"), "on the 30th of every month or its last day at 07:00 (UTC)");
    assert_eq!(said("monthly 31 07:00 UTC"), "on the last day of every month at 07:00 (UTC)");
    assert_eq!(said("monthly last friday 07:00 UTC"), "on the last Friday of every month at 07:00 (UTC)");
    let second = said("every second week tuesday 08:30 America/New_York from 2026-11-24");
    assert_eq!(second, "every second week on Tuesday at 08:30 (America/New_York), from 2026-11-24");
}

#[test]
fn what_was_not_kept_by_us_is_refused() {
    let wrong = [
        "",
        "weekly 09:00 Europe/London",
        "weekly monday 25:00 Europe/London",
        "weekly monday 09:00",
        "weekly monday 09:00 Europe/Londn",
        "weekly monday 09:00 Europe/London please",
        "monthly 0 09:00 UTC",
        "monthly 32 09:00 UTC",
        "every second week monday 08:30 UTC from 2026-11-24",
        "every second week tuesday 08:30 UTC",
    ];
    for text in wrong {
        assert_eq!(text.parse::<Schedule>(), Err(NotASchedule(text.to_owned())));
    }
}
