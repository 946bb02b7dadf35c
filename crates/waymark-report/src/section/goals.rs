//! Goals and use cases: why the organisation wants data, and what for.

use waymark_chart::Frame;
use waymark_core::discovery::use_case::UseCaseStatus;
use waymark_core::engagement::{Engagement, Goal, UseCase};
use waymark_core::known::Known;
use waymark_core::wording::{count, number as in_words, of, sentence};

use super::words::{UNKNOWN, amount, number, of_verb, quoted, short_date};
use super::{Context, fonts, note, quiet_cell, record_anchor};
use crate::block::{
    Block, Cell, Column, Figure, Heading, KeyFigure, Row, Span, Table, heading, paragraph,
};
use crate::figure;
use crate::style::TEXT_WIDTH;

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let engagement = context.engagement();
    let mut blocks = vec![Block::Heading(
        Heading::new(1, title(engagement), "goals").kicker("Goals and use cases"),
    )];
    let profile = &engagement.profile;
    if !profile.scope.text().is_empty() {
        blocks.push(paragraph(profile.scope.text()));
    }
    blocks.push(Block::KeyFigures(key_figures(context)));
    if !engagement.goals.is_empty() {
        blocks.push(heading(2, goals_title(engagement), "goals-table"));
        blocks.push(goals(context));
    }
    if !engagement.use_cases.is_empty() {
        blocks.push(heading(2, use_cases_title(engagement), "use-cases-table"));
        blocks.push(Block::Table(use_cases(context)));
    }
    if let Some(chart) = figure::use_case_quadrant(engagement) {
        let scene = chart.draw(fonts(), Frame::print(TEXT_WIDTH), 205.0);
        blocks.push(Block::Figure(Figure::new(
            scene,
            "Likely values and efforts as the client estimated them.",
        )));
    }
    blocks
}

pub(super) fn title(engagement: &Engagement) -> String {
    let goals = &engagement.goals;
    let total: u32 = goals.iter().filter_map(|g| g.points.value()).map(|p| u32::from(*p)).sum();
    let mut leading: Option<(&Goal, u8)> = None;
    for goal in goals {
        if let Known::Value(points) = goal.points
            && leading.is_none_or(|(_, most)| points > most)
        {
            leading = Some((goal, points));
        }
    }
    match leading {
        Some((goal, points)) if goals.len() > 1 => {
            format!(
                "{} leads {} goals, with {points} of {total} points",
                quoted(&goal.title),
                in_words(goals.len())
            )
        }
        _ if goals.is_empty() => format!(
            "{} and no goal to measure them by",
            sentence(&count(engagement.use_cases.len(), "use case", "use cases"))
        ),
        _ => {
            format!("{} what data is for", sentence(&count(goals.len(), "goal says", "goals say")))
        }
    }
}

fn live(engagement: &Engagement) -> impl Iterator<Item = &UseCase> {
    engagement.use_cases.iter().filter(|u| {
        !matches!(u.status, Known::Value(UseCaseStatus::Retired | UseCaseStatus::Stopped))
    })
}

pub(super) fn key_figures(context: &Context) -> Vec<KeyFigure> {
    let engagement = context.engagement();
    let goals = engagement.goals.len();
    let measured = engagement
        .goals
        .iter()
        .filter(|g| !g.kpi_name.text().is_empty() && g.baseline.value().is_some())
        .count();
    let running = engagement
        .use_cases
        .iter()
        .filter(|u| u.status == Known::Value(UseCaseStatus::Production))
        .count();
    let figure = |value: String, label: &str, note: String| KeyFigure {
        value,
        label: label.to_owned(),
        note,
    };
    let mut figures = vec![
        figure(goals.to_string(), "Goals", format!("{measured} with a KPI and a baseline")),
        figure(
            engagement.use_cases.len().to_string(),
            "Use cases",
            format!("{running} in production"),
        ),
    ];
    let sum = |value: fn(&UseCase) -> &Known<i64>| {
        live(engagement).filter_map(|u| value(u).value()).sum::<i64>()
    };
    let likely = sum(|u| &u.value_likely);
    if likely > 0 {
        let known = live(engagement).filter(|u| u.value_likely.value().is_some()).count();
        let (low, high) = (sum(|u| &u.value_low), sum(|u| &u.value_high));
        let range = if low > 0 && high > 0 {
            format!("{} to {}, ", amount(low, ""), amount(high, ""))
        } else {
            String::new()
        };
        let range =
            sentence(&format!("{range}estimated for {known} of {}", live(engagement).count()));
        figures.push(figure(amount(likely, context.currency()), "Likely value a year", range));
    }
    figures
}

fn goals_title(engagement: &Engagement) -> String {
    let unowned = engagement.goals.iter().filter(|g| g.owner.text().is_empty()).count();
    match unowned {
        0 if engagement.goals.len() == 1 => "The goal has an owner".to_owned(),
        0 => "Every goal has an owner".to_owned(),
        n => format!(
            "{} no owner on record",
            sentence(&of(n, engagement.goals.len(), "goal has", "goals have"))
        ),
    }
}

fn goals(context: &Context) -> Block {
    let rows = context
        .engagement()
        .goals
        .iter()
        .map(|goal| {
            let mut what = vec![Span::bold(goal.title.clone()), note(format!("  {}", goal.code))];
            if !goal.statement.text().is_empty() {
                what.push(Span::quiet(format!("\n{}", goal.statement.text())));
            }
            let owner = match goal.owner.text() {
                "" => quiet_cell(if goal.owner.is_unknown() { UNKNOWN } else { "nobody" }),
                owner => Cell::text(owner),
            };
            let points = goal
                .points
                .value()
                .map_or_else(|| quiet_cell(UNKNOWN), |p| Cell::bold(p.to_string()));
            Row::new(vec![Cell::spans(what), measure(goal), owner, points])
                .id(record_anchor(goal.code.as_str()))
        })
        .collect();
    Block::Table(Table {
        alt: "Goals with their measure, owner and points.".into(),
        columns: vec![
            Column::new("Goal", 4.2),
            Column::new("Measure, today and wanted", 3.0),
            Column::new("Owner", 1.9),
            Column::number("Points", 0.9),
        ],
        rows,
        ..Table::default()
    })
}

/// The number that tells whether a goal was reached: from, to, by when.
pub(super) fn measure(goal: &Goal) -> Cell {
    let name = match (goal.kpi_name.text(), goal.kpi_measure.value()) {
        ("", None) => return quiet_cell("no KPI named"),
        ("", Some(measure)) => measure.label(),
        (name, _) => name,
    };
    let unit = goal.kpi_unit.value().map_or("", |unit| match unit {
        waymark_core::discovery::goal::KpiUnit::Percent => " %",
        waymark_core::discovery::goal::KpiUnit::Days => " days",
        waymark_core::discovery::goal::KpiUnit::Hours => " hours",
        waymark_core::discovery::goal::KpiUnit::Minutes => " minutes",
        waymark_core::discovery::goal::KpiUnit::Currency
        | waymark_core::discovery::goal::KpiUnit::Count
        | waymark_core::discovery::goal::KpiUnit::Score
        | waymark_core::discovery::goal::KpiUnit::Ratio => "",
    });
    let value = |value: &Known<f64>| {
        value.value().map_or_else(|| UNKNOWN.to_owned(), |v| format!("{}{unit}", number(*v)))
    };
    let by =
        goal.target_date.value().map_or(String::new(), |date| format!(" by {}", short_date(*date)));
    Cell::spans(vec![
        Span::text(format!("{name}\n")),
        Span::bold(format!("{} to {}", value(&goal.baseline), value(&goal.target))),
        Span::quiet(by),
    ])
}

pub(super) fn use_cases_title(engagement: &Engagement) -> String {
    let total = engagement.use_cases.len();
    let unserved = engagement.use_cases.iter().filter(|u| u.goals.items().is_empty()).count();
    match unserved {
        0 if total == 1 => "The use case serves a goal".to_owned(),
        0 => "Every use case serves a goal".to_owned(),
        n => format!(
            "{} no goal on record",
            sentence(&of_verb(n, total, ("use case", "use cases"), ("serves", "serve")))
        ),
    }
}

pub(super) fn use_cases(context: &Context) -> Table {
    let engagement = context.engagement();
    let rows = engagement
        .use_cases
        .iter()
        .map(|use_case| {
            let what =
                vec![Span::bold(use_case.title.clone()), note(format!("  {}", use_case.code))];
            let kind = use_case.r#type.value().map_or(UNKNOWN, |t| t.label());
            let status = use_case.status.value().map_or(UNKNOWN, |s| s.label());
            let goals: Vec<String> = use_case
                .goals
                .items()
                .iter()
                .filter_map(|link| engagement.goals.iter().find(|g| g.uid == link.goal))
                .map(|goal| goal.code.to_string())
                .collect();
            let goals = if goals.is_empty() {
                quiet_cell(UNKNOWN)
            } else {
                Cell::spans(context.codes(&goals, 9))
            };
            let value = use_case
                .value_likely
                .value()
                .map_or_else(|| quiet_cell(UNKNOWN), |v| Cell::text(super::words::thousands(*v)));
            let effort = use_case
                .effort_likely
                .value()
                .map_or_else(|| quiet_cell(UNKNOWN), |v| Cell::text(number(*v)));
            Row::new(vec![
                Cell::spans(what),
                Cell::spans(vec![Span::text(kind), Span::quiet(format!("\n{status}"))]),
                goals,
                value,
                effort,
            ])
            .id(record_anchor(use_case.code.as_str()))
        })
        .collect();
    let currency = context.currency();
    let value = if currency.is_empty() {
        "Value a year".to_owned()
    } else {
        format!("Value a year, {currency}")
    };
    Table {
        alt: "Use cases with type, status, the goals they serve, likely value and effort.".into(),
        columns: vec![
            Column::new("Use case", 4.2),
            Column::new("Type, status", 1.7),
            Column::new("Serves", 1.1),
            Column::number(value, 1.2),
            Column::number("Person-weeks", 1.0),
        ],
        rows,
        ..Table::default()
    }
}
