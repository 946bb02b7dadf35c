//! Records: everything an engagement consists of, described once for the document, JSON, the grids and conditions.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::field::FieldMeta;
use crate::id::{Code, Uid};

/// A row of the engagement: one goal, one vote, one verdict.
pub trait Record: Clone + PartialEq + Serialize + DeserializeOwned {
    /// Which kind of record this is.
    const KIND: Kind;

    /// The permanent key.
    fn uid(&self) -> Uid;

    /// The code that people see; `None` for kinds that are found by their natural key, such as votes.
    fn code(&self) -> Option<&Code>;
}

/// Declares a record: its struct with serde, its [`FieldMeta`] list, and its [`Record`] implementation.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident $(coded $code:ident)? required {
        $($(#[$rdoc:meta])* $rfield:ident : $rty:ty = $rkind:expr, $rlabel:literal, $rhint:literal;)*
    } optional {
        $($(#[$odoc:meta])* $ofield:ident : $oty:ty = $okind:expr, $olabel:literal, $ohint:literal;)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            /// The permanent key.
            pub uid: $crate::id::Uid,
            $(
                /// The code that people see; unique in the document and never reused.
                pub $code: $crate::id::Code,
            )?
            $($(#[$rdoc])* #[doc = $rlabel] pub $rfield: $rty,)*
            $($(#[$odoc])* #[doc = $olabel]
              #[serde(default, skip_serializing_if = "crate::record::is_default")]
              pub $ofield: $oty,)*
        }

        impl $name {
            /// The fields besides `uid` and `code`, in the order in which they are shown.
            pub const FIELDS: &'static [$crate::field::FieldMeta] = &[
                $($crate::field::FieldMeta {
                    name: $crate::record::plain_name(stringify!($rfield)), kind: $rkind, label: $rlabel, hint: $rhint, required: true,
                },)*
                $($crate::field::FieldMeta {
                    name: $crate::record::plain_name(stringify!($ofield)), kind: $okind, label: $olabel, hint: $ohint, required: false,
                },)*
            ];
        }

        impl $crate::record::Record for $name {
            const KIND: $crate::record::Kind = $crate::record::Kind::$name;

            fn uid(&self) -> $crate::id::Uid {
                self.uid
            }

            fn code(&self) -> Option<&$crate::id::Code> {
                let found = None;
                $(let found = found.or(Some(&self.$code));)?
                found
            }
        }
    };
}
pub(crate) use record;

/// A record of discovery: the given fields and those that every inventory shares.
macro_rules! inventory {
    ($(#[$doc:meta])* $name:ident { $($fields:tt)* }) => {
        $crate::record::record! {
            $(#[$doc])*
            $name coded code required {
                title: String = $crate::field::FieldKind::Text(120), "Title", "A short name that people recognise";
            } optional {
                $($fields)*
                notes: String = $crate::field::FieldKind::Long(4000), "Notes", "Anything worth keeping that has no field";
                source_session: $crate::known::Known<String> = $crate::field::FieldKind::Text(80), "Session", "Which workshop or interview this comes from";
                basis: $crate::known::Known<$crate::engagement::Basis> = $crate::field::FieldKind::Choice($crate::engagement::Basis::VOCABULARY), "Basis", "How sure is this entry: said, written down, or measured?";
                owner_person: $crate::known::Known<String> = $crate::field::FieldKind::Text(120), "Recorded for", "Who answers for this entry";
            }
        }
    };
}
pub(crate) use inventory;

/// A field's name without the mark of a raw identifier.
pub(crate) const fn plain_name(name: &'static str) -> &'static str {
    let bytes = name.as_bytes();
    if bytes.len() > 2 && bytes[0] == b'r' && bytes[1] == b'#' { name.split_at(2).1 } else { name }
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident in $table:ident, condition $condition:literal, prefix $prefix:literal, $label:literal / $plural:literal;)+) => {
        /// The kinds of record. One kind is one table of the document and one list of the JSON form.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $name),+ }

        impl Kind {
            /// All kinds, in the order of the JSON form.
            pub const ALL: &'static [Kind] = &[$(Kind::$name),+];

            /// The table and JSON list, such as `use_cases`.
            pub const fn table(self) -> &'static str {
                match self { $(Kind::$name => stringify!($table)),+ }
            }

            /// The word in conditions, such as `usecase`; empty where conditions cannot name it.
            pub const fn condition_word(self) -> &'static str {
                match self { $(Kind::$name => $condition),+ }
            }

            /// The prefix of codes, such as `SRC`; empty for kinds without codes.
            pub const fn prefix(self) -> &'static str {
                match self { $(Kind::$name => $prefix),+ }
            }

            /// The singular that people read.
            pub const fn label(self) -> &'static str {
                match self { $(Kind::$name => $label),+ }
            }

            /// The plural that people read.
            pub const fn plural(self) -> &'static str {
                match self { $(Kind::$name => $plural),+ }
            }

            /// The fields besides `uid` and `code`.
            pub const fn fields(self) -> &'static [FieldMeta] {
                match self { $(Kind::$name => crate::engagement::$name::FIELDS),+ }
            }

            /// The fields that make a record one of a kind, such as the participant and the question of a vote; none for kinds with
            /// codes.
            pub const fn natural_key(self) -> &'static [&'static str] {
                match self {
                    Kind::Vote => &["pack", "question", "participant"],
                    Kind::Answer | Kind::Target => &["pack", "question"],
                    Kind::LensAnswer => &["pack", "pillar", "question"],
                    Kind::Verdict => &["pack", "subject", "subject_id"],
                    Kind::InitiativeSetting => &["pack", "initiative"],
                    Kind::AcceptedPlan | Kind::RoadmapSetting | Kind::ReportSetting => &["pack"],
                    Kind::AcceptedCheck => &["pack", "check"],
                    _ => &[],
                }
            }

            /// The kind of a table.
            pub fn of_table(table: &str) -> Option<Kind> {
                Kind::ALL.iter().copied().find(|kind| kind.table() == table)
            }
        }

        impl crate::engagement::Engagement {
            /// All records of a kind as JSON objects, in document order. Links are uids.
            pub fn rows(&self, kind: Kind) -> Vec<serde_json::Value> {
                match kind {
                    $(Kind::$name => self.$table.iter()
                        .map(|record| serde_json::to_value(record).expect("a record is plain data")).collect()),+
                }
            }

            /// Puts a record given as a JSON object: replaces the one with its uid, else appends it.
            ///
            /// # Errors
            /// When the object is not a record of the kind.
            pub fn put_row(&mut self, kind: Kind, row: serde_json::Value) -> Result<(), serde_json::Error> {
                match kind {
                    $(Kind::$name => put(&mut self.$table, serde_json::from_value(row)?)),+
                }
                Ok(())
            }

            /// Removes a record; nothing happens where it is not there.
            pub fn remove_row(&mut self, kind: Kind, uid: Uid) {
                match kind {
                    $(Kind::$name => self.$table.retain(|record| record.uid != uid)),+
                }
            }

            /// The codes of a kind, with their uids; empty for kinds without codes.
            pub fn codes(&self, kind: Kind) -> Vec<(Code, Uid)> {
                match kind {
                    $(Kind::$name => self.$table.iter()
                        .filter_map(|record| record.code().map(|code| (code.clone(), record.uid()))).collect()),+
                }
            }
        }
    };
}

fn put<T: Record>(records: &mut Vec<T>, record: T) {
    match records.iter_mut().find(|known| known.uid() == record.uid()) {
        Some(known) => *known = record,
        None => records.push(record),
    }
}

kinds! {
    /// Somebody in the workshop, or an anonymous slot.
    Participant in participants, condition "", prefix "PAR", "participant" / "participants";
    /// A business goal.
    Goal in goals, condition "goal", prefix "GOAL", "goal" / "goals";
    /// A use case of data.
    UseCase in use_cases, condition "usecase", prefix "UC", "use case" / "use cases";
    /// A group of people, or an application, that uses data.
    Persona in personas, condition "persona", prefix "PER", "persona" / "personas";
    /// A source of data.
    Source in sources, condition "source", prefix "SRC", "source" / "sources";
    /// A regulation that applies.
    Regulation in regulations, condition "regulation", prefix "REG", "regulation" / "regulations";
    /// A governance constraint.
    Constraint in constraints, condition "constraint", prefix "CON", "constraint" / "constraints";
    /// A component of the platform that exists.
    PlatformItem in platform, condition "platform_item", prefix "PLT", "platform item" / "platform items";
    /// A role of the team with its head count and skills.
    Skill in skills, condition "team_role", prefix "SKL", "skill record" / "skill records";
    /// A section of the workshop's agenda.
    AgendaItem in agenda, condition "", prefix "AGE", "agenda item" / "agenda items";
    /// One participant's choice on one question.
    Vote in votes, condition "", prefix "", "vote" / "votes";
    /// What the facilitator settled or noted on one question.
    Answer in answers, condition "", prefix "", "answer" / "answers";
    /// What was chosen on one question of a lens.
    LensAnswer in lens_answers, condition "", prefix "", "lens answer" / "lens answers";
    /// Something that supports an answer.
    Evidence in evidence, condition "", prefix "EV", "evidence" / "pieces of evidence";
    /// Something noted in the room.
    Capture in captures, condition "", prefix "CAP", "capture" / "captures";
    /// A target that the facilitator set by hand.
    Target in targets, condition "", prefix "", "target" / "targets";
    /// The client's verdict on a component or a finding.
    Verdict in verdicts, condition "", prefix "", "verdict" / "verdicts";
    /// A finding that people added.
    OwnFinding in findings, condition "", prefix "FIND", "own finding" / "own findings";
    /// What people decided about an initiative.
    InitiativeSetting in initiatives, condition "", prefix "", "initiative setting" / "initiative settings";
    /// Other capacity than people and skills say, for a while.
    CapacityChange in capacity_changes, condition "", prefix "CHG", "capacity change" / "capacity changes";
    /// How the roadmap of a pack is made.
    RoadmapSetting in roadmap_settings, condition "", prefix "", "roadmap setting" / "roadmap settings";
    /// An initiative that people added.
    OwnInitiative in own_initiatives, condition "", prefix "OWN", "own initiative" / "own initiatives";
    /// A roadmap kept under a name.
    Scenario in scenarios, condition "", prefix "SCN", "scenario" / "scenarios";
    /// The roadmap that the client accepted.
    AcceptedPlan in accepted_plans, condition "", prefix "", "accepted plan" / "accepted plans";
    /// What the report of a pack holds and how it looks.
    ReportSetting in report_settings, condition "", prefix "", "report setting" / "report settings";
    /// A point of the readiness check that people accept as it is.
    AcceptedCheck in accepted_checks, condition "", prefix "", "accepted check" / "accepted checks";
    /// One look at an AWS account.
    Scan in scans, condition "", prefix "SCAN", "scan" / "scans";
    /// A frozen scorecard.
    Baseline in baselines, condition "", prefix "BASE", "baseline" / "baselines";
}
