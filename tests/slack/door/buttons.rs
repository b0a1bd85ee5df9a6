//! Buttons and menus under an answer.

use mandorla::db::sql;
use serde_json::{Value as Json, json};

use super::{
    CHANNEL, DANA, SAM, World, button,
    payloads::{choose, command, press},
    words,
};
use crate::{stand_in::Fault, support::databases};

/// What becomes of a press in a channel.
async fn pressed(world: &World, message: &Json, label: &str) -> Json {
    let payload = press(&world.slack, &button(message, label), CHANNEL, DANA);
    world.response(world.send(payload)).await
}

async fn touches(world: &World) -> i64 {
    let (count,): (i64,) =
        sql("select count(*) from touches").one(&world.scratch.db).await.expect("they can be counted");
    count
}

#[tokio::test]
async fn a_list_goes_on_and_comes_as_a_file_to_direct_messages() {
    let world = World::new().await;
    let list = world.response(world.command("/mandorla", "untouched since 1 January 2026 top 1")).await;
    assert_eq!(list["response_type"], "ephemeral");
    let more = pressed(&world, &list, "Show more").await;
    assert_eq!((&more["response_type"], &more["replace_original"]), (&json!("ephemeral"), &json!(false)));
    assert_ne!(more["blocks"], list["blocks"]);
    let told = pressed(&world, &list, "Download CSV").await;
    assert_eq!(told["response_type"], "ephemeral");
    assert!(words(&told).contains("is in your direct messages with me"), "{told:#}");
    let (slack, scratch) = world.end().await;
    let opened = slack.seen("conversations.open");
    assert_eq!(opened.last().unwrap().arguments["users"], DANA);
    assert_eq!(slack.only("files.completeUploadExternal").arguments["channel_id"], "D123");
    assert!(
        slack.only("upload_url").arguments.as_str().unwrap().contains("@"),
        "people with their addresses"
    );
    assert_eq!(slack.count("chat.postMessage"), 0);
    scratch.end().await;
}

#[tokio::test]
async fn a_menu_asks_the_chosen_question() {
    let world = World::new().await;
    let select = json!({ "type": "static_select", "action_id": "ask-menu",
        "placeholder": { "type": "plain_text", "text": "Ask next", "emoji": false } });
    let option = json!({ "text": { "type": "plain_text", "text": "Colin Cold", "emoji": false },
        "value": "reached Colin Cold" });
    let said = world.response(world.send(choose(&world.slack, &select, &option, CHANNEL, DANA))).await;
    assert!(said["text"].as_str().unwrap().contains("Colin Cold"), "{said:#}");
    world.end().await.1.end().await;
}

#[tokio::test]
async fn a_change_is_carried_out_once() {
    for scratch in databases().await {
        let world = World::with(scratch, &[]).await;
        let before = touches(&world).await;
        let asked = command(&world.slack, "/mandorla", "log a call with Lars Holm today", CHANNEL, SAM);
        let offer = world.response(world.send(asked)).await;
        assert_eq!((offer["response_type"].as_str(), touches(&world).await), (Some("ephemeral"), before));
        let confirm = button(&offer, "Confirm");
        let press = || press(&world.slack, &confirm, CHANNEL, SAM);
        let done = world.response(world.send(press())).await;
        assert_eq!((&done["response_type"], &done["replace_original"]), (&json!("ephemeral"), &json!(true)));
        assert_eq!(touches(&world).await, before + 1);
        let again = world.response(world.send(press())).await;
        assert!(words(&again).contains("answered already"), "{again:#}");
        assert_eq!(touches(&world).await, before + 1);
        world.end().await.1.end().await;
    }
}

#[tokio::test]
async fn a_change_is_turned_down() {
    let world = World::new().await;
    let before = touches(&world).await;
    let offer = world.response(world.command("/mandorla", "log a call with Lars Holm today")).await;
    let said = pressed(&world, &offer, "Cancel").await;
    assert_eq!(said["replace_original"], true, "the buttons go");
    assert!(words(&said).contains("Cancelled"), "{said:#}");
    let late = pressed(&world, &offer, "Confirm").await;
    assert!(words(&late).contains("nothing was changed"), "{late:#}");
    assert_eq!(touches(&world).await, before);
    world.end().await.1.end().await;
}

#[tokio::test]
async fn an_answer_is_shared_once_with_who_shared_it() {
    let world = World::new().await;
    let answer = world.response(world.command("/reached", "Patricia Prospect")).await;
    let mut twice = press(&world.slack, &button(&answer, "Share in channel"), CHANNEL, DANA);
    world.send(twice.clone()).await.ok();
    // Before the button was gone.
    twice["trigger_id"] = json!(super::payloads::trigger());
    world.send(twice).await.ok();
    let (slack, scratch) = world.end().await;
    let seen: Vec<Json> = slack.seen("response_url").into_iter().map(|seen| seen.arguments).collect();
    let public: Vec<&Json> = seen.iter().filter(|said| said["response_type"] == "in_channel").collect();
    assert_eq!(public.len(), 1, "{seen:#?}");
    assert!(
        words(public[0]).contains("Shared by <@U0DANA>") && words(public[0]).contains("Patricia Prospect")
    );
    assert!(public[0]["text"].as_str().unwrap().starts_with("Shared by <@U0DANA>: Yes"), "{:#}", public[0]);
    assert!(!words(public[0]).contains("Share in channel"));
    let done = seen.iter().find(|said| said["replace_original"] == true).unwrap();
    assert!(words(done).contains("Shared in this channel") && !words(done).contains("Patricia"), "{done:#}");
    assert!(seen.iter().any(|said| words(said).contains("That has been shared already")));
    scratch.end().await;
}

#[tokio::test]
async fn what_strangers_or_nobody_knows_who_would_read_is_not_shared() {
    let world = World::new().await;
    let answer = world.response(world.command("/reached", "Patricia Prospect")).await;
    world.slack.next("conversations.info", Fault::Error("channel_not_found"));
    let refused = pressed(&world, &answer, "Share in channel").await;
    assert_eq!(refused["response_type"], "ephemeral");
    assert!(words(&refused).contains("/invite @mandorla"), "{refused:#}");
    // Somebody has invited another company since it was asked.
    for invited in ["is_ext_shared", "is_pending_ext_shared"] {
        world.slack.know(CHANNEL, json!({ invited: true }));
        let refused = pressed(&world, &answer, "Share in channel").await;
        assert_eq!(refused["response_type"], "ephemeral");
        assert!(words(&refused).contains("People of another company read"), "{refused:#}");
    }
    let (slack, scratch) = world.end().await;
    assert!(slack.seen("response_url").iter().all(|seen| seen.arguments["response_type"] == "ephemeral"));
    scratch.end().await;
}

#[tokio::test]
async fn what_could_not_be_shared_is_not_said_to_be() {
    let world = World::new().await;
    let answer = world.response(world.command("/reached", "Patricia Prospect")).await;
    world.slack.next("response_url", Fault::ErrorWith(404, "channel_not_found"));
    let mut share = press(&world.slack, &button(&answer, "Share in channel"), CHANNEL, DANA);
    world.send(share.clone()).await.ok();
    let said = world.responses(3).await;
    let last = said.last().unwrap();
    assert!(
        words(last).contains("That could not be shared") && last["replace_original"] == false,
        "{said:#?}"
    );
    assert!(!said.iter().any(|said| words(said).contains("Shared in this channel")), "{said:#?}");
    share["trigger_id"] = json!(super::payloads::trigger());
    world.send(share).await.ok();
    let said = world.responses(5).await;
    assert!(words(said.last().unwrap()).contains("Shared in this channel"), "once more: {said:#?}");
    world.end().await.1.end().await;
}

#[tokio::test]
async fn what_may_have_been_shared_is_not_shared_again() {
    let world = World::new().await;
    let answer = world.response(world.command("/reached", "Patricia Prospect")).await;
    for _ in 0..2 {
        world.slack.next("response_url", Fault::Half);
    }
    let mut share = press(&world.slack, &button(&answer, "Share in channel"), CHANNEL, DANA);
    world.send(share.clone()).await.ok();
    world.responses(4).await;
    share["trigger_id"] = json!(super::payloads::trigger());
    world.send(share).await.ok();
    let said = world.responses(5).await;
    assert!(words(said.last().unwrap()).contains("That has been shared already"), "{said:#?}");
    world.end().await.1.end().await;
}
