//! What we say to Teams: messages, what replaces them, personal chats, and what we ask about the people there.
//!
//! Every call has an end: time-outs, a few tries, and a pace that Teams allows. A failure that comes back from here has
//! been logged once, without a token and without a word of any message.

mod call;
mod hosts;
mod pace;
mod patience;
mod people;
mod send;
mod trouble;
mod upload;

use std::sync::Arc;

pub use hosts::Hosts;
pub use patience::Patience;
pub use people::{Page, User};
pub use send::{Address, Message, Sent, base};
pub use trouble::{Kind, Trouble};

use super::login::Login;

/// Our side of Microsoft's connector. Cheap to clone; clones share their connections and their pace.
/// <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference>
#[derive(Clone)]
pub struct Connector(Arc<Inner>);

struct Inner {
    http: reqwest::Client,
    login: Login,
    hosts: Hosts,
    patience: Patience,
    pace: pace::Pace,
}

impl Connector {
    pub fn new(http: reqwest::Client, login: Login, hosts: Hosts, patience: Patience) -> Self {
        Self(Arc::new(Inner { http, login, hosts, patience, pace: pace::Pace::default() }))
    }
}

/// A client whose calls all end, and that follows nobody elsewhere with our token.
///
/// # Errors
/// When the machine offers no way to make connections.
pub fn client(patience: &Patience) -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .connect_timeout(patience.connect)
        .timeout(patience.call)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("mandorla/", env!("CARGO_PKG_VERSION")))
        .build()
}
