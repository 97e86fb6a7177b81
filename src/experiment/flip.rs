//! What would change the decision: for each value, where in its range the pick changes.
//!
//! Every point is measured on the same replicates as today's, so that two points differ in the value and in nothing else. Values are looked
//! at beside each other, and the replicates of a point too; the result does not depend on threads.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::compare::{CompareError, Settings, check};
use super::parameter::Parameter;
use super::point::{Measured, measure};
use super::watch::Watch;
use crate::analysis::crossing::{Crossings, Line, Scores, crossings};
use crate::analysis::decision::{HEADLINES, Weighed, scores};
use crate::analysis::flips::{FlipRow, Outcome, sort};
use crate::analysis::measures::{catalogue, position};
use crate::analysis::rows::Better;
use crate::scenario::Draft;
use crate::scenario::model::{Decision, Scenario};

/// Replicates that one thread makes at a time.
const BATCH: u32 = 10;

/// What was found of every value.
#[derive(Clone, Debug, PartialEq)]
pub struct Flips {
    /// The policies, by name.
    pub policies: Vec<String>,
    /// The one picked today.
    pub pick: String,
    /// Others that it is not told apart from today.
    pub tied: Vec<String>,
    /// What became of the pick, value by value, in the order in which they matter.
    pub rows: Vec<FlipRow>,
    /// Runs made.
    pub runs: u64,
}

/// Looks for the switching value of each parameter, by a scan of so many steps and bisection.
///
/// `today` is the scenario that the draft gives as it is.
///
/// # Errors
///
/// A policy is unknown, no replicate is asked for, the watch says stop, or threads cannot be started.
pub fn flip(
    draft: &Draft,
    today: &Scenario,
    parameters: &[Parameter],
    (settings, steps): (&Settings, u32),
    watch: &dyn Watch,
) -> Result<Flips, CompareError> {
    check(today, settings)?;
    let pool = ThreadPoolBuilder::new().num_threads(settings.threads.unwrap_or(0)).build()?;
    let looks = Looks { settings, watch, done: AtomicU64::new(0), ahead: AtomicU64::new(0) };
    pool.install(|| {
        let first = looks.at(today)?;
        looks.expect(parameters.len() as u64 * u64::from(steps), first.policies.len());
        let now = scored(&first, &today.decision);
        let found: Result<Vec<(Option<Crossings>, String)>, CompareError> = parameters
            .par_iter()
            .map(|parameter| {
                let mut note = String::new();
                let line =
                    Line { low: parameter.low, high: parameter.high, today: parameter.today, whole: parameter.whole, steps };
                let look = |value: f64| -> Result<Option<Scores>, CompareError> {
                    #[expect(clippy::float_cmp, reason = "today's value itself")]
                    if value == parameter.today {
                        return Ok(Some(now.clone()));
                    }
                    match draft.with(&[parameter.set(value)]).scenario() {
                        Ok(scenario) => Ok(Some(scored(&looks.at(&scenario)?, &scenario.decision))),
                        Err(errors) => {
                            note = errors.problems().first().map_or_else(String::new, |problem| problem.cause.clone());
                            Ok(None)
                        }
                    }
                };
                Ok((crossings(&line, look)?, note))
            })
            .collect();
        let mut rows = Vec::new();
        for (parameter, (found, note)) in parameters.iter().zip(found?) {
            rows.extend(of_parameter(parameter, &first.policies, now.pick(), found, &note));
        }
        sort(&mut rows);
        let tied = (0..first.policies.len()).filter(|other| *other != now.pick() && now.lead(now.pick(), *other).low <= 0.0);
        Ok(Flips {
            pick: first.policies[now.pick()].clone(),
            tied: tied.map(|other| first.policies[other].clone()).collect(),
            policies: first.policies,
            rows,
            runs: looks.done.into_inner(),
        })
    })
}

/// What every look needs, and how many runs there were.
struct Looks<'a> {
    settings: &'a Settings,
    watch: &'a dyn Watch,
    done: AtomicU64,
    /// Runs that the scan is expected to take.
    ahead: AtomicU64,
}

impl Looks<'_> {
    /// Says how many points of so many policies the scan has.
    fn expect(&self, points: u64, policies: usize) {
        self.ahead.store((points + 1) * u64::from(self.settings.replicates) * (policies as u64 + 1), Ordering::Relaxed);
    }

    /// Measures a point.
    fn at(&self, scenario: &Scenario) -> Result<Measured, CompareError> {
        let Settings { seed, replicates, policies, .. } = self.settings;
        let batches: Vec<Range<u32>> =
            (0..*replicates).step_by(BATCH as usize).map(|from| from..from.saturating_add(BATCH).min(*replicates)).collect();
        let made: Result<Vec<Measured>, CompareError> = batches
            .into_par_iter()
            .map(|batch| {
                let measured = measure(scenario, policies, *seed, batch, self.watch)?;
                let runs = measured.values.len() as u64 * (measured.policies.len() as u64 + 1);
                let done = self.done.fetch_add(runs, Ordering::Relaxed) + runs;
                self.watch.progress(done, done.max(self.ahead.load(Ordering::Relaxed)));
                Ok(measured)
            })
            .collect();
        let mut made = made.map_err(|error| self.told(error))?.into_iter();
        let mut whole = made.next().ok_or(CompareError::NoReplicates)?;
        for part in made {
            whole.values.extend(part.values);
        }
        Ok(whole)
    }

    /// An interruption tells of all that was done, not of the point in which it came.
    fn told(&self, error: CompareError) -> CompareError {
        match error {
            CompareError::Interrupted { .. } => {
                let done = self.done.load(Ordering::Relaxed);
                CompareError::Interrupted { done, total: done.max(self.ahead.load(Ordering::Relaxed)) }
            }
            other => other,
        }
    }
}

/// A measure that is weighed: its weight, which direction is better, and its values by policy and replicate.
type Column = (f64, Better, Vec<Vec<Option<f64>>>);

/// The scores of a point's policies, as the pick is made by.
#[must_use]
pub fn scored(measured: &Measured, decision: &Decision) -> Scores {
    let weights = [decision.cost, decision.time, decision.retention];
    let columns: Vec<Column> = HEADLINES
        .iter()
        .zip(weights)
        .filter_map(|(name, weight)| {
            let place = position(name)?;
            let of = |policy: usize| measured.values.iter().map(|replicate| replicate[policy][place]).collect();
            let better = catalogue().nth(place).map_or(Better::Neither, |definition| definition.better);
            Some((weight, better, (0..measured.policies.len()).map(of).collect()))
        })
        .collect();
    let weighed: Vec<Weighed<'_>> = columns
        .iter()
        .map(|(weight, better, values)| Weighed {
            weight: *weight,
            better: *better,
            values: values.iter().map(Vec::as_slice).collect(),
        })
        .collect();
    Scores(scores(measured.policies.len(), measured.values.len(), &weighed))
}

/// The rows of a parameter.
fn of_parameter(parameter: &Parameter, policies: &[String], pick: usize, found: Option<Crossings>, note: &str) -> Vec<FlipRow> {
    let row = |outcome| FlipRow {
        path: parameter.path.clone(),
        unit: parameter.unit.clone(),
        low: parameter.low,
        high: parameter.high,
        today: parameter.today,
        whole: parameter.whole,
        pick: policies[pick].clone(),
        outcome,
        note: note.to_owned(),
    };
    let Some(found) = found else { return vec![row(Outcome::Refused)] };
    if found.switches.is_empty() {
        return vec![row(if found.looked > 0 { Outcome::Stays { sure: found.sure } } else { Outcome::Refused })];
    }
    let switches = found.switches.into_iter().map(|switch| {
        row(Outcome::Switches {
            above: switch.above,
            value: switch.value,
            low: switch.low,
            high: switch.high,
            challenger: policies[switch.challenger].clone(),
            again: switch.again,
        })
    });
    switches.collect()
}
