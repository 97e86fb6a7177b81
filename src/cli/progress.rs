//! A progress bar on standard error, for what takes longer than a second.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::interrupt;
use crate::experiment::watch::Watch;

/// What is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that shows itself after a second, and stops the runs on Ctrl-C.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    /// Whether it may be shown at all.
    wanted: bool,
    shown: AtomicBool,
    furthest: AtomicU64,
}

impl Progress {
    /// A bar of runs, not yet seen.
    pub fn new(wanted: bool) -> Self {
        Self::styled(wanted, "{bar:40} {pos} of {len} runs, {eta} left")
    }

    /// A bar of points, each counted once a replicate, not yet seen.
    pub fn of_points(wanted: bool) -> Self {
        Self::styled(wanted, "{bar:40} {pos} of {len} points x replicates, {per_sec}, {eta} left")
    }

    fn styled(wanted: bool, template: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, started: Instant::now(), wanted, shown: AtomicBool::new(false), furthest: AtomicU64::new(0) }
    }
}

impl Watch for Progress {
    fn progress(&self, done: u64, total: u64) {
        // Counts arrive out of order; the bar never goes back.
        let furthest = self.furthest.fetch_max(done, Ordering::Relaxed).max(done);
        if !self.wanted || self.started.elapsed() < PATIENCE {
            return;
        }
        self.bar.set_length(total);
        self.bar.set_position(furthest);
        if !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn stopped(&self) -> bool {
        interrupt::asked()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
