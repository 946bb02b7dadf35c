//! How sure the ends of a plan are.

use proptest::prelude::*;
use waymark_schedule::{Budget, Chances, Range, Task, simulate, solve};

use crate::build::{after, closed, on, problem, task};
use crate::instances::{Size, cases, problems};

#[test]
fn durations_that_are_certain_give_the_plan_itself() {
    let tasks = vec![
        Task { demands: on(0, 60), deadline: Some(4), ..task(4) },
        Task { demands: on(0, 60), deadline: Some(6), ..task(3) },
    ];
    let problem = problem(tasks, &[100]);
    let ranges = [Range::exactly(4), Range::exactly(3)];
    let simulation = simulate(&problem, &[0, 4], &ranges, 50, 1).unwrap();
    let certain = |week, on_time| Chances { p50: Some(week), p80: Some(week), on_time };
    assert_eq!(simulation.finish, [certain(4, Some(1000)), certain(7, Some(0))]);
    assert_eq!(simulation.plan, certain(7, None));
}

#[test]
fn a_chain_of_uncertain_tasks_is_late_more_often_than_not() {
    let range = Range { low: 4, likely: 5, high: 12 };
    let tasks = vec![task(5), Task { predecessors: after(&[0]), ..task(5) }];
    let problem = problem(tasks, &[]);
    let simulation = simulate(&problem, &[0, 5], &[range; 2], 10_000, 1).unwrap();
    // The triangular distribution from 3.5 over 5 to 12.5 has its median at 6.69 and its 80th percentile at 8.83.
    assert_eq!((simulation.finish[0].p50, simulation.finish[0].p80), (Some(7), Some(9)));
    // The sum of two: mean 14, deviation 2.78.
    assert!((13..=14).contains(&simulation.plan.p50.unwrap()));
    assert!((16..=17).contains(&simulation.plan.p80.unwrap()));
}

#[test]
fn what_never_finds_room_has_no_end() {
    let tasks = vec![
        Task { demands: on(0, 100), ..task(2) },
        Task { predecessors: after(&[0]), ..task(1) },
        task(1),
    ];
    let mut problem = problem(tasks, &[0]);
    problem.resources[0].capacity.exceptions =
        vec![waymark_schedule::Exception { from: 0, to: 2, capacity: 100 }, closed(9, 10)];
    let longer = Range { low: 2, likely: 3, high: 4 };
    let ranges = [longer, Range::exactly(1), Range::exactly(1)];
    let simulation = simulate(&problem, &[0, 2, 0], &ranges, 1_000, 1).unwrap();
    assert_eq!(simulation.finish[0].p80, None);
    assert_eq!(simulation.finish[1].p80, None, "nor does what waits for it");
    assert_eq!(simulation.finish[2].p80, Some(1));
    assert_eq!(simulation.plan.p80, None);
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_they_are_in_order(
        problem in problems(Size { tasks: 12, duration: 6, dates: 0.1 }),
        seed in any::<u64>(),
    ) {
        let Ok(plan) = solve(&problem, &Budget { schedules: 50, seed: 1 }, None) else { return Ok(()) };
        let range = |task: &Task| Range {
            low: task.duration / 2,
            likely: task.duration,
            high: task.duration * 2,
        };
        let ranges: Vec<Range> = problem.tasks.iter().map(range).collect();
        let simulation = simulate(&problem, &plan.start, &ranges, 60, seed).unwrap();
        prop_assert_eq!(&simulation, &simulate(&problem, &plan.start, &ranges, 60, seed).unwrap());
        let never = |end: Option<u32>| end.unwrap_or(u32::MAX);
        for (chances, task) in simulation.finish.iter().zip(&problem.tasks) {
            prop_assert!(never(chances.p50) <= never(chances.p80));
            prop_assert!(never(chances.p80) <= never(simulation.plan.p80));
            let first = task.release.max(task.pinned.unwrap_or(0));
            prop_assert!(never(chances.p50) >= first + task.duration / 2);
            prop_assert_eq!(chances.on_time.is_some(), task.deadline.is_some());
        }
    }
}
