//! What is known about a kind of file before one is seen ([`Shape`]), and about one file once its header row
//! is understood ([`Header`]).

/// A kind of file: what its columns are called and which it cannot do without.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// What the kind is called in messages and in `--format`.
    pub name: &'static str,
    /// Every column, in the order we write them.
    pub columns: &'static [&'static str],
    /// What must be there; of each inner list one is enough.
    pub required: &'static [&'static [&'static str]],
    /// The columns that hold dates, whose order of day and month is found out for the whole column.
    pub dates: &'static [&'static str],
}

impl Shape {
    /// The index of a column, worked out while compiling.
    ///
    /// # Panics
    /// If there is no such column.
    pub const fn column(&self, name: &str) -> usize {
        let mut index = 0;
        while index < self.columns.len() {
            if same(self.columns[index].as_bytes(), name.as_bytes()) {
                return index;
            }
            index += 1;
        }
        panic!("no such column")
    }
}

const fn same(left: &[u8], right: &[u8]) -> bool {
    let mut index = 0;
    while index < left.len() && index < right.len() && left[index] == right[index] {
        index += 1;
    }
    index == left.len() && index == right.len()
}

/// The header row of a file, understood.
#[derive(Debug, Clone)]
pub struct Header {
    /// The kind of file.
    pub shape: &'static Shape,
    /// The physical line the header stands on, from 1.
    pub line: u64,
    /// The columns as the file writes them.
    pub titles: Vec<String>,
    /// Where each column of the shape stands in the file.
    pub(super) slots: Vec<Option<usize>>,
    /// How many of `titles` are the file's own; a rejects file adds `line` and `reason` behind them.
    pub(super) own: usize,
    /// What the reader of the import should know, such as ignored columns.
    pub notes: Vec<String>,
}

impl Header {
    /// What the file calls a column of its shape; our own name if it has none.
    pub fn title(&self, column: usize) -> &str {
        self.slots[column].map_or(self.shape.columns[column], |index| &self.titles[index])
    }
}

/// A title without what spelling varies in: case, spaces, underscores, hyphens, marks without width.
pub(super) fn tidy(title: &str) -> String {
    let varies = |letter: &char| {
        letter.is_whitespace()
            || matches!(letter, '_' | '-' | '\u{FEFF}' | '\u{200B}'..='\u{200D}' | '\u{2011}')
    };
    title.chars().filter(|letter| !varies(letter)).flat_map(char::to_lowercase).collect()
}
