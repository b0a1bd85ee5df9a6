//! Slack while the program runs: the doors that the settings open, and how they stand.

use std::time::Duration;

use axum::Router;
use secrecy::SecretString;
use serde_json::Value as Json;
use tokio::sync::watch;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    House,
    api::Web,
    door::Door,
    http, inbound,
    install::{self, Homes},
    installed::Credentials,
    posting::Outbound,
    sending::ephemeral,
    signature::Verifier,
    socket::{Kind, Receive, Socket},
};
use crate::{
    chat::State,
    config::{OAuth, SlackSettings},
};

/// Between two attempts to say who we are, while Slack is out of reach.
const AGAIN: Duration = Duration::from_secs(10);

/// Slack's doors, open.
pub struct Service<H> {
    door: Door<H>,
    verifier: Option<Verifier>,
    oauth: Option<OAuth>,
    homes: Homes,
    state: watch::Receiver<State>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl<H: House> Service<H> {
    /// Opens the doors of the settings. It needs no network yet: who we are in Slack is asked until Slack answers.
    /// `workspace`: the name of ours that the settings' own Slack workspace asks.
    pub fn start(settings: &SlackSettings, workspace: &str, web: Web, house: H) -> Self {
        let credentials = settings.oauth.as_ref().map(|oauth| Credentials {
            client_id: oauth.client_id.clone(),
            client_secret: oauth.client_secret.clone(),
        });
        let door = Door::new(house, web, credentials, &settings.channels);
        let (told, state) = watch::channel(State::Connecting);
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let opening = Opening {
            door: door.clone(),
            bot_token: settings.bot_token.clone(),
            app_token: settings.app_token.clone(),
            connections: settings.connections as u32,
            others: settings.oauth.is_some(),
            told,
        };
        tasks.spawn(opening.open(stop.clone()));
        Self {
            door,
            verifier: settings.signing_secret.as_ref().map(Verifier::new),
            oauth: settings.oauth.clone(),
            homes: Homes::new(settings.team.as_deref(), workspace),
            state,
            stop,
            tasks,
        }
    }

    /// The addresses that Slack and those who install us call, as far as the settings open them.
    pub fn router(&self) -> Router {
        let calls = self.verifier.clone().map(|verifier| http::router(self.door.clone(), verifier));
        let installs = self.oauth.clone().map(|oauth| {
            install::router(self.door.house().clone(), self.door.web().clone(), oauth, self.homes.clone())
        });
        Router::new().merge(calls.unwrap_or_default()).merge(installs.unwrap_or_default())
    }

    /// For whoever posts without being asked.
    pub fn outbound(&self) -> Outbound<H> {
        Outbound::new(self.door.clone())
    }

    pub fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// Takes nothing more, and waits until what was taken up has been answered.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.door.finish().await;
    }
}

/// What has to be done once.
struct Opening<H> {
    door: Door<H>,
    bot_token: Option<SecretString>,
    app_token: Option<SecretString>,
    connections: u32,
    /// Slack workspaces may let us in beside the one of the token.
    others: bool,
    told: watch::Sender<State>,
}

impl<H: House> Opening<H> {
    async fn open(self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => return,
            known = self.introduce() => {
                self.door.introduced();
                if !known && !self.others { return }
            }
        }
        let Some(app_token) = self.app_token.clone() else {
            self.told.send_replace(State::Connected);
            return stop.cancelled().await;
        };
        let socket =
            Socket::start(self.door.web(), app_token, self.connections, Envelopes(self.door.clone())).await;
        let mut alive = socket.alive();
        loop {
            let connected = *alive.borrow_and_update() > 0;
            self.told.send_replace(if connected { State::Connected } else { State::Connecting });
            tokio::select! {
                () = stop.cancelled() => break,
                changed = alive.changed() => if changed.is_err() { break },
            }
        }
        socket.stop().await;
    }

    /// Asks Slack whose token this is, until it answers. Whether it may be used.
    async fn introduce(&self) -> bool {
        let Some(token) = &self.bot_token else { return true };
        loop {
            match self.door.web().auth_test(token).await {
                Ok(auth) => {
                    tracing::info!(team = auth.team, name = auth.team_name, "speaking in a Slack workspace");
                    self.door.house().adopt(auth.team, auth.bot_user, token.clone());
                    return true;
                }
                Err(trouble) if trouble.passes() => {
                    tracing::warn!(%trouble, "Slack does not say yet who we are");
                    tokio::time::sleep(AGAIN).await;
                }
                Err(trouble) => {
                    tracing::error!(%trouble, "Slack does not take `slack.bot_token`");
                    self.told.send_replace(State::Refused(trouble.to_string()));
                    return false;
                }
            }
        }
    }
}

/// What Socket Mode brings, at the same door as what HTTP brings.
#[derive(Clone)]
struct Envelopes<H>(Door<H>);

impl<H: House> Receive for Envelopes<H> {
    async fn envelope(&self, kind: Kind, payload: Json) -> Result<Option<Json>, ()> {
        let read = match kind {
            Kind::SlashCommands => inbound::command(payload),
            Kind::Interactive => inbound::interaction(payload),
            Kind::EventsApi => match inbound::callback(payload) {
                Ok(inbound::Callback::Event(event)) => Ok(event),
                Ok(_) => return Ok(None),
                Err(error) => Err(error),
            },
        };
        match read {
            Ok(inbound) => match (self.0.take(inbound).await, kind) {
                // Slack sends no command again: the acknowledgement is the one way to be heard.
                (Err(card), Kind::SlashCommands) => Ok(Some(ephemeral(&card))),
                (taken, _) => taken.map_err(drop),
            },
            // It reads no better when it is sent again.
            Err(error) => {
                tracing::warn!(?kind, %error, "Slack sent what cannot be read");
                Ok(None)
            }
        }
    }
}
