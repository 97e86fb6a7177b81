//! Slides: the SVG as pixels, with the bundled font and nothing of the machine's.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;

use ::png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use thiserror::Error;

use super::marks::PAGE;
use super::text::{FAMILY, REGULAR, SEMIBOLD, drawable};

/// Why a picture could not be made.
#[derive(Debug, Error)]
pub enum PngError {
    /// The SVG does not parse.
    #[error("the chart is not valid SVG: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// There is no memory for the pixels.
    #[error("no room for a picture of {0} by {1} pixels")]
    Room(u32, u32),
    /// The pixels could not be encoded.
    #[error("the picture could not be encoded: {0}")]
    Encoding(String),
}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(SEMIBOLD.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// A chart as a PNG of 1920 by 1080 pixels. Letters that the bundled font lacks appear as boxes.
///
/// # Errors
///
/// If the text is not valid SVG, or there is no memory for the picture.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the page is a constant of whole pixels")]
pub fn png(svg: &str) -> Result<Vec<u8>, PngError> {
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(&drawable(svg), &options)?;
    let (wide, high) = (PAGE.0 as u32, PAGE.1 as u32);
    let mut pixels = Pixmap::new(wide, high).ok_or(PngError::Room(wide, high))?;
    // Paper, so that every pixel is opaque.
    pixels.fill(Color::WHITE);
    let size = tree.size();
    #[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
    let fit = Transform::from_scale(wide as f32 / size.width(), high as f32 / size.height());
    resvg::render(&tree, fit, &mut pixels.as_mut());
    encode(&pixels).map_err(|error| PngError::Encoding(error.to_string()))
}

/// Opaque pixels as a PNG. Each line is stored as its difference from the one above: areas of one colour, which charts are made of, become
/// nothing at all, in a fifth of the time that trying every filter on every line takes.
fn encode(pixels: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let colours: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_filter(Filter::Up);
    encoder.set_compression(Compression::Balanced);
    encoder.write_header()?.write_image_data(&colours)?;
    Ok(bytes)
}

/// Pictures of many charts, in their order, made on as many threads as there are cores: the bytes are those of one.
///
/// # Errors
///
/// If any cannot be made, the first in their order.
pub fn pngs(svgs: &[&str]) -> Result<Vec<Vec<u8>>, PngError> {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(svgs.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let taken = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&nth| nth < svgs.len()));
        taken.map(|nth| (nth, png(svgs[nth]))).collect::<Vec<_>>()
    };
    let mut made: Vec<(usize, Result<Vec<u8>, PngError>)> = thread::scope(|scope| {
        // A thread that the system does not give is done without: this one takes what is left.
        let helpers: Vec<_> = (1..threads).filter_map(|_| thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut made = work();
        made.extend(helpers.into_iter().flat_map(|helper| helper.join().unwrap_or_default()));
        made
    });
    made.sort_by_key(|(nth, _)| *nth);
    // A thread that ended before its time has left a picture out.
    let lost = || PngError::Encoding("a thread ended before its time".to_owned());
    if made.len() < svgs.len() {
        return Err(lost());
    }
    made.into_iter().map(|(_, picture)| picture).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_reads_back_pixel_by_pixel() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1920\" height=\"1080\"><rect x=\"10\" y=\"10\" width=\"300.5\" height=\"40\" fill=\"#12436d\"/><text x=\"50\" y=\"300\" font-size=\"90\">gaps</text></svg>";
        let pixels = Pixmap::decode_png(&png(svg).unwrap()).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (1920, 1080));
        let colour = |x, y| pixels.pixel(x, y).map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]);
        assert_eq!((colour(100, 30), colour(5, 5)), (Some([0x12, 0x43, 0x6d, 255]), Some([255; 4])));
        // Half of the pixel at the edge is covered.
        assert!(colour(310, 30).is_some_and(|[red, ..]| (0x12..255).contains(&red)));
    }

    #[test]
    fn many_pictures_keep_their_order_and_bytes() {
        let svg = |wide: u32| {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1920\" height=\"1080\"><rect width=\"{wide}\" height=\"9\"/></svg>"
            )
        };
        let svgs: Vec<String> = (1..6).map(|nth| svg(100 * nth)).collect();
        let texts: Vec<&str> = svgs.iter().map(String::as_str).collect();
        let alone: Vec<Vec<u8>> = texts.iter().map(|svg| png(svg).unwrap()).collect();
        assert_eq!(pngs(&texts).unwrap(), alone);
        assert!(pngs(&[]).unwrap().is_empty() && pngs(&[texts[0], "no picture"]).is_err());
    }
}
