//! One page or two per dimension: what stands behind its score, what was heard, and what good looks like next.

use waymark_chart::Frame;
use waymark_core::condition::Place;
use waymark_core::consensus::Consensus;
use waymark_core::engagement::{CaptureKind, Engagement, FindingTone};
use waymark_core::finding::Finding;
use waymark_core::id::QuestionId;
use waymark_core::narrative::dimension_finding;
use waymark_core::pack::{Dimension, Question};
use waymark_core::score::{DimensionScore, QuestionScore, votes_on};
use waymark_core::wording::{count, one_decimal, sentence};

use super::words::{NONE, inner, of_verb, quoted, score, share, short_date, stop};
use super::{Context, dimension_anchor, fonts, note, question_anchor, quiet_cell, shortfall};
use crate::block::{
    Block, Bullets, Cell, Column, Columns, Figure, Heading, KeyFigure, Paragraph, ParagraphStyle,
    Row, Span, Table, heading, paragraph, rich,
};
use crate::figure;
use crate::style::TEXT_WIDTH;

/// Questions listed as strengths or gaps, at most.
const LISTED: usize = 4;
/// Gaps for which the wanted level is spelt out, at most.
const NEXT: usize = 3;

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
            let attained = own.score.attained;
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
    if let Some(text) = own.score.attained.and_then(|level| dimension.paragraphs.get(&level)) {
        blocks.push(paragraph(text.clone()));
    }
    let bars = figure::question_bars(pack, context.card(), dimension);
    let scene = bars.draw(fonts(), Frame::print(TEXT_WIDTH));
    blocks.push(Block::Figure(Figure::new(
        scene,
        "Dot: consensus. Pill: what votes and evidence leave open. Tick: target.",
    )));
    blocks.push(questions(context, dimension));
    blocks.extend(balance(context, dimension, &anchor));
    blocks.extend(heard(context, dimension, &anchor));
    blocks.extend(evidence(context, dimension));
    blocks.extend(next(context, dimension, &anchor));
    blocks.extend(closed_by(context, dimension));
    blocks
}

fn key_figures(context: &Context, own: &DimensionScore) -> Vec<KeyFigure> {
    let figure = |value: String, label: &str, note: String| KeyFigure {
        value,
        label: label.to_owned(),
        note,
    };
    let attained = own.score.attained.map_or_else(
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

/// Strengths beside gaps.
fn balance(context: &Context, dimension: &Dimension, anchor: &str) -> Option<Block> {
    let questions = context.questions(&dimension.id);
    let item = |question: &Question, level: u8, target: u8| -> Vec<Span> {
        let against = if level < target {
            format!(" at {level}, wanted {target}: ")
        } else {
            format!(" at {level}: ")
        };
        vec![
            Span::to(question.short_title.clone(), question_anchor(&question.id)),
            Span::quiet(against),
            Span::text(stop(&inner(&question.levels[usize::from(level) - 1]))),
        ]
    };
    let mut strong: Vec<(&Question, u8, u8)> = Vec::new();
    let mut weak: Vec<(&Question, u8, u8, u32)> = Vec::new();
    for (question, own) in &questions {
        let Some(level) = own.consensus.level() else { continue };
        if level >= 3 && level >= own.target {
            strong.push((question, level, own.target));
        } else if level < own.target {
            weak.push((question, level, own.target, shortfall(own)));
        }
    }
    strong.sort_by_key(|(_, level, _)| std::cmp::Reverse(*level));
    weak.sort_by_key(|(_, _, _, short)| std::cmp::Reverse(*short));
    let told = |tones: &[FindingTone]| -> Vec<Vec<Span>> {
        let findings = context
            .input
            .findings
            .iter()
            .filter(|f| tones.contains(&f.tone) && speaks_of(context, f, dimension));
        findings.map(|finding| context.linked(&stop(&finding.text))).collect()
    };
    let mut left: Vec<Vec<Span>> =
        strong.iter().take(LISTED).map(|(q, level, target)| item(q, *level, *target)).collect();
    left.extend(told(&[FindingTone::Strength]));
    let mut right: Vec<Vec<Span>> =
        weak.iter().take(LISTED).map(|(q, level, target, _)| item(q, *level, *target)).collect();
    right.extend(told(&[FindingTone::Weakness, FindingTone::Blocker]));
    if left.is_empty() && right.is_empty() {
        return None;
    }
    let list = |title: String, side: &str, items: Vec<Vec<Span>>, none: &str| {
        let mut blocks = vec![heading(3, title, format!("{anchor}-{side}"))];
        if items.is_empty() {
            blocks.push(rich(vec![Span::quiet(none)]));
        } else {
            blocks.push(Block::Bullets(Bullets { items, numbered: false }));
        }
        blocks
    };
    Some(Block::Columns(Columns {
        left: list(
            "What carries it".into(),
            "strengths",
            left,
            "No question stands at level 3 and at its target.",
        ),
        right: list(
            "What holds it back".into(),
            "gaps",
            right,
            "No question with an answer is below its target.",
        ),
        share: 0.5,
    }))
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
        for evidence in
            engagement.evidence.iter().filter(|e| e.question.as_ref() == Some(&question.id))
        {
            let mut what = vec![Span::text(evidence.title.clone())];
            if !evidence.text.is_empty() {
                what.push(Span::quiet(format!("\n{}", evidence.text)));
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
    let supported = pack
        .questions_of(&dimension.id)
        .filter(|q| engagement.evidence.iter().any(|e| e.question.as_ref() == Some(&q.id)))
        .count();
    let total = pack.questions_of(&dimension.id).count();
    Some(Block::Table(Table {
        title: sentence(&of_verb(
            supported,
            total,
            ("answer", "answers"),
            ("has evidence", "have evidence"),
        )),
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

/// For the widest gaps, what the wanted level looks like.
fn next(context: &Context, dimension: &Dimension, anchor: &str) -> Vec<Block> {
    let mut short: Vec<(&Question, &QuestionScore)> = context
        .questions(&dimension.id)
        .into_iter()
        .filter(|(_, q)| matches!(q.consensus, Consensus::Level(_)) && shortfall(q) > 0)
        .collect();
    short.sort_by_key(|(_, q)| std::cmp::Reverse(shortfall(q)));
    if short.is_empty() {
        return vec![];
    }
    let rows = short
        .iter()
        .take(NEXT)
        .map(|(question, own)| {
            let level = own.consensus.level().unwrap_or(1);
            Row::new(vec![
                Cell::spans(vec![
                    Span::to(question.short_title.clone(), question_anchor(&question.id)),
                    Span::quiet(format!(
                        "\nnow {level} {}",
                        context.pack().level_name(level).to_lowercase()
                    )),
                ]),
                Cell::level(own.target, context.pack().level_name(own.target)),
                Cell::text(question.levels[usize::from(own.target) - 1].clone()),
            ])
        })
        .collect();
    vec![
        heading(3, "What good looks like next", format!("{anchor}-next")),
        Block::Table(Table {
            alt: "What the wanted level looks like for the questions furthest below it.".into(),
            columns: vec![
                Column::new("Question", 2.4),
                Column::new("Wanted", 1.4),
                Column::new("What is then true", 5.2),
            ],
            rows,
            ..Table::default()
        }),
    ]
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
