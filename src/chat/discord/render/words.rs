//! Words in Discord's Markdown, so that nobody's name is read as markup
//! (<https://docs.discord.com/developers/reference#message-formatting>).

use crate::{
    card::{Line, Span, clean},
    chat::text,
};

/// One line.
pub fn line(line: &Line) -> String {
    line.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Text(text) | Span::Person(text) => plain(text),
        Span::Bold(text) if text.trim().is_empty() => plain(text),
        Span::Bold(text) => format!("**{}**", plain(text)),
        Span::Code(text) => code(text),
        // Shown in the reader's own zone.
        Span::Instant(at, _) => format!("<t:{}:f>", at.as_second()),
        Span::Date(day) => text::date(*day),
        Span::Link { text, url } => link(text, url),
    }
}

/// Words from outside: every sign that could be markup is held back.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        if "\\*_~`|<>@#[]()-:+".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    // A number and a full stop would begin a list.
    match out.split_once('.') {
        Some((number, rest)) if !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) => {
            format!("{number}\\.{rest}")
        }
        _ => out,
    }
}

/// Nothing is escaped within; a backtick would end it.
fn code(text: &str) -> String {
    let text = clean(text).replace('`', "'");
    if text.trim().is_empty() { plain(&text) } else { format!("`{}`", text.trim()) }
}

fn link(text: &str, url: &str) -> String {
    match url::Url::parse(url) {
        Ok(parsed) if text::is_web(url) => {
            let address = parsed.as_str().replace('(', "%28").replace(')', "%29");
            format!("[{}]({address})", plain(text))
        }
        _ => plain(text),
    }
}
