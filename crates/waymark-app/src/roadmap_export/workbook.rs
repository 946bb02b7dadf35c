//! An Excel workbook: the plan, the load of the roles week by week, the waves and the dependencies, each a sheet that can be filtered.
//! Dates are dates and numbers are numbers; what is not known says so.

use jiff::Timestamp;
use jiff::civil::Date;
use waymark_core::architecture::Component;
use waymark_core::architecture::stage::wave_of;
use waymark_core::engagement::{InitiativeSetting, InitiativeStatus};
use waymark_core::known::Known;
use waymark_core::pack::CostClass;
use waymark_core::roadmap::{Projection, Wave, noticed, unlocked};
use waymark_core::wording::unstopped;

use super::{Planned, Row};
use crate::error::Error;
use crate::workbook::{Cell, Table, book, head, known};

pub(super) fn file(planned: &Planned<'_>, now: Timestamp) -> Result<Vec<u8>, Error> {
    book(&planned.title(), &tables(planned), now)
}

/// The tables of a roadmap.
pub(super) fn tables(planned: &Planned<'_>) -> Vec<Table> {
    vec![plan_sheet(planned), load_sheet(planned), wave_sheet(planned), need_sheet(planned)]
}

fn plan_sheet(planned: &Planned<'_>) -> Table {
    let head = head(&[
        "Code",
        "Initiative",
        "Wave",
        "Start",
        "End",
        "End, P50",
        "End, P80",
        "Weeks",
        "Slack, weeks",
        "Longest chain",
        "Person-weeks, low",
        "Person-weeks, likely",
        "Person-weeks, high",
        "Owner",
        "Status",
        "Started on",
        "Not before",
        "Must finish by",
        "Pinned",
        "Waits for",
        "Lag, weeks",
        "Roles",
        "Run cost",
        "Outcome",
        "KPI",
        "Risk",
    ]);
    let rows = planned
        .rows
        .iter()
        .map(|row| {
            let (placed, initiative) = (row.placed, row.initiative);
            let effort = placed.chosen.effort;
            let needs: Vec<String> = placed.needs.iter().map(ToString::to_string).collect();
            let status = row.setting.and_then(|setting| setting.status.value());
            let day = |of: fn(&InitiativeSetting) -> &Known<Date>| -> Cell {
                let day = row.setting.and_then(|setting| of(setting).value().copied());
                day.map_or_else(|| "".into(), Into::into)
            };
            let has_cost = !planned.engagement.has_no_cost(row.id());
            vec![
                row.id().to_string().into(),
                initiative.title.as_str().into(),
                placed.wave.into(),
                planned.plan.date(placed.start).into(),
                planned.last_day(placed.end).into(),
                by(planned, placed.odds.half),
                by(planned, placed.odds.most),
                row.weeks().into(),
                placed.slack.into(),
                placed.is_critical.into(),
                effort.low.into(),
                effort.likely.into(),
                effort.high.into(),
                row.owner().into(),
                status.copied().unwrap_or(InitiativeStatus::Planned).label().into(),
                day(|setting| &setting.started_on),
                day(|setting| &setting.not_before),
                day(|setting| &setting.finish_by),
                row.is_pinned().into(),
                needs.join(", ").into(),
                placed.lag.into(),
                planned.roles(row).join(", ").into(),
                if has_cost { initiative.cost.label() } else { "unknown" }.into(),
                initiative.outcome.as_str().into(),
                initiative.kpi.as_str().into(),
                initiative.risks.as_str().into(),
            ]
        })
        .collect();
    Table { name: "Plan".into(), head, rows, kept: 2 }
}

/// The day by which something ends in a share of simulated runs.
fn by(planned: &Planned<'_>, week: Option<u32>) -> Cell {
    week.map_or_else(|| "unknown".into(), |week| planned.last_day(week).into())
}

fn load_sheet(planned: &Planned<'_>) -> Table {
    let titles = ["Role", "Week", "Begins", "People needed", "People there", "Used", "Capacity is"];
    let rows = planned
        .plan
        .loads
        .iter()
        .flat_map(|load| {
            let weeks = (0_u32..).zip(load.load.iter().zip(&load.capacity));
            weeks.map(move |(week, (needed, there))| {
                let used = if *there > 0.0 { Cell::Share(needed / there) } else { "".into() };
                vec![
                    planned.role(&load.role).into(),
                    (week + 1).into(),
                    planned.plan.date(week).into(),
                    (*needed).into(),
                    (*there).into(),
                    used,
                    if load.is_assumed { "assumed" } else { "stated" }.into(),
                ]
            })
        })
        .collect();
    Table { name: "Load".into(), head: head(&titles), rows, kept: 1 }
}

fn wave_sheet(planned: &Planned<'_>) -> Table {
    let mut head = head(&[
        "Wave",
        "Name",
        "From",
        "To",
        "End, P50",
        "End, P80",
        "Initiatives that end",
        "Which",
        "What people notice",
        "Noticed by",
        "Components that become available",
        "Use cases that become possible",
        "Person-weeks",
        "Run cost low",
        "Run cost medium",
        "Run cost high",
        "Run cost unknown",
        "Overall",
        "Overall, low",
        "Overall, high",
    ]);
    let dimensions = &planned.pack.dimensions;
    head.extend(dimensions.iter().map(|dimension| dimension.short_title.clone()));
    let ready = unlocked(planned.architecture, planned.engagement, planned.plan);
    let row = |(wave, after): (&Wave, &Projection)| {
        let told = noticed(planned.pack, planned.engagement, wave);
        let results: Vec<&str> =
            told.iter().map(|one| unstopped(&one.initiative.outcome)).collect();
        let mut people: Vec<&str> = Vec::new();
        for persona in told.iter().flat_map(|one| &one.by) {
            if !people.contains(&persona.title.as_str()) {
                people.push(&persona.title);
            }
        }
        let of_wave = |component: &&Component| {
            !component.is_rejected && wave_of(component, Some(planned.plan)) == Some(wave.number)
        };
        let parts: Vec<&str> = planned
            .architecture
            .components
            .iter()
            .filter(of_wave)
            .map(|component| component.name.as_str())
            .collect();
        let use_cases = planned.engagement.use_cases.iter();
        let use_cases: Vec<&str> = use_cases
            .filter(|one| ready.get(one.code.as_str()) == Some(&wave.number))
            .map(|one| one.title.as_str())
            .collect();
        let ids: Vec<String> = wave.initiatives.iter().map(ToString::to_string).collect();
        let own = || planned.rows.iter().filter(|row| wave.initiatives.contains(row.id()));
        let is_told = |row: &&Row<'_>| !planned.engagement.has_no_cost(row.id());
        let cost = |class: CostClass| -> Cell {
            (own().filter(is_told).filter(|row| row.initiative.cost == class).count() as u32).into()
        };
        let untold = own().filter(|row| !is_told(row)).count() as u32;
        let effort: f64 =
            planned.of_wave(wave.number).map(|row| row.placed.chosen.effort.likely).sum();
        let odds = planned.wave_odds(wave);
        let mut cells: Vec<Cell> = vec![
            wave.number.into(),
            wave.title.into(),
            planned.plan.date(wave.from).into(),
            planned.end_of(wave).into(),
            by(planned, odds.half),
            by(planned, odds.most),
            (wave.initiatives.len() as u32).into(),
            ids.join(", ").into(),
            results.join("; ").into(),
            people.join(", ").into(),
            parts.join(", ").into(),
            use_cases.join(", ").into(),
            effort.into(),
            cost(CostClass::Low),
            cost(CostClass::Medium),
            cost(CostClass::High),
            untold.into(),
            known(after.overall.score),
            known(after.overall.band.map(|band| band.low)),
            known(after.overall.band.map(|band| band.high)),
        ];
        cells.extend(dimensions.iter().map(|dimension| {
            let score = after.dimensions.iter().find(|score| score.id == dimension.id);
            known(score.and_then(|score| score.score.score))
        }));
        cells
    };
    let rows = planned.plan.waves.iter().zip(&planned.plan.projections).map(row).collect();
    Table { name: "Waves".into(), head, rows, kept: 2 }
}

fn need_sheet(planned: &Planned<'_>) -> Table {
    let titles = [
        "First",
        "First, initiative",
        "Ends",
        "Then",
        "Then, initiative",
        "Starts",
        "Weeks between",
    ];
    let rows = planned
        .rows
        .iter()
        .flat_map(|then| {
            let before = planned.rows.iter().filter(|one| then.placed.needs.contains(one.id()));
            before.map(move |first| {
                vec![
                    first.id().to_string().into(),
                    first.initiative.title.as_str().into(),
                    planned.last_day(first.placed.end).into(),
                    then.id().to_string().into(),
                    then.initiative.title.as_str().into(),
                    planned.plan.date(then.placed.start).into(),
                    then.placed.start.saturating_sub(first.placed.end).into(),
                ]
            })
        })
        .collect();
    Table { name: "Dependencies".into(), head: head(&titles), rows, kept: 0 }
}
