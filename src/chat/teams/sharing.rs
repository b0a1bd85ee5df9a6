//! An answer about single people is shared where it was asked: by whoever asked, where they belong, and where
//! colleagues alone read. All of that is asked of Teams once more.

use super::{Conversation, House, connector::Address, connector::base, places::Readers, visit::Visit};
use crate::{
    ask::Place,
    card::{Block, Card, Tone},
    chat::{
        Reply,
        teams::{
            connector::Sent,
            sending::{Origin, plain},
        },
    },
};

impl<H: House> Visit<H> {
    /// What is told elsewhere than in the thread where it was asked; answers can be shared there.
    pub(super) fn origin(&self, thread: &str, reply: &Reply, text: &str) -> Origin {
        Origin { thread: thread.to_owned(), share: reply.answered.then(|| text.to_owned()) }
    }

    /// Shares; gives what whoever pressed is told. `message`: the one whose button was pressed.
    pub(super) async fn share(&self, thread: &str, text: &str, message: Option<&str>) -> String {
        match self.shared_there(thread, text, message).await {
            Ok(name) => format!("Shared in {name}"),
            Err(why) => why,
        }
    }

    async fn shared_there(&self, thread: &str, text: &str, message: Option<&str>) -> Result<String, String> {
        let there = self.door.house().conversation(self.workspace, &self.at.tenant, base(thread)).await;
        let there = there.map_err(|_| "Something went wrong on our side. Try again in a moment")?;
        let there = there.ok_or("I am not in that conversation any more: add me to it again, then share")?;
        self.may_share(&there).await?;
        let reply = self.ask(Place::Channel { id: there.name_for_us() }, text).await;
        if !reply.answered {
            return Err("The answer has changed since. Ask again".to_owned());
        }
        let key = message.map(|message| format!("teams shared {message} {thread} {text}"));
        if let Some(key) = &key {
            let first = self.door.house().first(self.workspace, key.clone()).await;
            if !first.map_err(|_| "Something went wrong on our side. Try again in a moment")? {
                return Err("That has been shared already".to_owned());
            }
        }
        let to = Address { service_url: there.service_url.clone(), conversation: thread.to_owned() };
        let name = there.called().unwrap_or("the chat where you asked").to_owned();
        match self.send(&to, None, &self.door.activity(&self.signed(reply.card), None).await).await {
            Sent::Sent { .. } => Ok(name),
            // It may stand there: better not at all than twice.
            Sent::Retry { why, doubt: true, .. } => Err(format!("I could not share it: {why}")),
            Sent::Retry { why, .. } | Sent::Gone { why } | Sent::Refused { why } => {
                // It surely does not: whoever presses again may share it.
                if let Some(key) = key {
                    let _ = self.door.house().forget(self.workspace, key).await;
                }
                Err(format!("I could not share it: {why}"))
            }
        }
    }

    /// Whoever presses must belong there, and nobody else's people may.
    async fn may_share(&self, there: &Conversation) -> Result<(), String> {
        // By the channel, not by its team: not everybody of a team reads its private channels.
        let belongs = self.door.connector().member(&there.service_url, &there.id, &self.user.id).await;
        belongs.map_err(|why| format!("I share only where you are a member: {why}"))?;
        match self.door.places().readers(there).await {
            Ok(Readers::Colleagues) => Ok(()),
            Ok(Readers::Strangers) => {
                Err("Guests or people of another company read there, so I share nothing about single people"
                    .to_owned())
            }
            Err(why) => Err(format!("I share only where I can see who reads: {why}")),
        }
    }

    fn signed(&self, mut card: Card) -> Card {
        card.tone = if card.tone == Tone::Problem { Tone::Caution } else { card.tone };
        card.blocks.push(Block::Note(vec![format!("Shared by {}", self.user.name).into()]));
        card
    }

    /// A card of one sentence that says what became of it.
    pub(super) fn told(&self, words: &str) -> Card {
        plain(words, Tone::Neutral, Vec::new())
    }
}
