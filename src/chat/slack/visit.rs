//! One thing that somebody did in Slack, and who they are to us.

use super::{
    House, Installation,
    api::Kind,
    door::Door,
    inbound::{Happened, mentioned, without_mentions},
    places::Spot,
    sending::plain,
};
use crate::{
    ask::{Ask, Place, Who},
    card::{ActionKind, Block, Card, Tone},
    chat::Reply,
};

/// Somebody of a Slack workspace, who did something.
#[derive(Clone)]
pub(super) struct Visit<H> {
    pub door: Door<H>,
    pub at: Installation,
    pub user: String,
    /// They belong to another company, by Slack's own word.
    pub stranger: bool,
}

impl<H: House> Visit<H> {
    /// `key` is Slack's id of what happened; of a press it is also what lets us open a modal, for three seconds.
    pub async fn handle(self, happened: Happened, key: &str) {
        match happened {
            Happened::Command { channel, text, response_url } => {
                self.command(&channel, &text, &response_url).await;
            }
            Happened::Mention { channel, text, ts, thread } => {
                self.mention(&channel, &text, &ts, thread.as_deref()).await
            }
            Happened::Direct { channel, text, thread } => {
                self.direct(&channel, &text, thread.as_deref()).await
            }
            Happened::Pressed(pressed) => self.pressed(pressed, key).await,
            Happened::Shortcut { trigger } => self.shortcut(&trigger).await,
            Happened::AboutMessage { text, trigger } => self.about(&text, &trigger).await,
            Happened::PaneOpened { channel, thread } => self.pane_opened(&channel, thread.as_deref()).await,
            Happened::HomeOpened => self.home().await,
            Happened::Left { why } => self.left(why).await,
            // A modal is answered in the acknowledgement.
            Happened::Submitted { .. } | Happened::Nothing => {}
        }
    }

    /// Asks the house what was said.
    pub(super) async fn ask(&self, place: Place, text: &str) -> Reply {
        match self.who().await {
            Ok(who) => {
                let named = match self.named(text).await {
                    Ok(named) => named,
                    Err(card) => return card.into(),
                };
                let place = match place {
                    Place::Channel { id } => self.channel(&id),
                    other => other,
                };
                let ask = Ask { who, place, text: named, at: self.door.house().now() };
                let mut reply = self.door.house().answer(self.at.workspace, ask).await;
                self.introduce(text, &mut reply.card).await;
                reply
            }
            Err(card) => card.into(),
        }
    }

    /// A channel as the house knows it.
    pub(super) fn channel(&self, id: &str) -> Place {
        Place::Channel { id: format!("slack:{}/{id}", self.at.team) }
    }

    /// Questions to begin with.
    pub(super) async fn openings(&self) -> Vec<String> {
        let who = self.who().await.unwrap_or(Who::Unknown);
        self.door.house().openings(self.at.workspace, who, self.alone()).await
    }

    /// Questions about whom a text names.
    pub(super) async fn named_in(&self, text: &str) -> Vec<String> {
        let who = self.who().await.unwrap_or(Who::Unknown);
        let ask = Ask { who, place: self.alone(), text: text.to_owned(), at: self.door.house().now() };
        self.door.house().about(self.at.workspace, ask).await
    }

    /// Who it is to us.
    pub(super) async fn who(&self) -> Result<Who, Card> {
        if self.stranger {
            return Ok(Who::Unknown);
        }
        self.door.people().who(self.door.house(), &self.at, &self.user).await
    }

    /// Where it was said. Whoever belongs to another company proves that they read there.
    pub(super) async fn spot(&self, channel: &str) -> Spot {
        let mut spot = self.door.places().spot(&self.at, channel, &self.user).await;
        if self.stranger {
            spot.place = Place::Shared { id: channel.to_owned() };
        }
        spot
    }

    /// The text with us left out and colleagues by their address; whoever links somebody means the chat user.
    ///
    /// # Errors
    /// The card to show when somebody is mentioned whom we do not know: without them it would be another question.
    async fn named(&self, text: &str) -> Result<String, Card> {
        let links = links(text);
        let mut addresses = Vec::new();
        for user in mentioned(text).into_iter().filter(|user| *user != self.at.bot_user) {
            if links {
                let id = format!("slack:{}/{user}", self.at.team);
                addresses.push((user, id));
                continue;
            }
            match self.door.people().who(self.door.house(), &self.at, &user).await? {
                Who::Colleague(email) => addresses.push((user, email)),
                Who::Unknown | Who::Operator => return Err(self.unknown(&user).await),
            }
        }
        Ok(without_mentions(text, |user| {
            addresses.iter().find(|(known, _)| known == user).map(|(_, address)| address.clone())
        }))
    }

    /// Whoever is asked to link somebody reads whom: ids say nothing to people.
    async fn introduce(&self, text: &str, card: &mut Card) {
        if !links(text) || !card.actions.iter().any(|action| action.kind == ActionKind::Confirm) {
            return;
        }
        for user in mentioned(text).into_iter().filter(|user| *user != self.at.bot_user) {
            let Ok(said) = self.door.web().user(&self.at.tokens.bot, &user).await else { continue };
            let email = said.email.map(|email| format!(" ({email})")).unwrap_or_default();
            let rest = match said.outsider {
                true => {
                    ", a guest, a bot or of another company: even linked they may read nothing about people"
                }
                false => "",
            };
            let words = format!("In Slack that is {}{email}{rest}.", said.name);
            card.blocks.insert(0, Block::Text(vec![words.into()]));
        }
    }

    async fn unknown(&self, user: &str) -> Card {
        let said = self.door.web().user(&self.at.tokens.bot, user).await;
        let name = said.map(|user| user.name).unwrap_or_default();
        let name = if name.is_empty() { "the one you mention".to_owned() } else { format!("@{name}") };
        let why = format!(
            "I do not know whom {name} is in team.csv. An admin links them: /mandorla link @somebody dana@example.com"
        );
        plain(why, Tone::Caution, Vec::new())
    }

    /// We were thrown out; but word of that may come late, when we have been let in again.
    async fn left(&self, why: &str) {
        let (team, installed, house) = (&self.at.team, self.door.installed(), self.door.house());
        installed.forget(team).await;
        // What could not be read or written has been logged; the next call with a dead token tells the same.
        let Ok(Some(at)) = installed.of(house, team).await else { return };
        match self.door.web().auth_test(&at.tokens.bot).await {
            Ok(_) => tracing::info!(team, why, "a Slack workspace had left, and has let us in again since"),
            Err(trouble) if trouble.kind == Kind::Auth => {
                let _ = house.uninstall(team, why).await;
                installed.forget(team).await;
            }
            // The tokens may be newer than the word. If they are not, the next call with them tells the same.
            Err(trouble) => {
                tracing::warn!(team, why, %trouble, "Slack does not say whether we have to leave")
            }
        }
    }
}

/// Whether somebody says who somebody else is.
fn links(text: &str) -> bool {
    let first = without_mentions(text, |_| None);
    first.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("link"))
}
