//! Conflicts in words: which record, which field, what stands on either side.

use serde_json::{Value, json};
use waymark_core::engagement::Choice;
use waymark_core::field::{FieldKind, FieldMeta, PackWord};
use waymark_core::id::Uid;
use waymark_core::merge::{Conflict, Part, Place, Recoded, Row, is_mark};
use waymark_core::record::Kind;
use waymark_core::wording::sentence;

use super::{Copies, Plan};
use crate::cell::cell_text;
use crate::error::Error;
use crate::exchange::map_links;
use crate::record::title_of;
use crate::session::Session;
use crate::view::{MergeChange, MergeConflict, MergeRecoded};

/// A conflict as a heading: "SRC-23 Shop database, Notes".
pub fn heading(conflict: &MergeConflict) -> String {
    let named: Vec<&str> = [conflict.code.as_str(), conflict.title.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    format!("{} {}, {}", sentence(&conflict.kind_label), named.join(" "), conflict.field_label)
}

/// The name of a conflict as it stands: where, and a mark of what both sides have there.
pub(super) fn conflict_id(conflict: &Conflict) -> String {
    let Place { part, key, field } = &conflict.place;
    let values = |row: &Option<Row>| -> Value {
        let Some(row) = row else { return Value::Null };
        let mut fields: Vec<(&String, &Value)> = row
            .iter()
            .filter(|(name, _)| {
                conflict.fields.is_empty() || conflict.fields.contains(&name.as_str())
            })
            .collect();
        fields.sort_by_key(|(name, _)| *name);
        json!(fields)
    };
    let stands = json!([part.word(), key, field, values(&conflict.ours), values(&conflict.theirs)]);
    let mark = waymark_store::hash_of(stands.to_string().as_bytes());
    let field = if field.is_empty() { "removed" } else { field };
    let key = key.replace('\u{1f}', "/");
    let place: Vec<&str> =
        [part.word(), key.as_str(), field].into_iter().filter(|word| !word.is_empty()).collect();
    format!("{}#{}", place.join("/"), &mark[..8])
}

/// Who changed a side of a conflict last, and when.
fn change(
    session: &Session,
    conflict: &Conflict,
    side: Option<&Row>,
) -> Result<Option<MergeChange>, Error> {
    let Place { part, .. } = &conflict.place;
    // A side that removed the row has it under the key that both knew.
    let row = side.or(conflict.base.as_ref());
    let of_row = || row.and_then(|row| row.get("uid")).and_then(Value::as_str).and_then(Uid::parse);
    let (table, uid) = match part {
        Part::Profile => ("engagement", Some(session.engagement().uid)),
        Part::Packs => return Ok(None),
        Part::Records(kind) => (kind.table(), of_row()),
    };
    let Some(uid) = uid else { return Ok(None) };
    // Of a row that is gone the removal counts, whatever field is in conflict.
    let fields = if side.is_some() { conflict.fields.as_slice() } else { &[] };
    let touched = session.document()?.touched(table, uid, fields)?;
    Ok(touched.map(|(at, by)| MergeChange { at: at as f64, by }))
}

impl Copies<'_> {
    pub(super) fn conflicts(&self, conflicts: &[Conflict]) -> Result<Vec<MergeConflict>, Error> {
        conflicts.iter().map(|conflict| self.conflict(conflict)).collect()
    }

    /// The question that a row of votes, answers or targets is about, with its title.
    fn question(&self, part: Part, row: &Row) -> (String, String) {
        let is_about = matches!(part, Part::Records(Kind::Vote | Kind::Answer | Kind::Target));
        match row.get("question").and_then(Value::as_str).filter(|_| is_about) {
            Some(id) => (id.to_owned(), self.label(PackWord::Question, id)),
            None => Default::default(),
        }
    }

    fn conflict(&self, conflict: &Conflict) -> Result<MergeConflict, Error> {
        let Place { part, field, .. } = &conflict.place;
        let some = conflict.ours.as_ref().or(conflict.theirs.as_ref());
        let (code, title) = some.map_or_else(Default::default, |row| self.named(*part, row));
        let is_count = *part == Part::Records(Kind::Answer) && *field == "tally";
        let text = |row: &Option<Row>, instead: &str| match row {
            None => instead.to_owned(),
            // A count against votes by person; see the core's merge.
            Some(row) if is_count && row.get("tally") == Some(&json!("")) => {
                "votes by person instead of a count".to_owned()
            }
            Some(row) if conflict.fields.is_empty() => {
                self.changed_text(*part, conflict.base.as_ref(), row)
            }
            Some(row) => {
                let apart = apart(conflict);
                let text = self.fields_text(*part, &apart, row);
                // Of several that go together, one alone says which it is.
                let alone = match apart[..] {
                    [one] if conflict.fields.len() > 1 && !text.is_empty() => {
                        part.fields().iter().find(|field| field.name == one)
                    }
                    _ => None,
                };
                alone.map_or_else(|| text.clone(), |field| format!("{}: {text}", field.label))
            }
        };
        let (question, question_title) =
            some.map_or_else(Default::default, |row| self.question(*part, row));
        Ok(MergeConflict {
            id: conflict_id(conflict),
            kind: part.word().to_owned(),
            kind_label: part.label().to_owned(),
            code,
            title: title.clone(),
            field: (*field).to_owned(),
            field_label: match part.fields().iter().find(|known| known.name == *field) {
                Some(known) => known.label.to_owned(),
                None if field.is_empty() => "Removed or kept".to_owned(),
                None => "Version".to_owned(),
            },
            base: if conflict.fields.is_empty() { title } else { text(&conflict.base, "") },
            ours: text(&conflict.ours, "removed"),
            theirs: text(&conflict.theirs, "removed"),
            ours_change: change(self.session, conflict, conflict.ours.as_ref())?,
            theirs_change: change(self.other, conflict, conflict.theirs.as_ref())?,
            question,
            question_title,
        })
    }

    /// The words that either side's packs declare.
    fn label(&self, list: PackWord, id: &str) -> String {
        let words = [self.session.words(), self.other.words()];
        words.iter().find_map(|words| words.label(list, id)).unwrap_or(id).to_owned()
    }

    /// The code and the title of a row.
    fn named(&self, part: Part, row: &Row) -> (String, String) {
        let text =
            |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let Part::Records(kind) = part else {
            let title = match part {
                Part::Packs => self.label(PackWord::Pack, &text("id")),
                Part::Profile | Part::Records(_) => text("client"),
            };
            return (String::new(), title);
        };
        match kind {
            Kind::Vote => {
                let participant = text("participant");
                let code = self.codes.get(&participant).cloned().unwrap_or_default();
                let people = [&self.ours, &self.theirs, &self.base]
                    .map(|state| state.row(Part::Records(Kind::Participant), &participant));
                let person = people.into_iter().flatten().next();
                let name = person.map_or_else(String::new, |person| {
                    title_of(
                        Kind::Participant,
                        &Value::Object(person.clone()),
                        self.session.words(),
                    )
                });
                (format!("{} {code}", text("question")), name)
            }
            Kind::Answer | Kind::Target => {
                let question = text("question");
                (question.clone(), self.label(PackWord::Question, &question))
            }
            Kind::LensAnswer => {
                let title =
                    format!("{}, {}", self.label(PackWord::Pack, &text("pack")), text("pillar"));
                (text("question"), title)
            }
            Kind::Verdict => (String::new(), text("subject_id")),
            Kind::InitiativeSetting => {
                let initiative = text("initiative");
                (initiative.clone(), self.label(PackWord::Initiative, &initiative))
            }
            Kind::AcceptedPlan | Kind::RoadmapSetting | Kind::ReportSetting => {
                (String::new(), self.label(PackWord::Pack, &text("pack")))
            }
            Kind::AcceptedCheck => (String::new(), text("check").replace('_', " ")),
            _ => {
                let title = title_of(kind, &Value::Object(row.clone()), self.session.words());
                let code = text("code");
                let title = if title == code { shortened(&text("text")) } else { title };
                (code, title)
            }
        }
    }

    /// The values of fields that are decided together.
    fn fields_text(&self, part: Part, names: &[&str], row: &Row) -> String {
        if part == Part::Packs {
            return row.get("version").and_then(Value::as_str).unwrap_or_default().to_owned();
        }
        let mut row = row.clone();
        map_links(part.fields(), &mut row, &mut |uid| self.codes.get(uid).cloned());
        // A level says that it is one, and another choice is said without its field.
        let is_level = row.get("choice").and_then(Value::as_str) == Some(Choice::Level.word());
        let is_choice = names.contains(&"choice");
        let fields = names.iter().filter_map(|name| {
            let field = part.fields().iter().find(|field| field.name == *name)?;
            let text = self.value_text(field, row.get(*name));
            let is_said = is_level && *name == "choice" && names.len() > 1;
            (!is_said && !text.is_empty()).then_some((field.label, text))
        });
        let fields: Vec<(&str, String)> = fields.collect();
        match (names, fields.as_slice()) {
            ([_], [(_, text)]) => text.clone(),
            (_, [(_, text)]) if is_choice => text.clone(),
            _ => fields
                .iter()
                .map(|(label, text)| format!("{label}: {text}"))
                .collect::<Vec<_>>()
                .join("; "),
        }
    }

    fn value_text(&self, field: &FieldMeta, value: Option<&Value>) -> String {
        match (field.kind, value) {
            (_, Some(value)) if is_mark(value) => "decided differently before".to_owned(),
            (FieldKind::Frozen, _) => String::new(),
            // What people cannot compare by reading.
            _ if field.name.ends_with("_hash") => String::new(),
            _ => cell_text(field, value, self.session.words()),
        }
    }

    /// What a side changed in a record that the other one removed.
    fn changed_text(&self, part: Part, base: Option<&Row>, row: &Row) -> String {
        let changed: Vec<&str> = part
            .fields()
            .iter()
            .map(|field| field.name)
            .filter(|name| base.and_then(|base| base.get(*name)) != row.get(*name))
            .collect();
        match (part, changed.as_slice()) {
            (Part::Packs, _) => {
                format!(
                    "version {}",
                    row.get("version").and_then(Value::as_str).unwrap_or_default()
                )
            }
            (_, []) => "kept, and linked to".to_owned(),
            (_, [one]) => {
                let label = part.fields().iter().find(|field| field.name == *one);
                let label = label.map_or("", |field| field.label);
                format!("{label}: {}", self.fields_text(part, &[one], row))
            }
            (_, names) => self.fields_text(part, names, row),
        }
    }

    pub(super) fn recoded(&self, plan: &Plan) -> Vec<MergeRecoded> {
        let view = |recoded: &Recoded| {
            let part = Part::Records(recoded.kind);
            let row = plan.merge.state.row(part, &recoded.uid);
            MergeRecoded {
                kind: part.word().to_owned(),
                kind_label: part.label().to_owned(),
                title: row.map_or_else(String::new, |row| self.named(part, row).1),
                from: recoded.from.clone(),
                to: recoded.to.clone(),
                is_ours: self.ours.row(part, &recoded.uid).is_some(),
            }
        };
        plan.recoded.iter().map(view).collect()
    }
}

/// The fields of a conflict in which the two sides differ; those that they share need no words.
fn apart(conflict: &Conflict) -> Vec<&'static str> {
    let value = |row: &Option<Row>, name: &str| row.as_ref().and_then(|row| row.get(name)).cloned();
    conflict
        .fields
        .iter()
        .copied()
        .filter(|name| value(&conflict.ours, name) != value(&conflict.theirs, name))
        .collect()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    format!("{}…", text.chars().take(59).collect::<String>())
}
