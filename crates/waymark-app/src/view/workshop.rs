//! The workshop as the window shows it: agenda and clock, what was noted, history, answers to verify, and the room screen.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    CaptureView, ChartView, ConsensusView, LevelView, ParticipantView, ScoreView, SideView,
};

words! {
    /// Why an answer is doubtful.
    DoubtReason {
        /// Votes lie far apart.
        Contradicted,
        /// Level 4 or 5 on somebody's word alone.
        Provisional,
        /// A wide band, though votes do not lie far apart.
        Wide,
        /// Flagged to follow up.
        Flagged,
        /// Nobody could say.
        Unknown,
        /// Somebody said that it does not apply, and nobody why.
        Unexplained,
    }
}

views! {
    /// The workshop's day.
    WorkshopView {
        /// The agenda, in order.
        sections: Vec<AgendaSection>,
        /// Minutes of all sections together.
        planned_minutes: u32,
        /// Where the day stands; absent before its first section has started.
        clock: Option<ClockView>,
        /// True where every section has ended.
        is_over: bool,
        /// People, in voting order.
        people: Vec<ParticipantView>,
    }
    /// A section of the agenda.
    AgendaSection {
        /// Permanent key.
        uid: String,
        /// Code, such as AGE-3.
        code: String,
        /// Title.
        title: String,
        /// Minutes planned.
        minutes: u32,
        /// Titles of the dimensions asked in it.
        dimensions: Vec<String>,
        /// Names of those who must be there.
        needed: Vec<String>,
        /// Names of those of them who are not in the room.
        missing: Vec<String>,
        /// When it began, milliseconds since 1970.
        started_at: Option<f64>,
        /// When it ended.
        ended_at: Option<f64>,
        /// Questions with a consensus.
        answered: u32,
        /// Questions.
        asked: u32,
        /// Questions without a consensus that nobody in the room has a role for.
        without_role: u32,
        /// Its first question without a consensus, else its first.
        next: Option<String>,
    }
    /// Where the day stands. Instants are milliseconds since 1970.
    ClockView {
        /// When this was computed.
        now: f64,
        /// Key of the section that runs; absent between two.
        section: Option<String>,
        /// When the running section ends as planned.
        section_ends_at: Option<f64>,
        /// When the day ends as planned.
        day_ends_at: f64,
        /// When it ends at the pace so far.
        forecast_at: f64,
        /// Minutes by which the day is going to end late; negative where early.
        late_minutes: f64,
        /// Time used for each minute of asking that the plan gives; 1 is as planned.
        pace: f64,
        /// Minutes that a question has taken so far; absent before the first answer.
        minutes_per_question: Option<f64>,
    }
    /// Raised hands.
    TallyView {
        /// For the levels 1 to 5.
        levels: Vec<u16>,
        /// For "don't know".
        dont_know: u16,
        /// For "not applicable".
        not_applicable: u16,
        /// Counted anew after the reveal.
        after_reveal: bool,
    }
    /// Everything that was noted in the room.
    CapturesView {
        /// The finding that heads the page.
        headline: String,
        /// Newest first.
        captures: Vec<CaptureView>,
    }
    /// A picture or another file of an evidence, for the window.
    PictureView {
        /// Name of the file.
        name: String,
        /// The picture as a data address.
        data_url: String,
    }
    /// A change, with all that it did.
    ChangeView {
        /// Its key.
        id: String,
        /// When, milliseconds since 1970.
        at: f64,
        /// Who, by the laptop's facilitator.
        by: String,
        /// What was done.
        label: String,
        /// What it changed.
        rows: Vec<ChangedView>,
    }
    /// A record that a change touched.
    ChangedView {
        /// Table name; `profile` or `packs` for what is no record.
        kind: String,
        /// What kind of thing, as people read it.
        kind_label: String,
        /// Permanent key; empty for the profile and packs.
        uid: String,
        /// What to call it.
        title: String,
        /// `added`, `changed`, `removed`.
        what: String,
        /// Question that it belongs to; empty where none.
        question: String,
        /// Fields that differ.
        fields: Vec<ChangedField>,
        /// True where the record can be put back as it was before.
        can_restore: bool,
    }
    /// A field that differs.
    ChangedField {
        /// Label.
        label: String,
        /// As people read it; empty where nothing stood there.
        before: String,
        /// The same, afterwards.
        after: String,
    }
    /// Answers to verify after the workshop.
    VerifyView {
        /// The finding that heads the page.
        headline: String,
        /// Those that can move a score most first.
        doubts: Vec<DoubtView>,
        /// How many have an owner.
        owned: u32,
        /// Questions that have a level.
        answered: u32,
    }
    /// An answer to verify.
    DoubtView {
        /// Question id.
        question: String,
        /// Short title.
        short_title: String,
        /// Dimension title.
        dimension_title: String,
        /// What counts now.
        consensus: ConsensusView,
        /// Low and high.
        band: Option<(f64, f64)>,
        /// Why it is doubtful; at least one.
        reasons: Vec<DoubtReason>,
        /// The same in words, one for each reason.
        why: Vec<String>,
        /// What to ask to see.
        evidence_prompt: String,
        /// Who checks it; empty where nobody.
        owner: String,
        /// Until when, as an ISO date; empty where not said.
        by: String,
    }
    /// What the facilitator has set for the room screen. It is kept while the app runs and written nowhere.
    RoomSettings {
        /// `welcome`, `question`, `maturity`, `break`, `closing`.
        scene: String,
        /// The question that is shown, in the scene `question`; empty for none.
        question: String,
        /// When the break ends, milliseconds since 1970; absent outside a break.
        break_ends_at: Option<f64>,
        /// Shows nothing at all.
        is_blank: bool,
        /// People's names may be shown beside their votes after the reveal.
        shows_names: bool,
        /// `light` or `dark`.
        theme: String,
    }
    /// Whether the room screen is open, and what is set for it.
    RoomState {
        /// The second window is open.
        is_open: bool,
        /// What is set.
        settings: RoomSettings,
    }
    /// All that the room screen is sent.
    RoomView {
        /// Shows nothing at all. Everything else is empty then.
        is_blank: bool,
        /// `light` or `dark`.
        theme: String,
        /// The language of the engagement as a BCP 47 tag; empty where it is not known.
        language: String,
        /// The client's name.
        client: String,
        /// The title of the assessment.
        pack_title: String,
        /// `welcome`, `question`, `maturity`, `break`, `closing`.
        scene: String,
        /// The question, in its scene.
        question: Option<RoomQuestion>,
        /// The scorecard, in `maturity` and `closing`.
        maturity: Option<RoomMaturity>,
        /// When the break ends, milliseconds since 1970.
        break_ends_at: Option<f64>,
    }
    /// A question on the room screen.
    RoomQuestion {
        /// Id.
        id: String,
        /// Dimension title.
        dimension_title: String,
        /// Place in the dimension, from 1.
        index: u32,
        /// Questions in the dimension.
        count: u32,
        /// The language of its texts as a BCP 47 tag.
        language: String,
        /// Some of its texts have no translation into the language of the engagement, so that they stand in the pack's own.
        is_fallback: bool,
        /// The question as asked.
        text: String,
        /// The five levels.
        levels: Vec<LevelView>,
        /// How many have voted.
        voted: u32,
        /// How many are in the room.
        present: u32,
        /// The votes, after the reveal and never before.
        votes: Option<RoomVotes>,
    }
    /// Votes after the reveal.
    RoomVotes {
        /// One for each vote with a level, by level and side.
        dots: Vec<RoomDot>,
        /// How many do not know.
        dont_know: u32,
        /// For how many it does not apply.
        not_applicable: u32,
        /// Lowest and highest level.
        spread: Option<(u8, u8)>,
        /// What the votes say, in one sentence.
        finding: String,
        /// What counts.
        consensus: ConsensusView,
    }
    /// A vote on the room screen.
    RoomDot {
        /// 1 to 5.
        level: u8,
        /// Absent for a counted hand.
        side: Option<SideView>,
        /// Name; empty unless names are allowed.
        name: String,
    }
    /// The scorecard on the room screen.
    RoomMaturity {
        /// The finding.
        headline: String,
        /// The whole.
        overall: ScoreView,
        /// The name of the overall level that is attained; empty where none.
        level_name: String,
        /// Questions with a consensus.
        answered: u32,
        /// Questions asked in this depth.
        asked: u32,
        /// The names of the lowest and the highest level.
        scale: Vec<String>,
        /// The radar.
        radar: ChartView,
        /// Strongest and weakest dimensions, in sentences; only in `closing`.
        findings: Vec<String>,
        /// Decisions that were noted; only in `closing`.
        decisions: Vec<String>,
    }
}

impl Default for RoomSettings {
    fn default() -> Self {
        Self {
            scene: "welcome".to_owned(),
            question: String::new(),
            break_ends_at: None,
            is_blank: false,
            shows_names: false,
            theme: "light".to_owned(),
        }
    }
}
