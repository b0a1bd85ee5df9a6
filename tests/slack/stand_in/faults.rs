//! All the ways in which Slack does not do what it is asked.

use std::{io, time::Duration};

use axum::{
    Json,
    body::Body,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

#[derive(Clone, Debug)]
pub enum Fault {
    /// 429, to try again after so many seconds.
    Busy(u64),
    /// A bare status, with a page for humans.
    Status(u16),
    /// `ok: false` with this reason.
    Error(&'static str),
    /// The same with another status, as response addresses have it.
    ErrorWith(u16, &'static str),
    /// A status and a bare word.
    Bare(u16, &'static str),
    MissingScope(&'static str),
    /// The blocks, with Slack's way of pointing at them.
    InvalidBlocks,
    /// The picture, which it has taken and not looked through yet.
    InvalidFile,
    /// Done as asked, after this time.
    Late(Duration),
    /// No answer at all.
    Hang,
    /// The beginning of an answer, and the end of the connection.
    Half,
    /// Not `ok`, not an error: a page of somebody in between.
    Page,
    /// Done, with this answer.
    Answer(Value),
}

impl Fault {
    pub async fn answer(self) -> Response {
        let status = |code: u16| StatusCode::from_u16(code).unwrap();
        let error = |code: &str| json!({ "ok": false, "error": code });
        match self {
            Self::Busy(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                [("retry-after", seconds.to_string())],
                Json(error("ratelimited")),
            )
                .into_response(),
            Self::Status(code) => (status(code), "<html>Something went wrong</html>").into_response(),
            Self::Error(code) => Json(error(code)).into_response(),
            Self::ErrorWith(http, code) => (status(http), Json(error(code))).into_response(),
            Self::Bare(code, word) => (status(code), word).into_response(),
            Self::MissingScope(scope) => Json(json!({
                "ok": false, "error": "missing_scope", "needed": scope, "provided": "commands",
            }))
            .into_response(),
            Self::InvalidBlocks => {
                invalid("must be less than 3001 characters [json-pointer:/blocks/0/text/text]")
            }
            Self::InvalidFile => invalid("invalid slack file [json-pointer:/blocks/1/slack_file]"),
            Self::Late(_) => unreachable!("it is answered as usual"),
            Self::Hang => {
                tokio::time::sleep(Duration::from_secs(3600)).await;
                StatusCode::OK.into_response()
            }
            Self::Half => half(),
            Self::Page => "<html>Please sign in to the network</html>".into_response(),
            Self::Answer(answer) => Json(answer).into_response(),
        }
    }
}

fn invalid(why: &str) -> Response {
    Json(json!({
        "ok": false, "error": "invalid_blocks", "errors": [why],
        "response_metadata": { "messages": [format!("[ERROR] {why}")] },
    }))
    .into_response()
}

fn half() -> Response {
    let parts = [Ok(r#"{"ok":true,"ts":"17"#), Err(io::Error::other("the cable is cut"))];
    let body = Body::from_stream(futures_util::stream::iter(parts));
    ([("content-type", "application/json")], body).into_response()
}
