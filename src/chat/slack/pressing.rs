//! Buttons and selects: the next question, a change confirmed or turned down, a list as a file, an answer shared.

use super::{
    House,
    inbound::{Pressed, PressedIn},
    modal,
    render::{Pressed as Meaning, pressed},
    sending::plain,
    visit::Visit,
};
use crate::{
    ask::Place,
    card::Tone,
    chat::slack::{answering::shareable, places::Spot},
};

impl<H: House> Visit<H> {
    pub(super) async fn pressed(&self, press: Pressed, trigger: &str) {
        let meaning = pressed(&press.action, &press.value);
        match press.place {
            PressedIn::Message { channel, response_url, ts } => {
                self.in_message(meaning, &channel, &response_url, ts.as_deref()).await;
            }
            PressedIn::Modal { view } => {
                let Some(text) = said(meaning) else { return };
                let next = self.in_modal(&text).await;
                if let Err(trouble) = self.door.web().update_view(&self.at.tokens.bot, &view, &next).await {
                    tracing::warn!(team = self.at.team, %trouble, "a modal could not be updated");
                }
            }
            PressedIn::Home => {
                let Some(text) = said(meaning) else { return };
                self.in_new_modal(trigger, async { self.in_modal(&text).await }).await;
            }
        }
    }

    async fn in_message(&self, meaning: Meaning, channel: &str, response_url: &str, ts: Option<&str>) {
        let spot = self.spot(channel).await;
        match meaning {
            Meaning::Ask(text) => self.next(&spot, &text, response_url, false).await,
            // The file goes to direct messages; here it is only told.
            Meaning::Download(text) => self.next(&spot, &text, response_url, false).await,
            // The buttons go with the message: they work once.
            Meaning::Confirm(text) => {
                self.next(&spot, &text, response_url, true).await;
                // It may have been a link between a chat user and a colleague.
                self.door.people().forget();
            }
            Meaning::Cancel(text) => self.next(&spot, &text, response_url, true).await,
            Meaning::Share(text) => self.share(&spot, channel, &text, response_url, ts).await,
            Meaning::Nothing => {}
        }
    }

    /// Whoever looks around does it for themselves: a press is answered to whoever pressed.
    async fn next(&self, spot: &Spot, text: &str, response_url: &str, replace: bool) {
        let reply = self.reply(spot, text).await;
        let mut say =
            self.say(&reply.card, shareable(spot, &reply, text), spot.place == Place::Private).await;
        say.replace = replace;
        self.sent(self.door.web().respond(response_url, &say).await);
    }

    /// Posts an answer where it was asked, saying who shared it. Who reads there is asked of Slack once more.
    async fn share(&self, spot: &Spot, channel: &str, text: &str, response_url: &str, ts: Option<&str>) {
        let web = self.door.web();
        let looked = self.door.places().look(&self.at, channel).await;
        let (card, public) = match looked {
            Ok(Place::Channel { .. }) => {
                let reply = self.reply(spot, text).await;
                match reply.answered && !self.first_share(channel, ts).await {
                    true => (plain("That has been shared already".to_owned(), Tone::Neutral, vec![]), false),
                    false => (reply.card, reply.answered),
                }
            }
            Ok(Place::Private) => (plain("Nobody else reads here".to_owned(), Tone::Neutral, vec![]), false),
            Ok(Place::Shared { .. }) => {
                let why = "People of another company read in this channel, so I share nothing about single people here";
                (plain(why.to_owned(), Tone::Caution, vec![]), false)
            }
            Err(trouble) => {
                let why = format!("I share only where I can see who reads: {trouble}");
                (plain(why, Tone::Caution, vec![]), false)
            }
        };
        let mut say = self.say(&card, None, public).await;
        if public {
            say.sign(&self.user);
        }
        self.sent(web.respond(response_url, &say).await);
        if public {
            let mut done =
                self.say(&plain("Shared in this channel".to_owned(), Tone::Good, vec![]), None, false).await;
            done.replace = true;
            self.sent(web.respond(response_url, &done).await);
        }
    }

    /// Whoever presses twice, before the button is gone, shares once.
    async fn first_share(&self, channel: &str, ts: Option<&str>) -> bool {
        let Some(ts) = ts else { return true };
        let key = format!("shared {channel} {ts} {}", self.user);
        self.door.house().first(self.at.workspace, key).await.unwrap_or(true)
    }

    /// What a modal shows after a question.
    pub(super) async fn in_modal(&self, text: &str) -> serde_json::Value {
        let reply = self.reply(&Spot { place: self.alone(), closed: false, unseen: false }, text).await;
        modal::answer(&reply.card)
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
