//! Answers to verify: where a score rests on too little, the ones that move it most first.

use waymark_core::consensus::Consensus;
use waymark_core::engagement::Answer;
use waymark_core::score::QuestionScore;
use waymark_core::wording::{count, list, number, sentence};

use super::words::{band, inner, short_date};
use super::{Context, quiet_cell};
use crate::block::{Block, Cell, Column, Heading, Row, Span, Table, heading, lead, small};
use crate::compose::Input;

/// A band this wide leaves too much open, in levels.
const WIDE: f64 = 2.0;
/// Answers told in full; the others are named.
const FIRST: usize = 12;

/// An answer that should be looked at again.
pub(crate) struct Doubt<'a> {
    question: &'a QuestionScore,
    answer: Option<&'a Answer>,
    why: Vec<String>,
}

/// Answers whose band is wide, that were flagged, or that stand high on somebody's word; those that can move a score most first.
pub(crate) fn doubts<'a>(input: &Input<'a>) -> Vec<Doubt<'a>> {
    let importance = |question: &QuestionScore| {
        input.scorecard.dimension(&question.dimension).map_or(1.0, |d| d.importance)
    };
    let width = |question: &QuestionScore| question.band.map_or(0.0, |b| b.high - b.low);
    let mut doubts: Vec<Doubt> = input
        .scorecard
        .questions
        .iter()
        .filter_map(|question| {
            let answer = input.engagement.answer(&input.pack.id, &question.id);
            let mut why = Vec::new();
            let is_asked = input
                .engagement
                .votes
                .iter()
                .any(|v| v.pack == input.pack.id && v.question == question.id);
            if question.consensus == Consensus::Unknown && (is_asked || question.is_settled) {
                why.push("nobody could say".to_owned());
            }
            if let Some(spread) = question.spread.filter(|s| s.is_wide()) {
                let settled = if question.is_settled { ", settled in the room" } else { "" };
                why.push(format!("votes from {} to {}{settled}", spread.lowest, spread.highest));
            } else if question.consensus.level().is_some() && width(question) >= WIDE {
                why.push("a wide band".to_owned());
            }
            if question.is_provisional {
                why.push("stands high on somebody's word alone".to_owned());
            }
            if answer.is_some_and(|a| a.is_flagged) {
                why.push("flagged to follow up".to_owned());
            }
            (!why.is_empty()).then_some(Doubt { question, answer, why })
        })
        .collect();
    let weight = |doubt: &Doubt| {
        f64::from(doubt.question.weight) * importance(doubt.question) * width(doubt.question)
    };
    doubts.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    doubts
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
