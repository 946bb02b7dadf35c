//! Documents of every released format open and hold what they held.

use std::path::{Path, PathBuf};

use waymark_core::engagement::Engagement;
use waymark_core::record::Kind;
use waymark_store::{Document, FORMAT, OpenMode};

use crate::support::{full, meta, put};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The fixture of a format opens, is brought up to date, and holds what it held.
fn opens_and_matches(format: i32) {
    let folder = tempfile::tempdir().expect("a folder");
    let name = format!("v{format}.waymark");
    let path = folder.path().join(&name);
    std::fs::copy(fixtures().join(&name), &path).expect("copies");
    let text = std::fs::read_to_string(fixtures().join(format!("v{format}.json"))).expect("reads");
    let expected: Engagement = serde_json::from_str(&text).expect("is an engagement");

    let read_only = Document::open(&path, OpenMode::ReadOnly).expect("opens");
    assert_eq!(read_only.read().expect("reads"), expected);
    drop(read_only);
    let mut document = Document::open(&path, OpenMode::ReadWrite).expect("opens");
    assert_eq!(document.read().expect("reads"), expected);
    let backup = folder.path().join(format!("{name}.v{format}-backup"));
    assert_eq!(
        backup.exists(),
        format < FORMAT,
        "an older document is copied before it is changed"
    );
    let history = document.history(9, 0).expect("reads");
    assert_eq!(
        history.iter().map(|change| change.command.as_str()).collect::<Vec<_>>(),
        ["Command 2", "Command 1", "Command 0"]
    );
    document.redo(&meta(3)).expect("runs").expect("its last change is an undo");
    assert_eq!(document.read().expect("reads").goals[0].title, "Title of the fixture");
}

#[test]
fn a_document_of_every_format_opens_and_matches() {
    for format in 1..=FORMAT {
        opens_and_matches(format);
    }
}

/// Writes the fixture of the present format. Run it only before a format is released: `cargo test -p waymark-store -- --ignored make_fixture`.
#[test]
#[ignore = "writes the fixture"]
fn make_fixture() {
    let path = fixtures().join(format!("v{FORMAT}.waymark"));
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
    std::fs::write(fixtures().join(format!("v{FORMAT}.json")), text + "\n").expect("writes");
}
