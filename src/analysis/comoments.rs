//! Means and covariances of numbers that come together, one set after another, and are not kept.

use super::rows::Interval;
use super::sample::{float, half_width_from};

/// What has come so far of `N` numbers at a time (Welford 1962). The order counts in the last digits, so that whoever adds keeps to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comoments<const N: usize> {
    count: usize,
    sums: [f64; N],
    /// The first set: deviations are taken from it, so that equal sets have a variance of exactly 0.
    first: [f64; N],
    /// Means of what sets differ from the first.
    centres: [f64; N],
    /// Sums of products of deviations from the means.
    products: [[f64; N]; N],
}

impl<const N: usize> Default for Comoments<N> {
    fn default() -> Self {
        Self { count: 0, sums: [0.0; N], first: [0.0; N], centres: [0.0; N], products: [[0.0; N]; N] }
    }
}

impl<const N: usize> Comoments<N> {
    /// Adds a set.
    pub fn add(&mut self, values: [f64; N]) {
        if self.count == 0 {
            self.first = values;
        }
        self.count += 1;
        let mut steps = [0.0; N];
        for (place, value) in values.into_iter().enumerate() {
            self.sums[place] += value;
            steps[place] = value - self.first[place] - self.centres[place];
            self.centres[place] += steps[place] / float(self.count);
        }
        for (place, value) in values.into_iter().enumerate() {
            let left = value - self.first[place] - self.centres[place];
            for (product, step) in self.products[place].iter_mut().zip(steps) {
                *product += step * left;
            }
        }
    }

    /// The mean of the sum of the numbers, each taken so many times, and its 95% t-interval. Of one set, which has no interval, both ends are the mean;
    /// of none, all are 0.
    #[must_use]
    pub fn sum(&self, times: [f64; N]) -> Interval {
        let mean = self.sums.iter().zip(times).map(|(sum, times)| times * (sum / float(self.count.max(1)))).sum();
        let mut squares = 0.0;
        for (row, once) in self.products.iter().zip(times) {
            for (product, twice) in row.iter().zip(times) {
                squares += once * twice * product;
            }
        }
        // Rounding may leave less than nothing of a variance of 0.
        let half =
            if self.count > 1 { half_width_from((squares.max(0.0) / float(self.count - 1)).sqrt(), self.count) } else { 0.0 };
        Interval { mean, low: mean - half, high: mean + half }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::spread;

    #[test]
    fn a_sum_is_that_of_the_sample_kept() {
        let sets: Vec<[f64; 2]> = (0..200_u32)
            .map(|n| [1e6 + f64::from(n * 7919 % 101), f64::from(n * 104_729 % 37) - 3.0 * f64::from(n % 5)])
            .collect();
        let mut comoments = Comoments::default();
        for set in &sets {
            comoments.add(*set);
        }
        let kept = spread(&sets.iter().map(|[one, other]| 0.5 * one - 2.0 * other).collect::<Vec<_>>());
        let found = comoments.sum([0.5, -2.0]);
        let width = kept.high - kept.low;
        for (found, kept) in [(found.mean, kept.mean), (found.low, kept.low), (found.high, kept.high)] {
            assert!((found - kept).abs() < 1e-9 * width, "{found} is not {kept}");
        }
    }

    #[test]
    fn equal_sets_have_no_spread_and_one_has_no_interval() {
        let mut comoments = Comoments::default();
        assert_eq!(comoments.sum([1.0, 1.0]), Interval { mean: 0.0, low: 0.0, high: 0.0 });
        comoments.add([0.1, 0.7]);
        assert_eq!(comoments.sum([10.0, 0.0]), Interval { mean: 1.0, low: 1.0, high: 1.0 });
        comoments.add([0.1, 0.7]);
        comoments.add([0.1, 0.7]);
        let found = comoments.sum([1.0, -1.0]);
        assert!(found.low.to_bits() == found.high.to_bits(), "{found:?}");
    }
}
