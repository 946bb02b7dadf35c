//! A workshop to hold in the window: nine people, fifteen questions, votes, consensus, captures.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use waymark_app::app::App;
use waymark_app::dispatch::dispatch;
use waymark_app::session::{IdSource, Moment};

use crate::driver::{Window, key};

/// Questions of the short form.
pub(crate) const QUESTIONS: u64 = 15;
/// What nine people show with their fingers, question by question.
const ROWS: [&str; 5] = [
    "3 2 4 - 3 3 2 n 3",
    "1 2 2 1 3 2 2 2 1",
    "4 4 3 5 4 - 4 3 4",
    "2 5 3 2 1 4 3 2 2",
    "3 3 3 3 3 3 3 3 3",
];

/// Ids in order.
struct Counted(u64);

impl IdSource for Counted {
    fn next(&mut self) -> [u8; 10] {
        self.0 += 1;
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.to_be_bytes());
        bytes
    }
}

/// Commands of an application of the journey's own, before and after the window.
pub(crate) fn with_app<T>(
    folder: &Path,
    run: impl FnOnce(&mut dyn FnMut(&str, Value) -> Value) -> T,
) -> T {
    let mut app = App::new(&folder.join("own")).expect("the application starts");
    let mut ids = Counted(0);
    run(&mut |name, request| {
        let mut moment = Moment { now: 1_790_000_000_000, ids: &mut ids, by: "Test".into() };
        dispatch(&mut app, name, request, &mut moment)
            .unwrap_or_else(|error| panic!("{name}: {} ({})", error.message, error.help))
    })
}

/// An engagement with nine people, the short form and two hours.
pub(crate) fn prepared(folder: &Path) -> PathBuf {
    let path = folder.join("Northwind Foods.waymark");
    with_app(folder, |call| {
        call(
            "document_new",
            json!({ "path": path, "client": "Northwind Foods", "isAnonymous": false }),
        );
        call("profile_set", json!({ "field": "depth", "value": "short" }));
        let people = [
            ("Ada Stone", "executive"),
            ("Ben Reed", "manager"),
            ("Cleo Hart", "business_owner"),
            ("Dan Moor", "cx_lead"),
            ("Eve Lund", "data_leader"),
            ("Finn Oster", "architect"),
            ("Gita Rao", "data_engineer"),
            ("Hugo Blanc", "security"),
            ("Ines Costa", "privacy"),
        ];
        for (name, role) in people {
            call(
                "record_add",
                json!({ "kind": "participants", "values": { "name": name, "role": role } }),
            );
        }
        call("agenda_propose", json!({ "minutes": 120 }));
        call("document_close", json!({}));
    });
    path
}

/// Times, from a key to the paint of what it changed.
const WATCH: &str = r"
    window.painted = [];
    addEventListener('keydown', (event) => {
        const kind = event.key === 'Enter' ? 'enter' : /^[1-5]$/.test(event.key) && !event.target.matches('input, textarea') ? 'level' : null;
        if (!kind) return;
        const pressed = performance.now();
        const main = document.querySelector('main');
        const before = main.textContent;
        const seen = new MutationObserver(() => {
            if (main.textContent === before) return;
            seen.disconnect();
            requestAnimationFrame(() => {
                const after = new MessageChannel();
                after.port1.onmessage = () => window.painted.push(performance.now() - pressed);
                after.port2.postMessage(null);
            });
        });
        seen.observe(main, { subtree: true, childList: true, characterData: true, attributes: true });
    }, true);
";

/// Begins to measure.
pub(crate) fn watch(window: &Window) {
    window.script(WATCH, &[]);
}

/// Milliseconds from a key to the paint of what it changed, for each answer since [`watch`].
pub(crate) fn painted(window: &Window) -> Vec<f64> {
    let times = window.script("return window.painted", &[]);
    times.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// Asks the questions with these numbers, from 0: votes, reveal, consensus, and something to note.
pub(crate) fn ask(window: &Window, questions: std::ops::Range<u64>) {
    for number in questions {
        window.keys("o");
        window.sees("Nobody has voted yet");
        window.keys("v");
        window.keys(ROWS[number as usize % ROWS.len()]);
        window.keys(&key::ENTER.to_string());
        window.sees("9 of 9 have voted");
        window.keys("r");
        window.sees("Votes give");
        // Who says that it does not apply says why once the votes are seen.
        if ROWS[number as usize % ROWS.len()].contains('n') && number == 0 {
            window.keys("y");
            window.sees("Keep");
            window.keys("Our own data stays with the group");
            window.keys(&key::ENTER.to_string());
            window.sees("1 not applicable");
        }
        // The room settles on what the votes give, every third time on more than that.
        let level = if number % 3 == 0 { "4" } else { "3" };
        window.keys(level);
        window.keys(&key::ENTER.to_string());
        window.sees(&format!("Consensus {level}"));
        let (form, text) = match number % 3 {
            0 => ("d", "Decided"),
            1 => ("p", "Parked"),
            _ => ("x", "At risk"),
        };
        window.keys(form);
        window.keys(&format!("{text} at question {number}"));
        window.keys(&key::ENTER.to_string());
        window.sees(&format!("{text} at question {number}"));
        window.sees(&format!("{} of {QUESTIONS} answered", number + 1));
        window.is_saved();
    }
}
