//! Patterns as rows of a table in MODEL.md.

use std::fs;
use std::path::PathBuf;

use foreshift::analysis::sample;

/// Whether values of the model were set to a pattern, or come out whether they like it or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Calibration,
    Check,
}

/// A published figure and ours.
pub struct Pattern {
    pub name: &'static str,
    pub source: &'static str,
    pub published: f64,
    /// How a figure is written.
    pub form: fn(f64) -> String,
    /// One value a replicate; a single one is exact.
    pub ours: Vec<f64>,
    pub kind: Kind,
    pub why: &'static str,
}

/// Relative difference within which ours agrees with what was published.
const NEAR: f64 = 0.05;

impl Pattern {
    fn mean(&self) -> f64 {
        sample::mean(&self.ours).expect("a replicate")
    }

    /// What ours is more than what was published, relative.
    pub fn off(&self) -> f64 {
        self.mean() / self.published - 1.0
    }

    pub fn agrees(&self) -> bool {
        self.off().abs() <= NEAR
    }
}

/// The line of titles, by which the table is found.
pub const fn title_row() -> &'static str {
    "| pattern | source | published | ours (95% interval) | calibration or check | agreed | why |"
}

/// A pattern as a row.
pub fn shown(pattern: &Pattern) -> String {
    let form = pattern.form;
    let interval = match sample::interval(&pattern.ours) {
        Some((low, high)) => format!("{} to {}", form(low), form(high)),
        None => "exact".to_owned(),
    };
    let kind = if pattern.kind == Kind::Calibration { "calibration" } else { "check" };
    let verdict = if pattern.agrees() { "agreed" } else { "**missed**" };
    let off = match format!("{:+.0}%", 100.0 * pattern.off()).as_str() {
        "+0%" | "-0%" => "0%".to_owned(),
        off => off.to_owned(),
    };
    format!(
        "| {} | {} | {} | {} ({interval}) | {kind} | {verdict} ({off}) | {} |",
        pattern.name,
        pattern.source,
        form(pattern.published),
        form(pattern.mean()),
        pattern.why
    )
}

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("MODEL.md")
}

/// MODEL.md.
pub fn document() -> String {
    fs::read_to_string(path()).expect("MODEL.md")
}

/// The rows of the table under its titles and the line below them.
pub fn rows_of(text: &str) -> Vec<String> {
    let mut lines = text.lines().skip_while(|line| *line != title_row()).skip(2);
    let rows: Vec<String> = lines.by_ref().take_while(|line| line.starts_with('|')).map(str::to_owned).collect();
    assert!(!rows.is_empty(), "MODEL.md has no table of patterns");
    rows
}

/// Puts rows in the place of those in MODEL.md.
pub fn regenerate(rows: &[String]) {
    let text = document();
    let before = text.lines().take_while(|line| *line != title_row()).count() + 2;
    let table = text.lines().skip(before).take_while(|line| line.starts_with('|')).count();
    let lines = text.lines().take(before).chain(rows.iter().map(String::as_str)).chain(text.lines().skip(before + table));
    fs::write(path(), lines.collect::<Vec<_>>().join("\n") + "\n").expect("MODEL.md is written");
}
