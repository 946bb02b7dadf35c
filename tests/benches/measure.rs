//! `cargo xtask bench`: medians of what a facilitator waits for, in a release build.
//!
//! The application's own work is measured in this process; start and screens through WebKit's driver, which adds its own time,
//! so those are upper bounds. Recording an answer is given with and without the disk's confirmation.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement prints, and reads the clock"
)]

// The measurements drive the window as the journeys do.
#[allow(dead_code, reason = "the journeys use more of it")]
#[path = "../window/driver.rs"]
mod driver;
#[path = "../window/workshop.rs"]
mod workshop;

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use waymark_app::app::App;
use waymark_app::architecture_export::{self, Format, Look};
use waymark_app::dispatch::dispatch;
use waymark_app::report;
use waymark_app::session::{IdSource, Moment, Session};
use waymark_chart::text::Fonts;
use waymark_core::architecture::layout::{Options, diagram};
use waymark_core::engagement::Engagement;
use waymark_core::id::Uid;
use waymark_core::record::Kind;

struct Counted(u64);

impl IdSource for Counted {
    fn next(&mut self) -> [u8; 10] {
        self.0 += 1;
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.to_be_bytes());
        bytes
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn timed(runs: usize, mut run: impl FnMut()) -> Duration {
    median(
        (0..runs)
            .map(|_| {
                let start = Instant::now();
                run();
                start.elapsed()
            })
            .collect(),
    )
}

fn line(what: &str, time: Duration, mark: &str) {
    println!("{what:<58} {:>9.1} ms   {mark}", time.as_secs_f64() * 1000.0);
}

fn main() {
    // `cargo test --all-targets` builds this too; without an application named there is nothing to measure.
    let Some(app) = std::env::args().nth(1).filter(|argument| Path::new(argument).exists()) else {
        println!("name the release build of the application to measure");
        return;
    };
    let size = std::fs::metadata(&app).expect("the application is there").len();
    println!("release binary {:.1} MB   mark 25 MB\n", size as f64 / 1e6);
    screens(Path::new(&app));
    in_the_room(Path::new(&app));
    let folder = tempfile::tempdir().expect("a folder");
    let mut ids = Counted(0);
    let mut moment = Moment { now: 1_795_176_000_000, ids: &mut ids, by: "Bench".into() };
    let mut application = App::new(folder.path()).expect("the packs are sound");
    let mut call = |application: &mut App, name: &str, request: serde_json::Value| {
        dispatch(application, name, request, &mut moment)
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    line(
        "load and check the shipped packs",
        timed(7, || drop(waymark_app::library::Library::shipped().expect("sound"))),
        "mark 50 ms",
    );
    let lens = folder.path().join("lens.json");
    std::fs::write(&lens, large_lens()).expect("written");
    line(
        "read a lens of 490 KB",
        timed(7, || drop(waymark_app::lens::read(&lens).expect("it reads"))),
        "mark 100 ms",
    );
    call(&mut application, "document_sample", json!({}));
    line(
        "open the sample, to the frame",
        timed(7, || {
            call(&mut application, "document_close", json!({}));
            call(&mut application, "document_sample", json!({}));
        }),
        "",
    );
    let assess = call(&mut application, "assess_get", json!({}));
    let participant = assess["participants"][0]["uid"].clone();
    let mut level = 1;
    line(
        "record a vote, to the updated scorecard, on disk",
        timed(21, || {
            level = level % 5 + 1;
            let vote = json!({ "question": "GOV-1", "participant": participant, "choice": "level", "level": level, "certainty": null, "reason": "" });
            call(&mut application, "vote_record", vote);
        }),
        "mark 20 ms",
    );
    line(
        "the same without the disk: scorecard anew",
        timed(21, || {
            let session = application.session().expect("open");
            drop(waymark_app::derived::Derived::of(session.pack(), session.engagement()));
        }),
        "",
    );
    line(
        "frame after a change: rings, counts, undo",
        timed(7, || drop(call(&mut application, "document_get", json!({})))),
        "",
    );
    line(
        "architecture and roadmap anew",
        timed(7, || {
            level = level % 5 + 1;
            let vote = json!({ "question": "GOV-1", "participant": participant, "choice": "level", "level": level, "certainty": null, "reason": "" });
            call(&mut application, "vote_record", vote);
            call(&mut application, "roadmap_get", json!({ "width": 900.0, "selected": "" }));
        }),
        "mark 1000 ms",
    );
    let session = Session::in_memory(
        waymark_app::sample::engagement(application.library()).expect("the sample reads"),
        application.library(),
    )
    .expect("the pack resolves");
    let (bytes, pages, _) =
        report::pdf(&session, &report::Wanted::default()).expect("the report is made");
    line(
        &format!("PDF of the sample ({pages} pages, {} KB), scores known", bytes.len() / 1024),
        timed(7, || {
            drop(report::pdf(&session, &report::Wanted::default()).expect("the report is made"));
        }),
        "mark 500 ms",
    );
    line(
        "the same from an engagement just read",
        timed(5, || {
            let session = Session::in_memory(
                waymark_app::sample::engagement(application.library()).expect("the sample reads"),
                application.library(),
            )
            .expect("the pack resolves");
            drop(report::pdf(&session, &report::Wanted::default()).expect("the report is made"));
        }),
        "",
    );
    drawings(&session);
    large_workshop(&mut application, folder.path(), &mut call);
    // Last: its history makes the document larger than the sample is.
    import(&mut application, folder.path(), &mut call);
}

/// The architecture: of a large inventory from its records to its diagram, and the sample's as a picture.
fn drawings(sample: &Session) {
    let large = large_engagement(sample);
    let pack = sample.pack();
    let derived = waymark_app::derived::Derived::of(pack, &large);
    let derive = || waymark_core::architecture::architecture(pack, &large, &derived.facts);
    line(
        "architecture of 500 sources and 50 use cases",
        timed(7, || drop(derive())),
        "mark 100 ms",
    );
    let architecture = derive();
    let options = Options { width: 906.0, ..Options::default() };
    line(
        &format!("layout of its {} components", architecture.components.len()),
        timed(7, || drop(diagram(&architecture, &large, Fonts::inter(), &options))),
        "mark 300 ms",
    );
    let picture = || {
        architecture_export::file(sample, Format::Png, &Look::default()).expect("a picture is made")
    };
    line(
        &format!("PNG of the sample ({} KB)", picture().len() / 1024),
        timed(5, || drop(picture())),
        "mark 1500 ms",
    );
}

/// The sample's sources and use cases again and again, until there are 500 and 50.
fn large_engagement(sample: &Session) -> Engagement {
    let mut large = sample.engagement().clone();
    for (kind, prefix, number) in [(Kind::Source, "SRC", 500), (Kind::UseCase, "UC", 50)] {
        let rows = sample.engagement().rows(kind);
        for at in large.rows(kind).len()..number {
            let mut row = rows[at % rows.len()].clone();
            let code = format!("{prefix}-L{at}");
            row["uid"] = json!(Uid::root(&code));
            row["code"] = json!(code);
            // A source that nobody needs brings no component.
            if kind == Kind::Source {
                row["priority"] = json!("yes");
            }
            large.put_row(kind, row).expect("a row like one that is there");
        }
    }
    large
}

/// Forty people and sixty questions that all of them answered: 2,400 votes.
fn large_workshop(
    application: &mut App,
    folder: &Path,
    call: &mut impl FnMut(&mut App, &str, serde_json::Value) -> serde_json::Value,
) {
    let path = folder.join("Large.waymark");
    let new = json!({ "path": path, "client": "Large", "isAnonymous": false });
    call(application, "document_new", new);
    for at in 0..40 {
        let role = ["executive", "data_engineer", "analyst", "privacy"][at % 4];
        let person = json!({ "name": format!("Person {at}"), "role": role });
        call(application, "record_add", json!({ "kind": "participants", "values": person }));
    }
    let questions = call(application, "assess_get", json!({}));
    let all = questions["dimensions"].as_array().expect("dimensions").iter();
    for question in all.flat_map(|d| d["questions"].as_array().expect("questions")) {
        let row: String = (0..40).map(|at| char::from(b'1' + (at % 5) as u8)).collect();
        call(application, "votes_record", json!({ "question": question["id"], "row": row }));
    }
    line(
        "open a document of 2,400 votes, to the frame and its questions",
        timed(7, || {
            call(application, "document_close", json!({}));
            call(application, "document_open", json!({ "path": path }));
            call(application, "assess_get", json!({}));
        }),
        "mark 300 ms",
    );
    call(application, "document_sample", json!({}));
}

/// Fifteen questions asked on the keyboard in the window: from each key to the paint of what it changed.
fn in_the_room(app: &Path) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = workshop::prepared(folder.path());
    let window = driver::Window::open_program(app, folder.path(), &[&path.to_string_lossy()]);
    window.go("assess");
    workshop::watch(&window);
    workshop::ask(&window, 0..workshop::QUESTIONS);
    let mut times = workshop::painted(&window);
    times.sort_unstable_by(f64::total_cmp);
    let at =
        |share: f64| Duration::from_secs_f64(times[(times.len() as f64 * share) as usize] / 1000.0);
    line(&format!("key to painted answer, {} answers, median", times.len()), at(0.5), "mark 50 ms");
    line("the same, 95 of 100", at(0.95), "mark 100 ms");
}

/// A lens with as many questions and choices as the format allows, a little below its largest size.
fn large_lens() -> String {
    let choice = |pillar: usize, question: usize, at: usize| {
        json!({
            "id": format!("p{pillar}_q{question}_{at}"),
            "title": format!("The workload has control {at} of question {question}"),
            "improvementPlan": { "displayText": "Write down who does it and when. ".repeat(2) },
            "helpfulResource": { "displayText": "What it is and why it matters here" },
        })
    };
    let question = |pillar: usize, at: usize| {
        json!({
            "id": format!("p{pillar}_q{at}"), "title": format!("Question {at} of pillar {pillar}"),
            "choices": (0..10).map(|n| choice(pillar, at, n)).collect::<Vec<_>>(),
            "riskRules": [
                { "condition": format!("p{pillar}_q{at}_0 && (p{pillar}_q{at}_1 || !p{pillar}_q{at}_2)"), "risk": "NO_RISK" },
                { "condition": "default", "risk": "HIGH_RISK" },
            ],
        })
    };
    let pillar = |at: usize| json!({ "id": format!("pillar{at}"), "name": format!("Pillar {at}"), "questions": (0..17).map(|n| question(at, n)).collect::<Vec<_>>() });
    json!({
        "schemaVersion": "2021-11-01", "name": "Large", "description": "For measuring",
        "pillars": (0..10).map(pillar).collect::<Vec<_>>(),
    })
    .to_string()
}

/// A file of 5,000 sources: read, judged as the window does, and written as one change; then taken back.
fn import(
    application: &mut App,
    folder: &Path,
    call: &mut impl FnMut(&mut App, &str, serde_json::Value) -> serde_json::Value,
) {
    use std::fmt::Write as _;
    let mut text = String::from("Title,Kind,Records\n");
    for at in 0..5000 {
        writeln!(text, "Source number {at},Database,{}", at * 10).expect("a text");
    }
    let path = folder.join("sources.csv");
    std::fs::write(&path, text).expect("written");
    let mut cells: Vec<Vec<String>> = Vec::new();
    line(
        "read a table of 5,000 rows",
        timed(3, || {
            let file = call(application, "sheet_read", json!({ "path": path }));
            cells = serde_json::from_value(file["tables"][0]["rows"].clone()).expect("rows");
        }),
        "",
    );
    let rows: Vec<&[String]> = cells[1..].iter().map(|row| &row[..2]).collect();
    let block = |rows: &[&[String]]| json!({ "kind": "sources", "uids": vec![""; rows.len()], "fields": ["title", "kind"], "cells": rows, "isImport": true });
    line(
        "judge them in blocks of 1,000",
        timed(3, || {
            for rows in rows.chunks(1000) {
                let judged = call(application, "record_check", block(rows));
                assert_eq!(judged["mistakes"], json!([]), "every row fits");
            }
        }),
        "mark 1000 ms with the next",
    );
    line(
        "write 5,000 sources as one change, on disk",
        timed(3, || {
            call(application, "record_paste", block(&rows));
            call(application, "change_undo", json!({}));
        }),
        "with one undo",
    );
}

/// From the start of the program to what people can use. The first run of each warms up and is not counted.
fn screens(app: &Path) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut starts = Vec::new();
    let mut samples = Vec::new();
    for round in 0..6 {
        let window = driver::Window::open_program(app, folder.path(), &[]);
        if round > 0 {
            starts.push(window.started);
        }
        drop(window);
        let begun = Instant::now();
        let window = driver::Window::open_program(app, folder.path(), &["--sample"]);
        let before = begun.elapsed().saturating_sub(window.started);
        window.sees("58 of 60 answered");
        if round > 0 {
            samples.push(begun.elapsed().saturating_sub(before));
        }
    }
    line("start to the first usable screen", median(starts), "mark 1000 ms");
    line("start with the sample to its scorecard", median(samples), "");
}
