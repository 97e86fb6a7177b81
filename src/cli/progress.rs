//! How far a long job is, on standard error: a bar on a terminal, a line for each tenth where there is none; nothing of what is done within
//! a second.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::interrupt;
use super::voice::Voice;
use crate::experiment::watch::Watch;

/// What is done sooner needs no telling.
const PATIENCE: Duration = Duration::from_secs(1);

/// Lines where there is no terminal.
const LINES: u64 = 10;

/// How progress is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// A bar that moves.
    Bar,
    /// A line for each tenth.
    Lines,
    /// Not at all.
    Nothing,
}

/// Progress that tells itself after a second, and stops the runs on Ctrl-C.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    telling: Telling,
    /// What is counted.
    unit: &'static str,
    shown: AtomicBool,
    furthest: AtomicU64,
    /// Tenths that were told.
    told: AtomicU64,
}

impl Progress {
    /// Progress counted in runs, of which nothing is seen yet.
    pub fn new(telling: Telling) -> Self {
        Self::counted_in(telling, "runs")
    }

    /// Progress of a sweep, which counts each point once a replicate.
    pub fn of_points(telling: Telling) -> Self {
        Self::counted_in(telling, "points x replicates")
    }

    fn counted_in(telling: Telling, unit: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) =
            ProgressStyle::with_template(&format!("{{bar:40}} {{pos}} of {{len}} {unit}, {{speed}}, about {{rest}} left"))
        {
            // Writing to a line cannot fail, and a line that did would lose no more than itself.
            let speed = |state: &ProgressState, out: &mut dyn fmt::Write| {
                let _ = out.write_str(&speed(state.per_sec()));
            };
            let rest = |state: &ProgressState, out: &mut dyn fmt::Write| {
                let _ = out.write_str(&lasting(state.eta().as_secs_f64()));
            };
            bar.set_style(style.with_key("speed", speed).with_key("rest", rest));
        }
        Self {
            bar,
            started: Instant::now(),
            telling,
            unit,
            shown: AtomicBool::new(false),
            furthest: AtomicU64::new(0),
            told: AtomicU64::new(0),
        }
    }

    /// Moves the bar, which appears the first time.
    fn draw(&self, furthest: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(furthest);
        if !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Says a line where a tenth more is done.
    fn say(&self, furthest: u64, total: u64, spent: Duration) {
        let tenths = tenths(furthest, total);
        if tenths > self.told.fetch_max(tenths, Ordering::Relaxed) {
            Voice::complain(&line((furthest, total), self.unit, spent));
        }
    }
}

impl Watch for Progress {
    fn progress(&self, done: u64, total: u64) {
        // Counts arrive out of order; progress never goes back.
        let furthest = self.furthest.fetch_max(done, Ordering::Relaxed).max(done);
        let spent = self.started.elapsed();
        if spent < PATIENCE {
            return;
        }
        match self.telling {
            Telling::Bar => self.draw(furthest, total),
            Telling::Lines => self.say(furthest, total, spent),
            Telling::Nothing => {}
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

/// Tenths that are done, whole ones.
fn tenths(done: u64, total: u64) -> u64 {
    let reached = |tenth: &u64| total > 0 && u128::from(done) * u128::from(LINES) >= u128::from(total) * u128::from(*tenth);
    (1..=LINES).take_while(reached).last().unwrap_or(0)
}

/// What is said at a tenth: how much is done, how fast, and about how long the rest takes.
#[expect(clippy::cast_precision_loss, reason = "for reading")]
fn line((done, total): (u64, u64), unit: &str, spent: Duration) -> String {
    let rate = done as f64 / spent.as_secs_f64().max(1e-3);
    let runs = format!("{}% of {total} {unit}, {}", tenths(done, total) * (100 / LINES), speed(rate));
    if done >= total {
        return format!("{runs}, in {}", lasting(spent.as_secs_f64()));
    }
    format!("{runs}, about {} left", lasting((total - done) as f64 / rate.max(1e-9)))
}

/// Runs a second in words.
fn speed(rate: f64) -> String {
    if rate < 10.0 { format!("{rate:.1} a second") } else { format!("{rate:.0} a second") }
}

/// A time in two units at most.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float turns into the nearest number that there is"
)]
fn lasting(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min {} s", seconds % 60),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_how_far_how_fast_and_how_long() {
        assert_eq!(line((160, 1600), "runs", Duration::from_secs(2)), "10% of 1600 runs, 80 a second, about 18 s left");
        assert_eq!(line((3, 8), "runs", Duration::from_mins(1)), "30% of 8 runs, 0.1 a second, about 1 min 40 s left");
        assert_eq!(line((8, 8), "runs", Duration::from_secs(3 * 3600 + 59)), "100% of 8 runs, 0.0 a second, in 3 h 0 min");
        assert_eq!([lasting(59.4), lasting(60.0), lasting(7300.0)], ["59 s", "1 min 0 s", "2 h 1 min"]);
    }

    #[test]
    fn tenths_are_whole_and_never_past_the_end() {
        assert_eq!([0, 159, 160, 1599, 1600, 9000].map(|done| tenths(done, 1600)), [0, 0, 1, 9, 10, 10]);
        assert_eq!((tenths(0, 0), tenths(u64::MAX, u64::MAX)), (0, 10));
    }

    #[test]
    fn each_tenth_is_told_once_whatever_the_order() {
        let progress = Progress::new(Telling::Lines);
        for (done, told) in [(1, 0), (30, 3), (20, 3), (35, 3), (100, 10), (99, 10)] {
            progress.say(done, 100, PATIENCE);
            assert_eq!(progress.told.load(Ordering::Relaxed), told, "{done}");
        }
    }
}
