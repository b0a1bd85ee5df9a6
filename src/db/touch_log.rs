//! Touches in the order they came, packed: 32 bytes each, little-endian, so that a process has the whole history in
//! memory as fast as the disk gives it.
//!
//! Whoever writes a touch appends it here in the same transaction; a touch that changed is appended again, and the
//! later one of the same id holds. A reader asks for what is newer than the revision it has.
//!
//! Many small parts at the log's end (one for each touch logged in chat) are merged into few and come again under the
//! newest revision. Only the end is merged, so that an older version of a touch never moves behind a newer one. A
//! reader that had seen some of them gets them twice, in the same order with the same ids, which changes nothing.

use std::collections::HashSet;

use super::{DbError, Result, Tx, sql};
use crate::{
    figures::{Kind, Touch},
    vocabulary::Channel,
};

/// Bytes of one packed touch.
const WIDTH: usize = 32;
/// Touches in one row of `touch_log`: about a megabyte.
pub const PART: usize = 32_768;
/// Bytes below which a part is small: worth merging with its neighbours.
const SMALL: usize = PART * WIDTH / 4;
/// Small parts that may stand at the log's end.
const MOST_SMALL: usize = 200;
/// Parts that are read at a time.
const AT_A_TIME: i64 = 8;
/// Stands for a campaign, content or colleague that is not known.
const NOT_32: u32 = u32::MAX;
const NOT_16: u16 = u16::MAX;

/// One touch as the log keeps it: numbers of the workspace, words as their `repr(u8)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logged {
    pub person: u32,
    pub id: u32,
    /// Microseconds since 1970.
    pub at: i64,
    pub campaign: Option<u32>,
    pub content: Option<u32>,
    pub colleague: Option<u16>,
    pub source: u16,
    /// [`Kind::byte`]: side, evidence, purpose, outcome.
    pub kind: u8,
    pub channel: u8,
}

impl Logged {
    /// The touch as the figures know it; its day is for the snapshot to work out.
    pub fn touch(&self) -> Result<Touch> {
        let channel = Channel::ALL.get(usize::from(self.channel));
        Ok(Touch {
            at: self.at,
            campaign: self.campaign.unwrap_or(Touch::NO_CAMPAIGN),
            content: self.content.unwrap_or(Touch::NO_CONTENT),
            colleague: self.colleague.unwrap_or(Touch::NO_COLLEAGUE),
            source: self.source,
            day: 0,
            kind: Kind::from_byte(self.kind),
            channel: *channel.ok_or_else(|| DbError::Unreadable(format!("channel {}", self.channel)))?,
        })
    }

    fn pack(&self, into: &mut Vec<u8>) {
        into.extend(self.person.to_le_bytes());
        into.extend(self.id.to_le_bytes());
        into.extend(self.at.to_le_bytes());
        into.extend(self.campaign.unwrap_or(NOT_32).to_le_bytes());
        into.extend(self.content.unwrap_or(NOT_32).to_le_bytes());
        into.extend(self.colleague.unwrap_or(NOT_16).to_le_bytes());
        into.extend(self.source.to_le_bytes());
        into.extend([self.kind, self.channel, 0, 0]);
    }

    fn unpack(from: &[u8; WIDTH]) -> Self {
        let four = |at: usize| u32::from_le_bytes([from[at], from[at + 1], from[at + 2], from[at + 3]]);
        let two = |at: usize| u16::from_le_bytes([from[at], from[at + 1]]);
        Self {
            person: four(0),
            id: four(4),
            at: i64::from(four(8)) | i64::from(four(12)) << 32,
            campaign: Some(four(16)).filter(|&campaign| campaign != NOT_32),
            content: Some(four(20)).filter(|&content| content != NOT_32),
            colleague: Some(two(24)).filter(|&colleague| colleague != NOT_16),
            source: two(26),
            kind: from[28],
            channel: from[29],
        }
    }
}

/// Touches as the log packs them.
pub fn pack(touches: &[Logged]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(touches.len() * WIDTH);
    touches.iter().for_each(|touch| touch.pack(&mut packed));
    packed
}

/// The touches of a part.
pub fn unpack(packed: &[u8]) -> impl DoubleEndedIterator<Item = Logged> + ExactSizeIterator {
    packed.as_chunks::<WIDTH>().0.iter().map(Logged::unpack)
}

/// The number of the workspace's next touch. Right only in a transaction that holds the workspace's lock.
pub async fn next_id(tx: &mut Tx, workspace: i64) -> Result<u32> {
    let text =
        "select next_id from touch_log where workspace_id = $1 order by revision desc, part desc limit 1";
    let newest: Option<(i64,)> = sql(text).bind(workspace).maybe(tx).await?;
    Ok(newest.map_or(0, |(next,)| next as u32))
}

/// Appends touches, new or changed, under the revision that their transaction has raised the workspace to. May be
/// called several times in one transaction. `next_id` is one more than the highest touch id so far.
pub async fn append(
    tx: &mut Tx,
    workspace: i64,
    revision: i64,
    next_id: u32,
    touches: &[Logged],
) -> Result<()> {
    if touches.is_empty() {
        return Ok(());
    }
    let end = small_end(tx, workspace).await?;
    let merge = end.len() >= MOST_SMALL || (touches.len() * WIDTH >= SMALL && !end.is_empty());
    let packed = if merge { take(tx, workspace, &end, touches).await? } else { pack(touches) };
    let text = "select coalesce(max(part) + 1, 0) from touch_log where workspace_id = $1 and revision = $2";
    let (first,): (i64,) = sql(text).bind(workspace).bind(revision).one(&mut *tx).await?;
    for (part, packed) in (first..).zip(packed.chunks(PART * WIDTH)) {
        sql("insert into touch_log (workspace_id, revision, part, next_id, packed) values ($1, $2, $3, $4, $5)")
            .bind(workspace)
            .bind(revision)
            .bind(part)
            .bind(i64::from(next_id))
            .bind(packed.to_vec())
            .exec(&mut *tx)
            .await?;
    }
    Ok(())
}

/// The small parts at the log's end, oldest first.
async fn small_end(tx: &mut Tx, workspace: i64) -> Result<Vec<(i64, i64)>> {
    let text = "select revision, part, cast(length(packed) as bigint) from touch_log where workspace_id = $1
                order by revision desc, part desc limit $2";
    let mut end: Vec<(i64, i64, i64)> = sql(text).bind(workspace).bind(MOST_SMALL as i64).all(tx).await?;
    let small = end.iter().take_while(|(.., bytes)| (*bytes as usize) < SMALL).count();
    end.truncate(small);
    Ok(end.into_iter().rev().map(|(revision, part, _)| (revision, part)).collect())
}

/// Takes the parts of the log's end out of it and packs them before newer touches; of several versions of a touch
/// only the last stays.
async fn take(tx: &mut Tx, workspace: i64, end: &[(i64, i64)], newer: &[Logged]) -> Result<Vec<u8>> {
    let (revision, part) = end[0];
    let text = "delete from touch_log where workspace_id = $1 and (revision, part) >= ($2, $3)
                returning revision, part, packed";
    let mut parts: Vec<(i64, i64, Vec<u8>)> =
        sql(text).bind(workspace).bind(revision).bind(part).all(&mut *tx).await?;
    parts.sort_unstable_by_key(|(revision, part, _)| (*revision, *part));
    let mut seen = HashSet::new();
    let older = parts.iter().rev().flat_map(|(.., packed)| unpack(packed).rev());
    let mut touches: Vec<Logged> =
        newer.iter().rev().copied().chain(older).filter(|touch| seen.insert(touch.id)).collect();
    touches.reverse();
    Ok(pack(&touches))
}

/// How many touches the log holds, those that were replaced later included.
pub async fn count(tx: &mut Tx, workspace: i64) -> Result<usize> {
    let text =
        "select cast(coalesce(sum(length(packed)), 0) as bigint) from touch_log where workspace_id = $1";
    let (bytes,): (i64,) = sql(text).bind(workspace).one(tx).await?;
    Ok(bytes as usize / WIDTH)
}

/// Everything newer than a revision (-1: everything), oldest first, a few parts at a time.
pub async fn since(
    tx: &mut Tx,
    workspace: i64,
    revision: i64,
    mut each: impl FnMut(Logged) -> Result<()>,
) -> Result<()> {
    let mut after = (revision, i64::MAX);
    loop {
        let text = "select revision, part, packed from touch_log
                    where workspace_id = $1 and (revision, part) > ($2, $3) order by revision, part limit $4";
        let statement = sql(text).bind(workspace).bind(after.0).bind(after.1).bind(AT_A_TIME);
        let parts: Vec<(i64, i64, Vec<u8>)> = statement.all(&mut *tx).await?;
        for (revision, part, packed) in &parts {
            unpack(packed).try_for_each(&mut each)?;
            after = (*revision, *part);
        }
        if (parts.len() as i64) < AT_A_TIME {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let touch = Logged {
            person: 4_000_000_000,
            id: 7,
            at: -1_234_567_890_123_456,
            campaign: Some(3),
            content: None,
            colleague: Some(65_534),
            source: 9,
            kind: 0b1011_0110,
            channel: 14,
        };
        let other = Logged { at: i64::MAX, campaign: None, content: Some(0), colleague: None, ..touch };
        let packed = pack(&[touch, other]);
        assert_eq!(packed.len(), 2 * WIDTH);
        assert_eq!(unpack(&packed).collect::<Vec<_>>(), [touch, other]);
    }
}
