//! Mentions, direct messages, the pane, the Home, and what is none of our business.

use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use super::{
    CHANNEL, DANA, DIRECT, SAM, World, button,
    payloads::{TEAM, command, direct, event, home, mention, pane, press, unique},
    told, words,
};
use crate::stand_in::Fault;

#[tokio::test]
async fn a_mention_is_answered_in_its_thread() {
    let world = World::new().await;
    world.send(mention("what is our overlap since 1 January 2026?", CHANNEL, DANA)).await.ok();
    let mut deeper = mention("overlap since 1 January 2026", CHANNEL, DANA);
    deeper["event"]["thread_ts"] = json!("1515440000.000001");
    world.send(deeper).await.ok();
    let (slack, scratch) = world.end().await;
    let mut threads: Vec<Json> = Vec::new();
    for said in slack.seen("chat.postMessage") {
        assert_eq!(said.arguments["channel"], CHANNEL);
        threads.push(said.arguments["thread_ts"].clone());
    }
    threads.sort_by_key(Json::to_string);
    assert_eq!(threads, ["1515440000.000001", "1515449522.000016"]);
    assert_eq!(slack.count("chat.postEphemeral"), 0);
    scratch.end().await;
}

#[tokio::test]
async fn a_mention_about_a_person_is_whispered_where_the_asker_sees_it() {
    for thread in [None, Some("1515440000.000001")] {
        let world = World::new().await;
        let mut asked = mention("has marketing reached Patricia Prospect?", CHANNEL, DANA);
        if let Some(thread) = thread {
            asked["event"]["thread_ts"] = json!(thread);
        }
        world.send(asked).await.ok();
        let (slack, scratch) = world.end().await;
        let said = slack.only("chat.postEphemeral").arguments;
        // In a thread that has not begun Slack shows it to nobody.
        assert_eq!((&said["user"], &said["thread_ts"]), (&json!(DANA), &json!(thread)));
        assert!(said["text"].as_str().unwrap().starts_with("Yes"), "{said:#}");
        assert!(words(&said).contains("Share in channel"));
        assert_eq!(slack.count("chat.postMessage"), 0);
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_mention_of_somebody_whom_nobody_knows_is_told() {
    let world = World::new().await;
    let nina =
        json!({ "is_restricted": true, "real_name": "Nina New", "profile": { "real_name": "Nina New" } });
    world.slack.know("U0NEW", nina);
    world.send(mention("overlap for <@U0NEW>", CHANNEL, DANA)).await.ok();
    let said = world.response(world.command("/overlap", "for <@U0NEW|nina>")).await;
    assert_eq!(said["response_type"], "ephemeral");
    let (slack, scratch) = world.end().await;
    let whispered = slack.only("chat.postEphemeral").arguments;
    for said in [&whispered, &said] {
        let text = said["text"].as_str().unwrap();
        assert!(text.contains("I do not know whom @Nina New is in team.csv"), "{text}");
        assert!(text.contains("/mandorla link @somebody"), "{text}");
    }
    assert_eq!(slack.count("chat.postMessage"), 0, "an answer for everybody is none to this question");
    scratch.end().await;
}

#[tokio::test]
async fn a_file_in_a_direct_message_is_not_passed_over() {
    let world = World::new().await;
    for text in ["", "has marketing reached Patricia Prospect?"] {
        let mut sent = direct(text, None, DANA);
        sent["event"]["subtype"] = json!("file_share");
        sent["event"]["files"] = json!([{ "id": "F1", "name": "touches.csv" }]);
        world.send(sent).await.ok();
        world.slack.called("chat.postMessage", if text.is_empty() { 1 } else { 2 }).await;
    }
    let (slack, scratch) = world.end().await;
    let said = told(&slack.seen("chat.postMessage"));
    assert!(said.contains("I read no files here") && said.contains("Yes"), "{said}");
    scratch.end().await;
}

#[tokio::test]
async fn a_colleague_may_be_mentioned_in_a_question() {
    let world = World::new().await;
    let text = format!("overlap for <@{SAM}> since 1 January 2026");
    world.send(mention(&text, CHANNEL, DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    let said = told(&slack.seen("chat.postMessage"));
    assert!(said.contains("Sam Okafor"), "{said}");
    scratch.end().await;
}

#[tokio::test]
async fn a_direct_message_is_answered_where_it_was_written() {
    let world = World::new().await;
    world.send(direct("has marketing reached Patricia Prospect?", None, DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    let said = slack.only("chat.postMessage").arguments;
    assert_eq!((&said["channel"], &said["thread_ts"]), (&json!(DIRECT), &Json::Null));
    assert!(said["text"].as_str().unwrap().starts_with("Yes"));
    assert!(!words(&said).contains("Share in channel"));
    assert_eq!(slack.count("assistant.threads.setStatus"), 0);
    scratch.end().await;
}

#[tokio::test]
async fn in_a_thread_a_status_comes_first() {
    let world = World::new().await;
    world.send(direct("cold since 1 January 2026", Some("1729999327.187299"), DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    let everything = slack.everything();
    let at = |method: &str| everything.iter().position(|seen| seen.method == method).unwrap();
    assert!(at("assistant.threads.setStatus") < at("chat.postMessage"));
    let status = slack.only("assistant.threads.setStatus").arguments;
    let said = slack.only("chat.postMessage").arguments;
    assert_eq!((&status["channel_id"], &status["thread_ts"]), (&said["channel"], &said["thread_ts"]));
    scratch.end().await;
}

#[tokio::test]
async fn the_pane_opens_with_a_few_questions() {
    // An agent's messages, and an assistant's thread: an agent that names a thread offers nothing.
    let opened = [(home(DANA, "messages"), Json::Null), (pane(DANA), json!("1729999327.187299"))];
    for (payload, thread) in opened {
        let world = World::new().await;
        world.send(payload).await.ok();
        let (slack, scratch) = world.end().await;
        assert_eq!(slack.count("views.publish"), 0);
        let offered = slack.only("assistant.threads.setSuggestedPrompts").arguments;
        let prompts = offered["prompts"].as_array().unwrap();
        assert!((1..=4).contains(&prompts.len()), "{offered:#}");
        assert!(prompts.iter().all(|prompt| prompt["message"].as_str().is_some_and(|text| text.len() > 5)));
        assert_eq!((&offered["channel_id"], &offered["thread_ts"]), (&json!(DIRECT), &thread));
        scratch.end().await;
    }
}

#[tokio::test]
async fn everybody_has_a_home_of_their_own() {
    let world = World::new().await;
    for user in [SAM, DANA, "U0NOBODY"] {
        world.send(home(user, "home")).await.ok();
    }
    world.send(home(SAM, "messages")).await.ok();
    let (slack, scratch) = world.end().await;
    let homes = slack.seen("views.publish");
    assert_eq!(homes.len(), 3);
    let of =
        |user: &str| words(&homes.iter().find(|home| home.arguments["user_id"] == user).unwrap().arguments);
    assert!(of(SAM).contains("Sam Okafor’s accounts"), "{}", of(SAM));
    assert!(!of(DANA).contains("’s accounts"), "{}", of(DANA));
    let nobody = of("U0NOBODY");
    assert!(nobody.contains("dana@example.com is none of them") && nobody.contains("team.csv"), "{nobody}");
    scratch.end().await;
}

#[tokio::test]
async fn a_home_tells_of_the_digests_of_its_owners_channels() {
    let world = World::new().await;
    let digest = command(&world.slack, "/digest", "weekly monday 09:00", CHANNEL, DANA);
    let offer = world.response(world.send(digest)).await;
    let confirm = press(&world.slack, &button(&offer, "Confirm"), CHANNEL, DANA);
    world.response(world.send(confirm)).await;
    let channels =
        |id: &str| Fault::Answer(json!({ "ok": true, "channels": [{ "id": id, "name": "sales" }] }));
    let answers = [channels(CHANNEL), channels("C0OTHER"), Fault::Error("missing_scope")];
    for (nth, answer) in answers.into_iter().enumerate() {
        world.slack.next("users.conversations", answer);
        world.send(home(SAM, "home")).await.ok();
        world.slack.called("views.publish", nth + 1).await;
    }
    let (slack, scratch) = world.end().await;
    let homes: Vec<String> = slack.seen("views.publish").iter().map(|home| words(&home.arguments)).collect();
    let told = homes.iter().map(|home| home.contains("every Monday at 09:00")).collect::<Vec<_>>();
    assert_eq!(told, [true, false, false], "{homes:#?}");
    assert!(homes[2].contains("Sam Okafor’s accounts"), "{}", homes[2]);
    scratch.end().await;
}

#[tokio::test]
async fn what_nobody_asked_is_not_answered() {
    let world = World::new().await;
    let change = |with: Json| {
        let mut payload = direct("overlap", None, DANA);
        for (name, value) in with.as_object().unwrap() {
            payload["event"][name] = value.clone();
        }
        payload
    };
    let ours =
        json!({ "bot_id": "B123", "user": "UBOT", "app_id": "A123456", "bot_profile": { "id": "B123" } });
    let edited = json!({ "subtype": "message_changed", "hidden": true,
        "message": { "type": "message", "user": DANA, "text": "cold", "ts": "1.2", "edited": { "user": DANA } } });
    let nothing = [
        change(ours),
        change(json!({ "subtype": "bot_message", "bot_id": "B999", "user": null })),
        change(edited),
        change(json!({ "subtype": "message_deleted", "deleted_ts": "1.2" })),
        change(json!({ "channel_type": "channel", "channel": CHANNEL })),
        change(json!({ "channel_type": "mpim", "channel": "G0GROUP" })),
        event(json!({ "type": "app_mention", "bot_id": "B999", "user": "U0BOT2", "text": "<@UBOT> overlap",
            "ts": "1.3", "channel": CHANNEL, "event_ts": "1.3" })),
        event(json!({ "type": "assistant_thread_context_changed", "event_ts": "1.4", "assistant_thread": {
            "user_id": DANA, "context": {}, "channel_id": DIRECT, "thread_ts": "1.4" } })),
        event(json!({ "type": "reaction_added", "user": DANA, "reaction": "eyes", "event_ts": "1.5",
            "item": { "type": "message", "channel": CHANNEL, "ts": "1.5" } })),
        event(json!({ "type": "channel_rename", "channel": { "id": CHANNEL, "name": "new", "created": 1 } })),
        event(json!({ "type": "tokens_revoked", "tokens": { "oauth": [DANA], "bot": [] } })),
        json!({ "type": "app_rate_limited", "token": "x", "team_id": TEAM, "minute_rate_limited": 1_518_467_820,
            "api_app_id": "A123456" }).clone(),
    ];
    let known = world.slack.everything().len();
    for payload in nothing {
        world.send(payload).await.ok();
    }
    let (slack, scratch) = world.end().await;
    assert_eq!(told(&slack.everything()[known..]), "");
    scratch.end().await;
}

#[tokio::test]
async fn slack_checks_the_address() {
    let world = World::new().await;
    let challenge = json!({ "token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
        "type": "url_verification" });
    let said = world.send(challenge).await;
    assert_eq!(
        (said.status, said.body.as_str()),
        (StatusCode::OK, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P")
    );
    world.end().await.1.end().await;
}

#[tokio::test]
async fn who_throws_us_out_is_left_alone() {
    for left in [
        json!({ "type": "app_uninstalled", "event_ts": "1.2" }),
        json!({ "type": "tokens_revoked", "event_ts": "1.2", "tokens": { "oauth": [], "bot": ["UBOT"] } }),
    ] {
        let world = World::new().await;
        world.slack.always("auth.test", Fault::Error("account_inactive"));
        let mut payload = event(left);
        payload["authorizations"] = json!([]);
        payload["event_id"] = json!(format!("EvLeft{}", unique()));
        world.send(payload).await.ok();
        // It is carried out after the acknowledgement; from then on there is nobody to answer.
        let gone = async {
            loop {
                let before = world.slack.everything().len();
                world.send(home(DANA, "home")).await.ok();
                use mandorla::chat::slack::House;
                if world.process.app.installation(TEAM).await.unwrap().is_none() {
                    return before;
                }
                tokio::task::yield_now().await;
            }
        };
        crate::stand_in::within(gone).await;
        let (slack, scratch) = world.end().await;
        drop(slack);
        scratch.end().await;
    }
}
