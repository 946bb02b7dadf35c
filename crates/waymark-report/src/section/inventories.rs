//! The inventories: every record of discovery with its main fields.

use serde_json::Value;
use waymark_core::engagement::Engagement;
use waymark_core::field::{FieldKind, FieldMeta};
use waymark_core::record::Kind;
use waymark_core::wording::{count, percent, sentence};

use super::words::{UNKNOWN, inner, number, short_date, thousands};
use super::{Context, SHOWN, note, quiet_cell, record_anchor};
use crate::block::{
    Align, Block, Cell, Column, Heading, Orientation, Row, Span, Table, heading, lead,
};

/// The fields shown beside code and title, each with its share of the width.
fn fields(kind: Kind) -> &'static [(&'static str, f32)] {
    match kind {
        Kind::Goal => &[
            ("value_driver", 1.6),
            ("kpi_name", 2.4),
            ("baseline", 1.0),
            ("target", 1.0),
            ("target_date", 1.3),
            ("owner", 1.8),
            ("status", 1.1),
        ],
        Kind::UseCase => &[
            ("decision_supported", 4.0),
            ("consumers", 1.2),
            ("sources", 2.4),
            ("freshness_need", 1.2),
            ("response_need", 1.3),
            ("channels", 1.5),
            ("personal_data", 1.0),
            ("proof", 1.2),
        ],
        Kind::Persona => &[
            ("role", 1.8),
            ("count", 1.2),
            ("data_literacy", 1.1),
            ("access", 2.1),
            ("frequency", 1.2),
            ("sensitivity_allowed", 1.3),
            ("pain", 2.0),
        ],
        Kind::Source => &[
            ("kind", 1.2),
            ("mode", 1.3),
            ("location", 1.3),
            ("volume_total_gb", 1.0),
            ("freshness_now", 1.1),
            ("sensitivity", 1.3),
            ("data_classes", 1.5),
            ("owner_business", 1.7),
            ("keys", 1.9),
            ("zone_target", 1.2),
        ],
        Kind::Regulation => &[
            ("regulation", 1.6),
            ("erasure_duty", 1.0),
            ("erasure_deadline_days", 1.2),
            ("retention_min_months", 1.3),
            ("retention_max_months", 1.3),
            ("retention_trigger", 1.5),
            ("audit_evidence", 1.3),
        ],
        Kind::Constraint => &[
            ("residency", 1.2),
            ("strictness", 1.2),
            ("cross_border", 1.6),
            ("immutability", 1.3),
            ("approved_regions", 2.0),
            ("forbidden_services", 2.0),
            ("data_classes", 1.6),
        ],
        Kind::PlatformItem => &[
            ("layer", 1.6),
            ("product", 1.9),
            ("state", 1.2),
            ("keep", 1.1),
            ("yearly_cost", 1.2),
            ("contract_end", 1.3),
            ("users", 0.9),
            ("satisfaction", 1.1),
        ],
        Kind::Skill => &[
            ("headcount_now", 1.1),
            ("headcount_in_12_months", 1.1),
            ("employment", 1.3),
            ("capacity_weeks_per_month", 1.1),
            ("skills", 4.0),
            ("is_single_point_of_failure", 1.2),
        ],
        _ => &[],
    }
}

pub(crate) fn is_empty(engagement: &Engagement) -> bool {
    SHOWN.iter().all(|kind| engagement.codes(*kind).is_empty())
}

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let engagement = context.engagement();
    let mut total = 0;
    let mut unknown = 0;
    let mut entries = 0;
    let mut tables = Vec::new();
    for kind in SHOWN {
        let rows = engagement.rows(kind);
        if rows.is_empty() {
            continue;
        }
        total += rows.len();
        let (table, open) = inventory(context, kind, &rows);
        unknown += open;
        entries += rows.len() * fields(kind).len();
        tables.push(heading(
            2,
            sentence(&count(rows.len(), kind.label(), kind.plural())),
            format!("inventory-{}", kind.table()),
        ));
        tables.push(table);
    }
    let mut blocks = vec![
        Block::Orientation(Orientation::Landscape),
        Block::Heading(
            Heading::new(1, format!("{total} records stand behind the diagnosis"), "inventories")
                .kicker("Inventories"),
        ),
        lead(format!(
            "The main fields of everything recorded in discovery. {unknown} of {entries} entries are unknown ({}); unknown is neither good nor bad, \
             and no rule takes it for either.",
            percent(unknown as f64 / entries.max(1) as f64)
        )),
    ];
    blocks.extend(tables);
    blocks.push(Block::Orientation(Orientation::Portrait));
    blocks
}

/// A table of one kind, and how many of its entries are unknown.
fn inventory(context: &Context, kind: Kind, rows: &[Value]) -> (Block, usize) {
    let shown: Vec<(&FieldMeta, f32)> = fields(kind)
        .iter()
        .filter_map(|(name, width)| {
            Some((kind.fields().iter().find(|meta| meta.name == *name)?, *width))
        })
        .collect();
    let mut unknown = 0;
    let table_rows = rows
        .iter()
        .map(|row| {
            let code = row.get("code").and_then(Value::as_str).unwrap_or_default();
            let title = row.get("title").and_then(Value::as_str).unwrap_or_default();
            let mut cells = vec![Cell::spans(vec![Span::bold(title), note(format!("  {code}"))])];
            for (meta, _) in &shown {
                let value = row.get(meta.name).filter(|v| !v.is_null());
                cells.push(match value {
                    None => {
                        unknown += 1;
                        quiet_cell(UNKNOWN)
                    }
                    Some(value) => Cell::spans(entry(context, kind, meta.kind, value)),
                });
            }
            Row::new(cells).id(record_anchor(code))
        })
        .collect();
    let mut columns = vec![Column::new("Title", 3.0)];
    columns.extend(shown.iter().map(|(meta, width)| {
        let is_number =
            matches!(meta.kind, FieldKind::Whole(..) | FieldKind::Number(..) | FieldKind::Money);
        let head = match meta.kind {
            FieldKind::Number(_, _, unit) | FieldKind::Whole(_, _, unit)
                if !unit.is_empty() && meta.label.len() + unit.len() < 24 =>
            {
                format!("{}, {unit}", meta.label)
            }
            FieldKind::Money if !context.currency().is_empty() => {
                format!("{}, {}", meta.label, context.currency())
            }
            _ => meta.label.to_owned(),
        };
        Column {
            align: if is_number { Align::Right } else { Align::Left },
            ..Column::new(head, *width)
        }
    }));
    let table = Table {
        alt: format!("Main fields of the {}.", kind.plural()),
        columns,
        rows: table_rows,
        ..Table::default()
    };
    (Block::Table(table), unknown)
}

/// A value in words.
fn entry(context: &Context, owner: Kind, kind: FieldKind, value: &Value) -> Vec<Span> {
    let plain = |text: String| vec![Span::text(text)];
    let none = || vec![Span::quiet("none")];
    match kind {
        FieldKind::Text(_) | FieldKind::Long(_) => match value.as_str() {
            None | Some("") => none(),
            Some(text) => plain(text.to_owned()),
        },
        FieldKind::Whole(..) => plain(value.as_i64().map_or_else(|| value.to_string(), thousands)),
        FieldKind::Number(..) => plain(value.as_f64().map_or_else(|| value.to_string(), number)),
        FieldKind::Money => plain(value.as_i64().map_or_else(|| value.to_string(), thousands)),
        FieldKind::Date => plain(
            value
                .as_str()
                .and_then(|text| text.parse().ok())
                .map_or_else(|| value.to_string(), short_date),
        ),
        FieldKind::Flag => {
            plain(if value.as_bool() == Some(true) { "yes".into() } else { "no".into() })
        }
        FieldKind::Choice(words) => {
            plain(words.label(value.as_str().unwrap_or_default()).to_owned())
        }
        FieldKind::Choices(words) => joined(value, |word| words.label(word).to_owned()),
        FieldKind::Texts => joined(value, str::to_owned),
        FieldKind::PackWord(list) => {
            let id = value.as_str().unwrap_or_default();
            plain(context.words.label(list, id).unwrap_or(id).to_owned())
        }
        FieldKind::PackWords(list) => {
            joined(value, |id| context.words.label(list, id).unwrap_or(id).to_owned())
        }
        FieldKind::Link(linked) => {
            code_of(context, linked, value).map_or_else(none, |code| vec![context.code(&code)])
        }
        FieldKind::Links(linked) => {
            let codes: Vec<String> =
                items(value).filter_map(|v| code_of(context, linked, v)).collect();
            if codes.is_empty() { none() } else { context.codes(&codes, 12) }
        }
        FieldKind::Entries(parts) => entries(context, parts, value),
        FieldKind::Instant | FieldKind::Frozen => {
            debug_assert!(false, "{owner:?} shows no such field");
            vec![]
        }
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn joined(value: &Value, label: impl Fn(&str) -> String) -> Vec<Span> {
    let labels: Vec<String> = items(value)
        .filter_map(Value::as_str)
        .enumerate()
        .map(|(i, word)| if i == 0 { label(word) } else { inner(&label(word)) })
        .collect();
    if labels.is_empty() { vec![Span::quiet("none")] } else { vec![Span::text(labels.join(", "))] }
}

fn code_of(context: &Context, kind: Kind, value: &Value) -> Option<String> {
    context.engagement().code_of(kind, waymark_core::id::Uid::parse(value.as_str()?)?)
}

/// Small entries, each as its first field with the others behind it: "SRC-4 (helpful)", "SQL 4".
fn entries(context: &Context, parts: &[FieldMeta], value: &Value) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for item in items(value) {
        if !spans.is_empty() {
            spans.push(Span::text(", "));
        }
        for (i, part) in parts.iter().enumerate() {
            let Some(value) = item.get(part.name).filter(|v| !v.is_null()) else { continue };
            let own = entry(context, Kind::UseCase, part.kind, value);
            match (i, part.kind) {
                (0, _) => spans.extend(own),
                (_, FieldKind::Choice(words)) => {
                    // The first word of such a list goes without saying: required.
                    let is_usual =
                        words.words.first().is_some_and(|first| value.as_str() == Some(first.word));
                    if !is_usual {
                        spans.push(Span::quiet(format!(
                            " ({})",
                            inner(words.label(value.as_str().unwrap_or_default()))
                        )));
                    }
                }
                _ => {
                    spans.push(Span::text(" "));
                    spans.extend(own);
                }
            }
        }
    }
    if spans.is_empty() { vec![Span::quiet("none")] } else { spans }
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, fields};

    #[test]
    fn every_field_shown_is_a_field_of_its_kind() {
        for kind in SHOWN {
            assert!(!fields(kind).is_empty(), "{kind:?} has a table");
            for (name, _) in fields(kind) {
                assert!(
                    kind.fields().iter().any(|meta| meta.name == *name),
                    "{kind:?} has a field {name}"
                );
            }
        }
    }
}
