//! The sheet that every chart is drawn on: marks and text inside one frame of title, subtitle and footer.

use std::fmt::Write as _;

use super::Chart;
use super::cast::Player;
use super::data::Data;
use super::marks::{Mark, PAGE, Point, Stroke, group, marker};
use super::palette::{GRID, INK, Look, MUTED, Rgb};
use super::scale::{Axis, Scale};
use super::source::Source;
use super::text::{Anchor, FAMILY, Text, Weight, escape, fit, width, wrap};

/// Left edge of what is drawn.
pub(super) const LEFT: f64 = 64.0;
/// Right edge.
pub(super) const RIGHT: f64 = PAGE.0 - 64.0;
/// Top of the room below the subtitle.
pub(super) const TOP: f64 = 196.0;
/// Bottom of the room above the footer.
pub(super) const BOTTOM: f64 = 1010.0;
/// The least size of text, readable at half the page's size.
pub(super) const SMALL: f64 = 24.0;
/// Size of the title.
const TITLE: f64 = 48.0;
/// Most words that a title has.
const TITLE_WORDS: usize = 10;

/// What a chart says around its marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The finding: wordings from the fullest to the barest, of which the first that fits is taken.
    pub(super) titles: Vec<String>,
    /// Measure, unit and what the band means; the scenario's name is added.
    pub(super) subtitle: String,
    /// The numbers, for those who cannot see the picture.
    pub(super) description: String,
    /// The numbers as a table.
    pub(super) data: Data,
}

/// A sheet being drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sheet {
    marks: Vec<Mark>,
    texts: Vec<Text>,
    /// Whether a recommended policy is shown in bold.
    pub(super) picked: bool,
}

impl Sheet {
    /// An empty sheet.
    pub(super) const fn new() -> Self {
        Self { marks: Vec::new(), texts: Vec::new(), picked: false }
    }

    /// Adds a text.
    pub(super) fn text(&mut self, text: Text) {
        if !text.words.is_empty() {
            self.texts.push(text);
        }
    }

    /// Adds a line.
    pub(super) fn line(&mut self, points: Vec<Point>, stroke: Stroke) {
        if points.len() > 1 {
            self.marks.push(Mark::Line(points, stroke));
        }
    }

    /// Adds a filled shape.
    pub(super) fn area(&mut self, points: Vec<Point>, colour: Rgb, opacity: f64) {
        if points.len() > 2 {
            self.marks.push(Mark::Area(points, colour, opacity));
        }
    }

    /// Adds a filled rectangle between two corners.
    pub(super) fn block(&mut self, from: Point, to: Point, colour: Rgb, opacity: f64) {
        self.area(vec![from, (to.0, from.1), to, (from.0, to.1)], colour, opacity);
    }

    /// Adds the band between a lower and an upper line.
    pub(super) fn band(&mut self, lower: &[Point], upper: &[Point], colour: Rgb, opacity: f64) {
        self.area(lower.iter().chain(upper.iter().rev()).copied().collect(), colour, opacity);
    }

    /// Adds a policy's marker.
    pub(super) fn marker(&mut self, at: Point, radius: f64, look: Look) {
        self.marks.extend(marker(at, radius, look));
    }

    /// Adds a policy's key: a stretch of its line with its marker, 44 pixels wide from a left end.
    pub(super) fn key(&mut self, at: Point, player: &Player) {
        self.line(vec![at, (at.0 + 44.0, at.1)], player.stroke());
        self.marker((at.0 + 22.0, at.1), 9.0, player.drawn());
    }

    /// Adds a key of swatches in a row, each drawn by a function and followed by its words; returns where the row ends.
    pub(super) fn keys(&mut self, mut x: f64, y: f64, entries: &[(Swatch, &str)]) -> f64 {
        for (swatch, words) in entries {
            let middle = y - 0.35 * SMALL;
            match *swatch {
                Swatch::Block(colour, opacity) => self.block((x, middle - 11.0), (x + 36.0, middle + 11.0), colour, opacity),
                Swatch::Line(stroke) => self.line(vec![(x, middle), (x + 36.0, middle)], stroke),
                Swatch::Total => total(self, (x + 18.0, middle), Some((x, x + 36.0))),
            }
            self.text(Text::new(x + 46.0, y, SMALL, words).coloured(MUTED));
            x += 46.0 + width(words, SMALL, Weight::Regular) + 36.0;
        }
        x
    }

    /// Frames the sheet.
    pub(super) fn finish<'a>(mut self, name: &'static str, source: impl Into<Source<'a>>, words: Words) -> Chart {
        let source = source.into();
        let room = RIGHT - LEFT;
        let fitting =
            |title: &&String| title.split_whitespace().count() <= TITLE_WORDS && width(title, TITLE, Weight::Semibold) <= room;
        let title = words.titles.iter().find(fitting).or(words.titles.last()).map(|title| upper_first(title)).unwrap_or_default();
        let title = fit(&title, TITLE, Weight::Semibold, room);
        self.text(Text::new(LEFT, 84.0, TITLE, &title).bold(true));
        // The scenario's name as whole as two lines allow.
        let named = |most: f64| {
            let scenario = fit(source.scenario, 26.0, Weight::Regular, most);
            match scenario.chars().last() {
                None => words.subtitle.clone(),
                Some('.' | '…' | '?' | '!') => format!("{scenario} {}", words.subtitle),
                Some(_) => format!("{scenario}. {}", words.subtitle),
            }
        };
        let two_lines = |subtitle: &String| wrap(subtitle, 26.0, Weight::Regular, room, 3).len() <= 2;
        let subtitle = [1000.0, 760.0, 640.0].into_iter().map(named).find(two_lines).unwrap_or_else(|| named(520.0));
        for (line, y) in wrap(&subtitle, 26.0, Weight::Regular, room, 2).iter().zip([128.0, 162.0]) {
            self.text(Text::new(LEFT, y, 26.0, line).coloured(MUTED));
        }
        let runs = if source.replicates == 1 { "1 replicate".to_owned() } else { format!("{} replicates", source.replicates) };
        let pick = if self.picked { " · bold: recommended" } else { "" };
        let footer = format!("Source: foreshift {} · {runs} · seed {}{pick}", env!("CARGO_PKG_VERSION"), source.seed);
        self.text(Text::new(LEFT, PAGE.1 - 26.0, SMALL, &footer).coloured(MUTED));
        let description = super::text::clean(&format!("{subtitle} {} {footer}.", words.description));
        let svg = self.svg(name, &title, &description);
        Chart { name, title, description, svg, data: words.data }
    }

    /// The whole picture as SVG.
    fn svg(&self, name: &str, title: &str, description: &str) -> String {
        let (wide, high) = PAGE;
        let mut svg = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-labelledby=\"{name}-title {name}-desc\" font-family=\"{FAMILY}, 'Helvetica Neue', Arial, sans-serif\">"
        );
        let _ = writeln!(svg, "<title id=\"{name}-title\">{}</title>", escape(title));
        let _ = writeln!(svg, "<desc id=\"{name}-desc\">{}</desc>", escape(description));
        let _ = writeln!(svg, "<rect width=\"{wide}\" height=\"{high}\" fill=\"#ffffff\"/>");
        svg.push_str(&group(&self.marks));
        svg.push_str("<g>\n");
        for text in &self.texts {
            text.write(&mut svg);
        }
        svg.push_str("</g>\n</svg>\n");
        svg
    }

    /// A sheet that says why nothing is drawn.
    pub(super) fn empty<'a>(name: &'static str, source: impl Into<Source<'a>>, title: &str, why: &str) -> Chart {
        let mut sheet = Self::new();
        let middle = f64::midpoint(TOP, BOTTOM);
        sheet.text(Text::new(PAGE.0 / 2.0, middle, 32.0, why).anchored(Anchor::Middle).coloured(MUTED));
        let words =
            Words { titles: vec![title.to_owned()], subtitle: String::new(), description: why.to_owned(), data: Data::default() };
        sheet.finish(name, source, words)
    }
}

/// What a key shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Swatch {
    /// A block of a colour at an opacity.
    Block(Rgb, f64),
    /// A stretch of line.
    Line(Stroke),
    /// The mark of a total and its range.
    Total,
}

/// The mark of a total, and its range as a line.
pub(super) fn total(sheet: &mut Sheet, at: Point, range: Option<(f64, f64)>) {
    use super::palette::{Marker, WHITE};
    if let Some((low, high)) = range {
        sheet.line(vec![(low - 1.5, at.1), (high + 1.5, at.1)], Stroke::solid(WHITE, 7.0));
        sheet.line(vec![(low, at.1), (high, at.1)], Stroke::solid(INK, 3.0));
    }
    sheet.marker(at, 10.0, Look { colour: INK, dash: &[], marker: Marker::Diamond });
}

/// A text with its first letter in upper case.
fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// A place with scales across and up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Panel {
    /// Across.
    pub(super) x: Scale,
    /// Up.
    pub(super) y: Scale,
}

impl Panel {
    /// A panel in a box.
    pub(super) const fn new((x, y): (&Axis, &Axis), (left, right): (f64, f64), (top, bottom): (f64, f64)) -> Self {
        Self { x: Scale::new(x, left, right), y: Scale::new(y, bottom, top) }
    }

    /// Where two values are.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        (self.x.at(x), self.y.at(y))
    }

    /// Draws light gridlines across and the ticks' words at the left, where wanted.
    pub(super) fn up(&self, sheet: &mut Sheet, axis: &Axis, words: Option<&dyn Fn(f64) -> String>) {
        for &tick in &axis.ticks {
            let y = self.y.at(tick);
            sheet.line(vec![(self.x.start(), y), (self.x.end(), y)], Stroke::solid(GRID, 1.5));
            if let Some(words) = words {
                sheet.text(Text::new(self.x.start() - 12.0, y + 8.0, SMALL, &words(tick)).anchored(Anchor::End).coloured(MUTED));
            }
        }
    }

    /// Draws the line at the bottom, tick marks, and the ticks' words where wanted.
    pub(super) fn across(&self, sheet: &mut Sheet, axis: &Axis, words: Option<&dyn Fn(f64) -> String>) {
        let bottom = self.y.start();
        sheet.line(vec![(self.x.start(), bottom), (self.x.end(), bottom)], Stroke::solid(INK, 2.0));
        for &tick in &axis.ticks {
            let x = self.x.at(tick);
            sheet.line(vec![(x, bottom), (x, bottom + 7.0)], Stroke::solid(INK, 2.0));
            if let Some(words) = words {
                sheet.text(Text::new(x, bottom + 34.0, SMALL, &words(tick)).anchored(Anchor::Middle).coloured(MUTED));
            }
        }
    }
}
