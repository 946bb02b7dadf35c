//! Small problems whose best plan is found by trying every start week.

use proptest::prelude::*;
use waymark_schedule::{
    Budget, Change, Effort, Objective, Problem, Watch, improve, relaxations, solve,
};

use crate::checker::complaint;
use crate::instances::{Size, cases, problems};

/// What the best of all plans is worth in each part of the objective, if there is one.
fn optimum(problem: &Problem, previous: &[Option<u32>]) -> Option<[u64; 3]> {
    let mut best = None;
    extend(problem, last_start(problem), &mut Vec::new(), &mut best, &|start| {
        objective(problem, previous, start)
    });
    best
}

/// No plan has to start a task later than in this week to be the best.
fn last_start(problem: &Problem) -> u32 {
    // After the last date and change of capacity there is time for all tasks one after the other.
    let dates = problem.tasks.iter().map(|task| task.release.max(task.pinned.unwrap_or(0)));
    let profiles = problem
        .resources
        .iter()
        .map(|resource| &resource.capacity)
        .chain(problem.teams.iter().map(|team| &team.limit));
    let changes =
        profiles.flat_map(|profile| profile.exceptions.iter().map(|exception| exception.to));
    let work: u32 = problem
        .tasks
        .iter()
        .map(|task| task.duration + task.predecessors.iter().map(|p| p.lag).sum::<u32>())
        .sum();
    dates.chain(changes).max().unwrap_or(0) + work
}

/// Tries every start week of the tasks that are not in `start` yet. `worth` must not fall as tasks are added.
fn extend(
    problem: &Problem,
    last: u32,
    start: &mut Vec<u32>,
    best: &mut Option<[u64; 3]>,
    worth: &dyn Fn(&[u32]) -> [u64; 3],
) {
    let so_far = worth(start);
    if best.is_some_and(|best| so_far >= best) {
        return;
    }
    if start.len() == problem.tasks.len() {
        *best = Some(so_far);
        return;
    }
    for week in 0..=last {
        start.push(week);
        // The first tasks alone have to keep the constraints, too: none waits for a later one.
        let part = Problem { tasks: problem.tasks[..start.len()].to_vec(), ..problem.clone() };
        if complaint(&part, start).is_none() {
            extend(problem, last, start, best, worth);
        }
        start.pop();
    }
}

fn objective(problem: &Problem, previous: &[Option<u32>], start: &[u32]) -> [u64; 3] {
    let ends = || start.iter().zip(&problem.tasks).map(|(start, task)| start + task.duration);
    let makespan = u64::from(ends().max().unwrap_or(0));
    let value = ends().zip(&problem.tasks).map(|(end, task)| u64::from(end * task.weight)).sum();
    let moved = start.iter().zip(previous).filter_map(|(week, was)| Some(week.abs_diff((*was)?)));
    let movement = moved.map(u64::from).sum();
    match problem.objective {
        Objective::Value => [value, makespan, movement],
        Objective::Makespan => [makespan, movement, 0],
    }
}

fn check(problem: &Problem) -> Result<(), TestCaseError> {
    let found = solve(problem, &Budget { schedules: 2_000, seed: 1 }, None);
    match (optimum(problem, &[]), found) {
        (Some(best), Ok(plan)) => {
            prop_assert_eq!(objective(problem, &[], &plan.start), best);
        }
        (None, Err(_)) => {}
        (Some(_), Err(refusal)) => prop_assert!(false, "there is a plan: {}", refusal),
        (None, Ok(plan)) => prop_assert!(false, "there is no plan: {:?}", plan),
    }
    Ok(())
}

/// The long search proves what is best in every part, or that there is nothing.
fn check_proof(problem: &Problem, previous: &[Option<u32>]) -> Result<(), TestCaseError> {
    // Few schedules, so that there is something left to find.
    let effort = Effort { schedules: 1, polls: 200_000, seed: 1 };
    let mut watch = Watch { stop: &|| false, better: &mut |_| {} };
    let found = improve(problem, &effort, Some(previous), None, &mut watch);
    match (optimum(problem, previous), found) {
        (Some(best), Ok(plan)) => {
            prop_assert_eq!(complaint(problem, &plan.start), None);
            prop_assert_eq!(objective(problem, previous, &plan.start), best);
            prop_assert!(plan.proven);
            prop_assert_eq!(plan.gap(), 0.0);
            match problem.objective {
                Objective::Value => prop_assert_eq!(plan.value_bound, Some(plan.value)),
                Objective::Makespan => prop_assert_eq!(plan.lower_bound, Some(plan.makespan)),
            }
        }
        (None, Err(refusal)) => prop_assert!(refusal.is_proven(), "{}", refusal),
        (Some(_), Err(refusal)) => prop_assert!(false, "there is a plan: {}", refusal),
        (None, Ok(plan)) => prop_assert!(false, "there is no plan: {:?}", plan),
    }
    Ok(())
}

/// What the bounds of a short search claim holds.
fn check_bounds(problem: &Problem) -> Result<(), TestCaseError> {
    let Some(best) = optimum(problem, &[]) else { return Ok(()) };
    let plan = solve(problem, &Budget { schedules: 1, seed: 1 }, None);
    let Ok(plan) = plan else { return Ok(()) };
    let shortest = Problem { objective: Objective::Makespan, ..problem.clone() };
    let shortest = optimum(&shortest, &[]).expect("the same plans keep the constraints")[0];
    prop_assert!(plan.lower_bound.is_some_and(|bound| u64::from(bound) <= shortest));
    prop_assert!(plan.value_bound.is_none_or(|bound| bound <= best[0]));
    prop_assert!(!plan.proven || objective(problem, &[], &plan.start)[0] == best[0]);
    Ok(())
}

/// The changes make a plan possible, and nothing less of their kind does.
fn check_relaxations(problem: &Problem) -> Result<(), TestCaseError> {
    if optimum(problem, &[]).is_some() {
        return Ok(());
    }
    let effort = Effort { schedules: 200, polls: 50_000, seed: 1 };
    for relaxation in relaxations(problem, &effort, &|| false) {
        let mut relaxed = problem.clone();
        for change in &relaxation.changes {
            change.apply(&mut relaxed);
        }
        prop_assert_eq!(complaint(&relaxed, &relaxation.start), None);
        prop_assert!(relaxation.is_smallest, "{:?}", relaxation);
        match relaxation.changes[0] {
            Change::Capacity { limit, by, .. } => {
                let less = with_more(problem, limit, by - 1);
                prop_assert_eq!(optimum(&less, &[]), None, "{:?}", relaxation);
            }
            Change::Deadline { .. } | Change::Pin { .. } => {
                let weeks = |change: &Change| match *change {
                    Change::Deadline { from, to, .. } | Change::Pin { from, to, .. } => {
                        u64::from(from.abs_diff(to))
                    }
                    Change::Capacity { .. } => unreachable!("dates and capacity are not mixed"),
                };
                let weeks: u64 = relaxation.changes.iter().map(weeks).sum();
                prop_assert_eq!(Some(weeks), least_shift(problem), "{:?}", relaxation);
            }
        }
    }
    Ok(())
}

/// The fewest weeks by which dates have to move, found by trying every start week.
fn least_shift(problem: &Problem) -> Option<u64> {
    let mut free = problem.clone();
    for task in &mut free.tasks {
        (task.deadline, task.pinned) = (None, None);
    }
    let shift = |start: &[u32]| {
        let tasks = start.iter().zip(&problem.tasks);
        let shifts = tasks.map(|(&week, task)| {
            let late = task.deadline.map_or(0, |by| (week + task.duration).saturating_sub(by));
            late + task.pinned.map_or(0, |pin| pin.abs_diff(week))
        });
        [shifts.map(u64::from).sum(), 0, 0]
    };
    let mut best = None;
    extend(&free, last_start(problem), &mut Vec::new(), &mut best, &shift);
    best.map(|best| best[0])
}

fn with_more(problem: &Problem, limit: waymark_schedule::Limit, by: u32) -> Problem {
    let mut more = problem.clone();
    let profile = match limit {
        waymark_schedule::Limit::Resource(resource) => &mut more.resources[resource].capacity,
        waymark_schedule::Limit::Team(team) => &mut more.teams[team].limit,
    };
    profile.base += by;
    for exception in &mut profile.exceptions {
        exception.capacity += by;
    }
    more
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn small_problems_are_solved_to_the_optimum(problem in problems(Size { tasks: 6, duration: 2, dates: 0.05 })) {
        check(&problem)?;
    }

    #[test]
    fn small_problems_with_dates_are_solved_or_refused_rightly(
        problem in problems(Size { tasks: 5, duration: 3, dates: 0.4 }),
    ) {
        check(&problem)?;
    }

    #[test]
    fn small_problems_are_proven_in_every_part(
        problem in problems(Size { tasks: 6, duration: 2, dates: 0.1 }),
        previous in proptest::collection::vec(proptest::option::of(0..8_u32), 6),
    ) {
        check_proof(&problem, &previous[..problem.tasks.len()])?;
    }

    #[test]
    fn small_problems_with_dates_are_proven_or_shown_to_have_no_plan(
        problem in problems(Size { tasks: 5, duration: 3, dates: 0.4 }),
    ) {
        check_proof(&problem, &[])?;
    }

    #[test]
    fn bounds_are_bounds(problem in problems(Size { tasks: 5, duration: 3, dates: 0.1 })) {
        check_bounds(&problem)?;
    }

    #[test]
    fn relaxations_help_and_nothing_less_does(
        problem in problems(Size { tasks: 4, duration: 3, dates: 0.7 }),
    ) {
        check_relaxations(&problem)?;
    }
}
