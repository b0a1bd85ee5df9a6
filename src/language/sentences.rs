//! A question among other words: with its reason behind it, after a preface, or between other sentences.

use super::{
    phrases::{Grammar, Look, Understood, whole},
    tokens::tokens,
    units::{Meaning, Value, World, spelled, units},
};

/// "Globex is in market, they're looking for a vendor": what is told of somebody, with the reason left away. A reason
/// that denies something, or names anything else, may be more than one.
pub(super) fn without_reason(text: &str, world: &World, grammars: &[Grammar]) -> Option<Understood> {
    const DOUBTS: &[&str] = &[
        "maybe", "perhaps", "possibly", "if", "unless", "or", "but", "and", "right", "is", "are", "who",
        "what",
    ];
    let at = text.rmatch_indices([',', ';', ':', '–', '—']).map(|(at, _)| at).find(|at| {
        let after = tokens(text[*at..].trim_start_matches([',', ';', ':', '–', '—']));
        after.first().is_some_and(|token| !DOUBTS.contains(&token.word.as_str()))
    })?;
    let (told, reason) = text.split_at(at);
    let restricts = units(&spelled(tokens(reason), world), world)[0].units.iter().any(|unit| {
        let named = matches!(&unit.meaning, Meaning::Name(name) if name.exact);
        named
            || matches!(
                unit.meaning,
                Meaning::Value(_) | Meaning::Window(..) | Meaning::Word("not" | "no_longer" | "will")
            )
    });
    if restricts || text.ends_with('?') {
        return None;
    }
    match whole(told, tokens(told), world, grammars, Look::Second) {
        Understood::Reading(reading)
            if reading.phrase.split(' ').any(|item| matches!(item, "statement" | "mark" | "became")) =>
        {
            Some(Understood::Reading(reading))
        }
        _ => None,
    }
}

/// "I took over from a colleague, bring me up to speed on …": what somebody tells of themselves before they ask. What
/// names, restricts or denies anything is no preface.
pub(super) fn after_preface(text: &str, world: &World, grammars: &[Grammar]) -> Option<Understood> {
    const OPENINGS: &[&str] = &[
        "i",
        "we",
        "my",
        "our",
        "before",
        "ahead",
        "quick",
        "prepping",
        "preparing",
        "doing",
        "working",
        "curious",
    ];
    let at = text.find([',', ':', ';']).or_else(|| text.find(" - "))?;
    let (preface, question) = text.split_at(at);
    let words = tokens(preface);
    if !OPENINGS.contains(&words.first()?.word.as_str()) {
        return None;
    }
    let restricts = units(&spelled(words, world), world)[0].units.iter().any(|unit| {
        !matches!(unit.meaning, Meaning::Unknown | Meaning::Word(_))
            || matches!(unit.meaning, Meaning::Word("not" | "only"))
    });
    let question = question.trim_start_matches([',', ':', ';', ' ', '-']);
    if restricts {
        return None;
    }
    match whole(question, tokens(question), world, grammars, Look::Second) {
        reading @ Understood::Reading(_) => Some(reading),
        _ => None,
    }
}

/// The reading of the only sentence that asks anything, if there is just one.
pub(super) fn one_sentence(
    text: &str,
    world: &World,
    grammars: &[Grammar],
    look: Look,
) -> Option<Understood> {
    const MARKS: &[&str] = &[". ", "! ", "!", "? ", ": ", "; ", "\n", " - ", " – ", " — "];
    let mut sentences = vec![text];
    for mark in MARKS {
        sentences = sentences.into_iter().flat_map(|sentence| sentence.split_inclusive(mark)).collect();
    }
    if sentences.len() < 2 || sentences.len() > 8 {
        return None;
    }
    let mut found = None;
    for sentence in sentences {
        let tokens = tokens(sentence);
        if tokens.is_empty() {
            continue;
        }
        let spelled = spelled(tokens.clone(), world);
        let restricts = units(&spelled, world)[0].units.iter().any(|unit| match &unit.meaning {
            // "Project Phoenix campaign: who is warm?" too.
            Meaning::Window(..) | Meaning::Name(_) | Meaning::By(..) => true,
            Meaning::Value(value) => !matches!(value, Value::Channel(..)),
            // "Bartholomew's team: who is cold?", "for the Zurich office: overlap?"
            Meaning::Unknown => {
                let mut before = spelled[..unit.from].iter().rev().map(|token| token.word.as_str());
                let before = before.find(|word| !matches!(*word, "the" | "our" | "my"));
                spelled[unit.from].possessive
                    || matches!(before, Some("in" | "for" | "at" | "of" | "by" | "with"))
            }
            _ => false,
        });
        match whole(sentence, tokens, world, grammars, look) {
            reading @ Understood::Reading(_) if found.is_none() => found = Some(reading),
            Understood::Reading(_) => return None, // two questions at once
            _ if restricts => return None,         // not to be dropped silently
            _ => {}
        }
    }
    found
}
