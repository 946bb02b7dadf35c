//! Cells as text: what a spreadsheet or a keyboard gives, read by the field's type.

use serde_json::{Value, json};
use waymark_core::field::{FieldKind, FieldMeta, PackWord};
use waymark_core::record::Kind;
use waymark_core::vocabulary::Vocabulary;

use crate::error::Error;
use crate::record::title_of;
use crate::session::Session;

/// The value of a cell; `None` where it is empty, a question mark or the word unknown. Words are taken by word or label,
/// records by code or title, numbers with a comma or a point, lists split at semicolons or commas.
///
/// # Errors
/// [`crate::error::Code::InvalidValue`] where the text is no value of the field.
pub fn parse_cell(
    field: &FieldMeta,
    text: &str,
    session: &Session,
) -> Result<Option<Value>, Error> {
    let text = text.trim();
    if text.is_empty() || text == "?" || text.eq_ignore_ascii_case("unknown") {
        return Ok(None);
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
        FieldKind::Link(kind) => json!(code(kind, text, session)),
        FieldKind::Links(kind) => {
            json!(parts(text).map(|part| code(kind, part, session)).collect::<Vec<_>>())
        }
        FieldKind::PackWord(list) => json!(pack_word(field, list, text, session)?),
        FieldKind::PackWords(list) => {
            let words: Result<Vec<_>, _> =
                parts(text).map(|part| pack_word(field, list, part, session)).collect();
            json!(words?)
        }
        FieldKind::Entries(below) => entries(field, below, text, session)?,
    };
    Ok(Some(value))
}

/// `SRC-1: required; SRC-2: helpful` as entries: the first field, a colon, the second.
fn entries(
    field: &FieldMeta,
    below: &[FieldMeta],
    text: &str,
    session: &Session,
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
        for (field, text) in [(first, left), (second, right)] {
            if let Some(value) = parse_cell(field, text, session)? {
                entry.insert(field.name.to_owned(), value);
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
    choice(field, &known, text)
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

fn code(kind: Kind, text: &str, session: &Session) -> String {
    let rows = session.engagement().rows(kind);
    let code = |row: &Value| row.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let found = rows.iter().find(|row| {
        code(row).eq_ignore_ascii_case(text)
            || title_of(kind, row, session.words()).eq_ignore_ascii_case(text)
    });
    found.map_or_else(|| text.to_owned(), code)
}
