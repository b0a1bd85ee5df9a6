//! Tokens that end: one renewal at a time, carried through whoever waits for it, and never one that costs an answer.

use std::time::Duration;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use mandorla::{
    chat::slack::{House, NewInstallation, Tokens},
    db::sql,
};
use secrecy::ExposeSecret;

use super::{CHANNEL, DANA, KEY, Setting, World, instant, payloads::command};
use crate::{
    stand_in::{BOT, Fault, within},
    support::{databases, sqlite},
};

const TEAM: &str = "T123";

pub fn oauth() -> [Setting; 6] {
    [
        ("slack.bot_token", String::new()),
        ("slack.client_id", "12.34".to_owned()),
        ("slack.client_secret", "hush".to_owned()),
        ("slack.team", TEAM.to_owned()),
        ("secret_key", KEY.to_owned()),
        ("public_url", "https://mandorla.example".to_owned()),
    ]
}

/// Lets us in, with a token that ends after so many minutes.
pub async fn install(world: &World, minutes: i64) {
    let ends: Timestamp = instant() + SignedDuration::from_mins(minutes);
    let new = NewInstallation {
        team: TEAM.to_owned(),
        team_name: "Acme".to_owned(),
        bot_user: "UBOT".to_owned(),
        installer: Some(DANA.to_owned()),
        scopes: "commands".to_owned(),
        tokens: Tokens { bot: BOT.into(), rotation: Some(("xoxe-1-first".into(), ends)) },
    };
    world.process.app.install(new).await.unwrap();
}

async fn refresh_token(world: &World) -> String {
    let at = world.process.app.installation(TEAM).await.unwrap().expect("it is installed");
    at.tokens.rotation.unwrap().0.expose_secret().to_owned()
}

async fn renewed(world: &World) {
    let wait = async {
        while refresh_token(world).await != "xoxe-1-next" {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    within(wait).await;
}

#[tokio::test]
async fn of_eight_at_once_one_renews_and_all_are_answered() {
    for minutes in [5, -5] {
        for scratch in databases().await {
            let world = World::with(scratch, &oauth()).await;
            install(&world, minutes).await;
            world.slack.next("oauth.v2.access", Fault::Late(Duration::from_millis(200)));
            let all = (0..8).map(|_| world.command("/mandorla", "help"));
            join_all(all).await.iter().for_each(|said| said.ok());
            assert_eq!(world.responses(8).await.len(), 8);
            renewed(&world).await;
            let (slack, scratch) = world.end().await;
            assert_eq!(slack.only("oauth.v2.access").arguments["refresh_token"], "xoxe-1-first");
            scratch.end().await;
        }
    }
}

#[tokio::test]
async fn a_token_that_still_holds_is_not_waited_for() {
    let world = World::with(sqlite().await, &oauth()).await;
    install(&world, 5).await;
    world.slack.always("oauth.v2.access", Fault::Late(Duration::from_secs(3)));
    world.command("/mandorla", "help").await.ok();
    world.responses(1).await;
    assert_eq!(refresh_token(&world).await, "xoxe-1-first");
    renewed(&world).await;
    world.end().await.1.end().await;
}

#[tokio::test]
async fn a_renewal_outlives_the_request_that_needed_it() {
    let world = World::with(sqlite().await, &oauth()).await;
    install(&world, -5).await;
    world.slack.next("oauth.v2.access", Fault::Late(Duration::from_millis(500)));
    let asked = world.send(command(&world.slack, "/mandorla", "help", CHANNEL, DANA));
    assert!(tokio::time::timeout(Duration::from_millis(200), asked).await.is_err(), "Slack has hung up");
    renewed(&world).await;
    world.command("/mandorla", "help").await.ok();
    world.responses(1).await;
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.count("oauth.v2.access"), 1);
    scratch.end().await;
}

/// The refresh token is spent by then: the new one is nowhere else.
#[tokio::test]
async fn renewed_tokens_are_written_as_soon_as_the_database_takes_them() {
    for scratch in databases().await {
        let world = World::with(scratch, &oauth()).await;
        install(&world, 5).await;
        world.slack.next("oauth.v2.access", Fault::Late(Duration::from_millis(300)));
        world.command("/mandorla", "help").await.ok();
        world.slack.called("oauth.v2.access", 1).await;
        sql("alter table installations rename to away").exec(&world.scratch.db).await.unwrap();
        tokio::time::sleep(Duration::from_millis(700)).await;
        sql("alter table away rename to installations").exec(&world.scratch.db).await.unwrap();
        renewed(&world).await;
        world.end().await.1.end().await;
    }
}
