//! One statement over many rows: the rows come as columns and stand in the text as `{rows}`.
//!
//! `with k (key, n) as ({rows}) select …` reads them like a table. SQLite gets them as `values (…), …`, PostgreSQL as
//! one array a column, which keeps its text the same however many rows there are.
//!
//! Where the rows are looked up in a table, `from k cross join …` keeps SQLite, which knows nothing of the sizes, from
//! walking through the table and looking it up in the rows.

use std::{num::ParseIntError, str::FromStr, sync::Arc};

use futures_util::future::join;
use sqlx::Arguments as _;

use super::{Change, DbError, Record, Result, Statement, Tx, sql};

/// Cells in one statement on SQLite, which takes at most 32,766.
const CELLS: usize = 16_000;
/// Rows in one statement on SQLite. Any number of rows is made up of these, largest first, so that a few texts are
/// prepared once and used again; beyond the first, a longer text gains nothing.
const ROWS: [usize; 6] = [1_000, 250, 60, 15, 4, 1];
/// Says that a value could not be encoded, which values of our domain always can.
const ENCODED: &str = "values of the domain can be encoded";

/// Begins a statement over many rows. Its single values are `$1`, `$2`, … and are bound first.
pub fn bulk(text: impl Into<String>) -> Bulk {
    Bulk { text: text.into(), singles: Vec::new(), columns: Vec::new() }
}

pub struct Bulk {
    text: String,
    singles: Vec<i64>,
    columns: Vec<Column>,
}

enum Column {
    Whole(Vec<Option<i64>>),
    Text(Vec<Option<Arc<str>>>),
    Flag(Vec<Option<bool>>),
}

/// Short texts that come again and again in a column, kept once.
#[derive(Default)]
struct Words<'t> {
    shared: Vec<(&'t str, Arc<str>)>,
}

impl<'t> Words<'t> {
    /// A closed list of words is no longer than this; in other columns looking further costs more than a copy.
    const MOST: usize = 16;

    fn shared(&mut self, text: &'t str) -> Arc<str> {
        // Words of a closed list are the same bytes of the program, so comparing addresses is enough.
        if let Some((_, shared)) = self.shared.iter().find(|(known, _)| std::ptr::eq(*known, text)) {
            return shared.clone();
        }
        let shared = Arc::from(text);
        if self.shared.len() < Self::MOST {
            self.shared.push((text, Arc::clone(&shared)));
        }
        shared
    }
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Whole(cells) => cells.len(),
            Self::Text(cells) => cells.len(),
            Self::Flag(cells) => cells.len(),
        }
    }

    /// PostgreSQL's type of the column.
    fn array(&self) -> &'static str {
        match self {
            Self::Whole(_) => "bigint[]",
            Self::Text(_) => "text[]",
            Self::Flag(_) => "boolean[]",
        }
    }
}

impl Bulk {
    /// Binds the next single value.
    pub fn bind(mut self, value: i64) -> Self {
        self.singles.push(value);
        self
    }

    /// The next column, of numbers.
    pub fn whole<V: Into<Option<i64>>>(self, cells: impl IntoIterator<Item = V>) -> Self {
        self.column(Column::Whole(cells.into_iter().map(Into::into).collect()))
    }

    /// The next column, of text.
    pub fn text<'t, V: Into<Option<&'t str>>>(self, cells: impl IntoIterator<Item = V>) -> Self {
        let mut words = Words::default();
        self.column(Column::Text(
            cells.into_iter().map(|cell| cell.into().map(|text| words.shared(text))).collect(),
        ))
    }

    /// The next column, of yes and no.
    pub fn flag(self, cells: impl IntoIterator<Item = bool>) -> Self {
        self.column(Column::Flag(cells.into_iter().map(Some).collect()))
    }

    fn column(mut self, column: Column) -> Self {
        debug_assert!(
            self.columns.first().is_none_or(|first| first.len() == column.len()),
            "columns of one length"
        );
        self.columns.push(column);
        self
    }

    /// Every row of the answer.
    pub async fn all<T: Record>(self, tx: &mut Tx) -> Result<Vec<T>> {
        let mut answer = Vec::new();
        match tx {
            Tx::Postgres(_) => {
                if let Some(statement) = self.arrays() {
                    answer = statement.all(tx).await?;
                }
            }
            Tx::Sqlite(_) => {
                for statement in self.values() {
                    answer.append(&mut statement.all(&mut *tx).await?);
                }
            }
        }
        Ok(answer)
    }

    /// Changes rows; says how many.
    pub async fn exec(self, tx: &mut Tx) -> Result<u64> {
        let mut changed = 0;
        match tx {
            Tx::Postgres(_) => {
                if let Some(statement) = self.arrays() {
                    changed = statement.exec(tx).await?;
                }
            }
            Tx::Sqlite(_) => {
                let mut statements = self.values();
                let mut next = statements.next();
                while let Some(statement) = next {
                    // The next one is made while the database, on its own thread, works on this one.
                    let (done, following) = join(statement.exec(&mut *tx), async { statements.next() }).await;
                    changed += done?;
                    next = following;
                }
            }
        }
        Ok(changed)
    }

    /// What the statement selects as `found`, text, of all rows: one answer instead of one a row, each of which would
    /// have to change threads on SQLite.
    pub async fn found<T: FromStr>(self, tx: &mut Tx) -> Result<Vec<T>> {
        let text = format!("select string_agg(found, ' ') from ({}) as answer", self.text);
        let answer: Vec<(Option<String>,)> = Self { text, ..self }.all(tx).await?;
        let words = answer.iter().filter_map(|(words,)| words.as_deref()).flat_map(|words| words.split(' '));
        words.map(|word| word.parse().map_err(|_| DbError::Unreadable(word.to_owned()))).collect()
    }

    fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// For PostgreSQL: one statement; none where there are no rows.
    fn arrays(self) -> Option<Statement> {
        if self.rows() == 0 {
            return None;
        }
        let first = self.singles.len() + 1;
        let types = self.columns.iter().map(Column::array).enumerate();
        let arrays: Vec<String> = types.map(|(n, array)| format!("${}::{array}", first + n)).collect();
        let rows = format!("select * from unnest({})", arrays.join(", "));
        let mut statement = sql(self.text.replace("{rows}", &rows));
        let arguments = &mut statement.postgres;
        for single in self.singles {
            arguments.add(single).expect(ENCODED);
        }
        for column in self.columns {
            match column {
                Column::Whole(cells) => arguments.add(cells),
                Column::Text(cells) => arguments.add(cells.iter().map(Option::as_deref).collect::<Vec<_>>()),
                Column::Flag(cells) => arguments.add(cells),
            }
            .expect(ENCODED);
        }
        Some(statement)
    }

    /// For SQLite: as many statements as it takes. Cells are `?`, because SQLite looks a named parameter up in a list
    /// for each of them; the single values follow them by number.
    fn values(self) -> impl Iterator<Item = Statement> {
        let (mut left, width) = (self.rows(), self.columns.len());
        let mut columns: Vec<Cells> = self.columns.into_iter().map(Cells::from).collect();
        std::iter::from_fn(move || {
            let rows = *ROWS.iter().find(|&&rows| rows <= left && rows * width <= CELLS)?;
            left -= rows;
            let mut text = self.text.clone();
            for single in 1..=self.singles.len() {
                text = text.replace(&format!("${single}"), &format!("?{}", rows * width + single));
            }
            let row = format!(", ({})", vec!["?"; width].join(", "));
            let mut statement = sql(text.replace("{rows}", &format!("values {}", &row.repeat(rows)[2..])));
            let arguments = &mut statement.sqlite;
            arguments.reserve(rows * width + self.singles.len(), 0);
            for _ in 0..rows {
                for column in &mut columns {
                    match column {
                        Cells::Whole(cells) => arguments.add(cells.next().flatten()),
                        Cells::Text(cells) => arguments.add(cells.next().flatten()),
                        Cells::Flag(cells) => arguments.add(cells.next().flatten()),
                    }
                    .expect(ENCODED);
                }
            }
            for single in &self.singles {
                arguments.add(*single).expect(ENCODED);
            }
            Some(statement)
        })
    }
}

/// Looks names up: for each of them the number of the row it is the name of, if there is one. `from` is a table with a
/// condition that may use `$1`, the workspace; `name` and `number` are columns of it.
pub(super) async fn numbers(
    change: &mut Change,
    from: &str,
    (name, number): (&str, &str),
    names: &[&str],
) -> Result<Vec<(String, i64)>> {
    let text = format!(
        "with k (place, name) as ({{rows}})
         select cast(k.place as text) || ':' || cast(t.{number} as text) as found
         from k cross join {from} and t.{name} = k.name"
    );
    let rows = bulk(text).bind(change.workspace).whole((0..).take(names.len())).text(names.iter().copied());
    let found: Vec<Pair> = rows.found(&mut change.tx).await?;
    Ok(found.into_iter().map(|Pair(place, number)| (names[place as usize].to_owned(), number)).collect())
}

/// Two numbers, as `3:4`.
pub(super) struct Pair(pub(super) i64, pub(super) i64);

impl FromStr for Pair {
    type Err = ParseIntError;

    fn from_str(text: &str) -> std::result::Result<Self, ParseIntError> {
        let (first, second) = text.split_once(':').unwrap_or((text, ""));
        Ok(Self(first.parse()?, second.parse()?))
    }
}

/// A column on its way out.
enum Cells {
    Whole(std::vec::IntoIter<Option<i64>>),
    Text(std::vec::IntoIter<Option<Arc<str>>>),
    Flag(std::vec::IntoIter<Option<bool>>),
}

impl From<Column> for Cells {
    fn from(column: Column) -> Self {
        match column {
            Column::Whole(cells) => Self::Whole(cells.into_iter()),
            Column::Text(cells) => Self::Text(cells.into_iter()),
            Column::Flag(cells) => Self::Flag(cells.into_iter()),
        }
    }
}
