//! Comparisons and what they say of a policy.

use foreshift::analysis::rows::Comparison;
use foreshift::experiment::compare::{Settings, compare};
use foreshift::experiment::watch::Unwatched;
use foreshift::scenario::model::Scenario;

/// A comparison of these policies (all of the scenario where empty).
pub fn compared(scenario: &Scenario, seed: u64, replicates: u32, threads: usize, policies: &[&str]) -> Comparison {
    let policies = policies.iter().map(|name| (*name).to_owned()).collect();
    let settings = Settings { seed, replicates, threads: Some(threads), policies, keep_gaps: true };
    compare(scenario, &settings, &Unwatched).expect("a comparison")
}

/// A measure of a policy, one value a replicate where it is defined.
pub fn values(comparison: &Comparison, policy: &str, measure: &str) -> Vec<f64> {
    let known = comparison.measures.iter().position(|known| known.name == measure);
    let place = known.unwrap_or_else(|| panic!("no measure {measure}"));
    comparison.runs.iter().filter(|row| row.policy == policy).filter_map(|row| row.values[place]).collect()
}
