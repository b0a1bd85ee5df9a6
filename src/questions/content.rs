//! "Which content does sales use?" 57 % of buyers say that sellers ignore marketing's content.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Answer, Asked, Question, say, words};
use crate::{
    card::{Align, Audience, Block, Card, Column, Span, Table, Tone},
    figures::content::content_use,
    language::Filtered,
    snapshot::Content,
    vocabulary::Side,
};

pub static QUESTION: Question = Question {
    name: "content",
    summary: "which of marketing's content sales uses, and who does",
    examples: &["which content does sales use?", "content use this quarter", "is sales using our content?"],
    phrases: &[
        "content",
        "content use",
        "content ignore",
        "content ignore facts",
        "content sales+",
        "content sales-",
        "content use facts",
        "{content} use",
        "{content} use facts",
        "content use history",
        "content use {by}",
        "content {by}",
        "content use produce",
        "use produce =what",
        "content produce use facts",
    ],
    also: &[
        "active",
        "sales",
        "marketing",
        "use",
        "not",
        "most",
        "share",
        "how_many",
        "list",
        "dimension",
        "and",
        "company",
        "by",
        "state",
        "produce",
        "outcome",
        "hand_over",
        "effect",
        "touches",
    ],
    filters: Filtered::All,
    answer,
};

/// Pieces shown before the rest is left out.
const FIRST: usize = 20;

fn answer(asked: &Asked) -> Answer {
    let snapshot = asked.snapshot;
    let wanted = asked.reading.content;
    let is_active = |content: &Content| {
        content.listed
            && content.published.is_none_or(|published| published <= asked.window.to)
            && content.retired.is_none_or(|retired| retired >= asked.window.from)
    };
    let active: Vec<u32> = (0..snapshot.content.len() as u32)
        .filter(|&piece| {
            is_active(&snapshot.content[piece as usize]) && wanted.is_none_or(|wanted| wanted == piece)
        })
        .collect();
    let uses = content_use(&asked.scope());
    let mut pieces: Vec<Piece> = active
        .iter()
        .map(|&piece| Piece { title: &snapshot.content[piece as usize].title, uses: 0, sellers: Vec::new() })
        .collect();
    let mut sellers_using: BTreeSet<u16> = BTreeSet::new();
    for (content, used) in uses.pieces() {
        let Ok(at) = active.binary_search(&content) else { continue };
        pieces[at].uses = used.iter().map(|used| u64::from(used.touches)).sum();
        for colleague in used.iter().filter_map(|used| used.colleague) {
            if asked.colleague(colleague).side == Side::Sales {
                pieces[at].sellers.push(&asked.colleague(colleague).name);
                sellers_using.insert(colleague);
            }
        }
        pieces[at].sellers.sort_unstable();
    }
    pieces.sort_by(|a, b| b.uses.cmp(&a.uses).then_with(|| a.title.cmp(b.title)));
    let used = pieces.iter().filter(|piece| piece.uses > 0).count();
    // Filters on owners are about accounts; sellers count by the touches they made.
    let sellers = snapshot.colleagues.iter().filter(|colleague| colleague.side == Side::Sales).count();
    let data = json!({
        "pieces": pieces.iter().map(|piece| json!({ "title": piece.title, "uses": piece.uses, "sellers": piece.sellers })).collect::<Vec<_>>(),
        "used": used,
        "active": pieces.len(),
        "sellers_using": sellers_using.len(),
        "sellers": sellers,
    });
    let restricted = asked.restricted();
    let title = if pieces.is_empty() {
        words(format!("No content is active in the window{restricted}"))
    } else {
        vec![
            "Sales uses ".into(),
            Span::Bold(say::percent(used as f64 / pieces.len() as f64)),
            format!(
                " of marketing’s content: {used} of {}{restricted}",
                say::counted(pieces.len() as u64, "active piece", "active pieces")
            )
            .into(),
        ]
    };
    let mut blocks = vec![Block::Facts(vec![(
        "Sellers who used any".to_owned(),
        words(if sellers == 0 {
            "no sellers are known; import team.csv".to_owned()
        } else {
            format!(
                "{} ({} of {})",
                say::percent(sellers_using.len() as f64 / sellers as f64),
                sellers_using.len(),
                say::counted(sellers as u64, "seller", "sellers")
            )
        }),
    )])];
    if pieces.is_empty() {
        blocks.push(Block::Text(words("Content comes from content.csv; a piece counts as active between its dates published and retired.")));
    } else {
        let limit = asked.reading.top.map_or(FIRST, |top| top as usize);
        blocks.push(Block::Table(Table {
            caption: "Content by use in sales touches".to_owned(),
            columns: [("Piece", Align::Start), ("Uses", Align::End), ("Sellers", Align::Start)]
                .map(|(name, align)| Column { name: name.to_owned(), align })
                .into(),
            rows: pieces
                .iter()
                .take(limit)
                .map(|piece| {
                    let sellers = match &piece.sellers[..] {
                        [] if piece.uses == 0 => "nobody yet".to_owned(),
                        [first, second, third, rest @ ..] if rest.len() > 1 => {
                            format!("{first}, {second}, {third} and {} more", rest.len())
                        }
                        sellers => sellers.join(", "),
                    };
                    vec![words(piece.title), words(say::grouped(piece.uses)), words(sellers)]
                })
                .collect(),
            total: pieces.len(),
        }));
    }
    blocks.push(asked.window_note());
    let rest = asked.typed_rest();
    let actions = vec![
        say::ask("Whom to send it to: who is warm?", format!("warm{rest}")),
        say::ask("Does priming work?", format!("priming{rest}")),
    ];
    let card = Card { title, tone: Tone::Neutral, blocks, actions, audience: Audience::Everyone };
    Answer::answered(asked, card, data)
}

struct Piece<'c> {
    title: &'c str,
    uses: u64,
    sellers: Vec<&'c str>,
}
