//! Whom and what a text names that was written for somebody else, such as a message in a channel.
//!
//! Addresses, full names of people and names of accounts, to the letter after folding: a wrong one is worse than none,
//! so nothing is corrected, and what two people or accounts go by is left out.

use super::{
    lexicon,
    terms::{Term, Terms},
    tokens::{Token, plain, tokens},
};
use crate::{
    identity::{Email, domain, fold, linkedin, registrable},
    snapshot::Snapshot,
};

/// How much of a text is read, in characters: the longest message that Slack takes whole has 4,000
/// (<https://docs.slack.dev/reference/methods/chat.postMessage>).
const READ: usize = 8_000;
/// The most words of an account's name that are put together.
const LONGEST: usize = 8;
/// Mentions at the most: a pasted list of participants asks for no more.
const MOST: usize = 40;

/// Somebody or something that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mention {
    Person(u32),
    Account(u32),
    /// An e-mail address or a profile, which the database may know: its kind, its key, and the account of its domain.
    Address(&'static str, String, Option<u32>),
}

/// What may be meant by some words, and how many words that are.
struct Found {
    meant: Meant,
    words: usize,
}

enum Meant {
    One(Mention),
    /// Several people of one name: the accounts named beside them may tell which.
    OneOf(Vec<u32>),
}

/// Everything that a text names, in the order in which it does.
pub fn mentions(text: &str, snapshot: &Snapshot, terms: &Terms) -> Vec<Mention> {
    let mut found: Vec<Meant> = Vec::new();
    let cut = text.char_indices().nth(READ).map_or(text.len(), |(at, _)| at);
    for run in runs(&text[..cut]) {
        let tokens = tokens(&run);
        let look = Look { tokens: &tokens, snapshot, terms };
        let mut at = 0;
        while at < tokens.len() && found.len() < MOST {
            let here = look.at(at);
            at += here.as_ref().map_or(1, |here| here.words);
            found.extend(here.map(|here| here.meant));
        }
    }
    let accounts: Vec<u32> = found.iter().filter_map(account_of).collect();
    found.into_iter().filter_map(|meant| only(meant, &accounts, snapshot)).collect()
}

fn account_of(meant: &Meant) -> Option<u32> {
    match meant {
        Meant::One(Mention::Account(account) | Mention::Address(_, _, Some(account))) => Some(*account),
        _ => None,
    }
}

/// The one that is meant, if it is clear which.
fn only(meant: Meant, accounts: &[u32], snapshot: &Snapshot) -> Option<Mention> {
    let people = match meant {
        Meant::One(mention) => return Some(mention),
        Meant::OneOf(people) => people,
    };
    let here = |person: &u32| {
        let employer = snapshot.people.employer(*person);
        snapshot.accounts_of(*person).chain(employer).any(|account| accounts.contains(&account))
    };
    let mut here = people.into_iter().filter(here);
    match (here.next(), here.next()) {
        (Some(person), None) => Some(Mention::Person(person)),
        _ => None,
    }
}

/// A text cut where one word no longer belongs to the next: "Hi Anna. Smith wrote", "Anna, Smith & Co".
fn runs(text: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    for line in text.lines() {
        for piece in plain(line).split_whitespace() {
            let ends = piece.ends_with(['.', ',', ';', ':', '!', '?', ')', ']', '"', '”', '…', '»']);
            let begins = piece.starts_with(['(', '[', '"', '“', '«', '•', '-', '*', '>']);
            if begins {
                runs.push(String::new());
            }
            let address = piece.contains(['@', '.']) || piece.contains("://");
            let parts = |c: char| !address && "/&+=_:|<>\\".contains(c);
            for (nth, part) in piece.split(parts).enumerate() {
                if nth > 0 {
                    runs.push(String::new());
                }
                if let Some(run) = runs.last_mut() {
                    run.push_str(part);
                    run.push(' ');
                }
            }
            if ends {
                runs.push(String::new());
            }
        }
        runs.push(String::new());
    }
    runs.retain(|run| !run.trim().is_empty());
    runs
}

struct Look<'a> {
    tokens: &'a [Token],
    snapshot: &'a Snapshot,
    terms: &'a Terms,
}

impl Look<'_> {
    /// What the words from here on name: the longest, and nothing where a person and an account are called the same.
    fn at(&self, at: usize) -> Option<Found> {
        if self.tokens[at].is_address() {
            return self.address(&self.tokens[at].word);
        }
        match (self.people(at), self.account(at)) {
            (Some(people), Some(account)) if people.words == account.words => None,
            (Some(people), Some(account)) if people.words < account.words => Some(account),
            (Some(people), _) => Some(people),
            (None, account) => account,
        }
    }

    fn address(&self, word: &str) -> Option<Found> {
        let mention = if let Some(email) = Email::parse(word) {
            let account = self.account_of(email.domain());
            Mention::Address("email", email.into_string(), account)
        } else if let Some(profile) = linkedin(word) {
            Mention::Address("linkedin", profile, None)
        } else {
            Mention::Account(self.account_of(word)?)
        };
        Some(Found { meant: Meant::One(mention), words: 1 })
    }

    /// The account of a domain, or of the domain above it.
    fn account_of(&self, address: &str) -> Option<u32> {
        let name = domain(address)?;
        one_account(self.terms.exact(&name)).or_else(|| one_account(self.terms.exact(&registrable(&name)?)))
    }

    /// People whose whole name stands here, or, where nobody's does, their first and last name.
    fn people(&self, at: usize) -> Option<Found> {
        let words: Vec<&str> = self.tokens[at..].iter().map(|token| token.word.as_str()).collect();
        let (first, second) = (words.first()?, words.get(1)?);
        let people = &self.snapshot.people;
        let mut best = (0, false);
        let mut found: Vec<u32> = Vec::new();
        for person in people.index().with_both(first, second) {
            let name = fold(people.name(person));
            let name: Vec<&str> = name.split(' ').collect();
            let fits = if name.len() > 1 && words.starts_with(&name) {
                (name.len(), true)
            } else if name.first() == Some(first) && name.last() == Some(second) {
                (2, false)
            } else {
                continue;
            };
            if fits > best {
                found.clear();
                best = fits;
            }
            if fits == best {
                found.push(person);
            }
        }
        let (words, _) = best;
        if found.is_empty() || self.is_speech(at, words) {
            return None;
        }
        let meant = match found[..] {
            [person] => Meant::One(Mention::Person(person)),
            _ => Meant::OneOf(found),
        };
        Some(Found { meant, words })
    }

    /// The account whose name stands here.
    fn account(&self, at: usize) -> Option<Found> {
        let most = self.terms.longest.min(LONGEST).min(self.tokens.len() - at);
        (1..=most).rev().find_map(|words| {
            let name: Vec<&str> =
                self.tokens[at..at + words].iter().map(|token| token.word.as_str()).collect();
            let account = one_account(self.terms.exact(&name.join(" ")))?;
            let sure = if words == 1 { self.is_a_name(at) } else { !self.is_speech(at, words) };
            sure.then_some(Found { meant: Meant::One(Mention::Account(account)), words })
        })
    }

    /// Whether words are what everybody says: lower case, and each of them one of ours.
    fn is_speech(&self, at: usize, words: usize) -> bool {
        let said = |token: &Token| lexicon::is_known(&token.word) && !is_capital(token);
        self.tokens[at..at + words].iter().all(said)
    }

    /// Whether a single word can only be a name: written as one, none of our own words, and not the surname of
    /// somebody whom we do not know.
    fn is_a_name(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
        let surname = self.snapshot.people.index().has_word(&token.word)
            && beside.filter_map(|at| self.tokens.get(at)).any(is_capital);
        is_capital(token) && !lexicon::is_known(&token.word) && !surname
    }
}

/// The account, where nothing else goes by the same words.
fn one_account(terms: &[Term]) -> Option<u32> {
    match terms {
        [Term::Account(account), others @ ..] if others.iter().all(|other| *other == terms[0]) => {
            Some(*account)
        }
        _ => None,
    }
}

/// Written with a capital, or in letters that have none.
fn is_capital(token: &Token) -> bool {
    !token.raw.chars().any(char::is_lowercase) || token.raw.chars().any(char::is_uppercase)
}
