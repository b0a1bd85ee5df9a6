//! What a supervisor counts: answers and how long they took, incidents, how the platforms stand, and what became of the
//! digests. Nobody's name and no text of anybody's is among it.

use std::{
    fmt,
    time::{Duration, Instant},
};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
        info::Info,
    },
    registry::{Registry, Unit},
};

use crate::{
    chat::State,
    db::{Db, DbError, digests},
    questions::Answer,
};

/// What [`Metrics::scraped`] gives (<https://prometheus.io/docs/specs/om/open_metrics_spec/#overall-structure>).
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Seconds: from 1 ms on, each twice the one before, up to 8 s.
const BUCKETS: (f64, f64, u16) = (0.001, 2.0, 14);
/// How far back digests are counted.
pub const LATELY: Duration = Duration::from_secs(7 * 86_400);

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    question: &'static str,
    status: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Named {
    name: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Standing {
    state: String,
}

/// The metrics of one process.
pub struct Metrics {
    registry: Registry,
    answers: Family<Asked, Counter>,
    seconds: Histogram,
    incidents: Counter,
    platforms: Family<Named, Gauge>,
    database: Gauge,
    occurrences: Family<Standing, Gauge>,
    subscriptions: Family<Standing, Gauge>,
    waiting: Gauge,
    untold: Gauge,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Metrics")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("mandorla");
        let (start, factor, length) = BUCKETS;
        let metrics = Self {
            answers: Family::default(),
            seconds: Histogram::new(exponential_buckets(start, factor, length)),
            incidents: Counter::default(),
            platforms: Family::default(),
            database: Gauge::default(),
            occurrences: Family::default(),
            subscriptions: Family::default(),
            waiting: Gauge::default(),
            untold: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("answers", "Answers given, by question and status", metrics.answers.clone());
        let seconds = ("answer_duration", "Time from a question to its answer", Unit::Seconds);
        registry.register_with_unit(seconds.0, seconds.1, seconds.2, metrics.seconds.clone());
        registry.register(
            "incidents",
            "Times that somebody was told that the fault is ours",
            metrics.incidents.clone(),
        );
        registry.register(
            "platform_up",
            "Whether a platform lets us in (1) or not (0)",
            metrics.platforms.clone(),
        );
        registry.register(
            "database_up",
            "Whether the database answers (1) or not (0)",
            metrics.database.clone(),
        );
        let occurrences = "Digests that were due in the last 7 days, by what became of them";
        registry.register("digests", occurrences, metrics.occurrences.clone());
        registry.register(
            "subscriptions",
            "Subscriptions to digests, running or paused",
            metrics.subscriptions.clone(),
        );
        let waiting = "How long the digest that waits longest has been due; 0 if none waits";
        registry.register_with_unit("digest_waiting", waiting, Unit::Seconds, metrics.waiting.clone());
        let untold = "Digests of the last 7 days that failed, of which nobody could be told";
        registry.register("digests_untold", untold, metrics.untold.clone());
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "This program", build);
        Self { registry, ..metrics }
    }
}

impl Metrics {
    /// Counts an answer that took so long.
    pub fn answered(&self, answer: &Answer, begun: Instant) {
        let status = serde_json::to_value(answer.status).ok();
        let status = status.and_then(|status| status.as_str().map(str::to_owned)).unwrap_or_default();
        tracing::info!(question = answer.question, status, ms = begun.elapsed().as_millis(), "answered");
        self.answers.get_or_create(&Asked { question: answer.question, status }).inc();
        self.seconds.observe(begun.elapsed().as_secs_f64());
    }

    pub fn incident(&self) {
        self.incidents.inc();
    }

    /// All of it now, in the text format of OpenMetrics. What only the database knows is asked of it; while it does not
    /// answer, that keeps its last value.
    pub async fn scraped(&self, db: &Db, now: i64, platforms: &[(&'static str, State)]) -> String {
        for (name, state) in platforms {
            self.platforms.get_or_create(&Named { name }).set(i64::from(*state == State::Connected));
        }
        let looked = self.look(db, now).await;
        self.database.set(i64::from(looked.is_ok()));
        if let Err(error) = looked {
            tracing::warn!(%error, "the metrics of digests are those of before");
        }
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a string can be written to");
        text
    }

    async fn look(&self, db: &Db, now: i64) -> Result<(), DbError> {
        let lately = now.saturating_sub(i64::try_from(LATELY.as_micros()).unwrap_or(i64::MAX));
        let health = digests::health(db, lately).await?;
        for (state, count) in &health.occurrences {
            self.occurrences.get_or_create(&Standing { state: state.clone() }).set(*count);
        }
        for (state, count) in [("running", health.running), ("paused", health.paused)] {
            self.subscriptions.get_or_create(&Standing { state: state.to_owned() }).set(count);
        }
        let waiting = health.waiting_since.map_or(0, |since| now.saturating_sub(since).max(0) / 1_000_000);
        self.waiting.set(waiting);
        self.untold.set(health.untold);
        Ok(())
    }
}
