//! What is said about digests.

use jiff::Timestamp;
use serde_json::json;

use super::super::{button, plain};
use crate::{
    ask::Place,
    card::{ActionKind, Align, Audience, Block, Card, Column, Line, Span, Table, Tone},
    db::digests::{Last, Subscription},
    digest::{
        schedule::{Schedule, local},
        sections::Sections,
    },
    questions::{Action, Answer, Asker, DigestChange, SUBSCRIBE, Status, capital},
    snapshot::Snapshot,
    vocabulary::Role,
};

pub(super) fn counted(count: usize) -> String {
    match count {
        0 => "no digests".to_owned(),
        1 => "1 digest".to_owned(),
        more => format!("{more} digests"),
    }
}

/// "digest No. 3, every Monday at 09:00 (Europe/London), in fintech".
pub(super) fn about(subscription: &Subscription) -> String {
    let when =
        subscription.schedule.parse::<Schedule>().map_or(subscription.schedule.clone(), |one| one.said());
    let parts = [subscription.filters.clone(), sections(subscription)];
    let rest: String = parts.iter().filter(|part| !part.is_empty()).map(|part| format!(", {part}")).collect();
    format!("digest No. {}, {when}{rest}", subscription.id)
}

/// Which parts it has below the headline; nothing if it has all.
fn sections(subscription: &Subscription) -> String {
    subscription.sections.parse().unwrap_or(Sections::ALL).said()
}

/// Digests with what became of the last of each; with their channels, unless all are of one.
pub(super) fn table(snapshot: &Snapshot, all: &[(Subscription, Option<Last>)], here: bool) -> Table {
    const COLUMNS: [(&str, Align); 7] = [
        ("No.", Align::End),
        ("When", Align::Start),
        ("About", Align::Start),
        ("Channel", Align::Start),
        ("Owner", Align::Start),
        ("Next", Align::Start),
        ("Last", Align::Start),
    ];
    let rows = all.iter().map(|(subscription, last)| row(snapshot, subscription, last.as_ref()));
    let mut table = Table {
        caption: "Digests".to_owned(),
        columns: COLUMNS.map(|(name, align)| Column { name: name.to_owned(), align }).into(),
        rows: rows.collect(),
        total: all.len(),
    };
    if here {
        let channel = COLUMNS.iter().position(|(name, _)| *name == "Channel").expect("it is listed");
        table.columns.remove(channel);
        table.rows.iter_mut().for_each(|row| drop(row.remove(channel)));
    }
    table
}

/// What became of a digest, as a sentence.
fn became(last: &Last) -> String {
    let slot = last.slot.replace('T', " ");
    let because = if last.detail.is_empty() { String::new() } else { format!(": {}", last.detail) };
    match last.outcome.as_str() {
        "sent" => format!("{slot}: posted{}", because.replace(": ", ", ")),
        "found" => format!("{slot}: posted"),
        "empty" => format!("{slot}: not posted, since there was nothing to say"),
        "retry" => format!("{slot}: not posted yet, and tried again{because}"),
        "skipped" => format!("{slot}: not posted{because}"),
        "unknown" => format!("{slot}: perhaps posted{because}"),
        _ => format!("{slot}: not posted{because}"),
    }
}

fn row(snapshot: &Snapshot, subscription: &Subscription, last: Option<&Last>) -> Vec<Line> {
    let schedule = subscription.schedule.parse::<Schedule>().ok();
    let when = schedule.as_ref().map_or(subscription.schedule.clone(), Schedule::said);
    let colleague =
        snapshot.colleagues.iter().find(|one| one.email.eq_ignore_ascii_case(&subscription.owner_email));
    let owner = colleague.map_or(subscription.owner_email.clone(), |one| one.name.clone());
    let filters =
        if subscription.filters.is_empty() { "everybody".to_owned() } else { subscription.filters.clone() };
    let parts = [filters, sections(subscription)];
    let about = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    let channel = format!("{} {}", capital(&subscription.platform), subscription.channel);
    let next = match (&schedule, subscription.paused) {
        (_, true) => "paused".to_owned(),
        (Some(schedule), _) => Timestamp::from_microsecond(subscription.next_at)
            .map_or_else(|_| "never".to_owned(), |at| local(at, schedule.zone())),
        (None, _) => "unreadable".to_owned(),
    };
    let last = last.map_or_else(|| "not yet".to_owned(), became);
    let cells = [subscription.id.to_string(), when, about, channel, owner, next, last];
    cells.map(|cell| vec![cell.into()]).into()
}

pub(super) fn leads(snapshot: &Snapshot, asker: Asker) -> bool {
    match asker {
        Asker::Operator => true,
        Asker::Colleague(id) => snapshot.colleagues[usize::from(id)].role != Role::Member,
        Asker::Unknown => false,
    }
}

pub(super) fn proposed(title: &str, proposal: Action) -> Answer {
    let mut card = plain(title, Tone::Neutral);
    let changes = proposal.changes.iter().map(|change| vec![change.clone().into()]).collect();
    card.blocks = vec![Block::List(changes)];
    let mut answer = Answer::other(SUBSCRIBE, Status::Confirm, card);
    answer.data = json!({ "action": SUBSCRIBE, "changes": proposal.changes });
    answer.proposal = Some(proposal);
    answer
}

pub(super) fn refused(why: &str) -> Answer {
    Answer::other(SUBSCRIBE, Status::Forbidden, plain(why, Tone::Caution))
}

pub(super) fn elsewhere(place: &Place) -> Answer {
    refused(match place {
        Place::Shared { .. } => {
            "People of another company read here, so I post no digest. Ask in a channel of your own"
        }
        _ => "A digest is posted in a channel. Ask in the channel that shall get it",
    })
}

pub(super) fn stands(standing: &Subscription) -> Answer {
    let mut card = plain(&format!("There is one already: {}", about(standing)), Tone::Neutral);
    card.actions = vec![
        button("Show all", "digest list".to_owned(), ActionKind::Ask),
        button("Stop it", format!("digest stop {}", standing.id), ActionKind::Ask),
    ];
    Answer::other(SUBSCRIBE, Status::NotFound, card)
}

pub(super) fn missing(id: Option<u32>) -> Answer {
    let title = match id {
        Some(id) => format!("There is no digest No. {id}"),
        None => "No digest is posted in this channel. Name one by its number".to_owned(),
    };
    let mut card = plain(&title, Tone::Caution);
    card.actions = vec![button("Show all", "digest list".to_owned(), ActionKind::Ask)];
    Answer::other(SUBSCRIBE, Status::NotFound, card)
}

pub(super) fn which(all: &[Subscription], what: DigestChange) -> Answer {
    let mut card = plain("Several digests are posted here. Which one?", Tone::Neutral);
    let word = what.word();
    card.actions = all
        .iter()
        .map(|one| button(&about(one), format!("digest {word} {}", one.id), ActionKind::Ask))
        .collect();
    Answer::other(SUBSCRIBE, Status::Ambiguous, card)
}

pub(super) fn not_understood(what: &str, suggestion: &str) -> Answer {
    let mut card = plain(what, Tone::Caution);
    card.actions = vec![
        button(&format!("digest {suggestion}"), format!("digest {suggestion}"), ActionKind::Ask),
        button("How it works", "digest help".to_owned(), ActionKind::Ask),
    ];
    let mut answer = Answer::other(SUBSCRIBE, Status::NotUnderstood, card);
    answer.suggestions = vec![format!("digest {suggestion}")];
    answer
}

/// What was typed chooses no accounts, or dates besides.
pub(super) fn no_filters(typed: &str) -> Answer {
    let title = format!("I do not understand what the digest is to be about: “{}”", typed.trim());
    let mut card = plain(&title, Tone::Caution);
    card.blocks = vec![Block::Text(vec![
        "Name accounts or people as in a question, such as ".into(),
        Span::Code("for Dana’s team".to_owned()),
        ", ".into(),
        Span::Code("in fintech".to_owned()),
        " or ".into(),
        Span::Code("tier 1".to_owned()),
        ". The dates are the digest’s own: the last 90 days.".into(),
    ])];
    card.actions = vec![button("How it works", "digest help".to_owned(), ActionKind::Ask)];
    Answer::other(SUBSCRIBE, Status::NotUnderstood, card)
}

/// Where there is no channel to post in.
pub(super) fn terminal() -> Answer {
    let mut card = plain("A digest is shown by its own command here", Tone::Neutral);
    card.blocks = vec![Block::Text(vec!["Type ".into(), Span::Code("mandorla digest preview".to_owned())])];
    Answer::other(SUBSCRIBE, Status::Answered, card)
}

pub(super) fn help() -> Answer {
    let example =
        |text: &str, what: &str| vec![Span::Code(format!("digest {text}")), format!(": {what}").into()];
    let mut card: Card =
        plain("A digest says where the two circles stand, what moved, and whom to act on", Tone::Neutral);
    card.audience = Audience::Everyone;
    card.blocks = vec![Block::List(vec![
        example(
            "weekly monday 09:00 Europe/London",
            "in this channel, every week; also daily, weekdays, monthly, every second week",
        ),
        example("weekly monday 09:00 for Dana’s team in fintech", "about some accounts alone"),
        example("weekly monday 09:00 unless empty", "nothing when there is nothing to say"),
        example(
            "weekly only cold and warm",
            "some of it: to-do, pictures, teams, cold, warm, accounts, content, outside, priming, sources; or without some",
        ),
        example("preview", "for you alone, now"),
        example("now", "for everybody here, now"),
        example("list", "what is posted here, when next, and what became of the last one"),
        example("pause 1, resume 1, stop 1", "by the number in the list"),
    ])];
    card.actions = vec![
        button("Preview", "digest preview".to_owned(), ActionKind::Ask),
        button("List", "digest list".to_owned(), ActionKind::Ask),
    ];
    Answer::other(SUBSCRIBE, Status::Answered, card)
}
