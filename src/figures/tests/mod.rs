//! The figures, worked out by hand and held to what must be true of any company.

mod by_hand;
mod properties;

use fixedbitset::FixedBitSet;

use super::{Kind, Loose, Scope, Span, Touch, Touches};
use crate::vocabulary::{Channel, Evidence, Outcome, Side};

/// A touch of a person on a day, at so many seconds of it.
struct Told {
    person: u32,
    day: u16,
    touch: Touch,
}

const DAY: i64 = 86_400_000_000;

fn told(person: u32, day: u16, side: Side, evidence: Evidence) -> Told {
    let channel = if side == Side::Marketing { Channel::Ad } else { Channel::Call };
    let touch = Touch::plain(i64::from(day) * DAY, day, Kind::new(side, evidence, None, None), channel);
    Told { person, day, touch }
}

fn reached(person: u32, day: u16) -> Told {
    told(person, day, Side::Marketing, Evidence::Delivered)
}

fn contacted(person: u32, day: u16) -> Told {
    told(person, day, Side::Sales, Evidence::Delivered)
}

fn answered(person: u32, day: u16) -> Told {
    let mut told = contacted(person, day);
    told.touch.kind = Kind::new(Side::Sales, Evidence::Engaged, None, Some(Outcome::Answered));
    told
}

/// The touches of so many people.
fn touches(people: usize, all: Vec<Told>) -> Touches {
    let mut loose = Loose::default();
    for (id, told) in (0..).zip(all) {
        loose.push(told.person, id, Touch { day: told.day, ..told.touch });
    }
    let mut touches = Touches::default();
    touches.apply(people, loose);
    touches
}

fn set(people: usize, members: &[u32]) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(people);
    members.iter().for_each(|person| set.insert(*person as usize));
    set
}

/// From one day to another, both included, seen from the end of time.
fn days(from_day: u16, to_day: u16) -> Span {
    Span { from_day, to_day, now: i64::MAX }
}

fn scope<'a>(touches: &'a Touches, target: &'a FixedBitSet, span: Span) -> Scope<'a> {
    Scope::new(touches, span, target)
}
