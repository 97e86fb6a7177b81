//! Frames as Parquet, compressed with Zstandard, in groups of rows of a fixed size.

use std::io::Write;

use polars::prelude::{DataFrame, PolarsResult};
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};

/// Rows a group.
const GROUP: usize = 1 << 18;

/// Writes a frame. Groups are cut here and columns encoded one after another, as `ParquetWriter::finish` would cut them on the thread
/// pool of polars; the file holds no date, path or machine.
pub(super) fn write(frame: &DataFrame, out: impl Write) -> PolarsResult<()> {
    let writer = ParquetWriter::new(out).with_compression(ParquetCompression::Zstd(None)).set_parallel(false);
    let mut groups = writer.batched(frame.schema())?;
    for first in (0..frame.height()).step_by(GROUP) {
        let mut group = frame.slice(first.try_into().unwrap_or(i64::MAX), GROUP);
        group.rechunk_mut();
        groups.write_batch(&group)?;
    }
    groups.finish()?;
    Ok(())
}
