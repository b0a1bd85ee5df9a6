//! One workspace, in memory: what every question is answered from.
//!
//! The database stays the truth. A snapshot knows the revision it was read at and is caught up from the database
//! before each answer (`db::snapshot`), so that it is never stale. Everything is addressed by the small numbers that
//! the database gave it: `colleagues[id]`, `accounts[id]`, `people.…(id)`, `touches.of(id)`.

mod delta;
mod names;
mod people;
mod seats;
mod spellings;
mod strings;

use fixedbitset::FixedBitSet;
use jiff::{civil::Date, tz::TimeZone};

pub use delta::{Delta, Mark, Person, Row, Subject};
pub use names::{Hit, NameIndex, misspelt, swapped};
pub use people::People;
pub use seats::{Membership, RoleNumber, Seats};
use spellings::Spellings;
pub use strings::Strings;

use crate::{
    figures::{Days, Touches},
    vocabulary::{AccountKind, Market, Role, Side},
};

/// One workspace at one revision.
pub struct Snapshot {
    pub revision: i64,
    pub workspace: Workspace,
    /// The local days of the workspace's time zone.
    pub days: Days,
    pub colleagues: Vec<Colleague>,
    pub accounts: Vec<Account>,
    /// The look-up of accounts by what somebody types.
    pub account_index: NameIndex,
    pub people: People,
    pub campaigns: Vec<String>,
    pub content: Vec<Content>,
    pub sources: Vec<Source>,
    pub touches: Touches,
    /// The people in the buying group of a target account.
    pub target: FixedBitSet,
    /// The highest number of an import that was taken in; -1 before the first.
    last_import: i64,
    spellings: Spellings,
}

/// A company that uses Mandorla.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    pub id: i64,
    pub name: String,
    pub time_zone: TimeZone,
    /// Days that a marketing touch primes a sales touch for.
    pub priming_days: i64,
    /// Members of a buying group that must be reached before the group counts as covered.
    pub covered_at: usize,
    /// Roles that every buying group should have somebody for.
    pub required_roles: Vec<String>,
}

/// One of us.
#[derive(Clone, Debug)]
pub struct Colleague {
    pub email: String,
    pub name: String,
    pub side: Side,
    pub role: Role,
    pub manager: Option<u16>,
}

/// A company of the market.
#[derive(Clone, Debug)]
pub struct Account {
    pub name: String,
    pub domain: Option<String>,
    pub industry: Option<String>,
    pub country: Option<String>,
    pub tier: Option<String>,
    pub kind: AccountKind,
    pub target: bool,
    pub seller: Option<u16>,
    pub marketer: Option<u16>,
    pub market: Vec<MarketState>,
    /// The buying group: who has influence over this account's purchase, in the order of their numbers.
    pub members: Vec<Member>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub person: u32,
    /// An index into [`People::roles`].
    pub role: Option<RoleNumber>,
}

/// Holds from `since` (microseconds; 0 = always) until the next state of the same subject. Kept oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarketState {
    pub since: i64,
    pub state: Market,
    pub said_by: String,
}

/// A piece of marketing material.
#[derive(Clone, Debug)]
pub struct Content {
    pub title: String,
    pub kind: Option<String>,
    pub url: Option<String>,
    pub campaign: Option<u32>,
    pub published: Option<Date>,
    pub retired: Option<Date>,
    /// False for a title that only a touch has named.
    pub listed: bool,
}

/// The source of touches that are logged in a chat: it is never imported, so it has no age.
pub const OURSELVES: &str = "Mandorla";

/// Where rows come from.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    /// What came and when, oldest first.
    pub imports: Vec<Import>,
}

#[derive(Clone, Debug)]
pub struct Import {
    /// Microseconds since 1970.
    pub at: i64,
    pub kind: String,
    /// Rows that were taken: new, updated and unchanged.
    pub rows: u64,
    pub rejected: u64,
}

impl Snapshot {
    /// A workspace before its first import.
    pub fn empty(workspace: Workspace) -> Self {
        let days = Days::new(&workspace.time_zone);
        Self {
            revision: -1,
            workspace,
            days,
            colleagues: Vec::new(),
            accounts: Vec::new(),
            account_index: NameIndex::default(),
            people: People::default(),
            campaigns: Vec::new(),
            content: Vec::new(),
            sources: Vec::new(),
            touches: Touches::default(),
            target: FixedBitSet::new(),
            last_import: -1,
            spellings: Spellings::default(),
        }
    }

    /// Whether another campaign of the same name stands for this one.
    pub fn is_respelt(&self, campaign: u32) -> bool {
        self.spellings.campaign(campaign) != campaign
    }

    /// Where imported rows come from: every source but ourselves.
    pub fn imported_sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(|source| source.name != OURSELVES)
    }

    /// The accounts a person counts for: those whose buying group they sit in; without any, the employer.
    pub fn accounts_of(&self, person: u32) -> impl Iterator<Item = u32> {
        let memberships = self.people.memberships(person);
        let employer = if memberships.is_empty() { self.people.employer(person) } else { None };
        memberships.iter().map(|membership| membership.account).chain(employer)
    }

    /// The account that speaks for a person where only one can be shown: a target account before others, and the
    /// employer before other target accounts.
    pub fn main_account(&self, person: u32) -> Option<u32> {
        let employer = self.people.employer(person);
        self.accounts_of(person).min_by_key(|&account| {
            (!self.accounts[account as usize].target, Some(account) != employer, account)
        })
    }

    /// The recorded market state of an account at an instant (microseconds).
    pub fn recorded_account_market(&self, account: u32, at: i64) -> Option<Market> {
        in_force(&self.accounts[account as usize].market, at)
    }

    /// The market state of an account at an instant (microseconds); unknown counts as out.
    pub fn account_market(&self, account: u32, at: i64) -> Market {
        self.recorded_account_market(account, at).unwrap_or(Market::Out)
    }

    /// The recorded market state of a person at an instant (microseconds): the person's own, else "in" if any account
    /// they count for is in.
    pub fn recorded_person_market(&self, person: u32, at: i64) -> Option<Market> {
        in_force(self.people.market(person), at).or_else(|| {
            let states =
                self.accounts_of(person).filter_map(|account| self.recorded_account_market(account, at));
            states.min_by_key(|state| *state != Market::In)
        })
    }

    /// The same; unknown counts as out.
    pub fn person_market(&self, person: u32, at: i64) -> Market {
        self.recorded_person_market(person, at).unwrap_or(Market::Out)
    }

    /// Everybody who is in market at an instant.
    pub fn in_market(&self, at: i64) -> FixedBitSet {
        let accounts: Vec<bool> = (0..self.accounts.len())
            .map(|account| self.account_market(account as u32, at) == Market::In)
            .collect();
        let mut set = self.people_of(&accounts);
        for (person, states) in self.people.markets() {
            if let Some(own) = in_force(states, at) {
                set.set(person as usize, own == Market::In);
            }
        }
        set
    }

    /// Everybody who counts for one of these accounts (by number).
    pub fn people_of(&self, accounts: &[bool]) -> FixedBitSet {
        let people = &self.people;
        let mut set = FixedBitSet::with_capacity(people.len());
        for (account, _) in self.accounts.iter().zip(accounts).filter(|(_, chosen)| **chosen) {
            account.members.iter().for_each(|member| set.insert(member.person as usize));
        }
        for person in 0..people.len() as u32 {
            if people.memberships(person).is_empty()
                && people.employer(person).is_some_and(|employer| accounts[employer as usize])
            {
                set.insert(person as usize);
            }
        }
        set
    }

    /// Works out again who is in the target market.
    pub fn refresh_target(&mut self) {
        self.target.clear();
        self.target.grow(self.people.len());
        for account in self.accounts.iter().filter(|account| account.target) {
            for member in &account.members {
                self.target.insert(member.person as usize);
            }
        }
    }

    /// A colleague and everybody who reports to them, directly or not.
    pub fn team_of(&self, leader: u16) -> Vec<u16> {
        let mut team = vec![leader];
        let mut next = 0;
        while next < team.len() {
            let manager = team[next];
            for (id, colleague) in self.colleagues.iter().enumerate() {
                if colleague.manager == Some(manager) && !team.contains(&(id as u16)) {
                    team.push(id as u16);
                }
            }
            next += 1;
        }
        team
    }
}

/// The last state that began at or before an instant.
fn in_force(states: &[MarketState], at: i64) -> Option<Market> {
    states.iter().rev().find(|state| state.since <= at).map(|state| state.state)
}
