//! We are let in and thrown out, others come and go, and what is called otherwise keeps its id.

use super::{Change, House, Kind, visit::Visit};
use crate::{
    ask::Who,
    card::{Action, ActionKind, Audience, Block, Card, Tone},
};

/// Questions under a greeting.
const OPENINGS: usize = 4;

impl<H: House> Visit<H> {
    /// Teams says it in two ways, often both: one greeting will do, until we are thrown out.
    pub(super) async fn let_in(&self, team: Option<String>, anew: bool) {
        self.keep().await;
        let key = self.greeted(team.as_deref());
        if let (Ok(true), true) = (self.door.house().first(self.workspace, key).await, anew) {
            let card = self.greeting().await;
            self.sent(self.send(&self.here(), None, &self.door.activity(&card, None).await).await);
        }
    }

    /// What is remembered of a greeting.
    fn greeted(&self, team: Option<&str>) -> String {
        format!("teams greeting {}", team.unwrap_or(&self.at.id))
    }

    async fn greeting(&self) -> Card {
        let action = |text: String| Action { label: text.clone(), text, kind: ActionKind::Ask };
        // Whoever added us may belong anywhere; in a chat of our own they are who they are.
        let who = match self.at.kind {
            Kind::Personal => self.who().await.unwrap_or(Who::Unknown),
            Kind::Group | Kind::Channel => Who::Unknown,
        };
        let openings = self.door.house().openings(self.workspace, who, self.place()).await;
        let how = match self.at.kind {
            Kind::Personal => "Ask as you would ask a colleague.",
            Kind::Group | Kind::Channel => {
                "Mention me and ask. Statistics are answered here; answers about single people go to your personal chat."
            }
        };
        Card {
            title: vec!["I say whether marketing and sales talk to the same people".into()],
            tone: Tone::Neutral,
            blocks: vec![Block::Text(vec![how.into()])],
            actions: openings.into_iter().take(OPENINGS).map(action).collect(),
            audience: Audience::Everyone,
        }
    }

    pub(super) async fn left(&self, team: Option<String>) {
        // What could not be forgotten has been logged; at worst the next greeting fails to come.
        let _ = self.door.house().forget(self.workspace, self.greeted(team.as_deref())).await;
        let why = "the app was removed there".to_owned();
        self.change(match team {
            Some(team) => Change::TeamEnded { team, why },
            None => Change::Ended { id: self.at.id.clone(), why },
        })
        .await;
    }

    pub(super) async fn crowd(&self) {
        self.keep().await;
        self.door.places().forget(&self.at).await;
    }

    pub(super) async fn renamed(&self, id: String, name: String) {
        self.change(Change::Renamed { id, name }).await;
    }

    pub(super) async fn ended(&self, id: String, why: &str) {
        self.change(Change::Ended { id, why: why.to_owned() }).await;
    }

    pub(super) async fn team_renamed(&self, team: String, name: String) {
        self.change(Change::TeamRenamed { team, name }).await;
    }

    pub(super) async fn team_ended(&self, team: String, why: &str) {
        self.change(Change::TeamEnded { team, why: why.to_owned() }).await;
    }
}
