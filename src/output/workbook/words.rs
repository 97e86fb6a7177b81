//! The sheets that are read: the cover and the notes.

use rust_xlsxwriter::{Format, Worksheet};

use super::{Fault, Styles, text};
use crate::analysis::measures::catalogue;
use crate::analysis::rows::Comparison;
use crate::output::report::limits::limits;
use crate::output::report::short;
use crate::output::stored::Origin;

/// Lines one below another.
struct Lines<'s> {
    sheet: &'s mut Worksheet,
    row: u32,
}

impl Lines<'_> {
    fn put(&mut self, words: &str, format: &Format) -> Result<(), Fault> {
        self.sheet.write_string_with_format(self.row, 0, text(words), format)?;
        self.row += 1;
        Ok(())
    }

    fn gap(&mut self) {
        self.row += 1;
    }
}

/// What each sheet holds, in order.
const SHEETS: [(&str, &str); 8] = [
    ("Summary", "every policy on seven measures, best first"),
    ("Comparisons", "policies against each other on the same luck, with intervals"),
    ("Costs", "money by policy and category"),
    ("Gaps by quarter", "open gaps over time"),
    ("Roles", "the roles, and where gaps stay open"),
    ("Assumptions", "every number behind this, with range, source and basis"),
    ("Notes", "what each measure computes, and what to know before trusting it"),
    ("data ...", "the tables in full, a row a fact: filter, pivot, or load them elsewhere"),
];

/// The cover: the answer, how sure it is, where it comes from, how to read the rest.
pub(super) fn cover(sheet: &mut Worksheet, found: &Comparison, origin: &Origin, styles: &Styles) -> Result<(), Fault> {
    sheet.set_name("Cover")?;
    sheet.set_screen_gridlines(false);
    sheet.set_column_width(0, 110)?;
    let mut lines = Lines { sheet, row: 0 };
    lines.put(&found.scenario.name, &styles.title)?;
    lines.put(found.scenario.summary.trim(), &styles.wrap)?;
    lines.put(&short::circumstances(found), &styles.wrap)?;
    lines.gap();
    lines.put("The answer", &styles.bold)?;
    lines.put(&short::answer(found).plain(), &styles.wrap)?;
    lines.put(&format!("How sure: {}", short::confidence(found).plain()), &styles.wrap)?;
    for line in short::in_short(found) {
        lines.put(&line.plain(), &styles.wrap)?;
    }
    lines.gap();
    lines.put("How to read this", &styles.bold)?;
    for (name, what) in SHEETS {
        lines.put(&format!("{name}: {what}"), &styles.wrap)?;
    }
    lines.put(
        "Nothing here is computed by the spreadsheet. To change an assumption, run foreshift again with --set.",
        &styles.wrap,
    )?;
    lines.gap();
    lines.put("Where it comes from", &styles.bold)?;
    lines.put(&format!("foreshift {}, commit {}", origin.version, origin.commit), &styles.wrap)?;
    lines.put(&origin.command, &styles.wrap)?;
    lines.put(&format!("Scenario SHA-256 {}", origin.scenario_sha256), &styles.wrap)?;
    lines.put(
        "Date: in manifest.json beside this file (run.started). The file itself bears none, so that the same scenario and seed give the same bytes.",
        &styles.wrap,
    )
}

/// The notes: what to know before trusting it, and what each measure computes.
pub(super) fn notes(sheet: &mut Worksheet, found: &Comparison, styles: &Styles) -> Result<(), Fault> {
    sheet.set_name("Notes")?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 30)?;
    sheet.set_column_width(2, 20)?;
    sheet.set_column_width(3, 110)?;
    sheet.write_string_with_format(0, 0, "Before you trust it", &styles.bold)?;
    let mut row = 1;
    for line in limits(found) {
        sheet.write_string_with_format(row, 3, text(&line.plain()), &styles.wrap)?;
        row += 1;
    }
    let cells = [
        "In the sheets of data a text that a spreadsheet would take for a formula has an apostrophe before it, and a number without bound is the text inf.",
        "A sheet takes 1,048,575 rows; a longer table is cut here and whole in tables/.",
        "Intervals (ci_low, ci_high) say how far chance moves a mean; p05 to p95 say where 90% of runs lie.",
    ];
    for line in cells {
        sheet.write_string_with_format(row, 3, line, &styles.wrap)?;
        row += 1;
    }
    row += 1;
    for (column, head) in (0..).zip(["Measure", "In words", "Unit", "What it computes, run by run"]) {
        sheet.write_string_with_format(row, column, head, &styles.head)?;
    }
    for definition in catalogue() {
        row += 1;
        sheet.write_string_with_format(row, 0, definition.name, &styles.wrap)?;
        sheet.write_string_with_format(row, 1, definition.title, &styles.wrap)?;
        sheet.write_string_with_format(row, 2, text(&definition.unit.text(&found.scenario.currency)), &styles.wrap)?;
        sheet.write_string_with_format(row, 3, text(definition.doc), &styles.wrap)?;
    }
    Ok(())
}
