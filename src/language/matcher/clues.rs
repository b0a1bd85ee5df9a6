//! Which words tell who did what: the clues that `facts` reads.

use crate::{
    language::{
        facts::Clue,
        filters::Whose,
        lexicon::NOISE,
        tokens::Token,
        units::{By, Meaning, Unit, Value},
    },
    vocabulary::{Channel, Side},
};

/// What bears on facts, with the unit it comes from.
pub(super) fn clues(units: &[Unit], tokens: &[Token]) -> Vec<(usize, Clue)> {
    let named =
        |class: &str| units.iter().any(|unit| matches!(unit.meaning, Meaning::Word(known) if known == class));
    let both_named = named("marketing") && named("sales");
    units
        .iter()
        .enumerate()
        .flat_map(|(at, unit)| {
            let word = tokens[unit.from].word.as_str();
            let last = tokens[unit.to - 1].word.as_str();
            let clue = match &unit.meaning {
                // "Warmed up for sales": whom it is for did nothing.
                Meaning::Word("sales" | "marketing")
                    if unit.from > 0
                        && (tokens[unit.from - 1].word == "for"
                            || tokens[unit.from - 1].word == "on"
                                && unit.from > 1
                                && tokens[unit.from - 2].word == "waiting") =>
                {
                    return Vec::new();
                }
                Meaning::Word("marketing") => Clue::Side(Side::Marketing),
                Meaning::Word("sales") => Clue::Side(Side::Sales),
                Meaning::Word("both") if !both_named => Clue::Both,
                // "Neither team has called": nor the other.
                Meaning::Word("teams" | NOISE) | Meaning::Unknown
                    if !both_named
                        && is_neither(tokens, unit.from)
                        && matches!(
                            word,
                            "team" | "teams" | "side" | "sides" | "department" | "departments"
                        ) =>
                {
                    Clue::Both
                }
                Meaning::Word("reach" | "contact") if is_by_us(units, tokens, at) => Clue::Verb(None),
                Meaning::Word("reach") => {
                    // "Reach out to" is what sellers do as well: whoever is named.
                    let of_both =
                        unit.to > unit.from + 1 && !word.starts_with("warm") && !word.starts_with("market");
                    Clue::Verb((!of_both).then_some(Side::Marketing))
                }
                Meaning::Word("warm_verb") if !named("should") => Clue::Verb(Some(Side::Marketing)),
                // People open and attend what marketing sends.
                Meaning::Word("receive") => Clue::Verb((!named("sales")).then_some(Side::Marketing)),
                Meaning::Word("contact") => Clue::Verb(Some(Side::Sales)),
                Meaning::Word("support") => Clue::Verb(Some(Side::Marketing)),
                Meaning::Word(NOISE) if word == "or" => Clue::Or,
                Meaning::Word("touch" | "touches" | "outreach") => Clue::Verb(None),
                Meaning::Word("ignore") => {
                    let not = Clue::Not { lasting: false, somebody: false };
                    let by = (last == "by").then_some((at, Clue::Preposition));
                    return [(at, not), (at, Clue::Verb(None))].into_iter().chain(by).collect();
                }
                // "Got an inmail but nothing from marketing"
                Meaning::Word("not") if word == "nothing" && gives_nothing(units, tokens, at) => {
                    let not = Clue::Not { lasting: false, somebody: false };
                    return vec![(at, not), (at, Clue::Verb(None))];
                }
                // "Untouched by either department"
                Meaning::Word("not") if last == "by" && word.starts_with("un") => {
                    let not = Clue::Not { lasting: false, somebody: false };
                    return vec![(at, not), (at, Clue::Verb(None)), (at, Clue::Preposition)];
                }
                // "Sales never picked up"
                Meaning::Word("outcome") if last == "up" && both_named => {
                    if word == "not" {
                        let not = Clue::Not { lasting: false, somebody: false };
                        return vec![(at, not), (at, Clue::Verb(Some(Side::Sales)))];
                    }
                    Clue::Verb(Some(Side::Sales))
                }
                // "Contacted by sellers"
                Meaning::By(by @ (By::Seller | By::Marketer), true)
                    if word == "by"
                        && at > 0
                        && matches!(units[at - 1].meaning, Meaning::Word("contact" | "touch" | "reach")) =>
                {
                    let side = if *by == By::Seller { Side::Sales } else { Side::Marketing };
                    return vec![(at, Clue::Preposition), (at, Clue::Side(side))];
                }
                Meaning::Word("not") => Clue::Not {
                    lasting: matches!(word, "neither" | "nor"),
                    somebody: matches!(word, "nobody" | "noone" | "none" | "neither" | "nor")
                        || last == "one",
                },
                // "Warmed by the spring campaign": whatever side stands behind it did something else.
                Meaning::Word(_) if is_preposition(word) && leads_to_touches(&units[at + 1..], tokens) => {
                    return Vec::new();
                }
                Meaning::Word(_) if is_preposition(word) => Clue::Preposition,
                // "No seller has called"
                Meaning::By(by @ (By::Seller | By::Marketer), _)
                    if unit.from > 0 && tokens[unit.from - 1].word == "no" =>
                {
                    Clue::Side(if *by == By::Seller { Side::Sales } else { Side::Marketing })
                }
                _ => return Vec::new(),
            };
            // "Heard from" is one expression, and its end tells who follows.
            let more = unit.to > unit.from + 1
                && is_preposition(last)
                && !leads_to_touches(&units[at + 1..], tokens);
            std::iter::once((at, clue)).chain(more.then_some((at, Clue::Preposition))).collect()
        })
        .collect()
}

/// Whether a campaign or a channel is what did it: "by the spring campaign".
fn leads_to_touches(rest: &[Unit], tokens: &[Token]) -> bool {
    let small = |unit: &&Unit| matches!(tokens[unit.from].word.as_str(), "the" | "our" | "a" | "an");
    rest.iter().find(|unit| !small(unit)).is_some_and(|unit| {
        matches!(
            unit.meaning,
            Meaning::Value(Value::Campaign(_) | Value::Channel(_, Whose::Owners) | Value::Purpose(_))
        )
    })
}

/// "But nothing from marketing", where no verb stands before it as in "heard nothing from marketing".
fn gives_nothing(units: &[Unit], tokens: &[Token], at: usize) -> bool {
    let from = tokens.get(units[at].to).is_some_and(|token| token.word == "from");
    let verb =
        at > 0 && matches!(units[at - 1].meaning, Meaning::Word("touch" | "receive" | "reach" | "contact"));
    from && at > 0 && !verb
}

/// "Neither team", "from either of the two teams".
fn is_neither(tokens: &[Token], at: usize) -> bool {
    tokens[at.saturating_sub(4)..at]
        .iter()
        .any(|token| matches!(token.word.as_str(), "neither" | "nor" | "either"))
}

/// Whether a verb or noun that one side is known for is said of both: "have we contacted", "any contact with".
fn is_by_us(units: &[Unit], tokens: &[Token], at: usize) -> bool {
    let word = tokens[units[at].from].word.as_str();
    let noun = word == "contact" && tokens.get(units[at].to).is_some_and(|token| token.word == "with");
    let generic = word.starts_with("contact") || word.starts_with("reach");
    let subject = units[..at]
        .iter()
        .rev()
        .take(4)
        .take_while(|unit| matches!(unit.meaning, Meaning::Word(NOISE | "not" | "only")))
        .any(|unit| tokens[unit.from].word == "we");
    let by_anybody = tokens.get(units[at].to).is_some_and(|token| token.word == "by")
        && tokens.get(units[at].to + 1).is_some_and(|token| {
            matches!(token.word.as_str(), "anyone" | "anybody" | "us" | "someone" | "somebody")
        });
    by_anybody
        || noun && (at == 0 || !matches!(units[at - 1].meaning, Meaning::Word("sales" | "marketing")))
        || generic && subject
}

/// Verbs that tell through which channel.
pub(super) fn channel_of_verb(word: &str) -> Option<Channel> {
    Some(match word {
        "emailed" | "emailing" | "mailed" | "mailing" => Channel::Email,
        "inmailed" => Channel::Inmail,
        "messaged" | "messaging" => Channel::Message,
        _ => return None,
    })
}

fn is_preposition(word: &str) -> bool {
    matches!(word, "by" | "from" | "with" | "to" | "of")
}

/// "Call Ravi for me" is an order that is not ours to carry out.
pub(super) fn orders(tokens: &[Token]) -> bool {
    const VERBS: &[&str] = &[
        "call", "phone", "ring", "email", "message", "ping", "contact", "meet", "chase", "pitch", "talk",
        "speak", "reach", "approach", "touch", "target", "connect",
    ];
    let politely = ["please", "can", "could", "would", "you", "kindly", "now", "just", "hey", "hi", "pls"];
    // "Contact with Ravi" is a thing.
    let noun = tokens.get(1).is_some_and(|token| token.word == "with");
    !noun
        && tokens
            .iter()
            .find(|token| !politely.contains(&token.word.as_str()))
            .is_some_and(|token| VERBS.contains(&token.word.as_str()))
}
