//! Several assessments in one engagement: a shipped pack, a newer version of it from a zip file, and a custom lens.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde_json::json;

use crate::driver::{LAPTOP, Window, key, repository, until};

/// The shipped pack with one question reworded, as a zip file of version 1.1.0.
fn newer_version(path: &Path) {
    let folder = repository().join("assessments/ai-readiness");
    let mut files = waymark_pack::read_folder(&folder).expect("the pack reads");
    let pack = files.get_mut("pack.toml").expect("the pack");
    *pack = pack.replacen("version = \"1.0.0\"", "version = \"1.1.0\"", 1);
    let value = files.get_mut("dimensions/value.toml").expect("a dimension");
    *value = value.replacen("worth starting?", "worth a start?", 1);
    let mut zip = zip::ZipWriter::new(fs::File::create(path).expect("a file can be made"));
    for (name, text) in files {
        let name = format!("ai-readiness/{name}");
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(text.as_bytes()).expect("bytes");
    }
    zip.finish().expect("a zip file");
}

fn lens(path: &Path) {
    let lens = json!({
        "schemaVersion": "2021-11-01", "name": "Bakery orders", "description": "What a baker asks",
        "pillars": [{ "id": "orders", "name": "Orders", "questions": [{
            "id": "taking", "title": "How do orders come in?",
            "choices": [
                { "id": "taking_list", "title": "There is a list", "improvementPlan": { "displayText": "Write one today." } },
                { "id": "taking_named", "title": "Each order has a name", "improvementPlan": { "displayText": "Ask for the name." } },
                { "id": "taking_no", "title": "None of these" }
            ],
            "riskRules": [
                { "condition": "taking_list && taking_named", "risk": "NO_RISK" },
                { "condition": "taking_list", "risk": "MEDIUM_RISK" },
                { "condition": "default", "risk": "HIGH_RISK" }
            ]
        }] }]
    });
    fs::write(path, lens.to_string()).expect("the lens can be written");
}

#[test]
fn assessments_are_added_shown_answered_and_brought_up_to_date() {
    let window = Window::open("packs", LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    window.go("brief");
    window.press("Add an assessment");
    window.press("AI readiness 1.0.0, 13 questions");
    window.sees("Add this assessment?");
    window.sees("Value and adoption");
    window.shot("look");
    window.press("Add");
    window.sees("AI readiness added");
    window.sees("0 of 13 answered");

    // The other pack on all screens: its first question, voted on.
    window.go("assess");
    window.press("AI readiness");
    window.sees("How do you decide which idea for AI is worth starting?");
    window.keys("v");
    window.keys(&format!("3 3 3 3 2 3 3 3{}", key::ENTER));
    // What is hidden is no answer yet.
    window.sees("8 of 8 have voted");
    window.sees("0 of 13 answered");
    window.keys("r");
    window.sees("1 of 13 answered");
    window.is_saved();
    window.go("architecture");
    window.sees("This assessment recommends no architecture");

    // A newer version of it: looked at, then taken in, with what it changed.
    let zip = window.folder.join("ai-readiness 1.1.0.zip");
    newer_version(&zip);
    window.go("brief");
    window.press("Add an assessment");
    window.press("From a zip file or a lens (JSON)");
    window.answer_dialog("Open File", &zip);
    window.sees("Take in this version?");
    window.sees("1 answered question carries over");
    window.sees("1 question reworded");
    window.sees("was: How do you decide which idea for AI is worth starting?");
    window.shot("version");
    window.press("Take in");
    window.sees("AI readiness is now at 1.1.0");
    window.sees("Look at 1.0.0");
    window.go("maturity");
    window.sees("Then and now");
    window.sees("Version 1.0.0 then, 1.1.0 now");
    window.shot("since");

    // A lens: choices by keys, its risk, and the counts beside the scores.
    let file = window.folder.join("bakery.json");
    lens(&file);
    window.go("brief");
    window.press("Add an assessment");
    window.press("From a zip file or a lens (JSON)");
    window.answer_dialog("Open File", &file);
    window.sees("Bakery orders");
    window.press("Add");
    window.sees("Bakery orders added");
    window.press("Answer");
    window.sees("How do orders come in?");
    window.sees("Unanswered");
    window.keys("1");
    window.sees("Medium risk");
    window.keys("2");
    window.sees("No risk");
    window.keys("3");
    window.sees("High risk");
    window.is_saved();
    window.shot("lens");
    window.go("maturity");
    window.sees("Risks by custom lens");
    window.press("Bakery orders");
    window.sees("One high risk");
    window.sees("Write one today.");
    window.shot("risks");
    window.go("brief");
    let out = window.folder.join("out.json");
    window.press("Export as JSON");
    window.answer_dialog("Save File", &out);
    until("the lens", || fs::metadata(&out).ok().filter(|data| data.len() > 200));
    window.has_no_wrongs();
}
