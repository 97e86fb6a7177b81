//! Frames as CSV: UTF-8, `,` between fields, a line feed after lines, quotes where needed, nulls empty, and numbers in the fewest digits
//! that read back as the same number; one without bound is `inf`.

use std::io::Write;
use std::sync::Arc;

use polars::prelude::{ChunkApply, DataFrame, DataType, IntoColumn, PolarsResult};
use polars_io::csv::write::{CsvSerializer, SerializeOptions, csv_header};

use crate::output::guard::guarded;

/// Rows turned into text at a time.
const BATCH: usize = 8192;

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
