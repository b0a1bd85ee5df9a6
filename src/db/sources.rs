//! Where rows come from, and the record of every import.

use std::collections::HashMap;

use super::{Change, Result, Tally, bulk, sql};

/// Sources that one workspace can have; their numbers are 16 bits wide.
pub const MOST: usize = 65_535;

/// What came of one file from one source.
#[derive(Clone, Debug)]
pub struct Import<'a> {
    pub source: i64,
    /// `team`, `accounts`, `people`, `content` or `touches`.
    pub kind: &'static str,
    pub file: &'a str,
    /// Microseconds since 1970.
    pub at: i64,
    pub tally: Tally,
    pub rejected: u64,
}

/// Every source of the workspace, by name.
pub async fn all(change: &mut Change) -> Result<HashMap<String, i64>> {
    let text = "select name, id from sources where workspace_id = $1";
    let rows: Vec<(String, i64)> = sql(text).bind(change.workspace).all(&mut change.tx).await?;
    Ok(rows.into_iter().collect())
}

/// Adds sources.
pub async fn add(change: &mut Change, sources: &[(i64, &str)]) -> Result<()> {
    bulk("with r (id, name) as ({rows}) insert into sources (workspace_id, id, name) select $1, id, name from r")
        .bind(change.workspace)
        .whole(sources.iter().map(|(id, _)| *id))
        .text(sources.iter().map(|(_, name)| *name))
        .exec(&mut change.tx)
        .await?;
    Ok(())
}

/// Records what came of a file.
pub async fn record(change: &mut Change, imports: &[Import<'_>]) -> Result<()> {
    let first = change.next_id("imports").await?;
    let rows = || imports.iter();
    let whole = |count: fn(&Import<'_>) -> u64| imports.iter().map(move |import| count(import) as i64);
    bulk(
        "with r (id, source_id, kind, file, at, added, updated, unchanged, rejected) as ({rows})
         insert into imports (workspace_id, id, source_id, kind, file, at, added, updated, unchanged, rejected)
         select $1, id, source_id, kind, file, at, added, updated, unchanged, rejected from r",
    )
    .bind(change.workspace)
    .whole((first..).take(imports.len()))
    .whole(rows().map(|import| import.source))
    .text(rows().map(|import| import.kind))
    .text(rows().map(|import| import.file))
    .whole(rows().map(|import| import.at))
    .whole(whole(|import| import.tally.added))
    .whole(whole(|import| import.tally.updated))
    .whole(whole(|import| import.tally.unchanged))
    .whole(whole(|import| import.rejected))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}
