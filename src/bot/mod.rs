//! One door for every door: what somebody said goes in, an answer comes out, the same in every chat.
//!
//! Here, once: who asks and what they may see, how fresh the snapshot is, what is written after a yes, and what is
//! said when a text is none of our questions.

mod about;
mod confirmed;
mod digests;
mod home;
mod linked;
mod looks;
mod memory;
mod refused;
mod search;

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value as Json, json};
use tokio::sync::{RwLock, RwLockReadGuard};

use looks::Looks;
use memory::Memory;
use refused::{busy, not_understood, refusal, unknown_value, which};

use crate::{
    ask::{Ask, Place, Who},
    card::{Action as Button, ActionKind, Audience, Block, Card, Tone},
    db::{self, Db, DbError},
    language::{self, Grammar, Reading, Terms, Understood, World},
    questions::{self, ALL, Answer, Asked, Asker, Selection, Status},
    snapshot::Snapshot,
    vocabulary::Side,
};

pub use digests::{Wanted, wanted};
pub use search::Found;

/// Answers for one workspace.
pub struct Bot {
    db: Db,
    workspace: i64,
    /// Where days begin; nothing for the workspace's own zone.
    zone: Option<TimeZone>,
    memory: RwLock<Option<Memory>>,
    looks: Looks,
    grammars: Vec<Grammar>,
}

impl Bot {
    pub fn new(db: Db, workspace: i64) -> Self {
        let grammars = ALL.iter().map(|question| question.grammar()).collect();
        Self { db, workspace, zone: None, memory: RwLock::new(None), looks: Looks::default(), grammars }
    }

    /// The same, for whoever lives in another zone: every day and window is one of theirs.
    pub fn in_zone(db: Db, workspace: i64, zone: TimeZone) -> Self {
        Self { zone: Some(zone), ..Self::new(db, workspace) }
    }

    /// The zone of its days.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn time_zone(&self) -> Result<TimeZone, DbError> {
        let memory = self.fresh().await?;
        Ok(memory.as_ref().expect("fresh() loads it").snapshot.workspace.time_zone.clone())
    }

    /// Answers what was said.
    ///
    /// # Errors
    /// Only when the database fails; whatever the asker did wrong is an answer, and so is an import that is running.
    pub async fn answer(&self, ask: &Ask) -> Result<Arc<Answer>, DbError> {
        match self.answer_unless_busy(ask).await {
            Err(DbError::Busy) => Ok(busy(ask).into()),
            answer => answer,
        }
    }

    async fn answer_unless_busy(&self, ask: &Ask) -> Result<Arc<Answer>, DbError> {
        if let Some(answer) = self.confirmation(ask).await? {
            return Ok(answer.into());
        }
        let mut answer = self.answer_from_memory(ask).await?;
        if let Some(proposal) = &answer.proposal {
            let code = self.propose(ask, proposal).await?;
            let answer = Arc::make_mut(&mut answer);
            answer.card.actions.insert(0, button("Confirm", format!("confirm {code}"), ActionKind::Confirm));
            answer.card.actions.insert(1, button("Cancel", format!("cancel {code}"), ActionKind::Cancel));
        }
        Ok(answer)
    }

    /// The answer, with nothing written: what is written may wait for an import, and meanwhile would keep everybody
    /// from the memory that this holds on to.
    async fn answer_from_memory(&self, ask: &Ask) -> Result<Arc<Answer>, DbError> {
        let memory = self.fresh().await?;
        let memory = memory.as_ref().expect("fresh() loads it");
        let snapshot = &memory.snapshot;
        if let Some(answer) = memory.remembered(ask) {
            return Ok(answer);
        }
        let asker = asker(&ask.who, snapshot);
        let arranged = match self.linked(ask, snapshot, asker).await? {
            Some(answer) => Some(answer),
            None => self.digests(ask, memory, asker).await?,
        };
        let mut answer = match arranged {
            Some(answer) => answer,
            None => self.read(ask, memory, asker).await?,
        };
        if let Some(refusal) = refusal(ask, asker, &answer) {
            answer = refusal;
        }
        answer.sources = sources(snapshot);
        if matches!(answer.status, Status::Answered)
            && !["help", "freshness", questions::LINK, questions::SUBSCRIBE].contains(&answer.question)
            && let Some(note) = questions::sources_note(snapshot, ask.at)
        {
            answer.card.blocks.push(Block::Note(note));
        }
        let answer = Arc::new(answer);
        memory.remember(ask, &answer);
        Ok(answer)
    }

    /// Questions that begin like what was typed, for people who are still typing: ours first, then what was typed with
    /// the names that its last word begins.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn suggest(&self, typed: &str) -> Result<Vec<String>, DbError> {
        let memory = self.fresh().await?;
        let Memory { snapshot, terms, .. } = memory.as_ref().expect("fresh() loads it");
        Ok(questions::suggestions(typed, snapshot, terms))
    }

    /// The colleagues of sales who lead a team, by name, the largest team first. Of namesakes none: nobody could tell
    /// whose team is meant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn leaders(&self) -> Result<Vec<String>, DbError> {
        const MOST: usize = 10;
        let memory = self.fresh().await?;
        let snapshot = &memory.as_ref().expect("fresh() loads it").snapshot;
        let colleagues = &snapshot.colleagues;
        let namesakes = |name: &str| colleagues.iter().filter(|other| other.name == name).count();
        let mut teams: Vec<(usize, &str)> = (0..)
            .zip(colleagues)
            .filter(|(_, one)| one.side == Side::Sales && namesakes(&one.name) == 1)
            .map(|(id, one)| (snapshot.team_of(id).len(), one.name.as_str()))
            .filter(|(size, _)| *size > 1)
            .collect();
        teams.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        Ok(teams.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect())
    }

    /// The first questions to offer somebody who has typed nothing yet; strangers are offered none that names anybody.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn openings(&self, who: &Who, place: &Place) -> Result<Vec<String>, DbError> {
        const MOST: usize = 8;
        let memory = self.fresh().await?;
        let Memory { snapshot, terms, .. } = memory.as_ref().expect("fresh() loads it");
        if overheard(place, asker(who, snapshot)) {
            return Ok(ALL
                .iter()
                .filter_map(|question| questions::open_example(question))
                .take(MOST)
                .collect());
        }
        Ok(ALL
            .iter()
            .take(MOST)
            .filter_map(|question| questions::examples(question, snapshot, terms).into_iter().next())
            .collect())
    }

    /// The snapshot at the database's revision: loaded at the first question, caught up at the others.
    async fn fresh(&self) -> Result<RwLockReadGuard<'_, Option<Memory>>, DbError> {
        loop {
            let memory = self.memory.read().await;
            let Some(mark) = memory.as_ref().map(|memory| memory.snapshot.mark()) else {
                drop(memory);
                let mut memory = self.memory.write().await;
                if memory.is_none() {
                    let mut snapshot = db::snapshot::load(&self.db, self.workspace).await?;
                    if let Some(zone) = &self.zone {
                        snapshot.move_to(zone);
                    }
                    *memory = Some(Memory::new(snapshot));
                }
                return Ok(memory.downgrade());
            };
            if self.looks.revision(&self.db, self.workspace).await? == mark.revision {
                return Ok(memory);
            }
            drop(memory);
            let Some(mut delta) = db::snapshot::catch_up(&self.db, mark).await? else { continue };
            if let Some(zone) = &self.zone {
                delta.workspace.time_zone = zone.clone();
            }
            let mut memory = self.memory.write().await;
            let known = memory.as_mut().expect("loaded above");
            if known.snapshot.mark() == mark {
                known.apply(delta);
            }
        }
    }

    /// An address may be somebody's second one, which only the database knows.
    async fn look_up(&self, reading: &mut Reading) -> Result<(), DbError> {
        let Some(subject) = &mut reading.subject else { return Ok(()) };
        let Some(address) = subject.address.as_ref().filter(|_| subject.people.is_empty()) else {
            return Ok(());
        };
        let key = if address.contains('@') {
            crate::identity::Email::parse(address).map(|email| ("email", email.to_string()))
        } else {
            crate::identity::linkedin(address).map(|url| ("linkedin", url))
        };
        if let Some((kind, key)) = key {
            subject.people.extend(db::people::by_key(&self.db, self.workspace, kind, &key).await?);
        }
        Ok(())
    }

    /// Reads a text as one of the questions, and answers it.
    async fn read(&self, ask: &Ask, memory: &Memory, asker: Asker) -> Result<Answer, DbError> {
        let Memory { snapshot, terms, .. } = memory;
        let world = world(ask, snapshot, terms, asker);
        let overheard = overheard(&ask.place, asker);
        let mut reading = match language::understand(&ask.text, &world, &self.grammars) {
            Understood::Reading(reading) => reading,
            Understood::UnknownValue { reading, typed, nearest } => {
                let nearest = if overheard { Vec::new() } else { nearest };
                let asked = Asked::new(ALL[reading.question].name, snapshot, terms, &reading, ask.at, asker);
                return Ok(
                    unknown_value(ask, asked.question, &typed, nearest).with_what_was_understood(&asked)
                );
            }
            other => return Ok(not_understood(other, &world, overheard)),
        };
        self.look_up(&mut reading).await?;
        let question = ALL[reading.question];
        let mut asked = Asked::new(question.name, snapshot, terms, &reading, ask.at, asker);
        asked.overheard = overheard;
        let mut answer = match &reading.unclear {
            None => (question.answer)(&asked),
            Some(unclear) => which(&asked, unclear),
        };
        // A period that the answer has no use for is not dropped silently.
        if let (Some((_, label)), None, Status::Answered) = (&reading.window, &answer.window, answer.status) {
            let note = format!("This is how it stands now; {label} makes no difference to it.");
            answer.card.blocks.push(Block::Note(vec![note.into()]));
        }
        Ok(answer.with_what_was_understood(&asked))
    }

    /// Reads filters and a window on their own: what part of the account database is meant, or a card that says what
    /// is wrong with them. `ask.text` begins with "export".
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn select(&self, ask: &Ask) -> Result<Result<Selection, Card>, DbError> {
        let memory = self.fresh().await?;
        let Memory { snapshot, terms, .. } = memory.as_ref().expect("fresh() loads it");
        let asker = asker(&ask.who, snapshot);
        let world = world(ask, snapshot, terms, asker);
        let grammar = Selection::grammar();
        let name = grammar.name;
        Ok(match language::understand(&ask.text, &world, &[grammar]) {
            Understood::Reading(reading) => {
                let asked = Asked::new(name, snapshot, terms, &reading, ask.at, asker);
                match &reading.unclear {
                    None => Ok(Selection::new(&asked)),
                    Some(unclear) => Err(which(&asked, unclear).card),
                }
            }
            Understood::UnknownValue { typed, nearest, .. } => {
                Err(unknown_value(ask, name, &typed, nearest).card)
            }
            Understood::Several { typed, .. } => Err(plain(
                &format!(
                    "“{typed}” can mean several things. Say which: campaign, account, industry, or the date as 2026-07-31"
                ),
                Tone::Caution,
            )),
            _ => Err(plain(
                "I did not understand these filters. Write them as in chat: in fintech, tier 1, seller Dana, last quarter",
                Tone::Caution,
            )),
        })
    }
}

/// What the words of a question are read against.
fn world<'a>(ask: &Ask, snapshot: &'a Snapshot, terms: &'a Terms, asker: Asker) -> World<'a> {
    let asker = match asker {
        Asker::Colleague(id) => Some(id),
        Asker::Operator | Asker::Unknown => None,
    };
    World { snapshot, terms, asker, today: ask.at.to_zoned(snapshot.workspace.time_zone.clone()).date() }
}

/// Whether somebody reads along who may not know a single name of ours.
fn overheard(place: &Place, asker: Asker) -> bool {
    asker == Asker::Unknown || matches!(place, Place::Shared { .. })
}

/// Who asks, among our colleagues.
fn asker(who: &Who, snapshot: &Snapshot) -> Asker {
    match who {
        Who::Operator => Asker::Operator,
        Who::Unknown => Asker::Unknown,
        Who::Colleague(email) => {
            let known =
                snapshot.colleagues.iter().position(|colleague| colleague.email.eq_ignore_ascii_case(email));
            known.map_or(Asker::Unknown, |id| Asker::Colleague(id as u16))
        }
    }
}

fn name_of(who: &Who) -> String {
    match who {
        Who::Operator => "operator".to_owned(),
        Who::Colleague(email) => email.to_lowercase(),
        Who::Unknown => "unknown".to_owned(),
    }
}

fn sources(snapshot: &Snapshot) -> Vec<Json> {
    let fresh_as_of = |at: i64| Timestamp::from_microsecond(at).map(|at| at.to_string()).ok();
    snapshot
        .imported_sources()
        .map(|source| json!({ "name": source.name, "fresh_as_of": source.imports.last().and_then(|import| fresh_as_of(import.at)) }))
        .collect()
}

fn plain(title: &str, tone: Tone) -> Card {
    Card {
        title: vec![title.into()],
        tone,
        blocks: Vec::new(),
        actions: Vec::new(),
        audience: Audience::Asker,
    }
}

fn button(label: &str, text: String, kind: ActionKind) -> Button {
    Button { label: label.to_owned(), text, kind }
}
