//! A company lets us in by OAuth, and asks its own account database at once.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::json;
use tower::ServiceExt;

use super::{
    CHANNEL, DANA, KEY, Sending, Setting, World,
    payloads::{Form, command},
    words,
};
use crate::{
    stand_in::{BOT, Fault, within},
    support::sqlite,
};

fn settings() -> [Setting; 5] {
    [
        ("slack.bot_token", String::new()),
        ("slack.client_id", "12.34".to_owned()),
        ("slack.client_secret", "hush".to_owned()),
        ("secret_key", KEY.to_owned()),
        ("public_url", "https://mandorla.example".to_owned()),
    ]
}

async fn fetch(world: &World, address: &str, cookie: &str) -> axum::response::Response {
    let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    within(world.process.router.clone().oneshot(request)).await.unwrap()
}

fn from(team: &str, form: Form) -> Sending {
    let other = |(name, value): (String, String)| match name.as_str() {
        "team_id" => (name, team.to_owned()),
        _ => (name, value),
    };
    Form(form.0.into_iter().map(other).collect()).into()
}

#[tokio::test]
async fn a_company_that_installs_us_is_answered_from_its_own_database() {
    let world = World::with(sqlite().await, &settings()).await;
    let ask = |text| from("T0OTHER", command(&world.slack, "/mandorla", text, CHANNEL, DANA));
    // It has spoken before it let us in.
    let before = world.send(ask("overlap")).await.json();
    assert!(before["text"].as_str().unwrap().contains("installs it"), "{before:#}");
    let begun = fetch(&world, "/slack/install", "").await;
    assert_eq!(begun.status(), StatusCode::FOUND);
    let location = url::Url::parse(begun.headers()["location"].to_str().unwrap()).unwrap();
    let state = location.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let cookie = begun.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let granted = json!({
        "ok": true, "access_token": BOT, "token_type": "bot", "scope": "chat:write,commands", "bot_user_id": "UBOT2",
        "app_id": "A123", "team": { "id": "T0OTHER", "name": "Other" }, "enterprise": null,
        "authed_user": { "id": DANA }, "is_enterprise_install": false,
    });
    world.slack.next("oauth.v2.access", Fault::Answer(granted));
    let done = fetch(&world, &format!("/slack/oauth?code=good&state={state}"), &cookie).await;
    assert_eq!(done.status(), StatusCode::OK);
    let again = fetch(&world, &format!("/slack/oauth?code=good&state={state}"), &cookie).await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN, "a state is good once");
    let said = world.response(world.send(ask("freshness"))).await;
    assert!(!words(&said).contains("LinkedIn Ads"), "{said:#}");
    let said = world.response(world.send(ask("has marketing reached Patricia Prospect?"))).await;
    assert!(!said["text"].as_str().unwrap().starts_with("Yes"), "{said:#}");
    // Nobody has installed us where the configured database is asked.
    let said = world.send(from("T123", command(&world.slack, "/overlap", "", CHANNEL, DANA))).await.json();
    assert_eq!(said["response_type"], "ephemeral");
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.count("oauth.v2.access"), 1);
    scratch.end().await;
}
