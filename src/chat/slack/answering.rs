//! Questions in channels and in direct messages: statistics are posted where they were asked, answers about single
//! people go to the asker alone, with a button to share them.

use super::{
    House,
    api::{Kind, Say, Sent},
    places::{Spot, is_direct},
    sending::plain,
    visit::Visit,
};
use crate::{
    ask::Place,
    card::{Audience, Block, Card, Tone},
    chat::{Reply, text},
};

const WORKING: &str = "I am reading the account database; the answer follows";
const IN_THE_PANE: &str = "is reading the account database …";

/// An answer with everything in it that takes long: it only has to be sent.
pub(super) struct Ready {
    /// For everybody in the channel.
    pub public: bool,
    pub first: Say,
    /// What follows it for everybody, a post each.
    pub thread: Vec<Say>,
    /// What follows it for the asker alone.
    pub rest: Option<Say>,
    /// The thread as one, for where there can be none.
    joined: Option<Card>,
}

impl<H: House> Visit<H> {
    pub(super) async fn command(&self, channel: &str, text: &str, response_url: &str) {
        let web = self.door.web();
        let ready = self.attended(self.ready(channel, text), async {
            web.respond(response_url, &notice()).await;
        });
        let ready = ready.await;
        if ready.thread.is_empty() {
            self.sent(web.respond(response_url, &ready.first).await);
        } else {
            match self.posted(channel, None, &ready).await {
                // It may stand there: better not at all than twice.
                sent @ (Sent::Sent { .. } | Sent::Retry { doubt: true, .. }) => self.sent(sent),
                Sent::Retry { .. } | Sent::Gone { .. } | Sent::Refused { .. } => {
                    self.sent(web.respond(response_url, &ready.first).await);
                    if let Some(joined) = &ready.joined {
                        self.sent(web.respond(response_url, &self.say(joined, None, true).await).await);
                    }
                }
            }
        }
        if let Some(rest) = &ready.rest {
            self.sent(web.respond(response_url, rest).await);
        }
    }

    /// An answer to the asker alone goes into a thread only where one has begun: in another one Slack shows it to
    /// nobody (<https://docs.slack.dev/reference/methods/chat.postEphemeral>, `thread_ts`).
    pub(super) async fn mention(&self, channel: &str, text: &str, ts: &str, thread: Option<&str>) {
        let (web, token) = (self.door.web(), &self.at.tokens.bot);
        let whisper = async |say: &Say| web.whisper(token, channel, &self.user, thread, say).await;
        let ready = self.attended(self.ready(channel, text), async {
            whisper(&notice()).await;
        });
        let ready = ready.await;
        let sent = match ready.public {
            true => self.posted(channel, thread.or(Some(ts)), &ready).await,
            false => whisper(&ready.first).await,
        };
        self.sent(sent);
        if let Some(rest) = &ready.rest {
            self.sent(whisper(rest).await);
        }
    }

    /// A thread shows that we are at work until the answer is there.
    pub(super) async fn direct(&self, channel: &str, text: &str, thread: Option<&str>) {
        let (web, token) = (self.door.web(), &self.at.tokens.bot);
        let place = if self.stranger { Place::Shared { id: channel.to_owned() } } else { Place::Private };
        let spot = Spot { place, closed: false, unseen: false };
        let work = async {
            let reply = match text {
                "" => file_without_words().into(),
                _ => self.reply(&spot, text).await,
            };
            self.for_all(&reply).await
        };
        let ready = match thread {
            Some(thread) => {
                let status = web.status(token, channel, thread, IN_THE_PANE);
                let (status, ready) = tokio::join!(self.soon(status), work);
                if let Some(Err(trouble)) = status {
                    tracing::debug!(%trouble, "no status in the thread");
                }
                ready
            }
            None => {
                let notice = async {
                    web.post(token, channel, None, &notice()).await;
                };
                self.attended(work, notice).await
            }
        };
        self.sent(self.posted(channel, thread, &ready).await);
    }

    /// Does what takes long. Whoever waits longer than a moment is told that it is under way.
    pub(super) async fn attended<T>(
        &self,
        work: impl Future<Output = T>,
        notice: impl Future<Output = ()>,
    ) -> T {
        tokio::pin!(work);
        match self.soon(&mut work).await {
            Some(done) => done,
            None => tokio::join!(work, self.soon(notice)).0,
        }
    }

    /// What is there in a moment, or nothing.
    pub(super) async fn soon<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::time::timeout(self.door.web().patience().notice, work).await.ok()
    }

    /// The answer to what was said in a channel.
    async fn ready(&self, channel: &str, text: &str) -> Ready {
        let spot = self.spot(channel).await;
        let reply = self.reply(&spot, text).await;
        if !public(&spot, &reply) {
            return self.for_asker(&spot, &reply, text).await;
        }
        let names = reply.thread.iter().any(|card| card.audience == Audience::Asker);
        if names && spot.place != Place::Private && !self.open_to_names(channel).await {
            let rest = self.for_asker(&spot, &reply, text).await.rest;
            return Ready { rest, thread: Vec::new(), ..self.for_all(&reply).await };
        }
        self.for_all(&reply).await
    }

    async fn for_all(&self, reply: &Reply) -> Ready {
        let first = self.say(&reply.card, None, true).await;
        let mut thread = Vec::new();
        for card in &reply.thread {
            thread.push(self.say(card, None, true).await);
        }
        Ready { public: true, first, thread, rest: None, joined: rest(reply) }
    }

    /// The answer for whoever asked alone, with what follows it as one message: such an answer has no thread.
    pub(super) async fn for_asker(&self, spot: &Spot, reply: &Reply, text: &str) -> Ready {
        let first = self.say(&reply.card, shareable(spot, reply, text), false).await;
        let rest = match rest(reply) {
            Some(rest) => Some(self.say(&rest, None, false).await),
            None => None,
        };
        Ready { public: false, first, thread: Vec::new(), rest, joined: None }
    }

    /// Posts an answer with what follows under it, in a thread of its own or in the one that it belongs to. Gives what
    /// became of the answer itself.
    async fn posted(&self, channel: &str, thread: Option<&str>, ready: &Ready) -> Sent {
        let (web, token) = (self.door.web(), &self.at.tokens.bot);
        let first = web.post(token, channel, thread, &ready.first).await;
        let Sent::Sent { ts } = &first else { return first };
        let thread = thread.or(ts.as_deref());
        for say in &ready.thread {
            self.sent(web.post(token, channel, thread, say).await);
        }
        first
    }

    /// The answer to what was said in a place; a file that was asked for is on its way by then.
    pub(super) async fn reply(&self, spot: &Spot, text: &str) -> Reply {
        if spot.closed {
            return not_in_this_channel().into();
        }
        let mut reply = self.ask(spot.place.clone(), text).await;
        if let (true, Place::Channel { id }) = (reply.posts, &spot.place)
            && let Some(why) = self.cannot_post(id).await
        {
            reply.card.blocks.push(Block::Note(vec![why.into()]));
        }
        match &reply.csv {
            Some(csv) => self.file(csv).await.into(),
            None => reply,
        }
    }

    /// What has to be done before anything can be posted in a channel. A command may be given where we are not.
    async fn cannot_post(&self, channel: &str) -> Option<&'static str> {
        if is_direct(channel) {
            return Some("Nothing can be posted between two people: ask for it in a channel");
        }
        match self.door.web().channel(&self.at.tokens.bot, channel).await {
            Ok(known) if known.is_member => None,
            // A private channel is not shown to whoever is not in it.
            Err(trouble) if trouble.kind != Kind::NotThere => None,
            Ok(_) | Err(_) => Some("I am not in this channel: type /invite @Mandorla here, or I cannot post"),
        }
    }

    pub(super) fn sent(&self, sent: Sent) {
        match sent {
            Sent::Sent { .. } => {}
            Sent::Retry { after, why, doubt } => {
                tracing::warn!(team = self.at.team, ?after, why, doubt, "Slack did not take an answer");
            }
            Sent::Gone { why } | Sent::Refused { why } => {
                tracing::warn!(team = self.at.team, why, "an answer could not be given");
            }
        }
    }
}

pub(super) fn notice() -> Say {
    Say { text: WORKING.to_owned(), ..Say::default() }
}

/// What follows an answer, as one card.
fn rest(reply: &Reply) -> Option<Card> {
    let (first, more) = reply.thread.split_first()?;
    let mut rest = joined(first.clone(), more);
    rest.audience = Audience::Asker;
    Some(rest)
}

/// Cards as one, under each other.
pub(super) fn joined(mut first: Card, more: &[Card]) -> Card {
    for card in more {
        first.blocks.push(Block::Heading(text::line(&card.title)));
        first.blocks.extend(card.blocks.iter().cloned());
        first.actions.extend(card.actions.iter().cloned());
    }
    first
}

/// Whether everybody in the place may see it.
fn public(spot: &Spot, reply: &Reply) -> bool {
    spot.place == Place::Private || reply.card.audience == Audience::Everyone && !spot.closed && !spot.unseen
}

/// What to ask again when the asker shares it; nothing where sharing is no matter, or must not be.
fn shareable<'a>(spot: &Spot, reply: &Reply, text: &'a str) -> Option<&'a str> {
    let Place::Channel { id } = &spot.place else { return None };
    (reply.answered && !spot.closed && !is_direct(id)).then_some(text)
}

fn not_in_this_channel() -> Card {
    let why =
        "I do not answer in this channel: your admin has named those where I do. Ask me in a direct message";
    plain(why.to_owned(), Tone::Caution, Vec::new())
}

fn file_without_words() -> Card {
    let why =
        "I read no files here: whoever runs Mandorla brings them in with `mandorla import`. Ask me in words";
    plain(why.to_owned(), Tone::Caution, Vec::new())
}
