//! The compose box: a name is typed, a person or an account is chosen, and its card stands in the message that is being
//! written. Whoever sends it has decided to share it.
//! <https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search>

use serde_json::{Value as Json, json};

use super::{House, Kind, places::Readers, render, sending::plain, visit::Visit};
use crate::{
    ask::{Ask, Place, Who},
    bot::Found,
    card::{Audience, Tone},
};

/// The most that is offered at a time; Teams shows 25 at the most.
const MOST: usize = 15;

const UNKNOWN: &str = "I only speak about single people to colleagues, and I do not know you. Ask your admin to add you \
     to team.csv, or open a personal chat with me so that Teams tells me who you are";

const CLOSED: &str =
    "I do not answer here: your admin has named the channels where I do. Ask me in our personal chat";

const STRANGERS: &str =
    "Guests or people of another company read here, so I show nothing about single people";

const UNSEEN: &str = "I cannot see who reads here, so I show nothing about single people: add the app here, or ask me in our \
     personal chat";

impl<H: House> Visit<H> {
    /// Who goes by that name.
    pub(super) async fn searched(&self, text: &str) -> Json {
        if self.closed() {
            return message(CLOSED);
        }
        let who = match self.who().await {
            Ok(Who::Unknown) => return message(UNKNOWN),
            Ok(who) => who,
            Err(card) => return message(&render::text(&card)),
        };
        // What is offered is seen by whoever types alone.
        let ask = Ask { who, place: Place::Private, text: text.to_owned(), at: self.door.house().now() };
        let mut found = self.door.house().search(self.workspace, ask).await;
        found.truncate(MOST);
        let asked = text.trim();
        if found.is_empty() && asked.is_empty() {
            return message("Type the beginning of a person's or an account's name, or a question");
        }
        if found.is_empty() {
            let (name, about) = (asked.to_owned(), "Ask this".to_owned());
            found.push(Found { ask: name.clone(), name, about });
        }
        let mut lines = Vec::new();
        for found in &found {
            lines.push(self.offered(found).await);
        }
        result(&lines)
    }

    /// The card of what was chosen.
    pub(super) async fn picked(&self, value: &Json) -> Json {
        let Some(text) = value["ask"].as_str() else { return message("Search again") };
        if self.closed() {
            return message(CLOSED);
        }
        let mut reply = self.ask(self.place(), text).await;
        if reply.card.audience == Audience::Asker && self.at.kind != Kind::Personal {
            let why = match self.door.places().readers(&self.at).await {
                Ok(Readers::Colleagues) => None,
                Ok(Readers::Strangers) => Some(STRANGERS),
                Err(_) => Some(UNSEEN),
            };
            if let Some(why) = why {
                reply = plain(why, Tone::Caution, Vec::new()).into();
            }
        }
        // In somebody's message a button would be pressed by others.
        reply.card.actions.clear();
        result(&[self.door.attachment(&reply.card, None).await])
    }

    /// What was found, as a line to choose: the name inserts nothing by itself, choosing it asks for the card.
    async fn offered(&self, found: &Found) -> Json {
        let card = plain(found.name.clone(), Tone::Neutral, Vec::new());
        let mut offered = self.door.attachment(&card, None).await;
        offered["preview"] = preview(found);
        offered
    }
}

/// <https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search#handle-user-requests>
fn preview(found: &Found) -> Json {
    let tap = json!({ "type": "invoke", "value": { "ask": found.ask } });
    json!({
        "contentType": "application/vnd.microsoft.card.thumbnail",
        "content": { "title": found.name, "text": found.about, "tap": tap },
    })
}

fn result(attachments: &[Json]) -> Json {
    json!({ "composeExtension": { "type": "result", "attachmentLayout": "list", "attachments": attachments } })
}

/// A line in the place of what was found.
pub(super) fn message(text: &str) -> Json {
    json!({ "composeExtension": { "type": "message", "text": text } })
}
