//! Which initiatives the gaps of a scorecard call for, what they cost, what is true after them, and the waves.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;
use waymark_core::id::{InitiativeId, Uid};
use waymark_core::record::Kind;
use waymark_core::roadmap::{
    Call, Chosen, Demand, Demands, Reason, ReasonKind, Selection, Unlock, borders, project, select,
    waves,
};
use waymark_core::score::Scorecard;

use crate::pack::{TinyPack, tiny_pack};
use crate::room::Say::{Level, NotApplicable};
use crate::room::{HAIR, Room};

fn two_questions() -> TinyPack {
    tiny_pack().factor("F", 1).dimension("A", 1).question("A-1", 1, 4).question("A-2", 2, 3)
}

fn demand(initiative: &str, component: &str, name: &str) -> Demand {
    Demand { initiatives: vec![initiative.into()], component: component.into(), name: name.into() }
}

fn selection(room: &Room, demands: &Demands) -> Selection {
    select(
        &room.pack,
        &room.engagement,
        &room.card(),
        &room.condition_facts(),
        &room.importance(),
        demands,
    )
}

fn chosen(room: &Room) -> Vec<String> {
    selection(room, &Demands::default()).chosen.iter().map(|c| c.id.to_string()).collect()
}

fn one<'a>(selection: &'a Selection, id: &str) -> &'a Chosen {
    selection
        .chosen
        .iter()
        .find(|c| c.id.as_str() == id)
        .unwrap_or_else(|| panic!("{id} is not chosen"))
}

fn why_not(room: &Room, id: &str) -> String {
    let left = selection(room, &Demands::default()).left_out;
    left.into_iter()
        .find(|l| l.id.as_str() == id)
        .unwrap_or_else(|| panic!("{id} is chosen"))
        .reason
}

fn setting(room: &mut Room, initiative: &str, mut fields: serde_json::Value) {
    fields["uid"] = json!(Uid::root(initiative));
    fields["pack"] = json!("tiny");
    fields["initiative"] = json!(initiative);
    room.engagement.put_row(Kind::InitiativeSetting, fields).expect("a setting");
}

/// A-1 stands at 1 and should reach 4; A-2 meets its target.
fn room(pack: TinyPack) -> Room {
    Room::levels(pack.build(), &[1, 3])
}

#[test]
fn the_cheapest_chain_reaches_the_target() {
    let pack = |long: f64| {
        two_questions()
            .initiative("I-LONG", "A-1", 1, 4, long)
            .initiative("I-1", "A-1", 1, 3, 0.5)
            .initiative("I-2", "A-1", 3, 4, 4.0)
    };
    let steps = room(pack(8.0));
    assert_eq!(chosen(&steps), ["I-1", "I-2"]);
    assert_eq!(why_not(&steps, "I-LONG"), "a cheaper way reaches the same targets");
    assert_eq!(chosen(&room(pack(4.0))), ["I-LONG"]);
    assert_eq!(
        chosen(&room(pack(4.5))),
        ["I-LONG"],
        "of two ways that cost the same, the one with fewer steps"
    );
    let selection = selection(&steps, &Demands::default());
    let reason = Reason {
        kind: ReasonKind::Gap,
        reference: "A-1".into(),
        text: "Topic A-1 stands at 1, its target is 4".into(),
    };
    assert_eq!(one(&selection, "I-1").because, [reason]);
    assert_eq!(one(&selection, "I-1").value, 2.0, "two of the three levels that are missing");
}

#[test]
fn what_is_done_counts_as_reached_and_leaves_the_roadmap() {
    let mut room = room(
        two_questions()
            .initiative("I-1", "A-1", 1, 3, 1.0)
            .initiative("I-2", "A-1", 3, 4, 10.0)
            .initiative("I-OTHER", "A-1", 1, 3, 2.0),
    );
    assert_eq!(chosen(&room), ["I-1", "I-2"]);
    setting(&mut room, "I-1", json!({ "status": "done" }));
    assert_eq!(chosen(&room), ["I-2"], "nothing else is planned for what it has brought");
    assert_eq!(why_not(&room, "I-1"), "done");
    let found = selection(&room, &Demands::default());
    assert_eq!(one(&found, "I-2").because[0].text, "Topic A-1 stands at 3, its target is 4");
    assert_eq!(one(&found, "I-2").value, 1.0, "only the level that is still missing");
}

#[test]
fn an_effort_set_by_hand_replaces_the_packs() {
    let mut room = room(two_questions().initiative("I-1", "A-1", 1, 4, 4.0));
    let effort = |room: &Room| one(&selection(room, &Demands::default()), "I-1").effort;
    setting(
        &mut room,
        "I-1",
        json!({ "effort_low": 5.0, "effort_likely": 6.0, "effort_high": 7.0 }),
    );
    let by_hand = effort(&room);
    assert_eq!((by_hand.low, by_hand.likely, by_hand.high), (5.0, 6.0, 7.0));
    setting(&mut room, "I-1", json!({ "effort_likely": 30.0 }));
    let likely = effort(&room);
    assert_eq!(
        (likely.low, likely.likely, likely.high),
        (2.0, 30.0, 30.0),
        "as older documents say it"
    );
}

#[test]
fn starting_below_the_planned_level_costs_a_fifth_more() {
    let pack = |early: f64| {
        two_questions()
            .initiative("I-EARLY", "A-1", 1, 4, early)
            .initiative("I-LATE", "A-1", 3, 4, 5.0)
    };
    assert_eq!(chosen(&room(pack(5.9))), ["I-EARLY"], "5.9 is less than 5 and a fifth");
    let late = room(pack(6.1));
    assert_eq!(chosen(&late), ["I-LATE"]);
    let found = selection(&late, &Demands::default());
    let effort = one(&found, "I-LATE").effort;
    assert!(
        (effort.likely - 6.0).abs() < HAIR
            && (effort.low - 3.0).abs() < HAIR
            && (effort.high - 12.0).abs() < HAIR
    );
    assert_eq!(
        one(&found, "I-LATE").scaled_by,
        ["starts below the level it is planned for: 20 % more effort"]
    );
    let chain = room(
        two_questions()
            .initiative("I-1", "A-1", 1, 3, 1.0)
            .initiative("I-2", "A-1", 3, 4, 5.0)
            .needing(&["I-1"]),
    );
    let found = selection(&chain, &Demands::default());
    assert_eq!(
        one(&found, "I-2").effort.likely,
        5.0,
        "the first step brings the level that the second is planned for"
    );
}

#[test]
fn no_chain_and_no_gap_choose_nothing() {
    let met = Room::levels(two_questions().initiative("I-1", "A-1", 1, 3, 1.0).build(), &[4, 3]);
    assert!(chosen(&met).is_empty());
    assert_eq!(why_not(&met, "I-1"), "every question it lifts meets its target");
    let short = room(two_questions().initiative("I-1", "A-1", 1, 3, 1.0));
    assert!(chosen(&short).is_empty(), "no chain reaches 4");
}

#[test]
fn what_must_come_first_comes_along() {
    let pack = two_questions()
        .question("A-3", 1, 3)
        .initiative("I-DEEP", "A-3", 1, 3, 2.0)
        .initiative("I-BASE", "A-2", 1, 3, 2.0)
        .needing(&["I-DEEP"])
        .initiative("I-MET", "A-2", 1, 2, 2.0)
        .initiative("I-TOP", "A-1", 1, 4, 2.0)
        .needing(&["I-BASE", "I-MET"]);
    // A-2 stands at 2 of 3: its gap is closed by I-BASE; I-MET brings nothing any more. A-3 meets its target.
    let pack = pack.build();
    let levels = |a2, a3| Room::levels(pack.clone(), &[1, a2, a3]);
    assert_eq!(chosen(&levels(2, 1)), ["I-DEEP", "I-BASE", "I-TOP"]);
    let found = selection(&levels(2, 1), &Demands::default());
    let kinds = |id: &str| {
        one(&found, id).because.iter().map(|r| (r.kind, r.reference.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(kinds("I-BASE"), [(ReasonKind::Gap, "A-2"), (ReasonKind::Prerequisite, "I-TOP")]);
    assert_eq!(kinds("I-DEEP"), [(ReasonKind::Gap, "A-3"), (ReasonKind::Prerequisite, "I-BASE")]);
    assert_eq!(one(&found, "I-BASE").because[1].text, "Initiative I-TOP (I-TOP) needs it first");
    assert_eq!(
        chosen(&levels(2, 3)),
        ["I-BASE", "I-TOP"],
        "what is there already need not come first"
    );
    assert_eq!(chosen(&levels(3, 3)), ["I-TOP"]);
    let mut unknown = Room::answering(pack, &[Some(Level(1)), Some(Level(3)), None]);
    assert_eq!(chosen(&unknown), ["I-TOP"]);
    unknown.engagement.votes.retain(|vote| vote.question.as_str() != "A-2");
    assert_eq!(
        chosen(&unknown),
        ["I-DEEP", "I-BASE", "I-MET", "I-TOP"],
        "what may be missing comes first"
    );
    assert_eq!(kinds_of(&unknown, "I-DEEP"), [ReasonKind::Prerequisite]);
}

fn kinds_of(room: &Room, id: &str) -> Vec<ReasonKind> {
    one(&selection(room, &Demands::default()), id).because.iter().map(|r| r.kind).collect()
}

#[test]
fn what_is_not_known_is_not_planned() {
    let pack = two_questions().initiative("I-1", "A-1", 1, 4, 2.0).lifting("A-2", 1, 3).build();
    let unknown = Room::answering(pack.clone(), &[None, Some(Level(3))]);
    assert!(chosen(&unknown).is_empty());
    assert_eq!(why_not(&unknown, "I-1"), "depends on the answer to A-1");
    let applies_not = Room::answering(pack, &[Some(NotApplicable), Some(Level(3))]);
    assert!(chosen(&applies_not).is_empty());
    assert_eq!(why_not(&applies_not, "I-1"), "every question it lifts meets its target");
}

#[test]
fn people_decide_what_stays_out() {
    let pack =
        || two_questions().initiative("I-1", "A-1", 1, 4, 2.0).initiative("I-2", "A-1", 1, 4, 9.0);
    let mut excluded = room(pack());
    setting(&mut excluded, "I-1", json!({ "is_excluded": true, "reason": "no budget" }));
    assert_eq!(chosen(&excluded), ["I-2"], "the next way is taken");
    assert_eq!(why_not(&excluded, "I-1"), "excluded by hand: no budget");
    let mut done = room(pack());
    setting(&mut done, "I-1", json!({ "status": "done" }));
    assert!(chosen(&done).is_empty(), "what it has brought needs no other way");
    assert_eq!(why_not(&done, "I-1"), "done");
    let mut owned = room(pack());
    setting(&mut owned, "I-1", json!({ "owner": "Ada", "effort_likely": 3.5 }));
    let found = selection(&owned, &Demands::default());
    let effort = one(&found, "I-1").effort;
    assert_eq!((effort.low, effort.likely, effort.high), (1.0, 3.5, 4.0));
    assert_eq!(one(&found, "I-1").scaled_by, ["effort set by hand"]);
}

#[test]
fn a_condition_that_does_not_hold_bars_an_initiative() {
    let pack = two_questions()
        .initiative("I-1", "A-1", 1, 4, 2.0)
        .only_when(r#"usecases.exists(u, u.type == "personalisation")"#)
        .initiative("I-2", "A-1", 1, 4, 9.0);
    let mut room = room(pack);
    assert_eq!(chosen(&room), ["I-2"]);
    assert_eq!(why_not(&room, "I-1"), "no use case needs what it brings");
    room.use_case("UC-1", "personalisation", &[]);
    assert_eq!(chosen(&room), ["I-1"]);
}

#[test]
fn a_component_calls_for_its_initiative_and_a_kept_one_makes_it_cheaper() {
    let pack = || {
        two_questions()
            .initiative("I-1", "A-1", 1, 4, 10.0)
            .initiative("I-2", "A-2", 1, 3, 10.0)
            .initiative("I-3", "A-2", 3, 4, 10.0)
    };
    let mut demands = Demands { covered: BTreeSet::from(["I-1".into()]), ..Demands::default() };
    demands.brings.push(demand("I-3", "storage.tables.x", "Open tables"));
    demands.brings.push(demand("I-2", "storage.lake.y", "Lake"));
    let found = selection(&room(pack()), &demands);
    let ids: Vec<&str> = found.chosen.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(
        ids,
        ["I-1", "I-2", "I-3"],
        "answers that claim what I-2 brings do not make the lake exist"
    );
    demands.brings[1].initiatives.push("I-3".into());
    let found = selection(&room(pack()), &demands);
    let ids: Vec<&str> = found.chosen.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["I-1", "I-3"], "an initiative that is chosen anyway brings it too");
    demands.brings.pop();
    let found = selection(&room(pack()), &demands);
    let reason = Reason {
        kind: ReasonKind::Component,
        reference: "storage.tables.x".into(),
        text: "Open tables arrives with it".into(),
    };
    assert_eq!(one(&found, "I-3").because, [reason]);
    assert!((one(&found, "I-1").effort.likely - 7.0).abs() < HAIR);
    assert_eq!(
        one(&found, "I-1").scaled_by,
        ["a component that is kept covers part of it: 30 % less effort"]
    );
}

#[test]
fn the_size_of_the_organisation_scales_the_effort() {
    for (size, wanted) in
        [("lt_200", 6.0), ("200_499", 10.0), ("500_10000", 10.0), ("gt_10000", 16.0)]
    {
        let mut room = room(two_questions().initiative("I-1", "A-1", 1, 4, 10.0));
        let profile = json!({ "client": "X", "organisation_size": size });
        room.engagement.profile = serde_json::from_value(profile).expect("a profile");
        let found = selection(&room, &Demands::default());
        assert!((one(&found, "I-1").effort.likely - wanted).abs() < HAIR, "{size}");
    }
}

#[test]
fn importance_and_weight_make_value() {
    let pack = two_questions().initiative("I-1", "A-1", 1, 5, 1.0).lifting("A-2", 1, 3);
    let pack = pack.raises("T", Some(Kind::UseCase), r#"usecase.type == "search""#, &["A-2"], 4);
    let mut room = Room::levels(pack.build(), &[1, 2]);
    room.goal("GOAL-1", Some(50)).use_case("UC-1", "search", &["GOAL-1"]);
    let found = selection(&room, &Demands::default());
    // A-1 gains three levels up to its target; A-2, twice as heavy, one; everything counts for half as much again.
    assert!((one(&found, "I-1").value - (3.0 + 2.0) * 1.5).abs() < HAIR);
}

#[test]
fn a_projection_holds_what_is_promised() {
    let pack = two_questions()
        .initiative("I-1", "A-1", 1, 3, 1.0)
        .initiative("I-2", "A-1", 3, 4, 1.0)
        .initiative("I-3", "A-2", 1, 2, 1.0);
    let room = Room::levels(pack.build(), &[1, 3]);
    let after = |ids: &[&str]| {
        let finished: BTreeSet<InitiativeId> =
            ids.iter().map(|id| InitiativeId::from(*id)).collect();
        project(&room.pack, &room.card(), &finished, &room.importance())
    };
    let levels =
        |card: &Scorecard| card.questions.iter().map(|q| q.consensus.level()).collect::<Vec<_>>();
    assert_eq!(after(&[]), room.card());
    assert_eq!(levels(&after(&["I-1"])), [Some(3), Some(3)]);
    assert_eq!(
        levels(&after(&["I-1", "I-2", "I-3"])),
        [Some(4), Some(3)],
        "nothing lowers what stands higher"
    );
    let unknown = Room::answering(room.pack.clone(), &[None, Some(Level(3))]);
    let card = project(
        &unknown.pack,
        &unknown.card(),
        &BTreeSet::from(["I-1".into()]),
        &unknown.importance(),
    );
    assert_eq!(levels(&card), [None, Some(3)], "nobody can say from where it would rise");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finishing_more_never_lowers_a_projection(
        levels in vec(1..=5_u8, 6),
        lifts in vec((0..6_usize, 1..=4_u8, 1..=4_u8), 1..12),
        finished in vec(any::<bool>(), 12),
    ) {
        let mut pack = tiny_pack().factor("F", 1).dimension("A", 1).questions(3).dimension("B", 2).questions(3);
        for (number, (question, from, by)) in lifts.iter().enumerate() {
            let id = if *question < 3 { format!("A-{}", question + 1) } else { format!("B-{}", question - 2) };
            pack = pack.initiative(&format!("I-{number}"), &id, *from, (from + by).min(5), 1.0);
        }
        let room = Room::levels(pack.build(), &levels);
        let mut done = BTreeSet::new();
        let mut before = room.card();
        for (initiative, finish) in room.pack.initiatives.iter().zip(&finished) {
            if *finish {
                done.insert(initiative.id.clone());
            }
            let after = project(&room.pack, &room.card(), &done, &room.importance());
            prop_assert!(after.overall.score >= before.overall.score.map(|s| s - HAIR));
            prop_assert!(after.overall.attained >= before.overall.attained);
            for (a, b) in before.dimensions.iter().zip(&after.dimensions) {
                prop_assert!(b.score.score >= a.score.score.map(|s| s - HAIR) && b.score.attained >= a.score.attained);
            }
            before = after;
        }
    }

    #[test]
    fn a_selection_holds_everything_that_must_come_first(
        levels in vec(1..=5_u8, 6),
        initiatives in vec((0..6_usize, 1..=4_u8, 1..=4_u8, 1..=20_u8, vec(any::<prop::sample::Index>(), 0..3)), 1..12),
    ) {
        let mut pack = tiny_pack().factor("F", 1).dimension("A", 1).questions(6);
        for (number, (question, from, by, effort, needs)) in initiatives.iter().enumerate() {
            let needs: Vec<String> = needs.iter().filter(|_| number > 0).map(|n| format!("I-{}", n.index(number))).collect();
            let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
            let (id, question) = (format!("I-{number}"), format!("A-{}", question + 1));
            pack = pack.initiative(&id, &question, *from, (from + by).min(5), f64::from(*effort)).needing(&needs);
        }
        let room = Room::levels(pack.build(), &levels);
        let card = room.card();
        let found = selection(&room, &Demands::default());
        prop_assert_eq!(found.chosen.len() + found.left_out.len(), room.pack.initiatives.len(), "each stands on one side");
        let ids: BTreeSet<&InitiativeId> = found.chosen.iter().map(|c| &c.id).collect();
        for chosen in &found.chosen {
            prop_assert!(!chosen.because.is_empty());
            for need in &room.pack.initiative(&chosen.id).expect("is there").needs {
                let lift = &room.pack.initiative(need).expect("is there").lifts[0];
                let question = card.question(&lift.question).expect("is there");
                let level = question.consensus.level().expect("is answered");
                let brings_something = level < lift.to && level < question.target;
                prop_assert!(!brings_something || ids.contains(need), "{} needs {}", chosen.id, need);
            }
        }
        // Where every chain exists, the projection of the selection meets the targets that called for something.
        let done: BTreeSet<InitiativeId> = ids.into_iter().cloned().collect();
        let after = project(&room.pack, &card, &done, &room.importance());
        for chosen in &found.chosen {
            for gap in chosen.because.iter().filter(|r| r.kind == ReasonKind::Gap) {
                let question = after.question(&gap.reference.as_str().into()).expect("is there");
                prop_assert!(question.consensus.level() >= Some(question.target), "{}", gap.text);
            }
        }
    }
}

#[test]
fn waves_hold_what_ends_in_them() {
    let ends: Vec<(InitiativeId, u32)> =
        [("I-1", 13), ("I-2", 14), ("I-3", 1), ("I-4", 39), ("I-5", 40), ("I-6", 78), ("I-7", 79)]
            .into_iter()
            .map(|(id, end)| (id.into(), end))
            .collect();
    let found: Vec<(u32, u32, u32, Vec<String>)> = waves(&borders(None), &ends)
        .into_iter()
        .map(|w| (w.number, w.from, w.to, w.initiatives.iter().map(ToString::to_string).collect()))
        .collect();
    let wave = |number, from, to, ids: &[&str]| {
        (number, from, to, ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(
        found,
        [
            wave(1, 0, 13, &["I-3", "I-1"]),
            wave(2, 13, 39, &["I-2", "I-4"]),
            wave(3, 39, 78, &["I-5", "I-6"]),
            wave(4, 78, 79, &["I-7"])
        ]
    );
    assert!(waves(&borders(None), &[]).is_empty());
    let short = waves(&borders(None), &[("I-1".into(), 4)]);
    assert_eq!((short.len(), short[0].to), (1, 13), "a wave is a box of time, whatever ends in it");
    let late = waves(&borders(None), &[("I-1".into(), 50)]);
    assert_eq!(late.iter().map(|w| w.initiatives.len()).collect::<Vec<_>>(), [0, 0, 1]);
}

/// The aim of the roadmap.
fn aim(room: &mut Room, mut fields: serde_json::Value) {
    fields["uid"] = json!(Uid::root("roadmap setting"));
    fields["pack"] = json!("tiny");
    room.engagement.put_row(Kind::RoadmapSetting, fields).expect("a setting");
}

fn ids(selection: &Selection) -> Vec<&str> {
    selection.chosen.iter().map(|chosen| chosen.id.as_str()).collect()
}

/// Two questions at 1 that should reach 3: each has a cheap initiative of its own, and one lifts both.
fn shared() -> Room {
    let pack =
        tiny_pack().factor("F", 1).dimension("A", 1).question("A-1", 1, 3).question("A-2", 2, 3);
    let pack = pack
        .initiative("I-ONE", "A-1", 1, 3, 4.0)
        .initiative("I-TWO", "A-2", 1, 3, 4.0)
        .initiative("I-BOTH", "A-1", 1, 3, 6.0)
        .lifting("A-2", 1, 3);
    Room::levels(pack.build(), &[1, 1])
}

#[test]
fn the_least_effort_looks_at_all_questions_together() {
    let mut room = shared();
    let recipe = selection(&room, &Demands::default());
    assert_eq!(ids(&recipe), ["I-ONE", "I-TWO"], "each question in its own cheapest way");
    assert!(!recipe.is_proven);
    aim(&mut room, json!({ "aim": "least_effort" }));
    let least = selection(&room, &Demands::default());
    assert_eq!(ids(&least), ["I-BOTH"]);
    assert!(least.is_proven && least.effort() < recipe.effort());
    assert_eq!(least.chosen[0].because.len(), 2, "it says both gaps");
}

#[test]
fn a_budget_buys_what_is_worth_most() {
    let mut room = shared();
    aim(&mut room, json!({ "aim": "budget", "budget": 5.0 }));
    let some = selection(&room, &Demands::default());
    assert_eq!(ids(&some), ["I-TWO"], "the question that weighs twice");
    assert!(some.is_proven);
    let left = some.left_out.iter().find(|left| left.id.as_str() == "I-ONE").expect("left out");
    assert_eq!(left.reason, "a budget of 5 person-weeks brings more elsewhere");
    aim(&mut room, json!({ "aim": "budget", "budget": 6.0 }));
    assert_eq!(ids(&selection(&room, &Demands::default())), ["I-BOTH"]);
    aim(&mut room, json!({ "aim": "budget", "budget": 0.0 }));
    assert!(selection(&room, &Demands::default()).chosen.is_empty());
    aim(&mut room, json!({ "aim": "budget" }));
    let unstated = selection(&room, &Demands::default());
    assert_eq!(ids(&unstated), ["I-ONE", "I-TWO"], "a budget that nobody stated limits nothing");
}

#[test]
fn what_has_started_is_on_the_roadmap_whatever_it_aims_at() {
    let mut room = shared();
    setting(&mut room, "I-ONE", json!({ "status": "started" }));
    for some in
        [json!({}), json!({ "aim": "least_effort" }), json!({ "aim": "budget", "budget": 1.0 })]
    {
        aim(&mut room, some.clone());
        let found = selection(&room, &Demands::default());
        let because = &one(&found, "I-ONE").because;
        assert!(
            because.iter().any(|reason| reason.kind == ReasonKind::Started),
            "{some}: {because:?}"
        );
    }
}

#[test]
fn findings_and_regulations_call_for_what_still_has_something_to_lift() {
    let pack =
        two_questions().initiative("I-1", "A-1", 1, 4, 4.0).initiative("I-2", "A-2", 1, 5, 4.0);
    let room = room(pack);
    let call = |initiative: &str| Demands {
        calls: vec![Call {
            kind: ReasonKind::Regulation,
            reference: "REG-1".into(),
            text: "the law asks for it".into(),
            initiatives: vec![initiative.into()],
        }],
        ..Demands::default()
    };
    assert_eq!(ids(&selection(&room, &Demands::default())), ["I-1"]);
    let called = selection(&room, &call("I-2"));
    assert_eq!(ids(&called), ["I-1", "I-2"], "A-2 meets its target, but not what I-2 brings");
    let because = &one(&called, "I-2").because;
    assert_eq!((because[0].kind, because[0].reference.as_str()), (ReasonKind::Regulation, "REG-1"));
}

#[test]
fn use_cases_give_their_value_to_what_unlocks_them_and_name_the_goal() {
    let room = room(
        two_questions().initiative("I-1", "A-1", 1, 4, 4.0).initiative("I-2", "A-2", 1, 5, 4.0),
    );
    let demands = Demands {
        brings: vec![demand("I-2", "lake", "The lake")],
        unlocks: vec![Unlock {
            use_case: "UC-1".into(),
            title: "Next best offer".into(),
            goals: vec![("GOAL-1".into(), "More loyal customers".into(), 40.0)],
            components: vec![vec!["I-1".into()], vec!["I-2".into()]],
        }],
        ..Demands::default()
    };
    let before = selection(&room, &Demands { unlocks: vec![], ..demands.clone() });
    let found = selection(&room, &demands);
    for id in ["I-1", "I-2"] {
        let gained = one(&found, id).value - one(&before, id).value;
        assert!((gained - 2.0).abs() < HAIR, "half of a tenth of 40 points: {gained}");
        let goal = one(&found, id).because.iter().find(|reason| reason.kind == ReasonKind::Goal);
        let goal = goal.expect("the goal is named");
        assert_eq!(goal.text, "More loyal customers: Next best offer waits for it");
        assert_eq!(goal.reference, "GOAL-1");
    }
}

#[test]
fn waves_end_where_people_say() {
    let mut room = shared();
    aim(&mut room, json!({ "wave_1_end": 4, "wave_2_end": 10 }));
    let setting = room.engagement.roadmap_setting(&"tiny".into());
    let ends: Vec<Option<u32>> = borders(setting).iter().map(|border| border.to).collect();
    assert_eq!(ends, [Some(4), Some(10), Some(78), None]);
    let found =
        waves(&borders(setting), &[("I-1".into(), 4), ("I-2".into(), 5), ("I-3".into(), 11)]);
    let spans: Vec<(u32, u32, usize)> =
        found.iter().map(|wave| (wave.from, wave.to, wave.initiatives.len())).collect();
    assert_eq!(spans, [(0, 4, 1), (4, 10, 1), (10, 78, 1)]);
    aim(&mut room, json!({ "wave_1_end": 90 }));
    let pushed = borders(room.engagement.roadmap_setting(&"tiny".into()));
    assert_eq!(pushed.map(|border| border.to), [Some(90), Some(91), Some(92), None]);
}
