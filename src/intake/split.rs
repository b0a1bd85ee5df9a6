//! Cuts the next record off a piece of a file. RFC 4180, and what people's tools make of it: any of `\n`,
//! `\r\n`, `\r` ends a line; a quote inside an unquoted cell is a letter; text behind a closing quote belongs
//! to the cell.
//!
//! The csv crate would read all this too, but takes a quote that is never closed to the end of the file, and
//! counts lines from the end of the previous record. Here every line is known and the worst case is bounded.

use memchr::{memchr, memchr2, memchr3};

use super::record::Record;

/// What the beginning of a piece holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// A whole record: the bytes it takes with its line end, and the line ends inside its quotes.
    Whole { used: usize, breaks: u64 },
    /// The piece ends before the record does.
    More,
    /// The piece ends inside quotes that opened at this byte, after so many line ends.
    Open { quote: usize, breaks: u64 },
}

/// Reads one record from `piece` into `record` (bytes; not decoded yet). `last` says that nothing follows the
/// piece. With `Open`, the record holds what there is, as if the quote closed at the end.
pub(super) fn split(piece: &[u8], delimiter: u8, last: bool, record: &mut Record) -> Split {
    record.clear();
    let mut at = 0;
    let mut breaks = 0;
    loop {
        if piece.get(at) == Some(&b'"') {
            let quote = at;
            let breaks_before = breaks;
            match quoted(piece, at + 1, last, record, &mut breaks) {
                Quoted::Closed(next) => at = next,
                Quoted::More => return Split::More,
                Quoted::Open => {
                    record.end_cell();
                    return Split::Open { quote, breaks: breaks_before };
                }
            }
        }
        let rest = &piece[at..];
        let length = memchr3(delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        record.push(&rest[..length]);
        record.end_cell();
        at += length;
        match (piece.get(at), piece.get(at + 1)) {
            (None, _) if last => return Split::Whole { used: at, breaks },
            (None, _) => return Split::More,
            (Some(b'\n'), _) => return Split::Whole { used: at + 1, breaks },
            (Some(b'\r'), Some(b'\n')) => return Split::Whole { used: at + 2, breaks },
            (Some(b'\r'), None) if !last => return Split::More,
            (Some(b'\r'), _) => return Split::Whole { used: at + 1, breaks },
            _ => at += 1,
        }
    }
}

enum Quoted {
    Closed(usize),
    More,
    Open,
}

/// Reads on behind an opening quote.
fn quoted(piece: &[u8], mut at: usize, last: bool, record: &mut Record, breaks: &mut u64) -> Quoted {
    loop {
        let rest = &piece[at..];
        let Some(length) = memchr(b'"', rest) else {
            record.push(rest);
            return Quoted::Open;
        };
        record.push(&rest[..length]);
        *breaks += line_ends(&rest[..length]);
        at += length + 1;
        match piece.get(at) {
            Some(b'"') => {
                record.push(b"\"");
                at += 1;
            }
            None if !last => return Quoted::More,
            _ => return Quoted::Closed(at),
        }
    }
}

/// How many lines end in `text`: `\n`, `\r\n` and `\r` count one each.
fn line_ends(text: &[u8]) -> u64 {
    let mut count = 0;
    let mut before = 0;
    for &byte in text {
        count += u64::from(byte == b'\r' || (byte == b'\n' && before != b'\r'));
        before = byte;
    }
    count
}

/// Where the first line of `text` ends: the bytes before its line end, and with it. `None` if it does not end
/// inside `text`, or ends in a `\r` that may be half of `\r\n`.
pub(super) fn first_line(text: &[u8]) -> Option<(usize, usize)> {
    let end = memchr2(b'\n', b'\r', text)?;
    match (text[end], text.get(end + 1)) {
        (b'\r', None) => None,
        (b'\r', Some(b'\n')) => Some((end, end + 2)),
        _ => Some((end, end + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<Vec<String>> {
        let (mut rest, mut record, mut rows) = (text, Record::default(), Vec::new());
        while !rest.is_empty() {
            let Split::Whole { used, .. } = split(rest, b',', true, &mut record) else {
                break;
            };
            record.decode();
            rows.push(record.cells().map(str::to_owned).collect());
            rest = &rest[used..];
        }
        rows
    }

    #[test]
    fn quotes_and_line_ends_as_they_come() {
        let text = b"a,\"b\"\"c\"\r\n\"d\ne\",f\rg\"h,\"i\"j\n,\n\"\"";
        let wanted = [vec!["a", "b\"c"], vec!["d\ne", "f"], vec!["g\"h", "ij"], vec!["", ""], vec![""]];
        assert_eq!(all(text), wanted);
    }

    #[test]
    fn a_piece_that_ends_early_says_so() {
        let mut record = Record::default();
        for piece in [b"a,b".as_slice(), b"a\r", b"\"a\"", b"a,"] {
            assert_eq!(split(piece, b',', false, &mut record), Split::More);
        }
        assert_eq!(split(b"a\n,\"b", b';', true, &mut record), Split::Whole { used: 2, breaks: 0 });
        assert_eq!(split(b"\"a\nb\",\"c", b',', true, &mut record), Split::Open { quote: 6, breaks: 1 });
    }

    proptest::proptest! {
        /// Sound files read the same as with the csv crate.
        #[test]
        fn the_csv_crate_agrees(
            rows in proptest::collection::vec(proptest::array::uniform3("[a-z,;\"\n é]{0,6}"), 1..6),
        ) {
            let mut out = csv::Writer::from_writer(Vec::new());
            rows.iter().for_each(|row| out.write_record(row).unwrap());
            proptest::prop_assert_eq!(all(&out.into_inner().unwrap()), rows);
        }
    }
}
