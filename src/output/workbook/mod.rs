//! `workbook.xlsx`: what the report says, for people who work in spreadsheets, then every table with typed numbers.
//!
//! Nothing in it computes: a formula would pretend to run the model again. Texts are written as texts, guarded as in CSV; a number
//! without bound, which a spreadsheet does not have, is the text `inf`. It bears no date, so that equal runs give equal bytes.

mod data;
mod sheets;
mod words;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::Error;
use super::report::shown;
use super::stored::Origin;
use super::tables::guarded;
use crate::analysis::rows::Comparison;

/// The file's name in a directory of results.
pub const FILE: &str = "workbook.xlsx";

/// Longest text that a cell takes.
const LONGEST: usize = 32_767;

/// Why a workbook was not made.
#[derive(Debug)]
enum Fault {
    /// The writer refused.
    Writer(XlsxError),
    /// A table could not be made.
    Output(Error),
}

impl From<XlsxError> for Fault {
    fn from(error: XlsxError) -> Self {
        Self::Writer(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Output(error)
    }
}

/// Makes the workbook of a comparison.
///
/// # Errors
///
/// If rows make no table, or something is larger than a workbook can be.
pub fn workbook(found: &Comparison, origin: &Origin) -> Result<Vec<u8>, Error> {
    made(found, origin).map_err(|fault| match fault {
        Fault::Writer(error) => Error::Workbook { cause: error.to_string() },
        Fault::Output(error) => error,
    })
}

fn made(found: &Comparison, origin: &Origin) -> Result<Vec<u8>, Fault> {
    let mut book = Workbook::new();
    // The zip's own dates are those of 1980; with this one no clock is read.
    let no_date = ExcelDateTime::from_ymd(1980, 1, 1)?;
    let title = shown(&found.scenario.name);
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&no_date));
    let styles = Styles::new();
    words::cover(book.add_worksheet(), found, origin, &styles)?;
    sheets::summary(book.add_worksheet(), found, &styles)?;
    sheets::comparisons(book.add_worksheet(), found, &styles)?;
    sheets::costs(book.add_worksheet(), found, &styles)?;
    sheets::gaps(book.add_worksheet(), found, &styles)?;
    sheets::roles(book.add_worksheet(), found, &styles)?;
    sheets::assumptions(book.add_worksheet(), found, &styles)?;
    words::notes(book.add_worksheet(), found, &styles)?;
    data::tables(&mut book, found, &styles)?;
    Ok(book.save_to_buffer()?)
}

/// How cells look.
struct Styles {
    title: Format,
    head: Format,
    bold: Format,
    wrap: Format,
    whole: Format,
    tenth: Format,
    percent: Format,
}

impl Styles {
    fn new() -> Self {
        let plain = || Format::new().set_align(FormatAlign::Top);
        Self {
            title: plain().set_bold().set_font_size(16),
            head: plain().set_bold().set_text_wrap().set_background_color(0x00E8_EFF6),
            bold: plain().set_bold(),
            wrap: plain().set_text_wrap(),
            whole: plain().set_num_format("#,##0"),
            tenth: plain().set_num_format("#,##0.0"),
            percent: plain().set_num_format("0.0%"),
        }
    }
}

/// A text as a cell takes it: guarded, without control characters, cut where it is longer than a cell can be.
fn text(words: &str) -> String {
    guarded(&shown(words)).chars().take(LONGEST).collect()
}

/// Heads of columns in the first row, frozen, with filters over so many rows below them.
fn heads(sheet: &mut Worksheet, names: &[String], rows: u32, styles: &Styles) -> Result<(), XlsxError> {
    for (column, name) in (0..).zip(names) {
        sheet.write_string_with_format(0, column, text(name), &styles.head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = u16::try_from(names.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if rows > 0 {
        sheet.autofilter(0, 0, rows, last)?;
    }
    Ok(())
}

/// A number, or nothing; one without bound as text.
fn number(sheet: &mut Worksheet, row: u32, column: u16, value: Option<f64>, format: &Format) -> Result<(), XlsxError> {
    match value {
        Some(value) if value.is_finite() => sheet.write_number_with_format(row, column, value, format)?,
        Some(value) => sheet.write_string(row, column, value.to_string())?,
        None => sheet,
    };
    Ok(())
}
