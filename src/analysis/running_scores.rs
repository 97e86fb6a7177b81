//! The scores of policies over replicates that come one after another and are not kept: what [`super::decision::scores`] makes of all of them at once, in
//! memory that does not grow with replicates.
//!
//! A score is a sum over measures of weight times regret over spread, and a spread is known only in the end. But it is one number a measure. So it does to
//! keep, a measure, the sums of costs and regrets by policy, and a pair of policies, the means and covariances of what they differ by on the
//! measures: the lead of one over the other is a sum of those differences.

use super::comoments::Comoments;
use super::decision::HEADLINES;
use super::rows::{Better, Interval};
use super::sample::float;

/// Measures that are weighed.
const MEASURES: usize = HEADLINES.len();

/// What has come so far. The order counts in the last digits, so that whoever adds keeps to one.
#[derive(Clone, Debug)]
pub struct RunningScores {
    weights: [f64; MEASURES],
    better: [Better; MEASURES],
    policies: usize,
    /// Replicates.
    count: usize,
    by_measure: [Sums; MEASURES],
    /// By pair of policies, as [`RunningScores::pair`] places them: what the second costs more than the first, measure by measure.
    pairs: Vec<Comoments<MEASURES>>,
}

/// Sums over the replicates in which every policy has the measure.
#[derive(Clone, Debug)]
struct Sums {
    count: usize,
    /// By policy: the measure, turned so that lower is better.
    costs: Vec<f64>,
    /// By policy: what it falls short of the best.
    regrets: Vec<f64>,
}

impl RunningScores {
    /// No replicate of so many policies yet; weights and directions are of the [`HEADLINES`], in their order.
    #[must_use]
    pub fn new(policies: usize, weights: [f64; MEASURES], better: [Better; MEASURES]) -> Self {
        let sums = || Sums { count: 0, costs: vec![0.0; policies], regrets: vec![0.0; policies] };
        let pairs = vec![Comoments::default(); policies * policies.saturating_sub(1) / 2];
        Self { weights, better, policies, count: 0, by_measure: std::array::from_fn(|_| sums()), pairs }
    }

    /// Adds a replicate: the value of a measure, by its place among the [`HEADLINES`], of a policy.
    pub fn add(&mut self, value: impl Fn(usize, usize) -> Option<f64>) {
        self.count += 1;
        let costs: [Option<Vec<f64>>; MEASURES] = std::array::from_fn(|measure| {
            let sign = if self.better[measure] == Better::Higher { -1.0 } else { 1.0 };
            (0..self.policies).map(|policy| value(measure, policy).map(|value| sign * value)).collect()
        });
        for (sums, costs) in self.by_measure.iter_mut().zip(&costs) {
            let Some(costs) = costs else { continue };
            let best = costs.iter().copied().fold(f64::INFINITY, f64::min);
            sums.count += 1;
            for (policy, cost) in costs.iter().enumerate() {
                sums.costs[policy] += cost;
                sums.regrets[policy] += cost - best;
            }
        }
        let mut place = 0;
        for one in 0..self.policies {
            for other in one + 1..self.policies {
                // A measure counts in a replicate only where every policy has it.
                let more = |costs: &Option<Vec<f64>>| costs.as_ref().map_or(0.0, |costs| costs[other] - costs[one]);
                self.pairs[place].add(costs.each_ref().map(more));
                place += 1;
            }
        }
    }

    /// How often each measure's costs go into a score: its weight over its spread; 0 where it tells no policies apart.
    fn times(&self) -> [f64; MEASURES] {
        std::array::from_fn(|measure| {
            let Sums { count, costs, .. } = &self.by_measure[measure];
            let means = || costs.iter().map(|sum| sum / float((*count).max(1)));
            let width = means().fold(f64::NEG_INFINITY, f64::max) - means().fold(f64::INFINITY, f64::min);
            if *count > 0 && width > 0.0 { self.weights[measure] / width } else { 0.0 }
        })
    }

    /// Replicates that were added.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Mean score by policy; lower is better. All are 0 before the first replicate.
    #[must_use]
    pub fn means(&self) -> Vec<f64> {
        let times = self.times();
        let of = |policy: usize| {
            let regrets = self.by_measure.iter().zip(times).map(|(sums, times)| times * sums.regrets[policy]);
            regrets.sum::<f64>() / float(self.count.max(1))
        };
        (0..self.policies).map(of).collect()
    }

    /// The score of one policy less that of another, paired over replicates: mean and 95% interval.
    #[must_use]
    pub fn difference(&self, of: usize, less: usize) -> Interval {
        let none = Interval { mean: 0.0, low: 0.0, high: 0.0 };
        let Some(pair) = self.pair(of.min(less), of.max(less)) else { return none };
        let times = self.times();
        if less < of { pair.sum(times) } else { pair.sum(times.map(|times| -times)) }
    }

    /// The differences of a pair, the lesser place first; none of a policy from itself.
    fn pair(&self, one: usize, other: usize) -> Option<&Comoments<MEASURES>> {
        let before = one * self.policies - one * (one + 1) / 2;
        self.pairs.get((before + other).checked_sub(one + 1)?).filter(|_| one < other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::decision::{Weighed, scores};
    use crate::analysis::sample::{mean, spread};

    const WEIGHTS: [f64; 3] = [0.4, 0.3, 0.3];
    const BETTER: [Better; 3] = [Better::Lower, Better::Lower, Better::Higher];

    /// Four policies of which the last two do the same, in thirty replicates; the second measure is absent of the first policy in every seventh.
    fn value(measure: usize, policy: usize, replicate: usize) -> Option<f64> {
        let policy = policy.min(2);
        let noise = float((replicate * 7919 + policy * 104_729 + measure * 1_299_709) % 1009) / 1009.0;
        let luck = float(replicate * 31 % 17);
        (measure != 1 || policy != 0 || !replicate.is_multiple_of(7)).then(|| match measure {
            0 => 1e7 + 1e6 * (luck + float(policy)) + 4e5 * noise,
            1 => 20.0 - float(policy) + 2.0 * luck + noise,
            _ => 0.8 + 0.01 * float(policy) * noise,
        })
    }

    #[test]
    fn they_are_the_scores_of_the_replicates_kept() {
        let mut running = RunningScores::new(4, WEIGHTS, BETTER);
        assert_eq!((running.means(), running.count()), (vec![0.0; 4], 0));
        for replicate in 0..30 {
            running.add(|measure, policy| value(measure, policy, replicate));
        }
        let columns: Vec<Vec<Vec<Option<f64>>>> = (0..3)
            .map(|measure| (0..4).map(|policy| (0..30).map(|replicate| value(measure, policy, replicate)).collect()).collect())
            .collect();
        let weighed = columns.iter().zip(WEIGHTS).zip(BETTER).map(|((values, weight), better)| Weighed {
            weight,
            better,
            values: values.iter().map(Vec::as_slice).collect(),
        });
        let kept = scores(4, 30, &weighed.collect::<Vec<_>>());
        for (running, kept) in running.means().iter().zip(&kept) {
            assert!((running - mean(kept).unwrap()).abs() < 1e-12, "{running} {kept:?}");
        }
        for of in 0..4 {
            for less in 0..4 {
                let found = running.difference(of, less);
                let kept = spread(&kept[of].iter().zip(&kept[less]).map(|(of, less)| of - less).collect::<Vec<_>>());
                for (found, kept) in [(found.mean, kept.mean), (found.low, kept.low), (found.high, kept.high)] {
                    assert!((found - kept).abs() < 1e-12, "{of} less {less}: {found} is not {kept}");
                }
            }
        }
        // Policies that do the same are equal to the last bit.
        let means = running.means();
        assert_eq!(means[2].to_bits(), means[3].to_bits());
        assert_eq!(running.difference(2, 3), Interval { mean: 0.0, low: 0.0, high: 0.0 });
    }
}
