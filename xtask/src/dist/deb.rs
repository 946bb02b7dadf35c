//! The package for Debian and Ubuntu.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Product, tree};
use crate::shell::output;

/// What the package says of itself; the place of what is computed stands between `@`.
const CONTROL: &str = "\
Package: waymark
Version: @VERSION@
Architecture: @ARCHITECTURE@
Section: misc
Priority: optional
Maintainer: The Waymark developers <noreply@waymark.invalid>
Installed-Size: @SIZE@
Depends: @DEPENDS@
Recommends: xdg-utils, shared-mime-info, desktop-file-utils, hicolor-icon-theme
Description: data strategy diagnostic for workshop facilitators
 Waymark walks the stakeholders of a company through discovery and maturity
 questions, scores what they say, generates a target architecture on AWS with
 a reason for every component and a roadmap that is a real schedule, and
 writes the report the same day. It runs on a laptop without a network.
 .
 The package holds the window, the command line and the guide.
";

/// Makes the package of the staged files. It has no scripts: icons, file types and menu entries are taken up by the triggers of the
/// packages that keep them.
pub(crate) fn package(product: &Product, staged: &Path, out: &Path) -> Result<PathBuf> {
    for (tool, package) in [("dpkg-deb", "dpkg"), ("dpkg-shlibdeps", "dpkg-dev")] {
        if output(tool, &["--version"]).is_none() {
            bail!("{tool} is needed to make the .deb: sudo apt-get install {package}");
        }
    }
    let whole = out.join("deb");
    if whole.exists() {
        fs::remove_dir_all(&whole)?;
    }
    copied(staged, &whole)?;
    let control = whole.join("DEBIAN");
    fs::create_dir_all(&control)?;
    let size = size(staged)?.div_ceil(1024);
    let text = CONTROL
        .replace("@VERSION@", &product.version)
        .replace("@ARCHITECTURE@", &product.architecture)
        .replace("@SIZE@", &size.to_string())
        .replace("@DEPENDS@", &depends(staged, out)?);
    fs::write(control.join("control"), text)?;
    fs::write(control.join("md5sums"), sums(staged)?)?;
    tree::dated(&whole, product.time())?;
    let deb = out.join(format!("waymark_{}_{}.deb", product.version, product.architecture));
    let made = Command::new("dpkg-deb")
        .args(["--root-owner-group", "-Zxz", "--build"])
        .arg(&whole)
        .arg(&deb)
        .env("SOURCE_DATE_EPOCH", product.epoch.to_string())
        .output()
        .context("dpkg-deb cannot be started")?;
    if !made.status.success() {
        bail!("dpkg-deb failed: {}", String::from_utf8_lossy(&made.stderr));
    }
    Ok(deb)
}

/// What the programs link to, as packages with the versions that have what they use.
fn depends(staged: &Path, out: &Path) -> Result<String> {
    // The tool wants to stand in a source package.
    let source = out.join("shlibs");
    fs::create_dir_all(source.join("debian"))?;
    fs::write(
        source.join("debian/control"),
        "Source: waymark\n\nPackage: waymark\nArchitecture: any\n",
    )?;
    let told = Command::new("dpkg-shlibdeps")
        .arg("-O")
        .args(
            ["waymark", "waymark-desktop"]
                .map(|program| format!("-e{}", staged.join("usr/bin").join(program).display())),
        )
        .current_dir(&source)
        .output()
        .context("dpkg-shlibdeps cannot be started")?;
    let said = String::from_utf8_lossy(&told.stdout);
    let Some(depends) = said.lines().find_map(|line| line.strip_prefix("shlibs:Depends=")) else {
        bail!(
            "dpkg-shlibdeps does not tell what the programs link to: {}",
            String::from_utf8_lossy(&told.stderr)
        );
    };
    if !depends.contains("libwebkit2gtk-4.1-0") {
        bail!("the window does not link to WebKitGTK 4.1, it says: {depends}");
    }
    Ok(depends.to_owned())
}

/// The check sums of all files, as dpkg keeps them.
fn sums(staged: &Path) -> Result<String> {
    let mut paths = Vec::new();
    each(staged, &mut |path| paths.push(path.to_owned()))?;
    paths.sort();
    let output = Command::new("md5sum")
        .args(paths.iter().map(|path| path.strip_prefix(staged).unwrap_or(path)))
        .current_dir(staged)
        .output()
        .context("md5sum cannot be started")?;
    if !output.status.success() {
        bail!("md5sum failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout).context("paths are text")
}

/// Calls for every file below a folder.
fn each(folder: &Path, call: &mut dyn FnMut(&Path)) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { each(&path, call)? } else { call(&path) }
    }
    Ok(())
}

/// Bytes of all files below a folder.
pub(crate) fn size(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    each(folder, &mut |path| sum += fs::metadata(path).map_or(0, |data| data.len()))?;
    Ok(sum)
}

/// Copies a folder with its rights.
pub(crate) fn copied(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().context("an entry has a name")?);
        if path.is_dir() {
            copied(&path, &target)?;
        } else {
            fs::copy(&path, &target)
                .with_context(|| format!("{} cannot be copied", path.display()))?;
        }
    }
    Ok(())
}
