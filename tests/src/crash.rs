//! A workshop that is killed: a child process works on an engagement by a script that chance writes, its parent kills it at some
//! moment, opens the engagement again and holds it against what the child had confirmed.
//!
//! The child is the parent's own program, run again: `Child` says how. It confirms by lines on its standard output, each
//! written after the command that it tells of has returned. Begin with [`kill`].

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use waymark_app::app::App;
use waymark_app::dispatch::dispatch;
use waymark_app::error::{Code, Error};
use waymark_app::secret::Passphrase;
use waymark_app::session::Moment;
use waymark_store::{Document, OpenMode};

use crate::{CountedIds, START};

/// The passphrases that the script gives the engagement; the first stands for none.
const WORDS: [&str; 3] = ["", "seven brown otters", "the tide table, page 4"];

/// Numbers that look random and are the same in every run.
#[derive(Debug, Clone)]
pub struct Seeded(pub u64);

impl Seeded {
    /// A number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What a child works on.
#[derive(Debug, Clone)]
pub struct Child {
    /// A folder with the engagement and the application's own folder.
    pub folder: PathBuf,
    /// What its script is made from; another for each child, since ids are made from it too.
    pub seed: u64,
}

impl Child {
    /// The engagement.
    pub fn document(folder: &Path) -> PathBuf {
        folder.join("Client.waymark")
    }

    /// Works until it is killed. `say` hands a line to the parent.
    ///
    /// # Errors
    /// When a command fails that no kill explains.
    pub fn work(&self, mut say: impl FnMut(&str)) -> Result<(), Error> {
        let mut desk = Desk {
            app: App::new(&self.folder.join("profile"))?,
            ids: CountedIds::from(self.seed << 32),
            now: START + (self.seed as i64) * 3_600_000,
        };
        let path = Self::document(&self.folder);
        let mut random = Seeded(self.seed);
        let mut key = desk.open_any(&path)?;
        say(&format!("key {key}"));
        let questions = desk.questions()?;
        let people = desk.people()?;
        loop {
            let question = &questions[random.below(questions.len() as u64) as usize];
            match random.below(60) {
                0 => {
                    let new = random.below(WORDS.len() as u64) as usize;
                    say(&format!("trying {new}"));
                    desk.call(
                        "document_protect",
                        json!({ "current": WORDS[key], "passphrase": WORDS[new] }),
                    )?;
                    key = new;
                    say(&format!("key {key}"));
                }
                1 => {
                    desk.call("document_close", json!({}))?;
                    desk.open(&path, key)?;
                }
                2..=9 => {
                    desk.call("change_undo", json!({}))?;
                }
                10..=13 => {
                    desk.call("change_redo", json!({}))?;
                }
                14 => {
                    // Text that is being typed: no change, and written all the same.
                    let text = "words ".repeat(random.below(400) as usize);
                    desk.call("draft_keep", json!({ "place": "profile/scope", "text": text }))?;
                }
                step => {
                    let (name, request) = change(step, question, &people, &mut random);
                    match desk.call(name, request) {
                        Ok(_) => {}
                        // Undo may have taken away what it speaks of; then nothing was written.
                        Err(error)
                            if matches!(error.code, Code::InvalidValue | Code::UnknownItem) => {}
                        Err(error) => return Err(error),
                    }
                }
            }
            let document = desk.app.session()?.document()?;
            let last = document.last_change()?.expect("a document has its creation");
            say(&format!("done {} {}", document.change_count()?, last.id));
        }
    }
}

/// A change that people make in a workshop.
fn change(
    step: u64,
    question: &str,
    people: &[String],
    random: &mut Seeded,
) -> (&'static str, Value) {
    let level = 1 + random.below(5);
    let words = format!("Said {} of {question}", random.below(1_000_000));
    match step {
        15..=30 => {
            let person = &people[random.below(people.len() as u64) as usize];
            (
                "vote_record",
                json!({ "question": question, "participant": person, "choice": "level", "level": level, "certainty": "sure", "reason": "" }),
            )
        }
        31..=38 => (
            "consensus_settle",
            json!({ "question": question, "choice": "level", "level": level, "reason": words, "dissent": "" }),
        ),
        39..=45 => (
            "answer_set",
            json!({ "question": question, "note": words.repeat(20), "privateNote": null, "isFlagged": level > 3 }),
        ),
        46..=50 => (
            "capture_add",
            json!({ "question": question, "kind": "risk", "text": words, "person": "", "hasConsent": false }),
        ),
        51..=53 => {
            let rows: Vec<Value> = (0..40)
                .map(|n| json!([format!("Goal {n} of {}", random.below(1_000_000))]))
                .collect();
            (
                "record_paste",
                json!({ "kind": "goals", "uids": [], "fields": ["title"], "cells": rows }),
            )
        }
        54..=56 => ("record_add", json!({ "kind": "sources", "values": { "title": words } })),
        _ => ("profile_set", json!({ "field": "scope", "value": words.repeat(10) })),
    }
}

/// The application as a child has it.
struct Desk {
    app: App,
    ids: CountedIds,
    now: i64,
}

impl Desk {
    fn call(&mut self, name: &str, request: Value) -> Result<Value, Error> {
        self.now += 20_000;
        let mut moment = Moment { now: self.now, ids: &mut self.ids, by: "Helen Marsh".to_owned() };
        dispatch(&mut self.app, name, request, &mut moment)
    }

    fn open(&mut self, path: &Path, key: usize) -> Result<Value, Error> {
        let path = path.to_string_lossy();
        self.call("document_open", json!({ "path": path, "passphrase": WORDS[key] }))
    }

    /// Opens with whichever passphrase the document has.
    fn open_any(&mut self, path: &Path) -> Result<usize, Error> {
        let mut last = None;
        for key in 0..WORDS.len() {
            match self.open(path, key) {
                Ok(view) if key == 0 || view["isProtected"] == true => return Ok(key),
                Ok(_) => return Ok(0),
                Err(error) => last = Some(error),
            }
        }
        Err(last.expect("there are passphrases"))
    }

    fn questions(&mut self) -> Result<Vec<String>, Error> {
        let view = self.call("assess_get", json!({}))?;
        let dimensions = view["dimensions"].as_array().cloned().unwrap_or_default();
        let questions = dimensions
            .iter()
            .flat_map(|dimension| dimension["questions"].as_array().cloned().unwrap_or_default());
        Ok(questions.filter_map(|one| Some(one["id"].as_str()?.to_owned())).collect())
    }

    fn people(&mut self) -> Result<Vec<String>, Error> {
        let view = self.call("assess_get", json!({}))?;
        let people = view["participants"].as_array().cloned().unwrap_or_default();
        Ok(people.iter().filter_map(|one| Some(one["uid"].as_str()?.to_owned())).collect())
    }
}

/// Makes the engagement that is worked on: the sample.
///
/// # Panics
/// Where it cannot be made.
pub fn prepare(folder: &Path) {
    let library = crate::library();
    let mut ids = CountedIds::default();
    let mut moment = Moment { now: START, ids: &mut ids, by: "Helen Marsh".to_owned() };
    waymark_app::session::Session::create(
        &Child::document(folder),
        crate::sample(),
        &[],
        &library,
        &mut moment,
    )
    .expect("the sample can be written");
}

/// What many kills gave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Children that were killed.
    pub kills: u32,
    /// Changes that were confirmed by them.
    pub confirmed: u32,
    /// How often an unfinished change was taken back on opening.
    pub rolled_back: u32,
    /// Kills between the beginning of a change of passphrase and its confirmation.
    pub within_passphrase: u32,
    /// Kills of a protected engagement.
    pub protected: u32,
    /// Backups that there are in the end, each of which opens.
    pub backups: u32,
}

/// Kills children, one after the other, and judges after each.
///
/// # Panics
/// Where something confirmed is not there, or the document is not sound.
pub fn kill(folder: &Path, kills: u32, seed: u64, command: impl Fn(&Child) -> Command) -> Tally {
    let mut random = Seeded(seed);
    let mut tally = Tally::default();
    let mut confirmed: BTreeSet<String> = BTreeSet::new();
    let mut count = 1;
    for round in 0..kills {
        let child = Child { folder: folder.to_owned(), seed: seed * 10_000 + u64::from(round) + 1 };
        let mut running = command(&child)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the child starts");
        let mut out = BufReader::new(running.stdout.take().expect("is piped"));
        let mut heard = Vec::new();
        // Some are killed before they have opened the engagement.
        for _ in 0..random.below(40) {
            match hear(&mut out) {
                Some(line) => heard.push(line),
                None => break,
            }
        }
        // A moment that is another in every round.
        for _ in 0..random.below(3_000_000) {
            std::hint::spin_loop();
        }
        let was_running = running.try_wait().expect("can be asked").is_none();
        let _ = running.kill();
        let output = running.wait_with_output().expect("ends");
        heard.extend(std::iter::from_fn(|| hear(&mut out)));
        assert!(
            was_running,
            "round {round}: the child ended by itself: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        tally.kills += 1;
        let mut tried: Vec<usize> = (0..WORDS.len()).collect();
        for line in &heard {
            let mut parts = line.split(' ');
            match (parts.next(), parts.next(), parts.next()) {
                (Some("done"), Some(number), Some(id)) => {
                    count = number.parse().expect("a number");
                    if confirmed.insert(id.to_owned()) {
                        tally.confirmed += 1;
                    }
                }
                (Some("key"), Some(key), None) => tried = vec![key.parse().expect("a number")],
                (Some("trying"), Some(key), None) => tried.push(key.parse().expect("a number")),
                _ => panic!("round {round}: the child said `{line}`"),
            }
        }
        tally.within_passphrase += u32::from(heard.last().is_some_and(|l| l.starts_with("trying")));
        count = judge(folder, round, &tried, count, &confirmed, &mut tally);
    }
    tally.backups = judge_backups(folder);
    tally
}

/// Opens what a kill left and holds it against what was confirmed; how many changes it has.
fn judge(
    folder: &Path,
    round: u32,
    tried: &[usize],
    count: u32,
    confirmed: &BTreeSet<String>,
    tally: &mut Tally,
) -> u32 {
    let path = Child::document(folder);
    let journal = std::fs::read(path.with_extension("waymark-journal")).unwrap_or_default();
    tally.rolled_back += u32::from(journal.starts_with(&[0xd9, 0xd5, 0x05, 0xf9]));
    let opened = tried.iter().find_map(|key| {
        let key = Passphrase::new(WORDS[*key]);
        Document::open_with(&path, OpenMode::ReadWrite, key.as_ref()).ok()
    });
    let document = opened.unwrap_or_else(|| {
        let why = Document::open(&path, OpenMode::ReadWrite).err();
        panic!("round {round}: it opens with none of the passphrases {tried:?}: {why:?}")
    });
    tally.protected += u32::from(document.is_protected());
    assert_eq!(
        document.check().expect("can be checked"),
        Vec::<String>::new(),
        "round {round}: the document is sound"
    );
    document.read().unwrap_or_else(|error| panic!("round {round}: {error}"));
    let history = document.history(u32::MAX, 0).expect("reads");
    let there: BTreeSet<String> = history.iter().map(|change| change.id.to_string()).collect();
    let missing: Vec<&String> = confirmed.difference(&there).collect();
    assert!(missing.is_empty(), "round {round}: confirmed and not there: {missing:?}");
    let number = history.len() as u32;
    assert!(
        number == count || number == count + 1,
        "round {round}: {count} changes were confirmed, {number} are there"
    );
    drop(document);
    let names: Vec<String> = std::fs::read_dir(folder)
        .expect("reads")
        .map(|entry| entry.expect("reads").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "Client.waymark" && name != "profile")
        .collect();
    assert_eq!(names, Vec::<String>::new(), "round {round}: nothing else is left beside it");
    number
}

/// Opens every backup.
fn judge_backups(folder: &Path) -> u32 {
    let backups = waymark_app::backup::Backups {
        folder: folder.join("profile/backups"),
        count: 10,
        days: 30,
    };
    let all = backups.list();
    for kept in &all {
        let file = backups.file(&kept.id).expect("is there");
        let opens = WORDS.iter().any(|words| {
            let key = Passphrase::new(words);
            Document::open_with(&file, OpenMode::ReadOnly, key.as_ref())
                .is_ok_and(|document| document.read().is_ok())
        });
        assert!(opens, "the backup {} opens", kept.id);
    }
    all.len() as u32
}

/// Tells the parent a line at once; what a test harness prints around it is left out by `hear`.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // A parent that is gone has heard enough.
    let _ = writeln!(out, "\n>{line}").and_then(|()| out.flush());
}

fn hear(from: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    loop {
        line.clear();
        // A kill may cut a line short; what is not whole was not said.
        if from.read_line(&mut line).unwrap_or(0) == 0 || !line.ends_with('\n') {
            return None;
        }
        if let Some(said) = line.trim_end().strip_prefix('>') {
            return Some(said.to_owned());
        }
    }
}
