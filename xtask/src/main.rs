//! The project's own commands: set up, run, test, generate, measure. `cargo xtask` lists them.
//!
//! This crate depends on nothing of the product, so that it builds on a bare machine and can install what the rest needs.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what a command line does"
)]

mod bench;
mod codegen;
#[cfg(unix)]
mod dist;
mod setup;
mod shell;
mod test;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::shell::cargo;

const HELP: &str = "\
cargo xtask run [--sample | FILE]   set up, build and open Waymark
cargo xtask test                    set up and run every check and test
cargo xtask setup                   only install what building and testing need
cargo xtask codegen [--check]       write (or compare) what is generated: TypeScript contract, JSON Schemas
cargo xtask packs                   check the shipped assessment packs
cargo xtask bench                   measure start, opening, answering and the report in a release build
cargo xtask bench crash [N]         kill a workshop N times (500) and see that nothing confirmed is lost
cargo xtask bench scan              measure scans of a stand-in for an AWS account
cargo xtask bench report [RUNS]     measure the report beside typst and WeasyPrint, and a large one
cargo xtask bench roadmap --psplib DIR
                                    measure the scheduler on PSPLIB instances, beside CP-SAT where Python has ortools
cargo xtask bench fuzz [--minutes N] [--target T]
                                    feed every reader of files with mutated input, a minute each; `fuzz list` names the targets
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["run", rest @ ..] => open(rest),
        ["test"] => test::test(),
        ["setup"] => setup::system(setup::For::Testing)
            .and_then(|()| setup::account().map(drop))
            .and_then(|()| setup::interface()),
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        ["packs"] => codegen::packs(),
        ["bench", "roadmap", rest @ ..] => bench::roadmap(rest),
        ["bench", "crash", rest @ ..] => bench::crash(rest),
        ["bench", "scan"] => bench::scan(),
        ["bench", "report", rest @ ..] => bench::report(rest),
        ["bench", "fuzz", rest @ ..] => bench::fuzz(rest),
        #[cfg(unix)]
        ["dist", rest @ ..] => dist::dist(rest),
        ["bench", rest @ ..] => bench::bench(rest),
        [] => {
            print!("{HELP}");
            #[cfg(unix)]
            println!("{}", dist::HELP);
            Ok(())
        }
        other => bail!("there is no command `{}`\n\n{HELP}", other.join(" ")),
    }
}

/// Sets up, builds and opens the window.
fn open(arguments: &[&str]) -> Result<()> {
    setup::system(setup::For::Running)?;
    setup::interface()?;
    if cfg!(target_os = "linux")
        && std::env::var_os("DISPLAY").is_none()
        && std::env::var_os("WAYLAND_DISPLAY").is_none()
    {
        bail!(
            "there is no display here, so the window cannot open.\n\
             On this machine, write the sample's report instead: cargo run -p waymark-cli --release -- report"
        );
    }
    let mut command = vec![
        "run",
        "--release",
        "--package",
        "waymark-desktop",
        "--features",
        "custom-protocol",
        "--",
    ];
    command.extend(arguments);
    cargo(&command)?;
    Ok(())
}
