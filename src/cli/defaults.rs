//! `foreshift defaults`: every value that a scenario may leave out, with unit, range, source and basis.

use std::fmt::Write;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Failure;
use super::init::{lines, nearest};
use super::voice::Voice;
use crate::scenario::defaults::{Parameter, defaults};
use crate::scenario::schema;

/// The narrowest page on which units and sources still have a column each.
const NARROW: usize = 84;

/// Which values, and how.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Only values whose path has this in it, as in `hiring` or `turnover`
    #[arg(value_name = "FILTER")]
    filter: Option<String>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// How to print a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading in a terminal.
    Text,
    /// For spreadsheets.
    Csv,
    /// For documents.
    Markdown,
    /// For scripts.
    Json,
}

/// Prints the table.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let rows = chosen(arguments.filter.as_deref())?;
    let format = if arguments.json { Format::Json } else { arguments.format };
    let text = match format {
        Format::Text => page(&rows, Voice::width(), voice.colours_results(), arguments.filter.is_none()),
        Format::Csv => csv(&rows)?,
        Format::Markdown => markdown(&rows),
        Format::Json => {
            format!("{:#}\n", json!({ "schema_version": 1, "defaults": rows.iter().map(|row| object(row)).collect::<Vec<_>>() }))
        }
    };
    Voice::put(&text)?;
    if format == Format::Text {
        voice.say("Set one in a scenario's section, or for one run: foreshift compare FILE --set hiring.cost_per_hire=9000");
    }
    Ok(())
}

/// The rows that a filter leaves.
fn chosen(filter: Option<&str>) -> Result<Vec<&'static Parameter>, Failure> {
    let wanted = filter.unwrap_or_default().trim().to_lowercase();
    let rows: Vec<_> = defaults().filter(|row| row.path.contains(&wanted)).collect();
    if rows.is_empty() {
        let words: Vec<&str> = {
            let mut words: Vec<&str> = defaults().flat_map(|row| row.path.split('.')).filter(|word| *word != "*").collect();
            words.sort_unstable();
            words.dedup();
            words
        };
        let sections = "horizon_weeks, discount_rate, roles, shocks, hiring, learning, retention, severance, decision, policies";
        let near = nearest(&wanted, words.iter().copied());
        let remedy =
            near.split_once('?').map_or_else(|| format!("sections are {sections}"), |(question, _)| format!("{question}?"));
        return Err(Failure::refused(format!("no default has `{wanted}` in its path"), remedy));
    }
    Ok(rows)
}

/// A value as it is typed, or the rule by which it is found.
fn value(row: &Parameter) -> String {
    row.default.map_or_else(|| row.source.to_owned(), |default| default.to_string())
}

/// Where a value comes from; a rule is its own source.
const fn source(row: &Parameter) -> &'static str {
    if row.default.is_some() { row.source } else { "assumed" }
}

/// A range in words.
fn range(row: &Parameter) -> String {
    row.low.zip(row.high).map_or_else(String::new, |(low, high)| format!("{low} to {high}"))
}

/// The heading under which a row stands: the first word of its path, or nothing.
fn section(row: &Parameter) -> &'static str {
    row.path.split_once('.').map_or("", |(section, _)| section)
}

/// The table as a page of text.
fn page(rows: &[&Parameter], width: usize, colour: bool, all: bool) -> String {
    let [bold, dim, plain] = if colour { ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"] } else { [""; 3] };
    let mut text = String::new();
    let mut before = None;
    for row in rows {
        if before != Some(section(row)) {
            let title = if section(row).is_empty() { "At the top of the file".to_owned() } else { format!("[{}]", section(row)) };
            let gap = if before.is_some() { "\n" } else { "" };
            let _ = writeln!(text, "{gap}{bold}{title}{plain}");
            before = Some(section(row));
        }
        text.push_str(&if width < NARROW { stacked(row, width) } else { beside(rows, row, width) });
        for line in lines(schema::meaning(row.path), width, "    ", 4).lines() {
            let _ = writeln!(text, "{dim}{line}{plain}");
        }
    }
    text.push('\n');
    let mut notes = vec!["In a path, * stands for a name of your own. Low and high are the range that sensitivity explores; assumed values have no \
                          published source: vary them before you decide."
        .to_owned()];
    if all {
        let switches = schema::switches().join(", ");
        notes.push(format!("Every mechanism is on unless [mechanisms] says `false`: {switches}."));
    }
    for note in notes {
        text.push_str(&lines(&note, width, "", 0));
    }
    text
}

/// A row in columns: path, value, unit, range, basis, source.
fn beside(rows: &[&Parameter], row: &Parameter, width: usize) -> String {
    let widest = |of: &dyn Fn(&Parameter) -> usize| rows.iter().map(|row| of(row)).max().unwrap_or(0);
    let number = |row: &Parameter| row.default.map_or(0, |default| default.to_string().len());
    let columns = [
        widest(&|row| row.path.len()),
        widest(&number).max(4),
        0,
        widest(&|row| range(row).len()),
        widest(&|row| row.basis.len()),
    ];
    // Two columns before each; units and sources share what is left.
    let left = width.saturating_sub(columns.iter().sum::<usize>() + 2 * 6);
    let unit_width = widest(&|row| row.unit.len()).min(left / 2);
    let source_width = left.saturating_sub(unit_width);
    let wrap = |words: &str, width: usize| -> Vec<String> {
        textwrap::wrap(words, width.max(1)).into_iter().map(std::borrow::Cow::into_owned).collect()
    };
    let units = wrap(row.unit, unit_width);
    let known = if row.source == row.basis { "" } else { row.source };
    let sources = wrap(known, source_width);
    let stated = row.default.map_or_else(|| "rule".to_owned(), |default| default.to_string());
    let first = [row.path, &stated, "", &range(row), row.basis];
    let mut text = String::new();
    for place in 0..units.len().max(sources.len()).max(1) {
        let mut line = String::new();
        for (column, width) in columns.iter().enumerate() {
            let (cell, width) = match column {
                2 => (units.get(place).map_or("", String::as_str), unit_width),
                _ => (if place == 0 { first[column] } else { "" }, *width),
            };
            // Numbers stand right.
            let _ = if column == 1 { write!(line, "  {cell:>width$}") } else { write!(line, "  {cell:<width$}") };
        }
        let _ = write!(line, "  {}", sources.get(place).map_or("", String::as_str));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// A row on a narrow page: the value, then what is known of it.
fn stacked(row: &Parameter, width: usize) -> String {
    let mut known = match row.default {
        Some(default) => format!("{default} {}", row.unit),
        None => format!("{} ({})", value(row), row.unit),
    };
    if !range(row).is_empty() {
        let _ = write!(known, ", range {}", range(row));
    }
    let _ = match source(row) {
        source if source == row.basis => write!(known, "; {source}"),
        source => write!(known, "; {}: {source}", row.basis),
    };
    lines(row.path, width, "  ", 2) + &lines(&known, width, "    ", 4)
}

/// The columns of a table that is not for reading in a terminal.
const COLUMNS: [&str; 9] = ["path", "value", "rule", "unit", "low", "high", "source", "basis", "meaning"];

/// A row under [`COLUMNS`].
fn cells(row: &Parameter) -> [String; 9] {
    let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
    let rule = if row.default.is_some() { String::new() } else { row.source.to_owned() };
    let texts = [row.path, row.unit, source(row), row.basis, schema::meaning(row.path)].map(str::to_owned);
    let [path, unit, source, basis, meaning] = texts;
    [path, number(row.default), rule, unit, number(row.low), number(row.high), source, basis, meaning]
}

/// The table for spreadsheets.
fn csv(rows: &[&Parameter]) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(COLUMNS).and_then(|()| rows.iter().try_for_each(|row| writer.write_record(cells(row))));
    written.map_err(std::io::Error::other)?;
    let bytes = writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The table for documents.
fn markdown(rows: &[&Parameter]) -> String {
    let escaped = |cell: &String| cell.replace('|', "\\|").replace('*', "\\*");
    let mut text = format!("| {} |\n|{}\n", COLUMNS.join(" | "), " --- |".repeat(COLUMNS.len()));
    for row in rows {
        let cells: Vec<String> = cells(row).iter().map(escaped).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

/// A row for scripts; what there is not is null.
fn object(row: &Parameter) -> Value {
    json!({
        "path": row.path,
        "value": row.default,
        "rule": if row.default.is_none() { Some(row.source) } else { None },
        "unit": row.unit,
        "low": row.low,
        "high": row.high,
        "source": source(row),
        "basis": row.basis,
        "least": row.min,
        "most": row.max,
        "whole": row.whole,
        "meaning": schema::meaning(row.path),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_to_its_columns_and_leaves_nothing_out() {
        let rows = chosen(None).unwrap();
        assert!(rows.len() > 55, "{}", rows.len());
        for width in [40, 60, 83, 84, 100, 120] {
            let text = page(&rows, width, false, true);
            for line in text.lines() {
                assert!(line.chars().count() <= width, "{width}: {line}");
            }
            let words: Vec<&str> = text.split_whitespace().collect();
            for row in &rows {
                assert!(words.contains(&row.path), "{}", row.path);
            }
            let coloured = page(&rows, width, true, true);
            assert!(coloured.contains("\u{1b}[1m[hiring]"));
            assert_eq!(coloured.replace("\u{1b}[1m", "").replace("\u{1b}[2m", "").replace("\u{1b}[0m", ""), text);
        }
    }

    #[test]
    fn a_filter_that_finds_nothing_suggests() {
        assert_eq!(chosen(Some("hiring")).unwrap().len(), 13);
        assert!(chosen(Some("Turnover")).unwrap().iter().all(|row| row.path.ends_with("turnover")));
        assert!(chosen(Some("hirring")).unwrap_err().text(false).contains("did you mean `hiring`?"));
        assert!(chosen(Some("zzz")).unwrap_err().text(false).contains("sections are"));
    }
}
