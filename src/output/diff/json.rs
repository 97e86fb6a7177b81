//! What differs, for scripts: every measure, in full precision.

use serde_json::{Value, json};

use super::{Change, Diff, Pairing, ResultChange, Size};

/// Which shape of document this program writes; it grows when a reader of the last shape would misread.
const SCHEMA_VERSION: u64 = 1;

/// The document.
#[must_use]
pub fn json(diff: &Diff) -> Value {
    let (paired, runs, why) = match &diff.pairing {
        Pairing::Paired(runs) => (true, Some(*runs), None),
        Pairing::Apart(why) => (false, None, Some(why)),
    };
    json!({
        "tool": "foreshift",
        "schema_version": SCHEMA_VERSION,
        "before": diff.names[0],
        "after": diff.names[1],
        "same": diff.is_empty(),
        "conditions": changes(&diff.conditions),
        "assumptions": changes(&diff.assumptions),
        "remarks": changes(&diff.remarks),
        "answer": { "before": diff.answers[0], "after": diff.answers[1], "same_pick": diff.same_pick },
        "paired": paired,
        "paired_runs": runs,
        "not_paired_because": why,
        "results": diff.results.iter().map(result).collect::<Vec<_>>(),
    })
}

fn changes(changes: &[Change]) -> Value {
    changes.iter().map(|change| json!({ "path": change.path, "before": change.before, "after": change.after })).collect()
}

fn result(change: &ResultChange) -> Value {
    json!({
        "policy": change.policy,
        "measure": change.measure,
        "unit_before": change.units[0],
        "unit_after": change.units[1],
        "better": change.better.name(),
        "before": change.means[0],
        "after": change.means[1],
        "difference": change.difference,
        "ci_low": change.ends.map(|ends| ends.0),
        "ci_high": change.ends.map(|ends| ends.1),
        "change": match change.size() {
            Size::Same => "none",
            Size::Unclear => "unclear",
            Size::Clear => "clear",
            Size::Unknown => "unknown",
        },
    })
}
