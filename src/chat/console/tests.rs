//! The console over HTTP, as browsers, programs and strangers meet it.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
    response::Response,
};
use tower::ServiceExt;

use super::*;
use crate::card::Span;

#[derive(Clone)]
struct Parrot;

impl Answers for Parrot {
    async fn answer(&self, ask: Ask) -> Card {
        assert_eq!((&ask.who, &ask.place), (&Who::Operator, &Place::Private));
        let title = vec!["You said ".into(), Span::Person(ask.text)];
        Card { title, tone: Tone::Neutral, blocks: vec![], actions: vec![], audience: Audience::Asker }
    }

    async fn suggest(&self, typed: &str) -> Vec<String> {
        (0..20).map(|at| format!("{typed}{at}")).collect()
    }

    async fn csv(&self, ask: Ask) -> Result<Csv, Card> {
        if ask.text == "nothing" {
            return Err(self.answer(ask).await);
        }
        Ok(Csv { name: format!("{}\r\nEvil: \"1\".csv", ask.text), bytes: b"name\n".to_vec() })
    }

    fn now(&self) -> jiff::Timestamp {
        "2026-11-20T14:05:00Z".parse().unwrap()
    }

    async fn examples(&self) -> Vec<String> {
        vec!["what is our overlap?", "who owns \"Northwind\"?"].into_iter().map(str::to_owned).collect()
    }
}

async fn send(request: axum::http::request::Builder, body: impl Into<Body>) -> Response {
    let router = router(Parrot, vec!["mandorla.example".into()]);
    router.oneshot(request.body(body.into()).unwrap()).await.unwrap()
}

fn request(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:8080")
}

async fn read(response: Response) -> String {
    String::from_utf8(axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
}

fn json() -> axum::http::request::Builder {
    request(Method::POST, "/console/ask").header(header::CONTENT_TYPE, "application/json")
}

fn form() -> axum::http::request::Builder {
    request(Method::POST, "/").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

#[tokio::test]
async fn the_page_opens_with_examples_and_asks_nobody_else_for_anything() {
    let response = send(request(Method::GET, "/"), "").await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = read(response).await;
    assert!(page.contains("value=\"who owns &quot;Northwind&quot;?\""));
    let files = ["/console/console.css", "/console/console.js", "/console/sign.svg"];
    for name in files {
        assert!(page.contains(name));
        assert_eq!(send(request(Method::GET, name), "").await.status(), StatusCode::OK);
    }
    let sources = [page.as_str(), include_str!("console.css"), include_str!("console.js")];
    for source in sources {
        let addresses = source.replace("http://www.w3.org/2000/svg", "");
        assert!(!addresses.contains("://") && !addresses.contains("url(") && !addresses.contains("@import"));
    }
    assert!(!page.contains("style=") && !page.contains("onclick"));
}

#[tokio::test]
async fn every_response_has_its_headers_even_a_refusal() {
    let refused = Request::builder().uri("/").header(header::HOST, "evil.example");
    for asked in [request(Method::GET, "/"), request(Method::GET, "/console/console.js"), refused] {
        let response = send(asked, "").await;
        let value = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(
            value("content-security-policy"),
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        assert_eq!(value("x-content-type-options"), "nosniff");
        assert_eq!(value("referrer-policy"), "same-origin");
    }
}

#[tokio::test]
async fn the_script_is_answered_in_both_forms_and_nothing_is_cached() {
    let response = send(json(), r#"{"text":"<b>\"Zoë\"</b>"}"#).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let shown: serde_json::Value = serde_json::from_str(&read(response).await).unwrap();
    assert_eq!(shown["text"], "You said <b>\"Zoë\"</b>\n");
    let html = shown["html"].as_str().unwrap();
    assert!(html.contains("<bdi class=\"person\">&lt;b&gt;&quot;Zoë&quot;&lt;/b&gt;</bdi>"));
}

#[tokio::test]
async fn without_the_script_a_form_gets_a_whole_page() {
    let page = read(send(form(), "text=is+%3Cscript%3E+cold%3F").await).await;
    assert!(page.starts_with("<!doctype html>"));
    assert!(page.contains("<title>is &lt;script&gt; cold? – Mandorla</title>"));
    assert!(page.contains("<bdi>is &lt;script&gt; cold?</bdi>") && page.contains("You said"));
    let page = read(send(form(), "text=++").await).await;
    assert!(!page.contains("class=\"turn\""));
}

#[tokio::test]
async fn too_long_and_unreadable_questions_are_answered_as_cards() {
    let long = format!(r#"{{"text":"{}"}}"#, "x".repeat(LONGEST));
    let response = send(json(), long).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let shown: serde_json::Value = serde_json::from_str(&read(response).await).unwrap();
    assert!(shown["text"].as_str().unwrap().starts_with("That is too long"));

    let response = send(form(), format!("text={}", "x".repeat(LONGEST))).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(read(response).await.contains("That is too long"));

    let response = send(json(), "{").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(read(response).await.contains("could not be read"));
}

#[tokio::test]
async fn strangers_are_turned_away() {
    let body = || r#"{"text":"help"}"#;
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "http://127.0.0.1:9999"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let status = send(json().header(name, value), body()).await.status();
        assert_eq!(status, StatusCode::FORBIDDEN, "{name}: {value}");
        let status = send(form().header(name, value), "text=help").await.status();
        assert_eq!(status, StatusCode::FORBIDDEN, "{name}: {value}");
        let status = send(request(Method::GET, "/console/csv?text=x").header(name, value), "").await.status();
        assert_eq!(status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    for host in ["evil.example", "127.0.0.1.evil.example:8080", "192.168.0.7"] {
        let asked = Request::builder().uri("/").header(header::HOST, host);
        assert_eq!(send(asked, "").await.status(), StatusCode::FORBIDDEN, "{host}");
    }
    assert_eq!(send(Request::builder().uri("/"), "").await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_page_itself_links_to_it_and_its_configured_name_are_let_in() {
    let own = json().header("origin", "http://127.0.0.1:8080").header("sec-fetch-site", "same-origin");
    assert_eq!(send(own, r#"{"text":"help"}"#).await.status(), StatusCode::OK);
    let behind_proxy = json().header("origin", "https://mandorla.example");
    assert_eq!(send(behind_proxy, r#"{"text":"help"}"#).await.status(), StatusCode::OK);
    let linked = request(Method::GET, "/").header("sec-fetch-site", "cross-site");
    assert_eq!(send(linked, "").await.status(), StatusCode::OK);
    let named = Request::builder().uri("/").header(header::HOST, "MANDORLA.example");
    assert_eq!(send(named, "").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn suggestions_are_few() {
    let list = read(send(request(Method::GET, "/console/suggest?q=who%20"), "").await).await;
    let list: Vec<String> = serde_json::from_str(&list).unwrap();
    assert_eq!((list.len(), list[0].as_str()), (SUGGESTIONS, "who 0"));
    assert_eq!(send(request(Method::GET, "/console/suggest"), "").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_download_is_a_file_with_a_harmless_name_or_says_why_not() {
    let response = send(request(Method::GET, "/console/csv?text=cold%20people"), "").await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let disposition = &response.headers()[header::CONTENT_DISPOSITION];
    assert_eq!(disposition, "attachment; filename=\"cold-people--Evil---1-.csv\"");
    let response = send(request(Method::GET, "/console/csv?text=nothing"), "").await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(read(response).await.contains("You said"));
}
