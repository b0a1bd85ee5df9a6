//! Answers to look at: the two circles, the weeks, the bars, as SVG made of plain shapes and words.
//!
//! No script, no reference to anything outside, no ids: a picture may stand inline in a page any number of
//! times, and a rasteriser needs only the font. Whoever cannot see it hears [`Picture::alternative`].

mod bars;
mod circles;
mod indexed;
pub mod png;
mod trend;

use unicode_width::UnicodeWidthChar;

use crate::card::Picture;

pub const FONT: &str = "Inter, system-ui, sans-serif";
pub const WIDTH: f64 = 800.0;
pub const HEIGHT: f64 = 500.0;
/// Kept free at the left and the right.
const MARGIN: f64 = 24.0;
/// The smallest words: still 11 px on a phone 360 px wide.
const SMALL: f64 = 26.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

/// The picture as one SVG document, 800 × 500 units; a few bars take less height.
pub fn svg(picture: &Picture, theme: Theme) -> String {
    let palette = Palette::of(theme);
    let (title, height, body) = draw(picture, palette);
    document(&title, &picture.alternative(), height, &body, palette)
}

/// Pictures below each other as one SVG document, 800 units wide: so their words stay readable on a phone, which
/// beside each other they would not.
pub fn sheet(pictures: &[Picture], theme: Theme) -> String {
    let palette = Palette::of(theme);
    let (mut body, mut below) = (String::new(), 0.0);
    let (mut titles, mut words) = (Vec::new(), Vec::new());
    for picture in pictures {
        let (title, height, drawn) = draw(picture, palette);
        body.push_str(&format!("<g transform=\"translate(0 {below:.1})\">{drawn}</g>"));
        below += height;
        titles.push(title);
        words.push(picture.alternative());
    }
    document(&titles.join(", "), &words.join(" "), below.max(1.0), &body, palette)
}

/// The picture's name, its height, and its shapes.
fn draw(picture: &Picture, palette: &Palette) -> (String, f64, String) {
    match picture {
        Picture::Circles { marketing, sales, both } => {
            ("The two circles".to_owned(), HEIGHT, circles::draw(*marketing, *sales, *both, palette))
        }
        Picture::Trend { weeks, benchmark } => {
            ("Overlap by week".to_owned(), HEIGHT, trend::draw(weeks, *benchmark, palette))
        }
        Picture::Bars { title, bars } => {
            (title.clone(), bars::height(bars.len()), bars::draw(title, bars, palette))
        }
    }
}

fn document(title: &str, words: &str, height: f64, body: &str, palette: &Palette) -> String {
    let (title, description) = (escape(title), escape(words));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-label=\"{description}\" font-family=\"{FONT}\"><title>{title}</title><desc>{description}</desc>\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{}\"/>{body}</svg>",
        palette.paper
    )
}

/// Blue and orange after Okabe and Ito (<https://jfly.uni-koeln.de/color/>): told apart with every kind of
/// colour vision. The almond differs from both by lightness alone. Orange is darkened on white to 3 : 1.
struct Palette {
    paper: &'static str,
    ink: &'static str,
    muted: &'static str,
    grid: &'static str,
    blue: &'static str,
    blue_tint: &'static str,
    orange: &'static str,
    orange_tint: &'static str,
    almond: &'static str,
    almond_ink: &'static str,
}

impl Palette {
    fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &Self {
                paper: "#ffffff",
                ink: "#17212b",
                muted: "#55616e",
                grid: "#e3e8ed",
                blue: "#0072b2",
                blue_tint: "#cfe4f3",
                orange: "#b87700",
                orange_tint: "#fbe3b3",
                almond: "#123a5c",
                almond_ink: "#ffffff",
            },
            Theme::Dark => &Self {
                paper: "#1a2027",
                ink: "#eef2f6",
                muted: "#a9b4c0",
                grid: "#323b45",
                blue: "#56b4e9",
                blue_tint: "#173f5a",
                orange: "#e69f00",
                orange_tint: "#523d0c",
                almond: "#f1f5f8",
                almond_ink: "#12202c",
            },
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of words. `y` is the baseline.
struct Words<'a> {
    text: &'a str,
    x: f64,
    y: f64,
    size: f64,
    bold: bool,
    fill: &'a str,
    anchor: Anchor,
}

impl Words<'_> {
    fn draw(&self) -> String {
        let anchor = match self.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if self.bold { 600 } else { 400 };
        format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{}\" font-weight=\"{weight}\" fill=\"{}\" \
             text-anchor=\"{anchor}\">{}</text>",
            self.x,
            self.y,
            self.size,
            self.fill,
            escape(self.text)
        )
    }
}

/// The heading of a chart, cut to the width of the picture.
fn heading(text: &str, palette: &Palette) -> String {
    let text = &fit(text, 30.0, true, WIDTH - 2.0 * MARGIN);
    let (x, y, fill) = (MARGIN, 52.0, palette.ink);
    Words { text, x, y, size: 30.0, bold: true, fill, anchor: Anchor::Start }.draw()
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Rect {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Rect {
    fn contains(&self, x: f64, y: f64) -> bool {
        (self.x..=self.x + self.width).contains(&x) && (self.y..=self.y + self.height).contains(&y)
    }
}

/// How wide the words will be at most, near enough without the font: after Inter at weight 600, in which the
/// letters of a kind differ little. At weight 400 they are narrower by an eighth.
fn width_of(text: &str, size: f64, bold: bool) -> f64 {
    let em = |c: char| match c {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | 'i' | 'j' | 'l' | 'I' => 0.32,
        'f' | 'r' | 't' | '-' | '(' | ')' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.98,
        'A'..='Z' => 0.74,
        '0'..='9' => 0.67,
        c if c.is_ascii() => 0.62,
        c => match c.width() {
            Some(0) | None => 0.0,
            Some(1) if c.is_alphabetic() => 0.7,
            Some(_) => 1.0,
        },
    };
    text.chars().map(em).sum::<f64>() * size * if bold { 1.0 } else { 0.88 }
}

/// Cut with a mark to what fits.
fn fit(text: &str, size: f64, bold: bool, width: f64) -> String {
    let text = crate::card::clean(text);
    if width_of(&text, size, bold) <= width {
        return text.into_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if width_of(&kept, size, bold) + size > width {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// "1,234"; beyond what fits, "1.8e19".
fn people(number: u64) -> String {
    const LONGEST: u64 = 999_999_999;
    if number > LONGEST { format!("{:.1e}", number as f64) } else { crate::card::grouped(number) }
}

/// Rounded, but never to nobody or to everybody where that is not so.
fn percent(share: f64) -> String {
    match share {
        share if share > 0.0 && share < 0.005 => return "<1 %".to_owned(),
        share if share > 0.995 && share < 1.0 => return ">99 %".to_owned(),
        _ => {}
    }
    format!("{:.0} %", share * 100.0)
}

/// A share that can be drawn; what is not a number counts as not known.
fn drawable(share: Option<f64>) -> Option<f64> {
    share.filter(|share| !share.is_nan()).map(|share| share.clamp(0.0, 1.0))
}

/// The step between lines of a scale from 0 to `highest` with at most five steps, and where it ends.
fn scale(highest: f64) -> (f64, f64) {
    const STEPS: [f64; 6] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25];
    let step = STEPS.into_iter().find(|step| step * 5.0 >= highest - 1e-9).unwrap_or(0.25);
    (step, ((highest / step - 1e-9).ceil().max(1.0) * step).min(1.0))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            // No XML 1.0 document may hold these, not even as references.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn pictures() -> Vec<Picture> {
        let nasty = "<script>\"O'Neil\" & \u{0}\u{202e}\u{ffff} Sons\n".to_owned();
        vec![
            Picture::Circles { marketing: 1420, sales: 300, both: 48 },
            Picture::Circles { marketing: 0, sales: 0, both: 0 },
            Picture::Circles { marketing: u64::MAX, sales: u64::MAX, both: u64::MAX },
            Picture::Circles { marketing: 1, sales: 2, both: 9 },
            Picture::Trend { weeks: vec![], benchmark: None },
            Picture::Trend {
                weeks: vec![
                    (date(2026, 1, 5), Some(f64::NAN)),
                    (date(2026, 1, 12), Some(f64::INFINITY)),
                    (date(2026, 1, 19), None),
                    (date(2026, 1, 26), Some(-3.0)),
                ],
                benchmark: Some(0.16),
            },
            Picture::Bars { title: String::new(), bars: vec![] },
            Picture::Bars { title: nasty.clone(), bars: vec![(nasty, Some(2.0)), ("none".into(), None)] },
        ]
    }

    #[test]
    fn every_picture_is_one_valid_document_that_reads_aloud_and_refers_to_nothing() {
        let alone = pictures().into_iter().map(|picture| vec![picture]);
        for shown in alone.chain([pictures(), Vec::new()]) {
            for theme in [Theme::Light, Theme::Dark] {
                let text = match &shown[..] {
                    [picture] => svg(picture, theme),
                    several => sheet(several, theme),
                };
                let document = roxmltree::Document::parse(&text).expect(&text);
                let named = |name| document.descendants().find(|node| node.has_tag_name(name)).unwrap();
                named("title");
                assert_eq!(named("desc").text().is_none_or(str::is_empty), shown.is_empty());
                for node in document.descendants() {
                    assert!(!matches!(node.tag_name().name(), "script" | "image" | "use" | "style" | "a"));
                    for attribute in node.attributes() {
                        let told = attribute.name() == "aria-label";
                        assert!(
                            told || !attribute.value().contains("NaN") && !attribute.value().contains("inf")
                        );
                        assert!(!matches!(attribute.name(), "href" | "style" | "id"));
                    }
                }
            }
        }
    }

    #[test]
    fn long_words_are_cut_with_a_mark() {
        assert_eq!(fit("Financial services", 20.0, true, 100.0), "Financi…");
        assert_eq!(fit("Fintech", 20.0, true, 100.0), "Fintech");
        assert_eq!(fit("王小明王小明", 20.0, true, 85.0), "王小明…");
    }

    #[test]
    fn scales_end_on_a_step() {
        let near = |(step, end): (f64, f64)| ((step * 100.0).round(), (end * 100.0).round());
        assert_eq!(near(scale(0.0)), (1.0, 1.0));
        assert_eq!(near(scale(0.16)), (5.0, 20.0));
        assert_eq!(near(scale(0.5)), (10.0, 50.0));
        assert_eq!(near(scale(0.61)), (20.0, 80.0));
        assert_eq!(near(scale(1.0)), (20.0, 100.0));
    }
}
