//! Companies that throw us out: by word of Slack's, or without it; and those that have let us in again by then.

use mandorla::chat::slack::House;
use serde_json::{Value as Json, json};

use super::{
    CHANNEL, DANA, Process, World,
    payloads::{TEAM, command, event, home},
    renewals::{install, oauth},
};
use crate::{
    stand_in::{Fault, within},
    support::{databases, sqlite},
};

fn words_of_it() -> [Json; 2] {
    let mut gone = event(json!({ "type": "app_uninstalled", "event_ts": "1.2" }));
    let tokens = json!({ "oauth": [], "bot": ["UBOT"] });
    let mut revoked = event(json!({ "type": "tokens_revoked", "event_ts": "1.2", "tokens": tokens }));
    gone["authorizations"] = json!([]);
    revoked["authorizations"] = json!([]);
    [gone, revoked]
}

async fn gone(world: &World) {
    let wait = async {
        while world.process.app.installation(TEAM).await.unwrap().is_some() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    within(wait).await;
}

#[tokio::test]
async fn an_installation_ends_with_either_word_of_it_and_may_begin_again() {
    for scratch in databases().await {
        let world = World::with(scratch, &oauth()).await;
        for word in words_of_it() {
            install(&world, 600).await;
            world.slack.always("auth.test", Fault::Error("account_inactive"));
            world.send(word).await.ok();
            gone(&world).await;
            world.slack.never_again("auth.test");
            let known = world.slack.everything().len();
            world.send(home(DANA, "home")).await.ok();
            assert_eq!(world.slack.everything().len(), known, "there is nobody to answer");
        }
        world.end().await.1.end().await;
    }
}

#[tokio::test]
async fn word_that_comes_late_ends_nothing_newer() {
    let world = World::with(sqlite().await, &oauth()).await;
    install(&world, 600).await;
    for word in words_of_it() {
        world.send(word).await.ok();
    }
    let (slack, scratch) = {
        world.slack.called("auth.test", 2).await;
        assert!(world.process.app.installation(TEAM).await.unwrap().is_some());
        world.command("/mandorla", "help").await.ok();
        world.responses(1).await;
        world.end().await
    };
    drop(slack);
    scratch.end().await;
}

#[tokio::test]
async fn where_slack_does_not_say_whether_it_holds_an_installation_stays() {
    for fault in [Fault::Busy(100), Fault::Status(500)] {
        let world = World::with(sqlite().await, &oauth()).await;
        install(&world, 600).await;
        world.slack.always("auth.test", fault);
        for word in words_of_it() {
            world.send(word).await.ok();
        }
        world.process.stop().await;
        let process = Process::start(&world.slack, &world.scratch, &oauth()).await;
        assert!(process.app.installation(TEAM).await.unwrap().is_some());
        process.stop().await;
        world.scratch.end().await;
    }
}

/// Slack's word may be lost: the first call with the dead token tells as much.
#[tokio::test]
async fn a_token_that_a_call_finds_dead_ends_the_installation() {
    let world = World::with(sqlite().await, &oauth()).await;
    install(&world, 600).await;
    world.slack.always("conversations.info", Fault::Error("token_revoked"));
    world.send(command(&world.slack, "/overlap", "", CHANNEL, DANA)).await.ok();
    world.responses(1).await;
    let said = world.send(command(&world.slack, "/overlap", "", CHANNEL, DANA)).await.json();
    assert!(said["text"].as_str().unwrap().contains("installs it again"), "{said:#}");
    gone(&world).await;
    world.end().await.1.end().await;
}

#[tokio::test]
async fn a_token_of_the_settings_that_is_refused_leaves_the_others_their_connection() {
    let mut settings = oauth().to_vec();
    settings.retain(|(key, _)| *key != "slack.bot_token");
    settings.extend([
        ("slack.bot_token", "xoxb-refused".to_owned()),
        ("slack.app_token", crate::stand_in::APP.to_owned()),
        ("slack.connections", "1".to_owned()),
    ]);
    let world = World::with(sqlite().await, &settings).await;
    install(&world, 600).await;
    let mut connection = world.slack.sockets.next().await;
    connection.say(&json!({ "type": "events_api", "envelope_id": "e-1", "payload": home(DANA, "home"),
        "accepts_response_payload": false }));
    assert_eq!(connection.heard().await.unwrap(), json!({ "envelope_id": "e-1" }));
    world.slack.called("views.publish", 1).await;
    world.end().await.1.end().await;
}
