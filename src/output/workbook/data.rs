//! The tables as they are in `tables/`, a sheet each.

use rust_xlsxwriter::Workbook;

use super::{Fault, LONGEST, Styles};
use crate::analysis::rows::Comparison;
use crate::output::tables::{Table, Value, cells};

/// Rows that a sheet takes below its heads.
const MOST_ROWS: usize = 1_048_575;

/// Adds every table. One longer than a sheet is cut, which the sheet's notes say; the whole of it is in `tables/`.
pub(super) fn tables(book: &mut Workbook, found: &Comparison, styles: &Styles) -> Result<(), Fault> {
    for table in Table::ALL.into_iter().filter(|table| *table != Table::Gaps || found.gaps.is_some()) {
        let sheet = book.add_worksheet();
        sheet.set_name(format!("data {}", table.name()))?;
        let mut columns = 0;
        let rows = cells(table, found, |column, row, value| {
            let Some(at) = row.map_or(Some(0), |row| u32::try_from(row + 1).ok().filter(|_| row < MOST_ROWS)) else {
                return Ok(());
            };
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            columns = column;
            match value {
                Value::Text(text) if at == 0 => sheet.write_string_with_format(at, column, text.as_ref(), &styles.head)?,
                Value::Text(text) => sheet.write_string(at, column, text.chars().take(LONGEST).collect::<String>())?,
                Value::Number(number) if number.is_finite() => sheet.write_number(at, column, number)?,
                Value::Number(number) => sheet.write_string(at, column, number.to_string())?,
                Value::Nothing => sheet,
            };
            Ok::<(), Fault>(())
        })?;
        let last = u32::try_from(rows.unwrap_or(0).min(MOST_ROWS)).unwrap_or(u32::MAX);
        sheet.set_freeze_panes(1, 0)?;
        if last > 0 {
            sheet.autofilter(0, 0, last, columns)?;
        }
        for column in 0..=columns {
            sheet.set_column_width(column, 16)?;
        }
    }
    Ok(())
}
