//! Things that rows name and that are made when nobody has named them before: companies by their domain, campaigns,
//! pieces of content.

use std::collections::{HashMap, HashSet};

use foldhash::quality::RandomState;

use crate::db::{self, Change, accounts, content};

/// Names that are remembered from chunk to chunk.
pub(super) const REMEMBERED: usize = 200_000;

/// Names that a note repeats.
const NAMED: usize = 5;

/// What is named.
#[derive(Clone, Copy)]
pub(super) enum Table {
    Companies,
    Campaigns,
    Content,
}

/// Known names of a table, and those to be made.
pub(super) struct Names {
    table: Table,
    known: HashMap<String, i64, RandomState>,
    fresh: Vec<(i64, String)>,
    next: i64,
    /// How many were made, and the first of them.
    made: u64,
    first: Vec<String>,
}

impl Names {
    pub(super) async fn begin(change: &mut Change, table: Table) -> db::Result<Self> {
        let next = match table {
            Table::Companies => accounts::next_id(change).await?,
            Table::Campaigns => content::next_campaign(change).await?,
            Table::Content => content::next_id(change).await?,
        };
        Ok(Self { table, known: HashMap::default(), fresh: Vec::new(), next, made: 0, first: Vec::new() })
    }

    /// Looks up, all at once, the names that are going to be asked for.
    pub(super) async fn prepare<'n>(
        &mut self,
        change: &mut Change,
        names: impl Iterator<Item = &'n str>,
    ) -> db::Result<()> {
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        let unknown: HashSet<&str, RandomState> =
            names.filter(|name| !self.known.contains_key(*name)).collect();
        let unknown: Vec<&str> = unknown.into_iter().collect();
        self.known.extend(match self.table {
            Table::Companies => accounts::numbers(change, &unknown).await?,
            Table::Campaigns => content::campaigns(change, &unknown).await?,
            Table::Content => content::numbers(change, &unknown).await?,
        });
        Ok(())
    }

    /// The number of a name that has been prepared, if there is one.
    pub(super) fn find(&self, name: &str) -> Option<i64> {
        self.known.get(name).copied()
    }

    /// The number of a name that has been prepared, a new one if need be.
    pub(super) fn number(&mut self, name: &str) -> i64 {
        if let Some(known) = self.find(name) {
            return known;
        }
        let number = self.next;
        self.next += 1;
        self.known.insert(name.to_owned(), number);
        self.made += 1;
        if self.first.len() < NAMED {
            self.first.push(name.to_owned());
        }
        self.fresh.push((number, name.to_owned()));
        number
    }

    /// Which accounts were made, in words: a mistyped domain makes one of its own.
    pub(super) fn new_accounts(&self) -> Option<String> {
        let more = self.made - self.first.len() as u64;
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (self.made > 0).then(|| {
            format!(
                "{} new {} made from domains that no account had: {}{more}; if one is mistyped, mend the file and import it again",
                self.made,
                if self.made == 1 { "account was" } else { "accounts were" },
                self.first.join(", ")
            )
        })
    }

    /// Makes the new ones.
    pub(super) async fn write(&mut self, change: &mut Change) -> db::Result<()> {
        let fresh: Vec<(i64, &str)> = self.fresh.iter().map(|(id, name)| (*id, name.as_str())).collect();
        match self.table {
            Table::Companies => accounts::add_domains(change, &fresh).await?,
            Table::Campaigns => content::add_campaigns(change, &fresh).await?,
            Table::Content => content::add_titles(change, &fresh).await?,
        }
        self.fresh.clear();
        Ok(())
    }
}
