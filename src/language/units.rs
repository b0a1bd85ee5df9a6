//! The text as a row of units: each is one or more words with one meaning (a window, a filter, a name, a class of
//! words), or is not understood yet.

use jiff::civil::Date;

use super::{
    either::{Decided, decided},
    filters::Whose,
    joined::merge,
    lexicon,
    owned::is_belongings,
    reader::Reader,
    terms::{Terms, vague_channel},
    tokens::Token,
    typos,
};
use crate::{
    figures::Window,
    snapshot::{Hit, Snapshot},
    vocabulary::{Channel, Market, Purpose},
};

/// One or more neighbouring words with one meaning.
#[derive(Clone, Debug)]
pub struct Unit {
    pub from: usize,
    pub to: usize,
    pub meaning: Meaning,
}

#[derive(Clone, Debug)]
pub enum Meaning {
    /// A word of a class of the lexicon.
    Word(&'static str),
    Window(Window, String),
    Value(Value),
    /// "By seller" (`true`), or just "seller".
    By(By, bool),
    /// "Germany or France": a row for each of the values.
    Compared(By, Vec<Value>),
    Name(Name),
    Number(u32),
    /// "Top 50", "page 2".
    Top(u32),
    Page(u32),
    /// One of several, which the rest of the text or the asker has to tell.
    Either(Vec<Meaning>),
    Unknown,
}

/// The value of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Industry(String),
    Country(String),
    Tier(String),
    Account(u32),
    Seller(u16),
    Marketer(u16),
    Team(u16),
    Channel(Channel, Whose),
    Campaign(u32),
    Purpose(Purpose),
    Market(Market),
    Target,
    Content(u32),
    Source(u16),
    /// "My accounts": those of whoever asks.
    Mine,
}

/// What a breakdown has a row for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Seller,
    Marketer,
    Industry,
    Tier,
    Country,
    Channel,
    Campaign,
    Purpose,
}

impl By {
    pub const ALL: &[Self] = &[
        Self::Seller,
        Self::Marketer,
        Self::Industry,
        Self::Tier,
        Self::Country,
        Self::Channel,
        Self::Campaign,
        Self::Purpose,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Seller => "seller",
            Self::Marketer => "marketer",
            Self::Industry => "industry",
            Self::Tier => "tier",
            Self::Country => "country",
            Self::Channel => "channel",
            Self::Campaign => "campaign",
            Self::Purpose => "purpose",
        }
    }
}

/// Whom or what some words may name. Several of each kind where they are ambiguous.
#[derive(Clone, Debug, Default)]
pub struct Name {
    pub people: Vec<u32>,
    pub accounts: Vec<u32>,
    pub colleagues: Vec<u16>,
    /// Written without a typo.
    pub exact: bool,
    /// An address rather than words.
    pub address: Option<String>,
    pub possessive: bool,
}

impl Name {
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.accounts.is_empty() && self.colleagues.is_empty()
    }
}

/// What the words are read against.
pub struct World<'a> {
    pub snapshot: &'a Snapshot,
    pub terms: &'a Terms,
    /// The colleague who asks.
    pub asker: Option<u16>,
    pub today: Date,
}

/// Cuts tokens into units, in each way in which they can be read.
pub(super) fn units(tokens: &[Token], world: &World) -> Vec<Decided> {
    let mut reader = Reader::new(tokens, world);
    reader.addresses();
    reader.expressions();
    reader.windows();
    reader.words();
    reader.names();
    let mut readings = decided(reader.finish(), tokens, world);
    readings.iter_mut().for_each(|reading| merge(&mut reading.units, tokens, world));
    readings
}

/// Puts misspelt words of ours right, before anything is read: "buying gropus", "taget market". A word that is
/// somebody's name, or nearer to one, stays.
pub(super) fn spelled(mut tokens: Vec<Token>, world: &World) -> Vec<Token> {
    let people = world.snapshot.people.index();
    for at in 0..tokens.len() {
        let word = tokens[at].word.as_str();
        let known = lexicon::is_known(word)
            || vague_channel(word).is_some()
            || people.has_word(word)
            || world.terms.has_word(word)
            || world.snapshot.account_index.has_word(word)
            || tokens[at].is_address()
            || is_name_like(&tokens, at, world);
        if known {
            continue;
        }
        let Some((off, meant)) = typos::corrected(word) else {
            unpossessed(&mut tokens, at, world);
            continue;
        };
        let nearer =
            |hits: Vec<Hit>| hits.first().is_some_and(|hit| 1.0 - hit.score < 0.1 * off as f64 - 0.01);
        if !nearer(people.find(&[word]))
            && !nearer(world.snapshot.account_index.find(&[word]))
            && !nearer(world.terms.colleagues(&[word]))
        {
            tokens[at].word = meant.to_owned();
        }
    }
    as_verbs(&mut tokens);
    for at in 1..tokens.len() {
        // "Everyone Ananya's been chasing": is or has, and nothing of hers.
        let acts = tokens[at].word == "been"
            || tokens[at].word.ends_with("ing")
                && matches!(lexicon::class_of(&tokens[at].word), Some("contact" | "touch" | "reach"));
        if acts && tokens[at - 1].possessive {
            tokens[at - 1].possessive = false;
        }
    }
    tokens
}

/// Whether a word is written large where hardly another one is: "who owns Acme Rockets" asks for no "came".
fn is_name_like(tokens: &[Token], at: usize, world: &World) -> bool {
    let large = |token: &Token| {
        token.raw.starts_with(char::is_uppercase) && token.raw.chars().any(char::is_lowercase)
    };
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let strange = |token: &&Token| {
        large(token) && !lexicon::is_known(&token.word) && !world.terms.has_word(&token.word)
    };
    let pair = beside.filter(|at| *at > 0).filter_map(|at| tokens.get(at)).any(|token| strange(&token));
    at > 0
        && large(&tokens[at])
        && pair
        && tokens.iter().filter(|token| large(token)).count() * 2 <= tokens.len() + 1
}

/// "Did sales email": what they did, not what they sent.
fn as_verbs(tokens: &mut [Token]) {
    const WHO: &[&str] = &[
        "sales",
        "marketing",
        "we",
        "you",
        "i",
        "they",
        "anyone",
        "anybody",
        "nobody",
        "somebody",
        "someone",
        "team",
        "ever",
        "not",
    ];
    for at in 1..tokens.len() {
        let before = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].word.as_str());
        let asked = (2..=4).any(|back| matches!(before(back), "did" | "does" | "do" | "should"));
        // "Whom did marketing warm": what it did, not whom it warmed.
        let warms = tokens[at].word == "warm"
            && matches!(before(1), "marketing" | "we")
            && (2..=4).any(|back| before(back) == "did");
        // "Do sales and marketing target the same people": what they do.
        let same = tokens[at + 1..].iter().take(2).any(|token| token.word == "same");
        if tokens[at].word == "target" && same && WHO.contains(&before(1)) {
            tokens[at].word = "targeted".to_owned();
        } else if matches!(tokens[at].word.as_str(), "email" | "message") && WHO.contains(&before(1)) && asked
        {
            let verb = if tokens[at].word == "email" { "emailed" } else { "messaged" };
            tokens[at].word = verb.to_owned();
        } else if warms {
            tokens[at].word = "warmed".to_owned();
        }
    }
}

/// "Sams accounts": somebody's, without the apostrophe.
fn unpossessed(tokens: &mut [Token], at: usize, world: &World) {
    let Some(next) = tokens.get(at + 1) else { return };
    let Some(name) = tokens[at].word.strip_suffix('s') else { return };
    if (next.word == "team" || is_belongings(&next.word))
        && world.terms.colleagues(&[name]).first().is_some_and(|hit| hit.score == 1.0)
    {
        tokens[at].word.pop();
        tokens[at].possessive = true;
    }
}
