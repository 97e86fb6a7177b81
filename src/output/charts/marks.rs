//! Marks as data, drawn by plotters at four times the size (its SVG has whole pixels only) into a group that is scaled back.

use plotters::element::{Circle, PathElement, Polygon};
use plotters::prelude::{DrawingBackend, IntoDrawingArea as _, RGBColor, SVGBackend};
use plotters::style::{Color as _, ShapeStyle};

use super::palette::{Dash, Look, Marker, Rgb, WHITE};

/// A place in pixels.
pub(super) type Point = (f64, f64);

/// The page.
pub(super) const PAGE: (f64, f64) = (1920.0, 1080.0);

/// How many times the size plotters draws at.
const FINER: f64 = 4.0;

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    /// Its colour.
    pub(super) colour: Rgb,
    /// Its width in pixels.
    pub(super) width: f64,
    /// Its dash.
    pub(super) dash: Dash,
}

impl Stroke {
    /// An unbroken line.
    pub(super) const fn solid(colour: Rgb, width: f64) -> Self {
        Self { colour, width, dash: &[] }
    }
}

/// A mark.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// A line through points.
    Line(Vec<Point>, Stroke),
    /// A filled shape and its opacity.
    Area(Vec<Point>, Rgb, f64),
    /// A filled circle.
    Disc(Point, f64, Rgb),
}

/// The marks of a policy's point, with a white rim.
pub(super) fn marker(at: Point, radius: f64, look: Look) -> Vec<Mark> {
    let shape = |points: &[Point]| points.iter().map(|(x, y)| (at.0 + x * radius, at.1 + y * radius)).collect::<Vec<_>>();
    let filled = |points: &[Point]| {
        let outline = shape(points);
        let mut closed = outline.clone();
        closed.extend(outline.first().copied().into_iter().chain(outline.get(1).copied()));
        vec![Mark::Line(closed, Stroke::solid(WHITE, 3.0)), Mark::Area(outline, look.colour, 1.0)]
    };
    let strokes = |ends: [[Point; 2]; 2]| {
        let lines = |colour, width| ends.map(|ends| Mark::Line(shape(&ends), Stroke::solid(colour, width)));
        lines(WHITE, radius * 0.5 + 3.0).into_iter().chain(lines(look.colour, radius * 0.5)).collect()
    };
    match look.marker {
        Marker::Circle => vec![Mark::Disc(at, radius + 1.5, WHITE), Mark::Disc(at, radius, look.colour)],
        Marker::Ring => vec![Mark::Disc(at, radius, look.colour), Mark::Disc(at, radius * 0.5, WHITE)],
        Marker::Hollow => vec![Mark::Disc(at, radius, look.colour), Mark::Disc(at, (radius - 2.5).max(radius * 0.6), WHITE)],
        Marker::Dot => vec![Mark::Disc(at, radius, look.colour)],
        Marker::Square => filled(&[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)]),
        Marker::Up => filled(&[(0.0, -1.1), (1.05, 0.8), (-1.05, 0.8)]),
        Marker::Down => filled(&[(0.0, 1.1), (1.05, -0.8), (-1.05, -0.8)]),
        Marker::Diamond => filled(&[(0.0, -1.2), (1.0, 0.0), (0.0, 1.2), (-1.0, 0.0)]),
        Marker::Bar => filled(&[(-1.1, -0.45), (1.1, -0.45), (1.1, 0.45), (-1.1, 0.45)]),
        Marker::Cross => strokes([[(-0.85, -0.85), (0.85, 0.85)], [(-0.85, 0.85), (0.85, -0.85)]]),
        Marker::Plus => strokes([[(-1.1, 0.0), (1.1, 0.0)], [(0.0, -1.1), (0.0, 1.1)]]),
    }
}

/// A line cut into dashes.
fn dashes(points: &[Point], dash: Dash) -> Vec<Vec<Point>> {
    if dash.iter().sum::<f64>() < 1.0 {
        return vec![points.to_vec()];
    }
    let Some(&first) = points.first() else { return Vec::new() };
    let (mut pieces, mut piece) = (Vec::new(), vec![first]);
    let (mut turn, mut left) = (0, dash[0]);
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let length = ((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)).sqrt();
        let mut gone = 0.0;
        while length - gone > left {
            gone += left;
            let here = (x0 + (x1 - x0) * gone / length, y0 + (y1 - y0) * gone / length);
            if turn % 2 == 0 {
                piece.push(here);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![here];
            }
            turn = (turn + 1) % dash.len();
            left = dash[turn].max(0.5);
        }
        left -= length - gone;
        if turn % 2 == 0 {
            piece.push((x1, y1));
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

/// A line without the points that nobody would miss: each lies within a fraction of a pixel of what is left (Ramer, Douglas, Peucker).
fn simplified(points: &[Point]) -> Vec<Point> {
    const TOLERANCE: f64 = 0.15;
    let mut kept = vec![false; points.len()];
    for end in [0, points.len().saturating_sub(1)] {
        if let Some(end) = kept.get_mut(end) {
            *end = true;
        }
    }
    let mut spans = vec![(0, points.len().saturating_sub(1))];
    while let Some((from, to)) = spans.pop() {
        let inside = (from + 1..to).map(|nth| (distance(points[nth], points[from], points[to]), nth));
        let farthest = inside.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, nth)) = farthest.filter(|(far, _)| *far > TOLERANCE) {
            kept[nth] = true;
            spans.extend([(from, nth), (nth, to)]);
        }
    }
    points.iter().zip(kept).filter(|(_, kept)| *kept).map(|(point, _)| *point).collect()
}

/// How far a point is from a stretch of line.
fn distance(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (px, py) = (point.0 - from.0, point.1 - from.1);
    let square = dx * dx + dy * dy;
    let along = if square > 0.0 { ((px * dx + py * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    libm::hypot(px - along * dx, py - along * dy)
}

/// To plotters' pixels.
#[expect(clippy::cast_possible_truncation, reason = "scales are clamped to the page; a float cast saturates in any case")]
fn fine(point: Point) -> (i32, i32) {
    let pixel = |value: f64, most: f64| libm::round(value.clamp(-most, 2.0 * most) * FINER) as i32;
    (pixel(point.0, PAGE.0), pixel(point.1, PAGE.1))
}

/// A length to plotters' pixels.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths are small and not negative")]
fn fine_length(length: f64) -> u32 {
    libm::round(length.clamp(0.0, PAGE.0) * FINER) as u32
}

/// Draws marks in order.
fn draw<DB: DrawingBackend>(marks: &[Mark], backend: DB) -> Result<(), String> {
    let area = backend.into_drawing_area();
    let ink = |colour: Rgb| RGBColor(colour.0, colour.1, colour.2);
    let said = |error: plotters::drawing::DrawingAreaErrorKind<DB::ErrorType>| error.to_string();
    for mark in marks {
        match mark {
            Mark::Line(points, stroke) => {
                for piece in dashes(&simplified(points), stroke.dash) {
                    let style = ShapeStyle {
                        color: ink(stroke.colour).to_rgba(),
                        filled: false,
                        stroke_width: fine_length(stroke.width),
                    };
                    area.draw(&PathElement::new(piece.into_iter().map(fine).collect::<Vec<_>>(), style)).map_err(said)?;
                }
            }
            Mark::Area(points, colour, opacity) => {
                let style = ink(*colour).mix(opacity.clamp(0.0, 1.0)).filled();
                area.draw(&Polygon::new(simplified(points).into_iter().map(fine).collect::<Vec<_>>(), style)).map_err(said)?;
            }
            Mark::Disc(at, radius, colour) => {
                area.draw(&Circle::new(fine(*at), fine_length(*radius), ink(*colour).filled())).map_err(said)?;
            }
        }
    }
    area.present().map_err(said)
}

/// The marks as an SVG group in page pixels.
pub(super) fn group(marks: &[Mark]) -> String {
    let mut svg = String::new();
    let drawn = draw(marks, SVGBackend::with_string(&mut svg, (fine_length(PAGE.0), fine_length(PAGE.1))));
    debug_assert!(drawn.is_ok(), "a string takes every mark: {drawn:?}");
    let inner = svg.find('>').and_then(|start| svg.get(start + 1..svg.rfind("</svg>")?)).unwrap_or_default();
    let inner = gathered(&inner.replace(" \"/>", "\"/>").replace(" opacity=\"1\"", ""));
    format!("<g transform=\"scale({})\" stroke-linejoin=\"round\">{inner}</g>\n", 1.0 / FINER)
}

/// Lines of the same look that follow one another, as the dashes of a line do, say their look once.
fn gathered(svg: &str) -> String {
    const LINE: &str = "<polyline ";
    let look = |line: &str| line.strip_prefix(LINE).and_then(|line| line.split_once(" points=")).map(|(look, _)| look.to_owned());
    let lines: Vec<&str> = svg.lines().collect();
    let mut out = String::with_capacity(svg.len());
    for group in lines.chunk_by(|a, b| look(a).is_some() && look(a) == look(b)) {
        let shared = look(group[0]).filter(|_| group.len() > 1);
        if let Some(look) = &shared {
            out.extend(["<g ", look, ">\n"]);
        }
        for line in group {
            let line = line.trim_end();
            match shared.as_ref().and_then(|look| line.strip_prefix(LINE)?.strip_prefix(look.as_str())) {
                Some(points) => out.extend(["<polyline", points, "\n"]),
                None => out.extend([line, "\n"]),
            }
        }
        out.push_str(if shared.is_some() { "</g>\n" } else { "" });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lose_only_what_nobody_sees() {
        let line: Vec<Point> = (0..=100).map(|x| (f64::from(x), if x < 50 { 0.0 } else { f64::from(x - 50) })).collect();
        assert_eq!(simplified(&line), [(0.0, 0.0), (50.0, 0.0), (100.0, 50.0)]);
        let curve: Vec<Point> = (0..=400).map(|x| (f64::from(x), 100.0 * libm::sin(f64::from(x) / 40.0))).collect();
        let fewer = simplified(&curve);
        assert!(fewer.len() < curve.len() / 3, "{}", fewer.len());
        for point in curve {
            assert!(fewer.windows(2).any(|pair| distance(point, pair[0], pair[1]) <= 0.15), "{point:?}");
        }
        assert_eq!(simplified(&[]), []);
        assert_eq!(simplified(&[(1.0, 1.0)]), [(1.0, 1.0)]);
        // A step is a step.
        let step = [(0.0, 0.0), (5.0, 0.0), (5.0, 9.0), (9.0, 9.0)];
        assert_eq!(simplified(&step), step);
    }

    #[test]
    fn dashes_say_their_look_once() {
        let svg = "<polyline fill=\"none\" points=\"1,1 2,2\"/>\n<polyline fill=\"none\" points=\"3,3 4,4\"/>\n<circle r=\"1\"/>\n<polyline fill=\"red\" points=\"1,1 2,2\"/>\n";
        assert_eq!(
            gathered(svg),
            "<g fill=\"none\">\n<polyline points=\"1,1 2,2\"/>\n<polyline points=\"3,3 4,4\"/>\n</g>\n<circle r=\"1\"/>\n<polyline fill=\"red\" points=\"1,1 2,2\"/>\n"
        );
    }

    #[test]
    fn dashes_follow_the_line() {
        let pieces = dashes(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)], &[6.0, 2.0]);
        assert_eq!(
            pieces,
            [vec![(0.0, 0.0), (6.0, 0.0)], vec![(8.0, 0.0), (10.0, 0.0), (10.0, 4.0)], vec![(10.0, 6.0), (10.0, 10.0)]]
        );
        assert!(dashes(&[], &[6.0, 2.0]).is_empty());
        assert_eq!(dashes(&[(1.0, 1.0), (1.0, 1.0)], &[6.0, 2.0]).len(), 1);
    }
}
