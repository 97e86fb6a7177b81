//! The reduced runs of a comparison, laid out for the tables.

use super::frame::Frame;
use super::measures::{catalogue, measures};
use super::reduction::Reduction;
use super::rows::{Better, Measure, RunRow};

/// The name under which the twin appears in tables.
pub const TWIN: &str = "twin";

/// The name of the policy that does nothing new.
pub const NONE: &str = "none";

/// The name of all roles together.
pub const ALL: &str = "all";

/// The reduced runs: lines (policies by name, then the twin) by replicate.
#[derive(Debug)]
pub struct Results<'a> {
    /// The scenario as measures see it.
    pub frame: &'a Frame<'a>,
    /// Names of the policies, in order; the twin is not among them.
    pub policies: &'a [String],
    /// The measures.
    pub measures: Vec<Measure>,
    /// By replicate, then by line.
    replicates: &'a [Vec<Reduction>],
    /// By measure, then line, then replicate.
    values: Vec<Vec<Vec<Option<f64>>>>,
}

impl<'a> Results<'a> {
    /// Lays out reduced runs: by replicate, and in each the policies in the order of `policies`, then the twin.
    #[must_use]
    pub fn new(frame: &'a Frame<'a>, policies: &'a [String], replicates: &'a [Vec<Reduction>]) -> Self {
        let value = |measure: usize, line: usize| replicates.iter().map(|runs| runs[line].values[measure]).collect();
        let by_line = |measure| (0..=policies.len()).map(|line| value(measure, line)).collect();
        let values = (0..catalogue().count()).map(by_line).collect();
        Self { frame, policies, measures: measures(&frame.scenario.currency), replicates, values }
    }

    /// Lines: every policy in order, then the twin.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        self.policies.iter().map(String::as_str).chain([TWIN]).enumerate()
    }

    /// The runs of a line, by replicate.
    pub fn runs(&self, line: usize) -> impl Iterator<Item = &'a Reduction> + use<'a> {
        self.replicates.iter().map(move |runs| &runs[line])
    }

    /// Replicates.
    #[must_use]
    pub const fn replicates(&self) -> usize {
        self.replicates.len()
    }

    /// A measure of a line, by replicate.
    #[must_use]
    pub fn values(&self, measure: usize, line: usize) -> &[Option<f64>] {
        &self.values[measure][line]
    }

    /// A measure of every policy, the twin left out.
    #[must_use]
    pub fn of_policies(&self, measure: usize) -> Vec<&[Option<f64>]> {
        self.values[measure][..self.policies.len()].iter().map(Vec::as_slice).collect()
    }

    /// A measure by name: its values for every policy, and its better direction. Empty where there is no such measure.
    #[must_use]
    pub fn named(&self, name: &str) -> (Vec<&[Option<f64>]>, Better) {
        self.measures
            .iter()
            .position(|measure| measure.name == name)
            .map_or((Vec::new(), Better::Neither), |place| (self.of_policies(place), self.measures[place].better))
    }

    /// Names of roles in order, then `all`.
    pub fn places(&self) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        self.frame.scenario.roles.iter().map(|role| role.name.as_str()).chain([ALL]).enumerate()
    }

    /// Table `runs`.
    #[must_use]
    pub fn run_rows(&self) -> Vec<RunRow> {
        let mut rows = Vec::with_capacity(self.replicates.len() * (self.policies.len() + 1));
        for (line, policy) in self.lines() {
            for (replicate, run) in (0..).zip(self.runs(line)) {
                rows.push(RunRow { policy: policy.to_owned(), replicate, values: run.values.clone() });
            }
        }
        rows
    }
}
