//! Scenes as PNG: the light theme on white paper, text as outlines of the fonts in use.

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Encoder, PixelDimensions, Unit};
use read_fonts::tables::glyf::{Anchor as Place, CompositeGlyphFlags, CurvePoint, Glyf, Glyph};
use read_fonts::tables::loca::Loca;
use read_fonts::types::GlyphId;
use read_fonts::{FontRef, TableProvider};
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint as Ink, Path, PathBuilder, Pixmap, Rect,
    Stroke as Pen, StrokeDash, Transform,
};

use crate::palette::{Theme, resolve};
use crate::scene::{Anchor, Item, Paint, Point, Role, Scene, Segment, Stroke, Text};
use crate::text::Fonts;

/// The widest and highest a picture may be, in pixels.
const MOST: f32 = 16_000.0;

/// Why a picture cannot be made.
#[derive(Debug)]
pub enum PngError {
    /// It would be empty, or wider or higher than 16,000 pixels.
    Size {
        /// Width in pixels.
        width: f32,
        /// Height in pixels.
        height: f32,
    },
    /// The file cannot be written.
    Write(png::EncodingError),
}

impl std::fmt::Display for PngError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PngError::Size { width, height } => {
                write!(
                    f,
                    "the picture would be {width:.0} by {height:.0} pixels; at most {MOST:.0} each way are possible"
                )
            }
            PngError::Write(error) => write!(f, "the picture cannot be written: {error}"),
        }
    }
}

impl std::error::Error for PngError {}

/// The scene with `scale` pixels to the unit. The same scene gives the same bytes.
///
/// # Errors
/// If the picture would be empty or too large.
pub fn file(scene: &Scene, fonts: &Fonts, scale: f32) -> Result<Vec<u8>, PngError> {
    let (width, height) = ((scene.width * scale).ceil(), (scene.height * scale).ceil());
    let size = PngError::Size { width, height };
    if !(1.0..=MOST).contains(&width) || !(1.0..=MOST).contains(&height) {
        return Err(size);
    }
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or(size)?;
    pixels.fill(Color::WHITE);
    let mut canvas = Canvas {
        pixels,
        view: Transform::from_scale(scale, scale),
        fonts,
        outlines: fonts.faces().iter().map(|face| Outlines::new(&face.bytes)).collect(),
    };
    scene.each(&mut |item| canvas.item(item));
    encode(&canvas.pixels, scale).map_err(PngError::Write)
}

/// Without alpha, which is everywhere full on white paper; with the density, so that one unit is 1/96 inch where it is placed.
fn encode(pixels: &Pixmap, scale: f32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    let per_metre = (scale * 96.0 / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    let rgb: Vec<u8> =
        pixels.pixels().iter().flat_map(|p| [p.red(), p.green(), p.blue()]).collect();
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(bytes)
}

/// What is drawn on.
struct Canvas<'a> {
    pixels: Pixmap,
    view: Transform,
    fonts: &'a Fonts,
    /// By face.
    outlines: Vec<Outlines<'a>>,
}

impl Canvas<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Path { segments, paint } => {
                let mut path = PathBuilder::new();
                for segment in segments {
                    match segment {
                        Segment::Move(p) => path.move_to(p.x, p.y),
                        Segment::Line(p) => path.line_to(p.x, p.y),
                        Segment::Curve(a, b, p) => path.cubic_to(a.x, a.y, b.x, b.y, p.x, p.y),
                        Segment::Close => path.close(),
                    }
                }
                self.shape(path.finish(), *paint);
            }
            Item::Rect { x, y, width, height, radius, paint } => {
                self.shape(rounded(*x, *y, *width, *height, *radius), *paint);
            }
            Item::Circle { x, y, radius, paint } => {
                self.shape(PathBuilder::from_circle(*x, *y, *radius), *paint);
            }
            Item::Polygon { points, paint } => self.shape(polyline(points, true), *paint),
            Item::Line { points, stroke } => {
                let paint = Paint { fill: None, stroke: Some(*stroke) };
                self.shape(polyline(points, false), paint);
            }
            Item::Text(text) => self.text(text),
            // Groups are opened before.
            Item::Group(_) => {}
        }
    }

    fn shape(&mut self, path: Option<Path>, paint: Paint) {
        let Some(path) = path else { return };
        if let Some(role) = paint.fill {
            self.pixels.fill_path(&path, &ink(role), FillRule::Winding, self.view, None);
        }
        if let Some(stroke) = paint.stroke {
            self.pixels.stroke_path(&path, &ink(stroke.role), &pen(stroke), self.view, None);
        }
    }

    fn text(&mut self, text: &Text) {
        let glyphs = self.fonts.shape(&text.content, text.semibold, text.tabular);
        let width: f32 = glyphs.iter().map(|g| g.advance + text.tracking).sum::<f32>() * text.size;
        let mut pen = match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => -width / 2.0,
            Anchor::End => -width,
        };
        let turn = if text.upwards { -90.0 } else { 0.0 };
        let place = self.view.pre_translate(text.x, text.y).pre_rotate(turn);
        for glyph in glyphs.iter() {
            let (dx, dy) = (pen + glyph.dx * text.size, -glyph.dy * text.size);
            if let Some((path, per_em)) = self.outlines[glyph.face].of(glyph.id) {
                let scale = text.size / per_em;
                let at = place.pre_translate(dx, dy).pre_scale(scale, -scale);
                self.pixels.fill_path(path, &ink(text.role), FillRule::Winding, at, None);
            }
            pen += (glyph.advance + text.tracking) * text.size;
        }
    }
}

fn ink(role: Role) -> Ink<'static> {
    let colour = resolve(role, Theme::Light);
    let mut ink = Ink { anti_alias: true, ..Ink::default() };
    let alpha = (colour.alpha * 255.0).round() as u8;
    ink.set_color_rgba8(colour.red, colour.green, colour.blue, alpha);
    ink
}

fn pen(stroke: Stroke) -> Pen {
    Pen {
        width: stroke.width,
        line_cap: LineCap::Butt,
        line_join: LineJoin::Round,
        dash: stroke.dash.pattern().and_then(|lengths| StrokeDash::new(lengths.to_vec(), 0.0)),
        ..Pen::default()
    }
}

fn polyline(points: &[Point], is_closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (at, point) in points.iter().enumerate() {
        if at == 0 {
            path.move_to(point.x, point.y);
        } else {
            path.line_to(point.x, point.y);
        }
    }
    if is_closed {
        path.close();
    }
    path.finish()
}

/// How far the handle of a quarter of a circle stands from its end.
const QUARTER: f32 = 0.552_284_8;

fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Option<Path> {
    if radius <= 0.0 {
        return Some(PathBuilder::from_rect(Rect::from_xywh(x, y, width, height)?));
    }
    let r = radius.min(width / 2.0).min(height / 2.0);
    let (right, bottom, handle) = (x + width, y + height, r * (1.0 - QUARTER));
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.line_to(right - r, y);
    path.cubic_to(right - handle, y, right, y + handle, right, y + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - handle, right - handle, bottom, right - r, bottom);
    path.line_to(x + r, bottom);
    path.cubic_to(x + handle, bottom, x, bottom - handle, x, bottom - r);
    path.line_to(x, y + r);
    path.cubic_to(x, y + handle, x + handle, y, x + r, y);
    path.close();
    path.finish()
}

/// The outlines of a TrueType face, each made once.
struct Outlines<'a> {
    tables: Option<(Loca<'a>, Glyf<'a>)>,
    per_em: f32,
    made: BTreeMap<u16, Option<Path>>,
}

/// How deep glyphs may be made of glyphs; fonts in use go one or two levels.
const DEPTH: u8 = 8;

impl<'a> Outlines<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let font = FontRef::new(bytes).ok();
        let per_em = font.as_ref().and_then(|font| font.head().ok());
        Outlines {
            tables: font.and_then(|font| Some((font.loca(None).ok()?, font.glyf().ok()?))),
            per_em: per_em.map_or(1000.0, |head| f32::from(head.units_per_em())),
            made: BTreeMap::new(),
        }
    }

    /// The outline of a glyph in font units, y upwards, and the units per em; `None` for a blank.
    fn of(&mut self, glyph: u16) -> Option<(&Path, f32)> {
        let made = self.made.entry(glyph).or_insert_with(|| {
            let mut path = PathBuilder::new();
            let tables = self.tables.as_ref()?;
            add(tables, GlyphId::from(glyph), Transform::identity(), DEPTH, &mut path);
            path.finish()
        });
        made.as_ref().map(|path| (path, self.per_em))
    }
}

/// Adds the contours of a glyph, and of those that it is made of.
fn add(
    tables: &(Loca<'_>, Glyf<'_>),
    glyph: GlyphId,
    place: Transform,
    depth: u8,
    path: &mut PathBuilder,
) {
    match tables.0.get_glyf(glyph, &tables.1) {
        Ok(Some(Glyph::Simple(simple))) => {
            let points: Vec<CurvePoint> = simple.points().collect();
            let mut from = 0;
            for end in simple.end_pts_of_contours() {
                let to = (usize::from(end.get()) + 1).min(points.len());
                contour(points.get(from..to).unwrap_or_default(), place, path);
                from = to;
            }
        }
        Ok(Some(Glyph::Composite(composite))) if depth > 0 => {
            for part in composite.components() {
                let t = part.transform;
                let (x, y) = match part.anchor {
                    Place::Offset { x, y }
                        if part.flags.contains(CompositeGlyphFlags::ARGS_ARE_XY_VALUES) =>
                    {
                        (f32::from(x), f32::from(y))
                    }
                    // Parts that hang on a point of another one do not occur in the fonts in use.
                    _ => (0.0, 0.0),
                };
                let own = Transform::from_row(
                    t.xx.to_f32(),
                    t.yx.to_f32(),
                    t.xy.to_f32(),
                    t.yy.to_f32(),
                    x,
                    y,
                );
                add(tables, part.glyph, place.pre_concat(own), depth - 1, path);
            }
        }
        _ => {}
    }
}

/// One closed contour: between two points off the curve lies one on it.
fn contour(points: &[CurvePoint], place: Transform, path: &mut PathBuilder) {
    let at = |p: &CurvePoint| {
        let mut point = tiny_skia::Point::from_xy(f32::from(p.x), f32::from(p.y));
        place.map_point(&mut point);
        point
    };
    let middle = |a: tiny_skia::Point, b: tiny_skia::Point| {
        tiny_skia::Point::from_xy((a.x + b.x) / 2.0, (a.y + b.y) / 2.0)
    };
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
    let start = match (first.on_curve, last.on_curve) {
        (true, _) => at(first),
        (false, true) => at(last),
        (false, false) => middle(at(first), at(last)),
    };
    path.move_to(start.x, start.y);
    let mut handle: Option<tiny_skia::Point> = None;
    for point in points.iter().skip(usize::from(first.on_curve)) {
        let here = at(point);
        match (handle, point.on_curve) {
            (None, true) => path.line_to(here.x, here.y),
            (None, false) => handle = Some(here),
            (Some(h), true) => {
                path.quad_to(h.x, h.y, here.x, here.y);
                handle = None;
            }
            (Some(h), false) => {
                let between = middle(h, here);
                path.quad_to(h.x, h.y, between.x, between.y);
                handle = Some(here);
            }
        }
    }
    if let Some(h) = handle {
        path.quad_to(h.x, h.y, start.x, start.y);
    }
    path.close();
}
