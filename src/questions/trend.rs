//! "How has overlap moved over the last 12 weeks?" One point a week, each over its own trailing window.

use serde_json::json;

use super::{Answer, Asked, Question, overlap::BENCHMARK, say, words};
use crate::{
    card::{Action, ActionKind, Align, Audience, Block, Card, Column, Picture, Span, Table, Tone},
    figures::{trend::trend, window::trend_points},
    language::Filtered,
};

pub static QUESTION: Question = Question {
    name: "trend",
    summary: "how overlap has moved, week by week",
    examples: &[
        "how has overlap moved over the last 12 weeks?",
        "is it improving?",
        "overlap trend in fintech",
    ],
    phrases: &[
        "trend",
        "overlap trend",
        "measure trend",
        "overlap history",
        "overlap trend facts",
        "trend facts overlap",
        "coverage trend",
        "trend state",
        "trend most",
    ],
    also: &[
        "overlap",
        "share",
        "state",
        "marketing",
        "sales",
        "both",
        "teams",
        "and",
        "company",
        "trend",
        "list",
        "most",
        "coverage",
        "measure",
    ],
    filters: Filtered::All,
    answer,
};

/// Points without a length in the question.
const WEEKS: u32 = 12;
/// The most points: two years and a bit would no longer be read.
const MOST: u32 = 64;

fn answer(asked: &Asked) -> Answer {
    let today = asked.today();
    let weeks = match asked.reading.window {
        // "Twelve weeks are twelve points": the window's length in weeks, counted from today.
        Some((window, _)) => {
            let days = u32::try_from((today - window.from).get_days()).unwrap_or(0);
            days.div_ceil(7).clamp(1, MOST)
        }
        None => WEEKS,
    };
    let points = trend_points(today, weeks);
    let windows: Vec<_> = points.iter().map(|(_, window)| *window).collect();
    let figures = if asked.filters.market.is_some() {
        // Each point has its own market, so its own people.
        windows.iter().flat_map(|window| trend(&asked.over(*window).scope(), &[*window])).collect()
    } else {
        trend(&asked.scope(), &windows)
    };
    let rows: Vec<_> = points
        .iter()
        .zip(&figures)
        .map(|((monday, _), point)| {
            json!({
                "week": monday.to_string(),
                "marketing": point.marketing,
                "sales": point.sales,
                "both": point.both,
                "overlap": point.overlap(),
                "coverage": point.coverage(),
            })
        })
        .collect();
    let shares: Vec<_> =
        points.iter().zip(&figures).map(|((monday, _), point)| (*monday, point.overlap())).collect();
    let known: Vec<f64> = shares.iter().filter_map(|(_, share)| *share).collect();
    let restricted = asked.restricted();
    let (title, tone) = match (known.first(), known.last()) {
        (Some(first), Some(last)) if known.len() > 1 => (
            vec![
                "Overlap is ".into(),
                Span::Bold(say::percent(*last)),
                format!(
                    ", {} over {}{restricted}",
                    say::change(*last, *first),
                    say::counted(weeks.into(), "week", "weeks")
                )
                .into(),
            ],
            if last >= first { Tone::Good } else { Tone::Caution },
        ),
        (Some(only), _) => (
            vec![
                "Overlap is ".into(),
                Span::Bold(say::percent(*only)),
                format!(", too early for a trend{restricted}").into(),
            ],
            Tone::Neutral,
        ),
        _ => (
            words(format!("No trend to tell: sales contacted nobody in these weeks{restricted}")),
            Tone::Caution,
        ),
    };
    let number = |count: u32| words(say::grouped(count.into()));
    let table = Table {
        caption: "Overlap by week, oldest first".to_owned(),
        columns: [
            ("Week from", Align::Start),
            ("Overlap", Align::End),
            ("Both", Align::End),
            ("Sales", Align::End),
            ("Marketing", Align::End),
        ]
        .map(|(name, align)| Column { name: name.to_owned(), align })
        .into(),
        rows: shares
            .iter()
            .zip(&figures)
            .map(|((monday, share), point)| {
                vec![
                    vec![Span::Date(*monday)],
                    words(share.map_or_else(|| "nobody contacted".to_owned(), say::percent)),
                    number(point.both),
                    number(point.sales),
                    number(point.marketing),
                ]
            })
            .collect(),
        total: shares.len(),
    };
    let card = Card {
        title,
        tone,
        blocks: vec![
            Block::Picture(Picture::Trend { weeks: shares, benchmark: Some(BENCHMARK) }),
            Block::Table(table),
            Block::Note(words(format!(
                "One point a week, Monday to Sunday; each looks at the 90 days before its Sunday ({}){restricted}.",
                say::zone_name(asked.zone())
            ))),
        ],
        actions: vec![Action {
            label: "By seller".to_owned(),
            text: format!("overlap by seller{}", asked.filters.typed(asked.snapshot)),
            kind: ActionKind::Ask,
        }],
        audience: Audience::Everyone,
    };
    Answer::answered(asked, card, json!({ "weeks": rows }))
}
