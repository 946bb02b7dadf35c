//! What happens to disks and files: full, read-only, pulled away, damaged. Nothing that was confirmed is lost, and everything is told.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_store::{Document, OpenMode};
use waymark_tests::crash::{Seeded, say};
use waymark_tests::{Laptop, library};

const FOLDER: &str = "WAYMARK_TEST_FOLDER";

fn goal(n: usize) -> Value {
    json!({ "kind": "goals", "values": { "title": format!("Goal {n}"), "notes": "words ".repeat(100) } })
}

/// Adds goals until a change is refused, telling each that is confirmed; then what was said.
#[test]
#[ignore = "run by its parent"]
#[allow(clippy::disallowed_methods, reason = "a child learns from its parent what to work on")]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let mut laptop = Laptop::new();
    laptop.must("document_open", json!({ "path": format!("{folder}/Client.waymark") }));
    for n in 0..4000 {
        match laptop.call("record_add", goal(n)) {
            Ok(record) => say(&format!("done {}", record["code"].as_str().expect("a code"))),
            Err(error) => {
                say(&format!("refused {:?} {} ({})", error.code, error.message, error.help));
                return;
            }
        }
    }
    say("never refused");
}

/// What a child said that worked in a folder until it could not write any more.
fn work_until_refused(mut command: Command, folder: &Path) -> (Vec<String>, String) {
    command.env(FOLDER, folder).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("starts");
    let out = BufReader::new(child.stdout.take().expect("is piped"));
    let mut confirmed = Vec::new();
    let mut refused = String::new();
    for line in out.lines().map_while(Result::ok) {
        match line.strip_prefix('>').and_then(|said| said.split_once(' ')) {
            Some(("done", code)) => confirmed.push(code.to_owned()),
            Some((_, said)) => said.clone_into(&mut refused),
            None => {}
        }
    }
    assert!(
        child.wait().expect("ends").success(),
        "it was refused, and did not fall over: {refused}"
    );
    (confirmed, refused)
}

fn this_test() -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this test is a program"));
    command.args(["--exact", "faults::child", "--ignored", "--nocapture", "--quiet"]);
    command
}

/// Everything that was confirmed is in the document, which is sound.
fn holds(path: &Path, confirmed: &[String]) {
    let document = Document::open(path, OpenMode::ReadWrite).expect("opens");
    assert_eq!(document.check().expect("checks"), Vec::<String>::new());
    let engagement = document.read().expect("reads");
    let codes: Vec<String> = engagement.goals.iter().map(|goal| goal.code.to_string()).collect();
    let missing: Vec<&String> = confirmed.iter().filter(|code| !codes.contains(code)).collect();
    assert!(missing.is_empty(), "confirmed and not there: {missing:?}");
    assert!(codes.len() <= confirmed.len() + 1, "no more than was confirmed is there");
}

fn new_document(folder: &Path) -> PathBuf {
    let mut laptop = Laptop::new();
    let path = folder.join("Client.waymark");
    laptop.must("document_new", json!({ "path": path, "client": "Client", "isAnonymous": false }));
    path
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_keeps_what_was_confirmed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = new_document(folder.path());
    let size = fs::metadata(&path).expect("is there").len() / 1024 + 200;
    // The signal for a file that is too large is ignored, so that the write itself fails.
    let mut shell = Command::new("bash");
    let child = this_test();
    shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {size}; exec \"$@\"")).arg("bash");
    shell.arg(child.get_program()).args(child.get_args());
    let (confirmed, refused) = work_until_refused(shell, folder.path());
    assert!(confirmed.len() > 10, "some fitted: {refused}");
    assert!(refused.contains("NotWritable"), "{refused}");
    holds(&path, &confirmed);
}

/// A small file system of its own, where the tests may make one.
#[cfg(target_os = "linux")]
struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then(|| Self(folder))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

/// Needs the right to mount; where there is none, [`a_file_that_may_not_grow_keeps_what_was_confirmed`] alone stands for it.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_keeps_what_was_confirmed() {
    let Some(disk) = SmallDisk::new() else { return };
    let path = new_document(disk.0.path());
    let (confirmed, refused) = work_until_refused(this_test(), disk.0.path());
    assert!(confirmed.len() > 10, "some fitted: {refused}");
    assert!(refused.contains("NotWritable") && refused.contains("no space left"), "{refused}");
    holds(&path, &confirmed);
    // A copy and a passphrase do not fit either; both are told, and the document stays as it is.
    let mut laptop = Laptop::new();
    laptop.must("document_open", json!({ "path": path }));
    let copy = disk.0.path().join("Copy.waymark");
    assert_eq!(laptop.refused("document_copy", json!({ "path": copy })).0, Code::NotWritable);
    let request = json!({ "current": "", "passphrase": "no room for it" });
    assert_eq!(laptop.refused("document_protect", request).0, Code::NotWritable);
    assert!(!copy.exists());
    laptop.must("document_close", json!({}));
    holds(&path, &confirmed);
    let names: Vec<String> = fs::read_dir(disk.0.path())
        .expect("reads")
        .map(|entry| entry.expect("reads").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["Client.waymark"], "nothing half made is left");
}

#[test]
fn a_file_that_is_pulled_away_is_told_and_can_be_saved_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = new_document(folder.path());
    let mut laptop = Laptop::new();
    laptop.must("document_open", json!({ "path": path }));
    for n in 0..5 {
        laptop.must("record_add", goal(n));
    }
    let away = folder.path().join("away.waymark");
    fs::rename(&path, &away).expect("is moved");
    let (code, message) = laptop.refused("record_add", goal(6));
    assert_eq!(code, Code::NotFound, "{message}");
    assert_eq!(laptop.engagement().goals.len(), 5, "what was refused is not shown");
    let saved = laptop.place("Saved.waymark");
    laptop.must("document_copy", json!({ "path": saved }));
    laptop.must("document_close", json!({}));
    laptop.must("document_open", json!({ "path": saved }));
    assert_eq!(laptop.engagement().goals.len(), 5);
    laptop.must("document_close", json!({}));
    let list = laptop.must("backups_list", json!({}));
    assert!(
        !list["backups"].as_array().expect("a list").is_empty(),
        "its backup is not away with it"
    );
    // Back in its place it goes on.
    fs::rename(&away, &path).expect("is moved");
    laptop.must("document_open", json!({ "path": path }));
    assert_eq!(laptop.engagement().goals.len(), 5);
}

#[test]
fn a_damaged_file_is_recovered_with_the_help_of_its_backups() {
    let mut laptop = Laptop::new();
    let path = laptop.place("Client.waymark");
    laptop.must("document_new", json!({ "path": path, "client": "Client", "isAnonymous": false }));
    for n in 0..60 {
        laptop.must("record_add", goal(n));
    }
    laptop.wait(11);
    for n in 60..70 {
        laptop.must("record_add", goal(n));
    }
    laptop.must("document_close", json!({}));
    let expected =
        Document::open(Path::new(&path), OpenMode::ReadOnly).expect("opens").read().expect("reads");
    let whole = fs::read(&path).expect("reads");
    let mut random = Seeded(5);
    let mut recovered = 0;
    for round in 0..25 {
        let mut bytes = whole.clone();
        match round % 4 {
            0 => bytes.truncate(whole.len() / 2 + random.below(whole.len() as u64 / 2) as usize),
            1 => {
                let page = 1 + random.below(whole.len() as u64 / 4096 - 1) as usize;
                bytes[page * 4096..(page + 1) * 4096].fill(0);
            }
            _ => {
                for _ in 0..20 {
                    let at = random.below(whole.len() as u64) as usize;
                    bytes[at] ^= 1 + random.below(255) as u8;
                }
            }
        }
        fs::write(&path, &bytes).expect("writes");
        let Err(error) = laptop.call("document_open", json!({ "path": path })) else {
            assert_eq!(laptop.engagement(), expected, "round {round}");
            laptop.must("document_close", json!({}));
            continue;
        };
        assert!(
            matches!(
                error.code,
                Code::DocumentDamaged
                    | Code::NotADocument
                    | Code::PassphraseNeeded
                    | Code::DocumentTooNew
            ),
            "round {round}: {:?} {}",
            error.code,
            error.message
        );
        if error.code == Code::DocumentTooNew {
            continue;
        }
        let look = laptop.must("document_recover", json!({ "path": path }));
        assert_eq!(look["written"], Value::Null);
        assert!(look["backup"].is_object(), "round {round}: its backup helps: {look}");
        let target = laptop.place(&format!("Saved {round}.waymark"));
        let done = laptop.must("document_recover", json!({ "path": path, "target": target }));
        assert_eq!((&done["written"], &done["headline"]), (&json!(target), &look["headline"]));
        assert!(fs::read(&path).expect("reads") == bytes, "the damaged file stays as it is");
        laptop.must("document_open", json!({ "path": target }));
        let there = laptop.engagement();
        assert!(
            there.goals.len() >= 60,
            "round {round}: at least what the backup has: {}",
            there.goals.len()
        );
        let told: u64 = done["tables"]
            .as_array()
            .expect("tables")
            .iter()
            .map(|table| {
                ["fromBackup", "inDoubt", "lost"]
                    .iter()
                    .filter_map(|key| table[key].as_u64())
                    .sum::<u64>()
            })
            .sum();
        let missing = expected.goals.iter().filter(|goal| !there.goals.contains(goal)).count();
        let is_told = told >= missing as u64
            || done["changesRead"].as_u64() < done["changes"].as_u64()
            || done["changes"].is_null();
        assert!(
            is_told,
            "round {round}: {missing} are not as they were, and {told} are told: {done}"
        );
        laptop.must("record_add", goal(99));
        laptop.must("document_close", json!({}));
        recovered += 1;
    }
    assert!(recovered > 12, "most of the damage was noticed: {recovered}");
}

#[test]
fn a_recovered_engagement_has_the_passphrase_of_the_damaged_one() {
    let mut laptop = Laptop::new();
    let path = laptop.place("Client.waymark");
    laptop.must("document_new", json!({ "path": path, "client": "Client", "isAnonymous": false }));
    for n in 0..30 {
        laptop.must("record_add", goal(n));
    }
    laptop.must("document_protect", json!({ "current": "", "passphrase": "seven otters" }));
    laptop.must("document_close", json!({}));
    let mut bytes = fs::read(&path).expect("reads");
    let length = bytes.len();
    bytes[length - 5000] ^= 1;
    fs::write(&path, &bytes).expect("writes");
    let key = json!({ "path": path, "passphrase": "seven otters" });
    assert_eq!(laptop.refused("document_open", key.clone()).0, Code::DocumentDamaged);
    assert_eq!(
        laptop.refused("document_recover", json!({ "path": path })).0,
        Code::PassphraseNeeded
    );
    let look = laptop.must("document_recover", key);
    assert!(look["isReadable"] == json!(true) && look["problems"][0].is_string(), "{look}");
    let target = laptop.place("Saved.waymark");
    laptop.must(
        "document_recover",
        json!({ "path": path, "passphrase": "seven otters", "target": target }),
    );
    assert_eq!(
        laptop.refused("document_open", json!({ "path": target })).0,
        Code::PassphraseNeeded
    );
    laptop.must("document_open", json!({ "path": target, "passphrase": "seven otters" }));
    assert_eq!(laptop.engagement().goals.len(), 30);
    assert!(!laptop.engagement().packs.is_empty() && library().packs().len() > 1);
}
