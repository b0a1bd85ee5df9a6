//! Subscriptions whose time has come get their occurrence.

use jiff::{SignedDuration, Timestamp};

use super::{Clock, Compose, Now, instant};
use crate::{
    chat::Chat,
    db::{
        DbError,
        digests::{self, Due, Next},
    },
    digest::{schedule::Schedule, standing},
};

/// Occurrences that are made in one transaction.
const BATCH: usize = 500;
/// What was due before this time is not posted any more, so after a long night the past is not lived through again:
/// one occurrence stands for all of it, and whoever owns it is told.
const PAST: SignedDuration = SignedDuration::from_hours(24);

impl<C: Chat, W: Compose, N: Now> Clock<C, W, N> {
    /// Makes the occurrences that are due by now.
    pub(super) async fn begin_due(&self) -> Result<(), DbError> {
        loop {
            let now = self.now();
            let due = digests::due(&self.db, now.as_microsecond(), BATCH as i64).await?;
            let last = due.len() < BATCH;
            let begun: Vec<(Due, Next)> = due.into_iter().filter_map(|due| following(due, now)).collect();
            if begun.is_empty() || digests::begin(&self.db, &begun).await? == 0 || last {
                return Ok(());
            }
        }
    }
}

/// With the occurrence after it.
fn following(due: Due, now: Timestamp) -> Option<(Due, Next)> {
    match due.schedule.parse::<Schedule>() {
        Ok(schedule) => {
            let next = standing::next(&schedule, instant(due.next_at).max(past(now)));
            Some((due, next))
        }
        Err(error) => {
            tracing::error!(workspace = due.workspace_id, subscription = due.id, %error, "a digest is never due");
            None
        }
    }
}

/// How many occurrences one that is too late stands for, itself included.
pub(super) fn stands_for(schedule: &Schedule, due: Timestamp, now: Timestamp) -> usize {
    const MOST: usize = 1_000;
    let after = |due: &Timestamp| Some(schedule.next(*due));
    let dues = std::iter::successors(Some(due), after);
    dues.take(MOST).take_while(|due| *due <= past(now)).count().max(1)
}

fn past(now: Timestamp) -> Timestamp {
    now.checked_sub(PAST).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_is_not_lived_through_again() {
        let due = Due {
            workspace_id: 1,
            id: 1,
            schedule: "daily 09:00 UTC".to_owned(),
            next_at: "2026-11-02T09:00:00Z".parse::<Timestamp>().unwrap().as_microsecond(),
            next_slot: "2026-11-02T09:00:00".to_owned(),
        };
        let next = |now: &str| following(due.clone(), now.parse().unwrap()).unwrap().1.slot;
        assert_eq!(next("2026-11-02T09:00:00Z"), "2026-11-03T09:00:00");
        assert_eq!(next("2026-11-03T08:59:00Z"), "2026-11-03T09:00:00");
        assert_eq!(next("2026-11-03T15:00:00Z"), "2026-11-03T09:00:00", "late, but not too late");
        assert_eq!(next("2026-11-20T12:00:00Z"), "2026-11-20T09:00:00");
        let schedule = due.schedule.parse().unwrap();
        let count = |now: &str| stands_for(&schedule, instant(due.next_at), now.parse().unwrap());
        assert_eq!((count("2026-11-03T15:00:00Z"), count("2026-11-20T12:00:00Z")), (1, 18));
    }
}
