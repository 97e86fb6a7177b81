//! Table `weekly`: series and their spread over replicates.

use crate::analysis::results::Results;
use crate::analysis::rows::WeeklyRow;
use crate::analysis::sample::{mean, quantile};
use crate::analysis::series::{COUNTS, Series};

/// Table `weekly` of a line, by role (`all` last), measure and week.
#[must_use]
pub fn weekly_rows(results: &Results<'_>, line: usize, policy: &str) -> Vec<WeeklyRow> {
    let currency = &results.frame.scenario.currency;
    let mut rows = Vec::new();
    let series: Vec<&Series> = results.runs(line).map(|run| &run.series).collect();
    let weeks = series.first().map_or(0, |series| series.weeks());
    let mut put = |role: &str, measure: &'static str, unit: &str, value: &dyn Fn(&Series, usize) -> f64| {
        let mut values = Vec::with_capacity(series.len());
        for (index, week) in (0..weeks).enumerate() {
            values.clear();
            values.extend(series.iter().map(|series| value(series, index)));
            rows.push(row(policy, role, week, measure, unit, &mut values));
        }
    };
    for (place, role) in results.places() {
        for (index, (measure, unit)) in COUNTS.iter().enumerate() {
            put(role, measure, unit, &|series, week| series.count(index, place, week));
        }
        put(role, "output_ratio", "share", &|series, week| series.output_ratio(place, week));
        put(role, "cost", currency, &|series, week| series.cost(place, week));
        if place == results.frame.scenario.roles.len() {
            put(role, "cumulative_transition_cost", currency, &|series, week| series.cumulative_transition[week]);
            put(role, "cumulative_cost_against_none", currency, &|series, week| series.cumulative_against_none[week]);
        }
    }
    rows
}

fn row(policy: &str, role: &str, week: i32, measure: &'static str, unit: &str, values: &mut [f64]) -> WeeklyRow {
    let centre = mean(values).unwrap_or_default();
    values.sort_unstable_by(f64::total_cmp);
    let at = |share| quantile(values, share).unwrap_or_default();
    WeeklyRow {
        policy: policy.to_owned(),
        role: role.to_owned(),
        week,
        measure,
        unit: unit.to_owned(),
        mean: centre,
        p05: at(0.05),
        p25: at(0.25),
        p50: at(0.5),
        p75: at(0.75),
        p95: at(0.95),
    }
}
