//! Microsoft Teams: personal chats, group chats, channels and the compose box, over the Bot Framework's signed HTTP.
//!
//! What comes in is verified ([`token`]) and read ([`inbound`]), remembered so that it is handled once, acknowledged,
//! and only then answered ([`door`]): the card is drawn ([`render`]) and sent ([`connector`]) with a token of our own
//! ([`login`]). Answers about single people go to the personal chat, wherever they were asked.

mod answering;
mod arriving;
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
mod places;
mod pressing;
pub mod render;
mod sending;
mod sharing;
pub mod token;
mod visit;

use jiff::Timestamp;

use super::Reply;
use crate::{ask::Ask, card::Card};

/// What Teams needs of the rest of the house. An error is the card that says so; it has been logged already.
pub trait House: Clone + Send + Sync + 'static {
    fn now(&self) -> Timestamp;

    /// Answers what was said in a workspace of ours.
    fn answer(&self, workspace: i64, ask: Ask) -> impl Future<Output = Reply> + Send;

    /// Questions to begin with, with names of the workspace's own.
    fn openings(&self, workspace: i64) -> impl Future<Output = Vec<String>> + Send;

    /// People and accounts whose names begin like a text, the likeliest first.
    fn search(&self, workspace: i64, text: &str) -> impl Future<Output = Vec<Found>> + Send;

    /// Whether this is the first time that anybody, in whichever process, asks about this key; from now on it is not.
    fn first(&self, workspace: i64, key: String) -> impl Future<Output = Result<bool, Card>> + Send;

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

/// What is known about a Teams user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The address in the tenant's directory, or one that an admin has linked.
    pub email: Option<String>,
    /// Linked by an admin: Teams' own word does not change it.
    pub linked: bool,
    /// A guest, or somebody of another company.
    pub outsider: bool,
    pub checked_at: Timestamp,
}

/// A person or an account that a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub name: String,
    /// Tells it from others of that name: title and employer, or a domain.
    pub about: String,
    /// The question about it.
    pub ask: String,
}

/// How Teams is reached, and who may reach us.
#[derive(Clone, Debug)]
pub struct Options {
    /// The bot's own id: the client id of its registration.
    pub app_id: String,
    /// The bot's own tenant.
    pub tenant: String,
    /// The tenants whose people we answer; empty: the bot's own alone.
    pub tenants: Vec<String>,
    /// Where our token comes from; `{tenant}` stands for the bot's own.
    pub token_url: String,
    /// Where Microsoft names the keys that it signs with.
    pub openid_url: String,
    /// Hosts, with a port if need be, that get our token beside Microsoft's own: stand-ins.
    pub service_hosts: Vec<String>,
    /// The only channels, teams and group chats in which we answer, by id; empty: everywhere.
    pub channels: Vec<String>,
    /// Answers about single people stay in the channel, as messages that Teams shows to the asker alone. Only where
    /// every client knows them: <https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages>
    pub targeted: bool,
}

impl Options {
    /// The bot's own tenant alone, at Microsoft's own addresses.
    pub fn new(app_id: &str, tenant: &str) -> Self {
        Self {
            app_id: app_id.to_owned(),
            tenant: tenant.to_owned(),
            tenants: Vec::new(),
            token_url: login::TOKEN_URL.to_owned(),
            openid_url: token::OPENID_URL.to_owned(),
            service_hosts: Vec::new(),
            channels: Vec::new(),
            targeted: false,
        }
    }

    /// Whether people of a tenant may ask.
    pub fn lets_in(&self, tenant: &str) -> bool {
        let own = std::slice::from_ref(&self.tenant);
        let allowed = if self.tenants.is_empty() { own } else { &self.tenants };
        allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(tenant))
    }
}
