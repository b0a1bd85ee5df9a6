//! `mandorla export`: the five files back, a list of people, or an audience for LinkedIn.

use std::{
    fs,
    io::{self, BufWriter, Stdout, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::ValueEnum;
use tempfile::NamedTempFile;

use super::Failure;
use crate::{
    app::{self, App},
    ask::{Ask, Place, Who},
    chat::text,
    config::Config,
    export::{Audience, Audiences, Export, ExportError, Written},
    intake::{CsvOut, rows::Kind},
    questions::{Selection, Status},
};

#[derive(clap::Args)]
pub struct ExportArgs {
    /// What: one of the five files, or a list of people
    #[arg(value_enum, value_name = "KIND")]
    what: What,
    /// Window and filters as in chat: in fintech, tier 1, seller Dana, last quarter
    #[arg(value_name = "FILTERS")]
    filters: Vec<String>,
    /// Whose accounts "my accounts" are: a colleague's e-mail address
    #[arg(long = "as", value_name = "EMAIL")]
    asker: Option<String>,
    /// The form: csv, or linkedin for a matched audience of LinkedIn Campaign Manager
    #[arg(long, value_enum, default_value_t = Format::Csv, value_name = "FORMAT", hide_possible_values = true)]
    format: Format,
    /// The file to write; standard output without it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    force: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Colleagues
    Team,
    /// Companies; with filters, those that match
    Accounts,
    /// People; with filters, those who count for the accounts that match
    People,
    /// Touches; with filters, those of such people, in the window
    Touches,
    /// Pieces of content
    Content,
    /// Whom sales contacted and marketing has not reached
    Cold,
    /// Whom marketing reached and sales has not contacted
    Warm,
    /// Who in the target market has heard from nobody
    Untouched,
    /// Whom both sides touch outside the target market
    Outside,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Linkedin,
}

impl What {
    /// The file of our own format; `None` for a list.
    fn kind(self) -> Option<Kind> {
        match self {
            Self::Team => Some(Kind::Team),
            Self::Accounts => Some(Kind::Accounts),
            Self::People => Some(Kind::People),
            Self::Touches => Some(Kind::Touches),
            Self::Content => Some(Kind::Content),
            Self::Cold | Self::Warm | Self::Untouched | Self::Outside => None,
        }
    }

    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// What LinkedIn can take of it.
    fn audience(self) -> Option<Audience> {
        match self.kind() {
            None | Some(Kind::People) => Some(Audience::Contacts),
            Some(Kind::Accounts) => Some(Audience::Companies),
            Some(Kind::Team | Kind::Touches | Kind::Content) => None,
        }
    }
}

pub async fn run(args: ExportArgs, config: &Config) -> Result<(), Failure> {
    let what = args.what;
    check(&args)?;
    let mut out = Out::open(args.out.as_deref().filter(|path| *path != "-"), args.force)?;
    let app = App::open(config).await?;
    let now = app::now();
    let who = args.asker.map_or(Who::Operator, Who::Colleague);
    let ask = |text: String| Ask { who: who.clone(), place: Place::Private, text, at: now };
    let filters = args.filters.join(" ");
    let nothing = match (filters.trim(), what.kind()) {
        ("", Some(_)) => "nothing of this kind has been imported yet",
        ("", None) => "nobody is on this list",
        _ => "nothing passes the filters",
    };
    let written = match what.kind() {
        None => {
            let rows = list(&app, &ask(format!("export {} {filters}", what.name()))).await?;
            write_list(&rows, args.format, &mut out).map_err(ExportError::from)
        }
        Some(kind) => {
            let selection = match filters.trim() {
                "" => None,
                filters => Some(selected(&app, &ask(format!("export {filters}")), what).await?),
            };
            let export = Export {
                db: &app.db,
                workspace: app.workspace,
                now: now.as_microsecond(),
                selection: selection.as_ref(),
            };
            match (args.format, what.audience()) {
                (Format::Linkedin, Some(audience)) => export.write_audience(audience, &mut out).await,
                _ => export.write(kind, &mut out).await,
            }
        }
    };
    app.db.close().await;
    let written = written.map_err(|error| out.failure(error))?;
    for note in &written.notes {
        eprintln!("Note: {note}.");
    }
    if written.rows == 0 {
        eprintln!("Only the header was written: {nothing}.");
    }
    out.finish(written.rows)
}

/// Refuses what cannot be meant before anything is opened.
fn check(args: &ExportArgs) -> Result<(), Failure> {
    let name = args.what.name();
    if args.format == Format::Linkedin && args.what.audience().is_none() {
        return Err(Failure::Usage(format!(
            "LinkedIn takes lists of people or of companies, not {name}: export people, accounts, cold, warm, untouched or outside"
        )));
    }
    if matches!(args.what, What::Team | What::Content) && !args.filters.is_empty() {
        return Err(Failure::Usage(format!(
            "`export {name}` takes no filters: leave out {:?}, or export accounts, people or touches",
            args.filters.join(" ")
        )));
    }
    Ok(())
}

/// The rows of a list, its header first.
async fn list(app: &App, ask: &Ask) -> Result<Vec<Vec<String>>, Failure> {
    let answer = Arc::unwrap_or_clone(app.bot.answer(ask).await?);
    match answer.csv {
        Some(rows) if answer.status == Status::Answered => Ok(rows),
        // A list that nobody is on, or something to be said first.
        _ => {
            eprint!("{}", text::render(&answer.card));
            Err(Failure::Quiet)
        }
    }
}

/// The part of the database that filters leave.
async fn selected(app: &App, ask: &Ask, what: What) -> Result<Selection, Failure> {
    let selection = match app.bot.select(ask).await? {
        Ok(selection) => selection,
        Err(card) => {
            eprint!("{}", text::render(&card));
            return Err(Failure::Quiet);
        }
    };
    if selection.on_touches() && what != What::Touches {
        return Err(Failure::Usage(format!(
            "a window, a channel, a campaign or a purpose is about touches, not about {}: leave it out, or export touches, cold, warm, untouched or outside",
            what.name()
        )));
    }
    Ok(selection)
}

fn write_list(rows: &[Vec<String>], format: Format, out: &mut Out) -> io::Result<Written> {
    let Some((header, people)) = rows.split_first() else { return Ok(Written::default()) };
    if format == Format::Csv {
        let mut file = CsvOut::new(out, true)?;
        for row in rows {
            file.row(row)?;
        }
        file.finish()?.flush()?;
        return Ok(Written { rows: people.len() as u64, notes: Vec::new() });
    }
    let mut file = Audiences::new(Audience::Contacts, out)?;
    for row in people {
        let cell = |name: &str| {
            let place = header.iter().position(|title| title == name);
            place.and_then(|place| row.get(place)).map_or("", String::as_str)
        };
        file.contact(cell("email"), cell("name"), cell("title"), cell("account"), cell("country"))?;
    }
    file.finish()
}

/// Where an export goes. A file appears under its name when it is complete, and not before.
enum Out {
    Standard(BufWriter<Stdout>),
    File { file: BufWriter<NamedTempFile>, path: PathBuf, force: bool },
}

impl Out {
    fn open(path: Option<&Path>, force: bool) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::Standard(BufWriter::new(io::stdout()))) };
        let path = match fs::metadata(path) {
            Ok(there) if there.is_dir() => {
                return Err(Failure::Said(format!("{} is a folder; name a file in it", path.display())));
            }
            Ok(there) if !there.is_file() => {
                return Err(Failure::Said(format!(
                    "{} is a device or a pipe; leave --out away and send standard output there",
                    path.display()
                )));
            }
            Ok(_) if !force => return Err(taken(path)),
            // Where it is a link, what it points to is replaced, not the link.
            Ok(_) => &fs::canonicalize(path)?,
            Err(_) => path,
        };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            return Err(Failure::Said(format!(
                "the folder {} does not exist; make it, or write elsewhere",
                folder.display()
            )));
        }
        let file = tempfile::Builder::new().prefix(".mandorla-").tempfile_in(folder);
        let file = file.map_err(|error| unwritable(path, &error))?;
        Ok(Self::File { file: BufWriter::new(file), path: path.to_owned(), force })
    }

    /// Why nothing more could be written.
    fn failure(&self, error: ExportError) -> Failure {
        match (error, self) {
            (ExportError::Db(error), _) => error.into(),
            (ExportError::Io(error), Self::File { path, .. }) => unwritable(path, &error),
            (ExportError::Io(error), Self::Standard(_)) => error.into(),
        }
    }

    /// Gives the file its name.
    fn finish(self, rows: u64) -> Result<(), Failure> {
        match self {
            Self::Standard(mut out) => Ok(out.flush()?),
            Self::File { file, path, force } => {
                let file = file.into_inner().map_err(|error| unwritable(&path, error.error()))?;
                file.as_file().sync_all().map_err(|error| unwritable(&path, &error))?;
                let kept = if force { file.persist(&path) } else { file.persist_noclobber(&path) };
                kept.map_err(|error| match error.error.kind() {
                    io::ErrorKind::AlreadyExists => taken(&path),
                    _ => unwritable(&path, &error.error),
                })?;
                eprintln!("Wrote {rows} {} to {}.", if rows == 1 { "row" } else { "rows" }, path.display());
                Ok(())
            }
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(out) => out.write(bytes),
            Self::File { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::File { file, .. } => file.flush(),
        }
    }
}

fn taken(path: &Path) -> Failure {
    Failure::Said(format!("{} exists already; write elsewhere, or replace it with --force", path.display()))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::Said(format!(
        "{} cannot be written ({error}); make room there, or let this user write the folder",
        path.display()
    ))
}
