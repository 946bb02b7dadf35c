//! Damaged documents: what can be read of them is saved, and what is in doubt is named.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::Value;
use waymark_core::engagement::Engagement;
use waymark_core::record::Kind;
use waymark_store::{
    Blob, Document, Error, OpenMode, Passphrase, RecordState, Recovered, Recovery, RowChange,
    recover,
};

use crate::support::{Seeded, document, filled, full, meta, names, put, uid};

/// A document with enough in it that damage hits something, its contents, a copy of it from before the last ten changes, and those.
struct Case {
    folder: tempfile::TempDir,
    path: PathBuf,
    copy: PathBuf,
    expected: Engagement,
    at_copy: Engagement,
    key: Option<Passphrase>,
}

impl Case {
    fn new(key: Option<&str>) -> Self {
        let key = key.map(|words| Passphrase::new(words).expect("is one"));
        let (folder, path, mut document) = document(&full());
        let goals: Vec<RowChange> = (3..150)
            .map(|n| RowChange::Put {
                kind: Kind::Goal,
                uid: uid(Kind::Goal, n),
                row: filled(Kind::Goal, n),
            })
            .collect();
        document.write(&meta(1), &goals).expect("writes");
        let blob = Blob {
            bytes: b"a picture".repeat(900),
            name: "plan.png".into(),
            media_type: "image/png".into(),
        };
        document.write(&meta(2), &[RowChange::Blob(blob)]).expect("writes");
        if key.is_some() {
            document.protect(key.as_ref()).expect("is set");
        }
        let at_copy = document.read().expect("reads");
        let copy = folder.path().join("backup");
        document.back_up(&copy).expect("copies");
        for n in 3..13 {
            let title = format!("Changed after the copy {n}");
            document
                .write(&meta(n), &[put(Kind::Goal, n as usize, "title", &title)])
                .expect("writes");
        }
        let expected = document.read().expect("reads");
        drop(document);
        Self { folder, path, copy, expected, at_copy, key }
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn recover(&self, path: &Path, with_copy: bool, out: &Path) -> Result<Recovered, Error> {
        let copies = if with_copy { vec![self.copy.clone()] } else { vec![] };
        let recovery = Recovery {
            path,
            key: self.key.as_ref(),
            copies: &copies,
            packs: &[],
            scratch: self.folder.path(),
        };
        recover(&recovery, Some(out), &meta(1000))
    }

    fn open(&self, path: &Path) -> Document {
        Document::open_with(path, OpenMode::ReadWrite, self.key.as_ref()).expect("opens")
    }
}

fn rows(engagement: &Engagement, kind: Kind) -> BTreeMap<String, Value> {
    let key = |row: &Value| row["uid"].as_str().expect("a uid").to_owned();
    engagement.rows(kind).into_iter().map(|row| (key(&row), row)).collect()
}

/// Every record stands as it was, or is named as one that may not.
fn judge(case: &Case, recovered: &Recovered, what: &str) -> (usize, usize) {
    let out = recovered.written.as_ref().expect("was written");
    let document = case.open(out);
    assert_eq!(document.check().expect("checks"), Vec::<String>::new(), "{what}");
    let engagement = document.read().expect("reads");
    let (mut sound, mut named) = (0, 0);
    for kind in Kind::ALL {
        let (before, after) = (rows(&case.expected, *kind), rows(&engagement, *kind));
        let at_copy = rows(&case.at_copy, *kind);
        let table = recovered.found.tables.iter().find(|table| table.table == kind.table());
        let notable: BTreeMap<&str, RecordState> = table
            .iter()
            .flat_map(|table| &table.notable)
            .map(|(name, state)| (name.as_str(), *state))
            .collect();
        for (uid, row) in &before {
            let code = row.get("code").and_then(Value::as_str).unwrap_or(uid);
            let state = notable.get(code).or(notable.get(uid.as_str())).copied();
            match after.get(uid) {
                Some(there) if there == row => sound += 1,
                Some(there) => {
                    named += 1;
                    assert!(
                        matches!(
                            state,
                            Some(
                                RecordState::InDoubt
                                    | RecordState::FromCopy
                                    | RecordState::FromHistory
                            )
                        ),
                        "{what}: {code} is not as it was, and {state:?}"
                    );
                    assert!(
                        state != Some(RecordState::FromCopy) || at_copy.get(uid) == Some(there),
                        "{what}: {code} is as the copy has it"
                    );
                }
                None => {
                    named += 1;
                    let is_told = state == Some(RecordState::Lost)
                        || recovered.found.changes != Some(13)
                        || !recovered.found.is_readable
                        || recovered.found.changes_read < 13;
                    assert!(is_told, "{what}: {code} is gone, and nobody says so: {state:?}");
                }
            }
        }
        for uid in after.keys() {
            assert!(before.contains_key(uid), "{what}: {uid} was not there before");
        }
    }
    (sound, named)
}

/// The pages on which a table or index of a plain document stands.
fn pages(path: &Path, name: &str) -> Vec<usize> {
    let connection = Connection::open(path).expect("opens");
    // Of the tree's pages only leaves: an interior page takes all of its leaves with it.
    let root: i64 = connection
        .query_row("select rootpage from sqlite_schema where name = ?1", [name], |row| row.get(0))
        .expect("is there");
    drop(connection);
    let bytes = fs::read(path).expect("reads");
    let mut found = Vec::new();
    let mut todo = vec![root as usize];
    while let Some(page) = todo.pop() {
        let base = (page - 1) * 4096;
        let kind = bytes[base];
        let cells = usize::from(u16::from_be_bytes([bytes[base + 3], bytes[base + 4]]));
        if kind == 2 || kind == 5 {
            let child = |at: usize| {
                u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize
            };
            todo.push(child(base + 8));
            for cell in 0..cells {
                let at = base + 12 + 2 * cell;
                let offset = usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
                todo.push(child(base + offset));
            }
            // What stands on an interior page is not read behind damage of this test.
        } else {
            found.push(page);
        }
    }
    found.sort_unstable();
    found
}

fn overwrite(path: &Path, page: usize) {
    let mut bytes = fs::read(path).expect("reads");
    bytes[(page - 1) * 4096..page * 4096].fill(0xa5);
    fs::write(path, bytes).expect("writes");
}

#[test]
fn a_page_of_a_table_is_told_by_the_history() {
    let case = Case::new(None);
    let leaves = pages(&case.path, "goals");
    assert!(leaves.len() > 4, "the table has pages enough: {leaves:?}");
    let broken = case.place("broken.waymark");
    fs::copy(&case.path, &broken).expect("copies");
    overwrite(&broken, leaves[1]);
    overwrite(&broken, leaves[3]);
    let before = fs::read(&broken).expect("reads");
    Document::open(&broken, OpenMode::ReadWrite).expect_err("it is damaged");

    let recovered = case.recover(&broken, false, &case.place("saved.waymark")).expect("recovers");

    assert!(fs::read(&broken).expect("reads") == before, "the damaged file stays as it is");
    assert_eq!(recovered.found.changes, Some(13));
    assert_eq!(recovered.found.changes_read, 13);
    assert!(recovered.found.is_history_whole && !recovered.found.problems.is_empty());
    assert!(recovered.found.count(RecordState::FromHistory) > 0);
    let document = case.open(&case.place("saved.waymark"));
    assert_eq!(document.read().expect("reads"), case.expected, "nothing is lost");
    assert_eq!(document.history(99, 0).expect("reads").len(), 13, "neither is the history");
    assert_eq!(document.blob_hashes().expect("reads").len(), 1);
    assert_eq!(document.check().expect("checks"), Vec::<String>::new());
    drop(document);
    let mut document = case.open(&case.place("saved.waymark"));
    document.undo(&meta(2000)).expect("runs").expect("can be undone");
    assert_eq!(
        names(case.folder.path()),
        ["backup", "broken.waymark", "client.waymark", "saved.waymark", "saved.waymark-journal"],
        "nothing else is left"
    );
}

#[test]
fn gaps_in_the_history_are_filled_by_the_table_and_the_copy() {
    let case = Case::new(None);
    let leaves = pages(&case.path, "change_row");
    let goals = pages(&case.path, "goals");
    let broken = case.place("broken.waymark");
    for (round, with_copy) in [(0, true), (1, false)] {
        fs::copy(&case.path, &broken).expect("copies");
        // The history and the table lose something each.
        for leaf in leaves.iter().skip(2).step_by(3) {
            overwrite(&broken, *leaf);
        }
        overwrite(&broken, goals[2]);
        let out = case.place(&format!("saved {round}.waymark"));
        let recovered = case.recover(&broken, with_copy, &out).expect("recovers");
        assert!(!recovered.found.is_history_whole);
        assert_eq!(recovered.found.copy.is_some(), with_copy);
        let (sound, named) = judge(&case, &recovered, &format!("copy {with_copy}"));
        assert!(sound > 100, "most is as it was: {sound} sound, {named} named");
        if with_copy {
            assert_eq!(recovered.found.changes_after, Some(10));
            let document = case.open(&out);
            assert!(
                rows(&document.read().expect("reads"), Kind::Goal).len() >= 149,
                "what neither table nor history tell is as the copy has it"
            );
        }
    }
}

#[test]
fn where_nothing_can_be_read_the_copy_takes_its_place() {
    for key in [None, Some("all of it")] {
        let case = Case::new(key);
        let broken = case.place("broken.waymark");
        fs::copy(&case.path, &broken).expect("copies");
        overwrite(&broken, 1);
        let alone = case.recover(&broken, false, &case.place("none.waymark"));
        assert!(
            matches!(
                alone,
                Err(Error::NotADocument { .. }
                    | Error::Damaged { .. }
                    | Error::WrongPassphrase { .. }
                    | Error::EncryptedOrNotADocument { .. })
            ),
            "{alone:?}"
        );
        assert!(!case.place("none.waymark").exists());
        let recovered =
            case.recover(&broken, true, &case.place("saved.waymark")).expect("recovers");
        assert!(!recovered.found.is_readable);
        assert_eq!(recovered.found.changes_after, None, "how many are lost is not known");
        assert_eq!(case.open(&case.place("saved.waymark")).read().expect("reads"), case.at_copy);
    }
}

#[test]
fn a_document_that_was_cut_short_gives_what_is_left() {
    for key in [None, Some("cut short")] {
        let case = Case::new(key);
        let whole = fs::read(&case.path).expect("reads");
        let broken = case.place("broken.waymark");
        for (round, share) in [0.95, 0.7, 0.4].into_iter().enumerate() {
            let length = (whole.len() as f64 * share) as usize;
            fs::write(&broken, &whole[..length]).expect("writes");
            let out = case.place(&format!("saved {round}.waymark"));
            let recovered = case.recover(&broken, true, &out).expect("recovers");
            judge(&case, &recovered, &format!("{share} of it, passphrase {}", key.is_some()));
        }
    }
}

#[test]
fn random_damage_loses_nothing_without_a_word() {
    for key in [None, Some("random damage")] {
        let case = Case::new(key);
        let whole = fs::read(&case.path).expect("reads");
        let broken = case.place("broken.waymark");
        let out = case.place("saved.waymark");
        let mut random = Seeded(42);
        let mut rounds = 0;
        for round in 0..if key.is_some() { 5 } else { 24 } {
            let mut bytes = whole.clone();
            for _ in 0..=random.below(12) {
                // The first page is told by another test.
                let at = 4096 + random.below(whole.len() as u64 - 4096) as usize;
                bytes[at] ^= 1 + random.below(255) as u8;
            }
            fs::write(&broken, &bytes).expect("writes");
            let opened = Document::open_with(&broken, OpenMode::ReadOnly, case.key.as_ref())
                .and_then(|document| document.read());
            match opened {
                Ok(engagement) => {
                    assert_eq!(engagement, case.expected, "round {round}");
                    continue;
                }
                Err(_) => rounds += 1,
            }
            let recovered = case
                .recover(&broken, true, &out)
                .unwrap_or_else(|error| panic!("round {round}: {error:?}"));
            judge(&case, &recovered, &format!("round {round}, passphrase {}", key.is_some()));
            fs::remove_file(&out).expect("was written");
        }
        assert!(rounds > 2, "{rounds} were damaged");
    }
}

#[test]
fn recovering_replaces_nothing_and_leaves_open_documents_alone() {
    let case = Case::new(None);
    let there = case.place("there.waymark");
    fs::write(&there, "kept").expect("writes");
    let error = case.recover(&case.path, true, &there).expect_err("it is there");
    assert!(matches!(error, Error::AlreadyExists { .. }), "{error:?}");
    assert_eq!(fs::read_to_string(&there).expect("reads"), "kept");
    let document = case.open(&case.path);
    let error = case.recover(&case.path, true, &case.place("out.waymark")).expect_err("is open");
    assert!(matches!(error, Error::Locked { .. }), "{error:?}");
    drop(document);
    // A sound one is recovered whole.
    let recovered = case.recover(&case.path, true, &case.place("out.waymark")).expect("recovers");
    assert!(recovered.found.is_history_whole && recovered.found.problems.is_empty());
    assert_eq!(case.open(&case.place("out.waymark")).read().expect("reads"), case.expected);
}

#[test]
fn a_copy_of_something_else_is_passed_over() {
    let case = Case::new(None);
    let other = case.place("other.waymark");
    let another =
        waymark_store::ChangeMeta { id: waymark_core::id::Uid::root("another"), ..meta(0) };
    drop(Document::create(&other, &full(), &[], &another).expect("creates"));
    let broken = case.place("broken.waymark");
    fs::copy(&case.path, &broken).expect("copies");
    overwrite(&broken, pages(&case.path, "goals")[1]);
    let copies = [other, case.place("missing"), case.copy.clone()];
    let recovery = Recovery {
        path: &broken,
        key: None,
        copies: &copies,
        packs: &[],
        scratch: case.folder.path(),
    };
    let looked = recover(&recovery, None, &meta(1000)).expect("looks");
    assert_eq!(looked.written, None);
    assert_eq!(looked.found.copy.map(|(path, ..)| path), Some(case.copy.clone()));
}
