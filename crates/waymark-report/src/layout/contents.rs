//! The table of contents: what, and on which page.

use waymark_chart::scene::{Anchor, Item, Paint, Role, Text};
use waymark_chart::text::Fonts;

use super::{Draw, Flow, NodeId, Piece, text_at};
use crate::block::Link;

/// Room for the number of a page, which is not known yet: three figures, all of one width.
fn page_width(fonts: &Fonts, size: f32, semibold: bool) -> f32 {
    fonts.measure("000", size, semibold, true, 0.0)
}

impl Flow<'_> {
    pub(super) fn contents(&mut self, depth: u8, under: NodeId) {
        let toc = self.node("TOC", under);
        let width = self.width;
        // What stands before the contents is not listed in them, least of all their own heading.
        let listed: Vec<_> = self
            .entries
            .iter()
            .filter(|e| e.level <= depth && !self.marks.iter().any(|m| m.id == e.id))
            .cloned()
            .collect();
        let numbers = listed.iter().any(|e| !e.number.is_empty());
        let indent = if numbers { 30.0 } else { 0.0 };
        for (i, entry) in listed.iter().enumerate() {
            let item = self.node("TOCI", toc);
            let link = self.node("Link", item);
            let is_part = entry.level == 1;
            let (size, height) = if is_part { (11.0, 25.0) } else { (9.0, 15.5) };
            let base = if is_part { 17.0 } else { 11.0 };
            let x = if is_part {
                0.0
            } else {
                indent + 14.0 * f32::from(entry.level.saturating_sub(2))
            };
            let mut draws = Vec::new();
            let above = if is_part && i > 0 { 6.0 } else { 0.0 };
            if is_part {
                let rule = Item::rect(0.0, above, width, 0.6, Paint::fill(Role::Line));
                draws.push(Draw::Item { item: rule, node: None });
            }
            let role = if is_part { Role::Ink } else { Role::Ink2 };
            let base = above + base;
            if !entry.number.is_empty() {
                let number = Text::new(x, base, entry.number.clone(), size)
                    .role(if is_part { Role::Accent } else { Role::Ink3 })
                    .weight(is_part);
                draws.push(text_at(number, Some(link)));
            }
            let start = x + if entry.number.is_empty() && !is_part { 0.0 } else { indent };
            let room = width - start - page_width(self.set.fonts, size, is_part) - 16.0;
            let title = self.set.fonts.ellipsis(&entry.text, size, is_part, room);
            draws.push(text_at(
                Text::new(start, base, title, size).weight(is_part).role(role),
                Some(link),
            ));
            let mark = Text::new(width, base, entry.id.clone(), size)
                .weight(is_part)
                .role(role)
                .anchor(Anchor::End)
                .tabular();
            draws.push(Draw::PageOf { mark, node: link });
            let to = Link::Anchor(entry.id.clone());
            draws.push(Draw::Link { x, y: above, width: width - x, height, to, node: link });
            self.push(above + height, draws);
            // A part is not left alone at the foot of a page.
            if !is_part || listed.get(i + 1).is_none_or(|next| next.level == 1) {
                self.pieces.push(Piece::Glue(0.0));
            }
        }
        self.pieces.push(Piece::Glue(12.0));
    }
}
