//! What would have to give way.

use waymark_schedule::{Change, Effort, Limit, Problem, Relaxation, Task, relaxations};

use crate::build::{after, closed, on, problem, refusal, task};

const EFFORT: Effort = Effort { schedules: 500, polls: 20_000, seed: 1 };

fn changes(problem: &Problem) -> Vec<Vec<Change>> {
    refusal(problem);
    let found = relaxations(problem, &EFFORT, &|| false);
    assert!(found.iter().all(|Relaxation { is_smallest, .. }| *is_smallest));
    found.into_iter().map(|relaxation| relaxation.changes).collect()
}

#[test]
fn a_deadline_gives_way_or_the_role_grows() {
    let tasks = vec![
        Task { demands: on(0, 60), ..task(4) },
        Task { demands: on(0, 60), deadline: Some(4), ..task(3) },
        Task { demands: on(0, 60), deadline: Some(5), ..task(3) },
    ];
    assert_eq!(
        changes(&problem(tasks, &[100])),
        [
            vec![Change::Deadline { task: 2, from: 5, to: 6 }],
            vec![Change::Capacity { limit: Limit::Resource(0), by: 20, from: 0, to: 3 }],
        ]
    );
}

#[test]
fn a_pin_moves_but_not_of_what_is_started() {
    let tasks = vec![
        Task { pinned: Some(0), is_started: true, ..task(5) },
        Task { pinned: Some(3), predecessors: after(&[0]), ..task(2) },
    ];
    assert_eq!(changes(&problem(tasks, &[])), [[Change::Pin { task: 1, from: 3, to: 5 }]]);
}

#[test]
fn holidays_are_made_up_for_where_a_date_stands() {
    let tasks = vec![Task { demands: on(0, 50), pinned: Some(2), is_started: true, ..task(4) }];
    let mut problem = problem(tasks, &[100]);
    problem.resources[0].capacity.exceptions = vec![closed(4, 5)];
    assert_eq!(
        changes(&problem),
        [[Change::Capacity { limit: Limit::Resource(0), by: 50, from: 4, to: 5 }]]
    );
}

#[test]
fn a_problem_that_makes_no_sense_has_no_relaxation() {
    let tasks = vec![
        Task { predecessors: after(&[1]), ..task(1) },
        Task { predecessors: after(&[0]), ..task(1) },
    ];
    assert_eq!(relaxations(&problem(tasks, &[]), &EFFORT, &|| false), []);
}
