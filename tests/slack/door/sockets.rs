//! The same door through Socket Mode: an envelope of each kind is acknowledged and answered.

use serde_json::{Value as Json, json};

use super::{
    CHANNEL, DANA, Setting, World,
    payloads::{command_fields, mention, shortcut, submitted},
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
