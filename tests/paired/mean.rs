//! Means over replicates with their standard errors.

use std::fmt;

/// A mean and its standard error.
#[derive(Clone, Copy, Debug)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
}

impl Mean {
    /// Of values, one a replicate.
    #[expect(clippy::cast_precision_loss, reason = "a few replicates")]
    pub fn of(values: &[f64]) -> Self {
        assert!(values.len() > 1, "a standard error needs two replicates");
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        Self { mean, error: libm::sqrt(squares / (n - 1.0) / n) }
    }

    /// Of the differences between values on common random numbers.
    pub fn of_differences(values: &[f64], versus: &[f64]) -> Self {
        assert_eq!(values.len(), versus.len(), "pairs");
        Self::of(&values.iter().zip(versus).map(|(value, other)| value - other).collect::<Vec<_>>())
    }

    /// Whether it is above 0 by more than 3 standard errors.
    pub fn is_positive(self) -> bool {
        self.mean > 3.0 * self.error && self.mean > 0.0
    }

    /// Whether it is below 0 by more than 3 standard errors.
    pub fn is_negative(self) -> bool {
        -self.mean > 3.0 * self.error && self.mean < 0.0
    }
}

impl fmt::Display for Mean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.4} ± {:.4}", self.mean, self.error)
    }
}
