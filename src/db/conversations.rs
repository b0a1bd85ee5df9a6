//! Conversations that let us in: where something can be said without being asked. A platform goes by its name in lower
//! case; a conversation that is over is kept with the reason, for whoever wonders why nothing comes any more.

use super::{On, Result, sql};

/// A conversation, as the table has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Conversation {
    pub platform: String,
    /// The platform's id of whoever let us in: a tenant in Teams.
    pub team: String,
    /// The platform's id of the conversation, without a thread.
    pub conversation: String,
    /// personal, group or channel.
    pub kind: String,
    pub name: Option<String>,
    /// What a channel belongs to, by the platform's id, and its name.
    pub container: Option<String>,
    pub container_name: Option<String>,
    /// Where the platform takes messages for it.
    pub service_url: Option<String>,
    /// Our own id there.
    pub bot: Option<String>,
    /// Of a personal one: with whom.
    pub chat_user: Option<String>,
    /// When the platform last told us of it, in microseconds since 1970.
    pub kept_at: i64,
    /// Why it is over; nothing while it goes on.
    pub ended: Option<String>,
}

/// Where a platform's conversations are looked for.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    pub workspace: i64,
    pub platform: &'a str,
    pub team: &'a str,
}

const COLUMNS: &str = "platform, team, conversation, kind, name, container, container_name, service_url, bot, \
     chat_user, kept_at, ended";

/// Keeps a conversation, in place of what was known of it; one that was over goes on again. Names that the platform
/// did not repeat stay.
pub async fn keep(on: impl Into<On<'_>>, workspace: i64, conversation: &Conversation) -> Result<()> {
    let one = conversation.clone();
    sql(format!(
        "insert into conversations (workspace_id, {COLUMNS})
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (workspace_id, platform, team, conversation) do update set
            kind = excluded.kind, name = coalesce(excluded.name, conversations.name),
            container = coalesce(excluded.container, conversations.container),
            container_name = coalesce(excluded.container_name, conversations.container_name),
            service_url = excluded.service_url, bot = excluded.bot,
            chat_user = coalesce(excluded.chat_user, conversations.chat_user),
            kept_at = excluded.kept_at, ended = excluded.ended"
    ))
    .bind(workspace)
    .bind(one.platform)
    .bind(one.team)
    .bind(one.conversation)
    .bind(one.kind)
    .bind(one.name)
    .bind(one.container)
    .bind(one.container_name)
    .bind(one.service_url)
    .bind(one.bot)
    .bind(one.chat_user)
    .bind(one.kept_at)
    .bind(one.ended)
    .exec(on)
    .await?;
    Ok(())
}

/// A conversation by the platform's id, whether it is over or not.
pub async fn find(on: impl Into<On<'_>>, at: At<'_>, conversation: &str) -> Result<Option<Conversation>> {
    one(on, at, "conversation = $4", conversation).await
}

/// Where somebody can be told something alone: the newest personal conversation with them that goes on.
pub async fn personal(on: impl Into<On<'_>>, at: At<'_>, user: &str) -> Result<Option<Conversation>> {
    one(on, at, "chat_user = $4 and kind = 'personal' and ended is null", user).await
}

/// The conversation of a team that the platform told us of last, whether it is over or not.
pub async fn latest(on: impl Into<On<'_>>, at: At<'_>) -> Result<Option<Conversation>> {
    one(on, at, "$4 = ''", "").await
}

async fn one(on: impl Into<On<'_>>, at: At<'_>, which: &str, value: &str) -> Result<Option<Conversation>> {
    sql(format!(
        "select {COLUMNS} from conversations where workspace_id = $1 and platform = $2 and team = $3 and {which}
         order by kept_at desc, conversation limit 1"
    ))
    .bind(at.workspace)
    .bind(at.platform.to_owned())
    .bind(at.team.to_owned())
    .bind(value.to_owned())
    .maybe(on)
    .await
}

/// Every conversation of a platform that goes on, whatever its team.
pub async fn all(on: impl Into<On<'_>>, workspace: i64, platform: &str) -> Result<Vec<Conversation>> {
    sql(format!(
        "select {COLUMNS} from conversations where workspace_id = $1 and platform = $2 and ended is null
         order by team, conversation"
    ))
    .bind(workspace)
    .bind(platform.to_owned())
    .all(on)
    .await
}

/// Nothing can be said there any more: keeps why. Says whether it went on until now.
pub async fn end(on: impl Into<On<'_>>, at: At<'_>, conversation: &str, why: &str) -> Result<bool> {
    let text = "update conversations set ended = $5
                where workspace_id = $1 and platform = $2 and team = $3 and conversation = $4 and ended is null";
    Ok(change(on, text, at, conversation, why).await? == 1)
}

/// The same for everything that belongs to a container, itself included. Says how many went on until now.
pub async fn end_container(on: impl Into<On<'_>>, at: At<'_>, container: &str, why: &str) -> Result<u64> {
    let text = "update conversations set ended = $5
                where workspace_id = $1 and platform = $2 and team = $3 and ended is null
                  and (container = $4 or conversation = $4)";
    change(on, text, at, container, why).await
}

/// The container has another name now. Says how many conversations belong to it.
pub async fn rename_container(on: impl Into<On<'_>>, at: At<'_>, container: &str, name: &str) -> Result<u64> {
    let text = "update conversations set container_name = $5
                where workspace_id = $1 and platform = $2 and team = $3 and container = $4";
    change(on, text, at, container, name).await
}

/// The conversation has another name now. Says whether there is one.
pub async fn rename(on: impl Into<On<'_>>, at: At<'_>, conversation: &str, name: &str) -> Result<bool> {
    let text = "update conversations set name = $5
                where workspace_id = $1 and platform = $2 and team = $3 and conversation = $4";
    Ok(change(on, text, at, conversation, name).await? == 1)
}

async fn change(on: impl Into<On<'_>>, text: &str, at: At<'_>, id: &str, value: &str) -> Result<u64> {
    sql(text)
        .bind(at.workspace)
        .bind(at.platform.to_owned())
        .bind(at.team.to_owned())
        .bind(id.to_owned())
        .bind(value.replace('\0', ""))
        .exec(on)
        .await
}
