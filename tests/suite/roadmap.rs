//! What people set about the plan: status, dates, effort and capacity over time; and what the plan says about itself.

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_tests::Laptop;

fn sample() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    laptop
}

fn view(laptop: &mut Laptop) -> Value {
    laptop.must("roadmap_get", json!({ "width": 900.0, "selected": "" }))
}

fn initiatives(view: &Value) -> Vec<Value> {
    view["initiatives"].as_array().expect("initiatives").clone()
}

fn one(view: &Value, id: &str) -> Value {
    let all = initiatives(view);
    all.iter().find(|one| one["id"] == id).cloned().unwrap_or_else(|| panic!("{id} is not planned"))
}

fn week(of: &Value, name: &str) -> u64 {
    of[name].as_u64().unwrap_or_else(|| panic!("{name} is a week"))
}

fn set(id: &Value, some: Value) -> Value {
    let mut request = json!({ "initiative": id });
    request.as_object_mut().expect("a request").extend(some.as_object().expect("fields").clone());
    request
}

/// One that waits for others, and starts some weeks after week 0.
fn waiting(view: &Value) -> Value {
    let all = initiatives(view);
    let waits = |one: &&Value| {
        week(one, "start") >= 4 && one["needs"].as_array().is_some_and(|needs| !needs.is_empty())
    };
    all.iter().find(waits).expect("something waits").clone()
}

/// The Monday of a week of the roadmap.
fn monday(laptop: &Laptop, week: u64) -> String {
    let session = laptop.session();
    let plan = session.derived().plan(session.pack(), session.in_view()).expect("a plan");
    plan.date(u32::try_from(week).expect("a week")).to_string()
}

#[test]
fn what_is_started_does_not_move() {
    let mut laptop = sample();
    let before = view(&mut laptop);
    let later = waiting(&before);
    let day = monday(&laptop, 1);
    laptop.must(
        "initiative_set",
        set(&later["id"], json!({ "status": "started", "startedOn": day })),
    );
    let after = view(&mut laptop);
    let started = one(&after, later["id"].as_str().expect("an id"));
    assert_eq!((&started["status"], &started["startedOn"]), (&json!("started"), &json!(day)));
    assert_eq!(week(&started, "start"), 1, "it began before what it needs is finished");
    assert_eq!(
        week(&started, "end") - week(&started, "start"),
        week(&later, "end") - week(&later, "start")
    );
    assert!(started["placement"].to_string().contains("Has started"));

    let early = "2026-12-21".to_owned();
    laptop.must("initiative_set", set(&later["id"], json!({ "startedOn": early })));
    let began_before = one(&view(&mut laptop), later["id"].as_str().expect("an id"));
    let length = week(&later, "end") - week(&later, "start");
    assert_eq!(after["start"], "2027-01-04");
    assert_eq!(week(&began_before, "start"), 0);
    assert_eq!(
        week(&began_before, "end"),
        length.saturating_sub(2).max(1),
        "two weeks are behind it"
    );
}

#[test]
fn what_is_started_without_a_day_has_started_today() {
    let mut laptop = sample();
    let id = initiatives(&view(&mut laptop))[0]["id"].clone();
    laptop.must("initiative_set", set(&id, json!({ "status": "started" })));
    let setting = laptop.engagement().initiatives.into_iter().find(|s| s.initiative.as_str() == id);
    let started = setting.expect("a setting").started_on;
    assert!(started.value().is_some(), "the day on which somebody said so");
}

#[test]
fn what_is_done_is_finished_for_what_waits_for_it() {
    let mut laptop = sample();
    let before = view(&mut laptop);
    let later = waiting(&before);
    let need = later["needs"][0].clone();
    laptop.must("initiative_set", set(&need, json!({ "status": "done" })));
    let after = view(&mut laptop);
    assert!(initiatives(&after).iter().all(|one| one["id"] != need), "it leaves the schedule");
    let left_out = after["leftOut"].as_array().expect("a list");
    let done = left_out.iter().find(|one| one["id"] == need).expect("it is listed");
    assert_eq!((&done["reason"], &done["isDone"]), (&json!("done"), &json!(true)));
    let free = one(&after, later["id"].as_str().expect("an id"));
    assert!(!free["needs"].as_array().expect("needs").contains(&need));
    laptop.must("initiative_set", set(&need, json!({ "status": "planned" })));
    assert_eq!(initiatives(&view(&mut laptop)).len(), initiatives(&before).len());
}

#[test]
fn dates_are_kept_and_those_that_cannot_be_are_refused_with_a_way_out() {
    let mut laptop = sample();
    let before = view(&mut laptop);
    let later = waiting(&before);
    let id = later["id"].as_str().expect("an id").to_owned();
    let start = week(&later, "start");
    let not_before = monday(&laptop, start + 3);
    laptop.must("initiative_set", set(&later["id"], json!({ "notBefore": not_before })));
    let held = one(&view(&mut laptop), &id);
    assert_eq!(held["notBefore"], not_before);
    assert!(week(&held, "start") >= start + 3);
    laptop.must("initiative_set", set(&later["id"], json!({ "notBefore": "" })));

    let too_early = monday(&laptop, 1);
    let error = laptop
        .call("initiative_set", set(&later["id"], json!({ "finishBy": too_early })))
        .expect_err("what it needs takes longer");
    assert_eq!(error.code, Code::NoSchedule);
    assert_eq!(error.field.as_deref(), Some(format!("{id}/finish_by").as_str()));
    let said = format!("must be finished by {too_early}");
    assert!(error.message.starts_with(&id) && error.message.contains(&said), "{}", error.message);
    assert!(error.message.ends_with("late"), "by how much: {}", error.message);
    let way = error.help.split(" by ").nth(1).and_then(|rest| rest.get(..10));
    let day = way.unwrap_or_else(|| panic!("a day that does: {}", error.help)).to_owned();
    assert!(error.help.starts_with(&format!("finish {id} by")), "{}", error.help);
    laptop.must("initiative_set", set(&later["id"], json!({ "finishBy": day })));
    let kept = one(&view(&mut laptop), &id);
    let after = (0..200).find(|week| monday(&laptop, *week) > day).expect("a week");
    assert!(week(&kept, "end") <= after, "its last week is over by {day}");

    let nonsense = set(&later["id"], json!({ "notBefore": day, "finishBy": day }));
    assert_eq!(laptop.refused("initiative_set", nonsense).0, Code::InvalidValue);
    let no_date = set(&later["id"], json!({ "finishBy": "next spring" }));
    assert_eq!(laptop.refused("initiative_set", no_date).0, Code::InvalidValue);
    let no_status = set(&later["id"], json!({ "status": "maybe" }));
    assert_eq!(laptop.refused("initiative_set", no_status).0, Code::InvalidValue);
}

#[test]
fn an_effort_set_by_hand_is_three_numbers_or_none() {
    let mut laptop = sample();
    let first = initiatives(&view(&mut laptop))[0].clone();
    let id = first["id"].as_str().expect("an id");
    laptop.must("initiative_set", set(&first["id"], json!({ "effort": [2.0, 3.0, 5.5] })));
    let by_hand = one(&view(&mut laptop), id);
    assert_eq!(by_hand["effort"], json!([2.0, 3.0, 5.5]));
    assert_eq!(by_hand["isEffortByHand"], true);
    for wrong in [json!([3.0]), json!([3.0, 2.0, 1.0]), json!([-1.0, 2.0, 3.0])] {
        let request = set(&first["id"], json!({ "effort": wrong }));
        assert_eq!(laptop.refused("initiative_set", request).0, Code::InvalidValue);
    }
    laptop.must("initiative_set", set(&first["id"], json!({ "effort": [] })));
    assert_eq!(one(&view(&mut laptop), id)["effort"], first["effort"]);
}

#[test]
fn nobody_works_in_a_freeze_and_what_runs_goes_on_after_it() {
    let mut laptop = sample();
    let before = view(&mut laptop);
    let (from, to) = (monday(&laptop, 2), monday(&laptop, 4));
    let values = json!({ "reason": "freeze", "from": from, "to": to, "share": 0.0 });
    let added = laptop.must("record_add", json!({ "kind": "capacity_changes", "values": values }));
    assert_eq!(added["title"], format!("Freeze from {from}"));
    let frozen = view(&mut laptop);
    assert_eq!(
        frozen["capacityChanges"][0]["detail"],
        format!("Every role: nobody to {to}"),
        "two whole weeks, and a Monday that is too little for a third"
    );
    for load in frozen["loads"].as_array().expect("loads") {
        for week in [2, 3] {
            assert_eq!(load["capacity"][week], 0.0, "nobody is there");
            assert_eq!(load["load"][week], 0.0, "nothing is done");
        }
    }
    assert_eq!(week(&frozen, "weeks"), week(&before, "weeks") + 2, "all else is as before");
    let spans = |one: &Value| week(one, "start") < 2 && week(one, "end") > 2;
    let long = initiatives(&before).into_iter().find(spans).expect("something runs in week 2");
    let paused = one(&frozen, long["id"].as_str().expect("an id"));
    assert_eq!(week(&paused, "end"), week(&long, "end") + 2);
    let request = json!({ "kind": "capacity_changes", "uid": added["uid"] });
    laptop.must("record_remove", request);
    assert_eq!(view(&mut laptop)["initiatives"], before["initiatives"]);
}

#[test]
fn a_role_that_grows_has_more_people_from_then_on() {
    let mut laptop = sample();
    let before = view(&mut laptop);
    let role = before["loads"][0]["role"].clone();
    let now = before["loads"][0]["capacity"][0].as_f64().expect("people");
    let from = monday(&laptop, 3);
    let values = json!({ "reason": "hire", "from": from, "role": role, "people": now + 2.0 });
    laptop.must("record_add", json!({ "kind": "capacity_changes", "values": values }));
    let after = view(&mut laptop);
    let people = after["loads"][0]["capacity"].as_array().expect("weeks").clone();
    let near = |week: usize, wanted: f64| {
        assert!((people[week].as_f64().expect("people") - wanted).abs() < 0.01, "week {week}");
    };
    near(2, now);
    near(3, now + 2.0);
    near(people.len() - 1, now + 2.0);
    let backwards = json!({ "reason": "leave", "from": from, "to": monday(&laptop, 1) });
    let request = json!({ "kind": "capacity_changes", "values": backwards });
    assert_eq!(laptop.refused("record_add", request).0, Code::InvalidValue);
}

#[test]
fn the_plan_says_when_things_end_and_what_a_delay_moves() {
    let mut laptop = sample();
    let view = view(&mut laptop);
    for one in initiatives(&view) {
        let (half, most) = (week(&one["odds"], "half"), week(&one["odds"], "most"));
        assert!(half <= most, "{}", one["id"]);
        let slip = &one["slip"];
        assert_eq!(slip["by"], 2);
        assert!(week(slip, "weeks") >= week(&view, "weeks"));
        for moved in slip["moved"].as_array().expect("a list") {
            assert!(week(moved, "to") > week(moved, "from"), "{} delays {moved}", one["id"]);
        }
    }
    let decides = |one: &Value| week(&one["slip"], "weeks") > week(&view, "weeks");
    assert!(initiatives(&view).iter().any(decides), "some delay moves the end");
    let mut last = 0;
    for wave in view["waves"].as_array().expect("waves") {
        if wave["initiatives"].as_array().is_some_and(|own| !own.is_empty()) {
            assert!(week(&wave["odds"], "half") >= last, "a wave ends after the one before");
            last = week(&wave["odds"], "half");
        }
    }
    assert_eq!(week(&view["odds"], "half").max(last), week(&view["odds"], "half"));
}

#[test]
fn a_lag_keeps_an_initiative_away_from_the_end_of_what_it_needs() {
    let mut laptop = sample();
    let before = view(&mut laptop);
    let later = waiting(&before);
    let id = later["id"].as_str().expect("an id").to_owned();
    laptop.must("initiative_set", set(&later["id"], json!({ "lagWeeks": 6 })));
    let after = view(&mut laptop);
    let held = one(&after, &id);
    assert_eq!(held["lagWeeks"], 6);
    let ends = held["needs"].as_array().expect("needs").iter();
    let last = ends.map(|need| week(&one(&after, need.as_str().expect("an id")), "end")).max();
    assert!(week(&held, "start") >= last.expect("it needs something") + 6, "{held}");
    laptop.must("initiative_set", set(&later["id"], json!({ "lagWeeks": 0 })));
    assert_eq!(one(&view(&mut laptop), &id)["lagWeeks"], 0);
    let too_long = set(&later["id"], json!({ "lagWeeks": 105 }));
    assert_eq!(laptop.refused("initiative_set", too_long).0, Code::InvalidValue);
}
