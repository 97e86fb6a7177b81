//! Rows of tables from their cells. Columns are asked for by the names that `output::tables::frame` gives them; a test reads back what it writes.

use std::path::Path;

use crate::analysis::measures::catalogue;
use crate::analysis::reduction::KINDS;
use crate::analysis::rows::{
    Better, ComparisonRow, CostRow, FunnelRow, HorizonRow, Interval, Measure, MoveRow, RetentionRow, RunRow, SummaryRow,
    TimeToFillRow, WeeklyRow,
};
use crate::analysis::series::COUNTS;
use crate::output::Error;
use crate::output::tables::{Row, Table, rows, run_column};
use crate::scenario::model::Channel;
use crate::workforce::record::CostCategory;

/// Series of the table `weekly` beside those of [`COUNTS`].
const SERIES: [&str; 4] = ["output_ratio", "cost", "cumulative_transition_cost", "cumulative_cost_against_none"];

/// Stages of the table `funnel`, then its reasons for waiting.
const STAGES: [&str; 12] = [
    "offered",
    "accepted",
    "completed",
    "qualified",
    "productive",
    "stayed",
    "training_capacity",
    "requisition_capacity",
    "budget",
    "no_candidate",
    "not_served",
    "waiting_is_best",
];

/// A word of this program's, found again.
fn known(word: &str, what: &str, words: impl IntoIterator<Item = &'static str>) -> Result<&'static str, String> {
    let found = words.into_iter().find(|known| *known == word);
    found.ok_or_else(|| format!("`{word}` is no {what} that foreshift {} knows", env!("CARGO_PKG_VERSION")))
}

fn measure(word: &str) -> Result<&'static str, String> {
    known(word, "measure", catalogue().map(|definition| definition.name))
}

/// Three numbers that stand beside each other.
fn interval(row: &Row<'_>, place: usize) -> Result<Interval, String> {
    Ok(Interval { mean: row.present(place)?, low: row.present(place + 1)?, high: row.present(place + 2)? })
}

/// Reads a table whose columns have fixed names.
fn table<R>(
    root: &Path,
    table: Table,
    columns: &[&str],
    decode: impl Fn(&Row<'_>) -> Result<R, String>,
) -> Result<Vec<R>, Error> {
    let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    let mut found = Vec::new();
    rows(root, table, &columns, &mut |row| {
        found.push(decode(row)?);
        Ok(())
    })?;
    Ok(found)
}

pub(super) fn runs(root: &Path, measures: &[Measure]) -> Result<Vec<RunRow>, Error> {
    let columns: Vec<String> =
        ["policy".to_owned(), "replicate".to_owned()].into_iter().chain(measures.iter().map(run_column)).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    table(root, Table::Runs, &columns, |row| {
        let values = (2..columns.len()).map(|place| row.number(place)).collect::<Result<_, _>>()?;
        Ok(RunRow { policy: row.text(0)?, replicate: row.whole(1)?, values })
    })
}

pub(super) fn summary(root: &Path) -> Result<Vec<SummaryRow>, Error> {
    let columns = [
        "policy",
        "measure",
        "unit",
        "better",
        "mean",
        "sd",
        "ci_low",
        "ci_high",
        "p05",
        "p50",
        "p95",
        "p_best",
        "expected_regret",
        "replicates",
    ];
    table(root, Table::Summary, &columns, |row| {
        let better = row.text(3)?;
        let better = [Better::Higher, Better::Lower, Better::Neither].into_iter().find(|known| known.name() == better);
        Ok(SummaryRow {
            policy: row.text(0)?,
            measure: measure(&row.text(1)?)?,
            unit: row.text(2)?,
            better: better.ok_or("column `better` holds no direction")?,
            mean: row.number(4)?,
            sd: row.number(5)?,
            ci_low: row.number(6)?,
            ci_high: row.number(7)?,
            p05: row.number(8)?,
            p50: row.number(9)?,
            p95: row.number(10)?,
            p_best: row.number(11)?,
            expected_regret: row.number(12)?,
            replicates: row.whole(13)?,
        })
    })
}

pub(super) fn comparisons(root: &Path) -> Result<Vec<ComparisonRow>, Error> {
    let columns = ["policy", "versus", "measure", "unit", "difference", "ci_low", "ci_high", "p_holm", "variance_reduction"];
    table(root, Table::Comparisons, &columns, |row| {
        Ok(ComparisonRow {
            policy: row.text(0)?,
            versus: row.text(1)?,
            measure: measure(&row.text(2)?)?,
            unit: row.text(3)?,
            difference: row.number(4)?,
            ci_low: row.number(5)?,
            ci_high: row.number(6)?,
            p_holm: row.number(7)?,
            variance_reduction: row.number(8)?,
        })
    })
}

pub(super) fn weekly(root: &Path) -> Result<Vec<WeeklyRow>, Error> {
    let columns = ["policy", "role", "week", "measure", "unit", "mean", "p05", "p25", "p50", "p75", "p95"];
    let series = || COUNTS.iter().map(|(name, _)| *name).chain(SERIES);
    table(root, Table::Weekly, &columns, |row| {
        Ok(WeeklyRow {
            policy: row.text(0)?,
            role: row.text(1)?,
            week: row.whole(2)?,
            measure: known(&row.text(3)?, "series", series())?,
            unit: row.text(4)?,
            mean: row.present(5)?,
            p05: row.present(6)?,
            p25: row.present(7)?,
            p50: row.present(8)?,
            p75: row.present(9)?,
            p95: row.present(10)?,
        })
    })
}

pub(super) fn costs(root: &Path) -> Result<Vec<CostRow>, Error> {
    let columns = ["policy", "category", "role", "unit", "mean", "ci_low", "ci_high", "p05", "p95"];
    table(root, Table::Costs, &columns, |row| {
        Ok(CostRow {
            policy: row.text(0)?,
            category: known(&row.text(1)?, "category", CostCategory::ALL.map(CostCategory::name))?,
            role: row.text(2)?,
            unit: row.text(3)?,
            mean: row.present(4)?,
            ci_low: row.present(5)?,
            ci_high: row.present(6)?,
            p05: row.present(7)?,
            p95: row.present(8)?,
        })
    })
}

pub(super) fn time_to_fill(root: &Path) -> Result<Vec<TimeToFillRow>, Error> {
    let columns = [
        "policy",
        "role",
        "kind",
        "weeks",
        "share_open",
        "share_open_low",
        "share_open_high",
        "share_filled",
        "share_filled_low",
        "share_filled_high",
        "share_lapsed",
        "share_lapsed_low",
        "share_lapsed_high",
        "at_risk",
    ];
    table(root, Table::TimeToFill, &columns, |row| {
        Ok(TimeToFillRow {
            policy: row.text(0)?,
            role: row.text(1)?,
            kind: known(&row.text(2)?, "kind of gap", KINDS.iter().map(|(name, _)| *name))?,
            weeks: row.whole(3)?,
            share_open: interval(row, 4)?,
            share_filled: interval(row, 7)?,
            share_lapsed: interval(row, 10)?,
            at_risk: row.present(13)?,
        })
    })
}

pub(super) fn retention(root: &Path) -> Result<Vec<RetentionRow>, Error> {
    let columns = [
        "policy",
        "role",
        "week",
        "employed",
        "employed_low",
        "employed_high",
        "quit",
        "quit_low",
        "quit_high",
        "laid_off",
        "laid_off_low",
        "laid_off_high",
    ];
    table(root, Table::Retention, &columns, |row| {
        Ok(RetentionRow {
            policy: row.text(0)?,
            role: row.text(1)?,
            week: row.whole(2)?,
            employed: interval(row, 3)?,
            quit: interval(row, 6)?,
            laid_off: interval(row, 9)?,
        })
    })
}

pub(super) fn moves(root: &Path) -> Result<Vec<MoveRow>, Error> {
    table(root, Table::Moves, &["policy", "from_role", "to_role", "mean", "ci_low", "ci_high"], |row| {
        Ok(MoveRow { policy: row.text(0)?, from_role: row.text(1)?, to_role: row.text(2)?, people: interval(row, 3)? })
    })
}

pub(super) fn funnel(root: &Path) -> Result<Vec<FunnelRow>, Error> {
    table(root, Table::Funnel, &["policy", "channel", "stage", "unit", "mean", "ci_low", "ci_high"], |row| {
        let channels = Channel::ALL.map(Channel::name).into_iter().chain(["wait"]);
        Ok(FunnelRow {
            policy: row.text(0)?,
            channel: known(&row.text(1)?, "channel", channels)?,
            stage: known(&row.text(2)?, "stage", STAGES)?,
            unit: known(&row.text(3)?, "unit", ["people", "gap-weeks"])?,
            count: interval(row, 4)?,
        })
    })
}

pub(super) fn horizons(root: &Path) -> Result<Vec<HorizonRow>, Error> {
    let columns = ["policy", "horizon_weeks", "measure", "unit", "mean", "ci_low", "ci_high", "p_best"];
    table(root, Table::Horizons, &columns, |row| {
        Ok(HorizonRow {
            policy: row.text(0)?,
            horizon_weeks: row.whole(1)?,
            measure: measure(&row.text(2)?)?,
            unit: row.text(3)?,
            value: interval(row, 4)?,
            p_best: row.present(7)?,
        })
    })
}
