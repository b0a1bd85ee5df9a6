//! What Slack sends, read into the few things that can happen. Both ways in bring the same payloads, so both are read
//! here; fields that are not needed are not looked at, and what is not known is [`Happened::Nothing`].

mod events;
mod interactions;
mod shown;
mod text;

use serde::Deserialize;
use serde_json::Value as Json;

pub use events::{Callback, callback};
pub use interactions::interaction;
pub use text::{mentioned, plain, without_mentions};

/// Something that happened in Slack.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbound {
    /// Slack's id of it, the same when it is sent again.
    pub key: String,
    /// The Slack workspace that let us in: T….
    pub team: String,
    /// Whoever did it: U…. Empty where nobody did.
    pub user: String,
    /// They belong to another company, by Slack's own word.
    pub stranger: bool,
    pub happened: Happened,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    /// A slash command; `text` is a question of ours.
    Command {
        channel: String,
        text: String,
        response_url: String,
    },
    /// A button or a select was used.
    Pressed(Pressed),
    /// "Ask Mandorla", from anywhere.
    Shortcut {
        trigger: String,
    },
    /// "Who is this about?", on a message.
    AboutMessage {
        text: String,
        trigger: String,
    },
    /// A question was typed into our modal.
    Submitted {
        text: String,
        view: String,
    },
    /// Somebody spoke to us in a channel. `ts`: Slack's id of their message; `thread`: that of the message under which
    /// it stands, if it stands in a thread.
    Mention {
        channel: String,
        text: String,
        ts: String,
        thread: Option<String>,
    },
    /// Somebody spoke to us alone, in a thread or not.
    Direct {
        channel: String,
        text: String,
        thread: Option<String>,
    },
    /// Somebody looks at their messages with us, in the pane or in the App Home. An assistant's thread where the app was
    /// made for those.
    PaneOpened {
        channel: String,
        thread: Option<String>,
    },
    HomeOpened,
    /// We were thrown out, or our token was taken.
    Left {
        why: &'static str,
    },
    Nothing,
}

/// A button or a select.
#[derive(Clone, Debug, PartialEq)]
pub struct Pressed {
    pub action: String,
    pub value: String,
    pub place: PressedIn,
}

/// Where it was pressed.
#[derive(Clone, Debug, PartialEq)]
pub enum PressedIn {
    Message(Message),
    Modal { view: String },
    Home,
}

/// A message of ours with something to press.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub channel: String,
    pub response_url: String,
    /// Slack's id of the message within the channel.
    pub ts: Option<String>,
    /// That of the message under which it stands, if it stands in a thread.
    pub thread: Option<String>,
}

/// A slash command, as a form or as JSON.
#[derive(Deserialize)]
struct Command {
    team_id: String,
    user_id: String,
    channel_id: String,
    command: String,
    #[serde(default)]
    text: String,
    response_url: String,
    trigger_id: String,
}

/// A slash command. `/mandorla …` says everything; the others are questions by their own name.
///
/// # Errors
/// When it lacks what every command has.
pub fn command(payload: Json) -> Result<Inbound, serde_json::Error> {
    let command: Command = serde_json::from_value(payload)?;
    let typed = plain(&command.text);
    let text = match command.command.trim_start_matches('/') {
        "mandorla" if typed.is_empty() => "help".to_owned(),
        "mandorla" => typed,
        name => format!("{name} {typed}").trim_end().to_owned(),
    };
    Ok(Inbound {
        key: command.trigger_id,
        team: command.team_id,
        user: command.user_id,
        stranger: false,
        happened: Happened::Command { channel: command.channel_id, text, response_url: command.response_url },
    })
}

/// The fields of a form as JSON.
pub fn form(body: &[u8]) -> Json {
    let fields = url::form_urlencoded::parse(body);
    Json::Object(fields.map(|(name, value)| (name.into_owned(), Json::String(value.into_owned()))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(command_name: &str, text: &str) -> String {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("team_id", "T1"),
                ("user_id", "U1"),
                ("channel_id", "C1"),
                ("command", command_name),
            ])
            .extend_pairs([
                ("text", text),
                ("response_url", "https://hooks.slack.com/x"),
                ("trigger_id", "1.2.3"),
            ])
            .finish();
        match command(form(body.as_bytes())).unwrap().happened {
            Happened::Command { text, .. } => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_command_is_a_question() {
        assert_eq!(said("/reached", "Patricia Prospect"), "reached Patricia Prospect");
        assert_eq!(said("/overlap", ""), "overlap");
        assert_eq!(said("/mandorla", " who owns Northwind? "), "who owns Northwind?");
        assert_eq!(said("/mandorla", ""), "help");
        assert_eq!(said("/reached", "<mailto:p@n.example|p@n.example> &amp; co"), "reached p@n.example & co");
    }

    #[test]
    fn a_command_without_its_fields_is_refused() {
        assert!(command(form(b"command=%2Foverlap")).is_err());
    }
}
