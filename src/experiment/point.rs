//! One scenario of many, measured: what a sweep, a search for a switching value or an optimisation asks of each point.
//!
//! A point is measured by every policy on the same replicates, which are the same luck at every point: replicate 7 of one point and replicate 7
//! of another differ in what was varied and in nothing else.

use std::ops::Range;

use super::compare::{CompareError, chosen};
use super::watch::Watch;
use super::world::runs;
use crate::analysis::decision::HEADLINES;
use crate::analysis::frame::Frame;
use crate::analysis::measures::{Sight, position, values};
use crate::analysis::reduction::Trio;
use crate::scenario::model::{Policy, Scenario};
use crate::simulation::Replicate;
use crate::workforce::record::Keep;

/// The headlines of a run, in their order; each absent where the run does not define it.
pub type Figures = [Option<f64>; HEADLINES.len()];

/// The measures of a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The policies by name, in order; the twin comes after them.
    pub policies: Vec<String>,
    /// By replicate, then by policy (the twin last), then by measure of the catalogue.
    pub values: Vec<Vec<Vec<Option<f64>>>>,
}

impl Measured {
    /// The headlines of a policy in a replicate, both by their places.
    #[must_use]
    pub fn headlines(&self, replicate: usize, policy: usize) -> Figures {
        let run = self.values.get(replicate).and_then(|policies| policies.get(policy));
        HEADLINES.map(|name| run?.get(position(name)?).copied()?)
    }
}

/// Measures a scenario under every policy asked for (all where `asked` is empty; `none` and the twin always) in some replicates, on the calling
/// thread. `watch` is asked before each run whether to stop; it is told nothing, for whoever asks for many points counts in points.
///
/// # Errors
///
/// A policy is unknown, or the watch said stop.
pub fn measure(
    scenario: &Scenario,
    asked: &[String],
    seed: u64,
    replicates: Range<u32>,
    watch: &dyn Watch,
) -> Result<Measured, CompareError> {
    let policies: Vec<&Policy> = chosen(scenario, asked)?;
    let frame = Frame::new(scenario);
    let each = policies.len() as u64 + 1;
    let total = u64::from(replicates.end.saturating_sub(replicates.start)) * each;
    let mut before: Option<Replicate<'_>> = None;
    let mut made = Vec::new();
    for replicate in replicates {
        // Made in the memory of the one before; nothing of that one is seen.
        let world = match before.take() {
            Some(before) => before.another(seed, replicate),
            None => Replicate::new(scenario, seed, replicate).keeping(Keep::Measures),
        };
        let run = |make: &dyn Fn() -> _| (!watch.stopped()).then(make);
        let sight = |trio: Trio<'_>| {
            values(&Sight { frame: &frame, run: trio.run, none: trio.none, twin: trio.twin, reference: trio.reference })
        };
        let Some(of_policies) = runs(&frame, &policies, &world, run, sight) else {
            return Err(CompareError::Interrupted { done: made.len() as u64 * each, total });
        };
        made.push(of_policies);
        before = Some(world);
    }
    Ok(Measured { policies: policies.into_iter().map(|policy| policy.name.clone()).collect(), values: made })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::scenario;
    use crate::experiment::compare::{Settings, compare};
    use crate::experiment::watch::Unwatched;

    #[test]
    fn a_point_measures_what_a_comparison_measures() {
        let scenario = scenario();
        let settings = Settings { seed: 5, replicates: 6, threads: Some(1), policies: Vec::new(), keep_gaps: false };
        let whole = compare(&scenario, &settings, &Unwatched).unwrap();
        let (early, late) =
            (measure(&scenario, &[], 5, 0..4, &Unwatched).unwrap(), measure(&scenario, &[], 5, 4..6, &Unwatched).unwrap());
        assert_eq!(early.policies, whole.policies);
        let values: Vec<_> = early.values.iter().chain(&late.values).collect();
        for row in &whole.runs {
            let policy = early.policies.iter().position(|name| *name == row.policy).unwrap_or(early.policies.len());
            assert_eq!(values[row.replicate as usize][policy], row.values);
        }
        assert_eq!(whole.runs.len(), 24);
    }

    #[test]
    fn fewer_policies_change_nothing_of_the_others() {
        let scenario = scenario();
        let all = measure(&scenario, &[], 5, 0..2, &Unwatched).unwrap();
        let few = measure(&scenario, &["hire".to_owned()], 5, 0..2, &Unwatched).unwrap();
        assert_eq!(few.policies, ["hire", "none"]);
        let place = |name: &str| all.policies.iter().position(|policy| policy == name).unwrap();
        for replicate in 0..2 {
            assert_eq!(few.values[replicate][0], all.values[replicate][place("hire")]);
            assert_eq!(few.values[replicate][2], all.values[replicate][all.policies.len()]);
        }
        assert!(matches!(measure(&scenario, &["hre".to_owned()], 5, 0..1, &Unwatched), Err(CompareError::UnknownPolicy { .. })));
    }
}
