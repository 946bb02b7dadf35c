//! Measurements in a release build: medians of several runs, printed as a table.

use std::path::Path;

use anyhow::{Context, Result};

use crate::setup;
use crate::shell::{cargo, run_with, target};

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
