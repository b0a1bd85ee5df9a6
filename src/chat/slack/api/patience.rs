//! How long we wait for Slack, and how often we try again. Tests are less patient.

use std::time::Duration;

/// Every wait in one place.
#[derive(Clone, Debug)]
pub struct Patience {
    /// Until a connection stands.
    pub connect: Duration,
    /// Until a call is answered to its last byte.
    pub call: Duration,
    /// Until the bytes of a file have gone up.
    pub upload: Duration,
    /// Until somebody who waits for an answer is told that it is under way: Slack wants a sign within 3 seconds
    /// (<https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response>).
    pub notice: Duration,
    /// Until an answer goes without the picture that is being brought up for it.
    pub picture: Duration,
    /// Before a message is sent again whose picture Slack has not looked through yet.
    pub processing: Duration,
    /// How often a call is made in all, the first time included.
    pub tries: usize,
    /// Before the second try; it doubles from try to try, with jitter.
    pub first_wait: Duration,
    pub longest_wait: Duration,
    /// The longest `Retry-After`, and the longest queue before a channel, that is waited out here. What takes longer
    /// is given back to the caller.
    pub retry_after: Duration,
    /// One message a channel in this time: <https://docs.slack.dev/apis/web-api/rate-limits/>.
    pub message: Duration,
    /// So many messages may go to a channel at once after a rest.
    pub burst: u32,
    pub socket: Waits,
}

/// What Socket Mode waits for.
#[derive(Clone, Debug)]
pub struct Waits {
    /// Seconds between two pings of a connection.
    pub ping: u64,
    /// So many pings without a pong mean that nobody is there.
    pub pings: u64,
    /// Seconds between the starts of two connections.
    pub stagger: u64,
    /// Seconds before slack-morphism tries once more to connect.
    pub reconnect: u64,
    /// Before a connection that did not last is replaced.
    pub replace: Duration,
    /// A connection that lived so long is replaced at once when it ends.
    pub lasted: Duration,
    /// Without any connection for so long, all are thrown away and Slack is asked what is wrong.
    pub dark: Duration,
    /// With some, but fewer than wanted, for so long, all are made anew.
    pub dim: Duration,
    /// Before Slack is asked again after it refused our token.
    pub refused: Duration,
    /// Until an envelope must have been stored. Slack wants it acknowledged within 3 seconds.
    pub store: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            call: Duration::from_secs(15),
            upload: Duration::from_secs(60),
            notice: Duration::from_millis(2_500),
            picture: Duration::from_secs(3),
            processing: Duration::from_secs(1),
            tries: 4,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(10),
            retry_after: Duration::from_secs(30),
            message: Duration::from_secs(1),
            burst: 3,
            socket: Waits::default(),
        }
    }
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            ping: 10,
            pings: 3,
            stagger: 1,
            reconnect: 10,
            replace: Duration::from_secs(2),
            lasted: Duration::from_secs(10),
            dark: Duration::from_secs(20),
            dim: Duration::from_secs(600),
            refused: Duration::from_secs(60),
            store: Duration::from_secs(3),
        }
    }
}
