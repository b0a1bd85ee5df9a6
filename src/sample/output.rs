//! The five files: new ones only, in the columns of our own format.

use super::error::SampleError;
use std::fs::File;
use std::path::{Path, PathBuf};

pub const TEAM: (&str, &str) = ("team.csv", "email,name,side,role,manager");
pub const ACCOUNTS: (&str, &str) =
    ("accounts.csv", "name,domain,industry,country,tier,kind,target,seller,marketer,market");
pub const PEOPLE: (&str, &str) =
    ("people.csv", "name,email,linkedin,title,company_domain,buying_groups,role,market");
pub const CONTENT: (&str, &str) = ("content.csv", "title,kind,url,campaign,published,retired");
pub const TOUCHES: (&str, &str) = (
    "touches.csv",
    "occurred_at,side,channel,evidence,person_email,person_linkedin,person_name,company_domain,colleague,campaign,\
     purpose,content,outcome,source,source_id",
);

/// Makes the folder if need be; fails if one of the five files stands there already.
pub fn prepare(dir: &Path) -> Result<(), SampleError> {
    std::fs::create_dir_all(dir).map_err(|source| SampleError::Write { path: dir.to_owned(), source })?;
    for (file, _) in [TEAM, ACCOUNTS, PEOPLE, CONTENT, TOUCHES] {
        let path = dir.join(file);
        // A dangling link counts as a file: it must not be written through.
        if path.symlink_metadata().is_ok() {
            return Err(SampleError::Exists { path });
        }
    }
    Ok(())
}

/// A CSV file being written.
pub struct Table {
    path: PathBuf,
    csv: csv::Writer<File>,
    rows: u64,
}

impl Table {
    pub fn create(dir: &Path, (file, header): (&str, &str)) -> Result<Table, SampleError> {
        let path = dir.join(file);
        let file = match File::create_new(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(SampleError::Exists { path });
            }
            Err(source) => return Err(SampleError::Write { path, source }),
        };
        let csv = csv::WriterBuilder::new().buffer_capacity(1 << 18).from_writer(file);
        let mut table = Table { path, csv, rows: 0 };
        table.row(header.split(','))?;
        table.rows = 0;
        Ok(table)
    }

    pub fn row<C: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = C>) -> Result<(), SampleError> {
        self.csv.write_record(cells).map_err(|error| self.failed(error.into()))?;
        self.rows += 1;
        Ok(())
    }

    /// The number of rows without the header, once all are on disk.
    pub fn finish(mut self) -> Result<u64, SampleError> {
        self.csv.flush().map_err(|error| self.failed(error))?;
        Ok(self.rows)
    }

    fn failed(&self, source: std::io::Error) -> SampleError {
        SampleError::Write { path: self.path.clone(), source }
    }
}
