//! The tables over weeks, roles and stages, from reduced runs.

mod fill;
mod flow;
mod money;
mod retention;
mod weekly;

pub use fill::{gap_rows, time_to_fill_rows};
pub use flow::{funnel_rows, move_rows};
pub use money::{cost_rows, horizon_rows};
pub use retention::retention_rows;
pub use weekly::weekly_rows;
