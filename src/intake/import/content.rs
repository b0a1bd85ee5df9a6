//! Pieces of content, known by their title.

use std::{borrow::Cow, collections::HashMap};

use jiff::civil::Date;

use super::{
    file::{Taking, Verdict},
    names::{Names, Table},
    sources::Sources,
};
use crate::{
    db::{
        self, Change, Outcome,
        content::{self, Content},
    },
    intake::{Cells, Reject, Said, rows::ContentRow},
};

pub(super) struct Pieces {
    campaigns: Names,
    next: i64,
}

/// A piece of this chunk.
struct Entry {
    piece: Content,
    changed: bool,
}

impl Taking for Pieces {
    type Row = ContentRow<'static>;

    fn read(cells: &Cells<'_>) -> Result<Self::Row, Reject> {
        let row = ContentRow::read(cells)?;
        Ok(ContentRow {
            title: Cow::Owned(row.title.into_owned()),
            kind: row.kind.into_owned(),
            url: row.url,
            campaign: row.campaign.into_owned(),
            published: row.published,
            retired: row.retired,
        })
    }

    fn shown(row: &Self::Row) -> Vec<String> {
        let text =
            |said: &Said<Cow<'_, str>>| said.as_value().map(|text| text.to_string()).unwrap_or_default();
        let date = |said: &Said<Date>| said.as_value().map(Date::to_string).unwrap_or_default();
        let url = row.url.as_value().cloned().unwrap_or_default();
        vec![
            row.title.to_string(),
            text(&row.kind),
            url,
            text(&row.campaign),
            date(&row.published),
            date(&row.retired),
        ]
    }

    async fn begin(change: &mut Change, _now: i64) -> db::Result<Self> {
        Ok(Self {
            campaigns: Names::begin(change, Table::Campaigns).await?,
            next: content::next_id(change).await?,
        })
    }

    async fn take(
        &mut self,
        change: &mut Change,
        _sources: &mut Sources,
        rows: Vec<Self::Row>,
    ) -> db::Result<Vec<Verdict>> {
        let campaigns = rows.iter().filter_map(|row| row.campaign.as_value().map(|name| &**name));
        self.campaigns.prepare(change, campaigns).await?;
        let mut titles: Vec<&str> = rows.iter().map(|row| &*row.title).collect();
        titles.sort_unstable();
        titles.dedup();
        let stored = content::by_title(change, &titles).await?;
        let known = |piece: Content| (piece.title.clone(), Entry { piece, changed: false });
        let mut entries: HashMap<String, Entry> = stored.into_iter().map(known).collect();
        let verdicts = rows.into_iter().map(|row| self.row(row, &mut entries)).collect();
        self.campaigns.write(change).await?;
        let mut changed: Vec<&Content> =
            entries.values().filter(|entry| entry.changed).map(|entry| &entry.piece).collect();
        changed.sort_unstable_by_key(|piece| piece.id);
        content::put(change, &changed).await?;
        Ok(verdicts)
    }

    async fn finish(self, _change: &mut Change) -> db::Result<Vec<Verdict>> {
        Ok(Vec::new())
    }
}

impl Pieces {
    fn row(&mut self, row: ContentRow<'_>, entries: &mut HashMap<String, Entry>) -> Verdict {
        let title = row.title.into_owned();
        let new = !entries.contains_key(&title);
        let entry = entries.entry(title).or_insert_with_key(|title| {
            self.next += 1;
            Entry { piece: untold(self.next - 1, title), changed: true }
        });
        let before = entry.piece.clone();
        let piece = &mut entry.piece;
        piece.listed = true;
        row.kind.map(Cow::into_owned).apply(&mut piece.kind);
        row.url.apply(&mut piece.url);
        row.campaign.map(|name| self.campaigns.number(&name)).apply(&mut piece.campaign_id);
        row.published.map(|date| date.to_string()).apply(&mut piece.published);
        row.retired.map(|date| date.to_string()).apply(&mut piece.retired);
        let changed = *piece != before;
        entry.changed |= changed;
        Verdict::Taken(if new { Outcome::New } else { Outcome::of_change(changed) }, None)
    }
}

/// A piece of which only the title is known.
fn untold(id: i64, title: &str) -> Content {
    let title = title.to_owned();
    let (kind, url, campaign_id, published, retired) = (None, None, None, None, None);
    Content { id, title, kind, url, campaign_id, published, retired, listed: true }
}
