//! The pure heart: sets and numbers in, numbers out.
//!
//! People are dense numbers, days are numbers, a touch is 24 bytes; a [`Scope`] says what a question
//! looks at, and each measure is one function of a scope. Nothing here reads a clock, a file or a
//! database, so every figure can be worked out by hand and is, in the tests.
//!
//! Reading order: what a touch is and how ten million are kept (`touch`, `days`, `loose`, `touches`), what a
//! question looks at (`window`, `scope`), then the measures.

pub mod days;
pub mod loose;
pub mod touch;
pub mod touches;

pub mod scope;
pub mod window;

pub mod breakdown;
pub mod content;
pub mod focus;
pub mod groups;
pub mod overlap;
pub mod people;
pub mod priming;
pub mod trend;

#[cfg(test)]
mod tests;

pub use days::Days;
pub use loose::Loose;
pub use scope::{Scope, TouchFilter};
pub use touch::{Kind, Touch};
pub use touches::Touches;
pub use window::{Span, Unit, Window};

/// `part / whole`, between 0 and 1; `None` when there is nobody in the denominator, for an empty
/// circle is neither 0 % nor 100 %.
pub fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}
