//! What is kept of a run once its replicate is done: enough for every table, small enough to keep for thousands of runs.

use super::frame::Frame;
use super::measures::{Sight, values};
use super::series::Series;
use super::survival::aalen_johansen;
use super::tally::{Tally, Until, spell, whole};
use crate::units::Money;
use crate::workforce::record::{Cause, FunnelStages, GapKind, GapRecord, RunRecord, Waits};

/// Kinds of gaps that the table `time_to_fill` tells apart.
pub const KINDS: [(&str, Option<GapKind>); 3] =
    [("all", None), ("vacancy", Some(GapKind::Vacancy)), ("capability", Some(GapKind::Capability))];

/// The measures of the table `horizons`.
pub const HORIZON_MEASURES: [&str; 4] = ["transition_cost", "transition_cost_vs_none", "gap_weeks", "excess_gap_weeks"];

/// The longest time since opening in the table `time_to_fill`.
const LONGEST_WAIT: i32 = 104;

/// What has become of shock gaps by week since opening; what is left is open.
#[derive(Clone, Debug, Default)]
pub struct FillCurve {
    /// Share filled.
    pub filled: Vec<f64>,
    /// Share lapsed.
    pub lapsed: Vec<f64>,
    /// Gaps still watched.
    pub at_risk: Vec<u32>,
}

/// A run, reduced.
#[derive(Clone, Debug, Default)]
pub struct Reduction {
    /// Measures in the order of the catalogue.
    pub values: Vec<Option<f64>>,
    /// Weekly series.
    pub series: Series,
    /// Money by role and category.
    pub costs: Vec<[Money; 6]>,
    /// Filling of shock gaps by place (roles, then all) and kind; none where there are none.
    pub fills: Vec<[Option<FillCurve>; 3]>,
    /// By week and role: quits and layoffs so far of the role's people of week 0, at `week * roles + role`.
    pub gone: Vec<[u32; 2]>,
    /// People who moved, at `from * roles + to`.
    pub moves: Vec<u32>,
    /// The funnel by channel.
    pub funnel: [FunnelStages; 4],
    /// Waits by reason.
    pub waits: Waits,
    /// By horizon of the frame, the measures of [`HORIZON_MEASURES`].
    pub horizons: Vec<[f64; 4]>,
    /// Every gap, where they are asked for.
    pub gaps: Vec<GapRecord>,
    /// Worker-weeks simulated.
    pub worker_weeks: u64,
}

/// The three records that a reduction looks at, counted.
#[derive(Clone, Copy, Debug)]
pub struct Trio<'a> {
    /// The run to reduce.
    pub run: &'a Tally<'a>,
    /// `none` in the same replicate.
    pub none: &'a Tally<'a>,
    /// The twin in the same replicate.
    pub twin: &'a Tally<'a>,
    /// Whether the run is that of `none` or the twin.
    pub reference: bool,
}

/// The longest time since opening that is tabulated, in a run of so many weeks.
#[must_use]
pub fn longest_wait(horizon: usize) -> i32 {
    LONGEST_WAIT.min(whole(horizon))
}

/// Reduces a run.
#[must_use]
pub fn reduce(frame: &Frame<'_>, trio: Trio<'_>, keep_gaps: bool) -> Reduction {
    let Trio { run, none, twin, reference } = trio;
    let record = run.record;
    Reduction {
        values: values(&Sight { frame, run, none, twin, reference }),
        series: Series::of(run, none),
        costs: costs(record),
        fills: fills(record),
        gone: gone(record),
        moves: moves(record),
        funnel: record.funnel,
        waits: record.waits,
        horizons: frame.horizons().into_iter().map(|weeks| at_horizon(trio, weeks)).collect(),
        gaps: if keep_gaps { record.gaps.clone() } else { Vec::new() },
        worker_weeks: record.worker_weeks,
    }
}

fn costs(record: &RunRecord) -> Vec<[Money; 6]> {
    let mut sums = vec![[Money::ZERO; 6]; record.role_count];
    for week in record.weekly.chunks(record.role_count.max(1)) {
        for (sum, role) in sums.iter_mut().zip(week) {
            for (sum, cost) in sum.iter_mut().zip(role.costs) {
                *sum += cost;
            }
        }
    }
    sums
}

fn fills(record: &RunRecord) -> Vec<[Option<FillCurve>; 3]> {
    let last = longest_wait(record.weeks());
    let curve = |place: usize, kind: Option<GapKind>| {
        let wanted = |gap: &&GapRecord| {
            gap.cause == Cause::Shock
                && (place == record.role_count || gap.role.index() == place)
                && kind.is_none_or(|kind| gap.kind == kind)
        };
        let spells: Vec<_> = record.gaps.iter().filter(wanted).map(|gap| spell(gap, Until::Filled, record.weeks())).collect();
        let found = aalen_johansen(&spells, last)?;
        Some(FillCurve { filled: found.event, lapsed: found.competing, at_risk: found.at_risk })
    };
    (0..=record.role_count).map(|place| KINDS.map(|(_, kind)| curve(place, kind))).collect()
}

fn gone(record: &RunRecord) -> Vec<[u32; 2]> {
    let roles = record.role_count;
    let mut counts = record.counts.gone.clone();
    for place in roles..counts.len() {
        let [quits, layoffs] = counts[place - roles];
        counts[place][0] += quits;
        counts[place][1] += layoffs;
    }
    counts
}

fn moves(record: &RunRecord) -> Vec<u32> {
    let mut counts = vec![0; record.role_count * record.role_count];
    for step in &record.moves {
        counts[step.from.index() * record.role_count + step.to.index()] += 1;
    }
    counts
}

/// The measures of [`HORIZON_MEASURES`], were the run to end after so many weeks.
fn at_horizon(trio: Trio<'_>, weeks: usize) -> [f64; 4] {
    let Trio { run, none, twin, .. } = trio;
    let Some(last) = weeks.checked_sub(1) else { return [0.0; 4] };
    let cost = |tally: &Tally<'_>| tally.cumulative_transition.get(last).copied().unwrap_or_default();
    let gap_weeks = run.cumulative_gap_weeks.get(last).copied().unwrap_or_default();
    let excess = run.excess_gap_weeks(twin.record, weeks);
    #[expect(clippy::cast_precision_loss, reason = "gap-weeks of a run are far below 2^53")]
    let (gap_weeks, excess) = (gap_weeks as f64, excess as f64);
    [cost(run).units(), (cost(run) - cost(none)).units(), gap_weeks, excess]
}
