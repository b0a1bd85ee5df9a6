//! What the platforms need to know of us before we run there, made from the list of questions.

use serde_json::Value as Json;

use crate::{
    chat::{
        slack::manifest::{Command, manifest},
        teams,
    },
    questions::{ALL, openers},
};

/// The questions that are asked often enough for a command of their own, and what may be typed after it.
const SHORT: &[(&str, &str)] = &[
    ("reached", "[a person, an e-mail address]"),
    ("overlap", "[by seller, this quarter, in fintech, my accounts …]"),
    ("account", "[a company]"),
    ("cold", "[my accounts, tier 1, last 30 days …]"),
    ("warm", "[my accounts, in market, top 10 …]"),
];
/// Not a question, but asked for in the same way.
const DIGEST: (&str, &str, &str) = (
    "digest",
    "where the circles stand, what moved and whom to act on: now, or every week in this channel",
    "[weekly monday 09:00, preview, now, list, pause, resume, stop]",
);
/// Asks everything, for workspaces where a short name is taken.
const EVERYTHING: (&str, &str, &str) =
    ("mandorla", "ask anything: what marketing and sales know about your market", "[a question, or help]");
/// Questions that the pane offers before it knows anybody's names: four at the most.
const PROMPTS: &[&str] = &["overlap", "cold", "warm", "freshness"];

/// Slack's app manifest; see [`manifest`].
pub fn slack(public_url: Option<&str>) -> Json {
    let short = SHORT.iter().map(|(name, hint)| Command {
        name: (*name).to_owned(),
        description: question(name).summary.to_owned(),
        hint: (*hint).to_owned(),
    });
    let others = [DIGEST, EVERYTHING].map(|(name, description, hint)| Command {
        name: name.to_owned(),
        description: description.to_owned(),
        hint: hint.to_owned(),
    });
    let commands: Vec<Command> = short.chain(others).collect();
    let prompts: Vec<String> = PROMPTS.iter().map(|name| question(name).examples[0].to_owned()).collect();
    manifest(&commands, &prompts, public_url)
}

/// Teams' app: its manifest alone, and the whole package. `app_id` is that of the bot's registration.
pub fn teams(app_id: &str, public_url: Option<&str>) -> (String, Vec<u8>) {
    let app = teams::manifest::App { id: app_id, public_url, questions: &openers() };
    (teams::manifest::json(&teams::manifest::manifest(&app)), teams::manifest::package(&app))
}

fn question(name: &str) -> &'static crate::questions::Question {
    ALL.iter().find(|question| question.name == name).expect("the names above are questions")
}
