//! Passphrases: what they keep from being read, and that nothing is lost when they are set, changed and removed.

use std::fs;
use std::path::Path;

use waymark_core::record::Kind;
use waymark_store::{Document, Error, Look, OpenMode, Passphrase, look, reprotect};

use crate::support::{closed, document, filled, full, meta, names, put, uid};

fn words(text: &str) -> Passphrase {
    Passphrase::new(text).expect("is a passphrase")
}

/// Words that only the contents of the engagement hold.
const SECRETS: [&str; 3] = ["Harbour Retail", "Command 0", "data-strategy 1.0.0"];

fn holds_secrets(path: &Path) -> bool {
    let bytes = fs::read(path).expect("reads");
    SECRETS.iter().any(|secret| bytes.windows(secret.len()).any(|part| part == secret.as_bytes()))
}

#[test]
fn a_passphrase_is_set_changed_and_removed_and_everything_stays() {
    let (folder, path, mut document) = document(&full());
    document.write(&meta(1), &[put(Kind::Goal, 1, "title", "Another title")]).expect("writes");
    document.set_setting("draft/profile/scope", Some("Sho")).expect("writes");
    let expected = document.read().expect("reads");
    assert!(holds_secrets(&path), "without a passphrase it can be read");

    document.protect(Some(&words("first words"))).expect("is set");
    assert!(document.is_protected() && !holds_secrets(&path));
    assert_eq!(document.read().expect("reads"), expected);
    document.write(&meta(2), &[put(Kind::Goal, 2, "title", "Under it")]).expect("writes");
    let expected = document.read().expect("reads");
    document.protect(Some(&words("it's \"other\" words"))).expect("is changed");
    drop(document);
    assert_eq!(names(folder.path()), ["client.waymark"], "nothing is left beside it");
    assert_eq!(look(&path).expect("looks"), Look::Protected);

    let first = Document::open_with(&path, OpenMode::ReadWrite, Some(&words("first words")));
    assert!(matches!(first, Err(Error::WrongPassphrase { .. })), "{first:?}");
    let mut document =
        Document::open_with(&path, OpenMode::ReadWrite, Some(&words("it's \"other\" words")))
            .expect("opens");
    assert_eq!(document.read().expect("reads"), expected);
    assert_eq!(document.history(9, 0).expect("reads").len(), 3, "the history stays");
    assert_eq!(document.setting("draft/profile/scope").expect("reads").as_deref(), Some("Sho"));
    assert_eq!(document.check().expect("checks"), Vec::<String>::new());
    document.undo(&meta(3)).expect("runs").expect("there is an edit");
    document.protect(None).expect("is removed");
    document.redo(&meta(4)).expect("runs").expect("there is an undo");
    drop(document);
    let document = Document::open(&path, OpenMode::ReadOnly).expect("opens without one");
    assert_eq!(document.read().expect("reads"), expected);
    assert!(!document.is_protected() && holds_secrets(&path));
}

#[test]
fn a_wrong_passphrase_tells_nothing_and_changes_nothing() {
    let (folder, path, mut document) = document(&full());
    document.protect(Some(&words("right"))).expect("is set");
    drop(document);
    let noise = folder.path().join("noise.waymark");
    let mut random = crate::support::Seeded(3);
    fs::write(&noise, (0..3 * 4096).map(|_| random.below(256) as u8).collect::<Vec<u8>>())
        .expect("writes");
    let said = |path: &Path| {
        let before = fs::read(path).expect("reads");
        let mut said = Vec::new();
        for mode in [OpenMode::ReadWrite, OpenMode::ReadOnly] {
            for key in [None, Some(words("wrong")), Some(words("Right"))] {
                let error = Document::open_with(path, mode, key.as_ref()).expect_err("is refused");
                let name = path.display().to_string();
                said.push(error.to_string().replace(&name, "FILE"));
            }
        }
        assert!(fs::read(path).expect("reads") == before, "nothing is changed");
        said
    };
    assert_eq!(said(&path), said(&noise), "a document is not told from noise");
    assert_eq!(names(folder.path()), ["client.waymark", "noise.waymark"]);
}

#[test]
fn a_document_can_be_protected_from_its_first_byte_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new.waymark");
    let key = words("from the first byte");
    let document =
        Document::create_with(&path, Some(&key), &full(), &[], &meta(0)).expect("creates");
    assert!(!holds_secrets(&path));
    assert_eq!(document.read().expect("reads"), full());
    drop(document);
    let document = Document::open_with(&path, OpenMode::ReadOnly, Some(&key)).expect("opens");
    assert!(document.is_read_only() && document.is_protected());
    assert_eq!(document.read().expect("reads"), full());
}

#[test]
fn copies_of_a_protected_document_are_protected() {
    let (folder, path, mut document) = document(&full());
    let key = words("kept by copies");
    document.protect(Some(&key)).expect("is set");
    document.set_setting("draft/profile/scope", Some("Sho")).expect("writes");
    let (copy, backup) = (folder.path().join("copy.waymark"), folder.path().join("backup"));
    document.save_copy(&copy).expect("copies");
    document.back_up(&backup).expect("copies");
    drop(document);
    let reading = Document::open_with(&path, OpenMode::ReadOnly, Some(&key)).expect("opens");
    let third = folder.path().join("third.waymark");
    reading.save_copy(&third).expect("a document that is only read can be copied");
    for (path, draft) in [(&copy, None), (&backup, Some("Sho")), (&third, None)] {
        assert!(!holds_secrets(path));
        assert!(Document::open(path, OpenMode::ReadOnly).is_err());
        let copied = Document::open_with(path, OpenMode::ReadWrite, Some(&key)).expect("opens");
        assert_eq!(copied.read().expect("reads"), full());
        assert_eq!(copied.setting("draft/profile/scope").expect("reads").as_deref(), draft);
    }
}

#[test]
fn a_protected_document_of_an_older_format_is_copied_and_brought_up_to_date() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("old.waymark");
    fs::copy(fixtures.join("v1.waymark"), &path).expect("copies");
    let expected = Document::open(&path, OpenMode::ReadOnly).expect("opens").read().expect("reads");
    let key = words("older than the program");
    reprotect(&path, None, Some(&key)).expect("is protected in its format");
    let before = fs::read(&path).expect("reads");

    let reading = Document::open_with(&path, OpenMode::ReadOnly, Some(&key)).expect("opens");
    assert_eq!(reading.read().expect("reads"), expected);
    let copy = folder.path().join("copy.waymark");
    reading.save_copy(&copy).expect("copies");
    drop(reading);
    assert!(fs::read(&path).expect("reads") == before, "reading changes nothing");
    assert!(!holds_secrets(&copy), "a copy of what was brought up to date in memory is protected");
    drop(Document::open_with(&copy, OpenMode::ReadOnly, Some(&key)).expect("opens"));

    let document = Document::open_with(&path, OpenMode::ReadWrite, Some(&key)).expect("opens");
    assert_eq!(document.read().expect("reads"), expected);
    drop(document);
    let beside = waymark_store::copies_before_update(&path).expect("lists");
    assert_eq!(beside, [folder.path().join("old.waymark.v1-backup")]);
    assert!(!holds_secrets(&beside[0]), "the copy before is protected as its source");
    reprotect(&beside[0], Some(&key), None).expect("and opens with its passphrase");
    assert_eq!(look(&beside[0]).expect("looks"), Look::Plain);
}

#[test]
fn damage_to_a_protected_document_is_noticed() {
    let (folder, path, mut document) = document(&full());
    let key = words("damaged");
    document.protect(Some(&key)).expect("is set");
    drop(document);
    let whole = fs::read(&path).expect("reads");
    let mut random = crate::support::Seeded(17);
    for round in 0..24 {
        let broken = folder.path().join("broken.waymark");
        let mut bytes = whole.clone();
        if round % 3 == 0 {
            bytes.truncate(4096 + random.below(whole.len() as u64 - 4096) as usize);
        } else {
            let at = random.below(whole.len() as u64) as usize;
            bytes[at] ^= 1 + random.below(255) as u8;
        }
        fs::write(&broken, &bytes).expect("writes");
        match Document::open_with(&broken, OpenMode::ReadWrite, Some(&key))
            .and_then(|document| document.read())
        {
            Ok(engagement) => assert_eq!(engagement, full(), "round {round}"),
            Err(Error::Damaged { .. } | Error::WrongPassphrase { .. }) => {}
            Err(other) => panic!("round {round}: {other:?}"),
        }
    }
}

#[test]
fn a_document_that_can_only_be_read_keeps_its_passphrase() {
    let (_folder, path) = closed();
    let before = fs::read(&path).expect("reads");
    let mut document = Document::open(&path, OpenMode::ReadOnly).expect("opens");
    let error = document.protect(Some(&words("x"))).expect_err("it cannot be changed");
    assert!(matches!(error, Error::ReadOnly { .. }) && !document.is_closed(), "{error:?}");
    drop(document);
    assert!(fs::read(&path).expect("reads") == before);
}

#[test]
fn an_attempt_that_fails_leaves_the_document_open_and_as_it_was() {
    let (folder, path, mut document) = document(&full());
    // Something that cannot be replaced stands where the new file is written.
    let part = folder.path().join("client.waymark.part");
    fs::create_dir(&part).expect("is made");
    document.protect(Some(&words("x"))).expect_err("it cannot be written");
    assert!(!document.is_protected() && !document.is_closed());
    document.write(&meta(1), &[put(Kind::Goal, 1, "title", "Goes on")]).expect("writes");
    assert_eq!(document.read().expect("reads").goals[0].title, "Goes on");
    fs::remove_dir(&part).expect("is removed");
    document.protect(Some(&words("x"))).expect("now it can");
    drop(document);
    assert!(!holds_secrets(&path));
}

#[test]
fn what_a_newer_program_wrote_names_its_version() {
    let (_folder, path) = closed();
    rusqlite::Connection::open(&path)
        .and_then(|connection| {
            connection.execute_batch(
                "pragma user_version = 99; update setting set value = '4.2.0' where name = 'written_by'",
            )
        })
        .expect("writes");
    let error = Document::open(&path, OpenMode::ReadWrite).expect_err("is newer");
    let Error::TooNew { written_by, found: 99, .. } = error else { panic!("{error:?}") };
    assert_eq!(written_by.as_deref(), Some("4.2.0"));
}

#[test]
fn the_passphrase_stands_in_no_error() {
    let (folder, path, mut document) = document(&full());
    document.protect(Some(&words("zanzibar"))).expect("is set");
    let mut said = vec![format!("{document:?}")];
    drop(document);
    let row = filled(Kind::Goal, 1);
    assert_eq!(row["uid"], uid(Kind::Goal, 1).to_string());
    for key in ["zanzibar'", "zanzibar2"] {
        let error = Document::open_with(&path, OpenMode::ReadWrite, Some(&words(key)));
        said.push(format!("{error:?}"));
        let error = reprotect(&path, Some(&words(key)), None);
        said.push(format!("{error:?}"));
        let missing = folder.path().join("none.waymark");
        said.push(format!("{:?}", reprotect(&missing, Some(&words(key)), None)));
    }
    assert!(said.iter().all(|text| !text.contains("zanzibar")), "{said:?}");
}
