//! The read-out as slides: six that a sponsor is walked through, and the whole deck behind them.

use std::rc::Rc;

use waymark_chart::Frame;
use waymark_chart::scene::Scene;
use waymark_core::architecture::stage::{Stage, shown, stages};
use waymark_core::architecture::{headline as architecture_headline, headline_at, layout};
use waymark_core::engagement::{CaptureKind, FindingTone};
use waymark_core::narrative::{dimension_finding, headline, roadmap_headline};
use waymark_core::pack::Dimension;
use waymark_core::roadmap::Plan;
use waymark_core::score::DimensionScore;
use waymark_core::wording::{count, of, sentence};

use super::words::{inner, long_date, quoted, score, short_date, stop, tenths};
use super::{Context, architecture, dimensions, fonts, goals, risks, summary, verify};
use crate::block::{Cell, Column, Row, Span, Table};
use crate::compose::empty_because;
use crate::figure;
use crate::slide::{Content, Deck, Slide, SlideRow};

/// Rows of a table on a slide, at most; what finds no room is counted.
const ROWS: usize = 8;
/// Initiatives in one Gantt chart on a slide.
const BARS: usize = 20;

/// The slides: why, where we stand, what we heard, target architecture, roadmap, next steps; the whole deck has a cover and what stands
/// behind each of them.
pub(crate) fn deck(context: &Context, is_whole: bool) -> Deck {
    let has = |section: &str| empty_because(context.input, section).is_none();
    let mut slides = Vec::new();
    if is_whole {
        slides.push(cover(context));
    }
    slides.push(why(context));
    if is_whole && has("goals") {
        slides.push(use_cases(context));
    }
    slides.push(where_we_stand(context));
    if is_whole && has("scorecard") {
        slides.push(dimensions_at_a_glance(context));
        slides.extend(roles(context));
    }
    slides.push(heard(context));
    if is_whole && has("dimensions") {
        slides.extend(context.dimensions().map(|(own, score)| dimension(context, own, score)));
    }
    slides.push(target(context));
    if is_whole && has("architecture") {
        slides.extend(each_stage(context));
    }
    slides.push(roadmap(context));
    if is_whole {
        slides.extend(over_time(context));
        slides.extend(value(context));
    }
    slides.push(next_steps(context));
    if is_whole {
        slides.extend(open_points(context));
        slides.extend(doubtful(context));
    }
    Deck { slides }
}

/// A slide of a section that has nothing to say says why.
fn empty(kicker: &str, title: &str, reason: &str) -> Slide {
    Slide {
        kicker: kicker.to_owned(),
        title: title.to_owned(),
        subtitle: format!("{}.", sentence(reason)),
        ..Slide::default()
    }
}

fn texts<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Vec<Vec<Span>> {
    items.into_iter().map(|text| vec![Span::text(text)]).collect()
}

fn points(title: &str, items: Vec<Vec<Span>>) -> Content {
    Content::Points { title: title.to_owned(), items, numbered: false }
}

fn drawing(scene: Scene) -> Content {
    Content::Drawing(Rc::new(scene))
}

fn cover(context: &Context) -> Slide {
    let profile = &context.engagement().profile;
    let mut lines: Vec<String> = Vec::new();
    if !profile.sponsor.text().is_empty() {
        lines.push(format!("Prepared for {}", profile.sponsor.text()));
    }
    if let Some(date) = profile.report_date.value() {
        lines.push(long_date(*date));
    }
    Slide {
        kicker: context.pack().title.clone(),
        title: profile.client.clone(),
        subtitle: stop(&headline(context.pack(), context.card()).0),
        rows: vec![SlideRow::of(1.0, points("", texts(lines)))],
        is_cover: true,
    }
}

fn why(context: &Context) -> Slide {
    let kicker = "Why";
    if let Some(reason) = empty_because(context.input, "goals") {
        return empty(kicker, "What data is for is not recorded yet", &reason);
    }
    let engagement = context.engagement();
    let mut sorted: Vec<_> = engagement.goals.iter().collect();
    sorted.sort_by_key(|goal| std::cmp::Reverse(goal.points.value().copied().unwrap_or(0)));
    let rows = sorted
        .iter()
        .map(|goal| {
            Row::new(vec![
                Cell::bold(goal.title.clone()),
                goals::measure(goal),
                Cell::text(goal.points.value().map_or_else(String::new, ToString::to_string)),
                Cell::text(context.person(goal.owner.text()).unwrap_or_default()),
            ])
        })
        .collect();
    Slide {
        kicker: kicker.to_owned(),
        title: goals::title(engagement),
        rows: vec![
            SlideRow::of(0.24, Content::Figures(goals::key_figures(context))),
            SlideRow::of(
                0.76,
                Content::Table(Table {
                    columns: vec![
                        Column::new("Goal", 4.0),
                        Column::new("KPI", 3.4),
                        Column::number("Points", 0.9),
                        Column::new("Owner", 2.2),
                    ],
                    rows,
                    ..Table::default()
                }),
            ),
        ],
        ..Slide::default()
    }
}

fn use_cases(context: &Context) -> Slide {
    let table = goals::use_cases(context);
    let mut rows = vec![];
    let chart = figure::use_case_quadrant(context.engagement());
    match chart {
        Some(chart) => rows.push(SlideRow {
            height: 1.0,
            cells: vec![
                (0.56, Content::Table(table)),
                (0.44, drawing(chart.draw(fonts(), Frame::print(330.0), 280.0))),
            ],
        }),
        None => rows.push(SlideRow::of(1.0, Content::Table(table))),
    }
    Slide {
        kicker: "Why: use cases".to_owned(),
        title: goals::use_cases_title(context.engagement()),
        rows,
        ..Slide::default()
    }
}

fn where_we_stand(context: &Context) -> Slide {
    let kicker = "Where we stand";
    if let Some(reason) = empty_because(context.input, "scorecard") {
        return empty(kicker, "Nothing has been assessed yet", &reason);
    }
    let (pack, card) = (context.pack(), context.card());
    let (first, second) = headline(pack, card);
    let radar = figure::radar(pack, card).draw(fonts(), Frame::print(360.0), 300.0);
    let said: Vec<Vec<Span>> =
        [summary::gaps(context), summary::strength(context)].into_iter().flatten().collect();
    let figures = summary::key_figures(context).into_iter().take(3).collect();
    Slide {
        kicker: kicker.to_owned(),
        title: first,
        subtitle: second,
        rows: vec![
            SlideRow::of(0.24, Content::Figures(figures)),
            SlideRow {
                height: 0.76,
                cells: vec![(0.46, drawing(radar)), (0.54, points("", said))],
            },
        ],
        ..Slide::default()
    }
}

fn dimensions_at_a_glance(context: &Context) -> Slide {
    let bars = figure::bars(context.pack(), context.card());
    Slide {
        kicker: "Where we stand: dimensions".to_owned(),
        title: bars.title.clone(),
        rows: vec![SlideRow::of(1.0, drawing(bars.draw(fonts(), Frame::print(520.0))))],
        ..Slide::default()
    }
}

fn roles(context: &Context) -> Option<Slide> {
    let map = figure::heatmap(context.pack(), context.engagement());
    (map.columns.len() >= 2).then(|| Slide {
        kicker: "Where we stand: by role".to_owned(),
        title: map.title.clone(),
        rows: vec![SlideRow::of(1.0, drawing(map.draw(fonts(), Frame::print(520.0))))],
        ..Slide::default()
    })
}

/// Findings of a tone, in sentences.
fn findings(context: &Context, tone: FindingTone, most: usize) -> Vec<Vec<Span>> {
    let own = context.input.findings.iter().filter(|finding| finding.tone == tone);
    texts(own.take(most).map(|finding| stop(&finding.text)))
}

fn heard(context: &Context) -> Slide {
    let kicker = "What we heard";
    let engagement = context.engagement();
    let quotes: Vec<(String, String)> = engagement
        .captures
        .iter()
        .filter(|one| one.kind == CaptureKind::Quote && one.has_consent && !one.is_left_out)
        .take(3)
        .map(|one| (quoted(&one.text), context.person(&one.person).unwrap_or_default()))
        .collect();
    let strengths = findings(context, FindingTone::Strength, 4);
    let weaknesses = findings(context, FindingTone::Weakness, 4);
    if quotes.is_empty() && strengths.is_empty() && weaknesses.is_empty() {
        let title = "Nothing was noted that speaks for many";
        return empty(kicker, title, "no quote with consent and no finding is on record");
    }
    let wide = context
        .card()
        .questions
        .iter()
        .filter(|one| one.spread.is_some_and(waymark_core::consensus::Spread::is_wide))
        .count();
    let title = match wide {
        0 => "People see the organisation alike".to_owned(),
        n => format!(
            "People see {} differently, by two levels or more",
            of(n, context.card().questions.len(), "question", "questions")
        ),
    };
    let mut cells = Vec::new();
    if !strengths.is_empty() {
        cells.push((0.5, points("What works", strengths)));
    }
    if !weaknesses.is_empty() {
        cells.push((0.5, points("What does not", weaknesses)));
    }
    let mut rows = Vec::new();
    if !quotes.is_empty() {
        rows.push(SlideRow::of(0.4, Content::Quotes(quotes)));
    }
    if !cells.is_empty() {
        rows.push(SlideRow { height: 0.6, cells });
    }
    Slide { kicker: kicker.to_owned(), title, rows, ..Slide::default() }
}

fn dimension(context: &Context, own: &Dimension, score: &DimensionScore) -> Slide {
    let bars = figure::question_bars(context.pack(), context.card(), own);
    let mut said: Vec<Vec<Span>> = Vec::new();
    if let Some(text) = score.score.told_attained().and_then(|level| own.paragraphs.get(&level)) {
        said.push(vec![Span::text(text.clone())]);
    }
    let tones = [FindingTone::Strength, FindingTone::Weakness, FindingTone::Blocker];
    said.extend(dimensions::told(context, own, &tones).into_iter().take(3));
    Slide {
        kicker: format!("Where we stand: {}", inner(&own.title)),
        title: dimension_finding(context.pack(), own, score),
        rows: vec![
            SlideRow::of(0.22, Content::Figures(dimensions::key_figures(context, score))),
            SlideRow {
                height: 0.78,
                cells: vec![
                    (0.54, drawing(bars.draw(fonts(), Frame::print(420.0)))),
                    (0.46, points("", said)),
                ],
            },
        ],
        ..Slide::default()
    }
}

/// The diagram of a stage.
fn diagram(context: &Context, stage: Stage) -> Scene {
    let (architecture, engagement) = (context.input.architecture, context.engagement());
    let shown = shown(architecture, context.input.plan, stage);
    let shown = (stage != Stage::Target).then_some(&shown);
    let options =
        layout::Options { width: architecture::DIAGRAM_WIDTH, shown, ..layout::Options::default() };
    let laid_out = layout::diagram(architecture, engagement, fonts(), &options);
    waymark_chart::architecture::draw(&laid_out, fonts())
}

fn target(context: &Context) -> Slide {
    let kicker = "Target architecture";
    if let Some(reason) = empty_because(context.input, "architecture") {
        return empty(kicker, "No architecture follows from what is recorded", &reason);
    }
    Slide {
        kicker: kicker.to_owned(),
        title: architecture_headline(context.input.architecture),
        rows: vec![SlideRow::of(1.0, drawing(diagram(context, Stage::Target)))],
        ..Slide::default()
    }
}

/// The architecture of today and after each wave.
fn each_stage(context: &Context) -> Vec<Slide> {
    let (architecture, plan) = (context.input.architecture, context.input.plan);
    let before = stages(plan).into_iter().filter(|stage| *stage != Stage::Target);
    before
        .filter(|stage| !shown(architecture, plan, *stage).components.is_empty())
        .map(|stage| Slide {
            kicker: format!("Architecture: {}", inner(&stage.label())),
            title: headline_at(architecture, &shown(architecture, plan, stage)),
            rows: vec![SlideRow::of(1.0, drawing(diagram(context, stage)))],
            ..Slide::default()
        })
        .collect()
}

fn roadmap(context: &Context) -> Slide {
    let kicker = "Roadmap";
    let plan = match (context.input.plan, empty_because(context.input, "roadmap")) {
        (Some(plan), None) => plan,
        (_, reason) => {
            return empty(kicker, "There is no roadmap yet", &reason.unwrap_or_default());
        }
    };
    let (title, second) = roadmap_headline(context.pack(), context.card(), plan);
    let table = wave_table(context, plan);
    let steps = figure::steps(context.pack(), context.card(), plan)
        .map(|chart| drawing(chart.draw(fonts(), Frame::print(340.0), 250.0)));
    let mut cells = vec![(0.6, Content::Table(table))];
    cells.extend(steps.map(|steps| (0.4, steps)));
    Slide {
        kicker: kicker.to_owned(),
        title,
        subtitle: second,
        rows: vec![SlideRow { height: 1.0, cells }],
        ..Slide::default()
    }
}

/// The waves with what leads each of them, its effort and the score after it.
pub(super) fn wave_table(context: &Context, plan: &Plan) -> Table {
    let rows = plan
        .waves
        .iter()
        .zip(&plan.projections)
        .map(|(wave, after)| {
            let own: Vec<_> = plan
                .placed
                .iter()
                .filter(|placed| wave.initiatives.contains(&placed.chosen.id))
                .collect();
            let effort: f64 = own.iter().map(|placed| placed.chosen.effort.likely).sum();
            let mut by_value = own.clone();
            by_value.sort_by(|a, b| b.chosen.value.total_cmp(&a.chosen.value));
            let leading: Vec<String> = by_value
                .iter()
                .take(3)
                .map(|placed| context.initiative(&placed.chosen.id).text)
                .collect();
            let more = own.len().saturating_sub(leading.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            Row::new(vec![
                Cell::spans(vec![
                    Span::bold(format!("{}. {}", wave.number, wave.title)),
                    Span::quiet(format!(
                        "\nby {}",
                        short_date(plan.last_day(wave.to.min(plan.weeks)))
                    )),
                ]),
                Cell::text(format!("{}{more}", leading.join("; "))),
                Cell::text(tenths(effort.round())),
                Cell::bold(score(after.overall.score)),
            ])
        })
        .collect();
    Table {
        columns: vec![
            Column::new("Wave", 2.2),
            Column::new("What ends in it", 4.4),
            Column::number("Person-weeks", 1.2),
            Column::number("Overall after", 1.2),
        ],
        rows,
        ..Table::default()
    }
}

/// The Gantt charts.
fn over_time(context: &Context) -> Vec<Slide> {
    let Some(plan) = context.input.plan.filter(|plan| !plan.placed.is_empty()) else {
        return vec![];
    };
    let mut whole =
        figure::timeline(context.pack(), context.engagement(), context.card(), plan, None);
    whole.loads.truncate(figure::BUSIEST);
    let parts = whole.rows.len().div_ceil(BARS);
    (0..parts)
        .map(|part| {
            let rows = whole.rows.iter().skip(part * BARS).take(BARS).cloned().collect();
            let chart = waymark_chart::timeline::Timeline {
                rows,
                projection: None,
                loads: vec![],
                links: vec![],
                ..whole.clone()
            };
            let of =
                if parts > 1 { format!(", part {} of {parts}", part + 1) } else { String::new() };
            Slide {
                kicker: format!("Roadmap: over time{of}"),
                title: span_title(plan),
                rows: vec![SlideRow::of(1.0, drawing(chart.draw(fonts(), Frame::print(760.0))))],
                ..Slide::default()
            }
        })
        .collect()
}

fn span_title(plan: &Plan) -> String {
    format!(
        "{} run from {} to {}",
        sentence(&count(plan.placed.len(), "initiative", "initiatives")),
        long_date(plan.start),
        long_date(plan.last_day(plan.weeks))
    )
}

fn value(context: &Context) -> Option<Slide> {
    let chart = figure::initiative_quadrant(context.pack(), context.input.plan?)?;
    Some(Slide {
        kicker: "Roadmap: value and effort".to_owned(),
        title: chart.title.clone(),
        rows: vec![SlideRow::of(1.0, drawing(chart.draw(fonts(), Frame::print(560.0), 300.0)))],
        ..Slide::default()
    })
}

fn next_steps(context: &Context) -> Slide {
    let decisions = summary::decisions(context);
    let mut cells = Vec::new();
    if !decisions.is_empty() {
        cells.push((0.42, points("What to decide now", decisions)));
    }
    if let Some(table) = first_wave_table(context) {
        cells.push((0.58, Content::Table(table)));
    }
    if cells.is_empty() {
        return empty("Next steps", "No next step follows yet", "there is nothing to decide");
    }
    let decide = summary::decisions(context).len();
    let title = match decide {
        0 => "The first wave can begin".to_owned(),
        n => sentence(&count(
            n,
            "decision lets the first wave begin",
            "decisions let the first wave begin",
        )),
    };
    Slide {
        kicker: "Next steps".to_owned(),
        title,
        rows: vec![SlideRow { height: 1.0, cells }],
        ..Slide::default()
    }
}

/// What the first wave holds: when each begins, and who owns it.
pub(super) fn first_wave_table(context: &Context) -> Option<Table> {
    let plan = context.input.plan?;
    let wave = plan.waves.iter().find(|wave| !wave.initiatives.is_empty())?;
    let own = plan.placed.iter().filter(|one| wave.initiatives.contains(&one.chosen.id));
    let rows = own
        .map(|placed| {
            let owner = summary::owner(context, &placed.chosen.id);
            Row::new(vec![
                Cell::text(context.initiative(&placed.chosen.id).text),
                Cell::text(short_date(plan.date(placed.start))),
                Cell::text(context.person(owner).unwrap_or_else(|| "nobody yet".to_owned())),
            ])
        })
        .collect();
    Some(Table {
        alt: "Initiatives of the first wave with their start and owner.".into(),
        columns: vec![
            Column::new(format!("Wave {}: {}", wave.number, inner(wave.title)), 3.6),
            Column::new("Starts", 1.4),
            Column::new("Owner", 2.2),
        ],
        rows,
        ..Table::default()
    })
}

fn open_points(context: &Context) -> Option<Slide> {
    let input = context.input;
    let of = |kind: CaptureKind| -> Vec<Vec<Span>> {
        texts(risks::captured(input, kind).into_iter().take(ROWS).map(|one| stop(&one.text)))
    };
    let mut cells: Vec<(f32, Content)> = Vec::new();
    let must = texts(input.blockers.iter().take(4).map(|text| stop(text)));
    for (title, items) in [
        ("What must be met", must),
        ("Risks", of(CaptureKind::Risk)),
        ("Open points", of(CaptureKind::Parking)),
        ("Actions", of(CaptureKind::Action)),
    ] {
        if !items.is_empty() && cells.len() < 3 {
            cells.push((1.0, points(title, items)));
        }
    }
    (!cells.is_empty()).then(|| Slide {
        kicker: "Risks and open points".to_owned(),
        title: risks::title(input),
        rows: vec![SlideRow { height: 1.0, cells }],
        ..Slide::default()
    })
}

fn doubtful(context: &Context) -> Option<Slide> {
    let doubts = verify::doubts(context.input);
    if doubts.is_empty() {
        return None;
    }
    let rows = doubts
        .iter()
        .filter_map(|doubt| {
            let question = context.pack().question(&doubt.question.id)?;
            let owner = doubt.answer.map_or("", |answer| answer.verify_owner.as_str());
            Some(Row::new(vec![
                Cell::spans(vec![
                    Span::bold(question.id.to_string()),
                    Span::text(format!("  {}", question.short_title)),
                ]),
                Cell::text(sentence(&doubt.why.join("; "))),
                Cell::text(context.person(owner).unwrap_or_else(|| "nobody yet".to_owned())),
            ]))
        })
        .collect();
    Some(Slide {
        kicker: "Answers to verify".to_owned(),
        title: sentence(&count(
            doubts.len(),
            "answer deserves a second look",
            "answers deserve a second look",
        )),
        rows: vec![SlideRow::of(
            1.0,
            Content::Table(Table {
                columns: vec![
                    Column::new("Answer", 2.6),
                    Column::new("Why", 4.4),
                    Column::new("Who checks", 1.8),
                ],
                rows,
                ..Table::default()
            }),
        )],
        ..Slide::default()
    })
}
