//! What the doctor says about Slack.

use jiff::{SignedDuration, Timestamp};
use mandorla::{
    app::App,
    chat::{
        Finding, Grade,
        slack::{House, LetIn, NewInstallation, Tokens, checkup},
    },
    config::{Config, SlackSettings},
};
use serde_json::json;

use crate::{
    binary::{Done, Shell},
    stand_in::{APP, BOT, Fault, StandIn},
};

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

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
    checkup(&settings, &[], &slack.web(), || now).await
}

/// With nothing but OAuth, and who has let us in.
async fn by_oauth(slack: &StandIn, let_in: &[LetIn], now: Timestamp) -> Vec<Finding> {
    let flags = [
        ("slack.client_id", "12.34".to_owned()),
        ("slack.client_secret", "hush".to_owned()),
        ("slack.signing_secret", "8f742231b10e8888abcd99yyyzzz85a5".to_owned()),
        ("secret_key", KEY.to_owned()),
        ("public_url", "https://mandorla.example".to_owned()),
    ];
    let config = Config::read(None, |_| None, &flags).unwrap();
    let settings = SlackSettings::read(&config).unwrap().unwrap();
    checkup(&settings, let_in, &slack.web(), || now).await
}

fn let_in(team: &str, tokens: Result<Tokens, String>) -> LetIn {
    LetIn { team: team.to_owned(), name: format!("Company {team}"), tokens }
}

fn tokens(bot: &str, ends: Option<Timestamp>) -> Result<Tokens, String> {
    Ok(Tokens { bot: bot.into(), rotation: ends.map(|ends| ("refresh".into(), ends)) })
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

/// Whatever Slack thinks of our tokens.
#[tokio::test]
async fn a_clock_that_is_wrong_is_told_with_oauth_alone_too() {
    let slack = StandIn::start().await;
    slack.always("auth.test", Fault::Error("invalid_auth"));
    let findings = by_oauth(&slack, &[], theirs() + SignedDuration::from_mins(6)).await;
    assert!(bad(&findings).iter().any(|what| what.contains("360 s")), "{findings:?}");
    assert!(findings.iter().any(|one| one.next.contains("/slack/install")), "{findings:?}");
}

#[tokio::test]
async fn a_slack_that_is_out_of_reach_is_told_with_oauth_alone_too() {
    let slack = StandIn::start().await;
    slack.always("api.test", Fault::Half);
    let findings = by_oauth(&slack, &[], theirs()).await;
    assert!(bad(&findings).iter().any(|what| what.contains("could not be reached")), "{findings:?}");
}

#[tokio::test]
async fn every_installation_is_looked_at() {
    let slack = StandIn::start().await;
    let all = [
        let_in("T1", tokens(BOT, None)),
        let_in("T2", tokens("xoxb-revoked", Some(theirs() + SignedDuration::from_hours(1)))),
        let_in("T3", tokens(BOT, Some(theirs() - SignedDuration::from_hours(1)))),
        let_in("T4", Err("none of the keys opens it".to_owned())),
    ];
    let findings = by_oauth(&slack, &all, theirs()).await;
    let of = |text: &str| {
        findings.iter().find(|one| one.what.contains(text)).unwrap_or_else(|| panic!("{findings:?}"))
    };
    assert_eq!(of("speaking in Acme (T123)").grade, Grade::Good);
    assert_eq!(of("missing scopes in Acme").grade, Grade::Bad);
    assert_eq!(of("the token for Company T2 (T2)").grade, Grade::Bad);
    assert_eq!(of("the token for Company T3 (T3) has ended").grade, Grade::Odd);
    assert!(of("the tokens of Company T4").next.contains("secret_key"));
    assert!(findings.iter().all(|one| one.grade == Grade::Good || !one.next.is_empty()), "{findings:?}");
    assert_eq!(slack.count("oauth.v2.access"), 0, "looking spends nothing");
    assert_eq!(slack.count("auth.test"), 2);
}

async fn doctor(shell: Shell, settings: String) -> (Shell, Done) {
    let run = tokio::task::spawn_blocking(move || {
        shell.file("mandorla.toml", settings);
        let done = shell.run(&["doctor"]);
        (shell, done)
    });
    run.await.unwrap()
}

#[tokio::test]
async fn the_doctor_says_all_that_in_the_terminal() {
    let slack = StandIn::start().await;
    let shell = Shell::new();
    let url = format!("sqlite:{}", shell.path("mandorla.db").display());
    let flags = [("database_url", url), ("secret_key", KEY.to_owned())];
    let app = App::open(&Config::read(None, |_| None, &flags).unwrap()).await.unwrap();
    let new = NewInstallation {
        team: "T1".to_owned(),
        team_name: "Acme".to_owned(),
        bot_user: "UBOT".to_owned(),
        installer: None,
        scopes: String::new(),
        tokens: tokens("xoxb-revoked", None).unwrap(),
    };
    app.install(new).await.unwrap();
    app.db.close().await;
    let settings = |more: &str| {
        format!(
            "secret_key = \"{KEY}\"\npublic_url = \"https://mandorla.example\"\n[slack]\nclient_id = \"12.34\"\n\
             client_secret = \"hush\"\napi_url = \"{}/api\"\n{more}",
            slack.base
        )
    };
    let (shell, done) =
        doctor(shell, settings("signing_secret = \"8f742231b10e8888abcd99yyyzzz85a5\"\n")).await;
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.out.contains("problem  Slack: the token for Acme (T1)"), "{}", done.out);
    assert!(done.out.contains("problem  Slack: our clock is"), "{}", done.out);
    assert!(!done.out.contains("xoxb-revoked") && !done.err.contains("xoxb-revoked"), "{done:?}");
    // Half a configuration names the next step.
    let (_, done) = doctor(shell, settings("")).await;
    let lines: Vec<&str> = done.out.lines().collect();
    let at =
        lines.iter().position(|line| line.contains("problem  Slack:")).unwrap_or_else(|| panic!("{done:?}"));
    assert!(lines[at + 1].contains("→ Mend it in mandorla.toml"), "{}", done.out);
}
