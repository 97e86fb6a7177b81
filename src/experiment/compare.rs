//! Every policy, replicated on common random numbers.
//!
//! A replicate is one world: one draw of the shocks and of everybody's luck, met by every policy and by the twin. Its runs are reduced
//! as soon as they are made; reduced runs are collected in the order of replicates, so that the result does not depend on threads.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};
use thiserror::Error;

use super::watch::Watch;
use super::world::runs;
use crate::analysis::comparison::{EachLine, Terms, comparison};
use crate::analysis::format::names;
use crate::analysis::frame::Frame;
use crate::analysis::reduction::{Reduction, Trio, reduce};
use crate::analysis::results::{NONE, TWIN};
use crate::analysis::rows::Comparison;
use crate::analysis::tally::Tally;
use crate::scenario::model::{Policy, Scenario};
use crate::simulation::Replicate;
use crate::workforce::record::{Keep, RunRecord};

/// How to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The seed: the same seed gives the same result.
    pub seed: u64,
    /// Replicates, at least 1.
    pub replicates: u32,
    /// Threads; as many as the machine has where absent. The result does not depend on it.
    pub threads: Option<usize>,
    /// Names of the policies to compare; every policy of the scenario where empty. `none` and the twin always run.
    pub policies: Vec<String>,
    /// Whether to keep every gap for the table `gaps`.
    pub keep_gaps: bool,
}

impl Default for Settings {
    /// 200 replicates of every policy, seed 42, a thread a core.
    fn default() -> Self {
        Self { seed: 42, replicates: 200, threads: None, policies: Vec::new(), keep_gaps: false }
    }
}

/// Why a comparison was not made.
#[derive(Debug, Error)]
pub enum CompareError {
    /// A policy was asked for that the scenario does not have.
    #[error("there is no policy `{name}`{}; the scenario has {}", suggested(.suggestion.as_deref()), listed(.known))]
    UnknownPolicy {
        /// What was asked for.
        name: String,
        /// The nearest known name, where one is near.
        suggestion: Option<String>,
        /// Every known name.
        known: Vec<String>,
    },
    /// No replicates were asked for.
    #[error("at least one replicate is needed")]
    NoReplicates,
    /// It was stopped.
    #[error("interrupted after {done} of {total} runs")]
    Interrupted {
        /// Runs made.
        done: u64,
        /// Runs asked for.
        total: u64,
    },
    /// Threads could not be started.
    #[error("could not start the threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

fn suggested(suggestion: Option<&str>) -> String {
    suggestion.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}

fn listed(known: &[String]) -> String {
    names(&known.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Finds out whether a comparison can be made as asked, before anything is run or written.
///
/// # Errors
///
/// A policy is unknown, or no replicate is asked for.
pub fn check(scenario: &Scenario, settings: &Settings) -> Result<(), CompareError> {
    chosen(scenario, &settings.policies)?;
    if settings.replicates == 0 { Err(CompareError::NoReplicates) } else { Ok(()) }
}

/// Runs every policy in every replicate and makes the tables.
///
/// # Errors
///
/// A policy is unknown, no replicate is asked for, the watch says stop, or threads cannot be started.
pub fn compare(scenario: &Scenario, settings: &Settings, watch: &dyn Watch) -> Result<Comparison, CompareError> {
    check(scenario, settings)?;
    let policies = chosen(scenario, &settings.policies)?;
    let frame = Frame::new(scenario);
    let team = Team::new(&frame, &policies, settings, watch)?;
    Ok(team.comparison(team.batch(0, settings.replicates)?))
}

/// The policies to run, in the order of names: those asked for and `none`.
pub(super) fn chosen<'a>(scenario: &'a Scenario, asked: &[String]) -> Result<Vec<&'a Policy>, CompareError> {
    let known = || scenario.policies.iter().map(|policy| policy.name.as_str());
    for name in asked.iter().map(String::as_str).chain([NONE]) {
        // The twin always runs: asking for it is no mistake.
        if name != TWIN && !known().any(|known| known == name) {
            let near = |known: &&str| strsim::damerau_levenshtein(known, name) <= 2 || strsim::jaro_winkler(known, name) > 0.8;
            let distance = |known: &&str| strsim::damerau_levenshtein(known, name);
            return Err(CompareError::UnknownPolicy {
                name: name.to_owned(),
                suggestion: known().filter(near).min_by_key(distance).map(str::to_owned),
                known: known().map(str::to_owned).collect(),
            });
        }
    }
    let wanted = |policy: &&Policy| asked.is_empty() || policy.name == NONE || asked.contains(&policy.name);
    let mut policies: Vec<&Policy> = scenario.policies.iter().filter(wanted).collect();
    policies.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(policies)
}

/// The runs of a replicate, reduced, the policies in order and the twin last, and the seconds spent inside them.
pub(super) type Runs = (Vec<Reduction>, f64);

/// What every replicate needs.
pub(super) struct Team<'a> {
    frame: &'a Frame<'a>,
    policies: &'a [&'a Policy],
    settings: &'a Settings,
    watch: &'a dyn Watch,
    pool: ThreadPool,
    done: AtomicU64,
}

impl<'a> Team<'a> {
    /// A team with its threads started.
    pub(super) fn new(
        frame: &'a Frame<'a>,
        policies: &'a [&'a Policy],
        settings: &'a Settings,
        watch: &'a dyn Watch,
    ) -> Result<Self, CompareError> {
        let pool = ThreadPoolBuilder::new().num_threads(settings.threads.unwrap_or(0)).build()?;
        Ok(Self { frame, policies, settings, watch, pool, done: AtomicU64::new(0) })
    }

    /// Makes the replicates from one up to another, in their order.
    pub(super) fn batch(&self, from: u32, to: u32) -> Result<Vec<Runs>, CompareError> {
        let total = u64::from(to) * (self.policies.len() as u64 + 1);
        if ((to - from) as usize) < self.pool.current_num_threads() {
            let made: Option<Vec<Runs>> = (from..to).map(|replicate| self.spread(replicate, total)).collect();
            return made.ok_or_else(|| self.interrupted(total));
        }
        // A replicate is made in the memory of whichever came before it here; nothing of that one is seen.
        let next = |before: &mut Option<Replicate<'a>>, replicate| self.replicate(before, replicate, total);
        let made: Option<Vec<Runs>> = self.pool.install(|| (from..to).into_par_iter().map_init(|| None, next).collect());
        made.ok_or_else(|| self.interrupted(total))
    }

    fn interrupted(&self, total: u64) -> CompareError {
        CompareError::Interrupted { done: self.done.load(Ordering::Relaxed), total }
    }

    /// Makes the runs of a replicate on all threads, each with the replicate's world to itself: for when replicates are fewer than threads. None when stopped.
    fn spread(&self, replicate: u32, total: u64) -> Option<Runs> {
        let draw = || self.world(replicate);
        // One set of founders is drawn and handed to every thread.
        let mut seconds = 0.0;
        let world = draw();
        let twin = self.run(&mut seconds, total, || world.twin())?;
        let count = self.pool.current_num_threads().min(self.policies.len());
        let worlds = Mutex::new(clocked(&mut seconds, || vec![world; count]));
        let pile = || worlds.lock().unwrap_or_else(PoisonError::into_inner);
        let run = |policy: &&Policy| {
            let mut seconds = 0.0;
            let mine = pile().pop();
            let mine = mine.unwrap_or_else(draw);
            let record = self.run(&mut seconds, total, || mine.run(policy));
            pile().push(mine);
            record.map(|record| (record, seconds))
        };
        let made: Option<Vec<(RunRecord, f64)>> = self.pool.install(|| self.policies.par_iter().map(run).collect());
        let (records, times): (Vec<RunRecord>, Vec<f64>) = made?.into_iter().unzip();
        let tallies: Vec<Tally<'_>> = records.iter().map(|record| Tally::new(self.frame, record)).collect();
        let none = &tallies[self.policies.iter().position(|policy| policy.name == NONE)?];
        let twin = &Tally::new(self.frame, &twin);
        let keep = |run: &Tally<'_>, reference| reduce(self.frame, Trio { run, none, twin, reference }, self.settings.keep_gaps);
        let kept = |run: &Tally<'_>| keep(run, std::ptr::eq(run, none));
        let mut runs: Vec<Reduction> = self.pool.install(|| tallies.par_iter().map(kept).collect());
        runs.push(keep(twin, true));
        Some((runs, seconds + times.iter().sum::<f64>()))
    }

    /// Makes the tables of all that was run.
    pub(super) fn comparison(&self, made: Vec<Runs>) -> Comparison {
        let (replicates, seconds): (Vec<Vec<Reduction>>, Vec<f64>) = made.into_iter().unzip();
        let terms = Terms { seed: self.settings.seed, keep_gaps: self.settings.keep_gaps, run_seconds: seconds.iter().sum() };
        let each_line: &EachLine<'_> = &|count, of| self.pool.install(|| (0..count).into_par_iter().map(of).collect());
        comparison(self.frame, self.policies, &replicates, terms, each_line)
    }

    /// A replicate whose runs keep what is asked for.
    fn world(&self, replicate: u32) -> Replicate<'a> {
        let keep = if self.settings.keep_gaps { Keep::Events } else { Keep::Measures };
        Replicate::new(self.frame.scenario, self.settings.seed, replicate).keeping(keep)
    }

    /// Makes the runs of a replicate. None when stopped.
    fn replicate(&self, before: &mut Option<Replicate<'a>>, replicate: u32, total: u64) -> Option<Runs> {
        let mut seconds = 0.0;
        let seed = self.settings.seed;
        let world = clocked(&mut seconds, || match before.take() {
            Some(before) => before.another(seed, replicate),
            None => self.world(replicate),
        });
        let keep_gaps = self.settings.keep_gaps;
        let run = |make: &dyn Fn() -> RunRecord| self.run(&mut seconds, total, make);
        let runs = runs(self.frame, self.policies, &world, run, |trio| reduce(self.frame, trio, keep_gaps))?;
        *before = Some(world);
        Some((runs, seconds))
    }

    /// Makes a run unless stopped, and tells the watch.
    fn run<T>(&self, seconds: &mut f64, total: u64, make: impl FnOnce() -> T) -> Option<T> {
        if self.watch.stopped() {
            return None;
        }
        let result = clocked(seconds, make);
        self.watch.progress(self.done.fetch_add(1, Ordering::Relaxed) + 1, total);
        Some(result)
    }
}

/// Does something and adds the seconds it took.
fn clocked<T>(seconds: &mut f64, make: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = make();
    *seconds += start.elapsed().as_secs_f64();
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::scenario;
    use crate::experiment::watch::Unwatched;

    fn settings(threads: usize, policies: &[&str]) -> Settings {
        let policies = policies.iter().map(|name| (*name).to_owned()).collect();
        Settings { seed: 5, replicates: 6, threads: Some(threads), policies, keep_gaps: true }
    }

    #[test]
    fn threads_change_nothing() {
        let scenario = scenario();
        let mut one = compare(&scenario, &settings(1, &[]), &Unwatched).unwrap();
        let mut three = compare(&scenario, &settings(3, &[]), &Unwatched).unwrap();
        (one.run_seconds, three.run_seconds) = (0.0, 0.0);
        assert_eq!(one, three);
        assert_eq!(one.policies, ["blend", "hire", "none"]);
        let best: f64 = one.summary.iter().filter(|row| row.measure == "transition_cost").filter_map(|row| row.p_best).sum();
        assert!((best - 1.0).abs() < 1e-12);
    }

    #[test]
    fn few_replicates_on_many_threads_give_the_same() {
        let scenario = scenario();
        let few = |threads| Comparison {
            run_seconds: 0.0,
            ..compare(&scenario, &Settings { replicates: 2, ..settings(threads, &[]) }, &Unwatched).unwrap()
        };
        assert_eq!(few(1), few(5));
    }

    #[test]
    fn none_and_the_twin_always_run() {
        let found = compare(&scenario(), &settings(1, &["hire", "hire", "twin"]), &Unwatched).unwrap();
        assert_eq!(found.policies, ["hire", "none"]);
        assert_eq!(found.runs.len(), 18);
    }

    #[test]
    fn an_unknown_policy_is_named_with_the_nearest() {
        let error = compare(&scenario(), &settings(1, &["blnd"]), &Unwatched).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no policy `blnd` (did you mean `blend`?); the scenario has `blend`, `hire` and `none`"
        );
        let none = Settings { replicates: 0, ..settings(1, &[]) };
        assert!(matches!(compare(&scenario(), &none, &Unwatched), Err(CompareError::NoReplicates)));
    }

    /// Stops after so many runs.
    struct Impatient(AtomicU64);

    impl Watch for Impatient {
        fn progress(&self, _done: u64, _total: u64) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }

        fn stopped(&self) -> bool {
            self.0.load(Ordering::Relaxed) >= 3
        }
    }

    #[test]
    fn a_watch_may_stop_it() {
        let error = compare(&scenario(), &settings(1, &[]), &Impatient(AtomicU64::new(0))).unwrap_err();
        assert!(matches!(error, CompareError::Interrupted { done: 3, total: 24 }), "{error}");
    }
}
