//! Packages for other distributions, where their tools are on this machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::deb::copied;
use super::{Product, tree};
use crate::shell::{output, root};

/// What became of a package.
pub(crate) enum Made {
    File(PathBuf),
    /// Why there is none.
    LeftOut(String),
}

/// The machine as these tools call it.
fn machine(product: &Product) -> &'static str {
    if product.architecture == "arm64" { "aarch64" } else { "x86_64" }
}

/// For Fedora, openSUSE and their kin. What the programs link to is found out by rpmbuild.
pub(crate) fn rpm(product: &Product, staged: &Path, out: &Path) -> Result<Made> {
    if output("rpmbuild", &["--version"]).is_none() {
        return Ok(Made::LeftOut("since rpmbuild is not here: sudo apt-get install rpm".into()));
    }
    let work = out.join("rpm");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let spec = work.join("waymark.spec");
    fs::write(&spec, spec_of(product, staged)?)?;
    let machine = machine(product);
    let built = Command::new("rpmbuild")
        .args(["-bb", "--target", machine])
        .args(["--define".to_owned(), format!("_topdir {}", work.display())])
        .arg(&spec)
        .env("SOURCE_DATE_EPOCH", product.epoch.to_string())
        .output()
        .context("rpmbuild cannot be started")?;
    if !built.status.success() {
        bail!("rpmbuild failed: {}", String::from_utf8_lossy(&built.stderr));
    }
    let name = format!("waymark-{}-1.{machine}.rpm", product.version);
    let made = work.join("RPMS").join(machine).join(&name);
    let to = out.join(&name);
    fs::copy(&made, &to).with_context(|| format!("rpmbuild did not write {}", made.display()))?;
    Ok(Made::File(to))
}

fn spec_of(product: &Product, staged: &Path) -> Result<String> {
    let mut files = Vec::new();
    paths(staged, staged, &mut files)?;
    Ok(format!(
        "\
%global debug_package %{{nil}}
%global _build_id_links none
%global __os_install_post %{{nil}}
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%global _buildhost waymark
%global _binary_payload w6.xzdio
Name: waymark
Version: {version}
Release: 1
Summary: Data strategy diagnostic for workshop facilitators
License: MIT OR Apache-2.0
Recommends: xdg-utils shared-mime-info desktop-file-utils hicolor-icon-theme
%description
Waymark walks the stakeholders of a company through discovery and maturity questions, scores what they say, generates a target
architecture on AWS with a reason for every component and a roadmap that is a real schedule, and writes the report the same day.
It runs on a laptop without a network.
%install
mkdir -p %{{buildroot}}
cp -a \"{staged}/.\" %{{buildroot}}/
%files
%defattr(-,root,root,-)
{files}
",
        version = product.version,
        staged = staged.display(),
        files = files.join("\n"),
    ))
}

/// The files of a package, and the folders that are its own.
fn paths(folder: &Path, staged: &Path, found: &mut Vec<String>) -> Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        let place =
            format!("/{}", path.strip_prefix(staged).context("it lies in the tree")?.display());
        if path.is_dir() {
            if place.starts_with("/usr/share/doc/waymark") {
                found.push(format!("%dir \"{place}\""));
            }
            paths(&path, staged, found)?;
        } else {
            found.push(format!("\"{place}\""));
        }
    }
    Ok(())
}

/// One file that runs where WebKitGTK is installed.
pub(crate) fn app_image(product: &Product, staged: &Path, out: &Path) -> Result<Made> {
    if output("appimagetool", &["--version"]).is_none() {
        return Ok(Made::LeftOut(
            "since appimagetool is not here; no distribution packages it, and nothing is downloaded: put it on the path and try again"
                .into(),
        ));
    }
    let folder = out.join("AppDir");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    copied(staged, &folder)?;
    fs::copy(
        root().join("packaging/linux/app.waymark.desktop"),
        folder.join("app.waymark.desktop"),
    )?;
    fs::copy(root().join("src-tauri/icons/icon.png"), folder.join("app.waymark.png"))?;
    std::os::unix::fs::symlink("usr/bin/waymark-desktop", folder.join("AppRun"))?;
    tree::dated(&folder.join("usr"), product.time())?;
    let file = out.join(format!("Waymark-{}-{}.AppImage", product.version, machine(product)));
    let built = Command::new("appimagetool")
        .arg(&folder)
        .arg(&file)
        .env("ARCH", machine(product))
        .env("SOURCE_DATE_EPOCH", product.epoch.to_string())
        .output()
        .context("appimagetool cannot be started")?;
    if !built.status.success() {
        bail!("appimagetool failed: {}", String::from_utf8_lossy(&built.stderr));
    }
    Ok(Made::File(file))
}
