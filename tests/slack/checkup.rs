//! What the doctor says about Slack.

use jiff::Timestamp;
use mandorla::{
    chat::{Finding, Grade, slack::checkup},
    config::{Config, SlackSettings},
};
use serde_json::json;

use crate::stand_in::{APP, BOT, Fault, StandIn};

/// The stand-in's clock.
fn theirs() -> Timestamp {
    "1994-11-06T08:49:37Z".parse().unwrap()
}

async fn found(slack: &StandIn, bot: &str, now: Timestamp) -> Vec<Finding> {
    let api = format!("{}/api", slack.base);
    let flags =
        [("slack.bot_token", bot.to_owned()), ("slack.app_token", APP.to_owned()), ("slack.api_url", api)];
    let config = Config::read(None, |_| None, &flags).unwrap();
    let settings = SlackSettings::read(&config).unwrap().unwrap();
    checkup(&settings, &slack.web(), || now).await
}

fn bad(findings: &[Finding]) -> Vec<&str> {
    findings.iter().filter(|one| one.grade == Grade::Bad).map(|one| one.what.as_str()).collect()
}

#[tokio::test]
async fn a_missing_scope_is_named_with_what_it_is_for() {
    let slack = StandIn::start().await;
    let findings = found(&slack, BOT, theirs()).await;
    let [missing] = bad(&findings)[..] else { panic!("{findings:?}") };
    assert!(missing.contains("users:read.email (to know which colleague asks)"), "{missing}");
    assert!(!missing.contains("chat:write"), "{missing}");
    assert!(findings.iter().any(|one| one.what == "Slack: Socket Mode opens"), "{findings:?}");
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_told() {
    let slack = StandIn::start().await;
    let minutes = |minutes: i64| theirs() + jiff::SignedDuration::from_mins(minutes);
    assert!(bad(&found(&slack, BOT, minutes(-6)).await).iter().any(|what| what.contains("360 s")));
    assert!(!bad(&found(&slack, BOT, minutes(1)).await).iter().any(|what| what.contains("60 s")));
}

#[tokio::test]
async fn tokens_that_slack_does_not_take_are_told() {
    let slack = StandIn::start().await;
    slack.next("apps.connections.open", Fault::Error("not_allowed_token_type"));
    let findings = found(&slack, "xoxb-of-somebody-else", theirs()).await;
    assert_eq!(bad(&findings).len(), 2, "{findings:?}");
    assert!(findings.iter().all(|one| one.grade != Grade::Bad || !one.next.is_empty()), "{findings:?}");
    assert!(
        !json!(findings.iter().map(|one| &one.what).collect::<Vec<_>>())
            .to_string()
            .contains("somebody-else")
    );
}
