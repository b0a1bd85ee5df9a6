//! The chats: each turns what people say into an `Ask`, and a `Card` into what its platform shows.

pub mod console;
pub mod slack;
pub mod text;

use crate::card::Card;

/// What a chat is given to show.
#[derive(Clone, Debug)]
pub struct Reply {
    pub card: Card,
    /// The whole list behind the card, if it was asked for.
    pub csv: Option<Csv>,
    /// It answers what was asked: no refusal, no choice, nothing that waits for a yes.
    pub answered: bool,
}

impl From<Card> for Reply {
    fn from(card: Card) -> Self {
        Self { card, csv: None, answered: false }
    }
}

/// A file to save.
#[derive(Clone, Debug)]
pub struct Csv {
    pub name: String,
    pub bytes: Vec<u8>,
}
