//! The account beside the answers: what a scan measured, what it contradicts, and what could not be read.

use waymark_core::engagement::VerdictWord;
use waymark_core::fact_evidence::{FactEvidence, Stance};
use waymark_core::wording::{count, list, number, sentence, stop};

use super::{Context, quiet_cell};
use crate::block::{Block, Bullets, Cell, Column, Heading, Row, Span, Table, heading, lead, small};

/// What a report tells of a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScanTold {
    /// "20 November 2026".
    pub taken: String,
    /// "account 1234… in two Regions, looked at as auditor".
    pub scope: String,
    /// Reads that brought nothing, a sentence each.
    pub missing: Vec<String>,
    /// It ended before everything was read.
    pub is_stopped: bool,
}

/// Reads that are told one by one.
const READS: usize = 12;

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let Some(scan) = context.input.scan else { return vec![] };
    let all = context.input.evidence;
    let of = |stance: Stance| all.iter().filter(move |one| one.stance == stance);
    let against: Vec<&FactEvidence> = of(Stance::Contradicts).collect();
    let supports: Vec<&FactEvidence> = of(Stance::Supports).collect();
    let title = match (against.len(), supports.len()) {
        (0, 0) => "The account says nothing against the answers".to_owned(),
        (0, n) => sentence(&format!(
            "{} {} what people said",
            count(n, "fact of the account", "facts of the account"),
            if n == 1 { "supports" } else { "support" }
        )),
        (n, _) => sentence(&format!(
            "{} {} what people said",
            count(n, "fact of the account", "facts of the account"),
            if n == 1 { "contradicts" } else { "contradict" }
        )),
    };
    let part = if scan.is_stopped { " It was stopped before its end." } else { "" };
    let mut blocks = vec![
        Block::Heading(Heading::new(1, title, "evidence").kicker("The account beside the answers")),
        lead(format!(
            "A read-only scan of {} looked at {}.{part} Facts change no answer and no score: a contradiction lowers the lower end of a question’s band, a support raises its upper end.",
            scan.taken, scan.scope
        )),
    ];
    if !against.is_empty() {
        blocks.push(heading(2, "Against the answers", "evidence-against"));
        blocks.push(table(context, &against, "Facts that contradict answers, with their numbers."));
    }
    if !supports.is_empty() {
        blocks.push(heading(2, "In their support", "evidence-supports"));
        blocks.push(table(context, &supports, "Facts that support answers, with their numbers."));
    }
    let unknown: Vec<String> = of(Stance::Unknown).map(|one| one.question.to_string()).collect();
    if !unknown.is_empty() {
        let mut unique = unknown;
        unique.dedup();
        blocks.push(small(format!(
            "What is measured is not enough to say anything of {}: reads are missing.",
            list(&unique)
        )));
    }
    if !scan.missing.is_empty() {
        blocks.push(heading(2, "What could not be read", "evidence-missing"));
        let more = scan.missing.len().saturating_sub(READS);
        let mut reads: Vec<Vec<Span>> =
            scan.missing.iter().take(READS).map(|one| vec![Span::text(one.clone())]).collect();
        if more > 0 {
            reads.push(vec![Span::quiet(format!("{} more", sentence(&number(more))))]);
        }
        blocks.push(Block::Bullets(Bullets { items: reads, ..Bullets::default() }));
    }
    blocks.push(small(
        "A scan speaks of the accounts and Regions it saw; absence outside them proves nothing.",
    ));
    blocks
}

fn table(context: &Context, facts: &[&FactEvidence], alt: &str) -> Block {
    // What agrees needs no verdict.
    let has_verdicts =
        facts.iter().any(|one| one.stance == Stance::Contradicts || one.verdict.is_some());
    let rows = facts
        .iter()
        .map(|one| {
            let question = context.pack().question(&one.question);
            let name = question.map_or("", |q| q.short_title.as_str());
            let mut said = vec![Span::text(stop(&one.test))];
            for number in &one.numbers {
                said.push(Span::quiet(format!("\n{number}")));
            }
            let verdict = one.verdict.as_ref().map_or_else(
                || {
                    if one.stance == Stance::Contradicts {
                        quiet_cell("open")
                    } else {
                        quiet_cell("")
                    }
                },
                |verdict| {
                    Cell::spans(vec![
                        Span::text(word(verdict.verdict)),
                        Span::quiet(format!("\n{}", verdict.reason)),
                    ])
                },
            );
            let question = Cell::spans(vec![
                context.code(one.question.as_str()),
                Span::text(format!("  {name}")),
            ]);
            let level = Cell::text(one.level.map_or("–".to_owned(), |level| level.to_string()));
            let mut cells =
                vec![question, level, Cell::text(one.effect.in_words()), Cell::spans(said)];
            cells.extend(has_verdicts.then_some(verdict));
            Row::new(cells)
        })
        .collect();
    let mut columns = vec![
        Column::new("Question", 2.4),
        Column::number("Answer", 0.9),
        Column::new("Facts say", 1.2),
        Column::new("What was measured", if has_verdicts { 4.6 } else { 6.6 }),
    ];
    columns.extend(has_verdicts.then(|| Column::new("What became of it", 2.0)));
    Block::Table(Table { alt: alt.into(), columns, rows, ..Table::default() })
}

fn word(verdict: VerdictWord) -> &'static str {
    match verdict {
        VerdictWord::AnswerChanged => "Answer changed",
        VerdictWord::ScopeDiffers => "Of something else",
        VerdictWord::FactWrong => "Fact wrong",
        _ => "Accepted",
    }
}
