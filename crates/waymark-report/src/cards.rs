//! The facilitator's cards on paper: one per half of a page, to cut and to hold.

use waymark_core::engagement::Engagement;
use waymark_core::pack::{Card, Pack, Question};
use waymark_core::wording::list;

use crate::block::{
    Block, Columns, Heading, Meta, Paragraph, ParagraphStyle, Report, Span, bullets, rich,
};
use crate::form::{date_of, language};

/// The cards of questions, in their order; a question without a card has none.
pub fn compose(questions: &[&Question]) -> Report {
    let blocks = questions.iter().filter_map(|question| {
        question.card.as_ref().map(|card| Block::Card(blocks(question, card)))
    });
    Report { blocks: blocks.collect() }
}

fn blocks(question: &Question, card: &Card) -> Vec<Block> {
    let title = Heading::new(2, question.text.clone(), format!("card-{}", question.id));
    let mut out = vec![Block::Heading(title.numbered(question.id.to_string()))];
    if !card.opening.is_empty() {
        out.push(Block::Paragraph(Paragraph {
            spans: vec![Span::text(card.opening.clone())],
            style: ParagraphStyle::Quote,
        }));
    }
    let titled = |title: &str, rest: Block| [rich(vec![Span::bold(title)]), rest];
    let (mut left, mut right) = (Vec::new(), Vec::new());
    if !card.probes.is_empty() {
        left.extend(titled("Ask further", bullets(card.probes.clone())));
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
    }
}
