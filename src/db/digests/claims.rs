//! An occurrence is lent to one replica at a time, and only the borrower may write what became of it.
//!
//! Replicas' clocks differ. So a lease that has run out by the borrower's clock is taken by another only when it has
//! run out by more than clocks may differ: whoever claims says before which instant it must have ended.

use std::fmt;

use crate::db::{Db, DbError, On, Result, bulk, sql};

/// What became of an occurrence so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    /// It stands in the channel.
    Sent,
    /// There was nothing to say.
    Empty,
    /// Not to be posted any more: too late, paused or stopped.
    Skipped,
    Failed,
}

const STATES: [(State, &str); 5] = [
    (State::Open, "open"),
    (State::Sent, "sent"),
    (State::Empty, "empty"),
    (State::Skipped, "skipped"),
    (State::Failed, "failed"),
];

impl State {
    pub const ALL: [Self; 5] = [Self::Open, Self::Sent, Self::Empty, Self::Skipped, Self::Failed];

    pub fn as_str(self) -> &'static str {
        STATES.iter().find(|(state, _)| *state == self).expect("each has a name").1
    }

    fn read(name: &str) -> Result<Self> {
        let known = STATES.iter().find(|(_, known)| *known == name);
        known.map(|(state, _)| *state).ok_or_else(|| DbError::Unreadable(name.to_owned()))
    }
}

/// Which occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub workspace: i64,
    pub subscription: i64,
    pub slot: String,
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}-{}", self.workspace, self.subscription, self.slot)
    }
}

/// What is written down as it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub state: State,
    /// The next post may stand already: look before posting.
    pub posting: bool,
    /// The platform's id of the post.
    pub message: Option<String>,
    /// Posts of its thread that stand.
    pub thread_done: i64,
    /// The owner has to be told what became of it.
    pub owed: bool,
    pub told: bool,
    /// Nothing is left to do.
    pub done: bool,
    /// Not before.
    pub try_at: i64,
}

/// An occurrence that was claimed, and all that is known of its subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub key: Key,
    pub due_at: i64,
    /// Attempts so far.
    pub tries: i64,
    pub progress: Progress,
    pub platform: String,
    pub team: String,
    pub channel: String,
    pub schedule: String,
    pub filters: String,
    pub sections: String,
    pub quiet: bool,
    pub owner: String,
    pub owner_email: String,
    /// Neither paused nor stopped, and not resumed after it was due.
    pub active: bool,
}

/// Who borrows, and until when (microseconds since 1970).
#[derive(Clone, Copy, Debug)]
pub struct Lease<'a> {
    pub owner: &'a str,
    pub until: i64,
}

/// Whether the lease was still ours when we wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    Yes,
    /// Another replica has it: nothing was written.
    Lost,
}

/// Whether a post may be made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marked {
    Yes,
    /// Another replica has it.
    Lost,
    /// Paused or stopped in the meantime.
    Inactive,
}

/// What really happened.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    pub at: i64,
    /// sent, found, empty, retry, gone, refused, late, unknown or skipped.
    pub outcome: &'a str,
    pub detail: &'a str,
}

/// Borrows what is to be tried now and lent to nobody, the longest due first, `most` at the most. A lease that ended
/// before `ended_before` is nobody's.
pub async fn claim(
    db: &Db,
    lease: Lease<'_>,
    now: i64,
    ended_before: i64,
    most: i64,
) -> Result<Vec<Claimed>> {
    // Replicas that claim at once pass each other by; on SQLite they wait for each other anyway.
    let pass = match db {
        Db::Sqlite { .. } => "",
        Db::Postgres(_) => "for update of o skip locked",
    };
    let text = format!(
        "update occurrences set lease_owner = $1, lease_until = $2
         where not done and try_at <= $3 and lease_until < $4 and (workspace_id, subscription_id, slot) in
            (select o.workspace_id, o.subscription_id, o.slot from workspaces w cross join occurrences o
             where o.workspace_id = w.id and not o.done and o.try_at <= $3 and o.lease_until < $4
             order by o.try_at, o.due_at limit $5 {pass})
         returning workspace_id, subscription_id, slot"
    );
    let mut tx = db.begin().await?;
    let keys: Vec<(i64, i64, String)> = sql(text)
        .bind(lease.owner.to_owned())
        .bind(lease.until)
        .bind(now)
        .bind(ended_before)
        .bind(most)
        .all(&mut tx)
        .await?;
    let rows: Vec<Row> = bulk(
        "with k (in_workspace, number, place) as ({rows})
         select o.workspace_id, o.subscription_id, o.slot, o.due_at, o.tries, o.state, o.posting, o.message,
            o.thread_done, o.owed, o.told, o.done, o.try_at, s.platform, s.team, s.channel, s.schedule, s.filters,
            s.sections, s.quiet, s.owner, s.owner_email,
            (not s.paused and s.stopped_at is null and s.active_since <= o.due_at) as active
         from k cross join occurrences o cross join subscriptions s
         where o.workspace_id = k.in_workspace and o.subscription_id = k.number and o.slot = k.place
            and s.workspace_id = o.workspace_id and s.id = o.subscription_id",
    )
    .whole(keys.iter().map(|(workspace, _, _)| *workspace))
    .whole(keys.iter().map(|(_, subscription, _)| *subscription))
    .text(keys.iter().map(|(_, _, slot)| slot.as_str()))
    .all(&mut tx)
    .await?;
    tx.commit().await?;
    let mut claimed = rows.into_iter().map(Row::claimed).collect::<Result<Vec<_>>>()?;
    claimed.sort_by_key(|claimed| (claimed.due_at, claimed.key.workspace, claimed.key.subscription));
    Ok(claimed)
}

/// Keeps what was borrowed until a later instant.
pub async fn renew(on: impl Into<On<'_>>, key: &Key, lease: Lease<'_>) -> Result<Held> {
    let text = "update occurrences set lease_until = $5
                where workspace_id = $1 and subscription_id = $2 and slot = $3 and lease_owner = $4 and not done";
    held(mine(text, key, lease.owner).bind(lease.until).exec(on).await?)
}

/// Lends it to whoever wants it next, not before an instant.
pub async fn give_back(on: impl Into<On<'_>>, key: &Key, owner: &str, not_before: i64) -> Result<Held> {
    let text = "update occurrences set lease_owner = null, lease_until = 0,
                    try_at = case when try_at < $5 then $5 else try_at end
                where workspace_id = $1 and subscription_id = $2 and slot = $3 and lease_owner = $4 and not done";
    held(mine(text, key, owner).bind(not_before).exec(on).await?)
}

/// Writes down that a post is about to be made, and renews the lease: before the post, so that whoever comes after a
/// crash looks first. Not for a subscription that is paused or stopped, whatever was read before.
pub async fn mark(db: &Db, key: &Key, lease: Lease<'_>) -> Result<Marked> {
    let text = "update occurrences set posting = true, lease_until = $5
                where workspace_id = $1 and subscription_id = $2 and slot = $3 and lease_owner = $4 and not done
                and exists (select 1 from subscriptions s where s.workspace_id = $1 and s.id = $2 and not s.paused
                            and s.stopped_at is null and s.active_since <= occurrences.due_at)";
    let mut tx = db.begin().await?;
    let marked = mine(text, key, lease.owner).bind(lease.until).exec(&mut tx).await?;
    let held = match marked {
        0 => renew(&mut tx, key, lease).await?,
        _ => Held::Yes,
    };
    tx.commit().await?;
    Ok(match (marked, held) {
        (1, _) => Marked::Yes,
        (_, Held::Yes) => Marked::Inactive,
        (_, Held::Lost) => Marked::Lost,
    })
}

/// Writes how it stands and, in the same transaction, what happened. The lease goes on until `lease.until`; with 0 it
/// is given back.
pub async fn save(
    db: &Db,
    key: &Key,
    lease: Lease<'_>,
    progress: &Progress,
    attempt: Option<Attempt<'_>>,
) -> Result<Held> {
    let text = "update occurrences set lease_until = $5, state = $6, posting = $7, message = $8, thread_done = $9,
                    owed = $10, told = $11, done = $12, try_at = $13, tries = tries + $14,
                    lease_owner = case when $5 = 0 then null else lease_owner end
                where workspace_id = $1 and subscription_id = $2 and slot = $3 and lease_owner = $4 and not done
                returning tries";
    let mut tx = db.begin().await?;
    let tries: Option<(i64,)> = mine(text, key, lease.owner)
        .bind(lease.until)
        .bind(progress.state.as_str())
        .bind(progress.posting)
        .bind(progress.message.clone())
        .bind(progress.thread_done)
        .bind(progress.owed)
        .bind(progress.told)
        .bind(progress.done)
        .bind(progress.try_at)
        .bind(i64::from(attempt.is_some()))
        .maybe(&mut tx)
        .await?;
    let Some((number,)) = tries else {
        tx.rollback().await?;
        return Ok(Held::Lost);
    };
    if let Some(attempt) = attempt {
        let text =
            "insert into attempts (workspace_id, subscription_id, slot, replica, number, at, outcome, detail)
                    values ($1, $2, $3, $4, $5, $6, $7, $8)";
        mine(text, key, lease.owner)
            .bind(number)
            .bind(attempt.at)
            .bind(attempt.outcome.to_owned())
            // NUL is no text for PostgreSQL.
            .bind(attempt.detail.replace('\0', ""))
            .exec(&mut tx)
            .await?;
    }
    tx.commit().await?;
    Ok(Held::Yes)
}

/// What really happened with an occurrence, in order: outcome and detail.
pub async fn attempts(on: impl Into<On<'_>>, key: &Key) -> Result<Vec<(String, String)>> {
    let text = "select outcome, detail from attempts
                where workspace_id = $1 and subscription_id = $2 and slot = $3 order by number";
    sql(text).bind(key.workspace).bind(key.subscription).bind(key.slot.clone()).all(on).await
}

/// A statement whose first values are an occurrence and who has borrowed it.
fn mine(text: &str, key: &Key, owner: &str) -> crate::db::Statement {
    sql(text).bind(key.workspace).bind(key.subscription).bind(key.slot.clone()).bind(owner.to_owned())
}

fn held(changed: u64) -> Result<Held> {
    Ok(if changed == 1 { Held::Yes } else { Held::Lost })
}

#[derive(sqlx::FromRow)]
struct Row {
    workspace_id: i64,
    subscription_id: i64,
    slot: String,
    due_at: i64,
    tries: i64,
    state: String,
    posting: bool,
    message: Option<String>,
    thread_done: i64,
    owed: bool,
    told: bool,
    done: bool,
    try_at: i64,
    platform: String,
    team: String,
    channel: String,
    schedule: String,
    filters: String,
    sections: String,
    quiet: bool,
    owner: String,
    owner_email: String,
    active: bool,
}

impl Row {
    fn claimed(self) -> Result<Claimed> {
        Ok(Claimed {
            key: Key { workspace: self.workspace_id, subscription: self.subscription_id, slot: self.slot },
            due_at: self.due_at,
            tries: self.tries,
            progress: Progress {
                state: State::read(&self.state)?,
                posting: self.posting,
                message: self.message,
                thread_done: self.thread_done,
                owed: self.owed,
                told: self.told,
                done: self.done,
                try_at: self.try_at,
            },
            platform: self.platform,
            team: self.team,
            channel: self.channel,
            schedule: self.schedule,
            filters: self.filters,
            sections: self.sections,
            quiet: self.quiet,
            owner: self.owner,
            owner_email: self.owner_email,
            active: self.active,
        })
    }
}
