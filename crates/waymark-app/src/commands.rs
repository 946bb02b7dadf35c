//! The contract: every command of the window, its request and its response.
//!
//! TypeScript is generated from [`Commands`]; `src-tauri` registers the same names and a test compares them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::secret::Secret;
use crate::view::{
    AppState, ArchitectureView, AssessView, BackupRestored, BackupsView, BaselinesView, BlockCheck,
    CapturesView, ChangeView, ChartView, ComparisonView, DocumentProtected, DocumentView,
    DraftView, ExplanationView, FileWritten, FilesWritten, FontView, HistoryEntry, ImprovedView,
    KeychainView, LensChange, LensView, MaturityView, MergeLook, MergeOutcome, MergeSide, Nothing,
    PackLook, PacksView, PageView, PictureView, PlaceView, PortfolioView, PortfolioWritten,
    PreworkLook, PreworkOutcome, PreworkView, ProfileView, QuestionChange, QuestionView,
    RecordTable, RecordView, RecoveryView, ReportView, ReportWritten, RoadmapView, RoomSettings,
    RoomState, RoomView, ScanEndView, ScanEvidenceView, ScanIdentityView, ScanPolicyView,
    ScanProfilesView, ScanProgressView, ScenariosView, Settings, SheetFile, UndoView, VerifyView,
    WhatIfView, WorkshopView,
};

macro_rules! requests {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $ty:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty,)* }
    )+};
}

/// The stage that is looked at where none is said.
fn target() -> String {
    waymark_core::architecture::stage::Stage::Target.word()
}

impl Default for ArchitectureRequest {
    fn default() -> Self {
        Self { selected: String::new(), use_case: String::new(), stage: target() }
    }
}

requests! {
    /// Names a file.
    PathRequest {
        /// Full path.
        path: String,
    }
    /// An engagement to open.
    DocumentOpen {
        /// Full path.
        path: String,
        /// Its passphrase, where it has one.
        #[serde(default)]
        #[ts(optional)]
        passphrase: Option<Secret>,
        /// True to have the passphrase remembered in the keychain of the system.
        #[serde(default)]
        #[ts(optional)]
        remember: Option<bool>,
    }
    /// A passphrase for the open document, another one, or none.
    DocumentProtect {
        /// The one it has; empty where it has none.
        current: Secret,
        /// The one it shall have; empty for none.
        passphrase: Secret,
    }
    /// A backup to go back to.
    BackupRestore {
        /// Its id.
        id: String,
        /// Where; the place of its document for null. What stands there is kept under another name.
        target: Option<String>,
    }
    /// Backups to remove.
    BackupsRemove {
        /// Their ids.
        ids: Vec<String>,
    }
    /// A damaged document.
    RecoverRequest {
        /// Full path.
        path: String,
        /// Its passphrase, where it has one.
        #[serde(default)]
        #[ts(optional)]
        passphrase: Option<Secret>,
        /// Where to write what can be saved; must not exist. Only a look where absent.
        #[serde(default)]
        #[ts(optional)]
        target: Option<String>,
    }
    /// A new engagement.
    DocumentNew {
        /// Where; must not exist.
        path: String,
        /// The client's name.
        client: String,
        /// Participants are slots without names.
        is_anonymous: bool,
        /// The language of its questions and its report, as a tag; taken where the assessment has it.
        #[serde(default)]
        #[ts(optional)]
        language: Option<String>,
        /// The passphrase that it is protected by from its first byte on, where it shall have one.
        #[serde(default)]
        #[ts(optional)]
        passphrase: Option<Secret>,
    }
    /// A dialog for a file.
    FileDialog {
        /// `document`, `report`, `docx`, `slides`, `deck`, `zip`, `json`, `table`, `pack`, `pack_folder`, `lens`, `answers`, `folder`, `svg`, `png`, `pdf`, `drawio`, `mermaid`, `markdown`.
        kind: String,
        /// File name to suggest.
        suggested: String,
    }
    /// Settings to keep.
    SettingsSet {
        /// The settings as they should be.
        settings: Settings,
    }
    /// One value of the profile; null makes it unknown.
    ProfileSet {
        /// Field name.
        field: String,
        /// Value.
        #[ts(type = "unknown")]
        value: Value,
    }
    /// A baseline to freeze.
    BaselineFreeze {
        /// What it is called; no other baseline of the pack has the same name.
        title: String,
    }
    /// Names a baseline.
    BaselineRef {
        /// Its code.
        code: String,
    }
    /// Another name for a baseline.
    BaselineRename {
        /// Its code.
        code: String,
        /// What it is called from now on.
        title: String,
    }
    /// Two moments.
    BaselineCompare {
        /// Code or name of the earlier baseline; empty for the newest one.
        baseline: String,
        /// Code or name of the later baseline; empty for now.
        with: String,
    }
    /// A drawing of two moments.
    BaselineChart {
        /// Code or name of the earlier baseline; empty for the newest one.
        baseline: String,
        /// Code or name of the later baseline; empty for now.
        with: String,
        /// `radar` or `slopes`.
        chart: String,
        /// Width in CSS pixels.
        width: f64,
        /// Most height in CSS pixels, for the radar; 0 for as high as it is wide.
        height: f64,
    }
    /// Engagements to look at side by side.
    PortfolioGet {
        /// Full paths of their files.
        paths: Vec<String>,
    }
    /// Engagements to write as one table without names.
    PortfolioExport {
        /// Full paths of their files.
        paths: Vec<String>,
        /// Where; the ending `.parquet` asks for Parquet, any other for CSV.
        path: String,
        /// Words that make the pseudonyms, kept nowhere; empty for pseudonyms that nothing else can be compared with.
        salt: String,
    }
    /// Names a kind of record.
    RecordList {
        /// Table name, such as `sources`.
        kind: String,
    }
    /// A new record.
    RecordAdd {
        /// Table name.
        kind: String,
        /// Values by field name; links are codes.
        #[ts(type = "Record<string, unknown>")]
        values: BTreeMap<String, Value>,
    }
    /// One value of a record; null makes it unknown.
    RecordSet {
        /// Table name.
        kind: String,
        /// Key.
        uid: String,
        /// Field name.
        field: String,
        /// Value; links are codes.
        #[ts(type = "unknown")]
        value: Value,
    }
    /// Names a record.
    RecordRemove {
        /// Table name.
        kind: String,
        /// Key.
        uid: String,
    }
    /// A block of cells: one change, all or nothing.
    RecordPaste {
        /// Table name.
        kind: String,
        /// The rows written over, in order; cells beyond them make new rows.
        uids: Vec<String>,
        /// Field per column.
        fields: Vec<String>,
        /// Cells as text, row by row.
        cells: Vec<Vec<String>>,
        /// True where the block comes from a file, for the name of the change.
        #[serde(default)]
        is_import: bool,
    }
    /// An inventory to write as a table.
    RecordExport {
        /// Table name.
        kind: String,
        /// Where; ends in .csv or .xlsx.
        path: String,
    }
    /// Names a question.
    QuestionRequest {
        /// Question id.
        question: String,
    }
    /// One vote.
    VoteRecord {
        /// Question id.
        question: String,
        /// Participant key.
        participant: String,
        /// `level`, `dont_know`, `not_applicable`; null takes the vote back.
        choice: Option<String>,
        /// 1 to 5 with `level`.
        level: Option<u8>,
        /// `guess`, `fairly`, `sure`.
        certainty: Option<String>,
        /// Needed with `not_applicable`.
        reason: String,
    }
    /// All votes of a question in one row, such as `3 2 4 - 3 n`, in participant order.
    VotesRow {
        /// Question id.
        question: String,
        /// The row: digits, `-` don't know, `n` not applicable, `.` no vote.
        row: String,
    }
    /// Why a question does not apply, for its votes that say so without a reason; where all have one, in place of the reason they share.
    VotesExplain {
        /// Question id.
        question: String,
        /// The reason.
        reason: String,
    }
    /// Raised hands, counted; they take the place of votes by person. No hand at all takes the count back.
    VotesTally {
        /// Question id.
        question: String,
        /// For the levels 1 to 5: five numbers.
        levels: Vec<u16>,
        /// For "don't know".
        dont_know: u16,
        /// For "not applicable".
        not_applicable: u16,
    }
    /// The consensus, settled.
    ConsensusSettle {
        /// Question id.
        question: String,
        /// `level` or `not_applicable`; null goes back to what the votes give.
        choice: Option<String>,
        /// 1 to 5 with `level`.
        level: Option<u8>,
        /// Why; needed with `not_applicable`.
        reason: String,
        /// Who holds another view.
        dissent: String,
    }
    /// Texts and marks of an answer; absent ones stay.
    AnswerSet {
        /// Question id.
        question: String,
        /// What was heard.
        note: Option<String>,
        /// For the facilitator only.
        private_note: Option<String>,
        /// To follow up.
        is_flagged: Option<bool>,
    }
    /// New evidence for a question.
    EvidenceAdd {
        /// Question id.
        question: String,
        /// Title.
        title: String,
        /// `stated`, `shown`, `measured`.
        strength: String,
        /// Kind word; empty where not said.
        kind: String,
        /// Text.
        text: String,
        /// Link.
        link: String,
        /// ISO date; empty where not said.
        date: String,
    }
    /// New evidence for a question from a file, which the document then keeps.
    EvidenceAttach {
        /// Question id.
        question: String,
        /// The file; at most 25 MB.
        path: String,
        /// Title; the file's name where empty.
        title: String,
        /// `stated`, `shown`, `measured`.
        strength: String,
    }
    /// New evidence for a question from a pasted picture.
    EvidencePaste {
        /// Question id.
        question: String,
        /// Title; needed.
        title: String,
        /// `stated`, `shown`, `measured`.
        strength: String,
        /// The picture's bytes as base64: PNG, JPEG, GIF or WebP.
        data: String,
    }
    /// Names a piece of evidence.
    EvidenceRequest {
        /// Key.
        uid: String,
    }
    /// A file of the document to write out.
    EvidenceSave {
        /// Key of the evidence.
        uid: String,
        /// Where.
        path: String,
    }
    /// A plan for the time there is.
    AgendaPropose {
        /// Minutes, 30 to 720.
        minutes: u32,
    }
    /// Names a section of the agenda.
    SectionRequest {
        /// Key.
        uid: String,
    }
    /// Names a change.
    ChangeRequest {
        /// Key.
        id: String,
    }
    /// A record to put back as it was before a change.
    ChangeRestore {
        /// Key of the change.
        id: String,
        /// Table name.
        kind: String,
        /// Key of the record.
        uid: String,
    }
    /// Who checks an answer.
    VerifySet {
        /// Question id.
        question: String,
        /// Who; empty for nobody.
        owner: String,
        /// Until when, as an ISO date; empty where not said.
        by: String,
    }
    /// What the room screen shows.
    RoomShow {
        /// The settings as they should be.
        settings: RoomSettings,
    }
    /// Names a piece of evidence or a capture of a question.
    ItemRemove {
        /// Question id.
        question: String,
        /// Key.
        uid: String,
    }
    /// Something noted in the room.
    CaptureAdd {
        /// Question id.
        question: String,
        /// Kind word.
        kind: String,
        /// Text.
        text: String,
        /// Who said it, who owns it.
        person: String,
        /// May be quoted.
        has_consent: bool,
        /// ISO date by which it is due; empty where not said.
        #[serde(default)]
        due: String,
    }
    /// A target set by hand; null goes back to the derived one.
    TargetSet {
        /// Question id.
        question: String,
        /// 1 to 5.
        level: Option<u8>,
        /// Why.
        reason: String,
    }
    /// Names a pack or a lens of the engagement.
    PackRequest {
        /// Its id.
        id: String,
    }
    /// Where a pack or lens comes from; one of the first three is given.
    PackSource {
        /// Id of a shipped pack.
        shipped: Option<String>,
        /// A folder, a zip file, or a lens as JSON.
        path: Option<String>,
        /// Hash of a version that the engagement held before.
        earlier: Option<String>,
        /// Reads a bare NaN or Infinity of a lens as empty.
        is_repaired: bool,
    }
    /// The answer to a question of a lens, as a whole.
    LensAnswerSet {
        /// Id of the lens.
        lens: String,
        /// Id of the pillar.
        pillar: String,
        /// Id of the question.
        question: String,
        /// Ids of the choices taken.
        choices: Vec<String>,
        /// No choice is true.
        is_none_of_these: bool,
        /// Reason word where the question is left out.
        not_applicable: Option<String>,
        /// What was heard.
        note: String,
    }
    /// A lens to write as JSON.
    LensExport {
        /// Id of the lens.
        lens: String,
        /// Where.
        path: String,
    }
    /// A drawing of the scorecard.
    ChartRequest {
        /// `radar`, `bars`, `heatmap`.
        chart: String,
        /// Width in CSS pixels.
        width: f64,
        /// Height in CSS pixels; 0 lets the chart choose.
        height: f64,
    }
    /// Names a number.
    ExplainRequest {
        /// `overall`, `factor`, `dimension`, `question`.
        kind: String,
        /// Id; empty for the whole.
        id: String,
    }
    /// The diagram.
    ArchitectureRequest {
        /// Component id or source code whose flows are marked; empty for none.
        selected: String,
        /// Code of the use case whose path is marked; empty for none.
        #[serde(default)]
        use_case: String,
        /// `today`, `wave:1` and so on, `target`.
        #[serde(default = "target")]
        stage: String,
    }
    /// The diagram or the decisions as a file.
    ArchitectureExport {
        /// Full path.
        path: String,
        /// `svg`, `png`, `pdf`, `drawio`, `mermaid`, `decisions`.
        format: String,
        /// As in [`ArchitectureRequest`]; `drawio` holds all stages.
        stage: String,
        /// As in [`ArchitectureRequest`].
        use_case: String,
    }
    /// Changes tried on a scratch copy: nothing is stored.
    WhatIf {
        /// In the order in which they were tried.
        changes: Vec<WhatIfChange>,
    }
    /// One change that is tried: of an answer, or of a field of a record.
    WhatIfChange {
        /// Question id; empty for a change of a record.
        question: String,
        /// Level from 1 to 5; null for unknown.
        level: Option<u8>,
        /// Table of the record, such as `sources`; `profile` for the engagement itself; empty for a change of an answer.
        kind: String,
        /// Code of the record, such as `SRC-3`; empty for the profile.
        code: String,
        /// Field name.
        field: String,
        /// Its value as it is stored; null for unknown.
        #[ts(type = "unknown")]
        value: Value,
    }
    /// The owner's verdict.
    VerdictSet {
        /// What is looked at.
        #[serde(default)]
        look: ArchitectureRequest,
        /// Component id.
        component: String,
        /// `accepted`, `replaced`, `rejected`; null takes it back.
        verdict: Option<String>,
        /// Why; needed to reject.
        reason: String,
        /// What instead; needed to replace.
        replacement: String,
    }
    /// What becomes of a fact beside an answer.
    FactJudge {
        /// The id of what the fact says.
        id: String,
        /// `answer_changed`, `scope_differs`, `fact_wrong`, `accepted`; null takes it back.
        verdict: Option<String>,
        /// Why.
        reason: String,
    }
    /// How to come to an account.
    ScanConnect {
        /// A profile of the AWS configuration; empty for the keys of the environment.
        profile: String,
        /// A role to take; empty for none.
        role_arn: String,
        /// The external id that its trust policy wants.
        external_id: String,
        /// The code of a second factor.
        code: String,
        /// The Region at home; empty for that of the profile.
        region: String,
        /// One address for everything; empty for AWS.
        endpoint: String,
    }
    /// A look at the account that was confirmed.
    ScanStart {
        /// The Regions.
        regions: Vec<String>,
        /// Roles of further accounts to look at too, by ARN.
        account_roles: Vec<String>,
        /// The external id that those roles ask for; empty for none.
        external_id: String,
        /// Takes up a scan that was stopped.
        resumes: bool,
        /// Keeps what was read where it is stopped.
        keeps_part: bool,
    }
    /// A scan file.
    ScanTake {
        /// Where.
        path: String,
    }
    /// A scan that is kept.
    ScanRemove {
        /// Its code.
        code: String,
    }
    /// Things that a scan found and the inventories lack.
    ScanAdopt {
        /// Which.
        keys: Vec<String>,
    }
    /// The roadmap.
    RoadmapRequest {
        /// Width of the drawings in CSS pixels.
        width: f64,
        /// Initiative whose dependencies are drawn; empty for none.
        selected: String,
    }
    /// The roadmap as a file.
    RoadmapExport {
        /// Full path.
        path: String,
        /// `svg`, `csv`, `jira`, `xlsx`, `project`, `ics`.
        format: String,
    }
    /// What people decide about an initiative; absent ones stay.
    InitiativeSet {
        /// Initiative id.
        initiative: String,
        /// Leave it out.
        is_excluded: Option<bool>,
        /// Pin to a week; a negative number takes the pin away.
        pinned_week: Option<i32>,
        /// Owner.
        owner: Option<String>,
        /// `planned`, `started` or `done`. What is started without a day has started today.
        status: Option<String>,
        /// ISO date on which it started; empty takes it away.
        started_on: Option<String>,
        /// ISO date before which it may not start; empty takes it away.
        not_before: Option<String>,
        /// ISO date by which it must be finished; empty takes it away.
        finish_by: Option<String>,
        /// Working weeks that it waits after its prerequisites, 104 at most; 0 takes the wait away.
        lag_weeks: Option<u32>,
        /// Person-weeks, low, likely and high, instead of the derived ones; none takes them away.
        effort: Option<Vec<f64>>,
    }
    /// How the roadmap is made; absent parts stay.
    RoadmapSet {
        /// `all_gaps`, `least_effort` or `budget`.
        aim: Option<String>,
        /// Person-weeks that the aim `budget` may spend; a negative number takes it away.
        budget: Option<f64>,
        /// Initiatives that one role leads at the same time, at most; 0 takes the limit away.
        at_once: Option<u32>,
        /// Weeks after which the first three waves end; none for those of the product.
        wave_ends: Option<Vec<u32>>,
    }
    /// A roadmap to keep under a name.
    ScenarioKeep {
        /// Its name.
        title: String,
    }
    /// A roadmap kept under a name.
    ScenarioRef {
        /// Its code.
        code: String,
    }
    /// The scenarios side by side.
    ScenariosRequest {
        /// Width of each drawing in CSS pixels.
        width: f64,
    }
    /// The plan the client accepts.
    PlanAccept {
        /// Who accepts it.
        accepted_by: String,
    }
    /// The report as a file.
    ReportWrite {
        /// Where.
        path: String,
        /// `pdf`, `html`, `docx`, `slides`, `deck`, `xlsx`, `csv`, `json`.
        format: String,
        /// Section ids in order; empty for those that are kept, or the usual ones.
        sections: Vec<String>,
        /// What is not to be read in it; absent where all is.
        redact: Option<RedactRequest>,
    }
    /// What is not to be read in a copy.
    RedactRequest {
        /// Names of people.
        people: bool,
        /// The client's name.
        client: bool,
        /// Accounts, resources, hosts and addresses.
        technical: bool,
        /// Quotes.
        quotes: bool,
        /// Inventories by table name, such as `sources`.
        inventories: Vec<String>,
    }
    /// What the report holds; absent parts stay.
    ReportSet {
        /// `everyone`, `sponsor`, `delivery`.
        audience: Option<String>,
        /// `full`, `summary`, `appendix`.
        detail: Option<String>,
        /// Section ids in order; empty for the usual ones.
        sections: Option<Vec<String>>,
    }
    /// How the report looks like its maker's own; absent parts stay.
    BrandSet {
        /// A colour as `#0B5D66`; empty for the usual one.
        accent: Option<String>,
        /// A colour as `#0B5D66`; empty for the accent.
        cover: Option<String>,
        /// A line at the foot of each page.
        footer: Option<String>,
        /// The confidentiality mark; empty for the usual one.
        confidentiality: Option<String>,
        /// A PNG or SVG to take as the logo; empty takes it away.
        logo_path: Option<String>,
        /// What the logo says to a reader who cannot see it.
        logo_text: Option<String>,
        /// A TrueType file to set text in; empty for Inter.
        font_path: Option<String>,
        /// A TrueType file for what is bold; empty for that of the text.
        font_bold_path: Option<String>,
    }
    /// A brand file.
    BrandFile {
        /// Where.
        path: String,
    }
    /// A point of the readiness check that may stay as it is.
    CheckAccept {
        /// Its id.
        id: String,
        /// Why; empty to open it again.
        reason: String,
    }
    /// Where the report tells of something.
    ReportFind {
        /// The id of a question, initiative, dimension or component, or the code of a record.
        place: String,
        /// Section ids in order; empty for those that are kept, or the usual ones.
        sections: Vec<String>,
    }
    /// Pages for participants, one per role.
    PreworkWrite {
        /// The folder.
        folder: String,
        /// Role ids.
        roles: Vec<String>,
        /// Question ids, of which each role gets those that it can answer; empty for those of the depth.
        questions: Vec<String>,
        /// ISO date by which the answers should be back; empty where not said.
        due: String,
        /// A word to the participants; may be empty.
        note: String,
    }
    /// A form on paper for a role.
    PreworkForm {
        /// Where.
        path: String,
        /// Role id.
        role: String,
        /// Question ids; empty for those of the depth.
        questions: Vec<String>,
        /// ISO date; empty where not said.
        #[serde(default)]
        due: String,
        /// A word to the participants; may be empty.
        #[serde(default)]
        note: String,
    }
    /// The facilitator's cards on paper.
    CardsWrite {
        /// Where.
        path: String,
        /// Question ids; empty for those of the depth.
        questions: Vec<String>,
    }
    /// Returned files to look at.
    PreworkReturned {
        /// Full paths.
        paths: Vec<String>,
        /// Participants chosen by a person; the rest is matched.
        #[serde(default)]
        chosen: Vec<PreworkChosen>,
    }
    /// Whose a returned file is.
    PreworkChosen {
        /// Full path.
        path: String,
        /// Which participant of a table with several; empty otherwise.
        #[serde(default)]
        part: String,
        /// Participant key; null where it is nobody's.
        participant: Option<String>,
        /// What the file held when it was looked at; empty where that is not to be checked.
        #[serde(default)]
        fingerprint: String,
        /// The file's person is added as a new participant; `participant` is null then.
        #[serde(default)]
        is_new: bool,
    }
    /// A contradicting vote in which a returned file counts.
    PreworkCounts {
        /// Pack id.
        pack: String,
        /// Participant key, as the look gives it.
        participant: String,
        /// Question id.
        question: String,
        /// Full path of the file that counts.
        path: String,
        /// Which participant of a table with several; empty otherwise.
        #[serde(default)]
        part: String,
    }
    /// Returned files to take in. What is not named stays out.
    PreworkTake {
        /// The files with whose they are.
        files: Vec<PreworkChosen>,
        /// Contradicting votes in which a file counts, at most one file for each; all others stay as they are.
        counts: Vec<PreworkCounts>,
    }
    /// One page of the report.
    ReportPage {
        /// Number from 1.
        number: u32,
        /// Section ids in order; empty for the default ones.
        sections: Vec<String>,
    }
    /// Lossless JSON to make a document from.
    DocumentImport {
        /// The JSON file.
        path: String,
        /// The document to make.
        target: String,
    }
    /// Another copy to take into the open engagement, with a decision for each conflict.
    MergeTake {
        /// Full path of the other file.
        path: String,
        /// Its passphrase, where it has another one than the open engagement.
        #[serde(default)]
        #[ts(optional)]
        passphrase: Option<Secret>,
        /// One for each conflict of the look.
        decisions: Vec<MergeDecision>,
    }
    /// How a conflict is decided.
    MergeDecision {
        /// Its id.
        conflict: String,
        /// The side that is right.
        take: MergeSide,
    }
    /// Text being typed that is no value yet.
    DraftKeep {
        /// Where it is typed, such as `profile/scope`; at most 200 characters.
        place: String,
        /// The text; null where it became a value or was given up.
        text: Option<String>,
    }
    /// How much history.
    HistoryList {
        /// Entries at most; 1000 in one answer.
        limit: u32,
        /// Newer entries to leave out.
        #[serde(default)]
        offset: u32,
    }
}

/// A command's request and response.
#[derive(Debug, TS)]
#[ts(export_to = "Contract.ts")]
pub struct Contract<Q: TS, R: TS> {
    /// What is sent.
    pub request: Q,
    /// What comes back.
    pub response: R,
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident : $request:ty => $response:ty,)+) => {
        /// Every command of the window.
        #[derive(Debug, TS)]
        pub struct Commands { $($(#[$doc])* pub $name: Contract<$request, $response>,)+ }

        /// The names of all commands, in order.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];
    };
}

commands! {
    /// What the Start screen shows.
    app_state: Nothing => AppState,
    /// Keeps settings.
    settings_set: SettingsSet => Settings,
    /// Forgets a recent document.
    recent_forget: PathRequest => AppState,
    /// Asks for a file to open; null where the person cancels. Answered by the window itself.
    dialog_open: FileDialog => Option<String>,
    /// Asks for a file to write; null where the person cancels. Answered by the window itself.
    dialog_save: FileDialog => Option<String>,
    /// Asks for several files to open; none where the person cancels. Answered by the window itself.
    dialog_open_many: FileDialog => Vec<String>,
    /// Creates an engagement and opens it.
    document_new: DocumentNew => DocumentView,
    /// Opens an engagement.
    document_open: DocumentOpen => DocumentView,
    /// Opens the built-in sample.
    document_sample: Nothing => DocumentView,
    /// The open document, for the frame.
    document_get: Nothing => DocumentView,
    /// Gives the document a passphrase, another one, or none; its backups follow.
    document_protect: DocumentProtect => DocumentProtected,
    /// Whether this laptop can remember passphrases.
    keychain_get: Nothing => KeychainView,
    /// Has the keychain forget the document's passphrase.
    keychain_forget: Nothing => DocumentView,
    /// Closes the document.
    document_close: Nothing => AppState,
    /// The backups that were made of documents on this laptop, newest first.
    backups_list: Nothing => BackupsView,
    /// Puts a backup back; what stands in its place is kept.
    backup_restore: BackupRestore => BackupRestored,
    /// Removes backups.
    backups_remove: BackupsRemove => BackupsView,
    /// Reads what can be read of a damaged document, and writes it as a new one where a target is named.
    document_recover: RecoverRequest => RecoveryView,
    /// Writes the lossless JSON.
    document_export: PathRequest => FileWritten,
    /// Makes a document from lossless JSON and opens it.
    document_import: DocumentImport => DocumentView,
    /// Writes a copy of the document, history included; the open one stays open.
    document_copy: PathRequest => FileWritten,
    /// Looks at another copy of the open engagement: what would come in, and what contradicts. Nothing is written.
    merge_look: DocumentOpen => MergeLook,
    /// Takes another copy in as one change; every conflict is decided.
    merge_take: MergeTake => MergeOutcome,
    /// Keeps text that is being typed, so that a stop of the window loses none of it. It is no value and has no history.
    draft_keep: DraftKeep => Nothing,
    /// Text that was being typed when the window stopped.
    drafts_get: Nothing => Vec<DraftView>,
    /// Takes the last change back.
    change_undo: Nothing => UndoView,
    /// Brings it again.
    change_redo: Nothing => UndoView,
    /// Changes, newest first.
    history_list: HistoryList => Vec<HistoryEntry>,
    /// A change, with what it did.
    change_get: ChangeRequest => ChangeView,
    /// The changes to a question's answer and votes, newest first.
    question_history: QuestionRequest => Vec<ChangeView>,
    /// Puts a record back as it was before a change, as a new change.
    change_restore: ChangeRestore => DocumentView,
    /// The profile.
    profile_get: Nothing => ProfileView,
    /// Sets one field of the profile.
    profile_set: ProfileSet => ProfileView,
    /// Records of a kind.
    record_list: RecordList => RecordTable,
    /// Adds a record.
    record_add: RecordAdd => RecordView,
    /// Sets one field of a record.
    record_set: RecordSet => RecordView,
    /// Removes a record.
    record_remove: RecordRemove => Nothing,
    /// Writes a block of cells.
    record_paste: RecordPaste => RecordTable,
    /// Judges a block of cells without writing it.
    record_check: RecordPaste => BlockCheck,
    /// Writes an inventory as CSV or XLSX.
    record_export: RecordExport => FileWritten,
    /// Reads the tables of a CSV or XLSX file.
    sheet_read: PathRequest => SheetFile,
    /// All questions.
    assess_get: Nothing => AssessView,
    /// One question.
    question_get: QuestionRequest => QuestionView,
    /// Records or takes back a vote.
    vote_record: VoteRecord => QuestionChange,
    /// Records all votes of a question.
    votes_record: VotesRow => QuestionChange,
    /// Says why a question does not apply, for the votes that have no reason yet.
    votes_explain: VotesExplain => QuestionChange,
    /// Counts raised hands.
    votes_tally: VotesTally => QuestionChange,
    /// Shows the votes.
    votes_reveal: QuestionRequest => QuestionChange,
    /// Settles the consensus, or goes back to the derived one.
    consensus_settle: ConsensusSettle => QuestionChange,
    /// Keeps notes and marks.
    answer_set: AnswerSet => QuestionChange,
    /// Adds evidence.
    evidence_add: EvidenceAdd => QuestionChange,
    /// Keeps a file as evidence.
    evidence_attach: EvidenceAttach => QuestionChange,
    /// Keeps a pasted picture as evidence.
    evidence_paste: EvidencePaste => QuestionChange,
    /// The picture of an evidence.
    evidence_picture: EvidenceRequest => PictureView,
    /// Writes the file of an evidence.
    evidence_save: EvidenceSave => FileWritten,
    /// Removes evidence.
    evidence_remove: ItemRemove => QuestionChange,
    /// Notes something.
    capture_add: CaptureAdd => QuestionChange,
    /// Removes a capture.
    capture_remove: ItemRemove => QuestionChange,
    /// Everything that was noted in the room.
    captures_get: Nothing => CapturesView,
    /// Sets a target by hand.
    target_set: TargetSet => QuestionChange,
    /// The day: agenda, clock, people.
    workshop_get: Nothing => WorkshopView,
    /// Replaces the sections that have not started by a plan for the time there is.
    agenda_propose: AgendaPropose => WorkshopView,
    /// Begins a section and ends the one that runs.
    section_start: SectionRequest => WorkshopView,
    /// Ends the section that runs.
    section_end: Nothing => WorkshopView,
    /// Answers to verify after the workshop.
    verify_get: Nothing => VerifyView,
    /// Says who verifies an answer, and until when.
    verify_set: VerifySet => VerifyView,
    /// Whether the room screen is open, and what is set for it. Answered by the window itself.
    room_state: Nothing => RoomState,
    /// Opens the room screen, on the projector where there is one. Answered by the window itself.
    room_open: Nothing => RoomState,
    /// Closes the room screen. Answered by the window itself.
    room_close: Nothing => RoomState,
    /// Sets what the room screen shows.
    room_show: RoomShow => RoomSettings,
    /// What the room screen shows; all that its window can ask for.
    room_get: Nothing => RoomView,
    /// What can be sent to whom before the workshop.
    prework_get: Nothing => PreworkView,
    /// Writes one page per role, to be filled in a browser.
    prework_write: PreworkWrite => FilesWritten,
    /// Writes the form of a role, to be printed and filled by hand.
    prework_form: PreworkForm => FileWritten,
    /// Looks at returned files before they are taken in.
    prework_look: PreworkReturned => PreworkLook,
    /// Takes returned files in, as one change.
    prework_take: PreworkTake => PreworkOutcome,
    /// Writes the facilitator's cards, to be printed.
    cards_write: CardsWrite => FileWritten,
    /// The packs and lenses of the engagement.
    packs_get: Nothing => PacksView,
    /// Shows another of its packs on all screens. Nothing of the document changes.
    pack_choose: PackRequest => DocumentView,
    /// Looks at a pack or lens before it is taken in.
    pack_look: PackSource => PackLook,
    /// Takes a pack or lens in, or another version of one.
    pack_take: PackSource => PacksView,
    /// Removes a pack or lens with what was entered under it.
    pack_remove: PackRequest => PacksView,
    /// The baselines of the current pack.
    baselines_get: Nothing => BaselinesView,
    /// Freezes the scorecard of the current pack under a name.
    baseline_freeze: BaselineFreeze => BaselinesView,
    /// Gives a baseline another name.
    baseline_rename: BaselineRename => BaselinesView,
    /// Removes a baseline.
    baseline_remove: BaselineRef => BaselinesView,
    /// What changed between two baselines, or one and now; null where there is no baseline.
    baseline_compare: BaselineCompare => Option<ComparisonView>,
    /// A drawing of two baselines, or one and now.
    baseline_chart: BaselineChart => ChartView,
    /// Settles a question as it was answered in the round before.
    last_time_confirm: QuestionRequest => QuestionChange,
    /// Begins the next round of the open engagement in a new document, and opens that.
    round_next: PathRequest => DocumentView,
    /// Several engagements side by side. Nothing is written.
    portfolio_get: PortfolioGet => PortfolioView,
    /// Writes several engagements as one table without names.
    portfolio_export: PortfolioExport => PortfolioWritten,
    /// A lens with its answers.
    lens_get: PackRequest => LensView,
    /// Answers a question of a lens.
    lens_answer: LensAnswerSet => LensChange,
    /// Writes a lens as JSON, equal in meaning to what was brought.
    lens_export: LensExport => FileWritten,
    /// The scorecard.
    maturity_get: Nothing => MaturityView,
    /// A drawing of the scorecard.
    chart_get: ChartRequest => ChartView,
    /// How a number was made.
    score_explain: ExplainRequest => ExplanationView,
    /// The target architecture.
    architecture_get: ArchitectureRequest => ArchitectureView,
    /// Writes the diagram or the decisions.
    architecture_export: ArchitectureExport => FileWritten,
    /// What would change if some answers or facts were others.
    what_if: WhatIf => WhatIfView,
    /// Records a verdict.
    verdict_set: VerdictSet => ArchitectureView,
    /// The roadmap.
    roadmap_get: RoadmapRequest => RoadmapView,
    /// Writes the roadmap for another program.
    roadmap_export: RoadmapExport => FileWritten,
    /// Keeps a decision about an initiative.
    initiative_set: InitiativeSet => Nothing,
    /// Looks longer for a better plan, without holding up anything else.
    roadmap_improve: Nothing => ImprovedView,
    /// Says how the roadmap is made.
    roadmap_set: RoadmapSet => Nothing,
    /// The current roadmap and those kept under a name, side by side.
    scenarios_get: ScenariosRequest => ScenariosView,
    /// Keeps the decisions about the roadmap under a name.
    scenario_keep: ScenarioKeep => Nothing,
    /// Puts the decisions of a scenario in place of the current ones.
    scenario_take: ScenarioRef => Nothing,
    /// Accepts the plan.
    plan_accept: PlanAccept => Nothing,
    /// The Report screen.
    report_get: Nothing => ReportView,
    /// Writes the report.
    report_write: ReportWrite => ReportWritten,
    /// One page of the preview.
    report_page: ReportPage => PageView,
    /// The page on which the report tells of something.
    report_find: ReportFind => PlaceView,
    /// Says what the report holds.
    report_set: ReportSet => Nothing,
    /// The Evidence screen.
    evidence_get: Nothing => ScanEvidenceView,
    /// The profiles of the AWS configuration.
    scan_profiles: Nothing => ScanProfilesView,
    /// Says who would look at an account; reads nothing else.
    scan_connect: ScanConnect => ScanIdentityView,
    /// Looks at the account that was confirmed, and keeps the scan.
    scan_start: ScanStart => ScanEndView,
    /// How far the look is.
    scan_progress: Nothing => ScanProgressView,
    /// Stops it.
    scan_cancel: Nothing => Nothing,
    /// What to hand to the administrator of an account.
    scan_policy: Nothing => ScanPolicyView,
    /// Keeps a scan file with the engagement.
    scan_take: ScanTake => ScanEvidenceView,
    /// Forgets a scan.
    scan_remove: ScanRemove => ScanEvidenceView,
    /// Says what becomes of a fact beside an answer.
    fact_judge: FactJudge => ScanEvidenceView,
    /// Adds what a scan found to the inventories.
    scan_adopt: ScanAdopt => ScanEvidenceView,
    /// Sets how the report looks like its maker's own.
    brand_set: BrandSet => Nothing,
    /// Takes a brand file over.
    brand_open: BrandFile => Nothing,
    /// Writes the brand as a file to use again.
    brand_save: BrandFile => FileWritten,
    /// The font of the house, for the preview.
    brand_font: Nothing => FontView,
    /// Accepts a point of the readiness check, or opens it again.
    check_accept: CheckAccept => Nothing,
}

/// Writes the contract as TypeScript into a folder: one file per type.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_typescript(folder: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    let config = ts_rs::Config::new().with_large_int("number").with_out_dir(folder);
    Commands::export_all(&config)?;
    crate::error::Error::export_all(&config)?;
    Ok(())
}
