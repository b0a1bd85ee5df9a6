//! A statement, and where it runs: alone on either engine, or inside a transaction.

use std::time::Duration;

use backon::Retryable;
use futures_util::TryStreamExt;
use sqlx::{
    Arguments as _, AssertSqlSafe, FromRow, Postgres, Sqlite,
    encode::Encode,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
    types::Type,
};
use tokio::time::timeout;

use super::{Db, DbError, Result, Tx, backoff, error};

/// A statement with its values. `text` uses `$1`, `$2`, … on both engines.
pub fn sql(text: impl Into<String>) -> Statement {
    Statement { text: text.into(), sqlite: SqliteArguments::default(), postgres: PgArguments::default() }
}

pub struct Statement {
    text: String,
    pub(super) sqlite: SqliteArguments,
    pub(super) postgres: PgArguments,
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

    /// Every row of a statement that changes some, as a transaction of its own: on SQLite one way there and back instead
    /// of three, for what is written at every question. It gives up as [`Db::begin_within`] does.
    pub async fn alone<T: Record>(self, db: &Db, patience: Duration) -> Result<Vec<T>> {
        let Db::Sqlite { write, .. } = db else {
            let mut tx = db.begin_within(patience).await?;
            let rows = self.all(&mut tx).await?;
            tx.commit().await?;
            return Ok(rows);
        };
        let run = || async {
            // What has begun is waited for: whoever is told that it failed may do it again.
            let connection = timeout(patience, write.acquire()).await;
            let mut connection = connection.unwrap_or(Err(sqlx::Error::PoolTimedOut))?;
            let text = AssertSqlSafe(self.text.as_str());
            sqlx::query_as_with(text, self.sqlite.clone()).fetch_all(&mut *connection).await
        };
        let rows = run.retry(backoff(patience)).when(error::busy).await;
        rows.map_err(|error| DbError::of_file(error, &db.file()))
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
