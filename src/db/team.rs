//! Our colleagues.

use std::collections::HashMap;

use super::{Change, On, Result, bulk, sql};

/// Colleagues that one workspace can have; their numbers are 16 bits wide.
pub const MOST: usize = 65_535;

/// One of us, as the table has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Colleague {
    pub id: i64,
    pub email: String,
    pub name: String,
    pub side: String,
    pub role: String,
    pub manager_id: Option<i64>,
}

/// The whole team.
pub async fn all(change: &mut Change) -> Result<Vec<Colleague>> {
    let text =
        "select id, email, name, side, role, manager_id from colleagues where workspace_id = $1 order by id";
    sql(text).bind(change.workspace).all(&mut change.tx).await
}

/// The numbers of the team, by e-mail address.
pub async fn numbers(change: &mut Change) -> Result<HashMap<String, i64>> {
    let text = "select email, id from colleagues where workspace_id = $1";
    let rows: Vec<(String, i64)> = sql(text).bind(change.workspace).all(&mut change.tx).await?;
    Ok(rows.into_iter().collect())
}

/// The address of the colleague who has it, as it stands there; in whichever case it is asked for.
pub async fn address(on: impl Into<On<'_>>, workspace: i64, address: &str) -> Result<Option<String>> {
    let text = "select email from colleagues where workspace_id = $1 and lower(email) = $2";
    let found: Option<(String,)> = sql(text).bind(workspace).bind(address.to_lowercase()).maybe(on).await?;
    Ok(found.map(|(email,)| email))
}

/// Adds colleagues, or gives those that are there other values. Managers may come in the same call.
pub async fn put(change: &mut Change, colleagues: &[&Colleague]) -> Result<()> {
    let rows = || colleagues.iter();
    bulk(
        "with r (id, email, name, side, role, manager_id) as ({rows})
         insert into colleagues (workspace_id, id, email, name, side, role, manager_id, revision)
         select $1, id, email, name, side, role, manager_id, $2 from r where true
         on conflict (workspace_id, id) do update set email = excluded.email, name = excluded.name,
            side = excluded.side, role = excluded.role, manager_id = excluded.manager_id,
            revision = excluded.revision",
    )
    .bind(change.workspace)
    .bind(change.revision)
    .whole(rows().map(|colleague| colleague.id))
    .text(rows().map(|colleague| colleague.email.as_str()))
    .text(rows().map(|colleague| colleague.name.as_str()))
    .text(rows().map(|colleague| colleague.side.as_str()))
    .text(rows().map(|colleague| colleague.role.as_str()))
    .whole(rows().map(|colleague| colleague.manager_id))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}
