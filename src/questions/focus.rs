//! "Is sales talking to people in market?" The 95-5 rule: about 95 % of buyers are out of market at any time; sales
//! should spend its effort on the few in market, marketing should reach the rest.

use serde_json::json;

use super::{Answer, Asked, Question, say, words};
use crate::{
    card::{Action, ActionKind, Audience, Block, Card, Picture, Span, Tone},
    figures::focus::focus,
    language::Filtered,
};

pub static QUESTION: Question = Question {
    name: "focus",
    summary: "whether sales talks to people in market, and marketing to the others",
    examples: &["is sales talking to people in market?", "market focus", "95-5 rule in fintech"],
    phrases: &[
        "focus",
        "sales+ {market}",
        "should facts {market} only",
        "sales effort {market}",
        "sales focus {market}",
        "effort {market}",
        "effort spend {market}",
        "sales effort spend {market}",
        "sales+ effort {market}",
        "sales spend {market}",
        "focus {market}",
        "sales+ {market} share",
        "sales {market} share",
        "sales {market} share history",
        "sales+ {market} how_many",
        "sales+ {market} share how_many",
        "anyone+ {market}",
        "focus facts",
        "sales {market} =with",
        "focus breakdown =split",
    ],
    also: &[
        "share",
        "state",
        "how_many",
        "sales",
        "marketing",
        "teams",
        "and",
        "company",
        "spend",
        "keep",
        "market",
        "effort",
        "history",
        "active",
    ],
    filters: Filtered::All,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let figures = focus(&asked.scope(), asked.in_market());
    let data = json!({
        "sales": figures.sales,
        "sales_in_market": figures.sales_in_market,
        "share": figures.share(),
        "marketing_out_of_market": figures.marketing_out_of_market,
        "out_of_market": figures.out_of_market,
        "share_out": figures.share_out(),
    });
    let (sales, inside) = (u64::from(figures.sales), u64::from(figures.sales_in_market));
    let (out, reached) = (u64::from(figures.out_of_market), u64::from(figures.marketing_out_of_market));
    let restricted = asked.restricted();
    let title = match figures.share() {
        Some(share) => vec![
            Span::Bold(say::percent(share)),
            format!(
                " of the people sales contacted are in market: {} of {}{restricted}",
                say::grouped(inside),
                say::people(sales)
            )
            .into(),
        ],
        None => {
            words(format!("No market focus to tell: sales contacted nobody, {}{restricted}", asked.label))
        }
    };
    // A share of nobody is no bar.
    let bars: Vec<(String, Option<f64>)> = [
        ("Sales: contacted people in market", figures.share()),
        ("Marketing: target market out of market, reached", figures.share_out()),
    ]
    .into_iter()
    .filter(|(_, share)| share.is_some())
    .map(|(label, share)| (label.to_owned(), share))
    .collect();
    let mut blocks = Vec::new();
    if !bars.is_empty() {
        blocks.push(Block::Picture(Picture::Bars { title: "The 95-5 picture".to_owned(), bars }));
    }
    blocks.push(Block::Facts(vec![
        ("Sales, in market".to_owned(), say::share(inside, sales, "sales contacted nobody")),
        (
            "Marketing, out of market".to_owned(),
            say::share(reached, out, "nobody in the target market is out of market"),
        ),
    ]));
    if asked.snapshot.accounts.iter().all(|account| account.market.is_empty()) {
        blocks.push(Block::Text(words(
            "No market state is recorded, and unknown counts as out of market. Import the column market, or say: COMPANY is in market.",
        )));
    } else {
        blocks.push(Block::Text(words(
            "About 95 % of buyers are out of market at any time: sales should work the few in market, marketing reach the others before they are.",
        )));
    }
    blocks.push(asked.window_note());
    let card = Card {
        title,
        tone: Tone::Neutral,
        blocks,
        actions: vec![
            Action {
                label: "Warm and in market".to_owned(),
                text: format!("warm in market{}", asked.typed_rest()),
                kind: ActionKind::Ask,
            },
            Action {
                label: "Untouched and in market".to_owned(),
                text: format!("untouched in market{}", asked.typed_rest()),
                kind: ActionKind::Ask,
            },
        ],
        audience: Audience::Everyone,
    };
    Answer::answered(asked, card, data)
}
