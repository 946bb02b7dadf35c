//! The workshop: agenda and clock, counted hands, kept files, what the room is sent, history, answers to verify.

use std::fs;

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_tests::{Laptop, START};

fn with_sample() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    laptop
}

/// An engagement of its own with some people, nothing answered.
fn with_people(is_anonymous: bool) -> Laptop {
    let mut laptop = Laptop::new();
    let path = laptop.place("Room.waymark");
    laptop.must(
        "document_new",
        json!({ "path": path, "client": "Northwind", "isAnonymous": is_anonymous }),
    );
    for (role, name) in [
        ("executive", "Ada Stone"),
        ("data_engineer", "Ben Reed"),
        ("analyst", "Cleo Hart"),
        ("executive", "Dan Moor"),
    ] {
        let values = if is_anonymous {
            json!({ "role": role })
        } else {
            json!({ "role": role, "name": name })
        };
        laptop.must("record_add", json!({ "kind": "participants", "values": values }));
    }
    laptop
}

fn minutes(day: &Value) -> u64 {
    day["sections"]
        .as_array()
        .expect("sections")
        .iter()
        .map(|section| section["minutes"].as_u64().expect("minutes"))
        .sum()
}

#[test]
fn an_agenda_is_proposed_for_the_time_there_is() {
    let mut laptop = with_people(false);
    for time in [30, 45, 90, 120, 180, 240, 360, 720] {
        let day = laptop.must("agenda_propose", json!({ "minutes": time }));
        assert_eq!(minutes(&day), time, "{day:#}");
        let sections = day["sections"].as_array().expect("sections");
        assert!(sections.iter().all(|s| s["minutes"].as_u64() > Some(0)), "{day:#}");
        let asked: u64 = sections.iter().map(|s| s["asked"].as_u64().expect("a count")).sum();
        assert_eq!(asked, 60, "every question has its section");
        let breaks = sections.iter().filter(|s| s["title"] == "Break").count();
        assert_eq!(breaks > 0, time > 120, "{time} minutes have {breaks} breaks: {day:#}");
        assert_ne!(sections[sections.len() - 2]["title"], "Break", "no break before the end");
    }
    let without_role = |day: &Value| -> u64 {
        let sections = day["sections"].as_array().expect("sections");
        sections.iter().map(|s| s["withoutRole"].as_u64().expect("a count")).sum()
    };
    let day = laptop.must("workshop_get", json!({}));
    let before = without_role(&day);
    for person in day["people"].as_array().expect("people") {
        laptop.must("record_set", json!({ "kind": "participants", "uid": person["uid"], "field": "is_absent", "value": true }));
    }
    let day = laptop.must("workshop_get", json!({}));
    assert!(before < 60 && without_role(&day) == 60, "nobody is in the room: {before}");
    for person in day["people"].as_array().expect("people") {
        laptop.must("change_undo", json!({}));
        assert!(person["isAbsent"].as_bool().expect("a flag"));
    }
    for time in [0, 29, 721] {
        let error = laptop.call("agenda_propose", json!({ "minutes": time })).expect_err("refused");
        assert_eq!(error.code, Code::InvalidValue);
    }
    laptop.must("change_undo", json!({}));
    assert_eq!(minutes(&laptop.must("workshop_get", json!({}))), 360, "one undo takes a plan back");
}

#[test]
fn the_clock_tells_where_the_day_stands() {
    let mut laptop = with_people(false);
    let day = laptop.must("agenda_propose", json!({ "minutes": 240 }));
    assert_eq!(day["clock"], Value::Null, "nothing has begun");
    let uid = |day: &Value, at: usize| day["sections"][at]["uid"].clone();
    let begun = laptop.must("section_start", json!({ "uid": uid(&day, 0) }));
    let clock = &begun["clock"];
    let now = clock["now"].as_f64().expect("a time");
    assert_eq!(clock["dayEndsAt"], json!(now + 240.0 * 60_000.0));
    assert_eq!(clock["lateMinutes"], 0.0);
    laptop.wait(begun["sections"][0]["minutes"].as_i64().expect("minutes") + 12);
    let late = laptop.must("workshop_get", json!({}));
    let over = late["clock"]["lateMinutes"].as_f64().expect("a number");
    assert!((11.9..12.2).contains(&over), "the opening took twelve minutes more: {over}");

    // Half of the questions of the first section that asks in a quarter of its time: faster than planned.
    let asking = laptop.must("section_start", json!({ "uid": uid(&day, 1) }));
    assert!(asking["sections"][0]["endedAt"].is_number(), "the one before has ended");
    let section = &asking["sections"][1];
    let (planned, asked) = (section["minutes"].as_i64(), section["asked"].as_u64());
    laptop.wait(planned.expect("minutes") / 4);
    let questions = laptop.must("assess_get", json!({}));
    let own = questions["dimensions"][0]["questions"].as_array().expect("questions");
    for question in own.iter().take(asked.expect("a count") as usize / 2) {
        laptop.must("votes_record", json!({ "question": question["id"], "row": "3 3 3 3" }));
        assert_eq!(
            laptop.must("workshop_get", json!({}))["sections"][1]["next"],
            question["id"],
            "not seen yet"
        );
        laptop.must("votes_reveal", json!({ "question": question["id"] }));
    }
    let fast = laptop.must("workshop_get", json!({}));
    let pace = fast["clock"]["pace"].as_f64().expect("a number");
    assert!((0.5..0.6).contains(&pace), "twice as fast as planned: {pace}");
    assert!(fast["clock"]["lateMinutes"].as_f64() < Some(0.0), "{:#}", fast["clock"]);
    assert!(fast["clock"]["minutesPerQuestion"].is_number());

    for at in 2..day["sections"].as_array().expect("sections").len() {
        laptop.must("section_start", json!({ "uid": uid(&day, at) }));
    }
    let over = laptop.must("section_end", json!({}));
    assert_eq!(over["isOver"], true);
    assert_eq!(over["clock"]["section"], Value::Null);
    let ended = over["clock"]["forecastAt"].clone();
    laptop.wait(300);
    assert_eq!(laptop.must("workshop_get", json!({}))["clock"]["forecastAt"], ended, "it is over");
    assert!(ended.as_f64() > Some(START as f64));
}

#[test]
fn people_join_leave_and_change_role_between_questions() {
    let mut laptop = with_people(false);
    laptop.must("votes_record", json!({ "question": "GOV-1", "row": "3 2 4 3" }));
    let people = laptop.must("workshop_get", json!({}))["people"].clone();
    assert!(people[0]["canAnswer"].as_array().is_some_and(|all| !all.is_empty()));
    laptop.must("record_set", json!({ "kind": "participants", "uid": people[1]["uid"], "field": "is_absent", "value": true }));
    laptop.must("record_set", json!({ "kind": "participants", "uid": people[0]["uid"], "field": "role", "value": "analyst" }));
    // The row is that of the people who are here now.
    laptop.must("votes_record", json!({ "question": "GOV-2", "row": "5 4 3" }));
    laptop.must(
        "record_add",
        json!({ "kind": "participants", "values": { "role": "cx_lead", "name": "Eve Late" } }),
    );
    laptop.must("votes_record", json!({ "question": "GOV-3", "row": "1 1 1 2" }));
    let votes = laptop.engagement().votes;
    let on =
        |question: &str| votes.iter().filter(|vote| vote.question.as_str() == question).count();
    assert_eq!((on("GOV-1"), on("GOV-2"), on("GOV-3")), (4, 3, 4));
    let early = votes.iter().find(|vote| vote.question.as_str() == "GOV-1").expect("a vote");
    assert_eq!(
        early.role.as_ref().map(waymark_core::id::RoleId::as_str),
        Some("executive"),
        "kept from then"
    );
}

#[test]
fn people_with_equal_initials_are_told_apart_everywhere() {
    let told = |laptop: &mut Laptop, name: &str| -> Vec<String> {
        let view = laptop.must(name, json!({}));
        let people = view.get("participants").unwrap_or(&view["people"]).clone();
        let people = people.as_array().expect("people");
        people.iter().filter_map(|one| one["initials"].as_str().map(str::to_owned)).collect()
    };
    let mut laptop = with_people(false);
    for name in ["Carl Hope", "Adam Steel", "Ann Stone", "Dora Mason"] {
        let values = json!({ "role": "analyst", "name": name });
        laptop.must("record_add", json!({ "kind": "participants", "values": values }));
    }
    // A letter more where that tells them apart, else a number in the order of the codes.
    let wanted = ["AS1", "BR", "CHa", "DMo", "CHo", "AS2", "AS3", "DMa"];
    assert_eq!(told(&mut laptop, "assess_get"), wanted);
    assert_eq!(told(&mut laptop, "workshop_get"), wanted);
    let mut slots = with_people(true);
    assert_eq!(told(&mut slots, "workshop_get"), ["E1", "DE", "A", "E2"]);
}

#[test]
fn hands_are_counted_instead_of_votes_by_person() {
    let mut laptop = with_people(false);
    laptop.must("votes_record", json!({ "question": "GOV-1", "row": "1 1 1 1" }));
    let tally = json!({ "question": "GOV-1", "levels": [0, 2, 3, 0, 1], "dontKnow": 1, "notApplicable": 0 });
    let counted = laptop.must("votes_tally", tally.clone())["question"].clone();
    assert_eq!(counted["derived"]["level"], 3, "the lower median of 2 2 3 3 3 5");
    assert_eq!(counted["spread"], json!([2, 5]));
    assert_eq!(counted["votes"].as_array().map(Vec::len), Some(7));
    assert_eq!(counted["tally"]["levels"], json!([0, 2, 3, 0, 1]));
    assert!(laptop.engagement().votes.is_empty(), "they took the place of the votes by person");
    let card = laptop.must("maturity_get", json!({}));
    let of = |card: &Value| {
        let all = card["questions"].as_array().expect("questions").clone();
        all.into_iter().find(|q| q["id"] == "GOV-1").expect("it is there")
    };
    assert_eq!(of(&card)["consensus"]["level"], Value::Null, "what is hidden does not count");
    // A count of what the room has seen is told from the first one.
    assert_eq!(counted["tally"]["afterReveal"], false);
    laptop.must("votes_reveal", json!({ "question": "GOV-1" }));
    let anew = json!({ "question": "GOV-1", "levels": [0, 1, 4, 0, 1], "dontKnow": 1, "notApplicable": 0 });
    let anew = laptop.must("votes_tally", anew)["question"].clone();
    assert_eq!(of(&laptop.must("maturity_get", json!({})))["consensus"]["level"], 3);
    assert_eq!(
        (&anew["tally"]["afterReveal"], &anew["derived"]["level"]),
        (&json!(true), &json!(3))
    );
    // They travel, and a row by person takes their place.
    let json = laptop.place("room.json");
    laptop.must("document_export", json!({ "path": json }));
    let copy = laptop.place("Copy.waymark");
    laptop.must("document_import", json!({ "path": json, "target": copy }));
    assert_eq!(of(&laptop.must("maturity_get", json!({})))["consensus"]["level"], 3);
    let by_person = laptop.must("votes_record", json!({ "question": "GOV-1", "row": "4 4 4 4" }));
    assert_eq!(by_person["question"]["tally"], Value::Null);
    assert_eq!(by_person["question"]["votes"].as_array().map(Vec::len), Some(4));
    laptop.must("change_undo", json!({}));
    let again = laptop.must("question_get", json!({ "question": "GOV-1" }));
    assert_eq!(again["derived"]["level"], 3, "one undo brings the count back");
    for levels in [json!([1, 2]), json!([501, 0, 0, 0, 0])] {
        let wrong =
            json!({ "question": "GOV-1", "levels": levels, "dontKnow": 0, "notApplicable": 0 });
        assert_eq!(
            laptop.call("votes_tally", wrong).expect_err("refused").code,
            Code::InvalidValue
        );
    }
}

#[test]
fn a_file_is_kept_once_and_comes_out_as_it_went_in() {
    let mut laptop = with_people(false);
    let bytes: Vec<u8> = [b"\x89PNG\r\n\x1a\n".as_slice(), &[7; 5000]].concat();
    fs::write(laptop.path("shot.png"), &bytes).expect("written");
    fs::write(laptop.path("again.png"), &bytes).expect("written");
    for (question, name) in [("GOV-1", "shot.png"), ("GOV-2", "again.png")] {
        let path = laptop.place(name);
        let change = laptop.must(
            "evidence_attach",
            json!({ "question": question, "path": path, "title": "", "strength": "shown" }),
        );
        let evidence = &change["question"]["evidence"][0];
        assert_eq!((&evidence["fileName"], &evidence["isPicture"]), (&json!(name), &json!(true)));
    }
    let kept = laptop.session().document().expect("open").blob_hashes().expect("they read");
    assert_eq!(kept.len(), 1, "the same bytes are kept once");
    let uid = laptop.engagement().evidence[0].uid.to_string();
    let out = laptop.place("out.png");
    laptop.must("evidence_save", json!({ "uid": uid, "path": out }));
    assert_eq!(fs::read(&out).expect("it was written"), bytes);
    let picture = laptop.must("evidence_picture", json!({ "uid": uid }));
    assert!(
        picture["dataUrl"]
            .as_str()
            .is_some_and(|url| url.starts_with("data:image/png;base64,iVBOR"))
    );

    let large = fs::File::create(laptop.path("large.bin")).expect("made");
    large.set_len((25 << 20) + 1).expect("long");
    let path = laptop.place("large.bin");
    let before = laptop.engagement();
    let error = laptop
        .call(
            "evidence_attach",
            json!({ "question": "GOV-1", "path": path, "title": "", "strength": "shown" }),
        )
        .expect_err("refused");
    assert!(error.message.contains("larger than 25 MB"), "{}", error.message);
    let text =
        json!({ "question": "GOV-1", "title": "Text", "strength": "shown", "data": "aGVsbG8=" });
    assert_eq!(
        laptop.call("evidence_paste", text).expect_err("no picture").code,
        Code::InvalidValue
    );
    assert_eq!(laptop.engagement(), before, "nothing was kept");
}

/// Everything that must never reach the projector, each under a word of its own.
fn with_secrets(laptop: &mut Laptop) {
    laptop.must("votes_record", json!({ "question": "GOV-1", "row": "2 3 5 3" }));
    laptop.must("answer_set", json!({ "question": "GOV-1", "note": "NOTEWORD", "privateNote": "PRIVATEWORD", "isFlagged": true }));
    laptop.must("capture_add", json!({ "question": "GOV-1", "kind": "quote", "text": "QUOTEWORD", "person": "PERSONWORD", "hasConsent": false }));
    laptop.must("capture_add", json!({ "question": "GOV-1", "kind": "note", "text": "CAPTUREWORD", "person": "", "hasConsent": false }));
    laptop.must("evidence_add", json!({ "question": "GOV-1", "title": "EVIDENCEWORD", "strength": "shown", "kind": "", "text": "", "link": "", "date": "" }));
    laptop.must("profile_set", json!({ "field": "scope", "value": "SCOPEWORD" }));
}

#[test]
fn the_room_is_never_sent_what_it_must_not_see() {
    let mut laptop = with_people(false);
    with_secrets(&mut laptop);
    let show = |laptop: &mut Laptop, scene: &str, shows_names: bool| {
        let settings = json!({ "scene": scene, "question": "GOV-1", "breakEndsAt": null, "isBlank": false, "showsNames": shows_names, "theme": "dark" });
        laptop.must("room_show", json!({ "settings": settings }));
        laptop.must("room_get", json!({}))
    };
    let names = ["Ada", "Ben", "Cleo", "Dan", "Stone", "PAR-"];
    let never = [
        "NOTEWORD",
        "PRIVATEWORD",
        "QUOTEWORD",
        "PERSONWORD",
        "CAPTUREWORD",
        "EVIDENCEWORD",
        "SCOPEWORD",
    ];
    let clean = |view: &Value, words: &[&str]| {
        let sent = view.to_string();
        for word in words {
            assert!(!sent.contains(word), "{word} was sent: {sent}");
        }
    };
    for scene in ["welcome", "question", "maturity", "break", "closing"] {
        let view = show(&mut laptop, scene, true);
        clean(&view, &never);
        clean(&view, &names);
    }
    let hidden = show(&mut laptop, "question", true);
    assert_eq!(
        (&hidden["question"]["voted"], &hidden["question"]["present"]),
        (&json!(4), &json!(4))
    );
    assert_eq!(hidden["question"]["votes"], Value::Null, "not before the reveal");
    // Nor by way of the numbers that follow from them.
    let empty = show(&mut laptop, "maturity", false);
    assert_eq!(empty["maturity"]["answered"], 0);
    assert_eq!(empty["maturity"]["overall"]["band"], json!([1.0, 5.0]));
    // What the room is sent does not tell which of two secret votes was given.
    laptop.must("votes_record", json!({ "question": "GOV-1", "row": "1 1 1 1" }));
    assert_eq!(show(&mut laptop, "maturity", false), empty);
    assert_eq!(show(&mut laptop, "question", false)["question"], hidden["question"]);

    laptop.must("votes_record", json!({ "question": "GOV-1", "row": "2 3 5 3" }));
    laptop.must("votes_reveal", json!({ "question": "GOV-1" }));
    let shown = show(&mut laptop, "question", false);
    let dots = shown["question"]["votes"]["dots"].as_array().expect("dots").clone();
    assert_eq!(
        dots.iter().map(|dot| dot["level"].clone()).collect::<Vec<_>>(),
        [2, 3, 3, 5].map(|l| json!(l))
    );
    clean(&shown, &never);
    clean(&shown, &names);
    let named = show(&mut laptop, "question", true);
    assert!(named.to_string().contains("Ada Stone"), "names where they are allowed");
    clean(&named, &never);
    assert_eq!(show(&mut laptop, "maturity", false)["maturity"]["answered"], 1, "the radar grows");

    let blank = json!({ "scene": "question", "question": "GOV-1", "breakEndsAt": null, "isBlank": true, "showsNames": true, "theme": "dark" });
    laptop.must("room_show", json!({ "settings": blank }));
    let view = laptop.must("room_get", json!({}));
    assert_eq!((&view["question"], &view["client"]), (&Value::Null, &json!("")), "nothing at all");
    for wrong in [("scene", json!("secrets")), ("theme", json!("pink"))] {
        let mut settings = blank.clone();
        settings[wrong.0] = wrong.1;
        let error = laptop.call("room_show", json!({ "settings": settings })).expect_err("refused");
        assert_eq!(error.code, Code::InvalidValue);
    }
}

#[test]
fn an_anonymous_engagement_holds_no_name() {
    let mut laptop = with_people(true);
    laptop.must("votes_record", json!({ "question": "GOV-1", "row": "2 3 5 3" }));
    let uid = laptop.engagement().participants[0].uid.to_string();
    let named = laptop.call(
        "record_set",
        json!({ "kind": "participants", "uid": uid, "field": "name", "value": "Ada Stone" }),
    );
    assert_eq!(named.expect_err("refused").code, Code::InvalidValue);
    let added =
        json!({ "kind": "participants", "values": { "role": "analyst", "name": "Ada Stone" } });
    assert_eq!(laptop.call("record_add", added).expect_err("refused").code, Code::InvalidValue);
    let json = laptop.place("anonymous.json");
    laptop.must("document_export", json!({ "path": json }));
    assert!(!fs::read_to_string(&json).expect("written").contains("Ada"));
    let people = laptop.must("workshop_get", json!({}))["people"].clone();
    assert_eq!(people[0]["name"].as_str().map(|name| name.ends_with(" 1")), Some(true), "{people}");
}

#[test]
fn an_answer_comes_back_from_the_history() {
    let mut laptop = with_people(false);
    let settle = |level: u8, reason: &str| json!({ "question": "GOV-1", "choice": "level", "level": level, "reason": reason, "dissent": "" });
    laptop.must("consensus_settle", settle(3, "agreed at first"));
    laptop.must("consensus_settle", settle(2, "somebody objected"));
    laptop.must("answer_set", json!({ "question": "GOV-1", "note": "Heard later", "privateNote": null, "isFlagged": null }));
    let history = laptop.must("question_history", json!({ "question": "GOV-1" }));
    let labels: Vec<&str> =
        history.as_array().expect("a list").iter().filter_map(|c| c["label"].as_str()).collect();
    let settled = |level: u8| format!("Settle GOV-1 on {level}, with a reason");
    assert_eq!(labels, ["Note on GOV-1".to_owned(), settled(2), settled(3)]);
    let second = &history[1];
    assert_eq!(second["by"], "Helen Marsh");
    let fields: Vec<String> = second["rows"][0]["fields"]
        .as_array()
        .expect("fields")
        .iter()
        .map(|f| format!("{}: {} > {}", f["label"], f["before"], f["after"]))
        .collect();
    assert_eq!(
        fields,
        [
            "\"Settled level\": \"3\" > \"2\"",
            "\"Reason\": \"agreed at first\" > \"somebody objected\""
        ]
    );
    let row = &second["rows"][0];
    laptop.must(
        "change_restore",
        json!({ "id": second["id"], "kind": row["kind"], "uid": row["uid"] }),
    );
    let question = laptop.must("question_get", json!({ "question": "GOV-1" }));
    assert_eq!(
        (&question["consensus"]["level"], &question["reason"]),
        (&json!(3), &json!("agreed at first"))
    );
    laptop.must("change_undo", json!({}));
    let question = laptop.must("question_get", json!({ "question": "GOV-1" }));
    assert_eq!(
        (&question["consensus"]["level"], &question["note"]),
        (&json!(2), &json!("Heard later"))
    );
    // The first change made the record: putting back what was before it removes it.
    let first = &history[2];
    laptop.must(
        "change_restore",
        json!({ "id": first["id"], "kind": row["kind"], "uid": row["uid"] }),
    );
    assert!(laptop.engagement().answers.is_empty());
    let error = laptop
        .call("change_restore", json!({ "id": first["id"], "kind": "sources", "uid": row["uid"] }))
        .expect_err("not in it");
    assert_eq!(error.code, Code::UnknownItem);
}

#[test]
fn doubtful_answers_get_somebody_who_checks_them() {
    let mut laptop = with_sample();
    let before = laptop.must("verify_get", json!({}));
    let first = before["doubts"][0]["question"].clone();
    assert!(before["doubts"].as_array().expect("doubts").iter().all(|d| d["why"][0].is_string()));
    let after = laptop.must(
        "verify_set",
        json!({ "question": first, "owner": "Ruth Adeyemi", "by": "2026-04-01" }),
    );
    let own = &after["doubts"][0];
    assert_eq!((&own["owner"], &own["by"]), (&json!("Ruth Adeyemi"), &json!("2026-04-01")));
    let wrong = json!({ "question": first, "owner": "", "by": "soon" });
    assert_eq!(laptop.call("verify_set", wrong).expect_err("no date").code, Code::InvalidValue);
}

#[test]
fn a_row_gives_no_reason_and_asks_for_one() {
    let mut laptop = with_people(false);
    laptop.must("votes_record", json!({ "question": "GOV-1", "row": "3 n" }));
    let change = laptop.must("votes_reveal", json!({ "question": "GOV-1" }));
    let reasons = |change: &Value| -> Vec<String> {
        let votes = change["question"]["votes"].as_array().expect("votes");
        votes
            .iter()
            .filter(|vote| vote["choice"] == "not_applicable")
            .map(|vote| vote["reason"].as_str().expect("a text").to_owned())
            .collect()
    };
    assert_eq!(reasons(&change), [""], "nobody said why");
    let doubt = |laptop: &mut Laptop| -> Value {
        let view = laptop.must("verify_get", json!({}));
        let doubts = view["doubts"].as_array().expect("a list");
        doubts.iter().find(|doubt| doubt["question"] == "GOV-1").cloned().unwrap_or_default()
    };
    let found = doubt(&mut laptop)["reasons"].clone();
    let is_unexplained = |found: &Value| {
        found.as_array().is_some_and(|reasons| reasons.contains(&json!("unexplained")))
    };
    assert!(is_unexplained(&found), "{found}");
    let exported = laptop.place("all.json");
    laptop.must("document_export", json!({ "path": exported }));

    let empty = laptop.call("votes_explain", json!({ "question": "GOV-1", "reason": " " }));
    assert_eq!(empty.expect_err("no reason").code, Code::InvalidValue);
    let reason = json!({ "question": "GOV-1", "reason": "There is one legal entity" });
    let change = laptop.must("votes_explain", reason);
    assert_eq!(reasons(&change), ["There is one legal entity"]);
    assert!(!is_unexplained(&doubt(&mut laptop)["reasons"]));
    let again = laptop.must("votes_record", json!({ "question": "GOV-1", "row": "3 n" }));
    assert_eq!(reasons(&again), ["There is one legal entity"], "typing the row again keeps it");
}

#[test]
fn a_shared_reason_is_corrected_and_reasons_that_differ_stay() {
    let mut laptop = with_people(false);
    laptop.must("votes_record", json!({ "question": "GOV-1", "row": "n n" }));
    laptop.must("votes_reveal", json!({ "question": "GOV-1" }));
    let explain = |laptop: &mut Laptop, reason: &str| -> Vec<String> {
        let said = json!({ "question": "GOV-1", "reason": reason });
        let change = laptop.must("votes_explain", said);
        let votes = change["question"]["votes"].as_array().expect("votes");
        votes.iter().map(|vote| vote["reason"].as_str().expect("a text").to_owned()).collect()
    };
    assert_eq!(explain(&mut laptop, "One legal entty"), ["One legal entty", "One legal entty"]);
    assert_eq!(explain(&mut laptop, "One legal entity"), ["One legal entity", "One legal entity"]);
    let participant = laptop.must("assess_get", json!({}))["participants"][1]["uid"].clone();
    laptop.must("vote_record", json!({ "question": "GOV-1", "participant": participant, "choice": "not_applicable", "level": null, "certainty": null, "reason": "Sold last year" }));
    let differing = explain(&mut laptop, "Something else");
    assert!(!differing.contains(&"Something else".to_owned()), "{differing:?}");
}

#[test]
fn what_was_noted_is_listed_and_left_out_where_chosen() {
    let mut laptop = with_people(false);
    laptop.must("capture_add", json!({ "question": "GOV-1", "kind": "action", "text": "Name an owner", "person": "Ada Stone", "hasConsent": false, "due": "2026-04-01" }));
    laptop.must("capture_add", json!({ "question": "GOV-2", "kind": "decision", "text": "Start with retail", "person": "", "hasConsent": false }));
    let noted = laptop.must("captures_get", json!({}));
    let captures = noted["captures"].as_array().expect("captures");
    assert_eq!(captures[0]["text"], "Start with retail", "newest first");
    assert_eq!(
        (&captures[1]["due"], &captures[1]["questionTitle"].is_string()),
        (&json!("2026-04-01"), &true)
    );
    laptop.must("record_set", json!({ "kind": "captures", "uid": captures[0]["uid"], "field": "is_left_out", "value": true }));
    assert_eq!(laptop.must("captures_get", json!({}))["captures"][0]["isLeftOut"], true);
    laptop.must("record_set", json!({ "kind": "captures", "uid": captures[1]["uid"], "field": "due", "value": "2026-05-01" }));
    laptop.must("record_remove", json!({ "kind": "captures", "uid": captures[0]["uid"] }));
    assert_eq!(laptop.engagement().captures.len(), 1);
}
