//! Windows, the App Home, and the pane.

use secrecy::SecretString;
use serde_json::{Value, json};

use super::{
    Trouble, Web,
    client::{Call, Failure},
};

/// <https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts>
pub const MOST_PROMPTS: usize = 4;

/// How Slack says that a trigger, or the name that we gave its window, has been used:
/// <https://docs.slack.dev/reference/methods/views.open#errors>
const TAKEN: [&str; 2] = ["exchanged_trigger_id", "duplicate_external_id"];

impl Web {
    /// Opens a window, within three seconds of what triggered it.
    pub async fn open_view(
        &self,
        token: &SecretString,
        trigger_id: &str,
        view: &Value,
    ) -> Result<(), Trouble> {
        // A name of ours is known even where Slack's answer is lost; a trigger is good for one window.
        let mut view = view.clone();
        view["external_id"] = trigger_id.into();
        let arguments = json!({ "trigger_id": trigger_id, "view": view });
        match self.told(Call::json(self, "views.open", &arguments).by(token).seen()).await {
            Ok(_) => Ok(()),
            // The answer to an earlier try was lost: the window is open.
            Err(Failure { maybe: true, trouble, .. }) if TAKEN.contains(&trouble.code.as_str()) => Ok(()),
            Err(failure) => Err(failure.trouble),
        }
    }

    /// Puts other content into a window that [`Web::open_view`] has opened.
    pub async fn fill_view(
        &self,
        token: &SecretString,
        trigger_id: &str,
        view: &Value,
    ) -> Result<(), Trouble> {
        let arguments = json!({ "external_id": trigger_id, "view": view });
        self.tell(token, "views.update", &arguments).await
    }

    /// Puts other content into an open window, by Slack's id of it.
    pub async fn update_view(
        &self,
        token: &SecretString,
        view_id: &str,
        view: &Value,
    ) -> Result<(), Trouble> {
        let arguments = json!({ "view_id": view_id, "view": view });
        self.tell(token, "views.update", &arguments).await
    }

    /// What one user sees on the app's Home tab.
    pub async fn publish_home(&self, token: &SecretString, user: &str, view: &Value) -> Result<(), Trouble> {
        let arguments = json!({ "user_id": user, "view": view });
        self.tell(token, "views.publish", &arguments).await
    }

    /// What is shown in a thread with us while we work; empty, it goes away.
    pub async fn status(
        &self,
        token: &SecretString,
        channel: &str,
        thread: &str,
        status: &str,
    ) -> Result<(), Trouble> {
        let arguments = json!({ "channel_id": channel, "thread_ts": thread, "status": status });
        self.tell(token, "assistant.threads.setStatus", &arguments).await
    }

    /// What our messages with somebody offer to ask, each with its title and the message it stands for; the first
    /// `MOST_PROMPTS`. `thread`: in an assistant's thread alone. Slack silently drops the prompts of an agent that names
    /// one (<https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts>).
    pub async fn prompts(
        &self,
        token: &SecretString,
        channel: &str,
        thread: Option<&str>,
        title: &str,
        prompts: &[(String, String)],
    ) -> Result<(), Trouble> {
        let offered = prompts.iter().take(MOST_PROMPTS);
        let offered: Vec<_> =
            offered.map(|(title, message)| json!({ "title": title, "message": message })).collect();
        let mut arguments = json!({ "channel_id": channel, "title": title, "prompts": offered });
        if let Some(thread) = thread {
            arguments["thread_ts"] = json!(thread);
        }
        self.tell(token, "assistant.threads.setSuggestedPrompts", &arguments).await
    }

    /// A call whose answer says nothing but that it was carried out.
    async fn tell(
        &self,
        token: &SecretString,
        method: &'static str,
        arguments: &Value,
    ) -> Result<(), Trouble> {
        self.call(Call::json(self, method, arguments).by(token)).await.map(drop)
    }
}
