//! What building, running and testing need of the machine: installed on Debian and Ubuntu, told elsewhere.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::shell::{npm, output, root, run};

/// What the machine is set up for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// Building and opening the window.
    Running,
    /// Also driving the window in tests.
    Testing,
}

/// To build and to run.
const BUILD: &[&str] = &["build-essential", "pkg-config", "perl", "libwebkit2gtk-4.1-dev"];
/// To drive the window: a display, its driver, a window manager, a keyboard for native dialogs, fonts for them.
const DRIVE: &[&str] = &["xvfb", "webkit2gtk-driver", "openbox", "xdotool", "fonts-dejavu-core"];

/// Installs the system packages that are missing.
pub(crate) fn system(purpose: For) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return elsewhere();
    }
    let wanted: Vec<&str> =
        BUILD.iter().chain(if purpose == For::Testing { DRIVE } else { &[] }).copied().collect();
    if output("dpkg-query", &["--version"]).is_none() {
        return elsewhere();
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("Missing system packages: {}", missing.join(" "));
    let is_root = output("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    let mut install = vec!["apt-get", "install", "-y", "--no-install-recommends"];
    install.extend(&missing);
    let by_hand = || {
        format!(
            "install them by hand and try again:\n    sudo apt-get update && sudo {}",
            install.join(" ")
        )
    };
    let privileged = |arguments: &[&str]| -> Result<()> {
        if is_root { run(".", arguments[0], &arguments[1..]) } else { run(".", "sudo", arguments) }
    };
    privileged(&["apt-get", "update"]).and_then(|()| privileged(&install)).with_context(by_hand)
}

fn is_installed(package: &str) -> bool {
    output("dpkg-query", &["-W", "-f=${Status}", package])
        .is_some_and(|status| status.contains("install ok installed"))
}

/// Says what is needed where there is no apt, and goes on where it seems to be there.
fn elsewhere() -> Result<()> {
    if cfg!(target_os = "linux") {
        if output("pkg-config", &["--exists", "webkit2gtk-4.1"]).is_some() {
            return Ok(());
        }
        bail!(
            "Waymark needs WebKitGTK 4.1 with its headers, a C compiler, pkg-config and perl. Install them, then try again.\n\
             Fedora:   sudo dnf install webkit2gtk4.1-devel gcc pkgconf perl\n\
             Arch:     sudo pacman -S webkit2gtk-4.1 base-devel perl\n\
             openSUSE: sudo zypper install webkit2gtk3-devel gcc pkg-config perl\n\
             For the tests also: Xvfb, WebKitWebDriver, openbox and xdotool."
        );
    }
    if cfg!(target_os = "macos") && output("xcode-select", &["-p"]).is_none() {
        bail!(
            "Waymark needs Apple's command line tools. Install them with `xcode-select --install`, then try again."
        );
    }
    // Windows: the compiler came with Rust's installer, the WebView with the system; perl builds the encryption library.
    if cfg!(windows) && output("perl", &["--version"]).is_none() {
        bail!(
            "Waymark needs Perl to build its encryption library. Install Strawberry Perl, then try again."
        );
    }
    Ok(())
}

/// Installs the interface's packages where the lock file changed, and builds it.
pub(crate) fn interface() -> Result<()> {
    let version = output("node", &["--version"]).context(
        "Node 20.19 or newer is needed to build the interface: install it, then try again",
    )?;
    let mut parts = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .filter_map(|part| part.parse::<u32>().ok());
    let (major, minor) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if major < 20 || (major == 20 && minor < 19) {
        bail!(
            "Node {} is too old to build the interface: install Node 20.19 or newer, then try again",
            version.trim()
        );
    }
    let ui = root().join("ui");
    let lock = fs::read(ui.join("package-lock.json")).context("ui/package-lock.json is missing")?;
    let stamp = ui.join("node_modules/.waymark-lock");
    if fs::read(&stamp).ok().as_ref() != Some(&lock) {
        npm(&["ci", "--no-audit", "--no-fund"])?;
        fs::write(&stamp, &lock).context("ui/node_modules cannot be written")?;
    }
    npm(&["run", "build"])
}
