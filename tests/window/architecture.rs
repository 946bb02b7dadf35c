//! The target architecture in the real window: its stages, its size, what would be otherwise, and the files it becomes.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::driver::{LAPTOP, LARGE, Window, key, until};

/// Where the window is, such as `#/architecture?stage=today`.
fn place(window: &Window) -> String {
    window.script("return location.hash", &[]).as_str().unwrap_or_default().to_owned()
}

#[track_caller]
fn is_at(window: &Window, wanted: &str) {
    until(wanted, || (place(window) == wanted).then_some(()));
    window.settles();
}

/// How large the picture is shown, in per cent.
fn percent(window: &Window) -> u32 {
    let said = window.text_of("[aria-label='Size of the picture']");
    let digits: String = said.chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("a share of the picture's own size")
}

/// Chooses the option of a list in the panel that begins with a text; the first that is not chosen where it is empty.
#[track_caller]
fn choose_in_panel(window: &Window, list: &str, option: &str) {
    let script = "
        const label = [...document.querySelectorAll('aside label')].find((one) => one.textContent.trim().startsWith(arguments[0]));
        const list = document.getElementById(label?.htmlFor ?? '');
        const option = [...(list?.options ?? [])].find((one) => one.value && (arguments[1] === '' ? !one.selected : one.text.startsWith(arguments[1])));
        if (!option) return null;
        list.value = option.value;
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return option.text;
    ";
    until(list, || {
        window.script(script, &[json!(list), json!(option)]).as_str().map(str::to_owned)
    });
    window.settles();
}

/// Stages and use cases are stepped and picked, and the address keeps them.
#[test]
fn the_architecture_is_looked_at_by_stage_and_use_case() {
    let window = Window::open("architecture-stages", LAPTOP, &["--sample"]);
    window.sees("Meridian");
    window.go("architecture");
    let heading = window.text_of("main h1");
    let drawn = || window.script("return document.querySelector('main .scene svg').outerHTML", &[]);
    let target = drawn();
    window.shot("target");

    for _ in 0..12 {
        window.keys("[");
    }
    is_at(&window, "#/architecture?stage=today");
    until("another picture", || (drawn() != target).then_some(()));
    assert_ne!(window.text_of("main h1"), heading, "the finding is that of the stage");
    window.shot("today");
    window.keys("v");
    window.sees("not yet");
    window.shot("today-list");
    window.keys("vv");
    window.keys("]");
    is_at(&window, "#/architecture?stage=wave%3A1");
    window.shot("wave-1");

    // The path of a use case is drawn and told; it stays while one selects, and Back finds it again.
    window.script("location.hash = '#/architecture?useCase=UC-2'", &[]);
    window.settles();
    window.keys("f");
    window.sees("The path of UC-2");
    window.shot("path");
    window.keys("j");
    window.settles();
    assert!(place(&window).contains("useCase=UC-2"), "{}", place(&window));
    assert!(place(&window).contains("component="), "{}", place(&window));
    let before = place(&window);
    window.go("roadmap");
    window.script("history.back()", &[]);
    is_at(&window, &before);
    window.has_no_wrongs();
}

/// Keys change the size of the picture, a filter lets the rest step back, and what is selected stays so.
#[test]
fn the_picture_is_enlarged_and_filtered() {
    let window = Window::open("architecture-size", LARGE, &["--sample"]);
    window.sees("Meridian");
    window.go("architecture");
    window.sees("Diagram and list");
    window.keys("j");
    window.settles();
    let selected = place(&window);
    let readable = percent(&window);
    window.keys("+++");
    assert!(percent(&window) > readable);
    window.shot("enlarged");
    window.keys("0");
    window.settles();
    let fits = "const view = document.querySelector('main .scene svg').closest('[tabindex]'); return view.scrollHeight <= view.clientHeight && view.scrollWidth <= view.clientWidth";
    assert_eq!(window.script(fits, &[]), json!(true), "all of it is in sight");
    window.shot("whole");
    window.keys("0");
    assert_eq!(percent(&window), readable);
    assert_eq!(place(&window), selected);
    assert_eq!(
        window.count("main .scene [aria-pressed=true]"),
        1,
        "the picture keeps what is selected"
    );
    assert_eq!(window.count("tr[aria-selected=true]"), 1, "so does the list beside it");

    window.keys("/");
    window.keys("glue");
    window.sees("Show all");
    until("boxes that step back", || (window.count("svg .scene-faded") > 0).then_some(()));
    window.shot("filtered");
    window.press("Show all");
    until("no box steps back", || (window.count("svg .scene-faded") == 0).then_some(()));
    window.has_no_wrongs();
}

/// A fact is tried otherwise in a scratch copy: the outcome is told, and nothing of it is stored.
#[test]
fn what_if_changes_nothing_but_what_is_told() {
    let window = Window::open("architecture-what-if", LAPTOP, &["--sample"]);
    window.sees("Meridian");
    window.go("architecture");
    let heading = window.text_of("main h1");
    window.keys("w");
    window.sees("nothing is stored");
    window.shot("empty");
    choose_in_panel(&window, "About", "Sources");
    choose_in_panel(&window, "Record", "SRC-7");
    choose_in_panel(&window, "Fact", "Kind");
    choose_in_panel(&window, "Kind", "");
    window.sees("SRC-7, Kind");
    window.sees("Overall score");
    window.shot("outcome");

    window.press("An answer");
    choose_in_panel(&window, "Question", "STO-3");
    window.click("aside [aria-label='Level'] button:last-of-type");
    window.sees("STO-3, level");
    window.sees("Overall score");
    window.shot("two-changes");
    assert_eq!(window.text_of("main h1"), heading, "the screen shows what is stored");
    window.is_saved();

    window.press("Try another");
    window.misses("SRC-7, Kind");
    window.keys(&key::ESCAPE.to_string());
    window.misses("nothing is stored");
    window.script("location.hash = '#/history'", &[]);
    window.sees("1 change");
    window.has_no_wrongs();
}

/// Every format is written where one chooses, and each file is what its name says.
#[test]
fn the_architecture_is_written_as_files() {
    let window = Window::open("architecture-files", LAPTOP, &["--sample"]);
    window.sees("Meridian");
    window.go("architecture");
    let starts =
        |path: &Path, with: &[u8]| fs::read(path).is_ok_and(|bytes| bytes.starts_with(with));
    let formats: [(&str, &str, &[u8]); 6] = [
        ("SVG", "svg", b"<svg"),
        ("PNG", "png", b"\x89PNG"),
        ("PDF", "pdf", b"%PDF"),
        ("draw.io", "drawio", b"<"),
        ("Mermaid", "mmd", b""),
        ("Decision log", "md", b"# "),
    ];
    for (at, (name, ending, beginning)) in formats.into_iter().enumerate() {
        // No two names begin alike: the dialog completes what is typed from the files that are there.
        let file = format!("{at}-picture.{ending}");
        window.keys("e");
        window.sees("Decision log");
        if ending == "svg" {
            window.shot("formats");
        }
        window.press(name);
        let path = window.folder.join(&file);
        window.answer_dialog("Save File", &path);
        window.sees(&file);
        let length = fs::metadata(&path).map_or(0, |file| file.len());
        assert!(length > 200, "{name}: {length} bytes");
        assert!(starts(&path, beginning), "{name} begins otherwise");
    }
    window.shot("written");
    window.has_no_wrongs();
}

/// What the client chose and has in use already is one component with it, which tells so, and the choice is taken back there.
#[test]
fn a_choice_that_is_in_use_is_one_box_until_it_is_taken_back() {
    let window = Window::open("architecture-in-use", LAPTOP, &["--sample"]);
    window.sees("Meridian");
    let delivery = "ingestion.delivery-to-storage.data-firehose";
    let place = format!("location.hash = '#/architecture?component={delivery}'");
    window.go("architecture");
    window.script(&place, &[]);
    let drawn = || {
        let texts = "return [...document.querySelectorAll('main .scene svg text')].map((one) => one.textContent).join(' | ')";
        window.script(texts, &[]).as_str().unwrap_or_default().to_owned()
    };
    until("the box", || drawn().contains("Firehose").then_some(()));
    window.keys("f");
    window.press("Replace");
    window.sees("Something else");
    window.press("Something else");
    window.fill("What takes its place", "Amazon Kinesis");
    window.fill("Why", "It runs already, and its team knows it");
    window.shot("choice");
    window.chord(&[key::CTRL, key::ENTER]);
    until("one box less", || (!drawn().contains("Firehose")).then_some(()));
    window.is_saved();
    assert_eq!(drawn().matches("Amazon Kinesis").count(), 1, "{}", drawn());

    window.script("location.hash = '#/architecture?component=ingestion.in-use.kinesis'", &[]);
    window.sees("Chosen in the place of Amazon Data Firehose.");
    window.shot("in-use");
    window.press("Take back");
    until("the box is back", || drawn().contains("Firehose").then_some(()));
    window.is_saved();
    window.has_no_wrongs();
}
