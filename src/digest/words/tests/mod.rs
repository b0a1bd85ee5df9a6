//! How people ask for a digest, and what comes of it: each line is typed, and read as it says.

mod properties;
mod refused;

use jiff::{Timestamp, tz::TimeZone};

use super::*;

/// A Wednesday, before noon, in London.
fn read_there(text: &str) -> Typed {
    let now: Timestamp = "2026-11-18T10:00Z".parse().unwrap();
    read(text, now, &TimeZone::get("Europe/London").unwrap())
}

/// The result as one line: the schedule as it is kept without the zone of the workspace, then filters in brackets.
fn line(typed: &Typed) -> String {
    let bracket = |filters: &str| if filters.is_empty() { String::new() } else { format!(" [{filters}]") };
    let braces = |sections: Sections| match sections.said() {
        all if all.is_empty() => all,
        some => format!(" {{{some}}}"),
    };
    let numbered =
        |verb: &str, number: &Option<u32>| number.map_or(verb.into(), |number| format!("{verb} {number}"));
    match typed {
        Typed::Subscribe { schedule, filters, sections, quiet } => {
            let quiet = if *quiet { " quiet" } else { "" };
            let schedule = schedule.to_string().replace(" Europe/London", "");
            format!("{schedule}{}{}{quiet}", bracket(filters), braces(*sections))
        }
        Typed::Now { filters, sections } => format!("now{}{}", bracket(filters), braces(*sections)),
        Typed::Preview { filters, sections } => format!("preview{}{}", bracket(filters), braces(*sections)),
        Typed::List => "list".to_owned(),
        Typed::Pause(number) => numbered("pause", number),
        Typed::Resume(number) => numbered("resume", number),
        Typed::Stop(number) => numbered("stop", number),
        Typed::Help => "help".to_owned(),
        Typed::NotUnderstood { what, suggestion } => format!("{what} → {suggestion}"),
    }
}

fn check(table: &[(&str, &str)]) {
    let got = table.iter().map(|(typed, expected)| (typed, expected, line(&read_there(typed))));
    let wrong = got.filter(|(_, expected, got)| got != *expected);
    let told =
        wrong.map(|(typed, expected, got)| format!("{typed}\n  expected {expected}\n  got      {got}\n"));
    let told: Vec<String> = told.collect();
    assert!(told.is_empty(), "{} of {}:\n{}", told.len(), table.len(), told.concat());
}

#[test]
fn schedules_in_many_words() {
    check(&[
        ("weekly monday 09:00 Europe/London", "weekly monday 09:00"),
        ("weekly", "weekly monday 09:00"),
        ("WEEKLY", "weekly monday 09:00"),
        ("every week", "weekly monday 09:00"),
        ("once a week on friday", "weekly friday 09:00"),
        ("every monday", "weekly monday 09:00"),
        ("Mondays at nine", "weekly monday 09:00"),
        ("on mondays at 8", "weekly monday 08:00"),
        ("fri 16:30", "weekly friday 16:30"),
        ("thurs 4pm", "weekly thursday 16:00"),
        ("every tuesday morning", "weekly tuesday 09:00"),
        ("weekly on wednesday at 8.30 am", "weekly wednesday 08:30"),
        ("9am on thursdays", "weekly thursday 09:00"),
        ("at half past nine every thursday", "weekly thursday 09:30"),
        ("sunday at quarter to 8", "weekly sunday 07:45"),
        ("monday 9", "weekly monday 09:00"),
        ("monday 17h", "weekly monday 17:00"),
        ("monday 8h15", "weekly monday 08:15"),
        ("monday at 0830", "weekly monday 08:30"),
        ("monday at 5 p.m.", "weekly monday 17:00"),
        ("monday at 5 in the afternoon", "weekly monday 17:00"),
        ("monday at 9 o’clock", "weekly monday 09:00"),
        ("monday at noon", "weekly monday 12:00"),
        ("monday 12am", "weekly monday 00:00"),
        ("monday 12:30pm", "weekly monday 12:30"),
        ("daily", "daily 09:00"),
        ("every day at 7:45", "daily 07:45"),
        ("daily 8", "daily 08:00"),
        ("weekdays at 8", "weekdays 08:00"),
        ("every weekday", "weekdays 09:00"),
        ("on working days at ten", "weekdays 10:00"),
        ("mon-fri 8am", "weekdays 08:00"),
        ("Monday – Friday at 8", "weekdays 08:00"),
        ("monday to friday", "weekdays 09:00"),
        ("every second week tuesday 8:30am", "every second week tuesday 08:30 from 2026-11-24"),
        ("every other tuesday", "every second week tuesday 09:00 from 2026-11-24"),
        ("every two weeks on wednesday at 9:00", "every second week wednesday 09:00 from 2026-11-25"),
        ("every two weeks on wednesday at 11:00", "every second week wednesday 11:00 from 2026-11-18"),
        ("fortnightly", "every second week monday 09:00 from 2026-11-23"),
        ("every second week from 2026-12-01", "every second week tuesday 09:00 from 2026-12-01"),
        ("every 2 weeks, starting 2026-12-01, 10:00", "every second week tuesday 10:00 from 2026-12-01"),
        ("monthly", "monthly first monday 09:00"),
        ("every month", "monthly first monday 09:00"),
        ("monthly on the 1st", "monthly 1 09:00"),
        ("monthly 15 at 8", "monthly 15 08:00"),
        ("on the 15th of every month at 8", "monthly 15 08:00"),
        ("monthly on the first", "monthly 1 09:00"),
        ("every 3rd of the month", "monthly 3 09:00"),
        ("monthly on day 31", "monthly 31 09:00"),
        ("last day of the month", "monthly 31 09:00"),
        ("end of every month, 17:00", "monthly 31 17:00"),
        ("monthly on the first monday", "monthly first monday 09:00"),
        ("first tuesday of the month at 10", "monthly first tuesday 10:00"),
        ("the last friday of every month 16:00", "monthly last friday 16:00"),
        ("subscribe", "weekly monday 09:00"),
        ("subscribe this channel to a digest every friday please", "weekly friday 09:00"),
        ("please post the alignment digest here on fridays", "weekly friday 09:00"),
        ("Weekly.", "weekly monday 09:00"),
        ("weekly 10", "weekly monday 10:00"),
        ("every sat 10", "weekly saturday 10:00"),
        ("every day at 9 in the morning", "daily 09:00"),
        ("/digest weekly tuesday", "weekly tuesday 09:00"),
        ("send us a digest every second week", "every second week monday 09:00 from 2026-11-23"),
    ]);
}

#[test]
fn zones_in_many_words() {
    check(&[
        ("weekly monday 09:00 america/new_york", "weekly monday 09:00 America/New_York"),
        ("weekly monday 09:00 New York", "weekly monday 09:00 America/New_York"),
        ("new york 9:00 mondays", "weekly monday 09:00 America/New_York"),
        ("daily 9am Berlin time", "daily 09:00 Europe/Berlin"),
        ("daily at 9 in Berlin", "daily 09:00 Europe/Berlin"),
        ("daily 9am in Los Angeles", "daily 09:00 America/Los_Angeles"),
        ("Europe/Paris daily 8:00", "daily 08:00 Europe/Paris"),
        ("daily 9:00 (Asia/Kolkata)", "daily 09:00 Asia/Kolkata"),
        ("daily 9:00 timezone asia/kathmandu", "daily 09:00 Asia/Kathmandu"),
        ("daily 9:00 Buenos Aires", "daily 09:00 America/Argentina/Buenos_Aires"),
        ("daily 9:00 São Paulo", "daily 09:00 America/Sao_Paulo"),
        ("daily 9:00 utc", "daily 09:00 UTC"),
        ("monday 9:00 Munich", "weekly monday 09:00 Europe/Berlin"),
        ("monday 9:00 UK time", "weekly monday 09:00"),
        ("monday 9:00 Singapore", "weekly monday 09:00 Asia/Singapore"),
        ("monday 9:00 in Singapore", "weekly monday 09:00 [in Singapore]"),
        ("monday 9:00 Singapore time in Singapore", "weekly monday 09:00 Asia/Singapore [in Singapore]"),
        (
            "tuesdays 10:30 New York time for my accounts",
            "weekly tuesday 10:30 America/New_York [for my accounts]",
        ),
        ("weekly monday 9 AM London time please", "weekly monday 09:00"),
        ("daily 9:00 Lord Howe", "daily 09:00 Australia/Lord_Howe"),
    ]);
}

#[test]
fn filters_are_handed_on_as_typed() {
    check(&[
        (
            "weekly monday 09:00 Europe/London for dana's team in fintech",
            "weekly monday 09:00 [for dana's team in fintech]",
        ),
        ("weekly for Dana’s team, tier 1", "weekly monday 09:00 [for Dana’s team, tier 1]"),
        ("in fintech weekly monday at 8", "weekly monday 08:00 [in fintech]"),
        ("weekly in fintech at 8 for my accounts", "weekly monday 08:00 [in fintech for my accounts]"),
        ("daily tier 2 at 10", "daily 10:00 [tier 2]"),
        ("weekly in the US", "weekly monday 09:00 [in the US]"),
        ("weekly US accounts", "weekly monday 09:00 [US accounts]"),
        ("weekly last 30 days", "weekly monday 09:00 [last 30 days]"),
        ("monthly this quarter in Germany", "monthly first monday 09:00 [this quarter in Germany]"),
        ("weekly at Denver Water", "weekly monday 09:00 [at Denver Water]"),
        ("weekly seller Paris Hilton", "weekly monday 09:00 [seller Paris Hilton]"),
        ("weekly campaign Autumn Webinar Series", "weekly monday 09:00 [campaign Autumn Webinar Series]"),
        ("weekly in market target market only", "weekly monday 09:00 [in market target market only]"),
        ("weekly at Sun Systems", "weekly monday 09:00 [at Sun Systems]"),
        ("weekly unless empty", "weekly monday 09:00 quiet"),
        ("daily unless there’s nothing to say in fintech", "daily 09:00 [in fintech] quiet"),
        ("weekdays in fintech, only if there is something to say", "weekdays 09:00 [in fintech] quiet"),
        ("quiet weekly fri", "weekly friday 09:00 quiet"),
    ]);
}

#[test]
fn some_sections_alone() {
    check(&[
        ("weekly only cold and warm", "weekly monday 09:00 {only cold and warm}"),
        (
            "weekly only the cold, warm in fintech at 8",
            "weekly monday 08:00 [in fintech] {only cold and warm}",
        ),
        ("daily in fintech without content unless empty", "daily 09:00 [in fintech] {without content} quiet"),
        (
            "weekly without pictures for Dana's team",
            "weekly monday 09:00 [for Dana's team] {without pictures}",
        ),
        ("now only teams", "now {only teams}"),
        ("preview for Dana's team without priming", "preview [for Dana's team] {without priming}"),
        ("weekly only fintech", "weekly monday 09:00 [only fintech]"),
    ]);
}

#[test]
fn commands() {
    check(&[
        ("", "help"),
        ("  ", "help"),
        ("help", "help"),
        ("?", "help"),
        ("now", "now"),
        ("send now", "now"),
        ("now in fintech", "now [in fintech]"),
        ("for Dana's team now", "now [for Dana's team]"),
        ("Preview", "preview"),
        ("preview for Dana's team", "preview [for Dana's team]"),
        ("list", "list"),
        ("Subscriptions", "list"),
        ("pause", "pause"),
        ("pause 3", "pause 3"),
        ("PAUSE #3", "pause 3"),
        ("pause digest number 3 please", "pause 3"),
        ("mute this digest", "pause"),
        ("resume 2", "resume 2"),
        ("unpause", "resume"),
        ("stop", "stop"),
        ("stop it", "stop"),
        ("unsubscribe from 4", "stop 4"),
    ]);
}
