//! What the doctor says about Teams.

use mandorla::{
    chat::{Finding, Grade, teams::checkup},
    config::TeamsSettings,
};

use crate::microsoft::{Bot, Microsoft, now};

/// What is found with the stand-in's settings, changed.
async fn found(microsoft: &Microsoft, change: impl FnOnce(&mut TeamsSettings)) -> Vec<Finding> {
    let mut settings = microsoft.settings();
    change(&mut settings);
    let findings = checkup(&settings, now).await;
    assert!(findings.iter().all(|one| one.grade != Grade::Bad || !one.next.is_empty()), "{findings:?}");
    findings
}

#[track_caller]
fn has(findings: &[Finding], grade: Grade, words: &str) {
    assert!(
        findings.iter().any(|one| one.grade == grade && one.what.contains(words)),
        "{words}: {findings:?}"
    );
}

/// Our own address, really served.
async fn served(bot: &Bot) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let app = bot.app.clone();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

#[tokio::test]
async fn credentials_keys_and_the_address_are_looked_at() {
    let bot = Bot::start(|_| ()).await;
    let address = served(&bot).await;
    let findings = found(&bot.microsoft, |settings| settings.public_url = Some(address)).await;
    has(&findings, Grade::Good, "Microsoft takes the credentials");
    has(&findings, Grade::Good, "2 signing keys");
    // Reached and ours, but Teams would not call it.
    has(&findings, Grade::Odd, "/api/messages is ours, but Teams calls addresses with https:// alone");
    assert_eq!(findings.len(), 3);
    assert!(bot.said().is_empty() && bot.house.asked().is_empty(), "nothing is said by looking");
}

#[tokio::test]
async fn an_address_that_does_not_lead_here_is_told() {
    let microsoft = Microsoft::start().await;
    has(&found(&microsoft, |_| ()).await, Grade::Bad, "`public_url` is not set");
    let other = microsoft.url().trim_end_matches('/').to_owned();
    let findings = found(&microsoft, |settings| settings.public_url = Some(other)).await;
    has(&findings, Grade::Bad, "answers 200, which is not us");
    let findings =
        found(&microsoft, |settings| settings.public_url = Some("http://127.0.0.1:9".to_owned())).await;
    has(&findings, Grade::Bad, "is not reached (no connection)");
}

#[tokio::test]
async fn credentials_that_microsoft_does_not_take_are_told_without_them() {
    let microsoft = Microsoft::start().await;
    microsoft.script(&[(401, None)]);
    let denied = format!("{}v3/denied", microsoft.url());
    let findings = found(&microsoft, |settings| settings.token_url = denied).await;
    has(&findings, Grade::Bad, "Microsoft does not accept our sign-in");
    assert!(findings[0].next.contains("Compare `teams.app_id` and `teams.tenant`"), "{findings:?}");
    assert!(!format!("{findings:?}").contains("s3cret"));
    microsoft.set_down(true);
    let findings =
        found(&microsoft, |settings| settings.token_url = "http://127.0.0.1:9/token".to_owned()).await;
    has(&findings, Grade::Bad, "Teams could not be reached");
    has(&findings, Grade::Bad, "signing keys cannot be read");
}
