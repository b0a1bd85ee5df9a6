//! Teams while the program runs: the door that the settings open, and how it stands.

use std::{sync::Arc, time::Duration};

use axum::Router;
use secrecy::ExposeSecret;
use tokio::sync::watch;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    House,
    connector::{Connector, Hosts, Kind, Patience, client},
    door::Door,
    http,
    login::{Certificate, Clock, Credential, Login},
    posting::Outbound,
    token::{Keys, Verifier},
};
use crate::{
    chat::State,
    config::{Proof, TeamsSettings},
};

/// Between two attempts to get a token, while Microsoft is out of reach.
const AGAIN: Duration = Duration::from_secs(10);

/// What speaks to Microsoft: our token, and the keys that theirs are checked with.
pub struct Microsoft {
    pub login: Login,
    pub keys: Keys,
    http: reqwest::Client,
}

impl Microsoft {
    /// # Errors
    /// What is wrong with the settings, or with this machine.
    pub fn new(settings: &TeamsSettings, clock: Clock) -> Result<Self, String> {
        let http = client(&Patience::default())
            .map_err(|error| format!("Teams: this machine makes no connections ({error})"))?;
        let credential = match &settings.proof {
            Proof::Secret(secret) => Credential::Secret(secret.clone()),
            Proof::Certificate(pem) => {
                let certificate = Certificate::from_pem(pem.expose_secret())
                    .map_err(|why| format!("`teams.certificate` cannot be used: {why}"))?;
                Credential::Certificate(Box::new(certificate))
            }
        };
        let (url, tenant) = (&settings.token_url, &settings.tenant);
        let login = Login::new(http.clone(), url, tenant, &settings.app_id, credential, clock);
        Ok(Self { login, keys: Keys::new(http.clone(), &settings.openid_url), http })
    }
}

/// Teams' door, open.
pub struct Service<H> {
    door: Door<H>,
    verifier: Verifier,
    state: watch::Receiver<State>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl<H: House> Service<H> {
    /// Opens the door. It needs no network yet: whether Microsoft takes us is asked until it answers.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn start(settings: TeamsSettings, house: H) -> Result<Self, String> {
        let told = house.clone();
        let clock: Clock = Arc::new(move || told.now());
        let Microsoft { login, keys, http } = Microsoft::new(&settings, clock)?;
        let hosts = Hosts::new(&settings.service_hosts);
        let connector = Connector::new(http, login.clone(), hosts, Patience::default());
        let verifier = Verifier::new(keys, &settings.app_id);
        let (told, state) = watch::channel(State::Connecting);
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let stopped = stop.clone();
        tasks.spawn(async move {
            tokio::select! {
                () = stopped.cancelled() => {}
                () = introduced(&login, &told) => stopped.cancelled().await,
            }
        });
        Ok(Self { door: Door::new(house, connector, settings), verifier, state, stop, tasks })
    }

    /// The address that Teams calls.
    pub fn router(&self) -> Router {
        http::router(self.door.clone(), self.verifier.clone())
    }

    /// For whoever posts without being asked.
    pub fn outbound(&self) -> Outbound<H> {
        Outbound::new(self.door.clone())
    }

    pub fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// Waits until what was taken up has been answered.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.door.finish().await;
    }
}

/// Asks Microsoft for a token until it gives or denies one.
async fn introduced(login: &Login, told: &watch::Sender<State>) {
    loop {
        match login.token().await {
            Ok(_) => {
                tracing::info!("Microsoft takes the bot's credentials");
                told.send_replace(State::Connected);
                return;
            }
            Err(trouble) if trouble.kind == Kind::Unreachable => {
                tracing::warn!(%trouble, "Microsoft does not say yet whether it takes the bot's credentials");
                tokio::time::sleep(AGAIN).await;
            }
            Err(trouble) => {
                tracing::error!(%trouble, "Microsoft does not take the bot's credentials");
                told.send_replace(State::Refused(trouble.to_string()));
                return;
            }
        }
    }
}
