//! A lens as a folder of text that people read and edit: `lens.toml`, and a file for each pillar.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::check::{Notes, check};
use super::json::{self, Node, Value, clipped};
use super::written::{ChoiceTable, ExtraKey, LensFile, PillarFile, QuestionTable, ResourceTable};
use super::{
    AdditionalResources, Choice, Extra, Lens, Pillar, Question, Resource, RiskRule, read, write,
};
use crate::problem::{Problem, ProblemKind, Problems};
use crate::raw::Reading;
use crate::read::At;
use crate::text::unix_lines;

/// The file by which the folder of a lens is known.
pub const LENS_FILE: &str = "lens.toml";

/// Longest id that names a file.
const FILE_NAME: usize = 64;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The lens as texts by path: `lens.toml` and `pillars/<id>.toml`. A pillar whose id cannot name a file everywhere is
/// called by its number.
pub fn folder(lens: &Lens) -> BTreeMap<String, String> {
    let names = file_names(&lens.pillars);
    let mut files: BTreeMap<String, String> = names
        .iter()
        .zip(&lens.pillars)
        .map(|(name, pillar)| (path_of(name), pillar_file(pillar)))
        .collect();
    files.insert(LENS_FILE.to_owned(), lens_file(lens, &names));
    files
}

/// The lens that [`folder`] wrote, perhaps edited since. Files beside `lens.toml` and `pillars/` are passed over.
///
/// # Errors
/// All problems at once, by file and place: those that [`super::read()`] refuses, a file that is missing, not TOML or
/// not on the list of pillars, a field that does not exist, an extra key whose value is not JSON, and a lens that is
/// too long as JSON.
pub fn from_folder(files: &BTreeMap<String, String>) -> Result<Lens, Vec<Problem>> {
    let files: BTreeMap<String, String> =
        files.iter().map(|(path, text)| (path.clone(), unix_lines(text))).collect();
    let mut problems = Problems::default();
    let mut reading = Reading::of(&files, &mut problems);
    let file: LensFile = reading.needed(LENS_FILE);
    let pillars = pillar_files(&file, &files, &mut reading);
    let mut extra_keys = ExtraKeys { problems: &mut problems };
    extra_keys.lens(&file);
    for pillar in &pillars {
        extra_keys.pillar(pillar);
    }
    let lens = check(&file, &pillars, &mut problems, &mut Notes::default());
    let mut problems = problems.placed(&files);
    if problems.is_empty() {
        problems.extend(too_large(&lens));
    }
    if problems.is_empty() { Ok(lens) } else { Err(problems) }
}

/// A problem where the JSON of the lens would not be read again: it is too long, or an extra key too deep in it.
fn too_large(lens: &Lens) -> Option<Problem> {
    let first = read(&write(lens)).err()?.problems.into_iter().next()?;
    Some(Problem {
        file: LENS_FILE.to_owned(),
        line: 1,
        column: 1,
        kind: ProblemKind::LongText,
        message: format!("as JSON this lens cannot be read: {}", first.message),
        help: first.help,
    })
}

fn pillar_files(
    file: &LensFile,
    files: &BTreeMap<String, String>,
    reading: &mut Reading<'_>,
) -> Vec<PillarFile> {
    let mut listed = BTreeSet::new();
    let mut pillars = Vec::new();
    for name in file.pillars.iter().filter(|name| !name.is_absent()) {
        let path = path_of(name);
        let (kind, message, help) = if !files.contains_key(&path) {
            let message = format!("there is no file {}", clipped(&path));
            (ProblemKind::MissingFile, message, "write it, or take the name off the list")
        } else if !listed.insert(path.clone()) {
            let message = format!("`{}` stands twice", clipped(name));
            (ProblemKind::DuplicateId, message, "take it off the list once")
        } else {
            pillars.push(reading.optional(&path));
            continue;
        };
        reading.problems.add(name.place, kind, message, help);
    }
    if !file.pillars.is_absent() {
        for path in
            files.keys().filter(|path| path.starts_with("pillars/") && !listed.contains(*path))
        {
            let name = path.trim_start_matches("pillars/").trim_end_matches(".toml");
            let help =
                format!("add {} to pillars in {LENS_FILE}, or remove the file", toml_text(name));
            let message = "this file is not on the list of pillars";
            reading.problems.add_to_file(path, ProblemKind::UnknownId, message, help);
        }
    }
    pillars
}

fn path_of(name: &str) -> String {
    format!("pillars/{name}.toml")
}

/// Names for the files of pillars: their ids, or numbers where those are odd, long, or equal but for capitals.
fn file_names(pillars: &[Pillar]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut name = |(at, pillar): (usize, &Pillar)| {
        let lower = pillar.id.to_lowercase();
        let is_usual = !pillar.id.is_empty()
            && pillar.id.len() <= FILE_NAME
            && pillar.id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !DEVICES.contains(&lower.as_str());
        // A hyphen is in no usual id, so numbers never meet ids.
        if is_usual && taken.insert(lower) {
            pillar.id.clone()
        } else {
            format!("pillar-{}", at + 1)
        }
    };
    pillars.iter().enumerate().map(&mut name).collect()
}

/// A TOML file being written.
#[derive(Default)]
struct Toml(String);

impl Toml {
    fn table(&mut self, header: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.line(header);
    }

    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn text(&mut self, key: &str, text: &str) {
        writeln!(self.0, "{key} = {}", toml_text(text)).expect("a String takes any text");
    }

    fn optional(&mut self, key: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    fn extra(&mut self, prefix: &str, extra: &[Extra]) {
        for Extra { key, json } in extra {
            self.table(&format!("[[{prefix}extra]]"));
            self.text("key", key);
            self.text("json", json);
        }
    }

    fn resource(&mut self, path: &str, resource: Option<&Resource>) {
        if let Some(resource) = resource {
            self.table(&format!("[{path}]"));
            self.resource_fields(path, resource);
        }
    }

    fn resource_fields(&mut self, path: &str, resource: &Resource) {
        self.optional("text", resource.display_text.as_ref());
        self.optional("url", resource.url.as_ref());
        self.extra(&format!("{path}."), &resource.extra);
    }
}

fn lens_file(lens: &Lens, names: &[String]) -> String {
    let mut toml = Toml::default();
    toml.text("name", &lens.name);
    toml.optional("description", lens.description.as_ref());
    toml.optional("schema_version", lens.schema_version.as_ref());
    let names: Vec<String> = names.iter().map(|name| toml_text(name)).collect();
    toml.line(&format!("pillars = [{}]", names.join(", ")));
    toml.extra("", &lens.extra);
    toml.0
}

fn pillar_file(pillar: &Pillar) -> String {
    let mut toml = Toml::default();
    toml.text("id", &pillar.id);
    toml.text("name", &pillar.name);
    if pillar.questions.is_empty() {
        toml.line("questions = []");
    }
    toml.extra("", &pillar.extra);
    for question in &pillar.questions {
        write_question(question, &mut toml);
    }
    toml.0
}

fn write_question(question: &Question, toml: &mut Toml) {
    toml.table("[[questions]]");
    toml.text("id", &question.id);
    toml.text("title", &question.title);
    toml.optional("description", question.description.as_ref());
    toml.extra("questions.", &question.extra);
    toml.resource("questions.helpful_resource", question.helpful_resource.as_ref());
    for choice in &question.choices {
        write_choice(choice, toml);
    }
    for rule in &question.risk_rules {
        write_rule(rule, toml);
    }
}

fn write_choice(choice: &Choice, toml: &mut Toml) {
    toml.table("[[questions.choices]]");
    toml.text("id", &choice.id);
    toml.text("title", &choice.title);
    toml.extra("questions.choices.", &choice.extra);
    toml.resource("questions.choices.helpful_resource", choice.helpful_resource.as_ref());
    toml.resource("questions.choices.improvement_plan", choice.improvement_plan.as_ref());
    for AdditionalResources { kind, content, extra } in &choice.additional_resources {
        toml.table("[[questions.choices.additional_resources]]");
        toml.optional("type", kind.as_ref());
        toml.extra("questions.choices.additional_resources.", extra);
        for resource in content {
            let path = "questions.choices.additional_resources.content";
            toml.table(&format!("[[{path}]]"));
            toml.resource_fields(path, resource);
        }
    }
}

fn write_rule(rule: &RiskRule, toml: &mut Toml) {
    toml.table("[[questions.risk_rules]]");
    toml.text("condition", rule.condition.text());
    toml.text("risk", rule.risk.word());
    toml.extra("questions.risk_rules.", &rule.extra);
}

fn toml_text(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// Tells of extra keys that would not come back from the lens' JSON as they are.
struct ExtraKeys<'p> {
    problems: &'p mut Problems,
}

impl ExtraKeys<'_> {
    fn lens(&mut self, file: &LensFile) {
        let format = ["name", "pillars", "description", "schemaVersion"];
        self.check(&file.extra, &format, &[]);
    }

    fn pillar(&mut self, pillar: &PillarFile) {
        self.check(&pillar.extra, &["id", "name", "questions"], &[]);
        for question in &pillar.questions {
            self.question(question);
        }
    }

    fn question(&mut self, question: &QuestionTable) {
        let optional = [
            ("helpfulResource", question.helpful_resource.is_some()),
            ("riskRules", !question.risk_rules.is_empty()),
        ];
        self.check(&question.extra, &["id", "title", "choices", "description"], &optional);
        if let Some(resource) = &question.helpful_resource {
            self.resource(resource);
        }
        for choice in question.choices.iter() {
            self.choice(choice);
        }
        for rule in question.risk_rules.iter() {
            self.check(&rule.extra, &["condition", "risk"], &[]);
        }
    }

    fn choice(&mut self, choice: &ChoiceTable) {
        let optional = [
            ("helpfulResource", choice.helpful_resource.is_some()),
            ("improvementPlan", choice.improvement_plan.is_some()),
            ("additionalResources", !choice.additional_resources.is_empty()),
        ];
        self.check(&choice.extra, &["id", "title"], &optional);
        for resource in choice.helpful_resource.iter().chain(&choice.improvement_plan) {
            self.resource(resource);
        }
        for group in &choice.additional_resources {
            self.check(&group.extra, &["type"], &[("content", !group.content.is_empty())]);
            for resource in group.content.iter() {
                self.resource(resource);
            }
        }
    }

    fn resource(&mut self, resource: &ResourceTable) {
        self.check(&resource.extra, &["displayText", "url"], &[]);
    }

    /// Checks the extra keys of one object of the format: keys it always has, and those it can do without, each with
    /// whether it is written. The latter may stand among the extra keys to say that they hold nothing.
    fn check(&mut self, extra: &[ExtraKey], keys: &[&str], optional: &[(&str, bool)]) {
        let mut known = BTreeSet::new();
        for ExtraKey { key, json } in extra {
            let holds_nothing = self.holds_nothing(json);
            let is_written =
                optional.iter().find(|(name, _)| *name == key.value).map(|(_, is)| *is);
            let name = clipped(key);
            let (kind, message, help) = if !known.insert(key.as_str()) || is_written == Some(true) {
                (ProblemKind::DuplicateId, format!("`{name}` stands twice"), "remove one of them")
            } else if keys.contains(&key.as_str()) || is_written == Some(false) && !holds_nothing {
                let message = format!("`{name}` is a key of the format");
                (ProblemKind::WrongId, message, "write it as a field, not as an extra key")
            } else {
                continue;
            };
            self.problems.add(key.place, kind, message, help);
        }
    }

    /// True for `null` and an empty list; a problem where the text is not JSON.
    fn holds_nothing(&mut self, json: &At<String>) -> bool {
        let parsed = json::parse(json);
        let message = match (&parsed.root, parsed.bare.first()) {
            (Err(fault), _) => fault.message.clone(),
            (Ok(_), Some(word)) => format!("`{}` is not JSON", &json[word.clone()]),
            (Ok(Node { value: Value::Null, .. }), None) => return true,
            (Ok(Node { value: Value::List(items), .. }), None) => return items.is_empty(),
            (Ok(_), None) => return false,
        };
        let help = "write JSON: texts in double quotes, true, null, a number, [..] or {..}";
        self.problems.add(json.place, ProblemKind::Syntax, message, help);
        false
    }
}
