//! The manifest from which Slack makes the app: its commands, its scopes with why each is needed, where to call.
//! <https://docs.slack.dev/reference/app-manifest>

use serde_json::{Value as Json, json};

/// What the app may do, and why: no scope without a reason.
pub const SCOPES: &[(&str, &str)] = &[
    ("commands", "slash commands and shortcuts"),
    ("app_mentions:read", "hear questions that mention it"),
    ("chat:write", "answer"),
    ("im:history", "hear questions in direct messages"),
    ("im:write", "bring files to whoever asked for them, and tell owners what went wrong"),
    ("assistant:write", "questions to choose from beside whatever is read, and a sign while it works"),
    ("files:write", "pictures of the circles, and lists as CSV files"),
    ("users:read", "tell colleagues from guests"),
    ("users:read.email", "know which colleague asks"),
    ("channels:read", "say nothing about single people in channels shared with other companies"),
    ("groups:read", "the same in private channels"),
    ("mpim:read", "the same in group messages"),
    ("channels:history", "look whether a digest stands in its channel before it is posted again"),
    ("groups:history", "the same in private channels"),
];

/// What Slack is to tell.
const EVENTS: &[&str] =
    &["app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked"];

/// A slash command: its name without the slash, what it tells, and what may be typed after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub name: String,
    pub description: String,
    pub hint: String,
}

/// The manifest. With a public address Slack calls us there; without, we call Slack (Socket Mode).
pub fn manifest(commands: &[Command], prompts: &[String], public_url: Option<&str>) -> Json {
    let address = |path: &str| public_url.map(|url| format!("{}/slack/{path}", url.trim_end_matches('/')));
    let with = |mut object: Json, name: &str, value: Option<String>| {
        if let Some(value) = value {
            object[name] = json!(value);
        }
        object
    };
    let commands: Vec<Json> =
        commands.iter().map(|one| with(command(one), "url", address("commands"))).collect();
    let events = json!({ "bot_events": EVENTS });
    let mut oauth =
        json!({ "scopes": { "bot": SCOPES.iter().map(|(scope, _)| *scope).collect::<Vec<_>>() } });
    if let Some(back) = address("oauth") {
        oauth["redirect_urls"] = json!([back]);
    }
    json!({
        "_metadata": { "major_version": 2, "minor_version": 1 },
        "display_information": {
            "name": "Mandorla",
            "description": "Do marketing and sales talk to the same people?",
            "background_color": "#123a5c",
        },
        "features": {
            "app_home": { "home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false },
            "bot_user": { "display_name": "Mandorla", "always_online": true },
            // The view of assistants is closed to new apps: <https://docs.slack.dev/ai/migrating-to-agent-messaging>.
            "agent_view": {
                "agent_description": "Answers what marketing and sales know about your market",
                "suggested_prompts": prompts.iter().map(|text| json!({ "title": text, "message": text })).collect::<Vec<_>>(),
            },
            "shortcuts": [
                { "name": "Ask Mandorla", "type": "global", "callback_id": "ask", "description": "Ask what marketing and sales know" },
                { "name": "Who is this about?", "type": "message", "callback_id": "about", "description": "What is known of those a message names" },
            ],
            "slash_commands": commands,
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": with(events, "request_url", address("events")),
            "interactivity": with(json!({ "is_enabled": true }), "request_url", address("interactions")),
            "org_deploy_enabled": false,
            "socket_mode_enabled": public_url.is_none(),
            "token_rotation_enabled": false,
        },
    })
}

/// Slack escapes mentions and links in what is typed, so that they are told from text.
fn command(command: &Command) -> Json {
    json!({
        "command": format!("/{}", command.name),
        "description": command.description,
        "usage_hint": command.hint,
        "should_escape": true,
    })
}

/// The manifest as YAML, each scope with its reason. Strings are written as in JSON, which YAML reads too
/// (<https://yaml.org/spec/1.2.2/#12-relation-to-json>).
pub fn yaml(manifest: &Json) -> String {
    let mut out = "# Slack app manifest, made by `mandorla manifest slack`.\n".to_owned();
    branch(manifest, 0, &mut out);
    out
}

fn branch(value: &Json, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Json::Object(fields) => {
            for (name, value) in fields {
                out.push_str(&format!("{indent}{name}:"));
                below(value, depth + 1, out);
            }
        }
        Json::Array(items) => {
            for item in items {
                let mut lines = String::new();
                branch(item, depth + 1, &mut lines);
                out.push_str(&format!("{indent}- {}", lines.trim_start()));
            }
        }
        scalar => {
            let why = SCOPES.iter().find(|(scope, _)| *scalar == **scope);
            let why = why.map_or_else(String::new, |(_, why)| format!(" # {why}"));
            out.push_str(&format!("{indent}{scalar}{why}\n"));
        }
    }
}

/// What follows a field's name: on the same line if it is a single value.
fn below(value: &Json, depth: usize, out: &mut String) {
    match value {
        Json::Object(fields) if !fields.is_empty() => {
            out.push('\n');
            branch(value, depth, out);
        }
        Json::Array(items) if !items.is_empty() => {
            out.push('\n');
            branch(value, depth, out);
        }
        scalar => out.push_str(&format!(" {scalar}\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(public_url: Option<&str>) -> Json {
        let command = Command {
            name: "overlap".into(),
            description: "the headline".into(),
            hint: "[by seller]".into(),
        };
        manifest(&[command], &["what is our overlap?".to_owned()], public_url)
    }

    #[test]
    fn socket_mode_names_no_address() {
        let manifest = made(None);
        assert_eq!(manifest["settings"]["socket_mode_enabled"], true);
        assert!(!manifest.to_string().contains("http"), "{manifest}");
    }

    #[test]
    fn with_a_public_address_every_door_has_one() {
        let manifest = made(Some("https://mandorla.example/"));
        assert_eq!(manifest["settings"]["socket_mode_enabled"], false);
        assert_eq!(
            manifest["features"]["slash_commands"][0]["url"],
            "https://mandorla.example/slack/commands"
        );
        assert_eq!(
            manifest["settings"]["interactivity"]["request_url"],
            "https://mandorla.example/slack/interactions"
        );
        assert_eq!(
            manifest["settings"]["event_subscriptions"]["request_url"],
            "https://mandorla.example/slack/events"
        );
        assert_eq!(manifest["oauth_config"]["redirect_urls"][0], "https://mandorla.example/slack/oauth");
    }

    #[test]
    fn the_yaml_gives_a_reason_for_every_scope() {
        let yaml = yaml(&made(None));
        for (scope, why) in SCOPES {
            assert!(yaml.contains(&format!("      - \"{scope}\" # {why}\n")), "{yaml}");
        }
        assert!(
            yaml.contains("    - command: \"/overlap\"\n      description: \"the headline\"\n"),
            "{yaml}"
        );
    }
}
