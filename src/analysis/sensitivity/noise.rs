//! Replicate noise told apart from parameter variance.
//!
//! Every point is run on the same replicates, so a point's outcome in a replicate is `point + replicate + rest`. The replicate's own part is the same
//! everywhere and cancels in every comparison of points; what blurs the means of points is the rest, whose variance is the interaction mean square of
//! the two-way layout (Searle, Casella and `McCulloch` 1992, "Variance components", chapter 4; blocks of common random numbers as in Schruben and Margolin
//! 1978). A point's mean over R replicates has the error variance `MS / R`, and
//!
//! `variance between point means = variance due to parameters + MS / R`.
//!
//! The share of the second part is reported. It is noise to a reader who asks what the parameters do in general; in these R futures it is what they did.

use crate::analysis::sample::{float, mean, variance};

/// How much of the variance between points is noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// Variance between the means of points, in the outcome's unit squared.
    pub between: f64,
    /// Error variance of a point's mean; none with one replicate, where it cannot be known.
    pub error: Option<f64>,
    /// The replicate's own part: variance of a replicate's mean over points, which cancels between points. None with one replicate.
    pub replicates: Option<f64>,
}

impl Noise {
    /// Splits outcomes by point, then by replicate. Every point has the same replicates.
    #[must_use]
    pub fn of(values: &[Vec<f64>]) -> Self {
        let points: Vec<f64> = values.iter().map(|row| mean(row).unwrap_or_default()).collect();
        let count = values.first().map_or(0, Vec::len);
        let between = variance(&points).unwrap_or_default();
        if count < 2 || values.len() < 2 {
            return Self { between, error: None, replicates: None };
        }
        let replicates: Vec<f64> =
            (0..count).map(|replicate| values.iter().map(|row| row[replicate]).sum::<f64>() / float(values.len())).collect();
        let all = mean(&points).unwrap_or_default();
        let mut squares = 0.0;
        for (row, point) in values.iter().zip(&points) {
            for (value, replicate) in row.iter().zip(&replicates) {
                let rest = value - point - replicate + all;
                squares += rest * rest;
            }
        }
        let mean_square = squares / (float(values.len() - 1) * float(count - 1));
        Self { between, error: Some(mean_square / float(count)), replicates: variance(&replicates) }
    }

    /// Variance due to parameters: what is left once noise is taken off, never below 0.
    #[must_use]
    pub fn parameters(&self) -> f64 {
        (self.between - self.error.unwrap_or_default()).max(0.0)
    }

    /// The share of noise in the variance between points, at most 1; none with one replicate, or where points do not differ.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let error = self.error?;
        (self.between > 0.0).then(|| (error / self.between).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Process, Stream};

    #[test]
    fn a_small_layout_by_hand() {
        // Rows 1 3; 4 8: means 2 and 6, replicates 2.5 and 5.5, all 4; rests are +-0.5, so MS = 1, and the error is 1 / 2.
        let found = Noise::of(&[vec![1.0, 3.0], vec![4.0, 8.0]]);
        assert_eq!(found, Noise { between: 8.0, error: Some(0.5), replicates: Some(4.5) });
        assert_eq!((found.parameters(), found.share()), (7.5, Some(0.0625)));
    }

    #[test]
    fn what_a_replicate_adds_everywhere_is_no_noise() {
        let values: Vec<Vec<f64>> = (0..6).map(|p| [10.0, -40.0, 90.0].map(|r| f64::from(p) + r).to_vec()).collect();
        let found = Noise::of(&values);
        assert!(found.error.unwrap().abs() < 1e-20 && found.share().unwrap() < 1e-20);
        assert_eq!(Noise::of(&[vec![1.0], vec![2.0]]).share(), None);
    }

    #[test]
    fn known_parts_are_found_again() {
        // Parameters 4, noise 9 over 5 replicates: a share of 1.8 / 5.8.
        let mut stream = Stream::apart(11, Process::Resample, "parts", 0);
        let luck: Vec<f64> = (0..5).map(|_| 50.0 * stream.normal()).collect();
        let values: Vec<Vec<f64>> = (0..4000)
            .map(|_| {
                let point = 2.0 * stream.normal();
                luck.iter().map(|luck| point + luck + 3.0 * stream.normal()).collect()
            })
            .collect();
        let found = Noise::of(&values);
        assert!((found.error.unwrap() - 1.8).abs() < 0.06, "{found:?}");
        assert!((found.parameters() - 4.0).abs() < 0.4, "{found:?}");
        assert!((found.share().unwrap() - 1.8 / 5.8).abs() < 0.025, "{found:?}");
    }
}
