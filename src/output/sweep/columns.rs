//! Columns of plain cells, and how CSV holds them: the same bytes whether the program was built with tables or not.
//!
//! UTF-8, `,` between fields, a line feed after lines, quotes where needed, nulls empty, texts guarded, and numbers in the fewest digits that read
//! back as the same number.

use std::io::Write;
use std::path::Path;

use crate::output::guard::{guarded, unguarded};

/// The cells of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Texts.
    Text(Vec<String>),
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Numbers, or none.
    Real(Vec<Option<f64>>),
}

impl Cells {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Text(cells) => cells.len(),
            Self::Whole(cells) => cells.len(),
            Self::Real(cells) => cells.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A cell as CSV writes it, before quotes.
    fn text(&self, row: usize) -> String {
        match self {
            Self::Text(cells) => cells.get(row).map(|text| guarded(text).into_owned()).unwrap_or_default(),
            Self::Whole(cells) => cells.get(row).map(ToString::to_string).unwrap_or_default(),
            Self::Real(cells) => cells.get(row).copied().flatten().map(|number| format!("{number:?}")).unwrap_or_default(),
        }
    }

    /// Takes a cell from CSV.
    fn push(&mut self, text: &str) -> Result<(), String> {
        let wrong = |wanted: &str| format!("{text:?} is no {wanted}");
        match self {
            Self::Text(cells) => cells.push(unguarded(text).to_owned()),
            Self::Whole(cells) => cells.push(text.parse().map_err(|_| wrong("whole number"))?),
            Self::Real(cells) if text.is_empty() => cells.push(None),
            Self::Real(cells) => cells.push(Some(text.parse().map_err(|_| wrong("number"))?)),
        }
        Ok(())
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its cells.
    pub cells: Cells,
}

impl Column {
    /// A column of texts.
    pub fn text(name: impl Into<String>, cells: Vec<String>) -> Self {
        Self { name: name.into(), cells: Cells::Text(cells) }
    }

    /// A column of whole numbers.
    pub fn whole(name: impl Into<String>, cells: Vec<i64>) -> Self {
        Self { name: name.into(), cells: Cells::Whole(cells) }
    }

    /// A column of numbers.
    pub fn real(name: impl Into<String>, cells: Vec<Option<f64>>) -> Self {
        Self { name: name.into(), cells: Cells::Real(cells) }
    }

    /// The whole numbers; none where the column holds something else.
    #[must_use]
    pub fn wholes(&self) -> Option<&[i64]> {
        if let Cells::Whole(cells) = &self.cells { Some(cells) } else { None }
    }

    /// The texts; none where the column holds something else.
    #[must_use]
    pub fn texts(&self) -> Option<&[String]> {
        if let Cells::Text(cells) = &self.cells { Some(cells) } else { None }
    }

    /// The numbers; none where the column holds something else.
    #[must_use]
    pub fn reals(&self) -> Option<&[Option<f64>]> {
        if let Cells::Real(cells) = &self.cells { Some(cells) } else { None }
    }
}

/// Columns as CSV, a batch of rows after another.
#[derive(Debug)]
pub struct CsvColumns<W: Write> {
    out: csv::Writer<W>,
    begun: bool,
}

impl<W: Write> CsvColumns<W> {
    /// A table not yet begun.
    pub fn new(out: W) -> Self {
        Self { out: csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out), begun: false }
    }

    /// Writes rows; before the first, the names.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn write(&mut self, columns: &[Column]) -> std::io::Result<()> {
        if !self.begun {
            self.out.write_record(columns.iter().map(|column| column.name.as_str()))?;
            self.begun = true;
        }
        let rows = columns.first().map_or(0, |column| column.cells.len());
        for row in 0..rows {
            self.out.write_record(columns.iter().map(|column| column.cells.text(row)))?;
        }
        Ok(())
    }

    /// Ends the table.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// Reads columns of a CSV file: those that are wanted, each an empty column of the cells that it holds.
///
/// # Errors
///
/// The file cannot be read, lacks a column, or holds a cell that is not as it should be.
pub fn read_csv(path: &Path, wanted: Vec<Column>) -> Result<Vec<Column>, String> {
    let mut reader =
        csv::ReaderBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_path(path).map_err(|error| error.to_string())?;
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let place = |column: &Column| {
        let missing = || format!("there is no column `{}`", column.name);
        header.iter().position(|name| name == column.name).ok_or_else(missing)
    };
    let places: Vec<usize> = wanted.iter().map(place).collect::<Result<_, _>>()?;
    let mut columns = wanted;
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    while reader.read_record(&mut record).map_err(|error| error.to_string())? {
        row += 1;
        for (column, place) in columns.iter_mut().zip(&places) {
            let taken = column.cells.push(record.get(*place).unwrap_or_default());
            taken.map_err(|cause| format!("row {row}, column `{}`: {cause}", column.name))?;
        }
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_read_back_to_the_last_bit() {
        let columns = vec![
            Column::whole("point", vec![0, 7, -1]),
            Column::text("policy", vec!["hire".into(), "=a,\"b\"".into(), String::new()]),
            Column::real("cost_USD", vec![Some(0.1 + 0.2), None, Some(-1e300)]),
        ];
        let mut bytes = Vec::new();
        let mut out = CsvColumns::new(&mut bytes);
        out.write(&columns).unwrap();
        out.finish().unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        assert!(bytes.starts_with(b"point,policy,cost_USD\n0,hire,0.30000000000000004\n7,\"'=a,\"\"b\"\"\",\n-1,,-1e300\n"));
        let wanted = vec![Column::whole("point", vec![]), Column::text("policy", vec![]), Column::real("cost_USD", vec![])];
        assert_eq!(read_csv(file.path(), wanted).unwrap(), columns);
        assert!(read_csv(file.path(), vec![Column::whole("x", vec![])]).unwrap_err().contains("no column `x`"));
        assert!(read_csv(file.path(), vec![Column::whole("policy", vec![])]).unwrap_err().contains("row 1, column `policy`"));
    }
}
