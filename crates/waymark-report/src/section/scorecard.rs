//! The scorecard: where the organisation stands, by dimension, factor and role.

use waymark_chart::Frame;
use waymark_core::narrative::headline;
use waymark_core::pack::Factor;
use waymark_core::score::{DimensionScore, Score};
use waymark_core::wording::{list, one_decimal, sentence};

use super::words::{NONE, band, inner, of_verb, score, share};
use super::{Context, dimension_anchor, fonts, quiet_cell};
use crate::block::{
    Block, Cell, Column, Figure, Heading, Row, Span, Table, heading, lead, paragraph, small,
};
use crate::figure;
use crate::style::TEXT_WIDTH;

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let (pack, card) = (context.pack(), context.card());
    let (first, second) = headline(pack, card);
    let print = Frame::print(TEXT_WIDTH);
    let radar = figure::radar(pack, card);
    let bars = figure::bars(pack, card);
    let mut blocks = vec![
        Block::Heading(Heading::new(1, first, "scorecard").kicker("Scorecard")),
        lead(second),
        paragraph(factors(context)),
        Block::Figure(Figure {
            title: shape(context),
            ..Figure::new(
                radar.draw(fonts(), print, 330.0),
                "Dots are scores, the shaded ring is the band of each, ticks mark the targets.",
            )
        }),
        heading(2, bars.title.clone(), "scorecard-bars"),
        Block::Figure(Figure {
            title: "Score, band and target by dimension".into(),
            ..Figure::new(
                bars.draw(fonts(), print),
                "Dot: score. Pill: band. Accent tick: target, the dotted line the gap. A hatched band means that too few questions are answered for a score.",
            )
        }),
    ];
    blocks.extend(by_role(context));
    blocks.extend([
        table(context),
        small(
            "The band says how far a score could still move, the coverage how much of the dimension is answered, the confidence how well it is \
             evidenced. The method explains each of them.",
        ),
    ]);
    blocks
}

/// The factors and their scores in a sentence.
fn factors(context: &Context) -> String {
    let (pack, card) = (context.pack(), context.card());
    let parts: Vec<String> = pack
        .factors
        .iter()
        .zip(&card.factors)
        .map(|(factor, own)| match own.score.score {
            Some(value) => format!(
                "{} {} (band {})",
                inner(&factor.title),
                one_decimal(value),
                band(own.score.band)
            ),
            None => format!("{} no score yet", inner(&factor.title)),
        })
        .collect();
    let overall = match card.overall.score {
        Some(value) => format!(
            "The overall score of {} has the band {}.",
            one_decimal(value),
            band(card.overall.band)
        ),
        None => "There is no overall score yet.".to_owned(),
    };
    format!("By factor: {}. {overall}", list(&parts))
}

/// The highest and the lowest dimension.
fn shape(context: &Context) -> String {
    let mut scored: Vec<(&str, f64)> = context
        .dimensions()
        .filter_map(|(d, s)| Some((d.title.as_str(), s.score.score?)))
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    match scored.as_slice() {
        [] => "No dimension has a score yet".to_owned(),
        [(only, value)] => {
            format!("{only} is the only dimension with a score: {}", one_decimal(*value))
        }
        [(high, most), .., (low, least)] => {
            format!(
                "{high} leads with {}, {} comes last with {}",
                one_decimal(*most),
                inner(low),
                one_decimal(*least)
            )
        }
    }
}

/// All numbers of the scorecard, by factor.
fn table(context: &Context) -> Block {
    let (pack, card) = (context.pack(), context.card());
    let mut rows = Vec::new();
    for (factor, own) in pack.factors.iter().zip(&card.factors) {
        rows.push(factor_row(context, factor, &own.score));
        for (dimension, score) in context.dimensions().filter(|(d, _)| d.factor == factor.id) {
            let title = Cell::spans(vec![Span::to(
                dimension.title.clone(),
                dimension_anchor(&dimension.id),
            )]);
            rows.push(Row::new(cells(context, title, &score.score, Some(score))));
        }
    }
    let overall = cells(context, Cell::bold("Overall"), &card.overall, None);
    rows.push(Row { emphasised: true, ..Row::new(overall) });
    let scored = context.dimensions().filter(|(_, s)| s.score.score.is_some()).count();
    Block::Table(Table {
        title: sentence(&of_verb(scored, pack.dimensions.len(), ("dimension", "dimensions"), ("has a score", "have a score"))),
        alt: "Score, attained level, band, coverage, confidence, target and gap by dimension, factor and overall.".into(),
        columns: vec![
            Column::new("Dimension", 3.9),
            Column::number("Score", 0.8),
            Column::new("Attained", 1.9),
            Column::number("Band", 1.4),
            Column::number("Coverage", 1.2),
            Column::number("Confidence", 1.4),
            Column::number("Target", 0.9),
            Column::number("Gap", 0.7),
        ],
        rows,
        id: Some("scorecard-table".into()),
    })
}

fn factor_row(context: &Context, factor: &Factor, own: &Score) -> Row {
    let total: u32 = context.pack().factors.iter().map(|f| f.weight).sum();
    let weight = waymark_core::wording::percent(f64::from(factor.weight) / f64::from(total.max(1)));
    let title = Cell::spans(vec![
        Span::bold(factor.title.clone()),
        super::note(format!("  weighs {weight}")),
    ]);
    Row { emphasised: true, ..Row::new(cells(context, title, own, None)) }
}

fn cells(
    context: &Context,
    title: Cell,
    own: &Score,
    dimension: Option<&DimensionScore>,
) -> Vec<Cell> {
    let attained = own
        .told_attained()
        .map_or_else(|| quiet_cell(NONE), |l| Cell::level(l, context.pack().level_name(l)));
    let of_dimension = |value: Option<f64>| match dimension {
        Some(_) => Cell::text(score(value)),
        None => Cell::text(""),
    };
    vec![
        title,
        Cell::bold(score(own.score)),
        attained,
        Cell::text(band(own.band)),
        Cell::text(share(own.coverage)),
        Cell::text(share(own.confidence)),
        of_dimension(dimension.and_then(|d| d.target)),
        of_dimension(dimension.and_then(|d| d.gap)),
    ]
}

/// How roles see the dimensions, where more than one voted.
fn by_role(context: &Context) -> Vec<Block> {
    let map = figure::heatmap(context.pack(), context.engagement());
    if map.columns.len() < 2 {
        return vec![];
    }
    let title = map.title.clone();
    let scene = map.draw(fonts(), Frame::print(TEXT_WIDTH));
    vec![Block::KeepTogether(vec![
        heading(2, title, "scorecard-roles"),
        Block::Figure(Figure {
            title: "Mean level voted, by dimension and role".into(),
            ..Figure::new(
                scene,
                "An empty field means that nobody in that role gave a level. Differences between roles are a result, not an error.",
            )
        }),
    ])]
}
