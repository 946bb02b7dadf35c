//! Own initiatives that two copies gave the same code: other records name an initiative by its code, so it has to mean one thing
//! before the copies are merged.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Part, State};
use crate::record::Kind;

/// Gives the own initiatives of a copy the codes that ours has for them; where ours means something else by a code, another one from
/// `next`. What names them in the copy follows.
pub fn align_own(ours: &State, copy: &mut State, next: &mut dyn FnMut() -> String) {
    let part = Part::Records(Kind::OwnInitiative);
    let text = |row: &super::Row, name: &str| {
        row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let known: BTreeMap<String, String> =
        ours.rows(part).iter().map(|row| (text(row, "uid"), text(row, "code"))).collect();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for row in copy.rows_mut(part) {
        let code = text(row, "code");
        let to = match known.get(&text(row, "uid")) {
            Some(own) if *own == code => continue,
            Some(own) => own.clone(),
            None if known.values().any(|taken| *taken == code) => next(),
            None => continue,
        };
        row.insert("code".to_owned(), json!(to));
        renamed.insert(code, to);
    }
    if renamed.is_empty() {
        return;
    }
    let kinds = [Kind::OwnInitiative, Kind::InitiativeSetting, Kind::AcceptedPlan, Kind::Scenario];
    for kind in kinds {
        for row in copy.rows_mut(Part::Records(kind)) {
            for field in ["initiative", "needs", "start_weeks", "decisions"] {
                if let Some(value) = row.get_mut(field) {
                    rename(value, &renamed);
                }
            }
        }
    }
}

/// Puts the new codes in place of the old ones, wherever one stands by itself.
fn rename(value: &mut Value, renamed: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(to) = renamed.get(text.as_str()) {
                text.clone_from(to);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, renamed)),
        Value::Object(object) => {
            let entries = std::mem::take(object);
            for (key, mut item) in entries {
                rename(&mut item, renamed);
                object.insert(renamed.get(&key).cloned().unwrap_or(key), item);
            }
        }
        _ => {}
    }
}
