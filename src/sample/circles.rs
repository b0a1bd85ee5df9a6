//! Who is in which circle: the planted overlap, and how it came about.
//!
//! The figures of the last 90 days must be exact on the last day and for some days around it, and must have moved
//! before. So everybody has one place in the circles now, and another in the past:
//!
//! - *now*: the touches of the last 95 days (and, for those who entered earlier, before) that make the planted figure;
//! - *recent*: cycles of people untouched now, which ended 96 to 200 days ago, with half the overlap;
//! - *old*: cycles which ended at least 200 days ago.
//!
//! As current people enter one by one and recent ones leave at the same pace, the circles keep their size from week to
//! week while the overlap rises.

use super::Options;
use super::dice::Dice;
use super::people::{PATRICIA, People};

/// How many people were contacted, reached and both, by delivered or engaged touches of the last 90 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    pub contacted: u64,
    pub reached: u64,
    pub both: u64,
}

/// A fifth of the people contacted, a third reached; the number contacted moves to where the overlap is a whole number
/// of people. When that would take more than half of all, the nearest share is taken.
pub fn sizes(people: u64, overlap: f64) -> Sizes {
    let usual = (people / 5).max(1);
    let most = people / 2;
    let exact = fraction(overlap).and_then(|(numerator, denominator)| {
        let steps = ((usual + denominator / 2) / denominator).max(1).min(most / denominator);
        (steps > 0).then_some((steps * denominator, steps * numerator))
    });
    let (contacted, both) = exact.unwrap_or_else(|| nearest(overlap, usual, most));
    let reached = (people / 3).max(both + 1).min(people - (contacted - both));
    Sizes { contacted, reached, both }
}

/// The share in lowest terms, if it has at most six decimals.
fn fraction(overlap: f64) -> Option<(u64, u64)> {
    let mut denominator = 1_u64;
    for _ in 0..=6 {
        let numerator = (overlap * denominator as f64).round();
        if (overlap - numerator / denominator as f64).abs() < 1e-12 {
            let divisor = greatest_common_divisor(numerator as u64, denominator);
            return Some((numerator as u64 / divisor, denominator / divisor));
        }
        denominator *= 10;
    }
    None
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

fn nearest(overlap: f64, usual: u64, most: u64) -> (u64, u64) {
    let candidates = (usual / 2).max(1)..=(usual * 2).min(most);
    let with_error = candidates.map(|contacted| {
        let both = (overlap * contacted as f64).round();
        ((both / contacted as f64 - overlap).abs(), contacted, both as u64)
    });
    let closest = |a: &(f64, u64, u64), b: &(f64, u64, u64)| {
        a.0.total_cmp(&b.0).then(a.1.abs_diff(usual).cmp(&b.1.abs_diff(usual)))
    };
    with_error.min_by(closest).map_or((1, 0), |(_, contacted, both)| (contacted, both))
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Circle {
    #[default]
    Neither,
    Sales,
    Marketing,
    Both,
}

impl Circle {
    pub fn has_sales(self) -> bool {
        matches!(self, Circle::Sales | Circle::Both)
    }

    pub fn has_marketing(self) -> bool {
        matches!(self, Circle::Marketing | Circle::Both)
    }
}

/// Which kinds of campaign a person sees; few see both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leaning {
    Brand,
    Demand,
    #[default]
    Any,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    pub now: Circle,
    pub recent: Circle,
    pub old: Circle,
    pub leaning: Leaning,
    /// On an audience list at times, without proof of delivery.
    pub targeted: bool,
    /// Their touches are written by hand, not drawn.
    pub scripted: bool,
    /// Relative number of touches.
    pub vigour: u8,
}

/// Everybody's place, and the sizes that came out.
pub fn place(options: &Options, people: &People, dice: &mut Dice) -> (Vec<Place>, Sizes) {
    let sizes = sizes(people.all.len() as u64, options.overlap);
    let mut places = vec![Place::default(); people.all.len()];
    seat(&mut places, people, sizes, dice);
    let counts = Counts::of(&places, sizes);
    for place in &mut places {
        place.draw_past(&counts, dice);
        place.leaning = dice.weighted(&[(Leaning::Brand, 45), (Leaning::Demand, 35), (Leaning::Any, 20)]);
        place.targeted = dice.chance(match place.now {
            Circle::Marketing | Circle::Both => 600,
            Circle::Sales => 150,
            Circle::Neither => 400,
        });
        place.vigour = dice.pick(&[1, 2, 2, 3, 3, 3, 4, 4, 5, 8]);
    }
    let still = Place { scripted: true, ..Place::default() };
    places[PATRICIA] = Place { now: Circle::Marketing, ..still };
    if places[people.colin].now == Circle::Sales {
        places[people.colin] = Place { now: Circle::Sales, ..still };
    }
    (places, sizes)
}

/// Fills the circles of today. Patricia is warm; Colin is cold, unless the overlap leaves nobody cold.
fn seat(places: &mut [Place], people: &People, sizes: Sizes, dice: &mut Dice) {
    let everybody = 0..people.all.len() as u32;
    let colin = people.colin as u32;
    let weight = |person: u32| u32::from(people.all[person as usize].sales_pull);
    let others = everybody.clone().filter(|&person| person != PATRICIA as u32 && person != colin);
    let mut contacted = draw(others, weight, sizes.contacted - 1, dice);
    let weight = |person: u32| u32::from(people.all[person as usize].marketing_pull);
    let colin_is_cold = sizes.both < sizes.contacted;
    if !colin_is_cold {
        contacted.push(colin);
    }
    let both = draw(contacted.iter().copied(), |person| 4 + weight(person), sizes.both, dice);
    for person in contacted.into_iter().chain([colin]) {
        places[person as usize].now = Circle::Sales;
    }
    for person in both {
        places[person as usize].now = Circle::Both;
    }
    let free = everybody
        .filter(|&person| person != PATRICIA as u32 && places[person as usize].now == Circle::Neither);
    let warm = draw(free, |person| 8 + weight(person), sizes.reached - sizes.both - 1, dice);
    for person in warm.into_iter().chain([PATRICIA as u32]) {
        places[person as usize].now = Circle::Marketing;
    }
}

/// `count` different ones of `from`, the heavier the likelier.
fn draw(
    from: impl Iterator<Item = u32>,
    weight: impl Fn(u32) -> u32,
    count: u64,
    dice: &mut Dice,
) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = from.map(|person| (dice.key(weight(person)), person)).collect();
    let count = count as usize;
    if count < keyed.len() {
        keyed.select_nth_unstable(count);
        keyed.truncate(count);
    }
    // The selection leaves them in an order that is nobody's promise.
    let mut drawn: Vec<u32> = keyed.into_iter().map(|(_, person)| person).collect();
    drawn.sort_unstable();
    drawn
}

/// Per mille of the people untouched now who were in a circle recently.
struct Counts {
    sales: u32,
    marketing: u32,
    both: u32,
}

impl Counts {
    /// A cycle of sales is seen for about 140 days (60 of touches, 80 after the last), one of marketing for 200, and
    /// recent cycles end within 105: these shares let as many people leave a day as enter.
    fn of(places: &[Place], sizes: Sizes) -> Counts {
        let untouched = places.iter().filter(|place| place.now == Circle::Neither).count().max(1) as u64;
        let per_mille = |people: u64| people * 1000 / untouched;
        let sales = per_mille(sizes.contacted * 105 / 140);
        let marketing = per_mille(sizes.reached * 105 / 200);
        let both = (sales * sizes.both / sizes.contacted / 2).min(marketing);
        let (sales, marketing) = (sales - both, marketing - both);
        let sum = (sales + marketing + both).max(1000);
        let share = |count: u64| (count * 1000 / sum) as u32;
        Counts { sales: share(sales), marketing: share(marketing), both: share(both) }
    }
}

impl Place {
    fn draw_past(&mut self, counts: &Counts, dice: &mut Dice) {
        let Counts { sales, marketing, both } = *counts;
        let neither = 1000_u32.saturating_sub(sales + marketing + both);
        let once = dice.weighted(&[
            (Circle::Sales, sales),
            (Circle::Marketing, marketing),
            (Circle::Both, both),
            (Circle::Neither, neither),
        ]);
        let turn = dice.below(1000);
        self.old = match self.now {
            Circle::Neither => {
                self.recent = once;
                if turn < 700 { once } else { Circle::Neither }
            }
            Circle::Sales if turn < 600 => Circle::Sales,
            Circle::Sales if turn < 800 => Circle::Marketing,
            Circle::Marketing if turn < 600 => Circle::Marketing,
            Circle::Marketing if turn < 750 => Circle::Sales,
            Circle::Both if turn < 400 => Circle::Both,
            Circle::Both if turn < 700 => Circle::Marketing,
            _ => Circle::Neither,
        };
    }
}
