//! The roadmap over time: waves as column heads, a row per initiative with its planned weeks and its longest estimate, role load beneath, all on one time axis.

use waymark_core::text_metrics::TextMetrics;

use crate::draw::{Frame, hairline, middle, record_group, widest};
use crate::recorder::{at, fill, record, stroke};
use crate::scene::{Anchor, Dash, Item, Paint, Point, Role, Scene, Segment, Stroke, Text, pt};
use crate::steps::{Steps, Tick, axis, time_axis};
use crate::text::Fonts;

/// The height of one role's strip, in chart units.
const LOAD_PITCH: f32 = 27.0;

/// A roadmap over time. All times are weeks from the same beginning.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Timeline {
    /// What the chart states.
    pub title: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// The first and last week shown.
    pub weeks: (f64, f64),
    /// The marks of the time axis.
    pub ticks: Vec<Tick>,
    /// The waves, in order.
    pub waves: Vec<WaveColumn>,
    /// The initiatives, top to bottom.
    pub rows: Vec<TimelineRow>,
    /// Dependencies to show, as (from, to) places in `rows`; usually those of the selected row only.
    pub links: Vec<(usize, usize)>,
    /// The projected score above the waves, drawn on the same axis; its own ticks and weeks are not used.
    pub projection: Option<Steps>,
    /// How full each role is, beneath the axis.
    pub loads: Vec<LoadStrip>,
    /// Weeks in which work rests: the first and the week after the last.
    pub rests: Vec<(f64, f64)>,
}

/// A wave as a column.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WaveColumn {
    /// Its name.
    pub label: String,
    /// A word on what it is for.
    pub note: String,
    /// The week it begins.
    pub start: f64,
    /// The week it ends.
    pub end: f64,
}

/// How a row stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RowState {
    /// As all others.
    #[default]
    Plain,
    /// On the critical chain, or tied to the selected row.
    Related,
    /// The selected row.
    Selected,
}

/// One initiative.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TimelineRow {
    /// The record the row stands for.
    pub id: Option<String>,
    /// A short code before the name; may be empty.
    pub code: String,
    /// Its name.
    pub label: String,
    /// The week it begins.
    pub start: f64,
    /// The planned week of its end.
    pub end: f64,
    /// The week of its end by the longest estimate.
    pub longest_end: Option<f64>,
    /// How it stands out.
    pub state: RowState,
    /// What holds it in its place.
    pub held: Held,
    /// The week in which it was to begin by the plan that was accepted and that of its end, where they are others.
    pub accepted: Option<(f64, f64)>,
}

/// What holds an initiative in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Held {
    /// Nothing: the plan may move it.
    #[default]
    Free,
    /// People put it there.
    Pinned,
    /// It has started.
    Started,
}

/// The sign before a bar: a pin's head for what is pinned, an arrowhead for what has started.
fn held(how: Held, at: Point, u: f32) -> Vec<Item> {
    let fill = Paint::fill(Role::Ink2);
    match how {
        Held::Free => vec![],
        Held::Pinned => vec![
            Item::Circle { x: at.x, y: at.y - 2.0 * u, radius: 2.2 * u, paint: fill },
            Item::line(at, pt(at.x, at.y + 4.5 * u), Stroke::new(Role::Ink2, 1.1 * u)),
        ],
        Held::Started => vec![Item::Polygon {
            points: vec![
                pt(at.x - 2.0 * u, at.y - 3.5 * u),
                pt(at.x + 3.0 * u, at.y),
                pt(at.x - 2.0 * u, at.y + 3.5 * u),
            ],
            paint: fill,
        }],
    }
}

/// How full a role is over time.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LoadStrip {
    /// The role.
    pub label: String,
    /// How many there are, in words: "4 people".
    pub note: String,
    /// The load that is full, in the unit of `values`.
    pub capacity: f64,
    /// The load of each period.
    pub values: Vec<f64>,
    /// The length of a period in weeks.
    pub period: f64,
}

impl Timeline {
    /// Draws the roadmap; its height follows from what it holds.
    pub fn draw(&self, fonts: &Fonts, frame: Frame) -> Scene {
        let u = frame.unit();
        let small = 12.0 * u;
        let label_x = self.label_from(fonts, u);
        let (x0, x1) = self.axis(fonts, frame);
        let label_width = x0 - label_x - 10.0 * u;
        let x = |week: f64| axis(self.weeks, x0, x1, week);

        // Where everything lies, top to bottom.
        let steps_height = self.steps_height(u);
        let heads = self.heads(fonts, frame);
        let rows_top = self.rows_from(&heads, u);
        let pitch = 17.0 * u;
        let rows_bottom = rows_top + 4.0 * u + pitch * self.rows.len() as f32 + 2.0 * u;
        let axis_bottom = rows_bottom + 22.0 * u;
        let load_pitch = LOAD_PITCH * u;
        let loads_top = axis_bottom + 10.0 * u;
        let height = if self.loads.is_empty() {
            axis_bottom
        } else {
            loads_top + load_pitch * self.loads.len() as f32 + 2.0 * u
        };
        let mut scene = Scene::new(frame.width, height, self.title.clone(), self.alt.clone());
        let row_y = |i: usize| rows_top + 4.0 * u + pitch * (i as f32 + 0.5);

        for (i, row) in self.rows.iter().enumerate() {
            if row.state == RowState::Selected {
                let paint = Paint::fill(Role::SelectedRow);
                scene.push(Item::Rect {
                    x: 0.0,
                    y: row_y(i) - pitch / 2.0,
                    width: frame.width,
                    height: pitch,
                    radius: 2.0 * u,
                    paint,
                });
            }
        }
        for &(from, to) in &self.rests {
            let (left, right) = (x(from.max(self.weeks.0)), x(to.min(self.weeks.1)));
            if right <= left {
                continue;
            }
            let wash = Item::Rect {
                x: left,
                y: rows_top,
                width: right - left,
                height: rows_bottom - rows_top,
                radius: 0.0,
                paint: Paint::fill(Role::Kept),
            };
            let said = format!("Work rests: {}", weeks_words(from, to));
            scene.push(record_group(None, said, vec![wash]));
        }
        scene.items.extend(record(fonts, 0.0, 0.0, frame.width, height, |area| {
            for wave in &self.waves {
                let path = vec![at(x(wave.start), 0.0), at(x(wave.start), rows_bottom)];
                area.draw(&plotters::element::PathElement::new(path, stroke(Role::Line, u)))?;
            }
            if let Some(last) = self.waves.last() {
                let path = vec![at(x(last.end), 0.0), at(x(last.end), rows_bottom)];
                area.draw(&plotters::element::PathElement::new(path, stroke(Role::Line, u)))?;
            }
            Ok(())
        }));
        if let Some(projection) = &self.projection {
            let on_axis = Steps { weeks: self.weeks, ..projection.clone() };
            scene.items.extend(on_axis.line(fonts, (x0, x1), (0.0, steps_height), u));
            scene.push(hairline(0.0, steps_height, frame.width, steps_height, u));
        }
        for (wave, (label, note)) in self.waves.iter().zip(&heads) {
            let mut y = steps_height + 14.0 * u;
            for line in label {
                scene.push(Item::Text(Text::new(x(wave.start) + 6.0 * u, y, line, small).bold()));
                y += 14.0 * u;
            }
            for line in note {
                scene.push(Item::Text(
                    Text::new(x(wave.start) + 6.0 * u, y, line, 11.0 * u).role(Role::Ink2),
                ));
                y += 14.0 * u;
            }
        }
        if !self.waves.is_empty() {
            scene.push(Item::line(
                pt(0.0, rows_top),
                pt(frame.width, rows_top),
                Stroke::new(Role::Ink3, u),
            ));
        }

        for (i, row) in self.rows.iter().enumerate() {
            let y = row_y(i);
            let base = middle(fonts, y, small);
            let bold = row.state != RowState::Plain;
            let mut items = Vec::new();
            if !row.code.is_empty() {
                let role = if row.state == RowState::Selected { Role::Accent } else { Role::Ink2 };
                items.push(Item::Text(
                    Text::new(4.0 * u, base, &row.code, small)
                        .role(role)
                        .weight(row.state == RowState::Selected)
                        .tabular(),
                ));
            }
            items.push(Item::Text(
                Text::new(
                    label_x,
                    base,
                    fonts.ellipsis(&row.label, small, bold, label_width),
                    small,
                )
                .weight(bold),
            ));
            let role = match row.state {
                RowState::Plain => Role::Bar,
                RowState::Related => Role::Related,
                RowState::Selected => Role::Accent,
            };
            let (from, to) = (x(row.start), x(row.end).max(x(row.start) + 2.0 * u));
            if let Some(longest) = row.longest_end.filter(|&l| l > row.end) {
                items.push(Item::line(pt(to, y), pt(x(longest), y), Stroke::new(role, 1.5 * u)));
                items.push(Item::line(
                    pt(x(longest), y - 2.5 * u),
                    pt(x(longest), y + 2.5 * u),
                    Stroke::new(role, 1.5 * u),
                ));
            }
            items.push(Item::Rect {
                x: from,
                y: y - 5.0 * u,
                width: to - from,
                height: 10.0 * u,
                radius: 1.5 * u,
                paint: Paint::fill(role),
            });
            // What was to be over before the first week has no place in the drawing.
            if let Some((begin, end)) = row.accepted.filter(|(_, end)| *end > self.weeks.0) {
                let (begin, end) = (x(begin.max(self.weeks.0)), x(end));
                items.push(Item::Rect {
                    x: begin,
                    y: y - 5.0 * u,
                    width: end - begin,
                    height: 10.0 * u,
                    radius: 1.5 * u,
                    paint: Paint {
                        fill: None,
                        stroke: Some(Stroke::new(Role::Ink3, 0.8 * u).dashed(Dash::Dotted)),
                    },
                });
            }
            items.extend(held(row.held, pt(from - 5.0 * u, y), u));
            let weeks = weeks_words(row.start, row.end);
            let note = match row.held {
                Held::Free => "",
                Held::Pinned => ", pinned",
                Held::Started => ", started",
            };
            let accepted = row.accepted.map_or_else(String::new, |(begin, end)| {
                if begin < 0.0 {
                    return format!("; accepted to begin {:.0} weeks before this plan", -begin);
                }
                format!("; accepted for {}", weeks_words(begin, end))
            });
            let span = format!("{} {}: {weeks}{note}{accepted}", row.code, row.label);
            scene.push(record_group(row.id.as_ref(), span.trim_start().to_owned(), items));
        }
        for &(from, to) in &self.links {
            if let (Some(a), Some(b)) = (self.rows.get(from), self.rows.get(to)) {
                scene.items.extend(link(pt(x(a.end), row_y(from)), pt(x(b.start), row_y(to)), u));
            }
        }
        scene.items.extend(time_axis(fonts, &self.ticks, self.weeks, (x0, x1), rows_bottom, u));
        for (k, load) in self.loads.iter().enumerate() {
            self.load(&mut scene, fonts, load, loads_top + load_pitch * k as f32, (x0, x1), u);
        }
        scene
    }

    /// The height of the projected score.
    fn steps_height(&self, u: f32) -> f32 {
        if self.projection.is_some() { 84.0 * u } else { 0.0 }
    }

    /// The lines of each wave's head: its name, and what it is for where there is room.
    fn heads(&self, fonts: &Fonts, frame: Frame) -> Vec<(Vec<String>, Vec<String>)> {
        let u = frame.unit();
        let small = 12.0 * u;
        let (x0, x1) = self.axis(fonts, frame);
        let x = |week: f64| axis(self.weeks, x0, x1, week);
        self.waves
            .iter()
            .enumerate()
            .map(|(at, wave)| {
                // Nothing follows the last wave, so its head may go on to the edge.
                let is_last = at + 1 == self.waves.len();
                let end = if is_last { frame.width } else { x(wave.end) };
                let room = (end - x(wave.start) - 10.0 * u).max(8.0 * u);
                let fits = |text: &str, size: f32, is_bold: bool| {
                    text.split_whitespace().all(|word| fonts.width(word, size, is_bold) <= room)
                };
                let note = if fits(&wave.note, 11.0 * u, false) && !wave.note.is_empty() {
                    fonts.wrap(&wave.note, 11.0 * u, false, room, 3)
                } else {
                    Vec::new()
                };
                // A wave of a few weeks is called by the last word of its name, its number.
                let label = if fonts.width(&wave.label, small, true) <= room {
                    wave.label.as_str()
                } else {
                    wave.label.split_whitespace().last().unwrap_or_default()
                };
                (fonts.wrap(label, small, true, room, 1), note)
            })
            .collect()
    }

    /// Where the rows begin, beneath the heads.
    fn rows_from(&self, heads: &[(Vec<String>, Vec<String>)], u: f32) -> f32 {
        let lines = heads.iter().map(|(a, b)| a.len() + b.len()).max().unwrap_or(0) as f32;
        let height = if self.waves.is_empty() { 0.0 } else { lines * 14.0 * u + 10.0 * u };
        self.steps_height(u) + height
    }

    /// The height of what stands above the rows, in the drawing's own units.
    pub fn head_height(&self, fonts: &Fonts, frame: Frame) -> f32 {
        self.rows_from(&self.heads(fonts, frame), frame.unit())
    }

    /// How much of that the projected score takes, above the heads of the waves.
    pub fn score_height(&self, frame: Frame) -> f32 {
        self.steps_height(frame.unit())
    }

    /// Where names begin, behind the codes.
    fn label_from(&self, fonts: &Fonts, u: f32) -> f32 {
        let codes = self.rows.iter().map(|row| row.code.as_str());
        let width = widest(fonts, codes, 12.0 * u, true);
        if width > 0.0 { 12.0 * u + width } else { 4.0 * u }
    }

    /// Where the first week begins and the last one ends, in the drawing's own units.
    pub fn axis(&self, fonts: &Fonts, frame: Frame) -> (f32, f32) {
        let u = frame.unit();
        let labels = self.rows.iter().map(|row| row.label.as_str());
        let names = widest(fonts, labels, 12.0 * u, true);
        let gutter = self.projection.as_ref().map_or(0.0, |p| p.gutter(fonts, u));
        let from = self.label_from(fonts, u) + names + 12.0 * u;
        let from = from.max(gutter + 16.0 * u).min((frame.width * 0.36).min(360.0 * u));
        (from, frame.width - 12.0 * u)
    }

    /// One role's load as columns under its capacity; what is full is dark.
    fn load(
        &self,
        scene: &mut Scene,
        fonts: &Fonts,
        load: &LoadStrip,
        top: f32,
        (x0, x1): (f32, f32),
        u: f32,
    ) {
        let small = 12.0 * u;
        let bottom = top + (LOAD_PITCH - 4.0) * u;
        let full = 15.0 * u;
        let base = bottom - 3.0 * u;
        let note_width = fonts.width(&load.note, small, false);
        let label = fonts.ellipsis(&load.label, small, false, x0 - note_width - 24.0 * u);
        scene.push(Item::Text(Text::new(4.0 * u, base, label, small)));
        scene.push(Item::Text(
            Text::new(x0 - 10.0 * u, base, &load.note, small).anchor(Anchor::End).role(Role::Ink2),
        ));
        scene.push(Item::line(
            pt(x0, bottom - full),
            pt(x1, bottom - full),
            Stroke::new(Role::Bar, 0.7 * u).dashed(Dash::Dotted),
        ));
        scene.push(hairline(x0, bottom, x1, bottom, u));
        let capacity = if load.capacity > 0.0 { load.capacity } else { 1.0 };
        let height = scene.height;
        scene.items.extend(record(fonts, 0.0, 0.0, x1, height, |area| {
            for (i, &value) in load.values.iter().enumerate() {
                let from = axis(self.weeks, x0, x1, self.weeks.0 + load.period * i as f64);
                let to =
                    axis(self.weeks, x0, x1, self.weeks.0 + load.period * (i as f64 + 1.0)).min(x1);
                let share = (value / capacity).clamp(0.0, 1.3) as f32;
                if share > 0.0 && to > from {
                    let role = if share >= 0.995 { Role::Related } else { Role::Bar };
                    let corners =
                        [at(from + 0.5 * u, bottom - full * share), at(to - 0.5 * u, bottom)];
                    area.draw(&plotters::element::Rectangle::new(corners, fill(role)))?;
                }
            }
            Ok(())
        }));
    }
}

/// A dependency: out of the end of one bar, down or up, into the beginning of the other.
fn link(from: Point, to: Point, u: f32) -> Vec<Item> {
    let turn = (to.x - 6.0 * u).max(from.x + 4.0 * u).min(to.x - 5.0 * u);
    let points = vec![from, pt(turn, from.y), pt(turn, to.y), pt(to.x - 1.0 * u, to.y)];
    let tip = vec![
        Segment::Move(pt(to.x - 4.5 * u, to.y - 3.0 * u)),
        Segment::Line(pt(to.x - 0.5 * u, to.y)),
        Segment::Line(pt(to.x - 4.5 * u, to.y + 3.0 * u)),
    ];
    vec![
        Item::Line { points, stroke: Stroke::new(Role::Accent, 1.5 * u) },
        Item::Path { segments: tip, paint: Paint::stroke(Role::Accent, 1.5 * u) },
    ]
}

/// Weeks as people count them: from 1.
fn weeks_words(start: f64, end: f64) -> String {
    let (first, last) = (start + 1.0, end.max(start + 1.0));
    if first >= last {
        format!("week {first:.0}")
    } else {
        format!("weeks {first:.0} to {last:.0}")
    }
}
