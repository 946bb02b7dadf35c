//! Tables: columns by shares, a head on every page, rows that are split only when they would fill much of a page.

use waymark_chart::scene::{Anchor, Item, Paint, Role, Text};

use super::{Draw, Flow, NodeId, Piece};
use crate::block::{Align, Cell, Column, Row, Table};
use crate::error::Error;
use crate::style::{TABLE, TABLE_HEAD, Type};
use crate::text::Styled;

/// Free space above and below the text of a row.
const PAD: f32 = 4.5;
/// Free space between columns.
const GUTTER: f32 = 12.0;
/// A word longer than this is broken wherever it stands.
const LONGEST: f32 = 84.0;
/// The side of a level's swatch.
const SWATCH: f32 = 11.0;
/// A row taller than this share of the page may be split.
const SPLIT_ABOVE: f32 = 0.3;

/// The place of a column: left edge and width of its text.
type Slot = (f32, f32);

impl Flow<'_> {
    pub(super) fn table(&mut self, table: &Table, under: NodeId) -> Result<(), Error> {
        for (i, row) in table.rows.iter().enumerate() {
            let expected = if row.is_band { 1 } else { table.columns.len() };
            if row.cells.len() != expected {
                return Err(Error::RowCells {
                    table: table.title.clone(),
                    row: i + 1,
                    expected,
                    found: row.cells.len(),
                });
            }
        }
        let node = self.node("Table", under);
        if !table.alt.is_empty() {
            self.nodes[node].alt = Some(table.alt.clone());
        }
        self.pieces.push(Piece::Glue(6.0));
        let start = self.pieces.len();
        self.caption_title(&table.title, node, "Caption");
        let slots = slots(&table.columns, &self.least(table), self.width);
        let has_head = table.columns.iter().any(|c| !c.head.is_empty());
        if has_head {
            let (height, draws) = self.head(&table.columns, &slots, Some(node));
            self.push(height, draws);
            let (height, draws) = self.head(&table.columns, &slots, None);
            self.pieces.push(Piece::HeadOn { height: height + 2.0, draws });
        }
        let count = table.rows.len();
        for (i, row) in table.rows.iter().enumerate() {
            self.row(row, &table.columns, &slots, node, table.title.is_empty() && i == 0);
            // Neither a band nor the row before the last ends a page.
            if i + 1 < count
                && !row.is_band
                && !(count > 2
                    && i + 2 == count
                    && !table.rows[i + 1].is_band
                    && self.is_short(start))
            {
                self.pieces.push(Piece::Glue(0.0));
            }
        }
        if let Some(id) = &table.id {
            let mark = self.mark(id, None);
            if let Some(Piece::Box { marks, .. }) =
                self.pieces[start..].iter_mut().find(|p| matches!(p, Piece::Box { .. }))
            {
                marks.push((mark, 0.0));
            }
        }
        if has_head {
            self.pieces.push(Piece::HeadOff);
        }
        self.pieces.push(Piece::Glue(14.0));
        Ok(())
    }

    /// How wide each column is at least: as its longest word, so that ordinary words are not torn apart.
    fn least(&self, table: &Table) -> Vec<f32> {
        let columns = table.columns.iter().enumerate();
        let least = columns.map(|(at, column)| {
            let head = [Styled::new(column.head.clone(), TABLE_HEAD.size, Role::Ink2)];
            let mut least = self.longest_word(&head);
            for row in table.rows.iter().filter(|row| !row.is_band) {
                let cell = &row.cells[at];
                let inset = if cell.level.is_some() || cell.has_box { SWATCH + 6.0 } else { 0.0 };
                let word = self.longest_word(&Styled::all(&cell.spans, TABLE, Role::Ink));
                least = least.max(word + inset);
            }
            least.min(LONGEST)
        });
        least.collect()
    }

    /// The width of the longest word. Only those with about the most letters are measured.
    fn longest_word(&self, spans: &[Styled]) -> f32 {
        let ends = |c: char| matches!(c, ' ' | '\n' | '-' | '/');
        let words =
            || spans.iter().flat_map(|span| span.text.split(ends).map(move |word| (span, word)));
        let letters = words().map(|(_, word)| word.chars().count()).max().unwrap_or(0);
        let long = words().filter(|(_, word)| word.chars().count() + 2 > letters);
        let widths = long.map(|(span, word)| span.width(self.set.fonts, word) + 0.5);
        widths.fold(0.0, f32::max)
    }

    /// Whether the row just lowered is one box of ordinary height, so that tying it to the next leaves no hole in the page.
    fn is_short(&self, start: usize) -> bool {
        match self.pieces[start..].last() {
            Some(Piece::Box { height, .. }) => *height < self.height * 0.15,
            _ => false,
        }
    }

    /// The head row. Without a table node it is the repetition on a later page: decoration.
    fn head(
        &mut self,
        columns: &[Column],
        slots: &[Slot],
        table: Option<NodeId>,
    ) -> (f32, Vec<Draw>) {
        let tr = table.map(|t| self.node("TR", t));
        let mut cells = Vec::new();
        for (column, &slot) in columns.iter().zip(slots) {
            let th = tr.map(|tr| self.node("TH", tr));
            let spans = [Styled::new(column.head.clone(), TABLE_HEAD.size, Role::Ink2)];
            cells.push(self.cell_lines(&spans, slot, column.align, TABLE_HEAD, th));
        }
        let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
        let height = PAD + lines as f32 * TABLE_HEAD.line + PAD;
        let mut draws = Vec::new();
        for cell in cells {
            // Heads stand on the line beneath them.
            let top = PAD + (lines - cell.len()) as f32 * TABLE_HEAD.line;
            for (k, line) in cell.into_iter().enumerate() {
                draws.extend(
                    line.into_iter().map(|d| d.moved(0.0, top + k as f32 * TABLE_HEAD.line)),
                );
            }
        }
        draws.push(rule(height - 0.8, self.width, 0.8, Role::Ink3));
        (height, draws)
    }

    /// The text of a cell, each line as draws with its top at 0.
    fn cell_lines(
        &mut self,
        spans: &[Styled],
        (x, width): Slot,
        align: Align,
        kind: Type,
        node: Option<NodeId>,
    ) -> Vec<Vec<Draw>> {
        let lines = self.set.lines(spans, width, false);
        let mut links = vec![None; spans.len()];
        lines
            .iter()
            .map(|line| {
                let left = match align {
                    Align::Left => x,
                    Align::Right => x + width - line.width,
                    Align::Center => x + (width - line.width) / 2.0,
                };
                self.line(line, spans, left, kind, &mut links, node)
            })
            .collect()
    }

    fn row(
        &mut self,
        row: &Row,
        columns: &[Column],
        slots: &[Slot],
        table: NodeId,
        is_first: bool,
    ) {
        let tr = self.node("TR", table);
        let whole = [(0.0, self.width)];
        let band = [Column { head: String::new(), width: 1.0, align: Align::Left }];
        let (columns, slots): (&[Column], &[Slot]) =
            if row.is_band { (&band, &whole) } else { (columns, slots) };
        let mut cells = Vec::new();
        for ((cell, column), &slot) in row.cells.iter().zip(columns).zip(slots) {
            let td = self.node("TD", tr);
            cells.push(self.cell(cell, column.align, slot, td));
        }
        let mark = row.id.as_ref().map(|id| self.mark(id, None));
        let count = cells.iter().map(Vec::len).max().unwrap_or(1);
        let above = if row.is_band && !is_first { PAD + 6.0 } else { PAD };
        let text_height = count as f32 * TABLE.line;
        let width = self.width;
        let line = if row.is_band {
            rule(-0.6, width, 0.6, Role::Ink3)
        } else {
            rule(-0.5, width, 0.5, Role::Line)
        };
        let ground = |height: f32| {
            row.emphasised.then(|| Draw::Item {
                item: Item::rect(0.0, 0.0, width, height, Paint::fill(Role::SelectedRow)),
                node: None,
            })
        };

        let height = above + text_height + PAD;
        if height <= self.height * SPLIT_ABOVE || count < 4 {
            let mut draws: Vec<Draw> = ground(height).into_iter().collect();
            for cell in cells {
                for (k, line) in cell.into_iter().enumerate() {
                    let down = above + k as f32 * TABLE.line;
                    draws.extend(line.into_iter().map(|d| d.moved(0.0, down)));
                }
            }
            draws.push(line.moved(0.0, height));
            self.pieces.push(Piece::Box {
                height,
                draws,
                marks: mark.into_iter().map(|m| (m, 0.0)).collect(),
            });
            return;
        }
        // One box per line of text, all cells together; never fewer than two lines on either side of a page's end.
        for k in 0..count {
            let top = if k == 0 { above } else { 0.0 };
            let height = top + TABLE.line + if k + 1 == count { PAD } else { 0.0 };
            let mut draws: Vec<Draw> = ground(height).into_iter().collect();
            for cell in &mut cells {
                if let Some(line) = cell.get_mut(k) {
                    draws.extend(std::mem::take(line).into_iter().map(|d| d.moved(0.0, top)));
                }
            }
            if k + 1 == count {
                draws.push(line.clone().moved(0.0, height));
            }
            self.pieces.push(Piece::Box {
                height,
                draws,
                marks: if k == 0 {
                    mark.into_iter().map(|m| (m, 0.0)).collect()
                } else {
                    Vec::new()
                },
            });
            if k > 0 && k + 2 < count {
                self.pieces.push(Piece::Glue(0.0));
            }
        }
    }

    /// A cell with its swatch, each line as draws with its top at 0.
    fn cell(
        &mut self,
        cell: &Cell,
        align: Align,
        (x, width): Slot,
        node: NodeId,
    ) -> Vec<Vec<Draw>> {
        let mut spans = Styled::all(&cell.spans, TABLE, Role::Ink);
        if align == Align::Right {
            for span in &mut spans {
                span.tabular = true;
            }
        }
        if cell.has_box {
            let inset = SWATCH + 6.0;
            let mut lines = self.cell_lines(
                &spans,
                (x + inset, (width - inset).max(10.0)),
                Align::Left,
                TABLE,
                Some(node),
            );
            let paint = Paint::fill(Role::Raised).outlined(Role::Ink2, 0.8);
            let y = (TABLE.line - SWATCH) / 2.0;
            let tick = Item::Rect { x, y, width: SWATCH, height: SWATCH, radius: 1.5, paint };
            lines[0].insert(0, Draw::Item { item: tick, node: None });
            return lines;
        }
        let Some(level) = cell.level else {
            return self.cell_lines(&spans, (x, width), align, TABLE, Some(node));
        };
        let inset = SWATCH + 6.0;
        let mut lines = self.cell_lines(
            &spans,
            (x + inset, (width - inset).max(10.0)),
            Align::Left,
            TABLE,
            Some(node),
        );
        let top = (TABLE.line - SWATCH) / 2.0;
        let size = SWATCH * 0.66;
        let level = level.clamp(1, 5);
        let mut paint = Paint::fill(Role::level(level));
        if level <= 3 {
            paint = paint.outlined(Role::LevelOutline, 0.6);
        }
        let swatch = Item::Rect { x, y: top, width: SWATCH, height: SWATCH, radius: 2.0, paint };
        let base = top + SWATCH / 2.0 + self.set.fonts.cap_height(size) / 2.0;
        let number = Text::new(x + SWATCH / 2.0, base, level.to_string(), size)
            .anchor(Anchor::Middle)
            .role(Role::on_level(level));
        lines[0].splice(
            0..0,
            [
                Draw::Item { item: swatch, node: None },
                Draw::Item { item: Item::Text(number), node: Some(node) },
            ],
        );
        lines
    }
}

/// The places of the columns: the width less the gutters, by shares; what a column lacks for its longest word, those give that have
/// more than they need.
fn slots(columns: &[Column], least: &[f32], width: f32) -> Vec<Slot> {
    let total: f32 = columns.iter().map(|c| c.width.max(0.0)).sum::<f32>().max(0.001);
    let free = width - GUTTER * columns.len().saturating_sub(1) as f32;
    let mut own: Vec<f32> = columns.iter().map(|c| free * c.width.max(0.0) / total).collect();
    let lacks: f32 = own.iter().zip(least).map(|(own, least)| (least - own).max(0.0)).sum();
    let spare: f32 = own.iter().zip(least).map(|(own, least)| (own - least).max(0.0)).sum();
    if lacks > 0.0 && spare > 0.0 {
        let moved = lacks.min(spare);
        for (own, least) in own.iter_mut().zip(least) {
            *own += if *least > *own {
                (least - *own) * moved / lacks
            } else {
                (least - *own) * moved / spare
            };
        }
    }
    let mut x = 0.0;
    own.into_iter()
        .map(|own| {
            let slot = (x, own);
            x += own + GUTTER;
            slot
        })
        .collect()
}

fn rule(y: f32, width: f32, thickness: f32, role: Role) -> Draw {
    Draw::Item { item: Item::rect(0.0, y, width, thickness, Paint::fill(role)), node: None }
}
