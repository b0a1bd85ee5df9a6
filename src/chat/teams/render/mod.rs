//! Cards as Adaptive Cards 1.5: pure, and total: whatever stands on a card, Teams takes what comes out of here.
//!
//! Names are nobody's markup (`words`), and all limits stand in `limits`.

mod buttons;
mod limits;
mod pictures;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use serde_json::{Value, json};

pub use buttons::{Press, Pressed, pressed};
pub(super) use limits::cut;
use limits::{FACTS, LABEL, LINE, PLAIN, Room, TITLE, size};
use words::{Look, block, markdown, plain, runs, say};

use crate::{
    card::{Block, Card, Line, Tone},
    chat,
};

/// How to draw.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawing<'a> {
    /// The question as it was asked, for the Share button; without it there is none.
    pub share: Option<&'a str>,
    /// Where it was asked, if the card is shown elsewhere: what its buttons lead to can be shared there too.
    pub from: Option<&'a str>,
    /// The host draws `Chart.Line` and its kin itself.
    pub host_charts: bool,
    /// A PNG for the n-th [`Block::Picture`]: a `data:` URL, or one that Teams can fetch over https. One that does
    /// not fit onto the card is told in words.
    pub pictures: &'a [Option<String>],
}

const LONGER: &str = "The answer is longer than Teams shows. Ask for less of it, or for the list as a file.";
const NOTHING: &str = "There is nothing to show.";

/// The `content` of an attachment of type `application/vnd.microsoft.card.adaptive`; never above 80 kB.
/// Nor is it in UTF-16, in which Teams counts, without its pictures.
pub fn draw(card: &Card, drawing: &Drawing) -> Value {
    let closing = buttons::draw(&card.actions, drawing.share, drawing.from);
    let mut envelope = envelope(card, closing.actions);
    let mut page = Page::before(&envelope, closing.menu.as_ref());
    page.add(title(&card.title, card.tone));
    let mut pictures = drawing.pictures.iter();
    for (at, block) in card.blocks.iter().enumerate() {
        match block {
            Block::Text(line) => page.add(words::block(&runs(line, LINE), Look::default())),
            Block::Heading(text) => page.add(heading(text)),
            Block::Facts(facts) => facts.chunks(FACTS).for_each(|facts| page.add(fact_set(facts))),
            Block::List(points) => points.iter().for_each(|line| page.add(point(line))),
            Block::Table(table) => page.add(tables::draw(table, page.room.bytes())),
            Block::Note(line) => {
                page.add(words::block(&runs(line, LINE), Look { small: true, ..Look::default() }));
            }
            Block::Picture(picture) => {
                let url = pictures.next().and_then(Option::as_deref);
                let table_below = matches!(card.blocks.get(at + 1), Some(Block::Table(_)));
                let drawn = pictures::draw(picture, url, drawing.host_charts, table_below);
                let fits = drawn.iter().all(|piece| page.room.after(piece).is_some());
                page.add(if fits { drawn } else { pictures::in_words(picture).into_iter().collect() });
            }
        }
    }
    envelope["body"] = page.finish(closing.menu).into();
    envelope
}

/// All of the card in words, below 28 kB, for the `text` or the `summary` of a message of `textFormat` "plain": instead
/// of the card, not beside a long one, for both count.
pub fn text(card: &Card) -> String {
    let words = chat::text::render(card);
    let words = words.trim();
    match words.len() {
        0 => NOTHING.to_owned(),
        length if length < PLAIN => words.to_owned(),
        _ => {
            let end = words.floor_char_boundary(PLAIN - LONGER.len() - 2);
            format!("{}\n{LONGER}", words[..end].trim_end())
        }
    }
}

/// The card without its body.
fn envelope(card: &Card, actions: Vec<Value>) -> Value {
    let heard = limits::cut(chat::text::line(&card.title).trim(), TITLE);
    let read = markdown(&runs(&vec![heard.as_str().into()], TITLE));
    let heard = plain(&heard).replace(['<', '>', '&'], " ");
    let mut envelope = json!({
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "en",
        "speak": if heard.is_empty() { NOTHING } else { &heard },
        "fallbackText": if read.is_empty() { NOTHING } else { &read },
        "msteams": { "width": "Full" },
        "body": [],
    });
    if !actions.is_empty() {
        envelope["actions"] = actions.into();
    }
    envelope
}

/// What is on the card, from top to bottom, as much as fits.
struct Page {
    body: Vec<Value>,
    room: Room,
    /// Something did not fit, and nothing may follow.
    full: bool,
}

impl Page {
    /// Room for the menu, and for saying that something was cut, is kept.
    fn before(envelope: &Value, menu: Option<&Value>) -> Self {
        const SENTENCE: usize = 400;
        let kept = size(envelope) + menu.map_or(0, size) + SENTENCE;
        Self { body: Vec::new(), room: Room::new(kept), full: false }
    }

    fn add(&mut self, pieces: impl IntoIterator<Item = Value>) {
        for piece in pieces {
            let left = self.room.after(&piece).filter(|_| !self.full);
            self.full = left.is_none();
            let Some(left) = left else { return };
            self.room = left;
            self.body.push(piece);
        }
    }

    fn finish(mut self, menu: Option<Value>) -> Vec<Value> {
        if self.full {
            self.body.extend(say(LONGER, Look { small: true, ..Look::default() }));
        }
        self.body.extend(menu);
        if self.body.is_empty() {
            self.body.extend(say(NOTHING, Look::default()));
        }
        self.body
    }
}

/// The tone is a sign that is read too; its colour only adds to it.
fn title(line: &Line, tone: Tone) -> Option<Value> {
    let (sign, color) = match tone {
        Tone::Neutral => ("", None),
        Tone::Good => ("✓ ", Some("Good")),
        Tone::Caution => ("⚠ ", Some("Warning")),
        Tone::Problem => ("⚠ ", Some("Attention")),
    };
    let words = markdown(&runs(line, TITLE));
    let mut title = json!({
        "type": "TextBlock",
        "text": format!("{sign}{words}"),
        "style": "heading",
        "size": "Large",
        "weight": "Bolder",
        "wrap": true,
    });
    if let Some(color) = color {
        title["color"] = color.into();
    }
    (!words.is_empty()).then_some(title)
}

fn heading(text: &str) -> Option<Value> {
    let words = markdown(&runs(&vec![text.into()], TITLE));
    let heading = json!({
        "type": "TextBlock",
        "text": words,
        "style": "heading",
        "size": "Medium",
        "weight": "Bolder",
        "wrap": true,
        "spacing": "Medium",
    });
    (!words.is_empty()).then_some(heading)
}

fn fact_set(facts: &[(String, Line)]) -> Option<Value> {
    let fact = |(label, value): &(String, Line)| {
        let label = markdown(&runs(&vec![label.as_str().into()], LABEL));
        let value = markdown(&runs(value, LINE));
        let value = if value.is_empty() { "–" } else { &value };
        json!({ "title": label, "value": value })
    };
    (!facts.is_empty())
        .then(|| json!({ "type": "FactSet", "facts": facts.iter().map(fact).collect::<Vec<_>>() }))
}

fn point(line: &Line) -> Option<Value> {
    let words: Line = [vec!["• ".into()], line.clone()].concat();
    let close = Look { close: true, ..Look::default() };
    if runs(line, LINE).is_empty() { None } else { block(&runs(&words, LINE), close) }
}
