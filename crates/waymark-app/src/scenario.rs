//! Roadmaps kept under a name: what people decided about initiatives, capacity and the way the roadmap is made, to compare and to take
//! up again. A scenario holds decisions, never results: it is planned with the answers of today.
//!
//! What has happened is no decision: who owns an initiative, whether it has started or is done, stays as it is today.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use waymark_chart::Frame;
use waymark_chart::svg;
use waymark_chart::text::Fonts;
use waymark_core::engagement::{Engagement, RoadmapAim, Scenario};
use waymark_core::id::Uid;
use waymark_core::record::Kind;
use waymark_core::roadmap::{Plan, unlocked, with_own_initiatives};
use waymark_report::figure;
use waymark_store::{RowChange, apply};

use crate::commands::ScenariosRequest;
use crate::derived::Derived;
use crate::error::Error;
use crate::roadmap::person_weeks;
use crate::session::{Moment, Session};
use crate::view::{OddsView, ScenarioView, ScenariosView};

/// The kinds of which a scenario holds all records.
const KINDS: [Kind; 4] =
    [Kind::InitiativeSetting, Kind::CapacityChange, Kind::RoadmapSetting, Kind::OwnInitiative];
/// Fields of an initiative's setting that tell what has happened.
const FACTS: [&str; 3] = ["owner", "status", "started_on"];
/// Height of the drawing of value over time, in CSS pixels.
const STEPS: f32 = 120.0;

/// The decisions about the current pack's roadmap.
fn decisions(engagement: &Engagement, pack: &str) -> Value {
    let mut all = Map::new();
    for kind in KINDS {
        all.insert(kind.table().to_owned(), Value::Array(rows(engagement, kind, pack)));
    }
    Value::Object(all)
}

/// The records of a kind that belong to a pack; capacity belongs to all.
fn rows(engagement: &Engagement, kind: Kind, pack: &str) -> Vec<Value> {
    let mut rows = engagement.rows(kind);
    rows.retain(|row| row.get("pack").and_then(Value::as_str).is_none_or(|of| of == pack));
    rows
}

/// Keeps the decisions of now under a name.
///
/// # Errors
/// [`crate::error::Code::InvalidValue`] without a name, or with one that another scenario has.
pub fn keep(session: &mut Session, moment: &mut Moment, title: &str) -> Result<(), Error> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Error::invalid("title", "the scenario has no name", "type a name for it"));
    }
    let pack = session.pack().id.clone();
    let known = &session.engagement().scenarios;
    if known.iter().any(|one| one.pack == pack && one.title == title) {
        let message = format!("there is a scenario called {title} already");
        return Err(Error::invalid("title", message, "type another name, or remove that one"));
    }
    let scenario = Scenario {
        uid: moment.uid(),
        code: session.next_code(Kind::Scenario)?,
        decisions: decisions(session.engagement(), pack.as_str()),
        pack,
        title: title.to_owned(),
        notes: String::new(),
    };
    let row = serde_json::to_value(&scenario).expect("a record is plain data");
    let put = RowChange::Put { kind: Kind::Scenario, uid: scenario.uid, row };
    session.change(moment, &format!("Keep the roadmap as {title}"), &[put])
}

/// Puts the decisions of a scenario in place of those of now.
///
/// # Errors
/// [`crate::error::Code::UnknownItem`] for a scenario that is not there, [`crate::error::Code::InvalidValue`] where its decisions do not fit the pack any more.
pub fn take(session: &mut Session, moment: &mut Moment, code: &str) -> Result<(), Error> {
    let scenario = find(session, code)?;
    let label = format!("Take up the roadmap {}", scenario.title);
    let changes = changes(session.engagement(), scenario);
    if changes.is_empty() {
        return Ok(());
    }
    session.change(moment, &label, &changes)
}

fn find<'s>(session: &'s Session, code: &str) -> Result<&'s Scenario, Error> {
    let mut all = session.engagement().scenarios.iter();
    all.find(|one| one.code.as_str() == code).ok_or_else(|| Error::unknown("scenario", code))
}

/// What has to change so that the decisions of now are those of a scenario.
fn changes(engagement: &Engagement, scenario: &Scenario) -> Vec<RowChange> {
    let uid_of = |row: &Value| row.get("uid").and_then(Value::as_str).and_then(Uid::parse);
    let mut changes = Vec::new();
    for kind in KINDS {
        let now = rows(engagement, kind, scenario.pack.as_str());
        let kept = scenario.decisions.get(kind.table()).and_then(Value::as_array);
        let mut wanted: Vec<Value> = kept.cloned().unwrap_or_default();
        let keys = kind.natural_key();
        let same = |a: &Value, b: &Value| {
            if keys.is_empty() {
                a.get("uid") == b.get("uid")
            } else {
                keys.iter().all(|key| a.get(*key) == b.get(*key))
            }
        };
        for row in &mut wanted {
            // A decision made anew since then is the same record under another key.
            let known = now.iter().find(|known| same(known, row));
            if let (Some(known), Some(row)) = (known, row.as_object_mut()) {
                row.insert("uid".into(), known["uid"].clone());
            }
            if kind == Kind::InitiativeSetting {
                keep_facts(row, known);
            }
        }
        for known in &now {
            if wanted.iter().any(|row| same(known, row)) {
                continue;
            }
            if kind == Kind::InitiativeSetting {
                // Nothing was decided about it then; what has happened since stays.
                let mut row = json!({
                    "uid": known["uid"], "pack": known["pack"], "initiative": known["initiative"],
                });
                keep_facts(&mut row, Some(known));
                if FACTS.iter().any(|fact| row.get(*fact).is_some()) {
                    wanted.push(row);
                    continue;
                }
            }
            changes.extend(uid_of(known).map(|uid| RowChange::Remove { kind, uid }));
        }
        for row in wanted {
            if !now.contains(&row) {
                changes.extend(uid_of(&row).map(|uid| RowChange::Put { kind, uid, row }));
            }
        }
    }
    changes
}

/// Gives a setting what has happened according to another one.
fn keep_facts(row: &mut Value, today: Option<&Value>) {
    let Some(row) = row.as_object_mut() else { return };
    for fact in FACTS {
        match today.and_then(|today| today.get(fact)) {
            Some(value) => row.insert(fact.to_owned(), value.clone()),
            None => row.remove(fact),
        };
    }
}

/// The current roadmap and every scenario, planned with the answers of today.
pub fn scenarios(session: &Session, request: &ScenariosRequest) -> ScenariosView {
    let kept: Vec<&Scenario> = session.in_view().scenarios.iter().collect();
    let base = session.base_pack();
    let worlds: Vec<(Option<&Scenario>, Engagement)> =
        std::iter::once((None, session.in_view().clone()))
            .chain(kept.into_iter().map(|scenario| {
                let mut engagement = session.in_view().clone();
                // What does not read any more tells so where it is planned.
                let _ = apply(&changes(&engagement, scenario), &mut engagement);
                (Some(scenario), engagement)
            }))
            .collect();
    let planned: Vec<_> = worlds
        .iter()
        .map(|(scenario, engagement)| {
            let own = with_own_initiatives(base, engagement);
            let pack = own.unwrap_or_else(|| base.clone());
            let derived = Derived::of(&pack, engagement);
            // The plan that files hold, after the longer search: others would be compared by chance.
            let plan = match scenario {
                None => session.derived().plan(session.pack(), session.in_view()),
                Some(_) => derived.plan(&pack, engagement),
            };
            let plan = plan.cloned().map_err(Error::again);
            (*scenario, engagement, pack, derived, plan)
        })
        .collect();
    let longest =
        planned.iter().filter_map(|(.., plan)| plan.as_ref().ok()).map(|plan| plan.weeks).max();
    let frame = Frame::screen(request.width.clamp(240.0, 1200.0) as f32);
    let view = |(scenario, engagement, pack, derived, plan): &(
        Option<&Scenario>,
        &Engagement,
        waymark_core::pack::Pack,
        Derived,
        Result<Plan, Error>,
    )| {
        let mut view = ScenarioView {
            code: scenario.map_or_else(String::new, |one| one.code.to_string()),
            uid: scenario.map_or_else(String::new, |one| one.uid.to_string()),
            title: scenario.map_or_else(String::new, |one| one.title.clone()),
            notes: scenario.map_or_else(String::new, |one| one.notes.clone()),
            failure: String::new(),
            made: made(engagement, pack.id.as_str()),
            weeks: 0,
            end_date: String::new(),
            odds: OddsView { half: None, most: None },
            initiatives: 0,
            effort: 0.0,
            score: None,
            first_score: None,
            use_cases: 0,
            fullest: String::new(),
            steps: String::new(),
        };
        let plan = match plan {
            Ok(plan) => plan,
            Err(error) => {
                view.failure.clone_from(&error.message);
                return view;
            }
        };
        view.weeks = plan.weeks;
        view.end_date = plan.last_day(plan.weeks).to_string();
        view.odds = OddsView { half: plan.odds.half, most: plan.odds.most };
        view.initiatives = plan.placed.len() as u32;
        view.effort = plan.selection.effort();
        view.score = plan.projections.last().and_then(|after| after.overall.score);
        view.first_score = plan.projections.first().and_then(|after| after.overall.score);
        let ready = unlocked(derived.architecture(pack, engagement), engagement, plan);
        view.use_cases = ready.len() as u32;
        view.fullest = fullest(pack, plan);
        view.steps =
            figure::steps(pack, &derived.scorecard, plan).map_or_else(String::new, |mut steps| {
                steps.weeks.1 = longest.map_or(steps.weeks.1, f64::from).max(4.0);
                svg::inline(&steps.draw(Fonts::inter(), frame, STEPS))
            });
        view
    };
    ScenariosView { scenarios: planned.iter().map(view).collect() }
}

/// How a roadmap is made, in words.
fn made(engagement: &Engagement, pack: &str) -> String {
    let setting = engagement.roadmap_settings.iter().find(|setting| setting.pack.as_str() == pack);
    let aim = setting.and_then(|s| s.aim.value().copied()).unwrap_or(RoadmapAim::AllGaps);
    let mut parts = vec![match (aim, setting.and_then(|s| s.budget.value())) {
        (RoadmapAim::AllGaps, _) => "Closes every gap".to_owned(),
        (RoadmapAim::LeastEffort, _) => "Least effort".to_owned(),
        (RoadmapAim::Budget, Some(budget)) => {
            format!("Budget of {} person-weeks", person_weeks(*budget))
        }
        (RoadmapAim::Budget, None) => "Budget not stated".to_owned(),
    }];
    if let Some(limit) = setting.and_then(|s| s.at_once.value()) {
        parts.push(format!("at most {limit} at once per role"));
    }
    let own: Vec<_> = engagement.initiatives.iter().filter(|s| s.pack.as_str() == pack).collect();
    let mut counted = |number: usize, word: &str| {
        if number > 0 {
            parts.push(format!("{number} {word}"));
        }
    };
    counted(own.iter().filter(|s| s.is_excluded).count(), "left out");
    counted(own.iter().filter(|s| s.pinned_week.is_some()).count(), "pinned");
    let dated = |s: &&&waymark_core::engagement::InitiativeSetting| {
        s.not_before.value().is_some() || s.finish_by.value().is_some()
    };
    counted(own.iter().filter(dated).count(), "with dates");
    counted(own.iter().filter(|s| s.lag_weeks.is_some_and(|lag| lag > 0)).count(), "with a lag");
    counted(engagement.own_initiatives.iter().filter(|o| o.pack.as_str() == pack).count(), "added");
    counted(engagement.capacity_changes.len(), "changes of capacity");
    parts.join(", ")
}

/// The role that is fullest over the plan.
fn fullest(pack: &waymark_core::pack::Pack, plan: &Plan) -> String {
    let share = |load: &waymark_core::roadmap::RoleLoad| {
        let (used, there): (f64, f64) = (load.load.iter().sum(), load.capacity.iter().sum());
        if there > 0.0 { used / there } else { 0.0 }
    };
    let full =
        plan.loads.iter().max_by(|a, b| share(a).total_cmp(&share(b)).then(b.role.cmp(&a.role)));
    full.map_or_else(String::new, |load| {
        let title =
            pack.role(&load.role).map_or_else(|| load.role.to_string(), |r| r.title.clone());
        format!("{title} {:.0} %", share(load) * 100.0)
    })
}

/// Refuses decisions that are not those of a roadmap, for imports: each list holds records of its kind.
pub(crate) fn fault(decisions: &Value) -> Option<String> {
    let tables: BTreeSet<&str> = KINDS.iter().map(|kind| kind.table()).collect();
    let Some(lists) = decisions.as_object() else { return Some("they are no object".to_owned()) };
    if let Some(other) = lists.keys().find(|name| !tables.contains(name.as_str())) {
        return Some(format!("there is no list `{other}` in a scenario"));
    }
    let mut trial = Engagement::new(Uid::root("scenario"), "");
    KINDS.iter().find_map(|&kind| {
        let rows = lists.get(kind.table())?.as_array();
        let Some(rows) = rows else { return Some(format!("`{}` is no list", kind.table())) };
        rows.iter().find_map(|row| {
            let put = trial.put_row(kind, row.clone());
            put.err().map(|error| format!("`{}`: {error}", kind.table()))
        })
    })
}
