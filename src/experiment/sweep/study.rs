//! What a sweep is asked.

use thiserror::Error;

use super::super::compare::CompareError;
use super::super::design::Design;
use super::super::parameter::Parameter;
use crate::scenario::{Draft, ScenarioErrors};

/// How a sweep is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepSettings {
    /// The seed: the same seed gives the same result.
    pub seed: u64,
    /// Replicates of every point, at least 1; the same luck at every point.
    pub replicates: u32,
    /// Threads; as many as the machine has where absent. The result does not depend on it.
    pub threads: Option<usize>,
    /// Names of the policies; every policy of the scenario where empty. `none` and the twin always run.
    pub policies: Vec<String>,
}

impl Default for SweepSettings {
    /// 20 replicates of every policy, seed 42, a thread a core.
    fn default() -> Self {
        Self { seed: 42, replicates: 20, threads: None, policies: Vec::new() }
    }
}

/// A scenario, what varies of it, and where.
#[derive(Clone, Debug)]
pub struct Study {
    /// The scenario, read once.
    pub draft: Draft,
    /// What varies.
    pub parameters: Vec<Parameter>,
    /// Where to run it: a place a parameter.
    pub design: Design,
    /// How.
    pub settings: SweepSettings,
}

/// Why a sweep was not made.
#[derive(Debug, Error)]
pub enum SweepError {
    /// What a comparison at a point is refused for.
    #[error("{0}")]
    Compare(#[from] CompareError),
    /// The scenario itself is wrong.
    #[error("{0}")]
    Scenario(#[from] ScenarioErrors),
}
