//! `cargo xtask dist`: the packages that people install, from one tree of files.
//!
//! The tree is staged once, and every package is made of it. The same sources give the same bytes: files have the time of the last
//! commit, belong to root, and stand in the order of their names. Nothing is downloaded; a package whose tool is not on this machine is
//! left out and said. The .deb is made by dpkg-deb and not by Tauri's bundler: that one knows neither the command line, nor the
//! licences, nor what the programs link to.

#![expect(
    clippy::disallowed_methods,
    reason = "waiting for a window has an end, and the time of the sources may be given by the environment"
)]

mod check;
mod deb;
mod display;
mod elsewhere;
mod licences;
mod manual;
mod report;
mod tree;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};

use crate::setup;
use crate::shell::{cargo, output, root, target};

pub(crate) const HELP: &str = "\
cargo xtask dist [--binaries DIR] [--out DIR] [--check] [--report]
                                    make the packages of this machine: .deb, .rpm, AppImage, as far as their tools are here;
                                    --binaries takes programs that are built already; --check installs the .deb in a fresh root,
                                    starts it and removes it (as root, with network); --report measures size and start
                                    beside a program of Chromium's kind";

/// What everything in the packages says of itself.
pub(crate) struct Product {
    pub(crate) version: String,
    /// Debian's word for the processor, such as `amd64`.
    pub(crate) architecture: String,
    /// When the sources were last changed, in seconds since 1970.
    pub(crate) epoch: u64,
}

impl Product {
    fn of_this_repository() -> Result<Self> {
        let settings: serde_json::Value = serde_json::from_str(
            &fs::read_to_string(root().join("src-tauri/tauri.conf.json"))
                .context("src-tauri/tauri.conf.json cannot be read")?,
        )
        .context("src-tauri/tauri.conf.json is no JSON")?;
        let version =
            settings["version"].as_str().context("tauri.conf.json has no version")?.to_owned();
        let architecture = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            other => bail!("packages are made for x86_64 and aarch64; this is {other}"),
        };
        let given = std::env::var("SOURCE_DATE_EPOCH").ok();
        let committed = || output("git", &["log", "-1", "--format=%ct"]);
        let epoch = given
            .or_else(committed)
            .and_then(|seconds| seconds.trim().parse().ok())
            .context("the time of the sources is not known: set SOURCE_DATE_EPOCH, or run this in a clone")?;
        Ok(Self { version, architecture: architecture.to_owned(), epoch })
    }

    /// The same as the system tells times.
    pub(crate) fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.epoch)
    }

    /// The day of the sources as the changelog of a package writes it: `Tue, 01 Dec 2026 03:52:00 +0000`.
    fn mail_date(&self) -> Result<String> {
        output("date", &["--utc", "--date", &format!("@{}", self.epoch), "--rfc-email"])
            .map(|date| date.trim().to_owned())
            .context("`date` does not tell the day of the sources")
    }
}

/// What was asked for.
#[derive(Default)]
struct Wanted {
    binaries: Option<PathBuf>,
    out: Option<PathBuf>,
    is_checked: bool,
    is_reported: bool,
}

impl Wanted {
    fn of(arguments: &[&str]) -> Result<Self> {
        let mut wanted = Self::default();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut folder = || {
                let given = words.next().with_context(|| format!("{word} needs a folder"))?;
                // Commands run in the top folder of the repository.
                std::path::absolute(given).with_context(|| format!("{given} is no path"))
            };
            match *word {
                "--binaries" => wanted.binaries = Some(folder()?),
                "--out" => wanted.out = Some(folder()?),
                "--check" => wanted.is_checked = true,
                "--report" => wanted.is_reported = true,
                other => bail!("`dist` has no option {other}\n\n{HELP}"),
            }
        }
        Ok(wanted)
    }
}

pub(crate) fn dist(arguments: &[&str]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!(
            "packages for Windows and macOS are made by Tauri's own command on such a machine:\n    \
             npx @tauri-apps/cli build --features custom-protocol\n\
             What they hold is set in src-tauri/tauri.conf.json"
        );
    }
    let wanted = Wanted::of(arguments)?;
    let product = Product::of_this_repository()?;
    let binaries = match wanted.binaries {
        Some(folder) => folder,
        None => built()?,
    };
    let out = wanted.out.unwrap_or_else(|| target().join("dist"));
    fs::create_dir_all(&out).with_context(|| format!("{} cannot be made", out.display()))?;
    let staged = out.join("tree");
    let files = tree::files(&product, &binaries)?;
    tree::stage(&files, &staged, product.time())?;
    println!("{} files staged in {}", files.len(), staged.display());
    let deb = deb::package(&product, &staged, &out)?;
    say("made", &deb)?;
    for (name, made) in [
        ("rpm", elsewhere::rpm(&product, &staged, &out)?),
        ("AppImage", elsewhere::app_image(&product, &staged, &out)?),
    ] {
        match made {
            elsewhere::Made::File(path) => say("made", &path)?,
            elsewhere::Made::LeftOut(why) => println!("left out: the {name}, {why}"),
        }
    }
    if wanted.is_checked {
        check::in_a_fresh_root(&product, &deb, &files, &out)?;
    }
    if wanted.is_reported {
        report::report(&deb, &staged, &out)?;
    }
    Ok(())
}

fn say(what: &str, path: &Path) -> Result<()> {
    let size =
        fs::metadata(path).with_context(|| format!("{} is not there", path.display()))?.len();
    println!("{what}: {} ({:.1} MB)", path.display(), size as f64 / 1e6);
    Ok(())
}

/// Builds both programs for release.
fn built() -> Result<PathBuf> {
    setup::system(setup::For::Running)?;
    setup::interface()?;
    cargo(&[
        "build",
        "--release",
        "--locked",
        "--package",
        "waymark-desktop",
        "--features",
        "custom-protocol",
    ])?;
    cargo(&["build", "--release", "--locked", "--package", "waymark-cli"])?;
    Ok(target().join("release"))
}
