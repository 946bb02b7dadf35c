//! The roadmap for the window and the command line.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value, json};
use waymark_chart::Frame;
use waymark_chart::svg;
use waymark_chart::text::Fonts;
use waymark_core::architecture::stage::wave_of;
use waymark_core::engagement::{
    AcceptedPlan, CapacityChange, InitiativeSetting, InitiativeStatus, RoadmapAim, RoadmapSetting,
};
use waymark_core::id::{InitiativeId, RoleId};
use waymark_core::known::Known;
use waymark_core::narrative::roadmap_headline;
use waymark_core::pack::CostClass;
use waymark_core::record::Kind;
use waymark_core::roadmap::{
    Odds, Placed, Plan, ReasonKind, SLIP_WEEKS, Wave, Weeks, accepted_sentence, borders, noticed,
    shifts, unlocked,
};
use waymark_core::score::Scorecard;
use waymark_report::figure;
use waymark_store::{RowChange, hash_of};

use crate::commands::{InitiativeSet, RoadmapRequest, RoadmapSet};
use crate::derived::Derived;
use crate::error::{Code, Error};
use crate::maturity::score_view;
use crate::plan::{Improved, Improvement};
use crate::session::{Moment, Session};
use crate::view::{
    AcceptedShift, AcceptedState, BecauseView, CapacityChangeView, InitiativeView, LeftOutView,
    LiftView, LoadView, MovedView, NoticedView, OddsView, ProjectedView, RefView,
    RoadmapSettingView, RoadmapView, SlipView, WaveView,
};

/// Height of the field of value against effort, in CSS pixels.
const QUADRANT: f32 = 440.0;

/// The plan of an open engagement, as it is written and accepted.
///
/// # Errors
/// [`Code::NoSchedule`] when pins and prerequisites contradict each other.
pub fn plan_of(session: &Session) -> Result<&Plan, Error> {
    session.derived().plan(session.pack(), session.in_view()).map_err(Error::again)
}

/// The search for a better plan than the one that screens show; `None` where nothing is left to look for.
pub fn improvement(session: &Session) -> Option<Improvement> {
    session.derived().improvement(session.pack(), session.in_view()).cloned()
}

/// Takes what a search has found, unless something was changed since it began. True where another plan is shown now.
///
/// # Errors
/// [`Code::Internal`] where what was found is no plan of this engagement.
pub fn take_improved(
    session: &Session,
    search: &Improvement,
    found: Option<&Improved>,
) -> Result<bool, Error> {
    let (pack, engagement, derived) = (session.pack(), session.in_view(), session.derived());
    if derived.improvement(pack, engagement) != Some(search) {
        return Ok(false);
    }
    derived.take_improved(pack, engagement, found)?;
    Ok(found.is_some())
}

/// The Roadmap screen.
///
/// # Errors
/// [`Code::NoSchedule`] when pins and prerequisites contradict each other.
pub fn roadmap(session: &Session, request: &RoadmapRequest) -> Result<RoadmapView, Error> {
    let pack = session.pack();
    let card = &session.derived().scorecard;
    let derived = session.derived();
    let plan = derived.plan_now(pack, session.in_view()).map_err(Error::again)?;
    let (headline, summary) = roadmap_headline(pack, card, plan);
    let fonts = Fonts::inter();
    let frame = Frame::screen(request.width.clamp(480.0, 2400.0) as f32);
    let selected =
        (!request.selected.is_empty()).then(|| InitiativeId::from(request.selected.as_str()));
    let timeline = figure::timeline(pack, session.in_view(), card, plan, selected.as_ref());
    let (gantt, (gantt_from, gantt_to)) =
        (timeline.draw(fonts, frame), timeline.axis(fonts, frame));
    let quadrant = figure::initiative_quadrant(pack, plan)
        .map_or_else(String::new, |field| svg::inline(&field.draw(fonts, frame, QUADRANT)));
    let architecture = derived.architecture(pack, session.in_view());
    let unlocked = unlocked(architecture, session.in_view(), plan);
    let steps = figure::steps(pack, card, plan)
        .map_or_else(String::new, |steps| svg::inline(&steps.draw(fonts, frame, 120.0)));
    Ok(RoadmapView {
        headline,
        summary,
        pack: pack.id.to_string(),
        start: plan.start.to_string(),
        weeks: plan.weeks,
        gantt: svg::inline(&gantt),
        gantt_from: f64::from(gantt_from),
        gantt_week: f64::from(gantt_to - gantt_from) / (timeline.weeks.1 - timeline.weeks.0),
        gantt_head: f64::from(timeline.head_height(fonts, frame)),
        gantt_score: f64::from(timeline.score_height(frame)),
        steps,
        quadrant,
        setting: setting_view(session, plan),
        is_improving: improvement(session).is_some(),
        initiatives: plan
            .placed
            .iter()
            .map(|placed| initiative_view(session, plan, placed))
            .collect(),
        waves: plan
            .waves
            .iter()
            .zip(&plan.wave_odds)
            .zip(&plan.projections)
            .map(|((wave, odds), after)| WaveView {
                components: architecture
                    .components
                    .iter()
                    .filter(|component| !component.is_rejected)
                    .filter(|component| wave_of(component, Some(plan)) == Some(wave.number))
                    .map(|component| component.name.clone())
                    .collect(),
                use_cases: session
                    .in_view()
                    .use_cases
                    .iter()
                    .filter(|one| unlocked.get(one.code.as_str()) == Some(&wave.number))
                    .map(|one| one.title.clone())
                    .collect(),
                ..wave_view(session, plan, wave, *odds, after)
            })
            .collect(),
        loads: plan
            .loads
            .iter()
            .map(|load| LoadView {
                role: load.role.to_string(),
                title: role_title(session, &load.role),
                load: load.load.clone(),
                capacity: load.capacity.clone(),
            })
            .collect(),
        left_out: plan
            .selection
            .left_out
            .iter()
            .map(|left| LeftOutView {
                id: left.id.to_string(),
                title: pack.initiative(&left.id).map_or(String::new(), |i| i.title.clone()),
                reason: left.reason.clone(),
                is_excluded: session
                    .in_view()
                    .initiatives
                    .iter()
                    .any(|s| s.pack == pack.id && s.initiative == left.id && s.is_excluded),
                is_own: session.in_view().is_own(&left.id),
                is_done: left.is_done,
            })
            .collect(),
        odds: odds_view(plan.odds),
        capacity_changes: capacity_changes(session),
        assumed_capacity: plan
            .loads
            .iter()
            .filter(|l| l.is_assumed)
            .map(|l| role_title(session, &l.role))
            .collect(),
        accepted: accepted_state(session, plan),
        accepted_note: accepted_plan(session)
            .map_or(String::new(), |accepted| accepted_sentence(accepted, plan)),
        accepted_shifts: accepted_plan(session)
            .map_or_else(Vec::new, |accepted| shifts(accepted, plan))
            .into_iter()
            .map(|shift| AcceptedShift {
                title: pack.initiative(&shift.id).map_or(String::new(), |i| i.title.clone()),
                id: shift.id.to_string(),
                before: shift.before.map(|weeks| days(plan, weeks)),
                after: shift.after.map(|weeks| days(plan, weeks)),
            })
            .collect(),
    })
}

/// The days of weeks in a plan, ISO dates.
fn days(plan: &Plan, weeks: Weeks) -> (String, String) {
    (weeks.first_day(plan).to_string(), weeks.last_day(plan).to_string())
}

fn role_title(session: &Session, role: &RoleId) -> String {
    session.pack().role(role).map_or_else(|| role.to_string(), |r| r.title.clone())
}

fn initiative_view(session: &Session, plan: &Plan, placed: &Placed) -> InitiativeView {
    let pack = session.pack();
    let id = &placed.chosen.id;
    let initiative = pack.initiative(id).expect("a placed initiative is one of the pack");
    let setting = session.in_view().setting(&pack.id, id);
    let day = |known: fn(&InitiativeSetting) -> &Known<Date>| {
        setting.and_then(|s| known(s).value()).map_or_else(String::new, ToString::to_string)
    };
    InitiativeView {
        id: id.to_string(),
        title: initiative.title.clone(),
        outcome: initiative.outcome.clone(),
        start: placed.start,
        end: placed.end,
        slack: placed.slack,
        is_critical: placed.is_critical,
        wave: placed.wave,
        start_date: plan.date(placed.start).to_string(),
        end_date: plan.last_day(placed.end).to_string(),
        effort: (placed.chosen.effort.low, placed.chosen.effort.likely, placed.chosen.effort.high),
        because: placed.chosen.because.iter().map(|reason| reason_view(session, reason)).collect(),
        placement: placed
            .placement
            .iter()
            .cloned()
            .chain(placed.chosen.scaled_by.iter().map(|text| sentence(text)))
            .collect(),
        is_own: session.in_view().is_own(id),
        needs: placed.needs.iter().map(ToString::to_string).collect(),
        lifts: initiative
            .lifts
            .iter()
            .filter_map(|lift| {
                // From where the question stands today; what stands there already is not lifted.
                let today = session
                    .derived()
                    .scorecard
                    .question(&lift.question)
                    .and_then(|score| score.consensus.level());
                (today.is_none_or(|level| level < lift.to)).then(|| LiftView {
                    question: lift.question.to_string(),
                    short_title: pack
                        .question(&lift.question)
                        .map_or(String::new(), |q| q.short_title.clone()),
                    from: today.unwrap_or(lift.from),
                    to: lift.to,
                })
            })
            .collect(),
        roles: initiative
            .roles
            .iter()
            .map(|share| {
                format!("{} {} %", role_title(session, &share.role), (share.share * 100.0).round())
            })
            .collect(),
        visible_to: initiative.visible_to.iter().map(|role| role_title(session, role)).collect(),
        risks: initiative.risks.clone(),
        kpi: initiative.kpi.clone(),
        cost: if session.in_view().has_no_cost(id) {
            "unknown".to_owned()
        } else {
            initiative.cost.word().to_owned()
        },
        owner: setting.map_or(String::new(), |s| s.owner.clone()),
        pinned_week: setting.and_then(|s| s.pinned_week),
        status: if setting.is_some_and(InitiativeSetting::is_started) {
            InitiativeStatus::Started
        } else {
            InitiativeStatus::Planned
        }
        .word()
        .to_owned(),
        started_on: day(|s| &s.started_on),
        not_before: day(|s| &s.not_before),
        finish_by: day(|s| &s.finish_by),
        lag_weeks: placed.lag,
        is_effort_by_hand: setting.is_some_and(|s| s.effort_likely.value().is_some()),
        odds: odds_view(placed.odds),
        slip: SlipView {
            by: SLIP_WEEKS,
            moved: placed
                .slip
                .moved
                .iter()
                .map(|moved| MovedView {
                    id: moved.initiative.to_string(),
                    title: pack
                        .initiative(&moved.initiative)
                        .map_or_else(String::new, |i| i.title.clone()),
                    from: moved.from,
                    to: moved.to,
                })
                .collect(),
            weeks: placed.slip.weeks,
            late: placed.slip.late.iter().map(ToString::to_string).collect(),
        },
    }
}

fn odds_view(odds: Odds) -> OddsView {
    OddsView { half: odds.half, most: odds.most }
}

/// The changes of capacity by their first day, in words.
fn capacity_changes(session: &Session) -> Vec<CapacityChangeView> {
    let mut changes: Vec<&CapacityChange> = session.in_view().capacity_changes.iter().collect();
    changes.sort_by_key(|change| change.from);
    changes
        .into_iter()
        .map(|change| {
            let plain = person_weeks;
            let who = change
                .role
                .value()
                .map_or_else(|| "Every role".to_owned(), |role| role_title(session, role));
            let until =
                change.to.value().map_or_else(|| "for good".to_owned(), |day| format!("to {day}"));
            let detail = match (change.people.value(), change.share.value()) {
                (Some(people), _) if (*people - 1.0).abs() < f64::EPSILON => {
                    format!("{who}: one person {until}")
                }
                (Some(people), _) => format!("{who}: {} people {until}", plain(*people)),
                (None, Some(share)) if *share <= 0.0 => format!("{who}: nobody {until}"),
                (None, Some(share)) => format!("{who}: {} % {until}", plain(*share)),
                (None, None) => {
                    format!("{who}: changes nothing until people or a share are stated")
                }
            };
            let row = serde_json::to_value(change).expect("a record is plain data");
            CapacityChangeView {
                uid: change.uid.to_string(),
                title: crate::record::title_of(Kind::CapacityChange, &row, session.words()),
                detail,
            }
        })
        .collect()
}

fn reason_view(session: &Session, reason: &waymark_core::roadmap::Reason) -> BecauseView {
    let pack = session.pack();
    let (fact, from) = match reason.kind {
        ReasonKind::Gap => {
            let label = pack
                .questions
                .iter()
                .find(|q| q.id.as_str() == reason.reference)
                .map_or("", |q| q.short_title.as_str());
            (
                "Gap",
                RefView {
                    kind: "question".into(),
                    id: reason.reference.clone(),
                    label: label.into(),
                },
            )
        }
        ReasonKind::Prerequisite => {
            let label = pack
                .initiatives
                .iter()
                .find(|i| i.id.as_str() == reason.reference)
                .map_or("", |i| i.title.as_str());
            (
                "Prerequisite",
                RefView {
                    kind: "initiative".into(),
                    id: reason.reference.clone(),
                    label: label.into(),
                },
            )
        }
        ReasonKind::Component => (
            "Component",
            RefView {
                kind: "component".into(),
                id: reason.reference.clone(),
                label: reason.text.clone(),
            },
        ),
        ReasonKind::Goal | ReasonKind::Regulation => {
            let fact = if reason.kind == ReasonKind::Goal { "Goal" } else { "Regulation" };
            let (kind, label) = session
                .titles()
                .get(&reason.reference)
                .map_or(("", String::new()), |(kind, title)| {
                    (kind.condition_word(), title.clone())
                });
            (fact, RefView { kind: kind.into(), id: reason.reference.clone(), label })
        }
        ReasonKind::Finding => ("Finding", nowhere()),
        ReasonKind::Started => ("Started", nowhere()),
        ReasonKind::Added => ("Added", nowhere()),
    };
    BecauseView { fact: fact.into(), value: reason.text.clone(), from }
}

/// Of what stands on no screen of its own.
fn nowhere() -> RefView {
    RefView { kind: String::new(), id: String::new(), label: String::new() }
}

fn wave_view(
    session: &Session,
    plan: &Plan,
    wave: &Wave,
    odds: Odds,
    after: &Scorecard,
) -> WaveView {
    let pack = session.pack();
    let own: Vec<&Placed> =
        plan.placed.iter().filter(|placed| wave.initiatives.contains(&placed.chosen.id)).collect();
    let mut noticed_by: Vec<String> = Vec::new();
    for placed in &own {
        for role in pack.initiative(&placed.chosen.id).into_iter().flat_map(|i| &i.visible_to) {
            let title = role_title(session, role);
            if !noticed_by.contains(&title) {
                noticed_by.push(title);
            }
        }
    }
    let cost = |class: CostClass| {
        let of = own.iter().filter_map(|placed| pack.initiative(&placed.chosen.id));
        of.filter(|one| one.cost == class && !session.in_view().has_no_cost(&one.id)).count() as u32
    };
    let untold = own.iter().filter(|one| session.in_view().has_no_cost(&one.chosen.id)).count();
    WaveView {
        components: vec![],
        use_cases: vec![],
        costs: (
            cost(CostClass::Low),
            cost(CostClass::Medium),
            cost(CostClass::High),
            untold as u32,
        ),
        id: wave.number,
        title: wave.title.to_owned(),
        from: wave.from,
        to: wave.to,
        from_date: plan.date(wave.from).to_string(),
        // The box of the last wave may reach beyond the plan; people want to know when work ends.
        to_date: plan.last_day(wave.to.min(plan.weeks)).to_string(),
        initiatives: wave.initiatives.iter().map(ToString::to_string).collect(),
        effort: own.iter().map(|placed| placed.chosen.effort.likely).sum(),
        overall: score_view(&after.overall),
        dimensions: pack
            .dimensions
            .iter()
            .zip(&after.dimensions)
            .map(|(dimension, score)| ProjectedView {
                id: dimension.id.to_string(),
                short_title: dimension.short_title.clone(),
                score: score.score.score,
                band: score.score.band.map(|band| (band.low, band.high)),
                attained: score.score.told_attained(),
            })
            .collect(),
        odds: odds_view(odds),
        noticed: noticed(pack, session.in_view(), wave)
            .into_iter()
            .map(|one| NoticedView {
                initiative: one.initiative.id.to_string(),
                outcome: one.initiative.outcome.clone(),
                by: one.by.iter().map(|persona| persona.title.clone()).collect(),
            })
            .collect(),
        noticed_by,
    }
}

/// True where a status or a date says where an initiative stands in time.
fn is_dated(setting: &InitiativeSetting) -> bool {
    let dates = [&setting.started_on, &setting.not_before, &setting.finish_by];
    setting.status.value().is_some() || dates.iter().any(|day| day.value().is_some())
}

/// SHA-256 of what a plan was made from: initiatives, efforts, durations, capacities, pins, dates.
fn inputs_hash(session: &Session, plan: &Plan) -> String {
    let parts: Vec<String> = plan
        .placed
        .iter()
        .map(|p| {
            format!("{} {:?} {:?} {:?}", p.chosen.id, p.chosen.effort, p.chosen.duration, p.needs)
        })
        .chain(plan.loads.iter().map(|l| format!("{} {:?}", l.role, l.capacity.first())))
        .chain(
            session
                .in_view()
                .initiatives
                .iter()
                .map(|s| format!("{} {} {:?}", s.initiative, s.is_excluded, s.pinned_week)),
        )
        .chain(session.in_view().initiatives.iter().filter(|s| is_dated(s)).map(|s| {
            let dates = (&s.status, &s.started_on, &s.not_before, &s.finish_by);
            format!("{} {dates:?}", s.initiative)
        }))
        .chain(session.in_view().initiatives.iter().filter_map(|s| {
            Some(format!("{} waits {}", s.initiative, s.lag_weeks.filter(|lag| *lag > 0)?))
        }))
        .chain(session.in_view().capacity_changes.iter().map(|change| {
            let days = (&change.from, &change.to);
            format!("{days:?} {:?} {:?} {:?}", change.role, change.people, change.share)
        }))
        .chain(session.in_view().roadmap_setting(&session.pack().id).map(|setting| {
            let waves = (&setting.wave_1_end, &setting.wave_2_end, &setting.wave_3_end);
            format!("{:?} {:?} {:?} {waves:?}", setting.aim, setting.budget, setting.at_once)
        }))
        .chain([plan.start.to_string()])
        .collect();
    hash_of(parts.join("\n").as_bytes())
}

fn accepted_plan(session: &Session) -> Option<&AcceptedPlan> {
    session.in_view().accepted_plans.iter().find(|p| p.pack == session.pack().id)
}

fn accepted_state(session: &Session, plan: &Plan) -> AcceptedState {
    match accepted_plan(session) {
        None => AcceptedState::None,
        Some(accepted) if accepted.inputs_hash == inputs_hash(session, plan) => {
            AcceptedState::Current
        }
        Some(_) => AcceptedState::Stale,
    }
}

/// Keeps the plan as the one that the client accepted.
///
/// # Errors
/// [`Code::NoSchedule`] where there is no plan, [`Code::InvalidValue`] without a name.
pub fn accept(session: &mut Session, moment: &mut Moment, accepted_by: &str) -> Result<(), Error> {
    let accepted_by = accepted_by.trim();
    if accepted_by.is_empty() {
        return Err(Error::invalid(
            "acceptedBy",
            "who accepts the plan is missing",
            "type the name of the person who accepts it",
        ));
    }
    let plan = plan_of(session)?;
    let weeks = |of: fn(&Placed) -> u32| -> BTreeMap<InitiativeId, u32> {
        plan.placed.iter().map(|placed| (placed.chosen.id.clone(), of(placed))).collect()
    };
    let hash = inputs_hash(session, plan);
    let pack = session.pack().id.clone();
    let old = session.in_view().accepted_plans.iter().find(|p| p.pack == pack).map(|p| p.uid);
    let record = AcceptedPlan {
        uid: old.unwrap_or_else(|| moment.uid()),
        pack,
        inputs_hash: hash,
        start_weeks: weeks(|placed| placed.start),
        end_weeks: weeks(|placed| placed.end),
        start: Known::Value(plan.start),
        accepted_by: accepted_by.to_owned(),
        accepted_on: Known::Value(moment.today()),
    };
    let row = serde_json::to_value(&record).expect("a record is plain data");
    session.change(
        moment,
        "Accept the roadmap",
        &[RowChange::Put { kind: Kind::AcceptedPlan, uid: record.uid, row }],
    )
}

/// A text that begins with a capital.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How the roadmap is made, and what that comes to.
fn setting_view(session: &Session, plan: &Plan) -> RoadmapSettingView {
    let setting = session.in_view().roadmap_setting(&session.pack().id);
    let selection = &plan.selection;
    let effort = person_weeks(selection.effort());
    let said = match (selection.aim, selection.budget) {
        (RoadmapAim::LeastEffort, _) if selection.is_proven => {
            format!(
                "{effort} person-weeks are the least that reach every target within reach and do what the regulations on record call for; what only the architecture or a finding calls for is left out"
            )
        }
        (RoadmapAim::LeastEffort, _) => {
            format!("{effort} person-weeks reach every target within reach; less may do")
        }
        (RoadmapAim::Budget, Some(budget)) if selection.effort() > budget + 0.05 => format!(
            "What has started or was added takes {effort} person-weeks, more than the budget of {}",
            person_weeks(budget)
        ),
        (RoadmapAim::Budget, Some(budget)) => {
            let proof = if selection.is_proven { "; nothing brings more" } else { "" };
            format!("{effort} of {} person-weeks are planned{proof}", person_weeks(budget))
        }
        (RoadmapAim::Budget, None) => {
            "No budget is stated yet, so every gap is closed in its cheapest way".to_owned()
        }
        (RoadmapAim::AllGaps, _) => {
            format!("Each gap is closed in its cheapest way: {effort} person-weeks")
        }
    };
    let bound = match (plan.is_proven, plan.value_bound) {
        _ if plan.placed.is_empty() => String::new(),
        (true, _) => "Proven: no schedule brings the value earlier".to_owned(),
        (false, Some(bound)) if plan.value > 0 => {
            let distance = plan.value.saturating_sub(bound) as f64 / plan.value as f64 * 100.0;
            let shorter = plan
                .lower_bound
                .filter(|least| *least < plan.weeks)
                .map_or_else(String::new, |least| {
                    format!(", and none takes less than {least} weeks")
                });
            format!(
                "The best order there can be brings the value at most {distance:.1} % earlier{shorter}"
            )
        }
        _ => "How near it is to the best there can be is not known".to_owned(),
    };
    let ends = borders(setting).iter().filter_map(|border| border.to).collect();
    RoadmapSettingView {
        aim: selection.aim.word().to_owned(),
        budget: setting.and_then(|s| s.budget.value().copied()),
        at_once: setting.and_then(|s| s.at_once.value().copied()),
        wave_ends: ends,
        has_own_waves: setting.is_some_and(|s| {
            [s.wave_1_end, s.wave_2_end, s.wave_3_end].iter().any(|end| end.value().is_some())
        }),
        said,
        bound,
    }
}

/// Person-weeks as people read them.
pub(crate) fn person_weeks(number: f64) -> String {
    // A sum of nothing may be below zero by a hair.
    let text = format!("{:.1}", number.max(0.0) + 0.0);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Says how the roadmap is made. What leaves no plan is refused and changes nothing.
///
/// # Errors
/// [`Code::InvalidValue`] for what is no aim, budget, limit or border, [`Code::NoSchedule`] for a limit that cannot be kept.
pub fn set_roadmap(
    session: &mut Session,
    moment: &mut Moment,
    request: &RoadmapSet,
) -> Result<(), Error> {
    let pack = session.pack().id.clone();
    let old = session.engagement().roadmap_setting(&pack).cloned();
    let mut setting = old.unwrap_or_else(|| RoadmapSetting {
        uid: moment.uid(),
        pack,
        aim: Known::Unknown,
        budget: Known::Unknown,
        at_once: Known::Unknown,
        wave_1_end: Known::Unknown,
        wave_2_end: Known::Unknown,
        wave_3_end: Known::Unknown,
    });
    let mut label = "Set the roadmap";
    if let Some(word) = &request.aim {
        let aim: RoadmapAim = serde_json::from_value(json!(word)).map_err(|_| {
            let help = "say all_gaps, least_effort or budget";
            Error::invalid("aim", format!("`{word}` is nothing to aim at"), help)
        })?;
        setting.aim = Known::Value(aim);
        label = "Choose what the roadmap aims at";
    }
    if let Some(budget) = request.budget {
        setting.budget = if budget < 0.0 { Known::Unknown } else { Known::Value(budget) };
        label = "Set the budget of the roadmap";
    }
    if let Some(limit) = request.at_once {
        setting.at_once = if limit == 0 { Known::Unknown } else { Known::Value(limit) };
        label = "Set the change load";
    }
    if let Some(ends) = &request.wave_ends {
        let ends = match ends[..] {
            [] => [Known::Unknown; 3],
            [one, two, three] if 0 < one && one < two && two < three => {
                [one, two, three].map(Known::Value)
            }
            _ => {
                return Err(Error::invalid(
                    "waveEnds",
                    "the waves do not end one after the other",
                    "give three weeks, each after the one before, or none of them",
                ));
            }
        };
        [setting.wave_1_end, setting.wave_2_end, setting.wave_3_end] = ends;
        label = "Set the ends of the waves";
    }
    let row = serde_json::to_value(&setting).expect("a record is plain data");
    let put = RowChange::Put { kind: Kind::RoadmapSetting, uid: setting.uid, row };
    if request.at_once.is_some_and(|limit| limit > 0) || request.aim.is_some() {
        try_plan(session, std::slice::from_ref(&put))?;
    }
    session.change(moment, label, &[put])
}

/// Plans with changes that are not made yet.
///
/// # Errors
/// [`Code::NoSchedule`] where they leave no plan.
pub(crate) fn try_plan(session: &Session, changes: &[RowChange]) -> Result<(), Error> {
    let mut trial = session.in_view().clone();
    waymark_store::apply(changes, &mut trial).map_err(|error| {
        Error::new(Code::Internal, "the change could not be tried", "").caused_by(error)
    })?;
    let derived = Derived::of(session.pack(), &trial);
    crate::plan::plan(session.pack(), &trial, &derived).map(drop)
}

/// Keeps a decision about an initiative. A pin or date that cannot be met is refused and changes nothing.
///
/// # Errors
/// [`Code::UnknownItem`] for an initiative that the pack does not have, [`Code::InvalidValue`] for what is no status, date or effort,
/// [`Code::NoSchedule`] for a pin or date that cannot be met.
pub fn set_initiative(
    session: &mut Session,
    moment: &mut Moment,
    request: &InitiativeSet,
) -> Result<(), Error> {
    let id = InitiativeId::from(request.initiative.as_str());
    if session.pack().initiative(&id).is_none() {
        return Err(Error::unknown("initiative", &request.initiative));
    }
    let pack = session.pack().id.clone();
    let old = session
        .in_view()
        .initiatives
        .iter()
        .find(|s| s.pack == pack && s.initiative == id)
        .cloned();
    let mut setting = old.clone().unwrap_or_else(|| InitiativeSetting {
        uid: moment.uid(),
        pack,
        initiative: id.clone(),
        is_excluded: false,
        pinned_week: None,
        owner: String::new(),
        status: Known::Unknown,
        started_on: Known::Unknown,
        not_before: Known::Unknown,
        finish_by: Known::Unknown,
        lag_weeks: None,
        effort_low: Known::Unknown,
        effort_likely: Known::Unknown,
        effort_high: Known::Unknown,
        reason: String::new(),
    });
    let mut label = format!("Set {id}");
    if let Some(is_excluded) = request.is_excluded {
        setting.is_excluded = is_excluded;
        label = format!("{} {id}", if is_excluded { "Exclude" } else { "Include" });
    }
    if let Some(week) = request.pinned_week {
        setting.pinned_week = u32::try_from(week).ok();
        label = format!("{} {id}", if week < 0 { "Unpin" } else { "Pin" });
    }
    if let Some(owner) = &request.owner {
        owner.trim().clone_into(&mut setting.owner);
    }
    let mut is_bound =
        request.pinned_week.is_some_and(|week| week >= 0) || request.is_excluded == Some(false);
    // Work on the roadmap does not begin before its first week, unless somebody says so.
    let begun = moment.today().max(crate::plan::roadmap_start(session.in_view()));
    is_bound |= set_dates(&mut setting, request, begun)?;
    let row = serde_json::to_value(&setting).expect("a record is plain data");
    let put = RowChange::Put { kind: Kind::InitiativeSetting, uid: setting.uid, row };
    // Taking a pin, a date or an initiative away is never refused: it is how a plan that cannot be made is mended.
    if is_bound {
        try_plan(session, std::slice::from_ref(&put))?;
    }
    session.change(moment, &label, &[put])
}

/// The longest wait after the prerequisites, in weeks.
const MOST_LAG: u32 = 104;

/// Takes over status, dates, lag and effort; what is started without a day has begun on `begun`. True where the plan is bound to more than before.
fn set_dates(
    setting: &mut InitiativeSetting,
    request: &InitiativeSet,
    begun: Date,
) -> Result<bool, Error> {
    let mut is_bound = false;
    if let Some(word) = &request.status {
        let status: InitiativeStatus = serde_json::from_value(json!(word)).map_err(|_| {
            Error::invalid(
                "status",
                format!("`{word}` is no status of an initiative"),
                "say planned, started or done",
            )
        })?;
        setting.status = Known::Value(status);
        is_bound |= status != InitiativeStatus::Done;
    }
    for (name, text, day) in [
        ("started_on", &request.started_on, &mut setting.started_on),
        ("not_before", &request.not_before, &mut setting.not_before),
        ("finish_by", &request.finish_by, &mut setting.finish_by),
    ] {
        let Some(text) = text.as_deref().map(str::trim) else { continue };
        *day = match (text, text.parse::<Date>()) {
            ("", _) => Known::Unknown,
            (_, Ok(day)) => Known::Value(day),
            (_, Err(_)) => {
                return Err(Error::invalid(
                    name,
                    format!("`{text}` is not a date"),
                    "type it as 2027-03-01",
                ));
            }
        };
        is_bound |= !text.is_empty();
    }
    if let Some(lag) = request.lag_weeks {
        if lag > MOST_LAG {
            return Err(Error::invalid(
                "lag_weeks",
                format!("{lag} weeks are more than an initiative waits"),
                format!("choose 0 to {MOST_LAG} weeks"),
            ));
        }
        setting.lag_weeks = (lag > 0).then_some(lag);
        is_bound |= lag > 0;
    }
    match setting.status.value() {
        Some(InitiativeStatus::Started) if setting.started_on.value().is_none() => {
            setting.started_on = Known::Value(begun);
        }
        Some(InitiativeStatus::Planned) | None => setting.started_on = Known::Unknown,
        _ => {}
    }
    if let (Some(from), Some(to)) = (setting.not_before.value(), setting.finish_by.value())
        && to <= from
    {
        return Err(Error::invalid(
            "finish_by",
            format!("it must be finished by {to}, but may not start before {from}"),
            "choose a later day to finish, or an earlier one to start",
        ));
    }
    if let Some(effort) = &request.effort {
        let [low, likely, high] = match effort[..] {
            [] => [Known::Unknown; 3],
            [low, likely, high]
                if low >= 0.0 && low <= likely && likely <= high && high <= 10_000.0 =>
            {
                [low, likely, high].map(Known::Value)
            }
            _ => {
                return Err(Error::invalid(
                    "effort",
                    "an effort is three numbers of person-weeks, from low to high",
                    "give low, likely and high in this order, each from 0 to 10,000, or none of them",
                ));
            }
        };
        (setting.effort_low, setting.effort_likely, setting.effort_high) = (low, likely, high);
        is_bound |= !effort.is_empty();
    }
    Ok(is_bound)
}

/// The Gantt chart as an SVG file of its own.
///
/// # Errors
/// [`Code::NoSchedule`] when pins and prerequisites contradict each other.
pub fn svg_file(session: &Session) -> Result<String, Error> {
    let chart = figure::timeline(
        session.pack(),
        session.in_view(),
        &session.derived().scorecard,
        plan_of(session)?,
        None,
    );
    Ok(svg::file(&chart.draw(Fonts::inter(), Frame::screen(1200.0))))
}

/// The initiatives as a table: comma-separated, one line each, quoted where needed. A text that a spreadsheet would take for a
/// formula gets an apostrophe in front.
///
/// # Errors
/// [`Code::NoSchedule`] when pins and prerequisites contradict each other.
pub fn csv(session: &Session) -> Result<String, Error> {
    let plan = plan_of(session)?;
    let cell = |text: &str| {
        let text = if text.starts_with(['=', '+', '-', '@', '\t']) {
            format!("'{text}")
        } else {
            text.to_owned()
        };
        if text.contains([',', '"', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    let mut lines = vec!["id,title,wave,start,end,weeks,slack_weeks,critical,p50_end,p80_end,effort_low,effort_likely,effort_high,cost,needs,owner,status,started_on,not_before,finish_by,lag_weeks".to_owned()];
    for placed in &plan.placed {
        let view = initiative_view(session, plan, placed);
        let effort = placed.chosen.effort;
        let cells = [
            view.id,
            view.title,
            view.wave.to_string(),
            view.start_date,
            view.end_date,
            (placed.end - placed.start).to_string(),
            placed.slack.to_string(),
            if placed.is_critical { "yes" } else { "no" }.to_owned(),
            placed.odds.half.map_or_else(String::new, |week| plan.last_day(week).to_string()),
            placed.odds.most.map_or_else(String::new, |week| plan.last_day(week).to_string()),
            format!("{:.1}", effort.low),
            format!("{:.1}", effort.likely),
            format!("{:.1}", effort.high),
            view.cost,
            view.needs.join(" "),
            view.owner,
            view.status,
            view.started_on,
            view.not_before,
            view.finish_by,
            placed.lag.to_string(),
        ];
        lines.push(cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(","));
    }
    Ok(lines.join("\n") + "\n")
}

/// `roadmap --json`.
///
/// # Errors
/// [`Code::NoSchedule`] when pins and prerequisites contradict each other.
pub fn json(session: &Session) -> Result<Value, Error> {
    let plan = plan_of(session)?;
    let initiatives: Vec<Value> = plan
        .placed
        .iter()
        .map(|p| {
            json!({
                "id": p.chosen.id,
                "start": p.start,
                "end": p.end,
                "slack": p.slack,
                "critical": p.is_critical,
                "wave": p.wave,
                "p50": p.odds.half,
                "p80": p.odds.most,
                "because": p.chosen.because.iter()
                    .map(|r| json!({ "kind": r.kind.word(), "ref": r.reference, "text": r.text }))
                    .chain(p.placement.iter().map(|text| json!({ "kind": "placement", "ref": p.chosen.id, "text": text })))
                    .collect::<Vec<_>>(),
            })
        })
        .collect();
    let loads: Vec<Value> = plan
        .loads
        .iter()
        .map(|load| {
            let weeks: Vec<Value> = load
                .load
                .iter()
                .zip(&load.capacity)
                .enumerate()
                .map(|(week, (load, capacity))| json!({ "week": week, "load": load, "capacity": capacity }))
                .collect();
            json!({ "role": load.role, "weeks": weeks })
        })
        .collect();
    let waves: Vec<Value> = plan
        .waves
        .iter()
        .zip(&plan.wave_odds)
        .zip(&plan.projections)
        .map(|((wave, odds), after)| {
            let dimensions: Vec<Value> = after
                .dimensions
                .iter()
                .map(|d| json!({ "id": d.id, "score": d.score.score, "attained": d.score.attained, "band": d.score.band.map(|b| [b.low, b.high]) }))
                .collect();
            json!({ "id": wave.number, "from": wave.from, "to": wave.to, "p50": odds.half, "p80": odds.most, "projected": { "overall": crate::score::score_json(&after.overall), "dimensions": dimensions } })
        })
        .collect();
    Ok(json!({
        "start": plan.start.to_string(),
        "initiatives": initiatives,
        "loads": loads,
        "waves": waves,
        "selection": { "aim": plan.selection.aim.word(), "budget": plan.selection.budget, "effort": plan.selection.effort(), "proven": plan.selection.is_proven },
        "objective": { "weighted_completion": plan.value, "bound": plan.value_bound.filter(|_| plan.is_proven), "proven": plan.is_proven, "weeks": plan.weeks, "p50": plan.odds.half, "p80": plan.odds.most },
        "lower_bound": plan.lower_bound,
    }))
}
