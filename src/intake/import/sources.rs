//! The sources that rows of a file name, by number.

use std::collections::HashMap;

use crate::db::{self, Change, sources};

/// Known sources, and those to be made.
pub(super) struct Sources {
    /// What rows come from that do not say it.
    own: String,
    known: HashMap<String, i64>,
    fresh: Vec<(i64, String)>,
}

impl Sources {
    pub(super) async fn begin(change: &mut Change, own: &str) -> db::Result<Self> {
        Ok(Self { own: own.to_owned(), known: sources::all(change).await?, fresh: Vec::new() })
    }

    /// What rows come from that do not say it.
    pub(super) fn own_name(&self) -> &str {
        &self.own
    }

    /// Its number.
    pub(super) fn own(&mut self) -> i64 {
        let own = self.own.clone();
        self.made(&own)
    }

    /// The number of a source; an error if there would be too many.
    pub(super) fn number(&mut self, name: Option<&str>) -> Result<i64, String> {
        let Some(name) = name else { return Ok(self.own()) };
        // One number is left for the file's own.
        if self.known.len() + 1 >= sources::MOST && !self.known.contains_key(name) {
            return Err(format!(
                "{name:?} would be source {}, more than there can be; name the system it came from",
                sources::MOST
            ));
        }
        Ok(self.made(name))
    }

    fn made(&mut self, name: &str) -> i64 {
        if let Some(&known) = self.known.get(name) {
            return known;
        }
        let next = self.known.len() as i64;
        self.known.insert(name.to_owned(), next);
        self.fresh.push((next, name.to_owned()));
        next
    }

    /// Makes the new ones.
    pub(super) async fn write(&mut self, change: &mut Change) -> db::Result<()> {
        let fresh: Vec<(i64, &str)> = self.fresh.iter().map(|(id, name)| (*id, name.as_str())).collect();
        sources::add(change, &fresh).await?;
        self.fresh.clear();
        Ok(())
    }
}
