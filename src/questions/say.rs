//! How answers put numbers, shares and sources into words.

use std::cmp::Reverse;

use jiff::{Timestamp, tz::TimeZone};

pub use crate::card::{change, counted, fraction, grouped, listed, of_the, people, percent, share};
use crate::{
    card::{Action, ActionKind, Line, Span},
    snapshot::{OURSELVES, Snapshot, Source},
};

/// The most choices that are offered for an unclear name.
pub const CHOICES: usize = 5;

/// A source counts as stale after so many days where it has no rhythm yet.
const STALE_DAYS: i64 = 14;
/// Imports on one day are one beat of a source's rhythm, which is never quicker than a day.
const DAY: i64 = 86_400_000_000;

/// "90 days", "1 day".
pub fn days(count: i64) -> String {
    counted(count.unsigned_abs(), "day", "days")
}

/// A button that asks on.
pub fn ask(label: impl Into<String>, text: impl Into<String>) -> Action {
    Action { label: label.into(), text: text.into(), kind: ActionKind::Ask }
}

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
    if source.name == OURSELVES {
        return false;
    }
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
    let stale = snapshot.imported_sources().filter(|source| is_stale(source, now.as_microsecond()));
    stale.map(|source| source.name.clone()).collect()
}

/// "Sources: Salesforce 1 Nov 2026 (stale); HubSpot 20 Nov 2026." Those that are stale come first and are all named; of
/// the others the freshest.
pub fn sources_note(snapshot: &Snapshot, now: Timestamp) -> Option<Line> {
    const MOST: usize = 6;
    let mut sources: Vec<&Source> =
        snapshot.imported_sources().filter(|source| !source.imports.is_empty()).collect();
    if sources.is_empty() {
        return None;
    }
    let stale = |source: &Source| is_stale(source, now.as_microsecond());
    sources.sort_by_key(|source| Reverse((stale(source), source.imports.last().map(|import| import.at))));
    let shown = sources.iter().filter(|source| stale(source)).count().max(MOST);
    let mut line: Line = vec!["Sources: ".into()];
    for (nth, source) in sources.iter().take(shown).enumerate() {
        let last = source.imports.last().expect("filtered").at;
        let date = timestamp(last).to_zoned(snapshot.workspace.time_zone.clone()).date();
        line.extend([
            format!("{}{} ", if nth == 0 { "" } else { "; " }, source.name).into(),
            Span::Date(date),
        ]);
        if stale(source) {
            line.push(" (stale)".into());
        }
    }
    line.push(
        if sources.len() > shown { format!("; and {} more.", sources.len() - shown) } else { ".".to_owned() }
            .into(),
    );
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{Import, Workspace};

    /// A workspace with sources, each last imported so many days before now.
    fn imported(sources: &[(String, i64)], now: Timestamp) -> Snapshot {
        let mut snapshot = Snapshot::empty(Workspace {
            id: 1,
            name: String::new(),
            time_zone: TimeZone::UTC,
            priming_days: 90,
            covered_at: 3,
            required_roles: Vec::new(),
        });
        let import = |days: i64| Import {
            at: now.as_microsecond() - days * DAY,
            kind: "touches".to_owned(),
            rows: 1,
            rejected: 0,
        };
        snapshot.sources = sources
            .iter()
            .map(|(name, days)| Source { name: name.clone(), imports: vec![import(*days)] })
            .collect();
        snapshot
    }

    #[test]
    fn the_stale_sources_are_never_cut_and_ours_is_never_stale() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().expect("an instant");
        let mut sources: Vec<(String, i64)> = (0..7).map(|nth| (format!("Fresh {nth}"), nth)).collect();
        sources.extend((0..8).map(|nth| (format!("Stale {nth}"), 20 + nth)));
        let mut snapshot = imported(&sources, now);
        snapshot.sources.push(Source { name: OURSELVES.to_owned(), imports: Vec::new() });
        let note = sources_note(&snapshot, now).expect("there are sources");
        let note: String = note
            .iter()
            .map(|span| match span {
                Span::Text(text) => text.clone(),
                other => format!("{other:?}"),
            })
            .collect();
        for nth in 0..8 {
            assert!(note.contains(&format!("Stale {nth} ")), "{note}");
        }
        assert!(note.starts_with("Sources: Stale 0") && note.ends_with("; and 7 more."), "{note}");
        assert!(!note.contains(OURSELVES), "{note}");
        assert_eq!(stale_sources(&snapshot, now).len(), 8);
        assert!(!is_stale(&snapshot.sources[15], now.as_microsecond()));
    }

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
