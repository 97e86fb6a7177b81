//! A sweep on disk.
//!
//! | file | what is in it |
//! |---|---|
//! | `sweep.json` | what it is a sweep of, written before anything is run |
//! | `design.csv` | the points: values and places in the unit intervals of their ranges |
//! | `parts/part-000000.parquet` ... | tidy rows: point, replicate, policy, a column a parameter, a column a measure |
//! | `parts/part-000000.json` ... | the note that vouches for a part, written last: points, replicates, refused points, hashes |
//! | `tables/points` | the points again, with the reason of those that were refused; once all parts are done |
//! | `tables/summary` | point, policy, measure: mean and 95% interval over replicates; once all parts are done |
//! | `report.html`, `charts/` | what the sweep says of where policies win, as `discover` tells it; once all parts are done, by a program built with reports |
//! | `manifest.json` | last: a hash of every file, so that a directory without one is not complete |
//!
//! Everything is written beside its place and renamed, so whoever is killed leaves whole parts and at most one that is to be done again. Bytes
//! depend on the sweep, never on threads, shards, interruptions or time (but for the `run` block of the manifest).

pub mod columns;
mod design;
mod header;
mod merge;
#[cfg(feature = "report")]
mod page;
mod part;
mod store;
mod summary;
mod table;

use std::io::{self, Write};
use std::path::Path;

pub use design::{DESIGN, Points};
pub use header::{HEADER, Header, MOST_REPLICATES, here};
pub use merge::{Merged, Shortfall, merge};
#[cfg(feature = "report")]
pub use page::draw;
pub use part::{Note, PARTS};
pub use store::{Opened, Store};
pub use summary::Found;
pub use table::{digests, layout, read};

use self::columns::{Column, CsvColumns};
use super::directory::inside;
use super::{Error, FileEntry, Format, Pending};

/// Writes bytes to a path under a root, whole or not at all.
fn write(root: &Path, path: &str, bytes: &[u8]) -> Result<FileEntry, Error> {
    let place = inside(root, path)?;
    let mut pending = Pending::create(&place)?;
    pending.write_all(bytes).map_err(Error::write(&place))?;
    pending.finish(path)
}

/// A table being written in one format.
enum Sheet<'p> {
    Csv(Box<CsvColumns<&'p mut Pending>>),
    #[cfg(feature = "tables")]
    Parquet(Box<super::tables::ParquetColumns<&'p mut Pending>>),
}

impl<'p> Sheet<'p> {
    fn new(format: Format, out: &'p mut Pending) -> io::Result<Self> {
        match format {
            Format::Csv => Ok(Self::Csv(Box::new(CsvColumns::new(out)))),
            #[cfg(feature = "tables")]
            Format::Parquet => Ok(Self::Parquet(Box::new(super::tables::ParquetColumns::new(out)))),
            other => Err(io::Error::new(io::ErrorKind::Unsupported, format!("this program writes no {other}"))),
        }
    }

    fn write(&mut self, columns: &[Column]) -> io::Result<()> {
        match self {
            Self::Csv(sheet) => sheet.write(columns),
            #[cfg(feature = "tables")]
            Self::Parquet(sheet) => sheet.write(columns),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Csv(sheet) => sheet.finish(),
            #[cfg(feature = "tables")]
            Self::Parquet(sheet) => sheet.finish(),
        }
    }
}

/// Takes a batch of rows.
type Taker<'t> = dyn FnMut(&[Column]) -> io::Result<()> + 't;

/// Writes a table in every format: `fill` gives its rows, in batches, to each anew.
fn write_table(
    root: &Path,
    stem: &str,
    formats: &[Format],
    mut fill: impl FnMut(&mut Taker<'_>) -> Result<(), Error>,
) -> Result<Vec<FileEntry>, Error> {
    let mut entries = Vec::new();
    for format in formats {
        let path = format!("{stem}.{format}");
        let place = inside(root, &path)?;
        let mut pending = Pending::create(&place)?;
        let mut sheet = Sheet::new(*format, &mut pending).map_err(Error::write(&place))?;
        fill(&mut |columns| sheet.write(columns))?;
        sheet.finish().map_err(Error::write(&place))?;
        entries.push(pending.finish(&path)?);
    }
    Ok(entries)
}
