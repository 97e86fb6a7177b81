//! The result for scripts: one JSON document on standard output, the same bytes for the same input and seed.

use serde_json::{Value, json};

use crate::analysis::rows::{Comparison, ComparisonRow, Standing, SummaryRow};

/// Which shape of document this program writes; it grows when a reader of the last shape would misread.
const SCHEMA_VERSION: u64 = 1;

/// The document of a comparison.
pub fn document(found: &Comparison, command: &str) -> Value {
    let answer = &found.answer;
    json!({
        "tool": "foreshift",
        "schema_version": SCHEMA_VERSION,
        "version": env!("CARGO_PKG_VERSION"),
        "command": command,
        "scenario": found.scenario.name,
        "currency": found.scenario.currency,
        "horizon_weeks": found.scenario.horizon,
        "seed": found.seed,
        "replicates": found.replicates,
        "policies": found.policies,
        "answer": {
            "pick": answer.pick,
            "runner_up": answer.runner_up,
            "sentence": answer.sentence,
            "standings": answer.standings.iter().map(standing).collect::<Vec<_>>(),
        },
        "warnings": found.warnings,
        "summary": found.summary.iter().map(summary).collect::<Vec<_>>(),
        "comparisons": found.comparisons.iter().map(comparison).collect::<Vec<_>>(),
    })
}

fn standing(standing: &Standing) -> Value {
    json!({
        "policy": standing.policy,
        "score": standing.score.mean,
        "score_low": standing.score.low,
        "score_high": standing.score.high,
        "p_best": standing.p_best,
        "dominated_by": standing.dominated_by,
        "ties_with_pick": standing.ties_with_pick,
    })
}

fn summary(row: &SummaryRow) -> Value {
    json!({
        "policy": row.policy,
        "measure": row.measure,
        "unit": row.unit,
        "better": row.better.name(),
        "mean": row.mean,
        "sd": row.sd,
        "ci_low": row.ci_low,
        "ci_high": row.ci_high,
        "p05": row.p05,
        "p50": row.p50,
        "p95": row.p95,
        "p_best": row.p_best,
        "expected_regret": row.expected_regret,
        "replicates": row.replicates,
    })
}

fn comparison(row: &ComparisonRow) -> Value {
    json!({
        "policy": row.policy,
        "versus": row.versus,
        "measure": row.measure,
        "unit": row.unit,
        "difference": row.difference,
        "ci_low": row.ci_low,
        "ci_high": row.ci_high,
        "p_holm": row.p_holm,
        "variance_reduction": row.variance_reduction,
    })
}
