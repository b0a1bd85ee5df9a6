//! What a phrase asks for besides words, and what may stand beside it: names, filters, windows.

use super::Matcher;
use crate::language::{
    filters::Whose,
    lenient::{is_aside, is_deed, is_harmless_class, is_harmless_here, is_harmless_word, is_telling},
    lexicon::NOISE,
    owned::{owned_by, owner},
    phrases::{Filtered, Grammar, Reading, Subject, Unclear},
    terms::Term,
    told::{is_request, opens},
    units::{By, Meaning, Name, Unit, Value},
};

impl Matcher<'_> {
    /// Fills a slot from the first unit that fits it.
    pub(super) fn slot(&self, item: &str, covered: &mut [bool], reading: &mut Reading) -> bool {
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
                ("{by}", Meaning::Compared(by, values)) => {
                    reading.by = Some(*by);
                    reading.compared.clone_from(values);
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
                // "Calls with Colin": they are what is wanted.
                ("{items}", Meaning::Value(Value::Channel(channel, side @ Whose::Owners)))
                    if opens(self.tokens, unit.from) && self.tokens[unit.to - 1].word.ends_with('s') =>
                {
                    reading.filters.channel = Some((*channel, *side));
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
    pub(super) fn extra(&self, unit: &Unit, grammar: &Grammar, reading: &mut Reading) -> bool {
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
                    || self.lenient
                        && (!reading.phrase.starts_with('{') || is_telling(reading.phrase))
                        && (is_harmless_class(class)
                            || unit.to == unit.from + 1
                                && is_telling(reading.phrase)
                                && is_harmless_here(&self.tokens[unit.from].word))
                        && !(is_deed(class) && self.facts.iter().any(|fact| !fact.positive))
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
            Meaning::By(_, true) | Meaning::Compared(..) | Meaning::Number(_) | Meaning::Either(_) => false,
            Meaning::Unknown => {
                self.lenient
                    && (unit.from..unit.to).all(|at| {
                        is_harmless_word(&self.tokens[at].word)
                            || is_telling(reading.phrase) && self.few_asides && is_aside(self.tokens, at)
                    })
            }
        }
    }

    /// "Whom should I call?" asks about one's own accounts, if nobody else's are named.
    pub(super) fn my_turn(&self, reading: &mut Reading) {
        let filters = &reading.filters;
        let owned = filters.seller.is_some() || filters.marketer.is_some() || filters.team.is_some();
        if owned || !self.tokens.iter().any(|token| token.word == "i") {
            return;
        }
        match self.world.asker {
            Some(asker) => drop(reading.filters.add(&owned_by(asker, self.world))),
            None if !reading.phrase.contains("should") => reading.unclear = Some(Unclear::Asker),
            None => {}
        }
    }

    /// "My", "for me": the asker's accounts; where one person or account is named, it tells no more than the name.
    fn mine(&self, unit: &Unit, grammar: &Grammar, reading: &mut Reading) -> bool {
        let courtesy = self.tokens[unit.from].word == "for"
            && (grammar.filters == Filtered::Not || is_request(self.tokens));
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

    pub(in crate::language) fn has_value(&self, wanted: impl Fn(&Value) -> bool) -> bool {
        self.units.iter().any(|unit| matches!(&unit.meaning, Meaning::Value(value) if wanted(value)))
    }

    /// A name beside the phrase: the account or the owner that the question is restricted to; beside a person, where
    /// that person works.
    fn name_as_filter(&self, unit: &Unit, name: &Name, grammar: &Grammar, reading: &mut Reading) -> bool {
        if let ([], [colleague]) = (&name.people[..], &name.colleagues[..])
            && grammar.also.contains(&"actor")
            && self.is_actor(unit, name)
        {
            return reading.subject.is_some() && reading.actor.replace(*colleague).is_none();
        }
        if grammar.filters != Filtered::All {
            // Where a person works; of two accounts only one would be answered about.
            let somebody = reading.subject.as_ref();
            let place = somebody
                .is_some_and(|subject| subject.accounts.is_empty() || !subject.people.is_empty())
                && !name.accounts.is_empty()
                && reading.filters.account.is_none();
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

    /// "Dana ever talked to", "contacted by Dana".
    fn is_actor(&self, unit: &Unit, name: &Name) -> bool {
        let next = self
            .units
            .iter()
            .filter(|next| next.from >= unit.to)
            .find(|next| !matches!(next.meaning, Meaning::Word(NOISE | "not")));
        let verb =
            next.is_some_and(|next| matches!(next.meaning, Meaning::Word("contact" | "touch" | "reach")));
        // "Has only Dana called": more than whether she did.
        let only = self.units.iter().any(|unit| matches!(unit.meaning, Meaning::Word("only")));
        self.asks && !name.possessive && !only && (verb || self.tokens[unit.from].word == "by")
    }

    fn is_verb_at(&self, token: usize) -> bool {
        self.units
            .iter()
            .find(|unit| unit.from == token)
            .is_some_and(|unit| matches!(unit.meaning, Meaning::Word("contact" | "touch" | "reach")))
    }

    /// "Patricia at Northwind" leaves the Patricias of Northwind; the account is no filter of the answer.
    pub(super) fn narrow(&self, reading: &mut Reading) {
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

fn is_person_address(name: &Name) -> bool {
    let personal = |address: &String| address.contains('@') || address.contains("linkedin");
    name.colleagues.is_empty() && name.address.as_ref().is_some_and(personal)
}

fn is_account_address(name: &Name) -> bool {
    name.address.as_ref().is_some_and(|address| !address.contains('@') && !address.contains("linkedin"))
}
