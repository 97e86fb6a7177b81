//! Charts: each a picture whose title is its finding, as SVG, and as PNG from the same SVG.
//!
//! Pure: a [`Comparison`] in, pictures out, the same bytes everywhere. A chart is a file with one function from a comparison to a
//! [`Chart`]. It draws on a `sheet` (title, subtitle, footer, keys, panels), with `marks` that plotters turns into SVG and text that
//! we measure, place and write ourselves (`text`, `labels`, `table`). What may be claimed is decided in `finding`, who is shown
//! and how in `cast` and `palette`; `scale` and `number` make any value safe to place and to read.

mod cast;
mod cost;
mod data;
mod fill;
mod finding;
mod gaps;
mod labels;
mod marks;
mod money;
mod movement;
mod number;
mod odds;
mod palette;
mod png;
mod policy_map;
mod retention;
mod roles;
mod scale;
mod sheet;
mod source;
mod switches;
mod table;
mod text;
mod tornado;
mod tradeoff;

pub use self::png::{PngError, png, pngs};
pub use data::Data;
pub use policy_map::{MapAxis, MapCell, PolicyMap, policy_map};
pub use source::Source;
pub use switches::{Switches, switches};
pub use tornado::{Tornado, TornadoEnd, TornadoRow, tornado};

use crate::analysis::rows::Comparison;

/// A picture and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its name in file names and ids, as in `time-to-fill`.
    pub name: &'static str,
    /// Its finding, at most ten words.
    pub title: String,
    /// The numbers behind it in words.
    pub description: String,
    /// The picture, 1920 by 1080; all ids start with the name.
    pub svg: String,
    /// The numbers behind it, for a table beside it.
    pub data: Data,
}

impl Chart {
    /// Its files, as SVG and as the picture that was made of that: paths within results, and bytes.
    #[must_use]
    pub fn files(&self, picture: Vec<u8>) -> [(String, Vec<u8>); 2] {
        let path = |ending: &str| format!("charts/{}.{ending}", self.name);
        [(path("svg"), self.svg.clone().into_bytes()), (path("png"), picture)]
    }
}

/// A chart's function.
type Draw = fn(&Comparison, &[cast::Player]) -> Chart;

/// Every chart of a comparison, in the order of a report.
const DRAWN: [Draw; 9] =
    [cost::draw, money::draw, gaps::draw, roles::draw, fill::draw, odds::draw, retention::draw, movement::draw, tradeoff::draw];

/// Draws every chart of a comparison, in the order of a report. A chart whose tables are empty says so.
#[must_use]
pub fn draw_all(comparison: &Comparison) -> Vec<Chart> {
    let players = cast::cast(comparison);
    DRAWN.iter().map(|draw| draw(comparison, &players)).collect()
}

/// The width in pixels that a text takes in the charts' font, semibold or regular: for tests of layout.
#[must_use]
pub fn text_width(text: &str, size: f64, semibold: bool) -> f64 {
    text::width(text, size, if semibold { text::Weight::Semibold } else { text::Weight::Regular })
}
