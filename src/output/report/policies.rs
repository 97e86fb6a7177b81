//! The table of policies: best first, at most seven measures, the best mean in bold and what ties with the pick marked.

use super::figures::{heading, kind, of_runs};
use super::short::describe;
use super::words::shown;
use crate::analysis::ranking::{self, Mean, SHOWN};
use crate::analysis::results::{NONE, TWIN};
use crate::analysis::rows::Comparison;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The measure.
    pub measure: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Its unit in words.
    pub unit: &'static str,
}

/// A figure in the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The mean, or what stands for it.
    pub text: String,
    /// Half the interval, with its sign.
    pub margin: String,
    /// What the column is sorted by; empty where there is nothing.
    pub sort: String,
    /// Best of the column.
    pub best: bool,
    /// Not to be told from the pick.
    pub tied: bool,
    /// Over some of the runs only.
    pub partial: bool,
}

/// A policy's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What it does.
    pub does: String,
    /// Best score in so many runs; empty for the twin.
    pub best_in: String,
    /// By which it is sorted.
    pub sort: String,
    /// The figures.
    pub cells: Vec<Cell>,
    /// Whether it is the pick.
    pub pick: bool,
    /// Whether its score cannot be told from the pick's.
    pub tied: bool,
    /// What is better on cost, time and retention alike.
    pub dominated_by: Vec<String>,
    /// Whether it is there for comparison only.
    pub reference: bool,
}

/// The table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Columns behind the policy and its wins.
    pub columns: Vec<Column>,
    /// Rows, best first, the twin last.
    pub rows: Vec<Row>,
    /// What its marks mean.
    pub marks: Vec<String>,
}

/// Makes the table.
pub fn table(found: &Comparison) -> Table {
    let columns: Vec<Column> = SHOWN
        .iter()
        .map(|measure| {
            let (title, unit) = heading(measure);
            Column { measure, title, unit }
        })
        .collect();
    let cells = |name: &str| columns.iter().map(|column| cell(found, column.measure, name)).collect::<Vec<Cell>>();
    let does = |name: &str| {
        let known = found.scenario.policies.iter().find(|policy| policy.name == name);
        known.map(describe).unwrap_or_default()
    };
    let mut rows: Vec<Row> = found
        .answer
        .standings
        .iter()
        .map(|standing| Row {
            name: shown(&standing.policy),
            does: does(&standing.policy),
            best_in: of_runs(standing.p_best, found.replicates),
            sort: standing.p_best.to_string(),
            cells: cells(&standing.policy),
            pick: standing.policy == found.answer.pick,
            tied: standing.ties_with_pick,
            dominated_by: standing.dominated_by.iter().map(|name| shown(name)).collect(),
            reference: standing.policy == NONE,
        })
        .collect();
    rows.push(Row {
        name: TWIN.to_owned(),
        does: "business as usual with the same luck, had the shock never come: no choice, but what to measure against".to_owned(),
        best_in: String::new(),
        sort: String::new(),
        cells: cells(TWIN),
        pick: false,
        tied: false,
        dominated_by: Vec::new(),
        reference: true,
    });
    let marks = marks(found, &rows);
    Table { columns, rows, marks }
}

fn cell(found: &Comparison, measure: &str, name: &str) -> Cell {
    let known = ranking::figure(found, measure, name);
    let (kind, currency) = (kind(found, measure), &found.scenario.currency);
    let (text, sort) = match known.mean {
        Mean::Absent => ("\u{2014}".to_owned(), String::new()),
        Mean::BeyondHorizon => (format!("over {}", found.scenario.horizon), "1e308".to_owned()),
        Mean::Is(mean) => (kind.text(mean, currency), mean.to_string()),
    };
    let margin = known
        .margin
        .map(|half| {
            let mean = if let Mean::Is(mean) = known.mean { mean } else { 0.0 };
            format!("\u{b1}{}", kind.margin(mean, half))
        })
        .unwrap_or_default();
    Cell { text, margin, sort, best: known.best, tied: known.tied, partial: known.partial }
}

/// What the marks in the table mean: those that are there.
fn marks(found: &Comparison, rows: &[Row]) -> Vec<String> {
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let mut marks = Vec::new();
    if cells().any(|cell| !cell.margin.is_empty()) {
        marks.push("\u{b1} is half the 95% interval of the mean: how far chance moves it.".to_owned());
    }
    if cells().any(|cell| cell.best) {
        marks.push("Bold: the best mean of the column.".to_owned());
    }
    if cells().any(|cell| cell.tied) || rows.iter().any(|row| row.tied) {
        marks.push("= cannot be told from the pick: the difference is within what chance explains.".to_owned());
    }
    if cells().any(|cell| cell.partial) {
        marks.push(
            "~ over those runs that have a value; in the others it is longer than the run, or there was no gap.".to_owned(),
        );
    }
    if cells().any(|cell| cell.text.starts_with("over ")) {
        let weeks = found.scenario.horizon;
        marks.push(format!("\u{201c}over {weeks}\u{201d}: in most runs half of the gaps are not filled within {weeks} weeks."));
    }
    if cells().any(|cell| cell.text == "\u{2014}") {
        marks.push("\u{2014} in no run.".to_owned());
    }
    marks.push(
        "The people hit are those whose jobs the shock automates or asks more of; where it does neither, everybody.".to_owned(),
    );
    marks
}
