//! A question as its `answer` sees it: understood, its window worked out, with the snapshot to answer it from.

use std::cell::OnceCell;

use fixedbitset::FixedBitSet;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::{Value as Json, json};

use super::{Answer, Status, say};
use crate::{
    card::{Action, ActionKind, Audience, Block, Card, Span, Tone},
    figures::{Scope, TouchFilter, Window},
    language::{Filters, Reading, Subject, Terms},
    snapshot::{Account, Colleague, Snapshot},
    vocabulary::{Market, Role, Side},
};

/// Microseconds in a day of 24 hours.
const DAY: i64 = 86_400_000_000;

/// Who asks, as far as rights go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Somebody with a shell: may do all that an admin may.
    Operator,
    Colleague(u16),
    Unknown,
}

/// One question, ready to be answered.
pub struct Asked<'a> {
    pub question: &'static str,
    pub snapshot: &'a Snapshot,
    pub terms: &'a Terms,
    pub reading: &'a Reading,
    pub filters: &'a Filters,
    pub window: Window,
    pub label: String,
    /// Whether the answer depends on the window at all.
    pub windowed: bool,
    pub now: Timestamp,
    pub asker: Asker,
    /// Read by somebody who may not know a single name of ours: the asker, or others in the place.
    pub overheard: bool,
    people: OnceCell<Option<FixedBitSet>>,
    in_market: OnceCell<FixedBitSet>,
}

impl<'a> Asked<'a> {
    pub fn new(
        question: &'static str,
        snapshot: &'a Snapshot,
        terms: &'a Terms,
        reading: &'a Reading,
        now: Timestamp,
        asker: Asker,
    ) -> Self {
        let today = now.to_zoned(snapshot.workspace.time_zone.clone()).date();
        let (window, label) = match &reading.window {
            Some((window, label)) => (*window, label.clone()),
            None => {
                let days = crate::figures::window::DEFAULT_DAYS;
                (Window::last_days(today, days), format!("last {days} days"))
            }
        };
        Self {
            question,
            snapshot,
            terms,
            reading,
            filters: &reading.filters,
            window,
            label,
            windowed: true,
            now,
            asker,
            overheard: asker == Asker::Unknown,
            people: OnceCell::new(),
            in_market: OnceCell::new(),
        }
    }

    /// The same question over another window: who is in market may differ there.
    pub fn over(&self, window: Window) -> Asked<'a> {
        let anew = Asked::new(self.question, self.snapshot, self.terms, self.reading, self.now, self.asker);
        Asked {
            window,
            label: self.label.clone(),
            filters: self.filters,
            windowed: self.windowed,
            overheard: self.overheard,
            ..anew
        }
    }

    pub fn zone(&self) -> &TimeZone {
        &self.snapshot.workspace.time_zone
    }

    pub fn today(&self) -> jiff::civil::Date {
        self.now.to_zoned(self.zone().clone()).date()
    }

    /// The touches in the window, of the people and of the kind that the filters leave.
    pub fn scope(&self) -> Scope<'_> {
        let span = crate::figures::Span::new(self.window, self.now.as_microsecond());
        let mut scope = Scope::new(&self.snapshot.touches, span, &self.snapshot.target);
        scope.people = self.people();
        scope.filter = self.touch_filter();
        scope.priming = self.snapshot.workspace.priming_days * DAY;
        scope
    }

    pub(super) fn touch_filter(&self) -> TouchFilter {
        let mut filter = TouchFilter::default();
        if let Some((channel, whose)) = self.filters.channel {
            filter = filter.channel(channel, whose.sides(channel));
        }
        if let Some(campaign) = self.filters.campaign {
            filter = filter.campaigns(vec![campaign]);
        }
        if let Some(purpose) = self.filters.purpose {
            filter = filter.purpose(purpose);
        }
        filter
    }

    /// The instant at which market states are looked at: the window's end, or now if that is earlier.
    pub fn as_of(&self) -> i64 {
        let end = self
            .window
            .to
            .checked_add(1.day())
            .and_then(|next| next.to_zoned(self.zone().clone()))
            .map_or(i64::MAX, |next| next.timestamp().as_microsecond() - 1);
        end.min(self.now.as_microsecond())
    }

    /// Who passes the filters on accounts, market and target market; `None` where there are none.
    pub fn people(&self) -> Option<&FixedBitSet> {
        self.people.get_or_init(|| self.filtered_people()).as_ref()
    }

    fn filtered_people(&self) -> Option<FixedBitSet> {
        let filters = self.filters;
        if !filters.on_accounts() && filters.market.is_none() && !filters.target {
            return None;
        }
        let snapshot = self.snapshot;
        let mut set = if filters.on_accounts() {
            snapshot.people_of(&self.matching_accounts())
        } else {
            let mut everybody = FixedBitSet::with_capacity(snapshot.people.len());
            everybody.insert_range(..);
            everybody
        };
        match filters.market {
            Some(Market::In) => set.intersect_with(self.in_market()),
            Some(Market::Out) => set.difference_with(self.in_market()),
            None => {}
        }
        if filters.target {
            set.intersect_with(&snapshot.target);
        }
        Some(set)
    }

    /// The accounts that pass all filters on accounts, by number.
    pub fn matching_accounts(&self) -> Vec<bool> {
        let filters = self.filters;
        let team = filters.team.map(|leader| self.snapshot.team_of(leader));
        let matches = |number: usize, account: &Account| {
            let owned_by_team = |team: &Vec<u16>| {
                account.seller.is_some_and(|seller| team.contains(&seller))
                    || account.marketer.is_some_and(|marketer| team.contains(&marketer))
            };
            filters.industry.as_ref().is_none_or(|value| account.industry.as_ref() == Some(value))
                && filters.country.as_ref().is_none_or(|value| account.country.as_ref() == Some(value))
                && filters.tier.as_ref().is_none_or(|value| account.tier.as_ref() == Some(value))
                && filters.account.is_none_or(|value| number == value as usize)
                && filters.seller.is_none_or(|value| account.seller == Some(value))
                && filters.marketer.is_none_or(|value| account.marketer == Some(value))
                && team.as_ref().is_none_or(owned_by_team)
        };
        self.snapshot.accounts.iter().enumerate().map(|(number, account)| matches(number, account)).collect()
    }

    pub fn account(&self, account: u32) -> &'a Account {
        &self.snapshot.accounts[account as usize]
    }

    pub fn colleague(&self, colleague: u16) -> &'a Colleague {
        &self.snapshot.colleagues[usize::from(colleague)]
    }

    pub fn colleague_name(&self, colleague: Option<u16>) -> Option<&'a str> {
        colleague.map(|colleague| self.colleague(colleague).name.as_str())
    }

    /// The employer's name.
    pub fn employer(&self, person: u32) -> Option<&'a str> {
        self.snapshot.people.employer(person).map(|account| self.account(account).name.as_str())
    }

    /// A person as the interface carries one.
    pub fn person(&self, person: u32) -> Json {
        let people = &self.snapshot.people;
        json!({
            "name": people.name(person),
            "account": self.employer(person),
            "title": people.title(person),
            "email": people.email(person),
        })
    }

    /// "Patricia Prospect, Head of Procurement at Northwind".
    pub fn person_line(&self, person: u32) -> Vec<Span> {
        let mut line = vec![Span::Person(self.snapshot.people.name(person).to_owned())];
        let title = self.snapshot.people.title(person);
        let rest = match (title, self.employer(person)) {
            (Some(title), Some(employer)) => format!(", {title} at {employer}"),
            (Some(title), None) => format!(", {title}"),
            (None, Some(employer)) => format!(" at {employer}"),
            (None, None) => String::new(),
        };
        line.push(rest.into());
        line
    }

    /// Seller and marketer of the account that speaks for a person.
    pub fn owners(&self, person: u32) -> (Option<&'a str>, Option<&'a str>) {
        let account = self.snapshot.main_account(person).map(|account| self.account(account));
        let name = |id: Option<u16>| self.colleague_name(id);
        (name(account.and_then(|account| account.seller)), name(account.and_then(|account| account.marketer)))
    }

    /// Everybody who is in market at the window's end.
    pub fn in_market(&self) -> &FixedBitSet {
        self.in_market.get_or_init(|| self.snapshot.in_market(self.as_of()))
    }

    pub fn market(&self, person: u32) -> Market {
        self.snapshot.person_market(person, self.as_of())
    }

    /// May change the target market: leaders, admins and whoever runs the machine.
    pub fn may_lead(&self) -> bool {
        match self.asker {
            Asker::Operator => true,
            Asker::Colleague(id) => self.colleague(id).role != Role::Member,
            Asker::Unknown => false,
        }
    }

    /// May change what members may.
    pub fn may_write(&self) -> bool {
        self.asker != Asker::Unknown
    }

    pub fn asker_id(&self) -> Option<u16> {
        match self.asker {
            Asker::Colleague(id) => Some(id),
            Asker::Operator | Asker::Unknown => None,
        }
    }

    pub fn asker_side(&self) -> Option<Side> {
        self.asker_id().map(|id| self.colleague(id).side)
    }

    /// An RFC 3339 instant from microseconds.
    pub fn instant(&self, at: i64) -> Json {
        say::timestamp(at).to_string().into()
    }

    /// An instant to show.
    pub fn moment(&self, at: i64) -> Span {
        Span::Instant(say::timestamp(at), self.zone().clone())
    }

    /// The day of an instant, to show.
    pub fn day(&self, at: i64) -> Span {
        Span::Date(say::timestamp(at).to_zoned(self.zone().clone()).date())
    }

    /// The filters in words, to stand behind a figure: ", in Fintech, tier 1"; empty without any.
    pub fn restricted(&self) -> String {
        self.filters.said(self.snapshot).iter().map(|filter| format!(", {filter}")).collect()
    }

    /// The window and the filters as somebody would type them behind a question's name.
    pub fn typed_rest(&self) -> String {
        let window = match &self.reading.window {
            Some((window, _)) if window.from == window.to => {
                format!(" from {} to {}", window.from, window.to)
            }
            Some((window, _)) => format!(" between {} and {}", window.from, window.to),
            None => String::new(),
        };
        format!("{}{window}", self.filters.typed(self.snapshot))
    }

    /// The small print under every figure: which window, which dates.
    pub fn window_note(&self) -> Block {
        let mut line = vec![format!("{}: ", say::capital(&self.label)).into(), Span::Date(self.window.from)];
        if self.window.to != self.window.from {
            line.extend([" to ".into(), Span::Date(self.window.to)]);
        }
        line.push(format!(" ({}){}.", say::zone_name(self.zone()), self.restricted()).into());
        Block::Note(line)
    }

    /// Takes the one person that is meant, or says why there is none.
    pub fn subject_person(&self) -> Result<u32, Box<Answer>> {
        let subject = self.reading.subject.as_ref().expect("the phrase has a person");
        match subject.people[..] {
            [person] => Ok(person),
            [] => Err(Box::new(self.nobody(subject))),
            _ => Err(Box::new(self.which_person(subject))),
        }
    }

    /// Takes the one account that is meant, or says why there is none.
    pub fn subject_account(&self) -> Result<u32, Box<Answer>> {
        let subject = self.reading.subject.as_ref().expect("the phrase has an account");
        match subject.accounts[..] {
            [account] => Ok(account),
            [] => Err(Box::new(self.no_account(subject))),
            _ => Err(Box::new(self.which_account(subject))),
        }
    }

    /// Several people go by the name: which?
    fn which_person(&self, subject: &Subject) -> Answer {
        let mut people = subject.people.clone();
        // The likelier ones first: in the target market, then by name.
        people.sort_by_key(|&person| {
            (!self.snapshot.target.contains(person as usize), self.snapshot.people.name(person))
        });
        let total = people.len();
        let shown = &people[..total.min(say::CHOICES)];
        let title = if total > shown.len() {
            format!(
                "{total} people match “{}”. Which one? Add the company or the e-mail address.",
                subject.typed
            )
        } else {
            format!("Which {}? {total} people match.", subject.typed)
        };
        self.choices(title, Status::Ambiguous, shown)
    }

    /// Nobody goes by the name: the nearest.
    fn nobody(&self, subject: &Subject) -> Answer {
        let people = &self.snapshot.people;
        let folded = crate::identity::fold(&subject.typed);
        let nearest = people.index().nearest(&folded, |person| people.name(person), 3);
        let title = if nearest.is_empty() {
            format!("Nobody called “{}” is in the account database.", subject.typed)
        } else {
            format!(
                "Nobody called “{}” is in the account database. Did you mean one of these?",
                subject.typed
            )
        };
        let mut answer = self.choices(title, Status::NotFound, &nearest);
        answer.card.blocks.push(Block::Note(super::words(
            "People come from imports: people.csv, or a touch that names them. An e-mail address finds a person for sure.",
        )));
        answer
    }

    fn choices(&self, title: String, status: Status, people: &[u32]) -> Answer {
        let actions = people
            .iter()
            .map(|&person| {
                let name = self.snapshot.people.name(person);
                let label = match self.employer(person) {
                    Some(employer) => format!("{name}, {employer}"),
                    None => name.to_owned(),
                };
                let key = self
                    .snapshot
                    .people
                    .email(person)
                    .or(self.snapshot.people.linkedin(person))
                    .unwrap_or(name);
                Action { label, text: self.asked_again(key), kind: ActionKind::Ask }
            })
            .collect();
        let list = people.iter().map(|&person| self.person_line(person)).collect::<Vec<_>>();
        let card = Card {
            title: super::words(title),
            tone: Tone::Neutral,
            blocks: if list.is_empty() { Vec::new() } else { vec![Block::List(list)] },
            actions,
            audience: Audience::Asker,
        };
        let mut answer = Answer::other(self.question, status, card);
        answer.candidates = people.iter().map(|&person| self.person(person)).collect();
        answer
    }

    fn which_account(&self, subject: &Subject) -> Answer {
        self.account_choices(
            format!("Which {}? {} accounts match.", subject.typed, subject.accounts.len()),
            Status::Ambiguous,
            &subject.accounts,
        )
    }

    fn no_account(&self, subject: &Subject) -> Answer {
        let folded = crate::identity::fold(&subject.typed);
        let index = &self.snapshot.account_index;
        let nearest = index.nearest(&folded, |account| &self.snapshot.accounts[account as usize].name, 3);
        let title = if nearest.is_empty() {
            format!("No account called “{}” is in the account database.", subject.typed)
        } else {
            format!(
                "No account called “{}” is in the account database. Did you mean one of these?",
                subject.typed
            )
        };
        self.account_choices(title, Status::NotFound, &nearest)
    }

    /// Offers accounts to choose from.
    pub fn account_choices(&self, title: String, status: Status, accounts: &[u32]) -> Answer {
        let accounts = &accounts[..accounts.len().min(say::CHOICES)];
        let key = |account: &Account| account.domain.clone().unwrap_or_else(|| account.name.clone());
        let card = Card {
            title: super::words(title),
            tone: Tone::Neutral,
            blocks: Vec::new(),
            actions: accounts
                .iter()
                .map(|&account| {
                    let account = self.account(account);
                    Action {
                        label: account.name.clone(),
                        text: self.asked_again(&key(account)),
                        kind: ActionKind::Ask,
                    }
                })
                .collect(),
            audience: Audience::Asker,
        };
        let mut answer = Answer::other(self.question, status, card);
        answer.candidates = accounts
            .iter()
            .map(|&account| json!({ "name": self.account(account).name, "account": self.account(account).name }))
            .collect();
        answer
    }

    /// The same question about somebody or something else, as typed.
    fn asked_again(&self, key: &str) -> String {
        self.reworded(self.reading.subject.as_ref().map_or("", |subject| &subject.typed), key)
    }

    /// What was typed, with some of its words replaced.
    pub fn reworded(&self, typed: &str, key: &str) -> String {
        let typed = crate::identity::fold(typed);
        let words = self.reading.words.join(" ");
        if typed.is_empty() || !words.contains(&typed) {
            return format!("{} {key}{}", self.question, self.typed_rest());
        }
        words.replacen(&typed, key, 1)
    }
}
