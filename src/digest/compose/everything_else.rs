//! The rest, in one card: what sales does with content, the effort that leaves the target market, whether priming
//! works, and how fresh the sources are.

use serde_json::Value as Json;

use super::{
    Asking, Said,
    asking::{number, word},
    plain,
};
use crate::{
    card::{Block, Card, Line, Span, Tone, counted, listed, share},
    db::DbError,
    digest::sections::{Section, Sections},
};

/// Points of a list.
const POINTS: usize = 5;

pub async fn card(
    asking: &mut Asking<'_>,
    now: &Said,
    content: Option<Said>,
    freshness: Option<Said>,
    sections: Sections,
) -> Result<Option<Card>, DbError> {
    let window = asking.reporting.headline;
    let content = content.filter(|said| sections.has(Section::Content) && said.count("/active") > 0);
    let freshness = freshness.filter(|_| sections.has(Section::Sources));
    let priming = match sections.has(Section::Priming) {
        true => asking.over("priming", "priming", window).await?.filter(|said| said.data["enough"] == true),
        false => None,
    };
    let mut blocks = Vec::new();
    let mut actions = Vec::new();
    let mut part = |heading: &str, body: Vec<Block>| {
        blocks.push(Block::Heading(heading.to_owned()));
        blocks.extend(body);
    };
    if let Some(content) = &content {
        part("Content", used(content));
        actions.push(asking.button("Content", "content use"));
    }
    if sections.has(Section::Outside) {
        part("Effort outside the target market", vec![Block::Facts(outside(now))]);
        actions.push(asking.button("Outside", "outside"));
    }
    if let Some(priming) = priming {
        part("Priming", vec![Block::Text(priming.card.title.clone()), effect(&priming)]);
        actions.push(asking.button("Priming", "priming"));
    }
    if let Some(freshness) = &freshness {
        part("Sources", sources(freshness));
    }
    if blocks.is_empty() {
        return Ok(None);
    }
    let title = content.map(|content| content.card.title);
    let title = title.unwrap_or_else(|| vec!["Where the effort goes, and what the figures rest on".into()]);
    let tone = if freshness.is_some_and(|said| said.card.tone == Tone::Caution) {
        Tone::Caution
    } else {
        Tone::Neutral
    };
    Ok(Some(Card { tone, blocks, actions, ..plain(title) }))
}

fn used(content: &Said) -> Vec<Block> {
    let sellers = content.fact("Sellers who used any").cloned();
    let facts = sellers.map(|line| Block::Facts(vec![("Sellers who used any".to_owned(), line)]));
    let used = |piece: &&Json| number(piece, "/uses") > 0;
    let points: Vec<Line> = content.list("/pieces").iter().filter(used).take(POINTS).map(piece).collect();
    facts.into_iter().chain((!points.is_empty()).then_some(Block::List(points))).collect()
}

fn piece(piece: &Json) -> Line {
    let uses = counted(number(piece, "/uses"), "use", "uses");
    let sellers = piece["sellers"].as_array().map_or(0, Vec::len) as u64;
    let by = match sellers {
        0 => String::new(),
        sellers => format!(" by {}", counted(sellers, "seller", "sellers")),
    };
    vec![Span::Bold(word(piece, "/title").unwrap_or_default().to_owned()), format!(": {uses}{by}").into()]
}

fn outside(now: &Said) -> Vec<(String, Line)> {
    let line = |side: &str, empty: &str| {
        share(now.count(&format!("/outside/{side}")), now.count(&format!("/{side}")), empty)
    };
    vec![
        ("Sales".to_owned(), line("sales", "sales contacted nobody")),
        ("Marketing".to_owned(), line("marketing", "marketing reached nobody")),
    ]
}

fn effect(priming: &Said) -> Block {
    let labels = ["Primed", "Unprimed", "Difference"];
    let facts = labels.iter().filter_map(|label| Some(((*label).to_owned(), priming.fact(label)?.clone())));
    Block::Facts(facts.collect())
}

/// The question's own sentence, and the stale by name.
fn sources(freshness: &Said) -> Vec<Block> {
    let stale = freshness.list("/sources").iter().filter(|source| source["stale"] == true);
    let names: Vec<&str> = stale.filter_map(|source| word(source, "/name")).collect();
    let mut line = freshness.card.title.clone();
    if !names.is_empty() {
        line.push(format!(": {}", listed(&names)).into());
    }
    vec![Block::Text(line)]
}
