//! Posts without a question: digests into their channels, and a word to their owner.

use std::time::Duration;

use jiff::Timestamp;

use super::{
    Conversation, House, Kind, connector::Sent, door::Door, inbound::Person, places::Readers, visit::Visit,
};
use crate::{
    card::{Audience, Card},
    chat::{Address, Chat, Posted, Unseen},
};

/// Teams, for whoever posts without being asked.
#[derive(Clone)]
pub struct Outbound<H>(Door<H>);

const SOON: Duration = Duration::from_secs(30);
const LEFT: &str = "Mandorla is not in that channel or chat any more: add the app to it again";
const STRANGERS: &str = "guests or people of another company read there, and it names single people";
const BLIND: &str = "Teams does not let a bot read what it has posted";
const NEVER_MET: &str = "nobody of that tenant has ever spoken to Mandorla: add the app somewhere";

impl<H: House> Outbound<H> {
    pub(super) fn new(door: Door<H>) -> Self {
        Self(door)
    }

    /// A visit to a conversation, by nobody.
    async fn visit(&self, to: &Address) -> Result<Visit<H>, Posted> {
        let workspace = self.workspace(to).await?;
        let found = self.0.house().conversation(workspace, &to.team, &to.channel).await;
        let at = known(found)?.ok_or_else(|| Posted::Gone { why: LEFT.to_owned() })?;
        Ok(self.nobody(workspace, at))
    }

    fn nobody(&self, workspace: i64, at: Conversation) -> Visit<H> {
        let (door, thread, user) = (self.0.clone(), at.id.clone(), Person::default());
        Visit { door, workspace, at, thread, shared: false, user }
    }

    async fn workspace(&self, to: &Address) -> Result<i64, Posted> {
        let why = || format!("tenant {} is not among `teams.tenants` any more: name it there", to.team);
        known(self.0.house().workspace(&to.team).await)?.ok_or_else(|| Posted::Gone { why: why() })
    }

    async fn told(&self, at: &Address, user: &str, card: &Card) -> Result<Posted, Posted> {
        let workspace = self.workspace(at).await?;
        let met = known(self.0.house().met(workspace, &at.team).await)?;
        let met = met.ok_or_else(|| Posted::Gone { why: NEVER_MET.to_owned() })?;
        let mut visit = self.nobody(workspace, Conversation { kind: Kind::Channel, ..met });
        visit.user = Person { id: user.to_owned(), object: Some(user.to_owned()), ..Person::default() };
        let alone = visit.alone().await.map_err(|trouble| posted(trouble.into()))?;
        let activity = self.0.activity(card, None).await;
        Ok(posted(visit.send(&alone, None, &activity).await))
    }
}

impl<H: House> Chat for Outbound<H> {
    /// The mark is of no use: nobody may look for it.
    async fn post(&self, to: &Address, thread: Option<&str>, card: &Card, _mark: &str) -> Posted {
        let mut visit = match self.visit(to).await {
            Ok(visit) => visit,
            Err(posted) => return posted,
        };
        let strangers = card.audience == Audience::Asker && visit.at.kind != Kind::Personal;
        if strangers && !matches!(self.0.places().readers(&visit.at).await, Ok(Readers::Colleagues)) {
            return Posted::Withheld { why: STRANGERS.to_owned() };
        }
        // Only channels have threads.
        if let Some(message) = thread.filter(|id| visit.at.kind == Kind::Channel && !id.is_empty()) {
            visit.thread = format!("{};messageid={message}", visit.at.id);
        }
        let activity = self.0.activity(card, None).await;
        posted(visit.send_once(&visit.here(), &activity).await)
    }

    async fn find(
        &self,
        _: &Address,
        _: Option<&str>,
        _: &str,
        _: Timestamp,
    ) -> Result<Option<String>, Unseen> {
        Err(Unseen::Ever(BLIND.to_owned()))
    }

    async fn tell(&self, at: &Address, user: &str, card: &Card) -> Posted {
        self.told(at, user, card).await.unwrap_or_else(|posted| posted)
    }
}

/// What our database says; it has logged already that it failed.
fn known<T>(found: Result<T, Card>) -> Result<T, Posted> {
    let why = || "our own database did not answer".to_owned();
    found.map_err(|_| Posted::Retry { after: SOON, why: why(), doubt: false })
}

fn posted(sent: Sent) -> Posted {
    match sent {
        Sent::Sent { id } => Posted::Sent { message: id.unwrap_or_default() },
        Sent::Retry { after, why, doubt } => Posted::Retry { after, why, doubt },
        Sent::Gone { why } => Posted::Gone { why },
        Sent::Refused { why } => Posted::Refused { why },
    }
}
