//! Value against effort: where each initiative stands, each with its name beside it.

use plotters::chart::ChartBuilder;
use waymark_core::text_metrics::TextMetrics;

use crate::draw::{Frame, middle, one_decimal, record_group};
use crate::recorder::{record, stroke};
use crate::scene::{Anchor, Dash, Item, Paint, Role, Scene, Stroke, Text, pt};
use crate::text::Fonts;

/// With more points than this not every label finds a place.
const CROWD: usize = 12;

/// A field of two measures.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Quadrant {
    /// What the chart states.
    pub title: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// The measure across, for example "Effort, person-weeks".
    pub x_label: String,
    /// The measure upwards, for example "Value".
    pub y_label: String,
    /// The least and greatest value across.
    pub x_range: (f64, f64),
    /// The least and greatest value upwards.
    pub y_range: (f64, f64),
    /// What the corners mean: top left, top right, bottom left, bottom right; empty for none.
    pub corners: [String; 4],
    /// The points.
    pub points: Vec<QuadrantPoint>,
}

/// One point of the field.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct QuadrantPoint {
    /// The record it stands for.
    pub id: Option<String>,
    /// Its name, shown beside it.
    pub label: String,
    /// Its place across.
    pub x: f64,
    /// Its place upwards.
    pub y: f64,
    /// Whether it is one the text speaks of.
    pub emphasised: bool,
}

/// A rectangle that is taken.
#[derive(Clone, Copy)]
struct Taken {
    x0: f32,
    y0: f32,
    x1: f32,
    y1: f32,
}

impl Taken {
    fn overlap(&self, other: &Taken) -> f32 {
        let across = self.x1.min(other.x1) - self.x0.max(other.x0);
        let down = self.y1.min(other.y1) - self.y0.max(other.y0);
        if across > 0.0 && down > 0.0 { across * down } else { 0.0 }
    }
}

impl Quadrant {
    /// Draws the field, `height` points high.
    pub fn draw(&self, fonts: &Fonts, frame: Frame, height: f32) -> Scene {
        let u = frame.unit();
        let small = 12.0 * u;
        let mut scene = Scene::new(frame.width, height, self.title.clone(), self.alt.clone());
        let (x0, x1, y0, y1) = (30.0 * u, frame.width - 2.0 * u, 4.0 * u, height - 24.0 * u);
        let (xr, yr) = (widen(self.x_range), widen(self.y_range));
        let x = |v: f64| x0 + (x1 - x0) * ((v - xr.0) / (xr.1 - xr.0)) as f32;
        let y = |v: f64| y1 - (y1 - y0) * ((v - yr.0) / (yr.1 - yr.0)) as f32;

        // The field and its axes, by plotters.
        scene.items.extend(record(fonts, x0, y0, x1 - x0, y1 - y0, |area| {
            let mut chart = ChartBuilder::on(area).build_cartesian_2d(xr.0..xr.1, yr.0..yr.1)?;
            let frame_line = stroke(Role::Ink3, u);
            chart.draw_series([
                plotters::element::PathElement::new(vec![(xr.0, yr.1), (xr.0, yr.0)], frame_line),
                plotters::element::PathElement::new(vec![(xr.0, yr.0), (xr.1, yr.0)], frame_line),
            ])?;
            Ok(())
        }));
        let (mx, my) = (f32::midpoint(x0, x1), f32::midpoint(y0, y1));
        let middle_line = Stroke::new(Role::Line, u).dashed(Dash::Solid);
        scene.push(Item::line(pt(mx, y0), pt(mx, y1), middle_line));
        scene.push(Item::line(pt(x0, my), pt(x1, my), middle_line));

        let axis = |text: Text| Item::Text(text.role(Role::Ink2));
        scene.push(axis(
            Text::new(
                mx,
                height - 6.0 * u,
                fonts.ellipsis(&self.x_label, small, false, (x1 - x0) * 0.6),
                small,
            )
            .anchor(Anchor::Middle),
        ));
        let ends = |(low, high): (f64, f64)| (plain(low), plain(high));
        let ((left, right), (bottom, top)) = (ends(self.x_range), ends(self.y_range));
        scene.push(axis(Text::new(x0, height - 6.0 * u, left, small)));
        scene.push(axis(Text::new(x1, height - 6.0 * u, right, small).anchor(Anchor::End)));
        scene.push(axis(
            Text::new(
                x0 - 10.0 * u,
                my,
                fonts.ellipsis(&self.y_label, small, false, (y1 - y0) * 0.6),
                small,
            )
            .anchor(Anchor::Middle)
            .upwards(),
        ));
        scene.push(axis(Text::new(x0 - 10.0 * u, y1, bottom, small).upwards()));
        scene.push(axis(Text::new(x0 - 10.0 * u, y0, top, small).anchor(Anchor::End).upwards()));

        let mut taken: Vec<Taken> = Vec::new();
        let room = (x1 - x0) / 2.0 - 16.0 * u;
        for (i, corner) in self.corners.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
            let text = fonts.ellipsis(corner, small, true, room);
            let width = fonts.width(&text, small, true);
            let left = if i % 2 == 0 { x0 + 8.0 * u } else { x1 - 6.0 * u - width };
            let base = if i < 2 { y0 + 15.0 * u } else { y1 - 8.0 * u };
            taken.push(Taken { x0: left, x1: left + width, y0: base - small, y1: base + 3.0 * u });
            scene.push(Item::Text(Text::new(left, base, text, small).bold().role(Role::Ink3)));
        }
        let radius = 4.5 * u;
        for point in &self.points {
            let (px, py) = (x(point.x), y(point.y));
            let r = radius + u;
            taken.push(Taken { x0: px - r, x1: px + r, y0: py - r, y1: py + r });
        }
        // The emphasised choose their places first, then the others from the top down.
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        order.sort_by(|&a, &b| {
            let (p, q) = (&self.points[a], &self.points[b]);
            q.emphasised
                .cmp(&p.emphasised)
                .then(q.y.total_cmp(&p.y))
                .then(p.x.total_cmp(&q.x))
                .then(a.cmp(&b))
        });
        // Among many points a label that would lie on others is left out; its dot and its record stay.
        let is_crowded = self.points.len() > CROWD;
        let mut placed: Vec<Option<(f32, f32, String, bool)>> = vec![None; self.points.len()];
        for i in order {
            let point = &self.points[i];
            let text = fonts.ellipsis(&point.label, small, point.emphasised, (x1 - x0) * 0.42);
            let width = fonts.width(&text, small, point.emphasised);
            let (left, centre, distant, covered) =
                best_place(x(point.x), y(point.y), width, (x0, y0, x1, y1), &taken, u);
            if is_crowded && (covered > 0.0 || distant) {
                placed[i] = Some((left, centre, String::new(), false));
                continue;
            }
            taken.push(Taken {
                x0: left - 2.0 * u,
                x1: left + width + 2.0 * u,
                y0: centre - 6.5 * u,
                y1: centre + 6.5 * u,
            });
            placed[i] = Some((left, centre, text, distant));
        }
        for (point, place) in self.points.iter().zip(placed) {
            let Some((left, centre, text, distant)) = place else { continue };
            let (px, py) = (x(point.x), y(point.y));
            let mut items = Vec::new();
            if distant {
                let width = fonts.width(&text, small, point.emphasised);
                let end = pt(
                    px.clamp(left, left + width),
                    if centre > py { centre - 6.0 * u } else { centre + 6.0 * u },
                );
                let end = if (centre - py).abs() < 8.0 * u {
                    pt(if left > px { left - 2.0 * u } else { left + width + 2.0 * u }, centre)
                } else {
                    end
                };
                items.push(Item::line(pt(px, py), end, Stroke::new(Role::Bar, 0.8 * u)));
            }
            let role = if point.emphasised { Role::Accent } else { Role::Related };
            items.push(Item::Circle {
                x: px,
                y: py,
                radius,
                paint: Paint::fill(role).outlined(Role::Raised, u),
            });
            if !text.is_empty() {
                items.push(Item::Text(
                    Text::new(left, middle(fonts, centre, small), text, small)
                        .weight(point.emphasised)
                        .role(if point.emphasised { Role::Ink } else { Role::Ink2 }),
                ));
            }
            scene.push(record_group(point.id.as_ref(), point.label.clone(), items));
        }
        scene
    }
}

/// The end of an axis: a number without needless decimals.
fn plain(value: f64) -> String {
    if value.abs() >= 10.0 || value.fract().abs() < 1e-6 {
        format!("{value:.0}")
    } else {
        one_decimal(value)
    }
}

/// A range with a margin, so that no point sits on an axis; never empty.
fn widen((low, high): (f64, f64)) -> (f64, f64) {
    let span = (high - low).abs().max(1e-6);
    (low.min(high) - span * 0.06, low.max(high) + span * 0.06)
}

/// The left edge and the middle height of a label near a point, whether it stands off, and how much it covers: the first place that
/// covers nothing, else the one that covers least.
fn best_place(
    px: f32,
    py: f32,
    width: f32,
    (x0, y0, x1, y1): (f32, f32, f32, f32),
    taken: &[Taken],
    u: f32,
) -> (f32, f32, bool, f32) {
    let mut best = (px + 9.0 * u, py, false, f32::INFINITY);
    let mut least = f32::INFINITY;
    for ring in 0..9 {
        let step = 7.0 * u * ring as f32;
        let side = 9.0 * u + step * 0.6;
        let above = 13.0 * u + step;
        let places = [
            (px + side, py),
            (px - side - width, py),
            (px - width / 2.0, py - above),
            (px - width / 2.0, py + above),
            (px + 5.0 * u, py - above),
            (px + 5.0 * u, py + above),
            (px - 5.0 * u - width, py - above),
            (px - 5.0 * u - width, py + above),
        ];
        for (left, centre) in places {
            let left = left.clamp(x0 + 3.0 * u, (x1 - width - 2.0 * u).max(x0 + 3.0 * u));
            let centre = centre.clamp(y0 + 7.0 * u, y1 - 7.0 * u);
            let own = Taken {
                x0: left - 2.0 * u,
                x1: left + width + 2.0 * u,
                y0: centre - 6.5 * u,
                y1: centre + 6.5 * u,
            };
            let covered: f32 = taken.iter().map(|t| t.overlap(&own)).sum();
            if covered < least {
                least = covered;
                best = (left, centre, ring > 0, covered);
            }
            if covered == 0.0 {
                return best;
            }
        }
    }
    best
}
