//! The only place that knows everybody: it opens the database, makes the bot and puts it behind the doors.

mod bots;
mod chats;
mod digests;
pub mod manifests;
pub mod platforms;
mod slack;
mod teams;

use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    path::PathBuf,
    sync::{Arc, RwLock},
    time::Instant,
};

use jiff::Timestamp;

use crate::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::{Audience, Card, Tone},
    chat::{
        Csv,
        console::Answers,
        slack::{Installation, install::Homes},
    },
    config::Config,
    db::{Db, DbError, chats::once::Once, workspaces},
    intake::CsvOut,
    metrics::Metrics,
    questions::Answer,
    seal::Seal,
    snapshot::Workspace,
};
use bots::Bots;

/// An opened workspace, and what the chats need beyond it.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub workspace: i64,
    pub bot: Arc<Bot>,
    bots: Arc<Bots>,
    once: Once,
    seal: Option<Arc<Seal>>,
    homes: Homes,
    /// The zone of workspaces that come into being with an installation.
    time_zone: String,
    /// The Slack workspace that is served with a token of the settings.
    own_slack: Arc<RwLock<Option<Installation>>>,
    pub metrics: Arc<Metrics>,
}

impl App {
    /// Opens the database of the settings and its workspace, made on first use.
    pub async fn open(config: &Config) -> Result<Self, DbError> {
        let db = Db::open(&config.database_url).await?;
        if config.auto_migrate {
            db.migrate().await?;
        }
        let zone = config.time_zone.as_deref();
        let workspace = workspaces::ensure(&db, &config.workspace, zone.unwrap_or("UTC")).await?;
        keep_settings(&db, workspace, config).await?;
        let bots = Arc::new(Bots::new(db.clone()));
        Ok(Self {
            workspace,
            bot: bots.of(workspace),
            bots,
            once: Once::new(db.clone()),
            seal: config.seal.clone(),
            homes: Homes::new(config.said("slack.team"), &config.workspace),
            time_zone: zone.unwrap_or("UTC").to_owned(),
            own_slack: Arc::default(),
            metrics: Arc::default(),
            db,
        })
    }

    /// The answer for a chat: what is our fault is logged once, here, and shown as an incident.
    pub async fn reply(&self, ask: &Ask) -> Result<Arc<Answer>, Card> {
        self.answered(&self.bot, ask).await.map_err(|error| self.incident(&error))
    }

    /// Asks a bot, and counts its answer.
    async fn answered(&self, bot: &Bot, ask: &Ask) -> Result<Arc<Answer>, DbError> {
        let begun = Instant::now();
        let answer = bot.answer(ask).await?;
        self.metrics.answered(&answer, begun);
        Ok(answer)
    }

    /// Counts and logs an error of ours, and gives the card that is shown instead.
    fn incident(&self, error: &dyn fmt::Display) -> Card {
        self.metrics.incident();
        incident(error)
    }
}

/// Writes those settings into the workspace that somebody set and that it does not have yet.
async fn keep_settings(db: &Db, workspace: i64, config: &Config) -> Result<(), DbError> {
    let (_, kept) = workspaces::settings(db, workspace).await?;
    if let Some(zone) = config.time_zone.as_deref()
        && kept.time_zone.iana_name() != Some(zone)
    {
        let mut tx = db.begin().await?;
        workspaces::set_time_zone(&mut tx, workspace, zone).await?;
        tx.commit().await?;
    }
    let wanted = Workspace {
        priming_days: config.priming_days.unwrap_or(kept.priming_days),
        covered_at: config.covered_at.unwrap_or(kept.covered_at),
        required_roles: config.required_roles.clone().unwrap_or_else(|| kept.required_roles.clone()),
        ..kept.clone()
    };
    if wanted != kept {
        let mut tx = db.begin().await?;
        workspaces::set_rules(&mut tx, &wanted).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The wall clock, read at the doors only; everything behind them is told the time.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Logs an error of ours and gives the card that is shown instead.
fn incident(error: &dyn fmt::Display) -> Card {
    let number = format!("{:06X}", RandomState::new().hash_one(0) & 0xFF_FFFF);
    tracing::error!(incident = number, error = %error, "somebody was shown an incident");
    Card {
        title: vec![format!("Something went wrong on our side (incident {number}). Try again; if it stays, tell your admin the number").into()],
        tone: Tone::Problem,
        blocks: Vec::new(),
        actions: Vec::new(),
        audience: Audience::Asker,
    }
}

/// Rows as a CSV file that spreadsheets open safely.
pub fn csv_bytes(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = CsvOut::new(Vec::new(), true).expect("writing to memory cannot fail");
    for row in rows {
        out.row(row.iter().map(String::as_str)).expect("writing to memory cannot fail");
    }
    out.finish().expect("writing to memory cannot fail")
}

impl Answers for App {
    async fn answer(&self, ask: Ask) -> Card {
        match self.reply(&ask).await {
            Ok(answer) => answer.card.clone(),
            Err(card) => card,
        }
    }

    async fn suggest(&self, typed: &str) -> Vec<String> {
        self.bot.suggest(typed).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "no suggestions");
            Vec::new()
        })
    }

    async fn csv(&self, ask: Ask) -> Result<Csv, Card> {
        let answer = self.reply(&ask).await?;
        match &answer.csv {
            Some(rows) => Ok(Csv { name: format!("{}.csv", answer.question), bytes: csv_bytes(rows) }),
            None => Err(answer.card.clone()),
        }
    }

    fn now(&self) -> Timestamp {
        now()
    }

    async fn examples(&self) -> Vec<String> {
        self.bot.openings(&Who::Operator, &Place::Private).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "no examples");
            Vec::new()
        })
    }
}

/// A folder that is removed with everything in it when it is dropped.
pub struct Scratch(tempfile::TempDir);

impl Scratch {
    pub fn new() -> std::io::Result<Self> {
        tempfile::Builder::new().prefix("mandorla-").tempdir().map(Self)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}
