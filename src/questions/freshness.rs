//! "How fresh is our data?" A "no" only means "no touch recorded", so what was recorded when matters.

use serde_json::json;

use super::{Answer, Asked, Question, say, words};
use crate::{
    card::{Align, Audience, Block, Card, Column, Line, Table, Tone},
    language::Filtered,
    snapshot::Source,
};

pub static QUESTION: Question = Question {
    name: "freshness",
    summary: "how fresh each source of the account database is",
    examples: &[
        "how fresh is our data?",
        "freshness",
        "when was the last import?",
        "which sources are stale?",
    ],
    phrases: &[
        "fresh",
        "fresh data",
        "fresh {source}",
        "fresh {source} data",
        "fresh when",
        "fresh when data",
        "fresh when {source}",
        "data",
        "errors fresh",
        "errors data",
        "errors fresh {source}",
        "errors {source}",
        "errors {source} data",
        "{source} state",
        "{source} data state",
        "fresh how_many",
        "{source} last data",
        "{source} when data",
        "{source} ran",
        "fresh ran",
        "data ran",
        "fresh {source} ran",
        "recent data",
        "recent fresh",
        "when data",
        "recent {source}",
        "recent {source} data",
        "fresh share =figures",
        "fresh share =stats",
        "{source} data",
        "{source} data use",
        "{source} data ran",
    ],
    also: &[
        "night",
        "not",
        "fresh",
        "data",
        "when",
        "last",
        "company",
        "list",
        "state",
        "history",
        "most",
        "marketing",
        "sales",
        "errors",
        "became",
        "ran",
        "recent",
        "how_many",
        "and",
    ],
    filters: Filtered::Not,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let now = asked.now.as_microsecond();
    let mut sources: Vec<&Source> = match asked.reading.source {
        Some(source) => vec![&asked.snapshot.sources[usize::from(source)]],
        None => asked.snapshot.imported_sources().collect(),
    };
    sources.sort_by(|a, b| last_at(a).cmp(&last_at(b)).then_with(|| a.name.cmp(&b.name)));
    let late: Vec<&str> = sources
        .iter()
        .filter(|source| say::is_stale(source, now))
        .map(|source| source.name.as_str())
        .collect();
    let stale = late.len();
    let data = json!({
        "sources": sources.iter().map(|source| {
            let last = source.imports.last();
            json!({
                "name": source.name,
                "kind": last.map(|import| &import.kind),
                "last_at": last.map(|import| asked.instant(import.at)),
                "rows": last.map_or(0, |import| import.rows),
                "errors": last.map_or(0, |import| import.rejected),
                "stale": say::is_stale(source, now),
            })
        }).collect::<Vec<_>>(),
    });
    let title = match (sources.len(), stale) {
        (0, _) => "No source has been imported yet".to_owned(),
        (1, 0) => format!("{} is fresh", sources[0].name),
        (1, _) => format!("{} is stale", sources[0].name),
        (all, 0) => format!("All {all} sources are fresh"),
        (all, stale) => format!("{stale} of {all} sources {} stale", if stale == 1 { "is" } else { "are" }),
    };
    let mut blocks = if sources.is_empty() {
        vec![Block::Text(words(
            "Import the five files: mandorla import team.csv accounts.csv people.csv content.csv touches.csv",
        ))]
    } else {
        vec![
            Block::Table(Table {
                caption: "Sources, the oldest first".to_owned(),
                columns: [
                    ("Source", Align::Start),
                    ("Last import", Align::Start),
                    ("Rows", Align::End),
                    ("Rejected", Align::End),
                    ("State", Align::Start),
                ]
                .map(|(name, align)| Column { name: name.to_owned(), align })
                .into(),
                rows: sources
                    .iter()
                    .map(|source| {
                        let last = source.imports.last();
                        let when: Line =
                            last.map_or_else(|| words("never"), |import| vec![asked.moment(import.at)]);
                        vec![
                            words(source.name.clone()),
                            when,
                            words(say::grouped(last.map_or(0, |import| import.rows))),
                            words(say::grouped(last.map_or(0, |import| import.rejected))),
                            words(if say::is_stale(source, now) { "stale" } else { "fresh" }),
                        ]
                    })
                    .collect(),
                total: sources.len(),
            }),
            Block::Note(words(
                "Stale: older than twice the usual time between imports, or than 14 days where there is no usual time yet.",
            )),
        ]
    };
    if !late.is_empty() {
        blocks.push(Block::Text(words(format!("Import newer files of {}.", say::listed(&late)))));
    }
    let card = Card {
        title: words(title),
        tone: if stale > 0 || sources.is_empty() { Tone::Caution } else { Tone::Good },
        blocks,
        actions: vec![say::ask("What is our overlap?", "overlap")],
        audience: Audience::Everyone,
    };
    Answer { window: None, ..Answer::answered(asked, card, data) }
}

fn last_at(source: &Source) -> Option<i64> {
    source.imports.last().map(|import| import.at)
}
