//! Pictures that lie at a platform already, so that the same one is not uploaded again.

use crate::db::{On, Result, Statement, sql};

/// The platform's id of what was uploaded, by a hash of it.
pub async fn find(
    on: impl Into<On<'_>>,
    workspace: i64,
    platform: &str,
    team: &str,
    content: &str,
) -> Result<Option<String>> {
    let text = "select file from uploads
                where workspace_id = $1 and platform = $2 and team = $3 and content = $4";
    let row: Option<(String,)> = about(text, workspace, (platform, team), content).maybe(on).await?;
    Ok(row.map(|(file,)| file))
}

/// Keeps where something lies; the last word holds. `at` in microseconds since 1970.
pub async fn put(
    on: impl Into<On<'_>>,
    workspace: i64,
    (platform, team): (&str, &str),
    (content, file): (&str, &str),
    at: i64,
) -> Result<()> {
    let text = "insert into uploads (workspace_id, platform, team, content, file, at)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (workspace_id, platform, team, content) do update
                set file = excluded.file, at = excluded.at";
    let put = about(text, workspace, (platform, team), content).bind(file.to_owned()).bind(at);
    put.exec(on).await?;
    Ok(())
}

/// Forgets where something lies, unless it lies elsewhere by now.
pub async fn drop(
    on: impl Into<On<'_>>,
    workspace: i64,
    (platform, team): (&str, &str),
    (content, file): (&str, &str),
) -> Result<()> {
    let text = "delete from uploads
                where workspace_id = $1 and platform = $2 and team = $3 and content = $4 and file = $5";
    about(text, workspace, (platform, team), content).bind(file.to_owned()).exec(on).await?;
    Ok(())
}

/// A statement whose `$1` to `$4` say which upload is meant.
fn about(text: &str, workspace: i64, (platform, team): (&str, &str), content: &str) -> Statement {
    sql(text).bind(workspace).bind(platform.to_owned()).bind(team.to_owned()).bind(content.to_owned())
}
