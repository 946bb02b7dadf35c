//! What the architecture's diagram is written to other programs from: [`crate::drawio`] and [`crate::mermaid`].

use std::collections::{BTreeMap, BTreeSet};

use waymark_core::architecture::layout::{BoxKind, Diagram, DiagramBox, Wire};
use waymark_core::architecture::stage::Standing;

/// What other programs show of a component beyond its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The name of its layer.
    pub layer: String,
    /// The name of its storage zone; may be empty.
    pub zone: String,
    /// Its name.
    pub name: String,
    /// A second line; may be empty.
    pub detail: String,
    /// The name of its AWS shape; empty where there is none.
    pub shape: String,
    /// The category of its service, such as `analytics`; empty where there is none.
    pub category: String,
    /// What it is for and why, in sentences.
    pub tooltip: String,
}

/// Components by id.
pub type Nodes = BTreeMap<String, Node>;

/// The diagram at one stage.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The stage: `today`, `wave:1`, `target`. Names the page in files.
    pub id: &'a str,
    /// The name of the stage, as people read it.
    pub title: &'a str,
    /// The diagram.
    pub diagram: &'a Diagram,
    /// Ids of the components that stand at the stage.
    pub shown: &'a BTreeSet<String>,
}

impl<'a> Page<'a> {
    /// Whether a box stands at the stage: every source, and what holds a component that does.
    pub fn shows(&self, one: &DiagramBox) -> bool {
        one.kind == BoxKind::Source || one.id.split(' ').any(|id| self.shown.contains(id))
    }

    /// The boxes that stand at the stage.
    pub fn boxes(&self) -> impl Iterator<Item = &'a DiagramBox> + use<'a> {
        let page = *self;
        page.diagram.boxes.iter().filter(move |one| page.shows(one))
    }

    /// The flows between them, with the boxes they join.
    pub fn wires(
        &self,
    ) -> impl Iterator<Item = (&'a Wire, &'a DiagramBox, &'a DiagramBox)> + use<'a> {
        let page = *self;
        page.diagram.wires.iter().filter_map(move |wire| {
            let (from, to) = (page.diagram.boxes.get(wire.from)?, page.diagram.boxes.get(wire.to)?);
            (page.shows(from) && page.shows(to)).then_some((wire, from, to))
        })
    }
}

/// What a box is called in files: its component's id or source's code, or the first of those that it gathers.
pub(crate) fn key(one: &DiagramBox) -> &str {
    one.id.split(' ').next().unwrap_or_default()
}

/// The node of a box: that of its component, or of the first of those that it gathers; none for sources.
pub(crate) fn node_of<'a>(nodes: &'a Nodes, one: &DiagramBox) -> Option<&'a Node> {
    nodes.get(key(one)).filter(|_| one.kind != BoxKind::Source)
}

/// The lines of a box: its name, and more that may be empty. Whole, unlike those of the drawing.
pub(crate) fn label(nodes: &Nodes, one: &DiagramBox) -> (String, String) {
    match (one.kind, node_of(nodes, one)) {
        (BoxKind::Component, Some(node)) => (node.name.clone(), node.detail.clone()),
        (BoxKind::More, _) => {
            (one.lines.first().map_or_else(String::new, |line| line.text.clone()), String::new())
        }
        _ => (one.title.clone(), String::new()),
    }
}

/// How a box stands; `None` for a source.
pub(crate) fn standing(one: &DiagramBox) -> Option<Standing> {
    (one.kind != BoxKind::Source).then_some(one.standing)
}
