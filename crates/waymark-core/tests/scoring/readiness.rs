//! What stands between an engagement and a report.

use jiff::civil::date;
use serde_json::json;
use waymark_core::architecture::Architecture;
use waymark_core::id::Uid;
use waymark_core::pack::Estimate;
use waymark_core::readiness::{Check, Severity, checks, mark_accepted};
use waymark_core::record::Kind;
use waymark_core::roadmap::{
    Chosen, Odds, Placed, Plan, RoleLoad, Selection, Slip, borders, waves,
};

use crate::pack::tiny_pack;
use crate::room::Room;
use crate::room::Say::{Level, NotApplicable};

fn pack() -> waymark_core::pack::Pack {
    tiny_pack()
        .factor("F", 1)
        .dimension("A", 1)
        .question("A-1", 2, 3)
        .question("A-2", 1, 3)
        .question("A-3", 1, 3)
        .build()
}

/// A plan of initiatives that follow each other, four weeks each.
pub(crate) fn plan(ids: &[&str], is_assumed: bool) -> Plan {
    let estimate = Estimate { low: 1.0, likely: 2.0, high: 3.0 };
    let placed: Vec<Placed> = ids
        .iter()
        .zip(0..)
        .map(|(id, place)| Placed {
            chosen: Chosen {
                id: (*id).into(),
                is_awaited: true,
                because: vec![],
                effort: estimate,
                duration: estimate,
                scaled_by: vec![],
                value: 1.0,
            },
            start: place * 4,
            end: place * 4 + 4,
            longest_end: place * 4 + 6,
            slack: 0,
            is_critical: true,
            wave: 1,
            placement: vec![],
            needs: vec![],
            lag: 0,
            odds: Odds::default(),
            slip: Slip::default(),
        })
        .collect();
    let ends: Vec<_> = placed.iter().map(|p| (p.chosen.id.clone(), p.end)).collect();
    Plan {
        start: date(2026, 1, 5),
        weeks: ids.len() as u32 * 4,
        placed,
        waves: waves(&borders(None), &ends),
        projections: vec![],
        wave_odds: vec![],
        odds: Odds::default(),
        loads: vec![RoleLoad {
            role: "engineer".into(),
            load: vec![1.0],
            capacity: vec![1.0],
            is_assumed,
        }],
        selection: Selection::default(),
        value: 0,
        value_bound: None,
        is_proven: false,
        lower_bound: None,
    }
}

fn of(room: &Room, plan: Option<&Plan>) -> Vec<Check> {
    checks(&room.pack, &room.engagement, &room.card(), plan, &Architecture::default())
}

fn find<'a>(checks: &'a [Check], id: &str) -> &'a Check {
    checks.iter().find(|c| c.id == id).unwrap_or_else(|| panic!("{id} says nothing: {checks:?}"))
}

#[test]
fn an_empty_engagement_says_what_is_missing_errors_first() {
    let found = of(&Room::new(pack()), None);
    let said: Vec<(&str, &str)> = found.iter().map(|c| (c.severity.word(), c.id)).collect();
    assert_eq!(
        said,
        [
            ("error", "unanswered_key_questions"),
            ("error", "dimensions_without_score"),
            ("error", "no_goals"),
            ("error", "no_schedule"),
            ("warning", "unanswered_questions"),
            ("warning", "no_report_date"),
            ("information", "no_roadmap_start"),
        ]
    );
    assert_eq!(find(&found, "unanswered_key_questions").places, ["A-1"]);
    assert_eq!(find(&found, "unanswered_key_questions").text, "One key question has no answer");
    assert_eq!(find(&found, "unanswered_questions").text, "Two of 3 questions have no answer");
    assert!(found.iter().all(|c| !c.text.is_empty() && !c.help.is_empty()));
}

#[test]
fn a_sound_engagement_says_nothing() {
    let mut room = Room::levels(pack(), &[3, 3, 3]);
    for question in ["A-1", "A-2", "A-3"] {
        let evidence = json!({
            "uid": Uid::root(question), "code": format!("EV-{}", &question[2..]), "pack": "tiny",
            "question": question, "title": "Seen", "strength": "shown",
        });
        room.engagement.put_row(Kind::Evidence, evidence).expect("evidence");
    }
    room.engagement.profile = serde_json::from_value(
        json!({ "client": "X", "report_date": "2026-03-31", "roadmap_start": "2026-04-06" }),
    )
    .expect("a profile");
    let goal =
        json!({ "uid": Uid::root("g"), "code": "GOAL-1", "title": "Grow", "kpi_measure": "nps" });
    room.engagement.put_row(Kind::Goal, goal).expect("a goal");
    let setting =
        json!({ "uid": Uid::root("i"), "pack": "tiny", "initiative": "I-1", "owner": "Ada" });
    room.engagement.put_row(Kind::InitiativeSetting, setting).expect("a setting");
    assert_eq!(of(&room, Some(&plan(&["I-1"], false))), []);
    let found = of(&room, Some(&plan(&["I-1", "I-2"], true)));
    assert_eq!(found.len(), 2);
    assert_eq!(find(&found, "initiatives_without_owner").places, ["I-2"]);
    assert_eq!(
        find(&found, "capacity_assumed").text,
        "The capacity of data engineer is assumed to be one person each"
    );
}

#[test]
fn answers_are_looked_at_one_by_one() {
    let mut room = Room::new(pack());
    room.votes("A-1", &[1, 4, 5]).vote("A-2", Level(3)).settle("A-3", NotApplicable);
    room.answer("A-3").reason = String::new();
    room.answer("A-2").is_flagged = true;
    let found = of(&room, Some(&plan(&[], false)));
    assert_eq!(find(&found, "not_applicable_without_reason").places, ["A-3"]);
    assert_eq!(find(&found, "not_applicable_without_reason").severity, Severity::Error);
    assert_eq!(find(&found, "provisional_highs").places, ["A-1"]);
    assert_eq!(find(&found, "wide_spread_unsettled").places, ["A-1"]);
    assert_eq!(find(&found, "flagged_answers").places, ["A-2"]);
    assert!(!found.iter().any(|c| matches!(
        c.id,
        "unanswered_questions" | "unanswered_key_questions" | "dimensions_without_score"
    )));
    room.settle("A-1", Level(4));
    assert!(
        !of(&room, None).iter().any(|c| c.id == "wide_spread_unsettled"),
        "settled is talked about"
    );
}

#[test]
fn the_short_form_asks_for_key_questions_only() {
    let mut room = Room::answering(pack(), &[Some(Level(3)), None, None]);
    room.engagement.profile =
        serde_json::from_value(json!({ "client": "X", "depth": "short" })).expect("a profile");
    assert!(!of(&room, None).iter().any(|c| c.id == "unanswered_questions"));
}

#[test]
fn records_without_what_matters_are_named() {
    let mut room = Room::new(pack());
    room.goal("GOAL-1", None);
    let source = json!({ "uid": Uid::root("s"), "code": "SRC-1", "title": "Orders" });
    room.engagement.put_row(Kind::Source, source).expect("a source");
    let found = of(&room, None);
    assert_eq!(find(&found, "goals_without_kpi").places, ["GOAL-1"]);
    assert_eq!(find(&found, "goals_without_kpi").text, "The only goal has no KPI");
    assert_eq!(find(&found, "sources_without_owner").places, ["SRC-1"]);
}

#[test]
fn what_one_section_says_and_another_does_not_bear_out_is_told_until_it_is_accepted() {
    let mut room = Room::levels(pack(), &[2, 3, 3]);
    room.engagement.profile = serde_json::from_value(json!({
        "client": "X", "workshop_start": "2026-03-10", "workshop_end": "2026-03-12",
        "report_date": "2026-03-11", "roadmap_start": "2026-03-09",
    }))
    .expect("a profile");
    let accepted = json!({
        "uid": Uid::root("a"), "pack": "tiny", "inputs_hash": "", "accepted_by": "Ada",
        "start": "2026-01-05", "start_weeks": { "I-1": 0, "I-9": 3 },
        "end_weeks": { "I-1": 4, "I-9": 5 },
    });
    room.engagement.put_row(Kind::AcceptedPlan, accepted).expect("a plan");
    let said = |room: &Room| of(room, Some(&plan(&["I-1"], false)));

    let found = said(&room);
    assert_eq!(find(&found, "gaps_without_initiative").places, ["A-1"]);
    assert_eq!(find(&found, "claims_without_evidence").places, ["A-2", "A-3"]);
    assert!(find(&found, "report_before_workshop").text.contains("12 Mar 2026"));
    assert!(find(&found, "roadmap_before_report").text.contains("9 Mar 2026"));
    assert_eq!(find(&found, "accepted_plan_differs").places, ["I-9"]);

    let check = |places: &[&str]| {
        json!({
            "uid": Uid::root("c"), "pack": "tiny", "check": "claims_without_evidence",
            "reason": "Shown last year", "places": places,
        })
    };
    let marked = |room: &Room| {
        let mut found = said(room);
        mark_accepted(&room.pack, &room.engagement, &mut found);
        find(&found, "claims_without_evidence").accepted.clone()
    };
    room.engagement.put_row(Kind::AcceptedCheck, check(&["A-2"])).expect("accepted");
    assert_eq!(marked(&room), None, "A-3 came later, so it is open again");
    room.engagement.put_row(Kind::AcceptedCheck, check(&["A-2", "A-3"])).expect("accepted");
    assert_eq!(marked(&room).as_deref(), Some("Shown last year"));
}
