//! The pane beside whatever somebody reads: it opens with a few questions to choose from.
//!
//! It shows the messages between them and us; where the app was made for Slack's older assistants, a thread of its own.

use super::{House, visit::Visit};

/// <https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts>
const PROMPTS: usize = 4;

impl<H: House> Visit<H> {
    pub(super) async fn pane_opened(&self, channel: &str, thread: Option<&str>) {
        let questions = self.openings().await;
        let prompts: Vec<(String, String)> =
            questions.into_iter().take(PROMPTS).map(|question| (question.clone(), question)).collect();
        let prompted = self.door.web().prompts(
            &self.at.tokens.bot,
            channel,
            thread,
            "What would you like to know?",
            &prompts,
        );
        if let Err(trouble) = prompted.await {
            tracing::warn!(team = self.at.team, %trouble, "the pane shows no suggestions");
        }
    }
}
