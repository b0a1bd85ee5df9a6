//! What is pressed in a thread is answered there.

use serde_json::json;

use super::{
    CHANNEL, DANA, World, button,
    payloads::{mention, press},
    words,
};

const THREAD: &str = "1515440000.000001";

#[tokio::test]
async fn a_press_in_a_thread_is_answered_in_it() {
    let world = World::new().await;
    let mut asked = mention("untouched since 1 January 2026 top 1", CHANNEL, DANA);
    asked["event"]["thread_ts"] = json!(THREAD);
    world.send(asked).await.ok();
    world.slack.called("chat.postEphemeral", 1).await;
    let list = world.slack.only("chat.postEphemeral").arguments;
    for within in ["container", "message"] {
        for label in ["Show more", "Share in channel"] {
            let mut pressed = press(&world.slack, &button(&list, label), CHANNEL, DANA);
            pressed[within]["thread_ts"] = json!(THREAD);
            let said = world.response(world.send(pressed)).await;
            assert!(said["thread_ts"] == THREAD || said["replace_original"] == true, "{said:#}");
        }
    }
    let (slack, scratch) = world.end().await;
    for said in slack.seen("response_url") {
        let replaced = said.arguments["replace_original"] == true;
        assert_eq!(said.arguments["thread_ts"].is_null(), replaced, "{:#}", said.arguments);
    }
    scratch.end().await;
}

#[tokio::test]
async fn a_public_answer_has_nothing_left_to_share() {
    let world = World::new().await;
    let said = world.response(world.command("/overlap", "since 1 January 2026")).await;
    assert_eq!(said["response_type"], "in_channel");
    assert!(!words(&said).contains("Share in channel"), "{said:#}");
    world.end().await.1.end().await;
}
