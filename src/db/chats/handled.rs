//! What came in and was taken up: neither a platform's retry nor a second replica takes it up again.

use std::{collections::HashSet, time::Duration};

use serde_json::json;

use crate::db::{Db, Result, sql};

/// How long a key is remembered, in microseconds. Slack's last retry comes after five minutes; a platform that was
/// out of order for a day may be later.
pub const KEPT: i64 = 2 * 86_400_000_000;
/// The most keys that are forgotten at a time.
pub const FORGOTTEN: i64 = 1_000;
/// How long a key may wait for a lock. Slack waits three seconds for our word, and somebody may have come a moment too
/// late to be written along.
const PATIENCE: Duration = Duration::from_millis(700);

/// An event of a workspace: the platform's name and its id of the event.
pub type Key = (i64, String);

/// Remembers keys, and says for each whether it was new: whether nobody, in whichever process, asked about it before.
/// Where a key comes twice, the first one is new. `at` in microseconds since 1970.
pub async fn first(db: &Db, keys: &[Key], at: i64) -> Result<Vec<bool>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    // In one order everywhere: two replicas that wait for each other's keys would do so for ever.
    let mut ordered: Vec<&Key> = keys.iter().collect();
    ordered.sort_unstable();
    ordered.dedup();
    let rows = match db {
        Db::Sqlite { .. } => "select value ->> 0, value ->> 1 from json_each($2)",
        Db::Postgres(_) => {
            "select (value ->> 0)::bigint, value ->> 1 from jsonb_array_elements($2::jsonb) as r (value)"
        }
    };
    let text = format!(
        "with r (workspace_id, event_key) as ({rows})
         insert into handled (workspace_id, event_key, at)
         select workspace_id, event_key, $1 from r where true on conflict do nothing
         returning workspace_id, event_key"
    );
    let new: Vec<Key> = sql(text).bind(at).bind(json!(ordered).to_string()).alone(db, PATIENCE).await?;
    let mut new: HashSet<Key> = new.into_iter().collect();
    Ok(keys.iter().map(|key| new.remove(key)).collect())
}

/// Those of the keys that are remembered; on SQLite, where reading goes on while somebody else writes.
pub async fn known(db: &Db, keys: &[Key]) -> Result<HashSet<Key>> {
    let text = "select h.workspace_id, h.event_key from json_each($1) as k cross join handled h
                on h.workspace_id = k.value ->> 0 and h.event_key = k.value ->> 1";
    Ok(sql(text).bind(json!(keys).to_string()).all(db).await?.into_iter().collect())
}

/// Forgets a workspace's keys from before an instant (microseconds), [`FORGOTTEN`] at the most; says how many.
pub async fn forget(db: &Db, workspace: i64, before: i64) -> Result<u64> {
    let text = "delete from handled where workspace_id = $1 and event_key in
                (select event_key from handled where workspace_id = $1 and at < $2 order by at limit $3)";
    let mut tx = db.begin_within(PATIENCE).await?;
    let forgotten = sql(text).bind(workspace).bind(before).bind(FORGOTTEN).exec(&mut tx).await?;
    tx.commit().await?;
    Ok(forgotten)
}

/// Forgets one key, as if nobody had asked about it.
pub async fn drop(db: &Db, workspace: i64, key: &str) -> Result<()> {
    let mut tx = db.begin_within(PATIENCE).await?;
    let text = "delete from handled where workspace_id = $1 and event_key = $2";
    sql(text).bind(workspace).bind(key).exec(&mut tx).await?;
    tx.commit().await
}
