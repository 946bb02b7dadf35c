//! The package on a machine that has never seen it: installed, used, removed.
//!
//! A minimal system is made by mmdebstrap once and unpacked fresh for each check. It is entered by chroot in a mount namespace of
//! its own, so that whatever happens nothing stays mounted.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::Product;
use super::display::Display;
use super::tree::Files;
use crate::shell::output;

/// Who uses the package there, and where that one's files are.
const USER: u32 = 4711;
const HOME: &str = "/home/facilitator";
/// What the window keeps between its starts, in the home folder.
const SETTINGS: &str = ".local/share/app.waymark/settings.json";
/// A window manager that closes a window by Alt+F4 and does nothing else.
const MANAGER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
</openbox_config>
"#;

pub(crate) fn in_a_fresh_root(
    product: &Product,
    deb: &Path,
    files: &Files,
    out: &Path,
) -> Result<()> {
    if output("id", &["-u"]).is_none_or(|id| id.trim() != "0") {
        bail!(
            "a fresh root can be made and entered by root only: run `cargo xtask dist --check` as root"
        );
    }
    for (tool, package) in [
        ("mmdebstrap", "mmdebstrap"),
        ("Xvfb", "xvfb"),
        ("xdotool", "xdotool"),
        ("unshare", "util-linux"),
    ] {
        if output("sh", &["-c", &format!("command -v {tool}")]).is_none() {
            bail!("{tool} is needed to check the package: sudo apt-get install {package}");
        }
    }
    let root = fresh(out)?;
    let root = Root { folder: root };
    println!("\nchecking {} in a fresh root", deb.display());
    let begun = Instant::now();
    fs::copy(deb, root.folder.join("waymark.deb"))?;
    root.administer("apt-get update -qq")?;
    root.administer("apt-get install -qq --no-install-recommends /waymark.deb desktop-file-utils shared-mime-info hicolor-icon-theme")?;
    fs::remove_file(root.folder.join("waymark.deb"))?;
    println!("  installed with what it needs in {} s", begun.elapsed().as_secs());

    for path in files.keys() {
        // A root of this kind may leave documentation out, as containers do.
        let is_documentation =
            path.starts_with("usr/share/doc/") || path.starts_with("usr/share/man/");
        if !is_documentation && !root.folder.join(path).is_file() {
            bail!("/{path} is in the package and was not installed");
        }
    }
    root.administer("dpkg --verify waymark")?;
    holds(&root, "usr/share/mime/globs2", "application/vnd.waymark:*.waymark", true)?;
    holds(
        &root,
        "usr/share/applications/mimeinfo.cache",
        "application/vnd.waymark=app.waymark.desktop",
        true,
    )?;
    println!("  every file is in its place, and the desktop knows the file type");

    root.administer(&format!("useradd --uid {USER} --create-home --home-dir {HOME} facilitator"))?;
    let version = root.used("waymark --version")?;
    if version.trim() != format!("waymark {}", product.version) {
        bail!("`waymark --version` says {version}, the package is {}", product.version);
    }
    root.used("waymark sample demo.waymark")?;
    root.used("waymark score demo.waymark --json > score.json && waymark report demo.waymark -o report.pdf")?;
    let report =
        fs::read(root.at_home("report.pdf")).context("the command line wrote no report")?;
    if !report.starts_with(b"%PDF-") {
        bail!("the report is no PDF");
    }
    println!("  the command line makes the sample, its scores and its report");
    window(&root, out)?;

    root.administer("apt-get purge -qq waymark")?;
    left(&root, files)?;
    println!("  removed; nothing is left but what its user made");
    fs::remove_dir_all(&root.folder).context("the root cannot be removed")?;
    Ok(())
}

/// A minimal system of the distribution of this machine.
fn fresh(out: &Path) -> Result<PathBuf> {
    let release = fs::read_to_string("/etc/os-release").context("/etc/os-release is not there")?;
    let suite = release
        .lines()
        .find_map(|line| line.strip_prefix("VERSION_CODENAME="))
        .context("/etc/os-release does not name the release of this system")?
        .trim_matches('"')
        .to_owned();
    let packed = out.join(format!("root-{suite}.tar"));
    if !packed.is_file() {
        println!("\nmaking a minimal {suite} by mmdebstrap, once");
        let part = out.join("root.part.tar");
        let made = Command::new("mmdebstrap")
            .args(["--quiet", "--variant=minbase", "--include=ca-certificates", &suite])
            .arg(&part)
            .status()
            .context("mmdebstrap cannot be started")?;
        if !made.success() {
            bail!("mmdebstrap failed; it needs the network");
        }
        fs::rename(&part, &packed)?;
    }
    let folder = out.join("root");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    let unpacked = Command::new("tar")
        .args(["--numeric-owner", "-xpf"])
        .arg(&packed)
        .arg("-C")
        .arg(&folder)
        .status()?;
    if !unpacked.success() {
        bail!("{} cannot be unpacked; remove it and try again", packed.display());
    }
    Ok(folder)
}

struct Root {
    folder: PathBuf,
}

impl Root {
    fn at_home(&self, name: &str) -> PathBuf {
        self.folder.join(HOME.trim_start_matches('/')).join(name)
    }

    /// A command in the root, with the devices and the displays of this machine.
    fn command(&self, user: u32, variables: &[(&str, &str)], line: &str) -> Command {
        let script = "\
            mount --bind /proc \"$1/proc\" && mount --rbind /dev \"$1/dev\" && \
            mkdir -p -m 1777 \"$1/tmp/.X11-unix\" && mount --bind /tmp/.X11-unix \"$1/tmp/.X11-unix\" && \
            cp /etc/resolv.conf \"$1/etc/resolv.conf\" && \
            root=\"$1\" && user=\"$2\" && shift 2 && exec chroot --userspec=\"$user:$user\" \"$root\" \"$@\"";
        fs::create_dir_all("/tmp/.X11-unix").unwrap_or_default();
        let home = if user == 0 { "/root" } else { HOME };
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--propagation", "private", "sh", "-c", script, "sh"])
            .arg(&self.folder)
            .args([&user.to_string(), "env", "-i"])
            .args([
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "LANG=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive",
            ])
            .arg(format!("HOME={home}"))
            .args(variables.iter().map(|(name, value)| format!("{name}={value}")))
            .args(["sh", "-c", &format!("cd \"$HOME\" && {line}")])
            .stdin(Stdio::null());
        command
    }

    fn run(&self, user: u32, line: &str) -> Result<String> {
        let output = self.command(user, &[], line).output().context("unshare cannot be started")?;
        if !output.status.success() {
            bail!(
                "in the fresh root, `{line}` failed:\n{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn administer(&self, line: &str) -> Result<String> {
        self.run(0, line)
    }

    fn used(&self, line: &str) -> Result<String> {
        self.run(USER, line)
    }
}

/// Opens the sample in the window, waits until it is painted, and closes it as people do.
fn window(root: &Root, out: &Path) -> Result<()> {
    let display = Display::start(&out.join("display"))?;
    // Windows are closed through a window manager.
    let keys = out.join("openbox.xml");
    fs::write(&keys, MANAGER)?;
    let mut manager = Command::new("openbox")
        .arg("--config-file")
        .arg(&keys)
        .env("DISPLAY", &display.name)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("openbox cannot be started")?;
    let mut program = root
        .command(USER, &[("DISPLAY", &display.name)], "exec waymark-desktop demo.waymark")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("unshare cannot be started")?;
    let shown = display.painted(&mut program).and_then(|took| {
        // The engagement is open once it is among the recent ones.
        let settings = root.at_home(SETTINGS);
        let begun = Instant::now();
        while !fs::read_to_string(&settings).is_ok_and(|kept| kept.contains("demo.waymark")) {
            if begun.elapsed() > Duration::from_mins(1) {
                bail!("the window came and does not open the engagement it was given");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let found = driven(&display, &["search", "--onlyvisible", "--name", "^Waymark"])?;
        let window = found.lines().next().context("a window is there and is not called Waymark")?;
        driven(&display, &["windowfocus", "--sync", window, "key", "--clearmodifiers", "alt+F4"])?;
        Ok(took)
    });
    let _ = manager.kill();
    let _ = manager.wait();
    let took = match shown {
        Ok(took) => took,
        Err(why) => {
            let _ = program.kill();
            let told = program.wait_with_output()?;
            bail!("{why:#}\n{}", String::from_utf8_lossy(&told.stderr));
        }
    };
    ends(&mut program)?;
    if root.at_home("demo.waymark-journal").exists() {
        bail!("the window was closed and left a journal beside the document");
    }
    println!(
        "  the window shows the engagement after {:.1} s, and ends when it is closed",
        took.as_secs_f64()
    );
    Ok(())
}

fn driven(display: &Display, arguments: &[&str]) -> Result<String> {
    let output = Command::new("xdotool").args(arguments).env("DISPLAY", &display.name).output()?;
    if !output.status.success() {
        bail!(
            "xdotool {} failed: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn ends(program: &mut Child) -> Result<()> {
    let begun = Instant::now();
    loop {
        match program.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("the window ended with {status}"),
            None if begun.elapsed() > Duration::from_secs(20) => {
                let _ = program.kill();
                bail!("the window was closed, and the program goes on");
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

fn holds(root: &Root, file: &str, text: &str, is_wanted: bool) -> Result<()> {
    let all = fs::read_to_string(root.folder.join(file)).unwrap_or_default();
    if all.contains(text) != is_wanted {
        let not = if is_wanted { "does not name" } else { "still names" };
        bail!("/{file} {not} {text}");
    }
    Ok(())
}

/// Fails for what the package has left behind outside of its user's files.
fn left(root: &Root, files: &Files) -> Result<()> {
    if let Some(path) = files.keys().find(|path| root.folder.join(path).exists()) {
        bail!("/{path} was not removed");
    }
    let found = root.administer("find / -xdev -iname '*waymark*' -not -path '/proc/*' -not -path '/dev/*' -not -path '/home/*' -not -path '/var/cache/apt/*'")?;
    if !found.trim().is_empty() {
        bail!("this is left of the package:\n{found}");
    }
    holds(root, "usr/share/mime/globs2", "waymark", false)?;
    holds(root, "usr/share/applications/mimeinfo.cache", "waymark", false)?;
    for made in ["demo.waymark", "report.pdf", SETTINGS] {
        if !root.at_home(made).exists() {
            bail!("{made} of the user was removed with the package");
        }
    }
    Ok(())
}
