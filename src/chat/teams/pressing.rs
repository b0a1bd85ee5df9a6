//! Buttons: the next question, a change confirmed or turned down, a list as a file, an answer shared. Teams waits five
//! seconds for what they show next.

use serde_json::{Value as Json, json};

use super::{
    House, Kind,
    connector::Sent,
    door::Door,
    render::{Press, Pressed, pressed},
    sending::Origin,
    visit::Visit,
};
use crate::{card::Card, chat};

/// What a press leads to.
pub(super) enum Next {
    /// A card in the place of the one that was pressed. `stays`: the message itself becomes it, since it works once or
    /// since nobody else reads there; else only whoever pressed sees it.
    Card { card: Box<Card>, origin: Option<Origin>, stays: bool },
    /// A line that only whoever pressed sees.
    Words(String),
}

impl Next {
    /// <https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format>
    pub async fn response<H: House>(&self, door: &Door<H>) -> Json {
        match self {
            Self::Card { card, origin, .. } => json!({
                "statusCode": 200,
                "type": "application/vnd.microsoft.card.adaptive",
                "value": door.drawn(card, origin.as_ref()).await,
            }),
            Self::Words(words) => words_only(words),
        }
    }
}

/// The same press came once more.
pub(super) fn again() -> Json {
    words_only("That has been taken up already")
}

pub(super) fn working() -> Json {
    words_only("I am reading the account database; the answer follows")
}

pub(super) fn failed() -> Json {
    words_only("Something went wrong on our side. Try again in a moment")
}

fn words_only(words: &str) -> Json {
    json!({ "statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": words })
}

impl<H: House> Visit<H> {
    /// A press that waits for the next card.
    pub(super) async fn executed(&self, data: &Json, message: Option<&str>) -> Next {
        self.keep().await;
        self.next(pressed(data), message).await
    }

    /// What Teams has shown already is written into the message.
    pub(super) async fn settle(&self, next: &Next, message: Option<&str>) {
        if let (Next::Card { card, origin, stays: true }, Some(message)) = (next, message) {
            self.sent(self.replace(message, card, origin.as_ref()).await);
        }
    }

    /// A press in a client that does not know the other kind: the next card is a message.
    pub(super) async fn submitted(&self, data: &Json, message: Option<&str>) {
        let next = self.executed(data, message).await;
        self.late(next, message).await;
    }

    /// What a press leads to, in the place of the message or as one of its own.
    pub(super) async fn late(&self, next: Next, message: Option<&str>) {
        let (card, origin) = match next {
            Next::Card { card, origin, stays } => {
                if let (true, Some(message)) = (stays, message)
                    && let Sent::Sent { .. } = self.replace(message, &card, origin.as_ref()).await
                {
                    return;
                }
                (*card, origin)
            }
            Next::Words(words) => (self.told(&words), None),
        };
        let message = self.door.activity(&card, origin.as_ref()).await;
        self.sent(self.send(&self.here(), None, &message).await);
    }

    async fn next(&self, Press { wanted, from }: Press, message: Option<&str>) -> Next {
        match wanted {
            _ if self.closed() => Next::Words("I do not answer here. Ask me in our personal chat".to_owned()),
            Pressed::Ask(text) | Pressed::Download(text) => self.answered(&text, from, false).await,
            Pressed::Confirm(text) | Pressed::Cancel(text) => {
                let next = self.answered(&text, from, true).await;
                // It may have said who somebody is.
                self.door.forget_people();
                next
            }
            Pressed::Share(text) => {
                let from = from.as_deref().unwrap_or(&self.thread);
                Next::Words(self.share(from, &text, message).await)
            }
            Pressed::Nothing => Next::Words("I do not know this button. Ask again, in words".to_owned()),
        }
    }

    async fn answered(&self, text: &str, from: Option<String>, once: bool) -> Next {
        let reply = self.ask(self.place(), text).await;
        if let Some(csv) = &reply.csv {
            // The list that the button belongs to stays to be read.
            return Next::Words(chat::text::line(&self.file(csv, text).await.title));
        }
        if !reply.thread.is_empty() {
            let (visit, text) = (self.clone(), text.to_owned());
            self.door.spawn(async move { visit.deliver(&reply, &text, None).await });
            return Next::Words("It follows as messages of its own".to_owned());
        }
        if self.public(&reply.card) {
            let origin = from.map(|thread| self.origin(&thread, &reply, text));
            let stays = once || self.at.kind == Kind::Personal;
            return Next::Card { card: Box::new(reply.card), origin, stays };
        }
        Next::Words(self.in_private(&reply, text).await.unwrap_or_else(|why| why))
    }
}
