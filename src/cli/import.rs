//! `mandorla import`: files into the account database, with a bar, a summary and a file of what was rejected.

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

use super::{Failure, say};
use crate::{
    app::{self, App},
    config::Config,
    intake::{
        Mapping,
        import::{self, FileReport, Options, Progress, Report, State},
        rows::Kind,
    },
};

#[derive(clap::Args)]
pub struct ImportArgs {
    /// The files, in any order
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the files are, where their headers do not tell: team, accounts, people, content or touches
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
    /// What the files call our columns: a TOML file with lines such as `name = "Company"`
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Read and check everything, change nothing
    #[arg(long)]
    dry_run: bool,
    /// Import the sound rows of a file even if others are rejected
    #[arg(long)]
    partial: bool,
    /// Where rows come from that do not say it themselves
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
}

pub async fn run(args: ImportArgs, config: &Config) -> Result<(), Failure> {
    let format = match &args.format {
        None => None,
        Some(name) => Some(kind(name)?),
    };
    let mapping = match &args.map {
        None => Mapping::default(),
        Some(path) => {
            let shapes = Kind::ALL.map(Kind::shape);
            let text = std::fs::read_to_string(path).map_err(|error| {
                Failure::Usage(format!(
                    "the mapping {} cannot be read ({error}); check the path",
                    path.display()
                ))
            })?;
            Mapping::parse(&text, &shapes)
                .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?
        }
    };
    let app = App::open(config).await?;
    let options = Options {
        dry_run: args.dry_run,
        partial: args.partial,
        source: args.source,
        mapping,
        format,
        now: app::now(),
    };
    let report = files(&app, &args.files, &options).await?;
    let said = say(&summary(&report));
    app.db.close().await;
    if report.is_ok() { Ok(said?) } else { Err(Failure::Quiet) }
}

/// One of the five kinds of files, by its name.
pub fn kind(name: &str) -> Result<Kind, Failure> {
    Kind::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or_else(|| {
        Failure::Usage(format!(
            "{name:?} is no kind of file: write team, accounts, people, content or touches"
        ))
    })
}

/// Imports with a bar on the terminal.
pub async fn files(app: &App, files: &[PathBuf], options: &Options) -> Result<Report, Failure> {
    let bar = Bar::default();
    let report = import::import(&app.db, app.workspace, files, options, &bar).await;
    bar.clear();
    Ok(report?)
}

/// What became of every file, a line or a few each.
pub fn summary(report: &Report) -> String {
    let mut out = String::new();
    for file in &report.files {
        out.push_str(&told(file));
        for note in &file.notes {
            out.push_str(&format!("  note: {note}\n"));
        }
        for row in &file.first_rows {
            let cells: Vec<String> =
                row.iter().map(|(column, value)| format!("{column}={value:?}")).collect();
            out.push_str(&format!("  read: {}\n", cells.join(" ")));
        }
        for reject in &file.reasons {
            out.push_str(&format!("  line {}: {}\n", reject.line, reject.reason));
        }
        if file.rejected > file.reasons.len() as u64 {
            out.push_str(&format!(
                "  and {} more rejected rows\n",
                file.rejected - file.reasons.len() as u64
            ));
        }
        if let Some(rejects) = &file.rejects {
            out.push_str(&format!(
                "  rejected rows: {} (mend them there, then import that file)\n",
                rejects.display()
            ));
        }
    }
    if report.dry_run {
        out.push_str("Dry run: nothing was changed.\n");
    }
    out
}

fn told(file: &FileReport) -> String {
    let name = file.path.display();
    let kind = file.kind.as_str();
    let tally = &file.tally;
    let counts = format!(
        "{} new, {} updated, {} unchanged, {} rejected",
        tally.added, tally.updated, tally.unchanged, file.rejected
    );
    let rows = file.rows();
    let speed = match file.took.as_secs_f64() {
        seconds if seconds < 1.0 => String::new(),
        seconds => format!(" ({seconds:.1} s, {:.0} rows/s)", file.rows_per_second()),
    };
    match &file.state {
        State::Imported | State::Tried if rows == 0 => {
            format!("{name} ({kind}): no rows under the header; nothing to import\n")
        }
        State::Imported => format!("{name} ({kind}): {counts}{speed}\n"),
        State::Tried => format!("{name} ({kind}): would be {counts}\n"),
        State::Refused => format!(
            "{name} ({kind}): not imported, {} of {rows} {} rejected; mend {}, or import the others with --partial\n",
            file.rejected,
            if rows == 1 { "row was" } else { "rows were" },
            if file.rejected == 1 { "it" } else { "them" },
        ),
        State::Failed(failure) => format!("{name} ({kind}): not imported: {failure}\n"),
        State::NotBegun => format!("{name} ({kind}): not begun, because the file before was not imported\n"),
    }
}

/// A bar for the file that is being read; drawn on terminals only.
#[derive(Default)]
struct Bar(Mutex<Option<ProgressBar>>);

impl Bar {
    fn clear(&self) {
        if let Some(bar) = self.0.lock().expect("nobody panics while drawing").take() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn begin(&self, file: &Path, bytes: u64) {
        self.clear();
        let style = ProgressStyle::with_template("{prefix} {wide_bar} {percent:>3} %  {msg}  {eta} left")
            .expect("the template is sound");
        let bar = ProgressBar::new(bytes).with_style(style);
        bar.set_prefix(file.file_name().unwrap_or_default().to_string_lossy().into_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        *self.0.lock().expect("nobody panics while drawing") = Some(bar);
    }

    fn advance(&self, rows: u64, bytes: u64) {
        if let Some(bar) = &*self.0.lock().expect("nobody panics while drawing") {
            bar.set_position(bytes);
            let speed = rows as f64 / bar.elapsed().as_secs_f64().max(0.001);
            bar.set_message(format!("{rows} rows, {speed:.0} rows/s"));
        }
    }
}
