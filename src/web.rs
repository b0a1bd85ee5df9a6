//! The web part: the console where it is switched on, and what tells a supervisor that we live.

use std::time::Duration;

use axum::{Json, Router, extract, http::StatusCode, response::IntoResponse, routing::get};
use serde_json::json;
use tokio::{net::TcpListener, sync::watch};
use tower_http::{
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

use crate::{
    app::App,
    chat::{
        console,
        slack::{Service, State},
    },
    db::workspaces,
};

/// A request that takes longer is answered 503.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What stands behind the web part, beside what tells that we live.
pub struct Doors<'a> {
    pub console: bool,
    /// Names under which the console may be opened, beside the machine's own.
    pub hosts: Vec<String>,
    pub slack: Option<&'a Service<App>>,
}

impl Doors<'_> {
    /// The console alone.
    pub fn console() -> Self {
        Self { console: true, hosts: Vec::new(), slack: None }
    }
}

/// What `/ready` looks at.
#[derive(Clone)]
struct Readiness {
    app: App,
    slack: Option<watch::Receiver<State>>,
}

/// Every route.
pub fn router(app: App, doors: Doors) -> Router {
    let readiness = Readiness { app: app.clone(), slack: doors.slack.map(Service::state) };
    let mut router =
        Router::new().route("/health", get(health)).route("/ready", get(ready)).with_state(readiness);
    if doors.console {
        router = router.merge(console::router(app, doors.hosts));
    }
    if let Some(slack) = doors.slack.map(Service::router) {
        router = router.merge(slack);
    }
    router
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(TraceLayer::new_for_http())
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
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

/// Ready is who can answer: the database is there, and every platform that is set up lets us in.
async fn ready(extract::State(readiness): extract::State<Readiness>) -> impl IntoResponse {
    let Readiness { app, slack } = readiness;
    let slack = slack.map(|state| state.borrow().clone());
    let platforms = slack.as_ref().map_or_else(|| json!({}), |state| json!({ "slack": words(state) }));
    let revision = workspaces::revision(&app.db, app.workspace).await;
    if let Err(error) = &revision {
        tracing::warn!(%error, "not ready");
    }
    let ready = revision.is_ok() && slack.is_none_or(|state| state == State::Connected);
    let (code, status) =
        if ready { (StatusCode::OK, "ready") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready") };
    let database = if revision.is_ok() { "ok" } else { "unreachable" };
    let body =
        json!({ "status": status, "database": database, "revision": revision.ok(), "platforms": platforms });
    (code, Json(body))
}

fn words(state: &State) -> String {
    match state {
        State::Connecting => "connecting".to_owned(),
        State::Connected => "connected".to_owned(),
        State::Refused(why) => format!("refused: {why}"),
    }
}
