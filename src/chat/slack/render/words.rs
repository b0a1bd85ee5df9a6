//! Lines as Slack's rich text, which knows no markup: whatever a person is called, it pings nobody and breaks nothing.

use jiff::{Timestamp, tz::TimeZone};
use slack_morphism::prelude::*;

use super::limits::{CONTAINER, MARK, TEXT, length, split};
use crate::{
    card::{Line, Span, clean},
    chat::text,
};

/// A moment as Slack writes it in the reader's zone
/// (<https://docs.slack.dev/messaging/formatting-message-text#date-formatting>).
pub const MOMENT: &str = "{date_short_pretty} {time}";
/// A longer address is not made a link.
const ADDRESS: usize = 2_000;
/// A longer name of a link is cut.
const LINK_TEXT: usize = 500;

/// A stretch of one line, all of one look.
#[derive(Clone, Debug)]
pub enum Run {
    Words { text: String, bold: bool, code: bool },
    Link { text: String, url: String },
    Moment { at: Timestamp, fallback: String },
}

impl Run {
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Words { text: text.into(), bold: false, code: false }
    }

    pub fn bold(text: impl Into<String>) -> Self {
        Self::Words { text: text.into(), bold: true, code: false }
    }

    /// Without its look.
    pub fn raw(&self) -> &str {
        match self {
            Self::Words { text, .. } | Self::Link { text, .. } => text,
            Self::Moment { fallback, .. } => fallback,
        }
    }

    fn length(&self) -> usize {
        match self {
            Self::Words { text, .. } => length(text),
            Self::Link { text, url } => length(text) + length(url),
            Self::Moment { fallback, .. } => length(MOMENT) + length(fallback),
        }
    }
}

/// What stands on the line; nothing if it is blank.
pub fn runs(line: &Line) -> Vec<Run> {
    let mut runs: Vec<Run> = line.iter().map(run).filter(|run| run.length() > 0).collect();
    if runs.iter().all(|run| run.raw().trim().is_empty()) {
        runs.clear();
    }
    runs
}

fn run(span: &Span) -> Run {
    match span {
        Span::Text(text) | Span::Person(text) => Run::plain(clean(text)),
        Span::Bold(text) => Run::bold(clean(text)),
        Span::Code(text) => Run::Words { text: clean(text).into_owned(), bold: false, code: true },
        Span::Instant(at, zone) => moment(*at, zone),
        Span::Date(day) => Run::plain(text::date(*day)),
        Span::Link { text, url } => link(&clean(text), &clean(url)),
    }
}

/// Slack reads seconds since 1970; what lies before or beyond the year 9999 is words.
fn moment(at: Timestamp, zone: &TimeZone) -> Run {
    const LAST: i64 = 253_402_300_799;
    let fallback = text::instant(at, zone);
    if (0..=LAST).contains(&at.as_second()) { Run::Moment { at, fallback } } else { Run::plain(fallback) }
}

fn link(text: &str, url: &str) -> Run {
    let odd = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '|' | '"');
    if !text::is_web(url) || url.contains(odd) || length(url) > ADDRESS {
        return Run::plain(text);
    }
    let text = if text.trim().is_empty() { url } else { text };
    Run::Link { text: super::limits::cut(text, LINK_TEXT), url: url.to_owned() }
}

/// How much of a message it takes.
pub fn size(runs: &[Run]) -> usize {
    runs.iter().map(|run| run.length() + CONTAINER).sum()
}

/// The same in bold; what is something to type stays so.
pub fn bold(runs: Vec<Run>) -> Vec<Run> {
    let bold = |run| match run {
        Run::Words { text, code: false, .. } => Run::bold(text),
        other @ (Run::Words { .. } | Run::Link { .. } | Run::Moment { .. }) => other,
    };
    runs.into_iter().map(bold).collect()
}

/// In parts that each fit into a block; nothing is lost.
pub fn parts(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let (mut parts, mut part, mut room) = (Vec::new(), Vec::new(), TEXT);
    let mut left: Vec<Run> = runs.into_iter().rev().collect();
    while let Some(run) = left.pop() {
        if run.length() <= room {
            room -= run.length();
            part.push(run);
            continue;
        }
        match run {
            Run::Words { text, bold, code } if room > 1 => {
                let (head, tail) = split(&text, room);
                left.push(Run::Words { text: tail.to_owned(), bold, code });
                part.push(Run::Words { text: head.to_owned(), bold, code });
            }
            other @ (Run::Words { .. } | Run::Link { .. } | Run::Moment { .. }) => left.push(other),
        }
        parts.push(std::mem::take(&mut part));
        room = TEXT;
    }
    parts.push(part);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Cut with a mark to what fits into a block.
pub fn shortened(runs: Vec<Run>, limit: usize) -> Vec<Run> {
    let total: usize = runs.iter().map(Run::length).sum();
    if total <= limit {
        return runs;
    }
    let (mut kept, mut room) = (Vec::new(), limit - length(MARK));
    for run in runs {
        if run.length() <= room {
            room -= run.length();
            kept.push(run);
            continue;
        }
        if let Run::Words { text, bold, code } = run {
            let text = split(&text, room).0.to_owned();
            kept.extend((!text.is_empty()).then_some(Run::Words { text, bold, code }));
        }
        break;
    }
    kept.push(Run::plain(MARK));
    kept
}

/// As it goes to Slack.
pub fn section(runs: Vec<Run>) -> SlackRichTextSection {
    SlackRichTextSection::new(runs.into_iter().map(element).collect())
}

fn element(run: Run) -> SlackRichTextInlineElement {
    match run {
        Run::Words { text, bold, code } => {
            let words = SlackRichTextText::new(text);
            let words = if bold { words.bold() } else { words };
            if code { words.code().into() } else { words.into() }
        }
        Run::Link { text, url } => SlackRichTextLink::new(SlackRelaxedUrl(url)).with_text(text).into(),
        Run::Moment { at, fallback } => {
            let whole = Timestamp::from_second(at.as_second()).unwrap_or(at);
            SlackRichTextDate::new(SlackDateTime(whole), MOMENT.to_owned()).with_fallback(fallback).into()
        }
    }
}
