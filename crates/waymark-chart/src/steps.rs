//! The projected score after each wave, as a step line from today to the target.

use plotters::chart::ChartBuilder;
use plotters::series::LineSeries;
use waymark_core::text_metrics::TextMetrics;

use crate::draw::{Frame, hairline, middle, one_decimal, widest};
use crate::recorder::{at, record, stroke};
use crate::scene::{Anchor, Dash, Item, Paint, Role, Scene, Stroke, Text, pt};
use crate::text::Fonts;

/// A projection over time.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Steps {
    /// What the chart states.
    pub title: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// The score today, 1 to 5.
    pub today: f64,
    /// The target, 1 to 5.
    pub target: Option<f64>,
    /// The end of each wave and the score expected then, in order.
    pub steps: Vec<Step>,
    /// The marks of the time axis.
    pub ticks: Vec<Tick>,
    /// The first and last week shown.
    pub weeks: (f64, f64),
}

/// The end of a wave.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Step {
    /// The wave's name.
    pub label: String,
    /// The week it ends.
    pub week: f64,
    /// The score expected then.
    pub score: f64,
}

/// A named week of the time axis.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Tick {
    /// The week.
    pub week: f64,
    /// Its name, usually a month.
    pub label: String,
}

impl Steps {
    /// Draws the projection on its own, `height` points high.
    pub fn draw(&self, fonts: &Fonts, frame: Frame, height: f32) -> Scene {
        let u = frame.unit();
        let mut scene = Scene::new(frame.width, height, self.title.clone(), self.alt.clone());
        let small = 12.0 * u;
        let x0 = self.gutter(fonts, u) + 12.0 * u;
        let x1 = frame.width - 14.0 * u;
        let (top, bottom) = (24.0 * u, height - 24.0 * u);
        // Wave names over the stretch each takes, if they fit there.
        let x = |week: f64| axis(self.weeks, x0, x1, week);
        let mut from = self.weeks.0;
        for step in &self.steps {
            scene.push(hairline(x(step.week), 0.0, x(step.week), bottom, u));
            let room = x(step.week) - x(from) - 10.0 * u;
            // Where the name has no room, its last word has: its number.
            let is_whole = fonts.width(&step.label, small, true) <= room;
            let number = step.label.split_whitespace().last().unwrap_or_default();
            let text = if is_whole { step.label.as_str() } else { number };
            if fonts.width(text, small, true) <= room {
                scene.push(Item::Text(Text::new(x(from) + 6.0 * u, small, text, small).bold()));
            }
            from = step.week;
        }
        scene.items.extend(self.line(fonts, (x0, x1), (top, bottom), u));
        scene.items.extend(time_axis(fonts, &self.ticks, self.weeks, (x0, x1), bottom, u));
        scene
    }

    /// How wide the words left of the line are.
    pub(crate) fn gutter(&self, fonts: &Fonts, u: f32) -> f32 {
        let today = format!("today {}", one_decimal(self.today));
        let target = self.target.map_or_else(String::new, |t| format!("target {}", one_decimal(t)));
        widest(fonts, [today.as_str(), target.as_str()], 12.0 * u, false)
    }

    /// The line itself between `x` and `y` limits, with its numbers.
    pub(crate) fn line(
        &self,
        fonts: &Fonts,
        (x0, x1): (f32, f32),
        (top, bottom): (f32, f32),
        u: f32,
    ) -> Vec<Item> {
        let small = 12.0 * u;
        let values = || self.steps.iter().map(|s| s.score).chain(self.target).chain([self.today]);
        let low = values().fold(f64::INFINITY, f64::min);
        let high = values().fold(f64::NEG_INFINITY, f64::max).max(low + 0.5);
        let (y0, y1) = (bottom - 12.0 * u, top + 18.0 * u);
        let x = |week: f64| axis(self.weeks, x0, x1, week);
        let y = |score: f64| y0 + (y1 - y0) * ((score - low) / (high - low)) as f32;

        let mut points = vec![(self.weeks.0, self.today)];
        let mut score = self.today;
        for step in &self.steps {
            points.push((step.week, score));
            points.push((step.week, step.score));
            score = step.score;
        }
        let mut items = Vec::new();
        if let Some(target) = self.target {
            items.push(Item::line(
                pt(x0, y(target)),
                pt(x1, y(target)),
                Stroke::new(Role::Accent, u).dashed(Dash::Dashed),
            ));
            let text = format!("target {}", one_decimal(target));
            // Kept off the word "today" when both stand at nearly the same height.
            let lift = if (y(target) - y(self.today)).abs() < 15.0 * u {
                15.0 * u - (y(self.today) - y(target)).abs()
            } else {
                0.0
            };
            let base = middle(fonts, y(target) - lift, small);
            items.push(Item::Text(
                Text::new(x0 - 8.0 * u, base, text, small).anchor(Anchor::End).role(Role::Accent),
            ));
        }
        let base = middle(fonts, y(self.today), small);
        items.push(Item::Text(
            Text::new(x0 - 8.0 * u, base, format!("today {}", one_decimal(self.today)), small)
                .anchor(Anchor::End)
                .role(Role::Ink2),
        ));
        if x1 > x0 && y0 > y1 {
            items.extend(record(fonts, x0, y1, x1 - x0, y0 - y1, |area| {
                let mut chart = ChartBuilder::on(area).build_cartesian_2d(
                    self.weeks.0..self.weeks.1.max(self.weeks.0 + 1.0),
                    low..high,
                )?;
                chart.draw_series(LineSeries::new(
                    points.iter().copied(),
                    stroke(Role::Ink, 1.75 * u),
                ))?;
                Ok(())
            }));
        }
        let mut last_right = f32::NEG_INFINITY;
        let mut last: Option<(usize, String)> = None;
        for step in &self.steps {
            let (px, py) = (x(step.week), y(step.score));
            items.push(Item::Circle {
                x: px,
                y: py,
                radius: 3.6 * u,
                paint: Paint::fill(Role::Ink),
            });
            let text = one_decimal(step.score);
            let width = fonts.width(&text, small, true);
            // Below and right of the corner; at the end of the axis above and left.
            let at_end = px + width + 10.0 * u > x1 + 12.0 * u;
            let on_target = self.target.is_some_and(|t| (y(t) - (py + 10.0 * u)).abs() < 8.0 * u);
            let (left, base) = if at_end {
                (px - width - 7.0 * u, py - 7.0 * u)
            } else if on_target {
                (px - width / 2.0, py - 8.0 * u)
            } else {
                (px + 7.0 * u, py + 14.0 * u)
            };
            let has_room = left > last_right;
            // The end is told before what comes just before it, and once where both are the same.
            let is_said = last.as_ref().is_some_and(|(_, said)| *said == text);
            if !has_room && (!at_end || is_said) {
                continue;
            }
            if !has_room && let Some((place, _)) = last {
                items.remove(place);
            }
            last = Some((items.len(), text.clone()));
            items.push(Item::Text(Text::new(left, base, text, small).bold()));
            last_right = left + width;
        }
        items
    }
}

/// The x of a week.
pub(crate) fn axis(weeks: (f64, f64), x0: f32, x1: f32, week: f64) -> f32 {
    let span = (weeks.1 - weeks.0).max(1.0);
    x0 + (x1 - x0) * ((week - weeks.0) / span) as f32
}

/// A time axis with its names; names that would touch are left out.
pub(crate) fn time_axis(
    fonts: &Fonts,
    ticks: &[Tick],
    weeks: (f64, f64),
    (x0, x1): (f32, f32),
    y: f32,
    u: f32,
) -> Vec<Item> {
    let small = 12.0 * u;
    let mut items = record(fonts, 0.0, 0.0, x1 + 2.0, y + 8.0 * u, |area| {
        area.draw(&plotters::element::PathElement::new(
            vec![at(x0, y), at(x1, y)],
            stroke(Role::Ink3, u),
        ))
    });
    let mut free = x0 - 20.0 * u;
    for tick in ticks.iter().filter(|t| t.week >= weeks.0 && t.week <= weeks.1) {
        let x = axis(weeks, x0, x1, tick.week);
        let width = fonts.width(&tick.label, small, false);
        let left = (x - width / 2.0).clamp(x0, (x1 - width).max(x0));
        if left < free {
            continue;
        }
        items.push(Item::line(pt(x, y), pt(x, y + 4.0 * u), Stroke::new(Role::Ink3, u)));
        items.push(Item::Text(Text::new(left, y + 17.0 * u, &tick.label, small).role(Role::Ink2)));
        free = left + width + 8.0 * u;
    }
    items
}
