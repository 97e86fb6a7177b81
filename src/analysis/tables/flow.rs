//! Tables `moves` and `funnel`.

use crate::analysis::reduction::Reduction;
use crate::analysis::results::Results;
use crate::analysis::rows::{FunnelRow, Interval, MoveRow};
use crate::analysis::sample::spread_within;
use crate::scenario::model::Channel;
use crate::workforce::record::{FunnelStages, Waits};

/// A name and the count that goes by it.
type Counter<T> = (&'static str, fn(&T) -> u32);

/// The stages of the funnel in order.
const STAGES: [Counter<FunnelStages>; 6] = [
    ("offered", |stages| stages.offered),
    ("accepted", |stages| stages.accepted),
    ("completed", |stages| stages.completed),
    ("qualified", |stages| stages.qualified),
    ("productive", |stages| stages.productive),
    ("stayed", |stages| stages.stayed),
];

/// The reasons for waiting in order.
const REASONS: [Counter<Waits>; 6] = [
    ("training_capacity", |waits| waits.training_capacity),
    ("requisition_capacity", |waits| waits.requisition_capacity),
    ("budget", |waits| waits.budget),
    ("no_candidate", |waits| waits.no_candidate),
    ("not_served", |waits| waits.not_served),
    ("waiting_is_best", |waits| waits.waiting_is_best),
];

/// Counts of a line over replicates.
fn counts(results: &Results<'_>, line: usize, of: &dyn Fn(&Reduction) -> u32) -> Interval {
    spread_within(&results.runs(line).map(|run| f64::from(of(run))).collect::<Vec<_>>(), 0.0, f64::INFINITY)
}

/// Table `moves`, by policy (the twin last) and roles, where anybody moved in any replicate.
#[must_use]
pub fn move_rows(results: &Results<'_>) -> Vec<MoveRow> {
    let roles = &results.frame.scenario.roles;
    let mut rows = Vec::new();
    for (line, policy) in results.lines() {
        for pair in 0..roles.len() * roles.len() {
            if results.runs(line).all(|run| run.moves[pair] == 0) {
                continue;
            }
            rows.push(MoveRow {
                policy: policy.to_owned(),
                from_role: roles[pair / roles.len()].name.clone(),
                to_role: roles[pair % roles.len()].name.clone(),
                people: counts(results, line, &|run| run.moves[pair]),
            });
        }
    }
    rows
}

/// Table `funnel`, by policy (the twin last), channel and stage; then waits by reason.
#[must_use]
pub fn funnel_rows(results: &Results<'_>) -> Vec<FunnelRow> {
    let mut rows = Vec::new();
    for (line, policy) in results.lines() {
        let mut put =
            |channel, stage, unit, count| rows.push(FunnelRow { policy: policy.to_owned(), channel, stage, unit, count });
        for channel in Channel::ALL {
            for (stage, of) in STAGES {
                put(channel.name(), stage, "people", counts(results, line, &|run| of(&run.funnel[channel as usize])));
            }
        }
        for (reason, of) in REASONS {
            put("wait", reason, "gap-weeks", counts(results, line, &|run| of(&run.waits)));
        }
    }
    rows
}
