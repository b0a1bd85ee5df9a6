//! Rows going into a snapshot: all of them when it is loaded, the newer ones when it is caught up.
//!
//! A row replaces the one of the same number. With an account or a person, their buying groups and market history are
//! taken out, and the rows that follow bring them as they are now; so rows may come twice, and a delta may begin
//! before the snapshot it is applied to ends.

use std::mem;

use jiff::tz::TimeZone;

use super::{
    Account, Colleague, Content, Import, MarketState, Member, Membership, Snapshot, Source, Workspace,
};
use crate::{
    figures::{Days, Loose},
    vocabulary::{AccountKind, Role, Side},
};

/// How far a snapshot has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub workspace: i64,
    pub revision: i64,
    /// How many sources it has.
    pub sources: usize,
    /// The highest number of an import it has.
    pub import: i64,
}

/// What has happened since a [`Mark`].
pub struct Delta {
    pub from: Mark,
    pub revision: i64,
    pub workspace: Workspace,
    pub rows: Vec<Row>,
    /// Their days are not worked out yet.
    pub touches: Loose,
}

/// One row of one table, new or changed. Within one delta they come in this order.
#[derive(Clone, Debug)]
pub enum Row {
    Colleague(u16, Colleague),
    /// Without its members and market history.
    Account(u32, Box<Account>),
    Person(Box<Person>),
    Member {
        account: u32,
        person: u32,
        role: Option<String>,
    },
    /// Oldest first.
    Market(Subject, MarketState),
    Campaign(u32, String),
    Content(u32, Box<Content>),
    Source(u16, String),
    Import {
        id: i64,
        source: u16,
        import: Import,
    },
}

/// A person without buying groups and market history.
#[derive(Clone, Debug)]
pub struct Person {
    pub number: u32,
    pub name: String,
    pub email: Option<String>,
    pub linkedin: Option<String>,
    pub title: Option<String>,
    pub employer: Option<u32>,
}

/// Who is in market or out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Account(u32),
    Person(u32),
}

impl Row {
    /// Whether it can change who is in the target market.
    fn moves_target(&self) -> bool {
        matches!(self, Self::Account(..) | Self::Person(_) | Self::Member { .. })
    }
}

impl Delta {
    /// Whether it can change what anything but a person is called. Touches, which come most often, do not.
    pub fn renames(&self, snapshot: &Snapshot) -> bool {
        let nameless = |row: &Row| matches!(row, Row::Person(_) | Row::Market(..) | Row::Import { .. });
        !self.rows.iter().all(nameless) || self.workspace.required_roles != snapshot.workspace.required_roles
    }
}

impl Snapshot {
    /// How far this snapshot has come: where the next delta begins.
    pub fn mark(&self) -> Mark {
        Mark {
            workspace: self.workspace.id,
            revision: self.revision,
            sources: self.sources.len(),
            import: self.last_import,
        }
    }

    /// Takes in what has happened. A delta that this snapshot is already past changes nothing.
    ///
    /// # Panics
    /// When the delta begins after this snapshot ends.
    pub fn apply(&mut self, delta: Delta) {
        if delta.revision <= self.revision {
            return;
        }
        assert!(
            delta.from.revision <= self.revision,
            "nothing may be missing between a snapshot and a delta"
        );
        self.set_workspace(delta.workspace);
        let moved = delta.rows.iter().any(Row::moves_target);
        delta.rows.into_iter().for_each(|row| self.take(row));
        self.take_touches(delta.touches);
        if moved {
            self.refresh_target();
        }
        self.revision = delta.revision;
    }

    /// Takes in one row.
    pub fn take(&mut self, row: Row) {
        match row {
            Row::Colleague(number, colleague) => put(&mut self.colleagues, number, colleague, nobody),
            Row::Account(number, account) => self.set_account(number, *account),
            Row::Person(person) => self.set_person(&person),
            Row::Member { account, person, role } => self.seat(account, person, role.as_deref()),
            Row::Market(Subject::Account(account), state) => {
                self.accounts[account as usize].market.push(state)
            }
            Row::Market(Subject::Person(person), state) => self.people.push_market(person, state),
            Row::Campaign(number, name) => {
                self.spellings.add_campaign(number, &name);
                put(&mut self.campaigns, number, name, String::new);
            }
            Row::Content(number, content) => put(&mut self.content, number, *content, no_content),
            Row::Source(number, name) => {
                let imports =
                    self.sources.get_mut(usize::from(number)).map(|source| mem::take(&mut source.imports));
                let source = Source { name, imports: imports.unwrap_or_default() };
                put(&mut self.sources, number, source, || Source {
                    name: String::new(),
                    imports: Vec::new(),
                });
            }
            Row::Import { id, source, import } if id > self.last_import => {
                self.last_import = id;
                self.sources[usize::from(source)].imports.push(import);
            }
            Row::Import { .. } => {}
        }
    }

    /// Takes in touches whose days are not worked out yet.
    pub fn take_touches(&mut self, mut touches: Loose) {
        if touches.is_empty() && self.touches.people() >= self.people.len() {
            return;
        }
        for touch in &mut touches.rows {
            touch.day = self.days.local_day(touch.at);
            touch.campaign = self.spellings.campaign(touch.campaign);
        }
        self.touches.apply(self.people.len(), touches);
    }

    /// Cuts the days as in another zone.
    pub fn move_to(&mut self, zone: &TimeZone) {
        self.set_workspace(Workspace { time_zone: zone.clone(), ..self.workspace.clone() });
    }

    fn set_workspace(&mut self, workspace: Workspace) {
        if workspace.time_zone != self.workspace.time_zone {
            self.days = Days::new(&workspace.time_zone);
            self.touches.rezone(&self.days);
        }
        self.workspace = workspace;
    }

    fn set_account(&mut self, number: u32, mut account: Account) {
        self.spellings.account(&mut account);
        let old = self
            .accounts
            .get_mut(number as usize)
            .map(|old| (mem::take(&mut old.name), mem::take(&mut old.members)));
        let (old_name, members) = old.unwrap_or_default();
        members.iter().for_each(|member| self.people.unseat(member.person, number));
        if old_name != account.name {
            self.account_index.remove(number, &old_name);
            self.account_index.insert(number, &account.name);
        }
        put(&mut self.accounts, number, account, no_account);
    }

    fn set_person(&mut self, person: &Person) {
        let Person { number, name, email, linkedin, title, employer } = person;
        self.people.set(*number, name, email.as_deref(), linkedin.as_deref(), title.as_deref(), *employer);
        for membership in self.people.memberships(*number) {
            self.accounts[membership.account as usize].members.retain(|member| member.person != *number);
        }
        self.people.clear_seats(*number);
        self.people.set_market(*number, Vec::new());
    }

    fn seat(&mut self, account: u32, person: u32, role: Option<&str>) {
        let role = role.map(|role| self.people.role_number(role));
        self.people.seat(person, Membership { account, role });
        let members = &mut self.accounts[account as usize].members;
        match members.binary_search_by_key(&person, |member| member.person) {
            Ok(place) => members[place].role = role,
            Err(place) => members.insert(place, Member { person, role }),
        }
    }

    /// Gives back what growing had set aside.
    pub fn shrink(&mut self) {
        self.people.shrink();
        self.account_index.shrink();
        self.accounts.shrink_to_fit();
        self.accounts.iter_mut().for_each(|account| account.members.shrink_to_fit());
    }
}

/// Puts a value at its number. Numbers are counted up, so there is hardly ever a gap to fill.
fn put<T>(list: &mut Vec<T>, number: impl Into<u32>, value: T, blank: impl FnMut() -> T) {
    let number = number.into() as usize;
    if list.len() < number {
        list.resize_with(number, blank);
    }
    match list.get_mut(number) {
        Some(place) => *place = value,
        None => list.push(value),
    }
}

fn nobody() -> Colleague {
    Colleague {
        email: String::new(),
        name: String::new(),
        side: Side::Marketing,
        role: Role::Member,
        manager: None,
    }
}

fn no_account() -> Account {
    Account {
        name: String::new(),
        domain: None,
        industry: None,
        country: None,
        tier: None,
        kind: AccountKind::Client,
        target: false,
        seller: None,
        marketer: None,
        market: Vec::new(),
        members: Vec::new(),
    }
}

fn no_content() -> Content {
    Content {
        title: String::new(),
        kind: None,
        url: None,
        campaign: None,
        published: None,
        retired: None,
        listed: false,
    }
}
