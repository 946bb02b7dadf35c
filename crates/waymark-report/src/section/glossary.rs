//! Terms explained, and sources cited.

use waymark_core::wording::count;

use super::Context;
use super::words::stop;
use crate::block::{Block, Cell, Column, Heading, Row, Span, Table, heading};

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let pack = context.pack();
    let title =
        format!("The words of this report, in {}", count(pack.glossary.len(), "term", "terms"));
    let mut blocks = vec![Block::Heading(Heading::new(1, title, "glossary").kicker("Glossary"))];
    if !pack.glossary.is_empty() {
        let mut terms: Vec<_> = pack.glossary.iter().collect();
        terms.sort_by_key(|term| term.term.to_lowercase());
        let rows = terms
            .iter()
            .map(|term| {
                Row::new(vec![Cell::bold(term.term.clone()), Cell::text(stop(&term.meaning))])
            })
            .collect();
        blocks.push(Block::Table(Table {
            alt: "Terms with their meaning.".into(),
            columns: vec![Column::new("Term", 2.2), Column::new("Meaning", 7.0)],
            rows,
            ..Table::default()
        }));
    }
    if !pack.references.is_empty() {
        let rows = pack
            .references
            .iter()
            .map(|one| {
                Row::new(vec![
                    Cell::text(one.title.clone()),
                    Cell::spans(vec![Span::url(one.url.clone(), one.url.clone())]),
                ])
            })
            .collect();
        blocks.push(heading(2, "Sources cited", "glossary-sources"));
        blocks.push(Block::Table(Table {
            alt: "Sources with their address.".into(),
            columns: vec![Column::new("Source", 4.4), Column::new("Address", 4.8)],
            rows,
            ..Table::default()
        }));
    }
    blocks
}
