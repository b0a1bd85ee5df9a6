//! A bot for every workspace, made when it is first asked.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{bot::Bot, db::Db};

pub(super) struct Bots {
    db: Db,
    bots: Mutex<HashMap<i64, Arc<Bot>>>,
}

impl Bots {
    pub(super) fn new(db: Db) -> Self {
        Self { db, bots: Mutex::default() }
    }

    /// The bot of a workspace: the same one each time, since it keeps the workspace in memory.
    pub(super) fn of(&self, workspace: i64) -> Arc<Bot> {
        let mut bots = self.bots.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || Arc::new(Bot::new(self.db.clone(), workspace));
        Arc::clone(bots.entry(workspace).or_insert_with(made))
    }
}
