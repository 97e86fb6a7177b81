//! Hiring: searches as work against a clock.
//!
//! A requisition carries lognormal work with mean `time_to_fill * (1 - decline)`, so that with declines, each of which starts another search, the mean
//! to acceptance is as published. Work is done at the rate `(1 + max(0, open - normal) / pool)^-scarcity` a week: many open searches in one role slow each
//! other, beyond what ordinary turnover keeps open. Things happen mid-week: half a week is taken off at opening, so that whole weeks do not lengthen a search on average.

use crate::ids::{Origin, WorkerKey};
use crate::random::{ABREAST, Entity, Luck, Process};
use crate::scenario::model::{Hiring, Mechanisms, Scenario};
use crate::units::Money;

/// Half a week: what rounding to whole weeks would add on average.
pub const HALF_WEEK: f64 = 0.5;

/// One attempt of a requisition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt {
    /// Weeks of search at the unhurried rate.
    pub work: f64,
    /// Whether the candidate declines, so that the search starts again.
    pub declines: bool,
}

/// Draws the n-th attempt of a requisition.
#[must_use]
pub fn draw_attempt(requisition: Entity, attempt: u32, hiring: &Hiring, luck: Luck) -> Attempt {
    let mut stream = luck.stream(Process::Requisition, requisition, attempt);
    let work = stream.lognormal(hiring.time_to_fill_weeks * (1.0 - hiring.decline), hiring.time_to_fill_sigma);
    Attempt { work, declines: stream.uniform() < hiring.decline }
}

/// Draws the first attempts of eight requisitions, as [`draw_attempt`].
#[must_use]
pub fn draw_first_attempts(requisitions: [Entity; ABREAST], hiring: &Hiring, luck: Luck) -> [Attempt; ABREAST] {
    let mut streams = luck.streams(Process::Requisition, requisitions, 0);
    let work = streams.lognormals(hiring.time_to_fill_weeks * (1.0 - hiring.decline), hiring.time_to_fill_sigma);
    let uniforms = streams.uniforms();
    std::array::from_fn(|lane| Attempt { work: work[lane], declines: uniforms[lane] < hiring.decline })
}

/// What a hire is paid a year: the role's salary and the premium of their origin.
#[must_use]
pub fn salary(hire: WorkerKey, scenario: &Scenario) -> Money {
    let hiring = &scenario.hiring;
    let premium = if hire.origin == Origin::Hire { hiring.premium } else { hiring.backfill_premium };
    scenario.roles[hire.role.index()].salary.scaled(1.0 + premium)
}

/// Work done on each search of a role in a week.
///
/// `open` searches, `expected_quits` a week at the base hazard, `size` the larger of seats and headcount.
#[must_use]
pub fn search_rate(open: u32, expected_quits: f64, size: f64, hiring: &Hiring, mechanisms: Mechanisms) -> f64 {
    if !mechanisms.scarcity {
        return 1.0;
    }
    let beyond = f64::from(open) - expected_quits * hiring.time_to_fill_weeks;
    if beyond <= 0.0 {
        return 1.0;
    }
    let pool = hiring.pool.max(size / 4.0);
    libm::pow(1.0 + beyond / pool, -hiring.scarcity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_beyond_the_normal_slow_each_other() {
        let hiring = Hiring { pool: 100.0, scarcity: 0.5, time_to_fill_weeks: 6.0, ..Hiring::default() };
        let on = Mechanisms::all(true);
        // 310 open, 10 normal: (1 + 300/100)^-0.5 = 1/2.
        assert!((search_rate(310, 10.0 / 6.0, 50.0, &hiring, on) - 0.5).abs() < 1e-12);
        assert!((search_rate(10, 10.0 / 6.0, 50.0, &hiring, on) - 1.0).abs() < 1e-15);
        // A role of 1200 has a pool of 300.
        assert!((search_rate(310, 10.0 / 6.0, 1200.0, &hiring, on) - libm::sqrt(0.5)).abs() < 1e-12);
        assert!((search_rate(310, 0.0, 50.0, &hiring, Mechanisms::all(false)) - 1.0).abs() < 1e-15);
    }
}
