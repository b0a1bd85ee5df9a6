//! People by what sources call them.

use super::{On, Result, sql};

/// Whoever answers to a key: `kind` is `email`, `linkedin` or a source's name for its own ids.
pub async fn by_key(on: impl Into<On<'_>>, workspace: i64, kind: &str, key: &str) -> Result<Option<u32>> {
    let text = "select person_id from person_keys where workspace_id = $1 and kind = $2 and person_key = $3";
    let row: Option<(i64,)> =
        sql(text).bind(workspace).bind(kind.to_owned()).bind(key.to_owned()).maybe(on).await?;
    Ok(row.map(|(person,)| person as u32))
}
