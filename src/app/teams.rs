//! What Teams needs of the house: answers, whose account database a tenant asks, who is who, and the conversations in
//! which something may be said.

use jiff::Timestamp;

use super::{App, now};
use crate::{
    ask::{Ask, Place, Who},
    bot::Found,
    card::Card,
    chat::{
        Member, Reply,
        teams::{Change, Conversation, House, Kind, Team},
    },
    db::{
        DbError,
        chats::members,
        conversations::{self, At},
        team,
    },
};

const TEAMS: &str = "teams";
/// The kinds of conversations, as they are kept.
const KINDS: [(Kind, &str); 3] =
    [(Kind::Personal, "personal"), (Kind::Group, "group"), (Kind::Channel, "channel")];
/// People and accounts that a search finds at the most.
const FOUND: usize = 15;

impl House for App {
    fn now(&self) -> Timestamp {
        now()
    }

    async fn answer(&self, workspace: i64, ask: Ask) -> Reply {
        self.chatted(workspace, &ask).await
    }

    async fn openings(&self, workspace: i64, who: Who, place: Place) -> Vec<String> {
        self.opened(workspace, &who, &place).await
    }

    async fn search(&self, workspace: i64, ask: Ask) -> Vec<Found> {
        let found = self.bots.of(workspace).search(&ask, FOUND).await;
        found.inspect_err(|error| tracing::warn!(%error, "nobody is found")).unwrap_or_default()
    }

    async fn first(&self, workspace: i64, key: String) -> Result<bool, Card> {
        self.first_time(workspace, &format!("{TEAMS}:{key}")).await
    }

    async fn forget(&self, workspace: i64, key: String) -> Result<(), Card> {
        self.forget_time(workspace, &format!("{TEAMS}:{key}")).await
    }

    async fn colleague(&self, workspace: i64, addresses: &[String]) -> Result<Option<String>, Card> {
        for address in addresses {
            let known =
                team::address(&self.db, workspace, address).await.map_err(|error| self.incident(&error))?;
            if known.is_some() {
                return Ok(known);
            }
        }
        Ok(None)
    }

    /// Whoever is let in asks the configured workspace: a bot has one tenant, and others are named by the settings.
    async fn workspace(&self, tenant: &str) -> Result<Option<i64>, Card> {
        Ok((!tenant.is_empty()).then_some(self.workspace))
    }

    async fn member(&self, workspace: i64, tenant: &str, user: &str) -> Result<Option<Member>, Card> {
        self.known(workspace, members::User { platform: TEAMS, team: tenant, user }).await
    }

    async fn remember_member(
        &self,
        workspace: i64,
        tenant: &str,
        user: &str,
        member: &Member,
    ) -> Result<(), Card> {
        self.remember(workspace, members::User { platform: TEAMS, team: tenant, user }, member).await
    }

    async fn keep_conversation(&self, workspace: i64, conversation: &Conversation) -> Result<(), Card> {
        let row = row(conversation, now());
        conversations::keep(&self.db, workspace, &row).await.map_err(|error| self.incident(&error))
    }

    async fn conversation(
        &self,
        workspace: i64,
        tenant: &str,
        id: &str,
    ) -> Result<Option<Conversation>, Card> {
        let found = conversations::find(&self.db, at(workspace, tenant), id).await;
        let found = found.map_err(|error| self.incident(&error))?;
        Ok(found.filter(|row| row.ended.is_none()).and_then(read))
    }

    async fn personal(&self, workspace: i64, tenant: &str, user: &str) -> Result<Option<Conversation>, Card> {
        let found = conversations::personal(&self.db, at(workspace, tenant), user).await;
        Ok(found.map_err(|error| self.incident(&error))?.and_then(read))
    }

    async fn met(&self, workspace: i64, tenant: &str) -> Result<Option<Conversation>, Card> {
        let found = conversations::latest(&self.db, at(workspace, tenant)).await;
        Ok(found.map_err(|error| self.incident(&error))?.and_then(read))
    }

    async fn changed(&self, workspace: i64, tenant: &str, change: &Change) -> Result<(), Card> {
        let (db, at) = (&self.db, at(workspace, tenant));
        let changed = async {
            match change {
                Change::Ended { id, why } => {
                    conversations::end(db, at, id, why).await?;
                }
                Change::TeamEnded { team, why } => {
                    conversations::end_container(db, at, team, why).await?;
                }
                Change::Renamed { id, name } => {
                    conversations::rename(db, at, id, name).await?;
                }
                Change::TeamRenamed { team, name } => {
                    conversations::rename_container(db, at, team, name).await?;
                }
            }
            Ok::<_, DbError>(())
        };
        changed.await.map_err(|error| self.incident(&error))
    }
}

fn at(workspace: i64, tenant: &str) -> At<'_> {
    At { workspace, platform: TEAMS, team: tenant }
}

fn row(conversation: &Conversation, now: Timestamp) -> conversations::Conversation {
    let one = conversation.clone();
    let kind = KINDS.iter().find(|(kind, _)| *kind == one.kind).expect("each has a name").1;
    let (container, container_name) = one.team.map_or((None, None), |team| (Some(team.id), team.name));
    conversations::Conversation {
        platform: TEAMS.to_owned(),
        team: one.tenant,
        conversation: one.id,
        kind: kind.to_owned(),
        name: one.name,
        container,
        container_name,
        service_url: Some(one.service_url),
        bot: Some(one.bot),
        chat_user: one.user,
        kept_at: now.as_microsecond(),
        ended: None,
    }
}

/// Nothing where a row lacks what it takes to speak there.
fn read(row: conversations::Conversation) -> Option<Conversation> {
    let kind = KINDS.iter().find(|(_, name)| *name == row.kind)?.0;
    Some(Conversation {
        id: row.conversation,
        tenant: row.team,
        service_url: row.service_url?,
        kind,
        name: row.name,
        team: row.container.map(|id| Team { id, name: row.container_name }),
        bot: row.bot?,
        user: row.chat_user,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_is_kept_whole() {
        for (kind, _) in KINDS {
            let team = (kind == Kind::Channel)
                .then(|| Team { id: "19:team@thread.tacv2".to_owned(), name: Some("Sales".to_owned()) });
            let conversation = Conversation {
                id: "19:one@thread.tacv2".to_owned(),
                tenant: "tenant".to_owned(),
                service_url: "https://smba.trafficmanager.net/emea/".to_owned(),
                kind,
                name: Some("General".to_owned()),
                team,
                bot: "28:bot".to_owned(),
                user: (kind == Kind::Personal).then(|| "object".to_owned()),
            };
            assert_eq!(read(row(&conversation, Timestamp::UNIX_EPOCH)), Some(conversation));
        }
    }
}
