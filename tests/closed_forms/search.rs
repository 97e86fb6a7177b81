//! How long a search takes, in closed form: lognormal work, restarted at each decline, in whole weeks with half a week off.

/// Step in weeks of the renewal equation of declines.
const STEP: f64 = 0.05;
/// Weeks within which every search ends, but for a chance that does not matter.
const LONGEST: usize = 200;

/// Standard normal distribution.
pub fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// Work of a search at the unhurried rate, declines included.
#[derive(Clone, Debug)]
pub struct Search {
    /// Probability that the work is at most so many steps.
    distribution: Vec<f64>,
}

impl Search {
    /// From mean weeks to acceptance, sigma of the logarithm of one attempt and the share of candidates who decline.
    ///
    /// With `F` the law of one attempt, that of the whole solves `G = (1 - d) F + d F * G`: either nobody declines, or all begins anew.
    pub fn new(mean: f64, sigma: f64, decline: f64) -> Self {
        let location = libm::log(mean * (1.0 - decline)) - sigma * sigma / 2.0;
        let attempt = |weeks: f64| if weeks <= 0.0 { 0.0 } else { normal((libm::log(weeks) - location) / sigma) };
        let mut distribution = Vec::new();
        let mut step = 0.0;
        let mut cells = Vec::new();
        while step * STEP <= 200.0 {
            let weeks = step * STEP;
            cells.push(attempt(weeks + STEP / 2.0) - attempt(weeks - STEP / 2.0));
            let again: f64 = if decline > 0.0 {
                // The cell at 0 has no mass to speak of, so that the sum needs what is known already.
                cells.iter().skip(1).zip(distribution.iter().rev()).map(|(cell, whole): (&f64, &f64)| cell * whole).sum()
            } else {
                0.0
            };
            distribution.push((1.0 - decline) * attempt(weeks) + decline * again);
            step += 1.0;
        }
        Self { distribution }
    }

    /// Probability that the work is at most so many weeks.
    pub fn at_most(&self, weeks: f64) -> f64 {
        let place = (weeks / STEP).clamp(0.0, self.last());
        let below = libm::floor(place);
        let share = place - below;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the table")]
        let at = below as usize;
        let next = self.distribution[(at + 1).min(self.distribution.len() - 1)];
        self.distribution[at] * (1.0 - share) + next * share
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand steps")]
    fn last(&self) -> f64 {
        (self.distribution.len() - 1) as f64
    }

    /// Probability of each number of whole weeks from opening to acceptance, `off` weeks taken off the work (half a week is): at least one, from 0.
    #[expect(clippy::cast_precision_loss, reason = "weeks")]
    pub fn weeks(&self, off: f64) -> Vec<f64> {
        let done = |weeks: usize| if weeks == 0 { 0.0 } else { self.at_most(weeks as f64 + off) };
        let mut weeks: Vec<f64> = (0..LONGEST).map(|week| if week == 0 { 0.0 } else { done(week) - done(week - 1) }).collect();
        weeks.push(1.0 - weeks.iter().sum::<f64>());
        weeks
    }
}

/// Mean of whole weeks.
#[expect(clippy::cast_precision_loss, reason = "weeks")]
pub fn mean(weeks: &[f64]) -> f64 {
    weeks.iter().enumerate().map(|(week, probability)| week as f64 * probability).sum()
}

/// The same, so many weeks later.
pub fn later(weeks: &[f64], by: usize) -> Vec<f64> {
    [vec![0.0; by], weeks.to_vec()].concat()
}
