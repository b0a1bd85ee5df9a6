//! Neighbours that mean one thing together: "seller Dana", "Dana's team", "by industry", "top 50", "my accounts".

use super::{
    beside::{
        are_people, denies_before, fewer, is_excepted, is_occasion, is_state, is_to_warm, is_wanted,
        is_without_marketing, moved, names_touches,
    },
    compared::{compare, more_tiers},
    filters::Whose,
    lexicon::{self, NOISE},
    owned::{is_belongings, only_colleague, owner, team},
    settled::settle,
    tokens::Token,
    told::opens,
    units::{By, Meaning, Unit, Value, World},
};
use crate::vocabulary::{Channel, Market, Side};

/// Joins neighbours that mean one thing together: "seller Dana", "Dana's team", "by industry", "top 50".
pub(super) fn merge(units: &mut Vec<Unit>, tokens: &[Token], world: &World) {
    more_tiers(units, tokens, world);
    let mut at = 0;
    while at < units.len() {
        let joined = joined(&units[at..], tokens, world);
        if let Some((length, meaning)) = joined {
            let unit = Unit { from: units[at].from, to: units[at + length - 1].to, meaning };
            units.splice(at..at + length, [unit]);
            continue;
        }
        at += 1;
    }
    settle(units, tokens);
    compare(units, tokens, world);
}

fn joined(units: &[Unit], tokens: &[Token], world: &World) -> Option<(usize, Meaning)> {
    let word = |unit: &Unit| tokens[unit.from].word.as_str();
    let single = |unit: &Unit| unit.to == unit.from + 1;
    let [first, rest @ ..] = units else { return None };
    let second = rest.first();
    match &first.meaning {
        Meaning::Word(class @ ("take" | "move" | "drop")) => {
            Some((1, Meaning::Word(moved(class, units, tokens))))
        }
        // "Change Globex to in market", "update Globex to in market"
        Meaning::Word("trend" | "fresh")
            if matches!(word(first), "change" | "update")
                && opens(tokens, first.from)
                && rest.iter().any(|unit| {
                    matches!(unit.meaning, Meaning::Value(Value::Market(_))) || is_state(unit, tokens)
                }) =>
        {
            Some((1, Meaning::Word("mark")))
        }
        // "Set the market state of Globex to in"
        Meaning::Word(NOISE) if is_state(first, tokens) => {
            let market = if word(first) == "in" { Market::In } else { Market::Out };
            Some((1, Meaning::Value(Value::Market(market))))
        }
        // "Need to call", "has to warm"
        Meaning::Word(_)
            if single(first)
                && matches!(word(first), "need" | "needs" | "has" | "have" | "supposed")
                && second.is_some_and(|unit| word(unit) == "to")
                && rest[1..].iter().find(|unit| word(unit) != "be").is_some_and(|unit| {
                    matches!(
                        unit.meaning,
                        Meaning::Word("warm" | "warm_verb" | "contact" | "reach" | "touch")
                    )
                }) =>
        {
            Some((2, Meaning::Word("should")))
        }
        // "Without support" tells that marketing did nothing; who supports somebody is not known.
        Meaning::Word("support") if !denies_before(first, tokens) => Some((1, Meaning::Unknown)),
        // "Without any marketing cover": not what is covered.
        Meaning::Word("covered") if word(first) == "cover" && is_without_marketing(first, tokens) => {
            Some((1, Meaning::Word("support")))
        }
        // "Without help from marketing", "with no marketing help"
        Meaning::Word("help")
            if matches!(word(first), "help")
                && (second.is_some_and(|unit| word(unit) == "from")
                    || is_without_marketing(first, tokens)) =>
        {
            Some((1, Meaning::Word("support")))
        }
        // "Which calls did we make to Ravi?"
        Meaning::Word("mark" | "produce")
            if matches!(word(first), "make" | "made" | "making")
                && tokens[..first.from]
                    .iter()
                    .any(|token| matches!(token.word.as_str(), "calls" | "call"))
                && rest
                    .iter()
                    .any(|unit| matches!(&unit.meaning, Meaning::Name(name) if !name.people.is_empty())) =>
        {
            Some((1, Meaning::Word(NOISE)))
        }
        // "Who should we warm next?", but "who should call the warm people"
        Meaning::Word("warm") if single(first) && is_to_warm(first, tokens) => {
            Some((1, Meaning::Word("warm_verb")))
        }
        // "Replied to sales": no touch tells that.
        Meaning::Word("receive")
            if matches!(word(first), "responded" | "replied" | "reacted")
                && tokens[first.from..].windows(2).any(|two| {
                    two[0].word == "to" && matches!(lexicon::class_of(&two[1].word), Some("sales"))
                }) =>
        {
            Some((1, Meaning::Unknown))
        }
        // "Whom can sales call?"
        Meaning::Word(NOISE)
            if matches!(word(first), "can" | "could")
                && first.from > 0
                && matches!(tokens[first.from - 1].word.as_str(), "who" | "whom") =>
        {
            Some((1, Meaning::Word("should")))
        }
        // "Marketing-engaged contacts": people.
        Meaning::Word("contact") if word(first) == "contacts" && are_people(first, rest, tokens) => {
            Some((1, Meaning::Word(NOISE)))
        }
        // "In ten minutes"
        Meaning::Number(_)
            if first.from > 0
                && tokens[first.from - 1].word == "in"
                && second.is_some_and(|unit| {
                    matches!(word(unit), "minutes" | "mins" | "min" | "hours" | "hour")
                }) =>
        {
            Some((2, Meaning::Word(NOISE)))
        }
        // "People that marketing overlooked"
        Meaning::Word("untouched")
            if first.from > 0
                && matches!(word(first), "overlooked" | "neglected" | "forgotten" | "left")
                && matches!(lexicon::class_of(&tokens[first.from - 1].word), Some("sales" | "marketing")) =>
        {
            Some((1, Meaning::Word("ignore")))
        }
        // "The 16 % from that study"
        Meaning::Number(16) if rest.iter().any(|unit| matches!(unit.meaning, Meaning::Word("measure"))) => {
            Some((1, Meaning::Word(NOISE)))
        }
        // "The 16 % benchmark"
        Meaning::Number(_) if matches!(second.map(|unit| &unit.meaning), Some(Meaning::Word("measure"))) => {
            Some((2, Meaning::Word("measure")))
        }
        // "Sales calls"
        Meaning::Word("sales" | "marketing")
            if matches!(
                second.map(|unit| &unit.meaning),
                Some(Meaning::Value(Value::Channel(_, Whose::Owners)))
            ) && second.is_some_and(|unit| tokens[unit.to - 1].word.ends_with('s')) =>
        {
            let Meaning::Value(Value::Channel(channel, _)) = second?.meaning else { return None };
            let side = if word(first).starts_with('m') { Side::Marketing } else { Side::Sales };
            Some((2, Meaning::Value(Value::Channel(channel, Whose::Side(side)))))
        }
        // "E-mails from sales"
        Meaning::Value(Value::Channel(channel, Whose::Owners))
            if second.is_some_and(|unit| matches!(word(unit), "from" | "by"))
                && matches!(
                    rest.get(1).map(|unit| &unit.meaning),
                    Some(Meaning::Word("sales" | "marketing"))
                ) =>
        {
            let side = if word(&rest[1]).starts_with('m') { Side::Marketing } else { Side::Sales };
            Some((3, Meaning::Value(Value::Channel(*channel, Whose::Side(side)))))
        }
        // "Anyone but Dana": all the others, which no filter says.
        Meaning::Word(NOISE) if word(first) == "but" && is_excepted(rest, tokens) => {
            Some((1, Meaning::Unknown))
        }
        // "Which e-mails", "all calls", "show me her meetings": each of them is wanted.
        Meaning::Word(NOISE | "list" | "by")
            if (matches!(word(first), "which" | "what" | "all" | "every" | "list" | "show" | "give")
                || word(first) == "see" && !matches!(tokens[0].word.as_str(), "did" | "has" | "have"))
                && names_touches(rest, tokens) =>
        {
            Some((1, Meaning::Word("items")))
        }
        // "Give me 20 warm people"
        Meaning::Number(count) if *count > 0 && is_wanted(first, second, tokens) => {
            Some((1, Meaning::Top(*count)))
        }
        Meaning::Number(0)
            if matches!(
                second.map(|unit| &unit.meaning),
                Some(Meaning::Word("touches" | "touch" | "contact"))
            ) =>
        {
            Some((1, Meaning::Word("not")))
        }
        Meaning::Word("fewer") => fewer(rest, tokens, world),
        // "At least 3 members", if 3 is what makes a buying group covered here.
        Meaning::Word("most")
            if word(first) == "least"
                && first.from > 0
                && tokens[first.from - 1].word == "at"
                && matches!(second?.meaning, Meaning::Number(count) if count as usize == world.snapshot.workspace.covered_at) =>
        {
            Some((2, Meaning::Word("covered")))
        }
        Meaning::Word("by") => match second?.meaning.clone() {
            Meaning::By(by, false) => Some((2, Meaning::By(by, true))),
            Meaning::Value(value) => Some((2, Meaning::Value(value))),
            Meaning::Name(name) => Some((2, Meaning::Name(name))),
            _ => None,
        },
        Meaning::Word(class) if single(first) => {
            let second_word = second.map(word).unwrap_or_default();
            match word(first) {
                "each" | "every" | "which" | "what" => match &second?.meaning {
                    Meaning::By(by, false) => {
                        Some((2, Meaning::By(*by, word(first) == "each" || word(first) == "every")))
                    }
                    _ => None,
                },
                "top" | "first" => match second?.meaning {
                    Meaning::Number(count) => Some((2, Meaning::Top(count))),
                    _ => None,
                },
                "owned" | "belonging" if matches!(second_word, "by" | "to") => {
                    let Meaning::Name(name) = &rest.get(1)?.meaning else { return None };
                    owner(name, world).map(|value| (3, Meaning::Value(value)))
                }
                // "My meetings" are a calendar's, not a channel.
                "my" if matches!(
                    second.map(|unit| &unit.meaning),
                    Some(Meaning::Value(Value::Channel(..)))
                ) =>
                {
                    Some((2, Meaning::Unknown))
                }
                // "My CEO wants", "for my slides": whoever or whatever it is for.
                "my" if is_occasion(second_word)
                    && (matches!(word_before(first, tokens), "for" | "before" | "in")
                        || rest.get(1).is_some_and(|unit| {
                            matches!(
                                word(unit),
                                "wants"
                                    | "needs"
                                    | "asks"
                                    | "asked"
                                    | "doubts"
                                    | "thinks"
                                    | "says"
                                    | "would"
                                    | "is"
                                    | "-"
                            )
                        })) =>
                {
                    Some((2, Meaning::Word(NOISE)))
                }
                "my" | "mine" | "of" if *class == "my" => Some(match second_word {
                    "team" => (2, Meaning::Value(world.asker.map_or(Value::Mine, Value::Team))),
                    "sellers" | "reps" | "salespeople" | "marketers" => {
                        (1, Meaning::Value(world.asker.map_or(Value::Mine, Value::Team)))
                    }
                    word if word == "my" || is_belongings(word) => (2, Meaning::Value(Value::Mine)),
                    _ => (1, Meaning::Value(Value::Mine)),
                }),
                "team" if *class == NOISE => team(second?, world).map(|value| (2, Meaning::Value(value))),
                _ => None,
            }
        }
        Meaning::Unknown if single(first) => match (word(first), second) {
            ("page", Some(Unit { meaning: Meaning::Number(page), .. })) => Some((2, Meaning::Page(*page))),
            ("team", Some(next)) => team(next, world).map(|value| (2, Meaning::Value(value))),
            // "Different countries"
            ("different" | "various" | "individual", Some(Unit { meaning: Meaning::By(..), .. })) => {
                Some((1, Meaning::Word(NOISE)))
            }
            _ => None,
        },
        // "Whom is sales selling to"
        Meaning::Word("effort")
            if word(first) == "selling"
                && tokens[..first.from].iter().any(|token| matches!(token.word.as_str(), "whom" | "who")) =>
        {
            Some((1, Meaning::Word("contact")))
        }
        // "Seller-wise"
        Meaning::By(by, false) if second.is_some_and(|unit| word(unit) == "wise") => {
            Some((2, Meaning::By(*by, true)))
        }
        // "By purpose (brand, demand)": said twice.
        Meaning::By(by, true) if matches!(second.map(|unit| &unit.meaning), Some(Meaning::By(again, false)) if again == by) => {
            Some((2, Meaning::By(*by, true)))
        }
        // "Industry by industry"
        Meaning::By(by, false) if matches!(second.map(|unit| &unit.meaning), Some(Meaning::By(again, true)) if again == by) => {
            Some((2, Meaning::By(*by, true)))
        }
        Meaning::By(by, false)
            if second.is_some_and(|unit| word(unit) == "by")
                && matches!(rest.get(1).map(|unit| &unit.meaning), Some(Meaning::By(again, false)) if again == by) =>
        {
            Some((3, Meaning::By(*by, true)))
        }
        Meaning::By(By::Seller | By::Marketer, false) => {
            let Meaning::Name(name) = &second?.meaning else { return None };
            // "Of our reps, Dana's team": two things that stand beside each other.
            if name.possessive || rest.get(1).is_some_and(|unit| word(unit) == "team") {
                return None;
            }
            let side = if matches!(first.meaning, Meaning::By(By::Seller, _)) {
                Side::Sales
            } else {
                Side::Marketing
            };
            let colleague = only_colleague(name, world, Some(side))?;
            let value =
                if side == Side::Sales { Value::Seller(colleague) } else { Value::Marketer(colleague) };
            Some((2, Meaning::Value(value)))
        }
        Meaning::By(By::Campaign, _) => match &second?.meaning {
            Meaning::Value(value @ Value::Campaign(_)) => Some((2, Meaning::Value(value.clone()))),
            _ => None,
        },
        Meaning::By(By::Channel, _) => match &second?.meaning {
            Meaning::Value(value @ Value::Channel(..)) => Some((2, Meaning::Value(value.clone()))),
            _ => None,
        },
        Meaning::By(By::Purpose, false) => match &second?.meaning {
            Meaning::Value(value @ Value::Purpose(_)) => Some((2, Meaning::Value(value.clone()))),
            _ => None,
        },
        Meaning::By(By::Industry | By::Country | By::Tier, false) => match &second?.meaning {
            Meaning::Value(value @ (Value::Industry(_) | Value::Country(_) | Value::Tier(_))) => {
                Some((2, Meaning::Value(value.clone())))
            }
            _ => None,
        },
        Meaning::Value(value) => {
            let name = second.map(|unit| (word(unit), &unit.meaning));
            match (value, name) {
                (Value::Campaign(_), Some((_, Meaning::By(By::Campaign, false))))
                | (Value::Channel(..), Some((_, Meaning::By(By::Channel, false))))
                | (Value::Industry(_), Some((_, Meaning::By(By::Industry, false))))
                | (Value::Tier(_), Some((_, Meaning::By(By::Tier, false))))
                | (Value::Channel(..) | Value::Purpose(_), Some(("touches" | "touch" | "campaigns", _))) => {
                    Some((2, first.meaning.clone()))
                }
                (Value::Channel(Channel::Ad, _), Some(("campaign", _))) => Some((2, first.meaning.clone())),
                _ => None,
            }
        }
        Meaning::Name(name) if name.possessive || second.is_some_and(|unit| word(unit) == "team") => {
            let next = second?;
            if word(next) == "team" {
                return team(first, world).map(|value| (2, Meaning::Value(value)));
            }
            if matches!(word(next), "sellers" | "reps" | "salespeople" | "marketers") && name.possessive {
                return team(first, world).map(|value| (1, Meaning::Value(value)));
            }
            // "Loic's cold people", whoever else is called so.
            let list =
                matches!(next.meaning, Meaning::Word("cold" | "warm" | "untouched" | "overlap" | "coverage"));
            (list || is_belongings(word(next)))
                .then(|| owner(name, world))
                .flatten()
                .map(|value| (if list { 1 } else { 2 }, Meaning::Value(value)))
        }
        _ => None,
    }
}

fn word_before<'t>(unit: &Unit, tokens: &'t [Token]) -> &'t str {
    tokens[..unit.from].last().map_or("", |token| token.word.as_str())
}
