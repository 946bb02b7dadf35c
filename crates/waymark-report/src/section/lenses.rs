//! Custom lenses: how many risks each pillar has, and what the questions with a risk leave open. Beside the scores, never in them.

use waymark_core::wording::{count, number, sentence};

use super::Context;
use crate::block::{Block, Cell, Column, Heading, Row, Span, Table, heading, lead, small};
use crate::compose::LensRisks;

/// What the columns of counts are called, in the order of [`LensRisks::pillars`].
const COLUMNS: [&str; 6] = ["High", "Medium", "None", "Left out", "Unanswered", "No rule"];

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let lenses = context.input.lenses;
    let total = |at: usize| -> u32 {
        lenses.iter().flat_map(|lens| &lens.pillars).map(|(_, counts)| counts[at]).sum()
    };
    let open = (total(4) + total(5)) as usize;
    let title = match (total(0) as usize, total(1) as usize) {
        (0, 0) if total(2) == 0 => "Nothing is known of the risks yet".to_owned(),
        (0, 0) if open > 0 => {
            format!(
                "No risk in what is answered; {} open",
                count(open, "question is", "questions are")
            )
        }
        (0, 0) => "No risk remains".to_owned(),
        (0, medium) => format!("No high risk, {} medium", number(medium)),
        (high, 0) => sentence(&count(high, "high risk remains", "high risks remain")),
        (high, medium) => {
            format!(
                "{} and {} medium",
                sentence(&count(high, "high risk", "high risks")),
                number(medium)
            )
        }
    };
    let mut blocks = vec![
        Block::Heading(Heading::new(1, title, "lenses").kicker("Custom lenses")),
        lead(
            "A custom lens asks what is true of a workload and counts risks by its own rules. The counts stand beside the maturity scores and enter none of them.",
        ),
    ];
    for (at, lens) in lenses.iter().enumerate() {
        blocks.extend(of_lens(lens, at + 1));
    }
    blocks.push(small(
        "No rule: answered, and no rule of the lens fits the choices; the risk is not known, which is neither good nor bad.",
    ));
    blocks
}

fn of_lens(lens: &LensRisks, at: usize) -> Vec<Block> {
    let row = |name: Cell, counts: &[u32; 6]| {
        let cells = counts.iter().map(|count| Cell::text(count.to_string()));
        Row::new(std::iter::once(name).chain(cells).collect())
    };
    let mut rows: Vec<Row> =
        lens.pillars.iter().map(|(name, counts)| row(Cell::text(name), counts)).collect();
    let whole = lens.pillars.iter().fold([0; 6], |mut sum, (_, counts)| {
        for (all, own) in sum.iter_mut().zip(counts) {
            *all += own;
        }
        sum
    });
    rows.push(row(Cell::bold("All pillars"), &whole));
    let counts = COLUMNS.iter().map(|name| Column::number(*name, 1.1));
    let mut blocks = vec![
        heading(2, lens.title.clone(), format!("lens-{at}")),
        Block::Table(Table {
            alt: format!("Risks of {} by pillar.", lens.title),
            columns: std::iter::once(Column::new("Pillar", 3.0)).chain(counts).collect(),
            rows,
            ..Table::default()
        }),
    ];
    if !lens.open.is_empty() {
        let rows = lens.open.iter().map(|open| {
            let mut what = Vec::new();
            for choice in &open.choices {
                if !what.is_empty() {
                    what.push(Span::text("\n"));
                }
                what.push(Span::text(choice.0.clone()));
                if !choice.1.is_empty() {
                    what.push(Span::quiet(format!("\n{}", choice.1)));
                }
            }
            let risk = if open.is_high { "High" } else { "Medium" };
            Row::new(vec![Cell::text(risk), Cell::text(open.question.clone()), Cell::spans(what)])
        });
        blocks.push(Block::Table(Table {
            alt: format!("Questions of {} with a risk, and what is not true yet.", lens.title),
            columns: vec![
                Column::new("Risk", 0.9),
                Column::new("Question", 3.0),
                Column::new("Not true yet, and what the lens advises", 5.4),
            ],
            rows: rows.collect(),
            ..Table::default()
        }));
    }
    blocks
}
