//! What was swept, and what was found, in memory.

use super::super::design::Kind;
use super::super::parameter::Parameter;
use super::run::PartRuns;
use super::study::{Study, SweepError};
use crate::analysis::measures::measures;
use crate::analysis::rows::Measure;

/// What was swept: everything of a sweep but its runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
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
    /// Replicates that every point was run in, from 0.
    pub replicates: u32,
    /// The seed of all chance.
    pub seed: u64,
}

/// Every value of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepTable {
    /// What was swept.
    pub layout: Layout,
    /// By point, then by replicate, policy and measure; nothing of a point that failed. Measures that are not defined in a run are none.
    pub values: Vec<Vec<Vec<Vec<Option<f64>>>>>,
}

impl SweepTable {
    /// By point: its runs by replicate, policy and measure; none where the point failed or was not run.
    pub fn run(&self) -> impl Iterator<Item = Option<&[Vec<Vec<Option<f64>>>]>> {
        let failed = self.layout.failures.iter().map(Option::is_some);
        failed.zip(&self.values).map(|(failed, runs)| (!failed && !runs.is_empty()).then_some(runs.as_slice()))
    }

    /// The table of a study before anything is run.
    pub(super) fn empty(study: &Study) -> Result<Self, SweepError> {
        let (scenario, policies) = study.base()?;
        let points = study.design.points.len();
        let layout = Layout {
            design: study.design.kind,
            parameters: study.parameters.clone(),
            places: (0..points).map(|point| study.places(point)).collect(),
            points: (0..points).map(|point| study.values(point)).collect(),
            failures: vec![None; points],
            policies,
            measures: measures(&scenario.currency),
            replicates: study.settings.replicates,
            seed: study.settings.seed,
        };
        Ok(Self { layout, values: vec![Vec::new(); points] })
    }

    /// Takes the runs of a part. Parts may come in any order.
    pub(super) fn take(&mut self, part: PartRuns) {
        let all = self.layout.replicates as usize;
        for found in part.points {
            match found.runs {
                Ok(runs) => {
                    let values = &mut self.values[found.point];
                    values.resize(all, Vec::new());
                    for (replicate, run) in part.replicates.clone().zip(runs) {
                        values[replicate as usize] = run;
                    }
                }
                Err(cause) => self.layout.failures[found.point] = Some(cause),
            }
        }
    }
}
