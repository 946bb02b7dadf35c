//! Targets, floors, gaps and importance.

use serde_json::json;
use waymark_core::id::DimensionId;
use waymark_core::pack::Pack;
use waymark_core::record::Kind;

use crate::pack::tiny_pack;
use crate::room::{Room, close};

fn by_hand(room: &mut Room, question: &str, level: u8) {
    let row = json!({ "uid": waymark_core::id::Uid::root(question), "pack": "tiny", "question": question, "level": level, "reason": "agreed" });
    room.engagement.put_row(Kind::Target, row).expect("a target");
}

/// Two dimensions; segmentation raises one question of the first, personalisation both of the second.
fn pack() -> Pack {
    let pack = tiny_pack().factor("T", 1);
    let pack = pack.dimension("A", 1).question("A-1", 2, 3).question("A-2", 1, 3);
    let pack = pack.dimension("B", 1).question("B-1", 1, 1).question("B-2", 1, 3);
    pack.raises("T-SEG", Some(Kind::UseCase), r#"usecase.type == "segmentation""#, &["A-1"], 4)
        .raises(
            "T-PERS",
            Some(Kind::UseCase),
            r#"usecase.type == "personalisation""#,
            &["B-1", "B-2"],
            4,
        )
        .raises("T-LOW", None, r#"profile.operating_model == "central""#, &["A-2", "B-1"], 2)
        .floor("T-DUTY", r#"profile.industry == "retail""#, &["A-2"], 3)
        .build()
}

#[test]
fn without_rules_the_question_decides() {
    let room = Room::new(pack());
    let targets = room.targets();
    let levels: Vec<u8> = targets.values().map(|t| t.level).collect();
    assert_eq!(levels, [3, 3, 1, 3]);
    assert!(
        targets
            .values()
            .all(|t| t.reasons.is_empty() && t.by_hand.is_none() && t.floor().is_none())
    );
}

#[test]
fn rules_raise_and_never_lower() {
    let mut room = Room::new(pack());
    room.use_case("UC-1", "segmentation", &[]).use_case("UC-2", "personalisation", &[]).use_case(
        "UC-3",
        "segmentation",
        &[],
    );
    room.engagement.profile =
        serde_json::from_value(json!({ "client": "X", "operating_model": "central" }))
            .expect("a profile");
    let targets = room.targets();
    let level = |id: &str| targets[&id.into()].level;
    assert_eq!((level("A-1"), level("A-2"), level("B-1"), level("B-2")), (4, 3, 4, 4));
    let reason = &targets[&"A-1".into()].reasons[0];
    assert_eq!(
        (reason.level, reason.is_floor, reason.records.as_slice()),
        (4, false, ["UC-1".to_owned(), "UC-3".to_owned()].as_slice())
    );
    let rules: Vec<&str> = targets[&"B-1".into()].reasons.iter().map(|r| r.rule.as_str()).collect();
    assert_eq!(rules, ["T-PERS", "T-LOW"], "highest first");
    assert!(
        targets[&"A-2".into()].reasons.is_empty(),
        "a rule below the question's own target says nothing"
    );
}

#[test]
fn an_unknown_condition_raises_nothing() {
    let mut room = Room::new(pack());
    room.engagement
        .put_row(
            Kind::UseCase,
            json!({ "uid": waymark_core::id::Uid::root("u"), "code": "UC-1", "title": "?" }),
        )
        .expect("a use case");
    assert_eq!(room.targets()[&"A-1".into()].level, 3);
}

#[test]
fn a_floor_binds_whoever_sets_the_target_by_hand() {
    let mut room = Room::new(pack());
    by_hand(&mut room, "A-1", 2);
    by_hand(&mut room, "A-2", 1);
    by_hand(&mut room, "B-2", 5);
    let targets = room.targets();
    assert_eq!(
        (targets[&"A-1".into()].level, targets[&"A-2".into()].level, targets[&"B-2".into()].level),
        (2, 1, 5)
    );
    assert_eq!(targets[&"A-1".into()].by_hand.as_deref(), Some("agreed"));
    room.engagement.profile =
        serde_json::from_value(json!({ "client": "X", "industry": "retail" })).expect("a profile");
    let targets = room.targets();
    let bound = &targets[&"A-2".into()];
    assert_eq!(
        (bound.level, bound.floor()),
        (3, Some(3)),
        "the floor stands though the question's own target is as high"
    );
    assert_eq!(targets[&"A-1".into()].floor(), None);
}

#[test]
fn the_dimension_target_and_gap_are_weighted() {
    let mut room = Room::levels(pack(), &[2, 3, 1, 1]);
    room.use_case("UC-1", "segmentation", &[]);
    let first = room.dimension("A");
    close(first.target, (2.0 * 4.0 + 3.0) / 3.0);
    close(first.score.score, 7.0 / 3.0);
    close(first.gap, 4.0 / 3.0);
    let mut above = Room::levels(pack(), &[5, 5, 5, 5]);
    assert_eq!(above.dimension("A").gap, Some(0.0), "never negative");
    above.settle("A-1", crate::room::Say::NotApplicable);
    close(above.dimension("A").target, 3.0);
}

#[test]
fn importance_counts_each_goal_once() {
    let mut room = Room::levels(pack(), &[2, 2, 1, 1]);
    room.goal("GOAL-1", Some(40))
        .goal("GOAL-2", Some(25))
        .goal("GOAL-3", None)
        .goal("GOAL-4", Some(35));
    room.use_case("UC-1", "segmentation", &["GOAL-1", "GOAL-3"])
        .use_case("UC-2", "personalisation", &["GOAL-1", "GOAL-2"])
        .use_case("UC-3", "segmentation", &["GOAL-1"])
        .use_case("UC-4", "search", &["GOAL-4"]);
    let importance = room.importance();
    close(importance.get(&DimensionId::from("A")).copied(), 1.4);
    close(importance.get(&DimensionId::from("B")).copied(), 1.65);
    let second = room.dimension("B");
    close(second.gap, 3.0);
    close(second.weighted_gap(), 3.0 * 1.65);
    let without = Room::new(pack()).importance();
    assert!(without.values().all(|value| *value == 1.0));
}

#[test]
fn a_rule_that_raises_nothing_makes_nothing_important() {
    let pack = tiny_pack().factor("T", 1).dimension("A", 1).question("A-1", 1, 4);
    let mut room = Room::new(
        pack.raises("T-SEG", Some(Kind::UseCase), r#"usecase.type == "segmentation""#, &["A-1"], 4)
            .build(),
    );
    room.goal("GOAL-1", Some(50)).use_case("UC-1", "segmentation", &["GOAL-1"]);
    assert_eq!(room.importance()[&DimensionId::from("A")], 1.0);
}
