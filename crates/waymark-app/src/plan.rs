//! The roadmap: chosen initiatives placed in weeks under the capacity of the team, and what each week brings.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use waymark_core::engagement::Engagement;
use waymark_core::id::{InitiativeId, RoleId};
use waymark_core::pack::{Initiative, Pack};
use waymark_core::roadmap::{Chosen, Placed, Plan, RoleLoad, project, waves};
use waymark_schedule::{
    Analysis, Budget, Conflict, Demand, Infeasible, Limit, Objective, Predecessor, Problem,
    Profile, Reason, Resource, Task, loads, solve,
};

use crate::derived::Derived;
use crate::error::{Code, Error};
use waymark_core::wording::{count, list};

/// Schedules tried by the solver: the same everywhere, so that the same input gives the same plan.
const SCHEDULES: u32 = 2_000;
/// Seed of the solver.
const SEED: u64 = 42;
/// Weeks in a month, for capacities stated by month.
const WEEKS_PER_MONTH: f64 = 52.0 / 12.0;
/// Capacity assumed for a role of which the skills inventory says nothing: one person, in hundredths.
const ASSUMED: u32 = 100;

/// The Monday on which the roadmap starts: as stated, else the Monday after the report date, else a fixed one.
pub fn roadmap_start(engagement: &Engagement) -> Date {
    let profile = &engagement.profile;
    let stated = profile
        .roadmap_start
        .value()
        .or(profile.report_date.value())
        .or(profile.workshop_end.value());
    let date = stated.copied().unwrap_or(jiff::civil::date(2027, 1, 4));
    let days = (7 - date.weekday().to_monday_zero_offset()) % 7;
    date.saturating_add(Span::new().days(days))
}

/// Places what the gaps call for.
///
/// # Errors
/// [`Code::NoSchedule`] when pins and prerequisites contradict each other; it says which.
pub fn plan(pack: &Pack, engagement: &Engagement, derived: &Derived) -> Result<Plan, Error> {
    let selection = derived.selection(pack, engagement).clone();
    let initiatives: Vec<(&Chosen, &Initiative)> = selection
        .chosen
        .iter()
        .filter_map(|chosen| Some((chosen, pack.initiative(&chosen.id)?)))
        .collect();
    let capacity = Capacity::of(pack, engagement, &initiatives);
    let index: BTreeMap<&InitiativeId, usize> =
        initiatives.iter().enumerate().map(|(i, (c, _))| (&c.id, i)).collect();
    let mut stretched: Vec<Option<String>> = Vec::new();
    let tasks: Vec<Task> = initiatives
        .iter()
        .map(|(chosen, initiative)| {
            let (duration, note) = capacity.duration(pack, chosen, initiative);
            stretched.push(note);
            let setting = engagement
                .initiatives
                .iter()
                .find(|s| s.pack == pack.id && s.initiative == chosen.id);
            Task {
                duration,
                demands: capacity.demands(chosen, initiative, duration),
                predecessors: initiative
                    .needs
                    .iter()
                    .filter_map(|need| Some(Predecessor { task: *index.get(need)?, lag: 0 }))
                    .collect(),
                weight: (chosen.value * 100.0).round().max(1.0) as u32,
                pinned: setting.and_then(|s| s.pinned_week),
                ..Task::default()
            }
        })
        .collect();
    let problem = Problem {
        tasks,
        resources: capacity.resources(),
        teams: vec![],
        objective: Objective::Value,
    };
    let accepted = engagement.accepted_plans.iter().find(|p| p.pack == pack.id);
    let previous: Option<Vec<Option<u32>>> = accepted.map(|plan| {
        initiatives.iter().map(|(c, _)| plan.start_weeks.get(&c.id).copied()).collect()
    });
    let solved = solve(&problem, &Budget { schedules: SCHEDULES, seed: SEED }, previous.as_deref())
        .map_err(|infeasible| no_schedule(&infeasible, &initiatives, &capacity.roles, pack))?;
    let analysis = Analysis::new(&problem, &solved.start).map_err(|_| {
        Error::new(
            Code::Internal,
            "the schedule found breaks one of its own rules",
            "this is a mistake in Waymark",
        )
    })?;
    let ends: Vec<(InitiativeId, u32)> = initiatives
        .iter()
        .enumerate()
        .map(|(i, (c, _))| (c.id.clone(), solved.finish(&problem, i)))
        .collect();
    let waves = waves(&ends);
    let mut placed: Vec<Placed> = initiatives
        .iter()
        .enumerate()
        .map(|(i, (chosen, initiative))| {
            let end = solved.finish(&problem, i);
            let mut placement: Vec<String> = analysis
                .why_here(i)
                .iter()
                .map(|reason| why(reason, &initiatives, &capacity.roles, pack))
                .collect();
            placement.extend(stretched[i].clone());
            placement.extend(left_out_first(pack, engagement, initiative));
            let stretch = f64::from(problem.tasks[i].duration) / chosen.duration.likely.max(1.0);
            let longest = (chosen.duration.high * stretch.max(1.0)).ceil() as u32;
            Placed {
                chosen: (*chosen).clone(),
                start: solved.start[i],
                end,
                longest_end: end.max(solved.start[i] + longest),
                slack: analysis.slack(i),
                is_critical: analysis.is_critical(i),
                wave: waves
                    .iter()
                    .find(|w| w.initiatives.contains(&chosen.id))
                    .map_or(0, |w| w.number),
                placement,
                needs: initiative
                    .needs
                    .iter()
                    .filter(|need| index.contains_key(need))
                    .cloned()
                    .collect(),
            }
        })
        .collect();
    placed.sort_by(|a, b| (a.start, &a.chosen.id).cmp(&(b.start, &b.chosen.id)));
    let mut finished = BTreeSet::new();
    let projections = waves
        .iter()
        .map(|wave| {
            finished.extend(wave.initiatives.iter().cloned());
            project(pack, &derived.scorecard, &finished, &derived.importance)
        })
        .collect();
    let weekly = loads(&problem, &solved.start);
    let people = |hundredths: u64| hundredths as f64 / 100.0;
    let loads = capacity
        .roles
        .iter()
        .zip(weekly.resources)
        .map(|(role, weeks)| RoleLoad {
            role: role.id.clone(),
            load: weeks.iter().map(|w| people(w.load)).collect(),
            capacity: weeks.iter().map(|w| people(u64::from(w.capacity))).collect(),
            is_assumed: role.is_assumed,
        })
        .collect();
    Ok(Plan {
        start: roadmap_start(engagement),
        weeks: solved.makespan,
        placed,
        waves,
        projections,
        loads,
        selection,
        value: solved.value,
        lower_bound: if solved.proven { Some(solved.makespan) } else { solved.lower_bound },
    })
}

/// What an initiative should wait for, but people left out of the roadmap.
fn left_out_first(pack: &Pack, engagement: &Engagement, initiative: &Initiative) -> Option<String> {
    let excluded: Vec<String> = initiative
        .needs
        .iter()
        .filter(|need| {
            engagement
                .initiatives
                .iter()
                .any(|s| s.pack == pack.id && &&s.initiative == need && s.is_excluded)
        })
        .filter_map(|need| pack.initiative(need))
        .map(|need| format!("{} {}", need.id, need.title))
        .collect();
    (!excluded.is_empty()).then(|| {
        format!("Needs {} first, which is left out: its result is at risk", list(&excluded))
    })
}

/// A role with its weekly capacity.
struct RoleCapacity {
    id: RoleId,
    /// Hundredths of a person.
    hundredths: u32,
    is_assumed: bool,
}

struct Capacity {
    roles: Vec<RoleCapacity>,
}

impl Capacity {
    /// The roles that the chosen initiatives need, in the pack's order, with what the skills inventory says of them.
    fn of(pack: &Pack, engagement: &Engagement, initiatives: &[(&Chosen, &Initiative)]) -> Self {
        let needed: BTreeSet<&RoleId> =
            initiatives.iter().flat_map(|(_, i)| i.roles.iter().map(|share| &share.role)).collect();
        let roles = pack
            .roles
            .iter()
            .filter(|role| needed.contains(&role.id))
            .map(|role| {
                let stated: Vec<f64> = engagement
                    .skills
                    .iter()
                    .filter(|skill| skill.role.value() == Some(&role.id))
                    .filter_map(|skill| skill.capacity_weeks_per_month.value().copied())
                    .collect();
                let hundredths =
                    (stated.iter().sum::<f64>() / WEEKS_PER_MONTH * 100.0).round() as u32;
                if stated.is_empty() {
                    RoleCapacity { id: role.id.clone(), hundredths: ASSUMED, is_assumed: true }
                } else {
                    RoleCapacity { id: role.id.clone(), hundredths, is_assumed: false }
                }
            })
            .collect();
        Self { roles }
    }

    fn place(&self, role: &RoleId) -> Option<(usize, &RoleCapacity)> {
        self.roles.iter().enumerate().find(|(_, known)| &known.id == role)
    }

    /// The likely duration, longer where a role has too few people to do its share in that time; a sentence says so.
    fn duration(
        &self,
        pack: &Pack,
        chosen: &Chosen,
        initiative: &Initiative,
    ) -> (u32, Option<String>) {
        let likely = (chosen.duration.likely.round() as u32).max(1);
        let mut duration = likely;
        let mut scarce = None;
        for share in &initiative.roles {
            let Some((_, role)) = self.place(&share.role) else { continue };
            if role.hundredths == 0 {
                continue;
            }
            let weeks = (chosen.effort.likely * share.share * 100.0 / f64::from(role.hundredths))
                .ceil() as u32;
            if weeks > duration {
                duration = weeks;
                scarce = Some(role);
            }
        }
        let note = scarce.map(|role| {
            let title = pack.role(&role.id).map_or(role.id.as_str(), |r| r.title.as_str());
            format!(
                "Takes {duration} weeks instead of {likely}: {} has {:.1} people for it",
                title,
                f64::from(role.hundredths) / 100.0
            )
        });
        (duration, note)
    }

    /// What it needs of each role, every week it runs.
    fn demands(&self, chosen: &Chosen, initiative: &Initiative, duration: u32) -> Vec<Demand> {
        initiative
            .roles
            .iter()
            .filter_map(|share| {
                let (resource, role) = self.place(&share.role)?;
                let amount = (chosen.effort.likely * share.share * 100.0 / f64::from(duration))
                    .round() as u32;
                let amount =
                    if role.hundredths == 0 { amount.max(1) } else { amount.min(role.hundredths) };
                (amount > 0).then_some(Demand { resource, amount })
            })
            .collect()
    }

    fn resources(&self) -> Vec<Resource> {
        self.roles
            .iter()
            .map(|role| Resource { capacity: Profile::constant(role.hundredths) })
            .collect()
    }
}

fn role_title(roles: &[RoleCapacity], limit: Limit, pack: &Pack) -> String {
    match limit {
        Limit::Resource(index) => roles.get(index).map_or_else(
            || "a role".to_owned(),
            |role| pack.role(&role.id).map_or_else(|| role.id.to_string(), |r| r.title.clone()),
        ),
        Limit::Team(_) => "the change load".to_owned(),
    }
}

/// A reason for a place, in words. Weeks are counted from 1 for people.
fn why(
    reason: &Reason,
    initiatives: &[(&Chosen, &Initiative)],
    roles: &[RoleCapacity],
    pack: &Pack,
) -> String {
    let id =
        |task: usize| initiatives.get(task).map_or_else(String::new, |(c, _)| c.id.to_string());
    match reason {
        Reason::Pinned { week } => format!("Pinned to week {}", week + 1),
        Reason::Release { week } => format!("May not start before week {}", week + 1),
        Reason::Predecessor { task, finish, .. } => {
            format!("Waits for {} until week {finish}", id(*task))
        }
        Reason::Full { limit, from, to, tasks, .. } => {
            let others: Vec<String> = tasks.iter().map(|t| id(*t)).collect();
            let busy =
                if others.is_empty() { String::new() } else { format!(" by {}", list(&others)) };
            format!(
                "{} is taken in weeks {} to {to}{busy}",
                role_title(roles, *limit, pack),
                from + 1
            )
        }
        Reason::CouldStartEarlier { week } => {
            format!("Could start in week {}, but other work gains more from these weeks", week + 1)
        }
        Reason::FirstWeek => "Starts at once".to_owned(),
    }
}

/// Why there is no schedule, in words.
fn no_schedule(
    infeasible: &Infeasible,
    initiatives: &[(&Chosen, &Initiative)],
    roles: &[RoleCapacity],
    pack: &Pack,
) -> Error {
    let name = |task: &usize| {
        initiatives.get(*task).map_or_else(String::new, |(c, i)| format!("{} {}", c.id, i.title))
    };
    let names = |tasks: &[usize]| list(&tasks.iter().map(name).collect::<Vec<_>>());
    let (message, help) = match infeasible.conflicts.first() {
        Some(Conflict::PinBeforePredecessors { task, pin, earliest, .. }) => (
            format!(
                "{} is pinned to week {}, but what it needs first ends in week {earliest}",
                name(task),
                pin + 1
            ),
            format!("pin it to week {} or later, or take the pin away", earliest + 1),
        ),
        Some(Conflict::PinsOverCapacity { limit, from, tasks, .. }) => (
            format!(
                "{} are pinned to the same weeks, and {} cannot do all of them from week {}",
                names(tasks),
                role_title(roles, *limit, pack),
                from + 1
            ),
            "take one of the pins away".to_owned(),
        ),
        Some(Conflict::DemandAboveCapacity { task, limit, .. }) => (
            format!(
                "{} needs {}, who has no time for the roadmap",
                name(task),
                role_title(roles, *limit, pack)
            ),
            "state a capacity above zero in people and skills, or exclude the initiative"
                .to_owned(),
        ),
        Some(Conflict::Cycle { tasks }) => (
            format!("{} wait for each other", names(tasks)),
            "mend the pack's prerequisites".to_owned(),
        ),
        _ => (
            format!(
                "no schedule was found; {} in the way",
                count(infeasible.conflicts.len(), "thing stands", "things stand")
            ),
            "take pins away one by one".to_owned(),
        ),
    };
    let about = match infeasible.conflicts.first() {
        Some(
            Conflict::PinBeforePredecessors { task, .. }
            | Conflict::DemandAboveCapacity { task, .. },
        ) => Some(*task),
        Some(Conflict::PinsOverCapacity { tasks, .. }) => tasks.first().copied(),
        _ => None,
    };
    let field = about.and_then(|task| initiatives.get(task)).map(|(c, _)| c.id.to_string());
    Error { field, ..Error::new(Code::NoSchedule, message, help) }
}
