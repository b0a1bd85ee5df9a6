//! Whether a message of ours stands in a channel, by a mark that it carries as metadata.
//! <https://docs.slack.dev/messaging/message-metadata>

use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{Kind, Trouble, Web, client::Call};

const EVENT: &str = "mandorla_post";
/// Messages of a page, and pages: a busy channel has no more between two attempts.
const PAGE: &str = "200";
const PAGES: usize = 25;

/// What a marked message carries.
pub(super) fn metadata(mark: &str) -> Value {
    json!({ "event_type": EVENT, "event_payload": { "mark": mark } })
}

impl Web {
    /// Slack's id of the message that carries a mark, in a channel or in a thread of it, since an instant. Needs the
    /// scope `channels:history`, in private channels `groups:history`.
    ///
    /// # Errors
    /// When Slack does not say, or more was written since than is looked through: then it is not known.
    pub async fn marked(
        &self,
        token: &SecretString,
        channel: &str,
        thread: Option<&str>,
        mark: &str,
        since: Timestamp,
    ) -> Result<Option<String>, Trouble> {
        let method = if thread.is_some() { "conversations.replies" } else { "conversations.history" };
        let oldest = since.as_second().to_string();
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let mut arguments = vec![
                ("channel", channel),
                ("include_all_metadata", "true"),
                ("oldest", &oldest),
                ("limit", PAGE),
            ];
            arguments.extend(thread.map(|thread| ("ts", thread)));
            arguments.extend((!cursor.is_empty()).then_some(("cursor", cursor.as_str())));
            let answer = self.call(Call::form(self, method, &arguments).by(token)).await?;
            let messages = answer.json["messages"].as_array();
            if let Some(found) = messages.into_iter().flatten().find(|message| carries(message, mark)) {
                return Ok(found["ts"].as_str().map(str::to_owned));
            }
            match answer.cursor() {
                Some(next) => cursor = next.to_owned(),
                None => return Ok(None),
            }
        }
        Err(Trouble::new(Kind::Refused, "too_many_messages"))
    }
}

fn carries(message: &Value, mark: &str) -> bool {
    let metadata = &message["metadata"];
    metadata["event_type"] == EVENT && metadata["event_payload"]["mark"] == mark
}
