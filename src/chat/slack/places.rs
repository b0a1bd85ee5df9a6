//! Who reads where something was said: only the asker, several of us, or people of another company too.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;

use super::{
    Installation,
    api::{Channel, Kind, Trouble, Web},
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
    /// Nothing for a channel that cannot be looked into.
    known: Cache<(String, String), Option<Place>>,
}

/// A place as far as we may look into it.
#[derive(Clone, Debug)]
pub struct Spot {
    pub place: Place,
    /// It is not among the channels in which we may answer.
    pub closed: bool,
    /// We do not know who reads there.
    pub unseen: bool,
}

impl Places {
    pub fn new(web: Web, allowed: &[String]) -> Self {
        let known = Cache::builder().max_capacity(MOST).time_to_live(KEPT).build();
        Self { web, allowed: allowed.into(), known }
    }

    /// Where a channel's id leads. A private channel that we are not in cannot be looked into: whoever asks there
    /// gets their answer alone.
    pub async fn spot(&self, at: &Installation, channel: &str, user: &str) -> Spot {
        let closed =
            !is_direct(channel) && !self.allowed.is_empty() && !self.allowed.iter().any(|one| one == channel);
        let key = (at.team.clone(), channel.to_owned());
        let known = match self.known.get(&key).await {
            Some(known) => Ok(known),
            None => self.readers(at, channel, user).await,
        };
        let passing = known.as_ref().is_err_and(|trouble| trouble.kind != Kind::NotThere);
        let place = known.unwrap_or_else(|trouble| {
            tracing::debug!(team = at.team, %trouble, "a channel cannot be looked into");
            None
        });
        if !passing {
            self.known.insert(key, place.clone()).await;
        }
        let unseen = place.is_none();
        let place = place.unwrap_or_else(|| Place::Channel { id: channel.to_owned() });
        Spot { place, closed, unseen }
    }

    /// Commands may be given in a direct message between two colleagues, too, where the other one reads: we cannot look
    /// into that.
    async fn readers(&self, at: &Installation, channel: &str, user: &str) -> Result<Option<Place>, Trouble> {
        if !is_direct(channel) {
            return self.look(at, channel).await.map(Some);
        }
        let with_us = self.web.direct(&at.tokens.bot, user).await? == channel;
        Ok(with_us.then_some(Place::Private))
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

/// By its id: <https://docs.slack.dev/apis/web-api/using-the-conversations-api>
pub fn is_direct(channel: &str) -> bool {
    channel.starts_with('D')
}
