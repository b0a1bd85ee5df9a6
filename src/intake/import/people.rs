//! People, their employers and the buying groups they sit in.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
};

use super::{
    file::{Taking, Verdict},
    markets::Markets,
    sources::Sources,
    who::{Called, Found, Manner, Who},
};
use crate::{
    db::{
        self, Change, Outcome,
        market::Subject,
        people::{self, Seat},
    },
    identity::{Email, name_key},
    intake::{
        Cells, Reject, Said,
        rows::{NO_GROUP, PersonRow},
    },
    vocabulary::Market,
};

/// A row, on its own.
pub(super) struct Row {
    called: Called,
    title: Said<String>,
    company: Said<String>,
    groups: Said<Vec<String>>,
    roles: Said<Vec<String>>,
    market: Said<Market>,
}

pub(super) struct People {
    who: Who,
    markets: Markets,
    /// The seats of this chunk's people: role by account.
    seats: HashMap<i64, BTreeMap<i64, Option<String>>>,
    /// Those of them who had any before.
    seated: HashSet<i64>,
    /// Whose seats have changed.
    moved: HashSet<i64>,
    /// Known people whose seats have changed so far.
    reseated: u64,
}

impl Taking for People {
    type Row = Row;

    fn read(cells: &Cells<'_>) -> Result<Row, Reject> {
        let row = PersonRow::read(cells)?;
        Ok(Row {
            called: Called {
                email: row.email.value(),
                linkedin: row.linkedin.value(),
                name: row.name.value().map(Cow::into_owned),
                company: row.company_domain.as_value().cloned(),
            },
            title: row.title.map(Cow::into_owned),
            company: row.company_domain,
            groups: row.groups,
            roles: row.roles,
            market: row.market,
        })
    }

    fn shown(row: &Row) -> Vec<String> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            text(&row.called.name),
            row.called.email.as_ref().map(Email::to_string).unwrap_or_default(),
            text(&row.called.linkedin),
            row.title.as_value().cloned().unwrap_or_default(),
            text(&row.called.company),
            match &row.groups {
                Said::Value(none) if none.is_empty() => NO_GROUP.to_owned(),
                groups => groups.as_value().map(|groups| groups.join(";")).unwrap_or_default(),
            },
            row.roles.as_value().map(|roles| roles.join(";")).unwrap_or_default(),
            row.market.value().map_or("", Market::as_str).to_owned(),
        ]
    }

    async fn begin(change: &mut Change, now: i64) -> db::Result<Self> {
        Ok(Self {
            who: Who::begin(change, Manner::Describes).await?,
            markets: Markets::new(Subject::Person, now),
            seats: HashMap::new(),
            seated: HashSet::new(),
            moved: HashSet::new(),
            reseated: 0,
        })
    }

    async fn take(
        &mut self,
        change: &mut Change,
        sources: &mut Sources,
        rows: Vec<Row>,
    ) -> db::Result<Vec<Verdict>> {
        self.who.prepare(change, rows.iter().map(|row| &row.called)).await?;
        let groups = rows.iter().filter_map(|row| row.groups.as_value()).flatten();
        let companies = rows.iter().filter_map(|row| row.called.company.as_ref());
        let domains: Vec<&str> = companies.chain(groups).map(String::as_str).collect();
        self.who.companies.prepare(change, domains.into_iter()).await?;
        let known = self.who.known();
        self.markets.prepare(change, &known).await?;
        for seat in people::seats(change, &known).await? {
            self.seated.insert(seat.person_id);
            self.seats.entry(seat.person_id).or_default().insert(seat.account_id, seat.role);
        }
        let verdicts = rows.into_iter().map(|row| self.row(row)).collect();
        self.who.write(change).await?;
        self.markets.write(change, sources.own_name()).await?;
        self.write_seats(change).await?;
        Ok(verdicts)
    }

    fn notes(&self) -> Vec<String> {
        let reseated = (self.reseated > 0).then(|| {
            let whose = if self.reseated == 1 {
                "1 known person".to_owned()
            } else {
                format!("{} known people", self.reseated)
            };
            format!("the buying groups of {whose} are now as this file says, whatever was said in chat")
        });
        self.who.companies.new_accounts().into_iter().chain(reseated).collect()
    }

    async fn finish(self, _change: &mut Change) -> db::Result<Vec<Verdict>> {
        Ok(Vec::new())
    }
}

impl People {
    fn row(&mut self, row: Row) -> Verdict {
        let Found { id, new, learned } = match self.who.person(&row.called) {
            Ok(found) => found,
            Err(reason) => return Verdict::Rejected(reason),
        };
        let company = row.company.map(|domain| self.who.companies.number(&domain));
        let groups = row.groups.map(|groups| {
            groups.iter().map(|domain| self.who.companies.number(domain)).collect::<Vec<i64>>()
        });
        let entry = self.who.entry(id);
        let before = entry.person.clone();
        let person = &mut entry.person;
        if let Some(name) = row.called.name {
            person.name_key = name_key(&name);
            person.name = name;
        }
        if let Some(email) = row.called.email {
            person.email = Some(email.into_string());
        }
        if let Some(profile) = row.called.linkedin {
            person.linkedin = Some(profile);
        }
        row.title.apply(&mut person.title);
        company.apply(&mut person.employer_id);

        let seats = self.seats.entry(id).or_default();
        let wanted = seats_wanted(&groups, &row.roles, person.employer_id, seats);
        let moved = *seats != wanted;
        if moved {
            *seats = wanted;
            self.moved.insert(id);
            self.reseated += u64::from(!new);
        }
        let market = row.market.value().is_some_and(|market| self.markets.say(id, market));
        let changed = learned || moved || market || entry.person != before;
        entry.changed |= changed;
        let renamed =
            (&before.name_key, before.employer_id) != (&entry.person.name_key, entry.person.employer_id);
        if renamed {
            self.who.renamed(id);
        }
        Verdict::Taken(if new { Outcome::New } else { Outcome::of_change(changed) }, None)
    }

    async fn write_seats(&mut self, change: &mut Change) -> db::Result<()> {
        let mut moved: Vec<i64> = self.moved.drain().collect();
        moved.sort_unstable();
        let mut seats = Vec::new();
        for &person_id in &moved {
            let of = self.seats.remove(&person_id).unwrap_or_default();
            seats.extend(of.into_iter().map(|(account_id, role)| Seat { person_id, account_id, role }));
        }
        self.seats.clear();
        moved.retain(|person| self.seated.contains(person));
        self.seated.clear();
        people::set_seats(change, &moved, &seats).await
    }
}

/// The seats that a row wants a person to have: role by account.
fn seats_wanted(
    groups: &Said<Vec<i64>>,
    roles: &Said<Vec<String>>,
    employer: Option<i64>,
    now: &BTreeMap<i64, Option<String>>,
) -> BTreeMap<i64, Option<String>> {
    let accounts: Vec<i64> = match groups {
        Said::Value(groups) => groups.clone(),
        Said::Empty => employer.into_iter().collect(),
        // A role and no word of any group: the employer's.
        Said::Nothing if now.is_empty() && roles.as_value().is_some() => employer.into_iter().collect(),
        Said::Nothing => now.keys().copied().collect(),
    };
    let role = |place: usize, account: &i64| match roles {
        Said::Nothing => now.get(account).cloned().flatten(),
        Said::Empty => None,
        // No words: in this group, none.
        Said::Value(roles) => roles.get(place).or(roles.first()).filter(|role| !role.is_empty()).cloned(),
    };
    accounts.iter().enumerate().map(|(place, account)| (*account, role(place, account))).collect()
}
