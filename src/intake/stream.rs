//! A file as a stream of records in constant memory: a buffer of at most 1 MiB and a bit, the physical line
//! of every record, and a way on when a quote is never closed: only the line where it opened is lost to it,
//! and rejected; reading goes on with the next.

use std::io::{ErrorKind, Read};

use super::error::FileError;
use super::record::Record;
use super::split::{Split, first_line, split};
use super::text::Text;

/// How much is read at a time, in bytes.
const PIECE: usize = 64 * 1024;
/// The longest record taken, in bytes.
pub(super) const RECORD_LIMIT: usize = 1024 * 1024;

pub(super) struct Stream<R> {
    inner: Text<R>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    done: bool,
    delimiter: u8,
    line: u64,
}

impl<R: Read> Stream<R> {
    pub(super) fn new(inner: Text<R>) -> Self {
        Self { inner, buffer: Vec::new(), start: 0, end: 0, done: false, delimiter: b',', line: 1 }
    }

    /// The beginning of the file, `size` bytes if there are so many, and whether that is all of it.
    pub(super) fn head(&mut self, size: usize) -> Result<(&[u8], bool), FileError> {
        while self.end - self.start < size && !self.done {
            self.fill()?;
        }
        Ok((&self.buffer[self.start..self.end], self.done))
    }

    /// Goes on after the header.
    pub(super) fn begin(&mut self, used: usize, line: u64, delimiter: u8) {
        self.start += used;
        self.line = line;
        self.delimiter = delimiter;
    }

    /// Reads the next record, blank lines included; `false` at the end of the file.
    pub(super) fn next(&mut self, record: &mut Record) -> Result<bool, FileError> {
        loop {
            let piece = &self.buffer[self.start..self.end];
            if piece.is_empty() && self.done {
                return Ok(false);
            }
            let found = split(piece, self.delimiter, self.done, record);
            let full = piece.len() >= RECORD_LIMIT || self.done;
            match found {
                Split::Whole { used, breaks } => {
                    self.take(record, used, breaks);
                    record.decode();
                    return Ok(true);
                }
                Split::Open { quote, breaks } if full => self.give_up_quote(record, quote, breaks)?,
                Split::More if full => self.give_up_line(record)?,
                Split::Open { .. } | Split::More => {
                    self.fill()?;
                    continue;
                }
            }
            return Ok(true);
        }
    }

    fn take(&mut self, record: &mut Record, used: usize, breaks: u64) {
        record.line = self.line;
        record.last_line = self.line + breaks;
        self.start += used;
        self.line += breaks + 1;
    }

    /// A quote that never closes: the record ends with the line the quote opened on.
    fn give_up_quote(&mut self, record: &mut Record, quote: usize, breaks: u64) -> Result<(), FileError> {
        let piece = &self.buffer[self.start..self.end];
        let (end, used) = match first_line(&piece[quote..]) {
            Some((end, used)) => (quote + end, quote + used),
            None if self.done => (piece.len() - usize::from(piece.ends_with(b"\r")), piece.len()),
            None => return self.give_up_line(record),
        };
        split(&piece[..end], self.delimiter, true, record);
        self.take(record, used, breaks);
        record.decode();
        let line = record.last_line;
        record.blame(|| format!("a quote opens on line {line} and is never closed; close it, or remove it"));
        Ok(())
    }

    /// A line longer than any record: skipped, with only its length kept.
    fn give_up_line(&mut self, record: &mut Record) -> Result<(), FileError> {
        record.clear();
        record.end_cell();
        record.decode();
        record.line = self.line;
        record.last_line = self.line;
        self.line += 1;
        self.skip_line()?;
        record.blame(|| {
            "the row is longer than 1 MiB, too long to copy; is a line end or a quote missing?".into()
        });
        Ok(())
    }

    /// Drops everything up to and with the next line end.
    fn skip_line(&mut self) -> Result<(), FileError> {
        loop {
            let piece = &self.buffer[self.start..self.end];
            if let Some((_, used)) = first_line(piece) {
                self.start += used;
                return Ok(());
            }
            if self.done {
                self.start = self.end;
                return Ok(());
            }
            self.start = self.end - usize::from(piece.ends_with(b"\r"));
            self.fill()?;
        }
    }

    /// Reads a good piece more, moving what is left to the front first.
    fn fill(&mut self) -> Result<(), FileError> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        let wanted = self.end + PIECE;
        if self.buffer.len() < wanted + PIECE {
            self.buffer.resize(wanted + PIECE, 0);
        }
        while self.end < wanted {
            match self.inner.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.done = true;
                    return Ok(());
                }
                Ok(read) => self.end += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(FileError::Unreadable(error)),
            }
        }
        Ok(())
    }
}
