//! A transaction that changes one workspace: it holds the workspace's row, so that nobody else writes there until it
//! ends, and what it changes carries the revision it has raised the workspace to.

use super::{Db, Result, Tx, sql, workspaces};

/// What became of rows that were taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
}

impl Tally {
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::New => self.added += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }

    /// Rows that were taken.
    pub fn rows(&self) -> u64 {
        self.added + self.updated + self.unchanged
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
    }
}

/// What became of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    New,
    Updated,
    Unchanged,
}

impl Outcome {
    /// Of a row that was known before.
    pub fn of_change(changed: bool) -> Self {
        if changed { Self::Updated } else { Self::Unchanged }
    }
}

/// How a connection works best while much is written at once.
const fn settings(tx: &Tx) -> &'static [&'static str] {
    match tx {
        // 64 MiB, so that a large import does not write the same pages again and again. Stays with the connection.
        Tx::Sqlite(_) => &["pragma cache_size = -65536"],
        // Until somebody has analysed a table that fills, PostgreSQL would rather read all of it than look up a few
        // thousand keys, and would remember that plan while a million rows come in.
        Tx::Postgres(_) => &["set local enable_seqscan = off"],
    }
}

/// A transaction on one workspace.
pub struct Change {
    pub(crate) tx: Tx,
    pub(crate) workspace: i64,
    pub(crate) revision: i64,
}

impl Change {
    /// Begins, waiting for whoever is changing the workspace.
    pub async fn begin(db: &Db, workspace: i64) -> Result<Self> {
        let mut tx = db.begin().await?;
        for setting in settings(&tx) {
            sql(*setting).exec(&mut tx).await?;
        }
        let revision = workspaces::bump(&mut tx, workspace).await?;
        Ok(Self { tx, workspace, revision })
    }

    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await
    }

    /// Undoes everything.
    pub async fn cancel(self) -> Result<()> {
        self.tx.rollback().await
    }

    /// The next number of a table whose ids are counted up within the workspace.
    pub(super) async fn next_id(&mut self, table: &'static str) -> Result<i64> {
        let text = format!("select coalesce(max(id) + 1, 0) from {table} where workspace_id = $1");
        let (next,): (i64,) = sql(text).bind(self.workspace).one(&mut self.tx).await?;
        Ok(next)
    }
}
