//! The two circles: whom marketing reached, whom sales contacted, and the almond of those who had both.
//!
//! The totals stand above. Each part says its number inside where it has room, and else below the circles
//! at the end of a thin line, so that no label ever lies on another.

mod geometry;

use super::{Anchor, HEIGHT, MARGIN, Palette, Rect, SMALL, WIDTH, Words, people, percent, width_of};
use geometry::{Circle, Pair, Shape};

/// Where the circles begin: between the totals, or below them where that is too narrow.
const TOP: [f64; 5] = [28.0, 50.0, 70.0, 90.0, 112.0];
/// Where they end: with every label inside, and with labels below.
const BOTTOM: [f64; 2] = [476.0, 396.0];
/// Where the labels below begin.
const BELOW: f64 = 418.0;
/// Between labels, and between a label and the rim of its part.
const AIR: f64 = 8.0;

pub fn draw(marketing: u64, sales: u64, both: u64, palette: &Palette) -> String {
    let totals = totals(marketing, sales);
    let heads: String = totals.iter().map(|label| label.draw(palette.ink, palette.muted)).collect();
    let dots = format!(
        "<circle cx=\"{:.1}\" cy=\"40\" r=\"8\" fill=\"{}\"/><circle cx=\"{:.1}\" cy=\"40\" r=\"8\" fill=\"{}\"/>",
        MARGIN + 8.0,
        palette.blue,
        WIDTH - MARGIN - 8.0,
        palette.orange
    );
    let body = match Layout::of(marketing, sales, both) {
        Some(layout) => layout.draw(palette),
        None => nobody(palette),
    };
    format!("{dots}{heads}{body}")
}

/// Two lines of words: a figure, and what it counts.
#[derive(Clone, Debug)]
struct Label {
    figure: String,
    caption: String,
    anchor: Anchor,
    /// The place of the anchor, and of the upper edge.
    x: f64,
    y: f64,
    /// The caption comes first.
    caption_above: bool,
}

const FIGURE: f64 = 34.0;
const CAPTION: f64 = SMALL;

impl Label {
    fn new(figure: String, caption: String) -> Self {
        Self { figure, caption, anchor: Anchor::Middle, x: 0.0, y: 0.0, caption_above: false }
    }

    fn width(&self) -> f64 {
        width_of(&self.figure, FIGURE, true).max(width_of(&self.caption, CAPTION, false))
    }

    fn area(&self) -> Rect {
        let width = self.width();
        let x = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Rect { x, y: self.y, width, height: FIGURE + CAPTION + 8.0 }
    }

    fn draw(&self, ink: &str, caption_ink: &str) -> String {
        let (figure, caption) = if self.caption_above {
            (self.y + CAPTION + FIGURE + 2.0, self.y + CAPTION * 0.82)
        } else {
            (self.y + FIGURE * 0.82, self.y + FIGURE + CAPTION)
        };
        let (x, anchor) = (self.x, self.anchor);
        let words = |text, y, size, bold, fill| Words { text, x, y, size, bold, fill, anchor }.draw();
        words(&self.caption, caption, CAPTION, false, caption_ink)
            + &words(&self.figure, figure, FIGURE, true, ink)
    }
}

fn totals(marketing: u64, sales: u64) -> [Label; 2] {
    let label = |number, caption: &str, anchor, x| Label {
        anchor,
        x,
        y: 28.0,
        caption_above: true,
        ..Label::new(people(number), caption.to_owned())
    };
    [
        label(marketing, "Reached by marketing", Anchor::Start, MARGIN + 28.0),
        label(sales, "Contacted by sales", Anchor::End, WIDTH - MARGIN - 28.0),
    ]
}

/// A part of the drawing that has a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    MarketingOnly,
    Both,
    SalesOnly,
}

struct Placed {
    part: Part,
    label: Label,
    /// For a label outside its part: from here to the label; `None` where the part is empty.
    outside: Option<Option<(f64, f64)>>,
}

struct Layout {
    pair: Pair,
    placed: Vec<Placed>,
}

impl Layout {
    /// `None` if there is nobody in either circle.
    fn of(marketing: u64, sales: u64, both: u64) -> Option<Self> {
        if marketing == 0 && sales == 0 {
            return None;
        }
        let both = both.min(marketing).min(sales);
        let totals = totals(marketing, sales).map(|label| label.area());
        let largest = |bottom: f64| {
            let mut layouts = TOP.iter().map(|top| Self::within(marketing, sales, both, *top, bottom));
            layouts.find(|layout| layout.keeps_off(&totals))
        };
        let all_inside = |layout: &Self| layout.placed.iter().all(|placed| placed.outside.is_none());
        largest(BOTTOM[0]).filter(all_inside).or_else(|| largest(BOTTOM[1]))
    }

    fn keeps_off(&self, areas: &[Rect]) -> bool {
        areas.iter().all(|area| clears(self.pair.marketing, area) && clears(self.pair.sales, area))
    }

    fn within(marketing: u64, sales: u64, both: u64, top: f64, bottom: f64) -> Self {
        let counts = [marketing as f64, sales as f64, both as f64];
        let pair = Pair::fitted(counts, (MARGIN, WIDTH - MARGIN), (top + bottom) / 2.0, bottom - top);
        let only = |number: u64, side: &str| Label::new(people(number), format!("{side} only"));
        let shared = match sales {
            0 => Label::new(format!("{} in both", people(both)), "nobody was contacted".to_owned()),
            _ => Label::new(percent(both as f64 / sales as f64), format!("{} in both", people(both))),
        };
        let mut placed = Vec::new();
        let mut place = |part, label| placed.push(Placed::new(&pair, part, label, both == 0));
        if marketing > both {
            place(Part::MarketingOnly, only(marketing - both, "marketing"));
        }
        place(Part::Both, shared);
        if sales > both {
            place(Part::SalesOnly, only(sales - both, "sales"));
        }
        spread(&mut placed);
        Self { pair, placed }
    }

    fn draw(&self, palette: &Palette) -> String {
        let Pair { marketing, sales, .. } = self.pair;
        let mut out = disc(marketing, palette.blue_tint) + &disc(sales, palette.orange_tint);
        out.push_str(&almond(&self.pair, palette.almond));
        out.push_str(&(ring(marketing, palette.blue) + &ring(sales, palette.orange)));
        for placed in &self.placed {
            out.push_str(&placed.draw(palette));
        }
        out
    }
}

impl Placed {
    fn new(pair: &Pair, part: Part, label: Label, nobody_shared: bool) -> Self {
        let empty = part == Part::Both && nobody_shared;
        if let Some((x, y)) = (!empty).then(|| room(pair, part, &label)).flatten() {
            return Self { part, label: Label { x, y, ..label }, outside: None };
        }
        let (x, y) = spot(pair, part);
        let label = Label { x, y: BELOW, ..label };
        Self { part, label, outside: Some((!empty).then_some((x, y))) }
    }

    fn draw(&self, palette: &Palette) -> String {
        let Some(leader) = self.outside else {
            let ink = if self.part == Part::Both { palette.almond_ink } else { palette.ink };
            return self.label.draw(ink, ink);
        };
        let label = self.label.draw(palette.ink, palette.muted);
        let Some((x, y)) = leader else { return label };
        format!(
            "<path d=\"M{x:.1} {y:.1}L{:.1} {:.1}\" stroke=\"{}\" stroke-width=\"4\"/>\
             <path d=\"M{x:.1} {y:.1}L{:.1} {:.1}\" stroke=\"{ink}\" stroke-width=\"1.5\"/>\
             <circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\" fill=\"{ink}\" stroke=\"{}\" stroke-width=\"2\"/>{label}",
            self.label.x,
            BELOW - 4.0,
            palette.paper,
            self.label.x,
            BELOW - 4.0,
            palette.paper,
            ink = palette.ink
        )
    }
}

/// Moves the labels below the circles apart, each as little as it can, keeping their order and the margins.
fn spread(placed: &mut [Placed]) {
    let mut below: Vec<&mut Label> =
        placed.iter_mut().filter(|placed| placed.outside.is_some()).map(|placed| &mut placed.label).collect();
    let apart = |left: &Label, right: &Label| (left.width() + right.width()) / 2.0 + 4.0 * AIR;
    // Neighbours push each other away evenly; three labels come to rest in a few rounds.
    for _ in 0..40 {
        for at in 1..below.len() {
            let missing = apart(below[at - 1], below[at]) - (below[at].x - below[at - 1].x);
            below[at - 1].x -= missing.max(0.0) / 2.0;
            below[at].x += missing.max(0.0) / 2.0;
        }
    }
    let mut edge = MARGIN;
    for label in &mut below {
        label.x = label.x.max(edge + label.width() / 2.0);
        edge = label.x + label.width() / 2.0 + 4.0 * AIR;
    }
    let mut edge = WIDTH - MARGIN;
    for label in below.iter_mut().rev() {
        label.x = label.x.min(edge - label.width() / 2.0);
        edge = label.x - label.width() / 2.0 - 4.0 * AIR;
    }
}

/// The horizontal stretch of a part on the axis of the circles.
fn stretch(pair: &Pair, part: Part) -> (f64, f64) {
    let (m, s) = (pair.marketing, pair.sales);
    let (m_end, s_start) = (m.x + m.r, s.x - s.r);
    match (part, pair.shape) {
        (Part::Both, Shape::Apart) => (m_end.min(s_start), m_end.max(s_start)),
        (Part::Both, Shape::Crossing) => (s_start, m_end),
        (Part::Both, Shape::SalesWithin) => (s_start, s.x + s.r),
        (Part::Both, Shape::MarketingWithin) => (m.x - m.r, m_end),
        (Part::MarketingOnly, Shape::Apart) => (m.x - m.r, m_end),
        (Part::MarketingOnly, Shape::Crossing | Shape::SalesWithin | Shape::MarketingWithin) => {
            (m.x - m.r, s_start)
        }
        (Part::SalesOnly, Shape::Apart) => (s_start, s.x + s.r),
        (Part::SalesOnly, Shape::Crossing | Shape::SalesWithin | Shape::MarketingWithin) => {
            (m_end, s.x + s.r)
        }
    }
}

/// The place of a label on the axis of its part: the middle of the places that have room, if any has.
fn room(pair: &Pair, part: Part, label: &Label) -> Option<(f64, f64)> {
    const STEPS: u32 = 32;
    let (start, end) = stretch(pair, part);
    let y = pair.marketing.y - label.area().height / 2.0;
    let (m, s) = (pair.marketing, pair.sales);
    let fits = |x: &f64| {
        let area = Label { x: *x, y, ..label.clone() }.area();
        match part {
            Part::Both => holds(m, &area) && holds(s, &area),
            Part::MarketingOnly => holds(m, &area) && clears(s, &area),
            Part::SalesOnly => holds(s, &area) && clears(m, &area),
        }
    };
    let places = (0..=STEPS).map(|step| start + (end - start) * f64::from(step) / f64::from(STEPS));
    let places: Vec<f64> = places.filter(fits).collect();
    Some(((places.first()? + places.last()?) / 2.0, y))
}

fn holds(circle: Circle, area: &Rect) -> bool {
    let corners = [area.x, area.x + area.width].map(|x| [area.y, area.y + area.height].map(|y| (x, y)));
    corners.iter().flatten().all(|(x, y)| (x - circle.x).hypot(y - circle.y) <= circle.r - AIR)
}

fn clears(circle: Circle, area: &Rect) -> bool {
    let nearest = (circle.x.clamp(area.x, area.x + area.width), circle.y.clamp(area.y, area.y + area.height));
    circle.r == 0.0 || (nearest.0 - circle.x).hypot(nearest.1 - circle.y) >= circle.r + AIR
}

/// A point of the part for a line from below to end at.
fn spot(pair: &Pair, part: Part) -> (f64, f64) {
    let (start, end) = stretch(pair, part);
    let (middle, axis) = ((start + end) / 2.0, pair.marketing.y);
    match (part, pair.shape) {
        (Part::Both, Shape::Crossing) => {
            let (x, half) = pair.crossing();
            if (start..=end).contains(&x) && half > 0.0 {
                // On the line between the crossings, well within the almond's point.
                (x, axis + half * 0.6)
            } else {
                (middle, axis)
            }
        }
        (Part::Both, Shape::SalesWithin | Shape::MarketingWithin) => {
            (middle, axis + pair.marketing.r.min(pair.sales.r) * 0.6)
        }
        // Nobody shares, for one circle is empty: below the middle of the other.
        (Part::Both, Shape::Apart) if pair.marketing.r == 0.0 || pair.sales.r == 0.0 => {
            (pair.marketing.x, axis)
        }
        (Part::Both, Shape::Apart) | (Part::MarketingOnly | Part::SalesOnly, _) => (middle, axis),
    }
}

fn disc(circle: Circle, fill: &str) -> String {
    let Circle { x, y, r } = circle;
    if r == 0.0 {
        return String::new();
    }
    format!("<circle cx=\"{x:.3}\" cy=\"{y:.3}\" r=\"{r:.3}\" fill=\"{fill}\"/>")
}

fn ring(circle: Circle, stroke: &str) -> String {
    let Circle { x, y, r } = circle;
    if r == 0.0 {
        return String::new();
    }
    format!(
        "<circle cx=\"{x:.3}\" cy=\"{y:.3}\" r=\"{r:.3}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"2.5\"/>"
    )
}

fn almond(pair: &Pair, fill: &str) -> String {
    let (m, s) = (pair.marketing, pair.sales);
    match pair.shape {
        Shape::Apart => String::new(),
        Shape::SalesWithin => disc(s, fill),
        Shape::MarketingWithin => disc(m, fill),
        Shape::Crossing => {
            let (x, half) = pair.crossing();
            // An arc of more than half a turn where a centre lies beyond the line between the crossings.
            let (m_large, s_large) = (u8::from(m.x > x), u8::from(s.x < x));
            format!(
                "<path d=\"M{x:.3} {:.3}A{r:.3} {r:.3} 0 {m_large} 1 {x:.3} {:.3}A{q:.3} {q:.3} 0 {s_large} 1 {x:.3} {:.3}Z\" \
                 fill=\"{fill}\"/>",
                m.y - half,
                m.y + half,
                m.y - half,
                r = m.r,
                q = s.r
            )
        }
    }
}

/// Two empty outlines, and what that means.
fn nobody(palette: &Palette) -> String {
    let middle = (TOP[0] + BOTTOM[1]) / 2.0 + 20.0;
    let ring = |x: f64| {
        format!(
            "<circle cx=\"{x}\" cy=\"{middle}\" r=\"120\" fill=\"none\" stroke=\"{}\" stroke-width=\"2.5\" \
             stroke-dasharray=\"6 8\"/>",
            palette.muted
        )
    };
    let text = "Nobody was reached, and nobody was contacted";
    let (x, y, anchor) = (WIDTH / 2.0, HEIGHT - 44.0, Anchor::Middle);
    let words = Words { text, x, y, size: CAPTION, bold: false, fill: palette.muted, anchor }.draw();
    format!("{}{}{words}", ring(WIDTH / 2.0 - 70.0), ring(WIDTH / 2.0 + 70.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> impl Iterator<Item = (u64, u64, u64)> {
        const SIZES: [u64; 12] = [0, 1, 2, 9, 48, 300, 1420, 6000, 123_456, 1_000_000, 999_999_999, u64::MAX];
        let pairs = SIZES.into_iter().flat_map(|m| SIZES.into_iter().map(move |s| (m, s)));
        pairs.flat_map(|(m, s)| {
            let smaller = m.min(s) as f64;
            [0.0, 0.001, 0.05, 0.16, 0.3, 0.5, 0.8, 0.95, 1.0].map(|part| (m, s, (smaller * part) as u64))
        })
    }

    fn overlap(one: &Rect, other: &Rect) -> bool {
        one.x < other.x + other.width
            && other.x < one.x + one.width
            && one.y < other.y + other.height
            && other.y < one.y + one.height
    }

    #[test]
    fn no_label_lies_on_another_or_leaves_the_picture() {
        for (marketing, sales, both) in grid() {
            let Some(layout) = Layout::of(marketing, sales, both) else {
                assert_eq!((marketing, sales), (0, 0));
                continue;
            };
            let mut areas: Vec<Rect> = layout.placed.iter().map(|placed| placed.label.area()).collect();
            areas.extend(totals(marketing, sales).map(|label| label.area()));
            for (at, area) in areas.iter().enumerate() {
                let inside = area.x >= 0.0 && area.x + area.width <= WIDTH && area.y + area.height <= HEIGHT;
                assert!(inside, "{marketing} {sales} {both}: {area:?}");
                for other in &areas[at + 1..] {
                    assert!(!overlap(area, other), "{marketing} {sales} {both}: {area:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn no_line_runs_through_a_label() {
        for (marketing, sales, both) in grid() {
            let Some(layout) = Layout::of(marketing, sales, both) else { continue };
            for placed in &layout.placed {
                let Some(Some((x, y))) = placed.outside else { continue };
                for step in 0..=100 {
                    let part = f64::from(step) / 100.0;
                    let (x, y) = (x + (placed.label.x - x) * part, y + (BELOW - 4.0 - y) * part);
                    let hit = layout.placed.iter().find(|other| other.label.area().contains(x, y));
                    assert!(hit.is_none(), "{marketing} {sales} {both}: {:?}", placed.part);
                }
            }
        }
    }

    #[test]
    fn a_line_ends_in_the_part_it_names() {
        for (marketing, sales, both) in grid() {
            let Some(layout) = Layout::of(marketing, sales, both) else { continue };
            let (m, s) = (layout.pair.marketing, layout.pair.sales);
            for placed in &layout.placed {
                let Some(Some((x, y))) = placed.outside else { continue };
                let within = |circle: Circle| (x - circle.x).hypot(y - circle.y) <= circle.r + 0.01;
                let beyond = |circle: Circle| (x - circle.x).hypot(y - circle.y) >= circle.r - 0.01;
                let right = match placed.part {
                    Part::MarketingOnly => within(m) && beyond(s),
                    Part::Both => within(m) && within(s),
                    Part::SalesOnly => within(s) && beyond(m),
                };
                assert!(
                    right,
                    "{marketing} {sales} {both}: {:?} at {x} {y} of {:?}",
                    placed.part, layout.pair
                );
            }
        }
    }

    #[test]
    fn equal_circles_are_labelled_alike() {
        for both in 0..=300 {
            let layout = Layout::of(300, 300, both).unwrap();
            let place = |part| layout.placed.iter().find(|placed| placed.part == part);
            let inside = |placed: &Placed| placed.outside.is_none();
            // "marketing only" is the longer one: it may have to go out a little earlier.
            if place(Part::MarketingOnly).is_some_and(inside) {
                assert!(place(Part::SalesOnly).is_some_and(inside), "{both}");
            }
            let wide = (0..=48).contains(&both);
            assert!(!wide || place(Part::MarketingOnly).is_some_and(inside), "{both}");
        }
    }

    #[test]
    fn an_empty_circle_and_empty_almond_are_told_in_words() {
        let ink = Palette::of(super::super::Theme::Light);
        assert!(draw(0, 0, 0, ink).contains("Nobody was reached, and nobody was contacted"));
        assert!(draw(40, 30, 0, ink).contains(">0 in both<"));
        assert!(draw(40, 0, 0, ink).contains(">nobody was contacted<"));
        assert!(draw(4000, 3000, 1, ink).contains(">&lt;1 %<"));
        let all = draw(40, 40, 40, ink);
        assert!(all.contains(">100 %<") && !all.contains("only"));
    }
}
