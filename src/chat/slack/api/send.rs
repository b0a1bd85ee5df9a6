//! Messages: to everybody in a channel, to one person there, or as the answer to a command or a button.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Map, Value, json};
use slack_morphism::prelude::SlackBlock;
use tokio::time::Instant;
use url::Url;

use super::{
    Kind, Trouble, Web,
    client::{Answer, Call},
    history,
};

/// What a message says. Whoever makes it keeps to Slack's limits.
#[derive(Clone, Debug, Default)]
pub struct Say {
    /// For notifications and screen readers, and wherever blocks are not shown.
    pub text: String,
    pub blocks: Vec<SlackBlock>,
    /// Sent instead, once, when Slack does not take the blocks.
    pub plain_blocks: Option<Vec<SlackBlock>>,
    /// Through a response address: for everybody there, or for the asker alone.
    pub public: bool,
    /// Through a response address: in place of the message whose button was pressed.
    pub replace: bool,
    /// In a channel: what [`Web::marked`] finds it by. A marked message whose answer is lost is not sent again.
    pub mark: Option<String>,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It stands there. Slack's id of it within the channel, unless it went through a response address.
    Sent { ts: Option<String> },
    /// Slack was busy or out of reach for longer than we wait: again after this time. When an answer was lost the
    /// message may stand there nevertheless.
    Retry { after: Duration, why: String },
    /// There is nobody to say it to any more: no channel, no membership, no token, no response address.
    Gone { why: String },
    /// A fault of ours; the same message will not do better.
    Refused { why: String },
}

/// When to try again what Slack did not answer.
const LATER: Duration = Duration::from_secs(30);

impl From<Trouble> for Sent {
    fn from(trouble: Trouble) -> Self {
        let why = trouble.to_string();
        match trouble.kind {
            Kind::Busy { after } => Self::Retry { after, why },
            Kind::Unreachable => Self::Retry { after: LATER, why },
            // The next token is there, or will be soon.
            Kind::Auth if trouble.code == "token_expired" => Self::Retry { after: Duration::ZERO, why },
            Kind::Auth | Kind::NotThere | Kind::Expired => Self::Gone { why },
            Kind::Missing(_) | Kind::Refused => Self::Refused { why },
        }
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
        let head = json!({ "response_type": response_type, "replace_original": message.replace });
        self.say(message, &head, "ts", |body| Call::json(self, "response_url", body).at(url.clone()).seen())
            .await
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
        let head = json!({
            "channel": channel,
            "thread_ts": thread,
            "unfurl_links": false,
            "unfurl_media": false,
            "metadata": metadata,
        });
        let call = |body: &Value| {
            let call = Call::json(self, "chat.postMessage", body).by(token);
            if message.mark.is_some() { call.single() } else { call.seen() }
        };
        self.say(message, &head, "ts", call).await
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
        let head = json!({ "channel": channel, "user": user, "thread_ts": thread });
        let call = |body: &Value| Call::json(self, "chat.postEphemeral", body).by(token).seen();
        self.say(message, &head, "message_ts", call).await
    }

    /// Sends a message, and once more in plain blocks if Slack does not take the first ones.
    async fn say<'a>(
        &self,
        message: &Say,
        head: &Value,
        ts: &str,
        call: impl Fn(&Value) -> Call<'a>,
    ) -> Sent {
        let mut result = self.call(call(&body(head, &message.text, &message.blocks))).await;
        if let (Err(trouble), Some(plain)) = (&result, &message.plain_blocks)
            && about_blocks(&trouble.code)
        {
            result = self.call(call(&body(head, &message.text, plain))).await;
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
fn about_blocks(code: &str) -> bool {
    code.contains("blocks")
}

/// The arguments that are there, text and blocks with them.
fn body(head: &Value, text: &str, blocks: &[SlackBlock]) -> Value {
    let given = head.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let mut body: Map<String, Value> = given.map(|(name, value)| (name.clone(), value.clone())).collect();
    body.insert("text".to_owned(), text.into());
    // Blocks that cannot be written leave the text, which says the same.
    if !blocks.is_empty()
        && let Ok(blocks) = serde_json::to_value(blocks)
    {
        body.insert("blocks".to_owned(), blocks);
    }
    body.into()
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
