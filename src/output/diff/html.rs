//! What differs, as a page like the report.

use askama::Template;

use super::text::{cells, main_changes, marks, paired};
use super::{Change, Diff};
use crate::output::report::figures::heading;
use crate::output::report::words::{Words, read};
use crate::output::report::{plain_page, shown};

/// A change as it is shown.
struct Line {
    path: String,
    before: String,
    after: String,
}

/// Changes under a heading.
struct Part {
    id: &'static str,
    title: &'static str,
    lines: Vec<Line>,
}

/// A result as it is shown.
struct Row {
    policy: String,
    measure: &'static str,
    cells: [String; 4],
}

/// The page.
#[derive(Template)]
#[template(path = "diff.html")]
struct Page {
    policy: String,
    style: String,
    version: &'static str,
    names: [String; 2],
    empty: bool,
    parts: Vec<Part>,
    answers: [Words; 2],
    same_pick: bool,
    paired: String,
    marks: Vec<&'static str>,
    rows: Vec<Row>,
}

/// The page of what differs.
#[must_use]
pub fn html(diff: &Diff) -> String {
    let line = |change: &Change| {
        let side = |side: &Option<String>| side.as_deref().map(shown).unwrap_or_default();
        Line { path: shown(&change.path), before: side(&change.before), after: side(&change.after) }
    };
    let part = |id, title, changes: &[Change]| Part { id, title, lines: changes.iter().map(line).collect() };
    let (policy, style) = plain_page();
    let words = |sentence: &str| read(sentence, diff.policies.iter().map(String::as_str));
    let page = Page {
        policy,
        style,
        version: env!("CARGO_PKG_VERSION"),
        names: [shown(&diff.names[0]), shown(&diff.names[1])],
        empty: diff.is_empty(),
        parts: vec![
            part("assumptions", "Assumptions that changed", &diff.assumptions),
            part("conditions", "How they were run", &diff.conditions),
            part("remarks", "Values that stayed, of which something else is said", &diff.remarks),
        ],
        answers: [words(&diff.answers[0]), words(&diff.answers[1])],
        same_pick: diff.same_pick,
        paired: paired(&diff.pairing),
        marks: marks(diff),
        rows: main_changes(diff)
            .map(|change| Row { policy: shown(&change.policy), measure: heading(change.measure).0, cells: cells(change) })
            .collect(),
    };
    page.render().unwrap_or_default()
}
