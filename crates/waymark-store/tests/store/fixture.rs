//! Documents of every released format open and hold what they held.

use std::path::{Path, PathBuf};

use waymark_core::engagement::Engagement;
use waymark_core::record::Kind;
use waymark_store::{Document, OpenMode};

use crate::support::{full, meta, put};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

#[test]
fn a_document_of_format_1_opens_and_matches() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("v1.waymark");
    std::fs::copy(fixtures().join("v1.waymark"), &path).expect("copies");
    let text = std::fs::read_to_string(fixtures().join("v1.json")).expect("reads");
    let expected: Engagement = serde_json::from_str(&text).expect("is an engagement");

    let read_only = Document::open(&path, OpenMode::ReadOnly).expect("opens");
    assert_eq!(read_only.read().expect("reads"), expected);
    drop(read_only);
    let mut document = Document::open(&path, OpenMode::ReadWrite).expect("opens");
    assert_eq!(document.read().expect("reads"), expected);
    let history = document.history(9, 0).expect("reads");
    assert_eq!(
        history.iter().map(|change| change.command.as_str()).collect::<Vec<_>>(),
        ["Command 2", "Command 1", "Command 0"]
    );
    document.redo(&meta(3)).expect("runs").expect("its last change is an undo");
    assert_eq!(document.read().expect("reads").goals[0].title, "Title of the fixture");
}

/// Writes the fixture of the present format. Run it only before a format is released: `cargo test -p waymark-store -- --ignored make_fixture`.
#[test]
#[ignore = "writes the fixture"]
fn make_fixture() {
    let path = fixtures().join("v1.waymark");
    if path.exists() {
        std::fs::remove_file(&path).expect("removes");
    }
    let mut document = Document::create(&path, &full(), &[], &meta(0)).expect("creates");
    document
        .write(&meta(1), &[put(Kind::Goal, 1, "title", "Title of the fixture")])
        .expect("writes");
    document.undo(&meta(2)).expect("runs").expect("there is an edit");
    let text =
        serde_json::to_string_pretty(&document.read().expect("reads")).expect("is plain data");
    std::fs::write(fixtures().join("v1.json"), text + "\n").expect("writes");
}
