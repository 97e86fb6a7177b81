//! What a sweep is asked.

use thiserror::Error;

use super::super::compare::{CompareError, chosen};
use super::super::design::{Design, Kind};
use super::super::parameter::Parameter;
use crate::analysis::results::TWIN;
use crate::scenario::model::Scenario;
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

impl Study {
    /// The scenario as it is, and the policies that run in it, the twin last: what has to be sound before any point is run.
    ///
    /// # Errors
    ///
    /// The scenario is wrong, a policy is unknown, or no replicate is asked for.
    pub fn base(&self) -> Result<(Scenario, Vec<String>), SweepError> {
        let scenario = self.draft.scenario()?;
        if self.settings.replicates == 0 {
            return Err(CompareError::NoReplicates.into());
        }
        let mut policies: Vec<String> =
            chosen(&scenario, &self.settings.policies)?.into_iter().map(|policy| policy.name.clone()).collect();
        policies.push(TWIN.to_owned());
        Ok((scenario, policies))
    }

    /// By parameter: the value at a point.
    #[must_use]
    pub fn values(&self, point: usize) -> Vec<f64> {
        let places = &self.design.points[point];
        let value = |(parameter, place): (&Parameter, &f64)| match self.design.kind {
            Kind::Table if parameter.whole => libm::round(*place),
            Kind::Table => *place,
            _ => parameter.value(*place),
        };
        self.parameters.iter().zip(places).map(value).collect()
    }

    /// By parameter: the place of a point in the unit interval of the range.
    #[must_use]
    pub fn places(&self, point: usize) -> Vec<f64> {
        let places = &self.design.points[point];
        match self.design.kind {
            Kind::Table => self.parameters.iter().zip(places).map(|(parameter, value)| parameter.place(*value)).collect(),
            _ => places.clone(),
        }
    }

    /// What makes the scenario that of a point, as `--set` takes it. One at a time, a value of today is left as the scenario has it, so that
    /// what is drawn stays drawn until its turn comes.
    #[must_use]
    pub fn sets(&self, point: usize) -> Vec<String> {
        #[expect(clippy::float_cmp, reason = "the very value of today")]
        let kept = |parameter: &Parameter, value: f64| self.design.kind == Kind::Oat && value == parameter.today;
        let pairs = self.parameters.iter().zip(self.values(point));
        pairs.filter(|(parameter, value)| !kept(parameter, *value)).map(|(parameter, value)| parameter.set(value)).collect()
    }

    /// The scenario of a point.
    ///
    /// # Errors
    ///
    /// The scenario's checks refuse its values.
    pub fn scenario(&self, point: usize) -> Result<Scenario, ScenarioErrors> {
        self.draft.with(&self.sets(point)).scenario()
    }
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
