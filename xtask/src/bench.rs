//! Measurements in a release build: medians of several runs, printed as a table.

use std::path::Path;

use anyhow::{Context, Result};

use crate::setup;
use crate::shell::{cargo, run, run_with, target};

pub(crate) fn bench(arguments: &[&str]) -> Result<()> {
    setup::system(setup::For::Testing)?;
    setup::interface()?;
    cargo(&[
        "build",
        "--release",
        "--package",
        "waymark-desktop",
        "--features",
        "custom-protocol",
    ])?;
    let app = target().join("release/waymark-desktop");
    let mut command = vec!["bench", "--package", "waymark-tests", "--bench", "measure", "--"];
    let app = app.to_string_lossy();
    command.push(&app);
    command.extend(arguments);
    cargo(&command)
}

/// The scheduler on the instances of a folder; what else it takes is told in the benchmark itself.
pub(crate) fn roadmap(arguments: &[&str]) -> Result<()> {
    let folder = arguments.iter().position(|&word| word == "--psplib").map(|at| at + 1);
    let (at, folder) = folder
        .and_then(|at| Some((at, *arguments.get(at)?)))
        .context("name the folder with the instances: cargo xtask bench roadmap --psplib DIR")?;
    // The benchmark runs in the folder of its package.
    let folder = Path::new(folder)
        .canonicalize()
        .with_context(|| format!("the folder {folder} cannot be read"))?;
    let folder = folder.to_string_lossy();
    let mut arguments = arguments.to_vec();
    arguments[at] = &folder;
    let mut command = vec!["bench", "--package", "waymark-schedule", "--bench", "psplib", "--"];
    command.extend(arguments);
    cargo(&command)
}

/// Kills a workshop, five hundred times where no number is named. Built as the tests are: a kill does not ask how fast the program is.
pub(crate) fn crash(arguments: &[&str]) -> Result<()> {
    let kills = arguments.first().copied().unwrap_or("500");
    kills.parse::<u32>().context("name the number of kills: cargo xtask bench crash 500")?;
    cargo(&[
        "bench",
        "--profile",
        "dev",
        "--package",
        "waymark-tests",
        "--bench",
        "crash",
        "--",
        kills,
    ])
}

/// Scans of a stand-in for an AWS account.
pub(crate) fn scan() -> Result<()> {
    let moto = setup::account()?;
    let moto = moto.to_string_lossy();
    run_with(
        ".",
        "cargo",
        &["bench", "--package", "waymark-aws", "--bench", "scan"],
        &[(setup::MOTO, &moto)],
    )
}

/// The report beside typst and WeasyPrint, which come from PyPI, and a large engagement.
pub(crate) fn report(arguments: &[&str]) -> Result<()> {
    setup::system(setup::For::Testing)?;
    cargo(&["build", "--release", "--package", "waymark-cli"])?;
    let program = target().join("release/waymark");
    let folder = target().join("peers");
    let (program, folder) = (program.to_string_lossy(), folder.to_string_lossy());
    let mut command = vec!["xtask/peers/report.py", &program, &folder];
    command.extend(arguments);
    run(".", "python3", &command)
}

/// Every reader with mutated input, for a minute each unless said otherwise; built with checks of overflow.
pub(crate) fn fuzz(arguments: &[&str]) -> Result<()> {
    let mut command = vec!["run", "--package", "waymark-tests", "--bin", "waymark-fuzz", "--"];
    command.extend(arguments);
    let is_bounded =
        arguments.iter().any(|word| ["--minutes", "--inputs", "list", "one"].contains(word));
    if !is_bounded {
        command.extend(["--minutes", "1"]);
    }
    cargo(&command)
}
