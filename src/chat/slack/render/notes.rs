//! Small print. Slack takes no rich text there, so markup is used only where nobody else's words could be read as such.

use slack_morphism::prelude::*;

use super::{
    Piece, escape,
    limits::{CONTAINER, TEXT, length},
    words::{self, MOMENT, Run},
};
use crate::{card::Line, chat::text};

pub fn draw(line: &Line) -> Vec<Piece> {
    let runs = words::runs(line);
    let marked = runs.iter().any(|run| matches!(run, Run::Link { .. } | Run::Moment { .. }));
    if marked && harmless(&runs) {
        let words = runs.iter().map(markup).collect::<String>();
        if length(&words) <= TEXT {
            let size = length(&words) + CONTAINER;
            let words = SlackBlockMarkDownText::new(words).with_verbatim(true);
            return vec![(SlackContextBlock::new(vec![words.into()]).into(), size)];
        }
    }
    say(&text::line(line)).collect()
}

/// Plain words, in as many blocks as they need; nothing if they are blank.
pub fn say(words: &str) -> impl Iterator<Item = Piece> {
    let runs = if words.trim().is_empty() { Vec::new() } else { vec![Run::plain(words)] };
    words::parts(runs).into_iter().map(|part| {
        let text: String = part.iter().map(Run::raw).collect();
        let size = length(&text) + CONTAINER;
        let words = SlackBlockPlainText::new(text).with_emoji(false);
        (SlackContextBlock::new(vec![words.into()]).into(), size)
    })
}

/// Whether no word of it could be read as markup
/// (<https://docs.slack.dev/messaging/formatting-message-text#basic-formatting>). `>` begins a quotation even escaped.
fn harmless(runs: &[Run]) -> bool {
    let all: String = runs.iter().map(Run::raw).collect();
    !all.contains(['*', '_', '~', '`', '>']) && !names_emoji(&all)
}

/// `:tada:`
fn names_emoji(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let name = |part: &&str| !part.is_empty() && !part.contains(char::is_whitespace);
    parts.len() > 2 && parts[1..parts.len() - 1].iter().any(name)
}

/// Only what plain text has not: bold and code would need blanks around them.
fn markup(run: &Run) -> String {
    match run {
        Run::Words { text, code: true, .. } => format!("“{}”", escape(text)),
        Run::Words { text, .. } => escape(text),
        Run::Link { text, url } => format!("<{}|{}>", escape(url), escape(text)),
        Run::Moment { at, fallback } => format!("<!date^{}^{MOMENT}|{}>", at.as_second(), escape(fallback)),
    }
}
