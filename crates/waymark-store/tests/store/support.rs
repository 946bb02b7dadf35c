//! Records with every field filled, and documents that hold them.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tempfile::TempDir;
use waymark_core::engagement::{Engagement, PackRef};
use waymark_core::field::{FieldKind, FieldMeta};
use waymark_core::id::Uid;
use waymark_core::record::Kind;
use waymark_store::{ChangeMeta, Document, RowChange};

/// The n-th change; 0 is the creation.
pub(crate) fn meta(n: u64) -> ChangeMeta {
    let at = 1_790_000_000_000 + n;
    ChangeMeta {
        id: Uid::from_time(at, &[7; 10]),
        at: at as i64,
        by: "Ada".into(),
        command: format!("Command {n}"),
    }
}

/// The uid of the n-th record of a kind.
pub(crate) fn uid(kind: Kind, n: usize) -> Uid {
    Uid::derived(Uid::root("test"), &format!("{}/{n}", kind.table()))
}

/// The n-th record of a kind with a value in every field.
pub(crate) fn filled(kind: Kind, n: usize) -> Value {
    let mut row = fields(kind.fields(), n);
    row.insert("uid".into(), json!(uid(kind, n)));
    if !kind.prefix().is_empty() {
        row.insert("code".into(), json!(format!("{}-{n}", kind.prefix())));
    }
    Value::Object(row)
}

fn fields(fields: &[FieldMeta], n: usize) -> Map<String, Value> {
    fields.iter().map(|field| (field.name.to_owned(), value(field, n))).collect()
}

fn value(field: &FieldMeta, n: usize) -> Value {
    match &field.kind {
        FieldKind::Text(max) | FieldKind::Long(max) => {
            json!(
                format!("{n} {} “ü” \u{1F9ED}", field.label).chars().take(*max).collect::<String>()
            )
        }
        FieldKind::Whole(min, max, _) => json!((min + n as i64).min(*max)),
        // A number whose shortest text is long: it must come back to the last bit.
        FieldKind::Number(min, max, _) => json!((0.1 + 0.2 + n as f64).clamp(*min, *max)),
        FieldKind::Money => json!(125_000 + n),
        FieldKind::Date => json!("2026-03-31"),
        FieldKind::Instant => json!(1_790_000_000_123_i64),
        FieldKind::Flag => json!(true),
        FieldKind::Choice(vocabulary) => json!(vocabulary.words[n % vocabulary.words.len()].word),
        FieldKind::Choices(vocabulary) => {
            json!(vocabulary.words.iter().map(|w| w.word).collect::<Vec<_>>())
        }
        FieldKind::Texts => json!(["first", format!("second {n}")]),
        FieldKind::Link(kind) => json!(uid(*kind, n)),
        FieldKind::Links(kind) => json!([uid(*kind, n)]),
        FieldKind::Entries(inner) => json!([fields(inner, n), fields(inner, n + 1)]),
        FieldKind::PackWord(list) => json!(format!("{}-{n}", list.noun())),
        FieldKind::PackWords(list) => json!([format!("{}-{n}", list.noun())]),
        FieldKind::Frozen => json!({ "INI-1": n, "INI-2": 7 }),
    }
}

pub(crate) fn pack(id: &str, version: &str) -> PackRef {
    PackRef {
        id: id.into(),
        version: version.into(),
        hash: format!("hash of {version}"),
        text: format!("title = \"{id} {version}\"\n"),
    }
}

/// An engagement with two filled records of every kind.
pub(crate) fn full() -> Engagement {
    let mut engagement = Engagement::new(Uid::root("engagement"), "Harbour Retail");
    let profile = fields(waymark_core::discovery::profile::Profile::FIELDS, 1);
    engagement.profile =
        serde_json::from_value(Value::Object(profile)).expect("a filled profile is a profile");
    engagement.packs = vec![pack("data-strategy", "1.0.0"), pack("short", "0.1.0")];
    for kind in Kind::ALL {
        for n in [1, 2] {
            engagement
                .put_row(*kind, filled(*kind, n))
                .unwrap_or_else(|e| panic!("a filled {} is a {0}: {e}", kind.label()));
        }
    }
    engagement
}

/// A put of the n-th record of a kind with another title, text or reason.
pub(crate) fn put(kind: Kind, n: usize, field: &str, text: &str) -> RowChange {
    let mut row = filled(kind, n);
    row[field] = json!(text);
    RowChange::Put { kind, uid: uid(kind, n), row }
}

/// A folder with a new document in it.
pub(crate) fn document(engagement: &Engagement) -> (TempDir, PathBuf, Document) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("client.waymark");
    let document = Document::create(&path, engagement, &[], &meta(0)).expect("creates");
    (folder, path, document)
}

/// A folder with a closed document of [`full`] in it.
pub(crate) fn closed() -> (TempDir, PathBuf) {
    let (folder, path, document) = document(&full());
    drop(document);
    (folder, path)
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("reads")
        .map(|entry| entry.expect("reads").file_name().into_string().expect("a plain name"))
        .collect();
    names.sort();
    names
}

/// Numbers that look random and are the same in every run.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % bound
    }
}
