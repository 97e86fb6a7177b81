//! The pick: one rule, from the weights of `[decision]`.
//!
//! Three measures are weighed: `transition_cost`, `excess_gap_weeks_per_shock_gap` and `retention_horizon`. In each replicate a
//! policy's regret on a measure is what it falls short of the best policy by. Its score there is
//!
//! `score = sum over measures of weight * regret / spread`,
//!
//! where the spread is the greatest less the least of the policies' means over all replicates, one number a measure, so that the scale is the
//! same in every replicate. Lower is better. The pick has the least mean score; exactly equal means go by name. The twin is no
//! policy and never stands. A measure counts in a replicate only where every policy has it; one that does not tell the means apart
//! (spread 0) counts nowhere.

use super::best::standings;
use super::paired::compare;
use super::results::Results;
use super::rows::{Better, Standing};
use super::sample::{ascending, mean, spread};
use crate::scenario::model::Decision;

/// The measures that the pick weighs, in the order of `[decision]`: cost, time, retention.
pub const HEADLINES: [&str; 3] = ["transition_cost", "excess_gap_weeks_per_shock_gap", "retention_horizon"];

/// A measure that the pick weighs.
#[derive(Clone, Debug)]
pub struct Weighed<'a> {
    /// Its weight.
    pub weight: f64,
    /// Which direction is better.
    pub better: Better,
    /// Its values by policy, then by replicate.
    pub values: Vec<&'a [Option<f64>]>,
}

/// The measures of a comparison that the pick weighs.
#[must_use]
pub fn weighed<'a>(results: &'a Results<'_>, decision: &Decision) -> [Weighed<'a>; 3] {
    let weights = [decision.cost, decision.time, decision.retention];
    [0, 1, 2].map(|place| {
        let (values, better) = results.named(HEADLINES[place]);
        Weighed { weight: weights[place], better, values }
    })
}

/// The score of every policy in every replicate.
#[must_use]
pub fn scores(policies: usize, replicates: usize, measures: &[Weighed<'_>]) -> Vec<Vec<f64>> {
    let mut scores = vec![vec![0.0; replicates]; policies];
    for measure in measures {
        let means = cost_means(measure);
        let sorted = ascending(&means);
        let width = sorted.last().zip(sorted.first()).map_or(0.0, |(most, least)| most - least);
        if means.len() < policies || width <= 0.0 {
            continue;
        }
        for replicate in 0..replicates {
            let Some(costs) = costs(measure, replicate) else { continue };
            let best = costs.iter().copied().fold(f64::INFINITY, f64::min);
            for (scores, cost) in scores.iter_mut().zip(costs) {
                scores[replicate] += measure.weight * (cost - best) / width;
            }
        }
    }
    scores
}

/// A measure of every policy in a replicate, turned so that lower is better; none unless every policy has it.
fn costs(measure: &Weighed<'_>, replicate: usize) -> Option<Vec<f64>> {
    let sign = if measure.better == Better::Higher { -1.0 } else { 1.0 };
    measure.values.iter().map(|values| values.get(replicate).copied().flatten().map(|value| sign * value)).collect()
}

/// Means of a measure by policy, turned so that lower is better, over the replicates where every policy has it. Empty where there are none.
fn cost_means(measure: &Weighed<'_>) -> Vec<f64> {
    let replicates = measure.values.first().map_or(0, |values| values.len());
    let rows: Vec<Vec<f64>> = (0..replicates).filter_map(|replicate| costs(measure, replicate)).collect();
    (0..measure.values.len()).filter_map(|policy| mean(&rows.iter().map(|row| row[policy]).collect::<Vec<_>>())).collect()
}

/// Stands the policies, best first.
#[must_use]
pub fn stand(policies: &[String], replicates: usize, measures: &[Weighed<'_>]) -> Vec<Standing> {
    let scores: Vec<Vec<Option<f64>>> =
        scores(policies.len(), replicates, measures).into_iter().map(|scores| scores.into_iter().map(Some).collect()).collect();
    let wins = standings(&scores.iter().map(Vec::as_slice).collect::<Vec<_>>(), Better::Lower);
    let means: Vec<Vec<f64>> = measures.iter().map(cost_means).filter(|means| !means.is_empty()).collect();
    let mut found: Vec<(usize, Standing)> = policies
        .iter()
        .enumerate()
        .map(|(place, policy)| {
            let plain: Vec<f64> = scores[place].iter().copied().flatten().collect();
            let dominates = |other: &usize| dominates(&means, *other, place);
            let standing = Standing {
                policy: policy.clone(),
                score: spread(&plain),
                p_best: wins[place].p_best.unwrap_or_default(),
                dominated_by: (0..policies.len()).filter(dominates).map(|other| policies[other].clone()).collect(),
                ties_with_pick: false,
            };
            (place, standing)
        })
        .collect();
    found.sort_by(|a, b| a.1.score.mean.total_cmp(&b.1.score.mean).then_with(|| a.1.policy.cmp(&b.1.policy)));
    let Some(pick) = found.first().map(|(place, _)| *place) else { return Vec::new() };
    for (place, standing) in found.iter_mut().skip(1) {
        let interval = compare(&scores[*place], &scores[pick]).and_then(|paired| paired.interval);
        standing.ties_with_pick = interval.is_none_or(|(low, high)| low <= 0.0 && high >= 0.0);
    }
    found.into_iter().map(|(_, standing)| standing).collect()
}

/// Whether one policy's means beat another's on every measure.
fn dominates(means: &[Vec<f64>], one: usize, other: usize) -> bool {
    !means.is_empty() && means.iter().all(|means| means[one] < means[other])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn scores_scale_regret_by_the_spread_of_means() {
        // Means 10 and 30, spread 20; shares 0.5 and 0.75, spread 0.25.
        let (cost_a, cost_b) = (some(&[10.0, 10.0]), some(&[40.0, 20.0]));
        let (kept_a, kept_b) = (some(&[0.5, 0.5]), some(&[0.75, 0.75]));
        let measures = [
            Weighed { weight: 0.6, better: Better::Lower, values: vec![&cost_a, &cost_b] },
            Weighed { weight: 0.4, better: Better::Higher, values: vec![&kept_a, &kept_b] },
        ];
        let found = scores(2, 2, &measures);
        for (ours, theirs) in found.concat().iter().zip([0.4, 0.4, 0.9, 0.3]) {
            assert!((ours - theirs).abs() < 1e-12, "{found:?}");
        }
        let stands = stand(&names(&["a", "b"]), 2, &measures);
        assert_eq!((stands[0].policy.as_str(), stands[0].p_best, stands[1].p_best), ("a", 0.5, 0.5));
        // Differences 0.5 and -0.1: the interval holds 0. Neither dominates.
        assert!(stands[1].ties_with_pick && !stands[0].ties_with_pick);
        assert!(stands.iter().all(|standing| standing.dominated_by.is_empty()));
    }

    #[test]
    fn equal_policies_go_by_name_and_tie() {
        let same = some(&[1.0, 2.0, 3.0]);
        let stands = stand(&names(&["x", "y"]), 3, &[Weighed { weight: 1.0, better: Better::Lower, values: vec![&same, &same] }]);
        assert_eq!((stands[0].policy.as_str(), stands[0].p_best, stands[1].ties_with_pick), ("x", 0.5, true));
    }

    #[test]
    fn a_dominated_policy_is_named_and_an_absent_measure_left_out() {
        let (good, bad, absent) = (some(&[1.0, 1.0]), some(&[2.0, 3.0]), vec![None, None]);
        let measures = [
            Weighed { weight: 0.5, better: Better::Lower, values: vec![&bad, &good] },
            Weighed { weight: 0.5, better: Better::Lower, values: vec![&absent, &absent] },
        ];
        let stands = stand(&names(&["a", "b"]), 2, &measures);
        assert_eq!((stands[0].policy.as_str(), stands[0].p_best), ("b", 1.0));
        assert_eq!(stands[1].dominated_by, names(&["b"]));
    }

    #[test]
    fn one_policy_and_one_replicate_stand() {
        let alone = some(&[7.0]);
        let stands = stand(&names(&["none"]), 1, &[Weighed { weight: 1.0, better: Better::Lower, values: vec![&alone] }]);
        assert_eq!((stands[0].score.mean, stands[0].p_best), (0.0, 1.0));
        let other = some(&[8.0]);
        let measures = [Weighed { weight: 1.0, better: Better::Lower, values: vec![&alone, &other] }];
        // One replicate cannot tell anything apart.
        assert!(stand(&names(&["none", "z"]), 1, &measures)[1].ties_with_pick);
    }
}
