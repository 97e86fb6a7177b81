//! A figure of the table of policies: a policy's mean of a measure, its margin, and how it compares with the others.
//!
//! One rule for the terminal, the report and the workbook: which mean is best, what cannot be told from the pick, and where a mean would
//! flatter.

use super::results::TWIN;
use super::rows::{Better, Comparison, SummaryRow};

/// Median weeks until a shock gap is filled: absent where half of the gaps are never filled.
pub const MEDIAN: &str = "median_time_to_fill";

/// The measures of the table of policies, in order.
pub const SHOWN: [&str; 7] = [
    "transition_cost_vs_none",
    "transition_cost_vs_twin",
    "excess_gap_weeks_per_shock_gap",
    MEDIAN,
    "retention_52",
    "retention_horizon",
    "layoffs",
];

/// A mean as it may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Mean {
    /// Defined in no run.
    #[default]
    Absent,
    /// A wait longer than the horizon in most runs.
    BeyondHorizon,
    /// This much.
    Is(f64),
}

/// A policy's figure of a measure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// The mean.
    pub mean: Mean,
    /// Half the 95% interval of the mean; none where a single run has none.
    pub margin: Option<f64>,
    /// Whether it is the best mean of all policies', and not all are the same.
    pub best: bool,
    /// Whether it cannot be told from the pick's.
    pub tied: bool,
    /// Whether it is defined in some of the runs only: a mean over those says nothing of the others.
    pub partial: bool,
}

/// A policy's figure of a measure, by name.
#[must_use]
pub fn figure(found: &Comparison, measure: &str, policy: &str) -> Figure {
    let Some(summary) = summary(found, measure, policy) else { return Figure::default() };
    let never = measure == MEDIAN && has_shock_gaps(found, policy);
    let Some(mean) = summary.mean else {
        return Figure { mean: if never { Mean::BeyondHorizon } else { Mean::Absent }, ..Figure::default() };
    };
    let partial = summary.replicates < found.replicates;
    if never && summary.replicates * 2 < found.replicates {
        // In most runs half of the gaps are never filled: the mean of the others would flatter.
        return Figure { mean: Mean::BeyondHorizon, ..Figure::default() };
    }
    let ends = summary.ci_low.zip(summary.ci_high).filter(|_| found.replicates > 1);
    let standing = policy != TWIN && !partial;
    Figure {
        mean: Mean::Is(mean),
        margin: ends.map(|(low, high)| (high - low) / 2.0),
        best: standing && is_best(found, summary, mean),
        tied: standing && policy != found.answer.pick && tied(found, measure, policy),
        partial,
    }
}

/// A policy's row of the table `summary`.
#[must_use]
pub fn summary<'a>(found: &'a Comparison, measure: &str, policy: &str) -> Option<&'a SummaryRow> {
    found.summary.iter().find(|row| row.measure == measure && row.policy == policy)
}

/// Whether the shock opens gaps under a policy, so that an absent time to fill is a long one.
#[must_use]
pub fn has_shock_gaps(found: &Comparison, policy: &str) -> bool {
    summary(found, "shock_gaps", policy).and_then(|row| row.mean).is_some_and(|gaps| gaps > 0.0)
}

/// Whether a mean is the best of all policies', and not all are the same.
fn is_best(found: &Comparison, summary_row: &SummaryRow, mean: f64) -> bool {
    let sign = match summary_row.better {
        Better::Lower => 1.0,
        Better::Higher => -1.0,
        Better::Neither => return false,
    };
    let rows = found.policies.iter().filter_map(|policy| summary(found, summary_row.measure, policy));
    let others = rows.filter(|row| row.replicates == found.replicates).filter_map(|row| row.mean);
    let mut worse = false;
    for other in others {
        if sign * other < sign * mean {
            return false;
        }
        worse |= sign * other > sign * mean;
    }
    worse
}

/// Whether a policy's measure cannot be told apart from the pick's: their paired interval holds 0, or there is none.
fn tied(found: &Comparison, measure: &str, policy: &str) -> bool {
    difference(found, policy, &found.answer.pick, measure)
        .is_some_and(|difference| difference.ends.is_none_or(|(low, high)| found.replicates < 2 || (low <= 0.0 && high >= 0.0)))
}

/// A paired difference between two policies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Mean of the one less the other.
    pub mean: f64,
    /// Its 95% interval; none where a single run has none.
    pub ends: Option<(f64, f64)>,
}

impl Difference {
    /// Whether its interval is clear of 0.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.ends.is_some_and(|(low, high)| low > 0.0 || high < 0.0)
    }
}

/// The paired difference of a policy less another (or the twin) on a measure, whichever way round the table has it.
#[must_use]
pub fn difference(found: &Comparison, policy: &str, versus: &str, measure: &str) -> Option<Difference> {
    let row = |one: &str, other: &str| {
        let row = found.comparisons.iter().find(|row| row.measure == measure && row.policy == one && row.versus == other)?;
        Some((row.difference?, row.ci_low.zip(row.ci_high)))
    };
    let straight = row(policy, versus).map(|(mean, ends)| Difference { mean, ends });
    straight.or_else(|| {
        let (mean, ends) = row(versus, policy)?;
        Some(Difference { mean: -mean, ends: ends.map(|(low, high)| (-high, -low)) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rows::{Answer, ComparisonRow};

    fn row(policy: &str, measure: &'static str, mean: f64, better: Better) -> SummaryRow {
        SummaryRow {
            policy: policy.to_owned(),
            measure,
            unit: String::new(),
            better,
            mean: Some(mean),
            sd: None,
            ci_low: Some(mean - 1.0),
            ci_high: Some(mean + 1.0),
            p05: None,
            p50: None,
            p95: None,
            p_best: None,
            expected_regret: None,
            replicates: 2,
        }
    }

    /// Policies with means of `layoffs`, the first of them picked.
    fn found(means: &[(&str, f64)]) -> Comparison {
        Comparison {
            stopping: None,
            scenario: crate::analysis::fixture::scenario(),
            seed: 1,
            replicates: 2,
            policies: means.iter().map(|(policy, _)| (*policy).to_owned()).collect(),
            measures: Vec::new(),
            runs: Vec::new(),
            summary: means.iter().map(|(policy, mean)| row(policy, "layoffs", *mean, Better::Lower)).collect(),
            comparisons: Vec::new(),
            weekly: Vec::new(),
            costs: Vec::new(),
            gaps: None,
            time_to_fill: Vec::new(),
            retention: Vec::new(),
            moves: Vec::new(),
            funnel: Vec::new(),
            horizons: Vec::new(),
            answer: Answer { pick: means[0].0.to_owned(), runner_up: None, sentence: String::new(), standings: Vec::new() },
            warnings: Vec::new(),
            worker_weeks: 0,
            run_seconds: 0.0,
        }
    }

    #[test]
    fn the_best_is_marked_unless_all_are_the_same() {
        let best = |means: [f64; 3]| {
            let found = found(&[("a", means[0]), ("b", means[1]), ("c", means[2])]);
            ["a", "b", "c"].map(|policy| figure(&found, "layoffs", policy).best)
        };
        assert_eq!(best([2.0, 1.0, 3.0]), [false, true, false]);
        assert_eq!(best([1.0, 1.0, 3.0]), [true, true, false]);
        assert_eq!(best([3.0, 3.0, 3.0]), [false, false, false]);
    }

    #[test]
    fn a_median_that_most_runs_never_reach_is_said_to_be_beyond() {
        let mut found = found(&[("a", 5.0)]);
        found.summary = vec![row("a", MEDIAN, 5.0, Better::Lower), row("a", "shock_gaps", 3.0, Better::Neither)];
        assert_eq!(figure(&found, MEDIAN, "a").mean, Mean::Is(5.0));
        found.replicates = 5;
        assert_eq!(figure(&found, MEDIAN, "a").mean, Mean::BeyondHorizon);
        found.summary[0].mean = None;
        assert_eq!(figure(&found, MEDIAN, "a").mean, Mean::BeyondHorizon);
        found.summary[1].mean = Some(0.0);
        assert_eq!(figure(&found, MEDIAN, "a").mean, Mean::Absent);
    }

    #[test]
    fn differences_are_read_either_way_round() {
        let mut found = found(&[("a", 1.0), ("b", 2.0)]);
        found.comparisons = vec![ComparisonRow {
            policy: "a".to_owned(),
            versus: "b".to_owned(),
            measure: "layoffs",
            unit: String::new(),
            difference: Some(-1.0),
            ci_low: Some(-3.0),
            ci_high: Some(0.5),
            p_holm: None,
            variance_reduction: None,
        }];
        let turned = difference(&found, "b", "a", "layoffs").unwrap();
        assert_eq!(turned, Difference { mean: 1.0, ends: Some((-0.5, 3.0)) });
        assert!(!turned.is_clear() && figure(&found, "layoffs", "b").tied);
        found.comparisons[0].ci_high = Some(-0.5);
        assert!(!figure(&found, "layoffs", "b").tied);
    }
}
