//! Runs parts of a plan: units on threads, whole parts to whoever keeps them, on the calling thread.
//!
//! Threads take units in the order of the plan and do not wait for one another at the end of a part, so a slow point holds up nobody. What is in
//! memory is the parts that are begun and not whole: at most one more than there are threads.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;

use rayon::ThreadPoolBuilder;

use super::super::compare::CompareError;
use super::super::point::measure;
use super::super::watch::Watch;
use super::plan::Plan;
use super::study::{Study, SweepError};

/// The runs of a point in the replicates of a part: by replicate, then by policy (the twin last), then by measure.
pub type Runs = Vec<Vec<Vec<Option<f64>>>>;

/// A point in the replicates of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct PointRuns {
    /// Which point of the design.
    pub point: usize,
    /// Its runs, or why the scenario's checks refuse it.
    pub runs: Result<Runs, String>,
}

/// A part that is whole.
#[derive(Clone, Debug, PartialEq)]
pub struct PartRuns {
    /// Its number.
    pub number: usize,
    /// Its replicates.
    pub replicates: Range<u32>,
    /// Its points in ascending order.
    pub points: Vec<PointRuns>,
}

/// How a sweep ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Parts that were done.
    pub done: usize,
    /// Whether the watch said stop, so that parts in flight were dropped.
    pub interrupted: bool,
}

/// Runs parts of a plan, by their numbers, in that order. Before a part is begun `more` is asked whether to; parts that are begun are finished,
/// unless the watch says stop. `take` gets every part as soon as it is whole, on the calling thread.
///
/// # Errors
///
/// A policy is unknown, threads cannot be started, or `take` fails.
pub fn run<E: From<SweepError>>(
    study: &Study,
    plan: &Plan,
    parts: &[usize],
    watch: &dyn Watch,
    more: &(dyn Fn() -> bool + Sync),
    take: &mut dyn FnMut(PartRuns) -> Result<(), E>,
) -> Result<Ended, E> {
    let pool = ThreadPoolBuilder::new()
        .num_threads(study.settings.threads.unwrap_or(0))
        .build()
        .map_err(|error| SweepError::from(CompareError::from(error)))?;
    let queue = Queue { plan, parts, more, next: Mutex::new((0, 0)), closed: AtomicBool::new(false) };
    let total: u64 = parts.iter().map(|number| evaluations(plan, *number)).sum();
    let interrupted = AtomicBool::new(false);
    let (send, receive) = sync_channel::<Done>(2 * pool.current_num_threads());
    pool.in_place_scope(|scope| {
        for _ in 0..pool.current_num_threads() {
            let (send, queue, interrupted) = (send.clone(), &queue, &interrupted);
            scope.spawn(move |_| {
                while let Some((number, point, replicates)) = queue.next() {
                    match unit(study, point, replicates, watch) {
                        Ok(unit) => {
                            if send.send(Done { number, unit: Ok(unit) }).is_err() {
                                return;
                            }
                        }
                        Err(CompareError::Interrupted { .. }) => {
                            interrupted.store(watch.stopped(), Ordering::Relaxed);
                            queue.close();
                            return;
                        }
                        Err(error) => {
                            queue.close();
                            // Nobody waits for it where another said it already.
                            let _ = send.send(Done { number, unit: Err(error) });
                            return;
                        }
                    }
                }
            });
        }
        drop(send);
        let mut begun: BTreeMap<usize, Vec<Unit>> = BTreeMap::new();
        let (mut parts_done, mut evaluated) = (0, 0);
        for Done { number, unit } in receive {
            let collected = unit.map_err(|error| E::from(SweepError::from(error))).and_then(|unit| {
                let part = plan.part(number);
                evaluated += unit.replicates.len() as u64;
                watch.progress(evaluated, total);
                let units = begun.entry(number).or_default();
                units.push(unit);
                if units.len() < part.units() {
                    return Ok(());
                }
                let units = begun.remove(&number).unwrap_or_default();
                parts_done += 1;
                take(PartRuns { number, replicates: part.replicates, points: joined(units) })
            });
            if let Err(error) = collected {
                // Dropping the receiver lets every thread end.
                queue.close();
                return Err(error);
            }
        }
        Ok(Ended { done: parts_done, interrupted: interrupted.load(Ordering::Relaxed) })
    })
}

/// Points times replicates of a part.
fn evaluations(plan: &Plan, number: usize) -> u64 {
    let part = plan.part(number);
    part.points.len() as u64 * part.replicates.len() as u64
}

/// A unit that is done, and of which part it is.
struct Done {
    number: usize,
    unit: Result<Unit, CompareError>,
}

/// What came of a point in some replicates of a part.
struct Unit {
    point: usize,
    replicates: Range<u32>,
    runs: Result<Runs, String>,
}

/// Units of a part, in any order, by point.
fn joined(mut units: Vec<Unit>) -> Vec<PointRuns> {
    units.sort_unstable_by_key(|unit| (unit.point, unit.replicates.start));
    let mut points: Vec<PointRuns> = Vec::new();
    for Unit { point, runs, .. } in units {
        match points.last_mut().filter(|last| last.point == point) {
            // A point that is refused is so in every replicate.
            Some(last) => {
                if let (Ok(before), Ok(runs)) = (&mut last.runs, runs) {
                    before.extend(runs);
                }
            }
            None => points.push(PointRuns { point, runs }),
        }
    }
    points
}

/// The units that wait.
struct Queue<'q> {
    plan: &'q Plan,
    parts: &'q [usize],
    more: &'q (dyn Fn() -> bool + Sync),
    /// Place in the list of parts, and of the unit in that part.
    next: Mutex<(usize, usize)>,
    closed: AtomicBool,
}

impl Queue<'_> {
    /// Takes the next unit: its part, its point and its replicates.
    fn next(&self) -> Option<(usize, usize, Range<u32>)> {
        // A thread that panicked leaves the place as sound as it was.
        let mut next = self.next.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let part = self.plan.part(*self.parts.get(next.0)?);
        if self.closed() || (next.1 == 0 && !(self.more)()) {
            self.close();
            return None;
        }
        let (point, replicates) = part.unit(next.1)?;
        *next = if next.1 + 1 < part.units() { (next.0, next.1 + 1) } else { (next.0 + 1, 0) };
        Some((part.number, point, replicates))
    }

    fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
    }

    fn closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }
}

/// Runs a point in some replicates.
fn unit(study: &Study, point: usize, replicates: Range<u32>, watch: &dyn Watch) -> Result<Unit, CompareError> {
    let runs = match study.scenario(point) {
        Ok(scenario) => {
            let measured = measure(&scenario, &study.settings.policies, study.settings.seed, replicates.clone(), watch)?;
            Ok(measured.values)
        }
        Err(errors) => Err(cause(&errors)),
    };
    Ok(Unit { point, replicates, runs })
}

/// What is wrong with a point, in a line.
fn cause(errors: &crate::scenario::ScenarioErrors) -> String {
    let causes: Vec<&str> = errors.problems().iter().map(|problem| problem.cause.as_str()).collect();
    causes.join("; ")
}
