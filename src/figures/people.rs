//! Whom to act on: the cold, the warm, the untouched, those outside; and one person looked at closely.
//!
//! Being on an audience list is not being touched: such touches count in no number here and put nobody
//! on a list. They are only named, as the strongest evidence there is and since when.
//!
//! A list of half a million people knows of each what it needs to be put in order; those who are shown are looked at
//! closely.

use super::{Scope, Touch, overlap::primed_first};
use crate::vocabulary::{Evidence, Side};
use fixedbitset::FixedBitSet;
use serde::Serialize;
use std::cmp::{Ordering, Reverse};

/// What one side did with a person in the window. Instants in microseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SideSummary {
    /// Touches delivered or engaged.
    pub touches: u32,
    /// Those of them that the person engaged with.
    pub engaged: u32,
    /// The first and the last of them.
    pub first_at: Option<i64>,
    pub last_at: Option<i64>,
    /// The strongest evidence, `targeted` included.
    pub evidence: Option<Evidence>,
}

/// One person of a list: touches delivered or engaged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    pub person: u32,
    /// Touches of marketing, and those of them that the person engaged with.
    pub marketing: u32,
    pub engaged: u32,
    /// Touches of sales.
    pub sales: u32,
    /// The first and the last touch of either side, in microseconds since 1970-01-01 UTC.
    pub first_at: Option<i64>,
    pub last_at: Option<i64>,
}

impl Listed {
    /// Touches of both sides.
    pub fn touches(&self) -> u32 {
        self.marketing + self.sales
    }
}

/// The lists that people are on or not; each list is in the order of the person numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// S∖M: contacted, not reached.
    Cold,
    /// M∖S: reached, not contacted.
    Warm,
    /// T∖(M∪S): in the target market, neither reached nor contacted.
    Untouched,
    /// (M∪S)∖T: touched, not in the target market.
    Outside,
}

/// Everybody on a list, by person number.
pub fn list(scope: &Scope, which: List) -> Vec<Listed> {
    let mut people = scope.sweep(
        Vec::new,
        |people, person, touches| {
            let in_target = scope.target.contains(person);
            match which {
                List::Untouched if !in_target => return,
                List::Outside if in_target => return,
                _ => {}
            }
            let listed = listed(scope, person as u32, touches);
            let on_it = match (which, listed.marketing > 0, listed.sales > 0) {
                (List::Cold, reached, contacted) => contacted && !reached,
                (List::Warm, reached, contacted) => reached && !contacted,
                (List::Untouched, reached, contacted) => !reached && !contacted,
                (List::Outside, reached, contacted) => reached || contacted,
            };
            if on_it {
                people.push(listed);
            }
        },
        |mut a, mut b| {
            a.append(&mut b);
            a
        },
    );
    people.sort_unstable_by_key(|listed| listed.person);
    people
}

fn listed(scope: &Scope, person: u32, touches: &[Touch]) -> Listed {
    let mut listed = Listed { person, ..Listed::default() };
    for touch in touches.iter().filter(|touch| scope.counts(touch)) {
        match touch.kind.side() {
            Side::Marketing => {
                listed.marketing += 1;
                listed.engaged += u32::from(touch.kind.evidence() == Evidence::Engaged);
            }
            Side::Sales => listed.sales += 1,
        }
        listed.first_at = listed.first_at.or(Some(touch.at));
        listed.last_at = Some(touch.at);
    }
    listed
}

/// The order of the warm: in market first, then those who engaged most, then the latest.
pub fn warmest_first(in_market: &FixedBitSet, a: &Listed, b: &Listed) -> Ordering {
    let warmth = |listed: &Listed| {
        let inside = in_market.contains(listed.person as usize);
        (Reverse((inside, listed.engaged, listed.last_at)), listed.person)
    };
    warmth(a).cmp(&warmth(b))
}

/// The warm by their patience: in market first, then those whom marketing reached first; of those reached on the same
/// day (of UTC), the most engaged.
pub fn longest_waiting_first(in_market: &FixedBitSet, a: &Listed, b: &Listed) -> Ordering {
    let wait = |listed: &Listed| {
        let inside = in_market.contains(listed.person as usize);
        let day = listed.first_at.map(|at| at.div_euclid(86_400_000_000));
        (Reverse(inside), day, Reverse(listed.engaged), listed.person)
    };
    wait(a).cmp(&wait(b))
}

/// The order of the cold: those whom sales touched most, then the latest.
pub fn most_chased_first(a: &Listed, b: &Listed) -> Ordering {
    let chased = |listed: &Listed| (Reverse((listed.sales, listed.last_at)), listed.person);
    chased(a).cmp(&chased(b))
}

/// One person closely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PersonSummary {
    pub marketing: SideSummary,
    pub sales: SideSummary,
    /// Where each side's last touch stands in the person's touches ([`super::Touches::of`]).
    pub last_marketing: Option<usize>,
    pub last_sales: Option<usize>,
    /// When marketing first had the person on an audience list in the window.
    pub targeted_since: Option<i64>,
    /// Whether the first sales touch in the window was primed; `None` if there was none.
    pub primed: Option<bool>,
}

/// What both sides did with one person in the window, whether or not the person passes the filters.
pub fn person_summary(scope: &Scope, person: usize) -> PersonSummary {
    let touches = scope.touches.of(person);
    let (marketing, sales) = summaries(scope, touches);
    let last = |side| touches.iter().rposition(|touch| touch.kind.side() == side && scope.counts(touch));
    let targeted = |touch: &&Touch| {
        !touch.kind.touched()
            && touch.kind.side() == Side::Marketing
            && scope.span.contains(touch)
            && scope.filter.passes(touch)
    };
    PersonSummary {
        marketing,
        sales,
        last_marketing: last(Side::Marketing),
        last_sales: last(Side::Sales),
        targeted_since: touches.iter().find(targeted).map(|touch| touch.at),
        primed: primed_first(scope, scope.span, touches),
    }
}

fn summaries(scope: &Scope, touches: &[Touch]) -> (SideSummary, SideSummary) {
    let mut sides = [SideSummary::default(); 2];
    for touch in touches {
        if !scope.span.contains(touch) || !scope.filter.passes(touch) {
            continue;
        }
        let side = &mut sides[touch.kind.side() as usize];
        let evidence = touch.kind.evidence();
        side.evidence = side.evidence.max(Some(evidence));
        if touch.kind.touched() {
            side.touches += 1;
            side.engaged += u32::from(evidence == Evidence::Engaged);
            side.first_at = side.first_at.or(Some(touch.at));
            side.last_at = Some(touch.at);
        }
    }
    sides.into()
}
