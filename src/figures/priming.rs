//! Does priming work for us? The answer rate of primed sales touches against that of unprimed ones.
//!
//! The difference of two proportions comes with Newcombe's hybrid score interval without continuity
//! correction: R. G. Newcombe, "Interval estimation for the difference between independent
//! proportions: comparison of eleven methods", Statistics in Medicine 17 (1998) 873–890, method 10. It
//! combines the two Wilson score intervals and behaves for small samples and rates near 0 and 1.

use super::{Scope, share};
use crate::vocabulary::Outcome;
use serde::Serialize;
use std::ops::Add;

/// Under this many touches on a side it is too early to tell.
pub const ENOUGH: u32 = 30;
/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_964;

/// Sales touches in the window (delivered or engaged), and those whose outcome was an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answers {
    pub touches: u32,
    pub answered: u32,
}

impl Answers {
    /// `answered / touches`; `None` without touches.
    pub fn rate(&self) -> Option<f64> {
        share(self.answered, self.touches)
    }

    /// The 95 % Wilson score interval of the rate.
    fn interval(&self) -> Option<(f64, f64)> {
        let (n, p) = (f64::from(self.touches), self.rate()?);
        let z2 = Z * Z;
        let middle = p + z2 / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        Some(((middle - half) / (1.0 + z2 / n), (middle + half) / (1.0 + z2 / n)))
    }
}

impl Add for Answers {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { touches: self.touches + other.touches, answered: self.answered + other.answered }
    }
}

/// The two samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PrimingEffect {
    pub primed: Answers,
    pub unprimed: Answers,
}

impl PrimingEffect {
    /// Primed rate − unprimed rate; `None` if a sample is empty.
    pub fn difference(&self) -> Option<f64> {
        Some(self.primed.rate()? - self.unprimed.rate()?)
    }

    /// Primed rate / unprimed rate; `None` if a sample is empty or no unprimed touch was answered.
    pub fn ratio(&self) -> Option<f64> {
        let unprimed = self.unprimed.rate()?;
        (unprimed > 0.0).then_some(self.primed.rate()? / unprimed)
    }

    /// The 95 % interval of the difference, low and high; `None` if a sample is empty.
    pub fn interval(&self) -> Option<(f64, f64)> {
        let (p, q) = (self.primed.rate()?, self.unprimed.rate()?);
        let ((p_low, p_high), (q_low, q_high)) = (self.primed.interval()?, self.unprimed.interval()?);
        let low = p - q - (p - p_low).hypot(q_high - q);
        let high = p - q + (p_high - p).hypot(q - q_low);
        Some((low, high))
    }

    /// Whether both samples are large enough to say anything ([`ENOUGH`]).
    pub fn enough(&self) -> bool {
        self.primed.touches.min(self.unprimed.touches) >= ENOUGH
    }
}

/// The sales touches that count in the scope, by whether they were primed. A touch without an outcome
/// was not answered.
pub fn priming(scope: &Scope) -> PrimingEffect {
    scope.sweep(
        PrimingEffect::default,
        |effect, _, touches| {
            let mut latest_marketing = None;
            for touch in touches {
                if touch.kind.reaches() {
                    latest_marketing = Some(touch.at);
                } else if touch.kind.contacts() && scope.counts(touch) {
                    let primed = scope.primes(latest_marketing, touch.at);
                    let sample = if primed { &mut effect.primed } else { &mut effect.unprimed };
                    sample.touches += 1;
                    sample.answered += u32::from(touch.kind.outcome() == Some(Outcome::Answered));
                }
            }
        },
        |a, b| PrimingEffect { primed: a.primed + b.primed, unprimed: a.unprimed + b.unprimed },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe's table II, method 10: a/m − b/n and its interval.
    #[test]
    fn the_interval_is_the_published_one() {
        let published = [
            ((56, 70), (48, 80), (0.0524, 0.3339)),
            ((9, 10), (3, 10), (0.1705, 0.8090)),
            ((6, 7), (2, 7), (0.0582, 0.8062)),
            ((5, 56), (0, 29), (-0.0381, 0.1926)),
            ((0, 10), (0, 20), (-0.1611, 0.2775)),
            ((0, 10), (0, 10), (-0.2775, 0.2775)),
            ((10, 10), (0, 20), (0.6791, 1.0000)),
            ((10, 10), (0, 10), (0.6075, 1.0000)),
        ];
        for ((a, m), (b, n), (low, high)) in published {
            let effect = PrimingEffect {
                primed: Answers { touches: m, answered: a },
                unprimed: Answers { touches: n, answered: b },
            };
            let interval = effect.interval().unwrap();
            assert!((interval.0 - low).abs() < 6e-5 && (interval.1 - high).abs() < 6e-5, "{interval:?}");
        }
    }

    #[test]
    fn empty_samples_say_nothing() {
        let primed = Answers { touches: 40, answered: 10 };
        let one = PrimingEffect { primed, unprimed: Answers::default() };
        assert_eq!((one.difference(), one.ratio(), one.interval()), (None, None, None));
        assert!(!one.enough());
        // 10 of 40 against 0 of 30: a difference of 25 points, but nothing to divide by.
        let two = PrimingEffect { primed, unprimed: Answers { touches: 30, answered: 0 } };
        assert_eq!((two.difference(), two.ratio(), two.enough()), (Some(0.25), None, true));
    }
}
