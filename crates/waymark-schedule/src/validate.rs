//! Checks start weeks against the constraints as they are written in the problem. It shares no code with the
//! search: it reads neither its network nor its profiles.

use crate::{Limit, MAX_WEEKS, Problem, Task};

/// A constraint that start weeks break. Weeks are week numbers, ends exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Violation {
    /// Not one start per task. Nothing else was checked.
    WrongLength { tasks: usize, starts: usize },
    /// A task waits for one that does not exist.
    UnknownPredecessor { task: usize, predecessor: usize },
    /// A task demands a resource that does not exist.
    UnknownResource { task: usize, resource: usize },
    /// A task belongs to a team that does not exist.
    UnknownTeam { task: usize, team: usize },
    /// Tasks that wait for each other, directly or through others.
    Cycle { tasks: Vec<usize> },
    /// Dates, durations or start weeks reach further than a plan may.
    TooLong { weeks: u64, limit: u32 },
    /// Starts before it is released.
    BeforeRelease { task: usize, release: u32, start: u32 },
    /// Ends after its deadline.
    AfterDeadline { task: usize, deadline: u32, finish: u64 },
    /// Does not start where it is pinned.
    PinMoved { task: usize, pin: u32, start: u32 },
    /// Starts before `ready`: the end of a predecessor, and its lag.
    PredecessorUnfinished { task: usize, predecessor: usize, ready: u64, start: u32 },
    /// More than a limit offers in every one of the weeks `from..to`; load and capacity are those of the first
    /// week with the greatest excess, the tasks are all that run then.
    Overload { limit: Limit, from: u64, to: u64, load: u64, capacity: u32, tasks: Vec<usize> },
}

/// Everything the start weeks break; empty when they keep every constraint.
pub fn validate(problem: &Problem, start: &[u32]) -> Vec<Violation> {
    if problem.tasks.len() != start.len() {
        return vec![Violation::WrongLength { tasks: problem.tasks.len(), starts: start.len() }];
    }
    let mut violations = Vec::new();
    check_reach(problem, start, &mut violations);
    check_cycles(problem, &mut violations);
    for task in 0..start.len() {
        check_task(problem, start, task, &mut violations);
    }
    for limit in problem.limits() {
        check_limit(problem, start, limit, &mut violations);
    }
    violations
}

fn check_reach(problem: &Problem, start: &[u32], violations: &mut Vec<Violation>) {
    let dates = problem
        .tasks
        .iter()
        .map(|task| u64::from(task.release.max(task.pinned.unwrap_or(0))))
        .max();
    let waits = |task: &Task| {
        task.predecessors.iter().map(|predecessor| u64::from(predecessor.lag)).max().unwrap_or(0)
    };
    let work: u64 = problem.tasks.iter().map(|task| u64::from(task.duration) + waits(task)).sum();
    let ends = problem
        .tasks
        .iter()
        .zip(start)
        .map(|(task, &week)| u64::from(week) + u64::from(task.duration))
        .max();
    let weeks = (dates.unwrap_or(0) + work).max(ends.unwrap_or(0));
    if weeks > u64::from(MAX_WEEKS) {
        violations.push(Violation::TooLong { weeks, limit: MAX_WEEKS });
    }
}

/// Takes away what waits for nothing and what nothing waits for until only tasks on cycles, or between them, remain.
fn check_cycles(problem: &Problem, violations: &mut Vec<Violation>) {
    let mut left: Vec<usize> = (0..problem.tasks.len()).collect();
    loop {
        let waits = |task: &usize| {
            problem.tasks[*task].predecessors.iter().any(|before| left.contains(&before.task))
        };
        let is_waited_for = |task: &usize| {
            left.iter()
                .any(|after| problem.tasks[*after].predecessors.iter().any(|p| p.task == *task))
        };
        let remaining: Vec<usize> =
            left.iter().copied().filter(|task| waits(task) && is_waited_for(task)).collect();
        if remaining.is_empty() {
            return;
        }
        if remaining.len() == left.len() {
            violations.push(Violation::Cycle { tasks: left });
            return;
        }
        left = remaining;
    }
}

fn check_task(problem: &Problem, start: &[u32], index: usize, violations: &mut Vec<Violation>) {
    let task = &problem.tasks[index];
    let begins = start[index];
    if begins < task.release {
        violations.push(Violation::BeforeRelease {
            task: index,
            release: task.release,
            start: begins,
        });
    }
    if let Some(pin) = task.pinned.filter(|&pin| pin != begins) {
        violations.push(Violation::PinMoved { task: index, pin, start: begins });
    }
    let finish = u64::from(begins) + u64::from(task.duration);
    if let Some(deadline) = task.deadline.filter(|&deadline| finish > u64::from(deadline)) {
        violations.push(Violation::AfterDeadline { task: index, deadline, finish });
    }
    for predecessor in &task.predecessors {
        let Some(before) = problem.tasks.get(predecessor.task) else {
            violations
                .push(Violation::UnknownPredecessor { task: index, predecessor: predecessor.task });
            continue;
        };
        let ready = u64::from(start[predecessor.task])
            + u64::from(before.duration)
            + u64::from(predecessor.lag);
        if u64::from(begins) < ready {
            violations.push(Violation::PredecessorUnfinished {
                task: index,
                predecessor: predecessor.task,
                ready,
                start: begins,
            });
        }
    }
    for demand in &task.demands {
        if demand.resource >= problem.resources.len() {
            violations.push(Violation::UnknownResource { task: index, resource: demand.resource });
        }
    }
    if let Some(team) = task.team.filter(|&team| team >= problem.teams.len()) {
        violations.push(Violation::UnknownTeam { task: index, team });
    }
}

/// Load and capacity change only where a task starts or ends and where an exception begins or ends, so it is
/// enough to look at the stretches between those weeks.
fn check_limit(problem: &Problem, start: &[u32], limit: Limit, violations: &mut Vec<Violation>) {
    let profile = problem.profile(limit);
    let users: Vec<(usize, u64, u64, u64)> = (0..start.len())
        .map(|task| {
            let begins = u64::from(start[task]);
            (
                task,
                begins,
                begins + u64::from(problem.tasks[task].duration),
                problem.tasks[task].demand(limit),
            )
        })
        .filter(|&(.., demand)| demand > 0)
        .collect();
    let mut weeks: Vec<u64> =
        users.iter().flat_map(|&(_, begins, ends, _)| [begins, ends]).collect();
    weeks.extend(
        profile
            .exceptions
            .iter()
            .flat_map(|exception| [u64::from(exception.from), u64::from(exception.to)]),
    );
    weeks.sort_unstable();
    weeks.dedup();

    let mut overload: Option<(u64, u64, u64, u32, u64)> = None;
    for stretch in weeks.windows(2) {
        let (from, to) = (stretch[0], stretch[1]);
        let load: u64 =
            users.iter().filter(|user| user.1 <= from && from < user.2).map(|user| user.3).sum();
        let capacity = u32::try_from(from).map_or(profile.base, |week| profile.at(week));
        if load <= u64::from(capacity) {
            violations.extend(overload.take().map(|found| describe(limit, &users, found)));
            continue;
        }
        overload = Some(match overload {
            None => (from, to, load, capacity, from),
            Some((first, _, worst, below, _))
                if load - u64::from(capacity) > worst - u64::from(below) =>
            {
                (first, to, load, capacity, from)
            }
            Some((first, _, worst, below, week)) => (first, to, worst, below, week),
        });
    }
    violations.extend(overload.map(|found| describe(limit, &users, found)));
}

fn describe(
    limit: Limit,
    users: &[(usize, u64, u64, u64)],
    (from, to, load, capacity, week): (u64, u64, u64, u32, u64),
) -> Violation {
    let tasks =
        users.iter().filter(|user| user.1 <= week && week < user.2).map(|user| user.0).collect();
    Violation::Overload { limit, from, to, load, capacity, tasks }
}
