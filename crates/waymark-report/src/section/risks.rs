//! What could stop the work, what is not settled, and what was agreed on the way.

use waymark_core::engagement::{Capture, CaptureKind, FindingTone};
use waymark_core::finding::Finding;
use waymark_core::wording::{count, list, sentence};

use super::words::{NONE, short_date, stop};
use super::{Context, quiet_cell};
use crate::block::{
    Block, Bullets, Callout, Cell, Column, Heading, Row, Span, Table, Tone, heading, paragraph,
};
use crate::compose::Input;

/// What is captured in the room and belongs here, with its heading.
const CAPTURED: [(CaptureKind, &str); 4] = [
    (CaptureKind::Risk, "Risks"),
    (CaptureKind::Decision, "Decisions"),
    (CaptureKind::Action, "Actions"),
    (CaptureKind::Parking, "Open points"),
];

/// Weaknesses that the records and answers show.
fn weaknesses<'a>(input: &Input<'a>) -> Vec<&'a Finding> {
    input.findings.iter().filter(|finding| finding.tone == FindingTone::Weakness).collect()
}

/// Captures of a kind, in the order in which they were made.
pub(super) fn captured<'a>(input: &Input<'a>, kind: CaptureKind) -> Vec<&'a Capture> {
    let mut captures: Vec<&Capture> =
        input.engagement.captures.iter().filter(|c| c.kind == kind && !c.is_left_out).collect();
    captures.sort_by_key(|c| c.at);
    captures
}

pub(crate) fn is_empty(input: &Input) -> bool {
    input.blockers.is_empty()
        && weaknesses(input).is_empty()
        && CAPTURED.iter().all(|(kind, _)| captured(input, *kind).is_empty())
        && input.plan.is_none_or(|plan| plan.placed.is_empty())
}

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let input = context.input;
    let mut blocks = vec![Block::Heading(
        Heading::new(1, title(input), "risks").kicker("Risks and open points"),
    )];
    if !input.blockers.is_empty() {
        let items = input.blockers.iter().map(|text| context.linked(text)).collect();
        blocks.push(heading(2, "What must be met whatever the score says", "risks-blockers"));
        blocks.push(Block::Callout(Callout {
            tone: Tone::Danger,
            title: sentence(&count(
                input.blockers.len(),
                "requirement is not met",
                "requirements are not met",
            )),
            blocks: vec![Block::Bullets(Bullets { items, numbered: false })],
        }));
    }
    let weak = weaknesses(input);
    if !weak.is_empty() {
        blocks.push(heading(
            2,
            sentence(&count(
                weak.len(),
                "weakness shows in the records",
                "weaknesses show in the records",
            )),
            "risks-findings",
        ));
        blocks.push(Block::Bullets(Bullets {
            items: weak.iter().map(|finding| told(context, finding)).collect(),
            numbered: false,
        }));
    }
    blocks.extend(captures(context));
    blocks.extend(of_first_wave(context));
    blocks.extend(assumptions(context));
    blocks
}

pub(super) fn title(input: &Input) -> String {
    let risks = captured(input, CaptureKind::Risk).len();
    let open = captured(input, CaptureKind::Parking).len();
    let mut parts = Vec::new();
    if !input.blockers.is_empty() {
        parts.push(count(input.blockers.len(), "requirement not met", "requirements not met"));
    }
    if risks > 0 {
        parts.push(count(risks, "risk raised", "risks raised"));
    }
    if open > 0 {
        parts.push(count(open, "point left open", "points left open"));
    }
    if parts.is_empty() {
        let weak = weaknesses(input).len();
        parts.push(if weak > 0 {
            count(weak, "weakness on record", "weaknesses on record")
        } else {
            "what could slow the work".to_owned()
        });
    }
    sentence(&list(&parts))
}

fn told(context: &Context, finding: &Finding) -> Vec<Span> {
    let mut spans = context.linked(&stop(&finding.text));
    let missing: Vec<&String> =
        finding.records.iter().filter(|code| !finding.text.contains(code.as_str())).collect();
    if !missing.is_empty() {
        spans.push(Span::quiet(" ("));
        spans.extend(context.codes(&missing, 6));
        spans.push(Span::quiet(")"));
    }
    spans
}

/// What people raised in the room.
fn captures(context: &Context) -> Vec<Block> {
    let mut rows = Vec::new();
    let mut total = 0;
    for (kind, title) in CAPTURED {
        let own = captured(context.input, kind);
        if own.is_empty() {
            continue;
        }
        total += own.len();
        rows.push(Row::band(title));
        rows.extend(own.iter().map(|capture| {
            Row::new(vec![
                Cell::text(capture.code.to_string()),
                Cell::text(stop(&capture.text)),
                capture.question.as_ref().map_or_else(
                    || quiet_cell(NONE),
                    |q| Cell::spans(vec![context.code(q.as_str())]),
                ),
                context.person(&capture.person).map_or_else(|| quiet_cell(NONE), Cell::text),
                capture
                    .due
                    .value()
                    .map_or_else(|| quiet_cell(NONE), |date| Cell::text(short_date(*date))),
            ])
        }));
    }
    if rows.is_empty() {
        return vec![];
    }
    vec![
        heading(2, sentence(&count(total, "thing was noted in the room", "things were noted in the room")), "risks-captures"),
        Block::Table(Table {
            alt: "Risks, decisions, actions and open points with the question they belong to, who and by when.".into(),
            columns: vec![
                Column::new("Code", 0.9),
                Column::new("What", 4.6),
                Column::new("At", 0.9),
                Column::new("Who", 2.0),
                Column::new("Due", 1.3),
            ],
            rows,
            ..Table::default()
        }),
    ]
}

/// What can go wrong with what comes first.
fn of_first_wave(context: &Context) -> Vec<Block> {
    let Some(plan) = context.input.plan else { return vec![] };
    let Some(wave) = plan.waves.iter().find(|wave| !wave.initiatives.is_empty()) else {
        return vec![];
    };
    let rows: Vec<Row> = wave
        .initiatives
        .iter()
        .filter_map(|id| context.pack().initiative(id))
        .filter(|initiative| !initiative.risks.is_empty())
        .map(|initiative| {
            Row::new(vec![
                Cell::spans(vec![context.initiative(&initiative.id)]),
                Cell::text(stop(&initiative.risks)),
            ])
        })
        .collect();
    if rows.is_empty() {
        return vec![];
    }
    vec![
        heading(2, format!("What can go wrong in wave {}", wave.number), "risks-wave"),
        Block::Table(Table {
            alt: "What can go wrong with each initiative of the first wave.".into(),
            columns: vec![Column::new("Initiative", 3.4), Column::new("Risk", 5.6)],
            rows,
            ..Table::default()
        }),
    ]
}

/// What the report takes for granted.
fn assumptions(context: &Context) -> Vec<Block> {
    let profile = &context.engagement().profile;
    let mut items: Vec<String> = Vec::new();
    if profile.roadmap_start.is_unknown()
        && let Some(plan) = context.input.plan
    {
        items.push(format!(
            "No start of the roadmap is set; week 1 is taken to begin on {}.",
            super::words::long_date(plan.start)
        ));
    }
    if profile.organisation_size.is_unknown() {
        items.push("The size of the organisation is not known; efforts are those of an organisation of 500 to 10,000 people.".to_owned());
    }
    let assumed =
        context.input.plan.map_or(0, |plan| plan.loads.iter().filter(|l| l.is_assumed).count());
    if assumed > 0 {
        items.push(format!(
            "The capacity of {} is assumed to be one person each.",
            count(assumed, "role", "roles")
        ));
    }
    items.push(
        "Initiatives bring the levels they promise; projected scores say no more than that."
            .to_owned(),
    );
    items.push("Efforts, durations and classes of cost are ranges from experience, to be replaced by estimates of those who will do the work.".to_owned());
    let mut blocks = vec![heading(2, "What is assumed", "risks-assumptions")];
    match items.as_slice() {
        [only] => blocks.push(paragraph(only.clone())),
        _ => blocks.push(crate::block::bullets(items)),
    }
    blocks
}
