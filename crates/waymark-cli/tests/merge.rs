//! `waymark merge`: two copies of an engagement that went apart, as people and programs bring them together.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;
use waymark_app::library::Library;
use waymark_app::record;
use waymark_app::session::{IdSource, Mode, Moment, Session};

/// Ids that count up from a number of their own.
struct CountedIds(u64);

impl IdSource for CountedIds {
    fn next(&mut self) -> [u8; 10] {
        self.0 += 1;
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.to_be_bytes());
        bytes
    }
}

struct Done {
    code: i32,
    out: String,
    err: String,
}

/// A folder with two copies of the sample, `a.waymark` and `b.waymark`.
struct Desk {
    folder: TempDir,
    ids: CountedIds,
    now: i64,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Self { folder, ids: CountedIds(77), now: 1_795_200_000_000 };
        assert_eq!(desk.run(&["sample", "a.waymark"]).code, 0);
        fs::copy(desk.path("a.waymark"), desk.path("b.waymark")).expect("copies");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("reads");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("reads").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn run(&self, arguments: &[&str]) -> Done {
        let output = Command::new(env!("CARGO_BIN_EXE_waymark"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("the binary starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints text");
        Done {
            code: output.status.code().expect("it ends by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    #[track_caller]
    fn ok(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{arguments:?}: {}", done.out);
        done.out
    }

    /// Runs a command that must fail with code 2, leave nothing behind, and say why.
    #[track_caller]
    fn fails(&self, arguments: &[&str]) -> Done {
        let before = self.names();
        let done = self.run(arguments);
        assert_eq!(done.code, 2, "{arguments:?}: {}", done.err);
        assert!(!done.err.trim().is_empty() && !done.err.contains("panicked"), "{}", done.err);
        assert_eq!(self.names(), before, "{arguments:?} leaves nothing behind");
        done
    }

    fn change(&mut self, file: &str, change: impl FnOnce(&mut Session, &mut Moment)) {
        self.now += 1000;
        let library = Library::shipped().expect("sound");
        let mut session =
            Session::open(&self.path(file), Mode::ReadWrite, &library).expect("opens");
        let mut moment = Moment { now: self.now, ids: &mut self.ids, by: "Ann".into() };
        change(&mut session, &mut moment);
    }

    fn note(&mut self, file: &str, code: &str, text: &str) {
        let uid = self.export(file)["sources"]
            .as_array()
            .expect("sources")
            .iter()
            .find(|source| source["code"] == code)
            .expect("it is there")["uid"]
            .as_str()
            .expect("a uid")
            .to_owned();
        self.change(file, |session, moment| {
            record::set(session, moment, "sources", &uid, "notes", json!(text)).expect("sets");
        });
    }

    fn add(&mut self, file: &str, title: &str) -> String {
        let mut code = String::new();
        self.change(file, |session, moment| {
            let values = [("title".to_owned(), json!(title))].into();
            code = record::add(session, moment, "sources", values).expect("adds").code;
        });
        code
    }

    fn export(&self, file: &str) -> Value {
        serde_json::from_str(&self.ok(&["export", file])).expect("JSON")
    }

    fn source(&self, file: &str, code: &str) -> Value {
        let sources = self.export(file)["sources"].clone();
        let found = sources
            .as_array()
            .expect("sources")
            .iter()
            .find(|source| source["code"] == code)
            .cloned();
        found.unwrap_or_else(|| panic!("{code} is in {file}"))
    }
}

#[test]
fn two_copies_come_together_in_a_third_file() {
    let mut desk = Desk::new();
    desk.note("a.waymark", "SRC-1", "From A");
    desk.note("b.waymark", "SRC-2", "From B");
    let before = (desk.read("a.waymark"), desk.read("b.waymark"));
    let said = desk.ok(&["merge", "a.waymark", "b.waymark", "-o", "c.waymark", "--by", "Ann"]);
    assert_eq!(said, "sources: 0 new, 1 changed, 0 removed\nc.waymark\n");
    assert_eq!(desk.source("c.waymark", "SRC-1")["notes"], "From A");
    assert_eq!(desk.source("c.waymark", "SRC-2")["notes"], "From B");
    assert!(before == (desk.read("a.waymark"), desk.read("b.waymark")), "both are as they were");
    assert_eq!(desk.names(), ["a.waymark", "b.waymark", "c.waymark"]);
    assert_eq!(desk.run(&["check", "c.waymark"]).code, desk.run(&["check", "a.waymark"]).code);

    // The other way round it holds the same.
    desk.ok(&["merge", "b.waymark", "a.waymark", "-o", "d.waymark"]);
    assert_eq!(desk.export("d.waymark"), desk.export("c.waymark"));

    // Merging twice changes nothing, whichever way.
    for (one, other, out) in [
        ("c.waymark", "b.waymark", "e.waymark"),
        ("c.waymark", "a.waymark", "f.waymark"),
        ("a.waymark", "c.waymark", "g.waymark"),
        ("c.waymark", "d.waymark", "h.waymark"),
    ] {
        let said = desk.ok(&["merge", one, other, "-o", out, "--json"]);
        let said: Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!(said["changed"], json!(one == "a.waymark"), "{one} with {other}: {said}");
        assert_eq!(desk.export(out), desk.export("c.waymark"), "{one} with {other}");
    }

    // The history is that of the first copy with one change more, which is undone as one.
    desk.change("c.waymark", |session, moment| {
        let change = session.document().expect("open").last_change().expect("reads").expect("one");
        assert_eq!((change.command.as_str(), change.by.as_str()), ("Merge b.waymark", "Ann"));
        session.undo(moment).expect("runs").expect("there is a step");
    });
    assert_eq!(desk.export("c.waymark"), desk.export("a.waymark"));
}

#[test]
fn conflicts_are_listed_side_by_side_and_decided_all_at_once_or_one_by_one() {
    let mut desk = Desk::new();
    for code in ["SRC-1", "SRC-2"] {
        desk.note("a.waymark", code, "From A");
        desk.note("b.waymark", code, "From B");
    }
    let merge = ["merge", "a.waymark", "b.waymark", "-o", "c.waymark"];
    let with = |more: &[&'static str]| [&merge[..], more].concat();
    let done = desk.fails(&merge);
    assert_eq!(done.out, "");
    for wanted in [
        "Source SRC-1 ",
        ", Notes\n",
        "A       From A",
        "B       From B",
        "2 conflicts are not decided",
        "--prefer",
    ] {
        let said = done.err.replace("two conflicts", "2 conflicts");
        assert!(said.contains(wanted), "{wanted} is in: {said}");
    }

    desk.ok(&[&merge[..4], &["a-wins.waymark", "--prefer", "a"]].concat());
    assert_eq!(desk.source("a-wins.waymark", "SRC-1")["notes"], "From A");
    desk.ok(&[&merge[..4], &["b-wins.waymark", "--prefer", "b"]].concat());
    assert_eq!(desk.source("b-wins.waymark", "SRC-1")["notes"], "From B");

    let done = desk.fails(&with(&["--json"]));
    let mut listed: Value = serde_json::from_str(&done.out).expect("JSON on standard output");
    assert_eq!(listed["merged"], false);
    assert_eq!(listed["conflicts"].as_array().map(Vec::len), Some(2));
    let first = listed["conflicts"][0].clone();
    for (name, value) in [
        ("kind", "sources"),
        ("code", "SRC-1"),
        ("field", "notes"),
        ("field_label", "Notes"),
        ("a", "From A"),
        ("b", "From B"),
    ] {
        assert_eq!(first[name], value, "{name}");
    }

    let write = |desk: &Desk, value: &Value| {
        fs::write(desk.path("d.json"), value.to_string()).expect("writes");
    };
    listed["conflicts"][0]["take"] = json!("b");
    write(&desk, &listed);
    let done = desk.fails(&with(&["--decisions", "d.json"]));
    assert!(
        done.err.contains("SRC-2") && !done.err.contains("SRC-1"),
        "one is missing: {}",
        done.err
    );
    listed["conflicts"][1]["take"] = json!("c");
    write(&desk, &listed);
    assert!(desk.fails(&with(&["--decisions", "d.json"])).err.contains("`c` is not a side"));
    listed["conflicts"][1]["take"] = json!("a");
    let mut unknown = listed.clone();
    unknown["conflicts"]
        .as_array_mut()
        .expect("a list")
        .push(json!({ "id": "sources/x", "take": "a" }));
    write(&desk, &unknown);
    assert!(
        desk.fails(&with(&["--decisions", "d.json"]))
            .err
            .contains("there is no conflict `sources/x`")
    );
    fs::write(desk.path("d.json"), "[1]").expect("writes");
    assert!(desk.fails(&with(&["--decisions", "d.json"])).err.contains("holds no decisions"));
    assert!(desk.fails(&with(&["--decisions", "none.json"])).err.contains("cannot be read"));
    write(&desk, &listed);
    desk.fails(&with(&["--decisions", "d.json", "--prefer", "a"]));
    desk.ok(&with(&["--decisions", "d.json"]));
    assert_eq!(desk.source("c.waymark", "SRC-1")["notes"], "From B");
    assert_eq!(desk.source("c.waymark", "SRC-2")["notes"], "From A");
    desk.ok(&["merge", "c.waymark", "b.waymark", "-o", "again.waymark"]);
    assert_eq!(desk.export("again.waymark"), desk.export("c.waymark"), "nothing is asked again");
}

#[test]
fn the_later_record_of_two_with_one_code_gets_another_and_it_is_said() {
    let mut desk = Desk::new();
    let here = desk.add("a.waymark", "Till");
    let there = desk.add("b.waymark", "Web shop");
    assert_eq!(here, there);
    let said = desk.ok(&["merge", "a.waymark", "b.waymark", "-o", "c.waymark"]);
    assert!(said.contains(&format!("{here} is now ")) && said.contains("Web shop"), "{said}");
    assert_eq!(desk.source("c.waymark", &here)["title"], "Till");
    let json: Value = serde_json::from_str(&desk.ok(&[
        "merge",
        "b.waymark",
        "a.waymark",
        "-o",
        "d.waymark",
        "--json",
    ]))
    .expect("JSON");
    assert_eq!(json["recoded"][0]["of"], "a", "the later one is of the first file here");
    assert_eq!(desk.source("d.waymark", &here)["title"], "Till");
}

#[test]
fn what_cannot_be_merged_says_so_and_leaves_everything() {
    let mut desk = Desk::new();
    desk.note("b.waymark", "SRC-1", "From B");
    desk.ok(&["new", "other.waymark", "--client", "Other"]);
    let said = desk.fails(&["merge", "a.waymark", "other.waymark", "-o", "c.waymark"]).err;
    assert!(said.contains("different engagements") && said.contains("other.waymark"), "{said}");
    let said = desk.fails(&["merge", "a.waymark", "a.waymark", "-o", "c.waymark"]).err;
    assert!(said.contains("same file"), "{said}");
    for taken in ["a.waymark", "b.waymark", "other.waymark"] {
        let before = desk.read(taken);
        let said = desk.fails(&["merge", "a.waymark", "b.waymark", "-o", taken]).err;
        assert!(said.contains("already"), "{said}");
        assert!(desk.read(taken) == before);
    }
    let said = desk.fails(&["merge", "a.waymark", "b.waymark", "-o", "none/c.waymark"]).err;
    assert!(
        said.contains("none/c.waymark cannot be made there") && said.contains("folder"),
        "{said}"
    );
    desk.fails(&["merge", "a.waymark", "none.waymark", "-o", "c.waymark"]);
    fs::write(desk.path("text.waymark"), "Notes").expect("writes");
    desk.fails(&["merge", "a.waymark", "text.waymark", "-o", "c.waymark"]);
    let whole = desk.read("b.waymark");
    fs::write(desk.path("cut.waymark"), &whole[..whole.len() / 2]).expect("writes");
    let said = desk.fails(&["merge", "a.waymark", "cut.waymark", "-o", "c.waymark"]).err;
    assert!(said.contains("cut.waymark"), "{said}");

    // Open in a window: told, and not waited for.
    let library = Library::shipped().expect("sound");
    for open in ["a.waymark", "b.waymark"] {
        let held = Session::open(&desk.path(open), Mode::ReadWrite, &library).expect("opens");
        let said = desk.fails(&["merge", "a.waymark", "b.waymark", "-o", "c.waymark"]).err;
        assert!(said.contains("open in another window") && said.contains(open), "{said}");
        drop(held);
    }
    desk.ok(&["merge", "a.waymark", "b.waymark", "-o", "c.waymark"]);
}
