//! A small table beside or below the marks, its rows keyed by the policies' lines.

use super::cast::Player;
use super::marks::Stroke;
use super::palette::{GRID, INK, MUTED};
use super::sheet::{SMALL, Sheet};
use super::text::{Anchor, Text, Weight, fit};

/// Height of a row.
pub(super) const ROW: f64 = 33.0;
/// Width of a row's key.
const KEY: f64 = 58.0;

/// A column: its heading and its right edge.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    /// Its heading.
    pub(super) head: String,
    /// Where its words end, or their middle where the table is centred.
    pub(super) x: f64,
}

/// A table at a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    /// Its left edge.
    pub(super) left: f64,
    /// Its right edge.
    pub(super) right: f64,
    /// Baseline of its heading.
    pub(super) top: f64,
    /// Room for names.
    pub(super) names: f64,
    /// Which end of the cells the columns' x is.
    pub(super) anchor: Anchor,
    /// Heading over the names.
    pub(super) head: String,
    /// Columns after the names.
    pub(super) columns: Vec<Column>,
}

impl Table {
    /// Draws it with a row a policy: who, and its cells in the order of columns.
    pub(super) fn draw(&self, sheet: &mut Sheet, rows: &[(&Player, Vec<String>)]) {
        sheet.text(Text::new(self.left, self.top, SMALL, &self.head).coloured(MUTED));
        for column in &self.columns {
            sheet.text(Text::new(column.x, self.top, SMALL, &column.head).anchored(self.anchor).coloured(MUTED));
        }
        let rule = |sheet: &mut Sheet, y: f64, stroke| sheet.line(vec![(self.left, y), (self.right, y)], stroke);
        rule(sheet, self.top + 11.0, Stroke::solid(INK, 1.5));
        sheet.picked |= rows.iter().any(|(player, _)| player.pick);
        let mut y = self.top;
        for (player, cells) in rows {
            y += ROW;
            sheet.key((self.left, y + 4.0 - 0.35 * SMALL), player);
            let weight = if player.pick { Weight::Semibold } else { Weight::Regular };
            let name = fit(&player.name, SMALL, weight, self.names - KEY);
            sheet.text(Text::new(self.left + KEY, y + 4.0, SMALL, &name).bold(player.pick));
            for (column, cell) in self.columns.iter().zip(cells) {
                sheet.text(Text::new(column.x, y + 4.0, SMALL, cell).anchored(self.anchor).bold(player.pick));
            }
            rule(sheet, y + 13.0, Stroke::solid(GRID, 1.0));
        }
    }
}
