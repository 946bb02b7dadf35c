//! The vertical list to pages: where each page ends, what stands at its head and foot, and the page numbers in the contents.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write;

use waymark_chart::scene::{Anchor, Item, Paint, Role, Scene, Text};
use waymark_core::text_metrics::TextMetrics;

use crate::block::{Link, Meta, Orientation, Report};
use crate::error::Error;
use crate::layout::{DOCUMENT, Draw, Flowed, Mark, Node, NodeId, Piece, flow};
use crate::pdf;
use crate::style::{FOOT_BASELINE, HEAD_BASELINE, MARGIN, RUNNING, page_size, text_area, top};
use crate::text::Typesetter;

/// A page with everything on it, in page coordinates, y downwards.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// What the page is called: a number, or "Cover".
    pub(crate) label: String,
    pub(crate) draws: Vec<Draw>,
}

/// A report on pages.
#[derive(Debug)]
pub struct LaidOut {
    pub(crate) meta: Meta,
    pub(crate) pages: Vec<Page>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) has_cover: bool,
    unsupported: Vec<char>,
}

/// An area of a page that leads somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Left edge, top edge, width and height, in points from the upper left corner.
    pub area: [f32; 4],
    /// The anchor that it leads to, or that what stands there belongs to.
    pub anchor: String,
    /// It is a link within the report.
    pub is_link: bool,
}

/// A page while it is filled.
struct Draft {
    orientation: Orientation,
    draws: Vec<Draw>,
    is_full: bool,
}

pub(crate) fn lay_out(report: &Report, meta: &Meta) -> Result<LaidOut, Error> {
    let mut set = Typesetter::new(&meta.language);
    let mut flowed = flow(report, &mut set)?;
    let drafts = paginate(&mut flowed.pieces, &mut flowed.marks);
    for text in [&meta.title, &meta.client, &meta.author, &meta.confidentiality] {
        set.note(text);
    }
    Ok(dress(meta, flowed, drafts, set))
}

/// The name of a page, counted from 0.
fn label(page: usize, has_cover: bool) -> String {
    match (page, has_cover) {
        (0, true) => "Cover".to_owned(),
        (page, _) => (page + 1).to_string(),
    }
}

/// The head repeated on every page: its height and the piece that holds its draws.
type Head = (f32, usize);

/// Fills pages one after the other; on overflow goes back to the last place where a page may end.
fn paginate(pieces: &mut [Piece], marks: &mut [Mark]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut orientation = Orientation::Portrait;
    let mut head: Option<Head> = None;
    let mut i = 0;
    while i < pieces.len() {
        // What stands before the first box of a page leaves no trace on it.
        match &pieces[i] {
            Piece::Glue(_) | Piece::Keep | Piece::Break => {
                i += 1;
                continue;
            }
            Piece::Orient(new) => {
                orientation = *new;
                i += 1;
                continue;
            }
            Piece::HeadOff => {
                head = None;
                i += 1;
                continue;
            }
            Piece::HeadOn { height, .. } => {
                head = Some((*height, i));
                i += 1;
                continue;
            }
            Piece::Full(draws) => {
                drafts.push(Draft { orientation, draws: draws.clone(), is_full: true });
                i += 1;
                continue;
            }
            Piece::Box { .. } => {}
        }
        let room = text_area(orientation).1;
        let mut draws: Vec<Draw> = Vec::new();
        let mut y = 0.0;
        if let Some((height, at)) = head {
            if let Piece::HeadOn { draws: repeated, .. } = &pieces[at] {
                draws.extend(repeated.iter().map(|d| d.clone().moved(MARGIN, top(orientation))));
            }
            y = height;
        }
        let mut placed: Vec<(usize, f32)> = Vec::new();
        let mut last_end: Option<(usize, Option<Head>)> = None;
        let mut running = head;
        let mut j = i;
        while j < pieces.len() {
            match &pieces[j] {
                Piece::Box { height, .. } => {
                    if y + height > room + 0.01 && !placed.is_empty() {
                        break;
                    }
                    placed.push((j, y));
                    y += height;
                }
                Piece::Glue(space) => {
                    if matches!(pieces[j - 1], Piece::Box { .. } | Piece::HeadOff) {
                        last_end = Some((j, running));
                    }
                    y += space;
                }
                Piece::Keep => {}
                Piece::Break | Piece::Orient(_) | Piece::Full(_) => {
                    last_end = Some((j, running));
                    break;
                }
                Piece::HeadOn { height, .. } => running = Some((*height, j)),
                Piece::HeadOff => running = None,
            }
            j += 1;
        }
        if j >= pieces.len() {
            last_end = Some((j, None));
        }
        // Boxes tied together over more than a page are cut where the page is full.
        let (end, next_head) = last_end.unwrap_or((j, running));
        for (k, above) in placed.into_iter().filter(|p| p.0 < end) {
            if let Piece::Box { draws: own, marks: named, .. } = &mut pieces[k] {
                let down = top(orientation) + above;
                draws.extend(std::mem::take(own).into_iter().map(|d| d.moved(MARGIN, down)));
                for &mut (mark, dy) in named {
                    marks[mark].page = drafts.len();
                    marks[mark].y = down + dy;
                }
            }
        }
        drafts.push(Draft { orientation, draws, is_full: false });
        head = next_head;
        i = end;
    }
    if drafts.is_empty() {
        drafts.push(Draft { orientation, draws: Vec::new(), is_full: false });
    }
    drafts
}

/// Adds head and foot to the drafts, and the page numbers of the contents.
fn dress(meta: &Meta, flowed: Flowed, drafts: Vec<Draft>, set: Typesetter) -> LaidOut {
    let has_cover = drafts.first().is_some_and(|d| d.is_full);
    let total = drafts.len();
    let fonts = set.fonts;
    let places: BTreeMap<&str, usize> =
        flowed.marks.iter().map(|mark| (mark.id.as_str(), mark.page)).collect();
    let page_of =
        |mark: &str| places.get(mark).map_or_else(String::new, |page| label(*page, has_cover));
    let mut pages = Vec::new();
    for (index, draft) in drafts.into_iter().enumerate() {
        let (width, height) = page_size(draft.orientation);
        let label = label(index, has_cover);
        let draws = if draft.is_full {
            draft.draws
        } else {
            let mut draws: Vec<Draw> = Vec::new();
            let quiet = |x: f32, y: f32, text: String, anchor: Anchor| Draw::Item {
                item: Item::Text(
                    Text::new(x, y, text, RUNNING.size).role(Role::Ink3).anchor(anchor),
                ),
                node: None,
            };
            let right = width - MARGIN;
            // A page that opens a part says so itself.
            let opens = |m: &&Mark| m.heading.as_ref().is_some_and(|h| h.0 == 1);
            let section = flowed
                .marks
                .iter()
                .filter(opens)
                .rfind(|m| m.page <= index)
                .filter(|m| m.page < index);
            let mut room = right - MARGIN;
            if let Some((_, number, text)) = section.and_then(|m| m.heading.as_ref()) {
                let name =
                    if number.is_empty() { text.clone() } else { format!("{number}  {text}") };
                let name = fonts.ellipsis(&name, RUNNING.size, false, room * 0.55);
                room -= fonts.width(&name, RUNNING.size, false) + 20.0;
                draws.push(quiet(right, HEAD_BASELINE, name, Anchor::End));
            }
            let running = meta.title.clone();
            draws.push(quiet(
                MARGIN,
                HEAD_BASELINE,
                fonts.ellipsis(&running, RUNNING.size, false, room),
                Anchor::Start,
            ));
            let rule = Item::rect(
                MARGIN,
                HEAD_BASELINE + 8.0,
                right - MARGIN,
                0.5,
                Paint::fill(Role::Line),
            );
            draws.push(Draw::Item { item: rule, node: None });
            draws.extend(draft.draws.into_iter().map(|draw| match draw {
                Draw::PageOf { mark, node } => Draw::Item {
                    item: Item::Text(Text { content: page_of(&mark.content), ..mark }),
                    node: Some(node),
                },
                draw => draw,
            }));
            let foot = height - FOOT_BASELINE;
            let word = |english| crate::lang::in_language(&meta.language, english);
            let place = format!("{} {label} {} {total}", word("Page"), word("of"));
            if !meta.confidentiality.is_empty() {
                let text = fonts.ellipsis(
                    &meta.confidentiality,
                    RUNNING.size,
                    false,
                    right - MARGIN - 90.0,
                );
                draws.push(quiet(MARGIN, foot, text, Anchor::Start));
            }
            draws.push(quiet(right, foot, place, Anchor::End));
            draws
        };
        pages.push(Page { width, height, label, draws });
    }
    let unsupported = set.unsupported.into_iter().collect();
    LaidOut {
        meta: meta.clone(),
        pages,
        nodes: flowed.nodes,
        marks: flowed.marks,
        has_cover,
        unsupported,
    }
}

impl LaidOut {
    /// A file of one page that is drawn already. `set` knows which characters no font has.
    pub(crate) fn of_page(
        meta: &Meta,
        page: Page,
        nodes: Vec<Node>,
        marks: Vec<Mark>,
        set: Typesetter,
    ) -> LaidOut {
        let unsupported = set.unsupported.into_iter().collect();
        let meta = meta.clone();
        LaidOut { meta, pages: vec![page], nodes, marks, has_cover: false, unsupported }
    }

    /// Writes the pages as PDF.
    ///
    /// # Errors
    /// If a font cannot be embedded or the file not be written.
    pub fn to_pdf(&self) -> Result<Vec<u8>, Error> {
        pdf::write(self)
    }

    /// How many pages there are, the cover included.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// The characters no font can show; each is drawn as a replacement mark. Whoever asked for the report is to be told.
    pub fn unsupported(&self) -> &[char] {
        &self.unsupported
    }

    /// The label of the page an anchor is on.
    pub fn page_of(&self, anchor: &str) -> Option<String> {
        self.marks.iter().find(|m| m.id == anchor).map(|m| label(m.page, self.has_cover))
    }

    /// The page of an anchor, counted from 1.
    pub fn page_number_of(&self, anchor: &str) -> Option<usize> {
        self.marks.iter().find(|m| m.id == anchor).map(|m| m.page + 1)
    }

    /// By page: what on it leads elsewhere in the report, and which anchor each stretch of it belongs to.
    pub fn spots(&self) -> Vec<Vec<Spot>> {
        let mut marks: Vec<&Mark> = self.marks.iter().collect();
        marks.sort_by(|a, b| (a.page, a.y).partial_cmp(&(b.page, b.y)).unwrap_or(Ordering::Equal));
        let mut all = Vec::new();
        for (at, page) in self.pages.iter().enumerate() {
            let (left, right) = (MARGIN, page.width - MARGIN);
            let mut spots = Vec::new();
            let own: Vec<&&Mark> = marks.iter().filter(|mark| mark.page == at).collect();
            // What goes on from the page before belongs to the last anchor there.
            let before = marks.iter().rfind(|mark| mark.page < at);
            let first = own.first().map_or(page.height - MARGIN, |mark| mark.y);
            if let Some(before) = before.filter(|_| first > MARGIN + 24.0) {
                spots.push(Spot {
                    area: [left, MARGIN, right - left, first - MARGIN],
                    anchor: before.id.clone(),
                    is_link: false,
                });
            }
            for (place, mark) in own.iter().enumerate() {
                let end = own.get(place + 1).map_or(page.height - MARGIN, |next| next.y);
                if end - mark.y >= 6.0 {
                    spots.push(Spot {
                        area: [left, mark.y, right - left, end - mark.y],
                        anchor: mark.id.clone(),
                        is_link: false,
                    });
                }
            }
            spots.extend(page.draws.iter().filter_map(|draw| match draw {
                Draw::Link { x, y, width, height, to: Link::Anchor(to), .. } => Some(Spot {
                    area: [*x, *y, *width, *height],
                    anchor: to.clone(),
                    is_link: true,
                }),
                _ => None,
            }));
            all.push(spots);
        }
        all
    }

    /// Where the picture of a page stands, if it has one: left edge, top edge, width and height in points.
    pub fn logo_at(&self, page: usize) -> Option<[f32; 4]> {
        self.pages.get(page)?.draws.iter().find_map(|draw| match draw {
            Draw::Logo { x, y, width, height, .. } => Some([*x, *y, *width, *height]),
            _ => None,
        })
    }

    /// Every page as a drawing, for a preview in the window. A picture is left out; see [`LaidOut::logo_at`].
    pub fn scenes(&self) -> Vec<Scene> {
        self.pages
            .iter()
            .map(|page| {
                let mut scene = Scene::new(
                    page.width,
                    page.height,
                    format!("{}, page {}", self.meta.title, page.label),
                    String::new(),
                );
                scene.push(Item::rect(
                    0.0,
                    0.0,
                    page.width,
                    page.height,
                    Paint::fill(Role::Raised),
                ));
                for draw in &page.draws {
                    if let Draw::Item { item, .. } = draw {
                        scene.push(item.clone());
                    }
                }
                scene
            })
            .collect()
    }

    /// What stands on each page, one line per heading, paragraph, row or figure: for snapshots.
    pub fn page_list(&self) -> String {
        let mut out = String::new();
        for page in &self.pages {
            let lies = if page.width > page.height { ", landscape" } else { "" };
            let _ = writeln!(out, "--- {}{lies} ---", page.label);
            let mut lines: Vec<Listed> = Vec::new();
            for draw in &page.draws {
                if let Draw::Item { item, node } = draw {
                    self.list(item, *node, &mut lines);
                }
            }
            for line in lines {
                let _ = writeln!(out, "{}  {}", line.tag, line.text);
            }
        }
        out
    }

    fn list(&self, item: &Item, node: Option<NodeId>, lines: &mut Vec<Listed>) {
        let owner = node.map(|n| self.owner(n));
        let tag = owner.map_or("·", |o| self.nodes[o].tag);
        if tag == "Figure" {
            if lines.last().is_none_or(|l| l.owner != owner) {
                let alt = owner.and_then(|o| self.nodes[o].alt.clone()).unwrap_or_default();
                lines.push(Listed { owner, tag, text: alt, leaf: node, y: 0.0 });
            }
            return;
        }
        let Item::Text(text) = item else { return };
        match lines.last_mut() {
            Some(last) if last.owner == owner => {
                let is_new_cell =
                    tag == "TR" && self.cell(last.leaf) != self.cell(node) || tag == "·";
                if is_new_cell {
                    last.text.push_str(" | ");
                } else if (last.y - text.y).abs() > 0.1 && !last.text.ends_with(['-', ' '])
                    || tag == "TOCI"
                {
                    last.text.push(' ');
                }
                last.text.push_str(&text.content);
                (last.leaf, last.y) = (node, text.y);
            }
            _ => {
                lines.push(Listed {
                    owner,
                    tag,
                    text: text.content.clone(),
                    leaf: node,
                    y: text.y,
                });
            }
        }
    }

    /// The heading, paragraph, row or figure a node belongs to.
    fn owner(&self, node: NodeId) -> NodeId {
        let mut at = node;
        while !matches!(
            self.nodes[at].tag,
            "H1" | "H2" | "H3" | "P" | "BlockQuote" | "LI" | "TR" | "TOCI" | "Figure" | "Caption"
        ) && at != DOCUMENT
        {
            at = self.nodes[at].parent;
        }
        at
    }

    /// The table cell a node belongs to.
    fn cell(&self, node: Option<NodeId>) -> Option<NodeId> {
        let mut at = node?;
        while at != DOCUMENT {
            if matches!(self.nodes[at].tag, "TD" | "TH") {
                return Some(at);
            }
            at = self.nodes[at].parent;
        }
        None
    }
}

/// A line of the page list in the making.
struct Listed {
    owner: Option<NodeId>,
    tag: &'static str,
    text: String,
    leaf: Option<NodeId>,
    y: f32,
}
