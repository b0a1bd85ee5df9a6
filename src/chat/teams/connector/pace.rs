//! How fast we may speak in one conversation. What one replica says another does not know; Teams' own 429 is the judge
//! of both.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// So many messages in such a time, each:
/// <https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit#per-bot-per-thread-limit>
const LIMITS: [(usize, Duration); 4] = [
    (7, Duration::from_secs(1)),
    (8, Duration::from_secs(2)),
    (60, Duration::from_secs(30)),
    (1_800, Duration::from_secs(3_600)),
];
const HOUR: Duration = Duration::from_secs(3_600);
/// Above so many conversations those that have been quiet for an hour are dropped.
const MANY: usize = 1_000;

/// Whose turn is when.
#[derive(Default)]
pub(super) struct Pace(Mutex<HashMap<String, VecDeque<Instant>>>);

impl Pace {
    /// Takes the next turn in a conversation; says how long to wait for it. `Err` is that wait when it is longer than
    /// `longest`; no turn is taken then.
    pub fn turn(&self, conversation: &str, longest: Duration, now: Instant) -> Result<Duration, Duration> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > MANY {
            all.retain(|_, turns| turns.back().is_some_and(|last| *last + HOUR > now));
        }
        let turns = all.entry(conversation.to_owned()).or_default();
        while turns.front().is_some_and(|first| *first + HOUR <= now) {
            turns.pop_front();
        }
        let turn = LIMITS
            .iter()
            .filter_map(|(most, time)| Some(*turns.get(turns.len().checked_sub(*most)?)? + *time));
        let turn = turn.max().unwrap_or(now).max(now);
        let wait = turn - now;
        if wait > longest {
            return Err(wait);
        }
        turns.push_back(turn);
        Ok(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_window_holds_more_than_its_limit() {
        let (pace, begin) = (Pace::default(), Instant::now());
        let mut turns: Vec<Duration> = Vec::new();
        for _ in 0..2_000 {
            turns.push(pace.turn("a", HOUR * 2, begin).unwrap());
        }
        for (most, time) in LIMITS {
            assert!(turns.windows(most + 1).all(|some| some[most] - some[0] >= time), "{most} in {time:?}");
        }
        assert_eq!(turns[6], Duration::ZERO, "seven go at once");
        assert_eq!(turns[7], Duration::from_secs(1));
        assert_eq!(turns[8], Duration::from_secs(2));
        assert_eq!(turns[1_799], turns[1_740] + (turns[59] - turns[0]));
        assert_eq!(turns[1_800], HOUR);
    }

    #[test]
    fn conversations_do_not_wait_for_each_other() {
        let (pace, begin) = (Pace::default(), Instant::now());
        for _ in 0..7 {
            assert_eq!(pace.turn("a", HOUR, begin), Ok(Duration::ZERO));
        }
        assert_eq!(pace.turn("b", HOUR, begin), Ok(Duration::ZERO));
        let half = Duration::from_millis(500);
        assert_eq!(pace.turn("a", half, begin), Err(Duration::from_secs(1)));
        assert_eq!(pace.turn("a", half, begin + half), Ok(half));
    }
}
