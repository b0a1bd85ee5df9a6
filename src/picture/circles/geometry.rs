//! Where the two circles stand: the areas of both, and of their overlap, are in proportion to the people.

use std::f64::consts::PI;

/// In the units of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    pub x: f64,
    pub y: f64,
    pub r: f64,
}

/// Marketing at the left, sales at the right, on one horizontal axis.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    pub marketing: Circle,
    pub sales: Circle,
    pub shape: Shape,
}

/// How the circles lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Apart,
    Crossing,
    /// All of sales lies within marketing.
    SalesWithin,
    /// All of marketing lies within sales.
    MarketingWithin,
}

/// The gap between circles that share nobody, as a part of the larger radius.
const GAP: f64 = 0.12;
/// How far a circle within another is moved to the rim: not to it, so that both outlines stay visible.
const TOWARDS_RIM: f64 = 0.92;

impl Pair {
    /// As large as fits between `left` and `right` and into `height` around `middle`.
    /// `both` is at most the smaller of the two, and not both counts are 0.
    pub fn fitted(counts: [f64; 3], (left, right): (f64, f64), middle: f64, height: f64) -> Self {
        let [marketing, sales, both] = counts;
        let (m, s) = ((marketing / PI).sqrt(), (sales / PI).sqrt());
        let (shape, distance) = if both <= 0.0 {
            (Shape::Apart, if m.min(s) > 0.0 { m + s + GAP * m.max(s) } else { 0.0 })
        } else if both >= sales {
            (Shape::SalesWithin, (m - s).max(0.0) * TOWARDS_RIM)
        } else if both >= marketing {
            (Shape::MarketingWithin, (s - m) * TOWARDS_RIM)
        } else {
            (Shape::Crossing, distance_for(m, s, both))
        };
        let (start, end) = ((-m).min(distance - s), m.max(distance + s));
        let unit = ((right - left) / (end - start)).min(height / (2.0 * m.max(s)));
        let origin = (left + right) / 2.0 - unit * (start + end) / 2.0;
        Self {
            marketing: Circle { x: origin, y: middle, r: m * unit },
            sales: Circle { x: origin + distance * unit, y: middle, r: s * unit },
            shape,
        }
    }

    /// Where the outlines of crossing circles meet: the horizontal place, and the distance above and below the axis.
    pub fn crossing(&self) -> (f64, f64) {
        let (m, s) = (self.marketing, self.sales);
        let distance = s.x - m.x;
        let along = (distance * distance + m.r * m.r - s.r * s.r) / (2.0 * distance);
        (m.x + along, (m.r * m.r - along * along).max(0.0).sqrt())
    }
}

/// The distance between the centres at which circles of radius `m` and `s` share `area`: by bisection, since
/// the area has no inverse in closed form, but falls steadily as the circles part.
fn distance_for(m: f64, s: f64, area: f64) -> f64 {
    let (mut near, mut far) = ((m - s).abs(), m + s);
    for _ in 0..80 {
        let half = (near + far) / 2.0;
        if lens(m, s, half) > area { near = half } else { far = half }
    }
    (near + far) / 2.0
}

/// The area two circles share (<https://mathworld.wolfram.com/Circle-CircleIntersection.html>, equation 14).
pub fn lens(m: f64, s: f64, distance: f64) -> f64 {
    if distance >= m + s {
        return 0.0;
    }
    if distance <= (m - s).abs() {
        return PI * m.min(s).powi(2);
    }
    let (mm, ss, dd) = (m * m, s * s, distance * distance);
    let at_m = ((dd + mm - ss) / (2.0 * distance * m)).clamp(-1.0, 1.0).acos();
    let at_s = ((dd + ss - mm) / (2.0 * distance * s)).clamp(-1.0, 1.0).acos();
    let kite = (m + s - distance) * (distance + m - s) * (distance - m + s) * (distance + m + s);
    mm * at_m + ss * at_s - kite.max(0.0).sqrt() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_in_proportion_to_the_people_within_half_a_percent() {
        let sizes: [f64; 9] = [1.0, 2.0, 7.0, 48.0, 300.0, 1420.0, 6000.0, 1e5, 1e6];
        for (marketing, sales) in sizes.iter().flat_map(|m| sizes.iter().map(move |s| (*m, *s))) {
            let smaller = marketing.min(sales);
            for part in [0.0, 0.01, 0.16, 0.5, 0.9, 0.99, 1.0] {
                let both = (smaller * part).round();
                let pair = Pair::fitted([marketing, sales, both], (40.0, 760.0), 250.0, 300.0);
                let (m, s) = (pair.marketing, pair.sales);
                let unit = PI * m.r * m.r / marketing;
                let near = |area: f64, people: f64| (area / unit - people).abs() <= 0.005 * people.max(0.02);
                assert!(near(PI * s.r * s.r, sales), "{marketing} {sales}");
                assert!(near(lens(m.r, s.r, s.x - m.x), both), "{marketing} {sales} {both}: {pair:?}");
                assert!(m.x - m.r >= 39.9 && s.x + s.r <= 760.1 && m.r.max(s.r) <= 150.1);
            }
        }
    }
}
