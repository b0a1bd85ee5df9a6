//! One occurrence, from borrowed to done. Each step is written down before the next one begins, so whoever dies on the
//! way leaves the next replica knowing where it stood.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::{Clock, Compose, Now, due::stands_for, heirs, instant, lanes::address, later, told, waits};
use crate::{
    card::Card,
    chat::{Address, Chat, Posted, Unseen},
    db::{
        DbError,
        digests::{self, Attempt, Claimed, Held, Lease, Marked, State},
    },
    digest::{
        compose::Digest,
        schedule::{Lateness, Schedule, late},
    },
};

/// Why a delivery ends before everything is done.
pub(super) enum Halt {
    /// Another replica has borrowed it: what it finds, it goes on with.
    Lost,
    /// It is written down when to go on, and given back.
    Later,
    /// We are told to stop.
    Stopped,
    Db(DbError),
}

impl From<DbError> for Halt {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

pub(super) type Step<T = ()> = Result<T, Halt>;

/// How long after it was due a digest may still be posted, and its thread completed.
const DAY: Duration = Duration::from_secs(86_400);
/// How far before that a post is looked for: the platform's clock is another one.
const BEFORE: Duration = Duration::from_secs(3_600);
/// How often what happened is written down when the database fails.
const WRITES: u32 = 5;

/// Brings one occurrence as far as it goes now.
pub(super) async fn deliver<C: Chat, W: Compose, N: Now>(
    clock: &Clock<C, W, N>,
    claimed: Claimed,
    stop: &CancellationToken,
) {
    let key = claimed.key.clone();
    let span = tracing::info_span!("digest", occurrence = %key);
    let ended = tokio::select! {
        ended = run(clock, claimed, stop).instrument(span) => ended,
        () = keep(clock, &key) => return,
    };
    let not_before = match ended {
        Ok(()) | Err(Halt::Later) => return,
        Err(Halt::Lost) => return tracing::info!(occurrence = %key, "another replica goes on with a digest"),
        Err(Halt::Stopped) => 0,
        Err(Halt::Db(error)) => {
            tracing::warn!(occurrence = %key, %error, "a digest waits for the database");
            later(clock.now(), clock.patience.first_wait).as_microsecond()
        }
    };
    // If that fails, too, it is free again when the lease has run out.
    let _ = digests::give_back(&clock.db, &key, &clock.replica, not_before).await;
}

/// Renews what was borrowed as long as it is worked on. Whether it is still ours is seen when something is written.
async fn keep<C: Chat, W: Compose, N: Now>(clock: &Clock<C, W, N>, key: &digests::Key) {
    loop {
        sleep(clock.patience.lease / 3).await;
        let Ok(lease) = clock.lease().await else { continue };
        if let Ok(Held::Lost) = digests::renew(&clock.db, key, lease).await {
            return std::future::pending().await;
        }
    }
}

async fn run<C: Chat, W: Compose, N: Now>(
    clock: &Clock<C, W, N>,
    it: Claimed,
    stop: &CancellationToken,
) -> Step {
    let Ok(schedule) = it.schedule.parse() else {
        return Err(DbError::Unreadable(it.schedule).into());
    };
    let mut one = One { clock, schedule, due: instant(it.due_at), it, digest: None, stop };
    one.may_go_on()?;
    if one.it.progress.posting {
        one.look().await?;
    }
    if one.it.progress.state == State::Open {
        heirs::look_after(&mut one).await?;
        one.first().await?;
    }
    if one.it.progress.state == State::Sent && !one.it.progress.owed && !one.it.progress.done {
        one.thread().await?;
    }
    if one.it.progress.owed {
        told::tell(&mut one).await?;
    }
    Ok(())
}

/// An occurrence on its way.
pub(super) struct One<'a, C, W, N> {
    pub clock: &'a Clock<C, W, N>,
    pub schedule: Schedule,
    pub due: Timestamp,
    pub it: Claimed,
    digest: Option<Arc<Digest>>,
    stop: &'a CancellationToken,
}

impl<C: Chat, W: Compose, N: Now> One<'_, C, W, N> {
    pub(super) fn may_go_on(&self) -> Step {
        if self.stop.is_cancelled() { Err(Halt::Stopped) } else { Ok(()) }
    }

    /// A post may stand already: looks for it. Not knowing is no reason to post again.
    async fn look(&mut self) -> Step {
        let since = self.due.checked_sub(SignedDuration::try_from(BEFORE).unwrap_or_default());
        let (to, mark) = (self.address(), self.mark());
        let thread = self.it.progress.message.clone();
        let find = self.clock.chat.find(&to, thread.as_deref(), &mark, since.unwrap_or(Timestamp::MIN));
        let found = tokio::select! {
            found = find => found,
            () = sleep(self.clock.patience.post) => Err(Unseen::Now("the platform did not answer".to_owned())),
        };
        match found {
            Ok(Some(message)) => self.stands(message, "found", "it stood in the channel already").await,
            Ok(None) => {
                self.it.progress.posting = false;
                Ok(())
            }
            Err(Unseen::Now(why)) if self.too_late().is_none() => {
                let why = format!("an earlier post may stand, and cannot be looked for: {why}");
                self.later("retry", &why, Duration::ZERO).await
            }
            Err(Unseen::Now(why) | Unseen::Ever(why)) => {
                let why = format!("it may stand in the channel or not, which could not be found out: {why}");
                self.give_up("unknown", &why).await
            }
        }
    }

    /// Posts the digest itself, or finds that it is not to be posted.
    async fn first(&mut self) -> Step {
        if !self.it.active {
            return self.inactive().await;
        }
        if let Some(behind) = self.too_late() {
            return self.past(behind).await;
        }
        let digest = match self.compose().await {
            Ok(digest) => digest,
            Err(error) => {
                let why = format!("the digest could not be put together: {error}");
                return self.later("retry", &why, Duration::ZERO).await;
            }
        };
        if digest.empty && self.it.quiet {
            return self.verdict(State::Empty, "empty", "there was nothing to say", false).await;
        }
        match self.post(None, &digest.first).await? {
            None => self.inactive().await,
            Some(Posted::Sent { message }) => {
                let behind = self.lateness().map(|behind| format!("{} late", told::said(behind)));
                self.stands(message, "sent", &behind.unwrap_or_default()).await
            }
            Some(Posted::Retry { after, why, doubt }) => self.again(&why, after, doubt).await,
            Some(Posted::Gone { why }) => self.give_up("gone", &why).await,
            Some(Posted::Refused { why } | Posted::Withheld { why }) => self.give_up("refused", &why).await,
        }
    }

    /// Posts, after it was written down that it is about to; `None` if nothing is to be posted any more.
    pub(super) async fn post(&mut self, thread: Option<&str>, card: &Card) -> Step<Option<Posted>> {
        let patience = self.clock.patience;
        let begun = Instant::now();
        match digests::mark(&self.clock.db, &self.it.key, self.clock.lease().await?).await? {
            Marked::Lost => return Err(Halt::Lost),
            Marked::Inactive => return Ok(None),
            Marked::Yes => self.it.progress.posting = true,
        }
        // Writing took so long that the lease might end under the post.
        if begun.elapsed() + patience.post > patience.lease {
            self.it.progress.posting = false;
            self.write(None, 0).await?;
            return Err(Halt::Later);
        }
        let (to, mark) = (self.address(), self.mark());
        let given_up = sleep_until(Instant::now() + patience.post);
        Ok(Some(tokio::select! {
            // Once the time is over nothing more is sent, even if this process was held up.
            biased;
            () = given_up => {
                let why = format!("the platform did not answer within {} seconds", patience.post.as_secs());
                Posted::Retry { after: Duration::ZERO, why, doubt: true }
            }
            posted = self.clock.chat.post(&to, thread, card, &mark) => posted,
        }))
    }

    /// A post stands: the digest itself, or the next one of its thread.
    pub(super) async fn stands(&mut self, message: String, outcome: &'static str, detail: &str) -> Step {
        let first = self.it.progress.state == State::Open;
        let now = &mut self.it.progress;
        now.posting = false;
        if first {
            (now.state, now.message) = (State::Sent, Some(message));
            now.done = self.digest.as_ref().is_some_and(|digest| digest.thread.is_empty());
            tracing::info!(outcome, "a digest stands in its channel");
        } else {
            now.thread_done += 1;
        }
        let attempt = first.then_some((outcome, detail));
        self.save(attempt).await
    }

    /// Nothing is left to do.
    pub(super) async fn finish(&mut self) -> Step {
        self.it.progress.posting = false;
        self.it.progress.done = true;
        self.save(None).await
    }

    /// Paused or stopped meanwhile. Whoever did that knows.
    async fn inactive(&mut self) -> Step {
        self.verdict(State::Skipped, "skipped", "paused or stopped before it was posted", false).await
    }

    /// The day is over.
    pub(super) async fn past(&mut self, behind: SignedDuration) -> Step {
        let behind = told::said(behind);
        if self.it.tries > 0 {
            let attempts = digests::attempts(&self.clock.db, &self.it.key).await?;
            let last = attempts.last().map(|(_, why)| why.as_str()).unwrap_or_default();
            let why = format!(
                "{behind} after it was due and {} tries it is too late; the last one: {last}",
                self.it.tries
            );
            return self.give_up("late", &why).await;
        }
        let count = stands_for(&self.schedule, self.due, self.clock.now());
        let others =
            if count > 1 { format!(", and so were {} that followed", count - 1) } else { String::new() };
        let why = format!("Mandorla came to it {behind} after it was due, which is too late{others}");
        self.verdict(State::Skipped, "skipped", &why, true).await
    }

    /// It will not do better. A digest that stands without all of its thread was sent all the same.
    pub(super) async fn give_up(&mut self, outcome: &'static str, why: &str) -> Step {
        match self.it.progress.state {
            State::Sent => {
                let why =
                    format!("the digest stands, but its thread ends after {} posts: {why}", self.done());
                self.verdict(State::Sent, outcome, &why, true).await
            }
            _ => self.verdict(State::Failed, outcome, why, true).await,
        }
    }

    /// What became of it. `owed`: the owner has to be told.
    async fn verdict(&mut self, state: State, outcome: &'static str, detail: &str, owed: bool) -> Step {
        let now = &mut self.it.progress;
        (now.state, now.posting, now.owed, now.done) = (state, false, owed, !owed);
        tracing::info!(state = state.as_str(), outcome, "a digest has come to its end");
        self.save(Some((outcome, detail))).await
    }

    /// The post was not taken. Where it cannot stand, nothing has to be looked for before the next try.
    pub(super) async fn again(&mut self, why: &str, after: Duration, doubt: bool) -> Step {
        self.it.progress.posting = doubt;
        self.later("retry", why, after).await
    }

    /// Tries again after a while, at the end of the day at the latest.
    pub(super) async fn later(&mut self, outcome: &'static str, why: &str, told: Duration) -> Step {
        let wait = waits::wait(&self.clock.patience, self.it.tries, told);
        let end = later(self.due, DAY);
        self.it.progress.try_at = later(self.clock.now(), wait).min(end).as_microsecond();
        self.write(Some((outcome, why)), 0).await?;
        Err(Halt::Later)
    }

    /// Writes down how it stands and what happened. What is done is given back.
    pub(super) async fn save(&mut self, attempt: Option<(&str, &str)>) -> Step {
        let until = if self.it.progress.done { 0 } else { self.clock.lease().await?.until };
        self.write(attempt, until).await
    }

    /// The same, with the end of the lease; 0 gives it back. A post that stands is worth writing down more than once.
    pub(super) async fn write(&mut self, attempt: Option<(&str, &str)>, until: i64) -> Step {
        let mut wait = Duration::from_millis(50);
        for left in (0..WRITES).rev() {
            let at = self.clock.now().as_microsecond();
            let attempt = attempt.map(|(outcome, detail)| Attempt { at, outcome, detail });
            let lease = Lease { owner: &self.clock.replica, until };
            let tried = digests::save(&self.clock.db, &self.it.key, lease, &self.it.progress, attempt).await;
            match tried {
                Ok(Held::Yes) => break,
                Ok(Held::Lost) => return Err(Halt::Lost),
                Err(error) if left == 0 => return Err(error.into()),
                Err(_) => sleep(wait).await,
            }
            wait *= 2;
        }
        self.it.tries += i64::from(attempt.is_some());
        Ok(())
    }

    pub(super) async fn compose(&mut self) -> Result<Arc<Digest>, Arc<DbError>> {
        if let Some(digest) = &self.digest {
            return Ok(Arc::clone(digest));
        }
        // The date as it was kept: the calendar may have changed since.
        let date = self
            .it
            .key
            .slot
            .parse()
            .map_or_else(|_| self.schedule.date(self.due), |slot: jiff::civil::DateTime| slot.date());
        let (contents, now) = (&self.clock.contents, self.clock.now());
        let digest = contents.of(&self.it, (date, self.schedule.zone()), self.lateness(), now).await?;
        self.digest = Some(Arc::clone(&digest));
        Ok(digest)
    }

    fn lateness(&self) -> Option<SignedDuration> {
        match late(self.due, self.clock.now()) {
            Lateness::OnTime => None,
            Lateness::Late(behind) | Lateness::TooLate(behind) => Some(behind),
        }
    }

    pub(super) fn too_late(&self) -> Option<SignedDuration> {
        match late(self.due, self.clock.now()) {
            Lateness::TooLate(behind) => Some(behind),
            Lateness::OnTime | Lateness::Late(_) => None,
        }
    }

    pub(super) fn address(&self) -> Address {
        address(&self.it)
    }

    /// Posts of the thread that stand.
    pub(super) fn done(&self) -> usize {
        usize::try_from(self.it.progress.thread_done).unwrap_or(0)
    }

    /// What tells the next post from all others, for ever: 0 is the digest itself.
    fn mark(&self) -> String {
        let nth = match self.it.progress.state {
            State::Open => 0,
            _ => self.done() + 1,
        };
        format!("{}-{nth}", self.it.key)
    }
}
