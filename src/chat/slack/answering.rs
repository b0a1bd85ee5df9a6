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
    card::{Audience, Block, Card, Tone},
    chat::{Reply, text},
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
        if public && self.posted(channel, None, &reply).await {
            return;
        }
        let say = self.say(&reply.card, shareable(&spot, &reply, text), public).await;
        self.sent(web.respond(response_url, &say).await);
        if let Some(rest) = rest(&reply) {
            let say = self.say(&rest, None, public).await;
            self.sent(web.respond(response_url, &say).await);
        }
    }

    /// Posts an answer with what follows under it, in a thread of its own or in the one that it belongs to. Whether it
    /// stands: a single card, or a channel that we are not in, is answered otherwise.
    async fn posted(&self, channel: &str, thread: Option<&str>, reply: &Reply) -> bool {
        if reply.thread.is_empty() {
            return false;
        }
        let (web, token) = (self.door.web(), &self.at.tokens.bot);
        let say = self.say(&reply.card, None, true).await;
        let Sent::Sent { ts } = web.post(token, channel, thread, &say).await else { return false };
        let thread = thread.map(str::to_owned).or(ts);
        for card in &reply.thread {
            let say = self.say(card, None, true).await;
            self.sent(web.post(token, channel, thread.as_deref(), &say).await);
        }
        true
    }

    pub(super) async fn mention(&self, channel: &str, text: &str, thread: &str) {
        let spot = self.spot(channel).await;
        let reply = self.reply(&spot, text).await;
        let (web, token) = (self.door.web(), &self.at.tokens.bot);
        if !public(&spot, &reply) {
            let say = self.say(&reply.card, shareable(&spot, &reply, text), false).await;
            self.sent(web.whisper(token, channel, &self.user, Some(thread), &say).await);
            if let Some(rest) = rest(&reply) {
                let say = self.say(&rest, None, false).await;
                self.sent(web.whisper(token, channel, &self.user, Some(thread), &say).await);
            }
        } else if !self.posted(channel, Some(thread), &reply).await {
            let say = self.say(&reply.card, None, true).await;
            self.sent(web.post(token, channel, Some(thread), &say).await);
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
        if !self.posted(channel, thread, &reply).await {
            let say = self.say(&reply.card, None, true).await;
            self.sent(web.post(token, channel, thread, &say).await);
        }
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

/// What follows an answer, as one card: an answer for one person alone has no thread.
fn rest(reply: &Reply) -> Option<Card> {
    let mut cards = reply.thread.iter();
    let mut rest = cards.next()?.clone();
    for card in cards {
        rest.blocks.push(Block::Heading(text::line(&card.title)));
        rest.blocks.extend(card.blocks.iter().cloned());
        rest.actions.extend(card.actions.iter().cloned());
    }
    rest.audience = Audience::Asker;
    Some(rest)
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
