//! What follows under a digest that stands: a post for each card that is missing.

use std::time::Duration;

use super::{
    Compose, Now,
    one::{One, Step},
};
use crate::{
    card::{Audience, Block, Card},
    chat::{Chat, Posted},
};

impl<C: Chat, W: Compose, N: Now> One<'_, C, W, N> {
    /// Posts what is missing in the thread.
    pub(super) async fn thread(&mut self) -> Step {
        let Some(message) = self.it.progress.message.clone() else { return self.finish().await };
        let digest = match self.compose().await {
            Ok(digest) => digest,
            Err(error) => {
                let why = format!("the thread could not be put together: {error}");
                return self.later("retry", &why, Duration::ZERO).await;
            }
        };
        while let Some(card) = digest.thread.get(self.done()) {
            self.may_go_on()?;
            if let Some(behind) = self.too_late() {
                return self.past(behind).await;
            }
            let posted = match self.post(Some(&message), card).await? {
                Some(Posted::Withheld { why }) => self.post(Some(&message), &nameless(card, &why)).await?,
                posted => posted,
            };
            match posted {
                None => return self.finish().await,
                Some(Posted::Sent { message }) => self.stands(message, "sent", "").await?,
                Some(Posted::Retry { after, why, doubt }) => return self.again(&why, after, doubt).await,
                Some(Posted::Gone { why }) => return self.give_up("gone", &why).await,
                Some(Posted::Refused { why } | Posted::Withheld { why }) => {
                    return self.give_up("refused", &why).await;
                }
            }
        }
        self.finish().await
    }
}

/// A card that names single people, for those who may not read them: its headline, and the way to the names.
fn nameless(card: &Card, why: &str) -> Card {
    let rest = format!("The names are kept back: {why}. The buttons show them to whoever may see them.");
    let blocks = vec![Block::Note(vec![rest.into()])];
    Card { blocks, audience: Audience::Everyone, ..card.clone() }
}
