//! Tables of other programs: CSV and XLSX files read into rows of text, and an inventory written as either.
//!
//! Files come from anywhere, so everything about them is bounded: bytes, what they unpack to, rows, columns, characters. What is
//! beyond a bound is left out and said, never guessed.

use std::io::{BufReader, Cursor, Read};
use std::path::Path;

use calamine::{DataRef, Reader as _, Xlsx};
use quick_xml::events::Event;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use waymark_core::field::{FieldKind, FieldMeta};

use crate::app::{bounded, write_file};
use crate::cell::cell_text;
use crate::error::{Code, Error};
use crate::record::{codes, kind_of, rows_with_codes};
use crate::session::Session;
use crate::view::{SheetFile, SheetTable};

/// Largest file, in bytes.
pub const FILE_BYTES: u64 = 20 << 20;
/// Most bytes that a workbook may unpack to.
pub const UNPACKED_BYTES: u64 = 256 << 20;
/// Most rows read of a table; the rest is cut off.
pub const ROWS: usize = 20_000;
/// Most columns read of a row.
pub const COLUMNS: usize = 200;
/// Most characters read of a cell.
pub const CELL: usize = 5_000;
/// The shortest that a shared text of a workbook can be, in bytes: `<si><t/></si>`.
const SHORTEST_TEXT: u64 = 13;
/// The most shared texts of a workbook: as many as a table has cells at most.
const MOST_TEXTS: u64 = (ROWS * COLUMNS) as u64;

/// Reads the tables of a CSV or XLSX file.
///
/// # Errors
/// [`Code::NotFound`] where it cannot be read, [`Code::InvalidImport`] where it is neither, or too large.
pub fn read(path: &Path) -> Result<SheetFile, Error> {
    let name =
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let refuse = |message: String, help: &str| Error::new(Code::InvalidImport, message, help);
    let bytes = bounded(path, FILE_BYTES)
        .map_err(|error| {
            Error::new(
                Code::NotFound,
                format!("{name} cannot be read"),
                "check that it is there, and the rights on it",
            )
            .caused_by(error)
        })?
        .ok_or_else(|| {
            refuse(
                format!("{name} is larger than 20 MB"),
                "split it, or take out what is not needed",
            )
        })?;
    let tables = if bytes.starts_with(b"PK\x03\x04") {
        workbook(bytes).map_err(|why| {
            refuse(
                format!("{name} cannot be read as a workbook: {why}"),
                "save it again as .xlsx or .csv",
            )
        })?
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(refuse(
            format!("{name} is a workbook of the old kind, or has a password"),
            "save it as .xlsx without a password, or as .csv",
        ));
    } else if bytes.contains(&0) && !is_utf16(&bytes) {
        return Err(refuse(
            format!("{name} is neither text nor a workbook"),
            "choose a .csv or .xlsx file",
        ));
    } else {
        vec![text_table(&bytes)]
    };
    Ok(SheetFile { name, tables })
}

fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
}

/// A text: UTF-8, else UTF-16 where a mark says so, else the code page of western Windows.
fn decoded(bytes: &[u8]) -> String {
    let (text, _, had_errors) = encoding_rs::UTF_8.decode(bytes);
    if had_errors && !is_utf16(bytes) {
        return encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned();
    }
    text.into_owned()
}

/// The sign between cells: the one of comma, semicolon and tab that stands most often in the first line, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for sign in text.chars() {
        match sign {
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                if let Some((_, count)) =
                    counts.iter_mut().find(|(byte, _)| char::from(*byte) == sign)
                {
                    *count += 1;
                }
            }
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(byte, _)| *byte)
}

fn text_table(bytes: &[u8]) -> SheetTable {
    // One kind of line end, and one at the very end: rows are counted by them.
    let mut text = decoded(bytes).replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut record = csv::StringRecord::new();
    // A spreadsheet counts empty rows, which are left out here, and takes a cell of several lines for one row.
    let mut within = 0;
    while let Ok(true) = reader.read_record(&mut record) {
        within += record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let last_line = reader.position().line().saturating_sub(1);
        let number = u32::try_from(last_line.saturating_sub(within)).unwrap_or(u32::MAX);
        if !table.take(number, record.iter().map(unguarded)) {
            break;
        }
    }
    table.finish(String::new())
}

/// A cell without the apostrophe that keeps spreadsheets from running it as a formula.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
        _ => text,
    }
}

/// Rows as they come, within bounds.
#[derive(Default)]
struct Table {
    rows: Vec<(u32, Vec<String>)>,
    is_cut: bool,
}

impl Table {
    /// Takes a row with its number in the file; false where no more rows are wanted.
    fn take<'a>(&mut self, number: u32, cells: impl Iterator<Item = &'a str>) -> bool {
        if self.rows.len() == ROWS {
            self.is_cut = true;
            return false;
        }
        let mut row: Vec<String> = Vec::new();
        for text in cells {
            if row.len() == COLUMNS {
                self.is_cut = true;
                break;
            }
            let text = text.trim();
            self.is_cut |= text.chars().nth(CELL).is_some();
            row.push(text.chars().take(CELL).collect());
        }
        self.rows.push((number, row));
        true
    }

    /// Without empty rows, every row as long as the longest.
    fn finish(mut self, name: String) -> SheetTable {
        self.rows.retain(|(_, row)| row.iter().any(|text| !text.is_empty()));
        let width = self
            .rows
            .iter()
            .map(|(_, row)| {
                row.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1)
            })
            .max()
            .unwrap_or(0);
        let (numbers, mut rows): (Vec<u32>, Vec<Vec<String>>) = self.rows.into_iter().unzip();
        for row in &mut rows {
            row.resize(width, String::new());
        }
        SheetTable { name, rows, numbers, is_cut: self.is_cut }
    }
}

/// The tables of a workbook. Formulas give the values that were last computed.
fn workbook(bytes: Vec<u8>) -> Result<Vec<SheetTable>, String> {
    unpacks_within(&bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut tables = Vec::new();
    for name in book.sheet_names() {
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut table = Table::default();
        let mut row: Vec<String> = Vec::new();
        let mut at = 0;
        let mut goes_on = true;
        while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
            let (line, column) = cell.get_position();
            if line != at && !row.is_empty() {
                goes_on = table.take(at + 1, row.iter().map(String::as_str));
                row.clear();
                if !goes_on {
                    break;
                }
            }
            at = line;
            let column = column as usize;
            if column >= COLUMNS {
                table.is_cut = true;
                continue;
            }
            if row.len() <= column {
                row.resize(column + 1, String::new());
            }
            row[column] = shown(cell.get_value());
        }
        if goes_on && !row.is_empty() {
            table.take(at + 1, row.iter().map(String::as_str));
        }
        let table = table.finish(name);
        if !table.rows.is_empty() {
            tables.push(table);
        }
    }
    Ok(tables)
}

/// Refuses a workbook that unpacks to more than it may, before anything else reads it.
fn unpacks_within(bytes: &[u8]) -> Result<(), String> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut left = UNPACKED_BYTES;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| error.to_string())?;
        let name = entry.name().map_err(|error| error.to_string())?;
        let name = name.replace('\\', "/").to_lowercase();
        let mut part = entry.take(left + 1);
        let texts = if name.ends_with("sharedstrings.xml") { promised_texts(&mut part) } else { 0 };
        std::io::copy(&mut part, &mut std::io::sink()).map_err(|error| error.to_string())?;
        let read = left + 1 - part.limit();
        left = left.checked_sub(read).ok_or("it unpacks to more than 256 MB")?;
        // Room is made for as many texts as it promises before the first one is read.
        if texts > (read / SHORTEST_TEXT).min(MOST_TEXTS) {
            return Err("it promises more texts than it has".to_owned());
        }
    }
    Ok(())
}

/// The texts that a workbook's part of shared texts promises to have; none where it promises none that can be read.
fn promised_texts(part: impl Read) -> u64 {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "sst" => {
                let raw = tag.attributes_raw();
                let is_between = |c: char| c.is_ascii_whitespace() || "='\"+".contains(c);
                let number = |digits: &str| {
                    digits.bytes().take_while(u8::is_ascii_digit).fold(0_u64, |number, digit| {
                        number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
                    })
                };
                let promises = raw.match_indices("uniqueCount").map(|(at, name)| {
                    number(raw[at + name.len()..].trim_start_matches(is_between))
                });
                return promises.max().unwrap_or(0);
            }
            Ok(Event::Eof) | Err(_) => return 0,
            Ok(_) => {}
        }
    }
}

/// A cell as people see it: whole numbers without decimals, dates as ISO dates.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(duration) => duration.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// Writes an inventory, every field a column, as CSV or XLSX by the ending of the name.
///
/// # Errors
/// [`Code::UnknownItem`] for a list that is not there, [`Code::NotWritable`] when the target cannot be written.
pub fn write(session: &Session, table: &str, path: &Path) -> Result<(), Error> {
    let kind = kind_of(table)?;
    let words = session.words();
    let fields = kind.fields();
    let rows = rows_with_codes(session.engagement(), kind, &codes(session.engagement()));
    let text = |field: &FieldMeta, row: &Value| cell_text(field, row.get(field.name), words);
    let code = |row: &Value| row.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let failed = |error: &dyn std::fmt::Display| {
        Error::new(
            Code::Internal,
            format!("the table cannot be made: {error}"),
            "this is a mistake in Waymark",
        )
    };
    let is_workbook = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let bytes = if is_workbook {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let bold = Format::new().set_bold();
        let made = (|| {
            sheet.set_name(sentence_name(kind.plural()))?.set_freeze_panes(1, 2)?;
            sheet.write_string_with_format(0, 0, "ID", &bold)?;
            for (at, field) in fields.iter().enumerate() {
                sheet.write_string_with_format(0, at as u16 + 1, field.label, &bold)?;
            }
            for (line, row) in rows.iter().enumerate() {
                let line = line as u32 + 1;
                sheet.write_string(line, 0, code(row))?;
                for (at, field) in fields.iter().enumerate() {
                    let column = at as u16 + 1;
                    match row.get(field.name).and_then(Value::as_f64).filter(|_| is_number(field)) {
                        Some(number) => sheet.write_number(line, column, number)?,
                        None => sheet.write_string(line, column, text(field, row))?,
                    };
                }
            }
            sheet.set_autofit_max_width(320).autofit();
            Ok::<_, rust_xlsxwriter::XlsxError>(())
        })();
        made.and_then(|()| book.save_to_buffer()).map_err(|error| failed(&error))?
    } else {
        let mut writer = csv::Writer::from_writer(vec![]);
        let head =
            std::iter::once("ID".to_owned()).chain(fields.iter().map(|f| f.label.to_owned()));
        writer.write_record(head).map_err(|error| failed(&error))?;
        for row in &rows {
            let cells = std::iter::once(code(row)).chain(fields.iter().map(|field| {
                let text = text(field, row);
                if is_number(field) { text } else { guarded(text) }
            }));
            writer.write_record(cells).map_err(|error| failed(&error))?;
        }
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        bytes.extend(writer.into_inner().map_err(|error| failed(&error))?);
        bytes
    };
    write_file(path, &bytes)
}

/// What a formula begins with, and what spreadsheets pass over or take for one of those.
const FORMULA: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// A text that a spreadsheet would run as a formula, behind an apostrophe that keeps it a text.
pub(crate) fn guarded(text: String) -> String {
    // One that had such an apostrophe already gets another one, so that reading it brings back what it was.
    if text.trim_start_matches('\'').starts_with(FORMULA) { format!("'{text}") } else { text }
}

fn is_number(field: &FieldMeta) -> bool {
    matches!(field.kind, FieldKind::Whole(..) | FieldKind::Number(..) | FieldKind::Money)
}

fn sentence_name(plural: &str) -> String {
    waymark_core::wording::sentence(plural)
}

#[cfg(test)]
mod tests {
    use super::promised_texts;

    #[test]
    fn a_promise_of_texts_is_seen_however_it_is_written() {
        let promised = |text: &str| promised_texts(text.as_bytes());
        assert_eq!(
            promised("<?xml version=\"1.0\"?><sst count=\"9\" uniqueCount=\"7\"><si/></sst>"),
            7
        );
        let (blanks, zeros) = (" ".repeat(20_000), "0".repeat(20_000));
        assert_eq!(promised(&format!("<x:sst uniqueCount{blanks}= '{zeros}12'/>")), 12);
        assert_eq!(promised("<sst uniqueCount=\"99999999999999999999999\">"), u64::MAX);
        assert_eq!(promised("<sst><si><t>uniqueCount=\"5\"</t></si></sst>"), 0);
    }
}
