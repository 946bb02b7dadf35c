//! The engagement: the whole of what people entered for one client. Nothing in it is derived, save baselines.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use crate::discovery::goal::Goal;
pub use crate::discovery::persona::Persona;
pub use crate::discovery::platform::PlatformItem;
pub use crate::discovery::profile::Profile;
pub use crate::discovery::regulation::{Constraint, Regulation};
pub use crate::discovery::skill::Skill;
pub use crate::discovery::source::Source;
pub use crate::discovery::use_case::UseCase;

use crate::field::FieldKind::{
    Choice as Word, Date as DateKind, Flag, Frozen, Instant, Link, Links, Long, Number, PackWord,
    PackWords, Text, Texts, Whole,
};
use crate::field::PackWord as List;
use crate::id::{InitiativeId, PackId, QuestionId, RoleId, Uid};
use crate::known::Known;
use crate::pack::{CostClass, Pack};
use crate::record::{Kind, record};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How sure an entry of discovery is.
    Basis "basis" ordered 3 { Stated "stated" "Stated", Documented "documented" "Documented", Measured "measured" "Measured" }
}

record! {
    /// A person in the workshop, or an anonymous slot, with a role.
    Participant coded code required {
    } optional {
        role: Option<RoleId> = PackWord(List::AskedRole), "Role", "Decides which questions they can answer";
        name: String = Text(120), "Name", "Empty in an anonymous engagement";
        job_title: String = Text(120), "Job title", "";
        is_absent: bool = Flag, "Absent", "Invited, not in the room now";
        notes: String = Long(2000), "Notes", "";
    }
}

record! {
    /// A section of the workshop with its minutes.
    AgendaItem coded code required {
        title: String = Text(120), "Title", "";
        minutes: u16 = Whole(1, 600, "minutes"), "Minutes", "";
    } optional {
        dimensions: Vec<crate::id::DimensionId> = PackWords(List::Dimension), "Dimensions", "Which dimensions are asked in it";
        participants: Vec<Uid> = Links(Kind::Participant), "Needed", "Who must be there";
        notes: String = Long(2000), "Notes", "";
        started_at: Option<i64> = Instant, "Started at", "When the section began in the room";
        ended_at: Option<i64> = Instant, "Ended at", "When the section ended in the room";
        answered_before: Option<u16> = Whole(0, 500, "questions"), "Answered before", "Questions of the section that had an answer when it began";
        paused_minutes: Option<u16> = Whole(0, 60_000, "minutes"), "Paused", "Between an end of the section and its being taken up again";
    }
}

vocabulary! {
    /// What a participant chose.
    Choice "choice" ordered 0 { Level "level" "Level", DontKnow "dont_know" "Don't know", NotApplicable "not_applicable" "Not applicable" }
}

vocabulary! {
    /// How certain a participant is of a vote.
    Certainty "certainty" ordered 3 { Guess "guess" "Guess", Fairly "fairly" "Fairly sure", Sure "sure" "Sure" }
}

record! {
    /// One participant's choice on one question.
    Vote required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
        question: QuestionId = PackWord(List::Question), "Question", "";
        participant: Uid = Link(Kind::Participant), "Participant", "";
        choice: Choice = Word(Choice::VOCABULARY), "Choice", "";
    } optional {
        level: Option<u8> = Whole(1, 5, ""), "Level", "With the choice `level` only";
        certainty: Known<Certainty> = Word(Certainty::VOCABULARY), "Certainty", "";
        role: Option<RoleId> = PackWord(List::AskedRole), "Role when voting", "Kept when the participant changes role later";
        reason: String = Text(500), "Reason", "Of `not_applicable`; one without it is to verify";
        comment: String = Long(2000), "Comment", "";
        after_reveal: bool = Flag, "Changed after the reveal", "";
        is_sealed: bool = Flag, "Sealed", "Counts only once the votes on its question are revealed";
    }
}

/// Raised hands, counted per choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Hands for the levels 1 to 5.
    pub levels: [u16; 5],
    /// Hands for "don't know".
    pub dont_know: u16,
    /// Hands for "not applicable".
    pub not_applicable: u16,
}

impl Tally {
    /// Most hands for one choice.
    pub const MOST: u16 = 500;

    /// Seven whole numbers with blanks between; `None` for anything else, for more than [`Tally::MOST`] hands, and for no hand at all.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<u16> =
            text.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
        let [one, two, three, four, five, dont_know, not_applicable] = numbers[..] else {
            return None;
        };
        let tally = Self { levels: [one, two, three, four, five], dont_know, not_applicable };
        let is_sane = numbers.iter().all(|hands| *hands <= Self::MOST) && tally.hands() > 0;
        is_sane.then_some(tally)
    }

    /// All hands.
    pub fn hands(&self) -> u32 {
        self.levels.iter().map(|hands| u32::from(*hands)).sum::<u32>()
            + u32::from(self.dont_know)
            + u32::from(self.not_applicable)
    }

    /// Each hand's choice with its level, from level 1 up.
    fn choices(self) -> impl Iterator<Item = (Choice, Option<u8>)> {
        let many =
            |choice, level, hands: u16| std::iter::repeat_n((choice, level), usize::from(hands));
        (1..=5_u8)
            .zip(self.levels)
            .flat_map(move |(level, hands)| many(Choice::Level, Some(level), hands))
            .chain(many(Choice::DontKnow, None, self.dont_know))
            .chain(many(Choice::NotApplicable, None, self.not_applicable))
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for hands in self.levels {
            write!(f, "{hands} ")?;
        }
        write!(f, "{} {}", self.dont_know, self.not_applicable)
    }
}

record! {
    /// What the facilitator settled or noted on one question. The consensus itself is derived where it is not settled here.
    Answer required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
        question: QuestionId = PackWord(List::Question), "Question", "";
    } optional {
        settled: Option<Choice> = Word(Choice::VOCABULARY), "Settled", "Level or not applicable; absent means the consensus is derived from the votes";
        level: Option<u8> = Whole(1, 5, ""), "Settled level", "";
        reason: String = Long(2000), "Reason", "Why this consensus, or why the question does not apply";
        dissent: String = Long(2000), "Dissent", "Who holds another view, and which";
        note: String = Long(4000), "Note", "What was heard; in the report";
        private_note: String = Long(4000), "Private note", "For the facilitator; never in the report or the room";
        is_flagged: bool = Flag, "Flagged", "To follow up";
        weight: Option<u8> = Whole(1, 10, ""), "Weight", "Instead of the pack's weight";
        revealed_at: Option<i64> = Instant, "Revealed at", "";
        verify_owner: String = Text(120), "To be verified by", "Who checks this answer after the workshop";
        verify_by: Known<Date> = DateKind, "Verify by", "";
        tally: String = Text(80), "Counted votes", "Raised hands counted instead of votes by person: seven numbers, for the levels 1 to 5, don't know and not applicable";
        tally_after_reveal: bool = Flag, "Counted anew after the reveal", "";
    }
}

impl Answer {
    /// One that says nothing yet.
    pub fn new(uid: Uid, pack: PackId, question: QuestionId) -> Self {
        Self {
            uid,
            pack,
            question,
            settled: None,
            level: None,
            reason: String::new(),
            dissent: String::new(),
            note: String::new(),
            private_note: String::new(),
            is_flagged: false,
            weight: None,
            revealed_at: None,
            verify_owner: String::new(),
            verify_by: Known::Unknown,
            tally: String::new(),
            tally_after_reveal: false,
        }
    }
}

vocabulary! {
    /// What a piece of evidence is.
    EvidenceKind "evidence_kind" ordered 0 {
        Document "document" "Document", Screenshot "screenshot" "Screenshot", Report "report" "Report", Interview "interview" "Interview", Link "link" "Link", AwsFact "aws_fact" "AWS fact",
    }
}

vocabulary! {
    /// How strong evidence is.
    Strength "strength" ordered 3 { Stated "stated" "Stated" "Somebody said so", Shown "shown" "Shown" "It was shown in the room", Measured "measured" "Measured" "A measurement says so" }
}

vocabulary! {
    /// Why a question of a lens does not apply: the AWS Well-Architected Tool's own list.
    LensReason "lens_reason" ordered 0 {
        OutOfScope "out_of_scope" "Out of scope", BusinessPriorities "business_priorities" "Business priorities",
        ArchitectureConstraints "architecture_constraints" "Architecture constraints", Other "other" "Other", None "none" "No reason given",
    }
}

record! {
    /// What was chosen on one question of a lens. Its risk is derived by the lens' own rules.
    LensAnswer required {
        pack: PackId = PackWord(List::Pack), "Lens", "";
        pillar: String = Text(500), "Pillar", "Its id in the lens";
        question: String = Text(500), "Question", "Its id in the lens";
    } optional {
        choices: Vec<String> = Texts, "Choices", "Ids of the choices that are true";
        is_none_of_these: bool = Flag, "None of these", "Asked, and no choice is true";
        not_applicable: Option<LensReason> = Word(LensReason::VOCABULARY), "Not applicable", "Why the question is left out; absent where it applies";
        note: String = Long(4000), "Note", "What was heard";
    }
}

record! {
    /// Something that supports an answer.
    Evidence coded code required {
        title: String = Text(200), "Title", "What was said, shown or measured";
        strength: Strength = Word(Strength::VOCABULARY), "Strength", "";
    } optional {
        pack: Option<PackId> = PackWord(List::Pack), "Pack", "";
        question: Option<QuestionId> = PackWord(List::Question), "Question", "";
        kind: Known<EvidenceKind> = Word(EvidenceKind::VOCABULARY), "Kind", "";
        text: String = Long(4000), "Text", "";
        link: String = Text(500), "Link", "";
        date: Known<Date> = DateKind, "Date", "";
        file_name: String = Text(200), "File", "";
        file_hash: String = Text(64), "File hash", "SHA-256 of the file kept in the document";
        at: Option<i64> = Instant, "Noted at", "";
        is_left_out: bool = Flag, "Not in the report", "It counts as before";
    }
}

vocabulary! {
    /// What a capture is.
    CaptureKind "capture_kind" ordered 0 {
        Note "note" "Note", Parking "parking" "Parking lot", Decision "decision" "Decision", Quote "quote" "Quote", Risk "risk" "Risk", Action "action" "Action",
    }
}

record! {
    /// Something noted in the room.
    Capture coded code required {
        kind: CaptureKind = Word(CaptureKind::VOCABULARY), "Kind", "";
        text: String = Long(2000), "Text", "";
    } optional {
        pack: Option<PackId> = PackWord(List::Pack), "Pack", "";
        question: Option<QuestionId> = PackWord(List::Question), "Question", "";
        at: Option<i64> = Instant, "Time", "";
        person: String = Text(120), "Person", "Who said it, who owns it";
        has_consent: bool = Flag, "May be quoted", "";
        due: Known<Date> = DateKind, "Due", "";
        is_left_out: bool = Flag, "Not in the report", "";
    }
}

record! {
    /// A target that the facilitator set by hand.
    Target required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
        question: QuestionId = PackWord(List::Question), "Question", "";
        level: u8 = Whole(1, 5, ""), "Level", "";
        reason: String = Long(1000), "Reason", "Why this target instead of the derived one";
    } optional {
        by: Known<Date> = DateKind, "By", "";
    }
}

vocabulary! {
    /// What a verdict speaks about.
    VerdictSubject "verdict_subject" ordered 0 { Component "component" "Component", Finding "finding" "Finding", Fact "fact" "Fact of a scan" }
}

vocabulary! {
    /// The client's verdict.
    VerdictWord "verdict" ordered 0 { Accepted "accepted" "Accepted", Replaced "replaced" "Replaced", Rejected "rejected" "Rejected", Reworded "reworded" "Reworded",
        AnswerChanged "answer_changed" "Answer changed", ScopeDiffers "scope_differs" "Scope differs" "The fact is of something else than the answer", FactWrong "fact_wrong" "Fact wrong" }
}

record! {
    /// The client's verdict on a component or a finding.
    Verdict required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
        subject: VerdictSubject = Word(VerdictSubject::VOCABULARY), "About", "";
        subject_id: String = Text(200), "Component or finding", "Its permanent id";
        verdict: VerdictWord = Word(VerdictWord::VOCABULARY), "Verdict", "";
    } optional {
        reason: String = Long(1000), "Reason", "";
        replacement: String = Text(200), "Replacement", "The alternative or own component chosen instead";
        wording: String = Long(2000), "Wording", "The text instead of the derived one";
        seen: Value = Frozen, "Seen", "What the component was when the verdict was given: its service, its status and the facts it rested on";
    }
}

vocabulary! {
    /// Strength or weakness.
    FindingTone "finding_tone" ordered 0 { Strength "strength" "Strength", Weakness "weakness" "Weakness", Blocker "blocker" "Blocker" }
}

record! {
    /// A finding that people added.
    OwnFinding coded code required {
        tone: FindingTone = Word(FindingTone::VOCABULARY), "Kind", "";
        text: String = Long(2000), "Text", "";
    } optional {
        pack: Option<PackId> = PackWord(List::Pack), "Pack", "";
        question: Option<QuestionId> = PackWord(List::Question), "Question", "";
    }
}

vocabulary! {
    /// How far an initiative has come.
    InitiativeStatus "initiative_status" ordered 3 { Planned "planned" "Planned", Started "started" "Started", Done "done" "Done" }
}

record! {
    /// What people decided about an initiative.
    InitiativeSetting required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
        initiative: InitiativeId = PackWord(List::Initiative), "Initiative", "";
    } optional {
        is_excluded: bool = Flag, "Excluded", "";
        pinned_week: Option<u32> = Whole(0, 520, "weeks"), "Pinned to week", "";
        owner: String = Text(120), "Owner", "";
        status: Known<InitiativeStatus> = Word(InitiativeStatus::VOCABULARY), "Status", "What is started does not move; what is done leaves the schedule and counts as reached";
        started_on: Known<Date> = DateKind, "Started on", "With the status `started`; before the roadmap's first week it has run part of its weeks already";
        not_before: Known<Date> = DateKind, "Not before", "It starts in a week that begins on this day or later";
        finish_by: Known<Date> = DateKind, "Must finish by", "A week counts as finished on its Friday";
        lag_weeks: Option<u32> = Whole(0, 104, "weeks"), "Lag", "Working weeks between the end of the last prerequisite and its start; none where nobody said";
        effort_low: Known<f64> = Number(0.0, 10_000.0, "person-weeks"), "Effort, low", "With a likely effort; else the pack's low effort, where it is not above the likely one";
        effort_likely: Known<f64> = Number(0.0, 10_000.0, "person-weeks"), "Effort, likely", "Instead of the pack's effort and its scaling";
        effort_high: Known<f64> = Number(0.0, 10_000.0, "person-weeks"), "Effort, high", "With a likely effort; else the pack's high effort, where it is not below the likely one";
        reason: String = Long(1000), "Reason", "";
    }
}

impl InitiativeSetting {
    /// True once its work has begun.
    pub fn is_started(&self) -> bool {
        self.status == Known::Value(InitiativeStatus::Started)
    }

    /// True once its work is finished: what it lifts counts as reached.
    pub fn is_done(&self) -> bool {
        self.status == Known::Value(InitiativeStatus::Done)
    }

    /// What is wrong with efforts set by hand, with the field: a low or high one needs a likely one between them.
    pub fn effort_fault(&self) -> Option<(&'static str, &'static str)> {
        let (low, likely, high) =
            (self.effort_low.value(), self.effort_likely.value(), self.effort_high.value());
        let Some(likely) = likely else {
            return (low.is_some() || high.is_some())
                .then_some(("effort_likely", "a low or high effort needs a likely one"));
        };
        if low.is_some_and(|low| low > likely) {
            return Some(("effort_low", "the low effort is above the likely one"));
        }
        high.is_some_and(|high| high < likely)
            .then_some(("effort_high", "the high effort is below the likely one"))
    }
}

vocabulary! {
    /// Why there is more or less time for the roadmap for a while.
    CapacityReason "capacity_reason" ordered 0 {
        Holidays "holidays" "Holidays", Freeze "freeze" "Freeze", Leave "leave" "Leave", Hire "hire" "Hire", Other "other" "Other",
    }
}

record! {
    /// Other time for the roadmap than people and skills say, of one role or of every role, for a while or from then on.
    CapacityChange coded code required {
        reason: CapacityReason = Word(CapacityReason::VOCABULARY), "Reason", "";
        from: Date = DateKind, "From", "The first day; it counts in weeks of which it covers three working days or more";
    } optional {
        to: Known<Date> = DateKind, "To", "The last day; empty for good";
        role: Known<RoleId> = PackWord(List::DeliveryRole), "Role", "Empty for every role";
        people: Known<f64> = Number(0.0, 10_000.0, "people"), "People", "Available for the roadmap in each of these weeks";
        share: Known<f64> = Number(0.0, 1_000.0, "%"), "Share", "Of the people otherwise there, where their number is not stated; 0: nobody works";
        notes: String = Long(1000), "Notes", "";
    }
}

impl CapacityChange {
    /// True where the last day comes before the first.
    pub fn is_backwards(&self) -> bool {
        self.to.value().is_some_and(|to| *to < self.from)
    }

    /// True where three working days or more of the week that begins on a Monday are in it.
    pub fn covers(&self, monday: Date) -> bool {
        let friday = monday.saturating_add(jiff::Span::new().days(4));
        let last = self.to.value().map_or(friday, |to| (*to).min(friday));
        let first = self.from.max(monday);
        (last - first).get_days() >= 2
    }

    /// What it makes of an amount of people.
    pub fn applied(&self, people: f64) -> f64 {
        match (self.people.value(), self.share.value()) {
            (Some(stated), _) => *stated,
            (None, Some(share)) => people * share / 100.0,
            (None, None) => people,
        }
    }
}

vocabulary! {
    /// What the choice of initiatives aims at.
    RoadmapAim "roadmap_aim" ordered 0 {
        AllGaps "all_gaps" "Close every gap" "For each question the cheapest way to its target",
        LeastEffort "least_effort" "Least effort" "The fewest person-weeks that take every question to its target",
        Budget "budget" "Best use of a budget" "The most value that so many person-weeks can bring",
    }
}

record! {
    /// How the roadmap of a pack is made: what it aims at, how much change people bear, where its waves end.
    RoadmapSetting required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
    } optional {
        aim: Known<RoadmapAim> = Word(RoadmapAim::VOCABULARY), "Initiatives chosen by", "Unknown stands for closing every gap";
        budget: Known<f64> = Number(0.0, 100_000.0, "person-weeks"), "Budget", "Likely effort of all initiatives together, with the aim `budget`";
        at_once: Known<u32> = Whole(1, 50, "initiatives"), "At once per role", "How many initiatives one role leads or lives through at the same time, at most; the role with the largest share counts";
        wave_1_end: Known<u32> = Whole(1, 520, "weeks"), "Wave 1 ends after", "Weeks from the roadmap's start; 13 where nothing is said";
        wave_2_end: Known<u32> = Whole(1, 520, "weeks"), "Wave 2 ends after", "Weeks from the roadmap's start; 39 where nothing is said";
        wave_3_end: Known<u32> = Whole(1, 520, "weeks"), "Wave 3 ends after", "Weeks from the roadmap's start; 78 where nothing is said";
    }
}

record! {
    /// An initiative that people added to those of a pack.
    OwnInitiative coded code required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
        title: String = Text(120), "Title", "What is done, in a few words";
    } optional {
        outcome: String = Long(1000), "Outcome", "What is true afterwards?";
        effort_low: Known<f64> = Number(0.0, 10_000.0, "person-weeks"), "Effort, low", "";
        effort_likely: Known<f64> = Number(0.0, 10_000.0, "person-weeks"), "Effort, likely", "Planned once effort and duration are known";
        effort_high: Known<f64> = Number(0.0, 10_000.0, "person-weeks"), "Effort, high", "";
        duration_low: Known<u32> = Whole(1, 520, "weeks"), "Duration, low", "";
        duration_likely: Known<u32> = Whole(1, 520, "weeks"), "Duration, likely", "Planned once effort and duration are known";
        duration_high: Known<u32> = Whole(1, 520, "weeks"), "Duration, high", "";
        roles: Vec<RoleId> = PackWords(List::DeliveryRole), "Done by", "Roles that share the work evenly";
        needs: Vec<InitiativeId> = PackWords(List::Initiative), "Needs first", "Initiatives that must be finished before";
        lifts: Vec<QuestionId> = PackWords(List::Question), "Lifts", "Questions that stand higher afterwards";
        lifts_to: Known<u8> = Whole(2, 5, ""), "Lifts to level", "The level of those questions afterwards";
        visible_to: Vec<RoleId> = PackWords(List::AskedRole), "Noticed by", "";
        cost: Known<CostClass> = Word(CostClass::VOCABULARY), "Cost class", "Run and licence cost";
        risks: String = Long(1000), "Risks", "";
        kpi: String = Text(200), "KPI", "The number that tells whether it worked";
    }
}

impl OwnInitiative {
    /// What is wrong with its estimates, with the field: low, likely and high in another order.
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        let above = |low: Option<f64>, high: Option<f64>| low.zip(high).is_some_and(|(l, h)| l > h);
        let weeks = |known: &Known<u32>| known.value().map(|weeks| f64::from(*weeks));
        let number = |known: &Known<f64>| known.value().copied();
        if above(number(&self.effort_low), number(&self.effort_likely)) {
            return Some(("effort_low", "the low effort is above the likely one"));
        }
        if above(number(&self.effort_likely), number(&self.effort_high)) {
            return Some(("effort_high", "the high effort is below the likely one"));
        }
        if above(weeks(&self.duration_low), weeks(&self.duration_likely)) {
            return Some(("duration_low", "the low duration is above the likely one"));
        }
        above(weeks(&self.duration_likely), weeks(&self.duration_high))
            .then_some(("duration_high", "the high duration is below the likely one"))
    }
}

record! {
    /// What people decided about a roadmap, kept under a name to compare with others and to take up again.
    Scenario coded code required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
        title: String = Text(120), "Name", "";
        decisions: Value = Frozen, "Decisions", "Initiatives, roadmap setting and capacity as they were";
    } optional {
        notes: String = Long(2000), "Notes", "";
    }
}

record! {
    /// The roadmap that the client accepted: a decision of people, kept beside what is derived.
    AcceptedPlan required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
        inputs_hash: String = Text(64), "Inputs", "SHA-256 of what the plan was made from; the plan is stale when it differs";
        start_weeks: BTreeMap<InitiativeId, u32> = Frozen, "Starts", "Week of start by initiative";
    } optional {
        accepted_by: String = Text(120), "Accepted by", "";
        accepted_on: Known<Date> = DateKind, "Accepted on", "";
        start: Known<Date> = DateKind, "Began on", "The Monday on which the plan's first week began";
        end_weeks: BTreeMap<InitiativeId, u32> = Frozen, "Ends", "Week after its last one by initiative";
    }
}

vocabulary! {
    /// For whom a report is written.
    Audience "audience" ordered 0 {
        Everyone "everyone" "Everyone" "All that there is to say", Sponsor "sponsor" "Sponsor" "What to know and to decide", Delivery "delivery" "Delivery team" "What to build, in which order, on which answers",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro writes the variants")]
impl Default for Audience {
    fn default() -> Self {
        Self::Everyone
    }
}

#[expect(clippy::derivable_impls, reason = "the macro writes the variants")]
impl Default for Detail {
    fn default() -> Self {
        Self::Full
    }
}

vocabulary! {
    /// How much of a report there is.
    Detail "detail" ordered 0 { Full "full" "Full report", Summary "summary" "Six-page summary", Appendix "appendix" "Appendix only" }
}

record! {
    /// What the report of a pack holds and how it looks.
    ReportSetting required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
    } optional {
        audience: Known<Audience> = Word(Audience::VOCABULARY), "Written for", "Unknown stands for everyone";
        detail: Known<Detail> = Word(Detail::VOCABULARY), "Detail", "Unknown stands for the full report";
        sections: Vec<String> = Texts, "Sections", "Ids of the sections in their order; none for those that audience and detail have";
        brand: Value = Frozen, "Brand", "The brand file's content; null for none";
    }
}

impl ReportSetting {
    /// That of a pack, with everything as usual.
    pub fn new(uid: Uid, pack: PackId) -> Self {
        Self {
            uid,
            pack,
            audience: Known::Unknown,
            detail: Known::Unknown,
            sections: vec![],
            brand: Value::Null,
        }
    }
}

record! {
    /// A point of the readiness check that people accept as it is.
    AcceptedCheck required {
        pack: PackId = PackWord(List::Pack), "Pack", "";
        check: String = Text(80), "Check", "Its permanent name";
        reason: String = Long(1000), "Reason", "Why it may stay as it is";
    } optional {
        places: Vec<String> = Texts, "Places", "Codes and ids that it spoke about; with another one it is open again";
        accepted_on: Known<Date> = DateKind, "Accepted on", "";
    }
}

record! {
    /// One look at an AWS account.
    Scan coded code required {
        taken_at: i64 = Instant, "Taken at", "";
        inventory: Value = Frozen, "Inventory", "What the scan brought";
    } optional {
        notes: String = Long(2000), "Notes", "";
    }
}

record! {
    /// A frozen scorecard, with the version of the pack it was made under.
    Baseline coded code required {
        title: String = Text(120), "Title", "";
        pack: PackId = PackWord(List::Pack), "Pack", "";
        pack_version: String = Text(40), "Pack version", "";
        frozen_at: i64 = Instant, "Frozen at", "";
        scorecard: Value = Frozen, "Scorecard", "";
    } optional {
        notes: String = Long(2000), "Notes", "";
    }
}

/// A pack that the engagement uses, with its text, so that it scores the same in three years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackRef {
    /// The pack's id.
    pub id: PackId,
    /// The pack's version.
    pub version: String,
    /// SHA-256 of the text, hexadecimal.
    pub hash: String,
    /// The pack's files by path, concatenated by `waymark-pack`; empty in JSON where the pack ships with this program.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// All that people entered for one client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Engagement {
    /// The engagement's id: root of derived uids.
    pub uid: Uid,
    /// The one record about the client and the work.
    pub profile: Profile,
    /// The packs in use; the first is the default.
    pub packs: Vec<PackRef>,
    /// People in the workshop.
    pub participants: Vec<Participant>,
    /// Business goals.
    pub goals: Vec<Goal>,
    /// Use cases.
    pub use_cases: Vec<UseCase>,
    /// Personas.
    pub personas: Vec<Persona>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Regulations.
    pub regulations: Vec<Regulation>,
    /// Constraints.
    pub constraints: Vec<Constraint>,
    /// The platform that exists.
    pub platform: Vec<PlatformItem>,
    /// People and skills.
    pub skills: Vec<Skill>,
    /// The workshop's agenda.
    pub agenda: Vec<AgendaItem>,
    /// Votes.
    pub votes: Vec<Vote>,
    /// What was settled or noted per question.
    pub answers: Vec<Answer>,
    /// What was chosen on the questions of lenses.
    #[serde(default)]
    pub lens_answers: Vec<LensAnswer>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Captures.
    pub captures: Vec<Capture>,
    /// Targets set by hand.
    pub targets: Vec<Target>,
    /// Verdicts.
    pub verdicts: Vec<Verdict>,
    /// Findings that people added.
    pub findings: Vec<OwnFinding>,
    /// Decisions about initiatives.
    pub initiatives: Vec<InitiativeSetting>,
    /// Other capacity than people and skills say, for a while; a later one counts on what earlier ones leave.
    #[serde(default)]
    pub capacity_changes: Vec<CapacityChange>,
    /// How the roadmaps are made, one per pack.
    #[serde(default)]
    pub roadmap_settings: Vec<RoadmapSetting>,
    /// Initiatives that people added.
    #[serde(default)]
    pub own_initiatives: Vec<OwnInitiative>,
    /// Roadmaps kept under a name.
    #[serde(default)]
    pub scenarios: Vec<Scenario>,
    /// Roadmaps that the client accepted, one per pack.
    pub accepted_plans: Vec<AcceptedPlan>,
    /// What the reports hold and how they look, one per pack.
    #[serde(default)]
    pub report_settings: Vec<ReportSetting>,
    /// Points of the readiness check that people accept as they are.
    #[serde(default)]
    pub accepted_checks: Vec<AcceptedCheck>,
    /// Scans.
    pub scans: Vec<Scan>,
    /// Baselines.
    pub baselines: Vec<Baseline>,
}

impl Engagement {
    /// An engagement that knows no more than its client's name.
    pub fn new(uid: Uid, client: &str) -> Self {
        Self {
            uid,
            profile: Profile { client: client.to_owned(), ..Profile::default() },
            packs: vec![],
            participants: vec![],
            goals: vec![],
            use_cases: vec![],
            personas: vec![],
            sources: vec![],
            regulations: vec![],
            constraints: vec![],
            platform: vec![],
            skills: vec![],
            agenda: vec![],
            votes: vec![],
            answers: vec![],
            lens_answers: vec![],
            evidence: vec![],
            captures: vec![],
            targets: vec![],
            verdicts: vec![],
            findings: vec![],
            initiatives: vec![],
            capacity_changes: vec![],
            roadmap_settings: vec![],
            own_initiatives: vec![],
            scenarios: vec![],
            accepted_plans: vec![],
            report_settings: vec![],
            accepted_checks: vec![],
            scans: vec![],
            baselines: vec![],
        }
    }

    /// What counts under one pack: everything but what was entered under the others, or to questions that it does not ask any more.
    /// What names no pack belongs to the one that asks its question.
    #[must_use]
    pub fn under(&self, pack: &Pack) -> Engagement {
        let mut own = self.clone();
        let asks = |question: &QuestionId| pack.question(question).is_some();
        let is_own = |of: &Option<PackId>, question: &Option<QuestionId>| {
            of.as_ref().is_none_or(|of| *of == pack.id) && question.as_ref().is_none_or(asks)
        };
        own.votes.retain(|vote| vote.pack == pack.id && asks(&vote.question));
        own.answers.retain(|answer| answer.pack == pack.id && asks(&answer.question));
        own.evidence.retain(|evidence| is_own(&evidence.pack, &evidence.question));
        own.captures.retain(|capture| is_own(&capture.pack, &capture.question));
        own.targets.retain(|target| target.pack == pack.id && asks(&target.question));
        own.verdicts.retain(|verdict| verdict.pack == pack.id);
        own.findings.retain(|finding| is_own(&finding.pack, &finding.question));
        own.initiatives.retain(|setting| setting.pack == pack.id);
        own.roadmap_settings.retain(|setting| setting.pack == pack.id);
        own.own_initiatives.retain(|initiative| initiative.pack == pack.id);
        own.scenarios.retain(|scenario| scenario.pack == pack.id);
        own.accepted_plans.retain(|plan| plan.pack == pack.id);
        own.report_settings.retain(|setting| setting.pack == pack.id);
        own.accepted_checks.retain(|check| check.pack == pack.id);
        own.baselines.retain(|baseline| baseline.pack == pack.id);
        own
    }

    /// What people decided about an initiative of a pack, where they did.
    pub fn setting(&self, pack: &PackId, initiative: &InitiativeId) -> Option<&InitiativeSetting> {
        self.initiatives.iter().find(|s| &s.pack == pack && &s.initiative == initiative)
    }

    /// How the roadmap of a pack is made, where people said so.
    pub fn roadmap_setting(&self, pack: &PackId) -> Option<&RoadmapSetting> {
        self.roadmap_settings.iter().find(|setting| &setting.pack == pack)
    }

    /// What the report of a pack holds and how it looks, where people said so.
    pub fn report_setting(&self, pack: &PackId) -> Option<&ReportSetting> {
        self.report_settings.iter().find(|setting| &setting.pack == pack)
    }

    /// The initiatives of a pack that are finished.
    pub fn done(&self, pack: &PackId) -> BTreeSet<InitiativeId> {
        let done = self.initiatives.iter().filter(|s| &s.pack == pack && s.is_done());
        done.map(|setting| setting.initiative.clone()).collect()
    }

    /// The answer record of a question, where one exists.
    pub fn answer(&self, pack: &PackId, question: &QuestionId) -> Option<&Answer> {
        self.answers.iter().find(|a| &a.pack == pack && &a.question == question)
    }

    /// True where raised hands were counted for some question.
    pub fn has_tallies(&self) -> bool {
        self.answers.iter().any(|answer| !answer.tally.is_empty())
    }

    /// Puts a vote without a person in place of each hand that was counted, so that everything which follows from votes follows from
    /// counted ones too. Their keys follow from the answer's, so the same count gives the same votes. Where people voted by name on a
    /// question as well, those votes stand and the hands are not counted beside them.
    pub fn count_tallies(&mut self) {
        let voted: BTreeSet<(PackId, QuestionId)> =
            self.votes.iter().map(|vote| (vote.pack.clone(), vote.question.clone())).collect();
        let mut counted = Vec::new();
        for answer in &self.answers {
            if voted.contains(&(answer.pack.clone(), answer.question.clone())) {
                continue;
            }
            let Some(tally) = Tally::parse(&answer.tally) else { continue };
            for (place, (choice, level)) in tally.choices().enumerate() {
                let uid = Uid::derived(answer.uid, &format!("hand {place}"));
                counted.push(Vote {
                    uid,
                    pack: answer.pack.clone(),
                    question: answer.question.clone(),
                    participant: uid,
                    choice,
                    level,
                    certainty: Known::Unknown,
                    role: None,
                    reason: String::new(),
                    comment: String::new(),
                    after_reveal: false,
                    is_sealed: true,
                });
            }
        }
        self.votes.extend(counted);
    }

    /// True where the votes on a question may be seen.
    pub fn is_revealed(&self, pack: &PackId, question: &QuestionId) -> bool {
        self.answer(pack, question).is_some_and(|answer| answer.revealed_at.is_some())
    }

    /// The questions with sealed votes that nobody has revealed yet, under all packs.
    pub fn sealed(&self) -> BTreeSet<(PackId, QuestionId)> {
        let sealed = self.votes.iter().filter(|vote| vote.is_sealed);
        let questions: BTreeSet<(PackId, QuestionId)> =
            sealed.map(|vote| (vote.pack.clone(), vote.question.clone())).collect();
        questions.into_iter().filter(|(pack, id)| !self.is_revealed(pack, id)).collect()
    }

    /// Takes out the votes that are sealed until their reveal: nothing follows from what nobody may see.
    pub fn leave_out_sealed(&mut self) {
        let sealed = self.sealed();
        self.votes.retain(|vote| {
            !vote.is_sealed || !sealed.contains(&(vote.pack.clone(), vote.question.clone()))
        });
    }

    /// The role that a vote was given in: as kept with it, else the participant's role today.
    pub fn role_of<'a>(&'a self, vote: &'a Vote) -> Option<&'a RoleId> {
        vote.role
            .as_ref()
            .or_else(|| self.participants.iter().find(|p| p.uid == vote.participant)?.role.as_ref())
    }

    /// The code of the record with this uid, in whatever kind it stands.
    pub fn code_of(&self, kind: Kind, uid: Uid) -> Option<String> {
        self.codes(kind).into_iter().find(|(_, u)| *u == uid).map(|(code, _)| code.to_string())
    }
}
