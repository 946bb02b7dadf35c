//! Blocks that are set apart from the running text: title page, callouts, key figures, columns.

use std::sync::Arc;

use waymark_chart::scene::{Item, Paint, Role, Text};

use super::{DOCUMENT, Draw, Flow, NodeId, Piece, stack, text_at};
use crate::block::{Block, Callout, Columns, Cover, KeyFigure, Logo, Orientation, Tone};
use crate::error::Error;
use crate::style::{COVER_SUBTITLE, COVER_TITLE, MARGIN, SMALL, TABLE, Type, page_size};
use crate::text::Styled;

/// Free space inside a callout, left and right.
const CALLOUT_SIDE: f32 = 16.0;
/// Free space inside a callout, above and below.
const CALLOUT_END: f32 = 12.0;

/// Free space at the end of a card, above the line to cut along.
const CARD_END: f32 = 18.0;
/// The height of a line to write on.
const WRITING_LINE: f32 = 20.0;

/// One box of a callout that goes over the page, and whether a page may end after it.
struct Slice {
    height: f32,
    draws: Vec<Draw>,
    marks: Vec<(usize, f32)>,
    may_end: bool,
}

impl Flow<'_> {
    /// A picture on a plate of its own, since it was made for paper.
    fn logo(&mut self, logo: &Logo, section: NodeId) -> [Draw; 2] {
        const LARGEST: (f32, f32) = (150.0, 52.0);
        const AROUND: f32 = 10.0;
        let (width, height) = logo.within(LARGEST.0, LARGEST.1);
        let node = self.node("Figure", section);
        self.nodes[node].alt = Some(logo.alt.clone());
        let (x, y) = (MARGIN, MARGIN);
        let plate = Item::Rect {
            x,
            y,
            width: width + 2.0 * AROUND,
            height: height + 2.0 * AROUND,
            radius: 4.0,
            paint: Paint::fill(Role::Raised),
        };
        let logo = Arc::new(logo.clone());
        [
            Draw::Item { item: plate, node: None },
            Draw::Logo { x: x + AROUND, y: y + AROUND, width, height, logo, node },
        ]
    }

    /// The title page: a coloured field with the title, the particulars below it on paper.
    pub(super) fn cover(&mut self, cover: &Cover) {
        let (width, height) = page_size(Orientation::Portrait);
        let field = (height * 0.6).round();
        let section = self.node("Sect", DOCUMENT);
        let mut draws = vec![Draw::Item {
            item: Item::rect(-1.0, -1.0, width + 2.0, field + 1.0, Paint::fill(Role::Cover)),
            node: None,
        }];
        let measure = width - 2.0 * MARGIN;

        // Set from the foot of the field upwards, so that a long title grows into the free space above.
        let mut y = field - 52.0;
        let mut place = |flow: &mut Self, text: &str, kind: Type, bold: bool, gap: f32| {
            if text.is_empty() {
                return;
            }
            let node = flow.node("P", section);
            let span = Styled::new(text, kind.size, Role::OnCover);
            let spans = [if bold { span.bold() } else { span }];
            let width = flow.balanced(&spans, measure);
            let lines = flow.text(&spans, MARGIN, width, kind, Some(node));
            y -= lines.len() as f32 * kind.line;
            let mut own = Vec::new();
            for (k, line) in lines.into_iter().enumerate() {
                own.extend(line.into_iter().map(|d| d.moved(0.0, y + k as f32 * kind.line)));
            }
            // Painted after the field, read in the order title, subtitle.
            draws.splice(1..1, own);
            y -= gap;
        };
        place(self, &cover.subtitle, COVER_SUBTITLE, false, 14.0);
        place(self, &cover.title, COVER_TITLE, true, 16.0);
        place(self, &cover.kicker, Type { size: 11.0, line: 16.0 }, true, 0.0);
        if let Some(logo) = &cover.logo {
            draws.extend(self.logo(logo, section));
        }

        let count = cover.details.len().max(1) as f32;
        let mut y = height - 70.0 - count * 24.0;
        for (name, value) in &cover.details {
            let node = self.node("P", section);
            draws.push(Draw::Item {
                item: Item::rect(MARGIN, y, measure, 0.6, Paint::fill(Role::Line)),
                node: None,
            });
            self.set.note(name);
            self.set.note(value);
            let name = self.set.fonts.ellipsis(name, 9.5, false, 110.0);
            let value = self.set.fonts.ellipsis(value, 9.5, true, measure - 130.0);
            draws
                .push(text_at(Text::new(MARGIN, y + 15.5, name, 9.5).role(Role::Ink2), Some(node)));
            draws.push(text_at(Text::new(MARGIN + 120.0, y + 15.5, value, 9.5).bold(), Some(node)));
            y += 24.0;
        }
        self.pieces.push(Piece::Full(draws));
    }

    pub(super) fn callout(&mut self, callout: &Callout, under: NodeId) -> Result<(), Error> {
        let node = self.node("Div", under);
        let edge = match callout.tone {
            Tone::Note => Role::Ink3,
            Tone::Key => Role::Accent,
            Tone::Warn => Role::Warn,
            Tone::Danger => Role::Danger,
            Tone::Good => Role::Ok,
        };
        let inner_width = self.width - 2.0 * CALLOUT_SIDE;
        let mut inner = Vec::new();
        if !callout.title.is_empty() {
            let title = self.node("P", node);
            let role = if callout.tone == Tone::Note { Role::Ink } else { edge };
            let kind = Type { size: 10.0, line: 15.0 };
            let spans = [Styled::new(callout.title.clone(), kind.size, role).bold()];
            for draws in self.text(&spans, 0.0, inner_width, kind, Some(title)) {
                inner.push(Piece::Box { height: kind.line, draws, marks: Vec::new() });
            }
            inner.push(Piece::Keep);
            inner.push(Piece::Glue(3.0));
        }
        inner.extend(self.nested(&callout.blocks, inner_width, Some(node))?);
        let width = self.width;
        let dress = |height: f32, draws: Vec<Draw>, top: f32| {
            let mut own = vec![
                Draw::Item {
                    item: Item::rect(0.0, 0.0, width, height, Paint::fill(Role::Sunken)),
                    node: None,
                },
                Draw::Item {
                    item: Item::rect(0.0, 0.0, 2.5, height, Paint::fill(edge)),
                    node: None,
                },
            ];
            own.extend(draws.into_iter().map(|d| d.moved(CALLOUT_SIDE, top)));
            own
        };
        self.pieces.push(Piece::Glue(6.0));
        let (height, draws, marks) = stack(inner.clone());
        if height + 2.0 * CALLOUT_END <= self.height * 0.5 {
            let whole = height + 2.0 * CALLOUT_END;
            let marks = marks.into_iter().map(|(m, y)| (m, y + CALLOUT_END)).collect();
            self.pieces.push(Piece::Box {
                height: whole,
                draws: dress(whole, draws, CALLOUT_END),
                marks,
            });
        } else {
            self.slices(inner, dress);
        }
        self.pieces.push(Piece::Glue(14.0));
        Ok(())
    }

    /// A callout too tall for one box: each inner box is dressed on its own, the space below it included.
    fn slices(&mut self, inner: Vec<Piece>, dress: impl Fn(f32, Vec<Draw>, f32) -> Vec<Draw>) {
        let mut slices: Vec<Slice> = Vec::new();
        let mut keep = false;
        for piece in inner {
            match piece {
                Piece::Box { height, draws, marks } => {
                    slices.push(Slice { height, draws, marks, may_end: false });
                    keep = false;
                }
                Piece::Glue(space) => {
                    if let Some(last) = slices.last_mut() {
                        last.height += space;
                        last.may_end = !keep;
                    }
                }
                Piece::Keep => keep = true,
                _ => {}
            }
        }
        let count = slices.len();
        for (i, slice) in slices.into_iter().enumerate() {
            let Slice { height, draws, marks, may_end } = slice;
            let top = if i == 0 { CALLOUT_END } else { 0.0 };
            let height = top + height + if i + 1 == count { CALLOUT_END } else { 0.0 };
            let marks = marks.into_iter().map(|(m, y)| (m, y + top)).collect();
            self.pieces.push(Piece::Box { height, draws: dress(height, draws, top), marks });
            if may_end && i + 1 < count {
                self.pieces.push(Piece::Glue(0.0));
            }
        }
    }

    /// A card: one box, half of the page, with a line to cut along below, or the whole of it.
    pub(super) fn card(&mut self, blocks: &[Block], parent: Option<NodeId>) -> Result<(), Error> {
        let (mark, node) = (self.marks.len(), self.nodes.len());
        let (own, draws, marks) = stack(self.nested(blocks, self.width, parent)?);
        let half = (self.height - 1.0) / 2.0;
        if own + CARD_END > self.height {
            // Too much for one page: set as running text.
            self.marks.truncate(mark);
            self.nodes.truncate(node);
            self.pieces.push(Piece::Break);
            return blocks.iter().try_for_each(|block| self.block(block, parent));
        }
        let is_half = own + CARD_END <= half;
        let height = if is_half { half } else { self.height };
        let mut draws = draws;
        if is_half {
            let line = Item::rect(0.0, half - 10.5, self.width, 0.5, Paint::fill(Role::Line));
            draws.push(Draw::Item { item: line, node: None });
        }
        self.pieces.push(Piece::Box { height, draws, marks });
        self.pieces.push(Piece::Glue(0.0));
        Ok(())
    }

    /// Empty lines to write on; decoration for readers who cannot see them.
    pub(super) fn writing_lines(&mut self, count: u8) {
        for at in 0..count {
            let rule =
                Item::rect(0.0, WRITING_LINE - 0.6, self.width, 0.6, Paint::fill(Role::Ink3));
            self.push(WRITING_LINE, vec![Draw::Item { item: rule, node: None }]);
            if at + 1 < count {
                self.tie(0.0);
            }
        }
        self.pieces.push(Piece::Glue(10.0));
    }

    /// A row of large numerals under a line of ink.
    pub(super) fn key_figures(&mut self, figures: &[KeyFigure], under: NodeId) {
        if figures.is_empty() {
            return;
        }
        let gap = 20.0;
        let own = (self.width - gap * (figures.len() - 1) as f32) / figures.len() as f32;
        // One size for all, so that they read as a row.
        let widest = figures
            .iter()
            .map(|f| self.set.fonts.measure(&f.value, 30.0, true, false, -0.022))
            .fold(1.0, f32::max);
        let size = (30.0 * own / widest).min(30.0);
        let mut draws = Vec::new();
        let mut height: f32 = 0.0;
        for (i, figure) in figures.iter().enumerate() {
            let x = (own + gap) * i as f32;
            let node = self.node("P", under);
            draws.push(Draw::Item {
                item: Item::rect(x, 0.0, own, 1.0, Paint::fill(Role::Ink)),
                node: None,
            });
            self.set.note(&figure.value);
            draws.push(text_at(Text::new(x, 36.0, figure.value.clone(), size).bold(), Some(node)));
            let mut y = 46.0;
            for (text, kind, role, bold) in
                [(&figure.label, TABLE, Role::Ink, true), (&figure.note, SMALL, Role::Ink2, false)]
            {
                if text.is_empty() {
                    continue;
                }
                let spans =
                    [Styled { semibold: bold, ..Styled::new(text.clone(), kind.size, role) }];
                for line in self.text(&spans, x, own, kind, Some(node)) {
                    draws.extend(line.into_iter().map(|d| d.moved(0.0, y)));
                    y += kind.line;
                }
            }
            height = height.max(y);
        }
        self.pieces.push(Piece::Glue(8.0));
        self.push(height, draws);
        self.pieces.push(Piece::Glue(18.0));
    }

    pub(super) fn columns(
        &mut self,
        columns: &Columns,
        parent: Option<NodeId>,
    ) -> Result<(), Error> {
        let gutter = 24.0;
        let share = if columns.share > 0.0 { columns.share.clamp(0.2, 0.8) } else { 0.5 };
        let left_width = (self.width - gutter) * share;
        let right_width = self.width - gutter - left_width;
        let mark = (self.marks.len(), self.nodes.len());
        let left = stack(self.nested(&columns.left, left_width, parent)?);
        let right = stack(self.nested(&columns.right, right_width, parent)?);
        let height = left.0.max(right.0);
        if height > self.height {
            // Too tall to stand beside each other: below each other, over the full width.
            self.marks.truncate(mark.0);
            self.nodes.truncate(mark.1);
            return columns
                .left
                .iter()
                .chain(&columns.right)
                .try_for_each(|block: &Block| self.block(block, parent));
        }
        let mut draws = left.1;
        draws.extend(right.1.into_iter().map(|d| d.moved(left_width + gutter, 0.0)));
        let mut marks = left.2;
        marks.extend(right.2);
        self.pieces.push(Piece::Box { height, draws, marks });
        self.pieces.push(Piece::Glue(14.0));
        Ok(())
    }
}
