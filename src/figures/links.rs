//! Who belongs to whom: for each number a short list of numbers, all in two vectors.
//!
//! Person → the sellers of the accounts they count for, account → the members of its buying group.

/// Lists of numbers by dense number, each list ascending and free of repetitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Links {
    /// From pairs `(row, item)` in any order; a pair given twice counts once. There are at least
    /// `rows` rows.
    pub fn from_pairs(rows: usize, mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let rows = pairs.last().map_or(rows, |&(row, _)| rows.max(row as usize + 1));
        let mut starts = vec![0; rows + 1];
        for &(row, _) in &pairs {
            starts[row as usize + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        Self { starts, items: pairs.into_iter().map(|(_, item)| item).collect() }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The items of a row; none for a row nobody has heard of.
    #[inline]
    pub fn of(&self, row: usize) -> &[u32] {
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(&from), Some(&to)) => &self.items[from as usize..to as usize],
            _ => &[],
        }
    }

    /// One more than the largest item; 0 when there is none.
    pub fn items_end(&self) -> usize {
        self.items.iter().max().map_or(0, |&item| item as usize + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_without_repetitions() {
        let links = Links::from_pairs(4, vec![(2, 7), (0, 5), (2, 3), (2, 7)]);
        assert_eq!(links.len(), 4);
        assert_eq!(links.of(0), [5]);
        assert_eq!(links.of(1), [0; 0]);
        assert_eq!(links.of(2), [3, 7]);
        assert_eq!(links.of(3), [0; 0]);
        assert_eq!(links.of(99), [0; 0]);
        assert_eq!(links.items_end(), 8);
        assert!(Links::default().is_empty());
    }
}
