//! Files into the account database. A file is one transaction: all of it or, if a row was rejected and nobody said
//! `--partial`, nothing. The same file twice changes nothing.
//!
//! Every header is recognised before anything is written. Then the files are taken in the order in which they build
//! on each other, whatever order they were named in. A file is read by a thread of its own (`lines`) and taken in
//! chunk by chunk (`file`), so that memory does not grow with it; `team` to `touches` say what the rows of each
//! kind do, `who` which person a row means.

mod accounts;
mod content;
mod file;
mod guess;
mod lines;
mod markets;
mod names;
mod people;
mod rejected;
mod report;
mod said;
mod sources;
mod team;
mod touches;
mod who;

use std::path::{Path, PathBuf};

use jiff::{Timestamp, tz::TimeZone};

pub use report::{Failure, FileReport, Progress, Report, State};

use super::{FileError, Header, Mapping, Source, rows::Kind};
use crate::db::{Change, Db, DbError, workspaces};

/// What rows are said to come from where neither they nor the asker say it.
const OUR_FORMAT: &str = "CSV";

/// How files are to be imported.
#[derive(Clone, Debug)]
pub struct Options {
    /// Write nothing; only say what would happen.
    pub dry_run: bool,
    /// Take the sound rows of a file even if others are rejected.
    pub partial: bool,
    /// What rows come from, where they do not say it themselves.
    pub source: Option<String>,
    /// What the files call our columns.
    pub mapping: Mapping,
    /// What kind of files they are; found out by header if not said.
    pub format: Option<Kind>,
    /// When this is: what the record of the import will say.
    pub now: Timestamp,
}

impl Options {
    /// The plain import.
    pub fn at(now: Timestamp) -> Self {
        Self { dry_run: false, partial: false, source: None, mapping: Mapping::default(), format: None, now }
    }
}

/// Why nothing was imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("name at least one file to import")]
    NoFiles,
    /// Files that cannot be read, each with its reason; the others were not touched.
    #[error("{}; nothing was imported", .0.iter().map(|(file, error)| format!("{}: {error}", file.display())).collect::<Vec<_>>().join("; "))]
    Files(Vec<(PathBuf, FileError)>),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A file whose kind is known.
struct Job {
    path: PathBuf,
    header: Header,
    kind: Kind,
    reading: super::Options,
}

/// What all files of one import share.
struct Context<'a> {
    options: &'a Options,
    zone: TimeZone,
    progress: &'a dyn Progress,
    inputs: Vec<PathBuf>,
}

impl Context<'_> {
    fn source(&self) -> &str {
        self.options.source.as_deref().unwrap_or(OUR_FORMAT)
    }

    fn now(&self) -> i64 {
        self.options.now.as_microsecond()
    }
}

/// Imports files into a workspace. What became of each stands in the report; one that fails leaves those before it
/// imported and those after it untouched.
pub async fn import(
    db: &Db,
    workspace: i64,
    files: &[PathBuf],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Report, ImportError> {
    let mut jobs = recognise(files, options)?;
    jobs.sort_by_key(|job| job.kind as u8);
    let (_, settings) = workspaces::settings(db, workspace).await?;
    let inputs = files.iter().map(|file| real(file)).collect();
    let mut context = Context { options, zone: settings.time_zone, progress, inputs };
    let mut report = Report { dry_run: options.dry_run, files: Vec::with_capacity(jobs.len()) };
    if options.dry_run {
        try_all(db, workspace, &jobs, &mut context, &mut report).await?;
    } else {
        import_all(db, workspace, &jobs, &mut context, &mut report).await;
    }
    Ok(report)
}

/// The kind of every file; an error if one of them is none we know.
fn recognise(files: &[PathBuf], options: &Options) -> Result<Vec<Job>, ImportError> {
    if files.is_empty() {
        return Err(ImportError::NoFiles);
    }
    let kinds = options.format.map_or(Kind::ALL.to_vec(), |kind| vec![kind]);
    let shapes: Vec<_> = kinds.into_iter().map(Kind::shape).collect();
    let reading = super::Options::new(&shapes).mapped(options.mapping.clone());
    let (mut jobs, mut bad) = (Vec::new(), Vec::new());
    for path in files {
        match Source::open(path, &reading) {
            Ok(source) => {
                let header = source.header().clone();
                let kind = Kind::of(header.shape).expect("the shapes that were looked for are kinds of ours");
                jobs.push(Job { path: path.clone(), header, kind, reading: reading.clone() });
            }
            Err(error) => bad.push((path.clone(), error)),
        }
    }
    if bad.is_empty() { Ok(jobs) } else { Err(ImportError::Files(bad)) }
}

/// File by file, each in its own transaction, until one fails.
async fn import_all(db: &Db, workspace: i64, jobs: &[Job], context: &mut Context<'_>, report: &mut Report) {
    for job in jobs {
        let mut done = FileReport::new(job);
        if report.is_ok() {
            match Change::begin(db, workspace).await {
                Ok(change) => file::import(change, job, context, &mut done).await,
                Err(error) => done.state = State::Failed(error.into()),
            }
        }
        report.files.push(done);
    }
}

/// All files in one transaction that is undone at the end, so that a later one finds what an earlier one brings.
async fn try_all(
    db: &Db,
    workspace: i64,
    jobs: &[Job],
    context: &mut Context<'_>,
    report: &mut Report,
) -> Result<(), DbError> {
    let mut change = Change::begin(db, workspace).await?;
    for job in jobs {
        let mut done = FileReport::new(job);
        if report.is_ok() {
            file::attempt(&mut change, job, context, &mut done).await;
        }
        report.files.push(done);
    }
    change.cancel().await
}

/// A path by which two names of one file can be told to be the same.
fn real(path: &Path) -> PathBuf {
    std::path::absolute(path).and_then(|path| path.canonicalize()).unwrap_or_else(|_| path.to_owned())
}
