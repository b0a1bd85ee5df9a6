//! What can be wrong with a file, and with one row of it. Each message says what to do next and stands after
//! the file's name: `touches.csv: the file is empty; …`.

use std::fmt;
use std::io;

/// Why a whole file cannot be read. The message leaves the file's name to the caller.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("there is no such file; check the path")]
    NotFound,
    /// The path is a folder.
    #[error("this is a folder; name the files inside it")]
    Directory,
    /// A file is read more than once: its dates are looked at before its rows.
    #[error("this is a pipe or a device, not a file; save it to a file first, and import that")]
    NoFile,
    /// The system refuses to open it or to read on.
    #[error("the file cannot be read ({0}); check its permissions and that the disk is well")]
    Unreadable(#[source] io::Error),
    /// Nothing but white space.
    #[error("the file is empty; export it again")]
    Empty,
    /// Some other format.
    #[error("this is {what}, not a text file: {next}")]
    NotText {
        /// What it seems to be.
        what: &'static str,
        /// How to get a CSV file out of it.
        next: &'static str,
    },
    /// No line of the beginning names the columns of a known file.
    #[error("no header row was found in the first {lines} lines; {}", nearest_kind(.nearest))]
    NoHeader {
        /// How many lines were looked at.
        lines: u64,
        /// The line that came nearest, if any named a known column.
        nearest: Option<Nearest>,
    },
    /// Two columns claim one meaning.
    #[error(
        "line {line} names the column \"{column}\" twice; rename or remove one of the two, \
         or say which with --map"
    )]
    ColumnTwice {
        /// The header's line.
        line: u64,
        /// The column, as the file writes it.
        column: String,
    },
    /// The header fits two kinds of file equally well.
    #[error(
        "the header in line {line} could be of {first} or of {second}; split the file, \
         or say which with --format"
    )]
    TwoKinds {
        /// The header's line.
        line: u64,
        /// One kind.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// A second header, of another kind, among the rows.
    #[error(
        "line {line} is a header of {second}, but the file began as {first}; split it there into two files"
    )]
    SecondHeader {
        /// Where the second header stands.
        line: u64,
        /// The kind the file began with.
        first: &'static str,
        /// The kind that follows.
        second: &'static str,
    },
    /// The mapping names a column the file does not have.
    #[error(
        "the mapping reads {ours} from \"{theirs}\", but the header in line {line} has no such column; \
         it has: {has}"
    )]
    MappedColumnMissing {
        /// Our column.
        ours: String,
        /// The column looked for.
        theirs: String,
        /// The header's line.
        line: u64,
        /// The columns there are.
        has: String,
    },
    /// The mapping itself is wrong.
    #[error("the mapping is wrong: {0}")]
    BadMapping(String),
}

/// The line that came nearest to being a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// Its line.
    pub line: u64,
    /// The kind of file it resembles.
    pub kind: &'static str,
    /// What it lacks; alternatives are joined by "or".
    pub missing: Vec<String>,
}

fn nearest_kind(nearest: &Option<Nearest>) -> String {
    match nearest {
        Some(Nearest { line, kind, missing }) => format!(
            "line {line} comes nearest to {kind}, but lacks the column {}; \
             add it, or say with --map what it is called here",
            missing.join(" and the column ")
        ),
        None => "the first row must name the columns, as in our own format; \
                 or say with --map what they are called here"
            .to_owned(),
    }
}

/// A row that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The physical line the row begins on, from 1.
    pub line: u64,
    /// One sentence: the column, the bad value, what would be right.
    pub reason: String,
}

impl fmt::Display for Reject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.reason)
    }
}

/// A value as shown in a reason: quoted, on one line, at most 40 characters.
pub(super) fn shown(value: &str) -> String {
    const LONGEST: usize = 40;
    let plain = |letter: char| if letter.is_control() { '\u{FFFD}' } else { letter };
    let mut text: String = value.chars().take(LONGEST).map(plain).collect();
    if value.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    format!("\"{text}\"")
}
