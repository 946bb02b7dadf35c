//! Returned files: read into what each participant said, with every place that cannot be read.
//!
//! A file comes from anywhere. Whatever stands in it, what can be understood is taken and what cannot is said with its place.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use waymark_core::engagement::{Certainty, Choice, Vote};
use waymark_core::field::check_value;
use waymark_core::id::{PackId, QuestionId};
use waymark_core::known::Known;
use waymark_core::pack::Pack;
use waymark_store::hash_of;

use super::{FORMAT, token};
use crate::error::{Code, Error, Mistake};
use crate::session::Session;
use crate::sheet;
use crate::strict_json;

/// Largest answers file, in bytes.
const FILE_BYTES: u64 = 4 << 20;
/// Most mistakes told of one file.
const MISTAKES: usize = 100;

/// What one participant says in one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Returned {
    pub(super) path: PathBuf,
    pub(super) file_name: String,
    /// Which of several participants of one table; empty in a file of one.
    pub(super) part: String,
    pub(super) pack: Option<PackId>,
    /// The role the page was for; empty where the file does not say.
    pub(super) role: String,
    /// A participant's code as written; empty where the file does not say.
    pub(super) code: String,
    /// The name as written; always empty in an anonymous engagement.
    pub(super) name: String,
    /// SHA-256 of the file, hexadecimal; empty where it cannot be read.
    pub(super) fingerprint: String,
    pub(super) saved_at: String,
    pub(super) votes: Vec<Said>,
    /// Answers to questions that the pack does not ask; each is among the mistakes.
    pub(super) unknown_questions: u32,
    pub(super) mistakes: Vec<Mistake>,
    pub(super) notes: Vec<String>,
}

/// One answer as it was given.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) question: QuestionId,
    pub(super) choice: Choice,
    /// 1 to 5 with the choice level, else none.
    pub(super) level: Option<u8>,
    pub(super) certainty: Known<Certainty>,
    pub(super) reason: String,
    pub(super) comment: String,
}

fn mistake(place: &str, message: impl Into<String>, help: &str) -> Mistake {
    Mistake { place: place.to_owned(), message: message.into(), help: help.to_owned() }
}

/// A value as a message shows it: short.
fn show(value: &Value) -> String {
    shorten(&value.to_string())
}

fn shorten(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if plain.chars().count() > 40 {
        format!("{}…", plain.chars().take(39).collect::<String>())
    } else {
        plain
    }
}

/// A name, code or time of a file: one line, not longer than it may be.
fn one_line(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).take(most).collect()
}

/// Reads a returned file: one entry per participant in it, at least one.
///
/// # Errors
/// [`Code::NotFound`] where it cannot be read at all. What stands in it wrongly is among the entries.
pub(super) fn read(session: &Session, path: &Path) -> Result<Vec<Returned>, Error> {
    let file_name =
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut empty = Returned { path: path.to_owned(), file_name, ..Returned::default() };
    let not_there = |error: std::io::Error| {
        Error::new(
            Code::NotFound,
            format!("{} cannot be read", path.display()),
            "check that it is there, and the rights on it",
        )
        .caused_by(error)
    };
    let refused = |empty: &Returned, message: &str, help: &str| {
        Ok(vec![Returned { mistakes: vec![mistake("", message, help)], ..empty.clone() }])
    };
    // Closing another handle on an open document gives its lock away, on some systems.
    if session.document().is_ok_and(|document| crate::app::same_file(document.path(), path)) {
        return refused(&empty, "it is the engagement itself", "choose the answers files");
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(not_there)?;
    if file.metadata().map_err(not_there)?.is_dir() {
        return refused(&empty, "it is a folder", "choose the answers files in it");
    }
    file.take(FILE_BYTES + 1).read_to_end(&mut bytes).map_err(not_there)?;
    if bytes.len() as u64 > FILE_BYTES {
        return refused(
            &empty,
            "the file is larger than 4 MB",
            "an answers file is far smaller; look whether it is one",
        );
    }
    empty.fingerprint = hash_of(&bytes);
    if is_json(path, &bytes) {
        return Ok(vec![read_json(session, &bytes, empty)]);
    }
    match sheet::read(path) {
        Ok(file) => {
            let table = file.tables.into_iter().next();
            Ok(table.map_or_else(
                || {
                    vec![Returned {
                        mistakes: vec![mistake(
                            "",
                            "nothing stands in the file",
                            "ask for the answers file again",
                        )],
                        ..empty.clone()
                    }]
                },
                |table| read_table(session, &table, &empty),
            ))
        }
        Err(error) => refused(&empty, &error.message, &error.help),
    }
}

/// By its ending, else by how it begins: mail programs rename files.
fn is_json(path: &Path, bytes: &[u8]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("json") => true,
        Some("csv" | "tsv" | "xlsx") => false,
        _ => {
            let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
        }
    }
}

fn read_json(session: &Session, bytes: &[u8], mut file: Returned) -> Returned {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let refuse = |mut file: Returned, place: &str, message: String, help: &str| {
        file.mistakes.push(mistake(place, message, help));
        file
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        let message = "the file is not text in UTF-8".to_owned();
        return refuse(file, "", message, "ask for the answers file again, unchanged");
    };
    let (value, twice) = match strict_json::read(text) {
        Ok(read) => read,
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            let message = "the file is not whole JSON here".to_owned();
            return refuse(file, &place, message, "ask for the answers file again, unchanged");
        }
    };
    let Some(root) = value.as_object().filter(|root| root.contains_key("waymark_prework")) else {
        let message = "this is not an answers file of pre-work".to_owned();
        return refuse(file, "", message, "choose the file that the page saved");
    };
    match root["waymark_prework"].as_u64() {
        Some(FORMAT) => {}
        Some(newer) if newer > FORMAT => {
            let message = "a newer Waymark made the page that saved this file".to_owned();
            return refuse(file, "waymark_prework", message, "import it with that version");
        }
        _ => {
            let message =
                format!("{} is no version of an answers file", show(&root["waymark_prework"]));
            return refuse(
                file,
                "waymark_prework",
                message,
                "ask for the answers file again, unchanged",
            );
        }
    }
    for path in twice.into_iter().take(MISTAKES) {
        file.mistakes.push(mistake(
            &shorten(&path),
            "this name stands twice",
            "ask for the answers file again, unchanged",
        ));
    }
    if !file.mistakes.is_empty() {
        return file;
    }
    let text_of = |name: &str| root.get(name).and_then(Value::as_str).unwrap_or_default();
    let engagement = session.engagement();
    if text_of("engagement") != token(engagement).to_string() {
        let message = "the file belongs to another engagement".to_owned();
        return refuse(
            file,
            "engagement",
            message,
            "open that engagement, or look whether the right file was sent",
        );
    }
    let wanted = text_of("pack");
    let Some(pack) = session.packs().iter().find(|pack| pack.id.as_str() == wanted) else {
        let message = format!("the engagement holds no pack `{}`", shorten(wanted));
        return refuse(file, "pack", message, "add the pack in the brief, then import the file");
    };
    let version = text_of("pack_version");
    if version != pack.version {
        file.notes.push(format!(
            "Answered under version {} of the pack; the engagement holds {}",
            one_line(version, 40),
            pack.version
        ));
    }
    file.pack = Some(pack.id.clone());
    file.role = one_line(text_of("role"), 80);
    file.code = one_line(text_of("participant"), 40);
    file.saved_at = one_line(text_of("saved_at"), 40);
    take_name(session, text_of("name"), &mut file);
    match root.get("answers") {
        Some(Value::Array(answers)) => {
            for (place, answer) in answers.iter().enumerate() {
                let place = format!("answers[{place}]");
                match answer.as_object() {
                    Some(answer) => read_answer(pack, &place, answer, &mut file),
                    None => file.mistakes.push(mistake(
                        &place,
                        format!("{} is not an answer", show(answer)),
                        "leave it out",
                    )),
                }
                if full(&mut file) {
                    break;
                }
            }
        }
        _ => file.mistakes.push(mistake(
            "answers",
            "the list of answers is missing",
            "ask for the answers file again, unchanged",
        )),
    }
    file
}

/// Keeps a name, unless the engagement may hold none.
fn take_name(session: &Session, name: &str, file: &mut Returned) {
    let name = one_line(name, 120);
    if name.is_empty() {
        return;
    }
    if session.engagement().profile.is_anonymous {
        file.notes.push(
            "The name in the file is not taken over: this engagement is anonymous".to_owned(),
        );
    } else {
        file.name = name;
    }
}

/// True where so much is wrong that the rest is not worth reading.
fn full(file: &mut Returned) -> bool {
    let is_full = file.mistakes.len() >= MISTAKES;
    if is_full {
        file.mistakes.push(mistake("", "more is wrong, and not read any further", ""));
    }
    is_full
}

fn read_answer(pack: &Pack, place: &str, answer: &Map<String, Value>, file: &mut Returned) {
    let at = |name: &str| format!("{place}.{name}");
    let mut text_of = |name: &str| match answer.get(name) {
        None | Some(Value::Null) => Some(String::new()),
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => {
            file.mistakes.push(mistake(
                &at(name),
                format!("{} is not a text", show(other)),
                "leave it out",
            ));
            None
        }
    };
    let (Some(question), Some(choice), Some(certainty), Some(reason), Some(comment)) = (
        text_of("question"),
        text_of("choice"),
        text_of("certainty"),
        text_of("reason"),
        text_of("comment"),
    ) else {
        return;
    };
    let level = match answer.get("level") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let written = Written { question, choice, level, certainty, reason, comment };
    match judge(pack, &written) {
        Ok(said) => keep(said, place, file),
        Err(fault) => note_fault(fault, &at, file),
    }
}

/// Takes an answer, unless the same file answers the question twice, and differently.
fn keep(said: Said, place: &str, file: &mut Returned) {
    match file.votes.iter().position(|known| known.question == said.question) {
        None => file.votes.push(said),
        Some(known) if file.votes[known] == said => {}
        Some(known) => {
            let message = format!("{} is answered twice, and differently", said.question);
            file.mistakes.push(mistake(
                place,
                message,
                "ask which answer counts; neither is taken",
            ));
            file.votes.remove(known);
        }
    }
}

/// An answer as text, before it is understood.
#[derive(Debug, Default)]
struct Written {
    question: String,
    choice: String,
    level: String,
    certainty: String,
    reason: String,
    comment: String,
}

/// What is wrong with an answer: the field, what, what to do.
type Fault = (&'static str, String, String);

/// Keeps what is wrong with an answer, with its place.
fn note_fault((field, message, help): Fault, at: &dyn Fn(&str) -> String, file: &mut Returned) {
    file.unknown_questions += u32::from(field == "question");
    file.mistakes.push(mistake(&at(field), message, &help));
}

fn judge(pack: &Pack, written: &Written) -> Result<Said, Fault> {
    let fault = |field, message: String, help: &str| Err((field, message, help.to_owned()));
    let id = QuestionId::from(written.question.trim());
    if pack.question(&id).is_none() {
        let shown = shorten(id.as_str());
        return match pack.retired.iter().find(|retired| retired.id == id) {
            Some(retired) => fault(
                "question",
                format!("{shown} is not asked any more since version {}", retired.since),
                "leave it out",
            ),
            None => fault(
                "question",
                format!("the pack has no question `{shown}`"),
                "look whether the file was made with this pack",
            ),
        };
    }
    let (choice, level) = choice_of(&written.choice, &written.level)?;
    let certainty = match plain(&written.certainty).as_str() {
        "" => Known::Unknown,
        "guess" => Known::Value(Certainty::Guess),
        "fairly" | "fairly sure" => Known::Value(Certainty::Fairly),
        "sure" => Known::Value(Certainty::Sure),
        _ => {
            return fault(
                "certainty",
                format!("`{}` is not a certainty", shorten(&written.certainty)),
                "guess, fairly or sure, or nothing",
            );
        }
    };
    let reason = written.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let comment = written.comment.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    if choice == Choice::NotApplicable && reason.is_empty() {
        return fault(
            "reason",
            "not applicable needs a reason".to_owned(),
            "ask why the question does not apply",
        );
    }
    for (name, text) in [("reason", &reason), ("comment", &comment)] {
        let field = Vote::FIELDS.iter().find(|field| field.name == name).expect("a vote has it");
        let problems =
            check_value(&field.kind, &json!(text), &waymark_core::field::PackWords::default());
        if let Some(problem) = problems.into_iter().next() {
            return Err((field.name, problem.message, problem.help));
        }
    }
    let reason = if choice == Choice::NotApplicable { reason } else { String::new() };
    Ok(Said { question: id, choice, level, certainty, reason, comment })
}

/// Lower case, one space between words, one kind of apostrophe.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().replace(['\u{2019}', '_'], " ").replace('\'', " ")
}

fn choice_of(choice: &str, level: &str) -> Result<(Choice, Option<u8>), Fault> {
    let (choice, level) = (choice.trim(), level.trim());
    let level_of = |text: &str, field| {
        text.parse::<u8>().ok().filter(|level| (1..=5).contains(level)).ok_or_else(|| {
            (
                field,
                format!("`{}` is not a level", shorten(text)),
                "a level is 1, 2, 3, 4 or 5".to_owned(),
            )
        })
    };
    match plain(choice).as_str() {
        "level" => Ok((Choice::Level, Some(level_of(level, "level")?))),
        "" if !level.is_empty() => match word(level) {
            Some(choice) => Ok((choice, None)),
            None => Ok((Choice::Level, Some(level_of(level, "level")?))),
        },
        _ => match word(choice) {
            Some(choice) => Ok((choice, None)),
            None if choice.starts_with(|sign: char| sign.is_ascii_digit()) => {
                Ok((Choice::Level, Some(level_of(choice, "choice")?)))
            }
            None => Err((
                "choice",
                format!("`{}` is not a choice", shorten(choice)),
                "level, dont_know or not_applicable".to_owned(),
            )),
        },
    }
}

/// A choice without a level, as people write it.
fn word(text: &str) -> Option<Choice> {
    match plain(text).as_str() {
        "dont know" | "don t know" | "-" | "?" => Some(Choice::DontKnow),
        "not applicable" | "does not apply" | "n/a" | "n" => Some(Choice::NotApplicable),
        _ => None,
    }
}

/// The columns of a table of answers.
const COLUMNS: [&str; 7] =
    ["question", "choice", "level", "certainty", "reason", "comment", "participant"];

fn read_table(
    session: &Session,
    table: &crate::view::SheetTable,
    empty: &Returned,
) -> Vec<Returned> {
    let pack = session.pack();
    let heads: Vec<String> = table
        .rows
        .first()
        .map_or_else(Vec::new, |row| row.iter().map(|cell| plain(cell)).collect());
    let place = |name: &str| heads.iter().position(|head| head == name);
    let mut whole = Returned { pack: Some(pack.id.clone()), ..empty.clone() };
    if place("question").is_none() || (place("choice").is_none() && place("level").is_none()) {
        whole.mistakes.push(mistake(
            "row 1",
            "the columns question and choice or level are missing",
            "name the columns question, choice, level, certainty, reason, comment, participant",
        ));
        return vec![whole];
    }
    let unread: Vec<String> = heads
        .iter()
        .filter(|head| !head.is_empty() && !COLUMNS.contains(&head.as_str()))
        .map(|head| shorten(head))
        .collect();
    if !unread.is_empty() {
        whole.notes.push(format!("Columns that are not read: {}", unread.join(", ")));
    }
    if table.is_cut {
        whole.notes.push("The table is longer than what is read of it".to_owned());
    }
    let mut parts: Vec<(String, Returned)> = Vec::new();
    for (row, number) in table.rows.iter().zip(&table.numbers).skip(1) {
        let cell = |name: &str| place(name).and_then(|at| row.get(at)).cloned().unwrap_or_default();
        let who = one_line(&cell("participant"), 120);
        let known = parts.iter().position(|(other, _)| other.to_lowercase() == who.to_lowercase());
        let at = known.unwrap_or_else(|| {
            let mut part = whole.clone();
            identify(session, &who, &mut part);
            parts.push((who.clone(), part));
            parts.len() - 1
        });
        let part = &mut parts[at].1;
        let written = Written {
            question: cell("question"),
            choice: cell("choice"),
            level: cell("level"),
            certainty: cell("certainty"),
            reason: cell("reason"),
            comment: cell("comment"),
        };
        // A row without a choice is a question that was left open.
        if written.choice.is_empty() && written.level.is_empty() {
            continue;
        }
        let at = format!("row {number}");
        match judge(pack, &written) {
            Ok(said) => keep(said, &at, part),
            Err(fault) => note_fault(fault, &|field| format!("{at}, {field}"), part),
        }
        if full(part) {
            break;
        }
    }
    let is_several = parts.len() > 1;
    let mut found: Vec<Returned> = parts
        .into_iter()
        .enumerate()
        .map(|(index, (_, part))| Returned {
            part: if is_several { (index + 1).to_string() } else { String::new() },
            ..part
        })
        .collect();
    if found.is_empty() {
        whole.mistakes.push(mistake("", "the table has no answers", "ask for the file again"));
        found.push(whole);
    }
    found
}

/// A participant as a table names them: by code, else by name.
fn identify(session: &Session, who: &str, file: &mut Returned) {
    let is_code = |code: &str| code.eq_ignore_ascii_case(who);
    let known = session.engagement().participants.iter().find(|p| is_code(p.code.as_str()));
    if let Some(participant) = known {
        file.code = participant.code.to_string();
    } else if who.to_uppercase().starts_with("PAR-") {
        who.clone_into(&mut file.code);
    } else {
        take_name(session, who, file);
    }
}
