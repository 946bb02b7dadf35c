//! The score strip: one row per dimension with its score, the band it may lie in, its target and the gap between them.

use waymark_core::text_metrics::TextMetrics;

use crate::draw::{
    Frame, Mark, chip, hairline, mark, middle, name, one_decimal, record_group, row_height, widest,
};
use crate::recorder::{at, record, stroke};
use crate::scene::{Anchor, Item, Paint, Role, Scene, Stroke, Text, pt};
use crate::text::Fonts;

/// A strip of scores.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Bars {
    /// What the chart states.
    pub title: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// The head of the label column, for example "Dimension".
    pub heading: String,
    /// The names of levels 1 to 5, lowest first; may be empty.
    pub level_names: Vec<String>,
    /// The rows, top to bottom.
    pub rows: Vec<BarRow>,
}

/// One row of the strip.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct BarRow {
    /// The record the row stands for.
    pub id: Option<String>,
    /// Its name.
    pub label: String,
    /// The score, 1 to 5; `None` if too little is answered.
    pub score: Option<f64>,
    /// The lowest and highest score the answers still allow.
    pub band: Option<(f64, f64)>,
    /// The target, 1 to 5.
    pub target: Option<f64>,
    /// The attained level, 1 to 5.
    pub attained: Option<u8>,
    /// Whether the row is the one the text speaks of.
    pub emphasised: bool,
    /// Whether a new group of rows begins here.
    pub starts_group: bool,
}

impl Bars {
    /// Draws the strip; its height follows from the rows.
    pub fn draw(&self, fonts: &Fonts, frame: Frame) -> Scene {
        let u = frame.unit();
        let size = 13.0 * u;
        let small = 12.0 * u;
        let has_target = self.rows.iter().any(|r| r.target.is_some());
        let has_level = self.rows.iter().any(|r| r.attained.is_some());

        // Columns from the right: gap, attained, score; the label takes what it needs, at most two fifths.
        let right = frame.width;
        let gap_column = if has_target { 50.0 * u } else { 0.0 };
        let name_width = widest(fonts, self.level_names.iter().map(String::as_str), small, false);
        let level_column = if has_level { 30.0 * u + name_width.max(48.0 * u) } else { 0.0 };
        let score_column = 60.0 * u;
        let label_width = (widest(fonts, self.rows.iter().map(|r| r.label.as_str()), size, true))
            .min(frame.width * 0.4);
        let x0 = label_width + 20.0 * u;
        let x1 = right - gap_column - level_column - score_column;
        let x = |value: f64| x0 + (x1 - x0) * ((value.clamp(1.0, 5.0) - 1.0) / 4.0) as f32;
        let score_x = x1 + score_column - 8.0 * u;
        let level_x = score_x + 22.0 * u;

        let group_gap = 9.0 * u;
        let head = 26.0 * u;
        let names: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|r| fonts.wrap(&r.label, size, r.emphasised, label_width, 2))
            .collect();
        let heights: Vec<f32> = names.iter().map(|lines| row_height(lines, u)).collect();
        let mut rows = Vec::new();
        let mut y = head;
        for (i, row) in self.rows.iter().enumerate() {
            if row.starts_group && i > 0 {
                y += group_gap;
            }
            rows.push(y + heights[i] / 2.0);
            y += heights[i];
        }
        let bottom = y;
        let names_fit = self.level_names.len() == 5
            && self.level_names.windows(2).all(|w| {
                fonts.width(&w[0], small, false) / 2.0
                    + fonts.width(&w[1], small, false) / 2.0
                    + 6.0 * u
                    < (x1 - x0) / 4.0
            });
        let foot = if names_fit { 20.0 * u } else { 4.0 * u };
        let mut scene =
            Scene::new(frame.width, bottom + foot, self.title.clone(), self.alt.clone());

        for ((row, &y), &height) in self.rows.iter().zip(&rows).zip(&heights) {
            if row.emphasised {
                let paint = Paint::fill(Role::SelectedRow);
                scene.push(Item::Rect {
                    x: 0.0,
                    y: y - height / 2.0,
                    width: right,
                    height,
                    radius: 2.0 * u,
                    paint,
                });
            }
        }
        scene.items.extend(record(fonts, 0.0, 0.0, frame.width, bottom + foot, |area| {
            for level in 1..=5 {
                let x = x(f64::from(level));
                area.draw(&plotters::element::PathElement::new(
                    vec![at(x, head), at(x, bottom)],
                    stroke(Role::Line, u),
                ))?;
            }
            Ok(())
        }));
        let head_y = head - 10.0 * u;
        let label = |x: f32, text: &str, anchor| {
            Item::Text(Text::new(x, head_y, text, small).role(Role::Ink2).anchor(anchor))
        };
        scene.push(label(4.0 * u, &self.heading, Anchor::Start));
        for level in 1..=5 {
            scene.push(label(x(f64::from(level)), &level.to_string(), Anchor::Middle));
        }
        scene.push(label(score_x, "Score", Anchor::End));
        if has_level {
            scene.push(label(level_x, "Attained", Anchor::Start));
        }
        if has_target {
            scene.push(label(right - 2.0 * u, "Gap", Anchor::End));
        }
        scene.push(Item::line(pt(0.0, head), pt(right, head), Stroke::new(Role::Line, u)));
        if names_fit {
            for (i, name) in self.level_names.iter().enumerate() {
                scene.push(Item::Text(
                    Text::new(x(i as f64 + 1.0), bottom + 14.0 * u, name, small)
                        .role(Role::Ink3)
                        .anchor(Anchor::Middle),
                ));
            }
        }

        for (i, (row, &y)) in self.rows.iter().zip(&rows).enumerate() {
            if row.starts_group && i > 0 {
                let line = y - heights[i] / 2.0 - group_gap / 2.0;
                scene.push(hairline(0.0, line, right, line, u));
            }
            let mut items = Vec::new();
            let base = middle(fonts, y, size);
            items.extend(name(fonts, &names[i], 4.0 * u, y, size, row.emphasised));
            items.extend(mark(
                &Mark { score: row.score, band: row.band, target: row.target },
                x,
                y,
                u,
            ));
            let score = row.score.map_or_else(|| "none".to_owned(), one_decimal);
            let text = Text::new(score_x, base, score, size).anchor(Anchor::End);
            items.push(Item::Text(if row.score.is_some() {
                text.bold().tabular()
            } else {
                text.role(Role::Ink2)
            }));
            if let Some(level) = row.attained {
                let side = 16.0 * u;
                items.extend(chip(fonts, level_x, y - side / 2.0, side, level));
                if let Some(name) = self.level_names.get(usize::from(level.clamp(1, 5)) - 1) {
                    items.push(Item::Text(
                        Text::new(level_x + side + 8.0 * u, base, name, small).role(Role::Ink2),
                    ));
                }
            }
            if let Some(target) = row.target {
                let (text, role) = match row.score {
                    Some(score) if target - score >= 0.05 => (
                        one_decimal(target - score),
                        if row.emphasised { Role::Accent } else { Role::Ink2 },
                    ),
                    Some(_) => ("met".to_owned(), Role::Ink2),
                    None => ("open".to_owned(), Role::Ink2),
                };
                let numeric = text.starts_with(|c: char| c.is_ascii_digit());
                let text = Text::new(right - 2.0 * u, base, text, size)
                    .anchor(Anchor::End)
                    .role(role)
                    .weight(row.emphasised);
                items.push(Item::Text(if numeric { text.tabular() } else { text }));
            }
            scene.push(record_group(row.id.as_ref(), row.say(), items));
        }
        scene
    }
}

impl BarRow {
    /// The row in one sentence.
    fn say(&self) -> String {
        let score = self
            .score
            .map_or_else(|| "no score yet".to_owned(), |s| format!("score {}", one_decimal(s)));
        let band = self.band.map_or_else(String::new, |(low, high)| {
            format!(", between {} and {}", one_decimal(low), one_decimal(high))
        });
        let target =
            self.target.map_or_else(String::new, |t| format!(", target {}", one_decimal(t)));
        format!("{}: {score}{band}{target}", self.label)
    }
}
