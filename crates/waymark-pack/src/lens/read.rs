//! A lens from its JSON: everything that deviates is noted or refused at once, with path, line and column.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use waymark_core::wording::with_article;

use super::check::{Notes, check};
use super::json::{self, Member, Node, Value, clipped};
use super::written::{
    AdditionalTable, ChoiceTable, ExtraKey, LensFile, PillarFile, QuestionTable, ResourceTable,
    RiskRuleTable,
};
use super::{AWS_CHARACTERS, LENS_CHARACTERS, Lens};
use crate::place::Place;
use crate::problem::{MOST, ProblemKind, Problems, did_you_mean};
use crate::read::At;

/// What reading a lens gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The lens.
    pub lens: Lens,
    /// Where the file deviates from the format without harm, by place; at most 1000.
    pub notes: Vec<LensNote>,
}

/// A harmless deviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LensNote {
    /// Where in the JSON, such as `$.pillars[0].questions[2].title`.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What sort of deviation.
    pub kind: NoteKind,
    /// What deviates and what becomes of it, without a trailing stop.
    pub message: String,
}

impl fmt::Display for LensNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} ({})", self.line, self.column, self.message, self.path)
    }
}

/// Sorts of harmless deviations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// A key that the format does not have; kept.
    ExtraKey,
    /// A key in other letters than the format's, such as `Url`; kept.
    KeyCase,
    /// A key twice in one object; the last one counts, the others are lost.
    KeyTwice,
    /// `null` instead of a value. A text becomes empty, anything else is kept as it is.
    Null,
    /// A title or name without a word.
    EmptyText,
    /// A text, or the whole lens, longer than the AWS tool takes.
    LongText,
    /// An id that the AWS tool does not take.
    IdShape,
    /// More items than the AWS tool takes, or a pillar without questions.
    ItemCount,
    /// A field that the format asks for and that is not needed here.
    MissingField,
    /// A choice without a helpful resource.
    MissingHelpfulResource,
    /// A choice, other than "none of these", without an improvement plan.
    MissingImprovementPlan,
    /// Two things of one kind with the same name or title.
    SameName,
    /// A version of the format, or a word in it, that is not published.
    OtherWord,
    /// A question whose rules can all fail: its risk can be "no rule matches".
    NoDefault,
    /// A rule behind `default`, which is never reached.
    UnreachedRule,
}

/// One reason why a lens is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LensProblem {
    /// Where in the JSON, such as `$.pillars[0].id`; empty where the text is not JSON.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong, without a trailing stop.
    pub message: String,
    /// How to mend it; may be empty.
    pub help: String,
}

impl fmt::Display for LensProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        if !self.path.is_empty() {
            write!(f, " ({})", self.path)?;
        }
        if self.help.is_empty() { Ok(()) } else { write!(f, "\n    {}", self.help) }
    }
}

/// Why a lens is refused: every reason at once, by place; at most 1000.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LensError {
    /// The reasons; at least one.
    pub problems: Vec<LensProblem>,
    /// The whole text with `null` for each bare `NaN` or `Infinity`, where nothing else is wrong: [`read`] takes it.
    /// A text that was one of these words becomes an empty one.
    pub repair: Option<String>,
}

impl fmt::Display for LensError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            let separator = if at == 0 { "" } else { "\n" };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LensError {}

/// Reads a lens from its JSON; a byte order mark is passed over.
///
/// # Errors
/// When the text is longer than [`LENS_CHARACTERS`], not JSON or nested deeper than 64; when an id, title, name or list
/// that the format asks for is missing or of another type; when an id stands twice where it must be unique; when there
/// are no pillars, or a question has no choices; when a rule's risk is no word of the format, or its condition does
/// not parse or names another choice than those of its question.
pub fn read(text: &str) -> Result<Read, LensError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let characters = text.chars().count();
    if characters > LENS_CHARACTERS {
        return Err(too_long(text, characters));
    }
    let parsed = json::parse(text);
    let root = match &parsed.root {
        Ok(root) => root,
        Err(fault) => {
            let mut told: Vec<_> = parsed.bare.iter().map(|span| bare_word(text, span)).collect();
            told.push((fault.start, fault.message.clone(), fault_help(fault, text)));
            return Err(refused(text, told, |_| String::new(), None));
        }
    };
    let (mut problems, mut notes) = (Problems::default(), Notes::default());
    if characters > AWS_CHARACTERS {
        let message =
            format!("the lens has {characters} characters; the AWS tool takes {AWS_CHARACTERS}");
        notes.add(place(&root.span), NoteKind::LongText, message);
    }
    let reading = &mut Reading { text, problems: &mut problems, notes: &mut notes };
    let (file, pillars) = reading.lens(root);
    let lens = check(&file, &pillars, &mut problems, &mut notes);
    let found = problems.into_found();
    if found.is_empty() && parsed.bare.is_empty() {
        return Ok(Read { lens, notes: placed_notes(text, root, notes) });
    }
    let repair = found.is_empty().then(|| repaired(text, &parsed.bare));
    let mut told: Vec<_> = parsed.bare.iter().map(|span| bare_word(text, span)).collect();
    told.extend(found.into_iter().map(|(place, _, message, help)| (place.start, message, help)));
    Err(refused(text, told, |offset| root.path(offset), repair))
}

/// Offset, message and help.
type Told = (usize, String, String);

fn too_long(text: &str, characters: usize) -> LensError {
    let message = format!("the lens has {characters} characters, more than {LENS_CHARACTERS}");
    let help = format!("split it: the AWS tool takes {AWS_CHARACTERS}");
    refused(text, vec![(0, message, help)], |_| String::new(), None)
}

fn bare_word(text: &str, span: &Range<usize>) -> Told {
    let message = format!("`{}` is not JSON", &text[span.clone()]);
    (
        span.start,
        message,
        "write null, which is an empty text, or a text in double quotes".to_owned(),
    )
}

fn fault_help(fault: &json::Fault, text: &str) -> String {
    match fault.open {
        None => fault.help.to_owned(),
        Some(open) => {
            let line = text[..open].matches('\n').count() + 1;
            format!("`{}` of line {line} is not closed", &text[open..=open])
        }
    }
}

fn repaired(text: &str, bare: &[Range<usize>]) -> String {
    let mut repaired = String::with_capacity(text.len());
    let mut from = 0;
    for span in bare {
        repaired.push_str(&text[from..span.start]);
        repaired.push_str("null");
        from = span.end;
    }
    repaired.push_str(&text[from..]);
    repaired
}

fn refused(
    text: &str,
    mut told: Vec<Told>,
    path: impl Fn(usize) -> String,
    repair: Option<String>,
) -> LensError {
    told.sort();
    told.truncate(MOST);
    let mut walk = Walk::of(text);
    let problems = told.into_iter().map(|(offset, message, help)| {
        let (line, column) = walk.to(offset);
        LensProblem { path: path(offset), line, column, message, help }
    });
    LensError { problems: problems.collect(), repair }
}

fn placed_notes(text: &str, root: &Node<'_>, notes: Notes) -> Vec<LensNote> {
    let mut walk = Walk::of(text);
    let mut found = notes.found;
    found.sort_by_key(|(place, ..)| place.start);
    let notes = found.into_iter().map(|(place, kind, message)| {
        let (line, column) = walk.to(place.start);
        LensNote { path: root.path(place.start), line, column, kind, message }
    });
    notes.collect()
}

/// Lines and columns of rising offsets in one pass, because a lens may be one long line.
struct Walk<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'t> Walk<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    fn to(&mut self, offset: usize) -> (u32, u32) {
        for character in self.text[self.at..offset].chars() {
            if character == '\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else {
                self.column += 1;
            }
        }
        self.at = offset;
        (self.line, self.column)
    }
}

/// From JSON values to what is written.
struct Reading<'r> {
    text: &'r str,
    problems: &'r mut Problems,
    notes: &'r mut Notes,
}

fn place(span: &Range<usize>) -> Place {
    Place { file: 0, start: span.start, end: span.end }
}

impl Reading<'_> {
    fn wrong_type(&mut self, node: &Node<'_>, expected: &str) {
        let message = format!("expected {expected}, found {}", node.value.noun());
        self.problems.add(place(&node.span), ProblemKind::WrongType, message, "");
    }

    fn lens(&mut self, root: &Node<'_>) -> (LensFile, Vec<PillarFile>) {
        let Some(mut object) = Object::of(root, "lens", self) else {
            return (LensFile::default(), vec![]);
        };
        let schema_version = object.wanted_text("schemaVersion", self);
        let name = object.text("name", self);
        let description = object.wanted_text("description", self);
        let pillars = object.list("pillars", self, Self::pillar);
        let known = ["schemaVersion", "name", "description", "pillars"];
        let extra = object.extra(&known, self);
        let names = At { value: vec![], place: pillars.place };
        (LensFile { name, pillars: names, description, schema_version, extra }, pillars.value)
    }

    fn pillar(&mut self, node: &Node<'_>) -> PillarFile {
        let Some(mut object) = Object::of(node, "pillar", self) else {
            return PillarFile::default();
        };
        PillarFile {
            id: object.text("id", self),
            name: object.text("name", self),
            questions: object.list("questions", self, Self::question).value,
            extra: object.extra(&["id", "name", "questions"], self),
        }
    }

    fn question(&mut self, node: &Node<'_>) -> QuestionTable {
        let Some(mut object) = Object::of(node, "question", self) else {
            return QuestionTable::default();
        };
        let known = ["id", "title", "description", "helpfulResource", "choices", "riskRules"];
        QuestionTable {
            id: object.text("id", self),
            title: object.text("title", self),
            description: object.optional_text("description", self),
            helpful_resource: object.optional("helpfulResource").map(|node| self.resource(node)),
            choices: object.list("choices", self, Self::choice),
            risk_rules: object.optional_list("riskRules", self, Self::risk_rule),
            extra: object.extra(&known, self),
        }
    }

    fn choice(&mut self, node: &Node<'_>) -> ChoiceTable {
        let Some(mut object) = Object::of(node, "choice", self) else {
            return ChoiceTable::default();
        };
        let known = ["id", "title", "helpfulResource", "improvementPlan", "additionalResources"];
        ChoiceTable {
            id: object.text("id", self),
            title: object.text("title", self),
            helpful_resource: object.optional("helpfulResource").map(|node| self.resource(node)),
            improvement_plan: object.optional("improvementPlan").map(|node| self.resource(node)),
            additional_resources: object
                .optional_list("additionalResources", self, Self::additional)
                .value,
            extra: object.extra(&known, self),
        }
    }

    fn resource(&mut self, node: &Node<'_>) -> ResourceTable {
        let Some(mut object) = Object::of(node, "resource", self) else {
            return ResourceTable::default();
        };
        ResourceTable {
            text: object.wanted_text("displayText", self),
            url: object.optional_text("url", self),
            extra: object.extra(&["displayText", "url"], self),
        }
    }

    fn additional(&mut self, node: &Node<'_>) -> AdditionalTable {
        let Some(mut object) = Object::of(node, "group of resources", self) else {
            return AdditionalTable::default();
        };
        AdditionalTable {
            r#type: object.wanted_text("type", self),
            content: object.optional_list("content", self, Self::resource),
            extra: object.extra(&["type", "content"], self),
        }
    }

    fn risk_rule(&mut self, node: &Node<'_>) -> RiskRuleTable {
        let Some(mut object) = Object::of(node, "risk rule", self) else {
            return RiskRuleTable::default();
        };
        RiskRuleTable {
            condition: object.text("condition", self),
            risk: object.text("risk", self),
            extra: object.extra(&["condition", "risk"], self),
        }
    }
}

/// The members of an object while they are read.
struct Object<'n, 't> {
    node: &'n Node<'t>,
    noun: &'static str,
    members: &'n [Member<'t>],
    /// Members not read yet, by key.
    left: BTreeMap<&'n str, usize>,
}

impl<'n, 't> Object<'n, 't> {
    /// The members of a value; `None`, and a problem, where it is no object.
    fn of(node: &'n Node<'t>, noun: &'static str, reading: &mut Reading<'_>) -> Option<Self> {
        let Value::Object(members) = &node.value else {
            reading.wrong_type(node, "an object");
            return None;
        };
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            if let Some(before) = left.insert(&member.key, at) {
                let key = clipped(&member.key);
                let message = format!("`{key}` stands twice; this one is lost, the last counts");
                reading.notes.add(member_place(&members[before]), NoteKind::KeyTwice, message);
            }
        }
        Some(Self { node, noun, members, left })
    }

    fn take(&mut self, key: &str) -> Option<&'n Node<'t>> {
        self.left.remove(key).map(|at| &self.members[at].node)
    }

    /// A member that must be there.
    fn required(&mut self, key: &str, reading: &mut Reading<'_>) -> Option<&'n Node<'t>> {
        let node = self.take(key);
        if node.is_none() && !reading.problems.is_full() {
            let message = format!("`{key}` is missing in this {}", self.noun);
            let short = self.left.keys().copied().filter(|other| other.len() <= 40).take(40);
            let help = match did_you_mean(key, short) {
                near if near.is_empty() => format!("add \"{key}\": ..."),
                near => format!("{near} then write it as `{key}`"),
            };
            let at = place(&self.node.span);
            reading.problems.add(at, ProblemKind::MissingField, message, help);
        }
        node
    }

    /// A member that can be left out. One that holds nothing stays among the extra keys.
    fn optional(&mut self, key: &str) -> Option<&'n Node<'t>> {
        let at = *self.left.get(key)?;
        let is_empty = match &self.members[at].node.value {
            Value::Null => true,
            Value::List(items) => items.is_empty(),
            Value::Bool | Value::Number | Value::Text(_) | Value::Object(_) => false,
        };
        if is_empty { None } else { self.take(key) }
    }

    fn text(&mut self, key: &str, reading: &mut Reading<'_>) -> At<String> {
        let Some(node) = self.required(key, reading) else { return At::default() };
        let text = as_text(node, key, reading);
        let is_title = ["name", "title"].contains(&key);
        if is_title && text.trim().is_empty() && !matches!(node.value, Value::Null) {
            let message = format!("the {key} of this {} is empty", self.noun);
            reading.notes.add(text.place, NoteKind::EmptyText, message);
        }
        text
    }

    fn optional_text(&mut self, key: &str, reading: &mut Reading<'_>) -> Option<At<String>> {
        self.take(key).map(|node| as_text(node, key, reading))
    }

    /// A text that the format asks for and that is not needed.
    fn wanted_text(&mut self, key: &str, reading: &mut Reading<'_>) -> Option<At<String>> {
        if !self.left.contains_key(key) {
            let message = format!("`{key}` is missing in this {}", self.noun);
            reading.notes.add(place(&self.node.span), NoteKind::MissingField, message);
        }
        self.optional_text(key, reading)
    }

    fn list<'r, T>(
        &mut self,
        key: &str,
        reading: &mut Reading<'r>,
        read: fn(&mut Reading<'r>, &Node<'_>) -> T,
    ) -> At<Vec<T>> {
        let node = self.required(key, reading);
        node.map_or_else(At::default, |node| as_list(node, reading, read))
    }

    fn optional_list<'r, T>(
        &mut self,
        key: &str,
        reading: &mut Reading<'r>,
        read: fn(&mut Reading<'r>, &Node<'_>) -> T,
    ) -> At<Vec<T>> {
        let nothing = At { value: vec![], place: place(&self.node.span) };
        self.optional(key).map_or(nothing, |node| as_list(node, reading, read))
    }

    /// The members that nothing read, in order, with a note on each.
    fn extra(self, known: &[&str], reading: &mut Reading<'_>) -> Vec<ExtraKey> {
        let mut left: Vec<usize> = self.left.into_values().collect();
        left.sort_unstable();
        let extra = left.into_iter().map(|at| {
            let member = &self.members[at];
            let key = clipped(&member.key);
            let meant = known.iter().find(|known| known.eq_ignore_ascii_case(&member.key));
            let (kind, message) = match meant {
                Some(meant) if **meant != member.key => {
                    let message =
                        format!("`{key}` is `{meant}` in other letters, which the AWS tool passes over; kept");
                    (NoteKind::KeyCase, message)
                }
                Some(_) => (NoteKind::Null, format!("`{key}` holds nothing; kept")),
                None => (
                    NoteKind::ExtraKey,
                    format!("the format has no key `{key}` in {}; kept", with_article(self.noun)),
                ),
            };
            let is_empty_list = matches!(&member.node.value, Value::List(_)) && kind == NoteKind::Null;
            if !is_empty_list {
                reading.notes.add(member_place(member), kind, message);
            }
            let json = reading.text[member.node.span.clone()].to_owned();
            ExtraKey {
                key: At { value: member.key.to_string(), place: member_place(member) },
                json: At { value: json, place: place(&member.node.span) },
            }
        });
        extra.collect()
    }
}

fn member_place(member: &Member<'_>) -> Place {
    Place { file: 0, start: member.start, end: member.node.span.end }
}

fn as_text(node: &Node<'_>, key: &str, reading: &mut Reading<'_>) -> At<String> {
    let at = place(&node.span);
    match &node.value {
        Value::Text(text) => At { value: text.to_string(), place: at },
        Value::Null => {
            reading.notes.add(
                at,
                NoteKind::Null,
                format!("`{key}` is null; read as an empty text"),
            );
            At { value: String::new(), place: at }
        }
        Value::Bool | Value::Number | Value::List(_) | Value::Object(_) => {
            reading.wrong_type(node, "a text");
            At::default()
        }
    }
}

fn as_list<'r, T>(
    node: &Node<'_>,
    reading: &mut Reading<'r>,
    read: fn(&mut Reading<'r>, &Node<'_>) -> T,
) -> At<Vec<T>> {
    let Value::List(items) = &node.value else {
        reading.wrong_type(node, "a list");
        return At::default();
    };
    let value = items.iter().map(|item| read(reading, item)).collect();
    At { value, place: place(&node.span) }
}
