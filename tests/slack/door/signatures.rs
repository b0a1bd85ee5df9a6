//! Whoever is not Slack is told nothing, and nothing happens.

use axum::http::StatusCode;
use mandorla::chat::slack::Verifier;

use super::{
    CHANNEL, DANA, SIGNING, Sending, World, instant,
    payloads::{command, event, home, mention, shortcut},
};

const SIGNATURE: &str = "x-slack-signature";
const TIMESTAMP: &str = "x-slack-request-timestamp";

fn all(world: &World) -> [Sending; 3] {
    [
        command(&world.slack, "/overlap", "", CHANNEL, DANA).into(),
        shortcut(DANA).into(),
        mention("overlap", CHANNEL, DANA).into(),
    ]
}

#[tokio::test]
async fn forged_requests_are_refused_at_every_address() {
    let world = World::new().await;
    let known = world.slack.everything().len();
    let ours = Verifier::new(&SIGNING.into());
    let theirs = Verifier::new(&"another secret".into());
    let now = instant().as_second();
    let (now, old, future) = (now.to_string(), (now - 301).to_string(), (now + 400).to_string());
    for sending in all(&world) {
        let body = sending.body.as_bytes();
        let good = ours.sign(&now, body);
        let wrong = theirs.sign(&now, body);
        let replayed = ours.sign(&old, body);
        let ahead = ours.sign(&future, body);
        let changed = ours.sign(&now, &[body, b" "].concat());
        let cases: [&[(&str, &str)]; 9] = [
            &[],
            &[(SIGNATURE, &good)],
            &[(TIMESTAMP, &now)],
            &[(SIGNATURE, &wrong), (TIMESTAMP, &now)],
            &[(SIGNATURE, &replayed), (TIMESTAMP, &old)],
            &[(SIGNATURE, &ahead), (TIMESTAMP, &future)],
            &[(SIGNATURE, &good), (TIMESTAMP, &old)],
            &[(SIGNATURE, &changed), (TIMESTAMP, &now)],
            &[(SIGNATURE, "v0="), (TIMESTAMP, &now)],
        ];
        for headers in cases {
            let said = world.process.request(sending.clone(), headers).await;
            assert_eq!((said.status, said.body.as_str()), (StatusCode::UNAUTHORIZED, ""), "{headers:?}");
        }
    }
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.everything().len(), known, "nothing happens");
    scratch.end().await;
}

#[tokio::test]
async fn more_than_slack_ever_sends_is_not_read() {
    let world = World::new().await;
    for mut sending in all(&world) {
        sending.body.push_str(&" ".repeat(1 << 20));
        assert_eq!(world.send(sending).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
    world.end().await.1.end().await;
}

#[tokio::test]
async fn garbage_that_is_well_signed_is_refused() {
    let world = World::new().await;
    let known = world.slack.everything().len();
    let garbage = [
        "",
        "{",
        "null",
        "[]",
        "\0",
        "payload=",
        "payload=%7B",
        "payload={}",
        "payload=[1]",
        "command=%2Foverlap",
        "{\"type\":\"event_callback\"}",
        "{\"type\":\"toaster\"}",
        "{\"type\":\"event_callback\",\"event\":[]}",
        "team_id=T123&user_id=U1",
    ];
    for sending in all(&world) {
        for body in garbage {
            let said = world.send(Sending { body: body.to_owned(), ..sending.clone() }).await;
            assert_eq!(
                (said.status, said.body.as_str()),
                (StatusCode::BAD_REQUEST, ""),
                "{} {body}",
                sending.path
            );
        }
    }
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.everything().len(), known);
    scratch.end().await;
}

#[tokio::test]
async fn a_workspace_that_never_installed_us_is_not_answered() {
    let world = World::new().await;
    let known = world.slack.everything().len();
    let mut stranger = home(DANA, "home");
    stranger["team_id"] = "T0ELSE".into();
    stranger["context_team_id"] = "T0ELSE".into();
    stranger["authorizations"][0]["team_id"] = "T0ELSE".into();
    world.send(stranger).await.ok();
    let mut nameless = event(serde_json::json!({ "type": "app_home_opened" }));
    nameless["event"]["user"] = "".into();
    nameless["team_id"] = "".into();
    nameless["context_team_id"] = "".into();
    nameless["authorizations"] = serde_json::json!([]);
    world.send(nameless).await.ok();
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.everything().len(), known);
    scratch.end().await;
}
