//! `mandorla demo`: no accounts, no keys, no settings. A sample company goes through the real importers into a scratch
//! database, its digest and the first answers are shown, and the console opens.

use std::{
    io::{self, IsTerminal},
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use tokio::{io::AsyncBufReadExt, net::TcpListener};

use super::{Failure, digest, import, sample::today, say};
use crate::{
    app::{self, App, Scratch},
    ask::{Ask, Place, Who},
    chat::text,
    config::Config,
    intake::import::Options,
    sample::{self, Options as Sample},
    web::{self, Doors},
};

#[derive(clap::Args)]
pub struct Demo {
    /// The port of the console on this machine
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Companies of the sample
    #[arg(long, value_name = "N", default_value_t = 1000)]
    accounts: u32,
    /// Touches of the sample
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    touches: u64,
    /// Show the first answers and leave
    #[arg(long)]
    no_console: bool,
}

/// What is asked after the digest: the two people everything is about.
const FIRST: &[&str] = &["has marketing reached Patricia Prospect?", "has marketing reached Colin Cold?"];

pub async fn run(demo: Demo, settings: &Config) -> Result<(), Failure> {
    let scratch = Scratch::new()?;
    let folder = scratch.path("sample");
    std::fs::create_dir_all(&folder)?;
    let options = Sample { accounts: demo.accounts, touches: demo.touches, ..Sample::new(today()) };
    eprintln!(
        "Making a sample company of {} accounts and {} people …",
        options.accounts,
        options.accounts * options.people_per_account
    );
    sample::write(&folder, &options, &mut |_| {})?;
    let url = format!("sqlite:{}", scratch.path("demo.db").display());
    let app = App::open(&settings.elsewhere(url, "Sample company")).await?;
    let files: Vec<PathBuf> = ["team", "accounts", "people", "content", "touches"]
        .iter()
        .map(|kind| folder.join(format!("{kind}.csv")))
        .collect();
    eprintln!("Importing its five files …");
    let report = import::files(&app, &files, &Options::at(app::now())).await?;
    eprint!("{}", import::summary(&report));
    if !report.is_ok() {
        return Err(Failure::Said(
            "the sample company could not be imported; this is a fault of ours, please report it".to_owned(),
        ));
    }
    say("\nThe weekly digest, as it would be posted today, its thread below it:\n\n")?;
    digest::show(&app).await?;
    for question in FIRST {
        say(&format!("\n> {question}\n\n"))?;
        answer(&app, question).await?;
    }
    if !demo.no_console {
        converse(&app, demo.port).await?;
    }
    app.db.close().await;
    Ok(())
}

/// Serves the console and, on a terminal, answers what is typed, until one of the two is ended.
async fn converse(app: &App, port: u16) -> Result<(), Failure> {
    let listener = listen(port).await?;
    let address = listener.local_addr()?;
    say(&format!("\nThe chat console is at http://{address} (Ctrl-C ends the demo; nothing is kept).\n"))?;
    let serving = web::serve(listener, web::router(app.clone(), Doors::console()), web::stop_signal());
    if !io::stdin().is_terminal() {
        return Ok(serving.await?);
    }
    say("Or ask here: `help` lists what I can answer, an empty line ends.\n")?;
    tokio::select! {
        served = serving => Ok(served?),
        typed = prompt(app) => typed,
    }
}

async fn prompt(app: &App) -> Result<(), Failure> {
    let mut lines = tokio::io::BufReader::new(tokio::io::stdin()).lines();
    loop {
        say("\n> ")?;
        match lines.next_line().await? {
            Some(line) if !line.trim().is_empty() => {
                say("\n")?;
                answer(app, &line).await?;
            }
            _ => return Ok(()),
        }
    }
}

async fn answer(app: &App, question: &str) -> Result<(), Failure> {
    let ask = Ask { who: Who::Operator, place: Place::Private, text: question.to_owned(), at: app::now() };
    let answer = app.bot.answer(&ask).await?;
    Ok(say(&text::render(&answer.card))?)
}

/// The port that was asked for; any other if somebody has it.
async fn listen(port: u16) -> Result<TcpListener, Failure> {
    let here = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    match TcpListener::bind(here(port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            eprintln!("Port {port} is taken; another one will do.");
            Ok(TcpListener::bind(here(0)).await?)
        }
        Err(error) => Err(error.into()),
    }
}
