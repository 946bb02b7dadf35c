//! What one copy of an engagement holds, as JSON records that can be compared part by part.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::engagement::{Engagement, Profile};
use crate::field::{FieldKind, FieldMeta};
use crate::record::Kind;

/// A record as JSON: links are uids, what is not known is absent.
pub type Row = Map<String, Value>;

/// A list of an engagement that is merged row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The one record about the client and the work.
    Profile,
    /// The packs, each with its text.
    Packs,
    /// The records of a kind.
    Records(Kind),
}

impl Part {
    /// All parts, in the order in which they are told.
    pub fn all() -> impl Iterator<Item = Part> {
        [Part::Profile, Part::Packs].into_iter().chain(Kind::ALL.iter().copied().map(Part::Records))
    }

    /// The word on the wire: `profile`, `packs`, or the table of the kind.
    pub const fn word(self) -> &'static str {
        match self {
            Part::Profile => "profile",
            Part::Packs => "packs",
            Part::Records(kind) => kind.table(),
        }
    }

    /// The singular that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Part::Profile => "brief",
            Part::Packs => "assessment pack",
            Part::Records(kind) => kind.label(),
        }
    }

    /// The plural that people read.
    pub const fn plural(self) -> &'static str {
        match self {
            Part::Profile => "briefs",
            Part::Packs => "assessment packs",
            Part::Records(kind) => kind.plural(),
        }
    }

    /// The described fields of a row; none for packs.
    pub const fn fields(self) -> &'static [FieldMeta] {
        match self {
            Part::Profile => Profile::FIELDS,
            Part::Packs => &[],
            Part::Records(kind) => kind.fields(),
        }
    }

    /// What makes two rows of two copies the same one: the uid, or what the record is about where that makes it one of a kind.
    pub fn key(self, row: &Row) -> String {
        let names: &[&str] = match self {
            Part::Profile => &[],
            Part::Packs => &["id"],
            Part::Records(kind) if kind.natural_key().is_empty() => &["uid"],
            Part::Records(kind) => kind.natural_key(),
        };
        let parts: Vec<&str> = names.iter().map(|name| text(row, name)).collect();
        parts.join("\u{1f}")
    }

    /// The fields in groups that only mean something together, such as a choice and its level: a group is taken from one side.
    pub(crate) fn groups(self) -> Vec<Vec<&'static str>> {
        let together: &[&[&'static str]] = match self {
            Part::Profile => &[],
            Part::Packs => &[&["version", "hash", "text"]],
            Part::Records(kind) => match kind {
                Kind::Vote => &[&[
                    "choice",
                    "level",
                    "certainty",
                    "reason",
                    "role",
                    "after_reveal",
                    "is_sealed",
                ]],
                Kind::Answer => {
                    &[&["settled", "level", "reason", "dissent"], &["tally", "tally_after_reveal"]]
                }
                Kind::AgendaItem => &[&["started_at", "ended_at"]],
                Kind::LensAnswer => &[&["choices", "is_none_of_these", "not_applicable"]],
                Kind::Evidence => &[&["pack", "question"], &["file_name", "file_hash"]],
                Kind::Capture | Kind::OwnFinding => &[&["pack", "question"]],
                Kind::Target => &[&["level", "reason", "by"]],
                Kind::Verdict => &[&["verdict", "reason", "replacement", "wording", "seen"]],
                Kind::InitiativeSetting => {
                    &[&["status", "started_on"], &["effort_low", "effort_likely", "effort_high"]]
                }
                Kind::CapacityChange => &[&["from", "to"], &["people", "share"]],
                Kind::RoadmapSetting => {
                    &[&["aim", "budget"], &["wave_1_end", "wave_2_end", "wave_3_end"]]
                }
                Kind::OwnInitiative => &[
                    &["effort_low", "effort_likely", "effort_high"],
                    &["duration_low", "duration_likely", "duration_high"],
                    &["lifts", "lifts_to"],
                ],
                Kind::Scenario => &[&["title", "pack", "decisions"]],
                Kind::AcceptedPlan => &[&[
                    "start_weeks",
                    "end_weeks",
                    "start",
                    "inputs_hash",
                    "accepted_by",
                    "accepted_on",
                ]],
                Kind::ReportSetting => &[&["audience", "detail", "sections"]],
                Kind::AcceptedCheck => &[&["reason", "places", "accepted_on"]],
                Kind::Scan => &[&["inventory", "taken_at"]],
                Kind::Baseline => &[&["scorecard", "title", "pack", "pack_version", "frozen_at"]],
                Kind::Participant
                | Kind::Goal
                | Kind::UseCase
                | Kind::Persona
                | Kind::Source
                | Kind::Regulation
                | Kind::Constraint
                | Kind::PlatformItem
                | Kind::Skill => &[],
            },
        };
        let mut groups: Vec<Vec<&'static str>> =
            together.iter().map(|group| group.to_vec()).collect();
        for field in self.fields() {
            if !together.iter().any(|group| group.contains(&field.name)) {
                groups.push(vec![field.name]);
            }
        }
        groups
    }

    /// True for a time that says when something happened first: of two the earlier one is right.
    pub(crate) fn is_first_time(self, group: &[&str]) -> bool {
        let field = self.fields().iter().find(|field| field.name == group[0]);
        group.len() == 1 && field.is_some_and(|field| field.kind == FieldKind::Instant)
    }
}

/// The text of a field; empty where it is absent or no text.
pub(crate) fn text<'r>(row: &'r Row, name: &str) -> &'r str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// What one copy holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    parts: BTreeMap<Part, Vec<Row>>,
}

impl State {
    /// What an engagement holds.
    pub fn of(engagement: &Engagement) -> Self {
        let object = |value: Value| match value {
            Value::Object(row) => Some(row),
            _ => None,
        };
        let plain = |value: serde_json::Result<Value>| {
            value.expect("what an engagement holds is plain data")
        };
        let mut parts = BTreeMap::new();
        for part in Part::all() {
            let rows: Vec<Value> = match part {
                Part::Profile => vec![plain(serde_json::to_value(&engagement.profile))],
                Part::Packs => {
                    engagement.packs.iter().map(|pack| plain(serde_json::to_value(pack))).collect()
                }
                Part::Records(kind) => engagement.rows(kind),
            };
            parts.insert(part, rows.into_iter().filter_map(object).collect());
        }
        Self { parts }
    }

    /// The rows of a part, in order.
    pub fn rows(&self, part: Part) -> &[Row] {
        self.parts.get(&part).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn rows_mut(&mut self, part: Part) -> &mut Vec<Row> {
        self.parts.entry(part).or_default()
    }

    /// A row by its key.
    pub fn row(&self, part: Part, key: &str) -> Option<&Row> {
        self.rows(part).iter().find(|row| part.key(row) == key)
    }

    pub(crate) fn by_key(&self, part: Part) -> BTreeMap<String, &Row> {
        self.rows(part).iter().map(|row| (part.key(row), row)).collect()
    }

    /// Takes a row out.
    pub(crate) fn remove(&mut self, part: Part, key: &str) {
        self.rows_mut(part).retain(|row| part.key(row) != key);
    }
}
