//! The sheet on which a drawing of the architecture is handed over: heading and legend above it, a line of small print below.
//!
//! The same sheet serves every form of file: on paper its text has the size of print and the drawing is made smaller to fit; in a
//! picture the drawing keeps its size and the text is larger with it.

use waymark_core::architecture::Guard;
use waymark_core::architecture::layout::{BOX_HEIGHT, BoxKind, Diagram, DiagramBox, Line, TEXT};
use waymark_core::architecture::layout::{MARK, PADDING, SIGN};
use waymark_core::architecture::stage::Standing;
use waymark_core::text_metrics::TextMetrics;

use crate::architecture::{Mark, draw, mark};
use crate::scene::{Anchor, Dash, Item, Paint, Role, Scene, Stroke, Text, pt};
use crate::text::Fonts;

/// Free space around the sheet, in points on paper.
const MARGIN: f32 = 28.0;
/// Between heading, drawing and small print.
const GAP: f32 = 12.0;
/// Sizes of the text.
const TITLE: f32 = 15.0;
const SUBTITLE: f32 = 9.0;
const SMALL: f32 = 7.5;
/// From one line to the next, in sizes of its text.
const LEADING: f32 = 1.25;
/// The most lines of a title, a subtitle and the small print.
const LINES: usize = 3;
/// Size of the legend's boxes, seen from those of a drawing in its own units.
const LEGEND: f32 = 0.6;
/// Length of the line of a presumed flow in the legend, in units of a drawing.
const PRESUMED_LINE: f32 = 26.0;
/// Between two boxes of the legend, in units of a drawing.
const LEGEND_GAP: f32 = 10.0;
/// How much larger everything but the drawing is in a picture than on paper.
const IN_PICTURE: f32 = 1.5;
/// The least width of a picture's sheet, in its own units.
const LEAST: f32 = 900.0;

/// What is said on the sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Whose architecture it is.
    pub title: String,
    /// Which view of it, and of which day.
    pub subtitle: String,
    /// The standings that the drawing shows, in the order of the legend.
    pub legend: Vec<Standing>,
    /// How data is guarded that the drawing shows, in the order of the legend.
    pub guards: Vec<Guard>,
    /// The drawing shows components that the client accepted.
    pub shows_accepted: bool,
    /// The drawing shows flows that nobody stated.
    pub shows_presumed: bool,
    /// What stands in boxes of several; may be empty.
    pub groups: String,
    /// How old the facts are, and what made the sheet.
    pub foot: String,
    /// Who may read it; may be empty.
    pub mark: String,
}

/// A standing in the words of the legend.
pub fn legend_label(standing: Standing) -> String {
    waymark_core::wording::sentence(standing.label())
}

/// A guard in the words of the legend.
pub fn guard_label(how: Guard) -> String {
    waymark_core::wording::sentence(how.label())
}

/// What the tick means in the words of the legend.
pub const ACCEPTED_LABEL: &str = "Agreed with the client";
/// What a dashed line means in the words of the legend.
pub const PRESUMED_LABEL: &str = "Presumed flow";

/// What a part of the sheet is to a reader who cannot see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// The title.
    Title,
    /// A line of text.
    Line,
    /// A figure with its alternative text.
    Figure(String),
}

/// A part of the sheet, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// What is drawn.
    pub items: Vec<Item>,
}

/// The sheet, in reading order.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Its parts.
    pub parts: Vec<Part>,
    /// The drawing's size on it, seen from its own units.
    pub scale: f32,
}

/// The sheet on paper of a size in points. The drawing is made smaller to fit, never larger.
pub fn on_paper(
    words: &Words,
    drawing: &Scene,
    (width, height): (f32, f32),
    fonts: &Fonts,
) -> Sheet {
    let frame = Frame::of(words, width, 1.0, fonts);
    let across = (width - 2.0 * MARGIN) / drawing.width;
    let down = (height - frame.above - frame.below) / drawing.height;
    let scale = across.min(down).min(1.0);
    let left = (width - drawing.width * scale) / 2.0;
    frame.with(words, drawing, (left, scale), height)
}

/// The sheet as a picture of its own, around a drawing that keeps its size.
pub fn as_picture(words: &Words, drawing: &Scene, fonts: &Fonts) -> Scene {
    let margin = MARGIN * IN_PICTURE;
    let width = (drawing.width + 2.0 * margin).max(LEAST);
    let frame = Frame::of(words, width, IN_PICTURE, fonts);
    let height = frame.above + drawing.height + frame.below;
    let left = (width - drawing.width) / 2.0;
    let sheet = frame.with(words, drawing, (left, 1.0), height);
    let title = [words.title.as_str(), words.subtitle.as_str()];
    let title = title.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". ");
    let mut scene = Scene::new(width, height, title, drawing.alt.clone());
    scene.push(Item::rect(0.0, 0.0, width, height, Paint::fill(Role::Surface)));
    scene.items.extend(sheet.parts.into_iter().flat_map(|part| part.items));
    scene
}

/// What stands around the drawing, broken into lines.
struct Frame {
    width: f32,
    unit: f32,
    title: Vec<String>,
    subtitle: Vec<String>,
    groups: Vec<String>,
    foot: Vec<String>,
    legend: Scene,
    /// The legend stands beside the heading, not below it.
    is_beside: bool,
    /// What the heading takes from the top of the sheet to the drawing.
    above: f32,
    /// What the small print takes from the drawing to the bottom.
    below: f32,
}

impl Frame {
    fn of(words: &Words, width: f32, unit: f32, fonts: &Fonts) -> Self {
        let legend = legend(words, fonts);
        let inner = width - 2.0 * MARGIN * unit;
        let legend_width = legend.width * LEGEND * unit;
        let is_beside = legend_width < inner * 0.5;
        let room = if is_beside { inner - legend_width - 20.0 * unit } else { inner };
        let lines = |text: &str, size: f32, semibold: bool, room: f32| match text {
            "" => vec![],
            text => fonts.wrap(text, size * unit, semibold, room, LINES),
        };
        let title = lines(&words.title, TITLE, true, room);
        let subtitle = lines(&words.subtitle, SUBTITLE, false, room);
        let groups = lines(&words.groups, SMALL, false, inner);
        let foot = lines(&words.foot, SMALL, false, inner * 0.75);
        let height = |lines: &[String], size: f32| lines.len() as f32 * size * LEADING * unit;
        let heading = height(&title, TITLE) + height(&subtitle, SUBTITLE);
        let legend_height = legend.height * LEGEND * unit;
        let heading = if is_beside {
            heading.max(legend_height)
        } else {
            heading + GAP * unit / 2.0 + legend_height
        };
        let above = MARGIN * unit + heading + GAP * unit;
        let below = GAP * unit
            + height(&groups, SMALL)
            + height(&foot, SMALL).max(SMALL * LEADING * unit)
            + MARGIN * unit * 0.6;
        Self { width, unit, title, subtitle, groups, foot, legend, is_beside, above, below }
    }

    fn with(self, words: &Words, drawing: &Scene, (left, scale): (f32, f32), height: f32) -> Sheet {
        let unit = self.unit;
        let margin = MARGIN * unit;
        let line = |size: f32, role: Role| Text::new(margin, 0.0, "", size * unit).role(role);
        let title = line(TITLE, Role::Ink).bold();
        let subtitle = line(SUBTITLE, Role::Ink2);
        let small = line(SMALL, Role::Ink3);
        let below_title = margin + high(&self.title, &title);
        let heading = below_title + high(&self.subtitle, &subtitle);
        let grouped = height - self.below + GAP * unit;
        let small_print = grouped + high(&self.groups, &small);
        let mut parts = vec![
            text(PartKind::Title, &self.title, margin, &title),
            text(PartKind::Line, &self.subtitle, below_title, &subtitle),
        ];
        if self.legend.width > 0.0 {
            let (x, y) = if self.is_beside {
                (self.width - margin - self.legend.width * LEGEND * unit, margin)
            } else {
                (margin, heading + GAP * unit / 2.0)
            };
            parts.push(Part {
                kind: PartKind::Figure(self.legend.alt.clone()),
                items: self.legend.placed(x, y, LEGEND * unit),
            });
        }
        parts.push(Part {
            kind: PartKind::Figure(drawing.alt.clone()),
            items: drawing.placed(left, self.above, scale),
        });
        parts.push(text(PartKind::Line, &self.groups, grouped, &small));
        parts.push(text(PartKind::Line, &self.foot, small_print, &small));
        if !words.mark.is_empty() {
            let mark = Text { x: self.width - margin, ..small }.anchor(Anchor::End);
            parts.push(text(PartKind::Line, std::slice::from_ref(&words.mark), small_print, &mark));
        }
        parts.retain(|part| !part.items.is_empty());
        Sheet { width: self.width, height, parts, scale }
    }
}

/// The height of some lines.
fn high(lines: &[String], like: &Text) -> f32 {
    lines.len() as f32 * like.size * LEADING
}

/// Lines below each other from a height on.
fn text(kind: PartKind, lines: &[String], top: f32, like: &Text) -> Part {
    let line = |(at, content): (usize, &String)| {
        let y = top + like.size * (1.0 + LEADING * at as f32);
        Item::Text(Text { content: content.clone(), y, ..like.clone() })
    };
    Part { kind, items: lines.iter().enumerate().map(line).collect() }
}

/// One box for each standing, each mark, and the line of a presumed flow, drawn as in the diagram, in units of a drawing.
fn legend(words: &Words, fonts: &Fonts) -> Scene {
    let mut x = 0.0;
    let boxes: Vec<DiagramBox> = words
        .legend
        .iter()
        .map(|standing| {
            let name = legend_label(*standing);
            let text = fonts.width(&name, TEXT, true);
            let width = text + SIGN + 2.0 * PADDING + 4.0;
            let one = DiagramBox {
                id: String::new(),
                kind: BoxKind::Component,
                x,
                y: 0.0,
                width,
                height: BOX_HEIGHT,
                lines: vec![Line { text: name.clone(), semibold: true, width: text }],
                standing: *standing,
                guarded: vec![],
                is_accepted: false,
                is_selected: false,
                is_dimmed: false,
                is_on_path: false,
                title: name,
            };
            x += width + LEGEND_GAP;
            one
        })
        .collect();
    let middle = BOX_HEIGHT / 2.0;
    let mut signs: Vec<(Vec<Item>, f32, String)> = Vec::new();
    // Drawn around the left end of the middle, and moved to its place below.
    let at = pt(5.0, middle);
    for how in &words.guards {
        signs.push((mark(Mark::Guard(*how), at, Role::Ink2), MARK, guard_label(*how)));
    }
    if words.shows_accepted {
        signs.push((mark(Mark::Accepted, at, Role::Ink2), MARK, ACCEPTED_LABEL.to_owned()));
    }
    if words.shows_presumed {
        let line = Stroke::new(Role::Ink3, 1.0).dashed(Dash::Dashed);
        let line = Item::line(pt(0.0, middle), pt(PRESUMED_LINE, middle), line);
        signs.push((vec![line], PRESUMED_LINE, PRESUMED_LABEL.to_owned()));
    }
    let mut marks: Vec<Item> = Vec::new();
    for (items, wide, name) in signs {
        marks.extend(items.iter().map(|item| item.placed(x, 0.0, 1.0)));
        x += wide + 4.0;
        marks.push(Item::Text(Text::new(x, middle + 4.0, &name, TEXT).role(Role::Ink2)));
        x += fonts.width(&name, TEXT, false) + LEGEND_GAP;
    }
    let (width, height) = if x == 0.0 { (0.0, 0.0) } else { (x - LEGEND_GAP, BOX_HEIGHT) };
    let looks = words.legend.iter().map(|standing| looks(*standing));
    let looks: Vec<String> = looks
        .chain(words.guards.iter().map(|how| mark_looks(*how)))
        .chain(words.shows_accepted.then(|| "a tick, agreed with the client".to_owned()))
        .chain(words.shows_presumed.then(|| "a dashed line, a presumed flow".to_owned()))
        .collect();
    let alt = format!("Legend: {}.", looks.join("; "));
    let mut scene = draw(&Diagram { width, height, boxes, alt, ..Diagram::default() }, fonts);
    scene.items.extend(marks);
    scene
}

/// How a guard is drawn, in words.
fn mark_looks(how: Guard) -> String {
    let drawn = match how {
        Guard::Mask => "three dots",
        Guard::Lock => "a padlock",
    };
    format!("{drawn}, {}", how.label())
}

/// How a standing is drawn, in words.
fn looks(standing: Standing) -> String {
    let drawn = match standing {
        Standing::Kept => "filled",
        Standing::Leaving => "filled with a dashed outline",
        Standing::New => "outlined with a plus",
        Standing::Replacing => "outlined twice with a plus",
        Standing::Retired => "dashed and struck through with a cross",
        Standing::Rejected => "dotted with a minus",
    };
    format!("{drawn}, {}", standing.label())
}
