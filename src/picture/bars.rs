//! Shares side by side: a bar each, its name before it and its figure behind it.

use super::{
    Anchor, HEIGHT, MARGIN, Palette, SMALL, WIDTH, Words, drawable, fit, heading, percent, width_of,
};

const TOP: f64 = 84.0;
/// Kept free below the last bar.
const FOOT: f64 = 20.0;
/// Where the longest bar ends, with room for its figure.
const END: f64 = WIDTH - MARGIN - 96.0;
/// Names longer than this are cut.
const LONGEST: f64 = 300.0;
/// More would be too thin to read; the table beside the picture has them all.
const MOST: usize = 9;

pub fn draw(title: &str, bars: &[(String, Option<f64>)], palette: &Palette) -> String {
    let mut out = heading(title, palette);
    let bars_shown = &bars[..shown(bars.len())];
    let apart = apart(bars.len());
    let widest = bars_shown.iter().map(|(label, _)| width_of(label, SMALL, false)).fold(0.0, f64::max);
    let start = MARGIN + widest.min(LONGEST) + 20.0;
    let longest = bars_shown.iter().filter_map(|(_, share)| drawable(*share)).fold(0.0, f64::max);
    for (at, (label, share)) in bars_shown.iter().enumerate() {
        let middle = TOP + apart * (at as f64 + 0.5);
        out.push_str(&words(&fit(label, SMALL, false, LONGEST), MARGIN, middle, false, palette.ink));
        out.push_str(&match drawable(*share) {
            None => words("nobody contacted", start, middle, false, palette.muted),
            Some(share) => {
                // All of them may be 0.
                let width = if longest > 0.0 { (END - start) * share / longest } else { 0.0 };
                bar(start, width.max(2.0), middle, apart, palette)
                    + &words(&percent(share), start + width + 14.0, middle, true, palette.ink)
            }
        });
    }
    let left = match (bars.len(), bars.len() - bars_shown.len()) {
        (0, _) => "Nothing to show".to_owned(),
        (_, 0) => return out,
        (_, left) => format!("and {left} more"),
    };
    out + &words(&left, MARGIN, TOP + apart * (bars_shown.len() as f64 + 0.5), false, palette.muted)
}

/// Of the whole picture with as many bars.
pub fn height(bars: usize) -> f64 {
    TOP + apart(bars) * lines(bars) + FOOT
}

fn shown(bars: usize) -> usize {
    if bars > MOST { MOST - 1 } else { bars }
}

fn lines(bars: usize) -> f64 {
    bars.clamp(1, MOST) as f64
}

fn apart(bars: usize) -> f64 {
    ((HEIGHT - TOP - FOOT) / lines(bars)).min(60.0)
}

fn bar(x: f64, width: f64, middle: f64, apart: f64, palette: &Palette) -> String {
    let height = apart * 0.6;
    let (y, fill) = (middle - height / 2.0, palette.blue);
    format!(
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"3\" fill=\"{fill}\"/>"
    )
}

fn words(text: &str, x: f64, middle: f64, bold: bool, fill: &str) -> String {
    Words { text, x, y: middle + SMALL * 0.36, size: SMALL, bold, fill, anchor: Anchor::Start }.draw()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Theme;

    fn drawn(count: usize) -> String {
        let bars: Vec<_> = (0..count).map(|at| (format!("Seller {at}"), Some(0.01 * at as f64))).collect();
        draw("Overlap by seller", &bars, Palette::of(Theme::Dark))
    }

    #[test]
    fn lengths_are_in_proportion() {
        let bars = [("a".to_owned(), Some(0.2)), ("b".to_owned(), Some(0.1)), ("c".to_owned(), None)];
        let svg = draw("", &bars, Palette::of(Theme::Light));
        let widths: Vec<f64> = svg
            .split(" width=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect();
        assert!((widths[0] / widths[1] - 2.0).abs() < 0.01);
        assert!(svg.contains("nobody contacted"));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        assert_eq!(drawn(9).matches("<rect").count(), 9);
        assert!(drawn(30).contains("and 22 more"));
        assert!(drawn(0).contains("Nothing to show"));
        assert!(!drawn(1).contains("NaN"));
        for count in 0..40 {
            assert!(height(count) <= HEIGHT);
        }
    }
}
