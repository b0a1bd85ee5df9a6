//! What Slack sends, with all the fields that its documents show, the unused ones too: <https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling>,
//! <https://docs.slack.dev/reference/interaction-payloads>, <https://docs.slack.dev/reference/events>.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value as Json, json};

use super::instant;
use crate::stand_in::StandIn;

pub const TEAM: &str = "T123";

/// Fields of a form.
#[derive(Clone)]
pub struct Form(pub Vec<(String, String)>);

/// Never the same twice.
pub fn unique() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub fn trigger() -> String {
    format!("{}.1234567890.0d0c0b0a", unique())
}

fn team() -> Json {
    json!({ "id": TEAM, "domain": "acme" })
}

fn user(id: &str) -> Json {
    json!({ "id": id, "username": "somebody", "name": "somebody", "team_id": TEAM })
}

pub fn command(slack: &StandIn, command: &str, text: &str, channel: &str, user: &str) -> Form {
    let pairs = command_fields(slack, command, text, channel, user);
    Form(
        pairs.as_object().unwrap().iter().map(|(k, v)| (k.clone(), v.as_str().unwrap().to_owned())).collect(),
    )
}

/// The same as Socket Mode has it.
pub fn command_fields(slack: &StandIn, command: &str, text: &str, channel: &str, user: &str) -> Json {
    json!({
        "token": "gIkuvaNzQIHg97ATvDxqgjtO", "team_id": TEAM, "team_domain": "acme",
        "channel_id": channel, "channel_name": if channel.starts_with('D') { "directmessage" } else { "sales" },
        "user_id": user, "user_name": "somebody", "command": command, "text": text, "api_app_id": "A123456",
        "is_enterprise_install": "false", "response_url": slack.response_url(), "trigger_id": trigger(),
    })
}

/// A button of a message that one person sees, or all.
pub fn press(slack: &StandIn, element: &Json, channel: &str, by: &str) -> Json {
    let ts = format!("1548261231.{:06}", unique());
    let mut action = element.clone();
    action["block_id"] = json!("=qXel");
    action["action_ts"] = json!(format!("1548426417.{:06}", unique()));
    json!({
        "type": "block_actions", "team": team(), "user": user(by), "api_app_id": "A123456", "token": "9s8d9as89d8as9d8as989",
        "container": { "type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": true },
        "trigger_id": trigger(), "enterprise": null, "is_enterprise_install": false,
        "channel": { "id": channel, "name": "sales" },
        "message": { "bot_id": "B123", "type": "message", "text": "…", "user": "UBOT", "ts": ts, "app_id": "A123456",
            "blocks": [{ "type": "actions", "block_id": "=qXel", "elements": [element] }], "team": TEAM },
        "state": { "values": {} }, "response_url": slack.response_url(), "actions": [action],
    })
}

/// A choice in a menu.
pub fn choose(slack: &StandIn, select: &Json, option: &Json, channel: &str, by: &str) -> Json {
    let mut payload = press(slack, select, channel, by);
    payload["actions"] = json!([{
        "type": "static_select", "action_id": select["action_id"], "block_id": "=qXel",
        "selected_option": option, "placeholder": select["placeholder"], "action_ts": "1548426417.840180",
    }]);
    payload
}

fn view(kind: &str) -> Json {
    json!({
        "id": "V123", "team_id": TEAM, "type": kind, "blocks": [], "private_metadata": "", "callback_id": "",
        "state": { "values": {} }, "hash": format!("1618489850.{}", unique()),
        "title": { "type": "plain_text", "text": "Mandorla", "emoji": true }, "clear_on_close": false,
        "notify_on_close": false, "close": null, "submit": null, "previous_view_id": null, "root_view_id": "V123",
        "app_id": "A123456", "external_id": "", "app_installed_team_id": TEAM, "bot_id": "B123",
    })
}

/// A button in our modal or on the Home.
pub fn press_in(kind: &str, element: &Json, by: &str) -> Json {
    let mut action = element.clone();
    action["action_ts"] = json!("1618489850.123456");
    json!({
        "type": "block_actions", "user": user(by), "api_app_id": "A123456", "token": "x", "trigger_id": trigger(),
        "container": { "type": "view", "view_id": "V123" }, "team": team(), "enterprise": null,
        "is_enterprise_install": false, "view": view(kind), "actions": [action],
    })
}

pub fn shortcut(by: &str) -> Json {
    json!({
        "type": "shortcut", "token": "XXXXXXXXXXXXX", "action_ts": "1581106241.371594", "team": team(),
        "user": user(by), "is_enterprise_install": false, "enterprise": null, "callback_id": "ask",
        "trigger_id": trigger(),
    })
}

pub fn about(slack: &StandIn, text: &str, by: &str) -> Json {
    json!({
        "type": "message_action", "token": "Nj2rfC2hU8mAfgaJLemZgO7H", "action_ts": "1581106241.371594", "team": team(),
        "user": user(by), "channel": { "id": super::CHANNEL, "name": "sales" }, "is_enterprise_install": false,
        "enterprise": null, "callback_id": "about", "trigger_id": trigger(), "message_ts": "1516229207.000133",
        "message": { "type": "message", "user": "U0OTHER", "ts": "1516229207.000133", "text": text, "team": TEAM },
        "response_url": slack.response_url(),
    })
}

pub fn submitted(text: &str, by: &str) -> Json {
    let mut view = view("modal");
    view["state"] =
        json!({ "values": { "question": { "question": { "type": "plain_text_input", "value": text } } } });
    json!({
        "type": "view_submission", "team": team(), "user": user(by), "api_app_id": "A123456", "token": "x",
        "trigger_id": trigger(), "view": view, "response_urls": [], "is_enterprise_install": false,
        "enterprise": null,
    })
}

/// An event in its wrapper.
pub fn event(event: Json) -> Json {
    json!({
        "token": "ZZZZZZWSxiZZZ2yIvs3peJ", "team_id": TEAM, "context_team_id": TEAM, "context_enterprise_id": null,
        "api_app_id": "A123456", "event": event, "type": "event_callback", "event_id": format!("Ev{:08}", unique()),
        "event_time": instant().as_second(), "is_ext_shared_channel": false,
        "authorizations": [{ "enterprise_id": null, "team_id": TEAM, "user_id": "UBOT", "is_bot": true,
            "is_enterprise_install": false }],
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
    })
}

pub fn mention(text: &str, channel: &str, by: &str) -> Json {
    event(json!({
        "type": "app_mention", "user": by, "ts": "1515449522.000016", "client_msg_id": "a-b-c",
        "text": format!("<@UBOT> {text}"), "team": TEAM, "user_team": TEAM, "source_team": TEAM, "channel": channel,
        "event_ts": "1515449522000016",
        "blocks": [{ "type": "rich_text", "block_id": "x", "elements": [] }],
    }))
}

/// Somebody writes to us alone.
pub fn direct(text: &str, thread: Option<&str>, by: &str) -> Json {
    let mut message = json!({
        "type": "message", "user": by, "ts": "1515449523.000017", "client_msg_id": "a-b-d", "text": text, "team": TEAM,
        "blocks": [{ "type": "rich_text", "block_id": "x", "elements": [] }], "channel": super::DIRECT,
        "event_ts": "1515449523.000017", "channel_type": "im",
    });
    if let Some(thread) = thread {
        message["thread_ts"] = json!(thread);
        message["parent_user_id"] = json!("UBOT");
    }
    event(message)
}

/// The pane of an app that was made for Slack's assistants.
pub fn pane(by: &str) -> Json {
    event(json!({
        "type": "assistant_thread_started", "event_ts": "1715873754.429808",
        "assistant_thread": { "user_id": by, "context": { "channel_id": super::CHANNEL, "team_id": TEAM,
            "enterprise_id": null }, "channel_id": super::DIRECT, "thread_ts": "1729999327.187299" },
    }))
}

pub fn home(by: &str, tab: &str) -> Json {
    event(json!({
        "type": "app_home_opened", "user": by, "channel": super::DIRECT, "event_ts": "1515449522000016", "tab": tab,
    }))
}
