//! Many requests a second ask whether they are the first; one transaction answers as many of them as came while the
//! one before was written, or are about to ask. Nobody waits longer for company: whoever comes alone is written alone.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    mem,
    sync::Arc,
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    task::yield_now,
    time::timeout,
};

use super::handled::{self, FORGOTTEN, KEPT, Key};
use crate::db::{Db, DbError};

/// The most keys in one transaction.
const BATCH: usize = 1_000;
/// Askers that may wait; further ones wait to be let in.
const WAITING: usize = 10_000;
/// The most keys that are kept here while they cannot be written.
const MOST_OWED: usize = 100_000;
/// How long they rest before they are tried again.
const AGAIN: Duration = Duration::from_secs(1);
/// How often a workspace's old keys are looked for, in microseconds: ten minutes.
const SWEEP: i64 = 600_000_000;
/// Transactions that forget, at the most, in a turn.
const PARTS: usize = 20;

/// Says of each event, once, that it is the first. Ends when the last clone is dropped.
#[derive(Clone, Debug)]
pub struct Once {
    asks: mpsc::Sender<Ask>,
}

struct Ask {
    key: Key,
    at: i64,
    answer: oneshot::Sender<Result<bool, Arc<DbError>>>,
}

impl Once {
    /// Begins, on the runtime that this is called on.
    pub fn new(db: Db) -> Self {
        let (asks, waiting) = mpsc::channel(WAITING);
        tokio::spawn(Writer { db, owed: HashSet::new(), swept: HashMap::new() }.run(waiting));
        Self { asks }
    }

    /// Whether this is the first time that anybody, in whichever process, asks about this key of a workspace; from
    /// now on it is not. `at` in microseconds since 1970.
    ///
    /// # Errors
    /// When the database fails: the same error for everybody in one transaction. Then nothing is remembered.
    pub async fn first(&self, workspace: i64, key: &str, at: i64) -> Result<bool, Arc<DbError>> {
        let gone = || Arc::new(DbError::Sql(sqlx::Error::WorkerCrashed));
        let (answer, answered) = oneshot::channel();
        // NUL is no text for PostgreSQL, and would fail for everybody in the transaction.
        let ask = Ask { key: (workspace, key.replace('\0', "")), at, answer };
        self.asks.send(ask).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

struct Writer {
    db: Db,
    /// What was new while somebody else, an import for example, held SQLite's one lock for long: still to be written. All
    /// replicas on a file share a machine and nearly always are one, so that this process alone knows of them is little
    /// beside nobody being heard.
    owed: HashSet<Key>,
    /// When a workspace's old keys are looked for next.
    swept: HashMap<i64, i64>,
}

impl Writer {
    async fn run(mut self, mut waiting: mpsc::Receiver<Ask>) {
        let mut asks: Vec<Ask> = Vec::new();
        // When somebody last asked, in microseconds since 1970.
        let mut at = 0;
        loop {
            let coming = waiting.recv_many(&mut asks, BATCH);
            let open = match self.owed.is_empty() {
                true => coming.await > 0,
                // When nobody comes, what is owed is tried again.
                false => timeout(AGAIN, coming).await.map_or(true, |came| came > 0),
            };
            // Whoever is about to ask has done so when the turn comes back, and shares this transaction.
            yield_now().await;
            while asks.len() < BATCH
                && let Ok(ask) = waiting.try_recv()
            {
                asks.push(ask);
            }
            at = asks.iter().map(|ask| ask.at).max().unwrap_or(at);
            let (keys, answers): (Vec<Key>, Vec<_>) = asks.drain(..).map(|ask| (ask.key, ask.answer)).unzip();
            let written = self.first(&keys, at).await.map_err(Arc::new);
            for (nth, answer) in answers.into_iter().enumerate() {
                // Whoever has stopped waiting needs no answer.
                let _ = answer.send(written.clone().map(|new| new[nth]));
            }
            if written.is_ok() && self.owed.is_empty() {
                self.sweep(&keys, at);
            }
            if !open {
                return;
            }
        }
    }

    async fn first(&mut self, keys: &[Key], at: i64) -> Result<Vec<bool>, DbError> {
        let all = match self.owed.is_empty() {
            true => Cow::Borrowed(keys),
            false => keys.iter().chain(&self.owed).cloned().collect(),
        };
        match handled::first(&self.db, &all, at).await {
            Ok(new) => {
                // What is owed is new to the database alone.
                let owed = mem::take(&mut self.owed);
                Ok(keys.iter().zip(new).map(|(key, new)| new && !owed.contains(key)).collect())
            }
            Err(DbError::Busy) if matches!(self.db, Db::Sqlite { .. }) && self.owed.len() < MOST_OWED => {
                let known = handled::known(&self.db, keys).await?;
                Ok(keys.iter().map(|key| !known.contains(key) && self.owed.insert(key.clone())).collect())
            }
            Err(error) => Err(error),
        }
    }

    /// Forgets the old keys of one workspace whose turn it is. Nobody waits for that.
    fn sweep(&mut self, keys: &[Key], now: i64) {
        let due = |workspace: &i64| self.swept.get(workspace).is_none_or(|next| *next <= now);
        let Some(workspace) = keys.iter().map(|(workspace, _)| *workspace).find(due) else { return };
        self.swept.insert(workspace, now + SWEEP);
        tokio::spawn(forget(self.db.clone(), workspace, now - KEPT));
    }
}

/// Forgets a workspace's old keys in small parts; what is left after some of them waits for the next turn.
async fn forget(db: Db, workspace: i64, before: i64) {
    for _ in 0..PARTS {
        match handled::forget(&db, workspace, before).await {
            Ok(forgotten) if forgotten == FORGOTTEN as u64 => {}
            Ok(_) => return,
            Err(error) => return tracing::warn!(%error, "old events are not forgotten"),
        }
    }
}
