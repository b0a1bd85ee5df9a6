//! A file as chunks of rows, read and understood by a thread of its own while the database works on the chunk
//! before.

use std::{cell::Cell, fs::File, io, io::Read, path::Path, rc::Rc};

use jiff::tz::TimeZone;
use tokio::sync::mpsc;

use crate::intake::{Cells, FileError, Options, Reading, Record, Reject, Source};

/// Rows in a chunk.
const ROWS: usize = 8_000;
/// Bytes of the file after which a chunk ends, however few rows it has.
const BYTES: u64 = 8 * 1024 * 1024;
/// Chunks that wait for the database at most.
const WAITING: usize = 2;

/// A row, or why it is none.
pub(super) struct Line<R> {
    pub(super) record: Record,
    pub(super) row: Result<R, Reject>,
}

/// Some rows, in their order.
pub(super) struct Chunk<R> {
    pub(super) lines: Vec<Line<R>>,
    /// Bytes of the file that had been read by then.
    pub(super) bytes: u64,
}

/// How a row of one kind is read.
pub(super) type Read1<R> = for<'a, 'b> fn(&'b Cells<'a>) -> Result<R, Reject>;

/// Begins to read a file.
pub(super) fn read<R: Send + 'static>(
    path: &Path,
    options: &Options,
    zone: &TimeZone,
    row: Read1<R>,
) -> mpsc::Receiver<Result<Chunk<R>, FileError>> {
    let (sender, receiver) = mpsc::channel(WAITING);
    let (path, options, zone) = (path.to_owned(), options.clone(), zone.clone());
    tokio::task::spawn_blocking(move || {
        let sent = sender.clone();
        // An error of `send` means that nobody wants to hear the rest.
        if let Err(error) =
            send_all(&path, &options, &zone, row, |chunk| sent.blocking_send(Ok(chunk)).is_ok())
        {
            let _ = sender.blocking_send(Err(error));
        }
    });
    receiver
}

fn send_all<R>(
    path: &Path,
    options: &Options,
    zone: &TimeZone,
    row: Read1<R>,
    send: impl Fn(Chunk<R>) -> bool,
) -> Result<(), FileError> {
    let mut survey = Source::open(path, options)?;
    let reading = Reading::new(survey.header(), zone).survey(&mut survey)?;
    let bytes = Rc::new(Cell::new(0));
    let file = File::open(path).map_err(FileError::Unreadable)?;
    let mut source = Source::from_reader(Counted { file, bytes: bytes.clone() }, options)?;
    let mut record = Record::default();
    let mut lines = Vec::with_capacity(ROWS);
    let mut sent = 0;
    while source.read(&mut record)? {
        let row = reading.cells(&record).and_then(|cells| row(&cells));
        lines.push(Line { record: record.clone(), row });
        if lines.len() == ROWS || bytes.get() - sent > BYTES {
            sent = bytes.get();
            let lines = std::mem::replace(&mut lines, Vec::with_capacity(ROWS));
            if !send(Chunk { lines, bytes: sent }) {
                return Ok(());
            }
        }
    }
    send(Chunk { lines, bytes: bytes.get() });
    Ok(())
}

/// A file that says how far it has been read.
struct Counted {
    file: File,
    bytes: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.bytes.set(self.bytes.get() + read as u64);
        Ok(read)
    }
}
