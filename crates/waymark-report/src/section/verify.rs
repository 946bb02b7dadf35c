//! Answers to verify: where a score rests on too little, the ones that move it most first.

use waymark_core::verify::Doubt;
use waymark_core::wording::{count, list, number, sentence};

use super::words::{band, inner, short_date};
use super::{Context, quiet_cell};
use crate::block::{Block, Cell, Column, Heading, Row, Span, Table, heading, lead, small};
use crate::compose::Input;

/// Answers told in full; the others are named.
const FIRST: usize = 12;

/// The doubtful answers of what a report is composed from.
pub(crate) fn doubts<'a>(input: &Input<'a>) -> Vec<Doubt<'a>> {
    waymark_core::verify::doubts(input.pack, input.engagement, input.scorecard)
}

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let doubts = doubts(context.input);
    let owned =
        doubts.iter().filter(|d| d.answer.is_some_and(|a| !a.verify_owner.is_empty())).count();
    let title = format!(
        "{} a second look before money follows",
        sentence(&count(doubts.len(), "answer deserves", "answers deserve"))
    );
    let rows = doubts
        .iter()
        .take(FIRST)
        .map(|doubt| {
            let question = context.pack().question(&doubt.question.id);
            let name = question.map_or("", |q| q.short_title.as_str());
            let ask = question.map_or("", |q| q.evidence.as_str());
            let who = match doubt.answer.map(|a| (a.verify_owner.as_str(), a.verify_by.value())) {
                Some((owner, by)) if !owner.is_empty() => {
                    let mut spans = vec![Span::text(
                        context.person(owner).unwrap_or_else(|| "named in the file".to_owned()),
                    )];
                    if let Some(by) = by {
                        spans.push(Span::quiet(format!("\nby {}", short_date(*by))));
                    }
                    Cell::spans(spans)
                }
                _ => quiet_cell("nobody yet"),
            };
            Row::new(vec![
                Cell::spans(vec![
                    context.code(doubt.question.id.as_str()),
                    Span::text(format!("  {name}")),
                ]),
                context.level_cell(doubt.question.consensus),
                Cell::text(band(doubt.question.band)),
                Cell::spans(vec![
                    Span::text(sentence(&list(&doubt.why))),
                    Span::quiet(format!(".\nAsk for: {}", inner(ask))),
                ]),
                who,
            ])
        })
        .collect();
    let mut blocks = vec![
        Block::Heading(Heading::new(1, title, "verify").kicker("Answers to verify")),
        lead(format!(
            "These answers can still move a score. {} to somebody who checks them; those that weigh most come first.",
            match owned {
                0 => "None is given".to_owned(),
                1 => "One is given".to_owned(),
                n => format!("{} are given", sentence(&number(n))),
            }
        )),
        Block::Table(Table {
            alt: "Answers to verify with level, band, reason, and who verifies them.".into(),
            columns: vec![
                Column::new("Question", 2.6),
                Column::new("Consensus", 1.4),
                Column::number("Band", 1.1),
                Column::new("Why, and what to ask for", 4.2),
                Column::new("Who verifies", 1.6),
            ],
            rows,
            ..Table::default()
        }),
    ];
    blocks.extend(others(context, doubts.get(FIRST..).unwrap_or_default()));
    blocks.push(small(
        "An answer without evidence counts as stated: its band reaches half a level to either side.",
    ));
    blocks
}

/// The answers that weigh less, by what is doubtful about them.
fn others(context: &Context, doubts: &[Doubt]) -> Vec<Block> {
    if doubts.is_empty() {
        return vec![];
    }
    let mut groups: Vec<(String, Vec<&Doubt>)> = Vec::new();
    for doubt in doubts {
        let why = sentence(&list(&doubt.why));
        match groups.iter_mut().find(|(known, _)| *known == why) {
            Some((_, own)) => own.push(doubt),
            None => groups.push((why, vec![doubt])),
        }
    }
    let rows = groups
        .into_iter()
        .map(|(why, own)| {
            let mut spans = Vec::new();
            for doubt in own {
                if !spans.is_empty() {
                    spans.push(Span::text(", "));
                }
                spans.push(context.code(doubt.question.id.as_str()));
                let who = doubt.answer.map_or("", |a| a.verify_owner.as_str());
                if let Some(person) = context.person(who) {
                    spans.push(Span::quiet(format!(" ({person})")));
                }
            }
            Row::new(vec![Cell::text(why), Cell::spans(spans)])
        })
        .collect();
    vec![
        heading(
            2,
            format!("{} more, of less weight", sentence(&number(doubts.len()))),
            "verify-others",
        ),
        Block::Table(Table {
            alt: "Further answers to verify by reason.".into(),
            columns: vec![Column::new("Why", 3.4), Column::new("Answers", 6.0)],
            rows,
            ..Table::default()
        }),
    ]
}
