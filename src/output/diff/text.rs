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
        text.push_str("  None of the main measures changed.\n");
    }
    for change in &changed {
        let _ = writeln!(text, "  {}", line(change));
    }
    if changed.iter().any(|change| change.size() == Size::Unclear) {
        text.push_str("  = within what chance explains.\n");
    }
    text
}

/// Changes of the measures of the table of policies.
pub(super) fn main_changes(diff: &Diff) -> impl Iterator<Item = &ResultChange> {
    diff.results.iter().filter(|change| SHOWN.contains(&change.measure) && change.size() != Size::Same)
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
    let currency = |side: usize| {
        // Money is the only unit that a scenario names.
        change.units[side].clone()
    };
    let kind = match Kind::of(&change.units[1], "") {
        Kind::Plain if change.measure.starts_with("transition_cost") => Kind::Money,
        other => other,
    };
    let side = |side: usize| change.means[side].map_or_else(|| "\u{2014}".to_owned(), |mean| kind.text(mean, &currency(side)));
    let moved = change.difference.map(|difference| {
        let ends =
            change.ends.map(|(low, high)| format!(" [{}, {}]", kind.text(low, &currency(1)), kind.text(high, &currency(1))));
        format!("{}{}", kind.signed(difference, &currency(1)), ends.unwrap_or_default())
    });
    let mark = match change.size() {
        Size::Unclear => "=",
        Size::Unknown => "not comparable",
        Size::Same | Size::Clear => "",
    };
    [side(0), side(1), moved.unwrap_or_default(), mark.to_owned()]
}

fn line(change: &ResultChange) -> String {
    let [before, after, moved, mark] = cells(change);
    let (title, _) = heading(change.measure);
    let line = format!("{}  {}: {before} \u{2192} {after}  {moved} {mark}", shown(&change.policy), title.to_lowercase());
    line.trim_end().to_owned()
}
