//! The history: every change with what it did, and putting a record back as it was.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use waymark_core::engagement::Profile;
use waymark_core::field::{FieldKind, FieldMeta};
use waymark_core::id::{QuestionId, Uid};
use waymark_core::link::each_link;
use waymark_core::record::Kind;
use waymark_store::{Change, ChangedRow, RowChange, Subject};

use crate::assess::{is_hidden, participant_views, question_of};
use crate::cell::cell_text;
use crate::commands::ChangeRestore;
use crate::error::{Code, Error};
use crate::record::{removal, title_of};
use crate::session::{Moment, Session};
use crate::view::{ChangeView, ChangedField, ChangedView};

fn change(session: &Session, id: &str) -> Result<Change, Error> {
    let uid = Uid::parse(id).ok_or_else(|| Error::unknown("change", id))?;
    session.document()?.change_of(uid)?.ok_or_else(|| Error::unknown("change", id))
}

/// A change with what it did.
///
/// # Errors
/// [`Code::UnknownItem`] for a change that the document does not have.
pub fn of_change(session: &Session, id: &str) -> Result<ChangeView, Error> {
    let change = change(session, id)?;
    let mut reader = Reader::of(session);
    // Somebody whom this change brings or takes away is named too.
    for row in &change.rows {
        let Subject::Record { kind: Kind::Participant, uid } = &row.subject else { continue };
        let text = |name: &str| {
            let row = row.after.as_ref().or(row.before.as_ref())?;
            row.get(name)?.as_str().filter(|text| !text.is_empty())
        };
        if let Some(name) = text("name").or_else(|| text("code")) {
            reader.people.entry(uid.to_string()).or_insert_with(|| name.to_owned());
        }
    }
    Ok(reader.change(&change))
}

/// The changes to the answer of a question and its votes, evidence and captures, newest first.
///
/// # Errors
/// [`Code::UnknownItem`] for a question the pack does not have.
pub fn of_question(session: &Session, id: &str) -> Result<Vec<ChangeView>, Error> {
    let question = question_of(session, id)?;
    let changes = session.document()?.history_of_question(question.id.as_str())?;
    let reader = Reader::of(session);
    Ok(changes.iter().map(|change| reader.change(change)).collect())
}

/// What the history is told with: looked up once.
struct Reader<'a> {
    session: &'a Session,
    codes: BTreeMap<String, String>,
    /// Names of participants by key.
    people: BTreeMap<String, String>,
}

impl<'a> Reader<'a> {
    fn of(session: &'a Session) -> Self {
        let codes = crate::record::codes(session.engagement());
        let people = participant_views(session).into_iter().map(|one| (one.uid, one.name));
        Self { session, codes, people: people.collect() }
    }

    fn change(&self, change: &Change) -> ChangeView {
        ChangeView {
            id: change.id.to_string(),
            at: change.at as f64,
            by: change.by.clone(),
            label: change.command.clone(),
            rows: change.rows.iter().filter_map(|row| self.row(row)).collect(),
        }
    }

    /// What happened to one row; `None` where only its place changed, and for a file's bytes.
    fn row(&self, row: &ChangedRow) -> Option<ChangedView> {
        let (before, after) = (row.before.as_ref(), row.after.as_ref());
        let what = match (before, after) {
            (None, Some(_)) => "added",
            (Some(_), None) => "removed",
            (Some(before), Some(after)) if before != after => "changed",
            _ => return None,
        };
        let shown = after.or(before)?;
        let (kind, kind_label, uid, title, fields): (_, _, _, _, &[FieldMeta]) = match &row.subject
        {
            Subject::Record { kind, uid } => {
                let title = self.title(*kind, shown);
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
            fields: if self.is_hidden(&row.subject, shown) {
                vec![]
            } else {
                self.differing(fields, before, after)
            },
        })
    }

    /// True for a vote, or an answer with counted hands, that the room has not seen: the history tells that it changed, and not how.
    fn is_hidden(&self, subject: &Subject, row: &Value) -> bool {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
        let has_votes = match subject {
            Subject::Record { kind: Kind::Vote, .. } => true,
            Subject::Record { kind: Kind::Answer, .. } => !text("tally").is_empty(),
            _ => false,
        };
        has_votes
            && text("pack") == self.session.pack().id.as_str()
            && is_hidden(self.session, &QuestionId::from(text("question")))
    }

    fn title(&self, kind: Kind, row: &Value) -> String {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
        let title = match kind {
            // Who gave a vote, as far as the document still knows.
            Kind::Vote => self
                .people
                .get(text("participant"))
                .cloned()
                .unwrap_or_else(|| "a participant who left".to_owned()),
            _ => title_of(kind, row, self.session.words()),
        };
        [text("code"), title.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("  ")
    }

    fn differing(
        &self,
        fields: &[FieldMeta],
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> Vec<ChangedField> {
        // What the reader knows already from the place of the change.
        let told: BTreeSet<&str> = ["pack", "question", "participant", "is_sealed"].into();
        let text = |field: &FieldMeta, row: Option<&Value>| -> String {
            let Some(value) = row.and_then(|row| row.get(field.name)) else { return String::new() };
            cell_text(field, Some(&with_codes(value, &self.codes)), self.session.words())
        };
        fields
            .iter()
            .filter(|field| !told.contains(field.name) && field.kind != FieldKind::Frozen)
            .filter_map(|field| {
                let of = |row: Option<&Value>| row.and_then(|row| row.get(field.name)).cloned();
                if of(before).unwrap_or_default() == of(after).unwrap_or_default() {
                    return None;
                }
                // That a level was chosen is told by the level itself.
                let is_level = |word: Option<Value>| word.is_none_or(|word| word == "level");
                if ["choice", "settled"].contains(&field.name)
                    && is_level(of(before))
                    && is_level(of(after))
                {
                    return None;
                }
                let (before, after) = (text(field, before), text(field, after));
                (before != after).then(|| ChangedField {
                    label: field.label.to_owned(),
                    before,
                    after,
                })
            })
            .collect()
    }
}

/// A value with codes in place of keys.
fn with_codes(value: &Value, codes: &BTreeMap<String, String>) -> Value {
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
        question.map_or_else(|| Reader::of(session).title(kind, row), str::to_owned)
    });
    let steps = match row.before {
        Some(row) => {
            links_hold(session, kind, &row)?;
            vec![RowChange::Put { kind, uid, row }]
        }
        None => removal(session, kind, uid),
    };
    session.change(moment, &format!("Restore {} {title}", kind.label()), &steps)
}

/// A record must not come back with links to what was removed meanwhile, nor for a question that is not asked any more.
fn links_hold(session: &Session, kind: Kind, row: &Value) -> Result<(), Error> {
    let keys: BTreeSet<String> = Kind::ALL
        .iter()
        .flat_map(|kind| session.engagement().rows(*kind))
        .filter_map(|row| row.get("uid").and_then(Value::as_str).map(str::to_owned))
        .collect();
    let packs = session.engagement().packs.iter().map(|pack| pack.id.as_str());
    let known: BTreeSet<&str> = keys.iter().map(String::as_str).chain(packs).collect();
    for field in kind.fields() {
        let mut is_broken = false;
        if let Some(row) = row.as_object() {
            each_link(std::slice::from_ref(field), row, &mut |to| is_broken |= !known.contains(to));
        }
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
