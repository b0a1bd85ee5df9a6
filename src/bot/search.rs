//! Somebody types the beginning of a name and wants to choose whom or what they mean.

use super::{
    Bot, Memory,
    about::{Named, question},
    world,
};
use crate::{
    ask::Ask,
    db::DbError,
    identity::fold,
    snapshot::{NameIndex, Snapshot},
};

/// A person or an account whose name begins like what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub name: String,
    /// Tells it from others of that name: title and employer, or a domain.
    pub about: String,
    /// The question about it.
    pub ask: String,
}

impl Bot {
    /// People and accounts whose names begin like a text (`ask.text`), accounts first, `most` at the most. Nobody for
    /// strangers, who would learn whom we know.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search(&self, ask: &Ask, most: usize) -> Result<Vec<Found>, DbError> {
        let memory = self.fresh().await?;
        let Memory { snapshot, terms, .. } = memory.as_ref().expect("fresh() loads it");
        let asker = super::asker(&ask.who, snapshot);
        if super::overheard(&ask.place, asker) {
            return Ok(Vec::new());
        }
        let world = world(ask, snapshot, terms, asker);
        let folded = fold(&ask.text);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let account = |number: u32| snapshot.accounts[number as usize].name.as_str();
        let accounts = beginning(&snapshot.account_index, account, &words, most / 2);
        let people = beginning(snapshot.people.index(), |number| snapshot.people.name(number), &words, most);
        let named = accounts.into_iter().map(Named::Account).chain(people.into_iter().map(Named::Person));
        Ok(named
            .take(most)
            .filter_map(|named| {
                let ask = question(named, snapshot, &world, &self.grammars)?;
                let (name, about) = described(named, snapshot);
                Some(Found { name, about, ask })
            })
            .collect())
    }
}

/// Those whose name has the first words, and one that begins like the last.
fn beginning<'n>(index: &NameIndex, name: impl Fn(u32) -> &'n str, words: &[&str], most: usize) -> Vec<u32> {
    let Some((last, first)) = words.split_last() else { return Vec::new() };
    if first.is_empty() {
        return index.beginning(last, most);
    }
    let begins = |number: &u32| fold(name(*number)).split(' ').any(|word| word.starts_with(last));
    index.find(first).into_iter().map(|hit| hit.number).filter(begins).take(most).collect()
}

fn described(named: Named, snapshot: &Snapshot) -> (String, String) {
    match named {
        Named::Person(person) => {
            let people = &snapshot.people;
            let employer = people.employer(person);
            let employer = employer.map(|account| snapshot.accounts[account as usize].name.as_str());
            let about: Vec<&str> = [people.title(person), employer].into_iter().flatten().collect();
            (people.name(person).to_owned(), about.join(" at "))
        }
        Named::Account(account) => {
            let account = &snapshot.accounts[account as usize];
            let about = [account.industry.as_deref(), account.domain.as_deref()];
            (account.name.clone(), about.into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
    }
}
