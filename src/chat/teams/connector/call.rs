//! One call of the connector, and trying again where that can help and cannot hurt.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use jiff::{Timestamp, fmt::rfc2822};
use reqwest::{Method, StatusCode, header::RETRY_AFTER};
use secrecy::ExposeSecret;
use serde_json::Value as Json;
use tokio::time::Instant;
use url::Url;

use super::{Connector, Kind, Trouble};

/// What is called.
#[derive(Clone)]
pub(super) struct Call<'a> {
    /// For the log: what, never where.
    pub what: &'static str,
    pub method: Method,
    pub service_url: &'a str,
    /// After `v3`.
    pub path: &'a [&'a str],
    pub query: &'a [(&'a str, &'a str)],
    pub body: Option<&'a Json>,
    /// The conversation whose pace it keeps.
    pub pace: Option<&'a str>,
    /// Rather not at all than twice: what may have been carried out is not tried again.
    pub once: bool,
}

/// A try that failed.
struct Failure {
    trouble: Trouble,
    /// It may have been carried out nevertheless.
    maybe: bool,
}

impl Connector {
    /// Makes a call until it is carried out, refused, or tried often enough. A message whose answer was lost may stand
    /// there already: it is sent once more, and no more; or not at all, if the call says so.
    pub(super) async fn call(&self, call: Call<'_>) -> Result<Json, Trouble> {
        let url = self.address(&call).ok_or_else(|| Trouble::new(Kind::Refused, "foreign_address"));
        let url =
            url.inspect_err(|_| tracing::warn!(what = call.what, "an address that is none of Microsoft's"))?;
        let patience = &self.0.patience;
        let waits = ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(patience.first_wait)
            .with_max_delay(patience.longest_wait)
            .with_max_times(patience.tries.saturating_sub(1));
        let (mut doubts, doubted) = (0, usize::from(!call.once));
        let result = (|| self.admitted(&call, &url))
            .retry(waits)
            .when(|failure| failure.trouble.passes())
            .adjust(|failure, planned| {
                doubts += usize::from(failure.maybe && call.method == Method::POST);
                // What Teams asks for, and by chance a little more: all whom it told the same would come back at once.
                let longer = after(&failure.trouble) + planned?;
                (doubts <= doubted && after(&failure.trouble) <= patience.retry_after).then_some(longer)
            })
            .notify(|failure, wait| {
                tracing::debug!(what = call.what, code = failure.trouble.code, ?wait, "trying Teams again");
            })
            .await;
        result.map_err(|Failure { mut trouble, .. }| {
            trouble.doubt = doubts > 0;
            tracing::warn!(what = call.what, code = trouble.code, "Teams: {trouble}");
            trouble
        })
    }

    /// One try when its turn has come; with another token if the first was not taken.
    async fn admitted(&self, call: &Call<'_>, url: &Url) -> Result<Json, Failure> {
        if let Some(conversation) = call.pace {
            let wait = self.0.pace.turn(conversation, self.0.patience.retry_after, Instant::now());
            let wait = wait.map_err(|after| surely(Trouble::new(Kind::Busy { after }, "own_pace")))?;
            tokio::time::sleep(wait).await;
        }
        let token = self.0.login.token().await.map_err(surely)?;
        match self.once(call, url, token.expose_secret()).await {
            Err(Failure { trouble, .. }) if trouble.kind == Kind::Auth => {
                self.0.login.forget(&token).await;
                let token = self.0.login.token().await.map_err(surely)?;
                self.once(call, url, token.expose_secret()).await
            }
            result => result,
        }
    }

    async fn once(&self, call: &Call<'_>, url: &Url, token: &str) -> Result<Json, Failure> {
        let mut request = self.0.http.request(call.method.clone(), url.clone()).bearer_auth(token);
        if let Some(body) = call.body {
            request = request.json(body);
        }
        let lost = |error: reqwest::Error| Failure {
            maybe: !error.is_connect(),
            trouble: Trouble::unreachable(error),
        };
        let answer = request.send().await.map_err(lost)?;
        let status = answer.status();
        let after = answer.headers().get(RETRY_AFTER).and_then(|after| after.to_str().ok());
        let after = after.and_then(|after| until(after, self.0.login.now()));
        let body = answer.bytes().await.map_err(lost)?;
        if !status.is_success() {
            // The others say that nothing was done; this one says nothing.
            let maybe = status == StatusCode::INTERNAL_SERVER_ERROR;
            return Err(Failure { trouble: Trouble::said(status.as_u16(), after, &body), maybe });
        }
        // Some calls are answered with nothing at all.
        Ok(serde_json::from_slice(&body).unwrap_or(Json::Null))
    }

    /// Where a call goes, if our token may go there.
    fn address(&self, call: &Call<'_>) -> Option<Url> {
        let mut url = self.0.hosts.trusted(call.service_url)?;
        url.path_segments_mut().ok()?.pop_if_empty().push("v3").extend(call.path);
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(call.query);
        }
        Some(url)
    }
}

fn surely(trouble: Trouble) -> Failure {
    Failure { trouble, maybe: false }
}

/// What Teams itself asks us to wait.
fn after(trouble: &Trouble) -> Duration {
    match trouble.kind {
        Kind::Busy { after } => after,
        _ => Duration::ZERO,
    }
}

/// `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3).
fn until(after: &str, now: Timestamp) -> Option<Duration> {
    let after = after.trim();
    if let Ok(seconds) = after.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = rfc2822::parse(after).ok()?.timestamp();
    Some(Duration::try_from(then.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_seconds_or_as_a_date() {
        let now: Timestamp = "1994-11-06T08:49:00Z".parse().unwrap();
        let seconds = |after| until(after, now).map(|after| after.as_secs());
        assert_eq!(seconds(" 7 "), Some(7));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(37));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:40:00 GMT"), Some(0), "it is over");
        assert_eq!(seconds("soon"), None);
    }
}
