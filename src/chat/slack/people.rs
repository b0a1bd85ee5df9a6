//! Which colleague a Slack user is: by the address that Slack has verified, or that an admin has linked.

use std::time::Duration;

use jiff::SignedDuration;
use moka::future::Cache;

use super::{
    House, Installation,
    api::{Kind, Trouble, Web},
    sending::plain,
};
use crate::{
    ask::Who,
    card::{Card, Tone},
    chat::Member,
};

/// For so long a process does not ask its database again.
const KEPT: Duration = Duration::from_secs(30);
const MOST: u64 = 100_000;
/// For so long what Slack has said is better than nothing, where it does not answer any more.
const BELIEVED: SignedDuration = SignedDuration::from_hours(48);
/// For so long the database does not ask Slack again: people change their addresses and become guests.
const CHECKED: SignedDuration = SignedDuration::from_hours(12);

#[derive(Clone)]
pub struct People {
    web: Web,
    known: Cache<(String, String), Member>,
    /// Users that Slack has called bots; they remain such.
    bots: Cache<(String, String), ()>,
}

impl People {
    pub fn new(web: Web) -> Self {
        Self {
            web,
            known: Cache::builder().max_capacity(MOST).time_to_live(KEPT).build(),
            bots: Cache::builder().max_capacity(MOST).build(),
        }
    }

    /// Who a Slack user is to us. Guests, bots and people of other companies are nobody we know.
    ///
    /// # Errors
    /// The card to show when our database fails, or when Slack does not say who that is.
    pub async fn who<H: House>(&self, house: &H, at: &Installation, user: &str) -> Result<Who, Card> {
        let member = self.member(house, at, user).await?;
        Ok(match member.filter(|member| !member.outsider).and_then(|member| member.email) {
            Some(email) => Who::Colleague(email),
            None => Who::Unknown,
        })
    }

    /// Whether somebody in a channel is a person who may not read about single people. Bots read for nobody.
    ///
    /// # Errors
    /// When Slack does not say who that is, or our database fails.
    pub async fn is_guest<H: House>(
        &self,
        house: &H,
        at: &Installation,
        user: &str,
    ) -> Result<bool, Trouble> {
        if user == at.bot_user {
            return Ok(false);
        }
        let outsider = match self.member(house, at, user).await {
            Ok(member) => member.is_none_or(|member| member.outsider),
            Err(_) => true,
        };
        let key = (at.team.clone(), user.to_owned());
        if !outsider || self.bots.contains_key(&key) {
            return Ok(false);
        }
        // What is kept of outsiders does not tell guests from bots.
        let said = self.web.user(&at.tokens.bot, user).await?;
        if said.bot {
            self.bots.insert(key, ()).await;
        }
        Ok(said.outsider && !said.bot)
    }

    async fn member<H: House>(
        &self,
        house: &H,
        at: &Installation,
        user: &str,
    ) -> Result<Option<Member>, Card> {
        let key = (at.team.clone(), user.to_owned());
        if let Some(member) = self.known.get(&key).await {
            return Ok(Some(member));
        }
        let before = house.member(at.workspace, &at.team, user).await?;
        let fresh = before.as_ref().is_some_and(|one| house.now().duration_since(one.checked_at) < CHECKED);
        let member = if fresh { before } else { self.checked(house, at, user, before).await? };
        if let Some(member) = &member {
            self.known.insert(key, member.clone()).await;
        }
        Ok(member)
    }

    /// What Slack says now. Where it does not answer, what it said of late is better than nothing.
    async fn checked<H: House>(
        &self,
        house: &H,
        at: &Installation,
        user: &str,
        before: Option<Member>,
    ) -> Result<Option<Member>, Card> {
        let said = match self.web.user(&at.tokens.bot, user).await {
            Ok(said) => said,
            Err(trouble) => {
                tracing::warn!(team = at.team, %trouble, "Slack did not say who somebody is");
                let late = |before: &Member| house.now().duration_since(before.checked_at) < BELIEVED;
                return match (trouble.kind.clone(), before.filter(late)) {
                    // People of other companies are not shown to us, nor who is gone.
                    (Kind::NotThere, _) => Ok(None),
                    (_, Some(before)) => Ok(Some(before)),
                    (_, None) => Err(untold(&trouble)),
                };
            }
        };
        let linked = before.filter(|before| before.linked);
        let member = Member {
            linked: linked.is_some(),
            email: linked.map_or(said.email, |before| before.email),
            outsider: said.outsider,
            checked_at: house.now(),
        };
        house.remember_member(at.workspace, &at.team, user, &member).await?;
        Ok(Some(member))
    }

    /// Somebody was linked: what is known of users is out of date.
    pub fn forget(&self) {
        self.known.invalidate_all();
    }
}

fn untold(trouble: &Trouble) -> Card {
    plain(format!("Slack does not tell me who people are: {trouble}"), Tone::Problem, Vec::new())
}
