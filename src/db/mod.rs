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
use futures_util::TryStreamExt;
use sqlx::{
    Arguments as _, AssertSqlSafe, Connection as _, FromRow, PgConnection, PgPool, Postgres, Sqlite,
    SqlitePool, Transaction,
    encode::Encode,
    migrate::Migrator,
    postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow},
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow,
        SqliteSynchronous,
    },
    types::Type,
};

use bulk::{Pair, bulk, numbers};
pub use change::{Change, Outcome, Tally};
pub use error::{DbError, Result};

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

/// A statement with its values. `text` uses `$1`, `$2`, … on both engines.
pub fn sql(text: impl Into<String>) -> Statement {
    Statement { text: text.into(), sqlite: SqliteArguments::default(), postgres: PgArguments::default() }
}

pub struct Statement {
    text: String,
    sqlite: SqliteArguments,
    postgres: PgArguments,
}

impl Statement {
    /// Binds the next value.
    pub fn bind<T>(mut self, value: T) -> Self
    where
        T: for<'q> Encode<'q, Sqlite> + for<'q> Encode<'q, Postgres> + Type<Sqlite> + Type<Postgres> + Clone,
    {
        self.push(value);
        self
    }

    /// Binds the next value, for loops.
    pub fn push<T>(&mut self, value: T)
    where
        T: for<'q> Encode<'q, Sqlite> + for<'q> Encode<'q, Postgres> + Type<Sqlite> + Type<Postgres> + Clone,
    {
        self.sqlite.add(value.clone()).expect("values of the domain can be encoded");
        self.postgres.add(value).expect("values of the domain can be encoded");
    }
}

/// Where a statement runs: on its own, or inside a transaction.
pub enum On<'a> {
    Db(&'a Db),
    Tx(&'a mut Tx),
}

impl<'a> From<&'a Db> for On<'a> {
    fn from(db: &'a Db) -> Self {
        Self::Db(db)
    }
}

impl<'a> From<&'a mut Tx> for On<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        Self::Tx(tx)
    }
}

/// A row type that both engines can give.
pub trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// Runs `$call` on whichever executor `$on` stands for; alone, a statement goes to the pool named `$pool` on SQLite.
macro_rules! run {
    ($self:ident, $on:ident, $pool:ident, $query:expr, $call:ident) => {{
        let text = AssertSqlSafe($self.text);
        Ok(match $on.into() {
            On::Db(Db::Sqlite { $pool, .. }) => $query(text, $self.sqlite).$call($pool).await?,
            On::Db(Db::Postgres(pool)) => $query(text, $self.postgres).$call(pool).await?,
            On::Tx(Tx::Sqlite(tx)) => $query(text, $self.sqlite).$call(&mut **tx).await?,
            On::Tx(Tx::Postgres(tx)) => $query(text, $self.postgres).$call(&mut **tx).await?,
        })
    }};
}

impl Statement {
    /// Every row.
    pub async fn all<T: Record>(self, on: impl Into<On<'_>>) -> Result<Vec<T>> {
        run!(self, on, read, sqlx::query_as_with, fetch_all)
    }

    /// The only row.
    pub async fn one<T: Record>(self, on: impl Into<On<'_>>) -> Result<T> {
        run!(self, on, read, sqlx::query_as_with, fetch_one)
    }

    /// The only row, if there is one.
    pub async fn maybe<T: Record>(self, on: impl Into<On<'_>>) -> Result<Option<T>> {
        run!(self, on, read, sqlx::query_as_with, fetch_optional)
    }

    /// Hands over row by row as they come, for results too large to be held twice. It ends with the first error of
    /// `take`, whatever that is.
    pub async fn each<T: Record, E: From<DbError>>(
        self,
        on: impl Into<On<'_>>,
        mut take: impl FnMut(T) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        /// Reads the rows of one engine.
        macro_rules! rows {
            ($arguments:ident, $executor:expr) => {{
                let query = sqlx::query_as_with(AssertSqlSafe(self.text), self.$arguments);
                let mut rows = query.fetch($executor);
                while let Some(row) = rows.try_next().await.map_err(DbError::from)? {
                    take(row)?;
                }
            }};
        }
        match on.into() {
            On::Db(Db::Sqlite { read, .. }) => rows!(sqlite, read),
            On::Db(Db::Postgres(pool)) => rows!(postgres, pool),
            On::Tx(Tx::Sqlite(tx)) => rows!(sqlite, &mut **tx),
            On::Tx(Tx::Postgres(tx)) => rows!(postgres, &mut **tx),
        }
        Ok(())
    }

    /// Changes rows; says how many. Alone on SQLite, it waits for other writers as [`Db::begin`] does.
    pub async fn exec(self, on: impl Into<On<'_>>) -> Result<u64> {
        let text = AssertSqlSafe(self.text);
        Ok(match on.into() {
            On::Db(db @ Db::Sqlite { .. }) => {
                let Tx::Sqlite(mut tx) = db.begin().await? else {
                    unreachable!("a database begins its own transactions")
                };
                let changed = sqlx::query_with(text, self.sqlite).execute(&mut *tx).await?.rows_affected();
                tx.commit().await?;
                changed
            }
            On::Db(Db::Postgres(pool)) => {
                sqlx::query_with(text, self.postgres).execute(pool).await?.rows_affected()
            }
            On::Tx(Tx::Sqlite(tx)) => {
                sqlx::query_with(text, self.sqlite).execute(&mut **tx).await?.rows_affected()
            }
            On::Tx(Tx::Postgres(tx)) => {
                sqlx::query_with(text, self.postgres).execute(&mut **tx).await?.rows_affected()
            }
        })
    }
}
