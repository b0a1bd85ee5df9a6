//! Companies, known by their domain, or by their name where they have none.

use std::{borrow::Cow, collections::HashMap};

use super::{
    file::{Taking, Verdict},
    markets::Markets,
    sources::Sources,
    touches::colleague,
};
use crate::{
    db::{
        self, Change, Outcome,
        accounts::{self, Account},
        market::Subject,
        team,
    },
    identity::{Email, name_key},
    intake::{Cells, Reject, Said, rows::AccountRow},
    vocabulary::{AccountKind, Market},
};

pub(super) struct Accounts {
    team: HashMap<String, i64>,
    markets: Markets,
    next: i64,
    /// Known accounts that the file took out of the target market, and into it.
    retargeted: [u64; 2],
}

/// An account of this chunk.
struct Entry {
    account: Account,
    changed: bool,
}

impl Taking for Accounts {
    type Row = AccountRow<'static>;

    fn read(cells: &Cells<'_>) -> Result<Self::Row, Reject> {
        let row = AccountRow::read(cells)?;
        Ok(AccountRow {
            name: row.name.into_owned(),
            domain: row.domain,
            industry: row.industry.into_owned(),
            country: row.country.into_owned(),
            tier: row.tier.into_owned(),
            kind: row.kind,
            target: row.target,
            seller: row.seller,
            marketer: row.marketer,
            market: row.market,
        })
    }

    fn shown(row: &Self::Row) -> Vec<String> {
        let text =
            |said: &Said<Cow<'_, str>>| said.as_value().map(|text| text.to_string()).unwrap_or_default();
        let email = |said: &Said<Email>| said.as_value().map(Email::to_string).unwrap_or_default();
        vec![
            text(&row.name),
            row.domain.as_value().cloned().unwrap_or_default(),
            text(&row.industry),
            text(&row.country),
            text(&row.tier),
            row.kind.value().map_or("", AccountKind::as_str).to_owned(),
            row.target.value().map_or("", |target| if target { "yes" } else { "no" }).to_owned(),
            email(&row.seller),
            email(&row.marketer),
            row.market.value().map_or("", Market::as_str).to_owned(),
        ]
    }

    async fn begin(change: &mut Change, now: i64) -> db::Result<Self> {
        Ok(Self {
            team: team::numbers(change).await?,
            markets: Markets::new(Subject::Account, now),
            next: accounts::next_id(change).await?,
            retargeted: [0; 2],
        })
    }

    async fn take(
        &mut self,
        change: &mut Change,
        sources: &mut Sources,
        rows: Vec<Self::Row>,
    ) -> db::Result<Vec<Verdict>> {
        let keys: Vec<String> = rows.iter().map(key).collect();
        let mut unique: Vec<&str> = keys.iter().map(String::as_str).collect();
        unique.sort_unstable();
        unique.dedup();
        let stored = accounts::by_key(change, &unique).await?;
        let ids: Vec<i64> = stored.iter().map(|account| account.id).collect();
        self.markets.prepare(change, &ids).await?;
        let known = |account: Account| (account.account_key.clone(), Entry { account, changed: false });
        let mut entries: HashMap<String, Entry> = stored.into_iter().map(known).collect();
        let verdicts =
            rows.into_iter().zip(keys).map(|(row, key)| self.row(row, key, &mut entries)).collect();

        let mut changed: Vec<&Account> =
            entries.values().filter(|entry| entry.changed).map(|entry| &entry.account).collect();
        changed.sort_unstable_by_key(|account| account.id);
        accounts::put(change, &changed).await?;
        self.markets.write(change, sources.own_name()).await?;
        Ok(verdicts)
    }

    fn notes(&self) -> Vec<String> {
        let [out, into] = self.retargeted;
        let said = |count: u64| {
            if count == 1 { "1 known account".to_owned() } else { format!("{count} known accounts") }
        };
        let note = |count: u64, verb: &str| {
            (count > 0)
                .then(|| format!("{} {verb} the target market, whatever was said in chat", said(count)))
        };
        [note(into, "came into"), note(out, "left")].into_iter().flatten().collect()
    }

    async fn finish(self, _change: &mut Change) -> db::Result<Vec<Verdict>> {
        Ok(Vec::new())
    }
}

impl Accounts {
    fn row(&mut self, row: AccountRow<'_>, key: String, entries: &mut HashMap<String, Entry>) -> Verdict {
        let number = |what, said: Said<Email>| said.try_map(|email| colleague(&self.team, what, &email));
        let (seller, marketer) = match (number("seller", row.seller), number("marketer", row.marketer)) {
            (Ok(seller), Ok(marketer)) => (seller, marketer),
            (Err(reason), _) | (_, Err(reason)) => return Verdict::Rejected(reason),
        };
        let before = entries.remove(&key);
        let new = before.is_none();
        let mut entry =
            before.unwrap_or_else(|| Entry { account: unknown(self.next, key.clone()), changed: true });
        if new {
            self.next += 1;
        }
        let before = entry.account.clone();
        let account = &mut entry.account;
        if let Said::Value(name) = row.name {
            account.name = name.into_owned();
        }
        row.industry.map(Cow::into_owned).apply(&mut account.industry);
        row.country.map(Cow::into_owned).apply(&mut account.country);
        row.tier.map(Cow::into_owned).apply(&mut account.tier);
        seller.apply(&mut account.seller_id);
        marketer.apply(&mut account.marketer_id);
        if let Said::Value(kind) = row.kind {
            account.kind = kind.as_str().to_owned();
        }
        if let Said::Value(target) = row.target {
            self.retargeted[usize::from(target)] += u64::from(!new && account.target != target);
            account.target = target;
        }
        let moved = row.market.value().is_some_and(|market| self.markets.say(account.id, market));
        let changed = moved || entry.account != before;
        entry.changed |= changed;
        entries.insert(key, entry);
        Verdict::Taken(if new { Outcome::New } else { Outcome::of_change(changed) }, None)
    }
}

/// What an account is known by.
fn key(row: &AccountRow<'_>) -> String {
    match (&row.domain, &row.name) {
        (Said::Value(domain), _) => domain.clone(),
        (_, Said::Value(name)) => format!("={}", name_key(name)),
        _ => String::from("="),
    }
}

/// An account of which only the key is known.
fn unknown(id: i64, key: String) -> Account {
    let domain = (!key.starts_with('=')).then(|| key.clone());
    Account {
        id,
        name: key.clone(),
        account_key: key,
        domain,
        industry: None,
        country: None,
        tier: None,
        kind: AccountKind::Client.as_str().to_owned(),
        target: false,
        seller_id: None,
        marketer_id: None,
    }
}
