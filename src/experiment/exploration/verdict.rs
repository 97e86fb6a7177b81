//! Which policy is best at each point of a sweep, by the score that `compare` picks by, and whether that is told apart from the next best.

use crate::analysis::rows::Interval;
use crate::analysis::running_scores::RunningScores;
use crate::analysis::sample::{float, mean};

/// The pick at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Mean score by policy, the twin left out; lower is better.
    pub scores: Vec<f64>,
    /// Place of the policy with the best score; of equals the first by name.
    pub best: usize,
    /// Place of the next best, where there is another policy.
    pub next: Option<usize>,
    /// The next best's score less the best's, paired over replicates.
    pub lead: Interval,
    /// Whether the interval of the lead is above 0; never of a single replicate.
    pub sure: bool,
}

impl Verdict {
    /// The pick by scores over replicates.
    #[must_use]
    pub fn of(scores: &RunningScores) -> Self {
        let means = scores.means();
        let least = |among: &dyn Fn(usize) -> bool| {
            (0..means.len()).filter(|policy| among(*policy)).min_by(|a, b| means[*a].total_cmp(&means[*b]))
        };
        let best = least(&|_| true).unwrap_or_default();
        let next = least(&|policy| policy != best);
        let lead = scores.difference(next.unwrap_or(best), best);
        Self { best, next, lead, sure: scores.count() > 1 && lead.low > 0.0, scores: means }
    }
}

/// How often a policy is best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wins {
    /// Place of the policy.
    pub policy: usize,
    /// Points where it has the best score.
    pub best: usize,
    /// Of those, points where it is told apart from the next best.
    pub sure: usize,
}

/// How often each policy is best, the most often first; those that never are come last, by name.
#[must_use]
pub fn wins(policies: usize, verdicts: &[Option<Verdict>]) -> Vec<Wins> {
    let mut found: Vec<Wins> = (0..policies)
        .map(|policy| {
            let mine = || verdicts.iter().flatten().filter(|verdict| verdict.best == policy);
            Wins { policy, best: mine().count(), sure: mine().filter(|verdict| verdict.sure).count() }
        })
        .collect();
    found.sort_by_key(|wins| std::cmp::Reverse(wins.best));
    found
}

/// The score of one policy less that of another at each point that did not fail, with the point's number.
#[must_use]
pub fn leads(verdicts: &[Option<Verdict>], policy: usize, versus: usize) -> Vec<(usize, f64)> {
    let lead = |(point, verdict): (usize, &Option<Verdict>)| {
        let scores = &verdict.as_ref()?.scores;
        Some((point, scores[versus] - scores[policy]))
    };
    verdicts.iter().enumerate().filter_map(lead).collect()
}

/// The share of a variance that lies between groups of points: how much a parameter, cut into `bins` equal slices, tells of a value (the correlation
/// ratio; Pearson 1905). `values` has the place in the unit interval and the value.
#[must_use]
pub fn correlation_ratio(values: &[(f64, f64)], bins: usize) -> f64 {
    let all = mean(&values.iter().map(|(_, value)| *value).collect::<Vec<_>>()).unwrap_or_default();
    let whole: f64 = values.iter().map(|(_, value)| (value - all) * (value - all)).sum();
    if whole <= 0.0 {
        return 0.0;
    }
    let mut groups: Vec<Vec<f64>> = vec![Vec::new(); bins];
    for (place, value) in values {
        groups[slice(*place, bins)].push(*value);
    }
    let between = |group: &Vec<f64>| mean(group).map_or(0.0, |mean| float(group.len()) * (mean - all) * (mean - all));
    groups.iter().map(between).sum::<f64>() / whole
}

/// Which of `bins` equal slices of the unit interval a place lies in.
#[must_use]
pub fn slice(place: f64, bins: usize) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the slices below")]
    let number = (place.clamp(0.0, 1.0) * float(bins)) as usize;
    number.min(bins.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_all_where_slices_tell_everything() {
        let values: Vec<(f64, f64)> = (0..40).map(|n| (float(n) / 40.0, if n < 20 { 1.0 } else { 3.0 })).collect();
        assert!((correlation_ratio(&values, 2) - 1.0).abs() < 1e-12);
        let idle: Vec<(f64, f64)> = (0..40).map(|n| (float(n) / 40.0, if n % 2 == 0 { 1.0 } else { 3.0 })).collect();
        assert!(correlation_ratio(&idle, 2) < 1e-12 && correlation_ratio(&[(0.5, 1.0)], 2) == 0.0);
        assert_eq!([slice(0.0, 4), slice(0.25, 4), slice(1.0, 4), slice(-1.0, 4)], [0, 1, 3, 0]);
    }
}
