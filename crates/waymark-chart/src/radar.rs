//! The radar: dimensions or factors around a centre, score polygon over the band the answers allow, targets as ticks.

use plotters::element::PathElement;
use waymark_core::text_metrics::TextMetrics;

use crate::draw::{Frame, middle, one_decimal, record_group, unknown};
use crate::recorder::{at, record, stroke};
use crate::scene::{Anchor, Dash, Item, Paint, Point, Role, Scene, Segment, Stroke, Text, pt};
use crate::text::Fonts;

/// Most axes a radar can carry and still be read; more are left out, so choose another chart.
pub const MOST_AXES: usize = 12;

/// A radar.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Radar {
    /// What the chart states.
    pub title: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// The axes, clockwise from the top; 3 to 12.
    pub axes: Vec<RadarAxis>,
    /// What then and now are called, where an earlier state is laid under the scores: a broken line with open dots.
    pub moments: Option<(String, String)>,
}

/// One axis of the radar.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RadarAxis {
    /// The record the axis stands for.
    pub id: Option<String>,
    /// Its name.
    pub label: String,
    /// The score, 1 to 5; `None` if too little is answered.
    pub score: Option<f64>,
    /// The score of then, 1 to 5; `None` where nothing is laid under it, or too little was answered.
    pub before: Option<f64>,
    /// The lowest and highest score the answers still allow.
    pub band: Option<(f64, f64)>,
    /// The target, 1 to 5.
    pub target: Option<f64>,
    /// Whether the axis is the one the text speaks of.
    pub emphasised: bool,
}

/// Below this width the scores, and what is open, stand beside the radar and not in its labels: names alone leave the rings their
/// room.
const NARROW: f32 = 420.0;

/// A label with the lines it takes.
struct Label {
    lines: Vec<String>,
    /// The score as it stands after the name; empty where it does not.
    value: String,
    /// The score, or that it is open.
    spoken: String,
    width: f32,
    height: f32,
}

impl Radar {
    /// Draws the radar as large as the width allows with every label whole; its height follows, at most `max_height`.
    pub fn draw(&self, fonts: &Fonts, frame: Frame, max_height: f32) -> Scene {
        let u = frame.unit();
        let size = 12.0 * u;
        let line_height = 15.0 * u;
        let gap = 10.0 * u;
        let axes = &self.axes[..self.axes.len().min(MOST_AXES)];
        let count = axes.len().max(3);
        let turn = |i: usize| {
            std::f32::consts::TAU * i as f32 / count as f32 - std::f32::consts::FRAC_PI_2
        };

        let labels: Vec<Label> = axes
            .iter()
            .map(|axis| {
                let number =
                    |score: Option<f64>| score.map_or_else(|| "open".to_owned(), one_decimal);
                let (before, now) = (number(axis.before), number(axis.score));
                let spoken = match self.moments {
                    Some(_) if before != now => format!("{before} to {now}"),
                    _ => now,
                };
                let is_shown = frame.width >= NARROW * u;
                let value = if is_shown { spoken.clone() } else { String::new() };
                let lines = fonts.wrap(&axis.label, size, axis.emphasised, frame.width * 0.24, 2);
                let last = lines.last().map_or(0.0, |l| fonts.width(l, size, axis.emphasised))
                    + value_width(fonts, &value, size, u);
                let width = lines
                    .iter()
                    .map(|l| fonts.width(l, size, axis.emphasised))
                    .fold(last, f32::max);
                Label { height: lines.len() as f32 * line_height, width, lines, value, spoken }
            })
            .collect();

        // The radius that leaves every label room at the sides, then above and below.
        let mut radius = f32::INFINITY;
        for (i, label) in labels.iter().enumerate() {
            let across = turn(i).cos().abs();
            if across > 0.05 {
                radius = radius.min((frame.width / 2.0 - label.width - gap) / across - gap);
            }
        }
        let reach = |r: f32, up: bool| {
            labels.iter().enumerate().fold(r, |most, (i, label)| {
                let sine = turn(i).sin() * if up { -1.0 } else { 1.0 };
                let beyond = if sine > 0.92 { label.height } else { label.height / 2.0 };
                most.max((r + gap) * sine + beyond + 2.0 * u)
            })
        };
        let room = reach(0.0, true) + reach(0.0, false);
        radius = radius.min((max_height - room) / 2.0).min(190.0 * u).max(40.0 * u);
        let head = if self.moments.is_some() { 26.0 * u } else { 0.0 };
        let (above, below) = (reach(radius, true) + head, reach(radius, false));
        let (cx, cy) = (frame.width / 2.0, above);
        let mut scene =
            Scene::new(frame.width, above + below, self.title.clone(), self.alt.clone());
        if let Some((then, now)) = &self.moments {
            scene.items.extend(key(fonts, frame, then, now));
        }
        let place = |i: usize, value: f64| {
            let r = radius * (value.clamp(0.0, 5.0) / 5.0) as f32;
            pt(cx + r * turn(i).cos(), cy + r * turn(i).sin())
        };

        // The grid, by plotters.
        let (w, h) = (scene.width, scene.height);
        scene.items.extend(record(fonts, 0.0, 0.0, w, h, |area| {
            let ring = |value: f64| {
                (0..=count)
                    .map(|i| place(i % count, value))
                    .map(|p| at(p.x, p.y))
                    .collect::<Vec<_>>()
            };
            for level in 1..=5 {
                area.draw(&PathElement::new(ring(f64::from(level)), stroke(Role::Line, u)))?;
            }
            for i in 0..count {
                let end = place(i, 5.0);
                area.draw(&PathElement::new(
                    vec![at(cx, cy), at(end.x, end.y)],
                    stroke(Role::Line, u),
                ))?;
            }
            Ok(())
        }));

        // The band as a ring between its lowest and highest scores, interrupted where nothing is known.
        for run in runs(axes.len(), |i| axes[i].score.is_some() && axes[i].band.is_some()) {
            let edge = |high: bool| {
                run.iter()
                    .map(|&i| {
                        let (a, b) = axes[i].band.unwrap_or_default();
                        place(i, if high { a.max(b) } else { a.min(b) })
                    })
                    .collect::<Vec<_>>()
            };
            let closed = run.len() == axes.len();
            let (mut outer, mut inner) = (edge(true), edge(false));
            if closed {
                outer.push(outer[0]);
                inner.push(inner[0]);
            }
            inner.reverse();
            scene.push(Item::Path {
                segments: ring(&outer, &inner, closed),
                paint: Paint::fill(Role::Wash),
            });
        }
        for run in runs(axes.len(), |i| axes[i].before.is_some()) {
            let mut points: Vec<Point> =
                run.iter().filter_map(|&i| axes[i].before.map(|s| place(i, s))).collect();
            if run.len() == axes.len() {
                points.push(points[0]);
            }
            if points.len() > 1 {
                scene.push(Item::Line { points, stroke: then_stroke(u) });
            }
        }
        for run in runs(axes.len(), |i| axes[i].score.is_some()) {
            let points: Vec<Point> =
                run.iter().filter_map(|&i| axes[i].score.map(|s| place(i, s))).collect();
            let closed = run.len() == axes.len();
            scene.items.extend(record(fonts, 0.0, 0.0, w, h, |area| {
                let mut outline: Vec<_> = points.iter().map(|p| at(p.x, p.y)).collect();
                if closed {
                    outline.push(outline[0]);
                }
                if outline.len() > 1 {
                    area.draw(&PathElement::new(outline, stroke(Role::Ink, 1.5 * u)))?;
                }
                Ok(())
            }));
        }
        self.targets(&mut scene, axes.len(), &place, &turn, u);
        for level in 1..=5_u8 {
            scene.items.extend(scale_digit(fonts, place(0, f64::from(level)), level, u));
        }

        for (i, axis) in axes.iter().enumerate() {
            let mut items = Vec::new();
            items.extend(axis.before.map(|before| then_dot(place(i, before), u)));
            match (axis.score, axis.band) {
                (Some(score), _) => {
                    let p = place(i, score);
                    items.push(Item::Circle {
                        x: p.x,
                        y: p.y,
                        radius: 3.2 * u,
                        paint: Paint::fill(Role::Ink),
                    });
                }
                (None, Some((low, high))) => {
                    items.extend(open_axis(place(i, low), place(i, high), u));
                }
                (None, None) => {}
            }
            items.extend(label(
                fonts,
                axis,
                &labels[i],
                cx + (radius + gap) * turn(i).cos(),
                cy + (radius + gap) * turn(i).sin(),
                turn(i),
                u,
            ));
            let target =
                axis.target.map_or_else(String::new, |t| format!(", target {}", one_decimal(t)));
            scene.push(record_group(
                axis.id.as_ref(),
                format!("{}: {}{target}", axis.label, labels[i].spoken),
                items,
            ));
        }
        scene
    }

    /// A tick across each axis at its target, joined by a fine broken line.
    fn targets(
        &self,
        scene: &mut Scene,
        count: usize,
        place: &impl Fn(usize, f64) -> Point,
        turn: &impl Fn(usize) -> f32,
        u: f32,
    ) {
        let axes = &self.axes[..count];
        for run in runs(count, |i| axes[i].target.is_some()) {
            let mut points: Vec<Point> =
                run.iter().filter_map(|&i| axes[i].target.map(|t| place(i, t))).collect();
            if run.len() == count {
                points.push(points[0]);
            }
            if points.len() > 1 {
                scene.push(Item::Line {
                    points,
                    stroke: Stroke::new(Role::Accent, 0.8 * u).dashed(Dash::Dotted),
                });
            }
        }
        for (i, axis) in axes.iter().enumerate() {
            if let Some(target) = axis.target {
                let p = place(i, target);
                let (dx, dy) = (-turn(i).sin() * 6.0 * u, turn(i).cos() * 6.0 * u);
                scene.push(Item::line(
                    pt(p.x - dx, p.y - dy),
                    pt(p.x + dx, p.y + dy),
                    Stroke::new(Role::Accent, 2.0 * u),
                ));
            }
        }
    }
}

/// The line of then: broken, so that no colour is needed to tell it.
fn then_stroke(u: f32) -> Stroke {
    Stroke::new(Role::Ink2, 1.2 * u).dashed(Dash::Dashed)
}

/// A dot of then: open.
fn then_dot(at: Point, u: f32) -> Item {
    let paint = Paint::fill(Role::Surface).outlined(Role::Ink2, 1.2 * u);
    Item::Circle { x: at.x, y: at.y, radius: 3.0 * u, paint }
}

/// Which line is which, above the rings.
fn key(fonts: &Fonts, frame: Frame, then: &str, now: &str) -> Vec<Item> {
    let u = frame.unit();
    let (size, y, mark) = (12.0 * u, 8.0 * u, 26.0 * u);
    let room = (frame.width - 2.0 * mark - 40.0 * u) / 2.0;
    let (then, now) =
        (fonts.ellipsis(then, size, false, room), fonts.ellipsis(now, size, true, room));
    let base = middle(fonts, y, size);
    let second = mark + 6.0 * u + fonts.width(&then, size, false) + 20.0 * u;
    vec![
        Item::line(pt(0.0, y), pt(mark, y), then_stroke(u)),
        then_dot(pt(mark / 2.0, y), u),
        Item::Text(Text::new(mark + 6.0 * u, base, then, size).role(Role::Ink2)),
        Item::line(pt(second, y), pt(second + mark, y), Stroke::new(Role::Ink, 1.5 * u)),
        Item::Circle { x: second + mark / 2.0, y, radius: 3.2 * u, paint: Paint::fill(Role::Ink) },
        Item::Text(Text::new(second + mark + 6.0 * u, base, now, size).bold()),
    ]
}

/// A closed shape between an outer and an inner line; as two rings when both go all the way round, so that the middle stays free.
fn ring(outer: &[Point], inner: &[Point], closed: bool) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut part = |points: &[Point], fresh: bool| {
        for (i, &p) in points.iter().enumerate() {
            segments.push(if i == 0 && fresh { Segment::Move(p) } else { Segment::Line(p) });
        }
    };
    part(outer, true);
    part(inner, closed);
    segments.push(Segment::Close);
    if closed {
        segments.insert(outer.len(), Segment::Close);
    }
    segments
}

/// A digit of the scale, right of the axis and its ticks. No line goes through it: it covers what runs beneath.
fn scale_digit(fonts: &Fonts, ring: Point, level: u8, u: f32) -> [Item; 2] {
    let size = 11.0 * u;
    let x = ring.x + 13.0 * u;
    let digit = Text::new(x, middle(fonts, ring.y, size), level.to_string(), size);
    let ground = Item::Circle { x, y: ring.y, radius: 6.0 * u, paint: Paint::fill(Role::Surface) };
    [ground, Item::Text(digit.anchor(Anchor::Middle).role(Role::Ink2))]
}

/// The band of an axis without score: a thin empty bar along the axis.
fn open_axis(low: Point, high: Point, u: f32) -> Vec<Item> {
    let (dx, dy) = (high.x - low.x, high.y - low.y);
    let length = (dx * dx + dy * dy).sqrt();
    if length < 0.1 {
        return unknown(low.x - 3.0 * u, low.y - 3.0 * u, 6.0 * u, 6.0 * u, 3.0 * u, u);
    }
    let (nx, ny) = (-dy / length * 1.5 * u, dx / length * 1.5 * u);
    let corners = vec![
        pt(low.x + nx, low.y + ny),
        pt(high.x + nx, high.y + ny),
        pt(high.x - nx, high.y - ny),
        pt(low.x - nx, low.y - ny),
    ];
    let paint = Paint::fill(Role::Surface).outlined(Role::Ink3, 0.8 * u);
    vec![Item::Polygon { points: corners, paint }]
}

/// The name of an axis outside the outermost ring, its score after it.
fn label(
    fonts: &Fonts,
    axis: &RadarAxis,
    label: &Label,
    x: f32,
    y: f32,
    angle: f32,
    u: f32,
) -> Vec<Item> {
    let size = 12.0 * u;
    let line_height = 15.0 * u;
    let (across, down) = (angle.cos(), angle.sin());
    let top = if down < -0.92 {
        y - label.height
    } else if down > 0.92 {
        y
    } else {
        y - label.height / 2.0
    };
    let mut items = Vec::new();
    for (k, line) in label.lines.iter().enumerate() {
        let base = middle(fonts, top + line_height * (k as f32 + 0.5), size);
        let is_last = k + 1 == label.lines.len();
        let name_width = fonts.width(line, size, axis.emphasised);
        let value_width = if is_last { value_width(fonts, &label.value, size, u) } else { 0.0 };
        let width = name_width + value_width;
        let left = if across.abs() < 0.1 {
            x - width / 2.0
        } else if across > 0.0 {
            x
        } else {
            x - width
        };
        items.push(Item::Text(
            Text::new(left, base, line, size).weight(axis.emphasised).role(if axis.emphasised {
                Role::Ink
            } else {
                Role::Ink2
            }),
        ));
        if is_last && !label.value.is_empty() {
            let value = Text::new(left + width, base, &label.value, size).anchor(Anchor::End);
            items.push(Item::Text(if axis.score.is_some() {
                value.bold()
            } else {
                value.role(Role::Ink3)
            }));
        }
    }
    items
}

/// The room that a score takes after a name, with the space between them.
fn value_width(fonts: &Fonts, value: &str, size: f32, u: f32) -> f32 {
    if value.is_empty() { 0.0 } else { 8.0 * u + fonts.width(value, size, true) }
}

/// The stretches of neighbouring indices for which something is known; going all the way round is one stretch.
fn runs(count: usize, is_known: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    if count == 0 {
        return Vec::new();
    }
    let Some(gap) = (0..count).find(|&i| !is_known(i)) else { return vec![(0..count).collect()] };
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut open = false;
    for i in (1..count).map(|k| (gap + k) % count) {
        if !is_known(i) {
            open = false;
        } else if open {
            runs.last_mut().expect("a stretch is open").push(i);
        } else {
            runs.push(vec![i]);
            open = true;
        }
    }
    runs
}
