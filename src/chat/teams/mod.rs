//! Microsoft Teams: personal chats, group chats, channels and the compose box, over the Bot Framework's signed HTTP.
//!
//! What comes in is verified ([`token`]) and read ([`inbound`]), remembered so that it is handled once, acknowledged,
//! and only then answered ([`door`]): the card is drawn ([`render`]) and sent ([`connector`]) with a token of our own
//! ([`login`]). Answers about single people go to the personal chat, wherever they were asked.

mod about;
mod answering;
mod arriving;
mod checkup;
mod compose;
pub mod connector;
pub mod door;
mod files;
pub mod http;
mod icons;
pub mod inbound;
pub mod login;
pub mod manifest;
mod people;
pub mod pictures;
mod places;
mod posting;
mod pressing;
pub mod render;
mod sending;
pub mod service;
mod sharing;
pub mod token;
mod visit;

pub use checkup::checkup;
pub use posting::Outbound;
pub use sending::message;
pub use service::Service;

use jiff::Timestamp;

use super::{Member, Reply};
use crate::{
    ask::{Ask, Place, Who},
    bot::Found,
    card::Card,
};

/// What Teams needs of the rest of the house. An error is the card that says so; it has been logged already.
pub trait House: Clone + Send + Sync + 'static {
    fn now(&self) -> Timestamp;

    /// Answers what was said in a workspace of ours.
    fn answer(&self, workspace: i64, ask: Ask) -> impl Future<Output = Reply> + Send;

    /// Questions to begin with, with names of the workspace's own where the asker may read them.
    fn openings(&self, workspace: i64, who: Who, place: Place) -> impl Future<Output = Vec<String>> + Send;

    /// People and accounts whose names begin like a text, the likeliest first; for strangers none.
    fn search(&self, workspace: i64, ask: Ask) -> impl Future<Output = Vec<Found>> + Send;

    /// Whether this is the first time that anybody, in whichever process, asks about this key; from now on it is not.
    fn first(&self, workspace: i64, key: String) -> impl Future<Output = Result<bool, Card>> + Send;

    /// From now on it is the first time again that anybody asks about this key.
    fn forget(&self, workspace: i64, key: String) -> impl Future<Output = Result<(), Card>> + Send;

    /// Which of these addresses a colleague has, if any.
    fn colleague(
        &self,
        workspace: i64,
        addresses: &[String],
    ) -> impl Future<Output = Result<Option<String>, Card>> + Send;

    /// Whose account database a tenant asks, if any.
    fn workspace(&self, tenant: &str) -> impl Future<Output = Result<Option<i64>, Card>> + Send;

    /// What we know about a user, by their object id in the tenant's directory.
    fn member(
        &self,
        workspace: i64,
        tenant: &str,
        user: &str,
    ) -> impl Future<Output = Result<Option<Member>, Card>> + Send;

    /// Keeps what Teams said about a user.
    fn remember_member(
        &self,
        workspace: i64,
        tenant: &str,
        user: &str,
        member: &Member,
    ) -> impl Future<Output = Result<(), Card>> + Send;

    /// Keeps a conversation, in place of what was known of it. One that was over goes on again.
    fn keep_conversation(
        &self,
        workspace: i64,
        conversation: &Conversation,
    ) -> impl Future<Output = Result<(), Card>> + Send;

    /// A conversation that goes on.
    fn conversation(
        &self,
        workspace: i64,
        tenant: &str,
        id: &str,
    ) -> impl Future<Output = Result<Option<Conversation>, Card>> + Send;

    /// The personal chat with a user, by their object id, if it goes on.
    fn personal(
        &self,
        workspace: i64,
        tenant: &str,
        user: &str,
    ) -> impl Future<Output = Result<Option<Conversation>, Card>> + Send;

    /// The conversation of a tenant that we heard of last, whether it goes on or not: what reaches its connector.
    fn met(
        &self,
        workspace: i64,
        tenant: &str,
    ) -> impl Future<Output = Result<Option<Conversation>, Card>> + Send;

    /// Something about conversations has changed that Teams told us.
    fn changed(
        &self,
        workspace: i64,
        tenant: &str,
        change: &Change,
    ) -> impl Future<Output = Result<(), Card>> + Send;
}

/// A conversation that let us in: what it takes to speak there without being asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Conversation {
    /// Teams' id of it, without a thread: `19:…@thread.tacv2`, `a:…`.
    pub id: String,
    pub tenant: String,
    /// Where its messages are taken. It came with a token that was checked.
    pub service_url: String,
    pub kind: Kind,
    /// Of a channel or a group chat, if Teams said it.
    pub name: Option<String>,
    /// What a channel belongs to.
    pub team: Option<Team>,
    /// Our own id there: `28:…`.
    pub bot: String,
    /// Of a personal chat: with whom, by their object id.
    pub user: Option<String>,
}

impl Conversation {
    /// As the house names it: `teams:TENANT/19:…`.
    fn name_for_us(&self) -> String {
        format!("teams:{}/{}", self.tenant, self.id)
    }

    /// As people call it: a team's first channel has no name of its own.
    fn called(&self) -> Option<&str> {
        self.name.as_deref().or(self.team.as_ref()?.name.as_deref())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Personal,
    Group,
    Channel,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Team {
    /// `19:…@thread.tacv2`: the id of its first channel.
    pub id: String,
    pub name: Option<String>,
}

/// What can happen to conversations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing can be said there any more: `why` is shown to whoever looks.
    Ended {
        id: String,
        why: String,
    },
    /// The same for every channel of a team.
    TeamEnded {
        team: String,
        why: String,
    },
    Renamed {
        id: String,
        name: String,
    },
    TeamRenamed {
        team: String,
        name: String,
    },
}
