//! What is kept of the runs of a point once they are gone through: the pick there, and means of a few measures. It takes as much memory for a hundred
//! thousand replicates as for two.

use super::verdict::Verdict;
use crate::analysis::decision::HEADLINES;
use crate::analysis::moments::Moments;
use crate::analysis::rows::{Better, Measure};
use crate::analysis::running_scores::RunningScores;
use crate::experiment::sweep::{Layout, SweepTable};
use crate::scenario::model::Decision;

/// What is kept of a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// The pick.
    pub verdict: Verdict,
    /// By measure that was asked for, then by policy but the twin: its mean over the replicates where it is defined; none where it is in none.
    pub means: Vec<Vec<Option<f64>>>,
}

/// What is kept of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Digests {
    /// Places of the measures whose means are kept.
    pub measures: Vec<usize>,
    /// By point; none where it failed or was not run.
    pub points: Vec<Option<Digest>>,
}

impl Digests {
    /// Those of a sweep in memory.
    #[must_use]
    pub fn of(table: &SweepTable, decision: &Decision, measures: &[usize]) -> Self {
        let digest = |runs: &[Vec<Vec<Option<f64>>>]| {
            let mut digester = Digester::new(&table.layout, decision, measures);
            for run in runs {
                digester.add(run);
            }
            digester.digest()
        };
        Self { measures: measures.to_vec(), points: table.run().map(|runs| runs.and_then(digest)).collect() }
    }

    /// The pick at every point; none where it failed.
    #[must_use]
    pub fn verdicts(&self) -> Vec<Option<Verdict>> {
        self.points.iter().map(|digest| digest.as_ref().map(|digest| digest.verdict.clone())).collect()
    }

    /// The mean of a policy's measure at every point; none where the point failed, the measure is defined in no replicate or was not kept.
    #[must_use]
    pub fn means(&self, policy: usize, measure: usize) -> Vec<Option<f64>> {
        let place = self.measures.iter().position(|kept| *kept == measure);
        let mean = |digest: &Option<Digest>| digest.as_ref()?.means.get(place?)?.get(policy).copied()?;
        self.points.iter().map(mean).collect()
    }
}

/// The runs of a point as they come. The order counts in the last digits: by replicate.
#[derive(Clone, Debug)]
pub struct Digester {
    scores: RunningScores,
    /// Places of the measures that are weighed.
    weighed: [Option<usize>; HEADLINES.len()],
    /// Places of the measures whose means are kept.
    measures: Vec<usize>,
    /// By such measure, then by policy but the twin.
    means: Vec<Vec<Moments>>,
}

impl Digester {
    /// Nothing has come yet of a point of a sweep.
    #[must_use]
    pub fn new(layout: &Layout, decision: &Decision, measures: &[usize]) -> Self {
        let policies = layout.policies.len().saturating_sub(1);
        let of = |name: &str| layout.measures.iter().position(|measure: &Measure| measure.name == name);
        let weighed = HEADLINES.map(of);
        let better = weighed.map(|place| place.map_or(Better::Neither, |place| layout.measures[place].better));
        Self {
            scores: RunningScores::new(policies, [decision.cost, decision.time, decision.retention], better),
            weighed,
            measures: measures.to_vec(),
            means: vec![vec![Moments::default(); policies]; measures.len()],
        }
    }

    /// Adds a replicate: its runs by policy, then by measure.
    pub fn add(&mut self, run: &[Vec<Option<f64>>]) {
        let value = |policy: usize, measure: usize| run.get(policy)?.get(measure).copied()?;
        self.scores.add(|measure, policy| value(policy, self.weighed[measure]?));
        for (measure, means) in self.measures.iter().zip(&mut self.means) {
            for (policy, mean) in means.iter_mut().enumerate() {
                if let Some(value) = value(policy, *measure) {
                    mean.add(value);
                }
            }
        }
    }

    /// What it came to; none where nothing came.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        let means = |means: &Vec<Moments>| means.iter().map(Moments::mean).collect();
        (self.scores.count() > 0)
            .then(|| Digest { verdict: Verdict::of(&self.scores), means: self.means.iter().map(means).collect() })
    }
}
