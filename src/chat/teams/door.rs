//! Teams' door: what happens is remembered, so that it is handled once, and acknowledged; then a task of its own
//! answers it. What Teams waits for is answered in the acknowledgement.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;
use serde_json::Value as Json;
use tokio_util::task::TaskTracker;
use tracing::{Instrument as _, Span};

use super::{
    Conversation, House, compose,
    connector::Connector,
    inbound::{Happened, Inbound},
    people::People,
    pictures::Pictures,
    places::Places,
    pressing,
    visit::Visit,
};
use crate::{card::Card, config::TeamsSettings};

/// Teams waits five seconds for the answer to a press; the rest is for the way there.
const INVOKE_WAITS: Duration = Duration::from_millis(3_500);
/// For so long a conversation that was kept is not written again.
const KEPT: Duration = Duration::from_secs(3_600);
const MOST: u64 = 100_000;

/// Cheap to clone.
#[derive(Clone)]
pub struct Door<H>(Arc<Inner<H>>);

struct Inner<H> {
    house: H,
    connector: Connector,
    people: People,
    places: Places,
    pictures: Pictures,
    settings: TeamsSettings,
    /// Conversations that are written down as they are.
    kept: Cache<(i64, Conversation), ()>,
    tasks: TaskTracker,
}

impl<H: House> Door<H> {
    pub fn new(house: H, connector: Connector, settings: TeamsSettings) -> Self {
        Self(Arc::new(Inner {
            house,
            people: People::new(connector.clone()),
            places: Places::new(connector.clone()),
            pictures: Pictures::new(),
            connector,
            settings,
            kept: Cache::builder().max_capacity(MOST).time_to_live(KEPT).build(),
            tasks: TaskTracker::new(),
        }))
    }

    pub fn house(&self) -> &H {
        &self.0.house
    }

    pub fn connector(&self) -> &Connector {
        &self.0.connector
    }

    pub fn settings(&self) -> &TeamsSettings {
        &self.0.settings
    }

    pub(super) fn people(&self) -> &People {
        &self.0.people
    }

    pub(super) fn pictures(&self) -> &Pictures {
        &self.0.pictures
    }

    pub(super) fn places(&self) -> &Places {
        &self.0.places
    }

    /// Takes up what happened; what it gives is said in the acknowledgement. Whatever was taken up before, by anybody,
    /// is acknowledged and left alone.
    ///
    /// # Errors
    /// The card to show when it could not be remembered: then nothing has been done, and it may be sent again.
    pub async fn take(&self, inbound: Inbound) -> Result<Option<Json>, Card> {
        if inbound.happened == Happened::Nothing {
            return Ok(None);
        }
        let Some(workspace) = self.0.house.workspace(&inbound.at.tenant).await? else {
            tracing::warn!(tenant = inbound.at.tenant, "a tenant spoke to us that asks no workspace of ours");
            return Ok(None);
        };
        let Inbound { key, at, thread, shared, user, happened, invoked } = inbound;
        // The compose box asks at every letter: nothing is done there that could be done twice.
        let harmless = matches!(happened, Happened::Searched { .. } | Happened::Picked { .. });
        let name = format!("teams {} {key}", at.id);
        if !harmless && !key.is_empty() && !self.0.house.first(workspace, name).await? {
            tracing::debug!(tenant = at.tenant, "sent again, and left alone");
            return Ok(invoked.then(pressing::again));
        }
        let visit = Visit { door: self.clone(), workspace, at, thread, shared, user };
        // From what happened to its answer, whatever is logged on the way names it.
        let span = tracing::info_span!("teams", activity = key);
        let answered = async {
            match happened {
                Happened::Searched { text } => {
                    Ok(Some(self.in_time(visit, |visit| async move { visit.searched(&text).await }).await))
                }
                Happened::Picked { value } => {
                    Ok(Some(self.in_time(visit, |visit| async move { visit.picked(&value).await }).await))
                }
                Happened::Executed { data, message } => Ok(Some(self.executed(visit, data, message).await)),
                happened => {
                    self.0
                        .tasks
                        .spawn(async move { visit.handle(happened).await }.instrument(Span::current()));
                    Ok(None)
                }
            }
        };
        answered.instrument(span).await
    }

    /// The next card belongs into the acknowledgement; when it takes longer, it follows as a message.
    async fn executed(&self, visit: Visit<H>, data: Json, message: Option<String>) -> Json {
        let (later, old) = (visit.clone(), message.clone());
        let mut press = self.0.tasks.spawn(
            async move { visit.executed(&data, message.as_deref()).await }.instrument(Span::current()),
        );
        match tokio::time::timeout(INVOKE_WAITS, &mut press).await {
            Ok(Ok(next)) => {
                let response = next.response(self).await;
                // Teams waits for the response first.
                self.0.tasks.spawn(async move { later.settle(&next, old.as_deref()).await });
                response
            }
            Ok(Err(_)) => pressing::failed(),
            Err(_) => {
                self.0.tasks.spawn(async move {
                    if let Ok(next) = press.await {
                        later.late(next, old.as_deref()).await;
                    }
                });
                pressing::working()
            }
        }
    }

    /// What cannot follow later is cut short.
    async fn in_time<F: Future<Output = Json>>(
        &self,
        visit: Visit<H>,
        answer: impl FnOnce(Visit<H>) -> F,
    ) -> Json {
        let answer = tokio::time::timeout(INVOKE_WAITS, answer(visit)).await;
        answer
            .unwrap_or_else(|_| compose::message("This takes longer than Teams waits. Try again in a moment"))
    }

    /// Somebody was linked: what is known of users is out of date.
    pub(super) fn forget_people(&self) {
        self.0.people.forget();
    }

    /// Keeps the reference of a conversation, if it is not written down as it is.
    pub(super) async fn keep(&self, workspace: i64, conversation: &Conversation) {
        let key = (workspace, conversation.clone());
        if self.0.kept.contains_key(&key) {
            return;
        }
        // What could not be written has been logged; the next message tries again.
        if self.0.house.keep_conversation(workspace, conversation).await.is_ok() {
            self.0.kept.insert(key, ()).await;
        }
    }

    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.0.tasks.spawn(work.instrument(Span::current()));
    }

    /// What was written down has changed.
    pub(super) fn forget_kept(&self) {
        self.0.kept.invalidate_all();
    }

    /// Waits until everything that was taken up has been answered.
    pub async fn finish(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }
}
