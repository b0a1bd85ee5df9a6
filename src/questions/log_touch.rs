//! "Log a call with Patricia today." What no system recorded; shown first, written after a yes.

use jiff::ToSpan;
use serde_json::json;

use super::{Action as Proposal, Answer, Asked, Change, Question, Status, say, words};
use crate::{
    card::{Action as Button, ActionKind, Audience, Block, Card, Span, Tone},
    figures::scope::sides_of,
    language::{Filtered, Whose},
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
        "told {person}",
        "told {person} {channel}",
        "log {person} occasion",
        "told {person} left",
        "add {person} sales+",
        "add {person} {channel}",
    ],
    also: &[
        "company",
        "touch",
        "contact",
        "marketing",
        "sales",
        "effect",
        "and",
        "occasion",
        "outcome",
        "reach",
        "touches",
        "log",
        "receive",
        "use",
        "outreach",
        "before",
        "left",
        "share",
    ],
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
        Some((channel, Whose::Side(side))) => (channel, Some(side)),
        Some((channel, Whose::Owners | Whose::Both)) => (channel, None),
        None => (channel_said(&asked.reading.words), None),
    };
    // A colleague logs what they did themselves; the channel tells where nobody is known.
    let side = said_side
        .or(asked.asker_side())
        .or(if said("marketing") { Some(Side::Marketing) } else { None })
        .unwrap_or_else(|| match sides_of(channel) {
            [only] => *only,
            _ => Side::Sales,
        });
    let outcome = outcome_said(&asked.reading.words);
    let evidence = match (channel, outcome) {
        (_, Some(Outcome::Answered)) => Evidence::Engaged,
        (Channel::Meeting, outcome) if outcome != Some(Outcome::None) => Evidence::Engaged,
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

/// The channel that the words of a touch tell, what was done before what is named beside it.
fn channel_said(words: &[String]) -> Channel {
    const SAID: &[(Channel, &[&str])] = &[
        (
            Channel::Meeting,
            &[
                "met",
                "meet",
                "demo",
                "demoed",
                "demos",
                "coffee",
                "lunch",
                "dinner",
                "breakfast",
                "visited",
                "visit",
            ],
        ),
        (
            Channel::Call,
            &[
                "call",
                "called",
                "phone",
                "phoned",
                "rang",
                "dialled",
                "dialed",
                "spoke",
                "spoken",
                "talked",
                "voicemail",
                "voice",
            ],
        ),
        (Channel::Inmail, &["inmailed"]),
        (Channel::Message, &["message", "messaged", "texted", "text"]),
        (Channel::Email, &["emailed", "mailed"]),
    ];
    let of = |said: &[&str]| words.iter().any(|word| said.contains(&word.as_str()));
    SAID.iter()
        .find(|(_, said)| of(said))
        .map(|(channel, _)| *channel)
        // "A meeting" says what was done before it says through which channel.
        .or_else(|| words.iter().find_map(|word| word.parse().ok()))
        .unwrap_or(Channel::Other)
}

/// What came of the touch, as far as the words tell: "no answer", "she picked up", "declined".
fn outcome_said(words: &[String]) -> Option<Outcome> {
    let at = |said: &[&str]| words.iter().position(|word| said.contains(&word.as_str()));
    let denied = |at: usize| words[at.saturating_sub(2)..at].iter().any(|word| word == "no" || word == "not");
    if at(&["declined", "hung"]).is_some() || at(&["interested"]).is_some_and(denied) {
        return Some(Outcome::Declined);
    }
    if at(&["voicemail"]).is_some() {
        return Some(Outcome::None);
    }
    let answer = at(&[
        "answered",
        "answer",
        "replied",
        "reply",
        "responded",
        "response",
        "picked",
        "pick",
        "interested",
        "agreed",
        "accepted",
    ])?;
    Some(if denied(answer) { Outcome::None } else { Outcome::Answered })
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
