//! Drawings as shapes of DrawingML: vectors that people can take apart and recolour, texts that stay texts.

use std::fmt::Write as _;

use waymark_chart::palette::{Colour, Theme, resolve};
use waymark_chart::scene::{
    Anchor, Dash, Item, Paint, Point, Role, Scene, Segment, Stroke, Text, pt,
};
use waymark_chart::text::Fonts;
use waymark_chart::xml::escape;

/// English metric units in a point.
pub(super) const EMU: f32 = 12_700.0;
/// How far above its baseline a line of text begins, and how high it is, in its size: as word processors set Inter.
const ASCENT: f32 = 0.97;
const LINE: f32 = 1.21;

/// An area of a slide, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl Area {
    /// Its place and size as DrawingML says them.
    pub(super) fn place(self) -> String {
        format!(
            "<a:off x=\"{}\" y=\"{}\"/><a:ext cx=\"{}\" cy=\"{}\"/>",
            emu(self.x),
            emu(self.y),
            emu(self.width),
            emu(self.height)
        )
    }
}

pub(super) fn emu(points: f32) -> i64 {
    (points * EMU).round() as i64
}

/// The fill of a colour.
pub(super) fn fill(role: Role) -> String {
    solid(resolve(role, Theme::Light))
}

fn solid(colour: Colour) -> String {
    let alpha = if colour.alpha < 1.0 {
        format!("<a:alpha val=\"{}\"/>", (colour.alpha * 100_000.0).round() as i32)
    } else {
        String::new()
    };
    let hex = colour.hex();
    format!(
        "<a:solidFill><a:srgbClr val=\"{}\">{alpha}</a:srgbClr></a:solidFill>",
        hex.trim_start_matches('#')
    )
}

/// A drawing within an area, as large as it allows and never larger than it is drawn; one group, with the words for those who cannot
/// see it. Shapes are numbered from `id` on.
pub(super) fn drawing(scene: &Scene, area: Area, most: f32, id: &mut u32) -> String {
    let scale = (area.width / scene.width).min(area.height / scene.height).min(most);
    let own = Area {
        x: area.x + (area.width - scene.width * scale) / 2.0,
        y: area.y,
        width: scene.width * scale,
        height: scene.height * scale,
    };
    *id += 1;
    let name = if scene.title.is_empty() { "Drawing" } else { &scene.title };
    let mut shapes = Shapes { out: String::new(), x: own.x, y: own.y, scale, id };
    let number = *shapes.id;
    for item in &scene.items {
        shapes.item(item);
    }
    let place = own.place();
    let child = format!(
        "<a:chOff x=\"{}\" y=\"{}\"/><a:chExt cx=\"{}\" cy=\"{}\"/>",
        emu(own.x),
        emu(own.y),
        emu(own.width),
        emu(own.height)
    );
    format!(
        "<p:grpSp><p:nvGrpSpPr><p:cNvPr id=\"{number}\" name=\"{}\" descr=\"{}\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>{place}{child}</a:xfrm></p:grpSpPr>{}</p:grpSp>",
        escape(name),
        escape(&scene.alt),
        shapes.out
    )
}

struct Shapes<'a> {
    out: String,
    x: f32,
    y: f32,
    scale: f32,
    id: &'a mut u32,
}

impl Shapes<'_> {
    fn at(&self, point: Point) -> Point {
        pt(self.x + point.x * self.scale, self.y + point.y * self.scale)
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Group(group) => group.items.iter().for_each(|item| self.item(item)),
            Item::Text(text) => self.text(text),
            Item::Rect { x, y, width, height, radius, paint } => {
                let from = self.at(pt(*x, *y));
                let (width, height) = (width * self.scale, height * self.scale);
                let area = Area { x: from.x, y: from.y, width, height };
                let radius = radius * self.scale;
                let shorter = width.min(height);
                let form = if radius > 0.1 && shorter > 0.0 {
                    let share = (radius / shorter * 100_000.0).min(50_000.0) as i32;
                    format!(
                        "<a:prstGeom prst=\"roundRect\"><a:avLst><a:gd name=\"adj\" fmla=\"val {share}\"/></a:avLst></a:prstGeom>"
                    )
                } else {
                    "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>".to_owned()
                };
                self.shape(area, "", &form, *paint);
            }
            Item::Circle { x, y, radius, paint } => {
                let from = self.at(pt(x - radius, y - radius));
                let size = 2.0 * radius * self.scale;
                let area = Area { x: from.x, y: from.y, width: size, height: size };
                let form = "<a:prstGeom prst=\"ellipse\"><a:avLst/></a:prstGeom>";
                self.shape(area, "", form, *paint);
            }
            Item::Line { points, stroke } => match points.as_slice() {
                [from, to] => self.line(*from, *to, *stroke),
                points => {
                    let paint = Paint { fill: None, stroke: Some(*stroke) };
                    self.path(&steps(points, false), paint);
                }
            },
            Item::Polygon { points, paint } => self.path(&steps(points, true), *paint),
            Item::Path { segments, paint } => self.path(segments, *paint),
        }
    }

    fn stroke(&self, stroke: Option<Stroke>) -> String {
        let Some(stroke) = stroke.filter(|stroke| stroke.width > 0.0) else {
            return "<a:ln><a:noFill/></a:ln>".to_owned();
        };
        let dash = match stroke.dash {
            Dash::Solid => "",
            Dash::Dashed => "<a:prstDash val=\"sysDash\"/>",
            Dash::Dotted => "<a:prstDash val=\"sysDot\"/>",
        };
        format!(
            "<a:ln w=\"{}\">{}{dash}<a:round/></a:ln>",
            emu(stroke.width * self.scale),
            fill(stroke.role)
        )
    }

    fn shape(&mut self, area: Area, turned: &str, form: &str, paint: Paint) {
        *self.id += 1;
        let id = *self.id;
        let inside = paint.fill.map_or_else(|| "<a:noFill/>".to_owned(), fill);
        let outline = self.stroke(paint.stroke);
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Shape {id}\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm{turned}>{}</a:xfrm>{form}{inside}{outline}</p:spPr></p:sp>",
            area.place()
        );
    }

    /// A straight line, turned over where it rises.
    fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        let (a, b) = (self.at(from), self.at(to));
        let area = Area {
            x: a.x.min(b.x),
            y: a.y.min(b.y),
            width: (b.x - a.x).abs(),
            height: (b.y - a.y).abs(),
        };
        let rises = (b.x - a.x) * (b.y - a.y) < 0.0;
        let turned = if rises { " flipV=\"1\"" } else { "" };
        *self.id += 1;
        let id = *self.id;
        let outline = self.stroke(Some(stroke));
        let _ = write!(
            self.out,
            "<p:cxnSp><p:nvCxnSpPr><p:cNvPr id=\"{id}\" name=\"Line {id}\"/><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm{turned}>{}</a:xfrm><a:prstGeom prst=\"line\"><a:avLst/></a:prstGeom>{outline}</p:spPr></p:cxnSp>",
            area.place()
        );
    }

    fn path(&mut self, segments: &[Segment], paint: Paint) {
        let points = segments.iter().flat_map(|segment| match *segment {
            Segment::Move(p) | Segment::Line(p) => vec![p],
            Segment::Curve(a, b, p) => vec![a, b, p],
            Segment::Close => vec![],
        });
        let points: Vec<Point> = points.map(|point| self.at(point)).collect();
        let Some(first) = points.first() else { return };
        let (mut low, mut high) = (*first, *first);
        for point in &points {
            low = pt(low.x.min(point.x), low.y.min(point.y));
            high = pt(high.x.max(point.x), high.y.max(point.y));
        }
        let (width, height) = (high.x - low.x, high.y - low.y);
        let area = Area { x: low.x, y: low.y, width, height };
        let place = |point: Point| {
            let point = pt(self.x + point.x * self.scale, self.y + point.y * self.scale);
            format!("<a:pt x=\"{}\" y=\"{}\"/>", emu(point.x - low.x), emu(point.y - low.y))
        };
        let mut steps = String::new();
        for segment in segments {
            let _ = match *segment {
                Segment::Move(p) => write!(steps, "<a:moveTo>{}</a:moveTo>", place(p)),
                Segment::Line(p) => write!(steps, "<a:lnTo>{}</a:lnTo>", place(p)),
                Segment::Curve(a, b, p) => write!(
                    steps,
                    "<a:cubicBezTo>{}{}{}</a:cubicBezTo>",
                    place(a),
                    place(b),
                    place(p)
                ),
                Segment::Close => write!(steps, "<a:close/>"),
            };
        }
        let open = if paint.fill.is_none() { " fill=\"none\"" } else { "" };
        let form = format!(
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst><a:path w=\"{}\" h=\"{}\"{open}>{steps}</a:path></a:pathLst></a:custGeom>",
            emu(width).max(1),
            emu(height).max(1)
        );
        self.shape(area, "", &form, paint);
    }

    fn text(&mut self, text: &Text) {
        let at = self.at(pt(text.x, text.y));
        let size = text.size * self.scale;
        let fonts = Fonts::in_use();
        let measured =
            fonts.measure(&text.content, size, text.semibold, text.tabular, text.tracking);
        // Where another font stands in for ours there is room for it.
        let width = measured + 2.0;
        let height = size * LINE;
        let (side, left) = match text.anchor {
            Anchor::Start => ("l", 0.0),
            Anchor::Middle => ("ctr", width / 2.0),
            Anchor::End => ("r", width),
        };
        let (area, turned) = if text.upwards {
            // Turned about its middle: what runs to the right runs upwards.
            let along = match text.anchor {
                Anchor::Start => width / 2.0,
                Anchor::Middle => 0.0,
                Anchor::End => -width / 2.0,
            };
            let middle = pt(at.x - size * (ASCENT - LINE / 2.0), at.y - along);
            let area =
                Area { x: middle.x - width / 2.0, y: middle.y - height / 2.0, width, height };
            (area, " rot=\"16200000\"")
        } else {
            (Area { x: at.x - left, y: at.y - size * ASCENT, width, height }, "")
        };
        *self.id += 1;
        let id = *self.id;
        let bold = u8::from(text.semibold);
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Text {id}\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm{turned}>{}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap=\"none\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\"/><a:lstStyle/><a:p><a:pPr algn=\"{side}\"/><a:r><a:rPr sz=\"{}\" b=\"{bold}\">{}</a:rPr><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>",
            area.place(),
            (size * 100.0).round() as i32,
            fill(text.role),
            escape(&text.content)
        );
    }
}

/// Points as the steps of a path.
fn steps(points: &[Point], closes: bool) -> Vec<Segment> {
    let lines = points.iter().skip(1).map(|point| Segment::Line(*point));
    let first = points.first().map(|point| Segment::Move(*point));
    first.into_iter().chain(lines).chain(closes.then_some(Segment::Close)).collect()
}
