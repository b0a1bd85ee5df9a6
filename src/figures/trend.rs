//! How has it moved? The circles at each of a row of windows, in one pass however many there are.
//!
//! The windows of a trend overlap: a touch lies in a dozen of them. Each local day gets a mask with a
//! bit for every window it lies in, so a touch is one look-up and a person two masks, M and S.

use super::{Scope, Span, Window, share};
use serde::Serialize;

/// The circles in one window of a trend, in people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Point {
    /// |T|
    pub target: u32,
    /// |M|
    pub marketing: u32,
    /// |S|
    pub sales: u32,
    /// |M∩S|
    pub both: u32,
    /// |M∩T|
    pub marketing_in_target: u32,
}

impl Point {
    /// |M∩S| / |S|; `None` when nobody was contacted.
    pub fn overlap(&self) -> Option<f64> {
        share(self.both, self.sales)
    }

    /// |M∩T| / |T|; `None` when the target market is empty.
    pub fn coverage(&self) -> Option<f64> {
        share(self.marketing_in_target, self.target)
    }
}

/// One point for each window, in their order; the scope's own window is not looked at, its now is.
pub fn trend(scope: &Scope, windows: &[Window]) -> Vec<Point> {
    windows.chunks(64).flat_map(|windows| points(scope, windows)).collect()
}

/// At most 64 windows.
fn points(scope: &Scope, windows: &[Window]) -> Vec<Point> {
    let now = scope.span.now;
    let spans: Vec<Span> = windows.iter().map(|&window| Span::new(window, now)).collect();
    let calendar = Calendar::new(&spans);
    let [reached, contacted, both, reached_in_target] = scope.sweep(
        || [Columns::default(); 4],
        |columns, person, touches| {
            let mut sides = [0, 0];
            for touch in touches {
                let windows = if touch.at <= now { calendar.windows(touch.day) } else { 0 };
                if windows != 0 && touch.kind.touched() && scope.filter.passes(touch) {
                    sides[touch.kind.side() as usize] |= windows;
                }
            }
            let [reached, contacted] = sides;
            let in_target = if scope.target.contains(person) { reached } else { 0 };
            for (column, mask) in columns.iter_mut().zip([reached, contacted, reached & contacted, in_target])
            {
                column.add(mask, 0);
            }
        },
        |mut a, b| {
            a.iter_mut().zip(&b).for_each(|(a, b)| a.absorb(b));
            a
        },
    );
    let target = scope.size(scope.target);
    let point = |bit| Point {
        target,
        marketing: reached.count(bit),
        sales: contacted.count(bit),
        both: both.count(bit),
        marketing_in_target: reached_in_target.count(bit),
    };
    (0..windows.len()).map(point).collect()
}

/// For each local day the windows it lies in, one bit each.
struct Calendar {
    from: u16,
    days: Vec<u64>,
}

impl Calendar {
    fn new(spans: &[Span]) -> Self {
        let from = spans.iter().map(|span| span.from_day).min().unwrap_or(0);
        let to = spans.iter().map(|span| span.to_day).max().unwrap_or(0);
        let mut days = vec![0; usize::from(to.saturating_sub(from)) + 1];
        for (bit, span) in spans.iter().enumerate() {
            for day in span.from_day..=span.to_day {
                days[usize::from(day - from)] |= 1 << bit;
            }
        }
        Self { from, days }
    }

    #[inline]
    fn windows(&self, day: u16) -> u64 {
        self.days.get(usize::from(day.wrapping_sub(self.from))).copied().unwrap_or(0)
    }
}

/// 64 counters, one a bit, that count a whole mask at once: plane `k` holds the bits of weight 2^k of
/// all of them, and adding a mask carries from plane to plane (two on average).
#[derive(Clone, Copy, Default)]
struct Columns([u64; 32]);

impl Columns {
    /// Adds 2^`plane` to the counter of every bit of the mask.
    #[inline]
    fn add(&mut self, mut mask: u64, plane: usize) {
        for plane in &mut self.0[plane..] {
            if mask == 0 {
                return;
            }
            let carry = *plane & mask;
            *plane ^= mask;
            mask = carry;
        }
    }

    fn absorb(&mut self, other: &Self) {
        for (plane, &mask) in other.0.iter().enumerate() {
            self.add(mask, plane);
        }
    }

    fn count(&self, bit: usize) -> u32 {
        (0..).zip(&self.0).map(|(weight, plane)| ((plane >> bit & 1) as u32) << weight).sum()
    }
}
