//! `people.csv`: persons outside our company, their employers and the buying groups they sit in.

use std::borrow::Cow;

use crate::identity::{Email, domain};
use crate::intake::{Cells, Reject, Said, Shape};
use crate::vocabulary::Market;

/// How a file of people is known.
pub(super) const SHAPE: Shape = Shape {
    name: "people",
    columns: &["name", "email", "linkedin", "title", "company_domain", "buying_groups", "role", "market"],
    required: &[&["name", "email", "linkedin"]],
    dates: &[],
};
const NAME: usize = SHAPE.column("name");
const EMAIL: usize = SHAPE.column("email");
const LINKEDIN: usize = SHAPE.column("linkedin");
const TITLE: usize = SHAPE.column("title");
const COMPANY: usize = SHAPE.column("company_domain");
const GROUPS: usize = SHAPE.column("buying_groups");
const ROLE: usize = SHAPE.column("role");
const MARKET: usize = SHAPE.column("market");

/// What stands for "in no buying group", because an empty cell means the employer's.
pub const NO_GROUP: &str = "-";

/// One person. There is a name, an e-mail address or a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow<'a> {
    /// As it is shown.
    pub name: Said<Cow<'a, str>>,
    /// A key.
    pub email: Said<Email>,
    /// A key: `linkedin.com/in/…`.
    pub linkedin: Said<String>,
    /// What they do.
    pub title: Said<Cow<'a, str>>,
    /// The employer's domain.
    pub company_domain: Said<String>,
    /// The domains of the accounts whose buying groups they sit in; empty: the employer's; no value (`-`): none.
    pub groups: Said<Vec<String>>,
    /// Their role in each of `groups` in the same order, or one for all of them; lower-case words, none for a `-`.
    pub roles: Said<Vec<String>>,
    /// Their buying state.
    pub market: Said<Market>,
}

impl<'a> PersonRow<'a> {
    /// Reads one row.
    pub fn read(cells: &Cells<'a>) -> Result<Self, Reject> {
        let right = "write domains joined by ; such as client.example; agency.example";
        let row = Self {
            name: cells.text(NAME),
            email: cells.email(EMAIL)?,
            linkedin: cells.linkedin(LINKEDIN)?,
            title: cells.text(TITLE),
            company_domain: cells.domain(COMPANY)?,
            groups: match cells.raw(GROUPS) {
                Said::Value(NO_GROUP) => Said::Value(Vec::new()),
                _ => cells.list(GROUPS, |part| domain(part).ok_or_else(|| right.into()))?,
            },
            roles: cells.list(ROLE, |part| Ok(role_words(part)))?,
            market: cells.word(MARKET)?,
        };
        let keys = [
            row.name.as_value().is_some(),
            row.email.as_value().is_some(),
            row.linkedin.as_value().is_some(),
        ];
        if keys == [false; 3] {
            return Err(
                cells.reject("the row names nobody; write a name, an e-mail address or a LinkedIn profile")
            );
        }
        let groups = row.groups.as_value().map_or(1, |groups| groups.len().max(1));
        match row.roles.as_value().map(Vec::len) {
            Some(roles) if roles > 1 && roles != groups => Err(cells.reject(format!(
                "the column \"{}\" holds {roles} roles for {groups} buying group{}; \
                 write one role, or one a group joined by ;",
                cells.title(ROLE),
                if groups == 1 { "" } else { "s" },
            ))),
            _ => Ok(row),
        }
    }
}

/// "Economic-Buyer" as "economic buyer", and [`NO_GROUP`] as no words at all.
fn role_words(written: &str) -> String {
    let words = written.split(|letter: char| letter.is_whitespace() || letter == '_' || letter == '-');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}
