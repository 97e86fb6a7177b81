//! Where a chart's numbers come from, for its subtitle and footer.

use crate::analysis::rows::Comparison;

/// What was run, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// The scenario's name.
    pub scenario: &'a str,
    /// Runs of each policy, of each point where points of a design were run.
    pub replicates: u32,
    /// The seed.
    pub seed: u64,
}

impl<'a> From<&'a Comparison> for Source<'a> {
    fn from(comparison: &'a Comparison) -> Self {
        Self { scenario: &comparison.scenario.name, replicates: comparison.replicates, seed: comparison.seed }
    }
}
