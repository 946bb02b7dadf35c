//! The display that a journey runs on, and a WebDriver client of the few calls that it needs.
//!
//! Everything waits for what should be on screen; nothing waits for a time. Names are those that people read: a button is
//! pressed by its text, a field filled by its label.

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long anything on screen may take before a journey fails.
const PATIENCE: Duration = Duration::from_mins(1);

/// A laptop's screen.
pub(crate) const LAPTOP: (u32, u32) = (1366, 768);
/// A large screen.
pub(crate) const LARGE: (u32, u32) = (1920, 1080);

/// Keys by WebDriver's code points.
pub(crate) mod key {
    pub(crate) const BACKSPACE: char = '\u{E003}';
    pub(crate) const TAB: char = '\u{E004}';
    pub(crate) const ENTER: char = '\u{E007}';
    pub(crate) const SHIFT: char = '\u{E008}';
    pub(crate) const ALT: char = '\u{E00A}';
    pub(crate) const CTRL: char = '\u{E009}';
    pub(crate) const ESCAPE: char = '\u{E00C}';
    pub(crate) const END: char = '\u{E010}';
    pub(crate) const HOME: char = '\u{E011}';
    pub(crate) const LEFT: char = '\u{E012}';
    pub(crate) const UP: char = '\u{E013}';
    pub(crate) const RIGHT: char = '\u{E014}';
    pub(crate) const DOWN: char = '\u{E015}';
    pub(crate) const DELETE: char = '\u{E017}';
    pub(crate) const F1: char = '\u{E031}';
    pub(crate) const F6: char = '\u{E036}';
}

/// Looks until it finds something; fails with `what` when patience ends.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    until_ok(what, || look().ok_or_else(String::new))
}

/// Tries until it succeeds; fails with `what` and the last reason when patience ends.
#[expect(
    clippy::disallowed_methods,
    reason = "a journey in a real window needs an end to its waiting"
)]
#[track_caller]
pub(crate) fn until_ok<T>(what: &str, mut attempt: impl FnMut() -> Result<T, String>) -> T {
    let start = Instant::now();
    loop {
        match attempt() {
            Ok(found) => return found,
            Err(why) => assert!(
                start.elapsed() < PATIENCE,
                "waited {} s for {what}; {why}",
                PATIENCE.as_secs()
            ),
        }
        std::thread::sleep(Duration::from_millis(25));
    }
}

/// A program that ends with the test, with everything it started.
struct Process(Child);

impl Process {
    fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        // Its own process group, so that its children can be ended with it.
        Self(
            command
                .process_group(0)
                .spawn()
                .unwrap_or_else(|error| panic!("{name} cannot be started: {error}")),
        )
    }
}

impl Process {
    /// Ends it and everything it started at once, as a power cut would, and waits until all of that is gone: what a program holds,
    /// such as the lock of a document, it lets go of only then.
    fn cut(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
        until("the programs to be gone", || (!is_alive(self.0.id())).then_some(()));
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.cut();
    }
}

/// Whether a process of a group still runs. One that has ended and that nobody asked about does not.
fn is_alive(group: u32) -> bool {
    let group = group.to_string();
    let stats = fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|process| {
        let stat = fs::read_to_string(process.path().join("stat")).ok()?;
        // After the name in brackets: state, parent, group.
        Some(stat.rsplit_once(')')?.1.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    });
    stats.into_iter().any(|stat| {
        stat.get(2) == Some(&group) && !matches!(stat.first().map(String::as_str), Some("Z" | "X"))
    })
}

/// Whole screen, no frame, no keys of its own: what the application shows is all there is.
const MANAGER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <applications>
    <application type="normal"><decor>no</decor><maximized>yes</maximized></application>
  </applications>
</openbox_config>
"#;

/// Keeps what goes wrong in the page, from when it is first reached.
const WATCH: &str = r#"
    if (window.wrongs) return;
    window.wrongs = [];
    const keep = (kind, text) => window.wrongs.push(`${kind}: ${text}`);
    addEventListener("error", (event) => keep("error", `${event.message} ${event.filename}:${event.lineno}`), true);
    addEventListener("unhandledrejection", (event) => keep("rejection", String(event.reason)));
    document.addEventListener("securitypolicyviolation", (event) =>
        keep("policy", `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
    for (const level of ["error", "warn"]) {
        const said = console[level];
        console[level] = (...texts) => { keep(level, texts.join(" ")); said.apply(console, texts); };
    }
"#;

/// What the finders share. An open dialog hides everything else from people, so it does here.
const FINDERS: &str = r#"
    const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
    const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
    const isShown = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== "hidden";
    const best = (all, name, wanted) => {
        const ranked = all.filter(isShown).map((one) => {
            const text = name(one);
            const rank = text === wanted ? 3 : text.startsWith(wanted) ? 2 : text.includes(wanted) ? 1 : 0;
            return { one, rank };
        });
        const most = Math.max(0, ...ranked.map(({ rank }) => rank));
        return most === 0 ? null : ranked.find(({ rank }) => rank === most).one;
    };
    const findButton = (wanted) => {
        const kinds = "button, a[href], label, summary, [role=tab], [role=option], [role=radio], [role=row], svg [tabindex]";
        const name = (one) => plain(one.getAttribute("aria-label") ?? one.textContent);
        const beside = root === document ? [] : [...document.querySelectorAll("[role=status] button")];
        return best([...root.querySelectorAll(kinds), ...beside], name, wanted);
    };
    const findField = (wanted) => {
        const labels = [...root.querySelectorAll("label")].filter((label) => label.control);
        const named = [...root.querySelectorAll("input, textarea, select")].filter((one) => one.ariaLabel);
        const name = (one) => {
            if (one.tagName !== "LABEL") return plain(one.ariaLabel);
            const copy = one.cloneNode(true);
            copy.querySelectorAll(".required").forEach((mark) => mark.remove());
            return plain(copy.textContent);
        };
        const found = best([...labels, ...named], name, wanted);
        return found?.control ?? found;
    };
"#;

/// A display of its own with the application in a window, driven through WebKit's driver.
///
/// Where a journey fails, a picture of the window and its text stay in the journey's folder.
pub(crate) struct Window {
    /// Folder of this journey: settings, documents, exports, pictures.
    pub(crate) folder: PathBuf,
    name: String,
    size: (u32, u32),
    display: String,
    address: String,
    session: String,
    shots: Cell<u32>,
    /// From the start of the program to its first screen, with what the driver adds.
    pub(crate) started: Duration,
    // Ended in this order: the application and its driver before the display.
    driver: Process,
    _manager: Process,
    _screen: Process,
}

impl Window {
    /// Opens the built application, with arguments, on a screen of the given size.
    pub(crate) fn open(name: &str, size: (u32, u32), arguments: &[&str]) -> Self {
        Self::start(&built(), name, fresh_folder(name), size, arguments)
    }

    /// Opens another build of it, in a folder of its own.
    #[allow(dead_code, reason = "the measurements open the release build")]
    pub(crate) fn open_program(program: &Path, folder: &Path, arguments: &[&str]) -> Self {
        Self::start(program, "measured", folder.to_owned(), LAPTOP, arguments)
    }

    /// Opens it in a folder that the journey has prepared, or that an earlier window left behind.
    pub(crate) fn open_in(name: &str, folder: &Path, size: (u32, u32), arguments: &[&str]) -> Self {
        Self::start(&built(), name, folder.to_owned(), size, arguments)
    }

    #[expect(clippy::disallowed_methods, reason = "the start of the program is measured here")]
    fn start(
        app: &Path,
        name: &str,
        folder: PathBuf,
        size: (u32, u32),
        arguments: &[&str],
    ) -> Self {
        assert!(
            app.exists(),
            "{} is missing; build it with `cargo build --workspace --all-targets`",
            app.display()
        );
        let (screen, display) = display(size);
        let config = folder.join("openbox.xml");
        fs::write(&config, MANAGER).expect("the folder can be written");
        let manager = Process::start(
            Command::new("openbox")
                .arg("--config-file")
                .arg(&config)
                .env("DISPLAY", &display)
                .env("HOME", &folder)
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|l| l.local_addr())
            .expect("a free port")
            .port();
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("log.txt"))
            .expect("a log file");
        let driver = Process::start(
            driver_command()
                .args([
                    format!("--port={port}"),
                    "--host=127.0.0.1".into(),
                    "--replace-on-new-session".into(),
                ])
                .env("DISPLAY", &display)
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .env("XDG_DATA_HOME", folder.join("data"))
                .env("XDG_CONFIG_HOME", folder.join("config"))
                .env("XDG_CACHE_HOME", folder.join("cache"))
                .env("HOME", &folder)
                // GTK and WebKit must not take up settings, a bus or a Wayland display of the machine.
                .env("GDK_BACKEND", "x11")
                .env_remove("WAYLAND_DISPLAY")
                .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
                .stdout(log.try_clone().expect("a second handle"))
                .stderr(log),
        );
        let address = format!("http://127.0.0.1:{port}");
        until("the driver to answer", || ureq::get(format!("{address}/status")).call().ok());
        let options = json!({ "binary": app, "args": arguments });
        let capabilities =
            json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let shots = Cell::new(0);
        let name = name.to_owned();
        let mut window = Self {
            folder,
            name,
            size,
            display,
            address,
            session: String::new(),
            shots,
            started: Duration::ZERO,
            driver,
            _manager: manager,
            _screen: screen,
        };
        let begun = Instant::now();
        let answer = window.send("", &capabilities);
        answer["sessionId"].as_str().expect("a session").clone_into(&mut window.session);
        window.send("timeouts", &json!({ "script": 90_000 }));
        until("the page", || {
            window
                .try_script(
                    "return document.readyState === 'complete' && location.protocol !== 'about:'",
                    &[],
                )
                .ok()?
                .as_bool()
                .filter(|is| *is)
        });
        window.script(WATCH, &[]);
        until("the first screen", || {
            window
                .script("return document.querySelector('h1') !== null", &[])
                .as_bool()
                .filter(|is| *is)
        });
        window.started = begun.elapsed();
        until("the window to fill the screen", || {
            // Drawn larger, it has fewer points of its own.
            let fills = "const [width, height] = arguments; const factor = width / innerWidth; return Math.abs(innerHeight * factor - height) <= factor && factor >= 1 && factor <= 2";
            window.script(fills, &[json!(size.0), json!(size.1)]).as_bool().filter(|is| *is)
        });
        window
    }

    /// Ends the application at once, as a power cut would, and starts it again in the same folder.
    pub(crate) fn cut_and_restart(self, arguments: &[&str]) -> Self {
        let (folder, name, size, shots) =
            (self.folder.clone(), self.name.clone(), self.size, self.shots.get());
        self.cut();
        let window = Self::start(&built(), &name, folder, size, arguments);
        window.shots.set(shots);
        window
    }

    /// Waits until a text that is being typed is on the disk: keys sent by a driver come faster than a disk can follow.
    pub(crate) fn keeps_draft(&self, text: &str) {
        until("the draft to be on the disk", || {
            let kept = self.script_later(
                "const done = arguments[arguments.length - 1];
                 window.__TAURI_INTERNALS__.invoke('drafts_get', { request: {} }).then((all) => done(all.map((one) => one.text)));",
                &[],
            );
            let kept = kept
                .as_array()?
                .iter()
                .any(|one| one.as_str().is_some_and(|one| one.contains(text)));
            kept.then_some(())
        });
    }

    /// Ends the application, its driver and its helpers at once, as a power cut would.
    pub(crate) fn cut(mut self) {
        let has_ended = self.driver.0.try_wait().expect("its state can be asked").is_some();
        assert!(!has_ended, "the application had ended by itself");
        self.driver.cut();
    }

    #[track_caller]
    fn send(&self, path: &str, body: &Value) -> Value {
        self.try_send(path, body).unwrap_or_else(|error| panic!("{}: {path}: {error}", self.name))
    }

    fn try_send(&self, path: &str, body: &Value) -> Result<Value, String> {
        let url = if self.session.is_empty() {
            format!("{}/session", self.address)
        } else {
            format!("{}/session/{}/{path}", self.address, self.session)
        };
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(2)))
            .build()
            .into();
        let mut response = agent.post(url).send_json(body).map_err(|error| error.to_string())?;
        let text = response
            .body_mut()
            .with_config()
            .limit(100_000_000)
            .read_to_string()
            .map_err(|error| error.to_string())?;
        let answer: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        match answer["value"].get("error") {
            Some(error) => Err(format!("{error}: {}", answer["value"]["message"])),
            None => Ok(answer["value"].clone()),
        }
    }

    fn try_script(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        self.try_send("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Runs JavaScript in the page.
    #[track_caller]
    pub(crate) fn script(&self, script: &str, arguments: &[Value]) -> Value {
        self.try_script(script, arguments)
            .unwrap_or_else(|error| panic!("{}: {script}: {error}", self.name))
    }

    /// Runs JavaScript that calls its last argument with the result.
    pub(crate) fn script_later(&self, script: &str, arguments: &[Value]) -> Value {
        self.send("execute/async", &json!({ "script": script, "args": arguments }))
    }

    /// All text that the page shows, with what stands in its fields.
    pub(crate) fn text(&self) -> String {
        let script = r"
            const fields = [...document.querySelectorAll('input, textarea')].filter((one) => one.getClientRects().length > 0);
            return [document.body.innerText, ...fields.map((one) => one.value)].join('\n').replace(/\u00a0/g, ' ');
        ";
        self.try_script(script, &[])
            .ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Waits until the page shows a text.
    #[track_caller]
    pub(crate) fn sees(&self, text: &str) {
        until(&format!("“{text}” on screen"), || self.text().contains(text).then_some(()));
    }

    /// Waits until the page no longer shows a text.
    #[track_caller]
    pub(crate) fn misses(&self, text: &str) {
        until(&format!("“{text}” to go"), || (!self.text().contains(text)).then_some(()));
    }

    /// The text of the first element that a CSS selector names, as soon as it is there.
    #[track_caller]
    pub(crate) fn text_of(&self, selector: &str) -> String {
        until(selector, || {
            let script = "return document.querySelector(arguments[0])?.textContent.replace(/\\s+/g, ' ').trim() ?? null";
            self.script(script, &[json!(selector)]).as_str().map(str::to_owned)
        })
    }

    /// How many elements a CSS selector names.
    pub(crate) fn count(&self, selector: &str) -> u64 {
        self.script("return document.querySelectorAll(arguments[0]).length", &[json!(selector)])
            .as_u64()
            .unwrap_or(0)
    }

    /// Waits until nothing is being fetched, saved or moved.
    #[track_caller]
    pub(crate) fn settles(&self) {
        let script = r"
            const done = arguments[arguments.length - 1];
            const isBusy = () => document.querySelector('.is-loading, [aria-busy=true]') !== null
                || document.querySelector('header .saving') !== null
                || document.getAnimations().some((one) => one.playState === 'running');
            const until = performance.now() + 80000;
            let calm = 0;
            const look = () => {
                calm = isBusy() ? 0 : calm + 1;
                if (calm >= 6 || performance.now() > until) done(calm >= 6);
                else requestAnimationFrame(look);
            };
            look();
        ";
        let is_calm = self.script_later(script, &[]) == json!(true);
        assert!(is_calm, "{}: the screen does not come to rest", self.name);
    }

    /// Clicks what a finder finds, as soon as it is there, at rest, and nothing lies over it.
    #[track_caller]
    fn click_found(&self, finder: &str, wanted: &str) {
        // Entries of a list box are on no page; the driver chooses them.
        let script = format!(
            r"{FINDERS}
            const found = {finder}(arguments[0]);
            if (!found) return 'it is not there';
            if (found.localName === 'option') return found;
            if (found.disabled || found.closest('[inert]')) return 'it cannot be used';
            found.scrollIntoView({{ block: 'nearest', inline: 'nearest' }});
            const {{ left, right, top, bottom }} = found.getBoundingClientRect();
            const x = Math.round((Math.max(0, left) + Math.min(innerWidth, right)) / 2);
            const y = Math.round((Math.max(0, top) + Math.min(innerHeight, bottom)) / 2);
            const over = document.elementFromPoint(x, y);
            if (!over || !(found.contains(over) || over.contains(found))) return `under ${{over?.outerHTML.slice(0, 120)}}`;
            return [x, y];"
        );
        let mut last = Value::Null;
        until_ok(&format!("“{wanted}” to click"), || {
            let place = self.try_script(&script, &[json!(wanted)])?;
            if let Some(element) =
                place.as_object().and_then(|found| found.values().next()).and_then(Value::as_str)
            {
                return self.try_send(&format!("element/{element}/click"), &json!({})).map(drop);
            }
            if let Some(why) = place.as_str() {
                return Err(why.to_owned());
            }
            // What still moves is not clicked.
            if last != place {
                last = place;
                return Err("it does not come to rest".into());
            }
            let actions = json!([
                { "type": "pointerMove", "duration": 0, "x": place[0], "y": place[1] },
                { "type": "pointerDown", "button": 0 },
                { "type": "pointerUp", "button": 0 },
            ]);
            let mouse = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions });
            self.try_send("actions", &json!({ "actions": [mouse] })).map(drop)
        });
    }

    /// Clicks the button, link, tab or option with this text.
    #[track_caller]
    pub(crate) fn press(&self, text: &str) {
        self.click_found("findButton", text);
    }

    /// Clicks what a CSS selector names.
    #[track_caller]
    pub(crate) fn click(&self, selector: &str) {
        self.click_found(
            "((css) => [...document.querySelectorAll(css)].find(isShown) ?? null)",
            selector,
        );
    }

    /// Presses the mouse button at one place of the window and lets go at another.
    pub(crate) fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        let at = |(x, y): (f64, f64)| json!({ "type": "pointerMove", "duration": 50, "x": x.round(), "y": y.round() });
        let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
        let actions = json!([
            at(from),
            { "type": "pointerDown", "button": 0 },
            at(middle),
            at(to),
            { "type": "pointerUp", "button": 0 },
        ]);
        let mouse = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions });
        self.send("actions", &json!({ "actions": [mouse] }));
    }

    /// Clicks into a field named by its label; all of its text is then selected.
    #[track_caller]
    pub(crate) fn focus(&self, label: &str) {
        self.click_found("findField", label);
        self.script(
            &format!(
                "{FINDERS}\nconst field = findField(arguments[0]); field.focus(); field.select?.();"
            ),
            &[json!(label)],
        );
    }

    /// Replaces the text of a field named by its label.
    #[track_caller]
    pub(crate) fn fill(&self, label: &str, text: &str) {
        self.focus(label);
        self.keys(text);
    }

    /// Replaces the text of a field and leaves it, which keeps it.
    #[track_caller]
    pub(crate) fn enter(&self, label: &str, text: &str) {
        self.fill(label, text);
        self.keys(&key::TAB.to_string());
    }

    /// What stands in a field named by its label.
    #[track_caller]
    pub(crate) fn value(&self, label: &str) -> String {
        let script = format!("{FINDERS}\nreturn findField(arguments[0])?.value ?? null;");
        until(label, || self.script(&script, &[json!(label)]).as_str().map(str::to_owned))
    }

    /// Chooses an option of a list named by its label.
    #[track_caller]
    pub(crate) fn choose(&self, label: &str, option: &str) {
        let finder = format!(
            "((wanted) => [...(findField({})?.options ?? [])].find((one) => plain(one.text) === wanted) ?? null)",
            json!(label)
        );
        self.click_found(&finder, option);
    }

    /// Types on the keyboard, into whatever has the focus.
    pub(crate) fn keys(&self, text: &str) {
        let actions: Vec<Value> = text.chars().flat_map(|key| [down(key), up(key)]).collect();
        self.act(actions);
    }

    /// Presses keys together, the last one while the others are held.
    pub(crate) fn chord(&self, keys: &[char]) {
        let actions: Vec<Value> = keys
            .iter()
            .map(|key| down(*key))
            .chain(keys.iter().rev().map(|key| up(*key)))
            .collect();
        self.act(actions);
    }

    fn act(&self, actions: Vec<Value>) {
        self.send(
            "actions",
            &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        );
    }

    /// Presses a combination such as `ctrl+c` on the display's keyboard, as the hand would.
    pub(crate) fn press_keyboard(&self, keys: &str) {
        self.tool(&["key", "--clearmodifiers", keys])
            .unwrap_or_else(|| panic!("{keys} cannot be pressed"));
    }

    /// Puts text on the clipboard as another program would: what is pasted comes from outside the grid.
    pub(crate) fn copy(&self, text: &str) {
        let script = r"
            const from = document.createElement('textarea');
            from.id = 'copied';
            from.setAttribute('aria-label', 'copied');
            // Over the page, so that it can be clicked; it is gone before the page is looked at again.
            from.style.cssText = 'position:fixed;inset:0 auto auto 0;z-index:2147483647;width:80px;height:30px';
            from.value = arguments[0];
            document.body.append(from);
        ";
        self.script(script, &[json!(text)]);
        self.click("#copied");
        self.script("document.getElementById('copied').select()", &[]);
        self.script("window.hasCopied = false; document.addEventListener('copy', () => (window.hasCopied = true), { once: true })", &[]);
        self.press_keyboard("ctrl+c");
        until("the copy", || {
            self.script("return window.hasCopied", &[]).as_bool().filter(|is| *is)
        });
        self.script("document.getElementById('copied').remove()", &[]);
    }

    /// Goes to a step by its link at the left, and waits until it is there.
    #[track_caller]
    pub(crate) fn go(&self, step: &str) {
        self.click(&format!("nav a[href^='#/{step}']"));
        until(step, || {
            self.script("return location.hash", &[])
                .as_str()
                .filter(|hash| hash.starts_with(&format!("#/{step}")))
                .map(drop)
        });
        self.settles();
    }

    /// Waits until the header says that everything is saved.
    #[track_caller]
    pub(crate) fn is_saved(&self) {
        until("“saved” in the header", || {
            let said = self.script(
                "return document.querySelector('header [role=status]')?.innerText.trim() ?? ''",
                &[],
            );
            (said == json!("saved")).then_some(())
        });
    }

    /// Moves the pointer to where it touches nothing, so that no hint lies over a picture, and waits until all is calm.
    pub(crate) fn rests(&self) {
        let place = json!({ "type": "pointerMove", "duration": 0, "x": self.size.0 / 2, "y": self.size.1 - 8 });
        let mouse = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": [place] });
        self.send("actions", &json!({ "actions": [mouse] }));
        self.settles();
    }

    /// A picture of the window, kept with the journey.
    pub(crate) fn shot(&self, name: &str) -> PathBuf {
        self.rests();
        let number = self.shots.get() + 1;
        self.shots.set(number);
        let path = self.folder.join(format!("{number:02}-{name}.png"));
        self.picture(&path);
        path
    }

    /// A picture of the window as a file.
    pub(crate) fn picture(&self, path: &Path) {
        let url = format!("{}/session/{}/screenshot", self.address, self.session);
        let Ok(mut response) = ureq::get(url).call() else { return };
        let answer: Value =
            response.body_mut().with_config().limit(50_000_000).read_json().unwrap_or_default();
        if let Some(text) = answer["value"].as_str() {
            fs::write(path, unbase64(text)).expect("the picture can be written");
        }
    }

    /// Fails where something went wrong in the page that nobody saw: errors, rejections, breaches of the content policy.
    pub(crate) fn has_no_wrongs(&self) {
        let wrongs = self.script("return window.wrongs", &[]);
        assert_eq!(wrongs, json!([]), "{}: the page complained", self.name);
    }

    /// Opens a place of the application by its address, such as `maturity?dimension=STO`, and waits until it is at rest.
    #[track_caller]
    pub(crate) fn visit(&self, place: &str) {
        self.script("location.hash = `#/${arguments[0]}`", &[json!(place)]);
        self.settles();
    }

    /// Does something that the palette offers, on the keyboard.
    #[track_caller]
    pub(crate) fn command(&self, typed: &str) {
        self.chord(&[key::CTRL, 'k']);
        until("the palette", || (self.count("dialog[open] [role=combobox]") > 0).then_some(()));
        self.keys(typed);
        until(typed, || {
            (self.count("dialog[open] [role=option][aria-selected=true]") > 0).then_some(())
        });
        self.keys(&key::ENTER.to_string());
        until("the palette to go", || {
            (self.count("dialog[open] [role=combobox]") == 0).then_some(())
        });
    }

    /// Does something in the other window of the application, which has to be open by then, and comes back.
    #[track_caller]
    pub(crate) fn in_other_window<T>(&self, act: impl FnOnce() -> T) -> T {
        let handles = || -> Vec<String> {
            let url = format!("{}/session/{}/window/handles", self.address, self.session);
            let answer: Value = ureq::get(url)
                .call()
                .ok()
                .and_then(|mut response| response.body_mut().read_json().ok())
                .unwrap_or_default();
            serde_json::from_value(answer["value"].clone()).unwrap_or_default()
        };
        let own = self.own_handle();
        let other = until("the other window", || handles().into_iter().find(|one| *one != own));
        self.send("window", &json!({ "handle": other }));
        let done = act();
        self.send("window", &json!({ "handle": own }));
        done
    }

    fn own_handle(&self) -> String {
        let url = format!("{}/session/{}/window", self.address, self.session);
        let mut response = ureq::get(url).call().expect("the driver answers");
        let answer: Value = response.body_mut().read_json().expect("the driver speaks JSON");
        answer["value"].as_str().expect("a window has a handle").to_owned()
    }

    fn tool(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new("xdotool")
            .args(arguments)
            .env("DISPLAY", &self.display)
            .output()
            .expect("xdotool runs");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Types a path into the native file dialog with this title and confirms it.
    #[track_caller]
    pub(crate) fn answer_dialog(&self, title: &str, path: &Path) {
        let find = || {
            let ids = self.tool(&["search", "--onlyvisible", "--name", title])?;
            ids.lines().last().map(str::to_owned).filter(|id| !id.is_empty())
        };
        let dialog = until(&format!("the dialog “{title}”"), find);
        // By way of the window manager, which would otherwise give the keyboard back to the window behind.
        let has_keyboard = |dialog: &str| {
            let _ = self.tool(&["windowactivate", "--sync", dialog]);
            self.tool(&["getwindowfocus"]).is_some_and(|one| one == dialog)
        };
        let path = path.to_string_lossy();
        // The dialog for opening takes a path only after it was asked to.
        let first = if title == "Open File" { "ctrl+l" } else { "ctrl+a" };
        // Where another window took the keyboard while the path was typed, it is typed again.
        until("the dialog to take the path", || {
            has_keyboard(&dialog).then_some(())?;
            self.tool(&["key", first])?;
            self.tool(&["type", "--delay", "5", &path])?;
            (self.tool(&["getwindowfocus"])? == dialog).then_some(())
        });
        // While it still completes the path it takes no answer, so the key is pressed again where it stays open: now and then, so
        // that none is left over for the window behind.
        let mut looks = 0;
        until("the dialog to close", || {
            let Some(open) = find() else { return Some(()) };
            if looks % 40 == 0 && has_keyboard(&open) {
                let _ = self.tool(&["key", "Return"]);
            }
            looks += 1;
            None
        });
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() && !self.session.is_empty() {
            self.picture(&self.folder.join("failed.png"));
            let _ = fs::write(self.folder.join("failed.txt"), self.text());
            let mut said = String::new();
            let _ = write!(
                said,
                "{}: see failed.png, failed.txt and log.txt in {}",
                self.name,
                self.folder.display()
            );
            eprintln!("{said}");
        }
        // The driver ends the application with the session; the process group ends what is left.
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(5)))
            .build()
            .into();
        let _ = agent.delete(format!("{}/session/{}", self.address, self.session)).call();
    }
}

/// The application that the tests were built with.
fn built() -> PathBuf {
    target().join("debug/waymark-desktop")
}

/// An empty folder for a journey.
pub(crate) fn fresh_folder(name: &str) -> PathBuf {
    let folder = target().join("window").join(name);
    if let Err(error) = fs::remove_dir_all(&folder) {
        // What an earlier journey left would be asked about in the middle of this one.
        assert!(!folder.exists(), "{} cannot be emptied: {error}", folder.display());
    }
    fs::create_dir_all(&folder).expect("the folder of the journey can be made");
    folder
}

/// The folder that cargo builds into: two above this test.
pub(crate) fn target() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows where it is");
    test.ancestors().nth(3).expect("tests lie in target/debug/deps").to_owned()
}

/// The folder of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the repository").to_owned()
}

/// A display of its own, and its name.
fn display((width, height): (u32, u32)) -> (Process, String) {
    let mut screen = Process::start(
        Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                &format!("{width}x{height}x24"),
                "-nolisten",
                "tcp",
                "-noreset",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null()),
    );
    let mut line = String::new();
    let out = screen.0.stdout.take().expect("the output is piped");
    BufReader::new(out).read_line(&mut line).expect("Xvfb says its display");
    (screen, format!(":{}", line.trim()))
}

/// The driver. Root may write everything; without that right, a read-only file is one for the application too.
fn driver_command() -> Command {
    let is_root =
        Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    if !is_root {
        return Command::new("WebKitWebDriver");
    }
    let mut command = Command::new("setpriv");
    command.args(["--bounding-set", "-dac_override,-dac_read_search", "WebKitWebDriver"]);
    command
}

fn down(key: char) -> Value {
    json!({ "type": "keyDown", "value": key.to_string() })
}

fn up(key: char) -> Value {
    json!({ "type": "keyUp", "value": key.to_string() })
}

fn unbase64(text: &str) -> Vec<u8> {
    let place = |byte: u8| match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let text = text.trim_end_matches('=').as_bytes();
    text.chunks(4)
        .flat_map(|chunk| {
            let group = chunk.iter().fold(0, |group, byte| group << 6 | place(*byte))
                << (6 * (4 - chunk.len()));
            group.to_be_bytes()[1..chunk.len()].to_vec()
        })
        .collect()
}
