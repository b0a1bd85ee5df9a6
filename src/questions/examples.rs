//! Examples with the names of the workspace: somebody who is offered "has marketing reached Patricia Prospect?" should
//! be answered, in a company that has never heard of Patricia too.

use super::{ALL, Question};
use crate::{identity::fold, language::Terms, snapshot::Snapshot};

/// The question's examples as this workspace would ask them.
pub fn examples(question: &Question, snapshot: &Snapshot, terms: &Terms) -> Vec<String> {
    question.examples.iter().map(|example| in_words_of(example, snapshot, terms)).collect()
}

/// What can be asked of any company: for each question an example that names nobody, if it has one, and what it tells.
pub fn openers() -> Vec<(&'static str, &'static str)> {
    let general = |example: &&&str| {
        let names = example.contains(char::is_uppercase) && !example.starts_with('I');
        let values = ["fintech", "northwind", "colin", "tier ", "95-5"];
        !names && !values.iter().any(|value| example.contains(value))
    };
    ALL.iter()
        .filter_map(|question| Some((*question.examples.iter().find(general)?, question.summary)))
        .collect()
}

/// The people and colleagues of our examples.
const NAMES: [&str; 4] = ["Patricia Prospect", "Colin Cold", "colin cold", "Dana"];
/// What stands for them where nobody's name may be read.
const NAME: &str = "NAME";

/// The question's examples for whoever may not read a name of this workspace.
pub fn nameless_examples(question: &Question) -> Vec<String> {
    question.examples.iter().map(|example| nameless(example)).collect()
}

/// One of them that can be asked as it stands: it is about nobody.
pub fn open_example(question: &Question) -> Option<String> {
    nameless_examples(question).into_iter().find(|example| !example.contains(NAME))
}

pub(super) fn nameless(example: &str) -> String {
    NAMES.iter().fold(example.to_owned(), |text, name| text.replace(name, NAME))
}

/// Whole questions for somebody who is still typing: examples that begin so or have it in them, then what was typed
/// with its last word made into each name that begins so.
pub fn suggestions(typed: &str, snapshot: &Snapshot, terms: &Terms) -> Vec<String> {
    const MOST: usize = 8;
    let typed = typed.trim_start();
    let lower = typed.to_lowercase();
    let all: Vec<String> = ALL.iter().flat_map(|question| examples(question, snapshot, terms)).collect();
    let begins = all.iter().filter(|example| example.to_lowercase().starts_with(&lower));
    let contains = all.iter().filter(|example| example.to_lowercase().contains(&lower));
    let mut found: Vec<String> = Vec::new();
    let names = completions(typed, snapshot);
    for suggestion in begins.cloned().chain(names).chain(contains.cloned()) {
        if !found.contains(&suggestion) {
            found.push(suggestion);
        }
    }
    found.truncate(MOST);
    found
}

/// What was typed, its last word made into the name of a person or an account.
fn completions(typed: &str, snapshot: &Snapshot) -> Vec<String> {
    const SHORTEST: usize = 3;
    let (before, word) = typed.rsplit_once(' ').map_or(("", typed), |(before, word)| (before, word));
    let folded = fold(word);
    if before.is_empty() || folded.len() < SHORTEST || folded.contains(' ') {
        return Vec::new();
    }
    let people = snapshot.people.index().beginning(&folded, 4);
    let people = people.into_iter().map(|person| snapshot.people.name(person));
    let accounts = snapshot.account_index.beginning(&folded, 4);
    let accounts = accounts.into_iter().map(|account| snapshot.accounts[account as usize].name.as_str());
    people.chain(accounts).map(|name| format!("{before} {name}")).collect()
}

/// Puts names of the workspace for the names of the examples that it does not have.
pub(super) fn in_words_of(example: &str, snapshot: &Snapshot, terms: &Terms) -> String {
    let mut targets = snapshot.target.ones().map(|person| snapshot.people.name(person as u32));
    let (first, second) = (targets.next(), targets.next());
    let mut accounts = snapshot.accounts.iter().filter(|account| account.target);
    let (one, other) = (accounts.next(), accounts.next());
    let value = |of: fn(&crate::snapshot::Account) -> &Option<String>| {
        snapshot.accounts.iter().find_map(|account| of(account).as_deref().filter(|value| !value.is_empty()))
    };
    let leader = snapshot.colleagues.iter().find(|colleague| {
        colleague.manager.is_none() && snapshot.colleagues.iter().any(|other| other.manager.is_some())
    });
    let stand_ins = [
        ("Patricia Prospect", first),
        ("Colin Cold", second.or(first)),
        ("colin cold", second.or(first)),
        ("Northwind", one.map(|account| account.name.as_str())),
        ("northwind", one.map(|account| account.name.as_str())),
        ("Globex", other.or(one).map(|account| account.name.as_str())),
        ("fintech", value(|account| &account.industry)),
        ("Germany", value(|account| &account.country)),
        ("Spring Launch", snapshot.campaigns.first().map(String::as_str)),
        ("Dana", leader.map(|leader| leader.name.as_str())),
    ];
    let mut text = example.to_owned();
    for (name, stand_in) in stand_ins {
        let Some(stand_in) = stand_in.filter(|_| text.contains(name)) else { continue };
        let folded = fold(name);
        let words: Vec<&str> = folded.split(' ').collect();
        let known = !terms.exact(&folded).is_empty()
            || terms.has_word(&folded)
            || words.len() > 1
                && snapshot.people.index().find(&words).first().is_some_and(|hit| hit.score == 1.0);
        if !known {
            text = text.replace(name, stand_in);
        }
    }
    text
}
