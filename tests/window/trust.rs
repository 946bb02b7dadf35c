//! A passphrase from the first byte to its removal, and a client that comes back: baselines, the next round, engagements side by side.

use std::fs;
use std::path::Path;

use crate::driver::{LAPTOP, Window, key, until};

const WORDS: &str = "seven brown otters at dawn";
const OTHERS: &str = "the tide table on page four";

/// Whether a file tells a text to whoever looks into it.
fn tells(path: &Path, text: &str) -> bool {
    let bytes = fs::read(path).expect("the file can be read");
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

/// Types a passphrase twice and says that it is kept.
fn type_twice(window: &Window, passphrase: &str) {
    window.fill("New passphrase", passphrase);
    window.sees("This passphrase is strong.");
    window.fill("Once more", passphrase);
    window.press("I keep it somewhere safe");
}

fn close(window: &Window) {
    window.command("Close the engagement");
    window.sees("Recent engagements");
    until("no open engagement", || (window.count("nav a.step") == 0).then_some(()));
}

#[test]
fn a_passphrase_is_set_from_the_start_changed_and_removed() {
    let window = Window::open("passphrase", LAPTOP, &[]);
    let path = window.folder.join("Harbour Foods.waymark");
    window.sees("Waymark");
    window.keys("n");
    window.sees("One file holds everything");
    window.fill("Client", "Harbour Foods");
    window.press("Protect it with a passphrase");
    window.press("Choose folder and create");
    window.sees("Type the new passphrase first");
    window.sees("Say that you keep it somewhere safe");
    window.fill("New passphrase", "harbour1");
    window.sees("This passphrase is weak.");
    type_twice(&window, WORDS);
    window.shot("new");
    window.press("Choose folder and create");
    window.answer_dialog("Save File", &path);
    until("the brief", || (window.count("nav a.step") > 0).then_some(()));
    window.settles();
    window.enter("Scope", "What the board may know alone");
    window.is_saved();
    window.sees("This engagement has a passphrase.");
    close(&window);
    assert!(!tells(&path, "What the board") && !tells(&path, "Harbour Foods"));
    assert!(!tells(&path, "SQLite format 3"), "not even what kind of file it is");
    window.misses("What the board");
    window.shot("start");

    // Its name says it all: the client is not told, and the wrong words open nothing.
    window.press("Harbour Foods.waymark");
    window.sees("Harbour Foods.waymark needs a passphrase");
    window.fill("Passphrase", "seven brown otters at dusk");
    window.keys(&key::ENTER.to_string());
    window.sees("This passphrase does not open it.");
    window.shot("wrong");
    window.fill("Passphrase", WORDS);
    window.keys(&key::ENTER.to_string());
    until("the engagement", || (window.count("nav a.step") > 0).then_some(()));

    window.command("Change the passphrase");
    window.fill("Passphrase now", "something else entirely");
    type_twice(&window, OTHERS);
    window.keys(&key::ENTER.to_string());
    window.sees("not the passphrase");
    window.is_saved();
    window.shot("not-this-one");
    window.fill("Passphrase now", WORDS);
    window.keys(&key::ENTER.to_string());
    window.sees("The engagement has another passphrase now");
    close(&window);
    window.press("Harbour Foods.waymark");
    window.fill("Passphrase", WORDS);
    window.keys(&key::ENTER.to_string());
    window.sees("This passphrase does not open it.");
    window.fill("Passphrase", OTHERS);
    window.keys(&key::ENTER.to_string());
    until("the engagement", || (window.count("nav a.step") > 0).then_some(()));

    window.command("Remove the passphrase");
    window.sees("Whoever has the file can read it then.");
    window.fill("Passphrase now", OTHERS);
    window.keys(&key::ENTER.to_string());
    window.sees("The engagement has no passphrase any more");
    close(&window);
    assert!(tells(&path, "SQLite format 3"));
    window.press("Harbour Foods");
    window.go("brief");
    assert_eq!(window.value("Scope"), "What the board may know alone");
    window.has_no_wrongs();
}

#[test]
fn a_client_comes_back_for_the_next_round() {
    let window = Window::open("rounds", LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    window.go("maturity");
    window.sees("No baseline yet.");
    window.press("Freeze a baseline");
    window.sees("The scores as they are now are kept under a name.");
    window.fill("Name", "Before the programme");
    window.keys(&key::ENTER.to_string());
    window.sees("Nothing moved");

    // One answer moves, and it says which and why.
    window.visit("assess?question=GOV-1");
    window.keys("5");
    window.is_saved();
    window.go("maturity");
    window.sees("1 question moved");
    window.script("document.getElementById('then-and-now').scrollIntoView()", &[]);
    window.sees("Because");
    window.shot("moved");

    // The next round: what was answered is there as “last time”.
    let next = window.folder.join("Next.waymark");
    window.command("Start the next round");
    window.answer_dialog("Save File", &next);
    window.sees("0 of 60 answered");
    window.sees("Last time");
    window.shot("last-time");
    window.press("Settle as last time");
    window.sees("1 of 60 answered");
    window.is_saved();
    assert!(next.exists());

    // Both side by side, and out without names.
    window.command("Compare engagements");
    window.press("Choose files");
    window.answer_dialog("Open File", &next);
    window.sees("1 assessment side by side");
    window.press("Add files");
    let sample = window.folder.join("data/app.waymark/Sample engagement.waymark");
    window.answer_dialog("Open File", &sample);
    window.sees("2 assessments side by side");
    window.shot("side-by-side");
    window.press("Export without names");
    window.sees("One table for a data warehouse");
    window.shot("export");
    let csv = window.folder.join("all.csv");
    window.click("dialog[open] footer button:last-child");
    window.answer_dialog("Save File", &csv);
    window.sees("of 2 engagements written to");
    let text = fs::read_to_string(&csv).expect("the export reads");
    assert!(text.lines().count() > 100, "a row for each score and question");
    let client = window.script("return document.querySelector('header')?.innerText ?? ''", &[]);
    assert!(!text.contains("Meridian"), "no names: {client}");
    window.has_no_wrongs();
}
