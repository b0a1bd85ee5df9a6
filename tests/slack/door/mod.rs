//! The whole way through Slack's door: what Slack sends, as Slack sends it, to the real application on a database with
//! the fixture company; and what Slack is told in return.

mod buttons;
mod commands;
mod companies;
mod digests;
mod events;
mod failures;
mod guests;
mod installs;
mod leaving;
mod modals;
mod once;
mod outbound;
mod payloads;
mod pictures;
mod privacy;
mod renewals;
mod signatures;
mod sockets;
mod threads;
mod waiting;

use std::time::Duration;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use jiff::Timestamp;
use mandorla::{
    app::App,
    chat::{
        State,
        slack::{
            Outbound, Service, Verifier,
            api::{Patience, Waits},
        },
    },
    config::{Config, SlackSettings},
};
use serde_json::{Value as Json, json};
use tower::ServiceExt;

use crate::{
    stand_in::{BOT, Seen, StandIn, patience, within},
    support::{Scratch, company_today, sqlite},
};
use payloads::Form;

pub const SIGNING: &str = "8f742231b10e8888abcd99yyyzzz85a5";
/// Keys that seal installations.
pub const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
/// A seller's manager, a seller with accounts, an admin.
pub const DANA: &str = "U0DANA";
pub const SAM: &str = "U0SAM";
pub const ALEX: &str = "U0ALEX";
pub const CHANNEL: &str = "C0SALES";
/// The direct messages between the bot and whoever asks, as the stand-in has them.
pub const DIRECT: &str = "D123";
/// A setting by its key; without a value it is left out.
pub type Setting = (&'static str, String);

/// One process behind its own addresses.
pub struct Process {
    pub app: App,
    pub router: Router,
    service: Service<App>,
}

/// A Slack, a database with the fixture company, and a process between them.
pub struct World {
    pub slack: StandIn,
    pub scratch: Scratch,
    pub process: Process,
}

/// What a request was acknowledged with.
#[derive(Debug)]
pub struct Acknowledged {
    pub status: StatusCode,
    pub body: String,
}

impl World {
    pub async fn new() -> Self {
        Self::with(sqlite().await, &[]).await
    }

    /// With more settings than the usual.
    pub async fn with(scratch: Scratch, more: &[Setting]) -> Self {
        Self::patient(scratch, more, unhurried()).await
    }

    /// And waits of its own.
    pub async fn patient(scratch: Scratch, more: &[Setting], patience: Patience) -> Self {
        let slack = StandIn::start().await;
        for (user, email) in [(DANA, "dana.hughes"), (SAM, "sam.okafor"), (ALEX, "alex.morgan")] {
            slack.know(user, json!({ "profile": { "email": format!("{email}@mandor.example") } }));
        }
        company_today(&scratch.db, instant()).await;
        let process = Process::patient(&slack, &scratch, more, patience).await;
        process.connected().await;
        Self { slack, scratch, process }
    }

    pub async fn command(&self, command: &str, text: &str) -> Acknowledged {
        self.send(payloads::command(&self.slack, command, text, CHANNEL, DANA)).await
    }

    /// A command, an interaction, or an event, to the address for it; acknowledged as it should be.
    pub async fn send(&self, what: impl Into<Sending>) -> Acknowledged {
        self.process.send(what).await
    }

    /// What was said at response addresses, so often, not counting "it takes a while".
    pub async fn responses(&self, times: usize) -> Vec<Json> {
        loop {
            let seen = self.slack.seen("response_url");
            let said: Vec<Json> = seen.iter().map(|seen| seen.arguments.clone()).filter(is_answer).collect();
            if said.len() >= times {
                return said;
            }
            self.slack.called("response_url", seen.len() + 1).await;
        }
    }

    /// The next thing that is said to a command or a button.
    pub async fn response(&self, does: impl Future<Output = Acknowledged>) -> Json {
        let before = self.slack.seen("response_url").iter().filter(|seen| is_answer(&seen.arguments)).count();
        does.await.ok();
        self.responses(before + 1).await.pop().unwrap()
    }

    /// Waits until everything has been answered, and gives what there is to look at.
    pub async fn end(self) -> (StandIn, Scratch) {
        self.process.stop().await;
        (self.slack, self.scratch)
    }
}

impl Process {
    pub async fn start(slack: &StandIn, scratch: &Scratch, more: &[Setting]) -> Self {
        Self::patient(slack, scratch, more, unhurried()).await
    }

    async fn patient(slack: &StandIn, scratch: &Scratch, more: &[Setting], patience: Patience) -> Self {
        slack.read_closely();
        let usual = [
            ("database_url", scratch.url.clone()),
            ("time_zone", "Europe/London".to_owned()),
            ("slack.bot_token", BOT.to_owned()),
            ("slack.signing_secret", SIGNING.to_owned()),
            ("slack.api_url", format!("{}/api", slack.base)),
        ];
        let left_out = |key: &str| more.iter().any(|(other, _)| *other == key);
        let usual = usual.into_iter().filter(|(key, _)| !left_out(key));
        let settings: Vec<Setting> =
            usual.chain(more.iter().cloned()).filter(|(_, value)| !value.is_empty()).collect();
        let none = tempfile::NamedTempFile::new().unwrap();
        let config = Config::read(Some(none.path()), |_| None, &settings).unwrap();
        let app = App::open(&config).await.unwrap();
        let settings = SlackSettings::read(&config).unwrap().expect("Slack is set up");
        let service = Service::start(&settings, &config.workspace, slack.patient(patience), app.clone());
        Self { app, router: service.router(), service }
    }

    pub fn outbound(&self) -> Outbound<App> {
        self.service.outbound()
    }

    pub async fn connected(&self) {
        within(self.service.state().wait_for(|state| *state == State::Connected)).await.unwrap();
    }

    pub async fn send(&self, what: impl Into<Sending>) -> Acknowledged {
        let sending = what.into();
        let at = mandorla::app::now().as_second().to_string();
        let signature = Verifier::new(&SIGNING.into()).sign(&at, sending.body.as_bytes());
        self.request(sending, &[("x-slack-signature", &signature), ("x-slack-request-timestamp", &at)]).await
    }

    /// With nothing but these headers to vouch for it.
    pub async fn request(&self, sending: Sending, headers: &[(&str, &str)]) -> Acknowledged {
        let mut request = Request::post(sending.path).header("content-type", sending.content_type);
        for (name, value) in headers.iter().chain(&sending.more) {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(sending.body)).unwrap();
        let response = within(self.router.clone().oneshot(request)).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        Acknowledged { status, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    /// Waits until everything has been answered.
    pub async fn stop(self) {
        within(self.service.stop()).await;
        self.app.db.close().await;
    }
}

impl Acknowledged {
    /// Nothing is said in the acknowledgement itself.
    #[track_caller]
    pub fn ok(&self) {
        assert_eq!((self.status, self.body.as_str()), (StatusCode::OK, ""));
    }

    #[track_caller]
    pub fn json(&self) -> Json {
        assert_eq!(self.status, StatusCode::OK);
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A request as Slack makes it.
pub struct Sending {
    pub path: &'static str,
    pub content_type: &'static str,
    pub body: String,
    /// Further headers.
    pub more: Vec<(&'static str, &'static str)>,
}

impl From<Form> for Sending {
    fn from(form: Form) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&form.0).finish();
        let content_type = "application/x-www-form-urlencoded";
        Self { path: "/slack/commands", content_type, body, more: Vec::new() }
    }
}

/// An event callback, or else an interaction.
impl From<Json> for Sending {
    fn from(payload: Json) -> Self {
        if ["event_callback", "url_verification", "app_rate_limited"]
            .iter()
            .any(|kind| payload["type"] == *kind)
        {
            let body = payload.to_string();
            return Self { path: "/slack/events", content_type: "application/json", body, more: Vec::new() };
        }
        let form = Form(vec![("payload".to_owned(), payload.to_string())]);
        Self { path: "/slack/interactions", ..form.into() }
    }
}

/// Here nothing is tried that needs a connection to be given up soon, or an envelope not to be stored in time.
pub fn unhurried() -> Patience {
    let long = Duration::from_secs(20);
    let socket = Waits { ping: 20, pings: 3, dark: long, store: long, ..patience().socket };
    Patience { socket, ..patience() }
}

fn is_answer(said: &Json) -> bool {
    !said["text"].as_str().unwrap_or_default().starts_with("I am reading the account database")
}

/// Everything that Slack was told, in one text.
pub fn told(seen: &[Seen]) -> String {
    seen.iter().map(|seen| format!("{} {}\n", seen.method, seen.arguments)).collect()
}

/// All that a message or a window says, and its blocks.
pub fn words(said: &Json) -> String {
    format!("{} {} {}", said["text"], said["blocks"], said["view"])
}

/// The button or the option of this label, and the block that it is in.
#[track_caller]
pub fn button(message: &Json, label: &str) -> Json {
    let blocks = message["blocks"].as_array().or(message["view"]["blocks"].as_array()).expect("blocks");
    let elements = blocks.iter().filter(|block| block["type"] == "actions");
    let mut elements = elements.flat_map(|block| block["elements"].as_array().unwrap());
    let found = elements.find(|element| element["text"]["text"] == label);
    found.unwrap_or_else(|| panic!("no {label:?} in {message:#}")).clone()
}

pub fn instant() -> Timestamp {
    mandorla::app::now()
}
