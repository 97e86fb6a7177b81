//! What a sweep found, in memory.

use super::super::design::Kind;
use super::super::parameter::Parameter;
use crate::analysis::rows::Measure;

/// Every value of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepTable {
    /// How the points were placed.
    pub design: Kind,
    /// What varies.
    pub parameters: Vec<Parameter>,
    /// By point, then by parameter: the place in the unit interval of its range, as the design gives it.
    pub places: Vec<Vec<f64>>,
    /// By point, then by parameter: the value that the scenario was given.
    pub points: Vec<Vec<f64>>,
    /// By point: why it could not be run, where the scenario's checks refused its values.
    pub failures: Vec<Option<String>>,
    /// The policies by name, in order, `none` among them; last the twin, as `twin`.
    pub policies: Vec<String>,
    /// The measures of the catalogue, in its order.
    pub measures: Vec<Measure>,
    /// By point, then by replicate, policy and measure; nothing of a point that failed. Measures that are not defined in a run are none.
    pub values: Vec<Vec<Vec<Vec<Option<f64>>>>>,
    /// Replicates that every point was run in, from 0.
    pub replicates: u32,
    /// The seed of all chance.
    pub seed: u64,
}
