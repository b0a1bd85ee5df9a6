//! Slack's door: what happens is remembered, so that it is handled once, and acknowledged; then a task of its own
//! answers it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use moka::future::Cache;
use serde_json::Value as Json;
use tokio::{
    sync::{Semaphore, oneshot},
    task::JoinHandle,
};
use tokio_util::task::TaskTracker;
use tracing::{Instrument as _, Span};

use super::{
    House,
    api::Web,
    inbound::{Happened, Inbound},
    installed::{Credentials, Installed},
    modal,
    people::People,
    places::Places,
    sending::plain,
    visit::Visit,
};
use crate::card::{Card, Tone};

/// Slack waits three seconds for what a modal shows next; the rest is for the way there.
const MODAL_WAITS: Duration = Duration::from_millis(1_800);

/// Until Slack surely has our acknowledgement and shows what is in it.
const ACKNOWLEDGED: Duration = Duration::from_secs(1);

type Files = Cache<(i64, String, String), String>;
const MOST_FILES: u64 = 10_000;
const FILES_KEPT: Duration = Duration::from_secs(600);
/// Answers that are worked on at once, each with its message of some 50 kB; further ones wait as they came.
const AT_ONCE: usize = 500;

/// Cheap to clone.
#[derive(Clone)]
pub struct Door<H>(Arc<Inner<H>>);

struct Inner<H> {
    house: H,
    web: Web,
    installed: Installed,
    people: People,
    places: Places,
    /// Slack's ids of pictures that it has, by workspace, team and content: the database is not asked each time.
    files: Files,
    /// Slack has told us who we are, or never will.
    introduced: AtomicBool,
    turns: Semaphore,
    tasks: TaskTracker,
}

impl<H: House> Door<H> {
    /// `allowed`: the only channels in which we answer; empty: everywhere.
    pub fn new(house: H, web: Web, credentials: Option<Credentials>, allowed: &[String]) -> Self {
        let tasks = TaskTracker::new();
        Self(Arc::new(Inner {
            house,
            installed: Installed::new(web.clone(), credentials, tasks.clone()),
            people: People::new(web.clone()),
            places: Places::new(web.clone(), allowed),
            files: Cache::builder().max_capacity(MOST_FILES).time_to_live(FILES_KEPT).build(),
            web,
            introduced: AtomicBool::new(false),
            turns: Semaphore::new(AT_ONCE),
            tasks,
        }))
    }

    pub fn house(&self) -> &H {
        &self.0.house
    }

    pub(super) fn files(&self) -> &Files {
        &self.0.files
    }

    pub fn web(&self) -> &Web {
        &self.0.web
    }

    /// From now on a Slack workspace that is not known has not let us in.
    pub fn introduced(&self) {
        self.0.introduced.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_introduced(&self) -> bool {
        self.0.introduced.load(Ordering::SeqCst)
    }

    /// Does something that goes on when nobody waits for it any more.
    pub(super) fn spawn<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> JoinHandle<T> {
        self.0.tasks.spawn(work)
    }

    pub(super) fn installed(&self) -> &Installed {
        &self.0.installed
    }

    pub(super) fn people(&self) -> &People {
        &self.0.people
    }

    pub(super) fn places(&self) -> &Places {
        &self.0.places
    }

    /// Takes up what happened; what it gives is said in the acknowledgement. Whatever was taken up before, by anybody,
    /// is acknowledged and left alone.
    ///
    /// # Errors
    /// The card to show when it could not be remembered, or not be placed: then nothing has been done, and it may be sent
    /// again.
    pub async fn take(&self, inbound: Inbound) -> Result<Option<Json>, Card> {
        if inbound.happened == Happened::Nothing {
            return Ok(None);
        }
        let Some(at) = self.0.installed.of(&self.0.house, &inbound.team).await? else {
            if !self.is_introduced() {
                return Err(starting());
            }
            tracing::warn!(team = inbound.team, "a Slack workspace spoke to us that has not installed us");
            // There is no token to speak with, but a command is acknowledged in words.
            return match inbound.happened {
                Happened::Command { .. } => Err(not_installed()),
                _ => Ok(None),
            };
        };
        let Inbound { key, user, stranger, happened, .. } = inbound;
        let workspace = at.workspace;
        let visit = Visit { door: self.clone(), at, user, stranger };
        // From what happened to its answer, whatever is logged on the way names it.
        let span = tracing::info_span!("slack", event = key);
        if let Happened::Submitted { text, view } = happened {
            return match self.0.house.first(workspace, key).await? {
                true => Ok(Some(self.submitted(visit, text, view, span).await)),
                false => Ok(None),
            };
        }
        let (taken, heard) = oneshot::channel();
        let handling = async move {
            let door = visit.door.clone();
            let first = door.0.house.first(workspace, key.clone()).await;
            let new = matches!(first, Ok(true));
            // Slack may have stopped waiting, and sends it again: then nobody takes it up, so it is answered now.
            let _ = taken.send(first);
            if !new {
                tracing::debug!("sent again, or not to be remembered: left alone");
                return;
            }
            let _turn = door.0.turns.acquire().await;
            // Some kilobytes, which whoever waits for a turn need not hold.
            Box::pin(visit.handle(happened, &key)).await;
        };
        self.0.tasks.spawn(handling.instrument(span));
        heard.await.unwrap_or_else(|_| Err(stopping())).map(|_| None)
    }

    /// A modal's next view belongs into the acknowledgement; when the answer takes longer, it follows.
    async fn submitted(&self, visit: Visit<H>, text: String, view: String, span: Span) -> Json {
        let (web, token) = (self.0.web.clone(), visit.at.tokens.bot.clone());
        let mut answer = self.0.tasks.spawn(async move { visit.in_modal(&text).await }.instrument(span));
        match tokio::time::timeout(MODAL_WAITS, &mut answer).await {
            Ok(Ok(answer)) => modal::update(&answer),
            Ok(Err(_)) => modal::update(&modal::failed()),
            Err(_) => {
                self.0.tasks.spawn(async move {
                    // Were it there before the acknowledgement, that would take its place.
                    let (answer, ()) = tokio::join!(answer, tokio::time::sleep(ACKNOWLEDGED));
                    let answer = answer.unwrap_or_else(|_| modal::failed());
                    if let Err(trouble) = web.update_view(&token, &view, &answer).await {
                        tracing::warn!(%trouble, "a modal could not be updated");
                    }
                });
                modal::update(&modal::working())
            }
        }
    }

    /// Waits until everything that was taken up has been answered.
    pub async fn finish(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }
}

fn not_installed() -> Card {
    let why = "I have no access to this Slack workspace any more, or not yet. Whoever runs Mandorla installs it again";
    plain(why.to_owned(), Tone::Problem, Vec::new())
}

fn stopping() -> Card {
    plain("I am being stopped. Ask again in a minute".to_owned(), Tone::Caution, Vec::new())
}

fn starting() -> Card {
    let why = "I have just been started, and Slack has not told me yet who I am. Ask again in a minute";
    plain(why.to_owned(), Tone::Caution, Vec::new())
}
