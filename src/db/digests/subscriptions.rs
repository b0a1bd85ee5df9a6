//! Who gets a digest where and when: subscribe, list, pause, resume, stop.

use super::Next;
use crate::db::{Db, On, Result, Tx, sql};

/// A subscription, as the table has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Subscription {
    pub workspace_id: i64,
    /// What people type.
    pub id: i64,
    pub platform: String,
    pub team: String,
    pub channel: String,
    /// The kept form of `digest::schedule`.
    pub schedule: String,
    /// As in chat.
    pub filters: String,
    /// The kept form of `digest::sections`.
    pub sections: String,
    /// Nothing is posted when there is nothing to say.
    pub quiet: bool,
    /// The platform's id of whoever is told when it fails.
    pub owner: String,
    /// Which colleague that is.
    pub owner_email: String,
    pub paused: bool,
    pub created_at: i64,
    pub next_at: i64,
    pub next_slot: String,
}

const COLUMNS: &str =
    "s.workspace_id, s.id, s.platform, s.team, s.channel, s.schedule, s.filters, s.sections, s.quiet, s.owner,
    s.owner_email, s.paused, s.created_at, s.next_at, s.next_slot";

/// A subscription that somebody wants.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub platform: &'a str,
    pub team: &'a str,
    pub channel: &'a str,
    pub schedule: &'a str,
    pub filters: &'a str,
    pub sections: &'a str,
    pub quiet: bool,
    pub owner: &'a str,
    pub owner_email: &'a str,
}

/// What became of the wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subscribed {
    New(Subscription),
    /// One with the same filters and sections stands in the channel already, with this schedule.
    Standing(Subscription),
}

/// What really happened the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    pub slot: String,
    pub at: i64,
    /// One of the outcomes of `attempts`.
    pub outcome: String,
    pub detail: String,
}

/// Subscribes a channel, unless it has such a subscription. Of several who try at once one is new.
pub async fn subscribe(db: &Db, workspace: i64, new: New<'_>, at: i64, next: &Next) -> Result<Subscribed> {
    loop {
        if let Some(standing) = standing(db, workspace, &new).await? {
            return Ok(Subscribed::Standing(standing));
        }
        let mut tx = db.begin().await?;
        // Whoever comes second to the number or to the channel changes nothing, and looks again.
        let Some(id) = add(&mut tx, workspace, new, at, next).await? else {
            tx.rollback().await?;
            continue;
        };
        let subscription = find(&mut tx, workspace, id).await?.expect("it has just been written");
        tx.commit().await?;
        return Ok(Subscribed::New(subscription));
    }
}

/// Adds a subscription, unless the channel has such a one: its number.
pub async fn add(tx: &mut Tx, workspace: i64, new: New<'_>, at: i64, next: &Next) -> Result<Option<i64>> {
    let text = "insert into subscriptions (workspace_id, id, platform, team, channel, schedule, filters, quiet, owner,
                    owner_email, created_at, active_since, next_at, next_slot, sections)
                select $1, coalesce(max(id) + 1, 1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13
                from subscriptions where workspace_id = $1 on conflict do nothing returning id";
    let id: Option<(i64,)> = sql(text)
        .bind(workspace)
        .bind(new.platform.to_owned())
        .bind(new.team.to_owned())
        .bind(new.channel.to_owned())
        .bind(new.schedule.to_owned())
        .bind(new.filters.to_owned())
        .bind(new.quiet)
        .bind(new.owner.to_owned())
        .bind(new.owner_email.to_owned())
        .bind(at)
        .bind(next.at)
        .bind(next.slot.clone())
        .bind(new.sections.to_owned())
        .maybe(tx)
        .await?;
    Ok(id.map(|(id,)| id))
}

/// The subscription of the same kind that stands in a channel, paused or not.
pub async fn standing(on: impl Into<On<'_>>, workspace: i64, new: &New<'_>) -> Result<Option<Subscription>> {
    let text = format!(
        "select {COLUMNS} from subscriptions s where s.workspace_id = $1 and s.platform = $2 and s.team = $3
         and s.channel = $4 and s.filters = $5 and s.sections = $6 and s.stopped_at is null"
    );
    sql(text)
        .bind(workspace)
        .bind(new.platform.to_owned())
        .bind(new.team.to_owned())
        .bind(new.channel.to_owned())
        .bind(new.filters.to_owned())
        .bind(new.sections.to_owned())
        .maybe(on)
        .await
}

/// A subscription that has not been stopped.
pub async fn find(on: impl Into<On<'_>>, workspace: i64, id: i64) -> Result<Option<Subscription>> {
    let text = format!(
        "select {COLUMNS} from subscriptions s where s.workspace_id = $1 and s.id = $2 and s.stopped_at is null"
    );
    sql(text).bind(workspace).bind(id).maybe(on).await
}

/// The subscriptions of a workspace that have not been stopped, each with what happened the last time.
pub async fn list(on: impl Into<On<'_>>, workspace: i64) -> Result<Vec<(Subscription, Option<Last>)>> {
    let text = format!(
        "select {COLUMNS}, a.slot, a.at, a.outcome, a.detail from subscriptions s
         left join attempts a on a.workspace_id = s.workspace_id and a.subscription_id = s.id
            and a.slot = (select max(l.slot) from attempts l
                          where l.workspace_id = s.workspace_id and l.subscription_id = s.id)
            and a.number = (select max(l.number) from attempts l
                          where l.workspace_id = s.workspace_id and l.subscription_id = s.id and l.slot = a.slot)
         where s.workspace_id = $1 and s.stopped_at is null order by s.id"
    );
    let rows: Vec<Listed> = sql(text).bind(workspace).all(on).await?;
    Ok(rows.into_iter().map(Listed::parts).collect())
}

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    subscription: Subscription,
    slot: Option<String>,
    at: Option<i64>,
    outcome: Option<String>,
    detail: Option<String>,
}

impl Listed {
    fn parts(self) -> (Subscription, Option<Last>) {
        let last = self.slot.zip(self.at).zip(self.outcome.zip(self.detail));
        let last = last.map(|((slot, at), (outcome, detail))| Last { slot, at, outcome, detail });
        (self.subscription, last)
    }
}

/// Nothing is posted until it is resumed; says whether it was running.
pub async fn pause(on: impl Into<On<'_>>, workspace: i64, id: i64) -> Result<bool> {
    let text = "update subscriptions set paused = true
                where workspace_id = $1 and id = $2 and stopped_at is null and not paused";
    Ok(sql(text).bind(workspace).bind(id).exec(on).await? == 1)
}

/// Goes on with `next`; what was due before `at` is not posted any more. Says whether it was paused.
pub async fn resume(on: impl Into<On<'_>>, workspace: i64, id: i64, at: i64, next: &Next) -> Result<bool> {
    let text = "update subscriptions set paused = false, active_since = $3, next_at = $4, next_slot = $5
                where workspace_id = $1 and id = $2 and stopped_at is null and paused";
    let resumed =
        sql(text).bind(workspace).bind(id).bind(at).bind(next.at).bind(next.slot.clone()).exec(on).await?;
    Ok(resumed == 1)
}

/// Ends it for good; says whether it stood.
pub async fn stop(on: impl Into<On<'_>>, workspace: i64, id: i64, at: i64) -> Result<bool> {
    let text = "update subscriptions set stopped_at = $3
                where workspace_id = $1 and id = $2 and stopped_at is null";
    Ok(sql(text).bind(workspace).bind(id).bind(at).exec(on).await? == 1)
}
