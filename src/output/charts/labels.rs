//! Labels beside marks without collisions.

use super::cast::Player;
use super::marks::{Point, Stroke};
use super::palette::BACKGROUND;
use super::sheet::{SMALL, Sheet};
use super::text::{Bounds, Text, Weight, fit};

/// Moves places apart to at least a distance, as little as that takes, between two ends; keeps their order. Crowds that cannot fit spread evenly.
pub(super) fn spread(wanted: &[f64], apart: f64, low: f64, high: f64) -> Vec<f64> {
    use super::number::count;
    let apart = if wanted.len() > 1 { apart.min((high - low) / count(wanted.len() - 1)) } else { apart };
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    // Blocks of labels that touch: where the first stands, and how many they are. A block stands at the mean of what its members want.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for &index in &order {
        let mut block = (wanted[index], 1);
        while let Some(&(first, size)) = blocks.last() {
            if first + apart * count(size) <= block.0 {
                break;
            }
            let moved = block.0 - apart * count(size);
            block = ((first * count(size) + moved * count(block.1)) / count(size + block.1), size + block.1);
            blocks.pop();
        }
        block.0 = block.0.min(high - apart * count(block.1 - 1)).max(low);
        blocks.push(block);
    }
    let mut at = vec![0.0; wanted.len()];
    let mut places = blocks.iter().flat_map(|&(first, size)| (0..size).map(move |nth| first + apart * count(nth)));
    let mut least = low;
    for &index in &order {
        at[index] = places.next().unwrap_or(low).max(least);
        least = at[index] + apart;
    }
    // What was pushed past the end goes back up.
    let mut most = high;
    for &index in order.iter().rev() {
        at[index] = at[index].min(most);
        most = at[index] - apart;
    }
    at
}

/// A label for the end of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct End<'a> {
    /// Whose line.
    pub(super) player: &'a Player,
    /// Where the line ends.
    pub(super) at: Point,
    /// A figure after the name.
    pub(super) figure: String,
}

/// Labels the ends of lines in a column to their right that is so wide, thin leaders between.
pub(super) fn label_ends(sheet: &mut Sheet, ends: &[End<'_>], room: f64, (top, bottom): (f64, f64)) {
    let wanted: Vec<f64> = ends.iter().map(|end| end.at.1).collect();
    let places = spread(&wanted, 31.0, top, bottom);
    for (end, y) in ends.iter().zip(places) {
        let x = end.at.0;
        sheet.line(vec![(x + 6.0, end.at.1), (x + 26.0, y)], Stroke::solid(BACKGROUND, 1.5));
        sheet.marker((x + 38.0, y), 8.0, end.player.drawn());
        let weight = if end.player.pick { Weight::Semibold } else { Weight::Regular };
        let figure = if end.figure.is_empty() { String::new() } else { format!(" {}", end.figure) };
        let name = fit(&end.player.name, SMALL, weight, room - 56.0 - super::text::width(&figure, SMALL, weight));
        sheet.text(Text::new(x + 54.0, y + 8.0, SMALL, &format!("{name}{figure}")).bold(end.player.pick));
    }
}

/// A place for a label near a point that meets nothing taken and stays within bounds: its left end and baseline.
pub(super) fn near(point: Point, wide: f64, taken: &[Bounds], page: &Bounds) -> Option<(Text, Bounds)> {
    use std::f64::consts::FRAC_PI_8;
    let high = SMALL;
    for ring in 0..6_u32 {
        let gap = 20.0 + 26.0 * f64::from(ring);
        for turn in [0, 8, 12, 4, 2, 14, 6, 10, 1, 15, 7, 9, 3, 13, 5, 11_u32] {
            let angle = FRAC_PI_8 * f64::from(turn);
            let (along, up) = (libm::cos(angle), libm::sin(angle));
            let left = point.0 + along * gap + (along - 1.0) / 2.0 * wide;
            let baseline = point.1 - up * (gap + 4.0) + 8.0;
            let bounds = Bounds { left: left - 4.0, top: baseline - high, right: left + wide + 4.0, bottom: baseline + 8.0 };
            if bounds.within(page) && !taken.iter().any(|other| bounds.meets(other)) {
                return Some((Text::new(left, baseline, SMALL, ""), bounds));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_move_apart_and_stay_in() {
        assert_eq!(spread(&[10.0, 100.0], 30.0, 0.0, 200.0), [10.0, 100.0]);
        let placed = spread(&[50.0, 50.0, 50.0], 30.0, 0.0, 200.0);
        assert_eq!(placed, [20.0, 50.0, 80.0]);
        for wanted in [vec![0.0; 6], vec![200.0; 6], vec![190.0, 0.0, 195.0, 5.0, 200.0, 100.0], vec![0.0; 30], vec![]] {
            let mut placed = spread(&wanted, 30.0, 0.0, 200.0);
            placed.sort_by(f64::total_cmp);
            let least = 30.0_f64.min(200.0 / 29.0);
            assert!(placed.windows(2).all(|pair| pair[1] - pair[0] > least - 1e-6), "{placed:?}");
            assert!(placed.iter().all(|&place| (-1e-6..=200.0 + 1e-6).contains(&place)), "{placed:?}");
        }
    }
}
