//! The history: every change with what it did, and putting a record back as it was.

use std::collections::BTreeSet;

use serde_json::Value;
use waymark_core::engagement::Profile;
use waymark_core::field::FieldMeta;
use waymark_core::id::{QuestionId, Uid};
use waymark_core::record::Kind;
use waymark_store::{Change, ChangedRow, RowChange, Subject};

use crate::assess::question_of;
use crate::cell::cell_text;
use crate::commands::ChangeRestore;
use crate::error::{Code, Error};
use crate::record::title_of;
use crate::session::{Moment, Session};
use crate::view::{ChangeView, ChangedField, ChangedView};

/// Changes that are looked through for one.
const DEEPEST: u32 = 100_000;
/// Longest text of a field in the history, in characters.
const LONGEST: usize = 400;

fn change(session: &Session, id: &str) -> Result<Change, Error> {
    let uid = Uid::parse(id).ok_or_else(|| Error::unknown("change", id))?;
    let found = session.document()?.history(DEEPEST, 0)?.into_iter().find(|c| c.id == uid);
    found.ok_or_else(|| Error::unknown("change", id))
}

/// A change with what it did.
///
/// # Errors
/// [`Code::UnknownItem`] for a change that the document does not have.
pub fn of_change(session: &Session, id: &str) -> Result<ChangeView, Error> {
    let change = change(session, id)?;
    Ok(view(session, &change, |_| true))
}

/// The changes to the answer of a question and its votes, evidence and captures, newest first.
///
/// # Errors
/// [`Code::UnknownItem`] for a question the pack does not have.
pub fn of_question(session: &Session, id: &str) -> Result<Vec<ChangeView>, Error> {
    let question = question_of(session, id)?.id.clone();
    let changes = session.document()?.history(DEEPEST, 0)?;
    let concerns = |row: &ChangedRow| {
        let named = |row: &Option<Value>| {
            row.as_ref().and_then(|row| row.get("question")).and_then(Value::as_str)
                == Some(question.as_str())
        };
        named(&row.before) || named(&row.after)
    };
    Ok(changes
        .iter()
        .filter(|change| change.rows.iter().any(concerns))
        .map(|change| view(session, change, concerns))
        .collect())
}

fn view(session: &Session, change: &Change, is_shown: impl Fn(&ChangedRow) -> bool) -> ChangeView {
    ChangeView {
        id: change.id.to_string(),
        at: change.at as f64,
        by: change.by.clone(),
        label: change.command.clone(),
        rows: change
            .rows
            .iter()
            .filter(|row| is_shown(row))
            .filter_map(|row| changed(session, row))
            .collect(),
    }
}

/// What happened to one row; `None` where only its place changed, and for a file's bytes.
fn changed(session: &Session, row: &ChangedRow) -> Option<ChangedView> {
    let (before, after) = (row.before.as_ref(), row.after.as_ref());
    let what = match (before, after) {
        (None, Some(_)) => "added",
        (Some(_), None) => "removed",
        (Some(before), Some(after)) if before != after => "changed",
        _ => return None,
    };
    let shown = after.or(before)?;
    let (kind, kind_label, uid, title, fields): (_, _, _, _, &[FieldMeta]) = match &row.subject {
        Subject::Record { kind, uid } => {
            let title = subject_title(session, *kind, shown);
            (kind.table(), kind.label(), uid.to_string(), title, kind.fields())
        }
        Subject::Profile => {
            ("profile", "profile", String::new(), "Brief".to_owned(), Profile::FIELDS)
        }
        Subject::Pack(id) => ("packs", "assessment", String::new(), id.to_string(), &[]),
        Subject::Blob(_) => return None,
    };
    Some(ChangedView {
        kind: kind.to_owned(),
        kind_label: kind_label.to_owned(),
        can_restore: !uid.is_empty(),
        uid,
        title,
        what: what.to_owned(),
        question: shown.get("question").and_then(Value::as_str).unwrap_or_default().to_owned(),
        fields: differing(session, fields, before, after),
    })
}

fn subject_title(session: &Session, kind: Kind, row: &Value) -> String {
    let code = row.get("code").and_then(Value::as_str).unwrap_or_default();
    let title = match kind {
        Kind::Vote => person(session, row),
        _ => title_of(kind, row, session.words()),
    };
    [code, title.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("  ")
}

/// The name of who gave a vote, as far as the document still knows.
fn person(session: &Session, row: &Value) -> String {
    let uid = row.get("participant").and_then(Value::as_str).unwrap_or_default();
    crate::assess::participant_views(session)
        .into_iter()
        .find(|person| person.uid == uid)
        .map_or_else(|| "a participant who left".to_owned(), |person| person.name)
}

fn differing(
    session: &Session,
    fields: &[FieldMeta],
    before: Option<&Value>,
    after: Option<&Value>,
) -> Vec<ChangedField> {
    // What the reader knows already from the place of the change.
    let told: BTreeSet<&str> = ["pack", "question", "participant"].into();
    let codes = crate::record::codes(session.engagement());
    let text = |field: &FieldMeta, row: Option<&Value>| -> String {
        let Some(value) = row.and_then(|row| row.get(field.name)) else { return String::new() };
        let shown = cell_text(field, Some(&with_codes(value, &codes)), session.words());
        let mut characters = shown.chars();
        let mut clipped: String = characters.by_ref().take(LONGEST).collect();
        if characters.next().is_some() {
            clipped.push('…');
        }
        clipped
    };
    fields
        .iter()
        .filter(|field| !told.contains(field.name))
        .filter_map(|field| {
            let of = |row: Option<&Value>| row.and_then(|row| row.get(field.name)).cloned();
            if of(before).unwrap_or_default() == of(after).unwrap_or_default() {
                return None;
            }
            let (before, after) = (text(field, before), text(field, after));
            (before != after).then(|| ChangedField { label: field.label.to_owned(), before, after })
        })
        .collect()
}

/// A value with codes in place of keys.
fn with_codes(value: &Value, codes: &std::collections::BTreeMap<String, String>) -> Value {
    match value {
        Value::String(text) => Value::String(codes.get(text).unwrap_or(text).clone()),
        Value::Array(items) => items.iter().map(|item| with_codes(item, codes)).collect(),
        Value::Object(entries) => {
            entries.iter().map(|(name, value)| (name.clone(), with_codes(value, codes))).collect()
        }
        other => other.clone(),
    }
}

/// Puts a record back as it was before a change; one that the change added is removed. It is a change of its own.
///
/// # Errors
/// [`Code::UnknownItem`] for what the history does not have; [`Code::InvalidValue`] where the record links to what is no longer there.
pub fn restore(
    session: &mut Session,
    moment: &mut Moment,
    request: &ChangeRestore,
) -> Result<(), Error> {
    let kind =
        Kind::of_table(&request.kind).ok_or_else(|| Error::unknown("list", &request.kind))?;
    let uid = Uid::parse(&request.uid).ok_or_else(|| Error::unknown(kind.label(), &request.uid))?;
    let change = change(session, &request.id)?;
    let row = change
        .rows
        .into_iter()
        .find(|row| row.subject == Subject::Record { kind, uid })
        .ok_or_else(|| Error::unknown(kind.label(), &request.uid))?;
    let title = row.before.as_ref().or(row.after.as_ref()).map_or_else(String::new, |row| {
        let question = row.get("question").and_then(Value::as_str);
        question.map_or_else(|| subject_title(session, kind, row), str::to_owned)
    });
    let step = match row.before {
        Some(row) => {
            links_hold(session, kind, &row)?;
            RowChange::Put { kind, uid, row }
        }
        None => RowChange::Remove { kind, uid },
    };
    session.change(moment, &format!("Restore {} {title}", kind.label()), &[step])
}

/// A record must not come back with links to what was removed meanwhile, nor for a question that is not asked any more.
fn links_hold(session: &Session, kind: Kind, row: &Value) -> Result<(), Error> {
    let keys: BTreeSet<String> = Kind::ALL
        .iter()
        .flat_map(|kind| session.engagement().rows(*kind))
        .filter_map(|row| row.get("uid").and_then(Value::as_str).map(str::to_owned))
        .collect();
    let gone = |value: &Value| value.as_str().is_some_and(|uid| !keys.contains(uid));
    for field in kind.fields() {
        let value = row.get(field.name);
        let is_broken = match field.kind {
            waymark_core::field::FieldKind::Link(_) => value.is_some_and(gone),
            waymark_core::field::FieldKind::Links(_) => {
                value.and_then(Value::as_array).is_some_and(|items| items.iter().any(gone))
            }
            _ => false,
        };
        if is_broken {
            return Err(Error::new(
                Code::InvalidValue,
                format!("{}: what it named was removed since", field.label),
                "bring that back first, or enter the record anew",
            ));
        }
    }
    if let Some(question) = row.get("question").and_then(Value::as_str)
        && session.pack().question(&QuestionId::from(question)).is_none()
        && row.get("pack").and_then(Value::as_str) == Some(session.pack().id.as_str())
    {
        return Err(Error::unknown("question", question));
    }
    Ok(())
}
