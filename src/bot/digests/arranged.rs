//! What was arranged, written in the transaction of its yes.

use jiff::Timestamp;

use super::{super::Bot, said::about};
use crate::{
    db::{
        DbError, Tx,
        chats::members,
        digests::{self, New, Next},
    },
    digest::{schedule::Schedule, standing},
    questions::{Change, DigestChange},
};

impl Bot {
    /// Writes what was arranged, in the transaction of its yes. What is to be said if somebody else was faster.
    pub(in crate::bot) async fn arrange(
        &self,
        tx: &mut Tx,
        change: &Change,
    ) -> Result<Option<String>, DbError> {
        match change {
            Change::Subscribe {
                platform,
                team,
                channel,
                schedule,
                filters,
                sections,
                quiet,
                owner_email,
                at,
            } => {
                let owner =
                    members::by_email(&mut *tx, self.workspace, (platform, team), owner_email).await?;
                let new = New {
                    platform,
                    team,
                    channel,
                    schedule,
                    filters,
                    sections,
                    quiet: *quiet,
                    owner: owner.as_deref().unwrap_or_default(),
                    owner_email,
                };
                let next = next(schedule, *at)?;
                // Whoever comes second to a number looks again; whoever comes second to a channel is told what stands.
                while digests::add(tx, self.workspace, new, *at, &next).await?.is_none() {
                    if let Some(standing) = digests::standing(&mut *tx, self.workspace, &new).await? {
                        return Ok(Some(format!("Somebody was faster: {} stands already", about(&standing))));
                    }
                }
            }
            Change::Digest { id, what, at } => match what {
                DigestChange::Pause => {
                    digests::pause(tx, self.workspace, *id).await?;
                }
                DigestChange::Stop => {
                    digests::stop(tx, self.workspace, *id, *at).await?;
                }
                DigestChange::Resume => {
                    if let Some(subscription) = digests::find(&mut *tx, self.workspace, *id).await? {
                        let next = next(&subscription.schedule, *at)?;
                        digests::resume(tx, self.workspace, *id, *at, &next).await?;
                    }
                }
            },
            other => unreachable!("{} is no digest", other.question()),
        }
        Ok(None)
    }
}

/// When a kept schedule is due after an instant (microseconds since 1970).
fn next(schedule: &str, at: i64) -> Result<Next, DbError> {
    let unreadable = || DbError::Unreadable(schedule.to_owned());
    let schedule: Schedule = schedule.parse().map_err(|_| unreadable())?;
    let at = Timestamp::from_microsecond(at).map_err(|_| unreadable())?;
    Ok(standing::next(&schedule, at))
}
