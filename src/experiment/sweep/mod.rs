//! Sweeps: every policy at every point of a design, on the same replicates.

mod study;
mod table;

pub use study::{Study, SweepError, SweepSettings};
pub use table::SweepTable;

use super::watch::Watch;

/// Runs a whole sweep and keeps every value: for sweeps of up to a few million values (points x replicates x policies x measures).
///
/// # Errors
///
/// A policy is unknown, no replicate is asked for, the watch says stop, or threads cannot be started.
pub fn run_in_memory(study: &Study, watch: &dyn Watch) -> Result<SweepTable, SweepError> {
    let _ = (study, watch);
    todo!()
}
