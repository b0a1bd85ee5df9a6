//! What the connections tell: hello, envelopes, farewells. slack-morphism waits for us inside its read loop, so nothing
//! here takes long; what takes longer is spawned.

use std::{
    collections::HashSet,
    error::Error,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use async_trait::async_trait;
use slack_morphism::{SlackSocketModeClientListener, SlackSocketModeWssClientId};
use tokio::{
    sync::watch,
    time::{Instant, sleep, timeout},
};

use super::{
    Alive, Kind, Manager, Receive,
    envelope::{Envelope, acknowledge},
};
use crate::chat::slack::api::Waits;

/// Listens to all the connections of one [`Manager`].
pub(super) struct Listener<R> {
    receive: R,
    manager: Weak<Manager>,
    alive: Mutex<Alive>,
    count: Arc<watch::Sender<usize>>,
    waits: Waits,
    /// Kinds of envelopes that nobody here knows, each told once.
    strange: Mutex<HashSet<String>>,
}

impl<R: Receive> Listener<R> {
    pub(super) fn new(
        receive: R,
        manager: Weak<Manager>,
        count: Arc<watch::Sender<usize>>,
        waits: Waits,
    ) -> Self {
        Self { receive, manager, alive: Mutex::default(), count, waits, strange: Mutex::default() }
    }

    fn hello(&self, client: &SlackSocketModeWssClientId) {
        let mut alive = lock(&self.alive);
        alive.insert(client.clone(), Instant::now());
        self.tell(alive.len());
        tracing::debug!(connections = alive.len(), "Slack said hello");
    }

    /// Gives up a connection and makes another in its place: at once if it lasted, else after a rest, so that one that
    /// cannot be kept is not tried in a frenzy.
    fn replace(&self, client: &SlackSocketModeWssClientId) {
        let began = {
            let mut alive = lock(&self.alive);
            let began = alive.remove(client);
            self.tell(alive.len());
            began
        };
        let lasted = began.is_some_and(|began| began.elapsed() >= self.waits.lasted);
        let rest = if lasted { Default::default() } else { self.waits.replace };
        let (manager, client) = (self.manager.clone(), client.clone());
        tokio::spawn(async move {
            sleep(rest).await;
            // Gone, or replaced already, if there was more than one sign that it ended.
            if let Some(manager) = manager.upgrade() {
                manager.restart_client(&client).await;
            }
        });
    }

    /// Connections that have been thrown away as a whole count no more.
    fn tell(&self, alive: usize) {
        if self.manager.strong_count() > 0 {
            self.count.send_replace(alive);
        }
    }

    fn disconnect(&self, client: &SlackSocketModeWssClientId, reason: &str) {
        if reason == "link_disabled" {
            tracing::warn!(reason, "Slack closes Socket Mode: turn it on again in the app's settings");
        } else {
            tracing::debug!(reason, "Slack asks for a new connection");
        }
        self.replace(client);
    }

    async fn envelope(&self, envelope: Envelope) -> Option<String> {
        let kind = envelope.holds();
        let Some(id) = envelope.envelope_id else {
            self.unknown(&envelope.kind);
            return None;
        };
        let Some(kind) = kind else {
            self.unknown(&envelope.kind);
            return acknowledge(&id, None);
        };
        if let Some(attempt) = envelope.retry_attempt.filter(|attempt| *attempt > 0) {
            tracing::debug!(?kind, attempt, "Slack sends an envelope again");
        }
        let answer = self.stored(kind, envelope.payload).await?;
        acknowledge(&id, answer.filter(|_| envelope.accepts_response_payload))
    }

    /// What goes back along with the acknowledgement; `None` if there must be none, so that it comes again.
    async fn stored(&self, kind: Kind, payload: serde_json::Value) -> Option<Option<serde_json::Value>> {
        match timeout(self.waits.store, self.receive.envelope(kind, payload)).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(())) => None,
            Err(_) => {
                tracing::warn!(
                    ?kind,
                    "An envelope of Slack's could not be stored in time; it will come again"
                );
                None
            }
        }
    }

    fn unknown(&self, kind: &str) {
        let kind: String = kind.chars().take(40).collect();
        let mut strange = lock(&self.strange);
        if strange.len() < MOST_STRANGE && strange.insert(kind.clone()) {
            tracing::warn!(kind, "Slack sends something that is not known here; it is left alone");
        }
    }
}

/// So many unknown kinds are told; more is noise.
const MOST_STRANGE: usize = 20;

#[async_trait]
impl<R: Receive> SlackSocketModeClientListener for Listener<R> {
    async fn on_message(&self, client: &SlackSocketModeWssClientId, body: String) -> Option<String> {
        let Ok(envelope) = serde_json::from_str::<Envelope>(&body) else {
            self.unknown("(not an envelope)");
            return None;
        };
        match envelope.kind.as_str() {
            "hello" => self.hello(client),
            "disconnect" => self.disconnect(client, envelope.reason.as_deref().unwrap_or_default()),
            _ => return self.envelope(envelope).await,
        }
        None
    }

    async fn on_error(&self, error: Box<dyn Error + Send + Sync>) {
        tracing::debug!(%error, "a connection to Slack ended");
    }

    async fn on_disconnect(&self, client: &SlackSocketModeWssClientId) {
        self.replace(client);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
