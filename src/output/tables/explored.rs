//! Sheets of an exploration as frames and files.

use polars::prelude::{Column, DataFrame, NamedFrom, PolarsError, PolarsResult, Series};

use super::write_frame;
use crate::output::directory::Directory;
use crate::output::explored::{Cells, Sheet};
use crate::output::{Error, Format};

/// Writes sheets to `tables/` as CSV or Parquet, whichever are asked for. Call it from a thread that is no worker of rayon.
///
/// # Errors
///
/// If the system refuses to write, or two columns of a sheet have one name.
pub fn write_sheets(sheets: &[Sheet], formats: &[Format], directory: &mut Directory) -> Result<(), Error> {
    for sheet in sheets {
        let malformed = |error: PolarsError| Error::Table { table: sheet.name, cause: error.to_string() };
        let frame = frame(sheet).map_err(malformed)?;
        for &format in formats.iter().filter(|format| **format != Format::Xlsx) {
            directory.write_with(&format!("tables/{}.{format}", sheet.name), |file| write_frame(&frame, format, file))?;
        }
    }
    Ok(())
}

fn frame(sheet: &Sheet) -> PolarsResult<DataFrame> {
    let column = |column: &crate::output::explored::Column| -> Column {
        let name = column.name.as_str().into();
        match &column.cells {
            Cells::Text(cells) => Series::new(name, cells.as_slice()).into(),
            Cells::Number(cells) => Series::new(name, cells.as_slice()).into(),
            Cells::Count(cells) => Series::new(name, cells.as_slice()).into(),
        }
    };
    DataFrame::new(sheet.rows(), sheet.columns.iter().map(column).collect())
}
