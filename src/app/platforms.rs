//! Every platform that is set up: its service while the program runs, and all of them as one for posts that nobody
//! asked for.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use super::App;
use crate::{
    card::Card,
    chat::{
        Address, Chat, Posted, State, Unseen,
        slack::{self, api::Web},
        teams,
    },
    config::{Config, ConfigError, SlackSettings, TeamsSettings},
};

/// The settings of every platform that is set up.
pub struct Settings {
    slack: Option<SlackSettings>,
    teams: Option<TeamsSettings>,
}

impl Settings {
    /// # Errors
    /// Half a platform: what is missing.
    pub fn read(config: &Config) -> Result<Self, ConfigError> {
        Ok(Self { slack: SlackSettings::read(config)?, teams: TeamsSettings::read(config)? })
    }

    /// The same, for posts alone: nobody is listened to.
    pub fn silent(mut self) -> Self {
        self.slack = self.slack.map(|slack| SlackSettings { app_token: None, ..slack });
        self
    }
}

/// The platforms while the program runs.
pub struct Services {
    pub slack: Option<slack::Service<App>>,
    pub teams: Option<teams::Service<App>>,
}

impl Services {
    /// Starts each platform that is set up. It needs no network yet.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn start(settings: Settings, config: &Config, app: &App) -> Result<Self, String> {
        let slack = settings.slack.map(|settings| {
            let web = Web::new(&settings.api_url);
            slack::Service::start(&settings, &config.workspace, web, app.clone())
        });
        let teams =
            settings.teams.map(|settings| teams::Service::start(settings, app.clone())).transpose()?;
        Ok(Self { slack, teams })
    }

    /// How each platform stands, by name.
    pub fn states(&self) -> Vec<(&'static str, watch::Receiver<State>)> {
        let slack = self.slack.as_ref().map(|slack| ("slack", slack.state()));
        let teams = self.teams.as_ref().map(|teams| ("teams", teams.state()));
        slack.into_iter().chain(teams).collect()
    }

    /// Waits until each platform has let us in or not, for so long at the most.
    pub async fn settled(&self, most: Duration) {
        let waits = self.states().into_iter().map(|(_, mut state)| async move {
            let _ = state.wait_for(|state| *state != State::Connecting).await;
        });
        let _ = tokio::time::timeout(most, futures_util::future::join_all(waits)).await;
    }

    /// For posts that nobody asked for.
    pub fn outbound(&self) -> Platforms {
        Platforms {
            slack: self.slack.as_ref().map(slack::Service::outbound),
            teams: self.teams.as_ref().map(teams::Service::outbound),
        }
    }

    /// Takes nothing more, and waits until what was taken up has been answered.
    pub async fn stop(self) {
        if let Some(slack) = self.slack {
            slack.stop().await;
        }
        if let Some(teams) = self.teams {
            teams.stop().await;
        }
    }
}

/// The platforms of this process.
#[derive(Clone, Default)]
pub struct Platforms {
    slack: Option<slack::Outbound<App>>,
    teams: Option<teams::Outbound<App>>,
}

impl Platforms {
    /// Whether there is none to post to.
    pub fn is_empty(&self) -> bool {
        self.slack.is_none() && self.teams.is_none()
    }
}

/// Calls a method of the platform that an address names.
macro_rules! on {
    ($platforms:expr, $to:expr, $platform:ident => $call:expr, $missing:expr) => {
        match ($to.platform.as_str(), &$platforms.slack, &$platforms.teams) {
            ("slack", Some($platform), _) => $call.await,
            ("teams", _, Some($platform)) => $call.await,
            _ => $missing,
        }
    };
}

/// What is said of a platform whose settings are gone.
fn missing(to: &Address) -> String {
    format!("{} is not set up any more: give its settings back, or stop the digest", to.platform)
}

impl Chat for Platforms {
    async fn post(&self, to: &Address, thread: Option<&str>, card: &Card, mark: &str) -> Posted {
        on!(self, to, platform => platform.post(to, thread, card, mark), Posted::Gone { why: missing(to) })
    }

    async fn find(
        &self,
        at: &Address,
        thread: Option<&str>,
        mark: &str,
        since: Timestamp,
    ) -> Result<Option<String>, Unseen> {
        on!(self, at, platform => platform.find(at, thread, mark, since), Err(Unseen::Now(missing(at))))
    }

    async fn tell(&self, at: &Address, user: &str, card: &Card) -> Posted {
        on!(self, at, platform => platform.tell(at, user, card), Posted::Gone { why: missing(at) })
    }
}
