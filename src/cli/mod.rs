//! The command line: what a revenue-operations person types. Results go to standard output, everything else to
//! standard error; 0 done, 1 failed, 2 used wrongly.

mod ask;
mod demo;
mod digest;
mod doctor;
mod export;
mod import;
mod manifest;
mod sample;
mod serve;

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use crate::{
    app::App,
    config::{Config, ConfigError},
    db::{Db, DbError},
    intake::import::ImportError,
    sample::SampleError,
};
use clap::{Parser, Subcommand};

/// Whether marketing and sales talk to the same people: answers for revenue teams, from one shared account database.
#[derive(Parser)]
#[command(name = "mandorla", version, max_term_width = 100)]
struct Cli {
    /// The settings file; mandorla.toml of this folder if it is there
    #[arg(long, global = true, value_name = "FILE", help_heading = "Settings")]
    config: Option<PathBuf>,
    /// The account database: sqlite:FILE or postgres://…
    #[arg(long, global = true, value_name = "URL", help_heading = "Settings")]
    database_url: Option<String>,
    /// The workspace, by name; made on first use
    #[arg(long, global = true, value_name = "NAME", help_heading = "Settings")]
    workspace: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a sample company in a scratch database, show what it knows, and open the chat console
    Demo(demo::Demo),
    /// Run every configured platform and the web part
    Serve(serve::Serve),
    /// Ask a question, as in chat
    Ask(ask::AskArgs),
    /// Import files, in any order; they are told apart by their headers
    Import(import::ImportArgs),
    /// Export the account database, or a list of people
    Export(export::ExportArgs),
    /// Look at the weekly digest
    Digest(digest::DigestArgs),
    /// Write a sample company as the five files of Mandorla's own format
    Sample(sample::SampleArgs),
    /// Print what a platform needs to make the app
    Manifest(manifest::ManifestArgs),
    /// Check settings, database, tokens, scopes and the clock, and say what to do about each finding
    Doctor,
    /// Bring the database up to date
    Migrate,
    /// Print every setting with its meaning, its default and where its value came from
    Config,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Sample(#[from] SampleError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Said(String),
    /// Used wrongly.
    #[error("{0}")]
    Usage(String),
    /// Everything has been said already.
    #[error("")]
    Quiet,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime can be started");
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Quiet) => ExitCode::FAILURE,
        // Whoever reads our output has gone: `mandorla export people | head`.
        Err(Failure::Io(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("mandorla: {failure}");
            match failure {
                Failure::Usage(_) | Failure::Config(_) | Failure::Db(DbError::Url(_)) => ExitCode::from(2),
                Failure::Sample(SampleError::Exists { .. } | SampleError::Write { .. }) => ExitCode::FAILURE,
                Failure::Sample(_) => ExitCode::from(2),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let mut flags: Vec<(&'static str, String)> = Vec::new();
    flags.extend(cli.database_url.map(|url| ("database_url", url)));
    flags.extend(cli.workspace.map(|name| ("workspace", name)));
    if let Command::Serve(serve) = &cli.command {
        flags.extend(serve.listen.clone().map(|listen| ("listen", listen)));
        flags.extend(serve.console.then(|| ("console", "true".to_owned())));
    }
    let config = Config::read(cli.config.as_deref(), variable, &flags)?;
    if config.workspace.trim().is_empty() {
        return Err(Failure::Usage("`workspace` is empty: give it a name, such as main".to_owned()));
    }
    logging(&config)?;
    match cli.command {
        Command::Demo(demo) => demo::run(demo, &config).await,
        Command::Serve(_) => serve::run(&config).await,
        Command::Ask(args) => ask::run(args, &App::open(&config).await?).await,
        Command::Import(args) => import::run(args, &config).await,
        Command::Export(args) => export::run(args, &config).await,
        Command::Digest(args) => digest::run(args, &config).await,
        Command::Sample(args) => sample::run(&args),
        Command::Manifest(args) => manifest::run(&args, &config),
        Command::Doctor => doctor::run(&config).await,
        Command::Migrate => {
            Db::open(&config.database_url).await?.migrate().await?;
            eprintln!("The database is up to date.");
            Ok(())
        }
        Command::Config => Ok(say(&config.describe())?),
    }
}

#[expect(clippy::disallowed_methods, reason = "the door through which the environment's settings come in")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Prints results. That the reader has gone is an error like others, no panic.
fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn logging(config: &Config) -> Result<(), Failure> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log).map_err(|error| {
        Failure::Usage(format!(
            "`log` is {:?} ({error}): write a filter such as warn,mandorla=info",
            config.log
        ))
    })?;
    // It writes addresses with tickets in them, and at trace whole messages; what matters of it we say ourselves.
    let filter = filter.add_directive("slack_morphism=off".parse().expect("a directive"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    if config.log_json {
        subscriber.json().init()
    } else {
        subscriber.init()
    }
    Ok(())
}
