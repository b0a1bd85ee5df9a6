//! The web part: the console where it is switched on, and what tells a supervisor that we live.

use std::time::Duration;

use axum::{
    Json, Router,
    body::Body,
    extract,
    http::{Request, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::json;
use tokio::{net::TcpListener, sync::watch};
use tower_http::{
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};

use crate::{
    app::{App, now, platforms::Services},
    chat::{State, console},
    config::Config,
    db::workspaces,
    metrics::CONTENT_TYPE,
};

/// A request that takes longer is answered 503, with words.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How long `/ready` waits for the database.
const LOOK: Duration = Duration::from_secs(2);

/// What stands behind the web part, beside what tells that we live.
#[derive(Default)]
pub struct Doors<'a> {
    pub console: bool,
    /// Names under which the console may be opened, beside the machine's own.
    pub hosts: Vec<String>,
    pub services: Option<&'a Services>,
}

impl<'a> Doors<'a> {
    /// The console alone.
    pub fn console() -> Self {
        Self { console: true, ..Self::default() }
    }

    /// All that the settings open.
    pub fn of(config: &Config, services: &'a Services) -> Self {
        Self { console: config.console, hosts: config.hosts.clone(), services: Some(services) }
    }
}

/// What `/ready` looks at.
#[derive(Clone)]
struct Readiness {
    app: App,
    /// The platforms that are set up, by name.
    platforms: Vec<(&'static str, watch::Receiver<State>)>,
}

impl Readiness {
    /// How each platform stands now.
    fn states(&self) -> Vec<(&'static str, State)> {
        self.platforms.iter().map(|(name, state)| (*name, state.borrow().clone())).collect()
    }
}

/// Every route.
pub fn router(app: App, doors: Doors) -> Router {
    let platforms = doors.services.map(Services::states).unwrap_or_default();
    let readiness = Readiness { app: app.clone(), platforms };
    let mut router = Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(readiness);
    if doors.console {
        router = router.merge(console::router(app, doors.hosts));
    }
    if let Some(slack) = doors.services.and_then(|services| services.slack.as_ref()) {
        router = router.merge(slack.router());
    }
    if let Some(teams) = doors.services.and_then(|services| services.teams.as_ref()) {
        router = router.merge(teams.router());
    }
    router
        .layer(middleware::from_fn(in_time))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

/// A request by its id, which the answer carries too. Its address may hold what was asked, and is left out.
fn span(request: &Request<Body>) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", id, path = request.uri().path())
}

/// Answers within [`TIMEOUT`], in words if need be.
async fn in_time(request: Request<Body>, next: Next) -> Response {
    let late = (
        StatusCode::SERVICE_UNAVAILABLE,
        "This takes longer than it should: the machine or the database is busy. Ask again in a minute.\n",
    );
    tokio::time::timeout(TIMEOUT, next.run(request)).await.unwrap_or_else(|_| late.into_response())
}

/// Serves until `stop` comes; answers in the making are finished.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}

/// Ctrl-C, or SIGTERM where there is one.
pub async fn stop_signal() {
    let interrupt = async { tokio::signal::ctrl_c().await.expect("the signal can be listened for") };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).expect("the signal can be listened for");
        tokio::select! {
            () = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}

async fn health() -> impl IntoResponse {
    Json(json!({ "status": "live" }))
}

/// What Prometheus and its kin collect.
async fn metrics(extract::State(readiness): extract::State<Readiness>) -> impl IntoResponse {
    let app = &readiness.app;
    let text = app.metrics.scraped(&app.db, now().as_microsecond(), &readiness.states()).await;
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], text)
}

/// Ready is who can answer: the database is there and up to date, and every platform that is set up lets us in.
async fn ready(extract::State(readiness): extract::State<Readiness>) -> impl IntoResponse {
    let (app, platforms) = (&readiness.app, readiness.states());
    let looked = async { (workspaces::revision(&app.db, app.workspace).await, app.db.is_current().await) };
    // Whoever asks has less patience than a pool of connections.
    let (revision, migrated) = match tokio::time::timeout(LOOK, looked).await {
        Ok((Ok(revision), migrated)) => (Some(revision), migrated),
        Ok((Err(error), _)) => {
            tracing::warn!(%error, "not ready");
            (None, false)
        }
        Err(_) => {
            tracing::warn!("not ready: the database does not answer");
            (None, false)
        }
    };
    let ready = migrated && platforms.iter().all(|(_, state)| *state == State::Connected);
    let platforms: serde_json::Map<String, serde_json::Value> =
        platforms.iter().map(|(name, state)| ((*name).to_owned(), words(state).into())).collect();
    let (code, status) =
        if ready { (StatusCode::OK, "ready") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready") };
    let database = match (revision, migrated) {
        (None, _) => "unreachable",
        (Some(_), false) => "not migrated: run mandorla migrate",
        (Some(_), true) => "ok",
    };
    let body =
        json!({ "status": status, "database": database, "revision": revision, "platforms": platforms });
    (code, Json(body))
}

fn words(state: &State) -> String {
    match state {
        State::Connecting => "connecting".to_owned(),
        State::Connected => "connected".to_owned(),
        State::Refused(why) => format!("refused: {why}"),
    }
}
