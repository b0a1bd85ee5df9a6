//! One statement over many rows: the rows come as columns and stand in the text as `{rows}`.
//!
//! `with k (key, n) as ({rows}) select …` reads them like a table. SQLite gets them as `values (…), …`, PostgreSQL as
//! one array a column, which keeps its text the same however many rows there are.
//!
//! Where the rows are looked up in a table, `from k cross join …` keeps SQLite, which knows nothing of the sizes, from
//! walking through the table and looking it up in the rows.

use sqlx::Arguments as _;

use super::{Record, Result, Statement, Tx, sql};

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
    Text(Vec<Option<String>>),
    Flag(Vec<Option<bool>>),
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
        self.column(Column::Text(cells.into_iter().map(|cell| cell.into().map(str::to_owned)).collect()))
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
                for statement in self.values() {
                    changed += statement.exec(&mut *tx).await?;
                }
            }
        }
        Ok(changed)
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
                Column::Text(cells) => arguments.add(cells),
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

/// A column on its way out.
enum Cells {
    Whole(std::vec::IntoIter<Option<i64>>),
    Text(std::vec::IntoIter<Option<String>>),
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
