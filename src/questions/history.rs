//! "What happened with Patricia Prospect since June?" The touches of both sides on one time line.

use serde_json::json;

use super::{Answer, Asked, Question, say, words};
use crate::{
    card::{Action, ActionKind, Align, Audience, Block, Card, Column, Span, Table, Tone},
    figures::{Touch, TouchFilter},
    language::{Filtered, Whose},
    vocabulary::Evidence,
};

pub static QUESTION: Question = Question {
    name: "history",
    summary: "the touches of both sides with a person on one time line",
    examples: &[
        "what happened with Patricia Prospect since June?",
        "history colin cold",
        "show me all touches with Patricia Prospect",
    ],
    phrases: &[
        "{person} history",
        "{person} history touch",
        "{person} history facts",
        "{person} touches",
        "{person} touches facts",
        "{person} items",
        "{person} items facts",
        "{person} items use",
        "{person} going_on",
        "{person} use =what",
        "{person} history log",
        "{person} list facts =all",
        "{person} touches list",
        "{person} history touches",
        "{person} recent touches",
        "{person} we_sent =what",
        "{person} items we_sent",
        "{person} recent history",
        "{person} history going_on",
        "{person} =what =did =with",
        "{person} how_many touches",
        "{person} {items}",
        "{person} {items} facts",
    ],
    also: &[
        "list",
        "touch",
        "marketing",
        "sales",
        "both",
        "teams",
        "last",
        "company",
        "and",
        "when",
        "campaigns",
        "touches",
        "recent",
        "going_on",
        "use",
        "items",
        "state",
        "we_sent",
        "by",
        "how_many",
    ],
    filters: Filtered::Touches,
    answer,
};

/// Touches shown before the rest is left to "show more".
const FIRST: usize = 20;

fn answer(asked: &Asked) -> Answer {
    let person = match asked.subject_person() {
        Ok(person) => person,
        Err(answer) => return *answer,
    };
    let scope = asked.scope();
    let span = scope.span;
    let filter = asked.filters;
    let shown = |touch: &&Touch| {
        // Here a filter restricts everything, and an audience list is part of the story.
        span.contains(touch)
            && filter.channel.is_none_or(|(channel, whose)| {
                let here = |side| touch.kind.side() == side;
                touch.channel == channel && !matches!(whose, Whose::Side(side) if !here(side))
            })
            && filter.campaign.is_none_or(|campaign| touch.campaign == campaign)
            && filter.purpose.is_none_or(|purpose| touch.kind.purpose() == Some(purpose))
    };
    debug_assert!(TouchFilter::default().is_open());
    let touches: Vec<&Touch> =
        asked.snapshot.touches.of(person as usize).iter().filter(shown).rev().collect();
    let name = |list: &[String], at: u32| list.get(at as usize).cloned();
    let rows: Vec<_> = touches
        .iter()
        .map(|touch| {
            json!({
                "at": asked.instant(touch.at),
                "side": touch.kind.side().as_str(),
                "channel": touch.channel.as_str(),
                "evidence": touch.kind.evidence().as_str(),
                "colleague": asked.snapshot.colleagues.get(usize::from(touch.colleague)).map(|colleague| &colleague.name),
                "campaign": name(&asked.snapshot.campaigns, touch.campaign),
                "content": asked.snapshot.content.get(touch.content as usize).map(|content| &content.title),
                "outcome": touch.kind.outcome().map(|outcome| outcome.as_str()),
            })
        })
        .collect();
    let limit = asked.reading.top.map_or(FIRST, |top| top as usize);
    let table = Table {
        caption: format!("Touches with {}, newest first", asked.snapshot.people.name(person)),
        columns: ["When", "Side", "Channel", "Evidence", "Who or what"]
            .map(|name| Column { name: name.to_owned(), align: Align::Start })
            .into(),
        rows: touches
            .iter()
            .take(limit)
            .map(|touch| {
                let mut what: Vec<String> = Vec::new();
                what.extend(
                    asked.snapshot.colleagues.get(usize::from(touch.colleague)).map(|who| who.name.clone()),
                );
                what.extend(name(&asked.snapshot.campaigns, touch.campaign));
                what.extend(
                    asked
                        .snapshot
                        .content
                        .get(touch.content as usize)
                        .map(|content| format!("“{}”", content.title)),
                );
                what.extend(touch.kind.outcome().map(|outcome| match outcome.as_str() {
                    "none" => "no answer".to_owned(),
                    outcome => outcome.to_owned(),
                }));
                let evidence = match touch.kind.evidence() {
                    Evidence::Targeted => "targeted (no proof of delivery)",
                    evidence => evidence.as_str(),
                };
                vec![
                    vec![asked.moment(touch.at)],
                    words(touch.kind.side().as_str()),
                    words(touch.channel.as_str()),
                    words(evidence),
                    words(what.join(", ")),
                ]
            })
            .collect(),
        total: touches.len(),
    };
    let person_name = Span::Person(asked.snapshot.people.name(person).to_owned());
    let title = match touches.first() {
        Some(last) => vec![
            say::counted(touches.len() as u64, "touch", "touches").into(),
            " with ".into(),
            person_name,
            ", the last on ".into(),
            asked.day(last.at),
        ],
        None => vec!["No touch with ".into(), person_name, format!(" is recorded, {}", asked.label).into()],
    };
    let mut blocks = vec![Block::Text(asked.person_line(person))];
    if !table.rows.is_empty() {
        blocks.push(Block::Table(table));
    }
    blocks.push(asked.window_note());
    let key = asked.snapshot.people.email(person).unwrap_or(asked.snapshot.people.name(person));
    let mut actions = Vec::new();
    if touches.len() > limit {
        actions.push(Action {
            label: "Show more".to_owned(),
            text: format!("history of {key}{} top {}", asked.typed_rest(), limit + 80),
            kind: ActionKind::Ask,
        });
    }
    actions.push(Action {
        label: "Reached?".to_owned(),
        text: format!("reached {key}"),
        kind: ActionKind::Ask,
    });
    let card = Card { title, tone: Tone::Neutral, blocks, actions, audience: Audience::Asker };
    Answer::answered(asked, card, json!({ "person": asked.person(person), "touches": rows }))
}
