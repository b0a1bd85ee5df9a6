//! The digest's side of the conversation with the bot.

use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value as Json;

use super::Request;
use crate::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::{Action, ActionKind, Block, Card, Line, listed},
    db::DbError,
    digest::reporting::{Reporting, between, headline},
    figures::Window,
};

/// Filters by which accounts are chosen.
const ON_ACCOUNTS: [&str; 7] = ["industry", "country", "tier", "account", "seller", "marketer", "team"];

/// Asks about one digest.
pub struct Asking<'b> {
    bot: &'b Bot,
    who: Who,
    at: Timestamp,
    pub zone: TimeZone,
    pub reporting: Reporting,
    /// The filters as the owner typed them; with a blank in front, or empty.
    filters: String,
    /// The filters as anybody may type them, and as they stand behind a figure.
    anybody: String,
    pub said: String,
    /// The market state that the filters name.
    pub market: Option<String>,
    /// The filters choose accounts.
    pub on_accounts: bool,
    left_out: Vec<&'static str>,
}

/// An answer.
#[derive(Clone)]
pub struct Said {
    pub card: Card,
    pub data: Json,
}

impl<'b> Asking<'b> {
    pub fn new(bot: &'b Bot, at: Timestamp, request: &Request) -> Self {
        let who = match request.owner_email {
            "" => Who::Operator,
            email => Who::Colleague(email.to_owned()),
        };
        let filters = match request.filters.trim() {
            "" => String::new(),
            filters => format!(" {filters}"),
        };
        let anybody = filters.clone();
        Self {
            bot,
            who,
            at,
            zone: request.zone.clone(),
            reporting: Reporting::as_of(request.date),
            filters,
            anybody,
            said: String::new(),
            market: None,
            on_accounts: false,
            left_out: Vec::new(),
        }
    }

    /// The headline, by which the filters become known; or why they are not understood.
    pub async fn opening(&mut self) -> Result<Result<Said, Line>, DbError> {
        let text = headline(&self.filters, self.reporting.headline);
        let answer = self.bot.answer(&self.say(text)).await?;
        if answer.question != "overlap" || !answer.is_answered() {
            return Ok(Err(why(&answer.card)));
        }
        (self.said, self.anybody) = answer.restriction.clone();
        self.market = answer.filters.get("market").and_then(Json::as_str).map(str::to_owned);
        self.on_accounts = ON_ACCOUNTS.iter().any(|key| answer.filters.contains_key(*key));
        Ok(Ok(Said { card: answer.card.clone(), data: answer.data.clone() }))
    }

    /// Asks `words` with the digest's filters over a window.
    pub async fn over(
        &mut self,
        question: &'static str,
        words: &str,
        window: Window,
    ) -> Result<Option<Said>, DbError> {
        self.ask(question, words, &format!("{}{}", self.filters, between(window))).await
    }

    /// Asks `words` with the digest's filters and the question's own idea of time.
    pub async fn filtered(&mut self, question: &'static str, words: &str) -> Result<Option<Said>, DbError> {
        self.ask(question, words, &self.filters.clone()).await
    }

    /// Who leads a team of sales, by name.
    pub async fn leaders(&self) -> Result<Vec<String>, DbError> {
        self.bot.leaders().await
    }

    /// Asks just `words`.
    pub async fn plainly(&mut self, question: &'static str, words: &str) -> Result<Option<Said>, DbError> {
        self.ask(question, words, "").await
    }

    async fn ask(
        &mut self,
        question: &'static str,
        words: &str,
        rest: &str,
    ) -> Result<Option<Said>, DbError> {
        let answer = self.bot.answer(&self.say(format!("{words}{rest}"))).await?;
        if answer.question == question && answer.is_answered() {
            return Ok(Some(Said { card: answer.card.clone(), data: answer.data.clone() }));
        }
        if !self.left_out.contains(&question) {
            self.left_out.push(question);
        }
        Ok(None)
    }

    fn say(&self, text: String) -> Ask {
        Ask { who: self.who.clone(), place: Place::Private, text, at: self.at }
    }

    /// What could not be asked with these filters, or as this owner.
    pub fn left_out(&self) -> Option<Line> {
        let all = listed(&self.left_out);
        let why = "not answered with these filters, or not to the owner of this digest";
        (!all.is_empty()).then(|| vec![format!("Left out: {all} ({why}).").into()])
    }

    /// A button that opens what stands behind a figure of the digest, whoever presses it and whenever.
    pub fn button(&self, label: impl Into<String>, words: &str) -> Action {
        self.action(label.into(), words, ActionKind::Ask)
    }

    /// A button for the whole list as a file.
    pub fn download(&self, list: &str) -> Action {
        self.action("Download CSV".to_owned(), &format!("export {list}"), ActionKind::Download)
    }

    fn action(&self, label: String, words: &str, kind: ActionKind) -> Action {
        let text = format!("{words}{}{}", self.anybody, between(self.reporting.headline));
        Action { label, text, kind }
    }
}

/// What the bot says instead of an answer, and what it offers.
fn why(card: &Card) -> Line {
    let mut line = card.title.clone();
    let offers: Vec<&str> = card.actions.iter().map(|action| action.label.as_str()).collect();
    if !offers.is_empty() {
        line.push(format!(": {}", offers.join(", ")).into());
    }
    line
}

impl Said {
    /// A count, by its place in the data; 0 if there is none.
    pub fn count(&self, place: &str) -> u64 {
        self.data.pointer(place).and_then(Json::as_u64).unwrap_or(0)
    }

    /// A share of 1; nothing where its denominator is 0.
    pub fn share(&self, place: &str) -> Option<f64> {
        self.data.pointer(place).and_then(Json::as_f64)
    }

    pub fn list(&self, place: &str) -> &[Json] {
        self.data.pointer(place).and_then(Json::as_array).map_or(&[], Vec::as_slice)
    }

    /// What the card says under a label.
    pub fn fact(&self, label: &str) -> Option<&Line> {
        self.card.blocks.iter().find_map(|block| match block {
            Block::Facts(facts) => facts.iter().find(|(known, _)| known == label).map(|(_, line)| line),
            _ => None,
        })
    }
}

/// A word of a row.
pub fn word<'j>(row: &'j Json, place: &str) -> Option<&'j str> {
    row.pointer(place).and_then(Json::as_str)
}

/// A count of a row.
pub fn number(row: &Json, place: &str) -> u64 {
    row.pointer(place).and_then(Json::as_u64).unwrap_or(0)
}
