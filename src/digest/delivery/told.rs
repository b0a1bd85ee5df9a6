//! Whoever owns a digest that did not come, or not whole, is told why, and what to do.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::sleep;

use super::{
    Clock, Compose, Now, heirs, later,
    one::{Halt, One, Step},
};
use crate::{
    card::{Audience, Block, Card, Line, Span, Tone},
    chat::{Chat, Posted},
    db::digests::{self, State},
};

/// How long after it was due somebody who cannot be reached is still tried.
const DAYS: Duration = Duration::from_secs(2 * 86_400);

/// Tells the owner, or writes down when to try again. Where nobody can be told under their name any more, an admin
/// takes the digest over and is told.
pub(super) async fn tell<C: Chat, W: Compose, N: Now>(one: &mut One<'_, C, W, N>) -> Step {
    let reason = reason(one).await?;
    let given_up = later(one.due, DAYS);
    let mut gone = Vec::new();
    loop {
        let card = card(one, &reason, !gone.is_empty());
        match once(one, &card).await {
            Ok(()) => {
                one.it.progress.told = true;
                break;
            }
            Err(Posted::Retry { after, .. }) if one.clock.now() < given_up => {
                let wait = after.max(one.clock.patience.longest_wait);
                one.it.progress.try_at = later(one.clock.now(), wait).min(given_up).as_microsecond();
                one.write(None, 0).await?;
                return Err(Halt::Later);
            }
            Err(posted) => {
                gone.push(one.it.owner.clone());
                if !heirs::take_over(one, &gone).await? {
                    tracing::error!(?posted, "nobody could be told that a digest failed");
                    break;
                }
            }
        }
    }
    one.it.progress.done = true;
    one.save(None).await
}

/// Says something to the owner.
pub(super) async fn once<C: Chat, W: Compose, N: Now>(
    one: &One<'_, C, W, N>,
    card: &Card,
) -> Result<(), Posted> {
    let clock: &Clock<C, W, N> = one.clock;
    let (to, owner) = (one.address(), one.it.owner.as_str());
    if owner.is_empty() {
        return Err(Posted::Gone { why: "it has no owner whom the platform knows".to_owned() });
    }
    tokio::select! {
        told = clock.chat.tell(&to, owner, card) => match told {
            Posted::Sent { .. } => Ok(()),
            other => Err(other),
        },
        () = sleep(clock.patience.post) => {
            let why = "the platform did not answer".to_owned();
            Err(Posted::Retry { after: Duration::ZERO, why, doubt: true })
        }
    }
}

async fn reason<C: Chat, W: Compose, N: Now>(one: &One<'_, C, W, N>) -> Step<(String, String)> {
    let attempts = digests::attempts(&one.clock.db, &one.it.key).await?;
    Ok(attempts.into_iter().next_back().unwrap_or_default())
}

/// `inherited`: whoever is told has just become the owner.
fn card<C: Chat, W: Compose, N: Now>(
    one: &One<'_, C, W, N>,
    (outcome, why): &(String, String),
    inherited: bool,
) -> Card {
    let it = &one.it;
    let zone = one.schedule.zone();
    let what = match it.progress.state {
        State::Sent => "was posted without all of its thread",
        _ if outcome == "unknown" => "may not have been posted",
        _ => "was not posted",
    };
    let title =
        vec!["The digest due on ".into(), Span::Instant(one.due, zone.clone()), format!(" {what}").into()];
    let now_text = format!("digest now {}", it.filters);
    let mut next: Line = match outcome.as_str() {
        "gone" | "refused" => vec!["Once that is mended, tell me ".into()],
        "unknown" => vec!["If it does not stand there, tell me ".into()],
        _ => vec!["To have it now, tell me ".into()],
    };
    next.extend([
        Span::Code(now_text.trim().to_owned()),
        " in the channel. It goes on coming; to end it, tell me ".into(),
    ]);
    next.push(Span::Code(format!("digest stop {}", it.key.subscription)));
    let after = one.schedule.next(one.clock.now().max(one.due));
    let mut facts: Vec<(String, Line)> = vec![("Schedule".to_owned(), vec![one.schedule.said().into()])];
    if !it.filters.is_empty() {
        facts.push(("Filters".to_owned(), vec![it.filters.clone().into()]));
    }
    facts.push(("Channel".to_owned(), vec![it.channel.clone().into()]));
    facts.push(("Next".to_owned(), vec![Span::Instant(after, zone.clone())]));
    let mut blocks = vec![Block::Text(vec![sentence(why).into()]), Block::Text(next), Block::Facts(facts)];
    if inherited {
        let heir = "You are told since whoever owned this digest cannot be told any more: it is yours now.";
        blocks.push(Block::Text(vec![heir.into()]));
    }
    Card { title, tone: Tone::Problem, blocks, actions: Vec::new(), audience: Audience::Asker }
}

/// With a capital and a full stop.
fn sentence(why: &str) -> String {
    let mut letters = why.trim().chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let stop = if why.trim_end().ends_with(['.', '?']) || first.is_empty() { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// "3 hours 20 minutes", to the minute.
pub(super) fn said(behind: SignedDuration) -> String {
    let minutes = behind.as_mins();
    let parts = [(minutes / 1_440, "day"), (minutes / 60 % 24, "hour"), (minutes % 60, "minute")];
    let named = |(count, unit): &(i64, &str)| format!("{count} {unit}{}", if *count == 1 { "" } else { "s" });
    let said: Vec<String> = parts.iter().filter(|(count, _)| *count > 0).map(named).collect();
    if said.is_empty() { "less than a minute".to_owned() } else { said.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_reasons_as_people_say_them() {
        let minutes = |minutes| said(SignedDuration::from_mins(minutes));
        assert_eq!(minutes(0), "less than a minute");
        assert_eq!(minutes(200), "3 hours 20 minutes");
        assert_eq!(minutes(1_441), "1 day 1 minute");
        assert_eq!(
            sentence("the channel is archived: unarchive it"),
            "The channel is archived: unarchive it."
        );
        assert_eq!(sentence("Why?"), "Why?");
        assert_eq!(sentence(""), "");
    }
}
