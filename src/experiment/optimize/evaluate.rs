//! Candidates evaluated on common random numbers, a stretch of replicates at a time.
//!
//! Candidates of a batch share one variant of the scenario, so that `none` and the twin, which every measure is taken against, run once a
//! replicate for all of them. A policy more in a scenario changes no other policy's numbers.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::ThreadPool;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use thiserror::Error;

use crate::analysis::results::NONE;
use crate::experiment::compare::CompareError;
use crate::experiment::journal::{Entry, EvaluationError, Journal, Kept};
use crate::experiment::point::{Figures, measure};
use crate::experiment::watch::Watch;
use crate::scenario::model::{Policy, Scenario};

/// Policies that are run together.
const BATCH: usize = 32;

/// Why a search was not made.
#[derive(Debug, Error)]
pub enum OptimizeError {
    /// Something was not evaluated.
    #[error("{0}")]
    Evaluation(#[from] EvaluationError),
    /// Nothing can be aimed at.
    #[error("no policy makes a difference here: without a shock there is nothing to choose between")]
    NoAim,
}

impl From<CompareError> for OptimizeError {
    fn from(error: CompareError) -> Self {
        Self::Evaluation(error.into())
    }
}

/// Everything that was evaluated, and what evaluates more.
pub struct Evaluations<'a> {
    scenario: &'a Scenario,
    seed: u64,
    pool: ThreadPool,
    watch: &'a dyn Watch,
    /// What a journal holds spares runs, and the search knows nothing of it until it asks.
    kept: Kept,
    /// By key of a policy and first replicate of a stretch, the figures that the search has asked for.
    known: BTreeMap<(String, u32), Vec<Figures>>,
    /// Runs that the evaluations so far took, those in a journal included.
    runs: AtomicU64,
    /// Runs that the search expects to take.
    expected: u64,
}

impl<'a> Evaluations<'a> {
    /// Nothing evaluated but what a journal holds.
    pub fn new(
        (scenario, seed): (&'a Scenario, u64),
        (pool, watch): (ThreadPool, &'a dyn Watch),
        journal: Option<(Journal, Vec<Entry>)>,
        expected: u64,
    ) -> Self {
        let kept = Kept::new(journal);
        Self { scenario, seed, pool, watch, kept, known: BTreeMap::new(), runs: AtomicU64::new(0), expected }
    }

    /// The figures of a policy in the stretch from a replicate; none where it was not evaluated there.
    pub fn of(&self, key: &str, from: u32) -> &[Figures] {
        self.known.get(&(key.to_owned(), from)).map_or(&[], Vec::as_slice)
    }

    /// The threads that runs are made on.
    pub const fn pool(&self) -> &ThreadPool {
        &self.pool
    }

    /// Runs so far. Those that a journal spared count as if they had been made now, or a search that goes on would go on otherwise.
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    /// Evaluates policies in a stretch of replicates. What the journal holds is not run again.
    ///
    /// # Errors
    ///
    /// A policy is unknown, the watch said stop, or the journal cannot be written.
    pub fn evaluate(&mut self, policies: &[(String, Policy)], replicates: Range<u32>) -> Result<(), OptimizeError> {
        for batch in policies.chunks(BATCH) {
            self.runs.fetch_add(cost(batch.len(), &replicates), Ordering::Relaxed);
            let mut news: Vec<&(String, Policy)> = Vec::new();
            for policy in batch {
                match self.kept.held(&policy.0, &replicates) {
                    Some(held) => {
                        self.known.insert((policy.0.clone(), replicates.start), held.to_vec());
                    }
                    None => news.push(policy),
                }
            }
            if news.is_empty() {
                continue;
            }
            let figures = self.run(&news, replicates.clone())?;
            let entries: Vec<Entry> = news
                .iter()
                .enumerate()
                .map(|(place, (key, _))| {
                    let figures = figures.iter().map(|replicate| replicate[place]).collect();
                    (key.clone(), replicates.start, figures)
                })
                .collect();
            self.kept.keep(&entries)?;
            self.known.extend(entries.into_iter().map(|(key, from, figures)| ((key, from), figures)));
        }
        Ok(())
    }

    /// The figures of policies by replicate, then policy.
    fn run(&self, policies: &[&(String, Policy)], replicates: Range<u32>) -> Result<Vec<Vec<Figures>>, OptimizeError> {
        // Names of their own, in the order of the batch: a key may be no name, and a bundled policy may be among them.
        let name = |place: usize| format!("candidate_{place:04}");
        let none = self.scenario.policies.iter().filter(|policy| policy.name == NONE).cloned();
        let named = |(place, (_, policy)): (usize, &&(String, Policy))| Policy { name: name(place), ..policy.clone() };
        let variant =
            Scenario { policies: policies.iter().enumerate().map(named).chain(none).collect(), ..self.scenario.clone() };
        let of_replicate = |replicate: u32| {
            let measured = measure(&variant, &[], self.seed, replicate..replicate + 1, self.watch)?;
            let figures = (0..policies.len()).map(|policy| measured.headlines(0, policy));
            self.watch.progress(self.runs(), self.expected.max(self.runs()));
            Ok::<Vec<Figures>, CompareError>(figures.collect())
        };
        let made: Result<Vec<Vec<Figures>>, CompareError> =
            self.pool.install(|| replicates.into_par_iter().map(of_replicate).collect());
        made.map_err(|error| match error {
            CompareError::Interrupted { .. } => {
                CompareError::Interrupted { done: self.runs(), total: self.expected.max(self.runs()) }.into()
            }
            other => other.into(),
        })
    }
}

/// Runs that a batch of so many policies takes in some replicates: `none` and the twin come on top.
#[must_use]
pub fn cost(policies: usize, replicates: &Range<u32>) -> u64 {
    let batches = policies.div_ceil(BATCH);
    (policies + 2 * batches) as u64 * u64::from(replicates.end.saturating_sub(replicates.start))
}
