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
    lexicon::{self, NOISE},
    matcher::Matcher,
    tokens::{Token, tokens},
    told::{is_action, is_opening},
    units::{By, Meaning, Unit, Value, World, spelled, units},
};
use crate::{figures::Window, vocabulary::Market};

/// How a question is asked.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    pub name: &'static str,
    pub phrases: &'static [&'static str],
    /// Classes of words that may stand beside the phrase.
    pub also: &'static [&'static str],
    pub filters: Filtered,
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
    match whole(text, tokens, world, grammars) {
        // The question may stand between other sentences: "Board meeting on Tuesday: what was our overlap? Thanks!"
        Understood::Nothing { near } => {
            let after_preface = || after_preface(text, world, grammars);
            one_sentence(text, world, grammars).or_else(after_preface).unwrap_or(Understood::Nothing { near })
        }
        understood => understood,
    }
}

/// 03/04/2026 is asked about, if the rest is a question of ours.
fn which_date(text: &str, tokens: &[Token], world: &World, grammars: &[Grammar]) -> Option<Understood> {
    let (at, choices) = dates(tokens)?;
    let mut dated = tokens.to_vec();
    dated[at].word = choices[0].text.split(' ').nth(at)?.to_owned();
    match whole(text, dated, world, grammars) {
        Understood::Reading(reading) => Some(Understood::Several {
            question: reading.question,
            typed: tokens[at].raw.clone(),
            choices: choices.into(),
        }),
        _ => None,
    }
}

/// "Globex is in market, they're looking for a vendor": what is told of somebody, with the reason left away. A reason
/// that denies something, or names anything else, may be more than one.
fn without_reason(text: &str, world: &World, grammars: &[Grammar]) -> Option<Understood> {
    const DOUBTS: &[&str] = &[
        "maybe", "perhaps", "possibly", "if", "unless", "or", "but", "and", "right", "is", "are", "who",
        "what",
    ];
    let at = text.rmatch_indices([',', ';', ':', '–', '—']).map(|(at, _)| at).find(|at| {
        let after = tokens(text[*at..].trim_start_matches([',', ';', ':', '–', '—']));
        after.first().is_some_and(|token| !DOUBTS.contains(&token.word.as_str()))
    })?;
    let (told, reason) = text.split_at(at);
    let restricts = units(&spelled(tokens(reason), world), world)[0].units.iter().any(|unit| {
        let named = matches!(&unit.meaning, Meaning::Name(name) if name.exact);
        named
            || matches!(
                unit.meaning,
                Meaning::Value(_) | Meaning::Window(..) | Meaning::Word("not" | "no_longer" | "will")
            )
    });
    if restricts || text.ends_with('?') {
        return None;
    }
    match whole(told, tokens(told), world, grammars) {
        Understood::Reading(reading)
            if reading.phrase.split(' ').any(|item| matches!(item, "statement" | "mark" | "became")) =>
        {
            Some(Understood::Reading(reading))
        }
        _ => None,
    }
}

/// "I took over from a colleague, bring me up to speed on …": what somebody tells of themselves before they ask. What
/// names, restricts or denies anything is no preface.
fn after_preface(text: &str, world: &World, grammars: &[Grammar]) -> Option<Understood> {
    const OPENINGS: &[&str] = &[
        "i",
        "we",
        "my",
        "our",
        "before",
        "ahead",
        "quick",
        "prepping",
        "preparing",
        "doing",
        "working",
        "curious",
    ];
    let at = text.find([',', ':', ';']).or_else(|| text.find(" - "))?;
    let (preface, question) = text.split_at(at);
    let words = tokens(preface);
    if !OPENINGS.contains(&words.first()?.word.as_str()) {
        return None;
    }
    let restricts = units(&spelled(words, world), world)[0].units.iter().any(|unit| {
        !matches!(unit.meaning, Meaning::Unknown | Meaning::Word(_))
            || matches!(unit.meaning, Meaning::Word("not" | "only"))
    });
    let question = question.trim_start_matches([',', ':', ';', ' ', '-']);
    if restricts {
        return None;
    }
    match whole(question, tokens(question), world, grammars) {
        reading @ Understood::Reading(_) => Some(reading),
        _ => None,
    }
}

/// The reading of the only sentence that asks anything, if there is just one.
fn one_sentence(text: &str, world: &World, grammars: &[Grammar]) -> Option<Understood> {
    const MARKS: &[&str] = &[". ", "! ", "!", "? ", ": ", "; ", "\n", " - ", " – ", " — "];
    let mut sentences = vec![text];
    for mark in MARKS {
        sentences = sentences.into_iter().flat_map(|sentence| sentence.split_inclusive(mark)).collect();
    }
    if sentences.len() < 2 || sentences.len() > 8 {
        return None;
    }
    let mut found = None;
    for sentence in sentences {
        let tokens = tokens(sentence);
        if tokens.is_empty() {
            continue;
        }
        let restricts =
            units(&spelled(tokens.clone(), world), world)[0].units.iter().any(|unit| match &unit.meaning {
                Meaning::Window(..) | Meaning::Name(_) => true,
                Meaning::Value(value) => !matches!(value, Value::Channel(..)),
                _ => false,
            });
        match whole(sentence, tokens, world, grammars) {
            reading @ Understood::Reading(_) if found.is_none() => found = Some(reading),
            Understood::Reading(_) => return None, // two questions at once
            _ if restricts => return None,         // not to be dropped silently
            _ => {}
        }
    }
    found
}

fn whole(text: &str, tokens: Vec<Token>, world: &World, grammars: &[Grammar]) -> Understood {
    let tokens = spelled(tokens, world);
    if commands(&tokens) {
        return Understood::Nothing { near: Vec::new() };
    }
    let asks = asks(text, &tokens);
    let mut read: Vec<(Reading, Option<(String, Choice)>)> = Vec::new();
    let mut refused = None;
    for Decided { units, choice } in units(&tokens, world) {
        let matcher = Matcher::new(&units, &tokens, world, asks);
        let lenient = || Matcher::new(&units, &tokens, world, asks).leniently().reading(grammars);
        match matcher.reading(grammars).or_else(lenient) {
            Some(reading) => read.push((reading, choice)),
            None if refused.is_none() => {
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
            let shared = |phrase: &&str| {
                phrase.split(' ').filter(|item| classes.contains(&item.trim_end_matches(['+', '-']))).count()
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
