//! Cells as text: what a spreadsheet or a keyboard gives, read by the field's type.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Value, json};
use waymark_core::field::{FieldKind, FieldMeta, PackWord, PackWords};
use waymark_core::record::Kind;
use waymark_core::vocabulary::Vocabulary;
use waymark_core::wording::lower_first;

use crate::error::Error;
use crate::record::title_of;
use crate::session::Session;

/// Reads the cells of one block. The records that links can name are looked up once.
pub struct Cells<'a> {
    session: &'a Session,
    records: RefCell<BTreeMap<Kind, BTreeMap<String, String>>>,
}

impl<'a> Cells<'a> {
    /// Reads cells of an open engagement.
    pub fn new(session: &'a Session) -> Self {
        Self { session, records: RefCell::default() }
    }

    /// The code of the record with this code or title; the text itself where there is none.
    fn code(&self, kind: Kind, text: &str) -> String {
        let mut records = self.records.borrow_mut();
        let known = records.entry(kind).or_insert_with(|| {
            let mut known = BTreeMap::new();
            for row in self.session.engagement().rows(kind) {
                let code = row.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
                let title = title_of(kind, &row, self.session.words()).to_lowercase();
                known.entry(title).or_insert_with(|| code.clone());
                known.insert(code.to_lowercase(), code);
            }
            known
        });
        known.get(&text.to_lowercase()).map_or_else(|| text.to_owned(), Clone::clone)
    }
}

/// The value of a cell; `None` where it is empty, a question mark or the word unknown. Words are taken by word or label,
/// records by code or title, numbers with a comma or a point, lists split at semicolons or commas.
///
/// # Errors
/// [`crate::error::Code::InvalidValue`] where the text is no value of the field.
pub fn parse_cell(
    field: &FieldMeta,
    text: &str,
    cells: &Cells<'_>,
) -> Result<Option<Value>, Error> {
    let session = cells.session;
    let text = text.trim();
    if text.is_empty() || text == "?" || text.eq_ignore_ascii_case("unknown") {
        return Ok(None);
    }
    // A list that is known to be empty, unless the vocabulary has a word for it.
    let is_list = match field.kind {
        FieldKind::Choices(vocabulary) => vocabulary.word("none").is_none(),
        FieldKind::Links(_) | FieldKind::PackWords(_) | FieldKind::Entries(_) => true,
        _ => false,
    };
    if is_list && text.eq_ignore_ascii_case("none") {
        return Ok(Some(json!([])));
    }
    let invalid = |message: String, help: &str| {
        Error::invalid(field.name, format!("{}: {message}", field.label), help)
    };
    let value = match field.kind {
        FieldKind::Text(_) | FieldKind::Long(_) | FieldKind::Frozen => {
            json!(if text.eq_ignore_ascii_case("none") { "" } else { text })
        }
        FieldKind::Date => json!(text),
        FieldKind::Whole(..) | FieldKind::Money | FieldKind::Instant => {
            let number = number(text).filter(|n| n.fract() == 0.0).ok_or_else(|| {
                invalid(
                    format!("`{text}` is not a whole number"),
                    "write digits only, or leave the cell empty where it is not known",
                )
            })?;
            json!(number as i64)
        }
        FieldKind::Number(..) => {
            json!(number(text).ok_or_else(|| invalid(
                format!("`{text}` is not a number"),
                "write a number such as 12.5, or leave the cell empty where it is not known"
            ))?)
        }
        FieldKind::Flag => match text.to_lowercase().as_str() {
            "yes" | "true" | "x" | "1" => json!(true),
            "no" | "false" | "0" => json!(false),
            _ => {
                return Err(invalid(
                    format!("`{text}` is neither yes nor no"),
                    "write yes or no, or leave the cell empty where it is not known",
                ));
            }
        },
        FieldKind::Choice(vocabulary) => json!(word(field, vocabulary, text)?),
        FieldKind::Choices(vocabulary) => {
            let words: Result<Vec<_>, _> =
                parts(text).map(|part| word(field, vocabulary, part)).collect();
            json!(words?)
        }
        FieldKind::Texts => json!(if text.eq_ignore_ascii_case("none") {
            vec![]
        } else {
            parts(text).collect::<Vec<_>>()
        }),
        FieldKind::Link(kind) => json!(cells.code(kind, text)),
        FieldKind::Links(kind) => {
            json!(parts(text).map(|part| cells.code(kind, part)).collect::<Vec<_>>())
        }
        FieldKind::PackWord(list) => json!(pack_word(field, list, text, session)?),
        FieldKind::PackWords(list) => {
            let words: Result<Vec<_>, _> =
                parts(text).map(|part| pack_word(field, list, part, session)).collect();
            json!(words?)
        }
        FieldKind::Entries(below) => entries(field, below, text, cells)?,
    };
    Ok(Some(value))
}

/// `SRC-1: required; SRC-2: helpful` as entries: the first field, a colon, the second.
fn entries(
    field: &FieldMeta,
    below: &[FieldMeta],
    text: &str,
    cells: &Cells<'_>,
) -> Result<Value, Error> {
    let [first, second] = below else {
        return Err(Error::invalid(
            field.name,
            format!("{} cannot be pasted", field.label),
            "open the record and add the entries there",
        ));
    };
    let mut entries = Vec::new();
    for part in parts(text) {
        let (left, right) = part.split_once(':').ok_or_else(|| {
            let help = format!(
                "write {}: {}, several with a semicolon between",
                first.label, second.label
            );
            Error::invalid(field.name, format!("{}: `{part}` lacks a colon", field.label), help)
        })?;
        let mut entry = serde_json::Map::new();
        for (below, text) in [(first, left), (second, right)] {
            let value = parse_cell(below, text, cells).map_err(|error| Error {
                message: format!("{}, in `{part}`: {}", field.label, lower_first(&error.message)),
                ..error
            })?;
            if let Some(value) = value {
                entry.insert(below.name.to_owned(), value);
            }
        }
        entries.push(Value::Object(entry));
    }
    Ok(Value::Array(entries))
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    let separator = if text.contains(';') { ';' } else { ',' };
    text.split(separator).map(str::trim).filter(|part| !part.is_empty())
}

/// A number as people write it: `1,234.5`, `1.234,5`, `1 234`, `12,5`.
fn number(text: &str) -> Option<f64> {
    let mut text: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '\'' && *c != '%').collect();
    match (text.rfind(','), text.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => {
            text = text.replace('.', "").replace(',', ".");
        }
        (Some(_), Some(_)) => text = text.replace(',', ""),
        (Some(comma), None) => {
            let is_thousands = text.len() - comma == 4
                && text.matches(',').count() >= 1
                && !text.starts_with("0,");
            text = if is_thousands { text.replace(',', "") } else { text.replace(',', ".") };
        }
        _ => {}
    }
    text.parse().ok().filter(|n: &f64| n.is_finite())
}

/// A word by itself or by its label, as people see it in the cell.
fn word(field: &FieldMeta, vocabulary: &Vocabulary, text: &str) -> Result<String, Error> {
    let known: Vec<(&str, &str)> = vocabulary.words.iter().map(|w| (w.word, w.label)).collect();
    choice(field, &known, text)
}

fn pack_word(
    field: &FieldMeta,
    list: PackWord,
    text: &str,
    session: &Session,
) -> Result<String, Error> {
    let known = session.words().list(list);
    let known: Vec<(&str, &str)> =
        known.iter().map(|(id, label)| (id.as_str(), label.as_str())).collect();
    choice(field, &known, text).map_err(|mut error| {
        if let Some((_, label)) = session.words().nearest(list, text) {
            error.help = format!("did you mean “{label}”? {}", error.help);
        }
        error
    })
}

fn choice(field: &FieldMeta, known: &[(&str, &str)], text: &str) -> Result<String, Error> {
    if text.eq_ignore_ascii_case("unknown") {
        return Ok("unknown".to_owned());
    }
    let found = known
        .iter()
        .find(|(word, label)| word.eq_ignore_ascii_case(text) || label.eq_ignore_ascii_case(text));
    found.map(|(word, _)| (*word).to_owned()).ok_or_else(|| {
        let mut labels: Vec<&str> = known.iter().map(|(_, label)| *label).take(24).collect();
        if known.len() > labels.len() {
            labels.push("…");
        }
        Error::invalid(
            field.name,
            format!("{}: “{text}” is none of the choices", field.label),
            format!("choose one of: {}", labels.join(", ")),
        )
    })
}

/// A stored value as the text of a cell, such that [`parse_cell`] reads it back. Links are given by code.
pub fn cell_text(field: &FieldMeta, value: Option<&Value>, words: &PackWords) -> String {
    let Some(value) = value.filter(|value| !value.is_null()) else { return String::new() };
    let joined = |items: &mut dyn Iterator<Item = String>| {
        let items: Vec<String> = items.collect();
        if items.is_empty() { "none".to_owned() } else { items.join("; ") }
    };
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let texts = || list.iter().filter_map(Value::as_str);
    match field.kind {
        FieldKind::Instant => value
            .as_i64()
            .and_then(|at| jiff::Timestamp::from_millisecond(at).ok())
            .map_or_else(|| value.to_string(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()),
        FieldKind::Flag => if value.as_bool() == Some(true) { "yes" } else { "no" }.to_owned(),
        FieldKind::Choice(vocabulary) => {
            vocabulary.label(value.as_str().unwrap_or_default()).to_owned()
        }
        FieldKind::Choices(vocabulary) => {
            joined(&mut texts().map(|word| vocabulary.label(word).to_owned()))
        }
        FieldKind::PackWord(kind) => {
            let id = value.as_str().unwrap_or_default();
            words.label(kind, id).unwrap_or(id).to_owned()
        }
        FieldKind::PackWords(kind) => {
            joined(&mut texts().map(|id| words.label(kind, id).unwrap_or(id).to_owned()))
        }
        FieldKind::Texts | FieldKind::Links(_) => joined(&mut texts().map(str::to_owned)),
        FieldKind::Entries(below) => joined(&mut list.iter().map(|entry| {
            let parts: Vec<String> = below
                .iter()
                .map(|field| cell_text(field, entry.get(field.name), words))
                .filter(|text| !text.is_empty())
                .collect();
            parts.join(": ")
        })),
        FieldKind::Text(_) | FieldKind::Long(_) | FieldKind::Date | FieldKind::Link(_) => {
            match value.as_str() {
                Some("") => "none".to_owned(),
                text => text.unwrap_or_default().to_owned(),
            }
        }
        FieldKind::Whole(..) | FieldKind::Number(..) | FieldKind::Money | FieldKind::Frozen => {
            value.to_string()
        }
    }
}
