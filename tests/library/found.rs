//! What a comparison found, as predicates ask for it: by intervals, never by means alone.

use foreshift::analysis::rows::{Comparison, ComparisonRow};

use crate::compared::values;

/// Cost, time and retention, as the pick weighs them.
pub const COST: &str = "transition_cost";
/// See [`COST`].
pub const TIME: &str = "excess_gap_weeks_per_shock_gap";
/// See [`COST`].
pub const KEPT: &str = "retention_horizon";

/// A comparison under a short name.
pub struct Found(pub Comparison);

impl Found {
    /// Whether this policy is the pick, and no other ties with it but these.
    pub fn picks(&self, policy: &str, ties: &[&str]) -> bool {
        let answer = &self.0.answer;
        answer.pick == policy
            && answer.standings.iter().skip(1).all(|standing| standing.ties_with_pick == ties.contains(&standing.policy.as_str()))
    }

    /// Ends of the 95% interval of the paired difference of a measure, policy less versus.
    pub fn interval(&self, measure: &str, policy: &str, versus: &str) -> (f64, f64) {
        let ends = |one: &str, other: &str| {
            let row = |row: &&ComparisonRow| (row.measure, row.policy.as_str(), row.versus.as_str()) == (measure, one, other);
            self.0.comparisons.iter().find(row).and_then(|row| row.ci_low.zip(row.ci_high))
        };
        ends(policy, versus)
            .or_else(|| ends(versus, policy).map(|(low, high)| (-high, -low)))
            .unwrap_or_else(|| panic!("{measure} of {policy} less {versus} has no interval"))
    }

    /// Whether the whole interval of policy less versus is below 0.
    pub fn less(&self, measure: &str, policy: &str, versus: &str) -> bool {
        self.interval(measure, policy, versus).1 < 0.0
    }

    /// Whether the interval holds 0.
    pub fn alike(&self, measure: &str, policy: &str, versus: &str) -> bool {
        let (low, high) = self.interval(measure, policy, versus);
        low <= 0.0 && 0.0 <= high
    }

    /// Whether two policies do the same in every run.
    pub fn same(&self, policy: &str, versus: &str) -> bool {
        [COST, TIME, KEPT].iter().all(|measure| values(&self.0, policy, measure) == values(&self.0, versus, measure))
    }

    /// The mean of a measure of a policy over replicates.
    pub fn mean(&self, measure: &str, policy: &str) -> f64 {
        let row = self.0.summary.iter().find(|row| row.policy == policy && row.measure == measure);
        row.and_then(|row| row.mean).unwrap_or_else(|| panic!("{measure} of {policy} has no mean"))
    }

    /// The share of runs in which a policy scores best.
    pub fn best(&self, policy: &str) -> f64 {
        self.0.answer.standings.iter().find(|standing| standing.policy == policy).expect("a standing").p_best
    }

    /// What the predicates could have asked, for when one fails.
    pub fn shown(&self) -> String {
        let mut lines = vec![self.0.answer.sentence.clone()];
        for policy in &self.0.policies {
            let means = [COST, TIME, KEPT].map(|measure| self.mean(measure, policy));
            lines.push(format!("{policy}: cost, time, kept {means:.4?}, best in {:.3}", self.best(policy)));
            for versus in self.0.policies.iter().filter(|versus| *versus > policy) {
                let ends = [COST, TIME, KEPT].map(|measure| self.interval(measure, policy, versus));
                lines.push(format!("  less {versus}: {ends:.4?}"));
            }
        }
        lines.join("\n")
    }
}
