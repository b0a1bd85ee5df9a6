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
        if let Tx::Postgres(_) = tx {
            // A plan made while a table was empty would be kept while a million rows come into it.
            sql("set local plan_cache_mode = force_custom_plan").exec(&mut tx).await?;
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
