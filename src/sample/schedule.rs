//! On which days somebody is touched, and by which side.
//!
//! Days count from the last one (0). The planted figure holds from four days before the last day to fifteen days after,
//! because everybody in a circle has a touch in `ANCHORS`, and nobody outside it has one from −95 on.

use super::circles::{Circle, Place};
use super::dice::Dice;
use super::team::Side;

/// Inside every window of 90 days that ends from −4 to 15; a day to spare for time zones, and six at the beginning for
/// weekends.
const ANCHORS: (i32, i32) = (-68, -6);
/// Cycles of the past end here at the latest.
const RECENT_END: i32 = -97;

/// Relative number of touches of a cycle.
const SALES_WEIGHT: u32 = 6;
const MARKETING_WEIGHT: u32 = 12;
const TARGETED_WEIGHT: u32 = 3;

/// A cycle of touches of one side to one person.
#[derive(Clone, Copy)]
pub struct Cycle {
    pub side: Side,
    /// On an audience list only.
    pub targeted: bool,
    /// A touch that must be there.
    pub anchor: Option<i32>,
    /// The touches of a cycle fall on these days, both included.
    pub first: i32,
    pub last: i32,
    /// The edge that the first touch beyond the anchor takes, so that people enter and leave when they should.
    pub edge: i32,
    pub weight: u32,
}

/// The relative number of touches beyond the anchors.
pub fn weight(place: &Place) -> u64 {
    if place.scripted {
        return 0;
    }
    let of = |circle: Circle| {
        u32::from(circle.has_sales()) * SALES_WEIGHT + u32::from(circle.has_marketing()) * MARKETING_WEIGHT
    };
    let targeted = if place.targeted { TARGETED_WEIGHT } else { 0 };
    u64::from(of(place.now) + of(place.recent) + of(place.old) + targeted) * u64::from(place.vigour)
}

/// Draws the cycles of a person into `cycles`.
pub fn draw(place: &Place, history_days: i32, dice: &mut Dice, cycles: &mut Vec<Cycle>) {
    cycles.clear();
    now(place.now, dice, cycles);
    let length = |side: Side, dice: &mut Dice| match side {
        Side::Sales => dice.between(0, 120),
        Side::Marketing => dice.between(30, 210),
    };
    past(place.recent, -200, RECENT_END, length, dice, cycles);
    // A circle other than today's lies so far back that it never meets today's touches in one window.
    let latest = if place.old == place.now || place.old == place.recent { -200 } else { -300 };
    past(place.old, -390, latest, length, dice, cycles);
    if place.targeted {
        let (first, last) = (-history_days, 0);
        let edge = dice.between(first, last);
        let weight = TARGETED_WEIGHT;
        cycles.push(Cycle { side: Side::Marketing, targeted: true, anchor: None, first, last, edge, weight });
    }
    for cycle in cycles {
        let earliest = -history_days + dice.between(0, 20);
        cycle.first = cycle.first.max(earliest).min(cycle.last);
        cycle.edge = cycle.edge.clamp(cycle.first, cycle.last);
    }
}

fn now(circle: Circle, dice: &mut Dice, cycles: &mut Vec<Cycle>) {
    if circle.has_sales() {
        cycles.push(current(Side::Sales, 0, 120, dice));
    }
    if !circle.has_marketing() {
        return;
    }
    let mut marketing = current(Side::Marketing, 30, 210, dice);
    if let Some(sales) = cycles.first().copied() {
        let sales_anchor = sales.anchor.unwrap_or(ANCHORS.1);
        if dice.chance(850) {
            // Primed first.
            marketing.first = sales.first - dice.between(3, 60);
            marketing.anchor = Some(dice.between(marketing.first.max(ANCHORS.0), sales_anchor));
            marketing.last = marketing.last.max(sales_anchor);
        } else {
            marketing.first = dice.between(sales.first.max(ANCHORS.0), ANCHORS.1);
            marketing.anchor = Some(dice.between(marketing.first, ANCHORS.1));
            marketing.last = 0;
        }
        marketing.edge = marketing.first;
    }
    cycles.push(marketing);
}

/// A cycle that is under way or ended inside the window. Cycles begin at an even pace, on any day from which they would
/// be seen today.
fn current(side: Side, shortest: i32, longest: i32, dice: &mut Dice) -> Cycle {
    let length = dice.between(shortest, longest);
    let first = ANCHORS.1 - dice.between(0, length + 80);
    let last =
        if first + length < ANCHORS.0 { dice.between(ANCHORS.0, ANCHORS.1) } else { (first + length).min(0) };
    let anchor = dice.between(first.max(ANCHORS.0), last.min(ANCHORS.1));
    Cycle { side, targeted: false, anchor: Some(anchor), first, last, edge: first, weight: weight_of(side) }
}

fn weight_of(side: Side) -> u32 {
    match side {
        Side::Sales => SALES_WEIGHT,
        Side::Marketing => MARKETING_WEIGHT,
    }
}

fn past(
    circle: Circle,
    earliest: i32,
    latest: i32,
    length: impl Fn(Side, &mut Dice) -> i32,
    dice: &mut Dice,
    cycles: &mut Vec<Cycle>,
) {
    let last = dice.between(earliest, latest);
    let cycle = |side: Side, first: i32| Cycle {
        side,
        targeted: false,
        anchor: None,
        first,
        last,
        edge: last,
        weight: weight_of(side),
    };
    let mut sales_first = last;
    if circle.has_sales() {
        sales_first = last - length(Side::Sales, dice);
        cycles.push(cycle(Side::Sales, sales_first));
    }
    if circle == Circle::Both {
        cycles.push(cycle(Side::Marketing, sales_first - dice.between(3, 60)));
    } else if circle == Circle::Marketing {
        cycles.push(cycle(Side::Marketing, last - length(Side::Marketing, dice)));
    }
}
