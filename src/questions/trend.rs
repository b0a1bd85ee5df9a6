//! "How has overlap moved over the last 12 weeks?" One point a week, each over its own trailing window.

use jiff::civil::Date;
use serde_json::json;

use super::{Answer, Asked, Question, measure::Measure, overlap::BENCHMARK, say, words};
use crate::{
    card::{Action, ActionKind, Align, Audience, Block, Card, Column, Line, Picture, Span, Table, Tone},
    figures::{
        Window,
        trend::{Point, trend},
        window::{DEFAULT_DAYS, trend_points},
    },
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
    let last = asked.reading.window.as_ref().map_or(today, |(window, _)| window.to.min(today));
    // "Twelve weeks are twelve points": the window's length in weeks, counted back from its end.
    let wanted = asked.reading.window.as_ref().map_or(WEEKS, |(window, _)| {
        u32::try_from((last - window.from).get_days()).unwrap_or(0).div_ceil(7).max(1)
    });
    let weeks = wanted.min(MOST);
    let points = trend_points(today, last, weeks);
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
    let (title, tone) = title(asked, &figures, last);
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
            note(asked, &points, wanted),
        ],
        actions: vec![Action {
            label: "By seller".to_owned(),
            text: format!("overlap by seller{}", asked.filters.typed(asked.snapshot)),
            kind: ActionKind::Ask,
        }],
        audience: Audience::Everyone,
    };
    let mut answer = Answer::answered(asked, card, json!({ "weeks": rows }));
    if wanted > weeks {
        let window = Window { from: points[0].0, to: last };
        answer.window = Some((window, format!("last {weeks} weeks of {}", asked.label)));
    }
    answer
}

fn title(asked: &Asked, figures: &[Point], last: Date) -> (Line, Tone) {
    let restricted = asked.restricted();
    let measure = shown(asked);
    let value = |point: &Point| match measure {
        Measure::Coverage => (point.coverage(), point.marketing_in_target, point.target),
        _ => (point.overlap(), point.both, point.sales),
    };
    let known: Vec<(f64, String)> = figures
        .iter()
        .filter_map(|point| {
            let (share, part, whole) = value(point);
            Some((share?, say::fraction(part.into(), whole.into())))
        })
        .collect();
    let (Some((first, _)), Some((newest, fraction))) = (known.first(), known.last()) else {
        let empty = match measure {
            Measure::Coverage => "nobody is in the target market",
            _ => "sales contacted nobody in these weeks",
        };
        return (words(format!("No trend to tell: {empty}{restricted}")), Tone::Caution);
    };
    let closed = last < asked.today();
    let mut line: Line = vec![
        format!("{} {} ", measure.name(), if closed { "was" } else { "is" }).into(),
        Span::Bold(say::percent(*newest)),
        format!(" ({fraction})").into(),
    ];
    if known.len() == 1 {
        line.push(format!(", too early for a trend{restricted}").into());
        return (line, Tone::Neutral);
    }
    let weeks = say::counted(figures.len() as u64, "week", "weeks");
    line.push(format!(", {} over {weeks}", say::change(*newest, *first)).into());
    if closed {
        line.extend([" to ".into(), Span::Date(last)]);
    }
    line.push(restricted.into());
    (line, if newest >= first { Tone::Good } else { Tone::Caution })
}

/// A trend knows two measures.
fn shown(asked: &Asked) -> Measure {
    match Measure::named(asked) {
        Measure::Coverage => Measure::Coverage,
        _ => Measure::Overlap,
    }
}

/// Which weeks, which dates, and what was left out.
fn note(asked: &Asked, points: &[(Date, Window)], wanted: u32) -> Block {
    let (first, last) = (points[0].0, points[points.len() - 1]);
    let mut line: Line = vec!["One point a week, the weeks from ".into(), Span::Date(first)];
    if last.0 > first {
        line.extend([" to ".into(), Span::Date(last.0)]);
    }
    let days = DEFAULT_DAYS;
    line.push(
        format!(", Monday to Sunday; each looks at the {days} days before its Sunday, the last one up to ")
            .into(),
    );
    line.extend([
        Span::Date(last.1.to),
        format!(" ({}){}.", say::zone_name(asked.zone()), asked.restricted()).into(),
    ]);
    if wanted > MOST {
        line.push(format!(" Of the {wanted} weeks asked for only the last {MOST} are shown.").into());
    }
    let named = Measure::named(asked);
    if named != shown(asked) {
        line.push(format!(" Of {} no trend is kept; this is overlap.", named.name().to_lowercase()).into());
    }
    Block::Note(line)
}
