//! What changed since a baseline: the scores of then and now, and what moved them.

use waymark_chart::Frame;
use waymark_core::baseline::{Comparison, QuestionShift, Shift, Shifts};
use waymark_core::consensus::Consensus;
use waymark_core::wording::{one_decimal, percent, sentence};

use super::words::{NONE, UNKNOWN, score};
use super::{Context, dimension_anchor, fonts, quiet_cell};
use crate::block::{
    Block, Cell, Column, Figure, Heading, Row, Span, Table, heading, lead, paragraph, small,
};
use crate::figure;
use crate::style::TEXT_WIDTH;

/// What a report tells of the way from a baseline to now.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeTold {
    /// What the baseline is called.
    pub title: String,
    /// When it was frozen: "20 November 2026".
    pub frozen: String,
    /// The pack's version then.
    pub from_version: String,
    /// The pack's version now.
    pub to_version: String,
    /// What moved.
    pub comparison: Comparison,
}

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let Some(change) = context.input.change else { return vec![] };
    let comparison = &change.comparison;
    let versions = if change.from_version == change.to_version {
        format!("version {} of the assessment then and now", change.to_version)
    } else {
        format!(
            "version {} of the assessment then, version {} now",
            change.from_version, change.to_version
        )
    };
    let print = Frame::print(TEXT_WIDTH);
    let radar = figure::overlay(comparison, &change.title, "Now");
    let slopes = figure::slopes(comparison, &change.title, "Now");
    let mut blocks = vec![
        Block::Heading(Heading::new(1, comparison.headline(), "change").kicker("What changed")),
        lead(comparison.summary()),
        paragraph(format!(
            "Compared with “{}”, frozen on {}; {versions}.",
            change.title, change.frozen
        )),
        Block::Figure(Figure {
            title: "Then and now".into(),
            ..Figure::new(
                radar.draw(fonts(), print, 330.0),
                "Broken line and open dots: then. Unbroken line and filled dots: now.",
            )
        }),
        Block::Figure(Figure {
            title: slopes.title.clone(),
            ..Figure::new(
                slopes.draw(fonts(), print),
                "An unbroken line rose, a broken one fell, a fine grey one stands where it stood.",
            )
        }),
        heading(2, "What moved the scores", "change-scores"),
        scores(context, comparison),
        small(
            "Content: today’s questions and weights with the answers of then. Answers: what was settled in the room. Votes: where they give \
             the answer. Evidence moves no score; it moves bands and confidence. Numbers are rounded.",
        ),
    ];
    if !comparison.questions.is_empty() {
        blocks.push(heading(2, "Every question that moved", "change-questions"));
        blocks.push(questions(context, &comparison.questions));
    }
    blocks
}

/// A difference with its sign; what rounds to nothing is a dash.
fn signed(value: Option<f64>) -> String {
    let Some(value) = value else { return UNKNOWN.to_owned() };
    match one_decimal(value.abs()).as_str() {
        "0.0" => "–".to_owned(),
        text if value < 0.0 => format!("\u{2212}{text}"),
        text => format!("+{text}"),
    }
}

fn scores(context: &Context, comparison: &Comparison) -> Block {
    let mut rows = Vec::new();
    for factor in &comparison.factors {
        let cells = cells(Cell::bold(factor.title.clone()), &factor.shifts);
        rows.push(Row { emphasised: true, ..Row::new(cells) });
        let of_factor = |dimension: &&waymark_core::baseline::DimensionShift| {
            let known = context.pack().dimension(&dimension.id);
            known.is_some_and(|known| known.factor == factor.id)
        };
        for dimension in comparison.dimensions.iter().filter(of_factor) {
            let title = Span::to(dimension.title.clone(), dimension_anchor(&dimension.id));
            rows.push(Row::new(cells_of(vec![title], &dimension.shifts)));
        }
    }
    for gone in comparison.dimensions.iter().filter(|dimension| !dimension.is_now) {
        let title = vec![Span::text(gone.title.clone()), Span::quiet("  gone")];
        rows.push(Row::new(cells_of(title, &gone.shifts)));
    }
    let overall = cells(Cell::bold("Overall"), &comparison.overall);
    rows.push(Row { emphasised: true, ..Row::new(overall) });
    Block::Table(Table {
        alt: "Scores then and now by factor, dimension and overall, with what moved them.".into(),
        columns: vec![
            Column::new("Dimension", 3.6),
            Column::number("Then", 0.8),
            Column::number("Content", 1.1),
            Column::number("Answers", 1.1),
            Column::number("Votes", 0.9),
            Column::number("Now", 0.8),
            Column::number("Confidence", 1.9),
        ],
        rows,
        id: Some("change-table".into()),
        ..Table::default()
    })
}

fn cells_of(title: Vec<Span>, shifts: &Shifts) -> Vec<Cell> {
    cells(Cell::spans(title), shifts)
}

fn cells(title: Cell, shifts: &Shifts) -> Vec<Cell> {
    let Shift { before, after, by_content, by_answers, by_votes, .. } = shifts.score;
    let share = |value: Option<f64>| value.map_or_else(|| NONE.to_owned(), percent);
    let confidence = (share(shifts.confidence.before), share(shifts.confidence.after));
    let confidence = match confidence {
        (then, now) if then == now => now,
        (then, now) => format!("{then} to {now}"),
    };
    vec![
        title,
        Cell::text(score(before)),
        Cell::text(signed(by_content)),
        Cell::text(signed(by_answers)),
        Cell::text(signed(by_votes)),
        Cell::bold(score(after)),
        Cell::text(confidence),
    ]
}

fn questions(context: &Context, moved: &[QuestionShift]) -> Block {
    let level = |consensus: Option<Consensus>| match consensus {
        None => quiet_cell("not asked"),
        Some(known) => context.level_cell(known),
    };
    let rows = moved
        .iter()
        .map(|question| {
            let mut why = Vec::new();
            for because in &question.because {
                if !why.is_empty() {
                    why.push(Span::text("\n"));
                }
                why.push(Span::quiet(format!("{}: ", sentence(because.cause.word()))));
                why.push(Span::text(because.text.clone()));
            }
            Row::new(vec![
                Cell::spans(vec![
                    context.code(question.id.as_str()),
                    Span::text(format!("  {}", question.title)),
                ]),
                level(question.before),
                level(question.after),
                Cell::spans(why),
            ])
        })
        .collect();
    Block::Table(Table {
        alt: "Questions with another answer, other votes or other evidence, and why.".into(),
        columns: vec![
            Column::new("Question", 2.9),
            Column::new("Then", 1.7),
            Column::new("Now", 1.7),
            Column::new("Because", 4.2),
        ],
        rows,
        ..Table::default()
    })
}
