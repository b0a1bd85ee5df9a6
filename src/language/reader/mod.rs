//! Claiming words for meanings: addresses first, then expressions and full names, windows, single words, and last the
//! names that are misspelt or given in part.

mod neighbours;

use super::{
    expressions::fixed,
    filters::Whose,
    lexicon::{self, LONGEST_EXPRESSION, NOISE},
    terms::{Term, vague_channel},
    tokens::Token,
    units::{By, Meaning, Name, Unit, Value, World},
    windows,
};
use crate::snapshot::Hit;

pub(super) struct Reader<'a> {
    tokens: &'a [Token],
    world: &'a World<'a>,
    /// By first token; the other tokens of a unit hold an empty one (`from == to`).
    units: Vec<Option<Unit>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tokens: &'a [Token], world: &'a World<'a>) -> Self {
        Self { tokens, world, units: vec![None; tokens.len()] }
    }

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
    pub(super) fn addresses(&mut self) {
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
    pub(super) fn expressions(&mut self) {
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
        if let Some(meaning) = self.called(from, to) {
            return Some(meaning);
        }
        let words: Vec<&str> = self.tokens[from..to].iter().map(|token| token.word.as_str()).collect();
        fixed(&words).or_else(|| lexicon::class_of(&words.join("_")).map(Meaning::Word))
    }

    /// Whatever goes by exactly these words: one thing, or one of several.
    fn called(&self, from: usize, to: usize) -> Option<Meaning> {
        let mut meanings: Vec<Meaning> = self.full_name(from, to).map(Meaning::Name).into_iter().collect();
        for term in self.world.terms.exact(&self.joined(from, to, " ")) {
            // A workspace's own value comes before what everybody calls a channel: the industry Advertising.
            let general = matches!(term, Term::Channel(..) | Term::Purpose(_)) && !meanings.is_empty();
            if !general && !matches!(term, Term::Account(_) | Term::Colleague(_)) {
                meanings.extend(self.meaning_of(term, from, to));
            }
        }
        if meanings.len() > 1 { Some(Meaning::Either(meanings)) } else { meanings.pop() }
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
            Term::Channel(channel, whose) => Value::Channel(*channel, *whose),
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

    pub(super) fn windows(&mut self) {
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

    /// Single words that we know as they are written.
    pub(super) fn words(&mut self) {
        for at in 0..self.tokens.len() {
            if self.units[at].is_some() {
                continue;
            }
            let token = &self.tokens[at];
            let word = token.word.as_str();
            // "A prospect" is nobody of that name.
            let anyone = at > 0
                && matches!(self.tokens[at - 1].word.as_str(), "a" | "any" | "each" | "every")
                && matches!(token.raw.as_str(), "prospect" | "contact" | "buyer");
            if anyone && self.tokens.get(at + 1).is_none_or(|next| next.word != "with") {
                self.claim(at, at + 1, Meaning::Word(NOISE));
                continue;
            }
            let meaning = match word {
                "seller" | "rep" | "ae" | "salesperson" | "salesman" => Some(Meaning::By(By::Seller, false)),
                "sellers" | "reps" | "aes" | "salespeople" | "salespersons" if self.follows_by(at) => {
                    Some(Meaning::By(By::Seller, false))
                }
                "marketer" => Some(Meaning::By(By::Marketer, false)),
                "marketers" if self.follows_by(at) => Some(Meaning::By(By::Marketer, false)),
                "industry" | "industries" | "vertical" | "verticals" | "sector" | "sectors" => {
                    Some(Meaning::By(By::Industry, false))
                }
                "target" if self.says_target(at) => Some(Meaning::Value(Value::Target)),
                // The workspace's industry before what somebody spends.
                "energy" if !self.is_effort(at) && !self.world.terms.exact(word).is_empty() => {
                    self.called(at, at + 1)
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
                    return Some(Meaning::Value(Value::Channel(channel, Whose::Owners)));
                }
                let ourselves = word == "us" && token.raw != "US" && self.is_pronoun(at);
                let known = lexicon::class_of(word);
                if known.is_none() && !ourselves && !self.world.terms.exact(word).is_empty() {
                    return self.called(at, at + 1);
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

    /// What is left: names of people, accounts and colleagues, written rightly or nearly so, and misspelt words.
    pub(super) fn names(&mut self) {
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
            if lends
                && to - from <= 3
                && let Some(name) = self.name(wide_from, wide_to).filter(|name| name.people.len() == 1)
            {
                self.claim(wide_from, wide_to, Meaning::Name(name));
                return;
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
        if let [term] = &terms[..]
            && (!matches!(term, Term::Colleague(_)) || name.is_none())
        {
            return self.meaning_of(term, from, to);
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
        let (account_score, accounts) = best(self.world.snapshot.account_index.find(&words));
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

    pub(super) fn finish(self) -> Vec<Unit> {
        self.units.into_iter().flatten().filter(|unit| unit.from < unit.to).collect()
    }
}
