//! Slack: slash commands, mentions, direct messages, the agent pane, shortcuts and the App Home, over Socket Mode
//! or signed HTTP.
//!
//! What comes in is verified and read (`inbound`), remembered so that it is handled once, acknowledged, and only
//! then answered (`door`): the card is drawn ([`render`]) and sent ([`api`]).

mod answering;
pub mod api;
mod checkup;
mod door;
mod home;
mod http;
mod inbound;
pub mod install;
mod installed;
pub mod manifest;
mod modal;
mod pane;
mod people;
mod places;
mod posting;
mod pressing;
pub mod render;
mod sending;
mod service;
mod signature;
pub mod socket;
mod visit;

pub use checkup::{LetIn, checkup};
pub use posting::Outbound;
pub use service::Service;
pub use signature::Verifier;

use jiff::Timestamp;
use secrecy::SecretString;

use super::{Member, Reply};
use crate::{
    ask::{Ask, Place, Who},
    card::Card,
};

/// What Slack needs of the rest of the house. An error is the card that says so; it has been logged already.
pub trait House: Clone + Send + Sync + 'static {
    fn now(&self) -> Timestamp;

    /// Answers what was said in a workspace of ours.
    fn answer(&self, workspace: i64, ask: Ask) -> impl Future<Output = Reply> + Send;

    /// Questions to begin with, with names of the workspace's own where the asker may read them.
    fn openings(&self, workspace: i64, who: Who, place: Place) -> impl Future<Output = Vec<String>> + Send;

    /// What somebody's own page shows, from top to bottom, with the digests of the channels that they are in.
    fn home(&self, workspace: i64, ask: Ask, channels: Vec<Place>) -> impl Future<Output = Vec<Card>> + Send;

    /// Questions about the people and accounts that a text names, those it names first coming first; for strangers
    /// none.
    fn about(&self, workspace: i64, ask: Ask) -> impl Future<Output = Vec<String>> + Send;

    /// Whether this is the first time that anybody, in whichever process, asks about this key; from now on it is not.
    fn first(&self, workspace: i64, key: String) -> impl Future<Output = Result<bool, Card>> + Send;

    /// From now on it is the first time again that anybody asks about this key.
    fn forget(&self, workspace: i64, key: String) -> impl Future<Output = Result<(), Card>> + Send;

    /// How a Slack workspace came to us, if it did and has not left.
    fn installation(&self, team: &str) -> impl Future<Output = Result<Option<Installation>, Card>> + Send;

    /// From now on the Slack workspace of the settings' own token asks the configured workspace.
    fn adopt(&self, team: String, bot_user: String, bot_token: SecretString);

    /// Keeps an installation, in place of an earlier one of the same Slack workspace; its tokens are encrypted.
    /// Without a workspace of ours it gets one of its own.
    fn install(
        &self,
        installation: NewInstallation,
    ) -> impl Future<Output = Result<Installation, Card>> + Send;

    /// Replaces the tokens after a rotation, unless another replica has done so since `spent` was read. Gives those
    /// that hold now.
    fn rotate(
        &self,
        team: &str,
        spent: &str,
        tokens: Tokens,
    ) -> impl Future<Output = Result<Tokens, Card>> + Send;

    /// The Slack workspace has thrown us out, or taken our token: `why` is shown to whoever looks.
    fn uninstall(&self, team: &str, why: &str) -> impl Future<Output = Result<(), Card>> + Send;

    /// What we know about a Slack user.
    fn member(
        &self,
        workspace: i64,
        team: &str,
        user: &str,
    ) -> impl Future<Output = Result<Option<Member>, Card>> + Send;

    /// Keeps what Slack said about a user.
    fn remember_member(
        &self,
        workspace: i64,
        team: &str,
        user: &str,
        member: &Member,
    ) -> impl Future<Output = Result<(), Card>> + Send;

    /// Slack's id of a file that was uploaded before, by what is in it.
    fn file(&self, workspace: i64, team: &str, content: &str) -> impl Future<Output = Option<String>> + Send;

    fn remember_file(
        &self,
        workspace: i64,
        team: &str,
        content: &str,
        file: &str,
    ) -> impl Future<Output = ()> + Send;

    /// Slack does not have this file any more.
    fn forget_file(
        &self,
        workspace: i64,
        team: &str,
        content: &str,
        file: &str,
    ) -> impl Future<Output = ()> + Send;
}

/// A Slack workspace that has let us in.
#[derive(Clone, Debug)]
pub struct Installation {
    /// Slack's id: T….
    pub team: String,
    /// Whose account database it asks: the workspace's number.
    pub workspace: i64,
    /// Our own user there: U….
    pub bot_user: String,
    pub tokens: Tokens,
}

/// An installation as OAuth gives it.
#[derive(Clone, Debug)]
pub struct NewInstallation {
    pub team: String,
    pub team_name: String,
    pub bot_user: String,
    /// Who installed it: the one to tell when something is wrong.
    pub installer: Option<String>,
    pub scopes: String,
    pub tokens: Tokens,
}

/// What lets us speak in a Slack workspace.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub bot: SecretString,
    /// Only where token rotation is on: how to get the next one, once, and when this one ends.
    pub rotation: Option<(SecretString, Timestamp)>,
}
