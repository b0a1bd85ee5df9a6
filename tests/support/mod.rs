//! Both databases for every story: SQLite always, PostgreSQL when `MANDORLA_TEST_POSTGRES` names a server on which
//! databases may be made (`postgres://USER:PASSWORD@HOST/postgres`). Where it is not set, the test says so.

#![allow(dead_code, reason = "each test file uses its part")]

use std::{
    io::Write as _,
    sync::atomic::{AtomicU32, Ordering},
};

use mandorla::db::{Db, sql};

/// A database for one story.
pub struct Scratch {
    pub db: Db,
    pub url: String,
    /// The server and the database made there; nothing for SQLite.
    made: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

/// A fresh, migrated database of each kind.
pub async fn databases() -> Vec<Scratch> {
    let mut all = vec![sqlite().await];
    #[expect(clippy::disallowed_methods, reason = "the tests' own switch")]
    match std::env::var("MANDORLA_TEST_POSTGRES") {
        Ok(server) => all.push(postgres(&server).await),
        // Past the test harness, which swallows what passing tests print.
        Err(_) => {
            drop(writeln!(std::io::stderr(), "left out on PostgreSQL: MANDORLA_TEST_POSTGRES is not set"))
        }
    }
    all
}

/// A fresh, migrated SQLite file.
pub async fn sqlite() -> Scratch {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let db = Db::open(&url).await.expect("a new file opens");
    db.migrate().await.expect("a new database can be migrated");
    Scratch { db, url, made: None, _folder: folder }
}

async fn postgres(server: &str) -> Scratch {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("mandorla_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let admin = Db::open(server).await.expect("the PostgreSQL server answers");
    // Of a test that was killed.
    sql(format!("drop database if exists {name} with (force)")).exec(&admin).await.expect("leftovers go");
    sql(format!("create database {name}")).exec(&admin).await.expect("databases may be made there");
    admin.close().await;
    let mut url = url::Url::parse(server).expect("MANDORLA_TEST_POSTGRES is a URL");
    url.set_path(&name);
    let db = Db::open(url.as_str()).await.expect("a new database opens");
    db.migrate().await.expect("a new database can be migrated");
    let folder = tempfile::tempdir().expect("a temporary folder");
    Scratch { db, url: url.into(), made: Some((server.to_owned(), name)), _folder: folder }
}

impl Scratch {
    /// A second, independent handle, as another process would have it.
    pub async fn another(&self) -> Db {
        Db::open(&self.url).await.expect("a second handle opens")
    }

    pub fn is_sqlite(&self) -> bool {
        self.made.is_none()
    }

    /// Closes the database and takes it away.
    pub async fn end(self) {
        self.db.close().await;
        if let Some((server, name)) = self.made {
            let admin = Db::open(&server).await.expect("the PostgreSQL server answers");
            sql(format!("drop database {name} with (force)")).exec(&admin).await.expect("it can be dropped");
            admin.close().await;
        }
    }
}

/// When the stories of the fixture company are told: a Friday at noon in London.
pub const NOW: &str = "2026-11-20T12:00:00Z";

/// Imports the fixture company of `tests/company` into a new workspace in London.
pub async fn company(db: &Db) -> i64 {
    let files = KINDS.map(|kind| format!("tests/company/{kind}.csv").into());
    imported(db, &files, NOW.parse().expect("an instant")).await
}

/// The same with its touches as many days later as another day is later than [`NOW`]: for whoever asks by the wall
/// clock.
pub async fn company_today(db: &Db, today: jiff::Timestamp) -> i64 {
    let days = today.duration_since(NOW.parse().expect("an instant")).as_hours() / 24;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = KINDS.map(|kind| folder.path().join(format!("{kind}.csv")));
    for (kind, file) in KINDS.iter().zip(&files) {
        let text = std::fs::read_to_string(format!("tests/company/{kind}.csv")).expect("a file");
        let lines =
            text.lines().map(|line| if *kind == "touches" { later(line, days) } else { line.to_owned() });
        std::fs::write(file, lines.collect::<Vec<_>>().join("\n")).expect("a file");
    }
    imported(db, &files, today).await
}

/// A row whose first cell is an instant, unless it is the header.
fn later(row: &str, days: i64) -> String {
    let (at, rest) = row.split_once(',').expect("cells");
    match at.parse::<jiff::Timestamp>() {
        Ok(at) => format!("{},{rest}", at + jiff::SignedDuration::from_hours(24 * days)),
        Err(_) => row.to_owned(),
    }
}

const KINDS: [&str; 5] = ["team", "accounts", "people", "content", "touches"];

async fn imported(db: &Db, files: &[std::path::PathBuf], now: jiff::Timestamp) -> i64 {
    use mandorla::{db::workspaces, intake::import};
    let workspace = workspaces::ensure(db, "main", "Europe/London").await.expect("a workspace can be made");
    let options = import::Options::at(now);
    let report = import::import(db, workspace, files, &options, &()).await.expect("the files can be read");
    assert!(report.is_ok(), "{report:?}");
    workspace
}
