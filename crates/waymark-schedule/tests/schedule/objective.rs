//! What is preferred: value, then length, then standing still.

use waymark_schedule::{Budget, Objective, Predecessor, Problem, Task, solve};

use crate::build::{after, closed, on, plan, problem, task, team};

fn replan(problem: &Problem, previous: &[Option<u32>]) -> (Vec<u32>, u64) {
    let plan = solve(problem, &Budget { schedules: 500, seed: 7 }, Some(previous))
        .expect("the problem has a plan");
    (plan.start, plan.movement)
}

#[test]
fn the_task_worth_most_for_its_length_comes_first() {
    let one_at_a_time = |duration, weight| Task { weight, demands: on(0, 100), ..task(duration) };
    let problem =
        problem(vec![one_at_a_time(6, 1), one_at_a_time(2, 1), one_at_a_time(3, 5)], &[100]);
    let plan = plan(&problem);
    assert_eq!(plan.start, [5, 3, 0], "5 for 3 weeks, then 1 for 2, then 1 for 6");
    assert_eq!((plan.value, plan.makespan, plan.lower_bound), (15 + 5 + 11, 11, Some(11)));
}

#[test]
fn value_goes_before_length_unless_only_length_is_asked_for() {
    // A long chain without value needs the same person as a short task that has some.
    let tasks = vec![
        Task { weight: 0, demands: on(0, 100), ..task(2) },
        Task { weight: 0, predecessors: after(&[0]), ..task(8) },
        Task { weight: 9, demands: on(0, 100), ..task(3) },
    ];
    let mut problem = problem(tasks, &[100]);
    assert_eq!(plan(&problem).start, [3, 5, 0]);
    problem.objective = Objective::Makespan;
    let shortest = plan(&problem);
    assert_eq!((shortest.start, shortest.makespan, shortest.proven), (vec![0, 2, 2], 10, true));
}

#[test]
fn of_plans_that_are_equally_good_the_one_that_moves_least_is_kept() {
    let twin = || Task { demands: on(0, 100), ..task(2) };
    let problem = problem(vec![twin(), twin(), twin()], &[100]);
    for previous in [[0, 2, 4], [4, 2, 0], [2, 4, 0], [2, 0, 4]] {
        assert_eq!(replan(&problem, &previous.map(Some)), (previous.to_vec(), 0));
    }
}

#[test]
fn a_task_whose_place_makes_no_difference_stays_where_it_was() {
    let tasks = vec![task(10), Task { weight: 0, ..task(2) }];
    let problem = problem(tasks, &[]);
    assert_eq!(plan(&problem).start, [0, 0]);
    assert_eq!(replan(&problem, &[Some(0), Some(5)]), (vec![0, 5], 0));
    assert_eq!(
        replan(&problem, &[Some(0), Some(20)]),
        (vec![0, 8], 12),
        "not past the end of the plan"
    );
}

#[test]
fn a_previous_plan_that_reached_absurdly_far_does_no_harm() {
    let tasks = vec![task(3), Task { weight: 0, demands: on(0, 100), ..task(2) }];
    let problem = problem(tasks, &[100]);
    assert_eq!(replan(&problem, &[Some(0), Some(15_000)]).0, [0, 1]);
    assert_eq!(replan(&problem, &[Some(u32::MAX), Some(u32::MAX)]).0, [0, 1]);
}

#[test]
fn tasks_that_are_new_have_no_place_to_move_from() {
    let twin = || Task { demands: on(0, 100), ..task(2) };
    let problem = problem(vec![twin(), twin(), twin()], &[100]);
    assert_eq!(replan(&problem, &[Some(2)]).0[0], 2);
    let (start, movement) = replan(&problem, &[None, Some(0), None]);
    assert_eq!((start[1], movement), (0, 0));
}

#[test]
fn lags_calendars_teams_and_pins_shape_the_plan() {
    let tasks = vec![
        Task { team: Some(0), ..task(2) },
        Task { team: Some(0), predecessors: vec![Predecessor { task: 0, lag: 3 }], ..task(2) },
        Task { demands: on(0, 50), ..task(3) },
        Task { team: Some(0), weight: 0, ..task(2) },
        Task { demands: on(0, 60), pinned: Some(6), ..task(2) },
    ];
    let mut problem = problem(tasks, &[100]);
    problem.teams = vec![team(1)];
    problem.resources[0].capacity.exceptions = vec![closed(1, 3)];
    let plan = plan(&problem);
    assert_eq!(plan.start, [0, 5, 3, 2, 6]);
    assert_eq!(plan.makespan, 8);
}

#[test]
fn an_empty_problem_has_an_empty_plan() {
    let plan = plan(&Problem::default());
    assert_eq!(
        (plan.start, plan.makespan, plan.lower_bound, plan.proven),
        (vec![], 0, Some(0), true)
    );
}

#[test]
fn a_budget_of_nothing_still_gives_a_plan() {
    let problem = problem(vec![Task { demands: on(0, 100), ..task(2) }; 3], &[100]);
    let plan = solve(&problem, &Budget { schedules: 0, seed: 0 }, None).unwrap();
    assert_eq!(plan.makespan, 6);
}
