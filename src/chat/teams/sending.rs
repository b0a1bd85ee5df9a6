//! A card made ready to be sent, and the ways to send it: where it was asked, or to the asker alone.

use serde_json::{Value as Json, json};

use super::{
    Change, Conversation, House, Kind,
    connector::{Address, Message, Sent, Trouble},
    door::Door,
    render::{self, Drawing},
    visit::Visit,
};
use crate::{
    card::{Action, ActionKind, Audience, Card, Tone},
    chat::text,
};

const ADAPTIVE: &str = "application/vnd.microsoft.card.adaptive";

/// Where it was asked what a card answers that is shown elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The conversation with its thread.
    pub thread: String,
    /// The question whose answer its Share button brings there.
    pub share: Option<String>,
}

impl<H: House> Visit<H> {
    /// Says a card where it was asked, as the answer to a message if there is one.
    pub(super) async fn post(&self, card: &Card, message: Option<&str>) -> Sent {
        self.send(&self.here(), message, &self.door.activity(card, None).await).await
    }

    /// Says a card to the asker alone.
    pub(super) async fn tell(&self, card: &Card, origin: Option<&Origin>) -> Result<(), String> {
        let message = self.door.activity(card, origin).await;
        if self.door.settings().targeted && self.at.kind != Kind::Personal {
            return self.whisper(message).await;
        }
        self.tell_this(&message).await
    }

    /// The same for a message that is no card of ours. A personal chat that is gone is made again, once.
    pub(super) async fn tell_this(&self, message: &Message) -> Result<(), String> {
        let mut why = String::new();
        for _ in 0..2 {
            let alone = self.alone().await.map_err(|trouble| trouble.to_string())?;
            match self.send(&alone, None, message).await {
                Sent::Sent { .. } => return Ok(()),
                Sent::Gone { why: gone } => why = gone,
                Sent::Retry { why, .. } | Sent::Refused { why } => return Err(why),
            }
        }
        Err(why)
    }

    async fn whisper(&self, mut message: Message) -> Result<(), String> {
        message.activity["recipient"] =
            json!({ "id": self.user.id, "name": self.user.name, "isTargeted": true });
        match self.door.connector().whisper(&self.here(), &message).await {
            Sent::Sent { .. } => Ok(()),
            Sent::Retry { why, .. } | Sent::Refused { why } | Sent::Gone { why } => Err(why),
        }
    }

    /// The personal chat with the asker, made if need be.
    pub(super) async fn alone(&self) -> Result<Address, Trouble> {
        if self.at.kind == Kind::Personal {
            return Ok(self.here());
        }
        let (house, at) = (self.door.house(), &self.at);
        // A database that fails has been logged; the chat that Teams makes is the same one.
        if let Ok(Some(known)) = house.personal(self.workspace, &at.tenant, self.user.key()).await {
            return Ok(Address { service_url: known.service_url, conversation: known.id });
        }
        let id = self.door.connector().personal(&at.service_url, &at.bot, &self.user.id, &at.tenant).await?;
        let made = Conversation {
            id: id.clone(),
            kind: Kind::Personal,
            name: None,
            team: None,
            user: Some(self.user.key().to_owned()),
            ..at.clone()
        };
        self.door.keep(self.workspace, &made).await;
        Ok(Address { service_url: at.service_url.clone(), conversation: id })
    }

    /// Sends a message; a conversation that is gone is marked as such.
    pub(super) async fn send(&self, to: &Address, answers: Option<&str>, message: &Message) -> Sent {
        let connector = self.door.connector();
        let sent = match answers {
            Some(answers) => connector.reply(to, answers, message).await,
            None => connector.send(to, message).await,
        };
        self.noted(to, sent).await
    }

    /// Sends a message that stands there once or not at all.
    pub(super) async fn send_once(&self, to: &Address, message: &Message) -> Sent {
        let sent = self.door.connector().send_once(to, message).await;
        self.noted(to, sent).await
    }

    /// Puts a card in the place of a message of ours.
    pub(super) async fn replace(&self, old: &str, card: &Card, origin: Option<&Origin>) -> Sent {
        let here = self.here();
        let sent = self.door.connector().update(&here, old, &self.door.activity(card, origin).await).await;
        self.noted(&here, sent).await
    }

    async fn noted(&self, to: &Address, sent: Sent) -> Sent {
        if let Sent::Gone { why } = &sent {
            self.change(Change::Ended { id: to.base().to_owned(), why: why.clone() }).await;
        }
        sent
    }

    /// Notes what has changed about conversations.
    pub(super) async fn change(&self, change: Change) {
        // What could not be written has been logged; the next message to a dead conversation tells the same.
        let _ = self.door.house().changed(self.workspace, &self.at.tenant, &change).await;
        self.door.forget_kept();
    }
}

impl<H: House> Door<H> {
    /// A card as a message.
    pub(super) async fn activity(&self, card: &Card, origin: Option<&Origin>) -> Message {
        let activity = message(card, self.drawn(card, origin).await);
        Message { activity, words: Some(render::text(card)) }
    }

    pub(super) async fn attachment(&self, card: &Card, origin: Option<&Origin>) -> Json {
        attached(self.drawn(card, origin).await)
    }

    /// Charts are drawn by clients that know them; the others show the picture in their place.
    pub(super) async fn drawn(&self, card: &Card, origin: Option<&Origin>) -> Json {
        let pictures = self.pictures().of(card).await;
        let (from, share) = (origin.map(|it| it.thread.as_str()), origin.and_then(|it| it.share.as_deref()));
        render::draw(card, &Drawing { share, from, host_charts: true, pictures: &pictures })
    }
}

/// A card, drawn, as a message. The summary is what a notification shows.
pub fn message(card: &Card, drawn: Json) -> Json {
    let summary = Card { blocks: Vec::new(), actions: Vec::new(), ..card.clone() };
    json!({
        "type": "message",
        "summary": text::render(&summary).trim(),
        "attachments": [attached(drawn)],
    })
}

fn attached(drawn: Json) -> Json {
    json!({ "contentType": ADAPTIVE, "content": drawn })
}

/// A card of one sentence, for whoever asked.
pub(super) fn plain(title: impl Into<String>, tone: Tone, ask: Vec<String>) -> Card {
    let action = |text: String| Action { label: text.clone(), text, kind: ActionKind::Ask };
    Card {
        title: vec![title.into().into()],
        tone,
        blocks: Vec::new(),
        actions: ask.into_iter().map(action).collect(),
        audience: Audience::Asker,
    }
}
