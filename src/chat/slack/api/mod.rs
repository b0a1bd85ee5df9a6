//! What we say to Slack: answers, messages, files, windows, and what we ask about people and channels.
//!
//! Every call has an end: time-outs, a few tries, and a pace that Slack allows. A failure that comes back from here has
//! been logged once, without a token and without a word of any message.

mod client;
mod ended;
mod error;
mod files;
mod history;
mod oauth;
mod pace;
mod patience;
mod people;
mod retry;
mod send;
mod views;

use std::sync::Arc;

pub use error::{Kind, Trouble};
pub use files::Upload;
pub use patience::{Patience, Waits};
pub use people::{Auth, Channel, User};
pub use send::{Say, Sent, Spare};

use slack_morphism::hyper_tokio::{SlackClientHyperConnector, SlackClientHyperHttpsConnector};

/// Where Slack's Web API stands: <https://docs.slack.dev/apis/web-api/>.
pub const API_URL: &str = "https://slack.com/api";

/// Our side of Slack's Web API. Cheap to clone; clones share their connections and their pace.
#[derive(Clone)]
pub struct Web(Arc<Inner>);

struct Inner {
    /// Without a slash at its end.
    api_url: String,
    patience: Patience,
    https: client::Https,
    http: client::Http,
    pace: pace::Pace,
    homes: people::Homes,
    ended: ended::Ended,
}

impl Web {
    /// Speaks to Slack at this base address, by default [`API_URL`].
    pub fn new(api_url: &str) -> Self {
        Self::patient(api_url, Patience::default())
    }

    /// The same with waits of one's own.
    pub fn patient(api_url: &str, patience: Patience) -> Self {
        let https = client::https(&patience);
        Self(Arc::new(Inner {
            api_url: api_url.trim_end_matches('/').to_owned(),
            http: client::http(https.clone(), &patience),
            https,
            pace: pace::Pace::default(),
            homes: people::Homes::default(),
            ended: ended::Ended::default(),
            patience,
        }))
    }

    /// How long it waits.
    pub fn patience(&self) -> &Patience {
        &self.0.patience
    }

    /// slack-morphism's way to the same address, for its Socket Mode.
    pub(super) fn connector(&self) -> SlackClientHyperHttpsConnector {
        SlackClientHyperConnector::with_connector(self.0.https.clone()).with_slack_api_url(&self.0.api_url)
    }
}

impl std::fmt::Debug for Web {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Web").field("api_url", &self.0.api_url).finish_non_exhaustive()
    }
}
