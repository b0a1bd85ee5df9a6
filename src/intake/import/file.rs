//! One file, from its first row to the commit.

use std::{collections::HashMap, time::Instant};

use super::{
    Context, Failure, FileReport, Job, State, accounts::Accounts, content::Pieces, lines, people::People,
    rejected::Rejected, report::FIRST_ROWS, sources::Sources, team::Team, touches::Touches,
};
use crate::{
    db::{self, Change, Outcome, Tally, sources as imports},
    intake::{Cells, Record, Reject, rows::Kind},
};

/// What became of a row.
pub(super) enum Verdict {
    /// Taken, and from which source if it is not the file's.
    Taken(Outcome, Option<i64>),
    /// Why not.
    Rejected(String),
    /// Known when the file has ended.
    Later,
}

/// What the rows of one kind do.
pub(super) trait Taking: Sized + Send {
    /// A row, understood.
    type Row: Send + 'static;

    /// Reads a row.
    fn read(cells: &Cells<'_>) -> Result<Self::Row, Reject>;

    /// The row as it was read, column by column of its shape.
    fn shown(row: &Self::Row) -> Vec<String>;

    fn begin(change: &mut Change, now: i64) -> impl Future<Output = db::Result<Self>> + Send;

    /// Takes rows and says, in their order, what became of each.
    fn take(
        &mut self,
        change: &mut Change,
        sources: &mut Sources,
        rows: Vec<Self::Row>,
    ) -> impl Future<Output = db::Result<Vec<Verdict>>> + Send;

    /// What else the owner of the file should know, once all of its rows are taken.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// Writes what is still to be written; says what became of the rows that were left for later.
    fn finish(self, change: &mut Change) -> impl Future<Output = db::Result<Vec<Verdict>>> + Send;
}

/// Imports a file, or leaves everything as it was.
pub(super) async fn import(
    mut change: Change,
    job: &Job,
    context: &mut Context<'_>,
    report: &mut FileReport,
) {
    let begun = Instant::now();
    report.state = match take(&mut change, job, context, report).await {
        Ok(()) if report.rejected > 0 && !context.options.partial => {
            change.cancel().await.map_or_else(|error| State::Failed(error.into()), |()| State::Refused)
        }
        Ok(()) => {
            change.commit().await.map_or_else(|error| State::Failed(error.into()), |()| State::Imported)
        }
        Err(failure) => {
            // The failure is worth more than one more that follows from it.
            let _ = change.cancel().await;
            State::Failed(failure)
        }
    };
    report.took = begun.elapsed();
}

/// Takes a file inside a transaction that somebody else will undo.
pub(super) async fn attempt(
    change: &mut Change,
    job: &Job,
    context: &mut Context<'_>,
    report: &mut FileReport,
) {
    let begun = Instant::now();
    report.state = match take(change, job, context, report).await {
        Ok(()) => State::Tried,
        Err(failure) => State::Failed(failure),
    };
    report.took = begun.elapsed();
}

async fn take(
    change: &mut Change,
    job: &Job,
    context: &mut Context<'_>,
    report: &mut FileReport,
) -> Result<(), Failure> {
    let bytes = job.path.metadata().map_or(0, |data| data.len());
    context.progress.begin(&job.path, bytes);
    let taken = match job.kind {
        Kind::Team => take_rows::<Team>(change, job, context, report).await,
        Kind::Accounts => take_rows::<Accounts>(change, job, context, report).await,
        Kind::People => take_rows::<People>(change, job, context, report).await,
        Kind::Content => take_rows::<Pieces>(change, job, context, report).await,
        Kind::Touches => take_rows::<Touches>(change, job, context, report).await,
    };
    context.progress.end();
    taken
}

async fn take_rows<T: Taking>(
    change: &mut Change,
    job: &Job,
    context: &mut Context<'_>,
    report: &mut FileReport,
) -> Result<(), Failure> {
    let mut chunks = lines::read(&job.path, &job.reading, &context.zone, T::read);
    let mut taking = T::begin(change, context.now()).await?;
    let mut sources = Sources::begin(change, context.source()).await?;
    let mut count =
        Count { sources: HashMap::new(), rejected: Rejected::new(job, context), held: Vec::new() };
    while let Some(chunk) = chunks.recv().await {
        let chunk = chunk?;
        let (mut rows, mut records) =
            (Vec::with_capacity(chunk.lines.len()), Vec::with_capacity(chunk.lines.len()));
        for line in chunk.lines {
            let reject = match line.row {
                Ok(row) => {
                    rows.push(row);
                    None
                }
                Err(reject) => Some(reject),
            };
            records.push((line.record, reject));
        }
        show::<T>(job, context, report, &rows);
        let mut verdicts = taking.take(change, &mut sources, rows).await?.into_iter();
        for (record, reject) in records {
            let verdict = match reject {
                Some(reject) => Verdict::Rejected(reject.reason),
                None => verdicts.next().unwrap_or(Verdict::Later),
            };
            count.add(record, verdict, job, context, report)?;
        }
        context.progress.advance(report.rows() + count.held.len() as u64, chunk.bytes);
    }
    report.notes.extend(taking.notes());
    let held = std::mem::take(&mut count.held);
    for (record, verdict) in held.into_iter().zip(taking.finish(change).await?) {
        count.add(record, verdict, job, context, report)?;
    }
    count.rejected.finish(job, context, report)?;
    record(change, job, context, report, sources, count.sources).await
}

/// In a dry run, the first rows as they were read.
fn show<T: Taking>(job: &Job, context: &Context<'_>, report: &mut FileReport, rows: &[T::Row]) {
    if !context.options.dry_run {
        return;
    }
    for row in rows.iter().take(FIRST_ROWS - report.first_rows.len().min(FIRST_ROWS)) {
        report.first_rows.push(job.kind.shape().columns.iter().copied().zip(T::shown(row)).collect());
    }
}

/// What has become of the rows so far.
struct Count {
    /// By source; `None` is the file's own.
    sources: HashMap<Option<i64>, Tally>,
    rejected: Rejected,
    /// Rows whose verdict will come later.
    held: Vec<Record>,
}

impl Count {
    fn add(
        &mut self,
        record: Record,
        verdict: Verdict,
        job: &Job,
        context: &Context<'_>,
        report: &mut FileReport,
    ) -> Result<(), Failure> {
        match verdict {
            Verdict::Taken(outcome, source) => {
                report.tally.count(outcome);
                self.sources.entry(source).or_default().count(outcome);
            }
            Verdict::Rejected(reason) => {
                let reject = record.reject(reason);
                self.rejected.add(&record, reject, job, context, report)?;
            }
            Verdict::Later => self.held.push(record),
        }
        Ok(())
    }
}

/// Records what came from which source. Rejected rows count for the source that most of the file is from.
async fn record(
    change: &mut Change,
    job: &Job,
    context: &Context<'_>,
    report: &FileReport,
    mut sources: Sources,
    tallies: HashMap<Option<i64>, Tally>,
) -> Result<(), Failure> {
    let mut tallies: Vec<(i64, Tally)> = match tallies.is_empty() {
        true => vec![(sources.own(), Tally::default())],
        false => {
            tallies.into_iter().map(|(id, tally)| (id.unwrap_or_else(|| sources.own()), tally)).collect()
        }
    };
    sources.write(change).await?;
    tallies.sort_by_key(|(source, tally)| (std::cmp::Reverse(tally.rows()), *source));
    let file = job.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let record = |(place, (source, tally)): (usize, (i64, Tally))| imports::Import {
        source,
        kind: job.kind.as_str(),
        file: &file,
        at: context.now(),
        tally,
        rejected: if place == 0 { report.rejected } else { 0 },
    };
    let records: Vec<_> = tallies.into_iter().enumerate().map(record).collect();
    Ok(imports::record(change, &records).await?)
}
