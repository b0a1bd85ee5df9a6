//! Every card as Slack is sent it: the answer to every question, digests with what follows them, changes before and
//! after a yes, refusals, and people's own pages. Each is drawn for each place, held against Slack's rules, and written
//! to `target/slack-cards/` for the checkers that `.ci/slack-cards` runs.

#[path = "../src/chat/slack/render/tests/rules.rs"]
mod rules;
mod support;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use mandorla::{
    app::App,
    ask::{Ask, Place, Who},
    bot::Bot,
    card::{ActionKind, Block, Card},
    chat::{
        Reply,
        slack::{
            House,
            render::{Drawing, Surface, draw},
        },
    },
    config::Config,
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
    let told = story(&scratch, &folder, workspace).await;
    assert!(told >= 6 * (STORY.len() + 12), "{told} payloads of the story");
    scratch.end().await;
}

const ADMIN: Asker = Some("alex.morgan@mandor.example");
const MEMBER: Asker = Some("sam.okafor@mandor.example");
/// A colleague's address; a stranger has none.
type Asker = Option<&'static str>;

/// What is said in a channel, one after the other; a change is confirmed before the next.
const STORY: &[(Asker, &str)] = &[
    (MEMBER, "digest now"),
    (MEMBER, "digest now in fintech"),
    (MEMBER, "digest list"),
    (MEMBER, "digest weekly monday 09:00"),
    (MEMBER, "digest weekly monday 09:00"),
    (MEMBER, "digest list"),
    (MEMBER, "digest pause 1"),
    (MEMBER, "digest resume 1"),
    (MEMBER, "digest stop 1"),
    (MEMBER, "digest stop 9"),
    (ADMIN, "link slack:T1/U0NEW dana.hughes@mandor.example"),
    (ADMIN, "link slack:T1/U0NEW nobody@mandor.example"),
    (ADMIN, "link"),
    (MEMBER, "link slack:T1/U0NEW dana.hughes@mandor.example"),
    (MEMBER, "log a call with Patricia Prospect today"),
    (MEMBER, "Northwind is in market"),
    (ADMIN, "add Initech to the target market"),
    (MEMBER, "add Initech to the target market"),
    (None, "has marketing reached Patricia Prospect?"),
    (None, "digest now"),
    (None, "digest weekly monday 09:00"),
    (None, "log a call with Patricia Prospect today"),
];

/// Tells [`STORY`] to the house, and draws all that it says. Gives how many payloads that are.
async fn story(scratch: &support::Scratch, folder: &Folder, workspace: i64) -> usize {
    let none = tempfile::NamedTempFile::new().expect("a temporary file");
    let flags = [("database_url", scratch.url.clone()), ("workspace", "fixture".to_owned())];
    let config = Config::read(Some(none.path()), |_| None, &flags).expect("sound settings");
    let app = App::open(&config).await.expect("the database opens");
    let ask = |who: Asker, text: &str| {
        let who = who.map_or(Who::Unknown, |email| Who::Colleague(email.to_owned()));
        let place = Place::Channel { id: "slack:T1/C1".to_owned() };
        Ask { who, place, text: text.to_owned(), at: NOW.parse().expect("an instant") }
    };
    let mut count = 0;
    for (at, (who, text)) in STORY.iter().enumerate() {
        let reply = app.answer(workspace, ask(*who, text)).await;
        count += whole(&reply, text, folder, &format!("story-{at:02}"));
        let confirm = reply.card.actions.iter().find(|action| action.kind == ActionKind::Confirm);
        if let Some(confirm) = confirm {
            let done = app.answer(workspace, ask(*who, &confirm.text)).await;
            count += whole(&done, text, folder, &format!("story-{at:02}-done"));
        }
    }
    for (at, who) in [ADMIN, MEMBER, None].into_iter().enumerate() {
        for (nth, card) in app.home(workspace, ask(who, ""), Vec::new()).await.iter().enumerate() {
            count += all(card, "home", folder, &format!("own-page-{at}-{nth}"));
        }
    }
    app.db.close().await;
    count
}

/// An answer with what follows it.
fn whole(reply: &Reply, asked: &str, folder: &Folder, name: &str) -> usize {
    let cards = std::iter::once(&reply.card).chain(&reply.thread).enumerate();
    cards.map(|(nth, card)| all(card, asked, folder, &format!("{name}-{nth}"))).sum()
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
