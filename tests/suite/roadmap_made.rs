//! How a roadmap is made: what it aims at, own initiatives, scenarios, the longer search, and what each wave brings.

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_core::score::QuestionScore;
use waymark_tests::Laptop;

fn sample() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    laptop
}

fn view(laptop: &mut Laptop) -> Value {
    laptop.must("roadmap_get", json!({ "width": 900.0, "selected": "" }))
}

fn effort(view: &Value) -> f64 {
    let all = view["initiatives"].as_array().expect("initiatives");
    all.iter().filter_map(|one| one["effort"][1].as_f64()).sum()
}

fn ids(view: &Value) -> Vec<String> {
    let all = view["initiatives"].as_array().expect("initiatives");
    all.iter().filter_map(|one| one["id"].as_str()).map(str::to_owned).collect()
}

fn scenarios(laptop: &mut Laptop) -> Vec<Value> {
    let view = laptop.must("scenarios_get", json!({ "width": 300.0 }));
    view["scenarios"].as_array().expect("a list").clone()
}

#[test]
fn the_least_effort_is_less_and_reaches_the_same_targets() {
    let mut laptop = sample();
    // Questions that reach their target once all of the plan is done.
    let reached = |laptop: &Laptop| {
        let session = laptop.session();
        let plan = session.derived().plan_now(session.pack(), session.in_view()).expect("a plan");
        let last = plan.projections.last().expect("a wave");
        let meets =
            |one: &&QuestionScore| one.consensus.level().is_some_and(|level| level >= one.target);
        last.questions.iter().filter(meets).count()
    };
    let all_gaps = view(&mut laptop);
    let before = reached(&laptop);
    assert_eq!(all_gaps["setting"]["aim"], "all_gaps");
    laptop.must("roadmap_set", json!({ "aim": "least_effort" }));
    let least = view(&mut laptop);
    assert!(effort(&least) < effort(&all_gaps), "{} {}", effort(&least), effort(&all_gaps));
    assert_eq!(reached(&laptop), before, "the same targets are reached");
    let said = least["setting"]["said"].as_str().expect("a sentence");
    assert!(said.contains("are the least that reach every target"), "{said}");
    laptop.must("change_undo", json!({}));
    assert_eq!(ids(&view(&mut laptop)), ids(&all_gaps));
}

#[test]
fn a_budget_is_kept_and_more_of_it_never_brings_less() {
    let mut laptop = sample();
    let value = |laptop: &Laptop| {
        let session = laptop.session();
        let plan = session.derived().plan_now(session.pack(), session.in_view()).expect("a plan");
        plan.placed.iter().map(|placed| placed.chosen.value).sum::<f64>()
    };
    let mut before = 0.0;
    for budget in [20.0, 60.0, 140.0] {
        laptop.must("roadmap_set", json!({ "aim": "budget", "budget": budget }));
        let planned = view(&mut laptop);
        assert!(effort(&planned) <= budget + 0.01, "{} of {budget}", effort(&planned));
        let said = planned["setting"]["said"].as_str().expect("a sentence");
        assert!(said.ends_with("nothing brings more"), "{said}");
        assert!(value(&laptop) >= before - 1e-6);
        before = value(&laptop);
    }
    let left = view(&mut laptop)["leftOut"].to_string();
    assert!(left.contains("a budget of 140 person-weeks brings more elsewhere"));
    laptop.must("roadmap_set", json!({ "budget": -1.0 }));
    let said = view(&mut laptop)["setting"]["said"].to_string();
    assert!(said.contains("No budget is stated yet"), "{said}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut laptop = sample();
    let mut refused = |request: Value| laptop.refused("roadmap_set", request).0;
    assert_eq!(refused(json!({ "aim": "fame" })), Code::InvalidValue);
    assert_eq!(refused(json!({ "waveEnds": [9, 9, 20] })), Code::InvalidValue);
    assert_eq!(refused(json!({ "waveEnds": [9, 12] })), Code::InvalidValue);
    assert_eq!(refused(json!({ "atOnce": 400 })), Code::InvalidValue);
}

#[test]
fn waves_say_what_they_bring() {
    let mut laptop = sample();
    let planned = view(&mut laptop);
    let waves = planned["waves"].as_array().expect("waves").clone();
    let count = |name: &str| -> usize {
        waves.iter().map(|wave| wave[name].as_array().expect("a list").len()).sum()
    };
    assert!(count("components") > 5 && count("useCases") > 2);
    for wave in &waves {
        let costs: u64 = (0..3).filter_map(|at| wave["costs"][at].as_u64()).sum();
        assert_eq!(costs as usize, wave["initiatives"].as_array().expect("a list").len());
    }
    laptop.must("roadmap_set", json!({ "waveEnds": [10, 20, 30] }));
    let earlier = view(&mut laptop);
    assert_eq!(earlier["setting"]["waveEnds"], json!([10, 20, 30]));
    assert_eq!(earlier["waves"][1]["from"], 10);
    assert_eq!(ids(&earlier), ids(&planned), "only the borders moved");
}

#[test]
fn a_reason_names_goals_regulations_and_findings() {
    let mut laptop = sample();
    let planned = view(&mut laptop);
    let reasons: Vec<&Value> = planned["initiatives"]
        .as_array()
        .expect("initiatives")
        .iter()
        .flat_map(|one| one["because"].as_array().expect("reasons"))
        .collect();
    for fact in ["Gap", "Component", "Prerequisite", "Goal", "Regulation", "Finding"] {
        assert!(reasons.iter().any(|reason| reason["fact"] == fact), "no reason is a {fact}");
    }
    let goal = reasons.iter().find(|reason| reason["fact"] == "Goal").expect("a goal");
    assert_eq!(goal["from"]["kind"], "goal");
    assert!(goal["from"]["id"].as_str().is_some_and(|id| id.starts_with("GOAL-")));
}

#[test]
fn an_own_initiative_is_planned_once_its_size_is_known() {
    let mut laptop = sample();
    let before = view(&mut laptop);
    let added = laptop.must(
        "record_add",
        json!({ "kind": "own_initiatives", "values": { "pack": "data-strategy", "title": "Move the head office" } }),
    );
    let (uid, code) = (added["uid"].clone(), added["code"].as_str().expect("a code").to_owned());
    let unsized_view = view(&mut laptop);
    let left = unsized_view["leftOut"].as_array().expect("a list");
    let left = left.iter().find(|one| one["id"] == code.as_str()).expect("it is left out");
    assert_eq!(left["reason"], "its effort and duration are not stated yet");
    assert_eq!((&left["isOwn"], &left["title"]), (&json!(true), &json!("Move the head office")));

    let mut set = |field: &str, value: Value| {
        let request =
            json!({ "kind": "own_initiatives", "uid": uid, "field": field, "value": value });
        laptop.call("record_set", request)
    };
    set("effort_likely", json!(12.0)).expect("an effort");
    set("duration_likely", json!(6)).expect("a duration");
    set("roles", json!(["data_engineer"])).expect("roles");
    set("needs", json!([before["initiatives"][0]["id"]])).expect("needs");
    assert_eq!(
        set("effort_low", json!(20.0)).expect_err("above the likely one").code,
        Code::InvalidValue
    );
    assert_eq!(set("needs", json!([code])).expect_err("itself").code, Code::InvalidValue);

    let after = view(&mut laptop);
    let one = after["initiatives"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["id"] == code.as_str());
    let one = one.expect("it is planned").clone();
    assert_eq!(one["effort"], json!([12.0, 12.0, 12.0]));
    assert!(one["start"].as_u64() >= before["initiatives"][0]["end"].as_u64());
    assert!(one["because"].to_string().contains("added by hand"));
    laptop.must("initiative_set", json!({ "initiative": code, "owner": "Ines Duarte" }));

    // It travels with the document and its text.
    let path = laptop.place("all.json");
    laptop.must("document_export", json!({ "path": path }));
    let copy = laptop.place("copy.waymark");
    laptop.must("document_import", json!({ "path": path, "target": copy }));
    let again = view(&mut laptop);
    let again = again["initiatives"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["id"] == code.as_str());
    assert_eq!(again.expect("still planned")["owner"], "Ines Duarte");
}

#[test]
fn scenarios_keep_decisions_and_leave_what_has_happened_alone() {
    let mut laptop = sample();
    let first = view(&mut laptop);
    let id = ids(&first)[4].clone();
    laptop.must("scenario_keep", json!({ "title": "Everything" }));
    assert_eq!(
        laptop.refused("scenario_keep", json!({ "title": "Everything" })).0,
        Code::InvalidValue
    );
    assert_eq!(laptop.refused("scenario_keep", json!({ "title": " " })).0, Code::InvalidValue);

    laptop.must("initiative_set", json!({ "initiative": id, "isExcluded": true }));
    laptop.must("roadmap_set", json!({ "aim": "budget", "budget": 80.0 }));
    let day = first["start"].clone();
    laptop.must("record_add", json!({ "kind": "capacity_changes", "values": { "reason": "freeze", "from": day, "to": day, "share": 0.0 } }));
    laptop.must("scenario_keep", json!({ "title": "80 person-weeks" }));
    laptop.must("initiative_set", json!({ "initiative": ids(&first)[0], "owner": "Tom Weller" }));

    let side_by_side = scenarios(&mut laptop);
    let titles: Vec<&str> = side_by_side.iter().filter_map(|one| one["title"].as_str()).collect();
    assert_eq!(titles, ["", "Everything", "80 person-weeks"]);
    let effort_of = |at: usize| side_by_side[at]["effort"].as_f64().expect("an effort");
    assert!(
        effort_of(0) <= 80.01 && effort_of(1) > 80.0 && (effort_of(2) - effort_of(0)).abs() < 0.01
    );
    assert!((effort_of(1) - effort(&first)).abs() < 0.01);
    let made = side_by_side[2]["made"].as_str().expect("words");
    assert_eq!(made, "Budget of 80 person-weeks, 1 left out, 1 changes of capacity");

    let code = side_by_side[1]["code"].clone();
    laptop.must("scenario_take", json!({ "code": code }));
    let taken = view(&mut laptop);
    assert_eq!(ids(&taken), ids(&first));
    assert_eq!(taken["capacityChanges"], json!([]));
    assert_eq!(
        taken["initiatives"][0]["owner"], "Tom Weller",
        "who owns it is no decision of a scenario"
    );
    laptop.must("change_undo", json!({}));
    assert!(effort(&view(&mut laptop)) <= 80.01);
    laptop.must("record_remove", json!({ "kind": "scenarios", "uid": side_by_side[2]["uid"] }));
    assert_eq!(scenarios(&mut laptop).len(), 2);
    laptop.must("change_undo", json!({}));
    assert_eq!(scenarios(&mut laptop).len(), 3);
    assert_eq!(laptop.refused("scenario_take", json!({ "code": "SCN-9" })).0, Code::UnknownItem);
}

#[test]
fn a_longer_search_is_never_worse_and_the_same_every_time() {
    let value = |laptop: &Laptop, longer: bool| {
        let session = laptop.session();
        let (pack, engagement, derived) = (session.pack(), session.in_view(), session.derived());
        let plan = if longer {
            derived.plan(pack, engagement)
        } else {
            derived.plan_now(pack, engagement)
        };
        let plan = plan.expect("a plan");
        let starts: Vec<u32> = plan.placed.iter().map(|placed| placed.start).collect();
        (plan.value, plan.weeks, starts, plan.value_bound)
    };
    let mut laptop = sample();
    let quick = value(&laptop, false);
    let was_improving = view(&mut laptop)["isImproving"].clone();
    laptop.must("roadmap_improve", json!({}));
    let shown = value(&laptop, false);
    assert!(shown.0 <= quick.0);
    assert!(shown.3.is_none_or(|bound| bound <= shown.0));
    assert_eq!(view(&mut laptop)["isImproving"], false);
    assert!(was_improving.is_boolean());
    let again = sample();
    assert_eq!(
        value(&again, true),
        shown,
        "whoever asks for the file gets the plan that is shown in the end"
    );
}

#[test]
fn what_people_name_as_a_prerequisite_binds_whatever_the_answers_say() {
    let mut laptop = sample();
    let before = view(&mut laptop);
    // The last to end: nothing that is reached already would hold the new one back.
    let all = before["initiatives"].as_array().expect("initiatives").clone();
    for need in &all {
        let values = json!({ "pack": "data-strategy", "title": "Move the head office", "effort_likely": 2.0, "duration_likely": 2, "needs": [need["id"]] });
        let added =
            laptop.must("record_add", json!({ "kind": "own_initiatives", "values": values }));
        let after = view(&mut laptop);
        let of = |id: &Value| {
            let all = after["initiatives"].as_array().expect("initiatives");
            all.iter().find(|one| &one["id"] == id).cloned().unwrap_or_else(|| panic!("{id}"))
        };
        let (own, first) = (of(&added["code"]), of(&need["id"]));
        assert!(own["start"].as_u64() >= first["end"].as_u64(), "{own} {first}");
        assert_eq!(own["needs"], json!([need["id"]]));
        laptop.must("change_undo", json!({}));
    }
}
