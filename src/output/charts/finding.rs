//! Findings: who leads on a measure, and whether the paired intervals let us say so.

use super::cast::Player;
use crate::analysis::rows::{Better, Comparison, ComparisonRow, SummaryRow};

/// A difference is told apart only below this P value, multiplicity held.
const LEVEL: f64 = 0.05;

/// A policy's row of a measure.
pub(super) fn summary<'a>(comparison: &'a Comparison, policy: &str, measure: &str) -> Option<&'a SummaryRow> {
    comparison.summary.iter().find(|row| row.policy == policy && row.measure == measure)
}

/// A policy's mean of a measure, if it is a number.
pub(super) fn mean(comparison: &Comparison, policy: &str, measure: &str) -> Option<f64> {
    summary(comparison, policy, measure)?.mean.filter(|value| value.is_finite())
}

/// The 90% of runs in the middle, if they are numbers.
pub(super) fn range(row: &SummaryRow) -> Option<(f64, f64)> {
    let (low, high) = (row.p05?, row.p95?);
    (low.is_finite() && high.is_finite() && low <= high).then_some((low, high))
}

/// The paired difference of a policy less another: mean, and its 95% interval; either row order will do.
pub(super) fn difference(comparison: &Comparison, policy: &str, versus: &str, measure: &str) -> Option<(f64, f64, f64)> {
    let row = |policy: &str, versus: &str| {
        comparison.comparisons.iter().find(|row| row.measure == measure && row.policy == policy && row.versus == versus)
    };
    let numbers = |row: &ComparisonRow| Some((row.difference?, row.ci_low?, row.ci_high?));
    let straight = row(policy, versus).and_then(numbers);
    let turned = || row(versus, policy).and_then(numbers).map(|(mean, low, high)| (-mean, -high, -low));
    straight.or_else(turned).filter(|(mean, low, high)| mean.is_finite() && low.is_finite() && high.is_finite())
}

/// Whether a policy is surely better than another on a measure: the paired interval is clear of 0, and so is the P value where there is one.
fn surely_better(comparison: &Comparison, policy: &str, versus: &str, measure: &str, better: Better) -> bool {
    let Some((_, low, high)) = difference(comparison, policy, versus, measure) else { return false };
    let of_pair = |row: &&ComparisonRow| {
        row.measure == measure
            && ((row.policy == policy && row.versus == versus) || (row.policy == versus && row.versus == policy))
    };
    let sure = comparison.comparisons.iter().filter(of_pair).all(|row| row.p_holm.is_none_or(|p| p < LEVEL));
    sure && match better {
        Better::Lower => high < 0.0,
        Better::Higher => low > 0.0,
        Better::Neither => false,
    }
}

/// What can be said of who leads.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict<'a> {
    /// Nobody has a number.
    Nothing,
    /// There is only one to speak of.
    Alone(&'a Player),
    /// One is surely better than every other.
    Leads(&'a Player),
    /// These cannot be told from the best, the best first.
    Tied(Vec<&'a Player>),
}

/// Who leads among those with a number, where `surely(a, b)` tells whether a is surely better than b.
pub(super) fn lead(
    players: &[Player],
    better: Better,
    value: impl Fn(&Player) -> Option<f64>,
    surely: impl Fn(&Player, &Player) -> bool,
) -> Verdict<'_> {
    let mut scored: Vec<(f64, &Player)> = players.iter().filter_map(|player| Some((value(player)?, player))).collect();
    scored.sort_by(|a, b| if better == Better::Higher { b.0.total_cmp(&a.0) } else { a.0.total_cmp(&b.0) });
    let Some(&(_, first)) = scored.first() else { return Verdict::Nothing };
    if scored.len() == 1 {
        return Verdict::Alone(first);
    }
    let close: Vec<&Player> =
        scored.iter().map(|(_, player)| *player).filter(|player| player.key == first.key || !surely(first, player)).collect();
    if close.len() == 1 { Verdict::Leads(first) } else { Verdict::Tied(close) }
}

/// Who leads on a measure by its mean and paired differences.
pub(super) fn verdict<'a>(comparison: &Comparison, players: &'a [Player], measure: &str, better: Better) -> Verdict<'a> {
    let surely = |a: &Player, b: &Player| surely_better(comparison, &a.key, &b.key, measure, better);
    lead(players, better, |player| mean(comparison, &player.key, measure), surely)
}

/// Titles for a tie, from the fullest to the barest: "No clear winner on cost: blend or adaptive".
pub(super) fn tied(topic: &str, close: &[&Player]) -> Vec<String> {
    let mut titles = Vec::new();
    if let [a, b] = close {
        titles.push(format!("No clear winner on {topic}: {} or {}", a.spoken(), b.spoken()));
    } else if let [a, b, c] = close {
        titles.push(format!("No clear winner on {topic}: {}, {} or {}", a.spoken(), b.spoken(), c.spoken()));
    }
    titles.push(format!("No clear winner on {topic}"));
    titles
}
