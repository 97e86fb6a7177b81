//! Table `retention`: what has become of the people of week 0.

use crate::analysis::results::{ALL, Results};
use crate::analysis::rows::RetentionRow;
use crate::analysis::sample::spread_within;

/// The name of the roles that a shock hits, together.
const HIT: &str = "hit";

/// Table `retention` of a line, by role at week 0 (those with people; then `hit` and `all`) and week.
///
/// Nobody of week 0 is censored before the end, so that the cumulative incidences of Aalen and Johansen are plain shares.
#[must_use]
pub fn retention_rows(results: &Results<'_>, line: usize, policy: &str) -> Vec<RetentionRow> {
    let frame = results.frame;
    let roles = frame.scenario.roles.len();
    let mut groups: Vec<(&str, Vec<usize>)> =
        frame.scenario.roles.iter().enumerate().map(|(role, model)| (model.name.as_str(), vec![role])).collect();
    groups.push((HIT, (0..roles).filter(|role| frame.hit[*role]).collect()));
    groups.push((ALL, (0..roles).collect()));
    let mut rows = Vec::new();
    for (name, members) in &groups {
        let people: f64 = members.iter().map(|role| f64::from(frame.headcount(*role))).sum();
        if people <= 0.0 {
            continue;
        }
        for (index, week) in (0..frame.scenario.horizon).enumerate() {
            let share = |of: &dyn Fn([u32; 2]) -> f64| {
                let gone = |gone: &[[u32; 2]]| -> f64 {
                    members.iter().map(|role| of(gone.get(index * roles + role).copied().unwrap_or_default())).sum()
                };
                results.runs(line).map(|run| gone(&run.gone) / people).collect::<Vec<f64>>()
            };
            let employed: Vec<f64> =
                share(&|[quit, laid_off]| f64::from(quit + laid_off)).iter().map(|gone| 1.0 - gone).collect();
            rows.push(RetentionRow {
                policy: policy.to_owned(),
                role: (*name).to_owned(),
                week,
                employed: spread_within(&employed, 0.0, 1.0),
                quit: spread_within(&share(&|[quit, _]| f64::from(quit)), 0.0, 1.0),
                laid_off: spread_within(&share(&|[_, laid_off]| f64::from(laid_off)), 0.0, 1.0),
            });
        }
    }
    rows
}
