//! Rows as frames: the columns of every table, named and ordered here and nowhere else.

use polars::prelude::{Column, DataFrame, NamedFrom, PolarsResult, Series};

use crate::analysis::rows::{
    ComparisonRow, CostRow, FunnelRow, GapRow, HorizonRow, Interval, Measure, MoveRow, RetentionRow, RunRow, SummaryRow,
    TimeToFillRow, WeeklyRow,
};
use crate::output::column::run_column;

/// A frame in the making: a column a call, in the order of the calls.
struct Columns<'a, R> {
    rows: &'a [R],
    columns: Vec<Column>,
}

impl<'a, R> Columns<'a, R> {
    const fn of(rows: &'a [R]) -> Self {
        Self { rows, columns: Vec::new() }
    }

    /// A column of what `value` takes from every row.
    fn column<T, P: ?Sized>(mut self, name: &str, value: impl Fn(&'a R) -> T) -> Self
    where
        Series: NamedFrom<Vec<T>, P>,
    {
        let values: Vec<T> = self.rows.iter().map(value).collect();
        self.columns.push(Series::new(name.into(), values).into());
        self
    }

    /// Three columns of a share or count and its ends, named after it.
    fn interval(self, name: &str, value: impl Fn(&R) -> Interval) -> Self {
        self.ends([name, &format!("{name}_low"), &format!("{name}_high")], value)
    }

    /// Three columns of a mean and its ends, named as a mean and its ends.
    fn mean(self, value: impl Fn(&R) -> Interval) -> Self {
        self.ends(["mean", "ci_low", "ci_high"], value)
    }

    fn ends(self, names: [&str; 3], value: impl Fn(&R) -> Interval) -> Self {
        self.column(names[0], |row| value(row).mean)
            .column(names[1], |row| value(row).low)
            .column(names[2], |row| value(row).high)
    }

    fn frame(self) -> PolarsResult<DataFrame> {
        DataFrame::new(self.rows.len(), self.columns)
    }
}

pub(super) fn runs(measures: &[Measure], rows: &[RunRow]) -> PolarsResult<DataFrame> {
    let keys = Columns::of(rows).column("policy", |row| row.policy.as_str()).column("replicate", |row| row.replicate);
    measures
        .iter()
        .enumerate()
        .fold(keys, |columns, (at, measure)| columns.column(&run_column(measure), |row| row.values.get(at).copied().flatten()))
        .frame()
}

pub(super) fn summary(rows: &[SummaryRow]) -> PolarsResult<DataFrame> {
    Columns::of(rows)
        .column("policy", |row| row.policy.as_str())
        .column("measure", |row| row.measure)
        .column("unit", |row| row.unit.as_str())
        .column("better", |row| row.better.name())
        .column("mean", |row| row.mean)
        .column("sd", |row| row.sd)
        .column("ci_low", |row| row.ci_low)
        .column("ci_high", |row| row.ci_high)
        .column("p05", |row| row.p05)
        .column("p50", |row| row.p50)
        .column("p95", |row| row.p95)
        .column("p_best", |row| row.p_best)
        .column("expected_regret", |row| row.expected_regret)
        .column("replicates", |row| row.replicates)
        .frame()
}

pub(super) fn comparisons(rows: &[ComparisonRow]) -> PolarsResult<DataFrame> {
    Columns::of(rows)
        .column("policy", |row| row.policy.as_str())
        .column("versus", |row| row.versus.as_str())
        .column("measure", |row| row.measure)
        .column("unit", |row| row.unit.as_str())
        .column("difference", |row| row.difference)
        .column("ci_low", |row| row.ci_low)
        .column("ci_high", |row| row.ci_high)
        .column("p_holm", |row| row.p_holm)
        .column("variance_reduction", |row| row.variance_reduction)
        .frame()
}

pub(super) fn weekly(rows: &[WeeklyRow]) -> PolarsResult<DataFrame> {
    Columns::of(rows)
        .column("policy", |row| row.policy.as_str())
        .column("role", |row| row.role.as_str())
        .column("week", |row| row.week)
        .column("measure", |row| row.measure)
        .column("unit", |row| row.unit.as_str())
        .column("mean", |row| row.mean)
        .column("p05", |row| row.p05)
        .column("p25", |row| row.p25)
        .column("p50", |row| row.p50)
        .column("p75", |row| row.p75)
        .column("p95", |row| row.p95)
        .frame()
}

pub(super) fn costs(rows: &[CostRow]) -> PolarsResult<DataFrame> {
    Columns::of(rows)
        .column("policy", |row| row.policy.as_str())
        .column("category", |row| row.category)
        .column("role", |row| row.role.as_str())
        .column("unit", |row| row.unit.as_str())
        .column("mean", |row| row.mean)
        .column("ci_low", |row| row.ci_low)
        .column("ci_high", |row| row.ci_high)
        .column("p05", |row| row.p05)
        .column("p95", |row| row.p95)
        .frame()
}

pub(super) fn gaps(rows: &[GapRow]) -> PolarsResult<DataFrame> {
    Columns::of(rows)
        .column("policy", |row| row.policy.as_str())
        .column("replicate", |row| row.replicate)
        .column("role", |row| row.role.as_str())
        .column("kind", |row| row.kind)
        .column("cause", |row| row.cause)
        .column("opened_week", |row| row.opened_week)
        .column("channel", |row| row.channel)
        .column("closed_week", |row| row.closed_week)
        .column("productive_week", |row| row.productive_week)
        .column("outcome", |row| row.outcome)
        .frame()
}

pub(super) fn time_to_fill(rows: &[TimeToFillRow]) -> PolarsResult<DataFrame> {
    Columns::of(rows)
        .column("policy", |row| row.policy.as_str())
        .column("role", |row| row.role.as_str())
        .column("kind", |row| row.kind)
        .column("weeks", |row| row.weeks)
        .column("unit", |_| "share")
        .interval("share_open", |row| row.share_open)
        .interval("share_filled", |row| row.share_filled)
        .interval("share_lapsed", |row| row.share_lapsed)
        .column("at_risk", |row| row.at_risk)
        .frame()
}

pub(super) fn retention(rows: &[RetentionRow]) -> PolarsResult<DataFrame> {
    Columns::of(rows)
        .column("policy", |row| row.policy.as_str())
        .column("role", |row| row.role.as_str())
        .column("week", |row| row.week)
        .column("unit", |_| "share")
        .interval("employed", |row| row.employed)
        .interval("quit", |row| row.quit)
        .interval("laid_off", |row| row.laid_off)
        .frame()
}

pub(super) fn moves(rows: &[MoveRow]) -> PolarsResult<DataFrame> {
    Columns::of(rows)
        .column("policy", |row| row.policy.as_str())
        .column("from_role", |row| row.from_role.as_str())
        .column("to_role", |row| row.to_role.as_str())
        .column("unit", |_| "people")
        .mean(|row| row.people)
        .frame()
}

pub(super) fn funnel(rows: &[FunnelRow]) -> PolarsResult<DataFrame> {
    Columns::of(rows)
        .column("policy", |row| row.policy.as_str())
        .column("channel", |row| row.channel)
        .column("stage", |row| row.stage)
        .column("unit", |row| row.unit)
        .mean(|row| row.count)
        .frame()
}

pub(super) fn horizons(rows: &[HorizonRow]) -> PolarsResult<DataFrame> {
    Columns::of(rows)
        .column("policy", |row| row.policy.as_str())
        .column("horizon_weeks", |row| row.horizon_weeks)
        .column("measure", |row| row.measure)
        .column("unit", |row| row.unit.as_str())
        .mean(|row| row.value)
        .column("p_best", |row| row.p_best)
        .frame()
}
