//! What Microsoft's Agents Playground really sent (`RECORD=… .ci/teams-playground` records it), through the router: beside
//! the activities written by hand, which show more than it can.

use mandorla::{
    ask::{Place, Who},
    chat::teams::Kind,
};
use serde_json::{Value as Json, json};

use crate::microsoft::{Bot, Heard, member};

const TENANT: &str = "22222222-2222-2222-2222-222222222222";

async fn bot() -> Bot {
    let bot = Bot::start(|settings| settings.tenant = TENANT.to_owned()).await;
    let mut alex = member("alex", "user");
    alex["id"] = "user-id-0".into();
    alex["tenantId"] = TENANT.into();
    bot.microsoft.set_members(vec![alex]);
    bot
}

/// Posts it with a token of ours; gives the acknowledgement and what was said.
async fn replay(bot: &Bot, name: &str) -> (u16, Json, Vec<Heard>) {
    let path = format!("{}/tests/teams/recorded/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap().replace("SERVICE", bot.microsoft.url());
    let (status, answer) = bot.post(&serde_json::from_str(&text).unwrap()).await;
    bot.door.finish().await;
    (status.as_u16(), answer, bot.said())
}

#[tokio::test]
async fn installations_are_greeted_once_and_kept() {
    let bot = bot().await;
    for (first, second, id, kind) in [
        ("installationupdate-add-personal", "conversationupdate-personal", "personal-1", Kind::Personal),
        (
            "installationupdate-add-channel",
            "conversationupdate-channel-teammemberadded",
            "team-id",
            Kind::Channel,
        ),
    ] {
        let (status, _, said) = replay(&bot, first).await;
        assert_eq!((status, said.len()), (202, 1), "{first}");
        let (status, _, said) = replay(&bot, second).await;
        assert_eq!((status, said.len()), (202, 0), "{second}");
        assert_eq!(bot.house.kept(id).unwrap().kind, kind);
    }
}

#[tokio::test]
async fn questions_are_answered_where_they_were_asked() {
    let bot = bot().await;
    let alex = Who::Colleague("alex@example.com".to_owned());
    for (name, place) in [
        ("message-personal", Place::Private),
        ("message-groupchat", Place::Channel { id: format!("teams:{TENANT}/group-1") }),
        ("message-channel", Place::Channel { id: format!("teams:{TENANT}/team-id") }),
    ] {
        let (status, _, said) = replay(&bot, name).await;
        assert_eq!((status, said.len()), (202, 1), "{name}");
        assert!(said[0].words().contains("Overlap is 16 %"), "{name}");
        let asked = bot.house.asked().remove(0);
        assert_eq!(
            (asked.who, asked.place, asked.text.as_str()),
            (alex.clone(), place, "what is our overlap?")
        );
    }
}

#[tokio::test]
async fn what_it_waits_for_is_answered_at_once() {
    let bot = bot().await;
    let (status, answer, _) = replay(&bot, "invoke-adaptivecard-action-personal").await;
    assert_eq!((status, &answer["statusCode"]), (200, &json!(200)), "{answer}");
    let (status, answer, _) = replay(&bot, "invoke-composeextension-query-personal").await;
    assert_eq!(status, 200);
    assert!(answer["composeExtension"].to_string().contains("Patricia Prospect"), "{answer}");
}
