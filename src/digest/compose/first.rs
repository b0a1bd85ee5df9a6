//! The first card: the headline, how it moved, what to do this week, and the two pictures.

use super::{Asking, Request, Said, late, to_do::ToDo};
use crate::{
    card::{Audience, Block, Card, Line, Picture, Span, UNCHANGED, change, grouped, listed, people, percent},
    db::DbError,
    digest::sections::Section,
};

pub async fn card(
    asking: &mut Asking<'_>,
    request: &Request<'_>,
    now: &Said,
    freshness: Option<&Said>,
    to_do: ToDo,
    threaded: bool,
) -> Result<Card, DbError> {
    let reporting = asking.reporting;
    let week_ago = asking.over("overlap", "overlap", reporting.week_ago).await?;
    let four_weeks_ago = asking.over("overlap", "overlap", reporting.four_weeks_ago).await?;
    let focus = asking.over("focus", "focus", reporting.headline).await?;
    let focus_before = asking.over("focus", "focus", reporting.week_ago).await?;

    let mut facts = Vec::new();
    let mut fact = |label: &str, line: Option<Line>| facts.extend(line.map(|line| (label.to_owned(), line)));
    fact("Since last week", moved(now, week_ago.as_ref()));
    fact("Since four weeks ago", moved(now, four_weeks_ago.as_ref()));
    fact("Benchmark", now.fact("Benchmark").cloned());
    fact("Coverage", Some(coverage(now, week_ago.as_ref())));
    fact("Market focus", focus.as_ref().map(|focus| market_focus(focus, focus_before.as_ref())));

    let mut blocks = vec![Block::Text(named(request, asking, threaded)), Block::Facts(facts)];
    blocks.extend(freshness.and_then(stale).map(Block::Text));
    if !to_do.points.is_empty() {
        blocks.push(Block::Heading("To do this week".to_owned()));
        blocks.push(Block::List(to_do.points));
    }
    if request.sections.has(Section::Pictures) {
        let [marketing, sales, both] = ["/marketing", "/sales", "/both"].map(|place| now.count(place));
        blocks.push(Block::Picture(Picture::Circles { marketing, sales, both }));
        let trend = asking.filtered("trend", "trend").await?;
        blocks.extend(trend.as_ref().and_then(weeks).map(Block::Picture));
    }
    blocks.push(Block::Note(window(asking)));
    blocks.extend(sources(now));
    Ok(Card {
        title: [late(request), now.card.title.clone()].concat(),
        tone: now.card.tone,
        blocks,
        actions: to_do.actions,
        audience: Audience::Everyone,
    })
}

/// The one line of a digest in which there is nothing to say.
pub fn nobody(request: &Request, asking: &Asking) -> Line {
    let window = asking.reporting.headline;
    let mut line = late(request);
    line.extend([
        "Nothing to report: neither marketing nor sales touched anybody between ".into(),
        Span::Date(window.from),
        " and ".into(),
        Span::Date(window.to),
        asking.said.as_str().into(),
    ]);
    line
}

/// "Alignment digest of Monday, 23 Nov 2026, in Fintech".
fn named(request: &Request, asking: &Asking, threaded: bool) -> Line {
    let weekday = request.date.strftime("%A").to_string();
    vec![
        Span::Bold("Alignment digest".to_owned()),
        format!(" of {weekday}, ").into(),
        Span::Date(request.date),
        format!("{}.{}", asking.said, if threaded { " The details follow below." } else { "" }).into(),
    ]
}

/// How the headline moved: "up 1.2 points, from 14.8 % (178 of 1,203 people)".
fn moved(now: &Said, then: Option<&Said>) -> Option<Line> {
    let (share, then) = (now.share("/overlap")?, then?);
    let Some(earlier) = then.share("/overlap") else {
        return Some(vec!["nothing to compare with: sales contacted nobody then".into()]);
    };
    Some(vec![
        Span::Bold(change(share, earlier)),
        format!(
            "{} {} ({} of {})",
            if change(share, earlier) == UNCHANGED { " at" } else { ", from" },
            percent(earlier),
            grouped(then.count("/both")),
            people(then.count("/sales"))
        )
        .into(),
    ])
}

fn coverage(now: &Said, then: Option<&Said>) -> Line {
    let reached = now.count("/marketing").saturating_sub(now.count("/outside/marketing"));
    let Some(share) = now.share("/coverage") else { return vec!["nobody is in the target market".into()] };
    let before = then.and_then(|then| then.share("/coverage"));
    rate(share, "of the target market reached", (reached, now.count("/target")), before)
}

fn market_focus(focus: &Said, then: Option<&Said>) -> Line {
    let Some(share) = focus.share("/share") else { return vec!["sales contacted nobody".into()] };
    let before = then.and_then(|then| then.share("/share"));
    let of = (focus.count("/sales_in_market"), focus.count("/sales"));
    rate(share, "of the people sales contacted are in market", of, before)
}

/// "34.4 % of the target market reached (1,938 of 5,637 people), down 0.1 points in a week".
fn rate(share: f64, what: &str, (part, whole): (u64, u64), before: Option<f64>) -> Line {
    let moved = before.map_or_else(String::new, |before| format!(", {} in a week", change(share, before)));
    let rest = format!(" {what} ({} of {}){moved}", grouped(part), people(whole));
    vec![Span::Bold(percent(share)), rest.into()]
}

/// What a "no" is worth while a source is stale.
fn stale(freshness: &Said) -> Option<Line> {
    let stale = freshness.list("/sources").iter().filter(|source| source["stale"] == true);
    let names: Vec<&str> = stale.filter_map(|source| source["name"].as_str()).collect();
    (!names.is_empty()).then(|| {
        let (verb, what) = if names.len() == 1 { ("is", "it") } else { ("are", "them") };
        vec![
            Span::Bold(listed(&names)),
            format!(" {verb} stale: touches may be missing here. Import {what} again first.").into(),
        ]
    })
}

fn weeks(trend: &Said) -> Option<Picture> {
    trend.card.blocks.iter().find_map(|block| match block {
        Block::Picture(picture @ Picture::Trend { .. }) => Some(picture.clone()),
        _ => None,
    })
}

fn window(asking: &Asking) -> Line {
    let window = asking.reporting.headline;
    vec![
        "Last 90 days: ".into(),
        Span::Date(window.from),
        " to ".into(),
        Span::Date(window.to),
        ". Last week and four weeks ago: the same window as it stood 7 and 28 days before. A week of the trend looks \
         at the 90 days before its Sunday."
            .into(),
    ]
}

/// How fresh the sources are, as the bot notes under every answer.
fn sources(now: &Said) -> Option<Block> {
    let last = now.card.blocks.last().filter(|block| matches!(block, Block::Note(_)));
    last.filter(|_| now.card.blocks.len() > 1).cloned()
}
