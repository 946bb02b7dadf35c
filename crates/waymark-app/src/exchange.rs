//! The lossless JSON form of an engagement: readable names, links by code, no derived values, no history.
//!
//! One description of fields ([`Kind::fields`]) drives reading, writing and the schema ([`crate::json_schema`]), so the three
//! cannot disagree. A person may leave out `uid`, `code`, `packs` and every field that is not known; reading fills them in the
//! same way every time. All mistakes are reported at once, each with its JSON path.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};
use waymark_core::architecture::compare::Seen;
use waymark_core::baseline::Frozen;
use waymark_core::engagement::{Engagement, PackRef, Profile, Tally};
use waymark_core::field::{FieldKind, FieldMeta, PackWords, check_fields};
use waymark_core::id::{PackId, Uid};
use waymark_core::record::Kind;
use waymark_core::wording::with_article;
use waymark_pack::lens::Lens;

use crate::error::{Code, Error, Mistake};
use crate::lens_answer::fault;
use crate::library::Content;
use crate::strict_json;

/// The word that marks the file.
pub const FORMAT: &str = "waymark-engagement";
/// The version of the form.
pub const VERSION: u64 = 1;

/// Finds the pack behind a reference.
pub trait Packs {
    /// The reference of the pack that an engagement without `packs` uses.
    fn default_reference(&self) -> PackRef;
    /// The reference, completed where version, hash or text are missing, and what it stands for.
    ///
    /// # Errors
    /// When no shipped pack has the id, or the text has problems.
    fn find(&self, reference: &PackRef) -> Result<(PackRef, Content), Mistake>;
    /// True where this program ships exactly this pack, so that its text need not travel along.
    fn is_shipped(&self, reference: &PackRef) -> bool;
}

/// A file kept in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// SHA-256, hexadecimal.
    pub hash: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The JSON form, pretty-printed with a final newline.
pub fn export(engagement: &Engagement, blobs: &[Blob], packs: &dyn Packs) -> String {
    let codes = codes_by_uid(engagement);
    let mut root = Map::new();
    root.insert("format".into(), json!(FORMAT));
    root.insert("version".into(), json!(VERSION));
    root.insert("uid".into(), json!(engagement.uid));
    root.insert("profile".into(), to_value(&engagement.profile));
    let references: Vec<Value> = engagement
        .packs
        .iter()
        .map(|reference| {
            let mut written = reference.clone();
            if packs.is_shipped(reference) {
                written.text = String::new();
            }
            to_value(&written)
        })
        .collect();
    root.insert("packs".into(), Value::Array(references));
    for &kind in Kind::ALL {
        let rows: Vec<Value> = engagement
            .rows(kind)
            .into_iter()
            .map(|mut row| {
                if let Value::Object(object) = &mut row {
                    map_links(kind.fields(), object, &mut |uid| codes.get(uid).cloned());
                }
                row
            })
            .collect();
        root.insert(kind.table().into(), Value::Array(rows));
    }
    let files: Map<String, Value> =
        blobs.iter().map(|blob| (blob.hash.clone(), json!(BASE64.encode(&blob.bytes)))).collect();
    root.insert("files".into(), Value::Object(files));
    let mut text =
        serde_json::to_string_pretty(&Value::Object(root)).expect("plain data has a JSON form");
    text.push('\n');
    text
}

/// Reads the JSON form.
///
/// # Errors
/// [`Code::InvalidImport`] with every mistake and its JSON path. Nothing is half read.
pub fn import(text: &str, packs: &dyn Packs) -> Result<(Engagement, Vec<Blob>), Error> {
    // Some editors put an invisible mark before the text.
    let text = text.trim_start_matches('\u{feff}');
    let (root, twice) = strict_json::read(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        let help = "JSON has names in double quotes, commas between values and none after the last, and no comments";
        invalid(vec![mistake(&place, &format!("the text is not JSON: {said}"), help)])
    })?;
    let Value::Object(root) = root else {
        return Err(invalid(vec![mistake(
            "$",
            "expected an object with `profile`, `goals` and so on",
            "put everything in curly brackets",
        )]));
    };
    let mistakes = twice
        .into_iter()
        .map(|place| mistake(&place, "the name stands twice in its object", "put both into one"));
    let mut reader = Reader { mistakes: mistakes.collect(), lenses: vec![], default_pack: None };
    let read = reader.engagement(&root, packs);
    match read {
        Some(read) if reader.mistakes.is_empty() => Ok(read),
        _ => Err(invalid(reader.mistakes)),
    }
}

fn invalid(mistakes: Vec<Mistake>) -> Error {
    let count = mistakes.len();
    let message = if count == 1 {
        "the file has one mistake".to_owned()
    } else {
        format!("the file has {count} mistakes")
    };
    Error {
        mistakes,
        ..Error::new(
            Code::InvalidImport,
            message,
            "mend each place named here and import it again; nothing was written",
        )
    }
}

fn mistake(place: &str, message: &str, help: &str) -> Mistake {
    Mistake { place: place.to_owned(), message: message.to_owned(), help: help.to_owned() }
}

fn to_value(data: &impl serde::Serialize) -> Value {
    serde_json::to_value(data).expect("plain data has a JSON form")
}

fn codes_by_uid(engagement: &Engagement) -> BTreeMap<String, String> {
    Kind::ALL
        .iter()
        .flat_map(|&kind| engagement.codes(kind))
        .map(|(code, uid)| (uid.to_string(), code.to_string()))
        .collect()
}

/// Replaces every link in a record by what `replace` says; a link it knows nothing of stays.
pub fn map_links(
    fields: &[FieldMeta],
    object: &mut Map<String, Value>,
    replace: &mut dyn FnMut(&str) -> Option<String>,
) {
    for field in fields {
        let Some(value) = object.get_mut(field.name) else { continue };
        match field.kind {
            FieldKind::Link(_) => map_link(value, replace),
            FieldKind::Links(_) => {
                for item in value.as_array_mut().into_iter().flatten() {
                    map_link(item, replace);
                }
            }
            FieldKind::Entries(below) => {
                for item in value.as_array_mut().into_iter().flatten() {
                    if let Value::Object(entry) = item {
                        map_links(below, entry, replace);
                    }
                }
            }
            _ => {}
        }
    }
}

fn map_link(value: &mut Value, replace: &mut dyn FnMut(&str) -> Option<String>) {
    if let Some(new) = value.as_str().and_then(replace) {
        *value = Value::String(new);
    }
}

/// Calls `visit` with the kind, the code and the place of every link in a record.
fn each_link(
    fields: &[FieldMeta],
    object: &Map<String, Value>,
    place: &str,
    visit: &mut dyn FnMut(Kind, &str, String),
) {
    for field in fields {
        let Some(value) = object.get(field.name) else { continue };
        let place = format!("{place}.{}", field.name);
        match field.kind {
            FieldKind::Link(kind) => {
                if let Some(code) = value.as_str().filter(|code| *code != "unknown") {
                    visit(kind, code, place);
                }
            }
            FieldKind::Links(kind) => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    if let Some(code) = item.as_str() {
                        visit(kind, code, format!("{place}[{index}]"));
                    }
                }
            }
            FieldKind::Entries(below) => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    if let Some(entry) = item.as_object() {
                        each_link(below, entry, &format!("{place}[{index}]"), visit);
                    }
                }
            }
            _ => {}
        }
    }
}

/// A record as read so far: its place in the text, and its fields.
type Row = (String, Map<String, Value>);

struct Reader {
    mistakes: Vec<Mistake>,
    /// The lenses among the packs.
    lenses: Vec<(PackId, Arc<Lens>)>,
    /// The pack of what names none: the first that is no lens.
    default_pack: Option<PackId>,
}

impl Reader {
    fn say(&mut self, place: &str, message: impl Into<String>, help: impl Into<String>) {
        self.mistakes.push(Mistake {
            place: place.to_owned(),
            message: message.into(),
            help: help.into(),
        });
    }

    fn engagement(
        &mut self,
        root: &Map<String, Value>,
        packs: &dyn Packs,
    ) -> Option<(Engagement, Vec<Blob>)> {
        self.head(root);
        let (references, mut words) = self.packs(root, packs);
        for own in root.get("own_initiatives").and_then(Value::as_array).into_iter().flatten() {
            let text = |name: &str| own.get(name).and_then(Value::as_str);
            let pack = text("pack").or(self.default_pack.as_ref().map(PackId::as_str));
            if let (Some(pack), Some(code)) = (pack, text("code")) {
                words.add_initiative(pack, code, text("title").unwrap_or(code));
            }
        }
        let profile = self.profile(root, &words);
        let client = profile.as_ref().map_or("", |p| p.client.as_str());
        let uid = match root.get("uid").and_then(Value::as_str) {
            Some(text) => Uid::parse(text).or_else(|| {
                self.say("uid", format!("`{text}` is not a UUID"), "leave it out to have one made");
                None
            })?,
            None => Uid::root(client),
        };
        let mut engagement = Engagement::new(uid, client);
        engagement.packs = references;
        if let Some(profile) = profile {
            engagement.profile = profile;
        }
        let default_pack = self.default_pack.clone().or_else(|| Some(packs.default_reference().id));
        let mut rows: Vec<(Kind, Vec<Row>)> = Vec::new();
        for &kind in Kind::ALL {
            rows.push((kind, self.rows(root, kind, uid, &words, default_pack.as_ref())));
        }
        self.links(&mut rows);
        let blobs = self.files(root);
        self.file_links(&rows, &blobs);
        if !self.mistakes.is_empty() {
            return None;
        }
        for (kind, rows) in rows {
            for (place, row) in rows {
                if let Err(error) = engagement.put_row(kind, Value::Object(row)) {
                    self.say(&place, error.to_string(), "");
                }
            }
        }
        self.whole(&engagement);
        Some((engagement, blobs))
    }

    fn head(&mut self, root: &Map<String, Value>) {
        match root.get("format") {
            None => {}
            Some(Value::String(word)) if word == FORMAT => {}
            Some(other) => self.say(
                "format",
                format!("expected \"{FORMAT}\", found {other}"),
                "is this an engagement of Waymark?",
            ),
        }
        match root.get("version").map(Value::as_u64) {
            None | Some(Some(VERSION)) => {}
            Some(Some(newer)) if newer > VERSION => {
                self.say(
                    "version",
                    format!("the file has version {newer}, this Waymark reads up to {VERSION}"),
                    "use a newer Waymark",
                );
            }
            Some(_) => self.say(
                "version",
                "expected a whole number",
                format!("write {VERSION} or leave it out"),
            ),
        }
        let known: BTreeSet<&str> =
            ["format", "version", "uid", "profile", "packs", "files", "$schema"]
                .into_iter()
                .chain(Kind::ALL.iter().map(|kind| kind.table()))
                .collect();
        for name in root.keys().filter(|name| !known.contains(name.as_str())) {
            let near = known
                .iter()
                .map(|k| (strsim::damerau_levenshtein(name, k), k))
                .filter(|(distance, _)| *distance <= 3)
                .min()
                .map_or(String::new(), |(_, k)| format!("did you mean `{k}`?"));
            self.say(name, format!("there is no list `{name}`"), near);
        }
    }

    fn packs(&mut self, root: &Map<String, Value>, packs: &dyn Packs) -> (Vec<PackRef>, PackWords) {
        let mut written = Vec::new();
        match root.get("packs") {
            None => written.push(packs.default_reference()),
            Some(Value::Array(items)) if !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    let place = format!("packs[{index}]");
                    let text = |name: &str| {
                        item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
                    };
                    let id = item.as_str().map_or_else(|| text("id"), str::to_owned);
                    if id.is_empty() {
                        self.say(
                            &place,
                            "`id` is missing",
                            "name a shipped pack, such as \"data-strategy\"",
                        );
                        continue;
                    }
                    if written.iter().any(|other: &PackRef| other.id.as_str() == id) {
                        self.say(&place, format!("`{id}` stands twice"), "remove one of them");
                        continue;
                    }
                    written.push(PackRef {
                        id: PackId::new(id),
                        version: text("version"),
                        hash: text("hash"),
                        text: text("text"),
                    });
                }
            }
            Some(_) => self.say(
                "packs",
                "expected a list with at least one pack",
                "leave it out to use the built-in one",
            ),
        }
        let mut words = PackWords::default();
        let mut references = Vec::new();
        let mut has_pack = false;
        for (index, reference) in written.iter().enumerate() {
            match packs.find(reference) {
                Ok((complete, content)) => {
                    content.add_words(&complete.id, &mut words);
                    match content {
                        Content::Pack(_) => {
                            has_pack = true;
                            self.default_pack.get_or_insert(complete.id.clone());
                        }
                        Content::Lens(lens) => self.lenses.push((complete.id.clone(), lens)),
                    }
                    references.push(complete);
                }
                Err(problem) => self
                    .mistakes
                    .push(Mistake { place: format!("packs[{index}]{}", problem.place), ..problem }),
            }
        }
        if !references.is_empty() && !has_pack && references.len() == written.len() {
            let help = "a lens counts risks beside a pack; add one, such as \"data-strategy\"";
            self.say("packs", "there is no assessment pack among them", help);
        }
        // Where no pack could be read, ids are judged by the built-in one, so that one mistake does not look like a hundred.
        if references.is_empty()
            && let Ok((complete, content)) = packs.find(&packs.default_reference())
        {
            content.add_words(&complete.id, &mut words);
        }
        (references, words)
    }

    fn profile(&mut self, root: &Map<String, Value>, words: &PackWords) -> Option<Profile> {
        let Some(Value::Object(object)) = root.get("profile") else {
            self.say("profile", "the profile is missing", "write at least {\"client\": \"…\"}");
            return None;
        };
        for problem in check_fields(Profile::FIELDS, object, words, &[]) {
            self.say(&format!("profile{}", problem.path), problem.message, problem.help);
        }
        for (field, message, help) in crate::record::profile_rules(object) {
            self.say(&format!("profile.{field}"), message, help);
        }
        let mut object = object.clone();
        tidy(Profile::FIELDS, &mut object);
        serde_json::from_value(Value::Object(object)).ok()
    }

    /// The rows of one kind: checked, with uids and codes, links still by code.
    fn rows(
        &mut self,
        root: &Map<String, Value>,
        kind: Kind,
        engagement: Uid,
        words: &PackWords,
        default_pack: Option<&PackId>,
    ) -> Vec<(String, Map<String, Value>)> {
        let table = kind.table();
        let items = match root.get(table) {
            None => return vec![],
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.say(
                    table,
                    format!("expected a list of {}", kind.plural()),
                    "write a list in square brackets",
                );
                return vec![];
            }
        };
        let mut taken: BTreeSet<String> = items
            .iter()
            .filter_map(|item| item.get("code").and_then(Value::as_str))
            .map(str::to_owned)
            .collect();
        let mut seen = BTreeMap::new();
        let mut seen_uids = BTreeMap::new();
        let mut next = 1;
        let mut rows = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let place = format!("{table}[{index}]");
            let Value::Object(object) = item else {
                self.say(
                    &place,
                    format!("expected {}", with_article(kind.label())),
                    "write an object in curly brackets",
                );
                continue;
            };
            let mut object = object.clone();
            complete(kind, &mut object, default_pack);
            for problem in check_fields(
                kind.fields(),
                &object,
                words,
                if kind.prefix().is_empty() { &["uid"] } else { &["uid", "code"] },
            ) {
                self.say(&format!("{place}{}", problem.path), problem.message, problem.help);
            }
            let key = if kind.prefix().is_empty() {
                natural_key(kind, &object)
            } else {
                let code = match object.get("code") {
                    Some(Value::String(code)) => {
                        if !is_code(code, kind.prefix()) {
                            let help = format!("codes look like {}-1", kind.prefix());
                            self.say(
                                &format!("{place}.code"),
                                format!("`{code}` is not a code of {}", with_article(kind.label())),
                                help,
                            );
                        }
                        code.clone()
                    }
                    Some(_) => {
                        self.say(
                            &format!("{place}.code"),
                            "expected a text",
                            format!("codes look like {}-1", kind.prefix()),
                        );
                        continue;
                    }
                    None => loop {
                        let code = format!("{}-{next}", kind.prefix());
                        next += 1;
                        if taken.insert(code.clone()) {
                            break code;
                        }
                    },
                };
                object.insert("code".into(), json!(code));
                code
            };
            if let Some(first) = seen.insert(key.clone(), index) {
                self.say(
                    &place,
                    format!("`{key}` stands at {table}[{first}] already"),
                    "remove or renumber one of them",
                );
            }
            let uid = match object.get("uid") {
                None => Some(Uid::derived(engagement, &format!("{table}/{key}"))),
                Some(value) => value.as_str().and_then(Uid::parse),
            };
            match uid {
                Some(uid) => {
                    // A derived uid repeats only where the code or key does, which is told already.
                    if let Some(first) =
                        seen_uids.insert(uid, index).filter(|_| object.contains_key("uid"))
                    {
                        self.say(
                            &format!("{place}.uid"),
                            format!("the uid stands at {table}[{first}] already"),
                            "leave it out",
                        );
                    }
                    object.insert("uid".into(), json!(uid));
                }
                None => {
                    self.say(
                        &format!("{place}.uid"),
                        "not a UUID",
                        "leave it out to have one made",
                    );
                }
            }
            self.record(kind, &place, &object);
            tidy(kind.fields(), &mut object);
            rows.push((place, object));
        }
        rows
    }

    /// What must hold inside one record beyond its fields.
    fn record(&mut self, kind: Kind, place: &str, object: &Map<String, Value>) {
        let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
        let word = match kind {
            Kind::Vote => text("choice"),
            Kind::Answer => text("settled"),
            _ => return,
        };
        let has_level = !is_unknown(object.get("level"));
        match word {
            "level" if !has_level => self.say(
                &format!("{place}.level"),
                "`level` is missing",
                "add a number from 1 to 5",
            ),
            "not_applicable" if kind == Kind::Answer && text("reason").is_empty() => {
                self.say(
                    &format!("{place}.reason"),
                    "not applicable needs a reason",
                    "say why the question does not apply",
                );
            }
            "dont_know" | "not_applicable" if has_level => {
                self.say(
                    &format!("{place}.level"),
                    format!("`{word}` has no level"),
                    "remove the level or choose `level`",
                );
            }
            "dont_know" if kind == Kind::Answer => {
                self.say(
                    &format!("{place}.settled"),
                    "a consensus is settled on a level or on not applicable",
                    "leave it out for unknown",
                );
            }
            _ => {}
        }
    }

    /// Checks that every link has its record, and turns codes into uids.
    fn links(&mut self, rows: &mut [(Kind, Vec<Row>)]) {
        let mut uids: BTreeMap<Kind, BTreeMap<String, String>> = BTreeMap::new();
        for (kind, records) in rows.iter() {
            for (_, row) in records {
                if let (Some(code), Some(uid)) = (
                    row.get("code").and_then(Value::as_str),
                    row.get("uid").and_then(Value::as_str),
                ) {
                    uids.entry(*kind).or_default().insert(code.to_owned(), uid.to_owned());
                }
            }
        }
        let mut mistakes = Vec::new();
        for (kind, records) in rows.iter() {
            for (place, row) in records {
                each_link(kind.fields(), row, place, &mut |target, code, place| {
                    if !uids.get(&target).is_some_and(|known| known.contains_key(code)) {
                        let message = format!("there is no {} `{code}`", target.label());
                        mistakes.push(mistake(
                            &place,
                            &message,
                            &format!("add it to `{}` or correct the code", target.table()),
                        ));
                    }
                });
            }
        }
        self.mistakes.extend(mistakes);
        let all: BTreeMap<String, String> = uids.into_values().flatten().collect();
        for (kind, records) in rows.iter_mut() {
            for (_, row) in records.iter_mut() {
                map_links(kind.fields(), row, &mut |code| all.get(code).cloned());
            }
        }
    }

    /// Evidence that names a file must bring it.
    fn file_links(&mut self, rows: &[(Kind, Vec<Row>)], blobs: &[Blob]) {
        let rows = rows.iter().filter(|(kind, _)| *kind == Kind::Evidence);
        for (place, row) in rows.flat_map(|(_, rows)| rows) {
            let hash = row.get("file_hash").and_then(Value::as_str).unwrap_or_default();
            if !hash.is_empty() && !blobs.iter().any(|blob| blob.hash == hash) {
                self.say(
                    &format!("{place}.file_hash"),
                    format!("there is no file `{hash}`"),
                    "add it to `files`, or leave the hash out",
                );
            }
        }
    }

    fn files(&mut self, root: &Map<String, Value>) -> Vec<Blob> {
        let mut blobs = Vec::new();
        let Some(files) = root.get("files") else { return blobs };
        let Value::Object(files) = files else {
            self.say(
                "files",
                "expected an object of hash to base64 text",
                "leave it out where no file travels along",
            );
            return blobs;
        };
        for (hash, content) in files {
            let place = format!("files.{hash}");
            match content.as_str().and_then(|text| BASE64.decode(text).ok()) {
                None => self.say(
                    &place,
                    "the content is not base64",
                    "export the engagement again; the file was changed on its way",
                ),
                Some(bytes) if waymark_store::hash_of(&bytes) != *hash => {
                    self.say(
                        &place,
                        "the content does not have this hash",
                        "the file was changed on its way",
                    );
                }
                Some(bytes) => blobs.push(Blob { hash: hash.clone(), bytes }),
            }
        }
        blobs
    }

    /// What must hold between records.
    fn whole(&mut self, engagement: &Engagement) {
        let lenses = std::mem::take(&mut self.lenses);
        for (index, answer) in engagement.lens_answers.iter().enumerate() {
            let known = lenses.iter().find(|(id, _)| *id == answer.pack);
            let wrong = match known {
                Some((_, lens)) => fault(lens, answer),
                None => Some(("pack", format!("`{}` is no lens of this engagement", answer.pack))),
            };
            if let Some((field, message)) = wrong {
                let place = format!("lens_answers[{index}].{field}");
                self.say(&place, message, "use the ids of the lens, or leave the answer out");
            }
        }
        for (index, answer) in engagement.answers.iter().enumerate() {
            if !answer.tally.is_empty() && Tally::parse(&answer.tally).is_none() {
                let message = format!(
                    "`{}` is no count of hands: seven whole numbers up to {}, at least one of them above 0",
                    answer.tally,
                    Tally::MOST
                );
                let help = "hands for the levels 1 to 5, for don't know and for not applicable, such as `0 2 5 1 0 1 0`";
                self.say(&format!("answers[{index}].tally"), message, help);
            }
        }
        for (index, verdict) in engagement.verdicts.iter().enumerate() {
            if !verdict.seen.is_null()
                && let Err(problem) = Seen::read(&verdict.seen)
            {
                let place = format!("verdicts[{index}].seen");
                let help = "export the engagement again, or leave it out";
                self.say(
                    &place,
                    format!("this is not what a verdict was given on: {problem}"),
                    help,
                );
            }
        }
        for (index, setting) in engagement.initiatives.iter().enumerate() {
            if let Some((field, message)) = setting.effort_fault() {
                let help = "give a low, a likely and a high effort in this order, or none of them";
                self.say(&format!("initiatives[{index}].{field}"), message, help);
            }
        }
        for (index, change) in engagement.capacity_changes.iter().enumerate() {
            if change.is_backwards() {
                self.say(
                    &format!("capacity_changes[{index}].to"),
                    "it ends before it begins",
                    "exchange the dates, or leave the last day out for good",
                );
            }
        }
        for (index, own) in engagement.own_initiatives.iter().enumerate() {
            if let Some((field, message)) = own.fault() {
                let help = "give low, likely and high in this order, or only the likely one";
                self.say(&format!("own_initiatives[{index}].{field}"), message, help);
            }
        }
        for (index, scenario) in engagement.scenarios.iter().enumerate() {
            if let Some(problem) = crate::scenario::fault(&scenario.decisions) {
                let place = format!("scenarios[{index}].decisions");
                let help = "export the engagement again, or leave the scenario out";
                self.say(
                    &place,
                    format!("these are no decisions about a roadmap: {problem}"),
                    help,
                );
            }
        }
        for (index, baseline) in engagement.baselines.iter().enumerate() {
            if let Err(problem) = serde_json::from_value::<Frozen>(baseline.scorecard.clone()) {
                let place = format!("baselines[{index}].scorecard");
                let help = "export the engagement again, or leave the baseline out";
                self.say(&place, format!("this is no frozen scorecard: {problem}"), help);
            }
        }
        if engagement.profile.is_anonymous {
            for (index, participant) in engagement.participants.iter().enumerate() {
                if !participant.name.is_empty() {
                    let place = format!("participants[{index}].name");
                    self.say(
                        &place,
                        "an anonymous engagement holds no names",
                        "leave the name out",
                    );
                }
            }
        }
    }
}

/// Left out, null and the word `unknown` are the same.
fn is_unknown(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_null() || value.as_str() == Some("unknown"))
}

/// Fills in what a person may leave out: the pack, and a vote's choice where a level is given.
fn complete(kind: Kind, object: &mut Map<String, Value>, default_pack: Option<&PackId>) {
    let has_pack = kind != Kind::LensAnswer
        && kind.fields().iter().any(|field| field.name == "pack" && field.required);
    if let Some(pack) = default_pack.filter(|_| has_pack && !object.contains_key("pack")) {
        object.insert("pack".into(), json!(pack));
    }
    let (choice, is_levelled) = match kind {
        Kind::Vote => ("choice", true),
        Kind::Answer => ("settled", true),
        _ => ("", false),
    };
    if is_levelled
        && is_unknown(object.get(choice))
        && object.get("level").is_some_and(Value::is_number)
    {
        object.insert(choice.into(), json!("level"));
    }
}

/// Brings hand-written values into the form in which they are kept: unknown ones are left out, `none` in a text is known and empty.
fn tidy(fields: &[FieldMeta], object: &mut Map<String, Value>) {
    for field in fields {
        match object.get(field.name) {
            Some(Value::Null) => {
                object.remove(field.name);
            }
            Some(Value::String(word)) if word == "unknown" => {
                object.remove(field.name);
            }
            Some(Value::String(word))
                if word == "none"
                    && !field.required
                    && matches!(field.kind, FieldKind::Text(_)) =>
            {
                object.insert(field.name.into(), json!(""));
            }
            Some(Value::String(word))
                if word == "none"
                    && matches!(field.kind, FieldKind::Texts | FieldKind::Links(_)) =>
            {
                object.insert(field.name.into(), json!([]));
            }
            _ => {}
        }
    }
}

/// What tells records without codes apart.
fn natural_key(kind: Kind, object: &Map<String, Value>) -> String {
    let parts: Vec<&str> = kind
        .natural_key()
        .iter()
        .map(|name| object.get(*name).and_then(Value::as_str).unwrap_or("?"))
        .collect();
    parts.join("/")
}

fn is_code(code: &str, prefix: &str) -> bool {
    code.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-')).is_some_and(|number| {
        !number.is_empty()
            && !number.starts_with('0')
            && number.len() <= 9
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}
