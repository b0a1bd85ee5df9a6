//! What arrives: new touches and corrected ones, in whatever order their source names them.

use super::Touch;
use fixedbitset::FixedBitSet;
use rayon::prelude::*;
use std::iter::zip;

/// Touches that have not been put in order yet: the `i`-th of each vector make one entry.
#[derive(Clone, Debug, Default)]
pub struct Loose {
    pub persons: Vec<u32>,
    pub ids: Vec<u32>,
    pub rows: Vec<Touch>,
}

impl Loose {
    pub fn with_capacity(entries: usize) -> Self {
        Self {
            persons: Vec::with_capacity(entries),
            ids: Vec::with_capacity(entries),
            rows: Vec::with_capacity(entries),
        }
    }

    /// Adds a touch. `id` says which touch of the workspace it is, `person` to whom it went.
    pub fn push(&mut self, person: u32, id: u32, touch: Touch) {
        self.persons.push(person);
        self.ids.push(id);
        self.rows.push(touch);
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Of several entries with one id only the last stays.
    pub(super) fn keep_last(&mut self) {
        if self.ids.is_sorted_by(|a, b| a < b) {
            return;
        }
        let mut order: Vec<(u32, u32)> = zip(self.ids.iter().copied(), 0..).collect();
        order.par_sort_unstable();
        let older = order.chunk_by(|a, b| a.0 == b.0).flat_map(|same| &same[..same.len() - 1]);
        let mut older: Vec<usize> = older.map(|&(_, place)| place as usize).collect();
        older.sort_unstable();
        drop_places(&mut self.persons, &older);
        drop_places(&mut self.ids, &older);
        drop_places(&mut self.rows, &older);
    }
}

/// The ids an import brings, made to be asked once for every touch there is.
pub(super) enum Ids {
    /// Close together, as ids given out in turn are: one bit each, from the smallest.
    Dense(u32, FixedBitSet),
    Sparse(Vec<u32>),
}

impl Ids {
    /// The widest range worth a bit for every number in it: 16 MB.
    const WIDEST: u32 = 1 << 27;

    pub(super) fn new(ids: &[u32]) -> Self {
        let from = ids.iter().copied().min().unwrap_or(0);
        let width = ids.iter().copied().max().unwrap_or(0) - from;
        if width < Self::WIDEST {
            let mut bits = FixedBitSet::with_capacity(width as usize + 1);
            ids.iter().for_each(|id| bits.insert((id - from) as usize));
            return Self::Dense(from, bits);
        }
        let mut sorted = ids.to_vec();
        sorted.par_sort_unstable();
        Self::Sparse(sorted)
    }

    #[inline]
    pub(super) fn contain(&self, id: u32) -> bool {
        match self {
            Self::Dense(from, bits) => id >= *from && bits.contains((id - from) as usize),
            Self::Sparse(sorted) => sorted.binary_search(&id).is_ok(),
        }
    }
}

/// Closes up a vector over the given places, ascending, block by block.
pub(super) fn drop_places<T: Copy>(list: &mut Vec<T>, places: &[usize]) {
    let Some(&first) = places.first() else { return };
    let mut write = first;
    for (i, &place) in places.iter().enumerate() {
        let next = places.get(i + 1).copied().unwrap_or(list.len());
        list.copy_within(place + 1..next, write);
        write += next - place - 1;
    }
    list.truncate(write);
}
