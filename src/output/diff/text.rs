//! What differs, as text: one line a change.

use std::fmt::Write as _;

use super::{Change, Diff, Pairing, ResultChange, Size};
use crate::analysis::ranking::SHOWN;
use crate::output::report::figures::{Kind, heading};
use crate::output::report::shown;

/// Changes of a kind that are listed before it is said how many more there are.
const LISTED: usize = 60;

/// What a side has where it has nothing.
const NOTHING: &str = "(not there)";

/// Everything that differs.
#[must_use]
pub fn text(diff: &Diff) -> String {
    let mut text = format!("{} \u{2192} {}\n", shown(&diff.names[0]), shown(&diff.names[1]));
    if diff.is_empty() {
        text.push_str("\nNothing differs: the same scenario, run the same way, with the same results.\n");
        return text;
    }
    section(&mut text, "How they were run", &diff.conditions);
    section(&mut text, "Assumptions that changed", &diff.assumptions);
    section(&mut text, "Values that stayed, of which something else is said", &diff.remarks);
    if diff.assumptions.is_empty() {
        text.push_str("\nNo assumption changed.\n");
    }
    let _ = writeln!(text, "\nThe answer\n  before  {}\n  after   {}", shown(&diff.answers[0]), shown(&diff.answers[1]));
    if diff.same_pick {
        text.push_str("  The pick is the same.\n");
    } else {
        text.push_str("  The pick changed.\n");
    }
    let _ = writeln!(text, "\nResults that changed ({})", paired(&diff.pairing));
    let changed: Vec<&ResultChange> = main_changes(diff).collect();
    if changed.is_empty() {
        text.push_str("  None of the main measures changed by as much as is shown.\n");
    }
    let mut policy = "";
    for change in &changed {
        if change.policy != policy {
            policy = &change.policy;
            let _ = writeln!(text, "  {}", shown(policy));
        }
        let _ = writeln!(text, "    {}", line(change));
    }
    for mark in marks(diff) {
        let _ = writeln!(text, "  {mark}");
    }
    text
}

/// What the marks beside results mean: those that are there.
pub(super) fn marks(diff: &Diff) -> Vec<&'static str> {
    let mut marks = Vec::new();
    if main_changes(diff).any(|change| change.size() == Size::Unclear) {
        marks.push("= within what chance explains.");
    }
    if main_changes(diff).any(|change| change.partial && change.difference.is_some()) {
        marks.push("~ not in every run: the change is over the runs that have both.");
    }
    marks
}

/// Changes of the measures of the table of policies: those that are clear of chance, or show in the rounded means.
pub(super) fn main_changes(diff: &Diff) -> impl Iterator<Item = &ResultChange> {
    let shows = |change: &&ResultChange| {
        let [before, after, ..] = cells(change);
        change.size() == Size::Clear || before != after
    };
    diff.results.iter().filter(|change| SHOWN.contains(&change.measure) && change.size() != Size::Same).filter(shows)
}

/// How the results were compared.
pub(super) fn paired(pairing: &Pairing) -> String {
    match pairing {
        Pairing::Paired(1) => "one run each with the same luck, so without intervals".to_owned(),
        Pairing::Paired(runs) => format!("run by run over {runs} runs with the same luck; 95% intervals"),
        Pairing::Apart(why) => format!("as independent samples, as {why}; 95% intervals"),
    }
}

fn section(text: &mut String, title: &str, changes: &[Change]) {
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}");
    for change in changes.iter().take(LISTED) {
        let side = |side: &Option<String>| side.as_deref().map_or_else(|| NOTHING.to_owned(), shown);
        let _ = writeln!(text, "  {}: {} \u{2192} {}", shown(&change.path), side(&change.before), side(&change.after));
    }
    if changes.len() > LISTED {
        let _ = writeln!(text, "  and {} more (--json lists all)", changes.len() - LISTED);
    }
}

/// A result as its cells: before, after, the change with its interval, and a mark.
pub(super) fn cells(change: &ResultChange) -> [String; 4] {
    // Money is the only unit that a scenario names.
    let kind = match Kind::of(&change.units[1], "") {
        Kind::Plain if change.measure.starts_with("transition_cost") => Kind::Money,
        other => other,
    };
    let side = |side: usize| match (change.means[side], change.beyond[side]) {
        (Some(mean), _) => kind.text(mean, &change.units[side]),
        (None, Some(weeks)) => format!("over {weeks}"),
        (None, None) => "\u{2014}".to_owned(),
    };
    let unit = &change.units[1];
    let moved = change.difference.map(|difference| {
        let ends = change.ends.map(|(low, high)| format!(" [{}, {}]", kind.text(low, unit), kind.text(high, unit)));
        format!("{}{}", kind.signed(difference, unit), ends.unwrap_or_default())
    });
    let mark = match change.size() {
        Size::Unclear => "=",
        Size::Unknown => "not comparable",
        Size::Same | Size::Clear => "",
    };
    let partial = if change.partial && change.difference.is_some() { "~" } else { "" };
    [side(0), side(1), moved.unwrap_or_default(), format!("{mark}{partial}")]
}

/// The longest heading of a measure of the table.
fn widest() -> usize {
    SHOWN.iter().map(|measure| heading(measure).0.chars().count()).max().unwrap_or(0)
}

fn line(change: &ResultChange) -> String {
    let [before, after, moved, mark] = cells(change);
    let (title, _) = heading(change.measure);
    let line = format!("{title:<width$}  {before} \u{2192} {after}  {moved} {mark}", width = widest());
    line.trim_end().to_owned()
}
