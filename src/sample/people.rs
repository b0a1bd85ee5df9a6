//! People: names, keys, titles and the buying groups they sit in.

use super::accounts::{Account, GLOBEX, Kind, Market, NORTHWIND};
use super::dice::Dice;
use super::error::SampleError;
use super::names::{COUNTRIES, Names};
use super::output::Table;
use super::team::Colleague;
use super::words::{AGENCY_TITLES, CHAMPION, ECONOMIC_BUYER, INDUSTRIES, INFLUENCER, ROLES, USER};
use std::collections::HashMap;
use std::fmt::Write;

/// What touches need to know of a person; names and addresses are put together when written.
pub struct Person {
    pub account: u32,
    given: u16,
    family: u16,
    /// 0, or 2 for the second of the same name at one account, and so on.
    twin: u16,
    pub has_email: bool,
    pub has_linkedin: bool,
    /// How much sellers are drawn to them, and how far marketing reaches their account; at least 1.
    pub sales_pull: u8,
    pub marketing_pull: u8,
}

/// Patricia Prospect is the first person of Northwind, Colin Cold the first of Globex.
pub const PATRICIA: usize = 0;

pub struct People {
    pub all: Vec<Person>,
    pub colin: usize,
}

/// The addresses of a person, kept and filled again for the next one.
#[derive(Default)]
pub struct Keys {
    pub name: String,
    pub email: String,
    pub linkedin: String,
}

impl Keys {
    /// `number` is the person's place in `People::all`.
    pub fn fill(&mut self, number: usize, person: &Person, names: &Names, accounts: &[Account]) {
        let (given, family) = (names.given(person.given), names.family(person.family));
        let Keys { name, email, linkedin } = self;
        for text in [&mut *name, &mut *email, &mut *linkedin] {
            text.clear();
        }
        name.extend([&given.text, " ", &family.text]);
        if person.has_email {
            email.extend([&given.slug, ".", &family.slug]);
            if person.twin > 0 {
                let _ = write!(email, "{}", person.twin);
            }
            email.extend(["@", &*accounts[person.account as usize].domain]);
        }
        if person.has_linkedin {
            linkedin.extend(["https://www.linkedin.com/in/", &given.slug, "-", &family.slug]);
            // An odd factor gives every number another ending.
            let _ = write!(linkedin, "-{:08x}", (number as u32).wrapping_mul(0x9e37_79b1) ^ 0x5a17_c0de);
        }
    }
}

/// Draws everybody, account by account, and writes them.
pub fn generate(
    accounts: &[Account],
    team: &[Colleague],
    names: &mut Names,
    dice: &mut Dice,
    table: Table,
) -> Result<People, SampleError> {
    let targets = (0..accounts.len()).filter(|&index| accounts[index].is_target()).collect();
    let patricia = names.add("Patricia", "Prospect");
    let colin = names.add("Colin", "Cold");
    let count = accounts.iter().map(|account| account.people as usize).sum();
    let mut draft = Draft {
        accounts,
        team,
        targets,
        names,
        dice,
        table,
        all: Vec::with_capacity(count),
        same: HashMap::new(),
        keys: Keys::default(),
    };
    for (index, account) in accounts.iter().enumerate() {
        draft.same.clear();
        // Most accounts have somebody in every role that matters; some miss one.
        let missing = draft.dice.chance(150).then(|| draft.dice.below(3) as usize);
        for place in 0..account.people as usize {
            let known = match (index, place) {
                (NORTHWIND, 0) => Some((patricia, CHAMPION, "Head of Payments")),
                (GLOBEX, 0) => Some((colin, ECONOMIC_BUYER, "Chief Operating Officer")),
                _ => None,
            };
            match known {
                Some((name, role, title)) => draft.add_known(index, name, role, title)?,
                None => draft.add(index, place, missing)?,
            }
        }
    }
    let Draft { table, all, .. } = draft;
    table.finish()?;
    Ok(People { all, colin: accounts[NORTHWIND].people as usize })
}

struct Draft<'a> {
    accounts: &'a [Account],
    team: &'a [Colleague],
    /// Which accounts are in the target market.
    targets: Vec<usize>,
    names: &'a Names,
    dice: &'a mut Dice,
    table: Table,
    all: Vec<Person>,
    /// People of the account by name.
    same: HashMap<(u16, u16), u16>,
    keys: Keys,
}

impl Draft<'_> {
    fn add_known(
        &mut self,
        account: usize,
        name: (u16, u16),
        role: usize,
        title: &str,
    ) -> Result<(), SampleError> {
        let person = self.person(account, name, 0, true, true, role);
        self.push(person, title, "", ROLES[role].0, Market::Unknown)
    }

    fn add(&mut self, index: usize, place: usize, missing: Option<usize>) -> Result<(), SampleError> {
        let account = &self.accounts[index];
        let (name, twin) = self.name(account.country as usize);
        let has_email = self.dice.chance(950);
        let has_linkedin = !has_email || self.dice.chance(790);
        let role = match place {
            // Colin Cold has taken the economic buyer's place.
            1 if index == GLOBEX => CHAMPION,
            0..6 if missing != Some(place) || index <= GLOBEX => place,
            0..6 => USER,
            _ => self.dice.pick(&[USER, USER, INFLUENCER]),
        };
        let title = match account.kind {
            Kind::Agency => self.dice.pick(AGENCY_TITLES),
            Kind::Client | Kind::Partner => self.dice.pick(ROLES[role].1),
        };
        let (groups, roles) = self.groups(index, role);
        let market = self.dice.weighted(&[(Market::In, 6), (Market::Out, 30), (Market::Unknown, 964)]);
        let mut person = self.person(index, name, twin, has_email, has_linkedin, role);
        if market == Market::In || account.market == Market::In {
            person.sales_pull += 3;
        }
        self.push(person, title, &groups, &roles, market)
    }

    /// A name that nobody at the account has yet, if one is found soon.
    fn name(&mut self, home: usize) -> ((u16, u16), u16) {
        let mut attempts = 0;
        loop {
            let country = if self.dice.chance(860) {
                home
            } else {
                self.dice.weighted_index(COUNTRIES.iter().map(|c| c.weight))
            };
            let name = self.names.draw(country, self.dice);
            let (given, family) = (self.names.given(name.0), self.names.family(name.1));
            let key = (given.alike, family.alike);
            let count = self.same.entry(key).or_default();
            attempts += 1;
            if *count == 0 || attempts > 8 {
                *count += 1;
                return (name, if *count == 1 { 0 } else { *count });
            }
        }
    }

    /// The groups and the roles in them, as the columns want them.
    fn groups(&mut self, index: usize, role: usize) -> (String, String) {
        let account = &self.accounts[index];
        let own = |target: bool| {
            if target { ROLES[role].0.to_owned() } else { String::new() }
        };
        match account.kind {
            Kind::Agency => {
                let mut clients: Vec<&str> = Vec::new();
                for _ in 0..self.dice.pick(&[1, 1, 1, 2, 2, 3]) {
                    let client = &*self.accounts[self.dice.pick(&self.targets)].domain;
                    if !clients.contains(&client) {
                        clients.push(client);
                    }
                }
                let mut roles = vec!["agency"; clients.len()];
                if self.dice.chance(150) {
                    roles[0] = "influencer";
                }
                if roles[0] == "agency" {
                    // One role stands for all groups.
                    roles.truncate(1);
                }
                (clients.join(";"), roles.join(";"))
            }
            Kind::Partner if self.dice.chance(500) => {
                let client = &self.accounts[self.dice.pick(&self.targets)].domain;
                (client.to_string(), "influencer".to_owned())
            }
            Kind::Client if account.is_target() && self.dice.chance(10) => {
                let sister = self.dice.pick(&self.targets);
                if sister == index {
                    return (String::new(), own(true));
                }
                let groups = format!("{};{}", account.domain, self.accounts[sister].domain);
                (groups, format!("{};influencer", ROLES[role].0))
            }
            Kind::Client | Kind::Partner => (String::new(), own(account.is_target())),
        }
    }

    fn person(
        &self,
        account: usize,
        (given, family): (u16, u16),
        twin: u16,
        has_email: bool,
        has_linkedin: bool,
        role: usize,
    ) -> Person {
        let sales_pull = match role {
            CHAMPION | ECONOMIC_BUYER => 4,
            USER => 2,
            _ => 3,
        };
        let Account { industry, owners, .. } = self.accounts[account];
        let seller_reach = owners.map_or(1, |owners| self.team[owners.seller as usize].reach);
        Person {
            account: account as u32,
            given,
            family,
            twin,
            has_email,
            has_linkedin,
            sales_pull,
            marketing_pull: (INDUSTRIES[industry as usize].reach * seller_reach) as u8,
        }
    }

    fn push(
        &mut self,
        person: Person,
        title: &str,
        groups: &str,
        role: &str,
        market: Market,
    ) -> Result<(), SampleError> {
        self.keys.fill(self.all.len(), &person, self.names, self.accounts);
        let Keys { name, email, linkedin } = &self.keys;
        let domain = &*self.accounts[person.account as usize].domain;
        self.table.row([name, email, linkedin, title, domain, groups, role, market.text()])?;
        self.all.push(person);
        Ok(())
    }
}
