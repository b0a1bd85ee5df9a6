//! A purchase is decided by a group of six to ten people: how much of each group have we met?

use super::{Scope, breakdown::sides};
use fixedbitset::FixedBitSet;
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

/// Everybody who was reached, and everybody who was contacted.
pub struct Circles {
    reached: FixedBitSet,
    contacted: FixedBitSet,
}

impl Circles {
    /// One pass over the touches, in their order: going from group to group through them costs a jump a member.
    pub fn new(scope: &Scope) -> Self {
        let nobody = || FixedBitSet::with_capacity(scope.touches.people());
        let (reached, contacted) = scope.sweep(
            || (nobody(), nobody()),
            |circles, person, touches| {
                let (reached, contacted) = sides(scope, touches);
                if reached {
                    circles.0.insert(person);
                }
                if contacted {
                    circles.1.insert(person);
                }
            },
            |(mut reached, mut contacted), others| {
                reached.union_with(&others.0);
                contacted.union_with(&others.1);
                (reached, contacted)
            },
        );
        Self { reached, contacted }
    }

    /// The group of these members. Those who do not pass the filters on people are not counted.
    pub fn group(&self, scope: &Scope, members: impl Iterator<Item = u32>) -> Group {
        let mut group = Group::default();
        for person in members.map(|person| person as usize).filter(|&person| scope.includes(person)) {
            let (reached, contacted) = (self.reached.contains(person), self.contacted.contains(person));
            group.members += 1;
            group.reached += u32::from(reached);
            group.contacted += u32::from(contacted);
            group.both += u32::from(reached && contacted);
        }
        group
    }
}
