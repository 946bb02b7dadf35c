//! The heat map: rows by columns, each cell a level colour with its number.

use crate::draw::{
    Frame, hairline, level_of, level_paint, middle, name, one_decimal, record_group, row_height,
    widest,
};
use crate::recorder::{at, fill, record, units};
use crate::scene::{Anchor, Item, Paint, Role, Scene, Text, hatch, rounded};
use crate::text::Fonts;

/// A grid of scores.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Heatmap {
    /// What the chart states.
    pub title: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// The head of the label column.
    pub heading: String,
    /// The column heads, left to right.
    pub columns: Vec<String>,
    /// The rows, top to bottom.
    pub rows: Vec<HeatRow>,
}

/// One row of the grid.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct HeatRow {
    /// The record the row stands for.
    pub id: Option<String>,
    /// Its name.
    pub label: String,
    /// One cell per column.
    pub cells: Vec<HeatCell>,
    /// Whether the row is the one the text speaks of.
    pub emphasised: bool,
    /// Whether a new group of rows begins here.
    pub starts_group: bool,
}

/// One cell of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum HeatCell {
    /// A score from 1 to 5.
    Score(f64),
    /// Asked, but not known: hatched.
    Unknown,
    /// Nothing was to be said here: a dot.
    #[default]
    Empty,
}

impl Heatmap {
    /// Draws the grid; its height follows from the rows.
    pub fn draw(&self, fonts: &Fonts, frame: Frame) -> Scene {
        let u = frame.unit();
        let (size, small) = (13.0 * u, 12.0 * u);
        let label_width = widest(fonts, self.rows.iter().map(|r| r.label.as_str()), size, true)
            .min(frame.width * 0.38);
        let x0 = label_width + 16.0 * u;
        let columns = self.columns.len().max(1) as f32;
        let cell_width = ((frame.width - x0) / columns).min(96.0 * u);
        let gap = 2.0 * u;
        let group_gap = 9.0 * u;
        let names: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|r| fonts.wrap(&r.label, size, r.emphasised, label_width, 2))
            .collect();
        let heights: Vec<f32> = names.iter().map(|lines| row_height(lines, u)).collect();

        // Heads lie flat on one or two lines if all fit, else they read upwards.
        let flat: Vec<Vec<String>> = self
            .columns
            .iter()
            .map(|c| fonts.wrap(c, small, false, cell_width - 4.0 * u, 2))
            .collect();
        let lies_flat = flat
            .iter()
            .zip(&self.columns)
            .all(|(lines, whole)| !lines.iter().any(|l| l.ends_with('…')) || whole.ends_with('…'));
        let tallest =
            widest(fonts, self.columns.iter().map(String::as_str), small, false).min(110.0 * u);
        let lines = flat.iter().map(Vec::len).max().unwrap_or(1) as f32;
        let head = if lies_flat { lines * 15.0 * u + 8.0 * u } else { tallest + 12.0 * u };

        let mut tops = Vec::new();
        let mut y = head;
        for (i, row) in self.rows.iter().enumerate() {
            if row.starts_group && i > 0 {
                y += group_gap;
            }
            tops.push(y);
            y += heights[i];
        }
        let mut scene = Scene::new(frame.width, y + 2.0 * u, self.title.clone(), self.alt.clone());
        for ((row, &top), &pitch) in self.rows.iter().zip(&tops).zip(&heights) {
            if row.emphasised {
                let paint = Paint::fill(Role::SelectedRow);
                scene.push(Item::Rect {
                    x: 0.0,
                    y: top,
                    width: frame.width,
                    height: pitch,
                    radius: 2.0 * u,
                    paint,
                });
            }
        }

        scene.push(Item::Text(
            Text::new(4.0 * u, head - 8.0 * u, &self.heading, small).role(Role::Ink2),
        ));
        for (j, column) in self.columns.iter().enumerate() {
            let middle_x = x0 + cell_width * (j as f32 + 0.5);
            if lies_flat {
                let lines = &flat[j];
                for (k, line) in lines.iter().enumerate() {
                    let y = head - 8.0 * u - 15.0 * u * (lines.len() - 1 - k) as f32;
                    scene.push(Item::Text(
                        Text::new(middle_x, y, line, small).anchor(Anchor::Middle).role(Role::Ink2),
                    ));
                }
            } else {
                // Two lines side by side where the column has room for them.
                let most = if cell_width >= 28.0 * u { 2 } else { 1 };
                let lines = fonts.wrap(column, small, false, tallest, most);
                let first = middle_x - 7.0 * u * (lines.len() - 1) as f32;
                for (k, line) in lines.iter().enumerate() {
                    let x = middle(fonts, first + 14.0 * u * k as f32, small);
                    scene.push(Item::Text(
                        Text::new(x, head - 6.0 * u, line, small).role(Role::Ink2).upwards(),
                    ));
                }
            }
        }

        for (i, (row, &top)) in self.rows.iter().zip(&tops).enumerate() {
            if row.starts_group && i > 0 {
                let line = top - group_gap / 2.0;
                scene.push(hairline(0.0, line, frame.width, line, u));
            }
            let pitch = heights[i];
            let middle_y = top + pitch / 2.0;
            let mut items = name(fonts, &names[i], 4.0 * u, middle_y, size, row.emphasised);
            let mut said = Vec::new();
            for (j, cell) in row.cells.iter().take(self.columns.len()).enumerate() {
                let (x, y) = (x0 + cell_width * j as f32 + gap / 2.0, top + gap);
                let (width, height) = (cell_width - gap, pitch - 2.0 * gap);
                let centre = x + width / 2.0;
                match *cell {
                    HeatCell::Score(score) => {
                        let level = level_of(score);
                        items.push(Item::Rect {
                            x,
                            y,
                            width,
                            height,
                            radius: 2.0 * u,
                            paint: Paint { stroke: None, ..level_paint(level, 0.0) },
                        });
                        items.push(Item::Text(
                            Text::new(
                                centre,
                                middle(fonts, middle_y, small),
                                one_decimal(score),
                                small,
                            )
                            .anchor(Anchor::Middle)
                            .role(Role::on_level(level))
                            .tabular(),
                        ));
                        said.push(format!("{} {}", self.columns[j], one_decimal(score)));
                    }
                    HeatCell::Unknown => {
                        items.push(hatch(&rounded(x, y, width, height, 2.0 * u), 3.6 * u, 0.7 * u));
                        said.push(format!("{} unknown", self.columns[j]));
                    }
                    HeatCell::Empty => {
                        items.extend(record(fonts, 0.0, 0.0, frame.width, scene.height, |area| {
                            area.draw(&plotters::element::Circle::new(
                                at(centre, middle_y),
                                units(1.1 * u),
                                fill(Role::Ink3),
                            ))
                        }));
                    }
                }
            }
            scene.push(record_group(
                row.id.as_ref(),
                format!("{}: {}", row.label, said.join(", ")),
                items,
            ));
        }
        scene
    }
}
