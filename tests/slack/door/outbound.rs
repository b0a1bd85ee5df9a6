//! Posts that nobody asked for: where they go, where they must not, and what is told of them.

use std::time::Duration;

use mandorla::{
    card::{Audience, Card, Tone},
    chat::{Address, Chat, Posted, Unseen},
};
use serde_json::json;

use super::{CHANNEL, DANA, World, instant, words};
use crate::{stand_in::Fault, support::sqlite};

fn card(audience: Audience) -> Card {
    Card {
        title: vec!["Where the circles stand".into()],
        tone: Tone::Neutral,
        blocks: Vec::new(),
        actions: Vec::new(),
        audience,
    }
}

fn to(channel: &str) -> Address {
    Address { platform: "slack".to_owned(), team: "T123".to_owned(), channel: channel.to_owned() }
}

async fn post(world: &World, audience: Audience) -> Posted {
    world.process.outbound().post(&to(CHANNEL), Some("1.2"), &card(audience), "mark 1").await
}

#[tokio::test]
async fn a_post_goes_into_its_thread_with_its_mark_and_is_found_again() {
    let world = World::new().await;
    let stands = Posted::Sent { message: "1700000000.000100".to_owned() };
    assert_eq!(post(&world, Audience::Asker).await, stands);
    let said = world.slack.only("chat.postMessage").arguments;
    assert_eq!((&said["channel"], &said["thread_ts"]), (&json!(CHANNEL), &json!("1.2")));
    let found = json!({ "ok": true, "messages": [{ "ts": "1.7", "metadata": said["metadata"] }] });
    world.slack.next("conversations.replies", Fault::Answer(found));
    let outbound = world.process.outbound();
    let find = |team: &str| {
        let at = Address { team: team.to_owned(), ..to(CHANNEL) };
        let outbound = outbound.clone();
        async move { outbound.find(&at, Some("1.2"), "mark 1", instant()).await }
    };
    assert_eq!(find("T123").await, Ok(Some("1.7".to_owned())));
    world.slack.next("conversations.replies", Fault::MissingScope("channels:history"));
    assert!(matches!(find("T123").await, Err(Unseen::Ever(why)) if why.contains("channels:history")));
    world.slack.always("conversations.replies", Fault::Error("internal_error"));
    assert!(matches!(find("T123").await, Err(Unseen::Now(_))));
    assert!(matches!(find("T0ELSE").await, Err(Unseen::Ever(why)) if why.contains("install it again")));
    world.end().await.1.end().await;
}

#[tokio::test]
async fn nobody_is_named_where_others_read() {
    let world = World::new().await;
    world.slack.know("U0GUEST", json!({ "is_ultra_restricted": true }));
    world.slack.inhabit(CHANNEL, &["UBOT", DANA, "U0GUEST"]);
    assert!(
        matches!(post(&world, Audience::Asker).await, Posted::Withheld { why } if why.contains("Guests read"))
    );
    world.slack.know(CHANNEL, json!({ "is_ext_shared": true }));
    assert!(
        matches!(post(&world, Audience::Asker).await, Posted::Withheld { why } if why.contains("another company"))
    );
    assert!(matches!(post(&world, Audience::Everyone).await, Posted::Sent { .. }));
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.count("chat.postMessage"), 1);
    scratch.end().await;
}

/// Not knowing who reads is no word about who reads.
#[tokio::test]
async fn what_keeps_us_from_looking_is_told_as_it_is() {
    let world = World::new().await;
    let cases = [
        (Fault::Error("internal_error"), "retry"),
        (Fault::Error("channel_not_found"), "gone"),
        (Fault::MissingScope("groups:read"), "refused"),
        // Last: until its time is over nothing is asked.
        (Fault::Busy(30), "retry"),
    ];
    for (fault, told) in cases {
        world.slack.always("conversations.info", fault.clone());
        let posted = post(&world, Audience::Asker).await;
        let right = match &posted {
            Posted::Retry { after, doubt, .. } => told == "retry" && !doubt && *after > Duration::ZERO,
            Posted::Gone { why } => told == "gone" && why.contains("/invite @mandorla"),
            Posted::Refused { why } => told == "refused" && why.contains("groups:read"),
            Posted::Sent { .. } | Posted::Withheld { .. } => false,
        };
        assert!(right, "{fault:?}: {posted:?}");
    }
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.count("chat.postMessage"), 0);
    scratch.end().await;
}

#[tokio::test]
async fn what_became_of_a_post_is_told_with_its_doubt() {
    let world = World::new().await;
    for (fault, told) in [
        (Fault::Half, Some(true)),
        (Fault::Status(502), Some(true)),
        (Fault::Error("is_archived"), None),
        // Last: until its time is over nothing is posted.
        (Fault::Busy(30), Some(false)),
    ] {
        world.slack.next("chat.postMessage", fault.clone());
        let posted = post(&world, Audience::Everyone).await;
        match posted {
            Posted::Retry { doubt, .. } => assert_eq!(Some(doubt), told, "{fault:?}"),
            Posted::Gone { .. } => assert_eq!(told, None, "{fault:?}"),
            other => panic!("{fault:?}: {other:?}"),
        }
    }
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.count("chat.postMessage"), 4, "a marked post is made once");
    scratch.end().await;
}

#[tokio::test]
async fn only_channels_that_are_named_are_posted_to_and_only_teams_that_let_us_in() {
    let only = [("slack.channels", "C0OTHER".to_owned())];
    let world = World::with(sqlite().await, &only).await;
    assert!(
        matches!(post(&world, Audience::Everyone).await, Posted::Gone { why } if why.contains("slack.channels"))
    );
    let elsewhere = Address { team: "T0ELSE".to_owned(), ..to("C0OTHER") };
    let gone = world.process.outbound().post(&elsewhere, None, &card(Audience::Everyone), "mark").await;
    assert!(matches!(gone, Posted::Gone { why } if why.contains("install it again")));
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.count("chat.postMessage"), 0);
    scratch.end().await;
}

#[tokio::test]
async fn an_owner_is_told_alone() {
    let world = World::new().await;
    let outbound = world.process.outbound();
    let told = outbound.tell(&to(CHANNEL), DANA, &card(Audience::Asker)).await;
    assert!(matches!(told, Posted::Sent { .. }), "{told:?}");
    let said = world.slack.only("chat.postMessage").arguments;
    assert_eq!(said["channel"], "D123");
    assert!(words(&said).contains("Where the circles stand"));
    world.slack.always("conversations.open", Fault::Error("user_disabled"));
    let gone = outbound.tell(&to(CHANNEL), DANA, &card(Audience::Asker)).await;
    assert!(matches!(gone, Posted::Gone { .. }), "{gone:?}");
    world.end().await.1.end().await;
}
