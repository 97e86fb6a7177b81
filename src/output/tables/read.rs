//! Stored tables read back row by row, from CSV where there is one, else from Parquet: the same numbers to the last bit, and the same
//! names, whichever it was.

use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};

use polars::prelude::{AnyValue, Column, DataType};
use polars_io::SerReader;
use polars_io::parquet::read::{ParallelStrategy, ParquetReader};

use super::Table;
use crate::output::guard::unguarded;
use crate::output::{Error, Format};

/// A cell as it is stored.
#[derive(Clone, Debug, PartialEq)]
enum Cell<'a> {
    Null,
    Text(Cow<'a, str>),
    Whole(i64),
    Real(f64),
}

/// A row of a stored table: cells by the place of their column among those that were asked for.
#[derive(Debug)]
pub struct Row<'a> {
    cells: Vec<Cell<'a>>,
    columns: &'a [String],
    /// Whether texts are as CSV guards them.
    guarded: bool,
}

impl Row<'_> {
    fn wrong(&self, place: usize, wanted: &str) -> String {
        let column = self.columns.get(place).map_or("?", String::as_str);
        format!("column `{column}` holds no {wanted}")
    }

    /// A text.
    ///
    /// # Errors
    ///
    /// If the cell is a number.
    pub fn text(&self, place: usize) -> Result<String, String> {
        match self.cells.get(place) {
            Some(Cell::Text(text)) if self.guarded => Ok(unguarded(text).to_owned()),
            Some(Cell::Text(text)) => Ok(text.clone().into_owned()),
            _ => Err(self.wrong(place, "text")),
        }
    }

    /// A number, or none.
    ///
    /// # Errors
    ///
    /// If the cell is neither.
    pub fn number(&self, place: usize) -> Result<Option<f64>, String> {
        match self.cells.get(place) {
            Some(Cell::Null) => Ok(None),
            Some(Cell::Text(text)) if text.is_empty() => Ok(None),
            Some(Cell::Text(text)) => text.parse().map(Some).map_err(|_| self.wrong(place, "number")),
            Some(Cell::Real(number)) => Ok(Some(*number)),
            #[expect(clippy::cast_precision_loss, reason = "whole numbers of tables are counts and weeks")]
            Some(Cell::Whole(number)) => Ok(Some(*number as f64)),
            None => Err(self.wrong(place, "number")),
        }
    }

    /// A number that is there.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn present(&self, place: usize) -> Result<f64, String> {
        self.number(place)?.ok_or_else(|| self.wrong(place, "number"))
    }

    /// A whole number.
    ///
    /// # Errors
    ///
    /// If the cell is none, or one too large.
    pub fn whole<T: TryFrom<i64>>(&self, place: usize) -> Result<T, String> {
        let number = match self.cells.get(place) {
            Some(Cell::Text(text)) => text.parse().ok(),
            Some(Cell::Whole(number)) => Some(*number),
            _ => None,
        };
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| self.wrong(place, "whole number"))
    }
}

/// Takes every row of a stored table in its order.
///
/// # Errors
///
/// If the table is not stored in a format that can be read, lacks a column that is asked for, or holds a cell that is not as it should be.
pub fn rows(
    root: &Path,
    table: Table,
    columns: &[String],
    take: &mut dyn FnMut(&Row<'_>) -> Result<(), String>,
) -> Result<(), Error> {
    let place = |format: Format| root.join(format!("tables/{}.{format}", table.name()));
    let (csv, parquet) = (place(Format::Csv), place(Format::Parquet));
    let done = if csv.exists() {
        from_csv(&csv, columns, take).map_err(|cause| (csv, cause))
    } else if parquet.exists() {
        from_parquet(&parquet, columns, take).map_err(|cause| (parquet, cause))
    } else {
        return Err(Error::NoTable { path: PathBuf::from(root), table: table.name() });
    };
    done.map_err(|(path, cause)| Error::Unreadable { path, cause })
}

type Taker<'t> = &'t mut dyn FnMut(&Row<'_>) -> Result<(), String>;

/// Says which row is wrong, counted from 1 below the header.
fn at_row(row: usize, cause: &str) -> String {
    format!("row {}: {cause}", row + 1)
}

fn from_csv(path: &Path, columns: &[String], take: Taker<'_>) -> Result<(), String> {
    // Lines end with a line feed and nothing else: a carriage return may stand in a name.
    let mut reader =
        csv::ReaderBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_path(path).map_err(|error| error.to_string())?;
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let places = columns
        .iter()
        .map(|column| header.iter().position(|name| name == column).ok_or_else(|| format!("there is no column `{column}`")));
    let places: Vec<usize> = places.collect::<Result<_, _>>()?;
    let mut record = csv::StringRecord::new();
    let mut at = 0;
    while reader.read_record(&mut record).map_err(|error| error.to_string())? {
        let cells = places.iter().map(|place| Cell::Text(Cow::Borrowed(record.get(*place).unwrap_or_default()))).collect();
        take(&Row { cells, columns, guarded: true }).map_err(|cause| at_row(at, &cause))?;
        at += 1;
    }
    Ok(())
}

fn from_parquet(path: &Path, columns: &[String], take: Taker<'_>) -> Result<(), String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    // On this thread: nothing here may wait for the thread pool of polars.
    let reader = ParquetReader::new(file).read_parallel(ParallelStrategy::None);
    let mut frame = reader.finish().map_err(|error| error.to_string())?;
    frame.rechunk_mut();
    let picked = columns.iter().map(|column| frame.column(column).map_err(|_| format!("there is no column `{column}`")));
    let picked: Vec<&Column> = picked.collect::<Result<_, _>>()?;
    for at in 0..frame.height() {
        let cells = picked.iter().map(|column| cell(column, at)).collect::<Result<_, _>>();
        let row = Row { cells: cells.map_err(|cause| at_row(at, &cause))?, columns, guarded: false };
        take(&row).map_err(|cause| at_row(at, &cause))?;
    }
    Ok(())
}

fn cell(column: &Column, at: usize) -> Result<Cell<'_>, String> {
    let value = column.get(at).map_err(|error| error.to_string())?;
    Ok(match value {
        AnyValue::Null if *column.dtype() == DataType::String => Cell::Text(Cow::Borrowed("")),
        AnyValue::Null => Cell::Null,
        AnyValue::String(text) => Cell::Text(Cow::Borrowed(text)),
        AnyValue::StringOwned(text) => Cell::Text(Cow::Owned(text.to_string())),
        AnyValue::Float64(number) => Cell::Real(number),
        AnyValue::Int32(number) => Cell::Whole(number.into()),
        AnyValue::UInt32(number) => Cell::Whole(number.into()),
        AnyValue::Int64(number) => Cell::Whole(number),
        other => return Err(format!("column `{}` is of a type that no table has: {}", column.name(), other.dtype())),
    })
}
