//! A file, opened: its kind is known, and its rows come one by one, each with its line, sound or faulty.
//!
//! ```no_run
//! # use mandorla::intake::{FileError, Options, Record, Source, rows};
//! # fn main() -> Result<(), FileError> {
//! let mut source = Source::open("touches.csv".as_ref(), &Options::new(&rows::SHAPES))?;
//! let mut record = Record::default();
//! while source.read(&mut record)? {
//!     println!("line {}: {}", record.line(), record.cell(0));
//! }
//! # Ok(())
//! # }
//! ```

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::error::FileError;
use super::header::{find, header_of};
use super::mapping::Mapping;
use super::record::Record;
use super::shape::{Header, Shape};
use super::stream::Stream;
use super::text::Text;

/// How far into a file the header may stand, in bytes.
const HEAD: usize = 256 * 1024;

/// How a file is to be taken.
#[derive(Debug, Clone)]
pub struct Options {
    shapes: Vec<&'static Shape>,
    mapping: Mapping,
}

impl Options {
    /// The kinds to choose from; one alone says which it is.
    pub fn new(shapes: &[&'static Shape]) -> Self {
        Self { shapes: shapes.to_vec(), mapping: Mapping::default() }
    }

    /// Reads the columns by a mapping.
    pub fn mapped(self, mapping: Mapping) -> Self {
        Self { mapping, ..self }
    }
}

/// A file being read.
pub struct Source<R> {
    stream: Stream<R>,
    header: Header,
    shapes: Vec<&'static Shape>,
    records: u64,
}

impl Source<File> {
    /// Opens a file and finds its header.
    pub fn open(path: &Path, options: &Options) -> Result<Self, FileError> {
        let refused = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => FileError::NotFound,
            ErrorKind::IsADirectory => FileError::Directory,
            _ => FileError::Unreadable(error),
        };
        let about = path.metadata().map_err(refused)?;
        if about.is_dir() {
            return Err(FileError::Directory);
        }
        if !about.is_file() {
            return Err(FileError::NoFile);
        }
        Self::from_reader(File::open(path).map_err(refused)?, options)
    }
}

impl<R: Read> Source<R> {
    /// Reads from anything; bytes in memory in tests.
    pub fn from_reader(reader: R, options: &Options) -> Result<Self, FileError> {
        let mut stream = Stream::new(Text::sniff(reader)?);
        let (head, whole) = stream.head(HEAD)?;
        if whole && head.iter().all(u8::is_ascii_whitespace) {
            return Err(FileError::Empty);
        }
        let found = find(head, whole, &options.shapes, &options.mapping)?;
        stream.begin(found.used, found.next_line, found.delimiter);
        Ok(Self { stream, header: found.header, shapes: options.shapes.clone(), records: 0 })
    }

    /// The header row.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How many rows were read so far, sound or not; blank lines are no rows.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Reads the next row; `false` at the end. A row that cannot be used is a row all the same:
    /// [`Record::check`] says what is wrong with it.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, FileError> {
        while self.stream.next(record)? {
            if record.is_blank() {
                continue;
            }
            self.records += 1;
            self.judge(record)?;
            return Ok(true);
        }
        Ok(false)
    }

    fn judge(&self, record: &mut Record) -> Result<(), FileError> {
        let header = &self.header;
        if record.cell(0).starts_with(|first: char| first.is_alphabetic()) {
            if record.cells().map(str::trim).eq(header.titles.iter().map(String::as_str)) {
                record.blame(|| "this is the header once more; remove the line".into());
            } else if let Some(second) = self.second_header(record) {
                let (line, first, second) = (record.line(), header.shape.name, second.name);
                return Err(FileError::SecondHeader { line, first, second });
            }
        }
        record.examine(|index| match header.titles.get(index) {
            Some(title) => format!("the column \"{title}\""),
            None => format!("the cell {}", index + 1),
        });
        let (cells, wanted) = (record.len(), header.titles.len());
        if cells != wanted {
            let (line, last) = (record.line, record.last_line);
            let what = if cells > wanted { "more than" } else { "fewer than" };
            let span =
                if line < last { format!(", from line {line} to line {last},") } else { String::new() };
            let cure = if cells > wanted {
                "put cells that hold the delimiter in quotes"
            } else {
                "check for a missing cell, delimiter or closing quote"
            };
            record.blame(|| {
                let noun = if cells == 1 { "cell" } else { "cells" };
                format!("the row{span} has {cells} {noun}, {what} the {wanted} of the header; {cure}")
            });
        }
        Ok(())
    }

    /// The other kind the row is a header of, if it is one.
    fn second_header(&self, record: &Record) -> Option<&'static Shape> {
        let first = record.cell(0).trim();
        let mut columns = self.shapes.iter().flat_map(|shape| shape.columns);
        columns.find(|column| first.eq_ignore_ascii_case(column))?;
        header_of(record, &self.shapes).filter(|second| *second != self.header.shape)
    }
}
