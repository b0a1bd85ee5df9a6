//! The text as a row of units: each is one or more words with one meaning (a window, a filter, a name, a class of
//! words), or is not understood yet.

use jiff::civil::Date;

use super::{
    lexicon::{self, LONGEST_EXPRESSION, NOISE},
    terms::{Term, Terms, vague_channel},
    tokens::Token,
    windows,
};
use crate::{
    figures::Window,
    snapshot::{Hit, Snapshot},
    vocabulary::{Channel, Market, Purpose, Side},
};

/// One or more neighbouring words with one meaning.
#[derive(Clone, Debug)]
pub struct Unit {
    pub from: usize,
    pub to: usize,
    pub meaning: Meaning,
}

#[derive(Clone, Debug)]
pub enum Meaning {
    /// A word of a class of the lexicon.
    Word(&'static str),
    Window(Window, String),
    Value(Value),
    /// "By seller" (`true`), or just "seller".
    By(By, bool),
    Name(Name),
    Number(u32),
    /// "Top 50", "page 2".
    Top(u32),
    Page(u32),
    Unknown,
}

/// The value of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Industry(String),
    Country(String),
    Tier(String),
    Account(u32),
    Seller(u16),
    Marketer(u16),
    Team(u16),
    Channel(Channel, Option<Side>),
    Campaign(u32),
    Purpose(Purpose),
    Market(Market),
    Target,
    Content(u32),
    Source(u16),
    /// "My accounts", said by somebody who is no colleague of ours.
    Mine,
}

/// What a breakdown has a row for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Seller,
    Marketer,
    Industry,
    Tier,
    Country,
    Channel,
    Campaign,
    Purpose,
}

impl By {
    pub const ALL: &[Self] = &[
        Self::Seller,
        Self::Marketer,
        Self::Industry,
        Self::Tier,
        Self::Country,
        Self::Channel,
        Self::Campaign,
        Self::Purpose,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Seller => "seller",
            Self::Marketer => "marketer",
            Self::Industry => "industry",
            Self::Tier => "tier",
            Self::Country => "country",
            Self::Channel => "channel",
            Self::Campaign => "campaign",
            Self::Purpose => "purpose",
        }
    }
}

/// Whom or what some words may name. Several of each kind where they are ambiguous.
#[derive(Clone, Debug, Default)]
pub struct Name {
    pub people: Vec<u32>,
    pub accounts: Vec<u32>,
    pub colleagues: Vec<u16>,
    /// Written without a typo.
    pub exact: bool,
    /// An address rather than words.
    pub address: Option<String>,
    pub possessive: bool,
}

impl Name {
    fn is_empty(&self) -> bool {
        self.people.is_empty() && self.accounts.is_empty() && self.colleagues.is_empty()
    }
}

/// What the words are read against.
pub struct World<'a> {
    pub snapshot: &'a Snapshot,
    pub terms: &'a Terms,
    /// The colleague who asks.
    pub asker: Option<u16>,
    pub today: Date,
}

/// Cuts tokens into units.
pub fn units(tokens: &[Token], world: &World) -> Vec<Unit> {
    let mut reader = Reader { tokens, world, units: vec![None; tokens.len()] };
    reader.addresses();
    reader.expressions();
    reader.windows();
    reader.words();
    reader.names();
    let mut units = reader.finish();
    merge(&mut units, tokens, world);
    units
}

/// Puts misspelt words of ours right, before anything is read: "buying gropus", "taget market". A word that is
/// somebody's name, or nearer to one, stays.
pub fn spelled(mut tokens: Vec<Token>, world: &World) -> Vec<Token> {
    let people = world.snapshot.people.index();
    for at in 0..tokens.len() {
        let word = tokens[at].word.as_str();
        let known = lexicon::is_known(word)
            || vague_channel(word).is_some()
            || people.has_word(word)
            || world.terms.has_word(word)
            || tokens[at].is_address();
        if known {
            continue;
        }
        let Some((off, meant)) = lexicon::corrected(word) else {
            unpossessed(&mut tokens, at, world);
            continue;
        };
        let nearer =
            |hits: Vec<Hit>| hits.first().is_some_and(|hit| 1.0 - hit.score < 0.1 * off as f64 - 0.01);
        if !nearer(people.find(&[word]))
            && !nearer(world.terms.accounts(&[word]))
            && !nearer(world.terms.colleagues(&[word]))
        {
            tokens[at].word = meant.to_owned();
        }
    }
    tokens
}

/// "Sams accounts": somebody's, without the apostrophe.
fn unpossessed(tokens: &mut [Token], at: usize, world: &World) {
    let Some(next) = tokens.get(at + 1) else { return };
    let Some(name) = tokens[at].word.strip_suffix('s') else { return };
    if (next.word == "team" || is_belongings(&next.word))
        && world.terms.colleagues(&[name]).first().is_some_and(|hit| hit.score == 1.0)
    {
        tokens[at].word.pop();
        tokens[at].possessive = true;
    }
}

struct Reader<'a> {
    tokens: &'a [Token],
    world: &'a World<'a>,
    /// By first token; the other tokens of a unit hold an empty one (`from == to`).
    units: Vec<Option<Unit>>,
}

impl Reader<'_> {
    fn free(&self, from: usize, to: usize) -> bool {
        to <= self.tokens.len() && (from..to).all(|at| self.units[at].is_none())
    }

    fn claim(&mut self, from: usize, to: usize, meaning: Meaning) {
        for at in from + 1..to {
            self.units[at] = Some(Unit { from: at, to: at, meaning: Meaning::Word(NOISE) });
        }
        self.units[from] = Some(Unit { from, to, meaning });
    }

    fn joined(&self, from: usize, to: usize, with: &str) -> String {
        self.tokens[from..to].iter().map(|token| token.word.as_str()).collect::<Vec<_>>().join(with)
    }

    /// E-mail addresses, profiles and sites.
    fn addresses(&mut self) {
        for at in 0..self.tokens.len() {
            let token = &self.tokens[at];
            if !token.is_address() {
                continue;
            }
            let people = &self.world.snapshot.people;
            let mut name = Name { exact: true, address: Some(token.word.clone()), ..Name::default() };
            if token.word.contains('@') {
                if let Some(email) = crate::identity::Email::parse(&token.word) {
                    name.people = people.by_email(email.as_str()).collect();
                }
                for term in self.world.terms.exact(&token.word) {
                    if let Term::Colleague(colleague) = term {
                        name.colleagues.push(*colleague);
                    }
                }
            } else if let Some(url) = crate::identity::linkedin(&token.word) {
                name.people = people.by_linkedin(&url).collect();
            } else if let Some(domain) = crate::identity::domain(&token.word) {
                for term in self.world.terms.exact(&domain) {
                    if let Term::Account(account) = term {
                        name.accounts.push(*account);
                    }
                }
            }
            self.claim(at, at + 1, Meaning::Name(name));
        }
    }

    /// Whatever has several words: full names, and expressions of the lexicon; the longer one wins.
    fn expressions(&mut self) {
        let longest = self.world.terms.longest.max(LONGEST_EXPRESSION).max(6);
        let mut at = 0;
        while at < self.tokens.len() {
            let most = longest.min(self.tokens.len() - at);
            let found = (2..=most)
                .rev()
                .filter(|length| self.free(at, at + length))
                .find_map(|length| self.expression(at, at + length).map(|meaning| (length, meaning)));
            match found {
                Some((length, meaning)) => {
                    self.claim(at, at + length, meaning);
                    at += length;
                }
                None => at += 1,
            }
        }
    }

    fn expression(&self, from: usize, to: usize) -> Option<Meaning> {
        if let Some(name) = self.full_name(from, to) {
            return Some(Meaning::Name(name));
        }
        if let Some(term) = self.world.terms.exact(&self.joined(from, to, " ")).first() {
            return self.meaning_of(term, from, to);
        }
        let words: Vec<&str> = self.tokens[from..to].iter().map(|token| token.word.as_str()).collect();
        match words.as_slice() {
            ["in", "market"] | ["in", "the", "market"] | ["within", "market"] => {
                return Some(Meaning::Value(Value::Market(Market::In)));
            }
            ["out", "of", "market"]
            | ["out", "of", "the", "market"]
            | ["not", "in", "market"]
            | ["not", "in", "the", "market"]
            | ["no", "longer", "in", "market"]
            | ["off", "market"]
            | ["not", "currently", "in", "market"] => {
                return Some(Meaning::Value(Value::Market(Market::Out)));
            }
            ["marketing" | "mktg", "channel" | "channels"] => return Some(Meaning::By(By::Channel, false)),
            ["target", "market" | "mkt"]
            | ["target", "accounts"]
            | ["target", "account"]
            | ["target", "companies"]
            | ["target", "list"]
            | ["target", "people"]
            | ["target", "account", "list"] => {
                return Some(Meaning::Value(Value::Target));
            }
            ["outside", rest @ ..]
            | ["not", "in", rest @ ..]
            | ["not", "on", rest @ ..]
            | ["beyond", rest @ ..]
            | ["not", "part", "of", rest @ ..]
                if is_target(rest) =>
            {
                return Some(Meaning::Word("outside"));
            }
            ["non", "target", _] | ["off", "target"] | ["non", "target"] | ["not", "target", "accounts"] => {
                return Some(Meaning::Word("outside"));
            }
            ["brand", "against" | "and" | "vs" | "versus" | "or", "demand"] => {
                return Some(Meaning::By(By::Purpose, false));
            }
            ["account", "executive" | "executives"]
            | ["account", "manager" | "managers"]
            | ["sales", "rep" | "person"] => {
                return Some(Meaning::By(By::Seller, false));
            }
            _ => {}
        }
        lexicon::class_of(&self.joined(from, to, "_")).map(Meaning::Word)
    }

    /// People, accounts and colleagues with exactly this name.
    fn full_name(&self, from: usize, to: usize) -> Option<Name> {
        let words: Vec<&str> = self.tokens[from..to].iter().map(|token| token.word.as_str()).collect();
        let mut name = Name { exact: true, possessive: self.tokens[to - 1].possessive, ..Name::default() };
        for term in self.world.terms.exact(&words.join(" ")) {
            match term {
                Term::Account(account) => name.accounts.push(*account),
                Term::Colleague(colleague) => name.colleagues.push(*colleague),
                _ => {}
            }
        }
        let people = &self.world.snapshot.people;
        if words.len() > 1 && words.iter().all(|word| people.index().has_word(word)) {
            let whole = words.join(" ");
            name.people = people
                .index()
                .find(&words)
                .into_iter()
                .filter(|hit| hit.score == 1.0 && crate::identity::fold(people.name(hit.number)) == whole)
                .map(|hit| hit.number)
                .collect();
        }
        (!name.is_empty()).then_some(name)
    }

    fn meaning_of(&self, term: &Term, from: usize, to: usize) -> Option<Meaning> {
        let possessive = self.tokens[to - 1].possessive;
        let named = |name: Name| Some(Meaning::Name(Name { exact: true, possessive, ..name }));
        let value = match term {
            Term::Industry(value) => Value::Industry(value.clone()),
            Term::Country(value) => Value::Country(value.clone()),
            Term::Tier(value) => Value::Tier(value.clone()),
            Term::Campaign(campaign) => Value::Campaign(*campaign),
            Term::Content(content) => Value::Content(*content),
            Term::Source(source) => Value::Source(*source),
            Term::Channel(channel, side) => Value::Channel(*channel, *side),
            Term::Purpose(purpose) => Value::Purpose(*purpose),
            Term::Account(account) => return named(Name { accounts: vec![*account], ..Name::default() }),
            Term::Colleague(colleague) => {
                return named(Name { colleagues: vec![*colleague], ..Name::default() });
            }
            Term::Role(_) => return Some(Meaning::Word("role_name")),
        };
        let word = &self.tokens[from];
        if to == from + 1 && word.word == "us" && word.raw != "US" && self.is_pronoun(from) {
            return None; // "heard from us"
        }
        Some(Meaning::Value(value))
    }

    /// Whether "us" is ourselves here: "heard from us", but "healthcare us" and "in the us".
    fn is_pronoun(&self, at: usize) -> bool {
        const BEFORE: &[&str] = &[
            "from", "for", "to", "with", "of", "by", "let", "tell", "show", "give", "help", "helps", "about",
            "between", "among", "and", "gives", "told", "than",
        ];
        at == 0 || BEFORE.contains(&self.tokens[at - 1].word.as_str())
    }

    fn windows(&mut self) {
        let words: Vec<&str> = self.tokens.iter().map(|token| token.word.as_str()).collect();
        let mut at = 0;
        while at < words.len() {
            let until = (at..words.len()).find(|&next| self.units[next].is_some()).unwrap_or(words.len());
            match windows::read(&words[at..until], self.world.today) {
                Some(spoken) if !(spoken.length == 1 && words[at] == "may" && !self.dated(at)) => {
                    self.claim(at, at + spoken.length, Meaning::Window(spoken.window, spoken.label));
                    at += spoken.length;
                }
                _ => at += 1,
            }
        }
    }

    /// Whether the word before says that a month follows: "in May", but "may I see".
    fn dated(&self, at: usize) -> bool {
        at > 0
            && matches!(
                self.tokens[at - 1].word.as_str(),
                "in" | "during" | "for" | "of" | "this" | "last" | "over"
            )
    }

    /// Single words that we know as they are written.
    fn words(&mut self) {
        for at in 0..self.tokens.len() {
            if self.units[at].is_some() {
                continue;
            }
            let token = &self.tokens[at];
            let word = token.word.as_str();
            let meaning = match word {
                "seller" | "rep" | "ae" | "salesperson" | "salesman" => Some(Meaning::By(By::Seller, false)),
                "sellers" | "reps" | "aes" | "salespeople" if self.follows_by(at) => {
                    Some(Meaning::By(By::Seller, false))
                }
                "marketer" => Some(Meaning::By(By::Marketer, false)),
                "marketers" if self.follows_by(at) => Some(Meaning::By(By::Marketer, false)),
                "industry" | "industries" | "vertical" | "verticals" | "sector" | "sectors" => {
                    Some(Meaning::By(By::Industry, false))
                }
                "tier" | "tiers" => Some(Meaning::By(By::Tier, false)),
                "country" | "countries" | "geography" | "geo" => Some(Meaning::By(By::Country, false)),
                "channel" | "channels" => Some(Meaning::By(By::Channel, false)),
                "campaign" | "campaigns" => Some(Meaning::By(By::Campaign, false)),
                "purpose" | "purposes" => Some(Meaning::By(By::Purpose, false)),
                _ => None,
            };
            let meaning = meaning.or_else(|| {
                if let Some(channel) = vague_channel(word).filter(|_| self.says_channel(at)) {
                    return Some(Meaning::Value(Value::Channel(channel, None)));
                }
                let ourselves = word == "us" && token.raw != "US" && self.is_pronoun(at);
                let known = lexicon::class_of(word);
                let terms = self.world.terms.exact(word);
                if let Some(term) = terms.first().filter(|_| known.is_none() && !ourselves) {
                    let name = self
                        .full_name(at, at + 1)
                        .filter(|_| matches!(term, Term::Account(_) | Term::Colleague(_)));
                    return name.map(Meaning::Name).or_else(|| self.meaning_of(term, at, at + 1));
                }
                if word == "us" || word == "-" {
                    return Some(Meaning::Word(NOISE));
                }
                if let Some(class) = known {
                    return Some(Meaning::Word(class));
                }
                windows::number(word).filter(|_| !self.follows_tier(at)).map(Meaning::Number)
            });
            if let Some(meaning) = meaning {
                self.claim(at, at + 1, meaning);
            }
        }
    }

    fn follows_by(&self, at: usize) -> bool {
        at > 0 && matches!(self.tokens[at - 1].word.as_str(), "by" | "per" | "each" | "every" | "across")
    }

    /// "Tier 9" is a tier that nobody has, not a number.
    fn follows_tier(&self, at: usize) -> bool {
        at > 0 && matches!(self.tokens[at - 1].word.as_str(), "tier" | "tiers")
    }

    /// Whether a neighbour says that a word is meant as a channel.
    fn says_channel(&self, at: usize) -> bool {
        let word = |at: usize| self.tokens.get(at).map(|token| token.word.as_str());
        at > 0
            && matches!(word(at - 1), Some("by" | "via" | "through" | "over" | "channel" | "using"))
            && word(at + 1) != Some("team")
            || matches!(word(at + 1), Some("touches" | "touch" | "channel" | "only"))
    }

    /// What is left: names of people, accounts and colleagues, written rightly or nearly so, and misspelt words.
    fn names(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            if self.units[at].is_some() {
                at += 1;
                continue;
            }
            let end =
                (at..self.tokens.len()).find(|&next| self.units[next].is_some()).unwrap_or(self.tokens.len());
            self.run(at, end);
            at = end;
        }
    }

    /// Reads a run of unknown words: as one name if it can be, else its longest part that is one.
    fn run(&mut self, from: usize, to: usize) {
        if from >= to {
            return;
        }
        // A word of a name may be a word of ours: "Collin Cold".
        for (wide_from, wide_to) in [(from, to + 1), (from.saturating_sub(1), to)] {
            let borrowed = if wide_to > to { to } else { wide_from };
            let lends = wide_to <= self.tokens.len()
                && (wide_from, wide_to) != (from, to)
                && self.units[borrowed].as_ref().is_some_and(|unit| {
                    unit.to == unit.from + 1 && matches!(unit.meaning, Meaning::Word(class) if class != NOISE)
                })
                && self.world.snapshot.people.index().has_word(&self.tokens[borrowed].word);
            if lends && to - from <= 3 {
                if let Some(name) = self.name(wide_from, wide_to).filter(|name| name.people.len() == 1) {
                    self.claim(wide_from, wide_to, Meaning::Name(name));
                    return;
                }
            }
        }
        let length = to - from;
        for part in (1..=length.min(6)).rev() {
            for start in from..=to - part {
                if let Some(meaning) = self.part(start, start + part) {
                    self.claim(start, start + part, meaning);
                    self.run(from, start);
                    self.run(start + part, to);
                    return;
                }
            }
        }
        for at in from..to {
            self.claim(at, at + 1, Meaning::Unknown);
        }
    }

    fn part(&self, from: usize, to: usize) -> Option<Meaning> {
        let name = self.name(from, to);
        if let Some(name) = name.as_ref().filter(|name| name.exact) {
            return Some(Meaning::Name(name.clone()));
        }
        let words: Vec<&str> = self.tokens[from..to].iter().map(|token| token.word.as_str()).collect();
        let terms = self.world.terms.near(&words);
        if let [term] = &terms[..] {
            if !matches!(term, Term::Colleague(_)) || name.is_none() {
                return self.meaning_of(term, from, to);
            }
        }
        name.map(Meaning::Name)
    }

    /// Whoever has all of these words in their name, or words like them.
    fn name(&self, from: usize, to: usize) -> Option<Name> {
        let words: Vec<&str> = self.tokens[from..to].iter().map(|token| token.word.as_str()).collect();
        let best = |hits: Vec<Hit>| -> (f64, Vec<u32>) {
            let top = hits.first().map_or(0.0, |hit| hit.score);
            (top, hits.into_iter().take_while(|hit| hit.score > top - 0.01).map(|hit| hit.number).collect())
        };
        let (people_score, people) = best(self.world.snapshot.people.index().find(&words));
        let (account_score, accounts) = best(self.world.terms.accounts(&words));
        let (colleague_score, colleagues) = best(self.world.terms.colleagues(&words));
        let top = people_score.max(account_score).max(colleague_score);
        let keep = |score: f64, hits: Vec<u32>| if score > top - 0.06 { hits } else { Vec::new() };
        let name = Name {
            people: keep(people_score, people),
            accounts: keep(account_score, accounts),
            colleagues: keep(colleague_score, colleagues).into_iter().map(|number| number as u16).collect(),
            exact: top > 0.95,
            address: None,
            possessive: self.tokens[to - 1].possessive,
        };
        (!name.is_empty()).then_some(name)
    }

    fn finish(self) -> Vec<Unit> {
        self.units.into_iter().flatten().filter(|unit| unit.from < unit.to).collect()
    }
}

/// "The target market", "our target list".
fn is_target(words: &[&str]) -> bool {
    let words = match words {
        ["of", rest @ ..] => rest,
        words => words,
    };
    let words = match words {
        ["the" | "our", rest @ ..] => rest,
        words => words,
    };
    matches!(
        words,
        ["target"]
            | ["target", "market" | "mkt" | "list" | "accounts" | "account" | "companies"]
            | ["target", "account", "list"]
    )
}

/// Joins neighbours that mean one thing together: "seller Dana", "Dana's team", "by industry", "top 50".
fn merge(units: &mut Vec<Unit>, tokens: &[Token], world: &World) {
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
}

fn joined(units: &[Unit], tokens: &[Token], world: &World) -> Option<(usize, Meaning)> {
    let word = |unit: &Unit| tokens[unit.from].word.as_str();
    let single = |unit: &Unit| unit.to == unit.from + 1;
    let [first, rest @ ..] = units else { return None };
    let second = rest.first();
    match &first.meaning {
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
                "mine" => Some((1, Meaning::Value(mine(world)))),
                // "My meetings" are a calendar's, not a channel.
                "my" if matches!(second?.meaning, Meaning::Value(Value::Channel(..))) => {
                    Some((2, Meaning::Unknown))
                }
                "my" => match second_word {
                    "team" => Some((2, Meaning::Value(world.asker.map_or(Value::Mine, Value::Team)))),
                    word if is_belongings(word) => Some((2, Meaning::Value(mine(world)))),
                    _ => None,
                },
                "team" if *class == NOISE => team(second?, world).map(|value| (2, Meaning::Value(value))),
                _ => None,
            }
        }
        Meaning::Unknown if single(first) => match (word(first), second) {
            ("page", Some(Unit { meaning: Meaning::Number(page), .. })) => Some((2, Meaning::Page(*page))),
            ("team", Some(next)) => team(next, world).map(|value| (2, Meaning::Value(value))),
            _ => None,
        },
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
            is_belongings(word(next))
                .then(|| owner(name, world))
                .flatten()
                .map(|value| (2, Meaning::Value(value)))
        }
        _ => None,
    }
}

/// What somebody's accounts are called.
fn is_belongings(word: &str) -> bool {
    matches!(
        word,
        "account"
            | "accounts"
            | "companies"
            | "people"
            | "contacts"
            | "prospects"
            | "book"
            | "patch"
            | "territory"
            | "portfolio"
            | "clients"
            | "buyers"
            | "acounts"
    )
}

fn mine(world: &World) -> Value {
    world.asker.map_or(Value::Mine, |asker| owned_by(asker, world))
}

fn owned_by(colleague: u16, world: &World) -> Value {
    match world.snapshot.colleagues[usize::from(colleague)].side {
        Side::Sales => Value::Seller(colleague),
        Side::Marketing => Value::Marketer(colleague),
    }
}

/// The accounts of the one colleague that a name can only mean.
pub fn owner(name: &Name, world: &World) -> Option<Value> {
    only_colleague(name, world, None).map(|colleague| owned_by(colleague, world))
}

fn team(unit: &Unit, world: &World) -> Option<Value> {
    let Meaning::Name(name) = &unit.meaning else { return None };
    only_colleague(name, world, None).map(Value::Team)
}

fn only_colleague(name: &Name, world: &World, side: Option<Side>) -> Option<u16> {
    let fitting: Vec<u16> = name
        .colleagues
        .iter()
        .copied()
        .filter(|colleague| {
            side.is_none_or(|side| world.snapshot.colleagues[usize::from(*colleague)].side == side)
        })
        .collect();
    match fitting[..] {
        [only] => Some(only),
        _ => None,
    }
}
