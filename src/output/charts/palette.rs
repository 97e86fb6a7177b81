//! Colours, dashes and markers. A policy has the same in every chart; dash and marker carry it in greyscale.

use std::fmt;

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgb(pub(super) u8, pub(super) u8, pub(super) u8);

impl fmt::Display for Rgb {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Text and axes.
pub(super) const INK: Rgb = Rgb(0x1f, 0x23, 0x28);
/// Secondary text, 7:1 on white.
pub(super) const MUTED: Rgb = Rgb(0x4f, 0x56, 0x5e);
/// Gridlines.
pub(super) const GRID: Rgb = Rgb(0xe1, 0xe4, 0xe8);
/// Series that stay in the background, 3:1 on white.
pub(super) const BACKGROUND: Rgb = Rgb(0x8c, 0x93, 0x9b);
/// Paper.
pub(super) const WHITE: Rgb = Rgb(0xff, 0xff, 0xff);
/// `none`.
const NONE: Rgb = Rgb(0x55, 0x5b, 0x62);

/// Policies in order: the palette, then its relatives; each at least 3:1 on white.
const POLICIES: [Rgb; 8] = [
    Rgb(0x12, 0x43, 0x6d),
    Rgb(0x28, 0xa1, 0x97),
    Rgb(0x80, 0x16, 0x50),
    Rgb(0xf4, 0x6a, 0x25),
    Rgb(0x4c, 0x6f, 0xb1),
    Rgb(0x1b, 0x6e, 0x67),
    Rgb(0xb5, 0x54, 0x8a),
    Rgb(0xb5, 0x49, 0x0f),
];

/// Lengths of strokes and the gaps between them, in turn, in pixels; empty is an unbroken line.
pub(super) type Dash = &'static [f64];

/// Dashes in the order of policies.
const DASHES: [Dash; 8] = [
    &[],
    &[22.0, 9.0],
    &[9.0, 7.0],
    &[24.0, 8.0, 5.0, 8.0],
    &[4.0, 6.0],
    &[44.0, 10.0],
    &[20.0, 7.0, 5.0, 7.0, 5.0, 7.0],
    &[44.0, 8.0, 12.0, 8.0],
];

/// The shape of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// A filled circle.
    Circle,
    /// A square.
    Square,
    /// A triangle on its side.
    Up,
    /// A square on its corner.
    Diamond,
    /// A triangle on its corner.
    Down,
    /// An X.
    Cross,
    /// A plus.
    Plus,
    /// Half a square.
    Bar,
    /// An open circle: `none`.
    Ring,
    /// A thin open circle, of no policy.
    Hollow,
    /// A full circle without a rim, of no policy.
    Dot,
}

/// Markers in the order of policies.
const MARKERS: [Marker; 8] =
    [Marker::Circle, Marker::Square, Marker::Up, Marker::Diamond, Marker::Down, Marker::Cross, Marker::Plus, Marker::Bar];

/// How a policy looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    /// Its colour.
    pub(super) colour: Rgb,
    /// Its dash.
    pub(super) dash: Dash,
    /// Its marker.
    pub(super) marker: Marker,
}

impl Look {
    /// How the n-th policy looks, `none` not counted.
    pub(super) const fn of(index: usize) -> Self {
        Self {
            colour: POLICIES[index % POLICIES.len()],
            dash: DASHES[index % DASHES.len()],
            marker: MARKERS[index % MARKERS.len()],
        }
    }

    /// How `none` looks.
    pub(super) const fn none() -> Self {
        Self { colour: NONE, dash: &[14.0, 8.0], marker: Marker::Ring }
    }
}

/// Kinds of money in the stack; each darker than the next, so that they read in greyscale.
pub(super) const MONEY: [Rgb; 5] =
    [Rgb(0x2b, 0x2b, 0x3a), Rgb(0x7d, 0x3b, 0x46), Rgb(0x3f, 0x74, 0xa6), Rgb(0xb5, 0x86, 0x2b), Rgb(0xb3, 0xb9, 0xc1)];

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG 2 defines it.
    fn luminance(colour: Rgb) -> f64 {
        let part = |byte: u8| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
        };
        0.2126 * part(colour.0) + 0.7152 * part(colour.1) + 0.0722 * part(colour.2)
    }

    #[test]
    fn colours_stand_out_on_white() {
        let contrast = |colour| 1.05 / (luminance(colour) + 0.05);
        for colour in POLICIES.into_iter().chain([NONE, BACKGROUND]) {
            assert!(contrast(colour) >= 3.0, "{colour} {}", contrast(colour));
        }
        assert!(contrast(INK) >= 7.0 && contrast(MUTED) >= 7.0);
        assert!(MONEY.windows(2).all(|pair| luminance(pair[0]) < luminance(pair[1])));
    }
}
