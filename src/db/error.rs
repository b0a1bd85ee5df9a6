//! What can go wrong between us and the database, in words that name the next step.

use std::path::{Path, PathBuf};

/// Something that went wrong between us and the database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("{0}")]
    Sql(sqlx::Error),
    #[error("the database could not be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("`database_url` is {0:?}: write sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME")]
    Url(String),
    /// Somebody else held the write lock for longer than we wait.
    #[error("another import is writing; try again when it has ended")]
    Busy,
    /// The transaction was rolled back.
    #[error("the disk is full or failing ({0}); nothing was changed. Make room, then do it again")]
    Disk(String),
    #[error("the PostgreSQL server at {0}:{1} does not answer ({2}): start it, or correct `database_url`")]
    NoServer(String, u16, std::io::Error),
    #[error("the folder {} of the database file {} does not exist: make it, or correct `database_url`", .0.display(), .1.display())]
    NoFolder(PathBuf, PathBuf),
    #[error("the database file {} cannot be opened: let this user read and write it and its folder, or correct `database_url`", .0.display())]
    CannotOpen(PathBuf),
    #[error("{} is not a database of Mandorla: correct `database_url`, or restore the file from a backup", .0.display())]
    NotADatabase(PathBuf),
    #[error("the database file {} is read-only: let this user write it and its folder", .0.display())]
    ReadOnly(PathBuf),
    #[error("{0:?} is not the name of a time zone: write one such as Europe/London")]
    TimeZone(String),
    /// A word or number that this version cannot read.
    #[error(
        "the database holds {0:?} where this version knows no such value: run the newest version of Mandorla"
    )]
    Unreadable(String),
}

pub type Result<T> = std::result::Result<T, DbError>;

/// Results of SQLite, the lowest byte of the extended ones: <https://www.sqlite.org/rescode.html>
mod sqlite {
    pub const BUSY: u32 = 5;
    pub const LOCKED: u32 = 6;
    pub const READONLY: u32 = 8;
    pub const IOERR: u32 = 10;
    pub const FULL: u32 = 13;
    pub const CANTOPEN: u32 = 14;
    pub const NOTADB: u32 = 26;
}
/// Of PostgreSQL: <https://www.postgresql.org/docs/current/errcodes-appendix.html>
mod postgres {
    pub const DISK_FULL: &str = "53100";
    pub const LOCK_NOT_AVAILABLE: &str = "55P03";
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match sqlite_code(&error) {
            Some(sqlite::BUSY | sqlite::LOCKED) => return Self::Busy,
            Some(sqlite::FULL | sqlite::IOERR) => return Self::Disk(message(&error)),
            _ => {}
        }
        match error.as_database_error().and_then(|error| error.code()).as_deref() {
            Some(postgres::DISK_FULL) => Self::Disk(message(&error)),
            Some(postgres::LOCK_NOT_AVAILABLE) => Self::Busy,
            _ => Self::Sql(error),
        }
    }
}

impl DbError {
    /// The same for a statement of which only the file can be at fault: names it.
    pub(super) fn of_file(error: sqlx::Error, file: &Path) -> Self {
        match (sqlite_code(&error), &error) {
            (Some(sqlite::CANTOPEN), _) => Self::CannotOpen(file.to_owned()),
            (Some(sqlite::NOTADB), _) => Self::NotADatabase(file.to_owned()),
            (Some(sqlite::READONLY), _) => Self::ReadOnly(file.to_owned()),
            // Another task of this process has the one connection that writes.
            (_, sqlx::Error::PoolTimedOut) => Self::Busy,
            _ => error.into(),
        }
    }
}

/// Whether to try again: another process holds the lock.
pub(super) fn busy(error: &sqlx::Error) -> bool {
    matches!(sqlite_code(error), Some(sqlite::BUSY | sqlite::LOCKED))
}

fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let error = error.as_database_error()?.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    let extended: u32 = sqlx::error::DatabaseError::code(error)?.parse().ok()?;
    Some(extended & 0xff)
}

fn message(error: &sqlx::Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}
