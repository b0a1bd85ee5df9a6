//! The digest on demand, from wherever it is asked for: never without what follows its headline.

use serde_json::{Value as Json, json};

use super::{
    CHANNEL, DANA, DIRECT, World,
    payloads::{command, mention, press, press_in},
    told, words,
};
use crate::stand_in::Fault;

const NOW: &str = "digest now";

fn element() -> Json {
    json!({ "type": "button", "action_id": "ask-0", "value": NOW })
}

/// A heading of a card below the first.
const BELOW: &str = "Colin Cold";

#[tokio::test]
async fn a_command_posts_it_with_its_thread() {
    let world = World::new().await;
    world.send(command(&world.slack, "/digest", "now", CHANNEL, DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    let posts = slack.seen("chat.postMessage");
    assert!(posts.len() > 2, "{}", told(&slack.everything()));
    assert!(posts[0].arguments["thread_ts"].is_null());
    assert!(posts[1..].iter().all(|post| post.arguments["thread_ts"] == "1700000000.000100"));
    assert!(slack.seen("response_url").iter().all(|seen| !super::is_answer(&seen.arguments)));
    scratch.end().await;
}

#[tokio::test]
async fn where_guests_read_its_names_are_for_the_asker_alone() {
    let world = World::new().await;
    world.slack.know("U0GUEST", json!({ "is_restricted": true }));
    world.slack.inhabit(CHANNEL, &["UBOT", DANA, "U0GUEST"]);
    world.send(command(&world.slack, "/digest", "now", CHANNEL, DANA)).await.ok();
    world.send(mention(NOW, CHANNEL, DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    let said: Vec<Json> =
        slack.seen("response_url").into_iter().map(|seen| seen.arguments).filter(super::is_answer).collect();
    assert_eq!(said.len(), 2, "{said:#?}");
    assert_eq!(
        (&said[0]["response_type"], &said[1]["response_type"]),
        (&json!("in_channel"), &json!("ephemeral"))
    );
    let posts = slack.seen("chat.postMessage");
    assert_eq!((posts.len(), slack.count("chat.postEphemeral")), (1, 1));
    for public in [&said[0], &posts[0].arguments] {
        assert!(!words(public).contains(BELOW), "{public:#}");
    }
    assert!(words(&said[1]).contains(BELOW), "{:#}", said[1]);
    scratch.end().await;
}

/// Nobody answers twice, and nobody not at all.
#[tokio::test]
async fn a_channel_that_takes_no_post_gets_it_as_an_answer_unless_it_may_stand_there() {
    for (fault, answers) in [(Fault::Error("not_in_channel"), 2), (Fault::Half, 0)] {
        let world = World::new().await;
        world.slack.always("chat.postMessage", fault);
        world.send(command(&world.slack, "/digest", "now", CHANNEL, DANA)).await.ok();
        let (slack, scratch) = world.end().await;
        let said = slack.seen("response_url");
        assert_eq!(said.iter().filter(|seen| super::is_answer(&seen.arguments)).count(), answers);
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_button_a_window_and_the_home_show_all_of_it() {
    let world = World::new().await;
    world.send(press(&world.slack, &element(), CHANNEL, DANA)).await.ok();
    world.send(press(&world.slack, &element(), DIRECT, DANA)).await.ok();
    world.send(press_in("modal", &element(), DANA)).await.ok();
    world.send(press_in("home", &element(), DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    let said = slack.seen("response_url");
    let said = said.iter().filter(|seen| super::is_answer(&seen.arguments));
    assert_eq!(said.count(), 4, "each with what follows");
    let named =
        slack.seen("response_url").iter().filter(|seen| words(&seen.arguments).contains(BELOW)).count();
    assert!(named >= 2, "{}", told(&slack.everything()));
    let shown = slack.seen("views.update");
    let shown = shown.iter().filter(|seen| words(&seen.arguments).contains(BELOW)).count();
    assert_eq!(shown, 2, "{}", told(&slack.everything()));
    scratch.end().await;
}

/// A command may be given where we are not: whoever arranges a digest there hears so before the first one is missing.
#[tokio::test]
async fn a_digest_where_nothing_can_be_posted_is_told_what_to_do() {
    let outside = Fault::Answer(json!({ "ok": true, "channel": {
        "id": CHANNEL, "name": "sales", "is_channel": true, "is_member": false } }));
    let invite = Some("type /invite @Mandorla here");
    let between = Some("Nothing can be posted between two people");
    for (channel, known, told) in [
        (CHANNEL, None, None),
        (CHANNEL, Some(outside), invite),
        (CHANNEL, Some(Fault::Error("channel_not_found")), invite),
        ("D0OTHERS", None, between),
    ] {
        let world = World::new().await;
        if let Some(known) = known {
            world.slack.always("conversations.info", known);
        }
        let weekly = command(&world.slack, "/digest", "weekly monday 09:00", channel, DANA);
        let offer = words(&world.response(world.send(weekly)).await);
        assert!(offer.contains("Confirm"), "{offer}");
        match told {
            Some(told) => assert!(offer.contains(told), "{offer}"),
            None => assert!(!offer.contains("/invite"), "{offer}"),
        }
        world.end().await.1.end().await;
    }
}
