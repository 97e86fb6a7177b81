//! The numbers behind a picture, as a table for reading: in full, thousands apart, with a true minus.

use super::number::{plain, share};
use super::text::clean;
use crate::analysis::rows::Interval;

/// What a chart shows as a table of words. Names are cleaned of control characters but not escaped: whoever writes it as HTML escapes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Data {
    /// What the numbers are, and of which weeks where there are too many to list.
    pub caption: String,
    /// The heading of each column; the first heads the names.
    pub headers: Vec<String>,
    /// The rows, each as long as the headings.
    pub rows: Vec<Vec<String>>,
}

impl Data {
    /// A table without rows yet.
    pub(super) fn new(caption: &str, headers: &[&str]) -> Self {
        Self { caption: caption.to_owned(), headers: headers.iter().map(|header| clean(header)).collect(), rows: Vec::new() }
    }

    /// Adds a row, cut or filled up to the length of the headings.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut row: Vec<String> = cells.into_iter().map(|cell| clean(&cell)).collect();
        row.resize(self.headers.len(), String::new());
        self.rows.push(row);
    }
}

/// The policy of a row as readers see it in full.
pub(super) fn named(key: &str) -> String {
    let name = clean(key);
    if name.is_empty() { "(unnamed)".to_owned() } else { name }
}

/// A share with its interval: `62% (58% to 66%)`; alone where there is no interval, as of one run.
pub(super) fn share_within(interval: Interval) -> String {
    let Interval { mean, low, high } = interval;
    if high > low { format!("{} ({} to {})", share(mean), share(low), share(high)) } else { share(mean) }
}

/// A range in full, or a dash where there is none.
pub(super) fn range_of(range: Option<(f64, f64)>, decimals: usize) -> String {
    range.map_or("–".to_owned(), |(low, high)| format!("{} to {}", plain(low, decimals), plain(high, decimals)))
}

/// The weeks that a table lists of many: the first and the last of a run, and each quarter between them.
pub(super) const fn is_listed(week: i32, last: i32) -> bool {
    week == 0 || week == last || week % 13 == 0 && last.saturating_sub(week) > 4
}
