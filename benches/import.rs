//! How fast touches come in, against the fastest that each database's own shell can do with the same rows.
//!
//! `cargo bench --bench import [-- postgres://… …]` makes a company of 100,000 people and 1,000,000 touches, imports its
//! five files into a new SQLite file and into each server named (an empty database), then lets `sqlite3` (`.import`) and
//! `psql` (`\copy`) load the resulting touches into a bare table with the same columns and indexes, and prints both rates.

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use jiff::{Timestamp, civil::date};
use mandorla::{
    db::{Db, workspaces},
    intake::import::{Options, import},
    sample::{self, Options as Sample},
};

/// The columns and indexes of `touches`, and nothing that has to be checked.
const BARE: &str = "
    create table bare (workspace_id bigint not null, person_id bigint not null, id bigint not null,
        at bigint not null, side text not null, channel text not null, evidence text not null, colleague_id bigint,
        campaign_id bigint, purpose text, content_id bigint, outcome text, source_id bigint not null,
        source_key text not null, primary key (workspace_id, person_id, id),
        unique (workspace_id, source_id, source_key))";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let servers = &arguments[..];
    let scratch = tempfile::tempdir()?;
    let folder = &scratch.path().join("sample").display().to_string();
    std::fs::create_dir(folder)?;
    let options = Sample { accounts: 16_667, touches: 1_000_000, ..Sample::new(date(2026, 11, 20)) };
    sample::write(Path::new(folder), &options, &mut |_| {})?;
    let file = scratch.path().join("import.db");
    let ours = rate(&format!("sqlite:{}", file.display()), folder).await?;
    let rows = scratch.path().join("touches.csv");
    let query = "select * from touches order by id";
    run(Command::new("sqlite3").args(["-csv"]).arg(&file).arg(query).stdout(std::fs::File::create(&rows)?))?;
    let bare = scratch.path().join("bare.db");
    run(Command::new("sqlite3").arg(&bare).arg(BARE))?;
    let import = format!(".import '{}' bare", rows.display());
    let begun = Instant::now();
    run(Command::new("sqlite3").arg(&bare).args([".mode csv", &import]))?;
    compare("SQLite", ours, begun);
    for server in servers {
        let ours = rate(server, folder).await?;
        run(Command::new("psql").arg(server).args(["-qc", "drop table if exists bare", "-c", BARE]))?;
        let copy = format!("\\copy bare from '{}' with (format csv)", rows.display());
        let begun = Instant::now();
        run(Command::new("psql").arg(server).args(["-qc", &copy]))?;
        compare("PostgreSQL", ours, begun);
    }
    Ok(())
}

/// Imports the files twice; how many seconds the touches took the first time.
async fn rate(url: &str, folder: &str) -> Result<f64, Box<dyn Error>> {
    let db = Db::open(url).await?;
    db.migrate().await?;
    let workspace = workspaces::ensure(&db, "bench", "Europe/London").await?;
    let kinds = ["team", "accounts", "people", "content", "touches"];
    let files: Vec<PathBuf> = kinds.map(|kind| Path::new(folder).join(format!("{kind}.csv"))).into();
    let options = Options::at(Timestamp::UNIX_EPOCH);
    let mut touches = 0.0;
    for round in 0..2 {
        let report = import(&db, workspace, &files, &options, &()).await?;
        for file in &report.files {
            println!(
                "{:10} {:9} new {:9} updated {:9} unchanged {:9} rejected {:7.2} s {:9.0} rows/s {:?} {:?}",
                file.kind.as_str(),
                file.tally.added,
                file.tally.updated,
                file.tally.unchanged,
                file.rejected,
                file.took.as_secs_f64(),
                file.rows_per_second(),
                file.state,
                file.reasons.first(),
            );
        }
        if round == 0 {
            touches = report.files.last().map_or(0.0, |file| file.took.as_secs_f64());
        }
    }
    db.close().await;
    Ok(touches)
}

fn compare(engine: &str, ours: f64, begun: Instant) {
    let bare = begun.elapsed().as_secs_f64();
    println!("{engine}: bare {bare:.2} s, ours {ours:.2} s: {:.0} % of the bare rate", 100.0 * bare / ours);
}

fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}
