//! Touches, kept by person and known by their source and the source's id.
//!
//! [`Intake`] takes them in by the thousand and tells new, changed and known ones apart. It begins by assuming that
//! all are new, which the insert itself finds out; from the first known one on it looks before it writes.

use std::{collections::HashMap, fmt::Write as _};

use foldhash::quality::RandomState;
use sqlx::PgConnection;

use super::{Change, Outcome, Pair, Result, Tx, bulk, bulk::Bulk, sql, touch_log, touch_log::Logged};
use crate::{
    figures::Kind,
    vocabulary::{Channel, Evidence, Outcome as Answer, Purpose, Side},
};

/// A touch, with everything it names by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    pub person: i64,
    /// Microseconds since 1970.
    pub at: i64,
    pub side: Side,
    pub channel: Channel,
    pub evidence: Evidence,
    pub colleague: Option<i64>,
    pub campaign: Option<i64>,
    pub purpose: Option<Purpose>,
    pub content: Option<i64>,
    pub outcome: Option<Answer>,
    pub source: i64,
    /// The source's id, or `#` and a hash of the content.
    pub key: String,
}

/// Takes touches in, chunk by chunk.
pub struct Intake {
    next_id: i64,
    log: Vec<Logged>,
    /// The last chunk held touches that were known: look first.
    known: bool,
}

impl Intake {
    pub async fn begin(change: &mut Change) -> Result<Self> {
        if let Tx::Postgres(_) = change.tx {
            sql("create temporary table incoming (like touches) on commit drop").exec(&mut change.tx).await?;
        }
        let next_id = touch_log::next_id(&mut change.tx, change.workspace).await?.into();
        Ok(Self { next_id, log: Vec::new(), known: false })
    }

    /// Takes a chunk in and says, in its order, what became of each touch.
    pub async fn put(&mut self, change: &mut Change, touches: Vec<Touch>) -> Result<Vec<Outcome>> {
        let (once, repeats) = Once::of(touches);
        let first_id = self.next_id;
        let stored = self.insert(change, &once).await?;

        let mut changed = Vec::new();
        let mut outcomes = Vec::with_capacity(once.last.len());
        for (place, last) in once.last.iter().enumerate() {
            let Some(stored) = stored.get(&(place as i64)).filter(|stored| stored.id < first_id) else {
                outcomes.push(Outcome::New);
                continue;
            };
            outcomes.push(Outcome::of_change(!stored.same));
            if !stored.same || once.first.contains_key(&place) {
                changed.push(last);
                self.log.push(logged(stored.id, last));
            }
        }
        update(change, &changed).await?;
        if self.log.len() >= touch_log::PART {
            self.write_log(change).await?;
        }
        let mut outcomes = outcomes.into_iter();
        Ok(repeats
            .into_iter()
            .map(|repeat| repeat.or_else(|| outcomes.next()).unwrap_or(Outcome::New))
            .collect())
    }

    /// Writes what is still to be written.
    pub async fn finish(mut self, change: &mut Change) -> Result<()> {
        self.write_log(change).await
    }

    /// Inserts what is not stored yet; gives back, by place, what was (and, where it had to look, what is now).
    async fn insert(&mut self, change: &mut Change, once: &Once) -> Result<HashMap<i64, Stored>> {
        let first: Vec<&Touch> = once.first();
        let first_id = self.next_id;
        if !self.known {
            let all: Vec<&Touch> = once.last.iter().collect();
            if add(change, first_id, &all).await? {
                self.added(first_id, &all);
                return Ok(HashMap::new());
            }
        }
        let stored = find(change, &first).await?;
        self.known = stored.values().any(|stored| stored.id < first_id);
        let new = (0..).zip(&once.last).filter_map(|(place, touch)| Some((stored.get(&place)?.id, touch)));
        for (id, touch) in new.filter(|(id, _)| *id >= first_id) {
            self.added(id, &[touch]);
        }
        let missing = (0..).zip(&once.last).filter(|(place, _)| !stored.contains_key(place));
        let missing: Vec<&Touch> = missing.map(|(_, touch)| touch).collect();
        add(change, self.next_id, &missing).await?;
        self.added(self.next_id, &missing);
        Ok(stored)
    }

    /// Notes touches that came in under numbers from `first_id` on.
    fn added(&mut self, first_id: i64, touches: &[&Touch]) {
        self.log.extend((first_id..).zip(touches).map(|(id, touch)| logged(id, touch)));
        self.next_id = self.next_id.max(first_id + touches.len() as i64);
    }

    async fn write_log(&mut self, change: &mut Change) -> Result<()> {
        let log = std::mem::take(&mut self.log);
        let next_id = self.next_id as u32;
        touch_log::append(&mut change.tx, change.workspace, change.revision, next_id, &log).await
    }
}

/// The touches of a chunk, each once.
struct Once {
    /// With the values that came last.
    last: Vec<Touch>,
    /// The values that came first, where they are others.
    first: HashMap<usize, Touch>,
}

impl Once {
    /// Every touch with the values that came first.
    fn first(&self) -> Vec<&Touch> {
        self.last.iter().enumerate().map(|(place, last)| self.first.get(&place).unwrap_or(last)).collect()
    }

    /// Also says, of each touch that has come before, what it does to that.
    fn of(touches: Vec<Touch>) -> (Self, Vec<Option<Outcome>>) {
        let mut places: HashMap<(i64, &str), usize, RandomState> = HashMap::default();
        let places: Vec<usize> = touches
            .iter()
            .map(|touch| {
                let next = places.len();
                *places.entry((touch.source, touch.key.as_str())).or_insert(next)
            })
            .collect();
        let mut once = Self { last: Vec::with_capacity(touches.len()), first: HashMap::new() };
        let repeats = touches.into_iter().zip(places).map(|(touch, place)| once.add(touch, place)).collect();
        (once, repeats)
    }

    fn add(&mut self, touch: Touch, place: usize) -> Option<Outcome> {
        let Some(last) = self.last.get_mut(place) else {
            self.last.push(touch);
            return None;
        };
        if *last == touch {
            return Some(Outcome::Unchanged);
        }
        let before = std::mem::replace(last, touch);
        self.first.entry(place).or_insert(before);
        Some(Outcome::Updated)
    }
}

fn logged(id: i64, touch: &Touch) -> Logged {
    Logged {
        person: touch.person as u32,
        id: id as u32,
        at: touch.at,
        campaign: touch.campaign.map(|campaign| campaign as u32),
        content: touch.content.map(|content| content as u32),
        colleague: touch.colleague.map(|colleague| colleague as u16),
        source: touch.source as u16,
        kind: Kind::new(touch.side, touch.evidence, touch.purpose, touch.outcome).byte(),
        channel: touch.channel as u8,
    }
}

/// What is stored under the key of a touch.
struct Stored {
    id: i64,
    /// With the same values.
    same: bool,
}

/// Those of the touches that are stored, by their place.
async fn find(change: &mut Change, touches: &[&Touch]) -> Result<HashMap<i64, Stored>> {
    let place = (0..).take(touches.len());
    let rows = bulk(
        "with k (place, person_id, at, side, channel, evidence, colleague_id, campaign_id, purpose, content_id,
                 outcome, source_id, source_key) as ({rows})
         select cast(k.place as text) || ':' || cast(case
                    when t.person_id = k.person_id and t.at = k.at and t.side = k.side and t.channel = k.channel
                         and t.evidence = k.evidence and t.colleague_id is not distinct from k.colleague_id
                         and t.campaign_id is not distinct from k.campaign_id
                         and t.purpose is not distinct from k.purpose
                         and t.content_id is not distinct from k.content_id
                         and t.outcome is not distinct from k.outcome
                    then t.id else -1 - t.id end as text) as found
         from k cross join touches t
         where t.workspace_id = $1 and t.source_id = k.source_id and t.source_key = k.source_key",
    );
    let found: Vec<Pair> =
        columns(rows.bind(change.workspace).whole(place), touches).found(&mut change.tx).await?;
    let stored = |Pair(place, id)| (place, Stored { id: if id < 0 { -1 - id } else { id }, same: id >= 0 });
    Ok(found.into_iter().map(stored).collect())
}

/// Binds everything that touches say.
fn columns(rows: Bulk, touches: &[&Touch]) -> Bulk {
    let each = || touches.iter();
    rows.whole(each().map(|touch| touch.person))
        .whole(each().map(|touch| touch.at))
        .text(each().map(|touch| touch.side.as_str()))
        .text(each().map(|touch| touch.channel.as_str()))
        .text(each().map(|touch| touch.evidence.as_str()))
        .whole(each().map(|touch| touch.colleague))
        .whole(each().map(|touch| touch.campaign))
        .text(each().map(|touch| touch.purpose.map(Purpose::as_str)))
        .whole(each().map(|touch| touch.content))
        .text(each().map(|touch| touch.outcome.map(Answer::as_str)))
        .whole(each().map(|touch| touch.source))
        .text(each().map(|touch| touch.key.as_str()))
}

/// Inserts touches under numbers from `first_id` on. If some of their keys are taken, those are left out; then it says
/// no.
async fn add(change: &mut Change, first_id: i64, touches: &[&Touch]) -> Result<bool> {
    // In the order of the primary key, so that a page of it, and of the people the foreign key looks up, is touched
    // once: a quarter of the time on SQLite.
    let mut numbered: Vec<(i64, &Touch)> = (first_id..).zip(touches.iter().copied()).collect();
    numbered.sort_unstable_by_key(|(id, touch)| (touch.person, *id));
    if let Tx::Postgres(_) = change.tx {
        return Ok(copy(change, &numbered).await? == touches.len() as u64);
    }
    let rows = bulk(
        "with r (id, person_id, at, side, channel, evidence, colleague_id, campaign_id, purpose, content_id, outcome,
                 source_id, source_key) as ({rows})
         insert into touches (workspace_id, id, person_id, at, side, channel, evidence, colleague_id, campaign_id,
                              purpose, content_id, outcome, source_id, source_key)
         select $1, id, person_id, at, side, channel, evidence, colleague_id, campaign_id, purpose, content_id,
                outcome, source_id, source_key
         from r where true
         on conflict (workspace_id, source_id, source_key) do nothing",
    );
    let (ids, touches): (Vec<i64>, Vec<&Touch>) = numbered.into_iter().unzip();
    let rows = columns(rows.bind(change.workspace).whole(ids), &touches);
    Ok(rows.exec(&mut change.tx).await? == touches.len() as u64)
}

/// [`add`] by PostgreSQL's fastest way in, COPY, into a table beside: it knows nothing of keys that are taken, and a
/// savepoint for that case would have every foreign key lock its row anew. Gives how many were inserted.
async fn copy(change: &mut Change, touches: &[(i64, &Touch)]) -> Result<u64> {
    let mut rows = String::with_capacity(touches.len() * 128);
    for (id, touch) in touches {
        copy_row(&mut rows, change.workspace, *id, touch);
    }
    if let Tx::Postgres(tx) = &mut change.tx {
        copy_in(tx, rows).await?;
    }
    let text = "insert into touches select * from incoming
                on conflict (workspace_id, source_id, source_key) do nothing";
    let added = sql(text).exec(&mut change.tx).await?;
    sql("truncate incoming").exec(&mut change.tx).await?;
    Ok(added)
}

async fn copy_in(connection: &mut PgConnection, rows: String) -> std::result::Result<(), sqlx::Error> {
    let mut copy = connection.copy_in_raw("copy incoming (workspace_id, person_id, id, at, side, channel, evidence, colleague_id, campaign_id, purpose,
         content_id, outcome, source_id, source_key) from stdin").await?;
    copy.send(rows.into_bytes()).await?;
    copy.finish().await?;
    Ok(())
}

/// One line of COPY's text format.
fn copy_row(line: &mut String, workspace: i64, id: i64, touch: &Touch) {
    fn cell(line: &mut String, number: Option<i64>) {
        match number {
            Some(number) => drop(write!(line, "{number}\t")),
            None => line.push_str("\\N\t"),
        }
    }
    fn word(line: &mut String, word: Option<&str>) {
        line.push_str(word.unwrap_or("\\N"));
        line.push('\t');
    }
    [workspace, touch.person, id, touch.at].into_iter().for_each(|number| cell(line, Some(number)));
    word(line, Some(touch.side.as_str()));
    word(line, Some(touch.channel.as_str()));
    word(line, Some(touch.evidence.as_str()));
    cell(line, touch.colleague);
    cell(line, touch.campaign);
    word(line, touch.purpose.map(Purpose::as_str));
    cell(line, touch.content);
    word(line, touch.outcome.map(Answer::as_str));
    cell(line, Some(touch.source));
    for letter in touch.key.chars() {
        match letter {
            '\\' => line.push_str("\\\\"),
            '\t' => line.push_str("\\t"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            letter => line.push(letter),
        }
    }
    line.push('\n');
}

/// Gives stored touches, found by their keys, other values.
async fn update(change: &mut Change, touches: &[&Touch]) -> Result<()> {
    // The workspace comes with each row: as a single value it would make SQLite walk through all its touches.
    let rows = bulk(
        "with r (workspace_id, person_id, at, side, channel, evidence, colleague_id, campaign_id, purpose, content_id,
                 outcome, source_id, source_key) as ({rows})
         update touches set person_id = r.person_id, at = r.at, side = r.side, channel = r.channel,
                evidence = r.evidence, colleague_id = r.colleague_id, campaign_id = r.campaign_id,
                purpose = r.purpose, content_id = r.content_id, outcome = r.outcome
         from r
         where touches.workspace_id = r.workspace_id and touches.source_id = r.source_id
           and touches.source_key = r.source_key",
    );
    columns(rows.whole(touches.iter().map(|_| change.workspace)), touches).exec(&mut change.tx).await?;
    Ok(())
}
