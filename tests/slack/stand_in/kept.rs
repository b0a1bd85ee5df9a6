//! What Slack was told, kept in the folder that `MANDORLA_SLACK_CARDS` names, for the checkers that `.ci/slack-cards`
//! runs: each payload once, by what is in it.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::PathBuf,
};

use serde_json::{Value, json};

/// Keeps a message, a modal's view, or the arguments of `views.publish`, if there is a folder for them.
pub fn keep(arguments: &Value) {
    let Some(folder) = folder() else { return };
    let view = &arguments["view"];
    let (kind, payload) = match (view["type"].as_str(), &arguments["blocks"]) {
        (Some("home"), _) => ("home", json!({ "user_id": arguments["user_id"], "view": view })),
        (Some(_), _) => ("modal", view.clone()),
        (None, Value::Array(_)) => {
            ("message", json!({ "channel": "C1", "text": arguments["text"], "blocks": arguments["blocks"] }))
        }
        _ => return,
    };
    let text = serde_json::to_string_pretty(&payload).unwrap();
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    std::fs::write(folder.join(format!("{kind}-said-{:016x}.json", hasher.finish())), text).unwrap();
}

fn folder() -> Option<PathBuf> {
    std::env::var_os("MANDORLA_SLACK_CARDS").map(PathBuf::from)
}
