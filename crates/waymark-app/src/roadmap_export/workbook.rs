//! An Excel workbook: the plan, the load of the roles week by week, the waves and the dependencies, each a sheet that can be filtered.
//! Dates are dates and numbers are numbers; what is not known says so.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use waymark_core::roadmap::{Projection, Wave};

use super::{Planned, failed};
use crate::error::Error;

/// Pixels that a column is wide at most.
const WIDEST: u32 = 360;
/// What stands in place of a score that is not known.
const NOT_KNOWN: &str = "not known";

pub(super) fn file(planned: &Planned<'_>, now: Timestamp) -> Result<Vec<u8>, Error> {
    let sheets =
        [plan_sheet(planned), load_sheet(planned), wave_sheet(planned), need_sheet(planned)];
    (|| {
        let mut book = Workbook::new();
        let made = TimeZone::UTC.to_datetime(now);
        let properties = DocProperties::new()
            .set_title(planned.title())
            .set_creation_datetime(&excel_day(made.date())?);
        book.set_properties(&properties);
        let looks = Looks::new();
        for sheet in &sheets {
            sheet.write(book.add_worksheet(), &looks)?;
        }
        book.save_to_buffer()
    })()
    .map_err(|error| failed(&error))
}

/// A value in a cell.
enum Cell {
    Text(String),
    Number(f64),
    /// A part of a whole, 1 for all of it.
    Share(f64),
    Day(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Cell::Number(f64::from(number))
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Cell::Number((number * 100.0).round() / 100.0)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Cell::Day(day)
    }
}

impl From<bool> for Cell {
    fn from(is_so: bool) -> Self {
        Cell::Text(if is_so { "yes" } else { "no" }.to_owned())
    }
}

/// A table with its name; every row is as long as the head.
struct Table {
    name: &'static str,
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
    /// Columns that stay in sight.
    kept: u16,
}

/// How cells look.
struct Looks {
    head: Format,
    day: Format,
    number: Format,
    share: Format,
}

impl Looks {
    fn new() -> Self {
        Self {
            head: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            number: Format::new().set_num_format("0.##"),
            share: Format::new().set_num_format("0%"),
        }
    }
}

impl Table {
    fn write(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
        sheet.set_name(self.name)?.set_freeze_panes(1, self.kept)?;
        for (column, title) in (0..).zip(&self.head) {
            sheet.write_string_with_format(0, column, title, &looks.head)?;
        }
        for (line, row) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    Cell::Text(text) => sheet.write_string(line, column, text)?,
                    Cell::Number(number) if number.fract() == 0.0 => {
                        sheet.write_number(line, column, *number)?
                    }
                    Cell::Number(number) => {
                        sheet.write_number_with_format(line, column, *number, &looks.number)?
                    }
                    Cell::Share(share) => {
                        sheet.write_number_with_format(line, column, *share, &looks.share)?
                    }
                    // A day before Excel's first one can be a text only.
                    Cell::Day(day) => match excel_day(*day) {
                        Ok(date) => {
                            sheet.write_datetime_with_format(line, column, &date, &looks.day)?
                        }
                        Err(_) => sheet.write_string(line, column, day.to_string())?,
                    },
                };
            }
        }
        let last = self.head.len().saturating_sub(1) as u16;
        sheet.autofilter(0, 0, self.rows.len() as u32, last)?;
        sheet.set_autofit_max_width(WIDEST).autofit();
        Ok(())
    }
}

fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: i8| number.unsigned_abs();
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), part(day.month()), part(day.day()))
}

fn head(titles: &[&str]) -> Vec<String> {
    titles.iter().map(|title| (*title).to_owned()).collect()
}

fn plan_sheet(planned: &Planned<'_>) -> Table {
    let head = head(&[
        "Code",
        "Initiative",
        "Wave",
        "Start",
        "End",
        "Weeks",
        "Slack, weeks",
        "Longest chain",
        "Person-weeks, low",
        "Person-weeks, likely",
        "Person-weeks, high",
        "Owner",
        "Status",
        "Pinned",
        "Waits for",
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
            vec![
                row.id().to_string().into(),
                initiative.title.as_str().into(),
                placed.wave.into(),
                planned.plan.date(placed.start).into(),
                planned.last_day(placed.end).into(),
                row.weeks().into(),
                placed.slack.into(),
                placed.is_critical.into(),
                effort.low.into(),
                effort.likely.into(),
                effort.high.into(),
                row.owner().into(),
                status.map_or("", |status| status.label()).into(),
                row.is_pinned().into(),
                needs.join(", ").into(),
                planned.roles(row).join(", ").into(),
                initiative.cost.label().into(),
                initiative.outcome.as_str().into(),
                initiative.kpi.as_str().into(),
                initiative.risks.as_str().into(),
            ]
        })
        .collect();
    Table { name: "Plan", head, rows, kept: 2 }
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
    Table { name: "Load", head: head(&titles), rows, kept: 1 }
}

fn wave_sheet(planned: &Planned<'_>) -> Table {
    let mut head =
        head(&["Wave", "Name", "From", "To", "Initiatives that end", "Person-weeks", "Overall"]);
    let dimensions = &planned.pack.dimensions;
    head.extend(dimensions.iter().map(|dimension| dimension.short_title.clone()));
    let row = |(wave, after): (&Wave, &Projection)| {
        let effort: f64 =
            planned.of_wave(wave.number).map(|row| row.placed.chosen.effort.likely).sum();
        let mut cells: Vec<Cell> = vec![
            wave.number.into(),
            wave.title.into(),
            planned.plan.date(wave.from).into(),
            planned.last_day(wave.to).into(),
            (wave.initiatives.len() as u32).into(),
            effort.into(),
            known(after.overall.score),
        ];
        cells.extend(dimensions.iter().map(|dimension| {
            let score = after.dimensions.iter().find(|score| score.id == dimension.id);
            known(score.and_then(|score| score.score.score))
        }));
        cells
    };
    let rows = planned.plan.waves.iter().zip(&planned.plan.projections).map(row).collect();
    Table { name: "Waves", head, rows, kept: 2 }
}

fn known(score: Option<f64>) -> Cell {
    score.map_or(NOT_KNOWN.into(), Cell::from)
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
    Table { name: "Dependencies", head: head(&titles), rows, kept: 0 }
}
