//! Slides: the SVG as pixels, with the bundled font and nothing of the machine's.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
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
    let size = tree.size();
    #[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
    let fit = Transform::from_scale(wide as f32 / size.width(), high as f32 / size.height());
    resvg::render(&tree, fit, &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PngError::Encoding(error.to_string()))
}
