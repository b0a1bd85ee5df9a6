//! The planted overlap, counted from the files alone.

mod files;

use super::{Options, Written, write};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::HashMap;
use std::path::Path;
use tempfile::TempDir;

const UNTIL: Date = date(2026, 11, 20);

fn small(overlap: f64) -> Options {
    Options { accounts: 200, touches: 20_000, overlap, ..Options::new(UNTIL) }
}

fn sample(options: &Options) -> (TempDir, Written) {
    let dir = TempDir::new().unwrap();
    let written = write(dir.path(), options, &mut |_| {}).unwrap();
    (dir, written)
}

type Row = HashMap<String, String>;

fn rows(dir: &Path, file: &str) -> Vec<Row> {
    csv::Reader::from_path(dir.join(file)).unwrap().deserialize().map(|row| row.unwrap()).collect()
}

/// Email, else LinkedIn URL: everybody has one of the two, in people.csv and in touches.csv alike.
fn key(row: &Row, email: &str, linkedin: &str) -> String {
    let key = if row[email].is_empty() { &row[linkedin] } else { &row[email] };
    assert!(!key.is_empty());
    key.clone()
}

/// The days of a person's sales touches and marketing touches, without those only targeted.
type Days = HashMap<String, (Vec<Date>, Vec<Date>)>;

fn days(dir: &Path) -> Days {
    let mut days = Days::new();
    for row in rows(dir, "touches.csv").iter().filter(|row| row["evidence"] != "targeted") {
        let (sales, marketing) = days.entry(key(row, "person_email", "person_linkedin")).or_default();
        let side = if row["side"] == "sales" { sales } else { marketing };
        side.push(row["occurred_at"][..10].parse().unwrap());
    }
    days
}

/// Contacted, reached and both in the last 90 days as seen from `today`, up to its end.
fn circles(days: &Days, today: Date) -> (u64, u64, u64) {
    let window = today - 90.days()..=today;
    let mut counts = (0, 0, 0);
    for (sales, marketing) in days.values() {
        let [contacted, reached] = [sales, marketing].map(|days| days.iter().any(|day| window.contains(day)));
        counts.0 += u64::from(contacted);
        counts.1 += u64::from(reached);
        counts.2 += u64::from(contacted && reached);
    }
    counts
}

fn assert_planted(options: &Options) -> Written {
    let (dir, written) = sample(options);
    let days = days(dir.path());
    for shift in -4..=15 {
        let today = UNTIL + shift.days();
        let found = circles(&days, today);
        assert_eq!(found, (written.contacted, written.reached, written.both), "{options:?} on {today}");
    }
    written
}

#[test]
fn the_default_company_has_an_overlap_of_exactly_16_percent() {
    let written = assert_planted(&Options::new(UNTIL));
    let expected = Written {
        accounts: 1000,
        people: 6000,
        touches: 100_000,
        team: 24,
        content: 48,
        contacted: 1200,
        reached: 2000,
        both: 192,
    };
    assert_eq!(written, expected);
}

#[test]
fn any_overlap_is_planted_exactly_on_every_day_around_the_last() {
    for (overlap, numerator, denominator) in
        [(0.0, 0, 1), (0.16, 4, 25), (0.25, 1, 4), (0.333, 333, 1000), (1.0, 1, 1)]
    {
        let accounts = if denominator == 1000 { 1000 } else { 200 };
        let written = assert_planted(&Options { accounts, ..small(overlap) });
        assert_eq!(written.both * denominator, written.contacted * numerator, "{overlap}");
    }
}

#[test]
fn the_overlap_stays_exact_on_other_last_days_seeds_and_with_few_or_many_touches() {
    for (seed, touches) in [(2, 490), (3, 490), (4, 20_000)] {
        for day in 16..=22 {
            let until = date(2026, 11, day);
            let options = Options { seed, touches, until, ..small(0.25) };
            let (dir, written) = sample(&Options { accounts: 100, people_per_account: 9, ..options });
            let days = days(dir.path());
            for shift in [-4, 0, 15] {
                let found = circles(&days, until + shift.days());
                assert_eq!(found, (written.contacted, written.reached, written.both));
            }
            assert_eq!(written.both * 4, written.contacted);
        }
    }
}

#[test]
fn a_tiny_company_gets_the_nearest_overlap() {
    for (accounts, people_per_account, overlap) in
        [(2, 1, 0.16), (2, 1, 1.0), (3, 1, 0.5), (2, 6, 0.16), (7, 3, 0.9)]
    {
        let touches = 100;
        let options = Options { accounts, people_per_account, overlap, touches, ..Options::new(UNTIL) };
        let written = assert_planted(&options);
        assert_eq!(written.touches, 100);
        assert!((written.both as f64 / written.contacted as f64 - overlap).abs() <= 0.5, "{written:?}");
    }
}
