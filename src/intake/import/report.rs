//! What an import says about itself: during it to a [`Progress`], after it in a [`Report`].

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use super::Job;
use crate::{
    db::{DbError, Tally},
    intake::{FileError, Reject, rows::Kind},
};

/// How many reasons a report repeats; all of them stand in the rejects file.
pub(super) const REASONS: usize = 5;
/// How many rows a dry run shows.
pub(super) const FIRST_ROWS: usize = 3;

/// What became of every file, in the order in which they were taken.
#[derive(Debug)]
pub struct Report {
    /// Nothing was written.
    pub dry_run: bool,
    pub files: Vec<FileReport>,
}

impl Report {
    /// Whether every file was (or would be) imported.
    pub fn is_ok(&self) -> bool {
        self.files.iter().all(|file| matches!(file.state, State::Imported | State::Tried))
    }
}

/// What became of one file.
#[derive(Debug)]
pub struct FileReport {
    pub path: PathBuf,
    pub kind: Kind,
    pub state: State,
    /// Rows that were taken; of a refused file, that would have been.
    pub tally: Tally,
    pub rejected: u64,
    pub took: Duration,
    /// Why the first rows were rejected.
    pub reasons: Vec<Reject>,
    /// Where the rejected rows are.
    pub rejects: Option<PathBuf>,
    /// What else should be known, such as columns left aside.
    pub notes: Vec<String>,
    /// In a dry run, the first rows as they were read: our column and the value.
    pub first_rows: Vec<Vec<(&'static str, String)>>,
}

/// How it ended for a file.
#[derive(Debug)]
pub enum State {
    /// It is in the database.
    Imported,
    /// A dry run got through it.
    Tried,
    /// Rows were rejected, so none was taken.
    Refused,
    /// Something stopped it; none of its rows was taken.
    Failed(Failure),
    /// A file before it was not imported, so it was not begun.
    NotBegun,
}

/// What stopped a file.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("the rejected rows could not be written to {file} ({why}); make room there, or let this user write it", file = .0.display(), why = .1)]
    Rejects(PathBuf, #[source] io::Error),
}

impl FileReport {
    pub(super) fn new(job: &Job) -> Self {
        Self {
            path: job.path.clone(),
            kind: job.kind,
            state: State::NotBegun,
            tally: Tally::default(),
            rejected: 0,
            took: Duration::ZERO,
            reasons: Vec::new(),
            rejects: None,
            notes: job.header.notes.clone(),
            first_rows: Vec::new(),
        }
    }

    /// Rows that were read, rejected ones included.
    pub fn rows(&self) -> u64 {
        self.tally.rows() + self.rejected
    }

    pub fn rows_per_second(&self) -> f64 {
        self.rows() as f64 / self.took.as_secs_f64().max(1e-9)
    }
}

/// Somebody who watches an import, a bar on a terminal for example.
pub trait Progress: Send + Sync {
    /// A file of so many bytes begins.
    fn begin(&self, _file: &Path, _bytes: u64) {}
    /// So many rows and bytes of it have been taken so far.
    fn advance(&self, _rows: u64, _bytes: u64) {}
    /// The file has ended, well or not.
    fn end(&self) {}
}

/// Nobody watches.
impl Progress for () {}
