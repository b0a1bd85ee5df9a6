//! What somebody typed, read as one of the questions: which, about whom, over which window, restricted to what.
//!
//! There is no model behind this. The text is cut into words (`tokens`), the words into units with a meaning (`units`:
//! windows, filters, names, classes of words from `lexicon`), and each question lists the phrases it answers to. A
//! question is understood only if *every* word of the text is accounted for: by the phrase, by the words the question
//! also allows, by a window, a filter or a name. So a text about something else is not understood, which is far better
//! than answered wrongly.
//!
//! Where nothing fits, the text is looked at once more (`lenient`): words that neither restrict nor deny are passed over,
//! and an aside or a verb that we do not know, if the rest is a question by itself.

mod beside;
mod compared;
mod either;
mod expressions;
mod facts;
mod filters;
mod items;
mod joined;
mod lenient;
mod lexicon;
mod matcher;
mod mentions;
mod not_typos;
mod owned;
mod phrases;
mod reader;
mod sentences;
mod settled;
mod strangers;
mod terms;
mod tokens;
mod told;
mod typos;
mod units;
pub mod windows;
mod wording;

pub use either::Choice;
pub use facts::Fact;
pub use filters::{Filters, Whose};
pub use mentions::{Mention, mentions};
pub use phrases::{Filtered, Grammar, Reading, Subject, Unclear, Understood, understand};
pub use terms::Terms;
pub use units::{By, Value, World};

/// The longest text that is read as a question, in bytes. The longest real one seen has 160.
pub const LONGEST: usize = 1_000;
