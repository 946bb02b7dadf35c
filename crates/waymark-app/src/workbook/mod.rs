//! Excel workbooks: tables that can be filtered, in which dates are dates and numbers are numbers.

pub mod everything;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::error::{Code, Error};
use crate::sheet::guarded;

/// Pixels that a column is wide at most.
const WIDEST: u32 = 360;
/// What stands in place of a number that is not known.
const NOT_KNOWN: &str = "not known";

/// A workbook of some tables, each a sheet.
pub(crate) fn book(title: &str, tables: &[Table], now: Timestamp) -> Result<Vec<u8>, Error> {
    (|| {
        let mut book = Workbook::new();
        let made = TimeZone::UTC.to_datetime(now);
        let properties =
            DocProperties::new().set_title(title).set_creation_datetime(&excel_day(made.date())?);
        book.set_properties(&properties);
        let looks = Looks::new();
        for table in tables {
            table.write(book.add_worksheet(), &looks)?;
        }
        book.save_to_buffer()
    })()
    .map_err(|error: XlsxError| {
        Error::new(
            Code::Internal,
            format!("the workbook cannot be made: {error}"),
            "this is a mistake in Waymark",
        )
    })
}

/// A number, or that it is not known.
pub(crate) fn known(number: Option<f64>) -> Cell {
    number.map_or(NOT_KNOWN.into(), Cell::from)
}

/// A value in a cell.
pub(crate) enum Cell {
    Text(String),
    Number(f64),
    /// A part of a whole, 1 for all of it.
    Share(f64),
    Day(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Cell::Number(f64::from(number))
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Cell::Number((number * 100.0).round() / 100.0)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Cell::Day(day)
    }
}

impl From<bool> for Cell {
    fn from(is_so: bool) -> Self {
        Cell::Text(if is_so { "yes" } else { "no" }.to_owned())
    }
}

/// A table with its name; every row is as long as the head.
pub(crate) struct Table {
    /// The name of the sheet.
    pub(crate) name: String,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Columns that stay in sight.
    pub(crate) kept: u16,
}

/// How cells look.
struct Looks {
    head: Format,
    day: Format,
    number: Format,
    share: Format,
}

impl Looks {
    fn new() -> Self {
        Self {
            head: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            number: Format::new().set_num_format("0.##"),
            share: Format::new().set_num_format("0%"),
        }
    }
}

impl Table {
    /// The table as comma-separated values, in UTF-8 with its mark, so that spreadsheets read it as that.
    fn csv(&self) -> Result<Vec<u8>, Error> {
        let failed = |error: &dyn std::fmt::Display| {
            Error::new(
                Code::Internal,
                format!("the table cannot be written: {error}"),
                "this is a mistake in Waymark",
            )
        };
        let mut writer = csv::Writer::from_writer(vec![]);
        let head = self.head.iter().map(|title| guarded(title.clone()));
        writer.write_record(head).map_err(|error| failed(&error))?;
        for row in &self.rows {
            let cells = row.iter().map(|cell| match cell {
                Cell::Text(text) => guarded(text.clone()),
                Cell::Number(number) | Cell::Share(number) => number.to_string(),
                Cell::Day(day) => day.to_string(),
            });
            writer.write_record(cells).map_err(|error| failed(&error))?;
        }
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        bytes.extend(writer.into_inner().map_err(|error| failed(&error))?);
        Ok(bytes)
    }

    fn write(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
        sheet.set_name(&self.name)?.set_freeze_panes(1, self.kept)?;
        for (column, title) in (0..).zip(&self.head) {
            sheet.write_string_with_format(0, column, title, &looks.head)?;
        }
        for (line, row) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    Cell::Text(text) => sheet.write_string(line, column, text)?,
                    Cell::Number(number) if number.fract() == 0.0 => {
                        sheet.write_number(line, column, *number)?
                    }
                    Cell::Number(number) => {
                        sheet.write_number_with_format(line, column, *number, &looks.number)?
                    }
                    Cell::Share(share) => {
                        sheet.write_number_with_format(line, column, *share, &looks.share)?
                    }
                    // A day before Excel's first one can be a text only.
                    Cell::Day(day) => match excel_day(*day) {
                        Ok(date) => {
                            sheet.write_datetime_with_format(line, column, &date, &looks.day)?
                        }
                        Err(_) => sheet.write_string(line, column, day.to_string())?,
                    },
                };
            }
        }
        let last = self.head.len().saturating_sub(1) as u16;
        sheet.autofilter(0, 0, self.rows.len() as u32, last)?;
        sheet.set_autofit_max_width(WIDEST).autofit();
        Ok(())
    }
}

fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: i8| number.unsigned_abs();
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), part(day.month()), part(day.day()))
}

pub(crate) fn head(titles: &[&str]) -> Vec<String> {
    titles.iter().map(|title| (*title).to_owned()).collect()
}
