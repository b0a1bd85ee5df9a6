//! "Add to Slack": whoever may install apps in a Slack workspace lets Mandorla in, and reads what to do next.
//!
//! `GET /slack/install` sends people to Slack with a state that their browser keeps in a cookie; Slack sends them back
//! to `GET /slack/oauth` with a code for it. <https://docs.slack.dev/authentication/installing-with-oauth>

mod page;
mod state;
#[cfg(test)]
mod tests;

use std::fmt;

use axum::{
    Router,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::Timestamp;
use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

use super::{House, NewInstallation, manifest::SCOPES};
use crate::config::OAuth;
use state::{Spent, cookie, fresh, kept, over, same};

/// Exchanges the code that Slack gives for an installation.
pub trait Exchange: Clone + Send + Sync + 'static {
    /// What went wrong, in words for a log.
    type Trouble: fmt::Display + Send;

    /// `oauth.v2.access`: <https://docs.slack.dev/reference/methods/oauth.v2.access>
    fn exchange(
        &self,
        client_id: &str,
        client_secret: &SecretString,
        code: &str,
        redirect_uri: &str,
        now: Timestamp,
    ) -> impl Future<Output = Result<NewInstallation, Self::Trouble>> + Send;
}

/// Which workspace of ours a Slack workspace asks.
#[derive(Clone, Debug)]
pub struct Homes {
    /// The Slack workspace that asks the configured one.
    team: Option<String>,
    workspace: String,
}

impl Homes {
    pub fn new(team: Option<&str>, workspace: &str) -> Self {
        Self { team: team.map(str::to_owned), workspace: workspace.to_owned() }
    }

    /// The name of a Slack workspace's home: the configured one for the team of the settings, otherwise one of its
    /// own, so that nobody reads another company's account database.
    pub fn of<'a>(&'a self, team: &'a str) -> &'a str {
        if self.team.as_deref() == Some(team) { &self.workspace } else { team }
    }
}

/// The two routes of an installation.
pub fn router<H: House, E: Exchange>(house: H, exchange: E, oauth: OAuth, homes: Homes) -> Router {
    let door = Door { house, exchange, oauth, homes, spent: Spent::default() };
    Router::new()
        .route("/slack/install", get(begin::<H, E>))
        .route("/slack/oauth", get(end::<H, E>))
        .with_state(door)
}

#[derive(Clone)]
struct Door<H, E> {
    house: H,
    exchange: E,
    oauth: OAuth,
    homes: Homes,
    spent: Spent,
}

impl<H, E> Door<H, E> {
    /// Where Slack sends people back to; the same words in both steps.
    fn back(&self) -> String {
        format!("{}/slack/oauth", self.oauth.public_url)
    }

    fn is_https(&self) -> bool {
        self.oauth.public_url.starts_with("https://")
    }

    /// A page that nobody keeps, with the cookie of the state taken back.
    fn page(&self, status: StatusCode, page: String) -> Response {
        let mut response = (status, page::HEADERS, page).into_response();
        response.headers_mut().insert(header::SET_COOKIE, header_value(over(self.is_https())));
        response
    }

    fn refused(&self, status: StatusCode, title: &str, next: &str) -> Response {
        self.page(status, page::refused(title, next))
    }
}

/// What Slack sends back.
#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
}

async fn begin<H: House, E: Exchange>(State(door): State<Door<H, E>>) -> Response {
    let Ok(mut slack) = Url::parse(&door.oauth.authorize_url) else {
        let next = "Correct the setting slack.authorize_url.";
        return door.refused(StatusCode::INTERNAL_SERVER_ERROR, "Slack’s address cannot be read", next);
    };
    let state = fresh();
    slack
        .query_pairs_mut()
        .append_pair("client_id", &door.oauth.client_id)
        .append_pair("scope", &scopes())
        .append_pair("redirect_uri", &door.back())
        .append_pair("state", &state);
    let headers = [
        (header::LOCATION, header_value(slack.into())),
        (header::SET_COOKIE, header_value(cookie(&state, door.is_https()))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (StatusCode::FOUND, headers).into_response()
}

async fn end<H: House, E: Exchange>(
    State(door): State<Door<H, E>>,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Response {
    if back.error == "access_denied" {
        let next =
            "You said no in Slack, and that is all that happened. Should you change your mind, begin again.";
        return door.refused(StatusCode::OK, "Nothing was installed", next);
    }
    let known = kept(&headers).is_some_and(|state| same(&state, &back.state));
    if !known || !door.spent.first(&back.state) {
        let next =
            "The way back from Slack works once, in the browser that began it, for ten minutes. Begin again.";
        return door.refused(StatusCode::FORBIDDEN, "This is not an installation that began here", next);
    }
    if !back.error.is_empty() || back.code.is_empty() {
        tracing::warn!(error = back.error, "Slack did not let somebody install the app");
        let next = "Slack gave no code. Begin again; if it stays, ask an admin of your Slack workspace.";
        return door.refused(StatusCode::BAD_GATEWAY, "Slack did not let you install Mandorla", next);
    }
    install(&door, &back.code).await
}

async fn install<H: House, E: Exchange>(door: &Door<H, E>, code: &str) -> Response {
    let OAuth { client_id, client_secret, .. } = &door.oauth;
    let new = match door
        .exchange
        .exchange(client_id, client_secret, code, &door.back(), door.house.now())
        .await
    {
        Ok(new) => new,
        Err(trouble) => {
            tracing::error!(%trouble, "a code of Slack could not be exchanged");
            let next = "Begin again. If it stays, the settings slack.client_id and slack.client_secret may belong to \
                        another app; the log says what Slack answered.";
            return door.refused(StatusCode::BAD_GATEWAY, "Slack did not confirm the installation", next);
        }
    };
    let (team, name) = (new.team.clone(), new.team_name.clone());
    match door.house.install(new).await {
        Ok(_) => door.page(StatusCode::OK, page::done(&name, door.homes.of(&team))),
        Err(card) => {
            let said = crate::chat::text::render(&card);
            let next = "Nothing was kept. Begin again once that is mended.";
            door.refused(StatusCode::INTERNAL_SERVER_ERROR, said.trim(), next)
        }
    }
}

/// Ours are made of what a header may hold: addresses, base64 and attributes.
fn header_value(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn scopes() -> String {
    SCOPES.iter().map(|(scope, _)| *scope).collect::<Vec<_>>().join(",")
}
