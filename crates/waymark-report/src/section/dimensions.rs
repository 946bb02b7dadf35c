//! One page or two per dimension: what stands behind its score, what was heard, and what good looks like next.

use waymark_chart::Frame;
use waymark_core::condition::Place;
use waymark_core::engagement::{CaptureKind, Engagement, FindingTone};
use waymark_core::finding::Finding;
use waymark_core::id::QuestionId;
use waymark_core::narrative::dimension_finding;
use waymark_core::pack::{Dimension, Question};
use waymark_core::score::{DimensionScore, QuestionScore, votes_on};
use waymark_core::wording::{count, one_decimal, sentence};

use super::words::{NONE, inner, of_verb, quoted, score, share, short_date, stop, unstopped};
use super::{Context, dimension_anchor, fonts, note, question_anchor, quiet_cell, shortfall};
use crate::block::{
    Block, Bullets, Cell, Column, Figure, Heading, KeyFigure, Paragraph, ParagraphStyle, Row, Span,
    Table, heading, paragraph, rich,
};
use crate::figure;
use crate::style::TEXT_WIDTH;

/// Questions listed as strengths or gaps, at most.
const LISTED: usize = 4;

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let below = context.gaps().len();
    let scored = context.dimensions().filter(|(_, s)| s.score.score.is_some()).count();
    let title = match (below, scored) {
        (_, 0) => "No dimension has enough answers for a score".to_owned(),
        (0, _) => "Every scored dimension meets its target".to_owned(),
        _ => sentence(&of_verb(
            below,
            scored,
            ("dimension", "dimensions"),
            ("falls short of its target", "fall short of their targets"),
        )),
    };
    let mut blocks = vec![
        Block::Heading(Heading::new(1, title, "dimensions").kicker("The dimensions one by one")),
        overview(context),
    ];
    for (dimension, score) in context.dimensions() {
        blocks.push(Block::PageBreak);
        blocks.extend(page(context, dimension, score));
    }
    blocks
}

/// All dimensions on one page: what holds each back and what carries it.
fn overview(context: &Context) -> Block {
    let mut rows = Vec::new();
    for factor in &context.pack().factors {
        rows.push(Row::band(factor.title.clone()));
        for (dimension, own) in context.dimensions().filter(|(d, _)| d.factor == factor.id) {
            let questions = context.questions(&dimension.id);
            let named = |question: Option<&(&Question, &QuestionScore)>| match question {
                Some((question, own)) => Cell::spans(vec![
                    Span::to(question.short_title.clone(), question_anchor(&question.id)),
                    Span::quiet(
                        own.consensus.level().map_or(String::new(), |l| format!(", level {l}")),
                    ),
                ]),
                None => quiet_cell(NONE),
            };
            let worst = questions
                .iter()
                .rev()
                .filter(|(_, q)| shortfall(q) > 0)
                .max_by_key(|(_, q)| shortfall(q));
            let best = questions
                .iter()
                .rev()
                .filter(|(_, q)| q.consensus.level().is_some_and(|l| l >= 3 && l >= q.target))
                .max_by_key(|(_, q)| (q.consensus.level(), q.weight));
            let attained = own.score.told_attained();
            rows.push(Row::new(vec![
                Cell::spans(vec![Span::to(
                    dimension.title.clone(),
                    dimension_anchor(&dimension.id),
                )]),
                Cell::bold(score(own.score.score)),
                Cell::text(score(own.target)),
                attained.map_or_else(
                    || quiet_cell(NONE),
                    |l| Cell::level(l, context.pack().level_name(l)),
                ),
                named(worst),
                named(best),
            ]));
        }
    }
    Block::Table(Table {
        alt: "For each dimension its score, target and attained level, what holds it back and what carries it.".into(),
        columns: vec![
            Column::new("Dimension", 2.6),
            Column::number("Score", 0.8),
            Column::number("Target", 0.9),
            Column::new("Attained", 1.5),
            Column::new("Holds it back", 2.6),
            Column::new("Carries it", 2.6),
        ],
        rows,
        ..Table::default()
    })
}

fn page(context: &Context, dimension: &Dimension, own: &DimensionScore) -> Vec<Block> {
    let pack = context.pack();
    let anchor = dimension_anchor(&dimension.id);
    let mut blocks = vec![
        heading(2, dimension_finding(pack, dimension, own), anchor.clone()),
        rich(vec![Span::quiet(dimension.summary.clone())]),
        Block::KeyFigures(key_figures(context, own)),
    ];
    if let Some(text) = own.score.told_attained().and_then(|level| dimension.paragraphs.get(&level))
    {
        blocks.push(paragraph(text.clone()));
    }
    let bars = figure::question_bars(pack, context.card(), dimension);
    let scene = bars.draw(fonts(), Frame::print(TEXT_WIDTH));
    blocks.push(Block::Figure(Figure::new(scene, "")));
    blocks.push(questions(context, dimension));
    blocks.extend(carries(context, dimension));
    blocks.extend(next(context, dimension, &anchor));
    blocks.extend(heard(context, dimension, &anchor));
    // Kept together, so that no line of what closes the gap stands alone on a last page.
    let end = evidence(context, dimension).into_iter().chain(closed_by(context, dimension));
    blocks.push(Block::KeepTogether(end.collect()));
    blocks
}

pub(super) fn key_figures(context: &Context, own: &DimensionScore) -> Vec<KeyFigure> {
    let figure = |value: String, label: &str, note: String| KeyFigure {
        value,
        label: label.to_owned(),
        note,
    };
    let attained = own.score.told_attained().map_or_else(
        || "No level attained".to_owned(),
        |level| {
            format!("Attained level {level}, {}", context.pack().level_name(level).to_lowercase())
        },
    );
    let behind = context.goals_behind(&[&own.id]);
    let points: u32 = behind.iter().filter_map(|g| g.points.value()).map(|p| u32::from(*p)).sum();
    let goals = match behind.len() {
        0 => "No goal raises a target here".to_owned(),
        n => format!(
            "{} behind it{}",
            sentence(&count(n, "goal", "goals")),
            if points > 0 { format!(", {points} points") } else { String::new() }
        ),
    };
    vec![
        figure(score(own.score.score), "Score", attained),
        figure(
            score(own.target),
            "Target",
            own.gap.map_or_else(
                || "Gap not known".to_owned(),
                |gap| format!("Gap {}", one_decimal(gap)),
            ),
        ),
        figure(
            own.score.band.map_or_else(
                || NONE.to_owned(),
                |b| format!("{}–{}", one_decimal(b.low), one_decimal(b.high)),
            ),
            "Band",
            format!(
                "Coverage {}, confidence {}",
                share(own.score.coverage),
                share(own.score.confidence)
            ),
        ),
        figure(one_decimal(own.importance), "Importance", goals),
    ]
}

/// The questions with their answers.
fn questions(context: &Context, dimension: &Dimension) -> Block {
    let questions = context.questions(&dimension.id);
    let wide = questions
        .iter()
        .filter(|(_, q)| q.spread.is_some_and(waymark_core::consensus::Spread::is_wide))
        .count();
    let provisional = questions.iter().filter(|(_, q)| q.is_provisional).count();
    let mut title = match wide {
        0 => "Votes agree to within a level on every question".to_owned(),
        n => sentence(&of_verb(
            n,
            questions.len(),
            ("question", "questions"),
            ("has votes two levels or more apart", "have votes two levels or more apart"),
        )),
    };
    if provisional > 0 {
        title = format!("{title}; {} provisional", count(provisional, "answer is", "answers are"));
    }
    let rows = questions
        .iter()
        .map(|(question, own)| {
            let mut name = vec![
                context.code(question.id.as_str()),
                Span::text(format!("  {}", question.short_title)),
            ];
            if question.weight != own.weight || own.weight > 1 {
                name.push(note(format!("  counts {} times", own.weight)));
            }
            let mut level = context.level_cell(own.consensus);
            if own.is_provisional {
                level.spans.push(note("  provisional"));
            }
            if own.is_settled {
                level.spans.push(note("  settled"));
            }
            let votes = votes_on(context.engagement(), context.pack(), &question.id).len();
            let spread = match own.spread {
                Some(s) if s.range() == 0 => format!("all {} ({votes})", s.lowest),
                Some(s) => format!("{} to {} ({votes})", s.lowest, s.highest),
                None if votes > 0 => format!("no level ({votes})"),
                None => NONE.to_owned(),
            };
            Row::new(vec![
                Cell::spans(name),
                level,
                Cell::text(spread),
                Cell::text(own.target.to_string()),
                Cell::text(if own.consensus.level().is_some() {
                    strength_of(context.engagement(), &question.id, own)
                } else {
                    NONE.to_owned()
                }),
            ])
        })
        .collect();
    Block::Table(Table {
        title,
        alt: format!(
            "The questions of {} with consensus, votes, target and strength of evidence.",
            inner(&dimension.title)
        ),
        columns: vec![
            Column::new("Question", 4.4),
            Column::new("Consensus", 2.3),
            Column::new("Votes (number)", 1.3),
            Column::number("Target", 0.8),
            Column::new("Evidence", 1.3),
        ],
        rows,
        ..Table::default()
    })
}

/// The strength of evidence, told apart from an answer that nothing supports.
fn strength_of(engagement: &Engagement, question: &QuestionId, own: &QuestionScore) -> String {
    let has_any = engagement.evidence.iter().any(|e| e.question.as_ref() == Some(question));
    if has_any { own.strength.label().to_lowercase() } else { "none, stated".to_owned() }
}

/// Whether a finding speaks about a dimension: through an own finding's question, or the answers that a rule read.
pub(super) fn speaks_of(context: &Context, finding: &Finding, dimension: &Dimension) -> bool {
    let is_here =
        |id: &str| context.pack().questions_of(&dimension.id).any(|q| q.id.as_str() == id);
    let own = context.engagement().findings.iter().find(|f| f.code.as_str() == finding.id);
    match own.and_then(|f| f.question.as_ref()) {
        Some(question) => is_here(question.as_str()),
        None => finding
            .facts
            .iter()
            .any(|fact| matches!(&fact.place, Place::Keyed { key, .. } if is_here(key))),
    }
}

/// What stands where it should, in one paragraph.
fn carries(context: &Context, dimension: &Dimension) -> Option<Block> {
    let mut strong: Vec<(&Question, u8)> = Vec::new();
    for (question, own) in context.questions(&dimension.id) {
        if let Some(level) = own.consensus.level().filter(|l| *l >= 3 && *l >= own.target) {
            strong.push((question, level));
        }
    }
    strong.sort_by_key(|(_, level)| std::cmp::Reverse(*level));
    let mut spans = vec![Span::bold("What carries it  ")];
    for (i, (question, level)) in strong.iter().enumerate() {
        let before = match i {
            0 => "",
            _ if i + 1 == strong.len() => " and ",
            _ => ", ",
        };
        let name = if i == 0 { question.short_title.clone() } else { inner(&question.short_title) };
        spans.push(Span::text(before));
        spans.push(Span::to(name, question_anchor(&question.id)));
        spans.push(Span::quiet(format!(" at {level}")));
    }
    if let Some((question, level)) = strong.first().filter(|_| strong.len() < 4) {
        let text = inner(unstopped(&question.levels[usize::from(*level) - 1]));
        spans.push(Span::text(if strong.len() == 1 {
            format!(": {text}")
        } else {
            format!("; of the first it is true that {text}")
        }));
    }
    if !strong.is_empty() {
        spans.push(Span::text(". "));
    }
    for finding in told(context, dimension, &[FindingTone::Strength]) {
        spans.extend(finding);
        spans.push(Span::text(" "));
    }
    (spans.len() > 1).then(|| rich(spans))
}

/// Findings that speak about a dimension.
pub(super) fn told(
    context: &Context,
    dimension: &Dimension,
    tones: &[FindingTone],
) -> Vec<Vec<Span>> {
    let findings = context.input.findings.iter();
    findings
        .filter(|f| tones.contains(&f.tone) && speaks_of(context, f, dimension))
        .map(|finding| context.linked(&stop(&finding.text)))
        .collect()
}

/// Notes, and quotes to which consent was given.
fn heard(context: &Context, dimension: &Dimension, anchor: &str) -> Vec<Block> {
    let (engagement, pack) = (context.engagement(), context.pack());
    let mut notes: Vec<Vec<Span>> = Vec::new();
    let mut quotes: Vec<Block> = Vec::new();
    for question in pack.questions_of(&dimension.id) {
        if let Some(answer) = engagement.answer(&pack.id, &question.id) {
            if !answer.note.is_empty() {
                notes.push(noted(context, question, &answer.note));
            }
            if !answer.dissent.is_empty() && answer.note.is_empty() {
                notes.push(noted(context, question, &answer.dissent));
            }
        }
        let own = engagement.captures.iter().filter(|c| {
            c.question.as_ref() == Some(&question.id)
                && c.pack.as_ref().is_none_or(|p| p == &pack.id)
                && !c.is_left_out
        });
        for capture in own {
            match capture.kind {
                CaptureKind::Note => notes.push(noted(context, question, &capture.text)),
                CaptureKind::Quote if capture.has_consent => {
                    let mut spans = vec![Span::text(quoted(&capture.text))];
                    if let Some(person) = context.person(&capture.person) {
                        spans.push(note(format!("\n{person}")));
                    }
                    quotes
                        .push(Block::Paragraph(Paragraph { spans, style: ParagraphStyle::Quote }));
                }
                CaptureKind::Quote
                | CaptureKind::Parking
                | CaptureKind::Decision
                | CaptureKind::Risk
                | CaptureKind::Action => {}
            }
        }
    }
    if notes.is_empty() && quotes.is_empty() {
        return vec![];
    }
    let mut blocks = vec![heading(3, "What was heard", format!("{anchor}-heard"))];
    blocks.extend(quotes);
    if !notes.is_empty() {
        blocks.push(Block::Bullets(Bullets { items: notes, numbered: false }));
    }
    blocks
}

fn noted(context: &Context, question: &Question, text: &str) -> Vec<Span> {
    let mut spans =
        vec![Span { bold: true, ..context.code(question.id.as_str()) }, Span::text("  ")];
    spans.push(Span::text(stop(text)));
    spans
}

/// What supports the answers.
fn evidence(context: &Context, dimension: &Dimension) -> Option<Block> {
    let (engagement, pack) = (context.engagement(), context.pack());
    let mut rows = Vec::new();
    for question in pack.questions_of(&dimension.id) {
        for evidence in context.evidence(&question.id) {
            let mut what = vec![Span::text(evidence.title.clone())];
            if !evidence.text.is_empty() {
                what.push(Span::quiet(format!("  {}", evidence.text)));
            }
            rows.push(Row::new(vec![
                Cell::text(evidence.code.to_string()),
                Cell::spans(what),
                Cell::spans(vec![context.code(question.id.as_str())]),
                Cell::text(evidence.strength.label()),
                evidence.date.value().map_or_else(
                    || quiet_cell(super::words::UNKNOWN),
                    |date| Cell::text(short_date(*date)),
                ),
            ]));
        }
    }
    if rows.is_empty() {
        return None;
    }
    let kept_out = engagement
        .evidence
        .iter()
        .filter(|e| e.is_left_out)
        .filter_map(|e| pack.question(e.question.as_ref()?))
        .filter(|question| question.dimension == dimension.id)
        .count();
    let answered: Vec<&QuestionScore> = context
        .questions(&dimension.id)
        .into_iter()
        .map(|(_, score)| score)
        .filter(|score| score.consensus.level().is_some())
        .collect();
    let supported = answered
        .iter()
        .filter(|q| engagement.evidence.iter().any(|e| e.question.as_ref() == Some(&q.id)))
        .count();
    let total = answered.len();
    let mut title = sentence(&of_verb(
        supported,
        total,
        ("answer", "answers"),
        ("has evidence", "have evidence"),
    ));
    if kept_out > 0 {
        let pieces = count(kept_out, "piece is", "pieces are");
        title = format!("{title}; {pieces} kept out of this report");
    }
    Some(Block::Table(Table {
        title,
        alt: "Evidence with the question it supports, its strength and its date.".into(),
        columns: vec![
            Column::new("Evidence", 1.0),
            Column::new("What it says", 5.0),
            Column::new("Supports", 1.1),
            Column::new("Strength", 1.1),
            Column::new("Date", 1.4),
        ],
        rows,
        ..Table::default()
    }))
}

/// For the widest gaps, what holds the dimension back and what is true at the level wanted.
fn next(context: &Context, dimension: &Dimension, anchor: &str) -> Vec<Block> {
    let mut short: Vec<(&Question, &QuestionScore, u8)> = context
        .questions(&dimension.id)
        .into_iter()
        .filter_map(|(question, own)| Some((question, own, own.consensus.level()?)))
        .filter(|(_, own, _)| shortfall(own) > 0)
        .collect();
    short.sort_by_key(|(_, own, _)| std::cmp::Reverse(shortfall(own)));
    let findings = told(context, dimension, &[FindingTone::Weakness, FindingTone::Blocker]);
    if short.is_empty() && findings.is_empty() {
        return vec![];
    }
    let title = "What holds it back, and what good looks like next";
    let mut blocks = vec![heading(3, title, format!("{anchor}-gaps"))];
    if !findings.is_empty() {
        blocks.push(Block::Bullets(Bullets { items: findings, numbered: false }));
    }
    let name = |level: u8| context.pack().level_name(level).to_lowercase();
    let rows: Vec<Row> = short
        .iter()
        .take(LISTED)
        .map(|(question, own, level)| {
            Row::new(vec![
                Cell::spans(vec![Span::to(
                    question.short_title.clone(),
                    question_anchor(&question.id),
                )]),
                Cell {
                    level: Some(*level),
                    ..Cell::text(question.levels[usize::from(*level) - 1].clone())
                },
                Cell {
                    level: Some(own.target),
                    ..Cell::text(question.levels[usize::from(own.target) - 1].clone())
                },
            ])
        })
        .collect();
    if !rows.is_empty() {
        let widest = short.first().map_or(String::new(), |(_, own, level)| {
            format!("The widest runs from {} to {}", name(*level), name(own.target))
        });
        blocks.push(Block::Table(Table {
            alt: format!("What is true today and at the wanted level. {widest}."),
            columns: vec![
                Column::new("Question", 2.0),
                Column::new("Today", 3.7),
                Column::new("Wanted", 3.9),
            ],
            rows,
            ..Table::default()
        }));
    }
    blocks
}

/// The initiatives that lift the dimension.
fn closed_by(context: &Context, dimension: &Dimension) -> Option<Block> {
    let plan = context.input.plan?;
    let mut spans = vec![Span::bold("Closed by  ")];
    let lifts = |id: &waymark_core::id::InitiativeId| {
        let initiative = context.pack().initiative(id);
        initiative.is_some_and(|i| {
            i.lifts.iter().any(|lift| {
                context.pack().question(&lift.question).is_some_and(|q| q.dimension == dimension.id)
            })
        })
    };
    let mut is_first = true;
    for placed in plan.placed.iter().filter(|p| lifts(&p.chosen.id)) {
        if !is_first {
            spans.push(Span::text(", "));
        }
        is_first = false;
        spans.push(context.initiative(&placed.chosen.id));
        spans.push(Span::quiet(format!(" (wave {})", placed.wave)));
    }
    spans.push(Span::text("."));
    (!is_first).then(|| rich(spans))
}
