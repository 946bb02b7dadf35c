//! Links between records: finding them in a record, and taking them out.

use serde_json::{Map, Value};

use crate::field::{FieldKind, FieldMeta, PackWord};
use crate::record::Kind;

/// True where a field of the list, or of its entries, links to records of a kind.
pub fn links_to(fields: &[FieldMeta], wanted: Kind) -> bool {
    fields.iter().any(|field| match field.kind {
        FieldKind::Link(kind) | FieldKind::Links(kind) => kind == wanted,
        FieldKind::Entries(below) => links_to(below, wanted),
        _ => false,
    })
}

/// Calls `visit` with what a record links to: uids of records, and ids of packs.
pub fn each_link(fields: &[FieldMeta], row: &Map<String, Value>, visit: &mut dyn FnMut(&str)) {
    for field in fields {
        let Some(value) = row.get(field.name) else { continue };
        match field.kind {
            FieldKind::Link(_) | FieldKind::PackWord(PackWord::Pack) => {
                value.as_str().into_iter().for_each(&mut *visit);
            }
            FieldKind::Links(_) => {
                let items = value.as_array().into_iter().flatten();
                items.filter_map(Value::as_str).for_each(&mut *visit);
            }
            FieldKind::Entries(below) => {
                let items = value.as_array().into_iter().flatten();
                for entry in items.filter_map(Value::as_object) {
                    each_link(below, entry, visit);
                }
            }
            _ => {}
        }
    }
}

/// Takes links to a uid out of a record; true where there was one. An entry whose link it is goes as a whole.
pub fn unlink(fields: &[FieldMeta], row: &mut Map<String, Value>, gone: &str) -> bool {
    let mut found = false;
    for field in fields {
        let Some(value) = row.get_mut(field.name) else { continue };
        match field.kind {
            FieldKind::Link(_) if value.as_str() == Some(gone) => {
                row.remove(field.name);
                found = true;
            }
            FieldKind::Links(_) => {
                if let Some(items) = value.as_array_mut() {
                    let before = items.len();
                    items.retain(|item| item.as_str() != Some(gone));
                    found |= items.len() < before;
                }
            }
            FieldKind::Entries(below) => {
                if let Some(items) = value.as_array_mut() {
                    let before = items.len();
                    let is_gone = |item: &Value, field: &FieldMeta| {
                        matches!(field.kind, FieldKind::Link(_))
                            && item.get(field.name).and_then(Value::as_str) == Some(gone)
                    };
                    items.retain(|item| !below.iter().any(|field| is_gone(item, field)));
                    found |= items.len() < before;
                }
            }
            _ => {}
        }
    }
    found
}
