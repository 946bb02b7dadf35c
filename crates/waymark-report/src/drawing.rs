//! The architecture's diagram on one A4 page that lies on its side.

use waymark_chart::scene::{Anchor, Item, Role, Scene, Text};
use waymark_core::architecture::Status;
use waymark_core::architecture::layout::{BOX_HEIGHT, BoxKind, Diagram, DiagramBox, Line, TEXT};
use waymark_core::engagement::Engagement;
use waymark_core::pack::Pack;
use waymark_core::text_metrics::TextMetrics;
use waymark_core::wording::list;

use crate::block::{Meta, Orientation};
use crate::form::{date_of, language};
use crate::layout::{DOCUMENT, Draw, Mark, Node, NodeId};
use crate::page::{LaidOut, Page};
use crate::section::words::long_date;
use crate::style::{page_size, tracking};
use crate::text::Typesetter;

/// Free space around the page.
const MARGIN: f32 = 28.0;
/// Where the diagram begins.
const TOP: f32 = 66.0;
/// What is left below the diagram.
const BELOW: f32 = 36.0;
/// Size of the legend's boxes, seen from those of the diagram in its own units.
const LEGEND: f32 = 0.6;
/// Width of a box of the legend, in the diagram's units.
const LEGEND_WIDTH: f32 = 92.0;

/// A diagram to print.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// The pack that it follows from.
    pub pack: &'a Pack,
    /// Whose architecture it is.
    pub engagement: &'a Engagement,
    /// The stage, as people read it.
    pub stage: &'a str,
    /// The code and title of the use case whose path is marked; may be empty.
    pub use_case: &'a str,
    /// The diagram; made smaller to fit, never larger.
    pub scene: &'a Scene,
}

/// The most that a drawing of this size can have on the page, seen from its own units; at most 1.
pub fn scale(width: f32, height: f32) -> f32 {
    let (page_width, page_height) = page_size(Orientation::Landscape);
    let (across, down) = (page_width - 2.0 * MARGIN, page_height - TOP - BELOW);
    (across / width).min(down / height).min(1.0)
}

/// The page: title, legend, diagram, and the day on which the services were checked. It holds no other date of its own.
pub fn lay_out(sheet: &Sheet<'_>) -> LaidOut {
    let (width, height) = page_size(Orientation::Landscape);
    let meta = meta(sheet);
    let mut page = Drawing {
        set: Typesetter::new(&meta.language),
        draws: vec![],
        nodes: vec![Node { tag: "Document", parent: DOCUMENT, alt: None }],
    };
    let title = heading(sheet);
    let legend = legend(page.set.fonts);
    let legend_left = width - MARGIN - legend.width * LEGEND;
    let room = legend_left - MARGIN - 20.0;
    page.text("H1", &title, room, Text::new(MARGIN, 38.0, "", 15.0).bold());
    let mut below = format!("{} of the architecture", sheet.stage);
    if sheet.stage == "Target" {
        "Target: everything that is proposed".clone_into(&mut below);
    }
    if !sheet.use_case.is_empty() {
        below = format!("{below}. Marked: the path of {}", sheet.use_case);
    }
    page.text("P", &below, room, Text::new(MARGIN, 54.0, "", 9.0).role(Role::Ink2));
    let alt =
        "Legend: filled is kept, outlined with a plus is new, dashed and struck through goes.";
    page.figure(alt, legend.placed(legend_left, 26.0, LEGEND));
    let scene = sheet.scene;
    let scale = scale(scene.width, scene.height);
    let left = (width - scene.width * scale) / 2.0;
    page.figure(&scene.alt, scene.placed(left, TOP, scale));
    let checked = format!(
        "The state of the services was checked on {}. Check again before work begins.",
        long_date(sheet.pack.services_checked)
    );
    let foot = height - 20.0;
    page.text("P", &checked, width * 0.6, Text::new(MARGIN, foot, "", 7.5).role(Role::Ink3));
    let own = Text::new(width - MARGIN, foot, "", 7.5).role(Role::Ink3).anchor(Anchor::End);
    page.text("P", &meta.confidentiality, width * 0.3, own);
    let mark = Mark {
        id: "diagram".to_owned(),
        heading: Some((1, String::new(), title)),
        page: 0,
        y: 0.0,
    };
    let drawn = Page { width, height, label: "1".to_owned(), draws: page.draws };
    LaidOut::of_page(&meta, drawn, page.nodes, vec![mark], page.set)
}

fn heading(sheet: &Sheet<'_>) -> String {
    format!("{}: data architecture on AWS", sheet.engagement.profile.client)
}

fn meta(sheet: &Sheet<'_>) -> Meta {
    let profile = &sheet.engagement.profile;
    let facilitators = profile.facilitators.items();
    Meta {
        title: format!("{} ({})", heading(sheet), sheet.stage),
        client: profile.client.clone(),
        author: if facilitators.is_empty() { "Waymark".to_owned() } else { list(facilitators) },
        date: date_of(sheet.pack, sheet.engagement),
        language: language(sheet.pack),
        confidentiality: "Confidential".to_owned(),
    }
}

/// One box for each state, drawn as in the diagram.
fn legend(fonts: &waymark_chart::text::Fonts) -> Scene {
    let states = [("Kept", Status::Existing), ("New", Status::New), ("Goes", Status::Retire)];
    let pitch = LEGEND_WIDTH + 10.0;
    let boxes = states.iter().enumerate().map(|(at, (name, status))| DiagramBox {
        id: String::new(),
        kind: BoxKind::Component,
        x: at as f32 * pitch,
        y: 0.0,
        width: LEGEND_WIDTH,
        height: BOX_HEIGHT,
        lines: vec![Line {
            text: (*name).to_owned(),
            semibold: true,
            width: fonts.width(name, TEXT, true),
        }],
        status: *status,
        is_rejected: false,
        is_selected: false,
        is_dimmed: false,
        is_on_path: false,
        title: (*name).to_owned(),
    });
    let diagram = Diagram {
        width: states.len() as f32 * pitch - 10.0,
        height: BOX_HEIGHT,
        boxes: boxes.collect(),
        ..Diagram::default()
    };
    waymark_chart::architecture::draw(&diagram, fonts)
}

struct Drawing {
    set: Typesetter,
    draws: Vec<Draw>,
    nodes: Vec<Node>,
}

impl Drawing {
    fn node(&mut self, tag: &'static str, alt: Option<String>) -> NodeId {
        self.nodes.push(Node { tag, parent: DOCUMENT, alt });
        self.nodes.len() - 1
    }

    /// One line, cut where it is too long.
    fn text(&mut self, tag: &'static str, text: &str, most: f32, like: Text) {
        if text.is_empty() {
            return;
        }
        self.set.note(text);
        let content = self.set.fonts.ellipsis(text, like.size, like.semibold, most);
        let node = self.node(tag, None);
        let item = Item::Text(Text { content, tracking: tracking(like.size), ..like });
        self.draws.push(Draw::Item { item, node: Some(node) });
    }

    fn figure(&mut self, alt: &str, items: Vec<Item>) {
        let node = self.node("Figure", Some(alt.to_owned()));
        for item in &items {
            note(&mut self.set, item);
        }
        self.draws.extend(items.into_iter().map(|item| Draw::Item { item, node: Some(node) }));
    }
}

/// Notes the characters of a drawing that no font has.
fn note(set: &mut Typesetter, item: &Item) {
    match item {
        Item::Text(text) => set.note(&text.content),
        Item::Group(group) => group.items.iter().for_each(|item| note(set, item)),
        _ => {}
    }
}
