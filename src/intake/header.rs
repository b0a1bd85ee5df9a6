//! Which file is this, and where does it begin? Some exports put notes before the header row, some use `;`,
//! all of them spell the columns in their own way. The first line that names enough columns of a known kind
//! is the header; the kind that knows most of its columns is the file's.

use super::error::{FileError, Nearest};
use super::mapping::Mapping;
use super::record::Record;
use super::shape::{Header, Shape, tidy};
use super::split::{Split, first_line, split};

/// The delimiters tried, the likeliest first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// How many lines of notes may stand before the header.
const PREAMBLE: usize = 20;

/// A header and where the rows after it begin.
pub(super) struct Found {
    pub(super) header: Header,
    pub(super) used: usize,
    pub(super) next_line: u64,
    pub(super) delimiter: u8,
}

/// One line read as if it were a header of one kind.
struct Candidate {
    shape: &'static Shape,
    delimiter: u8,
    used: usize,
    line: u64,
    next_line: u64,
    titles: Vec<String>,
    fit: Fit,
}

/// How well a line fits a kind.
struct Fit {
    known: usize,
    /// `known`, and the columns only the mapping speaks of: they tell the kind even if the file lacks them.
    rank: usize,
    missing: Vec<String>,
    /// Enough of the line is known to rule out a chance hit in a line of notes.
    convincing: bool,
}

/// Finds the header in the beginning of a file.
pub(super) fn find(
    head: &[u8],
    whole: bool,
    shapes: &[&'static Shape],
    mapping: &Mapping,
) -> Result<Found, FileError> {
    let mut candidates = Vec::new();
    let mut looked_at = 0;
    for delimiter in DELIMITERS {
        let lines = candidates_with(delimiter, head, whole, shapes, mapping, &mut candidates);
        looked_at = lines.max(looked_at);
    }
    let fitting = |sure: bool| {
        let fits = move |one: &&Candidate| one.fit.missing.is_empty() && (one.fit.convincing || !sure);
        let line = candidates.iter().filter(fits).map(|one| one.line).min()?;
        let there = candidates.iter().filter(fits).filter(|one| one.line == line);
        there.min_by_key(|one| usize::MAX - one.fit.rank)
    };
    let Some(best) = fitting(true).or_else(|| fitting(false)) else {
        return Err(no_header(head, &candidates, looked_at));
    };
    if head[..best.used].contains(&0) {
        return Err(no_text());
    }
    rule_out_second(best, &candidates)?;
    let header = understand(best, mapping)?;
    Ok(Found { header, used: best.used, next_line: best.next_line, delimiter: best.delimiter })
}

/// Reads the first lines with one delimiter; returns the last line looked at.
fn candidates_with(
    delimiter: u8,
    head: &[u8],
    whole: bool,
    shapes: &[&'static Shape],
    mapping: &Mapping,
    out: &mut Vec<Candidate>,
) -> u64 {
    let mut record = Record::default();
    let (mut used, mut line, mut seen) = (0, 1, 0);
    while seen <= PREAMBLE && used < head.len() {
        let begun = line;
        match split(&head[used..], delimiter, whole, &mut record) {
            Split::Whole { used: more, breaks } => {
                used += more;
                line += breaks + 1;
            }
            Split::Open { .. } | Split::More => {
                let Some((_, more)) = first_line(&head[used..]) else {
                    break;
                };
                used += more; // a stray quote in the notes: no header, but one may follow
                line += 1;
                seen += 1;
                continue;
            }
        }
        record.decode();
        if record.is_blank() {
            continue;
        }
        seen += 1;
        let titles: Vec<String> = record.cells().map(|title| title.trim().to_owned()).collect();
        let tidied: Vec<String> = titles.iter().map(|title| tidy(title)).collect();
        for shape in shapes {
            let fit = fit(shape, &tidied, mapping);
            let titles = titles.clone();
            out.push(Candidate { shape, delimiter, used, line: begun, next_line: line, titles, fit });
        }
    }
    line.saturating_sub(1).max(1)
}

fn fit(shape: &Shape, tidied: &[String], mapping: &Mapping) -> Fit {
    let has = |column: &str| {
        let wanted = tidy(mapping.theirs(column).unwrap_or(column));
        tidied.contains(&wanted)
    };
    let known = shape.columns.iter().filter(|column| has(column)).count();
    let missing = shape.required.iter().filter(|any| !any.iter().any(|column| has(column)));
    let called = |column: &&str| match mapping.theirs(column) {
        Some(theirs) => format!("\"{theirs}\" (for {column})"),
        None => (*column).to_owned(),
    };
    let missing = missing.map(|any| any.iter().map(called).collect::<Vec<_>>().join(" or ")).collect();
    let claimed =
        shape.columns.iter().filter(|column| mapping.theirs(column).is_some() && !has(column)).count();
    let filled = tidied.iter().filter(|title| !title.is_empty()).count();
    let convincing = known >= 3 || (known >= 2 && known * 2 > filled);
    Fit { known, rank: known + claimed, missing, convincing }
}

/// Fails if another kind has as good a claim to the line as `best`.
fn rule_out_second(best: &Candidate, candidates: &[Candidate]) -> Result<(), FileError> {
    const TELLING: usize = 3;
    let tidied: Vec<String> = best.titles.iter().map(|title| tidy(title)).collect();
    let foreign = |shape: &Shape| {
        let here = |column: &&&str| tidied.contains(&tidy(column)) && !best.shape.columns.contains(*column);
        shape.columns.iter().filter(here).count()
    };
    let rival = candidates.iter().find(|one| {
        let same_line = one.line == best.line && one.delimiter == best.delimiter && one.shape != best.shape;
        let glued = || one.shape.required.len() >= TELLING && foreign(one.shape) >= TELLING;
        same_line && one.fit.missing.is_empty() && (one.fit.rank == best.fit.rank || glued())
    });
    match rival {
        None => Ok(()),
        Some(rival) => {
            Err(FileError::TwoKinds { line: best.line, first: best.shape.name, second: rival.shape.name })
        }
    }
}

/// Settles which column is which.
fn understand(best: &Candidate, mapping: &Mapping) -> Result<Header, FileError> {
    let (shape, line, titles) = (best.shape, best.line, best.titles.clone());
    let tidied: Vec<String> = titles.iter().map(|title| tidy(title)).collect();
    let own = match tidied.as_slice() {
        [own @ .., last_but_one, last] if last_but_one == "line" && last == "reason" => own.len(),
        all => all.len(),
    };
    let mut notes = Vec::new();
    let mut slots = Vec::with_capacity(shape.columns.len());
    for column in shape.columns {
        let wanted = tidy(mapping.theirs(column).unwrap_or(column));
        let mut places = (0..own).filter(|index| tidied[*index] == wanted);
        let place = places.next();
        if let (Some(first), Some(_)) = (place, places.next()) {
            return Err(FileError::ColumnTwice { line, column: titles[first].clone() });
        }
        slots.push(place);
    }
    for (ours, theirs) in mapping.pairs() {
        match shape.columns.iter().position(|column| *column == ours) {
            Some(column) if slots[column].is_none() => {
                let (ours, theirs, has) = (ours.to_owned(), theirs.to_owned(), titles.join(", "));
                return Err(FileError::MappedColumnMissing { ours, theirs, line, has });
            }
            Some(_) => {}
            None => notes.push(format!("the mapping's {ours} is no column of {}", shape.name)),
        }
    }
    for (index, title) in titles.iter().enumerate().take(own) {
        if !slots.contains(&Some(index)) && !title.is_empty() {
            notes.push(format!("ignored column \"{title}\""));
        }
    }
    Ok(Header { shape, line, titles, slots, own, notes })
}

/// Which kind of header `cells` are, if they clearly are one.
pub(super) fn header_of(record: &Record, shapes: &[&'static Shape]) -> Option<&'static Shape> {
    let tidied: Vec<String> = record.cells().map(tidy).collect();
    let fits = shapes.iter().map(|shape| (shape, fit(shape, &tidied, &Mapping::default())));
    let sure = fits.filter(|(_, fit)| fit.missing.is_empty() && fit.convincing);
    sure.max_by_key(|(_, fit)| fit.known).map(|(shape, _)| *shape)
}

fn no_header(head: &[u8], candidates: &[Candidate], lines: u64) -> FileError {
    if head.contains(&0) {
        return no_text();
    }
    let known = candidates.iter().filter(|one| one.fit.known > 0);
    let nearest = known.min_by_key(|one| (one.fit.missing.len(), usize::MAX - one.fit.known, one.line));
    let nearest =
        nearest.map(|one| Nearest { line: one.line, kind: one.shape.name, missing: one.fit.missing.clone() });
    FileError::NoHeader { lines, nearest }
}

fn no_text() -> FileError {
    let (what, next) = ("a file with NUL bytes", "save it as CSV in UTF-8");
    FileError::NotText { what, next }
}
