//! The web part: the console where it is switched on, and what tells a supervisor that we live.

use std::time::Duration;

use axum::{Json, Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use serde_json::json;
use tokio::net::TcpListener;
use tower_http::{
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

use crate::{app::App, chat::console, db::workspaces};

/// A request that takes longer is answered 503.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Every route.
pub fn router(app: App, with_console: bool, hosts: Vec<String>) -> Router {
    let mut router =
        Router::new().route("/health", get(health)).route("/ready", get(ready)).with_state(app.clone());
    if with_console {
        router = router.merge(console::router(app, hosts));
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

async fn ready(State(app): State<App>) -> impl IntoResponse {
    match workspaces::revision(&app.db, app.workspace).await {
        Ok(revision) => {
            (StatusCode::OK, Json(json!({ "status": "ready", "database": "ok", "revision": revision })))
        }
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Json(json!({ "status": "not ready", "database": "unreachable" })),
            )
        }
    }
}
