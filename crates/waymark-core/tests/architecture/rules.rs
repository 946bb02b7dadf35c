//! Every rule of the shipped pack over small engagements, both ways: `rules.txt` says for each what makes it call for a
//! component, and which single change keeps it from doing so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use waymark_core::architecture::Architecture;
use waymark_core::field::{FieldKind, FieldMeta};
use waymark_core::record::Kind;

use crate::support::{derive, engagement, pack};

/// Records by code, with the fields that are known.
type Facts = BTreeMap<String, Map<String, Value>>;

/// One engagement and whether the rule calls for a component there.
struct Case {
    rule: &'static str,
    line: usize,
    fires: bool,
    facts: Facts,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let (mut rule, mut whole) = ("", Facts::new());
    for (at, text) in include_str!("rules.txt").lines().enumerate() {
        let line = at + 1;
        let (mark, rest) = text.split_at(text.len().min(1));
        match mark {
            "" | "#" => {}
            "+" => {
                whole = with(&Facts::new(), rest, line);
                cases.push(Case { rule, line, fires: true, facts: whole.clone() });
            }
            "-" => {
                cases.push(Case { rule, line, fires: false, facts: with(&whole, rest, line) });
            }
            _ => rule = text.trim(),
        }
    }
    cases
}

/// The facts with the records of a line put in, field by field.
fn with(facts: &Facts, line: &str, at: usize) -> Facts {
    let mut facts = facts.clone();
    for record in line.split(';').map(str::trim).filter(|record| !record.is_empty()) {
        let mut words = record.split_whitespace();
        let code = words.next().expect("a record has a code");
        if code == "no" {
            let gone = words.next().expect("a code");
            assert!(facts.remove(gone).is_some(), "line {at}: there is no {gone}");
            continue;
        }
        let kind = kind_of(code);
        let row = facts.entry(code.to_owned()).or_default();
        if kind == Some(Kind::Answer) {
            row.insert("settled".to_owned(), json!("level"));
        }
        for word in words {
            let (name, text) = word.split_once('=').expect("field=value");
            let fields =
                kind.map_or(waymark_core::discovery::profile::Profile::FIELDS, Kind::fields);
            let field = fields.iter().find(|field| field.name == name);
            let field = field.unwrap_or_else(|| panic!("line {at}: {code} has no field {name}"));
            row.insert(name.to_owned(), value(field, text));
        }
    }
    facts
}

/// The kind that a code names by its prefix; `None` for the profile.
fn kind_of(code: &str) -> Option<Kind> {
    let prefix = code.split_once('-').map_or("", |(prefix, _)| prefix);
    let known =
        Kind::ALL.iter().copied().find(|kind| !prefix.is_empty() && kind.prefix() == prefix);
    known.or((code != "profile").then_some(Kind::Answer))
}

fn value(field: &FieldMeta, text: &str) -> Value {
    let list = || text.split(',').filter(|_| text != "[]");
    match field.kind {
        FieldKind::Choices(_) | FieldKind::Links(_) | FieldKind::Texts => list().collect(),
        FieldKind::Whole(..) | FieldKind::Number(..) | FieldKind::Money => {
            serde_json::from_str(text).expect("a number")
        }
        FieldKind::Entries(_) if field.name == "skills" => list()
            .map(|entry| entry.split_once(':').expect("skill:level"))
            .map(|(skill, level)| json!({ "skill": skill, "level": level.parse::<u8>().expect("a level") }))
            .collect(),
        FieldKind::Entries(_) => list()
            .map(|entry| match entry.strip_suffix('?') {
                Some(source) => json!({ "source": source, "need": "helpful" }),
                None => json!({ "source": entry, "need": "required" }),
            })
            .collect(),
        _ => json!(text),
    }
}

fn derived(facts: &Facts) -> Architecture {
    let mut document = json!({ "profile": { "client": "Client" } });
    for (code, fields) in facts {
        let mut row = fields.clone();
        match kind_of(code) {
            None => {
                row.insert("client".to_owned(), json!("Client"));
                document["profile"] = Value::Object(row);
            }
            Some(kind) => {
                let name = if kind == Kind::Answer { "question" } else { "code" };
                row.insert(name.to_owned(), json!(code));
                if kind == Kind::Source {
                    row.entry("priority").or_insert_with(|| json!("yes"));
                }
                if kind == Kind::Skill {
                    row.entry("role").or_insert_with(|| json!("data_engineer"));
                }
                if row.get("settled") == Some(&json!("not_applicable")) {
                    row.remove("level");
                }
                let table = &mut document[kind.table()];
                if table.is_null() {
                    *table = json!([]);
                }
                table.as_array_mut().expect("a list").push(Value::Object(row));
            }
        }
    }
    derive(&engagement(&document))
}

#[test]
fn every_rule_of_the_shipped_pack_fires_and_keeps_quiet() {
    let mut wrong: Vec<String> = Vec::new();
    let (mut fired, mut quiet) = (BTreeSet::new(), BTreeSet::new());
    for Case { rule, line, fires, facts } in cases() {
        let architecture = derived(&facts);
        let calls = architecture
            .components
            .iter()
            .flat_map(|component| &component.because)
            .any(|because| because.rule.as_str() == rule);
        let waits = architecture.open_questions.iter().find(|open| open.rule.as_str() == rule);
        if calls != fires {
            let does = if calls { "fires" } else { "does not fire" };
            wrong.push(format!("line {line}: {rule} {does}"));
        }
        if let Some(open) = waits {
            wrong.push(format!("line {line}: {rule} waits: {}", open.text));
        }
        if fires {
            fired.insert(rule)
        } else {
            quiet.insert(rule)
        };
    }
    for rule in &pack().rules {
        let id = rule.id.as_str();
        if !fired.remove(id) {
            wrong.push(format!("{id} has no case in which it fires"));
        }
        if !quiet.remove(id) && rule.when_text.trim() != "true" {
            wrong.push(format!("{id} has no case in which it does not fire"));
        }
    }
    wrong.extend(fired.iter().chain(&quiet).map(|rule| format!("the pack has no rule {rule}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A component on the way of the data that does not say how fresh data is behind it would count as faster than all others.
#[test]
fn every_rule_on_the_way_of_the_data_says_how_fresh_it_leaves_it() {
    use waymark_core::pack::Provision::{
        Collection, Extraction, Ingestion, Stream, StreamProcessing, Transformation,
    };
    let carries = [Collection, Stream, Ingestion, Extraction, Transformation, StreamProcessing];
    let silent: Vec<&str> = pack()
        .rules
        .iter()
        .filter(|rule| rule.provides.iter().any(|provision| carries.contains(provision)))
        .filter(|rule| rule.freshness.is_none())
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(silent, Vec::<&str>::new());
}
