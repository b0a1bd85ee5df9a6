//! A list as a file. Teams takes files in personal chats alone, and only after the asker has agreed to have it put among
//! theirs: the list is worked out anew then.
//! <https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4>

use serde_json::{Value as Json, json};

use super::{House, Kind, connector::Sent, sending::plain, visit::Visit};
use crate::{
    card::{Card, Tone},
    chat::Csv,
};

impl<H: House> Visit<H> {
    /// Offers a file to the asker alone; a channel would show it to everybody.
    pub(super) async fn file(&self, csv: &Csv, text: &str) -> Card {
        match self.tell_this(&consent(csv, text).into()).await {
            Ok(()) if self.at.kind == Kind::Personal => {
                plain(format!("{} is ready: say above that you want it", csv.name), Tone::Good, Vec::new())
            }
            Ok(()) => {
                plain(format!("{} waits for you in our personal chat", csv.name), Tone::Good, Vec::new())
            }
            Err(why) => {
                plain(format!("{} could not be brought to you: {why}", csv.name), Tone::Problem, Vec::new())
            }
        }
    }

    /// The asker has said whether they want the file.
    pub(super) async fn file_allowed(
        &self,
        accepted: bool,
        name: &str,
        context: &Json,
        upload_url: Option<&str>,
        message: Option<&str>,
    ) {
        let card = match (accepted, context["ask"].as_str(), upload_url) {
            (true, Some(text), Some(url)) => self.put(name, text, url).await,
            (true, ..) => {
                plain("Teams did not say where the file goes. Ask for it again", Tone::Caution, Vec::new())
            }
            (false, ..) => plain("The list was not saved", Tone::Neutral, Vec::new()),
        };
        if let Some(message) = message
            && let Sent::Sent { .. } = self.replace(message, &card, None).await
        {
            return;
        }
        self.sent(self.post(&card, None).await);
    }

    async fn put(&self, name: &str, text: &str, url: &str) -> Card {
        let reply = self.ask(self.place(), text).await;
        let Some(csv) = reply.csv else { return reply.card };
        match self.door.connector().upload(url, csv.bytes).await {
            Ok(()) => plain(format!("{name} is among your files, in OneDrive"), Tone::Good, Vec::new()),
            Err(why) => plain(format!("{name} could not be saved: {why}"), Tone::Problem, Vec::new()),
        }
    }
}

fn consent(csv: &Csv, text: &str) -> Json {
    json!({
        "type": "message",
        "summary": csv.name,
        "attachments": [{
            "contentType": "application/vnd.microsoft.teams.card.file.consent",
            "name": csv.name,
            "content": {
                "description": "The list you asked for",
                "sizeInBytes": csv.bytes.len(),
                "acceptContext": { "ask": text },
                "declineContext": {},
            },
        }],
    })
}
