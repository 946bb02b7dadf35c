//! Files that must not be lost or harmed: a power cut while answering, and files that cannot be opened, or only be read.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::json;
use waymark_app::app::App;
use waymark_app::session::{IdSource, Moment};

use crate::driver::{LAPTOP, Window, fresh_folder, key, until};

/// Ids in order.
struct Counted(u64);

impl IdSource for Counted {
    fn next(&mut self) -> [u8; 10] {
        self.0 += 1;
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.to_be_bytes());
        bytes
    }
}

/// Runs something with an application of the test's own.
fn with_app<T>(folder: &Path, run: impl FnOnce(&mut App, &mut Moment) -> T) -> T {
    let mut app = App::new(&folder.join("own")).expect("the application starts");
    let mut ids = Counted(0);
    let mut moment = Moment { now: 1_790_000_000_000, ids: &mut ids, by: "Test".into() };
    run(&mut app, &mut moment)
}

/// A sound document in the journey's folder.
fn document(folder: &Path) -> PathBuf {
    let path = folder.join("Harbour Foods.waymark");
    with_app(folder, |app, moment| {
        app.create(&path, "Harbour Foods", false, None, moment).map(drop)
    })
    .expect("the document is made");
    path
}

/// Every file of a folder that is not the journey's own, with its bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().contains(".waymark"))
        .map(|path| (path.clone(), fs::read(&path).expect("the file can be read")))
        .collect();
    all.sort();
    all
}

/// Opens a file that must be refused with a title, and leaves it as it was.
fn is_refused(name: &str, spoil: impl FnOnce(&Path), title: &str) {
    let folder = fresh_folder(name);
    let path = document(&folder);
    spoil(&path);
    let before = files(&folder);
    let window = Window::open_in(name, &folder, LAPTOP, &[&path.to_string_lossy()]);
    window.sees(title);
    window.sees("Harbour Foods.waymark");
    assert_eq!(window.count("nav a.step"), 0, "no document is open");
    window.shot("refused");
    window.has_no_wrongs();
    drop(window);
    assert!(before == files(&folder), "the file was touched");
}

#[test]
fn a_text_file_is_no_document() {
    let spoil = |path: &Path| {
        fs::write(path, "Notes of a meeting, renamed by mistake.\n").expect("written")
    };
    is_refused("safety-text", spoil, "This is not a Waymark file");
}

#[test]
fn a_newer_document_is_not_touched() {
    // The number of the format stands in SQLite's header.
    let spoil = |path: &Path| {
        let mut bytes = fs::read(path).expect("read");
        bytes[60..64].copy_from_slice(&9_000_i32.to_be_bytes());
        fs::write(path, bytes).expect("written");
    };
    is_refused("safety-newer", spoil, "This file was written by a newer Waymark");
}

#[test]
fn a_document_cut_short_is_not_touched() {
    let spoil = |path: &Path| {
        let bytes = fs::read(path).expect("read");
        fs::write(path, &bytes[..bytes.len() * 2 / 3]).expect("written");
    };
    is_refused("safety-short", spoil, "This file is damaged");
}

#[test]
fn a_file_that_is_gone_says_so() {
    let folder = fresh_folder("safety-gone");
    let path = folder.join("Gone.waymark");
    let window = Window::open_in("safety-gone", &folder, LAPTOP, &[&path.to_string_lossy()]);
    window.sees("The file is not there");
    assert!(!path.exists());
}

#[test]
fn a_document_open_elsewhere_waits_for_it() {
    let folder = fresh_folder("safety-locked");
    let path = document(&folder);
    with_app(&folder, |app, moment| {
        app.open(&path, moment).expect("it opens here");
        let before = fs::metadata(&path).and_then(|data| data.modified()).expect("a time");
        let window = Window::open_in("safety-locked", &folder, LAPTOP, &[&path.to_string_lossy()]);
        window.sees("This file is open in another window");
        window.shot("locked");
        assert_eq!(fs::metadata(&path).and_then(|data| data.modified()).expect("a time"), before);
        app.close();
        window.press("Try again");
        window.sees("Harbour Foods");
        until("the steps", || (window.count("nav a.step") > 0).then_some(()));
        window.has_no_wrongs();
    });
}

#[test]
fn a_read_only_document_is_shown_and_not_changed() {
    let folder = fresh_folder("safety-read-only");
    let path = document(&folder);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("the rights can be set");
    let before = files(&folder);
    let window = Window::open_in("safety-read-only", &folder, LAPTOP, &[&path.to_string_lossy()]);
    window.sees("This file is read only.");
    assert!(window.text_of("header [role=status]").contains("read only"));
    window.go("assess");
    window.keys("3");
    window.sees("can only be read");
    window.shot("read-only");
    window.misses("Consensus 3");
    window.has_no_wrongs();
    drop(window);
    assert!(before == files(&folder), "the file was touched");
}

#[test]
fn a_power_cut_loses_nothing_that_was_confirmed() {
    let mut window = Window::open("safety-power-cut", LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    let path = window.folder.join("data/app.waymark/Sample engagement.waymark");
    assert!(path.exists(), "{} is the sample", path.display());
    window.go("assess");
    window.sees("STO-5");
    window.keys("v");
    window.keys("2 2 2 2 3 2 2 2");
    window.keys(&key::ENTER.to_string());
    window.sees("Votes give 2, emerging");
    window.is_saved();
    // The next question is begun and not confirmed.
    window.keys("j");
    window.sees("STO-6");
    window.keys("v");
    window.keys("4 4 4");

    for round in 0..3 {
        // Changes as fast as they are confirmed, until the power goes.
        let storm = r"
            window.confirmed = 0;
            void (async () => {
                for (let at = 1; ; at += 1) {
                    const request = { question: 'GOV-2', note: `Note ${arguments[0]}-${at}`, privateNote: null, isFlagged: null };
                    await window.__TAURI_INTERNALS__.invoke('answer_set', { request });
                    window.confirmed = at;
                }
            })();
        ";
        window.script(storm, &[json!(round)]);
        let confirmed = until("changes", || {
            window.script("return window.confirmed", &[]).as_u64().filter(|at| *at > 20 + 7 * round)
        });
        window = window.cut_and_restart(&[&path.to_string_lossy()]);
        window.sees("59 of 60 answered");
        window.go("assess");
        window.script("location.hash = '#/assess?question=GOV-2'", &[]);
        let prefix = format!("Note {round}-");
        let found = until("the note", || {
            let text = window.text();
            let at = text.find(&prefix)? + prefix.len();
            text[at..]
                .chars()
                .take_while(char::is_ascii_digit)
                .collect::<String>()
                .parse::<u64>()
                .ok()
        });
        assert!(found >= confirmed, "{confirmed} was confirmed, {found} is there");
    }
    window.script("location.hash = '#/assess?question=STO-5'", &[]);
    window.sees("Votes give 2, emerging");
    window.script("location.hash = '#/assess?question=STO-6'", &[]);
    window.sees("STO-6");
    window.settles();
    window.shot("after");
    window.has_no_wrongs();
}

#[test]
fn a_power_cut_while_typing_loses_at_most_the_last_key() {
    let window = Window::open("safety-typing", LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    let path = window.folder.join("data/app.waymark/Sample engagement.waymark");
    // A note is stored when its step is left; what is typed then is kept while it is typed.
    window.go("assess");
    window.sees("STO-5");
    window.keys("n");
    window.keys("The night shift has its own list");
    window.sees("draft kept");
    window.go("brief");
    window.is_saved();
    window.fill("Scope", "Stores and the web shop, without wholesal");
    window.keeps_draft("without wholesal");
    let window = window.cut_and_restart(&[&path.to_string_lossy()]);
    window.sees("Text you were typing is back: Brief, Scope");
    window.shot("back");
    window.go("brief");
    window.sees("not stored yet");
    assert_eq!(window.value("Scope"), "Stores and the web shop, without wholesal");
    // It is finished as if nothing had happened.
    window.focus("Scope");
    window.chord(&[key::CTRL, key::END]);
    window.keys(&format!("e.{}", key::TAB));
    window.is_saved();
    window.misses("not stored yet");
    window.go("assess");
    window.script("location.hash = '#/assess?question=STO-5'", &[]);
    window.sees("STO-5");
    window.sees("The night shift has its own list");
    window.shot("note");
    window.has_no_wrongs();
}
