//! `design.csv`: the points of a sweep, as they were asked for.

use std::path::Path;

use super::columns::{Column, CsvColumns, read_csv};
use crate::experiment::parameter::Parameter;
use crate::output::Error;
use crate::output::pending::sha256;

/// The name of the file.
pub const DESIGN: &str = "design.csv";

/// The points of a sweep: by point, then by parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    /// Places in the unit intervals of the ranges.
    pub places: Vec<Vec<f64>>,
    /// Values that the scenario is given.
    pub values: Vec<Vec<f64>>,
}

impl Points {
    /// As columns: the point, its values, its places.
    #[must_use]
    pub fn columns(&self, parameters: &[Parameter]) -> Vec<Column> {
        let numbers = (0..self.values.len()).map(|point| i64::try_from(point).unwrap_or(i64::MAX)).collect();
        let mut columns = vec![Column::whole("point", numbers)];
        for (at, parameter) in parameters.iter().enumerate() {
            columns.push(values(parameter, self.values.iter().map(|values| values[at])));
        }
        for (at, parameter) in parameters.iter().enumerate() {
            columns.push(Column::real(place(parameter), self.places.iter().map(|places| Some(places[at])).collect()));
        }
        columns
    }

    /// The file's bytes and their hash.
    ///
    /// # Errors
    ///
    /// Never, as nothing is written to a disk; the signature says what the writer's does.
    pub fn file(&self, parameters: &[Parameter]) -> Result<(Vec<u8>, String), Error> {
        let mut bytes = Vec::new();
        let mut out = CsvColumns::new(&mut bytes);
        let path = Path::new(DESIGN);
        out.write(&self.columns(parameters)).map_err(Error::write(path))?;
        out.finish().map_err(Error::write(path))?;
        let hash = sha256(&bytes);
        Ok((bytes, hash))
    }

    /// Reads the points of a stored sweep.
    ///
    /// # Errors
    ///
    /// The file is not there, or not as it was written.
    pub fn read(root: &Path, parameters: &[Parameter]) -> Result<Self, Error> {
        let path = root.join(DESIGN);
        let mut wanted: Vec<Column> = parameters.iter().map(|parameter| values(parameter, [].into_iter())).collect();
        wanted.extend(parameters.iter().map(|parameter| Column::real(place(parameter), Vec::new())));
        let columns = read_csv(&path, wanted).map_err(|cause| Error::Unreadable { path: path.clone(), cause })?;
        let empty = || Error::Unreadable { path: path.clone(), cause: "a cell is empty".to_owned() };
        let rows = columns.first().map_or(0, |column| column.cells.len());
        let mut points = Self::default();
        for row in 0..rows {
            let cells: Option<Vec<f64>> = columns.iter().map(|column| number(column, row)).collect();
            let mut cells = cells.ok_or_else(empty)?;
            points.places.push(cells.split_off(parameters.len()));
            points.values.push(cells);
        }
        Ok(points)
    }
}

/// A column of a parameter's values: whole numbers where it comes in such.
pub(super) fn values(parameter: &Parameter, values: impl Iterator<Item = f64>) -> Column {
    if parameter.whole {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole parameters are rounded, and bounded by the scenario's checks"
        )]
        return Column::whole(parameter.column(), values.map(|value| value as i64).collect());
    }
    Column::real(parameter.column(), values.map(Some).collect())
}

/// The name of the column of a parameter's places.
fn place(parameter: &Parameter) -> String {
    format!("place.{}", parameter.path)
}

/// A cell as a number.
fn number(column: &Column, row: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "whole parameters are counts and weeks")]
    let whole = |cells: &[i64]| cells.get(row).map(|cell| *cell as f64);
    column.wholes().and_then(whole).or_else(|| column.reals()?.get(row).copied()?)
}
