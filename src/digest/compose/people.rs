//! Whom to act on: the cold whom sales chases hardest, and the warm who have waited longest, in market first.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::Value as Json;

use super::{
    Asking, Said,
    asking::{number, word},
};
use crate::{
    card::{Audience, Block, Card, Line, Span, Tone, counted, grouped, people},
    db::DbError,
};

/// Said of those who were reached on the window's first day: nobody looked further back.
pub const OR_LONGER: &str = " or longer";

/// People on each card.
const FIRST: usize = 5;

pub struct People {
    pub cold: List,
    pub warm: List,
    /// Of the target market and in market, and how they are asked for.
    pub untouched: Option<Said>,
    pub untouched_words: String,
}

/// A list in its two parts.
pub struct List {
    words: &'static str,
    order: &'static str,
    /// How the part in market is asked for.
    inside_words: String,
    inside: Option<Said>,
    outside: Option<Said>,
}

impl People {
    pub async fn ask(asking: &mut Asking<'_>) -> Result<Self, DbError> {
        let cold = List::ask(asking, "cold", "").await?;
        let warm = List::ask(asking, "warm", " waiting longest").await?;
        let (inside, _) = parts(asking, "untouched");
        let untouched_words = inside.clone().unwrap_or_default();
        let untouched = match inside {
            Some(words) => {
                asking.over("untouched", &format!("{words} top 1"), asking.reporting.headline).await?
            }
            None => None,
        };
        Ok(Self { cold, warm, untouched, untouched_words })
    }

    /// Names people, as the next one does.
    pub fn cold_card(&self, asking: &Asking) -> Option<Card> {
        self.cold.card(asking, "cold", "sales contacted them, marketing has not reached them", chased)
    }

    pub fn warm_card(&self, asking: &Asking) -> Option<Card> {
        self.warm.card(asking, "warm", "marketing reached them, sales has not contacted them", waiting)
    }
}

/// How the people in market are asked for, and how the others; nothing where the filters exclude them.
fn parts(asking: &Asking, words: &str) -> (Option<String>, Option<String>) {
    match asking.market.as_deref() {
        None => (Some(format!("{words} in market")), Some(format!("{words} out of market"))),
        Some("in") => (Some(words.to_owned()), None),
        Some(_) => (None, Some(words.to_owned())),
    }
}

impl List {
    async fn ask(asking: &mut Asking<'_>, name: &'static str, order: &'static str) -> Result<Self, DbError> {
        let (inside, outside) = parts(asking, &format!("{name}{order}"));
        let inside_words = inside.clone().unwrap_or_default();
        let window = asking.reporting.headline;
        let mut answers = [None, None];
        for (answer, words) in answers.iter_mut().zip([inside, outside]) {
            if let Some(words) = words {
                *answer = asking.over(name, &format!("{words} top {FIRST}"), window).await?;
            }
        }
        let [inside, outside] = answers;
        Ok(Self { words: name, order, inside_words, inside, outside })
    }

    pub fn in_market(&self) -> u64 {
        self.inside.as_ref().map_or(0, |said| said.count("/total"))
    }

    pub fn total(&self) -> u64 {
        self.in_market() + self.outside.as_ref().map_or(0, |said| said.count("/total"))
    }

    /// How all of it is asked for, in the digest's order.
    pub fn words(&self) -> String {
        format!("{}{}", self.words, self.order)
    }

    pub fn words_in_market(&self) -> String {
        self.inside_words.clone()
    }

    fn rows(&self) -> impl Iterator<Item = &Json> {
        let parts = [self.inside.as_ref(), self.outside.as_ref()].into_iter().flatten();
        parts.flat_map(|said| said.list("/people")).take(FIRST)
    }

    pub fn first(&self) -> Option<&Json> {
        self.rows().next()
    }

    fn card(
        &self,
        asking: &Asking,
        state: &str,
        why: &str,
        effort: fn(&Json, &Asking) -> Line,
    ) -> Option<Card> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let verb = if total == 1 { "is" } else { "are" };
        let inside = match self.in_market() {
            0 => String::new(),
            inside => format!(", {} of them in market", grouped(inside)),
        };
        let title = format!("{} {verb} {state}{inside}: {why}{}", people(total), asking.said);
        let points = self.rows().map(|row| point(row, effort(row, asking))).collect();
        let first = match (total as usize > FIRST, state) {
            (false, _) => Vec::new(),
            (true, "cold") => vec!["Those with the most sales touches, in market first:".into()],
            (true, _) => vec!["Those who have waited longest, in market first:".into()],
        };
        let blocks = [Block::Text(first), Block::List(points)];
        let blocks =
            blocks.into_iter().filter(|block| !matches!(block, Block::Text(line) if line.is_empty()));
        Some(Card {
            title: vec![title.into()],
            tone: Tone::Neutral,
            blocks: blocks.collect(),
            actions: vec![
                asking.button(format!("All {} {state} people", grouped(total)), &self.words()),
                asking.download(self.words),
            ],
            audience: Audience::Asker,
        })
    }
}

/// "Colin Cold, Plant Director at Globex, in market: …; seller Priya Raman, marketer Jonas Weber".
fn point(row: &Json, effort: Line) -> Line {
    let mut line =
        vec![Span::Person(word(row, "/person/name").unwrap_or("somebody without a name").to_owned())];
    let rest = match (word(row, "/person/title"), word(row, "/person/account")) {
        (Some(title), Some(employer)) => format!(", {title} at {employer}"),
        (Some(title), None) => format!(", {title}"),
        (None, Some(employer)) => format!(" at {employer}"),
        (None, None) => String::new(),
    };
    let market = if word(row, "/market") == Some("in") { ", in market" } else { "" };
    line.push(format!("{rest}{market}: ").into());
    line.extend(effort);
    let owner = |side: &str| word(row, &format!("/{side}")).map(|name| format!("{side} {name}"));
    let owners: Vec<String> = ["seller", "marketer"].iter().filter_map(|side| owner(side)).collect();
    let owners = if owners.is_empty() { "no owner".to_owned() } else { owners.join(", ") };
    line.push(format!("; {owners}").into());
    line
}

fn chased(row: &Json, asking: &Asking) -> Line {
    let touches = counted(number(row, "/sales/touches"), "sales touch", "sales touches");
    let mut line = vec![touches.into()];
    if let Some(day) = day(row, "/sales/last_at", &asking.zone) {
        line.extend([", the last on ".into(), Span::Date(day)]);
    }
    line
}

fn waiting(row: &Json, asking: &Asking) -> Line {
    let mut line = Vec::new();
    if let Some(day) = day(row, "/waiting_since", &asking.zone) {
        let longer = if day == asking.reporting.headline.from { OR_LONGER } else { "" };
        line.extend(["waiting since ".into(), Span::Date(day), format!("{longer}, ").into()]);
    }
    let (touches, engaged) = (number(row, "/marketing/touches"), number(row, "/marketing/engaged"));
    line.push(counted(touches, "marketing touch", "marketing touches").into());
    if engaged > 0 {
        line.push(format!(", engaged with {}", grouped(engaged)).into());
    }
    line
}

fn day(row: &Json, place: &str, zone: &TimeZone) -> Option<Date> {
    let at: Timestamp = word(row, place)?.parse().ok()?;
    Some(at.to_zoned(zone.clone()).date())
}
