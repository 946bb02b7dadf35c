//! The roadmap as files that people plan with: tracker, spreadsheet, project plan, calendar. All tell the same dates: an initiative
//! begins on a Monday and ends on the Friday of its last week.

mod calendar;
mod jira;
mod project;
mod workbook;

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use waymark_core::architecture::Architecture;
use waymark_core::engagement::{Engagement, InitiativeSetting};
use waymark_core::id::{InitiativeId, RoleId};
use waymark_core::pack::{Initiative, Pack};
use waymark_core::roadmap::{Odds, Placed, Plan, Projection, Wave};
use waymark_core::wording::{count, list, one_decimal, percent, sentence, stop};

use crate::commands::RoadmapExport;
use crate::error::{Code, Error};
use crate::roadmap::{csv, plan_of, svg_file};
use crate::session::Session;
use crate::view::FileWritten;

/// Working days in a week.
const DAYS: u32 = 5;
/// Working hours in a day.
const HOURS: u32 = 8;

/// A form of the roadmap as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The Gantt chart, for the web and for drawing programs.
    Svg,
    /// The initiatives as a table.
    Csv,
    /// Waves as epics and initiatives as stories, for Jira's CSV import.
    Jira,
    /// A workbook: plan, load, waves, dependencies.
    Xlsx,
    /// Tasks, resources and assignments for Microsoft Project and ProjectLibre.
    Project,
    /// The ends of waves and initiatives as all-day events.
    Calendar,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 6] =
        [Format::Svg, Format::Csv, Format::Jira, Format::Xlsx, Format::Project, Format::Calendar];

    /// Its bytes are text.
    pub const fn is_text(self) -> bool {
        !matches!(self, Format::Xlsx)
    }

    /// The word in requests and on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Format::Svg => "svg",
            Format::Csv => "csv",
            Format::Jira => "jira",
            Format::Xlsx => "xlsx",
            Format::Project => "project",
            Format::Calendar => "ics",
        }
    }
}

/// Writes the roadmap. `now` is in milliseconds since 1970.
///
/// # Errors
/// [`Code::InvalidValue`] for a format that is none, [`Code::NotWritable`] when the target cannot be written, and those of [`file()`].
pub fn export(session: &Session, now: i64, request: &RoadmapExport) -> Result<FileWritten, Error> {
    let format = Format::ALL.into_iter().find(|format| format.word() == request.format);
    let Some(format) = format else {
        let words: Vec<String> = Format::ALL.iter().map(|f| format!("`{}`", f.word())).collect();
        return Err(Error::invalid(
            "format",
            format!("`{}` is no format", request.format),
            format!("choose one of {}", list(&words)),
        ));
    };
    crate::app::write_file(Path::new(&request.path), &file(session, format, now)?)?;
    Ok(FileWritten { path: request.path.clone() })
}

/// The bytes of a file. `now`, in milliseconds since 1970, is in the files whose form asks for the time they were made at: the
/// workbook and the calendar.
///
/// # Errors
/// [`Code::NoSchedule`] when pins and prerequisites contradict each other, [`Code::InvalidValue`] for a roadmap of nothing in a form
/// that needs something.
pub fn file(session: &Session, format: Format, now: i64) -> Result<Vec<u8>, Error> {
    let now = Timestamp::from_millisecond(now).unwrap_or(Timestamp::UNIX_EPOCH);
    let text = match format {
        Format::Svg => svg_file(session)?,
        Format::Csv => csv(session)?,
        Format::Jira => jira::file(&Planned::of(session)?)?,
        Format::Xlsx => return workbook::file(&Planned::of(session)?, now),
        Format::Project => project::file(&Planned::of(session)?),
        Format::Calendar => calendar::file(&Planned::of(session)?, now),
    };
    Ok(text.into_bytes())
}

/// The tables of the roadmap's workbook.
///
/// # Errors
/// As [`file()`].
pub(crate) fn tables(session: &Session) -> Result<Vec<crate::workbook::Table>, Error> {
    Ok(workbook::tables(&Planned::of(session)?))
}

/// The roadmap with all that its files tell of it.
struct Planned<'a> {
    pack: &'a Pack,
    engagement: &'a Engagement,
    architecture: &'a Architecture,
    plan: &'a Plan,
    /// In the plan's order: by start, then id.
    rows: Vec<Row<'a>>,
}

/// An initiative in its place.
struct Row<'a> {
    placed: &'a Placed,
    initiative: &'a Initiative,
    setting: Option<&'a InitiativeSetting>,
}

impl<'a> Planned<'a> {
    fn of(session: &'a Session) -> Result<Self, Error> {
        let (pack, engagement, plan) = (session.pack(), session.in_view(), plan_of(session)?);
        let setting = |id: &InitiativeId| {
            engagement.initiatives.iter().find(|s| s.pack == pack.id && &s.initiative == id)
        };
        let rows: Vec<Row<'a>> = plan
            .placed
            .iter()
            .filter_map(|placed| {
                let initiative = pack.initiative(&placed.chosen.id)?;
                Some(Row { placed, initiative, setting: setting(&placed.chosen.id) })
            })
            .collect();
        if rows.is_empty() {
            return Err(Error::new(
                Code::InvalidValue,
                "the roadmap holds no initiative",
                "answer questions below their targets, and the plan has something to write",
            ));
        }
        let architecture = session.derived().architecture(pack, engagement);
        Ok(Self { pack, engagement, architecture, plan, rows })
    }

    fn title(&self) -> String {
        format!("Roadmap of {}", self.engagement.profile.client)
    }

    /// Waves in which something ends, with what is projected after them.
    fn waves(&self) -> impl Iterator<Item = (&'a Wave, &'a Projection)> {
        let waves = self.plan.waves.iter().zip(&self.plan.projections);
        waves.filter(|(wave, _)| !wave.initiatives.is_empty())
    }

    /// The last working day of a wave; of the last one, that of the plan.
    fn end_of(&self, wave: &Wave) -> Date {
        self.last_day(wave.to.min(self.plan.weeks))
    }

    /// When a wave ends if durations vary.
    fn wave_odds(&self, wave: &Wave) -> Odds {
        let at = self.plan.waves.iter().position(|one| one.number == wave.number);
        at.and_then(|at| self.plan.wave_odds.get(at)).copied().unwrap_or_default()
    }

    /// What ends in a wave, in the plan's order.
    fn of_wave(&self, number: u32) -> impl Iterator<Item = &Row<'a>> {
        self.rows.iter().filter(move |row| row.placed.wave == number)
    }

    /// The last working day before a week.
    fn last_day(&self, end: u32) -> Date {
        self.plan.last_day(end)
    }

    /// By when something ends in half and in eight of ten simulated runs; empty where neither is known.
    fn odds(&self, odds: Odds) -> String {
        let by = [(odds.half, "half of"), (odds.most, "eight of ten")];
        let known: Vec<String> = by
            .into_iter()
            .filter_map(|(week, runs)| Some(format!("by {} in {runs} runs", self.last_day(week?))))
            .collect();
        stop(&list(&known))
    }

    fn role(&self, id: &'a RoleId) -> &'a str {
        self.pack.role(id).map_or(id.as_str(), |role| role.title.as_str())
    }

    /// The roles of an initiative as people are told them: "Data engineer 60 %".
    fn roles(&self, row: &Row<'a>) -> Vec<String> {
        let shares = row.initiative.roles.iter();
        shares.map(|share| format!("{} {}", self.role(&share.role), percent(share.share))).collect()
    }

    /// What there is to tell of an initiative, a sentence or more to a line.
    fn story(&self, row: &Row<'a>) -> Vec<String> {
        let (initiative, chosen) = (row.initiative, &row.placed.chosen);
        let joined = |texts: Vec<&str>| {
            texts.into_iter().map(|text| stop(&sentence(text))).collect::<Vec<_>>().join(" ")
        };
        let because = joined(chosen.because.iter().map(|reason| reason.text.as_str()).collect());
        let here = joined(row.placed.placement.iter().map(String::as_str).collect());
        let roles = match list(&self.roles(row)) {
            none if none.is_empty() => String::new(),
            roles => format!(": {roles}"),
        };
        let effort = format!(
            "{} person-weeks, between {} and {}{roles}.",
            one_decimal(chosen.effort.likely),
            one_decimal(chosen.effort.low),
            one_decimal(chosen.effort.high),
        );
        let told = [
            ("", stop(&initiative.outcome)),
            ("Why: ", because),
            ("Why then: ", here),
            ("Dates: ", dates(row)),
            ("Effort: ", effort),
            ("If durations vary: ", self.odds(row.placed.odds)),
            ("Measured by: ", stop(&initiative.kpi)),
            ("Risk: ", stop(&initiative.risks)),
            ("Owner: ", row.owner().to_owned()),
        ];
        told.into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(what, text)| format!("{what}{text}"))
            .collect()
    }
}

/// What people said about its dates, as sentences; empty where they said nothing.
fn dates(row: &Row<'_>) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut say = |what: &str, day: Option<&Date>| {
        told.extend(day.map(|day| format!("{what} {day}.")));
    };
    if let Some(setting) = row.setting {
        say("Started on", setting.started_on.value());
        say("Not before", setting.not_before.value());
        say("To be finished by", setting.finish_by.value());
    }
    match row.placed.lag {
        0 => {}
        lag => told.push(format!(
            "It waits {} after what it needs first.",
            count(lag as usize, "week", "weeks")
        )),
    }
    told.join(" ")
}

impl Row<'_> {
    fn id(&self) -> &InitiativeId {
        &self.placed.chosen.id
    }

    /// "INI-08 Data council and decision rights".
    fn name(&self) -> String {
        format!("{} {}", self.id(), self.initiative.title)
    }

    fn owner(&self) -> &str {
        self.setting.map_or("", |setting| setting.owner.as_str())
    }

    /// People put it into the week it begins in.
    fn is_pinned(&self) -> bool {
        self.setting.and_then(|setting| setting.pinned_week) == Some(self.placed.start)
    }

    fn weeks(&self) -> u32 {
        self.placed.end - self.placed.start
    }

    /// Person-weeks by role, as likely.
    fn work(&self) -> impl Iterator<Item = (&RoleId, f64)> {
        let likely = self.placed.chosen.effort.likely;
        self.initiative.roles.iter().map(move |share| (&share.role, share.share * likely))
    }
}

/// "Wave 2: Core".
fn wave_name(wave: &Wave) -> String {
    format!("Wave {}: {}", wave.number, wave.title)
}

/// What a wave brings, in two sentences.
fn wave_story(planned: &Planned<'_>, wave: &Wave, after: &Projection) -> String {
    let names: Vec<String> = planned.of_wave(wave.number).map(Row::name).collect();
    let ends = if names.len() == 1 { "ends" } else { "end" };
    let score = match after.overall.score {
        Some(score) => format!("the overall score is {}", one_decimal(score)),
        None => "the overall score is not known: too few questions are answered".to_owned(),
    };
    let odds = match planned.odds(planned.wave_odds(wave)) {
        none if none.is_empty() => none,
        odds => format!(" If durations vary, its last initiative ends {odds}"),
    };
    format!("{} {ends} in it. After it {score}.{odds}", list(&names))
}

/// A mistake in Waymark while a file is made.
fn failed(error: &dyn std::fmt::Display) -> Error {
    Error::new(
        Code::Internal,
        format!("the file cannot be made: {error}"),
        "this is a mistake in Waymark",
    )
}
