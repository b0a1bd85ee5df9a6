//! Words, so that nobody's name is read as markup.
//!
//! A rich text block knows no markup at all: words from outside stand there where they can. Headings, facts and
//! moments must be text blocks (Teams shows a moment in the reader's zone nowhere else:
//! <https://github.com/microsoft/AdaptiveCards/issues/6194>), and these read Markdown: there words are escaped. Both
//! kinds, and facts too, put a date for `{{DATE(…)}}`
//! (<https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features>): no words of ours hold `{{`.

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use url::Url;

use super::limits::cut;
use crate::{
    card::{Line, Span, clean},
    chat::text,
};

/// Words that look alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    text: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Plain,
    Bold,
    Code,
    Link(Url),
    /// The function that shows the moment in the reader's zone.
    Moment(String),
}

/// How a block of words looks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    pub bold: bool,
    /// Small print.
    pub small: bool,
    /// Close to what is above.
    pub close: bool,
    /// In the cell of a table, where a word that is too long must break: a text block does, a rich one does not.
    pub cell: bool,
}

/// Words from outside on one line, for places that read no Markdown.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        if c == '{' && out.ends_with('{') {
            out.push(' ');
        }
        out.push(c);
    }
    // A percent sign stays on the line of its number.
    out.replace(" %", "\u{a0}%")
}

/// The line in pieces, cut with a mark after `limit` characters.
pub fn runs(line: &Line, limit: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut room = limit;
    for run in line.iter().map(run).filter(|run| !run.text.is_empty()) {
        let length = run.text.chars().count();
        let kept = if length > room { Run { text: cut(&run.text, room.max(1)), ..run } } else { run };
        match runs.last_mut().filter(|last| last.kind == Kind::Plain && kept.kind == Kind::Plain) {
            // Two halves of a brace, each harmless.
            Some(last) => last.text = plain(&format!("{}{}", last.text, kept.text)),
            None => runs.push(kept),
        }
        if length > room {
            break;
        }
        room -= length;
    }
    if runs.iter().all(|run| run.text.trim().is_empty()) { Vec::new() } else { runs }
}

fn run(span: &Span) -> Run {
    let (text, kind) = match span {
        Span::Text(text) | Span::Person(text) => (plain(text), Kind::Plain),
        Span::Bold(text) => (plain(text), Kind::Bold),
        Span::Code(text) => (plain(text), Kind::Code),
        Span::Instant(at, zone) => moment(*at, zone),
        Span::Date(day) => (text::date(*day), Kind::Plain),
        Span::Link { text, url } => (plain(text), link(url)),
    };
    Run { text, kind }
}

fn link(url: &str) -> Kind {
    match Url::parse(url) {
        Ok(parsed) if text::is_web(url) && parsed.as_str().len() <= super::limits::SAID => Kind::Link(parsed),
        _ => Kind::Plain,
    }
}

/// The functions take years of four digits.
fn moment(at: Timestamp, zone: &TimeZone) -> (String, Kind) {
    let words = text::instant(at, zone);
    let universal = at.to_zoned(TimeZone::UTC);
    if !(1000..=9999).contains(&universal.year()) {
        return (words, Kind::Plain);
    }
    let at = universal.strftime("%Y-%m-%dT%H:%M:%SZ");
    (words, Kind::Moment(format!("{{{{DATE({at}, SHORT)}}}} {{{{TIME({at})}}}}")))
}

/// The block that shows a line; nothing for a line without words.
pub fn block(runs: &[Run], look: Look) -> Option<Value> {
    let moments = runs.iter().any(|run| matches!(run.kind, Kind::Moment(_)));
    let plain = moments || look.cell && runs.iter().all(is_tame);
    let mut block = match runs {
        [] => return None,
        _ if plain => json!({ "type": "TextBlock", "text": markdown(runs), "wrap": true }),
        _ => json!({
            "type": "RichTextBlock",
            "inlines": runs.iter().map(|run| inline(run, look)).collect::<Vec<_>>(),
        }),
    };
    if plain {
        emphasise(&mut block, look);
    }
    if look.close {
        block["spacing"] = "Small".into();
    }
    Some(block)
}

/// Whether no reader of Markdown finds anything in the words, not even an address.
fn is_tame(run: &Run) -> bool {
    let ends = |at: usize| run.text[at + 1..].chars().next().is_none_or(char::is_whitespace);
    let means_nothing = |(at, c): (usize, char)| match c {
        '.' => ends(at),
        c => c.is_alphanumeric() || c.is_whitespace() || ",()'’“”–-·?!:%+".contains(c),
    };
    matches!(run.kind, Kind::Plain | Kind::Bold)
        && run.text.char_indices().all(means_nothing)
        && unlisted(&run.text) == run.text
}

/// A line of our own words, or of somebody's, without marks.
pub fn say(words: &str, look: Look) -> Option<Value> {
    block(&runs(&vec![words.into()], super::limits::LINE), look)
}

fn emphasise(element: &mut Value, look: Look) {
    if look.bold {
        element["weight"] = "Bolder".into();
    }
    if look.small {
        element["isSubtle"] = true.into();
        element["size"] = "Small".into();
    }
}

fn inline(run: &Run, look: Look) -> Value {
    if run.kind == Kind::Plain && !look.bold && !look.small {
        return run.text.as_str().into();
    }
    let mut inline = json!({ "type": "TextRun", "text": run.text });
    emphasise(&mut inline, Look { bold: look.bold || run.kind == Kind::Bold, ..look });
    match &run.kind {
        Kind::Code => inline["fontType"] = "Monospace".into(),
        Kind::Link(url) => inline["selectAction"] = json!({ "type": "Action.OpenUrl", "url": url.as_str() }),
        Kind::Plain | Kind::Bold | Kind::Moment(_) => {}
    }
    inline
}

/// One line as Markdown that shows the words as they are.
pub fn markdown(runs: &[Run]) -> String {
    let mut out = String::new();
    for (at, run) in runs.iter().enumerate() {
        let after = runs.get(at + 1).map_or("", |next| next.text.as_str());
        match &run.kind {
            Kind::Bold if stands_free(&out, &run.text, after) => {
                out.push_str(&format!("**{}**", escape(&run.text)));
            }
            Kind::Plain | Kind::Bold => out.push_str(&escape(&run.text)),
            Kind::Code => out.push_str(&format!("“{}”", escape(&run.text))),
            Kind::Link(url) => {
                let url = url.as_str().replace('(', "%28").replace(')', "%29");
                out.push_str(&format!("[{}]({url})", escape(&run.text)));
            }
            Kind::Moment(function) => out.push_str(function),
        }
    }
    unlisted(out.trim())
}

/// Whether two stars around the words make them bold
/// (<https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run>), to be safe with every reader.
fn stands_free(before: &str, words: &str, after: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '*' && c != '\\');
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (first, last) = (words.chars().next(), words.chars().last());
    let ends = word(last) || last == Some('%');
    word(first) && ends && apart(before.chars().last()) && apart(after.chars().next())
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let means = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '{' => true,
            '&' => begins_entity(&text[at..]),
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn begins_entity(text: &str) -> bool {
    text[1..].split_once(';').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    })
}

/// A line that begins like a list, a heading or a rule begins with a mark that takes this away.
fn unlisted(line: &str) -> String {
    if line.starts_with(['-', '+', '#', '=']) {
        return format!("\\{line}");
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match &line[digits..] {
        rest if digits > 0 && rest.starts_with(['.', ')']) => format!("{}\\{rest}", &line[..digits]),
        _ => line.to_owned(),
    }
}
