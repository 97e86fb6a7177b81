//! What a sweep will cost, from a few of its units timed here and now.
//!
//! A unit is a point in a few replicates. The first points of the plan are timed, one after another on one thread; since the plan shuffles
//! its points, they are a random sample of the design. Sums of many units are near normal, so what `m` more units take lies in
//! `m (mean ± t s √(1/n + 1/m))` with the chance asked for (a prediction interval for the mean of `m` future draws; Hahn and Meeker 1991,
//! *Statistical Intervals*, 4.8). It knows the spread among units of this machine, not how other machines differ from it.

use std::time::{Duration, Instant};

use super::compare::CompareError;
use super::point::measure;
use super::sweep::{Plan, Study};
use super::watch::Watch;
use crate::analysis::sample::{float, mean};
use crate::analysis::student::two_sided_quantile;

/// The fewest units that are timed, where there are so many.
const FEWEST: usize = 3;

/// The most units that are timed.
const MOST: usize = 64;

/// Chance that the interval misses.
const ALPHA: f64 = 0.05;

/// Seconds that units took, each for one replicate of one point under every policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// By unit: seconds a replicate.
    seconds: Vec<f64>,
}

/// An expected time and the interval that holds it with 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// Seconds of one core.
    pub seconds: f64,
    /// The lower end, at least 0.
    pub low: f64,
    /// The upper end; infinite where a single unit was timed.
    pub high: f64,
}

/// Times units of a study until `budget` is spent: at least 3 and at most 64, where there are so many. The first is run once before, untimed, so
/// that what a program does but once is not counted.
///
/// # Errors
///
/// A policy is unknown, or the watch said stop.
pub fn time(study: &Study, plan: &Plan, budget: Duration, watch: &dyn Watch) -> Result<Cost, CompareError> {
    let settings = &study.settings;
    let run = |point: usize, replicates| match study.scenario(point) {
        Ok(scenario) => measure(&scenario, &settings.policies, settings.seed, replicates, watch).map(drop),
        // A point that the scenario's checks refuse costs what the checks do.
        Err(_) => Ok(()),
    };
    let units = (0..plan.parts_of_a_block()).flat_map(|number| {
        let part = plan.part(number);
        let replicates = part.replicates.clone();
        part.points.iter().map(move |point| (*point, replicates.clone()))
    });
    let begun = Instant::now();
    let mut seconds = Vec::new();
    for (point, replicates) in units.take(MOST) {
        if seconds.is_empty() {
            run(point, replicates.clone())?;
        } else if seconds.len() >= FEWEST && begun.elapsed() >= budget {
            break;
        }
        let each = f64::from(replicates.end - replicates.start);
        let before = Instant::now();
        run(point, replicates)?;
        seconds.push(before.elapsed().as_secs_f64() / each);
    }
    Ok(Cost { seconds })
}

impl Cost {
    /// Units that were timed.
    #[must_use]
    pub const fn units(&self) -> usize {
        self.seconds.len()
    }

    /// Seconds that a replicate of a point takes under every policy.
    #[must_use]
    pub fn mean(&self) -> f64 {
        mean(&self.seconds).unwrap_or_default()
    }

    /// What so many units, which are so many replicates of points together, will take on one core.
    #[must_use]
    pub fn of(&self, units: usize, replicates: usize) -> Expected {
        let (mean, timed) = (self.mean(), float(self.seconds.len()));
        let whole = float(replicates);
        let seconds = mean * whole;
        if units == 0 {
            return Expected { seconds: 0.0, low: 0.0, high: 0.0 };
        }
        if self.seconds.len() < 2 {
            return Expected { seconds, low: 0.0, high: f64::INFINITY };
        }
        let variance = self.seconds.iter().map(|second| (second - mean) * (second - mean)).sum::<f64>() / (timed - 1.0);
        let spread = (variance * (1.0 / timed + 1.0 / float(units))).sqrt();
        let half = two_sided_quantile(ALPHA, timed - 1.0) * spread * whole;
        Expected { seconds, low: (seconds - half).max(0.0), high: seconds + half }
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::FRAC_1_SQRT_2;

    use super::*;

    #[test]
    fn the_interval_is_that_of_the_mean_of_future_draws() {
        // By hand: mean 2, s = 1, n = 3, m = 6: t(0.975, 2) = 4.302653, sqrt(1/3 + 1/6), times 12 replicates.
        let expected = Cost { seconds: vec![1.0, 2.0, 3.0] }.of(6, 12);
        assert!((expected.seconds - 24.0).abs() < 1e-12);
        assert!((expected.high - (24.0 + 12.0 * 4.302_652_73 * FRAC_1_SQRT_2)).abs() < 1e-6);
        assert!((expected.low - 0.0).abs() < 1e-12);
        let narrow = Cost { seconds: vec![1.9, 2.0, 2.1] }.of(6, 12);
        assert!((narrow.low - (24.0 - 1.2 * 4.302_652_73 * FRAC_1_SQRT_2)).abs() < 1e-6);
    }

    #[test]
    fn one_unit_tells_no_spread() {
        let expected = Cost { seconds: vec![2.0] }.of(5, 5);
        assert!((expected.seconds - 10.0).abs() < 1e-12 && expected.low.abs() < 1e-12 && expected.high.is_infinite());
        let none = Cost { seconds: vec![2.0, 2.0] }.of(0, 0);
        assert!(none.high.abs() < 1e-12);
    }
}
