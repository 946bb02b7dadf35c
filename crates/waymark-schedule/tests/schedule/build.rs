//! Short words for building small problems.

use waymark_schedule::{
    Budget, Demand, Exception, Infeasible, Plan, Predecessor, Problem, Profile, Resource, Task,
    Team, solve,
};

pub(crate) fn task(duration: u32) -> Task {
    Task { duration, weight: 1, ..Task::default() }
}

pub(crate) fn on(resource: usize, amount: u32) -> Vec<Demand> {
    vec![Demand { resource, amount }]
}

pub(crate) fn after(tasks: &[usize]) -> Vec<Predecessor> {
    tasks.iter().map(|&task| Predecessor { task, lag: 0 }).collect()
}

pub(crate) fn problem(tasks: Vec<Task>, capacities: &[u32]) -> Problem {
    let resources = capacities
        .iter()
        .map(|&capacity| Resource { capacity: Profile::constant(capacity) })
        .collect();
    Problem { tasks, resources, ..Problem::default() }
}

pub(crate) fn team(limit: u32) -> Team {
    Team { limit: Profile::constant(limit) }
}

pub(crate) fn closed(from: u32, to: u32) -> Exception {
    Exception { from, to, capacity: 0 }
}

pub(crate) fn plan(problem: &Problem) -> Plan {
    attempt(problem).expect("the problem has a plan")
}

pub(crate) fn refusal(problem: &Problem) -> Infeasible {
    attempt(problem).expect_err("the problem has no plan")
}

pub(crate) fn attempt(problem: &Problem) -> Result<Plan, Infeasible> {
    solve(problem, &Budget { schedules: 500, seed: 7 }, None)
}
