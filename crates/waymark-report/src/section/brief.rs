//! A page of each section: the six-page summary.

use waymark_chart::Frame;
use waymark_core::architecture::{headline as architecture_headline, layout};
use waymark_core::engagement::CaptureKind;
use waymark_core::narrative::{headline, roadmap_headline};

use super::words::stop;
use super::{Context, architecture, cover, deck, fonts, risks, summary};
use crate::block::{
    Block, Bullets, Figure, Heading, Orientation, Row, Table, heading, lead, paragraph, small,
};
use crate::figure;
use crate::style::TEXT_WIDTH;

/// Points of a list, at most.
const POINTS: usize = 3;
/// Initiatives listed, at most.
const ROWS: usize = 8;

pub(crate) fn blocks(context: &Context, id: &str) -> Vec<Block> {
    match id {
        "cover" => cover::blocks(context),
        "summary" => summary::blocks(context),
        "scorecard" => scorecard(context),
        "architecture" => target(context),
        "roadmap" => roadmap(context),
        "risks" => next_steps(context),
        other => super::blocks(context, other),
    }
}

fn scorecard(context: &Context) -> Vec<Block> {
    let (pack, card) = (context.pack(), context.card());
    let (first, second) = headline(pack, card);
    let print = Frame::print(TEXT_WIDTH);
    vec![
        Block::Heading(Heading::new(1, first, "scorecard").kicker("Scorecard")),
        lead(second),
        Block::Figure(Figure::new(figure::radar(pack, card).draw(fonts(), print, 250.0), "")),
        Block::Figure(Figure {
            title: "Score, band and target by dimension".into(),
            ..Figure::new(
                figure::bars(pack, card).draw(fonts(), print),
                "Dot: score. Pill: how far it could still move. Accent tick: target, the dotted line the gap.",
            )
        }),
    ]
}

fn target(context: &Context) -> Vec<Block> {
    let options =
        layout::Options { width: architecture::DIAGRAM_WIDTH, ..layout::Options::default() };
    let laid_out =
        layout::diagram(context.input.architecture, context.engagement(), fonts(), &options);
    let mut scene = waymark_chart::architecture::draw(&laid_out, fonts());
    let title = architecture_headline(context.input.architecture);
    scene.title.clear();
    vec![
        Block::Orientation(Orientation::Landscape),
        Block::Heading(Heading::new(1, title, "architecture").kicker("Target architecture")),
        Block::Figure(Figure {
            // The heading states it.
            alt: scene.alt.clone(),
            ..Figure::new(
                scene,
                "Filled is kept, outlined with a plus is new, outlined twice replaces what is there, dashed goes.",
            )
        }),
        Block::Orientation(Orientation::Portrait),
    ]
}

fn roadmap(context: &Context) -> Vec<Block> {
    let Some(plan) = context.input.plan else { return vec![] };
    let (first, second) = roadmap_headline(context.pack(), context.card(), plan);
    let mut blocks =
        vec![Block::Heading(Heading::new(1, first, "roadmap").kicker("Roadmap")), lead(second)];
    if let Some(steps) = figure::steps(context.pack(), context.card(), plan) {
        let scene = steps.draw(fonts(), Frame::print(TEXT_WIDTH), 190.0);
        blocks.push(Block::Figure(Figure::new(scene, "")));
    }
    blocks.push(Block::Table(deck::wave_table(context, plan)));
    blocks.push(paragraph(super::roadmap::odds_sentence(plan)));
    blocks
}

/// What is in the way, and what comes first.
fn next_steps(context: &Context) -> Vec<Block> {
    let input = context.input;
    let mut blocks = vec![Block::Heading(
        Heading::new(1, risks::title(input), "risks").kicker("Risks and next steps"),
    )];
    let captured = |kind: CaptureKind| -> Vec<String> {
        risks::captured(input, kind).iter().map(|one| stop(&one.text)).collect()
    };
    let must: Vec<String> = input.blockers.iter().map(|text| stop(text)).collect();
    for (title, id, items) in [
        ("What must be met", "risks-blockers", must),
        ("Risks", "risks-raised", captured(CaptureKind::Risk)),
        ("Decisions", "risks-decisions", captured(CaptureKind::Decision)),
    ] {
        if items.is_empty() {
            continue;
        }
        blocks.push(heading(3, title, id));
        let left = items.len().saturating_sub(POINTS);
        let items = items.into_iter().take(POINTS).map(|text| context.linked(&text)).collect();
        blocks.push(Block::Bullets(Bullets { items, numbered: false }));
        if left > 0 {
            blocks.push(small(format!("And {left} more in the full report.")));
        }
    }
    if let Some(table) = deck::first_wave_table(context) {
        let left = table.rows.len().saturating_sub(ROWS);
        let rows: Vec<Row> = table.rows.iter().take(ROWS).cloned().collect();
        blocks.push(heading(3, "What comes first", "risks-first"));
        blocks.push(Block::Table(Table { rows, ..table }));
        if left > 0 {
            blocks.push(small(format!("And {left} more in the full report.")));
        }
    }
    blocks
}
