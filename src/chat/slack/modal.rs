//! The one modal: a question is typed, its answer is shown, the next one may follow.

use serde_json::{Value as Json, json};

use super::{
    House,
    render::{Drawing, Surface, draw},
    sending::plain,
    visit::Visit,
};
use crate::card::{Card, Tone};

/// Characters of a question; longer ones are not understood anyway.
const LONGEST: u32 = 500;

impl<H: House> Visit<H> {
    pub(super) async fn shortcut(&self, trigger: &str) {
        let openings = async {
            let examples = self.openings().await;
            answer(&plain(
                "Ask what marketing and sales know about your market".to_owned(),
                Tone::Neutral,
                examples,
            ))
        };
        self.in_new_modal(trigger, openings).await;
    }

    /// "Who is this about?": whoever a message names.
    pub(super) async fn about(&self, text: &str, trigger: &str) {
        let named = async {
            let mut questions = self.named_in(text).await;
            match questions.len() {
                0 => answer(&plain(
                    "This message names no person and no account that I know. Type a name below".to_owned(),
                    Tone::Neutral,
                    vec![],
                )),
                1 => self.in_modal(&questions.swap_remove(0)).await,
                _ => answer(&plain(
                    "This message names several. Whom do you mean?".to_owned(),
                    Tone::Neutral,
                    questions,
                )),
            }
        };
        self.in_new_modal(trigger, named).await;
    }

    /// Opens at once, since the trigger lives for three seconds, and fills in what takes longer.
    pub(super) async fn in_new_modal(&self, trigger: &str, content: impl Future<Output = Json>) {
        let (web, token) = (self.door.web(), &self.at.tokens.bot);
        let shown = async {
            web.open_view(token, trigger, &working()).await?;
            web.fill_view(token, trigger, &content.await).await
        };
        if let Err(trouble) = shown.await {
            tracing::warn!(team = self.at.team, %trouble, "a modal could not be shown");
        }
    }
}

/// An answer, and room for the next question.
pub(super) fn answer(card: &Card) -> Json {
    let drawn = draw(card, &Drawing { surface: Surface::Modal, pictures: &[], share: None, plain: true });
    let mut blocks = json!(drawn.blocks);
    if let Some(blocks) = blocks.as_array_mut() {
        blocks.push(input());
    }
    view(blocks, true)
}

pub(super) fn working() -> Json {
    let text = "Reading the account database …";
    view(json!([{ "type": "section", "text": { "type": "plain_text", "text": text } }]), false)
}

pub(super) fn failed() -> Json {
    answer(&plain("Something went wrong on our side. Ask again".to_owned(), Tone::Problem, vec![]))
}

/// What a submitted modal shows next: <https://docs.slack.dev/surfaces/modals#updating_response>.
pub(super) fn update(view: &Json) -> Json {
    json!({ "response_action": "update", "view": view })
}

fn view(blocks: Json, asks: bool) -> Json {
    let words = |text: &str| json!({ "type": "plain_text", "text": text });
    let mut view =
        json!({ "type": "modal", "title": words("Mandorla"), "close": words("Close"), "blocks": blocks });
    if asks {
        view["submit"] = words("Ask");
    }
    view
}

fn input() -> Json {
    json!({
        "type": "input",
        // A new name each time would empty the field; the same keeps what was typed, to be changed and asked again.
        "block_id": "question",
        "label": { "type": "plain_text", "text": "Your question" },
        "element": {
            "type": "plain_text_input",
            "action_id": "question",
            "max_length": LONGEST,
            "placeholder": { "type": "plain_text", "text": "has marketing reached …?" },
        },
    })
}
