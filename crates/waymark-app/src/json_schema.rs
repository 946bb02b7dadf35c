//! The JSON Schema of the lossless form, made from the same field descriptions that reading uses.

use serde_json::{Map, Value, json};
use waymark_core::engagement::Profile;
use waymark_core::field::{FieldKind, FieldMeta};
use waymark_core::record::Kind;
use waymark_core::vocabulary::Vocabulary;

use crate::exchange::{FORMAT, VERSION};

/// The schema (draft 2020-12), pretty-printed with a final newline.
pub fn schema() -> String {
    let mut properties = Map::new();
    properties.insert("$schema".into(), json!({ "type": "string" }));
    properties.insert("format".into(), json!({ "const": FORMAT }));
    properties.insert("version".into(), json!({ "const": VERSION }));
    properties.insert("uid".into(), json!({ "type": "string", "format": "uuid", "description": "Made from the client's name where left out" }));
    properties.insert("profile".into(), object(Profile::FIELDS, &[]));
    properties.insert(
        "packs".into(),
        json!({
            "type": "array",
            "minItems": 1,
            "description": "The packs in use, the default one first; the built-in one where left out",
            "items": {
                "type": "object",
                "required": ["id"],
                "additionalProperties": false,
                "properties": {
                    "id": { "type": "string" },
                    "version": { "type": "string" },
                    "hash": { "type": "string", "description": "SHA-256 of the text" },
                    "text": { "type": "string", "description": "The pack's text, unless this program ships it" }
                }
            }
        }),
    );
    for &kind in Kind::ALL {
        let uid = json!({ "type": "string", "format": "uuid", "description": "Made from the code where left out" });
        let mut besides = vec![("uid", uid)];
        if !kind.prefix().is_empty() {
            let description = "Numbered in order where left out";
            let pattern = format!("^{}-[1-9][0-9]{{0,8}}$", kind.prefix());
            besides.push((
                "code",
                json!({ "type": "string", "pattern": pattern, "description": description }),
            ));
        }
        properties.insert(
            kind.table().into(),
            json!({ "type": "array", "items": object(kind.fields(), &besides) }),
        );
    }
    properties.insert(
        "files".into(),
        json!({ "type": "object", "additionalProperties": { "type": "string", "contentEncoding": "base64" }, "description": "Files by SHA-256" }),
    );
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Waymark engagement",
        "description": "Everything people entered for one client. Links between records are codes. `unknown`, null or absence say that a value is not known.",
        "type": "object",
        "required": ["profile"],
        "additionalProperties": false,
        "properties": properties,
    });
    let mut text = serde_json::to_string_pretty(&schema).expect("plain data has a JSON form");
    text.push('\n');
    text
}

fn object(fields: &[FieldMeta], besides: &[(&str, Value)]) -> Value {
    let mut properties = Map::new();
    for (name, schema) in besides {
        properties.insert((*name).into(), schema.clone());
    }
    for field in fields {
        let mut schema = of_kind(&field.kind);
        if field.required {
            must_be_known(&mut schema);
        }
        let words = if field.hint.is_empty() {
            field.label.to_owned()
        } else {
            format!("{}: {}", field.label, field.hint)
        };
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".into(), json!(words));
        }
        properties.insert(field.name.into(), schema);
    }
    // A vote's choice and an entry's pack can be completed on reading, so only what cannot be is required.
    let required: Vec<&str> = fields
        .iter()
        .filter(|f| f.required && !matches!(f.name, "pack" | "choice"))
        .map(|f| f.name)
        .collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

/// Takes null and `unknown` out of the schema of a field that must be given.
fn must_be_known(schema: &mut Value) {
    if let Some(either) = schema.get("anyOf").and_then(Value::as_array).and_then(|all| all.first())
    {
        *schema = either.clone();
    }
    if let Some(types) = schema.get("type").and_then(Value::as_array).and_then(|all| all.first()) {
        schema["type"] = types.clone();
        if schema["type"] == "string" {
            schema["minLength"] = json!(1);
        }
    }
    if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        words.retain(|word| !word.is_null() && word != "unknown");
    }
}

/// The schema of one value: what the field holds, null, or the word `unknown`.
fn of_kind(kind: &FieldKind) -> Value {
    let or_unknown = |schema: Value| json!({ "anyOf": [schema, { "enum": ["unknown", null] }] });
    match kind {
        FieldKind::Text(max) => {
            json!({ "type": ["string", "null"], "maxLength": max, "pattern": "^[^\\n\\r]*$" })
        }
        FieldKind::Long(max) => json!({ "type": ["string", "null"], "maxLength": max }),
        FieldKind::Whole(min, max, _) => {
            or_unknown(json!({ "type": "integer", "minimum": min, "maximum": max }))
        }
        FieldKind::Number(min, max, _) => {
            or_unknown(json!({ "type": "number", "minimum": min, "maximum": max }))
        }
        FieldKind::Money => or_unknown(json!({ "type": "integer", "minimum": 0 })),
        FieldKind::Date => or_unknown(json!({ "type": "string", "format": "date" })),
        FieldKind::Instant => or_unknown(json!({ "type": "integer" })),
        FieldKind::Flag => json!({ "type": ["boolean", "null"] }),
        FieldKind::Choice(vocabulary) => json!({ "enum": words(vocabulary) }),
        FieldKind::Choices(vocabulary) => or_unknown(
            json!({ "type": "array", "uniqueItems": true, "items": { "enum": words(vocabulary) } }),
        ),
        FieldKind::Texts => or_unknown(
            json!({ "type": "array", "uniqueItems": true, "items": { "type": "string", "maxLength": 500 } }),
        ),
        FieldKind::Link(kind) => or_unknown(link(*kind)),
        FieldKind::Links(kind) => {
            or_unknown(json!({ "type": "array", "uniqueItems": true, "items": link(*kind) }))
        }
        FieldKind::Entries(fields) => {
            or_unknown(json!({ "type": "array", "items": object(fields, &[]) }))
        }
        FieldKind::PackWord(word) => {
            json!({ "type": ["string", "null"], "$comment": format!("{} of the pack", waymark_core::wording::with_article(word.noun())) })
        }
        FieldKind::PackWords(word) => {
            let comment = format!("ids of {}s of the pack", word.noun());
            or_unknown(
                json!({ "type": "array", "uniqueItems": true, "items": { "type": "string" }, "$comment": comment }),
            )
        }
        FieldKind::Frozen => json!({ "type": ["object", "null"] }),
    }
}

fn link(kind: Kind) -> Value {
    json!({ "type": "string", "pattern": format!("^{}-[1-9][0-9]{{0,8}}$", kind.prefix()) })
}

fn words(vocabulary: &Vocabulary) -> Vec<Value> {
    vocabulary.words.iter().map(|w| json!(w.word)).chain([json!("unknown"), Value::Null]).collect()
}
