//! Checks a pack in a folder: `cargo run -p waymark-pack --example check -- assessments/data-strategy`.
#![allow(clippy::print_stdout)]

use std::path::Path;
use std::process::ExitCode;

use waymark_pack::{Severity, load, read_folder};

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        println!("usage: check FOLDER");
        return ExitCode::from(2);
    };
    let files = match read_folder(Path::new(&folder)) {
        Ok(files) => files,
        Err(error) => {
            println!("{error}");
            return ExitCode::from(2);
        }
    };
    let loaded = load(&files);
    for problem in &loaded.problems {
        println!("{folder}/{problem}");
    }
    let errors =
        loaded.problems.iter().filter(|problem| problem.severity() == Severity::Error).count();
    let warnings = loaded.problems.len() - errors;
    println!("{errors} errors, {warnings} warnings in {} files", files.len());
    if loaded.pack.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
