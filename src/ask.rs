//! What comes in: somebody, somewhere, says something at some time.

use jiff::Timestamp;

/// One thing said to Mandorla, whatever door it came through.
#[derive(Clone, Debug)]
pub struct Ask {
    pub who: Who,
    pub place: Place,
    /// What was said, as typed.
    pub text: String,
    /// When it was said; every "today" of the answer is seen from here.
    pub at: Timestamp,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody with a shell on the machine: an admin.
    Operator,
    /// One of us, by the e-mail address that the platform vouches for.
    Colleague(String),
    /// Nobody we know (a guest, an account that is not linked).
    Unknown,
}

/// Where it was said: decides who would see the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Only the asker reads here: a terminal, a direct message.
    Private,
    /// Several of us read here.
    Channel { id: String },
    /// People of other companies read here too: nothing about single persons.
    Shared { id: String },
}
