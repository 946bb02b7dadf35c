//! What building, running and testing need of the machine: installed on Debian and Ubuntu, told elsewhere.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::shell::{npm, output, root, run, run_with};

/// What the machine is set up for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// Building and opening the window.
    Running,
    /// Also driving the window in tests.
    Testing,
}

/// To build and to run.
const BUILD: &[&str] =
    &["build-essential", "pkg-config", "perl", "libwebkit2gtk-4.1-dev", "libdbus-1-dev"];
/// To drive the window: a display, its driver, a window manager, a keyboard for native dialogs, fonts for them. To open what is
/// written for word processors and slides: LibreOffice without a window. To look at pages: Poppler and qpdf. To remember passphrases:
/// a keyring on a bus of its own.
const DRIVE: &[&str] = &[
    "xvfb",
    "webkit2gtk-driver",
    "openbox",
    "xdotool",
    "fonts-dejavu-core",
    "libreoffice-writer-nogui",
    "libreoffice-impress-nogui",
    "poppler-utils",
    "qpdf",
    "dbus-daemon",
    "gnome-keyring",
];

/// Programs that must be found where packages cannot be asked for, by purpose.
const BUILDERS: &[&str] = &["cc", "make", "perl", "pkg-config"];
const DRIVERS: &[&str] = &[
    "Xvfb",
    "WebKitWebDriver",
    "openbox",
    "xdotool",
    "setpriv",
    "soffice",
    "pdftoppm",
    "qpdf",
    "dbus-run-session",
    "gnome-keyring-daemon",
];

/// What to install elsewhere.
const ELSEWHERE: &str = "\
Fedora:   sudo dnf install webkit2gtk4.1-devel dbus-devel gcc make pkgconf perl
          for the tests also: xorg-x11-server-Xvfb webkit2gtk-driver openbox xdotool util-linux dejavu-sans-fonts
          libreoffice-writer libreoffice-impress poppler-utils qpdf dbus-daemon gnome-keyring
Arch:     sudo pacman -S webkit2gtk-4.1 base-devel perl dbus
          for the tests also: xorg-server-xvfb webkitgtk-6.0 openbox xdotool ttf-dejavu libreoffice-fresh poppler qpdf gnome-keyring
openSUSE: sudo zypper install webkit2gtk3-devel dbus-1-devel gcc make pkg-config perl
macOS:    xcode-select --install
          the window's journeys run on Linux only
Windows:  Visual Studio Build Tools with the C++ workload, Strawberry Perl, and WebView2, which Windows 11 has
          the window's journeys run on Linux only
All:      Rust 1.95 from rustup.rs, and Node 20.19 or newer";

/// Installs the system packages that are missing.
pub(crate) fn system(purpose: For) -> Result<()> {
    if !cfg!(target_os = "linux") || output("dpkg-query", &["--version"]).is_none() {
        return elsewhere(purpose);
    }
    let drive = if purpose == For::Testing { DRIVE } else { &[] };
    let missing: Vec<&str> =
        BUILD.iter().chain(drive).copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing)
}

/// Installs packages by apt, as root or through sudo.
fn install(missing: &[&str]) -> Result<()> {
    eprintln!("Missing system packages: {}", missing.join(" "));
    let is_root = output("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    let mut install = vec!["apt-get", "install", "-y", "--no-install-recommends"];
    install.extend(missing);
    let by_hand = || {
        format!(
            "install them by hand and try again:\n    sudo apt-get update && sudo {}",
            install.join(" ")
        )
    };
    let privileged = |arguments: &[&str]| -> Result<()> {
        // No package may ask a question: nobody may be there to answer it.
        let quiet = [("DEBIAN_FRONTEND", "noninteractive")];
        if is_root {
            return run_with(".", arguments[0], &arguments[1..], &quiet);
        }
        let mut line = vec!["--preserve-env=DEBIAN_FRONTEND"];
        line.extend(arguments);
        run_with(".", "sudo", &line, &quiet)
    };
    privileged(&["apt-get", "update"]).and_then(|()| privileged(&install)).with_context(by_hand)
}

fn is_installed(package: &str) -> bool {
    output("dpkg-query", &["-W", "-f=${Status}", package])
        .is_some_and(|status| status.contains("install ok installed"))
}

/// Says what is missing where there is no apt.
fn elsewhere(purpose: For) -> Result<()> {
    let mut missing: Vec<&str> = Vec::new();
    if cfg!(target_os = "linux") {
        let drivers = if purpose == For::Testing { DRIVERS } else { &[] };
        missing.extend(BUILDERS.iter().chain(drivers).copied().filter(|name| !is_found(name)));
        if output("pkg-config", &["--exists", "webkit2gtk-4.1"]).is_none() {
            missing.push("WebKitGTK 4.1 with its headers");
        }
    } else if cfg!(target_os = "macos") {
        if output("xcode-select", &["-p"]).is_none() {
            missing.push("Apple's command line tools");
        }
    } else if output("perl", &["--version"]).is_none() {
        missing.push("perl, which builds the encryption library");
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!("Waymark needs what is not here: {}.\n\n{ELSEWHERE}", missing.join(", "))
}

/// True where a program of this name is on the path.
fn is_found(name: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(name).is_file())
}

/// Names the virtual environment with moto, for the tests that scan an account.
pub(crate) const MOTO: &str = "WAYMARK_MOTO";
/// What stands in for AWS, and what fills it.
const STAND_IN: [&str; 2] = ["moto[server]==5.2.5", "boto3==1.44.5"];

/// Makes the virtual environment with the stand-in for an AWS account, once; its folder.
///
/// It lies where `WAYMARK_MOTO` says, or in the user's cache, so that all checkouts share it.
pub(crate) fn account() -> Result<PathBuf> {
    let given = std::env::var_os(MOTO).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let home = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    let folder = match given {
        Some(folder) => folder,
        None => PathBuf::from(
            std::env::var_os(home)
                .context("the user's home folder is not known; set WAYMARK_MOTO to a folder")?,
        )
        .join(".cache/waymark/moto"),
    };
    let wanted = STAND_IN.join("\n");
    let stamp = folder.join(".waymark-packages");
    if fs::read_to_string(&stamp).is_ok_and(|packages| packages == wanted) {
        return Ok(folder);
    }
    let path = folder.to_string_lossy();
    let python = if cfg!(windows) { "python" } else { "python3" };
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    // Debian and Ubuntu ship Python without what makes virtual environments.
    if output(python, &["-c", "import venv, ensurepip"]).is_none()
        && output("dpkg-query", &["--version"]).is_some()
    {
        install(&["python3-venv"])?;
    }
    run(".", python, &["-m", "venv", &path])
        .and_then(|()| {
            let pip = programs.join("python");
            let mut install = vec!["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
            install.extend(STAND_IN);
            run(".", &pip.to_string_lossy(), &install)
        })
        .with_context(|| {
            format!(
                "the tests scan a stand-in for an AWS account, which needs Python 3.10 or newer with venv and pip, and PyPI once; \
                 on Debian and Ubuntu: sudo apt-get install python3-venv. By hand:\n    {python} -m venv {path} && {} -m pip install {}",
                programs.join("python").display(),
                STAND_IN.map(|package| format!("'{package}'")).join(" ")
            )
        })?;
    fs::write(&stamp, wanted).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(folder)
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
