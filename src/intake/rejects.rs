//! The rows that were not taken, in a file of their own: the original columns and cells, then the line and
//! the reason. Mend it and import it again; the two added columns are left aside then.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::Reject;
use super::export::CsvOut;
use super::record::Record;
use super::shape::Header;

/// A rejects file, made when the first row is rejected.
pub struct Rejects {
    path: PathBuf,
    titles: Vec<String>,
    out: Option<CsvOut<BufWriter<File>>>,
    count: u64,
}

impl Rejects {
    /// Rejects of a file with this header go to `path`, which is overwritten by the first of them.
    pub fn new(path: impl Into<PathBuf>, header: &Header) -> Self {
        let titles = header.titles[..header.own].to_vec();
        Self { path: path.into(), titles, out: None, count: 0 }
    }

    /// Adds one row. A row with fewer cells than the header is filled up with empty ones; the cells a row has
    /// too many stand behind the reason, so that the row is not taken by accident.
    pub fn write(&mut self, record: &Record, reject: &Reject) -> io::Result<()> {
        let out = match &mut self.out {
            Some(out) => out,
            none => {
                let mut out = CsvOut::new(BufWriter::new(File::create(&self.path)?), true)?;
                out.row(self.titles.iter().map(String::as_str).chain(["line", "reason"]))?;
                none.insert(out)
            }
        };
        let line = reject.line.to_string();
        let own = (0..self.titles.len()).map(|index| record.cell(index));
        let added = [line.as_str(), reject.reason.as_str()];
        let surplus = (self.titles.len()..record.len()).map(|index| record.cell(index));
        out.row(own.chain(added).chain(surplus))?;
        self.count += 1;
        Ok(())
    }

    /// How many rows were rejected.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Finishes the file; its path, if there is one.
    pub fn finish(self) -> io::Result<Option<PathBuf>> {
        match self.out {
            None => Ok(None),
            Some(out) => {
                out.finish()?.flush()?;
                Ok(Some(self.path))
            }
        }
    }
}

/// Where the rejects of `input` go: `touches.csv` → `touches.rejects.csv`, and those of that file, mended →
/// `touches.rejects-2.csv`. Never the input itself.
pub fn rejects_path(input: &Path) -> PathBuf {
    let stem = input.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = match stem.rsplit_once(".rejects") {
        Some((first, "")) => format!("{first}.rejects-2.csv"),
        Some((first, round)) => match round.strip_prefix('-').and_then(|round| round.parse::<u32>().ok()) {
            Some(round) => format!("{first}.rejects-{}.csv", round.saturating_add(1)),
            None => format!("{stem}.rejects.csv"),
        },
        None => format!("{stem}.rejects.csv"),
    };
    input.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_never_overwrite_their_source() {
        for (input, output) in [
            ("in/touches.csv", "in/touches.rejects.csv"),
            ("in/touches.rejects.csv", "in/touches.rejects-2.csv"),
            ("touches.rejects-2.csv", "touches.rejects-3.csv"),
            ("a.rejects-x.csv", "a.rejects-x.rejects.csv"),
        ] {
            assert_eq!(rejects_path(Path::new(input)), Path::new(output));
        }
    }
}
