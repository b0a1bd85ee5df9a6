//! What becomes of a digest whose time has passed: it is sent, sent with a word about it, or skipped and told.

use jiff::{SignedDuration, Timestamp};

/// Up to this a digest counts as on time: a poll, a retry, a restart.
const GRACE: SignedDuration = SignedDuration::from_mins(15);
/// From this on its figures are yesterday's.
const TOO_LATE: SignedDuration = SignedDuration::from_hours(24);

/// How a digest that is due stands to its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// At most 15 minutes late, or not due yet.
    OnTime,
    /// To be sent all the same, saying by how much it is late.
    Late(SignedDuration),
    /// 24 hours or more: not to be sent; whoever owns it is told.
    TooLate(SignedDuration),
}

/// How late it is for an occurrence, in time that has passed, whatever the clocks did meanwhile.
pub fn late(due: Timestamp, now: Timestamp) -> Lateness {
    match now.duration_since(due) {
        behind if behind >= TOO_LATE => Lateness::TooLate(behind),
        behind if behind > GRACE => Lateness::Late(behind),
        _ => Lateness::OnTime,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_minutes_are_forgiven_and_a_day_is_not() {
        let due: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let after = |behind: SignedDuration| late(due, due + behind);
        let second = SignedDuration::from_secs(1);
        assert_eq!(after(-GRACE), Lateness::OnTime);
        assert_eq!(after(SignedDuration::ZERO), Lateness::OnTime);
        assert_eq!(after(GRACE), Lateness::OnTime);
        assert_eq!(after(GRACE + second), Lateness::Late(GRACE + second));
        assert_eq!(after(TOO_LATE - second), Lateness::Late(TOO_LATE - second));
        assert_eq!(after(TOO_LATE), Lateness::TooLate(TOO_LATE));
    }
}
