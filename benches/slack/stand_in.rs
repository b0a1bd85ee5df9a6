//! A Slack to answer to, in a process of its own: who somebody is, where they are, and how many answers have come.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path as Part, State},
    routing::{get, post},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::Fallible;

struct Desk {
    base: String,
    /// Addresses of colleagues, by the number of their user.
    team: Vec<String>,
    answers: AtomicUsize,
}

/// Says its address, and serves until it is killed.
pub async fn run(folder: &Path) -> Fallible<()> {
    let mut file = csv::Reader::from_path(folder.join("sample/team.csv"))?;
    let at =
        file.headers()?.iter().position(|column| column == "email").ok_or("the team has no addresses")?;
    let team = file.records().map(|row| Ok(row?[at].to_owned())).collect::<Fallible<_>>()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}", listener.local_addr()?);
    println!("{base}");
    let desk = Arc::new(Desk { base, team, answers: AtomicUsize::new(0) });
    let router = Router::new()
        .route("/api/{method}", post(method))
        .route("/response", post(answer))
        .route("/upload", post(async || "OK"))
        .route("/answers", get(async |State(desk): State<Arc<Desk>>| desk.count().to_string()))
        .with_state(desk);
    Ok(axum::serve(listener, router).await?)
}

impl Desk {
    fn count(&self) -> usize {
        self.answers.load(Ordering::SeqCst)
    }
}

async fn answer(State(desk): State<Arc<Desk>>, body: Bytes) -> &'static str {
    // That it takes a while is no answer.
    let blocks = body.windows(8).any(|part| part == b"\"blocks\"");
    desk.answers.fetch_add(usize::from(blocks), Ordering::SeqCst);
    "ok"
}

async fn method(State(desk): State<Arc<Desk>>, Part(method): Part<String>, body: Bytes) -> Json<Value> {
    Json(match method.as_str() {
        "auth.test" => json!({ "ok": true, "team_id": "T1", "user_id": "UBOT", "team": "Bench" }),
        "conversations.info" => json!({ "ok": true, "channel": { "id": "C1", "is_member": true } }),
        "users.info" => {
            let user = String::from_utf8_lossy(&body);
            let nth: usize = user.trim_start_matches("user=U").parse().unwrap_or_default();
            json!({ "ok": true, "user": { "id": "U", "team_id": "T1", "is_email_confirmed": true,
                "profile": { "email": desk.team[nth % desk.team.len()] } } })
        }
        "files.getUploadURLExternal" => {
            json!({ "ok": true, "file_id": "F0123456789", "upload_url": format!("{}/upload", desk.base) })
        }
        _ => json!({ "ok": true }),
    })
}
