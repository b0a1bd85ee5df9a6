//! When a subscription is due it gets an occurrence, and its next time: both or neither, and once for all replicas.

use std::collections::HashSet;

use crate::db::{Db, On, Result, bulk, sql};

/// An instant (microseconds since 1970) and what tells that occurrence from all others: the local date and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub at: i64,
    pub slot: String,
}

/// A subscription whose time has come.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Due {
    pub workspace_id: i64,
    pub id: i64,
    pub schedule: String,
    pub next_at: i64,
    pub next_slot: String,
}

/// Subscriptions of all workspaces that are due, the longest due first.
pub async fn due(on: impl Into<On<'_>>, now: i64, most: i64) -> Result<Vec<Due>> {
    // Workspace by workspace: each is a short range of the index.
    let text = "select s.workspace_id, s.id, s.schedule, s.next_at, s.next_slot
                from workspaces w cross join subscriptions s
                where s.workspace_id = w.id and s.next_at <= $1 and s.stopped_at is null and not s.paused
                order by s.next_at, s.workspace_id, s.id limit $2";
    sql(text).bind(now).bind(most).all(on).await
}

/// Makes an occurrence of each that is still due as it was read, and moves its subscription on. Says how many.
pub async fn begin(db: &Db, due: &[(Due, Next)]) -> Result<usize> {
    // In one order everywhere: two replicas that wait for each other's rows would do so for ever.
    let mut ordered: Vec<&(Due, Next)> = due.iter().collect();
    ordered.sort_unstable_by_key(|(due, _)| (due.workspace_id, due.id));
    let mut tx = db.begin().await?;
    let moved: Vec<(i64, i64)> = bulk(
        "with r (in_workspace, number, slot_due, at, slot) as ({rows})
         update subscriptions set next_at = r.at, next_slot = r.slot from r
         where workspace_id = r.in_workspace and id = r.number and next_slot = r.slot_due
            and stopped_at is null and not paused
         returning workspace_id, id",
    )
    .whole(ordered.iter().map(|(due, _)| due.workspace_id))
    .whole(ordered.iter().map(|(due, _)| due.id))
    .text(ordered.iter().map(|(due, _)| due.next_slot.as_str()))
    .whole(ordered.iter().map(|(_, next)| next.at))
    .text(ordered.iter().map(|(_, next)| next.slot.as_str()))
    .all(&mut tx)
    .await?;
    let moved: HashSet<(i64, i64)> = moved.into_iter().collect();
    ordered.retain(|(due, _)| moved.contains(&(due.workspace_id, due.id)));
    bulk(
        "with r (workspace_id, subscription_id, slot, due_at) as ({rows})
         insert into occurrences (workspace_id, subscription_id, slot, due_at, state, try_at)
         select workspace_id, subscription_id, slot, due_at, 'open', due_at from r where true
         on conflict do nothing",
    )
    .whole(ordered.iter().map(|(due, _)| due.workspace_id))
    .whole(ordered.iter().map(|(due, _)| due.id))
    .text(ordered.iter().map(|(due, _)| due.next_slot.as_str()))
    .whole(ordered.iter().map(|(due, _)| due.next_at))
    .exec(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(moved.len())
}

/// An occurrence that is not done.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Open {
    pub subscription_id: i64,
    pub slot: String,
    pub due_at: i64,
    /// Not before.
    pub try_at: i64,
    /// Attempts so far, and what became of the last.
    pub tries: i64,
    pub outcome: Option<String>,
    pub detail: Option<String>,
}

/// The occurrences of a workspace that are not done, the longest due first.
pub async fn open(on: impl Into<On<'_>>, workspace: i64) -> Result<Vec<Open>> {
    let text = "select o.subscription_id, o.slot, o.due_at, o.try_at, o.tries, a.outcome, a.detail
                from occurrences o left join attempts a
                on a.workspace_id = o.workspace_id and a.subscription_id = o.subscription_id and a.slot = o.slot
                    and a.number = o.tries
                where o.workspace_id = $1 and not o.done order by o.due_at, o.subscription_id";
    sql(text).bind(workspace).all(on).await
}

/// Makes a subscription due now, beside its schedule. Says whether it was not already, under this slot.
pub async fn begin_now(on: impl Into<On<'_>>, workspace: i64, id: i64, now: &Next) -> Result<bool> {
    let text = "insert into occurrences (workspace_id, subscription_id, slot, due_at, state, try_at)
                values ($1, $2, $3, $4, 'open', $4) on conflict do nothing";
    let made = sql(text).bind(workspace).bind(id).bind(now.slot.clone()).bind(now.at).exec(on).await?;
    Ok(made == 1)
}

/// The next instant at which there is something to do, as far as is known now. What is lent is looked after, until
/// `grace` (microseconds) after the end of its lease.
pub async fn next_look(on: impl Into<On<'_>>, grace: i64) -> Result<Option<i64>> {
    let text = "select min(at) from (
                    select (select min(s.next_at) from subscriptions s
                            where s.workspace_id = w.id and s.stopped_at is null and not s.paused) as at
                    from workspaces w
                    union all
                    select (select min(case when o.lease_until + $1 > o.try_at then o.lease_until + $1 else o.try_at end)
                            from occurrences o where o.workspace_id = w.id and not o.done)
                    from workspaces w) as looks";
    let (at,): (Option<i64>,) = sql(text).bind(grace).one(on).await?;
    Ok(at)
}
