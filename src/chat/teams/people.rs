//! Which colleague a Teams user is: by the address in the tenant's directory, or one that an admin has linked.

use std::time::Duration;

use jiff::SignedDuration;
use moka::future::Cache;

use super::{
    House,
    connector::{Connector, Kind, Trouble, User},
    inbound::Person,
    sending::plain,
    visit::Visit,
};
use crate::{
    ask::Who,
    card::{Card, Tone},
    chat::Member,
};

/// For so long a process does not ask its database again.
const KEPT: Duration = Duration::from_secs(30);
const MOST: u64 = 100_000;
/// For so long the database does not ask Teams again: people change their addresses and become guests.
const CHECKED: SignedDuration = SignedDuration::from_hours(12);
/// The same for somebody who is no colleague: team.csv may have come since then, with their other address.
const SOONER: SignedDuration = SignedDuration::from_mins(10);

#[derive(Clone)]
pub struct People {
    connector: Connector,
    known: Cache<(String, String), Member>,
}

impl People {
    pub fn new(connector: Connector) -> Self {
        Self { connector, known: Cache::builder().max_capacity(MOST).time_to_live(KEPT).build() }
    }

    /// Who a Teams user is to us. Guests and people of other companies are nobody we know.
    ///
    /// # Errors
    /// The card to show when our database fails, or when Teams does not say who that is.
    pub(super) async fn who<H: House>(&self, visit: &Visit<H>, person: &Person) -> Result<Who, Card> {
        let member = self.member(visit, person).await?;
        Ok(match member.filter(|member| !member.outsider).and_then(|member| member.email) {
            Some(email) => Who::Colleague(email),
            None => Who::Unknown,
        })
    }

    /// The object id of somebody who was mentioned, and their address if they are one of us.
    pub(super) async fn whom<H: House>(
        &self,
        visit: &Visit<H>,
        person: &Person,
    ) -> Option<(String, Option<String>)> {
        let said = self.said(visit, person).await.ok()?;
        let email = match said.outside(&visit.at.tenant) {
            true => None,
            false => self.address(visit, &said).await.ok()?,
        };
        Some((said.aad_object_id.unwrap_or(said.id), email))
    }

    async fn member<H: House>(&self, visit: &Visit<H>, person: &Person) -> Result<Option<Member>, Card> {
        let (house, tenant) = (visit.door.house(), &visit.at.tenant);
        let key = (tenant.clone(), person.key().to_owned());
        if let Some(member) = self.known.get(&key).await {
            return Ok(Some(member));
        }
        let before = house.member(visit.workspace, tenant, person.key()).await?;
        let fresh = match &before {
            Some(one) => house.now().duration_since(one.checked_at) < kept(visit, one).await?,
            None => false,
        };
        let member = if fresh { before } else { self.checked(visit, person, before).await? };
        if let Some(member) = &member {
            self.known.insert(key, member.clone()).await;
        }
        Ok(member)
    }

    /// What Teams says now. Where it does not answer, what it said before is better than nothing.
    async fn checked<H: House>(
        &self,
        visit: &Visit<H>,
        person: &Person,
        before: Option<Member>,
    ) -> Result<Option<Member>, Card> {
        let (house, tenant) = (visit.door.house(), &visit.at.tenant);
        let said = match self.said(visit, person).await {
            Ok(said) => said,
            Err(trouble) => {
                tracing::warn!(tenant, %trouble, "Teams did not say who somebody is");
                return match trouble.kind {
                    _ if before.is_some() => Ok(before),
                    // They are not where we are: we need not know them.
                    Kind::Gone | Kind::Missing => Ok(None),
                    _ => Err(untold(&trouble)),
                };
            }
        };
        let (linked, email) = match before {
            Some(Member { linked: true, email, .. }) => (true, email),
            _ => (false, self.address(visit, &said).await?),
        };
        let member = Member { linked, email, outsider: said.outside(tenant), checked_at: house.now() };
        house.remember_member(visit.workspace, tenant, person.key(), &member).await?;
        Ok(Some(member))
    }

    /// Which of somebody's addresses a colleague has; where none does, one to be named by.
    async fn address<H: House>(&self, visit: &Visit<H>, said: &User) -> Result<Option<String>, Card> {
        let ours = visit.at.tenant.eq_ignore_ascii_case(&visit.door.settings().tenant);
        let mut addresses = said.addresses(ours);
        let colleague = visit.door.house().colleague(visit.workspace, &addresses).await?;
        Ok(colleague.or_else(|| addresses.pop()))
    }

    /// The record of the conversation; of a channel, that of its team. Where we are not in the conversation (the
    /// compose box is everywhere), that of the personal chat.
    async fn said<H: House>(&self, visit: &Visit<H>, person: &Person) -> Result<User, Trouble> {
        let at = &visit.at;
        // People of other teams read in a shared channel.
        let place = at.team.as_ref().filter(|_| !visit.shared).map_or(&at.id, |team| &team.id);
        match self.connector.member(&at.service_url, place, &person.id).await {
            Err(Trouble { kind: Kind::Gone | Kind::Missing, .. }) if visit.user == *person => {
                let alone = visit.alone().await?;
                self.connector.member(&alone.service_url, &alone.conversation, &person.id).await
            }
            said => said,
        }
    }

    /// Somebody was linked: what is known of users is out of date.
    pub fn forget(&self) {
        self.known.invalidate_all();
    }
}

/// For how long what is known about somebody holds.
async fn kept<H: House>(visit: &Visit<H>, member: &Member) -> Result<SignedDuration, Card> {
    let address = member.email.as_slice();
    let settled = member.linked
        || member.outsider
        || visit.door.house().colleague(visit.workspace, address).await?.is_some();
    Ok(if settled { CHECKED } else { SOONER })
}

fn untold(trouble: &Trouble) -> Card {
    plain(format!("Teams did not tell me who you are. {trouble}"), Tone::Problem, Vec::new())
}
