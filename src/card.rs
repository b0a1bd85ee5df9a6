//! What goes out: an answer with its meaning kept, before any platform has touched it.
//!
//! A card never holds markup. Bold is a [`Span`], an instant is an instant, a table is a table;
//! each chat's `render` decides how they look there, and escapes and cuts them.

use std::borrow::Cow;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// An answer. The title answers by itself, so that every fall-back (a notification, a screen reader,
/// a chat that cannot draw the rest) is useful.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub title: Line,
    pub tone: Tone,
    pub blocks: Vec<Block>,
    /// What to do next, the likeliest first.
    pub actions: Vec<Action>,
    pub audience: Audience,
}

impl Card {
    /// Its pictures, from top to bottom.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Picture(picture) => Some(picture),
            Block::Text(_)
            | Block::Heading(_)
            | Block::Facts(_)
            | Block::List(_)
            | Block::Table(_)
            | Block::Note(_) => None,
        })
    }
}

/// How the answer feels at a glance; a chat may colour it. Never the only carrier of meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    Good,
    Caution,
    Problem,
}

/// Who may see the card without somebody deciding to share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Statistics: everybody in the place where it was asked.
    Everyone,
    /// Names of persons: the asker.
    Asker,
}

/// A piece of a card, from top to bottom.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Text(Line),
    /// A heading over the blocks that follow.
    Heading(String),
    /// Short labelled values.
    Facts(Vec<(String, Line)>),
    /// Points, one a line.
    List(Vec<Line>),
    Table(Table),
    Picture(Picture),
    /// Small print: windows, dates, how fresh the sources are.
    Note(Line),
}

/// Rows under named columns. Every row has as many cells as there are columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Says what the rows are; a screen reader begins with it.
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Line>>,
    /// How many rows there are in all; larger than `rows.len()` when the rest is left out.
    pub total: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub align: Align,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Start,
    /// Numbers.
    End,
}

/// What people would rather look at than read; drawn by `picture`. The numbers are people.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// The two circles: `both` is the almond.
    Circles { marketing: u64, sales: u64, both: u64 },
    /// One point a week, oldest first; `None` where nobody was contacted. `benchmark` is a share of 1.
    Trend { weeks: Vec<(Date, Option<f64>)>, benchmark: Option<f64> },
    /// Labelled shares of 1, largest meaning first (a bar each).
    Bars { title: String, bars: Vec<(String, Option<f64>)> },
}

impl Picture {
    /// The picture in one sentence.
    pub fn alternative(&self) -> String {
        let share = |share: &Option<f64>| share.map_or_else(|| "nobody contacted".to_owned(), percent);
        match self {
            Self::Circles { marketing, sales, both } => format!(
                "Two circles: {} reached by marketing, {} contacted by sales, {} in both.",
                people(*marketing),
                grouped(*sales),
                grouped(*both)
            ),
            Self::Trend { weeks, .. } => {
                let points: Vec<String> =
                    weeks.iter().map(|(week, value)| format!("{week} {}", share(value))).collect();
                format!("Overlap by week: {}.", points.join(", "))
            }
            Self::Bars { title, bars } => {
                let bars: Vec<String> =
                    bars.iter().map(|(label, value)| format!("{label} {}", share(value))).collect();
                format!("{title}: {}.", bars.join(", "))
            }
        }
    }
}

/// A share of 1 as every answer writes it: "16 %", "2.5 %"; at most one decimal, and never rounded to nothing or all.
pub fn percent(share: f64) -> String {
    let rounded = (share * 1000.0).round() / 10.0;
    if rounded == 0.0 && share > 0.0 {
        "under 0.1 %".to_owned()
    } else if rounded == 100.0 && share < 1.0 {
        "over 99.9 %".to_owned()
    } else if rounded.fract() == 0.0 {
        format!("{rounded:.0} %")
    } else {
        format!("{rounded:.1} %")
    }
}

/// A count as every answer writes it: "1,234,567".
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 person", "6,000 people".
pub fn people(count: u64) -> String {
    counted(count, "person", "people")
}

/// "48 of the 300 people", and "1 of 1 person".
pub fn of_the(part: u64, whole: u64) -> String {
    if whole == 1 { fraction(part, whole) } else { format!("{} of the {}", grouped(part), people(whole)) }
}

/// A count with its noun.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// "16 % (48 of 300 people)", or what an empty denominator means.
pub fn share(part: u64, whole: u64, empty: &str) -> Line {
    if whole == 0 {
        return vec![empty.into()];
    }
    vec![Span::Bold(percent(part as f64 / whole as f64)), format!(" ({})", fraction(part, whole)).into()]
}

/// "48 of 300 people".
pub fn fraction(part: u64, whole: u64) -> String {
    format!("{} of {}", grouped(part), people(whole))
}

/// What [`change`] says where nothing has changed.
pub const UNCHANGED: &str = "unchanged";

/// "up 3 points", "down 1.2 points", "unchanged".
pub fn change(now: f64, before: f64) -> String {
    let points = ((now - before) * 1000.0).round() / 10.0;
    let size = points.abs();
    let size = if size.fract() == 0.0 { format!("{size:.0}") } else { format!("{size:.1}") };
    if points == 0.0 {
        UNCHANGED.to_owned()
    } else {
        let noun = if size == "1" { "point" } else { "points" };
        format!("{} {size} {noun}", if points > 0.0 { "up" } else { "down" })
    }
}

/// "a, b and c".
pub fn listed<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match &items[..] {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Text from outside that keeps to its line: a terminal must not obey it, and it must not turn its
/// neighbours around (<https://www.unicode.org/reports/tr9/>, explicit directional formatting).
pub fn clean(text: &str) -> Cow<'_, str> {
    // Nearly every text is plain ASCII, which is seen to need nothing much sooner.
    let plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if plain || !text.contains(|c| breaks(c) || steers(c)) {
        return Cow::Borrowed(text);
    }
    let kept = text.replace("\r\n", " ");
    Cow::Owned(kept.chars().filter(|c| !steers(*c)).map(|c| if breaks(c) { ' ' } else { c }).collect())
}

fn breaks(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn steers(c: char) -> bool {
    (c.is_control() && !breaks(c)) || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A button: saying `text` as if it had been typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub label: String,
    pub text: String,
    pub kind: ActionKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Asks the next question.
    Ask,
    /// Changes something; works once.
    Confirm,
    /// Turns a change down.
    Cancel,
    /// Sends the whole list behind the card as a CSV file.
    Download,
}

/// A run of text on one line.
pub type Line = Vec<Span>;

/// A piece of text with its meaning.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    Text(String),
    Bold(String),
    /// Something to type.
    Code(String),
    /// The name of a person outside our company. Never a mention: it pings nobody.
    Person(String),
    /// A moment, shown in the reader's zone where the chat can, else in the workspace's.
    Instant(Timestamp, TimeZone),
    Date(Date),
    Link {
        text: String,
        url: String,
    },
}

impl From<&str> for Span {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Span {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
