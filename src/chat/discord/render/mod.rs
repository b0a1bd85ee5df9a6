//! Cards as a Discord message with embeds: pure, and total: whatever stands on a card, Discord takes what comes out of
//! here. Discord has no tables: a table is a block of code whose columns stand under each other.

mod limits;
#[cfg(test)]
mod tests;
mod words;

use serde_json::{Value, json};

use limits::{ACROSS, CUSTOM_ID, DESCRIPTION, EMBEDS, LABEL, ROWS, TITLE, cut, length};
use words::{line, plain};

use crate::{
    card::{Action, ActionKind, Block, Card, Table, Tone, clean},
    chat::text,
};

const LONGER: &str =
    "The answer is longer than Discord shows. Ask for less of it, or for the list as a file.";
const NOTHING: &str = "There is nothing to show.";

/// How to draw.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawing<'a> {
    /// The name of the attached PNG for the n-th [`Block::Picture`]; one without is told in words.
    pub pictures: &'a [Option<String>],
}

/// A message (<https://docs.discord.com/developers/resources/message#create-message>). It pings nobody.
pub fn draw(card: &Card, drawing: &Drawing) -> Value {
    let title = cut(&line(&card.title), TITLE);
    let title = if title.trim().is_empty() { NOTHING.to_owned() } else { title };
    let mut page = Page { embeds: Vec::new(), left: EMBEDS - length(&title), full: false };
    page.embeds.push(Embed { title: Some(title), ..Embed::default() });
    let mut pictures = drawing.pictures.iter();
    for (at, block) in card.blocks.iter().enumerate() {
        match block {
            Block::Text(text) => page.say(&line(text)),
            Block::Heading(text) => page.say(&format!("### {}", plain(text))),
            Block::Facts(facts) => {
                let facts =
                    facts.iter().map(|(label, value)| format!("**{}**: {}", plain(label), line(value)));
                page.say_each(facts);
            }
            Block::List(points) => page.say_each(points.iter().map(|point| format!("- {}", line(point)))),
            Block::Table(table) => page.table(table),
            Block::Note(text) => page.say(&format!("-# {}", line(text))),
            Block::Picture(picture) => {
                let table_below = matches!(card.blocks.get(at + 1), Some(Block::Table(_)));
                match pictures.next().and_then(Option::as_deref) {
                    Some(name) => page.picture(name),
                    None if table_below => {}
                    None => page.say(&format!("-# {}", plain(&picture.alternative()))),
                }
            }
        }
    }
    let mut message = json!({
        "embeds": page.finish(color(card.tone)),
        "allowed_mentions": { "parse": [] },
    });
    let rows = buttons(&card.actions);
    if !rows.is_empty() {
        message["components"] = rows.into();
    }
    message
}

/// What a button says when it is pressed begins with its kind.
fn verb(kind: ActionKind) -> (&'static str, u8) {
    match kind {
        ActionKind::Ask => ("ask", 2),
        ActionKind::Confirm => ("confirm", 3),
        ActionKind::Cancel => ("cancel", 2),
        ActionKind::Download => ("download", 2),
    }
}

/// One whose words are too long to be carried is left out: the words can be typed.
fn buttons(actions: &[Action]) -> Vec<Value> {
    let mut seen = std::collections::HashSet::new();
    let buttons: Vec<Value> = actions
        .iter()
        .filter_map(|action| {
            let (verb, style) = verb(action.kind);
            let id = format!("{verb}:{}", action.text);
            let label = cut(clean(&action.label).trim(), LABEL);
            let fits = length(&id) <= CUSTOM_ID && !label.is_empty() && seen.insert(id.clone());
            fits.then(|| json!({ "type": 2, "style": style, "label": label, "custom_id": id }))
        })
        .take(ACROSS * ROWS)
        .collect();
    buttons.chunks(ACROSS).map(|row| json!({ "type": 1, "components": row })).collect()
}

/// The colour of the stripe beside an embed; never the only carrier of meaning.
fn color(tone: Tone) -> u32 {
    match tone {
        Tone::Neutral => 0x12_3A_5C,
        Tone::Good => 0x23_7B_4B,
        Tone::Caution => 0xB8_8A_00,
        Tone::Problem => 0xC4_31_4B,
    }
}

#[derive(Default)]
struct Embed {
    title: Option<String>,
    description: String,
    image: Option<String>,
}

/// What is in the message so far, as much as fits.
struct Page {
    embeds: Vec<Embed>,
    /// Of all embeds together.
    left: usize,
    /// Something did not fit, and nothing may follow.
    full: bool,
}

impl Page {
    /// The most embeds of a message (the same source).
    const MOST: usize = 10;

    /// A paragraph of its own.
    fn say(&mut self, words: &str) {
        if !words.trim().is_empty() {
            self.add(words, "\n\n");
        }
    }

    /// A paragraph of lines.
    fn say_each(&mut self, lines: impl Iterator<Item = String>) {
        let mut before = "\n\n";
        for line in lines {
            self.add(&line, before);
            before = "\n";
        }
    }

    /// As many rows as fit; a row that does not stands in the way of all that follow.
    fn table(&mut self, table: &Table) {
        let caption = plain(&table.caption);
        let columns = text::columns(table).replace("```", "'''");
        let rows: Vec<&str> = columns.lines().skip(1).collect();
        for most in (0..=rows.len()).rev() {
            let rest = if most < rows.len() { "\n…" } else { "" };
            let drawn = format!("**{caption}**\n```\n{}{rest}\n```", rows[..most].join("\n"));
            if self.fits(&drawn) || most == 0 {
                self.full |= most < rows.len();
                return self.add(&drawn, "\n\n");
            }
        }
    }

    fn fits(&self, words: &str) -> bool {
        length(words) + length(LONGER) + 8 <= self.left.min(DESCRIPTION)
    }

    fn add(&mut self, words: &str, before: &str) {
        if self.full && !words.contains("```") || !self.fits(words) {
            self.full = true;
            return;
        }
        let last = self.embeds.last_mut().expect("there is one from the beginning");
        let joined = length(&last.description) + before.len() + length(words) <= DESCRIPTION;
        if joined && last.image.is_none() {
            if !last.description.is_empty() {
                last.description.push_str(before);
                self.left -= before.len();
            }
            last.description.push_str(words);
        } else if self.embeds.len() < Self::MOST {
            self.embeds.push(Embed { description: words.to_owned(), ..Embed::default() });
        } else {
            self.full = true;
            return;
        }
        self.left -= length(words);
    }

    /// A picture stands below the words of its embed.
    fn picture(&mut self, name: &str) {
        let (count, image) = (self.embeds.len(), Some(name.to_owned()));
        let last = self.embeds.last_mut().expect("there is one from the beginning");
        if last.image.is_none() {
            last.image = image;
        } else if count < Self::MOST {
            self.embeds.push(Embed { image, ..Embed::default() });
        } else {
            self.full = true;
        }
    }

    fn finish(mut self, color: u32) -> Vec<Value> {
        if self.full {
            let last = self.embeds.last_mut().expect("there is one from the beginning");
            let room = length(&last.description) + length(LONGER) + 5 <= DESCRIPTION;
            let before = if last.description.is_empty() { "" } else { "\n\n" };
            if room {
                last.description.push_str(&format!("{before}-# {LONGER}"));
            }
        }
        let drawn = |embed: Embed| {
            let mut drawn = json!({ "color": color });
            if let Some(title) = embed.title {
                drawn["title"] = title.into();
            }
            if !embed.description.is_empty() {
                drawn["description"] = embed.description.into();
            }
            if let Some(name) = embed.image {
                drawn["image"] = json!({ "url": format!("attachment://{name}") });
            }
            drawn
        };
        self.embeds.into_iter().map(drawn).collect()
    }
}
