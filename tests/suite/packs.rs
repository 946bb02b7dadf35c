//! Packs and lenses of an engagement: several at once, from folders and zip files, another version of one, lenses with their risks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_tests::{Laptop, library, repository};

const LENS: &str = "crates/waymark-pack/tests/fixtures/lens/tidy.json";
const BARE: &str = "crates/waymark-pack/tests/fixtures/lens/bare_words.json";

fn with_sample() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    laptop
}

fn shipped(id: &str) -> Value {
    json!({ "shipped": id, "path": null, "earlier": null, "isRepaired": false })
}

fn at(path: &str) -> Value {
    json!({ "shipped": null, "path": path, "earlier": null, "isRepaired": false })
}

fn earlier(hash: &Value) -> Value {
    json!({ "shipped": null, "path": null, "earlier": hash, "isRepaired": false })
}

/// The files of a shipped pack, from the repository.
fn files(id: &str) -> BTreeMap<String, String> {
    waymark_pack::read_folder(&repository().join("assessments").join(id)).expect("the pack reads")
}

fn write_folder(folder: &Path, files: &BTreeMap<String, String>) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
}

fn edit(files: &mut BTreeMap<String, String>, file: &str, old: &str, new: &str) {
    let text = files.get_mut(file).unwrap_or_else(|| panic!("there is a file {file}"));
    assert!(text.contains(old), "{file} contains {old}");
    *text = text.replacen(old, new, 1);
}

/// Every vote of the sample's participants on a question, in one row.
fn vote(laptop: &mut Laptop, question: &str, row: &str) {
    laptop.must("votes_record", json!({ "question": question, "row": row }));
    laptop.must("votes_reveal", json!({ "question": question }));
}

#[test]
fn two_packs_stand_side_by_side_and_keep_their_scores_apart() {
    let mut laptop = with_sample();
    let before = laptop.must("maturity_get", json!({}));
    let packs = laptop.must("pack_take", shipped("ai-readiness"));
    assert_eq!(packs["packs"].as_array().map(Vec::len), Some(2));
    assert_eq!(packs["available"], json!([]), "nothing else is shipped");

    let document = laptop.must("pack_choose", json!({ "id": "ai-readiness" }));
    assert_eq!(document["packTitle"], "AI readiness");
    let card = laptop.must("maturity_get", json!({}));
    assert_eq!(card["overall"]["score"], Value::Null, "nothing is answered here yet");
    let questions = laptop.must("assess_get", json!({}));
    let first =
        questions["dimensions"][0]["questions"][0]["id"].as_str().expect("an id").to_owned();
    vote(&mut laptop, &first, "3 3 3 3 3 3 3 3");
    let document = laptop.must("document_get", json!({}));
    assert_eq!(document["status"]["answered"], 1);
    let packs = laptop.must("packs_get", json!({}));
    assert_eq!(
        (&packs["packs"][1]["answered"], &packs["packs"][1]["isCurrent"]),
        (&json!(1), &json!(true))
    );

    laptop.must("pack_choose", json!({ "id": "data-strategy" }));
    assert_eq!(
        laptop.must("maturity_get", json!({})),
        before,
        "the other pack's votes move nothing"
    );
    let (code, _) = laptop.refused("pack_choose", json!({ "id": "poetry" }));
    assert_eq!(code, Code::UnknownItem);

    // Everything travels, also what was entered under the second pack.
    let path = laptop.place("both.json");
    laptop.must("document_export", json!({ "path": path }));
    let target = laptop.place("both.waymark");
    let held = laptop.engagement();
    laptop.must("document_import", json!({ "path": path, "target": target }));
    assert_eq!(laptop.engagement(), held);

    let packs = laptop.must("pack_remove", json!({ "id": "ai-readiness" }));
    assert_eq!(packs["packs"].as_array().map(Vec::len), Some(1));
    assert!(laptop.engagement().votes.iter().all(|vote| vote.pack.as_str() == "data-strategy"));
    let (code, message) = laptop.refused("pack_remove", json!({ "id": "data-strategy" }));
    assert_eq!(
        (code, message.as_str()),
        (Code::InvalidValue, "an engagement needs an assessment pack")
    );
    laptop.must("change_undo", json!({}));
    assert_eq!(laptop.engagement(), held, "one undo brings the pack and its votes back");
}

#[test]
fn a_pack_comes_from_a_folder_or_one_zip_file() {
    let mut laptop = with_sample();
    let mut own = files("ai-readiness");
    edit(&mut own, "pack.toml", "id = \"ai-readiness\"", "id = \"harbour-ai\"");
    edit(&mut own, "pack.toml", "title = \"AI readiness\"", "title = \"Harbour AI\"");
    write_folder(&laptop.path("harbour-ai"), &own);
    let zip = laptop.path("harbour.zip");
    write_zip(&zip, own.iter().map(|(name, text)| (format!("harbour-ai/{name}"), text.as_bytes())));
    for place in ["harbour-ai", "harbour.zip", "harbour-ai/pack.toml"] {
        let look = laptop.must("pack_look", at(&laptop.place(place)));
        assert_eq!(
            (&look["id"], &look["standing"]),
            (&json!("harbour-ai"), &json!("new")),
            "{place}"
        );
        assert_eq!(look["conflicts"], json!([]));
    }
    let before = laptop.engagement();
    laptop.must("pack_take", at(&laptop.place("harbour.zip")));
    assert_eq!(laptop.must("pack_look", at(&laptop.place("harbour-ai")))["standing"], "same");
    let (code, _) = laptop.refused("pack_take", at(&laptop.place("harbour-ai")));
    assert_eq!(code, Code::AlreadyExists);
    laptop.must("change_undo", json!({}));
    assert_eq!(laptop.engagement(), before);

    edit(&mut own, "dimensions/value.toml", "weight = 1", "weight = 0");
    write_folder(&laptop.path("broken"), &own);
    let error =
        laptop.call("pack_look", at(&laptop.place("broken"))).expect_err("it has a problem");
    assert_eq!(error.code, Code::InvalidPack);
    assert!(error.mistakes[0].place.starts_with("dimensions/value.toml:"), "{:?}", error.mistakes);
    let (code, message) = laptop.refused("pack_look", at(&laptop.place("nowhere")));
    assert_eq!((code, message.ends_with("nowhere is not a folder")), (Code::InvalidPack, true));
    assert_eq!(laptop.engagement(), before, "looking changes nothing");
}

fn write_zip<'a>(path: &Path, entries: impl Iterator<Item = (String, &'a [u8])>) {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(fs::File::create(path).expect("a file can be made"));
    for (name, bytes) in entries {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("bytes");
    }
    zip.finish().expect("a zip file");
}

/// A second version of the first pack: a question reworded, one weighed anew, one moved, one retired, one new.
fn second_version() -> BTreeMap<String, String> {
    let mut files = files("ai-readiness");
    edit(&mut files, "pack.toml", "version = \"1.0.0\"", "version = \"1.1.0\"");
    let value = files["dimensions/value.toml"].clone();
    let (head, rest) = value.split_once("[[questions]]").expect("questions");
    let questions: Vec<&str> = rest.split("[[questions]]").collect();
    let reworded = questions[0].replacen(
        "How do you decide which idea for AI is worth starting?",
        "How is it decided which idea for AI is started?",
        1,
    );
    let weighed = questions[1].replacen("weight = 1", "weight = 2", 1);
    assert!(weighed != questions[1] && reworded != questions[0], "both edits apply");
    let new = questions[1].replacen("id = \"AIV-2\"", "id = \"AIV-9\"", 1);
    let moved = questions[2];
    let own = [reworded.as_str(), weighed.as_str(), new.as_str()];
    files.insert(
        "dimensions/value.toml".into(),
        format!("{head}[[questions]]{}", own.join("[[questions]]")),
    );
    let data = files.get_mut("dimensions/data.toml").expect("a dimension");
    data.push_str("\n[[questions]]");
    data.push_str(moved);
    // The last question of another dimension goes.
    let another = files.get_mut("dimensions/responsible.toml").expect("a dimension");
    let (rest, last) = another.rsplit_once("[[questions]]").expect("questions");
    let between = |before: &str| {
        let text = last.split(before).nth(1).and_then(|rest| rest.split('"').next());
        text.expect("it is there").to_owned()
    };
    let (id, text) = (between("id = \""), between("text = \""));
    *another = rest.to_owned();
    let retired = format!(
        "\n[[retired]]\nid = \"{id}\"\nsince = \"1.1.0\"\ntext = \"{text}\"\nnote = \"AIV-9 asks it now\"\n"
    );
    files.get_mut("pack.toml").expect("the pack").push_str(&retired);
    // What raised or lifted it now speaks of the new one.
    for name in ["initiatives.toml", "targets.toml"] {
        let file = files.get_mut(name).expect("it is there");
        *file = file.replace(&format!("\"{id}\""), "\"AIV-9\"");
    }
    files.retain(|name, _| !name.starts_with("examples/"));
    files
}

#[test]
fn a_newer_version_is_looked_at_taken_in_and_its_effect_told_apart_from_answers() {
    let mut laptop = with_sample();
    laptop.must("pack_take", shipped("ai-readiness"));
    laptop.must("pack_choose", json!({ "id": "ai-readiness" }));
    let questions: Vec<String> = library()
        .by_id("ai-readiness")
        .expect("it is shipped")
        .pack
        .questions
        .iter()
        .map(|question| question.id.to_string())
        .collect();
    for (at, id) in questions.iter().enumerate() {
        let level = at % 3 + 2;
        vote(&mut laptop, id, &[level.to_string().as_str(); 8].join(" "));
    }
    let before = laptop.engagement();
    let card = laptop.must("maturity_get", json!({}));
    write_folder(&laptop.path("new"), &second_version());
    let source = at(&laptop.place("new"));
    let look = laptop.must("pack_look", source.clone());
    assert_eq!(laptop.engagement(), before, "looking changes nothing");
    let changes = &look["changes"];
    let ids = |list: &Value| -> Vec<String> {
        let notes = list.as_array().expect("a list").iter();
        notes.map(|note| note["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!((&look["standing"], &look["version"]), (&json!("version"), &json!("1.1.0")));
    assert_eq!(look["conflicts"], json!([]));
    assert_eq!(ids(&changes["added"]), ["AIV-9"]);
    assert_eq!(ids(&changes["reworded"]), ["AIV-1"]);
    assert_eq!(ids(&changes["weighed"]), ["AIV-2"]);
    assert_eq!(ids(&changes["moved"]), ["AIV-3"]);
    assert_eq!(changes["retired"][0]["hasAnswer"], true);
    assert_eq!(changes["carried"], questions.len() - 1);
    let forecast = changes["scores"].clone();

    laptop.must("pack_take", source);
    let now = laptop.must("maturity_get", json!({}));
    let compared = laptop.must("baseline_compare", json!({ "baseline": "", "with": "" }));
    assert_eq!(compared["overall"], forecast["overall"], "it came as the look said");
    assert_eq!(compared["overall"]["before"], card["overall"]["score"]);
    assert_eq!(compared["overall"]["after"], now["overall"]["score"]);
    assert_eq!(compared["overall"]["byAnswers"], 0.0, "no answer changed");
    assert_ne!(compared["overall"]["byContent"], 0.0);

    // An answer changed afterwards counts as answers, the rest stays content.
    let content = compared["overall"]["byContent"].clone();
    vote(&mut laptop, "AIV-1", "5 5 5 5 5 5 5 5");
    let compared = laptop.must("baseline_compare", json!({ "baseline": "", "with": "" }));
    assert_eq!(compared["overall"]["byContent"], content);
    assert!(compared["overall"]["byVotes"].as_f64().expect("a number") > 0.0);
    assert_eq!(compared["overall"]["byAnswers"], 0.0, "nothing was settled");
    for part in compared["dimensions"].as_array().expect("a list").iter().chain([&compared]) {
        let shift = part.get("shift").unwrap_or(&compared["overall"]);
        let number = |name: &str| shift[name].as_f64().expect("all is answered");
        let parts = ["before", "byContent", "byAnswers", "byVotes", "byEvidence"];
        let sum: f64 = parts.into_iter().map(number).sum();
        assert!((sum - number("after")).abs() < 1e-9, "{shift}");
    }

    // What was answered to the retired question stays, travels, and counts nowhere.
    let held = laptop.engagement();
    let retired = questions.iter().find(|id| {
        held.votes.iter().any(|v| v.question.as_str() == *id) && {
            let pack = laptop.session().pack();
            pack.retired.iter().any(|one| one.id.as_str() == *id)
        }
    });
    assert!(retired.is_some(), "the votes on the retired question are there");
    let path = laptop.place("version.json");
    laptop.must("document_export", json!({ "path": path }));
    let target = laptop.place("version.waymark");
    laptop.must("document_import", json!({ "path": path, "target": target }));
    assert_eq!(laptop.engagement(), held);
}

#[test]
fn the_old_version_comes_back_by_undo_or_by_its_name_in_the_list() {
    let mut laptop = with_sample();
    laptop.must("pack_take", shipped("ai-readiness"));
    let before = laptop.engagement();
    let mut new = second_version();
    write_folder(&laptop.path("new"), &new);
    laptop.must("pack_take", at(&laptop.place("new")));
    let between = laptop.engagement();
    let packs = laptop.must("packs_get", json!({}));
    assert_eq!(packs["packs"][1]["shippedVersion"], "1.0.0");
    assert_eq!(packs["packs"][1]["earlier"], json!([]), "what ships is offered once");
    laptop.must("change_undo", json!({}));
    assert_eq!(laptop.engagement(), before);
    laptop.must("change_redo", json!({}));

    edit(&mut new, "pack.toml", "version = \"1.1.0\"", "version = \"1.2.0\"");
    write_folder(&laptop.path("newer"), &new);
    laptop.must("pack_take", at(&laptop.place("newer")));
    let packs = laptop.must("packs_get", json!({}));
    let old = packs["packs"][1]["earlier"][0].clone();
    assert_eq!(old["version"], "1.1.0");
    let look = laptop.must("pack_look", earlier(&old["hash"]));
    assert_eq!((&look["version"], &look["standing"]), (&json!("1.1.0"), &json!("version")));
    laptop.must("pack_take", earlier(&old["hash"]));
    assert_eq!(laptop.engagement().packs, between.packs);
    laptop.must("pack_take", shipped("ai-readiness"));
    assert_eq!(laptop.engagement().packs, before.packs);
}

#[test]
fn an_answer_kept_to_a_retired_question_is_no_new_answer_when_the_question_comes_back() {
    let mut laptop = with_sample();
    laptop.must("pack_take", shipped("ai-readiness"));
    laptop.must("pack_choose", json!({ "id": "ai-readiness" }));
    let ids: Vec<String> =
        laptop.session().pack().questions.iter().map(|question| question.id.to_string()).collect();
    for (at, id) in ids.iter().enumerate() {
        let level = at % 4 + 1;
        vote(&mut laptop, id, &[level.to_string().as_str(); 8].join(" "));
    }
    let first = laptop.must("maturity_get", json!({}));
    write_folder(&laptop.path("new"), &second_version());
    laptop.must("pack_take", at(&laptop.place("new")));
    let look = laptop.must("pack_look", shipped("ai-readiness"));
    assert_eq!(look["changes"]["scores"]["overall"]["byAnswers"], 0.0);
    assert_eq!(look["changes"]["scores"]["overall"]["byVotes"], 0.0);
    laptop.must("pack_take", shipped("ai-readiness"));
    let compared = laptop.must("baseline_compare", json!({ "baseline": "", "with": "" }));
    for part in compared["dimensions"].as_array().expect("a list") {
        assert_eq!(part["shift"]["byAnswers"], 0.0, "{part}");
        assert_eq!(part["shift"]["byVotes"], 0.0, "{part}");
    }
    assert_eq!(laptop.must("maturity_get", json!({}))["overall"], first["overall"]);
}

#[test]
fn a_version_that_would_lose_an_answer_is_refused_with_the_place() {
    let mut laptop = with_sample();
    laptop.must("pack_take", shipped("ai-readiness"));
    laptop.must("pack_choose", json!({ "id": "ai-readiness" }));
    let mut new = second_version();
    let pack = new.get_mut("pack.toml").expect("the pack");
    let id = pack.split("[[retired]]\nid = \"").nth(1).and_then(|t| t.split('"').next());
    let id = id.expect("a retired question").to_owned();
    *pack = pack.split("\n[[retired]]").next().expect("a text").to_owned();
    laptop.must("votes_record", json!({ "question": id, "row": "2 2 2 2 2 2 2 2" }));
    write_folder(&laptop.path("new"), &new);
    let look = laptop.must("pack_look", at(&laptop.place("new")));
    let conflicts = look["conflicts"].as_array().expect("a list");
    assert_eq!(conflicts.len(), 1, "eight votes on one question are one conflict: {conflicts:?}");
    let before = laptop.engagement();
    let error = laptop.call("pack_take", at(&laptop.place("new"))).expect_err("it is refused");
    assert_eq!(error.code, Code::InvalidPack);
    assert!(error.mistakes[0].place.contains(&id), "{:?}", error.mistakes);
    assert_eq!(laptop.engagement(), before);
}

/// Every question of a lens with all its choices but "none of these".
fn everything(view: &Value) -> Vec<Value> {
    let mut answers = Vec::new();
    for pillar in view["pillars"].as_array().expect("pillars") {
        for question in pillar["questions"].as_array().expect("questions") {
            let choices: Vec<&Value> = question["choices"]
                .as_array()
                .expect("choices")
                .iter()
                .filter(|choice| choice["isNoneOfThese"] == false)
                .map(|choice| &choice["id"])
                .collect();
            answers.push(json!({
                "pillar": pillar["id"], "question": question["id"], "choices": choices,
                "isNoneOfThese": choices.is_empty(), "notApplicable": null, "note": "",
            }));
        }
    }
    answers
}

#[test]
fn a_lens_is_answered_counted_exactly_and_written_back() {
    let mut laptop = with_sample();
    let before = laptop.must("maturity_get", json!({}));
    let path = repository().join(LENS);
    let source = at(&path.to_string_lossy());
    let look = laptop.must("pack_look", source.clone());
    assert_eq!((&look["isLens"], &look["standing"]), (&json!(true), &json!("new")));
    let packs = laptop.must("pack_take", source);
    let id = packs["lenses"][0]["id"].as_str().expect("an id").to_owned();
    let view = laptop.must("lens_get", json!({ "id": id }));
    let mut answers = everything(&view);
    let mut last = Value::Null;
    for answer in &mut answers {
        answer["lens"] = json!(id);
        last = laptop.must("lens_answer", answer.clone());
    }
    // The same counts as the command line gives for the same choices.
    let (lens, _) = waymark_app::lens::read(&path).expect("the lens reads");
    let counts = waymark_app::lens::risks(&lens, "all").expect("counts");
    for (key, name) in [
        ("HIGH", "high"),
        ("MEDIUM", "medium"),
        ("NONE", "none"),
        ("NOT_APPLICABLE", "notApplicable"),
        ("UNANSWERED", "unanswered"),
        ("NO_MATCH", "noMatch"),
    ] {
        assert_eq!(counts["total"][key], last["total"][name], "{key}");
    }
    assert_eq!(laptop.must("maturity_get", json!({})), before, "risks never enter a score");

    // One left out with a reason, one taken back.
    let mut left_out = answers[0].clone();
    left_out["choices"] = json!([]);
    left_out["isNoneOfThese"] = json!(false);
    left_out["notApplicable"] = json!("out_of_scope");
    let change = laptop.must("lens_answer", left_out.clone());
    assert_eq!(
        (&change["question"]["risk"], &change["total"]["notApplicable"]),
        (&json!("notApplicable"), &json!(1))
    );
    left_out["notApplicable"] = Value::Null;
    let change = laptop.must("lens_answer", left_out.clone());
    assert_eq!(change["question"]["risk"], "unanswered");
    left_out["choices"] = json!(["no_such_choice"]);
    let (code, _) = laptop.refused("lens_answer", left_out.clone());
    assert_eq!(code, Code::UnknownItem);
    left_out["notApplicable"] = json!("because");
    let (code, _) = laptop.refused("lens_answer", left_out);
    assert_eq!(code, Code::InvalidValue);

    let out = laptop.place("lens.json");
    laptop.must("lens_export", json!({ "lens": id, "path": out }));
    let (again, _) = waymark_app::lens::read(Path::new(&out)).expect("it reads again");
    assert_eq!(again, lens, "equal in meaning");

    let path = laptop.place("with-lens.json");
    laptop.must("document_export", json!({ "path": path }));
    let target = laptop.place("with-lens.waymark");
    let held = laptop.engagement();
    laptop.must("document_import", json!({ "path": path, "target": target }));
    assert_eq!(laptop.engagement(), held);
    laptop.must("pack_remove", json!({ "id": id }));
    assert!(laptop.engagement().lens_answers.is_empty());
}

#[test]
fn bare_words_of_a_lens_are_read_as_empty_only_when_asked_for() {
    let mut laptop = with_sample();
    let mut source = at(&repository().join(BARE).to_string_lossy());
    let error = laptop.call("pack_look", source.clone()).expect_err("it is no JSON");
    assert_eq!(error.code, Code::RepairOffered);
    assert!(!error.mistakes.is_empty(), "the places are named");
    source["isRepaired"] = json!(true);
    let look = laptop.must("pack_look", source.clone());
    assert_eq!(look["isLens"], true);
    laptop.must("pack_take", source);
}

#[test]
fn an_answer_that_its_lens_does_not_know_is_no_import() {
    let mut laptop = with_sample();
    let packs = laptop.must("pack_take", at(&repository().join(LENS).to_string_lossy()));
    let path = laptop.place("lens.json");
    laptop.must("document_export", json!({ "path": path }));
    let text = fs::read_to_string(&path).expect("it is there");
    let mut root: Value = serde_json::from_str(&text).expect("it is JSON");
    let lens = &packs["lenses"][0]["id"];
    root["lens_answers"] = json!([
        { "pack": lens, "pillar": "nowhere", "question": "x" },
        { "pack": "data-strategy", "pillar": "nowhere", "question": "x" },
    ]);
    fs::write(&path, root.to_string()).expect("written");
    let target = laptop.place("bad.waymark");
    let error = laptop
        .call("document_import", json!({ "path": path, "target": target }))
        .expect_err("both are wrong");
    let places: Vec<&str> = error.mistakes.iter().map(|mistake| mistake.place.as_str()).collect();
    assert_eq!(places, ["lens_answers[0].pillar", "lens_answers[1].pack"]);

    // A lens alone is no assessment.
    root["packs"] = json!([root["packs"][1]]);
    root["lens_answers"] = json!([]);
    fs::write(&path, root.to_string()).expect("written");
    let error = laptop
        .call("document_import", json!({ "path": path, "target": target }))
        .expect_err("there is no pack");
    assert!(error.mistakes.iter().any(|mistake| mistake.place == "packs"), "{:?}", error.mistakes);
}

#[test]
fn what_shipped_packs_share_is_the_same_in_each() {
    let library = library();
    let [first, others @ ..] = library.packs() else { panic!("there are packs") };
    for other in others {
        for role in &other.pack.roles {
            let same = first.pack.role(&role.id);
            assert_eq!(same, Some(role), "the role {} of {}", role.id, other.pack.id);
        }
        for initiative in &other.pack.initiatives {
            let same = first.pack.initiative(&initiative.id).expect("the same initiatives");
            assert_eq!(
                (
                    &same.title,
                    &same.outcome,
                    &same.effort,
                    &same.duration,
                    &same.roles,
                    &same.needs
                ),
                (
                    &initiative.title,
                    &initiative.outcome,
                    &initiative.effort,
                    &initiative.duration,
                    &initiative.roles,
                    &initiative.needs
                ),
                "the initiative {} of {}",
                initiative.id,
                other.pack.id
            );
        }
    }
}

/// A copy of AI readiness under another id: the same questions, another pack.
fn fork(laptop: &Laptop) -> String {
    let mut own = files("ai-readiness");
    edit(&mut own, "pack.toml", "id = \"ai-readiness\"", "id = \"harbour-ai\"");
    edit(&mut own, "pack.toml", "title = \"AI readiness\"", "title = \"Harbour AI\"");
    write_folder(&laptop.path("fork"), &own);
    laptop.place("fork")
}

#[test]
fn packs_with_the_same_questions_keep_their_answers_apart() {
    let mut laptop = with_sample();
    laptop.must("pack_take", shipped("ai-readiness"));
    let place = fork(&laptop);
    laptop.must("pack_take", at(&place));
    laptop.must("pack_choose", json!({ "id": "ai-readiness" }));
    vote(&mut laptop, "AIV-1", "2 2 2 2 2 2 2 2");
    laptop.must(
        "capture_add",
        json!({ "question": "AIV-1", "kind": "risk", "text": "Nobody decides", "person": "", "hasConsent": false }),
    );
    laptop.must(
        "answer_set",
        json!({ "question": "AIV-1", "note": null, "privateNote": null, "isFlagged": true }),
    );
    laptop.must("pack_choose", json!({ "id": "harbour-ai" }));
    let question = laptop.must("question_get", json!({ "question": "AIV-1" }))["question"].clone();
    let other = laptop.must("question_get", json!({ "question": "AIV-1" }));
    let view = if question.is_null() { other } else { question };
    assert_eq!((&view["votes"], &view["captures"]), (&json!([]), &json!([])), "{view}");
    assert_eq!(laptop.must("document_get", json!({}))["status"]["flagged"], 0);

    // A version of the copy that drops the question silently is not saved by the other pack, which still asks it.
    vote(&mut laptop, "AIV-3", "3 3 3 3 3 3 3 3");
    let mut newer = files("ai-readiness");
    edit(&mut newer, "pack.toml", "id = \"ai-readiness\"", "id = \"harbour-ai\"");
    edit(&mut newer, "pack.toml", "version = \"1.0.0\"", "version = \"2.0.0\"");
    for file in newer.values_mut() {
        *file = file.replace("AIV-3", "AIV-4");
    }
    write_folder(&laptop.path("newer"), &newer);
    let look = laptop.must("pack_look", at(&laptop.place("newer")));
    let conflicts = look["conflicts"].as_array().expect("a list");
    assert!(
        conflicts
            .iter()
            .any(|one| one["place"].as_str().is_some_and(|place| place.contains("AIV-3"))),
        "{look}"
    );
}

#[test]
fn a_pack_whose_words_others_use_is_not_removed() {
    let mut laptop = with_sample();
    laptop.must("pack_take", shipped("ai-readiness"));
    let before = laptop.engagement();
    let error = laptop
        .call("pack_remove", json!({ "id": "data-strategy" }))
        .expect_err("its words are used");
    assert_eq!(error.code, Code::InvalidPack);
    assert!(!error.mistakes.is_empty() && error.mistakes.iter().all(|one| !one.place.is_empty()));
    assert_eq!(laptop.engagement(), before);
}

#[test]
fn what_names_no_pack_belongs_to_the_one_that_asks_its_question() {
    let mut laptop = with_sample();
    assert!(
        laptop.engagement().evidence.iter().any(|one| one.pack.is_none() && one.question.is_some())
    );
    laptop.must("pack_take", shipped("ai-readiness"));
    laptop.must("pack_choose", json!({ "id": "ai-readiness" }));
    let seen = laptop.session().in_view();
    assert!(seen.evidence.iter().all(|one| one.question.is_none()), "{:?}", seen.evidence.first());
    assert!(seen.captures.iter().all(|one| one.question.is_none()));
    assert!(laptop.must("maturity_get", json!({}))["findings"].as_array().is_some_and(|all| {
        all.iter().all(|one| !one["id"].as_str().unwrap_or_default().starts_with("FIND-"))
    }));
    laptop.must("pack_choose", json!({ "id": "data-strategy" }));
    assert_eq!(laptop.session().in_view().evidence, laptop.engagement().evidence);
}

#[test]
fn a_retired_question_counts_nowhere_any_more() {
    let mut laptop = with_sample();
    laptop.must("pack_take", shipped("ai-readiness"));
    laptop.must("pack_choose", json!({ "id": "ai-readiness" }));
    let new = second_version();
    let id =
        new["pack.toml"].split("[[retired]]\nid = \"").nth(1).and_then(|t| t.split('"').next());
    let id = id.expect("a retired question").to_owned();
    laptop.must(
        "answer_set",
        json!({ "question": id, "note": null, "privateNote": null, "isFlagged": true }),
    );
    assert_eq!(laptop.must("document_get", json!({}))["status"]["flagged"], 1);
    write_folder(&laptop.path("new"), &new);
    laptop.must("pack_take", at(&laptop.place("new")));
    assert_eq!(laptop.must("document_get", json!({}))["status"]["flagged"], 0);
    let checks = laptop.must("report_get", json!({}))["checks"].to_string();
    assert!(!checks.contains(&id), "{checks}");
    assert!(
        laptop.engagement().answers.iter().any(|answer| answer.question.as_str() == id),
        "it is kept"
    );
}

#[test]
fn a_document_only_read_takes_no_pack_and_no_answer() {
    let mut laptop = with_sample();
    laptop.must("pack_take", at(&repository().join(LENS).to_string_lossy()));
    let path = laptop.place("copy.waymark");
    laptop.must("document_copy", json!({ "path": path }));
    laptop.must("document_close", json!({}));
    let library = library();
    let session = waymark_app::session::Session::open(
        Path::new(&path),
        waymark_app::session::Mode::ReadOnly,
        &library,
    )
    .expect("it opens");
    assert_eq!(session.lenses().len(), 1);
    let mut session = session;
    let mut ids = waymark_tests::CountedIds::default();
    let mut moment = waymark_app::session::Moment { now: 1, ids: &mut ids, by: String::new() };
    let source = serde_json::from_value(shipped("ai-readiness")).expect("a source");
    let refused =
        waymark_app::packs::take(&mut session, &mut moment, &source).expect_err("it is only read");
    assert_eq!(refused.code, Code::DocumentReadOnly);
    assert_eq!(session.packs().len(), 1, "nothing changed in memory either");
    waymark_app::draft::keep(&mut session, "profile/scope", Some("x"))
        .expect_err("it is only read");
}

#[test]
fn what_was_being_typed_is_kept_without_a_change() {
    let mut laptop = with_sample();
    let before = laptop.must("history_list", json!({ "limit": 5 }));
    laptop.must("draft_keep", json!({ "place": "profile/scope", "text": "Shops and" }));
    laptop.must("draft_keep", json!({ "place": "question/GOV-1/note", "text": "Heard" }));
    laptop.must("draft_keep", json!({ "place": "question/GOV-1/note", "text": null }));
    assert_eq!(laptop.must("history_list", json!({ "limit": 5 })), before);
    let drafts = json!([{ "place": "profile/scope", "text": "Shops and" }]);
    assert_eq!(laptop.must("drafts_get", json!({})), drafts);
    laptop.must("document_close", json!({}));
    laptop.must("document_sample", json!({}));
    assert_eq!(laptop.must("drafts_get", json!({})), drafts, "it is there after opening again");
    let path = laptop.place("out.json");
    laptop.must("document_export", json!({ "path": path }));
    assert!(!fs::read_to_string(path).expect("it is there").contains("Shops and"));
    let copy = laptop.place("copy.waymark");
    laptop.must("document_copy", json!({ "path": copy }));
    laptop.must("document_open", json!({ "path": copy }));
    assert_eq!(laptop.must("drafts_get", json!({})), json!([]), "a copy is for others");
    let (code, _) = laptop.refused("draft_keep", json!({ "place": "", "text": "x" }));
    assert_eq!(code, Code::InvalidValue);
}

#[test]
fn what_an_import_leaves_open_goes_to_the_first_pack_that_has_levels() {
    let mut laptop = with_sample();
    laptop.must("pack_take", at(&repository().join(LENS).to_string_lossy()));
    let path = laptop.place("first.json");
    laptop.must("document_export", json!({ "path": path }));
    let text = fs::read_to_string(&path).expect("it is there");
    let mut root: Value = serde_json::from_str(&text).expect("it is JSON");
    root["packs"].as_array_mut().expect("packs").reverse();
    let mut vote = root["votes"][0].clone();
    vote.as_object_mut().expect("a vote").remove("pack");
    root["votes"] = json!([vote]);
    root["baselines"] = json!([{ "code": "BASE-1", "title": "Odd", "pack": "data-strategy", "pack_version": "0", "frozen_at": 1, "scorecard": {} }]);
    fs::write(&path, root.to_string()).expect("written");
    let target = laptop.place("first.waymark");
    let error = laptop
        .call("document_import", json!({ "path": path, "target": target }))
        .expect_err("the baseline is none");
    let places: Vec<&str> = error.mistakes.iter().map(|mistake| mistake.place.as_str()).collect();
    assert_eq!(places, ["baselines[0].scorecard"]);
    root["baselines"] = json!([]);
    fs::write(&path, root.to_string()).expect("written");
    laptop.must("document_import", json!({ "path": path, "target": target }));
    assert_eq!(laptop.engagement().votes[0].pack.as_str(), "data-strategy");
    assert_eq!(laptop.session().pack().id.as_str(), "data-strategy");
}
