//! Mean and interval of values that come one after another and are not kept: a hundred thousand replicates take as much memory as two.

use super::sample::{float, half_width_from};

/// What has come so far (Welford 1962). The order counts in the last digits, so that whoever adds keeps to one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: usize,
    sum: f64,
    /// The first value: deviations are taken from it, so that equal values have a variance of exactly 0.
    first: f64,
    /// Mean of what values differ from the first.
    centre: f64,
    /// Sum of squared deviations from the mean.
    squares: f64,
}

impl Moments {
    /// Adds a value.
    pub fn add(&mut self, value: f64) {
        if self.count == 0 {
            self.first = value;
        }
        self.count += 1;
        self.sum += value;
        let away = value - self.first;
        let step = away - self.centre;
        self.centre += step / float(self.count);
        self.squares += step * (away - self.centre);
    }

    /// How many.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Their mean; none of none.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / float(self.count))
    }

    /// The 95% t-interval of the mean; none below two values.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        let centre = self.mean()?;
        let variance = (self.count > 1).then(|| self.squares / float(self.count - 1))?;
        let half = half_width_from(variance.sqrt(), self.count);
        Some((centre - half, centre + half))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{interval, mean};

    fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        for &value in values {
            moments.add(value);
        }
        moments
    }

    #[test]
    fn they_are_those_of_the_sample_kept() {
        // Far from 0, where squares that are summed as they are lose every digit.
        let values: Vec<f64> = (0..1000_u32).map(|n| 1e9 + f64::from(n.wrapping_mul(2_654_435_761) >> 20)).collect();
        let moments = of(&values);
        assert_eq!((moments.count(), moments.mean()), (1000, mean(&values)));
        let (kept, running) = (interval(&values).unwrap(), moments.interval().unwrap());
        let width = kept.1 - kept.0;
        assert!((kept.0 - running.0).abs() < 1e-9 * width && (kept.1 - running.1).abs() < 1e-9 * width, "{kept:?} {running:?}");
    }

    #[test]
    fn equal_values_have_no_spread_and_one_has_no_interval() {
        assert_eq!(of(&[0.1; 7]).interval().map(|(low, high)| high - low), Some(0.0));
        assert_eq!(of(&[3.0]).interval(), None);
        assert_eq!(Moments::default().mean(), None);
    }
}
