//! The facts behind a verdict, in words that a reader of the inventories knows.

use waymark_core::condition::{FactRead, Place};
use waymark_core::discovery::profile::Profile;
use waymark_core::field::{FieldKind, FieldMeta};
use waymark_core::record::Kind;

use super::words::{UNKNOWN, inner};
use super::{Context, note};
use crate::block::Span;

/// Facts of one meaning and value, with the records they were read from.
struct Group {
    text: String,
    is_known: bool,
    records: Vec<String>,
}

/// Records named behind a fact; more are counted.
const NAMED: usize = 3;

/// The facts as spans: what was found, and in which records, unless in all those that the reason names already.
pub(super) fn facts(context: &Context, facts: &[FactRead], named: &[String]) -> Vec<Span> {
    let mut groups: Vec<Group> = Vec::new();
    for fact in facts {
        let Some((text, record)) = told(context, fact) else { continue };
        let known =
            groups.iter_mut().find(|group| group.text == text && group.is_known == fact.known);
        match known {
            Some(group) if record.is_empty() || group.records.contains(&record) => {}
            Some(group) => group.records.push(record),
            None => {
                let records = if record.is_empty() { vec![] } else { vec![record] };
                groups.push(Group { text, is_known: fact.known, records });
            }
        }
    }
    let mut spans = Vec::new();
    for group in groups {
        if !spans.is_empty() {
            spans.push(note("; "));
        }
        spans.push(note(group.text));
        let is_told =
            group.records.len() == named.len() && group.records.iter().all(|r| named.contains(r));
        if group.records.is_empty() || is_told {
            continue;
        }
        if group.records.len() > NAMED {
            spans.push(note(format!(" ({} of them)", group.records.len())));
            continue;
        }
        spans.push(note(" ("));
        let codes = context.codes(&group.records, NAMED);
        spans.extend(codes.into_iter().map(|span| Span { small: true, ..span }));
        spans.push(note(")"));
    }
    spans
}

/// A fact in words, and the record it belongs to; `None` for facts that say nothing to a reader.
fn told(context: &Context, fact: &FactRead) -> Option<(String, String)> {
    let value = |fields: &[FieldMeta]| {
        let meta = fields.iter().find(|meta| meta.name == fact.field);
        let label = meta.map_or_else(|| fact.field.replace('_', " "), |meta| inner(meta.label));
        let value =
            if fact.known { labels(context, meta, &fact.value) } else { UNKNOWN.to_owned() };
        format!("{label}: {value}")
    };
    match &fact.place {
        Place::Record { kind } => {
            let of_kind = Kind::ALL
                .iter()
                .find(|k| !k.condition_word().is_empty() && k.condition_word() == kind);
            Some((value(of_kind.map_or(&[], |k| k.fields())), fact.record.clone()))
        }
        Place::Singleton { .. } => Some((value(Profile::FIELDS), String::new())),
        Place::Keyed { key, .. } => {
            let what = fact.field.as_str();
            let value = if fact.known { fact.value.as_str() } else { UNKNOWN };
            Some((format!("{what} {value}"), key.clone()))
        }
        Place::Collection { name } => {
            let kind =
                waymark_core::facts::COLLECTIONS.iter().find(|(_, collection)| collection == name);
            let noun = kind.map_or(name.as_str(), |(kind, _)| kind.plural());
            Some((format!("{noun}: {}", fact.value), String::new()))
        }
        Place::Rule { .. } => None,
    }
}

/// Words of a vocabulary or of the pack by their labels; codes and numbers as they are.
fn labels(context: &Context, meta: Option<&FieldMeta>, value: &str) -> String {
    let label = |word: &str| match meta.map(|meta| meta.kind) {
        Some(FieldKind::Choice(words) | FieldKind::Choices(words)) => inner(words.label(word)),
        Some(FieldKind::PackWord(list) | FieldKind::PackWords(list)) => {
            context.words.label(list, word).map_or_else(|| word.to_owned(), inner)
        }
        _ => word.to_owned(),
    };
    match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some("") => "none".to_owned(),
        Some(inside) => inside.split(", ").map(label).collect::<Vec<_>>().join(", "),
        None if value == "empty" => "none".to_owned(),
        None => label(value),
    }
}
