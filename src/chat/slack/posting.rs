//! Posts without a question: digests into their channels, and a word to their owner.

use std::time::Duration;

use jiff::Timestamp;

use super::{House, Installation, api::Sent, door::Door, visit::Visit};
use crate::{
    ask::Place,
    card::{Audience, Card},
    chat::{Address, Chat, Posted, Unseen},
};

/// Slack, for whoever posts without being asked.
#[derive(Clone)]
pub struct Outbound<H>(Door<H>);

const SOON: Duration = Duration::from_secs(30);
const LEFT: &str = "the Slack workspace has not installed the app, or has removed it: install it again";
const STARTING: &str = "Slack has not said yet who we are";
const SHARED: &str = "people of another company read in this channel";

impl<H: House> Outbound<H> {
    pub(super) fn new(door: Door<H>) -> Self {
        Self(door)
    }

    async fn visit(&self, to: &Address) -> Result<Visit<H>, Posted> {
        match self.installation(&to.team).await {
            Ok(at) => Ok(Visit { door: self.0.clone(), at, user: String::new(), stranger: false }),
            Err(why) => Err(why),
        }
    }

    async fn installation(&self, team: &str) -> Result<Installation, Posted> {
        match self.0.installed().of(self.0.house(), team).await {
            Ok(Some(at)) => Ok(at),
            // Slack has not told us yet who we are: the installation of the settings is not known before.
            Ok(None) if !self.0.is_introduced() => {
                Err(Posted::Retry { after: SOON, why: STARTING.to_owned(), doubt: false })
            }
            Ok(None) => Err(Posted::Gone { why: LEFT.to_owned() }),
            Err(_) => Err(Posted::Retry {
                after: SOON,
                why: "our own database did not answer".to_owned(),
                doubt: false,
            }),
        }
    }
}

impl<H: House> Chat for Outbound<H> {
    async fn post(&self, to: &Address, thread: Option<&str>, card: &Card, mark: &str) -> Posted {
        let visit = match self.visit(to).await {
            Ok(visit) => visit,
            Err(posted) => return posted,
        };
        if card.audience == Audience::Asker && shared(&visit, &to.channel).await {
            return Posted::Withheld { why: SHARED.to_owned() };
        }
        let mut say = visit.say(card, None, true).await;
        say.mark = Some(mark.to_owned());
        posted(self.0.web().post(&visit.at.tokens.bot, &to.channel, thread, &say).await)
    }

    async fn find(
        &self,
        at: &Address,
        thread: Option<&str>,
        mark: &str,
        since: Timestamp,
    ) -> Result<Option<String>, Unseen> {
        let installation =
            self.installation(&at.team).await.map_err(|posted| Unseen::Now(format!("{posted:?}")))?;
        let token = &installation.tokens.bot;
        let found = self.0.web().marked(token, &at.channel, thread, mark, since).await;
        found.map_err(|trouble| Unseen::Now(trouble.to_string()))
    }

    async fn tell(&self, at: &Address, user: &str, card: &Card) -> Posted {
        let visit = match self.visit(at).await {
            Ok(visit) => visit,
            Err(posted) => return posted,
        };
        let (web, token) = (self.0.web(), &visit.at.tokens.bot);
        match web.direct(token, user).await {
            Ok(channel) => {
                let say = visit.say(card, None, true).await;
                posted(web.post(token, &channel, None, &say).await)
            }
            Err(trouble) => posted(trouble.into()),
        }
    }
}

/// Whether people of another company read there, or may: a channel that cannot be looked into is not posted to.
async fn shared<H: House>(visit: &Visit<H>, channel: &str) -> bool {
    let looked = visit.door.places().look(&visit.at, channel).await;
    !matches!(looked, Ok(Place::Channel { .. } | Place::Private))
}

fn posted(sent: Sent) -> Posted {
    match sent {
        Sent::Sent { ts } => Posted::Sent { message: ts.unwrap_or_default() },
        Sent::Retry { after, why } => Posted::Retry { after, why, doubt: true },
        Sent::Gone { why } => Posted::Gone { why },
        Sent::Refused { why } => Posted::Refused { why },
    }
}
