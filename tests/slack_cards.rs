//! Every card of every question as Slack is sent it: drawn for each place, held against Slack's rules, and written to
//! `target/slack-cards/` for the checkers that `.ci/slack-cards` runs.

#[path = "../src/chat/slack/render/tests/rules.rs"]
mod rules;
mod support;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::{Block, Card},
    chat::slack::render::{Drawing, Surface, draw},
    db::workspaces,
    intake::import::{self, Options},
    questions::ALL,
};
use serde_json::{Value as Json, json};

const NOW: &str = "2026-11-20T12:00:00Z";

#[tokio::test]
async fn every_card_of_every_question_is_what_slack_takes() {
    let scratch = support::sqlite().await;
    let now: Timestamp = NOW.parse().expect("an instant");
    let workspace = workspaces::ensure(&scratch.db, "fixture", "Europe/London").await.expect("a workspace");
    let files = ["team", "accounts", "people", "content", "touches"]
        .map(|name| Path::new("tests/company").join(format!("{name}.csv")));
    let report = import::import(&scratch.db, workspace, &files, &Options::at(now), &()).await;
    assert!(report.expect("sound files").is_ok());

    let folder = Folder::empty();
    let bot = Bot::new(scratch.db.clone(), workspace);
    let asked =
        ALL.iter().flat_map(|question| question.examples.iter().map(|example| (question.name, *example)));
    let odd = [("none", "<!channel> *what*"), ("none", "has marketing reached patricia?")];
    let mut count = 0;
    for (at, (name, text)) in asked.chain(odd).enumerate() {
        let who = Who::Operator;
        let ask = Ask { who, place: Place::Private, text: text.to_owned(), at: now };
        let answer = bot.answer(&ask).await.expect("the database works");
        count += all(&answer.card, text, &folder, &format!("{at:03}-{name}"));
    }
    assert!(count >= 6 * ALL.len(), "{count} payloads");
    scratch.end().await;
}

/// Draws the card in every way; gives how many.
fn all(card: &Card, asked: &str, folder: &Folder, name: &str) -> usize {
    let pictures = card.blocks.iter().filter(|block| matches!(block, Block::Picture(_)));
    let files: Vec<Option<String>> = pictures.map(|_| Some("F0123456789".to_owned())).collect();
    let mut count = 0;
    for (surface, place) in
        [(Surface::Message, "message"), (Surface::Modal, "modal"), (Surface::Home, "home")]
    {
        for plain in [false, true] {
            let pictures = if plain { &[][..] } else { &files };
            let drawn = draw(card, &Drawing { surface, pictures, share: Some(asked), plain });
            let blocks = serde_json::to_value(&drawn.blocks).expect("blocks are JSON");
            let complaints = rules::complaints(&blocks, surface == Surface::Message, plain);
            assert!(complaints.is_empty(), "{asked} on {place}, plain {plain}: {complaints:#?}");
            let suffix = if plain { "-plain" } else { "" };
            folder.write(&format!("{place}-{name}{suffix}"), &payload(surface, &drawn.text, &blocks));
            count += 1;
        }
    }
    count
}

/// As it is sent: arguments of `chat.postMessage`, a modal's view, arguments of `views.publish`.
fn payload(surface: Surface, text: &str, blocks: &Json) -> Json {
    let title = json!({ "type": "plain_text", "text": "Mandorla" });
    match surface {
        Surface::Message => json!({ "channel": "C1", "text": text, "blocks": blocks }),
        Surface::Modal => json!({ "type": "modal", "title": title, "blocks": blocks }),
        Surface::Home => json!({ "user_id": "U1", "view": { "type": "home", "blocks": blocks } }),
    }
}

struct Folder(PathBuf);

impl Folder {
    fn empty() -> Self {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target/tmp is in target");
        let path = target.join("slack-cards");
        drop(std::fs::remove_dir_all(&path));
        std::fs::create_dir_all(&path).expect("target can be written to");
        Self(path)
    }

    fn write(&self, name: &str, payload: &Json) {
        let text = serde_json::to_string_pretty(payload).expect("JSON");
        std::fs::write(self.0.join(format!("{name}.json")), text).expect("target can be written to");
    }
}
