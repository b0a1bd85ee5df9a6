//! Tokens that Slack has taken back: noticed by whichever call meets them first.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

use secrecy::{ExposeSecret, SecretString};

use super::{Trouble, Web};

/// Above so many all are forgotten: the next call meets them again.
const MANY: usize = 10_000;

/// A token is kept as a number that says nothing about it.
#[derive(Default)]
pub(super) struct Ended {
    hasher: RandomState,
    tokens: Mutex<HashSet<u64>>,
}

impl Ended {
    /// Remembers a token if a call has failed because of its end. Other refusals may pass, or mean the network that we
    /// call from: <https://docs.slack.dev/reference/methods/auth.test#errors>.
    pub(super) fn note(&self, token: Option<&SecretString>, trouble: &Trouble) {
        let Some(token) = token else { return };
        if matches!(trouble.code.as_str(), "token_revoked" | "account_inactive") {
            let mut tokens = self.tokens();
            if tokens.len() >= MANY {
                tokens.clear();
            }
            tokens.insert(self.number(token));
        }
    }

    fn number(&self, token: &SecretString) -> u64 {
        self.hasher.hash_one(token.expose_secret())
    }

    fn tokens(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Web {
    /// Whether a call has been told that this token is gone for good.
    pub fn has_ended(&self, token: &SecretString) -> bool {
        let ended = &self.0.ended;
        ended.tokens().contains(&ended.number(token))
    }
}
