//! A chat that remembers what was posted and who was told, and fails as it is told to.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use jiff::Timestamp;
use mandorla::{
    card::Card,
    chat::{Address, Chat, Posted, Unseen, text},
};
use tokio::sync::Notify;

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is posted; the platform asks for so many seconds.
    Retry(u64),
    Gone,
    Refused,
    /// It names people, and others read there.
    Withheld,
    /// It is posted, and the answer is lost.
    Lost,
    /// It is not posted, and no answer comes.
    Silent,
    /// The process dies before anything was posted.
    DiesBefore,
    /// The process dies when it was posted, before it knows.
    DiesAfter,
}

/// A post that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub to: Address,
    pub thread: Option<String>,
    pub mark: String,
    pub id: String,
    pub text: String,
}

#[derive(Default)]
pub struct State {
    pub posts: Vec<Post>,
    /// Whom, and what.
    pub told: Vec<(String, String)>,
    /// What happens to the next posts, by channel.
    pub faults: HashMap<String, VecDeque<Option<Fault>>>,
    /// What happens to the next words to an owner.
    pub tell_faults: VecDeque<Option<Fault>>,
    /// How many of the next looks fail.
    pub blind: usize,
    /// The platform never lets anybody look.
    pub sightless: bool,
    pub looks: usize,
}

#[derive(Clone, Default)]
pub struct StandIn {
    state: Arc<Mutex<State>>,
    /// Told when the process is to die.
    pub death: Arc<Notify>,
}

impl StandIn {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// What happens to the next posts in a channel.
    pub fn fail(&self, channel: &str, faults: &[Fault]) {
        self.state().faults.entry(channel.to_owned()).or_default().extend(faults.iter().copied().map(Some));
    }

    /// Titles in a channel, those of threads left out.
    pub fn titles(&self, channel: &str) -> Vec<String> {
        let state = self.state();
        let there = state.posts.iter().filter(|post| post.to.channel == channel && post.thread.is_none());
        there.map(|post| post.text.lines().next().unwrap_or_default().to_owned()).collect()
    }

    pub fn told(&self) -> Vec<(String, String)> {
        self.state().told.clone()
    }

    async fn die<T>(&self) -> T {
        self.death.notify_one();
        std::future::pending().await
    }

    fn write(&self, to: &Address, thread: Option<&str>, card: &Card, mark: &str) -> Posted {
        let mut state = self.state();
        let id = format!("M{}", state.posts.len());
        let (thread, mark) = (thread.map(str::to_owned), mark.to_owned());
        state.posts.push(Post { to: to.clone(), thread, mark, id: id.clone(), text: text::render(card) });
        Posted::Sent { message: id }
    }
}

fn busy(seconds: u64, doubt: bool) -> Posted {
    Posted::Retry { after: Duration::from_secs(seconds), why: "the platform is busy".to_owned(), doubt }
}

fn failed(fault: Fault) -> Posted {
    match fault {
        Fault::Gone => Posted::Gone { why: "the channel is archived: unarchive it".to_owned() },
        Fault::Refused => Posted::Refused { why: "the platform refused what we sent".to_owned() },
        Fault::Withheld => Posted::Withheld { why: "guests read there".to_owned() },
        Fault::Retry(seconds) => busy(seconds, false),
        _ => busy(0, true),
    }
}

impl Chat for StandIn {
    async fn post(&self, to: &Address, thread: Option<&str>, card: &Card, mark: &str) -> Posted {
        let fault = {
            let mut state = self.state();
            state.faults.get_mut(&to.channel).and_then(VecDeque::pop_front).flatten()
        };
        tokio::task::yield_now().await;
        match fault {
            None => self.write(to, thread, card, mark),
            Some(Fault::Silent) => std::future::pending().await,
            Some(Fault::DiesBefore) => self.die().await,
            Some(Fault::Lost) => {
                self.write(to, thread, card, mark);
                busy(0, true)
            }
            Some(Fault::DiesAfter) => {
                self.write(to, thread, card, mark);
                self.die().await
            }
            Some(fault) => failed(fault),
        }
    }

    async fn find(
        &self,
        at: &Address,
        thread: Option<&str>,
        mark: &str,
        _since: Timestamp,
    ) -> Result<Option<String>, Unseen> {
        let mut state = self.state();
        state.looks += 1;
        if state.sightless {
            return Err(Unseen::Ever("the platform lets nobody look".to_owned()));
        }
        if state.blind > 0 {
            state.blind -= 1;
            return Err(Unseen::Now("the platform does not say".to_owned()));
        }
        let there = |post: &&Post| post.to == *at && post.thread.as_deref() == thread && post.mark == mark;
        Ok(state.posts.iter().find(there).map(|post| post.id.clone()))
    }

    async fn tell(&self, _at: &Address, user: &str, card: &Card) -> Posted {
        let fault = self.state().tell_faults.pop_front().flatten();
        match fault {
            Some(Fault::DiesBefore) => self.die().await,
            Some(fault) => failed(fault),
            None => {
                self.state().told.push((user.to_owned(), text::render(card)));
                Posted::Sent { message: "T".to_owned() }
            }
        }
    }
}
