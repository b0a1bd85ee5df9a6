//! How fast we may speak: a message a second to each channel, and nothing at all where Slack has told us to wait.
//! What one replica says another does not know; Slack's own 429 is the judge of both.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::Patience;

/// Above so many entries those that have passed are dropped.
const MANY: usize = 1_000;

/// Whose turn is when.
#[derive(Default)]
pub(super) struct Pace {
    hasher: RandomState,
    turns: Mutex<HashMap<u64, Instant>>,
}

impl Pace {
    /// Takes the next turn in a channel. `Err` is how long the queue is when it is longer than we wait; no turn is
    /// taken then.
    pub(super) fn turn(
        &self,
        channel: &str,
        patience: &Patience,
        now: Instant,
    ) -> Result<Duration, Duration> {
        let rest = patience.message * patience.burst.saturating_sub(1);
        let mut turns = self.turns(now);
        let turn = turns.entry(self.hasher.hash_one(channel)).or_insert(now);
        // The turn runs ahead of the clock by what has been said of late; the burst may stay ahead.
        let wait = turn.saturating_duration_since(now).saturating_sub(rest);
        if wait > patience.retry_after {
            return Err(wait);
        }
        *turn = (*turn).max(now) + patience.message;
        Ok(wait)
    }

    /// Slack has told this token to leave this method alone for a while.
    pub(super) fn shut(&self, method: &str, token: Option<&SecretString>, until: Instant) {
        self.turns(Instant::now()).insert(self.door(method, token), until);
    }

    /// For how long the method is still shut to this token.
    pub(super) fn shut_for(&self, method: &str, token: Option<&SecretString>, now: Instant) -> Duration {
        let turns = self.turns(now);
        turns
            .get(&self.door(method, token))
            .map_or(Duration::ZERO, |open| open.saturating_duration_since(now))
    }

    /// A token is kept as a number that says nothing about it.
    fn door(&self, method: &str, token: Option<&SecretString>) -> u64 {
        self.hasher.hash_one((method, token.map(|token| token.expose_secret())))
    }

    fn turns(&self, now: Instant) -> std::sync::MutexGuard<'_, HashMap<u64, Instant>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() > MANY {
            turns.retain(|_, turn| *turn > now);
        }
        turns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    #[test]
    fn a_burst_goes_at_once_and_the_rest_a_second_apart() {
        let (pace, patience) = (Pace::default(), Patience { burst: 2, ..Patience::default() });
        let now = Instant::now();
        let turn = |now| pace.turn("C1", &patience, now).unwrap();
        assert_eq!([(); 4].map(|()| turn(now)), [0, 0, 1, 2].map(second));
        assert_eq!(pace.turn("C2", &patience, now), Ok(Duration::ZERO), "another channel waits for nobody");
        let rested = now + second(10);
        assert_eq!([(); 3].map(|()| turn(rested)), [0, 0, 1].map(second));
    }

    #[test]
    fn a_queue_that_is_too_long_is_given_back() {
        let patience = Patience { burst: 1, retry_after: second(2), ..Patience::default() };
        let (pace, now) = (Pace::default(), Instant::now());
        assert!((0..3).all(|_| pace.turn("C1", &patience, now).is_ok()));
        assert_eq!(pace.turn("C1", &patience, now), Err(second(3)));
        assert_eq!(pace.turn("C1", &patience, now + second(1)), Ok(second(2)));
    }

    #[test]
    fn a_door_is_shut_to_one_token_and_one_method() {
        let (pace, one, two) = (Pace::default(), SecretString::from("one"), SecretString::from("two"));
        let now = Instant::now();
        pace.shut("users.info", Some(&one), now + second(5));
        assert_eq!(pace.shut_for("users.info", Some(&one), now), second(5));
        assert_eq!(pace.shut_for("users.info", Some(&one), now + second(6)), Duration::ZERO);
        assert_eq!(pace.shut_for("users.info", Some(&two), now), Duration::ZERO);
        assert_eq!(pace.shut_for("views.open", Some(&one), now), Duration::ZERO);
    }
}
