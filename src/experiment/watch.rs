//! Who looks on while runs are made, and may stop them.

/// Somebody who is told how far an experiment is and may end it early.
pub trait Watch: Sync {
    /// So many runs of all are done. Called from any thread; counts may arrive out of order.
    fn progress(&self, done: u64, total: u64);

    /// Whether to stop before the next run.
    fn stopped(&self) -> bool;
}

/// Nobody looks on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _done: u64, _total: u64) {}

    fn stopped(&self) -> bool {
        false
    }
}
