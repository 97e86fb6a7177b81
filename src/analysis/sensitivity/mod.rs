//! Sensitivity: which parameters move an outcome, how much, and how sure that is.
//!
//! An outcome is a number a point and replicate: a measure of a policy, or the difference between two policies on the same luck. Points come in
//! blocks (a Morris trajectory, the crossings of one Saltelli base point), and a block in which a point failed counts nowhere. Replicates are the
//! same luck at every point, so what a replicate adds everywhere is no noise here; what is noise is told in [`noise`].

mod bootstrap;
pub mod morris;
pub mod noise;
pub mod oat;
pub mod sobol;

use thiserror::Error;

use super::sample::{float, mean};

/// What bounds the quantiles of a bootstrap: 95% of the draws lie between the ends.
pub use bootstrap::{DRAWS, Range};

/// An outcome over a design, complete: every point has every replicate.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// By point, then by replicate.
    values: Vec<Vec<f64>>,
    /// Which points of the design they are, in order.
    kept: Vec<usize>,
    /// Points of a block.
    block: usize,
    /// Blocks left out because a point of theirs failed.
    failed_blocks: usize,
    /// Replicates left out because the outcome is not defined in them at every point.
    undefined: usize,
}

/// Why there is no sensitivity to be had.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SensitivityError {
    /// The points are no whole number of blocks.
    #[error("{points} points are no whole number of blocks of {block}")]
    Blocks {
        /// Points given.
        points: usize,
        /// Points of a block.
        block: usize,
    },
    /// Nothing is left once failed points are taken out.
    #[error("too few points of the design could be run: at least 2 whole blocks are needed, {left} are left")]
    TooFew {
        /// Blocks left.
        left: usize,
    },
    /// The outcome is missing somewhere in every replicate.
    #[error(
        "the outcome is not defined at every point in any replicate; take a measure that always is, such as transition_cost_vs_none"
    )]
    Undefined,
}

impl Outcomes {
    /// Takes the values of a design's points, by replicate; none for a point that failed. `block` is how many points belong together.
    ///
    /// # Errors
    ///
    /// The points are no whole number of blocks, fewer than two whole blocks are left, or no replicate is defined everywhere.
    pub fn new(points: &[Option<Vec<Option<f64>>>], block: usize) -> Result<Self, SensitivityError> {
        if block == 0 || points.is_empty() || !points.len().is_multiple_of(block) {
            return Err(SensitivityError::Blocks { points: points.len(), block });
        }
        let blocks = points.len() / block;
        let whole = |number: &usize| points[number * block..(number + 1) * block].iter().all(Option::is_some);
        let kept: Vec<usize> = (0..blocks).filter(whole).flat_map(|number| number * block..(number + 1) * block).collect();
        let left = kept.len() / block;
        if left < 2 && block > 1 || left == 0 {
            return Err(SensitivityError::TooFew { left });
        }
        let rows: Vec<&Vec<Option<f64>>> = kept.iter().filter_map(|point| points[*point].as_ref()).collect();
        let replicates = rows.iter().map(|row| row.len()).min().unwrap_or(0);
        let complete: Vec<usize> = (0..replicates).filter(|&replicate| rows.iter().all(|row| row[replicate].is_some())).collect();
        if complete.is_empty() {
            return Err(SensitivityError::Undefined);
        }
        let values = rows.iter().map(|row| complete.iter().filter_map(|&replicate| row[replicate]).collect()).collect();
        Ok(Self { values, kept, block, failed_blocks: blocks - left, undefined: replicates - complete.len() })
    }

    /// The outcome of each point, a mean over replicates.
    #[must_use]
    pub fn means(&self) -> Vec<f64> {
        self.values.iter().map(|row| mean(row).unwrap_or_default()).collect()
    }

    /// Values by point, then by replicate.
    #[must_use]
    pub fn values(&self) -> &[Vec<f64>] {
        &self.values
    }

    /// Which points of the design are in, in order.
    #[must_use]
    pub fn kept(&self) -> &[usize] {
        &self.kept
    }

    /// Replicates that count.
    #[must_use]
    pub fn replicates(&self) -> usize {
        self.values.first().map_or(0, Vec::len)
    }

    /// Blocks that count.
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.values.len() / self.block
    }

    /// Blocks left out because a point of theirs failed.
    #[must_use]
    pub const fn failed_blocks(&self) -> usize {
        self.failed_blocks
    }

    /// Replicates left out because the outcome is not defined in them at every point.
    #[must_use]
    pub const fn undefined_replicates(&self) -> usize {
        self.undefined
    }
}

/// The mean over replicates of `u * v` as far as it is not chance: the product of the two means, less the covariance of their errors. With one
/// replicate there is no knowing, and it is the plain product.
fn product(u: &[f64], v: &[f64]) -> f64 {
    let count = float(u.len());
    let (mean_u, mean_v) = (u.iter().sum::<f64>() / count, v.iter().sum::<f64>() / count);
    if u.len() < 2 {
        return mean_u * mean_v;
    }
    let covariance = u.iter().zip(v).map(|(u, v)| (u - mean_u) * (v - mean_v)).sum::<f64>() / (count - 1.0);
    mean_u * mean_v - covariance / count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_blocks_and_undefined_replicates_are_left_out() {
        let point = |a: f64, b: Option<f64>| Some(vec![Some(a), b, Some(2.0 * a)]);
        let points =
            [point(1.0, Some(1.0)), point(2.0, None), None, point(3.0, None), point(4.0, Some(0.0)), point(5.0, Some(0.0))];
        let found = Outcomes::new(&points, 2).unwrap();
        assert_eq!(found.kept(), [0, 1, 4, 5]);
        assert_eq!(found.values(), [vec![1.0, 2.0], vec![2.0, 4.0], vec![4.0, 8.0], vec![5.0, 10.0]]);
        assert_eq!((found.blocks(), found.failed_blocks(), found.undefined_replicates(), found.replicates()), (2, 1, 1, 2));
        assert_eq!(Outcomes::new(&points, 3).unwrap_err(), SensitivityError::TooFew { left: 1 });
        assert_eq!(Outcomes::new(&points, 4).unwrap_err(), SensitivityError::Blocks { points: 6, block: 4 });
        assert_eq!(Outcomes::new(&[Some(vec![None]), Some(vec![None])], 1).unwrap_err(), SensitivityError::Undefined);
    }

    #[test]
    fn a_product_of_means_is_freed_of_shared_chance() {
        // By hand: means 2 and 3, covariance 2 over 3 replicates.
        assert!((product(&[1.0, 2.0, 3.0], &[1.0, 3.0, 5.0]) - (6.0 - 2.0 / 3.0)).abs() < 1e-15);
        assert!((product(&[2.0], &[3.0]) - 6.0).abs() < 1e-15);
    }
}
