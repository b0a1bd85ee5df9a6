//! All touches of a workspace, person by person in the order they happened.
//!
//! A figure asks "what happened with this person?" a million times, so the rows of one person lie
//! side by side: by instant, at the same instant marketing before sales, then by id. The whole table
//! is loaded at once and then kept up: an import brings thousands of new or corrected touches, a chat
//! one. Both go through [`Touches::apply`].

use super::{
    Days, Touch,
    loose::{Ids, Loose, drop_places},
};
use fixedbitset::FixedBitSet;
use rayon::prelude::*;
use std::{iter::zip, ops::Range};

/// Below this many rows a second thread costs more than it brings.
const ALONE: usize = 1 << 15;

/// The touches of people 0..n. `starts[p]..starts[p + 1]` are the rows of person `p`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touches {
    starts: Vec<u32>,
    rows: Vec<Touch>,
    ids: Vec<u32>,
}

impl Default for Touches {
    fn default() -> Self {
        Self { starts: vec![0], rows: Vec::new(), ids: Vec::new() }
    }
}

impl Touches {
    /// Takes in new touches and new versions of old ones: an entry whose id is known replaces that
    /// touch, perhaps under another person; of several entries with one id the last wins. `people` is
    /// how many people there are now; the number never shrinks.
    ///
    /// All at once costs a counting sort, about twice the table in memory. One touch costs a look at
    /// every id and moving what comes after it.
    pub fn apply(&mut self, people: usize, mut entries: Loose) {
        entries.keep_last();
        let people = people.max(self.people());
        let fresh = Self::sorted(people, entries);
        if self.rows.is_empty() {
            *self = fresh;
            return;
        }
        self.starts.resize(fresh.starts.len(), self.rows.len() as u32);
        let replaced = Ids::new(&fresh.ids);
        let rows = self.ids.iter().enumerate().filter(|&(_, &id)| replaced.contain(id));
        let doomed: Vec<usize> = rows.map(|(row, _)| row).collect();
        self.drop_rows(&doomed);
        self.merge(&fresh);
    }

    /// Forgets every touch of these people. They keep their numbers.
    pub fn forget(&mut self, people: &FixedBitSet) {
        let doomed: Vec<usize> = people.ones().flat_map(|person| self.rows_of(person)).collect();
        self.drop_rows(&doomed);
    }

    /// Works out every touch's local day anew, after the workspace moved to another zone.
    pub fn rezone(&mut self, days: &Days) {
        self.rows.par_iter_mut().with_min_len(ALONE).for_each(|touch| touch.day = days.local_day(touch.at));
    }

    /// The instant of the latest touch (microseconds since 1970).
    pub fn latest(&self) -> Option<i64> {
        let last = |ends: &[u32]| self.rows[ends[0] as usize..ends[1] as usize].last().map(|touch| touch.at);
        self.starts.par_windows(2).with_min_len(ALONE).filter_map(last).max()
    }

    /// The touches of a person, oldest first; none for a number nobody has.
    #[inline]
    pub fn of(&self, person: usize) -> &[Touch] {
        &self.rows[self.rows_of(person)]
    }

    /// The ids of [`Self::of`], in the same order.
    pub fn ids_of(&self, person: usize) -> &[u32] {
        &self.ids[self.rows_of(person)]
    }

    /// How many touches there are, those on audience lists included.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many people there are, with touches or without.
    pub fn people(&self) -> usize {
        self.starts.len() - 1
    }

    #[inline]
    fn rows_of(&self, person: usize) -> Range<usize> {
        match self.starts.get(person..person.saturating_add(2)) {
            Some(&[from, to]) => from as usize..to as usize,
            _ => 0..0,
        }
    }

    /// A counting sort by person, then each person's rows by time.
    fn sorted(people: usize, entries: Loose) -> Self {
        let Loose { persons, ids, rows } = entries;
        assert!(persons.len() == rows.len() && ids.len() == rows.len(), "entries of unequal length");
        let people = persons.iter().max().map_or(people, |&last| people.max(last as usize + 1));
        let mut starts = vec![0; people + 1];
        for &person in &persons {
            starts[person as usize + 1] += 1;
        }
        for person in 0..people {
            starts[person + 1] += starts[person];
        }
        let mut placed = Self { rows: rows.clone(), ids: ids.clone(), starts }; // all written over below
        for ((person, id), row) in persons.into_iter().zip(ids).zip(rows) {
            let place = &mut placed.starts[person as usize];
            placed.rows[*place as usize] = row;
            placed.ids[*place as usize] = id;
            *place += 1;
        }
        // Every start has moved on to the next person's: shift them back.
        placed.starts.copy_within(..people, 1);
        placed.starts[0] = 0;
        sort_runs(&placed.starts, &mut placed.rows, &mut placed.ids);
        placed
    }

    /// Takes out rows, given in ascending order, without touching what lies before the first.
    fn drop_rows(&mut self, doomed: &[usize]) {
        if doomed.is_empty() {
            return;
        }
        drop_places(&mut self.rows, doomed);
        drop_places(&mut self.ids, doomed);
        let mut gone = 0;
        for start in &mut self.starts {
            while doomed.get(gone).is_some_and(|&row| row < *start as usize) {
                gone += 1;
            }
            *start -= gone as u32;
        }
    }

    /// Merges from the back, so that what lies before the first new row stays where it is.
    fn merge(&mut self, fresh: &Self) {
        let mut read = self.rows.len();
        let mut write = read + fresh.len();
        if self.rows.capacity() < write {
            // A little room for the touches to come; doubling would be a second table.
            self.rows.reserve_exact(fresh.len() + read / 64);
            self.ids.reserve_exact(fresh.len() + read / 64);
        }
        self.rows.extend_from_slice(&fresh.rows);
        self.ids.extend_from_slice(&fresh.ids);
        let mut new = fresh.len();
        while new > 0 {
            // The newest of the fresh rows that are not placed yet, and where it goes among the old.
            new -= 1;
            let person = fresh.starts.partition_point(|&start| start as usize <= new) - 1;
            let (from, to) = (self.starts[person] as usize, (self.starts[person + 1] as usize).min(read));
            let key = key(&fresh.rows[new], fresh.ids[new]);
            let before = zip(&self.rows[from..to], &self.ids[from..to]).rev();
            let later = before.take_while(|&(touch, &id)| self::key(touch, id) > key).count();
            let place = to - later;
            self.rows.copy_within(place..read, write - (read - place));
            self.ids.copy_within(place..read, write - (read - place));
            write -= read - place + 1;
            read = place;
            self.rows[write] = fresh.rows[new];
            self.ids[write] = fresh.ids[new];
        }
        for (start, added) in zip(&mut self.starts, &fresh.starts) {
            *start += added;
        }
    }
}

/// What orders the touches of one person. At the same instant marketing was first.
#[inline]
fn key(touch: &Touch, id: u32) -> (i64, u8, u32) {
    (touch.at, touch.kind.side() as u8, id)
}

/// Sorts each person's run; large tables are halved between the threads. Rows that come from the
/// database in the order of time are in order already and are only looked at.
fn sort_runs(starts: &[u32], rows: &mut [Touch], ids: &mut [u32]) {
    let people = starts.len() - 1;
    if rows.len() > ALONE && people > 1 {
        let middle = people / 2;
        let cut = (starts[middle] - starts[0]) as usize;
        let (rows_a, rows_b) = rows.split_at_mut(cut);
        let (ids_a, ids_b) = ids.split_at_mut(cut);
        rayon::join(
            || sort_runs(&starts[..=middle], rows_a, ids_a),
            || sort_runs(&starts[middle..], rows_b, ids_b),
        );
        return;
    }
    let mut run: Vec<(Touch, u32)> = Vec::new();
    for bounds in starts.windows(2) {
        let span = (bounds[0] - starts[0]) as usize..(bounds[1] - starts[0]) as usize;
        let (rows, ids) = (&mut rows[span.clone()], &mut ids[span]);
        if (1..rows.len()).all(|i| key(&rows[i - 1], ids[i - 1]) < key(&rows[i], ids[i])) {
            continue;
        }
        run.clear();
        run.extend(zip(rows.iter().copied(), ids.iter().copied()));
        run.sort_unstable_by_key(|(touch, id)| key(touch, *id));
        for (place, (touch, id)) in run.iter().enumerate() {
            (rows[place], ids[place]) = (*touch, *id);
        }
    }
}
