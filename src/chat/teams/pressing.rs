//! Buttons: the next question, a change confirmed or turned down, a list as a file, an answer shared. Teams waits five
//! seconds for what they show next.

use serde_json::{Value as Json, json};

use super::{
    House,
    connector::Sent,
    door::Door,
    render::{Pressed, pressed},
    visit::Visit,
};
use crate::card::Card;

/// What a press leads to.
pub(super) enum Next {
    /// A card in the place of the one that was pressed; `replace`: for everybody and for good, as it works once.
    Card { card: Box<Card>, replace: bool },
    /// A line that only whoever pressed sees.
    Words(String),
}

impl Next {
    /// <https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format>
    pub async fn response<H: House>(&self, door: &Door<H>) -> Json {
        match self {
            Self::Card { card, .. } => json!({
                "statusCode": 200,
                "type": "application/vnd.microsoft.card.adaptive",
                "value": door.drawn(card, None).await,
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
        let next = self.next(pressed(data)).await;
        if let (Next::Card { card, replace: true }, Some(message)) = (&next, message) {
            let (visit, card, message) = (self.clone(), card.clone(), message.to_owned());
            // Teams waits for the answer first.
            self.door.spawn(async move { visit.sent(visit.replace(&message, &card).await) });
        }
        next
    }

    /// A press in a client that does not know the other kind: the next card is a message.
    pub(super) async fn submitted(&self, data: &Json, message: Option<&str>) {
        self.keep().await;
        let next = self.next(pressed(data)).await;
        if let (Next::Card { card, replace: true }, Some(message)) = (&next, message)
            && let Sent::Sent { .. } = self.replace(message, card).await
        {
            return;
        }
        self.late(next).await;
    }

    /// What a press leads to, as a message of its own.
    pub(super) async fn late(&self, next: Next) {
        let card = match next {
            Next::Card { card, .. } => *card,
            Next::Words(words) => self.told(&words),
        };
        self.sent(self.send(&self.here(), None, &self.door.activity(&card, None).await).await);
    }

    async fn next(&self, meaning: Pressed) -> Next {
        match meaning {
            _ if self.closed() => Next::Words("I do not answer here. Ask me in our personal chat".to_owned()),
            Pressed::Ask(text) | Pressed::Download(text) => self.answered(&text, false).await,
            Pressed::Confirm(text) | Pressed::Cancel(text) => self.answered(&text, true).await,
            Pressed::Share(origin) => Next::Words(self.share(&origin).await),
            Pressed::Nothing => Next::Words("I do not know this button. Ask again, in words".to_owned()),
        }
    }

    async fn answered(&self, text: &str, replace: bool) -> Next {
        let reply = self.reply(text).await;
        if !reply.thread.is_empty() {
            let (visit, text) = (self.clone(), text.to_owned());
            self.door.spawn(async move { visit.deliver(&reply, &text, None).await });
            return Next::Words("It follows as messages of its own".to_owned());
        }
        if self.public(&reply.card) {
            return Next::Card { card: Box::new(reply.card), replace };
        }
        Next::Words(self.in_private(&reply, text).await.unwrap_or_else(|why| why))
    }
}
