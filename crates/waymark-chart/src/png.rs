//! Scenes as PNG: the light theme on white paper, text as outlines of the fonts in use.

use std::collections::BTreeMap;
use std::rc::Rc;

use png::{BitDepth, ColorType, Compression, Encoder, PixelDimensions, Unit};
use read_fonts::tables::glyf::{Anchor as Place, CompositeGlyphFlags, CurvePoint, Glyf, Glyph};
use read_fonts::tables::loca::Loca;
use read_fonts::types::GlyphId;
use read_fonts::{FontRef, TableProvider};
use zeno::{Cap, Command, Fill, Join, Mask, Stroke as Pen, Style, Transform, Vector};

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

/// A picture in memory, eight bits to a channel: red, green, blue and opacity, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Four bytes to a pixel.
    pub rgba: Vec<u8>,
}

/// Reads a PNG of at most `most` pixels along an edge.
///
/// # Errors
/// What is wrong with it, as the end of a sentence.
pub fn read(bytes: &[u8], most: u32) -> Result<Pixels, String> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    let (width, height) = (reader.info().width, reader.info().height);
    // A picture that would fill the memory is not unpacked.
    if width > most || height > most {
        return Err(format!("{width} x {height} pixels are too many"));
    }
    let size = reader.output_buffer_size().ok_or("it is too large")?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels).map_err(|error| error.to_string())?;
    pixels.truncate(frame.buffer_size());
    let rgba = match frame.color_type {
        ColorType::Rgba => pixels,
        ColorType::Rgb => pixels.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect(),
        ColorType::Grayscale => pixels.iter().flat_map(|p| [*p, *p, *p, 255]).collect(),
        ColorType::GrayscaleAlpha => {
            pixels.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect()
        }
        ColorType::Indexed => return Err("its colours cannot be read".to_owned()),
    };
    Ok(Pixels { width, height, rgba })
}

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
    let (width, height) = (width as usize, height as usize);
    let mut canvas = Canvas {
        width,
        height,
        rgb: vec![255; width * height * 3],
        view: Transform::scale(scale, scale),
        fonts,
        outlines: fonts.faces().iter().map(|face| Outlines::new(&face.bytes)).collect(),
    };
    scene.each(&mut |item| canvas.item(item));
    encode(&canvas, scale).map_err(PngError::Write)
}

/// With the density, so that one unit is 1/96 inch where it is placed.
fn encode(canvas: &Canvas<'_>, scale: f32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, canvas.width as u32, canvas.height as u32);
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
    writer.write_image_data(&canvas.rgb)?;
    writer.finish()?;
    Ok(bytes)
}

/// What is drawn on.
struct Canvas<'a> {
    /// In pixels.
    width: usize,
    /// In pixels.
    height: usize,
    /// Red, green and blue, row by row.
    rgb: Vec<u8>,
    view: Transform,
    fonts: &'a Fonts,
    /// By face.
    outlines: Vec<Outlines<'a>>,
}

/// The steps of a path.
type Path = Vec<Command>;

impl Canvas<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Path { segments, paint } => {
                let step = |segment: &Segment| match segment {
                    Segment::Move(p) => Command::MoveTo(at(*p)),
                    Segment::Line(p) => Command::LineTo(at(*p)),
                    Segment::Curve(a, b, p) => Command::CurveTo(at(*a), at(*b), at(*p)),
                    Segment::Close => Command::Close,
                };
                self.shape(&segments.iter().map(step).collect(), *paint);
            }
            Item::Rect { x, y, width, height, radius, paint } => {
                self.shape(&rounded(*x, *y, *width, *height, *radius), *paint);
            }
            Item::Circle { x, y, radius: r, paint } => {
                self.shape(&rounded(x - r, y - r, 2.0 * r, 2.0 * r, *r), *paint);
            }
            Item::Polygon { points, paint } => {
                let mut path = polyline(points);
                path.push(Command::Close);
                self.shape(&path, *paint);
            }
            Item::Line { points, stroke } => {
                self.shape(&polyline(points), Paint { fill: None, stroke: Some(*stroke) });
            }
            Item::Text(text) => self.text(text),
            // Groups are opened before.
            Item::Group(_) => {}
        }
    }

    fn shape(&mut self, path: &Path, paint: Paint) {
        if let Some(role) = paint.fill {
            self.ink(path, Style::Fill(Fill::NonZero), self.view, role);
        }
        if let Some(Stroke { role, width, dash }) = paint.stroke {
            let mut pen = Pen::new(width);
            pen.join(Join::Round).cap(Cap::Butt);
            let lengths = dash.pattern().unwrap_or_default();
            if dash.pattern().is_some() {
                pen.dash(&lengths, 0.0);
            }
            self.ink(path, Style::Stroke(pen), self.view, role);
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
        for glyph in glyphs.iter() {
            let (along, up) = (pen + glyph.dx * text.size, glyph.dy * text.size);
            if let Some(path) = self.outlines[glyph.face].of(glyph.id) {
                let scale = text.size / self.outlines[glyph.face].per_em;
                // Font units point upwards; text that reads upwards is turned a quarter to the left.
                let place = if text.upwards {
                    Transform::new(0.0, -scale, -scale, 0.0, text.x - up, text.y - along)
                } else {
                    Transform::new(scale, 0.0, 0.0, -scale, text.x + along, text.y - up)
                };
                let place = then(place, self.view);
                self.ink(&path, Style::Fill(Fill::NonZero), place, text.role);
            }
            pen += (glyph.advance + text.tracking) * text.size;
        }
    }

    /// Lays the colour of a role over what the style covers of the path.
    fn ink(&mut self, path: &Path, style: Style<'_>, place: Transform, role: Role) {
        let colour = resolve(role, Theme::Light);
        let (cover, spot) = Mask::new(path).style(style).transform(Some(place)).render();
        for (row, line) in cover.chunks_exact((spot.width as usize).max(1)).enumerate() {
            let y = spot.top + row as i32;
            for (column, cover) in line.iter().enumerate().filter(|(_, cover)| **cover > 0) {
                let x = spot.left + column as i32;
                if x < 0 || y < 0 || x as usize >= self.width || y as usize >= self.height {
                    continue;
                }
                let share = f32::from(*cover) / 255.0 * colour.alpha;
                let from = (y as usize * self.width + x as usize) * 3;
                let inks = [colour.red, colour.green, colour.blue];
                for (below, ink) in self.rgb[from..from + 3].iter_mut().zip(inks) {
                    let mixed = f32::from(ink) * share + f32::from(*below) * (1.0 - share);
                    *below = mixed.round() as u8;
                }
            }
        }
    }
}

/// First `a`, then `b`.
fn then(a: Transform, b: Transform) -> Transform {
    Transform::new(
        a.xx * b.xx + a.xy * b.yx,
        a.xx * b.xy + a.xy * b.yy,
        a.yx * b.xx + a.yy * b.yx,
        a.yx * b.xy + a.yy * b.yy,
        a.x * b.xx + a.y * b.yx + b.x,
        a.x * b.xy + a.y * b.yy + b.y,
    )
}

fn at(point: Point) -> Vector {
    Vector::new(point.x, point.y)
}

fn polyline(points: &[Point]) -> Path {
    let step = |(k, point): (usize, &Point)| {
        if k == 0 { Command::MoveTo(at(*point)) } else { Command::LineTo(at(*point)) }
    };
    points.iter().enumerate().map(step).collect()
}

/// How far the handle of a quarter of a circle stands from its end.
const QUARTER: f32 = 0.552_284_8;

fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Path {
    let r = radius.min(width / 2.0).min(height / 2.0).max(0.0);
    let (right, bottom, handle) = (x + width, y + height, r * (1.0 - QUARTER));
    let p = Vector::new;
    if r == 0.0 {
        let corners = [p(right, y), p(right, bottom), p(x, bottom)].map(Command::LineTo);
        return [Command::MoveTo(p(x, y))]
            .into_iter()
            .chain(corners)
            .chain([Command::Close])
            .collect();
    }
    vec![
        Command::MoveTo(p(x + r, y)),
        Command::LineTo(p(right - r, y)),
        Command::CurveTo(p(right - handle, y), p(right, y + handle), p(right, y + r)),
        Command::LineTo(p(right, bottom - r)),
        Command::CurveTo(
            p(right, bottom - handle),
            p(right - handle, bottom),
            p(right - r, bottom),
        ),
        Command::LineTo(p(x + r, bottom)),
        Command::CurveTo(p(x + handle, bottom), p(x, bottom - handle), p(x, bottom - r)),
        Command::LineTo(p(x, y + r)),
        Command::CurveTo(p(x, y + handle), p(x + handle, y), p(x + r, y)),
        Command::Close,
    ]
}

/// The outlines of a TrueType face, each made once.
struct Outlines<'a> {
    tables: Option<(Loca<'a>, Glyf<'a>)>,
    per_em: f32,
    made: BTreeMap<u16, Option<Rc<Path>>>,
}

/// How deep glyphs may be made of glyphs; fonts in use go one or two levels.
const DEPTH: u8 = 8;
/// How many parts a glyph may have in all, however they are nested; fonts in use have a handful.
const PARTS: u32 = 256;

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

    /// The outline of a glyph in font units, y upwards; `None` for a blank.
    fn of(&mut self, glyph: u16) -> Option<Rc<Path>> {
        let make = || {
            let mut path = Path::new();
            let tables = self.tables.as_ref()?;
            let mut left = PARTS;
            add(tables, GlyphId::from(glyph), Transform::IDENTITY, (DEPTH, &mut left), &mut path);
            (!path.is_empty()).then(|| Rc::new(path))
        };
        self.made.entry(glyph).or_insert_with(make).clone()
    }
}

/// Adds the contours of a glyph, and of those that it is made of: so deep, and so many of them at most.
fn add(
    tables: &(Loca<'_>, Glyf<'_>),
    glyph: GlyphId,
    place: Transform,
    (depth, left): (u8, &mut u32),
    path: &mut Path,
) {
    if *left == 0 {
        return;
    }
    *left -= 1;
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
                let own = Transform::new(
                    t.xx.to_f32(),
                    t.yx.to_f32(),
                    t.xy.to_f32(),
                    t.yy.to_f32(),
                    x,
                    y,
                );
                add(tables, part.glyph, then(own, place), (depth - 1, &mut *left), path);
            }
        }
        _ => {}
    }
}

/// One closed contour: between two points off the curve lies one on it.
fn contour(points: &[CurvePoint], place: Transform, path: &mut Path) {
    let at = |p: &CurvePoint| place.transform_point(Vector::new(f32::from(p.x), f32::from(p.y)));
    let middle = |a: Vector, b: Vector| Vector::new(a.x.midpoint(b.x), a.y.midpoint(b.y));
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
    let start = match (first.on_curve, last.on_curve) {
        (true, _) => at(first),
        (false, true) => at(last),
        (false, false) => middle(at(first), at(last)),
    };
    path.push(Command::MoveTo(start));
    let mut handle: Option<Vector> = None;
    for point in points.iter().skip(usize::from(first.on_curve)) {
        let here = at(point);
        match (handle, point.on_curve) {
            (None, true) => path.push(Command::LineTo(here)),
            (None, false) => handle = Some(here),
            (Some(h), true) => {
                path.push(Command::QuadTo(h, here));
                handle = None;
            }
            (Some(h), false) => {
                path.push(Command::QuadTo(h, middle(h, here)));
                handle = Some(here);
            }
        }
    }
    if let Some(h) = handle {
        path.push(Command::QuadTo(h, start));
    }
    path.push(Command::Close);
}
