//! Other processes: they hold documents open, are killed in the middle of their work, and may not write.
//!
//! A child is this test binary again, running one of the ignored tests with a document named in its environment.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::json;
use waymark_core::engagement::Engagement;
use waymark_core::id::Uid;
use waymark_core::record::Kind;
use waymark_store::{Document, Error, OpenMode, RowChange};

use crate::support::{Seeded, closed, document, filled, full, meta, put, uid};

const DOCUMENT: &str = "WAYMARK_TEST_DOCUMENT";
/// The first bytes of a journal that is to be rolled back; they are zero in one that is done with.
const HOT: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

/// The command that runs an ignored test of this module on a document.
fn command(test: &str, path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this test is a program"));
    command.args(["--exact", &format!("crash::{test}"), "--ignored", "--nocapture", "--quiet"]);
    command.env(DOCUMENT, path).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// The document that a parent has named; `None` where this is not a child.
#[allow(
    clippy::disallowed_methods,
    reason = "a child process learns its document from the parent test"
)]
fn named() -> Option<std::path::PathBuf> {
    std::env::var(DOCUMENT).ok().map(Into::into)
}

/// Tells the parent a line; printing would wait for the end of the test.
fn say(line: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n>{line}").and_then(|()| out.flush()).expect("the parent reads");
}

/// The next line that a child said; the lines of the test harness between them are left out.
fn hear(from: &mut impl BufRead) -> Option<String> {
    from.lines().map_while(Result::ok).find_map(|line| line.strip_prefix('>').map(str::to_owned))
}

fn journal_of(path: &Path) -> std::path::PathBuf {
    path.with_extension("waymark-journal")
}

fn is_hot(path: &Path) -> bool {
    fs::read(journal_of(path)).is_ok_and(|bytes| bytes.starts_with(&HOT))
}

fn note(n: usize) -> RowChange {
    let mut row = filled(Kind::Capture, n);
    // Large enough that a change is several pages long.
    row["text"] = json!(format!("{n} {}", "words ".repeat(300)));
    RowChange::Put { kind: Kind::Capture, uid: uid(Kind::Capture, n), row }
}

#[test]
#[ignore = "run by its parent"]
fn child_notes_without_end() {
    let Some(path) = named() else { return };
    let mut document = Document::open(&path, OpenMode::ReadWrite).expect("opens");
    let first = document.read().expect("reads").captures.len();
    for n in first.. {
        document.write(&meta(n as u64 + 1), &[note(n)]).expect("writes");
        say(n);
    }
}

#[test]
fn what_was_confirmed_survives_a_kill_at_any_moment() {
    let (_folder, path, created) = document(&Engagement::new(Uid::root("kill"), "Killed"));
    drop(created);
    let mut random = Seeded(2026);
    let (mut confirmed, mut hot) = (0, 0);
    for round in 0..40 {
        let mut child = command("child_notes_without_end", &path).spawn().expect("starts");
        let mut out = BufReader::new(child.stdout.take().expect("is piped"));
        let mut heard = Vec::new();
        for _ in 0..=random.below(6) {
            heard.push(hear(&mut out).expect("the child writes until it is killed"));
        }
        // A moment that is another in every round.
        for _ in 0..random.below(400_000) {
            std::hint::spin_loop();
        }
        child.kill().expect("is running");
        child.wait().expect("ends");
        heard.extend(std::iter::from_fn(|| hear(&mut out)));
        hot += usize::from(is_hot(&path));
        let last: usize = heard.last().expect("one at least").parse().expect("a number");
        confirmed = confirmed.max(last + 1);

        let document = Document::open(&path, OpenMode::ReadWrite).expect("opens after a kill");
        let captures = document.read().expect("reads").captures;
        let kept = captures.len();
        assert!(
            kept == confirmed || kept == confirmed + 1,
            "round {round}: {confirmed} were confirmed, {kept} are there"
        );
        for (n, capture) in captures.iter().enumerate() {
            assert_eq!(
                capture.uid,
                uid(Kind::Capture, n),
                "round {round}: none is missing among them"
            );
        }
        assert_eq!(
            document.history(u32::MAX, 0).expect("reads").len(),
            kept + 1,
            "a change is there with its entry or not at all"
        );
        confirmed = kept;
    }
    assert!(
        confirmed >= 40,
        "the children did some work: {confirmed}, and {hot} journals were rolled back"
    );
}

#[test]
#[ignore = "run by its parent"]
fn child_dies_within_a_change() {
    let Some(path) = named() else { return };
    // Waymark's own transactions are over too quickly to be caught for certain: this one spills into the file before it ends.
    let connection = rusqlite::Connection::open(path).expect("opens");
    connection
        .execute_batch(
            "pragma cache_size = 1; pragma synchronous = full; begin exclusive;
             update captures set body = json_set(body, '$.text', 'half done');
             update goals set body = json_set(body, '$.title', 'half done');",
        )
        .expect("writes");
    std::process::abort();
}

/// A document with a change half written into it and the journal beside it, and what it held before.
fn half_changed() -> (tempfile::TempDir, std::path::PathBuf, Engagement) {
    let (folder, path, mut document) = document(&full());
    let notes: Vec<RowChange> = (10..200).map(note).collect();
    document.write(&meta(1), &notes).expect("writes");
    let expected = document.read().expect("reads");
    drop(document);
    let before = fs::read(&path).expect("reads");
    let status = command("child_dies_within_a_change", &path).status().expect("runs");
    assert!(!status.success(), "the child aborts");
    assert!(fs::read(&path).expect("reads") != before, "part of the change is in the file");
    assert!(is_hot(&path), "and the journal beside it");
    (folder, path, expected)
}

#[test]
fn an_unfinished_change_is_taken_back() {
    let (_folder, path, expected) = half_changed();
    let document = Document::open(&path, OpenMode::ReadWrite).expect("opens");
    assert_eq!(document.read().expect("reads"), expected);
    drop(document);
    assert!(!journal_of(&path).exists(), "the journal is done with");
}

#[test]
fn a_journal_belongs_to_the_file_beside_it() {
    let (folder, path, expected) = half_changed();
    let alone = folder.path().join("alone.waymark");
    fs::copy(&path, &alone).expect("copies");
    let read = Document::open(&alone, OpenMode::ReadWrite).and_then(|document| document.read());
    assert!(
        matches!(read, Err(Error::Damaged { .. })),
        "a copy without its journal does not pass for a document: {read:?}"
    );
    let both = folder.path().join("both.waymark");
    fs::copy(&path, &both).expect("copies");
    fs::copy(journal_of(&path), journal_of(&both)).expect("copies");
    assert_eq!(
        Document::open(&both, OpenMode::ReadWrite).expect("opens").read().expect("reads"),
        expected
    );
}

#[test]
fn an_unfinished_change_is_not_taken_back_by_reading() {
    let (_folder, path, expected) = half_changed();
    let before = fs::read(&path).expect("reads");
    let error = Document::open(&path, OpenMode::ReadOnly).expect_err("it cannot be read as it is");
    assert!(matches!(error, Error::UnfinishedChange { .. }), "{error:?}");
    assert!(fs::read(&path).expect("reads") == before && is_hot(&path), "nothing was changed");
    assert_eq!(
        Document::open(&path, OpenMode::ReadWrite).expect("opens").read().expect("reads"),
        expected
    );
}

#[test]
#[ignore = "run by its parent"]
fn child_holds() {
    let Some(path) = named() else { return };
    let _document = Document::open(&path, OpenMode::ReadWrite).expect("opens");
    say("open");
    std::io::stdin().read_to_end(&mut Vec::new()).expect("the parent lets go");
}

#[test]
#[ignore = "run by its parent"]
fn child_tries() {
    let Some(path) = named() else { return };
    for mode in [OpenMode::ReadWrite, OpenMode::ReadOnly] {
        match Document::open(&path, mode) {
            Ok(mut document) => {
                assert_eq!(document.read().expect("reads"), full());
                let written = match document.write(&meta(1), &[put(Kind::Goal, 1, "title", "x")]) {
                    Ok(()) => "written",
                    Err(Error::ReadOnly { .. }) => "refused",
                    Err(_) => "failed",
                };
                say(format!(
                    "{} {written}",
                    if document.is_read_only() { "read-only" } else { "writable" }
                ));
            }
            Err(Error::Locked { .. }) => say("locked"),
            Err(other) => say(format!("{other:?}")),
        }
    }
}

/// What a child says that tries to open a document for writing, then for reading.
fn tried(mut command: Command) -> [Option<String>; 2] {
    let mut child: Child = command.spawn().expect("starts");
    let mut out = BufReader::new(child.stdout.take().expect("is piped"));
    let said = [hear(&mut out), hear(&mut out)];
    child.wait().expect("ends");
    said
}

#[test]
fn a_document_open_in_another_process_is_locked() {
    let (_folder, path) = closed();
    let mut child = command("child_holds", &path).spawn().expect("starts");
    let mut out = BufReader::new(child.stdout.take().expect("is piped"));
    assert_eq!(hear(&mut out).as_deref(), Some("open"));
    for mode in [OpenMode::ReadWrite, OpenMode::ReadOnly] {
        let error = Document::open(&path, mode).expect_err("it is open elsewhere");
        assert!(matches!(error, Error::Locked { .. }), "{error:?}");
    }
    drop(child.stdin.take());
    child.wait().expect("ends");
    assert_eq!(
        Document::open(&path, OpenMode::ReadWrite).expect("it was closed").read().expect("reads"),
        full()
    );
}

#[test]
fn a_refused_second_opening_does_not_give_up_the_lock() {
    let (folder, path, document) = document(&full());
    Document::open(&path, OpenMode::ReadOnly).expect_err("it is open here");
    document.save_copy(&folder.path().join("copy.waymark")).expect("copies");
    let locked = Some("locked".to_owned());
    assert_eq!(
        tried(command("child_tries", &path)),
        [locked.clone(), locked],
        "nobody else can open it"
    );
}

#[test]
fn readers_share_a_document_and_keep_writers_out() {
    let (_folder, path) = closed();
    let _reading = Document::open(&path, OpenMode::ReadOnly).expect("opens");
    let said = tried(command("child_tries", &path));
    assert_eq!(said, [Some("locked".to_owned()), Some("read-only refused".to_owned())]);
}

/// Runs a child for whom modes count: where the tests run as root, without root's right to pass over them.
#[cfg(unix)]
fn without_rights(path: &Path) -> Command {
    use std::os::unix::fs::MetadataExt;
    let command = command("child_tries", path);
    if fs::metadata(path).expect("is there").uid() != 0 {
        return command;
    }
    let mut bounded = Command::new("setpriv");
    bounded.args(["--bounding-set", "-dac_override,-dac_read_search"]).arg(command.get_program());
    bounded.args(command.get_args()).stdin(Stdio::piped()).stdout(Stdio::piped());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            bounded.env(name, value);
        }
    }
    bounded
}

#[cfg(unix)]
#[test]
fn a_file_or_folder_that_cannot_be_written_opens_read_only() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let read_only = Some("read-only refused".to_owned());
    for (what, file_mode, folder_mode) in [("file", 0o444, 0o777), ("folder", 0o666, 0o555)] {
        let (folder, path) = closed();
        let before = fs::read(&path).expect("reads");
        set_permissions(&path, Permissions::from_mode(file_mode)).expect("sets");
        set_permissions(folder.path(), Permissions::from_mode(folder_mode)).expect("sets");
        let said = tried(without_rights(&path));
        set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("sets");
        assert_eq!(said, [read_only.clone(), read_only.clone()], "a {what} that cannot be written");
        assert!(fs::read(&path).expect("reads") == before, "a {what} that cannot be written");
    }
}
