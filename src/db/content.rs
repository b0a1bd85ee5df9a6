//! Campaigns and pieces of content, known by their names.

use super::{Change, Result, bulk, numbers as numbers_of};

/// A piece of content, as the table has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Content {
    pub id: i64,
    pub title: String,
    pub kind: Option<String>,
    pub url: Option<String>,
    pub campaign_id: Option<i64>,
    /// A date, YYYY-MM-DD.
    pub published: Option<String>,
    pub retired: Option<String>,
    /// False for a title that only a touch has named.
    pub listed: bool,
}

/// The number of the workspace's next campaign.
pub async fn next_campaign(change: &mut Change) -> Result<i64> {
    change.next_id("campaigns").await
}

/// Those of the names that are a campaign's, with its number.
pub async fn campaigns(change: &mut Change, names: &[&str]) -> Result<Vec<(String, i64)>> {
    numbers_of(change, "campaigns t where t.workspace_id = $1", ("name", "id"), names).await
}

/// Adds campaigns.
pub async fn add_campaigns(change: &mut Change, campaigns: &[(i64, &str)]) -> Result<()> {
    bulk(
        "with r (id, name) as ({rows})
         insert into campaigns (workspace_id, id, name, revision) select $1, id, name, $2 from r",
    )
    .bind(change.workspace)
    .bind(change.revision)
    .whole(campaigns.iter().map(|(id, _)| *id))
    .text(campaigns.iter().map(|(_, name)| *name))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}

/// The number of the workspace's next piece of content.
pub async fn next_id(change: &mut Change) -> Result<i64> {
    change.next_id("content").await
}

/// Those of the titles that are a piece's, with its number.
pub async fn numbers(change: &mut Change, titles: &[&str]) -> Result<Vec<(String, i64)>> {
    numbers_of(change, "content t where t.workspace_id = $1", ("title", "id"), titles).await
}

/// Adds titles that a touch has named.
pub async fn add_titles(change: &mut Change, titles: &[(i64, &str)]) -> Result<()> {
    bulk(
        "with r (id, title) as ({rows})
         insert into content (workspace_id, id, title, listed, revision) select $1, id, title, false, $2 from r",
    )
    .bind(change.workspace)
    .bind(change.revision)
    .whole(titles.iter().map(|(id, _)| *id))
    .text(titles.iter().map(|(_, title)| *title))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}

/// The pieces that have one of the titles.
pub async fn by_title(change: &mut Change, titles: &[&str]) -> Result<Vec<Content>> {
    bulk(
        "with k (title) as ({rows})
         select c.id, c.title, c.kind, c.url, c.campaign_id, c.published, c.retired, c.listed
         from k cross join content c where c.workspace_id = $1 and c.title = k.title",
    )
    .bind(change.workspace)
    .text(titles.iter().copied())
    .all(&mut change.tx)
    .await
}

/// Adds pieces of content, or gives those that are there other values.
pub async fn put(change: &mut Change, content: &[&Content]) -> Result<()> {
    let rows = || content.iter();
    bulk(
        "with r (id, title, kind, url, campaign_id, published, retired, listed) as ({rows})
         insert into content (workspace_id, id, title, kind, url, campaign_id, published, retired, listed, revision)
         select $1, id, title, kind, url, campaign_id, published, retired, listed, $2 from r where true
         on conflict (workspace_id, id) do update set title = excluded.title, kind = excluded.kind,
            url = excluded.url, campaign_id = excluded.campaign_id, published = excluded.published,
            retired = excluded.retired, listed = excluded.listed, revision = excluded.revision",
    )
    .bind(change.workspace)
    .bind(change.revision)
    .whole(rows().map(|piece| piece.id))
    .text(rows().map(|piece| piece.title.as_str()))
    .text(rows().map(|piece| piece.kind.as_deref()))
    .text(rows().map(|piece| piece.url.as_deref()))
    .whole(rows().map(|piece| piece.campaign_id))
    .text(rows().map(|piece| piece.published.as_deref()))
    .text(rows().map(|piece| piece.retired.as_deref()))
    .flag(rows().map(|piece| piece.listed))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}
