//! The binary as people and programs call it: exit codes, standard output, standard error, files.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder in which commands run.
struct Desk(TempDir);

/// What a command did.
struct Done {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// A desk with the sample on it.
    fn with_sample() -> Self {
        let desk = Self::new();
        desk.ok(&["sample", "sample.waymark"]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .expect("reads")
            .map(|entry| entry.expect("reads").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Done {
        let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_waymark"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("the binary starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints text");
        Done {
            code: status.code().expect("it ends by itself"),
            out: text(stdout),
            err: text(stderr),
        }
    }

    /// Runs a command that must succeed and say nothing on standard error.
    #[track_caller]
    fn ok(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{arguments:?}: {}", done.out);
        done.out
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.ok(arguments))
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
    }

    /// Runs a command that must fail with code 2 and say why on standard error alone.
    #[track_caller]
    fn fails(&self, arguments: &[&str]) -> String {
        let before = self.names();
        let done = self.run(arguments);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{arguments:?}: {}", done.err);
        assert!(!done.err.trim().is_empty(), "{arguments:?} says why");
        assert!(!done.err.contains("panicked"), "{}", done.err);
        assert_eq!(self.names(), before, "{arguments:?} leaves nothing behind");
        done.err
    }
}

#[track_caller]
fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("an object: {value}"))
        .keys()
        .map(String::as_str)
        .collect()
}

#[track_caller]
fn has_keys(value: &Value, wanted: &[&str]) {
    let found = keys(value);
    for key in wanted {
        assert!(found.contains(key), "`{key}` is missing in {found:?}");
    }
}

#[track_caller]
fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().unwrap_or_else(|| panic!("`{name}` is a list"))
}

#[track_caller]
fn number_or_null(value: &Value, name: &str) {
    assert!(
        value[name].is_number() || value[name].is_null(),
        "`{name}` is a number or null: {}",
        value[name]
    );
}

const SCORE: [&str; 5] = ["score", "attained", "band", "coverage", "confidence"];

#[track_caller]
fn is_score(value: &Value) {
    has_keys(value, &SCORE);
    for name in ["score", "attained", "coverage", "confidence"] {
        number_or_null(value, name);
    }
    if let Some(band) = value["band"].as_array() {
        let ends: Vec<f64> = band.iter().map(|end| end.as_f64().expect("a number")).collect();
        assert!(
            ends.len() == 2 && 1.0 <= ends[0] && ends[0] <= ends[1] && ends[1] <= 5.0,
            "{ends:?}"
        );
        if let Some(score) = value["score"].as_f64() {
            assert!(ends[0] <= score && score <= ends[1], "{score} in {ends:?}");
        }
    } else {
        assert!(value["band"].is_null());
    }
}

#[test]
fn the_sample_is_the_same_every_time_and_never_replaces_a_file() {
    let (one, two) = (Desk::new(), Desk::new());
    assert_eq!(one.ok(&["sample", "s.waymark"]), "s.waymark\n");
    two.ok(&["sample", "s.waymark"]);
    assert!(one.read("s.waymark") == two.read("s.waymark"), "two runs differ");
    assert_eq!(one.names(), ["s.waymark"]);
    let before = one.read("s.waymark");
    let said = one.fails(&["sample", "s.waymark"]);
    assert!(said.contains("s.waymark") && said.contains("choose another name"), "{said}");
    assert!(one.read("s.waymark") == before);
}

#[test]
fn a_new_engagement_has_a_client_and_a_pack() {
    let desk = Desk::new();
    assert_eq!(desk.ok(&["new", "a.waymark", "--client", " Harbour Retail "]), "a.waymark\n");
    let exported = desk.json(&["export", "a.waymark"]);
    assert_eq!(exported["profile"], json!({ "client": "Harbour Retail" }));
    assert_eq!(exported["packs"][0]["id"], "data-strategy");
    desk.ok(&[
        "new",
        "b.waymark",
        "--client",
        "B",
        "--pack",
        "data-strategy",
        "--now",
        "2026-03-31",
        "--by",
        "Ada",
    ]);
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assessments/data-strategy");
    desk.ok(&["new", "c.waymark", "--client", "C", "--pack", pack]);
    assert!(
        desk.fails(&["new", "d.waymark", "--client", "D", "--pack", "poetry"]).contains("poetry")
    );
    assert!(desk.fails(&["new", "d.waymark", "--client", "  "]).contains("client"));
    assert!(desk.fails(&["new", "d.waymark"]).contains("--client"));
    desk.fails(&["new", "a.waymark", "--client", "A"]);
    desk.fails(&["new", "d.waymark", "--client", "D", "--now", "tomorrow"]);
    desk.fails(&["new", "no folder/d.waymark", "--client", "D"]);
}

#[test]
fn export_and_import_lose_nothing() {
    let desk = Desk::with_sample();
    let text = desk.ok(&["export", "sample.waymark", "--format", "json"]);
    assert_eq!(desk.ok(&["export", "sample.waymark", "-o", "out.json"]), "out.json\n");
    assert_eq!(
        String::from_utf8(desk.read("out.json")).expect("text"),
        text,
        "to a file and to the screen"
    );
    assert_eq!(desk.ok(&["import", "out.json", "-o", "again.waymark"]), "again.waymark\n");
    assert_eq!(desk.ok(&["export", "again.waymark"]), text);
    assert_eq!(
        desk.ok(&["score", "again.waymark", "--json"]),
        desk.ok(&["score", "sample.waymark", "--json"])
    );
    desk.fails(&["import", "out.json", "-o", "again.waymark"]);
    desk.fails(&["import", "gone.json", "-o", "new.waymark"]);
    desk.fails(&["export", "sample.waymark", "-o", "no folder/out.json"]);
    desk.fails(&["export"]);
}

#[test]
fn the_report_is_written_as_a_page_for_a_browser() {
    let desk = Desk::with_sample();
    let wanted = ["export", "sample.waymark", "--format", "html", "-o", "report.html"];
    assert_eq!(desk.ok(&wanted), "report.html\n");
    let page = String::from_utf8(desk.read("report.html")).expect("text");
    assert!(page.starts_with("<!doctype html>") && page.contains("Meridian Outfitters"));
    assert_eq!(desk.ok(&["export", "sample.waymark", "--format", "html"]), page);
    assert!(!page.contains("<script"));
}

#[test]
fn the_schema_is_published_and_describes_what_is_exported() {
    let desk = Desk::new();
    let schema = desk.json(&["export", "--schema"]);
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    has_keys(
        &schema["properties"],
        &["profile", "goals", "use_cases", "sources", "votes", "answers", "evidence"],
    );
    desk.ok(&["export", "--schema", "-o", "schema.json"]);
    assert_eq!(serde_json::from_slice::<Value>(&desk.read("schema.json")).expect("JSON"), schema);
}

#[test]
fn a_file_with_mistakes_is_told_place_by_place() {
    let desk = Desk::new();
    let broken = json!({
        "profile": { "client": "X", "industry": "retial" },
        "goals": [{ "points": 120 }],
        "votes": [{ "question": "STO-1", "participant": "PAR-9", "level": 3 }],
    });
    fs::write(desk.path("broken.json"), broken.to_string()).expect("writes");
    let said = desk.fails(&["import", "broken.json", "-o", "new.waymark"]);
    for words in [
        "profile.industry",
        "did you mean `retail`?",
        "goals[0].title",
        "goals[0].points",
        "votes[0].participant",
        "PAR-9",
    ] {
        assert!(said.contains(words), "`{words}` is not in:\n{said}");
    }
    fs::write(desk.path("image.json"), [0xFF, 0xFE, 0x00]).expect("writes");
    desk.fails(&["import", "image.json", "-o", "new.waymark"]);
    fs::write(desk.path("cut.json"), "{\n\"profile\": ").expect("writes");
    assert!(desk.fails(&["import", "cut.json", "-o", "new.waymark"]).contains("line 2"));
}

#[test]
fn a_scorecard_in_json() {
    let desk = Desk::with_sample();
    let card = desk.json(&["score", "sample.waymark", "--json"]);
    assert_eq!(keys(&card), ["overall", "factors", "dimensions", "questions"]);
    is_score(&card["overall"]);
    assert_eq!(keys(&card["overall"]), SCORE);
    assert_eq!(list(&card, "factors").len(), 3);
    for factor in list(&card, "factors") {
        is_score(factor);
        assert_eq!(keys(factor), ["id", "score", "attained", "band", "coverage", "confidence"]);
    }
    assert_eq!(list(&card, "dimensions").len(), 10);
    for dimension in list(&card, "dimensions") {
        is_score(dimension);
        has_keys(dimension, &["id", "factor", "target", "gap"]);
        number_or_null(dimension, "target");
        number_or_null(dimension, "gap");
        assert!(list(&card, "factors").iter().any(|factor| factor["id"] == dimension["factor"]));
    }
    assert_eq!(list(&card, "questions").len(), 60);
    for question in list(&card, "questions") {
        has_keys(
            question,
            &[
                "id",
                "dimension",
                "consensus",
                "settled",
                "q",
                "weight",
                "spread_flag",
                "provisional",
                "votes",
            ],
        );
        match &question["consensus"] {
            Value::Number(level) => assert_eq!(&question["q"], &json!(level)),
            Value::Null => assert!(question["q"].is_null()),
            word => assert!(word == "not_applicable" && question["q"].is_null(), "{word}"),
        }
        for name in ["settled", "spread_flag", "provisional"] {
            assert!(question[name].is_boolean(), "{name}");
        }
        assert!(question["weight"].is_u64());
        let mut order = Vec::new();
        for vote in list(question, "votes") {
            assert_eq!(keys(vote), ["participant", "role", "choice", "level", "certainty"]);
            order.push(
                vote["participant"]
                    .as_str()
                    .expect("a code")
                    .trim_start_matches("PAR-")
                    .parse::<u32>()
                    .expect("a number"),
            );
            let word = vote["choice"].as_str().expect("a word");
            assert!(["level", "dont_know", "not_applicable"].contains(&word));
            assert_eq!(word == "level", vote["level"].is_u64());
            assert!(
                vote["certainty"].is_null()
                    || ["guess", "fairly", "sure"]
                        .contains(&vote["certainty"].as_str().expect("a word"))
            );
        }
        assert!(order.is_sorted(), "in the order of the participants: {order:?}");
    }
    let overall = card["overall"]["score"].as_f64().expect("the sample has a score");
    assert!((overall * 10.0).fract().abs() > 1e-6, "numbers are not rounded: {overall}");
    assert_eq!(desk.json(&["score", "sample.waymark", "--pack", "data-strategy", "--json"]), card);
    desk.fails(&["score", "sample.waymark", "--pack", "poetry"]);
    let printed = desk.ok(&["score", "sample.waymark"]);
    assert!(printed.contains("Overall") && printed.contains(&format!("{overall:.1}")), "{printed}");
}

#[test]
fn nothing_answered_scores_null() {
    let desk = Desk::new();
    desk.ok(&["new", "a.waymark", "--client", "A"]);
    let card = desk.json(&["score", "a.waymark", "--json"]);
    let nothing = json!({ "score": null, "attained": null, "band": [1.0, 5.0], "coverage": 0.0, "confidence": 0.0 });
    assert_eq!(card["overall"], nothing);
    assert_eq!(
        (&card["dimensions"][0]["gap"], &card["questions"][0]["consensus"]),
        (&Value::Null, &Value::Null)
    );
    desk.ok(&["score", "a.waymark"]);
    desk.ok(&["architecture", "a.waymark"]);
    desk.ok(&["roadmap", "a.waymark"]);
    let roadmap = desk.json(&["roadmap", "a.waymark", "--json"]);
    assert!(roadmap["start"].is_string());
}

#[test]
fn an_architecture_in_json() {
    let desk = Desk::with_sample();
    let architecture = desk.json(&["architecture", "sample.waymark", "--json"]);
    assert_eq!(
        keys(&architecture),
        ["services_checked", "components", "flows", "findings", "open_questions"]
    );
    assert!(architecture["services_checked"].as_str().is_some_and(|date| date.len() == 10));
    let components = list(&architecture, "components");
    assert!(components.len() > 15);
    let mut ids: Vec<&str> = Vec::new();
    for component in components {
        has_keys(
            component,
            &["id", "layer", "capability", "service", "status", "because", "alternatives", "wave"],
        );
        let status = component["status"].as_str().expect("a word");
        assert!(["existing", "new", "replace", "retire"].contains(&status), "{status}");
        for because in list(component, "because") {
            has_keys(because, &["fact", "value", "from"]);
        }
        for alternative in list(component, "alternatives") {
            has_keys(alternative, &["service", "when"]);
        }
        number_or_null(component, "wave");
        ids.push(component["id"].as_str().expect("an id"));
    }
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "every component once");
    assert!(components.iter().any(|c| !list(c, "because").is_empty() && c["wave"].is_u64()));
    assert!(!list(&architecture, "flows").is_empty());
    for flow in list(&architecture, "flows") {
        has_keys(flow, &["from", "to", "carries", "use_cases"]);
        let to = flow["to"].as_str().expect("an id");
        assert!(ids.contains(&to), "{to}");
    }
    let text = desk.ok(&["architecture", "sample.waymark", "--json"]);
    assert_eq!(desk.ok(&["architecture", "sample.waymark", "--json"]), text, "two runs differ");
    assert!(desk.ok(&["architecture", "sample.waymark"]).contains("Services checked on"));
    desk.ok(&["architecture", "sample.waymark", "--svg", "target.svg"]);
    assert!(desk.read("target.svg").starts_with(b"<"));
    desk.fails(&["architecture", "sample.waymark", "--svg", "no folder/target.svg"]);
}

#[test]
fn an_architecture_for_other_programs() {
    let desk = Desk::with_sample();
    let write = |folder: &str, more: &[&str]| {
        fs::create_dir(desk.path(folder)).expect("a folder");
        let file = |name: &str| format!("{folder}/{name}");
        let names = ["a.svg", "a.png", "a.pdf", "a.drawio", "a.mmd", "a.md"].map(file);
        let mut words = vec!["architecture", "sample.waymark"];
        let flags = ["--svg", "--png", "--pdf", "--drawio", "--mermaid", "--decisions"];
        words.extend(flags.iter().zip(&names).flat_map(|(flag, name)| [*flag, name.as_str()]));
        words.extend(more);
        desk.ok(&words);
        names.map(|name| desk.read(&name))
    };
    let target = write("target", &[]);
    assert!(target == write("again", &["--stage", "target"]), "two runs differ");
    let [svg, png, pdf, drawio, mermaid, log] = &target;
    assert!(svg.starts_with(b"<svg") && png.starts_with(b"\x89PNG") && pdf.starts_with(b"%PDF"));
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    let (drawio, mermaid, log) = (text(drawio), text(mermaid), text(log));
    let components = desk.json(&["architecture", "sample.waymark", "--json"]);
    let components = list(&components, "components").clone();
    let waves = components.iter().filter_map(|c| c["wave"].as_u64()).max().expect("a wave");
    assert_eq!(drawio.matches("<diagram ").count() as u64, waves + 2, "a page for every stage");
    assert!(drawio.contains("name=\"Today\"") && drawio.contains("resIcon=mxgraph.aws4.s3;"));
    assert!(mermaid.contains("\nflowchart LR\n"));
    assert_eq!(log.matches("\n### ").count(), components.len(), "a record for every component");
    for component in &components {
        let id = component["id"].as_str().expect("an id");
        assert!(log.contains(&format!("<a id=\"dec-{id}\"></a>")), "{id}");
    }

    // Another stage gives other pictures; draw.io and the decisions hold them all.
    let today = write("today", &["--stage", "today", "--use-case", "UC-1"]);
    assert!(today[4] != target[4] && today[5] == target[5]);
    assert!(text(&today[4]).contains("Today"));
    assert!(text(&write("wave", &["--stage", "wave:1"])[4]).contains("Wave 1"));

    for (words, told) in [
        (["--stage", "wave:9"], ["there is no stage `wave:9`", "`today`, `wave:1`"]),
        (["--stage", "soon"], ["there is no stage `soon`", "and `target`"]),
        (["--use-case", "UC-99"], ["there is no use case `UC-99`", "UC-1, UC-2"]),
    ] {
        let mut all = vec!["architecture", "sample.waymark", "--svg", "never.svg"];
        all.extend(words);
        let said = desk.fails(&all);
        assert!(told.iter().all(|words| said.contains(words)), "{said}");
        assert!(!desk.names().contains(&"never.svg".to_owned()), "nothing is written");
    }
}

#[test]
fn a_file_named_by_a_hyphen_goes_to_standard_output_alone() {
    let desk = Desk::with_sample();
    desk.ok(&["architecture", "sample.waymark", "--drawio", "a.drawio"]);
    let printed = desk.ok(&["architecture", "sample.waymark", "--drawio", "-"]);
    assert!(printed.as_bytes() == desk.read("a.drawio"), "nothing else is printed");
    assert!(!desk.names().contains(&"-".to_owned()));
    assert!(desk.ok(&["roadmap", "sample.waymark", "--csv", "-"]).contains(','));
    let day = ["roadmap", "sample.waymark", "--now", "2026-03-31"];
    let printed =
        desk.ok(&[&day[..], &["--jira", "a.csv", "--xlsx", "a.xlsx", "--ics", "-"]].concat());
    assert!(printed.contains("DTSTAMP:20260331T000000Z\r\n"), "the time is the one given");
    assert!(desk.read("a.csv").starts_with(b"Issue Id,") && desk.read("a.xlsx").starts_with(b"PK"));
    let printed = desk.ok(&[&day[..], &["--project", "-", "--svg", "a.svg"]].concat());
    assert!(printed.starts_with("<?xml ") && desk.read("a.svg").starts_with(b"<svg"));
    for more in [["--mermaid", "-"].as_slice(), &["--json"]] {
        let words = ["architecture", "sample.waymark", "--drawio", "-"];
        let said = desk.fails(&[words.as_slice(), more].concat());
        assert!(said.contains("only one thing can go to standard output"), "{said}");
    }
}

#[test]
fn a_stage_is_headed_by_its_own_numbers() {
    let desk = Desk::with_sample();
    let today = desk.ok(&["architecture", "sample.waymark", "--stage", "today"]);
    assert!(today.starts_with("Today, 11 components stand: "), "{today}");
    assert!(today.contains("  leaving ") && !today.contains("  new "), "{today}");
}

#[test]
fn an_instance_of_psplib_is_solved_and_proven() {
    let desk = Desk::new();
    let instance = "\
PRECEDENCE RELATIONS:
   1  1  2  2 3
   2  1  1  4
   3  1  1  4
   4  1  0
REQUESTS/DURATIONS:
  1  1  0  0
  2  1  3  2
  3  1  4  2
  4  1  0  0
RESOURCEAVAILABILITIES:
  R 1
  3
";
    std::fs::write(desk.path("two.sm"), instance).unwrap();
    let plan = desk.json(&["roadmap", "solve-sm", "two.sm", "--seconds", "5", "--json"]);
    assert_eq!(keys(&plan), ["makespan", "lower_bound", "start", "proven"]);
    assert_eq!(plan["makespan"], 7);
    assert_eq!(plan["lower_bound"], 7);
    assert_eq!(plan["start"][3], 7);
    assert_eq!(plan["proven"], true);
    desk.ok(&["roadmap", "solve-sm", "two.sm"]);
    std::fs::write(desk.path("bad.sm"), instance.replace("3  1  4  2", "3  1  x  2")).unwrap();
    let failed = desk.fails(&["roadmap", "solve-sm", "bad.sm", "--json"]);
    assert!(failed.contains("line 9"), "{failed}");
}

#[test]
fn a_roadmap_in_json() {
    let desk = Desk::with_sample();
    let roadmap = desk.json(&["roadmap", "sample.waymark", "--json"]);
    assert_eq!(
        keys(&roadmap),
        ["start", "initiatives", "loads", "waves", "selection", "objective", "lower_bound"]
    );
    assert_eq!(roadmap["start"], "2027-01-04");
    let initiatives = list(&roadmap, "initiatives");
    assert!(initiatives.len() > 10);
    for initiative in initiatives {
        has_keys(initiative, &["id", "start", "end", "slack", "critical", "wave", "because"]);
        let (start, end) = (
            initiative["start"].as_u64().expect("a week"),
            initiative["end"].as_u64().expect("a week"),
        );
        assert!(start < end, "the end is exclusive");
        assert!(
            initiative["slack"].is_u64()
                && initiative["critical"].is_boolean()
                && initiative["wave"].is_u64()
        );
        assert!(!list(initiative, "because").is_empty());
        for because in list(initiative, "because") {
            assert_eq!(keys(because), ["kind", "ref", "text"]);
        }
    }
    for load in list(&roadmap, "loads") {
        assert_eq!(keys(load), ["role", "weeks"]);
        for (number, week) in list(load, "weeks").iter().enumerate() {
            assert_eq!(keys(week), ["week", "load", "capacity"]);
            assert_eq!(week["week"].as_u64(), Some(number as u64));
            let (load, capacity) = (
                week["load"].as_f64().expect("a number"),
                week["capacity"].as_f64().expect("a number"),
            );
            assert!(load <= capacity + 1e-9, "nobody does more than there is: {week}");
        }
    }
    let mut from = 0;
    let mut before = 0.0;
    for (number, wave) in list(&roadmap, "waves").iter().enumerate() {
        has_keys(wave, &["id", "from", "to", "projected"]);
        assert_eq!(
            (wave["id"].as_u64(), wave["from"].as_u64()),
            (Some(number as u64 + 1), Some(from))
        );
        from = wave["to"].as_u64().expect("a week");
        is_score(&wave["projected"]["overall"]);
        let after = wave["projected"]["overall"]["score"].as_f64().expect("the sample has a score");
        assert!(after >= before, "a wave never lowers the score");
        before = after;
    }
    assert!(roadmap["objective"].is_object());
    number_or_null(&roadmap, "lower_bound");
    let text = desk.ok(&["roadmap", "sample.waymark", "--json"]);
    assert_eq!(desk.ok(&["roadmap", "sample.waymark", "--json"]), text, "two runs differ");
    assert!(desk.ok(&["roadmap", "sample.waymark"]).starts_with("Wave 1 "));
    desk.ok(&["roadmap", "sample.waymark", "--svg", "gantt.svg", "--csv", "roadmap.csv"]);
    assert!(desk.read("gantt.svg").starts_with(b"<"));
    let csv = String::from_utf8(desk.read("roadmap.csv")).expect("text");
    assert_eq!(csv.lines().count(), initiatives.len() + 1);
    assert!(csv.starts_with("id,title,wave,start,end"));
}

#[test]
fn a_report_of_a_file_and_of_the_sample() {
    let desk = Desk::with_sample();
    fs::write(desk.path("one.pdf"), "an older report").expect("writes");
    let said = desk.ok(&["report", "sample.waymark", "-o", "one.pdf", "--now", "2030-01-01"]);
    assert_eq!(said, "one.pdf\n");
    let pdf = desk.read("one.pdf");
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 100_000, "a report is written over");
    assert_eq!(desk.ok(&["report"]), "waymark-report.pdf\n", "the sample, where no file is named");
    assert!(
        desk.read("waymark-report.pdf") == pdf,
        "two runs differ: as a file and built in, on this day and another"
    );
    desk.ok(&["report", "--sections", "cover,scorecard", "-o", "short.pdf"]);
    assert!(desk.read("short.pdf").len() < pdf.len());
    let said = desk.fails(&["report", "--sections", "cover,poem", "-o", "poem.pdf"]);
    assert!(said.contains("poem") && said.contains("scorecard"), "{said}");
    desk.fails(&["report", "-o", "no folder/x.pdf"]);
    desk.fails(&["report", "gone.waymark"]);
}

#[test]
fn a_sound_pack_and_a_broken_one() {
    let desk = Desk::new();
    let sound = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assessments/data-strategy");
    let done = desk.run(&["pack".as_ref(), "check".as_ref(), sound.as_os_str()]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.starts_with("No problems\nde: "), "{}", done.out);
    let done = desk.run(&["pack".as_ref(), "check".as_ref(), sound.as_os_str(), "--json".as_ref()]);
    assert_eq!((done.code, done.out.as_str()), (0, "[]\n"));
    copy(&sound, &desk.path("pack"));
    let file = desk.path("pack/targets.toml");
    let text = fs::read_to_string(&file).expect("is there").replacen("level = 4", "level = 9", 1);
    fs::write(&file, text).expect("writes");
    let done = desk.run(&["pack", "check", "pack"]);
    assert_eq!((done.code, done.err.as_str()), (1, ""));
    let first = done.out.lines().next().expect("a problem");
    let place: Vec<&str> = first.splitn(4, ':').collect();
    assert!(
        place[0].ends_with("targets.toml")
            && place[1].parse::<u32>().is_ok()
            && place[2].parse::<u32>().is_ok(),
        "{first}"
    );
    let done = desk.run(&["pack", "check", "pack", "--json"]);
    assert_eq!(done.code, 1);
    let problems: Value = serde_json::from_str(&done.out).expect("JSON");
    assert_eq!(keys(&problems[0]), ["file", "line", "column", "severity", "message", "help"]);
    desk.fails(&["pack", "check", "no pack"]);
    desk.fails(&["new", "x.waymark", "--client", "X", "--pack", "pack"]);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("makes a folder");
    for entry in fs::read_dir(from).expect("reads") {
        let path = entry.expect("reads").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copies");
        }
    }
}

#[test]
fn the_schemas_of_a_pack_are_those_in_the_repository() {
    let desk = Desk::new();
    let schemas = desk.json(&["pack", "schema"]);
    has_keys(
        &schemas,
        &["pack", "dimension", "initiatives", "targets", "architecture", "services", "roles"],
    );
    for (kind, schema) in schemas.as_object().expect("an object") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("../../assessments/schema/{kind}.json"));
        let kept: Value =
            serde_json::from_slice(&fs::read(&path).expect("is there")).expect("JSON");
        assert!(&kept == schema, "assessments/schema/{kind}.json is not what `pack schema` prints");
    }
}

#[test]
fn checking_an_engagement() {
    let desk = Desk::with_sample();
    desk.ok(&["new", "empty.waymark", "--client", "Empty"]);
    let done = desk.run(&["check", "empty.waymark"]);
    assert_eq!((done.code, done.err.as_str()), (1, ""));
    assert!(done.out.starts_with("error: "), "{}", done.out);
    let done = desk.run(&["check", "empty.waymark", "--json"]);
    assert_eq!(done.code, 1);
    let checks: Value = serde_json::from_str(&done.out).expect("JSON");
    for check in checks.as_array().expect("a list") {
        assert_eq!(keys(check), ["id", "severity", "text", "help", "places", "accepted"]);
    }
    let done = desk.run(&["check", "sample.waymark", "--json"]);
    let checks: Value = serde_json::from_str(&done.out).expect("JSON");
    assert_eq!(done.code, i32::from(!checks.as_array().expect("a list").is_empty()));
    assert!(
        !checks.as_array().expect("a list").iter().any(|c| c["severity"] == "error"),
        "the sample can be handed over: {checks}"
    );
}

#[test]
fn files_that_are_no_documents() {
    let desk = Desk::with_sample();
    fs::write(desk.path("notes.txt"), "Notes of the workshop\n".repeat(300)).expect("writes");
    let mut newer = desk.read("sample.waymark");
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(desk.path("newer.waymark"), newer).expect("writes");
    let sample = desk.read("sample.waymark");
    fs::write(desk.path("cut.waymark"), &sample[..sample.len() / 2]).expect("writes");
    for (file, words) in [
        ("notes.txt", "not a Waymark document"),
        ("newer.waymark", "or newer"),
        ("cut.waymark", "damaged"),
        ("gone.waymark", "there is no file"),
    ] {
        let before = fs::read(desk.path(file)).ok();
        for command in ["score", "architecture", "roadmap", "report", "check", "export"] {
            let said = desk.fails(&[command, file]);
            assert!(said.contains(words) && said.contains(file), "{command} {file}: {said}");
        }
        assert!(fs::read(desk.path(file)).ok() == before, "{file} is as it was");
    }
}

#[test]
fn a_document_that_is_open_elsewhere_is_left_alone() {
    use waymark_app::library::Library;
    use waymark_app::session::{Mode, Session};
    let desk = Desk::with_sample();
    let library = Library::shipped().expect("the shipped packs are sound");
    let open =
        Session::open(&desk.path("sample.waymark"), Mode::ReadWrite, &library).expect("opens");
    let said = desk.run(&["score", "sample.waymark"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("is open in another window"), "{}", said.err);
    drop(open);
    desk.ok(&["score", "sample.waymark"]);
}

#[test]
fn reading_changes_no_document() {
    let desk = Desk::with_sample();
    let before = desk.read("sample.waymark");
    for command in ["score", "architecture", "roadmap", "export"] {
        desk.ok(&[command, "sample.waymark"]);
    }
    desk.run(&["check", "sample.waymark"]);
    desk.ok(&["report", "sample.waymark", "--sections", "cover"]);
    assert!(desk.read("sample.waymark") == before);
    assert_eq!(desk.names(), ["sample.waymark", "waymark-report.pdf"]);
}

#[test]
fn words_that_are_no_command() {
    let desk = Desk::new();
    for arguments in [
        &["sing"][..],
        &["score"],
        &["export", "x", "--format", "xml"],
        &["pack"],
        &["pack", "burn"],
        &["score", "x", "--loud"],
    ] {
        desk.fails(arguments);
    }
    let nothing = desk.run::<&str>(&[]);
    assert_eq!(nothing.code, 2);
    let help = desk.ok(&["--help"]);
    for command in [
        "sample",
        "new",
        "export",
        "import",
        "score",
        "architecture",
        "roadmap",
        "report",
        "pack",
        "check",
    ] {
        assert!(help.contains(&format!("  {command} ")), "{command} is in the help");
    }
    assert!(desk.ok(&["--version"]).starts_with("waymark "));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::with_sample();
    for arguments in [
        &["score", "sample.waymark"][..],
        &["roadmap", "sample.waymark"],
        &["architecture", "sample.waymark", "--json"],
        &["export", "sample.waymark"],
        &["check", "sample.waymark"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_waymark"))
            .args(arguments)
            .current_dir(desk.0.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{arguments:?}");
    }
}

#[test]
fn an_output_never_replaces_an_engagement() {
    let desk = Desk::with_sample();
    fs::copy(desk.path("sample.waymark"), desk.path("other.db")).expect("copies");
    let before = (desk.read("sample.waymark"), desk.read("other.db"));
    for target in ["sample.waymark", "other.db"] {
        for command in [
            &["export", "sample.waymark", "-o", target][..],
            &["report", "sample.waymark", "-o", target],
            &["architecture", "sample.waymark", "--svg", target],
            &["roadmap", "sample.waymark", "--svg", target],
            &["roadmap", "sample.waymark", "--csv", target],
        ] {
            let said = desk.fails(command);
            assert!(said.contains("is an engagement and is not replaced"), "{command:?}: {said}");
        }
    }
    assert!(
        before == (desk.read("sample.waymark"), desk.read("other.db")),
        "both are as they were"
    );
}

#[cfg(unix)]
#[test]
fn an_output_follows_a_link_and_leaves_what_is_no_file() {
    let desk = Desk::with_sample();
    fs::write(desk.path("target.json"), "old").expect("writes");
    std::os::unix::fs::symlink("target.json", desk.path("link.json")).expect("links");
    desk.ok(&["export", "sample.waymark", "-o", "link.json"]);
    assert!(desk.path("link.json").is_symlink(), "the link is still one");
    assert!(desk.read("target.json").starts_with(b"{"));
    desk.ok(&["export", "sample.waymark", "-o", "/dev/null"]);
    assert!(!Path::new("/dev/null").is_file(), "it is still a device");
    let mut rights = fs::metadata(desk.path("target.json")).expect("is there").permissions();
    rights.set_readonly(true);
    fs::set_permissions(desk.path("target.json"), rights).expect("sets");
    assert!(desk.fails(&["export", "sample.waymark", "-o", "target.json"]).contains("rights"));
    assert!(desk.ok(&["export", "sample.waymark", "-o", "-"]).starts_with('{'));
}

/// `/dev/full` fails every write as a full disk does.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_a_failure() {
    let desk = Desk::with_sample();
    for command in [&["export", "sample.waymark"][..], &["score", "sample.waymark"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("opens");
        let output = Command::new(env!("CARGO_BIN_EXE_waymark"))
            .args(command)
            .current_dir(desk.0.path())
            .stdout(full)
            .output()
            .expect("starts");
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be written"));
    }
}

#[test]
fn names_that_stand_twice_and_marks_of_editors_in_json() {
    let desk = Desk::new();
    let twice =
        r#"{"profile":{"client":"X"},"goals":[],"profile":{"client":"Y","scope":"a","scope":"b"}}"#;
    fs::write(desk.path("twice.json"), twice).expect("writes");
    let said = desk.fails(&["import", "twice.json", "-o", "x.waymark"]);
    assert!(said.contains("profile: the name stands twice"), "{said}");
    assert!(said.contains("profile.scope: the name stands twice"), "{said}");
    fs::write(desk.path("marked.json"), "\u{feff}{\"profile\":{\"client\":\"X\"}}")
        .expect("writes");
    desk.ok(&["import", "marked.json", "-o", "x.waymark"]);
}

#[test]
fn one_mistake_does_not_look_like_a_hundred() {
    let desk = Desk::new();
    let text = json!({
        "profile": { "client": "X", "roadmap_start": "2027-01-05", "workshop_start": "2026-11-12", "workshop_end": "2026-11-10" },
        "packs": [{ "id": "foo" }],
        "participants": [{ "name": "Ann", "role": "analyst" }],
        "votes": [{ "question": "STO-1", "participant": "PAR-1", "level": 3 }],
        "evidence": [{ "title": "List", "strength": "shown", "file_hash": "abc" }],
        "files": { "a": "!!" },
    });
    fs::write(desk.path("x.json"), text.to_string()).expect("writes");
    let said = desk.fails(&["import", "x.json", "-o", "x.waymark"]);
    for wanted in [
        "packs[0]",
        "profile.roadmap_start",
        "profile.workshop_end",
        "evidence[0].file_hash",
        "files.a",
    ] {
        assert!(said.contains(wanted), "{wanted} is told in: {said}");
    }
    assert!(said.contains("5 mistakes"), "{said}");
}

/// A small lens of two pillars.
fn small_lens() -> Value {
    let question = |id: &str| {
        json!({
            "id": id, "title": "How do you keep copies?",
            "choices": [
                { "id": format!("{id}_daily"), "title": "Every day" },
                { "id": format!("{id}_tested"), "title": "Restores are tried" },
                { "id": format!("{id}_no"), "title": "None of these" },
            ],
            "riskRules": [
                { "condition": format!("{id}_daily && {id}_tested"), "risk": "NO_RISK" },
                { "condition": format!("{id}_daily && !{id}_no"), "risk": "MEDIUM_RISK" },
                { "condition": "default", "risk": "HIGH_RISK" },
            ],
        })
    };
    json!({
        "schemaVersion": "2021-11-01", "name": "Copies", "description": "A lens of our own.",
        "pillars": [
            { "id": "reliability", "name": "Reliability", "questions": [question("rel1"), question("rel2")] },
            { "id": "security", "name": "Security", "questions": [question("sec1")] },
        ],
    })
}

#[test]
fn a_lens_becomes_files_and_its_risks_are_counted() {
    let desk = Desk::new();
    fs::write(desk.path("lens.json"), small_lens().to_string()).expect("writes");
    desk.run(&["pack", "from-lens", "lens.json", "-o", "copies"]);
    assert_eq!(desk.run(&["pack", "check", "copies"]).code, 0);
    let again = desk.run(&["pack", "from-lens", "lens.json", "-o", "copies"]);
    assert!(again.code == 2 && again.err.contains("is not empty"), "{}", again.err);
    let risks = |select: &str| -> Value {
        let done = desk.run(&["pack", "lens-risk", "lens.json", "--select", select, "--json"]);
        assert_eq!(done.code, 0, "{}", done.err);
        serde_json::from_str(&done.out).expect("JSON")
    };
    let wanted = |high: u32, medium: u32, none: u32, unanswered: u32| json!({ "HIGH": high, "MEDIUM": medium, "NONE": none, "NOT_APPLICABLE": 0, "UNANSWERED": unanswered, "NO_MATCH": 0 });
    assert_eq!(risks("none")["total"], wanted(3, 0, 0, 0));
    assert_eq!(risks("all")["total"], wanted(0, 0, 3, 0));
    fs::write(desk.path("ids.json"), r#"["rel1_daily", "sec1_daily", "sec1_tested"]"#)
        .expect("writes");
    let some = risks("ids.json");
    assert_eq!(some["total"], wanted(0, 1, 1, 1));
    assert_eq!(
        (&some["pillars"][0]["id"], &some["pillars"][0]["MEDIUM"]),
        (&json!("reliability"), &json!(1))
    );
    fs::write(desk.path("ids.json"), r#"["rel9_daily"]"#).expect("writes");
    let said = desk.fails(&["pack", "lens-risk", "lens.json", "--select", "ids.json"]);
    assert!(said.contains("rel9_daily"), "{said}");
}

#[test]
fn a_lens_that_is_not_json_says_where_and_offers_the_repair() {
    let desk = Desk::new();
    let text = serde_json::to_string_pretty(&small_lens()).expect("JSON");
    let broken = text.replacen("\"How do you keep copies?\"", "NaN", 1);
    fs::write(desk.path("lens.json"), &broken).expect("writes");
    let said = desk.fails(&["pack", "lens-risk", "lens.json", "--select", "all"]);
    let line = broken.lines().position(|line| line.contains("NaN")).expect("it is there") + 1;
    assert!(said.contains(&format!("{line}:")), "{said}");
    assert!(said.contains("--repair"), "{said}");
    let done = desk.run(&["pack", "lens-risk", "lens.json", "--select", "all", "--repair"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("Total"), "{}", done.out);
}

/// An answers file as the page of a role saves it.
fn answers_file(desk: &Desk, page: &str, participant: &str, answers: &Value) -> Value {
    let page = String::from_utf8(desk.read(page)).expect("a page is text");
    let (_, rest) = page.split_once("id=\"data\">").expect("the page holds its data");
    let data: Value =
        serde_json::from_str(rest.split_once("</script>").expect("it ends").0).expect("JSON");
    json!({
        "waymark_prework": 1, "engagement": data["engagement"], "pack": data["pack"],
        "pack_version": data["packVersion"], "role": data["role"], "participant": participant,
        "name": null, "saved_at": "2026-11-01T08:00:00.000Z", "answers": answers,
    })
}

#[test]
fn pre_work_goes_out_as_pages_or_as_a_form() {
    let desk = Desk::with_sample();
    let said = desk.ok(&["prework", "sample.waymark", "-o", "pages", "--due", "2026-12-03"]);
    assert_eq!(said.lines().count(), 8, "one page per role with participants: {said}");
    for path in said.lines() {
        let page = String::from_utf8(desk.read(path)).expect("a page is text");
        assert!(page.contains("3 December 2026") && page.contains("default-src 'none'"), "{path}");
    }
    let one = desk.ok(&[
        "prework",
        "sample.waymark",
        "-o",
        "one",
        "--role",
        "cx_lead",
        "--question",
        "ING-3",
    ]);
    assert_eq!(one.lines().count(), 1);
    let page = String::from_utf8(desk.read(one.trim())).expect("text");
    assert_eq!(page.matches("<fieldset class=\"question\"").count(), 1);
    let form = desk.ok(&["prework", "sample.waymark", "-o", "form.pdf", "--role", "cx_lead"]);
    assert_eq!(form, "form.pdf\n");
    assert!(desk.read("form.pdf").starts_with(b"%PDF-"));
    desk.ok(&["cards", "sample.waymark", "-o", "cards.pdf", "--question", "ING-3"]);
    assert!(desk.read("cards.pdf").starts_with(b"%PDF-"));

    assert!(desk.fails(&["prework", "sample.waymark", "-o", "form.pdf"]).contains("one role"));
    let said = desk.fails(&["prework", "sample.waymark", "-o", "x", "--role", "king"]);
    assert!(said.contains("`king`") && said.contains("cx_lead"), "{said}");
    let said = desk.fails(&["prework", "sample.waymark", "-o", "x", "--due", "soon"]);
    assert!(said.contains("2026-03-31"), "{said}");
    desk.ok(&["new", "empty.waymark", "--client", "Nobody"]);
    let said = desk.fails(&["prework", "empty.waymark", "-o", "x"]);
    assert!(said.contains("--role"), "{said}");
    desk.ok(&["prework", "empty.waymark", "-o", "x", "--role", "cx_lead"]);
}

#[test]
fn returned_pre_work_is_taken_in_and_conflicts_are_listed() {
    let desk = Desk::with_sample();
    desk.ok(&["prework", "sample.waymark", "-o", "pages", "--role", "data_engineer"]);
    let page = "pages/prework-meridian-outfitters-data-engineer.html";
    let held = desk.json(&["score", "sample.waymark", "--json"]);
    let (mut has, mut none) = (None, None);
    for question in list(&held, "questions") {
        let own = list(question, "votes").iter().find(|vote| vote["participant"] == "PAR-5");
        let id = question["id"].as_str().expect("an id").to_owned();
        match own {
            Some(vote) if vote["level"] == 2 => has = has.or(Some(id)),
            None => none = none.or(Some(id)),
            Some(_) => {}
        }
    }
    let (has, none) = (has.expect("a vote of 2"), none.expect("a question without a vote"));
    let answers = json!([
        { "question": has, "choice": "level", "level": 5 },
        { "question": none, "choice": "dont_know" },
        { "question": "NONE-1", "choice": "dont_know" },
    ]);
    let file = answers_file(&desk, page, "PAR-5", &answers);
    fs::write(desk.path("back.json"), file.to_string()).expect("writes");
    let done = desk.run(&["import", "votes", "sample.waymark", "back.json", "--json"]);
    assert_eq!(done.code, 1, "a conflict and a mistake were found: {}", done.err);
    let told: Value = serde_json::from_str(&done.out).expect("JSON");
    assert_eq!((&told["written"], &told["conflicts"]), (&json!(1), &json!(1)), "{told}");
    assert_eq!(list(&told, "left").len(), 2);
    assert_eq!(told["files"][0]["participant"], "PAR-5");
    let level = || {
        let card = desk.json(&["score", "sample.waymark", "--json"]);
        let question = list(&card, "questions").iter().find(|q| q["id"] == json!(has));
        let question = question.expect("it is there").clone();
        let vote = list(&question, "votes").iter().find(|v| v["participant"] == "PAR-5").cloned();
        vote.expect("a vote")["level"].clone()
    };
    assert_eq!(level(), 2, "the conflict is kept as it was");

    let done = desk.run(&["import", "votes", "sample.waymark", "back.json"]);
    assert_eq!(done.code, 1);
    assert!(done.out.contains("PAR-5 Tariq Iqbal (by code)"), "{}", done.out);
    assert!(done.err.contains(&has) && done.err.contains("NONE-1"), "{}", done.err);
    let done = desk.run(&["import", "votes", "sample.waymark", "back.json", "--replace"]);
    assert_eq!(done.code, 1, "the mistake stays one: {}", done.err);
    assert_eq!(level(), 5);
    fs::write(desk.path("votes.csv"), format!("question,level,participant\n{has},5,PAR-5\n"))
        .expect("writes");
    desk.ok(&["import", "votes", "sample.waymark", "votes.csv"]);

    let before = desk.read("sample.waymark");
    let said = desk.fails(&["import", "votes", "sample.waymark", "gone.json"]);
    assert!(said.contains("gone.json"), "{said}");
    assert_eq!(before, desk.read("sample.waymark"), "nothing was written");
    desk.fails(&["import", "votes", "sample.waymark"]);
}

#[test]
fn a_file_named_as_a_word_can_still_be_imported() {
    let desk = Desk::with_sample();
    desk.ok(&["export", "sample.waymark", "-o", "votes"]);
    desk.fails(&["import", "votes", "-o", "In.waymark"]);
    desk.ok(&["import", "./votes", "-o", "In.waymark"]);
    desk.fails(&["import", "./votes"]);
}

#[test]
fn a_baseline_is_frozen_and_compared() {
    let desk = Desk::with_sample();
    assert_eq!(desk.json(&["baseline", "sample.waymark", "--json"]), json!([]));
    let nothing = desk.fails(&["compare", "sample.waymark", "--json"]);
    assert!(nothing.contains("no baseline"), "{nothing}");
    let frozen = desk.json(&["baseline", "sample.waymark", "--freeze", "Spring", "--json"]);
    assert_eq!((&frozen[0]["code"], &frozen[0]["title"]), (&json!("BASE-1"), &json!("Spring")));
    let twice = desk.fails(&["baseline", "sample.waymark", "--freeze", "Spring"]);
    assert!(twice.contains("already"), "{twice}");
    let compared = desk.json(&["compare", "sample.waymark", "--baseline", "Spring", "--json"]);
    has_keys(
        &compared,
        &[
            "pack",
            "baseline",
            "with",
            "headline",
            "summary",
            "overall",
            "factors",
            "dimensions",
            "questions",
        ],
    );
    assert_eq!(compared["with"], Value::Null);
    let shift = &compared["overall"]["score"];
    has_keys(shift, &["before", "after", "content", "answers", "votes", "evidence"]);
    assert_eq!(
        shift["before"],
        desk.json(&["score", "sample.waymark", "--json"])["overall"]["score"]
    );
    assert_eq!(list(&compared, "questions").len(), 0, "nothing moved");
    assert!(desk.ok(&["compare", "sample.waymark"]).starts_with("Nothing moved"));
    let wrong = desk.fails(&["compare", "sample.waymark", "--baseline", "Autumn"]);
    assert!(
        wrong.contains("Autumn") && wrong.contains("Spring"),
        "it says which there are: {wrong}"
    );
}

#[test]
fn the_next_round_is_a_new_document_with_the_last_one_as_a_baseline() {
    let desk = Desk::with_sample();
    let before = desk.read("sample.waymark");
    let out =
        desk.ok(&["next-round", "sample.waymark", "-o", "next.waymark", "--now", "2027-11-15"]);
    assert_eq!(out.trim(), "next.waymark");
    assert_eq!(desk.read("sample.waymark"), before, "the round before is only read");
    let baselines = desk.json(&["baseline", "next.waymark", "--json"]);
    assert_eq!(
        (&baselines[0]["title"], &baselines[0]["round"]),
        (&json!("Round of 12 Nov 2026"), &json!(1))
    );
    assert_eq!(desk.json(&["score", "next.waymark", "--json"])["overall"]["score"], Value::Null);
    let compared = desk.json(&["compare", "next.waymark", "--json"]);
    assert!(compared["overall"]["score"]["before"].is_number());
    let again = desk.fails(&["next-round", "sample.waymark", "-o", "next.waymark"]);
    assert!(again.contains("already"), "{again}");
    let unanswered = desk.fails(&["next-round", "next.waymark", "-o", "third.waymark"]);
    assert!(unanswered.contains("no question"), "{unanswered}");
}

#[test]
fn several_engagements_stand_side_by_side() {
    let desk = Desk::with_sample();
    desk.ok(&["new", "nord.waymark", "--client", "Nord"]);
    fs::write(desk.path("no.waymark"), "no document").expect("written");
    let files = ["sample.waymark", "nord.waymark", "no.waymark"];
    let done = desk.run(&[&["portfolio"], &files[..], &["--json"]].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("Left out: no.waymark"), "{}", done.err);
    let told: Value = serde_json::from_str(&done.out).expect("JSON");
    let rows = list(&told, "engagements");
    assert_eq!(
        (&rows[0]["client"], &rows[1]["client"]),
        (&json!("Meridian Outfitters"), &json!("Nord"))
    );
    assert_eq!(
        rows[0]["overall"]["score"],
        desk.json(&["score", "sample.waymark", "--json"])["overall"]["score"]
    );
    assert_eq!(rows[1]["overall"]["score"], Value::Null, "unknown is null");
    assert_eq!(told["failures"][0]["code"], "notADocument");

    let hidden = desk.run(
        &[&["portfolio"], &files[..], &["--json", "--anonymous", "--salt", "own words"]].concat(),
    );
    for name in ["Meridian", "Nord", "sample.waymark", "no.waymark"] {
        assert!(!hidden.out.contains(name) && !hidden.err.contains(name), "{name} is not told");
    }

    let tables = ["--csv", "all.csv", "--parquet", "all.parquet", "--salt", "own words"];
    let written = desk.run(&[&["portfolio"], &files[..], &tables[..]].concat());
    assert_eq!(
        (written.code, written.out.as_str()),
        (0, "all.csv\nall.parquet\n"),
        "{}",
        written.err
    );
    let csv = String::from_utf8(desk.read("all.csv")).expect("text");
    assert!(csv.starts_with("schema_version,engagement_id,series_id,round,"));
    assert!(!csv.contains("Meridian") && !csv.contains("Nord"));
    let parquet = desk.read("all.parquet");
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));

    let schema = desk.json(&["portfolio", "--schema"]);
    let names: Vec<&str> =
        list(&schema, "columns").iter().filter_map(|column| column["name"].as_str()).collect();
    assert_eq!(csv.lines().next(), Some(names.join(",").as_str()));

    let none = desk.fails(&["portfolio", "no.waymark", "gone.waymark", "--csv", "none.csv"]);
    assert!(none.contains("none of these files") && none.contains("gone.waymark"), "{none}");
    let empty = desk.fails(&["portfolio", "sample.waymark", "--salt", " ", "--csv", "none.csv"]);
    assert!(empty.contains("salt"), "{empty}");
}

#[test]
fn a_passphrase_is_set_used_changed_and_removed() {
    let desk = Desk::with_sample();
    fs::write(desk.path("first"), "seven brown otters\nnot this line\n").expect("is written");
    fs::write(desk.path("second"), "the tide table").expect("is written");
    let plain = desk.ok(&["score", "sample.waymark", "--json"]);
    let set = desk.run(&["passphrase", "set", "sample.waymark", "--new-passphrase-file", "first"]);
    assert_eq!(set.code, 0, "{}", set.err);
    assert!(set.err.contains("nobody can open the engagement"), "{}", set.err);
    let bytes = desk.read("sample.waymark");
    assert!(!bytes.windows(8).any(|part| part == b"Meridian"), "nothing can be read in it");

    let said = desk.fails(&["score", "sample.waymark"]);
    assert!(said.contains("--passphrase-file") && said.contains("WAYMARK_PASSPHRASE"), "{said}");
    let said = desk.fails(&["score", "sample.waymark", "--passphrase-file", "second"]);
    assert!(said.contains("this passphrase does not open"), "{said}");
    assert!(!said.contains("tide"), "{said}");
    let opened = desk.ok(&["score", "sample.waymark", "--json", "--passphrase-file", "first"]);
    assert_eq!(opened, plain);
    let said = desk.fails(&[
        "passphrase",
        "set",
        "sample.waymark",
        "--passphrase-file",
        "first",
        "--new-passphrase-file",
        "second",
    ]);
    assert!(said.contains("has a passphrase already"), "{said}");

    let change = [
        "passphrase",
        "change",
        "sample.waymark",
        "--passphrase-file",
        "first",
        "--new-passphrase-file",
        "second",
    ];
    assert_eq!(desk.run(&change).code, 0);
    let by_environment = Command::new(env!("CARGO_BIN_EXE_waymark"))
        .args(["score", "sample.waymark", "--json"])
        .current_dir(desk.0.path())
        .env("WAYMARK_PASSPHRASE", "the tide table")
        .output()
        .expect("the binary starts");
    assert_eq!(String::from_utf8_lossy(&by_environment.stdout), plain);
    desk.ok(&["passphrase", "remove", "sample.waymark", "--passphrase-file", "second"]);
    assert_eq!(desk.ok(&["score", "sample.waymark", "--json"]), plain);
    let said = desk.fails(&["passphrase", "remove", "sample.waymark"]);
    assert!(said.contains("has no passphrase"), "{said}");
    assert_eq!(desk.names(), ["first", "sample.waymark", "second"]);
}

#[test]
fn protected_copies_are_merged_into_a_protected_file() {
    let desk = Desk::with_sample();
    fs::write(desk.path("words"), "seven brown otters").expect("is written");
    fs::copy(desk.path("sample.waymark"), desk.path("copy.waymark")).expect("copies");
    let set = desk.run(&["passphrase", "set", "sample.waymark", "--new-passphrase-file", "words"]);
    assert_eq!(set.code, 0, "{}", set.err);
    let merge = ["merge", "sample.waymark", "copy.waymark", "-o", "both.waymark"];
    assert!(desk.fails(&merge).contains("--passphrase-file"));
    assert!(!desk.path("both.waymark").exists());
    desk.ok(&[&merge[..], &["--passphrase-file", "words"]].concat());
    assert!(desk.fails(&["score", "both.waymark"]).contains("--passphrase-file"));
    desk.ok(&["score", "both.waymark", "--passphrase-file", "words"]);
}

#[test]
fn what_can_be_read_of_a_damaged_engagement_is_saved() {
    let desk = Desk::with_sample();
    let plain = desk.ok(&["score", "sample.waymark", "--json"]);
    fs::copy(desk.path("sample.waymark"), desk.path("backup")).expect("copies");
    // A sound one is saved whole.
    let looked = desk.ok(&["recover", "sample.waymark"]);
    assert!(looked.contains("Everything can be saved"), "{}", looked);
    let mut bytes = desk.read("sample.waymark");
    let length = bytes.len();
    for page in (length / 4096 / 3..length / 4096).step_by(5) {
        bytes[page * 4096..(page + 1) * 4096].fill(0);
    }
    fs::write(desk.path("sample.waymark"), &bytes).expect("writes");
    assert_eq!(desk.run(&["score", "sample.waymark"]).code, 2);
    let done = desk.run(&[
        "recover",
        "sample.waymark",
        "--backup",
        "backup",
        "-o",
        "saved.waymark",
        "--json",
    ]);
    assert!(done.code < 2, "{}", done.err);
    let told: Value = serde_json::from_str(&done.out).expect("is JSON");
    assert_eq!(told["written"], json!("saved.waymark"));
    assert!(told["problems"].as_array().is_some_and(|all| !all.is_empty()));
    assert_eq!(told["backup"]["changes"], json!(1));
    assert!(desk.read("sample.waymark") == bytes, "the damaged file stays as it is");
    assert_eq!(
        desk.ok(&["score", "saved.waymark", "--json"]),
        plain,
        "the backup fills what is lost"
    );
    let said =
        desk.fails(&["recover", "sample.waymark", "--backup", "backup", "-o", "saved.waymark"]);
    assert!(said.contains("already"), "{said}");
}
