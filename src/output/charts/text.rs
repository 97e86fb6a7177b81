//! Text as we set it: cleaned, measured with the font that draws it, shortened, wrapped, and written as SVG.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use super::palette::{INK, Rgb};

/// The font's family, in the SVG and in the font files.
pub(super) const FAMILY: &str = "Inter";
/// Inter Regular, subset; see `assets/fonts/README.md`.
pub(super) static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.ttf");
/// Inter semibold, subset likewise.
pub(super) static SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf");

/// Width in ems that we reckon for a character that the font lacks: another font will draw it, most likely an ideogram or an emoji.
const FOREIGN: f64 = 1.4;

/// How bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// 400.
    Regular,
    /// 600.
    Semibold,
}

/// Which end of the text its x is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// Advances in ems by character, of a font file; empty if it cannot be read, which a test excludes.
fn advances(bytes: &'static [u8]) -> BTreeMap<char, f64> {
    let Ok(font) = FontRef::new(bytes) else { return BTreeMap::new() };
    let em = f64::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
    let glyphs = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let advance = |(code, glyph)| Some((char::from_u32(code)?, f64::from(glyphs.advance_width(glyph)?) / em));
    font.charmap().mappings().filter_map(advance).collect()
}

static ADVANCES: LazyLock<[BTreeMap<char, f64>; 2]> = LazyLock::new(|| [advances(REGULAR), advances(SEMIBOLD)]);

/// Whether a character takes no room of its own: joiners, variation selectors, combining marks.
fn is_zero_width(letter: char) -> bool {
    matches!(letter, '\u{200d}' | '\u{200e}' | '\u{fe00}'..='\u{fe0f}' | '\u{0300}'..='\u{036f}' | '\u{20d0}'..='\u{20ff}' | '\u{1ab0}'..='\u{1aff}')
}

/// The width of a text in pixels, kerning left out (it only narrows, by less than a hundredth).
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let table = &ADVANCES[usize::from(weight == Weight::Semibold)];
    let advance = |letter| if is_zero_width(letter) { 0.0 } else { table.get(&letter).copied().unwrap_or(FOREIGN) };
    text.chars().map(advance).sum::<f64>() * size
}

/// Whether a character may not appear: control characters (XML forbids most), non-characters, and marks that turn the direction of what follows.
fn is_banned(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' | '\u{ad}')
}

/// A text on one line without characters that XML forbids or that change how the rest reads.
pub(super) fn clean(text: &str) -> String {
    let spaced: String =
        text.chars().map(|c| if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' { ' ' } else { c }).collect();
    let kept: String = spaced.chars().filter(|&c| !is_banned(c)).collect();
    kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text as it stands within a sentence: its first letter small, but for abbreviations.
pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// A text cleaned and, where it is wider than so many pixels, cut and ended with an ellipsis.
pub(super) fn fit(text: &str, size: f64, weight: Weight, room: f64) -> String {
    let text = clean(text);
    if width(&text, size, weight) <= room {
        return text;
    }
    let room = room - width("…", size, weight);
    let mut kept = String::new();
    let mut used = 0.0;
    for letter in text.chars() {
        used += width(letter.encode_utf8(&mut [0; 4]), size, weight);
        if used > room {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end_matches([' ', '\u{200d}']))
}

/// A text in at most so many lines of a width, the last cut with an ellipsis.
pub(super) fn wrap(text: &str, size: f64, weight: Weight, room: f64, lines: usize) -> Vec<String> {
    let text = clean(text);
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if done.len() + 1 >= lines || line.is_empty() || width(&longer, size, weight) <= room {
            line = longer;
        } else {
            done.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    done.push(line);
    done.iter().map(|line| fit(line, size, weight, room)).collect()
}

/// Whether a character is written from right to left.
const fn is_leftward(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// A text with what XML would read as markup written as entities. A name written from right to left ends with a mark that keeps what
/// follows from turning too.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
        if is_leftward(letter) && letters.clone().find(|&next| next != ' ').is_none_or(|next| !is_leftward(next)) {
            out.push('\u{200e}');
        }
    }
    out
}

/// A picture whose every letter the bundled font has: others become boxes, and marks without width go.
pub(super) fn drawable(svg: &str) -> String {
    let known = |letter: &char| letter.is_ascii() || ADVANCES.iter().all(|table| table.contains_key(letter));
    let shown = |letter: char| if known(&letter) { letter } else { '□' };
    svg.chars().filter(|letter| known(letter) || !is_zero_width(*letter)).map(shown).collect()
}

/// A line of text at a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Text {
    /// Where its anchor is.
    pub(super) x: f64,
    /// Its baseline.
    pub(super) y: f64,
    /// Pixels an em.
    pub(super) size: f64,
    /// How bold.
    pub(super) weight: Weight,
    /// Which end `x` is.
    pub(super) anchor: Anchor,
    /// Its colour; never that of a series.
    pub(super) colour: Rgb,
    /// Whether a white rim sets it off from marks below.
    pub(super) rim: bool,
    /// What it says.
    pub(super) words: String,
}

impl Text {
    /// A text in ink, starting at a place.
    pub(super) fn new(x: f64, y: f64, size: f64, words: &str) -> Self {
        Self { x, y, size, weight: Weight::Regular, anchor: Anchor::Start, colour: INK, rim: false, words: clean(words) }
    }

    /// The same, semibold where so.
    pub(super) const fn bold(mut self, bold: bool) -> Self {
        self.weight = if bold { Weight::Semibold } else { Weight::Regular };
        self
    }

    /// The same, anchored elsewhere.
    pub(super) const fn anchored(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    /// The same in another colour.
    pub(super) const fn coloured(mut self, colour: Rgb) -> Self {
        self.colour = colour;
        self
    }

    /// The same with a white rim.
    pub(super) const fn rimmed(mut self) -> Self {
        self.rim = true;
        self
    }

    /// Left, top, right and bottom of the room that it takes.
    pub(super) fn bounds(&self) -> Bounds {
        let wide = width(&self.words, self.size, self.weight);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - wide / 2.0,
            Anchor::End => self.x - wide,
        };
        Bounds { left, top: self.y - 0.76 * self.size, right: left + wide, bottom: self.y + 0.22 * self.size }
    }

    /// Writes it as SVG.
    pub(super) fn write(&self, out: &mut String) {
        let anchor = match self.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if self.weight == Weight::Semibold { " font-weight=\"600\"" } else { "" };
        let rim =
            if self.rim { " stroke=\"#ffffff\" stroke-width=\"6\" stroke-linejoin=\"round\" paint-order=\"stroke\"" } else { "" };
        let Self { x, y, size, colour, .. } = self;
        let words = escape(&self.words);
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{colour}\"{weight}{anchor}{rim}>{words}</text>"
        );
    }
}

/// A box in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    /// Its left edge.
    pub(super) left: f64,
    /// Its top edge.
    pub(super) top: f64,
    /// Its right edge.
    pub(super) right: f64,
    /// Its bottom edge.
    pub(super) bottom: f64,
}

impl Bounds {
    /// Whether two boxes share any room.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether it lies within another.
    pub(super) fn within(&self, other: &Self) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_what_we_write() {
        for table in ADVANCES.iter() {
            for letter in "$€£¥−–—…·×≥%□AZaz09éßłΩЖ".chars() {
                assert!(table.contains_key(&letter), "{letter}");
            }
        }
        assert!((width("0", 100.0, Weight::Regular) - 62.0).abs() < 5.0);
    }

    #[test]
    fn text_is_cut_to_its_room() {
        assert_eq!([lower_first("Cost of A"), lower_first("NPV"), lower_first("")], ["cost of A", "NPV", ""]);
        let cut = fit(&"wide ".repeat(50), 24.0, Weight::Regular, 200.0);
        assert!(cut.ends_with('…') && width(&cut, 24.0, Weight::Regular) <= 200.0);
        assert_eq!(fit("short", 24.0, Weight::Regular, 200.0), "short");
        let lines = wrap(&"word ".repeat(80), 24.0, Weight::Regular, 300.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| width(line, 24.0, Weight::Regular) <= 300.0));
    }

    #[test]
    fn names_cannot_break_the_picture() {
        assert_eq!(clean("a\u{1}b\n c\u{202e}d\u{fffe}"), "ab cd");
        assert_eq!(escape("אב גד 7"), "אב גד\u{200e} 7");
        assert_eq!(drawable("<a>é🚀\u{200d}漢</a>"), "<a>é□□</a>");
        assert_eq!(escape("<a b='\"&\">"), "&lt;a b=&#39;&quot;&amp;&quot;&gt;");
    }
}
