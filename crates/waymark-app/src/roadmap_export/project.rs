//! Microsoft Project's XML (the 2007 schema, which ProjectLibre reads too): waves as summary tasks, initiatives as tasks, roles as
//! resources.
//!
//! Project plans anew when something is changed, and it does not level resources unless told to. So that the plan stays where it is, an
//! initiative that waits for people and not for another one carries the constraint "start no earlier than"; a pinned one carries "must
//! start on", one that has begun its actual start; all others begin when what they need first has ended. Weeks in which nobody works
//! are exceptions of the calendar. The schema is a sequence: the order of elements matters.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use waymark_chart::xml::escape;
use waymark_core::engagement::InitiativeSetting;
use waymark_core::id::{InitiativeId, RoleId};
use waymark_core::roadmap::RoleLoad;

use super::{DAYS, HOURS, Planned, Row, wave_name, wave_story};

/// UID of the one calendar: Monday to Friday, 8 to 12 and 13 to 17.
const CALENDAR: &str = "1";
/// Values of `ConstraintType`.
const AS_SOON_AS_POSSIBLE: &str = "0";
const MUST_START_ON: &str = "2";
const START_NO_EARLIER_THAN: &str = "4";
/// Type of a task whose duration stays when people are added.
const FIXED_DURATION: &str = "1";
/// Durations shown in weeks.
const IN_WEEKS: &str = "9";
/// Five days of eight hours, in tenths of a minute.
const LAG_OF_A_WEEK: u32 = 5 * 8 * 60 * 10;

pub(super) fn file(planned: &Planned<'_>) -> String {
    let mut xml = Xml::default();
    xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    xml.text.push_str("<Project xmlns=\"http://schemas.microsoft.com/project\">\n");
    xml.depth = 1;
    let (plan, roles) = (planned.plan, role_uids(planned));
    xml.leaf("SaveVersion", "12");
    xml.leaf("Name", &planned.title());
    xml.leaf("Title", &planned.title());
    xml.leaf("ScheduleFromStart", "1");
    xml.leaf("StartDate", &morning(plan.date(0)));
    xml.leaf("FinishDate", &evening(planned.last_day(plan.weeks)));
    xml.leaf("CalendarUID", CALENDAR);
    xml.leaf("DefaultStartTime", "08:00:00");
    xml.leaf("DefaultFinishTime", "17:00:00");
    xml.leaf("MinutesPerDay", &(HOURS * 60).to_string());
    xml.leaf("MinutesPerWeek", &(DAYS * HOURS * 60).to_string());
    xml.leaf("DaysPerMonth", "20");
    xml.leaf("DefaultTaskType", FIXED_DURATION);
    xml.leaf("DurationFormat", IN_WEEKS);
    xml.leaf("HonorConstraints", "1");
    xml.leaf("NewTasksEffortDriven", "0");
    xml.leaf("NewTasksEstimated", "0");
    xml.within("Calendars", |xml| calendar(xml, planned));
    let uids = xml.within("Tasks", |xml| tasks(xml, planned));
    xml.within("Resources", |xml| {
        for load in &plan.loads {
            resource(xml, planned, load, roles[&load.role]);
        }
    });
    xml.within("Assignments", |xml| assignments(xml, planned, &uids, &roles));
    xml.text.push_str("</Project>\n");
    xml.text
}

fn role_uids<'a>(planned: &Planned<'a>) -> BTreeMap<&'a RoleId, usize> {
    planned.plan.loads.iter().zip(1..).map(|(load, uid)| (&load.role, uid)).collect()
}

fn calendar(xml: &mut Xml, planned: &Planned<'_>) {
    xml.within("Calendar", |xml| {
        xml.leaf("UID", CALENDAR);
        xml.leaf("Name", "Standard");
        xml.leaf("IsBaseCalendar", "1");
        xml.leaf("BaseCalendarUID", "-1");
        xml.within("WeekDays", |xml| {
            // Days are counted from Sunday.
            for day in 1..=7 {
                let is_working = (2..=6).contains(&day);
                xml.within("WeekDay", |xml| {
                    xml.leaf("DayType", &day.to_string());
                    xml.leaf("DayWorking", if is_working { "1" } else { "0" });
                    if is_working {
                        xml.within("WorkingTimes", |xml| {
                            for (from, to) in [("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")] {
                                xml.within("WorkingTime", |xml| {
                                    xml.leaf("FromTime", from);
                                    xml.leaf("ToTime", to);
                                });
                            }
                        });
                    }
                });
            }
        });
        let rests = planned.plan.rests();
        if rests.is_empty() {
            return;
        }
        xml.within("Exceptions", |xml| {
            for (from, to) in rests {
                xml.within("Exception", |xml| {
                    xml.leaf("EnteredByOccurrences", "0");
                    let first = planned.plan.date(from);
                    let last = planned.plan.date(to).saturating_sub(1.days());
                    xml.within("TimePeriod", |xml| {
                        xml.leaf("FromDate", &format!("{first}T00:00:00"));
                        xml.leaf("ToDate", &format!("{last}T23:59:00"));
                    });
                    xml.leaf("Occurrences", &((to - from) * 7).to_string());
                    xml.leaf("Name", "Work rests");
                    // Every day of the period.
                    xml.leaf("Type", "1");
                    xml.leaf("DayWorking", "0");
                });
            }
        });
    });
}

/// Writes the waves and their initiatives; gives the initiatives' UIDs.
fn tasks<'a>(xml: &mut Xml, planned: &'a Planned<'_>) -> BTreeMap<&'a InitiativeId, usize> {
    let mut uids = BTreeMap::new();
    let mut next = 1..;
    let waves: Vec<(usize, _, Vec<&Row<'_>>)> = planned
        .waves()
        .filter_map(|wave| {
            let summary = next.next()?;
            let rows: Vec<&Row<'_>> = planned.of_wave(wave.0.number).collect();
            uids.extend(rows.iter().map(|row| row.id()).zip(&mut next));
            Some((summary, wave, rows))
        })
        .collect();
    for (number, (uid, (wave, after), rows)) in waves.iter().enumerate() {
        let outline = (number + 1).to_string();
        let from = rows.iter().map(|row| row.placed.start).min().unwrap_or(wave.from);
        let to = rows.iter().map(|row| row.placed.end).max().unwrap_or(wave.to);
        xml.within("Task", |xml| {
            let name = wave_name(wave);
            head(xml, planned, &Head { uid: *uid, name, outline: &outline, from, to, owner: "" });
            xml.leaf("Summary", "1");
            xml.leaf("ConstraintType", AS_SOON_AS_POSSIBLE);
            xml.leaf("Notes", &wave_story(planned, wave, after));
        });
        for (place, row) in rows.iter().enumerate() {
            let outline = format!("{outline}.{}", place + 1);
            xml.within("Task", |xml| task(xml, planned, row, &outline, &uids));
        }
    }
    uids
}

/// What tasks and summary tasks begin with.
struct Head<'a> {
    uid: usize,
    name: String,
    outline: &'a str,
    from: u32,
    to: u32,
    owner: &'a str,
}

fn head(xml: &mut Xml, planned: &Planned<'_>, head: &Head<'_>) {
    xml.leaf("UID", &head.uid.to_string());
    xml.leaf("ID", &head.uid.to_string());
    xml.leaf("Name", &head.name);
    xml.leaf("Type", FIXED_DURATION);
    xml.leaf("IsNull", "0");
    if !head.owner.is_empty() {
        xml.leaf("Contact", head.owner);
    }
    xml.leaf("WBS", head.outline);
    xml.leaf("OutlineNumber", head.outline);
    xml.leaf("OutlineLevel", &head.outline.split('.').count().to_string());
    xml.leaf("Start", &morning(planned.plan.date(head.from)));
    xml.leaf("Finish", &evening(planned.last_day(head.to)));
    xml.leaf("Duration", &duration(at_work(planned, head.from, head.to)));
    xml.leaf("DurationFormat", IN_WEEKS);
}

/// The weeks from one to another, without those at rest.
fn at_work(planned: &Planned<'_>, from: u32, to: u32) -> f64 {
    let rests = planned.plan.rests().into_iter();
    let at_rest: u32 = rests.map(|(a, b)| b.min(to).saturating_sub(a.max(from))).sum();
    f64::from((to - from).saturating_sub(at_rest))
}

fn task(
    xml: &mut Xml,
    planned: &Planned<'_>,
    row: &Row<'_>,
    outline: &str,
    uids: &BTreeMap<&InitiativeId, usize>,
) {
    let placed = row.placed;
    let (name, owner) = (row.name(), row.owner());
    let (from, to) = (placed.start, placed.end);
    head(xml, planned, &Head { uid: uids[row.id()], name, outline, from, to, owner });
    xml.leaf("Work", &duration(row.work().map(|(_, weeks)| weeks).sum()));
    xml.leaf("EffortDriven", "0");
    xml.leaf("Estimated", "0");
    xml.leaf("Milestone", "0");
    xml.leaf("Summary", "0");
    xml.leaf("Critical", if placed.is_critical { "1" } else { "0" });
    // What has begun does not move; how far it is nobody has said.
    if row.setting.is_some_and(InitiativeSetting::is_started) {
        xml.leaf("ActualStart", &morning(planned.plan.date(placed.start)));
        xml.leaf("ActualDuration", &duration(0.0));
        xml.leaf("RemainingDuration", &duration(at_work(planned, from, to)));
    }
    let before: Vec<&Row<'_>> =
        planned.rows.iter().filter(|one| placed.needs.contains(one.id())).collect();
    let earliest = before.iter().map(|one| one.placed.end).max().unwrap_or(0) + placed.lag;
    let constraint = match () {
        () if row.is_pinned() => MUST_START_ON,
        () if placed.start > earliest => START_NO_EARLIER_THAN,
        () => AS_SOON_AS_POSSIBLE,
    };
    xml.leaf("ConstraintType", constraint);
    xml.leaf("CalendarUID", "-1");
    if constraint != AS_SOON_AS_POSSIBLE {
        xml.leaf("ConstraintDate", &morning(planned.plan.date(placed.start)));
    }
    if let Some(day) = row.setting.and_then(|setting| setting.finish_by.value()) {
        xml.leaf("Deadline", &evening(*day));
    }
    xml.leaf("Notes", &planned.story(row).join("\n"));
    for one in before {
        xml.within("PredecessorLink", |xml| {
            xml.leaf("PredecessorUID", &uids[one.id()].to_string());
            // Finish to start.
            xml.leaf("Type", "1");
            xml.leaf("CrossProject", "0");
            xml.leaf("LinkLag", &(placed.lag * LAG_OF_A_WEEK).to_string());
            xml.leaf("LagFormat", "7");
        });
    }
}

fn resource(xml: &mut Xml, planned: &Planned<'_>, load: &RoleLoad, uid: usize) {
    let most = load.capacity.iter().copied().fold(0.0, f64::max);
    xml.within("Resource", |xml| {
        xml.leaf("UID", &uid.to_string());
        xml.leaf("ID", &uid.to_string());
        xml.leaf("Name", planned.pack.role(&load.role).map_or(load.role.as_str(), |r| &r.title));
        // Work.
        xml.leaf("Type", "1");
        xml.leaf("IsNull", "0");
        xml.leaf("MaxUnits", &units(most));
        if load.is_assumed {
            xml.leaf("Notes", "One person is assumed: the skills inventory does not say.");
        }
        if load.capacity.iter().any(|people| (people - most).abs() > f64::EPSILON) {
            xml.within("AvailabilityPeriods", |xml| periods(xml, planned, &load.capacity));
        }
    });
}

fn periods(xml: &mut Xml, planned: &Planned<'_>, capacity: &[f64]) {
    for (from, to, people) in spans(capacity) {
        xml.within("AvailabilityPeriod", |xml| {
            xml.leaf("AvailableFrom", &format!("{}T00:00:00", planned.plan.date(from)));
            let last = planned.plan.date(to).saturating_sub(1.days());
            xml.leaf("AvailableTo", &format!("{last}T23:59:00"));
            xml.leaf("AvailableUnits", &units(people));
        });
    }
}

/// Spans of weeks with the same capacity: the first week, the week after the last, and the people there.
fn spans(capacity: &[f64]) -> Vec<(u32, u32, f64)> {
    let mut from = 0;
    let same = capacity.chunk_by(|a, b| (a - b).abs() <= f64::EPSILON);
    same.map(|weeks| {
        let span = (from, from + weeks.len() as u32, weeks[0]);
        from = span.1;
        span
    })
    .collect()
}

fn assignments(
    xml: &mut Xml,
    planned: &Planned<'_>,
    uids: &BTreeMap<&InitiativeId, usize>,
    roles: &BTreeMap<&RoleId, usize>,
) {
    let all = planned.rows.iter().flat_map(|row| row.work().map(move |work| (row, work)));
    for (uid, (row, (role, weeks))) in (1..).zip(all.filter(|(_, (_, weeks))| *weeks > 0.0)) {
        let Some(resource) = roles.get(role) else { continue };
        let uid: usize = uid;
        xml.within("Assignment", |xml| {
            xml.leaf("UID", &uid.to_string());
            xml.leaf("TaskUID", &uids[row.id()].to_string());
            xml.leaf("ResourceUID", &resource.to_string());
            xml.leaf("Finish", &evening(planned.last_day(row.placed.end)));
            xml.leaf("Start", &morning(planned.plan.date(row.placed.start)));
            xml.leaf("Units", &units(weeks / f64::from(row.weeks())));
            xml.leaf("Work", &duration(weeks));
        });
    }
}

fn morning(day: Date) -> String {
    format!("{day}T08:00:00")
}

fn evening(day: Date) -> String {
    format!("{day}T17:00:00")
}

/// Weeks of work as hours and minutes.
fn duration(weeks: f64) -> String {
    let minutes = (weeks * f64::from(DAYS * HOURS * 60)).round() as u64;
    format!("PT{}H{}M0S", minutes / 60, minutes % 60)
}

/// People, 1 for all of one person's time.
fn units(people: f64) -> String {
    format!("{people:.4}")
}

/// Elements, indented.
#[derive(Default)]
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn leaf(&mut self, name: &str, value: &str) {
        self.indent();
        self.text.extend(["<", name, ">", &escape(value), "</", name, ">\n"]);
    }

    fn within<T>(&mut self, name: &str, content: impl FnOnce(&mut Self) -> T) -> T {
        self.indent();
        self.text.extend(["<", name, ">\n"]);
        self.depth += 1;
        let result = content(self);
        self.depth -= 1;
        self.indent();
        self.text.extend(["</", name, ">\n"]);
        result
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }
}

#[cfg(test)]
mod tests {
    use super::{duration, spans};

    #[test]
    fn capacity_is_told_in_spans_of_weeks() {
        assert_eq!(spans(&[1.0, 1.0, 0.0, 0.0, 0.0, 2.5]), [(0, 2, 1.0), (2, 5, 0.0), (5, 6, 2.5)]);
        assert_eq!(spans(&[]), []);
    }

    #[test]
    fn a_duration_is_in_hours_of_a_working_week() {
        assert_eq!(duration(13.0), "PT520H0M0S");
        assert_eq!(duration(0.1125), "PT4H30M0S");
    }
}
