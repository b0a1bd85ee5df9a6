//! Matched audiences of LinkedIn Campaign Manager: whom an advertisement should reach, as a list of contacts or of
//! companies, in the columns of LinkedIn's own templates.

use std::io::{self, Write};

use super::Written;
use crate::intake::CsvOut;

/// LinkedIn delivers nothing to audiences with fewer matched members.
pub const LEAST: u64 = 300;

/// What the list names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Contacts,
    Companies,
}

impl Audience {
    const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Contacts => {
                &["email", "firstname", "lastname", "jobtitle", "employeecompany", "country", "googleaid"]
            }
            Self::Companies => &[
                "companyname",
                "companywebsite",
                "companyemaildomain",
                "linkedincompanypageurl",
                "stocksymbol",
                "industry",
                "city",
                "state",
                "companycountry",
                "zipcode",
            ],
        }
    }
}

/// A list being written.
pub struct Audiences<W: Write> {
    file: CsvOut<W>,
    audience: Audience,
    rows: u64,
    unknown: u64,
}

impl<W: Write> Audiences<W> {
    pub fn new(audience: Audience, out: W) -> io::Result<Self> {
        let mut file = CsvOut::new(out, true)?;
        file.row(audience.columns())?;
        Ok(Self { file, audience, rows: 0, unknown: 0 })
    }

    /// Adds a person: LinkedIn finds them by e-mail address, or by first and last name. Whoever has neither is left
    /// out, and counted.
    pub fn contact(
        &mut self,
        email: &str,
        name: &str,
        title: &str,
        company: &str,
        country: &str,
    ) -> io::Result<()> {
        let (first, last) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
        let last = last.trim_start();
        if email.is_empty() && (first.is_empty() || last.is_empty()) {
            self.unknown += 1;
            return Ok(());
        }
        self.rows += 1;
        self.file.row([email, first, last, title, company, country, ""])
    }

    /// Adds a company.
    pub fn company(&mut self, name: &str, domain: &str, industry: &str, country: &str) -> io::Result<()> {
        self.rows += 1;
        self.file.row([name, domain, domain, "", "", industry, "", "", country, ""])
    }

    /// Writes what is buffered; says what should be known.
    pub fn finish(self) -> io::Result<Written> {
        let mut notes = Vec::new();
        if self.unknown > 0 {
            notes.push(format!(
                "{} {} left out: LinkedIn needs an e-mail address, or a first and a last name",
                self.unknown,
                if self.unknown == 1 { "person was" } else { "people were" }
            ));
        }
        if self.rows < LEAST {
            let rows = match (self.audience, self.rows) {
                (Audience::Contacts, 1) => "1 contact".to_owned(),
                (Audience::Contacts, rows) => format!("{rows} contacts"),
                (Audience::Companies, 1) => "1 company".to_owned(),
                (Audience::Companies, rows) => format!("{rows} companies"),
            };
            notes.push(format!(
                "{rows}: LinkedIn delivers nothing to an audience of fewer than {LEAST} matched members; widen the list"
            ));
        }
        self.file.finish()?.flush()?;
        Ok(Written { rows: self.rows, notes })
    }
}
