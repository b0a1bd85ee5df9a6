//! "Log a call with Patricia today." What no system recorded; shown first, written after a yes.

use jiff::ToSpan;
use serde_json::json;

use super::{Action as Proposal, Answer, Asked, Change, Question, Status, say, words};
use crate::{
    card::{Action as Button, ActionKind, Audience, Block, Card, Span, Tone},
    figures::scope::sides_of,
    language::Filtered,
    vocabulary::{Channel, Evidence, Outcome, Side},
};

pub static QUESTION: Question = Question {
    name: "log_touch",
    summary: "record a touch that no source knows, after a confirmation",
    examples: &[
        "log a call with Patricia Prospect today",
        "log a meeting with Colin Cold yesterday",
        "record an inmail to Patricia Prospect",
    ],
    phrases: &[
        "log {person}",
        "log {person} sales+",
        "log {person} marketing+",
        "log {person} anyone+",
        "log {person} anyone+ sales+",
        "log {person} {channel}",
        "log {person} {channel} sales+",
        "log {person} {channel} anyone+",
    ],
    also: &["company", "touch", "contact", "marketing", "sales", "effect", "and"],
    filters: Filtered::Not,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let person = match asked.subject_person() {
        Ok(person) => person,
        Err(answer) => return *answer,
    };
    if !asked.may_write() {
        return forbidden(asked, "Only colleagues may log touches. Ask your admin to add you to team.csv.");
    }
    let said = |word: &str| asked.reading.words.iter().any(|known| known == word);
    let (channel, said_side) = match asked.reading.filters.channel {
        Some((channel, side)) => (channel, side),
        None if ["call", "called", "phone", "phoned", "rang", "spoke", "talked"]
            .iter()
            .any(|word| said(word)) =>
        {
            (Channel::Call, None)
        }
        None if ["met", "meet"].iter().any(|word| said(word)) => (Channel::Meeting, None),
        None if ["message", "messaged"].iter().any(|word| said(word)) => (Channel::Message, None),
        None if ["emailed", "mailed"].iter().any(|word| said(word)) => (Channel::Email, None),
        // "A meeting" says what was done before it says through which channel.
        None => {
            (asked.reading.words.iter().find_map(|word| word.parse().ok()).unwrap_or(Channel::Other), None)
        }
    };
    // A colleague logs what they did themselves; the channel tells where nobody is known.
    let side = said_side
        .or(asked.asker_side())
        .or(if said("marketing") { Some(Side::Marketing) } else { None })
        .unwrap_or_else(|| match sides_of(channel) {
            [only] => *only,
            _ => Side::Sales,
        });
    let outcome = if said("declined") {
        Some(Outcome::Declined)
    } else if said("answered") || said("replied") {
        Some(Outcome::Answered)
    } else {
        None
    };
    let evidence = match (channel, outcome) {
        (Channel::Meeting, _) | (_, Some(Outcome::Answered)) => Evidence::Engaged,
        _ => Evidence::Delivered,
    };
    let at = match asked.reading.window.as_ref().map(|(window, _)| window) {
        Some(window) if window.from != window.to => {
            let key = asked.snapshot.people.email(person).unwrap_or(asked.snapshot.people.name(person));
            let days = ["today".to_owned(), "yesterday".to_owned(), format!("on {}", window.to)];
            return say_when(
                asked,
                "A touch happens on one day. Say which".to_owned(),
                days.map(|day| format!("log {} with {key} {day}", a(channel))),
            );
        }
        // An earlier day without an hour: noon there, which is that day whatever the season's clock.
        Some(window) if window.from != asked.today() => window
            .from
            .at(12, 0, 0, 0)
            .to_zoned(asked.zone().clone())
            .map(|noon| noon.timestamp())
            .unwrap_or(asked.now),
        _ => asked.now,
    };
    let at = at.min(asked.now + 0.seconds()).as_microsecond();
    let colleague = asked.asker_id();
    let name = asked.snapshot.people.name(person);
    let date = say::timestamp(at).to_zoned(asked.zone().clone()).date().strftime("%-d %b %Y").to_string();
    let what = format!("{} {} with {name} on {date}", side.as_str(), channel.as_str());
    let change = match asked.colleague_name(colleague) {
        Some(by) => format!("add a touch: {what}, by {by}"),
        None => format!("add a touch: {what}"),
    };
    let proposal = Proposal {
        change: Change::LogTouch { person, side, channel, evidence, at, colleague, outcome },
        changes: vec![change],
        done: format!("Logged: {what}."),
    };
    let mut answer = propose(
        asked,
        vec![
            format!("Log {} with ", a(channel)).into(),
            Span::Person(name.to_owned()),
            format!(" on {date}?").into(),
        ],
        proposal,
    );
    answer.card.blocks.insert(0, Block::Text(asked.person_line(person)));
    answer
}

/// "A call", "an email", as somebody would say it.
fn a(channel: Channel) -> String {
    match channel {
        Channel::Other => "a touch".to_owned(),
        channel => {
            let article = if channel.as_str().starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
            format!("{article} {channel}")
        }
    }
}

/// The card that asks before anything is changed.
pub fn propose(asked: &Asked, title: Vec<Span>, proposal: Proposal) -> Answer {
    let card = Card {
        title,
        tone: Tone::Caution,
        blocks: vec![Block::List(proposal.changes.iter().map(|change| words(change.clone())).collect())],
        actions: Vec::new(),
        audience: Audience::Asker,
    };
    let data = json!({ "action": asked.question, "changes": proposal.changes });
    Answer {
        status: Status::Confirm,
        window: None,
        filters: serde_json::Map::new(),
        proposal: Some(proposal),
        ..Answer::answered(asked, card, data)
    }
}

/// The card that asks for the day, with what could be said instead.
pub fn say_when(asked: &Asked, title: String, instead: [String; 3]) -> Answer {
    let card = Card {
        title: words(title),
        tone: Tone::Caution,
        blocks: Vec::new(),
        actions: instead
            .iter()
            .map(|text| Button { label: text.clone(), text: text.clone(), kind: ActionKind::Ask })
            .collect(),
        audience: Audience::Asker,
    };
    let mut answer = Answer::other(asked.question, Status::NotUnderstood, card);
    answer.suggestions = instead.into();
    answer
}

/// The card for somebody who may not.
pub fn forbidden(asked: &Asked, why: &str) -> Answer {
    let card = Card {
        title: words(why),
        tone: Tone::Problem,
        blocks: Vec::new(),
        actions: Vec::new(),
        audience: Audience::Asker,
    };
    Answer::other(asked.question, Status::Forbidden, card)
}

/// The card for a change that would change nothing.
pub fn nothing_to_do(asked: &Asked, title: String) -> Answer {
    let card = Card {
        title: words(title),
        tone: Tone::Neutral,
        blocks: Vec::new(),
        actions: Vec::new(),
        audience: Audience::Asker,
    };
    let data = json!({ "action": asked.question, "changes": [] });
    Answer {
        status: Status::Done,
        window: None,
        filters: serde_json::Map::new(),
        ..Answer::answered(asked, card, data)
    }
}
