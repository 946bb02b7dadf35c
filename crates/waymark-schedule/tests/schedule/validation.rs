//! What the validator says about start weeks.

use waymark_schedule::{
    Analysis, Limit, MAX_WEEKS, Predecessor, Problem, Task, Violation, validate,
};

use crate::build::{after, closed, on, problem, task, team};

fn check(problem: &Problem, start: &[u32], expected: &[Violation]) {
    assert_eq!(validate(problem, start), expected);
    assert_eq!(
        Analysis::new(problem, start).err().unwrap_or_default(),
        expected,
        "only valid plans are analysed"
    );
}

#[test]
fn dates_pins_and_predecessors() {
    let tasks = vec![
        Task { release: 2, ..task(2) },
        Task { deadline: Some(3), ..task(2) },
        Task { pinned: Some(4), ..task(2) },
        Task { predecessors: vec![Predecessor { task: 0, lag: 1 }], ..task(0) },
    ];
    let problem = problem(tasks, &[]);
    check(&problem, &[2, 1, 4, 5], &[]);
    check(
        &problem,
        &[1, 2, 5, 3],
        &[
            Violation::BeforeRelease { task: 0, release: 2, start: 1 },
            Violation::AfterDeadline { task: 1, deadline: 3, finish: 4 },
            Violation::PinMoved { task: 2, pin: 4, start: 5 },
            Violation::PredecessorUnfinished { task: 3, predecessor: 0, ready: 4, start: 3 },
        ],
    );
    check(&problem, &[2, 1], &[Violation::WrongLength { tasks: 4, starts: 2 }]);
}

#[test]
fn every_stretch_of_overload_is_named_once_with_its_worst_week() {
    let busy = |duration, amount| Task { demands: on(0, amount), ..task(duration) };
    let mut problem = problem(vec![busy(4, 80), busy(2, 30), busy(1, 10), busy(2, 50)], &[100]);
    problem.resources[0].capacity.exceptions = vec![closed(8, 9)];
    check(
        &problem,
        &[0, 1, 2, 7],
        &[
            Violation::Overload {
                limit: Limit::Resource(0),
                from: 1,
                to: 3,
                load: 120,
                capacity: 100,
                tasks: vec![0, 1, 2],
            },
            Violation::Overload {
                limit: Limit::Resource(0),
                from: 8,
                to: 9,
                load: 50,
                capacity: 0,
                tasks: vec![3],
            },
        ],
    );
}

#[test]
fn a_team_with_too_many_tasks() {
    let mut problem = problem(vec![Task { team: Some(0), ..task(3) }; 3], &[]);
    problem.teams = vec![team(2)];
    check(
        &problem,
        &[0, 1, 2],
        &[Violation::Overload {
            limit: Limit::Team(0),
            from: 2,
            to: 3,
            load: 3,
            capacity: 2,
            tasks: vec![0, 1, 2],
        }],
    );
}

#[test]
fn problems_that_make_no_sense_have_no_valid_plan() {
    let bad = Task { predecessors: after(&[7]), demands: on(3, 10), team: Some(2), ..task(1) };
    check(
        &problem(vec![bad], &[]),
        &[0],
        &[
            Violation::UnknownPredecessor { task: 0, predecessor: 7 },
            Violation::UnknownResource { task: 0, resource: 3 },
            Violation::UnknownTeam { task: 0, team: 2 },
        ],
    );
    let milestone = |before| Task { predecessors: after(&[before]), ..task(0) };
    check(
        &problem(vec![milestone(1), milestone(0), milestone(0)], &[]),
        &[0, 0, 0],
        &[Violation::Cycle { tasks: vec![0, 1] }],
    );
    check(
        &problem(vec![task(2)], &[]),
        &[u32::MAX],
        &[Violation::TooLong { weeks: u64::from(u32::MAX) + 2, limit: MAX_WEEKS }],
    );
}
