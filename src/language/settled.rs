//! What a unit means once its neighbours are known: a date that ends a window, a value that a noun denies, "only".

use super::{
    lexicon::NOISE,
    tokens::Token,
    units::{By, Meaning, Unit, Value},
};

/// Settles each unit by what stands before it.
pub(super) fn settle(units: &mut [Unit], tokens: &[Token]) {
    // "Before June", "until yesterday", "after 3 May": no window that we know.
    for at in 1..units.len() {
        let ends = matches!(units[at].meaning, Meaning::Window(..));
        let before = tokens[..units[at].from].last().map_or("", |token| token.word.as_str());
        // "Better than last quarter": held against another window, and only one is looked at.
        let held = matches!(before, "than" | "vs" | "versus" | "against")
            || matches!(before, "with" | "to") && tokens.iter().any(|token| token.word.starts_with("compar"));
        let up_to = before == "to" && units[at].from > 1 && tokens[units[at].from - 2].word == "up";
        if ends
            && (held
                || up_to
                || matches!(before, "before" | "until" | "till" | "til" | "after" | "by" | "beyond"))
        {
            units[at].meaning = Meaning::Unknown;
        }
    }
    // "Seller Sweden": there is no such seller, and the country is not meant.
    for at in 1..units.len() {
        let singular = matches!(units[at - 1].meaning, Meaning::By(By::Seller | By::Marketer, false))
            && !tokens[units[at - 1].from].word.ends_with('s');
        let stranger = match &units[at].meaning {
            Meaning::Value(value) => !matches!(
                value,
                Value::Seller(_) | Value::Marketer(_) | Value::Team(_) | Value::Target | Value::Market(_)
            ),
            Meaning::Name(name) => name.colleagues.is_empty() && !name.people.is_empty(),
            _ => false,
        };
        if singular && stranger {
            units[at].meaning = Meaning::Unknown;
        }
    }
    // "Target market only", "Germany only": the filter says so already, and of the sides it says nothing.
    for at in 1..units.len() {
        let filter = match &units[at - 1].meaning {
            Meaning::Value(value) => {
                !matches!(value, Value::Channel(..) | Value::Campaign(_) | Value::Purpose(_))
            }
            _ => false,
        };
        if filter && matches!(units[at].meaning, Meaning::Word("only")) {
            units[at].meaning = Meaning::Word(NOISE);
        }
    }
    // "Brand marketing alone" restricts; to leave somebody alone is another thing.
    for at in 0..units.len() {
        let restricted = at.checked_sub(1).is_some_and(|before| {
            matches!(
                units[before].meaning,
                Meaning::Value(_) | Meaning::By(..) | Meaning::Word("sales" | "marketing")
            )
        });
        if !restricted
            && tokens[units[at].from].word == "alone"
            && matches!(units[at].meaning, Meaning::Word("only"))
        {
            units[at].meaning = Meaning::Unknown;
        }
    }
    // "By our sellers", "for each of my reps": a value or a small word may stand between.
    for at in 1..units.len() {
        let between = |unit: &Unit| {
            matches!(
                unit.meaning,
                Meaning::Value(Value::Team(_) | Value::Mine | Value::Seller(_) | Value::Target)
            ) || matches!(
                tokens[unit.from].word.as_str(),
                "of" | "the" | "our" | "all" | "your" | "two" | "different"
            )
        };
        let before = units[..at].iter().rev().find(|unit| !between(unit));
        let says_by = before.is_some_and(|unit| matches!(unit.meaning, Meaning::Word("by")));
        if let Meaning::By(by, false) = units[at].meaning
            && says_by
        {
            units[at].meaning = Meaning::By(by, true);
        }
    }
}
