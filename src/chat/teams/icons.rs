//! The two icons of the app, drawn from the sign of the house.

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

/// Two overlapping circles on a square.
const SIGN: &str = include_str!("../console/sign.svg");
const PAPER: &str = "#123a5c";

/// In full colour, 192 × 192 pixels as PNG. It fills the square, which Teams rounds itself, and the sign keeps within
/// 120 × 120
/// (<https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons>).
pub fn color() -> Vec<u8> {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 192 192\">\
         <rect width=\"192\" height=\"192\" fill=\"{PAPER}\"/>\
         <g transform=\"translate(14.4 14.4) scale(5.1)\">{}</g></svg>",
        shapes()
    );
    draw(&svg, 192)
}

/// White on transparent, 32 × 32 pixels as PNG (same document).
pub fn outline() -> Vec<u8> {
    const LINE: &str = "fill=\"none\" stroke=\"#fff\" stroke-width=\"1.6\"";
    let shapes = shapes().replace("fill=\"#56b4e9\"", LINE).replace("fill=\"#e69f00\"", LINE);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">\
         <g transform=\"translate(-3.2 -3.2) scale(1.2)\">{shapes}</g></svg>"
    );
    draw(&svg, 32)
}

/// The sign without its square: the two circles and the almond.
fn shapes() -> &'static str {
    let begin = SIGN.find("<circle").expect("the sign has circles");
    let end = SIGN.rfind("</svg>").expect("the sign is a document");
    &SIGN[begin..end]
}

fn draw(svg: &str, side: u16) -> Vec<u8> {
    let tree = Tree::from_str(svg, &Options::default()).expect("a sound drawing");
    let mut pixels = Pixmap::new(side.into(), side.into()).expect("a side above nothing");
    let scale = f32::from(side) / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().expect("pixels fit into a PNG")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(png: &[u8]) -> Pixmap {
        Pixmap::decode_png(png).expect("a PNG")
    }

    /// Whether two pictures look alike: processors may round differently.
    fn alike(one: &Pixmap, other: &Pixmap) -> bool {
        let near = |(a, b): (&u8, &u8)| a.abs_diff(*b) <= 4;
        (one.width(), one.height()) == (other.width(), other.height())
            && one.data().iter().zip(other.data()).all(near)
    }

    #[test]
    fn the_committed_icons_are_the_drawn_ones() {
        let committed = [
            include_bytes!("../../../manifests/teams/color.png").as_slice(),
            include_bytes!("../../../manifests/teams/outline.png").as_slice(),
        ];
        for (drawn, committed) in [color(), outline()].iter().zip(committed) {
            assert!(alike(&pixels(drawn), &pixels(committed)));
        }
        assert!(!alike(&pixels(&color()), &pixels(&outline())));
    }

    #[test]
    fn the_coloured_icon_fills_its_square() {
        let icon = pixels(&color());
        assert_eq!((icon.width(), icon.height()), (192, 192));
        assert!(icon.pixels().iter().all(|pixel| pixel.alpha() == 255));
        let colors: std::collections::HashSet<_> =
            icon.pixels().iter().map(|pixel| (pixel.red(), pixel.green(), pixel.blue())).collect();
        for wanted in [(0x12, 0x3a, 0x5c), (0x56, 0xb4, 0xe9), (0xe6, 0x9f, 0x00), (255, 255, 255)] {
            assert!(colors.contains(&wanted), "{wanted:?}");
        }
    }

    #[test]
    fn the_outline_is_white_on_nothing() {
        let icon = pixels(&outline());
        assert_eq!((icon.width(), icon.height()), (32, 32));
        let shades: Vec<_> = icon.pixels().iter().map(|pixel| pixel.demultiply()).collect();
        assert!(
            shades.iter().any(|shade| shade.alpha() == 0) && shades.iter().any(|shade| shade.alpha() == 255)
        );
        let white = |shade: &resvg::tiny_skia::ColorU8| {
            shade.alpha() == 0 || [shade.red(), shade.green(), shade.blue()] == [255; 3]
        };
        assert!(shades.iter().all(white));
    }
}
