//! One row as it stands in the file: its cells as text, and the lines it covers. Reused from row to row, so
//! that a million rows cost a handful of allocations.

use encoding_rs::WINDOWS_1252;

use super::error::{Reject, shown};

/// The largest cell taken, in bytes of UTF-8.
pub(super) const CELL_LIMIT: usize = 64 * 1024;

/// The cells of one row.
#[derive(Debug, Clone, Default)]
pub struct Record {
    text: String,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    pub(super) line: u64,
    pub(super) last_line: u64,
    pub(super) fault: Option<String>,
}

impl Record {
    /// The physical line the row begins on, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no cells at all.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One cell, without the `'` our exports put before formulas; empty if there is no such cell.
    pub fn cell(&self, index: usize) -> &str {
        let Some(&end) = self.ends.get(index) else {
            return "";
        };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        unguarded(&self.text[start..end])
    }

    /// All cells, in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// Whether the row is sound enough to be read; otherwise why not.
    pub fn check(&self) -> Result<(), Reject> {
        match &self.fault {
            Some(reason) => Err(self.reject(reason.clone())),
            None => Ok(()),
        }
    }

    /// A rejection of this row.
    pub fn reject(&self, reason: impl Into<String>) -> Reject {
        Reject { line: self.line, reason: reason.into() }
    }

    /// Whether every cell is empty: such a line carries nothing and is no row.
    pub(super) fn is_blank(&self) -> bool {
        self.fault.is_none() && self.cells().all(|cell| cell.bytes().all(|byte| byte.is_ascii_whitespace()))
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.bytes.clear();
        self.ends.clear();
        self.fault = None;
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn end_cell(&mut self) {
        self.ends.push(self.bytes.len());
    }

    /// Notes what is wrong with the row; the first fault stays.
    pub(super) fn blame(&mut self, reason: impl FnOnce() -> String) {
        if self.fault.is_none() {
            self.fault = Some(reason());
        }
    }

    /// Turns the bytes into text: UTF-8 if the row is UTF-8, Windows-1252 otherwise.
    pub(super) fn decode(&mut self) {
        let spare = std::mem::take(&mut self.text).into_bytes();
        match String::from_utf8(std::mem::replace(&mut self.bytes, spare)) {
            Ok(text) if self.ends.iter().all(|end| text.is_char_boundary(*end)) => self.text = text,
            Ok(text) => self.decode_windows(text.as_bytes()),
            Err(error) => self.decode_windows(error.as_bytes()),
        }
        self.bytes.clear();
    }

    fn decode_windows(&mut self, bytes: &[u8]) {
        let mut start = 0;
        for end in &mut self.ends {
            let (cell, _) = WINDOWS_1252.decode_without_bom_handling(&bytes[start..*end]);
            start = *end;
            self.text.push_str(&cell);
            *end = self.text.len();
        }
    }

    /// Finds cells that are too long or hold what no text holds.
    pub(super) fn examine(&mut self, column: impl Fn(usize) -> String) {
        if self.text.len() > CELL_LIMIT
            && let Some(index) = (0..self.len()).find(|index| self.cell(*index).len() > CELL_LIMIT)
        {
            let size = self.cell(index).len() / 1024;
            self.blame(|| format!("{} holds {size} KiB; 64 KiB is the most a cell may hold", column(index)));
        }
        // U+0080 to U+009F begin with C2 in UTF-8; so do harmless ones, which the second look lets pass
        let odd = |byte: u8| (byte < 32 && !matches!(byte, 9 | 10 | 13)) | (byte == 127) | (byte == 0xC2);
        let found = self.text.bytes().fold(false, |found, byte| found | odd(byte)); // no early end: in SIMD
        if found && let Some(index) = (0..self.len()).find(|index| self.cell(*index).contains(suspicious)) {
            let code = self.cell(index).chars().find(|letter| suspicious(*letter)).map_or(0, u32::from);
            let value = shown(self.cell(index));
            self.blame(|| {
                format!("{} holds {value} with the control character U+{code:04X}; remove it", column(index))
            });
        }
    }
}

/// Control characters other than the tab and the line ends that quoted cells may hold.
fn suspicious(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')
}

/// Whether a spreadsheet might take the value for a formula, or for one of ours that is guarded already.
pub(super) fn looks_like_formula(value: &str) -> bool {
    value.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Takes off the one `'` that [`super::CsvOut`] put there.
fn unguarded(value: &str) -> &str {
    match value.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => value,
    }
}
