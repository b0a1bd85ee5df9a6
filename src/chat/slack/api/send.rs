//! Messages: to everybody in a channel, to one person there, or as the answer to a command or a button.

use std::{fmt, sync::Arc, time::Duration};

use hyper::body::Bytes;
use secrecy::SecretString;
use serde::Serialize;
use serde_json::Value;
use slack_morphism::prelude::SlackBlock;
use tokio::time::Instant;
use url::Url;

use super::{
    Kind, Trouble, Web,
    client::{Answer, Call, Failure},
    history,
};

/// What a message says. Whoever makes it keeps to Slack's limits.
#[derive(Clone, Debug, Default)]
pub struct Say {
    /// For notifications and screen readers, and wherever blocks are not shown.
    pub text: String,
    pub blocks: Vec<SlackBlock>,
    /// The same without uploaded pictures: sent when Slack does not take those.
    pub without_pictures: Option<Spare>,
    /// Sent when Slack does not take the blocks.
    pub plain_blocks: Option<Spare>,
    /// Through a response address: for everybody there, or for the asker alone.
    pub public: bool,
    /// Through a response address: in place of the message whose button was pressed.
    pub replace: bool,
    /// Through a response address: the thread that it belongs into, unless it replaces a message.
    pub thread: Option<String>,
    /// In a channel: what [`Web::marked`] finds it by. A marked message whose answer is lost is not sent again.
    pub mark: Option<String>,
}

/// Blocks that are drawn only if Slack does not take others: it nearly always does.
#[derive(Clone)]
pub struct Spare(Arc<dyn Fn() -> Vec<SlackBlock> + Send + Sync>);

impl Spare {
    pub fn new(draw: impl Fn() -> Vec<SlackBlock> + Send + Sync + 'static) -> Self {
        Self(Arc::new(draw))
    }

    pub fn blocks(&self) -> Vec<SlackBlock> {
        (self.0)()
    }
}

impl fmt::Debug for Spare {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Spare")
    }
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It stands there. Slack's id of it within the channel, unless it went through a response address.
    Sent { ts: Option<String> },
    /// Slack was busy or out of reach for longer than we wait: again after this time. `doubt`: an answer was lost, and
    /// the message may stand there nevertheless.
    Retry { after: Duration, why: String, doubt: bool },
    /// There is nobody to say it to any more: no channel, no membership, no token, no response address.
    Gone { why: String },
    /// A fault of ours; the same message will not do better.
    Refused { why: String },
}

/// How often a message is sent again whose picture Slack is still looking through.
const AGAIN: usize = 2;
/// When to try again what Slack did not answer.
const LATER: Duration = Duration::from_secs(30);

impl Sent {
    fn failed(trouble: Trouble, doubt: bool) -> Self {
        let why = trouble.to_string();
        match trouble.kind {
            Kind::Busy { after } => Self::Retry { after, why, doubt },
            Kind::Unreachable => Self::Retry { after: LATER, why, doubt },
            // The next token is there, or will be soon.
            Kind::Auth if trouble.code == "token_expired" => {
                Self::Retry { after: Duration::ZERO, why, doubt }
            }
            Kind::Auth | Kind::NotThere | Kind::Expired => Self::Gone { why },
            Kind::Missing(_) | Kind::Refused => Self::Refused { why },
        }
    }
}

/// Of something that had to be done before the message could be sent.
impl From<Trouble> for Sent {
    fn from(trouble: Trouble) -> Self {
        Self::failed(trouble, false)
    }
}

impl From<Failure> for Sent {
    fn from(failure: Failure) -> Self {
        Self::failed(failure.trouble, failure.maybe)
    }
}

impl Web {
    /// Answers at the address that came with a command or a button: five times, within 30 minutes
    /// (<https://docs.slack.dev/interactivity/handling-user-interaction#message_responses>). Only addresses of Slack
    /// are called.
    pub async fn respond(&self, response_url: &str, message: &Say) -> Sent {
        let Some(url) = self.address(response_url) else {
            return foreign().into();
        };
        let response_type = if message.public { "in_channel" } else { "ephemeral" };
        let thread = message.thread.as_deref().filter(|_| !message.replace);
        let head = Arguments {
            response_type: Some(response_type),
            replace_original: Some(message.replace),
            thread_ts: thread,
            ..Arguments::default()
        };
        let call = |body| Call::written(self, "response_url", body).at(url.clone()).seen();
        self.say(message, head, "ts", call).await
    }

    /// A message in a channel, or in a thread of it, for everybody there. Links show no preview.
    pub async fn post(
        &self,
        token: &SecretString,
        channel: &str,
        thread: Option<&str>,
        message: &Say,
    ) -> Sent {
        if let Err(busy) = self.queue(channel).await {
            return busy.into();
        }
        let metadata = message.mark.as_deref().map(history::metadata);
        let head = Arguments {
            channel: Some(channel),
            thread_ts: thread,
            unfurl_links: Some(false),
            unfurl_media: Some(false),
            metadata: metadata.as_ref(),
            ..Arguments::default()
        };
        let call = |body| {
            let call = Call::written(self, "chat.postMessage", body).by(token);
            if message.mark.is_some() { call.single() } else { call.seen() }
        };
        self.say(message, head, "ts", call).await
    }

    /// A message in a channel that one person alone sees, until they reload.
    pub async fn whisper(
        &self,
        token: &SecretString,
        channel: &str,
        user: &str,
        thread: Option<&str>,
        message: &Say,
    ) -> Sent {
        if let Err(busy) = self.queue(channel).await {
            return busy.into();
        }
        let head =
            Arguments { channel: Some(channel), user: Some(user), thread_ts: thread, ..Arguments::default() };
        let call = |body| Call::written(self, "chat.postEphemeral", body).by(token).seen();
        self.say(message, head, "message_ts", call).await
    }

    /// Sends a message; if Slack does not take its pictures, without them, and if it does not take its blocks, in plain
    /// ones.
    async fn say<'a>(
        &self,
        message: &Say,
        head: Arguments<'_>,
        ts: &str,
        call: impl Fn(Bytes) -> Call<'a>,
    ) -> Sent {
        let with = |blocks: &[SlackBlock]| call(Arguments { text: &message.text, blocks, ..head }.written());
        let mut result = self.told(with(&message.blocks)).await;
        if let Some(without) = &message.without_pictures {
            for _ in 0..AGAIN {
                if !result.as_ref().is_err_and(about_pictures) {
                    break;
                }
                tokio::time::sleep(self.0.patience.processing).await;
                result = self.told(with(&message.blocks)).await;
            }
            if result.as_ref().is_err_and(about_pictures) {
                result = self.told(with(&without.blocks())).await;
            }
        }
        if let Some(plain) = &message.plain_blocks
            && result.as_ref().is_err_and(about_blocks)
        {
            result = self.told(with(&plain.blocks())).await;
        }
        let sent = |answer: Answer| Sent::Sent { ts: answer.json[ts].as_str().map(str::to_owned) };
        result.map_or_else(Sent::from, sent)
    }

    /// Waits for a turn in the channel.
    pub(super) async fn queue(&self, channel: &str) -> Result<(), Trouble> {
        let patience = &self.0.patience;
        let wait = self.0.pace.turn(channel, patience, Instant::now());
        let wait = wait.map_err(|after| Trouble::new(Kind::Busy { after }, "queue_too_long"))?;
        tokio::time::sleep(wait).await;
        Ok(())
    }

    /// An address that we were given, if it is one of Slack's, or stands where our Web API stands.
    pub(super) fn address(&self, address: &str) -> Option<Url> {
        let url = Url::parse(address).ok()?;
        let base = Url::parse(&self.0.api_url).ok()?;
        let slacks = ["slack.com", "slack-gov.com"].iter().any(|domain| {
            let host = url.host_str().unwrap_or_default();
            host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
        let there = slacks && url.scheme() == "https" && url.port().is_none();
        let anonymous = url.username().is_empty() && url.password().is_none();
        (anonymous && (there || url.origin() == base.origin())).then_some(url)
    }
}

/// Somebody wants us to call an address that is none of Slack's.
pub(super) fn foreign() -> Trouble {
    let trouble = Trouble::new(Kind::Refused, "foreign_address");
    tracing::warn!(code = trouble.code, "Slack: {trouble}");
    trouble
}

/// Whether Slack complains of the blocks: `invalid_blocks`, `invalid_blocks_format`, `msg_blocks_too_long`.
fn about_blocks(failure: &Failure) -> bool {
    failure.trouble.code.contains("blocks")
}

/// Whether it complains of an uploaded picture, or does not say of what; response addresses never say. An upload is
/// looked through after it was taken, and is no picture until then.
fn about_pictures(failure: &Failure) -> bool {
    let places = &failure.places;
    about_blocks(failure) && (places.is_empty() || places.contains("slack_file"))
}

/// The arguments of a message; those that are not there are left out.
#[derive(Clone, Copy, Default, Serialize)]
struct Arguments<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replace_original: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thread_ts: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unfurl_links: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unfurl_media: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a Value>,
    text: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    blocks: &'a [SlackBlock],
}

impl Arguments<'_> {
    /// As JSON, written in one go: a card is the largest thing that we send, and every answer has one. Blocks that
    /// cannot be written leave the text, which says the same.
    fn written(&self) -> Bytes {
        let written =
            serde_json::to_vec(self).or_else(|_| serde_json::to_vec(&Self { blocks: &[], ..*self }));
        written.expect("text can be written").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_addresses_of_slack_are_called() {
        let web = Web::new("http://127.0.0.1:4003/api");
        for ours in [
            "https://hooks.slack.com/commands/T1/2/3",
            "https://files.slack.com/upload/v1/ABC",
            "https://hooks.slack-gov.com/actions/T1/2/3",
            "http://127.0.0.1:4003/anything",
        ] {
            assert!(web.address(ours).is_some(), "{ours}");
        }
        for foreign in [
            "http://hooks.slack.com/commands/T1/2/3",
            "https://hooks.slack.com:8443/commands/T1/2/3",
            "https://hooks.slack.com@example.com/",
            "https://me:secret@hooks.slack.com/",
            "https://hooks.slack.com.example.com/",
            "https://evilslack.com/",
            "http://127.0.0.1:4004/anything",
            "https://127.0.0.1:4003/anything",
            "http://localhost:4003/anything",
            "file:///etc/passwd",
            "",
        ] {
            assert!(web.address(foreign).is_none(), "{foreign}");
        }
    }
}
