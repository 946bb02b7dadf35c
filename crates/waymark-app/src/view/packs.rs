//! Assessment packs and lenses as the window shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

views! {
    /// An assessment of the engagement, for the ways between them.
    AssessmentRef {
        /// Id of the pack or lens.
        id: String,
        /// Title that people read.
        title: String,
        /// True for a lens, which counts risks; false for a pack, which has levels.
        is_lens: bool,
        /// True for the pack that the screens show.
        is_current: bool,
    }
    /// The packs and lenses of the engagement, and those that can be added at once.
    PacksView {
        /// Packs, in order; the first is the default.
        packs: Vec<PackView>,
        /// Lenses, in order.
        lenses: Vec<LensSummary>,
        /// Shipped packs that the engagement does not hold.
        available: Vec<AvailablePack>,
    }
    /// A pack of the engagement.
    PackView {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Version of the content.
        version: String,
        /// How finished the content is: `Draft`, `Preview`, `Stable`.
        status: String,
        /// Questions asked in this depth.
        questions: u32,
        /// Those with a consensus, or settled as not applicable.
        answered: u32,
        /// True for the pack that the screens show.
        is_current: bool,
        /// The version that this program ships, where it is another one.
        shipped_version: Option<String>,
        /// Versions it had before in this engagement, newest first.
        earlier: Vec<EarlierVersion>,
        /// Votes, answers and decisions that would go with it.
        entries: u32,
        /// False for the only pack.
        may_be_removed: bool,
    }
    /// A version that a pack had before.
    EarlierVersion {
        /// Version of the content.
        version: String,
        /// Its hash, by which it is taken in again.
        hash: String,
        /// When it was replaced, milliseconds since 1970.
        until: f64,
    }
    /// A lens of the engagement.
    LensSummary {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// What it is for; may be empty.
        description: String,
        /// Risks by kind.
        risks: RiskCountsView,
        /// Answers that would go with it.
        entries: u32,
    }
    /// A shipped pack.
    AvailablePack {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Version of the content.
        version: String,
        /// How finished the content is.
        status: String,
        /// Questions.
        questions: u32,
    }
    /// A pack or lens looked at before it is taken in. Nothing has changed yet.
    PackLook {
        /// Id under which it would be held.
        id: String,
        /// Title.
        title: String,
        /// Version of the content; empty for a lens.
        version: String,
        /// How finished the content is; empty for a lens.
        status: String,
        /// True for a lens.
        is_lens: bool,
        /// What it is to the engagement.
        standing: PackStanding,
        /// Questions.
        questions: u32,
        /// Dimensions or pillars, by title.
        areas: Vec<String>,
        /// What was noticed and does no harm, in sentences.
        notes: Vec<String>,
        /// Entries that would not fit; while there are any it cannot be taken in.
        conflicts: Vec<crate::error::Mistake>,
        /// What would change; present where it takes the place of another version.
        changes: Option<PackChanges>,
    }
    /// What a version changes against the one held.
    PackChanges {
        /// The version held.
        from_version: String,
        /// Questions with an answer or votes that carry over.
        carried: u32,
        /// Questions that were not asked before.
        added: Vec<QuestionNote>,
        /// Questions no longer asked; what was answered stays in the document.
        retired: Vec<QuestionNote>,
        /// Questions whose text or level descriptions differ.
        reworded: Vec<QuestionNote>,
        /// Questions that stand in another dimension.
        moved: Vec<QuestionNote>,
        /// Questions with another weight or target.
        weighed: Vec<QuestionNote>,
        /// What else differs, in sentences.
        besides: Vec<String>,
        /// How the scores move with the answers as they are.
        scores: ComparisonView,
    }
    /// A question and what happened to it.
    QuestionNote {
        /// Id.
        id: String,
        /// As it reads now; as it read for one that goes.
        text: String,
        /// What is different, in words; may be empty.
        detail: String,
        /// True where it has votes or an answer.
        has_answer: bool,
    }
    /// Scores of two moments side by side.
    ComparisonView {
        /// What the first moment is called.
        title: String,
        /// Version of the pack then.
        from_version: String,
        /// Version of the pack now.
        to_version: String,
        /// When it was frozen, milliseconds since 1970; absent for a comparison of versions.
        at: Option<f64>,
        /// Code of the baseline; empty for a comparison of versions.
        baseline: String,
        /// Code of the baseline that is compared with it; empty for now.
        with: String,
        /// What that one is called; empty for now.
        with_title: String,
        /// What moved the overall score, in one sentence.
        headline: String,
        /// How many questions moved and why.
        summary: String,
        /// The overall score.
        overall: ShiftView,
        /// What lies around it.
        around: AroundView,
        /// By factor.
        factors: Vec<FactorShiftView>,
        /// By dimension.
        dimensions: Vec<DimensionShiftView>,
        /// The questions that moved, with their reasons.
        questions: Vec<QuestionShiftView>,
    }
    /// How one number moved; `before` and the four parts make `after` where all are known.
    ShiftView {
        /// Then.
        before: Option<f64>,
        /// Now.
        after: Option<f64>,
        /// What the content moved.
        by_content: Option<f64>,
        /// What was settled in the room moved.
        by_answers: Option<f64>,
        /// What the votes moved.
        by_votes: Option<f64>,
        /// What evidence and facts moved.
        by_evidence: Option<f64>,
    }
    /// How the band, the coverage and the confidence of a score moved.
    AroundView {
        /// Lower end of the band.
        low: ShiftView,
        /// Upper end of the band.
        high: ShiftView,
        /// Coverage, 0 to 1.
        coverage: ShiftView,
        /// Confidence, 0 to 1.
        confidence: ShiftView,
    }
    /// How a factor moved.
    FactorShiftView {
        /// Id.
        id: String,
        /// Title; that of then for a factor that is gone.
        title: String,
        /// Its score.
        shift: ShiftView,
        /// What lies around it.
        around: AroundView,
    }
    /// How a dimension moved.
    DimensionShiftView {
        /// Id.
        id: String,
        /// Title; that of then for a dimension that is gone.
        title: String,
        /// Its score.
        shift: ShiftView,
        /// What lies around it.
        around: AroundView,
        /// What changed, in a sentence; empty where nothing did.
        why: String,
    }
    /// How a question moved.
    QuestionShiftView {
        /// Id.
        id: String,
        /// Short title.
        title: String,
        /// Id of its dimension; that of then where it is gone.
        dimension: String,
        /// The consensus then; absent where it was not asked.
        before: Option<super::ConsensusView>,
        /// The consensus now; absent where it is not asked.
        after: Option<super::ConsensusView>,
        /// Band then; absent where it is not known or the question did not apply.
        band_before: Option<(f64, f64)>,
        /// Band now.
        band_after: Option<(f64, f64)>,
        /// Why it moved, at least one reason.
        because: Vec<ReasonView>,
    }
    /// A reason why something moved.
    ReasonView {
        /// What kind of reason.
        cause: CauseWord,
        /// In words, without a capital or a stop.
        text: String,
    }

    /// How often each risk occurs.
    RiskCountsView {
        /// High risks.
        high: u32,
        /// Medium risks.
        medium: u32,
        /// Questions without risk.
        none: u32,
        /// Questions left out.
        not_applicable: u32,
        /// Questions not answered.
        unanswered: u32,
        /// Answered questions of which no rule holds: their risk is not known.
        no_match: u32,
    }
    /// A lens with its answers.
    LensView {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// What it is for; may be empty.
        description: String,
        /// Pillars in order.
        pillars: Vec<LensPillarView>,
        /// Risks of all pillars.
        total: RiskCountsView,
        /// Reasons for leaving a question out.
        reasons: Vec<super::OptionView>,
    }
    /// A pillar of a lens.
    LensPillarView {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// What it is about; may be empty.
        description: String,
        /// Its risks.
        risks: RiskCountsView,
        /// Its questions in order.
        questions: Vec<LensQuestionView>,
    }
    /// A question of a lens with its answer.
    LensQuestionView {
        /// Id of the pillar.
        pillar: String,
        /// Id, unique in the pillar.
        id: String,
        /// What is asked.
        title: String,
        /// Why it is asked; may be empty.
        description: String,
        /// What helps to answer.
        resources: Vec<ResourceView>,
        /// The choices in order.
        choices: Vec<LensChoiceView>,
        /// True where it was said that no choice is true, without a choice that says so.
        is_none_of_these: bool,
        /// True where the lens has a choice of its own for "none of these".
        has_none_choice: bool,
        /// Reason word where the question is left out.
        not_applicable: Option<String>,
        /// What was heard.
        note: String,
        /// What follows from the answer.
        risk: RiskWord,
        /// The rule that says so, as written; empty where none does.
        rule: String,
    }
    /// A choice of a question.
    LensChoiceView {
        /// Id, unique in the question.
        id: String,
        /// What is true where it is taken.
        title: String,
        /// True where it is taken.
        is_taken: bool,
        /// True for the choice "none of these".
        is_none_of_these: bool,
        /// What helps to understand it.
        resources: Vec<ResourceView>,
        /// What to do where it is not taken.
        plans: Vec<ResourceView>,
    }
    /// A text with an address. The address is shown, never opened by the app.
    ResourceView {
        /// What people read.
        text: String,
        /// Address; may be empty.
        address: String,
    }
    /// What a changed answer changes.
    LensChange {
        /// The question as it is now.
        question: LensQuestionView,
        /// Risks of its pillar.
        pillar: RiskCountsView,
        /// Risks of all pillars.
        total: RiskCountsView,
    }
}

words! {
    /// Why a number moved.
    CauseWord {
        /// The pack.
        Content,
        /// What was settled in the room.
        Answers,
        /// The votes.
        Votes,
        /// Evidence and facts.
        Evidence,
    }
    /// What a pack looked at is to the engagement.
    PackStanding {
        /// Not held yet.
        New,
        /// Held as it is.
        Same,
        /// Another version of it is held.
        Version,
    }
    /// The risk that follows from an answer.
    RiskWord {
        /// A high risk.
        High,
        /// A medium risk.
        Medium,
        /// No risk.
        None,
        /// Left out.
        NotApplicable,
        /// Not answered.
        Unanswered,
        /// No rule holds.
        NoMatch,
    }
}
