//! The cells of one row, read as what they mean. Three things can be said about an optional column: nothing
//! (the file has no such column, so an import leaves what is stored), that it is empty, or a value.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::date_forms::DateOrder;
use super::dates::Dates;
use super::error::{FileError, Reject, shown};
use super::record::Record;
use super::shape::Header;
use super::source::{Options, Source};
use crate::identity::{Email, domain, linkedin};
use crate::vocabulary::{UnknownWord, yes_or_no};

/// How many rows must do without slashes in their dates for a survey to end early.
const SURVEYED: u64 = 1_000;

/// What a file says about one field of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Said<T> {
    /// Nothing: the file has no such column. What is stored stays.
    #[default]
    Nothing,
    /// That it is empty.
    Empty,
    /// This.
    Value(T),
}

impl<T> Said<T> {
    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nothing | Self::Empty => None,
        }
    }

    /// The value by reference, if there is one.
    pub fn as_value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nothing | Self::Empty => None,
        }
    }

    /// Whether the file has the column at all.
    pub fn is_said(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// How the rows of one file are read: its header, its dates, the workspace's zone.
#[derive(Debug, Clone)]
pub struct Reading {
    header: Header,
    dates: Dates,
    orders: Vec<DateOrder>,
}

impl Reading {
    /// Rows under `header`; times without an offset are in `zone`. Dates such as `03/04/2024` stay ambiguous
    /// until [`Reading::survey`] has looked at the whole column.
    pub fn new(header: &Header, zone: &TimeZone) -> Self {
        let orders = vec![DateOrder::Unknown; header.shape.columns.len()];
        Self { header: header.clone(), dates: Dates::new(zone), orders }
    }

    /// Opens a file and surveys it: ready for its first row.
    pub fn open(path: &Path, options: &Options, zone: &TimeZone) -> Result<(Source<File>, Self), FileError> {
        let mut first_pass = Source::open(path, options)?;
        let reading = Self::new(first_pass.header(), zone).survey(&mut first_pass)?;
        Ok((Source::open(path, options)?, reading))
    }

    /// Reads a file to its end to learn how its date columns order day and month; if the first 1,000 rows
    /// have no date with slashes, that is where it stops. The same file is opened again for the rows, so that
    /// the answer does not depend on which row comes first.
    pub fn survey<R: Read>(mut self, source: &mut Source<R>) -> Result<Self, FileError> {
        let header = source.header().clone();
        let slot_of = |name: &&str| {
            let column = header.shape.columns.iter().position(|column| column == name)?;
            Some((column, header.slots[column]?))
        };
        let dated: Vec<_> = header.shape.dates.iter().filter_map(slot_of).collect();
        let (mut record, mut slashes) = (Record::default(), false);
        while !dated.is_empty() && (slashes || source.records() < SURVEYED) && source.read(&mut record)? {
            for &(column, slot) in dated.iter().filter(|_| record.check().is_ok()) {
                slashes |= record.cell(slot).contains('/');
                self.orders[column].learn(record.cell(slot));
            }
        }
        Ok(self)
    }

    /// The header of the file.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The cells of a sound row.
    pub fn cells<'a>(&'a self, record: &'a Record) -> Result<Cells<'a>, Reject> {
        record.check()?;
        Ok(Cells { reading: self, record })
    }
}

/// The cells of one sound row, by column of its shape.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    reading: &'a Reading,
    record: &'a Record,
}

impl<'a> Cells<'a> {
    /// The cell without the white space around it.
    pub fn raw(&self, column: usize) -> Said<&'a str> {
        match self.reading.header.slots[column].map(|slot| self.record.cell(slot).trim()) {
            None => Said::Nothing,
            Some("") => Said::Empty,
            Some(value) => Said::Value(value),
        }
    }

    /// A text on one line: line ends and tabs become spaces.
    pub fn text(&self, column: usize) -> Said<Cow<'a, str>> {
        match self.raw(column) {
            Said::Value(value) if value.bytes().any(|byte| matches!(byte, b'\n' | b'\r' | b'\t')) => {
                Said::Value(
                    value.split(['\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty()).fold(
                        Cow::default(),
                        |text, part| {
                            if text.is_empty() { part.into() } else { text + " " + part }
                        },
                    ),
                )
            }
            Said::Value(value) => Said::Value(Cow::Borrowed(value)),
            Said::Empty => Said::Empty,
            Said::Nothing => Said::Nothing,
        }
    }

    /// An e-mail address.
    pub fn email(&self, column: usize) -> Result<Said<Email>, Reject> {
        let right = "write an e-mail address such as name@company.example";
        self.parsed(column, |value| Email::parse(value).ok_or_else(|| right.into()))
    }

    /// A company's domain, from a web address or an e-mail address too.
    pub fn domain(&self, column: usize) -> Result<Said<String>, Reject> {
        let right = "write a domain such as company.example";
        self.parsed(column, |value| domain(value).ok_or_else(|| right.into()))
    }

    /// A LinkedIn profile.
    pub fn linkedin(&self, column: usize) -> Result<Said<String>, Reject> {
        let right = "write a profile's address such as linkedin.com/in/name";
        self.parsed(column, |value| linkedin(value).ok_or_else(|| right.into()))
    }

    /// One of a list of words.
    pub fn word<W: FromStr<Err = UnknownWord>>(&self, column: usize) -> Result<Said<W>, Reject> {
        self.parsed(column, |value| value.parse().map_err(|unknown: UnknownWord| unknown.to_string()))
    }

    /// Yes or no.
    pub fn yes_or_no(&self, column: usize) -> Result<Said<bool>, Reject> {
        self.parsed(column, |value| yes_or_no(value).ok_or_else(|| "write yes or no".into()))
    }

    /// An instant, in microseconds since 1970.
    pub fn instant(&self, column: usize) -> Result<Said<i64>, Reject> {
        let order = self.reading.orders[column];
        self.parsed(column, |value| self.reading.dates.instant(value, order))
    }

    /// A date in the workspace's zone.
    pub fn date(&self, column: usize) -> Result<Said<Date>, Reject> {
        let order = self.reading.orders[column];
        self.parsed(column, |value| self.reading.dates.date(value, order))
    }

    /// Values joined by `;`, empty ones left out.
    pub fn list<T>(
        &self,
        column: usize,
        parse: impl Fn(&'a str) -> Result<T, String>,
    ) -> Result<Said<Vec<T>>, Reject> {
        self.parsed(column, |value| {
            value.split(';').map(str::trim).filter(|part| !part.is_empty()).map(&parse).collect()
        })
    }

    /// The value of a column every row needs.
    pub fn needed<T>(&self, column: usize, said: Said<T>, right: &str) -> Result<T, Reject> {
        said.value()
            .ok_or_else(|| self.reject(format!("the column \"{}\" is empty; {right}", self.title(column))))
    }

    /// Reads the cell with `parse`, whose error says what would be right.
    pub fn parsed<T>(
        &self,
        column: usize,
        parse: impl FnOnce(&'a str) -> Result<T, String>,
    ) -> Result<Said<T>, Reject> {
        match self.raw(column) {
            Said::Nothing => Ok(Said::Nothing),
            Said::Empty => Ok(Said::Empty),
            Said::Value(value) => match parse(value) {
                Ok(parsed) => Ok(Said::Value(parsed)),
                Err(right) => {
                    let title = self.title(column);
                    Err(self.reject(format!("the column \"{title}\" holds {}; {right}", shown(value))))
                }
            },
        }
    }

    /// What the file calls a column.
    pub fn title(&self, column: usize) -> &'a str {
        self.reading.header.title(column)
    }

    /// A rejection of the row.
    pub fn reject(&self, reason: impl Into<String>) -> Reject {
        self.record.reject(reason)
    }
}
