//! A workspace, a chat, and a wall clock that stands until it is moved.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use mandorla::{
    card::{Audience, Card, Tone},
    db::{
        Db, DbError,
        digests::{self, Key, New, Subscribed, Subscription},
        sql, workspaces,
    },
    digest::{
        compose::{Digest, Request},
        delivery::{Clock, Compose, Leases, Patience},
        standing,
    },
};

use tokio::sync::Notify;

use crate::stand_in::StandIn;

/// Puts together what the filters say: "empty" has nothing to say, "thread" has two posts in its thread. Counts.
#[derive(Clone, Default)]
pub struct Composer {
    pub composed: Arc<AtomicUsize>,
    /// "slow" is ready when this is told.
    pub ready: Arc<Notify>,
}

impl Compose for Composer {
    async fn compose(&self, _: i64, _: Timestamp, request: &Request<'_>) -> Result<Digest, DbError> {
        self.composed.fetch_add(1, Ordering::Relaxed);
        if request.filters == "slow" {
            self.ready.notified().await;
        }
        let late = request.late.map(|late| format!(", {} minutes late", late.as_mins())).unwrap_or_default();
        let zone = request.zone.iana_name().unwrap_or("UTC");
        let thread = if request.filters == "thread" { vec![card("One"), card("Two")] } else { Vec::new() };
        let first = card(&format!("Digest of {} in {zone}{late}", request.date));
        Ok(Digest { first, thread, empty: request.filters == "empty" })
    }
}

fn card(title: &str) -> Card {
    Card {
        title: vec![title.into()],
        tone: Tone::Neutral,
        blocks: Vec::new(),
        actions: Vec::new(),
        audience: Audience::Everyone,
    }
}

/// A wall clock.
#[derive(Clone)]
pub struct Wall(Arc<AtomicI64>);

impl Wall {
    pub fn at(instant: &str) -> Self {
        Self(Arc::new(AtomicI64::new(instant.parse::<Timestamp>().unwrap().as_microsecond())))
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }

    pub fn set(&self, instant: &str) {
        self.0.store(instant.parse::<Timestamp>().unwrap().as_microsecond(), Ordering::SeqCst);
    }

    pub fn pass(&self, time: SignedDuration) {
        self.0.fetch_add(i64::try_from(time.as_micros()).unwrap(), Ordering::SeqCst);
    }
}

/// Silence is soon noticed; everything else as in earnest.
pub fn patience() -> Patience {
    Patience { post: Duration::from_millis(50), ..Patience::default() }
}

pub struct World {
    pub db: Db,
    pub workspace: i64,
    pub chat: StandIn,
    pub composer: Composer,
    pub wall: Wall,
}

impl World {
    pub async fn new(db: &Db, name: &str, now: &str) -> Self {
        let workspace = workspaces::ensure(db, name, "Europe/London").await.unwrap();
        Self {
            db: db.clone(),
            workspace,
            chat: StandIn::default(),
            composer: Composer::default(),
            wall: Wall::at(now),
        }
    }

    /// Another replica; its clock goes ahead by so many seconds.
    pub fn ahead(&self, seconds: i64) -> Clock<StandIn, Composer, impl Fn() -> Timestamp + Clone + use<>> {
        self.patient(seconds, patience())
    }

    /// The same with other waits.
    pub fn patient(
        &self,
        seconds: i64,
        patience: Patience,
    ) -> Clock<StandIn, Composer, impl Fn() -> Timestamp + Clone + use<>> {
        let wall = self.wall.clone();
        let now = move || wall.now() + SignedDuration::from_secs(seconds);
        Clock::new(self.db.clone(), self.chat.clone(), self.composer.clone(), "replica", now, patience)
            .with_leases(Leases::Wall)
    }

    pub async fn tick(&self) {
        self.ahead(0).tick().await.unwrap();
    }

    /// A tick of a process that dies on the way; fails if it does not.
    pub async fn tick_and_die(&self) {
        let clock = self.ahead(0);
        tokio::select! {
            ended = clock.tick() => panic!("it lives: {ended:?}"),
            () = self.chat.death.notified() => {}
        }
    }

    pub async fn passes(&self, time: SignedDuration) {
        self.wall.pass(time);
        self.tick().await;
    }

    pub async fn at(&self, instant: &str) {
        self.wall.set(instant);
        self.tick().await;
    }

    pub async fn try_subscribe(&self, channel: &str, schedule: &str, filters: &str) -> Subscribed {
        let new = New {
            platform: "slack",
            team: "T1",
            channel,
            schedule,
            filters,
            sections: "",
            quiet: filters == "empty",
            owner: "U1",
            owner_email: "dana@acme.example",
        };
        let schedule = schedule.parse().unwrap();
        standing::subscribe(&self.db, self.workspace, new, &schedule, self.wall.now()).await.unwrap()
    }

    pub async fn subscribe(&self, channel: &str, schedule: &str, filters: &str) -> Subscription {
        match self.try_subscribe(channel, schedule, filters).await {
            Subscribed::New(subscription) => subscription,
            Subscribed::Standing(standing) => panic!("stands: {standing:?}"),
        }
    }

    /// What happened with an occurrence, outcome by outcome.
    pub async fn outcomes(&self, subscription: i64, slot: &str) -> Vec<String> {
        let key = Key { workspace: self.workspace, subscription, slot: slot.to_owned() };
        let attempts = digests::attempts(&self.db, &key).await.unwrap();
        attempts.into_iter().map(|(outcome, _)| outcome).collect()
    }

    /// Each occurrence: slot, state, whether it is done, whether its owner was told.
    pub async fn occurrences(&self) -> Vec<(i64, String, String, bool, bool)> {
        let text = "select subscription_id, slot, state, done, told from occurrences where workspace_id = $1
                    order by subscription_id, slot";
        sql(text).bind(self.workspace).all(&self.db).await.unwrap()
    }

    /// The states of all occurrences, all of which must be done.
    pub async fn states(&self) -> Vec<String> {
        let occurrences = self.occurrences().await;
        assert!(occurrences.iter().all(|(.., done, _)| *done), "{occurrences:?}");
        occurrences.into_iter().map(|(_, _, state, ..)| state).collect()
    }

    /// The wall time in London of an instant.
    pub fn london(&self) -> String {
        self.wall.now().to_zoned(TimeZone::get("Europe/London").unwrap()).strftime("%a %H:%M").to_string()
    }
}

pub const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

pub const fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}
