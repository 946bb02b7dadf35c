//! The architecture's diagram as Mermaid: a flow chart from left to right, a box around each layer and zone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use waymark_core::architecture::layout::{ACCEPTED, BoxKind, DiagramBox, Guarded};
use waymark_core::architecture::stage::Standing;

use crate::export::{Nodes, Page, key, label, node_of, standing};

/// What a standing is called, and how it is drawn; `None` is a source. None needs colour: fill, border and dashes differ.
const CLASSES: [(Option<Standing>, &str, &str); 7] = [
    (None, "source", "fill:#FFFFFF,stroke:#656E75,stroke-width:1px,color:#1D2226"),
    (Some(Standing::Kept), "kept", "fill:#DEDCD8,stroke:#656E75,stroke-width:1px,color:#1D2226"),
    (
        Some(Standing::Leaving),
        "leaving",
        "fill:#DEDCD8,stroke:#545C63,stroke-width:1px,stroke-dasharray:6 4,color:#1D2226",
    ),
    (Some(Standing::New), "new", "fill:#FFFFFF,stroke:#0B5D66,stroke-width:2px,color:#1D2226"),
    (
        Some(Standing::Replacing),
        "replacing",
        "fill:#FFFFFF,stroke:#0B5D66,stroke-width:4px,color:#1D2226",
    ),
    (
        Some(Standing::Retired),
        "retired",
        "fill:#FFFFFF,stroke:#545C63,stroke-width:1px,stroke-dasharray:6 4,color:#545C63",
    ),
    (
        Some(Standing::Rejected),
        "rejected",
        "fill:#FFFFFF,stroke:#545C63,stroke-width:1px,stroke-dasharray:1 3,color:#545C63",
    ),
];

/// The file, under a title. Boxes keep the order of the drawing; equal input gives equal text.
pub fn file(title: &str, page: &Page<'_>, nodes: &Nodes) -> String {
    let mut out = String::new();
    let heading = format!("{title}: {}", page.title);
    // A title in quotation marks is YAML that ends only where it should.
    let _ = writeln!(out, "---\ntitle: {}\n---\nflowchart LR", yaml(&heading));
    for (_, name, style) in CLASSES {
        let _ = writeln!(out, "  classDef {name} {style}");
    }
    let mut ids = Ids::default();
    let mut layers: Named<(String, Vec<&DiagramBox>)> = vec![];
    for one in page.boxes() {
        let (layer, zone) = match (one.kind, node_of(nodes, one)) {
            (BoxKind::Source, _) | (_, None) => ("Sources".to_owned(), String::new()),
            (_, Some(node)) => (node.layer.clone(), node.zone.clone()),
        };
        let zones = entry(&mut layers, layer);
        entry(zones, zone).push(one);
    }
    for (at, (layer, zones)) in layers.iter().enumerate() {
        let _ = writeln!(out, "  subgraph layer{}[{}]", at + 1, text(layer));
        for (below, (zone, own)) in zones.iter().enumerate() {
            let indent = if zone.is_empty() { "    " } else { "      " };
            if !zone.is_empty() {
                let _ =
                    writeln!(out, "    subgraph layer{}zone{}[{}]", at + 1, below + 1, text(zone));
            }
            for one in own {
                let _ = writeln!(out, "{indent}{}", node(&mut ids, nodes, one));
            }
            if !zone.is_empty() {
                out.push_str("    end\n");
            }
        }
        out.push_str("  end\n");
    }
    for (wire, from, to) in page.wires() {
        let arrow = match (wire.is_emphasised, wire.is_presumed) {
            (true, _) => "==>",
            (false, true) => "-.->",
            (false, false) => "-->",
        };
        let carries =
            if wire.title.is_empty() { String::new() } else { format!("|{}|", text(&wire.title)) };
        let _ = writeln!(out, "  {} {arrow}{carries} {}", ids.of(key(from)), ids.of(key(to)));
    }
    out
}

/// Lists under names, in the order in which the names came.
type Named<T> = Vec<(String, Vec<T>)>;

/// The list under a name, which is added at the end where it is new.
fn entry<T: Default>(list: &mut Vec<(String, T)>, name: String) -> &mut T {
    let at = list.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
        list.push((name, T::default()));
        list.len() - 1
    });
    &mut list[at].1
}

/// A node with its shape, label and class.
fn node(ids: &mut Ids, nodes: &Nodes, one: &DiagramBox) -> String {
    let (name, detail) = label(nodes, one);
    let standing = standing(one);
    let state = match standing {
        None | Some(Standing::Kept) => String::new(),
        Some(standing) => format!("({})", standing.label()),
    };
    let guarded = one.guarded.iter().map(Guarded::told).collect::<Vec<_>>().join("; ");
    let accepted = if one.is_accepted { ACCEPTED } else { "" };
    let lines = [name.as_str(), detail.as_str(), state.as_str(), guarded.as_str(), accepted];
    let lines = lines.iter().filter(|line| !line.is_empty());
    let says = lines.map(|line| quoted(line)).collect::<Vec<_>>().join("<br/>");
    let id = ids.of(key(one));
    let class = CLASSES.iter().find(|(known, ..)| *known == standing);
    let class = class.map_or("", |(_, class, _)| class);
    match standing {
        None => format!("{id}([\"{says}\"]):::{class}"),
        Some(_) => format!("{id}[\"{says}\"]:::{class}"),
    }
}

/// Ids that Mermaid takes, each for one box.
#[derive(Default)]
struct Ids {
    made: BTreeMap<String, String>,
    used: BTreeSet<String>,
}

impl Ids {
    fn of(&mut self, id: &str) -> String {
        if let Some(made) = self.made.get(id) {
            return made.clone();
        }
        // The letter before keeps ids apart from Mermaid's own words, such as `end`.
        let plain: String =
            id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let mut made = format!("n_{plain}");
        let mut number = 2;
        while !self.used.insert(made.clone()) {
            made = format!("n_{plain}_{number}");
            number += 1;
        }
        self.made.insert(id.to_owned(), made.clone());
        made
    }
}

fn text(of: &str) -> String {
    format!("\"{}\"", quoted(of))
}

/// A text between quotation marks: what Mermaid or HTML would read is written as an entity.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A beginning that Mermaid would take for that of a list, which it refuses.
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if text.starts_with(['-', '+', '*'])
        || (number.len() < text.len() && number.starts_with(['.', ')']))
    {
        out.push('\u{200B}');
    }
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '&' => out.push_str("#amp;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '`' => out.push_str("#96;"),
            '*' => out.push_str("#42;"),
            '_' => out.push_str("#95;"),
            '|' => out.push_str("#124;"),
            '\\' => out.push_str("#92;"),
            letter if letter.is_whitespace() || letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// A text as a YAML string.
fn yaml(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}
