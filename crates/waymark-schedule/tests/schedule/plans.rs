//! What holds for every plan of every problem.

use proptest::prelude::*;
use waymark_schedule::{
    Analysis, Budget, Conflict, Objective, Problem, Reason, loads, solve, validate,
};

use crate::checker::complaint;
use crate::instances::{Size, cases, problems};

const LOOSE: Size = Size { tasks: 14, duration: 6, dates: 0.05 };
const TIGHT: Size = Size { tasks: 10, duration: 4, dates: 0.3 };
const BUDGET: Budget = Budget { schedules: 60, seed: 3 };

fn any_problem() -> impl Strategy<Value = Problem> {
    prop_oneof![problems(LOOSE), problems(TIGHT)]
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_plan_keeps_every_constraint_and_reports_itself_truly(problem in any_problem()) {
        match solve(&problem, &BUDGET, None) {
            Ok(plan) => {
                prop_assert_eq!(complaint(&problem, &plan.start), None);
                prop_assert_eq!(validate(&problem, &plan.start), Vec::new());
                let ends: Vec<u32> = (0..plan.start.len()).map(|task| plan.finish(&problem, task)).collect();
                prop_assert_eq!(plan.makespan, ends.iter().copied().max().unwrap_or(0));
                let value: u64 = ends.iter().zip(&problem.tasks).map(|(end, task)| u64::from(end * task.weight)).sum();
                prop_assert_eq!(plan.value, value);
                prop_assert_eq!(plan.movement, 0);
                prop_assert!(plan.lower_bound.is_some_and(|bound| bound <= plan.makespan));
            }
            Err(refusal) => {
                prop_assert!(!refusal.conflicts.is_empty());
                for conflict in &refusal.conflicts {
                    if let Conflict::NoneFound { violations, .. } = conflict {
                        let closest = refusal.closest.as_deref().expect("a search has a closest plan");
                        prop_assert!(complaint(&problem, closest).is_some());
                        prop_assert_eq!(violations, &validate(&problem, closest));
                    }
                }
            }
        }
    }

    #[test]
    fn the_same_question_has_the_same_answer(problem in any_problem(), seed in any::<u64>()) {
        let budget = Budget { schedules: 40, seed };
        prop_assert_eq!(solve(&problem, &budget, None), solve(&problem, &budget, None));
    }

    #[test]
    fn a_longer_search_is_never_worse(problem in any_problem()) {
        let short = solve(&problem, &Budget { schedules: 20, seed: 1 }, None);
        let long = solve(&problem, &Budget { schedules: 120, seed: 1 }, None);
        if let Ok(short) = short {
            let long = long.expect("a plan that is found early is not lost");
            match problem.objective {
                Objective::Value => {
                    prop_assert!((long.value, long.makespan) <= (short.value, short.makespan));
                }
                Objective::Makespan => prop_assert!(long.makespan <= short.makespan),
            }
        }
    }

    #[test]
    fn the_validator_and_the_checker_agree_on_any_start_weeks(
        problem in any_problem(),
        weeks in proptest::collection::vec(0..20_u32, 14),
    ) {
        let start = &weeks[..problem.tasks.len()];
        prop_assert_eq!(validate(&problem, start).is_empty(), complaint(&problem, start).is_none());
    }

    #[test]
    fn a_plan_stays_valid_while_a_task_slides_within_its_free_slack_and_not_beyond(problem in any_problem()) {
        let Ok(plan) = solve(&problem, &BUDGET, None) else { return Ok(()) };
        let analysis = Analysis::new(&problem, &plan.start).expect("the plan is valid");
        for task in 0..plan.start.len() {
            let mut lifted = problem.clone();
            lifted.tasks[task].pinned = None;
            let holds = |weeks: u32| {
                let mut start = plan.start.clone();
                start[task] += weeks;
                complaint(&lifted, &start).is_none() && start[task] + lifted.tasks[task].duration <= plan.makespan
            };
            let free = analysis.free_slack(task);
            prop_assert!((0..=free).all(holds), "task {} slides {} weeks", task, free);
            prop_assert!(!holds(free + 1), "task {} slides further than {} weeks", task, free);
            prop_assert!(analysis.slack(task) >= free);
            prop_assert_eq!(analysis.is_critical(task), analysis.slack(task) == 0);

            let slip = analysis.slip(task, free);
            let alone: Vec<usize> = slip.moved.iter().map(|change| change.task).collect();
            prop_assert_eq!(alone, if free > 0 { vec![task] } else { vec![] });
            prop_assert_eq!(slip.makespan, plan.makespan);
            prop_assert_eq!(slip.violations, Vec::new());
        }
    }

    #[test]
    fn the_latest_plan_is_valid_and_total_slack_reaches_it(problem in any_problem()) {
        let Ok(plan) = solve(&problem, &BUDGET, None) else { return Ok(()) };
        let analysis = Analysis::new(&problem, &plan.start).expect("the plan is valid");
        let late = analysis.late_start();
        prop_assert_eq!(complaint(&problem, late), None);
        for (task, &latest) in late.iter().enumerate() {
            prop_assert!(latest >= plan.start[task]);
            prop_assert!(latest + problem.tasks[task].duration <= plan.makespan);
            if problem.tasks[task].pinned.is_none() {
                let slides = plan.start[task] + analysis.free_slack(task);
                prop_assert_eq!(plan.start[task] + analysis.slack(task), slides.max(latest));
            }
        }
    }

    #[test]
    fn what_a_slip_moves_is_a_valid_plan_or_says_what_breaks(problem in any_problem(), weeks in 0..6_u32) {
        let Ok(plan) = solve(&problem, &BUDGET, None) else { return Ok(()) };
        let analysis = Analysis::new(&problem, &plan.start).expect("the plan is valid");
        for task in 0..plan.start.len() {
            let slip = analysis.slip(task, weeks);
            let mut start = plan.start.clone();
            for change in &slip.moved {
                prop_assert_eq!(change.from, start[change.task]);
                prop_assert!(change.to > change.from, "a slip brings nothing forward");
                start[change.task] = change.to;
            }
            prop_assert!(start[task] >= plan.start[task] + weeks);
            let mut lifted = problem.clone();
            lifted.tasks[task].pinned = None;
            prop_assert_eq!(slip.violations.is_empty(), complaint(&lifted, &start).is_none());
        }
    }

    #[test]
    fn loads_are_within_capacity_and_add_up_to_the_work(problem in any_problem()) {
        let Ok(plan) = solve(&problem, &BUDGET, None) else { return Ok(()) };
        let loads = loads(&problem, &plan.start);
        for (index, weeks) in loads.resources.iter().enumerate() {
            prop_assert_eq!(weeks.len(), plan.makespan as usize);
            prop_assert!(weeks.iter().all(|week| week.load <= u64::from(week.capacity)));
            let work: u64 = problem
                .tasks
                .iter()
                .flat_map(|task| task.demands.iter().map(move |demand| (task.duration, demand)))
                .filter(|(_, demand)| demand.resource == index)
                .map(|(duration, demand)| u64::from(duration * demand.amount))
                .sum();
            prop_assert_eq!(weeks.iter().map(|week| week.load).sum::<u64>(), work);
        }
        for (index, weeks) in loads.teams.iter().enumerate() {
            prop_assert!(weeks.iter().all(|week| week.load <= u64::from(week.capacity)));
            let work: u32 = problem.tasks.iter().filter(|task| task.team == Some(index)).map(|task| task.duration).sum();
            prop_assert_eq!(weeks.iter().map(|week| week.load).sum::<u64>(), u64::from(work));
        }
    }

    #[test]
    fn every_task_has_a_reason_to_be_where_it_is(problem in any_problem()) {
        let Ok(plan) = solve(&problem, &BUDGET, None) else { return Ok(()) };
        let analysis = Analysis::new(&problem, &plan.start).expect("the plan is valid");
        for task in 0..plan.start.len() {
            let reasons = analysis.why_here(task);
            prop_assert!(!reasons.is_empty());
            let holds = reasons.iter().any(|reason| match reason {
                Reason::Pinned { week } | Reason::Release { week } => *week == plan.start[task],
                Reason::Predecessor { until, .. } => *until == plan.start[task],
                Reason::Full { from, to, .. } => from < to && *to == plan.start[task],
                Reason::CouldStartEarlier { .. } => false,
                Reason::FirstWeek => plan.start[task] == 0,
            });
            prop_assert!(holds, "a new plan leaves no task later than it needs to be: {:?}", reasons);
        }
    }
}
