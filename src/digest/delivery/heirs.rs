//! A digest goes on when its owner leaves: an admin takes it over, and is told.

use super::{
    Clock, Compose, Now,
    one::{One, Step},
    told,
};
use crate::{
    card::{Audience, Block, Card, Line, Span, Tone},
    chat::Chat,
    db::digests,
};

/// Before a digest is posted: whether there is still somebody to tell if something goes wrong.
pub(super) async fn look_after<C: Chat, W: Compose, N: Now>(one: &mut One<'_, C, W, N>) -> Step {
    let it = &one.it;
    if !digests::has_left(&one.clock.db, &it.key, &it.owner).await? || !take_over(one, &[]).await? {
        return Ok(());
    }
    let card = welcome(one);
    // Whoever cannot be told this cannot be told of a failure either: that is tried when there is one.
    if let Err(posted) = told::once(one, &card).await {
        tracing::warn!(?posted, "whoever takes a digest over could not be told so");
    }
    Ok(())
}

/// Makes an admin the owner, or a leader where there is none: one whom the platform knows, and none of `not`. Whether
/// there is one.
pub(super) async fn take_over<C: Chat, W: Compose, N: Now>(
    one: &mut One<'_, C, W, N>,
    not: &[String],
) -> Step<bool> {
    let clock: &Clock<C, W, N> = one.clock;
    let heirs = digests::heirs(&clock.db, &one.it.key, &one.it.platform, &one.it.team).await?;
    let heir = heirs.into_iter().find(|(user, _)| *user != one.it.owner && !not.contains(user));
    let Some((user, email)) = heir else { return Ok(false) };
    digests::inherit(&clock.db, &one.it.key, (&one.it.owner, &user), &email).await?;
    tracing::info!("an admin takes over the digest of somebody who has left");
    (one.it.owner, one.it.owner_email) = (user, email);
    Ok(true)
}

/// Said to whoever has taken a digest over, with what it is.
fn welcome<C: Chat, W: Compose, N: Now>(one: &One<'_, C, W, N>) -> Card {
    let number = one.it.key.subscription;
    let next: Line = vec![
        "It goes on as it was: ".into(),
        one.schedule.said().into(),
        ". To end it, type ".into(),
        Span::Code(format!("digest stop {number}")),
        " in its channel.".into(),
    ];
    Card {
        title: vec![format!("Digest No. {number} is yours now: whoever owned it has left").into()],
        tone: Tone::Neutral,
        blocks: vec![Block::Text(next)],
        actions: Vec::new(),
        audience: Audience::Asker,
    }
}
