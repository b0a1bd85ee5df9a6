//! What a digest says: where the circles stand, what moved, and whom to act on.
//!
//! It is made of questions that anybody could ask and of what their answers carry, so a digest and a question never
//! differ. All are asked as of the occurrence's date, over windows that name their dates; so are the questions behind the
//! buttons, which find the same people days later.
//!
//! The first card is short and holds statistics alone; all else stands in its thread. Cards that name single people say
//! so by their audience: the platform decides where they may be seen.

mod accounts;
mod asking;
mod everything_else;
mod first;
mod people;
mod to_do;

use jiff::{SignedDuration, Timestamp, ToSpan, civil, tz::TimeZone};

use self::{
    asking::{Asking, Said},
    people::People,
    to_do::ToDo,
};
use crate::{
    bot::Bot,
    card::{Audience, Block, Card, Line, Span, Tone},
    db::DbError,
    digest::sections::{Section, Sections},
};

/// Which digest.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// As in chat: "for Dana's team in fintech". Empty: everybody.
    pub filters: &'a str,
    pub sections: Sections,
    /// As whom the bot is asked. Empty: as the operator.
    pub owner_email: &'a str,
    /// The local date of the occurrence.
    pub date: civil::Date,
    /// Where that date is local.
    pub zone: &'a TimeZone,
    /// By how much it comes too late, if that is worth a word.
    pub late: Option<SignedDuration>,
}

/// What is posted.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    pub first: Card,
    /// In the thread of the first, one post each.
    pub thread: Vec<Card>,
    /// Nothing to say: nobody was touched.
    pub empty: bool,
}

/// Asks what the digest is made of, and says it. Filters that are no longer understood make a card that says so.
///
/// # Errors
/// When the database fails.
pub async fn compose(bot: &Bot, at: Timestamp, request: &Request<'_>) -> Result<Digest, DbError> {
    let mut asking = Asking::new(bot, as_of(at, request), request);
    let now = match asking.opening().await? {
        Ok(now) => now,
        Err(why) => return Ok(Digest::alone(not_understood(request, why), false)),
    };
    if now.count("/marketing") == 0 && now.count("/sales") == 0 {
        return Ok(Digest::alone(plain(first::nobody(request, &asking)), true));
    }
    let wants = |section| request.sections.has(section);
    let people = People::ask(&mut asking).await?;
    let groups = asking.over("groups", "groups", asking.reporting.headline).await?;
    let content = asking.over("content", "content use", asking.reporting.headline).await?;
    let freshness = asking.plainly("freshness", "freshness").await?;
    let to_do = if wants(Section::ToDo) {
        to_do::three(&asking, &now, &people, groups.as_ref(), content.as_ref())
    } else {
        ToDo::default()
    };
    let mut thread = Vec::new();
    if wants(Section::Teams) {
        thread.extend(accounts::side_by_side(&mut asking, groups.as_ref()).await?);
    }
    thread.extend(wants(Section::Cold).then(|| people.cold_card(&asking)).flatten());
    thread.extend(wants(Section::Warm).then(|| people.warm_card(&asking)).flatten());
    if wants(Section::Accounts) {
        thread.extend(accounts::moved_and_missing(&mut asking, groups.as_ref()).await?);
    }
    thread.extend(
        everything_else::card(&mut asking, &now, content, freshness.clone(), request.sections).await?,
    );
    let first =
        first::card(&mut asking, request, &now, freshness.as_ref(), to_do, !thread.is_empty()).await?;
    if let (Some(last), Some(note)) = (thread.last_mut(), asking.left_out()) {
        last.blocks.push(Block::Note(note));
    }
    Ok(Digest { first, thread, empty: false })
}

impl Digest {
    fn alone(first: Card, empty: bool) -> Self {
        Self { first, thread: Vec::new(), empty }
    }
}

/// The instant from which everything is seen: now, or the end of the occurrence's date if that is over.
fn as_of(at: Timestamp, request: &Request) -> Timestamp {
    let next = request.date.checked_add(1.day()).and_then(|next| next.to_zoned(request.zone.clone()));
    next.map_or(at, |next| at.min(next.timestamp() - SignedDuration::from_micros(1)))
}

fn not_understood(request: &Request, why: Line) -> Card {
    let mut title = late(request);
    title.push("No digest this time: its filters are no longer understood".into());
    let filters =
        vec!["It was to be about ".into(), Span::Code(request.filters.trim().to_owned()), ".".into()];
    let next = "Subscribe again with other filters, and stop this one.";
    let blocks = vec![Block::Text(filters), Block::Text(why), Block::Text(vec![next.into()])];
    Card { tone: Tone::Problem, blocks, ..plain(title) }
}

/// A card of one line that everybody may read.
fn plain(title: Line) -> Card {
    Card { title, tone: Tone::Neutral, blocks: Vec::new(), actions: Vec::new(), audience: Audience::Everyone }
}

/// "Sent 3 hours late. ", or nothing.
fn late(request: &Request) -> Line {
    let Some(late) = request.late else { return Vec::new() };
    let minutes = (late.as_secs() + 30) / 60;
    let words = match minutes {
        1 => "1 minute".to_owned(),
        ..60 => format!("{minutes} minutes"),
        60..90 => "1 hour".to_owned(),
        _ => format!("{} hours", (minutes + 30) / 60),
    };
    vec![format!("Sent {words} late. ").into()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(zone: &TimeZone, late: Option<SignedDuration>) -> Request<'_> {
        Request {
            filters: "",
            sections: Sections::ALL,
            owner_email: "",
            date: civil::date(2026, 11, 23),
            zone,
            late,
        }
    }

    #[test]
    fn a_late_digest_is_seen_from_its_own_date() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let seen = |at: &str| as_of(at.parse().unwrap(), &request(&zone, None)).to_string();
        assert_eq!(seen("2026-11-23T09:00:00Z"), "2026-11-23T09:00:00Z");
        assert_eq!(seen("2026-11-24T08:00:00Z"), "2026-11-23T23:59:59.999999Z");
        assert_eq!(seen("2026-11-20T08:00:00Z"), "2026-11-20T08:00:00Z");
    }

    #[test]
    fn lateness_in_words() {
        let words = |minutes| {
            let line = late(&request(&TimeZone::UTC, Some(SignedDuration::from_mins(minutes))));
            crate::chat::text::line(&line)
        };
        assert_eq!(words(16), "Sent 16 minutes late. ");
        assert_eq!(words(60), "Sent 1 hour late. ");
        assert_eq!(words(95), "Sent 2 hours late. ");
        assert_eq!(words(23 * 60 + 40), "Sent 24 hours late. ");
        assert!(late(&request(&TimeZone::UTC, None)).is_empty());
    }
}
