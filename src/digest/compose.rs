//! What a digest says.

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};

use crate::{
    bot::Bot,
    card::{Audience, Card, Tone},
    db::DbError,
};

/// Which digest is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub filters: &'a str,
    pub owner_email: &'a str,
    /// Local date of the occurrence.
    pub date: civil::Date,
    pub zone: &'a TimeZone,
    pub late: Option<SignedDuration>,
}

/// What is posted: a card, and more of them in its thread.
#[derive(Clone, Debug)]
pub struct Digest {
    pub first: Card,
    pub thread: Vec<Card>,
    /// There is nothing to say.
    pub empty: bool,
}

/// Puts a digest together.
///
/// # Errors
/// When the database fails.
pub async fn compose(_bot: &Bot, _at: Timestamp, request: &Request<'_>) -> Result<Digest, DbError> {
    let first = Card {
        title: vec![format!("Alignment digest of {}", request.date).into()],
        tone: Tone::Neutral,
        blocks: Vec::new(),
        actions: Vec::new(),
        audience: Audience::Everyone,
    };
    Ok(Digest { first, thread: Vec::new(), empty: false })
}
