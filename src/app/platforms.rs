//! Every platform that is set up, as one, for posts that nobody asked for.

use jiff::Timestamp;

use super::App;
use crate::{
    card::Card,
    chat::{Address, Chat, Posted, slack::Outbound},
};

/// The platforms of this process.
#[derive(Clone, Default)]
pub struct Platforms {
    pub slack: Option<Outbound<App>>,
}

/// What is said of a platform whose settings are gone.
fn missing(to: &Address) -> String {
    format!("{} is not set up any more: give its settings back, or stop the digest", to.platform)
}

impl Platforms {
    fn of(&self, to: &Address) -> Result<&Outbound<App>, String> {
        let platform = match to.platform.as_str() {
            "slack" => self.slack.as_ref(),
            _ => None,
        };
        platform.ok_or_else(|| missing(to))
    }
}

impl Chat for Platforms {
    async fn post(&self, to: &Address, thread: Option<&str>, card: &Card, mark: &str) -> Posted {
        match self.of(to) {
            Ok(platform) => platform.post(to, thread, card, mark).await,
            Err(why) => Posted::Gone { why },
        }
    }

    async fn find(
        &self,
        at: &Address,
        thread: Option<&str>,
        mark: &str,
        since: Timestamp,
    ) -> Result<Option<String>, String> {
        self.of(at)?.find(at, thread, mark, since).await
    }

    async fn tell(&self, at: &Address, user: &str, card: &Card) -> Posted {
        match self.of(at) {
            Ok(platform) => platform.tell(at, user, card).await,
            Err(why) => Posted::Gone { why },
        }
    }
}
