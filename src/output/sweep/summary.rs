//! `tables/summary` of a sweep: a measure of a policy at a point, over replicates. It is made from the parts, a chunk of points at a time, so that
//! it takes as much memory as a part, however many replicates there are; so rows come by chunk, and within a chunk by point.

use std::io;
use std::path::Path;

use super::Taker;
use super::columns::Column;
use super::header::Header;
use super::table::gather;
use crate::analysis::moments::Moments;
use crate::analysis::results::TWIN;
use crate::experiment::sweep::Plan;
use crate::output::Error;

/// The measure by which the page says which policy is lowest where.
const WATCHED: &str = "transition_cost";

/// What a finished sweep found, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Points.
    pub points: usize,
    /// Points that the scenario's checks refuse.
    pub refused: usize,
    /// By policy but the twin: points at which its mean transition cost is the lowest (the first in order, where two are equal).
    pub lowest: Vec<(String, usize)>,
    /// Its page, where it has one.
    pub page: Option<&'static str>,
}

impl Found {
    /// Nothing yet.
    pub(super) fn new(header: &Header, refused: usize) -> Self {
        let policies = header.policies.iter().filter(|policy| *policy != TWIN);
        Self { points: header.points, refused, lowest: policies.map(|policy| (policy.clone(), 0)).collect(), page: None }
    }
}

/// Values so far by policy, then by measure.
type Values = Vec<Vec<Moments>>;

/// Fills the table.
pub(super) fn fill(root: &Path, header: &Header, plan: &Plan, found: &mut Found, take: &mut Taker<'_>) -> Result<(), Error> {
    let measures = header.measures();
    for chunk in 0..plan.parts_of_a_block() {
        let empty = || vec![vec![Moments::default(); measures.len()]; header.policies.len()];
        let gathered: Vec<(usize, Values)> = gather(root, (header, plan), chunk, empty, |kept, runs| {
            for (kept, run) in kept.iter_mut().zip(runs) {
                for (kept, value) in kept.iter_mut().zip(&run.values) {
                    if let Some(value) = value {
                        kept.add(*value);
                    }
                }
            }
        })?;
        let mut rows = Rows::default();
        for (point, policies) in &gathered {
            note_lowest(header, policies, found);
            for (policy, of_measures) in header.policies.iter().zip(policies) {
                for (measure, values) in measures.iter().zip(of_measures) {
                    // A point that is refused has no runs at all, and no rows.
                    if of_measures.iter().any(|values| values.count() > 0) {
                        rows.push(*point, policy, measure.name, &measure.unit, values);
                    }
                }
            }
        }
        let place = root.join("tables/summary");
        take(&rows.columns()).map_err(|error: io::Error| Error::write(&place)(error))?;
    }
    Ok(())
}

/// Counts the policy that is lowest at a point.
fn note_lowest(header: &Header, policies: &Values, found: &mut Found) {
    let Some(watched) = header.measures().iter().position(|measure| measure.name == WATCHED) else { return };
    let means = header.policies.iter().zip(policies).filter(|(policy, _)| *policy != TWIN);
    let means = means.filter_map(|(policy, values)| Some((policy, values[watched].mean()?)));
    let lowest = means.min_by(|(_, a), (_, b)| a.total_cmp(b));
    if let Some((policy, _)) = lowest
        && let Some((_, count)) = found.lowest.iter_mut().find(|(name, _)| name == policy)
    {
        *count += 1;
    }
}

/// Rows in the making.
#[derive(Default)]
struct Rows {
    point: Vec<i64>,
    policy: Vec<String>,
    measure: Vec<String>,
    unit: Vec<String>,
    mean: Vec<Option<f64>>,
    low: Vec<Option<f64>>,
    high: Vec<Option<f64>>,
    replicates: Vec<i64>,
}

impl Rows {
    fn push(&mut self, point: usize, policy: &str, measure: &str, unit: &str, values: &Moments) {
        let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let ends = values.interval();
        self.point.push(whole(point));
        self.policy.push(policy.to_owned());
        self.measure.push(measure.to_owned());
        self.unit.push(unit.to_owned());
        self.mean.push(values.mean());
        self.low.push(ends.map(|(low, _)| low));
        self.high.push(ends.map(|(_, high)| high));
        self.replicates.push(whole(values.count()));
    }

    fn columns(self) -> Vec<Column> {
        vec![
            Column::whole("point", self.point),
            Column::text("policy", self.policy),
            Column::text("measure", self.measure),
            Column::text("unit", self.unit),
            Column::real("mean", self.mean),
            Column::real("ci_low", self.low),
            Column::real("ci_high", self.high),
            Column::whole("replicates", self.replicates),
        ]
    }
}
