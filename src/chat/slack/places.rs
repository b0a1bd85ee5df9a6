//! Who reads where something was said: only the asker, several of us, or people of another company too.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;

use super::{
    Installation,
    api::{Channel, Trouble, Web},
};
use crate::ask::Place;

/// For so long a channel is taken to be shared with nobody else, or with the same.
const KEPT: Duration = Duration::from_secs(60);
const MOST: u64 = 100_000;

#[derive(Clone)]
pub struct Places {
    web: Web,
    /// The only channels in which we answer; empty: everywhere.
    allowed: Arc<[String]>,
    known: Cache<(String, String), Place>,
}

/// A place as far as we may look into it.
#[derive(Clone, Debug)]
pub struct Spot {
    pub place: Place,
    /// It is not among the channels in which we may answer.
    pub closed: bool,
}

impl Places {
    pub fn new(web: Web, allowed: &[String]) -> Self {
        let known = Cache::builder().max_capacity(MOST).time_to_live(KEPT).build();
        Self { web, allowed: allowed.into(), known }
    }

    /// Where a channel's id leads. A private channel that we are not in cannot be looked into: whoever asks there
    /// gets their answer alone.
    pub async fn spot(&self, at: &Installation, channel: &str) -> Spot {
        // A direct message, by its id: <https://docs.slack.dev/apis/web-api/using-the-conversations-api>
        if channel.starts_with('D') {
            return Spot { place: Place::Private, closed: false };
        }
        let closed = !self.allowed.is_empty() && !self.allowed.iter().any(|allowed| allowed == channel);
        let key = (at.team.clone(), channel.to_owned());
        if let Some(place) = self.known.get(&key).await {
            return Spot { place, closed };
        }
        let place = match self.look(at, channel).await {
            Ok(place) => place,
            Err(trouble) => {
                tracing::debug!(team = at.team, %trouble, "a channel cannot be looked into");
                Place::Channel { id: channel.to_owned() }
            }
        };
        self.known.insert(key, place.clone()).await;
        Spot { place, closed }
    }

    /// Who reads there now, as Slack says.
    ///
    /// # Errors
    /// When Slack does not say: we are not in that channel, or a scope is missing.
    pub async fn look(&self, at: &Installation, channel: &str) -> Result<Place, Trouble> {
        let Channel { is_ext_shared, is_im, .. } = self.web.channel(&at.tokens.bot, channel).await?;
        let id = channel.to_owned();
        Ok(match (is_im, is_ext_shared) {
            (true, _) => Place::Private,
            (false, true) => Place::Shared { id },
            (false, false) => Place::Channel { id },
        })
    }
}
