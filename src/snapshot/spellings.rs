//! Sources spell one value in several ways: "Fintech" and "FinTech", "Germany" and "DE", "Spring Launch" with a space
//! too many. To every filter, count and breakdown they are one, under the spelling that came first.

use std::collections::HashMap;

use super::Account;
use crate::identity::{countries, fold};

#[derive(Default)]
pub(super) struct Spellings {
    /// The spelling that came first, by what is compared.
    industries: HashMap<String, String>,
    countries: HashMap<String, String>,
    tiers: HashMap<String, String>,
    campaigns: HashMap<String, u32>,
    /// For each campaign the first one of its name.
    first: Vec<u32>,
}

impl Spellings {
    /// Gives an account the spellings of the others.
    pub fn account(&mut self, account: &mut Account) {
        one(&mut self.industries, &mut account.industry, str::to_owned);
        one(&mut self.countries, &mut account.country, |folded| countries::one_of(folded).to_owned());
        one(&mut self.tiers, &mut account.tier, |folded| {
            folded.strip_prefix("tier ").unwrap_or(folded).to_owned()
        });
    }

    pub fn add_campaign(&mut self, number: u32, name: &str) {
        let first = *self.campaigns.entry(fold(name)).or_insert(number);
        let place = number as usize;
        while self.first.len() <= place {
            self.first.push(self.first.len() as u32);
        }
        self.first[place] = first;
    }

    /// The campaign that stands for this one.
    pub fn campaign(&self, number: u32) -> u32 {
        self.first.get(number as usize).copied().unwrap_or(number)
    }
}

fn one(known: &mut HashMap<String, String>, value: &mut Option<String>, key: impl Fn(&str) -> String) {
    let Some(value) = value else { return };
    match known.get(&key(&fold(value))) {
        Some(first) if first == value => {}
        Some(first) => value.clone_from(first),
        None => drop(known.insert(key(&fold(value)), value.clone())),
    }
}
