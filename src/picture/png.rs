//! The same pictures as PNG, for chats that take no SVG: drawn with a font of our own, so that they look alike on
//! every machine.

use std::sync::{Arc, LazyLock};

use png::{BitDepth, ColorType, Compression, Encoder};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

use super::{Theme, svg};
use crate::card::Picture;

const FONTS: [&[u8]; 2] =
    [include_bytes!("fonts/Inter-Regular.otf"), include_bytes!("fonts/Inter-SemiBold.otf")];
const FAMILY: &str = "Inter";
/// Pixels; wider, no chat shows it.
const WIDEST: u32 = 4_000;

static OPTIONS: LazyLock<Options> = LazyLock::new(|| {
    let mut fonts = Database::new();
    FONTS.into_iter().for_each(|font| fonts.load_font_data(font.to_vec()));
    fonts.set_sans_serif_family(FAMILY);
    Options { fontdb: Arc::new(fonts), font_family: FAMILY.to_owned(), ..Options::default() }
});

/// The picture `width` pixels wide (from 1 to 4,000), and as high as it needs.
pub fn png(picture: &Picture, theme: Theme, width: u32) -> Vec<u8> {
    rasterised(&svg(picture, theme), width)
}

/// The same in half as many bytes or less, for messages with little room: in 256 colours, which no eye tells from all.
pub fn small(picture: &Picture, theme: Theme, width: u32) -> Vec<u8> {
    super::indexed::png(&pixels(&svg(picture, theme), width))
}

/// Several pictures below each other, `width` pixels wide (from 1 to 4,000), and as high as they need.
pub fn sheet(pictures: &[Picture], theme: Theme, width: u32) -> Vec<u8> {
    rasterised(&super::sheet(pictures, theme), width)
}

/// Packed fast: packed well, it would be half as large, and take longer than all the drawing.
fn rasterised(svg: &str, width: u32) -> Vec<u8> {
    let pixels = pixels(svg, width);
    let size = (pixels.width(), pixels.height());
    packed(size, &pixels.take_demultiplied(), |encoder| {
        encoder.set_color(ColorType::Rgba);
        encoder.set_compression(Compression::Fast);
    })
}

/// Bytes, eight bits to a channel or an index, as a PNG of that width and height.
pub(super) fn packed(
    (width, height): (u32, u32),
    data: &[u8],
    how: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_depth(BitDepth::Eight);
    how(&mut encoder);
    let mut writer = encoder.write_header().expect("memory can be written to");
    writer.write_image_data(data).expect("memory can be written to");
    writer.finish().expect("memory can be written to");
    bytes
}

fn pixels(svg: &str, width: u32) -> Pixmap {
    let tree = Tree::from_str(svg, &OPTIONS).expect("every picture is a valid document");
    let scale = width.clamp(1, WIDEST) as f32 / tree.size().width();
    let height = (tree.size().height() * scale).round().max(1.0) as u32;
    let mut pixels = Pixmap::new(width.clamp(1, WIDEST), height).expect("neither side is 0");
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn circles(marketing: u64, sales: u64, both: u64) -> Picture {
        Picture::Circles { marketing, sales, both }
    }

    fn decoded(picture: &Picture, theme: Theme, width: u32) -> Pixmap {
        Pixmap::decode_png(&png(picture, theme, width)).expect("a PNG")
    }

    /// How many pixels are not of the colour of the corner.
    fn drawn(pixels: &Pixmap) -> usize {
        let paper = pixels.pixels()[0];
        pixels.pixels().iter().filter(|pixel| **pixel != paper).count()
    }

    #[test]
    fn it_is_as_wide_as_asked_and_as_high_as_the_picture() {
        let few = Picture::Bars { title: "By seller".into(), bars: vec![("Sam".into(), Some(0.2))] };
        for (asked, wide) in [(800, 800), (1600, 1600), (333, 333), (0, 1), (u32::MAX, WIDEST)] {
            let picture = decoded(&circles(1420, 300, 48), Theme::Light, asked);
            assert_eq!(picture.width(), wide);
            assert!(picture.height().abs_diff(wide * 5 / 8) <= 1, "{}", picture.height());
            assert!(decoded(&few, Theme::Light, asked).height() <= picture.height());
        }
    }

    #[test]
    fn a_sheet_is_its_pictures_one_below_the_other() {
        let weeks =
            vec![(date(2026, 1, 5), Some(0.1)), (date(2026, 1, 12), None), (date(2026, 1, 19), Some(0.2))];
        let pictures = [circles(1420, 300, 48), Picture::Trend { weeks, benchmark: Some(0.16) }];
        let sheet = Pixmap::decode_png(&sheet(&pictures, Theme::Light, 800)).expect("a PNG");
        let [above, below] = pictures.map(|picture| decoded(&picture, Theme::Light, 800));
        assert_eq!((sheet.width(), sheet.height()), (800, above.height() + below.height()));
        let both = [above.pixels(), below.pixels()].concat();
        assert_eq!(sheet.pixels(), both);
    }

    #[test]
    fn words_are_drawn() {
        let bars = |label: &str| {
            let bars = vec![(label.to_owned(), Some(0.2))];
            drawn(&decoded(&Picture::Bars { title: String::new(), bars }, Theme::Light, 800))
        };
        // Blanks are as wide as letters, so that the bar itself stays where it is.
        let blank = bars(&"\u{a0}".repeat(8));
        for word in ["Northwind", "Müller", "Здравей", "Αθήνα", "Łódź"] {
            assert!(bars(word) > blank + 300, "{word}: {} against {blank}", bars(word));
        }
    }

    #[test]
    fn letters_beyond_the_font_leave_the_picture_whole() {
        let bars = vec![("王小明 👩‍💻".to_owned(), Some(0.2))];
        assert!(drawn(&decoded(&Picture::Bars { title: "王".into(), bars }, Theme::Dark, 800)) > 0);
    }

    #[test]
    fn a_small_one_looks_alike() {
        let (picture, width) = (circles(1420, 300, 48), 900);
        let small = small(&picture, Theme::Light, width);
        assert!(2 * small.len() < png(&picture, Theme::Light, width).len(), "{}", small.len());
        let small = Pixmap::decode_png(&small).expect("a PNG");
        let whole = decoded(&picture, Theme::Light, width);
        let colours = |pixels: &Pixmap| -> Vec<[u8; 3]> {
            let whole = pixels.pixels().iter().map(|pixel| pixel.demultiply());
            whole.map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect()
        };
        let (small, whole) = (colours(&small), colours(&whole));
        let near = |(a, b): &(&[u8; 3], &[u8; 3])| a.iter().zip(*b).all(|(a, b)| a.abs_diff(*b) <= 8);
        let alike = small.iter().zip(&whole).filter(near).count();
        assert!(alike * 1_000 >= whole.len() * 999, "{alike} of {}", whole.len());
        assert_eq!(small.last(), small.first(), "paper down to the edge");
    }

    #[test]
    fn both_themes_have_their_paper() {
        let weeks = vec![(date(2026, 1, 5), Some(0.1)), (date(2026, 1, 12), None)];
        let trend = Picture::Trend { weeks, benchmark: Some(0.16) };
        let corner = |theme| decoded(&trend, theme, 400).pixels()[0].demultiply().red();
        assert_eq!((corner(Theme::Light), corner(Theme::Dark)), (0xff, 0x1a));
    }

    #[test]
    fn the_same_picture_is_the_same_bytes() {
        let once = png(&circles(40, 30, 9), Theme::Light, 640);
        assert_eq!(once, png(&circles(40, 30, 9), Theme::Light, 640));
        assert_ne!(once, png(&circles(40, 30, 10), Theme::Light, 640));
    }

    /// `cargo test --lib picture::png -- --ignored` draws into the temporary folder, to be looked at.
    #[test]
    #[ignore = "for eyes"]
    fn to_look_at() {
        let weeks = (0..12_i32).map(|week| {
            let share = (week != 4).then(|| 0.1 + 0.01 * f64::from((week * 7) % 9));
            (date(2026, 7, 6).saturating_add(jiff::Span::new().weeks(week)), share)
        });
        let bars =
            [("Zoë Łukaszewska", Some(0.31)), ("Sam", Some(0.16)), ("Ανδρέας", None), ("王小明", Some(0.02))];
        let trend = Picture::Trend { weeks: weeks.collect(), benchmark: Some(0.16) };
        let pictures = [
            ("none", circles(1420, 300, 0)),
            ("some", circles(1420, 300, 48)),
            ("all", circles(300, 300, 300)),
            ("empty", circles(40, 0, 0)),
            ("apart", circles(1, 1_000_000, 0)),
            ("within", circles(1, 1_000_000, 1)),
            ("nobody", circles(0, 0, 0)),
            ("trend", trend.clone()),
            (
                "bars",
                Picture::Bars {
                    title: "Overlap by seller".into(),
                    bars: bars.map(|(name, share)| (name.to_owned(), share)).into(),
                },
            ),
        ];
        for (name, picture) in &pictures {
            for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
                let path = std::env::temp_dir().join(format!("mandorla-{name}-{suffix}.png"));
                std::fs::write(path, png(picture, theme, 800)).expect("a writable folder");
                let sheets = std::env::temp_dir().join(format!("mandorla-sheet-{name}-{suffix}.png"));
                let both = [picture.clone(), trend.clone()];
                std::fs::write(sheets, sheet(&both, theme, 1_600)).expect("a writable folder");
            }
        }
    }
}
