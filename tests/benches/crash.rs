//! `cargo xtask bench crash`: kills a workshop many times and sees that nothing confirmed is lost.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement prints, and reads the clock and its arguments"
)]

use std::path::PathBuf;
use std::process::Command;

use waymark_tests::crash::{Child, kill, prepare, say};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, folder, seed] = &arguments[..]
        && word == "child"
    {
        let seed = seed.parse().expect("a number");
        let child = Child { folder: PathBuf::from(folder), seed };
        let stopped = child.work(say);
        panic!("the child stopped by itself: {:?}", stopped.map_err(|error| error.message));
    }
    // `cargo test --all-targets` runs this too; without a number there is nothing to do.
    let Some(kills) = arguments.iter().find_map(|argument| argument.parse().ok()) else {
        println!("say how often to kill");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    prepare(folder.path());
    let program = std::env::current_exe().expect("this is a program");
    let start = std::time::Instant::now();
    let tally = kill(folder.path(), kills, 2026, |child| {
        let mut command = Command::new(&program);
        command.arg("child").arg(&child.folder).arg(child.seed.to_string());
        command
    });
    println!(
        "{} kills in {:.0} s: {} changes confirmed, none lost; {} unfinished changes taken back, {} kills within a change of passphrase, \
         {} of a protected engagement; {} backups, all of which open",
        tally.kills,
        start.elapsed().as_secs_f64(),
        tally.confirmed,
        tally.rolled_back,
        tally.within_passphrase,
        tally.protected,
        tally.backups
    );
}
