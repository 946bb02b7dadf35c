//! What the window shows: plain shapes made from core types, camelCase on the wire.
//!
//! Numbers stay unrounded; text that states a finding is made here once, so that screen and report say the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $ty:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty,)* }
    )+};
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident,)* })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }
    )+};
}

/// What settings of an earlier Waymark say of the language.
fn as_the_system() -> String {
    "system".to_owned()
}

mod merge;
mod packs;
mod prework;
mod rounds;
mod trust;
mod workshop;

pub use merge::*;
pub use packs::*;
pub use prework::*;
pub use rounds::*;
pub use trust::*;
pub use workshop::*;

views! {
    /// Nothing asked or answered.
    Nothing {}

    /// What the Start screen shows, and what the app remembers.
    AppState {
        /// Documents opened lately, newest first.
        recents: Vec<Recent>,
        /// What the user has set.
        settings: Settings,
        /// The document that is open.
        document: Option<DocumentView>,
        /// A document that was named on start and is still to be opened by the window.
        open_at_start: Option<String>,
        /// The version of Waymark.
        version: String,
    }
    /// A document opened lately.
    Recent {
        /// Full path.
        path: String,
        /// File name without folders.
        file_name: String,
        /// The client's name; empty where the document is protected.
        client: String,
        /// When it was last open, milliseconds since 1970.
        opened_at: f64,
        /// True where it had a passphrase when it was last open.
        is_protected: bool,
        /// False where the file is no longer there.
        exists: bool,
    }
    /// What the user has set for this laptop.
    Settings {
        /// `system`, `light` or `dark`.
        theme: String,
        /// The facilitator's name, written beside each change.
        facilitator: String,
        /// The rail shows full names.
        is_rail_wide: bool,
        /// `system`, or the language of the interface as a BCP 47 tag: `en`, `de`.
        #[serde(default = "as_the_system")]
        language: String,
        /// How many of the newest backups of a document are kept; none are made with 0.
        #[serde(default = "backup_count")]
        backup_count: u32,
        /// How many days the last backup of each earlier day is kept; without end for 0.
        #[serde(default = "backup_days")]
        backup_days: u32,
    }
    /// The open document, for the frame.
    DocumentView {
        /// Full path.
        path: String,
        /// The client's name.
        client: String,
        /// The title of the pack that the screens show.
        pack_title: String,
        /// The packs and lenses, in order.
        assessments: Vec<AssessmentRef>,
        /// True where nothing can be changed.
        is_read_only: bool,
        /// True where no name of a participant is kept.
        is_anonymous: bool,
        /// True for the built-in sample.
        is_sample: bool,
        /// True where the document has a passphrase.
        is_protected: bool,
        /// True where the keychain of this laptop remembers it.
        is_remembered: bool,
        /// When its newest backup was made, milliseconds since 1970; absent where there is none.
        backup_at: Option<f64>,
        /// Why the last backup could not be made; absent where it could.
        backup_failure: Option<String>,
        /// Share of each step that is done, 0 to 1, in the order of the rail.
        steps: Vec<StepView>,
        /// What the status line says.
        status: StatusView,
        /// What undo would take back; absent where nothing.
        undo_label: Option<String>,
        /// What redo would bring again; absent where nothing.
        redo_label: Option<String>,
    }
    /// Text that was being typed when the window stopped.
    DraftView {
        /// Where it was typed, such as `profile/scope`.
        place: String,
        /// The text.
        text: String,
    }
    /// One step of the rail.
    StepView {
        /// `brief`, `discover`, `assess`, `evidence`, `maturity`, `architecture`, `roadmap`, `report`.
        id: String,
        /// 0 to 1.
        done: f64,
    }
    /// Counts for the status line.
    StatusView {
        /// Questions with a consensus or settled as not applicable.
        answered: u32,
        /// Questions asked in this depth.
        questions: u32,
        /// Flagged questions.
        flagged: u32,
        /// Cells of discovery that are unknown.
        unknown_cells: u32,
    }

    /// A word that may be chosen.
    OptionView {
        /// As stored and sent.
        word: String,
        /// As people read it.
        label: String,
        /// One line of help; may be empty.
        hint: String,
    }
    /// One field of a form or column of a grid.
    FieldView {
        /// Name on the wire.
        name: String,
        /// Name that people read.
        label: String,
        /// The same as tables that Waymark writes head it, whatever the window speaks.
        heading: String,
        /// One line of help.
        hint: String,
        /// What it may hold.
        kind: FieldKindView,
        /// True where the record cannot stand without it.
        is_required: bool,
        /// Words to choose from, for choices, links and ids.
        options: Vec<OptionView>,
        /// Lowest number.
        min: Option<f64>,
        /// Highest number.
        max: Option<f64>,
        /// Unit of the number; may be empty.
        unit: String,
        /// Most characters of a text.
        max_length: Option<u32>,
        /// Fields of an entry, for `entries`.
        fields: Vec<FieldView>,
        /// True where the field belongs to the short form of the grid.
        is_main: bool,
    }
    /// One record: links are codes, unknown fields are absent.
    RecordView {
        /// Permanent key.
        uid: String,
        /// Code; empty for kinds without.
        code: String,
        /// What to call it in a list.
        title: String,
        /// Values by field name.
        #[ts(type = "Record<string, unknown>")]
        values: BTreeMap<String, Value>,
        /// Fields that are unknown though they matter.
        unknown: u32,
    }
    /// All records of a kind.
    RecordTable {
        /// Table name, such as `sources`.
        kind: String,
        /// Singular that people read.
        label: String,
        /// Plural that people read.
        plural: String,
        /// The finding that heads the screen.
        headline: String,
        /// A second line with counts.
        summary: String,
        /// Columns.
        fields: Vec<FieldView>,
        /// Rows in document order.
        rows: Vec<RecordView>,
    }
    /// A block of cells as judged, before anything is written.
    BlockCheck {
        /// Records that it would add.
        new: u32,
        /// Records that it would write over.
        over: u32,
        /// Every cell that does not fit.
        mistakes: Vec<CellMistake>,
    }
    /// A cell that does not fit.
    CellMistake {
        /// Row of the block, from 1.
        row: u32,
        /// Column of the block, from 1; 0 for the row as a whole.
        column: u32,
        /// Field name.
        field: String,
        /// The field's label.
        label: String,
        /// What stands in the cell.
        value: String,
        /// What is wrong.
        message: String,
        /// What is allowed.
        help: String,
    }
    /// A file of another program, with its tables as text.
    SheetFile {
        /// File name.
        name: String,
        /// Its tables, empty ones left out.
        tables: Vec<SheetTable>,
    }
    /// A table as text; every row has the same number of cells.
    SheetTable {
        /// Name of the sheet; empty for CSV.
        name: String,
        /// Cells, row by row.
        rows: Vec<Vec<String>>,
        /// The number that each row has in its file, from 1: empty rows are left out and still counted.
        numbers: Vec<u32>,
        /// Rows, columns or texts beyond what is read were left out.
        is_cut: bool,
    }
    /// The profile as a form.
    ProfileView {
        /// Fields in order.
        fields: Vec<FieldView>,
        /// Values by field name; unknown ones are absent.
        #[ts(type = "Record<string, unknown>")]
        values: BTreeMap<String, Value>,
    }

    /// A participant, for the vote row.
    ParticipantView {
        /// Permanent key.
        uid: String,
        /// Code, such as PAR-3.
        code: String,
        /// Two letters.
        initials: String,
        /// Name, or the slot's name in an anonymous engagement.
        name: String,
        /// Role id.
        role: String,
        /// Role that people read.
        role_title: String,
        /// Business, technology or control.
        side: SideView,
        /// Not in the room.
        is_absent: bool,
        /// The questions that the role can answer.
        can_answer: Vec<String>,
    }
    /// All questions, for finding one's way.
    AssessView {
        /// The pack's title.
        pack_title: String,
        /// Dimensions with their questions.
        dimensions: Vec<AssessDimension>,
        /// People who vote, in order.
        participants: Vec<ParticipantView>,
        /// Questions with a consensus.
        answered: u32,
        /// Questions asked in this depth.
        asked: u32,
        /// The first question without a consensus; absent where all are answered.
        next_open: Option<String>,
        /// All questions without a consensus, the one that brings most first.
        next: Vec<NextQuestionView>,
    }
    /// A question that comes next when time is short.
    NextQuestionView {
        /// Id.
        id: String,
        /// Short title.
        short_title: String,
        /// Why it comes now, in one sentence.
        why: String,
    }
    /// One dimension with its questions.
    AssessDimension {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Factor title.
        factor_title: String,
        /// Questions.
        questions: Vec<AssessQuestion>,
        /// Questions with a consensus.
        answered: u32,
    }
    /// One question in the list.
    AssessQuestion {
        /// Id.
        id: String,
        /// Short title.
        short_title: String,
        /// What counts now.
        consensus: ConsensusView,
        /// To follow up.
        is_flagged: bool,
        /// Votes two or more levels apart.
        is_spread_wide: bool,
        /// Number of votes.
        votes: u32,
        /// The votes have been shown to the room.
        is_revealed: bool,
        /// True in the short form.
        is_short_form: bool,
    }
    /// The consensus of a question.
    ConsensusView {
        /// What it is.
        kind: ConsensusKind,
        /// 1 to 5, for a level.
        level: Option<u8>,
        /// The level's name; empty without one.
        level_name: String,
        /// Settled in the room, not derived.
        is_settled: bool,
    }
    /// One vote.
    VoteView {
        /// Who.
        participant: String,
        /// The side that it was given for: that of the role of then; absent for a counted hand.
        side: Option<SideView>,
        /// `level`, `dont_know` or `not_applicable`.
        choice: String,
        /// 1 to 5.
        level: Option<u8>,
        /// `guess`, `fairly`, `sure`; absent where not said.
        certainty: Option<String>,
        /// Why not applicable.
        reason: String,
        /// What the person wrote to it, such as in pre-work; empty until the reveal.
        comment: String,
        /// Changed after the reveal.
        after_reveal: bool,
    }
    /// Mean of one side.
    SideMean {
        /// Which side.
        side: SideView,
        /// Mean of its levels; absent where it gave none.
        mean: Option<f64>,
        /// Votes with a level.
        votes: u32,
    }
    /// One level of a question.
    LevelView {
        /// 1 to 5.
        level: u8,
        /// Its name.
        name: String,
        /// What it looks like here.
        text: String,
    }
    /// The facilitator's card.
    CardView {
        /// Opening in plain words.
        opening: String,
        /// Follow-up questions.
        probes: Vec<String>,
        /// Signs that an answer is too high.
        red_flags: Vec<String>,
        /// What a good answer sounds like.
        good: String,
        /// Who can answer.
        who: String,
    }
    /// A piece of evidence.
    EvidenceView {
        /// Permanent key.
        uid: String,
        /// Code.
        code: String,
        /// Title.
        title: String,
        /// `stated`, `shown`, `measured`.
        strength: String,
        /// Kind word; empty where unknown.
        kind: String,
        /// Text.
        text: String,
        /// Link.
        link: String,
        /// ISO date; empty where unknown.
        date: String,
        /// Name of the file kept in the document; empty without one.
        file_name: String,
        /// True where that file is a picture that can be shown.
        is_picture: bool,
    }
    /// Something noted in the room.
    CaptureView {
        /// Permanent key.
        uid: String,
        /// Code.
        code: String,
        /// Kind word.
        kind: String,
        /// Text.
        text: String,
        /// Question id; empty where none.
        question: String,
        /// The question's short title; empty where none.
        question_title: String,
        /// When it was noted, milliseconds since 1970; absent where not known.
        at: Option<f64>,
        /// Who said it, who owns it.
        person: String,
        /// May be quoted.
        has_consent: bool,
        /// ISO date by which it is due; empty where not said.
        due: String,
        /// Kept out of the report.
        is_left_out: bool,
        /// Changed on its question only: evidence, and the note of an answer.
        is_of_question: bool,
    }
    /// One question, whole.
    QuestionView {
        /// Id.
        id: String,
        /// Dimension id.
        dimension: String,
        /// Dimension title.
        dimension_title: String,
        /// Place in the dimension, from 1.
        index: u32,
        /// Questions in the dimension (of this depth).
        count: u32,
        /// Question before; absent at the first.
        previous: Option<String>,
        /// Question after; absent at the last.
        next: Option<String>,
        /// The language of its texts as a BCP 47 tag.
        language: String,
        /// Some of its texts have no translation into the language of the engagement, so that they stand in the pack's own.
        is_fallback: bool,
        /// The question as asked.
        text: String,
        /// Why it matters.
        why: String,
        /// The five levels.
        levels: Vec<LevelView>,
        /// Titles of the roles that can answer.
        roles: Vec<String>,
        /// What to ask to see.
        evidence_prompt: String,
        /// The facilitator's card.
        card: Option<CardView>,
        /// Weight that counts.
        weight: u32,
        /// Votes, in participant order; counted hands have a participant of their own that is nobody's.
        votes: Vec<VoteView>,
        /// Raised hands that were counted instead of votes by person.
        tally: Option<TallyView>,
        /// Votes two or more levels from the middle, told by role; empty before the reveal.
        outliers: Vec<String>,
        /// Votes have been revealed.
        is_revealed: bool,
        /// What was answered in the round before; absent in a first round.
        last_time: Option<LastTimeView>,
        /// What counts.
        consensus: ConsensusView,
        /// What the votes alone would give.
        derived: ConsensusView,
        /// Ids of the roles that can answer.
        role_ids: Vec<String>,
        /// Who checks the answer after the workshop; empty where nobody.
        verify_owner: String,
        /// Until when, as an ISO date; empty where not said.
        verify_by: String,
        /// Lowest and highest level voted; absent without levels.
        spread: Option<(u8, u8)>,
        /// Means by side.
        sides: Vec<SideMean>,
        /// One sentence that states what the votes say; empty without votes.
        finding: String,
        /// Reason of the settled consensus or of not applicable.
        reason: String,
        /// Who holds another view.
        dissent: String,
        /// What was heard.
        note: String,
        /// For the facilitator only.
        private_note: String,
        /// To follow up.
        is_flagged: bool,
        /// Evidence.
        evidence: Vec<EvidenceView>,
        /// What the newest scan of an account says of the answer.
        facts: Vec<FactEvidenceView>,
        /// Captures bound to the question.
        captures: Vec<CaptureView>,
        /// Band of the answer; absent where the question does not apply.
        band: Option<(f64, f64)>,
        /// Target level.
        target: u8,
        /// Why this target.
        target_because: Vec<String>,
        /// The facilitator set the target.
        is_target_by_hand: bool,
        /// 4 or 5 with evidence weaker than shown.
        is_provisional: bool,
    }
    /// What changed after an answer.
    QuestionChange {
        /// The question as it is now.
        question: QuestionView,
        /// Its dimension's numbers.
        dimension: DimensionView,
        /// The whole.
        overall: ScoreView,
        /// Questions with a consensus.
        answered: u32,
        /// Questions asked in this depth.
        asked: u32,
    }

    /// A score with all that must stand beside it; unrounded, absent where there is no value.
    ScoreView {
        /// 1 to 5.
        score: Option<f64>,
        /// 1 to 5.
        attained: Option<u8>,
        /// Low and high.
        band: Option<(f64, f64)>,
        /// 0 to 1.
        coverage: Option<f64>,
        /// 0 to 1.
        confidence: Option<f64>,
    }
    /// A factor's numbers.
    FactorView {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Numbers.
        score: ScoreView,
        /// Mean target of its scored dimensions.
        target: Option<f64>,
        /// Weight in the overall score, percent.
        weight_percent: f64,
    }
    /// A dimension's numbers.
    DimensionView {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Title for charts.
        short_title: String,
        /// Factor id.
        factor: String,
        /// Numbers.
        score: ScoreView,
        /// Mean target.
        target: Option<f64>,
        /// Gap to the target.
        gap: Option<f64>,
        /// Gap times importance.
        weighted_gap: Option<f64>,
        /// 1 plus share of goal points.
        importance: f64,
        /// Questions with a consensus.
        answered: u32,
        /// Questions.
        count: u32,
        /// One sentence about it.
        finding: String,
    }
    /// A question's numbers on the scorecard.
    QuestionScoreView {
        /// Id.
        id: String,
        /// Dimension id.
        dimension: String,
        /// Short title.
        short_title: String,
        /// What counts.
        consensus: ConsensusView,
        /// Weight.
        weight: u32,
        /// Target level.
        target: u8,
        /// Lowest and highest vote.
        spread: Option<(u8, u8)>,
        /// Band.
        band: Option<(f64, f64)>,
        /// Votes two or more levels apart.
        is_spread_wide: bool,
        /// Provisional.
        is_provisional: bool,
    }
    /// Means by role, for the heat map.
    RoleMean {
        /// Dimension id.
        dimension: String,
        /// Role title.
        role: String,
        /// Mean level; absent where the role gave none.
        mean: Option<f64>,
        /// Votes with a level.
        votes: u32,
    }
    /// The Maturity screen.
    MaturityView {
        /// The finding that heads the screen.
        headline: String,
        /// A second sentence.
        summary: String,
        /// The whole.
        overall: ScoreView,
        /// Mean target of the scored factors.
        overall_target: Option<f64>,
        /// Factors.
        factors: Vec<FactorView>,
        /// Dimensions.
        dimensions: Vec<DimensionView>,
        /// Questions.
        questions: Vec<QuestionScoreView>,
        /// Means by role and dimension.
        roles: Vec<RoleMean>,
        /// Findings from the pack's rules and own ones.
        findings: Vec<FindingView>,
        /// Floors that are not met.
        blockers: Vec<String>,
        /// Names of the five levels, from 1.
        level_names: Vec<String>,
    }
    /// A drawing.
    ChartView {
        /// The finding it shows.
        title: String,
        /// Inline SVG, coloured by role classes.
        svg: String,
        /// Alternative text.
        alt: String,
    }
    /// A finding.
    FindingView {
        /// Permanent id: the rule's or the own finding's code.
        id: String,
        /// `strength`, `weakness`, `blocker`.
        tone: String,
        /// The sentence.
        text: String,
        /// The records it speaks about.
        refs: Vec<RefView>,
    }
    /// A link to where something comes from.
    RefView {
        /// `question`, `goal`, `use_case`, `persona`, `source`, `regulation`, `constraint`, `platform`, `skill`, `profile`, `component`, `initiative`, `dimension`, `factor`, `participant`, `evidence`, `rule`.
        kind: String,
        /// Code or id.
        id: String,
        /// What to call it.
        label: String,
    }
    /// How a number was made.
    ExplanationView {
        /// What is explained.
        title: String,
        /// The number.
        value: ScoreView,
        /// The formula in words.
        formula: String,
        /// Its parts.
        parts: Vec<PartView>,
    }
    /// One part of a number.
    PartView {
        /// Where it comes from.
        origin: RefView,
        /// The value as shown.
        value: String,
        /// The weight; absent where it has none.
        weight: Option<f64>,
        /// What else to know.
        note: String,
    }

    /// One because of a component.
    BecauseView {
        /// The fact, such as `source.location`.
        fact: String,
        /// Its value as people read it.
        value: String,
        /// Where it comes from.
        from: RefView,
    }
    /// An alternative.
    AlternativeView {
        /// What would be used.
        service: String,
        /// When.
        when: String,
    }
    /// A component of the target architecture.
    ComponentView {
        /// `layer.capability.service`.
        id: String,
        /// Layer word.
        layer: String,
        /// Layer that people read.
        layer_title: String,
        /// What is needed.
        capability: String,
        /// Service name.
        service: String,
        /// Second line.
        detail: String,
        /// `existing`, `new`, `replace`, `retire`.
        status: String,
        /// Storage zone; empty elsewhere.
        zone: String,
        /// Sentences why, one per rule.
        reasons: Vec<String>,
        /// Facts behind it.
        because: Vec<BecauseView>,
        /// Alternatives.
        alternatives: Vec<AlternativeView>,
        /// Wave number; absent without a roadmap.
        wave: Option<u32>,
        /// Initiatives that bring it.
        initiatives: Vec<RefView>,
        /// Cost class word.
        cost: String,
        /// What drives the cost.
        cost_driver: String,
        /// Rule ids.
        rules: Vec<String>,
        /// What the owner said; absent where nothing yet.
        verdict: Option<VerdictView>,
        /// Use cases that it serves.
        use_cases: Vec<String>,
        /// The wave after which a retiring component is gone; absent without a roadmap.
        goes_in_wave: Option<u32>,
        /// How it stands at the stage that is looked at: `kept`, `leaving`, `new`, `replacing`, `retired`, `rejected`.
        standing: String,
        /// It is shown at the stage that is looked at.
        is_shown: bool,
        /// It stands on the path of the use case that is looked at.
        is_on_path: bool,
        /// What is otherwise than when the verdict was given.
        changed_since: Vec<OtherwiseView>,
        /// What guards its data, and whose data it guards.
        guards: Vec<GuardView>,
        /// What was proposed beside it, and in whose place the client chose it.
        stands_for: Vec<StandsForView>,
        /// How many things of its service the newest scan found; absent without a scan.
        seen: Option<u32>,
    }
    /// A proposal in whose place the client chose what is in use.
    StandsForView {
        /// Id of the component that was proposed; a verdict on it is taken back by it.
        component: String,
        /// What it was called.
        service: String,
    }
    /// A component that guards another one's data.
    GuardView {
        /// `masked` or `locked`.
        how: String,
        /// Id of the one that guards.
        by: String,
        /// Its name.
        by_name: String,
        /// Id of the one that is guarded.
        of: String,
        /// Its name.
        of_name: String,
    }
    /// What was one thing and is another.
    OtherwiseView {
        /// What it is about.
        what: String,
        /// Before; empty for nothing.
        before: String,
        /// Now; empty for nothing.
        after: String,
    }
    /// A point in time at which the architecture is looked at.
    StageView {
        /// `today`, `wave:1` and so on, `target`.
        id: String,
        /// What people read.
        title: String,
        /// How many components stand then.
        components: u32,
    }
    /// A use case whose path can be looked at.
    UseCasePath {
        /// Code.
        code: String,
        /// Title.
        title: String,
        /// How many components its data passes at the stage that is looked at.
        components: u32,
        /// How many it passes at the target.
        at_target: u32,
    }
    /// A verdict on a component that is no longer proposed.
    StaleVerdict {
        /// Component id.
        component: String,
        /// What it was called when the verdict was given.
        service: String,
        /// The verdict.
        verdict: VerdictView,
    }
    /// What would be otherwise.
    WhatIfView {
        /// What it comes to, in one sentence.
        headline: String,
        /// Components that would come.
        added: Vec<WhatIfComponent>,
        /// Components that would go.
        removed: Vec<WhatIfComponent>,
        /// Components that would stay and be otherwise.
        changed: Vec<WhatIfComponent>,
        /// Flows that would come, in words.
        flows_added: Vec<String>,
        /// Flows that would go, in words.
        flows_removed: Vec<String>,
        /// Findings that would come.
        findings_new: Vec<String>,
        /// Findings that would say something else, as they would.
        findings_changed: Vec<String>,
        /// Findings that would go.
        findings_gone: Vec<String>,
        /// Questions that would open.
        open_new: Vec<String>,
        /// Questions that would be settled.
        open_gone: Vec<String>,
        /// Overall score before and after; null where there is none.
        overall: (Option<f64>, Option<f64>),
    }
    /// A component that would be otherwise.
    WhatIfComponent {
        /// Id.
        id: String,
        /// Service name.
        service: String,
        /// Layer that people read.
        layer_title: String,
        /// Why, or what would be otherwise.
        shifts: Vec<OtherwiseView>,
        /// Sentences why.
        reasons: Vec<String>,
    }
    /// The owner's verdict.
    VerdictView {
        /// `accepted`, `replaced`, `rejected`.
        verdict: String,
        /// Why.
        reason: String,
        /// What instead.
        replacement: String,
    }
    /// A flow between components or from a source.
    FlowView {
        /// Component id or source code.
        from: String,
        /// Component id.
        to: String,
        /// What it carries.
        carries: String,
        /// Use case codes.
        use_cases: Vec<String>,
    }
    /// Something a rule would say if a fact were known.
    OpenQuestionView {
        /// Rule id.
        rule: String,
        /// What the rule would add.
        capability: String,
        /// What to ask.
        text: String,
        /// What is unknown.
        refs: Vec<RefView>,
    }
    /// The Evidence screen.
    ScanEvidenceView {
        /// The finding that heads the screen.
        headline: String,
        /// The scans that are kept, the newest first: it is the one that is beside the answers.
        scans: Vec<ScanView>,
        /// What facts say of answers, contradictions first.
        items: Vec<FactEvidenceView>,
        /// Found in the account and missing in the inventories.
        found: Vec<FoundView>,
        /// On record, and not found although the scan could look.
        absent: Vec<RefView>,
        /// What the newest scan did not look at and the one before it did; empty where it looked at no less.
        narrower: String,
        /// What is otherwise than in the scan before.
        differences: Vec<ScanDifferenceView>,
    }
    /// Ways to come to an account.
    ScanProfilesView {
        /// The profiles of the AWS configuration.
        profiles: Vec<ScanProfileView>,
        /// The environment holds keys.
        has_environment: bool,
        /// The one address that the environment names; empty for AWS.
        endpoint: String,
        /// A scan that was stopped can be taken up.
        can_resume: bool,
        /// The external id of this engagement, for roles of the client.
        external_id: String,
    }
    /// A profile of the AWS configuration.
    ScanProfileView {
        /// Its name.
        name: String,
        /// How it comes to credentials: `keys`, `role`, `identity_center`, `program`, `none`.
        kind: String,
        /// Its Region; empty where it names none.
        region: String,
        /// It asks for the code of a second factor.
        needs_code: bool,
    }
    /// Who would look.
    ScanIdentityView {
        /// The account.
        account: String,
        /// The bare name of the role or user.
        name: String,
        /// Why these credentials could also write; empty where they could not, or nothing tells.
        could_write: String,
        /// Whether they could write can be told.
        is_write_known: bool,
        /// The Region at home.
        home: String,
        /// All Regions that are enabled.
        regions: Vec<String>,
        /// Those worth looking at.
        suggested: Vec<String>,
    }
    /// What a look came to.
    ScanEndView {
        /// The scan is kept with the engagement.
        is_kept: bool,
        /// It ended before everything was read.
        is_stopped: bool,
    }
    /// How far a look is: what is done, and of how much.
    ScanProgressView {
        /// It goes on.
        is_running: bool,
        /// Services.
        services: (u32, u32),
        /// Reads.
        reads: (u32, u32),
        /// Facts.
        facts: (u32, u32),
        /// Data sources and services found so far.
        found: u32,
        /// Requests sent.
        calls: u32,
        /// The last answer: service and Region.
        at: String,
        /// Seconds to the end at the pace so far.
        seconds_left: Option<f64>,
        /// Where AWS asked for patience last; empty where it did not.
        slower: String,
    }
    /// What to hand to the administrator of an account.
    ScanPolicyView {
        /// The least-privilege policy as JSON.
        policy: String,
        /// The trust policy of a role for another account, as JSON.
        trust: String,
        /// The external id in it, that of the engagement.
        external_id: String,
        /// Every permission with its reasons.
        permissions: Vec<PermissionView>,
    }
    /// A permission.
    PermissionView {
        /// Such as `s3:GetBucketVersioning`.
        action: String,
        /// What it tells.
        reasons: String,
    }
    /// A scan that is kept.
    ScanView {
        /// Code.
        code: String,
        /// When it ended: an ISO instant.
        taken: String,
        /// The account that was looked at first.
        account: String,
        /// The role or user that looked.
        identity: String,
        /// How many accounts were looked at.
        accounts: u32,
        /// The Regions.
        regions: Vec<String>,
        /// Facts with a value.
        facts: u32,
        /// Facts in all.
        all_facts: u32,
        /// Things found.
        things: u32,
        /// Requests sent.
        calls: u32,
        /// Reads that were denied.
        denied: u32,
        /// It ended before everything was read.
        is_stopped: bool,
        /// Ids and names are pseudonyms.
        has_pseudonyms: bool,
        /// Reads that brought nothing, a sentence each.
        not_measured: Vec<String>,
        /// Lists that were longer than what is read.
        truncated: Vec<String>,
    }
    /// What a fact says of an answer.
    FactEvidenceView {
        /// Stable.
        id: String,
        /// Question id.
        question: String,
        /// Its short title.
        title: String,
        /// `contradicts`, `supports`, `unanswered`, `unknown`.
        stance: String,
        /// What was tested.
        test: String,
        /// "at most 2".
        effect: String,
        /// The answer it is beside.
        level: Option<u8>,
        /// Fact ids.
        facts: Vec<String>,
        /// The numbers behind it.
        numbers: Vec<String>,
        /// Reads that are missing.
        missing: Vec<String>,
        /// What people said of it.
        verdict: Option<VerdictView>,
    }
    /// Something that a scan found and the inventories lack.
    FoundView {
        /// Its key.
        key: String,
        /// The inventory it would go to.
        kind: String,
        /// Its name.
        title: String,
        /// What it is and where.
        detail: String,
    }
    /// A value that is otherwise than in the scan before.
    ScanDifferenceView {
        /// Fact id.
        fact: String,
        /// What it says.
        meaning: String,
        /// Then.
        before: String,
        /// Now.
        after: String,
    }
    /// The Architecture screen.
    ArchitectureView {
        /// The finding that heads the screen.
        headline: String,
        /// False where the current pack recommends no architecture.
        has_rules: bool,
        /// The inventories on which most of an architecture rests and that are empty: `sources`, `use_cases`.
        missing: Vec<String>,
        /// The diagram as inline SVG.
        svg: String,
        /// Alternative text of the diagram.
        alt: String,
        /// The day on which the services table was checked.
        services_checked: String,
        /// Components in layer order.
        components: Vec<ComponentView>,
        /// Flows.
        flows: Vec<FlowView>,
        /// What does not fit together.
        findings: Vec<FindingView>,
        /// What is not known.
        open_questions: Vec<OpenQuestionView>,
        /// Components that are there at the stage and stay.
        kept: u32,
        /// Components that are there at the stage and go later.
        leaving: u32,
        /// New components that are there at the stage, in places where nothing was.
        new: u32,
        /// New components that are there at the stage, in the place of something.
        replacing: u32,
        /// Components to retire, at the target.
        retired: u32,
        /// Components that the client rejected, at the target.
        rejected: u32,
        /// Components at the stage whose data is masked.
        masked: u32,
        /// Components at the stage whose data is locked against changes.
        locked: u32,
        /// Components at the stage that the client accepted or chose.
        accepted: u32,
        /// Flows at the stage that nobody stated.
        presumed: u32,
        /// Ids of the components that stand at the stage before anything that is to feed them.
        unfed: Vec<String>,
        /// A better plan is still looked for, which may move components to other waves.
        is_improving: bool,
        /// The stage that is looked at.
        stage: String,
        /// The stages there are, in order.
        stages: Vec<StageView>,
        /// The use cases whose path can be looked at.
        use_cases: Vec<UseCasePath>,
        /// Verdicts on components that are no longer proposed.
        stale_verdicts: Vec<StaleVerdict>,
    }

    /// An initiative on the roadmap.
    InitiativeView {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// What is true afterwards.
        outcome: String,
        /// First week.
        start: u32,
        /// Week after the last.
        end: u32,
        /// Weeks it can slip.
        slack: u32,
        /// No slack.
        is_critical: bool,
        /// Wave number, from 1.
        wave: u32,
        /// ISO date of the start.
        start_date: String,
        /// ISO date of the end.
        end_date: String,
        /// Person-weeks: low, likely, high.
        effort: (f64, f64, f64),
        /// Why it was chosen.
        because: Vec<BecauseView>,
        /// Why it stands where it stands.
        placement: Vec<String>,
        /// Ids of initiatives it waits for.
        needs: Vec<String>,
        /// Questions with from and to levels as planned.
        lifts: Vec<LiftView>,
        /// Titles of roles with shares.
        roles: Vec<String>,
        /// Titles of roles that notice the result.
        visible_to: Vec<String>,
        /// What can go wrong.
        risks: String,
        /// KPI.
        kpi: String,
        /// Cost class word.
        cost: String,
        /// Owner; may be empty.
        owner: String,
        /// Pinned to a week.
        pinned_week: Option<u32>,
        /// `planned` or `started`; what is done is not planned.
        status: String,
        /// ISO date on which it started; empty where nobody said.
        started_on: String,
        /// ISO date before which it may not start; empty without one.
        not_before: String,
        /// ISO date by which it must be finished; empty without one.
        finish_by: String,
        /// Working weeks that it waits after its prerequisites.
        lag_weeks: u32,
        /// People added it.
        is_own: bool,
        /// The effort was set by hand.
        is_effort_by_hand: bool,
        /// When it ends if durations vary.
        odds: OddsView,
        /// What follows when it is late.
        slip: SlipView,
    }
    /// Weeks after the last one in simulated runs; null where it ends in too few of them.
    OddsView {
        /// In half of the runs.
        half: Option<u32>,
        /// In eight of ten runs.
        most: Option<u32>,
    }
    /// What follows when an initiative starts later.
    SlipView {
        /// Weeks that it is late.
        by: u32,
        /// The others that start later, by their new start.
        moved: Vec<MovedView>,
        /// Weeks of the whole plan then.
        weeks: u32,
        /// Ids of initiatives of which a date or pin is not kept then.
        late: Vec<String>,
    }
    /// An initiative that starts in another week.
    MovedView {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// First week so far.
        from: u32,
        /// First week then.
        to: u32,
    }
    /// What an initiative does to one question.
    LiftView {
        /// Question id.
        question: String,
        /// Short title.
        short_title: String,
        /// Level before.
        from: u8,
        /// Level after.
        to: u8,
    }
    /// A wave.
    WaveView {
        /// Number from 1.
        id: u32,
        /// Name.
        title: String,
        /// First week.
        from: u32,
        /// Week after the last.
        to: u32,
        /// ISO date of the start.
        from_date: String,
        /// ISO date of the end.
        to_date: String,
        /// Initiative ids finished in it.
        initiatives: Vec<String>,
        /// Person-weeks.
        effort: f64,
        /// Overall numbers after it.
        overall: ScoreView,
        /// Projected score per dimension after it.
        dimensions: Vec<ProjectedView>,
        /// The results that personas notice, those that most of them notice first.
        noticed: Vec<NoticedView>,
        /// Titles of the roles that notice something, each once.
        noticed_by: Vec<String>,
        /// When its last initiative ends if durations vary.
        odds: OddsView,
        /// Names of the components that become available with it.
        components: Vec<String>,
        /// Titles of the use cases that then have every component on their way.
        use_cases: Vec<String>,
        /// Initiatives of low, medium, high and unknown run cost that end in it.
        costs: (u32, u32, u32, u32),
    }
    /// A result that personas notice.
    NoticedView {
        /// Id of the initiative that brings it.
        initiative: String,
        /// What is true afterwards.
        outcome: String,
        /// Titles of the personas.
        by: Vec<String>,
    }
    /// A projected dimension.
    ProjectedView {
        /// Dimension id.
        id: String,
        /// Short title.
        short_title: String,
        /// Score after the wave.
        score: Option<f64>,
        /// Low and high after the wave.
        band: Option<(f64, f64)>,
        /// Attained level after the wave.
        attained: Option<u8>,
    }
    /// Load of one role.
    LoadView {
        /// Role id.
        role: String,
        /// Role that people read.
        title: String,
        /// Load per week in people.
        load: Vec<f64>,
        /// Capacity per week in people.
        capacity: Vec<f64>,
    }
    /// An initiative that was considered and left out.
    LeftOutView {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Why.
        reason: String,
        /// A person left it out; it can be brought back.
        is_excluded: bool,
        /// It is finished; it can be taken up again.
        is_done: bool,
        /// People added it.
        is_own: bool,
    }
    /// A change of capacity, in words.
    CapacityChangeView {
        /// Its key.
        uid: String,
        /// Why and from when: "Holidays from 2027-12-24".
        title: String,
        /// Of whom, how many, until when; or that it says nothing yet.
        detail: String,
    }
    /// How a roadmap is made, and how well it does.
    RoadmapSettingView {
        /// `all_gaps`, `least_effort` or `budget`.
        aim: String,
        /// Person-weeks, where stated.
        budget: Option<f64>,
        /// Initiatives that one role leads at the same time, at most, where stated.
        at_once: Option<u32>,
        /// Weeks after which the first three waves end.
        wave_ends: Vec<u32>,
        /// True where people set some of them.
        has_own_waves: bool,
        /// What the choice of initiatives comes to, in a sentence.
        said: String,
        /// How near the schedule is to the best there can be, in a sentence.
        bound: String,
    }
    /// What a longer search came to.
    ImprovedView {
        /// The plan is another one now, or more is known about it.
        is_news: bool,
    }
    /// A roadmap beside others.
    ScenarioView {
        /// Its code; empty for the current one.
        code: String,
        /// Its permanent key; empty for the current one.
        uid: String,
        /// Its name; empty for the current one.
        title: String,
        /// What was noted about it.
        notes: String,
        /// Why it cannot be planned; empty where it can.
        failure: String,
        /// How it is made, in words.
        made: String,
        /// Weeks in all.
        weeks: u32,
        /// ISO date of its end.
        end_date: String,
        /// When it ends if durations vary.
        odds: OddsView,
        /// How many initiatives.
        initiatives: u32,
        /// Likely effort in person-weeks.
        effort: f64,
        /// Overall score at its end.
        score: Option<f64>,
        /// Overall score after the first wave.
        first_score: Option<f64>,
        /// Use cases that have every component in the end.
        use_cases: u32,
        /// The role that is fullest, with the share of its capacity over the plan.
        fullest: String,
        /// Value over time as inline SVG, on the same weeks as the others.
        steps: String,
    }
    /// Roadmaps side by side.
    ScenariosView {
        /// The current one first.
        scenarios: Vec<ScenarioView>,
    }
    /// The Roadmap screen.
    RoadmapView {
        /// The finding that heads the screen.
        headline: String,
        /// A second sentence.
        summary: String,
        /// The pack that it is made under.
        pack: String,
        /// ISO date of week 0.
        start: String,
        /// Weeks in all.
        weeks: u32,
        /// Gantt as inline SVG.
        gantt: String,
        /// Where week 0 begins in the Gantt, in its own units.
        gantt_from: f64,
        /// How wide a week is in the Gantt, in its own units.
        gantt_week: f64,
        /// The height of what stands above the Gantt's rows, in its own units.
        gantt_head: f64,
        /// How much of that is the projected score, above the waves.
        gantt_score: f64,
        /// Projected maturity as inline SVG.
        steps: String,
        /// Value against effort as inline SVG; empty for fewer than three initiatives.
        quadrant: String,
        /// How the roadmap is made.
        setting: RoadmapSettingView,
        /// A better plan is worth looking for.
        is_improving: bool,
        /// Initiatives by start.
        initiatives: Vec<InitiativeView>,
        /// Waves.
        waves: Vec<WaveView>,
        /// Load by role.
        loads: Vec<LoadView>,
        /// What was left out, with the reason.
        left_out: Vec<LeftOutView>,
        /// When the plan ends if durations vary.
        odds: OddsView,
        /// Changes of capacity over time, by their first day.
        capacity_changes: Vec<CapacityChangeView>,
        /// Capacity was assumed for these roles, since the skills inventory does not say.
        assumed_capacity: Vec<String>,
        /// The accepted plan: absent, current or stale.
        accepted: AcceptedState,
        /// Who accepted a plan, when, and what has changed since; empty where nobody did.
        accepted_note: String,
        /// What has other days than in the accepted plan.
        accepted_shifts: Vec<AcceptedShift>,
    }
    /// An initiative whose days are others than in the plan that the client accepted.
    AcceptedShift {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Its first and last day as accepted, ISO dates; absent for one that is new.
        before: Option<(String, String)>,
        /// Its first and last day now; absent for one that is no longer planned.
        after: Option<(String, String)>,
    }

    /// A part of the report.
    SectionView {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Included unless told otherwise.
        is_default: bool,
        /// Why it would be empty; empty where it has content.
        empty_because: String,
    }
    /// A readiness check.
    CheckView {
        /// Id.
        id: String,
        /// `error`, `warning`, `information`.
        severity: String,
        /// What it says.
        text: String,
        /// What to do.
        help: String,
        /// Why it may stay as it is; absent while nobody accepted it.
        accepted: Option<String>,
        /// Where.
        refs: Vec<RefView>,
    }
    /// The Report screen.
    ReportView {
        /// The finding that heads the screen.
        headline: String,
        /// For whom it is written: `everyone`, `sponsor`, `delivery`.
        audience: String,
        /// How much of it there is: `full`, `summary`, `appendix`.
        detail: String,
        /// Its language, which is that of the engagement, as a BCP 47 tag; empty where it is not known.
        language: String,
        /// Ids of the sections that were chosen, in their order; empty for the usual ones.
        chosen: Vec<String>,
        /// Sections in order.
        sections: Vec<SectionView>,
        /// Checks before handing over.
        checks: Vec<CheckView>,
        /// File name to suggest.
        file_name: String,
        /// How it looks like its maker's own.
        brand: BrandView,
    }
    /// The files of the font of the house; empty for Inter.
    FontView {
        /// For text: TrueType in base64.
        regular: String,
        /// For what is bold, likewise; empty where it is that of the text.
        bold: String,
    }
    /// A brand as it is kept; what is empty is as in every report.
    BrandView {
        /// Links, marks and rules, as it was typed.
        accent: String,
        /// The field of the cover, as it was typed.
        cover: String,
        /// What stands at the foot of each page.
        footer: String,
        /// The confidentiality mark.
        confidentiality: String,
        /// The picture as a data address.
        logo: String,
        /// What it says to a reader who cannot see it.
        logo_text: String,
        /// What the font of the house is called; empty for Inter.
        font: String,
        /// It has a file of its own for what is bold.
        has_bold_font: bool,
        /// The accent as `#RRGGBB`; empty where it is the usual one.
        accent_colour: String,
        /// The cover's field.
        cover_colour: String,
        /// Text on the cover's field.
        on_cover_colour: String,
    }
    /// A report that was written.
    ReportWritten {
        /// Where.
        path: String,
        /// Pages; 0 for a page for a browser.
        pages: u32,
        /// Bytes.
        bytes: f64,
        /// Characters that no font of the report has.
        missing_characters: Vec<String>,
    }
    /// One page of the preview.
    PageView {
        /// Number from 1.
        number: u32,
        /// The page as inline SVG.
        svg: String,
        /// What on it leads elsewhere.
        spots: Vec<SpotView>,
        /// Where the brand's picture stands: left edge, top edge, width and height, in points.
        logo: Option<[f64; 4]>,
        /// Pages in all.
        pages: u32,
    }
    /// An area of a page that leads elsewhere.
    SpotView {
        /// Left edge, top edge, width and height, in points.
        area: [f64; 4],
        /// The page of the report that it leads to, from 1.
        page: Option<u32>,
        /// What it tells of.
        origin: Option<RefView>,
    }
    /// Where the report tells of something.
    PlaceView {
        /// The page, from 1; absent where it does not.
        page: Option<u32>,
    }
    /// A file that was written.
    FileWritten {
        /// Where.
        path: String,
    }
    /// A change in the history.
    HistoryEntry {
        /// Its key.
        id: String,
        /// When, milliseconds since 1970.
        at: f64,
        /// Who.
        by: String,
        /// What, in words.
        label: String,
    }
    /// What undo or redo did.
    UndoView {
        /// What was taken back or brought again; absent where there was nothing.
        label: Option<String>,
        /// The document as it is now.
        document: DocumentView,
    }
}

words! {
    /// What a field may hold.
    FieldKindView {
        /// One line.
        Text,
        /// Several lines.
        Long,
        /// A whole number.
        Whole,
        /// A number.
        Number,
        /// Whole units of currency.
        Money,
        /// ISO date.
        Date,
        /// Milliseconds.
        Instant,
        /// True or false.
        Flag,
        /// One word of `options`.
        Choice,
        /// Several words of `options`.
        Choices,
        /// A list of texts.
        Texts,
        /// One record, by code.
        Link,
        /// Several records, by code.
        Links,
        /// Entries with `fields`.
        Entries,
    }
    /// The side a role speaks for.
    SideView {
        /// Circle.
        Business,
        /// Square.
        Technology,
        /// Diamond.
        Control,
    }
    /// What a consensus is.
    ConsensusKind {
        /// A level.
        Level,
        /// The question does not apply.
        NotApplicable,
        /// Nobody could say, or nobody was asked.
        Unknown,
    }
    /// The accepted plan.
    AcceptedState {
        /// No plan was accepted.
        None,
        /// The accepted plan rests on what is entered now.
        Current,
        /// Something changed since.
        Stale,
    }
}
