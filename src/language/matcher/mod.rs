//! Whether a phrase fits a row of units, and what it then says.

mod clues;
mod slots;

use std::ops::Range;

use clues::{channel_of_verb, clues, orders};

use super::{
    facts::{Clue, Fact, facts},
    filters::Whose,
    items::{Item, Phrase},
    lenient::{is_harmless_word, narrows},
    lexicon::NOISE,
    phrases::{Filtered, Grammar, Reading, Subject},
    tokens::Token,
    told::{is_action, is_question, tells_of_oneself, told},
    units::{Meaning, Unit, Value, World},
};
use crate::vocabulary::Side;

pub(super) struct Matcher<'a> {
    pub(super) units: &'a [Unit],
    pub(super) tokens: &'a [Token],
    pub(super) world: &'a World<'a>,
    pub(super) asks: bool,
    pub(super) clues: Vec<(usize, Clue)>,
    /// What the clues say of the sides.
    pub(super) facts: Vec<Fact>,
    /// Whether words that tell nothing more are passed over.
    pub(super) lenient: bool,
    /// Whether so few words are unknown that they can be asides.
    pub(super) few_asides: bool,
}

/// A run of units that stands in for a name nobody has.
pub(super) type Stranger = Range<usize>;

impl<'a> Matcher<'a> {
    pub(super) fn new(units: &'a [Unit], tokens: &'a [Token], world: &'a World<'a>, asks: bool) -> Self {
        let (clues, facts) = (clues(units, tokens), Vec::new());
        let unread = Self { units, tokens, world, asks, clues, facts, lenient: false, few_asides: false };
        Self { facts: unread.read_facts(), ..unread }
    }

    /// The same, with the words passed over that tell nothing more; nothing where any word narrows what is asked.
    pub(super) fn leniently(self) -> Option<Self> {
        if narrows(self.tokens) {
            return None;
        }
        let unknown = self.units.iter().filter(|unit| {
            matches!(unit.meaning, Meaning::Unknown) && !is_harmless_word(&self.tokens[unit.from].word)
        });
        Some(Self { few_asides: unknown.count() <= 2, lenient: true, ..self })
    }

    /// What the units ask.
    pub(super) fn reading(&self, grammars: &[Grammar]) -> Option<Reading> {
        // "The warm list for Jakub": a colleague's, whoever else is called so.
        if self.names_an_owner() {
            let lists = |grammar: &Grammar| grammar.filters == Filtered::All;
            let reading = self.best(grammars, lists).filter(Reading::names_a_colleague);
            if reading.is_some() {
                return reading;
            }
        }
        self.best(grammars, |_| true).filter(|reading| {
            // What somebody says they did is logged or not understood.
            self.asks || !tells_of_oneself(self.tokens) || reading.phrase.contains("told")
        })
    }

    /// The most specific reading by one of the questions; the first of equals.
    fn best(&self, grammars: &[Grammar], wanted: impl Fn(&Grammar) -> bool) -> Option<Reading> {
        let mut best: Option<(i32, Reading)> = None;
        for (question, grammar) in grammars.iter().enumerate().filter(|(_, grammar)| wanted(grammar)) {
            for phrase in &grammar.phrases {
                let Some((score, reading)) = self.fit(phrase, grammar, None) else { continue };
                if best.as_ref().is_none_or(|(top, _)| score > *top) {
                    best = Some((score, Reading { question, ..reading }));
                }
            }
        }
        best.map(|(_, reading)| reading)
    }

    /// Whether a name that people and colleagues share stands where an owner would: "for Jakub", "whom is Jakub
    /// chasing".
    fn names_an_owner(&self) -> bool {
        let asks_whom =
            matches!(self.tokens[0].word.as_str(), "who" | "whom" | "which" | "list" | "everyone" | "people");
        self.units.iter().any(|unit| {
            let before = self.tokens[..unit.from].last().map_or("", |token| token.word.as_str());
            matches!(&unit.meaning, Meaning::Name(name) if !name.people.is_empty() && !name.colleagues.is_empty())
                && (asks_whom || before == "for")
        })
    }

    /// The reading of a phrase, if it and the question's other words account for every unit, and how specific it is.
    pub(super) fn fit(
        &self,
        phrase: &Phrase,
        grammar: &Grammar,
        stranger: Option<&Stranger>,
    ) -> Option<(i32, Reading)> {
        if !self.has_words_of(phrase) {
            return None;
        }
        let Phrase { text: phrase, items } = phrase;
        let mut reading = Reading { phrase, ..Reading::default() };
        let mut covered = vec![false; self.units.len()];
        // What stands for a name means nothing else.
        stranger.into_iter().for_each(|range| covered[range.clone()].fill(true));
        // "Was Hooli removed?" asks whether, and orders nothing.
        if grammar.filters == Filtered::Not && phrase.split(' ').any(is_action) && is_question(self.tokens) {
            return None;
        }
        // "Who is better, Dana or Tom" does not say at what.
        let compares = self.units.iter().any(|unit| matches!(unit.meaning, Meaning::Compared(..)));
        if compares && !phrase.contains(' ') {
            return None;
        }
        let mut score = 0;
        let mut used_stranger = stranger.is_none();
        let mut facts_left = self.facts.clone();
        let mut facts_used = false;
        for item in items {
            score += 10;
            match *item {
                Item::Facts => {
                    if self.facts.is_empty() {
                        return None;
                    }
                    facts_left.clear();
                    facts_used = true;
                }
                Item::Told => {
                    if self.asks || !told(self.tokens) {
                        return None;
                    }
                    score += 20;
                }
                Item::Said => {
                    if self.asks {
                        return None;
                    }
                }
                Item::Statement => {
                    const TELLING: &[&str] = &[
                        "is", "are", "has", "have", "went", "came", "left", "entered", "became", "becomes",
                        "now", "fyi",
                    ];
                    let tells =
                        !self.asks && self.tokens.iter().any(|token| TELLING.contains(&token.word.as_str()));
                    if !tells {
                        return None;
                    }
                }
                Item::Word(word) => {
                    self.tokens.iter().find(|token| token.word == word)?;
                }
                Item::Slot(slot) => {
                    let found = self.slot(slot, &mut covered, &mut reading);
                    if !found {
                        let range = stranger.filter(|_| {
                            !used_stranger && matches!(slot, "{person}" | "{account}" | "{subject}")
                        })?;
                        used_stranger = true;
                        reading.subject = Some(Subject { typed: self.typed(range), ..Subject::default() });
                    }
                }
                Item::Fact(wanted) => {
                    let at = facts_left.iter().position(|fact| *fact == wanted)?;
                    facts_left.remove(at);
                    facts_used = true;
                }
                Item::Class(class) => {
                    let mut any = false;
                    for (at, unit) in self.units.iter().enumerate() {
                        if matches!(unit.meaning, Meaning::Word(known) if known == class) && !covered[at] {
                            covered[at] = true;
                            any = true;
                        }
                    }
                    if !any {
                        return None;
                    }
                }
            }
        }
        if facts_used {
            if !facts_left.is_empty() {
                return None;
            }
            // "Overlap without calls": the figure has no room for what was not done.
            if phrase.contains("overlap") && self.facts.iter().any(|fact| !fact.positive) {
                return None;
            }
            reading.facts.clone_from(&self.facts);
            for (at, _) in &self.clues {
                covered[*at] = true;
            }
        }
        if !used_stranger || reading.facts.iter().all(|fact| fact.positive) && self.denies_value() {
            return None;
        }
        for (at, unit) in self.units.iter().enumerate() {
            if !covered[at] && !self.extra(unit, grammar, &mut reading) {
                return None;
            }
        }
        // What was done by e-mail is not what was done otherwise.
        if grammar.filters != Filtered::Not {
            let verbs = (0..self.units.len()).filter_map(|at| self.verb_channel(at));
            for channel in verbs {
                // "Called or e-mailed": the other was not done by e-mail.
                if self.clues.iter().any(|(_, clue)| *clue == Clue::Or) {
                    return None;
                }
                if !reading.filters.add(&channel) {
                    return None;
                }
            }
        }
        self.narrow(&mut reading);
        let mine = phrase.contains("should") || self.i_act();
        if mine && grammar.filters == Filtered::All {
            self.my_turn(&mut reading);
        }
        // "Whom should sales call today?" says when to call, not when people were reached.
        if phrase.contains("should")
            && reading.window.as_ref().is_some_and(|(window, _)| window.from == self.world.today)
        {
            reading.window = None;
        }
        reading.words = self.tokens.iter().map(|token| token.word.clone()).collect();
        Some((score, reading))
    }

    /// Whether the words are there that the phrase is made of: mostly they are not, and nothing else need be looked at.
    fn has_words_of(&self, phrase: &Phrase) -> bool {
        phrase.items.iter().all(|item| match item {
            Item::Class(class) => {
                self.units.iter().any(|unit| matches!(unit.meaning, Meaning::Word(known) if known == *class))
            }
            _ => true,
        })
    }

    fn read_facts(&self) -> Vec<Fact> {
        let begins_with_a_filter =
            matches!(self.units.first(), Some(Unit { meaning: Meaning::Value(_), .. }));
        if !begins_with_a_filter && orders(self.tokens) {
            return Vec::new();
        }
        let clues: Vec<Clue> = self.clues.iter().map(|(_, clue)| *clue).collect();
        // "People we should not be talking to", "… we talk to and should not": what is not to be done is no fact.
        let forbids = self.units.windows(2).any(|two| {
            matches!(two[0].meaning, Meaning::Word("should"))
                && matches!(two[1].meaning, Meaning::Word("not"))
        });
        if forbids && matches!(clues.last(), Some(Clue::Not { .. })) {
            return Vec::new();
        }
        let mut facts = facts(&clues);
        // "Who got the newsletter and was never called": what marketing sent has reached them.
        if let [Fact { side: Some(side), positive: false }] = facts[..]
            && self.tells_side(side.other())
        {
            facts.insert(0, Fact { side: Some(side.other()), positive: true });
        }
        // "Touched by marketing only": not by the other side.
        if let [Fact { side: Some(side), positive: true }] = facts[..]
            && self.says_only()
        {
            facts.push(Fact { side: Some(side.other()), positive: false });
        }
        facts
    }

    /// "Priming without webinars": a value that is to be left out, which no filter says.
    fn denies_value(&self) -> bool {
        self.units.iter().enumerate().any(|(at, unit)| {
            let mut rest = self.units[at + 1..].iter();
            let next = rest.find(|unit| !matches!(unit.meaning, Meaning::Word(NOISE)));
            matches!(unit.meaning, Meaning::Word("not"))
                && next.is_some_and(|next| {
                    matches!(
                        next.meaning,
                        Meaning::Value(Value::Channel(..) | Value::Campaign(_) | Value::Purpose(_))
                    )
                })
        })
    }

    /// "Do I have cold people", "who am I calling", "people I have called": whoever asks did it.
    fn i_act(&self) -> bool {
        const BETWEEN: &[&str] = &["have", "am", "been", "not", "just", "already", "ever", "recently", "had"];
        self.tokens.iter().enumerate().filter(|(_, token)| token.word == "i").any(|(at, _)| {
            let skipped = self.tokens[at + 1..]
                .iter()
                .take_while(|token| BETWEEN.contains(&token.word.as_str()))
                .count();
            let verb = at + 1 + skipped;
            let word = |at: usize| self.tokens.get(at).map_or("", |token| token.word.as_str());
            let has = at > 0 && word(at - 1) == "do" && word(at + 1) == "have";
            has || self.units.iter().any(|unit| {
                let acts = matches!(
                    unit.meaning,
                    Meaning::Word("contact" | "touch" | "reach" | "state" | "spend" | "focus")
                );
                unit.from == verb && (acts || word(verb) == "do")
            })
        })
    }

    /// Whether a filter is about touches of this side alone.
    fn tells_side(&self, side: Side) -> bool {
        self.has_value(|value| match value {
            Value::Channel(channel, whose) => whose.sides(*channel) == [side],
            Value::Campaign(_) | Value::Purpose(_) => side == Side::Marketing,
            _ => false,
        })
    }

    /// Whether "only" is said of what was done rather than of a filter: "only marketing", "has only heard from sales".
    fn says_only(&self) -> bool {
        let names_a_side = self.clues.iter().any(|(_, clue)| matches!(clue, Clue::Side(_)));
        names_a_side
            && self.units.iter().enumerate().any(|(at, unit)| {
                let next = self.units.get(at + 1).map(|unit| &unit.meaning);
                matches!(unit.meaning, Meaning::Word("only")) && matches!(next, Some(Meaning::Word(_)) | None)
            })
    }

    /// The channel that a verb tells ("e-mailed"), and whose touches through it are asked about: those of whoever the
    /// verb is said of.
    fn verb_channel(&self, unit: usize) -> Option<Value> {
        let channel = channel_of_verb(&self.tokens[self.units[unit].from].word)?;
        let verb = self.clues.iter().rposition(|(at, clue)| *at == unit && matches!(clue, Clue::Verb(_)))?;
        let agent = self.clues[verb + 1..]
            .iter()
            .take_while(|(_, clue)| matches!(clue, Clue::Preposition | Clue::Side(_) | Clue::Both))
            .count();
        let clues: Vec<Clue> = self.clues.iter().map(|(_, clue)| *clue).collect();
        let so_far = facts(&clues[..verb + 1 + agent]);
        let all = facts(&clues);
        let whose = match so_far.last()?.side.or(all.get(so_far.len() - 1).and_then(|fact| fact.side)) {
            Some(side) => Whose::Side(side),
            None => Whose::Both,
        };
        Some(Value::Channel(channel, whose))
    }

    pub(super) fn typed(&self, range: &Stranger) -> String {
        let (from, to) = (self.units[range.start].from, self.units[range.end - 1].to);
        self.tokens[from..to].iter().map(|token| token.raw.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn typed_unit(&self, unit: &Unit) -> String {
        self.tokens[unit.from..unit.to].iter().map(|token| token.raw.as_str()).collect::<Vec<_>>().join(" ")
    }
}
