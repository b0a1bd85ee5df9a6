//! How long we wait for Teams, and how often we try again. Tests are less patient.

use std::time::Duration;

/// Every wait in one place.
#[derive(Clone, Debug)]
pub struct Patience {
    /// Until a connection stands.
    pub connect: Duration,
    /// Until a call is answered to its last byte.
    pub call: Duration,
    /// How often a call is made in all, the first time included.
    pub tries: usize,
    /// Before the second try; it doubles from try to try, with jitter.
    pub first_wait: Duration,
    pub longest_wait: Duration,
    /// The longest `Retry-After`, and the longest queue before a conversation, that is waited out here. What takes
    /// longer is given back to the caller.
    pub retry_after: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            call: Duration::from_secs(15),
            tries: 4,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(10),
            retry_after: Duration::from_secs(30),
        }
    }
}
