//! Tables `costs` and `horizons`.

use crate::analysis::best::standings;
use crate::analysis::reduction::HORIZON_MEASURES;
use crate::analysis::results::Results;
use crate::analysis::rows::{Better, CostRow, HorizonRow};
use crate::analysis::sample::{ascending, quantile, spread};
use crate::analysis::tally::whole;
use crate::units::Money;
use crate::workforce::record::CostCategory;

/// Table `costs`, by policy (the twin last), category and role (`all` last).
#[must_use]
pub fn cost_rows(results: &Results<'_>) -> Vec<CostRow> {
    let roles = results.frame.scenario.roles.len();
    let mut rows = Vec::new();
    for (line, policy) in results.lines() {
        for category in CostCategory::ALL {
            for (place, role) in results.places() {
                let amount = |costs: &[[Money; 6]]| -> Money {
                    let of = if place == roles { costs } else { &costs[place..=place] };
                    of.iter().map(|role| role[category as usize]).sum()
                };
                let values: Vec<f64> = results.runs(line).map(|run| amount(&run.costs).units()).collect();
                let (interval, sorted) = (spread(&values), ascending(&values));
                rows.push(CostRow {
                    policy: policy.to_owned(),
                    category: category.name(),
                    role: role.to_owned(),
                    unit: results.frame.scenario.currency.clone(),
                    mean: interval.mean,
                    ci_low: interval.low,
                    ci_high: interval.high,
                    p05: quantile(&sorted, 0.05).unwrap_or_default(),
                    p95: quantile(&sorted, 0.95).unwrap_or_default(),
                });
            }
        }
    }
    rows
}

/// Table `horizons`, by policy (not the twin), horizon and measure.
#[must_use]
pub fn horizon_rows(results: &Results<'_>) -> Vec<HorizonRow> {
    let horizons = results.frame.horizons();
    let policies = results.policies.len();
    // By horizon and measure, then by policy and replicate.
    let values: Vec<Vec<Vec<Option<f64>>>> = (0..horizons.len() * HORIZON_MEASURES.len())
        .map(|cell| {
            let (horizon, measure) = (cell / HORIZON_MEASURES.len(), cell % HORIZON_MEASURES.len());
            (0..policies).map(|line| results.runs(line).map(|run| Some(run.horizons[horizon][measure])).collect()).collect()
        })
        .collect();
    let stands: Vec<_> =
        values.iter().map(|cell| standings(&cell.iter().map(Vec::as_slice).collect::<Vec<_>>(), Better::Lower)).collect();
    let mut rows = Vec::new();
    for (line, policy) in results.policies.iter().enumerate() {
        for (cell, stand) in stands.iter().enumerate() {
            let name = HORIZON_MEASURES[cell % HORIZON_MEASURES.len()];
            let unit = results.measures.iter().find(|measure| measure.name == name).map(|measure| measure.unit.clone());
            rows.push(HorizonRow {
                policy: policy.clone(),
                horizon_weeks: whole(horizons[cell / HORIZON_MEASURES.len()]),
                measure: name,
                unit: unit.unwrap_or_default(),
                value: spread(&values[cell][line].iter().copied().flatten().collect::<Vec<_>>()),
                p_best: stand[line].p_best.unwrap_or_default(),
            });
        }
    }
    rows
}
