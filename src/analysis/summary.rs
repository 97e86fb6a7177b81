//! Tables `summary` and `comparisons`: each measure of each policy, and policies against each other.

use super::best::{Standing, standings};
use super::paired::{compare, holm};
use super::results::{NONE, Results};
use super::rows::{ComparisonRow, SummaryRow};
use super::sample::{ascending, interval, mean, quantile, sd};

/// Table `summary`, by policy (the twin last) and measure. Moments are over the replicates where the measure is defined.
#[must_use]
pub fn summary_rows(results: &Results<'_>) -> Vec<SummaryRow> {
    let stands: Vec<Vec<Standing>> = results
        .measures
        .iter()
        .enumerate()
        .map(|(place, measure)| standings(&results.of_policies(place), measure.better))
        .collect();
    let mut rows = Vec::new();
    for (line, policy) in results.lines() {
        for (place, measure) in results.measures.iter().enumerate() {
            let defined: Vec<f64> = results.values(place, line).iter().copied().flatten().collect();
            let sorted = ascending(&defined);
            let ends = interval(&defined);
            let stand = stands[place].get(line).copied().unwrap_or_default();
            rows.push(SummaryRow {
                policy: policy.to_owned(),
                measure: measure.name,
                unit: measure.unit.clone(),
                better: measure.better,
                mean: mean(&defined),
                sd: sd(&defined),
                ci_low: ends.map(|ends| ends.0),
                ci_high: ends.map(|ends| ends.1),
                p05: quantile(&sorted, 0.05),
                p50: quantile(&sorted, 0.5),
                p95: quantile(&sorted, 0.95),
                p_best: stand.p_best,
                expected_regret: stand.expected_regret,
                replicates: u32::try_from(defined.len()).unwrap_or(u32::MAX),
            });
        }
    }
    rows
}

/// Lines to compare: every policy less `none`, every policy less the twin, and every other pair of policies once, in the order of names.
/// `none` is always what others are compared with, never the one compared, but with the twin.
fn pairs(results: &Results<'_>) -> Vec<(usize, usize)> {
    let count = results.policies.len();
    let none = results.policies.iter().position(|policy| policy == NONE);
    let mut pairs = Vec::new();
    for first in 0..count {
        pairs.extend(none.filter(|none| *none != first).map(|none| (first, none)));
        pairs.push((first, count));
        pairs.extend(
            (first + 1..count).filter(|second| Some(first) != none && Some(*second) != none).map(|second| (first, second)),
        );
    }
    pairs
}

/// Table `comparisons`, by measure within pair. P values are held by Holm within a measure over all pairs shown.
#[must_use]
pub fn comparison_rows(results: &Results<'_>) -> Vec<ComparisonRow> {
    let pairs = pairs(results);
    let names: Vec<&str> = results.lines().map(|(_, name)| name).collect();
    let by_measure: Vec<Vec<ComparisonRow>> = results
        .measures
        .iter()
        .enumerate()
        .map(|(place, measure)| {
            let found: Vec<_> = pairs
                .iter()
                .map(|(policy, versus)| compare(results.values(place, *policy), results.values(place, *versus)))
                .collect();
            let held = holm(&found.iter().map(|paired| paired.and_then(|paired| paired.p)).collect::<Vec<_>>());
            pairs
                .iter()
                .zip(found.iter().zip(held))
                .map(|((policy, versus), (paired, p_holm))| ComparisonRow {
                    policy: names[*policy].to_owned(),
                    versus: names[*versus].to_owned(),
                    measure: measure.name,
                    unit: measure.unit.clone(),
                    difference: paired.map(|paired| paired.difference),
                    ci_low: paired.and_then(|paired| paired.interval).map(|ends| ends.0),
                    ci_high: paired.and_then(|paired| paired.interval).map(|ends| ends.1),
                    p_holm,
                    variance_reduction: paired.and_then(|paired| paired.variance_reduction),
                })
                .collect()
        })
        .collect();
    (0..pairs.len()).flat_map(|pair| by_measure.iter().map(move |rows| rows[pair].clone())).collect()
}
