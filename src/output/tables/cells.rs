//! A table's cells, one after another, for who writes them in a format of their own.

use std::borrow::Cow;

use polars::prelude::{AnyValue, DataType, PolarsError};

use super::Table;
use crate::analysis::rows::Comparison;
use crate::output::Error;
use crate::output::guard::guarded;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Nothing,
    /// Text, guarded as in CSV.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
}

/// Takes the names of a table's columns, then every cell by column and row. Returns the number of rows; none where the table was not asked for.
///
/// # Errors
///
/// If the rows make no table, or `take` fails.
pub fn cells<E: From<Error>>(
    table: Table,
    comparison: &Comparison,
    mut take: impl FnMut(usize, Option<usize>, Value<'_>) -> Result<(), E>,
) -> Result<Option<usize>, E> {
    let malformed = |error: PolarsError| E::from(Error::Table { table: table.name(), cause: error.to_string() });
    let Some(frame) = table.frame(comparison).map_err(malformed)? else { return Ok(None) };
    for (place, column) in frame.columns().iter().enumerate() {
        take(place, None, Value::Text(Cow::Borrowed(column.name().as_str())))?;
        for row in 0..frame.height() {
            let value = match column.get(row).map_err(malformed)? {
                AnyValue::String(text) => Value::Text(guarded(text)),
                AnyValue::StringOwned(text) => Value::Text(Cow::Owned(guarded(text.as_str()).into_owned())),
                AnyValue::Float64(number) => Value::Number(number),
                AnyValue::Int32(number) => Value::Number(number.into()),
                AnyValue::UInt32(number) => Value::Number(number.into()),
                AnyValue::Null => Value::Nothing,
                other => {
                    debug_assert!(other.dtype() == DataType::Null, "tables hold texts and numbers: {other:?}");
                    Value::Nothing
                }
            };
            take(place, Some(row), value)?;
        }
    }
    Ok(Some(frame.height()))
}
