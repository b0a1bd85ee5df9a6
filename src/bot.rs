//! One door for every door: what somebody said goes in, an answer comes out, the same in every chat.
//!
//! Here, once: who asks and what they may see, how fresh the snapshot is, what is written after a yes, and what is
//! said when a text is none of our questions.

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use tokio::sync::{RwLock, RwLockReadGuard};

use crate::{
    ask::{Ask, Place, Who},
    card::{Action as Button, ActionKind, Audience, Block, Card, Span, Tone},
    db::{self, Db, DbError, actions, confirmations, confirmations::Taken},
    language::{self, Grammar, Reading, Terms, Unclear, Understood, World},
    questions::{self, ALL, Action, Answer, Asked, Asker, Change, Selection, Status},
    snapshot::Snapshot,
};

/// How long a proposed change waits for its yes.
const PATIENCE: jiff::SignedDuration = jiff::SignedDuration::from_mins(30);
/// What is said where others listen.
const NOT_HERE: &str =
    "People of another company read here, so I say nothing about single people. Ask me in a direct message";
/// Suggestions under a text that is none of our questions.
const SUGGESTIONS: usize = 3;

/// Answers for one workspace.
pub struct Bot {
    db: Db,
    workspace: i64,
    memory: RwLock<Option<Memory>>,
    grammars: Vec<Grammar>,
}

/// What a process keeps of a workspace: a copy that can prove itself fresh by its revision.
struct Memory {
    snapshot: Snapshot,
    terms: Terms,
}

impl Memory {
    fn new(snapshot: Snapshot) -> Self {
        let terms = Terms::new(&snapshot);
        Self { snapshot, terms }
    }
}

impl Bot {
    pub fn new(db: Db, workspace: i64) -> Self {
        let grammars = ALL.iter().map(|question| question.grammar()).collect();
        Self { db, workspace, memory: RwLock::new(None), grammars }
    }

    /// Answers what was said.
    ///
    /// # Errors
    /// Only when the database fails; whatever the asker did wrong is an answer.
    pub async fn answer(&self, ask: &Ask) -> Result<Answer, DbError> {
        if let Some(answer) = self.confirmation(ask).await? {
            return Ok(answer);
        }
        let memory = self.fresh().await?;
        let Memory { snapshot, terms } = memory.as_ref().expect("fresh() loads it");
        let asker = asker(&ask.who, snapshot);
        let world = World {
            snapshot,
            terms,
            asker: match asker {
                Asker::Colleague(id) => Some(id),
                Asker::Operator | Asker::Unknown => None,
            },
            today: ask.at.to_zoned(snapshot.workspace.time_zone.clone()).date(),
        };
        let mut answer = match language::understand(&ask.text, &world, &self.grammars) {
            Understood::Reading(mut reading) => {
                self.look_up(&mut reading).await?;
                self.read(ask, &reading, snapshot, terms, asker)
            }
            other => not_understood(other, ask, &world),
        };
        if let Some(refusal) = refusal(ask, asker, &answer) {
            answer = refusal;
        }
        if let Some(proposal) = &answer.proposal {
            let code = self.propose(ask, proposal).await?;
            answer.card.actions.insert(0, button("Confirm", format!("confirm {code}"), ActionKind::Confirm));
            answer.card.actions.insert(1, button("Cancel", format!("cancel {code}"), ActionKind::Cancel));
        }
        answer.sources = sources(snapshot);
        if matches!(answer.status, Status::Answered)
            && answer.question != "help"
            && answer.question != "freshness"
            && let Some(note) = questions::sources_note(snapshot, ask.at)
        {
            answer.card.blocks.push(Block::Note(note));
        }
        Ok(answer)
    }

    /// Questions that begin like what was typed, for people who are still typing: ours first, then what was typed with
    /// the names that its last word begins.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn suggest(&self, typed: &str) -> Result<Vec<String>, DbError> {
        let memory = self.fresh().await?;
        let Memory { snapshot, terms } = memory.as_ref().expect("fresh() loads it");
        Ok(questions::suggestions(typed, snapshot, terms))
    }

    /// The first questions to offer somebody who has typed nothing yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn openings(&self) -> Result<Vec<String>, DbError> {
        const MOST: usize = 8;
        let memory = self.fresh().await?;
        let Memory { snapshot, terms } = memory.as_ref().expect("fresh() loads it");
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
                    *memory = Some(Memory::new(db::snapshot::load(&self.db, self.workspace).await?));
                }
                return Ok(memory.downgrade());
            };
            let Some(delta) = db::snapshot::catch_up(&self.db, mark).await? else { return Ok(memory) };
            drop(memory);
            let mut memory = self.memory.write().await;
            let known = memory.as_mut().expect("loaded above");
            if known.snapshot.mark() == mark {
                let renames = delta.renames(&known.snapshot);
                known.snapshot.apply(delta);
                if renames {
                    known.terms = Terms::new(&known.snapshot);
                }
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

    fn read(&self, ask: &Ask, reading: &Reading, snapshot: &Snapshot, terms: &Terms, asker: Asker) -> Answer {
        let question = ALL[reading.question];
        let asked = Asked::new(question.name, snapshot, terms, reading, ask.at, asker);
        match &reading.unclear {
            None => (question.answer)(&asked),
            Some(unclear) => which(&asked, unclear),
        }
    }

    /// Reads filters and a window on their own: what part of the account database is meant, or a card that says what
    /// is wrong with them. `ask.text` begins with "export".
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn select(&self, ask: &Ask) -> Result<Result<Selection, Card>, DbError> {
        let memory = self.fresh().await?;
        let Memory { snapshot, terms } = memory.as_ref().expect("fresh() loads it");
        let asker = asker(&ask.who, snapshot);
        let world = World {
            snapshot,
            terms,
            asker: match asker {
                Asker::Colleague(id) => Some(id),
                Asker::Operator | Asker::Unknown => None,
            },
            today: ask.at.to_zoned(snapshot.workspace.time_zone.clone()).date(),
        };
        Ok(match language::understand(&ask.text, &world, &[Selection::GRAMMAR]) {
            Understood::Reading(reading) => {
                let asked = Asked::new(Selection::GRAMMAR.name, snapshot, terms, &reading, ask.at, asker);
                match &reading.unclear {
                    None => Ok(Selection::new(&asked)),
                    Some(unclear) => Err(which(&asked, unclear).card),
                }
            }
            Understood::UnknownValue { question, typed, nearest } => {
                Err(unknown_value(ask, question, &typed, nearest).card)
            }
            _ => Err(plain(
                "I did not understand these filters. Write them as in chat: in fintech, tier 1, seller Dana, last quarter",
                Tone::Caution,
            )),
        })
    }

    async fn propose(&self, ask: &Ask, proposal: &Action) -> Result<String, DbError> {
        let action = serde_json::to_string(proposal).expect("an action is plain data");
        let expires = (ask.at + PATIENCE).as_microsecond();
        confirmations::propose(&self.db, self.workspace, &name_of(&ask.who), &action, expires).await
    }

    /// "Confirm 7F3KQ2": carries out what was proposed, once. "Cancel 7F3KQ2" takes it back.
    async fn confirmation(&self, ask: &Ask) -> Result<Option<Answer>, DbError> {
        let mut words = ask.text.split_whitespace().map(|word| word.trim_matches(['/', '.', '!']));
        let confirms = match words.next().map(str::to_lowercase).as_deref() {
            Some("confirm" | "yes") => true,
            Some("cancel" | "no") => false,
            _ => return Ok(None),
        };
        let (Some(code), None) = (words.next(), words.next()) else { return Ok(None) };
        if matches!(ask.place, Place::Shared { .. }) {
            return Ok(Some(Answer::other("none", Status::Forbidden, plain(NOT_HERE, Tone::Caution))));
        }
        let code = code.to_uppercase();
        let mut tx = self.db.begin().await?;
        let now = ask.at.as_microsecond();
        let taken = confirmations::take(&mut tx, self.workspace, &code, &name_of(&ask.who), now).await?;
        let refused =
            |text: &str| Ok(Some(Answer::other("none", Status::NotFound, plain(text, Tone::Caution))));
        let action: Action = match taken {
            Taken::Go(json) => serde_json::from_str(&json).map_err(|_| DbError::Unreadable(json))?,
            Taken::Done => return refused("That has been answered already; nothing was changed again."),
            Taken::Expired => {
                return refused("That offer has expired after 30 minutes; nothing was changed. Ask again.");
            }
            Taken::NotYours => return refused("Only whoever asked may confirm this; nothing was changed."),
            Taken::Unknown => {
                return refused("There is nothing to confirm under this code; nothing was changed.");
            }
        };
        let data = json!({ "action": action.change.question(), "changes": action.changes });
        let mut answer = if confirms {
            self.carry_out(&mut tx, &action.change).await?;
            Answer::other(action.change.question(), Status::Done, plain(&action.done, Tone::Good))
        } else {
            Answer::other(
                action.change.question(),
                Status::Done,
                plain("Cancelled; nothing was changed.", Tone::Neutral),
            )
        };
        tx.commit().await?;
        answer.data = data;
        Ok(Some(answer))
    }

    async fn carry_out(&self, tx: &mut db::Tx, change: &Change) -> Result<(), DbError> {
        let workspace = self.workspace;
        match change {
            Change::LogTouch { person, side, channel, evidence, at, colleague, outcome } => {
                let touch = actions::NewTouch {
                    person: *person,
                    at: *at,
                    side: *side,
                    channel: *channel,
                    evidence: *evidence,
                    colleague: *colleague,
                    campaign: None,
                    purpose: None,
                    content: None,
                    outcome: *outcome,
                };
                actions::log_touch(tx, workspace, &touch).await?;
            }
            Change::SetMarket { account, person, state, since, said_by } => {
                let subject = match (account, person) {
                    (Some(account), _) => crate::snapshot::Subject::Account(*account),
                    (None, person) => crate::snapshot::Subject::Person(person.expect("one of the two")),
                };
                actions::set_market(tx, workspace, subject, *state, *since, said_by).await?;
            }
            Change::SetTarget { account, target } => {
                actions::set_target(tx, workspace, *account, *target).await?
            }
            Change::AddMember { account, person } => {
                actions::add_member(tx, workspace, *account, *person, None).await?;
            }
            Change::RemoveMember { person, accounts } => {
                for account in accounts {
                    actions::remove_member(tx, workspace, *account, *person).await?;
                }
            }
        }
        Ok(())
    }
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

/// What an asker may not see where they asked.
fn refusal(ask: &Ask, asker: Asker, answer: &Answer) -> Option<Answer> {
    if answer.card.audience == Audience::Everyone || answer.status == Status::NotUnderstood {
        return None;
    }
    if asker == Asker::Unknown && answer.status != Status::Forbidden {
        let text = "I only speak about single people to colleagues, and I do not know you. Ask your admin to add you to team.csv";
        return Some(Answer::other(answer.question, Status::Forbidden, plain(text, Tone::Caution)));
    }
    if matches!(ask.place, Place::Shared { .. }) {
        return Some(Answer::other(answer.question, Status::Forbidden, plain(NOT_HERE, Tone::Caution)));
    }
    None
}

/// What a filter means has to be said first.
fn which(asked: &Asked, unclear: &Unclear) -> Answer {
    match unclear {
        Unclear::Accounts(accounts) => {
            asked.account_choices("Which account do you mean?".to_owned(), Status::Ambiguous, accounts)
        }
        Unclear::Colleagues(colleagues) => which_colleague(asked, colleagues),
        Unclear::Asker => Answer::other(
            asked.question,
            Status::NotFound,
            plain(
                "I do not know which accounts are yours. Ask as a colleague of team.csv (in the terminal: --as E-MAIL), or name the owner: cold for Dana",
                Tone::Caution,
            ),
        ),
    }
}

fn which_colleague(asked: &Asked, colleagues: &[u16]) -> Answer {
    let list = colleagues.iter().map(|&id| {
        let colleague = asked.colleague(id);
        vec![Span::Text(format!("{} ({}, {})", colleague.name, colleague.side.as_str(), colleague.email))]
    });
    let mut card =
        plain("Several colleagues go by that name. Which one? Write the whole name", Tone::Neutral);
    card.blocks.push(Block::List(list.collect()));
    let mut answer = Answer::other(asked.question, Status::Ambiguous, card);
    answer.candidates = colleagues
        .iter()
        .map(|&id| json!({ "name": asked.colleague(id).name, "account": null, "email": asked.colleague(id).email }))
        .collect();
    answer
}

/// What is said to a text that is none of our questions.
fn not_understood(understood: Understood, ask: &Ask, world: &World) -> Answer {
    let (title, near) = match understood {
        Understood::Reading(_) => unreachable!("a reading is answered"),
        Understood::UnknownValue { question, typed, nearest } => {
            return unknown_value(ask, question, &typed, nearest);
        }
        Understood::Nothing { near } => {
            ("I did not understand that, so I will not guess. I could answer one of these".to_owned(), near)
        }
        Understood::TooLong => (
            format!(
                "That is longer than {} characters. Ask one question at a time, such as one of these",
                language::LONGEST
            ),
            Vec::new(),
        ),
        Understood::Empty => ("Ask me something, such as one of these".to_owned(), Vec::new()),
    };
    let usual = ["reached", "overlap", "warm"]
        .iter()
        .filter_map(|name| ALL.iter().position(|question| question.name == *name));
    let mut chosen: Vec<usize> = Vec::new();
    for question in near.into_iter().chain(usual) {
        if !chosen.contains(&question) {
            chosen.push(question);
        }
    }
    let example =
        |question: usize| questions::examples(ALL[question], world.snapshot, world.terms).into_iter().next();
    let suggestions: Vec<String> = chosen.into_iter().filter_map(example).take(SUGGESTIONS).collect();
    let mut card = plain(&title, Tone::Neutral);
    card.audience = Audience::Everyone;
    card.actions = suggestions.iter().map(|text| button(text, text.clone(), ActionKind::Ask)).collect();
    card.actions.push(button("Help", "help".to_owned(), ActionKind::Ask));
    let mut answer = Answer::other("none", Status::NotUnderstood, card);
    answer.suggestions = suggestions;
    answer
}

/// A filter's value that the database does not have is refused, never dropped.
fn unknown_value(ask: &Ask, question: usize, typed: &str, nearest: Vec<String>) -> Answer {
    let title = if nearest.is_empty() {
        format!("Nothing in the account database is called “{typed}”")
    } else {
        format!("Nothing in the account database is called “{typed}”. Did you mean one of these?")
    };
    let mut card = plain(&title, Tone::Caution);
    card.audience = Audience::Everyone;
    card.actions =
        nearest.iter().map(|value| button(value, ask.text.replace(typed, value), ActionKind::Ask)).collect();
    let mut answer = Answer::other(ALL[question].name, Status::NotFound, card);
    answer.candidates = nearest.iter().map(|value| json!({ "name": value, "account": null })).collect();
    answer
}

fn sources(snapshot: &Snapshot) -> Vec<Json> {
    let fresh_as_of = |at: i64| Timestamp::from_microsecond(at).map(|at| at.to_string()).ok();
    snapshot
        .sources
        .iter()
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
