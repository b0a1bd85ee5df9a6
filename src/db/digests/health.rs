//! How the digests of all workspaces stand, for whoever watches over the installation.

use super::State;
use crate::db::{On, Result, sql};

/// Counts, of occurrences since an instant and of subscriptions now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Every state, with how many occurrences are in it.
    pub occurrences: Vec<(String, i64)>,
    /// Those that failed, and whose owner could not be told.
    pub untold: i64,
    /// When the one that waits longest was due, in microseconds since 1970.
    pub waiting_since: Option<i64>,
    pub running: i64,
    pub paused: i64,
}

/// A digest that failed, or was posted without all of its thread.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Failed {
    pub subscription_id: i64,
    pub slot: String,
    pub detail: String,
    pub told: bool,
}

/// How they stand, of those that were due since an instant.
pub async fn health(db: &crate::db::Db, since: i64) -> Result<Health> {
    let text = "select o.state, count(*), cast(sum(case when o.owed and o.done and not o.told then 1 else 0 end) as bigint)
                from workspaces w join occurrences o on o.workspace_id = w.id where o.due_at >= $1 group by o.state";
    let found: Vec<(String, i64, i64)> = sql(text).bind(since).all(db).await?;
    let count = |state: State| {
        let name = state.as_str();
        let counted = found.iter().find(|(known, ..)| known == name).map_or(0, |(_, count, _)| *count);
        (name.to_owned(), counted)
    };
    let text = "select min(o.due_at) from workspaces w join occurrences o on o.workspace_id = w.id
                where not o.done and o.state = 'open'";
    let (waiting_since,): (Option<i64>,) = sql(text).one(db).await?;
    let text = "select s.paused, count(*) from workspaces w join subscriptions s on s.workspace_id = w.id
                where s.stopped_at is null group by s.paused";
    let subscriptions: Vec<(bool, i64)> = sql(text).all(db).await?;
    let standing = |paused: bool| subscriptions.iter().find(|(one, _)| *one == paused).map_or(0, |(_, n)| *n);
    Ok(Health {
        occurrences: State::ALL.map(count).into(),
        untold: found.iter().map(|(.., untold)| untold).sum(),
        waiting_since,
        running: standing(false),
        paused: standing(true),
    })
}

/// The digests of a workspace that failed since an instant, the last first.
pub async fn failed(on: impl Into<On<'_>>, workspace: i64, since: i64) -> Result<Vec<Failed>> {
    let text = "select o.subscription_id, o.slot, a.detail, o.told from occurrences o join attempts a
                on a.workspace_id = o.workspace_id and a.subscription_id = o.subscription_id and a.slot = o.slot
                    and a.number = o.tries
                where o.workspace_id = $1 and o.due_at >= $2 and o.owed order by o.due_at desc, o.subscription_id";
    sql(text).bind(workspace).bind(since).all(on).await
}
