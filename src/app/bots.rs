//! A bot for every workspace, made when it is first asked.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use moka::future::Cache;

use crate::{
    bot::Bot,
    db::{Db, DbError},
    digest::{
        compose::{self, Digest, Request},
        delivery::Compose,
    },
};

/// How long a workspace is kept in the days of another zone when nobody asks for them.
const IDLE: Duration = Duration::from_secs(600);
const MOST: u64 = 16;

pub(super) struct Bots {
    db: Db,
    bots: Mutex<HashMap<i64, Arc<Bot>>>,
    elsewhere: Cache<(i64, String), Arc<Bot>>,
}

impl Bots {
    pub(super) fn new(db: Db) -> Self {
        let elsewhere = Cache::builder().max_capacity(MOST).time_to_idle(IDLE).build();
        Self { db, bots: Mutex::default(), elsewhere }
    }

    /// The bot of a workspace: the same one each time, since it keeps the workspace in memory.
    pub(super) fn of(&self, workspace: i64) -> Arc<Bot> {
        let mut bots = self.bots.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || Arc::new(Bot::new(self.db.clone(), workspace));
        Arc::clone(bots.entry(workspace).or_insert_with(made))
    }

    /// The bot of a workspace whose days are those of a zone; where that is not the workspace's own, one that keeps a
    /// second copy for as long as it is asked.
    async fn in_zone(&self, workspace: i64, zone: &TimeZone) -> Result<Arc<Bot>, DbError> {
        let own = self.of(workspace);
        let Some(name) = zone.iana_name() else { return Ok(own) };
        if own.time_zone().await? == *zone {
            return Ok(own);
        }
        let made = async { Arc::new(Bot::in_zone(self.db.clone(), workspace, zone.clone())) };
        Ok(self.elsewhere.get_with((workspace, name.to_owned()), made).await)
    }
}

/// Digests are put together by the bot of their workspace, in the days of their own zone.
impl Compose for Arc<Bots> {
    async fn compose(&self, workspace: i64, at: Timestamp, request: &Request<'_>) -> Result<Digest, DbError> {
        compose::compose(&*self.in_zone(workspace, request.zone).await?, at, request).await
    }
}
