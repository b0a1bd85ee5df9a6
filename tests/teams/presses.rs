//! Buttons, the compose box and files: what Teams waits for, and what follows.

use serde_json::{Value as Json, json};

use crate::microsoft::{Bot, member};

const CARD: &str = "application/vnd.microsoft.card.adaptive";
const WORDS: &str = "application/vnd.microsoft.activity.message";

#[tokio::test]
async fn the_next_card_is_in_the_acknowledgement() {
    let bot = Bot::start(|_| ()).await;
    let (status, answer, said) = bot.tell("execute_ask").await;
    assert_eq!((status.as_u16(), answer["type"].as_str()), (200, Some(CARD)));
    assert_eq!(answer["statusCode"], 200);
    assert!(answer["value"].to_string().contains("Overlap is 16\u{a0}%"));
    let put = ("PUT", "/v3/conversations/a:dana/activities/card-1");
    assert_eq!(
        (said.len(), said[0].method.as_str(), said[0].path.as_str()),
        (1, put.0, put.1),
        "and it stays"
    );
    assert_eq!(said[0].json()["attachments"][0]["content"], answer["value"]);
    let (status, answer, _) = bot.tell("execute_ask").await;
    assert_eq!((status.as_u16(), answer["type"].as_str()), (200, Some(WORDS)), "the same press, once more");
}

#[tokio::test]
async fn a_press_in_a_channel_keeps_people_private() {
    let bot = Bot::start(|_| ()).await;
    let (_, answer, said) = bot.tell("execute_person_in_channel").await;
    assert_eq!(answer["type"], WORDS);
    assert!(!answer.to_string().contains("Patricia"));
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].path, "/v3/conversations/a:made/activities");
}

#[tokio::test]
async fn what_one_presses_in_a_channel_the_others_do_not_see() {
    let bot = Bot::start(|_| ()).await;
    let mut press = bot.activity("execute_person_in_channel");
    press["value"]["action"]["data"]["text"] = "what is our overlap?".into();
    let (_, answer) = bot.post(&press).await;
    bot.door.finish().await;
    assert!(answer["value"].to_string().contains("Overlap is 16\u{a0}%"));
    assert!(bot.said().is_empty());
}

#[tokio::test]
async fn the_answer_to_a_choice_can_be_shared_where_it_was_asked() {
    let bot = Bot::start(|_| ()).await;
    bot.tell("channel_mention").await;
    let mut choice = bot.activity("execute_ask");
    let thread = "19:sales@thread.tacv2;messageid=1700000000000";
    choice["value"]["action"]["data"] =
        json!({ "do": "ask", "text": "has marketing reached Patricia Prospect?", "from": thread });
    let (_, answer) = bot.post(&choice).await;
    let share = answer["value"]["actions"][0]["data"].clone();
    assert_eq!((&share["do"], &share["from"]), (&json!("share"), &json!(thread)));
    let mut press = bot.activity("execute_share");
    press["value"]["action"]["data"] = share;
    assert!(bot.post(&press).await.1["value"].as_str().unwrap().starts_with("Shared in"));
}

#[tokio::test]
async fn a_confirmation_that_takes_long_is_said_once() {
    let bot = Bot::start(|_| ()).await;
    let mut slow = bot.activity("execute_confirm");
    slow["value"]["action"]["data"] = json!({ "do": "confirm", "text": "slow" });
    bot.post(&slow).await;
    bot.door.finish().await;
    let said = bot.said();
    assert_eq!((said.len(), said[0].method.as_str()), (1, "PUT"), "{said:?}");
}

#[tokio::test]
async fn a_confirmation_takes_its_buttons_away_and_works_once() {
    let bot = Bot::start(|_| ()).await;
    let (_, answer, said) = bot.tell("execute_confirm").await;
    assert!(answer["value"].to_string().contains("Logged"));
    assert_eq!(
        (said[0].method.as_str(), said[0].path.as_str()),
        ("PUT", "/v3/conversations/a:dana/activities/card-1")
    );
    let mut again = bot.activity("execute_confirm");
    again["id"] = "another".into();
    let (_, answer) = bot.post(&again).await;
    assert!(answer["value"].to_string().contains("answered already"));
}

#[tokio::test]
async fn old_clients_send_a_message_with_a_value() {
    let bot = Bot::start(|_| ()).await;
    let (status, _, said) = bot.tell("submit_ask").await;
    assert_eq!((status.as_u16(), said.len()), (202, 1));
    assert_eq!((said[0].method.as_str(), said[0].words().contains("Overlap is 16 %")), ("PUT", true));
    let (.., said) = bot.tell("submit_confirm").await;
    assert_eq!(said.len(), 1);
    assert_eq!((said[0].method.as_str(), said[0].words().contains("Logged")), ("PUT", true));
}

#[tokio::test]
async fn what_takes_long_follows_as_a_message() {
    let bot = Bot::start(|_| ()).await;
    let (status, answer) = bot.post(&bot.activity("execute_slow")).await;
    assert_eq!((status.as_u16(), answer["type"].as_str()), (200, Some(WORDS)));
    bot.door.finish().await;
    let said = bot.said();
    assert!(said.last().unwrap().words().contains("Late, but here"));
}

#[tokio::test]
async fn an_answer_is_shared_where_it_was_asked() {
    let bot = Bot::start(|_| ()).await;
    let (_, answer, said) = bot.tell("execute_share").await;
    assert!(answer["value"].as_str().unwrap().contains("not in that conversation"));
    assert!(said.is_empty());
    bot.tell("channel_mention").await;
    let press = |id: &str| {
        let mut press = bot.activity("execute_share");
        press["id"] = id.into();
        press
    };
    let (_, answer) = bot.post(&press("1")).await;
    assert!(answer["value"].as_str().unwrap().starts_with("Shared in"), "{answer}");
    let said = bot.said();
    assert_eq!(said[0].path, "/v3/conversations/19:sales@thread.tacv2;messageid=1700000000000/activities");
    assert!(said[0].words().contains("Patricia") && said[0].words().contains("Shared by Dana Diaz"));
    let (_, answer) = bot.post(&press("2")).await;
    assert_eq!(answer["value"], "That has been shared already");
    assert!(bot.said().is_empty());
}

#[tokio::test]
async fn what_could_not_be_shared_can_be_shared_again_unless_it_may_stand_there() {
    let busy = vec![(429, Some(100))];
    let lost = vec![(500, None), (500, None)];
    for (posts, then) in [(busy, "Shared in"), (lost, "That has been shared already")] {
        let bot = Bot::start(|_| ()).await;
        bot.tell("channel_mention").await;
        let mut press = bot.activity("execute_share");
        // That they belong there, and who reads there.
        bot.microsoft.script(&[(200, None), (200, None)]);
        bot.microsoft.script(&posts);
        let (_, answer) = bot.post(&press).await;
        let said = answer["value"].as_str().unwrap();
        assert!(said.starts_with("I could not share it"), "{said}");
        press["id"] = "again".into();
        let (_, answer) = bot.post(&press).await;
        assert!(answer["value"].as_str().unwrap().starts_with(then), "{posts:?}: {answer}");
    }
}

#[tokio::test]
async fn nothing_is_shared_with_strangers_nor_by_them() {
    for (members, why) in [
        (vec![member("dana", "user"), member("gus", "guest")], "Guests or people of another company"),
        (vec![member("sam", "user")], "only where you are a member"),
    ] {
        let bot = Bot::start(|_| ()).await;
        bot.tell("channel_mention").await;
        bot.microsoft.set_members(members);
        let (_, answer, said) = bot.tell("execute_share").await;
        assert!(answer["value"].as_str().unwrap().contains(why), "{answer}");
        assert!(said.is_empty());
    }
}

#[tokio::test]
async fn a_name_becomes_a_card_in_the_compose_box() {
    let bot = Bot::start(|_| ()).await;
    let (status, answer, _) = bot.tell("query").await;
    assert_eq!(status.as_u16(), 200);
    let found = &answer["composeExtension"]["attachments"][0];
    assert!(found["preview"].to_string().contains("CFO at Northwind"));
    assert!(found["preview"].to_string().contains("has marketing reached Patricia Prospect?"));
    assert!(!found["content"].to_string().contains("3 November"), "a name inserts nothing by itself");
    let (_, answer, _) = bot.tell("select").await;
    assert!(answer["composeExtension"]["attachments"][0]["content"].to_string().contains("3 November"));
    // The compose box asks the same again, and is answered again.
    assert_eq!(bot.tell("query").await.1["composeExtension"]["type"], "result");
    let mut nobody = bot.activity("query");
    nobody["value"]["parameters"][0]["value"] = json!("overlap in zz");
    let (_, answer) = bot.post(&nobody).await;
    let offered = &answer["composeExtension"]["attachments"][0]["preview"]["content"]["tap"]["value"];
    assert_eq!(*offered, json!({ "ask": "overlap in zz" }), "what is no name is a question");
    nobody["value"]["parameters"][0] = json!({ "name": "initialRun", "value": "true" });
    assert_eq!(
        bot.post(&nobody).await.1["composeExtension"]["type"],
        "result",
        "everybody begins with nothing"
    );
}

#[tokio::test]
async fn strangers_find_nobody() {
    let bot = Bot::start(|_| ()).await;
    bot.microsoft.set_members(vec![member("dana", "guest")]);
    let (_, answer, _) = bot.tell("query").await;
    assert_eq!(answer["composeExtension"]["type"], "message");
    assert!(!answer.to_string().contains("Patricia"));
    let (_, answer, _) = bot.tell("select").await;
    assert!(!answer.to_string().contains("3 November"));
}

#[tokio::test]
async fn nothing_about_people_is_inserted_where_strangers_read() {
    let bot = Bot::start(|_| ()).await;
    bot.microsoft.set_members(vec![member("dana", "user"), member("gus", "guest")]);
    let (_, answer, _) = bot.tell("select").await;
    assert!(answer.to_string().contains("Guests or people of another company"));
    assert!(!answer.to_string().contains("3 November"));
}

#[tokio::test]
async fn nothing_about_people_is_inserted_where_nobody_can_see_who_reads() {
    let bot = Bot::start(|_| ()).await;
    bot.tell("personal").await;
    // Who reads there: the app is not in that chat.
    bot.microsoft.script(&[(403, None)]);
    let (_, answer, _) = bot.tell("select").await;
    assert!(answer.to_string().contains("I cannot see who reads here"), "{answer}");
    assert!(!answer.to_string().contains("3 November"));
}

#[tokio::test]
async fn the_compose_box_keeps_to_the_channels_too() {
    let bot = Bot::start(|settings| settings.channels = vec!["19:other".to_owned()]).await;
    for name in ["query", "select"] {
        let (_, answer, _) = bot.tell(name).await;
        assert!(
            answer["composeExtension"]["text"].as_str().unwrap().contains("I do not answer here"),
            "{answer}"
        );
    }
    assert!(bot.house.asked().is_empty());
}

#[tokio::test]
async fn the_compose_box_is_answered_however_slow_we_are() {
    let bot = Bot::start(|_| ()).await;
    let mut slow = bot.activity("select");
    slow["value"]["ask"] = "slow".into();
    let begin = std::time::Instant::now();
    let (_, answer) = bot.post(&slow).await;
    assert!(begin.elapsed() < std::time::Duration::from_secs(5));
    assert!(answer["composeExtension"]["text"].as_str().unwrap().contains("Try again in a moment"));
}

#[tokio::test]
async fn whoever_comes_is_seen_at_once() {
    let bot = Bot::start(|_| ()).await;
    let (_, answer, _) = bot.tell("select").await;
    assert!(answer.to_string().contains("3 November"));
    bot.microsoft.set_members(vec![member("dana", "user"), member("gus", "guest")]);
    let mut came = bot.activity("members_added");
    came["conversation"] = bot.activity("select")["conversation"].clone();
    came["channelData"] = bot.activity("select")["channelData"].clone();
    bot.post(&came).await;
    bot.door.finish().await;
    let (_, answer, _) = bot.tell("select").await;
    assert!(answer.to_string().contains("Guests or people of another company"), "{answer}");
}

#[tokio::test]
async fn a_file_is_offered_and_then_put() {
    let bot = Bot::start(|_| ()).await;
    let (_, answer, said) = bot.tell("execute_download").await;
    assert_eq!((answer["type"].as_str(), said.len()), (Some(WORDS), 1), "the list stays as it was");
    let offer: Json = said[0].json()["attachments"][0].clone();
    assert_eq!(offer["contentType"], "application/vnd.microsoft.teams.card.file.consent");
    assert_eq!(offer["content"]["acceptContext"], json!({ "ask": "export warm" }));
    bot.post(&bot.activity("file_accepted")).await;
    bot.door.finish().await;
    let put = bot.microsoft.heard("/upload");
    assert_eq!((put[0].method.as_str(), put[0].body.as_str()), ("PUT", "name\r\nPatricia\r\n"));
    assert_eq!(put[0].token, "", "our token stays here");
    let said = bot.said();
    assert_eq!(said[0].path, "/v3/conversations/a:dana/activities/consent-1");
    assert!(said[0].words().contains("warm.csv is among your files"));
}
