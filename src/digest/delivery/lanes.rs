//! Many channels at once, each of them in order.

use std::collections::{HashMap, VecDeque};

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{Clock, Compose, Now, micros, one};
use crate::{
    chat::{Address, Chat},
    db::{
        DbError,
        digests::{self, Claimed},
    },
};

/// Occurrences that are worked on at once.
const MOST: usize = 64;

impl<C: Chat, W: Compose, N: Now> Clock<C, W, N> {
    /// Delivers what is due until nothing is left, or until it is told to stop. What was begun is always finished.
    pub(super) async fn work(&self, stop: &CancellationToken) -> Result<(), DbError> {
        let mut lanes = Lanes::default();
        let mut running = JoinSet::new();
        let mut more = Ok(true);
        loop {
            let free = MOST.saturating_sub(running.len() + lanes.waiting);
            if matches!(more, Ok(true)) && free >= MOST / 2 && !stop.is_cancelled() {
                more = self.borrow(free, &mut lanes, &mut running, stop).await;
            }
            let done = tokio::select! {
                done = running.join_next() => done,
                // What falls due while a long thread is posted does not wait for its end.
                () = tokio::time::sleep(self.patience.look), if more.is_ok() => {
                    more = Ok(true);
                    continue;
                }
            };
            let Some(done) = done else { break };
            // A task that panicked leaves its channel shut until the next tick.
            let Ok(channel) = done else { continue };
            if let Some(next) = lanes.next(&channel) {
                self.start(&mut running, next, stop);
            }
        }
        more.map(drop)
    }

    /// Borrows so many and starts those whose channel is free; says whether there may be more.
    async fn borrow(
        &self,
        most: usize,
        lanes: &mut Lanes,
        running: &mut JoinSet<Address>,
        stop: &CancellationToken,
    ) -> Result<bool, DbError> {
        self.begin_due().await?;
        let leased = self.lease_clock().await?;
        let ended = leased.as_microsecond().saturating_sub(micros(self.patience.skew));
        let (lease, now) = (self.lease_from(leased), self.now().as_microsecond());
        let claimed = digests::claim(&self.db, lease, now, ended, most as i64).await?;
        let more = !claimed.is_empty();
        for claimed in claimed {
            if let Some(claimed) = lanes.admit(claimed) {
                self.start(running, claimed, stop);
            }
        }
        Ok(more)
    }

    fn start(&self, running: &mut JoinSet<Address>, claimed: Claimed, stop: &CancellationToken) {
        let (clock, stop) = (self.clone(), stop.clone());
        running.spawn(async move {
            let channel = address(&claimed);
            one::deliver(&clock, claimed, &stop).await;
            channel
        });
    }
}

pub(super) fn address(claimed: &Claimed) -> Address {
    Address {
        platform: claimed.platform.clone(),
        team: claimed.team.clone(),
        channel: claimed.channel.clone(),
    }
}

/// Channels that are being posted to, each with what waits for it.
#[derive(Default)]
struct Lanes {
    busy: HashMap<Address, VecDeque<Claimed>>,
    waiting: usize,
}

impl Lanes {
    /// Gives it back if its channel is free, and keeps it if not.
    fn admit(&mut self, claimed: Claimed) -> Option<Claimed> {
        match self.busy.get_mut(&address(&claimed)) {
            Some(lane) => {
                lane.push_back(claimed);
                self.waiting += 1;
                None
            }
            None => {
                self.busy.insert(address(&claimed), VecDeque::new());
                Some(claimed)
            }
        }
    }

    /// The channel is free again: what comes next there.
    fn next(&mut self, channel: &Address) -> Option<Claimed> {
        let next = self.busy.get_mut(channel)?.pop_front();
        match next {
            Some(_) => self.waiting -= 1,
            None => drop(self.busy.remove(channel)),
        }
        next
    }
}
