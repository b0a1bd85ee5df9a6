//! What is said instead of an answer: not to you, not here, which one, or not understood.

use serde_json::json;

use super::{button, plain};
use crate::{
    ask::{Ask, Place, Who},
    card::{ActionKind, Audience, Block, Span, Tone},
    language::{self, Choice, Unclear, Understood, World},
    questions::{self, ALL, Answer, Asked, Asker, Status},
};

/// What is said where others listen.
pub(super) const NOT_HERE: &str =
    "People of another company read here, so I say nothing about single people. Ask me in a direct message";
/// Suggestions under a text that is none of our questions.
const SUGGESTIONS: usize = 3;

/// What an asker may not see where they asked.
pub(super) fn refusal(ask: &Ask, asker: Asker, answer: &Answer) -> Option<Answer> {
    if answer.card.audience == Audience::Everyone || answer.status == Status::NotUnderstood {
        return None;
    }
    if asker == Asker::Unknown && answer.status != Status::Forbidden {
        let card = plain(&stranger(&ask.who), Tone::Caution);
        return Some(Answer::other(answer.question, Status::Forbidden, card));
    }
    if matches!(ask.place, Place::Shared { .. }) {
        return Some(Answer::other(answer.question, Status::Forbidden, plain(NOT_HERE, Tone::Caution)));
    }
    None
}

/// An import holds the database: what somebody wants to change has to wait. The same words do it then.
pub(super) fn busy(ask: &Ask) -> Answer {
    let mut card =
        plain("An import is running, so nothing was changed. Ask again in a minute", Tone::Caution);
    let confirms = ask.text.to_lowercase().starts_with("confirm ");
    let kind = if confirms { ActionKind::Confirm } else { ActionKind::Ask };
    card.actions = vec![button("Try again", ask.text.clone(), kind)];
    Answer::other("none", Status::NotFound, card)
}

/// What somebody is told whom we do not know.
pub(super) fn stranger(who: &Who) -> String {
    let whom = match who {
        Who::Colleague(email) => {
            format!("and {email} is none of them. Ask your admin to add this address to team.csv")
        }
        Who::Operator | Who::Unknown => {
            "and I do not know you. Ask your admin to add you to team.csv".to_owned()
        }
    };
    format!("I only speak about single people to colleagues, {whom}")
}

/// What a filter means has to be said first.
pub(super) fn which(asked: &Asked, unclear: &Unclear) -> Answer {
    match unclear {
        Unclear::Accounts(accounts) => {
            asked.account_choices("Which account do you mean?".to_owned(), Status::Ambiguous, accounts)
        }
        Unclear::Colleagues { typed, colleagues } => which_colleague(asked, typed, colleagues),
        Unclear::Asker => Answer::other(
            asked.question,
            Status::NotFound,
            plain(
                "I do not know which accounts are yours. Ask as a colleague of team.csv (in the terminal: --as E-MAIL), or name the owner: cold for Dana",
                Tone::Caution,
            ),
        ),
    }
}

fn which_colleague(asked: &Asked, typed: &str, colleagues: &[u16]) -> Answer {
    let list = colleagues.iter().map(|&id| {
        let colleague = asked.colleague(id);
        vec![Span::Text(format!("{} ({}, {})", colleague.name, colleague.side.as_str(), colleague.email))]
    });
    let mut card = plain("Several colleagues go by that name. Which one?", Tone::Neutral);
    card.actions = colleagues
        .iter()
        .map(|&id| {
            let colleague = asked.colleague(id);
            let label = format!("{}, {}", colleague.name, colleague.email);
            button(&label, asked.reworded(typed, &colleague.email), ActionKind::Ask)
        })
        .collect();
    card.blocks.push(Block::List(list.collect()));
    let mut answer = Answer::other(asked.question, Status::Ambiguous, card);
    answer.candidates = colleagues
        .iter()
        .map(|&id| json!({ "name": asked.colleague(id).name, "account": null, "email": asked.colleague(id).email }))
        .collect();
    answer
}

/// What is said to a text that is none of our questions. Where it is overheard, no name is offered.
pub(super) fn not_understood(understood: Understood, world: &World, overheard: bool) -> Answer {
    let (title, near) = match understood {
        Understood::Reading(_) | Understood::UnknownValue { .. } => unreachable!("both have been answered"),
        Understood::Several { question, typed, choices } => return which_meaning(question, &typed, &choices),
        Understood::Nothing { near } => {
            ("I did not understand that, so I will not guess. I could answer one of these".to_owned(), near)
        }
        Understood::TooLong => (
            format!(
                "That is longer than {} characters. Ask one question at a time, such as one of these",
                language::LONGEST
            ),
            Vec::new(),
        ),
        Understood::Empty => ("Ask me something, such as one of these".to_owned(), Vec::new()),
    };
    let usual = ["reached", "overlap", "warm"]
        .iter()
        .filter_map(|name| ALL.iter().position(|question| question.name == *name));
    let mut chosen: Vec<usize> = Vec::new();
    for question in near.into_iter().chain(usual) {
        if !chosen.contains(&question) {
            chosen.push(question);
        }
    }
    let example = |question: usize| match overheard {
        true => questions::open_example(ALL[question]),
        false => questions::examples(ALL[question], world.snapshot, world.terms).into_iter().next(),
    };
    let suggestions: Vec<String> = chosen.into_iter().filter_map(example).take(SUGGESTIONS).collect();
    let mut card = plain(&title, Tone::Neutral);
    card.audience = Audience::Everyone;
    card.actions = suggestions.iter().map(|text| button(text, text.clone(), ActionKind::Ask)).collect();
    card.actions.push(button("Help", "help".to_owned(), ActionKind::Ask));
    let mut answer = Answer::other("none", Status::NotUnderstood, card);
    answer.suggestions = suggestions;
    answer
}

/// Words that mean several things: which?
fn which_meaning(question: usize, typed: &str, choices: &[Choice]) -> Answer {
    let mut card = plain(&format!("“{typed}” can mean several things. Which one?"), Tone::Neutral);
    card.audience = Audience::Asker;
    card.actions =
        choices.iter().map(|choice| button(&choice.label, choice.text.clone(), ActionKind::Ask)).collect();
    let mut answer = Answer::other(ALL[question].name, Status::Ambiguous, card);
    answer.candidates =
        choices.iter().map(|choice| json!({ "name": choice.label, "account": null })).collect();
    answer
}

/// A filter's value that the database does not have is refused, never dropped.
pub(super) fn unknown_value(ask: &Ask, question: &'static str, typed: &str, nearest: Vec<String>) -> Answer {
    let title = if nearest.is_empty() {
        format!("Nothing in the account database is called “{typed}”")
    } else {
        format!("Nothing in the account database is called “{typed}”. Did you mean one of these?")
    };
    let mut card = plain(&title, Tone::Caution);
    card.audience = Audience::Everyone;
    card.actions =
        nearest.iter().map(|value| button(value, ask.text.replace(typed, value), ActionKind::Ask)).collect();
    let mut answer = Answer::other(question, Status::NotFound, card);
    answer.candidates = nearest.iter().map(|value| json!({ "name": value, "account": null })).collect();
    answer
}
