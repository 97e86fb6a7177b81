//! A table of points from CSV: a header of parameter paths, then a row a point, in the parameters' own units.

use thiserror::Error;

use super::{Design, Kind, MOST_POINTS};

/// Points that a file gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The parameters, as the header names them.
    pub paths: Vec<String>,
    /// A point a row, a value a parameter.
    pub design: Design,
}

/// What is wrong with a table, and where. Lines and columns (fields of a line) count from 1.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TableError {
    /// Nothing in it.
    #[error("the table is empty; its first line names the parameters, as in `learning.pace_weeks,hiring.cost_per_hire`")]
    Empty,
    /// A header without points below.
    #[error("the table has a header but no points")]
    NoPoints,
    /// A column without a name.
    #[error("line 1, column {column}: the column has no name; write the path of a parameter")]
    NoName {
        /// Which column.
        column: usize,
    },
    /// Two columns of one parameter.
    #[error("line 1, column {column}: `{path}` is named twice")]
    Twice {
        /// The second of the two.
        column: usize,
        /// The parameter.
        path: String,
    },
    /// A line that is longer or shorter than the header.
    #[error("line {line}: {found} values where the header names {expected} parameters")]
    Ragged {
        /// Where.
        line: u64,
        /// How many values.
        found: usize,
        /// How many parameters.
        expected: usize,
    },
    /// A field that is no number.
    #[error("line {line}, column {column}: `{path}` must be a number, found {text:?}")]
    NotANumber {
        /// Where.
        line: u64,
        /// Which column.
        column: usize,
        /// The parameter.
        path: String,
        /// What stands there.
        text: String,
    },
    /// The bytes are no CSV in UTF-8.
    #[error("{line}: {cause}")]
    Unreadable {
        /// Where, as `line 3`.
        line: String,
        /// What the reader says.
        cause: String,
    },
    /// More points than a design may have.
    #[error("the table has more than {MOST_POINTS} points")]
    TooMany,
}

/// Reads a table.
///
/// # Errors
///
/// The first thing that is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Table, TableError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).comment(Some(b'#')).from_reader(bytes);
    let paths: Vec<String> = reader.headers().map_err(|error| unreadable(&error))?.iter().map(str::to_owned).collect();
    if paths.is_empty() || paths == [""] {
        return Err(TableError::Empty);
    }
    for (place, path) in paths.iter().enumerate() {
        if path.is_empty() {
            return Err(TableError::NoName { column: place + 1 });
        }
        if paths[..place].contains(path) {
            return Err(TableError::Twice { column: place + 1, path: path.clone() });
        }
    }
    let mut points = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let line = record.position().map_or(0, |at| line_of(bytes, at));
        if record.len() != paths.len() {
            return Err(TableError::Ragged { line, found: record.len(), expected: paths.len() });
        }
        if points.len() == MOST_POINTS {
            return Err(TableError::TooMany);
        }
        let mut point = Vec::with_capacity(paths.len());
        for (place, (text, path)) in record.iter().zip(&paths).enumerate() {
            match text.parse::<f64>() {
                Ok(value) if value.is_finite() => point.push(value),
                _ => {
                    return Err(TableError::NotANumber { line, column: place + 1, path: path.clone(), text: text.to_owned() });
                }
            }
        }
        points.push(point);
    }
    if points.is_empty() {
        return Err(TableError::NoPoints);
    }
    Ok(Table { paths, design: Design { kind: Kind::Table, points } })
}

/// The line on which a record stands: its position is before the blank lines and comments that come ahead of it.
fn line_of(bytes: &[u8], at: &csv::Position) -> u64 {
    let ahead = usize::try_from(at.byte()).ok().and_then(|byte| bytes.get(byte..)).unwrap_or_default();
    let skipped = ahead.split_inclusive(|byte| *byte == b'\n').take_while(|line| {
        let text = line.trim_ascii();
        text.is_empty() || line.starts_with(b"#")
    });
    at.line() + skipped.count() as u64
}

fn unreadable(error: &csv::Error) -> TableError {
    let line = error.position().map_or_else(|| "the table".to_owned(), |at| format!("line {}", at.line()));
    let cause = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "the text is not UTF-8".to_owned(),
        _ => error.to_string(),
    };
    TableError::Unreadable { line, cause }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_its_points_as_written() {
        let found = read(b"\xef\xbb\xbflearning.pace_weeks, hiring.premium\n# dear\n43,0.18\n 30 ,\"5e-2\"\r\n").unwrap();
        assert_eq!(found.paths, ["learning.pace_weeks", "hiring.premium"]);
        assert_eq!(found.design, Design { kind: Kind::Table, points: vec![vec![43.0, 0.18], vec![30.0, 0.05]] });
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_column() {
        for (text, words) in [
            ("", "the table is empty"),
            ("a,b\n", "no points"),
            ("a,\n1,2\n", "line 1, column 2: the column has no name"),
            ("a,b,a\n1,2,3\n", "line 1, column 3: `a` is named twice"),
            ("a,b\n1,2\n\n3\n", "line 4: 1 values where the header names 2"),
            ("a,b\n1,2\n\n# dear\r\n\r\n3,x\n", "line 6, column 2: `b` must be a number"),
            ("a,b\n1,2\n3,x\n", "line 3, column 2: `b` must be a number, found \"x\""),
            ("a,b\n1,\n", "line 2, column 2: `b` must be a number, found \"\""),
            ("a\nNaN\n", "line 2, column 1"),
            ("a\ninf\n", "line 2, column 1"),
        ] {
            let told = read(text.as_bytes()).unwrap_err().to_string();
            assert!(told.contains(words), "{text:?}: {told}");
        }
        let told = read(b"a\n1\n\xff\n").unwrap_err().to_string();
        assert!(told.contains("line 3: the text is not UTF-8"), "{told}");
    }
}
