//! What is in the way, and by how much.

use waymark_schedule::{
    Conflict, Demand, Exception, Limit, MAX_WEEKS, Predecessor, Problem, Task, Violation,
};

use crate::build::{after, attempt, closed, on, plan, problem, refusal, task, team};

fn check(problem: &Problem, expected: Conflict) {
    let refusal = refusal(problem);
    assert_eq!(refusal.conflicts, [expected]);
    assert!(refusal.conflicts[0].is_proven());
    assert_eq!(refusal.closest, None, "nothing is searched for what cannot be");
    assert!(!refusal.to_string().is_empty());
}

#[test]
fn names_that_lead_nowhere() {
    let bad = Task { predecessors: after(&[7]), demands: on(3, 10), team: Some(2), ..task(1) };
    assert_eq!(
        refusal(&problem(vec![bad], &[])).conflicts,
        [
            Conflict::UnknownPredecessor { task: 0, predecessor: 7 },
            Conflict::UnknownResource { task: 0, resource: 3 },
            Conflict::UnknownTeam { task: 0, team: 2 },
        ]
    );
}

#[test]
fn a_cycle_is_named_with_its_members_in_order() {
    let waits = |before: &[usize]| Task { predecessors: after(before), ..task(1) };
    // 1 -> 3 -> 2 -> 1; 0 comes before them and 4 after them.
    let round = problem(vec![task(1), waits(&[0, 2]), waits(&[3]), waits(&[1]), waits(&[2])], &[]);
    check(&round, Conflict::Cycle { tasks: vec![1, 3, 2] });
    check(&problem(vec![waits(&[0])], &[]), Conflict::Cycle { tasks: vec![0] });
}

#[test]
fn a_plan_that_would_never_end_is_not_computed() {
    let far = problem(vec![Task { release: u32::MAX, ..task(u32::MAX) }], &[]);
    check(&far, Conflict::TooLong { weeks: 2 * u64::from(u32::MAX), limit: MAX_WEEKS });
}

#[test]
fn a_demand_above_what_is_ever_there() {
    let greedy = problem(vec![Task { demands: on(0, 150), ..task(2) }], &[100]);
    check(
        &greedy,
        Conflict::DemandAboveCapacity {
            task: 0,
            limit: Limit::Resource(0),
            demand: 150,
            capacity: 100,
        },
    );

    let mut twice =
        problem(vec![Task { demands: [on(0, 60), on(0, 60)].concat(), ..task(2) }], &[100]);
    let above = |demand, capacity| Conflict::DemandAboveCapacity {
        task: 0,
        limit: Limit::Resource(0),
        demand,
        capacity,
    };
    check(&twice, above(120, 100));
    twice.tasks[0].demands = vec![Demand { resource: 0, amount: u32::MAX }; 2];
    check(&twice, above(2 * u64::from(u32::MAX), 100));

    let mut frozen = problem(vec![Task { team: Some(0), ..task(2) }], &[]);
    frozen.teams = vec![team(0)];
    check(
        &frozen,
        Conflict::DemandAboveCapacity { task: 0, limit: Limit::Team(0), demand: 1, capacity: 0 },
    );
}

#[test]
fn room_for_some_weeks_is_room_only_for_what_is_short_enough() {
    let mut problem = problem(vec![Task { demands: on(0, 150), ..task(2) }], &[100]);
    problem.resources[0].capacity.exceptions = vec![Exception { from: 4, to: 7, capacity: 200 }];
    assert_eq!(plan(&problem).start, [4]);
    problem.tasks[0].duration = 4;
    check(
        &problem,
        Conflict::DemandAboveCapacity {
            task: 0,
            limit: Limit::Resource(0),
            demand: 150,
            capacity: 100,
        },
    );
    problem.tasks[0].duration = 3;
    problem.tasks[0].release = 5;
    check(
        &problem,
        Conflict::DemandAboveCapacity {
            task: 0,
            limit: Limit::Resource(0),
            demand: 150,
            capacity: 100,
        },
    );
    problem.resources[0].capacity.exceptions[0].to = u32::MAX;
    assert_eq!(plan(&problem).start, [5], "an exception may hold for good");
}

#[test]
fn calendars_that_are_never_open_together() {
    let both = Task { demands: [on(0, 10), on(1, 10)].concat(), ..task(1) };
    let mut apart = problem(vec![both], &[0, 0]);
    let open = |from, to| vec![Exception { from, to, capacity: 100 }];
    apart.resources[0].capacity.exceptions = open(2, 4);
    apart.resources[1].capacity.exceptions = open(4, 6);
    check(&apart, Conflict::NoWindow { task: 0, pinned: vec![] });

    apart.resources[1].capacity.exceptions = open(3, 6);
    assert_eq!(plan(&apart).start, [3]);
    apart.tasks.push(Task { demands: on(0, 100), pinned: Some(3), ..task(1) });
    check(&apart, Conflict::NoWindow { task: 0, pinned: vec![1] });
}

#[test]
fn pins_against_dates_and_predecessors() {
    let pinned = |week| Task { pinned: Some(week), ..task(3) };
    check(
        &problem(vec![Task { release: 4, ..pinned(2) }], &[]),
        Conflict::PinBeforeRelease { task: 0, pin: 2, release: 4 },
    );
    check(
        &problem(vec![Task { deadline: Some(4), ..pinned(2) }], &[]),
        Conflict::PinAfterDeadline { task: 0, finish: 5, deadline: 4 },
    );
    let waits = Task { predecessors: vec![Predecessor { task: 1, lag: 1 }], ..pinned(5) };
    let middle = Task { predecessors: after(&[2]), ..task(2) };
    check(
        &problem(vec![waits, middle, task(4)], &[]),
        Conflict::PinBeforePredecessors { task: 0, pin: 5, earliest: 7, chain: vec![2, 1, 0] },
    );
}

#[test]
fn pins_that_need_more_than_there_is() {
    let pinned = |week, amount| Task { pinned: Some(week), demands: on(0, amount), ..task(3) };
    let tasks = vec![pinned(0, 60), task(1), pinned(1, 60), pinned(2, 30), pinned(6, 100)];
    check(
        &problem(tasks, &[100]),
        Conflict::PinsOverCapacity {
            limit: Limit::Resource(0),
            from: 1,
            to: 3,
            load: 150,
            capacity: 100,
            tasks: vec![0, 2, 3],
        },
    );
}

#[test]
fn a_deadline_before_the_chain_can_end() {
    let tasks = vec![
        task(4),
        Task { predecessors: vec![Predecessor { task: 0, lag: 2 }], ..task(3) },
        Task { predecessors: after(&[1]), deadline: Some(10), ..task(2) },
    ];
    check(
        &problem(tasks.clone(), &[]),
        Conflict::DeadlineTooEarly { task: 2, deadline: 10, earliest: 11, chain: vec![0, 1, 2] },
    );
    let mut met = problem(tasks, &[]);
    met.tasks[2].deadline = Some(11);
    assert_eq!(
        plan(&met).start,
        [0, 6, 9],
        "the reported end is the smallest relaxation that does"
    );
}

#[test]
fn more_work_than_the_weeks_let_through() {
    let due = |deadline| Task { demands: on(0, 100), deadline: Some(deadline), ..task(3) };
    let tasks = vec![due(8), due(8), due(20), due(8)];
    check(
        &problem(tasks.clone(), &[100]),
        Conflict::CapacityShort {
            limit: Limit::Resource(0),
            from: 0,
            to: 8,
            work: 900,
            capacity: 800,
            tasks: vec![0, 1, 3],
        },
    );
    assert_eq!(plan(&problem(tasks.clone(), &[200])).makespan, 6);

    let mut change = problem(tasks, &[400]);
    for task in &mut change.tasks {
        task.team = Some(0);
    }
    change.teams = vec![team(1)];
    check(
        &change,
        Conflict::CapacityShort {
            limit: Limit::Team(0),
            from: 0,
            to: 8,
            work: 9,
            capacity: 8,
            tasks: vec![0, 1, 3],
        },
    );
}

#[test]
fn what_only_a_search_can_tell_is_not_called_proven() {
    // 8 weeks of work have 8 open weeks, but 3 + 3 + 2 cannot be cut into 4 + 4.
    let due = |duration| Task { demands: on(0, 100), deadline: Some(9), ..task(duration) };
    let mut tight = problem(vec![due(3), due(3), due(2)], &[100]);
    tight.resources[0].capacity.exceptions = vec![closed(4, 5)];
    let refusal = refusal(&tight);
    let closest = refusal.closest.clone().expect("a search was made");
    let [Conflict::NoneFound { violations, schedules }] = &refusal.conflicts[..] else {
        panic!("only the search can tell: {refusal:?}")
    };
    assert!(!refusal.conflicts[0].is_proven());
    assert!(*schedules >= 500);
    assert_eq!(closest.len(), 3);
    let [Violation::AfterDeadline { task, deadline: 9, finish: 10 }] = violations[..] else {
        panic!("the closest plan misses one deadline by one week: {violations:?}")
    };
    tight.tasks[task].deadline = Some(10);
    assert!(attempt(&tight).is_ok(), "with the deadline moved to where it ended there is a plan");
}

#[test]
fn several_conflicts_are_all_told() {
    let tasks = vec![
        Task { demands: on(0, 150), ..task(1) },
        Task { pinned: Some(0), release: 1, ..task(1) },
        Task { deadline: Some(1), ..task(2) },
    ];
    assert_eq!(refusal(&problem(tasks, &[100])).conflicts.len(), 3);
}
