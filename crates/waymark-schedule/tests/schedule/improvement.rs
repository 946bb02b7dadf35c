//! The long search: it never loses what it had, tells what it finds, and stops when it is told to.

use std::cell::Cell;

use proptest::prelude::*;
use waymark_schedule::{Budget, Effort, Objective, Plan, Problem, Task, Watch, improve, solve};

use crate::build::{on, problem, task};
use crate::checker::complaint;
use crate::instances::{Size, cases, problems};

const EFFORT: Effort = Effort { schedules: 200, polls: 2_000, seed: 3 };

fn worth(problem: &Problem, plan: &Plan) -> [u64; 3] {
    let makespan = u64::from(plan.makespan);
    match problem.objective {
        Objective::Value => [plan.value, makespan, plan.movement],
        Objective::Makespan => [makespan, plan.movement, 0],
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn every_plan_told_is_valid_and_better_than_the_one_before(
        problem in problems(Size { tasks: 14, duration: 6, dates: 0.1 }),
        previous in proptest::collection::vec(proptest::option::of(0..20_u32), 14),
    ) {
        let previous = &previous[..problem.tasks.len()];
        let mut told: Vec<Plan> = Vec::new();
        let mut watch = Watch { stop: &|| false, better: &mut |plan| told.push(plan.clone()) };
        let result = improve(&problem, &EFFORT, Some(previous), None, &mut watch);
        for plan in &told {
            prop_assert_eq!(complaint(&problem, &plan.start), None);
        }
        for pair in told.windows(2) {
            let (before, after) = (worth(&problem, &pair[0]), worth(&problem, &pair[1]));
            let is_news = after < before || after == before && pair[1].gap() <= pair[0].gap();
            prop_assert!(is_news, "{:?} after {:?}", after, before);
        }
        match result {
            Ok(plan) => {
                prop_assert_eq!(told.last().map(|last| &last.start), Some(&plan.start));
                let again = improve(
                    &problem, &EFFORT, Some(previous), None, &mut Watch { stop: &|| false, better: &mut |_| {} },
                );
                prop_assert_eq!(again, Ok(plan), "the same question has the same answer");
            }
            Err(_) => prop_assert!(told.is_empty()),
        }
    }

    #[test]
    fn what_was_found_before_is_not_lost(problem in problems(Size { tasks: 14, duration: 6, dates: 0.1 })) {
        let before = solve(&problem, &Budget { schedules: 300, seed: 9 }, None);
        let Ok(before) = before else { return Ok(()) };
        let effort = Effort { schedules: 1, polls: 50, seed: 3 };
        let mut watch = Watch { stop: &|| false, better: &mut |_| {} };
        let after = improve(&problem, &effort, None, Some(&before), &mut watch).expect("there is a plan");
        prop_assert!(worth(&problem, &after) <= worth(&problem, &before));
    }
}

#[test]
fn a_search_that_is_stopped_gives_what_it_has() {
    let tasks = vec![Task { demands: on(0, 60), ..task(3) }; 12];
    let problem = problem(tasks, &[100]);
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        asked.get() > 40
    };
    let endless = Effort { schedules: u32::MAX, polls: u64::MAX, seed: 1 };
    let mut watch = Watch { stop: &stop, better: &mut |_| {} };
    let plan = improve(&problem, &endless, None, None, &mut watch).expect("there is a plan");
    assert_eq!(complaint(&problem, &plan.start), None);
    assert!(asked.get() < 100, "asked {} times", asked.get());
}

#[test]
fn numbers_too_large_for_the_exact_search_still_give_a_plan() {
    let tasks = vec![
        Task { weight: u32::MAX, demands: on(0, 60), ..task(3) },
        Task { weight: u32::MAX - 1, demands: on(0, 60), ..task(2) },
    ];
    let problem = problem(tasks, &[100]);
    let mut watch = Watch { stop: &|| false, better: &mut |_| {} };
    let plan = improve(&problem, &EFFORT, None, None, &mut watch).expect("there is a plan");
    assert_eq!(plan.start, [2, 0]);
}
