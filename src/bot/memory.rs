//! What a process keeps of a workspace: a copy that proves itself fresh by its revision, and the answers it gave at that
//! revision a moment ago.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use super::name_of;
use crate::{
    ask::{Ask, Place},
    language::Terms,
    questions::{Answer, LINK, SUBSCRIBE, Status},
    snapshot::{Delta, Snapshot},
};

/// Answers that are kept; with as many again all are forgotten.
const MOST: usize = 512;
/// A text this long (bytes) is not asked twice.
const LONGEST: usize = 200;
const MINUTE: i64 = 60_000_000;

pub(super) struct Memory {
    pub snapshot: Snapshot,
    pub terms: Terms,
    /// No touch is later than this (microseconds since 1970).
    latest: i64,
    answers: Mutex<Answers>,
}

/// The answers of one minute: days, windows and what is stale all change at a full minute.
#[derive(Default)]
struct Answers {
    minute: i64,
    known: HashMap<(String, String, &'static str), Arc<Answer>>,
}

impl Memory {
    pub fn new(snapshot: Snapshot) -> Self {
        let terms = Terms::new(&snapshot);
        let latest = snapshot.touches.latest().unwrap_or(i64::MIN);
        Self { snapshot, terms, latest, answers: Mutex::default() }
    }

    /// Catches up with the database.
    pub fn apply(&mut self, delta: Delta) {
        let renames = delta.renames(&self.snapshot);
        self.snapshot.apply(delta);
        if renames {
            self.terms = Terms::new(&self.snapshot);
        }
        self.latest = self.snapshot.touches.latest().unwrap_or(i64::MIN);
        self.answers = Mutex::default();
    }

    /// The answer to the same words of the same person in such a place within the same minute, if nothing has changed.
    pub fn remembered(&self, ask: &Ask) -> Option<Arc<Answer>> {
        if self.in_flux(ask) {
            return None;
        }
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.minute != minute(ask) {
            let forgotten = mem::take(&mut answers.known);
            answers.minute = minute(ask);
            drop(answers);
            drop(forgotten);
            return None;
        }
        answers.known.get(&key(ask)).cloned()
    }

    /// Keeps an answer, unless it is one that each asker must get anew.
    pub fn remember(&self, ask: &Ask, answer: &Arc<Answer>) {
        // Who is who in a chat, and who gets a digest, changes without the account database.
        let lasting = answer.status == Status::Answered
            && answer.csv.is_none()
            && ![LINK, SUBSCRIBE].contains(&answer.question);
        if self.in_flux(ask) || !lasting {
            return;
        }
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.minute == minute(ask) {
            let full = answers.known.len() >= MOST;
            let forgotten = full.then(|| mem::take(&mut answers.known));
            answers.known.insert(key(ask), Arc::clone(answer));
            drop(answers);
            drop(forgotten);
        }
    }

    /// Where touches lie in the future, each may change an answer when its time comes.
    fn in_flux(&self, ask: &Ask) -> bool {
        self.latest > ask.at.as_microsecond() || ask.text.len() > LONGEST
    }
}

fn minute(ask: &Ask) -> i64 {
    ask.at.as_microsecond().div_euclid(MINUTE)
}

/// All that an answer depends on beside the revision and the minute.
fn key(ask: &Ask) -> (String, String, &'static str) {
    let place = match ask.place {
        Place::Private => "private",
        Place::Channel { .. } => "channel",
        Place::Shared { .. } => "shared",
    };
    (ask.text.clone(), name_of(&ask.who), place)
}
