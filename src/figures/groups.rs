//! A purchase is decided by a group of six to ten people: how much of each group have we met?

use super::{Links, Scope, breakdown::sides};
use rayon::prelude::*;
use serde::Serialize;

/// From how many members reached on a group counts as covered, unless the settings say otherwise.
pub const COVERED_FROM: u32 = 3;

/// One buying group, in people. A person in two groups counts in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    pub members: u32,
    pub reached: u32,
    pub contacted: u32,
    /// Reached and contacted.
    pub both: u32,
}

impl Group {
    /// Whether at least so many members were reached ([`COVERED_FROM`]).
    pub fn covered(&self, from: u32) -> bool {
        self.reached >= from
    }
}

/// One group for each row of `members` (account → people). Members who do not pass the filters on
/// people are not counted.
pub fn groups(scope: &Scope, members: &Links) -> Vec<Group> {
    (0..members.len()).into_par_iter().with_min_len(256).map(|row| group(scope, members.of(row))).collect()
}

fn group(scope: &Scope, members: &[u32]) -> Group {
    let mut group = Group::default();
    for &person in members.iter().filter(|&&person| scope.includes(person as usize)) {
        let (reached, contacted) = sides(scope, scope.touches.of(person as usize));
        group.members += 1;
        group.reached += u32::from(reached);
        group.contacted += u32::from(contacted);
        group.both += u32::from(reached && contacted);
    }
    group
}
