//! Every platform that is set up, as one, for posts that nobody asked for.

use jiff::Timestamp;

use super::App;
use crate::{
    card::Card,
    chat::{Address, Chat, Posted, Unseen, slack, teams},
};

/// The platforms of this process.
#[derive(Clone, Default)]
pub struct Platforms {
    pub slack: Option<slack::Outbound<App>>,
    pub teams: Option<teams::Outbound<App>>,
}

/// Calls a method of the platform that an address names.
macro_rules! on {
    ($platforms:expr, $to:expr, $platform:ident => $call:expr, $missing:expr) => {
        match ($to.platform.as_str(), &$platforms.slack, &$platforms.teams) {
            ("slack", Some($platform), _) => $call.await,
            ("teams", _, Some($platform)) => $call.await,
            _ => $missing,
        }
    };
}

/// What is said of a platform whose settings are gone.
fn missing(to: &Address) -> String {
    format!("{} is not set up any more: give its settings back, or stop the digest", to.platform)
}

impl Chat for Platforms {
    async fn post(&self, to: &Address, thread: Option<&str>, card: &Card, mark: &str) -> Posted {
        on!(self, to, platform => platform.post(to, thread, card, mark), Posted::Gone { why: missing(to) })
    }

    async fn find(
        &self,
        at: &Address,
        thread: Option<&str>,
        mark: &str,
        since: Timestamp,
    ) -> Result<Option<String>, Unseen> {
        on!(self, at, platform => platform.find(at, thread, mark, since), Err(Unseen::Now(missing(at))))
    }

    async fn tell(&self, at: &Address, user: &str, card: &Card) -> Posted {
        on!(self, at, platform => platform.tell(at, user, card), Posted::Gone { why: missing(at) })
    }
}
