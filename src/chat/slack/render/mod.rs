//! Cards as Block Kit: pure, and total: whatever stands on a card, Slack takes what comes out of here.
//!
//! Words are rich text, which has no markup to escape; where Slack takes none of it (`notes`), words that could be
//! read as markup are plain text. All limits stand in `limits`.

mod buttons;
mod limits;
mod notes;
mod pictures;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use slack_morphism::prelude::*;

pub use buttons::{Pressed, pressed};
use words::Run;

use crate::{
    card::{Block, Card, Line, Tone, clean},
    chat::text,
};

/// Where the card is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    Message,
    Modal,
    Home,
}

/// What Slack is sent.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// All of the card in words, for notifications and screen readers, ready to be sent: escaped, never empty.
    pub text: String,
    /// Never empty.
    pub blocks: Vec<SlackBlock>,
}

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Drawing<'a> {
    pub surface: Surface,
    /// Slack's id of an uploaded picture for the n-th [`Block::Picture`], if there is one.
    pub pictures: &'a [Option<String>],
    /// The question as it was asked, for the Share button; without it there is none.
    pub share: Option<&'a str>,
    /// Without the newer kinds of block, for when Slack answered `invalid_blocks`.
    pub plain: bool,
}

const LONGER: &str = "…the answer is longer; ask for less";
const NOTHING: &str = "There is nothing to show.";

/// The card as Slack shows it.
pub fn draw(card: &Card, drawing: &Drawing) -> Drawn {
    let closing = buttons::draw(&card.actions, drawing.share);
    let mut page = Page::before(&closing, drawing.surface);
    page.add(title(&card.title, card.tone));
    let mut pictures = drawing.pictures.iter();
    for (at, block) in card.blocks.iter().enumerate() {
        let pieces = match block {
            Block::Text(line) => paragraph(words::runs(line)),
            Block::Heading(text) => paragraph(words::bold(words::runs(&vec![text.as_str().into()]))),
            Block::Facts(facts) => stacked(facts.iter().filter_map(fact)),
            Block::List(points) => bulleted(points.iter().map(words::runs)),
            Block::Table(table) => tables::draw(table, drawing, page.room, page.table_room),
            Block::Note(line) => notes::draw(line),
            Block::Picture(picture) => {
                let file = pictures.next().and_then(Option::as_deref);
                let table_below = matches!(card.blocks.get(at + 1), Some(Block::Table(_)));
                pictures::draw(picture, file, page.charts, table_below, drawing)
            }
        };
        page.add(pieces);
    }
    Drawn { text: plain(card), blocks: page.finish(closing) }
}

/// Text for a place that reads Slack's markup, so that it mentions nobody and links to nothing
/// (<https://docs.slack.dev/messaging/formatting-message-text#escaping>).
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A block, and how much of a message it takes.
type Piece = (SlackBlock, usize);

/// Blocks from top to bottom, as many as fit.
struct Page {
    blocks: Vec<SlackBlock>,
    slots: usize,
    room: usize,
    /// Characters left for cells.
    table_room: usize,
    /// Charts so far.
    charts: usize,
    /// Something did not fit, and nothing may follow.
    full: bool,
}

impl Page {
    /// Room for the buttons, and for saying that something was cut, is kept.
    fn before(closing: &[Piece], surface: Surface) -> Self {
        let (slots, room) = match surface {
            Surface::Message => (limits::MESSAGE_BLOCKS, limits::MESSAGE_TEXT),
            Surface::Modal | Surface::Home => (limits::VIEW_BLOCKS, limits::VIEW_TEXT),
        };
        let kept: usize =
            closing.iter().map(|(_, size)| size).sum::<usize>() + LONGER.len() + limits::CONTAINER;
        Self {
            blocks: Vec::new(),
            slots: slots - closing.len() - 1,
            room: room - kept,
            table_room: limits::TABLE_TEXT,
            charts: 0,
            full: false,
        }
    }

    fn add(&mut self, pieces: Vec<Piece>) {
        for (block, size) in pieces {
            self.full |= self.slots == 0 || size > self.room;
            if self.full {
                return;
            }
            self.slots -= 1;
            self.room -= size;
            match &block {
                SlackBlock::DataTable(_) => self.table_room = self.table_room.saturating_sub(size),
                SlackBlock::DataVisualization(_) => self.charts += 1,
                _ => {}
            }
            self.blocks.push(block);
        }
    }

    fn finish(mut self, closing: Vec<Piece>) -> Vec<SlackBlock> {
        if self.full {
            self.blocks.extend(notes::say(LONGER).map(|(block, _)| block));
        }
        self.blocks.extend(closing.into_iter().map(|(block, _)| block));
        if self.blocks.is_empty() {
            self.blocks.extend(notes::say(NOTHING).map(|(block, _)| block));
        }
        self.blocks
    }
}

/// Large if it is short and needs nothing but words (a header is bold already), else bold; whole in any case that Slack
/// allows.
fn title(line: &Line, tone: Tone) -> Vec<Piece> {
    let sign = match tone {
        // Caution is often good news with something to do: a warning in front would say the contrary.
        Tone::Neutral | Tone::Good | Tone::Caution => "",
        Tone::Problem => "⚠ ",
    };
    let mut runs = words::runs(line);
    if runs.is_empty() {
        return Vec::new();
    }
    let words = format!("{sign}{}", text::line(line).trim());
    let simple = runs.iter().all(|run| matches!(run, Run::Words { code: false, .. }));
    if simple && limits::length(&words) <= limits::HEADER {
        let size = limits::length(&words) + limits::CONTAINER;
        return vec![(SlackHeaderBlock::new(unlettered(words)).into(), size)];
    }
    if !sign.is_empty() {
        runs.insert(0, Run::plain(sign));
    }
    let runs = words::shortened(words::bold(runs), limits::TEXT);
    paragraph(runs)
}

/// Plain text in which `:tada:` stays what it is.
fn unlettered(text: String) -> SlackBlockPlainTextOnly {
    SlackBlockPlainText::new(text).with_emoji(false).into()
}

fn fact((label, value): &(String, Line)) -> Option<Vec<Run>> {
    let (label, value) = (clean(label), words::runs(value));
    match (label.trim().is_empty(), value.is_empty()) {
        (true, true) => None,
        (true, false) => Some(value),
        (false, true) => Some(vec![Run::bold(format!("{label}:")), Run::plain(" –")]),
        (false, false) => Some([vec![Run::bold(format!("{label}:")), Run::plain(" ")], value].concat()),
    }
}

/// One paragraph, in as many blocks as it needs.
fn paragraph(runs: Vec<Run>) -> Vec<Piece> {
    words::parts(runs).into_iter().map(|part| rich(words::size(&part), words::section(part))).collect()
}

/// Lines under each other, as many in a block as fit.
fn stacked(lines: impl Iterator<Item = Vec<Run>>) -> Vec<Piece> {
    let join = |mut lines: Vec<Vec<Run>>| {
        let last = lines.pop().unwrap_or_default();
        let above = lines.into_iter().flat_map(|mut line| {
            line.push(Run::plain("\n"));
            line
        });
        let runs: Vec<Run> = above.chain(last).collect();
        rich(words::size(&runs), words::section(runs))
    };
    grouped(lines).into_iter().map(join).collect()
}

/// Points, one a line.
fn bulleted(points: impl Iterator<Item = Vec<Run>>) -> Vec<Piece> {
    let list = |points: Vec<Vec<Run>>| {
        let size = points.iter().map(|point| words::size(point)).sum();
        let points = points.into_iter().map(|point| words::section(point).into()).collect();
        rich(size, SlackRichTextList::new(SlackRichTextListStyle::Bullet, points))
    };
    grouped(points).into_iter().map(list).collect()
}

/// In groups that each fit into a block; a line too long for any is cut, an empty one left out.
fn grouped(lines: impl Iterator<Item = Vec<Run>>) -> Vec<Vec<Vec<Run>>> {
    let mut groups: Vec<Vec<Vec<Run>>> = Vec::new();
    let mut room = 0;
    for line in lines.filter(|line| !line.is_empty()) {
        let line = words::shortened(line, limits::TEXT - 1);
        let size = words::size(&line) + 1;
        match groups.last_mut().filter(|_| size <= room) {
            Some(group) => group.push(line),
            None => {
                room = limits::TEXT;
                groups.push(vec![line]);
            }
        }
        room = room.saturating_sub(size);
    }
    groups
}

fn rich(size: usize, element: impl Into<SlackRichTextElement>) -> Piece {
    (SlackRichTextBlock::new(vec![element.into()]).into(), size + limits::CONTAINER)
}

/// The whole card in words, cut only where Slack would refuse it. Escaping makes it longer: no entity is cut in two.
fn plain(card: &Card) -> String {
    let words = text::render(card);
    let words = words.trim();
    let escaped = escape(if words.is_empty() { NOTHING } else { words });
    if limits::length(&escaped) <= limits::PLAIN {
        return escaped;
    }
    let kept = limits::split(&escaped, limits::PLAIN - limits::length(limits::MARK)).0;
    let whole = match (kept.rfind('&'), kept.rfind(';')) {
        (Some(begun), ended) if ended.is_none_or(|ended| ended < begun) => &kept[..begun],
        _ => kept,
    };
    format!("{}{}", whole.trim_end(), limits::MARK)
}
