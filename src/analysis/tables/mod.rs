//! The tables over weeks, roles and stages, from reduced runs.

mod fill;
mod flow;
mod money;
mod retention;
mod weekly;

pub use fill::gap_rows;
pub use flow::{funnel_rows, move_rows};
pub use money::{cost_rows, horizon_rows};

use super::results::Results;
use super::rows::{RetentionRow, TimeToFillRow, WeeklyRow};

/// The long tables' rows of one line, a policy or the twin: what takes time, and needs nothing of other lines.
#[derive(Clone, Debug)]
pub struct LineTables {
    /// Of `weekly`.
    pub weekly: Vec<WeeklyRow>,
    /// Of `time_to_fill`.
    pub time_to_fill: Vec<TimeToFillRow>,
    /// Of `retention`.
    pub retention: Vec<RetentionRow>,
}

impl LineTables {
    /// Makes them.
    #[must_use]
    pub fn of(results: &Results<'_>, line: usize, policy: &str) -> Self {
        Self {
            weekly: weekly::weekly_rows(results, line, policy),
            time_to_fill: fill::time_to_fill_rows(results, line, policy),
            retention: retention::retention_rows(results, line, policy),
        }
    }
}
