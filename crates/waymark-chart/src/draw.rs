//! What the charts share: sizes that scale with the text, number formats, level chips, score marks.

use waymark_core::text_metrics::TextMetrics;

use crate::scene::{Anchor, Dash, Group, Item, Paint, Role, Stroke, Text, hatch, pt, rounded};
use crate::text::Fonts;

/// How wide a chart is and how large its text. Everything else in a chart follows from the text size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The whole width, in points on paper or CSS pixels in the window.
    pub width: f32,
    /// The size of ordinary chart text, in the same unit.
    pub text: f32,
}

impl Frame {
    /// For the page: 8 point text.
    pub fn print(width: f32) -> Frame {
        Frame { width, text: 8.0 }
    }

    /// For the window: 12 pixel text.
    pub fn screen(width: f32) -> Frame {
        Frame { width, text: 12.0 }
    }

    /// One twelfth of the text size: the unit in which the charts are drawn.
    pub(crate) fn unit(self) -> f32 {
        self.text / 12.0
    }
}

/// One decimal, half away from zero.
pub(crate) fn one_decimal(value: f64) -> String {
    let text = format!("{:.1}", (value * 10.0 + value.signum() * 1e-9).round() / 10.0);
    if text == "-0.0" { "0.0".to_owned() } else { text }
}

/// The level a score reads as when it is only coloured: rounded, 1 to 5.
pub(crate) fn level_of(score: f64) -> u8 {
    (score + 1e-9).round().clamp(1.0, 5.0) as u8
}

/// The baseline that centres capitals and figures on `y`.
pub(crate) fn middle(fonts: &Fonts, y: f32, size: f32) -> f32 {
    y + fonts.cap_height(size) / 2.0
}

/// A level as a small square with its number, outlined where paper needs it.
pub(crate) fn chip(fonts: &Fonts, x: f32, y: f32, side: f32, level: u8) -> Vec<Item> {
    let size = side * 0.66;
    vec![
        Item::Rect {
            x,
            y,
            width: side,
            height: side,
            radius: side * 0.17,
            paint: level_paint(level, side * 0.055),
        },
        Item::Text(
            Text::new(x + side / 2.0, middle(fonts, y + side / 2.0, size), level.to_string(), size)
                .anchor(Anchor::Middle)
                .role(Role::on_level(level)),
        ),
    ]
}

/// The fill of a level; 1 to 3 are outlined, since they are faint on paper.
pub(crate) fn level_paint(level: u8, outline: f32) -> Paint {
    let paint = Paint::fill(Role::level(level));
    if level <= 3 { paint.outlined(Role::LevelOutline, outline) } else { paint }
}

/// A hatched shape with an outline: unknown.
pub(crate) fn unknown(
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    radius: f32,
    unit: f32,
) -> Vec<Item> {
    vec![
        hatch(&rounded(x, y, width, height, radius), 3.2 * unit, 0.7 * unit),
        Item::Rect { x, y, width, height, radius, paint: Paint::stroke(Role::Ink3, 0.8 * unit) },
    ]
}

/// One score on a strip: the band it may lie in, the way to its target, the target, and the score itself. Without a score the band is hatched.
pub(crate) struct Mark {
    pub(crate) score: Option<f64>,
    pub(crate) band: Option<(f64, f64)>,
    pub(crate) target: Option<f64>,
}

pub(crate) fn mark(mark: &Mark, x: impl Fn(f64) -> f32, y: f32, unit: f32) -> Vec<Item> {
    let mut items = Vec::new();
    let half = 4.0 * unit;
    if let Some((low, high)) = mark.band {
        let (from, to) = (x(low.min(high)), x(low.max(high)));
        let width = (to - from).max(2.0 * half);
        if mark.score.is_some() {
            items.push(Item::Rect {
                x: from,
                y: y - half,
                width,
                height: 2.0 * half,
                radius: half,
                paint: Paint::fill(Role::Band),
            });
        } else {
            items.extend(unknown(from, y - half, width, 2.0 * half, half, unit));
        }
    }
    if let (Some(score), Some(target)) = (mark.score, mark.target)
        && (score - target).abs() > 0.005
    {
        items.push(Item::line(
            pt(x(score), y),
            pt(x(target), y),
            Stroke::new(Role::Accent, unit).dashed(Dash::Dotted),
        ));
    }
    if let Some(target) = mark.target {
        items.push(Item::line(
            pt(x(target), y - 7.0 * unit),
            pt(x(target), y + 7.0 * unit),
            Stroke::new(Role::Accent, 2.0 * unit),
        ));
    }
    if let Some(score) = mark.score {
        items.push(Item::Circle {
            x: x(score),
            y,
            radius: 5.5 * unit,
            paint: Paint::fill(Role::Ink),
        });
    }
    items
}

/// The height of a row whose name takes one or two lines.
pub(crate) fn row_height(lines: &[String], unit: f32) -> f32 {
    if lines.len() > 1 { 38.0 * unit } else { 25.0 * unit }
}

/// The name of a row, centred on `y`.
pub(crate) fn name(
    fonts: &Fonts,
    lines: &[String],
    x: f32,
    y: f32,
    size: f32,
    semibold: bool,
) -> Vec<Item> {
    let leading = size * 1.15;
    let first = y - leading * (lines.len() - 1) as f32 / 2.0;
    lines
        .iter()
        .enumerate()
        .map(|(k, line)| {
            Item::Text(
                Text::new(x, middle(fonts, first + leading * k as f32, size), line, size)
                    .weight(semibold),
            )
        })
        .collect()
}

/// Items that stand for a record.
pub(crate) fn record_group(id: Option<&String>, title: String, items: Vec<Item>) -> Item {
    Item::Group(Group { id: id.cloned(), title: Some(title), items, ..Group::default() })
}

/// A vertical or horizontal hairline of the grid.
pub(crate) fn hairline(x0: f32, y0: f32, x1: f32, y1: f32, unit: f32) -> Item {
    Item::line(pt(x0, y0), pt(x1, y1), Stroke::new(Role::Line, unit))
}

/// The widest of several texts.
pub(crate) fn widest<'a>(
    fonts: &Fonts,
    texts: impl IntoIterator<Item = &'a str>,
    size: f32,
    semibold: bool,
) -> f32 {
    texts.into_iter().map(|t| fonts.width(t, size, semibold)).fold(0.0, f32::max)
}
