//! The result tables: rows as polars frames, frames as CSV and Parquet, and rows read back.
//!
//! Every table but `runs` is in long form, a `unit` column before the numbers (`gaps` is a list of events whose columns carry theirs).
//! `runs` is wide, with the unit at the end of a column's name. Text that a spreadsheet would take for a formula is guarded in CSV
//! (see [`guarded`]); Parquet holds it as it is.
//!
//! One table at a time is made and written, on the calling thread: neither writer touches the thread pool of polars, so nothing here can
//! wait for a pool that waits for it, and the same rows give the same bytes on any machine.

mod cells;
mod columns;
mod csv;
mod explored;
mod frame;
mod parquet;
mod read;
mod search;

use std::io::{self, Write};

use polars::prelude::{DataFrame, PolarsError, PolarsResult};

pub use self::cells::{Value, cells};
pub use self::columns::{ParquetColumns, read_columns};
pub use self::explored::write_sheets;
pub use self::read::{Row, rows};
pub use self::search::{write_flips, write_front};
pub use super::column::run_column;
use super::directory::Directory;
pub use super::guard::{guarded, unguarded};
use super::{Error, Format};
use crate::analysis::rows::Comparison;

/// A table of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// A policy in a replicate, a column a measure.
    Runs,
    /// A measure of a policy over replicates.
    Summary,
    /// A measure between two policies.
    Comparisons,
    /// Series over weeks.
    Weekly,
    /// Money by category and role.
    Costs,
    /// Every gap, where that was asked for.
    Gaps,
    /// What became of gaps, by weeks since they opened.
    TimeToFill,
    /// What became of the people of week 0, by week.
    Retention,
    /// Moves between roles.
    Moves,
    /// How far actions got, and waits.
    Funnel,
    /// Measures were the run to end earlier.
    Horizons,
}

impl Table {
    /// Every table, in the order of reading.
    pub const ALL: [Self; 11] = [
        Self::Runs,
        Self::Summary,
        Self::Comparisons,
        Self::Weekly,
        Self::Costs,
        Self::Gaps,
        Self::TimeToFill,
        Self::Retention,
        Self::Moves,
        Self::Funnel,
        Self::Horizons,
    ];

    /// Its name, which is that of its files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Summary => "summary",
            Self::Comparisons => "comparisons",
            Self::Weekly => "weekly",
            Self::Costs => "costs",
            Self::Gaps => "gaps",
            Self::TimeToFill => "time_to_fill",
            Self::Retention => "retention",
            Self::Moves => "moves",
            Self::Funnel => "funnel",
            Self::Horizons => "horizons",
        }
    }

    /// Its rows in a comparison as a frame; none for `gaps` where they were not asked for.
    ///
    /// # Errors
    ///
    /// If two columns have the same name, which two measures of `runs` could have.
    pub fn frame(self, comparison: &Comparison) -> PolarsResult<Option<DataFrame>> {
        match self {
            Self::Runs => frame::runs(&comparison.measures, &comparison.runs),
            Self::Summary => frame::summary(&comparison.summary),
            Self::Comparisons => frame::comparisons(&comparison.comparisons),
            Self::Weekly => frame::weekly(&comparison.weekly),
            Self::Costs => frame::costs(&comparison.costs),
            Self::Gaps => return comparison.gaps.as_deref().map(frame::gaps).transpose(),
            Self::TimeToFill => frame::time_to_fill(&comparison.time_to_fill),
            Self::Retention => frame::retention(&comparison.retention),
            Self::Moves => frame::moves(&comparison.moves),
            Self::Funnel => frame::funnel(&comparison.funnel),
            Self::Horizons => frame::horizons(&comparison.horizons),
        }
        .map(Some)
    }
}

/// Writes every table of a comparison to `tables/` as CSV or Parquet, whichever are asked for. Call it from a thread that is no worker of rayon.
///
/// # Errors
///
/// If the system refuses to write.
pub fn write(comparison: &Comparison, formats: &[Format], directory: &mut Directory) -> Result<(), Error> {
    for table in Table::ALL {
        let malformed = |error: PolarsError| Error::Table { table: table.name(), cause: error.to_string() };
        let Some(frame) = table.frame(comparison).map_err(malformed)? else { continue };
        for &format in formats.iter().filter(|format| **format != Format::Xlsx) {
            directory.write_with(&format!("tables/{}.{format}", table.name()), |file| write_frame(&frame, format, file))?;
        }
    }
    Ok(())
}

/// Writes a frame in a format.
///
/// # Errors
///
/// If the writer fails, or the frame is of types that the format does not know.
pub fn write_frame(frame: &DataFrame, format: Format, out: impl Write) -> io::Result<()> {
    match format {
        Format::Csv => csv::write(frame, out),
        Format::Parquet => parquet::write(frame, out),
        Format::Xlsx => return Err(io::Error::new(io::ErrorKind::Unsupported, "a workbook holds many tables")),
    }
    .map_err(|error| match error {
        // What the system said is wrapped by polars; its kind chooses the remedy that readers get.
        PolarsError::IO { error, .. } => io::Error::new(error.kind(), error.to_string()),
        other => io::Error::other(other.to_string()),
    })
}
