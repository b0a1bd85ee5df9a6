//! Shortcuts open a window at once and fill it; what is typed there is answered in the acknowledgement.

use std::time::Duration;

use serde_json::{Value as Json, json};
use tokio::time::Instant;

use super::{
    DANA, World, button,
    payloads::{about, press_in, shortcut, submitted},
    words,
};
use crate::stand_in::Fault;

/// The window after it was opened and filled.
async fn filled(world: World) -> (Json, Json) {
    let (slack, scratch) = world.end().await;
    scratch.end().await;
    let (opened, updated) = (slack.only("views.open").arguments, slack.only("views.update").arguments);
    assert!(words(&opened).contains("Reading the account database"));
    assert_eq!(updated["external_id"], opened["view"]["external_id"]);
    (opened, updated)
}

#[tokio::test]
async fn ask_mandorla_opens_a_window_with_questions() {
    let world = World::new().await;
    let pressed = shortcut(DANA);
    world.send(pressed.clone()).await.ok();
    let (opened, updated) = filled(world).await;
    assert_eq!(opened["trigger_id"], pressed["trigger_id"]);
    let blocks = updated["view"]["blocks"].as_array().unwrap();
    assert_eq!(blocks.last().unwrap()["type"], "input");
    assert!(words(&updated).contains("Patricia Prospect"), "questions with names of ours: {updated:#}");
}

#[tokio::test]
async fn a_message_that_names_one_person_is_answered_about_them() {
    let world = World::new().await;
    let text = "Just spoke to Patricia Prospect, <@U0SAM>: she is &lt;very&gt; interested";
    world.send(about(&world.slack, text, DANA)).await.ok();
    let (_, updated) = filled(world).await;
    assert!(words(&updated).contains("Yes") && words(&updated).contains("Patricia Prospect"), "{updated:#}");
}

/// An app's own words stand in its attachments.
#[tokio::test]
async fn a_message_of_an_app_is_answered_about_whom_it_shows() {
    let world = World::new().await;
    let mut message = about(&world.slack, "", DANA);
    message["message"]["attachments"] = json!([{ "id": 1, "fallback": "[no preview available]",
        "title": "New lead", "fields": [{ "title": "Name", "value": "Patricia Prospect", "short": true }] }]);
    world.send(message).await.ok();
    let (_, updated) = filled(world).await;
    assert!(words(&updated).contains("Yes") && words(&updated).contains("Patricia Prospect"), "{updated:#}");
}

#[tokio::test]
async fn a_message_that_names_nobody_or_several_says_so() {
    for (text, says) in [
        ("Lunch at noon?", "names no person and no account"),
        ("", "names no person and no account"),
        ("Patricia Prospect met Colin Cold at Globex", "Whom do you mean?"),
    ] {
        let world = World::new().await;
        world.send(about(&world.slack, text, DANA)).await.ok();
        let (_, updated) = filled(world).await;
        assert!(words(&updated).contains(says), "{text}: {updated:#}");
    }
}

#[tokio::test]
async fn what_is_typed_is_answered_in_the_acknowledgement_or_soon_after() {
    let world = World::new().await;
    let said = world.send(submitted("has marketing reached Patricia Prospect?", DANA)).await.json();
    assert_eq!(said["response_action"], "update");
    let answer = if words(&said).contains("Reading the account database") {
        world.slack.called("views.update", 1).await;
        world.slack.only("views.update").arguments
    } else {
        said
    };
    assert!(words(&answer).contains("Patricia Prospect"), "{answer:#}");
    assert_eq!(answer["view"]["blocks"].as_array().unwrap().last().unwrap()["block_id"], "question");
    // A modal in which nothing was typed closes.
    let mut empty = submitted("", DANA);
    empty["view"]["state"]["values"]["question"]["question"]["value"] = Json::Null;
    world.send(empty).await.ok();
    world.end().await.1.end().await;
}

/// Whichever comes later stays in the window.
#[tokio::test]
async fn an_answer_that_is_late_comes_after_the_acknowledgement() {
    let world = World::new().await;
    world.slack.next("users.info", Fault::Late(Duration::from_millis(1_900)));
    let said = world.send(submitted("has marketing reached Patricia Prospect?", DANA)).await.json();
    let acknowledged = Instant::now();
    assert!(words(&said).contains("Reading the account database"), "{said:#}");
    world.slack.called("views.update", 1).await;
    assert!(acknowledged.elapsed() > Duration::from_millis(900), "{:?}", acknowledged.elapsed());
    let answer = world.slack.only("views.update").arguments;
    assert!(words(&answer).contains("Patricia Prospect"), "{answer:#}");
    world.end().await.1.end().await;
}

#[tokio::test]
async fn a_button_in_a_window_answers_there_and_one_at_home_opens_a_window() {
    let world = World::new().await;
    let element = json!({ "type": "button", "action_id": "ask-0", "value": "reached Colin Cold",
        "text": { "type": "plain_text", "text": "Colin?", "emoji": false } });
    assert_eq!(
        button(&json!({ "blocks": [{ "type": "actions", "elements": [element.clone()] }] }), "Colin?"),
        element
    );
    world.send(press_in("modal", &element, DANA)).await.ok();
    world.slack.called("views.update", 1).await;
    assert_eq!(world.slack.count("views.open"), 0);
    let pressed = press_in("home", &element, DANA);
    world.send(pressed.clone()).await.ok();
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.only("views.open").arguments["trigger_id"], pressed["trigger_id"]);
    let updates = slack.seen("views.update");
    assert_eq!(updates.len(), 2);
    assert!(updates.iter().all(|update| words(&update.arguments).contains("Colin Cold")));
    scratch.end().await;
}

#[tokio::test]
async fn a_window_that_came_too_late_is_given_up() {
    let world = World::new().await;
    world.slack.always("views.open", Fault::Error("expired_trigger_id"));
    world.send(shortcut(DANA)).await.ok();
    world.send(about(&world.slack, "Patricia Prospect", DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    assert_eq!((slack.count("views.open"), slack.count("views.update")), (2, 0));
    scratch.end().await;
}
