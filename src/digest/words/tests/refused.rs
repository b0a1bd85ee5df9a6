//! What cannot be had, is wrong or can be read in two ways, and what is said about it.

use super::*;

const NO_TIME: &str = "is no time of day.";

#[test]
fn what_is_wrong_is_said_with_something_that_works() {
    let table = [
        ("weekly monday 25:00", format!("“25:00” {NO_TIME} → weekly monday 09:00")),
        ("weekly monday 9:75 in fintech", format!("“9:75” {NO_TIME} → weekly monday 09:00 in fintech")),
        ("weekly monday 24:00", format!("“24:00” {NO_TIME} → weekly monday 09:00")),
        ("weekly monday 13am", format!("“13am” {NO_TIME} → weekly monday 09:00")),
        ("weekly monday 9:5", format!("“9:5” {NO_TIME} → weekly monday 09:00")),
        ("weekly monday at 5", "“5” can be early or late. → weekly monday at 17:00".to_owned()),
        ("mondays at three", "“three” can be early or late. → mondays at 15:00".to_owned()),
    ];
    check(&table.iter().map(|(typed, told)| (*typed, told.as_str())).collect::<Vec<_>>());
    let wrong = [
        ("daily 9:00 Europe/Londn", "There is no time zone “europe/londn”. → daily 9:00 Europe/London"),
        ("daily 9:00 America/London", "There is no time zone “america/london”. → daily 9:00 Europe/London"),
        ("daily 9:00 Berln", "There is no time zone “berln”. → daily 9:00 Europe/Berlin"),
        ("daily 9:00 timezone Mars", "There is no time zone “mars”. → daily 9:00 timezone Europe/London"),
        ("daily 9:00 Mars/Base", "There is no time zone “mars/base”. → daily 9:00 Europe/London"),
        (
            "daily 9am EST",
            "“est” is not the same all year, or not for everybody; name a place. → daily 9am America/New_York",
        ),
        (
            "daily 9am Pacific time",
            "“pacific” is not the same all year, or not for everybody; name a place. → daily 9am America/Los_Angeles",
        ),
        (
            "daily 9am UTC+2",
            "“utc+2” does not say when clocks are changed; name a place. → daily 9am Europe/Berlin",
        ),
        ("weekly mondya 9:00", "“mondya” is not understood. → weekly monday 9:00"),
        ("wekly", "“wekly” is not understood. → weekly"),
        ("pasue 3", "“pasue” is not understood. → pause 3"),
        ("in fintech", "How often the digest should come is missing. → weekly in fintech"),
        ("at 9", "How often the digest should come is missing. → weekly at 9"),
        ("Europe/London", "How often the digest should come is missing. → weekly Europe/London"),
        ("pause all", "After “pause” comes the number of one digest, as “list” shows it. → pause 1"),
        ("stop 99999999999", "After “stop” comes the number of one digest, as “list” shows it. → stop 1"),
        ("resume 1 2", "After “resume” comes the number of one digest, as “list” shows it. → resume 1"),
        ("biweekly", "That word can mean twice as often or half as often. → every second week"),
        ("every hour", "A digest comes once a day at most. → daily"),
        (
            "twice a week in fintech",
            "A digest comes on one day a week, or on every weekday. → weekly in fintech",
        ),
        ("quarterly", "A digest comes once a month at least. → monthly"),
        ("every 3 weeks", "Weeks can be every one or every second. → every second week"),
        ("every three months", "Months can be every one. → monthly"),
        (
            "monday and thursday",
            "A digest comes on one weekday; “weekdays” and “daily” come on more. → monday",
        ),
        ("weekly at 8 and at 10", "A digest comes at one time. → weekly at 8"),
        ("daily weekly", "A digest comes in one rhythm. → daily"),
        ("daily monday", "“daily” and Monday do not go together. → weekly monday"),
        ("weekly on the 15th", "“weekly” and a day of the month do not go together. → weekly"),
        (
            "monthly on monday",
            "A month has several Mondays; the first or the last can be had. → monthly first monday",
        ),
        (
            "second tuesday of the month",
            "In a month the first or the last of a weekday can be had. → first tuesday of the month",
        ),
        ("monthly 32", "The days of a month are 1 to 31. → monthly 31"),
        (
            "every second week monday from 2026-12-01",
            "2026-12-01 is a Tuesday. → every second week tuesday from 2026-12-01",
        ),
        (
            "weekly from 2026-12-01",
            "Only a digest every second week has a date to start from. → every second week",
        ),
        ("daily 9:00 Europe/London Europe/Paris", "There are two time zones. → daily 9:00 Europe/London"),
    ];
    check(&wrong);
    for (typed, _) in wrong.iter().copied().chain(table.iter().map(|(typed, _)| (*typed, ""))) {
        let Typed::NotUnderstood { suggestion, .. } = read_there(typed) else {
            panic!("{typed} is understood")
        };
        let again = read_there(&suggestion);
        assert!(!matches!(again, Typed::NotUnderstood { .. }), "{typed} → {suggestion} → {}", line(&again));
    }
}
