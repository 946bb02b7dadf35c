//! What a field of a record may hold: one description serves the grid, the JSON reader and its schema,
//! spreadsheet import and the condition language.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::record::Kind;
use crate::vocabulary::Vocabulary;

/// The type of a field, with its bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FieldKind {
    /// One line of at most this many characters.
    Text(usize),
    /// Several lines of at most this many characters.
    Long(usize),
    /// A whole number within bounds (inclusive), with its unit.
    Whole(i64, i64, &'static str),
    /// A number within bounds (inclusive), with its unit.
    Number(f64, f64, &'static str),
    /// Whole units of the engagement's currency, not negative.
    Money,
    /// A civil date, ISO 8601.
    Date,
    /// Milliseconds since 1970-01-01 UTC.
    Instant,
    /// True or false.
    Flag,
    /// One word of a vocabulary.
    Choice(&'static Vocabulary),
    /// Several words of a vocabulary, each once.
    Choices(&'static Vocabulary),
    /// A list of short texts.
    Texts,
    /// A link to one record of a kind: its code in JSON, its uid in the document.
    Link(Kind),
    /// Links to records of a kind, each once.
    Links(Kind),
    /// A list of small entries, each with fields of its own.
    Entries(&'static [FieldMeta]),
    /// An id that the assessment pack declares.
    PackWord(PackWord),
    /// Several ids that the assessment pack declares.
    PackWords(PackWord),
    /// A frozen structure, such as the scores of a baseline; checked where it is used.
    Frozen,
}

/// Which of the pack's closed lists an id comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PackWord {
    /// A pack held by the engagement.
    Pack,
    /// A question.
    Question,
    /// A dimension.
    Dimension,
    /// A role that can be asked.
    AskedRole,
    /// A role that a persona can have.
    PersonaRole,
    /// A role that delivers work.
    DeliveryRole,
    /// A service of the services table.
    Service,
    /// An initiative.
    Initiative,
}

impl PackWord {
    /// The noun for messages.
    pub const fn noun(self) -> &'static str {
        match self {
            PackWord::Pack => "pack",
            PackWord::Question => "question",
            PackWord::Dimension => "dimension",
            PackWord::AskedRole | PackWord::PersonaRole | PackWord::DeliveryRole => "role",
            PackWord::Service => "service",
            PackWord::Initiative => "initiative",
        }
    }
}

/// The ids that the engagement's packs declare, with their labels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PackWords {
    lists: BTreeMap<PackWord, Vec<(String, String)>>,
    /// Questions and initiatives by pack: where a record names its pack, no other pack's count.
    own: BTreeMap<String, PackWords>,
}

impl PackWords {
    /// Adds an id with its label; an id already there keeps its first label.
    pub fn add(&mut self, list: PackWord, id: &str, label: &str) {
        let entries = self.lists.entry(list).or_default();
        if entries.iter().all(|(known, _)| known != id) {
            entries.push((id.to_owned(), label.to_owned()));
        }
    }

    /// Says which questions and initiatives a pack has of its own; none for a lens.
    pub fn set_own(&mut self, pack: &str, own: PackWords) {
        self.own.insert(pack.to_owned(), own);
    }

    /// Adds an initiative that people added to a pack.
    pub fn add_initiative(&mut self, pack: &str, id: &str, title: &str) {
        self.add(PackWord::Initiative, id, title);
        self.own.entry(pack.to_owned()).or_default().add(PackWord::Initiative, id, title);
    }

    /// The words by which a field of an object is judged: where the object names its pack, that pack's own questions and initiatives.
    fn for_field(&self, kind: &FieldKind, object: &serde_json::Map<String, Value>) -> &PackWords {
        let is_own = matches!(kind, FieldKind::PackWord(PackWord::Question | PackWord::Initiative));
        let pack = object.get("pack").and_then(Value::as_str).filter(|_| is_own);
        pack.and_then(|pack| self.own.get(pack)).unwrap_or(self)
    }

    /// The ids and labels of a list, in the pack's order.
    pub fn list(&self, list: PackWord) -> &[(String, String)] {
        self.lists.get(&list).map_or(&[], Vec::as_slice)
    }

    /// The id and label that somebody may have meant: few letters apart, by id or by label, else the first label in which the
    /// text stands as a whole word.
    pub fn nearest(&self, list: PackWord, text: &str) -> Option<(&str, &str)> {
        let wanted = text.trim().to_lowercase().replace('_', " ");
        let plain = |known: &str| known.to_lowercase().replace('_', " ");
        let apart = |known: &str| strsim::damerau_levenshtein(&wanted, &plain(known));
        let known = self.list(list).iter().map(|(id, label)| (id.as_str(), label.as_str()));
        let close = known
            .clone()
            .map(|(id, label)| (apart(id).min(apart(label)), (id, label)))
            .filter(|(distance, _)| *distance <= 2)
            .min();
        let holds = |(_, label): &(&str, &str)| {
            let words = plain(label);
            !wanted.is_empty() && format!(" {words} ").contains(&format!(" {wanted} "))
        };
        close.map(|(_, one)| one).or_else(|| known.clone().find(holds))
    }

    /// The label of an id.
    pub fn label(&self, list: PackWord, id: &str) -> Option<&str> {
        self.list(list).iter().find(|(known, _)| known == id).map(|(_, label)| label.as_str())
    }
}

/// One field of a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldMeta {
    /// The name in JSON and in conditions.
    pub name: &'static str,
    /// What it may hold.
    pub kind: FieldKind,
    /// The name that people read.
    pub label: &'static str,
    /// One line of help: what is meant, or the question a facilitator asks.
    pub hint: &'static str,
    /// True where a record without it cannot stand.
    pub required: bool,
}

/// Something wrong with a value: where inside the value, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The place below the field, such as `[2].contribution`; empty for the field itself.
    pub path: String,
    /// What is wrong, without a trailing stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl FieldProblem {
    fn new(message: String, help: impl Into<String>) -> Self {
        Self { path: String::new(), message, help: help.into() }
    }

    fn below(mut self, step: &str) -> Self {
        self.path = format!("{step}{}", self.path);
        self
    }
}

/// How values of a kind are called in messages.
fn noun(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text(_) | FieldKind::Long(_) => "a text",
        FieldKind::Whole(..) | FieldKind::Money => "a whole number",
        FieldKind::Number(..) => "a number",
        FieldKind::Date => "a date like 2026-03-31",
        FieldKind::Instant => "a time in milliseconds",
        FieldKind::Flag => "true or false",
        FieldKind::Choice(_) => "one word",
        FieldKind::Choices(_) => "a list of words",
        FieldKind::Texts => "a list of texts",
        FieldKind::Link(_) => "the code of a record",
        FieldKind::Links(_) => "a list of codes",
        FieldKind::Entries(_) => "a list of entries",
        FieldKind::PackWord(_) => "an id of the pack",
        FieldKind::PackWords(_) => "a list of ids of the pack",
        FieldKind::Frozen => "an object",
    }
}

fn show(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 40 {
        format!("{}…", text.chars().take(39).collect::<String>())
    } else {
        text
    }
}

fn wrong_type(kind: &FieldKind, value: &Value) -> FieldProblem {
    FieldProblem::new(
        format!("expected {}, found {}", noun(kind), show(value)),
        format!("write {}, or leave it out where it is not known", noun(kind)),
    )
}

fn listing<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    if words.len() > 24 {
        format!("{} and {} more", words[..24].join(", "), words.len() - 24)
    } else {
        words.join(", ")
    }
}

fn check_word(vocabulary: &Vocabulary, word: &str) -> Option<FieldProblem> {
    if vocabulary.word(word).is_some() || word == "unknown" {
        return None;
    }
    let near = vocabulary.nearest(word).map_or(String::new(), |w| format!("did you mean `{w}`? "));
    Some(FieldProblem::new(
        format!("`{word}` is not a word of {}", vocabulary.name.replace('_', " ")),
        format!("{near}allowed: {}", listing(vocabulary.words.iter().map(|w| w.word))),
    ))
}

fn check_pack_word(list: PackWord, words: &PackWords, id: &str) -> Option<FieldProblem> {
    let known = words.list(list);
    if known.iter().any(|(k, _)| k == id) {
        return None;
    }
    let near = words.nearest(list, id);
    let near = near.map_or(String::new(), |(k, _)| format!("did you mean `{k}`? "));
    Some(FieldProblem::new(
        format!("the pack has no {} `{id}`", list.noun()),
        format!("{near}known: {}", listing(known.iter().map(|(k, _)| k.as_str()))),
    ))
}

/// A text that people can read: no control characters besides line ends and tabs, none that turn the text around, not too long.
fn check_text(text: &str, max: usize) -> Option<FieldProblem> {
    let is_hidden = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(hidden) = text.chars().find(is_hidden) {
        return Some(FieldProblem::new(
            format!("the text holds an invisible character, U+{:04X}", u32::from(hidden)),
            "type it again, or paste it as plain text",
        ));
    }
    let length = text.chars().count();
    (length > max).then(|| {
        FieldProblem::new(
            format!("the text has {length} characters, at most {max} fit"),
            "shorten it",
        )
    })
}

fn check_each(
    value: &Value,
    kind: &FieldKind,
    mut each: impl FnMut(&str) -> Option<FieldProblem>,
) -> Vec<FieldProblem> {
    let Some(items) = value.as_array() else { return vec![wrong_type(kind, value)] };
    let mut problems = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let step = format!("[{index}]");
        match item.as_str() {
            None => problems.push(
                FieldProblem::new(
                    format!("expected a text, found {}", show(item)),
                    "write a text in quotes, or take it out of the list",
                )
                .below(&step),
            ),
            Some(text) => {
                if items[..index].contains(item) {
                    problems.push(
                        FieldProblem::new(format!("`{text}` stands twice"), "remove one")
                            .below(&step),
                    );
                }
                problems.extend(each(text).map(|p| p.below(&step)));
            }
        }
    }
    problems
}

/// All that is wrong with a value for a field of this kind. Null and the word `unknown` are right everywhere.
///
/// Links are only checked to be texts here: whether the record exists is known to the whole engagement alone.
pub fn check_value(kind: &FieldKind, value: &Value, words: &PackWords) -> Vec<FieldProblem> {
    if value.is_null() || value.as_str() == Some("unknown") {
        return vec![];
    }
    let one = |problem: Option<FieldProblem>| problem.into_iter().collect::<Vec<_>>();
    match kind {
        FieldKind::Text(max) => match value.as_str() {
            None => vec![wrong_type(kind, value)],
            Some(text) if text.contains('\n') => {
                vec![FieldProblem::new(
                    "the text has several lines, the field holds one".into(),
                    "use the notes for the rest",
                )]
            }
            Some(text) => one(check_text(text, *max)),
        },
        FieldKind::Long(max) => value
            .as_str()
            .map_or_else(|| vec![wrong_type(kind, value)], |t| one(check_text(t, *max))),
        FieldKind::Whole(min, max, unit) => match value.as_i64() {
            None => vec![wrong_type(kind, value)],
            Some(n) => one((n < *min || n > *max).then(|| out_of_bounds(n, min, max, unit))),
        },
        FieldKind::Number(min, max, unit) => match value.as_f64() {
            None => vec![wrong_type(kind, value)],
            Some(n) => one((n < *min || n > *max).then(|| out_of_bounds(n, min, max, unit))),
        },
        FieldKind::Money => match value.as_i64() {
            None => vec![wrong_type(kind, value)],
            Some(n) => one((n < 0).then(|| {
                FieldProblem::new(format!("{n} is negative"), "amounts are whole units, 0 or more")
            })),
        },
        FieldKind::Date => match value.as_str().map(str::parse::<Date>) {
            Some(Ok(_)) => vec![],
            Some(Err(_)) | None => vec![wrong_type(kind, value)],
        },
        FieldKind::Instant => one(value.as_i64().is_none().then(|| wrong_type(kind, value))),
        FieldKind::Flag => one(value.as_bool().is_none().then(|| wrong_type(kind, value))),
        FieldKind::Choice(vocabulary) => value
            .as_str()
            .map_or_else(|| vec![wrong_type(kind, value)], |w| one(check_word(vocabulary, w))),
        FieldKind::Choices(vocabulary) => {
            check_each(value, kind, |word| check_word(vocabulary, word))
        }
        FieldKind::Texts => check_each(value, kind, |text| check_text(text, 500)),
        FieldKind::Link(_) => one(value.as_str().is_none().then(|| wrong_type(kind, value))),
        FieldKind::Links(_) => check_each(value, kind, |_| None),
        FieldKind::PackWord(list) => value.as_str().map_or_else(
            || vec![wrong_type(kind, value)],
            |id| one(check_pack_word(*list, words, id)),
        ),
        FieldKind::PackWords(list) => {
            check_each(value, kind, |id| check_pack_word(*list, words, id))
        }
        FieldKind::Entries(fields) => check_entries(fields, kind, value, words),
        FieldKind::Frozen => one((!value.is_object()).then(|| wrong_type(kind, value))),
    }
}

fn out_of_bounds(
    n: impl std::fmt::Display,
    min: impl std::fmt::Display,
    max: impl std::fmt::Display,
    unit: &str,
) -> FieldProblem {
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    FieldProblem::new(
        format!("{n} is outside {min} to {max}{unit}"),
        "correct the number or leave it unknown",
    )
}

fn check_entries(
    fields: &[FieldMeta],
    kind: &FieldKind,
    value: &Value,
    words: &PackWords,
) -> Vec<FieldProblem> {
    let Some(items) = value.as_array() else { return vec![wrong_type(kind, value)] };
    let mut problems = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let step = format!("[{index}]");
        match item.as_object() {
            None => problems.push(
                FieldProblem::new(
                    format!("expected an entry, found {}", show(item)),
                    format!(
                        "write an object with the fields {}",
                        listing(fields.iter().map(|f| f.name))
                    ),
                )
                .below(&step),
            ),
            Some(object) => problems.extend(
                check_fields(fields, object, words, &[]).into_iter().map(|p| p.below(&step)),
            ),
        }
    }
    problems
}

/// All that is wrong with an object that should hold these fields: unknown names, missing required ones, wrong values.
/// Paths start with `.name`. Names in `besides` are left to the caller.
pub fn check_fields(
    fields: &[FieldMeta],
    object: &serde_json::Map<String, Value>,
    words: &PackWords,
    besides: &[&str],
) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    for (name, value) in object {
        let step = format!(".{name}");
        match fields.iter().find(|f| f.name == name) {
            Some(field) => {
                let words = words.for_field(&field.kind, object);
                let own = check_value(&field.kind, value, words);
                problems.extend(own.into_iter().map(|p| p.below(&step)));
            }
            None if besides.contains(&name.as_str()) => {}
            None => {
                let near = fields
                    .iter()
                    .map(|f| (strsim::damerau_levenshtein(name, f.name), f.name))
                    .filter(|(distance, _)| *distance <= 3)
                    .min()
                    .map_or(String::new(), |(_, f)| format!("did you mean `{f}`? "));
                let known = listing(fields.iter().map(|f| f.name));
                problems.push(
                    FieldProblem::new(
                        format!("there is no field `{name}` here"),
                        format!("{near}fields: {known}"),
                    )
                    .below(&step),
                );
            }
        }
    }
    for field in fields.iter().filter(|f| f.required) {
        let is_missing = object.get(field.name).is_none_or(|value| {
            value.is_null()
                || value.as_str().is_some_and(|text| matches!(text.trim(), "" | "unknown"))
        });
        if is_missing {
            let message = format!("`{}` is missing", field.name);
            problems.push(
                FieldProblem::new(message, format!("add {}", noun(&field.kind)))
                    .below(&format!(".{}", field.name)),
            );
        }
    }
    problems
}
