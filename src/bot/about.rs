//! Somebody reads a message in a chat and wants to know more about whom it names: questions to choose from, each of
//! which the bot is sure to understand.

use super::{Bot, Memory, asker, overheard, world};
use crate::{
    ask::Ask,
    db::{self, DbError},
    language::{self, Grammar, Mention, Understood, World, mentions},
    questions::ALL,
    snapshot::Snapshot,
};

/// Questions at the most.
const MOST: usize = 5;

/// Whom or what a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Person(u32),
    Account(u32),
}

impl Bot {
    /// Questions about the people and accounts that a text (`ask.text`) names, those that it names first coming first.
    /// None for strangers, who would learn whom we know.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn about(&self, ask: &Ask) -> Result<Vec<String>, DbError> {
        let memory = self.fresh().await?;
        let Memory { snapshot, terms, .. } = memory.as_ref().expect("fresh() loads it");
        let asker = asker(&ask.who, snapshot);
        if overheard(&ask.place, asker) {
            return Ok(Vec::new());
        }
        let world = world(ask, snapshot, terms, asker);
        let (mut seen, mut questions) = (Vec::new(), Vec::new());
        for mention in mentions(&ask.text, snapshot, terms) {
            let Some(named) = self.named(mention).await? else { continue };
            if seen.contains(&named) {
                continue;
            }
            seen.push(named);
            questions.extend(question(named, snapshot, &world, &self.grammars));
            if questions.len() == MOST {
                break;
            }
        }
        Ok(questions)
    }

    /// Whom a mention means; an address that nobody has may still name its company.
    async fn named(&self, mention: Mention) -> Result<Option<Named>, DbError> {
        Ok(match mention {
            Mention::Person(person) => Some(Named::Person(person)),
            Mention::Account(account) => Some(Named::Account(account)),
            Mention::Address(kind, key, account) => {
                let person = db::people::by_key(&self.db, self.workspace, kind, &key).await?;
                person.map(Named::Person).or(account.map(Named::Account))
            }
        })
    }
}

/// The first way to ask that is understood as just that.
pub(super) fn question(
    named: Named,
    snapshot: &Snapshot,
    world: &World,
    grammars: &[Grammar],
) -> Option<String> {
    let ways = match named {
        Named::Person(person) => {
            let people = &snapshot.people;
            let name = people.name(person);
            let employer = people.employer(person).map(|account| &snapshot.accounts[account as usize].name);
            let at = employer.map(|employer| format!("{name} at {employer}"));
            let keys = [people.email(person), people.linkedin(person)].into_iter().flatten();
            let ways = at.into_iter().chain([name.to_owned()]).chain(keys.map(str::to_owned));
            ways.map(|who| format!("has marketing reached {who}?")).collect::<Vec<_>>()
        }
        Named::Account(account) => {
            let account = &snapshot.accounts[account as usize];
            let ways = [Some(&account.name), account.domain.as_ref()].into_iter().flatten();
            ways.map(|what| format!("how are we doing at {what}?")).collect()
        }
    };
    ways.into_iter().find(|question| means(question, named, world, grammars))
}

fn means(question: &str, named: Named, world: &World, grammars: &[Grammar]) -> bool {
    let Understood::Reading(reading) = language::understand(question, world, grammars) else {
        return false;
    };
    let Some(subject) = reading.subject.as_ref().filter(|_| reading.unclear.is_none()) else {
        return false;
    };
    let name = ALL[reading.question].name;
    match named {
        Named::Person(person) => name == "reached" && subject.people == [person],
        Named::Account(account) => name == "account" && subject.accounts == [account],
    }
}
