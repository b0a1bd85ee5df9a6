//! Who reads where something was said: only the asker, several of us, or guests and people of another company too.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;

use super::{
    House, Installation,
    api::{Channel, Kind, Trouble, Web},
    visit::Visit,
};
use crate::ask::Place;

/// For so long a channel is taken to be shared with nobody else, or with the same.
const KEPT: Duration = Duration::from_secs(60);
const MOST: u64 = 100_000;
/// Members of a channel that are looked at for guests. Where more read, nobody keeps count of who does.
pub const MEMBERS: usize = 200;

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

/// Who would read what is shown to everybody in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reads {
    /// A direct message with us: whoever asks.
    Asker,
    /// Members of our own Slack workspace.
    Us,
    /// Somebody who may not read about single people: a sentence that says who.
    Others(String),
}

impl Places {
    pub fn new(web: Web, allowed: &[String]) -> Self {
        let known = Cache::builder().max_capacity(MOST).time_to_live(KEPT).build();
        Self { web, allowed: allowed.into(), known }
    }

    /// Where a channel's id leads. A private channel that we are not in cannot be looked into: whoever asks there
    /// gets their answer alone.
    pub async fn spot(&self, at: &Installation, channel: &str, user: &str) -> Spot {
        let closed = !self.answers_in(channel);
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

    /// Whether `slack.channels` lets us speak there.
    pub fn answers_in(&self, channel: &str) -> bool {
        is_direct(channel) || self.allowed.is_empty() || self.allowed.iter().any(|one| one == channel)
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

impl<H: House> Visit<H> {
    /// Who reads in a channel now: members of other companies, by what Slack says of the channel; guests, by who is in
    /// it and what is known of each.
    ///
    /// # Errors
    /// When Slack does not say: we are not in that channel, or a scope is missing.
    pub(super) async fn reads(&self, channel: &str) -> Result<Reads, Trouble> {
        match self.door.places().look(&self.at, channel).await? {
            Place::Private => return Ok(Reads::Asker),
            Place::Shared { .. } => {
                return Ok(Reads::Others("People of another company read in this channel".to_owned()));
            }
            Place::Channel { .. } => {}
        }
        let Some(members) = self.door.web().members(&self.at.tokens.bot, channel, MEMBERS).await? else {
            let many =
                format!("More than {MEMBERS} people read in this channel, and guests may be among them");
            return Ok(Reads::Others(many));
        };
        for member in members {
            if self.door.people().is_guest(self.door.house(), &self.at, &member).await? {
                return Ok(Reads::Others("Guests read in this channel".to_owned()));
            }
        }
        Ok(Reads::Us)
    }

    /// Whether single people may be named before everybody in a channel.
    pub(super) async fn open_to_names(&self, channel: &str) -> bool {
        matches!(self.reads(channel).await, Ok(Reads::Asker | Reads::Us))
    }
}

/// By its id: <https://docs.slack.dev/apis/web-api/using-the-conversations-api>
pub fn is_direct(channel: &str) -> bool {
    channel.starts_with('D')
}
