//! Buttons and selects: the next question, a change confirmed or turned down, a list as a file, an answer shared.

use super::{
    House,
    answering::{joined, notice},
    api::{Say, Sent},
    inbound::{Message, Pressed, PressedIn},
    modal,
    places::{Reads, Spot},
    render::{Pressed as Meaning, pressed},
    sending::plain,
    visit::Visit,
};
use crate::{
    ask::Place,
    card::{Card, Tone},
};

impl<H: House> Visit<H> {
    pub(super) async fn pressed(&self, press: Pressed, trigger: &str) {
        let meaning = pressed(&press.action, &press.value);
        match press.place {
            PressedIn::Message(message) => self.in_message(meaning, &message).await,
            PressedIn::Modal { view } => {
                let Some(text) = said(meaning) else { return };
                let (web, token) = (self.door.web(), &self.at.tokens.bot);
                let working = modal::working();
                let next = self.attended(self.in_modal(&text), async {
                    let _ = web.update_view(token, &view, &working).await;
                });
                if let Err(trouble) = web.update_view(token, &view, &next.await).await {
                    tracing::warn!(team = self.at.team, %trouble, "a modal could not be updated");
                }
            }
            PressedIn::Home => {
                let Some(text) = said(meaning) else { return };
                self.in_new_modal(trigger, async { self.in_modal(&text).await }).await;
            }
        }
    }

    async fn in_message(&self, meaning: Meaning, message: &Message) {
        match meaning {
            // The file goes to direct messages; here it is only told.
            Meaning::Ask(text) | Meaning::Download(text) => self.next(message, &text, false).await,
            // The buttons go with the message: they work once.
            Meaning::Confirm(text) => {
                self.next(message, &text, true).await;
                // It may have been a link between a chat user and a colleague.
                self.door.people().forget();
            }
            Meaning::Cancel(text) => self.next(message, &text, true).await,
            Meaning::Share(text) => self.share(message, &text).await,
            Meaning::Nothing => {}
        }
    }

    /// Whoever looks around does it for themselves: a press is answered to whoever pressed.
    async fn next(&self, message: &Message, text: &str, replace: bool) {
        let work = async {
            let spot = self.spot(&message.channel).await;
            let reply = self.reply(&spot, text).await;
            (spot.place == Place::Private, self.for_asker(&spot, &reply, text).await)
        };
        let (public, ready) = self.attended(work, self.notice_under(message)).await;
        self.sent(self.under(message, Say { public, replace, ..ready.first }).await);
        if let Some(rest) = ready.rest {
            self.sent(self.under(message, Say { public, ..rest }).await);
        }
    }

    /// Says something where a message of ours stands.
    async fn under(&self, message: &Message, say: Say) -> Sent {
        let say = Say { thread: message.thread.clone(), ..say };
        self.door.web().respond(&message.response_url, &say).await
    }

    async fn notice_under(&self, message: &Message) {
        self.under(message, notice()).await;
    }

    /// Posts an answer where it was asked, saying who shared it.
    async fn share(&self, message: &Message, text: &str) {
        let shared = self.attended(self.to_share(message, text), self.notice_under(message)).await;
        let shared = match shared {
            Ok((first, rest)) => self.shared(message, first, rest).await,
            Err(card) => Err(card),
        };
        // The button goes when its work is done.
        let replace = shared.is_ok();
        let card = shared.unwrap_or_else(|instead| instead);
        let say = Say { replace, ..self.say(&card, None, false).await };
        self.sent(self.under(message, say).await);
    }

    /// Posts it; what to tell whoever pressed.
    async fn shared(&self, message: &Message, first: Say, rest: Option<Say>) -> Result<Card, Card> {
        match self.under(message, first).await {
            Sent::Sent { .. } | Sent::Retry { doubt: true, .. } => {}
            Sent::Retry { why, .. } | Sent::Gone { why } | Sent::Refused { why } => {
                // It surely does not stand there: whoever presses again may share it.
                if let Some(key) = self.share_key(message) {
                    let _ = self.door.house().forget(self.at.workspace, key).await;
                }
                let why = format!("That could not be shared: {why}");
                return Err(plain(why, Tone::Problem, vec![]));
            }
        }
        if let Some(rest) = rest {
            self.sent(self.under(message, rest).await);
        }
        Ok(plain("Shared in this channel".to_owned(), Tone::Good, vec![]))
    }

    /// What to post, or what to tell whoever pressed instead. Who reads there is asked of Slack once more.
    async fn to_share(&self, message: &Message, text: &str) -> Result<(Say, Option<Say>), Card> {
        let channel = &message.channel;
        match self.reads(channel).await {
            Ok(Reads::Asker) => {
                return Err(plain("Nobody else reads here".to_owned(), Tone::Neutral, vec![]));
            }
            Ok(Reads::Us) => {}
            Ok(Reads::Others(who)) => {
                let why = format!("{who}, so I share nothing about single people here");
                return Err(plain(why, Tone::Caution, vec![]));
            }
            Err(trouble) => {
                let why = format!("I share only where I can see who reads: {trouble}");
                return Err(plain(why, Tone::Caution, vec![]));
            }
        }
        let spot = self.spot(channel).await;
        let reply = self.reply(&spot, text).await;
        if !reply.answered {
            return Err(reply.card);
        }
        if !self.first_share(message).await {
            return Err(plain("That has been shared already".to_owned(), Tone::Neutral, vec![]));
        }
        let ready = self.for_asker(&spot, &reply, "").await;
        let mut first = Say { public: true, ..ready.first };
        first.sign(&self.user);
        Ok((first, ready.rest.map(|rest| Say { public: true, ..rest })))
    }

    /// Whoever presses twice, before the button is gone, shares once.
    async fn first_share(&self, message: &Message) -> bool {
        let Some(key) = self.share_key(message) else { return true };
        self.door.house().first(self.at.workspace, key).await.unwrap_or(true)
    }

    /// What a share is remembered by.
    fn share_key(&self, message: &Message) -> Option<String> {
        let ts = message.ts.as_deref()?;
        Some(format!("shared {} {ts} {}", message.channel, self.user))
    }

    /// What a modal shows after a question.
    pub(super) async fn in_modal(&self, text: &str) -> serde_json::Value {
        let reply = self.reply(&Spot { place: self.alone(), closed: false, unseen: false }, text).await;
        modal::answer(&joined(reply.card, &reply.thread))
    }

    /// A modal of ours is read by one person; what people of other companies may read is little.
    pub(super) fn alone(&self) -> Place {
        if self.stranger { Place::Shared { id: String::new() } } else { Place::Private }
    }
}

/// What a press says, where there is no message around it to be shared.
fn said(meaning: Meaning) -> Option<String> {
    match meaning {
        Meaning::Ask(text) | Meaning::Confirm(text) | Meaning::Cancel(text) | Meaning::Download(text) => {
            Some(text)
        }
        Meaning::Share(_) | Meaning::Nothing => None,
    }
}
