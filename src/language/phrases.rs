//! Which question a row of units asks.
//!
//! A phrase is a list of items that must all be there, in any order: a class of words (`overlap`), a fact
//! (`marketing-`, or `facts` for any), or a slot (`{person}`, `{account}`, `{subject}` for either, `{by}`,
//! `{dimension}`, `{owner}`, `{market}`, `{target}`, `{content}`, `{source}`, `{channel}`); `statement` asks for a
//! sentence that tells rather than asks.

use super::{
    LONGEST,
    facts::{Clue, Fact, facts},
    filters::Filters,
    lexicon::NOISE,
    tokens::{Token, tokens},
    units::{By, Meaning, Name, Unit, Value, World, owner, spelled, units},
};
use crate::{
    figures::Window,
    vocabulary::{Market, Side},
};

/// How a question is asked.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    pub name: &'static str,
    pub phrases: &'static [&'static str],
    /// Classes of words that may stand beside the phrase.
    pub also: &'static [&'static str],
    pub filters: Filtered,
}

/// Which filters a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filtered {
    Not,
    /// By the kind of touch: channel, campaign, purpose.
    Touches,
    All,
}

impl Filtered {
    fn takes(self, value: &Value) -> bool {
        match self {
            Self::Not => false,
            Self::Touches => matches!(value, Value::Channel(..) | Value::Campaign(_) | Value::Purpose(_)),
            Self::All => true,
        }
    }
}

/// Whom or what a question is about, as far as the words tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// As typed.
    pub typed: String,
    pub people: Vec<u32>,
    pub accounts: Vec<u32>,
    /// An e-mail or profile address: the database may know it as a second one of somebody.
    pub address: Option<String>,
}

/// A question that was understood.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// An index into the grammars.
    pub question: usize,
    pub subject: Option<Subject>,
    pub window: Option<(Window, String)>,
    pub filters: Filters,
    pub by: Option<By>,
    /// The one side whose touches are asked about, where only one is.
    pub side: Option<Side>,
    pub market: Option<Market>,
    pub content: Option<u32>,
    pub source: Option<u16>,
    /// How many rows, and which page of them.
    pub top: Option<u32>,
    pub page: Option<u32>,
    /// Wanted as a file.
    pub csv: bool,
    /// The folded words, for the details that actions look for.
    pub words: Vec<String>,
    /// Accounts or colleagues of which one has to be chosen first.
    pub unclear: Option<Unclear>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    Accounts(Vec<u32>),
    Colleagues(Vec<u16>),
    /// "My accounts", but who is asking?
    Asker,
}

/// What came of reading a text.
#[derive(Clone, Debug)]
pub enum Understood {
    Reading(Box<Reading>),
    /// All is clear but for a filter value that the database does not have.
    UnknownValue {
        question: usize,
        typed: String,
        nearest: Vec<String>,
    },
    /// None of our questions; the ones with words in common, nearest first.
    Nothing {
        near: Vec<usize>,
    },
    TooLong,
    Empty,
}

/// Reads a text as one of the questions.
pub fn understand(text: &str, world: &World, grammars: &[Grammar]) -> Understood {
    if text.len() > LONGEST {
        return Understood::TooLong;
    }
    let tokens = tokens(text);
    if tokens.is_empty() {
        return Understood::Empty;
    }
    match whole(text, tokens, world, grammars) {
        // The question may stand between other sentences: "Board meeting on Tuesday: what was our overlap? Thanks!"
        Understood::Nothing { near } => {
            one_sentence(text, world, grammars).unwrap_or(Understood::Nothing { near })
        }
        understood => understood,
    }
}

/// The reading of the only sentence that asks anything, if there is just one.
fn one_sentence(text: &str, world: &World, grammars: &[Grammar]) -> Option<Understood> {
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
        let restricts =
            units(&spelled(tokens.clone(), world), world).iter().any(|unit| match &unit.meaning {
                Meaning::Window(..) | Meaning::Name(_) => true,
                Meaning::Value(value) => !matches!(value, Value::Channel(..)),
                _ => false,
            });
        match whole(sentence, tokens, world, grammars) {
            reading @ Understood::Reading(_) if found.is_none() => found = Some(reading),
            Understood::Reading(_) => return None, // two questions at once
            _ if restricts => return None,         // not to be dropped silently
            _ => {}
        }
    }
    found
}

fn whole(text: &str, tokens: Vec<Token>, world: &World, grammars: &[Grammar]) -> Understood {
    let tokens = spelled(tokens, world);
    if commands(&tokens) {
        return Understood::Nothing { near: Vec::new() };
    }
    let units = units(&tokens, world);
    let matcher = Matcher {
        units: &units,
        tokens: &tokens,
        world,
        asks: asks(text, &tokens),
        clues: clues(&units, &tokens),
    };
    let mut best: Option<(i32, Reading)> = None;
    for (question, grammar) in grammars.iter().enumerate() {
        for phrase in grammar.phrases {
            let Some((score, mut reading)) = matcher.fit(phrase, grammar, None) else { continue };
            if best.as_ref().is_none_or(|(top, _)| score > *top) {
                reading.question = question;
                best = Some((score, reading));
            }
        }
    }
    if let Some((_, reading)) = best {
        return Understood::Reading(Box::new(reading));
    }
    matcher.with_unknown(grammars).unwrap_or_else(|| Understood::Nothing { near: near(&units, grammars) })
}

/// The questions whose phrases have a word of the text, the most words first.
fn near(units: &[Unit], grammars: &[Grammar]) -> Vec<usize> {
    let classes: Vec<&str> = units
        .iter()
        .filter_map(|unit| match unit.meaning {
            Meaning::Word(class) if class != NOISE => Some(class),
            _ => None,
        })
        .collect();
    let mut scored: Vec<(usize, usize)> = grammars
        .iter()
        .enumerate()
        .map(|(question, grammar)| {
            let shared = |phrase: &&str| {
                phrase.split(' ').filter(|item| classes.contains(&item.trim_end_matches(['+', '-']))).count()
            };
            (grammar.phrases.iter().map(shared).max().unwrap_or(0), question)
        })
        .filter(|(shared, _)| *shared > 0)
        .collect();
    scored.sort_by_key(|(shared, question)| (usize::MAX - shared, *question));
    scored.into_iter().map(|(_, question)| question).collect()
}

/// Whether a text asks rather than tells.
fn asks(text: &str, tokens: &[Token]) -> bool {
    const OPENINGS: &[&str] = &[
        "is", "are", "was", "were", "has", "have", "had", "did", "does", "do", "who", "whom", "whose",
        "what", "which", "how", "when", "why", "where", "should", "any",
    ];
    text.trim_end().ends_with('?')
        || tokens.first().is_some_and(|token| OPENINGS.contains(&token.word.as_str()))
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
                Meaning::Word("marketing") => Clue::Side(Side::Marketing),
                Meaning::Word("sales") => Clue::Side(Side::Sales),
                Meaning::Word("both") if !both_named => Clue::Both,
                Meaning::Word("reach") => {
                    // "Reach out to" is what sellers do as well: whoever is named.
                    Clue::Verb((unit.to == unit.from + 1).then_some(Side::Marketing))
                }
                Meaning::Word("warm_verb") if !named("should") => Clue::Verb(Some(Side::Marketing)),
                Meaning::Word("contact") => Clue::Verb(Some(Side::Sales)),
                Meaning::Word("touch") => Clue::Verb(None),
                Meaning::Word("not") => Clue::Not {
                    lasting: matches!(word, "neither" | "nor"),
                    somebody: matches!(word, "nobody" | "noone" | "none" | "neither" | "nor" | "no"),
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

fn is_preposition(word: &str) -> bool {
    matches!(word, "by" | "from" | "with" | "to" | "of")
}

/// "Import this spreadsheet" is not asked but ordered, and not ours to do in a chat.
fn commands(tokens: &[Token]) -> bool {
    const VERBS: &[&str] = &[
        "sync", "import", "refresh", "update", "upload", "load", "delete", "send", "book", "schedule",
        "remind", "write", "draft",
    ];
    tokens.first().is_some_and(|token| tokens.len() > 1 && VERBS.contains(&token.word.as_str()))
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

struct Matcher<'a> {
    units: &'a [Unit],
    tokens: &'a [Token],
    world: &'a World<'a>,
    asks: bool,
    clues: Vec<(usize, Clue)>,
}

/// A run of units that stands in for a name nobody has.
type Stranger = std::ops::Range<usize>;

impl Matcher<'_> {
    /// The reading of a phrase, if it and the question's other words account for every unit, and how specific it is.
    fn fit(&self, phrase: &str, grammar: &Grammar, stranger: Option<&Stranger>) -> Option<(i32, Reading)> {
        let mut reading = Reading {
            words: self.tokens.iter().map(|token| token.word.clone()).collect(),
            ..Reading::default()
        };
        let mut covered = vec![false; self.units.len()];
        // What stands for a name means nothing else.
        stranger.into_iter().for_each(|range| covered[range.clone()].fill(true));
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
                "statement" => {
                    let tells = !self.asks
                        && self.tokens.iter().any(|token| matches!(token.word.as_str(), "is" | "are"));
                    if !tells {
                        return None;
                    }
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
            reading.side = facts[0].side.filter(|_| facts.len() == 1);
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
        self.narrow(&mut reading);
        Some((score, reading))
    }

    fn facts(&self) -> Vec<Fact> {
        if orders(self.tokens) {
            return Vec::new();
        }
        let mut facts = facts(&self.clues.iter().map(|(_, clue)| *clue).collect::<Vec<_>>());
        let mut seen = Vec::new();
        facts.retain(|fact| {
            let new = !seen.contains(fact);
            seen.push(*fact);
            new
        });
        facts
    }

    fn typed(&self, range: &Stranger) -> String {
        let (from, to) = (self.units[range.start].from, self.units[range.end - 1].to);
        self.tokens[from..to].iter().map(|token| token.raw.as_str()).collect::<Vec<_>>().join(" ")
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
                ("{target}", Meaning::Value(Value::Target)) => true,
                ("{content}", Meaning::Value(Value::Content(content))) => {
                    reading.content = Some(*content);
                    true
                }
                ("{source}", Meaning::Value(Value::Source(source))) => {
                    reading.source = Some(*source);
                    true
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

    fn subject(&self, unit: &Unit, name: &Name, people: bool, accounts: bool, reading: &mut Reading) -> bool {
        if reading.subject.is_some() {
            return false;
        }
        let typed = self.tokens[unit.from..unit.to]
            .iter()
            .map(|token| token.raw.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        reading.subject = Some(Subject {
            typed,
            people: if people { name.people.clone() } else { Vec::new() },
            accounts: if accounts { name.accounts.clone() } else { Vec::new() },
            address: name.address.clone(),
        });
        true
    }

    /// Takes a unit that the phrase does not need; false if the question has no place for it.
    fn extra(&self, unit: &Unit, grammar: &Grammar, reading: &mut Reading) -> bool {
        match &unit.meaning {
            Meaning::Word(NOISE | "by") => true,
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
            Meaning::Value(Value::Mine) if grammar.filters == Filtered::All => {
                reading.unclear = Some(Unclear::Asker);
                true
            }
            Meaning::Value(value) => grammar.filters.takes(value) && reading.filters.add(value),
            Meaning::Name(name) => self.name_as_filter(name, grammar, reading),
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
            Meaning::By(_, true) | Meaning::Number(_) | Meaning::Unknown => false,
        }
    }

    fn has_value(&self, wanted: impl Fn(&Value) -> bool) -> bool {
        self.units.iter().any(|unit| matches!(&unit.meaning, Meaning::Value(value) if wanted(value)))
    }

    /// A name beside the phrase: the account or the owner that the question is restricted to; beside a person, where
    /// that person works.
    fn name_as_filter(&self, name: &Name, grammar: &Grammar, reading: &mut Reading) -> bool {
        if grammar.filters != Filtered::All {
            let place =
                reading.subject.is_some() && !name.accounts.is_empty() && reading.filters.account.is_none();
            reading.filters.account = name.accounts.first().copied();
            return place && name.accounts.len() == 1;
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
                reading.unclear = Some(Unclear::Colleagues(colleagues.to_vec()));
                true
            }
            _ => owner(name, self.world).is_some_and(|value| reading.filters.add(&value)),
        }
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

    /// The same search with one run of unknown words taken for a name that nobody has, or for a filter's value.
    fn with_unknown(&self, grammars: &[Grammar]) -> Option<Understood> {
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
        let before = self.tokens[..self.units[first].from].last().map_or("", |token| token.word.as_str());
        let after = self.tokens.get(self.units[end - 1].to).map_or("", |token| token.word.as_str());
        let named = self.with_stranger(&stranger, before, grammars).or_else(|| {
            // "Gavin Bellamy", where we know a Gavin, but none of that name.
            let wide = self.with_known_parts(&stranger);
            let before =
                self.tokens[..self.units[wide.start].from].last().map_or("", |token| token.word.as_str());
            (wide != stranger).then(|| self.with_stranger(&wide, before, grammars)).flatten()
        });
        if named.is_some() {
            return named;
        }
        // "Overlap in agritech": the rest must be a question of its own, and the unknown word must stand as a value.
        let value = matches!(
            before,
            "in" | "for"
                | "at"
                | "seller"
                | "marketer"
                | "campaign"
                | "industry"
                | "country"
                | "tier"
                | "channel"
                | "via"
                | "through"
        ) || matches!(after, "accounts" | "companies" | "industry" | "sector" | "campaign");
        // The noun beside it says what kind of value it was meant to be.
        let noun = |at: usize| {
            matches!(
                self.units.get(at),
                Some(Unit { meaning: Meaning::By(_, false) | Meaning::Word("company"), .. })
            )
        };
        let stranger = if noun(end) {
            first..end + 1
        } else if first > 0 && noun(first - 1) {
            first - 1..end
        } else {
            stranger
        };
        if !value || stranger.len() > 3 {
            return None;
        }
        let rest: Vec<Unit> = self
            .units
            .iter()
            .enumerate()
            .filter(|(at, _)| !stranger.contains(at))
            .map(|(_, unit)| unit.clone())
            .collect();
        let clues = clues(&rest, self.tokens);
        let rest = Matcher { units: &rest, tokens: self.tokens, world: self.world, asks: self.asks, clues };
        let mut found: Option<(i32, usize)> = None;
        for (question, grammar) in
            grammars.iter().enumerate().filter(|(_, grammar)| grammar.filters == Filtered::All)
        {
            for phrase in grammar.phrases {
                if let Some((score, _)) = rest.fit(phrase, grammar, None) {
                    if found.is_none_or(|(top, _)| score > top) {
                        found = Some((score, question));
                    }
                }
            }
        }
        let (_, question) = found?;
        let typed = self.typed(&(first..end));
        let nearest = self.world.terms.nearest_values(&crate::identity::fold(&typed), 3);
        Some(Understood::UnknownValue { question, typed, nearest })
    }

    /// The reading that takes a run of words for the name that a question asks for.
    fn with_stranger(&self, stranger: &Stranger, before: &str, grammars: &[Grammar]) -> Option<Understood> {
        if !self.may_be_a_name(stranger, before) {
            return None;
        }
        let mut best: Option<(i32, usize, Reading)> = None;
        for (question, grammar) in grammars.iter().enumerate() {
            // "What does SaaS stand for" asks for nobody's state.
            let asks_for_one = |phrase: &&&str| {
                phrase.contains(' ') && !(phrase.contains("{person}") && phrase.contains("state"))
            };
            for phrase in grammar.phrases.iter().filter(asks_for_one) {
                let Some((score, reading)) = self.fit(phrase, grammar, Some(stranger)) else { continue };
                let score = score + i32::from(before == "at" && phrase.contains("{account}"));
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
            Meaning::By(..) | Meaning::Word(_) if unit.to == unit.from + 1 => {
                self.tokens[unit.from].raw.starts_with(char::is_uppercase)
                    && self.tokens.iter().any(|token| token.raw.chars().any(char::is_lowercase))
            }
            _ => false,
        }
    }
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
