//! The rejects file of one import: beside the file it comes from, or, where that is not allowed, in the current
//! folder; never over a file that is being imported.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{Context, Failure, FileReport, Job, real, report::REASONS};
use crate::intake::{Record, Reject, Rejects, rejects_path};

/// Counts rejected rows and, except in a dry run, writes them.
pub(super) struct Rejected {
    out: Option<Rejects>,
}

impl Rejected {
    /// Nothing is written before the first rejected row.
    pub(super) fn new(job: &Job, context: &Context<'_>) -> Self {
        let path = free(&job.path, context);
        Self { out: (!context.options.dry_run).then(|| Rejects::new(path, &job.header)) }
    }

    pub(super) fn add(
        &mut self,
        record: &Record,
        reject: Reject,
        job: &Job,
        context: &Context<'_>,
        report: &mut FileReport,
    ) -> Result<(), Failure> {
        if let Some(out) = &mut self.out {
            let written = out.write(record, &reject);
            if let Err(error) = written {
                self.move_here(error, record, &reject, job, context, report)?;
            }
        }
        report.rejected += 1;
        if report.reasons.len() < REASONS {
            report.reasons.push(reject);
        }
        Ok(())
    }

    /// Writes the first reject into the current folder, after it could not be written beside the file.
    fn move_here(
        &mut self,
        error: io::Error,
        record: &Record,
        reject: &Reject,
        job: &Job,
        context: &Context<'_>,
        report: &mut FileReport,
    ) -> Result<(), Failure> {
        let beside = free(&job.path, context);
        let here = free(Path::new(job.path.file_name().unwrap_or_default()), context);
        if report.rejected > 0 || real(&here) == real(&beside) {
            return Err(Failure::Rejects(beside, error));
        }
        let mut out = Rejects::new(&here, &job.header);
        out.write(record, reject).map_err(|_| Failure::Rejects(beside.clone(), error))?;
        report.notes.push(format!("{} cannot be written, so the rejected rows are here", beside.display()));
        self.out = Some(out);
        Ok(())
    }

    pub(super) fn finish(
        self,
        job: &Job,
        context: &mut Context<'_>,
        report: &mut FileReport,
    ) -> Result<(), Failure> {
        let Some(out) = self.out else { return Ok(()) };
        report.rejects = out.finish().map_err(|error| Failure::Rejects(free(&job.path, context), error))?;
        context.inputs.extend(report.rejects.as_deref().map(real));
        Ok(())
    }
}

/// Where rejects of a file may go without hitting any file of this import.
fn free(file: &Path, context: &Context<'_>) -> PathBuf {
    let mut path = rejects_path(file);
    while context.inputs.contains(&real(&path)) {
        path = rejects_path(&path);
    }
    path
}
