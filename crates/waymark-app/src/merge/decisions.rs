//! Conflicts and decisions as JSON, for programs: what `waymark merge --json` prints, with a `take` for each conflict, is what
//! `--decisions` reads.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};
use waymark_core::merge::Side;

use super::Merged;
use crate::error::{Code, Error};
use crate::view::{MergeChange, MergeConflict};

/// The conflicts, each with an empty `take`: `a` is the first file, `b` the second.
pub fn conflicts_json(conflicts: &[MergeConflict]) -> Value {
    let view = |conflict: &MergeConflict| {
        let change = |change: &Option<MergeChange>| {
            change.as_ref().map(|change| json!({ "at": change.at as i64, "by": change.by }))
        };
        json!({
            "id": conflict.id, "kind": conflict.kind, "code": conflict.code, "title": conflict.title, "field": conflict.field,
            "field_label": conflict.field_label, "base": conflict.base, "a": conflict.ours, "b": conflict.theirs,
            "a_changed": change(&conflict.ours_change), "b_changed": change(&conflict.theirs_change), "take": null,
        })
    };
    json!({ "merged": false, "conflicts": conflicts.iter().map(view).collect::<Vec<Value>>() })
}

/// What a merge did.
pub fn merged_json(merged: &Merged, out: &Path) -> Value {
    let incoming: Vec<Value> = merged
        .incoming
        .iter()
        .map(|list| {
            json!({ "kind": list.kind, "added": list.added, "changed": list.changed, "removed": list.removed })
        })
        .collect();
    let recoded: Vec<Value> = merged
        .recoded
        .iter()
        .map(|record| {
            let of = if record.is_ours { "a" } else { "b" };
            json!({ "kind": record.kind, "title": record.title, "of": of, "from": record.from, "to": record.to })
        })
        .collect();
    json!({
        "merged": true, "out": out.to_string_lossy(), "changed": merged.label.is_some(), "incoming": incoming, "files": merged.files,
        "decided": merged.decided, "recoded": recoded,
    })
}

#[derive(Deserialize)]
struct Decided {
    conflicts: Vec<Decision>,
}

#[derive(Deserialize)]
struct Decision {
    id: String,
    take: Option<String>,
}

/// Reads decisions: conflicts with `take` as `a` or `b`. One without a `take` is not decided.
///
/// # Errors
/// [`Code::NotFound`] where the file cannot be read, [`Code::InvalidImport`] where it is something else, or a `take` is neither.
pub fn read_decisions(path: &Path) -> Result<Vec<(String, Side)>, Error> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|error| {
        Error::new(
            Code::NotFound,
            format!("{name} cannot be read"),
            "check the name and the rights on it",
        )
        .caused_by(error)
    })?;
    let help =
        "take what `waymark merge --json` prints, and write \"a\" or \"b\" behind each `take`";
    let decided: Decided =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            Error::new(Code::InvalidImport, format!("{name} holds no decisions: {error}"), help)
                .caused_by(error)
        })?;
    let mut decisions: Vec<(String, Side)> = Vec::new();
    for Decision { id, take } in decided.conflicts {
        let side = match take.as_deref() {
            None => continue,
            Some("a") => Side::Ours,
            Some("b") => Side::Theirs,
            Some(other) => {
                let message = format!("{name}: `{other}` is not a side, at conflict `{id}`");
                return Err(Error::new(Code::InvalidImport, message, help));
            }
        };
        if decisions.iter().any(|(known, _)| *known == id) {
            let message = format!("{name}: the conflict `{id}` stands twice");
            return Err(Error::new(Code::InvalidImport, message, "leave one of them out"));
        }
        decisions.push((id, side));
    }
    Ok(decisions)
}
