//! Why there is no sample company, and what to do about it.

use std::path::PathBuf;

/// Each message names the next step.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    #[error(
        "a sample company needs at least 2 accounts (Northwind and Globex), not {accounts}: ask for more accounts"
    )]
    TooFewAccounts { accounts: u32 },
    #[error("a sample company needs people: ask for at least 1 person per account")]
    NoPeople,
    #[error("{people} people are more than a sample can hold: ask for at most {most} in all")]
    TooManyPeople { people: u64, most: u64 },
    #[error("overlap is a share: give a number from 0 to 1, such as 0.16, not {overlap}")]
    Overlap { overlap: f64 },
    #[error("{touches} touches are too few to plant this overlap: ask for at least {least}")]
    TooFewTouches { touches: u64, least: u64 },
    #[error("{touches} touches are more than a sample can hold: ask for at most {most}")]
    TooManyTouches { touches: u64, most: u64 },
    #[error("{until} leaves no room for a history: give a last day between the years 1 and 9998")]
    Until { until: jiff::civil::Date },
    #[error("{} exists already and is left as it is: choose another folder, or move the file away", path.display())]
    Exists { path: PathBuf },
    #[error("cannot write {}: {source}; check the folder's rights and the free space, clear what was written, and try again", path.display())]
    Write { path: PathBuf, source: std::io::Error },
}
