//! What a workspace calls things: its industries, countries, tiers, campaigns, accounts and colleagues, by the folded
//! words somebody may type for them. Made once for each state of the snapshot.

mod general;
mod short;

use std::collections::HashMap;

use super::filters::Whose;
pub use general::vague_channel;
use general::{CHANNELS, PURPOSES};
use short::{without_its_time, without_legal_form};

use crate::{
    identity::{countries, fold},
    snapshot::{NameIndex, Snapshot},
    vocabulary::{Channel, Purpose, Side},
};

/// Something with a name, other than a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    Industry(String),
    Country(String),
    Tier(String),
    Campaign(u32),
    Content(u32),
    Account(u32),
    Colleague(u16),
    Source(u16),
    Channel(Channel, Whose),
    Purpose(Purpose),
    /// A role in a buying group.
    Role(String),
}

/// Names of a workspace by folded words.
#[derive(Default)]
pub struct Terms {
    exact: HashMap<String, Vec<Term>>,
    /// Words of an expression at the most.
    pub longest: usize,
    /// The same again for typos: everything but accounts and channels.
    few: Vec<(String, Term)>,
    colleagues: NameIndex,
}

impl Terms {
    pub fn new(snapshot: &Snapshot) -> Self {
        let mut terms = Self::default();
        for (number, account) in snapshot.accounts.iter().enumerate() {
            let number = number as u32;
            terms.put(&account.name, Term::Account(number), false);
            if let Some(short) = without_legal_form(&fold(&account.name)) {
                terms.put(short, Term::Account(number), false);
            }
            if let Some(domain) = &account.domain {
                terms.add(domain.to_lowercase(), Term::Account(number));
            }
            for (value, term) in
                [(&account.industry, Term::Industry as fn(String) -> Term), (&account.country, Term::Country)]
            {
                if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                    terms.put(value, term(value.to_owned()), true);
                }
            }
            if let Some(tier) = account.tier.as_deref().filter(|tier| !tier.is_empty()) {
                terms.tier(tier);
            }
        }
        for (number, colleague) in snapshot.colleagues.iter().enumerate() {
            terms.put(&colleague.name, Term::Colleague(number as u16), true);
            terms.add(colleague.email.clone(), Term::Colleague(number as u16));
            terms.colleagues.insert(number as u32, &colleague.name);
        }
        let campaigns = (0..).zip(&snapshot.campaigns).filter(|(number, _)| !snapshot.is_respelt(*number));
        for (number, campaign) in campaigns {
            terms.put(campaign, Term::Campaign(number), true);
            for short in without_its_time(&fold(campaign)) {
                terms.put(&short, Term::Campaign(number), false);
            }
        }
        for (number, content) in snapshot.content.iter().enumerate() {
            terms.put(&content.title, Term::Content(number as u32), true);
        }
        for (number, source) in snapshot.sources.iter().enumerate() {
            terms.put(&source.name, Term::Source(number as u16), true);
        }
        for role in snapshot.people.roles().iter().chain(&snapshot.workspace.required_roles) {
            terms.put(role, Term::Role(role.clone()), true);
        }
        for (channel, words) in CHANNELS {
            for word in *words {
                terms.put(word, Term::Channel(*channel, Whose::Owners), false);
                terms.put(&format!("{word} of both sides"), Term::Channel(*channel, Whose::Both), false);
                for side in Side::ALL {
                    terms.put(
                        &format!("{} {word}", side.as_str()),
                        Term::Channel(*channel, Whose::Side(*side)),
                        false,
                    );
                }
            }
        }
        for (purpose, words) in PURPOSES {
            words.iter().for_each(|word| terms.put(word, Term::Purpose(*purpose), false));
        }
        terms.countries();
        terms
    }

    fn put(&mut self, name: &str, term: Term, misspelt: bool) {
        let folded = fold(name);
        if folded.is_empty() {
            return;
        }
        self.longest = self.longest.max(folded.split(' ').count());
        if self.add(folded.clone(), term.clone()) && misspelt {
            self.few.push((folded, term));
        }
    }

    /// Says whether that is new.
    fn add(&mut self, folded: String, term: Term) -> bool {
        let known = self.exact.entry(folded).or_default();
        if known.contains(&term) {
            return false;
        }
        // A hundred thousand names belong to one account each.
        known.reserve_exact(1);
        known.push(term);
        true
    }

    /// "1" is asked for as tier 1, tier one, t1 or tier-1; "A" as tier a; "Gold" as gold or gold tier.
    fn tier(&mut self, tier: &str) {
        const NUMBERS: &[&str] =
            &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
        let term = Term::Tier(tier.to_owned());
        let folded = fold(tier);
        let bare = folded.strip_prefix("tier ").unwrap_or(&folded).to_owned();
        self.put(&format!("tier {bare}"), term.clone(), false);
        self.put(&format!("tiers {bare}"), term.clone(), false);
        self.put(&format!("{bare} tier"), term.clone(), false);
        if let Ok(number) = bare.parse::<usize>() {
            self.put(&format!("t{bare}"), term.clone(), false);
            if let Some(word) = NUMBERS.get(number) {
                self.put(&format!("tier {word}"), term, false);
            }
        } else if bare.len() > 2 {
            self.put(&bare, term, true);
        }
    }

    /// Every other name of the countries that the workspace names.
    fn countries(&mut self) {
        let known: Vec<Term> =
            self.exact.values().flatten().filter(|term| matches!(term, Term::Country(_))).cloned().collect();
        for term in known {
            let Term::Country(value) = &term else { continue };
            for name in countries::names_of(&fold(value)) {
                self.put(name, term.clone(), name.len() > 5);
            }
        }
    }

    /// Whether something of the workspace, other than people and accounts, has this word in its name.
    pub fn has_word(&self, word: &str) -> bool {
        self.exact.contains_key(word)
            || self.colleagues.has_word(word)
            || self.few.iter().any(|(name, _)| name.split(' ').any(|part| part == word))
    }

    /// What goes by these very words.
    pub fn exact(&self, words: &str) -> &[Term] {
        self.exact.get(words).map_or(&[], Vec::as_slice)
    }

    /// What goes by words like these: a typo away, or named in part.
    pub fn near(&self, words: &[&str]) -> Vec<Term> {
        let typed = words.join(" ");
        let mut best: Vec<Term> = Vec::new();
        let mut closest = usize::MAX;
        for (name, term) in &self.few {
            let Some(off) = crate::snapshot::misspelt(&typed, name) else { continue };
            // Two slips, the first letter among them, make another name: Initech is not Fintech.
            if off > 1 && !name.starts_with(typed.chars().next().unwrap_or_default()) {
                continue;
            }
            if off < closest {
                best.clear();
                closest = off;
            }
            if off == closest && !best.contains(term) {
                best.push(term.clone());
            }
        }
        best
    }

    /// Colleagues with all of these words in their name, or words like them.
    pub fn colleagues(&self, words: &[&str]) -> Vec<crate::snapshot::Hit> {
        self.colleagues.find(words)
    }

    /// The values nearest to what was typed, for "did you mean": of the kind that the noun beside it tells, or
    /// industries and countries where none does.
    pub fn nearest_values(&self, typed: &str, noun: &str, snapshot: &Snapshot, most: usize) -> Vec<String> {
        let likeness = |name: &str| {
            let folded = fold(name);
            // A first name is near to the whole one.
            let alike =
                |part: &str| rapidfuzz::distance::osa::normalized_similarity(typed.chars(), part.chars());
            folded.split(' ').chain([folded.as_str()]).map(alike).fold(0.0, f64::max)
        };
        let mut scored: Vec<(f64, &str)> =
            self.values(noun, snapshot).into_iter().map(|value| (likeness(value), value)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        scored.dedup();
        scored.into_iter().take(most).map(|(_, value)| value.to_owned()).collect()
    }

    /// Every value of the kind that a noun names.
    fn values<'a>(&'a self, noun: &str, snapshot: &'a Snapshot) -> Vec<&'a str> {
        let colleagues = |side: Side| {
            let of_side = snapshot.colleagues.iter().filter(|colleague| colleague.side == side);
            of_side.map(|colleague| colleague.name.as_str()).collect()
        };
        let terms =
            |wanted: fn(&Term) -> Option<&str>| self.exact.values().flatten().filter_map(wanted).collect();
        match noun {
            "seller" | "rep" | "ae" | "salesperson" => colleagues(Side::Sales),
            "marketer" => colleagues(Side::Marketing),
            "campaign" => snapshot.campaigns.iter().map(String::as_str).collect(),
            "channel" => Channel::WORDS.to_vec(),
            "tier" => terms(|term| if let Term::Tier(value) = term { Some(value) } else { None }),
            "country" => terms(|term| if let Term::Country(value) = term { Some(value) } else { None }),
            "industry" | "sector" | "vertical" => {
                terms(|term| if let Term::Industry(value) = term { Some(value) } else { None })
            }
            _ => terms(|term| match term {
                Term::Industry(value) | Term::Country(value) => Some(value),
                _ => None,
            }),
        }
    }
}
