//! The facilitator's cards on paper: one on a page, or on half of one where it fits, to hold.

use waymark_core::engagement::Engagement;
use waymark_core::pack::{Card, Pack, Question};
use waymark_core::wording::list;

use crate::block::{
    Block, Cell, Column, Columns, Heading, Meta, Paragraph, ParagraphStyle, Report, Row, Span,
    Table, bullets, rich,
};
use crate::form::{date_of, language};

/// The cards of a pack's questions, in their order; a question without a card has none.
pub fn compose(pack: &Pack, questions: &[&Question]) -> Report {
    let blocks = questions.iter().filter_map(|question| {
        question.card.as_ref().map(|card| Block::Card(blocks(pack, question, card)))
    });
    Report { blocks: blocks.collect() }
}

/// The five levels as the room sees them.
fn levels(pack: &Pack, question: &Question) -> Block {
    let rows = (1_u8..).zip(&question.levels).map(|(level, text)| {
        Row::new(vec![Cell::level(level, pack.level_name(level)), Cell::text(text.clone())])
    });
    Block::Table(Table {
        alt: format!("The five levels of question {}.", question.id),
        columns: vec![Column::new("", 1.9), Column::new("", 8.0)],
        rows: rows.collect(),
        ..Table::default()
    })
}

fn blocks(pack: &Pack, question: &Question, card: &Card) -> Vec<Block> {
    let title = Heading::new(2, question.text.clone(), format!("card-{}", question.id));
    let mut out = vec![Block::Heading(title.numbered(question.id.to_string()))];
    if !card.opening.is_empty() {
        out.push(Block::Paragraph(Paragraph {
            spans: vec![Span::text(card.opening.clone())],
            style: ParagraphStyle::Quote,
        }));
    }
    out.push(levels(pack, question));
    let titled = |title: &str, rest: Block| [rich(vec![Span::bold(title)]), rest];
    let (mut left, mut right) = (Vec::new(), Vec::new());
    if !card.probes.is_empty() {
        left.extend(titled("Ask further", bullets(card.probes.clone())));
    }
    if !question.evidence.is_empty() {
        let ask = rich(vec![Span::text(question.evidence.clone())]);
        right.extend(titled("Ask to see", ask));
    }
    if !card.red_flags.is_empty() {
        right.extend(titled("Red flags", bullets(card.red_flags.clone())));
    }
    if !card.good.is_empty() {
        right.extend(titled("What good sounds like", rich(vec![Span::text(card.good.clone())])));
    }
    if !card.who.is_empty() {
        left.extend(titled("Who can answer", rich(vec![Span::text(card.who.clone())])));
    }
    out.push(Block::Columns(Columns { left, right, share: 0.5 }));
    out
}

/// What the file says of itself.
pub fn meta(pack: &Pack, engagement: &Engagement) -> Meta {
    let profile = &engagement.profile;
    let facilitators = profile.facilitators.items();
    Meta {
        title: format!("{}: facilitator's cards", pack.title),
        client: profile.client.clone(),
        author: if facilitators.is_empty() { "Waymark".to_owned() } else { list(facilitators) },
        date: date_of(pack, engagement),
        language: language(pack),
        confidentiality: "For the facilitator".to_owned(),
        logo: None,
    }
}
