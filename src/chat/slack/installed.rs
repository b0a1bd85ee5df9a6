//! How we may speak in a Slack workspace: its installation, with a token that still holds.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use moka::future::Cache;
use secrecy::{ExposeSecret, SecretString};

use super::{House, Installation, api::Web};
use crate::card::Card;

/// For so long an installation is taken as it was read: a rotated or lost token is noticed by then.
const KEPT: Duration = Duration::from_secs(20);
const MOST: u64 = 10_000;
/// A token is renewed when it has less than this left of its twelve hours.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);

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
}

impl Installed {
    pub fn new(web: Web, credentials: Option<Credentials>) -> Self {
        let known = Cache::builder().max_capacity(MOST).time_to_live(KEPT).build();
        Self { web, credentials, known }
    }

    /// The installation of a Slack workspace, if it has let us in and not thrown us out.
    ///
    /// # Errors
    /// The card to show when our database fails.
    pub async fn of<H: House>(&self, house: &H, team: &str) -> Result<Option<Installation>, Card> {
        if let Some(known) = self.known.get(team).await {
            return Ok(Some(known));
        }
        let mut found = house.installation(team).await?;
        // That somebody has not let us in may change at any moment, in another process too.
        if let Some(installation) = &mut found {
            self.renew(house, installation).await?;
            self.known.insert(team.to_owned(), installation.clone()).await;
        }
        Ok(found)
    }

    /// What was known of a team is out of date.
    pub async fn forget(&self, team: &str) {
        self.known.invalidate(team).await;
    }

    /// A refresh token dies on use: of several replicas one gets the new pair, the others read what it wrote.
    async fn renew<H: House>(&self, house: &H, installation: &mut Installation) -> Result<(), Card> {
        let Some((refresh, ends)) = installation.tokens.rotation.clone() else { return Ok(()) };
        let Some(credentials) = self.credentials.as_ref().filter(|_| ending(ends, house.now())) else {
            return Ok(());
        };
        let renewed =
            self.web.refresh(&credentials.client_id, &credentials.client_secret, &refresh, house.now()).await;
        match renewed {
            Ok(tokens) => {
                installation.tokens =
                    house.rotate(&installation.team, refresh.expose_secret(), tokens).await?;
            }
            Err(trouble) => {
                tracing::warn!(team = installation.team, %trouble, "the token could not be renewed");
                if let Some(newer) = house.installation(&installation.team).await? {
                    *installation = newer;
                }
            }
        }
        Ok(())
    }
}

fn ending(ends: Timestamp, now: Timestamp) -> bool {
    ends.duration_since(now) < AHEAD
}
