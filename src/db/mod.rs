//! The only home of SQL: one set of statements, run on SQLite and on PostgreSQL.
//!
//! [`sql`] builds a statement; `all`, `one`, `maybe` and `exec` run it on a [`Db`] or inside a [`Tx`], and decide
//! there, once, which engine it goes to. Where the dialects part, the one method that needs it matches on the engine.

pub mod accounts;
pub mod actions;
mod bulk;
mod change;
pub mod chats;
pub mod confirmations;
pub mod content;
pub mod conversations;
pub mod digests;
mod error;
pub mod export;
pub mod market;
pub mod people;
pub mod snapshot;
pub mod sources;
mod statement;
pub mod team;
pub mod touch_log;
pub mod touches;
pub mod workspaces;

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use backon::{ExponentialBuilder, Retryable};
use sqlx::{
    Connection as _, PgConnection, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use bulk::{Pair, bulk, numbers};
pub use change::{Change, Outcome, Tally};
pub use error::{DbError, Result};
pub use statement::{On, Record, Statement, sql};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// How long a writer waits for another's transaction on SQLite, an import of a large file for example.
pub const PATIENCE: Duration = Duration::from_secs(120);
/// How long somebody who asks in a chat waits for it: Slack and Teams have long shown that we are at work by then.
pub const ASKERS_PATIENCE: Duration = Duration::from_secs(5);
/// How long SQLite itself waits; then it is ours to try again. Readers hardly ever wait: WAL lets them read on.
const WRITER_WAITS: Duration = Duration::from_millis(250);
const READER_WAITS: Duration = Duration::from_secs(10);

/// Rows that SQLite's thread may be ahead of whoever reads them: with few, both wait for each other all the time.
const ROWS_AHEAD: usize = 2_000;

/// A connected database.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writer, many readers: WAL lets them work at once.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction. Dropped without [`Tx::commit`], nothing has happened.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Connects by URL: `sqlite:FILE` (made on first use) or `postgres://…`.
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url)?;
            // The pool would try for half a minute and then only say that it did.
            let first = PgConnection::connect_with(&options).await.map_err(|error| match error {
                sqlx::Error::Io(why) => {
                    DbError::NoServer(options.get_host().to_owned(), options.get_port(), why)
                }
                error => error.into(),
            })?;
            first.close().await?;
            return Ok(Self::Postgres(PgPoolOptions::new().max_connections(8).connect_with(options).await?));
        }
        let Some(file) = url.strip_prefix("sqlite:") else { return Err(DbError::Url(url.to_owned())) };
        let file = Path::new(file.strip_prefix("//").unwrap_or(file));
        match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
                return Err(DbError::NoFolder(folder.to_owned(), file.to_owned()));
            }
            _ => {}
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true);
        // Connections stay: the last one to close would end the WAL under everybody else. Nobody cuts them off, so none
        // is tried before it is used.
        let pool =
            || SqlitePoolOptions::new().idle_timeout(None).max_lifetime(None).test_before_acquire(false);
        let writing = options.clone().busy_timeout(WRITER_WAITS);
        let connect = || pool().max_connections(1).acquire_timeout(PATIENCE).connect_with(writing.clone());
        let write = connect.retry(backoff(PATIENCE)).when(error::busy).await;
        let write = write.map_err(|error| DbError::of_file(error, file))?;
        let reading = options.busy_timeout(READER_WAITS).read_only(true).row_buffer_size(ROWS_AHEAD);
        Ok(Self::Sqlite { read: pool().max_connections(4).connect_lazy_with(reading), write })
    }

    /// What the database's own clock says, in microseconds since 1970, where it is a server that many machines share.
    pub async fn clock(&self) -> Result<Option<i64>> {
        match self {
            Self::Sqlite { .. } => Ok(None),
            Self::Postgres(_) => {
                let text = "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
                let (now,): (i64,) = sql(text).one(self).await?;
                Ok(Some(now))
            }
        }
    }

    /// Brings the schema up to date. Several processes may do so at once; where nothing is to be done, it waits for
    /// nobody.
    pub async fn migrate(&self) -> Result<()> {
        if self.is_current().await {
            return Ok(());
        }
        match self.begin().await? {
            Tx::Sqlite(mut tx) => {
                // `run` would do, were its future `Send` for a borrowed connection.
                MIGRATIONS.run_direct(None, &mut *tx, false).await?;
                Tx::Sqlite(tx).commit().await
            }
            Tx::Postgres(tx) => {
                drop(tx);
                let Self::Postgres(pool) = self else {
                    unreachable!("a database begins its own transactions")
                };
                Ok(MIGRATIONS.run(pool).await?)
            }
        }
    }

    /// Whether nothing is to be migrated.
    pub async fn is_current(&self) -> bool {
        let newest = MIGRATIONS.iter().map(|migration| migration.version).max();
        let applied: Result<(Option<i64>,)> =
            sql("select max(version) from _sqlx_migrations").one(self).await;
        applied.is_ok_and(|(applied,)| applied == newest)
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock at once: a lock taken later could fail
    /// however long it waits.
    pub async fn begin(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { write, .. } => self.begin_on(write, PATIENCE).await,
            Self::Postgres(pool) => Ok(Tx::Postgres(pool.begin().await?)),
        }
    }

    /// The same, giving up with [`DbError::Busy`] after about `patience`. PostgreSQL waits later, for single rows: for
    /// each so long.
    pub async fn begin_within(&self, patience: Duration) -> Result<Tx> {
        match self {
            Self::Sqlite { write, .. } => {
                let begun = self.begin_on(write, patience);
                tokio::time::timeout(patience, begun).await.unwrap_or(Err(DbError::Busy))
            }
            Self::Postgres(pool) => {
                let mut tx = Tx::Postgres(pool.begin().await?);
                sql(format!("set local lock_timeout = {}", patience.as_millis())).exec(&mut tx).await?;
                Ok(tx)
            }
        }
    }

    async fn begin_on(&self, write: &SqlitePool, patience: Duration) -> Result<Tx> {
        let begin = || write.begin_with("begin immediate");
        let tx = begin.retry(backoff(patience)).when(error::busy).await;
        Ok(Tx::Sqlite(tx.map_err(|error| DbError::of_file(error, &self.file()))?))
    }

    /// Begins a transaction that reads: all of its statements see the database as it was at the first one.
    pub async fn begin_reading(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("begin isolation level repeatable read read only").await?)
            }
        })
    }

    /// The file of a SQLite database; empty for PostgreSQL.
    fn file(&self) -> PathBuf {
        match self {
            Self::Sqlite { write, .. } => write.connect_options().get_filename().to_owned(),
            Self::Postgres(_) => PathBuf::new(),
        }
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// From 20 ms to half a second between attempts, until they add up to `patience`.
fn backoff(patience: Duration) -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(20))
        .with_max_delay(Duration::from_millis(500))
        .without_max_times()
        .with_total_delay(Some(patience))
        .with_jitter()
}

impl Tx {
    /// Undoes everything, and says when that has happened.
    pub async fn rollback(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
