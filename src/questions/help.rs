//! "What can you do?" Made from the list of questions.

use serde_json::json;

use super::{
    ALL, Answer, Asked, Question,
    examples::{in_words_of, nameless},
    words,
};
use crate::{
    card::{Action, ActionKind, Audience, Block, Card, Span, Tone},
    language::Filtered,
};

pub static QUESTION: Question = Question {
    name: "help",
    summary: "what can be asked",
    examples: &["help", "what can you do?"],
    phrases: &[
        "help",
        "help self",
        "help effect =answer",
        "examples",
        "examples help",
        "examples marketing sales",
    ],
    also: &["and", "list", "help", "self"],
    filters: Filtered::Not,
    answer,
};

const HOW: &str = "Add a window (last 30 days, this quarter, in March, since 1 June, Q2 2026) and filters (in fintech, in Germany, tier 1, \
    at Northwind, my accounts, Dana’s team, campaign Spring Launch, in market, target market only).";

fn answer(asked: &Asked) -> Answer {
    let example = |question| match asked.overheard {
        true => super::nameless_examples(question),
        false => super::examples(question, asked.snapshot, asked.terms),
    };
    let how = match asked.overheard {
        true => nameless(HOW),
        false => in_words_of(HOW, asked.snapshot, asked.terms),
    };
    let list = ALL
        .iter()
        .filter(|question| question.name != QUESTION.name)
        .map(|&question| {
            vec![
                Span::Bold(question.summary.to_owned()),
                ": ".into(),
                Span::Code(example(question).swap_remove(0)),
            ]
        })
        .collect();
    let card = Card {
        title: words("Ask what marketing and sales know about your market"),
        tone: Tone::Neutral,
        blocks: vec![Block::List(list), Block::Text(words(how))],
        actions: ["overlap", "cold", "warm", "freshness"]
            .map(|text| Action {
                label: super::say::capital(text),
                text: text.to_owned(),
                kind: ActionKind::Ask,
            })
            .into(),
        audience: Audience::Everyone,
    };
    let data = json!({
        "questions": ALL.iter().map(|question| json!({
            "name": question.name,
            "summary": question.summary,
            "example": question.examples[0],
        })).collect::<Vec<_>>(),
    });
    Answer { window: None, ..Answer::answered(asked, card, data) }
}
