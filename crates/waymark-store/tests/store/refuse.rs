use std::fs;
use std::path::Path;

use rusqlite::Connection;
use waymark_core::record::Kind;
use waymark_store::{Document, Error, FORMAT, OpenMode, is_document};

use crate::support::{Seeded, closed, document, full, meta, names, put};

const MODES: [OpenMode; 2] = [OpenMode::ReadWrite, OpenMode::ReadOnly];

/// Opens in both modes, expects a refusal, and that folder and file are as they were.
fn refused(path: &Path, what: &str) -> Vec<Error> {
    let before = fs::read(path).expect("reads");
    let beside = names(path.parent().expect("is in a folder"));
    MODES
        .into_iter()
        .map(|mode| {
            let error = Document::open(path, mode).err().unwrap_or_else(|| panic!("{what} opened"));
            assert!(fs::read(path).expect("reads") == before, "{what}: a refusal changes nothing");
            assert_eq!(
                names(path.parent().expect("is in a folder")),
                beside,
                "{what}: nothing is left beside it"
            );
            error
        })
        .collect()
}

#[test]
fn a_newer_document_is_refused_with_both_formats() {
    let (_folder, path) = closed();
    let connection = Connection::open(&path).expect("opens");
    connection.execute_batch("pragma user_version = 7").expect("writes");
    drop(connection);
    for error in refused(&path, "a newer document") {
        assert!(matches!(error, Error::TooNew { found: 7, known: FORMAT, .. }), "{error:?}");
        let text = error.to_string().replace(&path.display().to_string(), "client.waymark");
        assert_eq!(
            text,
            format!(
                "`client.waymark` has document format 7, this program knows formats up to {FORMAT}"
            )
        );
    }
}

#[test]
fn what_is_not_a_document_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut random = Seeded(3);
    let mut noise =
        |length: usize| -> Vec<u8> { (0..length).map(|_| random.below(256) as u8).collect() };
    let mut image = b"\x89PNG\r\n\x1a\n".to_vec();
    image.extend(noise(4096 - 8));
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("text", b"Notes of the workshop\n".repeat(200), "it is a file of another kind"),
        ("picture", image, "it is a file of another kind"),
        ("empty file", vec![], "the file is empty"),
        ("noise of odd length", noise(5000), "it is a file of another kind"),
        ("one byte", vec![0xff], "it is a file of another kind"),
    ];
    for (what, bytes, why) in cases {
        let path = folder.path().join(what);
        fs::write(&path, bytes).expect("writes");
        for error in refused(&path, what) {
            assert!(
                matches!(&error, Error::NotADocument { detail, .. } if *detail == why),
                "{what}: {error:?}"
            );
        }
    }
    let path = folder.path().join("whole pages of noise");
    fs::write(&path, noise(3 * 4096)).expect("writes");
    for error in refused(&path, "noise") {
        assert!(matches!(error, Error::EncryptedOrNotADocument { .. }), "{error:?}");
    }
    let path = folder.path().join("other.db");
    Connection::open(&path)
        .and_then(|c| c.execute_batch("create table goals (a); pragma user_version = 1"))
        .expect("writes");
    for error in refused(&path, "another program's database") {
        assert!(
            matches!(
                error,
                Error::NotADocument { detail: "it is a database of another program", .. }
            ),
            "{error:?}"
        );
    }
    for mode in MODES {
        let error = Document::open(folder.path(), mode).expect_err("a folder is not a document");
        assert!(matches!(error, Error::NotADocument { .. } | Error::Io { .. }), "{error:?}");
        let error =
            Document::open(&folder.path().join("none.waymark"), mode).expect_err("is not there");
        assert!(matches!(error, Error::NotFound { .. }), "{error:?}");
    }
}

#[test]
fn a_document_with_a_passphrase_is_told_from_other_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("secret.waymark");
    let connection = Connection::open(&path).expect("opens");
    connection
        .execute_batch(
            "pragma key = 'correct horse'; create table t (a); insert into t values (1);",
        )
        .expect("writes");
    drop(connection);
    for error in refused(&path, "an encrypted document") {
        assert!(matches!(error, Error::EncryptedOrNotADocument { .. }), "{error:?}");
    }
}

#[test]
fn creating_never_replaces_and_says_what_is_missing() {
    let (folder, path) = closed();
    let before = fs::read(&path).expect("reads");
    let error = Document::create(&path, &full(), &[], &meta(0)).expect_err("there is one already");
    assert!(matches!(error, Error::AlreadyExists { .. }), "{error:?}");
    assert!(fs::read(&path).expect("reads") == before, "a document never replaces a file");
    let error = Document::create(&folder.path().join("none/x.waymark"), &full(), &[], &meta(0))
        .expect_err("no folder");
    assert!(matches!(error, Error::NoPlace { .. }), "{error:?}");
}

#[test]
fn what_may_be_a_document_is_told_without_opening_it() {
    let (folder, path) = closed();
    assert!(is_document(&path));
    let renamed = folder.path().join("notes.db");
    fs::copy(&path, &renamed).expect("copies");
    assert!(is_document(&renamed), "its beginning says so");
    let text = folder.path().join("notes.txt");
    fs::write(&text, "notes").expect("writes");
    assert!(!is_document(&text));
    fs::rename(&text, folder.path().join("notes.waymark")).expect("renames");
    assert!(is_document(&folder.path().join("notes.waymark")), "its ending says so");
    assert!(!is_document(&folder.path().join("none.waymark")), "there is nothing there");
}

#[test]
fn a_document_with_other_tables_or_triggers_is_damaged() {
    for sql in [
        "drop table goals",
        "create trigger t after insert on votes begin delete from goals; end",
        "create view v as select 1",
        "create table extra (a)",
    ] {
        let (_folder, path) = closed();
        Connection::open(&path)
            .and_then(|connection| connection.execute_batch(sql))
            .expect("writes");
        for error in refused(&path, sql) {
            assert!(matches!(error, Error::Damaged { .. }), "{sql}: {error:?}");
        }
    }
}

#[test]
fn a_record_that_does_not_agree_with_the_history_is_damage() {
    for sql in [
        "update goals set body = json_set(body, '$.title', 'Forged') where code = 'GOAL-1'",
        "update goals set position = 9 where code = 'GOAL-1'",
        "update packs set text = 'x'",
        "update packs set version = '9'",
        "update engagement set profile = json_set(profile, '$.client', 'x')",
        "update goals set body = json_remove(body, '$.title') where code = 'GOAL-1'; update change_row set after = json_remove(after, '$.title')",
    ] {
        let (_folder, path) = closed();
        Connection::open(&path)
            .and_then(|connection| connection.execute_batch(sql))
            .expect("writes");
        let document = Document::open(&path, OpenMode::ReadWrite).expect("its pages are sound");
        let error = document.read().expect_err(sql);
        assert!(matches!(error, Error::Damaged { .. }), "{sql}: {error:?}");
    }
}

#[test]
fn a_truncated_document_is_damaged() {
    let (folder, path) = closed();
    let whole = fs::read(&path).expect("reads");
    let mut random = Seeded(5);
    let lengths =
        [20, 99, 100, 512, 4095, 4096, 8192, whole.len() / 2, whole.len() - 4096, whole.len() - 1];
    let more: Vec<usize> =
        (0..20).map(|_| 1 + random.below(whole.len() as u64 - 1) as usize).collect();
    for length in lengths.into_iter().chain(more) {
        let cut = folder.path().join("cut.waymark");
        fs::write(&cut, &whole[..length]).expect("writes");
        for error in refused(&cut, &format!("the first {length} bytes")) {
            let is_told = matches!(error, Error::Damaged { .. } | Error::NotADocument { .. });
            assert!(is_told, "the first {length} of {} bytes: {error:?}", whole.len());
        }
    }
}

#[test]
fn a_flipped_byte_is_noticed_or_does_no_harm() {
    let (folder, path) = closed();
    let whole = fs::read(&path).expect("reads");
    let expected = full();
    let mut random = Seeded(11);
    let mut noticed = 0;
    for round in 0..400 {
        let at = random.below(whole.len() as u64) as usize;
        let mask = 1 + random.below(255) as u8;
        let mut bytes = whole.clone();
        bytes[at] ^= mask;
        let flipped = folder.path().join("flipped.waymark");
        fs::write(&flipped, &bytes).expect("writes");
        let mode = MODES[round % 2];
        match Document::open(&flipped, mode).and_then(|document| document.read()) {
            Ok(engagement) => {
                assert_eq!(engagement, expected, "byte {at} ^ {mask:#x} was not noticed");
            }
            Err(error) => {
                noticed += 1;
                let is_told = matches!(
                    error,
                    Error::Damaged { .. } | Error::NotADocument { .. } | Error::TooNew { .. }
                );
                assert!(is_told, "byte {at} ^ {mask:#x}: {error:?}");
            }
        }
        assert!(
            fs::read(&flipped).expect("reads") == bytes,
            "byte {at} ^ {mask:#x}: what is damaged is left as it is"
        );
    }
    assert!(noticed > 40, "many of the flips hit something: {noticed}");
}

#[test]
fn a_document_opened_read_only_takes_no_change() {
    let (_folder, path) = closed();
    let before = fs::read(&path).expect("reads");
    let mut document = Document::open(&path, OpenMode::ReadOnly).expect("opens");
    assert!(document.is_read_only());
    let refusals = [
        document.write(&meta(1), &[put(Kind::Goal, 1, "title", "x")]).expect_err("write"),
        document.undo(&meta(1)).expect_err("undo"),
        document.redo(&meta(1)).expect_err("redo"),
        document.set_setting("view", Some("x")).expect_err("setting"),
    ];
    for error in refusals {
        assert!(matches!(error, Error::ReadOnly { .. }), "{error:?}");
    }
    assert_eq!(document.read().expect("reads"), full());
    drop(document);
    assert!(fs::read(&path).expect("reads") == before);
}

#[test]
fn a_document_is_opened_once_in_a_process() {
    let (_folder, path, document) = document(&full());
    for mode in MODES {
        let error = Document::open(&path, mode).expect_err("it is open");
        assert!(matches!(error, Error::Locked { .. }), "{error:?}");
    }
    drop(document);
    Document::open(&path, OpenMode::ReadWrite).expect("it was closed");
}
