//! A person's own page: how their accounts stand, and whom to act on, their own side's work first.

use super::{Asker, Bot, asker, button, plain};
use crate::{
    ask::{Ask, Place, Who},
    card::{ActionKind, Card, Tone},
    db::DbError,
    questions::Status,
    vocabulary::Side,
};

/// What each side is shown, from top to bottom: its own to-do before the other side's.
const SELLER: &[&str] = &["overlap my accounts", "warm my accounts top 5", "cold my accounts top 5"];
const MARKETER: &[&str] = &["overlap my accounts", "cold my accounts top 5", "warm my accounts top 5"];
/// Who owns no accounts looks at everybody's.
const EVERYBODY: &[&str] = &["overlap", "warm top 5", "cold top 5"];

impl Bot {
    /// The page of whoever asks, who reads in these channels; `ask.text` is not looked at.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn home(&self, ask: &Ask, channels: &[Place]) -> Result<Vec<Card>, DbError> {
        let Some(questions) = self.homely(ask).await? else { return Ok(vec![unknown(&ask.who)]) };
        let mut cards = Vec::with_capacity(questions.len());
        for question in questions {
            let answer = self.answer(&Ask { text: (*question).to_owned(), ..ask.clone() }).await?;
            if answer.status == Status::Answered {
                cards.push(answer.card.clone());
            }
        }
        let memory = self.fresh().await?;
        let snapshot = &memory.as_ref().expect("fresh() loads it").snapshot;
        let mut digests = self.digests_of(&ask.who, channels, snapshot).await?;
        digests.actions.push(button("What can you do?", "help".to_owned(), ActionKind::Ask));
        cards.push(digests);
        Ok(cards)
    }

    /// What the page asks, if we know whose it is.
    async fn homely(&self, ask: &Ask) -> Result<Option<&'static [&'static str]>, DbError> {
        let memory = self.fresh().await?;
        let snapshot = &memory.as_ref().expect("fresh() loads it").snapshot;
        Ok(match asker(&ask.who, snapshot) {
            Asker::Unknown => None,
            Asker::Operator => Some(EVERYBODY),
            Asker::Colleague(id) => {
                let owns = |owner: Option<u16>| owner == Some(id);
                let owner =
                    snapshot.accounts.iter().any(|account| owns(account.seller) || owns(account.marketer));
                Some(match (owner, snapshot.colleagues[usize::from(id)].side) {
                    (false, _) => EVERYBODY,
                    (true, Side::Sales) => SELLER,
                    (true, Side::Marketing) => MARKETER,
                })
            }
        })
    }
}

fn unknown(who: &Who) -> Card {
    let mut card = plain(&super::refused::stranger(who), Tone::Caution);
    card.actions = vec![button("What can you do?", "help".to_owned(), ActionKind::Ask)];
    card
}
