//! Messages: into a conversation or a thread of it, in place of one that stands there, and to one person alone.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value as Json, json};

use super::{Connector, Kind, Trouble, call::Call};

/// Where something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub service_url: String,
    /// The conversation, or a thread of it: `19:…@thread.tacv2;messageid=…`.
    pub conversation: String,
}

/// What is said: an activity, and the same in words for when Teams does not take it.
#[derive(Clone, Debug)]
pub struct Message {
    pub activity: Json,
    pub words: Option<String>,
}

/// An activity that has no words to fall back on.
impl From<Json> for Message {
    fn from(activity: Json) -> Self {
        Self { activity, words: None }
    }
}

impl Message {
    /// For the same recipients, with nothing on it that Teams could refuse.
    fn in_words(&self) -> Option<Json> {
        let mut plain = json!({ "type": "message", "textFormat": "plain", "text": self.words.as_ref()? });
        if let Some(recipient) = self.activity.get("recipient") {
            plain["recipient"] = recipient.clone();
        }
        Some(plain)
    }
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It stands there. Teams' id of it, if it said one.
    Sent { id: Option<String> },
    /// Teams was busy or out of reach for longer than we wait: again after this time. `doubt`: the message may stand
    /// there nevertheless, since an answer was lost.
    Retry { after: Duration, why: String, doubt: bool },
    /// There is nobody to say it to any more: the conversation is gone, or we are not in it.
    Gone { why: String },
    /// A fault of ours; the same message will not do better.
    Refused { why: String },
}

/// When to try again what Teams did not answer.
const LATER: Duration = Duration::from_secs(30);

impl From<Trouble> for Sent {
    fn from(trouble: Trouble) -> Self {
        let (why, doubt) = (trouble.to_string(), trouble.doubt);
        match trouble.kind {
            Kind::Busy { after } => Self::Retry { after, why, doubt },
            Kind::Unreachable => Self::Retry { after: LATER, why, doubt },
            Kind::Gone | Kind::Missing => Self::Gone { why },
            Kind::Auth | Kind::Unfit | Kind::Refused => Self::Refused { why },
        }
    }
}

impl Address {
    /// The conversation without the thread: what our pace is counted by.
    pub fn base(&self) -> &str {
        base(&self.conversation)
    }
}

/// A conversation's id without its thread.
pub fn base(conversation: &str) -> &str {
    conversation.split_once(";messageid=").map_or(conversation, |(base, _)| base)
}

impl Connector {
    /// A message, or that we are at work.
    pub async fn send(&self, to: &Address, message: &Message) -> Sent {
        sent(self.post(to, &["conversations", &to.conversation, "activities"], &[], message, false).await)
    }

    /// A message that stands there once or not at all, whatever becomes of its answer.
    pub async fn send_once(&self, to: &Address, message: &Message) -> Sent {
        sent(self.post(to, &["conversations", &to.conversation, "activities"], &[], message, true).await)
    }

    /// A message that answers another; if that one was deleted, a message all the same.
    pub async fn reply(&self, to: &Address, answers: &str, message: &Message) -> Sent {
        let path = ["conversations", &to.conversation, "activities", answers];
        match self.post(to, &path, &[], message, false).await {
            Err(trouble) if trouble.kind == Kind::Missing => self.send(to, message).await,
            result => sent(result),
        }
    }

    /// A message that Teams shows to its recipient alone; the activity names them.
    /// <https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages>
    pub async fn whisper(&self, to: &Address, message: &Message) -> Sent {
        let path = ["conversations", &to.conversation, "activities"];
        sent(self.post(to, &path, &[("isTargetedActivity", "true")], message, false).await)
    }

    /// Puts another message in the place of one of ours. That one may have been deleted, which says nothing about the
    /// conversation.
    pub async fn update(&self, at: &Address, old: &str, message: &Message) -> Sent {
        let path = ["conversations", &at.conversation, "activities", old];
        let call = Call {
            what: "update",
            method: Method::PUT,
            service_url: &at.service_url,
            path: &path,
            query: &[],
            body: None,
            pace: Some(at.base()),
            once: false,
        };
        match self.say(call, message).await {
            Err(trouble) if trouble.kind == Kind::Missing => Sent::Refused { why: trouble.to_string() },
            result => sent(result),
        }
    }

    /// The personal chat with somebody, made if need be. `user` is Teams' id of them: `29:…`, or their object id.
    /// <https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages>
    ///
    /// # Errors
    /// When the app is not installed for them, or Teams does not answer.
    pub async fn personal(
        &self,
        service_url: &str,
        bot: &str,
        user: &str,
        tenant: &str,
    ) -> Result<String, Trouble> {
        let body = json!({
            "isGroup": false,
            "bot": { "id": bot },
            "members": [{ "id": user }],
            "tenantId": tenant,
            "channelData": { "tenant": { "id": tenant } },
        });
        let call = Call {
            what: "create a personal chat",
            // Made again, it is the same one.
            method: Method::POST,
            service_url,
            path: &["conversations"],
            query: &[],
            body: Some(&body),
            pace: None,
            once: false,
        };
        let answer = self.call(call).await?;
        let id = answer["id"].as_str().map(str::to_owned);
        id.ok_or_else(|| Trouble::new(Kind::Unreachable, "half_answer"))
    }

    async fn post(
        &self,
        to: &Address,
        path: &[&str],
        query: &[(&str, &str)],
        message: &Message,
        once: bool,
    ) -> Result<Json, Trouble> {
        let call = Call {
            what: "send",
            method: Method::POST,
            service_url: &to.service_url,
            path,
            query,
            body: None,
            pace: Some(to.base()),
            once,
        };
        self.say(call, message).await
    }

    /// Says it; in words where Teams does not take the card, so that nobody is left without an answer.
    async fn say(&self, call: Call<'_>, message: &Message) -> Result<Json, Trouble> {
        let said = self.call(Call { body: Some(&message.activity), ..call.clone() }).await;
        match (said, message.in_words()) {
            (Err(trouble), Some(words)) if trouble.kind == Kind::Unfit => {
                self.call(Call { body: Some(&words), ..call }).await
            }
            (said, _) => said,
        }
    }
}

fn sent(result: Result<Json, Trouble>) -> Sent {
    match result {
        Ok(answer) => Sent::Sent { id: answer["id"].as_str().map(str::to_owned) },
        Err(trouble) => trouble.into(),
    }
}
