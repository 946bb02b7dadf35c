//! An account is scanned from the window, a contradiction is seen and taken up, the band moves, and the report tells of it.

use std::ffi::OsString;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::json;

use crate::driver::{LAPTOP, Window, fresh_folder, repository, until};

/// The stand-in for AWS, seeded with a retailer's account; gone when the journey ends.
pub(crate) struct Account {
    child: Child,
    url: String,
}

impl Drop for Account {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(name: &str) -> PathBuf {
    let given = std::env::var_os("WAYMARK_MOTO").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let path = given.unwrap_or_else(|| home.join(".cache/waymark/moto")).join("bin").join(name);
    assert!(path.exists(), "{} is missing: `cargo xtask test` installs it", path.display());
    path
}

impl Account {
    pub(crate) fn seeded() -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let child = Command::new(program("moto_server"))
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the stand-in starts");
        let account = Self { child, url: format!("http://127.0.0.1:{port}") };
        until("the stand-in to answer", || TcpStream::connect(("127.0.0.1", port)).ok());
        let seed = repository().join("crates/waymark-aws/tests/fixtures/seed_account.py");
        let arguments: [OsString; 4] =
            [seed.into(), "--endpoint".into(), account.url.clone().into(), "--strict".into()];
        let done = Command::new(program("python")).args(arguments).output().expect("python starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        account
    }

    /// A folder for a journey, with keys of such an account as a profile.
    pub(crate) fn home(name: &str) -> PathBuf {
        let folder = fresh_folder(name);
        fs::create_dir_all(folder.join(".aws")).expect("the folder can be made");
        let profile = "[default]\naws_access_key_id = testing\naws_secret_access_key = testing\n";
        fs::write(folder.join(".aws/credentials"), profile).expect("it can be written");
        let config = format!("[default]\nregion = {REGION}\n");
        fs::write(folder.join(".aws/config"), config).expect("likewise");
        folder
    }

    /// Asks in the window who would look at this account.
    fn ask(&self, window: &Window) {
        window.press("Scan an account");
        until("the profile", || (window.value("Profile") == "default").then_some(()));
        window.press("Role, Region and address");
        window.fill("Address", &self.url);
        window.press("Check who I am");
        window.sees("in account 123456789012");
        window.sees("Nothing was read yet");
    }

    /// Has it looked at, once somebody was asked.
    fn start(window: &Window) {
        window.press("Start the scan");
        // As long as the scan goes on, so does this, however slow the machine is.
        let mut before = String::new();
        loop {
            let (now, has_ended) = until("the scan to go on", || {
                let text = window.text();
                let has_ended = text.contains("an answer");
                let now = text.lines().find(|line| line.contains(" calls, ")).unwrap_or_default();
                (has_ended || now != before).then(|| (now.to_owned(), has_ended))
            });
            if has_ended {
                break;
            }
            before = now;
        }
        window.sees("Beside the answers");
        window.settles();
    }

    /// Scans this account in the window.
    pub(crate) fn scan(&self, window: &Window) {
        window.go("evidence");
        self.ask(window);
        Self::start(window);
    }
}

const REGION: &str = "eu-west-1";

#[test]
fn an_account_is_scanned_and_a_contradiction_taken_up() {
    let account = Account::seeded();
    let folder = Account::home("evidence");
    let window = Window::open_in("evidence", &folder, LAPTOP, &["--sample"]);
    window.go("evidence");
    window.sees("Nothing was measured yet");
    window.shot("empty");

    window.press("For the administrator");
    window.sees("s3:GetBucketVersioning");
    window.shot("administrator");
    window.press("Close");

    account.ask(&window);
    window.shot("who");
    Account::start(&window);
    let faults = crate::screens::faults(&window);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    window.shot("beside");

    // The numbers stand behind it, and it is taken up at its question.
    let band = |window: &Window| {
        let view = window.script_later(
            "window.__TAURI_INTERNALS__.invoke('question_get', { request: { question: 'SEC-3' } }).then(arguments[arguments.length - 1])",
            &[],
        );
        view["band"][0].as_f64().expect("a band")
    };
    let low = band(&window);
    assert!(low <= 2.0, "the fact lowers the lower end of the band: {low}");
    window.press("contradicts");
    window.press("SEC-3");
    window.sees("Instances and clusters whose storage is encrypted: 5 of 8 measured");
    window.press("Take it up");
    until("the question", || window.text().contains("SEC-3").then_some(()));
    window.sees("contradicts, at most 2:");
    window.shot("question");

    // Of something else than people spoke of: it bears on nothing any more.
    window.go("evidence");
    window.press("contradicts");
    window.press("SEC-3");
    window.press("Scope differs");
    window.fill("Why", "Test accounts are in it");
    window.press("Keep");
    until("the band as it was", || (band(&window) > low).then_some(()));
    window.shot("judged");

    // What was found goes to the inventories, marked as measured.
    window.press("Not on record");
    window.sees("Amazon MSK");
    window.press("Add all");
    window.sees("entries added");
    window.sees("Every service and source that the scan found is on record");

    window.go("report");
    let view = window.script_later(
        "window.__TAURI_INTERNALS__.invoke('report_find', { request: { place: 'evidence', sections: [] } }).then(arguments[arguments.length - 1])",
        &[],
    );
    assert_ne!(view, json!(null), "the report has a page of it");
    let path = folder.join("report.pdf");
    window.script_later(
        "window.__TAURI_INTERNALS__.invoke('report_write', { request: { path: arguments[0], format: 'pdf', sections: [], redact: null } }).then(arguments[arguments.length - 1])",
        &[json!(path)],
    );
    assert!(crate::pdf::text(&path).contains("Test accounts are in it"), "the reason is printed");
    window.has_no_wrongs();
}
