//! Exploration: what a sweep says of its parameters. Which move an outcome ([`sensitivity`]), which policy wins where ([`verdict`], [`map`]), and in
//! which boxes and how robustly ([`discovery`]). What the last three need of the runs of a point is its [`digest`].
//!
//! The statistics are in [`crate::analysis`]; here they meet the parameters of a scenario.

pub mod digest;
pub mod discovery;
pub mod map;
pub mod sensitivity;
pub mod verdict;

use super::sweep::SweepTable;

/// A number a point and replicate: a measure of a policy, or its difference from another's on the same luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Place of the measure.
    pub measure: usize,
    /// Place of the policy.
    pub policy: usize,
    /// Place of the policy that is taken off, if one is.
    pub versus: Option<usize>,
}

impl Outcome {
    /// Its values by point, then by replicate; nothing of a point that failed.
    #[must_use]
    pub fn values(self, table: &SweepTable) -> Vec<Option<Vec<Option<f64>>>> {
        let of = |run: &Vec<Vec<Option<f64>>>, policy: usize| run.get(policy)?.get(self.measure).copied()?;
        let value = |run: &Vec<Vec<Option<f64>>>| match self.versus {
            None => of(run, self.policy),
            Some(versus) => Some(of(run, self.policy)? - of(run, versus)?),
        };
        table.run().map(|runs| runs.map(|runs| runs.iter().map(value).collect())).collect()
    }
}
