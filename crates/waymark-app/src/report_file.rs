//! The report in every form that people ask for, whole or as a copy in which names and addresses are not to be read.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};
use std::path::Path;

pub use waymark_core::record::Kind;
pub use waymark_core::redact::Redaction;
use waymark_core::redact::redact;
use zip::write::SimpleFileOptions;

use crate::app::{export_text, write_file};
use crate::commands::{RedactRequest, ReportWrite};
use crate::error::{Code, Error};
use crate::report::{Wanted, docx, html, pdf, slides};
use crate::session::Session;
use crate::view::ReportWritten;
use crate::workbook::everything;

/// A form in which a report is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pages.
    Pdf,
    /// One page for a browser.
    Html,
    /// A document for a word processor.
    Docx,
    /// The six slides of a read-out.
    Slides,
    /// The whole deck.
    Deck,
    /// A workbook of everything.
    Xlsx,
    /// A table per inventory, zipped.
    Csv,
    /// The lossless form.
    Json,
}

impl Format {
    const ALL: [(&'static str, Format); 8] = [
        ("pdf", Format::Pdf),
        ("html", Format::Html),
        ("docx", Format::Docx),
        ("slides", Format::Slides),
        ("deck", Format::Deck),
        ("xlsx", Format::Xlsx),
        ("csv", Format::Csv),
        ("json", Format::Json),
    ];

    /// The form of a word.
    ///
    /// # Errors
    /// [`Code::InvalidValue`] for a word that is none.
    pub fn parse(word: &str) -> Result<Self, Error> {
        let found = Self::ALL.iter().find(|(known, _)| *known == word);
        found.map(|(_, format)| *format).ok_or_else(|| {
            let words: Vec<&str> = Self::ALL.iter().map(|(known, _)| *known).collect();
            Error::invalid("format", format!("`{word}` is no form"), words.join(", "))
        })
    }

    /// The form that a file's ending asks for: PDF where it says nothing else.
    pub fn of_path(path: &Path) -> Self {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("html" | "htm") => Format::Html,
            Some("docx") => Format::Docx,
            Some("pptx") => Format::Deck,
            _ => Format::Pdf,
        }
    }
}

/// A file of the report.
pub struct Made {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its pages; 0 where a form has none.
    pub pages: usize,
    /// Characters that no font of the report has.
    pub missing: Vec<char>,
}

impl From<Vec<u8>> for Made {
    fn from(bytes: Vec<u8>) -> Self {
        Made { bytes, pages: 0, missing: vec![] }
    }
}

/// Makes a file. `now`, in milliseconds since 1970, is the time that a workbook says it was made at.
///
/// # Errors
/// [`Code::UnknownItem`] for a section that does not exist.
pub fn make(session: &Session, format: Format, wanted: &Wanted, now: i64) -> Result<Made, Error> {
    Ok(match format {
        Format::Pdf => {
            let (bytes, pages, missing) = pdf(session, wanted)?;
            Made { bytes, pages, missing }
        }
        Format::Html => html(session, wanted)?.into_bytes().into(),
        Format::Docx => docx(session, wanted)?.into(),
        Format::Slides => slides(session, wanted, false)?.into(),
        Format::Deck => slides(session, wanted, true)?.into(),
        Format::Xlsx => everything::file(session, now)?.into(),
        Format::Csv => zipped(&everything::csv(session)?)?.into(),
        Format::Json => export_text(session, session.library())?.into_bytes().into(),
    })
}

/// Writes the report as a person asked for it.
///
/// # Errors
/// [`Code::NotWritable`] when the target cannot be written.
pub fn write(session: &Session, request: &ReportWrite, now: i64) -> Result<ReportWritten, Error> {
    let format = Format::parse(&request.format)?;
    let wanted = Wanted::of(session, &request.sections);
    let path = Path::new(&request.path);
    match &request.redact {
        None => write_as(session, path, format, &wanted, now),
        Some(redact) => {
            let copy = redacted(session, &redaction(redact)?)?;
            write_as(&copy, path, format, &wanted, now)
        }
    }
}

/// Writes a file of the report.
///
/// # Errors
/// [`Code::NotWritable`] when the target cannot be written.
pub fn write_as(
    session: &Session,
    path: &Path,
    format: Format,
    wanted: &Wanted,
    now: i64,
) -> Result<ReportWritten, Error> {
    let made = make(session, format, wanted, now)?;
    write_file(path, &made.bytes)?;
    Ok(ReportWritten {
        path: path.to_string_lossy().into_owned(),
        pages: made.pages as u32,
        bytes: made.bytes.len() as f64,
        missing_characters: made.missing.iter().map(char::to_string).collect(),
    })
}

fn redaction(request: &RedactRequest) -> Result<Redaction, Error> {
    let kind =
        |table: &String| Kind::of_table(table).ok_or_else(|| Error::unknown("inventory", table));
    Ok(Redaction {
        people: request.people,
        client: request.client,
        technical: request.technical,
        quotes: request.quotes,
        kinds: request.inventories.iter().map(kind).collect::<Result<BTreeSet<_>, _>>()?,
    })
}

/// The engagement with pseudonyms in place of what is not to be read, in memory only.
///
/// # Errors
/// When its pack cannot be resolved.
pub fn redacted(session: &Session, redaction: &Redaction) -> Result<Session, Error> {
    // A copy that keeps the font of the house has no files of its own: it is known once it was read.
    let _ = crate::brand::fonts(session, &crate::brand::kept(session));
    let copy = redact(session.engagement(), redaction);
    Session::in_memory(copy, session.library())?.with_pack(Some(session.pack().id.as_str()))
}

/// Files by name, zipped; equal files make an equal zip.
fn zipped(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Error> {
    let failed = |error: &dyn std::fmt::Display| {
        Error::new(
            Code::Internal,
            format!("the zip cannot be made: {error}"),
            "this is a mistake in Waymark",
        )
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        zip.start_file(name, options).map_err(|error| failed(&error))?;
        zip.write_all(bytes).map_err(|error| failed(&error))?;
    }
    Ok(zip.finish().map_err(|error| failed(&error))?.into_inner())
}
