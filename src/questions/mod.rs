//! Every question, one record each. A question says how it is asked and how it is answered; help, slash commands,
//! manifests and the tests over the list are made from [`ALL`].
//!
//! An answer is worked out from the snapshot alone: no I/O, no clock. What an action would change is proposed here and
//! written by `bot` once somebody has said yes.

mod account;
mod asked;
mod breakdown;
mod cold;
mod content;
mod examples;
mod focus;
mod freshness;
mod groups;
mod help;
mod history;
mod log_touch;
mod market;
mod measure;
mod order;
mod outside;
mod overlap;
mod owner;
mod people_list;
mod priming;
mod reached;
mod say;
mod selection;
mod set_market;
mod set_target;
mod trend;
mod untouched;
mod warm;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

pub use asked::{Asked, Asker};
pub use examples::{examples, nameless_examples, open_example, openers, suggestions};
pub use say::{capital, sources_note};
pub use selection::Selection;

use crate::{
    card::{Card, Line},
    figures::Window,
    language::{Filtered, Grammar},
    vocabulary::{Channel, Evidence, Market, Outcome, Side},
};

/// A question, or an action asked for in the same way.
pub struct Question {
    /// Its name in the interface.
    pub name: &'static str,
    /// What it tells, in a few words for help and menus.
    pub summary: &'static str,
    /// As people would ask it; each is understood as this very question.
    pub examples: &'static [&'static str],
    /// How it is asked: see `language::phrases`.
    pub phrases: &'static [&'static str],
    /// Classes of words that may stand beside a phrase.
    pub also: &'static [&'static str],
    /// Whether it takes the filters.
    pub filters: Filtered,
    pub answer: fn(&Asked) -> Answer,
}

/// In the order in which help lists them. A new question is its file and a line here (and one above).
pub static ALL: &[&Question] = &[
    &reached::QUESTION,
    &history::QUESTION,
    &account::QUESTION,
    &overlap::QUESTION,
    &trend::QUESTION,
    &breakdown::QUESTION,
    &cold::QUESTION,
    &warm::QUESTION,
    &untouched::QUESTION,
    &focus::QUESTION,
    &groups::QUESTION,
    &outside::QUESTION,
    &priming::QUESTION,
    &content::QUESTION,
    &owner::QUESTION,
    &freshness::QUESTION,
    &log_touch::QUESTION,
    &set_market::QUESTION,
    &set_target::QUESTION,
    &help::QUESTION,
];

impl Question {
    pub fn grammar(&self) -> Grammar {
        Grammar::new(self.name, self.phrases, self.also, self.filters)
    }
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Answered,
    Ambiguous,
    NotFound,
    NotUnderstood,
    Forbidden,
    Confirm,
    Done,
}

/// An answer with everything the interface carries.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question's name, or "none".
    pub question: &'static str,
    pub status: Status,
    pub card: Card,
    pub window: Option<(Window, String)>,
    pub filters: Map<String, Json>,
    /// The same filters to stand behind a figure, ", in Fintech, tier 1", and as they are typed behind another question,
    /// " in Fintech tier 1"; both empty without any.
    pub restriction: (String, String),
    pub candidates: Vec<Json>,
    pub suggestions: Vec<String>,
    pub data: Json,
    /// What a yes would change.
    pub proposal: Option<Action>,
    /// The whole list behind the card, if it was wanted.
    pub csv: Option<Vec<Vec<String>>>,
    /// How fresh each source is: `{name, fresh_as_of}`.
    pub sources: Vec<Json>,
}

/// A change that was proposed, and what it says it will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub change: Change,
    /// Each change in words, as they were shown.
    pub changes: Vec<String>,
    /// What to say when it is done.
    pub done: String,
}

/// A change to the account database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Change {
    LogTouch {
        person: u32,
        side: Side,
        channel: Channel,
        evidence: Evidence,
        /// Microseconds since 1970.
        at: i64,
        colleague: Option<u16>,
        outcome: Option<Outcome>,
    },
    SetMarket {
        account: Option<u32>,
        person: Option<u32>,
        state: Market,
        /// Microseconds since 1970.
        since: i64,
        said_by: String,
    },
    SetTarget {
        account: u32,
        target: bool,
    },
    AddMember {
        account: u32,
        person: u32,
    },
    RemoveMember {
        person: u32,
        accounts: Vec<u32>,
    },
    /// A user of a chat is a colleague.
    Link {
        platform: String,
        team: String,
        user: String,
        email: String,
    },
    Subscribe {
        platform: String,
        team: String,
        channel: String,
        /// The kept form of `digest::schedule`.
        schedule: String,
        filters: String,
        /// The kept form of `digest::sections`.
        sections: String,
        quiet: bool,
        owner_email: String,
        /// Microseconds since 1970.
        at: i64,
    },
    Digest {
        id: i64,
        what: DigestChange,
        /// Microseconds since 1970.
        at: i64,
    },
}

/// What may be done with a digest that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DigestChange {
    Pause,
    Resume,
    Stop,
}

impl DigestChange {
    /// As it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Stop => "stop",
        }
    }
}

/// The name of the action that says who a chat user is. It names nothing of the account database, so `bot` reads it.
pub const LINK: &str = "link";
/// What is arranged about digests is one question of the interface.
pub const SUBSCRIBE: &str = "subscribe";

impl Change {
    /// The name of the question that proposed it.
    pub fn question(&self) -> &'static str {
        match self {
            Self::LogTouch { .. } => log_touch::QUESTION.name,
            Self::SetMarket { .. } => set_market::QUESTION.name,
            Self::SetTarget { .. } | Self::AddMember { .. } | Self::RemoveMember { .. } => {
                set_target::QUESTION.name
            }
            Self::Link { .. } => LINK,
            Self::Subscribe { .. } | Self::Digest { .. } => SUBSCRIBE,
        }
    }
}

impl Answer {
    /// An answer with a card and the question's data.
    pub fn answered(asked: &Asked, card: Card, data: Json) -> Self {
        Self {
            question: asked.question,
            status: Status::Answered,
            card,
            window: asked.windowed.then(|| (asked.window, asked.label.clone())),
            filters: asked.filters.json(asked.snapshot),
            restriction: (asked.restricted(), asked.filters.typed(asked.snapshot)),
            candidates: Vec::new(),
            suggestions: Vec::new(),
            data,
            proposal: None,
            csv: None,
            sources: Vec::new(),
        }
    }

    /// The same with the filters and the window that were typed, where it is no answer but a choice or a refusal.
    #[must_use]
    pub fn with_what_was_understood(self, asked: &Asked) -> Self {
        if !matches!(self.status, Status::Ambiguous | Status::NotFound) {
            return self;
        }
        Self { window: asked.reading.window.clone(), filters: asked.filters.json(asked.snapshot), ..self }
    }

    /// Whether it answers what was asked: no refusal, no choice, nothing that waits for a yes.
    pub fn is_answered(&self) -> bool {
        self.status == Status::Answered
    }

    /// The object that `ask --json` and the API print; `text` is the card as plain text.
    pub fn json(&self, text: &str) -> Json {
        json!({
            "question": self.question,
            "status": self.status,
            "text": text,
            "window": self.window.as_ref().map(|(window, label)| json!({
                "from": window.from.to_string(),
                "to": window.to.to_string(),
                "label": label,
            })),
            "filters": self.filters,
            "candidates": self.candidates,
            "suggestions": self.suggestions,
            "sources": self.sources,
            "data": self.data,
        })
    }

    /// Anything that is no answer: nothing was found, several were, it is not allowed.
    pub fn other(question: &'static str, status: Status, card: Card) -> Self {
        Self {
            question,
            status,
            card,
            window: None,
            filters: Map::new(),
            restriction: Default::default(),
            candidates: Vec::new(),
            suggestions: Vec::new(),
            data: Json::Object(Map::new()),
            proposal: None,
            csv: None,
            sources: Vec::new(),
        }
    }
}

/// A line of plain words.
pub(crate) fn words(text: impl Into<String>) -> Line {
    vec![text.into().into()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_well_kept() {
        for (at, question) in ALL.iter().enumerate() {
            assert!(!question.summary.is_empty() && !question.summary.ends_with('.'), "{}", question.name);
            assert!(!question.examples.is_empty() && !question.phrases.is_empty(), "{}", question.name);
            assert!(
                ALL[..at].iter().all(|other| other.name != question.name),
                "{} is there twice",
                question.name
            );
        }
    }
}
