//! Whoever waits is told that it is under way, whatever it is that takes so long, and gets one answer.

use std::time::Duration;

use mandorla::chat::slack::api::Patience;
use serde_json::{Value as Json, json};

use super::{
    CHANNEL, DANA, SAM, World,
    payloads::{direct, home, mention, press, press_in},
    unhurried, words,
};
use crate::{stand_in::Fault, support::sqlite};

const WORKING: &str = "I am reading the account database";
/// What an answer needs of Slack before it can be said.
const SLOW: [&str; 4] =
    ["conversations.info", "users.info", "files.getUploadURLExternal", "files.completeUploadExternal"];

async fn hasty() -> World {
    let patience =
        Patience { notice: Duration::from_millis(150), picture: Duration::from_millis(400), ..unhurried() };
    World::patient(sqlite().await, &[], patience).await
}

fn late() -> Fault {
    Fault::Late(Duration::from_secs(2))
}

/// The answers among what was said, after the one notice.
fn after_the_notice(said: &[Json]) -> &[Json] {
    let (first, answers) = said.split_first().expect("something was said");
    assert!(words(first).contains(WORKING), "{first:#}");
    assert!(!answers.iter().any(|said| words(said).contains(WORKING)), "{said:#?}");
    answers
}

#[tokio::test]
async fn a_command_is_told_that_it_is_under_way_whatever_hangs() {
    for slow in SLOW {
        let world = hasty().await;
        world.slack.next(slow, late());
        world.command("/overlap", "since 1 January 2026").await.ok();
        let (slack, scratch) = world.end().await;
        let said: Vec<Json> = slack.seen("response_url").into_iter().map(|seen| seen.arguments).collect();
        assert_eq!(said[0]["response_type"], "ephemeral");
        let answers = after_the_notice(&said);
        assert_eq!(answers.len(), 1, "{slow}: {said:#?}");
        assert!(words(&answers[0]).contains("verlap"), "{slow}");
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_mention_is_told_so_too() {
    for slow in ["conversations.info", "users.info", "files.getUploadURLExternal"] {
        let world = hasty().await;
        world.slack.next(slow, late());
        world.send(mention("overlap since 1 January 2026", CHANNEL, DANA)).await.ok();
        let (slack, scratch) = world.end().await;
        let notice = slack.only("chat.postEphemeral").arguments;
        assert!(words(&notice).contains(WORKING) && notice["user"] == DANA, "{slow}: {notice:#}");
        assert_eq!(slack.count("chat.postMessage"), 1, "{slow}");
        scratch.end().await;
    }
}

#[tokio::test]
async fn so_are_a_direct_message_and_a_press() {
    let world = hasty().await;
    world.slack.next("users.info", late());
    world.send(direct("overlap since 1 January 2026", None, DANA)).await.ok();
    world.slack.called("chat.postMessage", 2).await;
    let said: Vec<Json> =
        world.slack.seen("chat.postMessage").into_iter().map(|seen| seen.arguments).collect();
    assert_eq!(after_the_notice(&said).len(), 1);
    for action in ["ask-0", "share"] {
        let before = world.slack.count("response_url");
        world.slack.next("conversations.info", late());
        let element = json!({ "type": "button", "action_id": action, "value": "reached Colin Cold" });
        world
            .send(press(&world.slack, &element, if action == "ask-0" { "C0NEW" } else { CHANNEL }, DANA))
            .await
            .ok();
        world.slack.called("response_url", before + 2).await;
        let said: Vec<Json> =
            world.slack.seen("response_url").into_iter().skip(before).map(|seen| seen.arguments).collect();
        assert!(!after_the_notice(&said).is_empty());
    }
    world.end().await.1.end().await;
}

#[tokio::test]
async fn a_window_shows_that_it_is_at_work() {
    let world = hasty().await;
    world.slack.next("users.info", late());
    let element = json!({ "type": "button", "action_id": "ask-0", "value": "reached Colin Cold" });
    world.send(press_in("modal", &element, DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    let shown: Vec<String> = slack.seen("views.update").iter().map(|seen| words(&seen.arguments)).collect();
    assert_eq!(shown.len(), 2);
    assert!(
        shown[0].contains("Reading the account database") && shown[1].contains("Colin Cold"),
        "{shown:#?}"
    );
    scratch.end().await;
}

#[tokio::test]
async fn a_status_that_hangs_does_not_hold_up_the_answer() {
    let world = hasty().await;
    world.slack.always("assistant.threads.setStatus", Fault::Hang);
    world.send(direct("overlap since 1 January 2026", Some("1.2"), DANA)).await.ok();
    let posted = tokio::time::timeout(Duration::from_secs(8), world.slack.called("chat.postMessage", 1));
    posted.await.expect("long before the status is given up");
    world.end().await.1.end().await;
}

#[tokio::test]
async fn a_quick_answer_comes_without_a_notice() {
    let patience = Patience { notice: Duration::from_secs(20), ..unhurried() };
    let world = World::patient(sqlite().await, &[], patience).await;
    world.command("/overlap", "since 1 January 2026").await.ok();
    let (slack, scratch) = world.end().await;
    assert!(!words(&slack.only("response_url").arguments).contains(WORKING));
    scratch.end().await;
}

#[tokio::test]
async fn a_home_waits_for_no_list_of_channels() {
    let world = hasty().await;
    world.slack.next("users.conversations", Fault::Hang);
    world.send(home(SAM, "home")).await.ok();
    world.slack.called("views.publish", 1).await;
    let shown = words(&world.slack.only("views.publish").arguments);
    assert!(shown.contains("Sam Okafor’s accounts"), "{shown}");
    assert_eq!(world.slack.count("users.conversations"), 1, "the list was waited for, and asked for again");
    world.end().await.1.end().await;
}
