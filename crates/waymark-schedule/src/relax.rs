//! What would have to give way for a plan to exist.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::exact::{Exact, Polls, Step, Way};
use crate::goal::Goal;
use crate::search::Search;
use crate::{Effort, Exception, Infeasible, Limit, Problem, Watch, feasibility, improve, validate};

/// One way to make a plan possible: all of its changes together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxation {
    /// What gives way; never empty.
    pub changes: Vec<Change>,
    /// A plan that keeps every constraint once they are made.
    pub start: Vec<u32>,
    /// Whether it is proven that less of the same kind does not do; otherwise it is the least that was found.
    pub is_smallest: bool,
}

/// A constraint that gives way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A deadline moves back.
    Deadline { task: usize, from: u32, to: u32 },
    /// A pin moves.
    Pin { task: usize, from: u32, to: u32 },
    /// A limit offers so much more in every week of `from..to` (the weeks in which the plan needs any of it).
    Capacity { limit: Limit, by: u32, from: u32, to: u32 },
}

impl Change {
    /// Makes the change.
    pub fn apply(&self, problem: &mut Problem) {
        match *self {
            Self::Deadline { task, to, .. } => problem.tasks[task].deadline = Some(to),
            Self::Pin { task, to, .. } => problem.tasks[task].pinned = Some(to),
            Self::Capacity { limit, by, from, to } => {
                let profile = match limit {
                    Limit::Resource(resource) => &mut problem.resources[resource].capacity,
                    Limit::Team(team) => &mut problem.teams[team].limit,
                };
                let raised: Vec<Exception> = (from..to)
                    .map(|week| Exception {
                        from: week,
                        to: week + 1,
                        capacity: profile.at(week).saturating_add(by),
                    })
                    .collect();
                profile.exceptions.extend(raised);
            }
        }
    }
}

/// The smallest relaxations of a problem that has no plan, one of each kind that does: the deadlines and pins that
/// have to move (fewest weeks in all; what is started stays), and for each limit alone how much more it would have to offer.
///
/// `effort` is what each of the questions may cost that this asks: one for the dates, about twenty for each limit.
/// Empty when the problem makes no sense (names that do not exist, cycles, too long), or nothing was found.
pub fn relaxations(problem: &Problem, effort: &Effort, stop: &dyn Fn() -> bool) -> Vec<Relaxation> {
    let mut found: Vec<Relaxation> = relaxed_dates(problem, effort, stop).into_iter().collect();
    found.extend(problem.limits().filter_map(|limit| relaxed_limit(problem, limit, effort, stop)));
    found
}

/// Fewest weeks by which deadlines and pins move, all added up; the first of [`relaxations`], at the cost of one question.
pub fn relaxed_dates(
    problem: &Problem,
    effort: &Effort,
    stop: &dyn Fn() -> bool,
) -> Option<Relaxation> {
    let mut free = problem.clone();
    let (mut places, mut deadlines) = (Vec::new(), Vec::new());
    for task in &mut free.tasks {
        places.push(if task.is_started { None } else { task.pinned.take() });
        deadlines.push(task.deadline.take());
    }
    let network =
        feasibility::network(&free, places.iter().flatten().copied().max().unwrap_or(0)).ok()?;
    let goals = [Goal::Shift { places: places.clone(), deadlines }];
    let mut search = Search::new(&free, &network, &goals, effort.seed, stop);
    search.run(effort.schedules);
    let mut best = search.best().filter(|best| best.is_valid())?.start.clone();
    let mut is_smallest = false;
    let exact = || Exact::new(&network, &goals, Some(&best), vec![0]);
    let mut exact = catch_unwind(AssertUnwindSafe(exact)).ok().flatten();
    // The least is often a few weeks: half of the polls climb to it from nothing.
    for way in [Way::Up, Way::Down] {
        let Some(asked) = exact.as_mut() else { break };
        let mut polls = Polls { left: effort.polls / 2, stop };
        let ask = || ask(&free, asked, way, &mut polls, &mut best);
        if let Some(is_finished) = catch_unwind(AssertUnwindSafe(ask)).ok().flatten() {
            is_smallest |= is_finished;
        } else {
            exact = None;
            is_smallest = false;
        }
        if is_smallest {
            break;
        }
    }
    let mut changes = Vec::new();
    for (index, task) in problem.tasks.iter().enumerate() {
        if let Some(from) = places[index].filter(|&pin| pin != best[index]) {
            changes.push(Change::Pin { task: index, from, to: best[index] });
        }
        let end = best[index] + task.duration;
        if let Some(from) = task.deadline.filter(|&deadline| end > deadline) {
            changes.push(Change::Deadline { task: index, from, to: end });
        }
    }
    (!changes.is_empty()).then(|| checked(problem, changes, best, is_smallest))?
}

/// Asks until nothing is left to ask (true) or the polls are used up (false); `None` when the solver fails.
fn ask(
    problem: &Problem,
    exact: &mut Exact<'_>,
    way: Way,
    polls: &mut Polls<'_>,
    best: &mut Vec<u32>,
) -> Option<bool> {
    loop {
        match exact.step(way, polls) {
            Step::Better(start) if validate(problem, &start).is_empty() => *best = start,
            Step::Raised => {}
            Step::Finished => return Some(true),
            Step::Out => return Some(false),
            Step::Better(_) | Step::Impossible | Step::Contradiction => return None,
        }
    }
}

/// The least that one limit has to offer more, when that alone helps, at the cost of about twenty questions.
pub fn relaxed_limit(
    problem: &Problem,
    limit: Limit,
    effort: &Effort,
    stop: &dyn Fn() -> bool,
) -> Option<Relaxation> {
    // With as much as all tasks demand together it is no limit any more.
    let most: u64 = problem.tasks.iter().map(|task| task.demand(limit)).sum();
    let most = u32::try_from(most).ok().filter(|&most| most > 0)?;
    let raised = |by: u32| {
        let mut raised = problem.clone();
        let profile = match limit {
            Limit::Resource(resource) => &mut raised.resources[resource].capacity,
            Limit::Team(team) => &mut raised.teams[team].limit,
        };
        profile.base = profile.base.saturating_add(by);
        for exception in &mut profile.exceptions {
            exception.capacity = exception.capacity.saturating_add(by);
        }
        raised
    };
    let attempt = |by: u32| -> Result<Vec<u32>, Infeasible> {
        let mut problem = raised(by);
        problem.objective = crate::Objective::Makespan;
        let found = std::cell::Cell::new(false);
        let enough = || found.get() || stop();
        let mut better = |_: &crate::Plan| found.set(true);
        let mut watch = Watch { stop: &enough, better: &mut better };
        improve(&problem, effort, None, None, &mut watch).map(|plan| plan.start)
    };
    let mut start = attempt(most).ok()?;
    // Between what does not do and what does; whether everything below is proven not to do.
    let (mut fails, mut does, mut is_smallest) = (0, most, true);
    if let Err(refusal) = attempt(0) {
        is_smallest = refusal.is_proven();
    }
    while does - fails > 1 && !stop() {
        let middle = fails + (does - fails) / 2;
        match attempt(middle) {
            Ok(found) => (does, start) = (middle, found),
            Err(refusal) => {
                fails = middle;
                is_smallest = refusal.is_proven();
            }
        }
    }
    is_smallest &= does - fails == 1;
    let needs = |week: u32| {
        let runs = |task: &usize| {
            start[*task] <= week && week < start[*task] + problem.tasks[*task].duration
        };
        let load: u64 =
            (0..start.len()).filter(runs).map(|task| problem.tasks[task].demand(limit)).sum();
        load > u64::from(problem.profile(limit).at(week))
    };
    let end = (0..start.len()).map(|task| start[task] + problem.tasks[task].duration).max()?;
    let from = (0..end).find(|&week| needs(week))?;
    let to = (from..end).rev().find(|&week| needs(week))? + 1;
    checked(problem, vec![Change::Capacity { limit, by: does, from, to }], start, is_smallest)
}

/// The relaxation, if its plan keeps every constraint that is left.
fn checked(
    problem: &Problem,
    changes: Vec<Change>,
    start: Vec<u32>,
    is_smallest: bool,
) -> Option<Relaxation> {
    let mut relaxed = problem.clone();
    for change in &changes {
        change.apply(&mut relaxed);
    }
    validate(&relaxed, &start).is_empty().then_some(Relaxation { changes, start, is_smallest })
}
