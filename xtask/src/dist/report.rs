//! Size, start and memory beside a program of Chromium's kind on the same machine.
//!
//! An Electron application brings a whole Chromium with it. No registry that can be reached here carries Electron's binary, which comes
//! from GitHub; what is nearest is the distribution's Chromium as `chromium --app`, showing one page of text. It is named as such.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::deb::size;
use super::display::Display;
use crate::shell::output;

/// Starts of each, after one that warms up.
const RUNS: usize = 7;
/// The packages in which Chromium comes.
const CHROMIUM: &[&str] = &["chromium", "chromium-common"];
/// As much as a first screen holds.
const PAGE: &str = "<!doctype html><meta charset=utf-8><title>Start</title><h1>Data strategy diagnostic</h1><p>New engagement, open, open the sample.</p>";

/// What was measured of a program.
struct Measured {
    start: Duration,
    /// In bytes.
    memory: u64,
}

pub(crate) fn report(deb: &Path, staged: &Path, out: &Path) -> Result<()> {
    let own = staged.join("usr/bin/waymark-desktop");
    let profile = out.join("profile");
    let fresh = || -> Result<()> {
        if profile.exists() {
            fs::remove_dir_all(&profile)?;
        }
        Ok(fs::create_dir_all(&profile)?)
    };
    fresh()?;
    let waymark = measured(out, &|display| {
        let mut command = Command::new(&own);
        command
            .env("XDG_DATA_HOME", &profile)
            .env("XDG_CACHE_HOME", &profile)
            .env("HOME", &profile)
            .env("DISPLAY", display);
        command
    })
    .context("Waymark cannot be measured")?;
    let mb = |bytes: u64| format!("{:>8.1} MB", bytes as f64 / 1e6);
    println!("\nMedians of {RUNS} starts on this machine, without a window manager");
    println!("{:<52}{:>14}{:>26}", "", "Waymark", "chromium --app (*)");
    let other = peer(out, &fresh, &profile)?;
    let row = |what: &str, own: String, other: Option<String>| {
        println!("{what:<52}{own:>14}{:>26}", other.unwrap_or_else(|| "not measured".into()));
    };
    row(
        "package to download",
        mb(fs::metadata(deb)?.len()),
        other.as_ref().map(|o| mb(o.download)),
    );
    row(
        "installed, without what the system has",
        mb(size(staged)?),
        other.as_ref().map(|o| mb(o.installed)),
    );
    let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
    row(
        "start to painted text",
        seconds(waymark.start),
        other.as_ref().map(|o| seconds(o.measured.start)),
    );
    row(
        "memory of all its processes (PSS)",
        mb(waymark.memory),
        other.as_ref().map(|o| mb(o.measured.memory)),
    );
    println!(
        "\n(*) Not Electron itself: its binary comes from GitHub, which is not reached here. The distribution's Chromium with one page of\n\
         text is what an Electron application carries at least, before any code of its own. Waymark uses the system's WebKitGTK instead."
    );
    Ok(())
}

/// What stands in for Electron.
struct Peer {
    download: u64,
    installed: u64,
    measured: Measured,
}

fn peer(out: &Path, fresh: &dyn Fn() -> Result<()>, profile: &Path) -> Result<Option<Peer>> {
    let mut installed = 0;
    let mut download = 0;
    for package in CHROMIUM {
        let told = output("dpkg-query", &["-W", "-f=${Status} ${Installed-Size}", package])
            .unwrap_or_default();
        let Some(kilobytes) =
            told.strip_prefix("install ok installed ").and_then(|kb| kb.parse::<u64>().ok())
        else {
            println!(
                "{package} is not installed here, so there is nothing to compare with: sudo apt-get install chromium"
            );
            return Ok(None);
        };
        installed += kilobytes * 1024;
        let told = output("apt-cache", &["show", "--no-all-versions", package]).unwrap_or_default();
        let bytes = told.lines().find_map(|line| line.strip_prefix("Size: ")?.parse::<u64>().ok());
        download += bytes.unwrap_or(0);
    }
    let page = out.join("page.html");
    fs::write(&page, PAGE)?;
    fresh()?;
    let measured = measured(out, &|display| {
        let mut command = Command::new("chromium");
        command
            .arg(format!("--app=file://{}", page.display()))
            .arg(format!("--user-data-dir={}", profile.display()))
            .args([
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-sync",
                "--disable-component-update",
            ])
            .env("HOME", profile)
            .env("DISPLAY", display);
        command
    })
    .context("Chromium cannot be measured")?;
    Ok(Some(Peer { download, installed, measured }))
}

/// Starts a program some times; the medians.
fn measured(out: &Path, command: &dyn Fn(&str) -> Command) -> Result<Measured> {
    let (mut starts, mut memories) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let display = Display::start(&out.join("display"))?;
        let mut command = command(&display.name);
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let begun = Instant::now();
        let mut program =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let painted = display.painted(&mut program);
        let start = begun.elapsed();
        let memory = memory(program.id());
        end(&mut program);
        painted?;
        if run > 0 {
            starts.push(start);
            memories.push(memory?);
        }
    }
    starts.sort_unstable();
    memories.sort_unstable();
    Ok(Measured { start: starts[RUNS / 2], memory: memories[RUNS / 2] })
}

/// Ends a program with everything that it started.
fn end(program: &mut Child) {
    let _ = Command::new("kill")
        .args(["-KILL", "--", &format!("-{}", program.id())])
        .stderr(Stdio::null())
        .status();
    let _ = program.kill();
    let _ = program.wait();
}

/// The fair share of memory of a process and all below it, in bytes.
fn memory(process: u32) -> Result<u64> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let Some(id) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else { continue };
        // Behind the name in brackets: state, parent.
        let parent = stat
            .rsplit_once(')')
            .and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
        children.entry(parent.unwrap_or(0)).or_default().push(id);
    }
    let mut sum = 0;
    let mut open = vec![process];
    while let Some(id) = open.pop() {
        open.extend(children.get(&id).into_iter().flatten());
        let told = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let kilobytes = told.lines().find_map(|line| {
            line.strip_prefix("Pss:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok()
        });
        sum += kilobytes.unwrap_or(0) * 1024;
    }
    if sum == 0 {
        bail!("the memory of process {process} cannot be read");
    }
    Ok(sum)
}
