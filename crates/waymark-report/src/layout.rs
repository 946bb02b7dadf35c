//! Blocks to a vertical list: boxes that are never cut, glue where a page may end, penalties where it must or must not.

mod contents;
mod panel;
mod table;

use std::collections::BTreeSet;
use std::sync::Arc;

use waymark_chart::scene::{Item, Paint, Role, Text};

use crate::block::{
    Block, Bullets, Figure, Heading, Link, Logo, Orientation, Paragraph, ParagraphStyle, Report,
    Span,
};
use crate::error::Error;
use crate::style::{
    BODY, CAPTION_TITLE, HEADINGS, KICKER, LEAD, MEASURE, QUOTE, SMALL, Type, text_area, tracking,
};
use crate::text::{Line, Styled, Typesetter};

/// A place in the tree of tags.
pub(crate) type NodeId = usize;

/// One element of the tree of tags.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) tag: &'static str,
    pub(crate) parent: NodeId,
    pub(crate) alt: Option<String>,
}

/// Something on the page, in the coordinates of its box.
#[derive(Clone, Debug)]
pub(crate) enum Draw {
    /// A picture element; without a node it is decoration, left out by screen readers.
    Item { item: Item, node: Option<NodeId> },
    /// An area that leads somewhere.
    Link { x: f32, y: f32, width: f32, height: f32, to: Link, node: NodeId },
    /// The label of the page on which a mark stands, known once all pages are: a text whose content is the mark's name.
    PageOf { mark: Text, node: NodeId },
    /// The picture of the cover.
    Logo { x: f32, y: f32, width: f32, height: f32, logo: Arc<Logo>, node: NodeId },
}

impl Draw {
    /// The draw, moved.
    #[must_use]
    pub(crate) fn moved(mut self, dx: f32, dy: f32) -> Draw {
        match &mut self {
            Draw::Item { item, .. } => item.shift(dx, dy),
            Draw::Link { x, y, .. }
            | Draw::Logo { x, y, .. }
            | Draw::PageOf { mark: Text { x, y, .. }, .. } => {
                *x += dx;
                *y += dy;
            }
        }
        self
    }
}

/// A named place. Headings are marks too.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mark {
    pub(crate) id: String,
    /// Level, number and text if it is a heading.
    pub(crate) heading: Option<(u8, String, String)>,
    /// The page, counted from 0, and the height on it; known after paging.
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// One element of the vertical list.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// Never cut. Marks are places in [`Flow::marks`] with their height in the box.
    Box { height: f32, draws: Vec<Draw>, marks: Vec<(usize, f32)> },
    /// Free space; right after a box a page may end here, and it is dropped there.
    Glue(f32),
    /// The glue that follows is no place to end a page.
    Keep,
    /// The page ends here.
    Break,
    /// The page ends here and the next lies otherwise.
    Orient(Orientation),
    /// From here on every new page begins with this head.
    HeadOn { height: f32, draws: Vec<Draw> },
    /// No more heads.
    HeadOff,
    /// A page of its own without margins, head and foot.
    Full(Vec<Draw>),
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) level: u8,
    pub(crate) number: String,
    pub(crate) text: String,
    pub(crate) id: String,
}

/// The vertical list in the making.
pub(crate) struct Flow<'a> {
    pub(crate) set: &'a mut Typesetter,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) marks: Vec<Mark>,
    entries: Vec<Entry>,
    width: f32,
    height: f32,
    section: NodeId,
    is_nested: bool,
}

/// A figure is made smaller to stay on the page of its heading, but not below this share of the size it could have.
const LEAST_SHARE: f32 = 0.75;

/// The root of the tree of tags.
pub(crate) const DOCUMENT: NodeId = 0;

/// A report with everything known but its pages.
pub(crate) struct Flowed {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) marks: Vec<Mark>,
}

/// Lowers a whole report.
pub(crate) fn flow(report: &Report, set: &mut Typesetter) -> Result<Flowed, Error> {
    let mut entries = Vec::new();
    headings(&report.blocks, &mut entries);
    let (width, height) = text_area(Orientation::Portrait);
    let root = Node { tag: "Document", parent: DOCUMENT, alt: None };
    let mut flow = Flow {
        set,
        pieces: Vec::new(),
        nodes: vec![root],
        marks: Vec::new(),
        entries,
        width,
        height,
        section: DOCUMENT,
        is_nested: false,
    };
    for block in &report.blocks {
        flow.block(block, None)?;
    }
    let mut names = BTreeSet::new();
    for mark in &flow.marks {
        if !names.insert(mark.id.as_str()) {
            return Err(Error::DuplicateAnchor { anchor: mark.id.clone() });
        }
    }
    let links = flow.pieces.iter().filter_map(|p| match p {
        Piece::Box { draws, .. } | Piece::HeadOn { draws, .. } | Piece::Full(draws) => Some(draws),
        _ => None,
    });
    for draw in links.flatten() {
        if let Draw::Link { to: Link::Anchor(anchor), .. } = draw
            && !names.contains(anchor.as_str())
        {
            return Err(Error::UnknownAnchor { anchor: anchor.clone() });
        }
    }
    Ok(Flowed { pieces: flow.pieces, nodes: flow.nodes, marks: flow.marks })
}

/// The headings of a report in order, for its contents.
pub(crate) fn headings(blocks: &[Block], found: &mut Vec<Entry>) {
    for block in blocks {
        match block {
            Block::Heading(h) => found.push(Entry {
                level: h.level,
                number: h.number.clone(),
                text: h.text.clone(),
                id: h.id.clone(),
            }),
            Block::KeepTogether(inner) | Block::Card(inner) => headings(inner, found),
            Block::Callout(c) => headings(&c.blocks, found),
            Block::Columns(c) => {
                headings(&c.left, found);
                headings(&c.right, found);
            }
            _ => {}
        }
    }
}

impl Flow<'_> {
    fn node(&mut self, tag: &'static str, parent: NodeId) -> NodeId {
        self.nodes.push(Node { tag, parent, alt: None });
        self.nodes.len() - 1
    }

    fn mark(&mut self, id: &str, heading: Option<(u8, String, String)>) -> usize {
        self.marks.push(Mark { id: id.to_owned(), heading, page: 0, y: 0.0 });
        self.marks.len() - 1
    }

    fn push(&mut self, height: f32, draws: Vec<Draw>) {
        self.pieces.push(Piece::Box { height, draws, marks: Vec::new() });
    }

    /// Glue at which no page ends.
    fn tie(&mut self, space: f32) {
        self.pieces.push(Piece::Keep);
        self.pieces.push(Piece::Glue(space));
    }

    /// A line of text as draws, its top at 0. Stretches that lead somewhere become links of their own.
    fn line(
        &mut self,
        line: &Line,
        spans: &[Styled],
        x: f32,
        kind: Type,
        links: &mut [Option<NodeId>],
        node: Option<NodeId>,
    ) -> Vec<Draw> {
        let height = kind.line;
        let fonts = self.set.fonts;
        let size = spans.iter().map(|s| s.size).fold(0.0, f32::max);
        let base = (height - fonts.ascent(size) - fonts.descent(size)) / 2.0 + fonts.ascent(size);
        let mut draws = Vec::new();
        for run in &line.runs {
            let span = &spans[run.span];
            let own = match (&span.link, node) {
                (Some(_), Some(parent)) => {
                    let known = links[run.span];
                    let link = known.unwrap_or_else(|| self.node("Link", parent));
                    links[run.span] = Some(link);
                    Some(link)
                }
                _ => node,
            };
            let text = Text {
                tracking: tracking(span.size),
                tabular: span.tabular,
                semibold: span.semibold,
                role: span.role,
                ..Text::new(x + run.x, base, run.text.clone(), span.size)
            };
            draws.push(Draw::Item { item: Item::Text(text), node: own });
            if let (Some(to), Some(link)) = (&span.link, own) {
                draws.push(Draw::Link {
                    x: x + run.x,
                    y: 0.0,
                    width: run.width,
                    height,
                    to: to.clone(),
                    node: link,
                });
            }
        }
        draws
    }

    /// Breaks spans to `width` and returns each line as draws of one line's height.
    fn text(
        &mut self,
        spans: &[Styled],
        x: f32,
        width: f32,
        kind: Type,
        node: Option<NodeId>,
    ) -> Vec<Vec<Draw>> {
        let lines = self.set.lines(spans, width, false);
        let mut links = vec![None; spans.len()];
        lines.iter().map(|line| self.line(line, spans, x, kind, &mut links, node)).collect()
    }

    /// Lines as boxes; no page ends after the first or before the last line.
    fn lines(&mut self, lines: Vec<Vec<Draw>>, height: f32) {
        let count = lines.len();
        for (i, draws) in lines.into_iter().enumerate() {
            self.push(height, draws);
            if i + 1 < count && i != 0 && i + 2 != count {
                self.pieces.push(Piece::Glue(0.0));
            }
        }
    }

    /// Lowers one block under a node, or under the section that is open.
    fn block(&mut self, block: &Block, parent: Option<NodeId>) -> Result<(), Error> {
        let under = parent.unwrap_or(self.section);
        match block {
            Block::Cover(cover) => self.cover(cover),
            Block::Heading(heading) => self.heading(heading, parent)?,
            Block::Paragraph(paragraph) => self.paragraph(paragraph, under),
            Block::Bullets(bullets) => self.bullets(bullets, under),
            Block::Table(table) => self.table(table, under)?,
            Block::Figure(figure) => self.figure(figure, under),
            Block::Callout(callout) => self.callout(callout, under)?,
            Block::TableOfContents { depth } => self.contents(*depth, under),
            Block::KeyFigures(figures) => self.key_figures(figures, under),
            Block::KeepTogether(blocks) => {
                let before = self.pieces.len();
                for inner in blocks {
                    self.block(inner, parent)?;
                }
                let own = self.pieces.split_off(before);
                let last = own.len().saturating_sub(1);
                for (i, piece) in own.into_iter().enumerate() {
                    if matches!(piece, Piece::Glue(_)) && i > 0 && i < last {
                        self.pieces.push(Piece::Keep);
                    }
                    self.pieces.push(piece);
                }
            }
            Block::Columns(columns) => self.columns(columns, parent)?,
            Block::Card(blocks) => self.card(blocks, parent)?,
            Block::WritingLines(count) => self.writing_lines(*count),
            Block::Space(space) => self.pieces.push(Piece::Glue(*space)),
            Block::Rule => {
                let rule = Item::rect(0.0, 0.0, self.width, 0.6, Paint::fill(Role::Line));
                self.push(0.6, vec![Draw::Item { item: rule, node: None }]);
                self.pieces.push(Piece::Glue(10.0));
            }
            Block::PageBreak if !self.is_nested => self.pieces.push(Piece::Break),
            Block::Orientation(orientation) if !self.is_nested => {
                (self.width, self.height) = text_area(*orientation);
                self.pieces.push(Piece::Orient(*orientation));
            }
            // Inside a panel or a column there is no page to end.
            Block::PageBreak | Block::Orientation(_) => {}
        }
        Ok(())
    }

    /// Lowers blocks into a list of their own, `width` wide.
    fn nested(
        &mut self,
        blocks: &[Block],
        width: f32,
        parent: Option<NodeId>,
    ) -> Result<Vec<Piece>, Error> {
        let outer = std::mem::take(&mut self.pieces);
        let (wide, nested) = (self.width, self.is_nested);
        self.width = width;
        self.is_nested = true;
        let mut outcome = Ok(());
        for block in blocks {
            outcome = self.block(block, parent);
            if outcome.is_err() {
                break;
            }
        }
        self.width = wide;
        self.is_nested = nested;
        let inner = std::mem::replace(&mut self.pieces, outer);
        outcome.map(|()| inner)
    }

    /// The narrowest width that breaks spans into no more lines than `width` does, so that no line of a title holds a single word.
    fn balanced(&mut self, spans: &[Styled], width: f32) -> f32 {
        let count = self.set.lines(spans, width, false).len();
        if count == 1 {
            return width;
        }
        let (mut low, mut high) = (width * 0.4, width);
        for _ in 0..10 {
            let middle = f32::midpoint(low, high);
            if self.set.lines(spans, middle, false).len() > count {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }

    /// The height of what is already tied to the next block: headings above a figure.
    fn tied(&self) -> f32 {
        let mut height = 0.0;
        for (i, piece) in self.pieces.iter().enumerate().rev() {
            match piece {
                Piece::Box { height: own, .. } => height += own,
                Piece::Glue(_)
                    if i > 0
                        && matches!(self.pieces[i - 1], Piece::Box { .. } | Piece::HeadOff) =>
                {
                    break;
                }
                Piece::Glue(space) => height += space,
                Piece::Break | Piece::Orient(_) | Piece::Full(_) => break,
                Piece::Keep | Piece::HeadOn { .. } | Piece::HeadOff => {}
            }
        }
        height
    }

    fn heading(&mut self, heading: &Heading, parent: Option<NodeId>) -> Result<(), Error> {
        let level = match heading.level {
            1..=3 => usize::from(heading.level),
            level => return Err(Error::HeadingLevel { text: heading.text.clone(), level }),
        };
        let kind = HEADINGS[level - 1];
        if level == 1 && !self.is_nested {
            self.pieces.push(Piece::Break);
            self.section = self.node("Sect", DOCUMENT);
        } else {
            self.pieces.push(Piece::Glue([0.0, 20.0, 12.0][level - 1]));
        }
        let under = parent.unwrap_or(self.section);
        let node = self.node(["H1", "H2", "H3"][level - 1], under);
        let mark = self
            .mark(&heading.id, Some((heading.level, heading.number.clone(), heading.text.clone())));
        let mut draws = Vec::new();
        let mut y = 0.0;
        let mut x = 0.0;
        if level == 1 {
            let mut above = Vec::new();
            if !heading.number.is_empty() {
                above.push(
                    Styled::new(format!("{}   ", heading.number), KICKER.size, Role::Accent).bold(),
                );
            }
            if let Some(kicker) = &heading.kicker {
                above.push(Styled::new(kicker.clone(), KICKER.size, Role::Ink2));
            }
            if !above.is_empty() {
                for line in self.text(&above, 0.0, self.width, KICKER, Some(node)) {
                    draws.extend(line.into_iter().map(|d| d.moved(0.0, y)));
                    y += KICKER.line;
                }
                y += 4.0;
            }
        } else if !heading.number.is_empty() {
            let number = [Styled::new(heading.number.clone(), kind.size, Role::Ink3)];
            x = number[0].width(self.set.fonts, &heading.number) + kind.size * 0.7;
            if let Some(line) =
                self.text(&number, 0.0, self.width, kind, Some(node)).into_iter().next()
            {
                draws.extend(line);
            }
        }
        let title = [Styled::new(heading.text.clone(), kind.size, Role::Ink).bold()];
        let measure = self
            .balanced(&title, if level == 1 { self.width } else { (self.width - x).min(MEASURE) });
        for line in self.text(&title, x, measure, kind, Some(node)) {
            draws.extend(line.into_iter().map(|d| d.moved(0.0, y)));
            y += kind.line;
        }
        self.pieces.push(Piece::Box { height: y, draws, marks: vec![(mark, 0.0)] });
        self.tie([16.0, 6.0, 3.0][level - 1]);
        Ok(())
    }

    fn paragraph(&mut self, paragraph: &Paragraph, under: NodeId) {
        let (kind, role, space) = match paragraph.style {
            ParagraphStyle::Body => (BODY, Role::Ink, 7.5),
            ParagraphStyle::Lead => (LEAD, Role::Ink, 14.0),
            ParagraphStyle::Small => (SMALL, Role::Ink2, 6.0),
            ParagraphStyle::Quote => (QUOTE, Role::Ink, 10.0),
        };
        let inset = if paragraph.style == ParagraphStyle::Quote { 16.0 } else { 0.0 };
        let measure = (self.width - inset).min(if paragraph.style == ParagraphStyle::Lead {
            440.0
        } else {
            MEASURE
        });
        let tag = if paragraph.style == ParagraphStyle::Quote { "BlockQuote" } else { "P" };
        let node = self.node(tag, under);
        let spans = Styled::all(&paragraph.spans, kind, role);
        let mut lines = self.text(&spans, inset, measure, kind, Some(node));
        if inset > 0.0 {
            for draws in &mut lines {
                let rule = Item::rect(0.0, 0.0, 1.5, kind.line, Paint::fill(Role::Accent));
                draws.insert(0, Draw::Item { item: rule, node: None });
            }
        }
        self.lines(lines, kind.line);
        self.pieces.push(Piece::Glue(space));
    }

    fn bullets(&mut self, bullets: &Bullets, under: NodeId) {
        let list = self.node("L", under);
        let indent = if bullets.numbered && bullets.items.len() > 9 { 20.0 } else { 14.0 };
        for (i, item) in bullets.items.iter().enumerate() {
            let entry = self.node("LI", list);
            let label = self.node("Lbl", entry);
            let body = self.node("LBody", entry);
            let sign = if bullets.numbered { format!("{}.", i + 1) } else { "•".to_owned() };
            let sign = [Styled {
                tabular: bullets.numbered,
                ..Styled::new(
                    sign,
                    BODY.size,
                    if bullets.numbered { Role::Ink2 } else { Role::Accent },
                )
            }];
            let mut first = self.text(&sign, 1.0, indent, BODY, Some(label));
            let spans = Styled::all(item, BODY, Role::Ink);
            let mut lines = self.text(
                &spans,
                indent,
                (self.width - indent).min(MEASURE - indent),
                BODY,
                Some(body),
            );
            if let (Some(sign), Some(line)) = (first.pop(), lines.first_mut()) {
                line.splice(0..0, sign);
            }
            self.lines(lines, BODY.line);
            self.pieces.push(Piece::Glue(if i + 1 == bullets.items.len() { 9.0 } else { 3.0 }));
        }
    }

    /// The title above a table or figure, kept with what follows.
    fn caption_title(&mut self, title: &str, under: NodeId, tag: &'static str) {
        if title.is_empty() {
            return;
        }
        let node = self.node(tag, under);
        let spans = [Styled::new(title, CAPTION_TITLE.size, Role::Ink).bold()];
        for line in self.text(&spans, 0.0, self.width, CAPTION_TITLE, Some(node)) {
            self.push(CAPTION_TITLE.line, line);
        }
        self.tie(5.0);
    }

    fn figure(&mut self, figure: &Figure, under: NodeId) {
        let scene = &figure.scene;
        let title = if figure.title.is_empty() { &scene.title } else { &figure.title };
        let caption = Styled::all(&[Span::text(figure.caption.clone())], SMALL, Role::Ink2);
        let measure = self.width.min(MEASURE);
        let caption_lines = if figure.caption.is_empty() {
            0
        } else {
            self.set.lines(&caption, measure, false).len()
        };
        let before = self.pieces.len();
        let tied = self.tied();
        self.pieces.push(Piece::Glue(8.0));
        self.caption_title(title, under, "P");
        let own: f32 = self.pieces[before..]
            .iter()
            .map(|p| {
                if let Piece::Box { height, .. } | Piece::Glue(height) = p { *height } else { 0.0 }
            })
            .sum();
        let own = own + caption_lines as f32 * SMALL.line + 8.0;
        scene.each(&mut |item| {
            if let Item::Text(text) = item {
                self.set.note(&text.content);
            }
        });
        let node = self.node("Figure", under);
        let alt = if figure.alt.is_empty() { &scene.alt } else { &figure.alt };
        self.nodes[node].alt = Some(if alt.is_empty() { title.clone() } else { alt.clone() });
        let alone = (self.width / scene.width).min((self.height - own) / scene.height).min(1.0);
        // Small enough to stay with the headings above it, unless that would make it too small to read.
        let beside = alone.min((self.height - own - tied) / scene.height);
        let scale = if beside >= alone * LEAST_SHARE { beside } else { alone };
        let draws = scene
            .placed(0.0, 0.0, scale)
            .into_iter()
            .map(|item| Draw::Item { item, node: Some(node) })
            .collect();
        let mut marks = Vec::new();
        if let Some(id) = &figure.id {
            marks.push((self.mark(id, None), -20.0));
        }
        self.pieces.push(Piece::Box { height: scene.height * scale, draws, marks });
        if !figure.caption.is_empty() {
            self.tie(6.0);
            let node = self.node("Caption", under);
            for line in self.text(&caption, 0.0, measure, SMALL, Some(node)) {
                self.push(SMALL.line, line);
            }
        }
        self.pieces.push(Piece::Glue(16.0));
    }
}

/// Text at a place as one draw.
fn text_at(text: Text, node: Option<NodeId>) -> Draw {
    Draw::Item { item: Item::Text(Text { tracking: tracking(text.size), ..text }), node }
}

/// A list as one box: its height, its draws, its marks. Space at the end is dropped.
fn stack(pieces: Vec<Piece>) -> (f32, Vec<Draw>, Vec<(usize, f32)>) {
    let (mut y, mut end) = (0.0, 0.0);
    let (mut all, mut named) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece {
            Piece::Box { height, draws, marks } => {
                all.extend(draws.into_iter().map(|d| d.moved(0.0, y)));
                named.extend(marks.iter().map(|(mark, dy)| (*mark, y + dy)));
                y += height;
                end = y;
            }
            // Space before the first box is dropped, as at the top of a page.
            Piece::Glue(space) if !all.is_empty() => y += space,
            _ => {}
        }
    }
    (end, all, named)
}
