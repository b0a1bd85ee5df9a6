//! What a digest says is put together once for all who get the same, even if ten thousand are due in one minute.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use moka::future::Cache;

use crate::{
    db::{DbError, digests::Claimed},
    digest::{
        compose::{Digest, Request},
        sections::Sections,
    },
};

/// Puts digests together.
pub trait Compose: Clone + Send + Sync + 'static {
    fn compose(
        &self,
        workspace: i64,
        at: Timestamp,
        request: &Request<'_>,
    ) -> impl Future<Output = Result<Digest, DbError>> + Send;
}

/// How long a digest that was put together may be posted again to others.
const FRESH: Duration = Duration::from_secs(60);
/// Digests that are kept.
const MOST: u64 = 1_000;

/// All that a digest depends on: its filters mean the same whoever reads them, so an owner is not among it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Same {
    workspace: i64,
    filters: String,
    sections: Sections,
    date: Date,
    zone: String,
    late: Option<i64>,
}

#[derive(Clone)]
pub(super) struct Contents<W> {
    compose: W,
    known: Cache<Same, Arc<Digest>>,
}

impl<W: Compose> Contents<W> {
    pub(super) fn new(compose: W) -> Self {
        let known = Cache::builder().max_capacity(MOST).time_to_live(FRESH).build();
        Self { compose, known }
    }

    /// The digest of an occurrence; whoever asks while another is putting the same together waits for that.
    pub(super) async fn of(
        &self,
        occurrence: &Claimed,
        (date, zone): (Date, &TimeZone),
        late: Option<SignedDuration>,
        now: Timestamp,
    ) -> Result<Arc<Digest>, Arc<DbError>> {
        let minutes = late.map(|late| late.as_mins());
        let same = Same {
            workspace: occurrence.key.workspace,
            filters: occurrence.filters.clone(),
            sections: occurrence.sections.parse().unwrap_or(Sections::ALL),
            date,
            zone: zone.iana_name().unwrap_or_default().to_owned(),
            late: minutes,
        };
        let request = Request {
            filters: &occurrence.filters,
            sections: same.sections,
            owner_email: "",
            date,
            zone,
            late: minutes.map(SignedDuration::from_mins),
        };
        let composed = async { self.compose.compose(same.workspace, now, &request).await.map(Arc::new) };
        self.known.try_get_with(same.clone(), composed).await
    }
}
