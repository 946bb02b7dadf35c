//! A workshop whose process is killed; `cargo xtask bench crash` does the same five hundred times.

use std::path::PathBuf;
use std::process::Command;

use waymark_tests::crash::{Child, kill, prepare, say};

const FOLDER: &str = "WAYMARK_TEST_FOLDER";
const SEED: &str = "WAYMARK_TEST_SEED";

#[test]
#[ignore = "run by its parent"]
#[allow(clippy::disallowed_methods, reason = "a child learns from its parent what to work on")]
fn child() {
    let (Ok(folder), Ok(seed)) = (std::env::var(FOLDER), std::env::var(SEED)) else { return };
    let child = Child { folder: PathBuf::from(folder), seed: seed.parse().expect("a number") };
    let stopped = child.work(say);
    panic!("the child stopped by itself: {:?}", stopped.map_err(|error| error.message));
}

#[test]
fn what_was_confirmed_survives_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    prepare(folder.path());
    let program = std::env::current_exe().expect("this test is a program");
    let tally = kill(folder.path(), 12, 7, |child| {
        let mut command = Command::new(&program);
        command.args(["--exact", "crash::child", "--ignored", "--nocapture", "--quiet"]);
        command.env(FOLDER, &child.folder).env(SEED, child.seed.to_string());
        command
    });
    assert_eq!(tally.kills, 12);
    assert!(tally.confirmed > 100, "the children did some work: {tally:?}");
    assert!(tally.protected > 0, "some of it under a passphrase: {tally:?}");
    assert!(tally.backups > 0, "and backups were made of it: {tally:?}");
}
