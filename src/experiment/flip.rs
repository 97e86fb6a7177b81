//! What would change the decision: for each value, where in its range the pick changes.
//!
//! Every point is measured on the same replicates as today's, so that two points differ in the value and in nothing else. Values are looked
//! at beside each other, and the replicates of a point too; the result does not depend on threads.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::compare::{CompareError, Settings, check, chosen};
use super::journal::{Entry, EvaluationError, Journal, Kept};
use super::parameter::Parameter;
use super::point::{Figures, measure};
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
/// `today` is the scenario that the draft gives as it is. A journal spares the runs that it holds; its lines come in the order in which threads are done.
///
/// # Errors
///
/// A policy is unknown, no replicate is asked for, the watch says stop, the journal cannot be written, or threads cannot be started.
pub fn flip(
    draft: &Draft,
    today: &Scenario,
    parameters: &[Parameter],
    (settings, steps): (&Settings, u32),
    journal: Option<(Journal, Vec<Entry>)>,
    watch: &dyn Watch,
) -> Result<Flips, EvaluationError> {
    check(today, settings)?;
    let policies: Vec<String> = chosen(today, &settings.policies)?.into_iter().map(|policy| policy.name.clone()).collect();
    let pool = ThreadPoolBuilder::new().num_threads(settings.threads.unwrap_or(0)).build().map_err(CompareError::from)?;
    let kept = Mutex::new(Kept::new(journal));
    let looks = Looks { settings, policies: &policies, watch, kept, done: AtomicU64::new(0), ahead: AtomicU64::new(0) };
    pool.install(|| {
        looks.expect(parameters.len() as u64 * u64::from(steps));
        let now = scored(&looks.at("today", today)?, &today.decision);
        let found: Result<Vec<(Option<Crossings>, String)>, EvaluationError> = parameters
            .par_iter()
            .map(|parameter| {
                let mut note = String::new();
                let line =
                    Line { low: parameter.low, high: parameter.high, today: parameter.today, whole: parameter.whole, steps };
                let look = |value: f64| -> Result<Option<Scores>, EvaluationError> {
                    #[expect(clippy::float_cmp, reason = "today's value itself")]
                    if value == parameter.today {
                        return Ok(Some(now.clone()));
                    }
                    let set = parameter.set(value);
                    match draft.with(std::slice::from_ref(&set)).scenario() {
                        Ok(scenario) => Ok(Some(scored(&looks.at(&set, &scenario)?, &scenario.decision))),
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
            rows.extend(of_parameter(parameter, &policies, now.pick(), found, &note));
        }
        sort(&mut rows);
        let tied = (0..policies.len()).filter(|other| *other != now.pick() && now.lead(now.pick(), *other).low <= 0.0);
        Ok(Flips {
            pick: policies[now.pick()].clone(),
            tied: tied.map(|other| policies[other].clone()).collect(),
            policies: policies.clone(),
            rows,
            runs: looks.done.load(Ordering::Relaxed),
        })
    })
}

/// The figures of policies at a point: by policy, then by replicate.
type Looked = Vec<Vec<Figures>>;

/// What every look needs, and how many runs there were.
struct Looks<'a> {
    settings: &'a Settings,
    /// The policies that are chosen between, by name.
    policies: &'a [String],
    watch: &'a dyn Watch,
    kept: Mutex<Kept>,
    /// Runs so far. Those that a journal spared count as if they had been made now, so that a search that goes on ends as one that never stopped.
    done: AtomicU64,
    /// Runs that the scan is expected to take.
    ahead: AtomicU64,
}

impl Looks<'_> {
    /// Says how many points the scan has.
    fn expect(&self, points: u64) {
        let each = self.policies.len() as u64 + 1;
        self.ahead.store((points + 1) * u64::from(self.settings.replicates) * each, Ordering::Relaxed);
    }

    /// Looks at a point, which is known by a key.
    fn at(&self, key: &str, scenario: &Scenario) -> Result<Looked, EvaluationError> {
        let replicates = self.settings.replicates;
        let batches: Vec<Range<u32>> =
            (0..replicates).step_by(BATCH as usize).map(|from| from..from.saturating_add(BATCH).min(replicates)).collect();
        let made: Result<Vec<Looked>, EvaluationError> = batches
            .into_par_iter()
            .map(|batch| {
                let runs = batch.len() as u64 * (self.policies.len() as u64 + 1);
                let looked = self.batch(key, scenario, batch)?;
                let done = self.done.fetch_add(runs, Ordering::Relaxed) + runs;
                self.watch.progress(done, done.max(self.ahead.load(Ordering::Relaxed)));
                Ok(looked)
            })
            .collect();
        let mut whole: Looked = vec![Vec::with_capacity(replicates as usize); self.policies.len()];
        for part in made? {
            for (whole, part) in whole.iter_mut().zip(part) {
                whole.extend(part);
            }
        }
        Ok(whole)
    }

    /// Looks at a point in some replicates, unless the journal knows what is seen.
    fn batch(&self, key: &str, scenario: &Scenario, replicates: Range<u32>) -> Result<Looked, EvaluationError> {
        let keys: Vec<String> = self.policies.iter().map(|policy| format!("{key} {policy}")).collect();
        // A thread that panicked leaves what is kept as sound as it was.
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known: Vec<Option<Vec<Figures>>> = {
            let kept = kept();
            keys.iter().map(|key| kept.held(key, &replicates).map(<[Figures]>::to_vec)).collect()
        };
        if let Some(known) = known.iter().cloned().collect() {
            return Ok(known);
        }
        let from = replicates.start;
        let measured = measure(scenario, &self.settings.policies, self.settings.seed, replicates, self.watch)
            .map_err(|error| self.told(error))?;
        let figures = |policy: usize| (0..measured.values.len()).map(|replicate| measured.headlines(replicate, policy)).collect();
        let looked: Looked = (0..self.policies.len()).map(figures).collect();
        // A line that a crash cut off leaves some policies known and others not.
        let news = keys.into_iter().zip(&known).zip(&looked).filter(|((_, known), _)| known.is_none());
        let entries: Vec<Entry> = news.map(|((key, _), looked)| (key, from, looked.clone())).collect();
        kept().keep(&entries)?;
        Ok(looked)
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
fn scored(looked: &Looked, decision: &Decision) -> Scores {
    let weights = [decision.cost, decision.time, decision.retention];
    let columns: Vec<Column> = HEADLINES
        .iter()
        .zip(weights)
        .enumerate()
        .map(|(place, (name, weight))| {
            let better = position(name).and_then(|place| catalogue().nth(place)).map(|definition| definition.better);
            let values = looked.iter().map(|replicates| replicates.iter().map(|figures| figures[place]).collect()).collect();
            (weight, better.unwrap_or(Better::Neither), values)
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
    let replicates = looked.first().map_or(0, Vec::len);
    Scores(scores(looked.len(), replicates, &weighed))
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
