//! Misspelt words of ours, put right where there is no doubt.

use std::sync::LazyLock;

use super::{
    lexicon::{CLASSES, NOISE, class_of},
    not_typos,
};
use crate::snapshot::{misspelt, swapped};

/// Every single word that an expression or a class is made of, long enough to have typos of its own.
pub(super) static SPELLINGS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let classes =
        CLASSES.iter().flat_map(|(_, list)| list.split_whitespace()).flat_map(|word| word.split('_'));
    let mut words: Vec<&str> = classes.chain(OTHERS.split(' ')).filter(|word| word.len() >= 4).collect();
    words.sort_unstable();
    words.dedup();
    words
});

/// Words of windows, filters and breakdowns, which are read elsewhere.
const OTHERS: &str = "market target seller sellers marketer marketers industry industries country countries channel channels \
    campaign campaigns purpose webinar webinars email emails account accounts today yesterday quarter quarters month months \
    weeks days year years previous preceding trailing meeting meetings newsletter conference conferences event events brand demand january february august september october november december fortnight";

/// The word of ours that was meant by one with a typo, and how many letters were off; none where two are as near, or
/// where the word is an English word of its own.
pub fn corrected(typed: &str) -> Option<(usize, &'static str)> {
    if let Some((_, word)) = SLIPS.iter().find(|(slip, _)| *slip == typed) {
        return Some((1, word));
    }
    if typed.len() < 4 || typed.bytes().any(|b| b.is_ascii_digit()) || not_typos::contains(typed) {
        return None;
    }
    if let Some(word) = inflected(typed) {
        return Some((1, word));
    }
    let mut best: Option<(usize, &'static str)> = None;
    let mut tie = false;
    for word in SPELLINGS.iter() {
        // A changed letter makes another short word; a swapped, doubled or lost one hardly ever does.
        let near = match word.len() {
            0..=3 => None,
            4 => swapped(typed, word).then_some(1),
            5 => (swapped(typed, word) || typed.len() != 5).then(|| misspelt(typed, word)).flatten(),
            6..=8 => misspelt(typed, word).filter(|off| *off == 1),
            _ => misspelt(typed, word),
        };
        let Some(off) = near.filter(|off| *off == 1 || typed.as_bytes()[0] == word.as_bytes()[0]) else {
            continue;
        };
        match best {
            // Forms of one word ("seller", "sellers") are no reason to hesitate.
            Some((closest, known)) if off == closest => {
                // A word that means something is likelier meant than filler.
                if class_of(known) == Some(NOISE) && class_of(word) != Some(NOISE) {
                    best = Some((off, word));
                } else if class_of(word) != Some(NOISE) {
                    tie |= class_of(known) != class_of(word)
                        || class_of(word).is_none() && !known.starts_with(&word[..4]);
                }
            }
            Some((closest, _)) if off > closest => {}
            _ => {
                best = Some((off, word));
                tie = false;
            }
        }
    }
    best.filter(|_| !tie)
}

/// The word of ours that a regular form belongs to, which we do not list: "splitted", "summarizes".
fn inflected(typed: &str) -> Option<&'static str> {
    if matches!(typed, "entered" | "entering") {
        return None; // the market
    }
    let stems = ["ed", "ing", "s", "es", "d"]
        .iter()
        .filter_map(|ending| typed.strip_suffix(ending))
        .flat_map(|stem| {
            let last = stem.chars().next_back().unwrap_or_default();
            let doubled = stem.strip_suffix(last).filter(|short| short.ends_with(last)).map(str::to_owned);
            [Some(stem.to_owned()), Some(format!("{stem}e")), doubled]
        });
    let known = |stem: String| SPELLINGS.binary_search(&stem.as_str()).ok().map(|at| SPELLINGS[at]);
    stems.flatten().filter_map(known).find(|word| class_of(word).is_some_and(|class| class != NOISE))
}

/// Slips in words too short to be compared.
const SLIPS: &[(&str, &str)] = &[
    ("wat", "what"),
    ("wht", "what"),
    ("waht", "what"),
    ("hwo", "how"),
    ("teh", "the"),
    ("adn", "and"),
    ("ovr", "over"),
    ("lst", "last"),
    ("shoud", "should"),
    ("shuold", "should"),
    ("yr", "year"),
    ("acct", "account"),
    ("accts", "accounts"),
    ("ppl", "people"),
    ("qtr", "quarter"),
    ("tmrw", "tomorrow"),
    ("yuo", "you"),
    ("onws", "owns"),
    ("hlep", "help"),
    ("halp", "help"),
    ("hepl", "help"),
    ("logg", "log"),
    ("hs", "has"),
    ("ahs", "has"),
    ("whta", "what"),
    ("hwat", "what"),
    ("woh", "who"),
    ("ddi", "did"),
    ("lgo", "log"),
    ("clod", "cold"),
    ("teir", "tier"),
    ("teirs", "tiers"),
    ("wich", "which"),
    ("whcih", "which"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_find_their_class_and_strangers_none() {
        for (typed, class) in [
            ("ovelap", "overlap"),
            ("overlpa", "overlap"),
            ("wram", "warm"),
            ("unotuched", "untouched"),
            ("freshnes", "fresh"),
        ] {
            assert_eq!(corrected(typed).and_then(|(_, word)| class_of(word)), Some(class), "{typed}");
        }
        for typed in [
            "revenue", "pipeline", "weather", "quota", "churn", "worm", "gold", "price", "contract",
            "pricing",
        ] {
            assert_eq!(class_of(typed), None, "{typed}");
            assert_eq!(corrected(typed), None, "{typed}");
        }
    }
}
