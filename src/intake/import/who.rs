//! Which person a row means. By e-mail, else by LinkedIn profile, else by name and company where only one person
//! fits; else somebody new. Two people are never taken for one because they are called alike.
//!
//! A chunk is looked up all at once ([`Who::prepare`]); then its rows are decided one after the other, so that two
//! rows that name the same new person make one ([`Who::person`]); then what is new is written ([`Who::write`]).

use std::collections::{HashMap, HashSet};

use super::{
    guess,
    names::{Names, REMEMBERED, Table},
};
use foldhash::quality::RandomState;

use crate::{
    db::{
        self, Change,
        people::{self, Person},
    },
    identity::{Email, free_mail, name_key, registrable},
};

const EMAIL: &str = "email";
const LINKEDIN: &str = "linkedin";

/// What a row calls a person.
#[derive(Clone, Debug, Default)]
pub(super) struct Called {
    pub(super) email: Option<Email>,
    pub(super) linkedin: Option<String>,
    pub(super) name: Option<String>,
    /// The employer's domain.
    pub(super) company: Option<String>,
}

/// How rows of a kind treat people.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// They describe them: everything stored about them is needed.
    Describes,
    /// They mention them: an address tells the employer, if that is an account.
    Mentions,
}

/// A person of this chunk.
pub(super) struct Entry {
    pub(super) person: Person,
    new: bool,
    pub(super) changed: bool,
}

/// Whom a row means.
pub(super) struct Found {
    pub(super) id: i64,
    /// Nobody has named them before.
    pub(super) new: bool,
    /// They had no such key of their own before.
    pub(super) learned: bool,
}

pub(super) struct Who {
    manner: Manner,
    pub(super) companies: Names,
    emails: HashMap<String, i64, RandomState>,
    profiles: HashMap<String, i64, RandomState>,
    next: i64,
    /// The people of this chunk whose rows are needed.
    entries: HashMap<i64, Entry>,
    /// Who is called so and works there, of the names of this chunk.
    named: HashMap<(String, Option<i64>), Vec<i64>>,
    keys: Vec<(&'static str, String, i64)>,
}

impl Who {
    pub(super) async fn begin(change: &mut Change, manner: Manner) -> db::Result<Self> {
        Ok(Self {
            manner,
            companies: Names::begin(change, Table::Companies).await?,
            emails: HashMap::default(),
            profiles: HashMap::default(),
            next: people::next_id(change).await?,
            entries: HashMap::default(),
            named: HashMap::default(),
            keys: Vec::new(),
        })
    }

    /// Looks up everybody whom the rows of a chunk may mean, and the companies they name.
    pub(super) async fn prepare<'r>(
        &mut self,
        change: &mut Change,
        rows: impl Iterator<Item = &'r Called> + Clone,
    ) -> db::Result<()> {
        let emails = rows.clone().filter_map(|row| row.email.as_ref().map(Email::as_str));
        look_up(change, EMAIL, &mut self.emails, emails).await?;
        let profiles = rows.clone().filter_map(|row| row.linkedin.as_deref());
        look_up(change, LINKEDIN, &mut self.profiles, profiles).await?;

        let (mut needed, mut unknown) = (HashSet::new(), Vec::new());
        for row in rows {
            match self.by_keys(row) {
                [None, None] => unknown.push(row),
                found if self.needs(row, found) => needed.extend(found.into_iter().flatten()),
                _ => {}
            }
        }
        let needed: Vec<i64> = needed.into_iter().collect();
        let found = people::by_id(change, &needed).await?;
        self.entries.extend(found.into_iter().map(known));

        let domains: Vec<String> = unknown.iter().flat_map(|row| self.domains(row)).collect();
        self.companies.prepare(change, domains.iter().map(String::as_str)).await?;
        let names: HashSet<(String, Option<i64>)> =
            unknown.iter().filter_map(|row| self.name_and_employer(row)).collect();
        let names: Vec<(&str, Option<i64>)> =
            names.iter().map(|(name, employer)| (name.as_str(), *employer)).collect();
        for person in people::by_name(change, &names).await? {
            let place = self.named.entry((person.name_key.clone(), person.employer_id)).or_default();
            place.push(person.id);
            self.entries.entry(person.id).or_insert_with(|| known(person).1);
        }
        Ok(())
    }

    /// The person a row means, made if need be; an error that says what to mend if that cannot be told.
    pub(super) fn person(&mut self, row: &Called) -> Result<Found, String> {
        let found = match self.by_keys(row) {
            [Some(by_email), Some(by_profile)] if by_email != by_profile => {
                return Err(self.two_people(row, by_email, by_profile));
            }
            [Some(found), _] | [_, Some(found)] => Some(found),
            [None, None] => self.by_name(row)?,
        };
        let id = found.unwrap_or_else(|| self.make(row));
        Ok(Found { id, new: found.is_none(), learned: self.learn_keys(id, row) })
    }

    /// A person whom [`Who::person`] has found, if the rows describe people.
    ///
    /// # Panics
    /// If the rows only mention them.
    pub(super) fn entry(&mut self, id: i64) -> &mut Entry {
        self.entries.get_mut(&id).expect("everybody whom the rows of a chunk mean was looked up")
    }

    /// The people of this chunk who are stored.
    pub(super) fn known(&self) -> Vec<i64> {
        self.entries.values().filter(|entry| !entry.new).map(|entry| entry.person.id).collect()
    }

    /// Lets rows that follow find a person under the name and employer they have now.
    pub(super) fn renamed(&mut self, id: i64) {
        if let Some(entry) = self.entries.get(&id) {
            let same =
                self.named.entry((entry.person.name_key.clone(), entry.person.employer_id)).or_default();
            if !same.contains(&id) {
                same.push(id);
            }
        }
    }

    /// Writes the companies, people and keys that are new, and the people that have changed.
    pub(super) async fn write(&mut self, change: &mut Change) -> db::Result<()> {
        self.companies.write(change).await?;
        let mut changed: Vec<&Person> = self
            .entries
            .values()
            .filter(|entry| entry.new || entry.changed)
            .map(|entry| &entry.person)
            .collect();
        changed.sort_unstable_by_key(|person| person.id);
        people::put(change, &changed).await?;
        let keys: Vec<(&str, &str, i64)> =
            self.keys.iter().map(|(kind, key, person)| (*kind, key.as_str(), *person)).collect();
        people::add_keys(change, &keys).await?;
        self.entries.clear();
        self.named.clear();
        self.keys.clear();
        Ok(())
    }

    fn by_keys(&self, row: &Called) -> [Option<i64>; 2] {
        let email = row.email.as_ref().and_then(|email| self.emails.get(email.as_str()).copied());
        [email, row.linkedin.as_ref().and_then(|profile| self.profiles.get(profile).copied())]
    }

    /// Whether the people a row was found to mean are needed themselves: because the row describes them, brings a key
    /// they did not have, or mixes two of them up.
    fn needs(&self, row: &Called, found: [Option<i64>; 2]) -> bool {
        self.manner == Manner::Describes
            || match found {
                [Some(by_email), Some(by_profile)] => by_email != by_profile,
                [Some(_), None] => row.linkedin.is_some(),
                [None, _] => row.email.is_some(),
            }
    }

    /// The domains that may tell a person's employer, the surest first.
    fn domains(&self, row: &Called) -> Vec<String> {
        match (&row.company, &row.email) {
            (Some(company), _) => vec![company.clone()],
            (None, Some(email)) if self.manner == Manner::Mentions && !free_mail(email.domain()) => {
                let registered = registrable(email.domain()).filter(|domain| domain != email.domain());
                [Some(email.domain().to_owned()), registered].into_iter().flatten().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The employer that a row tells, if it is a known account.
    fn employer(&self, row: &Called) -> Option<i64> {
        self.domains(row).iter().find_map(|domain| self.companies.find(domain))
    }

    /// What somebody without known keys could be found by: the name, and the employer; the name alone only if the
    /// row has nothing else.
    fn name_and_employer(&self, row: &Called) -> Option<(String, Option<i64>)> {
        let name = name_key(row.name.as_ref()?);
        match self.employer(row) {
            Some(employer) => Some((name, Some(employer))),
            None => (row.company.is_none() && row.has_no_key()).then_some((name, None)),
        }
    }

    fn by_name(&self, row: &Called) -> Result<Option<i64>, String> {
        let Some(key) = self.name_and_employer(row) else { return Ok(None) };
        let named = self.named.get(&key).map_or(&[][..], Vec::as_slice);
        let same = |id: &&i64| {
            let person = &self.entries[*id].person;
            (&person.name_key, person.employer_id) == (&key.0, key.1)
        };
        let same: Vec<i64> = named.iter().filter(same).copied().collect();
        match same[..] {
            [one] => Ok(self.fits(one, row).then_some(one)),
            [_, _, ..] if row.has_no_key() => Err(format!(
                "{} people are called {:?}{}; add the e-mail address or the LinkedIn profile",
                same.len(),
                row.name.as_deref().unwrap_or_default(),
                row.company.as_ref().map_or(String::new(), |company| format!(" at {company}")),
            )),
            _ => Ok(None),
        }
    }

    /// Whether no key of a row speaks against a person of the same name: one who has another key of the same kind
    /// is somebody else.
    fn fits(&self, id: i64, row: &Called) -> bool {
        let person = &self.entries[&id].person;
        (row.email.is_none() || person.email.is_none())
            && (row.linkedin.is_none() || person.linkedin.is_none())
    }

    fn make(&mut self, row: &Called) -> i64 {
        let name = match row {
            Called { name: Some(name), .. } => name.clone(),
            Called { email: Some(email), .. } => guess::name_of_email(email),
            Called { linkedin: Some(profile), .. } => guess::name_of_profile(profile),
            _ => String::new(),
        };
        let employer = row.company.as_ref().map(|company| self.companies.number(company));
        let id = self.next;
        self.next += 1;
        let person = Person {
            id,
            name_key: name_key(&name),
            name,
            email: None,
            linkedin: None,
            title: None,
            employer_id: employer.or_else(|| self.employer(row)),
        };
        self.entries.insert(id, Entry { person, new: true, changed: false });
        self.renamed(id);
        id
    }

    /// A person answers to the keys of a row too, and has them as their own if they had none: whether they had.
    fn learn_keys(&mut self, id: i64, row: &Called) -> bool {
        let mut learned = false;
        let mut entry = self.entries.get_mut(&id);
        let mut learn = |known: &mut HashMap<String, i64, RandomState>,
                         kind,
                         key: &str,
                         own: fn(&mut Person) -> &mut Option<String>| {
            if known.contains_key(key) {
                return;
            }
            known.insert(key.to_owned(), id);
            self.keys.push((kind, key.to_owned(), id));
            if let Some(entry) = &mut entry
                && own(&mut entry.person).is_none()
            {
                *own(&mut entry.person) = Some(key.to_owned());
                entry.changed = true;
                learned = true;
            }
        };
        if let Some(email) = &row.email {
            learn(&mut self.emails, EMAIL, email.as_str(), |person| &mut person.email);
        }
        if let Some(profile) = &row.linkedin {
            learn(&mut self.profiles, LINKEDIN, profile, |person| &mut person.linkedin);
        }
        learned
    }

    fn two_people(&self, row: &Called, by_email: i64, by_profile: i64) -> String {
        let name = |id| self.entries.get(&id).map_or("somebody else", |entry| entry.person.name.as_str());
        format!(
            "the e-mail address {} is {}'s, but the profile {} is {}'s; correct one of them, or leave it out",
            row.email.as_ref().map_or("", Email::as_str),
            name(by_email),
            row.linkedin.as_deref().unwrap_or_default(),
            name(by_profile),
        )
    }
}

impl Called {
    fn has_no_key(&self) -> bool {
        self.email.is_none() && self.linkedin.is_none()
    }
}

fn known(person: Person) -> (i64, Entry) {
    (person.id, Entry { person, new: false, changed: false })
}

/// Looks up the keys of a chunk that are not remembered.
async fn look_up<'k>(
    change: &mut Change,
    kind: &'static str,
    known: &mut HashMap<String, i64, RandomState>,
    keys: impl Iterator<Item = &'k str>,
) -> db::Result<()> {
    if known.len() > REMEMBERED {
        known.clear();
    }
    let unknown: HashSet<&str, RandomState> = keys.filter(|key| !known.contains_key(*key)).collect();
    let unknown: Vec<&str> = unknown.into_iter().collect();
    known.extend(people::by_keys(change, kind, &unknown).await?);
    Ok(())
}
