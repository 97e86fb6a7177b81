//! Everything that `compare` found, put together from reduced runs.

use super::answer::answer;
use super::frame::Frame;
use super::reduction::Reduction;
use super::results::Results;
use super::rows::Comparison;
use super::summary::{comparison_rows, summary_rows};
use super::tables::{cost_rows, funnel_rows, gap_rows, horizon_rows, move_rows, retention_rows, time_to_fill_rows, weekly_rows};
use super::warnings::warnings;
use crate::scenario::model::Policy;

/// What a comparison was run with, as far as its tables say so.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The seed.
    pub seed: u64,
    /// Whether the table `gaps` is wanted.
    pub keep_gaps: bool,
    /// Seconds spent inside runs, summed over threads.
    pub run_seconds: f64,
}

/// Makes every table. `replicates` holds, by replicate, the runs of `policies` in their order, then that of the twin.
#[must_use]
pub fn comparison(frame: &Frame<'_>, policies: &[&Policy], replicates: &[Vec<Reduction>], terms: Terms) -> Comparison {
    let names: Vec<String> = policies.iter().map(|policy| policy.name.clone()).collect();
    let results = Results::new(frame, &names, replicates);
    Comparison {
        scenario: frame.scenario.clone(),
        seed: terms.seed,
        replicates: u32::try_from(replicates.len()).unwrap_or(u32::MAX),
        policies: names.clone(),
        measures: results.measures.clone(),
        runs: results.run_rows(),
        summary: summary_rows(&results),
        comparisons: comparison_rows(&results),
        weekly: weekly_rows(&results),
        costs: cost_rows(&results),
        gaps: terms.keep_gaps.then(|| gap_rows(&results)),
        time_to_fill: time_to_fill_rows(&results),
        retention: retention_rows(&results),
        moves: move_rows(&results),
        funnel: funnel_rows(&results),
        horizons: horizon_rows(&results),
        answer: answer(&results),
        warnings: warnings(&results, policies),
        worker_weeks: replicates.iter().flatten().map(|run| run.worker_weeks).sum(),
        run_seconds: terms.run_seconds,
    }
}
