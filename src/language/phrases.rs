//! Which question a row of units asks.
//!
//! A phrase is a list of items that must all be there, in any order: a class of words (`overlap`), a fact
//! (`marketing-`, or `facts` for any), or a slot (`{person}`, `{account}`, `{subject}` for either, `{by}`,
//! `{dimension}`, `{owner}`, `{market}`, `{target}`, `{content}`, `{source}`, `{channel}`); `statement` asks for a
//! sentence that tells rather than asks, `told` for one in which somebody tells what they did, `=word` for that very word
//! (which something else has to account for).

use super::{
    LONGEST,
    either::{Choice, Decided, dates},
    facts::Fact,
    filters::Filters,
    items::Phrase,
    lexicon::{self, NOISE},
    matcher::Matcher,
    sentences::{after_preface, one_sentence, without_reason},
    tokens::{Token, tokens},
    told::{is_action, is_opening},
    units::{By, Meaning, Unit, Value, World, spelled, units},
};
use crate::{figures::Window, vocabulary::Market};

/// How a question is asked.
#[derive(Clone, Debug)]
pub struct Grammar {
    pub name: &'static str,
    pub(super) phrases: Vec<Phrase>,
    /// Classes of words that may stand beside the phrase.
    pub also: &'static [&'static str],
    pub filters: Filtered,
}

impl Grammar {
    pub fn new(
        name: &'static str,
        phrases: &[&'static str],
        also: &'static [&'static str],
        filters: Filtered,
    ) -> Self {
        Self { name, phrases: phrases.iter().copied().map(Phrase::new).collect(), also, filters }
    }
}

/// Which filters a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filtered {
    Not,
    /// By the kind of touch: channel, campaign, purpose.
    Touches,
    All,
}

impl Filtered {
    pub(super) fn takes(self, value: &Value) -> bool {
        match self {
            Self::Not => false,
            Self::Touches => matches!(value, Value::Channel(..) | Value::Campaign(_) | Value::Purpose(_)),
            Self::All => true,
        }
    }
}

/// Whom or what a question is about, as far as the words tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// As typed.
    pub typed: String,
    pub people: Vec<u32>,
    pub accounts: Vec<u32>,
    /// An e-mail or profile address: the database may know it as a second one of somebody.
    pub address: Option<String>,
}

/// A question that was understood.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// An index into the grammars.
    pub question: usize,
    pub subject: Option<Subject>,
    pub window: Option<(Window, String)>,
    pub filters: Filters,
    pub by: Option<By>,
    /// The rows that are wanted of a breakdown; all where none is named.
    pub compared: Vec<Value>,
    /// What is asked of the sides, where it is: that they reached somebody, or did not.
    pub facts: Vec<Fact>,
    /// The colleague who is asked to have done it: "has Dana talked to Patricia?"
    pub actor: Option<u16>,
    pub market: Option<Market>,
    pub content: Option<u32>,
    pub source: Option<u16>,
    /// How many rows, and which page of them.
    pub top: Option<u32>,
    pub page: Option<u32>,
    /// The phrase that it was understood by.
    pub phrase: &'static str,
    /// Wanted as a file.
    pub csv: bool,
    /// The folded words, for the details that actions look for.
    pub words: Vec<String>,
    /// Accounts or colleagues of which one has to be chosen first.
    pub unclear: Option<Unclear>,
}

impl Reading {
    pub(super) fn names_a_colleague(&self) -> bool {
        self.filters.seller.is_some()
            || self.filters.marketer.is_some()
            || matches!(self.unclear, Some(Unclear::Colleagues { .. }))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    Accounts(Vec<u32>),
    Colleagues {
        typed: String,
        colleagues: Vec<u16>,
    },
    /// "My accounts", but who is asking?
    Asker,
}

/// What came of reading a text.
#[derive(Clone, Debug)]
pub enum Understood {
    Reading(Box<Reading>),
    /// All is clear but for a filter value that the database does not have.
    UnknownValue {
        /// The rest of the text.
        reading: Box<Reading>,
        typed: String,
        nearest: Vec<String>,
    },
    /// Some words mean several things, and the question is another with each.
    Several {
        question: usize,
        typed: String,
        choices: Vec<Choice>,
    },
    /// None of our questions; the ones with words in common, nearest first.
    Nothing {
        near: Vec<usize>,
    },
    TooLong,
    Empty,
}

/// Reads a text as one of the questions.
pub fn understand(text: &str, world: &World, grammars: &[Grammar]) -> Understood {
    if text.len() > LONGEST {
        return Understood::TooLong;
    }
    let tokens = tokens(text);
    if tokens.is_empty() {
        return Understood::Empty;
    }
    if let Some(asked) = which_date(text, &tokens, world, grammars) {
        return asked;
    }
    if let Some(told) = without_reason(text, world, grammars) {
        return told;
    }
    let found = |understood: &Understood| !matches!(understood, Understood::Nothing { .. });
    let strictly = Some(whole(text, tokens.clone(), world, grammars, Look::First)).filter(found);
    // The question may stand between other sentences: "Board meeting on Tuesday: what was our overlap? Thanks!"
    if let Some(understood) = strictly.or_else(|| one_sentence(text, world, grammars, Look::First)) {
        return understood;
    }
    match whole(text, tokens, world, grammars, Look::Second) {
        Understood::Nothing { near } => one_sentence(text, world, grammars, Look::Second)
            .or_else(|| after_preface(text, world, grammars))
            .unwrap_or(Understood::Nothing { near }),
        understood => understood,
    }
}

/// How closely a text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Every word has to be accounted for.
    First,
    /// Words that tell nothing more are passed over, and unknown ones may be names.
    Second,
}

/// 03/04/2026 is asked about, if the rest is a question of ours.
fn which_date(text: &str, tokens: &[Token], world: &World, grammars: &[Grammar]) -> Option<Understood> {
    let (at, choices) = dates(tokens)?;
    let mut dated = tokens.to_vec();
    dated[at].word = choices[0].text.split(' ').nth(at)?.to_owned();
    match whole(text, dated, world, grammars, Look::Second) {
        Understood::Reading(reading) => Some(Understood::Several {
            question: reading.question,
            typed: tokens[at].raw.clone(),
            choices: choices.into(),
        }),
        _ => None,
    }
}

pub(super) fn whole(
    text: &str,
    tokens: Vec<Token>,
    world: &World,
    grammars: &[Grammar],
    look: Look,
) -> Understood {
    let tokens = spelled(tokens, world);
    if commands(&tokens) {
        return Understood::Nothing { near: Vec::new() };
    }
    let asks = asks(text, &tokens);
    let mut read: Vec<(Reading, Option<(String, Choice)>)> = Vec::new();
    let mut refused = None;
    for Decided { units, choice } in units(&tokens, world) {
        let matcher = Matcher::new(&units, &tokens, world, asks);
        let lenient = || Matcher::new(&units, &tokens, world, asks).leniently()?.reading(grammars);
        let reading = matcher.reading(grammars).or_else(|| (look == Look::Second).then(lenient).flatten());
        match reading {
            Some(reading) => read.push((reading, choice)),
            None if refused.is_none() && look == Look::Second => {
                let unknown = matcher.with_unknown(grammars);
                refused =
                    Some(unknown.unwrap_or_else(|| Understood::Nothing { near: near(&units, grammars) }));
            }
            None => {}
        }
    }
    match read.len() {
        0 => refused.unwrap_or(Understood::Nothing { near: Vec::new() }),
        1 => Understood::Reading(Box::new(read.swap_remove(0).0)),
        _ => Understood::Several {
            question: read[0].0.question,
            typed: read[0].1.as_ref().map_or(String::new(), |(typed, _)| typed.clone()),
            choices: read.into_iter().filter_map(|(_, choice)| Some(choice?.1)).collect(),
        },
    }
}

/// The questions whose phrases have a word of the text, the most words first.
fn near(units: &[Unit], grammars: &[Grammar]) -> Vec<usize> {
    let classes: Vec<&str> = units
        .iter()
        .filter_map(|unit| match unit.meaning {
            Meaning::Word(class) if class != NOISE => Some(class),
            _ => None,
        })
        .collect();
    let mut scored: Vec<(usize, usize)> = grammars
        .iter()
        .enumerate()
        .map(|(question, grammar)| {
            let shared = |phrase: &Phrase| {
                phrase
                    .text
                    .split(' ')
                    .filter(|item| classes.contains(&item.trim_end_matches(['+', '-'])))
                    .count()
            };
            (grammar.phrases.iter().map(shared).max().unwrap_or(0), question)
        })
        .filter(|(shared, _)| *shared > 0)
        .collect();
    scored.sort_by_key(|(shared, question)| (usize::MAX - shared, *question));
    scored.into_iter().map(|(_, question)| question).collect()
}

/// Whether a text asks rather than tells.
fn asks(text: &str, tokens: &[Token]) -> bool {
    const OPENINGS: &[&str] = &[
        "is", "are", "was", "were", "has", "have", "had", "did", "does", "do", "who", "whom", "whose",
        "what", "which", "how", "when", "why", "where", "should", "any",
    ];
    // "Had a call with Ravi" tells.
    let tells = tokens.first().is_some_and(|token| token.word == "had")
        && tokens.get(1).is_some_and(|token| {
            matches!(
                token.word.as_str(),
                "a" | "an" | "another" | "my" | "our" | "lunch" | "coffee" | "dinner" | "breakfast"
            )
        });
    text.trim_end().ends_with('?')
        || !tells && tokens.first().is_some_and(|token| OPENINGS.contains(&token.word.as_str()))
}

/// "Import this spreadsheet" is not asked but ordered, and not ours to do in a chat.
fn commands(tokens: &[Token]) -> bool {
    const VERBS: &[&str] = &[
        "sync", "import", "refresh", "update", "upload", "load", "delete", "send", "book", "schedule",
        "remind", "write", "draft",
    ];
    let first = tokens.iter().position(|token| !is_opening(token)).unwrap_or(0);
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word.as_str());
    // "Don't add Hooli": what is not to be done is no order either.
    let forbids = matches!((word(first), word(first + 1)), ("do", "not") | ("never", _))
        && lexicon::class_of(word(first + 1 + usize::from(word(first) == "do"))).is_some_and(is_action);
    // "I haven't called Ravi": told, and nothing to log.
    let rest = &tokens[(first + 1).min(tokens.len())..];
    let within = |count: usize, words: &[&str]| {
        rest.iter().take(count).any(|token| words.contains(&token.word.as_str()))
    };
    let denies = matches!(word(first), "i" | "we")
        && !(within(3, &["want"]) && rest.iter().any(|token| token.word == "target"))
        && within(3, &["not", "never", "will"])
        && !within(5, &["know", "sure", "see", "understand", "remember", "tell", "find"]);
    // "Is it cold in Madrid?"
    let weather = tokens.iter().enumerate().any(|(at, token)| {
        token.word == "it" && (at.saturating_sub(2)..at + 3).any(|near| matches!(word(near), "cold" | "warm"))
    });
    // "Delete Hooli from the target list", "update Hooli to in market": ours to do.
    let about = |noun| rest.iter().any(|token| token.word == noun);
    let ours = word(first) == "delete" && about("target") || word(first) == "update" && about("market");
    // "E-mail the cold list to Dana"
    let mails = matches!(word(first), "email" | "mail" | "forward")
        && matches!(word(first + 1), "the" | "this" | "my" | "it" | "these" | "a");
    forbids || denies || weather || mails || tokens.len() > first + 1 && VERBS.contains(&word(first)) && !ours
}
