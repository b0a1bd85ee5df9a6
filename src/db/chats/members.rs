//! Chat users: which colleague somebody is.

use crate::db::{On, Result, Tx, sql};

/// A user of a chat, by the platform's ids.
#[derive(Clone, Copy, Debug)]
pub struct User<'a> {
    pub platform: &'a str,
    pub team: &'a str,
    pub user: &'a str,
}

/// What is known about a user, as the table has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Member {
    /// Verified by the platform, or linked by an admin.
    pub email: Option<String>,
    /// Linked by an admin: the platform's word does not change the address.
    pub linked: bool,
    /// A guest, a bot, or somebody of another company.
    pub outsider: bool,
    /// When the platform was last asked, in microseconds since 1970; 0 where it never was.
    pub checked_at: i64,
}

/// As long ago as can be: the platform is asked as soon as it matters.
const NEVER: i64 = 0;

pub async fn find(on: impl Into<On<'_>>, workspace: i64, user: User<'_>) -> Result<Option<Member>> {
    let text = "select email, linked, outsider, checked_at from chat_members
                where workspace_id = $1 and platform = $2 and team = $3 and chat_user = $4";
    sql(text)
        .bind(workspace)
        .bind(user.platform.to_owned())
        .bind(user.team.to_owned())
        .bind(user.user.to_owned())
        .maybe(on)
        .await
}

/// The platform's id of whoever has an address there; the latest of several.
pub async fn by_email(
    on: impl Into<On<'_>>,
    workspace: i64,
    (platform, team): (&str, &str),
    email: &str,
) -> Result<Option<String>> {
    let text = "select chat_user from chat_members
                where workspace_id = $1 and platform = $2 and team = $3 and lower(email) = lower($4)
                order by checked_at desc limit 1";
    let found: Option<(String,)> = sql(text)
        .bind(workspace)
        .bind(platform.to_owned())
        .bind(team.to_owned())
        .bind(email.to_owned())
        .maybe(on)
        .await?;
    Ok(found.map(|(user,)| user))
}

/// Keeps what is known about a user. An address that an admin has linked gives way only to another that is linked.
pub async fn put(on: impl Into<On<'_>>, workspace: i64, user: User<'_>, member: &Member) -> Result<()> {
    let text = "insert into chat_members
                    (workspace_id, platform, team, chat_user, email, linked, outsider, checked_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (workspace_id, platform, team, chat_user) do update set
                    email = case when chat_members.linked and not excluded.linked
                            then chat_members.email else excluded.email end,
                    linked = chat_members.linked or excluded.linked,
                    outsider = excluded.outsider, checked_at = excluded.checked_at";
    sql(text)
        .bind(workspace)
        .bind(user.platform.to_owned())
        .bind(user.team.to_owned())
        .bind(user.user.to_owned())
        .bind(member.email.clone())
        .bind(member.linked)
        .bind(member.outsider)
        .bind(member.checked_at)
        .exec(on)
        .await?;
    Ok(())
}

/// An admin says which colleague a user is. Whether the user is an outsider stays the platform's word: until it has been
/// asked, they are one.
pub async fn link(tx: &mut Tx, workspace: i64, user: User<'_>, email: &str) -> Result<()> {
    let known = find(&mut *tx, workspace, user).await?;
    let (outsider, checked_at) = known.map_or((true, NEVER), |known| (known.outsider, known.checked_at));
    let member = Member { email: Some(email.to_owned()), linked: true, outsider, checked_at };
    put(tx, workspace, user, &member).await
}
