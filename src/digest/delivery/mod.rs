//! The clock: what is due is posted once, by whichever replica comes first, or its owner is told why it was not.
//!
//! Nothing here remembers anything that another replica would need. An occurrence is borrowed (`lanes`), and goes step
//! by step (`one`), each step written down before and after: when a process dies between posting and writing, whoever
//! comes next sees that a post may stand, and looks for it in the channel before it posts.
//!
//! What that rests on: a post is given up when [`Patience::post`] has passed, and the lease, renewed right before each
//! post, lasts longer than that. Leases begin and end by the clock of the database, if it has one that all replicas
//! share ([`Leases`]): a replica's own may be off, or jump.

mod content;
mod due;
mod heirs;
mod lanes;
mod one;
mod thread;
mod told;
mod waits;

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

pub use content::Compose;
use content::Contents;

use crate::{
    chat::Chat,
    db::{Db, DbError, digests},
};

/// Every wait in one place.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long an occurrence is borrowed; renewed while it is worked on. Longer than `post`.
    pub lease: Duration,
    /// By how much the clocks that leases go by may differ.
    pub skew: Duration,
    /// Until a platform must have answered.
    pub post: Duration,
    /// The longest time between two looks at the database.
    pub look: Duration,
    /// Before the second try; it doubles from try to try, with jitter. Longer if the platform says so.
    pub first_wait: Duration,
    pub longest_wait: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(150),
            skew: Duration::from_secs(30),
            post: Duration::from_secs(60),
            look: Duration::from_secs(20),
            first_wait: Duration::from_secs(10),
            longest_wait: Duration::from_secs(600),
        }
    }
}

/// How soon to look again when the database failed, or somebody else was a moment faster.
const SOON: Duration = Duration::from_millis(500);

/// Delivers digests. Cheap to clone.
#[derive(Clone)]
pub struct Clock<C, W, N> {
    db: Db,
    chat: C,
    contents: Contents<W>,
    /// Like no other's, nor that of an earlier process of this name: what that one borrowed is not ours.
    replica: Arc<str>,
    now: N,
    leases: Leases,
    patience: Patience,
}

/// By which clock leases begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leases {
    /// That of the database, where it is a server; on SQLite all processes share the machine's.
    Shared,
    /// The wall clock that the rest goes by: for a story whose time is told.
    Wall,
}

/// Tells the time.
pub trait Now: Fn() -> Timestamp + Clone + Send + Sync + 'static {}

impl<N: Fn() -> Timestamp + Clone + Send + Sync + 'static> Now for N {}

impl<C: Chat, W: Compose, N: Now> Clock<C, W, N> {
    /// `replica` names the process to whoever reads the attempts.
    pub fn new(db: Db, chat: C, compose: W, replica: &str, now: N, patience: Patience) -> Self {
        let replica = format!("{replica} {:08x}", rand::random::<u32>()).into();
        let (contents, leases) = (Contents::new(compose), Leases::Shared);
        Self { db, chat, contents, replica, now, leases, patience }
    }

    /// The same, with leases by another clock.
    pub fn with_leases(self, leases: Leases) -> Self {
        Self { leases, ..self }
    }

    /// Delivers until told to stop. Then nothing new is begun, posts on their way are finished, and what was borrowed
    /// is given back.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let wait = match self.work(&stop).await {
                Ok(()) => self.until_next().await,
                Err(error) => {
                    tracing::warn!(%error, "digests wait for the database");
                    SOON
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Delivers all that is due now.
    ///
    /// # Errors
    /// When the database fails. What was begun comes to its end, or is looked for later.
    pub async fn tick(&self) -> Result<(), DbError> {
        self.work(&CancellationToken::new()).await
    }

    /// How long nothing has to be done. The wall clock may jump meanwhile, so it is never long.
    async fn until_next(&self) -> Duration {
        let grace = micros(self.patience.skew);
        let Ok(next) = digests::next_look(&self.db, grace).await else { return SOON };
        let Some(next) = next else { return self.patience.look };
        let wait = u64::try_from(next.saturating_sub(self.now().as_microsecond())).unwrap_or(0);
        Duration::from_micros(wait).clamp(SOON.min(self.patience.look), self.patience.look)
    }

    fn now(&self) -> Timestamp {
        (self.now)()
    }

    async fn lease(&self) -> Result<digests::Lease<'_>, DbError> {
        Ok(self.lease_from(self.lease_clock().await?))
    }

    fn lease_from(&self, begin: Timestamp) -> digests::Lease<'_> {
        digests::Lease { owner: &self.replica, until: later(begin, self.patience.lease).as_microsecond() }
    }

    async fn lease_clock(&self) -> Result<Timestamp, DbError> {
        Ok(match self.leases {
            Leases::Shared => self.db.clock().await?.map_or_else(|| self.now(), instant),
            Leases::Wall => self.now(),
        })
    }
}

/// An instant so much later; the end of the calendar at the latest.
fn later(instant: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by).ok().and_then(|by| instant.checked_add(by).ok()).unwrap_or(Timestamp::MAX)
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// The instant of a number from the database (microseconds since 1970); one beyond the calendar is its end.
fn instant(at: i64) -> Timestamp {
    Timestamp::from_microsecond(at).unwrap_or(Timestamp::MAX)
}
