//! Bootstrap intervals (Efron 1979; percentiles): whole blocks of a design are drawn with replacement, the statistic computed anew, and 95% of what
//! it comes to lies between the ends.
//!
//! The draws come from a stream of the seed and the statistic's name. All parameters of a table see the same draws, so that their order can be compared.

use crate::analysis::sample::{ascending, quantile};
use crate::random::{Process, Stream};

/// Draws of a bootstrap.
pub const DRAWS: usize = 1000;

/// An estimate and the 95% interval of the bootstrap.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range {
    /// The estimate.
    pub value: f64,
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

impl Range {
    /// Whether the interval holds a value.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// Which items each draw takes, by draw.
pub(super) fn draws(seed: u64, name: &str, items: usize) -> Vec<Vec<usize>> {
    let draw = |number: usize| {
        let mut stream = Stream::apart(seed, Process::Resample, name, number as u64);
        (0..items).map(|_| stream.below(items)).collect()
    };
    (0..DRAWS).map(draw).collect()
}

/// An estimate with the interval of what the draws made of it.
pub(super) fn range(value: f64, drawn: &[f64]) -> Range {
    let sorted = ascending(drawn);
    Range { value, low: quantile(&sorted, 0.025).unwrap_or(value), high: quantile(&sorted, 0.975).unwrap_or(value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{float, mean};

    #[test]
    fn the_interval_of_a_mean_is_as_wide_as_theory_says() {
        let values: Vec<f64> = (0..200).map(|n| f64::from(n % 20)).collect();
        let drawn: Vec<f64> = draws(3, "mean", values.len())
            .iter()
            .map(|draw| mean(&draw.iter().map(|place| values[*place]).collect::<Vec<_>>()).unwrap())
            .collect();
        let found = range(mean(&values).unwrap(), &drawn);
        // sd of 0..19 is sqrt(399/12) = 5.766; 1.96 of its standard error is 0.799.
        assert!((found.value - 9.5).abs() < 1e-12 && found.holds(9.5));
        assert!(((found.high - found.low) / 2.0 - 0.799).abs() < 0.06, "{found:?}");
        assert_eq!(draws(3, "mean", 5), draws(3, "mean", 5));
        assert_ne!(draws(3, "mean", 50), draws(4, "mean", 50));
        assert!((mean(&drawn).unwrap() - 9.5).abs() < 5.0 * 0.41 / float(DRAWS).sqrt());
    }
}
