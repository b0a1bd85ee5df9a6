//! The chats: each turns what people say into an `Ask`, and a `Card` into what its platform shows.

pub mod console;
pub mod discord;
mod drawing;
pub mod slack;
pub mod teams;
pub mod text;

use std::time::Duration;

use jiff::Timestamp;

use crate::card::Card;

/// What a chat is given to show.
#[derive(Clone, Debug)]
pub struct Reply {
    pub card: Card,
    /// What follows under it, a post each.
    pub thread: Vec<Card>,
    /// The whole list behind the card, if it was asked for.
    pub csv: Option<Csv>,
    /// It answers what was asked: no refusal, no choice, nothing that waits for a yes.
    pub answered: bool,
    /// Something was changed: whoever said it, to whomever, has to hear of it.
    pub done: bool,
    /// It offers to post here, unasked, from now on.
    pub posts: bool,
}

impl From<Card> for Reply {
    fn from(card: Card) -> Self {
        Self { card, thread: Vec::new(), csv: None, answered: false, done: false, posts: false }
    }
}

/// A file to save.
#[derive(Clone, Debug)]
pub struct Csv {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Where a post without a question goes, as the platform names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// "slack", "teams" or "discord".
    pub platform: String,
    /// The platform's workspace, tenant or server.
    pub team: String,
    pub channel: String,
}

/// What became of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It stands: the platform's id of it.
    Sent { message: String },
    /// The platform is busy or out of reach. `doubt`: the post may stand all the same, since its answer was lost.
    Retry { after: Duration, why: String, doubt: bool },
    /// There is nobody to post to any more, until a person does something: why, and what.
    Gone { why: String },
    /// A fault of ours: the same post will not do better.
    Refused { why: String },
    /// It names single people, and others read there too: nothing was posted.
    Withheld { why: String },
}

/// Why it is not known whether a post stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// The platform does not say now: why.
    Now(String),
    /// The platform never lets us look: why.
    Ever(String),
}

/// How a platform stands; shown where a supervisor looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Not yet known there, or out of reach.
    Connecting,
    Connected,
    /// It does not take what we prove ourselves with: why, and what to do.
    Refused(String),
}

/// What is known about a user of a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The address that the platform vouches for, or that an admin has linked.
    pub email: Option<String>,
    /// Linked by an admin: the platform's own word does not change it.
    pub linked: bool,
    /// A guest, a bot, or somebody of another company.
    pub outsider: bool,
    /// When the platform was last asked.
    pub checked_at: Timestamp,
}

/// What digests need of the platforms: the fewest methods.
pub trait Chat: Clone + Send + Sync + 'static {
    /// Posts a card, in the thread of an earlier post if one is named. `mark` is put into the post where nobody reads
    /// it, for [`Chat::find`].
    fn post(
        &self,
        to: &Address,
        thread: Option<&str>,
        card: &Card,
        mark: &str,
    ) -> impl Future<Output = Posted> + Send;

    /// The post with this mark, if it stands in the channel (or in the thread) since an instant. `Err` where the
    /// platform does not say.
    fn find(
        &self,
        at: &Address,
        thread: Option<&str>,
        mark: &str,
        since: Timestamp,
    ) -> impl Future<Output = Result<Option<String>, Unseen>> + Send;

    /// Says something to one person alone.
    fn tell(&self, at: &Address, user: &str, card: &Card) -> impl Future<Output = Posted> + Send;
}

/// Something that a check-up found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub grade: Grade,
    pub what: String,
    /// What to do about it; empty where nothing is to be done.
    pub next: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    Good,
    /// It works, but not as it should.
    Odd,
    Bad,
}

impl Finding {
    pub fn good(what: String) -> Self {
        Self { grade: Grade::Good, what, next: String::new() }
    }

    pub fn odd(what: String, next: &str) -> Self {
        Self { grade: Grade::Odd, what, next: next.to_owned() }
    }

    pub fn bad(what: String, next: &str) -> Self {
        Self { grade: Grade::Bad, what, next: next.to_owned() }
    }
}
