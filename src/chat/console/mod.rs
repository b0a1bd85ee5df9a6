//! Ask in the browser: one page, made here, that talks to nobody but this program.
//!
//! Meant for the person who runs Mandorla (`mandorla demo`, or `console = true`); whoever can open it asks
//! as the operator. A script makes it a conversation; without it every question is a plain form.

mod guard;
mod page;
mod render;
#[cfg(test)]
mod tests;

use std::{future::Future, sync::Arc};

use axum::{
    Form, Json, Router,
    extract::{
        DefaultBodyLimit, Query, State,
        rejection::{FormRejection, JsonRejection},
    },
    http::{StatusCode, header},
    middleware,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};

use crate::{
    ask::{Ask, Place, Who},
    card::{Action, ActionKind, Audience, Block, Card, Tone},
    chat::{Csv, text},
};

pub use render::html;

/// The largest question that is read, in bytes.
const LONGEST: usize = 64 * 1024;
/// How many suggestions are offered while somebody types.
const SUGGESTIONS: usize = 8;

/// What the console needs of the rest of the house.
pub trait Answers: Clone + Send + Sync + 'static {
    fn answer(&self, ask: Ask) -> impl Future<Output = Card> + Send;
    /// Whole questions that begin as typed, the likeliest first.
    fn suggest(&self, typed: &str) -> impl Future<Output = Vec<String>> + Send;
    /// The whole list behind an answer, or the card that says why there is none.
    fn csv(&self, ask: Ask) -> impl Future<Output = Result<Csv, Card>> + Send;
    fn now(&self) -> jiff::Timestamp;
    /// Questions to begin with.
    fn examples(&self) -> impl Future<Output = Vec<String>> + Send;
}

/// Every route of the console. `hosts` are the names, with or without a port, under which it may be opened
/// beside those of the machine itself.
pub fn router<A: Answers>(answers: A, hosts: Vec<String>) -> Router {
    let hosts: Arc<[String]> = hosts.into();
    Router::new()
        .route("/", get(empty::<A>).post(answered::<A>))
        .route("/console/ask", post(ask::<A>))
        .route("/console/suggest", get(suggest::<A>))
        .route("/console/csv", get(csv::<A>))
        .route("/console/console.css", get(|| file("text/css; charset=utf-8", include_str!("console.css"))))
        .route(
            "/console/console.js",
            get(|| file("text/javascript; charset=utf-8", include_str!("console.js"))),
        )
        .route("/console/sign.svg", get(|| file("image/svg+xml", render::SIGN)))
        .layer(DefaultBodyLimit::max(LONGEST))
        .layer(middleware::from_fn_with_state(hosts, guard::check))
        .with_state(answers)
}

#[derive(Deserialize)]
struct Said {
    text: String,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct Shown {
    html: String,
    text: String,
}

async fn empty<A: Answers>(State(answers): State<A>) -> Response {
    whole(StatusCode::OK, page::page(&answers.examples().await, None))
}

/// The answer as a page of its own, for browsers without the script.
async fn answered<A: Answers>(State(answers): State<A>, said: Result<Form<Said>, FormRejection>) -> Response {
    let examples = answers.examples().await;
    match said {
        Ok(Form(said)) if said.text.trim().is_empty() => whole(StatusCode::OK, page::page(&examples, None)),
        Ok(Form(said)) => {
            let card = answers.answer(operator(&answers, said.text.clone())).await;
            whole(StatusCode::OK, page::page(&examples, Some((&said.text, &card))))
        }
        Err(rejection) => {
            let card = unread(rejection.status());
            whole(rejection.status(), page::page(&examples, Some(("…", &card))))
        }
    }
}

/// The answer for the script of the page.
async fn ask<A: Answers>(State(answers): State<A>, said: Result<Json<Said>, JsonRejection>) -> Response {
    let (status, card) = match said {
        Ok(Json(said)) => (StatusCode::OK, answers.answer(operator(&answers, said.text)).await),
        Err(rejection) => (rejection.status(), unread(rejection.status())),
    };
    let shown = Shown { html: html(&card), text: text::render(&card) };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(shown)).into_response()
}

async fn suggest<A: Answers>(State(answers): State<A>, Query(typed): Query<Typed>) -> Response {
    let mut suggestions = answers.suggest(&typed.q).await;
    suggestions.truncate(SUGGESTIONS);
    ([(header::CACHE_CONTROL, "no-store")], Json(suggestions)).into_response()
}

async fn csv<A: Answers>(State(answers): State<A>, Query(said): Query<Said>) -> Response {
    match answers.csv(operator(&answers, said.text.clone())).await {
        Ok(Csv { name, bytes }) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file_name(&name))),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(card) => {
            let page = page::page(&answers.examples().await, Some((&said.text, &card)));
            whole(StatusCode::UNPROCESSABLE_ENTITY, page)
        }
    }
}

fn operator<A: Answers>(answers: &A, text: String) -> Ask {
    Ask { who: Who::Operator, place: Place::Private, text, at: answers.now() }
}

/// Answers name persons: they stay out of caches.
fn whole(status: StatusCode, page: String) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}

async fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

/// Only what every file system and header takes as it stands.
fn file_name(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = name.chars().map(plain).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { "mandorla.csv".to_owned() } else { name.to_owned() }
}

/// What was sent is no question.
fn unread(status: StatusCode) -> Card {
    let (title, next) = if status == StatusCode::PAYLOAD_TOO_LARGE {
        ("That is too long to read at once.", "A question may have up to 64 KiB. Shorten it and ask again.")
    } else {
        ("That could not be read as a question.", "Reload the page and ask again.")
    };
    let help = Action { label: "What can you do?".into(), text: "help".into(), kind: ActionKind::Ask };
    Card {
        title: vec![title.into()],
        tone: Tone::Problem,
        blocks: vec![Block::Text(vec![next.into()])],
        actions: vec![help],
        audience: Audience::Everyone,
    }
}
