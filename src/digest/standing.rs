//! Subscriptions as they stand: made, and resumed, with the time at which each is due next.

use jiff::Timestamp;

use super::schedule::{NotASchedule, Schedule};
use crate::db::{
    Db, DbError,
    digests::{self, New, Next, Subscribed},
};

/// The first occurrence strictly after an instant, as the database keeps it.
pub fn next(schedule: &Schedule, after: Timestamp) -> Next {
    let at = schedule.next(after);
    Next { at: at.as_microsecond(), slot: schedule.occurrence(at).to_string() }
}

/// Subscribes a channel from now on, unless a subscription with the same filters stands there: then that one is given
/// back. `new.schedule` is the kept form of `schedule`.
///
/// # Errors
/// When the database fails.
pub async fn subscribe(
    db: &Db,
    workspace: i64,
    new: New<'_>,
    schedule: &Schedule,
    now: Timestamp,
) -> Result<Subscribed, DbError> {
    let kept = schedule.to_string();
    let filters = new.filters.split_whitespace().collect::<Vec<_>>().join(" ");
    let new = New { schedule: &kept, filters: &filters, ..new };
    digests::subscribe(db, workspace, new, now.as_microsecond(), &next(schedule, now)).await
}

/// Resumes a subscription: it is due next when its schedule next says so, and nothing of the past is made up for.
/// Says whether it was paused.
///
/// # Errors
/// When the database fails, or holds a schedule that this version cannot read.
pub async fn resume(db: &Db, workspace: i64, id: i64, now: Timestamp) -> Result<bool, DbError> {
    let Some(subscription) = digests::find(db, workspace, id).await? else { return Ok(false) };
    let schedule: Schedule =
        subscription.schedule.parse().map_err(|NotASchedule(text)| DbError::Unreadable(text))?;
    digests::resume(db, workspace, id, now.as_microsecond(), &next(&schedule, now)).await
}
