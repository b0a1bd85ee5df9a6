//! What Slack sends again, to whichever process, is answered once.

use std::time::Duration;

use futures_util::future::join_all;
use mandorla::db::sql;
use serde_json::json;

use super::{
    CHANNEL, DANA, Process, Sending, World,
    payloads::{Form, command, mention, shortcut},
    words,
};
use crate::{
    stand_in::APP,
    support::{databases, sqlite},
};

impl Clone for Sending {
    fn clone(&self) -> Self {
        Self { body: self.body.clone(), more: self.more.clone(), ..*self }
    }
}

#[tokio::test]
async fn of_many_at_the_same_time_to_two_processes_one_is_answered() {
    for scratch in databases().await {
        let world = World::with(scratch, &[]).await;
        let other = Process::start(&world.slack, &world.scratch, &[]).await;
        other.connected().await;
        let asked: Form = command(&world.slack, "/overlap", "since 1 January 2026", CHANNEL, DANA);
        let mut sendings: Vec<Sending> = Vec::new();
        for sending in
            [asked.into(), mention("reached Colin Cold", CHANNEL, DANA).into(), shortcut(DANA).into()]
        {
            let mut sending: Sending = sending;
            for again in 0..4 {
                sendings.push(sending.clone());
                if again == 0 && sending.path == "/slack/events" {
                    sending.more = vec![("x-slack-retry-num", "1"), ("x-slack-retry-reason", "http_timeout")];
                }
            }
        }
        let sent = sendings.into_iter().enumerate().map(|(nth, sending)| {
            let to = if nth % 2 == 0 { &world.process } else { &other };
            async move { to.send(sending).await.ok() }
        });
        join_all(sent).await;
        other.stop().await;
        let answers = world.responses(1).await;
        let (slack, scratch) = world.end().await;
        assert_eq!(answers.len(), 1);
        let said = slack.seen("response_url");
        let said = said.iter().filter(|seen| super::is_answer(&seen.arguments)).count();
        assert_eq!((said, slack.count("chat.postEphemeral"), slack.count("views.open")), (1, 1, 1));
        scratch.end().await;
    }
}

#[tokio::test]
async fn one_after_the_other_too_and_through_either_way_in() {
    for scratch in databases().await {
        let world = World::with(scratch, &[]).await;
        let payload = mention("reached Colin Cold", CHANNEL, DANA);
        world.send(payload.clone()).await.ok();
        world.slack.called("chat.postEphemeral", 1).await;
        world.send(payload.clone()).await.ok();
        let more = [("slack.app_token", APP.to_owned()), ("slack.connections", "1".to_owned())];
        let other = Process::start(&world.slack, &world.scratch, &more).await;
        let mut connection = world.slack.sockets.next().await;
        for id in ["e-1", "e-1"] {
            connection.say(&json!({ "type": "events_api", "envelope_id": id, "payload": payload,
                "accepts_response_payload": false, "retry_attempt": 1, "retry_reason": "timeout" }));
            assert_eq!(connection.heard().await.unwrap(), json!({ "envelope_id": id }));
        }
        other.stop().await;
        let (slack, scratch) = world.end().await;
        assert_eq!(slack.count("chat.postEphemeral"), 1);
        scratch.end().await;
    }
}

/// The same words asked twice are two questions.
#[tokio::test]
async fn another_trigger_is_another_question() {
    let world = World::new().await;
    world.command("/reached", "Colin Cold").await.ok();
    world.command("/reached", "Colin Cold").await.ok();
    assert_eq!(world.responses(2).await.len(), 2);
    world.end().await.1.end().await;
}

/// An import holds SQLite's one lock; whoever asks meanwhile is answered, and once.
#[tokio::test]
async fn whoever_asks_during_an_import_is_answered_meanwhile() {
    let world = World::with(sqlite().await, &[]).await;
    world.response(world.command("/reached", "Colin Cold")).await;
    let other = world.scratch.another().await;
    let mut import = other.begin().await.unwrap();
    sql("update workspaces set revision = revision").exec(&mut import).await.unwrap();
    let again: Form = command(&world.slack, "/reached", "Patricia Prospect", CHANNEL, DANA);
    let said = world.response(world.send(again.clone())).await;
    assert!(words(&said).contains("Patricia Prospect"), "{said:#}");
    world.send(again.clone()).await.ok();
    import.rollback().await.unwrap();
    other.close().await;
    world.send(again).await.ok();
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.seen("response_url").iter().filter(|seen| super::is_answer(&seen.arguments)).count(), 2);
    scratch.end().await;
}

/// What Slack sends again because it did not hear us in time has been taken up: it is answered, and once.
#[tokio::test]
async fn whoever_hangs_up_while_an_event_is_written_down_is_answered() {
    let world = World::with(sqlite().await, &[]).await;
    let payload = mention("reached Colin Cold", CHANNEL, DANA);
    let mut busy = world.scratch.another().await.begin().await.unwrap();
    sql("update workspaces set revision = revision").exec(&mut busy).await.unwrap();
    let hasty = tokio::time::timeout(Duration::from_millis(100), world.send(payload.clone())).await;
    assert!(hasty.is_err(), "it was written down although somebody else writes");
    busy.rollback().await.unwrap();
    world.send(payload).await.ok();
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.count("chat.postEphemeral"), 1);
    scratch.end().await;
}
