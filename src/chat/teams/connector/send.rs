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
            Kind::Gone => Self::Gone { why },
            Kind::Auth | Kind::Refused => Self::Refused { why },
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
    pub async fn send(&self, to: &Address, activity: &Json) -> Sent {
        self.post(to, &["conversations", &to.conversation, "activities"], &[], activity, false).await
    }

    /// A message that stands there once or not at all, whatever becomes of its answer.
    pub async fn send_once(&self, to: &Address, activity: &Json) -> Sent {
        self.post(to, &["conversations", &to.conversation, "activities"], &[], activity, true).await
    }

    /// A message that answers another.
    pub async fn reply(&self, to: &Address, message: &str, activity: &Json) -> Sent {
        self.post(to, &["conversations", &to.conversation, "activities", message], &[], activity, false).await
    }

    /// A message that Teams shows to its recipient alone; the activity names them.
    /// <https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages>
    pub async fn whisper(&self, to: &Address, activity: &Json) -> Sent {
        let path = ["conversations", &to.conversation, "activities"];
        self.post(to, &path, &[("isTargetedActivity", "true")], activity, false).await
    }

    /// Puts another message in the place of one of ours.
    pub async fn update(&self, at: &Address, message: &str, activity: &Json) -> Sent {
        let path = ["conversations", &at.conversation, "activities", message];
        let call = Call {
            what: "update",
            method: Method::PUT,
            service_url: &at.service_url,
            path: &path,
            query: &[],
            body: Some(activity),
            pace: Some(at.base()),
            once: false,
        };
        sent(self.call(call).await)
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
        activity: &Json,
        once: bool,
    ) -> Sent {
        let call = Call {
            what: "send",
            method: Method::POST,
            service_url: &to.service_url,
            path,
            query,
            body: Some(activity),
            pace: Some(to.base()),
            once,
        };
        sent(self.call(call).await)
    }
}

fn sent(result: Result<Json, Trouble>) -> Sent {
    match result {
        Ok(answer) => Sent::Sent { id: answer["id"].as_str().map(str::to_owned) },
        Err(trouble) => trouble.into(),
    }
}
