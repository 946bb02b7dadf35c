//! Why a task is where it is, how far it can go, and what a slip moves.

use waymark_schedule::{
    Analysis, Limit, Load, Move, Predecessor, Problem, Reason, Task, Violation, loads,
};

use crate::build::{after, closed, on, plan, problem, task, team};

fn why(problem: &Problem, start: &[u32], task: usize) -> Vec<Reason> {
    Analysis::new(problem, start).expect("the plan is valid").why_here(task)
}

#[test]
fn a_task_waits_for_its_predecessor_and_then_for_people() {
    let tasks = vec![
        task(14),
        Task { demands: on(0, 200), weight: 9, ..task(17) },
        Task { demands: on(0, 100), predecessors: after(&[0]), ..task(5) },
    ];
    let problem = problem(tasks, &[250]);
    let plan = plan(&problem);
    assert_eq!(plan.start, [0, 0, 17]);
    assert_eq!(why(&problem, &plan.start, 0), [Reason::FirstWeek]);
    assert_eq!(
        why(&problem, &plan.start, 2),
        [
            Reason::Predecessor { task: 0, finish: 14, lag: 0, until: 14 },
            Reason::Full {
                limit: Limit::Resource(0),
                from: 14,
                to: 17,
                demand: 100,
                tasks: vec![1]
            },
        ]
    );
}

#[test]
fn releases_lags_pins_teams_and_calendars_are_told_apart() {
    let tasks = vec![
        Task { release: 3, ..task(2) },
        Task { predecessors: vec![Predecessor { task: 0, lag: 4 }], ..task(1) },
        Task { pinned: Some(6), ..task(1) },
        Task { team: Some(0), ..task(3) },
        Task { team: Some(0), ..task(3) },
        Task { demands: on(0, 10), ..task(2) },
    ];
    let mut problem = problem(tasks, &[100]);
    problem.teams = vec![team(1)];
    problem.resources[0].capacity.exceptions = vec![closed(0, 2)];
    let start = [3, 9, 6, 0, 3, 2];
    assert_eq!(why(&problem, &start, 0), [Reason::Release { week: 3 }]);
    assert_eq!(
        why(&problem, &start, 1),
        [Reason::Predecessor { task: 0, finish: 5, lag: 4, until: 9 }]
    );
    assert_eq!(why(&problem, &start, 2), [Reason::Pinned { week: 6 }]);
    assert_eq!(
        why(&problem, &start, 4),
        [Reason::Full { limit: Limit::Team(0), from: 0, to: 3, demand: 1, tasks: vec![3] }]
    );
    let calendar =
        Reason::Full { limit: Limit::Resource(0), from: 0, to: 2, demand: 10, tasks: vec![] };
    assert_eq!(why(&problem, &start, 5), [calendar]);
}

#[test]
fn a_task_that_nothing_holds_could_start_earlier() {
    let problem = problem(vec![task(3), Task { predecessors: after(&[0]), ..task(2) }], &[]);
    assert_eq!(
        why(&problem, &[0, 7], 1),
        [
            Reason::Predecessor { task: 0, finish: 3, lag: 0, until: 3 },
            Reason::CouldStartEarlier { week: 3 },
        ]
    );
}

#[test]
fn slack_counts_what_later_tasks_can_give_and_free_slack_does_not() {
    // 0 (10 weeks) is the longest; 1 then 2 take 2 and 3 weeks beside it.
    let tasks = vec![task(10), task(2), Task { predecessors: after(&[1]), ..task(3) }];
    let problem = problem(tasks, &[]);
    let start = [0, 0, 2];
    let analysis = Analysis::new(&problem, &start).unwrap();
    assert_eq!(analysis.makespan(), 10);
    assert_eq!([0, 1, 2].map(|task| analysis.slack(task)), [0, 5, 5]);
    assert_eq!([0, 1, 2].map(|task| analysis.free_slack(task)), [0, 0, 5]);
    assert_eq!([0, 1, 2].map(|task| analysis.is_critical(task)), [true, false, false]);
}

#[test]
fn people_make_tasks_critical_that_no_predecessor_does() {
    let tasks = vec![
        Task { demands: on(0, 100), ..task(4) },
        Task { demands: on(0, 100), ..task(3) },
        task(5),
    ];
    let problem = problem(tasks, &[100]);
    let start = [3, 0, 0];
    let analysis = Analysis::new(&problem, &start).unwrap();
    assert_eq!([0, 1, 2].map(|task| analysis.slack(task)), [0, 0, 2]);
}

#[test]
fn deadlines_and_pins_of_successors_limit_slack() {
    let tasks = vec![
        task(20),
        Task { deadline: Some(6), ..task(4) },
        task(3),
        Task { predecessors: after(&[2]), pinned: Some(8), ..task(2) },
    ];
    let problem = problem(tasks, &[]);
    let start = [0, 0, 0, 8];
    let analysis = Analysis::new(&problem, &start).unwrap();
    assert_eq!(
        [0, 1, 2, 3].map(|task| analysis.slack(task)),
        [0, 2, 5, 10],
        "its own pin is lifted for task 3"
    );
}

#[test]
fn a_slip_moves_what_waits_and_what_shares_people() {
    let tasks = vec![
        Task { demands: on(0, 100), ..task(4) },
        Task { predecessors: after(&[0]), ..task(2) },
        Task { demands: on(0, 100), ..task(3) },
        task(5),
    ];
    let problem = problem(tasks, &[100]);
    let start = [0, 4, 4, 0];
    let analysis = Analysis::new(&problem, &start).unwrap();
    let slip = analysis.slip(0, 2);
    assert_eq!(
        slip.moved,
        [
            Move { task: 0, from: 0, to: 2 },
            Move { task: 1, from: 4, to: 6 },
            Move { task: 2, from: 4, to: 6 },
        ]
    );
    assert_eq!((slip.makespan, slip.violations), (9, vec![]));
    // Late by two weeks it is there in two weeks, although others would have room before it is done.
    let late = analysis.slip(2, 1);
    assert_eq!(late.moved, [Move { task: 2, from: 4, to: 5 }]);
    let within = analysis.slip(3, 2);
    assert_eq!((within.moved, within.makespan), (vec![Move { task: 3, from: 0, to: 2 }], 7));
    assert_eq!(analysis.slip(3, 0).moved, []);
    assert!(!analysis.slip(3, u32::MAX).violations.is_empty(), "there is an end to all plans");
}

#[test]
fn a_slip_that_breaks_a_promise_says_which() {
    let tasks = vec![
        Task { pinned: Some(0), ..task(3) },
        Task { predecessors: after(&[0]), deadline: Some(6), ..task(2) },
        Task { predecessors: after(&[0]), pinned: Some(4), ..task(1) },
    ];
    let problem = problem(tasks, &[]);
    let start = [0, 3, 4];
    let analysis = Analysis::new(&problem, &start).unwrap();
    assert_eq!(analysis.slip(0, 1).violations, []);
    assert_eq!(
        analysis.slip(0, 2).violations,
        [
            Violation::AfterDeadline { task: 1, deadline: 6, finish: 7 },
            Violation::PredecessorUnfinished { task: 2, predecessor: 0, ready: 5, start: 4 },
        ]
    );
}

#[test]
fn loads_show_demand_beside_capacity_week_by_week() {
    let tasks = vec![
        Task { demands: on(0, 60), team: Some(0), ..task(2) },
        Task { demands: on(0, 70), ..task(1) },
    ];
    let mut problem = problem(tasks, &[100]);
    problem.teams = vec![team(1)];
    problem.resources[0].capacity.exceptions = vec![closed(1, 2)];
    let loads = loads(&problem, &[1, 2]);
    let load = |load, capacity| Load { load, capacity };
    assert_eq!(
        loads.resources,
        [[load(0, 100), load(60, 0), load(130, 100)]],
        "also of a plan that breaks limits"
    );
    assert_eq!(loads.teams, [[load(0, 1), load(1, 1), load(1, 1)]]);
}
