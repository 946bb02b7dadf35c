//! A drawing in SVG as a picture: logos are handed over so, and every form of the report shows pictures.
//!
//! usvg reads the drawing; what it comes to are filled outlines, which are laid over each other here. What a logo does without is
//! refused by name rather than drawn wrongly.

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Encoder};
use usvg::tiny_skia_path::{Path as Outline, PathSegment, Point as Spot, Transform as Matrix};
use usvg::{
    BlendMode, FillRule, Group, ImageHrefResolver, Node, Options, Paint, PaintOrder, SpreadMethod,
    Tree,
};
use zeno::{Command, Fill, Mask, Style, Vector};

/// The longer edge of the picture, in pixels: 25 to the millimetre where a logo is largest.
const PIXELS: f32 = 1600.0;
/// The most parts that a drawing may have.
const MOST_NODES: u32 = 20_000;
/// The most shapes that are painted; each of them may be as large as the picture.
const MOST_SHAPES: usize = 3_000;
/// The most clips within each other.
const MOST_CLIPS: usize = 6;
/// The most parts that there are once each part stands wherever it is used.
const MOST_USED: u64 = 50_000;
/// The most characters that their attributes have then.
const MOST_CHARACTERS: u64 = 4 << 20;
/// The most times that a rule of a style sheet is held against a part.
const MOST_MATCHES: u64 = 20_000_000;
/// The most steps of all outlines, those of strokes and dashes among them.
const MOST_STEPS: usize = 2_000_000;
/// How many times the longer edge of the picture a shape may be wide or high.
const FARTHEST: f32 = 100.0;
const TOO_FINE: &str = "its outlines and dashes are too fine; simplify them";
/// The longest line that is walked at once, in pixels: products of longer ones are too large for the rasteriser's numbers.
const LONGEST: f32 = 4_000.0;
/// How fine outlines of strokes are.
const FINE: f32 = 8.0;

/// True for what begins as an SVG does.
pub fn is_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).into_owned();
    start.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') && start.contains("<svg")
        || start.contains("<!DOCTYPE svg")
}

/// The drawing as a PNG with a clear ground, 1,600 pixels along its longer edge. The same drawing gives the same bytes.
///
/// # Errors
/// What is wrong with it, as the end of a sentence.
pub fn picture(svg: &[u8]) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(svg).map_err(|_| "it is no text in UTF-8".to_owned())?;
    // Nothing is fetched, from the disk or the net.
    let image_href_resolver = ImageHrefResolver {
        resolve_data: Box::new(|_, _, _| None),
        resolve_string: Box::new(|_, _| None),
    };
    let options = Options { image_href_resolver, ..Options::default() };
    // Drawing programs name the form of the file; entities cannot multiply without end.
    let parsing = usvg::roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit: MOST_NODES,
        ..Default::default()
    };
    let source = usvg::roxmltree::Document::parse_with_options(text, parsing)
        .map_err(|error| error.to_string())?;
    for node in source.descendants().filter(usvg::roxmltree::Node::is_element) {
        let what = match node.tag_name().name() {
            "text" => "text; turn it into outlines first",
            "image" => "a picture inside it",
            "foreignObject" => "a foreign object",
            "script" => "a script",
            "marker" => "a marker, such as the head of an arrow; turn it into outlines first",
            _ => continue,
        };
        return Err(format!("it holds {what}"));
    }
    bounded(&source)?;
    let tree = Tree::from_xmltree(&source, &options).map_err(|error| error.to_string())?;
    let size = tree.size();
    let scale = PIXELS / size.width().max(size.height());
    let (width, height) = ((size.width() * scale).ceil(), (size.height() * scale).ceil());
    if width < 1.0 || height < 1.0 {
        return Err("it is only a line".to_owned());
    }
    let mut canvas = Canvas {
        width: width as usize,
        height: height as usize,
        rgba: vec![0.0; width as usize * height as usize * 4],
        shapes: 0,
        steps: 0,
    };
    canvas.group(tree.root(), Matrix::from_scale(scale, scale), 1.0, (None, 0))?;
    if canvas.rgba.iter().all(|part| *part == 0.0) {
        return Err("nothing in it is drawn".to_owned());
    }
    canvas.encode().map_err(|error| error.to_string())
}

/// Refuses what is quick to read and endless to draw: parts that are used by parts that are used, again and again, and style sheets
/// with very many rules.
fn bounded(source: &usvg::roxmltree::Document<'_>) -> Result<(), String> {
    use usvg::roxmltree::{Node, NodeId};

    const ENDLESS: &str = "it uses its own parts too many times; export it without";
    let mut by_id: BTreeMap<&str, NodeId> = BTreeMap::new();
    let mut rules = 0;
    for node in source.descendants().filter(Node::is_element) {
        if let Some(id) = node.attribute("id") {
            by_id.entry(id).or_insert(node.id());
        }
        if node.tag_name().name() == "style" {
            let text = node.descendants().filter_map(|inner| inner.text());
            rules += text.map(|text| text.matches(['{', ',']).count() as u64).sum::<u64>();
        }
    }
    let used = |node: Node<'_, '_>| {
        let href = node.attributes().find(|attribute| attribute.name() == "href")?;
        let id = href.value().trim().strip_prefix('#')?;
        (node.tag_name().name() == "use").then(|| by_id.get(id).copied()).flatten()
    };
    // Elements and characters of each part, once known. Parts are looked at without recursion: they may be nested deeply.
    let mut sizes: BTreeMap<usize, Option<(u64, u64)>> = BTreeMap::new();
    let mut open = vec![source.root_element().id()];
    while let Some(&id) = open.last() {
        let Some(node) = source.get_node(id) else { return Err(ENDLESS.to_owned()) };
        let inner =
            || node.children().filter(Node::is_element).map(|one| one.id()).chain(used(node));
        match sizes.get(&id.get_usize()) {
            Some(Some(_)) => drop(open.pop()),
            // What it holds is known now, unless it holds itself.
            Some(None) => {
                let own: usize = node.attributes().map(|attribute| attribute.value().len()).sum();
                let mut size = (1, own as u64);
                for one in inner() {
                    let Some(Some((parts, characters))) = sizes.get(&one.get_usize()) else {
                        return Err("a part of it uses itself".to_owned());
                    };
                    size = (size.0 + parts, size.1 + characters);
                }
                if size.0 > MOST_USED || size.1 > MOST_CHARACTERS || size.0 * rules > MOST_MATCHES {
                    return Err(ENDLESS.to_owned());
                }
                sizes.insert(id.get_usize(), Some(size));
                open.pop();
            }
            None => {
                sizes.insert(id.get_usize(), None);
                open.extend(
                    inner().filter(|one| !matches!(sizes.get(&one.get_usize()), Some(Some(_)))),
                );
            }
        }
    }
    Ok(())
}

struct Canvas {
    width: usize,
    height: usize,
    /// Red, green and blue times the opacity, and the opacity; from 0 to 1.
    rgba: Vec<f32>,
    /// How many shapes were painted, those that clip among them.
    shapes: usize,
    /// How many steps their outlines had.
    steps: usize,
}

/// How much of each pixel is left by what clips, from 0 to 1.
type Window = Vec<f32>;

impl Canvas {
    fn group(
        &mut self,
        group: &Group,
        view: Matrix,
        opacity: f32,
        (window, clips): (Option<&Window>, usize),
    ) -> Result<(), String> {
        if group.mask().is_some() {
            return Err("it uses a mask; export it without".to_owned());
        }
        if !group.filters().is_empty() {
            return Err("it uses a filter, such as a shadow; export it without".to_owned());
        }
        if group.blend_mode() != BlendMode::Normal {
            return Err("it blends colours; export it without".to_owned());
        }
        if group.opacity().get() < 1.0 && group.children().len() > 1 {
            return Err("a group in it is see-through; give each shape its own opacity".to_owned());
        }
        let opacity = opacity * group.opacity().get();
        let own = match group.clip_path() {
            None => None,
            Some(clip) if clip.clip_path().is_some() || clips >= MOST_CLIPS => {
                return Err("it uses clips within clips; export it without".to_owned());
            }
            Some(clip) => {
                let place = clip.transform().post_concat(group.abs_transform()).post_concat(view);
                let mut left = vec![0.0; self.width * self.height];
                // An empty clip costs as much as a shape, too.
                self.one_more()?;
                self.clip(clip.root(), place, &mut left)?;
                if let Some(outer) = window {
                    left.iter_mut().zip(outer).for_each(|(own, outer)| *own *= outer);
                }
                Some(left)
            }
        };
        let clips = clips + usize::from(own.is_some());
        let window = own.as_ref().or(window);
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner, view, opacity, (window, clips))?,
                Node::Path(path) if path.is_visible() => {
                    self.shape(path, path.abs_transform().post_concat(view), opacity, window)?;
                }
                Node::Path(_) => {}
                Node::Image(_) => return Err("it holds a picture inside it".to_owned()),
                Node::Text(_) => {
                    return Err("it holds text; turn it into outlines first".to_owned());
                }
            }
        }
        Ok(())
    }

    fn one_more(&mut self) -> Result<(), String> {
        self.shapes += 1;
        if self.shapes > MOST_SHAPES {
            return Err(format!("it has more than {MOST_SHAPES} shapes"));
        }
        Ok(())
    }

    fn so_many_steps(&mut self, outline: &Outline) -> Result<(), String> {
        self.steps += outline.len();
        if self.steps > MOST_STEPS {
            return Err(TOO_FINE.to_owned());
        }
        Ok(())
    }

    /// The commands of an outline, closed, with no line or curve that reaches too far at once.
    fn in_short_lines(&mut self, outline: &Outline) -> Result<Vec<Command>, String> {
        let at = |point: Spot| Vector::new(point.x, point.y);
        let mut steps: Vec<Command> = Vec::new();
        let (mut first, mut last) = (Vector::ZERO, Vector::ZERO);
        for segment in outline.segments() {
            let before = steps.len();
            last = match segment {
                PathSegment::MoveTo(p) => {
                    // A fill closes what was left open.
                    if !steps.is_empty() {
                        line(&mut steps, last, first);
                    }
                    first = at(p);
                    steps.push(Command::MoveTo(first));
                    first
                }
                PathSegment::LineTo(p) => line(&mut steps, last, at(p)),
                PathSegment::QuadTo(a, p) => {
                    let a = at(a);
                    let third = |end: Vector| {
                        Vector::new((2.0 * a.x + end.x) / 3.0, (2.0 * a.y + end.y) / 3.0)
                    };
                    if reach(&[last, a, at(p)]) > LONGEST {
                        curve(&mut steps, [last, third(last), third(at(p)), at(p)])
                    } else {
                        steps.push(Command::QuadTo(a, at(p)));
                        at(p)
                    }
                }
                PathSegment::CubicTo(a, b, p) => curve(&mut steps, [last, at(a), at(b), at(p)]),
                PathSegment::Close => {
                    line(&mut steps, last, first);
                    steps.push(Command::Close);
                    first
                }
            };
            self.steps += (steps.len() - before).saturating_sub(1);
            if self.steps > MOST_STEPS {
                return Err(TOO_FINE.to_owned());
            }
        }
        if !steps.is_empty() {
            line(&mut steps, last, first);
        }
        Ok(steps)
    }

    /// Paints the inside and the line of a shape, in the order that it asks for.
    fn shape(
        &mut self,
        path: &usvg::Path,
        place: Matrix,
        opacity: f32,
        window: Option<&Window>,
    ) -> Result<(), String> {
        self.one_more()?;
        let is_line_first = path.paint_order() == PaintOrder::StrokeAndFill;
        for is_line in [is_line_first, !is_line_first] {
            match (is_line, path.fill(), path.stroke()) {
                (false, Some(fill), _) => {
                    let ink = Ink::of(fill.paint(), fill.opacity().get() * opacity, place)?;
                    self.lay(path.data(), fill.rule(), place, &ink, window)?;
                }
                (true, _, Some(stroke)) => {
                    let ink = Ink::of(stroke.paint(), stroke.opacity().get() * opacity, place)?;
                    let mut outline = path.data().clone();
                    let pen = stroke.to_tiny_skia();
                    let dashed = pen.dash.as_ref().and_then(|dash| outline.dash(dash, FINE));
                    if let Some(dashed) = dashed {
                        self.so_many_steps(&dashed)?;
                        outline = dashed;
                    }
                    if let Some(outline) = outline.stroke(&pen, FINE) {
                        self.lay(&outline, FillRule::NonZero, place, &ink, window)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds what the outlines of a clip cover.
    fn clip(&mut self, group: &Group, place: Matrix, left: &mut Window) -> Result<(), String> {
        if group.clip_path().is_some() {
            return Err("it uses clips within clips; export it without".to_owned());
        }
        for node in group.children() {
            match node {
                Node::Group(inner) => self.clip(inner, place, left)?,
                Node::Path(path) => {
                    let rule = path.fill().map_or(FillRule::NonZero, usvg::Fill::rule);
                    let place = path.abs_transform().post_concat(place);
                    self.one_more()?;
                    self.cover(path.data(), rule, place, |at, share| {
                        left[at] = left[at].max(share);
                    })?;
                }
                Node::Image(_) | Node::Text(_) => {}
            }
        }
        Ok(())
    }

    /// Lays ink over what an outline covers.
    fn lay(
        &mut self,
        outline: &Outline,
        rule: FillRule,
        place: Matrix,
        ink: &Ink,
        window: Option<&Window>,
    ) -> Result<(), String> {
        let mut covered: Vec<(usize, f32)> = Vec::new();
        self.cover(outline, rule, place, |at, share| covered.push((at, share)))?;
        for (at, share) in covered {
            let share = share * window.map_or(1.0, |left| left[at]);
            let spot =
                Spot::from_xy((at % self.width) as f32 + 0.5, (at / self.width) as f32 + 0.5);
            let [red, green, blue, alpha] = ink.at(spot);
            let over = alpha * share;
            let inks = [red * over, green * over, blue * over, over];
            for (below, ink) in self.rgba[at * 4..at * 4 + 4].iter_mut().zip(inks) {
                *below = ink + *below * (1.0 - over);
            }
        }
        Ok(())
    }

    fn cover(
        &mut self,
        outline: &Outline,
        rule: FillRule,
        place: Matrix,
        mut tell: impl FnMut(usize, f32),
    ) -> Result<(), String> {
        self.so_many_steps(outline)?;
        let Some(outline) = outline.clone().transform(place) else { return Ok(()) };
        let bounds = outline.bounds();
        let (width, height) = (self.width as f32, self.height as f32);
        if bounds.right() <= 0.0
            || bounds.bottom() <= 0.0
            || bounds.left() >= width
            || bounds.top() >= height
        {
            return Ok(());
        }
        // Every pixel is walked that an outline crosses, outside of the picture too.
        if bounds.width().max(bounds.height()) > FARTHEST * width.max(height) {
            return Err("a shape in it reaches far beyond the picture".to_owned());
        }
        let steps = self.in_short_lines(&outline)?;
        let fill = match rule {
            FillRule::NonZero => Fill::NonZero,
            FillRule::EvenOdd => Fill::EvenOdd,
        };
        let is_inside = bounds.left() >= 0.0
            && bounds.top() >= 0.0
            && bounds.right() <= width
            && bounds.bottom() <= height;
        let mut mask = Mask::new(&steps);
        mask.style(Style::Fill(fill));
        // What lies outside the picture is not painted, however large it is.
        if !is_inside {
            mask.size(self.width as u32, self.height as u32);
        }
        let (shares, spot) = mask.render();
        for (row, line) in shares.chunks_exact((spot.width as usize).max(1)).enumerate() {
            let y = spot.top + row as i32;
            for (column, share) in line.iter().enumerate().filter(|(_, share)| **share > 0) {
                let x = spot.left + column as i32;
                if x >= 0 && y >= 0 && (x as usize) < self.width && (y as usize) < self.height {
                    tell(y as usize * self.width + x as usize, f32::from(*share) / 255.0);
                }
            }
        }
        Ok(())
    }

    fn encode(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::High);
        let mut writer = encoder.write_header()?;
        let byte = |part: f32| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
        let pixels: Vec<u8> = self
            .rgba
            .chunks_exact(4)
            .flat_map(|pixel| {
                let alpha = pixel[3];
                let part = |at: usize| if alpha > 0.0 { byte(pixel[at] / alpha) } else { 0 };
                [part(0), part(1), part(2), byte(alpha)]
            })
            .collect();
        writer.write_image_data(&pixels)?;
        writer.finish()?;
        Ok(bytes)
    }
}

/// A colour from 0 to 1: red, green, blue and opacity.
type Colour = [f32; 4];

/// What an outline is filled with.
enum Ink {
    One(Colour),
    /// From a pixel to the gradient's own plane, where it runs along or around.
    Gradient {
        to_plane: Matrix,
        run: Run,
        stops: Vec<(f32, Colour)>,
        spread: SpreadMethod,
    },
}

enum Run {
    /// From a point along a direction.
    Along(Spot, Spot),
    /// Around a point, to a radius.
    Around(Spot, f32),
}

impl Ink {
    fn of(paint: &Paint, opacity: f32, place: Matrix) -> Result<Self, String> {
        let colour = |colour: usvg::Color, opacity: f32| {
            let part = |part: u8| f32::from(part) / 255.0;
            [part(colour.red), part(colour.green), part(colour.blue), opacity]
        };
        let (gradient, run) = match paint {
            Paint::Color(one) => return Ok(Ink::One(colour(*one, opacity))),
            Paint::LinearGradient(gradient) => {
                let from = Spot::from_xy(gradient.x1(), gradient.y1());
                let to = Spot::from_xy(gradient.x2(), gradient.y2());
                (&***gradient, Run::Along(from, to))
            }
            // A focus beside the middle is drawn as the middle.
            Paint::RadialGradient(gradient) => {
                let middle = Spot::from_xy(gradient.cx(), gradient.cy());
                (&***gradient, Run::Around(middle, gradient.r().get()))
            }
            Paint::Pattern(_) => {
                return Err("it is filled with a pattern; export it without".into());
            }
        };
        let stops: Vec<(f32, Colour)> = gradient
            .stops()
            .iter()
            .map(|stop| (stop.offset().get(), colour(stop.color(), stop.opacity().get() * opacity)))
            .collect();
        let plane = gradient.transform().post_concat(place);
        Ok(match (plane.invert(), stops.last()) {
            (Some(to_plane), Some(_)) => {
                Ink::Gradient { to_plane, run, stops, spread: gradient.spread_method() }
            }
            (None, Some((_, last))) => Ink::One(*last),
            (_, None) => Ink::One([0.0; 4]),
        })
    }

    fn at(&self, pixel: Spot) -> Colour {
        let (to_plane, run, stops, spread) = match self {
            Ink::One(colour) => return *colour,
            Ink::Gradient { to_plane, run, stops, spread } => (to_plane, run, stops, *spread),
        };
        let mut spot = pixel;
        to_plane.map_point(&mut spot);
        let share = match run {
            Run::Along(from, to) => {
                let (x, y) = (to.x - from.x, to.y - from.y);
                ((spot.x - from.x) * x + (spot.y - from.y) * y) / (x * x + y * y).max(f32::EPSILON)
            }
            Run::Around(middle, radius) => {
                (spot.x - middle.x).hypot(spot.y - middle.y) / radius.max(f32::EPSILON)
            }
        };
        let share = match spread {
            SpreadMethod::Pad => share.clamp(0.0, 1.0),
            SpreadMethod::Repeat => share.rem_euclid(1.0),
            SpreadMethod::Reflect => {
                let twice = share.rem_euclid(2.0);
                if twice > 1.0 { 2.0 - twice } else { twice }
            }
        };
        let next = stops.iter().position(|(offset, _)| *offset >= share).unwrap_or(stops.len() - 1);
        let (to, after) = stops[next];
        let (from, before) = stops[next.saturating_sub(1)];
        let part = if to > from { ((share - from) / (to - from)).clamp(0.0, 1.0) } else { 1.0 };
        std::array::from_fn(|at| before[at] + (after[at] - before[at]) * part)
    }
}

/// How far points lie from each other at most, across or down.
fn reach(points: &[Vector]) -> f32 {
    let span = |of: fn(&Vector) -> f32| {
        let values = points.iter().map(of);
        let (least, most) = values
            .fold((f32::MAX, f32::MIN), |(least, most), value| (least.min(value), most.max(value)));
        most - least
    };
    span(|point| point.x).max(span(|point| point.y))
}

/// A straight line in pieces that are not too long; its end.
fn line(steps: &mut Vec<Command>, from: Vector, to: Vector) -> Vector {
    let pieces = (reach(&[from, to]) / LONGEST).ceil().max(1.0) as u16;
    for piece in 1..pieces {
        let share = f32::from(piece) / f32::from(pieces);
        steps.push(Command::LineTo(between(from, to, share)));
    }
    steps.push(Command::LineTo(to));
    to
}

/// A cubic curve in pieces that are not too long; its end.
fn curve(steps: &mut Vec<Command>, points: [Vector; 4]) -> Vector {
    let [from, a, b, to] = points;
    // Halves are half as long, so that few levels are enough for what reaches no farther than a drawing may.
    if reach(&points) <= LONGEST {
        steps.push(Command::CurveTo(a, b, to));
        return to;
    }
    let half = |one: Vector, other: Vector| between(one, other, 0.5);
    let (start, middle, end) = (half(from, a), half(a, b), half(b, to));
    let (left, right) = (half(start, middle), half(middle, end));
    let halfway = half(left, right);
    curve(steps, [from, start, left, halfway]);
    curve(steps, [halfway, right, end, to])
}

fn between(from: Vector, to: Vector, share: f32) -> Vector {
    Vector::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
}

#[cfg(test)]
mod tests {
    use super::{is_svg, picture};
    use crate::png::read;

    fn svg(inside: &str) -> Vec<u8> {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\">{inside}</svg>")
            .into_bytes()
    }

    /// The colour at a share of the width and height.
    fn colour(svg: &[u8], x: f32, y: f32) -> [u8; 4] {
        let bytes = picture(svg).expect("it is drawn");
        let pixels = read(&bytes, 2000).expect("a PNG");
        assert_eq!((pixels.width, pixels.height), (1600, 800));
        let at = (((y * 800.0) as usize) * 1600 + (x * 1600.0) as usize) * 4;
        pixels.rgba[at..at + 4].try_into().expect("four parts")
    }

    #[test]
    fn shapes_strokes_and_clear_ground_are_drawn() {
        let drawing = svg(
            "<g transform=\"translate(2 2)\"><rect width=\"6\" height=\"6\" fill=\"#7A1F5C\"/></g>\
             <path d=\"M12 5H18\" stroke=\"#00f\" stroke-width=\"2\" fill=\"none\" opacity=\".5\"/>",
        );
        assert!(is_svg(&drawing));
        assert_eq!(colour(&drawing, 0.25, 0.5), [0x7A, 0x1F, 0x5C, 255]);
        assert_eq!(colour(&drawing, 0.75, 0.5), [0, 0, 255, 128], "half of it shows through");
        assert_eq!(colour(&drawing, 0.05, 0.5)[3], 0, "paper shows where nothing is drawn");
        assert_eq!(picture(&drawing), picture(&drawing), "the same bytes again");
    }

    #[test]
    fn gradients_and_clips_are_drawn() {
        let drawing = svg(
            "<linearGradient id=\"g\"><stop stop-color=\"#000\"/><stop offset=\"1\" stop-color=\"#fff\"/></linearGradient>\
             <clipPath id=\"c\"><rect x=\"0\" y=\"0\" width=\"20\" height=\"5\"/></clipPath>\
             <g clip-path=\"url(#c)\"><rect width=\"20\" height=\"10\" fill=\"url(#g)\"/></g>",
        );
        let middle = colour(&drawing, 0.5, 0.25);
        assert!((125..=130).contains(&middle[0]) && middle[3] == 255, "{middle:?}");
        assert_eq!(colour(&drawing, 0.5, 0.75)[3], 0, "the lower half is clipped away");
    }

    #[test]
    fn a_slanted_edge_from_far_outside_runs_where_it_should() {
        // From (-490, -495) to (510, 505): through the picture from its upper left to beyond its lower right.
        let slope = svg("<path d=\"M-490 -495L510 505H-490Z\" fill=\"#0a0\"/>");
        assert_eq!(colour(&slope, 0.40, 0.50), [0, 0xAA, 0, 255], "below the edge");
        assert_eq!(colour(&slope, 0.60, 0.50)[3], 0, "above it");
        let open = svg("<path d=\"M510 505H-490V-495\" fill=\"#0a0\"/>");
        assert_eq!(picture(&open), picture(&slope), "a fill closes what was left open");
        // The same edge as curves.
        for bent in ["Q10 5 510 505", "C-157 -162 177 172 510 505"] {
            let bent = svg(&format!("<path d=\"M-490 -495{bent}H-490Z\" fill=\"#0a0\"/>"));
            assert_eq!(colour(&bent, 0.40, 0.50), [0, 0xAA, 0, 255], "below the edge");
            assert_eq!(colour(&bent, 0.60, 0.50)[3], 0, "above it");
        }
    }

    #[test]
    fn a_ground_larger_than_the_picture_is_drawn_and_a_form_is_named() {
        let ground =
            svg("<rect x=\"-500\" y=\"-500\" width=\"1000\" height=\"1000\" fill=\"#0a0\"/>");
        assert_eq!(colour(&ground, 0.02, 0.95), [0, 0xAA, 0, 255]);
        let shifted =
            svg("<rect x=\"10\" y=\"-500\" width=\"1000\" height=\"1000\" fill=\"#0a0\"/>");
        assert_eq!(colour(&shifted, 0.25, 0.5)[3], 0, "only its right half");
        assert_eq!(colour(&shifted, 0.75, 0.5)[3], 255);
        let named = [
            b"<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\">".as_slice(),
            &ground,
        ]
        .concat();
        assert!(is_svg(&named) && picture(&named).is_ok());
        let deep = svg(&format!(
            "<clipPath id=\"c\"><rect width=\"9\" height=\"9\"/></clipPath>{}<rect width=\"5\" height=\"5\"/>{}",
            "<g clip-path=\"url(#c)\">".repeat(200),
            "</g>".repeat(200)
        ));
        assert!(picture(&deep).expect_err("no end of clips").contains("clips"));
    }

    #[test]
    fn what_cannot_be_drawn_is_named() {
        for (inside, named) in [
            ("<text x=\"1\" y=\"5\">Acme</text>", "text"),
            ("<image href=\"file:///etc/passwd\" width=\"5\" height=\"5\"/>", "picture"),
            ("<script>1</script>", "script"),
            (
                "<filter id=\"f\"><feGaussianBlur stdDeviation=\"1\"/></filter><rect width=\"5\" height=\"5\" filter=\"url(#f)\"/>",
                "filter",
            ),
            ("", "nothing"),
        ] {
            let refused = picture(&svg(inside)).expect_err(named);
            assert!(refused.contains(named), "{refused}");
        }
        assert!(picture(b"<svg").is_err());
        assert!(!is_svg(b"\x89PNG\r\n"));
    }

    #[test]
    fn what_would_be_drawn_without_end_is_refused() {
        // Each of twenty parts uses the one before it ten times.
        let mut doubled = String::from("<g id=\"p0\"><rect width=\"1\" height=\"1\"/></g>");
        for level in 1..20 {
            let uses = format!("<use href=\"#p{}\"/>", level - 1).repeat(10);
            doubled += &format!("<g id=\"p{level}\">{uses}</g>");
        }
        let long = format!("<path id=\"l\" d=\"{}\"/>", "M0 0L9 9".repeat(10_000));
        let long = format!("{long}{}", "<use href=\"#l\"/>".repeat(500));
        let rules = format!("<style>{}</style>", "rect{fill:red}".repeat(10_000));
        let styled = format!("{rules}{}", "<rect width=\"1\" height=\"1\"/>".repeat(2500));
        let dashes =
            "<path d=\"M0 0H20\" stroke=\"#000\" stroke-width=\"1\" stroke-dasharray=\".00003\"/>"
                .repeat(9);
        let clip = "<clipPath id=\"c\"><rect width=\"9\" height=\"9\"/></clipPath>";
        let clips = "<g clip-path=\"url(#c)\"><rect width=\"1\" height=\"1\"/></g>".repeat(1500);
        for (inside, named) in [
            (doubled, "uses its own parts"),
            (long, "uses its own parts"),
            (styled, "uses its own parts"),
            ("<g id=\"a\"><use href=\"#a\"/></g>".to_owned(), "uses itself"),
            ("<path d=\"M0 0L90000 9L0 9z\"/>".to_owned(), "far beyond"),
            (dashes, "too fine"),
            (format!("{clip}{clips}"), "more than 3000 shapes"),
            ("<marker id=\"m\"/>".to_owned(), "marker"),
        ] {
            let refused = picture(&svg(&inside)).expect_err(named);
            assert!(refused.contains(named), "{named}: {refused}");
        }
        let used = "<defs><g id=\"a\"><rect width=\"4\" height=\"4\" fill=\"#f00\"/></g></defs><use href=\"#a\"/><use href=\"#a\" x=\"10\"/>";
        assert_eq!(colour(&svg(used), 0.55, 0.1), [255, 0, 0, 255], "parts may be used");
    }
}
