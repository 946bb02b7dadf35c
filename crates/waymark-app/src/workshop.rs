//! The workshop's day: agenda, clock, and who checks which answer afterwards.

use waymark_core::agenda::{
    Clock, LONGEST_DAY, SHORTEST_DAY, can_answer, clock, propose, questions_of, since_begun,
};
use waymark_core::consensus::Consensus;
use waymark_core::engagement::AgendaItem;
use waymark_core::id::{QuestionId, Uid};
use waymark_core::known::Known;
use waymark_core::pack::Question;
use waymark_core::record::Kind;
use waymark_core::score::asked;
use waymark_core::verify::{Reason, doubts};
use waymark_core::wording::{count, of, sentence};
use waymark_store::RowChange;

use crate::assess::{consensus_view, date_of, edit_answer, is_hidden, participant_views, put};
use crate::commands::VerifySet;
#[cfg(doc)]
use crate::error::Code;
use crate::error::Error;
use crate::session::{Moment, Session};
use crate::view::{AgendaSection, ClockView, DoubtReason, DoubtView, VerifyView, WorkshopView};

const MINUTE: f64 = 60_000.0;

/// How many of these questions have a consensus.
fn answered(session: &Session, questions: &[&QuestionId]) -> u32 {
    let card = &session.derived().scorecard;
    // Votes that came before the workshop are no answer of the room yet.
    let has_one = |id: &&&QuestionId| {
        card.question(id).is_some_and(|question| question.consensus != Consensus::Unknown)
            && !is_hidden(session, id)
    };
    questions.iter().filter(has_one).count() as u32
}

/// The day as it stands at the moment.
pub fn workshop(session: &Session, now: i64) -> WorkshopView {
    let (pack, engagement) = (session.pack(), session.in_view());
    let asked = asked(pack, engagement);
    let people = participant_views(session);
    let progress = |item: &AgendaItem| {
        let questions = questions_of(item, &asked);
        (answered(session, &questions), questions.len() as u32)
    };
    let named = |uids: &[Uid], is_wanted: &dyn Fn(bool) -> bool| -> Vec<String> {
        uids.iter()
            .filter_map(|uid| people.iter().find(|person| person.uid == uid.to_string()))
            .filter(|person| is_wanted(person.is_absent))
            .map(|person| person.name.clone())
            .collect()
    };
    let nobody_answers = |id: &QuestionId| {
        let present = engagement.participants.iter().filter(|person| !person.is_absent);
        pack.question(id).is_some_and(|question| !present.clone().any(|p| can_answer(p, question)))
    };
    let sections: Vec<AgendaSection> = engagement
        .agenda
        .iter()
        .map(|item| {
            let questions = questions_of(item, &asked);
            let is_open = |id: &&&QuestionId| answered(session, &[id]) == 0;
            let open = questions.iter().find(is_open);
            let (answered, asked) = progress(item);
            AgendaSection {
                uid: item.uid.to_string(),
                code: item.code.to_string(),
                title: item.title.clone(),
                minutes: u32::from(item.minutes),
                dimensions: item
                    .dimensions
                    .iter()
                    .filter_map(|id| pack.dimension(id))
                    .map(|dimension| dimension.title.clone())
                    .collect(),
                needed: named(&item.participants, &|_| true),
                missing: named(&item.participants, &|is_absent| is_absent),
                started_at: item.started_at.map(|at| at as f64),
                ended_at: item.ended_at.map(|at| at as f64),
                answered,
                asked,
                without_role: questions
                    .iter()
                    .filter(|id| is_open(id) && nobody_answers(id))
                    .count() as u32,
                next: open.or(questions.first()).map(ToString::to_string),
            }
        })
        .collect();
    let clock = clock(&engagement.agenda, progress, now);
    WorkshopView {
        planned_minutes: sections.iter().map(|section| section.minutes).sum(),
        is_over: !sections.is_empty() && sections.iter().all(|section| section.ended_at.is_some()),
        clock: clock.map(|clock| clock_view(&clock, &engagement.agenda, &sections, now)),
        sections,
        people,
    }
}

fn clock_view(
    clock: &Clock,
    agenda: &[AgendaItem],
    sections: &[AgendaSection],
    now: i64,
) -> ClockView {
    let (mut spent, mut questions) = (0.0, 0);
    for (item, section) in agenda.iter().zip(sections).filter(|(_, section)| section.asked > 0) {
        if let Some(start) = section.started_at {
            let paused = f64::from(item.paused_minutes.unwrap_or(0)) * MINUTE;
            spent += (section.ended_at.unwrap_or(now as f64) - start - paused).max(0.0);
            questions += since_begun(item, section.answered, section.asked).0;
        }
    }
    ClockView {
        now: now as f64,
        section: clock.section.map(|at| sections[at].uid.clone()),
        section_ends_at: clock.section_ends_at.map(|at| at as f64),
        day_ends_at: clock.day_ends_at as f64,
        forecast_at: clock.forecast_at as f64,
        late_minutes: clock.late_by() as f64 / MINUTE,
        pace: clock.pace,
        minutes_per_question: (questions > 0).then(|| spent / MINUTE / f64::from(questions)),
    }
}

/// Replaces the sections that have not started by a plan for the minutes there are.
///
/// # Errors
/// [`Code::InvalidValue`] for less than half an hour or more than twelve hours.
pub fn propose_agenda(
    session: &mut Session,
    moment: &mut Moment,
    minutes: u32,
) -> Result<WorkshopView, Error> {
    if !(SHORTEST_DAY..=LONGEST_DAY).contains(&minutes) {
        return Err(Error::invalid(
            "minutes",
            format!("{minutes} minutes cannot be planned"),
            format!("{SHORTEST_DAY} to {LONGEST_DAY} minutes"),
        ));
    }
    let engagement = session.in_view();
    let kept: Vec<&AgendaItem> =
        engagement.agenda.iter().filter(|item| item.started_at.is_some()).collect();
    // What was begun is not planned again.
    let left: Vec<&Question> = asked(session.pack(), engagement)
        .into_iter()
        .filter(|question| !kept.iter().any(|item| item.dimensions.contains(&question.dimension)))
        .collect();
    let is_under_way = !kept.is_empty();
    let sections = propose(session.pack(), &left, &engagement.participants, minutes, is_under_way);
    let mut changes: Vec<RowChange> = engagement
        .agenda
        .iter()
        .filter(|item| item.started_at.is_none())
        .map(|item| RowChange::Remove { kind: Kind::AgendaItem, uid: item.uid })
        .collect();
    for section in sections {
        let item = AgendaItem {
            uid: moment.uid(),
            code: session.next_code(Kind::AgendaItem)?,
            title: section.title,
            minutes: section.minutes as u16,
            dimensions: section.dimensions,
            participants: section.participants,
            notes: String::new(),
            started_at: None,
            ended_at: None,
            answered_before: None,
            paused_minutes: None,
        };
        changes.push(put(Kind::AgendaItem, item.uid, &item));
    }
    session.change(moment, "Propose an agenda", &changes)?;
    Ok(workshop(session, moment.now))
}

fn ended(session: &Session, now: i64) -> impl Iterator<Item = RowChange> {
    let running = session
        .engagement()
        .agenda
        .iter()
        .filter(|item| item.started_at.is_some() && item.ended_at.is_none());
    running.map(move |item| {
        let item = AgendaItem { ended_at: Some(now), ..item.clone() };
        put(Kind::AgendaItem, item.uid, &item)
    })
}

/// Begins a section, or takes one up again, and ends the one that runs.
///
/// # Errors
/// [`Code::UnknownItem`] for a section that is not on the agenda.
pub fn start_section(
    session: &mut Session,
    moment: &mut Moment,
    uid: &str,
) -> Result<WorkshopView, Error> {
    let found = session.engagement().agenda.iter().find(|item| item.uid.to_string() == uid);
    let item = found.ok_or_else(|| Error::unknown("section", uid))?.clone();
    if item.started_at.is_none() || item.ended_at.is_some() {
        let mut changes: Vec<RowChange> = ended(session, moment.now).collect();
        let label = format!("Begin {}", item.title);
        // What lies between is no time of a section that is taken up again.
        let pause = item.ended_at.map_or(0, |end| moment.now.saturating_sub(end) / 60_000);
        let paused = item.paused_minutes.unwrap_or(0).saturating_add(pause.clamp(0, 60_000) as u16);
        let started = item.started_at.unwrap_or(moment.now);
        let asked = asked(session.pack(), session.in_view());
        let before = answered(session, &questions_of(&item, &asked)) as u16;
        let answered_before = item.answered_before.or(Some(before));
        let item = AgendaItem {
            started_at: Some(started),
            ended_at: None,
            answered_before,
            paused_minutes: (paused > 0).then_some(paused),
            ..item
        };
        changes.push(put(Kind::AgendaItem, item.uid, &item));
        session.change(moment, &label, &changes)?;
    }
    Ok(workshop(session, moment.now))
}

/// Ends the section that runs; nothing happens where none does.
///
/// # Errors
/// When the document cannot be changed.
pub fn end_section(session: &mut Session, moment: &mut Moment) -> Result<WorkshopView, Error> {
    let changes: Vec<RowChange> = ended(session, moment.now).collect();
    if !changes.is_empty() {
        session.change(moment, "End the section", &changes)?;
    }
    Ok(workshop(session, moment.now))
}

/// Answers to verify, with who does.
pub fn verify(session: &Session) -> VerifyView {
    let (pack, engagement) = (session.pack(), session.in_view());
    let card = &session.derived().scorecard;
    let doubts: Vec<DoubtView> = doubts(pack, engagement, card)
        .into_iter()
        // What the room has not seen is no doubt of it yet.
        .filter(|doubt| !is_hidden(session, &doubt.question.id))
        .filter_map(|doubt| {
            let question = pack.question(&doubt.question.id)?;
            Some(DoubtView {
                question: question.id.to_string(),
                short_title: question.short_title.clone(),
                dimension_title: pack
                    .dimension(&question.dimension)
                    .map_or(String::new(), |dimension| dimension.title.clone()),
                consensus: consensus_view(
                    pack,
                    doubt.question.consensus,
                    doubt.question.is_settled,
                ),
                band: doubt.question.band.map(|band| (band.low, band.high)),
                reasons: doubt.reasons.iter().map(|reason| reason_view(*reason)).collect(),
                why: doubt.why,
                evidence_prompt: question.evidence.clone(),
                owner: doubt.answer.map_or(String::new(), |answer| answer.verify_owner.clone()),
                by: doubt
                    .answer
                    .and_then(|answer| answer.verify_by.value())
                    .map_or(String::new(), ToString::to_string),
            })
        })
        .collect();
    let answered = card.questions.iter().filter(|q| q.consensus.level().is_some()).count() as u32;
    let owned = doubts.iter().filter(|doubt| !doubt.owner.is_empty()).count();
    let headline = match (doubts.len(), doubts.len() - owned) {
        (0, _) => "No answer stands out as doubtful".to_owned(),
        (n, 0) => sentence(&format!(
            "{}, and each has somebody who checks it",
            count(n, "answer deserves a second look", "answers deserve a second look")
        )),
        (n, open) => sentence(&format!(
            "{} nobody who checks {}",
            of(open, n, "doubtful answer has", "doubtful answers have"),
            if open == 1 { "it" } else { "them" }
        )),
    };
    VerifyView { headline, doubts, owned: owned as u32, answered }
}

const fn reason_view(reason: Reason) -> DoubtReason {
    match reason {
        Reason::Contradicted => DoubtReason::Contradicted,
        Reason::Provisional => DoubtReason::Provisional,
        Reason::Wide => DoubtReason::Wide,
        Reason::Flagged => DoubtReason::Flagged,
        Reason::Unknown => DoubtReason::Unknown,
        Reason::Unexplained => DoubtReason::Unexplained,
    }
}

/// Says who verifies an answer, and until when.
///
/// # Errors
/// [`Code::UnknownItem`] for a question the pack does not have, [`Code::InvalidValue`] for a date that is none.
pub fn set_verify(
    session: &mut Session,
    moment: &mut Moment,
    request: &VerifySet,
) -> Result<VerifyView, Error> {
    let by = date_of("by", &request.by)?;
    let owner = request.owner.trim().to_owned();
    crate::record::no_name(session, "owner", &owner)?;
    let label = if owner.is_empty() && by == Known::Unknown {
        format!("Take the check of {} back", request.question)
    } else {
        format!("Have {} checked", request.question)
    };
    edit_answer(session, moment, &request.question, &label, |answer| {
        answer.verify_owner = owner;
        answer.verify_by = by;
    })?;
    Ok(verify(session))
}
