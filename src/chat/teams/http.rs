//! `POST /api/messages`: what Teams tells us. Each request is checked, remembered and acknowledged at once; the answer
//! follows by another way, unless Teams waits for it here.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use super::{
    House, about,
    door::Door,
    inbound::{self, Activity},
    token::{Proof, Refused, Verifier},
};

/// Larger than anything Teams sends.
const LARGEST: usize = 1024 * 1024;

#[derive(Clone)]
struct Doorway<H> {
    door: Door<H>,
    verifier: Verifier,
}

/// The address that the bot's registration names, and the page that the app's manifest names.
pub fn router<H: House>(door: Door<H>, verifier: Verifier) -> Router {
    Router::new()
        .route("/api/messages", post(messages::<H>))
        .route(about::PATH, get(about::about))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(Doorway { door, verifier })
}

async fn messages<H: House>(State(doorway): State<Doorway<H>>, headers: HeaderMap, body: Bytes) -> Response {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let proof = match doorway.verifier.verify(authorization, doorway.door.house().now()).await {
        Ok(proof) => proof,
        Err(why) => return refused(why),
    };
    let Ok(activity) = serde_json::from_slice::<Activity>(&body) else { return unreadable("body") };
    if let Err(why) = bound(&proof, &activity) {
        return refused(why);
    }
    let inbound = match inbound::read(activity) {
        Ok(inbound) => inbound,
        Err(lacking) => return unreadable(lacking),
    };
    if !doorway.door.settings().lets_in(&inbound.at.tenant) {
        tracing::warn!(tenant = inbound.at.tenant, "a tenant spoke to us that is not among teams.tenants");
        return StatusCode::FORBIDDEN.into_response();
    }
    let invoked = inbound.invoked;
    match doorway.door.take(inbound).await {
        Ok(Some(answer)) => Json(answer).into_response(),
        Ok(None) if invoked => StatusCode::OK.into_response(),
        Ok(None) => StatusCode::ACCEPTED.into_response(),
        // Teams sends it again.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Whether the token speaks for what came with it.
fn bound(proof: &Proof, activity: &Activity) -> Result<(), Refused> {
    proof.allows(&activity.channel_id, &activity.service_url)
}

/// Nothing is told to whoever forges; our own log says which check failed.
fn refused(why: Refused) -> Response {
    tracing::warn!(%why, "a request to Teams' address was refused");
    let status = match why {
        Refused::NoKeys => StatusCode::SERVICE_UNAVAILABLE,
        Refused::Service | Refused::Channel => StatusCode::FORBIDDEN,
        _ => StatusCode::UNAUTHORIZED,
    };
    status.into_response()
}

fn unreadable(lacking: &str) -> Response {
    tracing::warn!(lacking, "Teams sent what cannot be read");
    StatusCode::BAD_REQUEST.into_response()
}
