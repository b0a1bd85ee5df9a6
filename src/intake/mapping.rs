//! "Their e-mail column is called `Contact Address`": a small TOML file, our column = their column, for files
//! of any other tool.
//!
//! ```toml
//! email = "Contact Address"
//! name = "Full Name"
//! ```

use super::error::FileError;
use super::shape::{Shape, tidy};

/// Which of their columns holds ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    pairs: Vec<(String, String)>,
}

impl Mapping {
    /// Reads the TOML text; every key must be a column of one of `shapes`.
    pub fn parse(toml: &str, shapes: &[&Shape]) -> Result<Self, FileError> {
        let table: toml::Table = toml.parse().map_err(|error: toml::de::Error| {
            FileError::BadMapping(format!(
                "{}; write lines such as email = \"Their Column\"",
                error.message()
            ))
        })?;
        let mut pairs = Vec::with_capacity(table.len());
        for (ours, theirs) in table {
            let ours = known(&ours, shapes)?;
            match theirs {
                toml::Value::String(theirs) if !tidy(&theirs).is_empty() => {
                    pairs.push((ours.to_owned(), theirs))
                }
                _ => {
                    let reason =
                        format!("{ours} must name their column in quotes, as in {ours} = \"Their Column\"");
                    return Err(FileError::BadMapping(reason));
                }
            }
        }
        Ok(Self { pairs })
    }

    /// Their column for one of ours.
    pub(super) fn theirs(&self, ours: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == ours).map(|(_, theirs)| theirs.as_str())
    }

    /// All pairs, ours first.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(ours, theirs)| (ours.as_str(), theirs.as_str()))
    }
}

/// Our name of the column written as `written`.
fn known(written: &str, shapes: &[&Shape]) -> Result<&'static str, FileError> {
    let wanted = tidy(written);
    let all = || shapes.iter().flat_map(|shape| shape.columns.iter().copied());
    all().find(|column| tidy(column) == wanted).ok_or_else(|| {
        let mut names: Vec<_> = all().collect();
        names.sort_unstable();
        names.dedup();
        FileError::BadMapping(format!("{written} is none of our columns; they are {}", names.join(", ")))
    })
}
