//! Words that may mean one thing or another: a campaign and an account of one name, 03/04/2026. Each meaning is tried;
//! if more than one makes a question of ours, the asker is asked which.

use super::{
    tokens::Token,
    units::{Meaning, Unit, Value, World},
    windows,
};

/// One way to read some words, and how to write it so that it can mean nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As a button says it: "Globex, the campaign".
    pub label: String,
    /// The whole text again, with the words replaced.
    pub text: String,
}

/// A row of units with every unit decided, and what was decided for it.
pub(super) struct Decided {
    pub units: Vec<Unit>,
    /// The words that were decided, and how.
    pub choice: Option<(String, Choice)>,
}

/// Every way to decide the first undecided unit; the others are read as what comes first.
pub(super) fn decided(units: Vec<Unit>, tokens: &[Token], world: &World) -> Vec<Decided> {
    let Some(at) = units.iter().position(|unit| matches!(unit.meaning, Meaning::Either(_))) else {
        return vec![Decided { units, choice: None }];
    };
    let Meaning::Either(meanings) = &units[at].meaning else { unreachable!("found above") };
    let (from, to) = (units[at].from, units[at].to);
    let before = tokens[..from].last().map_or("", |token| token.word.as_str());
    let named: Vec<&Meaning> = meanings.iter().filter(|meaning| kind(meaning, world) == before).collect();
    let wanted: Vec<&Meaning> = if named.is_empty() { meanings.iter().collect() } else { named };
    let alike = wanted.iter().all(|meaning| kind(meaning, world) == kind(wanted[0], world));
    let decide = |meaning: &Meaning| {
        let mut decided = units.clone();
        decided[at].meaning = meaning.clone();
        for unit in &mut decided {
            if let Meaning::Either(others) = &unit.meaning {
                unit.meaning = others[0].clone();
            }
        }
        let typed = raw(&tokens[from..to]);
        let kind = kind(meaning, world);
        let choice = match meaning {
            // Several campaigns begin with the same words.
            Meaning::Value(Value::Campaign(campaign)) if alike => {
                let name = world.snapshot.campaigns[*campaign as usize].clone();
                Choice { text: replaced(tokens, from, to, &format!("{kind} {name}")), label: name }
            }
            _ => Choice {
                text: replaced(tokens, from, to, &format!("{kind} {typed}")),
                label: format!("{typed}, the {kind}"),
            },
        };
        Decided { units: decided, choice: Some((typed, choice)) }
    };
    wanted.into_iter().map(decide).collect()
}

/// The noun that says which meaning is meant.
fn kind(meaning: &Meaning, world: &World) -> &'static str {
    match meaning {
        Meaning::Name(name) if !name.colleagues.is_empty() => {
            match world.snapshot.colleagues[usize::from(name.colleagues[0])].side {
                crate::vocabulary::Side::Marketing => "marketer",
                crate::vocabulary::Side::Sales => "seller",
            }
        }
        Meaning::Name(_) | Meaning::Value(Value::Account(_)) => "account",
        Meaning::Value(Value::Industry(_)) => "industry",
        Meaning::Value(Value::Country(_)) => "country",
        Meaning::Value(Value::Tier(_)) => "tier",
        Meaning::Value(Value::Campaign(_)) => "campaign",
        Meaning::Value(Value::Content(_)) => "content",
        Meaning::Value(Value::Source(_)) => "source",
        Meaning::Value(Value::Channel(..)) => "channel",
        Meaning::Value(Value::Purpose(_)) => "purpose",
        _ => "role",
    }
}

/// The two readings of a date such as 03/04/2026, if a text has one.
pub(super) fn dates(tokens: &[Token]) -> Option<(usize, [Choice; 2])> {
    let (at, dates) =
        tokens.iter().enumerate().find_map(|(at, token)| Some((at, windows::either(&token.word)?)))?;
    let choice =
        |date| Choice { label: windows::long(date), text: replaced(tokens, at, at + 1, &date.to_string()) };
    Some((at, dates.map(choice)))
}

fn raw(tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.raw.as_str()).collect::<Vec<_>>().join(" ")
}

fn replaced(tokens: &[Token], from: usize, to: usize, words: &str) -> String {
    let parts = [raw(&tokens[..from]), words.to_owned(), raw(&tokens[to..])];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
