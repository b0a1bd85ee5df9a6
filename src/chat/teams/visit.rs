//! One thing that somebody did in Teams, and who they are to us.

use super::{
    Conversation, House, Kind,
    connector::Address,
    door::Door,
    inbound::{Happened, Mention, Person, without_mentions},
};
use crate::{
    ask::{Ask, Place, Who},
    card::Card,
    chat::Reply,
};

/// Somebody of a tenant, who did something somewhere.
pub(super) struct Visit<H> {
    pub door: Door<H>,
    pub workspace: i64,
    pub at: Conversation,
    /// The conversation with the thread in which it happened.
    pub thread: String,
    /// People of other companies may read there, by Teams' own word.
    pub shared: bool,
    pub user: Person,
}

impl<H: House> Clone for Visit<H> {
    fn clone(&self) -> Self {
        let Self { door, workspace, at, thread, shared, user } = self;
        let (door, at, thread, user) = (door.clone(), at.clone(), thread.clone(), user.clone());
        Self { door, workspace: *workspace, at, thread, shared: *shared, user }
    }
}

impl<H: House> Visit<H> {
    pub async fn handle(self, happened: Happened) {
        match happened {
            Happened::Said { text, mentions, message, to_us } => {
                self.keep().await;
                self.said(&text, &mentions, message.as_deref(), to_us).await;
            }
            Happened::Submitted { data, message } => self.submitted(&data, message.as_deref()).await,
            Happened::File { accepted, name, context, upload_url, message } => {
                self.file_allowed(accepted, &name, &context, upload_url.as_deref(), message.as_deref()).await;
            }
            Happened::LetIn { team, anew } => self.let_in(team, anew).await,
            Happened::Left { team } => self.left(team).await,
            Happened::Crowd => self.crowd().await,
            Happened::ChannelRenamed { id, name } => self.renamed(id, name).await,
            Happened::ChannelDeleted { id } => self.ended(id, "the channel was deleted").await,
            Happened::TeamRenamed { team, name } => self.team_renamed(team, name).await,
            Happened::TeamDeleted { team, why } => self.team_ended(team, why).await,
            // These are answered in the acknowledgement.
            Happened::Executed { .. }
            | Happened::Searched { .. }
            | Happened::Picked { .. }
            | Happened::Nothing => {}
        }
    }

    /// Asks the house what was said.
    pub(super) async fn ask(&self, place: Place, text: &str) -> Reply {
        match self.who().await {
            Ok(who) => {
                let ask = Ask { who, place, text: text.to_owned(), at: self.door.house().now() };
                self.door.house().answer(self.workspace, ask).await
            }
            Err(card) => card.into(),
        }
    }

    /// Who it is to us.
    pub(super) async fn who(&self) -> Result<Who, Card> {
        self.door.people().who(self, &self.user).await
    }

    /// Where it was said.
    pub(super) fn place(&self) -> Place {
        let id = || self.at.name_for_us();
        match (self.at.kind, self.shared) {
            (Kind::Personal, _) => Place::Private,
            (_, true) => Place::Shared { id: id() },
            (_, false) => Place::Channel { id: id() },
        }
    }

    /// Whether the place is not among those in which we may answer.
    pub(super) fn closed(&self) -> bool {
        let allowed = &self.door.settings().channels;
        let named = |id: &str| allowed.iter().any(|allowed| allowed == id);
        let team = self.at.team.as_ref().is_some_and(|team| named(&team.id));
        self.at.kind != Kind::Personal && !allowed.is_empty() && !named(&self.at.id) && !team
    }

    /// Where an answer goes that stays where it was asked.
    pub(super) fn here(&self) -> Address {
        Address { service_url: self.at.service_url.clone(), conversation: self.thread.clone() }
    }

    /// The reference is what messages need that nobody asked for.
    pub(super) async fn keep(&self) {
        self.door.keep(self.workspace, &self.at).await;
    }

    /// The text with colleagues by their address; whoever links somebody means the chat user.
    pub(super) async fn named(&self, text: &str, mentions: &[Mention]) -> String {
        let links = text.trim_start().to_lowercase().starts_with("link");
        let mut addresses = Vec::new();
        for mention in mentions {
            let person = Person { id: mention.id.clone(), ..Person::default() };
            let Some((object, email)) = self.door.people().whom(self, &person).await else { continue };
            let meant = if links { Some(format!("teams:{}/{object}", self.at.tenant)) } else { email };
            addresses.extend(meant.map(|meant| (mention.id.clone(), meant)));
        }
        without_mentions(text, mentions, |id| {
            addresses.iter().find(|(known, _)| known == id).map(|(_, address)| address.clone())
        })
    }
}
