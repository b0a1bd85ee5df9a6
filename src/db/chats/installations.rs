//! Slack workspaces, Teams tenants and Discord servers that have let us in.

use crate::db::{On, Result, sql};

/// An installation, as the table has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Installation {
    pub platform: String,
    /// The platform's id for it.
    pub team: String,
    pub workspace_id: i64,
    pub name: String,
    /// Our own user there.
    pub bot_user: String,
    /// Who let us in.
    pub installer: Option<String>,
    /// Joined by commas.
    pub scopes: String,
    /// Sealed.
    pub tokens: String,
    /// Microseconds since 1970.
    pub installed_at: i64,
    /// Why it is over; nothing while it holds.
    pub ended: Option<String>,
}

const COLUMNS: &str =
    "platform, team, workspace_id, name, bot_user, installer, scopes, tokens, installed_at, ended";

/// How a team came to us, whether it is over or not.
pub async fn find(on: impl Into<On<'_>>, platform: &str, team: &str) -> Result<Option<Installation>> {
    sql(format!("select {COLUMNS} from installations where platform = $1 and team = $2"))
        .bind(platform.to_owned())
        .bind(team.to_owned())
        .maybe(on)
        .await
}

/// Every installation that holds.
pub async fn all(on: impl Into<On<'_>>, platform: &str) -> Result<Vec<Installation>> {
    sql(format!(
        "select {COLUMNS} from installations where platform = $1 and ended is null order by installed_at, team"
    ))
    .bind(platform.to_owned())
    .all(on)
    .await
}

/// Keeps an installation, in place of an earlier one of the same team; one that was over holds again.
pub async fn put(on: impl Into<On<'_>>, installation: &Installation) -> Result<()> {
    sql(format!(
        "insert into installations ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (platform, team) do update set workspace_id = excluded.workspace_id, name = excluded.name,
            bot_user = excluded.bot_user, installer = excluded.installer, scopes = excluded.scopes,
            tokens = excluded.tokens, installed_at = excluded.installed_at, ended = excluded.ended"
    ))
    .bind(installation.platform.clone())
    .bind(installation.team.clone())
    .bind(installation.workspace_id)
    .bind(installation.name.clone())
    .bind(installation.bot_user.clone())
    .bind(installation.installer.clone())
    .bind(installation.scopes.clone())
    .bind(installation.tokens.clone())
    .bind(installation.installed_at)
    .bind(installation.ended.clone())
    .exec(on)
    .await?;
    Ok(())
}

/// Puts other tokens in the place of those that were read before; says whether they still stood there. Of several
/// replicas that rotate at once, one does.
pub async fn rotate(
    on: impl Into<On<'_>>,
    platform: &str,
    team: &str,
    read: &str,
    tokens: &str,
) -> Result<bool> {
    let text = "update installations set tokens = $4
                where platform = $1 and team = $2 and tokens = $3 and ended is null";
    let changed = sql(text)
        .bind(platform.to_owned())
        .bind(team.to_owned())
        .bind(read.to_owned())
        .bind(tokens.to_owned())
        .exec(on)
        .await?;
    Ok(changed == 1)
}

/// The team has thrown us out: keeps why, and forgets the tokens. Says whether it held until now.
pub async fn end(on: impl Into<On<'_>>, platform: &str, team: &str, why: &str) -> Result<bool> {
    let text = "update installations set ended = $3, tokens = ''
                where platform = $1 and team = $2 and ended is null";
    let changed = sql(text)
        .bind(platform.to_owned())
        .bind(team.to_owned())
        .bind(why.replace('\0', ""))
        .exec(on)
        .await?;
    Ok(changed == 1)
}
