//! What the weights of `[decision]` decide: how each policy stands on each weighed measure, and how far a weight may move before
//! another policy is picked.
//!
//! A mean score is linear in the weights (see [`super::decision`]), so that the weight at which two policies change places is where two
//! straight lines meet. The other two weights keep their proportion to each other while one moves.

use super::decision::{HEADLINES, Weighed, scores};
use super::paired;
use super::rows::Comparison;
use super::sample::mean;

/// Mean regret of a policy on cost, time and retention, each in units of the spread between policies: what the weights multiply.
pub type Parts = [f64; 3];

/// How the policies stand on what is weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// Weights of cost, time and retention, which sum to 1.
    pub weights: [f64; 3],
    /// By policy, in the order of the comparison.
    pub parts: Vec<(String, Parts)>,
}

/// How far one weight may move while the pick stays.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold {
    /// The weight as it is.
    pub now: f64,
    /// The least weight under which the pick stays, and who is picked below it.
    pub below: Option<(f64, String)>,
    /// The greatest weight under which the pick stays, and who is picked above it.
    pub above: Option<(f64, String)>,
}

/// A policy's values of a measure by replicate.
fn values(found: &Comparison, policy: &str, measure: usize) -> Vec<Option<f64>> {
    let runs = found.runs.iter().filter(|run| run.policy == policy);
    runs.map(|run| run.values.get(measure).copied().flatten()).collect()
}

/// Values of a weighed measure by policy, then replicate; none where it was not measured.
fn by_policy(found: &Comparison, name: &str) -> Option<(Vec<Vec<Option<f64>>>, super::rows::Better)> {
    let place = found.measures.iter().position(|measure| measure.name == name)?;
    Some((found.policies.iter().map(|policy| values(found, policy, place)).collect(), found.measures[place].better))
}

/// Scores of every policy by replicate under some weights, in the order of the comparison's policies.
fn scored(found: &Comparison, weights: [f64; 3]) -> Vec<Vec<f64>> {
    let measured: Vec<_> = HEADLINES.iter().map(|name| by_policy(found, name)).collect();
    let weighed: Vec<Weighed<'_>> = measured
        .iter()
        .zip(weights)
        .filter_map(|(measured, weight)| {
            let (values, better) = measured.as_ref()?;
            Some(Weighed { weight, better: *better, values: values.iter().map(Vec::as_slice).collect() })
        })
        .collect();
    scores(found.policies.len(), usize::try_from(found.replicates).unwrap_or(usize::MAX), &weighed)
}

impl Balance {
    /// How the policies of a comparison stand, from its runs.
    #[must_use]
    pub fn of(found: &Comparison) -> Self {
        let decision = &found.scenario.decision;
        let one = |place: usize| {
            let mut weights = [0.0; 3];
            weights[place] = 1.0;
            scored(found, weights).iter().map(|scores| mean(scores).unwrap_or_default()).collect::<Vec<f64>>()
        };
        let [cost, time, retention] = [one(0), one(1), one(2)];
        let parts =
            found.policies.iter().enumerate().map(|(at, policy)| (policy.clone(), [cost[at], time[at], retention[at]])).collect();
        Self { weights: [decision.cost, decision.time, decision.retention], parts }
    }

    /// How a policy stands.
    #[must_use]
    pub fn parts_of(&self, policy: &str) -> Option<Parts> {
        self.parts.iter().find(|(name, _)| name == policy).map(|(_, parts)| *parts)
    }

    /// How far a weight (0 cost, 1 time, 2 retention) may move before a policy other than `pick` has the best score.
    #[must_use]
    pub fn hold(&self, pick: &str, weight: usize) -> Hold {
        let now = self.weights[weight];
        let rest: f64 = (0..3).filter(|other| *other != weight).map(|other| self.weights[other]).sum();
        // A score is `at_none` where the weight is 0, and `at_all` where it is 1.
        let ends = |parts: Parts| {
            let others = (0..3).filter(|other| *other != weight);
            let share = |other: usize| if rest > 0.0 { self.weights[other] / rest } else { 0.5 };
            (others.map(|other| share(other) * parts[other]).sum::<f64>(), parts[weight])
        };
        let Some(mine) = self.parts_of(pick).map(ends) else { return Hold { now, below: None, above: None } };
        let mut hold = Hold { now, below: None, above: None };
        for (policy, parts) in self.parts.iter().filter(|(policy, _)| policy != pick) {
            let theirs = ends(*parts);
            let (at_none, at_all) = (theirs.0 - mine.0, theirs.1 - mine.1);
            if at_none < 0.0 {
                let meet = (at_none / (at_none - at_all)).clamp(0.0, now);
                if hold.below.as_ref().is_none_or(|(least, _)| meet > *least) {
                    hold.below = Some((meet, policy.clone()));
                }
            }
            if at_all < 0.0 {
                let meet = (at_none / (at_none - at_all)).clamp(now, 1.0);
                if hold.above.as_ref().is_none_or(|(most, _)| meet < *most) {
                    hold.above = Some((meet, policy.clone()));
                }
            }
        }
        hold
    }
}

/// Runs that it would take for the 95% interval of the score difference between two policies to be clear of 0, if the difference and its
/// spread stay as they are; none where there is no difference or a single run.
#[must_use]
pub fn runs_needed(found: &Comparison, one: &str, other: &str) -> Option<f64> {
    let decision = &found.scenario.decision;
    let scores = scored(found, [decision.cost, decision.time, decision.retention]);
    let of = |policy: &str| {
        let place = found.policies.iter().position(|name| name == policy)?;
        Some(scores.get(place)?.iter().copied().map(Some).collect::<Vec<Option<f64>>>())
    };
    let paired = paired::compare(&of(one)?, &of(other)?)?;
    let ratio = 1.96 * paired.sd? / paired.difference.abs();
    let needed = ratio * ratio;
    needed.is_finite().then_some(needed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balance(parts: &[(&str, Parts)]) -> Balance {
        let parts = parts.iter().map(|(policy, parts)| ((*policy).to_owned(), *parts)).collect();
        Balance { weights: [0.4, 0.3, 0.3], parts }
    }

    #[test]
    fn a_weight_flips_the_pick_where_the_lines_meet() {
        // On cost a is worse by 0.6, elsewhere better by 0.4: they meet where 0.6 w = 0.4 (1 - w).
        let balance = balance(&[("a", [0.6, 0.0, 0.0]), ("b", [0.0, 0.4, 0.4])]);
        let hold = balance.hold("b", 0);
        let (meet, policy) = hold.below.unwrap();
        assert!((meet - 0.4).abs() < 1e-12 && policy == "a");
        assert_eq!((hold.above, hold.now), (None, 0.4));
        // On time: at weight w, b has 0.4 w + (1 - w) * 3/7 * 0.4, a has (1 - w) * 4/7 * 0.6.
        let (meet, _) = balance.hold("a", 1).below.unwrap();
        let (a, b) = ((1.0 - meet) * 4.0 / 7.0 * 0.6, 0.4 * meet + (1.0 - meet) * 3.0 / 7.0 * 0.4);
        assert!((a - b).abs() < 1e-12, "{meet}");
    }

    #[test]
    fn a_pick_that_is_best_at_everything_holds_everywhere() {
        let balance = balance(&[("a", [0.0; 3]), ("b", [0.1, 0.2, 0.0]), ("c", [0.5; 3])]);
        for weight in 0..3 {
            let hold = balance.hold("a", weight);
            assert_eq!((hold.below, hold.above), (None, None), "{weight}");
        }
    }

    #[test]
    fn the_nearest_rival_takes_over() {
        let balance = balance(&[("a", [0.3, 0.1, 0.1]), ("near", [0.2, 0.2, 0.2]), ("far", [0.0, 0.9, 0.9])]);
        let (meet, policy) = balance.hold("a", 0).above.unwrap();
        assert!(policy == "near" && (meet - 0.5).abs() < 1e-12, "{meet} {policy}");
    }
}
