//! Chance that falls the same on every machine: ChaCha8 and whole numbers only.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A stream of chance. Each part of the sample has its own, so that a change to one leaves the others as they were.
pub struct Dice(ChaCha8Rng);

/// The parts that draw from their own stream.
#[derive(Clone, Copy)]
pub enum Part {
    Team,
    Accounts,
    People,
    Content,
    Circles,
    Touches,
    SourceIds,
}

impl Dice {
    pub fn new(seed: u64, part: Part) -> Dice {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(part as u64);
        Dice(rng)
    }

    /// 0 ≤ n < `end`; `end` must not be 0.
    pub fn below(&mut self, end: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(end)) >> 32) as u32
    }

    /// Both ends included.
    pub fn between(&mut self, first: i32, last: i32) -> i32 {
        first + self.below((last - first + 1) as u32) as i32
    }

    pub fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u32) as usize]
    }

    /// One of `from`, as often as its weight says.
    pub fn weighted<T: Copy>(&mut self, from: &[(T, u32)]) -> T {
        from[self.weighted_index(from.iter().map(|(_, weight)| *weight))].0
    }

    /// The place of one of the weights, as often as it says. Their sum must not be 0.
    pub fn weighted_index(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (index, weight) in weights.enumerate() {
            if left < weight {
                return index;
            }
            left -= weight;
        }
        unreachable!("the draw is below the sum of the weights")
    }

    /// A key for drawing without replacement: the smallest keys win, the heavier the more often.
    pub fn key(&mut self, weight: u32) -> u64 {
        (u64::from(self.0.next_u32()) << 16) / u64::from(weight)
    }
}
