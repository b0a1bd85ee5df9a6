//! `content.csv`: the pieces of marketing material.

use std::borrow::Cow;

use jiff::civil::Date;
use url::Url;

use crate::intake::{Cells, Reject, Said, Shape};

/// How a file of content is known.
pub(super) const SHAPE: Shape = Shape {
    name: "content",
    columns: &["title", "kind", "url", "campaign", "published", "retired"],
    required: &[&["title"]],
    dates: &["published", "retired"],
};
const TITLE: usize = SHAPE.column("title");
const KIND: usize = SHAPE.column("kind");
const URL: usize = SHAPE.column("url");
const CAMPAIGN: usize = SHAPE.column("campaign");
const PUBLISHED: usize = SHAPE.column("published");
const RETIRED: usize = SHAPE.column("retired");

/// One piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentRow<'a> {
    /// The key.
    pub title: Cow<'a, str>,
    /// Ebook, report, tool…
    pub kind: Said<Cow<'a, str>>,
    /// Where it can be read: `http` or `https`.
    pub url: Said<String>,
    /// The campaign it belongs to.
    pub campaign: Said<Cow<'a, str>>,
    /// The first day it counts.
    pub published: Said<Date>,
    /// The day it was taken back.
    pub retired: Said<Date>,
}

impl<'a> ContentRow<'a> {
    /// Reads one row.
    pub fn read(cells: &Cells<'a>) -> Result<Self, Reject> {
        let row = Self {
            title: cells.needed(TITLE, cells.text(TITLE), "write the title of the piece")?,
            kind: cells.text(KIND),
            url: cells.parsed(URL, web_address)?,
            campaign: cells.text(CAMPAIGN),
            published: cells.date(PUBLISHED)?,
            retired: cells.date(RETIRED)?,
        };
        match (&row.published, &row.retired) {
            (Said::Value(published), Said::Value(retired)) if retired < published => Err(cells.reject(format!(
                "the column \"{}\" holds {retired}, but it was published on {published}; write a later day",
                cells.title(RETIRED)
            ))),
            _ => Ok(row),
        }
    }
}

/// An address that is safe to show as a link; one without a scheme gets `https`.
fn web_address(written: &str) -> Result<String, String> {
    let address = if written.contains("://") { written.to_owned() } else { format!("https://{written}") };
    match Url::parse(&address) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.host().is_some() => Ok(address),
        _ => Err("write a web address such as https://company.example/report".into()),
    }
}
