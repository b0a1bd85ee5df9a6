//! How we may speak in a Slack workspace: its installation, with a token that still holds.

use std::time::Duration;

use jiff::SignedDuration;
use moka::future::Cache;
use secrecy::{ExposeSecret, SecretString};
use tokio::{sync::watch, time::sleep};
use tokio_util::task::TaskTracker;

use super::{
    House, Installation, Tokens,
    api::{Trouble, Web},
};
use crate::card::Card;

/// For so long an installation is taken as it was read: a rotated or lost token is noticed by then. A renewal is not
/// tried again before.
const KEPT: Duration = Duration::from_secs(20);
const MOST: u64 = 10_000;
/// A token is renewed when it has less than this left of its twelve hours.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// How often new tokens are written, or those of a faster replica looked for, and how long it takes until the second
/// time; the wait doubles.
const TRIES: u32 = 7;
const FIRST_WAIT: Duration = Duration::from_millis(250);

/// The app's own name and password at Slack; needed to renew tokens.
#[derive(Clone)]
pub struct Credentials {
    pub client_id: String,
    pub client_secret: SecretString,
}

/// Every Slack workspace that has let us in.
#[derive(Clone)]
pub struct Installed {
    web: Web,
    credentials: Option<Credentials>,
    known: Cache<String, Installation>,
    /// Renewals that are under way, or were just now: one at a time for each team.
    renewals: Cache<String, watch::Receiver<Option<Installation>>>,
    tasks: TaskTracker,
}

impl Installed {
    /// `tasks`: a renewal is one of them, since whoever waits for it may be gone before it has ended.
    pub fn new(web: Web, credentials: Option<Credentials>, tasks: TaskTracker) -> Self {
        let known = Cache::builder().max_capacity(MOST).time_to_live(KEPT).build();
        let renewals = Cache::builder().max_capacity(MOST).time_to_live(KEPT).build();
        Self { web, credentials, known, renewals, tasks }
    }

    /// The installation of a Slack workspace, if it has let us in and not thrown us out.
    ///
    /// # Errors
    /// The card to show when our database fails.
    pub async fn of<H: House>(&self, house: &H, team: &str) -> Result<Option<Installation>, Card> {
        let holds = |at: &Installation| !self.web.has_ended(&at.tokens.bot);
        if let Some(known) = self.known.get(team).await.filter(holds) {
            return Ok(Some(known));
        }
        let mut found = house.installation(team).await?;
        if found.as_ref().is_some_and(|at| !holds(at)) {
            house.uninstall(team, "Slack has taken our token back").await?;
            self.known.invalidate(team).await;
            return Ok(None);
        }
        // That somebody has not let us in may change at any moment, in another process too.
        if let Some(installation) = &mut found {
            if let Some(newer) = self.renewed(house, installation).await {
                *installation = newer;
            }
            self.known.insert(team.to_owned(), installation.clone()).await;
        }
        Ok(found)
    }

    /// What was known of a team is out of date.
    pub async fn forget(&self, team: &str) {
        self.known.invalidate(team).await;
    }

    /// With the next tokens, if they are there or have to be waited for: a token that still holds is used meanwhile.
    async fn renewed<H: House>(&self, house: &H, at: &Installation) -> Option<Installation> {
        let (refresh, ends) = at.tokens.rotation.clone()?;
        let credentials = self.credentials.clone()?;
        let left = ends.duration_since(house.now());
        if left >= AHEAD {
            return None;
        }
        let renewal = Renewal { installed: self.clone(), house: house.clone(), at: at.clone(), refresh };
        let mut renewed = self.renewals.get_with(at.team.clone(), self.begin(renewal, credentials)).await;
        if left <= SignedDuration::ZERO {
            // Where the renewal fails there is nothing newer.
            return renewed.wait_for(Option::is_some).await.ok()?.clone();
        }
        renewed.borrow().clone()
    }

    async fn begin<H: House>(
        &self,
        renewal: Renewal<H>,
        credentials: Credentials,
    ) -> watch::Receiver<Option<Installation>> {
        let (done, renewed) = watch::channel(None);
        self.tasks.spawn(async move {
            if let Some(newer) = renewal.run(&credentials, &done).await {
                renewal.installed.known.insert(newer.team.clone(), newer.clone()).await;
                done.send_replace(Some(newer));
            }
        });
        renewed
    }
}

/// One change of tokens. It must come to its end: the old refresh token dies with it.
struct Renewal<H> {
    installed: Installed,
    house: H,
    at: Installation,
    refresh: SecretString,
}

impl<H: House> Renewal<H> {
    /// A refresh token dies on use: of several replicas one gets the next pair, the others read what it wrote.
    async fn run(
        &self,
        credentials: &Credentials,
        done: &watch::Sender<Option<Installation>>,
    ) -> Option<Installation> {
        let Credentials { client_id, client_secret } = credentials;
        let web = &self.installed.web;
        match web.refresh(client_id, client_secret, &self.refresh, self.house.now()).await {
            Ok(tokens) => {
                // They hold from now on, even while they are not written yet.
                done.send_replace(Some(self.with(tokens.clone())));
                self.written(tokens).await
            }
            Err(trouble) => self.of_another(&trouble).await,
        }
    }

    fn with(&self, tokens: Tokens) -> Installation {
        Installation { tokens, ..self.at.clone() }
    }

    /// The next tokens are nowhere but here until they are written.
    async fn written(&self, tokens: Tokens) -> Option<Installation> {
        for wait in waits() {
            match self.house.rotate(&self.at.team, self.refresh.expose_secret(), tokens.clone()).await {
                Ok(held) => return Some(self.with(held)),
                Err(_) => sleep(wait).await,
            }
        }
        tracing::error!(
            team = self.at.team,
            "renewed tokens could not be written: the app has to be installed again"
        );
        Some(self.with(tokens))
    }

    /// Another replica may have been faster, and be about to write what it got.
    async fn of_another(&self, trouble: &Trouble) -> Option<Installation> {
        for wait in waits().take(if trouble.passes() { 1 } else { TRIES as usize - 2 }) {
            let now = self.house.installation(&self.at.team).await.ok()??;
            let held = now.tokens.rotation.as_ref().map(|(refresh, _)| refresh.expose_secret());
            if held != Some(self.refresh.expose_secret()) {
                return Some(now);
            }
            sleep(wait).await;
        }
        tracing::warn!(team = self.at.team, %trouble, "the token could not be renewed");
        None
    }
}

fn waits() -> impl Iterator<Item = Duration> {
    (0..TRIES).map(|nth| FIRST_WAIT * 2_u32.pow(nth))
}
