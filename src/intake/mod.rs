//! Files come in and go out. A file is read as a stream, row by row; each row is understood, or rejected
//! with its line and a reason that says what would be right; rejects go to a file that can be mended and
//! imported again. Nothing is dropped silently, and no file, however broken, takes more than a few MiB.
//!
//! Reading order: `text` (bytes to UTF-8), `split` and `stream` (records), `header` (which file is this?),
//! [`Source`] (all these together), [`rows`] (what the rows mean), [`Rejects`] and [`CsvOut`] (the way out).

mod text;

mod record;
mod split;
mod stream;

mod error;
mod header;
mod mapping;
mod shape;
mod source;

mod cells;
mod date_forms;
mod dates;
pub mod rows;

mod export;
pub mod import;
mod rejects;

pub use cells::{Cells, Reading, Said};
pub use date_forms::DateOrder;
pub use dates::Dates;
pub use error::{FileError, Reject};
pub use export::{CsvOut, instant_text};
pub use mapping::Mapping;
pub use record::Record;
pub use rejects::{Rejects, rejects_path};
pub use shape::{Header, Shape};
pub use source::{Options, Source};
