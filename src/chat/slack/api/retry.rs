//! Trying again, where that can help and cannot hurt.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use backon::{ExponentialBuilder, Retryable};
use tokio::time::Instant;

use super::{
    Kind, Trouble, Web,
    client::{Answer, Call, Doubles, Failure},
};

impl Web {
    /// Makes a call until it is carried out, refused, or tried often enough.
    ///
    /// What surely never happened (no connection, 429) is tried as often as [`super::Patience`] says, and so is what can
    /// happen twice unseen. Slack has no key against doubles: when the answer to a message is lost (time-out, half an
    /// answer, 5xx), it may stand there already. Such a call is made once more, and no more: one message twice is
    /// less bad than an answer that never comes. What carries a mark is made once: its sender looks for it first.
    pub(super) async fn call(&self, call: Call<'_>) -> Result<Answer, Trouble> {
        self.told(call).await.map_err(|failure| failure.trouble)
    }

    /// The same for a caller who looks closer at the failure.
    pub(super) async fn told(&self, call: Call<'_>) -> Result<Answer, Failure> {
        let method = call.method;
        self.quietly(call).await.inspect_err(|failure| log(method, failure))
    }

    /// The same for a caller who tells of the failure himself.
    pub(super) async fn quietly(&self, call: Call<'_>) -> Result<Answer, Failure> {
        let patience = &self.0.patience;
        let waits = ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(patience.first_wait)
            .with_max_delay(patience.longest_wait)
            .with_max_times(patience.tries.saturating_sub(1));
        let doubts = AtomicUsize::new(0);
        let result = (|| self.admitted(&call))
            .retry(waits)
            .when(|failure| failure.trouble.passes())
            .adjust(|failure, planned| {
                doubts.fetch_add(usize::from(failure.maybe), Ordering::Relaxed);
                let doubts = doubts.load(Ordering::Relaxed);
                let doubtful = match call.doubles {
                    Doubles::Unseen => false,
                    Doubles::Once => doubts > 1,
                    Doubles::Never => doubts > 0,
                };
                let longer = after(failure).max(planned?);
                (!doubtful && after(failure) <= patience.retry_after).then_some(longer)
            })
            .notify(|failure, wait| {
                tracing::debug!(
                    method = call.method,
                    code = failure.trouble.code,
                    ?wait,
                    "trying Slack again"
                );
            })
            .await;
        // What the last try surely did not do, an earlier one may have done.
        result.map_err(|failure| Failure {
            maybe: failure.maybe || doubts.load(Ordering::Relaxed) > 0,
            ..failure
        })
    }

    /// One try, unless Slack has told us to leave this method alone for now.
    async fn admitted(&self, call: &Call<'_>) -> Result<Answer, Failure> {
        // An address of its own is good for a few calls: what Slack says of it says nothing of others.
        let shared = call.url.is_none();
        let shut = match shared {
            true => self.0.pace.shut_for(call.method, call.token, Instant::now()),
            false => Duration::ZERO,
        };
        if shut > self.0.patience.retry_after {
            return Err(busy(shut));
        }
        if !shut.is_zero() {
            tokio::time::sleep(shut).await;
        }
        let result = self.once(call).await.inspect_err(|failure| {
            self.0.ended.note(call.token, &failure.trouble);
        });
        if let Err(Failure { trouble: Trouble { kind: Kind::Busy { after }, .. }, .. }) = &result
            && shared
        {
            self.0.pace.shut(call.method, call.token, Instant::now() + *after);
        }
        result
    }
}

fn busy(after: Duration) -> Failure {
    Failure {
        trouble: Trouble::new(Kind::Busy { after }, "ratelimited"),
        maybe: false,
        places: String::new(),
    }
}

/// What Slack itself asks us to wait.
fn after(failure: &Failure) -> Duration {
    match failure.trouble.kind {
        Kind::Busy { after } => after,
        _ => Duration::ZERO,
    }
}

/// The one line about a failure.
fn log(method: &str, Failure { trouble, places, .. }: &Failure) {
    let code = trouble.code.as_str();
    match trouble.kind {
        Kind::NotThere | Kind::Expired => tracing::info!(method, code, "Slack: {trouble}"),
        _ => tracing::warn!(method, code, places, "Slack: {trouble}"),
    }
}
