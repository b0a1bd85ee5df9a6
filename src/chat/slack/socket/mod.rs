//! How Slack reaches us where we have no public address: by WebSockets that we open. <https://docs.slack.dev/apis/events-api/using-socket-mode>
//!
//! slack-morphism keeps the connections; we read the envelopes ourselves (`listener`) and watch over the whole: where
//! it waits without an end, or tries without telling, everything is thrown away and made anew.

mod envelope;
mod listener;
mod watch;

use std::{collections::HashMap, sync::Arc};

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use slack_morphism::{
    SlackApiToken, SlackClient, SlackClientSocketModeConfig, SlackSocketModeWssClientId,
    clients_manager::{SlackSocketModeClientsManager, SlackSocketModeClientsManagerFactory},
    listener::SlackClientEventsListenerEnvironment,
};
use tokio::{sync::watch as channel, task::JoinHandle, time::Instant};

use super::api::{Waits, Web};

/// What an envelope holds: <https://docs.slack.dev/apis/events-api/using-socket-mode#events>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    SlashCommands,
    Interactive,
    EventsApi,
}

/// What becomes of an envelope.
pub trait Receive: Clone + Send + Sync + 'static {
    /// Stores what came in and returns at once, for the connection waits: with what goes back to Slack along with the
    /// acknowledgement, if anything. After `Err` nothing is acknowledged, and Slack sends it again.
    fn envelope(&self, kind: Kind, payload: Value) -> impl Future<Output = Result<Option<Value>, ()>> + Send;
}

/// The connections of one app. They end with [`Socket::stop`], or when this is dropped.
pub struct Socket {
    alive: channel::Receiver<usize>,
    stop: channel::Sender<bool>,
    watch: JoinHandle<()>,
}

impl Socket {
    /// Opens so many connections (Slack allows ten to an app; two outlast the refresh of one), and keeps them open. An
    /// app token that Slack does not take is said once and tried again slowly.
    pub async fn start(web: &Web, app_token: SecretString, connections: u32, receive: impl Receive) -> Self {
        let (stop, stopped) = channel::channel(false);
        let (alive, seen) = channel::channel(0);
        let desk =
            Desk { web: web.clone(), app_token, connections: connections.max(1), alive: Arc::new(alive) };
        Self { alive: seen, stop, watch: tokio::spawn(watch::over(desk, receive, stopped)) }
    }

    /// Whether Slack can reach us.
    pub fn connected(&self) -> bool {
        *self.alive.borrow() > 0
    }

    /// How many connections are alive, as it changes.
    pub fn alive(&self) -> channel::Receiver<usize> {
        self.alive.clone()
    }

    /// Closes every connection. What is not acknowledged by then comes again to whoever connects next.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.watch.await;
    }
}

type Manager = dyn SlackSocketModeClientsManager + Send + Sync;

/// What connections are made of.
struct Desk {
    web: Web,
    app_token: SecretString,
    connections: u32,
    alive: Arc<channel::Sender<usize>>,
}

impl Desk {
    fn waits(&self) -> &Waits {
        &self.web.patience().socket
    }

    /// Connections that are about to be made, with nothing of earlier ones in them.
    async fn open(&self, receive: impl Receive) -> Arc<Manager> {
        let client = Arc::new(SlackClient::new(self.web.connector()));
        let environment = Arc::new(SlackClientEventsListenerEnvironment::new(client.clone()));
        let manager = client.http_api.connector.new_clients_manager(environment);
        self.alive.send_replace(0);
        let listener = Arc::new(listener::Listener::new(
            receive,
            Arc::downgrade(&manager),
            self.alive.clone(),
            self.waits().clone(),
        ));
        let token = SlackApiToken::new(self.app_token.expose_secret().into());
        if let Err(error) = manager.register_new_token(&self.config(), token, listener).await {
            tracing::error!(%error, "Socket Mode could not be prepared");
        }
        manager.start().await;
        manager
    }

    fn config(&self) -> SlackClientSocketModeConfig {
        let waits = self.waits();
        SlackClientSocketModeConfig {
            max_connections_count: self.connections,
            debug_connections: false,
            initial_backoff_in_seconds: waits.stagger,
            reconnect_timeout_in_seconds: waits.reconnect,
            ping_interval_in_seconds: waits.ping,
            ping_failure_threshold_times: waits.pings,
        }
    }
}

/// Connections that said hello, and when.
type Alive = HashMap<SlackSocketModeWssClientId, Instant>;
