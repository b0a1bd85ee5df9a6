//! Workspaces: who uses Mandorla, in which time zone, and how far their rows have come.

use jiff::tz::TimeZone;

use super::{Db, DbError, On, Result, Tx, sql};
use crate::snapshot::Workspace;

/// The workspace of a name, made on first use. Several processes may come at once.
pub async fn ensure(db: &Db, name: &str, time_zone: &str) -> Result<i64> {
    zone(time_zone)?;
    loop {
        if let Some(id) = by_name(db, name).await? {
            return Ok(id);
        }
        // Whoever comes second to the name or to the number changes nothing, and looks again.
        sql("insert into workspaces (id, name, time_zone)
             select coalesce(max(id) + 1, 1), $1, $2 from workspaces where true on conflict do nothing")
        .bind(name.to_owned())
        .bind(time_zone.to_owned())
        .exec(db)
        .await?;
    }
}

pub async fn by_name(on: impl Into<On<'_>>, name: &str) -> Result<Option<i64>> {
    let row: Option<(i64,)> =
        sql("select id from workspaces where name = $1").bind(name.to_owned()).maybe(on).await?;
    Ok(row.map(|(id,)| id))
}

/// A workspace's revision: one cheap look to see whether anything has changed.
pub async fn revision(on: impl Into<On<'_>>, workspace: i64) -> Result<i64> {
    let (revision,): (i64,) =
        sql("select revision from workspaces where id = $1").bind(workspace).one(on).await?;
    Ok(revision)
}

/// A workspace's revision and settings.
pub async fn settings(on: impl Into<On<'_>>, workspace: i64) -> Result<(i64, Workspace)> {
    let text = "select revision, name, time_zone, priming_days, covered_at, required_roles
                from workspaces where id = $1";
    let row: (i64, String, String, i64, i64, String) = sql(text).bind(workspace).one(on).await?;
    let (revision, name, time_zone, priming_days, covered_at, roles) = row;
    let required_roles = roles.split(';').map(|role| role.trim().to_owned()).filter(|role| !role.is_empty());
    let settings = Workspace {
        id: workspace,
        name,
        time_zone: zone(&time_zone)?,
        priming_days,
        covered_at: covered_at as usize,
        required_roles: required_roles.collect(),
    };
    Ok((revision, settings))
}

/// Moves a workspace to another time zone: an IANA name.
pub async fn set_time_zone(tx: &mut Tx, workspace: i64, time_zone: &str) -> Result<()> {
    zone(time_zone)?;
    bump(tx, workspace).await?;
    let text = "update workspaces set time_zone = $2 where id = $1";
    sql(text).bind(workspace).bind(time_zone.to_owned()).exec(tx).await?;
    Ok(())
}

/// Writes what a workspace's figures rest on; its id, name and time zone stay.
pub async fn set_rules(tx: &mut Tx, rules: &Workspace) -> Result<()> {
    bump(tx, rules.id).await?;
    let text = "update workspaces set priming_days = $2, covered_at = $3, required_roles = $4 where id = $1";
    sql(text)
        .bind(rules.id)
        .bind(rules.priming_days)
        .bind(rules.covered_at as i64)
        .bind(rules.required_roles.join(";"))
        .exec(tx)
        .await?;
    Ok(())
}

/// Raises the workspace's revision and keeps its row until the transaction ends. Every transaction that changes a
/// workspace does this first: so they come one after the other, and an id can be the highest so far plus one.
pub async fn bump(tx: &mut Tx, workspace: i64) -> Result<i64> {
    let text = "update workspaces set revision = revision + 1 where id = $1 returning revision";
    let (revision,): (i64,) = sql(text).bind(workspace).one(tx).await?;
    Ok(revision)
}

fn zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name).map_err(|_| DbError::TimeZone(name.to_owned()))
}
