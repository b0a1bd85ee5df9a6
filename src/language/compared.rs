//! "Germany or France?", "tier 1 against tier 2": values of one kind, held against each other.

use super::{
    lexicon::NOISE,
    owned::owner,
    terms::Term,
    tokens::Token,
    units::{By, Meaning, Unit, Value, World},
};

/// Makes one unit of the values that a text compares: a breakdown with their rows. Values that merely stand beside each
/// other stay what they are, and no filter holds two.
pub(super) fn compare(units: &mut [Unit], tokens: &[Token], world: &World) {
    refuse_unlike(units, tokens);
    for by in By::ALL {
        let mut places: Vec<usize> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        for (at, unit) in units.iter().enumerate() {
            let Some(value) = value_of(&unit.meaning, world).filter(|value| dimension(value) == Some(*by))
            else {
                continue;
            };
            places.push(at);
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if values.len() > 1 && compares(&units[places[0]], &units[places[places.len() - 1]], tokens) {
            places.iter().for_each(|at| units[*at].meaning = Meaning::Word(NOISE));
            units[places[0]].meaning = Meaning::Compared(*by, values);
            return;
        }
    }
}

/// "Tier 1 and 2", "tiers 1, 2 and 3": numbers that are tiers as well.
pub(super) fn more_tiers(units: &mut [Unit], tokens: &[Token], world: &World) {
    for at in 1..units.len() {
        let Meaning::Number(number) = units[at].meaning else { continue };
        let joins = |unit: &&Unit| {
            matches!(
                tokens[unit.from].word.as_str(),
                "and" | "or" | "vs" | "versus" | "to" | "with" | "against" | "than"
            )
        };
        let follows_comma = tokens[units[at].from - 1].word.bytes().all(|b| b.is_ascii_digit());
        let joined = units[..at].iter().rev().take_while(joins).count();
        let before = units[..at].iter().rev().nth(joined).map(|unit| &unit.meaning);
        if (joined > 0 || follows_comma)
            && matches!(before, Some(Meaning::Value(Value::Tier(_))))
            && let [Term::Tier(tier)] = world.terms.exact(&format!("tier {number}"))
        {
            units[at].meaning = Meaning::Value(Value::Tier(tier.clone()));
        }
    }
}

fn value_of(meaning: &Meaning, world: &World) -> Option<Value> {
    match meaning {
        Meaning::Value(value) => Some(value.clone()),
        Meaning::Name(name) if !name.possessive => owner(name, world),
        _ => None,
    }
}

fn dimension(value: &Value) -> Option<By> {
    Some(match value {
        Value::Industry(_) => By::Industry,
        Value::Country(_) => By::Country,
        Value::Tier(_) => By::Tier,
        Value::Seller(_) => By::Seller,
        Value::Marketer(_) => By::Marketer,
        Value::Campaign(_) => By::Campaign,
        Value::Channel(channel, super::Whose::Owners)
            if crate::figures::scope::sides_of(*channel) == [crate::vocabulary::Side::Marketing] =>
        {
            By::Channel
        }
        _ => return None,
    })
}

/// Whether words say that what stands between two values is held against each other.
fn compares(first: &Unit, last: &Unit, tokens: &[Token]) -> bool {
    const ANYWHERE: &[&str] = &[
        "vs",
        "versus",
        "than",
        "compare",
        "compared",
        "compares",
        "comparing",
        "comparison",
        "differ",
        "differs",
        "difference",
        "differences",
    ];
    let said =
        |tokens: &[Token], words: &[&str]| tokens.iter().any(|token| words.contains(&token.word.as_str()));
    let before =
        tokens[..first.from].iter().rev().find(|token| !matches!(token.word.as_str(), "the" | "our"));
    const BETTER: &[&str] = &[
        "better", "worse", "higher", "lower", "best", "worst", "highest", "lowest", "more", "less",
        "stronger",
    ];
    said(tokens, ANYWHERE)
        || said(&tokens[first.from..last.from], &["or", "against"]) && said(tokens, BETTER)
        || before.is_some_and(|token| token.word == "between")
}

/// "Germany vs fintech": nothing that can be compared, and both at once is not what was asked.
fn refuse_unlike(units: &mut [Unit], tokens: &[Token]) {
    for at in 1..units.len().saturating_sub(1) {
        let held = matches!(tokens[units[at].from].word.as_str(), "vs" | "versus");
        if held
            && let (Meaning::Value(one), Meaning::Value(other)) =
                (&units[at - 1].meaning, &units[at + 1].meaning)
            && std::mem::discriminant(one) != std::mem::discriminant(other)
        {
            units[at].meaning = Meaning::Unknown;
        }
    }
}
