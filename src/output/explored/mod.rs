//! What `sensitivity` and `discover` say and leave behind: sentences, listings for reading, sheets for machines; and the directory with tables,
//! charts, a report and a manifest.
//!
//! What is said is composed once ([`sensitivity`], [`discovery`]) and read in the terminal, in the report and by scripts alike.

#[cfg(feature = "charts")]
pub mod charts;
pub mod discovery;
mod manifest;
pub mod sensitivity;
mod words;

use serde_json::{Map, Value, json};

use crate::experiment::sweep::Layout;
use crate::scenario::model::Scenario;

pub use manifest::finish;
#[cfg(feature = "report")]
pub(super) use words::counted;

/// What was explored.
#[derive(Clone, Copy, Debug)]
pub struct Background<'a> {
    /// The scenario as it is.
    pub scenario: &'a Scenario,
    /// The sweep over it.
    pub layout: &'a Layout,
}

/// What was found, in words and numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Explored {
    /// The command that finds such things.
    pub kind: &'static str,
    /// The finding in a sentence. Names of policies stand in backticks.
    pub answer: String,
    /// More of it, a sentence or two each.
    pub sentences: Vec<String>,
    /// Tables for reading, the most important first.
    pub listings: Vec<Listing>,
    /// Tables for machines.
    pub sheets: Vec<Sheet>,
    /// What a reader should know before trusting it.
    pub limits: Vec<String>,
}

/// A table for reading: rounded, with units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// What it shows.
    pub caption: String,
    /// The headings; the first is of the names.
    pub headers: Vec<String>,
    /// The rows, each as long as the headings.
    pub rows: Vec<Vec<String>>,
}

/// A table for machines, a file of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its name, which is that of its files.
    pub name: &'static str,
    /// Its columns, all of one length.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub cells: Cells,
}

/// The cells of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Names and words.
    Text(Vec<String>),
    /// Numbers, some absent.
    Number(Vec<Option<f64>>),
    /// Counts.
    Count(Vec<u32>),
}

impl Sheet {
    /// A sheet without columns yet.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, columns: Vec::new() }
    }

    /// With a column of words more.
    #[must_use]
    pub fn text<T: Into<String>>(self, name: &str, cells: impl IntoIterator<Item = T>) -> Self {
        self.with(name, Cells::Text(cells.into_iter().map(Into::into).collect()))
    }

    /// With a column of numbers more.
    #[must_use]
    pub fn number<T: Into<Option<f64>>>(self, name: &str, cells: impl IntoIterator<Item = T>) -> Self {
        self.with(name, Cells::Number(cells.into_iter().map(Into::into).collect()))
    }

    /// With a column of counts more.
    #[must_use]
    pub fn count(self, name: &str, cells: impl IntoIterator<Item = usize>) -> Self {
        let count = |count| u32::try_from(count).unwrap_or(u32::MAX);
        self.with(name, Cells::Count(cells.into_iter().map(count).collect()))
    }

    fn with(mut self, name: &str, cells: Cells) -> Self {
        self.columns.push(Column { name: name.to_owned(), cells });
        self
    }

    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| match &column.cells {
            Cells::Text(cells) => cells.len(),
            Cells::Number(cells) => cells.len(),
            Cells::Count(cells) => cells.len(),
        })
    }

    /// Its rows as objects.
    fn json(&self) -> Value {
        let cell = |column: &Column, row: usize| match &column.cells {
            Cells::Text(cells) => json!(cells[row]),
            Cells::Number(cells) => json!(cells[row]),
            Cells::Count(cells) => json!(cells[row]),
        };
        let row = |row| self.columns.iter().map(|column| (column.name.clone(), cell(column, row))).collect::<Map<_, _>>();
        (0..self.rows()).map(|number| Value::Object(row(number))).collect()
    }
}

/// The document for scripts: the same bytes for the same input and seed.
#[must_use]
pub fn document(found: &Explored, background: &Background<'_>, command: &str) -> Value {
    let tables: Map<String, Value> = found.sheets.iter().map(|sheet| (sheet.name.to_owned(), sheet.json())).collect();
    let mut document = manifest::facts(found, background, command);
    document.insert("tables".to_owned(), Value::Object(tables));
    Value::Object(document)
}
