//! Touches, kept by person and known by their source and the source's id.
//!
//! [`Intake`] takes them in by the thousand and tells new, changed and known ones apart. It begins by assuming that
//! all are new, which the insert itself finds out; from the first known one on it looks before it writes.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt::Write as _,
};

use super::{Change, Outcome, Result, Tx, bulk, sql, touch_log, touch_log::Logged};
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
            sql("create temporary table if not exists new_touches (like touches) on commit drop")
                .exec(&mut change.tx)
                .await?;
        }
        let next_id = touch_log::next_id(&mut change.tx, change.workspace).await?.into();
        Ok(Self { next_id, log: Vec::new(), known: false })
    }

    /// Takes a chunk in and says, in its order, what became of each touch.
    pub async fn put(&mut self, change: &mut Change, touches: Vec<Touch>) -> Result<Vec<Outcome>> {
        let mut once = Once::default();
        let repeats: Vec<Option<Outcome>> = touches.into_iter().map(|touch| once.add(touch)).collect();
        let first_id = self.next_id;
        let stored = self.insert(change, &once.last).await?;
        self.known = stored.values().any(|stored| stored.id < first_id);

        let mut changed = Vec::new();
        let mut outcomes = Vec::with_capacity(once.last.len());
        for (place, last) in once.last.iter().enumerate() {
            let Some(stored) = stored.get(&(place as i64)).filter(|stored| stored.id < first_id) else {
                outcomes.push(Outcome::New);
                continue;
            };
            let first = once.first.get(&place).unwrap_or(last);
            outcomes.push(if stored.same(first) { Outcome::Unchanged } else { Outcome::Updated });
            if !stored.same(last) {
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
    async fn insert(&mut self, change: &mut Change, touches: &[Touch]) -> Result<HashMap<i64, Stored>> {
        let mut stored = if self.known { find(change, touches).await? } else { HashMap::new() };
        let fresh = (0..).zip(touches).filter(|(place, _)| !stored.contains_key(place));
        let fresh: Vec<(i64, &Touch)> = (self.next_id..).zip(fresh.map(|(_, touch)| touch)).collect();
        let added = add(change, &fresh).await?;
        if added < fresh.len() as u64 {
            stored = find(change, touches).await?;
        }
        let before = self.log.len();
        if stored.is_empty() || added == fresh.len() as u64 {
            self.log.extend(fresh.iter().map(|(id, touch)| logged(*id, touch)));
        } else {
            let new = (0..).zip(touches).filter_map(|(place, touch)| Some((stored.get(&place)?.id, touch)));
            self.log.extend(new.filter(|(id, _)| *id >= self.next_id).map(|(id, touch)| logged(id, touch)));
        }
        let last = self.log[before..].iter().map(|logged| i64::from(logged.id) + 1).max();
        self.next_id = last.unwrap_or(self.next_id);
        Ok(stored)
    }

    async fn write_log(&mut self, change: &mut Change) -> Result<()> {
        let log = std::mem::take(&mut self.log);
        let next_id = self.next_id as u32;
        touch_log::append(&mut change.tx, change.workspace, change.revision, next_id, &log).await
    }
}

/// The touches of a chunk, each once.
#[derive(Default)]
struct Once {
    /// With the values that came last.
    last: Vec<Touch>,
    /// The values that came first, where they are others.
    first: HashMap<usize, Touch>,
    places: HashMap<(i64, String), usize>,
}

impl Once {
    /// Adds a touch; of one that has come before, says what it does to that.
    fn add(&mut self, touch: Touch) -> Option<Outcome> {
        match self.places.entry((touch.source, touch.key.clone())) {
            Entry::Vacant(entry) => {
                entry.insert(self.last.len());
                self.last.push(touch);
                None
            }
            Entry::Occupied(entry) if self.last[*entry.get()] == touch => Some(Outcome::Unchanged),
            Entry::Occupied(entry) => {
                let place = *entry.get();
                let before = std::mem::replace(&mut self.last[place], touch);
                self.first.entry(place).or_insert(before);
                Some(Outcome::Updated)
            }
        }
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

/// A touch as the table has it.
#[derive(sqlx::FromRow)]
struct Stored {
    place: i64,
    id: i64,
    person_id: i64,
    at: i64,
    side: String,
    channel: String,
    evidence: String,
    colleague_id: Option<i64>,
    campaign_id: Option<i64>,
    purpose: Option<String>,
    content_id: Option<i64>,
    outcome: Option<String>,
}

impl Stored {
    fn same(&self, touch: &Touch) -> bool {
        self.person_id == touch.person
            && self.at == touch.at
            && self.side == touch.side.as_str()
            && self.channel == touch.channel.as_str()
            && self.evidence == touch.evidence.as_str()
            && self.colleague_id == touch.colleague
            && self.campaign_id == touch.campaign
            && self.purpose.as_deref() == touch.purpose.map(Purpose::as_str)
            && self.content_id == touch.content
            && self.outcome.as_deref() == touch.outcome.map(Answer::as_str)
    }
}

/// Those of the touches that are stored, by their place.
async fn find(change: &mut Change, touches: &[Touch]) -> Result<HashMap<i64, Stored>> {
    let rows: Vec<Stored> = bulk(
        "with k (place, source_id, source_key) as ({rows})
         select k.place, t.id, t.person_id, t.at, t.side, t.channel, t.evidence, t.colleague_id, t.campaign_id,
                t.purpose, t.content_id, t.outcome
         from k cross join touches t where t.workspace_id = $1 and t.source_id = k.source_id and t.source_key = k.source_key",
    )
    .bind(change.workspace)
    .whole((0..).take(touches.len()))
    .whole(touches.iter().map(|touch| touch.source))
    .text(touches.iter().map(|touch| touch.key.as_str()))
    .all(&mut change.tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.place, row)).collect())
}

/// Inserts touches; those whose key is taken are left out. Says how many came in.
async fn add(change: &mut Change, touches: &[(i64, &Touch)]) -> Result<u64> {
    if let Tx::Postgres(_) = change.tx {
        return copy(change, touches).await;
    }
    let rows = || touches.iter().map(|(_, touch)| *touch);
    bulk(
        "with r (person_id, id, at, side, channel, evidence, colleague_id, campaign_id, purpose, content_id, outcome,
                 source_id, source_key) as ({rows})
         insert into touches (workspace_id, person_id, id, at, side, channel, evidence, colleague_id, campaign_id,
                              purpose, content_id, outcome, source_id, source_key)
         select $1, person_id, id, at, side, channel, evidence, colleague_id, campaign_id, purpose, content_id,
                outcome, source_id, source_key
         from r where true
         on conflict (workspace_id, source_id, source_key) do nothing",
    )
    .bind(change.workspace)
    .whole(rows().map(|touch| touch.person))
    .whole(touches.iter().map(|(id, _)| *id))
    .whole(rows().map(|touch| touch.at))
    .text(rows().map(|touch| touch.side.as_str()))
    .text(rows().map(|touch| touch.channel.as_str()))
    .text(rows().map(|touch| touch.evidence.as_str()))
    .whole(rows().map(|touch| touch.colleague))
    .whole(rows().map(|touch| touch.campaign))
    .text(rows().map(|touch| touch.purpose.map(Purpose::as_str)))
    .whole(rows().map(|touch| touch.content))
    .text(rows().map(|touch| touch.outcome.map(Answer::as_str)))
    .whole(rows().map(|touch| touch.source))
    .text(rows().map(|touch| touch.key.as_str()))
    .exec(&mut change.tx)
    .await
}

/// [`add`] by PostgreSQL's fastest way in: COPY to a table of this transaction, and from there.
async fn copy(change: &mut Change, touches: &[(i64, &Touch)]) -> Result<u64> {
    let Tx::Postgres(tx) = &mut change.tx else { return Ok(0) };
    let mut rows = String::with_capacity(touches.len() * 128);
    for (id, touch) in touches {
        copy_row(&mut rows, change.workspace, *id, touch);
    }
    let mut copy = tx.copy_in_raw("copy new_touches from stdin").await?;
    copy.send(rows.into_bytes()).await?;
    copy.finish().await?;
    let text = "insert into touches select * from new_touches
                on conflict (workspace_id, source_id, source_key) do nothing";
    let added = sql(text).exec(&mut change.tx).await?;
    sql("truncate new_touches").exec(&mut change.tx).await?;
    Ok(added)
}

/// One line of COPY's text format, in the order of the table's columns.
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
    let rows = || touches.iter();
    bulk(
        "with r (workspace_id, person_id, at, side, channel, evidence, colleague_id, campaign_id, purpose, content_id,
                 outcome, source_id, source_key) as ({rows})
         update touches set person_id = r.person_id, at = r.at, side = r.side, channel = r.channel,
                evidence = r.evidence, colleague_id = r.colleague_id, campaign_id = r.campaign_id,
                purpose = r.purpose, content_id = r.content_id, outcome = r.outcome
         from r
         where touches.workspace_id = r.workspace_id and touches.source_id = r.source_id
           and touches.source_key = r.source_key",
    )
    .whole(rows().map(|_| change.workspace))
    .whole(rows().map(|touch| touch.person))
    .whole(rows().map(|touch| touch.at))
    .text(rows().map(|touch| touch.side.as_str()))
    .text(rows().map(|touch| touch.channel.as_str()))
    .text(rows().map(|touch| touch.evidence.as_str()))
    .whole(rows().map(|touch| touch.colleague))
    .whole(rows().map(|touch| touch.campaign))
    .text(rows().map(|touch| touch.purpose.map(Purpose::as_str)))
    .whole(rows().map(|touch| touch.content))
    .text(rows().map(|touch| touch.outcome.map(Answer::as_str)))
    .whole(rows().map(|touch| touch.source))
    .text(rows().map(|touch| touch.key.as_str()))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}
