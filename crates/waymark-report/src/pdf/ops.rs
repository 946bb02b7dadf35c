//! One page of draws as drawing operations, marked with the tags they belong to.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color, DictItem, ExtendedGraphicsState, ExtendedGraphicsStateId, Line, LineCapStyle,
    LineDashPattern, LineJoinStyle, LinePoint, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage,
    Point, Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder,
};
use subsetter::GlyphRemapper;
use waymark_chart::palette::{Colour, Theme, resolve};
use waymark_chart::scene::{self, Anchor, Dash, Item, Paint, Role, Segment, Stroke, Text};
use waymark_chart::text::Fonts;

use super::font_id;
use crate::block::Link;
use crate::layout::{Draw, Node, NodeId};
use crate::page::Page;

/// How far a circle's handles stand from its quarter points, in radii.
const HANDLE: f32 = 0.552_285;

/// A stretch of page content that belongs to a tag.
pub(super) struct Marked {
    pub(super) node: NodeId,
    pub(super) page: usize,
    pub(super) id: i64,
}

/// An area of a page that leads somewhere, y upwards.
pub(super) struct Area {
    pub(super) node: NodeId,
    pub(super) page: usize,
    pub(super) rect: [f32; 4],
    pub(super) to: Link,
}

/// In reading order: what the tree of tags is hung with.
pub(super) enum Event {
    Marked(Marked),
    Area(Area),
}

/// Writes pages and remembers what the later pass needs.
pub(super) struct Writer<'a> {
    fonts: &'a Fonts,
    nodes: &'a [Node],
    remappers: Vec<GlyphRemapper>,
    used: Vec<bool>,
    pub(super) events: Vec<Event>,
    /// The box of each figure on its page, y upwards.
    pub(super) boxes: BTreeMap<NodeId, [f32; 4]>,
    states: BTreeMap<u32, ExtendedGraphicsStateId>,
    alpha: f32,
}

fn color(c: Colour) -> Color {
    Color::Rgb(Rgb {
        r: f32::from(c.red) / 255.0,
        g: f32::from(c.green) / 255.0,
        b: f32::from(c.blue) / 255.0,
        icc_profile: None,
    })
}

fn light(role: Role) -> Colour {
    resolve(role, Theme::Light)
}

impl<'a> Writer<'a> {
    pub(super) fn new(fonts: &'a Fonts, nodes: &'a [Node]) -> Writer<'a> {
        let count = fonts.faces().len();
        Writer {
            fonts,
            nodes,
            remappers: (0..count).map(|_| GlyphRemapper::new()).collect(),
            used: vec![false; count],
            events: Vec::new(),
            boxes: BTreeMap::new(),
            states: BTreeMap::new(),
            alpha: 1.0,
        }
    }

    /// Whether any glyph of a face was written.
    pub(super) fn uses(&self, face: usize) -> bool {
        self.used[face]
    }

    /// The glyphs written of a face and their new numbers.
    pub(super) fn glyphs(&self, face: usize) -> &GlyphRemapper {
        &self.remappers[face]
    }

    pub(super) fn page(
        &mut self,
        document: &mut PdfDocument,
        index: usize,
        page: &Page,
    ) -> PdfPage {
        let mut ops = vec![
            Op::SetLineJoinStyle { join: LineJoinStyle::Round },
            Op::SetLineCapStyle { cap: LineCapStyle::Butt },
        ];
        self.alpha = 1.0;
        let mut open: Option<Option<NodeId>> = None;
        let mut id = 0;
        for draw in &page.draws {
            let node = match draw {
                Draw::Item { node, .. } => Some(*node),
                Draw::Logo { node, .. } => Some(Some(*node)),
                Draw::PageOf { .. } | Draw::Link { .. } => None,
            };
            if let Some(node) = node.filter(|node| open != Some(*node)) {
                if open.is_some() {
                    ops.push(Op::EndMarkedContent);
                }
                match node {
                    Some(node) => {
                        let properties = DictItem::Dict {
                            map: BTreeMap::from([("MCID".to_owned(), DictItem::Int(id))]),
                        };
                        ops.push(Op::BeginMarkedContentWithProperties {
                            tag: self.nodes[node].tag.to_owned(),
                            properties,
                        });
                        self.events.push(Event::Marked(Marked { node, page: index, id }));
                        id += 1;
                    }
                    None => ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() }),
                }
                open = Some(node);
            }
            match draw {
                Draw::Item { item, node } => {
                    if let Some(node) = node.filter(|&n| self.nodes[n].tag == "Figure") {
                        self.grow_box(node, item, page.height);
                    }
                    self.item(document, &mut ops, item, page.height);
                }
                Draw::Logo { x, y, width, height, logo, node } => {
                    let (left, bottom) = (*x, page.height - y - height);
                    self.boxes.insert(*node, [left, bottom, left + width, bottom + height]);
                    ops.push(super::logo(document, logo, [left, bottom, *width, *height]));
                }
                // Became text when the pages were known.
                Draw::PageOf { .. } => {}
                Draw::Link { x, y, width, height, to, node } => {
                    let rect = [*x, page.height - y - height, x + width, page.height - y];
                    self.events.push(Event::Area(Area {
                        node: *node,
                        page: index,
                        rect,
                        to: to.clone(),
                    }));
                }
            }
        }
        if open.is_some() {
            ops.push(Op::EndMarkedContent);
        }
        let size = Rect {
            x: Pt(0.0),
            y: Pt(0.0),
            width: Pt(page.width),
            height: Pt(page.height),
            mode: None,
            winding_order: None,
        };
        PdfPage { media_box: size.clone(), trim_box: size.clone(), crop_box: size, ops }
    }

    /// Widens the box of a figure by an item, roughly: text by its anchor only.
    fn grow_box(&mut self, node: NodeId, item: &Item, page_height: f32) {
        let mut points = Vec::new();
        match item {
            Item::Path { segments, .. } => {
                for segment in segments {
                    if let Segment::Move(p) | Segment::Line(p) | Segment::Curve(_, _, p) = segment {
                        points.push((p.x, p.y));
                    }
                }
            }
            Item::Rect { x, y, width, height, .. } => {
                points.extend([(*x, *y), (x + width, y + height)]);
            }
            Item::Circle { x, y, radius, .. } => {
                points.extend([(x - radius, y - radius), (x + radius, y + radius)]);
            }
            Item::Polygon { points: list, .. } | Item::Line { points: list, .. } => {
                points.extend(list.iter().map(|p| (p.x, p.y)));
            }
            Item::Text(text) => points.push((text.x, text.y)),
            Item::Group(group) => {
                for inner in &group.items {
                    self.grow_box(node, inner, page_height);
                }
            }
        }
        for (x, y) in points {
            let y = page_height - y;
            let own = self.boxes.entry(node).or_insert([x, y, x, y]);
            *own = [own[0].min(x), own[1].min(y), own[2].max(x), own[3].max(y)];
        }
    }

    /// Sets the opacity of what follows, fill and stroke alike.
    fn opacity(&mut self, document: &mut PdfDocument, ops: &mut Vec<Op>, alpha: f32) {
        if alpha == self.alpha {
            return;
        }
        self.alpha = alpha;
        let percent = (alpha * 100.0).round() as u32;
        let state = self.states.entry(percent).or_insert_with(|| {
            let id = ExtendedGraphicsStateId(format!("Alpha{percent}"));
            let state = ExtendedGraphicsState::default()
                .with_current_fill_alpha(alpha)
                .with_current_stroke_alpha(alpha);
            document.resources.extgstates.map.insert(id.clone(), state);
            id
        });
        ops.push(Op::LoadGraphicsState { gs: state.clone() });
    }

    fn item(
        &mut self,
        document: &mut PdfDocument,
        ops: &mut Vec<Op>,
        item: &Item,
        page_height: f32,
    ) {
        let up = |p: scene::Point| (p.x, page_height - p.y);
        match item {
            Item::Group(group) => {
                for inner in &group.items {
                    self.item(document, ops, inner, page_height);
                }
            }
            Item::Text(text) => {
                self.opacity(document, ops, 1.0);
                self.text(ops, text, page_height);
            }
            Item::Line { points, stroke } => {
                let rings = vec![points.iter().map(|&p| corner(up(p))).collect()];
                self.shape(
                    document,
                    ops,
                    rings,
                    Paint { fill: None, stroke: Some(*stroke) },
                    false,
                );
            }
            Item::Polygon { points, paint } => {
                let rings = vec![points.iter().map(|&p| corner(up(p))).collect()];
                self.shape(document, ops, rings, *paint, true);
            }
            Item::Rect { x, y, width, height, radius, paint } => {
                let ring = rounded(
                    *x,
                    page_height - y - height,
                    *width,
                    *height,
                    radius.min(width / 2.0).min(height / 2.0),
                );
                self.shape(document, ops, vec![ring], *paint, true);
            }
            Item::Circle { x, y, radius, paint } => {
                let ring = rounded(
                    x - radius,
                    page_height - y - radius,
                    radius * 2.0,
                    radius * 2.0,
                    *radius,
                );
                self.shape(document, ops, vec![ring], *paint, true);
            }
            Item::Path { segments, paint } => {
                let mut rings: Vec<Vec<LinePoint>> = Vec::new();
                let mut closed = false;
                for segment in segments {
                    match *segment {
                        Segment::Move(p) => rings.push(vec![corner(up(p))]),
                        Segment::Line(p) => {
                            rings
                                .last_mut()
                                .expect("a path begins with a move")
                                .push(corner(up(p)));
                        }
                        Segment::Curve(a, b, p) => {
                            let ring = rings.last_mut().expect("a path begins with a move");
                            ring.extend([handle(up(a)), handle(up(b)), corner(up(p))]);
                        }
                        Segment::Close => closed = true,
                    }
                }
                self.shape(document, ops, rings, *paint, closed);
            }
        }
    }

    /// Fills and outlines rings of points.
    fn shape(
        &mut self,
        document: &mut PdfDocument,
        ops: &mut Vec<Op>,
        rings: Vec<Vec<LinePoint>>,
        paint: Paint,
        closed: bool,
    ) {
        if rings.is_empty() {
            return;
        }
        let stroke = paint.stroke.filter(|s| s.width > 0.0);
        if let Some(role) = paint.fill {
            let colour = light(role);
            self.opacity(document, ops, colour.alpha);
            ops.push(Op::SetFillColor { col: color(colour) });
        }
        if let Some(Stroke { role, width, dash }) = stroke {
            if paint.fill.is_none() {
                self.opacity(document, ops, light(role).alpha);
            }
            ops.push(Op::SetOutlineColor { col: color(light(role)) });
            ops.push(Op::SetOutlineThickness { pt: Pt(width) });
            if let Some(pattern) = dash.pattern() {
                ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &pattern) });
            }
        }
        if paint.fill.is_some() {
            let mode = if stroke.is_some() { PaintMode::FillStroke } else { PaintMode::Fill };
            let rings = rings.into_iter().map(|points| PolygonRing { points }).collect();
            ops.push(Op::DrawPolygon {
                polygon: Polygon { rings, mode, winding_order: WindingOrder::NonZero },
            });
        } else if stroke.is_some() {
            for points in rings {
                ops.push(Op::DrawLine { line: Line { points, is_closed: closed } });
            }
        }
        if stroke.is_some_and(|s| s.dash != Dash::Solid) {
            ops.push(Op::SetLineDashPattern { dash: LineDashPattern::solid() });
        }
    }

    /// One line of text: shaped, kerned, with offsets that make up for the whole numbers printpdf writes as glyph widths.
    fn text(&mut self, ops: &mut Vec<Op>, text: &Text, page_height: f32) {
        let fonts = self.fonts;
        let glyphs = fonts.shape(&text.content, text.semibold, text.tabular);
        if glyphs.is_empty() {
            return;
        }
        let width: f32 = glyphs.iter().map(|g| g.advance + text.tracking).sum::<f32>() * text.size;
        let back = match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let (x, y) = (text.x, page_height - text.y);
        let place = |along: f32, above: f32| {
            let along = along - back;
            if text.upwards {
                [0.0, 1.0, -1.0, 0.0, x - above, y + along]
            } else {
                [1.0, 0.0, 0.0, 1.0, x + along, y + above]
            }
        };
        ops.push(Op::SetFillColor { col: color(light(text.role)) });
        ops.push(Op::StartTextSection);
        let (mut i, mut along) = (0, 0.0);
        while i < glyphs.len() {
            let (face, dy) = (glyphs[i].face, glyphs[i].dy);
            self.used[face] = true;
            ops.push(Op::SetFont {
                font: PdfFontHandle::External(font_id(fonts, face)),
                size: Pt(text.size),
            });
            ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw(place(along, dy * text.size)) });
            let written: Vec<f32> = fonts.faces()[face].advances_per_mille(
                glyphs[i..].iter().take_while(|g| g.face == face).map(|g| g.id),
            );
            let start = i;
            let mut items = Vec::new();
            let mut run = Vec::new();
            let mut error = 0.0;
            while i < glyphs.len() && glyphs[i].face == face && glyphs[i].dy == dy {
                let glyph = &glyphs[i];
                error += written[i - start].trunc() - (glyph.advance + text.tracking) * 1000.0;
                let mut adjust = 0.0;
                if error.abs() >= 0.9 {
                    adjust = (error * 10.0).round() / 10.0;
                    error -= adjust;
                }
                let shift = glyph.dx * 1000.0;
                if shift.abs() > 0.5 {
                    if !run.is_empty() {
                        items.push(TextItem::GlyphIds(std::mem::take(&mut run)));
                    }
                    items.push(TextItem::Offset(-shift));
                    adjust += shift;
                }
                let id = self.remappers[face].remap(glyph.id);
                run.push(Codepoint::with_cid(id, adjust, glyph.text.clone()));
                along += (glyph.advance + text.tracking) * text.size;
                i += 1;
            }
            items.push(TextItem::GlyphIds(run));
            ops.push(Op::ShowText { items });
        }
        ops.push(Op::EndTextSection);
    }
}

fn corner((x, y): (f32, f32)) -> LinePoint {
    LinePoint { p: Point { x: Pt(x), y: Pt(y) }, bezier: false }
}

fn handle((x, y): (f32, f32)) -> LinePoint {
    LinePoint { p: Point { x: Pt(x), y: Pt(y) }, bezier: true }
}

/// A rectangle with rounded corners; a circle if the radius is half of both sides. y upwards.
fn rounded(x: f32, y: f32, width: f32, height: f32, r: f32) -> Vec<LinePoint> {
    let (right, top) = (x + width, y + height);
    if r <= 0.0 {
        return [(x, y), (right, y), (right, top), (x, top), (x, y)].map(corner).to_vec();
    }
    let k = r * (1.0 - HANDLE);
    vec![
        corner((x + r, y)),
        corner((right - r, y)),
        handle((right - k, y)),
        handle((right, y + k)),
        corner((right, y + r)),
        corner((right, top - r)),
        handle((right, top - k)),
        handle((right - k, top)),
        corner((right - r, top)),
        corner((x + r, top)),
        handle((x + k, top)),
        handle((x, top - k)),
        corner((x, top - r)),
        corner((x, y + r)),
        handle((x, y + k)),
        handle((x + k, y)),
        corner((x + r, y)),
    ]
}
