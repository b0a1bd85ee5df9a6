//! Signed HTTP: what Slack posts to our public address. Each request is checked, remembered and acknowledged at once;
//! the answer follows by another way.

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::Value as Json;

use super::{
    House,
    door::Door,
    inbound::{self, Callback},
    sending::ephemeral,
    signature::{self, Forged, Verifier},
};

/// Larger than anything Slack sends: a message of 40,000 characters with its blocks.
const LARGEST: usize = 1024 * 1024;

#[derive(Clone)]
struct Doorway<H> {
    door: Door<H>,
    verifier: Verifier,
}

/// The three addresses that the app's settings in Slack name.
pub fn router<H: House>(door: Door<H>, verifier: Verifier) -> Router {
    Router::new()
        .route("/slack/commands", post(commands::<H>))
        .route("/slack/interactions", post(interactions::<H>))
        .route("/slack/events", post(events::<H>))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(Doorway { door, verifier })
}

impl<H: House> Doorway<H> {
    fn check(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), StatusCode> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let verdict = self.verifier.verify(
            text(signature::SIGNATURE),
            text(signature::TIMESTAMP),
            body,
            self.door.house().now(),
        );
        verdict.map_err(|why| refused(&why))
    }
}

/// Nothing is told to whoever forges; our own log says which check failed.
fn refused(why: &Forged) -> StatusCode {
    tracing::warn!(%why, "a request to Slack's addresses was refused");
    StatusCode::UNAUTHORIZED
}

async fn commands<H: House>(State(doorway): State<Doorway<H>>, headers: HeaderMap, body: Bytes) -> Response {
    if let Err(refusal) = doorway.check(&headers, &body) {
        return refusal.into_response();
    }
    let Ok(inbound) = inbound::command(inbound::form(&body)) else { return unreadable("command") };
    match doorway.door.take(inbound).await {
        Ok(_) => StatusCode::OK.into_response(),
        // The one way to be heard when nothing can be remembered: in the acknowledgement itself.
        Err(card) => said(&ephemeral(&card)),
    }
}

async fn interactions<H: House>(
    State(doorway): State<Doorway<H>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Err(refusal) = doorway.check(&headers, &body) {
        return refusal.into_response();
    }
    let payload = inbound::form(&body);
    let payload = payload["payload"].as_str().map(serde_json::from_str::<Json>);
    let Some(Ok(payload)) = payload else { return unreadable("interaction") };
    let Ok(inbound) = inbound::interaction(payload) else { return unreadable("interaction") };
    match doorway.door.take(inbound).await {
        Ok(Some(response)) => said(&response),
        Ok(None) => StatusCode::OK.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn events<H: House>(State(doorway): State<Doorway<H>>, headers: HeaderMap, body: Bytes) -> Response {
    if let Err(refusal) = doorway.check(&headers, &body) {
        return refusal.into_response();
    }
    let Ok(payload) = serde_json::from_slice(&body) else { return unreadable("event") };
    match inbound::callback(payload) {
        Ok(Callback::Challenge(challenge)) => challenge.into_response(),
        Ok(Callback::Limited) => {
            tracing::warn!("Slack holds events back: more than 30,000 came within an hour");
            StatusCode::OK.into_response()
        }
        Ok(Callback::Event(inbound)) => match doorway.door.take(inbound).await {
            Ok(_) => StatusCode::OK.into_response(),
            // Slack sends it again.
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        },
        Err(_) => unreadable("event"),
    }
}

fn said(json: &Json) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], json.to_string()).into_response()
}

fn unreadable(kind: &str) -> Response {
    tracing::warn!(kind, "Slack sent what cannot be read");
    StatusCode::BAD_REQUEST.into_response()
}
