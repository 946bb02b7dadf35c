//! Two laptops: copies of one engagement that went apart come together through the commands of the window.

use std::fs;

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_core::engagement::Engagement;
use waymark_core::record::Kind;
use waymark_store::{Blob, ChangeMeta, Document, OpenMode, RowChange};
use waymark_tests::Laptop;

/// Two laptops with a copy of the sample each, both open.
fn two_laptops() -> (Laptop, Laptop) {
    let (mut ours, mut theirs) = (Laptop::new(), Laptop::second());
    ours.must("document_sample", json!({}));
    ours.must("document_copy", json!({ "path": theirs.place("copy.waymark") }));
    theirs.must("document_open", json!({ "path": theirs.place("copy.waymark") }));
    (ours, theirs)
}

/// The other laptop's file, closed, as it lies on a stick.
fn on_a_stick(theirs: &mut Laptop) -> String {
    theirs.must("document_close", json!({}));
    theirs.place("copy.waymark")
}

fn open_again(theirs: &mut Laptop) {
    theirs.must("document_open", json!({ "path": theirs.place("copy.waymark") }));
}

fn uid_of(laptop: &mut Laptop, kind: &str, code: &str) -> String {
    let table = laptop.must("record_list", json!({ "kind": kind }));
    let row = table["rows"].as_array().expect("rows").iter().find(|row| row["code"] == code);
    row.unwrap_or_else(|| panic!("{code} is there"))["uid"].as_str().expect("a uid").to_owned()
}

fn set(laptop: &mut Laptop, kind: &str, code: &str, field: &str, value: Value) {
    let uid = uid_of(laptop, kind, code);
    laptop.must("record_set", json!({ "kind": kind, "uid": uid, "field": field, "value": value }));
}

fn field(laptop: &mut Laptop, kind: &str, code: &str, field: &str) -> Value {
    let table = laptop.must("record_list", json!({ "kind": kind }));
    let rows = table["rows"].as_array().expect("rows").clone();
    let row = rows.iter().find(|row| row["code"] == code).expect("it is there");
    row["values"][field].clone()
}

fn look(laptop: &mut Laptop, path: &str) -> Value {
    laptop.must("merge_look", json!({ "path": path }))
}

fn take(laptop: &mut Laptop, path: &str, decisions: Value) -> Value {
    laptop.must("merge_take", json!({ "path": path, "decisions": decisions }))
}

fn decide(look: &Value, side: &str) -> Value {
    let conflicts = look["conflicts"].as_array().expect("conflicts");
    conflicts.iter().map(|c| json!({ "conflict": c["id"], "take": side })).collect()
}

/// What an engagement holds, whatever its order.
fn holds(engagement: &Engagement) -> Vec<String> {
    let mut all: Vec<String> =
        vec![serde_json::to_string(&engagement.profile).expect("plain data")];
    for &kind in Kind::ALL {
        all.extend(engagement.rows(kind).into_iter().map(|row| format!("{} {row}", kind.table())));
    }
    all.sort();
    all
}

#[test]
fn what_either_laptop_changed_comes_together_as_one_change() {
    let (mut ours, mut theirs) = two_laptops();
    set(&mut ours, "sources", "SRC-1", "notes", json!("Seen in the morning"));
    set(&mut theirs, "sources", "SRC-1", "owner_technical", json!("Ida Brandt"));
    set(&mut theirs, "goals", "GOAL-1", "notes", json!("Said in the afternoon"));
    theirs.must("profile_set", json!({ "field": "scope", "value": "All shops" }));
    theirs.must("votes_record", json!({ "question": "GOV-1", "row": "5 5 5 5" }));
    let path = on_a_stick(&mut theirs);
    let bytes = fs::read(&path).expect("reads");
    let before = ours.engagement();

    let seen = look(&mut ours, &path);
    assert_eq!(
        (&seen["isNothing"], &seen["conflicts"], &seen["recoded"]),
        (&json!(false), &json!([]), &json!([]))
    );
    assert_eq!(
        (&seen["fileName"], &seen["changedBy"]),
        (&json!("copy.waymark"), &json!("Helen Marsh"))
    );
    assert_eq!(seen["changes"], json!(4));
    let incoming = seen["incoming"].as_array().expect("counts");
    let sources = incoming.iter().find(|list| list["kind"] == "sources").expect("a source comes");
    assert_eq!((&sources["added"], &sources["changed"]), (&json!(0), &json!(1)));
    assert_eq!(ours.engagement(), before, "looking changes nothing");

    let done = take(&mut ours, &path, json!([]));
    assert_eq!(done["label"], "Merge copy.waymark");
    assert_eq!(done["document"]["undoLabel"], "Merge copy.waymark");
    assert_eq!(done["incoming"], seen["incoming"]);
    assert_eq!(field(&mut ours, "sources", "SRC-1", "notes"), "Seen in the morning");
    assert_eq!(field(&mut ours, "sources", "SRC-1", "owner_technical"), "Ida Brandt");
    assert_eq!(ours.engagement().profile.scope.text(), "All shops");
    assert!(fs::read(&path).expect("reads") == bytes, "the other file is as it was");

    let merged = ours.engagement();
    let again = look(&mut ours, &path);
    assert_eq!((&again["isNothing"], &again["changes"]), (&json!(true), &json!(0)));
    assert_eq!(take(&mut ours, &path, json!([]))["label"], Value::Null);
    assert_eq!(ours.engagement(), merged, "merging twice changes nothing");

    ours.must("change_undo", json!({}));
    assert_eq!(ours.engagement(), before, "one undo takes the whole merge back");
    assert_eq!(look(&mut ours, &path)["isNothing"], json!(false), "and it can be merged again");
    ours.must("change_redo", json!({}));
    assert_eq!(ours.engagement(), merged);
}

#[test]
fn either_direction_gives_the_same_engagement_and_then_both_agree() {
    let (mut ours, mut theirs) = two_laptops();
    set(&mut ours, "sources", "SRC-1", "notes", json!("Ours"));
    ours.must("answer_set", json!({ "question": "GOV-1", "note": "Heard here", "privateNote": null, "isFlagged": null }));
    ours.must("votes_record", json!({ "question": "GOV-2", "row": "1 1 1" }));
    let gone = uid_of(&mut theirs, "sources", "SRC-2");
    theirs.must("record_remove", json!({ "kind": "sources", "uid": gone }));
    theirs.must(
        "answer_set",
        json!({ "question": "GOV-1", "note": null, "privateNote": "Among us", "isFlagged": true }),
    );
    let (ours_before, theirs_path) = (ours.place("before.waymark"), on_a_stick(&mut theirs));
    ours.must("document_copy", json!({ "path": ours_before }));
    take(&mut ours, &theirs_path, json!([]));
    open_again(&mut theirs);
    take(&mut theirs, &ours_before, json!([]));
    assert_eq!(holds(&ours.engagement()), holds(&theirs.engagement()));

    // Each has taken the other in; work goes on and comes together again.
    set(&mut ours, "goals", "GOAL-1", "notes", json!("Ours again"));
    set(&mut theirs, "goals", "GOAL-2", "notes", json!("Theirs again"));
    let path = on_a_stick(&mut theirs);
    let seen = look(&mut ours, &path);
    assert_eq!(seen["conflicts"], json!([]), "nobody contradicts what was merged before");
    take(&mut ours, &path, json!([]));
    assert_eq!(field(&mut ours, "goals", "GOAL-1", "notes"), "Ours again");
    assert_eq!(field(&mut ours, "goals", "GOAL-2", "notes"), "Theirs again");
    assert_eq!(look(&mut ours, &path)["isNothing"], json!(true));
}

#[test]
fn a_conflict_shows_both_sides_and_waits_for_a_person() {
    let (mut ours, mut theirs) = two_laptops();
    let title = field(&mut ours, "sources", "SRC-1", "title");
    let before = field(&mut ours, "sources", "SRC-1", "notes");
    set(&mut ours, "sources", "SRC-1", "notes", json!("Nightly, says Ann"));
    set(&mut theirs, "sources", "SRC-1", "notes", json!("Hourly, says Bo"));
    set(&mut theirs, "goals", "GOAL-1", "notes", json!("Comes anyway"));
    let path = on_a_stick(&mut theirs);
    let seen = look(&mut ours, &path);
    let conflicts = seen["conflicts"].as_array().expect("conflicts");
    assert_eq!(conflicts.len(), 1, "{seen}");
    let conflict = &conflicts[0];
    for (name, value) in [
        ("kind", json!("sources")),
        ("kindLabel", json!("source")),
        ("code", json!("SRC-1")),
        ("title", title),
        ("field", json!("notes")),
        ("fieldLabel", json!("Notes")),
        ("base", if before.is_null() { json!("") } else { before }),
        ("ours", json!("Nightly, says Ann")),
        ("theirs", json!("Hourly, says Bo")),
    ] {
        assert_eq!(conflict[name], value, "{name}");
    }
    let held = ours.engagement();
    let refused =
        ours.call("merge_take", json!({ "path": path, "decisions": [] })).expect_err("undecided");
    assert_eq!((refused.code, refused.mistakes.len()), (Code::InvalidValue, 1));
    assert_eq!(json!(refused.mistakes[0].place), conflict["id"], "it names what is not decided");
    let (code, _) = ours.refused("merge_take", json!({ "path": path, "decisions": [{ "conflict": "sources/x#00000000", "take": "ours" }] }));
    assert_eq!(code, Code::InvalidValue);
    assert_eq!(ours.engagement(), held, "nothing is written before all is decided");

    take(&mut ours, &path, decide(&seen, "theirs"));
    assert_eq!(field(&mut ours, "sources", "SRC-1", "notes"), "Hourly, says Bo");
    assert_eq!(field(&mut ours, "goals", "GOAL-1", "notes"), "Comes anyway");
}

#[test]
fn deciding_for_what_is_here_is_remembered_although_nothing_changes() {
    let (mut ours, mut theirs) = two_laptops();
    set(&mut ours, "sources", "SRC-1", "notes", json!("Ours"));
    set(&mut theirs, "sources", "SRC-1", "notes", json!("Theirs"));
    let path = on_a_stick(&mut theirs);
    let seen = look(&mut ours, &path);
    let done = take(&mut ours, &path, decide(&seen, "ours"));
    assert_eq!((&done["decided"], &done["incoming"]), (&json!(1), &json!([])));
    assert_eq!(look(&mut ours, &path)["isNothing"], json!(true), "it is not asked again");
    // What comes later there is taken without asking, unless it is about the same.
    open_again(&mut theirs);
    set(&mut theirs, "sources", "SRC-1", "owner_technical", json!("Bo"));
    let path = on_a_stick(&mut theirs);
    assert_eq!(look(&mut ours, &path)["conflicts"], json!([]));
    take(&mut ours, &path, json!([]));
    assert_eq!(field(&mut ours, "sources", "SRC-1", "notes"), "Ours");
    assert_eq!(field(&mut ours, "sources", "SRC-1", "owner_technical"), "Bo");
}

#[test]
fn a_conflict_that_looks_otherwise_by_now_is_not_decided_by_an_old_decision() {
    let (mut ours, mut theirs) = two_laptops();
    set(&mut ours, "sources", "SRC-1", "notes", json!("Ours"));
    set(&mut theirs, "sources", "SRC-1", "notes", json!("Theirs"));
    let path = on_a_stick(&mut theirs);
    let seen = look(&mut ours, &path);
    set(&mut ours, "sources", "SRC-1", "notes", json!("Ours, later"));
    let (code, _) =
        ours.refused("merge_take", json!({ "path": path, "decisions": decide(&seen, "theirs") }));
    assert_eq!(code, Code::InvalidValue);
    assert_eq!(field(&mut ours, "sources", "SRC-1", "notes"), "Ours, later");
}

#[test]
fn records_that_both_made_come_with_codes_of_their_own_and_their_links() {
    let (mut ours, mut theirs) = two_laptops();
    // The second laptop's clock is an hour ahead.
    let here = ours.must("record_add", json!({ "kind": "sources", "values": { "title": "Till" } }));
    let there =
        theirs.must("record_add", json!({ "kind": "sources", "values": { "title": "Web shop" } }));
    assert_eq!(here["code"], there["code"], "both laptops gave the next code");
    let code = there["code"].as_str().expect("a code").to_owned();
    theirs.must(
        "record_add",
        json!({ "kind": "use_cases", "values": {
        "title": "Baskets left behind", "sources": [{ "source": code, "need": "required" }] } }),
    );
    let path = on_a_stick(&mut theirs);
    let seen = look(&mut ours, &path);
    let recoded = &seen["recoded"][0];
    assert_eq!(
        (&recoded["title"], &recoded["from"], &recoded["isOurs"]),
        (&json!("Web shop"), &json!(code), &json!(false))
    );
    let new_code = recoded["to"].as_str().expect("a code").to_owned();
    assert_ne!(new_code, code);
    let done = take(&mut ours, &path, json!([]));
    assert_eq!(done["recoded"], seen["recoded"]);
    assert_eq!(field(&mut ours, "sources", &code, "title"), "Till");
    assert_eq!(field(&mut ours, "sources", &new_code, "title"), "Web shop");
    let cases = ours.must("record_list", json!({ "kind": "use_cases" }));
    let case = cases["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["title"] == "Baskets left behind")
        .expect("it came");
    assert_eq!(case["values"]["sources"][0]["source"], json!(new_code), "the link stays");
    // The other way round it is ours that is later.
    let ours_path = ours.place("ours.waymark");
    ours.must("change_undo", json!({}));
    ours.must("document_copy", json!({ "path": ours_path }));
    open_again(&mut theirs);
    let done = take(&mut theirs, &ours_path, json!([]));
    assert_eq!(
        (&done["recoded"][0]["title"], &done["recoded"][0]["isOurs"]),
        (&json!("Web shop"), &json!(true))
    );
    assert_eq!(field(&mut theirs, "sources", &code, "title"), "Till");
    let next =
        theirs.must("record_add", json!({ "kind": "sources", "values": { "title": "Next" } }));
    assert!(
        next["code"] != json!(code) && next["code"] != json!(new_code),
        "no code is given twice"
    );
}

#[test]
fn a_vote_given_on_both_laptops_stands_once_and_a_different_one_is_asked_for() {
    let (mut ours, mut theirs) = two_laptops();
    let votes = |laptop: &Laptop| laptop.engagement().votes.len();
    ours.must("votes_record", json!({ "question": "GOV-1", "row": "2 2 2" }));
    theirs.must("votes_record", json!({ "question": "GOV-1", "row": "2 2 5" }));
    let path = on_a_stick(&mut theirs);
    let before = votes(&ours);
    let seen = look(&mut ours, &path);
    let conflicts = seen["conflicts"].as_array().expect("conflicts");
    assert_eq!(conflicts.len(), 1, "{seen}");
    assert_eq!(
        (&conflicts[0]["kind"], &conflicts[0]["fieldLabel"]),
        (&json!("votes"), &json!("Choice"))
    );
    assert!(conflicts[0]["code"].as_str().expect("a code").starts_with("GOV-1 PAR-"), "{seen}");
    assert!(conflicts[0]["theirs"].as_str().expect("a text").contains("Level: 5"), "{seen}");
    take(&mut ours, &path, decide(&seen, "theirs"));
    assert_eq!(votes(&ours), before, "no vote is doubled");
}

#[test]
fn a_person_removed_here_and_voting_there_is_decided_and_either_way_is_whole() {
    for (side, stays) in [("ours", false), ("theirs", true)] {
        let (mut ours, mut theirs) = two_laptops();
        let person = theirs.engagement().participants[0].clone();
        let had =
            theirs.engagement().votes.iter().filter(|vote| vote.participant == person.uid).count();
        theirs.must("votes_record", json!({ "question": "GOV-1", "row": "5" }));
        ours.must(
            "record_remove",
            json!({ "kind": "participants", "uid": person.uid.to_string() }),
        );
        let path = on_a_stick(&mut theirs);
        let seen = look(&mut ours, &path);
        assert!(!seen["conflicts"].as_array().expect("conflicts").is_empty(), "{seen}");
        take(&mut ours, &path, decide(&seen, side));
        let now = ours.engagement();
        let votes = now.votes.iter().filter(|vote| vote.participant == person.uid).count();
        assert_eq!(now.participants.iter().any(|known| known.uid == person.uid), stays);
        assert!(if stays { votes >= had } else { votes == 0 }, "{votes} of {had} votes");
        assert_eq!(look(&mut ours, &path)["isNothing"], json!(true));
    }
}

#[test]
fn packs_come_along_with_what_was_answered_under_them() {
    let (mut ours, mut theirs) = two_laptops();
    theirs.must(
        "pack_take",
        json!({ "shipped": "ai-readiness", "path": null, "earlier": null, "isRepaired": false }),
    );
    theirs.must("pack_choose", json!({ "id": "ai-readiness" }));
    let questions = theirs.must("assess_get", json!({}));
    let first = questions["dimensions"][0]["questions"][0]["id"].clone();
    theirs.must("votes_record", json!({ "question": first, "row": "3 3" }));
    theirs.must("votes_reveal", json!({ "question": first }));
    set(&mut ours, "goals", "GOAL-1", "notes", json!("Ours"));
    let path = on_a_stick(&mut theirs);
    take(&mut ours, &path, json!([]));
    ours.must("pack_choose", json!({ "id": "ai-readiness" }));
    assert_eq!(ours.must("document_get", json!({}))["status"]["answered"], 1);
    ours.must("change_undo", json!({}));
    assert_eq!(ours.must("packs_get", json!({}))["packs"].as_array().map(Vec::len), Some(1));
}

#[test]
fn files_kept_on_either_side_travel() {
    let (mut ours, mut theirs) = two_laptops();
    set(&mut ours, "goals", "GOAL-1", "notes", json!("Ours"));
    let path = on_a_stick(&mut theirs);
    let mut document = Document::open(path.as_ref(), OpenMode::ReadWrite).expect("opens");
    let id = waymark_core::id::Uid::from_time(1_790_000_000_000, &[9; 10]);
    let meta =
        ChangeMeta { id, at: 1_790_000_000_000, by: "Bo".into(), command: "Add a file".into() };
    let blob = Blob {
        bytes: b"minutes".to_vec(),
        name: "minutes.txt".into(),
        media_type: "text/plain".into(),
    };
    document.write(&meta, &[RowChange::Blob(blob)]).expect("writes");
    drop(document);
    let seen = look(&mut ours, &path);
    assert_eq!(
        (&seen["files"], &seen["isNothing"], &seen["changedBy"]),
        (&json!(1), &json!(false), &json!("Bo"))
    );
    take(&mut ours, &path, json!([]));
    let hash = waymark_store::hash_of(b"minutes");
    assert!(ours.session().document().expect("open").has_blob(&hash).expect("reads"));
    assert_eq!(look(&mut ours, &path)["isNothing"], json!(true));
}

#[test]
fn what_is_no_copy_and_what_is_open_elsewhere_is_told() {
    let (mut ours, mut theirs) = two_laptops();
    let open = theirs.place("copy.waymark");
    let (code, _) = ours.refused("merge_look", json!({ "path": open }));
    assert_eq!(code, Code::DocumentLocked, "the other file is open");
    let own = ours.must("document_get", json!({}))["path"].clone();
    let (code, said) = ours.refused("merge_look", json!({ "path": own }));
    assert!(code == Code::InvalidValue && said.contains("same file"), "{said}");
    theirs.must(
        "document_new",
        json!({ "path": theirs.place("new.waymark"), "client": "Other", "isAnonymous": false }),
    );
    theirs.must("document_close", json!({}));
    let path = theirs.place("new.waymark");
    let (code, said) = ours.refused("merge_look", json!({ "path": path }));
    assert!(code == Code::InvalidValue && said.contains("different engagements"), "{said}");
    let (code, _) = ours.refused("merge_take", json!({ "path": path, "decisions": [] }));
    assert_eq!(code, Code::InvalidValue);
    let text = ours.place("notes.waymark");
    fs::write(&text, "Notes").expect("writes");
    let (code, _) = ours.refused("merge_look", json!({ "path": text }));
    assert_eq!(code, Code::NotADocument);
    let (code, _) = ours.refused("merge_look", json!({ "path": ours.place("none.waymark") }));
    assert_eq!(code, Code::NotFound);
}

#[test]
fn what_would_not_fit_together_is_named_and_nothing_is_written() {
    let (mut ours, mut theirs) = two_laptops();
    ours.must("profile_set", json!({ "field": "workshop_start", "value": null }));
    ours.must("profile_set", json!({ "field": "workshop_end", "value": null }));
    let copy = theirs.place("copy2.waymark");
    ours.must("document_copy", json!({ "path": copy }));
    theirs.must("document_open", json!({ "path": copy }));
    ours.must("profile_set", json!({ "field": "workshop_start", "value": "2026-11-12" }));
    theirs.must("profile_set", json!({ "field": "workshop_end", "value": "2026-11-10" }));
    theirs.must("document_close", json!({}));
    let held = ours.engagement();
    let refused = ours
        .call("merge_take", json!({ "path": copy, "decisions": [] }))
        .expect_err("it does not fit");
    assert_eq!(refused.code, Code::InvalidValue);
    assert!(refused.mistakes[0].message.contains("workshop ends"), "{:?}", refused.mistakes);
    assert_eq!(ours.engagement(), held);
}

#[test]
fn a_conflict_tells_who_changed_either_side_and_which_question_it_is_about() {
    let (mut ours, mut theirs) = two_laptops();
    set(&mut ours, "sources", "SRC-1", "notes", json!("Ours"));
    ours.must("votes_record", json!({ "question": "GOV-1", "row": "1 1" }));
    set(&mut theirs, "sources", "SRC-1", "notes", json!("Theirs"));
    set(&mut theirs, "sources", "SRC-1", "owner_technical", json!("Ida Brandt"));
    theirs.must("votes_record", json!({ "question": "GOV-1", "row": "5 5" }));
    let path = on_a_stick(&mut theirs);
    let seen = look(&mut ours, &path);
    assert_eq!((&seen["changes"], &seen["changesHere"]), (&json!(3), &json!(2)));
    let conflicts = seen["conflicts"].as_array().expect("conflicts");
    let (votes, others): (Vec<&Value>, Vec<&Value>) =
        conflicts.iter().partition(|conflict| conflict["kind"] == "votes");
    assert_eq!((votes.len(), others.len()), (2, 1), "{seen}");
    for vote in votes {
        assert_eq!(vote["question"], "GOV-1");
        assert!(!vote["questionTitle"].as_str().unwrap_or_default().is_empty());
        assert!(vote["oursChange"]["at"].as_f64().is_some_and(|at| at > 0.0));
    }
    assert_eq!(others[0]["question"], "");
    assert_eq!(others[0]["oursChange"]["by"], "Helen Marsh");
    let (notes, last) = (&others[0]["theirsChange"], &seen["changedAt"]);
    assert!(notes["at"].as_f64() < last.as_f64(), "the change of this field, not of the row");
}
