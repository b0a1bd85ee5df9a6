//! Slash commands: statistics for everybody, people for the asker alone.

use serde_json::json;

use super::{
    ALEX, CHANNEL, DANA, DIRECT, SAM, World, button,
    payloads::{command, press},
    words,
};
use crate::stand_in::Fault;

#[tokio::test]
async fn statistics_are_posted_where_they_were_asked() {
    let world = World::new().await;
    let said = world.response(world.command("/overlap", "since 1 January 2026")).await;
    assert_eq!(said["response_type"], "in_channel");
    assert!(words(&said).contains("Overlap") || words(&said).contains("overlap"), "{said:#}");
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.count("chat.postMessage"), 0);
    scratch.end().await;
}

#[tokio::test]
async fn people_are_told_to_the_asker_alone_with_a_button_to_share() {
    let world = World::new().await;
    let said = world.response(world.command("/reached", "Patricia Prospect")).await;
    assert_eq!(said["response_type"], "ephemeral");
    assert!(said["text"].as_str().unwrap().starts_with("Yes"), "{said:#}");
    assert_eq!(button(&said, "Share in channel")["value"], "reached Patricia Prospect");
    let (slack, scratch) = world.end().await;
    assert!(!slack.everything().iter().any(|seen| seen.method.starts_with("chat.")));
    scratch.end().await;
}

#[tokio::test]
async fn mandorla_takes_any_question_and_says_what_it_can_do() {
    let world = World::new().await;
    let said = world.response(world.command("/mandorla", "has marketing reached Colin Cold?")).await;
    assert!(said["text"].as_str().unwrap().contains("Colin Cold"), "{said:#}");
    for nothing in ["", "  "] {
        let help = world.response(world.command("/mandorla", nothing)).await;
        assert!(words(&help).contains("Ask what marketing and sales know"), "{help:#}");
    }
    let strange = world.response(world.command("/mandorla", "what is the weather?")).await;
    assert_eq!(strange["response_type"], "ephemeral", "nobody is corrected in front of a channel");
    world.end().await.1.end().await;
}

#[tokio::test]
async fn an_unclear_name_becomes_choices_and_a_choice_an_answer() {
    let world = World::new().await;
    let choices = world.response(world.command("/reached", "Patricia")).await;
    assert_eq!(choices["response_type"], "ephemeral");
    let blocks = choices["blocks"].as_array().unwrap();
    let elements = blocks.iter().find(|block| block["type"] == "actions").unwrap()["elements"].clone();
    let labels: Vec<&str> =
        elements.as_array().unwrap().iter().filter_map(|one| one["text"]["text"].as_str()).collect();
    assert_eq!(labels.len(), 2, "no Share for what is no answer: {labels:?}");
    let chosen =
        elements.as_array().unwrap().iter().find(|one| one.to_string().contains("Prospect")).unwrap();
    let said = world.response(world.send(press(&world.slack, chosen, CHANNEL, DANA))).await;
    assert!(said["text"].as_str().unwrap().starts_with("Yes"), "{said:#}");
    assert_eq!((&said["response_type"], &said["replace_original"]), (&"ephemeral".into(), &false.into()));
    world.end().await.1.end().await;
}

#[tokio::test]
async fn in_direct_messages_with_us_the_answer_stays() {
    let world = World::new().await;
    let alone = command(&world.slack, "/reached", "Patricia Prospect", DIRECT, SAM);
    let said = world.response(world.send(alone)).await;
    assert_eq!(said["response_type"], "in_channel");
    assert!(!words(&said).contains("Share in channel"));
    world.end().await.1.end().await;
}

#[tokio::test]
async fn where_we_cannot_see_who_reads_the_asker_reads_alone() {
    let world = World::new().await;
    world.slack.always("conversations.info", Fault::Error("internal_error"));
    let said = world.response(world.command("/overlap", "since 1 January 2026")).await;
    assert_eq!(said["response_type"], "ephemeral");
    button(&said, "Share in channel");
    // Slack has recovered; that we are not in a channel stays so for a while.
    world.slack.never_again("conversations.info");
    let said = world.response(world.command("/overlap", "since 1 January 2026")).await;
    assert_eq!(said["response_type"], "in_channel");
    world.slack.always("conversations.info", Fault::Error("channel_not_found"));
    for _ in 0..2 {
        let before = world.slack.count("conversations.info");
        let private = command(&world.slack, "/mandorla", "help", "G0PRIVATE", DANA);
        let said = world.response(world.send(private)).await;
        assert_eq!(said["response_type"], "ephemeral");
        assert!(world.slack.count("conversations.info") <= before + 1);
    }
    assert_eq!(world.slack.seen("conversations.info").last().unwrap().arguments["channel"], "G0PRIVATE");
    world.end().await.1.end().await;
}

/// The other one of the two would read it.
#[tokio::test]
async fn in_direct_messages_between_two_colleagues_only_the_asker_reads_about_people() {
    let world = World::new().await;
    let between = command(&world.slack, "/reached", "Patricia Prospect", "D0OTHER", SAM);
    let said = world.response(world.send(between)).await;
    assert_eq!(said["response_type"], "ephemeral");
    assert!(said["text"].as_str().unwrap().starts_with("Yes"), "{said:#}");
    assert!(!words(&said).contains("Share in channel"), "we cannot see who reads there");
    world.end().await.1.end().await;
}

#[tokio::test]
async fn every_command_answers_by_its_own_name() {
    let world = World::new().await;
    for (name, text, says, kind) in [
        ("/account", "Northwind", "Northwind", "ephemeral"),
        ("/cold", "since 1 January 2026", "Colin Cold", "ephemeral"),
        ("/warm", "since 1 January 2026", "warm", "ephemeral"),
        ("/digest", "list", "digest", "in_channel"),
    ] {
        let said = world.response(world.command(name, text)).await;
        assert_eq!(said["response_type"], kind, "{name}: {said:#}");
        assert!(words(&said).contains(says), "{name}: {said:#}");
    }
    world.end().await.1.end().await;
}

#[tokio::test]
async fn an_admin_links_somebody_and_from_then_on_they_are_known() {
    let world = World::new().await;
    let theirs = json!({ "profile": { "real_name": "Olga Other", "email": "other@elsewhere.example" } });
    world.slack.know("U0OTHER", theirs);
    let asked = || command(&world.slack, "/reached", "Patricia Prospect", CHANNEL, "U0OTHER");
    let said = world.response(world.send(asked())).await;
    assert!(!said["text"].as_str().unwrap().starts_with("Yes"), "{said:#}");
    let link = "link <@U0OTHER|other> dana.hughes@mandor.example";
    let offer = world.response(world.send(command(&world.slack, "/mandorla", link, CHANNEL, ALEX))).await;
    assert!(words(&offer).contains("In Slack that is Olga Other (other@elsewhere.example)."), "{offer:#}");
    let confirm = press(&world.slack, &button(&offer, "Confirm"), CHANNEL, ALEX);
    let done = world.response(world.send(confirm)).await;
    assert_eq!(done["replace_original"], true, "{done:#}");
    // What is known of everybody is asked anew once the confirmation has been said.
    let known = async {
        loop {
            let said = world.response(world.send(asked())).await;
            if said["text"].as_str().unwrap().starts_with("Yes") {
                return;
            }
        }
    };
    crate::stand_in::within(known).await;
    world.end().await.1.end().await;
}

#[tokio::test]
async fn a_guest_who_is_linked_stays_a_guest_even_if_nobody_knew_them() {
    let world = World::new().await;
    world.slack.know("U0GUEST", json!({ "is_restricted": true }));
    let link = "link <@U0GUEST|guest> dana.hughes@mandor.example";
    let offer = world.response(world.send(command(&world.slack, "/mandorla", link, CHANNEL, ALEX))).await;
    assert!(words(&offer).contains("a guest, a bot or of another company"), "{offer:#}");
    world.response(world.send(press(&world.slack, &button(&offer, "Confirm"), CHANNEL, ALEX))).await;
    let asked = command(&world.slack, "/reached", "Patricia Prospect", CHANNEL, "U0GUEST");
    let said = world.response(world.send(asked)).await;
    assert!(words(&said).contains("I only speak about single people"), "{said:#}");
    world.end().await.1.end().await;
}

#[tokio::test]
async fn in_channels_that_are_not_named_nothing_is_answered() {
    let only = [("slack.channels", "C0OTHER".to_owned())];
    let world = World::with(crate::support::sqlite().await, &only).await;
    let said = world.response(world.command("/overlap", "")).await;
    assert_eq!(said["response_type"], "ephemeral");
    assert!(said["text"].as_str().unwrap().contains("I do not answer in this channel"), "{said:#}");
    let there = command(&world.slack, "/overlap", "since 1 January 2026", "C0OTHER", DANA);
    let said = world.response(world.send(there)).await;
    assert_eq!(said["response_type"], "in_channel");
    let alone = command(&world.slack, "/reached", "Patricia Prospect", DIRECT, DANA);
    let said = world.response(world.send(alone)).await;
    assert!(said["text"].as_str().unwrap().starts_with("Yes"), "{said:#}");
    world.end().await.1.end().await;
}
