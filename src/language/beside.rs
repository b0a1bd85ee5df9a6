//! What the words beside a unit tell of it: whether "take" adds or removes, whether a number says how many to list.

use super::{
    lexicon::{NOISE, class_of},
    tokens::Token,
    told::opens,
    units::{Meaning, Unit, Value, World},
};

/// What "take", "move" and "drop" mean by their object: to or from the target market, or a market state, or the
/// movement of a figure.
pub(super) fn moved(class: &str, units: &[Unit], tokens: &[Token]) -> &'static str {
    let (verb, rest) = (&units[0], &units[1..]);
    let word = tokens[verb.from].word.as_str();
    let before = |unit: &Unit| {
        let words = tokens[..unit.from].iter().rev().map(|token| token.word.as_str());
        words.into_iter().find(|word| !matches!(*word, "the" | "our" | "a" | "my")).unwrap_or_default()
    };
    let target = rest.iter().find(|unit| {
        matches!(unit.meaning, Meaning::Value(Value::Target) | Meaning::Word("target_list" | "outside"))
    });
    let market = rest.iter().find(|unit| matches!(unit.meaning, Meaning::Value(Value::Market(_))));
    let into = |unit: &Unit| match tokens[unit.from].word.as_str() {
        "into" => "into", // a part of the expression itself
        _ => before(unit),
    };
    let (target, market) = (target.map(before), market.map(into));
    match (class, target, market) {
        (_, Some("from" | "off" | "out" | "of"), _) | ("drop", Some("as"), _) => "remove",
        ("take" | "move", Some("into" | "to" | "onto" | "as"), _) | ("take", Some("in" | "on"), _) => "add",
        ("take", None, Some(_)) | ("move", None, Some("to" | "into" | "as")) => "mark",
        ("take", ..) if word.starts_with("br") => NOISE, // "bring me the list"
        ("take", ..) if word == "put" => "add",
        ("take", ..) => "remove",
        // "Hooli dropped out of market"
        ("drop", None, Some(_)) if word == "dropped" => "became",
        // "Drop Hooli" orders; "did it drop" asks.
        _ if opens(tokens, verb.from) => "remove",
        _ => "trend",
    }
}

/// "In" or "out" at the end of "market state … to in".
pub(super) fn is_state(unit: &Unit, tokens: &[Token]) -> bool {
    let word = |at: usize| tokens[at].word.as_str();
    unit.to == tokens.len()
        && unit.from > 0
        && matches!(word(unit.from), "in" | "out")
        && matches!(word(unit.from - 1), "to" | "as")
        && tokens
            .windows(2)
            .any(|two| two[0].word == "market" && matches!(two[1].word.as_str(), "state" | "status"))
}

/// Whether a number says how many people to list: "give me 20 people", "list 5 cold contacts".
pub(super) fn is_wanted(number: &Unit, next: Option<&Unit>, tokens: &[Token]) -> bool {
    let before = tokens[..number.from].last().map_or("", |token| token.word.as_str());
    let asked = matches!(before, "give" | "me" | "us" | "show" | "list" | "find" | "get" | "name");
    asked
        && next.is_some_and(|next| {
            matches!(next.meaning, Meaning::Word("warm" | "cold" | "untouched"))
                || matches!(
                    tokens[next.from].word.as_str(),
                    "people" | "prospects" | "leads" | "names" | "persons"
                )
        })
}

/// Whether touches of one channel are what is listed: "the e-mails", "every meeting".
pub(super) fn names_touches(rest: &[Unit], tokens: &[Token]) -> bool {
    let small = |unit: &&Unit| {
        matches!(
            tokens[unit.from].word.as_str(),
            "me" | "us"
                | "the"
                | "all"
                | "of"
                | "our"
                | "his"
                | "her"
                | "their"
                | "any"
                | "every"
                | "recent"
                | "last"
                | "sales"
                | "marketing"
        )
    };
    let somebody =
        |unit: &&Unit| small(unit) || matches!(&unit.meaning, Meaning::Name(name) if name.possessive);
    let skipped = rest.iter().take_while(somebody).count();
    matches!(rest.get(skipped), Some(Unit { meaning: Meaning::Value(Value::Channel(..)), .. }))
}

/// Whether what follows "but" is what it leaves out.
pub(super) fn is_excepted(rest: &[Unit], tokens: &[Token]) -> bool {
    rest.iter()
        .find(|unit| {
            !matches!(tokens[unit.from].word.as_str(), "the" | "our" | "those" | "for" | "in" | "at")
        })
        .is_some_and(|unit| matches!(unit.meaning, Meaning::Name(_) | Meaning::Value(_) | Meaning::By(..)))
}

/// "Fewer than 3 people", if 3 is what makes a buying group covered here: not covered.
pub(super) fn fewer(rest: &[Unit], tokens: &[Token], world: &World) -> Option<(usize, Meaning)> {
    let than = usize::from(rest.first().is_some_and(|unit| tokens[unit.from].word == "than"));
    let Meaning::Number(count) = rest.get(than)?.meaning else { return None };
    let covered = count as usize == world.snapshot.workspace.covered_at;
    Some((than + 2, if covered { Meaning::Word("uncovered") } else { Meaning::Unknown }))
}

/// "Without any marketing cover", "with no marketing help".
pub(super) fn is_without_marketing(unit: &Unit, tokens: &[Token]) -> bool {
    let before: Vec<&str> =
        tokens[..unit.from].iter().rev().take(4).map(|token| token.word.as_str()).collect();
    before.first() == Some(&"marketing")
        && before.iter().any(|word| matches!(*word, "without" | "no" | "not" | "any"))
}

/// "Whom should we warm", "whom do I need to warm for Dana": to be done, not what somebody is.
pub(super) fn is_to_warm(unit: &Unit, tokens: &[Token]) -> bool {
    let word = |token: &Token, words: &[&str]| words.contains(&token.word.as_str());
    let before = &tokens[..unit.from];
    let next = tokens.get(unit.to);
    before.last().is_some_and(|token| word(token, &["i", "we", "you", "marketing", "to"]))
        && before
            .iter()
            .any(|token| word(token, &["should", "need", "needs", "have", "has", "ought", "must"]))
        && !next
            .is_some_and(|token| word(token, &["people", "leads", "prospects", "contacts", "ones", "folks"]))
}

/// Whether "without", "no" or the like stands shortly before.
pub(super) fn denies_before(unit: &Unit, tokens: &[Token]) -> bool {
    let mut before = tokens[..unit.from].iter().rev().take(4);
    before.any(|token| matches!(token.word.as_str(), "without" | "no" | "not" | "never" | "zero"))
}

/// Whether "contacts" are people here: "marketing-engaged contacts", "target contacts that nobody called".
pub(super) fn are_people(unit: &Unit, rest: &[Unit], tokens: &[Token]) -> bool {
    const BEFORE: &[&str] = &[
        "show",
        "list",
        "target",
        "untouched",
        "the",
        "our",
        "which",
        "what",
        "those",
        "these",
        "get",
        "find",
        "1",
        "2",
        "3",
    ];
    let Some(before) = unit.from.checked_sub(1).map(|at| tokens[at].word.as_str()) else { return false };
    let verb = |unit: &Unit| {
        matches!(unit.meaning, Meaning::Word("contact" | "touch" | "reach" | "receive"))
            && tokens[unit.from].word != "contacts"
    };
    let engaged =
        matches!(class_of(before), Some("touch" | "reach" | "receive")) && !denies_before(unit, tokens);
    engaged || before == "untouched" || BEFORE.contains(&before) && rest.iter().any(verb)
}

/// What "my" stands before without telling whose accounts are meant: "my CEO wants", "for my slides".
pub(super) fn is_occasion(word: &str) -> bool {
    matches!(
        word,
        "ceo"
            | "cfo"
            | "cmo"
            | "cro"
            | "coo"
            | "vp"
            | "boss"
            | "manager"
            | "board"
            | "slides"
            | "slide"
            | "deck"
            | "report"
            | "review"
            | "presentation"
            | "director"
            | "leadership"
            | "notes"
            | "records"
            | "understanding"
            | "head"
    )
}
