//! What Teams takes, and how text is cut to it. Lengths of text are characters, sizes are bytes of JSON.

use serde_json::Value;

/// A card in UTF-16, without the pictures that it holds: Teams takes a message of about 100 kB, and advises 80
/// (<https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/format-your-bot-messages>).
/// We keep to it in UTF-8 too, with the pictures.
pub const CARD: usize = 80_000;
/// The text of a message without a card: what incoming webhooks take, the strictest number that Teams names
/// (<https://learn.microsoft.com/en-us/microsoftteams/limits-specifications-teams>).
pub const PLAIN: usize = 28_000;
/// Buttons beside each other; Teams puts no more there
/// (<https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#adaptive-card>).
pub const PRIMARY: usize = 6;
/// A picture (<https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format>).
pub const PICTURE: usize = 1_000_000;

/// The rest are our own, so that everything has its place on the card. More questions than this are a menu.
pub const QUESTIONS: usize = 5;
/// What stands on a button, and in a line of a menu.
pub const BUTTON: usize = 60;
/// What a button says when it is pressed, in bytes; a longer one cannot be cut without asking something else.
pub const SAID: usize = 2_000;
/// All buttons together, and the menu.
pub const BUTTONS: usize = 24_000;
pub const MENU: usize = 12_000;
pub const TITLE: usize = 500;
pub const LINE: usize = 4_000;
pub const LABEL: usize = 200;
pub const CELL: usize = 300;
pub const ALTERNATIVE: usize = 1_500;
pub const COLUMNS: usize = 20;
pub const ROWS: usize = 100;
pub const POINTS: usize = 120;
/// Labelled values that stand in one set.
pub const FACTS: usize = 20;

/// Bytes of the JSON with the comma after it, by whichever encoding is the longer one.
pub fn size(value: &Value) -> usize {
    let json = value.to_string();
    (2 * json.encode_utf16().count() + 2).max(json.len() + 1)
}

/// What a card has left.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// In UTF-16, without pictures.
    words: usize,
    /// In UTF-8.
    whole: usize,
}

impl Room {
    pub fn new(kept: usize) -> Self {
        let left = CARD.saturating_sub(kept);
        Self { words: left, whole: left }
    }

    /// For words alone.
    pub fn bytes(self) -> usize {
        self.words.min(self.whole)
    }

    /// What is left after a piece; nothing if it does not fit.
    pub fn after(self, piece: &Value) -> Option<Self> {
        let json = piece.to_string();
        let held = [&piece["url"], &piece["fallback"]["url"]].into_iter().filter_map(Value::as_str);
        let held: usize = held.filter(|url| url.starts_with("data:")).map(str::len).sum();
        let words = 2 * (json.encode_utf16().count() + 1 - held);
        Some(Self { words: self.words.checked_sub(words)?, whole: self.whole.checked_sub(json.len() + 1)? })
    }
}

/// Whole if it fits, else its beginning and a mark.
pub fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => {
            let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}
