//! What a file says about who is in market: without a date, so it has always held.

use std::collections::HashMap;

use crate::{
    db::{
        self, Change,
        market::{self, Subject},
    },
    vocabulary::Market,
};

/// The states that the rows of a chunk may change.
pub(super) struct Markets {
    subject: Subject,
    now: i64,
    /// In force now, and undated.
    known: HashMap<i64, (Option<Market>, Option<Market>)>,
    said: HashMap<i64, Market>,
}

impl Markets {
    pub(super) fn new(subject: Subject, now: i64) -> Self {
        Self { subject, now, known: HashMap::new(), said: HashMap::new() }
    }

    /// Looks up what is known of these.
    pub(super) async fn prepare(&mut self, change: &mut Change, ids: &[i64]) -> db::Result<()> {
        let state = |word: Option<String>| word.and_then(|word| word.parse().ok());
        let known = market::of(change, self.subject, ids, self.now).await?;
        self.known
            .extend(known.into_iter().map(|known| (known.id, (state(known.now), state(known.undated)))));
        Ok(())
    }

    /// A row says that this is the state; whether that is anything new. Where a dated state says the same, the
    /// history stays as it is.
    pub(super) fn say(&mut self, id: i64, market: Market) -> bool {
        let known = self.known.entry(id).or_default();
        if known.0 == Some(market) || known.1 == Some(market) {
            return false;
        }
        *known = (Some(market), Some(market));
        self.said.insert(id, market);
        true
    }

    /// Writes what is new.
    pub(super) async fn write(&mut self, change: &mut Change, said_by: &str) -> db::Result<()> {
        let mut states: Vec<(i64, Market)> = self.said.drain().collect();
        states.sort_unstable_by_key(|(id, _)| *id);
        self.known.clear();
        market::set(change, self.subject, &states, said_by).await
    }
}
