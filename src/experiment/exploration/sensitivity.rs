//! The sensitivity of an outcome to the parameters of a sweep.

use thiserror::Error;

use super::Outcome;
use super::digest::Digests;
use super::verdict::Verdict;
use crate::analysis::sensitivity::morris::{Effects, morris};
use crate::analysis::sensitivity::noise::Noise;
use crate::analysis::sensitivity::oat::{OneAtATime, one_at_a_time};
use crate::analysis::sensitivity::sobol::{Sobol, sobol};
use crate::analysis::sensitivity::{Outcomes, SensitivityError};
use crate::experiment::design::{Kind, saltelli};
use crate::experiment::sweep::SweepTable;
use crate::scenario::model::Decision;

/// What was found, by method.
#[derive(Clone, Debug, PartialEq)]
pub enum Figures {
    /// Elementary effects, by parameter.
    Morris(Vec<Effects>),
    /// Variance-based indices.
    Sobol(Sobol),
    /// Both ends of each parameter, and the pick at each point.
    Oat(OneAtATime, Vec<Option<Verdict>>),
}

/// The sensitivity of an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// What was looked at.
    pub outcome: Outcome,
    /// What was found.
    pub figures: Figures,
    /// The variance between points, and how much of it is noise.
    pub noise: Noise,
    /// Points that failed.
    pub failed: usize,
    /// Trajectories or base points left out because one of their points failed.
    pub failed_blocks: usize,
    /// Trajectories or base points that count.
    pub blocks: usize,
    /// Replicates left out because the outcome is not defined in them everywhere.
    pub undefined_replicates: usize,
}

/// Why there is no sensitivity.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ExplorationError {
    /// What the statistics say.
    #[error("{0}")]
    Sensitivity(#[from] SensitivityError),
    /// The sweep was laid out for something else.
    #[error("a sweep of design {0} has no layout for sensitivity; it needs morris, saltelli or oat")]
    Design(Kind),
}

/// Finds the sensitivity of an outcome from a sweep of design `morris`, `saltelli` (`second` tells whether it has the points for second order) or `oat`.
///
/// # Errors
///
/// Another design, or too few points that could be run.
pub fn sensitivity(
    table: &SweepTable,
    outcome: Outcome,
    second: bool,
    decision: &Decision,
) -> Result<Sensitivity, ExplorationError> {
    let dimensions = table.layout.parameters.len();
    let block = match table.layout.design {
        Kind::Morris => dimensions + 1,
        Kind::Saltelli => saltelli::block(dimensions, second),
        Kind::Oat => 1,
        other => return Err(ExplorationError::Design(other)),
    };
    let outcomes = Outcomes::new(&outcome.values(table), block)?;
    let figures = match table.layout.design {
        Kind::Morris => Figures::Morris(morris(&table.layout.places, &outcomes, table.layout.seed)?),
        Kind::Saltelli => Figures::Sobol(sobol(&outcomes, dimensions, second, table.layout.seed)?),
        _ => Figures::Oat(one_at_a_time(&outcomes, dimensions)?, Digests::of(table, decision, &[]).verdicts()),
    };
    Ok(Sensitivity {
        outcome,
        figures,
        noise: Noise::of(outcomes.values()),
        failed: table.layout.failures.iter().filter(|failure| failure.is_some()).count(),
        failed_blocks: outcomes.failed_blocks(),
        blocks: outcomes.blocks(),
        undefined_replicates: outcomes.undefined_replicates(),
    })
}
