//! What we learn about ourselves, users and channels.

use mandorla::chat::slack::api::{Auth, Channel, Kind, User};
use serde_json::{Value, json};

use crate::stand_in::{Fault, StandIn, bot};

#[tokio::test]
async fn we_learn_who_we_are_what_we_may_and_what_time_it_is() {
    let slack = StandIn::start().await;
    let auth = slack.web().auth_test(&bot()).await.unwrap();
    let expected = Auth {
        team: "T123".to_owned(),
        team_name: "Acme".to_owned(),
        url: "https://acme.slack.com/".to_owned(),
        bot_user: "UBOT".to_owned(),
        enterprise: None,
        scopes: ["chat:write", "commands", "users:read"].map(str::to_owned).into(),
    };
    assert_eq!(auth, expected);
}

#[tokio::test]
async fn a_token_that_is_not_let_in_is_told() {
    let slack = StandIn::start().await;
    let trouble = slack.web().auth_test(&"xoxb-wrong".into()).await.unwrap_err();
    assert_eq!((trouble.kind, trouble.code.as_str()), (Kind::Auth, "invalid_auth"));
}

#[tokio::test]
async fn a_colleague_has_an_address_and_is_no_outsider() {
    let slack = StandIn::start().await;
    let web = slack.web();
    let dana = User {
        email: Some("dana@example.com".to_owned()),
        outsider: false,
        bot: false,
        name: "Dana Dealer".to_owned(),
        tz: Some("Europe/London".to_owned()),
        admin: false,
    };
    assert_eq!(web.user(&bot(), "U1").await.unwrap(), dana);
    assert_eq!(web.user(&bot(), "U2").await.unwrap(), dana);
    assert_eq!(slack.seen("users.info")[1].arguments, json!({ "user": "U2" }));
    assert_eq!(slack.count("auth.test"), 1, "a token's workspace does not change");
}

/// The user whom Slack describes so, beside what it says of everybody.
async fn told(mut user: Value) -> User {
    let slack = StandIn::start().await;
    for (name, value) in [("id", json!("U1")), ("team_id", json!("T123"))] {
        if user.get(name).is_none() {
            user[name] = value;
        }
    }
    slack.next("users.info", Fault::Answer(json!({ "ok": true, "user": user })));
    slack.web().user(&bot(), "U1").await.unwrap()
}

#[tokio::test]
async fn guests_bots_leavers_and_strangers_are_outsiders() {
    for user in [
        json!({ "is_restricted": true }),
        json!({ "is_ultra_restricted": true }),
        json!({ "is_stranger": true }),
        json!({ "is_bot": true }),
        json!({ "deleted": true }),
        json!({ "id": "USLACKBOT" }),
        json!({ "team_id": "T999", "is_stranger": false }),
        json!({ "team_id": null }),
        json!({ "team_id": "T999", "enterprise_user": { "enterprise_id": "E9", "teams": ["T999"] } }),
    ] {
        assert!(told(user.clone()).await.outsider, "{user}");
    }
    let organisation = json!({ "team_id": "T999", "enterprise_user": { "teams": ["T999", "T123"] } });
    assert!(!told(organisation).await.outsider, "in our workspace as well");
}

#[tokio::test]
async fn an_address_that_is_not_confirmed_is_none() {
    let profile = json!({ "email": "boss@example.com" });
    assert_eq!(told(json!({ "is_email_confirmed": false, "profile": profile })).await.email, None);
    assert!(told(json!({ "is_email_confirmed": true, "profile": profile })).await.email.is_some());
    assert!(told(json!({ "profile": profile })).await.email.is_some(), "old workspaces do not say");
    assert_eq!(told(json!({ "profile": {} })).await.email, None);
}

#[tokio::test]
async fn an_admin_is_one_of_our_own() {
    assert!(told(json!({ "is_admin": true })).await.admin);
    assert!(told(json!({ "is_owner": true })).await.admin);
    assert!(!told(json!({ "is_admin": true, "team_id": "T999" })).await.admin);
}

#[tokio::test]
async fn a_user_is_not_judged_without_knowing_our_own_workspace() {
    let slack = StandIn::start().await;
    slack.always("auth.test", Fault::Status(500));
    assert_eq!(slack.web().user(&bot(), "U1").await.unwrap_err().kind, Kind::Unreachable);
    assert_eq!(slack.count("users.info"), 0);
}

#[tokio::test]
async fn a_channel_says_who_may_be_listening() {
    let slack = StandIn::start().await;
    let web = slack.web();
    let plain = Channel {
        id: "C1".to_owned(),
        is_ext_shared: false,
        is_im: false,
        is_private: false,
        is_archived: false,
        is_member: true,
    };
    assert_eq!(web.channel(&bot(), "C1").await.unwrap(), plain);
    for (told, shared) in [
        (json!({ "id": "C1", "is_ext_shared": true }), true),
        (json!({ "id": "C1", "is_pending_ext_shared": true }), true),
        (json!({ "id": "C1", "is_shared": true, "is_org_shared": true, "is_ext_shared": false }), false),
    ] {
        slack.next("conversations.info", Fault::Answer(json!({ "ok": true, "channel": told })));
        assert_eq!(web.channel(&bot(), "C1").await.unwrap().is_ext_shared, shared, "{told}");
    }
    slack.next(
        "conversations.info",
        Fault::Answer(json!({ "ok": true, "channel": { "id": "D1", "is_im": true } })),
    );
    let direct = web.channel(&bot(), "D1").await.unwrap();
    assert!(direct.is_im && direct.is_private && direct.is_member);
}

#[tokio::test]
async fn a_channel_that_is_not_ours_is_told_with_the_next_step() {
    let slack = StandIn::start().await;
    slack.always("conversations.info", Fault::Error("channel_not_found"));
    let trouble = slack.web().channel(&bot(), "C1").await.unwrap_err();
    assert_eq!(trouble.kind, Kind::NotThere);
    assert!(trouble.to_string().contains("/invite @mandorla"));
}

#[tokio::test]
async fn the_channels_of_a_user_are_read_page_by_page() {
    let slack = StandIn::start().await;
    let page = |id: &str, next: &str| {
        Fault::Answer(json!({ "ok": true, "channels": [{ "id": id, "name": "sales", "is_channel": true }],
            "response_metadata": { "next_cursor": next } }))
    };
    slack.next("users.conversations", page("C1", "dGVhbTpDMUg5UkVTR0w="));
    slack.next("users.conversations", page("C2", ""));
    assert_eq!(slack.web().channels_of(&bot(), "U1").await.unwrap(), ["C1", "C2"]);
    let asked = slack.seen("users.conversations");
    assert_eq!(asked.len(), 2);
    assert!(asked.iter().all(|asked| asked.arguments["user"] == "U1"));
    assert_eq!(asked[1].arguments["cursor"], "dGVhbTpDMUg5UkVTR0w=");
}

#[tokio::test]
async fn a_direct_channel_is_opened() {
    let slack = StandIn::start().await;
    assert_eq!(slack.web().direct(&bot(), "U1").await.unwrap(), "D123");
    assert_eq!(slack.only("conversations.open").arguments, json!({ "users": "U1" }));
}

#[tokio::test]
async fn an_answer_that_lacks_what_was_asked_for_is_no_answer() {
    let slack = StandIn::start().await;
    slack.next("conversations.open", Fault::Answer(json!({ "ok": true })));
    assert_eq!(slack.web().direct(&bot(), "U1").await.unwrap_err().kind, Kind::Unreachable);
    slack.next("conversations.info", Fault::Answer(json!({ "ok": true, "channel": "C1" })));
    assert_eq!(slack.web().channel(&bot(), "C1").await.unwrap_err().kind, Kind::Unreachable);
}
