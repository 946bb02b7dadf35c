//! What the scheduler says, in words: why something stands where it stands, and why there is no plan. Weeks are counted from 1 for
//! people.

use jiff::civil::Date;
use waymark_core::engagement::InitiativeSetting;
use waymark_core::pack::{Initiative, Pack};
use waymark_core::roadmap::Chosen;
use waymark_core::wording::{count, list};
use waymark_schedule::{
    Change, Conflict, Effort, Infeasible, Limit, Problem, Reason, Relaxation, Violation,
    relaxed_dates, relaxed_limit,
};

use super::SEED;
use super::capacity::Capacity;
use crate::error::{Code, Error};

/// Effort spent on how far dates have to move.
const DATES: Effort = Effort { schedules: 2_000, polls: 4_000, seed: SEED };
/// Effort spent on each of some twenty questions about how many more people there would have to be.
const PEOPLE: Effort = Effort { schedules: 300, polls: 300, seed: SEED };

/// Initiatives that are named as what somebody is busy with, at most.
const NAMED: usize = 4;

pub(super) struct Words<'a> {
    pub(super) pack: &'a Pack,
    pub(super) initiatives: &'a [(&'a Chosen, &'a Initiative)],
    pub(super) settings: &'a [Option<&'a InitiativeSetting>],
    pub(super) capacity: &'a Capacity,
}

impl Words<'_> {
    fn id(&self, task: usize) -> String {
        self.initiatives.get(task).map_or_else(String::new, |(chosen, _)| chosen.id.to_string())
    }

    fn name(&self, task: usize) -> String {
        self.initiatives
            .get(task)
            .map_or_else(String::new, |(chosen, i)| format!("{} {}", chosen.id, i.title))
    }

    fn names(&self, tasks: &[usize]) -> String {
        list(&tasks.iter().map(|task| self.name(*task)).collect::<Vec<_>>())
    }

    fn setting(&self, task: usize) -> Option<&InitiativeSetting> {
        self.settings.get(task).copied().flatten()
    }

    pub(super) fn is_started(&self, task: usize) -> bool {
        self.setting(task).is_some_and(InitiativeSetting::is_started)
    }

    /// The date by which people want it finished, else the Friday before the deadline.
    fn finish_by(&self, task: usize, deadline: u32) -> Date {
        self.setting(task)
            .and_then(|setting| setting.finish_by.value().copied())
            .unwrap_or_else(|| self.capacity.calendar.finished_on(deadline))
    }

    fn not_before(&self, task: usize) -> Option<Date> {
        self.setting(task).and_then(|setting| setting.not_before.value().copied())
    }

    fn week(&self, work: u32) -> u32 {
        self.capacity.calendar.week(work) + 1
    }

    fn end(&self, work: u32) -> u32 {
        self.capacity.calendar.end(work)
    }

    fn in_weeks(&self, from: u32, to: u32) -> String {
        match (self.week(from), self.end(to)) {
            (first, last) if first >= last => format!("in week {first}"),
            (first, last) => format!("in weeks {first} to {last}"),
        }
    }

    /// Weeks of the roadmap between two ends.
    fn weeks_late(&self, deadline: u32, end: u32) -> String {
        let late = self.end(end).saturating_sub(self.end(deadline));
        count(late as usize, "week", "weeks")
    }

    fn limit(&self, limit: Limit) -> String {
        match limit {
            Limit::Resource(index) => self.role(index),
            Limit::Team(index) => format!("the change load of {}", self.role(index)),
        }
    }

    fn role(&self, index: usize) -> String {
        let role = self.capacity.roles.get(index);
        let title = |id| self.pack.role(id).map_or_else(|| id.to_string(), |r| r.title.clone());
        role.map_or_else(|| "a role".to_owned(), |role| title(&role.id))
    }

    /// A reason for a place.
    pub(super) fn why(&self, of: usize, reason: &Reason) -> String {
        match reason {
            Reason::Pinned { week } if self.is_started(of) => {
                format!("Has started and stays in week {}", self.week(*week))
            }
            Reason::Pinned { week } => format!("Pinned to week {}", self.week(*week)),
            Reason::Release { week } => self.not_before(of).map_or_else(
                || format!("May not start before week {}", self.week(*week)),
                |day| format!("May not start before {day}, in week {}", self.week(*week)),
            ),
            Reason::Predecessor { task, finish, lag, .. } => {
                let after = match *lag {
                    0 => String::new(),
                    lag => format!(", and then {} more", count(lag as usize, "week", "weeks")),
                };
                format!("Waits for {} until week {}{after}", self.id(*task), self.end(*finish))
            }
            Reason::Full { limit: Limit::Team(index), from, to, tasks, .. } => {
                let others: Vec<String> = tasks.iter().map(|t| self.id(*t)).collect();
                let role = self.role(*index);
                let weeks = self.in_weeks(*from, *to);
                if others.is_empty() {
                    format!("{role} bears no further change {weeks}")
                } else {
                    format!("{role} bears no further change {weeks} beside {}", list(&others))
                }
            }
            Reason::Full { limit, from, to, tasks, .. } => {
                let mut others: Vec<String> =
                    tasks.iter().take(NAMED).map(|t| self.id(*t)).collect();
                if tasks.len() > NAMED {
                    others.push(format!("{} more", tasks.len() - NAMED));
                }
                let weeks = self.in_weeks(*from, *to);
                if others.is_empty() {
                    format!("{} has too little time {weeks}", self.limit(*limit))
                } else {
                    let limit = self.limit(*limit);
                    format!("{limit} has too little time left {weeks} beside {}", list(&others))
                }
            }
            Reason::CouldStartEarlier { week } => format!(
                "Could start in week {}, but other work gains more from these weeks",
                self.week(*week)
            ),
            Reason::FirstWeek => "Starts at once".to_owned(),
        }
    }

    /// Why there is no schedule, and the least that has to give way.
    pub(super) fn no_schedule(&self, problem: &Problem, infeasible: &Infeasible) -> Error {
        let Some(conflict) = infeasible.conflicts.first() else {
            return Error::new(Code::NoSchedule, "no schedule was found", "take pins away");
        };
        let (message, help) = self.conflict(conflict);
        let (task, is_about_date) = about(conflict);
        let way = match conflict {
            Conflict::Cycle { .. } | Conflict::DemandAboveCapacity { capacity: 0, .. } => None,
            _ => relaxed_dates(problem, &DATES, &|| false),
        };
        // What is about nobody in particular can be mended where the least has to give way.
        let gives_way = way.as_ref().and_then(|way| match way.changes.first()? {
            Change::Deadline { task, .. } => Some((*task, true)),
            Change::Pin { task, .. } => Some((*task, false)),
            Change::Capacity { .. } => None,
        });
        let (task, is_about_date) = match (task, gives_way) {
            (None, Some((task, is_date))) => (Some(task), is_date),
            _ => (task, is_about_date),
        };
        let relaxed = way.map(|way| self.relaxation(&way));
        let more_people = match conflict {
            Conflict::CapacityShort { limit, .. } => {
                relaxed_limit(problem, *limit, &PEOPLE, &|| false).map(|way| self.relaxation(&way))
            }
            // What is proven without saying why: the fullest roles are asked, one after the other.
            Conflict::NoneFound { .. } => fullest(problem).find_map(|limit| {
                relaxed_limit(problem, limit, &PEOPLE, &|| false).map(|way| self.relaxation(&way))
            }),
            _ => None,
        };
        let ways: Vec<String> = [relaxed, more_people].into_iter().flatten().collect();
        let help = match (ways.is_empty(), is_about_date || help.is_empty()) {
            (true, _) => help,
            (false, true) => ways.join("; or "),
            (false, false) => format!("{help}; or {}", ways.join("; or ")),
        };
        let help =
            if help.is_empty() { "take dates or pins away one by one".to_owned() } else { help };
        let field = task.filter(|task| *task < self.initiatives.len()).map(|task| {
            if is_about_date { format!("{}/finish_by", self.id(task)) } else { self.id(task) }
        });
        Error { field, ..Error::new(Code::NoSchedule, message, help) }
    }

    /// What is in the way and by how much, and what to do where that can be said at once.
    fn conflict(&self, conflict: &Conflict) -> (String, String) {
        let people = |hundredths: f64| format!("{:.1}", hundredths / 100.0);
        match conflict {
            Conflict::PinBeforePredecessors { task, pin, earliest, .. } => (
                format!(
                    "{} is pinned to week {}, but with it there what it needs first ends in week {}",
                    self.name(*task),
                    self.week(*pin),
                    self.end(*earliest)
                ),
                "take the pin away".to_owned(),
            ),
            Conflict::PinBeforeRelease { task, pin, release } => (
                format!(
                    "{} is pinned to week {}, but may not start before {}",
                    self.name(*task),
                    self.week(*pin),
                    self.not_before(*task).map_or_else(
                        || format!("week {}", self.week(*release)),
                        |day| day.to_string()
                    )
                ),
                format!("pin it to week {} or later, or take the pin away", self.week(*release)),
            ),
            Conflict::PinsOverCapacity { limit, from, tasks, .. } => (
                format!(
                    "{} are pinned to the same weeks, and {} cannot do all of them from week {}",
                    self.names(tasks),
                    self.limit(*limit),
                    self.week(*from)
                ),
                "take one of the pins away".to_owned(),
            ),
            Conflict::DemandAboveCapacity { task, limit, capacity: 0, .. } => (
                format!(
                    "{} needs {}, who has no time for the roadmap",
                    self.name(*task),
                    self.limit(*limit)
                ),
                "state a capacity above zero in people and skills, or exclude the initiative"
                    .to_owned(),
            ),
            Conflict::DemandAboveCapacity { task, limit, demand, capacity } => (
                format!(
                    "{} needs {} people as {}, and over its whole length there are at most {}",
                    self.name(*task),
                    people(*demand as f64),
                    self.limit(*limit),
                    people(f64::from(*capacity))
                ),
                "change the capacity, lower its effort, or exclude the initiative".to_owned(),
            ),
            Conflict::NoWindow { task, pinned } => (
                if pinned.is_empty() {
                    format!("{} finds no weeks in which all its roles have time", self.name(*task))
                } else {
                    format!(
                        "{} finds no weeks in which all its roles have time beside {}",
                        self.name(*task),
                        self.names(pinned)
                    )
                },
                "change the capacity, lower its effort, or exclude the initiative".to_owned(),
            ),
            Conflict::DeadlineTooEarly { task, deadline, earliest, chain } => {
                let first: Vec<String> =
                    chain.iter().filter(|other| *other != task).map(|t| self.id(*t)).collect();
                let after = if first.is_empty() {
                    String::new()
                } else {
                    format!(", after {},", list(&first))
                };
                (
                    format!(
                        "{} must be finished by {}, but{after} it ends on {} at the earliest: {} late",
                        self.name(*task),
                        self.finish_by(*task, *deadline),
                        self.capacity.calendar.finished_on(*earliest),
                        self.weeks_late(*deadline, *earliest)
                    ),
                    String::new(),
                )
            }
            Conflict::PinAfterDeadline { task, finish, deadline } => (
                format!(
                    "{} must be finished by {}, but {} and ends on {}: {} late",
                    self.name(*task),
                    self.finish_by(*task, *deadline),
                    if self.is_started(*task) { "has started" } else { "is pinned" },
                    self.capacity.calendar.finished_on(*finish),
                    self.weeks_late(*deadline, *finish)
                ),
                String::new(),
            ),
            Conflict::CapacityShort { limit: Limit::Team(index), to, tasks, .. } => (
                format!(
                    "{} must be finished by week {}, and {} bears too few of them at once",
                    self.names(tasks),
                    self.end(*to),
                    self.role(*index)
                ),
                String::new(),
            ),
            Conflict::CapacityShort { limit, from, to, work, capacity, tasks } => (
                format!(
                    "{} must be finished by week {}, and {} has {} of the {} person-weeks that they take from week {}",
                    self.names(tasks),
                    self.end(*to),
                    self.limit(*limit),
                    people(*capacity as f64),
                    people(*work as f64),
                    self.week(*from)
                ),
                String::new(),
            ),
            Conflict::Cycle { tasks } => (
                format!("{} wait for each other", self.names(tasks)),
                "take one of these prerequisites away".to_owned(),
            ),
            Conflict::NoneFound { violations, .. } => {
                let late = violations.iter().find_map(|violation| match violation {
                    Violation::AfterDeadline { task, deadline, finish } => {
                        let finish = u32::try_from(*finish).unwrap_or(u32::MAX);
                        Some(format!(
                            "the nearest plan finishes {} {} after {}",
                            self.name(*task),
                            self.weeks_late(*deadline, finish),
                            self.finish_by(*task, *deadline)
                        ))
                    }
                    _ => None,
                });
                let said = late.unwrap_or_else(|| {
                    format!(
                        "{} in the way",
                        count(violations.len(), "thing stands", "things stand")
                    )
                });
                (format!("no schedule was found; {said}"), String::new())
            }
            _ => ("no plan keeps every date and every pin".to_owned(), String::new()),
        }
    }

    /// A way out, as something to do.
    fn relaxation(&self, way: &Relaxation) -> String {
        let steps: Vec<String> = way
            .changes
            .iter()
            .map(|change| match *change {
                Change::Deadline { task, from, to } => format!(
                    "finish {} by {} instead of {}, {} later",
                    self.id(task),
                    self.capacity.calendar.finished_on(to),
                    self.finish_by(task, from),
                    self.weeks_late(from, to)
                ),
                Change::Pin { task, from, to } => {
                    format!(
                        "pin {} to week {} instead of {}",
                        self.id(task),
                        self.week(to),
                        self.week(from)
                    )
                }
                Change::Capacity { limit: Limit::Team(index), by, from, to } => format!(
                    "let {} bear {by} more at once {}",
                    self.role(index),
                    self.in_weeks(from, to)
                ),
                Change::Capacity { limit, by, from, to } => format!(
                    "have {:.1} people more as {} {}",
                    f64::from(by) / 100.0,
                    self.limit(limit),
                    self.in_weeks(from, to)
                ),
            })
            .collect();
        let least = if way.is_smallest { " (the least that helps)" } else { "" };
        format!("{}{least}", list(&steps))
    }
}

/// How many roles are asked what more of them would change, where nothing says which one is short.
const ASKED: usize = 2;

/// The limits that all tasks together fill most.
fn fullest(problem: &Problem) -> impl Iterator<Item = Limit> {
    let share = |limit: &Limit| {
        let demand: u64 =
            problem.tasks.iter().map(|task| task.demand(*limit) * u64::from(task.duration)).sum();
        demand as f64 / f64::from(problem.profile(*limit).base.max(1))
    };
    let mut limits: Vec<Limit> =
        problem.limits().filter(|limit| matches!(limit, Limit::Resource(_))).collect();
    limits.sort_by(|a, b| share(b).total_cmp(&share(a)));
    limits.into_iter().take(ASKED)
}

/// The task that a conflict is about, and whether its date is in the way.
fn about(conflict: &Conflict) -> (Option<usize>, bool) {
    match conflict {
        Conflict::DeadlineTooEarly { task, .. } | Conflict::PinAfterDeadline { task, .. } => {
            (Some(*task), true)
        }
        Conflict::CapacityShort { tasks, .. } => (tasks.last().copied(), true),
        Conflict::NoneFound { violations, .. } => {
            let late = violations.iter().find_map(|violation| match violation {
                Violation::AfterDeadline { task, .. } => Some(*task),
                _ => None,
            });
            (late, late.is_some())
        }
        Conflict::PinBeforePredecessors { task, .. }
        | Conflict::PinBeforeRelease { task, .. }
        | Conflict::NoWindow { task, .. }
        | Conflict::DemandAboveCapacity { task, .. } => (Some(*task), false),
        Conflict::PinsOverCapacity { tasks, .. } => (tasks.first().copied(), false),
        _ => (None, false),
    }
}
