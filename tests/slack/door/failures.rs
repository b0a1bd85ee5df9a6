//! When something fails, whoever asked is told what to do, and Slack sends again what was not taken up.

use axum::http::StatusCode;
use mandorla::db::sql;

use super::{
    CHANNEL, DANA, DIRECT, Process, World,
    payloads::{command, direct, mention, shortcut},
    told, words,
};
use crate::stand_in::{Fault, StandIn};

#[tokio::test]
async fn without_a_database_nothing_is_taken_up_and_it_may_come_again() {
    for scratch in crate::support::databases().await {
        let world = World::with(scratch, &[]).await;
        sql("alter table handled rename to away").exec(&world.scratch.db).await.unwrap();
        let said = world.command("/reached", "Patricia Prospect").await.json();
        assert_eq!(said["response_type"], "ephemeral");
        assert!(said["text"].as_str().unwrap().contains("incident"), "{said}");
        let event = mention("reached Patricia Prospect", CHANNEL, DANA);
        assert_eq!(world.send(event.clone()).await.status, StatusCode::SERVICE_UNAVAILABLE);
        let failed = world.send(shortcut(DANA)).await;
        assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
        sql("alter table away rename to handled").exec(&world.scratch.db).await.unwrap();
        world.send(event).await.ok();
        let (slack, scratch) = world.end().await;
        assert_eq!((slack.count("chat.postEphemeral"), slack.count("response_url")), (1, 0));
        scratch.end().await;
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_worked_out_is_an_incident() {
    let world = World::new().await;
    sql("alter table people rename to away").exec(&world.scratch.db).await.unwrap();
    let said = world.response(world.command("/overlap", "")).await;
    assert_eq!(said["response_type"], "ephemeral");
    assert!(words(&said).contains("incident"), "{said:#}");
    world.send(super::payloads::home(DANA, "home")).await.ok();
    world.send(shortcut(DANA)).await.ok();
    world.send(super::payloads::pane(DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    assert!(words(&slack.only("views.publish").arguments).contains("incident"));
    scratch.end().await;
}

#[tokio::test]
async fn a_closed_database_is_no_end() {
    let world = World::new().await;
    world.process.app.db.close().await;
    let said = world.command("/overlap", "").await.json();
    assert!(said["text"].as_str().unwrap().contains("incident"), "{said}");
    let event = world.send(mention("overlap", CHANNEL, DANA)).await;
    assert_eq!(event.status, StatusCode::SERVICE_UNAVAILABLE);
    world.end().await.1.end().await;
}

/// Somebody in team.csv is not told to have themselves added to it.
#[tokio::test]
async fn who_somebody_is_that_slack_does_not_say_is_said() {
    let world = World::new().await;
    world.slack.always("users.info", Fault::MissingScope("users:read"));
    let said = world.response(world.command("/reached", "Patricia Prospect")).await;
    assert_eq!(said["response_type"], "ephemeral");
    assert!(words(&said).contains("the app lacks the scope users:read"), "{said:#}");
    assert!(!words(&said).contains("Patricia") && !words(&said).contains("team.csv"), "{said:#}");
    world.slack.never_again("users.info");
    let said = world.response(world.command("/reached", "Patricia Prospect")).await;
    assert!(said["text"].as_str().unwrap().starts_with("Yes"), "{said:#}");
    // People of other companies may be hidden from us.
    world.slack.always("users.info", Fault::Error("user_not_visible"));
    let hidden = command(&world.slack, "/reached", "Patricia Prospect", CHANNEL, "U0HIDDEN");
    let said = world.response(world.send(hidden)).await;
    assert!(words(&said).contains("I only speak about single people to colleagues"), "{said:#}");
    world.end().await.1.end().await;
}

#[tokio::test]
async fn an_answer_is_said_again_when_slack_was_busy_and_in_plain_blocks_when_they_are_refused() {
    let world = World::new().await;
    world.slack.next("chat.postMessage", Fault::Busy(0));
    world.slack.next("chat.postMessage", Fault::InvalidBlocks);
    world.send(mention("overlap since 1 January 2026", CHANNEL, DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    let said = slack.seen("chat.postMessage");
    assert_eq!(said.len(), 3);
    assert_eq!(said[0].arguments, said[1].arguments);
    assert_eq!(said[1].arguments["text"], said[2].arguments["text"]);
    assert_ne!(said[1].arguments["blocks"], said[2].arguments["blocks"]);
    scratch.end().await;
}

#[tokio::test]
async fn a_picture_or_a_status_that_fails_withholds_no_answer() {
    let world = World::new().await;
    world.slack.always("files.getUploadURLExternal", Fault::MissingScope("files:write"));
    world.slack.always("assistant.threads.setStatus", Fault::Error("internal_error"));
    world.send(direct("overlap since 1 January 2026", Some("1.2"), DANA)).await.ok();
    let list = command(&world.slack, "/mandorla", "export cold since 1 January 2026", DIRECT, DANA);
    let said = world.response(world.send(list)).await;
    assert!(words(&said).contains("the app lacks the scope files:write"), "{said:#}");
    let (slack, scratch) = world.end().await;
    assert!(told(&slack.seen("chat.postMessage")).contains("verlap"));
    scratch.end().await;
}

/// Slack may be slow to say who we are; what comes until then is not lost.
#[tokio::test]
async fn before_slack_has_said_who_we_are_everything_is_to_come_again() {
    let scratch = crate::support::sqlite().await;
    crate::support::company_today(&scratch.db, super::instant()).await;
    let slack = StandIn::start().await;
    slack.always("auth.test", Fault::Hang);
    let process = Process::start(&slack, &scratch, &[]).await;
    let event = process.send(mention("overlap", CHANNEL, DANA)).await;
    assert_eq!(event.status, StatusCode::SERVICE_UNAVAILABLE);
    let said = process.send(command(&slack, "/overlap", "", CHANNEL, DANA)).await.json();
    assert!(said["text"].as_str().unwrap().contains("Ask again in a minute"), "{said}");
    process.stop().await;
    scratch.end().await;
}
