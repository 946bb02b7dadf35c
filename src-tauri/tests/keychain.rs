//! The keychain of a Linux desktop: a real one, on a bus of its own with a folder of its own.
#![cfg(target_os = "linux")]

use std::process::Command;

use waymark_app::keychain::Keychain;
use waymark_app::secret::Passphrase;
use waymark_desktop::keychain::SystemKeychain;

/// Runs a test of this file where a keyring stands open.
const SESSION: &str = r#"
eval "$(printf 'the keyring' | gnome-keyring-daemon --unlock --components=secrets)"
exec "$0" --exact "$1" --ignored --nocapture
"#;

#[test]
fn a_passphrase_is_remembered_and_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = std::env::current_exe().expect("this test has a path");
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", SESSION])
        .arg(program)
        .arg("in_an_open_keyring")
        .env("HOME", folder.path())
        .env("XDG_DATA_HOME", folder.path().join("data"))
        .env("XDG_RUNTIME_DIR", folder.path())
        .output()
        .expect("dbus-run-session and gnome-keyring are there: cargo xtask setup installs them");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && told.contains("1 passed"),
        "{told}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let kept = walk(folder.path());
    assert!(!kept.is_empty(), "the keyring lies in its folder");
    for file in kept {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let told = bytes.windows(12).any(|part| part == b"brown otters");
        assert!(!told, "{} holds the passphrase readable", file.display());
    }
}

#[test]
#[ignore = "run by the test above, in an open keyring"]
fn in_an_open_keyring() {
    let keychain = SystemKeychain;
    assert!(keychain.is_there());
    let (first, second) = (
        Passphrase::new("seven brown otters").expect("words"),
        Passphrase::new("größer \u{2026}").expect("words"),
    );
    assert!(keychain.get("a").is_none());
    assert!(keychain.set("a", &first) && keychain.set("b", &second));
    assert!(
        keychain.get("a").as_ref() == Some(&first) && keychain.get("b").as_ref() == Some(&second)
    );
    assert!(keychain.set("a", &second) && keychain.get("a").as_ref() == Some(&second));
    assert!(keychain.remove("a") && keychain.remove("b") && keychain.remove("c"));
    assert!(keychain.get("a").is_none() && keychain.get("b").is_none());
    // One stays, for a look at what lies on the disk.
    assert!(keychain.set("d", &first));
}

#[test]
fn without_a_keychain_nothing_is_remembered_and_nothing_fails() {
    let program = std::env::current_exe().expect("this test has a path");
    let output = Command::new(program)
        .args(["--exact", "without_a_bus", "--ignored", "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        .output()
        .expect("it runs");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

#[test]
#[ignore = "run by the test above, without a bus"]
fn without_a_bus() {
    let keychain = SystemKeychain;
    let words = Passphrase::new("seven brown otters").expect("words");
    assert!(!keychain.is_there());
    assert!(!keychain.set("a", &words) && keychain.get("a").is_none());
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else if path.is_file() {
            found.push(path);
        }
    }
    found
}
