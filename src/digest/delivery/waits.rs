//! How long to wait before the next try.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};

use super::Patience;

/// After so many tries that failed: longer from try to try, never the same for two, and never sooner than the
/// platform said.
pub(super) fn wait(patience: &Patience, tries: i64, told: Duration) -> Duration {
    let waits = ExponentialBuilder::default()
        .with_min_delay(patience.first_wait)
        .with_max_delay(patience.longest_wait)
        .without_max_times()
        .with_jitter()
        .build();
    // Beyond so many tries it has long been the longest wait.
    let nth = usize::try_from(tries.clamp(0, 40)).unwrap_or(0);
    waits.into_iter().nth(nth).unwrap_or(patience.longest_wait).max(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_the_platform_has_the_last_word() {
        let patience = Patience::default();
        let told = |seconds| Duration::from_secs(seconds);
        for (tries, least) in [(0, 10), (1, 20), (3, 80), (6, 600), (1_000, 600), (-1, 10)] {
            let waited = wait(&patience, tries, told(0));
            assert!(waited >= told(least) && waited <= told(2 * least), "{tries}: {waited:?}");
        }
        assert_eq!(wait(&patience, 0, told(3_600)), told(3_600));
    }
}
