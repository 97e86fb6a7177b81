//! Frames as CSV: UTF-8, `,` between fields, a line feed after lines, quotes where needed, nulls empty, and numbers in the fewest digits
//! that read back as the same number; one without bound is `inf`.

use std::borrow::Cow;
use std::io::Write;
use std::sync::Arc;

use polars::prelude::{ChunkApply, DataFrame, DataType, IntoColumn, PolarsResult};
use polars_io::csv::write::{CsvSerializer, SerializeOptions, csv_header};

/// Rows turned into text at a time.
const BATCH: usize = 8192;

/// What makes spreadsheets take a text for a formula (OWASP, "CSV Injection").
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// Text with an apostrophe before a first character that makes spreadsheets take the rest for a formula: `=`, `+`, `-`, `@`, a tab, a
/// carriage return or a line feed. Text that begins like guarded text gets one more, so that [`unguarded`] gives every text back. Numbers
/// are no text and never pass here.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was guarded.
#[must_use]
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(FORMULA)).unwrap_or(text)
}

/// Writes a frame. The serialiser is called directly, as `CsvWriter` would start the thread pool of polars for one thread's work.
pub(super) fn write(frame: &DataFrame, mut out: impl Write) -> PolarsResult<()> {
    let frame = guard(frame)?;
    let options = Arc::new(SerializeOptions::default());
    let names: Vec<&str> = frame.columns().iter().map(|column| column.name().as_str()).collect();
    out.write_all(&csv_header(&names, &options)?)?;
    let mut serializer = CsvSerializer::new(Arc::clone(frame.schema()), options)?;
    let mut text = Vec::new();
    for first in (0..frame.height()).step_by(BATCH) {
        let mut batch = frame.slice(first.try_into().unwrap_or(i64::MAX), BATCH);
        batch.rechunk_mut();
        serializer.serialize_to_csv(&batch, &mut text)?;
        out.write_all(&text)?;
        text.clear();
    }
    Ok(())
}

/// The frame with its texts guarded.
fn guard(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let columns = frame.columns().iter().map(|column| match column.dtype() {
        DataType::String => Ok(column.str()?.apply_values(guarded).into_column()),
        _ => Ok(column.clone()),
    });
    DataFrame::new(frame.height(), columns.collect::<PolarsResult<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_formula_is_guarded() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["", "a=1", "support_agent", " =1", "'a", "'", "1"] {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn what_was_guarded_reads_back() {
        for text in ["=1+1", "'=1+1", "''-", "-1", "", "'", "'a", "it's", "\n", "a=1"] {
            assert_eq!(unguarded(&guarded(text)), text);
        }
        assert_eq!(guarded("'=1"), "''=1");
    }
}
