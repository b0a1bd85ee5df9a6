//! Installations and the renewal of tokens.

use jiff::{Timestamp, ToSpan};
use mandorla::chat::slack::{Tokens, api::Kind};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::stand_in::{APP, Fault, StandIn, bot};

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn exposed(tokens: &Tokens) -> (&str, Option<(&str, Timestamp)>) {
    let rotation = tokens.rotation.as_ref();
    (tokens.bot.expose_secret(), rotation.map(|(next, ends)| (next.expose_secret(), *ends)))
}

fn rotated() -> serde_json::Value {
    json!({
        "ok": true, "access_token": "xoxe.xoxb-1", "expires_in": 43200, "refresh_token": "xoxe-1-next",
        "token_type": "bot", "scope": "commands", "bot_user_id": "UBOT", "team": { "id": "T123", "name": "Acme" },
    })
}

#[tokio::test]
async fn a_code_becomes_an_installation() {
    let slack = StandIn::start().await;
    let secret = "client-secret".into();
    let new =
        slack.web().exchange("1.2", &secret, "code", "https://we.example/slack/oauth", now()).await.unwrap();
    assert_eq!((new.team.as_str(), new.team_name.as_str(), new.bot_user.as_str()), ("T123", "Acme", "UBOT"));
    assert_eq!((new.installer.as_deref(), new.scopes.as_str()), (Some("U123"), "chat:write,commands"));
    assert_eq!(exposed(&new.tokens), ("xoxb-new", None));
    let seen = slack.only("oauth.v2.access");
    assert_eq!(seen.token, None);
    assert_eq!(
        seen.arguments,
        json!({
            "client_id": "1.2", "client_secret": "client-secret", "code": "code",
            "redirect_uri": "https://we.example/slack/oauth",
        })
    );
}

#[tokio::test]
async fn tokens_that_rotate_say_when_they_end() {
    let slack = StandIn::start().await;
    slack.next("oauth.v2.access", Fault::Answer(rotated()));
    let new = slack.web().exchange("1.2", &"s".into(), "code", "https://we.example", now()).await.unwrap();
    let ends = now() + 12.hours();
    assert_eq!(exposed(&new.tokens), ("xoxe.xoxb-1", Some(("xoxe-1-next", ends))));
    slack.next("oauth.v2.access", Fault::Answer(rotated()));
    let tokens = slack.web().refresh("1.2", &"s".into(), &"xoxe-1-old".into(), now()).await.unwrap();
    assert_eq!(exposed(&tokens), ("xoxe.xoxb-1", Some(("xoxe-1-next", ends))));
    let asked = &slack.seen("oauth.v2.access")[1].arguments;
    assert_eq!(
        (&asked["grant_type"], &asked["refresh_token"]),
        (&json!("refresh_token"), &json!("xoxe-1-old"))
    );
}

#[tokio::test]
async fn an_installation_for_an_organisation_says_what_to_do() {
    let slack = StandIn::start().await;
    let answer = json!({
        "ok": true, "access_token": "xoxb-new", "bot_user_id": "UBOT", "scope": "commands", "team": null,
        "enterprise": { "id": "E1", "name": "Acme Group" }, "is_enterprise_install": true,
    });
    slack.next("oauth.v2.access", Fault::Answer(answer));
    let trouble =
        slack.web().exchange("1.2", &"s".into(), "code", "https://we.example", now()).await.unwrap_err();
    assert!(trouble.to_string().contains("single workspace"), "{trouble}");
}

#[tokio::test]
async fn what_slack_does_not_take_is_told() {
    let slack = StandIn::start().await;
    let web = slack.web();
    for (code, kind) in [
        ("invalid_code", Kind::Expired),
        ("code_already_used", Kind::Expired),
        ("bad_client_secret", Kind::Auth),
        ("bad_redirect_uri", Kind::Refused),
    ] {
        slack.next("oauth.v2.access", Fault::Error(code));
        let trouble =
            web.exchange("1.2", &"s".into(), "code", "https://we.example", now()).await.unwrap_err();
        assert_eq!((trouble.kind, trouble.code.as_str()), (kind, code));
    }
    slack.next("oauth.v2.access", Fault::Error("invalid_refresh_token"));
    let trouble = web.refresh("1.2", &"s".into(), &"spent".into(), now()).await.unwrap_err();
    assert_eq!(trouble.kind, Kind::Auth);
}

#[tokio::test]
async fn an_address_for_socket_mode_takes_the_apps_own_token() {
    let slack = StandIn::start().await;
    let web = slack.web();
    assert_eq!(web.open_connection(&APP.into()).await.unwrap(), slack.sockets.url);
    assert_eq!(web.open_connection(&bot()).await.unwrap_err().kind, Kind::Auth);
}
