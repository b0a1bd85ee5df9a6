//! Companies: clients, agencies and partners, most of them in the target market.

use super::Options;
use super::dice::Dice;
use super::error::SampleError;
use super::names::COUNTRIES;
use super::output::Table;
use super::team::{Colleague, DANA, Side, owners};
use super::words::{INDUSTRIES, MEDIA, STEM_HEADS, STEM_TAILS};
use std::collections::HashSet;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Client,
    Agency,
    Partner,
}

/// What is known of a buying state; nothing counts as out of market.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Market {
    In,
    Out,
    Unknown,
}

impl Market {
    pub fn text(self) -> &'static str {
        match self {
            Market::In => "in",
            Market::Out => "out",
            Market::Unknown => "",
        }
    }
}

#[derive(Clone, Copy)]
pub struct Owners {
    pub seller: u8,
    pub marketer: u8,
}

pub struct Account {
    pub name: Box<str>,
    pub domain: Box<str>,
    /// Index into `INDUSTRIES`.
    pub industry: u8,
    /// Index into `COUNTRIES`.
    pub country: u8,
    tier: u8,
    pub kind: Kind,
    /// Target accounts have owners, others have none.
    pub owners: Option<Owners>,
    pub market: Market,
    /// People employed.
    pub people: u32,
}

impl Account {
    pub fn is_target(&self) -> bool {
        self.owners.is_some()
    }
}

pub const NORTHWIND: usize = 0;
pub const GLOBEX: usize = 1;

pub fn generate(options: &Options, team: &[Colleague], dice: &mut Dice) -> Vec<Account> {
    let sellers = owners(team, Side::Sales);
    let marketers = owners(team, Side::Marketing);
    let mut taken = HashSet::new();
    let mut accounts = Vec::with_capacity(options.accounts as usize);
    for index in 0..options.accounts as usize {
        let mut account = match index {
            NORTHWIND => known("Northwind", "northwind.example", 0, 0, Market::In),
            GLOBEX => known("Globex", "globex.example", 2, 1, Market::Out),
            _ => draw(dice, &mut taken),
        };
        let target = index < 2 || (account.kind == Kind::Client && !dice.chance(63));
        if target {
            let mut owners = Owners { seller: dice.weighted(&sellers), marketer: dice.weighted(&marketers) };
            match index {
                NORTHWIND => owners.seller = DANA,
                GLOBEX => owners.seller = sellers[sellers.len() - 1].0,
                _ => {}
            }
            account.owners = Some(owners);
        }
        accounts.push(account);
    }
    settle_people(&mut accounts, options.people_per_account, dice);
    accounts
}

fn known(name: &str, domain: &str, industry: u8, country: u8, market: Market) -> Account {
    Account {
        name: name.into(),
        domain: domain.into(),
        industry,
        country,
        tier: 1,
        kind: Kind::Client,
        owners: None,
        market,
        people: 0,
    }
}

fn draw(dice: &mut Dice, taken: &mut HashSet<Box<str>>) -> Account {
    let kind = dice.weighted(&[(Kind::Client, 94), (Kind::Agency, 5), (Kind::Partner, 1)]);
    let industry = match kind {
        Kind::Agency => MEDIA,
        Kind::Client | Kind::Partner => dice.weighted_index(INDUSTRIES.iter().map(|i| i.weight)) as u8,
    };
    let country = dice.weighted_index(COUNTRIES.iter().map(|c| c.weight)) as u8;
    let (name, domain) = company(dice, industry, country, taken);
    let market = match kind {
        Kind::Client => dice.weighted(&[(Market::In, 45), (Market::Out, 355), (Market::Unknown, 600)]),
        Kind::Agency | Kind::Partner => Market::Unknown,
    };
    let tier = dice.weighted(&[(1, 15), (2, 35), (3, 50)]);
    Account { name, domain, industry, country, tier, kind, owners: None, market, people: 0 }
}

/// "Aldermere Freight" at aldermerefreight.example; one in seven carries its legal form.
fn company(
    dice: &mut Dice,
    industry: u8,
    country: u8,
    taken: &mut HashSet<Box<str>>,
) -> (Box<str>, Box<str>) {
    for attempt in 0_u32.. {
        let (head, tail) = (dice.pick(STEM_HEADS), dice.pick(STEM_TAILS));
        let ending = dice.pick(&INDUSTRIES[industry as usize].endings);
        let mut name = format!("{head}{tail} {ending}");
        if attempt > 8 {
            // A very large sample has used most words up.
            name = format!("{name} {}", 2 + dice.below(9998));
        }
        let domain = format!("{}.example", super::names::slug(&name)).into_boxed_str();
        if taken.insert(domain.clone()) {
            if dice.chance(140) {
                let forms: Vec<&str> = COUNTRIES[country as usize].forms.split(", ").collect();
                name = format!("{name} {}", dice.pick(&forms));
            }
            return (name.into(), domain);
        }
    }
    unreachable!("numbers are left")
}

/// Two accounts at a time share twice the mean, so that the sum is exact.
fn settle_people(accounts: &mut [Account], mean: u32, dice: &mut Dice) {
    for (pair, accounts) in accounts.chunks_mut(2).enumerate() {
        let shift = if pair == 0 || accounts.len() == 1 {
            0
        } else {
            dice.pick(&[0, 0, 1, 1, 1, 2, 2, 3, 4]).min(mean - 1)
        };
        for (account, people) in accounts.iter_mut().zip([mean - shift, mean + shift]) {
            account.people = people;
        }
    }
}

pub fn write(accounts: &[Account], team: &[Colleague], mut table: Table) -> Result<u64, SampleError> {
    for account in accounts {
        let kind = match account.kind {
            Kind::Client => "client",
            Kind::Agency => "agency",
            Kind::Partner => "partner",
        };
        let (target, seller, marketer) = match account.owners {
            Some(owners) => {
                ("yes", &*team[owners.seller as usize].email, &*team[owners.marketer as usize].email)
            }
            None => ("no", "", ""),
        };
        table.row([
            &*account.name,
            &*account.domain,
            INDUSTRIES[account.industry as usize].name,
            COUNTRIES[account.country as usize].name,
            ["1", "2", "3"][account.tier as usize - 1],
            kind,
            target,
            seller,
            marketer,
            account.market.text(),
        ])?;
    }
    table.finish()
}
