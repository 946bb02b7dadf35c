//! Small problems whose best plan is found by trying every start week.

use proptest::prelude::*;
use waymark_schedule::{Budget, Objective, Problem, solve};

use crate::checker::complaint;
use crate::instances::{Size, cases, problems};

/// The best value and makespan (in the order of the objective) of all plans, if there is one.
fn optimum(problem: &Problem) -> Option<(u64, u64)> {
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
    let last = dates.chain(changes).max().unwrap_or(0) + work;
    let mut best = None;
    extend(problem, last, &mut Vec::new(), &mut best);
    best
}

fn extend(problem: &Problem, last: u32, start: &mut Vec<u32>, best: &mut Option<(u64, u64)>) {
    let so_far = objective(problem, start);
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
            extend(problem, last, start, best);
        }
        start.pop();
    }
}

fn objective(problem: &Problem, start: &[u32]) -> (u64, u64) {
    let ends = || start.iter().zip(&problem.tasks).map(|(start, task)| start + task.duration);
    let makespan = u64::from(ends().max().unwrap_or(0));
    let value = ends().zip(&problem.tasks).map(|(end, task)| u64::from(end * task.weight)).sum();
    match problem.objective {
        Objective::Value => (value, makespan),
        Objective::Makespan => (makespan, 0),
    }
}

fn check(problem: &Problem) -> Result<(), TestCaseError> {
    let found = solve(problem, &Budget { schedules: 2_000, seed: 1 }, None);
    match (optimum(problem), found) {
        (Some(best), Ok(plan)) => {
            prop_assert_eq!(objective(problem, &plan.start), best);
            let reached = best.0 == objective(problem, &plan.start).0;
            prop_assert!(!plan.proven || reached, "what is called proven is the best there is");
        }
        (None, Err(_)) => {}
        (Some(_), Err(refusal)) => prop_assert!(false, "there is a plan: {}", refusal),
        (None, Ok(plan)) => prop_assert!(false, "there is no plan: {:?}", plan),
    }
    Ok(())
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
}
