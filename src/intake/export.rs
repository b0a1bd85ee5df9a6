//! CSV as we write it: RFC 4180, UTF-8, safe to open in a spreadsheet. A cell a spreadsheet would run as a
//! formula gets a `'` in front; reading takes exactly that one off again, so what goes out comes back byte
//! for byte.

use std::io::{self, Write};

use super::record::looks_like_formula;

/// An instant (microseconds since 1970) as it is written out: RFC 3339 in UTC.
pub fn instant_text(at: i64) -> String {
    jiff::Timestamp::from_microsecond(at).map_or_else(|_| at.to_string(), |at| at.to_string())
}

/// A CSV file being written.
pub struct CsvOut<W: Write> {
    rows: csv::Writer<W>,
}

impl<W: Write> CsvOut<W> {
    /// Begins a file; `mark` puts a byte-order mark first, which spreadsheets need to see that it is UTF-8.
    pub fn new(mut out: W, mark: bool) -> io::Result<Self> {
        if mark {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        let mut format = csv::WriterBuilder::new();
        format.flexible(true).terminator(csv::Terminator::CRLF);
        Ok(Self { rows: format.from_writer(out) })
    }

    /// Writes one row, the header included.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        for cell in cells {
            let cell = cell.as_ref();
            if looks_like_formula(cell) {
                self.rows.write_field(format!("'{cell}")).map_err(plain)?;
            } else {
                self.rows.write_field(cell).map_err(plain)?;
            }
        }
        self.rows.write_record(None::<&[u8]>).map_err(plain)
    }

    /// Writes what is buffered and gives the writer back.
    pub fn finish(self) -> io::Result<W> {
        self.rows.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// The error of the writer itself: whether the reader has gone or the disk is full must not be lost on the way.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
