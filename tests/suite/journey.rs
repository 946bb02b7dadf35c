//! A whole engagement through the commands of the window, from an empty laptop to the accepted roadmap and the report.

use std::fs;

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_app::score;
use waymark_app::session::{Mode, Moment, Session};
use waymark_tests::{CountedIds, Laptop, START, library};

fn codes(table: &Value) -> Vec<&str> {
    table["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["code"].as_str().expect("a code"))
        .collect()
}

/// Questions in the order of the pack.
fn questions(laptop: &mut Laptop) -> Vec<String> {
    let view = laptop.must("assess_get", json!({}));
    let dimensions = view["dimensions"].as_array().expect("dimensions").clone();
    dimensions
        .iter()
        .flat_map(|d| d["questions"].as_array().expect("questions").clone())
        .map(|q| q["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// A new engagement with its brief and its inventories.
fn discovered() -> Laptop {
    let mut laptop = Laptop::new();
    let settings = json!({ "settings": { "theme": "light", "facilitator": "Helen Marsh", "isRailWide": false } });
    laptop.must("settings_set", settings);
    let path = laptop.place("Lantern Books.waymark");
    let document = laptop.must(
        "document_new",
        json!({ "path": path, "client": " Lantern Books ", "isAnonymous": false }),
    );
    assert_eq!(
        (&document["client"], &document["undoLabel"]),
        (&json!("Lantern Books"), &Value::Null)
    );
    for (field, value) in [
        ("sponsor", json!("Ida Brandt")),
        ("industry", json!("retail")),
        ("organisation_size", json!("200_499")),
        ("operating_model", json!("central")),
        ("currency", json!("EUR")),
        ("report_date", json!("2026-03-31")),
        ("roadmap_start", json!("2026-04-06")),
    ] {
        laptop.must("profile_set", json!({ "field": field, "value": value }));
    }
    let mut add = |kind: &str, values: Value| {
        laptop.must("record_add", json!({ "kind": kind, "values": values }))
    };
    for (name, role) in [
        ("Ida Brandt", "executive"),
        ("Noor Haddad", "business_owner"),
        ("Piet Vos", "data_engineer"),
        ("Ana Reis", "privacy"),
    ] {
        add("participants", json!({ "name": name, "role": role }));
    }
    add(
        "goals",
        json!({ "title": "Readers return", "points": 60, "kpi_name": "Repeat purchase rate", "kpi_unit": "percent", "baseline": 31, "target": 40 }),
    );
    add(
        "goals",
        json!({ "title": "Fewer unsold copies", "points": 40, "kpi_name": "Returns to publishers" }),
    );
    add(
        "personas",
        json!({ "title": "Shop manager", "role": "business_user", "access": ["dashboard"], "count": "26_100" }),
    );
    let source = add(
        "sources",
        json!({
            "title": "Shop database", "kind": "database", "engine": "postgresql", "location": "on_prem", "sensitivity": "confidential",
            "data_classes": ["personal"], "entities": ["customer", "order"], "zone_target": "curated",
        }),
    );
    assert_eq!(source["code"], "SRC-1");
    let use_case = add(
        "use_cases",
        json!({
            "title": "Books chosen for one reader", "type": "personalisation", "status": "qualified", "personal_data": "yes",
            "goals": [{ "goal": "GOAL-1", "contribution": 5 }], "sources": [{ "source": "SRC-1", "need": "required" }], "consumers": ["PER-1"],
            "channels": ["email", "web"],
        }),
    );
    assert_eq!(use_case["values"]["consumers"], json!(["PER-1"]), "links are codes");
    add(
        "use_cases",
        json!({ "title": "Sales by shop", "type": "bi_reporting", "status": "qualified", "goals": [{ "goal": "GOAL-2", "contribution": 4 }] }),
    );
    add("regulations", json!({ "title": "GDPR", "regulation": "gdpr", "erasure_duty": "yes" }));
    add(
        "platform",
        json!({ "title": "Reporting server", "layer": "consumption", "product": "powerbi", "keep": "keep" }),
    );
    add(
        "skills",
        json!({ "title": "Engineer", "role": "data_engineer", "headcount_now": 2, "capacity_weeks_per_month": 6 }),
    );
    let pasted = laptop.must(
        "record_paste",
        json!({
            "kind": "sources", "uids": [], "fields": ["title", "kind", "location"],
            "cells": [["Newsletter tool", "SaaS", "saas_vendor"], ["Till receipts", "file", "?"]],
        }),
    );
    assert_eq!(codes(&pasted), ["SRC-1", "SRC-2", "SRC-3"]);
    laptop
}

/// Everybody votes on everything, and the room settles what it disagrees about.
fn assessed() -> Laptop {
    let mut laptop = discovered();
    let questions = questions(&mut laptop);
    for (place, id) in questions.iter().enumerate() {
        let row = match place % 7 {
            0 => "2 3 2 .",
            1 => "1 2 4 1",
            2 => "3 3 3 3",
            3 => "2 - 2 -",
            4 => "4 4 5 .",
            5 => "2 1 3 2",
            _ => "- - - -",
        };
        let change = laptop.must("votes_record", json!({ "question": id, "row": row }));
        assert_eq!(change["question"]["id"], json!(id));
        laptop.must("votes_reveal", json!({ "question": id }));
    }
    laptop
}

fn first_participant(laptop: &Laptop) -> String {
    laptop.engagement().participants[0].uid.to_string()
}

#[test]
fn from_an_empty_laptop_to_the_report() {
    let mut laptop = assessed();
    let questions = questions(&mut laptop);
    let (first, second, nobody_knows) =
        (questions[0].clone(), questions[1].clone(), questions[6].clone());

    // One vote at a time, and what the room settles.
    let person = first_participant(&laptop);
    let vote = json!({ "question": nobody_knows, "participant": person, "choice": "level", "level": 2, "certainty": "guess", "reason": "" });
    let before = laptop.session().derived().scorecard.overall;
    let change = laptop.must("vote_record", vote);
    assert_eq!(change["question"]["consensus"]["level"], 2);
    assert!(change["overall"]["coverage"].as_f64() > before.coverage, "an answer more");
    laptop.must("votes_reveal", json!({ "question": second }));
    let settled = json!({ "question": second, "choice": "level", "level": 2, "reason": "Only the web shop is at 4", "dissent": "Piet Vos holds 4" });
    let change = laptop.must("consensus_settle", settled);
    assert_eq!(
        (&change["question"]["consensus"]["isSettled"], &change["question"]["derived"]["level"]),
        (&json!(true), &json!(1))
    );
    laptop.must("answer_set", json!({ "question": first, "note": "Files arrive by mail", "privateNote": "Ask again alone", "isFlagged": true }));
    let evidence = json!({
        "question": questions[4], "title": "Run log of March", "strength": "shown", "kind": "screenshot", "text": "", "link": "", "date": "2026-03-09",
    });
    let change = laptop.must("evidence_add", evidence);
    assert_eq!(change["question"]["isProvisional"], json!(false));
    assert_eq!(change["question"]["evidence"][0]["code"], "EV-1");
    laptop.must("capture_add", json!({ "question": first, "kind": "quote", "text": "We mail it on Mondays.", "person": "Piet Vos", "hasConsent": false }));
    let change = laptop.must(
        "target_set",
        json!({ "question": first, "level": 4, "reason": "The board decided so" }),
    );
    assert_eq!(change["question"]["target"], 4);

    // Maturity: every number with its band, and where it comes from.
    let maturity = laptop.must("maturity_get", json!({}));
    assert!(!maturity["headline"].as_str().expect("text").is_empty());
    assert_eq!(maturity["questions"].as_array().map(Vec::len), Some(questions.len()));
    for (kind, id) in [("overall", ""), ("factor", "technology"), ("question", first.as_str())] {
        let explained = laptop.must("score_explain", json!({ "kind": kind, "id": id }));
        assert!(!explained["parts"].as_array().expect("parts").is_empty(), "{kind}");
    }
    for chart in ["radar", "bars", "heatmap"] {
        let drawn =
            laptop.must("chart_get", json!({ "chart": chart, "width": 640.0, "height": 0.0 }));
        assert!(drawn["svg"].as_str().is_some_and(|svg| svg.starts_with("<svg")), "{chart}");
    }
    insta::assert_json_snapshot!("scorecard", score::json(laptop.session()));

    // Architecture and a verdict on it.
    let architecture = laptop.must("architecture_get", json!({ "selected": "" }));
    let components = architecture["components"].as_array().expect("components").clone();
    assert!(components.len() >= 5, "an architecture follows from what was entered");
    let component =
        components.iter().find(|c| c["status"] == "new").expect("something is new")["id"].clone();
    let refused = laptop.refused(
        "verdict_set",
        json!({ "component": component, "verdict": "rejected", "reason": " ", "replacement": "" }),
    );
    assert_eq!(refused.0, Code::InvalidValue);
    let after = laptop.must(
        "verdict_set",
        json!({ "component": component, "verdict": "accepted", "reason": "", "replacement": "" }),
    );
    let shown = after["components"]
        .as_array()
        .expect("components")
        .iter()
        .find(|c| c["id"] == component)
        .expect("it stays")
        .clone();
    assert_eq!(shown["verdict"]["verdict"], "accepted");

    // Roadmap: accept it, change something, see that it is stale.
    let wide = json!({ "width": 900.0, "selected": "" });
    let roadmap = laptop.must("roadmap_get", wide.clone());
    let initiatives = roadmap["initiatives"].as_array().expect("initiatives").clone();
    assert!(initiatives.len() >= 5);
    assert_eq!((&roadmap["start"], &roadmap["accepted"]), (&json!("2026-04-06"), &json!("none")));
    let owned = initiatives[0]["id"].clone();
    laptop.must(
        "initiative_set",
        json!({ "initiative": owned, "isExcluded": null, "pinnedWeek": null, "owner": "Piet Vos" }),
    );
    assert_eq!(laptop.refused("plan_accept", json!({ "acceptedBy": "" })).0, Code::InvalidValue);
    laptop.must("plan_accept", json!({ "acceptedBy": "Ida Brandt" }));
    assert_eq!(laptop.must("roadmap_get", wide.clone())["accepted"], "current");
    let waiting = initiatives
        .iter()
        .find(|i| !i["needs"].as_array().expect("needs").is_empty())
        .expect("one waits for another");
    let pin =
        json!({ "initiative": waiting["id"], "isExcluded": null, "pinnedWeek": 0, "owner": null });
    let (code, _) = laptop.refused("initiative_set", pin);
    assert_eq!(code, Code::NoSchedule, "a pin before what it needs is refused");
    laptop.must(
        "initiative_set",
        json!({ "initiative": owned, "isExcluded": true, "pinnedWeek": null, "owner": null }),
    );
    let after = laptop.must("roadmap_get", wide.clone());
    assert_eq!(after["accepted"], "stale");
    let note = after["acceptedNote"].as_str().expect("a sentence");
    assert!(note.starts_with("Ida Brandt accepted a plan on"), "{note}");
    assert!(note.contains("since then"), "{note}");
    assert!(
        after["leftOut"]
            .as_array()
            .expect("left out")
            .iter()
            .any(|l| l["id"] == owned && l["isExcluded"] == true)
    );
    let undone = laptop.must("change_undo", json!({}));
    assert_eq!(undone["label"], json!(format!("Exclude {}", owned.as_str().expect("an id"))));
    assert_eq!(laptop.must("roadmap_get", wide)["accepted"], "current");

    // The report.
    let report = laptop.must("report_get", json!({}));
    assert_eq!(report["fileName"], "Lantern Books data strategy report.pdf");
    let page = laptop.must("report_page", json!({ "number": 1, "sections": [] }));
    assert!(page["svg"].as_str().is_some_and(|svg| svg.starts_with("<svg")));
    let written =
        laptop.must("report_write", json!({ "path": laptop.place("report.pdf"), "format": "pdf", "sections": [], "redact": null }));
    assert_eq!(written["pages"], page["pages"]);
    assert_eq!(written["missingCharacters"], json!([]));
    assert!(fs::read(laptop.path("report.pdf")).expect("is written").starts_with(b"%PDF-"));

    // All that happened is remembered, and the file holds all of it.
    let history = laptop.must("history_list", json!({ "limit": 5 }));
    assert_eq!(history.as_array().map(Vec::len), Some(5));
    assert_eq!(
        (&history[0]["label"], &history[0]["by"]),
        (&json!("Undo: Exclude INI-01"), &json!("Helen Marsh"))
    );
    let before = laptop.engagement();
    let path = laptop.place("Lantern Books.waymark");
    let closed = laptop.must("document_close", json!({}));
    assert_eq!(closed["document"], Value::Null);
    assert_eq!(closed["recents"][0]["client"], "Lantern Books");
    assert_eq!(laptop.refused("maturity_get", json!({})).0, Code::NoDocument);
    laptop.must("document_open", json!({ "path": path }));
    assert_eq!(laptop.engagement(), before, "reopening gives what was entered");
    laptop.must("document_export", json!({ "path": laptop.place("export.json") }));
    laptop.must(
        "document_import",
        json!({ "path": laptop.place("export.json"), "target": laptop.place("export.waymark") }),
    );
    assert_eq!(laptop.engagement(), before, "export and import give what was entered");
}

#[test]
fn undo_goes_back_to_the_beginning_and_redo_to_the_end() {
    let mut laptop = discovered();
    let first = questions(&mut laptop)[0].clone();
    laptop.must("votes_record", json!({ "question": first, "row": "2 3 2 n" }));
    let goal = laptop.engagement().goals[0].uid.to_string();
    laptop.must("record_remove", json!({ "kind": "goals", "uid": goal }));
    assert!(laptop.engagement().use_cases[0].goals.items().is_empty(), "links to it are gone too");
    let source = laptop.engagement().sources[1].uid.to_string();
    laptop.must(
        "record_set",
        json!({ "kind": "sources", "uid": source, "field": "priority", "value": "no" }),
    );
    let end = laptop.engagement();
    let mut labels = Vec::new();
    while let Some(label) = laptop.must("change_undo", json!({}))["label"].as_str() {
        labels.push(label.to_owned());
    }
    let start = laptop.engagement();
    assert_eq!(start.profile.client, "Lantern Books");
    assert!(
        start.participants.is_empty()
            && start.goals.is_empty()
            && start.sources.is_empty()
            && start.votes.is_empty()
    );
    assert_eq!(labels.len(), 24, "{labels:?}");
    assert_eq!(labels[1], "Remove goal GOAL-1");
    let mut again = Vec::new();
    while let Some(label) = laptop.must("change_redo", json!({}))["label"].as_str() {
        again.push(label.to_owned());
    }
    labels.reverse();
    assert_eq!(again, labels);
    assert_eq!(laptop.engagement(), end, "every record is where it was");
    laptop.must("change_undo", json!({}));
    laptop.must("profile_set", json!({ "field": "scope", "value": "Shops and web" }));
    assert_eq!(
        laptop.must("change_redo", json!({}))["label"],
        Value::Null,
        "a new change ends what could be redone"
    );
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let mut laptop = discovered();
    let first = questions(&mut laptop)[0].clone();
    let person = first_participant(&laptop);
    let source = laptop.engagement().sources[0].uid.to_string();
    let before = laptop.engagement();
    let history = laptop.must("history_list", json!({ "limit": 1000 }));
    let vote = |choice: &str, level: Value, reason: &str| json!({ "question": first, "participant": person, "choice": choice, "level": level, "certainty": null, "reason": reason });
    let answer = |choice: &str, level: Value| json!({ "question": first, "choice": choice, "level": level, "reason": "", "dissent": "" });
    let set = |field: &str, value: Value| json!({ "kind": "sources", "uid": source, "field": field, "value": value });
    let cases = [
        ("profile_set", json!({ "field": "client", "value": null }), Code::InvalidValue),
        ("profile_set", json!({ "field": "client", "value": "  " }), Code::InvalidValue),
        ("profile_set", json!({ "field": "currency", "value": "euro" }), Code::InvalidValue),
        (
            "profile_set",
            json!({ "field": "report_date", "value": "31.03.2026" }),
            Code::InvalidValue,
        ),
        ("profile_set", json!({ "field": "is_anonymous", "value": true }), Code::InvalidValue),
        ("profile_set", json!({ "field": "colour", "value": "red" }), Code::UnknownItem),
        ("record_add", json!({ "kind": "goals", "values": {} }), Code::InvalidValue),
        (
            "record_add",
            json!({ "kind": "goals", "values": { "title": "x", "points": 101 } }),
            Code::InvalidValue,
        ),
        (
            "record_add",
            json!({ "kind": "participants", "values": { "role": "wizard" } }),
            Code::InvalidValue,
        ),
        ("record_add", json!({ "kind": "votes", "values": {} }), Code::UnknownItem),
        ("record_set", set("kind", json!("databse")), Code::InvalidValue),
        ("record_set", set("title", json!(null)), Code::InvalidValue),
        ("record_set", set("uid", json!("x")), Code::UnknownItem),
        ("record_remove", json!({ "kind": "sources", "uid": person }), Code::UnknownItem),
        (
            "record_paste",
            json!({ "kind": "sources", "uids": [], "fields": ["title", "kind"], "cells": [["A", "file"], ["B", "scroll"]] }),
            Code::InvalidValue,
        ),
        (
            "record_paste",
            json!({ "kind": "sources", "uids": [], "fields": ["kind"], "cells": [["file"]] }),
            Code::InvalidValue,
        ),
        ("vote_record", vote("level", json!(6), ""), Code::InvalidValue),
        ("vote_record", vote("level", json!(null), ""), Code::InvalidValue),
        ("vote_record", vote("not_applicable", json!(null), " "), Code::InvalidValue),
        ("vote_record", vote("perhaps", json!(null), ""), Code::InvalidValue),
        ("votes_record", json!({ "question": first, "row": "1 2 3 4 5" }), Code::InvalidValue),
        ("votes_record", json!({ "question": first, "row": "1 x" }), Code::InvalidValue),
        ("votes_record", json!({ "question": "XYZ-1", "row": "1" }), Code::UnknownItem),
        ("consensus_settle", answer("level", json!(0)), Code::InvalidValue),
        ("consensus_settle", answer("not_applicable", json!(null)), Code::InvalidValue),
        ("consensus_settle", answer("dont_know", json!(null)), Code::InvalidValue),
        (
            "capture_add",
            json!({ "question": first, "kind": "note", "text": " ", "person": "", "hasConsent": false }),
            Code::InvalidValue,
        ),
        ("target_set", json!({ "question": first, "level": 4, "reason": "" }), Code::InvalidValue),
        ("evidence_remove", json!({ "question": first, "uid": "no" }), Code::UnknownItem),
        (
            "verdict_set",
            json!({ "component": "x.y.z", "verdict": "accepted", "reason": "", "replacement": "" }),
            Code::UnknownItem,
        ),
        (
            "initiative_set",
            json!({ "initiative": "INI-999", "isExcluded": true, "pinnedWeek": null, "owner": null }),
            Code::UnknownItem,
        ),
        ("report_page", json!({ "number": 0, "sections": [] }), Code::UnknownItem),
        ("report_page", json!({ "number": 1, "sections": ["poem"] }), Code::UnknownItem),
        ("score_explain", json!({ "kind": "dimension", "id": "XYZ" }), Code::UnknownItem),
        ("chart_get", json!({ "chart": "pie", "width": 100.0, "height": 0.0 }), Code::UnknownItem),
        (
            "settings_set",
            json!({ "settings": { "theme": "pink", "facilitator": "", "isRailWide": false } }),
            Code::InvalidValue,
        ),
    ];
    for (name, request, wanted) in cases {
        let (code, message) = laptop.refused(name, request.clone());
        assert_eq!(code, wanted, "{name} {request}: {message}");
    }
    assert_eq!(laptop.engagement(), before);
    assert_eq!(
        laptop.must("history_list", json!({ "limit": 1000 })),
        history,
        "nothing refused is in the history"
    );
}

#[test]
fn a_floor_of_the_law_binds() {
    let mut laptop = discovered();
    let floored: Vec<(String, u8)> = laptop
        .session()
        .derived()
        .targets
        .iter()
        .filter_map(|(id, target)| Some((id.to_string(), target.floor()?)))
        .collect();
    assert!(!floored.is_empty(), "personal data is processed, so the law asks for something");
    let (question, floor) = floored[0].clone();
    assert!(
        !laptop.must("maturity_get", json!({}))["blockers"]
            .as_array()
            .expect("blockers")
            .is_empty(),
        "it is not known yet"
    );
    let (code, message) = laptop.refused(
        "target_set",
        json!({ "question": question, "level": floor - 1, "reason": "Too dear" }),
    );
    assert_eq!(
        (code, message),
        (Code::InvalidValue, format!("the target cannot lie below {floor}"))
    );
    laptop.must("votes_record", json!({ "question": question, "row": "4 4 4 4" }));
    let hidden = laptop.must("maturity_get", json!({}));
    assert_ne!(hidden["blockers"], json!([]), "what nobody has seen does not count");
    assert!(
        hidden["summary"]
            .as_str()
            .expect("text")
            .ends_with("Votes on one question wait to be revealed and do not count yet."),
        "{hidden}"
    );
    let report = laptop.must("report_get", json!({}));
    let told = report["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .any(|check| check["id"] == "sealed_votes");
    assert!(told, "nor does it go into the report unsaid");
    laptop.must("votes_reveal", json!({ "question": question }));
    assert_eq!(laptop.must("maturity_get", json!({}))["blockers"], json!([]));
}

#[test]
fn anonymous_rooms_take_no_names() {
    let mut laptop = Laptop::new();
    let path = laptop.place("x.waymark");
    laptop.must("document_new", json!({ "path": path, "client": "X", "isAnonymous": true }));
    let named =
        json!({ "kind": "participants", "values": { "role": "executive", "name": "Ida Brandt" } });
    assert_eq!(laptop.refused("record_add", named).0, Code::InvalidValue);
    laptop.must("record_add", json!({ "kind": "participants", "values": { "role": "executive" } }));
    let view = laptop.must("assess_get", json!({}));
    assert_eq!(view["participants"][0]["name"], "Executive 1");
}

#[test]
fn two_windows_do_not_share_a_document() {
    let mut first = discovered();
    let path = first.place("Lantern Books.waymark");
    let mut second = Laptop::new();
    let (code, message) = second.refused("document_open", json!({ "path": path }));
    assert_eq!(code, Code::DocumentLocked);
    assert!(message.ends_with("is open in another window"), "{message}");
    assert_eq!(
        second
            .refused("document_new", json!({ "path": path, "client": "X", "isAnonymous": false }))
            .0,
        Code::AlreadyExists
    );
    first.must("profile_set", json!({ "field": "sponsor", "value": "Still mine" }));
    first.must("document_close", json!({}));
    second.must("document_open", json!({ "path": path }));
    assert_eq!(second.engagement().profile.sponsor.text(), "Still mine");
    assert_eq!(first.refused("document_open", json!({ "path": path })).0, Code::DocumentLocked);
}

#[test]
fn the_sample_opens_and_stays_the_same_file() {
    let mut laptop = Laptop::new();
    let document = laptop.must("document_sample", json!({}));
    assert_eq!((&document["isSample"], &document["isReadOnly"]), (&json!(true), &json!(false)));
    assert_eq!(laptop.engagement(), waymark_tests::sample());
    laptop.must("profile_set", json!({ "field": "sponsor", "value": "Somebody else" }));
    laptop.must("document_close", json!({}));
    laptop.must("document_sample", json!({}));
    assert_eq!(
        laptop.engagement().profile.sponsor.text(),
        "Somebody else",
        "what was tried on the sample is kept"
    );
}

#[test]
fn files_that_are_no_documents_say_so_and_stay_as_they_are() {
    let mut laptop = discovered();
    laptop.must("document_close", json!({}));
    let sound = fs::read(laptop.path("Lantern Books.waymark")).expect("is there");
    let mut newer = sound.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let cut = sound[..sound.len() / 2].to_vec();
    let noise: Vec<u8> =
        (0..12288_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let cases = [
        ("notes.txt", b"Notes of the workshop\n".repeat(300), Code::NotADocument),
        ("empty.waymark", vec![], Code::NotADocument),
        ("noise.waymark", noise, Code::PassphraseNeeded),
        ("newer.waymark", newer, Code::DocumentTooNew),
        ("cut.waymark", cut, Code::DocumentDamaged),
    ];
    let mut seen = Vec::new();
    for (name, bytes, wanted) in cases {
        fs::write(laptop.path(name), &bytes).expect("writes");
        let (code, message) =
            laptop.refused("document_open", json!({ "path": laptop.place(name) }));
        assert_eq!(code, wanted, "{name}: {message}");
        assert!(message.contains(name), "{message}");
        assert!(fs::read(laptop.path(name)).expect("is there") == bytes, "{name} is as it was");
        seen.push(message.replace(&laptop.place(name), name));
    }
    insta::assert_json_snapshot!("not_documents", seen);
    assert_eq!(
        laptop.refused("document_open", json!({ "path": laptop.place("gone.waymark") })).0,
        Code::NotFound
    );
    assert_eq!(
        laptop.refused("document_export", json!({ "path": laptop.place("x.json") })).0,
        Code::NoDocument
    );
    assert!(!laptop.path("gone.waymark").exists() && !laptop.path("x.json").exists());
}

#[test]
fn a_document_opened_to_read_takes_no_change() {
    let mut laptop = discovered();
    laptop.must("document_close", json!({}));
    let path = laptop.path("Lantern Books.waymark");
    let bytes = fs::read(&path).expect("is there");
    let mut session = Session::open(&path, Mode::ReadOnly, &library()).expect("opens");
    let mut ids = CountedIds::default();
    let mut moment = Moment { now: START, ids: &mut ids, by: String::new() };
    let error = waymark_app::record::set_profile(&mut session, &mut moment, "scope", json!("x"))
        .expect_err("it cannot be changed");
    assert_eq!(error.code, Code::DocumentReadOnly);
    assert!(!error.help.is_empty());
    assert!(session.engagement().profile.scope.is_unknown(), "what was not written is not shown");
    drop(session);
    assert!(fs::read(&path).expect("is there") == bytes);
}

#[test]
fn a_target_that_cannot_be_written_leaves_nothing_behind() {
    let mut laptop = discovered();
    let missing = laptop.place("no folder/report.pdf");
    assert_eq!(
        laptop
            .refused(
                "report_write",
                json!({ "path": missing, "format": "pdf", "sections": [], "redact": null })
            )
            .0,
        Code::NotWritable
    );
    fs::create_dir(laptop.path("folder.pdf")).expect("makes a folder");
    assert_eq!(
        laptop
            .refused("report_write", json!({ "path": laptop.place("folder.pdf"), "format": "pdf", "sections": [], "redact": null }))
            .0,
        Code::NotWritable
    );
    let names: Vec<String> = fs::read_dir(laptop.path("."))
        .expect("reads")
        .map(|entry| entry.expect("reads").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".part"))
        .collect();
    assert_eq!(names, Vec::<String>::new());
}
