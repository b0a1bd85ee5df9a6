//! Where guests may read nobody is named: answers that are shared, and what follows a digest.

use serde_json::json;

use super::{
    CHANNEL, DANA, SAM, World, button,
    payloads::{press, unique},
    words,
};
use crate::stand_in::Fault;

#[tokio::test]
async fn nothing_about_people_is_shared_where_guests_read() {
    let world = World::new().await;
    world.slack.know("U0GUEST", json!({ "is_restricted": true, "profile": { "email": "g@guests.example" } }));
    world.slack.know("U0BOT2", json!({ "is_bot": true }));
    let answer = world.response(world.command("/reached", "Patricia Prospect")).await;
    let share = button(&answer, "Share in channel");
    let crowd: Vec<String> = (0..201).map(|nth| format!("U{nth}")).collect();
    let crowd: Vec<&str> = crowd.iter().map(String::as_str).collect();
    for (members, says) in [
        (&["UBOT", DANA, "U0GUEST"][..], "Guests read in this channel"),
        (&["UBOT", DANA, "U0BOT2", SAM], "Shared in this channel"),
        (&crowd, "More than 200 people read"),
    ] {
        world.slack.inhabit(CHANNEL, members);
        world.send(press(&world.slack, &share, CHANNEL, DANA)).await.ok();
        let told = async {
            while !world.slack.seen("response_url").iter().any(|seen| words(&seen.arguments).contains(says)) {
                world.slack.called("response_url", world.slack.count("response_url") + 1).await;
            }
        };
        crate::stand_in::within(told).await;
    }
    world.slack.always("conversations.members", Fault::Error("internal_error"));
    let said = world.response(world.send(press(&world.slack, &share, CHANNEL, DANA))).await;
    assert!(words(&said).contains("I share only where I can see who reads"), "{said:#}");
    let (slack, scratch) = world.end().await;
    let public = slack.seen("response_url");
    let public = public.iter().filter(|seen| seen.arguments["response_type"] == "in_channel");
    assert_eq!(public.count(), 1);
    scratch.end().await;
}

/// Who is known is not asked for again.
#[tokio::test]
async fn members_are_looked_up_once() {
    let world = World::new().await;
    let members: Vec<String> = (0..20).map(|nth| format!("U0MANY{nth}")).collect();
    world.slack.inhabit(CHANNEL, &members.iter().map(String::as_str).collect::<Vec<_>>());
    let answer = world.response(world.command("/reached", "Patricia Prospect")).await;
    let share = button(&answer, "Share in channel");
    for _ in 0..2 {
        let mut pressed = press(&world.slack, &share, CHANNEL, DANA);
        pressed["container"]["message_ts"] = json!(format!("1548261231.{:06}", unique()));
        world.response(world.send(pressed)).await;
    }
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.count("conversations.members"), 2);
    assert!(slack.count("users.info") <= 21, "{}", slack.count("users.info"));
    scratch.end().await;
}
