//! The headline: of the people sales contacted, how many had marketing reached?
//!
//! M is the people reached in the window, S the people contacted, T the target market. One pass over
//! the people counts the two circles, the almond between them and everything else PRODUCT.md measures
//! about them. A LinkedIn study of about 7,050 B2B companies put |M∩S| / |S| at 16 %.

use super::{Kind, Scope, Span, Touch, Window, share};
use crate::vocabulary::{Purpose, Side};
use serde::Serialize;
use std::ops::AddAssign;

/// The circles, in people. The shares are methods, between 0 and 1, and `None` where the denominator
/// is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// |T|
    pub target: u32,
    /// |M|
    pub marketing: u32,
    /// |S|
    pub sales: u32,
    /// |M∩S|
    pub both: u32,
    /// |M∖S|
    pub marketing_only: u32,
    /// |S∖M|
    pub sales_only: u32,
    /// |T∖(M∪S)|
    pub untouched: u32,
    /// Those in S whose first sales touch in the window was primed.
    pub primed_first: u32,
    /// |M∩T|
    pub marketing_in_target: u32,
    pub outside: Outside,
    pub brand_demand: BrandDemand,
}

/// Those outside the target market: |M∖T| and |S∖T|.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outside {
    pub marketing: u32,
    pub sales: u32,
}

/// The people whom marketing's brand touches reached, its demand touches, and both kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BrandDemand {
    pub brand: u32,
    pub demand: u32,
    pub both: u32,
}

impl Overlap {
    /// |M∩S| / |S|: the overlap.
    pub fn overlap(&self) -> Option<f64> {
        share(self.both, self.sales)
    }

    /// |M∩S| / |M|: marketing's people whom sales contacted.
    pub fn follow_through(&self) -> Option<f64> {
        share(self.both, self.marketing)
    }

    /// |M∩S| / |M∪S|: the other reading of the 16 %.
    pub fn shared_share(&self) -> Option<f64> {
        share(self.both, self.marketing + self.sales_only)
    }

    /// The share of S whose first sales touch in the window was primed.
    pub fn primed_first_share(&self) -> Option<f64> {
        share(self.primed_first, self.sales)
    }

    /// |M∩T| / |T|: the share of the target market that marketing reached.
    pub fn coverage(&self) -> Option<f64> {
        share(self.marketing_in_target, self.target)
    }

    /// |M∖T| / |M|: marketing's effort that leaves the target market.
    pub fn marketing_outside_share(&self) -> Option<f64> {
        share(self.outside.marketing, self.marketing)
    }

    /// |S∖T| / |S|: sales' effort that leaves the target market.
    pub fn sales_outside_share(&self) -> Option<f64> {
        share(self.outside.sales, self.sales)
    }
}

/// The circles of a scope.
pub fn overlap(scope: &Scope) -> Overlap {
    let [now] = circles(scope, [scope.span]);
    now
}

/// The circles of a scope and those of the same people in the window before, in one pass.
pub fn overlap_with_before(scope: &Scope, before: Window) -> (Overlap, Overlap) {
    let [now, before] = circles(scope, [scope.span, Span::new(before, scope.span.now)]);
    (now, before)
}

fn circles<const N: usize>(scope: &Scope, spans: [Span; N]) -> [Overlap; N] {
    let new = || [Tally::default(); N];
    let tallies = scope.sweep(
        new,
        |tallies, person, touches| {
            let seen = see(scope, &spans, touches);
            if seen != [0; N] {
                let in_target = u8::from(scope.target.contains(person)) * IN_TARGET;
                for (tally, seen) in tallies.iter_mut().zip(seen) {
                    tally.0[usize::from(seen | in_target)] += 1;
                }
            }
        },
        |mut a, b| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            a
        },
    );
    let target = scope.size(scope.target);
    tallies.map(|tally| tally.overlap(target))
}

// What is known of one person in one window, one bit each.
const REACHED: u8 = 1;
const CONTACTED: u8 = 2;
const BRAND: u8 = 4;
const DEMAND: u8 = 8;
const PRIMED: u8 = 16;
const IN_TARGET: u8 = 32;

/// What a touch of each kind says about its person; nothing if it was only targeted.
static SAYS: [u8; Kind::COUNT] = {
    let mut says = [0; Kind::COUNT];
    let mut index = 0;
    while index < Kind::COUNT {
        let kind = Kind::from_index(index);
        says[index] = match (kind.touched(), kind.side(), kind.purpose()) {
            (false, ..) => 0,
            (true, Side::Sales, _) => CONTACTED,
            (true, Side::Marketing, None) => REACHED,
            (true, Side::Marketing, Some(Purpose::Brand)) => REACHED | BRAND,
            (true, Side::Marketing, Some(Purpose::Demand)) => REACHED | DEMAND,
        };
        index += 1;
    }
    says
};

/// One person's touches held against all windows at once, without a branch for each touch: which way
/// the next one goes cannot be foreseen, and a wrong guess costs more than the counting.
#[inline]
fn see<const N: usize>(scope: &Scope, spans: &[Span; N], touches: &[Touch]) -> [u8; N] {
    let mut seen = [0; N];
    let open = scope.filter.is_open();
    for touch in touches {
        let says = if open || scope.filter.passes(touch) { SAYS[touch.kind.index()] } else { 0 };
        for (seen, span) in seen.iter_mut().zip(spans) {
            *seen |= says & u8::from(span.contains(touch)).wrapping_neg();
        }
    }
    for (seen, &span) in seen.iter_mut().zip(spans) {
        if *seen & CONTACTED != 0 && primed_first(scope, span, touches) == Some(true) {
            *seen |= PRIMED;
        }
    }
    seen
}

/// Whether the person's first sales touch in the window was primed; `None` if there was none. The
/// look-back knows neither window nor filter.
pub(super) fn primed_first(scope: &Scope, span: Span, touches: &[Touch]) -> Option<bool> {
    let contacts =
        |touch: &Touch| touch.kind.contacts() && span.contains(touch) && scope.filter.passes(touch);
    let first = touches.iter().position(contacts)?;
    let latest = touches[..first].iter().rfind(|touch| touch.kind.reaches());
    Some(scope.primes(latest.map(|touch| touch.at), touches[first].at))
}

/// How many people were seen in each way.
#[derive(Clone, Copy)]
struct Tally([u32; 64]);

impl Default for Tally {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a += b);
    }
}

impl Tally {
    /// How many have all of these bits.
    fn with(&self, bits: u8) -> u32 {
        (0u8..).zip(self.0).filter(|(seen, _)| seen & bits == bits).map(|(_, people)| people).sum()
    }

    fn overlap(&self, target: u32) -> Overlap {
        let [marketing, sales, both] = [REACHED, CONTACTED, REACHED | CONTACTED].map(|bits| self.with(bits));
        let in_target = |bits| self.with(bits | IN_TARGET);
        let (marketing_in_target, sales_in_target) = (in_target(REACHED), in_target(CONTACTED));
        let touched_in_target = marketing_in_target + sales_in_target - in_target(REACHED | CONTACTED);
        Overlap {
            target,
            marketing,
            sales,
            both,
            marketing_only: marketing - both,
            sales_only: sales - both,
            untouched: target - touched_in_target,
            primed_first: self.with(PRIMED),
            marketing_in_target,
            outside: Outside { marketing: marketing - marketing_in_target, sales: sales - sales_in_target },
            brand_demand: BrandDemand {
                brand: self.with(BRAND),
                demand: self.with(DEMAND),
                both: self.with(BRAND | DEMAND),
            },
        }
    }
}
