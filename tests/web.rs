//! The web part with the real application behind it: the console, and what tells a supervisor that we live and are ready.

mod support;

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use mandorla::{
    app::App,
    config::Config,
    db::digests,
    web::{Doors, router},
};
use serde_json::{Value as Json, json};
use support::{company, databases};
use tower::ServiceExt;

async fn app(url: &str) -> App {
    let config = Config::read(None, |_| None, &[("database_url", url.to_owned())]).expect("sound settings");
    App::open(&config).await.expect("the database opens")
}

/// Sends a request as a browser on this machine would; gives the status and the body.
async fn send(app: &App, doors: Doors<'_>, method: &str, path: &str, body: Body) -> (StatusCode, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost:8080")
        .header(header::CONTENT_TYPE, "application/json")
        .body(body)
        .expect("a request");
    let response = router(app.clone(), doors).oneshot(request).await.expect("the router never fails");
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 20).await.expect("a short body");
    (status, String::from_utf8(body.to_vec()).expect("UTF-8"))
}

fn without_console() -> Doors<'static> {
    Doors { console: false, ..Doors::console() }
}

#[tokio::test]
async fn the_console_answers_from_the_account_database() {
    for scratch in databases().await {
        company(&scratch.db).await;
        let app = app(&scratch.url).await;
        let (status, page) = send(&app, Doors::console(), "GET", "/", Body::empty()).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Mandorla"), "{page}");
        let question = json!({ "text": "overlap last 400 days" }).to_string();
        let (status, shown) = send(&app, Doors::console(), "POST", "/console/ask", question.into()).await;
        assert_eq!(status, StatusCode::OK, "{shown}");
        let shown: Json = serde_json::from_str(&shown).expect("an object");
        assert!(shown["text"].as_str().is_some_and(|text| text.starts_with("Overlap ")), "{shown:#}");
        let (status, _) = send(&app, without_console(), "GET", "/", Body::empty()).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "the console is only there where it is wanted");
        app.db.close().await;
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_supervisor_learns_whether_we_live_and_whether_we_can_answer() {
    for scratch in databases().await {
        company(&scratch.db).await;
        let app = app(&scratch.url).await;
        let get = async |path: &str| {
            let (status, body) = send(&app, without_console(), "GET", path, Body::empty()).await;
            (status, serde_json::from_str::<Json>(&body).expect("an object"))
        };
        assert_eq!(get("/health").await, (StatusCode::OK, json!({ "status": "live" })));
        let (status, body) = get("/ready").await;
        assert_eq!(
            (status, &body["status"], &body["database"]),
            (StatusCode::OK, &json!("ready"), &json!("ok"))
        );
        app.db.close().await;
        let (status, body) = get("/ready").await;
        assert_eq!((status, &body["database"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unreachable")));
        assert_eq!(get("/health").await.0, StatusCode::OK, "living is not being ready");
        scratch.end().await;
    }
}

#[tokio::test]
async fn supervisors_count_answers_and_digests_and_learn_no_name() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let app = app(&scratch.url).await;
        for text in
            ["overlap last 400 days", "has marketing reached Patricia Prospect?", "what is the weather?"]
        {
            let question = json!({ "text": text }).to_string();
            send(&app, Doors::console(), "POST", "/console/ask", question.into()).await;
        }
        let hour = 3_600_000_000;
        let due = mandorla::app::now().as_microsecond() - hour;
        let new = digests::New {
            platform: "slack",
            team: "T1",
            channel: "C1",
            schedule: "daily 09:00 UTC",
            filters: "",
            sections: "",
            quiet: false,
            owner: "U1",
            owner_email: "dana.hughes@mandor.example",
        };
        let next = digests::Next { at: due + 24 * hour, slot: "2100-01-01T09:00:00".to_owned() };
        digests::subscribe(&scratch.db, workspace, new, due - hour, &next).await.expect("a subscription");
        let now = digests::Next { at: due, slot: "2026-11-23T09:00:00".to_owned() };
        assert!(digests::begin_now(&scratch.db, workspace, 1, &now).await.expect("an occurrence"));
        let (status, text) = send(&app, without_console(), "GET", "/metrics", Body::empty()).await;
        assert_eq!(status, StatusCode::OK);
        for line in [
            "mandorla_answers_total{question=\"overlap\",status=\"answered\"} 1",
            "mandorla_answers_total{question=\"none\",status=\"not_understood\"} 1",
            "mandorla_answer_duration_seconds_count 3",
            "mandorla_database_up 1",
            "mandorla_digests{state=\"open\"} 1",
            "mandorla_digests{state=\"failed\"} 0",
            "mandorla_subscriptions{state=\"running\"} 1",
            "mandorla_incidents_total 0",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let waiting = text.lines().find_map(|line| line.strip_prefix("mandorla_digest_waiting_seconds "));
        let waiting: u64 = waiting.expect("a gauge").parse().expect("seconds");
        assert!((3_600..3_700).contains(&waiting), "{waiting}");
        assert!(
            text.ends_with("# EOF\n") && !text.contains("Patricia") && !text.contains("weather"),
            "{text}"
        );
        app.db.close().await;
        scratch.end().await;
    }
}
