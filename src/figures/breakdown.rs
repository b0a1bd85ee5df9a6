//! Where is it good, where bad? The circles by seller, industry, channel, campaign.
//!
//! By seller, marketer, industry, tier or country both sides are restricted to the row's people, and a
//! person who counts for two accounts counts once in each of their rows. By channel, campaign or
//! purpose a row is a way of marketing: the people reached in that way, against all of S.

use super::{Scope, Touch, share};
use crate::vocabulary::{Channel, Purpose};
use serde::Serialize;
use std::cmp::Ordering;

/// One row's circles, in people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// People reached (through the row's channel, if it is one).
    pub marketing: u32,
    /// People contacted.
    pub sales: u32,
    /// The reached among the contacted.
    pub both: u32,
}

impl Row {
    /// `both / sales`; `None` when nobody was contacted.
    pub fn overlap(&self) -> Option<f64> {
        share(self.both, self.sales)
    }

    /// The order of the rows: smallest overlap first, of equal ones the one with more people contacted;
    /// rows that contacted nobody last.
    pub fn worst_first(&self, other: &Self) -> Ordering {
        let (a, b) = (u64::from(self.both), u64::from(other.both));
        let (of_a, of_b) = (u64::from(self.sales), u64::from(other.sales));
        (of_a == 0)
            .cmp(&(of_b == 0))
            .then((a * of_b).cmp(&(b * of_a)))
            .then(of_b.cmp(&of_a))
            .then(other.marketing.cmp(&self.marketing))
    }

    fn add(&mut self, reached: bool, contacted: bool) {
        self.marketing += u32::from(reached);
        self.sales += u32::from(contacted);
        self.both += u32::from(reached && contacted);
    }
}

/// One row for each group number below `count`, and how many people of either circle are in none of them. `groups_of`
/// lists the groups a person counts for, in which one named twice counts once; it is asked about people of the circles
/// alone.
pub fn by_group<G: Iterator<Item = u32>>(
    scope: &Scope,
    count: usize,
    groups_of: impl Fn(u32) -> G + Sync + Send,
) -> (Vec<Row>, u32) {
    let (rows, _, alone) = scope.sweep(
        || (vec![Row::default(); count], Vec::new(), 0),
        |(rows, groups, alone), person, touches| {
            let (reached, contacted) = sides(scope, touches);
            if !reached && !contacted {
                return;
            }
            groups.clear();
            for group in groups_of(person as u32) {
                if !groups.contains(&group) {
                    groups.push(group);
                    rows[group as usize].add(reached, contacted);
                }
            }
            *alone += u32::from(groups.is_empty());
        },
        |(a, groups, m), (b, _, n)| (add(a, b), groups, m + n),
    );
    (rows, alone)
}

/// One row for each channel, in the order of [`Channel::ALL`].
pub fn by_channel(scope: &Scope) -> Vec<(Channel, Row)> {
    let rows = by_way(scope, Channel::ALL.len(), |touch| Some(touch.channel as usize));
    Channel::ALL.iter().map(|&channel| (channel, rows[channel as usize])).collect()
}

/// One row for each purpose, in the order of [`Purpose::ALL`].
pub fn by_purpose(scope: &Scope) -> Vec<(Purpose, Row)> {
    let rows = by_way(scope, Purpose::ALL.len(), |touch| Some(touch.kind.purpose()? as usize));
    Purpose::ALL.iter().map(|&purpose| (purpose, rows[purpose as usize])).collect()
}

/// One row for each campaign number below `campaigns`.
pub fn by_campaign(scope: &Scope, campaigns: usize) -> Vec<Row> {
    by_way(scope, campaigns, |touch| Some(touch.campaign as usize).filter(|&campaign| campaign < campaigns))
}

/// Whether the person was reached, and whether contacted.
#[inline]
pub(super) fn sides(scope: &Scope, touches: &[Touch]) -> (bool, bool) {
    let open = scope.filter.is_open();
    let (mut reached, mut contacted) = (false, false);
    for touch in touches {
        let counts = scope.span.contains(touch) & (open || scope.filter.passes(touch));
        reached |= counts & touch.kind.reaches();
        contacted |= counts & touch.kind.contacts();
    }
    (reached, contacted)
}

/// `way` numbers the ways of marketing below `ways`.
fn by_way(scope: &Scope, ways: usize, way: impl Fn(&Touch) -> Option<usize> + Sync + Send) -> Vec<Row> {
    let (mut rows, _, sales) = scope.sweep(
        || (vec![Row::default(); ways], Vec::new(), 0),
        |(rows, through, sales), _, touches| {
            let mut contacted = false;
            through.clear();
            for touch in touches.iter().filter(|touch| scope.counts(touch)) {
                if touch.kind.contacts() {
                    contacted = true;
                } else if let Some(way) = way(touch)
                    && !through.contains(&way)
                {
                    through.push(way);
                }
            }
            *sales += u32::from(contacted);
            through.iter().for_each(|&way| rows[way].add(true, contacted));
        },
        |(a, through, m), (b, _, n)| (add(a, b), through, m + n),
    );
    rows.iter_mut().for_each(|row| row.sales = sales);
    rows
}

fn add(mut a: Vec<Row>, b: Vec<Row>) -> Vec<Row> {
    for (a, b) in a.iter_mut().zip(b) {
        a.marketing += b.marketing;
        a.sales += b.sales;
        a.both += b.both;
    }
    a
}
