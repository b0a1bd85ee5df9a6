//! Whether the database has moved on is asked before every answer; many askers at once share one look.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::{sync::Mutex, task::yield_now};

use crate::db::{Db, DbError, workspaces};

/// Looks at a workspace's revision, one after the other.
#[derive(Default)]
pub(super) struct Looks {
    begun: AtomicU64,
    last: Mutex<Look>,
}

/// What a look saw. `number`: the how-manieth it was.
#[derive(Clone, Copy, Default)]
struct Look {
    number: u64,
    revision: i64,
}

impl Looks {
    /// The revision as it was at some moment after this call.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revision(&self, db: &Db, workspace: i64) -> Result<i64, DbError> {
        let begun = self.begun.load(Ordering::SeqCst);
        let mut last = self.last.lock().await;
        // A look that began while we waited has seen everything that was written before we came.
        if last.number > begun {
            return Ok(last.revision);
        }
        // Whoever is about to ask has done so when the turn comes back, and shares this look.
        yield_now().await;
        let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        *last = Look { number, revision: workspaces::revision(db, workspace).await? };
        Ok(last.revision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_look_is_never_older_than_its_asker() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("looks.db").display())).await.unwrap();
        db.migrate().await.unwrap();
        let workspace = workspaces::ensure(&db, "test", "UTC").await.unwrap();
        let looks = Looks::default();
        for round in 0..20 {
            let mut tx = db.begin().await.unwrap();
            let written = workspaces::bump(&mut tx, workspace).await.unwrap();
            tx.commit().await.unwrap();
            let seen = futures_util::future::join_all((0..8).map(|_| looks.revision(&db, workspace))).await;
            for revision in seen {
                assert_eq!(revision.unwrap(), written, "round {round}");
            }
        }
        assert!(looks.begun.load(Ordering::SeqCst) < 160, "nobody shared a look");
    }
}
