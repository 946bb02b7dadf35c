//! Pre-work by file: pages out, answers files in, and what must not happen on the way.

use std::fs;

use lopdf::Document;
use proptest::prelude::*;
use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_core::engagement::{Choice, Vote};
use waymark_core::known::Known;
use waymark_tests::{Laptop, library, sample};

/// A laptop with the sample open, and no vote of these participants in it.
fn desk(without: &[&str]) -> Laptop {
    let mut engagement = sample();
    let gone: Vec<_> = engagement
        .participants
        .iter()
        .filter(|p| without.contains(&p.code.as_str()))
        .map(|p| p.uid)
        .collect();
    engagement.votes.retain(|vote| !gone.contains(&vote.participant));
    with(engagement)
}

fn with(engagement: waymark_core::engagement::Engagement) -> Laptop {
    let mut laptop = Laptop::new();
    let text = waymark_app::exchange::export(&engagement, &[], &library());
    fs::write(laptop.path("in.json"), text).expect("written");
    let request =
        json!({ "path": laptop.place("in.json"), "target": laptop.place("Work.waymark") });
    laptop.must("document_import", request);
    laptop
}

/// The data that a page gives its script.
fn data(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"data\">").expect("the data is there");
    serde_json::from_str(rest.split_once("</script>").expect("it ends").0).expect("it is JSON")
}

/// Writes the page of a role and reads what it gives its script.
fn page_data(laptop: &mut Laptop, role: &str) -> Value {
    let request = json!({ "folder": laptop.place(""), "roles": [role], "questions": [], "due": "", "note": "" });
    let written = laptop.must("prework_write", request);
    let path = written["paths"][0].as_str().expect("a path").to_owned();
    data(&fs::read_to_string(path).expect("a page"))
}

/// An answers file as the page of a role saves it.
fn answers(laptop: &mut Laptop, role: &str, who: [Value; 2], answers: Value) -> Value {
    let data = page_data(laptop, role);
    let [participant, name] = who;
    json!({
        "waymark_prework": 1, "engagement": data["engagement"], "pack": data["pack"],
        "pack_version": data["packVersion"], "role": data["role"], "participant": participant,
        "name": name, "saved_at": "2026-11-01T08:00:00.000Z", "answers": answers,
    })
}

fn level(question: &str, level: u8) -> Value {
    json!({ "question": question, "choice": "level", "level": level, "certainty": "sure", "reason": "", "comment": "" })
}

fn put(laptop: &Laptop, name: &str, file: &Value) -> String {
    fs::write(laptop.path(name), file.to_string()).expect("written");
    laptop.place(name)
}

fn uid(laptop: &Laptop, code: &str) -> String {
    let people = laptop.engagement().participants;
    people.iter().find(|p| p.code.as_str() == code).expect("a participant").uid.to_string()
}

fn votes(laptop: &Laptop, code: &str) -> Vec<Vote> {
    let uid = uid(laptop, code);
    laptop.engagement().votes.into_iter().filter(|v| v.participant.to_string() == uid).collect()
}

fn states(file: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    file["votes"]
        .as_array()
        .expect("votes")
        .iter()
        .map(|vote| (text(&vote["question"]), text(&vote["state"])))
        .collect()
}

fn text_of(path: &std::path::Path) -> (usize, String) {
    let document = Document::load(path).expect("the file can be read");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).expect("the text can be read");
    (pages.len(), text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn pre_work_offers_each_role_what_it_can_answer() {
    let mut laptop = desk(&[]);
    let view = laptop.must("prework_get", json!({}));
    let role = |view: &Value, id: &str| {
        view["roles"]
            .as_array()
            .expect("roles")
            .iter()
            .find(|r| r["id"] == id)
            .expect("a role")
            .clone()
    };
    let full = role(&view, "cx_lead");
    assert_eq!(full["participants"][0]["code"], "PAR-3");
    assert_eq!(full["questions"], full["selected"], "the full form asks all of them");
    laptop.must("profile_set", json!({ "field": "depth", "value": "short" }));
    let mut bare = sample();
    bare.votes.clear();
    bare.answers.clear();
    bare.profile.depth = Known::Value(waymark_core::discovery::profile::Depth::Short);
    let view = with(bare).must("prework_get", json!({}));
    let short = role(&view, "data_engineer");
    let (all, selected) =
        (short["questions"].as_array().expect("ids"), short["selected"].as_array().expect("ids"));
    assert!(selected.len() < all.len(), "the short form asks some: {selected:?}");
    let pack = library().default_pack().pack.clone();
    for id in all {
        let question = pack.questions.iter().find(|q| q.id.as_str() == id).expect("a question");
        assert!(question.roles.iter().any(|r| r.as_str() == "data_engineer"), "{id} is theirs");
    }
}

#[test]
fn a_page_is_written_per_role_or_none_at_all() {
    let mut laptop = desk(&[]);
    let folder = laptop.place("out");
    let mut request = json!({ "folder": folder, "roles": ["cx_lead", "data_engineer"], "questions": [], "due": "2026-12-03", "note": "Ring me" });
    let written = laptop.must("prework_write", request.clone());
    let names: Vec<String> = written["paths"]
        .as_array()
        .expect("paths")
        .iter()
        .map(|path| path.as_str().expect("a path").rsplit('/').next().expect("a name").to_owned())
        .collect();
    assert_eq!(
        names,
        [
            "prework-meridian-outfitters-cx-lead.html",
            "prework-meridian-outfitters-data-engineer.html"
        ]
    );
    let page = fs::read_to_string(laptop.path("out").join(&names[0])).expect("a page");
    assert!(page.contains("Ring me") && page.contains("3 December 2026"));
    let again = laptop.must("prework_write", request.clone());
    assert_eq!(again, written);
    assert_eq!(
        page,
        fs::read_to_string(laptop.path("out").join(&names[0])).expect("a page"),
        "the same page every time"
    );

    request["folder"] = json!(laptop.place("other"));
    for (key, value, code) in [
        ("roles", json!(["cx_lead", "nobody"]), Code::UnknownItem),
        ("roles", json!([]), Code::InvalidValue),
        ("questions", json!(["XXX-1"]), Code::UnknownItem),
        ("due", json!("3.12.2026"), Code::InvalidValue),
        ("note", json!("x".repeat(2001)), Code::InvalidValue),
    ] {
        let mut wrong = request.clone();
        wrong[key] = value;
        assert_eq!(laptop.refused("prework_write", wrong).0, code, "{key}");
    }
    assert!(!laptop.path("other").exists(), "nothing was written");
}

#[test]
fn returned_votes_are_matched_taken_and_undone_as_one_change() {
    let mut laptop = desk(&["PAR-3", "PAR-5"]);
    let before = laptop.engagement();
    let by_code = answers(
        &mut laptop,
        "cx_lead",
        [json!("PAR-3"), json!("Sofia Okafor")],
        json!([
            level("VAL-1", 2),
            { "question": "VAL-2", "choice": "dont_know", "level": null, "certainty": null, "reason": "", "comment": "Ask Lena\nshe knows" },
            { "question": "VAL-3", "choice": "not_applicable", "level": null, "certainty": null, "reason": "We have none", "comment": "" },
        ]),
    );
    let by_name = answers(
        &mut laptop,
        "data_engineer",
        [Value::Null, json!("tariq  IQBAL")],
        json!([level("ING-1", 4)]),
    );
    let paths = [put(&laptop, "a.json", &by_code), put(&laptop, "b.json", &by_name)];
    let look = laptop.must("prework_look", json!({ "paths": paths }));
    assert_eq!(
        (&look["new"], &look["conflicts"], &look["mistakes"]),
        (&json!(4), &json!(0), &json!(0)),
        "{look}"
    );
    assert_eq!(
        (&look["files"][0]["matchedBy"], &look["files"][1]["matchedBy"]),
        (&json!("code"), &json!("name"))
    );
    assert_eq!(look["files"][1]["participantLabel"], "PAR-5 Tariq Iqbal");
    assert_eq!(
        look["files"][0]["votes"][0]["says"], "",
        "votes stay hidden until they are revealed"
    );
    assert_eq!(laptop.engagement(), before, "a look changes nothing");

    let files: Vec<Value> = look["files"]
        .as_array()
        .expect("files")
        .iter()
        .map(|f| json!({ "path": f["path"], "part": f["part"], "participant": f["participant"] }))
        .collect();
    let outcome = laptop.must("prework_take", json!({ "files": files, "counts": [] }));
    assert_eq!(
        (&outcome["people"], &outcome["written"], &outcome["left"]),
        (&json!(2), &json!(4), &json!([]))
    );
    let votes = votes(&laptop, "PAR-3");
    assert_eq!(votes.len(), 3);
    assert_eq!(votes[1].comment, "Ask Lena\nshe knows");
    assert_eq!(
        (votes[2].choice, votes[2].reason.as_str()),
        (Choice::NotApplicable, "We have none")
    );
    assert!(votes.iter().all(|v| v.role.as_ref().is_some_and(|r| r.as_str() == "cx_lead")));
    let history = laptop.must("history_list", json!({ "limit": 1 }));
    assert_eq!(history[0]["label"], "Import pre-work of two people");
    let again = laptop.must("prework_take", json!({ "files": files, "counts": [] }));
    assert_eq!(
        (&again["written"], &again["same"]),
        (&json!(0), &json!(4)),
        "the same files again do nothing"
    );
    laptop.must("change_undo", json!({}));
    assert_eq!(laptop.engagement(), before, "one undo takes all of it back");
}

#[test]
fn a_vote_that_is_there_is_kept_until_somebody_decides() {
    let mut laptop = desk(&[]);
    let person = uid(&laptop, "PAR-5");
    let held =
        votes(&laptop, "PAR-5").into_iter().find(|v| v.level == Some(2)).expect("a vote of 2");
    let question = held.question.to_string();
    let revealed = laptop
        .engagement()
        .answer(&held.pack, &held.question)
        .is_some_and(|a| a.revealed_at.is_some());
    if !revealed {
        laptop.must("votes_reveal", json!({ "question": question }));
    }
    let file = answers(
        &mut laptop,
        "data_engineer",
        [json!("par-5"), Value::Null],
        json!([level(&question, 5)]),
    );
    let path = put(&laptop, "a.json", &file);
    let look = laptop.must("prework_look", json!({ "paths": [path] }));
    assert_eq!(states(&look["files"][0]), [(question.clone(), "conflict".to_owned())]);
    let vote = &look["files"][0]["votes"][0];
    assert!(vote["says"].as_str().expect("words").starts_with("5 Optimising, sure"), "{vote}");
    assert!(vote["held"].as_str().expect("words").starts_with("2 Emerging"), "{vote}");
    let fingerprint = &look["files"][0]["fingerprint"];
    let files =
        json!([{ "path": path, "part": "", "participant": person, "fingerprint": fingerprint }]);
    let before = laptop.engagement();
    let outcome = laptop.must("prework_take", json!({ "files": files, "counts": [] }));
    assert_eq!((&outcome["conflicts"], &outcome["written"]), (&json!(1), &json!(0)));
    assert_eq!(outcome["left"].as_array().map(Vec::len), Some(1), "what was kept is told");
    assert_eq!(laptop.engagement(), before, "nothing is overwritten silently");
    let elsewhere = json!([{ "pack": "ai-readiness", "participant": person, "question": question, "path": path, "part": "" }]);
    let outcome = laptop.must("prework_take", json!({ "files": files, "counts": elsewhere }));
    assert_eq!(
        outcome["conflicts"], 1,
        "a question of the same name in another pack is another one"
    );
    let replace = json!([{ "pack": "data-strategy", "participant": person, "question": question, "path": path, "part": "" }]);
    let stale = json!([{ "path": path, "part": "", "participant": person, "fingerprint": "of another file" }]);
    let refused = laptop.call("prework_take", json!({ "files": stale, "counts": replace }));
    let refused = refused.expect_err("the file is another one than was looked at");
    assert!(refused.message.ends_with("was changed since it was looked at"), "{}", refused.message);
    assert_eq!(laptop.engagement(), before, "nothing is written of a file that nobody has seen");
    let outcome = laptop.must("prework_take", json!({ "files": files, "counts": replace }));
    assert_eq!(outcome["replaced"], 1);
    let new =
        votes(&laptop, "PAR-5").into_iter().find(|v| v.question == held.question).expect("a vote");
    assert_eq!((new.uid, new.level), (held.uid, Some(5)), "it takes the place of the other");
    assert!(new.after_reveal, "the room had seen the votes");
}

#[test]
fn two_files_of_one_participant_are_both_told() {
    let mut laptop = desk(&["PAR-3"]);
    let who = || [json!("PAR-3"), Value::Null];
    let first =
        answers(&mut laptop, "cx_lead", who(), json!([level("VAL-1", 2), level("VAL-2", 3)]));
    let second =
        answers(&mut laptop, "cx_lead", who(), json!([level("VAL-1", 4), level("VAL-2", 3)]));
    let paths =
        [put(&laptop, "a.json", &first), put(&laptop, "b.json", &second), laptop.place("a.json")];
    let look = laptop.must("prework_look", json!({ "paths": paths }));
    assert_eq!(look["files"].as_array().map(Vec::len), Some(2), "a file dragged twice is one");
    assert_eq!(states(&look["files"][0])[0].1, "disputed");
    assert_eq!(states(&look["files"][1])[0].1, "disputed");
    assert_eq!(look["files"][0]["votes"][0]["alsoIn"], json!(["b.json"]));
    assert_eq!(
        (states(&look["files"][0])[1].1.as_str(), states(&look["files"][1])[1].1.as_str()),
        ("new", "same")
    );
    let person = uid(&laptop, "PAR-3");
    let take = |paths: &[&String]| {
        let files: Vec<Value> =
            paths.iter().map(|p| json!({ "path": p, "part": "", "participant": person })).collect();
        json!({ "files": files, "counts": [] })
    };
    let outcome = laptop.must("prework_take", take(&[&paths[0], &paths[1]]));
    assert_eq!((&outcome["written"], &outcome["disputed"]), (&json!(1), &json!(2)), "{outcome}");
    let outcome = laptop.must("prework_take", take(&[&paths[1]]));
    assert_eq!(
        (&outcome["written"], &outcome["same"]),
        (&json!(1), &json!(1)),
        "one of them alone counts"
    );
}

#[test]
fn a_count_of_hands_stays_until_somebody_decides_against_it() {
    let mut laptop = desk(&[]);
    let hands = json!({ "question": "VAL-1", "levels": [0, 1, 2, 3, 0], "dontKnow": 0, "notApplicable": 0 });
    laptop.must("votes_tally", hands);
    let tally = |laptop: &Laptop| {
        let engagement = laptop.engagement();
        engagement.answers.iter().find(|a| a.question.as_str() == "VAL-1").map(|a| a.tally.clone())
    };
    let counted = tally(&laptop).expect("an answer");
    assert!(!counted.is_empty());
    let who = [json!("par-5"), Value::Null];
    let file = answers(&mut laptop, "data_engineer", who, json!([level("VAL-1", 1)]));
    let path = put(&laptop, "a.json", &file);
    let look = laptop.must("prework_look", json!({ "paths": [path] }));
    assert_eq!(states(&look["files"][0]), [("VAL-1".to_owned(), "conflict".to_owned())]);
    let held = look["files"][0]["votes"][0]["held"].as_str().expect("words").to_owned();
    assert_eq!(held, "six hands counted; a vote by person takes their place");
    let person = uid(&laptop, "PAR-5");
    let files = json!([{ "path": path, "part": "", "participant": person }]);
    let before = laptop.engagement();
    let outcome = laptop.must("prework_take", json!({ "files": files, "counts": [] }));
    assert_eq!((&outcome["conflicts"], &outcome["written"]), (&json!(1), &json!(0)));
    assert_eq!(laptop.engagement(), before, "nothing is overwritten silently");
    let replace = json!([{ "pack": "data-strategy", "participant": person, "question": "VAL-1", "path": path, "part": "" }]);
    let outcome = laptop.must("prework_take", json!({ "files": files, "counts": replace }));
    assert_eq!(outcome["replaced"], 1);
    assert_eq!(tally(&laptop).as_deref(), Some(""), "the vote stands in place of the count");
    assert!(votes(&laptop, "PAR-5").iter().any(|v| v.question.as_str() == "VAL-1"));
    laptop.must("change_undo", json!({}));
    assert_eq!(tally(&laptop), Some(counted), "one change, taken back as one");
}

#[test]
fn each_contradicting_vote_is_decided_for_one_of_the_files() {
    let mut laptop = desk(&["PAR-3"]);
    let who = || [json!("PAR-3"), Value::Null];
    let first =
        answers(&mut laptop, "cx_lead", who(), json!([level("VAL-1", 2), level("VAL-2", 3)]));
    let second =
        answers(&mut laptop, "cx_lead", who(), json!([level("VAL-1", 4), level("VAL-2", 5)]));
    let paths = [put(&laptop, "a.json", &first), put(&laptop, "b.json", &second)];
    let person = uid(&laptop, "PAR-3");
    let files: Vec<Value> = paths
        .iter()
        .map(|path| json!({ "path": path, "part": "", "participant": person }))
        .collect();
    let counts = |question: &str, path: &str| json!({ "pack": "data-strategy", "participant": person, "question": question, "path": path, "part": "" });
    let decided = json!([counts("VAL-1", &paths[1]), counts("VAL-2", &paths[0])]);
    let outcome = laptop.must("prework_take", json!({ "files": files, "counts": decided }));
    assert_eq!(
        (&outcome["written"], &outcome["disputed"], &outcome["left"]),
        (&json!(2), &json!(0), &json!([]))
    );
    let level_of = |laptop: &Laptop, question: &str| {
        votes(laptop, "PAR-3").into_iter().find(|v| v.question.as_str() == question)?.level
    };
    assert_eq!(level_of(&laptop, "VAL-1"), Some(4));
    assert_eq!(level_of(&laptop, "VAL-2"), Some(3));

    let decided = json!([counts("VAL-2", &paths[1])]);
    let outcome = laptop.must("prework_take", json!({ "files": files, "counts": decided }));
    assert_eq!((&outcome["replaced"], &outcome["disputed"]), (&json!(1), &json!(2)), "{outcome}");
    assert_eq!(level_of(&laptop, "VAL-1"), Some(4), "what nobody decided stays");
    assert_eq!(level_of(&laptop, "VAL-2"), Some(5));
}

#[test]
fn votes_of_somebody_unknown_come_in_with_a_new_participant() {
    let mut laptop = desk(&[]);
    let who = || [Value::Null, json!("Zelda Quist")];
    let first = answers(
        &mut laptop,
        "cx_lead",
        who(),
        json!([level("VAL-1", 2), level("VAL-2", 3), level("XYZ-9", 3)]),
    );
    let second = answers(&mut laptop, "cx_lead", who(), json!([level("VAL-3", 4)]));
    let paths = [put(&laptop, "a.json", &first), put(&laptop, "b.json", &second)];
    let before = laptop.engagement();
    let look = laptop.must("prework_look", json!({ "paths": paths }));
    assert_eq!(look["files"][0]["matchedBy"], "nobody");
    assert_eq!((&look["open"], &look["new"]), (&json!(3), &json!(0)));
    assert_eq!((&look["unknownQuestions"], &look["mistakes"]), (&json!(1), &json!(1)));

    let files: Vec<Value> = paths
        .iter()
        .map(|path| json!({ "path": path, "part": "", "participant": null, "isNew": true }))
        .collect();
    let look = laptop.must("prework_look", json!({ "paths": paths, "chosen": files }));
    assert_eq!(look["files"][0]["matchedBy"], "new");
    assert_eq!(look["files"][0]["participant"], look["files"][1]["participant"], "one person");
    assert_eq!((&look["open"], &look["new"]), (&json!(0), &json!(3)));
    assert_eq!(laptop.engagement(), before, "looking writes nothing");

    let outcome = laptop.must("prework_take", json!({ "files": files, "counts": [] }));
    assert_eq!(
        (&outcome["added"], &outcome["people"], &outcome["written"]),
        (&json!(1), &json!(1), &json!(3))
    );
    let after = laptop.engagement();
    let added = after.participants.last().expect("a participant");
    assert_eq!(after.participants.len(), before.participants.len() + 1);
    assert_eq!(added.name, "Zelda Quist");
    assert_eq!(added.role.as_ref().map(ToString::to_string).as_deref(), Some("cx_lead"));
    assert!(added.code.as_str().starts_with("PAR-"));
    assert_eq!(votes(&laptop, added.code.as_str()).len(), 3);
    let look = laptop.must("prework_look", json!({ "paths": paths }));
    assert_eq!(look["files"][0]["matchedBy"], "name", "now they are known");
    laptop.must("change_undo", json!({}));
    assert_eq!(laptop.engagement(), before, "one undo takes person and votes back");
}

#[test]
fn nobody_is_credited_with_a_file_by_a_guess() {
    let mut laptop = desk(&["PAR-3"]);
    let nobody = || [Value::Null, Value::Null];
    let file = answers(&mut laptop, "cx_lead", nobody(), json!([level("VAL-1", 2)]));
    let path = put(&laptop, "a.json", &file);
    let look = laptop.must("prework_look", json!({ "paths": [path] }));
    assert_eq!(look["files"][0]["matchedBy"], "nobody");
    assert_eq!(states(&look["files"][0]), [("VAL-1".to_owned(), "open".to_owned())]);
    let offer = "PAR-3 Sofia Okafor is the only one of this role without votes";
    assert_eq!(look["files"][0]["notes"], json!([offer]), "who it may be is told");
    let chosen = json!([{ "path": path, "part": "", "participant": uid(&laptop, "PAR-5") }]);
    let look = laptop.must("prework_look", json!({ "paths": [path], "chosen": chosen }));
    assert_eq!(look["files"][0]["matchedBy"], "chosen");
    let stranger = [Value::Null, json!("Helen Marsh")];
    let file = answers(&mut laptop, "cx_lead", stranger, json!([level("VAL-1", 2)]));
    let path = put(&laptop, "b.json", &file);
    let look = laptop.must("prework_look", json!({ "paths": [path] }));
    assert_eq!(look["files"][0]["matchedBy"], "nobody", "a name that nobody has");
    let swapped = [json!("PAR-3"), json!("Dorothea Hahn")];
    let file = answers(&mut laptop, "cx_lead", swapped, json!([level("VAL-1", 2)]));
    let path = put(&laptop, "d.json", &file);
    let look = laptop.must("prework_look", json!({ "paths": [path] }));
    assert_eq!(look["files"][0]["matchedBy"], "nobody", "code and name are of two people");
    let told = "The file names Dorothea Hahn, but PAR-3 is Sofia Okafor";
    assert_eq!(look["files"][0]["notes"], json!([told]));
    let unknown =
        answers(&mut laptop, "cx_lead", [json!("PAR-99"), Value::Null], json!([level("VAL-1", 2)]));
    let path = put(&laptop, "c.json", &unknown);
    let look = laptop.must("prework_look", json!({ "paths": [path] }));
    assert_eq!(look["files"][0]["matchedBy"], "nobody", "a wrong code is no reason to guess");
    let outcome = laptop.must(
        "prework_take",
        json!({ "files": [{ "path": path, "part": "", "participant": null }], "counts": [] }),
    );
    assert_eq!((&outcome["open"], &outcome["written"]), (&json!(1), &json!(0)));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let mut laptop = desk(&["PAR-3"]);
    let good = answers(
        &mut laptop,
        "cx_lead",
        [json!("PAR-3"), Value::Null],
        json!([
            level("VAL-1", 2), level("XXX-9", 2), level("VAL-2", 6), level("VAL-3", 1), level("VAL-3", 2),
            { "question": "CUL-1", "choice": "not_applicable" },
            { "question": "CUL-2", "choice": "perhaps" },
            { "question": "CUL-3", "choice": "level", "level": 2.5 },
            { "question": 7, "choice": "level", "level": 2 },
            { "question": "CUL-4", "choice": "level", "level": 3, "comment": "x".repeat(2001) },
            "nonsense",
        ]),
    );
    let mut foreign = good.clone();
    foreign["engagement"] = json!("0190aaaa-0000-7000-8000-000000000000");
    let mut other_pack = good.clone();
    other_pack["pack"] = json!("another");
    let mut newer = good.clone();
    newer["waymark_prework"] = json!(2);
    let paths = [
        put(&laptop, "good.json", &good),
        put(&laptop, "foreign.json", &foreign),
        put(&laptop, "pack.json", &other_pack),
        put(&laptop, "newer.json", &newer),
        put(&laptop, "other.json", &json!({ "profile": {} })),
    ];
    fs::write(laptop.path("torn.json"), &good.to_string()[..200]).expect("written");
    fs::write(laptop.path("bytes.json"), [0xff, 0xfe, 0x00, 0xd8]).expect("written");
    let mut paths = paths.to_vec();
    paths.extend([laptop.place("torn.json"), laptop.place("bytes.json"), laptop.place("")]);
    let look = laptop.must("prework_look", json!({ "paths": paths }));
    let told: Vec<String> = look["files"]
        .as_array()
        .expect("files")
        .iter()
        .flat_map(|file| {
            file["mistakes"]
                .as_array()
                .expect("mistakes")
                .iter()
                .map(|m| {
                    assert_ne!(m["help"], "", "what to do: {m}");
                    format!(
                        "{} {}: {}",
                        file["fileName"]
                            .as_str()
                            .expect("a name")
                            .split('/')
                            .next_back()
                            .unwrap_or_default(),
                        m["place"].as_str().expect("a place"),
                        m["message"].as_str().expect("words")
                    )
                })
                .collect::<Vec<_>>()
        })
        .collect();
    for wanted in [
        "good.json answers[1].question: the pack has no question `XXX-9`",
        "good.json answers[2].level: `6` is not a level",
        "good.json answers[4]: VAL-3 is answered twice, and differently",
        "good.json answers[5].reason: not applicable needs a reason",
        "good.json answers[6].choice: `perhaps` is not a choice",
        "good.json answers[7].level: `2.5` is not a level",
        "good.json answers[8].question: 7 is not a text",
        "good.json answers[9].comment: the text has 2001 characters, at most 2000 fit",
        "good.json answers[10]: \"nonsense\" is not an answer",
        "foreign.json engagement: the file belongs to another engagement",
        "pack.json pack: the engagement holds no pack `another`",
        "newer.json waymark_prework: a newer Waymark made the page that saved this file",
        "other.json : this is not an answers file of pre-work",
        "torn.json line 1, column 200: the file is not whole JSON here",
        "bytes.json : the file is not text in UTF-8",
    ] {
        assert!(told.iter().any(|line| line == wanted), "`{wanted}` is not among {told:#?}");
    }
    assert_eq!(
        states(&look["files"][0]),
        [("VAL-1".to_owned(), "new".to_owned())],
        "what is sound is kept"
    );
    let missing = laptop.refused("prework_look", json!({ "paths": [laptop.place("gone.json")] }));
    assert_eq!(missing.0, Code::NotFound);
}

#[test]
fn a_table_holds_answers_of_several_people() {
    let mut laptop = desk(&["PAR-3", "PAR-5"]);
    let table = "Question;Choice;Certainty;Reason;Comment;Participant;Mood\n\
        VAL-1;3;fairly sure;;;PAR-3;good\n\
        VAL-2;don't know;;;;Sofia Okafor;\n\
        ING-1;not applicable;;No such source;\"a; b\";par-5;\n\
        ING-2;9;;;;PAR-5;\n\
        ING-3;;;;;PAR-5;\n\
        ING-4;level;;;;PAR-5;\n";
    fs::write(laptop.path("votes.csv"), table).expect("written");
    let path = laptop.place("votes.csv");
    let look = laptop.must("prework_look", json!({ "paths": [path] }));
    let files = look["files"].as_array().expect("files");
    assert_eq!(files.len(), 3, "by what stands in the column: {look}");
    assert_eq!(
        (&files[0]["matchedBy"], &files[1]["matchedBy"], &files[2]["matchedBy"]),
        (&json!("code"), &json!("name"), &json!("code"))
    );
    assert_eq!(files[0]["notes"], json!(["Columns that are not read: mood"]));
    let places: Vec<&str> = files[2]["mistakes"]
        .as_array()
        .expect("mistakes")
        .iter()
        .map(|m| m["place"].as_str().expect("a place"))
        .collect();
    assert_eq!(places, ["row 5, choice", "row 7, level"]);
    let chosen: Vec<Value> = files
        .iter()
        .map(|f| json!({ "path": path, "part": f["part"], "participant": f["participant"] }))
        .collect();
    let outcome = laptop.must("prework_take", json!({ "files": chosen, "counts": [] }));
    assert_eq!((&outcome["people"], &outcome["written"]), (&json!(2), &json!(3)));
    assert_eq!(votes(&laptop, "PAR-5")[0].comment, "a; b");
    fs::write(laptop.path("plain.csv"), "a,b\n1,2\n").expect("written");
    let look = laptop.must("prework_look", json!({ "paths": [laptop.place("plain.csv")] }));
    assert_eq!(look["files"][0]["mistakes"][0]["place"], "row 1");
}

#[test]
fn no_name_reaches_an_anonymous_engagement() {
    let mut engagement = sample();
    engagement.profile.is_anonymous = true;
    for one in &mut engagement.participants {
        one.name.clear();
    }
    engagement.votes.clear();
    let mut laptop = with(engagement);
    let data = page_data(&mut laptop, "cx_lead");
    assert_eq!(data["participants"], json!([{ "code": "PAR-3", "name": null }]));
    let file = answers(
        &mut laptop,
        "cx_lead",
        [json!("PAR-3"), json!("Zelda Quist")],
        json!([level("VAL-1", 2)]),
    );
    let path = put(&laptop, "a.json", &file);
    let look = laptop.must("prework_look", json!({ "paths": [path] }));
    assert!(!look.to_string().contains("Zelda"), "not even shown: {look}");
    assert!(
        look["files"][0]["notes"][0].as_str().expect("a note").contains("anonymous"),
        "and that is said"
    );
    laptop.must("prework_take", json!({ "files": [{ "path": path, "part": "", "participant": uid(&laptop, "PAR-3") }], "counts": [] }));
    assert_eq!(votes(&laptop, "PAR-3").len(), 1);
    laptop.must("document_export", json!({ "path": laptop.place("out.json") }));
    let out = fs::read_to_string(laptop.path("out.json")).expect("exported");
    assert!(!out.contains("Zelda Quist"), "no name is written down");
}

#[test]
fn forms_and_cards_can_be_printed() {
    let mut laptop = desk(&[]);
    let request = json!({ "path": laptop.place("form.pdf"), "role": "cx_lead", "questions": [], "due": "2026-12-03", "note": "Ring me" });
    laptop.must("prework_form", request.clone());
    let (pages, text) = text_of(&laptop.path("form.pdf"));
    let pack = library().default_pack().pack.clone();
    let own: Vec<_> =
        pack.questions.iter().filter(|q| q.roles.iter().any(|r| r.as_str() == "cx_lead")).collect();
    let full = |questions: usize| 1 + (questions - 1).div_ceil(2);
    assert!(pages <= full(own.len()), "{pages} pages for {} questions", own.len());
    let told = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    for question in own {
        let start: String = told(&question.text).chars().take(25).collect();
        assert!(text.contains(&start), "the form does not ask `{start}`");
        let code = question.id.as_str();
        assert!(text.contains(code), "{code} is needed to type the answers in");
    }
    assert!(
        text.contains("3 December 2026")
            && text.contains("Ring me")
            && text.contains("Helen Marsh")
    );
    assert!(!text.contains("Sofia Okafor"), "a form is for whoever has the role");
    let first = fs::read(laptop.path("form.pdf")).expect("a form");
    laptop.must("prework_form", request);
    assert!(
        first == fs::read(laptop.path("form.pdf")).expect("a form"),
        "the same bytes every time"
    );
    // One question below the head, and then two on each page: no page is left half empty.
    for role in ["architect", "business_owner", "data_engineer"] {
        let request = json!({ "path": laptop.place("form.pdf"), "role": role, "questions": [], "due": "", "note": "" });
        laptop.must("prework_form", request);
        let (pages, _) = text_of(&laptop.path("form.pdf"));
        let own =
            pack.questions.iter().filter(|q| q.roles.iter().any(|r| r.as_str() == role)).count();
        assert!(pages <= full(own), "{pages} pages for {own} questions of {role}");
    }

    laptop.must("cards_write", json!({ "path": laptop.place("cards.pdf"), "questions": [] }));
    let (pages, text) = text_of(&laptop.path("cards.pdf"));
    assert_eq!(pages, pack.questions.len(), "a card with levels and evidence takes a page");
    for question in &pack.questions {
        assert!(text.contains(question.id.as_str()), "{} has a card", question.id);
        let good = &question.card.as_ref().expect("a card").good;
        let start: String = told(good).chars().take(20).collect();
        assert!(text.contains(&start), "{}: `{start}`", question.id);
        for part in question.levels.iter().chain([&question.evidence]) {
            let start: String = told(part).chars().take(20).collect();
            assert!(text.contains(&start), "{}: `{start}`", question.id);
        }
    }
    assert!(text.contains("Ask to see"));
    laptop.must(
        "cards_write",
        json!({ "path": laptop.place("two.pdf"), "questions": ["GOV-1", "GOV-2"] }),
    );
    assert_eq!(text_of(&laptop.path("two.pdf")).0, 2, "the cards that were chosen");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop_oneof![
            Just("VAL-1"),
            Just("level"),
            Just("dont_know"),
            Just("not_applicable"),
            Just("PAR-3"),
            Just("sure")
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec(
                (
                    prop_oneof![
                        Just("question"),
                        Just("choice"),
                        Just("level"),
                        Just("reason"),
                        Just("comment"),
                        Just("certainty"),
                        Just("x")
                    ]
                    .prop_map(str::to_owned),
                    inner
                ),
                0..6
            )
            .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_file_whatever_stops_the_look(
        fields in prop::collection::vec((0_usize..9, any_json()), 0..6),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        table in "(question|choice|level|participant|VAL-1|3|[;,\"\n=]|.){0,80}",
        cut in 0_usize..400,
    ) {
        let laptop = hostile();
        let mut laptop = laptop.lock().expect("no other test stopped in it");
        let keys = ["waymark_prework", "engagement", "pack", "pack_version", "role", "participant", "name", "saved_at", "answers"];
        let mut file = answers(&mut laptop, "cx_lead", [json!("PAR-3"), Value::Null], json!([level("VAL-1", 2)]));
        for (key, value) in fields {
            file[keys[key]] = value;
        }
        let path = put(&laptop, "hostile.json", &file);
        let text = file.to_string();
        let torn: String = text.chars().take(cut).collect();
        fs::write(laptop.path("torn.json"), torn).expect("written");
        fs::write(laptop.path("bytes.json"), &bytes).expect("written");
        fs::write(laptop.path("bytes.csv"), &bytes).expect("written");
        fs::write(laptop.path("table.csv"), format!("question,level,participant\n{table}")).expect("written");
        let paths = [path, laptop.place("torn.json"), laptop.place("bytes.json"), laptop.place("bytes.csv"), laptop.place("table.csv")];
        let look = laptop.must("prework_look", json!({ "paths": paths }));
        let files: Vec<Value> = look["files"].as_array().expect("files").iter()
            .map(|f| json!({ "path": f["path"], "part": f["part"], "participant": f["participant"] })).collect();
        let outcome = laptop.must("prework_take", json!({ "files": files, "counts": [] }));
        prop_assert_eq!(&outcome["written"], &look["new"], "what was to be new is written, and no more");
        for vote in laptop.engagement().votes {
            prop_assert!(vote.level.is_none_or(|level| (1..=5).contains(&level)));
            prop_assert!(vote.choice != Choice::NotApplicable || !vote.reason.is_empty());
        }
        if outcome["written"] != 0 {
            laptop.must("change_undo", json!({}));
        }
    }
}

/// One laptop for all hostile files: making a document takes longer than reading one.
fn hostile() -> &'static std::sync::Mutex<Laptop> {
    static LAPTOP: std::sync::OnceLock<std::sync::Mutex<Laptop>> = std::sync::OnceLock::new();
    LAPTOP.get_or_init(|| std::sync::Mutex::new(desk(&["PAR-3"])))
}
