//! What every chat needs of the house: answers, who is who, and what was taken up before.

use jiff::Timestamp;

use super::{App, csv_bytes, now};
use crate::{
    ask::{Ask, Place, Who},
    card::{Audience, Card},
    chat::{Csv, Member, Reply},
    db::{
        DbError,
        chats::{handled, members},
    },
    questions::{Answer, Change, Status},
};

impl App {
    /// The answer to what was said in any chat.
    pub(super) async fn chatted(&self, workspace: i64, ask: &Ask) -> Reply {
        let answered = async {
            let answer = self.answered(&self.bots.of(workspace), ask).await?;
            let digest = self.digest(workspace, ask, &answer).await?;
            Ok::<_, DbError>(digest.unwrap_or_else(|| reply(&answer)))
        };
        answered.await.unwrap_or_else(|error| self.incident(&error).into())
    }

    /// Questions to begin with.
    pub(super) async fn opened(&self, workspace: i64, who: &Who, place: &Place) -> Vec<String> {
        let openings = self.bots.of(workspace).openings(who, place).await;
        openings.inspect_err(|error| tracing::warn!(%error, "no openings")).unwrap_or_default()
    }

    /// Whether nobody, in whichever process, has asked about this key before.
    pub(super) async fn first_time(&self, workspace: i64, key: &str) -> Result<bool, Card> {
        let first = self.once.first(workspace, key, now().as_microsecond()).await;
        first.map_err(|error| self.incident(&error))
    }

    /// From now on nobody has asked about this key.
    pub(super) async fn forget_time(&self, workspace: i64, key: &str) -> Result<(), Card> {
        let forgotten = handled::drop(&self.db, workspace, key).await;
        forgotten.map_err(|error| self.incident(&error))
    }

    /// What is known about a user of a chat.
    pub(super) async fn known(
        &self,
        workspace: i64,
        user: members::User<'_>,
    ) -> Result<Option<Member>, Card> {
        let known = members::find(&self.db, workspace, user).await.map_err(|error| self.incident(&error))?;
        Ok(known.map(|known| Member {
            email: known.email,
            linked: known.linked,
            outsider: known.outsider,
            checked_at: Timestamp::from_microsecond(known.checked_at).unwrap_or(Timestamp::UNIX_EPOCH),
        }))
    }

    /// Keeps what a platform said about a user.
    pub(super) async fn remember(
        &self,
        workspace: i64,
        user: members::User<'_>,
        member: &Member,
    ) -> Result<(), Card> {
        let member = members::Member {
            email: member.email.clone(),
            linked: member.linked,
            outsider: member.outsider,
            checked_at: member.checked_at.as_microsecond(),
        };
        members::put(&self.db, workspace, user, &member).await.map_err(|error| self.incident(&error))
    }
}

/// An answer as a chat shows it. What is neither an answer nor a deed is between us and the asker: nobody is corrected
/// in front of a channel.
fn reply(answer: &Answer) -> Reply {
    let mut card = answer.card.clone();
    if !matches!(answer.status, Status::Answered | Status::Done) {
        card.audience = Audience::Asker;
    }
    let csv = answer
        .csv
        .as_deref()
        .map(|rows| Csv { name: format!("{}.csv", answer.question), bytes: csv_bytes(rows) });
    let posts = matches!(&answer.proposal, Some(action) if matches!(action.change, Change::Subscribe { .. }));
    let (answered, done) = (answer.status == Status::Answered, answer.status == Status::Done);
    Reply { card, thread: Vec::new(), csv, answered, done, posts }
}
