//! What the five files of our own format mean, row by row. Each kind has its shape (how to know the file by
//! its header) and its row (how to read a sound record); a row that breaks a rule is a [`Reject`] that says
//! which.
//!
//! ```no_run
//! # use mandorla::intake::{FileError, Options, Reading, Record, rows::{SHAPES, TouchRow}};
//! # fn main() -> Result<(), FileError> {
//! let options = Options::new(&SHAPES);
//! let (mut source, reading) = Reading::open("touches.csv".as_ref(), &options, &jiff::tz::TimeZone::UTC)?;
//! let mut record = Record::default();
//! while source.read(&mut record)? {
//!     match reading.cells(&record).and_then(|cells| TouchRow::read(&cells)) {
//!         Ok(touch) => println!("{:?}", touch.at),
//!         Err(reject) => println!("{reject}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod companies;
mod content;
mod people;
mod team;
mod touches;

pub use companies::AccountRow;
pub use content::ContentRow;
pub use people::{NO_GROUP, PersonRow};
pub use team::TeamRow;
pub use touches::TouchRow;

use super::error::Reject;
use super::shape::Shape;

/// The five kinds of file of our own format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Colleagues.
    Team,
    /// Companies.
    Accounts,
    /// Persons outside our company.
    People,
    /// Pieces of marketing material.
    Content,
    /// What happened.
    Touches,
}

impl Kind {
    /// All kinds, in the order in which they are best imported.
    pub const ALL: [Self; 5] = [Self::Team, Self::Accounts, Self::People, Self::Content, Self::Touches];

    /// The columns of the kind.
    pub const fn shape(self) -> &'static Shape {
        match self {
            Self::Team => &team::SHAPE,
            Self::Accounts => &companies::SHAPE,
            Self::People => &people::SHAPE,
            Self::Content => &content::SHAPE,
            Self::Touches => &touches::SHAPE,
        }
    }

    /// The kind of a shape; `None` for the shapes of vendors.
    pub fn of(shape: &Shape) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.shape() == shape)
    }

    /// The word for the kind, as in `--format` and in file names.
    pub const fn as_str(self) -> &'static str {
        self.shape().name
    }
}

/// The shapes of our own format, in the order of [`Kind::ALL`].
pub const SHAPES: [&Shape; 5] =
    [&team::SHAPE, &companies::SHAPE, &people::SHAPE, &content::SHAPE, &touches::SHAPE];

/// A row of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Row<'a> {
    /// Of `team.csv`.
    Team(TeamRow<'a>),
    /// Of `accounts.csv`.
    Account(AccountRow<'a>),
    /// Of `people.csv`.
    Person(PersonRow<'a>),
    /// Of `content.csv`.
    Content(ContentRow<'a>),
    /// Of `touches.csv`.
    Touch(TouchRow<'a>),
}

impl<'a> Row<'a> {
    /// Reads a row of the kind.
    pub fn read(kind: Kind, cells: &super::Cells<'a>) -> Result<Self, Reject> {
        match kind {
            Kind::Team => TeamRow::read(cells).map(Self::Team),
            Kind::Accounts => AccountRow::read(cells).map(Self::Account),
            Kind::People => PersonRow::read(cells).map(Self::Person),
            Kind::Content => ContentRow::read(cells).map(Self::Content),
            Kind::Touches => TouchRow::read(cells).map(Self::Touch),
        }
    }
}
