//! The weeks: a line with a point each, a gap where nobody was contacted, the published figure dashed.

use jiff::civil::Date;

use super::{
    Anchor, HEIGHT, MARGIN, Palette, Rect, SMALL, WIDTH, Words, drawable, heading, percent, scale, width_of,
};

const LEFT: f64 = 132.0;
const RIGHT: f64 = WIDTH - 64.0;
const TOP: f64 = 106.0;
const BOTTOM: f64 = 396.0;
/// The size of the last figure.
const FIGURE: f64 = 32.0;

pub fn draw(weeks: &[(Date, Option<f64>)], benchmark: Option<f64>, palette: &Palette) -> String {
    let mut out = heading("Overlap by week", palette);
    if weeks.is_empty() {
        let (text, x, y, fill) = ("No weeks to show", MARGIN, TOP, palette.muted);
        return out + &Words { text, x, y, size: SMALL, bold: false, fill, anchor: Anchor::Start }.draw();
    }
    let plot = Plot::of(weeks, benchmark);
    out.push_str(&plot.grid(palette));
    out.push_str(&plot.gaps(palette));
    out.push_str(&plot.dates(weeks, palette));
    out.push_str(&plot.line(palette));
    out.push_str(&plot.benchmark(palette));
    out.push_str(&plot.latest(palette));
    out
}

struct Plot {
    /// Left to right; no height where nobody was contacted.
    points: Vec<(f64, Option<f64>)>,
    latest: Option<f64>,
    benchmark: Option<f64>,
    step: f64,
    end: f64,
}

impl Plot {
    fn of(weeks: &[(Date, Option<f64>)], benchmark: Option<f64>) -> Self {
        let shares: Vec<Option<f64>> = weeks.iter().map(|(_, share)| drawable(*share)).collect();
        let benchmark = drawable(benchmark);
        let highest = shares.iter().copied().chain([benchmark]).flatten().fold(0.0, f64::max);
        let (step, end) = scale((highest * 1.1).min(1.0));
        let between = (RIGHT - LEFT) / (weeks.len() as f64 - 1.0).max(1.0);
        let alone = if weeks.len() == 1 { (RIGHT - LEFT) / 2.0 } else { 0.0 };
        let place = |(at, share): (usize, &Option<f64>)| {
            (LEFT + alone + between * at as f64, share.map(|share| height(share, end)))
        };
        let points = shares.iter().enumerate().map(place).collect();
        Self { points, latest: shares.last().copied().flatten(), benchmark, step, end }
    }

    fn grid(&self, palette: &Palette) -> String {
        let lines = (self.end / self.step).round() as u32;
        let line = |at: u32| {
            let share = self.step * f64::from(at);
            let (y, stroke) = (height(share, self.end), if at == 0 { palette.muted } else { palette.grid });
            let (text, x) = (&percent(share), LEFT - 32.0);
            let label = Words {
                text,
                x,
                y: y + 9.0,
                size: SMALL,
                bold: false,
                fill: palette.muted,
                anchor: Anchor::End,
            };
            format!(
                "<path d=\"M{:.1} {y:.1}H{:.1}\" stroke=\"{stroke}\" stroke-width=\"1.5\"/>{}",
                LEFT - 20.0,
                RIGHT + 20.0,
                label.draw()
            )
        };
        (0..=lines).map(line).collect()
    }

    /// Weeks without a figure are shaded, so that a gap is not taken for a fall to nothing.
    fn gaps(&self, palette: &Palette) -> String {
        let width = ((RIGHT - LEFT) / self.points.len() as f64).min(48.0);
        let empty: Vec<f64> =
            self.points.iter().filter(|(_, y)| y.is_none()).map(|(x, _)| x - width / 2.0).collect();
        if empty.is_empty() {
            return String::new();
        }
        let (x, y, fill) = (LEFT - 20.0, HEIGHT - 22.0, palette.muted);
        let text = "Shaded: nobody was contacted";
        let words = Words { text, x, y, size: SMALL, bold: false, fill, anchor: Anchor::Start }.draw();
        let band = |x: &f64| {
            format!(
                "<rect x=\"{x:.1}\" y=\"{TOP}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{}\"/>",
                BOTTOM - TOP,
                palette.grid
            )
        };
        empty.iter().map(band).collect::<String>() + &words
    }

    /// The last week and as many before it, evenly apart, as can be read.
    fn dates(&self, weeks: &[(Date, Option<f64>)], palette: &Palette) -> String {
        let apart = (weeks.len() - 1).div_ceil(5).max(1);
        let (y, fill, anchor) = (BOTTOM + 40.0, palette.muted, Anchor::Middle);
        let label = |(day, x): (&Date, f64)| {
            let text = &day.strftime("%-d %b").to_string();
            Words { text, x, y, size: SMALL, bold: false, fill, anchor }.draw()
        };
        let places = self.points.iter().map(|(x, _)| *x);
        weeks.iter().map(|(day, _)| day).zip(places).rev().step_by(apart).map(label).collect()
    }

    fn line(&self, palette: &Palette) -> String {
        let (mut path, mut dots, mut pen) = (String::new(), String::new(), 'M');
        for (x, y) in &self.points {
            let Some(y) = y else {
                pen = 'M';
                continue;
            };
            path.push_str(&format!("{pen}{x:.1} {y:.1}"));
            dots.push_str(&format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\"/>"));
            pen = 'L';
        }
        format!(
            "<path d=\"{}\" fill=\"none\" stroke=\"{blue}\" stroke-width=\"4\" stroke-linejoin=\"round\"/>\
             <g fill=\"{blue}\" stroke=\"{}\" stroke-width=\"2\">{dots}</g>",
            if path.is_empty() { "M0 0" } else { &path },
            palette.paper,
            blue = palette.blue
        )
    }

    fn benchmark(&self, palette: &Palette) -> String {
        let Some(share) = self.benchmark else { return String::new() };
        let y = height(share, self.end);
        let (text, area) = self.benchmark_label(share);
        let words = Words {
            text: &text,
            x: area.x,
            y: area.y + SMALL,
            size: SMALL,
            bold: false,
            fill: palette.ink,
            anchor: Anchor::Start,
        };
        format!(
            "<path d=\"M{:.1} {y:.1}H{:.1}\" stroke=\"{}\" stroke-width=\"3\" stroke-dasharray=\"10 8\"/>\
             <g stroke=\"{}\" stroke-width=\"6\" paint-order=\"stroke\" stroke-linejoin=\"round\">{}</g>",
            LEFT - 20.0,
            RIGHT + 20.0,
            palette.orange,
            palette.paper,
            words.draw()
        )
    }

    /// Above or below the dashed line, at whichever place the weeks' line leaves free; beside the heading if none is.
    fn benchmark_label(&self, share: f64) -> (String, Rect) {
        let text = format!("{} benchmark", percent(share));
        let (y, width, height) = (height(share, self.end), width_of(&text, SMALL, false), SMALL + 8.0);
        let above = y - height - 6.0;
        let below = if y + 6.0 + height > BOTTOM { above } else { y + 6.0 };
        let steps = (0..=16).map(|step| LEFT + (RIGHT - width - LEFT) * f64::from(step) / 16.0);
        let across = [LEFT, RIGHT - width, (LEFT + RIGHT - width) / 2.0].into_iter().chain(steps);
        let mut places = across.flat_map(|x| [above, below].map(|y| Rect { x, y, width, height }));
        if let Some(free) = places.find(|area| !self.samples().any(|(x, y)| area.contains(x, y))) {
            return (text, free);
        }
        let text = format!("Dashed: {text}");
        let width = width_of(&text, SMALL, false);
        (text, Rect { x: RIGHT + 20.0 - width, y: 52.0 - SMALL, width, height })
    }

    /// Points along the line, the room of the last figure included.
    fn samples(&self) -> impl Iterator<Item = (f64, f64)> {
        let between = self.points.windows(2).flat_map(|pair| {
            let both = pair[0].1.zip(pair[1].1);
            (0..=30).filter_map(move |step| {
                let part = f64::from(step) / 30.0;
                both.map(|(from, to)| (pair[0].0 + (pair[1].0 - pair[0].0) * part, from + (to - from) * part))
            })
        });
        let figure = self.figure().into_iter().flat_map(|(x, y)| {
            let row = move |y: f64| (0..9).map(move |at| (x - 32.0 + f64::from(at) * 8.0, y));
            row(y).chain(row(y - FIGURE / 2.0)).chain(row(y - FIGURE * 0.75))
        });
        between.chain(figure)
    }

    /// Where the last figure stands, on its baseline: above its point, or below where the line comes down to it.
    fn figure(&self) -> Option<(f64, f64)> {
        let [before @ .., (x, Some(y))] = &self.points[..] else { return None };
        let falls = before.last().and_then(|(_, before)| *before).is_some_and(|before| before < y - 4.0);
        let below = y + 18.0 + FIGURE * 0.75;
        Some((*x, if falls && below < BOTTOM - 6.0 { below } else { y - 20.0 }))
    }

    fn latest(&self, palette: &Palette) -> String {
        let (Some(share), Some((x, y))) = (self.latest, self.figure()) else { return String::new() };
        let (text, fill, anchor) = (&percent(share), palette.ink, Anchor::Middle);
        let words = Words { text, x, y, size: FIGURE, bold: true, fill, anchor }.draw();
        let halo = palette.paper;
        format!(
            "<g stroke=\"{halo}\" stroke-width=\"6\" paint-order=\"stroke\" stroke-linejoin=\"round\">{words}</g>"
        )
    }
}

fn height(share: f64, end: f64) -> f64 {
    BOTTOM - (BOTTOM - TOP) * share / end
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};

    use super::*;

    fn weeks(shares: &[Option<f64>]) -> Vec<(Date, Option<f64>)> {
        let monday = date(2026, 9, 7);
        shares.iter().zip(0i64..).map(|(share, week)| (monday + (week * 7).days(), *share)).collect()
    }

    fn drawn(shares: &[Option<f64>], benchmark: Option<f64>) -> String {
        draw(&weeks(shares), benchmark, Palette::of(super::super::Theme::Light))
    }

    #[test]
    fn a_week_without_anybody_is_a_gap() {
        let svg = drawn(&[Some(0.1), Some(0.2), None, Some(0.15)], Some(0.16));
        let line = svg.split("<path d=\"").find(|path| path.contains("stroke-width=\"4\"")).unwrap();
        assert_eq!(line.matches('M').count(), 2);
        assert_eq!(svg.matches("r=\"6\"").count(), 3);
        assert!(svg.contains("Shaded: nobody was contacted"));
        assert!(svg.contains(">16 % benchmark<"));
    }

    #[test]
    fn the_last_week_is_always_dated() {
        for length in 1..60 {
            let svg = drawn(&vec![Some(0.2); length], None);
            let last = weeks(&vec![None; length])[length - 1].0.strftime("%-d %b").to_string();
            assert!(svg.contains(&format!(">{last}<")));
            assert!(svg.matches("text-anchor=\"middle\"").count() <= 8);
        }
    }

    #[test]
    fn the_benchmark_label_keeps_off_the_line_where_it_can() {
        for shares in [[0.12, 0.14, 0.18, 0.22], [0.3, 0.2, 0.17, 0.05], [0.16, 0.3, 0.3, 0.16]] {
            let plot = Plot::of(&weeks(&shares.map(Some)), Some(0.16));
            let (_, area) = plot.benchmark_label(0.16);
            assert_eq!(plot.samples().filter(|(x, y)| area.contains(*x, *y)).count(), 0, "{shares:?}");
        }
    }

    #[test]
    fn the_last_figure_keeps_off_the_line() {
        for shares in
            [[0.2, 0.1, 0.3, 0.15], [0.1, 0.1, 0.1, 0.1], [0.05, 0.2, 0.1, 0.4], [0.3, 0.3, 0.17, 0.16]]
        {
            let plot = Plot::of(&weeks(&shares.map(Some)), Some(0.16));
            let (x, y) = plot.figure().unwrap();
            let area = Rect { x: x - 34.0, y: y - FIGURE * 0.75, width: 68.0, height: FIGURE * 0.75 };
            let between = plot.points.windows(2).flat_map(|pair| {
                let (from, to) = (pair[0].1.unwrap(), pair[1].1.unwrap());
                (0..=30).map(move |step| {
                    let part = f64::from(step) / 30.0;
                    (pair[0].0 + (pair[1].0 - pair[0].0) * part, from + (to - from) * part)
                })
            });
            assert_eq!(between.filter(|(x, y)| area.contains(*x, *y)).count(), 0, "{shares:?}");
        }
    }

    #[test]
    fn where_the_line_leaves_no_room_the_benchmark_is_named_beside_the_heading() {
        let restless: Vec<_> = (0..24).map(|week| Some(if week % 2 == 0 { 0.05 } else { 0.3 })).collect();
        assert!(drawn(&restless, Some(0.16)).contains(">Dashed: 16 % benchmark<"));
    }
}
