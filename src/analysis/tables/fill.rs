//! Tables `time_to_fill` and `gaps`.

use crate::analysis::reduction::{FillCurve, KINDS, longest_wait};
use crate::analysis::results::Results;
use crate::analysis::rows::{GapRow, Interval, TimeToFillRow};
use crate::analysis::sample::{float, spread_within};
use crate::workforce::record::{GapKind, GapOutcome};

/// Table `time_to_fill` of a line, by role (`all` last), kind and weeks since opening, where there are any shock gaps.
///
/// Each replicate gives its own curve; means and intervals are over the replicates that have such gaps, gaps are never pooled
/// between replicates. The risk table is a mean over all replicates.
#[must_use]
pub fn time_to_fill_rows(results: &Results<'_>, line: usize, policy: &str) -> Vec<TimeToFillRow> {
    let mut rows = Vec::new();
    for (place, role) in results.places() {
        for (index, (kind, _)) in KINDS.iter().enumerate() {
            let curves: Vec<&FillCurve> = results.runs(line).filter_map(|run| run.fills[place][index].as_ref()).collect();
            if curves.is_empty() {
                continue;
            }
            let share = |of: &dyn Fn(&FillCurve) -> f64| -> Interval {
                spread_within(&curves.iter().map(|curve| of(curve)).collect::<Vec<_>>(), 0.0, 1.0)
            };
            for (week, weeks) in (0..=longest_wait(results.frame.horizon)).enumerate() {
                let at_risk: f64 = curves.iter().map(|curve| f64::from(curve.at_risk[week])).sum();
                rows.push(TimeToFillRow {
                    policy: policy.to_owned(),
                    role: role.to_owned(),
                    kind,
                    weeks,
                    share_open: share(&|curve| (1.0 - curve.filled[week] - curve.lapsed[week]).max(0.0)),
                    share_filled: share(&|curve| curve.filled[week]),
                    share_lapsed: share(&|curve| curve.lapsed[week]),
                    at_risk: at_risk / float(results.replicates()),
                });
            }
        }
    }
    rows
}

/// Table `gaps`, by policy (the twin last), replicate and opening.
#[must_use]
pub fn gap_rows(results: &Results<'_>) -> Vec<GapRow> {
    let mut rows = Vec::new();
    for (line, policy) in results.lines() {
        for (replicate, run) in (0..).zip(results.runs(line)) {
            rows.extend(run.gaps.iter().map(|gap| GapRow {
                policy: policy.to_owned(),
                replicate,
                role: results.frame.scenario.roles[gap.role.index()].name.clone(),
                kind: match gap.kind {
                    GapKind::Vacancy => "vacancy",
                    GapKind::Capability => "capability",
                },
                cause: gap.cause.name(),
                opened_week: gap.opened.0,
                channel: gap.channel.map(crate::scenario::model::Channel::name),
                closed_week: gap.closed.map(|week| week.0),
                productive_week: gap.productive.map(|week| week.0),
                outcome: match gap.outcome {
                    GapOutcome::Open => "open",
                    GapOutcome::Filled => "filled",
                    GapOutcome::Lapsed => "lapsed",
                },
            }));
        }
    }
    rows
}
