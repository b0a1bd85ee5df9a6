//! The same door through Socket Mode: an envelope of each kind is acknowledged and answered.

use mandorla::db::sql;
use serde_json::{Value as Json, json};

use super::{
    CHANNEL, DANA, Setting, World,
    payloads::{
        about, choose, command_fields, direct, home, mention, pane, press, press_in, shortcut, submitted,
    },
    words,
};
use crate::{
    stand_in::{APP, Connection},
    support::sqlite,
};

fn settings() -> [Setting; 3] {
    [
        ("slack.app_token", APP.to_owned()),
        ("slack.connections", "1".to_owned()),
        ("slack.signing_secret", String::new()),
    ]
}

/// What comes back for an envelope.
async fn acknowledged(connection: &mut Connection, kind: &str, payload: Json) -> Json {
    let id = format!("envelope-{}", super::payloads::unique());
    connection.say(&json!({ "envelope_id": id, "payload": payload, "type": kind,
        "accepts_response_payload": kind != "events_api", "retry_attempt": 0, "retry_reason": "" }));
    let mut heard = connection.heard().await.unwrap();
    assert_eq!(heard["envelope_id"], json!(id));
    heard["payload"].take()
}

#[tokio::test]
async fn envelopes_of_every_kind_are_answered() {
    let world = World::with(sqlite().await, &settings()).await;
    let mut connection = world.slack.sockets.next().await;
    let command = command_fields(&world.slack, "/reached", "Patricia Prospect", CHANNEL, DANA);
    assert_eq!(acknowledged(&mut connection, "slash_commands", command).await, Json::Null);
    assert_eq!(world.responses(1).await[0]["response_type"], "ephemeral");
    let asked = mention("overlap since 1 January 2026", CHANNEL, DANA);
    assert_eq!(acknowledged(&mut connection, "events_api", asked).await, Json::Null);
    world.slack.called("chat.postMessage", 1).await;
    assert_eq!(acknowledged(&mut connection, "interactive", shortcut(DANA)).await, Json::Null);
    world.slack.called("views.update", 1).await;
    // What cannot be read is acknowledged: it reads no better when it is sent again.
    for kind in ["slash_commands", "interactive", "events_api"] {
        assert_eq!(acknowledged(&mut connection, kind, json!({ "nothing": true })).await, Json::Null);
    }
    world.end().await.1.end().await;
}

/// Slack sends no command again: when nothing can be remembered, the acknowledgement says so.
#[tokio::test]
async fn a_command_that_cannot_be_remembered_is_told_so() {
    let world = World::with(sqlite().await, &settings()).await;
    let mut connection = world.slack.sockets.next().await;
    sql("alter table handled rename to away").exec(&world.scratch.db).await.unwrap();
    let command = command_fields(&world.slack, "/reached", "Patricia Prospect", CHANNEL, DANA);
    let said = acknowledged(&mut connection, "slash_commands", command).await;
    assert_eq!(said["response_type"], "ephemeral");
    assert!(said["text"].as_str().unwrap().contains("went wrong"), "{said}");
    world.end().await.1.end().await;
}

/// Whatever may come, as it is recorded, through a real WebSocket: each is acknowledged, and answered as it should be.
#[tokio::test]
async fn everything_that_may_come_is_answered_through_the_socket() {
    let world = World::with(sqlite().await, &settings()).await;
    let mut connection = world.slack.sockets.next().await;
    let slack = &world.slack;
    let button = json!({ "type": "button", "action_id": "ask-0", "value": "reached Colin Cold" });
    let select = json!({ "type": "static_select", "action_id": "ask-menu",
        "placeholder": { "type": "plain_text", "text": "Ask next", "emoji": false } });
    let option = json!({ "text": { "type": "plain_text", "text": "Colin Cold", "emoji": false },
        "value": "reached Colin Cold" });
    let person = "has marketing reached Patricia Prospect?";
    let all = [
        ("slash_commands", command_fields(slack, "/mandorla", person, CHANNEL, DANA), "response_url"),
        ("events_api", mention(person, CHANNEL, DANA), "chat.postEphemeral"),
        ("events_api", mention("overlap since 1 January 2026", CHANNEL, DANA), "chat.postMessage"),
        ("events_api", direct(person, None, DANA), "chat.postMessage"),
        ("events_api", direct(person, Some("1729999327.187299"), DANA), "assistant.threads.setStatus"),
        ("events_api", pane(DANA), "assistant.threads.setSuggestedPrompts"),
        ("events_api", home(DANA, "messages"), "assistant.threads.setSuggestedPrompts"),
        ("events_api", home(DANA, "home"), "views.publish"),
        ("interactive", press(slack, &button, CHANNEL, DANA), "response_url"),
        ("interactive", choose(slack, &select, &option, CHANNEL, DANA), "response_url"),
        ("interactive", press_in("modal", &button, DANA), "views.update"),
        ("interactive", press_in("home", &button, DANA), "views.open"),
        ("interactive", shortcut(DANA), "views.open"),
        ("interactive", about(slack, "Patricia Prospect called", DANA), "views.open"),
    ];
    for (kind, payload, method) in all {
        let before = slack.count(method);
        assert_eq!(acknowledged(&mut connection, kind, payload).await, Json::Null, "{kind} {method}");
        slack.called(method, before + 1).await;
    }
    let said = acknowledged(&mut connection, "interactive", submitted(person, DANA)).await;
    assert_eq!(said["response_action"], "update");
    world.end().await.1.end().await;
}

#[tokio::test]
async fn the_signed_addresses_are_closed_without_a_secret() {
    let world = World::with(sqlite().await, &settings()).await;
    let said = world.send(shortcut(DANA)).await;
    assert_eq!(said.status, axum::http::StatusCode::NOT_FOUND);
    world.end().await.1.end().await;
}

#[tokio::test]
async fn what_is_typed_into_a_window_is_answered_with_the_acknowledgement() {
    let world = World::with(sqlite().await, &settings()).await;
    let mut connection = world.slack.sockets.next().await;
    // Known by now, so that the answer is quick.
    let command = command_fields(&world.slack, "/reached", "Patricia Prospect", CHANNEL, DANA);
    acknowledged(&mut connection, "slash_commands", command).await;
    world.responses(1).await;
    let said = acknowledged(&mut connection, "interactive", submitted("reached Colin Cold", DANA)).await;
    assert_eq!(said["response_action"], "update");
    assert!(words(&said).contains("Colin Cold") || words(&said).contains("Reading"), "{said:#}");
    world.end().await.1.end().await;
}
