//! Whether a phrase fits a row of units, and what it then says.

use std::ops::Range;

use super::{
    facts::{Clue, Fact, facts},
    filters::Whose,
    joined::{owned_by, owner},
    lexicon::NOISE,
    phrases::{Filtered, Grammar, Reading, Subject, Unclear},
    terms::Term,
    tokens::Token,
    told::{is_action, is_question, is_request, told},
    units::{By, Meaning, Name, Unit, Value, World},
};
use crate::vocabulary::{Channel, Side};

pub(super) struct Matcher<'a> {
    pub(super) units: &'a [Unit],
    pub(super) tokens: &'a [Token],
    pub(super) world: &'a World<'a>,
    pub(super) asks: bool,
    pub(super) clues: Vec<(usize, Clue)>,
}

/// A run of units that stands in for a name nobody has.
pub(super) type Stranger = Range<usize>;

impl<'a> Matcher<'a> {
    pub(super) fn new(units: &'a [Unit], tokens: &'a [Token], world: &'a World<'a>, asks: bool) -> Self {
        Self { units, tokens, world, asks, clues: clues(units, tokens) }
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
        self.best(grammars, |_| true)
    }

    /// The most specific reading by one of the questions; the first of equals.
    fn best(&self, grammars: &[Grammar], wanted: impl Fn(&Grammar) -> bool) -> Option<Reading> {
        let mut best: Option<(i32, Reading)> = None;
        for (question, grammar) in grammars.iter().enumerate().filter(|(_, grammar)| wanted(grammar)) {
            for phrase in grammar.phrases {
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
        phrase: &'static str,
        grammar: &Grammar,
        stranger: Option<&Stranger>,
    ) -> Option<(i32, Reading)> {
        let mut reading = Reading {
            words: self.tokens.iter().map(|token| token.word.clone()).collect(),
            phrase,
            ..Reading::default()
        };
        let mut covered = vec![false; self.units.len()];
        // What stands for a name means nothing else.
        stranger.into_iter().for_each(|range| covered[range.clone()].fill(true));
        // "Was Hooli removed?" asks whether, and orders nothing.
        if grammar.filters == Filtered::Not && phrase.split(' ').any(is_action) && is_question(self.tokens) {
            return None;
        }
        let mut score = 0;
        let mut used_stranger = stranger.is_none();
        let facts = self.facts();
        let mut facts_left: Vec<Fact> = facts.clone();
        let mut facts_used = false;
        for item in phrase.split(' ') {
            score += 10;
            match item {
                "facts" => {
                    if facts.is_empty() {
                        return None;
                    }
                    facts_left.clear();
                    facts_used = true;
                }
                "told" => {
                    if self.asks || !told(self.tokens) {
                        return None;
                    }
                    score += 20;
                }
                "said" => {
                    if self.asks {
                        return None;
                    }
                }
                "statement" => {
                    const TELLING: &[&str] =
                        &["is", "are", "has", "have", "went", "came", "left", "entered", "became", "now"];
                    let tells =
                        !self.asks && self.tokens.iter().any(|token| TELLING.contains(&token.word.as_str()));
                    if !tells {
                        return None;
                    }
                }
                _ if item.starts_with('=') => {
                    self.tokens.iter().find(|token| token.word == item[1..])?;
                }
                _ if item.starts_with('{') => {
                    let found = self.slot(item, &mut covered, &mut reading);
                    if !found {
                        let range = stranger.filter(|_| {
                            !used_stranger && matches!(item, "{person}" | "{account}" | "{subject}")
                        })?;
                        used_stranger = true;
                        reading.subject = Some(Subject { typed: self.typed(range), ..Subject::default() });
                    }
                }
                _ if item.ends_with(['+', '-']) => {
                    let wanted = fact(item)?;
                    let at = facts_left.iter().position(|fact| *fact == wanted)?;
                    facts_left.remove(at);
                    facts_used = true;
                }
                class => {
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
            reading.facts = facts;
            for (at, _) in &self.clues {
                covered[*at] = true;
            }
        }
        if !used_stranger {
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
                if !reading.filters.add(&channel) {
                    return None;
                }
            }
        }
        self.narrow(&mut reading);
        if phrase.contains("should") && grammar.filters == Filtered::All {
            self.my_turn(&mut reading);
        }
        // "Whom should sales call today?" says when to call, not when people were reached.
        if phrase.contains("should")
            && reading.window.as_ref().is_some_and(|(window, _)| window.from == self.world.today)
        {
            reading.window = None;
        }
        Some((score, reading))
    }

    fn facts(&self) -> Vec<Fact> {
        let begins_with_a_filter =
            matches!(self.units.first(), Some(Unit { meaning: Meaning::Value(_), .. }));
        if !begins_with_a_filter && orders(self.tokens) {
            return Vec::new();
        }
        let clues: Vec<Clue> = self.clues.iter().map(|(_, clue)| *clue).collect();
        let mut facts = facts(&clues);
        // "Who got the newsletter and was never called": what marketing sent has reached them.
        if let [Fact { side: Some(side), positive: false }] = facts[..]
            && self.tells_side(side.other())
        {
            facts.insert(0, Fact { side: Some(side.other()), positive: true });
        }
        // "Touched by marketing only": not by the other side.
        if let [Fact { side: Some(side), positive: true }] = facts[..]
            && self.says_only(side)
        {
            facts.push(Fact { side: Some(side.other()), positive: false });
        }
        facts
    }

    /// Whether a filter is about touches of this side alone.
    fn tells_side(&self, side: Side) -> bool {
        self.has_value(|value| match value {
            Value::Channel(channel, whose) => whose.sides(*channel) == [side],
            Value::Campaign(_) | Value::Purpose(_) => side == Side::Marketing,
            _ => false,
        })
    }

    /// Whether "only" stands beside a side.
    fn says_only(&self, side: Side) -> bool {
        let is = |at: usize, class: &str| matches!(self.units.get(at), Some(Unit { meaning: Meaning::Word(known), .. }) if *known == class);
        (0..self.units.len())
            .any(|at| is(at, "only") && (is(at + 1, side.as_str()) || at > 0 && is(at - 1, side.as_str())))
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

    /// Fills a slot from the first unit that fits it.
    fn slot(&self, item: &str, covered: &mut [bool], reading: &mut Reading) -> bool {
        for (at, unit) in self.units.iter().enumerate() {
            if covered[at] {
                continue;
            }
            let fits = match (item, &unit.meaning) {
                ("{person}", Meaning::Name(name)) => {
                    (!name.people.is_empty() || is_person_address(name))
                        && self.subject(unit, name, true, false, reading)
                }
                ("{account}", Meaning::Name(name)) => {
                    (!name.accounts.is_empty() || is_account_address(name))
                        && self.subject(unit, name, false, true, reading)
                }
                ("{subject}", Meaning::Name(name)) => {
                    let any = !name.people.is_empty() || !name.accounts.is_empty() || name.address.is_some();
                    any && self.subject(unit, name, true, true, reading)
                }
                ("{by}", Meaning::By(by, true))
                | ("{dimension}", Meaning::By(by, _))
                | ("{owner}", Meaning::By(by @ (By::Seller | By::Marketer), _)) => {
                    reading.by = Some(*by);
                    true
                }
                ("{market}", Meaning::Value(Value::Market(market))) => {
                    reading.market = Some(*market);
                    true
                }
                ("{purposes}", Meaning::By(By::Purpose, false)) => true,
                ("{target}", Meaning::Value(Value::Target)) => true,
                ("{content}", Meaning::Value(Value::Content(content))) => {
                    reading.content = Some(*content);
                    true
                }
                ("{source}", Meaning::Value(Value::Source(source))) => {
                    reading.source = Some(*source);
                    true
                }
                // A source may be called like a word of ours: "Outreach".
                ("{source}", Meaning::Word(_)) => {
                    reading.source = self.source_called(unit);
                    reading.source.is_some()
                }
                ("{channel}", Meaning::Value(Value::Channel(channel, side))) => {
                    reading.filters.channel = Some((*channel, *side));
                    true
                }
                _ => false,
            };
            if fits {
                covered[at] = true;
                return true;
            }
        }
        false
    }

    fn source_called(&self, unit: &Unit) -> Option<u16> {
        let words: Vec<&str> =
            self.tokens[unit.from..unit.to].iter().map(|token| token.word.as_str()).collect();
        self.world.terms.exact(&words.join(" ")).iter().find_map(|term| match term {
            Term::Source(source) => Some(*source),
            _ => None,
        })
    }

    fn subject(&self, unit: &Unit, name: &Name, people: bool, accounts: bool, reading: &mut Reading) -> bool {
        if reading.subject.is_some() {
            return false;
        }
        reading.subject = Some(Subject {
            typed: self.typed_unit(unit),
            people: if people { name.people.clone() } else { Vec::new() },
            accounts: if accounts { name.accounts.clone() } else { Vec::new() },
            address: name.address.clone(),
        });
        true
    }

    /// Takes a unit that the phrase does not need; false if the question has no place for it.
    fn extra(&self, unit: &Unit, grammar: &Grammar, reading: &mut Reading) -> bool {
        match &unit.meaning {
            Meaning::Word(NOISE | "by" | "only") => true,
            Meaning::Value(Value::Mine) | Meaning::Word("for_me") => self.mine(unit, grammar, reading),
            Meaning::Word("export") => {
                reading.csv = true;
                grammar.also.contains(&"export")
            }
            Meaning::Word(class) => {
                if *class == "list" && self.tokens[unit.from].word == "csv" {
                    reading.csv = true;
                }
                grammar.also.contains(class)
            }
            Meaning::Window(window, label) => {
                let first = reading.window.is_none();
                reading.window = Some((*window, label.clone()));
                first
            }
            Meaning::Top(count) => reading.top.replace(*count).is_none() && grammar.also.contains(&"list"),
            Meaning::Page(page) => reading.page.replace(*page).is_none() && grammar.also.contains(&"list"),
            Meaning::Value(value) => grammar.filters.takes(value) && reading.filters.add(value),
            Meaning::Name(name) => self.name_as_filter(unit, name, grammar, reading),
            // "Which rep" asks for one of them.
            Meaning::By(By::Seller | By::Marketer, _)
                if matches!(self.tokens[unit.from].word.as_str(), "which" | "what") =>
            {
                grammar.also.contains(&"dimension")
            }
            Meaning::By(by, false) => {
                // "Campaign" beside a campaign's name, "channel" beside a channel.
                let said = match by {
                    By::Campaign => {
                        grammar.also.contains(&"campaigns")
                            || reading.filters.campaign.is_some()
                            || self.has_value(|value| matches!(value, Value::Campaign(_)))
                    }
                    By::Channel => self.has_value(|value| matches!(value, Value::Channel(..))),
                    By::Industry => self.has_value(|value| matches!(value, Value::Industry(_))),
                    By::Seller => grammar.also.contains(&"sales"),
                    By::Marketer => grammar.also.contains(&"marketing"),
                    By::Tier | By::Country | By::Purpose => false,
                };
                said || grammar.also.contains(&"dimension")
            }
            Meaning::By(_, true) | Meaning::Number(_) | Meaning::Either(_) | Meaning::Unknown => false,
        }
    }

    /// "Whom should I call?" asks about one's own accounts, if nobody else's are named.
    fn my_turn(&self, reading: &mut Reading) {
        let Some(asker) = self.world.asker else { return };
        let filters = &reading.filters;
        let owned = filters.seller.is_some() || filters.marketer.is_some() || filters.team.is_some();
        if !owned && self.tokens.iter().any(|token| token.word == "i") {
            reading.filters.add(&owned_by(asker, self.world));
        }
    }

    /// "My", "for me": the asker's accounts; where one person or account is named, it tells no more than the name.
    fn mine(&self, unit: &Unit, grammar: &Grammar, reading: &mut Reading) -> bool {
        let courtesy = self.tokens[unit.from].word == "for" && is_request(self.tokens);
        if courtesy || reading.subject.is_some() || grammar.filters != Filtered::All {
            return courtesy || reading.subject.is_some();
        }
        match self.world.asker {
            Some(asker) => reading.filters.add(&owned_by(asker, self.world)),
            None => {
                reading.unclear = Some(Unclear::Asker);
                true
            }
        }
    }

    pub(super) fn has_value(&self, wanted: impl Fn(&Value) -> bool) -> bool {
        self.units.iter().any(|unit| matches!(&unit.meaning, Meaning::Value(value) if wanted(value)))
    }

    /// A name beside the phrase: the account or the owner that the question is restricted to; beside a person, where
    /// that person works.
    fn name_as_filter(&self, unit: &Unit, name: &Name, grammar: &Grammar, reading: &mut Reading) -> bool {
        if grammar.filters != Filtered::All {
            let place =
                reading.subject.is_some() && !name.accounts.is_empty() && reading.filters.account.is_none();
            reading.filters.account = name.accounts.first().copied();
            return place && name.accounts.len() == 1;
        }
        // What Sam did himself is not what is known of his accounts.
        let acts = !name.colleagues.is_empty() && !name.possessive && self.is_verb_at(unit.to);
        if acts && !grammar.also.contains(&"list") {
            return false;
        }
        match (&name.accounts[..], &name.colleagues[..]) {
            ([account], []) => reading.filters.add(&Value::Account(*account)),
            ([], [_]) => owner(name, self.world).is_some_and(|value| reading.filters.add(&value)),
            ([], []) => false,
            (accounts, []) => {
                reading.unclear = Some(Unclear::Accounts(accounts.to_vec()));
                true
            }
            (_, colleagues) if colleagues.len() > 1 => {
                let typed = self.typed_unit(unit);
                reading.unclear = Some(Unclear::Colleagues { typed, colleagues: colleagues.to_vec() });
                true
            }
            _ => owner(name, self.world).is_some_and(|value| reading.filters.add(&value)),
        }
    }

    fn is_verb_at(&self, token: usize) -> bool {
        self.units
            .iter()
            .find(|unit| unit.from == token)
            .is_some_and(|unit| matches!(unit.meaning, Meaning::Word("contact" | "touch" | "reach")))
    }

    /// "Patricia at Northwind" leaves the Patricias of Northwind; the account is no filter of the answer.
    fn narrow(&self, reading: &mut Reading) {
        let Some(subject) = &mut reading.subject else { return };
        if subject.people.is_empty() {
            return;
        }
        if let Some(account) = reading.filters.account.take() {
            let snapshot = self.world.snapshot;
            subject.people.retain(|&person| {
                snapshot.people.employer(person) == Some(account)
                    || snapshot.accounts_of(person).any(|known| known == account)
            });
        }
    }
}

/// What bears on facts, with the unit it comes from.
fn clues(units: &[Unit], tokens: &[Token]) -> Vec<(usize, Clue)> {
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
                    if unit.from > 0 && tokens[unit.from - 1].word == "for" =>
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
                    Clue::Verb((unit.to == unit.from + 1).then_some(Side::Marketing))
                }
                Meaning::Word("warm_verb") if !named("should") => Clue::Verb(Some(Side::Marketing)),
                // People open and attend what marketing sends.
                Meaning::Word("receive") => Clue::Verb((!named("sales")).then_some(Side::Marketing)),
                Meaning::Word("contact") => Clue::Verb(Some(Side::Sales)),
                Meaning::Word("touch" | "touches" | "outreach") => Clue::Verb(None),
                Meaning::Word("ignore") => {
                    let not = Clue::Not { lasting: false, somebody: false };
                    return vec![(at, not), (at, Clue::Verb(None))];
                }
                Meaning::Word("not") => Clue::Not {
                    lasting: matches!(word, "neither" | "nor"),
                    somebody: matches!(word, "nobody" | "noone" | "none" | "neither" | "nor")
                        || last == "one",
                },
                Meaning::Word(_) if is_preposition(word) => Clue::Preposition,
                _ => return Vec::new(),
            };
            // "Heard from" is one expression, and its end tells who follows.
            let more = unit.to > unit.from + 1 && is_preposition(last);
            std::iter::once((at, clue)).chain(more.then_some((at, Clue::Preposition))).collect()
        })
        .collect()
}

/// "Neither team", "neither of the two teams".
fn is_neither(tokens: &[Token], at: usize) -> bool {
    tokens[at.saturating_sub(4)..at].iter().any(|token| matches!(token.word.as_str(), "neither" | "nor"))
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
    noun && (at == 0 || !matches!(units[at - 1].meaning, Meaning::Word("sales" | "marketing")))
        || generic && subject
}

/// Verbs that tell through which channel.
fn channel_of_verb(word: &str) -> Option<Channel> {
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
fn orders(tokens: &[Token]) -> bool {
    const VERBS: &[&str] = &[
        "call", "phone", "ring", "email", "message", "ping", "contact", "meet", "chase", "pitch", "talk",
        "speak", "reach", "approach", "touch", "target", "connect",
    ];
    let politely = ["please", "can", "could", "would", "you", "kindly", "now", "just", "hey", "hi", "pls"];
    tokens
        .iter()
        .find(|token| !politely.contains(&token.word.as_str()))
        .is_some_and(|token| VERBS.contains(&token.word.as_str()))
}

fn is_person_address(name: &Name) -> bool {
    name.address.as_ref().is_some_and(|address| address.contains('@') || address.contains("linkedin"))
}

fn is_account_address(name: &Name) -> bool {
    name.address.as_ref().is_some_and(|address| !address.contains('@') && !address.contains("linkedin"))
}

/// A fact as phrases write it: `marketing+`, `sales-`, `anyone-`.
fn fact(item: &str) -> Option<Fact> {
    let (side, positive) = (&item[..item.len() - 1], item.ends_with('+'));
    let side = match side {
        "marketing" => Some(Side::Marketing),
        "sales" => Some(Side::Sales),
        "anyone" => None,
        _ => return None,
    };
    Some(Fact { side, positive })
}
