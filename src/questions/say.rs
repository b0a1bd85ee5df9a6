//! How answers put numbers, shares and sources into words.

use jiff::{Timestamp, tz::TimeZone};

pub use crate::card::{change, counted, grouped, listed, people, percent, share};
use crate::{
    card::{Line, Span},
    snapshot::{Snapshot, Source},
};

/// The most choices that are offered for an unclear name.
pub const CHOICES: usize = 5;

/// A source counts as stale after so many days where it has no rhythm yet.
const STALE_DAYS: i64 = 14;
/// Imports on one day are one beat of a source's rhythm, which is never quicker than a day.
const DAY: i64 = 86_400_000_000;

pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// An instant from microseconds; out of range is clipped.
pub fn timestamp(at: i64) -> Timestamp {
    Timestamp::from_microsecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

pub fn zone_name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("local time")
}

/// Whether a source is overdue: older than twice its usual rhythm (the median gap between days with an import, at
/// least a day), or than 14 days where there is no rhythm yet.
pub fn is_stale(source: &Source, now: i64) -> bool {
    let Some(last) = source.imports.last() else { return true };
    let mut days: Vec<i64> = source.imports.iter().map(|import| import.at.div_euclid(DAY)).collect();
    days.dedup();
    let mut gaps: Vec<i64> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
    gaps.sort_unstable();
    let allowed = match gaps.get(gaps.len() / 2) {
        Some(gap) => 2 * (*gap).max(1),
        None => STALE_DAYS,
    };
    now - last.at > allowed * DAY
}

/// The names of the sources that are stale.
pub fn stale_sources(snapshot: &Snapshot, now: Timestamp) -> Vec<String> {
    let stale = snapshot.sources.iter().filter(|source| is_stale(source, now.as_microsecond()));
    stale.map(|source| source.name.clone()).collect()
}

/// "Sources: HubSpot 20 Nov 2026; Salesforce 1 Nov 2026 (stale)."
pub fn sources_note(snapshot: &Snapshot, now: Timestamp) -> Option<Line> {
    const MOST: usize = 6;
    let mut sources: Vec<&Source> =
        snapshot.sources.iter().filter(|source| !source.imports.is_empty()).collect();
    if sources.is_empty() {
        return None;
    }
    sources.sort_by_key(|source| std::cmp::Reverse(source.imports.last().map(|import| import.at)));
    let mut line: Line = vec!["Sources: ".into()];
    for (nth, source) in sources.iter().take(MOST).enumerate() {
        let last = source.imports.last().expect("filtered").at;
        let date = timestamp(last).to_zoned(snapshot.workspace.time_zone.clone()).date();
        line.extend([
            format!("{}{} ", if nth == 0 { "" } else { "; " }, source.name).into(),
            Span::Date(date),
        ]);
        if is_stale(source, now.as_microsecond()) {
            line.push(" (stale)".into());
        }
    }
    line.push(
        if sources.len() > MOST { format!("; and {} more.", sources.len() - MOST) } else { ".".to_owned() }
            .into(),
    );
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        assert_eq!(percent(0.16), "16 %");
        assert_eq!(percent(0.025), "2.5 %");
        assert_eq!(people(1), "1 person");
        assert_eq!(people(1_234_567), "1,234,567 people");
        assert_eq!(change(0.16, 0.13), "up 3 points");
        assert_eq!(change(0.16, 0.16), "unchanged");
        assert_eq!(change(0.10, 0.11), "down 1 point");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
