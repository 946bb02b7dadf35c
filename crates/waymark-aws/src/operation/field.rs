//! Which fields of an answer are kept, and how they are found.
//!
//! A path names members one below the other: `Status/State`. What it ends in says what is kept of it:
//!
//! - nothing: a text, number or truth value, or a list of those
//! - `Rule[]/Status`: the same for each of a list; a single thing is a list of one, as XML has it
//! - `Description!`: whether there is something, not what
//! - `Content?needle`: whether the text has the needle in it
//! - `entry[key=value]`: a list of pairs as a map
//! - `Tag[Key~Value]`: a list of tags, in which only the values of tags that say owner, domain, class, zone or cost are kept

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::OnceLock;

use jiff::Timestamp;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::OPERATIONS;

/// What was kept of one record: few fields under names of the table, so that many thousands take little memory.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Record(Box<[(&'static str, Kept)]>);

/// What was kept of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Kept {
    Flag(bool),
    Number(f64),
    Text(Box<str>),
    Texts(Box<[Box<str>]>),
    Pairs(BTreeMap<Box<str>, Box<str>>),
}

impl Record {
    pub(crate) fn of(value: &Value, keep: &'static [&'static str]) -> Self {
        Self(keep.iter().filter_map(|path| Some((name_of(path), keep_one(value, path)?))).collect())
    }

    fn get(&self, field: &str) -> Option<&Kept> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, kept)| kept)
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        match self.get(field)? {
            Kept::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The field as a name, also where AWS gives a list with one.
    pub(crate) fn name(&self, field: &str) -> Option<String> {
        match self.get(field)? {
            Kept::Text(text) if !text.is_empty() => Some(text.to_string()),
            Kept::Texts(several) => several.first().map(ToString::to_string),
            Kept::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A truth value, as JSON or as the text that XML has.
    pub(crate) fn flag(&self, field: &str) -> Option<bool> {
        match self.get(field)? {
            Kept::Flag(flag) => Some(*flag),
            Kept::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Kept::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// True where the field says so; a field that is missing says nothing and is false.
    pub(crate) fn is(&self, field: &str) -> bool {
        self.flag(field) == Some(true)
    }

    pub(crate) fn number(&self, field: &str) -> Option<f64> {
        match self.get(field)? {
            Kept::Number(number) => Some(*number),
            Kept::Text(text) => text.parse().ok(),
            Kept::Texts(several) => several.first()?.parse().ok(),
            _ => None,
        }
    }

    /// A list of texts; a single one is a list of one.
    pub(crate) fn texts(&self, field: &str) -> Vec<&str> {
        match self.get(field) {
            Some(Kept::Texts(several)) => several.iter().map(|text| &**text).collect(),
            Some(Kept::Text(text)) if !text.is_empty() => vec![text],
            _ => Vec::new(),
        }
    }

    /// A map made of pairs or tags.
    pub(crate) fn map(&self, field: &str) -> BTreeMap<&str, &str> {
        match self.get(field) {
            Some(Kept::Pairs(pairs)) => {
                pairs.iter().map(|(key, value)| (&**key, &**value)).collect()
            }
            _ => BTreeMap::new(),
        }
    }

    /// An instant: seconds since 1970, or a text with or without an offset.
    pub(crate) fn instant(&self, field: &str) -> Option<Timestamp> {
        match self.get(field)? {
            Kept::Number(number) => of_seconds(*number),
            Kept::Text(text) => of_text(text),
            _ => None,
        }
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, kept)| (name, kept)))
    }
}

impl<'de> Deserialize<'de> for Record {
    /// Fields that no row keeps any more are dropped.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Record;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the kept fields of a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut fields = Vec::new();
                while let Some((name, kept)) = map.next_entry::<String, Kept>()? {
                    if let Some(name) = known_field(&name) {
                        fields.push((name, kept));
                    }
                }
                Ok(Record(fields.into()))
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

/// The table's own text for the name of a field.
fn known_field(name: &str) -> Option<&'static str> {
    static NAMES: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        OPERATIONS.iter().flat_map(|operation| operation.keep).map(|path| name_of(path)).collect()
    });
    names.get(name).copied()
}

/// An instant as AWS writes it in one way or another.
pub(crate) fn instant(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => of_seconds(number.as_f64()?),
        Value::String(text) => of_text(text),
        _ => None,
    }
}

fn of_seconds(number: f64) -> Option<Timestamp> {
    // Some services count milliseconds: as seconds they would lie thousands of years ahead.
    let seconds = if number > 1e11 { number / 1000.0 } else { number };
    Timestamp::from_millisecond((seconds * 1000.0) as i64).ok()
}

fn of_text(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse::<Timestamp>()
        .or_else(|_| format!("{}Z", text.replacen(' ', "T", 1)).parse::<Timestamp>())
        .or_else(|_| text.replacen("+0000", "Z", 1).parse::<Timestamp>())
        .ok()
}

/// The name under which a path is kept.
fn name_of(path: &'static str) -> &'static str {
    path.trim_end_matches('!')
}

fn keep_one(value: &Value, path: &str) -> Option<Kept> {
    if let Some((path, needle)) = path.split_once('?') {
        let found = at(value, path)?;
        return Some(Kept::Flag(found.as_str().is_some_and(|text| text.contains(needle))));
    }
    if let Some(path) = path.strip_suffix('!') {
        let is_filled = match at(value, path) {
            None | Some(Value::Null) => false,
            Some(Value::String(text)) => !text.trim().is_empty(),
            Some(Value::Array(several)) => !several.is_empty(),
            Some(Value::Object(members)) => !members.is_empty(),
            Some(Value::Bool(_) | Value::Number(_)) => true,
        };
        return Some(Kept::Flag(is_filled));
    }
    if let Some((list_path, pair)) = path.strip_suffix(']').and_then(|path| path.split_once('['))
        && let Some((key, held)) = pair.split_once(['=', '~'])
    {
        let is_tags = pair.contains('~');
        let mut pairs = BTreeMap::new();
        for one in list(value, list_path) {
            let Some(name) = one.get(key).and_then(Value::as_str) else { continue };
            let text = at(one, held).and_then(scalar).unwrap_or_default();
            let text = if is_tags && !is_telling(name) { Box::default() } else { text };
            pairs.insert(Box::from(name), text);
        }
        return Some(Kept::Pairs(pairs));
    }
    if path.contains("[]") {
        return Some(Kept::Texts(list(value, path).into_iter().filter_map(scalar).collect()));
    }
    match at(value, path)? {
        Value::Bool(flag) => Some(Kept::Flag(*flag)),
        Value::Number(number) => Some(Kept::Number(number.as_f64()?)),
        Value::String(text) => Some(Kept::Text(Box::from(text.as_str()))),
        Value::Array(several) => Some(Kept::Texts(several.iter().filter_map(scalar).collect())),
        Value::Null | Value::Object(_) => None,
    }
}

/// Tags whose values a scan reads: whose they are, how sensitive, what for.
fn is_telling(tag: &str) -> bool {
    const TELLING: [&str; 13] = [
        "owner",
        "team",
        "steward",
        "domain",
        "classification",
        "sensitivity",
        "confidential",
        "layer",
        "zone",
        "tier",
        "cost",
        "project",
        "contact",
    ];
    let tag = tag.to_lowercase();
    TELLING.iter().any(|word| tag.contains(word))
}

/// A text, number or truth value as text; nothing that has members.
fn scalar(value: &Value) -> Option<Box<str>> {
    match value {
        Value::String(text) => Some(Box::from(text.as_str())),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Bool(flag) => Some(flag.to_string().into()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// What stands at a path without lists; the empty path is the value itself.
pub(crate) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    let mut here = value;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        here = here.get(name)?;
    }
    Some(here)
}

/// Everything that a path with `[]` leads to; what it ends in is taken as a list too.
pub(crate) fn list<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut here = vec![value];
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let (name, is_list) = match name.strip_suffix("[]") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let mut next = Vec::new();
        for one in here {
            let Some(found) = (if name.is_empty() { Some(one) } else { one.get(name) }) else {
                continue;
            };
            if is_list {
                next.extend(as_list(found));
            } else {
                next.push(found);
            }
        }
        here = next;
    }
    here.into_iter().flat_map(as_list).collect()
}

/// A list, or the one thing that XML shows where a list has one; nothing where an element is empty.
fn as_list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(several) => several.iter().collect(),
        Value::Null => Vec::new(),
        Value::String(text) if text.is_empty() => Vec::new(),
        one => vec![one],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_named_is_kept() {
        let value = json!({
            "Name": "mask-pii",
            "Environment": {"Variables": {"PASSWORD": "x"}},
            "Code": ["a", {"secret": "x"}],
        });
        let record = Record::of(&value, &["Name", "Environment", "Code"]);
        assert_eq!(
            serde_json::to_value(&record).unwrap(),
            json!({"Name": "mask-pii", "Code": ["a"]})
        );
    }

    #[test]
    fn every_way_of_keeping() {
        let value = json!({
            "Rule": {"Status": "Enabled", "Transition": [{"Class": "GLACIER"}, {"Class": "IA"}]},
            "Description": " ",
            "Content": "{\"aws:RequestedRegion\": 1}",
            "TagSet": {"Tag": [{"Key": "data-owner", "Value": "sales"}, {"Key": "note", "Value": "secret"}]},
            "entry": {"key": "Users", "value": "3"},
        });
        let record = Record::of(
            &value,
            &[
                "Rule[]/Status",
                "Rule[]/Transition[]/Class",
                "Description!",
                "Content?aws:RequestedRegion",
                "TagSet/Tag[Key~Value]",
                "entry[key=value]",
            ],
        );
        assert_eq!(record.texts("Rule[]/Status"), ["Enabled"]);
        assert_eq!(record.texts("Rule[]/Transition[]/Class"), ["GLACIER", "IA"]);
        assert!(!record.is("Description") && record.is("Content?aws:RequestedRegion"));
        let tags = record.map("TagSet/Tag[Key~Value]");
        assert_eq!(
            (tags["data-owner"], tags["note"]),
            ("sales", ""),
            "values of other tags are dropped"
        );
        assert_eq!(record.map("entry[key=value]")["Users"], "3");
    }

    #[test]
    fn instants_of_every_form() {
        for written in [
            json!(1_795_176_000),
            json!(1_795_176_000_000_i64),
            json!("2026-11-20T12:00:00Z"),
            json!("2026-11-20T12:00:00+00:00"),
            json!("2026-11-20 12:00:00"),
            json!("2026-11-20T12:00:00.000+0000"),
        ] {
            let read = instant(&written).map(|instant| instant.to_string());
            assert_eq!(read.as_deref(), Some("2026-11-20T12:00:00Z"), "{written}");
        }
        assert_eq!(instant(&json!("soon")), None);
    }
}
