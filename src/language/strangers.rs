//! Words that we do not know, where the rest is clear: the name of somebody who is not in the database, or a value that
//! no account has. Both are said to be unknown; neither is guessed at or dropped.

use super::{
    items::Phrase,
    matcher::{Matcher, Stranger},
    phrases::{Filtered, Grammar, Reading, Understood},
    units::{Meaning, Unit, Value},
};

impl Matcher<'_> {
    /// The same search with one run of unknown words taken for a name that nobody has, or for a filter's value.
    pub(super) fn with_unknown(&self, grammars: &[Grammar]) -> Option<Understood> {
        let first = self.units.iter().position(|unit| matches!(unit.meaning, Meaning::Unknown))?;
        let mut end = first + 1;
        while end < self.units.len() && self.continues_name(end) {
            end += 1;
        }
        let more = self.units[end..].iter().any(|unit| matches!(unit.meaning, Meaning::Unknown));
        if more || end - first > 4 {
            return None;
        }
        let stranger = first..end;
        let before = self.word_before(first);
        // "Gavin Bellamy", where we know a Gavin, but none of that name.
        let wide = self.with_known_parts(&stranger);
        // The noun beside it says what kind of value it was meant to be: "campaign Summer Moonshot".
        for range in [&stranger, &wide] {
            if !self.noun_beside(range).is_empty()
                && let Some(refused) = self.with_unknown_value(range, grammars)
            {
                return Some(refused);
            }
        }
        let whole = || self.with_stranger(&wide, self.word_before(wide.start), grammars);
        (wide != stranger)
            .then(whole)
            .flatten()
            .or_else(|| self.with_stranger(&stranger, before, grammars))
            .or_else(|| {
                let placed = matches!(before, "in" | "for" | "at" | "via" | "through");
                placed.then(|| self.with_unknown_value(&stranger, grammars)).flatten()
            })
    }

    /// The noun that says what kind of value some words were meant to be; empty without one.
    fn noun_beside(&self, stranger: &Stranger) -> &str {
        const NOUNS: &[&str] = &[
            "seller",
            "rep",
            "ae",
            "salesperson",
            "marketer",
            "campaign",
            "industry",
            "sector",
            "vertical",
            "country",
            "tier",
            "channel",
        ];
        let before = self.word_before(stranger.start);
        let after = self.tokens.get(self.units[stranger.end - 1].to).map_or("", |token| token.word.as_str());
        [before, after]
            .into_iter()
            .find(|word| NOUNS.contains(word))
            .unwrap_or(if matches!(after, "accounts" | "companies") { after } else { "" })
    }

    /// The word before a unit.
    fn word_before(&self, unit: usize) -> &str {
        self.tokens[..self.units[unit].from].last().map_or("", |token| token.word.as_str())
    }

    /// "Overlap in agritech": the refusal of a value that nothing has, if the rest is a question that takes filters.
    fn with_unknown_value(&self, stranger: &Stranger, grammars: &[Grammar]) -> Option<Understood> {
        let noun = |at: usize| {
            matches!(
                self.units.get(at),
                Some(Unit { meaning: Meaning::By(_, false) | Meaning::Word("company"), .. })
            )
        };
        let from = stranger.start - usize::from(stranger.start > 0 && noun(stranger.start - 1));
        let to = stranger.end + usize::from(noun(stranger.end));
        if stranger.len() > 3 {
            return None;
        }
        let rest: Vec<Unit> = self.units[..from].iter().chain(&self.units[to..]).cloned().collect();
        let rest = Matcher::new(&rest, self.tokens, self.world, self.asks);
        let fits =
            grammars.iter().enumerate().filter(|(_, grammar)| grammar.filters == Filtered::All).flat_map(
                |(question, grammar)| {
                    grammar
                        .phrases
                        .iter()
                        .filter_map(|phrase| rest.fit(phrase, grammar, None))
                        .map(move |(score, reading)| (score, Reading { question, ..reading }))
                },
            );
        let (_, reading) = fits.reduce(|best, other| if other.0 > best.0 { other } else { best })?;
        let typed = self.typed(stranger);
        let noun = self.noun_beside(stranger);
        let folded = crate::identity::fold(&typed);
        let nearest = self.world.terms.nearest_values(&folded, noun, self.world.snapshot, 3);
        Some(Understood::UnknownValue { reading: Box::new(reading), typed, nearest })
    }

    /// The reading that takes a run of words for the name that a question asks for.
    fn with_stranger(&self, stranger: &Stranger, before: &str, grammars: &[Grammar]) -> Option<Understood> {
        if !self.may_be_a_name(stranger, before) {
            return None;
        }
        let mut best: Option<(i32, usize, Reading)> = None;
        for (question, grammar) in grammars.iter().enumerate() {
            // "What does SaaS stand for" asks for nobody's state.
            let asks_for_one = |phrase: &&Phrase| {
                let Phrase { text, items } = phrase;
                items.len() > 1 && !(text.contains("{person}") && text.contains("state"))
            };
            for phrase in grammar.phrases.iter().filter(asks_for_one) {
                let Some((score, reading)) = self.fit(phrase, grammar, Some(stranger)) else { continue };
                let score = score + i32::from(before == "at" && phrase.text.contains("{account}"));
                if best.as_ref().is_none_or(|(top, _, _)| score > *top) {
                    best = Some((score, question, reading));
                }
            }
        }
        best.map(|(_, question, reading)| Understood::Reading(Box::new(Reading { question, ..reading })))
    }

    /// The run with the names directly beside it, if they are no addresses and nobody's belongings.
    fn with_known_parts(&self, stranger: &Stranger) -> Stranger {
        let part = |at: usize| matches!(&self.units[at].meaning, Meaning::Name(name) if name.address.is_none() && !name.possessive);
        let mut wide = stranger.clone();
        while wide.start > 0 && part(wide.start - 1) {
            wide.start -= 1;
        }
        while wide.end < self.units.len() && part(wide.end) {
            wide.end += 1;
        }
        wide
    }

    /// Whether unknown words look like a name rather than like words we do not know: written large, or at the end of
    /// a short question.
    fn may_be_a_name(&self, stranger: &Stranger, before: &str) -> bool {
        const DETERMINERS: &[&str] = &[
            "the", "a", "an", "its", "our", "their", "your", "my", "any", "some", "in", "no", "this", "that",
        ];
        if DETERMINERS.contains(&before) {
            return false;
        }
        let shouted = !self.tokens.iter().any(|token| token.raw.chars().any(char::is_lowercase));
        let large =
            self.tokens[self.units[stranger.start].from].raw.starts_with(char::is_uppercase) && !shouted;
        let last = stranger.end == self.units.len();
        let short = self.units.len() - stranger.len() <= 1 || stranger.len() > 1;
        let names = self.units[stranger.clone()]
            .iter()
            .filter(|unit| self.tokens[unit.from].raw.starts_with(char::is_uppercase))
            .count();
        // "Vandelay is in market": said of somebody, in whatever place.
        let said_of = !self.asks && self.has_value(|value| matches!(value, Value::Market(_)));
        (stranger.start > 0 || names > 1 || said_of) && (large || last && short)
    }

    fn continues_name(&self, at: usize) -> bool {
        let unit = &self.units[at];
        match unit.meaning {
            Meaning::Unknown => true,
            // "Moonshot 2030"
            Meaning::Number(_) => matches!(self.units[at - 1].meaning, Meaning::Unknown),
            Meaning::By(..) | Meaning::Word(_) if unit.to == unit.from + 1 => {
                self.tokens[unit.from].raw.starts_with(char::is_uppercase)
                    && self.tokens.iter().any(|token| token.raw.chars().any(char::is_lowercase))
            }
            _ => false,
        }
    }
}
