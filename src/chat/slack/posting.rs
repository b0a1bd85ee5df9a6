//! Posts without a question: digests into their channels, and a word to their owner.

use std::time::Duration;

use jiff::Timestamp;

use super::{
    House,
    api::{Kind, Sent},
    door::Door,
    places::Reads,
    visit::Visit,
};
use crate::{
    card::{Audience, Card},
    chat::{Address, Chat, Posted, Unseen},
};

/// Slack, for whoever posts without being asked.
#[derive(Clone)]
pub struct Outbound<H>(Door<H>);

const SOON: Duration = Duration::from_secs(30);
const LEFT: &str = "the Slack workspace has not installed the app, or has removed it: install it again";
const STARTING: &str = "Slack has not said yet who we are";
const CLOSED: &str = "`slack.channels` does not name this channel: add it there, or stop the digest";
const UNREAD: &str = "our own database did not answer";

impl<H: House> Outbound<H> {
    pub(super) fn new(door: Door<H>) -> Self {
        Self(door)
    }

    async fn visit(&self, to: &Address) -> Result<Visit<H>, Posted> {
        match self.0.installed().of(self.0.house(), &to.team).await {
            Ok(Some(at)) => Ok(Visit { door: self.0.clone(), at, user: String::new(), stranger: false }),
            // Slack has not told us yet who we are: the installation of the settings is not known before.
            Ok(None) if !self.0.is_introduced() => {
                Err(Posted::Retry { after: SOON, why: STARTING.to_owned(), doubt: false })
            }
            Ok(None) => Err(Posted::Gone { why: LEFT.to_owned() }),
            Err(_) => Err(Posted::Retry { after: SOON, why: UNREAD.to_owned(), doubt: false }),
        }
    }

    async fn posted(
        &self,
        to: &Address,
        thread: Option<&str>,
        card: &Card,
        mark: &str,
    ) -> Result<Posted, Posted> {
        if !self.0.places().answers_in(&to.channel) {
            return Err(Posted::Gone { why: CLOSED.to_owned() });
        }
        let visit = self.visit(to).await?;
        if card.audience == Audience::Asker
            && let Reads::Others(why) = visit.reads(&to.channel).await.map_err(Sent::from)?
        {
            return Err(Posted::Withheld { why });
        }
        let mut say = visit.say(card, None, true).await;
        say.mark = Some(mark.to_owned());
        Ok(self.0.web().post(&visit.at.tokens.bot, &to.channel, thread, &say).await.into())
    }

    async fn told(&self, at: &Address, user: &str, card: &Card) -> Result<Posted, Posted> {
        let visit = self.visit(at).await?;
        let (web, token) = (self.0.web(), &visit.at.tokens.bot);
        let channel = web.direct(token, user).await.map_err(Sent::from)?;
        let say = visit.say(card, None, true).await;
        Ok(web.post(token, &channel, None, &say).await.into())
    }
}

impl<H: House> Chat for Outbound<H> {
    async fn post(&self, to: &Address, thread: Option<&str>, card: &Card, mark: &str) -> Posted {
        self.posted(to, thread, card, mark).await.unwrap_or_else(|instead| instead)
    }

    async fn find(
        &self,
        at: &Address,
        thread: Option<&str>,
        mark: &str,
        since: Timestamp,
    ) -> Result<Option<String>, Unseen> {
        let visit = match self.visit(at).await {
            Ok(visit) => visit,
            Err(Posted::Retry { why, .. }) => return Err(Unseen::Now(why)),
            Err(_) => return Err(Unseen::Ever(LEFT.to_owned())),
        };
        let found = self.0.web().marked(&visit.at.tokens.bot, &at.channel, thread, mark, since).await;
        found.map_err(|trouble| match trouble.kind {
            Kind::Missing(_) => Unseen::Ever(trouble.to_string()),
            _ => Unseen::Now(trouble.to_string()),
        })
    }

    async fn tell(&self, at: &Address, user: &str, card: &Card) -> Posted {
        self.told(at, user, card).await.unwrap_or_else(|instead| instead)
    }
}

impl From<Sent> for Posted {
    fn from(sent: Sent) -> Self {
        match sent {
            Sent::Sent { ts } => Self::Sent { message: ts.unwrap_or_default() },
            Sent::Retry { after, why, doubt } => Self::Retry { after, why, doubt },
            Sent::Gone { why } => Self::Gone { why },
            Sent::Refused { why } => Self::Refused { why },
        }
    }
}
