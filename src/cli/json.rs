//! The result for scripts: one JSON document on standard output, the same bytes for the same input and seed.

use serde_json::{Value, json};

use crate::analysis::rows::{Comparison, ComparisonRow, SummaryRow};
use crate::output::manifest::{answer, stopping};

/// Which shape of document this program writes; it grows when a reader of the last shape would misread.
const SCHEMA_VERSION: u64 = 1;

/// The document of a comparison.
pub fn document(found: &Comparison, command: &str) -> Value {
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
        "auto": stopping(found.stopping.as_ref()),
        "policies": found.policies,
        "answer": answer(&found.answer),
        "warnings": found.warnings,
        "summary": found.summary.iter().map(summary).collect::<Vec<_>>(),
        "comparisons": found.comparisons.iter().map(comparison).collect::<Vec<_>>(),
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
