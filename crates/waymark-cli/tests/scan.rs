//! `waymark scan` as people call it. A listener on loopback stands in for AWS: it knows one account with two streams.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Answers until the test ends. With `expires`, streams cannot be described any more.
fn listen(expires: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("its number"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || while answer(&stream, expires) {});
        }
    });
    url
}

fn answer(mut stream: &TcpStream, expires: bool) -> bool {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return false;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().expect("a length");
        }
        head += &line.to_lowercase();
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return false;
    }
    let body = String::from_utf8_lossy(&body);
    let (status, text) = if body.contains("Action=GetCallerIdentity") {
        (
            200,
            "<R><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/PowerUser/x</Arn><Account>123456789012</Account></GetCallerIdentityResult></R>",
        )
    } else if head.contains("kinesis_20131202.liststreams") {
        (200, r#"{"StreamNames":["orders","clicks"]}"#)
    } else if expires {
        (403, r#"{"__type":"ExpiredTokenException"}"#)
    } else if head.contains("describestreamsummary") && body.contains("orders") {
        (200, r#"{"StreamDescriptionSummary":{"EncryptionType":"KMS"}}"#)
    } else {
        (403, r#"{"__type":"AccessDeniedException","message":"no"}"#)
    };
    let head = format!("HTTP/1.1 {status} x\r\nContent-Length: {}\r\n\r\n", text.len());
    stream.write_all((head + text).as_bytes()).is_ok()
}

fn run(folder: &Path, endpoint: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_waymark"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs([
            ("AWS_ACCESS_KEY_ID", "a"),
            ("AWS_SECRET_ACCESS_KEY", "b"),
            ("AWS_ENDPOINT_URL", endpoint),
        ])
        .env("HOME", folder)
        .output()
        .expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const LOOK: [&str; 6] = ["scan", "-o", "scan.json", "--services", "kinesis", "--region=eu-west-1"];

#[test]
fn an_account_becomes_a_file() {
    let folder = TempDir::new().expect("a folder");
    let done = run(folder.path(), &listen(false), &LOOK);
    let (out, err) = (text(&done.stdout), text(&done.stderr));
    assert_eq!(done.status.code(), Some(0), "{out}{err}");
    assert!(err.contains("looking at account 123456789012 as PowerUser"), "{err}");
    assert!(err.contains("could also write (PowerUser)"), "{err}");
    assert!(
        out.starts_with("scan.json\n")
            && out.contains("kinesis:DescribeStreamSummary in eu-west-1: denied"),
        "{out}"
    );
    let scan: Value =
        serde_json::from_slice(&fs::read(folder.path().join("scan.json")).expect("written"))
            .expect("JSON");
    assert_eq!(scan["schema"], 1);
    let share = &scan["facts"]["F-STR"]["values"]["streams_encrypted"];
    assert_eq!(share, &json!({"matching": 1, "measured": 1, "not_measured": 1}));
    assert_eq!(scan["resources"].as_array().map(Vec::len), Some(2));
    // Under pseudonyms, and compared.
    let mut hidden = LOOK.to_vec();
    hidden[2] = "hidden.json";
    hidden.push("--pseudonyms=our own words");
    assert_eq!(run(folder.path(), &listen(false), &hidden).status.code(), Some(0));
    let written = text(&fs::read(folder.path().join("hidden.json")).expect("written"));
    for name in ["123456789012", "orders", "clicks", "PowerUser"] {
        assert!(!written.contains(name), "{name} is left");
    }
    let same = run(folder.path(), "", &["scan", "compare", "scan.json", "scan.json"]);
    assert_eq!(text(&same.stdout), "nothing changed\n");
    let other = run(folder.path(), "", &["scan", "compare", "scan.json", "hidden.json", "--json"]);
    let other: Value = serde_json::from_slice(&other.stdout).expect("JSON");
    assert_eq!(
        (&other["same_scope"], other["gone"].as_array().map(Vec::len)),
        (&json!(false), Some(2))
    );
}

#[test]
fn a_scan_that_stopped_is_taken_up() {
    let folder = TempDir::new().expect("a folder");
    let done = run(folder.path(), &listen(true), &LOOK);
    assert_eq!(done.status.code(), Some(2));
    assert!(
        text(&done.stderr)
            .contains("the credentials have run out; what it read is in scan.json.partial"),
        "{}",
        text(&done.stderr)
    );
    assert!(!folder.path().join("scan.json").exists(), "half a scan is no scan");
    let done = run(folder.path(), &listen(false), &LOOK);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("taking up scan.json.partial"));
    assert!(!folder.path().join("scan.json.partial").exists());
}

#[test]
fn policies_are_printed_without_an_account() {
    let folder = TempDir::new().expect("a folder");
    let policy: Value =
        serde_json::from_slice(&run(folder.path(), "", &["scan", "policy"]).stdout).expect("JSON");
    let actions = policy["Statement"][0]["Action"].as_array().expect("actions");
    assert!(actions.len() > 150 && actions.contains(&json!("s3:GetBucketVersioning")));
    let reasons = text(&run(folder.path(), "", &["scan", "policy", "--reasons"]).stdout);
    assert!(
        reasons.contains("s3:GetBucketVersioning: whether overwritten objects are kept\n"),
        "{reasons}"
    );
    let trust = run(
        folder.path(),
        "",
        &["scan", "policy", "--trust", "111122223333", "--external-id", "wm-1"],
    );
    let trust: Value = serde_json::from_slice(&trust.stdout).expect("JSON");
    let statement = &trust["Statement"][0];
    assert_eq!(statement["Principal"]["AWS"], "arn:aws:iam::111122223333:root");
    assert_eq!(statement["Condition"]["StringEquals"]["sts:ExternalId"], "wm-1");
}

#[test]
fn what_cannot_be_done_is_told() {
    let folder = TempDir::new().expect("a folder");
    let check = |arguments: &[&str], expected: &str| {
        let done = run(folder.path(), "http://127.0.0.1:9", arguments);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        assert!(text(&done.stderr).contains(expected), "{arguments:?}: {}", text(&done.stderr));
    };
    check(&["scan"], "-o <OUT>");
    check(
        &["scan", "-o", "x.json", "--services", "s4"],
        "there is no service `s4`; known: accessanalyzer",
    );
    check(&["scan", "-o", "x.json", "--profile", "nobody"], "there is no profile `nobody`");
    check(&["scan", "-o", "x.json"], "127.0.0.1:9 cannot be reached");
    check(&["scan", "compare", "none.json", "none.json"], "none.json cannot be read");
    fs::write(folder.path().join("new.json"), r#"{"schema": 9}"#).expect("written");
    check(
        &["scan", "compare", "new.json", "new.json"],
        "open it with a Waymark that reads format 9",
    );
}
