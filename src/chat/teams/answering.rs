//! Questions: statistics are posted where they were asked, answers about single people go to the asker's personal chat,
//! with a button to share them, and the place where they were asked sees that they went there.

use std::time::Duration;

use serde_json::json;

use super::{House, Kind, connector::Sent, inbound::Mention, places::Readers, sending::plain, visit::Visit};
use crate::{
    card::{Audience, Block, Card, Tone},
    chat::Reply,
};

/// Whoever waits longer than this sees that we are at work.
const PATIENCE: Duration = Duration::from_millis(700);

impl<H: House> Visit<H> {
    /// `to_us`: we were meant. In a channel whose every message we are given, others are answered only where they ask
    /// what we know, and left alone otherwise.
    pub(super) async fn said(&self, text: &str, mentions: &[Mention], message: Option<&str>, to_us: bool) {
        if self.closed() {
            if to_us {
                self.sent(self.post(&not_in_this_channel(), message).await);
            }
            return;
        }
        let named = self.named(text, mentions).await;
        let text = if named.is_empty() { "help" } else { named.as_str() };
        if to_us {
            let reply = self.patiently(self.reply(text)).await;
            self.deliver(&reply, text, message).await;
        } else if named.contains(' ') {
            // A word alone ("cold", "help") is said among people without meaning us.
            let reply = self.ask(self.place(), text).await;
            if reply.done || reply.answered && reply.csv.is_none() {
                self.deliver(&reply, text, message).await;
            }
        }
    }

    /// The answer to what was said here; a file that was asked for is on its way by then.
    async fn reply(&self, text: &str) -> Reply {
        let reply = self.ask(self.place(), text).await;
        match &reply.csv {
            Some(csv) => self.file(csv, text).await.into(),
            None => reply,
        }
    }

    /// Shows that we are at work while an answer takes its time.
    async fn patiently<T>(&self, answer: impl Future<Output = T>) -> T {
        tokio::pin!(answer);
        match tokio::time::timeout(PATIENCE, &mut answer).await {
            Ok(answer) => answer,
            Err(_) => {
                self.send(&self.here(), None, &json!({ "type": "typing" }).into()).await;
                answer.await
            }
        }
    }

    /// Brings an answer where it may be read.
    pub(super) async fn deliver(&self, reply: &Reply, text: &str, message: Option<&str>) {
        if self.public(&reply.card) {
            self.sent(self.post(&reply.card, message).await);
            return self.follow(&reply.thread, message).await;
        }
        let told = self.in_private(reply, text).await;
        if !(self.door.settings().targeted && told.is_ok()) {
            let note = plain(told.unwrap_or_else(|why| why), Tone::Neutral, Vec::new());
            self.sent(self.post(&note, message).await);
        }
    }

    /// What follows an answer in public. What names single people does so only where colleagues alone read.
    async fn follow(&self, thread: &[Card], message: Option<&str>) {
        let about_people = thread.iter().any(|card| card.audience == Audience::Asker);
        let open = about_people && self.at.kind != Kind::Personal && {
            let readers = self.door.places().readers(&self.at).await;
            !matches!(readers, Ok(Readers::Colleagues))
        };
        for card in thread.iter().filter(|card| !open || card.audience == Audience::Everyone) {
            self.sent(self.post(card, message).await);
        }
        if open {
            let why =
                "The rest names single people: I keep it where guests or people of another company may read";
            self.sent(self.post(&plain(why, Tone::Caution, Vec::new()), message).await);
        }
    }

    /// Tells the asker alone; gives what the others may see of it.
    pub(super) async fn in_private(&self, reply: &Reply, text: &str) -> Result<String, String> {
        let origin = self.origin(&self.thread, reply, text);
        let name = if self.user.name.is_empty() { "You" } else { self.user.name.as_str() };
        let mut told = self.tell(&self.placed(&reply.card).await, Some(&origin)).await;
        for card in &reply.thread {
            if told.is_ok() {
                told = self.tell(card, None).await;
            }
        }
        match told {
            Ok(()) => Ok(format!("{name}: the answer is in your personal chat with me")),
            Err(why) => Err(format!(
                "{name}: the answer is for you alone, and I cannot write to you: open a personal chat with me, then ask again ({why})"
            )),
        }
    }

    /// The card with a word of where it was asked, if it is read elsewhere: what it calls "here" is not the personal chat.
    async fn placed(&self, card: &Card) -> Card {
        let mut card = card.clone();
        if !self.door.settings().targeted {
            let kept = self.door.house().conversation(self.workspace, &self.at.tenant, &self.at.id).await;
            // Teams does not say the name with every message.
            let kept = kept.ok().flatten();
            if let Some(name) = kept.as_ref().unwrap_or(&self.at).called() {
                card.blocks.push(Block::Note(vec![format!("You asked this in {name}").into()]));
            }
        }
        card
    }

    /// Whether everybody in the place may see it.
    pub(super) fn public(&self, card: &Card) -> bool {
        self.at.kind == Kind::Personal || card.audience == Audience::Everyone
    }

    pub(super) fn sent(&self, sent: Sent) {
        match sent {
            Sent::Sent { .. } => {}
            Sent::Retry { after, why, .. } => {
                tracing::warn!(tenant = self.at.tenant, ?after, why, "Teams did not take an answer");
            }
            Sent::Gone { why } | Sent::Refused { why } => {
                tracing::warn!(tenant = self.at.tenant, why, "an answer could not be given");
            }
        }
    }
}

fn not_in_this_channel() -> Card {
    plain(
        "I do not answer here: your admin has named the channels where I do. Ask me in our personal chat",
        Tone::Caution,
        Vec::new(),
    )
}
