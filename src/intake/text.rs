//! Whatever the spreadsheet saved becomes a stream of bytes without a byte-order mark: UTF-16 is turned into
//! UTF-8 on the way, everything else passes as it is (a record that is not UTF-8 is read as Windows-1252
//! later, record by record). Files that are no text at all are recognised by their first bytes.

use std::io::{self, Cursor, Read};

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE};

use super::error::FileError;

/// Enough for every mark and magic number below.
const SNIFFED: usize = 16;
/// How much UTF-16 is decoded at a time, in bytes.
const PIECE: usize = 32 * 1024;

/// The bytes of a file as text.
pub(super) enum Text<R> {
    Plain(io::Chain<Cursor<Vec<u8>>, R>),
    Utf16(Box<Utf16<R>>),
}

/// UTF-16 on its way to UTF-8.
pub(super) struct Utf16<R> {
    inner: io::Chain<Cursor<Vec<u8>>, R>,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_used: usize,
    raw_end: usize,
    done: bool,
    finished: bool,
}

impl<R: Read> Text<R> {
    /// Looks at the first bytes and decides.
    pub(super) fn sniff(mut inner: R) -> Result<Self, FileError> {
        let mut start = Vec::with_capacity(SNIFFED);
        inner.by_ref().take(SNIFFED as u64).read_to_end(&mut start).map_err(FileError::Unreadable)?;
        if let Some((what, next)) = magic(&start) {
            return Err(FileError::NotText { what, next });
        }
        let decoder = match start.as_slice() {
            [0xFF, 0xFE, ..] => UTF_16LE.new_decoder_with_bom_removal(),
            [0xFE, 0xFF, ..] => UTF_16BE.new_decoder_with_bom_removal(),
            _ => {
                if start.starts_with(b"\xEF\xBB\xBF") {
                    start.drain(..3);
                }
                return Ok(Self::Plain(Cursor::new(start).chain(inner)));
            }
        };
        let inner = Cursor::new(start).chain(inner);
        let raw = vec![0; PIECE];
        Ok(Self::Utf16(Box::new(Utf16 {
            inner,
            decoder,
            raw,
            raw_used: 0,
            raw_end: 0,
            done: false,
            finished: false,
        })))
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(inner) => inner.read(out),
            Self::Utf16(inner) => inner.read(out),
        }
    }
}

impl<R: Read> Read for Utf16<R> {
    /// `out` must hold at least one character of UTF-8 and some slack: 16 bytes.
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.finished {
            if self.raw_used == self.raw_end && !self.done {
                self.raw_end = self.inner.read(&mut self.raw)?;
                self.raw_used = 0;
                self.done = self.raw_end == 0;
            }
            let raw = &self.raw[self.raw_used..self.raw_end];
            let (result, read, written, _) = self.decoder.decode_to_utf8(raw, out, self.done);
            self.raw_used += read;
            self.finished = self.done && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

/// What a file that is no text is, and the way from there to CSV.
fn magic(start: &[u8]) -> Option<(&'static str, &'static str)> {
    const AS_CSV: &str = "open it and save it as CSV";
    const KNOWN: [(&[u8], &str, &str); 10] = [
        (b"PK\x03\x04", "an Excel workbook (or another zip archive)", "save it as CSV, or unpack it"),
        (b"PK\x05\x06", "an empty zip archive", "export it again"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook", AS_CSV),
        (b"\x1F\x8B", "a gzip archive", "unpack it first"),
        (b"BZh", "a bzip2 archive", "unpack it first"),
        (b"7z\xBC\xAF", "a 7-Zip archive", "unpack it first"),
        (b"%PDF", "a PDF document", "export the data as CSV instead"),
        (b"SQLite format 3", "a database file", "export its tables as CSV"),
        (b"\x89PNG", "a picture", "export the data as CSV instead"),
        (b"{\\rtf", "a word processor's document", AS_CSV),
    ];
    KNOWN.iter().find(|(mark, ..)| start.starts_with(mark)).map(|&(_, what, next)| (what, next))
}
