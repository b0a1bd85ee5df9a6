//! Pixels in 256 colours: figures have few, and a message that holds a picture has little room.

use std::collections::HashMap;

use png::{ColorType, Compression, Filter};
use resvg::tiny_skia::Pixmap;

use super::png::packed;

/// What a byte can tell apart.
const COLOURS: usize = 256;

type Colour = [u8; 3];

/// An opaque picture as PNG, with its commonest colours; the edges of letters have a few more, which become the nearest
/// of them.
pub fn png(pixels: &Pixmap) -> Vec<u8> {
    // The lowest row may be covered in part alone: it has its colour, and lets the page through.
    let whole = pixels.pixels().iter().map(|pixel| pixel.demultiply());
    let colours: Vec<Colour> = whole.map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let palette = commonest(&colours);
    let mut places: HashMap<Colour, u8> = HashMap::new();
    let indexed: Vec<u8> = colours
        .iter()
        .map(|colour| *places.entry(*colour).or_insert_with(|| nearest(&palette, *colour)))
        .collect();
    packed((pixels.width(), pixels.height()), &indexed, |encoder| {
        encoder.set_color(ColorType::Indexed);
        encoder.set_palette(palette.concat());
        encoder.set_compression(Compression::High);
        // Neighbours in a palette are no neighbours in colour.
        encoder.set_filter(Filter::NoFilter);
    })
}

/// In an order that depends on the picture alone.
fn commonest(colours: &[Colour]) -> Vec<Colour> {
    let mut counts: HashMap<Colour, usize> = HashMap::new();
    for colour in colours {
        *counts.entry(*colour).or_default() += 1;
    }
    let mut counts: Vec<(Colour, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    counts.into_iter().map(|(colour, _)| colour).take(COLOURS).collect()
}

fn nearest(palette: &[Colour], colour: Colour) -> u8 {
    let far = |other: &Colour| -> u32 {
        other.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let nearest = palette.iter().enumerate().min_by_key(|(_, other)| far(other));
    nearest.map_or(0, |(place, _)| u8::try_from(place).expect("a palette fits into a byte"))
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::{Color, PremultipliedColorU8};

    use super::*;

    #[test]
    fn few_colours_stay_as_they_are_and_many_nearly() {
        let mut pixels = Pixmap::new(64, 16).expect("a picture");
        pixels.fill(Color::WHITE);
        for (at, pixel) in pixels.pixels_mut().iter_mut().enumerate().take(200) {
            let shade = u8::try_from(at).expect("below 200");
            *pixel = PremultipliedColorU8::from_rgba(shade, 0, 255 - shade, 255).expect("opaque");
        }
        assert_eq!(Pixmap::decode_png(&png(&pixels)).expect("a PNG").data(), pixels.data());
        for (at, pixel) in pixels.pixels_mut().iter_mut().enumerate() {
            let (shade, green) = ((at % 256) as u8, if at < 960 { 0 } else { 4 });
            *pixel = PremultipliedColorU8::from_rgba(shade, green, 255 - shade, 255).expect("opaque");
        }
        // 64 colours that occur once each have no place among the 256.
        let drawn = Pixmap::decode_png(&png(&pixels)).expect("a PNG");
        assert!(drawn.data().iter().zip(pixels.data()).all(|(a, b)| a.abs_diff(*b) <= 4));
    }
}
