//! Records as the window edits them: lists, cells, links by code.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Map, Value, json};
use waymark_core::engagement::{CapacityReason, Engagement, OwnInitiative, Profile};
use waymark_core::field::{
    FieldKind, FieldMeta, FieldProblem, PackWords, check_fields, check_value,
};
use waymark_core::id::{InitiativeId, Uid};
use waymark_core::link::{links_to, unlink};
use waymark_core::record::Kind;
use waymark_core::wording::count;
use waymark_store::RowChange;

use crate::cell::{Cells, parse_cell};
use crate::commands::RecordPaste;
use crate::error::{Code, Error, Mistake};
use crate::exchange::map_links;
use crate::headline::record_headline;
use crate::session::{Moment, Session};
use crate::view::{
    BlockCheck, CellMistake, FieldKindView, FieldView, OptionView, ProfileView, RecordTable,
    RecordView,
};

/// The fields that stand in the grid unless more are asked for, and whose gaps count as gaps of discovery.
pub fn main_fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Participant => &["name", "role", "job_title", "is_absent"],
        Kind::Goal => &[
            "title",
            "value_driver",
            "kpi_name",
            "kpi_unit",
            "baseline",
            "target",
            "horizon",
            "points",
            "owner",
            "status",
        ],
        Kind::UseCase => &[
            "title",
            "type",
            "status",
            "goals",
            "consumers",
            "sources",
            "freshness_need",
            "response_need",
            "concurrency",
            "personal_data",
            "journey_stage",
            "proof",
        ],
        Kind::Persona => {
            &["title", "role", "count", "data_literacy", "access", "tools", "frequency", "pain"]
        }
        Kind::Source => &[
            "title",
            "kind",
            "engine",
            "application",
            "owner_business",
            "location",
            "mode",
            "freshness_now",
            "sensitivity",
            "structure",
            "owner_technical",
            "priority",
            "zone_target",
        ],
        Kind::Regulation => &[
            "title",
            "regulation",
            "erasure_duty",
            "erasure_deadline_days",
            "retention_max_months",
            "audit_evidence",
        ],
        Kind::Constraint => &[
            "title",
            "residency",
            "strictness",
            "cross_border",
            "erasure_duty",
            "immutability",
            "approved_regions",
        ],
        Kind::PlatformItem => {
            &["title", "layer", "product", "state", "keep", "yearly_cost", "users", "satisfaction"]
        }
        Kind::Skill => &[
            "title",
            "role",
            "headcount_now",
            "employment",
            "skills",
            "capacity_weeks_per_month",
            "is_single_point_of_failure",
        ],
        Kind::AgendaItem => &["title", "minutes", "dimensions", "participants"],
        Kind::Capture => &["kind", "text", "person", "due"],
        Kind::CapacityChange => &["reason", "from", "to", "role", "people", "share"],
        Kind::Scenario => &["title", "notes"],
        Kind::OwnInitiative => {
            &["title", "effort_likely", "duration_likely", "roles", "needs", "lifts"]
        }
        _ => &[],
    }
}

/// The inventories of discovery, in the order of the screen.
pub const INVENTORIES: &[Kind] = &[
    Kind::Goal,
    Kind::UseCase,
    Kind::Persona,
    Kind::Source,
    Kind::Regulation,
    Kind::Constraint,
    Kind::PlatformItem,
    Kind::Skill,
];

/// The kind behind a table name that the window may edit.
pub(crate) fn kind_of(table: &str) -> Result<Kind, Error> {
    Kind::of_table(table)
        .filter(|kind| !main_fields(*kind).is_empty())
        .ok_or_else(|| Error::unknown("list", table))
}

/// All records of a kind.
///
/// # Errors
/// [`Code::UnknownItem`] for a list that does not exist.
pub fn list(session: &Session, table: &str) -> Result<RecordTable, Error> {
    let kind = kind_of(table)?;
    let engagement = session.engagement();
    let codes = codes(engagement);
    let rows: Vec<RecordView> = engagement
        .rows(kind)
        .into_iter()
        .map(|row| record_view(kind, row, &codes, session.words()))
        .collect();
    let (headline, summary) = record_headline(kind, engagement, &rows);
    Ok(RecordTable {
        kind: table.to_owned(),
        label: kind.label().to_owned(),
        plural: kind.plural().to_owned(),
        headline,
        summary,
        fields: fields(kind, session),
        rows,
    })
}

/// How many main cells of all inventories are unknown.
pub fn unknown_cells(engagement: &Engagement) -> u32 {
    INVENTORIES
        .iter()
        .flat_map(|&kind| engagement.rows(kind).into_iter().map(move |row| unknown_in(kind, &row)))
        .sum()
}

fn unknown_in(kind: Kind, row: &Value) -> u32 {
    main_fields(kind)
        .iter()
        .filter(|name| row.get(**name).is_none() && is_expected(kind, name, row))
        .count() as u32
}

/// False where another field says that this one has no meaning: the engine of a file, the application of a database.
fn is_expected(kind: Kind, name: &str, row: &Value) -> bool {
    let word = |field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default();
    match (kind, name) {
        (Kind::Source, "engine") => matches!(word("kind"), "database" | "stream"),
        (Kind::Source, "application") => matches!(word("kind"), "application" | "saas"),
        (Kind::UseCase, "journey_stage" | "proof") => matches!(
            word("type"),
            "segmentation" | "personalisation" | "campaign" | "contact_centre"
        ),
        (
            Kind::Participant
            | Kind::AgendaItem
            | Kind::Capture
            | Kind::CapacityChange
            | Kind::Scenario
            | Kind::OwnInitiative,
            _,
        ) => false,
        _ => true,
    }
}

/// The fields of a kind with everything that can be chosen: the main ones first, in the order in which the grid shows them.
pub fn fields(kind: Kind, session: &Session) -> Vec<FieldView> {
    let main = main_fields(kind);
    let place = |name: &str| main.iter().position(|other| *other == name).unwrap_or(usize::MAX);
    let mut fields: Vec<&FieldMeta> = kind
        .fields()
        .iter()
        .filter(|field| !matches!(field.kind, FieldKind::Frozen | FieldKind::Instant))
        .collect();
    fields.sort_by_key(|field| place(field.name));
    fields
        .into_iter()
        .map(|field| FieldView {
            is_main: place(field.name) < main.len(),
            ..field_view(field, session)
        })
        .collect()
}

fn field_view(field: &FieldMeta, session: &Session) -> FieldView {
    let words = session.words();
    let vocabulary = |v: &waymark_core::vocabulary::Vocabulary| {
        v.words
            .iter()
            .map(|w| OptionView { word: w.word.into(), label: w.label.into(), hint: w.hint.into() })
            .collect()
    };
    let records = |kind: Kind| -> Vec<OptionView> {
        session
            .engagement()
            .rows(kind)
            .iter()
            .map(|row| {
                let code = row.get("code").and_then(Value::as_str).unwrap_or_default();
                OptionView {
                    word: code.into(),
                    label: title_of(kind, row, words),
                    hint: String::new(),
                }
            })
            .collect()
    };
    let pack = |list| {
        words
            .list(list)
            .iter()
            .map(|(id, label)| OptionView {
                word: id.clone(),
                label: label.clone(),
                hint: String::new(),
            })
            .collect()
    };
    let mut view = FieldView {
        name: field.name.into(),
        label: field.label.into(),
        heading: field.label.into(),
        hint: field.hint.into(),
        kind: FieldKindView::Text,
        is_required: field.required,
        options: vec![],
        min: None,
        max: None,
        unit: String::new(),
        max_length: None,
        fields: vec![],
        is_main: false,
    };
    match field.kind {
        FieldKind::Text(max) => view.max_length = Some(max as u32),
        FieldKind::Long(max) => {
            view.kind = FieldKindView::Long;
            view.max_length = Some(max as u32);
        }
        FieldKind::Whole(min, max, unit) => {
            view.kind = FieldKindView::Whole;
            (view.min, view.max, view.unit) = (Some(min as f64), Some(max as f64), unit.into());
        }
        FieldKind::Number(min, max, unit) => {
            view.kind = FieldKindView::Number;
            (view.min, view.max, view.unit) = (Some(min), Some(max), unit.into());
        }
        FieldKind::Money => {
            view.kind = FieldKindView::Money;
            view.min = Some(0.0);
            view.unit = session.engagement().profile.currency.text().into();
        }
        FieldKind::Date => view.kind = FieldKindView::Date,
        FieldKind::Instant | FieldKind::Frozen => view.kind = FieldKindView::Instant,
        FieldKind::Flag => view.kind = FieldKindView::Flag,
        FieldKind::Choice(v) => (view.kind, view.options) = (FieldKindView::Choice, vocabulary(v)),
        FieldKind::Choices(v) => {
            (view.kind, view.options) = (FieldKindView::Choices, vocabulary(v));
        }
        FieldKind::Texts => view.kind = FieldKindView::Texts,
        FieldKind::Link(kind) => (view.kind, view.options) = (FieldKindView::Link, records(kind)),
        FieldKind::Links(kind) => (view.kind, view.options) = (FieldKindView::Links, records(kind)),
        FieldKind::Entries(below) => {
            view.kind = FieldKindView::Entries;
            view.fields = below.iter().map(|f| field_view(f, session)).collect();
        }
        FieldKind::PackWord(list) => {
            (view.kind, view.options) = (FieldKindView::Choice, pack(list));
        }
        FieldKind::PackWords(list) => {
            (view.kind, view.options) = (FieldKindView::Choices, pack(list));
        }
    }
    view
}

/// Codes by uid, of all kinds.
pub fn codes(engagement: &Engagement) -> BTreeMap<String, String> {
    let kinds = Kind::ALL.iter().flat_map(|&kind| engagement.codes(kind));
    kinds.map(|(code, uid)| (uid.to_string(), code.to_string())).collect()
}

/// The rows of a kind as they are stored, with codes for links.
pub(crate) fn rows_with_codes(
    engagement: &Engagement,
    kind: Kind,
    codes: &BTreeMap<String, String>,
) -> Vec<Value> {
    let mut rows = engagement.rows(kind);
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        map_links(kind.fields(), row, &mut |uid| codes.get(uid).cloned());
    }
    rows
}

/// What to call a record in a list.
pub fn title_of(kind: Kind, row: &Value, words: &PackWords) -> String {
    let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
    if kind == Kind::Participant && text("name").is_empty() {
        let role = text("role");
        let title = words.label(waymark_core::field::PackWord::AskedRole, role).unwrap_or(role);
        return format!("{title} ({})", text("code"));
    }
    if kind == Kind::CapacityChange {
        let reason = CapacityReason::VOCABULARY.label(text("reason"));
        return format!("{reason} from {}", text("from"));
    }
    let title = if kind == Kind::Participant { text("name") } else { text("title") };
    if title.is_empty() { text("code").to_owned() } else { title.to_owned() }
}

fn record_view(
    kind: Kind,
    mut row: Value,
    codes: &BTreeMap<String, String>,
    words: &PackWords,
) -> RecordView {
    let unknown = unknown_in(kind, &row);
    let title = title_of(kind, &row, words);
    let text = |row: &Value, name: &str| {
        row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let (uid, code) = (text(&row, "uid"), text(&row, "code"));
    let mut values = BTreeMap::new();
    if let Value::Object(object) = &mut row {
        map_links(kind.fields(), object, &mut |uid| codes.get(uid).cloned());
        for field in kind.fields() {
            if let Some(value) = object.remove(field.name) {
                values.insert(field.name.to_owned(), value);
            }
        }
    }
    RecordView { uid, code, title, values, unknown }
}

fn view_of(session: &Session, kind: Kind, uid: Uid) -> Result<RecordView, Error> {
    let row = find(session.engagement(), kind, uid)?;
    Ok(record_view(kind, row, &codes(session.engagement()), session.words()))
}

fn find(engagement: &Engagement, kind: Kind, uid: Uid) -> Result<Value, Error> {
    let wanted = json!(uid);
    engagement
        .rows(kind)
        .into_iter()
        .find(|row| row.get("uid") == Some(&wanted))
        .ok_or_else(|| Error::unknown(kind.label(), &uid.to_string()))
}

fn uid_of(text: &str) -> Result<Uid, Error> {
    Uid::parse(text).ok_or_else(|| Error::unknown("record", text))
}

fn refused(field: &FieldMeta, problem: FieldProblem) -> Error {
    Error::invalid(field.name, format!("{}: {}", field.label, problem.message), problem.help)
}

/// The stored form of a value given by the window, or `None` where it becomes unknown.
fn stored(field: &FieldMeta, value: Value, session: &Session) -> Result<Option<Value>, Error> {
    let known = match field.kind {
        FieldKind::Link(_) | FieldKind::Links(_) | FieldKind::Entries(_) => uids(session),
        _ => BTreeMap::new(),
    };
    stored_with(field, value, session, &known)
}

/// The uids of all records by code.
fn uids(session: &Session) -> BTreeMap<String, String> {
    codes(session.engagement()).into_iter().map(|(uid, code)| (code, uid)).collect()
}

/// The same, where the uids of all records are at hand.
fn stored_with(
    field: &FieldMeta,
    value: Value,
    session: &Session,
    known: &BTreeMap<String, String>,
) -> Result<Option<Value>, Error> {
    if value.is_null() || value.as_str() == Some("unknown") {
        if field.required {
            return Err(Error::invalid(
                field.name,
                format!("{} is needed", field.label),
                "type something",
            ));
        }
        return Ok(None);
    }
    if let Some(problem) = check_value(&field.kind, &value, session.words()).into_iter().next() {
        return Err(refused(field, problem));
    }
    if field.required && value.as_str().is_some_and(|text| text.trim().is_empty()) {
        return Err(Error::invalid(
            field.name,
            format!("{} is needed", field.label),
            "type something",
        ));
    }
    let mut holder = Map::new();
    holder.insert(field.name.to_owned(), value);
    resolve_links(std::slice::from_ref(field), &mut holder, known)?;
    Ok(holder.remove(field.name))
}

/// Turns codes into uids; a code without a record is an error.
fn resolve_links(
    fields: &[FieldMeta],
    object: &mut Map<String, Value>,
    known: &BTreeMap<String, String>,
) -> Result<(), Error> {
    let mut missing = None;
    map_links(fields, object, &mut |code| {
        let uid = known.get(code).cloned();
        if uid.is_none() {
            missing = Some(code.to_owned());
        }
        uid
    });
    match missing {
        Some(code) => Err(Error::invalid(
            fields[0].name,
            format!("there is no record `{code}`"),
            "choose one of the list",
        )),
        None => Ok(()),
    }
}

fn field_of(kind: Kind, name: &str) -> Result<&'static FieldMeta, Error> {
    kind.fields()
        .iter()
        .find(|field| field.name == name)
        .ok_or_else(|| Error::unknown("field", name))
}

/// Rules that hold beyond a record's own fields.
fn allowed(session: &Session, kind: Kind, row: &Map<String, Value>) -> Result<(), Error> {
    let has_name = row.get("name").and_then(Value::as_str).is_some_and(|name| !name.is_empty());
    if kind == Kind::Participant && session.engagement().profile.is_anonymous && has_name {
        return Err(Error::invalid(
            "name",
            "this engagement is anonymous and holds no names",
            "leave the name out; the role tells the slots apart",
        ));
    }
    if kind == Kind::CapacityChange {
        let day = |name: &str| {
            row.get(name).and_then(Value::as_str).and_then(|day| day.parse::<Date>().ok())
        };
        if let (Some(from), Some(to)) = (day("from"), day("to"))
            && to < from
        {
            return Err(Error::invalid(
                "to",
                "it ends before it begins",
                format!("choose {from} or later, or leave it empty for good"),
            ));
        }
    }
    if kind == Kind::OwnInitiative {
        own_initiative(session, row)?;
    }
    if kind == Kind::Scenario
        && let Some(problem) = crate::scenario::fault(row.get("decisions").unwrap_or(&Value::Null))
    {
        let help = "keep the roadmap as it is under a name instead";
        return Err(Error::invalid("decisions", problem, help));
    }
    if kind == Kind::Capture {
        let person = row.get("person").and_then(Value::as_str).unwrap_or_default();
        no_name(session, "person", person)?;
    }
    Ok(())
}

/// Refuses estimates in the wrong order, and needs that lead back to the initiative itself.
fn own_initiative(session: &Session, row: &Map<String, Value>) -> Result<(), Error> {
    let own: OwnInitiative = match serde_json::from_value(Value::Object(row.clone())) {
        Ok(own) => own,
        // What does not read is refused with its field elsewhere.
        Err(_) => return Ok(()),
    };
    if let Some((field, message)) = own.fault() {
        let help = "give low, likely and high in this order, or only the likely one";
        return Err(Error::invalid(field, message, help));
    }
    let mut open = own.needs.clone();
    let mut seen: BTreeSet<InitiativeId> = BTreeSet::new();
    while let Some(next) = open.pop() {
        if next.as_str() == own.code.as_str() {
            return Err(Error::invalid(
                "needs",
                "it would wait for itself",
                "take one of the initiatives that it needs first out of the list",
            ));
        }
        if seen.insert(next.clone()) {
            let initiative = session.pack().initiative(&next);
            open.extend(initiative.into_iter().flat_map(|one| one.needs.iter().cloned()));
        }
    }
    Ok(())
}

/// Refuses what may be a name where nobody is named: only roles of the pack, codes of participants, and nothing are none.
///
/// # Errors
/// [`Code::InvalidValue`] with what can be written instead.
pub(crate) fn no_name(session: &Session, field: &str, person: &str) -> Result<(), Error> {
    let said = person.trim().to_lowercase();
    let engagement = session.engagement();
    if said.is_empty() || !engagement.profile.is_anonymous {
        return Ok(());
    }
    let roles: Vec<&str> = session.pack().roles.iter().map(|role| role.title.as_str()).collect();
    let is_role = roles.iter().any(|role| role.to_lowercase() == said);
    let is_slot = engagement.participants.iter().any(|slot| {
        let code = slot.code.to_string().to_lowercase();
        said == code
            || said.strip_prefix(&code).is_some_and(|rest| {
                rest.starts_with(' ') && roles.iter().any(|role| role.to_lowercase() == rest.trim())
            })
    });
    if is_role || is_slot {
        return Ok(());
    }
    Err(Error::invalid(
        field,
        "this engagement is anonymous: a role belongs here, or the code of a participant",
        format!("such as {}", roles.iter().take(3).copied().collect::<Vec<_>>().join(", ")),
    ))
}

/// Adds a record.
///
/// # Errors
/// [`Code::InvalidValue`] for a value that does not fit, with its field.
pub fn add(
    session: &mut Session,
    moment: &mut Moment,
    table: &str,
    values: BTreeMap<String, Value>,
) -> Result<RecordView, Error> {
    let kind = kind_of(table)?;
    let mut row = Map::new();
    for (name, value) in values {
        let field = field_of(kind, &name)?;
        if let Some(value) = stored(field, value, session)? {
            row.insert(name, value);
        }
    }
    let problems = check_fields(kind.fields(), &row, session.words(), &[]);
    if let Some(problem) = problems.into_iter().find(|p| p.message.ends_with("is missing")) {
        let name = problem.path.trim_start_matches('.').to_owned();
        let field = field_of(kind, &name)?;
        return Err(Error::invalid(&name, format!("{} is needed", field.label), "type something"));
    }
    allowed(session, kind, &row)?;
    let uid = moment.uid();
    let code = session.next_code(kind)?;
    row.insert("uid".into(), json!(uid));
    row.insert("code".into(), json!(code));
    session.change(
        moment,
        &format!("Add {} {code}", kind.label()),
        &[RowChange::Put { kind, uid, row: Value::Object(row) }],
    )?;
    view_of(session, kind, uid)
}

/// Sets one field of a record; null makes it unknown.
///
/// # Errors
/// [`Code::InvalidValue`] for a value that does not fit, [`Code::UnknownItem`] for a record or field that is not there.
pub fn set(
    session: &mut Session,
    moment: &mut Moment,
    table: &str,
    uid: &str,
    name: &str,
    value: Value,
) -> Result<RecordView, Error> {
    let kind = kind_of(table)?;
    let uid = uid_of(uid)?;
    let field = field_of(kind, name)?;
    let Value::Object(mut row) = find(session.engagement(), kind, uid)? else {
        return Err(Error::unknown(kind.label(), &uid.to_string()));
    };
    match stored(field, value, session)? {
        Some(value) => row.insert(name.to_owned(), value),
        None => row.remove(name),
    };
    allowed(session, kind, &row)?;
    let code = row.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let label = match (name, row.get(name) == Some(&Value::Bool(true))) {
        ("is_left_out", true) => format!("Keep {code} out of the report"),
        ("is_left_out", false) => format!("Take {code} into the report"),
        _ => format!("Set {} of {code}", field.label.to_lowercase()),
    };
    session.change(moment, &label, &[RowChange::Put { kind, uid, row: Value::Object(row) }])?;
    view_of(session, kind, uid)
}

/// Removes a record, and every link to it; a participant's votes go with them.
///
/// # Errors
/// [`Code::UnknownItem`] for a record that is not there.
pub fn remove(
    session: &mut Session,
    moment: &mut Moment,
    table: &str,
    uid: &str,
) -> Result<(), Error> {
    let kind = kind_of(table)?;
    let uid = uid_of(uid)?;
    let row = find(session.engagement(), kind, uid)?;
    let code = row.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let steps = removal(session, kind, uid);
    session.change(moment, &format!("Remove {} {code}", kind.label()), &steps)
}

/// The steps that remove a record with every link to it, and a participant's votes.
pub(crate) fn removal(session: &Session, kind: Kind, uid: Uid) -> Vec<RowChange> {
    let mut changes = Vec::new();
    if kind == Kind::Participant {
        for vote in session.engagement().votes.iter().filter(|vote| vote.participant == uid) {
            changes.push(RowChange::Remove { kind: Kind::Vote, uid: vote.uid });
        }
    }
    let gone = uid.to_string();
    for &other in
        Kind::ALL.iter().filter(|&&other| other != Kind::Vote && links_to(other.fields(), kind))
    {
        for row in session.engagement().rows(other) {
            let Value::Object(mut object) = row else { continue };
            if unlink(other.fields(), &mut object, &gone) {
                let uid = object.get("uid").and_then(Value::as_str).and_then(Uid::parse);
                if let Some(uid) = uid {
                    changes.push(RowChange::Put { kind: other, uid, row: Value::Object(object) });
                }
            }
        }
    }
    changes.push(RowChange::Remove { kind, uid });
    changes
}

/// A block of cells as read, before anything is written.
struct Block {
    kind: Kind,
    /// The record written over, or none, with its new values.
    rows: Vec<(Option<Uid>, Map<String, Value>)>,
    mistakes: Vec<CellMistake>,
}

/// Reads a block of cells given as text: over the records named, then as new ones. An empty uid stands for a new record.
fn read_block(
    session: &Session,
    table: &str,
    uids_over: &[String],
    fields: &[String],
    cells: &[Vec<String>],
) -> Result<Block, Error> {
    let kind = kind_of(table)?;
    let columns: Vec<&FieldMeta> =
        fields.iter().map(|name| field_of(kind, name)).collect::<Result<_, _>>()?;
    let before: BTreeMap<String, Value> = session
        .engagement()
        .rows(kind)
        .into_iter()
        .filter_map(|row| Some((row.get("uid")?.as_str()?.to_owned(), row)))
        .collect();
    let (reader, known) = (Cells::new(session), uids(session));
    let mut block = Block { kind, rows: Vec::with_capacity(cells.len()), mistakes: vec![] };
    let needed: Vec<&FieldMeta> = kind.fields().iter().filter(|field| field.required).collect();
    for (index, line) in cells.iter().enumerate() {
        let uid = uids_over.get(index).filter(|uid| !uid.is_empty());
        let mut row = match uid {
            Some(uid) => before
                .get(uid)
                .and_then(Value::as_object)
                .cloned()
                .ok_or_else(|| Error::unknown(kind.label(), uid))?,
            None => Map::new(),
        };
        let mut mistake = |column: u32, field: &FieldMeta, text: &str, error: Error| {
            block.mistakes.push(CellMistake {
                row: index as u32 + 1,
                column,
                field: field.name.to_owned(),
                label: field.label.to_owned(),
                value: text.to_owned(),
                message: error.message,
                help: error.help,
            });
        };
        for (at, (field, text)) in columns.iter().zip(line).enumerate() {
            let value = parse_cell(field, text, &reader)
                .and_then(|value| stored_with(field, value.unwrap_or_default(), session, &known));
            match value {
                Ok(Some(value)) => drop(row.insert(field.name.to_owned(), value)),
                Ok(None) => drop(row.remove(field.name)),
                Err(error) => mistake(at as u32 + 1, field, text, error),
            }
        }
        for field in &needed {
            let is_column = columns.iter().any(|column| column.name == field.name);
            if !is_column && !row.contains_key(field.name) {
                let message = format!("{} is needed", field.label);
                mistake(
                    0,
                    field,
                    "",
                    Error::invalid(field.name, message, "take that column in too"),
                );
            }
        }
        if let Err(error) = allowed(session, kind, &row) {
            mistake(0, kind.fields().first().expect("a record has fields"), "", error);
        }
        block.rows.push((uid.map(|uid| uid_of(uid)).transpose()?, row));
    }
    Ok(block)
}

/// Judges a block of cells without writing anything.
///
/// # Errors
/// [`Code::UnknownItem`] for a list, field or record that is not there.
pub fn check_block(
    session: &Session,
    table: &str,
    uids: &[String],
    fields: &[String],
    cells: &[Vec<String>],
) -> Result<BlockCheck, Error> {
    let block = read_block(session, table, uids, fields, cells)?;
    let over = block.rows.iter().filter(|(uid, _)| uid.is_some()).count();
    Ok(BlockCheck {
        new: (block.rows.len() - over) as u32,
        over: over as u32,
        mistakes: block.mistakes,
    })
}

/// Writes a block of cells given as text: over the records named, then as new ones. All or nothing.
///
/// # Errors
/// [`Code::InvalidValue`] with one mistake per bad cell, its place as row and column from 1.
pub fn paste(
    session: &mut Session,
    moment: &mut Moment,
    block: &RecordPaste,
) -> Result<RecordTable, Error> {
    let RecordPaste { kind: table, uids, fields, cells, is_import } = block;
    let Block { kind, rows, mistakes } = read_block(session, table, uids, fields, cells)?;
    if !mistakes.is_empty() {
        let message = match mistakes.len() {
            1 => "one of the pasted cells does not fit; nothing was written".to_owned(),
            n => format!("{n} of the pasted cells do not fit; nothing was written"),
        };
        let mistakes = mistakes.into_iter().map(|bad| Mistake {
            place: format!("row {}, {}", bad.row, bad.label),
            message: bad.message,
            help: bad.help,
        });
        return Err(Error {
            mistakes: mistakes.collect(),
            ..Error::new(
                Code::InvalidValue,
                message,
                "correct them in the spreadsheet and paste again",
            )
        });
    }
    // A block over one record alone is a change of that record.
    let only = rows
        .iter()
        .filter(|(uid, _)| uid.is_some())
        .find_map(|(_, row)| row.get("code")?.as_str().map(str::to_owned));
    let mut changes = Vec::with_capacity(rows.len());
    for (uid, mut row) in rows {
        let uid = if let Some(uid) = uid {
            uid
        } else {
            let uid = moment.uid();
            row.insert("uid".into(), json!(uid));
            row.insert("code".into(), json!(session.next_code(kind)?));
            uid
        };
        changes.push(RowChange::Put { kind, uid, row: Value::Object(row) });
    }
    let label = match (changes.len(), only) {
        (1, Some(code)) if !is_import => format!("Change {code}"),
        (n, _) => {
            let verb = if *is_import { "Import" } else { "Paste" };
            format!("{verb} {}", count(n, kind.label(), kind.plural()))
        }
    };
    session.change(moment, &label, &changes)?;
    list(session, table)
}

/// The profile as a form.
pub fn profile(session: &Session) -> ProfileView {
    let value =
        serde_json::to_value(&session.engagement().profile).expect("the profile is plain data");
    let values = value
        .as_object()
        .map(|object| object.iter().map(|(k, v)| (k.clone(), v.clone())).collect())
        .unwrap_or_default();
    ProfileView {
        fields: Profile::FIELDS.iter().map(|field| field_view(field, session)).collect(),
        values,
    }
}

/// What must hold between and inside the profile's fields beyond their kinds: field, what is wrong, what to do.
pub(crate) fn profile_rules(profile: &Map<String, Value>) -> Vec<(&'static str, String, String)> {
    let text = |name: &str| profile.get(name).and_then(Value::as_str);
    let date = |name: &str| text(name).and_then(|text| text.parse::<jiff::civil::Date>().ok());
    let mut wrong = Vec::new();
    if let Some(start) = date("roadmap_start") {
        let behind = start.weekday().to_monday_zero_offset();
        if behind > 0 {
            let before = start.saturating_sub(jiff::Span::new().days(behind));
            let after = start.saturating_add(jiff::Span::new().days(7 - behind));
            wrong.push((
                "roadmap_start",
                format!("{start} is not a Monday"),
                format!("the roadmap counts weeks from a Monday: {before} or {after}"),
            ));
        }
    }
    if let (Some(start), Some(end)) = (date("workshop_start"), date("workshop_end"))
        && end < start
    {
        wrong.push((
            "workshop_end",
            format!("the workshop ends on {end}, before it begins on {start}"),
            "correct one of the two dates".to_owned(),
        ));
    }
    let is_currency = |word: &str| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase());
    if text("currency").is_some_and(|word| word != "unknown" && !is_currency(word)) {
        wrong.push((
            "currency",
            "a currency has three capital letters".to_owned(),
            "such as EUR, GBP or USD".to_owned(),
        ));
    }
    wrong
}

/// Sets one field of the profile; null makes it unknown.
///
/// # Errors
/// [`Code::InvalidValue`] for a value that does not fit.
pub fn set_profile(
    session: &mut Session,
    moment: &mut Moment,
    name: &str,
    value: Value,
) -> Result<ProfileView, Error> {
    let field = Profile::FIELDS
        .iter()
        .find(|f| f.name == name)
        .ok_or_else(|| Error::unknown("field", name))?;
    if name == "is_anonymous" && !session.engagement().participants.is_empty() {
        let help =
            "it is fixed once the first participant exists; start a new engagement to change it";
        return Err(Error::invalid(
            name,
            "whether the engagement is anonymous cannot change any more",
            help,
        ));
    }
    let mut profile =
        serde_json::to_value(&session.engagement().profile).expect("the profile is plain data");
    let value = stored(field, value, session)?;
    if let Some(object) = profile.as_object_mut() {
        match value {
            Some(value) => object.insert(name.to_owned(), value),
            None => object.remove(name),
        };
        let is_of_workshop = name.starts_with("workshop_");
        let wrong = profile_rules(object).into_iter().find(|(field, ..)| {
            *field == name || (is_of_workshop && field.starts_with("workshop_"))
        });
        if let Some((_, message, help)) = wrong {
            return Err(Error::invalid(name, message, help));
        }
    }
    session.change(
        moment,
        &format!("Set {}", field.label.to_lowercase()),
        &[RowChange::Profile(profile)],
    )?;
    Ok(self::profile(session))
}
