//! A lens of an engagement: its questions with what was chosen, and the risks that follow. Risks are counted beside scores and never
//! enter them.

use std::collections::BTreeSet;
use std::path::Path;

use waymark_core::engagement::{Engagement, LensAnswer, LensReason};
use waymark_core::id::PackId;
use waymark_core::record::Kind;
use waymark_pack::lens::{
    self, Answer, Choice, Lens, Pillar, Question, Reason, Resource, Risk, RiskCounts, Selection,
};
use waymark_report::compose::{LensRisks, OpenRisk};
use waymark_store::RowChange;

use crate::app::write_file;
use crate::commands::LensAnswerSet;
use crate::error::{Code, Error};
use crate::session::{Moment, Session};
use crate::view::{
    LensChange, LensChoiceView, LensPillarView, LensQuestionView, LensView, OptionView,
    ResourceView, RiskCountsView, RiskWord,
};

/// What is wrong with an answer under its lens: the field, and what; `None` where it fits.
pub fn fault(lens: &Lens, answer: &LensAnswer) -> Option<(&'static str, String)> {
    let Some(pillar) = lens.pillars.iter().find(|pillar| pillar.id == answer.pillar) else {
        return Some(("pillar", format!("the lens has no pillar `{}`", answer.pillar)));
    };
    let Some(question) = pillar.questions.iter().find(|q| q.id == answer.question) else {
        return Some(("question", format!("the pillar has no question `{}`", answer.question)));
    };
    let known = |id: &String| question.choices.iter().any(|choice| &choice.id == id);
    if let Some(unknown) = answer.choices.iter().find(|id| !known(id)) {
        return Some(("choices", format!("the question has no choice `{unknown}`")));
    }
    contradiction(answer).map(|message| ("choices", message.to_owned()))
}

/// What an answer says against itself.
fn contradiction(answer: &LensAnswer) -> Option<&'static str> {
    let said =
        [!answer.choices.is_empty(), answer.is_none_of_these, answer.not_applicable.is_some()];
    (said.iter().filter(|is_said| **is_said).count() > 1)
        .then_some("a question has choices, none of them, or does not apply")
}

/// The answers of an engagement to a lens.
pub fn selection(engagement: &Engagement, id: &PackId) -> Selection {
    let mut selection = Selection::default();
    for answer in engagement.lens_answers.iter().filter(|answer| &answer.pack == id) {
        selection.set(&answer.pillar, &answer.question, answer_of(answer));
    }
    selection
}

fn answer_of(answer: &LensAnswer) -> Answer {
    match answer.not_applicable {
        Some(reason) => Answer::NotApplicable(match reason {
            LensReason::OutOfScope => Reason::OutOfScope,
            LensReason::BusinessPriorities => Reason::BusinessPriorities,
            LensReason::ArchitectureConstraints => Reason::ArchitectureConstraints,
            LensReason::Other => Reason::Other,
            LensReason::None => Reason::None,
        }),
        None if answer.is_none_of_these => Answer::NoneOfThese,
        None => Answer::Chosen(answer.choices.iter().cloned().collect()),
    }
}

/// Counts for the window.
pub fn counts_view(counts: &RiskCounts) -> RiskCountsView {
    RiskCountsView {
        high: counts.high,
        medium: counts.medium,
        none: counts.none,
        not_applicable: counts.not_applicable,
        unanswered: counts.unanswered,
        no_match: counts.no_match,
    }
}

/// A lens with its answers.
///
/// # Errors
/// [`Code::UnknownItem`] for a lens that the engagement does not hold.
pub fn get(session: &Session, id: &str) -> Result<LensView, Error> {
    let lens = session.lens(id)?;
    let engagement = session.engagement();
    let id = PackId::new(id);
    let counts = lens::counts(lens, &selection(engagement, &id));
    let pillars = lens.pillars.iter().zip(&counts.pillars).map(|(pillar, counts)| {
        let questions = pillar.questions.iter();
        LensPillarView {
            id: pillar.id.clone(),
            title: pillar.name.clone(),
            description: extra_text(&pillar.extra),
            risks: counts_view(&counts.counts),
            questions: questions.map(|q| question_view(engagement, &id, pillar, q)).collect(),
        }
    });
    let reasons = LensReason::VOCABULARY.words.iter().map(|word| OptionView {
        word: word.word.to_owned(),
        label: word.label.to_owned(),
        hint: word.hint.to_owned(),
    });
    Ok(LensView {
        id: id.to_string(),
        title: lens.name.clone(),
        description: lens.description.clone().unwrap_or_default(),
        pillars: pillars.collect(),
        total: counts_view(&counts.total),
        reasons: reasons.collect(),
    })
}

/// Answers a question of a lens; an answer without choice, reason or note takes it back.
///
/// # Errors
/// [`Code::UnknownItem`] for what the lens does not have, [`Code::InvalidValue`] for an answer that contradicts itself.
pub fn set(
    session: &mut Session,
    moment: &mut Moment,
    set: &LensAnswerSet,
) -> Result<LensChange, Error> {
    let lens = session.lens(&set.lens)?.clone();
    let id = PackId::new(set.lens.as_str());
    let reason = match set.not_applicable.as_deref() {
        None => None,
        Some(word) => Some(serde_json::from_value::<LensReason>(word.into()).map_err(|_| {
            Error::invalid(
                "notApplicable",
                format!("`{word}` is no reason"),
                "choose one of the list",
            )
        })?),
    };
    let known = session.engagement().lens_answers.iter().find(|answer| {
        answer.pack == id && answer.pillar == set.pillar && answer.question == set.question
    });
    let answer = LensAnswer {
        uid: known.map_or_else(|| moment.uid(), |answer| answer.uid),
        pack: id.clone(),
        pillar: set.pillar.clone(),
        question: set.question.clone(),
        choices: set.choices.clone(),
        is_none_of_these: set.is_none_of_these,
        not_applicable: reason,
        note: set.note.trim().to_owned(),
    };
    if let Some(message) = contradiction(&answer) {
        return Err(Error::invalid("choices", message, "take one of the two back"));
    }
    if let Some((_, message)) = fault(&lens, &answer) {
        return Err(Error::new(Code::UnknownItem, message, "open the lens again"));
    }
    let is_empty = answer.choices.is_empty()
        && !set.is_none_of_these
        && reason.is_none()
        && answer.note.is_empty();
    let change = match known {
        None if is_empty => None,
        Some(known) if *known == answer => None,
        Some(known) if is_empty => {
            Some(RowChange::Remove { kind: Kind::LensAnswer, uid: known.uid })
        }
        _ => Some(RowChange::Put {
            kind: Kind::LensAnswer,
            uid: answer.uid,
            row: serde_json::to_value(&answer).expect("an answer is plain data"),
        }),
    };
    if let Some(change) = change {
        session.change(moment, "Answer a question of a lens", &[change])?;
    }
    let engagement = session.engagement();
    let counts = lens::counts(&lens, &selection(engagement, &id));
    let place = lens.pillars.iter().position(|pillar| pillar.id == set.pillar);
    let place = place.expect("the answer fits its lens");
    let pillar = &lens.pillars[place];
    let question = pillar.questions.iter().find(|q| q.id == set.question);
    let question = question.expect("the answer fits its lens");
    Ok(LensChange {
        question: question_view(engagement, &id, pillar, question),
        pillar: counts_view(&counts.pillars[place].counts),
        total: counts_view(&counts.total),
    })
}

/// The risks of all lenses, for the report.
pub fn risks(session: &Session) -> Vec<LensRisks> {
    let engagement = session.engagement();
    let of_lens = |(id, lens): &(PackId, std::sync::Arc<Lens>)| {
        let counts = lens::counts(lens, &selection(engagement, id));
        let views = lens.pillars.iter().flat_map(|pillar| {
            pillar
                .questions
                .iter()
                .map(move |question| question_view(engagement, id, pillar, question))
        });
        let mut open: Vec<OpenRisk> = views
            .filter(|view| matches!(view.risk, RiskWord::High | RiskWord::Medium))
            .map(|view| OpenRisk {
                is_high: view.risk == RiskWord::High,
                question: view.title,
                choices: view
                    .choices
                    .into_iter()
                    .filter(|choice| !choice.is_taken && !choice.is_none_of_these)
                    .map(|choice| {
                        let advice: Vec<String> =
                            choice.plans.into_iter().map(|plan| plan.text).collect();
                        (choice.title, advice.join(" "))
                    })
                    .collect(),
            })
            .collect();
        open.sort_by_key(|open| !open.is_high);
        LensRisks {
            title: lens.name.clone(),
            pillars: lens
                .pillars
                .iter()
                .zip(&counts.pillars)
                .map(|(pillar, counts)| {
                    (pillar.name.clone(), Risk::ALL.map(|risk| counts.counts.of(risk)))
                })
                .collect(),
            open,
        }
    };
    session.lenses().iter().map(of_lens).collect()
}

/// Writes a lens as JSON.
///
/// # Errors
/// [`Code::UnknownItem`] for a lens that the engagement does not hold, [`Code::NotWritable`] when the target cannot be written.
pub fn export(session: &Session, id: &str, path: &Path) -> Result<(), Error> {
    write_file(path, lens::write(session.lens(id)?).as_bytes())
}

fn question_view(
    engagement: &Engagement,
    id: &PackId,
    pillar: &Pillar,
    question: &Question,
) -> LensQuestionView {
    let given = engagement.lens_answers.iter().find(|answer| {
        &answer.pack == id && answer.pillar == pillar.id && answer.question == question.id
    });
    let answer = given.map_or(Answer::Unanswered, answer_of);
    let nothing = BTreeSet::new();
    let taken = if let Answer::Chosen(taken) = &answer { taken } else { &nothing };
    LensQuestionView {
        pillar: pillar.id.clone(),
        id: question.id.clone(),
        title: or_id(&question.title, &question.id),
        description: question.description.clone().unwrap_or_default(),
        resources: question.helpful_resource.iter().filter_map(resource_view).collect(),
        choices: question.choices.iter().map(|choice| choice_view(choice, taken)).collect(),
        is_none_of_these: answer == Answer::NoneOfThese,
        has_none_choice: question.choices.iter().any(Choice::is_none_of_these),
        not_applicable: given
            .and_then(|answer| answer.not_applicable)
            .map(|reason| reason.word().to_owned()),
        note: given.map_or(String::new(), |answer| answer.note.clone()),
        risk: risk_word(question.risk(&answer)),
        rule: question.rule(&answer).map_or(String::new(), |rule| rule.condition.text().to_owned()),
    }
}

fn choice_view(choice: &Choice, taken: &BTreeSet<String>) -> LensChoiceView {
    let more = |is_plan: bool| {
        choice
            .additional_resources
            .iter()
            .filter(move |group| (group.kind.as_deref() == Some("IMPROVEMENT_PLAN")) == is_plan)
            .flat_map(|group| &group.content)
    };
    LensChoiceView {
        id: choice.id.clone(),
        title: or_id(&choice.title, &choice.id),
        is_taken: taken.contains(&choice.id),
        is_none_of_these: choice.is_none_of_these(),
        resources: choice
            .helpful_resource
            .iter()
            .chain(more(false))
            .filter_map(resource_view)
            .collect(),
        plans: choice.improvement_plan.iter().chain(more(true)).filter_map(resource_view).collect(),
    }
}

/// A text and its address; `None` where a resource says nothing.
fn resource_view(resource: &Resource) -> Option<ResourceView> {
    let text = resource.display_text.clone().unwrap_or_default();
    let address = resource.address().unwrap_or_default();
    (!text.trim().is_empty() || !address.is_empty()).then_some(ResourceView { text, address })
}

/// What has no words is shown by its id.
fn or_id(title: &str, id: &str) -> String {
    if title.trim().is_empty() { id.to_owned() } else { title.to_owned() }
}

fn extra_text(extra: &[lens::Extra]) -> String {
    extra
        .iter()
        .find(|extra| extra.key == "description")
        .and_then(lens::Extra::text)
        .unwrap_or_default()
}

const fn risk_word(risk: Risk) -> RiskWord {
    match risk {
        Risk::High => RiskWord::High,
        Risk::Medium => RiskWord::Medium,
        Risk::None => RiskWord::None,
        Risk::NotApplicable => RiskWord::NotApplicable,
        Risk::Unanswered => RiskWord::Unanswered,
        Risk::NoMatch => RiskWord::NoMatch,
    }
}
