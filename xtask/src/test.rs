//! Every check and test, in the order in which they fail fastest.

use anyhow::{Context, Result, bail};

use crate::shell::{cargo, npm, output, run_with, target};
use crate::{codegen, setup};

pub(crate) fn test() -> Result<()> {
    setup::system(setup::For::Testing)?;
    let moto = setup::account()?;
    setup::interface()?;
    cargo(&["fmt", "--all", "--check"])?;
    npm(&["run", "check"])?;
    npm(&["run", "lint"])?;
    npm(&["test"])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    cargo(&["build", "--workspace", "--all-targets", "--locked"])?;
    tests(&moto.to_string_lossy())?;
    documentation()?;
    codegen::check()?;
    codegen::packs()?;
    window(&moto.to_string_lossy())?;
    if let Some(changed) = output("git", &["status", "--porcelain", "--untracked-files=no"])
        && std::env::var_os("CI").is_some()
        && !changed.trim().is_empty()
    {
        bail!("the tests changed files of the repository:\n{changed}");
    }
    println!("\nEvery check and test passed");
    Ok(())
}

/// All tests but the journeys: by nextest where it is installed, which runs them side by side.
///
/// `moto` is the virtual environment with the stand-in for an AWS account.
fn tests(moto: &str) -> Result<()> {
    let with_account = [(setup::MOTO, moto)];
    if output("cargo", &["nextest", "--version"]).is_none() {
        return run_with(".", "cargo", &["test", "--workspace", "--locked"], &with_account);
    }
    run_with(".", "cargo", &["nextest", "run", "--workspace", "--locked"], &with_account)?;
    cargo(&["test", "--workspace", "--doc", "--locked"])
}

/// Every link and example of the documentation is sound.
fn documentation() -> Result<()> {
    run_with(
        ".",
        "cargo",
        &["doc", "--workspace", "--no-deps", "--locked", "--quiet"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )
}

/// The journeys in the real window, under a display of their own.
fn window(moto: &str) -> Result<()> {
    if !cfg!(target_os = "linux") {
        println!(
            "The journeys in the window run on Linux, where WebKit has a driver; they were left out here"
        );
        return Ok(());
    }
    let app = target().join("debug/waymark-desktop");
    if !app.exists() {
        bail!("{} was not built", app.display());
    }
    run_with(
        ".",
        "cargo",
        &["test", "--workspace", "--test", "window", "--locked", "--", "--test-threads=2"],
        &[(setup::MOTO, moto)],
    )
    .context("the journeys in the window failed; their last pictures lie in target/window")
}
