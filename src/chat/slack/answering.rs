//! Questions in channels and in direct messages: statistics are posted where they were asked, answers about single
//! people go to the asker alone, with a button to share them.

use std::time::Duration;

use super::{
    House,
    api::{Say, Sent},
    places::{Spot, is_direct},
    visit::Visit,
};
use crate::{
    ask::Place,
    card::{Audience, Card, Tone},
    chat::Reply,
};

/// Whoever waits longer than this is told that it is being worked on.
const PATIENCE: Duration = Duration::from_millis(2_500);

impl<H: House> Visit<H> {
    pub(super) async fn command(&self, channel: &str, text: &str, response_url: &str) {
        let spot = self.spot(channel).await;
        let web = self.door.web();
        let answer = self.reply(&spot, text);
        tokio::pin!(answer);
        let reply = match tokio::time::timeout(PATIENCE, &mut answer).await {
            Ok(reply) => reply,
            Err(_) => {
                web.respond(
                    response_url,
                    &self.notice("I am reading the account database; the answer follows"),
                )
                .await;
                answer.await
            }
        };
        let public = public(&spot, &reply);
        let say = self.say(&reply.card, shareable(&spot, &reply, text), public).await;
        self.sent(web.respond(response_url, &say).await);
    }

    pub(super) async fn mention(&self, channel: &str, text: &str, thread: &str) {
        let spot = self.spot(channel).await;
        let reply = self.reply(&spot, text).await;
        let (web, token) = (self.door.web(), &self.at.tokens.bot);
        if public(&spot, &reply) {
            let say = self.say(&reply.card, None, true).await;
            self.sent(web.post(token, channel, Some(thread), &say).await);
        } else {
            let say = self.say(&reply.card, shareable(&spot, &reply, text), false).await;
            self.sent(web.whisper(token, channel, &self.user, Some(thread), &say).await);
        }
    }

    /// In the assistant pane there is a thread, and the pane shows that we are at work until the answer is there.
    pub(super) async fn direct(&self, channel: &str, text: &str, thread: Option<&str>) {
        let (web, token) = (self.door.web(), &self.at.tokens.bot);
        if let Some(thread) = thread
            && let Err(trouble) =
                web.status(token, channel, thread, "is reading the account database …").await
        {
            tracing::debug!(%trouble, "no status in the assistant pane");
        }
        let place = if self.stranger { Place::Shared { id: channel.to_owned() } } else { Place::Private };
        let reply = self.reply(&Spot { place, closed: false, unseen: false }, text).await;
        let say = self.say(&reply.card, None, true).await;
        self.sent(web.post(token, channel, thread, &say).await);
    }

    /// The answer to what was said in a place; a file that was asked for is on its way by then.
    pub(super) async fn reply(&self, spot: &Spot, text: &str) -> Reply {
        if spot.closed {
            return not_in_this_channel().into();
        }
        let reply = self.ask(spot.place.clone(), text).await;
        match &reply.csv {
            Some(csv) => self.file(csv).await.into(),
            None => reply,
        }
    }

    pub(super) fn sent(&self, sent: Sent) {
        match sent {
            Sent::Sent { .. } => {}
            Sent::Retry { after, why } => {
                tracing::warn!(team = self.at.team, ?after, why, "Slack did not take an answer");
            }
            Sent::Gone { why } | Sent::Refused { why } => {
                tracing::warn!(team = self.at.team, why, "an answer could not be given");
            }
        }
    }

    fn notice(&self, text: &str) -> Say {
        Say { text: text.to_owned(), ..Say::default() }
    }
}

/// Whether everybody in the place may see it.
fn public(spot: &Spot, reply: &Reply) -> bool {
    spot.place == Place::Private || reply.card.audience == Audience::Everyone && !spot.closed && !spot.unseen
}

/// What to ask again when the asker shares it; nothing where sharing is no matter, or must not be.
pub(super) fn shareable<'a>(spot: &Spot, reply: &Reply, text: &'a str) -> Option<&'a str> {
    let Place::Channel { id } = &spot.place else { return None };
    (reply.answered && !spot.closed && !is_direct(id)).then_some(text)
}

fn not_in_this_channel() -> Card {
    Card {
        title: vec!["I do not answer in this channel: your admin has named those where I do. Ask me in a direct message".into()],
        tone: Tone::Caution,
        blocks: Vec::new(),
        actions: Vec::new(),
        audience: Audience::Asker,
    }
}
