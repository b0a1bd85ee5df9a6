//! What has come in goes out again: the five files of our own format, complete or the part that somebody asks for, and
//! lists for LinkedIn.
//!
//! A file that is exported, imported into an empty database and exported again is the same, byte for byte. Everything
//! is read in one transaction, so that an import that runs meanwhile is in the file as a whole or not at all.

mod linkedin;

use std::io::{self, Write};

pub use linkedin::{Audience, Audiences, LEAST};

use crate::{
    db::{
        Db, DbError,
        export::{self as rows, Account, Colleague, Content, Person, Touch, Unsaid},
    },
    figures,
    intake::{
        CsvOut, instant_text,
        rows::{Kind, NO_GROUP},
    },
    questions::Selection,
};

/// What is to be exported.
pub struct Export<'a> {
    pub db: &'a Db,
    pub workspace: i64,
    /// The instant (microseconds) whose market states count.
    pub now: i64,
    /// What part of it; `None` is all.
    pub selection: Option<&'a Selection>,
}

/// What was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows without the header.
    pub rows: u64,
    /// What the reader of the file should know, such as what it has no place for.
    pub notes: Vec<String>,
}

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Db(#[from] DbError),
    /// Whoever takes the bytes has had enough of them.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Export<'_> {
    /// Writes one of the five files.
    pub async fn write(&self, kind: Kind, out: impl Write) -> Result<Written, ExportError> {
        let mut file = CsvOut::new(out, true)?;
        file.row(kind.shape().columns)?;
        let mut written = Written::default();
        let mut tx = self.db.begin_reading().await?;
        let (workspace, selection) = (self.workspace, self.selection);
        let mut row = |cells: &[&str]| {
            written.rows += 1;
            file.row(cells).map_err(ExportError::from)
        };
        match kind {
            Kind::Team => rows::team(&mut tx, workspace, |one| row(&colleague(&one))).await?,
            Kind::Accounts => {
                let chosen = |id: i64| selection.is_none_or(|selection| selection.has_account(id as u32));
                let take = |one: Account| if chosen(one.id) { row(&account(&one)) } else { Ok(()) };
                rows::accounts(&mut tx, workspace, self.now, take).await?;
            }
            Kind::People => {
                let chosen = |id: i64| selection.is_none_or(|selection| selection.has_person(id as u32));
                let take = |one: Person| if chosen(one.id) { person(&one, &mut row) } else { Ok(()) };
                rows::people(&mut tx, workspace, self.now, take).await?;
                written.notes = notes(&rows::unsaid(&mut tx, workspace).await?);
            }
            Kind::Content => rows::content(&mut tx, workspace, |one| row(&content(&one))).await?,
            Kind::Touches => {
                let take = |one: Touch| {
                    let chosen = match selection {
                        None => true,
                        Some(selection) => selection.has_touch(one.person_id as u32, &plain(&one)?),
                    };
                    if chosen {
                        row(&touch(&one, &instant_text(one.at), &profile(&one.linkedin)))
                    } else {
                        Ok(())
                    }
                };
                rows::touches(&mut tx, workspace, take).await?;
            }
        }
        tx.rollback().await?;
        file.finish()?.flush()?;
        Ok(written)
    }

    /// Writes the people, or the accounts, as a matched audience of LinkedIn.
    pub async fn write_audience(&self, audience: Audience, out: impl Write) -> Result<Written, ExportError> {
        let mut file = Audiences::new(audience, out)?;
        let mut tx = self.db.begin_reading().await?;
        let selection = self.selection;
        match audience {
            Audience::Contacts => {
                let take = |one: Person| {
                    if selection.is_none_or(|selection| selection.has_person(one.id as u32)) {
                        file.contact(&one.email, &one.name, &one.title, &one.company, &one.country)?;
                    }
                    Ok::<(), ExportError>(())
                };
                rows::people(&mut tx, self.workspace, self.now, take).await?;
            }
            Audience::Companies => {
                let take = |one: Account| {
                    if selection.is_none_or(|selection| selection.has_account(one.id as u32)) {
                        file.company(&one.name, &one.domain, &one.industry, &one.country)?;
                    }
                    Ok::<(), ExportError>(())
                };
                rows::accounts(&mut tx, self.workspace, self.now, take).await?;
            }
        }
        tx.rollback().await?;
        Ok(file.finish()?)
    }
}

fn colleague(one: &Colleague) -> [&str; 5] {
    [&one.email, &one.name, &one.side, &one.role, &one.manager]
}

fn account(one: &Account) -> [&str; 10] {
    let target = if one.target { "yes" } else { "no" };
    [
        &one.name,
        &one.domain,
        &one.industry,
        &one.country,
        &one.tier,
        &one.kind,
        target,
        &one.seller,
        &one.marketer,
        &one.market,
    ]
}

fn person<E>(one: &Person, row: &mut impl FnMut(&[&str]) -> Result<(), E>) -> Result<(), E> {
    let (groups, roles) = groups_and_roles(&one.seats);
    let profile = profile(&one.linkedin);
    row(&[&one.name, &one.email, &profile, &one.title, &one.company_domain, &groups, &roles, &one.market])
}

fn content(one: &Content) -> [&str; 6] {
    [&one.title, &one.kind, &one.url, &one.campaign, &one.published, &one.retired]
}

fn touch<'t>(one: &'t Touch, at: &'t str, profile: &'t str) -> [&'t str; 15] {
    [
        at,
        &one.side,
        &one.channel,
        &one.evidence,
        &one.email,
        profile,
        &one.name,
        &one.company_domain,
        &one.colleague,
        &one.campaign,
        &one.purpose,
        &one.content,
        &one.outcome,
        &one.source,
        &one.source_id,
    ]
}

/// The address of a profile, as a browser opens it.
fn profile(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!("https://www.{key}") }
}

/// The buying groups, sorted, and the roles in them: one for all if they are equal, else one a group, `-` for none.
fn groups_and_roles(seats: &str) -> (String, String) {
    let mut seats: Vec<(&str, &str)> = seats.split(';').filter_map(|seat| seat.split_once(' ')).collect();
    seats.sort_unstable();
    let Some((_, first)) = seats.first() else { return (NO_GROUP.to_owned(), String::new()) };
    let roles = if seats.iter().all(|(_, role)| role == first) {
        (*first).to_owned()
    } else {
        let said =
            |(_, role): &(&str, &str)| if role.is_empty() { NO_GROUP.to_owned() } else { (*role).to_owned() };
        seats.iter().map(said).collect::<Vec<_>>().join(";")
    };
    (seats.iter().map(|(domain, _)| *domain).collect::<Vec<_>>().join(";"), roles)
}

/// A touch as filters see it.
fn plain(one: &Touch) -> Result<figures::Touch, DbError> {
    fn word<T: std::str::FromStr>(text: &str) -> Result<Option<T>, DbError> {
        let read = |text: &str| text.parse().map_err(|_| DbError::Unreadable(text.to_owned()));
        if text.is_empty() { Ok(None) } else { read(text).map(Some) }
    }
    fn needed<T: std::str::FromStr>(text: &str) -> Result<T, DbError> {
        word(text)?.ok_or_else(|| DbError::Unreadable(text.to_owned()))
    }
    let kind = figures::Kind::new(
        needed(&one.side)?,
        needed(&one.evidence)?,
        word(&one.purpose)?,
        word(&one.outcome)?,
    );
    let campaign = one.campaign_id.map_or(figures::Touch::NO_CAMPAIGN, |campaign| campaign as u32);
    Ok(figures::Touch { campaign, ..figures::Touch::plain(one.at, 0, kind, needed(&one.channel)?) })
}

/// What the file cannot say, in words.
fn notes(unsaid: &Unsaid) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |count: i64, one: &str, many: &str| {
        if count > 0 {
            notes.push(format!(
                "{count} {} left out: people.csv has no place for them",
                if count == 1 { one } else { many }
            ));
        }
    };
    note(
        unsaid.seats,
        "seat in a buying group whose account has no domain was",
        "seats in buying groups whose accounts have no domain were",
    );
    note(unsaid.employers, "employer without a domain was", "employers without a domain were");
    note(
        unsaid.keys,
        "second address or profile of somebody was",
        "second addresses and profiles of people were",
    );
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_sorted_and_equal_roles_said_once() {
        for (seats, groups, roles) in [
            ("", "-", ""),
            ("b.example user", "b.example", "user"),
            ("b.example user;a.example user", "a.example;b.example", "user"),
            ("b.example user;a.example economic buyer", "a.example;b.example", "economic buyer;user"),
            ("b.example ;a.example user", "a.example;b.example", "user;-"),
            ("b.example ;a.example ", "a.example;b.example", ""),
        ] {
            assert_eq!(groups_and_roles(seats), (groups.to_owned(), roles.to_owned()), "{seats}");
        }
    }
}
