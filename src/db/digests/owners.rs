//! Whoever is told when a digest fails, and who comes after them.

use super::Key;
use crate::db::{On, Result, sql};

/// Whether the platform has said that the owner of an occurrence's subscription is none of us any more.
pub async fn has_left(on: impl Into<On<'_>>, key: &Key, owner: &str) -> Result<bool> {
    let text = "select count(*) from subscriptions s join chat_members m
                on m.workspace_id = s.workspace_id and m.platform = s.platform and m.team = s.team
                where s.workspace_id = $1 and s.id = $2 and m.chat_user = $3 and m.outsider";
    let (count,): (i64,) =
        sql(text).bind(key.workspace).bind(key.subscription).bind(owner.to_owned()).one(on).await?;
    Ok(count > 0)
}

/// Who may own digests of a platform's team beside those who ask for them: admins, then leaders, whom the platform
/// knows; their ids there and their addresses.
pub async fn heirs(
    on: impl Into<On<'_>>,
    key: &Key,
    platform: &str,
    team: &str,
) -> Result<Vec<(String, String)>> {
    let text = "select m.chat_user, c.email from colleagues c join chat_members m
                on m.workspace_id = c.workspace_id and lower(m.email) = lower(c.email)
                where c.workspace_id = $1 and c.role <> 'member' and m.platform = $2 and m.team = $3
                    and not m.outsider
                order by case c.role when 'admin' then 0 else 1 end, c.id, m.checked_at desc";
    sql(text).bind(key.workspace).bind(platform.to_owned()).bind(team.to_owned()).all(on).await
}

/// Gives an occurrence's subscription to another owner, unless somebody has done so.
pub async fn inherit(
    on: impl Into<On<'_>>,
    key: &Key,
    (owner, heir): (&str, &str),
    heir_email: &str,
) -> Result<()> {
    let text = "update subscriptions set owner = $4, owner_email = $5
                where workspace_id = $1 and id = $2 and owner = $3";
    sql(text)
        .bind(key.workspace)
        .bind(key.subscription)
        .bind(owner.to_owned())
        .bind(heir.to_owned())
        .bind(heir_email.to_owned())
        .exec(on)
        .await?;
    Ok(())
}
