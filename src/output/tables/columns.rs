//! Columns of plain cells as Parquet and back, a batch of rows after another, for tables that are larger than memory.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use polars::prelude::{AnyValue, DataFrame, NamedFrom, PolarsError, PolarsResult, Series};
use polars_io::SerReader;
use polars_io::parquet::read::{ParallelStrategy, ParquetReader};
use polars_io::parquet::write::{BatchedWriter, ParquetCompression, ParquetWriter};

use crate::output::sweep::columns::{Cells, Column};

/// Columns as Parquet, compressed with Zstandard, a group of rows a batch.
pub struct ParquetColumns<W: Write> {
    /// Where to; none once begun.
    out: Option<W>,
    writer: Option<BatchedWriter<W>>,
}

impl<W: Write> ParquetColumns<W> {
    /// A table not yet begun.
    pub const fn new(out: W) -> Self {
        Self { out: Some(out), writer: None }
    }

    /// Writes rows.
    ///
    /// # Errors
    ///
    /// If the system refuses, or two columns have one name.
    pub fn write(&mut self, columns: &[Column]) -> io::Result<()> {
        self.batch(columns).map_err(told)
    }

    fn batch(&mut self, columns: &[Column]) -> PolarsResult<()> {
        let frame = frame(columns)?;
        if let Some(out) = self.out.take() {
            let writer = ParquetWriter::new(out).with_compression(ParquetCompression::Zstd(None)).set_parallel(false);
            self.writer = Some(writer.batched(frame.schema())?);
        }
        if let Some(writer) = self.writer.as_mut().filter(|_| frame.height() > 0) {
            writer.write_batch(&frame)?;
        }
        Ok(())
    }

    /// Ends the table.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn finish(self) -> io::Result<()> {
        self.writer.map_or(Ok(()), |writer| writer.finish().map(|_| ())).map_err(told)
    }
}

/// What the system said is wrapped by polars; its kind chooses the remedy that readers get.
fn told(error: PolarsError) -> io::Error {
    match error {
        PolarsError::IO { error, .. } => io::Error::new(error.kind(), error.to_string()),
        other => io::Error::other(other.to_string()),
    }
}

fn frame(columns: &[Column]) -> PolarsResult<DataFrame> {
    let series = columns.iter().map(|column| {
        let name = column.name.as_str().into();
        match &column.cells {
            Cells::Text(cells) => Series::new(name, cells),
            Cells::Whole(cells) => Series::new(name, cells),
            Cells::Real(cells) => Series::new(name, cells),
        }
        .into()
    });
    DataFrame::new(columns.first().map_or(0, |column| column.cells.len()), series.collect())
}

/// Reads columns of a Parquet file: those that are wanted, each an empty column of the cells that it holds.
///
/// # Errors
///
/// The file cannot be read, lacks a column, or holds a cell that is not as it should be.
pub fn read_columns(path: &Path, wanted: Vec<Column>) -> Result<Vec<Column>, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    // On this thread: nothing here may wait for the thread pool of polars.
    let reader = ParquetReader::new(file).read_parallel(ParallelStrategy::None);
    let mut frame = reader.finish().map_err(|error| error.to_string())?;
    frame.rechunk_mut();
    let fill = |mut column: Column| {
        let stored = frame.column(&column.name).map_err(|_| format!("there is no column `{}`", column.name))?;
        for row in 0..frame.height() {
            let value = stored.get(row).map_err(|error| error.to_string())?;
            match (&mut column.cells, value) {
                (Cells::Text(cells), AnyValue::String(text)) => cells.push(text.to_owned()),
                (Cells::Text(cells), AnyValue::StringOwned(text)) => cells.push(text.to_string()),
                (Cells::Whole(cells), AnyValue::Int64(number)) => cells.push(number),
                (Cells::Real(cells), AnyValue::Float64(number)) => cells.push(Some(number)),
                (Cells::Real(cells), AnyValue::Null) => cells.push(None),
                _ => return Err(format!("row {}, column `{}` holds another type", row + 1, column.name)),
            }
        }
        Ok(column)
    };
    wanted.into_iter().map(fill).collect()
}
